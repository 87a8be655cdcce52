//! Housing: households that wait, are linked, are housed; targets.

use wire::housing as pb;

use crate::domain::names::{Counted, Measure, Stage};
use crate::domain::picture::{Change, To};

super::counts! { |received, fold| {
    given {
        let go = |to| Change::new(received.subject, to);
    }
    pb::MatchStarted as started => {
        let stage = if started.majority_on.is_some() { Stage::Nidos } else { Stage::Screening };
        fold.change(go(To::Enters(stage)).counting(started.person_ids.len() as i64))
    }
    pb::ProfileCompleted as _ => { fold.change(go(To::Enters(Stage::Ready))) }
    pb::HouseholdLinked as linked => {
        fold.change(go(To::Enters(Stage::HomeLinked))).count(
            Measure::Linked,
            None,
            linked.persons.into(),
        )
    }
    pb::LinkReturned as returned => {
        fold.change(go(To::Enters(Stage::Ready))).count(
            Measure::Linked,
            None,
            -i64::from(returned.persons),
        )
    }
    pb::CameOfAge as _ => { fold.change(go(To::Enters(Stage::Ready))) }
    pb::MinorityCorrected as event => {
        match event.state() {
            pb::MatchState::Ready => fold.change(go(To::Enters(Stage::Ready))),
            pb::MatchState::Nidos => fold.change(go(To::Enters(Stage::Nidos))),
            _ => fold,
        }
    }
    pb::MembersMerged as merged => {
        fold.change(go(To::Stays).counting(merged.persons.into()))
    }
    pb::HouseholdChanged as changed => {
        fold.change(go(To::Stays).counting(changed.persons.into()))
    }
    pb::OfferRefused as refused => {
        let fold = fold.count(Measure::Refused, None, 1);
        if refused.grounded { fold } else { fold.change(go(To::Leaves)) }
    }
    pb::HouseholdTemporarilyHoused as housed => {
        // A small-scale place of Nidos is no temporary home: the minor stays in its care.
        let stage = match housed.kind() {
            pb::RealisationKind::SmallScale => Stage::NidosPlaced,
            _ => Stage::Temporary,
        };
        fold.change(go(To::Enters(stage)))
    }
    pb::HouseholdHoused as _ => { fold.change(go(To::Leaves)) }
    pb::MatchCancelled as cancelled => {
        let fold = fold.change(go(To::Leaves));
        match cancelled.persons {
            0 => fold,
            persons => fold.count(Measure::Linked, None, -i64::from(persons)),
        }
    }
    pb::MatchImported as imported => {
        let stage =
            if imported.municipality.is_empty() { Stage::Ready } else { Stage::HomeLinked };
        fold.change(go(To::Enters(stage)).counting(imported.person_ids.len() as i64))
    }
    // Realisation counts each person once (HO-2): the ledger tells, not the move.
    pb::RealisationBooked as booked => {
        fold.count(Measure::Realised, None, booked.persons.into())
    }
    pb::TargetSet as set => {
        fold.count(Counted::Target(set.half), None, set.national.into())
    }
} moves_nobody {
    pb::CapacityEstimated,
    pb::OfferAccepted,
    pb::HousingOverdue,
    pb::LinkOverdue,
    pb::HouseholdRelinked,
    pb::TemporaryStayOverdue,
    pb::HouseholdMoved,
    pb::DwellingOffered,
    pb::ProvincialReportRecorded,
    pb::HalfClosed,
    pb::ContributionBooked,
    pb::TaskTransferred,
    pb::SupervisionStepChanged,
    pb::ImprovementPlanRecorded,
    pb::PlacesRecorded,
    pb::DistributionDecided,
}}
