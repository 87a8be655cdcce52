//! What returns does with others' events.

mod intake;
mod reception;

use std::sync::Arc;

use host::Listens;
use law::Policy;

use crate::work::Command;

/// Which services returns listens to.
pub(crate) fn all(policy: &Arc<Policy>) -> Vec<Listens<Command>> {
    vec![
        ("intake", Arc::new(intake::Intake { policy: policy.clone() })),
        ("reception", Arc::new(reception::Reception)),
    ]
}
