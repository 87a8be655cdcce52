//! People as the world knows them. A household moves through the chain together: same steps on the same day.

use kernel::{Date, Nationality, Uuid, fit};
use wire::common::{Person as PbPerson, Sex};

use crate::assumptions as a;
use crate::chance::Chance;

/// One person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) id: Uuid,
    pub(crate) case: Uuid,
    pub(crate) birth_year: i16,
    pub(crate) sex: Sex,
}

/// Where a household is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Asked for protection; no decision, or one that a court annulled.
    Procedure,
    /// Protection was granted.
    Granted,
    /// A negative decision.
    Rejected,
    /// Has a home, has left, or may stay after all: the chain has nothing to do with it any more.
    Out,
}

/// How an application came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coming {
    First,
    Repeat,
    Resettled,
    /// Followed a sponsor.
    Family,
    /// Found by police or another partner, without an application.
    Found,
}

/// How far a departure file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum File {
    None,
    Announced,
    Handed,
    /// The way out is being prepared.
    Leaving,
}

/// People who live together.
#[derive(Clone, Debug)]
pub(crate) struct Household {
    pub(crate) id: Uuid,
    pub(crate) members: Vec<Person>,
    pub(crate) nationality: Nationality,
    pub(crate) coming: Coming,
    /// One unaccompanied minor.
    pub(crate) minor: bool,
    /// A guardian was appointed before the books were opened, and stays one when a right to reception comes back.
    pub(crate) guardian: bool,
    pub(crate) stage: Stage,
    /// Steps planned under an earlier number are void.
    pub(crate) epoch: u32,
    /// The last day on which something was done with it: one thing a day keeps causes in order.
    pub(crate) acted_on: Option<Date>,
    /// When the present applications were lodged; unset before.
    pub(crate) lodged_on: Option<Date>,
    /// Whether the view on an intention to reject is there.
    pub(crate) viewed: bool,
    /// Whether the household has its place among those who wait for a decision while the view is awaited.
    pub(crate) queued: bool,
    /// Whether an officer found a ground for the accelerated procedure.
    pub(crate) accelerated: bool,
    /// A screening runs.
    pub(crate) screened: bool,
    /// Place in reception, by index of the ledger.
    pub(crate) place: Option<usize>,
    /// Last day of the right to reception.
    pub(crate) right_ends_on: Option<Date>,
    /// Left reception because the right ended: it may come back.
    pub(crate) right_lost: bool,
    /// The outcome that the officer has in mind.
    pub(crate) mind: i32,
    /// Before the Council of State, not the court.
    pub(crate) further: bool,
    pub(crate) file: File,
    /// Not seen for some days; the place is kept.
    pub(crate) absent: bool,
    /// To another member state.
    pub(crate) transfer: bool,
    /// First day on which departure may be forced.
    pub(crate) removable_from: Option<Date>,
}

impl Household {
    pub(crate) fn persons(&self) -> i32 {
        fit(self.members.len())
    }

    /// Nobody is born after `date`: an infant of today in a file of years ago was as old as could be then.
    pub(crate) fn born_by(&mut self, date: Date) {
        for member in &mut self.members {
            member.birth_year = member.birth_year.min(date.year());
        }
    }

    /// The person of a member as contracts write it.
    pub(crate) fn pb_person(&self, member: &Person) -> PbPerson {
        PbPerson {
            person_id: member.id.to_string(),
            household_id: self.id.to_string(),
            nationality: self.nationality.to_string(),
            birth_year: i32::from(member.birth_year),
            sex: member.sex.into(),
            unaccompanied_minor: self.minor,
        }
    }
}

/// Makes households with ids that follow from their name.
pub(crate) struct Maker {
    pub(crate) seed: u64,
}

impl Maker {
    /// A household of `size` persons, or of a drawn size of at most `most`.
    pub(crate) fn household(
        &self,
        name: &str,
        nationality: Nationality,
        coming: Coming,
        size: Option<usize>,
        most: usize,
        year: i16,
    ) -> Household {
        let mut chance = Chance::of(self.seed, name);
        let sizes = &a::HOUSEHOLD_SIZES[..most.clamp(1, a::HOUSEHOLD_SIZES.len())];
        let size = size.unwrap_or_else(|| chance.pick(sizes) + 1);
        let id = crate::chance::id(self.seed, name);
        let members = (0..size).map(|n| self.person(name, n, size, &mut chance, year)).collect();
        Household {
            id,
            members,
            nationality,
            coming,
            minor: false,
            stage: Stage::Procedure,
            epoch: 0,
            acted_on: None,
            lodged_on: None,
            viewed: false,
            guardian: false,
            queued: false,
            accelerated: false,
            screened: false,
            place: None,
            right_ends_on: None,
            mind: 0,
            further: false,
            file: File::None,
            absent: false,
            right_lost: false,
            transfer: false,
            removable_from: None,
        }
    }

    /// A single unaccompanied minor.
    pub(crate) fn minor(&self, name: &str, nationality: Nationality, year: i16) -> Household {
        let mut household = self.household(name, nationality, Coming::First, Some(1), 1, year);
        let mut chance = Chance::of(self.seed, &format!("{name}/minor"));
        household.members[0].birth_year = year - fit::<i16, _>(chance.between(11, 17));
        household.minor = true;
        household
    }

    fn person(&self, name: &str, n: usize, size: usize, chance: &mut Chance, year: i16) -> Person {
        let id = crate::chance::id(self.seed, &format!("{name}/{n}"));
        // The first two are adults, the others children.
        let adult = n == 0 || (n == 1 && size > 2) || (n == 1 && chance.permille(500));
        let age = if adult {
            18 + fit::<i32, _>(chance.pick(&a::ADULT_AGES)) * 10 + chance.between(0, 9)
        } else {
            chance.between(0, 17)
        };
        let men = if size == 1 { a::MEN_PERMILLE } else { 500 };
        let sex = if chance.permille(men) { Sex::Male } else { Sex::Female };
        let case = crate::chance::id(self.seed, &format!("{name}/{n}/case"));
        Person { id, case, birth_year: year - fit::<i16, _>(age), sex }
    }
}
