//! Reception: residents by category, places taken by sort, places there are, displaced persons from Ukraine.

use wire::reception as pb;

use super::{lower, who};
use crate::domain::picture::{Change, EXPECTED, Fold, To, Who};

const REGULAR: &str = "coa.place.regular";
const EMERGENCY: &str = "coa.place.emergency";
/// Places for unaccompanied minors, part of the capacity of their sort.
const MINORS: &str = "places.minor";

super::counts! { |fact, fold| {
    given {
        let go = |to| Change::new(fact.subject, to);
    // The sort of place is a second stage of the same stay.
    let place = |to, who: &Who| Change::new(format!("{}#place", fact.subject), to).of(who);
    // Places for minors are a part of those of their sort: a second stage of the same location.
    let minors = |to| Change::new(format!("{}#minors", fact.subject), to);
    }
    pb::StayExpected as expected => {
        let minor = expected.category() == pb::Category::UnaccompaniedMinor;
        let who = who(fact, expected.person)?;
        let fold = if minor { fold.flow("coa.in.minor", &who) } else { fold };
        fold.change(go(To::Enters(EXPECTED)).of(&who)).flow("coa.in", &who)
    }
    pb::PersonPlaced as placed => {
        let (to, sort) = (To::Enters(stage(placed.category())?), sort(placed.emergency));
        let who = who(fact, placed.person)?;
        fold.change(go(to).of(&who)).change(place(sort, &who))
    }
    pb::PersonMoved as moved => {
        let sort = sort(moved.emergency);
        let who = who(fact, moved.person)?;
        fold.change(place(sort, &who)).flow("coa.moved", &who)
    }
    pb::CategoryChanged as changed => {
        let category = changed.category();
        let who = who(fact, changed.person)?;
        let fold = match category {
            pb::Category::StatusHolder => fold.flow("coa.granted", &who),
            _ => fold,
        };
        fold.change(go(To::Becomes(stage(category)?)).of(&who))
    }
    pb::StayEnded as ended => {
        use pb::EndReason as R;
        let (category, reason) = (ended.category(), ended.reason());
        let who = who(fact, ended.person)?;
        let fold = match category {
            pb::Category::UnaccompaniedMinor => fold.flow("coa.out.minor", &who),
            pb::Category::StatusHolder
                if matches!(reason, R::Housed | R::HarPlus | R::Transit) =>
            {
                fold.flow("coa.housed", &who)
            }
            _ => fold,
        };
        let why = lower(reason.as_str_name(), "END_REASON_");
        fold.change(go(To::Leaves))
            .change(place(To::Leaves, &who))
            .flow(format!("coa.out.{why}"), &who)
    }
    pb::StayImported as imported => {
        let (to, sort) = (To::Enters(stage(imported.category())?), sort(imported.emergency));
        let who = who(fact, imported.person)?;
        fold.change(go(to).of(&who)).change(place(sort, &who)).flow("books.opened", &who)
    }
    pb::StayCorrected as corrected => {
        let who = who(fact, corrected.person)?;
        fold.change(go(To::Stays).of(&who)).change(place(To::Stays, &who))
    }
    pb::LocationOpened as opened => {
        let places = i64::from(opened.places);
        let to = To::Enters(capacity(opened.kind(), opened.emergency));
        let fold = fold.change(go(to).counting(places));
        if opened.minors_only || for_minors(opened.kind()) {
            fold.change(minors(To::Enters(MINORS)).counting(places))
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
    fold.change(of("plaatsen", "ukraine.places", week.places))
        .change(of("bezet", "ukraine.occupied", week.occupied))
        .count("ukraine.registrations", None, week.registrations.into())
}

fn sort(emergency: bool) -> To {
    To::Enters(if emergency { EMERGENCY } else { REGULAR })
}

/// The sort of a location's places, as reception publishes them: with those for minors, and with those that cannot
/// be used. The audit of every chain compares both.
fn capacity(kind: pb::LocationType, emergency: bool) -> &'static str {
    use pb::LocationType as T;
    match kind {
        T::Crisis | T::HostFamily => "capacity.outside_coa",
        T::Emergency => "capacity.emergency",
        _ if emergency => "capacity.emergency",
        _ => "capacity.regular",
    }
}

/// Whether a type of location takes unaccompanied minors and nobody else.
fn for_minors(kind: pb::LocationType) -> bool {
    use pb::LocationType as T;
    matches!(kind, T::ColAmv | T::AmvKwv | T::AmvPoa | T::NidosKwe)
}

fn stage(category: pb::Category) -> Result<&'static str, String> {
    use pb::Category as C;
    match category {
        C::Unspecified => Err("category is missing".to_owned()),
        C::Applicant => Ok("coa.applicant"),
        C::Rejected => Ok("coa.rejected"),
        C::StatusHolder => Ok("coa.status_holder"),
        C::UnaccompaniedMinor => Ok("coa.minor"),
        C::FamilyReunion => Ok("coa.family"),
        C::RepeatApplicant => Ok("coa.repeat"),
    }
}
