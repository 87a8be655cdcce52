//! From what is known of the chain to the description that the engines run.

use super::posterior::{MONTH_DAYS, Posterior, month_before};
use crate::sim::{
    Age, Arrivals, Class, ClassParameters, Duration, Entry, Flow, Lag, Leave, Model, Output,
    Parameters, Part, Permit, Pool, Relatives, Series, Service, Source, Station, Track, Unused,
    Warm, Watch,
};
use crate::{ForecastError, Input, Kind};

/// Working days of one officer per decision: only the ratio to the number of officers matters here, and
/// that follows from the decisions per month. Mean of the design's reference job.
pub(super) const SERVICE_DAYS: f64 = 6.0;
/// From arrival to lodging: the mean of the design's reference job, days.
const REGISTRATION_DAYS: f64 = 10.0;
/// From lodging to the transfer to another member state: the reply of that state and the preparation.
const TRANSFER_DAYS: f64 = 150.0;
/// Legal term for a decision, days: six months.
const TERM_DAYS: u32 = 183;
/// Legal term under the pact's accelerated and border procedures is shorter; this is that of the standard one.
const PACT_TERM_DAYS: u32 = 183;
/// Width of the age classes in which a stock is told apart, days.
const AGE_STEP: u32 = 30;
/// Oldest age class, days.
const AGE_MAX: u32 = 1_800;

/// Where the classes of a model stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    /// Number of nationality groups of first applications.
    pub groups: usize,
}

impl Layout {
    /// Classes of one regime: adults in and out of reception and minors of each group, repeat applicants.
    fn block(self) -> usize {
        3 * self.groups + 2
    }
    pub(super) fn resettled(self) -> usize {
        2 * self.block()
    }
    pub(super) fn relatives(self) -> usize {
        self.resettled() + 1
    }
    pub(super) fn files(self) -> usize {
        self.relatives() + 1
    }
    fn adult(self, pact: bool, group: usize, out: bool) -> usize {
        usize::from(pact) * self.block() + 3 * group + usize::from(out)
    }
    fn minor(self, pact: bool, group: usize) -> usize {
        usize::from(pact) * self.block() + 3 * group + 2
    }
    fn repeat(self, pact: bool, out: bool) -> usize {
        usize::from(pact) * self.block() + 3 * self.groups + usize::from(out)
    }
    /// Classes that are decided, with their group (`None`: repeat applicants) and whether they are minors.
    pub(super) fn decided(self) -> impl Iterator<Item = (usize, Option<usize>, bool)> {
        (0..2 * self.block()).map(move |class| {
            let within = class % self.block();
            let group = (within < 3 * self.groups).then_some(within / 3);
            (class, group, group.is_some() && within % 3 == 2)
        })
    }
    /// Classes of minors.
    pub(super) fn minors(self) -> Vec<usize> {
        self.decided().filter(|(_, _, minor)| *minor).map(|(class, ..)| class).collect()
    }
    /// Sources in order: groups of first applications, repeat, resettled, files of others.
    pub(super) fn source(self, kind: Kind) -> usize {
        match kind {
            Kind::First | Kind::Nareis => 0,
            Kind::Repeat => self.groups,
            Kind::Resettled => self.groups + 1,
        }
    }
}

/// Names of the sums over classes that are kept beside the fixed columns.
pub(super) const MINORS_ARRIVED: &str = "minors.arrived";
pub(super) const MINORS_GRANTED: &str = "minors.granted";

/// Builds the description; parameters stand at what is expected.
pub(super) fn model(input: &Input, known: &Posterior) -> Result<(Model, Layout), ForecastError> {
    let groups: Vec<String> = known.groups.iter().map(|group| group.facts.group.clone()).collect();
    let layout = Layout { groups: groups.len() };
    let months = input.months();
    let track = |name: &str, term_days| Track {
        name: name.to_owned(),
        service: Service::Geometric,
        term_days,
    };
    let pool = |name: &str, track| Pool { name: name.to_owned(), tracks: vec![track] };
    let mut sources: Vec<Source> = groups
        .iter()
        .enumerate()
        .map(|(group, name)| Source { name: format!("first.{name}"), kind: Kind::First, group })
        .collect();
    for (name, kind) in
        [("repeat", Kind::Repeat), ("resettled", Kind::Resettled), ("files", Kind::Repeat)]
    {
        sources.push(Source { name: name.to_owned(), kind, group: 0 });
    }
    let watch = |name: &str, flow| Watch {
        name: name.to_owned(),
        output: Output::Flow(flow),
        classes: layout.minors(),
    };
    let model = Model {
        start: input.cut,
        months,
        tracks: vec![track("asylum", TERM_DAYS), track("pact", PACT_TERM_DAYS)],
        pools: vec![pool("legacy", 0), pool("new", 1)],
        classes: classes(layout, &groups),
        warm: warm(input, known, layout),
        watches: vec![watch(MINORS_ARRIVED, Flow::Arrived), watch(MINORS_GRANTED, Flow::Granted)],
        parameters: parameters(input, known, layout, sources.len()),
        sources,
        groups,
    };
    model.check().map_err(|error| ForecastError::Inconsistent(error.to_string()))?;
    Ok((model, layout))
}

fn classes(layout: Layout, groups: &[String]) -> Vec<Class> {
    let mut classes = Vec::with_capacity(layout.files() + 1);
    for pact in [false, true] {
        let next = |class: usize| (!pact).then_some(class + layout.block());
        let procedure = |name: String, group, in_reception, class| Class {
            name: if pact { format!("{name}.pact") } else { name },
            group,
            track: usize::from(pact),
            in_reception,
            adult: None,
            relative: false,
            entry: Entry::Procedure,
            pact: next(class),
        };
        for (group, name) in groups.iter().enumerate() {
            for (out, suffix) in [(false, ""), (true, ".elsewhere")] {
                let class = layout.adult(false, group, out);
                classes.push(procedure(format!("{name}{suffix}"), group, !out, class));
            }
            let minor = layout.minor(false, group);
            classes.push(Class {
                adult: Some(layout.adult(pact, group, false)),
                ..procedure(format!("{name}.minor"), group, true, minor)
            });
        }
        for (out, suffix) in [(false, ""), (true, ".elsewhere")] {
            let class = layout.repeat(false, out);
            classes.push(procedure(format!("repeat{suffix}"), 0, !out, class));
        }
    }
    let plain = |name: &str, relative, entry| Class {
        name: name.to_owned(),
        group: 0,
        track: 0,
        in_reception: false,
        adult: None,
        relative,
        entry,
        pact: None,
    };
    classes.push(plain("resettled", false, Entry::Housing));
    classes.push(plain("relatives", true, Entry::Housing));
    classes.push(plain("files", false, Entry::Departure));
    classes
}

fn lag(shape: f64, days: f64) -> Lag {
    Lag::from(Duration::gamma(shape, days.max(1.0)))
}

fn parameters(input: &Input, known: &Posterior, layout: Layout, sources: usize) -> Parameters {
    let months = input.months();
    let home_days = input.assumption("link_days").unwrap_or(1.0);
    let home = lag(2.0, home_days);
    let registration = lag(2.0, REGISTRATION_DAYS);
    let transfer_lag = lag(2.0, TRANSFER_DAYS);
    let appeal_lag = lag(2.0, known.ruling_days);
    let leave = known.leave_days.map(|days| lag(1.5, days));
    let arrival_lag = Lag::from(known.nareis_lag.clone());
    let ratio = known.nareis.0;
    let refugee = input.assumption("grant_refugee_share").unwrap_or(1.0);
    let relatives = |share: f64, permit| Relatives {
        class: layout.relatives(),
        permit,
        ratio: Series::Constant(ratio * share),
        delay_days: Series::Constant(0.0),
    };
    let class = |in_reception: bool, minor: bool, transfer: f64, grant: f64, procedure: bool| {
        ClassParameters {
            registration: registration.clone(),
            transfer,
            transfer_lag: transfer_lag.clone(),
            disappear: known.withdrawal.mean() / MONTH_DAYS,
            grant: Series::Constant(grant),
            appeal: known.appeal.mean(),
            appeal_lag: appeal_lag.clone(),
            upheld: known.upheld.mean(),
            remand: 1.0,
            departure: std::array::from_fn(|_| Leave {
                share: 0.25,
                lag: leave[usize::from(!in_reception)].clone(),
            }),
            // Minors with a permit go to Nidos; who lives elsewhere finds a home himself.
            own_home: if minor || !in_reception { 1.0 } else { 0.0 },
            housing_lag: Some(home.clone()),
            relatives: if procedure {
                vec![relatives(refugee, Permit::A), relatives(1.0 - refugee, Permit::B)]
            } else {
                Vec::new()
            },
            arrival_lag: arrival_lag.clone(),
            enters_reception: 0.0,
            of_age: if minor { known.minor_exit.mean() / MONTH_DAYS } else { 0.0 },
        }
    };
    let mut classes: Vec<ClassParameters> = layout
        .decided()
        .map(|(at, group, minor)| {
            let within = at % layout.block();
            let out = if let Some(group) = group {
                within == layout.adult(false, group, true)
            } else {
                within == layout.repeat(false, true)
            };
            let (transfer, grant) = group.map_or((0.0, known.grant.mean()), |group| {
                let group = &known.groups[group];
                (group.transfer.mean(), group.grant.mean())
            });
            class(!out, minor, transfer, grant, true)
        })
        .collect();
    for _ in 0..3 {
        classes.push(class(false, false, 0.0, 0.0, false));
    }
    let decisions = known.decisions.mean / MONTH_DAYS;
    Parameters {
        arrivals: Arrivals::Counts(vec![0; sources * months]),
        mix: mix(known, layout),
        service_days: vec![Series::Constant(SERVICE_DAYS); 2],
        workers: Series::Constant(decisions * SERVICE_DAYS),
        // All officers on the cases there are, until a switch divides them.
        staff: vec![1.0, 0.0],
        places: Series::Constant(known.homes.mean),
        unused_places: Unused::Lapse,
        classes,
    }
}

/// Parts of each source by class.
fn mix(known: &Posterior, layout: Layout) -> Vec<Vec<Part>> {
    let part = |class, weight: f64| Part { class, weight: Series::Constant(weight) };
    let inside = known.in_reception;
    let mut mix: Vec<Vec<Part>> = known
        .groups
        .iter()
        .enumerate()
        .map(|(group, facts)| first_parts(layout, group, facts.minor.mean(), inside))
        .collect();
    mix.push(vec![
        part(layout.repeat(false, false), inside),
        part(layout.repeat(false, true), 1.0 - inside),
    ]);
    mix.push(vec![part(layout.resettled(), 1.0)]);
    mix.push(vec![part(layout.files(), 1.0)]);
    mix
}

/// Parts of a group's first applications: minors, adults in reception and adults elsewhere.
pub(super) fn first_parts(layout: Layout, group: usize, minor: f64, inside: f64) -> Vec<Part> {
    let part = |class, weight: f64| Part { class, weight: Series::Constant(weight) };
    vec![
        part(layout.minor(false, group), minor),
        part(layout.adult(false, group, false), (1.0 - minor) * inside),
        part(layout.adult(false, group, true), (1.0 - minor) * (1.0 - inside)),
    ]
}

/// What stands at the cut.
fn warm(input: &Input, known: &Posterior, layout: Layout) -> Vec<Warm> {
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
        for (out, count) in [false, true].into_iter().zip(split(count)) {
            stand(
                Station::Queue,
                layout.adult(false, group, out),
                queue(input, count, stocks.pending),
            );
        }
    }
    for (group, count) in shares(stocks.minors, &applied).into_iter().enumerate() {
        stand(Station::Queue, layout.minor(false, group), queue(input, count, stocks.pending));
    }
    let appeal = Duration::gamma(2.0, known.ruling_days);
    for (group, count) in shares(stocks.appeals, &rejected).into_iter().enumerate() {
        for (out, count) in [false, true].into_iter().zip(split(count)) {
            stand(Station::Appeal, layout.adult(false, group, out), standing(&appeal, count));
        }
    }
    let leave = known.leave_days.map(|days| Duration::gamma(1.5, days));
    let others = (stocks.return_cases - stocks.rejected).max(0);
    let ways = known.ways.map(|way| (way.mean() * 1e6) as i64);
    let stations = [Station::Voluntary, Station::Forced, Station::Unsupervised, Station::Return];
    for (out, total) in [(false, stocks.rejected), (true, others)] {
        for (group, count) in shares(total, &rejected).into_iter().enumerate() {
            for (station, count) in stations.into_iter().zip(shares(count, &ways)) {
                let ages = standing(&leave[usize::from(out)], count);
                stand(station, layout.adult(false, group, out), ages);
            }
        }
    }
    // Status holders: those of the last grants are not ready for a home yet.
    let days = input.assumption("link_days").unwrap_or(1.0);
    let recent =
        days / MONTH_DAYS * input.flows.last().map_or(0, |f| f.granted_in_reception) as f64;
    let waiting = (recent.round() as i64).min(stocks.status_holders);
    let home = Duration::gamma(2.0, days);
    for (group, count) in shares(waiting, &granted).into_iter().enumerate() {
        stand(Station::Lag, layout.adult(false, group, false), standing(&home, count));
    }
    for (group, count) in shares(stocks.status_holders - waiting, &granted).into_iter().enumerate()
    {
        stand(Station::Ready, layout.adult(false, group, false), vec![age(count, 0)]);
    }
    stand(Station::Abroad, layout.relatives(), abroad(input, known));
    warm
}

fn age(count: i64, days: u32) -> Age {
    Age { count: count.max(0) as u32, days }
}

/// Divides a number in proportion to weights, evenly when there are none; the parts add up.
fn shares(total: i64, weights: &[i64]) -> Vec<i64> {
    let whole: i64 = weights.iter().sum();
    let even = vec![1; weights.len()];
    let weights = if whole > 0 { weights } else { &even };
    let whole: i64 = weights.iter().sum::<i64>().max(1);
    let (mut seen, mut given) = (0, 0);
    weights
        .iter()
        .map(|weight| {
            seen += weight;
            let until = (i128::from(total) * i128::from(seen) / i128::from(whole)) as i64;
            let part = until - given;
            given = until;
            part
        })
        .collect()
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
    let days = |back: usize| (back as u32) * AGE_STEP + AGE_STEP / 2;
    let ages = counts.into_iter().enumerate().filter(|(_, n)| *n > 0);
    // The oldest goes first.
    let mut ages: Vec<Age> = ages.map(|(back, n)| age(n, days(back))).collect();
    ages.reverse();
    ages
}

/// Family members who will still come on the permits before the cut.
fn abroad(input: &Input, known: &Posterior) -> Vec<Age> {
    let number = input.permits.len();
    let ages = input.permits.iter().enumerate().map(|(at, permits)| {
        let days = ((number - at) as f64 - 0.5) * MONTH_DAYS;
        let to_come = f64::from(*permits) * known.nareis.0 * known.nareis_lag.beyond(days as usize);
        age(to_come.round() as i64, days as u32)
    });
    ages.filter(|age| age.count > 0 && age.days <= crate::sim::AGE_DAYS_MAX).collect()
}
