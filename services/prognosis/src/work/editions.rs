//! Editions and judgements within a batch.

use journal::Context;
use kernel::{Date, Order, Refusal, Uuid};
use prost::Message as _;
use wire::EventMessage as _;
use wire::Wire as _;
use wire::prognosis as pb;

use super::{Freeze, Work};

use crate::domain::edition::{self, Action, EditionState};
use crate::domain::judgement::{self, JudgementVersion, Record};
use crate::domain::run::ForecastRun;
use crate::words;

impl Work {
    pub(super) fn edition_order(
        &mut self,
        order: &Order<Uuid, Action>,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let published = self.published.and_then(|id| self.editions.get(&id));
        let published = published.filter(|other| {
            other.edition_id != order.key && other.state == EditionState::Published
        });
        let state = self.editions.get(&order.key);
        let events = edition::decide(state, order, context.today, published)?;
        host::record(&mut self.editions, &events, context);
        if order.action == (Action::PublishEdition {}) {
            self.published = Some(order.key);
        }
        let edition = self.editions.get(&order.key).and_then(edition::Edition::to_pb);
        // Every answer to an order on an edition has the edition as its first field.
        Ok(pb::OpenEditionResponse { edition }.encode_to_vec())
    }

    /// Freezes the data of an edition: the edition moves and its forecast begins, or neither.
    pub(super) fn freeze(
        &mut self,
        asked: &Freeze,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let Freeze { edition_id, begin, .. } = asked;
        let action = Action::FreezeEdition {
            forecast_id: begin.forecast_id,
            cut_off: begin.parameters.cut_off,
            judgements: self.holding(context.today),
        };
        let (on, expected_version) = (asked.on, asked.expected_version);
        let order = Order { key: *edition_id, on, expected_version, action };
        edition::decide(self.editions.get(edition_id), &order, context.today, None)?;
        self.begin(begin, Some(*edition_id), context)?;
        self.edition_order(&order, context)
    }

    /// Tells the edition of a forecast how the forecast ended.
    pub(super) fn tell_edition(
        &mut self,
        run: &ForecastRun,
        action: Action,
        context: &mut Context,
    ) -> Result<(), Refusal> {
        let Some(edition_id) = run.edition_id else {
            return Ok(());
        };
        // An edition that was withdrawn, or frozen again, does not wait for this forecast.
        let waits = self.editions.get(&edition_id).is_some_and(|edition| {
            edition.state == EditionState::DataFrozen
                && edition.forecast_id == Some(run.forecast_id)
        });
        if waits {
            self.edition_order(&Order::new(edition_id, context.today, action), context)?;
        }
        Ok(())
    }

    /// Number of judgements that hold on a day.
    fn holding(&self, on: Date) -> u32 {
        self.judged.iter().filter(|judgement| judgement.holds(on)).count() as u32
    }

    pub(super) fn judge(
        &mut self,
        record: &Record,
        context: &mut Context,
    ) -> Result<Vec<u8>, Refusal> {
        let id = judgement::id(record.kind, &record.name);
        let today = context.today;
        let new = judgement::record(self.judgements.get(&id), record, today)?;
        let sent = words::judgement_to_pb(&new);
        let event =
            pb::JudgementRecorded { occurred_on: today.to_pb(), judgement: Some(sent.clone()) };
        let subject = format!("oordeel/{id}");
        let event_type = pb::JudgementRecorded::TYPE;
        context.emit(subject, new.version, event_type, today, event.encode_to_vec());
        self.versions.put(JudgementVersion {
            version_id: format!("{id}/{:06}", new.version),
            body: sent.encode_to_vec(),
        });
        self.judged.retain(|judgement| judgement.judgement_id != id);
        self.judged.push(new.clone());
        self.judged.sort_by(|a, b| a.judgement_id.cmp(&b.judgement_id));
        self.judgements.put(new);
        // The answers to all three commands have the judgement as their first field.
        Ok(pb::SetAssumptionResponse { judgement: Some(sent) }.encode_to_vec())
    }
}
