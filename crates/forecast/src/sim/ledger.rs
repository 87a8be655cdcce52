//! The books of a replication: persons by station and class, flows of the running month by class.

use super::plan::Plan;
use super::{Flow, Output, Reception, Station, Total};

pub(super) struct Ledger {
    classes: usize,
    stock: Vec<i32>,
    flow: Vec<i32>,
    total: [i64; Total::ALL.len()],
}

impl Ledger {
    pub(super) fn new(classes: usize) -> Self {
        Self {
            classes,
            stock: vec![0; Station::ALL.len() * classes],
            flow: vec![0; Flow::ALL.len() * classes],
            total: [0; Total::ALL.len()],
        }
    }

    pub(super) fn clear(&mut self) {
        self.stock.fill(0);
        self.flow.fill(0);
        self.total.fill(0);
    }

    #[inline]
    pub(super) fn enter(&mut self, station: Station, class: usize, n: u32) {
        self.stock[station as usize * self.classes + class] += n as i32;
    }

    #[inline]
    pub(super) fn leave(&mut self, station: Station, class: usize, n: u32) {
        self.stock[station as usize * self.classes + class] -= n as i32;
    }

    #[inline]
    pub(super) fn count(&mut self, flow: Flow, class: usize, n: u32) {
        self.flow[flow as usize * self.classes + class] += n as i32;
    }

    pub(super) fn add(&mut self, total: Total, n: i64) {
        self.total[total as usize] += n;
    }

    pub(super) fn stock(&self, station: Station, class: usize) -> u32 {
        self.stock[station as usize * self.classes + class] as u32
    }

    /// Writes the columns of a month and begins the next one.
    pub(super) fn close(&mut self, plan: &Plan, row: &mut [i32]) {
        let mut reception = [0; Reception::ALL.len()];
        for station in Station::ALL {
            for class in 0..self.classes {
                if let Some(category) = plan.category(*station, class) {
                    reception[category as usize] += self.stock(*station, class) as i32;
                }
            }
        }
        let in_all = |stations: &[Station]| -> i64 {
            stations.iter().flat_map(|station| self.row(*station)).map(|n| i64::from(*n)).sum()
        };
        let ind = in_all(&[Station::Transfer, Station::Queue, Station::Service]);
        let status = in_all(&[Station::Lag, Station::Ready]);
        self.add(Total::Ind, ind);
        self.add(Total::Status, status);
        self.add(Total::Reception, reception.iter().copied().map(i64::from).sum());
        let all = Output::all().map(|output| match output {
            Output::Stock(station) => self.row(station).iter().sum(),
            Output::Reception(category) => reception[category as usize],
            Output::Flow(flow) => self.flows(flow).iter().sum(),
            Output::Total(total) => self.total[total as usize] as i32,
        });
        let watches = plan.model.watches.iter().map(|watch| {
            let of = |class: &usize| match watch.output {
                Output::Stock(station) => self.row(station)[*class],
                Output::Flow(flow) => self.flows(flow)[*class],
                Output::Reception(category) => self.in_category(plan, category, *class),
                Output::Total(_) => 0,
            };
            watch.classes.iter().map(of).sum()
        });
        for (cell, value) in row.iter_mut().zip(all.chain(watches)) {
            *cell = value;
        }
        self.flow.fill(0);
        self.total.fill(0);
    }

    fn in_category(&self, plan: &Plan, category: Reception, class: usize) -> i32 {
        let there = |station: &&Station| plan.category(**station, class) == Some(category);
        Station::ALL.iter().filter(there).map(|station| self.row(*station)[class]).sum()
    }

    /// What a flow has been in the running month.
    #[cfg(test)]
    pub(super) fn flowed(&self, flow: Flow, class: usize) -> i32 {
        self.flows(flow)[class]
    }

    fn row(&self, station: Station) -> &[i32] {
        &self.stock[station as usize * self.classes..][..self.classes]
    }

    fn flows(&self, flow: Flow) -> &[i32] {
        &self.flow[flow as usize * self.classes..][..self.classes]
    }
}
