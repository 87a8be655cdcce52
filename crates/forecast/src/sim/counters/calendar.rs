//! Who leaves which station when, as numbers.

use crate::random::Stream;
use crate::sim::Station;
use crate::sim::plan::Plan;
use crate::sim::route::{Stay, Stays};

/// Stays that are drawn together.
const AT_ONCE: usize = 64;
/// Days of a block.
const BLOCK: u32 = 16;
/// Counts of exits that stay in the near memory of a processor.
const NEAR_CELLS: usize = 1 << 16;

/// Exits by day. Those of the next weeks are counts; those of later blocks of days are lists, because the
/// counts of all days at once do not fit the near memory of a processor, and lists grow at their end.
pub(super) struct Calendar {
    pub(super) today: i32,
    /// Persons by station, day and class that can stand there; a day comes back after all `blocks`.
    near: Vec<u32>,
    /// Per station, where its part of `near` begins for a calendar of one day, and classes.
    rooms: [(usize, usize); Station::ALL.len()],
    /// By station and class, the place among those of the station.
    slots: Vec<usize>,
    classes: usize,
    /// Blocks of which the exits are kept as counts: the running one and those after it.
    blocks: u32,
    /// Per block, for each person the place in `near`.
    far: Vec<Vec<u32>>,
    /// Per day, minors who come of age while they are in a station.
    pub(super) of_age: Vec<Vec<(Station, u8)>>,
    /// Who leaves a station today, by place.
    pub(super) due: Vec<u32>,
    stays: [u32; AT_ONCE],
    pub(super) waiting: Vec<u32>,
    pub(super) busy: Vec<u32>,
}

impl Calendar {
    pub(super) fn new(plan: &Plan) -> Self {
        let days = plan.days();
        let mut day = 0;
        let rooms = std::array::from_fn(|at| {
            let classes = plan.standing[at].len();
            let by_calendar = !matches!(Station::ALL[at], Station::Queue | Station::Ready);
            let room = (day, if by_calendar { classes } else { 0 });
            day += room.1;
            room
        });
        let every = || Station::ALL.iter().flat_map(|s| (0..plan.classes()).map(|c| (*s, c)));
        // A power of two, so that the place of a day is a mask.
        let fit = ((NEAR_CELLS / day) as u32 / BLOCK).clamp(2, days.div_ceil(BLOCK).max(2));
        let blocks = 1 << fit.ilog2();
        Self {
            today: -1,
            rooms,
            slots: every().map(|(station, class)| plan.slot(station, class)).collect(),
            classes: plan.classes(),
            near: vec![0; (BLOCK * blocks) as usize * day],
            blocks,
            far: vec![Vec::new(); days.div_ceil(BLOCK) as usize],
            of_age: vec![Vec::new(); days as usize],
            due: Vec::new(),
            stays: [0; AT_ONCE],
            waiting: vec![0; plan.model.tracks.len()],
            busy: vec![0; plan.model.tracks.len()],
        }
    }

    /// The first day of which the exits are not kept as counts.
    pub(super) fn horizon(&self) -> u32 {
        (self.today.max(0) as u32 / BLOCK + self.blocks) * BLOCK
    }

    /// Where the row of a station and day begins.
    #[inline]
    fn row(&self, station: Station, day: u32) -> usize {
        let (days, (room, width)) = (BLOCK * self.blocks, self.rooms[station as usize]);
        room * days as usize + (day & (days - 1)) as usize * width
    }

    #[inline]
    fn slot(&self, station: Station, class: usize) -> usize {
        self.slots[station as usize * self.classes + class]
    }

    /// Lets one person leave so many days from now.
    #[inline]
    pub(super) fn put(&mut self, station: Station, class: usize, days: u32, horizon: u32) {
        let day = (self.today + days as i32) as u32;
        let at = self.row(station, day) + self.slot(station, class);
        if day < horizon {
            self.near[at] += 1;
        } else if let Some(block) = self.far.get_mut((day / BLOCK) as usize) {
            block.push(at as u32);
        }
    }

    /// The same for a minor, who leaves as an adult when they come of age before. That is memoryless, so it
    /// can be drawn anew in every station.
    pub(super) fn put_minor(
        &mut self,
        station: Station,
        class: usize,
        days: u32,
        (adult, chance): (usize, f64),
        stream: &mut Stream,
    ) {
        let until = stream.geometric_below(chance, days);
        if until >= days {
            return self.put(station, class, days, self.horizon());
        }
        self.put(station, adult, days, self.horizon());
        if let Some(day) = self.of_age.get_mut((self.today + until as i32) as usize) {
            day.push((station, class as u8));
        }
    }

    /// Makes it that of the day before the start, with nobody in it.
    pub(super) fn clear(&mut self) {
        self.today = -1;
        self.near.fill(0);
        self.far.iter_mut().for_each(Vec::clear);
        self.of_age.iter_mut().for_each(Vec::clear);
    }

    /// Hands over who leaves a station today, by place.
    pub(super) fn leaving(&mut self, station: Station, due: &mut Vec<u32>) {
        let at = self.row(station, self.today as u32);
        let exits = &mut self.near[at..at + self.rooms[station as usize].1];
        due.clear();
        due.extend_from_slice(exits);
        exits.fill(0);
    }

    /// Comes to a day.
    pub(super) fn turn(&mut self, day: u32) {
        self.today = day as i32;
        if day.is_multiple_of(BLOCK)
            && let Some(block) = self.far.get_mut((day / BLOCK + self.blocks - 1) as usize)
        {
            for at in block.drain(..) {
                self.near[at as usize] += 1;
            }
        }
    }
}

impl Stays for Calendar {
    fn enter(
        &mut self,
        station: Station,
        class: usize,
        n: u32,
        stay: Stay<'_>,
        delay_days: u32,
        stream: &mut Stream,
    ) {
        if let Some(of_age) = stay.of_age {
            for _ in 0..n {
                let days = stay.lag.draw(stream) + delay_days;
                self.put_minor(station, class, days, of_age, stream);
            }
            return;
        }
        let (horizon, mask) = (self.horizon(), BLOCK * self.blocks - 1);
        let step = self.rooms[station as usize].1;
        let from = self.row(station, 0) + self.slot(station, class);
        let start = (self.today + delay_days as i32) as u32;
        // Taken apart, so that the loop below finds everything in registers.
        let Self { near, far, stays, .. } = self;
        let (near, far) = (near.as_mut_slice(), far.as_mut_slice());
        let mut left = n as usize;
        while left > 0 {
            let stays = &mut stays[..left.min(AT_ONCE)];
            stay.lag.draw_all(stays, stream);
            for days in &*stays {
                let day = start + days;
                let at = (day & mask) as usize * step + from;
                if day < horizon {
                    near[at] += 1;
                } else if let Some(block) = far.get_mut((day / BLOCK) as usize) {
                    block.push(at as u32);
                }
            }
            left -= stays.len();
        }
    }
}
