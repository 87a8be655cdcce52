//! What reception does with others' events.

mod housing;
mod intake;
mod returns;

use std::sync::Arc;

use host::Listens;
use law::Policy;

use crate::work::AnyCommand;

/// Which services reception listens to.
pub(crate) fn all(policy: &Arc<Policy>) -> Vec<Listens<AnyCommand>> {
    vec![
        ("intake", Arc::new(intake::Intake { policy: policy.clone() })),
        ("returns", Arc::new(returns::Returns)),
        ("housing", Arc::new(housing::Housing)),
    ]
}
