//! The stay of one person in reception.
//!
//! ```text
//!  EXPECTED ─ PLACED ⇄ ABSENT
//!      └────────┴────────┴──► ENDED ─► EXPECTED (a new right)
//! ```

mod command;
mod correct;
mod due;
mod event;
mod evolve;
mod measure;
pub mod placement;
mod react;
mod state;

pub use command::CommandKind;
pub use correct::{correct, follow, merge};
pub use due::{absence_check_on, due};
pub use event::{Event, EventKind};
pub use evolve::evolve;
use kernel::{
    CaseId, Command, Date, HouseholdId, Person, PersonDetails, PersonId, Reason, Refusal, Sex,
};
use law::Policy;
pub use measure::{Provision, decent_minimum};
use placement::Placing;
pub use react::{Reaction, react};
pub use state::{InForce, Phase, Place, Stay};

use crate::domain::codes::{
    Category, EndReason, EntryReason, MoveReason, NoGuardianReason, RightGround, StayState as S,
};
use crate::domain::location::Location;
use crate::domain::right::{self, Right, Situation, right};

/// What surrounds a decision on a stay.
#[derive(Clone, Copy, Debug)]
pub struct Env<'a> {
    /// The civil date now.
    pub today: Date,
    /// The location that the command names; for a birth where the mother lives.
    pub target: Option<&'a Location>,
    /// The other members of the household with an active stay.
    pub household: &'a [&'a Stay],
    /// Whether a guardian of the person is on file, provisional or appointed.
    pub guardian: bool,
    /// The rules in force.
    pub policy: &'a Policy,
}

impl Stay {
    fn event(&self, on: Date, kind: EventKind) -> Event {
        Event { case_id: self.case_id, person: self.person.clone(), occurred_on: on, kind }
    }
}

type Decision = Result<Vec<Event>, Refusal>;

/// Decides on a command.
pub fn decide(
    state: Option<&Stay>,
    command: &Command<PersonId, CommandKind>,
    env: &Env<'_>,
) -> Decision {
    let stay = state.ok_or_else(|| {
        Refusal::not_found(Reason::NotFound, format!("no stay of {}", command.key))
    })?;
    command.check_version(stay.version)?;
    let placed_on = stay.place().map(|place| place.since);
    command.check_date(env.today, Some(stay.expected_on).max(placed_on))?;
    let on = command.on;
    let active = |kind| require(stay, &[S::Expected, S::Placed, S::Absent], kind);
    match &command.kind {
        CommandKind::PlacePerson {
            until, proposal_overruled_reason, no_guardian_reason, ..
        } => {
            let told = (proposal_overruled_reason.as_str(), *no_guardian_reason);
            place(stay, on, *until, told, env)
        }
        CommandKind::MovePerson { reason, until, .. } => relocate(stay, on, *reason, *until, env),
        CommandKind::ReportAbsence {} => {
            require(stay, &[S::Placed], "report an absence")?;
            Ok(vec![stay.event(on, EventKind::PersonAbsent {})])
        }
        CommandKind::ReportReturn {} => {
            require(stay, &[S::Absent], "report a return")?;
            Ok(vec![stay.event(on, EventKind::PersonReturned {})])
        }
        CommandKind::ConfirmGone {} => {
            // Who lives here must have been reported as absent first.
            require(stay, &[S::Expected, S::Absent], "confirm that the person is gone")?;
            if let Some(check_on) = absence_check_on(stay, env.policy).filter(|day| on < *day) {
                let text = format!("two reporting moments must be missed, until {check_on}");
                return Err(Refusal::new(Reason::TooEarly, text));
            }
            Ok(vec![ended(stay, on, EndReason::Unsupervised)])
        }
        CommandKind::EndStay { reason } => {
            active("end the stay")?;
            Ok(vec![ended(stay, on, *reason)])
        }
        CommandKind::ExtendReception { ground } => {
            active("extend the right")?;
            extend(stay, on, *ground, env)
        }
        CommandKind::RecordNeeds { needs } => {
            active("record needs")?;
            Ok(vec![stay.event(on, EventKind::NeedsRecorded { needs: *needs })])
        }
        CommandKind::RecordBirth { child_id, sex } => {
            let Phase::Placed(home) = stay.phase else {
                return Err(Refusal::wrong_state("record a birth", stay.state(), &[S::Placed]));
            };
            birth(stay, home, on, (*child_id, *sex), env)
        }
        CommandKind::ImposeMeasure { .. } => {
            active("impose a measure")?;
            measure::impose(stay, command, env)
        }
        CommandKind::LiftMeasure { reason } => measure::lift(stay, *reason, on, env.policy),
        CommandKind::RecordMajority {} => {
            active("record majority")?;
            if stay.category != Category::UnaccompaniedMinor
                || stay.age(on) < env.policy.get(law::rule::MAJORITY_AGE, on)
            {
                let text = "the person is no unaccompanied minor, or not 18 this year";
                return Err(Refusal::new(Reason::NotOfAge, text));
            }
            Ok(vec![of_age(stay, on)])
        }
    }
}

/// Who applied again, as the caller tells it; what reception holds need not be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The person.
    pub person_id: PersonId,
    /// The repeat application.
    pub case_id: CaseId,
    /// The household.
    pub household_id: Option<HouseholdId>,
    /// What else is told.
    pub told: PersonDetails,
    /// Whether a person who is not held here is an unaccompanied minor.
    pub unaccompanied_minor: bool,
}

/// Admits a repeat applicant, who has no right to reception in the first phase otherwise.
pub fn admit(state: Option<&Stay>, repeat: &Repeat, on: Date, today: Date) -> Decision {
    if on > today {
        return Err(Refusal::new(Reason::DateInFuture, format!("{on} lies after today, {today}")));
    }
    let held = state.map(|stay| &stay.person);
    // A person may come back with another household than the one of the stay before.
    let household_id = repeat.household_id.or(held.map(|held| held.household_id));
    let household_id = Refusal::known("household_id", household_id, None)?;
    let person = Person {
        unaccompanied_minor: held
            .map_or(repeat.unaccompanied_minor, |held| held.unaccompanied_minor),
        ..repeat.told.person(repeat.person_id, household_id, held)?
    };
    let entry = (Category::RepeatApplicant, EntryReason::RepeatApplication);
    let events = react::expect(state, &person, Some(repeat.case_id), entry, on);
    if events.is_empty() {
        let text = format!("person {} has a stay", person.person_id);
        return Err(Refusal::new(Reason::AlreadyExists, text));
    }
    Ok(events)
}

/// An unaccompanied minor is 18: the category is the one of the situation, and an adult place is due.
fn of_age(stay: &Stay, on: Date) -> Event {
    let mut event = stay.event(
        on,
        EventKind::CategoryChanged {
            from_category: stay.category,
            category: right::category(stay.right.ground),
            majority: true,
        },
    );
    event.person.unaccompanied_minor = false;
    event
}

/// An unaccompanied minor has a guardian, or it is told why not yet (BW 1:253q, 1:302; Nidos).
fn guarded(stay: &Stay, reason: Option<NoGuardianReason>, env: &Env<'_>) -> Result<(), Refusal> {
    let needed = stay.category == Category::UnaccompaniedMinor;
    match reason {
        None if needed && !env.guardian => {
            let text =
                "no guardian of the minor is on file; provide one, or say why there is none yet";
            Err(Refusal::new(Reason::GuardianMissing, text))
        }
        Some(_) if env.guardian => {
            let text = "no_guardian_reason differs: a guardian of the minor is on file";
            Err(Refusal::new(Reason::FactDiffers, text))
        }
        Some(_) if !needed => {
            let text = format!(
                "no_guardian_reason differs: the person is no unaccompanied minor but {}",
                stay.category
            );
            Err(Refusal::new(Reason::FactDiffers, text))
        }
        _ => Ok(()),
    }
}

/// `told`: why the proposal was not followed, and why there is no guardian.
fn place(
    stay: &Stay,
    on: Date,
    until: Option<Date>,
    told: (&str, Option<NoGuardianReason>),
    env: &Env<'_>,
) -> Decision {
    require(stay, &[S::Expected], "place")?;
    let target = target(env)?;
    placement::may_place(stay, env.household, target, &placing(on, 1, env))?;
    guarded(stay, told.1, env)?;
    Ok(vec![stay.event(
        on,
        EventKind::PersonPlaced {
            category: stay.category,
            location_id: target.location_id,
            municipality: target.municipality,
            emergency: target.emergency,
            kind: target.kind,
            place_until: placement::place_until(target.kind, on, until, env.policy)?,
            proposal_overruled_reason: told.0.to_owned(),
            no_guardian_reason: told.1,
        },
    )])
}

fn target<'a>(env: &Env<'a>) -> Result<&'a Location, Refusal> {
    env.target.ok_or_else(|| Refusal::not_found(Reason::NotFound, "no such location"))
}

fn placing<'a>(on: Date, persons: i32, env: &Env<'a>) -> Placing<'a> {
    Placing { on, persons, policy: env.policy }
}

/// A household moves as a whole: everybody who lives with the person comes along, also who is absent now and
/// keeps a place. Only a measure is for one person.
fn relocate(
    stay: &Stay,
    on: Date,
    reason: MoveReason,
    until: Option<Date>,
    env: &Env<'_>,
) -> Decision {
    let Phase::Placed(Place { location_id: from, .. }) = stay.phase else {
        return Err(Refusal::wrong_state("move", stay.state(), &[S::Placed]));
    };
    let target = target(env)?;
    if target.location_id == from {
        return Err(Refusal::new(Reason::SameLocation, "the person lives there already"));
    }
    let lives_with = |other: &&&Stay| other.takes_place() && other.location_id() == Some(from);
    // In a fixed order: the ids of events follow from it.
    let mut together: Vec<&Stay> = match reason {
        MoveReason::Measure => Vec::new(),
        _ => env.household.iter().filter(lives_with).copied().collect(),
    };
    together.sort_by_key(|other| other.person.person_id);
    let movers: Vec<&Stay> = std::iter::once(stay).chain(together).collect();
    let placing = placing(on, kernel::fit(movers.len()), env);
    for mover in &movers {
        let all = env.household.iter().chain(std::iter::once(&stay));
        let others: Vec<&Stay> =
            all.copied().filter(|other| other.person.person_id != mover.person.person_id).collect();
        placement::may_live(mover, &others, target, &placing)?;
    }
    let place_until = placement::place_until(target.kind, on, until, env.policy)?;
    let moved = |mover: &&Stay| {
        mover.event(
            on,
            EventKind::PersonMoved {
                category: mover.category,
                from_location_id: from,
                location_id: target.location_id,
                municipality: target.municipality,
                emergency: target.emergency,
                kind: target.kind,
                place_until,
                reason,
            },
        )
    };
    Ok(movers.iter().map(moved).collect())
}

/// The right goes on after the term to depart, on a ground that an officer finds.
fn extend(stay: &Stay, on: Date, ground: RightGround, env: &Env<'_>) -> Decision {
    let family = || env.household.iter().copied().chain(std::iter::once(stay));
    let situation = match ground {
        RightGround::FamilyLocation => {
            let children = family().filter(|member| member.is_child(on, env.policy));
            Situation::FamilyLocation(children.map(|child| child.person.birth_year).max())
        }
        RightGround::Return => Situation::Return,
        _ => return Err(Refusal::new(Reason::NoGround, format!("{ground} extends no right"))),
    };
    let held = right(situation, on, env.policy).filter(|_| stay.category == Category::Rejected);
    let Some(held) = held else {
        let text = "only the rejected, and families only with a minor child";
        return Err(Refusal::new(Reason::NoGround, text));
    };
    let extended = |member: &Stay| member.event(on, holds(held, member.moratorium));
    // A family goes on together; in a fixed order: the ids of events follow from it.
    let mut others: Vec<&Stay> = match ground {
        RightGround::FamilyLocation => env.household.to_vec(),
        _ => Vec::new(),
    };
    others.retain(|member| member.category == Category::Rejected);
    others.sort_by_key(|member| member.person.person_id);
    Ok(std::iter::once(stay).chain(others).map(extended).collect())
}

/// A child takes a place beside its mother.
fn birth(
    mother: &Stay,
    home: Place,
    on: Date,
    (person_id, sex): (PersonId, Sex),
    env: &Env<'_>,
) -> Decision {
    let target = target(env)?;
    if target.free() < 1 {
        return Err(placement::full(target));
    }
    let person = Person { person_id, birth_year: on.year(), sex, ..mother.person.clone() };
    let event =
        |kind| Event { case_id: mother.case_id, person: person.clone(), occurred_on: on, kind };
    let (category, entry) = (mother.category, EntryReason::Birth);
    let mut events = vec![
        event(EventKind::StayExpected { category, stay_no: 1, entry }),
        event(EventKind::PersonPlaced {
            category,
            location_id: target.location_id,
            municipality: target.municipality,
            emergency: target.emergency,
            kind: target.kind,
            place_until: home.until,
            proposal_overruled_reason: String::new(),
            no_guardian_reason: None,
        }),
    ];
    if mother.right.until.is_some() {
        events.push(event(holds(mother.right, mother.moratorium)));
    }
    Ok(events)
}

/// Takes a stay over at the opening of the books.
pub fn import(
    state: Option<&Stay>,
    stay: &Stay,
    location: Option<&Location>,
    on: Date,
) -> Decision {
    if state.is_some() {
        return Err(Refusal::new(
            Reason::AlreadyExists,
            format!("person {} has a stay", stay.person.person_id),
        ));
    }
    let Phase::Placed(place) = stay.phase else {
        return Err(Refusal::new(Reason::NotByImport, "only placed persons are taken over"));
    };
    if stay.stay_no != 1 || place.since != stay.expected_on || place.until.is_some() {
        let text = "a person is taken over with the first stay, at one location since the first day (stay_no, placed_on)";
        return Err(Refusal::new(Reason::NotByImport, text));
    }
    let location =
        location.ok_or_else(|| Refusal::not_found(Reason::NotFound, "no such location"))?;
    Ok(vec![stay.event(
        on,
        EventKind::StayImported {
            category: stay.category,
            location_id: location.location_id,
            municipality: location.municipality,
            emergency: location.emergency,
            expected_on: stay.expected_on,
            right_ends_on: stay.right.until,
            kind: location.kind,
        },
    )])
}

/// The right that holds from now on.
fn holds(Right { until: right_ends_on, ground }: Right, moratorium: bool) -> EventKind {
    EventKind::RightEndSet { right_ends_on, ground, moratorium }
}

fn ended(stay: &Stay, on: Date, reason: EndReason) -> Event {
    stay.event(
        on,
        EventKind::StayEnded { category: stay.category, reason, location_id: stay.location_id() },
    )
}

fn require(stay: &Stay, states: &[S], kind: &str) -> Result<(), Refusal> {
    if states.contains(&stay.state()) {
        return Ok(());
    }
    Err(Refusal::wrong_state(kind, stay.state(), states))
}

#[cfg(test)]
pub(crate) mod tests;
