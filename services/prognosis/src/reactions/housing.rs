//! Housing: households that wait, are linked, are housed; targets.

use feed::Fact;
use wire::housing as pb;

use super::decode;
use crate::domain::names::{Counted, Measure, Stage};
use crate::domain::picture::{Change, Fold, To};

pub(super) fn fold(fact: &Fact<'_>, fold: Fold) -> Result<Option<Fold>, String> {
    let go = |to| Change::new(fact.subject, to);
    Ok(Some(match fact.event_type {
        "nl.huisvestingskoppelingen.profiel-gestart.v1" => {
            let started: pb::MatchStarted = decode(fact)?;
            let stage = if started.majority_on.is_some() { Stage::Nidos } else { Stage::Screening };
            fold.change(go(To::Enters(stage)).counting(started.person_ids.len() as i64))
        }
        "nl.huisvestingskoppelingen.profiel-gereed.v1" => fold.change(go(To::Enters(Stage::Ready))),
        "nl.huisvestingskoppelingen.gekoppeld.v1" => {
            let linked: pb::HouseholdLinked = decode(fact)?;
            fold.change(go(To::Enters(Stage::HomeLinked))).count(
                Measure::Linked,
                None,
                linked.persons.into(),
            )
        }
        "nl.huisvestingskoppelingen.koppeling-teruggegeven.v1" => {
            let returned: pb::LinkReturned = decode(fact)?;
            fold.change(go(To::Enters(Stage::Ready))).count(
                Measure::Linked,
                None,
                -i64::from(returned.persons),
            )
        }
        "nl.huisvestingskoppelingen.meerderjarig.v1" => fold.change(go(To::Enters(Stage::Ready))),
        "nl.huisvestingskoppelingen.minderjarigheid-gecorrigeerd.v1" => {
            match decode::<pb::MinorityCorrected>(fact)?.state() {
                pb::MatchState::Ready => fold.change(go(To::Enters(Stage::Ready))),
                pb::MatchState::Nidos => fold.change(go(To::Enters(Stage::Nidos))),
                _ => fold,
            }
        }
        "nl.huisvestingskoppelingen.samengevoegd.v1" => {
            let merged: pb::MembersMerged = decode(fact)?;
            fold.change(go(To::Stays).counting(merged.persons.into()))
        }
        "nl.huisvestingskoppelingen.huishouden-gewijzigd.v1" => {
            let changed: pb::HouseholdChanged = decode(fact)?;
            fold.change(go(To::Stays).counting(changed.persons.into()))
        }
        "nl.huisvestingskoppelingen.geweigerd.v1" => {
            let refused: pb::OfferRefused = decode(fact)?;
            let fold = fold.count(Measure::Refused, None, 1);
            if refused.grounded { fold } else { fold.change(go(To::Leaves)) }
        }
        "nl.huisvestingskoppelingen.tijdelijk-gehuisvest.v1" => {
            let housed: pb::HouseholdTemporarilyHoused = decode(fact)?;
            // A small-scale place of Nidos is no temporary home: the minor stays in its care.
            let stage = match housed.kind() {
                pb::RealisationKind::SmallScale => Stage::NidosPlaced,
                _ => Stage::Temporary,
            };
            fold.change(go(To::Enters(stage)))
        }
        "nl.huisvestingskoppelingen.gehuisvest.v1" => fold.change(go(To::Leaves)),
        "nl.huisvestingskoppelingen.vervallen.v1" => {
            let cancelled: pb::MatchCancelled = decode(fact)?;
            let fold = fold.change(go(To::Leaves));
            match cancelled.persons {
                0 => fold,
                persons => fold.count(Measure::Linked, None, -i64::from(persons)),
            }
        }
        "nl.huisvestingskoppelingen.overgenomen.v1" => {
            let imported: pb::MatchImported = decode(fact)?;
            let stage =
                if imported.municipality.is_empty() { Stage::Ready } else { Stage::HomeLinked };
            fold.change(go(To::Enters(stage)).counting(imported.person_ids.len() as i64))
        }
        // Realisation counts each person once (HO-2): the ledger tells, not the move.
        "nl.taakstellingen.realisatie-geboekt.v1" => {
            let booked: pb::RealisationBooked = decode(fact)?;
            fold.count(Measure::Realised, None, booked.persons.into())
        }
        "nl.taakstellingen.vastgesteld.v1" => {
            let set: pb::TargetSet = decode(fact)?;
            fold.count(Counted::Target(set.half), None, set.national.into())
        }
        _ => return Ok(None),
    }))
}
