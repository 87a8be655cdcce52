//! What an event of another service does to the picture.

use host::Handle;
use journal::Context;
use kernel::Refusal;

use super::Work;
use crate::domain::outcome::Seen;
use crate::domain::picture::{self, Fold, Tally};

impl Handle<Work> for Fold {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.unit.seen.want(&self.source.to_owned());
        for change in &self.changes {
            work.unit.places.want(&change.subject);
        }
    }

    fn decide(&self, work: &mut Work, _: &mut Context) -> Result<(), Refusal> {
        let source = self.source.to_owned();
        let seen = work.unit.seen.get(&source);
        if seen.is_none_or(|seen| seen.recorded_on < self.recorded_on) {
            work.unit.seen.put(Seen { source, recorded_on: self.recorded_on });
        }
        for change in &self.changes {
            let before = work.unit.places.get(&change.subject);
            let (place, moved) = picture::apply(before, change, self);
            for tally in moved {
                work.add(tally);
            }
            work.unit.places.put(place);
        }
        for tally in picture::counts(self) {
            work.add(tally);
        }
        Ok(())
    }
}

impl Work {
    fn add(&mut self, tally: Tally) {
        match self.added.get_mut(&tally.tally_id) {
            Some(known) => known.amount += tally.amount,
            None => drop(self.added.insert(tally.tally_id.clone(), tally)),
        }
    }
}
