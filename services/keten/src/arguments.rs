//! Arguments that several commands take.

use std::sync::Arc;

use law::Policy;

/// Parses a policy set: by its name, or by its file.
pub(crate) fn policy(named: &str) -> Result<Arc<Policy>, String> {
    Policy::load(named).map(Arc::new).map_err(|error| error.to_string())
}

/// Parses a scale: 0.001 to 1, in whole thousandths.
pub(crate) fn scale(text: &str) -> Result<f64, String> {
    let scale: f64 = text.parse().map_err(|_| "must be a number".to_owned())?;
    if (0.001..=1.0).contains(&scale) { Ok(scale) } else { Err("must be 0.001 to 1".to_owned()) }
}
