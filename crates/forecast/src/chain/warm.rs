//! What stands in the chain at the cut, and since when.

use super::layout::{Home, Key, Layout, Regime, Who};
use super::posterior::{MONTH_DAYS, Posterior, month_before};
use crate::assumption::Standard;
use crate::sim::{Age, Duration, Station, Warm};
use crate::{Input, Kind};

/// How many times the family members that follow from the permits the pending applications may stand for.
const NAREIS_MORE_MAX: f64 = 2.0;
/// Width of the age classes in which a stock is told apart, days.
const AGE_STEP: u32 = 30;
/// Oldest age class, days.
const AGE_MAX: u32 = 1_800;

/// What stands at the cut.
pub(super) fn warm(input: &Input, known: &Posterior, layout: &Layout) -> Vec<Warm> {
    let stocks = &input.stocks;
    let mut warm = Vec::new();
    let mut stand = |station, class, ages: Vec<Age>| {
        if ages.iter().any(|age| age.count > 0) {
            warm.push(Warm { station, class, ages });
        }
    };
    // The queue in its order: the last who came are the last in it.
    let minors = stocks.minors.min(stocks.pending);
    let adults = stocks.pending - minors;
    let inside = (stocks.applicants as f64
        / (stocks.pending + stocks.appeals - minors).max(1) as f64)
        .min(1.0);
    let pending: Vec<i64> = known.groups.iter().map(|group| group.facts.pending).collect();
    let rejected: Vec<i64> = known.groups.iter().map(|group| group.facts.rejections).collect();
    let granted: Vec<i64> = known.groups.iter().map(|group| group.facts.grants).collect();
    let applied: Vec<i64> = known.groups.iter().map(|group| group.facts.minors).collect();
    let split = |count: i64| {
        let within = (count as f64 * inside).round() as i64;
        [within, count - within]
    };
    for (group, count) in shares(adults, &pending).into_iter().enumerate() {
        for (home, count) in Home::BOTH.into_iter().zip(split(count)) {
            stand(
                Station::Queue,
                layout.case(Regime::Before, Who::Adult(group, home)),
                queue(input, count, stocks.pending),
            );
        }
    }
    for (group, count) in shares(stocks.minors, &applied).into_iter().enumerate() {
        stand(
            Station::Queue,
            layout.case(Regime::Before, Who::Minor(group)),
            queue(input, count, stocks.pending),
        );
    }
    let appeal = Duration::gamma(2.0, known.ruling_days);
    let rejected = layout.lanes(&rejected);
    let granted = layout.lanes(&granted);
    let over = |total: i64, lanes: &[([usize; 2], i64)]| {
        let weights: Vec<i64> = lanes.iter().map(|(_, weight)| *weight).collect();
        let classes = lanes.iter().map(|(classes, _)| *classes).collect::<Vec<_>>();
        classes.into_iter().zip(shares(total, &weights))
    };
    for (classes, count) in over(stocks.appeals, &rejected) {
        for (class, count) in classes.into_iter().zip(split(count)) {
            stand(Station::Appeal, class, standing(&appeal, count));
        }
    }
    let leave = known.leave_days.map(|days| Duration::gamma(1.5, days));
    let others = (stocks.return_cases - stocks.rejected).max(0);
    let ways = known.ways.map(|way| (way.mean() * 1e6) as i64);
    let stations = [Station::Voluntary, Station::Forced, Station::Unsupervised, Station::Return];
    for (out, total) in [stocks.rejected, others].into_iter().enumerate() {
        for (classes, count) in over(total, &rejected) {
            for (station, count) in stations.into_iter().zip(shares(count, &ways)) {
                stand(station, classes[out], standing(&leave[out], count));
            }
        }
    }
    // Status holders: those of the last grants are not ready for a home yet.
    let days = input.standard(Standard::LinkDays);
    let recent =
        days / MONTH_DAYS * input.flows.last().map_or(0, |f| f.granted_in_reception) as f64;
    let waiting = (recent.round() as i64).min(stocks.status_holders);
    let home = Duration::gamma(2.0, days);
    for ([inside, _], count) in over(waiting, &granted) {
        stand(Station::Lag, inside, standing(&home, count));
    }
    for ([inside, _], count) in over(stocks.status_holders - waiting, &granted) {
        stand(Station::Ready, inside, vec![age(count, 0)]);
    }
    stand(Station::Abroad, layout.at(Key::Relatives), abroad(input, known));
    warm
}

fn age(count: i64, days: u32) -> Age {
    Age { count: count.max(0) as u32, days }
}

/// Divides a number in proportion to weights, evenly when there are none; the parts add up.
fn shares(total: i64, weights: &[i64]) -> Vec<i64> {
    let mut weights: Vec<u64> = weights.iter().map(|weight| weight.unsigned_abs()).collect();
    if weights.iter().all(|weight| *weight == 0) {
        weights.fill(1);
    }
    law::distribute_exactly(total.max(0) as u32, &weights).into_iter().map(i64::from).collect()
}

/// The ages of a stock in the balance of coming and going: as many of an age as stay beyond it.
fn standing(stay: &Duration, count: i64) -> Vec<Age> {
    let ages: Vec<u32> = (0..AGE_MAX).step_by(AGE_STEP as usize).collect();
    let weights: Vec<i64> =
        ages.iter().map(|days| (stay.beyond(*days as usize) * 1e6) as i64).collect();
    let counts = shares(count, &weights);
    ages.into_iter().zip(counts).filter(|(_, n)| *n > 0).map(|(days, n)| age(n, days)).collect()
}

/// The ages of a queue of `of_all` cases of which these are `count`: the last applications stand in it.
fn queue(input: &Input, count: i64, of_all: i64) -> Vec<Age> {
    let (mut left, mut weights) = (of_all.max(1), Vec::new());
    let mut back = 0;
    while left > 0 && back < AGE_MAX as usize / AGE_STEP as usize {
        back += 1;
        let month = month_before(input.cut, back);
        let came = |kind| input.known_inflow(kind, month).unwrap_or_default();
        // A month of which nothing is known is as long ago as the rest.
        let number = (came(Kind::First) + came(Kind::Repeat)).max(1).min(left);
        weights.push(number);
        left -= number;
    }
    if let Some(last) = weights.last_mut() {
        *last += left;
    }
    let counts = shares(count, &weights);
    // Every day of a month alike; the oldest goes first.
    let mut ages = Vec::new();
    for (back, n) in counts.into_iter().enumerate().rev() {
        let days = (0..AGE_STEP).rev().map(|day| (back as u32) * AGE_STEP + day);
        let even = shares(n, &[1; AGE_STEP as usize]);
        ages.extend(days.zip(even).filter(|(_, n)| *n > 0).map(|(days, n)| age(n, days)));
    }
    ages
}

/// Family members who will still come on the permits before the cut: as many as follow from those permits, or
/// the part of the pending family applications that is granted, when that is more.
fn abroad(input: &Input, known: &Posterior) -> Vec<Age> {
    let number = input.permits.len();
    let to_come: Vec<(f64, u32)> = input
        .permits
        .iter()
        .enumerate()
        .map(|(at, permits)| {
            let days = ((number - at) as f64 - 0.5) * MONTH_DAYS;
            let part = known.nareis_lag.beyond(days as usize);
            (f64::from(*permits) * known.nareis.0 * part, days as u32)
        })
        .filter(|(_, days)| *days <= crate::sim::AGE_DAYS_MAX)
        .collect();
    let expected: f64 = to_come.iter().map(|(number, _)| number).sum();
    let share = input.standard(Standard::NareisGrantShare);
    let pending = input.stocks.nareis_pending as f64 * share;
    let more = if expected >= 1.0 { (pending / expected).clamp(1.0, NAREIS_MORE_MAX) } else { 1.0 };
    let ages = to_come.into_iter().map(|(number, days)| age((number * more).round() as i64, days));
    ages.filter(|age| age.count > 0).collect()
}
