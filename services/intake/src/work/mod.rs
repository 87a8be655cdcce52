//! One batch of intake's work: what can be asked, and the rows.

mod case;
mod family;
mod moratorium;
mod person;
mod registers;

use std::sync::Arc;

use db::By;
use kernel::{
    CaseId, Command, FamilyCaseId, MoratoriumId, Nationality, PersonId, RelocationId, Uuid,
};
use law::Policy;

pub(crate) use self::case::{CaseDue, Gone, ImportCases, ResponsibilityLapsed, Resume, Suspend};
pub(crate) use self::family::{FamilyDue, ImportFamilyCases};
pub(crate) use self::moratorium::MoratoriumDue;
use crate::domain::case::{self as asylum, AsylumCase};
use crate::domain::family::{self as families, FamilyCase};
use crate::domain::moratorium::{self as moratoria, Moratorium};
use crate::domain::person::{self as persons, PersonNote};
use crate::domain::relocation::{self as relocations, Relocation};
use crate::domain::report::{self as reports, CountryReport};

host::commands! {
    /// Everything that can be asked of intake.
    pub enum AnyCommand of Work {
        /// A command on an asylum case.
        Case(Command<CaseId, asylum::CommandKind>),
        /// Cases taken over at the opening of the books.
        ImportCases(ImportCases),
        /// A person has left or is gone.
        Gone(Gone),
        /// The term of a transfer is over.
        ResponsibilityLapsed(ResponsibilityLapsed),
        /// A term of an asylum case may be over.
        CaseDue(CaseDue),
        /// A moratorium runs on the nationality of a case.
        Suspend(Suspend),
        /// The moratorium that suspended a case has ended.
        Resume(Resume),
        /// A command on a family case.
        Family(Command<FamilyCaseId, families::CommandKind>),
        /// Family cases taken over at the opening of the books.
        ImportFamilyCases(ImportFamilyCases),
        /// A term of a family case may be over.
        FamilyDue(FamilyDue),
        /// A command on a moratorium.
        Moratorium(Command<MoratoriumId, moratoria::CommandKind>),
        /// The term of a moratorium may be over.
        MoratoriumDue(MoratoriumDue),
        /// A correction of who somebody is.
        Person(Command<PersonId, persons::CommandKind>),
        /// A command on a relocation.
        Relocation(Command<RelocationId, relocations::CommandKind>),
        /// A country report is published.
        Report(Command<Uuid, reports::Publish>),
    }
}

db::unit! {
    /// The rows of one batch.
    pub struct Unit {
        cases: AsylumCase,
        families: FamilyCase,
        moratoria: Moratorium,
        notes: PersonNote,
        relocations: Relocation,
        reports: CountryReport,
    }
}

const CASES_OF: By<AsylumCase, PersonId> = By::new("person_id", |case| Some(case.person.person_id));
const FAMILY_CASES_OF: By<FamilyCase, PersonId> =
    By::new("person_id", |case| Some(case.person.person_id));
const SPONSORED_BY: By<FamilyCase, CaseId> =
    By::new("sponsor_case_id", |case| case.sponsor_case_id);
const ON_NATIONALITY: By<Moratorium, Nationality> =
    By::new("nationality", |moratorium| Some(moratorium.nationality));

/// The rows of one batch, and the rules.
pub struct Work {
    policy: Arc<Policy>,
    unit: Unit,
}

impl host::Work for Work {
    type Unit = Unit;

    fn unit(&mut self) -> &mut Unit {
        &mut self.unit
    }
}

impl Work {
    pub(crate) fn new(policy: Arc<Policy>) -> Self {
        Self { policy, unit: Unit::default() }
    }

    /// All cases of a person.
    fn cases_of(&self, person_id: PersonId) -> Vec<&AsylumCase> {
        self.unit.cases.all(&CASES_OF, &person_id)
    }
}
