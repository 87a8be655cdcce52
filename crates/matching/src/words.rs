//! Why this place: the criteria that scored, the next best place and why it lost, or the rules that left nothing.

use std::collections::BTreeMap;

use crate::plan::Plan;
use crate::problem::{Part, Problem, Rate};

/// What is proposed for one household, with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Index of the household in the list that was handed in.
    pub unit: usize,
    /// Index of the place in the list that was handed in; `None` when none is proposed.
    pub place: Option<usize>,
    /// What the household scores there by the criteria alone, in thousandths of a point; zero without a place.
    pub score: i64,
    /// The criteria that scored there, the weightiest first.
    pub parts: Vec<Part>,
    /// The place that scores best but for this one, and why it lost; `None` when no other may take the household.
    pub next: Option<Contrast>,
    /// Hard rules that keep the household out of places, with how many, the most frequent first.
    pub refused: Vec<(&'static str, usize)>,
    /// All that in sentences.
    pub reasons: Vec<String>,
}

/// The place that lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contrast {
    /// Index of the place in the list that was handed in.
    pub place: usize,
    /// What the household would score there, in thousandths of a point.
    pub score: i64,
    /// Why it lost, in words.
    pub why: String,
}

/// The rule that this crate adds to those of the caller.
const TOO_SMALL: &str = "too few places for the household";

/// Thousandths of a point as a number that people read: `12.5`, `100`.
pub fn points(thousandths: i64) -> String {
    let (sign, all) = (if thousandths < 0 { "-" } else { "" }, thousandths.unsigned_abs());
    let text = format!("{sign}{}.{:03}", all / 1_000, all % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What one pair scores, or the rule that keeps it apart.
fn rated<R: Rate>(
    problem: &Problem<R>,
    unit: usize,
    place: usize,
) -> Result<Vec<Part>, &'static str> {
    let mut parts = Vec::new();
    problem.rate.rate(problem.unit_at[unit], problem.place_at[place], &mut parts)?;
    let fits = problem.units[unit].size <= problem.places[place].capacity;
    if fits { Ok(parts) } else { Err(TOO_SMALL) }
}

fn sum(parts: &[Part]) -> i64 {
    parts.iter().map(|part| part.points).sum()
}

/// A proposal for each household, in canonical order; `prices` are per person.
pub(crate) fn explain<R: Rate>(problem: &Problem<R>, plan: &Plan, prices: &[i64]) -> Vec<Proposal> {
    let units = 0..problem.units.len();
    units.map(|unit| one(problem, plan, prices, unit)).collect()
}

fn one<R: Rate>(problem: &Problem<R>, plan: &Plan, prices: &[i64], unit: usize) -> Proposal {
    let here = plan.at[unit];
    let parts = here.map(|place| rated(problem, unit, place).unwrap_or_default());
    let mut parts = parts.unwrap_or_default();
    parts.retain(|part| part.points != 0);
    parts.sort_by_key(|part| std::cmp::Reverse(part.points));
    let score = sum(&parts);

    let next = (0..problem.places.len())
        .filter(|place| Some(*place) != here)
        .filter_map(|place| {
            let value = problem.model.value(unit, place)?;
            let size = problem.model.sizes[unit];
            Some((value - problem.places[place].crowding * (size * (size - 1) / 2), place))
        })
        .max_by_key(|(score, place)| (*score, std::cmp::Reverse(*place)));
    let next = next.map(|(other, place)| Contrast {
        place: problem.place_at[place],
        score: other,
        why: why(problem, plan, prices, unit, here.map(|_| score), (place, other)),
    });

    let mut refused: BTreeMap<&'static str, usize> = BTreeMap::new();
    if here.is_none() || next.is_none() {
        for place in 0..problem.places.len() {
            if let Err(rule) = rated(problem, unit, place) {
                *refused.entry(rule).or_default() += 1;
            }
        }
    }
    let mut refused: Vec<(&'static str, usize)> = refused.into_iter().collect();
    refused.sort_by_key(|(_, places)| std::cmp::Reverse(*places));

    let mut reasons: Vec<String> =
        parts.iter().map(|part| format!("{} {}", signed(part.points), part.name)).collect();
    if here.is_none() {
        let all = problem.places.len();
        reasons.push(if next.is_none() {
            format!("no place of {all} may take the household")
        } else {
            "the places that may take the household are needed more by others".to_owned()
        });
    }
    reasons.extend(refused.iter().map(|(rule, places)| format!("{rule}: {places} places refused")));
    reasons.extend(next.as_ref().map(|next| next.why.clone()));
    let (unit, place) = (problem.unit_at[unit], here.map(|place| problem.place_at[place]));
    Proposal { unit, place, score, parts, next, refused, reasons }
}

fn signed(thousandths: i64) -> String {
    if thousandths > 0 { format!("+{}", points(thousandths)) } else { points(thousandths) }
}

/// Why another place lost, given the score here, if there is one.
fn why<R: Rate>(
    problem: &Problem<R>,
    plan: &Plan,
    prices: &[i64],
    unit: usize,
    here: Option<i64>,
    (place, other): (usize, i64),
) -> String {
    let (name, size) = (&problem.places[place].name, problem.model.sizes[unit]);
    let than = match here.map(|here| other - here) {
        None => format!("best would be {name} with {} points", points(other)),
        Some(0) => format!("{name} scores the same"),
        Some(less) if less < 0 => {
            return format!("next best is {name} with {} points less", points(-less));
        }
        Some(more) => format!("{name} would score {} points more", points(more)),
    };
    let (load, capacity) = (plan.load[place], problem.model.capacity[place]);
    if load + size > capacity {
        let (left, is) = (capacity - load, if capacity - load == 1 { "is" } else { "are" });
        format!("{than}, but {left} of its {capacity} places {is} left once others have theirs")
    } else if prices[place] > 0 {
        let price = points(prices[place] * size);
        format!("{than}, but its places are worth {price} points to others")
    } else if here == Some(other) {
        format!("{than}: the order of places decides")
    } else {
        format!("{than}, but it fills up: others gain more there")
    }
}
