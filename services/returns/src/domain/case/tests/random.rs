//! Whatever is asked, legal or not, and whatever happens elsewhere in between.

use proptest::prelude::*;

use super::*;

fn kind() -> impl Strategy<Value = CommandKind> {
    let kinds = prop::sample::select(MeasureKind::ALL);
    let documents = prop::sample::select(D::ALL);
    let blocks = prop::sample::select(BlockKind::ALL);
    let partners = prop::sample::select(Partner::ALL);
    let outcomes = prop::sample::select(DepartureOutcome::ALL);
    let grounds = prop::sample::select(EntryBanGround::ALL);
    let legal = prop_oneof![
        Just(file()),
        Just(CommandKind::StartCase {}),
        Just(CommandKind::HoldDepartureInterview {}),
        Just(CommandKind::PlanTransfer {}),
        Just(force()),
        Just(lift()),
        Just(CommandKind::ExtendDetention {}),
        Just(CommandKind::LiftMeasure {}),
        Just(CommandKind::CancelFlight { reason: None }),
        Just(CommandKind::ReopenCase {}),
        Just(CommandKind::ReclaimSupport {}),
        Just(CommandKind::RecordReappearance {}),
        Just(CommandKind::RecordImprisonment { accepted_on: None }),
        Just(CommandKind::ReportAbsconded { reason: None, accepted_on: None }),
        Just(CommandKind::PlanIomDeparture { reported_by: Partner::Iom }),
        Just(CommandKind::CloseLawful {}),
        Just(found(Partner::Police)),
        Just(CommandKind::RecordNonRefoulementCheck { safe: true, reported_by: Partner::Ind }),
    ];
    let any = (any::<bool>(), any::<bool>(), kinds, documents, blocks, partners, outcomes, grounds);
    let chosen = (0_u8..10, any).prop_map(
        |(n, (a, b, kind, paper, block_kind, by, outcome, ground))| match n {
            0 | 1 => CommandKind::ImposeDetention {
                kind: a.then_some(kind),
                family_facility: b,
                extended: a,
            },
            2 => CommandKind::ImposeMeasure { kind },
            3 | 4 => document(paper),
            5 => block(block_kind, by),
            6 => CommandKind::UnblockDeparture { kind: block_kind, source: by },
            7 => leaves(outcome),
            8 => border_report(outcome),
            _ => CommandKind::ImposeEntryBan { ground },
        },
    );
    let flights = (1_i32..90).prop_map(|days| {
        // The day is set against today when it is asked.
        CommandKind::BookFlight {
            flight_on: Some(Date::constant(2000, 1, 1).saturating_add(jiff::ToSpan::days(days))),
            charter_id: None,
        }
    });
    prop_oneof![4 => legal, 5 => chosen, 2 => flights]
}

/// RT-1, RT-2, terms of documents and detention, and that nobody is counted as gone who is here.
fn holds(
    before: &ReturnCase,
    given: &Given,
    new: &[Event],
    today: Date,
) -> Result<(), TestCaseError> {
    let case = given.case();
    for event in new {
        match &event.kind {
            EventKind::ForcedTrackStarted { .. } => {
                prop_assert!(before.blocked().is_none(), "RT-1")
            }
            EventKind::FlightBooked { forced: true, flight_on, .. } => {
                prop_assert!(before.blocked().is_none(), "RT-1");
                let free =
                    before.removable_from.map_or(before.case_id.is_none(), |from| from <= today);
                prop_assert!(free, "RT-1");
                if !before.is_transfer() {
                    let valid_until = before.document.and_then(TravelDocument::valid_until);
                    prop_assert!(valid_until.is_some_and(|last| last >= *flight_on));
                }
            }
            EventKind::DetentionImposed { kind, ends_on, .. } => {
                if kind.is_forced() {
                    prop_assert!(before.blocked().is_none(), "RT-1");
                }
                prop_assert!(*ends_on > today);
            }
            EventKind::Departed { outcome, demonstrable, .. } => {
                prop_assert_eq!(*demonstrable, outcome.is_demonstrable(), "RT-2");
                if outcome.is_forced() {
                    prop_assert!(
                        before.blocked().is_none() && before.state() == S::FlightBooked,
                        "RT-1"
                    );
                }
            }
            EventKind::TravelDocumentChanged { document, .. } => {
                prop_assert!(
                    D::step(before.document.map(TravelDocument::state), *document).is_ok()
                );
            }
            _ => {}
        }
    }
    prop_assert!(given.detained_until().is_none_or(|last| last >= today), "the sweep has been");
    let most = law::detention_days_max(&given.policy, today);
    // Months are not of one length: a day or two around the same number of months.
    let days = case.detention_used.counted();
    prop_assert!(days <= most + 3, "RT-1: {days} days");
    let gone = matches!(case.state(), S::Departed | S::Unsupervised);
    prop_assert_eq!(case.departure().is_some(), gone, "RT-2");
    prop_assert_eq!(
        given.outcome().is_some_and(DepartureOutcome::is_demonstrable),
        case.state() == S::Departed
    );
    prop_assert!(!gone || case.detention.is_none());
    // Departures less corrections are those that stand: the present one, and those before a new file.
    let departures =
        given.events.iter().filter(|e| matches!(e.kind, EventKind::Departed { .. })).count();
    let corrections = given
        .events
        .iter()
        .filter(|e| matches!(e.kind, EventKind::DepartureCorrected { .. }))
        .count();
    let mut standing = 0;
    let mut state = None;
    for event in &given.events {
        let was: Option<ReturnCase> = state.clone();
        let after = evolve(state, event);
        if was.is_some_and(|was| matches!(was.state(), S::Departed | S::Unsupervised)) {
            // Left the state of being gone by a new procedure: the departure stays counted.
            let anew = matches!(
                event.kind,
                EventKind::FileTransferred { .. } | EventKind::ReturnAnnounced { .. }
            );
            standing += usize::from(anew);
        }
        state = Some(after);
    }
    prop_assert_eq!(departures - corrections, standing + usize::from(gone));
    Ok(())
}

/// An action that is asked, what happens elsewhere before it, and the days since the step before.
pub(crate) type Step = (CommandKind, u8, i32);

/// Steps of which so many kinds happen elsewhere.
pub(crate) fn steps(kinds: u8) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((kind(), 0..kinds, 0_i32..60), 1..60)
}

fn first(transfer: bool) -> Given {
    let mut given = Given::nobody();
    let due = transfer.then_some("2025-07-01");
    given.react("2025-01-01", &announced(28, due, !transfer));
    given
}

/// What happens elsewhere, and the sweep before it.
fn elsewhere(given: &mut Given, text: &str, kind: u8, days: i32) {
    given.sweep(text);
    match kind {
        0 => given.react(text, &Reaction::Blocked),
        1 => given.react(text, &Reaction::Removable(28)),
        2 => given.react(text, &Reaction::Final),
        3 => given.react(text, &announced(28, None, false)),
        4 => given.react(text, &Reaction::NewApplication(days % 3)),
        5 if days < 10 => given.react(text, &Reaction::Gone),
        6 if days < 10 => given.react(text, &withdrawn_and_gone()),
        _ => 0,
    };
}

/// The action as it is asked today.
fn asked(kind: CommandKind, today: Date) -> CommandKind {
    match kind {
        CommandKind::BookFlight { flight_on, .. } => CommandKind::BookFlight {
            flight_on: flight_on.map(|day| today.saturating_add(day - Date::constant(2000, 1, 1))),
            charter_id: None,
        },
        other => other,
    }
}

/// Two registrations are one person: this one, and one that went the same way until some events ago.
fn joined(given: &mut Given, on: &str, back: usize) {
    let other = PersonId::from_u128(5);
    let known = given.events.len().saturating_sub(back);
    let renamed = |event: &Event| Event {
        person: Person { person_id: other, ..event.person.clone() },
        ..event.clone()
    };
    let mut duplicate = Given::nobody();
    duplicate.take(&given.events[..known].iter().map(renamed).collect::<Vec<_>>());
    let kept = given.state.as_ref().filter(|_| !back.is_multiple_of(3));
    let events = merge(&person(), kept, duplicate.state.as_ref(), day(on), &given.policy);
    if kept.is_none() && !events.is_empty() {
        (given.state, given.events) = (None, Vec::new());
    }
    for event in events {
        let of_duplicate = event.person.person_id == other;
        let side = if of_duplicate { &mut duplicate } else { &mut *given };
        side.take(&[event]);
    }
    given.states.extend(duplicate.states);
}

/// What the walks of the invariants leave alone.
fn seldom(given: &mut Given, text: &str, kind: u8, days: i32) {
    let moratorium = |ended_on| Moratorium {
        moratorium_id: kernel::MoratoriumId::from_u128(9),
        nationality: Nationality::new(b"MAR"),
        starts_on: day("2025-01-01"),
        ends_on: day("2027-01-01"),
        ended_on,
        declared_on: None,
    };
    let reported_by = if days % 2 == 0 { Partner::Court } else { Partner::Dji };
    let kind = match kind {
        12 => return joined(given, text, days as usize),
        13 => {
            let events = shield(given.case(), &moratorium(None), day(text));
            given.take(&events);
            return;
        }
        14 => {
            let events = unshield(given.case(), &moratorium(Some(day(text))), day(text));
            given.take(&events);
            return;
        }
        15 => CommandKind::CloseCase { reason: CloseReason::ALL[days as usize % 4] },
        16 => CommandKind::RefuseEntry {
            reported_by: Partner::Kmar,
            asks_asylum: days % 2 == 0,
            family_facility: days % 3 == 0,
            household_id: None,
            nationality: None,
            birth_year: None,
            sex: None,
        },
        17 if days % 2 == 0 => CommandKind::ReviewDetention { prospect: days % 3 > 0, reported_by },
        17 => CommandKind::RecordDetentionArrival { reported_by },
        18 => CommandKind::GrantSupport {
            amount_cents: 0,
            scheme: None,
            adults: 0,
            minors: 0,
            present_since: None,
            excluded: false,
        },
        19 => {
            let charter_id = Some(kernel::CharterId::from_u128(7));
            CommandKind::BookFlight { flight_on: Some(day(text)), charter_id }
        }
        20 => {
            let nationality = Nationality::new(if days % 2 == 0 { b"DZA" } else { b"MAR" });
            let corrected = Person { nationality, ..person() };
            given.react(text, &Reaction::Corrected(corrected));
            return;
        }
        21 => {
            given.react(text, &Reaction::Retracted(kernel::CaseId::from_u128(3)));
            return;
        }
        _ => return,
    };
    given.charter = Some(Charter {
        charter_id: kernel::CharterId::from_u128(7),
        destination: given.case().person.nationality,
        flight_on: day(text),
        seats: 2,
        booked: 0,
        state: CharterState::Scheduled,
        version: 1,
    });
    let _answer = given.when(text, kind);
}

/// Kinds of what happens elsewhere or seldom.
pub(crate) const SELDOM: u8 = 22;

/// Every state that a walk comes through.
pub(crate) fn states(transfer: bool, steps: Vec<Step>) -> Vec<ReturnCase> {
    let mut given = first(transfer);
    let mut today = day("2025-01-01");
    for (kind, other, days) in steps {
        today = today.saturating_add(jiff::ToSpan::days(days));
        let text = today.to_string();
        elsewhere(&mut given, &text, other, days);
        seldom(&mut given, &text, other, days);
        let _answer = given.when(&text, asked(kind, today));
    }
    given.states
}

proptest! {
    #[test]
    fn random_sequences_keep_the_invariants(transfer in any::<bool>(), steps in steps(12)) {
        let mut given = first(transfer);
        let mut today = day("2025-01-01");
        for (kind, other, days) in steps {
            today = today.saturating_add(jiff::ToSpan::days(days));
            let text = today.to_string();
            elsewhere(&mut given, &text, other, days);
            let before = given.case().clone();
            let known = given.events.len();
            let _answer = given.when(&text, asked(kind, today));
            let new = given.events[known..].to_vec();
            holds(&before, &given, &new, today)?;
        }
    }
}
