//! Which municipality fits a household: hard criteria, the score of the law, the open task.
//!
//! A hard criterion (family of the first degree, medical need, current work or education) is met in its
//! region; the municipality itself scores. Family goes before the others when they contradict. Nationality
//! and religion are not known here.

use std::cmp::Reverse;

use ::matching::{Coming, Effort, Part, Place, Problem, Quality, Unit};
use kernel::{Date, HouseholdId, Municipality};
use law::{DISTANCES_KM, Fit, Policy};

use crate::domain::matching::HousingMatch;
use crate::domain::place;
use crate::domain::task::Task;

/// A municipality that is proposed for a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkProposal {
    /// Household.
    pub household_id: HouseholdId,
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

/// How a municipality fits a household, of whose task so much is open.
pub fn fit(found: &HousingMatch, task: &Task) -> Fit {
    let municipality = task.municipality;
    let here = place::region(municipality);
    let current = found.profile.current_municipality;
    let known = |place: Option<_>| place.is_some() && place == here;
    let distance = match current {
        None => 0,
        Some(now) if now == municipality => 0,
        Some(now) if place::province(now) == place::province(municipality) => 1,
        Some(now) if place::region(now) == here => 2,
        Some(_) => 3,
    };
    Fit {
        family: found.profile.family_municipality == Some(municipality),
        occupation: found.profile.occupation_municipality == Some(municipality),
        labour_region: known(found.profile.labour_region),
        current_region: known(current.and_then(place::region)),
        network: found.profile.network_municipality == Some(municipality),
        open: i64::from(task.open()),
        task: i64::from(task.target + task.opening.max(0)),
        distance_km: DISTANCES_KM[distance],
    }
}

/// A batch of households, and what is open for them.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// Households to link; who must be linked first comes first.
    pub households: &'a [HousingMatch],
    /// Those who wait behind them: they take nothing yet, but what they need is dearer.
    pub coming: &'a [HousingMatch],
    /// Tasks of the half-year.
    pub tasks: &'a [Task],
    /// The largest dwellings of municipalities, in persons, as far as they are known.
    pub classes: &'a [(Municipality, i64)],
}

/// Proposes a municipality for each household, for all of them together; between equals the largest relative backlog and
/// then the lower code. No task is filled beyond what is open, but for a household that would find none otherwise.
pub fn propose(policy: &Policy, on: Date, batch: &Batch<'_>) -> (Vec<LinkProposal>, Quality) {
    let mut tasks: Vec<Task> =
        batch.tasks.iter().filter(|task| !task.closed && task.open() > 0).cloned().collect();
    tasks.sort_by_key(|task| task.municipality);
    let (together, quality) = together(policy, on, batch, &tasks);
    let mut left: Vec<i32> = tasks.iter().map(Task::open).collect();
    for (found, told) in batch.households.iter().zip(&together) {
        if let Some(place) = told.place {
            left[place] -= found.persons();
        }
    }
    let mut proposals = Vec::with_capacity(batch.households.len());
    for (found, told) in batch.households.iter().zip(together) {
        let place = told.place.or_else(|| {
            // What the batch leaves is open to a household that is larger than that, too.
            let may = |place: &usize| {
                left[*place] > 0 && against(policy, on, batch, found, &tasks[*place]).is_none()
            };
            let key = |place: &usize| (law::score(&fit(found, &tasks[*place])), Reverse(*place));
            (0..tasks.len()).filter(may).max_by_key(key)
        });
        let persons = found.persons() + found.profile.expected_members;
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
        if let Some(place) = place {
            let fit = fit(found, &tasks[place]);
            proposal.municipality = Some(tasks[place].municipality);
            proposal.score = law::score(&fit);
            proposal.reasons = reasons(found, &fit);
            tasks[place].linked += found.persons();
            if told.place.is_none() {
                let beyond = found.persons() - left[place];
                left[place] -= found.persons();
                if beyond > 0 {
                    let text = format!("{beyond} persons beyond the task count for the next");
                    proposal.reasons.push(text);
                }
            }
        }
        proposal.reasons.extend(told.words);
        if large {
            proposal.reasons.push(format!("a large household of {persons} persons"));
        }
        proposals.push(proposal);
    }
    (proposals, quality)
}

/// The rule that keeps a household out of a municipality.
fn against(
    policy: &Policy,
    on: Date,
    batch: &Batch<'_>,
    found: &HousingMatch,
    task: &Task,
) -> Option<&'static str> {
    let class = batch.classes.iter().find(|(m, _)| *m == task.municipality).map(|(_, n)| *n);
    let persons = i64::from(found.persons() + found.profile.expected_members);
    found.unmet(task.municipality).or_else(|| {
        let fits = law::fits_dwelling(policy, on, persons, class);
        (!fits).then_some("a dwelling of that size")
    })
}

/// What matching says of one household: an index of the tasks, and words.
#[derive(Clone, Debug, Default)]
struct Advice {
    place: Option<usize>,
    words: Vec<String>,
}

fn together(
    policy: &Policy,
    on: Date,
    batch: &Batch<'_>,
    tasks: &[Task],
) -> (Vec<Advice>, Quality) {
    let all: Vec<&HousingMatch> = batch.households.iter().chain(batch.coming).collect();
    let unit = |(rank, found): (usize, &&HousingMatch)| Unit {
        id: found.household_id.uuid().as_u128(),
        size: kernel::fit(found.persons().max(1)),
        rank: rank as i64,
        unplaced: law::unlinked(found.persons().into(), found.days_since_grant(on).into()),
    };
    let mut units: Vec<Unit> = all.iter().enumerate().map(unit).collect();
    let coming = units.split_off(batch.households.len());
    let coming: Vec<Coming> = coming.into_iter().map(|unit| Coming { unit, weight: 1.0 }).collect();
    let persons: i64 = units.iter().map(|unit| i64::from(unit.size)).sum();
    let mean = persons * 1_000 / units.len().max(1) as i64;
    let place = |(id, task): (usize, &Task)| {
        let whole = i64::from(task.target + task.opening.max(0));
        Place {
            id: id as u128,
            name: place::name(task.municipality),
            // More were linked than asked: no room.
            capacity: kernel::fit(task.open().max(0)),
            rank: -(i64::from(task.open()) * 1_000_000 / whole.max(1)),
            crowding: law::crowding(whole, mean),
        }
    };
    let places: Vec<Place> = tasks.iter().enumerate().map(place).collect();
    let rate = |unit: usize, place: usize, parts: &mut Vec<Part>| {
        let (found, task) = (all[unit], &tasks[place]);
        if let Some(rule) = against(policy, on, batch, found, task) {
            return Err(rule);
        }
        parts.extend(law::criteria(&fit(found, task)).map(|(name, points)| Part { name, points }));
        Ok(())
    };
    let mut told = vec![Advice::default(); batch.households.len()];
    // What is no batch is left to one household after another.
    let Ok(problem) = Problem::new(&units, &places, &coming, rate) else {
        return (told, Quality::default());
    };
    let found = ::matching::solve(&problem, &Effort::default());
    let quality = found.quality();
    for one in found.proposals {
        let next = one.next.map(|next| next.why);
        let rules = one.refused.iter().filter(|_| one.place.is_none());
        let rules =
            rules.map(|(rule, places)| format!("{rule}: not met in {places} municipalities"));
        told[one.unit] = Advice { place: one.place, words: rules.chain(next).collect() };
    }
    (told, quality)
}

fn reasons(found: &HousingMatch, fit: &Fit) -> Vec<String> {
    let mut reasons = Vec::new();
    for (holds, text) in [
        (fit.family, "family of the first degree lives there"),
        (
            !fit.family && found.profile.family_municipality.is_some(),
            "in the region of family of the first degree",
        ),
        (fit.occupation, "current work or education is there"),
        (found.profile.medical_region.is_some(), "in the region of medical care"),
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
