//! Chance as a pure function of where it is needed.
//!
//! A number is `philox(key = seed of the run, counter = (replication, purpose, time, index))`. A station, a
//! switch or a parameter reads a [`Purpose`] of its own, so a change in one leaves the draws of the others
//! alone: two scenarios with one seed share their chance (common random numbers) and their difference is
//! precise with a few hundred replications. It also makes the order and the number of threads irrelevant.
//!
//! Everything is bit-stable: integers, the four operations and `sqrt` of IEEE 754, and `ln` and `exp` of
//! the crate `libm` (pure Rust), never those of the platform. The distributions are our own because those
//! of other crates may change between releases; tests hold known answers.
//!
//! ```
//! use forecast::random::{Purpose, Streams};
//!
//! let streams = Streams::new(2025, 7);
//! let mut arrivals = streams.open(Purpose::Arrivals(0), 3);
//! let persons = arrivals.poisson(110.0);
//! assert_eq!(persons, streams.open(Purpose::Arrivals(0), 3).poisson(110.0));
//! ```

mod alias;
mod philox;
mod sampler;
pub mod special;

pub use alias::Alias;
pub(crate) use sampler::power;
pub use sampler::triangular_quantile;

/// What a path of inflow draws for. Each draws from a stream of its own, so that one kind more leaves the others alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u16)]
pub enum Lot {
    /// First applications.
    First = 0,
    /// Repeat applications.
    Repeat = 1,
    /// Resettled persons.
    Resettled = 2,
    /// Family members where no chain makes them.
    Nareis = 3,
    /// The doubt about months whose figures are estimates.
    Estimates = 4,
    /// Displaced persons from Ukraine.
    Ukraine = u16::MAX,
}

/// What chance is for. The number tells apart the members of a kind: sources, stations, switches,
/// parameters. Purposes never share draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The path of inflow: what a model of arrivals draws.
    Inflow(Lot),
    /// Arrivals of a source within a month.
    Arrivals(u16),
    /// What happens in or after a station of the chain.
    Station(u16),
    /// A switch: whether, when and how strongly a measure works.
    Switch(u16),
    /// A parameter of the chain that is not known exactly.
    Parameter(u16),
    /// What stands in the chain at the start.
    Warm(u16),
}

impl Purpose {
    fn code(self) -> u32 {
        let (kind, number) = match self {
            Self::Inflow(lot) => (1, lot as u16),
            Self::Arrivals(number) => (2, number),
            Self::Station(number) => (3, number),
            Self::Switch(number) => (4, number),
            Self::Parameter(number) => (5, number),
            Self::Warm(number) => (6, number),
        };
        kind << 16 | u32::from(number)
    }
}

/// The chance of one replication of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streams {
    seed: u64,
    replication: u32,
}

impl Streams {
    /// Of a run with this seed.
    pub fn new(seed: u64, replication: u32) -> Self {
        Self { seed, replication }
    }

    /// The seed of the run.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Which replication, from 0.
    pub fn replication(&self) -> u32 {
        self.replication
    }

    /// The stream of a purpose at a time: a day or a month of the run, 0 for what is drawn once.
    #[inline]
    pub fn open(&self, purpose: Purpose, time: u32) -> Stream {
        Stream {
            seed: self.seed,
            index: 0,
            time,
            place: u64::from(self.replication) << 32 | u64::from(purpose.code()),
            buffer: [0; BUFFER],
            next: BUFFER,
        }
    }
}

/// Numbers of four blocks: enough for the processor to work on them side by side.
const BUFFER: usize = 16;

/// A stream of random numbers with the samplers of this crate. 2^34 numbers long.
#[derive(Clone, Debug)]
pub struct Stream {
    seed: u64,
    /// The next block.
    index: u32,
    time: u32,
    /// Replication and purpose.
    place: u64,
    buffer: [u32; BUFFER],
    next: usize,
}

impl Stream {
    /// The next 32 bits.
    #[inline]
    pub fn bits(&mut self) -> u32 {
        if self.next == BUFFER {
            self.refill();
        }
        let bits = self.buffer[self.next];
        self.next += 1;
        bits
    }

    /// The next numbers, as [`Stream::bits`] would give them one by one.
    pub(crate) fn fill(&mut self, to: &mut [u32]) {
        let mut left = to;
        while !left.is_empty() {
            if self.next == BUFFER && self.index > 0 && left.len() >= BUFFER {
                let (part, rest) = left.split_at_mut(BUFFER);
                if let Ok(part) = part.try_into() {
                    self.four(part);
                }
                left = rest;
                continue;
            }
            if self.next == BUFFER {
                self.refill();
            }
            let (part, rest) = left.split_at_mut(left.len().min(BUFFER - self.next));
            part.copy_from_slice(&self.buffer[self.next..][..part.len()]);
            self.next += part.len();
            left = rest;
        }
    }

    /// Begins four streams of one run anew at another time; their first blocks are made together.
    pub(crate) fn seek(streams: &mut [Self; 4], time: u32) {
        let mut numbers = [0; BUFFER];
        let counters = streams.each_ref().map(|stream| [u64::from(time) << 32, stream.place]);
        philox::blocks(streams[0].seed, counters, &mut numbers);
        for (stream, block) in streams.iter_mut().zip(numbers.chunks_exact(4)) {
            stream.buffer[BUFFER - 4..].copy_from_slice(block);
            (stream.index, stream.time, stream.next) = (1, time, BUFFER - 4);
        }
    }

    /// One block at first, because most streams of a day need no more, then four at a time.
    fn refill(&mut self) {
        if self.index == 0 {
            self.next = BUFFER - 4;
            let block = philox::block(self.seed, [u64::from(self.time) << 32, self.place]);
            self.buffer[BUFFER - 4..].copy_from_slice(&block);
            self.index = 1;
        } else {
            let counter = [u64::from(self.time) << 32 | u64::from(self.index), self.place];
            philox::four(self.seed, counter, &mut self.buffer);
            (self.index, self.next) = (self.index.wrapping_add(4), 0);
        }
    }

    fn four(&mut self, to: &mut [u32; BUFFER]) {
        let counter = [u64::from(self.time) << 32 | u64::from(self.index), self.place];
        philox::four(self.seed, counter, to);
        self.index = self.index.wrapping_add(4);
    }
}

#[cfg(test)]
mod tests;
