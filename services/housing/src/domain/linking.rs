//! Which municipality fits a household: hard criteria, the score of the law, the open task.
//!
//! A hard criterion (family of the first degree, medical need, current work or education) is met in its
//! region; the municipality itself scores. Family goes before the others when they contradict. Nationality
//! and religion are not known here.

use std::cmp::Reverse;

use kernel::{Date, Municipality, Uuid};
use law::{DISTANCES_KM, Fit, Policy};

use crate::domain::matching::HousingMatch;
use crate::domain::place;
use crate::domain::task::Task;

/// A municipality that is proposed for a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkProposal {
    /// Household.
    pub household_id: Uuid,
    /// Municipality; `None` when none is feasible.
    pub municipality: Option<Municipality>,
    /// Score in thousandths of a point.
    pub score: i64,
    /// Why, in words.
    pub reasons: Vec<String>,
    /// Persons that the dwelling must hold, those expected included.
    pub persons: i32,
    /// Whether the household is large.
    pub large: bool,
}

/// The hard criterion that a municipality does not meet.
pub fn unmet(found: &HousingMatch, municipality: Municipality) -> Option<&'static str> {
    let near = |wanted: Municipality| {
        let (there, here) = (place::region(wanted), place::region(municipality));
        wanted == municipality || (there.is_some() && there == here)
    };
    if let Some(family) = found.family_municipality {
        return (!near(family)).then_some("family of the first degree");
    }
    if found.medical_region.is_some_and(|region| place::region(municipality) != Some(region)) {
        return Some("medical need");
    }
    let elsewhere = found.occupation_municipality.is_some_and(|work| !near(work));
    elsewhere.then_some("current work or education")
}

/// How a municipality fits a household, of whose task so much is open.
pub fn fit(found: &HousingMatch, task: &Task) -> Fit {
    let municipality = task.municipality;
    let here = place::region(municipality);
    let current = found.current_municipality;
    let known = |place: Option<_>| place.is_some() && place == here;
    let distance = match current {
        None => 0,
        Some(now) if now == municipality => 0,
        Some(now) if place::province(now) == place::province(municipality) => 1,
        Some(now) if place::region(now) == here => 2,
        Some(_) => 3,
    };
    Fit {
        family: found.family_municipality == Some(municipality),
        occupation: found.occupation_municipality == Some(municipality),
        labour_region: known(found.labour_region),
        current_region: known(current.and_then(place::region)),
        network: found.network_municipality == Some(municipality),
        open: i64::from(task.open()),
        task: i64::from(task.target + task.opening.max(0)),
        distance_km: DISTANCES_KM[distance],
    }
}

/// Proposes a municipality for each household, in their order: the best score, then the largest relative
/// backlog, then the lower code. What is proposed counts as linked for the next.
///
/// `classes` are the largest dwellings of municipalities, in persons, as far as they are known.
pub fn propose(
    policy: &Policy,
    on: Date,
    households: &[HousingMatch],
    tasks: &[Task],
    classes: &[(Municipality, i64)],
) -> Vec<LinkProposal> {
    let mut tasks: Vec<Task> = tasks.iter().filter(|task| !task.closed).cloned().collect();
    let mut proposals = Vec::with_capacity(households.len());
    for found in households {
        let persons = found.persons() + found.expected_members;
        let feasible = |task: &&mut Task| {
            let class = classes.iter().find(|(m, _)| *m == task.municipality).map(|(_, n)| *n);
            task.open() > 0
                && unmet(found, task.municipality).is_none()
                && law::fits_dwelling(policy, on, persons.into(), class)
        };
        let best = tasks.iter_mut().filter(feasible).max_by_key(|task| {
            let fit = fit(found, task);
            (law::score(&fit), fit.open * 1_000_000 / fit.task.max(1), Reverse(task.municipality))
        });
        let large = law::is_large(policy, on, persons.into());
        let mut proposal = LinkProposal {
            household_id: found.household_id,
            municipality: None,
            score: 0,
            reasons: vec![
                "no municipality with an open task meets what the household needs".to_owned(),
            ],
            persons,
            large,
        };
        if let Some(task) = best {
            let fit = fit(found, task);
            proposal.municipality = Some(task.municipality);
            proposal.score = law::score(&fit);
            proposal.reasons = reasons(found, &fit);
            task.linked += found.persons();
        }
        if large {
            proposal.reasons.push(format!("a large household of {persons} persons"));
        }
        proposals.push(proposal);
    }
    proposals
}

fn reasons(found: &HousingMatch, fit: &Fit) -> Vec<String> {
    let mut reasons = Vec::new();
    for (holds, text) in [
        (fit.family, "family of the first degree lives there"),
        (
            !fit.family && found.family_municipality.is_some(),
            "in the region of family of the first degree",
        ),
        (fit.occupation, "current work or education is there"),
        (found.medical_region.is_some(), "in the region of medical care"),
        (fit.labour_region, "prospects of work in the region"),
        (fit.current_region, "the household stays in the region"),
        (fit.network, "a network is there"),
    ] {
        if holds {
            reasons.push(text.to_owned());
        }
    }
    reasons.push(format!("{} of {} persons of the task are open", fit.open, fit.task));
    reasons
}

#[cfg(test)]
mod tests;
