//! Given a case, when an order or a reaction comes, then these events or this refusal follow.

use kernel::{Nationality, Order, Refusal, Sex, Uuid};
use proptest::prelude::*;

use super::*;
use crate::domain::codes::{BlockKind, DocumentState, FileOrigin};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn person() -> Person {
    Person {
        person_id: Uuid::from_u128(1),
        household_id: Uuid::from_u128(2),
        nationality: Nationality::new(b"MAR"),
        birth_year: 1995,
        sex: Sex::Male,
        unaccompanied_minor: false,
    }
}

fn announced(departure_days: i32, transfer: Option<&str>, stay: bool) -> Reaction {
    Reaction::Announced {
        person: person(),
        case_id: Uuid::from_u128(3),
        transfer_due_on: transfer.map(day),
        departure_days,
        stay_pending_appeal: stay,
        gone: false,
    }
}

struct Given(Option<ReturnCase>);

impl Given {
    fn announced(on: &str, departure_days: i32, stay: bool) -> Self {
        let mut given = Self(None);
        given.react(on, &announced(departure_days, None, stay));
        given
    }

    fn take(&mut self, events: &[Event]) {
        for event in events {
            self.0 = Some(evolve(self.0.take(), event));
        }
    }

    fn react(&mut self, on: &str, reaction: &Reaction) -> usize {
        let events = react(law::pact_2026(), self.0.as_ref(), reaction, day(on));
        self.take(&events);
        events.len()
    }

    fn when(&mut self, on: &str, action: Action) -> Result<(), Refusal> {
        let order = Order::new(Uuid::from_u128(1), day(on), action);
        let events = decide(law::pact_2026(), self.0.as_ref(), &order, day(on))?;
        self.take(&events);
        Ok(())
    }

    fn reason(&mut self, on: &str, action: Action) -> &'static str {
        self.when(on, action).unwrap_err().reason
    }

    fn case(&self) -> &ReturnCase {
        self.0.as_ref().unwrap()
    }
}

fn file() -> Action {
    Action::TransferFile {
        origin: FileOrigin::Ind,
        case_id: None,
        household_id: None,
        nationality: None,
        birth_year: None,
        sex: None,
    }
}

#[test]
fn golden_case_g2_forced_departure() {
    let mut given = Given::announced("2026-10-05", 0, false);
    given.when("2026-11-10", file()).unwrap();
    given.when("2026-11-11", Action::StartCase {}).unwrap();
    given.when("2026-11-20", Action::StartForcedTrack {}).unwrap();
    given
        .when("2026-11-20", Action::RecordTravelDocument { document: DocumentState::Requested })
        .unwrap();
    let flight = || Action::BookFlight { flight_on: day("2027-02-02") };
    assert_eq!(given.reason("2027-01-10", flight()), "NO_TRAVEL_DOCUMENT");
    given
        .when("2027-01-18", Action::RecordTravelDocument { document: DocumentState::Issued })
        .unwrap();
    given.when("2027-01-20", flight()).unwrap();
    let forced = Action::RecordDeparture { outcome: DepartureOutcome::ForcedCountryOfOrigin };
    given.when("2027-02-02", forced).unwrap();
    assert_eq!(
        (given.case().state, given.case().entry_ban_until),
        (S::Departed, Some(day("2029-02-02")))
    );
}

#[test]
fn nothing_is_forced_while_an_appeal_lets_the_person_stay() {
    let mut given = Given::announced("2025-03-01", 28, true);
    given.react("2025-03-10", &Reaction::Blocked);
    given.when("2025-03-12", file()).unwrap();
    given.when("2025-03-13", Action::StartCase {}).unwrap();
    assert_eq!(given.case().blocked, Some(BlockKind::Appeal));
    assert_eq!(given.reason("2025-03-20", Action::StartForcedTrack {}), "BLOCKED");
    // R1 with the clock that begins again after the ruling: 28 days from 2025-06-10.
    given.react("2025-06-10", &Reaction::Removable(28));
    assert_eq!(given.reason("2025-07-08", Action::StartForcedTrack {}), "NOT_REMOVABLE_YET");
    given.when("2025-07-09", Action::StartForcedTrack {}).unwrap();
}

#[test]
fn detention_ends_at_its_legal_maximum() {
    let mut given = Given::announced("2025-01-01", 0, false);
    given.when("2025-01-02", file()).unwrap();
    given.when("2025-01-02", Action::StartCase {}).unwrap();
    given.when("2025-01-03", Action::StartForcedTrack {}).unwrap();
    given.when("2025-01-03", Action::ImposeDetention {}).unwrap();
    given.when("2025-06-04", Action::LiftDetention {}).unwrap();
    assert_eq!(given.case().detained_days, 152);
    given.when("2025-08-01", Action::ImposeDetention {}).unwrap();
    // R4: 548 - 152 = 396 days are left.
    assert_eq!(given.case().detention_ends_on, Some(day("2026-09-01")));
    assert!(due(given.case(), day("2026-09-01")).is_empty());
    let events = due(given.case(), day("2026-09-02"));
    given.take(&events);
    assert_eq!((given.case().state, given.case().detained_days), (S::ForcedTrack, 548));
    assert_eq!(given.reason("2026-09-03", Action::ImposeDetention {}), "DETENTION_EXHAUSTED");
}

#[test]
fn a_transfer_has_no_entry_ban_and_its_term_may_lapse() {
    let mut given = Given(None);
    given.react("2025-02-03", &announced(0, Some("2025-07-24"), false));
    given.when("2025-02-05", file()).unwrap();
    given.when("2025-02-06", Action::StartCase {}).unwrap();
    given.when("2025-02-07", Action::PlanTransfer {}).unwrap();
    let lapsed = due(given.case(), day("2025-07-25"));
    assert_eq!(lapsed.len(), 1);
    given.when("2025-03-01", Action::BookFlight { flight_on: day("2025-03-20") }).unwrap();
    given
        .when("2025-03-20", Action::RecordDeparture { outcome: DepartureOutcome::ForcedTransfer })
        .unwrap();
    assert_eq!(given.case().entry_ban_until, None);
}

/// What reception and intake tell of somebody who goes away during the procedure comes in either order, and
/// ends the same (ADR 0006).
#[test]
fn a_disappearance_and_the_withdrawal_that_follows_from_it_are_confluent() {
    let withdrawn = || {
        let Reaction::Announced { person, case_id, .. } = announced(28, None, false) else {
            unreachable!()
        };
        Reaction::Announced {
            person,
            case_id,
            transfer_due_on: None,
            departure_days: 28,
            stay_pending_appeal: false,
            gone: true,
        }
    };
    for held in [false, true] {
        let mut ends = Vec::new();
        for order in [[Reaction::Gone, withdrawn()], [withdrawn(), Reaction::Gone]] {
            let mut given = Given(None);
            if held {
                given = Given::announced("2026-01-05", 28, false);
                given.react("2026-04-01", &Reaction::NewApplication);
            }
            for reaction in &order {
                given.react("2026-05-01", reaction);
            }
            assert_eq!(given.case().state, S::Unsupervised);
            ends.push(given.case().clone());
        }
        assert_eq!(ends[0], ends[1], "held: {held}");
    }
    // Who left with DTenV and thereby withdrew has left once.
    let mut given = Given::announced("2026-01-05", 28, false);
    given.react("2026-04-01", &Reaction::NewApplication);
    let left = Action::RecordDeparture { outcome: DepartureOutcome::IndependentIom };
    given.when("2026-05-01", left).unwrap();
    assert_eq!(given.react("2026-05-01", &withdrawn()), 0);
    assert_eq!(given.case().state, S::Departed);
}

#[test]
fn somebody_found_again_has_the_same_case_opened() {
    let mut given = Given::announced("2026-03-01", 28, false);
    given.react("2026-05-01", &Reaction::Gone);
    assert_eq!(given.case().state, S::Unsupervised);
    assert_eq!(given.react("2026-05-02", &Reaction::Gone), 0, "gone twice is gone once");
    given.when("2026-07-01", Action::ReopenCase {}).unwrap();
    assert_eq!((given.case().state, given.case().outcome), (S::Transferred, None));
}

#[test]
fn a_new_file_needs_its_facts() {
    assert_eq!(Given(None).reason("2025-01-01", file()), "FACTS_MISSING");
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        Just(file()),
        Just(Action::StartCase {}),
        Just(Action::HoldDepartureInterview {}),
        Just(Action::StartForcedTrack {}),
        Just(Action::ImposeDetention {}),
        Just(Action::LiftDetention {}),
        Just(Action::RecordTravelDocument { document: DocumentState::Issued }),
        Just(Action::BookFlight { flight_on: day("2031-01-01") }),
        Just(Action::CancelFlight {}),
        Just(Action::RecordDeparture { outcome: DepartureOutcome::ForcedCountryOfOrigin }),
        Just(Action::RecordDeparture { outcome: DepartureOutcome::Unsupervised }),
        Just(Action::ReopenCase {}),
    ]
}

proptest! {
    /// RT-1 and RT-2 whatever is asked, and whatever happens elsewhere in between.
    #[test]
    fn no_forced_step_while_blocked_and_detention_stays_within_its_maximum(
        steps in prop::collection::vec((action(), 0_u8..6, 1_i32..60), 1..60),
    ) {
        use jiff::ToSpan as _;
        let mut given = Given::announced("2025-01-01", 28, true);
        let mut today = day("2025-01-01");
        for (action, other, days) in steps {
            today = today.saturating_add(days.days());
            let text = today.to_string();
            match other {
                0 => { given.react(&text, &Reaction::Blocked); }
                1 => { given.react(&text, &Reaction::Removable(28)); }
                2 => { given.react(&text, &announced(28, None, false)); }
                _ => {}
            }
            let fallen_due = due(given.case(), today);
            given.take(&fallen_due);
            let before = given.case().clone();
            let forced = matches!(action, Action::StartForcedTrack {} | Action::ImposeDetention {})
                || matches!(&action, Action::RecordDeparture { outcome } if outcome.is_forced());
            if given.when(&text, action).is_ok() && forced {
                prop_assert!(before.blocked.is_none(), "RT-1");
                prop_assert!(before.removable_from.is_none_or(|from| from <= today), "RT-1");
            }
            let case = given.case();
            prop_assert!(case.detained_days <= 548, "RT-1");
            prop_assert_eq!(case.state == S::Departed, case.outcome.is_some_and(DepartureOutcome::is_demonstrable), "RT-2");
        }
    }
}
