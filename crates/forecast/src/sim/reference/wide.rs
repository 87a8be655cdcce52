//! A chain of the country's size: ten groups, six tracks, minors, relatives, people outside reception,
//! stocks with ages. Invented, to measure and to test on what the benchmark does not have.

use super::{APPLICATIONS, DAYS_OF_YEAR, lag};
use crate::sim::{
    Age, Arrivals, Class, ClassParameters, DecisionTime, Entry, Leave, Model, Parameters, Part,
    Permit, Pool, Relatives, Source, Station, Track, Unused, Warm, Watch,
};
use crate::sim::{Flow, Output};
use crate::{Kind, Month};

const GROUPS: [&str; 10] = [
    "SYR",
    "eritrea",
    "turkey",
    "iraq",
    "afghanistan",
    "yemen",
    "somalia",
    "maghreb",
    "unknown",
    "rest",
];
const TRACKS: [(&str, f64, u32); 6] = [
    ("safe", 3.0, 90),
    ("dublin", 2.0, 180),
    ("border", 3.0, 84),
    ("repeat", 4.0, 180),
    ("pact", 6.0, 180),
    ("standard", 6.0, 450),
];
const STANDARD: usize = 5;
/// Classes of a group: adults in reception and elsewhere, minors, pact cases, repeat cases, relatives.
const PER_GROUP: usize = 6;
const MONTHS_OF_AGES: u32 = 18;

/// A model of 64 classes and this many months.
pub fn wide(months: usize) -> Model {
    let start = Month::new(2026, 1);
    let groups = GROUPS.iter().map(|name| (*name).to_owned()).collect();
    let tracks = TRACKS
        .iter()
        .map(|(name, _, term_days)| Track {
            name: (*name).to_owned(),
            service: DecisionTime::Geometric,
            term_days: *term_days,
        })
        .collect();
    let pool = |name: &str, tracks: &[usize]| Pool { name: name.to_owned(), tracks: tracks.into() };
    let pools = vec![pool("new", &[0, 1, 2, 4]), pool("legacy", &[3, STANDARD])];
    let mut classes = Vec::new();
    let mut warm = Vec::new();
    for group in 0..GROUPS.len() {
        let at = classes.len();
        for kind in 0..PER_GROUP {
            classes.push(class(group, kind, at));
        }
        for (station, class, per_month) in [
            (Station::Queue, at, 150),
            (Station::Queue, at + 2, 30),
            (Station::Queue, at + 4, 10),
            (Station::Appeal, at, 30),
            (Station::Lag, at, 40),
            (Station::Ready, at, 50),
            (Station::Abroad, at + 5, 90),
            (Station::Unsupervised, at, 10),
        ] {
            let age = |at| Age { count: per_month / 10, days: 3 * at };
            warm.push(Warm { station, class, ages: (0..10 * MONTHS_OF_AGES).map(age).collect() });
        }
    }
    for track in 0..3 {
        let after = Some((GROUPS.len() - 1) * PER_GROUP);
        classes.push(Class { track, pact: None, after, ..class(9, 0, 0) });
    }
    classes.push(Class {
        name: "resettled".to_owned(),
        in_reception: false,
        entry: Entry::Housing,
        ..class(9, 0, 0)
    });
    let watches = vec![Watch {
        name: "syria.granted".to_owned(),
        output: Output::Flow(Flow::Granted),
        classes: (0..PER_GROUP).collect(),
    }];
    let source = |kind: Kind, group: usize| Source {
        name: format!("{kind}.{}", GROUPS[group]),
        kind,
        group,
    };
    let first = (0..GROUPS.len()).map(|group| source(Kind::First, group));
    let repeat = (0..GROUPS.len()).map(|group| source(Kind::Repeat, group));
    let sources: Vec<Source> = first.chain(repeat).chain([source(Kind::Resettled, 9)]).collect();
    let parameters = parameters(start, months, &classes);
    Model { start, months, groups, tracks, pools, classes, sources, warm, watches, parameters }
}

fn class(group: usize, kind: usize, first: usize) -> Class {
    let names = ["adult", "elsewhere", "minor", "pact", "repeat", "relative"];
    Class {
        name: format!("{}.{}", GROUPS[group], names[kind]),
        group,
        track: [STANDARD, STANDARD, STANDARD, 4, 3, STANDARD][kind],
        in_reception: kind != 1,
        adult: (kind == 2).then_some(first),
        relative: kind == 5,
        entry: Entry::Procedure,
        pact: (kind == 0).then_some(first + 3),
        // Cases under the pact and repeat cases go on as the adults of their group.
        after: matches!(kind, 3 | 4).then_some(first),
    }
}

fn parameters(start: Month, months: usize, classes: &[Class]) -> Parameters {
    let leave = |share: f64, shape: f64, mean: f64| Leave { share, lag: lag(shape, mean) };
    let base = ClassParameters {
        registration: lag(2.0, 10.0),
        transfer: 0.1,
        transfer_lag: lag(2.0, 150.0),
        disappear: 0.0003,
        grant: 0.6.into(),
        appeal: 0.7,
        appeal_lag: lag(2.0, 270.0),
        upheld: 0.15,
        remand: 0.7,
        departure: [
            leave(0.25, 1.5, 60.0),
            leave(0.15, 2.0, 120.0),
            leave(0.50, 1.0, 40.0),
            leave(0.10, 2.0, 60.0),
        ],
        own_home: 0.05,
        housing_lag: Some(lag(2.0, 60.0)),
        relatives: Vec::new(),
        arrival_lag: lag(3.0, 450.0),
        enters_reception: 0.6,
        of_age: 0.0,
    };
    let of = |(at, class): (usize, &Class)| {
        let mut of = base.clone();
        let relatives = class.group * PER_GROUP + PER_GROUP - 1;
        if class.relative {
            of.housing_lag = None;
        } else if at < GROUPS.len() * PER_GROUP {
            of.relatives.push(Relatives {
                class: relatives,
                permit: Permit::A,
                ratio: 0.8.into(),
                delay_days: 0.0.into(),
            });
        }
        if class.adult.is_some() {
            of.of_age = 1.0 / 500.0;
        }
        of
    };
    let parts = |list: &[(usize, f64)]| -> Vec<Part> {
        list.iter().map(|(class, share)| Part { class: *class, weight: (*share).into() }).collect()
    };
    let shared = GROUPS.len() * PER_GROUP;
    let first = (0..GROUPS.len()).map(|group| {
        let at = group * PER_GROUP;
        parts(&[
            (at, 0.45),
            (at + 1, 0.08),
            (at + 2, 0.12),
            (at + 3, 0.15),
            (shared, 0.05),
            (shared + 1, 0.10),
            (shared + 2, 0.05),
        ])
    });
    let repeat = (0..GROUPS.len()).map(|group| parts(&[(group * PER_GROUP + 4, 1.0)]));
    let arrivals = (0..months as i32).flat_map(|month| {
        let days = f64::from(start.plus(month).last_day().day());
        let of = move |year: f64| year / DAYS_OF_YEAR * days;
        let groups = GROUPS.len() as f64;
        let first = GROUPS.iter().map(move |_| of(0.85 * APPLICATIONS / groups));
        let repeat = GROUPS.iter().map(move |_| of(0.05 * APPLICATIONS / groups));
        first.chain(repeat).chain([of(760.0)])
    });
    Parameters {
        arrivals: Arrivals::Expected(arrivals.collect()),
        mix: first.chain(repeat).chain([parts(&[(shared + 3, 1.0)])]).collect(),
        service_days: TRACKS.iter().map(|(_, days, _)| (*days).into()).collect(),
        workers: 430.0.into(),
        staff: vec![0.3, 0.7],
        places: 2_400.0.into(),
        unused_places: Unused::Carry,
        classes: classes.iter().enumerate().map(of).collect(),
    }
}
