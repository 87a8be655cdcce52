//! The acceptance rows R1 to R9, the tests in the text of the domain file, and the golden cases. R10 is with the
//! published counts.

use super::*;

#[test]
fn r1_unfounded_without_appeal_has_28_days_from_notification() {
    let mut given = Given::announced("2026-07-01", 28, true);
    assert_eq!(given.case().removable_from, None, "nobody knows yet");
    // The time to appeal is over; what was given with the decision counts: the last day is 2026-07-29.
    given.react("2026-07-30", &Reaction::Final);
    assert_eq!(given.case().removable_from, Some(day("2026-07-30")));
    // Without a stay pending appeal the days count at once.
    let given = Given::announced("2026-07-01", 28, false);
    assert_eq!(given.case().removable_from, Some(day("2026-07-30")));
}

#[test]
fn the_clock_starts_again_after_a_dismissed_suspensive_appeal_if_the_rule_says_so() {
    let mut given = Given::announced("2026-07-01", 28, true);
    given.react("2026-07-20", &Reaction::Blocked);
    given.react("2026-11-10", &Reaction::Removable(28));
    assert_eq!(given.case().removable_from, Some(day("2026-12-09")), "28 days after the judgment");
    assert_eq!(given.case().blocked(), None);
}

#[test]
fn r2_manifestly_unfounded_has_no_period_and_a_ban_is_allowed_at_once() {
    let mut given = Given::announced("2026-07-01", 0, false);
    let ban = || CommandKind::ImposeEntryBan { ground: EntryBanGround::NotLeftInTime };
    given.when("2026-07-01", ban()).unwrap();
    assert!(given.has(|kind| matches!(kind, EventKind::EntryBanImposed { years: 2, .. })));
    assert_eq!(given.banned_until(), None, "it counts from the day of leaving");
    // With a period it must not have been respected.
    let mut given = Given::announced("2026-07-01", 28, false);
    assert_eq!(given.reason("2026-07-29", ban()), "PERIOD_RUNS");
    given.when("2026-07-30", ban()).unwrap();
    assert_eq!(given.reason("2026-07-30", ban()), "ALREADY_BANNED");
    given
        .when("2026-07-30", CommandKind::ImposeEntryBan { ground: EntryBanGround::PublicOrder })
        .unwrap();
}

#[test]
fn r3_a_transfer_has_no_entry_ban_and_six_months() {
    let mut given = Given::transfer("2026-08-10", "2027-02-03");
    assert_eq!(
        given.reason(
            "2026-08-12",
            CommandKind::ImposeEntryBan { ground: EntryBanGround::LongSentence }
        ),
        "NO_BAN_FOR_TRANSFER"
    );
    assert_eq!(given.reason("2026-09-01", flight("2027-02-04")), "TRANSFER_LAPSED");
    given.all("2026-09-01", [flight("2026-09-20")]);
    given.all("2026-09-20", [leaves(DepartureOutcome::ForcedTransfer)]);
    assert_eq!((given.case().state(), given.banned_until()), (S::Departed, None));
    let (.., destination) = given.case().departure().unwrap();
    assert_eq!(destination, Some(Nationality::UNKNOWN));
}

#[test]
fn r4_five_months_of_detention_leave_thirteen() {
    let mut given = Given::forced("2025-01-01");
    given.all("2025-01-03", [detain(MeasureKind::DetentionReturn)]);
    assert_eq!(given.detained_until(), Some(day("2025-07-03")), "6 months at first");
    given.all("2025-06-03", [lift()]);
    let used = given.case().detention_used.counted();
    assert_eq!(used, 151, "5 months");
    given.all("2025-08-04", [detain(MeasureKind::DetentionReturn)]);
    given.all("2025-08-20", [CommandKind::ExtendDetention {}]);
    // 18 months from 2025-01-03 are 546 days, of which 151 are served. 14 months would have been 2026-10-04.
    assert_eq!(given.detained_until(), Some(day("2026-09-03")));
    assert_eq!(given.sweep("2026-09-03"), 0);
    assert_eq!(given.sweep("2026-09-04"), 1);
    assert_eq!((given.case().state(), given.case().detention), (S::Released, None));
    assert_eq!(
        given.reason("2026-09-08", detain(MeasureKind::DetentionReturn)),
        "DETENTION_EXHAUSTED"
    );
}

#[test]
fn r4_over_a_leap_year_thirteen_months_are_left() {
    let mut given = Given::forced("2026-12-01");
    given.all("2026-12-09", [detain(MeasureKind::DetentionReturn)]);
    given.all("2027-05-09", [lift()]);
    given.all("2027-07-09", [detain(MeasureKind::DetentionReturn)]);
    given.all("2027-07-20", [CommandKind::ExtendDetention {}]);
    assert_eq!(given.detained_until(), Some(day("2028-08-09")));
}

#[test]
fn r5_weeks_at_the_border_for_return_count_those_for_asylum_do_not() {
    let mut given = Given::nobody();
    let refused = CommandKind::RefuseEntry {
        reported_by: Partner::Kmar,
        asks_asylum: true,
        family_facility: false,
        household_id: None,
        nationality: Some(Nationality::new(b"MAR")),
        birth_year: Some(1995),
        sex: Some(Sex::Male),
    };
    given.all("2026-07-06", [refused]);
    assert_eq!(given.case().state(), S::OnHoldAsylum);
    assert_eq!(given.detained_until(), Some(day("2026-09-28")), "12 weeks");
    // Rejected after 10 weeks: the asylum weeks are over and do not count.
    given.all("2026-09-14", [lift()]);
    given.react("2026-09-14", &announced(0, None, false));
    assert_eq!((given.case().state(), given.case().detention_used.counted()), (S::Transferred, 0));
    given.all("2026-09-15", [detain(MeasureKind::BorderReturn)]);
    assert_eq!(given.detained_until(), Some(day("2026-12-08")), "12 weeks more");
    given.sweep("2026-12-09");
    assert_eq!(given.case().detention_used.counted(), 84);
    given.all("2026-12-10", [force()]);
    let long = CommandKind::ImposeDetention {
        kind: Some(MeasureKind::DetentionReturn),
        family_facility: false,
        extended: true,
    };
    given.all("2026-12-10", [long]);
    // 18 months from 2026-09-15 are 547 days, of which 84 are served.
    assert_eq!(given.detained_until(), Some(day("2028-03-17")));
}

#[test]
fn r6_somebody_found_again_has_the_same_case_and_a_counter_entry() {
    let mut given = Given::announced("2026-03-01", 28, false);
    given.react("2026-05-01", &Reaction::Gone);
    assert_eq!(given.case().state(), S::Unsupervised);
    assert_eq!(given.react("2026-05-02", &Reaction::Gone), 0, "gone twice is gone once");
    given.all("2026-07-01", [found(Partner::Police)]);
    assert_eq!((given.case().state(), given.outcome()), (S::Transferred, None));
    assert!(given.has(|kind| matches!(
        kind,
        EventKind::DepartureCorrected { outcome: DepartureOutcome::Unsupervised, departed_on, demonstrable: false, .. }
            if *departed_on == day("2026-05-01")
    )));
}

#[test]
fn r7_a_second_subsequent_application_holds_only_by_policy_or_court() {
    let ready = || {
        let mut given = Given::forced("2026-07-01");
        given.all("2026-07-10", papers("2026-12-01"));
        given.all("2026-07-20", [flight("2026-08-03")]);
        given
    };
    let mut given = ready();
    // Two days before the flight.
    given.react("2026-08-01", &Reaction::NewApplication(2));
    assert_eq!((given.case().state(), given.case().continues_no), (S::FlightBooked, 2));
    let forced = || border_report(DepartureOutcome::ForcedCountryOfOrigin);
    assert_eq!(given.reason("2026-08-03", forced()), "REFOULEMENT_CHECK_MISSING");
    let check = |safe, reported_by| CommandKind::RecordNonRefoulementCheck { safe, reported_by };
    assert_eq!(given.reason("2026-08-03", check(true, Partner::Kmar)), "NOT_YOURS_TO_REPORT");
    given.all("2026-08-03", [check(true, Partner::Ind), forced()]);
    assert_eq!(given.case().state(), S::Departed);

    let mut unsafe_return = ready();
    unsafe_return.react("2026-08-01", &Reaction::NewApplication(2));
    unsafe_return.all("2026-08-02", [check(false, Partner::Ind)]);
    assert_eq!(unsafe_return.case().state(), S::OnHoldAsylum);

    let mut by_court = ready();
    by_court.react("2026-08-01", &Reaction::NewApplication(2));
    by_court.all("2026-08-02", [block(BlockKind::CourtOrder, Partner::Court)]);
    assert_eq!(by_court.case().state(), S::ForcedTrack, "the flight is cancelled");

    let mut first = ready();
    first.react("2026-08-01", &Reaction::NewApplication(1));
    assert_eq!(first.case().state(), S::OnHoldAsylum);
}

#[test]
fn r8_a_departure_moratorium_blocks_and_its_end_lifts() {
    let moratorium = Moratorium {
        moratorium_id: kernel::MoratoriumId::from_u128(9),
        nationality: Nationality::new(b"MAR"),
        starts_on: day("2026-07-01"),
        ends_on: day("2026-12-31"),
        ended_on: None,
        declared_on: None,
    };
    let mut given = Given::forced("2026-06-01");
    given.all("2026-06-10", [detain(MeasureKind::DetentionReturn)]);
    let events = shield(given.case(), &moratorium, day("2026-07-02"));
    given.take(&events);
    assert_eq!(
        (given.case().blocked(), given.case().detention),
        (Some(BlockKind::Moratorium), None)
    );
    assert!(shield(given.case(), &moratorium, day("2026-07-03")).is_empty(), "blocked once");
    assert_eq!(given.reason("2026-07-10", detain(MeasureKind::DetentionReturn)), "BLOCKED");
    let mut early = given.state.clone();
    // At its term.
    assert_eq!(given.sweep("2027-01-01"), 1);
    assert_eq!((given.case().blocked(), given.case().moratorium_id), (None, None));
    assert_eq!(given.case().removable_from, Some(day("2027-01-01")));
    // Ended before.
    let ended = Moratorium { ended_on: Some(day("2026-09-01")), ..moratorium.clone() };
    let case = early.take().unwrap();
    assert!(unshield(&case, &moratorium, day("2026-09-01")).is_empty(), "it runs");
    let events = unshield(&case, &ended, day("2026-09-01"));
    assert!(matches!(
        events[..],
        [Event { kind: EventKind::DepartureUnblocked { block: BlockKind::Moratorium, .. }, .. }]
    ));
    // A case that is closed meanwhile says so before it ends.
    let mut closed = Given { state: Some(case.clone()), ..Given::nobody() };
    closed.react("2026-08-01", &Reaction::Lawful);
    assert!(closed.has(|kind| matches!(
        kind,
        EventKind::DepartureUnblocked { block: BlockKind::Moratorium, .. }
    )));
    assert!(matches!(closed.events.last().unwrap().kind, EventKind::ReturnClosed { .. }));
    // Not for a transfer, and not before it starts.
    let transfer = Given::transfer("2026-06-01", "2026-11-01");
    assert!(shield(transfer.case(), &moratorium, day("2026-07-02")).is_empty());
    let open = Given::forced("2026-06-01");
    assert!(shield(open.case(), &moratorium, day("2026-06-30")).is_empty());
}

fn support(amount_cents: i64) -> CommandKind {
    CommandKind::GrantSupport {
        amount_cents,
        scheme: Some(SupportScheme::Avrr),
        adults: 0,
        minors: 0,
        present_since: None,
        excluded: false,
    }
}

#[test]
fn r9_support_of_who_did_not_leave_is_claimed_back() {
    let mut given = Given::taken_up("2026-07-01", 28);
    assert_eq!(given.reason("2026-07-02", CommandKind::ReclaimSupport {}), "NO_SUPPORT");
    assert_eq!(given.reason("2026-07-02", support(500_000)), "SUPPORT_AMOUNT_DIFFERS");
    given.all("2026-07-02", [support(0)]);
    assert_eq!(given.case().support.cents, 180_000);
    assert_eq!(
        given.reason("2026-07-03", support(0)),
        "SUPPORT_NOT_ENTITLED",
        "once in five years"
    );
    given.all("2026-10-01", [CommandKind::ReclaimSupport {}]);
    assert!(given.case().support.reclaimed && given.case().is_open());
    assert!(!given.has(|kind| matches!(kind, EventKind::Departed { .. })));
    assert_eq!(given.reason("2026-10-02", CommandKind::ReclaimSupport {}), "NO_SUPPORT");
    // Granted again after it was claimed back: only that can be claimed back again.
    given.all("2026-10-03", [support(0), CommandKind::ReclaimSupport {}]);
    let claimed = given.events.iter().filter_map(|event| match event.kind {
        EventKind::SupportReclaimed { amount_cents } => Some(amount_cents),
        _ => None,
    });
    assert_eq!(claimed.collect::<Vec<_>>(), [180_000, 180_000]);
}

#[test]
fn g2_forced_departure_with_a_report_of_the_border_police() {
    let mut given = Given::announced("2026-10-05", 0, false);
    given.all("2026-11-10", [file(), CommandKind::StartCase {}]);
    given.all("2026-11-20", [force(), document(D::Requested)]);
    assert_eq!(given.reason("2027-01-10", flight("2027-02-02")), "NO_TRAVEL_DOCUMENT");
    given.all(
        "2027-01-18",
        [document(D::Presented), document(D::NationalityConfirmed), document(D::Issued)],
    );
    given.all("2027-01-20", [flight("2027-02-02")]);
    given.all("2027-02-02", [border_report(DepartureOutcome::ForcedCountryOfOrigin)]);
    let case = given.case();
    assert_eq!((case.state(), given.banned_until()), (S::Departed, Some(day("2029-02-02"))));
    let (.., destination) = case.departure().unwrap();
    assert_eq!(case.document, Some(TravelDocument::Other(D::Used)));
    assert_eq!(destination, Some(case.person.nationality));
}

#[test]
fn g3_who_absconds_can_be_transferred_for_three_years() {
    let mut given = Given::transfer("2026-08-18", "2027-02-04");
    given.all(
        "2026-12-01",
        [CommandKind::ReportAbsconded { reason: None, accepted_on: Some(day("2026-08-04")) }],
    );
    // 2029-12-01 is a Saturday.
    assert_eq!(given.case().transfer_due_on(), Some(day("2029-12-03")));
    given.all("2026-12-02", [leaves(DepartureOutcome::Unsupervised)]);
    assert_eq!(given.case().state(), S::Unsupervised);
    let gone = given.state.clone();
    // Found on the last day the other state is responsible, a day later the Netherlands is.
    given.all("2029-12-03", [CommandKind::ReopenCase {}]);
    assert_eq!((given.case().state(), given.case().is_transfer()), (S::Transferred, true));
    given.state = gone;
    given.all("2029-12-04", [CommandKind::ReopenCase {}]);
    assert_eq!((given.case().state(), given.case().is_transfer()), (S::OnHoldAsylum, false));
}

#[test]
fn transfer_test_accepted_on_2026_08_03() {
    let due = law::pact_2026().due(law::rule::TRANSFER, day("2026-08-03"));
    assert_eq!(due, day("2027-02-03"));
    let mut given = Given::transfer("2026-08-17", "2027-02-03");
    given.all("2027-01-15", [CommandKind::ReportAbsconded { reason: None, accepted_on: None }]);
    assert_eq!(
        given.case().transfer_due_on(),
        Some(day("2030-01-15")),
        "from the day of information"
    );
}

#[test]
fn entry_ban_test_two_years_from_leaving_and_none_without_a_demonstrable_departure() {
    let banned = || {
        let mut given = Given::taken_up("2026-07-01", 0);
        let ban = CommandKind::ImposeEntryBan { ground: EntryBanGround::NotLeftInTime };
        given.all("2026-07-02", [ban]);
        given
    };
    let mut given = banned();
    given.all("2026-09-10", [border_report(DepartureOutcome::IndependentOwn)]);
    assert_eq!(given.banned_until(), Some(day("2028-09-10")));
    let mut given = banned();
    given.all("2026-09-10", [leaves(DepartureOutcome::Unsupervised)]);
    let ban = EntryBan { ground: EntryBanGround::NotLeftInTime, until: None };
    assert_eq!(given.case().ban, Some(ban));
    // Seen leaving later: the first count is corrected, and the ban begins.
    given.all("2026-10-01", [border_report(DepartureOutcome::IndependentOwn)]);
    assert_eq!(
        (given.case().state(), given.banned_until()),
        (S::Departed, Some(day("2028-10-01")))
    );
    assert!(given.has(|kind| matches!(kind, EventKind::DepartureCorrected { .. })));
}

#[test]
fn entry_bans_have_the_years_of_their_ground() {
    for (ground, years) in EntryBanGround::ALL.iter().zip([1, 2, 3, 5, 10, 20]) {
        let mut given = Given::taken_up("2026-07-01", 0);
        given.all("2026-07-02", [CommandKind::ImposeEntryBan { ground: *ground }]);
        assert!(given.has(
            |kind| matches!(kind, EventKind::EntryBanImposed { years: y, .. } if *y == years)
        ));
        given.all("2026-07-03", [border_report(DepartureOutcome::IndependentOwn)]);
        let until = day("2026-07-03").saturating_add(jiff::ToSpan::years(years));
        assert_eq!(given.banned_until(), Some(until), "{ground}");
    }
}
