//! Reception: residents by category, places taken by sort, places there are, displaced persons from Ukraine.

use wire::reception as pb;

use super::who;
use crate::domain::names::{Measure, Stage};
use crate::domain::picture::{Change, Fold, To, Who};

super::counts! { |received, fold| {
    given {
        let go = |to| Change::new(received.subject, to);
        // The sort of place is a second stage of the same stay.
        let place = |to, who: &Who| Change::new(format!("{}#place", received.subject), to).of(who);
        // Places for minors are a part of those of their sort: a second stage of the same location.
        let minors = |to| Change::new(format!("{}#minors", received.subject), to);
    }
    pb::StayExpected as expected => {
        let minor = expected.category() == pb::Category::UnaccompaniedMinor;
        let who = who(received, expected.person)?;
        let fold = if minor { fold.flow(Measure::MinorsIn, &who) } else { fold };
        fold.change(go(To::Enters(Stage::Expected)).of(&who)).flow(Measure::ReceptionIn, &who)
    }
    pb::PersonPlaced as placed => {
        let (to, sort) = (To::Enters(stage(placed.category())?), sort(placed.emergency));
        let who = who(received, placed.person)?;
        fold.change(go(to).of(&who)).change(place(sort, &who))
    }
    pb::PersonMoved as moved => {
        let sort = sort(moved.emergency);
        let who = who(received, moved.person)?;
        fold.change(place(sort, &who)).flow(Measure::ReceptionMoved, &who)
    }
    pb::CategoryChanged as changed => {
        let category = changed.category();
        let who = who(received, changed.person)?;
        let fold = match category {
            pb::Category::StatusHolder => fold.flow(Measure::GrantedInReception, &who),
            _ => fold,
        };
        fold.change(go(To::Becomes(stage(category)?)).of(&who))
    }
    pb::StayEnded as ended => {
        use pb::EndReason as R;
        let (category, reason) = (ended.category(), ended.reason());
        let who = who(received, ended.person)?;
        let fold = match category {
            pb::Category::UnaccompaniedMinor => fold.flow(Measure::MinorsOut, &who),
            pb::Category::StatusHolder
                if matches!(reason, R::Housed | R::HarPlus | R::Transit) =>
            {
                fold.flow(Measure::Housed, &who)
            }
            _ => fold,
        };
        fold.change(go(To::Leaves)).change(place(To::Leaves, &who)).flow(out(reason), &who)
    }
    pb::StayImported as imported => {
        let (to, sort) = (To::Enters(stage(imported.category())?), sort(imported.emergency));
        let who = who(received, imported.person)?;
        fold.change(go(to).of(&who)).change(place(sort, &who)).flow(Measure::BooksOpened, &who)
    }
    pb::StayCorrected as corrected => {
        let who = who(received, corrected.person)?;
        fold.change(go(To::Stays).of(&who)).change(place(To::Stays, &who))
    }
    pb::LocationOpened as opened => {
        let places = i64::from(opened.places);
        let to = To::Enters(capacity(opened.kind(), opened.emergency));
        let fold = fold.change(go(to).counting(places));
        if opened.minors_only || for_minors(opened.kind()) {
            fold.change(minors(To::Enters(Stage::PlacesMinors)).counting(places))
        } else {
            fold
        }
    }
    pb::CapacityChanged as changed => {
        let places = i64::from(changed.places);
        fold.change(go(To::Stays).counting(places)).change(minors(To::Stays).counting(places))
    }
    pb::LocationClosed as _ => { fold.change(go(To::Leaves)).change(minors(To::Leaves)) }
    pb::UkraineWeekReported as event => { ukraine(&event, fold) }
} moves_nobody {
    pb::UkrainePlacesRealised,
    pb::UkrainePlacesClosed,
    pb::UkraineTaskSet,
    pb::LocationContracted,
    pb::LocationPlanned,
    pb::LocationConverted,
    pb::ClosingAnnounced,
    pb::PersonAbsent,
    pb::NeedsRecorded,
    pb::MeasureLifted,
    pb::MeasureImposed,
    pb::PlacementFailed,
    pb::RightEndSet,
    pb::PersonReturned,
    pb::OccupancyWeekReported,
    pb::GuardianshipRequested,
    pb::GuardianshipEnded,
    pb::GuardianAppointed,
    pb::MinorMissing,
    pb::GuardianProvided,
}}

fn ukraine(week: &pb::UkraineWeekReported, fold: Fold) -> Fold {
    let of = |what: &str, stage, persons: i32| {
        let subject = format!("ontheemdenopvang/{}#{what}", week.region);
        Change::new(subject, To::Enters(stage)).counting(persons.into())
    };
    fold.change(of("plaatsen", Stage::UkrainePlaces, week.places))
        .change(of("bezet", Stage::UkraineOccupied, week.occupied))
        .count(Measure::UkraineRegistrations, None, week.registrations.into())
}

fn sort(emergency: bool) -> To {
    To::Enters(if emergency { Stage::PlaceEmergency } else { Stage::PlaceRegular })
}

/// The sort of a location's places, as reception publishes them: with those for minors, and with those that cannot
/// be used. The audit of every chain compares both.
fn capacity(kind: pb::LocationType, emergency: bool) -> Stage {
    use pb::LocationType as T;
    match kind {
        T::Crisis | T::HostFamily => Stage::CapacityOutside,
        T::Emergency => Stage::CapacityEmergency,
        _ if emergency => Stage::CapacityEmergency,
        _ => Stage::CapacityRegular,
    }
}

/// Whether a type of location takes unaccompanied minors and nobody else.
fn for_minors(kind: pb::LocationType) -> bool {
    use pb::LocationType as T;
    matches!(kind, T::ColAmv | T::AmvKwv | T::AmvPoa | T::NidosKwe)
}

fn stage(category: pb::Category) -> Result<Stage, String> {
    use pb::Category as C;
    match category {
        C::Unspecified => Err("category is missing".to_owned()),
        C::Applicant => Ok(Stage::Applicant),
        C::Rejected => Ok(Stage::Rejected),
        C::StatusHolder => Ok(Stage::StatusHolder),
        C::UnaccompaniedMinor => Ok(Stage::Minor),
        C::FamilyReunion => Ok(Stage::Family),
        C::RepeatApplicant => Ok(Stage::Repeat),
    }
}

/// The flow that counts who leaves, by why.
fn out(reason: pb::EndReason) -> Measure {
    use pb::EndReason as R;
    match reason {
        R::Unspecified => Measure::OutUnspecified,
        R::Housed => Measure::OutHoused,
        R::DepartedIndependent => Measure::OutDepartedIndependent,
        R::DepartedForced => Measure::OutDepartedForced,
        R::Transferred => Measure::OutTransferred,
        R::Unsupervised => Measure::OutUnsupervised,
        R::Detained => Measure::OutDetained,
        R::Withdrawn => Measure::OutWithdrawn,
        R::RightEnded => Measure::OutRightEnded,
        R::SelfHoused => Measure::OutSelfHoused,
        R::Deceased => Measure::OutDeceased,
        R::HarPlus => Measure::OutHarPlus,
        R::Transit => Measure::OutTransit,
        R::HostFamily => Measure::OutHostFamily,
        R::Nidos => Measure::OutNidos,
        R::Duplicate => Measure::OutDuplicate,
    }
}
