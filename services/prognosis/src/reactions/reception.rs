//! Reception: residents by category, places taken by sort, places there are, displaced persons from Ukraine.

use feed::Fact;
use wire::reception as pb;

use super::{decode, lower, who};
use crate::domain::picture::{Change, EXPECTED, Fold, To, Who};

const REGULAR: &str = "coa.place.regular";
const EMERGENCY: &str = "coa.place.emergency";
/// Places for unaccompanied minors, part of the capacity of their sort.
const MINORS: &str = "places.minor";

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
            let fold = if minor { fold.flow("coa.in.minor", &who) } else { fold };
            fold.change(go(To::Enters(EXPECTED)).of(&who)).flow("coa.in", &who)
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
            fold.change(place(sort, &who)).flow("coa.moved", &who)
        }
        "nl.opvangplaatsingen.bewonerscategorie-gewijzigd.v1" => {
            let changed: pb::CategoryChanged = decode(fact)?;
            let category = changed.category();
            let who = who(fact, changed.person)?;
            let fold = match category {
                pb::Category::StatusHolder => fold.flow("coa.granted", &who),
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
        "nl.opvangplaatsingen.overgenomen.v1" => {
            let imported: pb::StayImported = decode(fact)?;
            let (to, sort) = (To::Enters(stage(imported.category())?), sort(imported.emergency));
            let who = who(fact, imported.person)?;
            fold.change(go(to).of(&who)).change(place(sort, &who)).flow("books.opened", &who)
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
                fold.change(minors(To::Enters(MINORS)).counting(places))
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
