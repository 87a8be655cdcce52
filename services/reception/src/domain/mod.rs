//! What reception decides; no database and no network.

pub mod codes;
pub mod figures;
pub mod guardianship;
pub mod location;
pub mod needs;
mod next;
pub mod proposal;
pub mod right;
pub mod stay;
pub mod ukraine;
