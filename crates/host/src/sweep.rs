//! The sweep: what falls due by the clock is carried out, day after day, in the order of the days.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use journal::CommandError;
use kernel::{Date, Ids, Uuid, VirtualClock, civil_date};
use tokio::sync::Mutex;

use crate::parts::Parts;
use crate::service::HostedService;

/// Due commands of a kind in one transaction.
const DUE_BATCH: u32 = 1_000;

type Sweep =
    Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<u64, SweepError>> + Send>> + Send + Sync>;

/// Why a sweep did not end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SweepError {
    /// What is due cannot be read.
    #[error(transparent)]
    Db(#[from] db::DbError),
    /// What is due cannot be carried out.
    #[error(transparent)]
    Command(#[from] CommandError),
}

/// Carries out what falls due by the clock.
#[derive(Clone)]
pub(crate) struct Sweeper {
    clock: Option<VirtualClock>,
    sweep: Sweep,
    /// One sweep at a time.
    turn: Arc<Mutex<()>>,
}

impl Sweeper {
    pub(crate) fn new<S: HostedService>(
        parts: &Parts<S::Command>,
        clock: Option<VirtualClock>,
    ) -> Self {
        let parts = parts.clone();
        let sweep: Sweep = Arc::new(move || {
            let parts = parts.clone();
            Box::pin(async move { sweep::<S>(&parts).await })
        });
        Self { clock, sweep, turn: Arc::default() }
    }

    /// The clock of a simulation, which operators move.
    pub(crate) fn clock(&self) -> Option<&VirtualClock> {
        self.clock.as_ref()
    }

    /// Carries out what is due now; how many commands.
    pub(crate) async fn sweep(&self) -> Result<u64, SweepError> {
        let _turn = self.turn.lock().await;
        (self.sweep)().await
    }
}

/// From one day on which something fell due to the next, until today: what one day brings may fall due itself
/// before the next. Empty days cost nothing.
async fn sweep<S: HostedService>(parts: &Parts<S::Command>) -> Result<u64, SweepError> {
    let Parts { db, writer, journal, .. } = parts;
    let today = civil_date(parts.clock.now());
    let mut count = 0;
    let (mut day, mut batch) = (None, 0_u32);
    let mut futile: Option<Date> = None;
    loop {
        let due = S::due(db, &parts.policy, today, DUE_BATCH).await?;
        // What changed nothing on its day would come again for ever.
        let days = due.iter().map(|due| due.on).filter(|on| *on <= today);
        let Some(on) = days.filter(|on| futile.is_none_or(|past| *on > past)).min() else {
            return Ok(count);
        };
        let of_day = due.into_iter().filter(|due| due.on == on);
        let commands: Vec<S::Command> = of_day.map(|due| due.command).collect();
        let size = commands.len() as u64;
        batch = if day == Some(on) { batch + 1 } else { 0 };
        day = Some(on);
        let before = journal.head().await?.last;
        let name = format!("{}/{on}/{batch}/{before}", S::NAME);
        writer.due(Ids::derive(Uuid::nil(), name.as_bytes()), on, commands).await?;
        count += size;
        if journal.head().await?.last == before {
            tracing::warn!(service = S::NAME, size, %on, "due commands changed nothing");
            futile = Some(on);
        }
    }
}
