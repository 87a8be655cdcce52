//! What housing does with others' events.

mod intake;
mod reception;
mod returns;

use std::sync::Arc;

use host::Listens;

use crate::work::AnyCommand;

/// Which services housing listens to.
pub(crate) fn all() -> Vec<Listens<AnyCommand>> {
    vec![
        ("intake", Arc::new(intake::Intake)),
        ("reception", Arc::new(reception::Reception)),
        ("returns", Arc::new(returns::Returns)),
    ]
}
