//! The chance of a replication: two streams for every station.

use super::Station;
use crate::random::{Purpose, Stream, Streams};

/// Purposes of draws that decide where people go lie beside those of how long they stay.
const ROUTES: usize = 32;
/// The time of what is drawn at the start, which no day or month has.
const START: u32 = u32::MAX;
/// A stream for every station: how long people stay, and where they go next. In fours, as they are sought.
pub(super) struct Draws {
    stay: [[Stream; 4]; FOURS],
    route: [[Stream; 4]; FOURS],
}

const FOURS: usize = Station::ALL.len() / 4;
const _: () = assert!(Station::ALL.len() == 4 * FOURS);

impl Draws {
    pub(super) fn new(streams: &Streams) -> Self {
        let open = |at: usize| streams.open(Purpose::Station(at as u16), START);
        let fours =
            |base| std::array::from_fn(|four| std::array::from_fn(|at| open(base + 4 * four + at)));
        Self { stay: fours(0), route: fours(ROUTES) }
    }

    /// How long people stay in a station.
    #[inline]
    pub(super) fn stay(&mut self, station: Station) -> &mut Stream {
        let at = station as usize;
        &mut self.stay[at / 4][at % 4]
    }

    /// Where people go from a station.
    #[inline]
    pub(super) fn route(&mut self, station: Station) -> &mut Stream {
        let at = station as usize;
        &mut self.route[at / 4][at % 4]
    }

    /// Moves every stream to a day or month.
    pub(super) fn seek(&mut self, time: u32) {
        for four in self.stay.iter_mut().chain(&mut self.route) {
            Stream::seek(four, time);
        }
    }
}
