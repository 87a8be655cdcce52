//! Temporary stand-in until the measures are merged.
use crate::random::Streams;
use crate::sim::{Model, Parameters};
#[derive(Debug)]
pub struct Switch { pub id: String, pub description: String }
pub fn catalogue() -> &'static [Switch] { &[] }
pub fn find(name: &str) -> Option<&'static Switch> { catalogue().iter().find(|s| s.id == name) }
pub fn apply(_: &[&'static Switch], _: &Model, _: &Streams, _: &mut Parameters) {}
