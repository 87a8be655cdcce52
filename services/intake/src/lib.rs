//! Intake (IND): asylum cases from the first wish to the final decision, and family reunification.
//!
//! Owns `AsylumCase` and `FamilyCase`. Listens to reception (gone with unknown destination) and returns
//! (departed, transfer term lapsed).

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
use wire::intake::intake_service_server::IntakeServiceServer;

/// The service, for [`host`].
pub struct Intake;

impl HostedService for Intake {
    const NAME: &'static str = "intake";
    const ABOUT: &'static str = "Asylum cases and family reunification (IND)";
    const MIGRATIONS: &'static [MigrationText] = db::migrations![100 => "0100_intake", 101 => "0101_fact_on", 102 => "0102_view", 103 => "0103_sponsor"];
    const GRPC_SERVICES: &'static [&'static str] = &["ketenstroom.intake.v1.IntakeService"];
    type Command = work::AnyCommand;
    type UnitOfWork = work::Work;

    fn model(policy: &Arc<Policy>) -> work::Work {
        work::Work::new(policy.clone())
    }

    fn routes(parts: &Parts<work::AnyCommand>, routes: &mut RoutesBuilder) {
        routes.add_service(IntakeServiceServer::new(api::Api { parts: parts.clone() }));
    }

    fn reactions(_: &Arc<Policy>) -> Vec<Listens<work::AnyCommand>> {
        reactions::all()
    }

    fn replays() -> Vec<Box<dyn host::Replay>> {
        vec![
            host::replay::<domain::case::Event>(&[]),
            host::replay::<domain::family::Event>(&[]),
            host::replay::<domain::moratorium::Event>(&[]),
            // The note of a duplicate is written beside the event of the person that stays.
            host::replay::<domain::person::Event>(&["merged_into"]),
            host::replay::<domain::relocation::Event>(&[]),
            host::replay::<domain::report::Event>(&[]),
        ]
    }

    async fn due(
        db: &Db,
        policy: &Policy,
        today: Date,
        limit: u32,
    ) -> Result<Vec<Due<work::AnyCommand>>, DbError> {
        store::due(db, policy, today, limit).await
    }
}

/// Every fixed statement of this service, for the test that prepares them.
pub const STATEMENTS: &[&str] = store::STATEMENTS;
