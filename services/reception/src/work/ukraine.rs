//! What is told of the safety regions that receive people displaced from Ukraine.

use host::Handle;
use journal::Context;
use kernel::{Date, Reason, Refusal};
use wire::EventMessage;
use wire::Wire as _;
use wire::reception as pb;

use super::Work;
use crate::domain::ukraine::{self, UkraineRegion, UkraineWeek};

impl Work {
    fn region(&self, region: &str) -> UkraineRegion {
        let known = self.unit.regions.get(&region.to_owned()).cloned();
        known.unwrap_or_else(|| UkraineRegion::new(region))
    }

    fn region_changed(
        &mut self,
        region: UkraineRegion,
        on: Date,
        message: &impl EventMessage,
        context: &mut Context,
    ) {
        let region = UkraineRegion { version: region.version + 1, ..region };
        let subject = format!("veiligheidsregio/{}", region.region);
        host::emit(context, subject, region.version, on, message);
        self.unit.regions.put(region);
    }
}

/// The weekly facts of a safety region.
pub struct ReportWeek(pub UkraineWeek);

impl Handle<Work> for ReportWeek {
    type Answer = Option<pb::UkraineWeek>;

    fn needs(&self, work: &mut Work) {
        work.unit.weeks.want(&self.0.week_id);
        work.unit.regions.want(&self.0.region);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let week = &self.0;
        ukraine::check(week, context.today)?;
        let version = work.unit.weeks.get(&week.week_id).map_or(0, |known| known.version) + 1;
        let reported = pb::UkraineWeekReported {
            occurred_on: week.week_start.to_pb(),
            region: week.region.clone(),
            registrations: week.registrations,
            places: week.places,
            occupied: week.occupied,
        };
        let subject = format!("ontheemdenopvang/{}", week.week_id);
        host::emit(context, subject, version, week.week_start, &reported);
        work.unit.weeks.put(UkraineWeek { version, ..week.clone() });
        let region = work.region(&week.region).reported(week);
        work.unit.regions.put(region);
        Ok(Some(crate::words::week_to_pb(week)))
    }
}

/// Inhabitants of a safety region: the key of the distribution.
#[derive(Clone)]
pub struct Inhabitants {
    /// Safety region by its code.
    pub region: String,
    /// How many.
    pub inhabitants: i32,
}

/// The task of all safety regions.
pub struct SetTask {
    /// When.
    pub on: Date,
    /// Places in the country; 0 for what law and policy say of the day.
    pub national: i32,
    /// The regions.
    pub regions: Vec<Inhabitants>,
}

impl Handle<Work> for SetTask {
    type Answer = Vec<pb::UkraineRegion>;

    fn needs(&self, work: &mut Work) {
        for of in &self.regions {
            work.unit.regions.want(&of.region);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let on = self.on;
        if on > context.today {
            let text = format!("{on} lies after today, {}", context.today);
            return Err(Refusal::new(Reason::DateInFuture, text));
        }
        let national = match self.national {
            0 => {
                let task = work.policy.get(law::rule::UKRAINE_TASK, on);
                let places = i32::try_from(task).ok().filter(|places| *places >= 0);
                places.ok_or_else(|| {
                    let why = format!("the policy has a task of {task} places, which cannot be");
                    Refusal::settled(&why, "give the places of all regions together")
                })?
            }
            given => given,
        };
        let mut all: Vec<&Inhabitants> = self.regions.iter().collect();
        all.sort_by(|a, b| a.region.cmp(&b.region));
        let weights: Vec<i32> = all.iter().map(|of| of.inhabitants).collect();
        let mut regions = Vec::with_capacity(all.len());
        for (of, task) in all.iter().zip(ukraine::allocate(national, &weights)) {
            let Inhabitants { region, inhabitants } = *of;
            let set = pb::UkraineTaskSet {
                occurred_on: on.to_pb(),
                region: region.clone(),
                inhabitants: *inhabitants,
                task,
                national,
            };
            let state = UkraineRegion { inhabitants: *inhabitants, task, ..work.region(region) };
            work.region_changed(state, on, &set, context);
            regions.extend(work.region(region).to_pb());
        }
        Ok(regions)
    }
}

/// Places realised and closed in a safety region.
pub struct ReportedPlaces {
    /// When.
    pub on: Date,
    /// Safety region by its code.
    pub region: String,
    /// Places realised.
    pub realised: i32,
    /// Places closed.
    pub closed: i32,
}

impl Handle<Work> for ReportedPlaces {
    type Answer = Option<pb::UkraineRegion>;

    fn needs(&self, work: &mut Work) {
        work.unit.regions.want(&self.region);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let (on, realised, closed) = (self.on, self.realised, self.closed);
        let state = work.region(&self.region);
        ukraine::check_change(&state, (realised, closed), on, context.today)?;
        let occurred_on = on.to_pb();
        if realised > 0 {
            let (region, places) = (self.region.clone(), realised);
            let message = pb::UkrainePlacesRealised { occurred_on, region, places };
            let state = UkraineRegion { realised: state.realised + realised, ..state };
            work.region_changed(state, on, &message, context);
        }
        if closed > 0 {
            let state = work.region(&self.region);
            let (region, places) = (self.region.clone(), closed);
            let message = pb::UkrainePlacesClosed { occurred_on, region, places };
            let state = UkraineRegion { closed: state.closed + closed, ..state };
            work.region_changed(state, on, &message, context);
        }
        Ok(work.region(&self.region).to_pb())
    }
}
