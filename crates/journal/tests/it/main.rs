//! The log's promises, on every engine there is.

mod model;
mod promises;
mod torture;
mod trouble;
