//! The right to reception (Rva 2005; Directive (EU) 2024/1346, "RCD"): from what a situation gives, until when.
//!
//! | situation | right | until |
//! | --- | --- | --- |
//! | application | yes | decision |
//! | appeal that lets the person stay | yes | ruling |
//! | rejected | yes | the term to depart ends |
//! | transfer to another member state | no | the day of notification |
//! | permit | yes | a home |
//! | home refused without ground | yes | the notice ends |
//! | repeat application | only when an officer admits | decision |
//! | family member | yes | joins the sponsor |
//! | family with a minor child, no right to stay | yes | the youngest is 18 |
//! | cooperates with return | yes | some weeks |
//! | departure moratorium | yes | its end |
//! | displaced from Ukraine | not here: the municipality | – |

use jiff::ToSpan as _;
use kernel::Date;
use law::{Policy, rule};

use super::codes::{Category, RightGround as G};

/// What a person is in, for the right to reception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Situation {
    /// In procedure on a first application, or one of a relocated person.
    Application,
    /// An appeal, or a court order, lets the person stay; `false`: it does not.
    Appeal(bool),
    /// Rejected, with so many days to depart.
    Rejected(i32),
    /// Another member state is responsible.
    Transfer,
    /// Holds a permit and has no home.
    Permit,
    /// Holds a permit and refused a home without ground.
    RefusedHome,
    /// Applied again; whether an officer admitted the person.
    Repeat(bool),
    /// Family member whose sponsor has no home.
    Family,
    /// In a family without a right to stay; birth year of the youngest minor child, when there is one.
    FamilyLocation(Option<i16>),
    /// Rejected and cooperates with return.
    Return,
    /// A departure moratorium holds.
    Moratorium,
    /// Displaced from Ukraine.
    Displaced,
}

/// A right to reception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Right {
    /// Last day; `None` while it is open.
    pub until: Option<Date>,
    /// On what it rests, or why it ends.
    pub ground: G,
}

/// The right that a situation gives from `on`; `None` when it gives none.
pub fn right(situation: Situation, on: Date, policy: &Policy) -> Option<Right> {
    let open = |ground| Some(Right { until: None, ground });
    let until = |ground, last| Some(Right { until: Some(last), ground });
    match situation {
        Situation::Application => open(G::Application),
        Situation::Appeal(true) => open(G::Appeal),
        Situation::Appeal(false) | Situation::Displaced => None,
        Situation::Rejected(days) => until(G::DepartureTerm, on.saturating_add(days.days())),
        Situation::Transfer => until(G::Transfer, on),
        Situation::Permit => open(G::Permit),
        Situation::RefusedHome => {
            until(G::RefusedHome, policy.get(rule::REFUSED_HOME_NOTICE, on).end(on))
        }
        Situation::Repeat(admitted) => admitted.then_some(Right { until: None, ground: G::Repeat }),
        Situation::Family => open(G::Family),
        Situation::FamilyLocation(youngest) => {
            let adult_in = i64::from(youngest?).checked_add(policy.get(rule::MAJORITY_AGE, on))?;
            let adult_in = i16::try_from(adult_in).ok()?;
            // Only the year of birth is known: the right runs to the end of the year in the child's favour.
            let last = Date::new(adult_in, 12, 31).ok().filter(|last| *last >= on)?;
            until(G::FamilyLocation, last)
        }
        Situation::Return => until(G::Return, policy.get(rule::RETURN_RECEPTION, on).end(on)),
        Situation::Moratorium => open(G::Moratorium),
    }
}

/// The ground that a category has unless something else is said.
pub fn usual(category: Category) -> G {
    match category {
        Category::Applicant | Category::UnaccompaniedMinor => G::Application,
        Category::Rejected => G::DepartureTerm,
        Category::StatusHolder => G::Permit,
        Category::FamilyReunion => G::Family,
        Category::RepeatApplicant => G::Repeat,
    }
}

/// The category of somebody who is no unaccompanied minor any more.
pub fn category(ground: G) -> Category {
    match ground {
        G::Application | G::Appeal => Category::Applicant,
        G::DepartureTerm | G::Transfer | G::FamilyLocation | G::Return | G::Moratorium => {
            Category::Rejected
        }
        G::Permit | G::RefusedHome => Category::StatusHolder,
        G::Family => Category::FamilyReunion,
        G::Repeat => Category::RepeatApplicant,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ON: Date = Date::constant(2025, 9, 1);

    fn of(situation: Situation) -> Option<(Option<String>, G)> {
        let right = right(situation, ON, law::sept_2025());
        right.map(|right| (right.until.map(|last| last.to_string()), right.ground))
    }

    #[test]
    fn every_row_of_the_table_of_rights() {
        let open = |ground| Some((None, ground));
        let until = |ground, last: &str| Some((Some(last.to_owned()), ground));
        assert_eq!(of(Situation::Application), open(G::Application));
        assert_eq!(of(Situation::Appeal(true)), open(G::Appeal));
        assert_eq!(of(Situation::Appeal(false)), None);
        assert_eq!(of(Situation::Rejected(28)), until(G::DepartureTerm, "2025-09-29"));
        assert_eq!(of(Situation::Rejected(0)), until(G::DepartureTerm, "2025-09-01"));
        assert_eq!(of(Situation::Transfer), until(G::Transfer, "2025-09-01"));
        assert_eq!(of(Situation::Permit), open(G::Permit));
        assert_eq!(of(Situation::RefusedHome), until(G::RefusedHome, "2025-09-29"));
        assert_eq!(of(Situation::Repeat(false)), None);
        assert_eq!(of(Situation::Repeat(true)), open(G::Repeat));
        assert_eq!(of(Situation::Family), open(G::Family));
        assert_eq!(
            of(Situation::FamilyLocation(Some(2015))),
            until(G::FamilyLocation, "2033-12-31")
        );
        assert_eq!(of(Situation::FamilyLocation(Some(2006))), None, "grown up");
        assert_eq!(of(Situation::FamilyLocation(None)), None, "no minor child");
        assert_eq!(of(Situation::Return), until(G::Return, "2025-11-24"));
        assert_eq!(of(Situation::Moratorium), open(G::Moratorium));
        assert_eq!(of(Situation::Displaced), None, "the municipality, not COA");
    }
}
