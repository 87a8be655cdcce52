//! Whatever is asked, legal or not, and whatever happens elsewhere in between.

use proptest::prelude::*;

use super::*;

fn action() -> impl Strategy<Value = Action> {
    let kinds = prop::sample::select(MeasureKind::ALL);
    let documents = prop::sample::select(D::ALL);
    let blocks = prop::sample::select(BlockKind::ALL);
    let partners = prop::sample::select(Partner::ALL);
    let outcomes = prop::sample::select(DepartureOutcome::ALL);
    let grounds = prop::sample::select(EntryBanGround::ALL);
    let legal = prop_oneof![
        Just(file()),
        Just(Action::StartCase {}),
        Just(Action::HoldDepartureInterview {}),
        Just(Action::PlanTransfer {}),
        Just(force()),
        Just(lift()),
        Just(Action::ExtendDetention {}),
        Just(Action::LiftMeasure {}),
        Just(Action::CancelFlight { reason: None }),
        Just(Action::ReopenCase {}),
        Just(Action::ReclaimSupport {}),
        Just(Action::RecordReappearance {}),
        Just(Action::RecordImprisonment { accepted_on: None }),
        Just(Action::ReportAbsconded { reason: None, accepted_on: None }),
        Just(Action::PlanIomDeparture { reported_by: Partner::Iom }),
        Just(Action::CloseLawful {}),
        Just(found(Partner::Police)),
        Just(Action::RecordNonRefoulementCheck { safe: true, reported_by: Partner::Ind }),
    ];
    let any = (any::<bool>(), any::<bool>(), kinds, documents, blocks, partners, outcomes, grounds);
    let chosen = (0_u8..10, any).prop_map(
        |(n, (a, b, kind, paper, block_kind, by, outcome, ground))| match n {
            0 | 1 => {
                Action::ImposeDetention { kind: a.then_some(kind), family_facility: b, extended: a }
            }
            2 => Action::ImposeMeasure { kind },
            3 | 4 => document(paper),
            5 => block(block_kind, by),
            6 => Action::UnblockDeparture { kind: block_kind, source: by },
            7 => leaves(outcome),
            8 => border_report(outcome),
            _ => Action::ImposeEntryBan { ground },
        },
    );
    let flights = (1_i32..90).prop_map(|days| {
        // The day is set against today when it is asked.
        Action::BookFlight {
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
        match &event.what {
            What::ForcedTrackStarted { .. } => prop_assert!(before.blocked.is_none(), "RT-1"),
            What::FlightBooked { forced: true, flight_on, .. } => {
                prop_assert!(before.blocked.is_none(), "RT-1");
                let free =
                    before.removable_from.map_or(before.case_id.is_none(), |from| from <= today);
                prop_assert!(free, "RT-1");
                if !before.to_member_state {
                    prop_assert!(
                        before.document_valid_until.is_some_and(|last| last >= *flight_on)
                    );
                }
            }
            What::DetentionImposed { kind, ends_on, .. } => {
                if kind.is_forced() {
                    prop_assert!(before.blocked.is_none(), "RT-1");
                }
                prop_assert!(*ends_on > today);
            }
            What::Departed { outcome, demonstrable, .. } => {
                prop_assert_eq!(*demonstrable, outcome.is_demonstrable(), "RT-2");
                if outcome.is_forced() {
                    prop_assert!(
                        before.blocked.is_none() && before.state == S::FlightBooked,
                        "RT-1"
                    );
                }
            }
            What::TravelDocumentChanged { document, .. } => {
                prop_assert!(D::step(before.document, *document).is_ok());
            }
            _ => {}
        }
    }
    prop_assert_eq!(case.detained_on.is_some(), case.measure.is_some());
    prop_assert!(case.detention_ends_on.is_none_or(|last| last >= today), "the sweep has been");
    let most = law::detention_days_max(&given.policy, today);
    // Months are not of one length: a day or two around the same number of months.
    prop_assert!(case.detained_days <= most + 3, "RT-1: {} days", case.detained_days);
    let gone = matches!(case.state, S::Departed | S::Unsupervised);
    prop_assert_eq!(case.outcome.is_some(), gone, "RT-2");
    prop_assert_eq!(
        gone && case.outcome.is_some_and(DepartureOutcome::is_demonstrable),
        case.state == S::Departed
    );
    prop_assert!(!gone || case.detained_on.is_none());
    // Departures less corrections are those that stand: the present one, and those before a new file.
    let departures =
        given.events.iter().filter(|e| matches!(e.what, What::Departed { .. })).count();
    let corrections =
        given.events.iter().filter(|e| matches!(e.what, What::DepartureCorrected { .. })).count();
    let mut standing = 0;
    let mut state = None;
    for event in &given.events {
        let was: Option<ReturnCase> = state.clone();
        let after = evolve(state, event);
        if was.is_some_and(|was| was.state == S::Departed || was.state == S::Unsupervised) {
            // Left the state of being gone by a new procedure: the departure stays counted.
            let anew =
                matches!(event.what, What::FileTransferred { .. } | What::ReturnAnnounced { .. });
            standing += usize::from(anew);
        }
        state = Some(after);
    }
    prop_assert_eq!(departures - corrections, standing + usize::from(gone));
    Ok(())
}

proptest! {
    #[test]
    fn random_sequences_keep_the_invariants(
        transfer in any::<bool>(),
        steps in prop::collection::vec((action(), 0_u8..12, 0_i32..60), 1..60),
    ) {
        let mut given = Given::nobody();
        let due = transfer.then_some("2025-07-01");
        given.react("2025-01-01", &announced(28, due, !transfer));
        let mut today = day("2025-01-01");
        for (action, other, days) in steps {
            today = today.saturating_add(jiff::ToSpan::days(days));
            let text = today.to_string();
            given.sweep(&text);
            match other {
                0 => { given.react(&text, &Reaction::Blocked); }
                1 => { given.react(&text, &Reaction::Removable(28)); }
                2 => { given.react(&text, &Reaction::Final); }
                3 => { given.react(&text, &announced(28, None, false)); }
                4 => { given.react(&text, &Reaction::NewApplication(days % 3)); }
                5 if days < 10 => { given.react(&text, &Reaction::Gone); }
                6 if days < 10 => { given.react(&text, &withdrawn_and_gone()); }
                _ => {}
            }
            let before = given.case().clone();
            let known = given.events.len();
            let action = match action {
                Action::BookFlight { flight_on, .. } => Action::BookFlight {
                    flight_on: flight_on
                        .map(|day| today.saturating_add(day - Date::constant(2000, 1, 1))),
                    charter_id: None,
                },
                other => other,
            };
            let _answer = given.when(&text, action);
            let new = given.events[known..].to_vec();
            holds(&before, &given, &new, today)?;
        }
    }
}
