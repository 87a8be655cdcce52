//! Reception: residents by category, places taken by sort, places there are, displaced persons from Ukraine.

use feed::Fact;
use wire::reception as pb;

use super::{decode, who};
use crate::domain::names::{Measure, Stage};
use crate::domain::picture::{Change, Fold, To, Who};

pub(super) fn fold(fact: &Fact<'_>, fold: Fold) -> Result<Option<Fold>, String> {
    let go = |to| Change::new(fact.subject, to);
    // The sort of place is a second stage of the same stay.
    let place = |to, who: &Who| Change::new(format!("{}#place", fact.subject), to).of(who);
    // Places for minors are a part of those of their sort: a second stage of the same location.
    let minors = |to| Change::new(format!("{}#minors", fact.subject), to);
    Ok(Some(match fact.event_type {
        "nl.opvangplaatsingen.verwacht.v1" => {
            let expected: pb::StayExpected = decode(fact)?;
            let minor = expected.category() == pb::Category::UnaccompaniedMinor;
            let who = who(fact, expected.person)?;
            let fold = if minor { fold.flow(Measure::MinorsIn, &who) } else { fold };
            fold.change(go(To::Enters(Stage::Expected)).of(&who)).flow(Measure::ReceptionIn, &who)
        }
        "nl.opvangplaatsingen.geplaatst.v1" => {
            let placed: pb::PersonPlaced = decode(fact)?;
            let (to, sort) = (To::Enters(stage(placed.category())?), sort(placed.emergency));
            let who = who(fact, placed.person)?;
            fold.change(go(to).of(&who)).change(place(sort, &who))
        }
        "nl.opvangplaatsingen.overgeplaatst.v1" => {
            let moved: pb::PersonMoved = decode(fact)?;
            let sort = sort(moved.emergency);
            let who = who(fact, moved.person)?;
            fold.change(place(sort, &who)).flow(Measure::ReceptionMoved, &who)
        }
        "nl.opvangplaatsingen.bewonerscategorie-gewijzigd.v1" => {
            let changed: pb::CategoryChanged = decode(fact)?;
            let category = changed.category();
            let who = who(fact, changed.person)?;
            let fold = match category {
                pb::Category::StatusHolder => fold.flow(Measure::GrantedInReception, &who),
                _ => fold,
            };
            fold.change(go(To::Becomes(stage(category)?)).of(&who))
        }
        "nl.opvangplaatsingen.beeindigd.v1" => {
            use pb::EndReason as R;
            let ended: pb::StayEnded = decode(fact)?;
            let (category, reason) = (ended.category(), ended.reason());
            let who = who(fact, ended.person)?;
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
        "nl.opvangplaatsingen.overgenomen.v1" => {
            let imported: pb::StayImported = decode(fact)?;
            let (to, sort) = (To::Enters(stage(imported.category())?), sort(imported.emergency));
            let who = who(fact, imported.person)?;
            fold.change(go(to).of(&who)).change(place(sort, &who)).flow(Measure::BooksOpened, &who)
        }
        "nl.opvangplaatsingen.persoon-gecorrigeerd.v1" => {
            let corrected: pb::StayCorrected = decode(fact)?;
            let who = who(fact, corrected.person)?;
            fold.change(go(To::Stays).of(&who)).change(place(To::Stays, &who))
        }
        "nl.opvanglocaties.geopend.v1" => {
            let opened: pb::LocationOpened = decode(fact)?;
            let places = i64::from(opened.places);
            let to = To::Enters(capacity(opened.kind(), opened.emergency));
            let fold = fold.change(go(to).counting(places));
            if opened.minors_only || for_minors(opened.kind()) {
                fold.change(minors(To::Enters(Stage::PlacesMinors)).counting(places))
            } else {
                fold
            }
        }
        "nl.opvanglocaties.capaciteit-gewijzigd.v1" => {
            let changed: pb::CapacityChanged = decode(fact)?;
            let places = i64::from(changed.places);
            fold.change(go(To::Stays).counting(places)).change(minors(To::Stays).counting(places))
        }
        "nl.opvanglocaties.gesloten.v1" => fold.change(go(To::Leaves)).change(minors(To::Leaves)),
        "nl.ontheemdenopvang.weekstand.v1" => ukraine(&decode(fact)?, fold),
        _ => return Ok(None),
    }))
}

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
