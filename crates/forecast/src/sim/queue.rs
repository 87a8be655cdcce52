//! A queue that keeps counts: for every day (or month) of entry how many of each class still wait.
//!
//! First in, first out between days. Within a day nobody is first: the classes of those who are taken are
//! a systematic sample of that day, which is exact in number and without preference.

use crate::random::Stream;

/// Tries to hit a person at random before the rows are searched one by one.
const TRIES_MAX: u32 = 64;

pub(super) struct Queue {
    width: usize,
    /// Periods before the start for which there are rows.
    before: i32,
    rows: Vec<u32>,
    totals: Vec<u32>,
    /// First row that can hold somebody.
    front: usize,
    /// One past the last row that can.
    back: usize,
    len: u32,
    counts: Vec<u32>,
    /// No row holds more of a class than this.
    peaks: Vec<u32>,
}

impl Queue {
    /// For `width` classes, periods from `-before` up to but not including `after`.
    pub(super) fn new(width: usize, before: u32, after: u32) -> Self {
        let periods = (before + after) as usize;
        Self {
            width,
            before: before as i32,
            rows: vec![0; periods * width],
            totals: vec![0; periods],
            front: 0,
            back: 0,
            len: 0,
            counts: vec![0; width],
            peaks: vec![0; width],
        }
    }

    pub(super) fn clear(&mut self) {
        self.rows[self.front * self.width..self.back * self.width].fill(0);
        self.totals[self.front..self.back].fill(0);
        (self.front, self.back, self.len) = (0, 0, 0);
        self.counts.fill(0);
        self.peaks.fill(0);
    }

    pub(super) fn len(&self) -> u32 {
        self.len
    }

    /// Who came in a period and still waits.
    pub(super) fn since(&self, period: i32) -> u32 {
        self.totals[(period + self.before) as usize]
    }

    #[inline]
    pub(super) fn push(&mut self, class: usize, period: i32, n: u32) {
        if n == 0 {
            return;
        }
        let at = (period + self.before) as usize;
        if self.len == 0 {
            self.front = at;
            self.back = at;
        }
        self.front = self.front.min(at);
        self.back = self.back.max(at + 1);
        let cell = &mut self.rows[at * self.width + class];
        *cell += n;
        self.peaks[class] = self.peaks[class].max(*cell);
        self.totals[at] += n;
        self.len += n;
        self.counts[class] += n;
    }

    /// Takes the first `n` (or all) and tells of each part its class, number and period of entry.
    pub(super) fn take(
        &mut self,
        n: u32,
        stream: &mut Stream,
        mut each: impl FnMut(usize, u32, i32),
    ) {
        let mut left = n.min(self.len);
        self.len -= left;
        while left > 0 {
            let total = self.totals[self.front];
            if total == 0 {
                self.front += 1;
                continue;
            }
            let part = left.min(total);
            let start = if part < total { stream.below(total) } else { 0 };
            let row = &mut self.rows[self.front * self.width..][..self.width];
            let (mut seen, mut taken) = (0, 0);
            for (class, cell) in row.iter_mut().enumerate().filter(|(_, cell)| **cell > 0) {
                seen += u64::from(*cell);
                let until = (seen * u64::from(part) + u64::from(start)) / u64::from(total);
                let out = until as u32 - taken;
                taken = until as u32;
                if out > 0 {
                    *cell -= out;
                    self.counts[class] -= out;
                    each(class, out, self.front as i32 - self.before);
                }
            }
            self.totals[self.front] -= part;
            left -= part;
        }
    }

    /// Takes one of a class at random, whenever they came; tells the period. The class has somebody.
    pub(super) fn lose(&mut self, class: usize, stream: &mut Stream) -> i32 {
        let at = self.find(class, stream);
        self.rows[at * self.width + class] -= 1;
        self.totals[at] -= 1;
        self.len -= 1;
        self.counts[class] -= 1;
        at as i32 - self.before
    }

    fn find(&mut self, class: usize, stream: &mut Stream) -> usize {
        while self.totals[self.front] == 0 {
            self.front += 1;
        }
        let span = (self.back - self.front) as u32;
        let cell = |at: usize| self.rows[at * self.width + class];
        for _ in 0..TRIES_MAX {
            let at = self.front + stream.below(span) as usize;
            if stream.below(self.peaks[class]) < cell(at) {
                return at;
            }
        }
        let mut rank = stream.below(self.counts[class]);
        let mut at = self.front;
        while rank >= cell(at) {
            rank -= cell(at);
            at += 1;
        }
        at
    }

    /// How many came before a period, and the sum over all of `now - period`.
    pub(super) fn ages(&self, now: i32, before: i32) -> (u32, u64) {
        let (mut old, mut sum) = (0, 0);
        for at in self.front..self.back {
            let period = at as i32 - self.before;
            if period < before {
                old += self.totals[at];
            }
            sum += u64::from(self.totals[at]) * (now - period) as u64;
        }
        (old, sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, Streams};

    #[test]
    fn the_oldest_go_first_and_classes_of_a_day_in_proportion() {
        let mut stream = Streams::new(1, 0).open(Purpose::Station(0), 0);
        let mut queue = Queue::new(2, 10, 10);
        let mut of_first = 0;
        for _ in 0..2_000 {
            queue.clear();
            queue.push(1, -3, 4);
            queue.push(0, 2, 30);
            queue.push(1, 2, 10);
            let mut parts = Vec::new();
            queue.take(8, &mut stream, |class, n, period| parts.push((class, n, period)));
            assert_eq!(parts[0], (1, 4, -3));
            assert_eq!(parts.iter().map(|part| part.1).sum::<u32>(), 8);
            assert_eq!((queue.len(), queue.counts[0] + queue.counts[1]), (36, 36));
            of_first += parts.iter().filter(|part| part.0 == 0).map(|part| part.1).sum::<u32>();
            assert_eq!(queue.ages(5, 2), (0, 36 * 3));
            queue.take(99, &mut stream, |_, _, period| assert_eq!(period, 2));
            assert_eq!(queue.len(), 0);
        }
        assert_eq!(of_first, 2_000 * 3);
    }

    #[test]
    fn whoever_is_lost_is_anybody_of_the_class() {
        let mut stream = Streams::new(2, 0).open(Purpose::Station(0), 0);
        let mut early = 0;
        for _ in 0..4_000 {
            let mut queue = Queue::new(2, 0, 3_000);
            queue.push(0, 0, 10);
            queue.push(1, 0, 500);
            queue.push(0, 2_999, 30);
            early += u32::from(queue.lose(0, &mut stream) == 0);
            assert_eq!((queue.counts[0], queue.counts[1], queue.len()), (39, 500, 539));
        }
        assert!(early.abs_diff(1_000) < 130, "{early}");
    }
}
