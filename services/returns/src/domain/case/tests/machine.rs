//! The state machine (section 11), blocks (9), documents (5), transfers (4), flights and the partners' facts.

use super::*;
use crate::domain::charter::{self, check_seat};

#[test]
fn nothing_is_forced_while_an_appeal_lets_the_person_stay() {
    let mut given = Given::announced("2025-03-01", 28, true);
    given.react("2025-03-10", &Reaction::Blocked);
    given.all("2025-03-12", [file(), CommandKind::StartCase {}]);
    assert_eq!(given.case().blocked(), Some(BlockKind::Appeal));
    assert_eq!(given.reason("2025-03-20", force()), "BLOCKED");
    // The clock begins again after the ruling: 28 days from 2025-06-10.
    given.react("2025-06-10", &Reaction::Removable(28));
    assert_eq!(given.reason("2025-07-08", force()), "NOT_REMOVABLE_YET");
    given.all("2025-07-09", [force()]);
}

#[test]
fn nothing_is_forced_while_the_term_to_appeal_runs() {
    let mut given = Given::announced("2026-07-01", 0, true);
    given.all("2026-07-02", [file(), CommandKind::StartCase {}]);
    assert_eq!(given.reason("2026-07-03", force()), "NOT_REMOVABLE_YET");
    assert_eq!(given.reason("2026-07-03", detain(MeasureKind::BorderReturn)), "NOT_REMOVABLE_YET");
    given.react("2026-07-09", &Reaction::Final);
    given.all("2026-07-09", [force()]);
    // A file that nobody announced here, of an appeal from before: it says itself from when.
    let brought = |on: Option<&str>| match file() {
        CommandKind::TransferFile { origin, .. } => CommandKind::TransferFile {
            origin,
            case_id: Some(kernel::CaseId::from_u128(7)),
            household_id: None,
            nationality: "SYR".parse().ok(),
            birth_year: Some(1990),
            sex: Some(Sex::Female),
            removable_from: on.map(day),
        },
        other => other,
    };
    let mut unknown = Given::nobody();
    unknown.all("2026-07-01", [brought(None), CommandKind::StartCase {}]);
    assert_eq!(unknown.reason("2026-08-01", force()), "NOT_REMOVABLE_YET");
    let mut known = Given::nobody();
    known.all("2026-07-01", [brought(Some("2026-07-10")), CommandKind::StartCase {}]);
    assert_eq!(known.reason("2026-07-09", force()), "NOT_REMOVABLE_YET");
    known.all("2026-07-10", [force()]);
    // It does not shorten what was announced.
    let mut announced = Given::announced("2026-07-01", 28, true);
    let CommandKind::TransferFile { origin, case_id, household_id, removable_from, .. } =
        brought(Some("2026-07-02"))
    else {
        panic!("a file");
    };
    let known = |birth_year| CommandKind::TransferFile {
        origin,
        case_id,
        household_id,
        nationality: None,
        birth_year,
        sex: None,
        removable_from,
    };
    // What is held is not asked again, and what is told must be that.
    assert_eq!(announced.reason("2026-07-02", known(Some(1931))), "FACT_DIFFERS");
    announced.all("2026-07-02", [known(None), CommandKind::StartCase {}]);
    assert_eq!(announced.reason("2026-07-03", force()), "NOT_REMOVABLE_YET");
    // A file of the police follows from no decision.
    let mut police = Given::nobody();
    police.all("2026-07-01", [found(Partner::Police), CommandKind::StartCase {}, force()]);
}

#[test]
fn several_blocks_stand_at_a_time_and_each_ends_by_itself() {
    let mut given = Given::taken_up("2026-07-01", 0);
    let medical = |until: Option<&str>| CommandKind::BlockDeparture {
        kind: BlockKind::Medical,
        until: until.map(day),
        source: Partner::Ind,
    };
    assert_eq!(given.reason("2026-07-02", medical(Some("2027-07-03"))), "TERM_TOO_LONG");
    assert_eq!(given.reason("2026-07-02", medical(Some("2026-07-01"))), "DATE_BEFORE_LAST");
    given.all("2026-07-02", [medical(None), block(BlockKind::Stateless, Partner::Dtenv)]);
    assert_eq!(given.case().blocks.ends_on(), Some(day("2027-07-02")), "a year");
    assert_eq!(given.reason("2026-07-03", medical(None)), "ALREADY_BLOCKED");
    given.react("2026-07-04", &Reaction::Blocked);
    assert_eq!(given.case().blocks.iter().count(), 3);
    let lift = |kind, source| CommandKind::UnblockDeparture { kind, source };
    assert_eq!(given.reason("2026-08-01", lift(BlockKind::NoFault, Partner::Ind)), "NOT_BLOCKED");
    given.all("2026-08-01", [lift(BlockKind::Stateless, Partner::Ind)]);
    given.react("2026-09-01", &Reaction::Removable(0));
    assert_eq!(given.case().blocked(), Some(BlockKind::Medical));
    assert_eq!(given.sweep("2027-07-02"), 0);
    assert_eq!(given.sweep("2027-07-03"), 1);
    assert_eq!(
        (given.case().blocked(), given.case().removable_from),
        (None, Some(day("2027-07-03")))
    );
    given.all("2027-07-03", [force()]);
}

#[test]
fn only_who_knows_may_say_what_stands_in_the_way() {
    let mut given = Given::taken_up("2026-07-01", 0);
    for kind in BlockKind::ALL {
        for source in Partner::ALL {
            let allowed = kind.sources().contains(source);
            let done = given.when("2026-07-02", block(*kind, *source));
            assert_eq!(done.is_ok(), allowed, "{kind} by {source}");
            if allowed {
                given.all(
                    "2026-07-02",
                    [CommandKind::UnblockDeparture { kind: *kind, source: *source }],
                );
            }
        }
    }
}

#[test]
fn a_block_without_prospect_ends_detention_and_cancels_a_forced_flight() {
    let mut given = Given::forced("2026-07-01");
    given.all("2026-07-03", papers("2026-12-31"));
    given.all("2026-07-03", [detain(MeasureKind::DetentionReturn), flight("2026-07-20")]);
    given.all("2026-07-10", [block(BlockKind::NoProspect, Partner::Court)]);
    let case = given.case();
    assert_eq!((case.detention, case.state()), (None, S::ForcedTrack));
    // A document that is awaited is no reason to let somebody go.
    let mut given = Given::forced("2026-07-01");
    given.all("2026-07-03", [detain(MeasureKind::DetentionReturn)]);
    given.all("2026-07-10", [block(BlockKind::DocumentsPending, Partner::Embassy)]);
    assert_eq!(given.case().state(), S::Detained);
}

#[test]
fn a_travel_document_takes_its_steps_in_order() {
    // Every step from every state: those that the procedure knows, and no other.
    let known = |from: Option<D>, to: D| {
        matches!(
            (from, to),
            (None | Some(D::Denied | D::Expired | D::Used), D::Requested)
                | (Some(D::Requested), D::Presented)
                | (Some(D::Presented), D::NationalityConfirmed | D::Denied)
                | (Some(D::NationalityConfirmed), D::Issued)
                | (Some(D::Issued), D::Expired)
        )
    };
    let from = std::iter::once(None).chain(D::ALL.iter().copied().map(Some));
    for from in from {
        for to in D::ALL {
            assert_eq!(D::step(from, *to).is_ok(), known(from, *to), "{from:?} to {to}");
        }
    }
    let mut given = Given::taken_up("2026-07-01", 0);
    assert_eq!(given.reason("2026-07-02", document(D::Issued)), "DOCUMENT_STEP");
    let by_police = CommandKind::RecordTravelDocument {
        document: D::Requested,
        valid_until: None,
        reported_by: Some(Partner::Police),
    };
    assert_eq!(given.reason("2026-07-02", by_police), "NOT_YOURS_TO_REPORT");
    given.all("2026-07-02", [document(D::Requested), document(D::Presented), document(D::Denied)]);
    given.all("2026-08-02", papers("2026-10-01"));
    given.all("2026-08-02", [force()]);
    assert_eq!(given.reason("2026-08-03", flight("2026-10-02")), "DOCUMENT_EXPIRES");
    given.all("2026-08-03", [flight("2026-10-01")]);
    assert_eq!(given.sweep("2026-10-01"), 0);
    assert_eq!(given.sweep("2026-10-02"), 1);
    assert_eq!(given.case().document, Some(TravelDocument::Other(D::Expired)));
    let left = leaves(DepartureOutcome::ForcedCountryOfOrigin);
    assert_eq!(given.reason("2026-10-02", left), "NO_TRAVEL_DOCUMENT");
}

#[test]
fn the_term_of_a_transfer_under_dublin_and_under_the_pact() {
    let report = |reason| CommandKind::ReportAbsconded { reason, accepted_on: None };
    let prison = || CommandKind::RecordImprisonment { accepted_on: None };
    // Dublin: 12 and 18 months from acceptance on 2025-03-03.
    let mut dublin = Given::transfer("2025-03-10", "2025-09-03");
    dublin.all("2025-05-01", [prison()]);
    assert_eq!(dublin.case().transfer_due_on(), Some(day("2026-03-03")));
    let mut dublin = Given::transfer("2025-03-10", "2025-09-03");
    assert_eq!(
        dublin.reason("2025-05-01", report(Some(TransferReason::Medical))),
        "TRANSFER_REASON"
    );
    dublin.all("2025-05-01", [report(None)]);
    assert_eq!(dublin.case().transfer_due_on(), Some(day("2026-09-03")));
    // The pact: a year more in prison; three years from the day of information, for four reasons.
    let mut pact = Given::transfer("2026-08-10", "2027-02-03");
    pact.all("2026-09-01", [prison()]);
    assert_eq!(pact.case().transfer_due_on(), Some(day("2028-02-03")));
    for reason in [TransferReason::Resisted, TransferReason::Unfit, TransferReason::Medical] {
        let mut pact = Given::transfer("2026-08-10", "2027-02-03");
        pact.all("2026-09-01", [report(Some(reason))]);
        assert_eq!(pact.case().transfer_due_on(), Some(day("2029-09-03")), "a Saturday rolls");
        assert_eq!(pact.reason("2026-09-02", report(None)), "WRONG_STATE");
    }
    let mut home = Given::taken_up("2026-08-10", 28);
    assert_eq!(home.reason("2026-08-11", report(None)), "NO_TRANSFER");
}

#[test]
fn who_reappears_can_be_transferred_for_three_months_at_least() {
    let mut given = Given::transfer("2026-08-10", "2027-02-03");
    assert_eq!(given.reason("2026-09-01", CommandKind::RecordReappearance {}), "WRONG_STATE");
    given.all("2026-09-01", [CommandKind::ReportAbsconded { reason: None, accepted_on: None }]);
    given.all("2029-08-20", [CommandKind::RecordReappearance {}]);
    assert_eq!(given.case().transfer_due_on(), Some(day("2029-11-20")));
    assert_eq!(given.absconded_on(), None);
    assert_eq!(given.sweep("2029-11-20"), 0);
    assert_eq!(given.sweep("2029-11-21"), 1);
    assert_eq!((given.case().state(), given.case().is_transfer()), (S::OnHoldAsylum, false));
}

#[test]
fn a_transfer_that_lapses_ends_detention_for_it() {
    let mut given = Given::transfer("2026-08-10", "2026-09-03");
    given.all("2026-08-20", [detain(MeasureKind::DetentionTransfer)]);
    assert_eq!(given.sweep("2026-09-04"), 2);
    assert_eq!((given.case().state(), given.case().detention), (S::OnHoldAsylum, None));
    assert_eq!(given.reason("2026-09-05", CommandKind::RecordReappearance {}), "NO_TRANSFER");
}

#[test]
fn the_term_of_a_transfer_waits_for_an_appeal_that_lets_the_person_stay() {
    let mut given = Given::transfer("2026-08-10", "2026-09-03");
    given.react("2026-08-20", &Reaction::Blocked);
    assert_eq!(given.sweep("2026-09-04"), 0, "no lapse while the appeal runs");
    assert_eq!(
        given.case().blocked().map(BlockKind::code),
        Some("APPEAL"),
        "what the sweep looks for"
    );
    given.react("2026-10-01", &Reaction::Removable(0));
    assert_eq!(
        given.case().transfer_due_on(),
        Some(day("2027-04-01")),
        "six months from the ruling"
    );
    assert_eq!((given.case().state(), given.case().blocked()), (S::TransferTrack, None));
    assert_eq!(given.absconded_on(), None);
    assert_eq!((given.sweep("2027-04-01"), given.sweep("2027-04-02")), (0, 1));
    let told = CommandKind::ReportAbsconded {
        reason: Some(TransferReason::AppealEnded),
        accepted_on: None,
    };
    let mut other = Given::transfer("2026-08-10", "2027-02-03");
    assert_eq!(other.reason("2026-08-20", told), "TRANSFER_REASON");
}

#[test]
fn who_was_registered_before_the_ammr_is_judged_by_dublin_although_accepted_after_it() {
    // The AMMR holds from 2026-07-01; accepted on 2026-07-20, so registered on 2026-06-20 at the latest.
    let mut given = Given::transfer("2026-07-27", "2027-01-20");
    given.all("2026-09-01", [CommandKind::ReportAbsconded { reason: None, accepted_on: None }]);
    assert_eq!(
        given.case().transfer_due_on(),
        Some(day("2028-01-20")),
        "18 months from acceptance"
    );
}

#[test]
fn who_was_registered_under_the_ammr_may_be_transferred_for_three_years_after_absconding() {
    // Accepted on the same day as above, and registered on 5 July: the day travels with the decision.
    let told = |reaction| match reaction {
        Reaction::Announced { person, case_id, transfer_due_on, .. } => Reaction::Announced {
            person,
            case_id,
            transfer_due_on,
            responsibility: Responsibility {
                registered_on: Some(day("2026-07-05")),
                accepted_on: Some(day("2026-07-20")),
            },
            departure_days: 0,
            stay_pending_appeal: false,
            gone: false,
        },
        other => other,
    };
    let mut given = Given::nobody();
    given.react("2026-07-27", &told(announced(0, Some("2027-01-20"), false)));
    let gone = |accepted_on| CommandKind::ReportAbsconded { reason: None, accepted_on };
    assert_eq!(given.reason("2026-09-01", gone(Some(day("2026-07-21")))), "FACT_DIFFERS");
    given.all("2026-09-01", [gone(None)]);
    assert_eq!(
        given.case().transfer_due_on(),
        Some(day("2029-09-03")),
        "three years from the notice"
    );
}

#[test]
fn departure_with_iom_is_planned_and_reported_by_iom() {
    let plan = |reported_by| CommandKind::PlanIomDeparture { reported_by };
    let leaves = |by| CommandKind::RecordIomDeparture { destination: None, reported_by: by };
    let mut given = Given::taken_up("2026-07-01", 28);
    assert_eq!(given.reason("2026-07-02", plan(Partner::Iom)), "WRONG_STATE");
    given.all("2026-07-03", [CommandKind::HoldDepartureInterview {}]);
    assert_eq!(given.reason("2026-07-03", plan(Partner::Kmar)), "NOT_YOURS_TO_REPORT");
    given.all("2026-07-03", [plan(Partner::Iom)]);
    assert_eq!(given.case().state(), S::IomPlanned);
    // Independent departure needs neither the end of the term nor our document.
    given.all("2026-07-04", [flight("2026-07-20")]);
    let cancel = CommandKind::CancelFlight { reason: Some(FlightCancelReason::Carrier) };
    given.all("2026-07-05", [cancel]);
    assert_eq!(given.case().state(), S::IomPlanned, "back where it was");
    assert_eq!(given.reason("2026-07-20", leaves(Partner::Dtenv)), "NOT_YOURS_TO_REPORT");
    given.all("2026-07-20", [leaves(Partner::Iom)]);
    assert_eq!(given.outcome(), Some(DepartureOutcome::IndependentIom));
}

#[test]
fn only_the_border_police_report_at_the_border() {
    let mut given = Given::taken_up("2026-07-01", 28);
    for by in Partner::ALL.iter().filter(|by| **by != Partner::Kmar) {
        let report = CommandKind::RecordBorderDeparture {
            outcome: DepartureOutcome::IndependentOwn,
            destination: None,
            reported_by: *by,
        };
        assert_eq!(given.reason("2026-07-02", report), "NOT_YOURS_TO_REPORT", "{by}");
    }
    assert_eq!(
        given.reason("2026-07-02", border_report(DepartureOutcome::Unsupervised)),
        "WRONG_STATE"
    );
    given.all("2026-07-02", [border_report(DepartureOutcome::IndependentNgo)]);
    assert!(given.has(|kind| matches!(
        kind,
        EventKind::Departed { demonstrable: true, reported_by: Some(Partner::Kmar), .. }
    )));
}

#[test]
fn police_and_border_police_find_people() {
    let mut given = Given::nobody();
    assert_eq!(given.reason("2026-07-01", found(Partner::Iom)), "NOT_YOURS_TO_REPORT");
    assert_eq!(given.reason("2026-07-01", file()), "FACTS_MISSING");
    given.all("2026-07-01", [found(Partner::Police)]);
    assert_eq!(
        (given.case().state(), given.case().origin),
        (S::Transferred, Some(FileOrigin::Police))
    );
    assert_eq!(given.reason("2026-07-02", found(Partner::Police)), "WRONG_STATE");
    given.all("2026-07-03", [border_report(DepartureOutcome::IndependentOwn)]);
    // Back after a departure that was seen: a new file, and the departure still counts.
    given.all("2027-01-03", [found(Partner::Kmar)]);
    assert_eq!((given.case().state(), given.outcome()), (S::Transferred, None));
    assert!(!given.has(|kind| matches!(kind, EventKind::DepartureCorrected { .. })));
}

#[test]
fn a_case_is_closed_for_a_reason() {
    for (reason, state) in [
        (CloseReason::Lawful, S::ClosedLawful),
        (CloseReason::Naturalised, S::ClosedLawful),
        (CloseReason::Deceased, S::Closed),
        (CloseReason::Error, S::Closed),
    ] {
        let mut given = Given::taken_up("2026-07-01", 28);
        given.all("2026-07-02", [CommandKind::CloseCase { reason }]);
        let on = day("2026-07-02");
        assert_eq!(given.case().phase, Phase::Closed { on, reason, gone: false });
        assert_eq!(given.case().state(), state);
        assert_eq!(given.reason("2026-07-03", CommandKind::CloseCase { reason }), "WRONG_STATE");
    }
}

#[test]
fn seats_of_a_charter_are_never_overbooked() {
    let id = kernel::CharterId::from_u128(7);
    let charter = |booked, destination: &[u8; 3]| Charter {
        charter_id: id,
        destination: Nationality::new(destination),
        flight_on: day("2026-08-03"),
        seats: 2,
        booked,
        state: CharterState::Scheduled,
        version: 1,
    };
    let mut given = Given::forced("2026-07-01");
    given.all("2026-07-03", papers("2026-12-31"));
    let book =
        || CommandKind::BookFlight { flight_on: Some(day("2026-08-03")), charter_id: Some(id) };
    assert_eq!(given.reason("2026-07-04", book()), "NOT_FOUND");
    given.charter = Some(charter(2, b"MAR"));
    assert_eq!(given.reason("2026-07-04", book()), "CHARTER_FULL");
    given.charter = Some(charter(0, b"SYR"));
    assert_eq!(given.reason("2026-07-04", book()), "CHARTER_DIFFERS");
    given.charter = Some(charter(1, b"MAR"));
    given.all("2026-07-04", [book()]);
    assert_eq!(given.case().charter_id(), Some(id));
    given.all("2026-07-05", [CommandKind::CancelFlight { reason: None }]);
    assert_eq!((given.case().charter_id(), given.case().state()), (None, S::ForcedTrack));

    let command = |kind| Command::new(id, day("2026-07-04"), kind);
    let full = charter(2, b"MAR");
    let cancel = command(charter::CommandKind::CancelCharter { reason: None });
    let events = charter::decide(Some(&full), &cancel, day("2026-07-04")).unwrap();
    let cancelled = charter::evolve(Some(full), &events[0]);
    assert_eq!(cancelled.state, CharterState::Cancelled);
    let again = charter::decide(Some(&cancelled), &cancel, day("2026-07-04")).unwrap_err();
    assert_eq!(again.reason, "WRONG_STATE");
    let mar = Nationality::new(b"MAR");
    let seat = check_seat(Some(&cancelled), day("2026-08-03"), mar).unwrap_err();
    assert_eq!(seat.reason, "CHARTER_DIFFERS");
}
