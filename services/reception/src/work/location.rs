//! What is asked of a location, and of a guardianship.

use host::Handle;
use journal::Context;
use kernel::{Command, Date, LocationId, PersonId, Refusal};
use wire::Wire as _;
use wire::reception as pb;

use super::Work;
use crate::domain::guardianship;
use crate::domain::location::{self, CommandKind, Location};

impl Handle<Work> for Command<LocationId, CommandKind> {
    type Answer = Option<pb::Location>;

    fn needs(&self, work: &mut Work) {
        work.unit.locations.want(&self.key);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let env = location::Env { today: context.today, policy: &work.policy };
        let rows = &mut work.unit.locations;
        let events = location::decide(rows.get(&self.key), self, &env)?;
        host::record(rows, &events, context);
        Ok(rows.get(&self.key).and_then(Location::to_pb))
    }
}

/// Locations taken over at the opening of the books.
pub struct ImportLocations {
    /// When the books are opened.
    pub on: Date,
    /// The locations.
    pub locations: Vec<Location>,
}

impl Handle<Work> for ImportLocations {
    type Answer = u32;

    fn needs(&self, work: &mut Work) {
        for location in &self.locations {
            work.unit.locations.want(&location.location_id);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<u32, Refusal> {
        let env = location::Env { today: context.today, policy: &work.policy };
        let rows = &mut work.unit.locations;
        let mut events = Vec::with_capacity(self.locations.len());
        for location in &self.locations {
            let opening = Box::new(location::import(location, self.on)?);
            let kind = CommandKind::OpenLocation(opening);
            let command = Command::new(location.location_id, self.on, kind);
            events.extend(location::decide(rows.get(&command.key), &command, &env)?);
        }
        host::record(rows, &events, context);
        Ok(kernel::fit(self.locations.len()))
    }
}

impl Handle<Work> for Command<PersonId, guardianship::CommandKind> {
    type Answer = Option<pb::Guardianship>;

    fn needs(&self, work: &mut Work) {
        work.unit.guardianships.want(&self.key);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let rows = &mut work.unit.guardianships;
        let events = guardianship::decide(rows.get(&self.key), self, context.today)?;
        host::record(rows, &events, context);
        Ok(rows.get(&self.key).map(crate::words::guardianship_to_pb))
    }
}
