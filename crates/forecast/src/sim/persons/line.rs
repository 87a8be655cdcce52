//! A queue of persons in its true order.

use std::collections::VecDeque;

use crate::sim::plan::Plan;

/// A place in line.
#[derive(Clone, Copy)]
pub(super) struct Waiting {
    pub(super) person: u32,
    pub(super) since: i16,
    pub(super) class: u8,
    gone: bool,
}

/// A queue in its true order. Places count from the first person of the run.
pub(super) struct Line {
    served: u32,
    waiting: VecDeque<Waiting>,
    /// Without those who are gone.
    pub(super) len: u32,
    /// The same by day of entry; the first is the oldest that stands here at the start.
    by_day: Vec<u32>,
    before: i32,
}

impl Line {
    pub(super) fn new(plan: &Plan) -> Self {
        let before = plan.oldest_days + 1;
        let by_day = vec![0; (before + plan.days()) as usize];
        Self { served: 0, waiting: VecDeque::new(), len: 0, by_day, before: before as i32 }
    }

    pub(super) fn clear(&mut self) {
        self.waiting.clear();
        self.by_day.fill(0);
        (self.served, self.len) = (0, 0);
    }

    pub(super) fn join(&mut self, person: u32, class: usize, since: i32) -> u32 {
        let place = self.served + self.waiting.len() as u32;
        let (class, day) = (class as u8, (since + self.before) as usize);
        self.waiting.push_back(Waiting { person, since: since as i16, class, gone: false });
        self.len += 1;
        self.by_day[day] += 1;
        place
    }

    pub(super) fn get(&mut self, place: u32) -> Option<&mut Waiting> {
        let at = place.checked_sub(self.served)?;
        self.waiting.get_mut(at as usize).filter(|one| !one.gone)
    }

    pub(super) fn give_up(&mut self, place: u32) -> Option<Waiting> {
        let one = self.get(place)?;
        one.gone = true;
        let one = *one;
        self.out(one);
        Some(one)
    }

    pub(super) fn next(&mut self) -> Option<Waiting> {
        while let Some(one) = self.waiting.pop_front() {
            self.served += 1;
            if !one.gone {
                self.out(one);
                return Some(one);
            }
        }
        None
    }

    fn out(&mut self, one: Waiting) {
        self.len -= 1;
        self.by_day[(i32::from(one.since) + self.before) as usize] -= 1;
    }

    /// How many wait, how many of them longer than a term, and the sum of their ages, in days.
    pub(super) fn ages(&self, today: i32, term_days: u32) -> (u32, u32, u64) {
        let (mut over, mut sum) = (0, 0);
        for (at, n) in (0..).zip(&self.by_day) {
            let age = (today + self.before - at).max(0) as u32;
            sum += u64::from(age) * u64::from(*n);
            over += if age > term_days { *n } else { 0 };
        }
        (self.len, over, sum)
    }
}
