//! Returns: departure cases, detention, departures by kind.

use wire::Wire as _;
use wire::returns as pb;

use super::who;
use crate::domain::names::{Measure, Stage};
use crate::domain::picture::{Change, Fold, To, Who};

super::counts! { |received, fold| {
    given {
        let go = |to| Change::new(received.subject, to);
        let detention = |to, who: &Who| Change::new(format!("{}#bewaring", received.subject), to).of(who);
    }
    pb::ReturnAnnounced as event => {
        let who = who(received, event.person)?;
        fold.change(go(To::Enters(Stage::ReturnAnnounced)).of(&who))
            .flow(Measure::ReturnsAnnounced, &who)
    }
    pb::FileTransferred as file => {
        let counted = files(file.origin());
        let who = who(received, file.person)?;
        fold.change(go(To::Enters(Stage::ReturnOpen)).of(&who)).flow(counted, &who)
    }
    pb::DetentionImposed as event => {
        let who = who(received, event.person)?;
        fold.change(detention(To::Enters(Stage::Detained), &who))
            .flow(Measure::Detentions, &who)
    }
    pb::DetentionLifted as event => {
        let who = who(received, event.person)?;
        fold.change(detention(To::Leaves, &who))
    }
    pb::HeldForAsylum as _ => { fold.change(go(To::Enters(Stage::ReturnOnHold))) }
    pb::TransferTermLapsed as _ => { fold.change(go(To::Enters(Stage::ReturnOnHold))) }
    pb::Departed as departed => {
        let kind = departure(departed.outcome())?;
        let who = who(received, departed.person)?;
        fold.change(go(To::Leaves)).flow(kind, &who)
    }
    // The earlier departure does not count: a counter-entry in the month in which it was counted.
    pb::DepartureCorrected as corrected => {
        let kind = departure(corrected.outcome())?;
        let departed_on = kernel::Date::from_pb(corrected.departed_on)
            .map_err(|e| format!("departed_on: {e}"))?;
        let who = who(received, corrected.person)?;
        Fold::new(fold.source, departed_on, fold.recorded_on).count(kind, Some(&who), -1)
    }
    pb::ReturnReopened as event => {
        let who = who(received, event.person)?;
        fold.change(go(To::Enters(Stage::ReturnOpen)).of(&who))
    }
    pb::ReturnCaseMerged as event => {
        let who = who(received, event.person)?;
        fold.change(go(To::Enters(Stage::ReturnOpen)).of(&who))
    }
    pb::ReturnClosed as closed => {
        let measure = closed_by(closed.reason());
        let who = who(received, closed.person)?;
        fold.change(go(To::Leaves)).flow(measure, &who)
    }
    pb::ReturnCaseImported as event => {
        let who = who(received, event.person)?;
        fold.change(go(To::Enters(Stage::ReturnOpen)).of(&who)).flow(Measure::BooksOpened, &who)
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

fn departure(outcome: pb::DepartureOutcome) -> Result<Measure, String> {
    use pb::DepartureOutcome as O;
    match outcome {
        O::Unspecified => Err("outcome is missing".to_owned()),
        O::IndependentIom | O::IndependentDtenv | O::IndependentOwn | O::IndependentNgo => {
            Ok(Measure::DepartedIndependent)
        }
        O::ForcedCountryOfOrigin => Ok(Measure::DepartedForced),
        O::ForcedTransfer => Ok(Measure::DepartedTransfer),
        O::Unsupervised => Ok(Measure::DepartedUnsupervised),
    }
}

/// The flow that counts a file, by where it comes from.
fn files(origin: pb::FileOrigin) -> Measure {
    use pb::FileOrigin as O;
    match origin {
        O::Unspecified => Measure::FilesUnspecified,
        O::Ind => Measure::FilesInd,
        O::Police => Measure::FilesPolice,
        O::Kmar => Measure::FilesKmar,
        O::Other => Measure::FilesOther,
    }
}

/// The flow that counts a case that ends without a departure, by why.
fn closed_by(reason: pb::CloseReason) -> Measure {
    use pb::CloseReason as R;
    match reason {
        R::Unspecified => Measure::ClosedUnspecified,
        R::Lawful => Measure::ReturnsLawful,
        R::Deceased => Measure::ClosedDeceased,
        R::Naturalised => Measure::ClosedNaturalised,
        R::Error => Measure::ClosedError,
    }
}
