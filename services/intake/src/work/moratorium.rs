//! What is asked of a moratorium.

use host::Handle;
use journal::Context;
use kernel::{Command, MoratoriumId, Refusal};
use wire::Wire as _;
use wire::intake as pb;

use super::{ON_NATIONALITY, Work};
use crate::domain::moratorium::{self, CommandKind, Moratorium};

impl Handle<Work> for Command<MoratoriumId, CommandKind> {
    type Answer = Option<pb::Moratorium>;

    fn needs(&self, work: &mut Work) {
        work.unit.moratoria.want(&self.key);
        if let CommandKind::DeclareMoratorium { nationality, .. } = &self.kind {
            work.unit.moratoria.want_all(&ON_NATIONALITY, nationality);
        }
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<Self::Answer, Refusal> {
        let moratoria = &work.unit.moratoria;
        let others: Vec<&Moratorium> = match &self.kind {
            CommandKind::DeclareMoratorium { nationality, .. } => {
                moratoria.all(&ON_NATIONALITY, nationality)
            }
            CommandKind::EndMoratorium { .. } => Vec::new(),
        };
        let (state, today) = (moratoria.get(&self.key), context.today);
        let events = moratorium::decide(&work.policy, state, self, today, &others)?;
        host::record(&mut work.unit.moratoria, &events, context);
        Ok(work.unit.moratoria.get(&self.key).and_then(Moratorium::to_pb))
    }
}

/// The term of this moratorium may be over.
pub struct MoratoriumDue(pub MoratoriumId);

impl Handle<Work> for MoratoriumDue {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.unit.moratoria.want(&self.0);
    }

    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let found = work.unit.moratoria.get(&self.0);
        let events = found.map(|found| moratorium::due(found, context.today)).unwrap_or_default();
        host::record(&mut work.unit.moratoria, &events, context);
        Ok(())
    }
}
