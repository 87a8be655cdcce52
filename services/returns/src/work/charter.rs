//! What is asked of a charter.

use host::Handle;
use journal::Context;
use kernel::{CharterId, Command, PersonId, Refusal};
use wire::Wire as _;
use wire::returns as pb;

use super::{ON_CHARTER, Work};
use crate::domain::case::{Event, EventKind, ReturnCase};
use crate::domain::charter::{self, Charter, CommandKind};
use crate::domain::codes::ReturnState;

impl Handle<Work> for Command<CharterId, CommandKind> {
    type Answer = Option<pb::Charter>;

    fn needs(&self, work: &mut Work) {
        work.unit.charters.want(&self.key);
        let passengers = work.unit.cases.want_all(&ON_CHARTER, &self.key);
        let passengers: Vec<PersonId> =
            passengers.iter().map(|case| case.person.person_id).collect();
        for person in &passengers {
            work.want_case(person);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let events = charter::decide(work.unit.charters.get(&self.key), self, context.today)?;
        host::record(&mut work.unit.charters, &events, context);
        for event in &events {
            let charter::EventKind::CharterCancelled { reason } = &event.kind else { continue };
            let passengers = work.unit.cases.all(&ON_CHARTER, &self.key).into_iter();
            let booked = passengers.filter(|case| case.state() == ReturnState::FlightBooked);
            let cancelled = |case: &ReturnCase| {
                case.event(self.on, EventKind::FlightCancelled { reason: Some(*reason) })
            };
            let follows: Vec<Event> = booked.map(cancelled).collect();
            work.record(&follows, context);
        }
        Ok(work.unit.charters.get(&self.key).and_then(Charter::to_pb))
    }
}
