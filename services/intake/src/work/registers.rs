//! What is asked of relocations and country reports.

use host::Handle;
use journal::Context;
use kernel::{Command, Refusal, RelocationId, Uuid};
use wire::Wire as _;
use wire::intake as pb;

use super::Work;
use crate::domain::relocation::{self, Relocation};
use crate::domain::report::{self, CountryReport};

impl Handle<Work> for Command<RelocationId, relocation::CommandKind> {
    type Answer = Option<pb::Relocation>;

    fn needs(&self, work: &mut Work) {
        work.unit.relocations.want(&self.key);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let rows = &mut work.unit.relocations;
        let events = relocation::decide(&work.policy, rows.get(&self.key), self, context.today)?;
        host::record(rows, &events, context);
        Ok(rows.get(&self.key).and_then(Relocation::to_pb))
    }
}

impl Handle<Work> for Command<Uuid, report::Publish> {
    type Answer = Option<pb::CountryReport>;

    fn needs(&self, work: &mut Work) {
        work.unit.reports.want(&self.key);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let rows = &mut work.unit.reports;
        let event = report::decide(rows.get(&self.key), self, context.today)?;
        host::record(rows, &[event], context);
        Ok(rows.get(&self.key).and_then(CountryReport::to_pb))
    }
}
