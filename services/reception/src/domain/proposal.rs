//! Where households could live: hard rules first, then soft rules that score. An officer decides.
//!
//! Nationality and religion are not looked at: a test changes the one and finds the same proposal, and the other is
//! not in these books at all.

use kernel::{Date, Municipality, Uuid};
use law::{Policy, rule};

use super::codes::{Category, LocationType as L, PlaceSort};
use super::location::Location;
use super::placement::{Placing, may_place, place_until};
use super::stay::Stay;
use crate::domain::figures::unusable;

/// Name of the province of a municipality.
pub type ProvinceOf = fn(Municipality) -> Option<&'static str>;

/// What surrounds a proposal.
#[derive(Clone, Copy)]
pub struct Env<'a> {
    /// The day.
    pub on: Date,
    /// The rules in force.
    pub policy: &'a Policy,
    /// Municipality whose province is preferred for all.
    pub near: Option<Municipality>,
    /// Provinces.
    pub province_of: ProvinceOf,
}

/// A household and where it could live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Household.
    pub household_id: Uuid,
    /// Members who need a place.
    pub person_ids: Vec<Uuid>,
    /// The proposed location; unset when none fits.
    pub location_id: Option<Uuid>,
    /// How well it fits by the soft rules; higher is better.
    pub score: i32,
    /// Hard rules that hold there, or why no location fits.
    pub hard: Vec<String>,
    /// Soft rules that were scored.
    pub soft: Vec<String>,
    /// Last day by the rules of the location's type.
    pub until: Option<Date>,
}

/// Members of a household who have a stay.
#[derive(Clone, Debug)]
pub struct Household<'a> {
    /// Household.
    pub household_id: Uuid,
    /// Everybody with an active stay.
    pub members: Vec<&'a Stay>,
    /// Where those who have a place live now.
    pub lives_in: Option<&'a Location>,
}

impl Household<'_> {
    /// Who needs a place: the expected, and who grew up in a location for minors.
    fn to_place(&self) -> Vec<&Stay> {
        let grown = |stay: &Stay| {
            stay.category != Category::UnaccompaniedMinor
                && self.lives_in.is_some_and(Location::for_minors)
        };
        let needs = |stay: &&&Stay| !stay.takes_place() || grown(stay);
        self.members.iter().filter(needs).copied().collect()
    }
}

/// Proposes one location per household, each counting on those before it: who waits longest comes first, then the
/// larger household. Places that a proposal takes are taken in `locations`.
pub fn propose(
    households: &[Household<'_>],
    locations: &mut [Location],
    env: &Env<'_>,
) -> Vec<Proposal> {
    let since =
        |household: &Household<'_>| household.to_place().iter().map(|stay| stay.expected_on).min();
    let mut order: Vec<&Household<'_>> =
        households.iter().filter(|household| !household.to_place().is_empty()).collect();
    order.sort_by_key(|household| {
        (since(household), std::cmp::Reverse(household.members.len()), household.household_id)
    });
    order.into_iter().map(|household| one(household, locations, env)).collect()
}

fn one(household: &Household<'_>, locations: &mut [Location], env: &Env<'_>) -> Proposal {
    let to_place = household.to_place();
    let persons = to_place.len() as i32;
    let placing = Placing { on: env.on, persons, policy: env.policy };
    let mut refused: Vec<String> = Vec::new();
    let mut best: Option<(i32, i32, usize, Vec<String>)> = None;
    for (index, location) in locations.iter().enumerate() {
        let against = to_place.iter().find_map(|stay| {
            let moves = |other: &&Stay| to_place.iter().any(|one| one.person_id == other.person_id);
            let stays = household.members.iter().copied();
            let others: Vec<&Stay> = stays
                .filter(|other| other.person_id != stay.person_id)
                .filter(|other| !other.takes_place() || !moves(other))
                .collect();
            may_place(stay, &others, location, &placing).err()
        });
        if let Some(refusal) = against {
            refused.push(refusal.reason.to_owned());
            continue;
        }
        let (score, soft) = score(household, &to_place, location, env);
        let better =
            best.as_ref().is_none_or(|(most, free, ..)| (score, location.free()) > (*most, *free));
        if better {
            best = Some((score, location.free(), index, soft));
        }
    }
    let (household_id, person_ids) =
        (household.household_id, to_place.iter().map(|stay| stay.person_id).collect());
    let Some((score, _, index, soft)) = best else {
        refused.sort_unstable();
        refused.dedup();
        let hard = refused.into_iter().map(|reason| format!("refused elsewhere: {reason}"));
        let hard = hard.chain(["no location fits: emergency places are needed".to_owned()]);
        let hard = hard.collect();
        let (location_id, soft, until) = (None, Vec::new(), None);
        return Proposal { household_id, person_ids, location_id, score: 0, hard, soft, until };
    };
    let location = &mut locations[index];
    location.occupied += persons;
    Proposal {
        household_id,
        person_ids,
        location_id: Some(location.location_id),
        score,
        hard: holds(&to_place, location, persons),
        soft,
        until: place_until(location.kind, env.on, None, env.policy).ok().flatten(),
    }
}

/// The hard rules that hold, in words.
fn holds(to_place: &[&Stay], location: &Location, persons: i32) -> Vec<String> {
    let mut hard = vec![
        "the location is open".to_owned(),
        format!("the type {} takes this category", location.kind),
        format!("{persons} places are free"),
    ];
    let minors = to_place.iter().any(|stay| stay.category == Category::UnaccompaniedMinor);
    hard.push(
        if minors { "minors among minors" } else { "no minors without a guardian here" }.to_owned(),
    );
    if persons > 1 {
        hard.push("the household is together".to_owned());
    }
    if to_place.iter().any(|stay| stay.needs != super::needs::Needs::default()) {
        hard.push("special needs are met".to_owned());
    }
    hard
}

/// The soft rules: stay in the region, school, few moves for children, rooms that fit, places that last.
fn score(
    household: &Household<'_>,
    to_place: &[&Stay],
    location: &Location,
    env: &Env<'_>,
) -> (i32, Vec<String>) {
    let mut points: Vec<(i32, &str)> = Vec::new();
    let province = (env.province_of)(location.municipality);
    let same = |other: Municipality| province.is_some() && (env.province_of)(other) == province;
    if env.near.is_some_and(same) {
        points.push((30, "in the region that was asked for"));
    }
    if let Some(home) = household.lives_in {
        if same(home.municipality) {
            points.push((20, "stays in the region"));
        }
        if home.municipality == location.municipality {
            points.push((10, "school goes on"));
        }
    }
    let applicant =
        |stay: &&Stay| matches!(stay.category, Category::Applicant | Category::RepeatApplicant);
    if to_place.iter().all(applicant) && matches!(location.kind, L::Ac | L::Col | L::Pol) {
        points.push((20, "near the office of the interviews"));
    }
    let child = to_place.iter().any(|stay| stay.is_child(env.on, env.policy));
    if location.sort() == PlaceSort::Regular {
        points.push((10, "a regular place"));
        if child && location.contract_ends_on.is_none() {
            points.push((10, "few moves for children: the contract is open-ended"));
        }
    }
    let youngest = to_place.iter().map(|stay| stay.age(env.on)).min().unwrap_or_default();
    let foster = youngest < env.policy.get(rule::FOSTER_AGE, env.on);
    if foster && location.kind == L::NidosKwe {
        points.push((20, "small scale for the youngest"));
    }
    let mut soft: Vec<String> =
        points.iter().map(|(points, why)| format!("+{points} {why}")).collect();
    let lost = unusable(to_place.len() as i32, location.room_places);
    if lost > 0 {
        soft.push(format!("-{} {lost} beds of its rooms stay empty", 2 * lost));
    }
    (points.iter().map(|(points, _)| points).sum::<i32>() - 2 * lost, soft)
}

#[cfg(test)]
mod tests;
