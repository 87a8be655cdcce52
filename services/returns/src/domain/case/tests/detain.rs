//! Supervision and detention (section 6).

use super::*;

#[test]
fn detention_for_transfer_lasts_five_weeks_and_six_under_dublin() {
    for (on, due, ends) in
        [("2026-08-10", "2027-02-03", "2026-09-15"), ("2025-08-10", "2026-02-03", "2025-09-22")]
    {
        let mut given = Given::transfer(on, due);
        let imposed = day(on).saturating_add(jiff::ToSpan::days(1)).to_string();
        assert_eq!(given.reason(&imposed, detain(MeasureKind::DetentionReturn)), "MEASURE_KIND");
        given.all(&imposed, [detain(MeasureKind::DetentionTransfer)]);
        assert_eq!(given.detained_until(), Some(day(ends)));
        assert_eq!(given.reason(&imposed, CommandKind::ExtendDetention {}), "MEASURE_KIND");
        given.all(ends, [lift()]);
        assert_eq!(
            given.reason(ends, detain(MeasureKind::DetentionTransfer)),
            "DETENTION_EXHAUSTED"
        );
        assert_eq!(given.case().detention_used.counted(), 0, "no detention for return");
    }
}

#[test]
fn detention_of_an_applicant_lasts_four_weeks_and_can_be_extended() {
    let mut given = Given::forced("2026-07-01");
    assert_eq!(given.reason("2026-07-06", detain(MeasureKind::DetentionApplicant)), "MEASURE_KIND");
    given.react("2026-07-06", &Reaction::NewApplication(0));
    given.all("2026-07-06", [detain(MeasureKind::DetentionApplicant)]);
    assert_eq!(given.case().state(), S::OnHoldAsylum);
    assert_eq!(given.detained_until(), Some(day("2026-08-03")));
    given.all("2026-07-20", [CommandKind::ExtendDetention {}]);
    assert_eq!(given.detained_until(), Some(day("2026-08-17")));
    assert_eq!(given.sweep("2026-08-18"), 1);
    assert_eq!((given.case().state(), given.case().detention_used.counted()), (S::OnHoldAsylum, 0));
}

#[test]
fn an_extension_of_applicant_detention_gives_no_longer_detention_for_return() {
    let mut given = Given::forced("2026-07-01");
    given.react("2026-07-06", &Reaction::NewApplication(0));
    given.all("2026-07-06", [detain(MeasureKind::DetentionApplicant)]);
    given.all("2026-07-20", [CommandKind::ExtendDetention {}]);
    assert_eq!(given.reason("2026-07-21", CommandKind::ExtendDetention {}), "MEASURE_KIND");
    assert!(!given.case().detention_extended);
    given.all("2026-07-30", [lift()]);
    given.react("2026-07-30", &announced(0, None, false));
    given.all("2026-07-31", [CommandKind::StartCase {}, force()]);
    given.all("2026-07-31", [detain(MeasureKind::DetentionReturn)]);
    assert_eq!(given.detained_until(), Some(day("2027-01-31")), "six months, not 18");
}

#[test]
fn a_new_application_ends_detention_for_return() {
    let mut given = Given::forced("2026-07-01");
    given.all("2026-07-02", [detain(MeasureKind::DetentionReturn)]);
    given.react("2026-07-12", &Reaction::NewApplication(1));
    assert_eq!((given.case().state(), given.case().detention), (S::OnHoldAsylum, None));
    // One procedure: the days still count when the application is rejected too.
    given.react("2026-08-12", &announced(0, None, false));
    assert_eq!(given.case().detention_used.counted(), 10);
}

#[test]
fn nobody_is_detained_beyond_the_places_that_are_there() {
    let mut given = Given::forced("2025-06-01");
    given.detained = [500, 0];
    assert_eq!(given.reason("2025-07-31", detain(MeasureKind::DetentionReturn)), "DETENTION_FULL");
    given.all("2025-08-01", [detain(MeasureKind::DetentionReturn)]);
    let mut given = Given::forced("2025-06-01");
    given.detained = [545, 0];
    assert_eq!(given.reason("2025-10-31", detain(MeasureKind::DetentionReturn)), "DETENTION_FULL");
    given.all("2025-11-01", [detain(MeasureKind::DetentionReturn)]);
}

#[test]
fn families_and_minors_are_detained_in_the_family_facility_only() {
    let family =
        || CommandKind::ImposeDetention { kind: None, family_facility: true, extended: false };
    let mut given = Given::forced("2026-07-01");
    given.with_minor = true;
    assert_eq!(given.reason("2026-07-02", detain(MeasureKind::DetentionReturn)), "FAMILY_FACILITY");
    given.detained = [0, 60];
    assert_eq!(given.reason("2026-07-02", family()), "DETENTION_FULL");
    given.detained = [0, 59];
    given.all("2026-07-02", [family()]);
    let mut minor = Given::forced("2026-07-01");
    minor.state.as_mut().unwrap().person.birth_year = 2010;
    assert_eq!(minor.reason("2026-07-02", detain(MeasureKind::DetentionReturn)), "FAMILY_FACILITY");
}

#[test]
fn a_court_reviews_every_month_and_lifts_without_prospect() {
    let review = |prospect, reported_by| CommandKind::ReviewDetention { prospect, reported_by };
    let mut given = Given::forced("2026-07-01");
    assert_eq!(given.reason("2026-07-02", review(true, Partner::Court)), "NOT_DETAINED");
    given.all("2026-07-02", [detain(MeasureKind::DetentionReturn)]);
    assert_eq!(given.review_due_on(), Some(day("2026-08-02")));
    assert_eq!(given.reason("2026-07-30", review(true, Partner::Dtenv)), "NOT_YOURS_TO_REPORT");
    given.all("2026-07-30", [review(true, Partner::Court)]);
    assert_eq!(given.review_due_on(), Some(day("2026-08-30")));
    given.all("2026-08-28", [review(false, Partner::Court)]);
    assert_eq!((given.case().state(), given.case().detention), (S::Released, None));
    given.all("2026-08-29", [CommandKind::HoldDepartureInterview {}]);
    assert_eq!(given.case().state(), S::IndependentTrack);
}

#[test]
fn the_agency_that_holds_reports_arrival_and_release() {
    let arrives = |reported_by| CommandKind::RecordDetentionArrival { reported_by };
    let mut given = Given::forced("2026-07-01");
    given.all("2026-07-02", [detain(MeasureKind::DetentionReturn)]);
    assert_eq!(given.reason("2026-07-02", arrives(Partner::Police)), "NOT_YOURS_TO_REPORT");
    given.all("2026-07-02", [arrives(Partner::Dji)]);
    assert_eq!(given.reason("2026-07-03", arrives(Partner::Dji)), "WRONG_STATE");
    let release = |by| CommandKind::LiftDetention {
        reason: Some(ReleaseReason::Court),
        reported_by: Some(by),
    };
    assert_eq!(given.reason("2026-07-09", release(Partner::Iom)), "NOT_YOURS_TO_REPORT");
    given.all("2026-07-09", [release(Partner::Dji)]);
    assert_eq!((given.case().state(), given.case().detention_used.counted()), (S::Released, 7));
}

#[test]
fn supervision_has_its_own_terms() {
    let impose = |kind| CommandKind::ImposeMeasure { kind };
    let mut given = Given::announced("2026-07-01", 28, false);
    assert_eq!(given.reason("2026-07-02", impose(MeasureKind::DetentionReturn)), "MEASURE_KIND");
    given.all("2026-07-02", [impose(MeasureKind::StopAndHold)]);
    assert_eq!(given.supervised_until(), Some(day("2026-07-05")), "54 hours");
    assert_eq!(given.reason("2026-07-02", impose(MeasureKind::ReportingDuty)), "WRONG_STATE");
    given.all("2026-07-03", [CommandKind::LiftMeasure {}, impose(MeasureKind::AreaRestriction)]);
    assert_eq!(given.supervised_until(), Some(day("2026-09-25")), "12 weeks");
    assert_eq!(given.sweep("2026-09-26"), 1);
    given.all("2026-09-26", [impose(MeasureKind::ReportingDuty)]);
    assert_eq!(given.supervised_until(), None);
    given.all("2026-09-27", [CommandKind::LiftMeasure {}]);
    assert_eq!(given.reason("2026-09-27", CommandKind::LiftMeasure {}), "WRONG_STATE");
}
