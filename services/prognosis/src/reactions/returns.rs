//! Returns: departure cases, detention, departures by kind.

use wire::Wire as _;
use wire::returns as pb;

use super::{lower, who};
use crate::domain::picture::{Change, Fold, To, Who};

const OPEN: &str = "dtenv.open";

super::counts! { |fact, fold| {
    given {
        let go = |to| Change::new(fact.subject, to);
    let detention = |to, who: &Who| Change::new(format!("{}#bewaring", fact.subject), to).of(who);
    }
    pb::ReturnAnnounced as event => {
        let who = who(fact, event.person)?;
        fold.change(go(To::Enters("dtenv.announced")).of(&who)).flow("dtenv.announced", &who)
    }
    pb::FileTransferred as file => {
        let origin = lower(file.origin().as_str_name(), "FILE_ORIGIN_");
        let who = who(fact, file.person)?;
        fold.change(go(To::Enters(OPEN)).of(&who)).flow(format!("dtenv.files.{origin}"), &who)
    }
    pb::DetentionImposed as event => {
        let who = who(fact, event.person)?;
        fold.change(detention(To::Enters("dtenv.detained"), &who))
            .flow("dtenv.detentions", &who)
    }
    pb::DetentionLifted as event => {
        let who = who(fact, event.person)?;
        fold.change(detention(To::Leaves, &who))
    }
    pb::HeldForAsylum as _ => { fold.change(go(To::Enters("dtenv.on_hold"))) }
    pb::TransferTermLapsed as _ => { fold.change(go(To::Enters("dtenv.on_hold"))) }
    pb::Departed as departed => {
        let kind = departure(departed.outcome())?;
        let who = who(fact, departed.person)?;
        fold.change(go(To::Leaves)).flow(format!("dtenv.departed.{kind}"), &who)
    }
    // The earlier departure does not count: a counter-entry in the month in which it was counted.
    pb::DepartureCorrected as corrected => {
        let kind = departure(corrected.outcome())?;
        let departed_on = kernel::Date::from_pb(corrected.departed_on)
            .map_err(|e| format!("departed_on: {e}"))?;
        let who = who(fact, corrected.person)?;
        Fold::new(fold.source, departed_on, fold.recorded_on).count(
            format!("dtenv.departed.{kind}"),
            Some(&who),
            -1,
        )
    }
    pb::ReturnReopened as event => {
        let who = who(fact, event.person)?;
        fold.change(go(To::Enters(OPEN)).of(&who))
    }
    pb::ReturnCaseMerged as event => {
        let who = who(fact, event.person)?;
        fold.change(go(To::Enters(OPEN)).of(&who))
    }
    pb::ReturnClosed as closed => {
        let measure = match closed.reason() {
            pb::CloseReason::Lawful => "dtenv.lawful".to_owned(),
            other => {
                format!("dtenv.closed.{}", lower(other.as_str_name(), "CLOSE_REASON_"))
            }
        };
        let who = who(fact, closed.person)?;
        fold.change(go(To::Leaves)).flow(measure, &who)
    }
    pb::ReturnCaseImported as event => {
        let who = who(fact, event.person)?;
        fold.change(go(To::Enters(OPEN)).of(&who)).flow("books.opened", &who)
    }
} moves_nobody {
    pb::CharterCancelled,
    pb::CharterScheduled,
    pb::CharterSeatsChanged,
    pb::DetentionReviewed,
    pb::DetentionExtended,
    pb::ForcedTrackStarted,
    pb::CaseStarted,
    pb::DetentionArrived,
    pb::EntryBanImposed,
    pb::SupportReclaimed,
    pb::SupportGranted,
    pb::TransferPlanned,
    pb::TransferTermSet,
    pb::ReturnPersonCorrected,
    pb::RefoulementChecked,
    pb::TravelDocumentChanged,
    pb::EntryRefused,
    pb::SupervisionLifted,
    pb::SupervisionImposed,
    pb::DepartureUnblocked,
    pb::IomPlanned,
    pb::DepartureBlocked,
    pb::RemovalContinued,
    pb::DepartureInterviewHeld,
    pb::FlightCancelled,
    pb::FlightBooked,
}}

fn departure(outcome: pb::DepartureOutcome) -> Result<&'static str, String> {
    use pb::DepartureOutcome as O;
    match outcome {
        O::Unspecified => Err("outcome is missing".to_owned()),
        O::IndependentIom | O::IndependentDtenv | O::IndependentOwn | O::IndependentNgo => {
            Ok("independent")
        }
        O::ForcedCountryOfOrigin => Ok("forced"),
        O::ForcedTransfer => Ok("transfer"),
        O::Unsupervised => Ok("unsupervised"),
    }
}
