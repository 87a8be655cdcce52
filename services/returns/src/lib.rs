//! Returns (DTenV): departure from the Netherlands of who may not stay.
//!
//! Owns `ReturnCase` and `Charter`. Listens to intake (decisions, appeals, new applications) and reception (gone with
//! unknown destination).

mod api;
pub mod domain;
mod reactions;
mod store;
mod work;

use db::{Db, DbError, MigrationText};
use host::{Due, HostedService, Listens, Parts};
use kernel::Date;
use law::Policy;
use std::sync::Arc;
use tonic::service::RoutesBuilder;
use wire::returns::returns_service_server::ReturnsServiceServer;

/// The service, for [`host`].
pub struct Returns;

impl HostedService for Returns {
    const NAME: &'static str = "returns";
    const ABOUT: &'static str = "Departure from the Netherlands (DTenV)";
    const MIGRATIONS: &'static [MigrationText] =
        db::migrations![100 => "0100_returns", 101 => "0101_fact_on", 102 => "0102_regime"];
    const GRPC_SERVICES: &'static [&'static str] = &["ketenstroom.returns.v1.ReturnsService"];
    type Command = work::AnyCommand;
    type UnitOfWork = work::Work;

    fn model(policy: &Arc<Policy>) -> work::Work {
        work::Work::new(policy)
    }

    fn routes(parts: &Parts<work::AnyCommand>, routes: &mut RoutesBuilder) {
        routes.add_service(ReturnsServiceServer::new(api::Api { parts: parts.clone() }));
    }

    fn reactions(policy: &Arc<Policy>) -> Vec<Listens<work::AnyCommand>> {
        reactions::all(policy)
    }

    fn replays() -> Vec<Box<dyn host::Replay>> {
        vec![host::replay::<domain::charter::Event>(&[]), host::replay::<domain::case::Event>(&[])]
    }

    async fn due(
        db: &Db,
        _: &Policy,
        today: Date,
        limit: u32,
    ) -> Result<Vec<Due<work::AnyCommand>>, DbError> {
        store::due(db, today, limit).await
    }
}

/// Every fixed statement of this service, for the test that prepares them.
pub const STATEMENTS: &[&str] = store::STATEMENTS;
