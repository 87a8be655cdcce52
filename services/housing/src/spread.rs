//! Orders on a cycle of the spreading of reception places.

use journal::Context;
use kernel::{Date, Municipality, Reason, Refusal, Uuid};
use prost::Message as _;
use wire::EventMessage as _;
use wire::Wire as _;
use wire::housing as pb;

use crate::domain::spreading::{
    self, Basis, PlaceEntry, Places, SpreadingCycle, SpreadingShare, share_id,
};
use crate::work::{Spread, Work, not_after};

impl Work {
    pub(crate) fn spread(
        &mut self,
        on: Date,
        year: i32,
        asked: &Spread,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        not_after(on, context.today)?;
        match asked {
            Spread::Estimate(places, minors, bases) => {
                self.estimate(on, year, (*places, *minors), bases, context)
            }
            Spread::Report(province, agreed) => self.report(on, year, province, agreed, context),
            Spread::Decide(appointments) => self.decide(on, year, appointments, context),
            Spread::Realise(municipality, places) => {
                self.realise(on, year, *municipality, places, context)
            }
            Spread::Correct(entry) => self.correct_places(on, year, *entry, context),
        }
    }

    fn cycle(&self, year: i32) -> Result<SpreadingCycle, Refusal> {
        let no_such = || {
            Refusal::not_found(Reason::NotFound, format!("no capacity estimate is set for {year}"))
        };
        self.books.cycles.get(&year.to_string()).cloned().ok_or_else(no_such)
    }

    /// Emits the next event of a cycle and stores cycle and parts; the answer has both.
    fn store(
        &mut self,
        mut cycle: SpreadingCycle,
        shares: Vec<SpreadingShare>,
        event_type: &'static str,
        on: Date,
        data: Vec<u8>,
        context: &mut Context,
    ) -> Vec<u8> {
        cycle.version += 1;
        context.emit(format!("spreiding/{}", cycle.cycle), cycle.version, event_type, on, data);
        let answer =
            pb::DecideDistributionResponse { cycle: cycle.to_pb(), shares: parts(&shares) };
        self.books.cycles.put(cycle);
        self.books.put_shares(shares);
        answer.encode_to_vec()
    }

    fn estimate(
        &mut self,
        on: Date,
        year: i32,
        amounts: (i32, i32),
        bases: &[Basis],
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        if self.books.cycles.get(&year.to_string()).is_some() {
            let text = format!("the capacity estimate of {year} is set");
            return Err(Refusal::new(Reason::AlreadyExists, text));
        }
        let (cycle, shares) = spreading::estimate(&self.policy, on, year, amounts, bases)?;
        let set = pb::CapacityEstimated {
            occurred_on: on.to_pb(),
            cycle: cycle.cycle.clone(),
            places: cycle.places,
            minors: cycle.minors,
            late: cycle.estimated_late,
            shares: parts(&shares),
        };
        let data = set.encode_to_vec();
        Ok(self.store(cycle, shares, pb::CapacityEstimated::TYPE, on, data, context))
    }

    fn report(
        &mut self,
        on: Date,
        year: i32,
        province: &str,
        agreed: &[(Municipality, i32)],
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let cycle = self.cycle(year)?;
        let shares = self.books.shares_of(&cycle.cycle);
        let after = spreading::report(&cycle, &shares, province, agreed)?;
        let reported = pb::ProvincialReportRecorded {
            occurred_on: on.to_pb(),
            cycle: cycle.cycle.clone(),
            province: province.to_owned(),
            late: on > spreading::days(year)?.report_by,
            shares: parts(&after),
        };
        let data = reported.encode_to_vec();
        Ok(self.store(cycle, after, pb::ProvincialReportRecorded::TYPE, on, data, context))
    }

    fn decide(
        &mut self,
        on: Date,
        year: i32,
        appointments: &[(Municipality, i32)],
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let cycle = self.cycle(year)?;
        let shares = self.books.shares_of(&cycle.cycle);
        let (cycle, after) = spreading::decide(on, &cycle, &shares, appointments)?;
        let decided = pb::DistributionDecided {
            occurred_on: on.to_pb(),
            cycle: cycle.cycle.clone(),
            late: cycle.decided_late,
            realise_by: spreading::days(year)?.realise_by.to_pb(),
            shares: parts(&after),
        };
        let data = decided.encode_to_vec();
        Ok(self.store(cycle, after, pb::DistributionDecided::TYPE, on, data, context))
    }

    fn realise(
        &mut self,
        on: Date,
        year: i32,
        municipality: Municipality,
        places: &Places,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let cycle = self.cycle(year)?;
        if self.books.places.get(&places.entry_id).is_some() {
            let text = format!("entry {} exists", places.entry_id);
            return Err(Refusal::new(Reason::AlreadyExists, text));
        }
        let unknown = || {
            let text = format!("{municipality} has no part in {year}");
            Refusal::new(Reason::UnknownMunicipality, text)
        };
        let share = self.books.shares.get(&share_id(&cycle.cycle, municipality));
        let share = share.ok_or_else(unknown)?;
        let (share, entry) = spreading::realise(&self.policy, on, share, places);
        Ok(self.enter_places(cycle, share, entry, on, context))
    }

    fn correct_places(
        &mut self,
        on: Date,
        year: i32,
        entry_id: Uuid,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let cycle = self.cycle(year)?;
        let no_such =
            || Refusal::not_found(Reason::NotFound, format!("no entry {entry_id} in {year}"));
        let entry = self.books.places.get(&entry_id).ok_or_else(no_such)?;
        let shares = self.books.shares_of(&cycle.cycle);
        let share = shares.into_iter().find(|share| share.share_id == entry.share_id);
        let share = share.ok_or_else(no_such)?;
        let counter_id = context.ids.next_id();
        let (share, counter, marked) = spreading::correct(on, counter_id, share, entry)?;
        self.books.places.put(marked);
        Ok(self.enter_places(cycle, share, counter, on, context))
    }

    fn enter_places(
        &mut self,
        cycle: SpreadingCycle,
        share: SpreadingShare,
        entry: PlaceEntry,
        on: Date,
        context: &mut Context,
    ) -> Vec<u8> {
        let recorded = pb::PlacesRecorded {
            occurred_on: on.to_pb(),
            cycle: cycle.cycle.clone(),
            municipality: share.municipality.to_pb(),
            entry_id: entry.entry_id.to_pb(),
            places: entry.places,
            counts: entry.counts,
            grant_cents: entry.grant_cents,
            corrects: entry.corrects.to_pb(),
        };
        let data = recorded.encode_to_vec();
        self.books.places.put(entry);
        let event_type = pb::PlacesRecorded::TYPE;
        self.store(cycle, vec![share], event_type, on, data, context)
    }
}

fn parts(shares: &[SpreadingShare]) -> Vec<pb::SpreadingShare> {
    shares.iter().filter_map(SpreadingShare::to_pb).collect()
}
