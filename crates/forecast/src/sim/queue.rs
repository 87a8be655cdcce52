//! A queue that keeps counts: for every day (or month) of entry how many of each class still wait.
//!
//! First in, first out between days. Within a day nobody is first: the classes of those who are taken are
//! a systematic sample of that day, which is exact in number and without preference.

use crate::random::Stream;

/// Periods whose sums are kept, so that one person of many is found fast.
const BLOCK: usize = 32;

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
    /// Sums of the rows of a block by class, and after them that of the totals.
    blocks: Vec<u32>,
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
            blocks: vec![0; periods.div_ceil(BLOCK) * (width + 1)],
        }
    }

    pub(super) fn clear(&mut self) {
        self.rows[self.front * self.width..self.back * self.width].fill(0);
        self.totals[self.front..self.back].fill(0);
        (self.front, self.back, self.len) = (0, 0, 0);
        self.counts.fill(0);
        self.blocks.fill(0);
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
        self.rows[at * self.width + class] += n;
        self.totals[at] += n;
        self.len += n;
        self.counts[class] += n;
        let block = self.block(at);
        self.blocks[block + class] += n;
        self.blocks[block + self.width] += n;
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
            let block = self.block(self.front);
            let sums = &mut self.blocks[block..=block + self.width];
            let row = &mut self.rows[self.front * self.width..][..self.width];
            let (mut seen, mut taken) = (0, 0);
            for (class, cell) in row.iter_mut().enumerate().filter(|(_, cell)| **cell > 0) {
                seen += u64::from(*cell);
                let until = (seen * u64::from(part) + u64::from(start)) / u64::from(total);
                let out = until as u32 - taken;
                taken = until as u32;
                if out > 0 {
                    *cell -= out;
                    sums[class] -= out;
                    self.counts[class] -= out;
                    each(class, out, self.front as i32 - self.before);
                }
            }
            self.totals[self.front] -= part;
            sums[self.width] -= part;
            left -= part;
        }
    }

    /// Takes one of a class at random, whenever they came; tells the period. The class has somebody.
    pub(super) fn lose(&mut self, class: usize, stream: &mut Stream) -> i32 {
        let mut rank = stream.below(self.counts[class]);
        let mut at = self.block_with(class, &mut rank);
        while rank >= self.rows[at * self.width + class] {
            rank -= self.rows[at * self.width + class];
            at += 1;
        }
        self.take_one(at, class)
    }

    /// Takes anybody, whenever they came; tells the class and the period. Somebody is there.
    pub(super) fn lose_any(&mut self, stream: &mut Stream) -> (usize, i32) {
        let mut rank = stream.below(self.len);
        let mut at = self.block_with(self.width, &mut rank);
        while rank >= self.totals[at] {
            rank -= self.totals[at];
            at += 1;
        }
        let row = &self.rows[at * self.width..][..self.width];
        let mut class = 0;
        while rank >= row[class] {
            rank -= row[class];
            class += 1;
        }
        (class, self.take_one(at, class))
    }

    /// The first row of the block with the person of a rank in a column; the rank becomes that within it.
    fn block_with(&self, column: usize, rank: &mut u32) -> usize {
        let mut block = self.front / BLOCK;
        loop {
            let sum = self.blocks[block * (self.width + 1) + column];
            if *rank < sum {
                return block * BLOCK;
            }
            *rank -= sum;
            block += 1;
        }
    }

    fn take_one(&mut self, at: usize, class: usize) -> i32 {
        let block = self.block(at);
        self.blocks[block + class] -= 1;
        self.blocks[block + self.width] -= 1;
        self.rows[at * self.width + class] -= 1;
        self.totals[at] -= 1;
        self.len -= 1;
        self.counts[class] -= 1;
        at as i32 - self.before
    }

    /// Where the sums of the block of a row begin.
    fn block(&self, at: usize) -> usize {
        at / BLOCK * (self.width + 1)
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
