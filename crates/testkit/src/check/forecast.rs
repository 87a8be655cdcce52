//! PR-2: quantiles never cross.

use client::Service;

use super::Found;
use crate::{AnyEvent, Feeds};

pub(super) fn check(feeds: &Feeds, found: &mut Found) {
    for event in feeds.of(Service::Prognosis) {
        let AnyEvent::ForecastMade(made) = &event.message else { continue };
        for e in &made.annual {
            let levels = [e.minimum, e.median, e.medio, e.maximum];
            found.must("PR-2", levels.is_sorted(), || {
                format!("forecast {}: {} in {}: {levels:?}", made.forecast_id, e.quantity, e.period)
            });
        }
    }
}
