//! What intake tells of departure moratoria.

use host::Handle;
use journal::Context;
use kernel::{Date, MoratoriumId, Refusal};

use super::Work;
use crate::domain::moratorium::Moratorium;

/// A departure moratorium was declared.
pub struct Declared(pub Moratorium);

impl Handle<Work> for Declared {
    type Answer = ();

    fn needs(&self, _: &mut Work) {}

    fn decide(&self, work: &mut Work, _: &mut Context) -> Result<(), Refusal> {
        work.unit.moratoria.put(self.0.clone());
        Ok(())
    }
}

/// A departure moratorium was ended early.
pub struct Ended {
    /// The moratorium.
    pub moratorium_id: MoratoriumId,
    /// When.
    pub on: Date,
}

impl Handle<Work> for Ended {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.unit.moratoria.want(&self.moratorium_id);
    }

    fn decide(&self, work: &mut Work, _: &mut Context) -> Result<(), Refusal> {
        if let Some(known) = work.unit.moratoria.get(&self.moratorium_id).cloned() {
            work.unit.moratoria.put(Moratorium { ended_on: Some(self.on), ..known });
        }
        Ok(())
    }
}
