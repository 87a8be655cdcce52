//! What a drawn switch does to the parameters of a replication.

use super::{Change, Drawn, Operator, Switch, Target};
use crate::random::{Purpose, Stream, Streams};
use crate::sim::{Arrivals, Model, ModelError, Parameters, Part, Series};

/// Streams of a switch from here on are for rounding.
const ROUNDING: u32 = 1_000;

/// Applies switches in their order to the parameters of a replication, as its chance has them.
pub fn apply(switches: &[Switch], model: &Model, streams: &Streams, parameters: &mut Parameters) {
    for switch in switches {
        let Some(drawn) = switch.draw(streams) else { continue };
        for (at, change) in switch.changes.iter().enumerate() {
            let mut rounding = streams.open(Purpose::Switch(switch.number), ROUNDING + at as u32);
            let work = Work { model, change, drawn: &drawn, strengths: &drawn.strengths[at] };
            work.apply(parameters, &mut rounding);
        }
    }
}

/// Refuses switches that touch what a model does not have.
pub fn check(switches: &[Switch], model: &Model) -> Result<(), ModelError> {
    for switch in switches {
        for change in &switch.changes {
            let known = match &change.target {
                Target::TrackShare(name) => model.tracks.iter().any(|track| track.name == *name),
                Target::Staff(name) => model.pools.iter().any(|pool| pool.name == *name),
                Target::Grant(name) | Target::ReturnSpeed(name) => model.groups.contains(name),
                Target::Cutover => model.classes.iter().any(|class| class.pact.is_some()),
                _ => true,
            };
            if !known {
                let (measure, target) = (switch.measure, &change.target);
                return Err(ModelError(format!(
                    "measure {measure}: nothing in the model for {target:?}"
                )));
            }
        }
    }
    Ok(())
}

struct Work<'a> {
    model: &'a Model,
    change: &'a Change,
    drawn: &'a Drawn,
    strengths: &'a [f64],
}

impl Work<'_> {
    /// A value as the change makes it in a month of the run.
    fn changed(&self, month: usize, value: f64) -> f64 {
        let after = self.drawn.start.until(self.model.start.plus(month as i32));
        let neutral = match self.change.operator {
            Operator::Multiply => 1.0,
            Operator::Add => 0.0,
            Operator::Replace => value,
        };
        match (self.change.strength(self.strengths, after, neutral), self.change.operator) {
            (None, _) => value,
            (Some(strength), Operator::Multiply) => value * strength,
            (Some(strength), Operator::Add) => value + strength,
            (Some(strength), Operator::Replace) => strength,
        }
    }

    fn series(&self, series: &mut Series) {
        series.change(self.model.months, |month, value| self.changed(month, value).max(0.0));
    }

    /// The mean of a value over the months of the run.
    fn mean(&self, value: f64) -> f64 {
        let months = self.model.months;
        (0..months).map(|month| self.changed(month, value)).sum::<f64>() / months as f64
    }

    fn apply(&self, parameters: &mut Parameters, rounding: &mut Stream) {
        match &self.change.target {
            Target::ServiceDays => {
                for days in &mut parameters.service_days {
                    days.change(self.model.months, |month, days| {
                        self.changed(month, days).max(1.0)
                    });
                }
            }
            Target::Workers => self.series(&mut parameters.workers),
            Target::Places => self.series(&mut parameters.places),
            Target::Inflow(kind) => {
                let of = |source: usize| self.model.sources[source].kind == *kind;
                self.inflow(&mut parameters.arrivals, of, rounding);
            }
            Target::TrackShare(name) => {
                for parts in &mut parameters.mix {
                    self.track_share(parts, name);
                }
            }
            Target::Cutover => {
                for parts in &mut parameters.mix {
                    self.cutover(parts);
                }
            }
            Target::Staff(name) => self.staff(&mut parameters.staff, name),
            Target::Grant(name) => {
                for at in self.classes_of(name) {
                    let grant = &mut parameters.classes[at].grant;
                    let months = self.model.months;
                    grant.change(months, |month, p| self.changed(month, p).clamp(0.0, 1.0));
                }
            }
            Target::Relatives(permit) => {
                let all = parameters.classes.iter_mut().flat_map(|class| &mut class.relatives);
                for one in all.filter(|one| permit.is_none_or(|permit| permit == one.permit)) {
                    self.series(&mut one.ratio);
                }
            }
            Target::RelativesDelay(permit) => {
                let all = parameters.classes.iter_mut().flat_map(|class| &mut class.relatives);
                for one in all.filter(|one| permit.is_none_or(|permit| permit == one.permit)) {
                    self.series(&mut one.delay_days);
                }
            }
            Target::ReturnSpeed(name) => {
                let speed = self.mean(1.0);
                for at in self.classes_of(name).filter(|_| speed > 0.0) {
                    parameters.classes[at].departure[0].lag.stretch /= speed;
                }
            }
        }
    }

    fn classes_of(&self, group: &str) -> impl Iterator<Item = usize> {
        let model = self.model;
        let group = model.groups.iter().position(|name| name == group);
        (0..model.classes.len()).filter(move |at| Some(model.classes[*at].group) == group)
    }

    fn inflow(&self, arrivals: &mut Arrivals, of: impl Fn(usize) -> bool, rounding: &mut Stream) {
        let sources = self.model.sources.len();
        let touched = |at: &usize| of(at % sources);
        match arrivals {
            Arrivals::Expected(means) => {
                for at in (0..means.len()).filter(touched) {
                    means[at] = self.changed(at / sources, means[at]).max(0.0);
                }
            }
            Arrivals::Counts(counts) => {
                for at in (0..counts.len()).filter(touched) {
                    let part = rounding.uniform();
                    let changed = self.changed(at / sources, f64::from(counts[at]));
                    counts[at] = (changed + part).max(0.0) as u32;
                }
            }
        }
    }

    /// Changes the share of a track; the parts within it and within the rest keep their proportions. A
    /// source that never goes to the track is left alone.
    fn track_share(&self, parts: &mut [Part], name: &str) {
        let within = |part: &Part| {
            let track = self.model.classes[part.class].track;
            self.model.tracks[track].name == name
        };
        let weights = |inside: bool| -> Vec<f64> {
            let sum = |month| {
                let chosen = parts.iter().filter(|part| within(part) == inside);
                chosen.map(|part| part.weight.at(month)).sum()
            };
            (0..self.model.months).map(sum).collect()
        };
        let (inside, outside) = (weights(true), weights(false));
        for part in parts.iter_mut() {
            let is_inside = within(part);
            part.weight.change(self.model.months, |month, weight| {
                let total = inside[month] + outside[month];
                if inside[month] <= 0.0 || outside[month] <= 0.0 {
                    return weight;
                }
                let share = self.changed(month, inside[month] / total).clamp(0.0, 1.0);
                if is_inside {
                    weight * share * total / inside[month]
                } else {
                    weight * (1.0 - share) * total / outside[month]
                }
            });
        }
    }

    /// Moves new cases to the class under the pact; the strength is the part that moves.
    fn cutover(&self, parts: &mut Vec<Part>) {
        for at in 0..parts.len() {
            let Some(class) = self.model.classes[parts[at].class].pact else { continue };
            let moved = |month: usize| self.changed(month, 0.0).clamp(0.0, 1.0);
            let mut weight = parts[at].weight.clone();
            weight.change(self.model.months, |month, weight| weight * moved(month));
            parts[at].weight.change(self.model.months, |month, old| old * (1.0 - moved(month)));
            parts.push(Part { class, weight });
        }
    }

    fn staff(&self, staff: &mut [f64], name: &str) {
        let Some(at) = self.model.pools.iter().position(|pool| pool.name == name) else { return };
        let total: f64 = staff.iter().sum();
        let share = staff[at] / total;
        let last = self.model.months - 1;
        let changed = self.changed(last, share).clamp(0.0, 1.0);
        for (pool, part) in staff.iter_mut().enumerate() {
            *part = if pool == at {
                changed
            } else if share < 1.0 {
                *part / total * (1.0 - changed) / (1.0 - share)
            } else {
                0.0
            };
        }
    }
}
