//! What returns does with others' events.

mod intake;
mod reception;

use std::sync::Arc;

use host::Listens;
use law::Policy;

use crate::work::AnyCommand;

/// Which services returns listens to.
pub(crate) fn all(policy: &Arc<Policy>) -> Vec<Listens<AnyCommand>> {
    let intake = intake::Intake { policy: Arc::clone(policy) };
    vec![("intake", Arc::new(intake)), ("reception", Arc::new(reception::Reception))]
}
