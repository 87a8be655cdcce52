//! COA's matchers and municipalities: profiles, links to the municipality furthest behind, offers, homes.

use client::{Command, Service};
use kernel::{Municipality, fit};
use law::Half;
use wire::Wire as _;
use wire::housing as pb;
use wire::housing::RealisationKind as Kind;

use crate::assumptions as a;
use crate::chance::id;
use crate::people::{Coming, Stage};
use crate::plan::{once, rpc};
use crate::world::{Step, World};

impl World {
    pub(crate) fn profile(&mut self, who: usize) {
        let group = once!(self, who, "CompleteProfile" CompleteProfileRequest {});
        self.say(group);
        let (low, high) = a::LINK_DAYS;
        let days = self.chance(who, "link").between(low, high);
        self.after(days, who, Step::Link);
    }

    /// Whether Nidos is responsible: an unaccompanied minor until the year in which it turns 18.
    pub(crate) fn is_minor(&self, who: usize) -> bool {
        self.people[who].minor && self.today < self.majority(who)
    }

    fn majority(&self, who: usize) -> kernel::Date {
        let year = self.people[who].members.first().map_or(0, |member| member.birth_year);
        law::majority_on(&self.config.policy, self.today, year)
    }

    /// A minor moves to a small-scale place; at 18 COA links it like an adult.
    pub(crate) fn guardian(&mut self, who: usize) {
        let (low, high) = a::LINK_DAYS;
        let days = self.chance(who, "link").between(low, high);
        if !self.is_minor(who) || self.people[who].persons() > 1 {
            self.after(days, who, Step::Link);
            return;
        }
        let municipality = self.next_municipality(who);
        let group = once!(self, who, "PlaceWithNidos" PlaceWithNidosRequest { municipality: municipality.to_string() });
        self.say(group);
        self.leave_place(who);
        self.at(crate::chance::later(self.majority(who), days), who, Step::Link);
    }

    /// Links to the municipality with the largest open task; ties go to the lower code.
    pub(crate) fn link(&mut self, who: usize) {
        let municipality = self.next_municipality(who);
        let group = once!(self, who, "LinkHousehold" LinkHouseholdRequest { municipality: municipality.to_string() });
        self.say(group);
        let mut chance = self.chance(who, "returned link");
        if self.people[who].coming == Coming::Resettled {
            self.after(chance.between(10, 30), who, Step::Offer);
        } else if chance.permille(a::RETURNED_PERMILLE) {
            self.after(chance.between(5, 20), who, Step::ReturnLink);
        } else {
            let epoch = self.people[who].epoch;
            self.homes.waiting.push_back((who, epoch));
        }
    }

    pub(crate) fn next_municipality(&mut self, who: usize) -> Municipality {
        let persons = i64::from(self.people[who].persons());
        let open = self.homes.open.iter().enumerate();
        let best = open.max_by_key(|(index, open)| (**open, std::cmp::Reverse(*index)));
        let index = best.map_or(0, |(index, _)| index);
        if let Some(open) = self.homes.open.get_mut(index) {
            *open -= persons;
        }
        reference::MUNICIPALITIES[index].code
    }

    /// The municipality gives the link back: no suitable home.
    pub(crate) fn return_link(&mut self, who: usize) {
        let reason = wire::housing::LinkReturnReason::NoSuitableHome;
        let group = once!(self, who, "ReturnLink" ReturnLinkRequest { reason: reason.into() });
        self.say(group);
        self.turn(who);
        let days = self.chance(who, "link again").between(3, 10);
        self.after(days, who, Step::Link);
    }

    /// A home is offered, or a temporary one taken.
    pub(crate) fn offer(&mut self, who: usize) {
        let mut chance = self.chance(who, "offer");
        let household = &self.people[who];
        if household.coming != Coming::Resettled && chance.permille(a::TEMPORARY_PERMILLE) {
            let kind = if chance.permille(a::TEMPORARY_OF_HAR_PERMILLE) {
                Kind::Temporary
            } else {
                Kind::Transit
            };
            let group =
                once!(self, who, "HouseTemporarily" HouseTemporarilyRequest { kind: kind.into() });
            self.say(group);
            self.leave_place(who);
            self.after(chance.between(150, 300), who, Step::Definitive);
            return;
        }
        let group = once!(self, who, "OfferDwelling" OfferDwellingRequest {});
        self.say(group);
        let (low, high) = a::ACCEPT_DAYS;
        self.after(chance.between(low, high), who, Step::Answer);
    }

    /// From temporary housing to a home.
    pub(crate) fn definitive(&mut self, who: usize) {
        let group = once!(self, who, "OfferDwelling" OfferDwellingRequest {});
        self.say(group);
        self.after(7, who, Step::Answer);
    }

    pub(crate) fn answer(&mut self, who: usize) {
        let mut chance = self.chance(who, "answer");
        let (grounded, groundless) = a::REFUSED_PERMILLE;
        let in_reception = self.people[who].place.is_some();
        if in_reception && chance.permille(grounded + groundless) {
            let with_ground = chance.permille(1_000 * grounded / (grounded + groundless));
            let group =
                once!(self, who, "RefuseOffer" RefuseOfferRequest { grounded: with_ground });
            self.say(group);
            if with_ground {
                let epoch = self.people[who].epoch;
                self.homes.waiting.push_back((who, epoch));
            } else {
                let notice = self.config.policy.get(law::rule::REFUSED_HOME_NOTICE, self.today);
                let last = notice.end(self.today);
                self.set_right_end(who, last);
                self.at(crate::chance::later(last, 1), who, Step::SentAway);
            }
            return;
        }
        let group = once!(self, who, "AcceptOffer" AcceptOfferRequest {});
        self.say(group);
        let (low, high) = a::MOVE_DAYS;
        self.after(chance.between(low, high), who, Step::Move);
    }

    pub(crate) fn move_in(&mut self, who: usize) {
        let kind = match self.people[who].coming {
            Coming::Resettled => Kind::ResettledDirect,
            _ if self.chance(who, "home").permille(a::SHARED_PERMILLE) => Kind::Shared,
            _ => Kind::Dwelling,
        };
        let group = once!(self, who, "HouseHousehold" HouseHouseholdRequest { kind: kind.into() });
        self.say(group);
        self.leave_place(who);
        self.turn(who);
        self.people[who].stage = Stage::Out;
    }

    /// Who refused a home without ground lost the right to reception after notice, by law.
    pub(crate) fn sent_away(&mut self, who: usize) {
        self.leave_place(who);
        self.turn(who);
        self.people[who].stage = Stage::Out;
    }

    /// Sets the target of a half-year; the books begin with the national arrears, divided by inhabitants.
    pub(crate) fn set_target(&mut self, half: Half, first: bool) -> Command {
        let all = &reference::MUNICIPALITIES;
        let weights: Vec<u32> = all.iter().map(|m| m.inhabitants).collect();
        let national = self.scaled(reference::chain(self.today.year()).half_year_target.value);
        let arrears = if first { self.scaled(self.opening.housing_arrears.value) } else { 0 };
        let openings = law::distribute(fit(arrears), &weights);
        let targets = law::distribute(fit(national), &weights);
        if self.homes.open.is_empty() {
            self.homes.open = vec![0; all.len()];
        }
        for ((open, target), arrears) in self.homes.open.iter_mut().zip(&targets).zip(&openings) {
            *open += i64::from(*target) + i64::from(*arrears);
        }
        let basis = |(m, opening): (&reference::MunicipalityFacts, &u32)| pb::MunicipalBasis {
            municipality: m.code.to_string(),
            inhabitants: fit(m.inhabitants),
            opening: first.then_some(fit(*opening)),
            ..pb::MunicipalBasis::default()
        };
        let request = pb::SetTargetRequest {
            request_id: id(self.config.seed, &format!("target/{half}")).to_string(),
            occurred_on: self.today.to_pb(),
            half: half.to_string(),
            national: fit(national),
            municipalities: all.iter().zip(&openings).map(basis).collect(),
        };
        Command::new(Service::Housing, rpc!(housing "SetTarget"), &request)
    }

    pub(crate) fn close_half(&self, half: Half) -> Command {
        let request = pb::CloseHalfRequest {
            request_id: id(self.config.seed, &format!("close/{half}")).to_string(),
            occurred_on: self.today.to_pb(),
            half: half.to_string(),
        };
        Command::new(Service::Housing, rpc!(housing "CloseHalf"), &request)
    }
}
