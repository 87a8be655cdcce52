//! The engines against hand-made chains, against each other, and against what must always hold.

use super::*;
use crate::Month;

mod agree;
mod hold;

/// The chain of the worked example: two officers, two tracks, no chance.
fn by_hand() -> Model {
    let reference = reference::ketenref1(0.0);
    let mut model = reference.model;
    let day = || Lag::from(Duration::fixed(1));
    model.start = Month::new(2026, 2);
    model.months = 1;
    model.tracks.truncate(2);
    model.tracks.iter_mut().for_each(|track| track.service = DecisionTime::Fixed);
    model.pools[0].tracks = vec![0, 1];
    model.classes.truncate(2);
    model.classes.iter_mut().for_each(|class| class.after = None);
    model.sources.push(model.sources[0].clone());
    model.warm = vec![Warm::fresh(Station::Queue, 1, 3)];
    let parameters = &mut model.parameters;
    parameters.arrivals = Arrivals::Counts(vec![0, 0]);
    parameters.mix = vec![
        vec![Part { class: 0, weight: 1.0.into() }],
        vec![Part { class: 1, weight: 1.0.into() }],
    ];
    parameters.service_days = vec![1.0.into(), 2.0.into()];
    parameters.workers = 2.0.into();
    parameters.places = 28.0.into();
    parameters.classes.truncate(2);
    for (class, grant) in parameters.classes.iter_mut().zip([0.0, 1.0]) {
        class.registration = day();
        class.grant = grant.into();
        class.appeal = 0.0;
        class.housing_lag = Some(day());
        class.relatives.clear();
    }
    model
}

#[test]
fn the_worked_example_day_by_day() {
    let expected = [
        [1, 0, 1, 2, 0, 0, 0, 0, 0],
        [1, 1, 1, 2, 0, 0, 0, 0, 0],
        [2, 0, 1, 2, 2, 0, 0, 2, 0],
        [0, 0, 1, 2, 0, 1, 1, 4, 2],
        [0, 0, 0, 2, 0, 0, 2, 5, 3],
        [0, 0, 0, 1, 1, 0, 2, 6, 3],
        [0, 0, 0, 0, 1, 0, 3, 7, 3],
        [0, 0, 0, 0, 0, 0, 4, 7, 3],
    ];
    let model = by_hand();
    model.check().unwrap();
    let plan = plan::Plan::new(&model);
    let mut arrivals = vec![vec![0, 0]; expected.len()];
    arrivals[..3].fill(vec![1, 0]);
    arrivals[2] = vec![1, 1];
    let row = |books: &ledger::Ledger| {
        let both = |station| (books.stock(station, 0) + books.stock(station, 1)) as i32;
        let [registration, service, lag, ready] =
            [Station::Registration, Station::Service, Station::Lag, Station::Ready].map(both);
        let queues = [0, 1].map(|class| books.stock(Station::Queue, class) as i32);
        let flow = |flow| books.flowed(flow, 0) + books.flowed(flow, 1);
        let rejected = flow(Flow::Rejected);
        let decisions = flow(Flow::Granted) + rejected;
        let housed = flow(Flow::Housed);
        [registration, queues[0], queues[1], service, lag, ready, housed, decisions, rejected]
    };
    let mut days = Vec::new();
    counters::by_day(&plan, &arrivals, |books| days.push(row(books)));
    assert_eq!(days, expected, "counters");
    days.clear();
    persons::by_day(&plan, &arrivals, |books| days.push(row(books)));
    assert_eq!(days, expected, "persons");
}
