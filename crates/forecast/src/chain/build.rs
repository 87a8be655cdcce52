//! From what is known of the chain to the description that the engines run.

use super::layout::{Home, Key, Layout, Regime, Who};
use super::posterior::{MONTH_DAYS, Posterior};
use super::warm::warm;
use crate::assumption::Standard;
use crate::sim::{
    Arrivals, Class, ClassParameters, DecisionTime, Duration, Entry, Flow, Lag, Leave, Model,
    Output, Parameters, Part, Permit, Pool, Relatives, Series, Source, Track, Unused, Watch,
};
use crate::{ForecastError, Input, Kind};

/// Working days of one officer per decision: only the ratio to the number of officers matters here, and
/// that follows from the decisions per month. Mean of the design's reference job.
pub(super) const SERVICE_DAYS: f64 = 6.0;
/// From arrival to lodging: the mean of the design's reference job, days.
const REGISTRATION_DAYS: f64 = 10.0;
/// From lodging to the transfer to another member state: the reply of that state and the preparation.
const TRANSFER_DAYS: f64 = 150.0;
/// Tracks by place.
const ASYLUM: usize = 0;
const PACT: usize = 1;
const BORDER: usize = 2;

/// Names of the sums over classes that are kept beside the fixed columns.
pub(super) const MINORS_ARRIVED: &str = "minors.arrived";
pub(super) const MINORS_GRANTED: &str = "minors.granted";
/// The beginning of the names of arrivals by kind, and by group for first applications.
pub(super) const ARRIVED: &str = "arrived.";

/// Builds the description; parameters stand at what is expected.
pub(super) fn model(input: &Input, known: &Posterior) -> Result<(Model, Layout), ForecastError> {
    let groups: Vec<String> = known.groups.iter().map(|group| group.facts.group.clone()).collect();
    let layout = Layout::new(&groups);
    let months = input.months();
    let track = |name: &str, term_days| Track {
        name: name.to_owned(),
        service: DecisionTime::Geometric,
        term_days,
    };
    let pool = |name: &str, tracks: &[usize]| Pool { name: name.to_owned(), tracks: tracks.into() };
    let mut sources: Vec<Source> = groups
        .iter()
        .enumerate()
        .map(|(group, name)| Source { name: format!("first.{name}"), kind: Kind::First, group })
        .collect();
    // Files of others are no inflow; no measure touches the kind that they are given here.
    for (name, kind) in
        [("repeat", Kind::Repeat), ("resettled", Kind::Resettled), ("files", Kind::Resettled)]
    {
        sources.push(Source { name: name.to_owned(), kind, group: 0 });
    }
    let watch = |name: String, flow, classes| Watch { name, output: Output::Flow(flow), classes };
    let mut watches = vec![
        watch(MINORS_ARRIVED.to_owned(), Flow::Arrived, layout.minors()),
        watch(MINORS_GRANTED.to_owned(), Flow::Granted, layout.minors()),
    ];
    for (kind, entering) in [
        (Kind::First, layout.first(None)),
        (Kind::Repeat, layout.repeat()),
        (Kind::Resettled, vec![layout.at(Key::Resettled)]),
    ] {
        watches.push(watch(format!("{ARRIVED}{kind}"), Flow::Arrived, entering));
    }
    for (group, name) in groups.iter().enumerate() {
        let name = format!("{ARRIVED}{}.{name}", Kind::First);
        watches.push(watch(name, Flow::Arrived, layout.first(Some(group))));
    }
    let model = Model {
        start: input.cut,
        months,
        tracks: vec![
            track("asylum", input.law.decision_days),
            track("pact", input.law.pact_days),
            track("border", input.law.border_days),
        ],
        // Who waits at the border goes first.
        pools: vec![pool("legacy", &[BORDER, ASYLUM]), pool("new", &[PACT])],
        classes: layout.keys().iter().map(|key| class(&layout, &groups, *key)).collect(),
        warm: warm(input, known, &layout),
        watches,
        parameters: parameters(input, known, &layout, sources.len()),
        sources,
        // Whoever belongs to no group is in one of their own, so that no measure for a group finds them.
        groups: groups.into_iter().chain(["others".to_owned()]).collect(),
    };
    model.check().map_err(|error| ForecastError::Inconsistent(error.to_string()))?;
    Ok((model, layout))
}

/// What the engines need to know of a class.
fn class(layout: &Layout, groups: &[String], key: Key) -> Class {
    let plain = |name: &str, relative, entry| Class {
        name: name.to_owned(),
        group: groups.len(),
        track: ASYLUM,
        in_reception: false,
        adult: None,
        relative,
        entry,
        pact: None,
        after: None,
    };
    let (regime, who) = match key {
        Key::Case(regime, who) => (regime, who),
        Key::Resettled => return plain("resettled", false, Entry::Housing),
        Key::Relatives => return plain("relatives", true, Entry::Housing),
        Key::Files => return plain("files", false, Entry::Departure),
    };
    let of = match who {
        Who::Adult(group, _) => groups[group].clone(),
        Who::Minor(group) => format!("{}.minor", groups[group]),
        Who::Border(group) => format!("{}.border", groups[group]),
        Who::Repeat(_) => "repeat".to_owned(),
        Who::Decided(_) => "decided".to_owned(),
        Who::DecidedMinor => "decided.minor".to_owned(),
    };
    let lives = if who.home() == Home::Elsewhere { ".elsewhere" } else { "" };
    let (law, track, pact) = match (regime, who) {
        (Regime::Pact, _) => (".pact", PACT, None),
        (Regime::Before, Who::Border(_)) => ("", BORDER, Some(layout.case(Regime::Pact, who))),
        (Regime::Before, _) => ("", ASYLUM, Some(layout.case(Regime::Pact, who))),
    };
    Class {
        name: format!("{of}{lives}{law}"),
        group: who.group().unwrap_or(groups.len()),
        track,
        in_reception: who.home() == Home::Reception,
        adult: match who {
            Who::Minor(group) => Some(layout.case(regime, Who::Adult(group, Home::Reception))),
            Who::DecidedMinor => Some(layout.case(regime, Who::Decided(Home::Reception))),
            _ => None,
        },
        relative: false,
        entry: match who {
            Who::Decided(_) | Who::DecidedMinor => Entry::Decision,
            _ => Entry::Procedure,
        },
        pact,
        after: layout.after(regime, who),
    }
}

fn lag(shape: f64, days: f64) -> Lag {
    Lag::from(Duration::gamma(shape, days.max(1.0)))
}

fn parameters(input: &Input, known: &Posterior, layout: &Layout, sources: usize) -> Parameters {
    let months = input.months();
    let home_days = input.standard(Standard::LinkDays);
    let home = lag(2.0, home_days);
    let registration = lag(2.0, REGISTRATION_DAYS);
    let transfer_lag = lag(2.0, TRANSFER_DAYS);
    let appeal_lag = lag(2.0, known.ruling_days);
    let leave = known.leave_days.map(|days| lag(1.5, days));
    let arrival_lag = Lag::from(known.nareis_lag.clone());
    let ratio = known.nareis.0;
    let refugee = input.standard(Standard::GrantRefugeeShare);
    let relatives = |share: f64, permit| Relatives {
        class: layout.at(Key::Relatives),
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
        .cases()
        .map(|(_, who)| {
            let (transfer, grant) = who.group().map_or((0.0, known.grant.mean()), |group| {
                let group = &known.groups[group];
                (group.transfer.mean(), group.grant.mean())
            });
            class(who.home() == Home::Reception, who.is_minor(), transfer, grant, true)
        })
        .collect();
    // Resettled persons, family members, files of others: no procedure here.
    classes.resize_with(layout.keys().len(), || class(false, false, 0.0, 0.0, false));
    let decisions = known.decisions.mean / MONTH_DAYS;
    Parameters {
        arrivals: Arrivals::Counts(vec![0; sources * months]),
        mix: mix(known, layout),
        service_days: vec![Series::Constant(SERVICE_DAYS); 3],
        workers: Series::Constant(decisions * SERVICE_DAYS),
        // All officers on the cases there are, until a switch divides them.
        staff: vec![1.0, 0.0],
        places: Series::Constant(known.homes.mean),
        unused_places: Unused::Lapse,
        classes,
    }
}

/// Parts of each source by class.
fn mix(known: &Posterior, layout: &Layout) -> Vec<Vec<Part>> {
    let part = |class, weight: f64| Part { class, weight: Series::Constant(weight) };
    let inside = known.in_reception;
    let mut mix: Vec<Vec<Part>> = known
        .groups
        .iter()
        .enumerate()
        .map(|(group, facts)| first_parts(layout, group, facts.minor.mean(), known))
        .collect();
    mix.push(vec![
        part(layout.case(Regime::Before, Who::Repeat(Home::Reception)), inside),
        part(layout.case(Regime::Before, Who::Repeat(Home::Elsewhere)), 1.0 - inside),
    ]);
    mix.push(vec![part(layout.at(Key::Resettled), 1.0)]);
    mix.push(vec![part(layout.at(Key::Files), 1.0)]);
    mix
}

/// Parts of a group's first applications: minors, applicants at the border, adults in reception and elsewhere.
pub(super) fn first_parts(
    layout: &Layout,
    group: usize,
    minor: f64,
    known: &Posterior,
) -> Vec<Part> {
    let part = |who, weight: f64| Part {
        class: layout.case(Regime::Before, who),
        weight: Series::Constant(weight),
    };
    let (inside, border) = (known.in_reception, known.border);
    let adult = (1.0 - minor) * (1.0 - border);
    vec![
        part(Who::Minor(group), minor),
        part(Who::Border(group), (1.0 - minor) * border),
        part(Who::Adult(group, Home::Reception), adult * inside),
        part(Who::Adult(group, Home::Elsewhere), adult * (1.0 - inside)),
    ]
}
