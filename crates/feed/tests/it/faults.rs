//! What goes wrong and when, drawn from a seed before the simulation begins.
//!
//! Two lanes, each with one fault at a time: the network and the hosts. Faults of different lanes overlap,
//! so that a host also restarts while it is cut off. A third lane changes the speed of the network, which
//! is the same for every message until the next change: turmoil would draw it message by message, and when
//! several streams are open the order of their messages is not ours (simulation.rs says why).

use std::time::Duration;

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::simnet::{MIRROR, SOURCE};

/// Something that happens to the simulated world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Messages between the hosts are lost.
    Partition,
    /// Messages between the hosts are delivered again.
    Repair,
    /// Messages are kept back.
    Hold,
    /// What was kept back is delivered at once.
    Release,
    /// A message takes so many milliseconds from now on.
    Latency(u64),
    /// The process dies.
    Crash(&'static str),
    /// It starts again.
    Bounce(&'static str),
}

impl Fault {
    /// Does it to the simulation.
    pub fn happen(self, sim: &mut turmoil::Sim<'_>) {
        match self {
            Self::Partition => sim.partition(SOURCE, MIRROR),
            Self::Repair => sim.repair(SOURCE, MIRROR),
            Self::Hold => sim.hold(SOURCE, MIRROR),
            Self::Release => sim.release(SOURCE, MIRROR),
            Self::Latency(ms) => {
                sim.set_link_latency(SOURCE, MIRROR, Duration::from_millis(ms));
            }
            Self::Crash(host) => sim.crash(host),
            Self::Bounce(host) => sim.bounce(host),
        }
    }
}

/// Faults in order of time; all are healed at `until` at the latest.
pub fn schedule(seed: u64, until: Duration) -> Vec<(Duration, Fault)> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let network = [(Fault::Partition, Fault::Repair), (Fault::Hold, Fault::Release)];
    let hosts = [SOURCE, MIRROR].map(|host| (Fault::Crash(host), Fault::Bounce(host)));
    let mut faults = lane(&mut rng, until, &network);
    faults.extend(lane(&mut rng, until, &hosts));
    faults.extend(speeds(&mut rng, until));
    faults.sort();
    faults
}

fn speeds(rng: &mut ChaCha8Rng, until: Duration) -> Vec<(Duration, Fault)> {
    let mut changes = Vec::new();
    let mut at = Duration::ZERO;
    while at < until {
        let slowest = if rng.random_bool(0.1) { 800 } else { 60 };
        changes.push((at, Fault::Latency(rng.random_range(1..slowest))));
        at += Duration::from_millis(rng.random_range(500..6_000));
    }
    changes.push((until, Fault::Latency(10)));
    changes
}

fn lane(rng: &mut ChaCha8Rng, until: Duration, pairs: &[(Fault, Fault)]) -> Vec<(Duration, Fault)> {
    let mut faults = Vec::new();
    let mut at = Duration::ZERO;
    loop {
        at += Duration::from_millis(rng.random_range(100..5_000));
        if at >= until {
            return faults;
        }
        let (breaks, heals) = pairs[rng.random_range(0..pairs.len())];
        // Most faults are blinks; some outlast every limit of a silent stream.
        let longest = if rng.random_bool(0.1) { 20_000 } else { 2_500 };
        faults.push((at, breaks));
        at = until.min(at + Duration::from_millis(rng.random_range(20..longest)));
        faults.push((at, heals));
    }
}
