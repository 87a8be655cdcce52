//! Prognosis (MPP): the picture of the chain, and forecasts made from it.
//!
//! Listens to all services and folds their events into stocks and flows. A forecast freezes its data, runs in
//! the background, survives a restart, and can be watched and stopped.

mod api;
pub mod domain;
mod reactions;
mod runner;
mod store;
mod words;
mod work;

use std::time::Duration;

use std::sync::Arc;

use db::{Db, DbError, MigrationText};
use host::{Due, HostedService, Listens, Parts};
use kernel::Date;
use law::Policy;
use tonic::service::RoutesBuilder;
use wire::prognosis::prognosis_service_server::PrognosisServiceServer;

/// The service, for [`host`].
pub struct Prognosis;

impl HostedService for Prognosis {
    const NAME: &'static str = "prognosis";
    const ABOUT: &'static str = "The picture of the chain and forecasts from it (MPP)";
    const MIGRATIONS: &'static [MigrationText] = db::migrations![100 => "0100_prognosis"];
    const GRPC_SERVICES: &'static [&'static str] = &["ketenstroom.prognosis.v1.PrognosisService"];
    const LINGER: Duration = Duration::from_millis(100);
    type Command = work::AnyCommand;
    type UnitOfWork = work::Work;

    fn model(policy: &Arc<Policy>) -> work::Work {
        work::Work::new(policy.clone())
    }

    fn routes(parts: &Parts<work::AnyCommand>, routes: &mut RoutesBuilder) {
        let runs = runner::start(parts.clone());
        routes.add_service(PrognosisServiceServer::new(api::Api::new(parts.clone(), runs)));
    }

    fn reactions(_: &Arc<Policy>) -> Vec<Listens<work::AnyCommand>> {
        reactions::all()
    }

    fn replays() -> Vec<Box<dyn host::Replay>> {
        vec![host::replay::<domain::edition::Event>(&[])]
    }

    async fn due(
        _: &Db,
        _: &Policy,
        _: Date,
        _: u32,
    ) -> Result<Vec<Due<work::AnyCommand>>, DbError> {
        Ok(Vec::new()) // nothing falls due by the clock
    }
}

/// Every fixed statement of this service, for the test that prepares them.
pub const STATEMENTS: &[&str] = store::STATEMENTS;
