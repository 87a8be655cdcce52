//! What is asked of the supervision over a municipality.

use host::Handle;
use journal::Context;
use kernel::{Command, Municipality, Refusal};
use wire::Wire as _;
use wire::housing as pb;

use super::Work;
use crate::domain::supervision::{self, CommandKind, Supervision};

impl Handle<Work> for Command<Municipality, CommandKind> {
    type Answer = Option<pb::Supervision>;

    fn needs(&self, work: &mut Work) {
        work.unit.supervision.want(&self.key);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let rows = &mut work.unit.supervision;
        let event = supervision::decide(rows.get(&self.key), self, context.today)?;
        host::record(rows, &[event], context);
        Ok(rows.get(&self.key).and_then(Supervision::to_pb))
    }
}

/// The term for a plan of this municipality may be over.
pub struct PlanDue(pub Municipality);

impl Handle<Work> for PlanDue {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.unit.supervision.want(&self.0);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let rows = &mut work.unit.supervision;
        let event = rows.get(&self.0).and_then(|found| supervision::due(found, context.today));
        host::record(rows, event.as_slice(), context);
        Ok(())
    }
}
