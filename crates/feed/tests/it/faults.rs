//! What goes wrong and when, drawn from a seed before the simulation begins.
//!
//! Two lanes, each with one fault at a time: the network and the hosts. Faults of different lanes overlap,
//! so that a host also restarts while it is cut off.

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
    faults.sort();
    faults
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
