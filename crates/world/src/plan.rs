//! What is said to the services on one day, and the macros that say it.

use client::{Command, Service};
use kernel::Date;
use prost::Message;
use wire::Wire as _;
use wire::common::CivilDate;

use crate::chance::id;
use crate::people::Household;

/// The commands of a day: what happens in the morning is known to all before noon.
#[derive(Default)]
pub(crate) struct Plan {
    /// What people, officers, courts and municipalities do.
    pub(crate) morning: Vec<Vec<Command>>,
    /// Locations that open, change or close.
    pub(crate) noon: Vec<Vec<Command>>,
    /// Places that are assigned.
    pub(crate) evening: Vec<Vec<Command>>,
}

/// What every request about a member of a household needs.
pub(crate) struct Call {
    pub(crate) request_id: String,
    pub(crate) case_id: String,
    pub(crate) person_id: String,
    pub(crate) household_id: String,
    pub(crate) on: Option<CivilDate>,
    pub(crate) nationality: String,
    pub(crate) birth_year: i32,
    pub(crate) sex: i32,
    pub(crate) unaccompanied_minor: bool,
}

/// One command per member, in order.
pub(crate) fn per_member<M: Message>(
    seed: u64,
    on: Date,
    household: &Household,
    service: Service,
    path: &'static str,
    make: impl Fn(Call) -> M,
) -> Vec<Command> {
    let members = household.members.iter();
    let one = |person: &crate::people::Person| {
        let name = format!("{path}/{}/{on}", person.id);
        let call = Call {
            request_id: id(seed, &name).to_string(),
            case_id: person.case.to_string(),
            person_id: person.id.to_string(),
            household_id: household.id.to_string(),
            on: on.to_pb(),
            nationality: household.nationality.to_string(),
            birth_year: i32::from(person.birth_year),
            sex: person.sex.into(),
            unaccompanied_minor: household.minor,
        };
        Command::new(service, path, &make(call))
    };
    members.map(one).collect()
}

/// Path of an rpc.
macro_rules! rpc {
    (intake $rpc:literal) => {
        concat!("/ketenstroom.intake.v1.IntakeService/", $rpc)
    };
    (reception $rpc:literal) => {
        concat!("/ketenstroom.reception.v1.ReceptionService/", $rpc)
    };
    (returns $rpc:literal) => {
        concat!("/ketenstroom.returns.v1.ReturnsService/", $rpc)
    };
    (housing $rpc:literal) => {
        concat!("/ketenstroom.housing.v1.HousingService/", $rpc)
    };
}

/// The variant of [`Service`] of a service's name.
macro_rules! service {
    (intake) => {
        client::Service::Intake
    };
    (reception) => {
        client::Service::Reception
    };
    (returns) => {
        client::Service::Returns
    };
    (housing) => {
        client::Service::Housing
    };
}

/// The same request for every member of household number `$who`, today. `|call|` names what is known of the member.
macro_rules! each {
    ($world:expr, $who:expr, $service:ident $rpc:literal $request:ident by $key:ident { $($rest:tt)* }) => {
        $crate::plan::each!($world, $who, |call| $service $rpc $request by $key { $($rest)* })
    };
    ($world:expr, $who:expr, |$call:ident| $service:ident $rpc:literal $request:ident by $key:ident { $($field:ident : $value:expr),* $(,)? }) => {
        $crate::plan::per_member(
            $world.config.seed,
            $world.today,
            &$world.people[$who],
            $crate::plan::service!($service),
            $crate::plan::rpc!($service $rpc),
            |$call| wire::$service::$request {
                request_id: $call.request_id,
                $key: $call.$key,
                occurred_on: $call.on,
                $($field: $value,)*
                ..Default::default()
            },
        )
    };
}

/// One request about household number `$who`, today.
macro_rules! once {
    ($world:expr, $who:expr, $rpc:literal $request:ident { $($field:ident : $value:expr),* $(,)? }) => {{
        let mut commands = $crate::plan::each!($world, $who, housing $rpc $request by household_id { $($field: $value),* });
        commands.truncate(1);
        commands
    }};
}

pub(crate) use {each, once, rpc, service};
