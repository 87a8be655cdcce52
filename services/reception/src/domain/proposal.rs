//! Where households could live: hard rules first, then soft rules that score. An officer decides.
//!
//! Nationality and religion are not looked at: a test changes the one and finds the same proposal, and the other is
//! not in these books at all.

use kernel::{Date, HouseholdId, LocationId, Municipality, PersonId};
use law::{Policy, rule};
use matching::{Coming, Effort, Part, Place, Problem, Quality, Unit};

use super::codes::{Category, LocationType as L, PlaceSort};
use super::location::Location;
use super::stay::Stay;
use super::stay::placement::{Placing, may_place, place_until};
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
    pub household_id: HouseholdId,
    /// Members who need a place.
    pub person_ids: Vec<PersonId>,
    /// The proposed location; unset when none fits.
    pub location_id: Option<LocationId>,
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
    pub household_id: HouseholdId,
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

/// Who waits without a place, in thousandths of a point: a person, more than all soft rules together gain, and each day.
const WITHOUT_PLACE: i64 = -200_000;
const DAY_WITHOUT_PLACE: i64 = -1_000;
/// Days of waiting that count.
const DAYS_MAX: i32 = 365;

/// A household with those of it who need a place.
struct Asks<'a> {
    household: &'a Household<'a>,
    to_place: Vec<&'a Stay>,
}

impl<'a> Asks<'a> {
    fn of(household: &'a Household<'a>) -> Option<Self> {
        let to_place = household.to_place();
        (!to_place.is_empty()).then_some(Self { household, to_place })
    }

    fn since(&self) -> Option<Date> {
        self.to_place.iter().map(|stay| stay.expected_on).min()
    }

    fn unit(&self, rank: usize, on: Date) -> Unit {
        let persons = self.to_place.len();
        let waits = self.since().and_then(|since| since.until((jiff::Unit::Day, on)).ok());
        let days = waits.map_or(0, |waits| waits.get_days().clamp(0, DAYS_MAX));
        Unit {
            id: self.household.household_id.uuid().as_u128(),
            size: kernel::fit(persons),
            rank: rank as i64,
            unplaced: (WITHOUT_PLACE + DAY_WITHOUT_PLACE * i64::from(days)) * persons as i64,
        }
    }

    /// The hard rule that keeps the household out of a location.
    fn against(&self, location: &Location, env: &Env<'_>) -> Option<&'static str> {
        let placing =
            Placing { on: env.on, persons: kernel::fit(self.to_place.len()), policy: env.policy };
        self.to_place.iter().find_map(|stay| {
            let moves = |other: &&Stay| {
                self.to_place.iter().any(|one| one.person.person_id == other.person.person_id)
            };
            let stays = self.household.members.iter().copied();
            let others: Vec<&Stay> = stays
                .filter(|other| other.person.person_id != stay.person.person_id)
                .filter(|other| !other.takes_place() || !moves(other))
                .collect();
            may_place(stay, &others, location, &placing).err().map(|no| no.reason.code())
        })
    }
}

/// Proposes one location per household, for all of them together: who waits longest comes first, then the larger
/// household. Places that a proposal takes are taken in `locations`.
///
/// `coming` are households that are not to be placed yet: they take nothing, but what they need is dearer.
pub fn propose(
    households: &[Household<'_>],
    coming: &[Household<'_>],
    locations: &mut [Location],
    env: &Env<'_>,
) -> (Vec<Proposal>, Quality) {
    let mut all: Vec<Asks<'_>> = households.iter().filter_map(Asks::of).collect();
    all.sort_by_key(|asks| {
        let size = std::cmp::Reverse(asks.household.members.len());
        (asks.since(), size, asks.household.household_id)
    });
    let batch = all.len();
    all.extend(coming.iter().filter_map(Asks::of));
    let mut units: Vec<Unit> =
        all.iter().enumerate().map(|(rank, asks)| asks.unit(rank, env.on)).collect();
    let coming = units.split_off(batch).into_iter();
    let coming: Vec<Coming> = coming.map(|unit| Coming { unit, weight: 1.0 }).collect();
    let place = |location: &Location| Place {
        id: location.location_id.uuid().as_u128(),
        name: format!("{} {}", location.kind, location.name).trim_end().to_owned(),
        // One that is overfull has no room.
        capacity: kernel::fit(location.free().max(0)),
        // Between equals: where most is free.
        rank: -i64::from(location.free()),
        crowding: 0,
    };
    let places: Vec<Place> = locations.iter().map(place).collect();
    let open: &[Location] = locations;
    let rate = |unit: usize, place: usize, parts: &mut Vec<Part>| {
        let asks = &all[unit];
        if let Some(rule) = asks.against(&open[place], env) {
            return Err(rule);
        }
        parts.extend(soft(asks, &open[place], env));
        Ok(())
    };
    let problem = Problem::new(&units, &places, &coming, rate);
    let Ok(found) = problem.map(|problem| matching::solve(&problem, &Effort::default())) else {
        // Two households or two locations with one id: these books hold none.
        return (Vec::new(), Quality::default());
    };
    let quality = found.quality();
    let proposals: Vec<Proposal> =
        found.proposals.into_iter().map(|one| described(&all[one.unit], one, open, env)).collect();
    for proposal in &proposals {
        let taken = |location: &&mut Location| Some(location.location_id) == proposal.location_id;
        if let Some(location) = locations.iter_mut().find(taken) {
            location.occupied += kernel::fit::<i32, _>(proposal.person_ids.len());
        }
    }
    (proposals, quality)
}

fn described(
    asks: &Asks<'_>,
    one: matching::Proposal,
    open: &[Location],
    env: &Env<'_>,
) -> Proposal {
    let persons = kernel::fit(asks.to_place.len());
    let location = one.place.map(|place| &open[place]);
    let mut soft: Vec<String> = one.parts.iter().map(words).collect();
    let hard = if let Some(location) = location {
        holds(&asks.to_place, location, persons)
    } else {
        let mut refused: Vec<&str> = one.refused.iter().map(|(rule, _)| *rule).collect();
        refused.sort_unstable();
        let refused = refused.into_iter().map(|reason| format!("refused elsewhere: {reason}"));
        let why = if one.next.is_some() {
            "the locations that fit are needed more by others: emergency places are needed"
        } else {
            "no location fits: emergency places are needed"
        };
        refused.chain([why.to_owned()]).collect()
    };
    soft.extend(one.next.map(|next| next.why));
    Proposal {
        household_id: asks.household.household_id,
        person_ids: asks.to_place.iter().map(|stay| stay.person.person_id).collect(),
        location_id: location.map(|location| location.location_id),
        score: kernel::fit(one.score / 1_000),
        hard,
        soft,
        until: location.and_then(|location| {
            place_until(location.kind, env.on, None, env.policy).ok().flatten()
        }),
    }
}

/// A soft rule with its points, in words.
fn words(part: &Part) -> String {
    let sign = if part.points > 0 { "+" } else { "" };
    format!("{sign}{} {}", matching::points(part.points), part.name)
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

/// The soft rules that hold: stay in the region, school, few moves for children, rooms that fit, places that last.
fn soft(asks: &Asks<'_>, location: &Location, env: &Env<'_>) -> Vec<Part> {
    let (household, to_place) = (asks.household, &asks.to_place);
    let mut points: Vec<(i64, &'static str)> = Vec::new();
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
    let foster_age = env.policy.get(rule::FOSTER_AGE, env.on);
    let foster = to_place.iter().any(|stay| stay.age(env.on) < foster_age);
    if foster && location.kind == L::NidosKwe {
        points.push((20, "small scale for the youngest"));
    }
    let lost = unusable(kernel::fit(to_place.len()), location.room_places);
    if lost > 0 {
        points.push((-2 * i64::from(lost), "beds of its rooms stay empty: 2 for each"));
    }
    points.into_iter().map(|(points, name)| Part { name, points: 1_000 * points }).collect()
}

#[cfg(test)]
mod tests;
