//! What follows from a model once and for all, and how staff is divided over tracks.

use super::{Class, Model, Parameters, Reception, Station};

/// A model with what every replication looks up.
pub(super) struct Plan<'a> {
    pub(super) model: &'a Model,
    /// Days of each month.
    pub(super) lengths: Vec<u32>,
    /// Day of the run on which each month begins, and after them the length of the run in days.
    pub(super) begins: Vec<u32>,
    /// Per track, the classes that can wait in its queue.
    pub(super) members: Vec<Vec<usize>>,
    /// Per class, its place in the queue of its track.
    pub(super) place: Vec<usize>,
    /// Per class, the one under which its cases go on after the decision.
    pub(super) after: Vec<usize>,
    /// Per station, the classes that can stand in it.
    pub(super) standing: Vec<Vec<usize>>,
    /// By station and class, the place among those; 0 for who never stands there.
    slots: Vec<usize>,
    /// Classes of minors, with the class to which they go over.
    pub(super) minors: Vec<(usize, usize)>,
    /// The category of reception by station and class.
    category: Vec<Option<Reception>>,
    /// Oldest age of what stands in a queue at the start, in days.
    pub(super) oldest_days: u32,
}

impl<'a> Plan<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        let lengths: Vec<u32> = (0..model.months)
            .map(|at| model.start.plus(at as i32).last_day().day() as u32)
            .collect();
        let mut begins = vec![0];
        for length in &lengths {
            begins.push(begins[begins.len() - 1] + length);
        }
        let mut members = vec![Vec::new(); model.tracks.len()];
        let mut place = Vec::with_capacity(model.classes.len());
        for (at, class) in model.classes.iter().enumerate() {
            let queue = &mut members[class.track];
            place.push(queue.len());
            if class.is_decided() {
                queue.push(at);
            }
        }
        let standing: Vec<Vec<usize>> =
            Station::ALL.iter().map(|station| standing(model, *station)).collect();
        let mut slots = vec![0; standing.len() * model.classes.len()];
        for (row, standing) in slots.chunks_exact_mut(model.classes.len()).zip(&standing) {
            for (slot, class) in standing.iter().enumerate() {
                row[*class] = slot;
            }
        }
        let numbered = || model.classes.iter().enumerate();
        let after = numbered().map(|(at, class)| class.after.unwrap_or(at)).collect();
        let minors = numbered().filter_map(|(at, class)| Some((at, class.adult?))).collect();
        let category = Station::ALL
            .iter()
            .flat_map(|station| (0..model.classes.len()).map(|at| category(model, *station, at)))
            .collect();
        // The months engine counts cases on a desk in the queue.
        let queued = |s| matches!(s, Station::Queue | Station::Service | Station::Ready);
        let ages = model.warm.iter().filter(|warm| queued(warm.station)).flat_map(|w| &w.ages);
        let oldest_days = ages.map(|age| age.days).max().unwrap_or(0);
        Self {
            model,
            lengths,
            begins,
            members,
            place,
            after,
            standing,
            slots,
            minors,
            category,
            oldest_days,
        }
    }

    pub(super) fn classes(&self) -> usize {
        self.model.classes.len()
    }

    /// Length of the run in days.
    pub(super) fn days(&self) -> u32 {
        self.begins[self.model.months]
    }

    /// The place of a class among those that can stand in a station.
    #[inline]
    pub(super) fn slot(&self, station: Station, class: usize) -> usize {
        self.slots[station as usize * self.classes() + class]
    }

    pub(super) fn category(&self, station: Station, class: usize) -> Option<Reception> {
        self.category[station as usize * self.classes() + class]
    }
}

/// The classes that can stand in a station: their own, and of who comes of age there.
fn standing(model: &Model, station: Station) -> Vec<usize> {
    let of = |class: &&Class| class.stands_in(station);
    let grown = model.classes.iter().filter(of).filter_map(|class| class.adult);
    let grown: Vec<usize> = grown.collect();
    let numbered = model.classes.iter().enumerate();
    let there = numbered.filter(|(at, class)| class.stands_in(station) || grown.contains(at));
    there.map(|(at, _)| at).collect()
}

fn category(model: &Model, station: Station, class: usize) -> Option<Reception> {
    let class = &model.classes[class];
    let by_station = match station {
        Station::Abroad => return None,
        Station::Registration
        | Station::Transfer
        | Station::Queue
        | Station::Service
        | Station::Appeal => Reception::Procedure,
        Station::Voluntary | Station::Forced | Station::Unsupervised | Station::Return => {
            Reception::Departure
        }
        Station::Lag | Station::Ready => Reception::Status,
    };
    class.in_reception.then_some(if class.adult.is_some() {
        Reception::Minors
    } else if class.relative {
        Reception::Relatives
    } else {
        by_station
    })
}

/// Officers of a month, and how many of them each pool may claim.
#[derive(Debug, Default)]
pub(super) struct Staff {
    pub(super) workers: u32,
    claims: Vec<u32>,
    /// What [`Staff::assign`] found: cases to begin per track, and officers at work after that.
    pub(super) begin: Vec<u32>,
    pub(super) at_work: u32,
}

impl Staff {
    pub(super) fn of(parameters: &Parameters, month: usize) -> Self {
        let workers = (parameters.workers.at(month).max(0.0) + 0.5) as u32;
        let total: f64 = parameters.staff.iter().sum();
        let (mut share, mut given) = (0.0, 0);
        let claims = parameters
            .staff
            .iter()
            .map(|part| {
                share += part / total;
                let until = ((share * f64::from(workers) + 0.5) as u32).min(workers);
                let claim = until - given;
                given = until;
                claim
            })
            .collect();
        Self { workers, claims, begin: vec![0; parameters.service_days.len()], at_work: 0 }
    }

    /// Officers that a pool may claim.
    pub(super) fn claim(&self, pool: usize) -> u32 {
        self.claims.get(pool).copied().unwrap_or_default()
    }

    /// How many cases each track may begin: each pool up to its claim by priority of its tracks, then
    /// whoever is free, over the pools in order. `waiting` and `busy` are cases per track.
    pub(super) fn assign(&mut self, model: &Model, waiting: &[u32], busy: &[u32]) {
        let begin = &mut self.begin;
        let all: u32 = busy.iter().sum();
        let mut free = self.workers.saturating_sub(all);
        let before = free;
        begin.fill(0);
        for (pool, claim) in model.pools.iter().zip(&self.claims) {
            let at_work = pool.tracks.iter().map(|track| busy[*track]).sum();
            let mut room = claim.saturating_sub(at_work).min(free);
            free -= room;
            for track in &pool.tracks {
                begin[*track] = waiting[*track].min(room);
                room -= begin[*track];
            }
            free += room;
        }
        for track in model.pools.iter().flat_map(|pool| &pool.tracks) {
            let more = (waiting[*track] - begin[*track]).min(free);
            begin[*track] += more;
            free -= more;
        }
        self.at_work = all + before - free;
    }
}
