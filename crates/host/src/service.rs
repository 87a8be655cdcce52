//! A service as the host sees it.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use db::{Db, DbError, MigrationText};
use feed::Reactions;
use journal::UnitOfWork;
use kernel::Date;
use law::Policy;
use tonic::service::RoutesBuilder;

use crate::due::Due;
use crate::parts::Parts;
use crate::replay::Replay;

/// A service that is listened to, and what follows from its events.
pub type Listens<C> = (&'static str, Arc<dyn Reactions<C>>);

/// A service as the host sees it.
pub trait HostedService: Send + Sync + 'static {
    /// Its name: in addresses, metrics and the source of its events.
    const NAME: &'static str;
    /// One sentence for `--help`.
    const ABOUT: &'static str;
    /// Its tables; numbers from 100.
    const MIGRATIONS: &'static [MigrationText];
    /// Full names of its gRPC services, for health.
    const GRPC_SERVICES: &'static [&'static str];
    /// Time that others may wait for more events before they send it a batch: nothing for a service that
    /// reacts, something for one that only counts.
    const LINGER: Duration = Duration::ZERO;
    /// Everything that can be asked of it.
    type Command: Send + Sync + 'static;
    /// What decides.
    type UnitOfWork: UnitOfWork<Command = Self::Command>;

    /// The model of a new process.
    fn model(policy: &Arc<Policy>) -> Self::UnitOfWork;

    /// Registers the gRPC services.
    fn routes(parts: &Parts<Self::Command>, routes: &mut RoutesBuilder);

    /// Which services it listens to, and what follows from their events.
    fn reactions(policy: &Arc<Policy>) -> Vec<Listens<Self::Command>>;

    /// The tables whose rows are the fold of the log, and how they are folded.
    fn replays() -> Vec<Box<dyn Replay>>;

    /// What falls due on or before `today`, each with its day, in a fixed order: of every kind at most `limit`, the
    /// oldest first.
    fn due(
        db: &Db,
        policy: &Policy,
        today: Date,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Due<Self::Command>>, DbError>> + Send;
}
