//! Reception (COA): right to reception, places and stays; guardianship of unaccompanied minors (Nidos); municipal
//! reception of people displaced from Ukraine.
//!
//! Owns `Stay`, `Location`, `Guardianship`, `UkraineWeek` and `UkraineRegion`. Listens to intake (who has a right,
//! until when; corrections), returns (who left, is detained or need not leave) and housing (who got or refused a
//! home).

mod api;
pub mod domain;
mod due;
mod reactions;
mod store;
mod words;
mod work;

use std::sync::Arc;

use db::{Db, DbError, MigrationText};
use host::{Due, HostedService, Listens, Parts};
use kernel::Date;
use law::Policy;
use tonic::service::RoutesBuilder;
use wire::reception::reception_service_server::ReceptionServiceServer;

/// The service, for [`host`].
pub struct Reception;

impl HostedService for Reception {
    const NAME: &'static str = "reception";
    const ABOUT: &'static str = "Right to reception, places and stays (COA)";
    const MIGRATIONS: &'static [MigrationText] =
        db::migrations![100 => "0100_reception", 101 => "0101_fact_on"];
    const GRPC_SERVICES: &'static [&'static str] = &["ketenstroom.reception.v1.ReceptionService"];
    type Command = work::AnyCommand;
    type UnitOfWork = work::Work;

    fn model(policy: &Arc<Policy>) -> work::Work {
        work::Work::new(policy)
    }

    fn routes(parts: &Parts<work::AnyCommand>, routes: &mut RoutesBuilder) {
        routes.add_service(ReceptionServiceServer::new(api::Api { parts: parts.clone() }));
    }

    fn reactions(policy: &Arc<Policy>) -> Vec<Listens<work::AnyCommand>> {
        reactions::all(policy)
    }

    fn replays() -> Vec<Box<dyn host::Replay>> {
        vec![
            host::replay::<domain::stay::Event>(&[]),
            // Who lives there follows from the stays.
            host::replay::<domain::location::Event>(&["occupied"]),
            host::replay::<domain::guardianship::Event>(&[]),
        ]
    }

    async fn due(
        db: &Db,
        policy: &Policy,
        today: Date,
        limit: u32,
    ) -> Result<Vec<Due<work::AnyCommand>>, DbError> {
        due::due(db, policy, today, limit).await
    }
}

/// Every fixed statement of this service, for the test that prepares them.
pub const STATEMENTS: &[&str] = store::STATEMENTS;
