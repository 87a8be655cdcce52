//! Any sequence of commands, reactions, corrections and days keeps the invariants of a stay.

use proptest::prelude::*;

use super::*;
use crate::domain::codes::MeasureEnd;

/// Something that is asked or happens.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Command(CommandKind),
    React(Reaction),
    Sweep,
    Correct(bool),
}

impl Step {
    fn events(&self, state: Option<&Stay>, today: Date) -> Vec<Event> {
        match self {
            Self::Command(kind) => {
                let at = there(kind);
                let env = Env {
                    today,
                    target: at.as_ref(),
                    household: &[],
                    guardian: true,
                    policy: policy(),
                };
                let command = Command::new(kernel::PersonId::from_u128(1), today, kind.clone());
                decide(state, &command, &env).unwrap_or_default()
            }
            Self::React(reaction) => react(state, reaction, today, policy()),
            Self::Sweep => state.map(|stay| due(stay, today, policy())).unwrap_or_default(),
            Self::Correct(minor) => correct(state, &person(1, *minor), today),
        }
    }
}

fn kinds() -> impl Strategy<Value = u128> {
    0..LocationType::ALL.len() as u128
}

fn command() -> impl Strategy<Value = CommandKind> {
    let place = |location_id| CommandKind::PlacePerson {
        location_id,
        until: None,
        proposal_overruled_reason: String::new(),
        no_guardian_reason: None,
    };
    let ground = prop::sample::select(RightGround::ALL);
    let measure = (prop::sample::select(Measure::ALL), any::<bool>(), -10..120_i32);
    prop_oneof![
        kinds().prop_map(move |n| place(LocationId::from_u128(n))),
        (kinds(), prop::sample::select(MoveReason::ALL)).prop_map(|(n, reason)| {
            CommandKind::MovePerson { location_id: LocationId::from_u128(n), reason, until: None }
        }),
        Just(CommandKind::ReportAbsence {}),
        Just(CommandKind::ReportReturn {}),
        Just(CommandKind::ConfirmGone {}),
        prop::sample::select(EndReason::ALL).prop_map(|reason| CommandKind::EndStay { reason }),
        ground.prop_map(|ground| CommandKind::ExtendReception { ground }),
        (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
            |(wheelchair, medical_care, safe_room)| {
                let needs = Needs { wheelchair, medical_care, safe_room };
                CommandKind::RecordNeeds { needs }
            }
        ),
        measure.prop_map(|(measure, guardian_consents, withheld_percent)| {
            let (ends_on, skip_reason) = (None, String::new());
            CommandKind::ImposeMeasure {
                measure,
                ends_on,
                withheld_percent,
                skip_reason,
                guardian_consents,
            }
        }),
        prop::sample::select(MeasureEnd::ALL)
            .prop_map(|reason| CommandKind::LiftMeasure { reason }),
        Just(CommandKind::RecordMajority {}),
    ]
}

fn reaction() -> impl Strategy<Value = Reaction> {
    prop_oneof![
        any::<bool>().prop_map(|minor| first(person(1, minor))),
        any::<bool>().prop_map(|appeal| Reaction::InProcedure(appeal, None)),
        Just(Reaction::Granted),
        (0..40_i32).prop_map(Reaction::Rejected),
        Just(Reaction::Transferred),
        Just(Reaction::RefusedHome),
        Just(Reaction::Moratorium(person(1, false))),
        Just(Reaction::MoratoriumOver),
        Just(Reaction::Retracted { person: person(1, false), case_id: None }),
        prop::sample::select(EndReason::ALL).prop_map(Reaction::Ends),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => command().prop_map(Step::Command),
        4 => reaction().prop_map(Step::React),
        2 => Just(Step::Sweep),
        1 => any::<bool>().prop_map(Step::Correct),
    ]
}

/// A location of every type; the id says which.
fn there(kind: &CommandKind) -> Option<Location> {
    let (CommandKind::PlacePerson { location_id, .. }
    | CommandKind::MovePerson { location_id, .. }) = kind
    else {
        return None;
    };
    let kind = LocationType::ALL[usize::try_from(location_id.uuid().as_u128()).unwrap()];
    Some(of_kind(kind, location_id.uuid().as_u128(), 20, 0))
}

/// Steps, and the days before each.
pub(crate) fn steps() -> impl Strategy<Value = Vec<(Step, i64)>> {
    prop::collection::vec((step(), 0..20_i64), 1..40)
}

/// Every state that a stay comes through.
pub(crate) fn states(all: Vec<(Step, i64)>) -> Vec<Stay> {
    let (mut states, mut today) = (Vec::<Stay>::new(), day(2));
    for (step, days) in all {
        today = today.saturating_add(jiff::Span::new().days(days));
        for event in step.events(states.last(), today) {
            states.push(evolve(states.last().cloned(), &event));
        }
    }
    states
}

/// What came and went at a location, or at all of them, in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Flows {
    /// Persons at the start.
    start: i64,
    /// Placed, or moved in.
    placed: i64,
    /// Came back from an absence during which the place was not kept.
    returned: i64,
    /// Born.
    births: i64,
    /// Stays that ended, or moves out.
    ended: i64,
    /// Absent, and found to be gone.
    absent_confirmed: i64,
    /// Persons at the end.
    end: i64,
}

impl Flows {
    /// What the flows leave unexplained; anything but 0 is an alarm.
    fn difference(&self) -> i64 {
        let gone = self.ended + self.absent_confirmed;
        self.end - (self.start + self.placed + self.returned + self.births - gone)
    }
}

proptest! {
    /// RE-1 and RE-2 for one person, and the stock-flow test of the notes (test 1): at most one active stay,
    /// dense versions, minors apart on entry, ended stays without measure, and no place unexplained.
    #[test]
    fn any_sequence_of_steps_keeps_a_stay_sound(all in steps()) {
        let mut state: Option<Stay> = None;
        let (mut version, mut active, mut today) = (0, 0_i32, day(2));
        let mut flows = Flows::default();
        for (step, days) in all {
            today = today.saturating_add(jiff::Span::new().days(days));
            for event in &step.events(state.as_ref(), today) {
                let before = i64::from(state.as_ref().is_some_and(Stay::takes_place));
                match &event.kind {
                    EventKind::StayExpected { .. } => active += 1,
                    EventKind::StayEnded { reason, .. } => {
                        active -= 1;
                        match reason {
                            EndReason::Unsupervised => flows.absent_confirmed += before,
                            _ => flows.ended += before,
                        }
                    }
                    EventKind::PersonPlaced { kind, category, .. } => {
                        flows.placed += 1;
                        let minor = *category == Category::UnaccompaniedMinor;
                        prop_assert_eq!(kind.for_minors(), minor);
                    }
                    EventKind::PersonMoved { kind, category, .. } => {
                        // Out of one location, into another.
                        flows.ended += 1;
                        flows.placed += 1;
                        let minor = *category == Category::UnaccompaniedMinor;
                        prop_assert_eq!(kind.for_minors(), minor);
                    }
                    EventKind::CategoryChanged { from_category, category, .. } => {
                        prop_assert_eq!(state.as_ref().map(|stay| stay.category), Some(*from_category));
                        prop_assert_ne!(from_category, category);
                    }
                    _ => {}
                }
                prop_assert!((0..=1).contains(&active));
                let stay = evolve(state.take(), event);
                version += 1;
                prop_assert_eq!(stay.version, version);
                if !stay.is_active() {
                    prop_assert!(stay.measure.is_none() && stay.right.until.is_none());
                }
                prop_assert!(stay.measure() <= stay.heaviest_measure);
                flows.end = i64::from(stay.takes_place());
                prop_assert_eq!(flows.difference(), 0);
                state = Some(stay);
            }
            // The category of an ended stay is the one that it had.
            if let Some(stay) = state.as_ref().filter(|stay| stay.is_active()) {
                let minor = stay.category == Category::UnaccompaniedMinor;
                prop_assert!(!minor || stay.person.unaccompanied_minor);
            }
        }
        prop_assert_eq!(state.is_some_and(|stay| stay.is_active()), active == 1);
    }
}
