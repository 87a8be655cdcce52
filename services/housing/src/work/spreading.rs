//! What is asked of a cycle of the spreading of reception places.

use host::Handle;
use journal::Context;
use kernel::{Date, Municipality, Refusal, Uuid};
use wire::Wire as _;
use wire::housing as pb;

use super::{OF_CYCLE, Work};
use crate::domain::next::not_after;
use crate::domain::spreading::{self, Decided, Estimate, Places, SpreadingCycle, SpreadingShare};

/// A cycle, and its parts that changed.
pub struct Distribution {
    cycle: Option<pb::SpreadingCycle>,
    shares: Vec<pb::SpreadingShare>,
}

macro_rules! answered_with_distribution {
    ($($response:ident),+) => { $(
        impl From<Distribution> for pb::$response {
            fn from(answer: Distribution) -> Self {
                Self { cycle: answer.cycle, shares: answer.shares }
            }
        }
    )+ };
}
answered_with_distribution!(
    SetCapacityEstimateResponse,
    RecordProvincialReportResponse,
    DecideDistributionResponse,
    RecordPlacesResponse,
    CorrectPlacesResponse
);

impl Work {
    fn want_cycle(&mut self, year: i32) {
        let cycle = year.to_string();
        self.unit.cycles.want(&cycle);
        self.unit.shares.want_all(&OF_CYCLE, &cycle);
    }

    fn cycle(&self, year: i32) -> Option<&SpreadingCycle> {
        self.unit.cycles.get(&year.to_string())
    }

    /// The parts of a cycle, by municipality.
    fn shares(&self, year: i32) -> Vec<&SpreadingShare> {
        let mut shares = self.unit.shares.all(&OF_CYCLE, &year.to_string());
        shares.sort_by_key(|share| share.municipality);
        shares
    }

    fn distributed(
        &mut self,
        decided: Decided,
        context: &mut Context,
    ) -> Result<Distribution, Refusal> {
        let cycle = decided.event.cycle.clone();
        host::record(&mut self.unit.cycles, &[decided.event], context);
        for entry in decided.entries {
            self.unit.places.put(entry);
        }
        let shares = decided.shares.iter().filter_map(SpreadingShare::to_pb).collect();
        for share in decided.shares {
            self.unit.shares.put(share);
        }
        let cycle = self.unit.cycles.get(&cycle).and_then(SpreadingCycle::to_pb);
        Ok(Distribution { cycle, shares })
    }
}

/// The capacity estimate of a cycle is set.
pub struct SetEstimate {
    /// When.
    pub on: Date,
    /// First year of the cycle.
    pub year: i32,
    /// The estimate.
    pub estimate: Estimate,
}

impl Handle<Work> for SetEstimate {
    type Answer = Distribution;

    fn needs(&self, work: &mut Work) {
        work.want_cycle(self.year);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Distribution, Refusal> {
        not_after(self.on, context.today)?;
        let (policy, cycle) = (&work.policy, work.cycle(self.year));
        let decided = spreading::estimate(policy, cycle, self.on, self.year, &self.estimate)?;
        work.distributed(decided, context)
    }
}

/// A province reports what its municipalities agreed.
pub struct RecordReport {
    /// When.
    pub on: Date,
    /// First year of the cycle.
    pub year: i32,
    /// The province.
    pub province: String,
    /// Places of municipalities.
    pub agreed: Vec<(Municipality, i32)>,
}

impl Handle<Work> for RecordReport {
    type Answer = Distribution;

    fn needs(&self, work: &mut Work) {
        work.want_cycle(self.year);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Distribution, Refusal> {
        not_after(self.on, context.today)?;
        let (shares, when) = (work.shares(self.year), (self.year, self.on));
        let cycle = work.cycle(self.year);
        let decided = spreading::report(cycle, &shares, when, &self.province, &self.agreed)?;
        work.distributed(decided, context)
    }
}

/// The distribution is decided.
pub struct DecideDistribution {
    /// When.
    pub on: Date,
    /// First year of the cycle.
    pub year: i32,
    /// Places of municipalities that are appointed.
    pub appointments: Vec<(Municipality, i32)>,
}

impl Handle<Work> for DecideDistribution {
    type Answer = Distribution;

    fn needs(&self, work: &mut Work) {
        work.want_cycle(self.year);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Distribution, Refusal> {
        not_after(self.on, context.today)?;
        let (shares, when) = (work.shares(self.year), (self.year, self.on));
        let cycle = work.cycle(self.year);
        let decided = spreading::decide(cycle, &shares, when, &self.appointments)?;
        work.distributed(decided, context)
    }
}

/// Places are realised.
pub struct RecordPlaces {
    /// When.
    pub on: Date,
    /// First year of the cycle.
    pub year: i32,
    /// Where.
    pub municipality: Municipality,
    /// The places.
    pub places: Places,
}

impl Handle<Work> for RecordPlaces {
    type Answer = Distribution;

    fn needs(&self, work: &mut Work) {
        work.want_cycle(self.year);
        work.unit.places.want(&self.places.entry_id);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Distribution, Refusal> {
        not_after(self.on, context.today)?;
        let shares = work.shares(self.year);
        let share = shares.into_iter().find(|share| share.municipality == self.municipality);
        let decided = spreading::realise(
            &work.policy,
            work.cycle(self.year),
            (self.year, self.on),
            (self.municipality, share),
            work.unit.places.get(&self.places.entry_id),
            &self.places,
        )?;
        work.distributed(decided, context)
    }
}

/// An entry of places is taken back.
pub struct CorrectPlaces {
    /// When.
    pub on: Date,
    /// First year of the cycle.
    pub year: i32,
    /// The entry.
    pub entry_id: Uuid,
}

impl Handle<Work> for CorrectPlaces {
    type Answer = Distribution;

    fn needs(&self, work: &mut Work) {
        work.want_cycle(self.year);
        work.unit.places.want(&self.entry_id);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Distribution, Refusal> {
        not_after(self.on, context.today)?;
        let entry = (self.entry_id, work.unit.places.get(&self.entry_id));
        let (shares, when) = (work.shares(self.year), (self.year, self.on));
        let counter_id = context.ids.next_id();
        let cycle = work.cycle(self.year);
        let decided = spreading::correct(cycle, &shares, when, entry, counter_id)?;
        work.distributed(decided, context)
    }
}
