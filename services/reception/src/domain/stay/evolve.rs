//! The stay after an event.

use kernel::Date;

use super::{Event, Stay, What};
use crate::domain::codes::{Category, StayState as S};
use crate::domain::needs::Needs;
use crate::domain::right::usual;

/// The stay after an event.
pub fn evolve(state: Option<Stay>, event: &Event) -> Stay {
    let on = event.occurred_on;
    let mut stay = state.unwrap_or_else(|| blank(event, on));
    stay.version += 1;
    let fact_on = stay.fact_on.max(Some(on));
    match &event.what {
        What::StayExpected { category, stay_no, entry } => {
            stay = Stay {
                category: *category,
                stay_no: *stay_no,
                entry: Some(*entry),
                ground: Some(usual(*category)),
                // What belongs to the person stays.
                version: stay.version,
                needs: stay.needs,
                ..blank(event, on)
            };
        }
        What::PersonPlaced { location_id, place_until, .. } => {
            stay.state = S::Placed;
            stay.location_id = Some(*location_id);
            stay.placed_on = Some(on);
            stay.place_until = *place_until;
        }
        What::PersonMoved { location_id, place_until, .. } => {
            stay.location_id = Some(*location_id);
            stay.placed_on = Some(on);
            stay.place_until = *place_until;
            stay.moves += 1;
        }
        What::PersonAbsent {} => {
            stay.state = S::Absent;
            stay.absent_on = Some(on);
        }
        What::PersonReturned {} => {
            stay.state = S::Placed;
            stay.absent_on = None;
        }
        What::CategoryChanged { category, majority, .. } => {
            stay.category = *category;
            stay.category_since = Some(on);
            if *majority {
                stay.unaccompanied_minor = false;
            } else if *category != Category::UnaccompaniedMinor {
                stay.ground = Some(usual(*category));
            }
        }
        What::RightEndSet { right_ends_on, ground, moratorium } => {
            stay.right_ends_on = *right_ends_on;
            stay.ground = Some(*ground);
            stay.moratorium = *moratorium;
        }
        What::StayEnded { reason, .. } => {
            stay.state = S::Ended;
            stay.ended_on = Some(on);
            stay.end_reason = Some(*reason);
            stay.right_ends_on = None;
            stay.place_until = None;
            stay.absent_on = None;
            lift(&mut stay);
        }
        What::StayImported { category, location_id, expected_on, right_ends_on, .. } => {
            stay.state = S::Placed;
            stay.category = *category;
            stay.category_since = Some(*expected_on);
            stay.ground = Some(usual(*category));
            stay.location_id = Some(*location_id);
            stay.expected_on = *expected_on;
            stay.placed_on = Some(*expected_on);
            stay.right_ends_on = *right_ends_on;
        }
        What::PlacementFailed { .. } => stay.unplaced = true,
        What::NeedsRecorded { needs } => stay.needs = *needs,
        What::MeasureImposed { measure, ends_on, area_order, .. } => {
            stay.measure = Some(*measure);
            stay.measure_since = Some(on);
            stay.measure_ends_on = *ends_on;
            stay.area_order = *area_order;
            stay.heaviest_measure = stay.heaviest_measure.max(Some(*measure));
        }
        What::MeasureLifted { .. } => lift(&mut stay),
        What::StayCorrected { .. } => {
            let person = &event.person;
            stay.household_id = person.household_id;
            stay.nationality = person.nationality;
            stay.birth_year = person.birth_year;
            stay.sex = person.sex;
            stay.unaccompanied_minor = person.unaccompanied_minor;
        }
    }
    stay.fact_on = fact_on;
    stay
}

fn lift(stay: &mut Stay) {
    stay.measure = None;
    stay.measure_since = None;
    stay.measure_ends_on = None;
    stay.area_order = false;
}

fn blank(event: &Event, on: Date) -> Stay {
    Stay {
        person_id: event.person.person_id,
        case_id: event.case_id,
        household_id: event.person.household_id,
        nationality: event.person.nationality,
        birth_year: event.person.birth_year,
        sex: event.person.sex,
        unaccompanied_minor: event.person.unaccompanied_minor,
        state: S::Expected,
        category: Category::Applicant,
        location_id: None,
        stay_no: 1,
        expected_on: on,
        placed_on: None,
        right_ends_on: None,
        ended_on: None,
        end_reason: None,
        moves: 0,
        version: 0,
        fact_on: None,
        entry: None,
        ground: None,
        moratorium: false,
        category_since: Some(on),
        place_until: None,
        unplaced: false,
        needs: Needs::default(),
        measure: None,
        measure_ends_on: None,
        measure_since: None,
        heaviest_measure: None,
        area_order: false,
        absent_on: None,
    }
}
