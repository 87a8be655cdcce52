//! What follows for a stay from others' decisions. Tolerant: when there is nothing to do, nothing happens.
//!
//! Others' events come in any order, so what outlives an order is kept on the stay: a moratorium keeps the right
//! open whatever is decided under it, and a refused home is not forgotten when the grant is heard of later.

use kernel::{CaseId, Date, Person};
use law::Policy;

use super::{Event, EventKind, Stay, ended, holds};
use crate::domain::codes::{Category, EndReason, EntryReason, RightGround};
use crate::domain::right::{Right, Situation, right, usual};

/// Something that happened elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// A person has a right to reception.
    Expected {
        /// The person.
        person: Person,
        /// The case that gives the right.
        case_id: Option<CaseId>,
        /// Category of the resident.
        category: Category,
        /// Why a place is needed.
        entry: EntryReason,
    },
    /// In procedure again on this case; `true`: on an appeal that lets the person stay.
    InProcedure(bool, Option<CaseId>),
    /// Protection was granted.
    Granted,
    /// A negative decision stands, with so many days to depart.
    Rejected(i32),
    /// An appeal was dismissed, with so many days to depart.
    Dismissed(i32),
    /// Another member state is responsible.
    Transferred,
    /// A home was refused without ground.
    RefusedHome,
    /// A departure moratorium holds for the person.
    Moratorium(Person),
    /// The departure moratorium ended.
    MoratoriumOver,
    /// A decision was retracted: the case is open again.
    Retracted {
        /// The person.
        person: Person,
        /// The case.
        case_id: Option<CaseId>,
    },
    /// The stay ends.
    Ends(EndReason),
}

/// Decides what follows on `on`.
pub fn react(state: Option<&Stay>, reaction: &Reaction, on: Date, policy: &Policy) -> Vec<Event> {
    match reaction {
        Reaction::Expected { person, case_id, category, entry } => {
            return expect(state, person, *case_id, (*category, *entry), on);
        }
        Reaction::Moratorium(person) => return protect(state, person, on),
        Reaction::Retracted { person, case_id } if ended_by_law(state) => {
            let entry = (Category::Applicant, EntryReason::DecisionRetracted);
            return expect(state, person, *case_id, entry, on);
        }
        Reaction::InProcedure(appeal, case_id) => {
            if let Some(stay) = state.filter(|stay| ended_by_law(Some(stay))) {
                return revive(stay, *appeal, *case_id, on, policy);
            }
        }
        _ => {}
    }
    let Some(stay) = state.filter(|stay| stay.is_active()) else { return Vec::new() };
    let found = |situation| right(situation, on, policy);
    let (category, held) = match reaction {
        Reaction::InProcedure(appeal, _) => (in_procedure(stay), found(situation(*appeal))),
        Reaction::Retracted { .. } => (in_procedure(stay), found(Situation::Application)),
        // Who refused a home without ground has refused it, whichever is heard of first.
        Reaction::Granted if stay.right.ground == RightGround::RefusedHome => {
            (Category::StatusHolder, Some(stay.right))
        }
        Reaction::Granted => (Category::StatusHolder, found(Situation::Permit)),
        // Who did not stay on the procedure keeps the right as it is, for instance of a family until 18.
        Reaction::Dismissed(_) if !on_procedure(stay.right) => return Vec::new(),
        Reaction::Rejected(_) | Reaction::Dismissed(_) | Reaction::Transferred
            if stay.moratorium =>
        {
            (Category::Rejected, found(Situation::Moratorium))
        }
        Reaction::Rejected(days) | Reaction::Dismissed(days) => {
            (Category::Rejected, found(Situation::Rejected(*days)))
        }
        Reaction::Transferred => (Category::Rejected, found(Situation::Transfer)),
        Reaction::RefusedHome => (stay.category, found(Situation::RefusedHome)),
        Reaction::MoratoriumOver => return unprotect(stay, on, policy),
        Reaction::Ends(reason) => return vec![ended(stay, on, *reason)],
        Reaction::Expected { .. } | Reaction::Moratorium(_) => return Vec::new(),
    };
    held.map_or_else(Vec::new, |held| change(stay, category, held, on))
}

/// Whether the last stay ended by law, so that a right that comes back revives it.
fn ended_by_law(state: Option<&Stay>) -> bool {
    state.is_some_and(|stay| stay.end_reason() == Some(EndReason::RightEnded))
}

/// What somebody in procedure is in: on an appeal that lets the person stay, or on the application.
fn situation(appeal: bool) -> Situation {
    if appeal { Situation::Appeal(true) } else { Situation::Application }
}

/// The right comes back with the case on which the stay rested. A later application is another case, which
/// gives no right until an officer admits.
fn revive(
    stay: &Stay,
    appeal: bool,
    case_id: Option<CaseId>,
    on: Date,
    policy: &Policy,
) -> Vec<Event> {
    let situation =
        if stay.case_id == case_id { situation(appeal) } else { Situation::Repeat(false) };
    if right(situation, on, policy).is_none() {
        return Vec::new();
    }
    let entry = match (stay.entry, stay.right.ground) {
        (Some(EntryReason::RepeatApplication), _) => EntryReason::RepeatApplication,
        // The decision on the transfer does not hold any more.
        (_, RightGround::Transfer) => EntryReason::DecisionRetracted,
        _ => EntryReason::CourtOrder,
    };
    expect(Some(stay), &stay.person, stay.case_id, (in_procedure(stay), entry), on)
}

/// The category of somebody whose case is open.
fn in_procedure(stay: &Stay) -> Category {
    match stay.entry {
        Some(EntryReason::RepeatApplication) => Category::RepeatApplicant,
        _ => Category::Applicant,
    }
}

pub(super) fn expect(
    state: Option<&Stay>,
    person: &Person,
    case_id: Option<CaseId>,
    (category, entry): (Category, EntryReason),
    on: Date,
) -> Vec<Event> {
    let over = |stay: &Stay| stay.is_active() || stay.end_reason() == Some(EndReason::Duplicate);
    if state.is_some_and(over) {
        return Vec::new();
    }
    // Whoever grew up here is no minor again because another service does not know it.
    let minor =
        person.unaccompanied_minor && state.is_none_or(|stay| stay.person.unaccompanied_minor);
    let person = Person { unaccompanied_minor: minor, ..person.clone() };
    let (category, entry) = match entry {
        EntryReason::FirstApplication if minor => {
            (Category::UnaccompaniedMinor, EntryReason::Minor)
        }
        _ if minor => (Category::UnaccompaniedMinor, entry),
        _ => (category, entry),
    };
    let stay_no = state.map_or(0, |stay| stay.stay_no) + 1;
    let kind = EventKind::StayExpected { category, stay_no, entry };
    vec![Event { case_id, person, occurred_on: on, kind }]
}

/// The right while nobody needs to leave.
const OPEN: Right = Right { until: None, ground: RightGround::Moratorium };

/// Nobody needs to leave: the right of the rejected is open, and that of whom it had ended for revives.
fn protect(state: Option<&Stay>, person: &Person, on: Date) -> Vec<Event> {
    let Some(stay) = state else { return Vec::new() };
    if stay.is_active() {
        if stay.moratorium {
            return Vec::new();
        }
        use RightGround as G;
        let held = match stay.right.ground {
            G::DepartureTerm | G::Return | G::FamilyLocation => OPEN,
            _ => stay.right,
        };
        return vec![stay.event(on, holds(held, true))];
    }
    if !ended_by_law(Some(stay)) {
        return Vec::new();
    }
    let entry = (Category::Rejected, EntryReason::Moratorium);
    let mut events = expect(state, person, stay.case_id, entry, on);
    if let Some(expected) = events.first().cloned() {
        events.push(Event { kind: holds(OPEN, true), ..expected });
    }
    events
}

/// The term to depart begins again for who was rejected.
fn unprotect(stay: &Stay, on: Date, policy: &Policy) -> Vec<Event> {
    if !stay.moratorium {
        return Vec::new();
    }
    let held = match stay.right.ground {
        RightGround::Moratorium => {
            right(Situation::Rejected(law::departure_days(policy, on, false)), on, policy)
        }
        _ => Some(stay.right),
    };
    held.map(|held| stay.event(on, holds(held, false))).into_iter().collect()
}

/// Category and right change; an unaccompanied minor stays one until grown up or housed.
fn change(stay: &Stay, category: Category, held: Right, on: Date) -> Vec<Event> {
    let mut events = Vec::new();
    let from_category = stay.category;
    let mut now = stay.right;
    if from_category != category && from_category != Category::UnaccompaniedMinor {
        let majority = false;
        events
            .push(stay.event(on, EventKind::CategoryChanged { from_category, category, majority }));
        now.ground = usual(category);
    }
    // Grounds of somebody in procedure differ in name only.
    let same = now.ground == held.ground || (on_procedure(now) && on_procedure(held));
    if now.until != held.until || !same {
        events.push(stay.event(on, holds(held, stay.moratorium)));
    }
    events
}

/// Whether a right rests on a procedure that runs.
fn on_procedure(right: Right) -> bool {
    use RightGround as G;
    matches!(right.ground, G::Application | G::Appeal | G::Repeat)
}
