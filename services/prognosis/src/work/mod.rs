//! One batch of prognosis' work: events folded into the picture, forecasts begun and ended, editions and judgements, and what
//! happened held against what was forecast.

mod edition;
mod fold;
mod outcome;
mod run;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use db::Tx;
use kernel::{Command, EditionId, ForecastId, Uuid};
use law::Policy;

pub(crate) use self::edition::Freeze;
pub(crate) use self::outcome::{CloseMonth, Import, Unknown};
use self::outcome::{Closing, Scoring};
pub(crate) use self::run::{Cancel, Failed, Finished};
use crate::domain::edition::{self as editions, Edition};
use crate::domain::inputs::Picture;
use crate::domain::judgement::{Judgement, JudgementVersion, Record};
use crate::domain::outcome::{ClosedMonth, Deviation, Observation, ScoreRow, Seen};
use crate::domain::picture::{Fold, Place, Tally};
use crate::domain::run::{Begin, EstimateRow, ForecastRun};

host::commands! {
    /// Everything that can be asked of prognosis.
    pub enum AnyCommand of Work {
        /// An event of another service.
        Fold(Fold),
        /// A forecast begins: its data are frozen.
        Begin(Begin),
        /// The results of a forecast are there.
        Finished(Finished),
        /// A forecast could not be made.
        Failed(Failed),
        /// A caller stops a forecast.
        Cancel(Cancel),
        /// A command on an edition.
        Edition(Command<EditionId, editions::CommandKind>),
        /// The data of an edition are frozen and its forecast begins.
        Freeze(Freeze),
        /// A judgement is recorded.
        Judge(Record),
        /// A published series is taken in.
        Import(Import),
        /// A month is over and its events are known: its figures are taken.
        CloseMonth(CloseMonth),
    }
}

/// Places and sums stay in memory: every event needs some.
const PICTURE_KNOWN_MAX: usize = 400_000;

db::unit! {
    /// The rows of one batch.
    pub struct Unit {
        places: Place = PICTURE_KNOWN_MAX,
        tallies: Tally = PICTURE_KNOWN_MAX,
        seen: Seen,
        runs: ForecastRun,
        estimates: EstimateRow = 0,
        editions: Edition,
        judgements: Judgement,
        versions: JudgementVersion = 0,
        observations: Observation = 0,
        scores: ScoreRow = 0,
        closed: ClosedMonth = 0,
        deviations: Deviation = 0,
    }
}

/// The rows of one batch, the rules, and what is read beside rows.
pub struct Work {
    policy: Arc<Policy>,
    unit: Unit,
    /// What the events of this batch add to sums, until they are saved.
    added: BTreeMap<String, Tally>,
    /// Number of forecasts that run.
    running: i64,
    /// What the forecasts that begin in this batch are made from.
    pictures: HashMap<ForecastId, Picture>,
    /// All judgements that stand, when this batch needs them.
    judged: Vec<Judgement>,
    /// The published edition, when this batch publishes another.
    published: Option<EditionId>,
    /// Months that this batch closes.
    closings: HashMap<forecast::Month, Closing>,
    /// Estimates for which this batch brings an outcome, by import.
    scorings: HashMap<Uuid, Vec<Scoring>>,
}

impl host::Work for Work {
    type Unit = Unit;

    fn unit(&mut self) -> &mut Unit {
        &mut self.unit
    }

    async fn settle(&mut self, tx: &mut Tx) -> db::Result<()> {
        self.forget_read();
        let added = std::mem::take(&mut self.added);
        let tallies = &mut self.unit.tallies;
        tallies.load(tx, added.keys().cloned()).await?;
        for (id, tally) in added {
            let before = tallies.get(&id).map_or(0, |known| known.amount);
            tallies.put(Tally { amount: before + tally.amount, ..tally });
        }
        Ok(())
    }

    fn forget_rest(&mut self) {
        self.added.clear();
        self.forget_read();
    }
}

impl Work {
    pub(crate) fn new(policy: Arc<Policy>) -> Self {
        Self {
            policy,
            unit: Unit::default(),
            added: BTreeMap::new(),
            running: 0,
            pictures: HashMap::new(),
            judged: Vec::new(),
            published: None,
            closings: HashMap::new(),
            scorings: HashMap::new(),
        }
    }

    /// What was read beside rows holds for one batch.
    fn forget_read(&mut self) {
        self.pictures.clear();
        self.judged.clear();
        self.published = None;
        self.closings.clear();
        self.scorings.clear();
    }
}
