//! Where a person goes next: the rules of the chain once more, for one person at a time.

use super::{Observer, Simulation};
use crate::sim::rates::{ClassRates, Follow, WAYS};
use crate::sim::{Flow, Station};

impl<W: Observer> Simulation<'_, W> {
    pub(super) fn leave(&mut self, station: Station, person: u32, class: usize) {
        self.space.ledger.leave(station, class, 1);
        match station {
            Station::Registration => self.lodge(person, class),
            Station::Transfer => self.out(Flow::Transferred, person, class),
            Station::Service => self.decide(person, class),
            Station::Appeal => self.rule(person, class),
            Station::Voluntary => self.out(Flow::LeftVoluntary, person, class),
            Station::Forced => self.out(Flow::LeftForced, person, class),
            Station::Unsupervised => self.out(Flow::LeftUnsupervised, person, class),
            Station::Return => self.out(Flow::LeftReturn, person, class),
            Station::Lag => self.wait(Station::Ready, person, class),
            Station::Abroad => self.come(person, class),
            Station::Queue | Station::Ready => {}
        }
    }

    pub(super) fn out(&mut self, flow: Flow, person: u32, class: usize) {
        self.space.ledger.count(flow, class, 1);
        self.observer.moved(self.today, person, class, None);
    }

    fn lodge(&mut self, person: u32, class: usize) {
        self.space.ledger.count(Flow::Lodged, class, 1);
        let share = self.rates.classes[class].transfer;
        if share > 0.0 && self.route(Station::Registration).happens(share) {
            self.enter(Station::Transfer, person, self.plan.after[class], 0);
        } else {
            self.wait(Station::Queue, person, class);
        }
    }

    fn decide(&mut self, person: u32, class: usize) {
        let ClassRates { grant, appeal, .. } = self.rates.classes[class];
        let (was, class) = (class, self.plan.after[class]);
        if self.route(Station::Service).happens(grant) {
            self.space.ledger.count(Flow::Granted, was, 1);
            return self.grant(person, class);
        }
        self.space.ledger.count(Flow::Rejected, was, 1);
        if self.route(Station::Service).happens(appeal) {
            self.space.ledger.count(Flow::Appealed, class, 1);
            self.enter(Station::Appeal, person, class, 0);
        } else {
            self.depart(person, class);
        }
    }

    fn rule(&mut self, person: u32, class: usize) {
        let ClassRates { upheld, remand, .. } = self.rates.classes[class];
        self.space.ledger.count(Flow::Ruled, class, 1);
        if !self.route(Station::Appeal).happens(upheld) {
            return self.depart(person, class);
        }
        self.space.ledger.count(Flow::Upheld, class, 1);
        if remand > 0.0 && self.route(Station::Appeal).happens(remand) {
            self.space.ledger.count(Flow::Remanded, class, 1);
            self.wait(Station::Queue, person, class);
        } else {
            self.grant(person, class);
        }
    }

    fn grant(&mut self, person: u32, class: usize) {
        let ClassRates { follow: (from, until), own_home, .. } = self.rates.classes[class];
        for at in from..until {
            let Follow { class, mean, none, delay_days } = self.rates.follow[at];
            for _ in 0..self.route(Station::Lag).poisson_sum(1, mean, none) {
                let person = self.new_person();
                self.enter(Station::Abroad, person, class, delay_days);
            }
        }
        if own_home > 0.0 && self.route(Station::Ready).happens(own_home) {
            self.out(Flow::OwnHome, person, class);
        } else {
            self.house(person, class);
        }
    }

    fn come(&mut self, person: u32, class: usize) {
        self.space.ledger.count(Flow::RelativesArrived, class, 1);
        let share = self.rates.classes[class].enters;
        if self.route(Station::Abroad).happens(share) {
            self.space.ledger.count(Flow::RelativesReception, class, 1);
            self.house(person, class);
        } else {
            self.out(Flow::OwnHome, person, class);
        }
    }

    pub(super) fn house(&mut self, person: u32, class: usize) {
        if self.parameters.classes[class].housing_lag.is_some() {
            self.enter(Station::Lag, person, class, 0);
        } else {
            self.wait(Station::Ready, person, class);
        }
    }

    pub(super) fn depart(&mut self, person: u32, class: usize) {
        let ways = self.rates.classes[class].ways;
        for (station, chance) in WAYS.into_iter().zip(ways) {
            if chance > 0.0 && (chance >= 1.0 || self.route(Station::Voluntary).happens(chance)) {
                return self.enter(station, person, class, 0);
            }
        }
    }
}
