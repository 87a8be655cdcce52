//! What returns does with others' events.

mod intake;
mod reception;

use std::sync::Arc;

use host::Listens;

use crate::work::Command;

/// Which services returns listens to.
pub(crate) fn all() -> Vec<Listens<Command>> {
    vec![("intake", Arc::new(intake::Intake)), ("reception", Arc::new(reception::Reception))]
}
