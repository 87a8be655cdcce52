//! Intake: cases without a decision, before a court, families that wait; inflow, decisions, appeals.

use feed::Received;
use kernel::Date;
use wire::Wire as _;
use wire::intake as pb;

use super::who;
use crate::domain::names::{Measure, Stage};
use crate::domain::picture::{Change, Fold, To};

super::counts! { |received, fold| {
    given {
        let go = |to| Change::new(received.subject, to);
    }
    pb::ApplicationMade as made => {
        let (counted, kind) = (inflow(made.kind())?, kind(made.kind())?);
        let minor = made.person.as_ref().is_some_and(|person| person.unaccompanied_minor);
        let who = who(received, made.person)?;
        let fold = if minor { fold.flow(Measure::InflowMinors, &who) } else { fold };
        fold.change(go(To::Waits).of(&who).of_kind(kind)).flow(counted, &who)
    }
    pb::ApplicationDecided as decided => {
        let measure = measure(decided.outcome())?;
        let who = who(received, decided.person)?;
        fold.change(go(To::Leaves)).flow(measure, &who)
    }
    pb::ApplicationWithdrawn as withdrawn => {
        if withdrawn.withdrawal() == pb::Withdrawal::Duplicate {
            return duplicate(received, fold, withdrawn).map(Some);
        }
        let who = who(received, withdrawn.person)?;
        fold.change(go(To::Leaves)).flow(Measure::Withdrawn, &who)
    }
    pb::DecisionRetracted as retracted => {
        let measure = measure(retracted.outcome())?;
        let decided_on = date("decided_on", retracted.decided_on)?;
        let who = who(received, retracted.person)?;
        fold.change(go(To::Waits).of(&who)).uncount(measure, &who, decided_on)
    }
    // The case counts under the corrected facts from the day it was made.
    pb::CaseCorrected as event => {
        return corrected(received, &fold, event).map(Some);
    }
    pb::AppealLodged as lodged => {
        let first = lodged.instance() == pb::AppealInstance::Court;
        let who = who(received, lodged.person)?;
        let measure = if first { Measure::Appeals } else { Measure::FurtherAppeals };
        fold.change(go(To::Enters(Stage::Appeal)).of(&who)).flow(measure, &who)
    }
    pb::AppealRuled as ruled => {
        let grounded = ruled.ruling() == pb::AppealRuling::Grounded;
        let who = who(received, ruled.person)?;
        let to = if grounded { To::Waits } else { To::Leaves };
        let fold = if grounded { fold.flow(Measure::Grounded, &who) } else { fold };
        fold.change(go(to).of(&who)).flow(Measure::Rulings, &who)
    }
    pb::DecisionFinal as event => {
        let who = who(received, event.person)?;
        fold.change(go(To::Leaves)).flow(Measure::Final, &who)
    }
    // After the term of a transfer the case is examined here after all.
    pb::TrackAssigned as event => {
        let who = who(received, event.person)?;
        fold.change(go(To::Waits).of(&who))
    }
    pb::CaseImported as imported => {
        use pb::CaseState as S;
        let to = match imported.state() {
            S::Lodged | S::Routed | S::Interviewed => To::Waits,
            S::Appeal => To::Enters(Stage::Appeal),
            _ => To::Leaves,
        };
        let kind = kind(imported.kind())?;
        let who = who(received, imported.person)?;
        fold.change(go(to).of(&who).of_kind(kind)).flow(Measure::BooksOpened, &who)
    }
    pb::FamilyApplicationFiled as event => {
        let who = who(received, event.person)?;
        fold.change(go(To::Enters(Stage::Nareis)).of(&who)).flow(Measure::NareisFiled, &who)
    }
    pb::FamilyApplicationDecided as decided => {
        let who = who(received, decided.person)?;
        let fold = fold.flow(Measure::NareisDecided, &who);
        if decided.granted { fold } else { fold.change(go(To::Leaves)) }
    }
    pb::FamilyMemberArrived as event => {
        let who = who(received, event.person)?;
        fold.change(go(To::Leaves)).flow(Measure::InflowNareis, &who)
    }
    pb::FamilyCaseCorrected as corrected => {
        let before = who(received, corrected.before)?;
        let now = who(received, corrected.person)?;
        let fold = fold.change(go(To::Stays).of(&now));
        match Option::<Date>::from_pb(corrected.arrived_on).map_err(|e| e.to_string())? {
            Some(on) => fold.recount(Measure::InflowNareis, &before, &now, on),
            None => fold,
        }
    }
    pb::FamilyObjectionRuled as ruled => {
        if !ruled.grounded {
            return Ok(None);
        }
        let who = who(received, ruled.person)?;
        fold.change(go(To::Enters(Stage::Nareis)).of(&who))
    }
    pb::EntryVisaRefused as _ => { fold.change(go(To::Leaves)) }
    pb::FamilyApplicationLapsed as _ => { fold.change(go(To::Leaves)) }
    pb::FamilyCaseImported as event => {
        let who = who(received, event.person)?;
        fold.change(go(To::Enters(Stage::Nareis)).of(&who)).flow(Measure::BooksOpened, &who)
    }
} moves_nobody {
    pb::CountryReportPublished,
    pb::DecisionSuspended,
    pb::DecisionTermExtended,
    pb::ApplicantInterviewed,
    pb::ApplicationRegistered,
    pb::NoticeOfDefaultReceived,
    pb::ApplicationLodged,
    pb::FurtherRepresentationReceived,
    pb::DecisionResumed,
    pb::JudicialTermSet,
    pb::ScreeningFinished,
    pb::ScreeningStarted,
    pb::TrackChanged,
    pb::HitRecorded,
    pb::ResponsibilityAnswered,
    pb::ResponsibilityCheckStarted,
    pb::ClaimLapsed,
    pb::PermitRevoked,
    pb::PermitIssued,
    pb::IntentionIssued,
    pb::InterimRequested,
    pb::InterimRuled,
    pb::ViewReceived,
    pb::RelocationAnswered,
    pb::RelocationRequested,
    pb::RelocationDecided,
    pb::MoratoriumEnded,
    pb::MoratoriumDeclared,
    pb::VisaAppointmentOffered,
    pb::FamilyObjectionLodged,
    pb::FamilyFactsRequested,
    pb::FamilyFactsReceived,
    pb::EntryVisaIssued,
    pb::FamilyPermitIssued,
    pb::FamilyConditionsRecorded,
    pb::PersonCorrected,
    pb::PersonsMerged,
    pb::PersonIdentified,
}}

/// The flow that counts a decision.
fn measure(outcome: pb::DecisionOutcome) -> Result<Measure, String> {
    use pb::DecisionOutcome as O;
    match outcome {
        O::Unspecified => Err("outcome is missing".to_owned()),
        O::GrantRefugee | O::GrantSubsidiary => Ok(Measure::Grants),
        O::NotProcessedResponsibility => Ok(Measure::Transfers),
        O::RejectUnfounded | O::RejectManifestlyUnfounded | O::Inadmissible => {
            Ok(Measure::Rejections)
        }
    }
}

/// The flow that counted a case when it came.
fn entry(kind: pb::ApplicationKind, imported: bool) -> Result<Measure, String> {
    let counted = inflow(kind)?;
    Ok(if imported { Measure::BooksOpened } else { counted })
}

fn inflow(kind: pb::ApplicationKind) -> Result<Measure, String> {
    use pb::ApplicationKind as K;
    match kind {
        K::Unspecified => Err("kind is missing".to_owned()),
        K::First => Ok(Measure::InflowFirst),
        K::Repeat => Ok(Measure::InflowRepeat),
        K::Resettled => Ok(Measure::InflowResettled),
        K::Relocated => Ok(Measure::InflowRelocated),
    }
}

/// A registration that was a duplicate never counted: it leaves, and its month, on the day it came.
fn duplicate(
    received: &Received<'_>,
    fold: Fold,
    withdrawn: pb::ApplicationWithdrawn,
) -> Result<Fold, String> {
    let entry = entry(withdrawn.kind(), withdrawn.imported)?;
    let came = date("counted_on", withdrawn.counted_on)?;
    let minor = withdrawn.person.as_ref().is_some_and(|person| person.unaccompanied_minor);
    let minor = minor && !withdrawn.imported;
    let who = who(received, withdrawn.person)?;
    let gone = Change::new(received.subject, To::Leaves);
    let fold =
        Fold::new(fold.source, came, fold.recorded_on).change(gone).uncount(entry, &who, came);
    Ok(if minor { fold.uncount(Measure::InflowMinors, &who, came) } else { fold })
}

/// The case counts under the corrected facts from the day it came, its decision from the day it was made.
fn corrected(
    received: &Received<'_>,
    fold: &Fold,
    corrected: pb::CaseCorrected,
) -> Result<Fold, String> {
    let entry = entry(corrected.kind(), corrected.imported)?;
    let came = date("counted_on", corrected.counted_on)?;
    let minor = corrected.before.as_ref().is_some_and(|person| person.unaccompanied_minor);
    let decided = match corrected.outcome() {
        pb::DecisionOutcome::Unspecified => None,
        outcome => Some((measure(outcome)?, date("decided_on", corrected.decided_on)?)),
    };
    let before = who(received, corrected.before)?;
    let now = who(received, corrected.person)?;
    let mut fold = Fold::new(fold.source, came, fold.recorded_on)
        .change(Change::new(received.subject, To::Stays).of(&now))
        .recount(entry, &before, &now, came);
    if minor && !corrected.imported {
        fold = fold.recount(Measure::InflowMinors, &before, &now, came);
    }
    // A decision from before the books were opened was never counted.
    match decided.filter(|(_, on)| *on >= came || !corrected.imported) {
        Some((measure, on)) => Ok(fold.recount(measure, &before, &now, on)),
        None => Ok(fold),
    }
}

fn date(field: &str, sent: Option<wire::common::CivilDate>) -> Result<Date, String> {
    Date::from_pb(sent).map_err(|e| format!("{field}: {e}"))
}

fn kind(kind: pb::ApplicationKind) -> Result<&'static str, String> {
    use pb::ApplicationKind as K;
    match kind {
        K::Unspecified => Err("kind is missing".to_owned()),
        K::First => Ok("first"),
        K::Repeat => Ok("repeat"),
        K::Resettled => Ok("resettled"),
        K::Relocated => Ok("relocated"),
    }
}
