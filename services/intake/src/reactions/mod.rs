//! What intake does with others' events.

mod reception;
mod returns;

use std::sync::Arc;

use host::Listens;

use crate::work::AnyCommand;

/// Which services intake listens to.
pub(crate) fn all() -> Vec<Listens<AnyCommand>> {
    vec![("reception", Arc::new(reception::Reception)), ("returns", Arc::new(returns::Returns))]
}
