//! Returns: departure cases, detention, departures by kind.

use feed::Fact;
use wire::Wire as _;
use wire::returns as pb;

use super::{decode, who};
use crate::domain::names::{Measure, Stage};
use crate::domain::picture::{Change, Fold, To, Who};

pub(super) fn fold(fact: &Fact<'_>, fold: Fold) -> Result<Option<Fold>, String> {
    let go = |to| Change::new(fact.subject, to);
    let detention = |to, who: &Who| Change::new(format!("{}#bewaring", fact.subject), to).of(who);
    Ok(Some(match fact.event_type {
        "nl.terugkeerdossiers.aangekondigd.v1" => {
            let who = who(fact, decode::<pb::ReturnAnnounced>(fact)?.person)?;
            fold.change(go(To::Enters(Stage::ReturnAnnounced)).of(&who))
                .flow(Measure::ReturnsAnnounced, &who)
        }
        "nl.terugkeerdossiers.overgedragen.v1" => {
            let file: pb::FileTransferred = decode(fact)?;
            let counted = files(file.origin());
            let who = who(fact, file.person)?;
            fold.change(go(To::Enters(Stage::ReturnOpen)).of(&who)).flow(counted, &who)
        }
        "nl.terugkeerdossiers.bewaring-opgelegd.v1" => {
            let who = who(fact, decode::<pb::DetentionImposed>(fact)?.person)?;
            fold.change(detention(To::Enters(Stage::Detained), &who))
                .flow(Measure::Detentions, &who)
        }
        "nl.terugkeerdossiers.bewaring-opgeheven.v1" => {
            let who = who(fact, decode::<pb::DetentionLifted>(fact)?.person)?;
            fold.change(detention(To::Leaves, &who))
        }
        "nl.terugkeerdossiers.opgeschort-asiel.v1"
        | "nl.terugkeerdossiers.overdrachtstermijn-verlopen.v1" => {
            fold.change(go(To::Enters(Stage::ReturnOnHold)))
        }
        "nl.terugkeerdossiers.vertrokken.v1" => {
            let departed: pb::Departed = decode(fact)?;
            let kind = departure(departed.outcome())?;
            let who = who(fact, departed.person)?;
            fold.change(go(To::Leaves)).flow(kind, &who)
        }
        // The earlier departure does not count: a counter-entry in the month in which it was counted.
        "nl.terugkeerdossiers.vertrek-gecorrigeerd.v1" => {
            let corrected: pb::DepartureCorrected = decode(fact)?;
            let kind = departure(corrected.outcome())?;
            let departed_on = kernel::Date::from_pb(corrected.departed_on)
                .map_err(|e| format!("departed_on: {e}"))?;
            let who = who(fact, corrected.person)?;
            Fold::new(fold.source, departed_on, fold.recorded_on).count(kind, Some(&who), -1)
        }
        "nl.terugkeerdossiers.heropend.v1" => {
            let who = who(fact, decode::<pb::ReturnReopened>(fact)?.person)?;
            fold.change(go(To::Enters(Stage::ReturnOpen)).of(&who))
        }
        "nl.terugkeerdossiers.samengevoegd.v1" => {
            let who = who(fact, decode::<pb::ReturnCaseMerged>(fact)?.person)?;
            fold.change(go(To::Enters(Stage::ReturnOpen)).of(&who))
        }
        "nl.terugkeerdossiers.gesloten.v1" => {
            let closed: pb::ReturnClosed = decode(fact)?;
            let measure = closed_by(closed.reason());
            let who = who(fact, closed.person)?;
            fold.change(go(To::Leaves)).flow(measure, &who)
        }
        "nl.terugkeerdossiers.overgenomen.v1" => {
            let who = who(fact, decode::<pb::ReturnCaseImported>(fact)?.person)?;
            fold.change(go(To::Enters(Stage::ReturnOpen)).of(&who)).flow(Measure::BooksOpened, &who)
        }
        _ => return Ok(None),
    }))
}

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
