//! Housing of status holders by municipalities: targets, matches, realisation, arrears.
//!
//! Owns `HousingMatch`, `Task`, `HalfYear`, `Supervision`, and the cycles of the spreading of reception places.
//! Listens to intake (grants, family arrivals, revocations, corrections), reception (majority) and returns (departures).

mod api;
pub mod domain;
mod reactions;
mod store;
mod work;

use std::sync::Arc;

use db::{Db, DbError, MigrationText};
use host::{Due, HostedService, Listens, Parts};
use kernel::Date;
use law::Policy;
use tonic::service::RoutesBuilder;
use wire::housing::housing_service_server::HousingServiceServer;

/// The service, for [`host`].
pub struct Housing;

impl HostedService for Housing {
    const NAME: &'static str = "housing";
    const ABOUT: &'static str = "Housing of status holders by municipalities";
    const MIGRATIONS: &'static [MigrationText] = db::migrations![100 => "0100_housing", 101 => "0101_fact_on", 102 => "0102_referred_by", 103 => "0103_counted_kind"];
    const GRPC_SERVICES: &'static [&'static str] = &["ketenstroom.housing.v1.HousingService"];
    type Command = work::AnyCommand;
    type UnitOfWork = work::Work;

    fn model(policy: &Arc<Policy>) -> work::Work {
        work::Work::new(policy.clone())
    }

    fn routes(parts: &Parts<work::AnyCommand>, routes: &mut RoutesBuilder) {
        routes.add_service(HousingServiceServer::new(api::Api { parts: parts.clone() }));
    }

    fn reactions(_: &Arc<Policy>) -> Vec<Listens<work::AnyCommand>> {
        reactions::all()
    }

    fn replays() -> Vec<Box<dyn host::Replay>> {
        vec![
            host::replay::<domain::matching::Event>(&[]),
            host::replay::<domain::task::Event>(&[]),
            host::replay::<domain::spreading::Event>(&[]),
            // Figures of a reference date that led to no step are in the events of the half-year.
            host::replay::<domain::supervision::Event>(&["missed", "closing", "excusable"]),
        ]
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
