//! Editions and judgements within a batch.

use db::Tx;
use host::Handle;
use journal::Context;
use kernel::{Command, Date, EditionId, Refusal};
use prost::Message as _;
use wire::Wire as _;
use wire::prognosis as pb;

use super::Work;
use crate::domain::edition::{self, CommandKind, Edition, EditionState};
use crate::domain::judgement::{self, JudgementVersion, Record};
use crate::domain::run::{Begin, ForecastRun};
use crate::{store, words};

impl Work {
    fn edition(
        &mut self,
        command: &Command<EditionId, CommandKind>,
        context: &mut Context,
    ) -> Result<Option<pb::Edition>, Refusal> {
        let publishes = command.kind == CommandKind::PublishEdition {};
        let editions = &mut self.unit.editions;
        let published = self.published.filter(|_| publishes).and_then(|id| editions.get(&id));
        let published = published.filter(|other| {
            other.edition_id != command.key && other.state == EditionState::Published
        });
        let state = editions.get(&command.key);
        let events = edition::decide(state, command, context.today, published)?;
        host::record(editions, &events, context);
        if publishes {
            self.published = Some(command.key);
        }
        Ok(self.unit.editions.get(&command.key).and_then(Edition::to_pb))
    }

    /// Moves the edition of a forecast that ended.
    pub(super) fn forecast_ended(
        &mut self,
        run: &ForecastRun,
        kind: CommandKind,
        context: &mut Context,
    ) -> Result<(), Refusal> {
        let Some(edition_id) = run.edition_id else {
            return Ok(());
        };
        // An edition that was withdrawn, or frozen again, does not wait for this forecast.
        let waits = self.unit.editions.get(&edition_id).is_some_and(|edition| {
            edition.state == EditionState::DataFrozen
                && edition.forecast_id == Some(run.forecast_id)
        });
        if waits {
            self.edition(&Command::new(edition_id, context.today, kind), context)?;
        }
        Ok(())
    }
}

impl Handle<Work> for Command<EditionId, CommandKind> {
    type Answer = Option<pb::Edition>;

    fn needs(&self, work: &mut Work) {
        work.unit.editions.want(&self.key);
    }

    async fn read(&self, work: &mut Work, tx: &mut Tx) -> db::Result<()> {
        if self.kind == (CommandKind::PublishEdition {}) {
            work.published = store::published(tx).await?;
            work.unit.editions.load(tx, work.published).await?;
        }
        Ok(())
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        work.edition(self, context)
    }
}

/// The freezing of an edition.
pub struct Freeze {
    /// The edition.
    pub edition_id: EditionId,
    /// Version that the caller has seen.
    pub expected_version: Option<i64>,
    /// When.
    pub on: Date,
    /// Its forecast.
    pub begin: Begin,
}

impl Handle<Work> for Freeze {
    type Answer = Option<pb::Edition>;

    fn needs(&self, work: &mut Work) {
        work.unit.editions.want(&self.edition_id);
        self.begin.needs(work);
    }

    async fn read(&self, work: &mut Work, tx: &mut Tx) -> db::Result<()> {
        self.begin.read_input(work, tx).await
    }

    /// The edition moves and its forecast begins, or neither.
    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let Self { edition_id, begin, .. } = self;
        let kind = CommandKind::FreezeEdition {
            forecast_id: begin.forecast_id,
            cut_off: begin.parameters.cut_off,
            judgements: kernel::fit(
                work.judged.iter().filter(|one| one.holds(context.today)).count(),
            ),
        };
        let (on, expected_version) = (self.on, self.expected_version);
        let command = Command { key: *edition_id, on, expected_version, kind };
        edition::decide(work.unit.editions.get(edition_id), &command, context.today, None)?;
        work.begin(begin, Some(*edition_id), context)?;
        work.edition(&command, context)
    }
}

impl Handle<Work> for Record {
    type Answer = Option<pb::Judgement>;

    fn needs(&self, work: &mut Work) {
        work.unit.judgements.want(&judgement::id(self.kind, &self.name));
    }

    async fn read(&self, work: &mut Work, tx: &mut Tx) -> db::Result<()> {
        work.read_judgements(tx).await
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let id = judgement::id(self.kind, &self.name);
        let today = context.today;
        let new = judgement::record(work.unit.judgements.get(&id), self, today)?;
        let sent = words::judgement_to_pb(&new);
        let event =
            pb::JudgementRecorded { occurred_on: today.to_pb(), judgement: Some(sent.clone()) };
        host::emit(context, format!("oordeel/{id}"), new.version, today, &event);
        work.unit.versions.put(JudgementVersion {
            version_id: format!("{id}/{:06}", new.version),
            body: sent.encode_to_vec(),
        });
        work.judged.retain(|judgement| judgement.judgement_id != id);
        work.judged.push(new.clone());
        work.judged.sort_by(|a, b| a.judgement_id.cmp(&b.judgement_id));
        work.unit.judgements.put(new);
        Ok(Some(sent))
    }
}
