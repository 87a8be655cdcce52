//! The stay after an event.

use super::{Event, EventKind, InForce, Phase, Place, Stay};
use crate::domain::codes::Category;
use crate::domain::needs::Needs;
use crate::domain::right::{Right, usual};

/// The stay after an event.
pub fn evolve(state: Option<Stay>, event: &Event) -> Stay {
    let on = event.occurred_on;
    let mut stay = state.unwrap_or_else(|| begun(event));
    stay.version += 1;
    stay.fact_on = stay.fact_on.max(Some(on));
    match &event.kind {
        EventKind::StayExpected { category, stay_no, entry } => {
            stay = Stay {
                category: *category,
                right: Right { until: None, ground: usual(*category) },
                stay_no: *stay_no,
                entry: Some(*entry),
                // What belongs to the person stays.
                needs: stay.needs,
                version: stay.version,
                fact_on: stay.fact_on,
                ..begun(event)
            };
        }
        EventKind::PersonPlaced { location_id, place_until, .. } => {
            let (location_id, until) = (*location_id, *place_until);
            stay.phase = Phase::Placed(Place { location_id, since: on, until });
        }
        EventKind::PersonMoved { location_id, place_until, .. } => {
            let (location_id, until) = (*location_id, *place_until);
            let place = Place { location_id, since: on, until };
            stay.phase = match stay.phase {
                Phase::Absent { since, .. } => Phase::Absent { place, since },
                _ => Phase::Placed(place),
            };
            stay.moves += 1;
        }
        EventKind::PersonAbsent {} => {
            if let Phase::Placed(place) = stay.phase {
                stay.phase = Phase::Absent { place, since: on };
            }
        }
        EventKind::PersonReturned {} => {
            if let Phase::Absent { place, .. } = stay.phase {
                stay.phase = Phase::Placed(place);
            }
        }
        EventKind::CategoryChanged { category, majority, .. } => {
            stay.category = *category;
            stay.category_since = on;
            if *majority {
                stay.person.unaccompanied_minor = false;
            } else if *category != Category::UnaccompaniedMinor {
                stay.right.ground = usual(*category);
            }
        }
        EventKind::RightEndSet { right_ends_on, ground, moratorium } => {
            stay.right = Right { until: *right_ends_on, ground: *ground };
            stay.moratorium = *moratorium;
        }
        EventKind::StayEnded { reason, .. } => {
            let last = stay.place().map(|place| Place { until: None, ..place });
            stay.phase = Phase::Ended { on, reason: *reason, last };
            stay.right.until = None;
            stay.measure = None;
        }
        EventKind::StayImported { category, location_id, expected_on, right_ends_on, .. } => {
            let (location_id, since) = (*location_id, *expected_on);
            stay.phase = Phase::Placed(Place { location_id, since, until: None });
            stay.category = *category;
            (stay.expected_on, stay.category_since) = (since, since);
            stay.right = Right { until: *right_ends_on, ground: usual(*category) };
        }
        EventKind::PlacementFailed { .. } => stay.unplaced = true,
        EventKind::NeedsRecorded { needs } => stay.needs = *needs,
        EventKind::MeasureImposed { measure, ends_on, area_order, .. } => {
            let (measure, ends_on, area_order) = (*measure, *ends_on, *area_order);
            stay.measure = Some(InForce { measure, since: on, ends_on, area_order });
            stay.heaviest_measure = stay.heaviest_measure.max(Some(measure));
        }
        EventKind::MeasureLifted { .. } => stay.measure = None,
        EventKind::StayCorrected { .. } => stay.person = event.person.clone(),
    }
    stay
}

/// A stay of which nothing is told yet: its first event says of which category it is.
fn begun(event: &Event) -> Stay {
    let category = Category::Applicant;
    Stay {
        person: event.person.clone(),
        case_id: event.case_id,
        stay_no: 1,
        entry: None,
        expected_on: event.occurred_on,
        phase: Phase::Expected,
        category,
        category_since: event.occurred_on,
        right: Right { until: None, ground: usual(category) },
        moratorium: false,
        moves: 0,
        unplaced: false,
        needs: Needs::default(),
        measure: None,
        heaviest_measure: None,
        version: 0,
        fact_on: None,
    }
}
