//! Who arrives: the numbers of a month, and their days and classes.

use super::Parameters;
use super::parameters::Arrivals;
use super::plan::Plan;
use crate::random::{Alias, Purpose, Stream, Streams};

/// Draws the arrivals of a month by day and class: a class per person, a day for each, all days alike.
pub(super) fn spread(
    plan: &Plan,
    parameters: &Parameters,
    streams: &Streams,
    month: usize,
    arrivals: &mut Vec<u32>,
) {
    let persons = &mut Vec::new();
    let (classes, length) = (plan.classes(), plan.lengths[month]);
    arrivals.clear();
    arrivals.resize(length as usize * classes, 0);
    for (source, parts) in parameters.mix.iter().enumerate().filter(|(_, p)| !p.is_empty()) {
        let mut stream = streams.open(Purpose::Arrivals(source as u16), month as u32);
        let n = number(plan, &parameters.arrivals, month, source, &mut stream);
        let weights: Vec<f64> = parts.iter().map(|part| part.weight.at(month).max(0.0)).collect();
        let alias = Alias::new(&weights);
        persons.resize(n as usize, 0);
        stream.fill(persons);
        for bits in &*persons {
            // One number for both: the day from its top, the class from what is left.
            let wide = u64::from(*bits) * u64::from(length);
            let class = parts[alias.pick(wide as u32)].class;
            arrivals[(wide >> 32) as usize * classes + class] += 1;
        }
    }
}

/// Arrivals of a source in a month.
pub(super) fn number(
    plan: &Plan,
    arrivals: &Arrivals,
    month: usize,
    source: usize,
    stream: &mut Stream,
) -> u32 {
    let at = month * plan.model.sources.len() + source;
    match arrivals {
        Arrivals::Counts(counts) => counts[at],
        Arrivals::Expected(means) => stream.poisson(means[at]),
    }
}
