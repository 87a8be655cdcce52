//! What is asked of a family case.

use host::Handle;
use journal::Context;
use kernel::{Command, Date, FamilyCaseId, Refusal};
use wire::Wire as _;
use wire::intake as pb;

use super::{CASES_OF, Work};
use crate::domain::family::{self, CommandKind, FamilyCase};

impl Handle<Work> for Command<FamilyCaseId, CommandKind> {
    type Answer = Option<pb::FamilyCase>;

    fn needs(&self, work: &mut Work) {
        work.unit.families.want(&self.key);
        if let CommandKind::FileFamilyApplication { person_id, sponsor_case_id, .. } = &self.kind {
            work.unit.cases.want_all(&CASES_OF, person_id);
            if let Some(sponsor) = sponsor_case_id {
                work.unit.cases.want(sponsor);
            }
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let (member, sponsor) = match &self.kind {
            CommandKind::FileFamilyApplication { person_id, sponsor_case_id, .. } => {
                let sponsor = sponsor_case_id.and_then(|id| work.unit.cases.get(&id));
                (work.person(*person_id), sponsor)
            }
            _ => (None, None),
        };
        let held = family::Held { sponsor, member: member.as_ref() };
        let state = work.unit.families.get(&self.key);
        let events = family::decide(&work.policy, state, self, context.today, held)?;
        host::record(&mut work.unit.families, &events, context);
        Ok(work.unit.families.get(&self.key).and_then(FamilyCase::to_pb))
    }
}

/// Family cases taken over at the opening of the books.
pub struct ImportFamilyCases {
    /// When the books are opened.
    pub on: Date,
    /// The cases.
    pub cases: Vec<FamilyCase>,
}

impl Handle<Work> for ImportFamilyCases {
    type Answer = u32;

    fn needs(&self, work: &mut Work) {
        for case in &self.cases {
            work.unit.families.want(&case.case_id);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<u32, Refusal> {
        let mut events = Vec::with_capacity(self.cases.len());
        for case in &self.cases {
            events.extend(family::import(work.unit.families.get(&case.case_id), case, self.on)?);
        }
        host::record(&mut work.unit.families, &events, context);
        Ok(kernel::fit(self.cases.len()))
    }
}

/// A term of this family case may be over.
pub struct FamilyDue(pub FamilyCaseId);

impl Handle<Work> for FamilyDue {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.unit.families.want(&self.0);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let case = work.unit.families.get(&self.0);
        let events = case.map(|case| family::lapse(case, context.today)).unwrap_or_default();
        host::record(&mut work.unit.families, &events, context);
        Ok(())
    }
}
