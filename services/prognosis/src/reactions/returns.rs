//! Returns: departure cases, detention, departures by kind.

use feed::Fact;
use wire::Wire as _;
use wire::returns as pb;

use super::{decode, lower, who};
use crate::domain::picture::{Change, Fold, To, Who};

const OPEN: &str = "dtenv.open";

pub(super) fn fold(fact: &Fact<'_>, fold: Fold) -> Result<Option<Fold>, String> {
    let go = |to| Change::new(fact.subject, to);
    let detention = |to, who: &Who| Change::new(format!("{}#bewaring", fact.subject), to).of(who);
    Ok(Some(match fact.event_type {
        "nl.terugkeerdossiers.aangekondigd.v1" => {
            let who = who(fact, decode::<pb::ReturnAnnounced>(fact)?.person)?;
            fold.change(go(To::Enters("dtenv.announced")).of(&who)).flow("dtenv.announced", &who)
        }
        "nl.terugkeerdossiers.overgedragen.v1" => {
            let file: pb::FileTransferred = decode(fact)?;
            let origin = lower(file.origin().as_str_name(), "FILE_ORIGIN_");
            let who = who(fact, file.person)?;
            fold.change(go(To::Enters(OPEN)).of(&who)).flow(format!("dtenv.files.{origin}"), &who)
        }
        "nl.terugkeerdossiers.bewaring-opgelegd.v1" => {
            let who = who(fact, decode::<pb::DetentionImposed>(fact)?.person)?;
            fold.change(detention(To::Enters("dtenv.detained"), &who))
                .flow("dtenv.detentions", &who)
        }
        "nl.terugkeerdossiers.bewaring-opgeheven.v1" => {
            let who = who(fact, decode::<pb::DetentionLifted>(fact)?.person)?;
            fold.change(detention(To::Leaves, &who))
        }
        "nl.terugkeerdossiers.opgeschort-asiel.v1"
        | "nl.terugkeerdossiers.overdrachtstermijn-verlopen.v1" => {
            fold.change(go(To::Enters("dtenv.on_hold")))
        }
        "nl.terugkeerdossiers.vertrokken.v1" => {
            let departed: pb::Departed = decode(fact)?;
            let kind = departure(departed.outcome())?;
            let who = who(fact, departed.person)?;
            fold.change(go(To::Leaves)).flow(format!("dtenv.departed.{kind}"), &who)
        }
        // The earlier departure does not count: a counter-entry in the month in which it was counted.
        "nl.terugkeerdossiers.vertrek-gecorrigeerd.v1" => {
            let corrected: pb::DepartureCorrected = decode(fact)?;
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
        "nl.terugkeerdossiers.heropend.v1" => {
            let who = who(fact, decode::<pb::ReturnReopened>(fact)?.person)?;
            fold.change(go(To::Enters(OPEN)).of(&who))
        }
        "nl.terugkeerdossiers.samengevoegd.v1" => {
            let who = who(fact, decode::<pb::ReturnCaseMerged>(fact)?.person)?;
            fold.change(go(To::Enters(OPEN)).of(&who))
        }
        "nl.terugkeerdossiers.gesloten.v1" => {
            let closed: pb::ReturnClosed = decode(fact)?;
            let measure = match closed.reason() {
                pb::CloseReason::Lawful => "dtenv.lawful".to_owned(),
                other => {
                    format!("dtenv.closed.{}", lower(other.as_str_name(), "CLOSE_REASON_"))
                }
            };
            let who = who(fact, closed.person)?;
            fold.change(go(To::Leaves)).flow(measure, &who)
        }
        "nl.terugkeerdossiers.overgenomen.v1" => {
            let who = who(fact, decode::<pb::ReturnCaseImported>(fact)?.person)?;
            fold.change(go(To::Enters(OPEN)).of(&who)).flow("books.opened", &who)
        }
        _ => return Ok(None),
    }))
}

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
