//! `ketenref-1`: the job on which engines are compared, with each other and with other tools.
//!
//! 1,826 days, 40,000 applications a year in four tracks, 463 officers, 50,000 cases at the start, 1.2
//! million events a replication. Everything about it is invented to be of the size of the Dutch chain;
//! nothing of it is a forecast.

mod wide;

use std::ops::Range;

use super::{
    Arrivals, Class, ClassParameters, DecisionTime, Duration, Engine, Entry, Lag, Leave, Model,
    ModelError, Parameters, Part, Permit, Pool, Relatives, Runs, Series, Source, Station, Track,
    Unused, Warm, run,
};
use crate::random::{Lot, Purpose, Streams};
use crate::{Kind, Month};

pub use wide::wide;

const MONTHS: usize = 60;
const DAYS_OF_YEAR: f64 = 365.0;
const APPLICATIONS: f64 = 40_000.0;
const SEASON: [f64; 12] = [0.92, 0.88, 0.92, 0.90, 0.94, 0.98, 1.04, 1.08, 1.14, 1.14, 1.08, 0.98];
const PERSISTENCE: f64 = 0.97;
/// The class under which every case goes on after its decision, after the four tracks, and that of relatives.
const DECIDED: usize = 4;
const RELATIVES: usize = 5;

/// The benchmark: a model and how uncertain its inflow is.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The chain, with the expected inflow.
    pub model: Model,
    /// Standard deviation of the monthly innovation of log inflow.
    pub sigma: f64,
}

struct Of {
    name: &'static str,
    share: f64,
    service_days: f64,
    grant: f64,
    appeal: f64,
    pending: u32,
}

/// In the order of priority.
const TRACKS: [Of; 4] = [
    Of { name: "safe", share: 0.1, service_days: 3.0, grant: 0.02, appeal: 0.5, pending: 1_000 },
    Of { name: "dublin", share: 0.2, service_days: 2.0, grant: 0.0, appeal: 0.4, pending: 2_000 },
    Of {
        name: "standard",
        share: 0.6,
        service_days: 6.0,
        grant: 0.85,
        appeal: 0.8,
        pending: 42_000,
    },
    Of { name: "repeat", share: 0.1, service_days: 4.0, grant: 0.48, appeal: 0.6, pending: 5_000 },
];

/// The benchmark with this uncertainty of inflow: 0 or .09 in the published figures.
pub fn ketenref1(sigma: f64) -> Reference {
    let start = Month::new(2026, 1);
    let class = |name: &str, track: usize| Class {
        name: name.to_owned(),
        group: 0,
        track,
        in_reception: true,
        adult: None,
        relative: false,
        entry: Entry::Procedure,
        pact: None,
        after: Some(DECIDED),
    };
    let mut classes: Vec<Class> =
        TRACKS.iter().enumerate().map(|(track, of)| class(of.name, track)).collect();
    // Tracks differ up to the appeal, and in nothing after that.
    classes.push(Class { entry: Entry::Decision, after: None, ..class("decided", 2) });
    classes.push(Class { relative: true, after: None, ..class("relatives", 0) });
    let mut warm: Vec<Warm> = TRACKS
        .iter()
        .enumerate()
        .map(|(class, of)| Warm::fresh(Station::Queue, class, of.pending))
        .collect();
    warm.push(Warm::fresh(Station::Ready, DECIDED, 10_000));
    warm.push(Warm::fresh(Station::Lag, DECIDED, 10_000));
    let model = Model {
        start,
        months: MONTHS,
        groups: vec!["all".to_owned()],
        tracks: TRACKS
            .iter()
            .map(|of| Track {
                name: of.name.to_owned(),
                service: DecisionTime::Geometric,
                term_days: 183,
            })
            .collect(),
        pools: vec![Pool { name: "all".to_owned(), tracks: (0..TRACKS.len()).collect() }],
        classes,
        sources: vec![Source { name: "all".to_owned(), kind: Kind::First, group: 0 }],
        warm,
        watches: Vec::new(),
        parameters: parameters(start),
    };
    Reference { model, sigma }
}

fn lag(shape: f64, mean_days: f64) -> Lag {
    Lag::from(Duration::gamma(shape, mean_days))
}

fn parameters(start: Month) -> Parameters {
    let lengths = (0..MONTHS as i32).map(|at| f64::from(start.plus(at).last_day().day()));
    let leave = |share: f64, shape: f64, mean: f64| Leave { share, lag: lag(shape, mean) };
    let applicants = ClassParameters {
        registration: lag(2.0, 10.0),
        transfer: 0.0,
        transfer_lag: lag(2.0, 10.0),
        disappear: 0.0,
        grant: Series::from(0.0),
        appeal: 0.0,
        appeal_lag: lag(2.0, 270.0),
        upheld: 0.12,
        remand: 0.0,
        departure: [
            leave(0.25, 1.5, 60.0),
            leave(0.20, 2.0, 120.0),
            leave(0.55, 1.0, 40.0),
            leave(0.0, 1.0, 40.0),
        ],
        own_home: 0.0,
        housing_lag: Some(lag(2.0, 60.0)),
        relatives: vec![Relatives {
            class: RELATIVES,
            permit: Permit::A,
            ratio: Series::from(0.8),
            delay_days: Series::from(0.0),
        }],
        arrival_lag: lag(3.0, 450.0),
        enters_reception: 0.6,
        of_age: 0.0,
    };
    let mut classes: Vec<ClassParameters> = TRACKS
        .iter()
        .map(|of| ClassParameters {
            grant: Series::from(of.grant),
            appeal: of.appeal,
            ..applicants.clone()
        })
        .collect();
    classes.push(classes[2].clone());
    classes.push(ClassParameters { housing_lag: None, relatives: Vec::new(), ..applicants });
    let part = |(class, of): (usize, &Of)| Part { class, weight: Series::from(of.share) };
    Parameters {
        arrivals: Arrivals::Expected(
            lengths
                .clone()
                .zip(SEASON.iter().cycle())
                .map(|(days, season)| APPLICATIONS / DAYS_OF_YEAR * season * days)
                .collect(),
        ),
        mix: vec![TRACKS.iter().enumerate().map(part).collect()],
        service_days: TRACKS.iter().map(|of| Series::from(of.service_days)).collect(),
        workers: Series::from(463.0),
        staff: vec![1.0],
        places: Series::Monthly(lengths.map(|days| 30_000.0 / DAYS_OF_YEAR * days).collect()),
        unused_places: Unused::Lapse,
        classes,
    }
}

impl Reference {
    /// The parameters of a replication: its path of inflow, a log-AR(1) with the mean of the expected one.
    pub fn draw(&self, streams: &Streams, parameters: &mut Parameters) {
        let Arrivals::Expected(means) = &mut parameters.arrivals else { return };
        let mut stream = streams.open(Purpose::Inflow(Lot::First), 0);
        let (mut log, mut variance) = (0.0, 0.0);
        for mean in means {
            log = PERSISTENCE * log + self.sigma * stream.normal();
            variance = PERSISTENCE * PERSISTENCE * variance + self.sigma * self.sigma;
            *mean *= libm::exp(log - variance / 2.0);
        }
    }

    /// Runs it.
    pub fn run(
        &self,
        engine: Engine,
        seed: u64,
        replications: Range<u32>,
    ) -> Result<Runs, ModelError> {
        run(&self.model, engine, seed, replications, |streams, parameters| {
            self.draw(streams, parameters);
        })
    }
}

/// A line of the table that other tools fill as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// From 0.
    pub replication: usize,
    /// The month at the end of which the stock was counted.
    pub month: Month,
    /// Name of the stock: a column of the run without what comes before its dot.
    pub stock: &'a str,
    /// Persons.
    pub value: i32,
}

impl Row<'_> {
    /// The head of the table.
    pub const HEAD: &'static str = "replication,month,stock,value";
}

impl std::fmt::Display for Row<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{},{},{},{}", self.replication, self.month, self.stock, self.value)
    }
}

/// The stocks at the end of every month of every replication: `ind`, `reception`, `status`, `registration`,
/// `queue`, `service`, `appeal`, `lag` and `ready`.
pub fn rows(runs: &Runs) -> impl Iterator<Item = Row<'_>> {
    const STOCKS: [&str; 9] = [
        "total.ind",
        "total.reception",
        "total.status",
        "stock.registration",
        "stock.queue",
        "stock.service",
        "stock.appeal",
        "stock.lag",
        "stock.ready",
    ];
    let columns: Vec<(usize, &str)> = STOCKS
        .iter()
        .filter_map(|name| Some((runs.column(name)?, name.split_once('.')?.1)))
        .collect();
    (0..runs.replications()).flat_map(move |replication| {
        let columns = columns.clone();
        (0..runs.months()).flat_map(move |month| {
            columns.clone().into_iter().map(move |(column, stock)| Row {
                replication,
                month: runs.month(month),
                stock,
                value: runs.value(replication, month, column),
            })
        })
    })
}
