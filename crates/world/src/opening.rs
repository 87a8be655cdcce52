//! The opening of the books: published stocks, as people with cases, places and files.
//!
//! | stock | people |
//! | --- | --- |
//! | cases without a decision | applicants in and outside reception, unaccompanied minors |
//! | residents of COA | those, applicants in appeal, status holders, rejected persons in their last weeks |
//! | status holders who wait | with a match that is ready or linked |
//! | departure cases | rejected persons, in reception and outside, and people found |
//! | family reunification | families that wait abroad |

use client::{ClientError, Command};
use jiff::ToSpan as _;
use kernel::{Date, Nationality, fit};

use crate::assumptions as a;
use crate::backlog::{BACKLOG_MONTHS, lodged_months};
use crate::chance::{Chance, id, later};
use crate::family::Family;
use crate::ledger::Location;
use crate::people::{Coming, File, Stage};
use crate::records::Records;
use crate::world::{OLD, Step, World, morning_of};

/// Things in one import; requests stay far below the limit of a message.
const IMPORT: usize = 2_000;
/// The smallest number of locations of a sort, however small the world.
const LOCATIONS_MIN: usize = 8;

impl World {
    /// Opens the books of a chain that has none yet: imports the opening position, sets the first targets and
    /// plans the first month. `told` hears what is imported and how much of it.
    pub async fn open(&mut self, mut told: impl FnMut(&str, usize)) -> Result<(), ClientError> {
        self.client.advance(morning_of(self.today)).await?;
        self.open_locations();
        let mut records = Records::new(self.config.policy.clone(), self.today);
        self.applicants(&mut records);
        self.status_holders(&mut records);
        self.rejected_people(&mut records);
        self.waiting_families(&mut records);
        records.locations(&self.ledger.locations);
        self.queue_officers();
        let half = law::Half::of(self.today);
        let mut targets = vec![self.set_target(half, true)];
        if self.today >= half.link_reference() {
            targets.push(self.set_target(half.next(), false));
        }
        self.import("targets", targets, &mut told).await?;
        for (what, service, path, requests) in records.requests(self.config.seed, IMPORT) {
            let commands =
                requests.into_iter().map(|body| Command { service, path, body }).collect();
            self.import(what, commands, &mut told).await?;
        }
        let first = self.today.first_of_month();
        self.plan_month(first);
        Ok(())
    }

    async fn import(
        &mut self,
        what: &str,
        commands: Vec<Command>,
        told: &mut impl FnMut(&str, usize),
    ) -> Result<(), ClientError> {
        // One after the other: the order of the log is then the same in every run.
        told(what, commands.len());
        self.carry_out(vec![commands]).await
    }

    fn open_locations(&mut self) {
        let occupancy = self.scaled(self.opening.coa_occupancy.value);
        let minors = self.scaled(self.opening.coa_minors.value);
        let places = |people: i64| {
            fit::<u32, _>(people * 1_000 / i64::from(a::OPENING_OCCUPIED_PERMILLE) + 1)
        };
        let adults = places(occupancy - minors);
        let emergency = adults * fit::<u32, _>(self.opening.coa_emergency_permille.value) / 1_000;
        self.spread(adults - emergency, false, false);
        self.spread(emergency, true, false);
        self.spread(places(minors), false, true);
    }

    /// Divides places over municipalities in proportion to their published places.
    fn spread(&mut self, total: u32, emergency: bool, minors: bool) {
        let all = &reference::MUNICIPALITIES;
        let weight = |m: &reference::MunicipalityFacts| {
            if emergency { m.emergency_places } else { m.regular_places }
        };
        let mut weights: Vec<u32> = all.iter().map(weight).collect();
        // A small world has fewer locations, not tiny ones.
        let mut order: Vec<usize> = (0..all.len()).filter(|index| weights[*index] > 0).collect();
        order.sort_by_key(|index| (std::cmp::Reverse(weights[*index]), *index));
        let share = order.len() * self.config.scale_permille as usize / 1_000;
        for index in order.into_iter().skip(share.max(LOCATIONS_MIN)) {
            weights[index] = 0;
        }
        for (municipality, places) in all.iter().zip(law::distribute(total, &weights)) {
            if places == 0 {
                continue;
            }
            let sort = match (minors, emergency) {
                (true, _) => "Kleinschalige opvang",
                (false, true) => "Noodopvang",
                (false, false) => "Azc",
            };
            let name = format!("{sort} {}", municipality.name);
            let id = id(self.config.seed, &format!("location/{name}"));
            let mut chance = Chance::of(self.config.seed, &format!("{id}/contract"));
            let (low, high) = a::EMERGENCY_MONTHS;
            let ends = later(self.today, chance.between(low * 30, high * 30));
            self.ledger.locations.push(Location {
                id,
                name,
                municipality: municipality.code,
                emergency,
                minors,
                places: fit(places),
                taken: 0,
                contract_ends_on: emergency.then_some(ends),
                closing: false,
                closed: false,
            });
        }
    }

    /// Makes households until so many persons are there.
    fn households(&mut self, name: &str, persons: i64, year: i16) -> Vec<usize> {
        let (mut left, mut made, mut n) = (persons, Vec::new(), 0);
        while left > 0 {
            let name = format!("opening/{name}/{n}");
            let mut chance = Chance::of(self.config.seed, &format!("{name}/nationality"));
            let nationality = self.nationality(&mut chance);
            let most = fit(left.min(6));
            let household =
                self.maker.household(&name, nationality, Coming::First, None, most, year);
            left -= i64::from(household.persons());
            made.push(self.people.len());
            self.people.push(household);
            n += 1;
        }
        made
    }

    fn minors(&mut self, name: &str, persons: i64, year: i16) -> Vec<usize> {
        let mut made = Vec::new();
        for n in 0..persons {
            let name = format!("opening/{name}/{n}");
            let mut chance = Chance::of(self.config.seed, &format!("{name}/nationality"));
            let nationality = self.nationality(&mut chance);
            let household = self.maker.minor(&name, nationality, year);
            made.push(self.people.len());
            self.people.push(household);
        }
        made
    }

    fn settle_in(&mut self, who: usize) {
        let (minor, persons) = (self.people[who].minor, self.people[who].persons());
        // Rarely none is free for so large a household: it then lives with hosts.
        let place = self.ledger.take(minor, persons);
        self.people[who].guardian = minor && place.is_some();
        self.people[who].place = place;
    }

    fn applicants(&mut self, records: &mut Records) {
        let year = self.today.year();
        let pending = self.scaled(self.opening.ind_pending.value);
        let minors = self.scaled(self.opening.coa_minors.value);
        let minors_pending = minors * i64::from(a::MINORS_PENDING_PERMILLE) / 1_000;
        let residents = self.scaled(
            self.opening.coa_occupancy.value
                - self.opening.coa_status_holders.value
                - self.opening.coa_minors.value
                - self.opening.coa_rejected.value,
        );
        let outside = (pending - minors_pending) * i64::from(a::OUTSIDE_PERMILLE) / 1_000;
        let inside = (pending - minors_pending - outside).min(residents);
        let months = lodged_months(self.today);
        for who in self.households("applicant", inside, year) {
            self.settle_in(who);
            self.pending(who, &months, records);
        }
        for who in self.households("outside", pending - minors_pending - inside, year) {
            self.pending(who, &months, records);
        }
        for who in self.minors("minor", minors_pending, year) {
            self.settle_in(who);
            self.pending(who, &months, records);
        }
        // Residents beyond those without a decision wait for the court.
        for who in self.households("appellant", residents - inside, year) {
            self.settle_in(who);
            self.appellant(who, records);
        }
    }

    fn lodged(&self, who: usize, months: &[u32]) -> Date {
        let mut chance = self.chance(who, "lodged");
        let month = chance.pick(months);
        let back = (BACKLOG_MONTHS - month) as i64;
        let first = self.today.first_of_month().saturating_sub(back.months());
        later(first, chance.between(0, i32::from(first.days_in_month()) - 1))
    }

    /// A case without a decision: three in five are routed, one in four heard, the newest only lodged.
    fn pending(&mut self, who: usize, months: &[u32], records: &mut Records) {
        use wire::intake::CaseState as S;
        let lodged = self.lodged(who, months);
        self.people[who].lodged_on = Some(lodged);
        let mut chance = self.chance(who, "stage");
        let new = lodged >= later(self.today, -45);
        let heard = !new && chance.permille(a::OPENING_HEARD_PERMILLE);
        let state = match (new, heard) {
            (true, _) => S::Lodged,
            (false, true) => S::Interviewed,
            (false, false) => S::Routed,
        };
        self.people[who].born_by(lodged);
        records.case(&self.people[who], state, lodged, None);
        if self.people[who].place.is_some() {
            records.stay(&self.people[who], &self.ledger, lodged, None);
        }
        let epoch = self.people[who].epoch;
        match state {
            S::Lodged => self.after(chance.between(1, 30), who, Step::Triage),
            S::Interviewed => self.decide_later(who, lodged),
            _ => self.opening_interviews.push((lodged, who, epoch)),
        }
        self.after(chance.waiting(a::VANISH_MEAN_DAYS), who, Step::Absent);
        if later(lodged, 190) < self.today && chance.permille(a::NOTICE_PERMILLE) {
            self.after(chance.between(5, 200), who, Step::Notice);
        }
    }

    fn decide_later(&mut self, who: usize, lodged: Date) {
        let mut chance = self.chance(who, "mind");
        let granted = fit(reference::chain(self.today.year()).granted_permille.value);
        self.people[who].mind = crate::outcomes::outcome(&mut chance, granted).into();
        let epoch = self.people[who].epoch;
        self.opening_decisions.push((lodged, who, epoch));
    }

    /// The oldest cases first.
    fn queue_officers(&mut self) {
        let mut interviews = std::mem::take(&mut self.opening_interviews);
        let mut decisions = std::mem::take(&mut self.opening_decisions);
        interviews.sort_unstable();
        decisions.sort_unstable();
        self.interviews[OLD].extend(interviews.into_iter().map(|(_, who, epoch)| (who, epoch)));
        for (_, who, epoch) in decisions {
            // Nobody told what the officers did before the books: who is to be rejected hears of it in the first days.
            if self.lacks_view(who) {
                self.people[who].queued = true;
                let days = self.chance(who, "intention").between(1, a::VIEW_DAYS.0);
                self.after(days, who, Step::Intend);
            }
            self.decisions[OLD].push_back((who, epoch));
        }
    }

    fn appellant(&mut self, who: usize, records: &mut Records) {
        use wire::intake::{CaseState, DecisionOutcome};
        let mut chance = self.chance(who, "appellant");
        let lodged = later(self.today, -chance.between(500, 800));
        let household = &mut self.people[who];
        household.lodged_on = Some(lodged);
        household.stage = Stage::Rejected;
        household.mind = DecisionOutcome::RejectUnfounded.into();
        household.file = File::None;
        let decided = later(self.today, -chance.between(20, 150));
        household.born_by(lodged);
        records.case(household, CaseState::Appeal, lodged, Some(decided));
        if self.people[who].place.is_some() {
            records.stay(&self.people[who], &self.ledger, lodged, None);
        }
        let days = chance.around(a::COURT_MEDIAN_DAYS / 2.0, a::COURT_SIGMA, 3);
        self.after(days, who, Step::Ruling);
    }

    fn status_holders(&mut self, records: &mut Records) {
        let year = self.today.year();
        let persons = self.scaled(self.opening.coa_status_holders.value);
        let minors = self.scaled(self.opening.coa_minors.value);
        let granted_minors = minors - minors * i64::from(a::MINORS_PENDING_PERMILLE) / 1_000;
        let mut all = self.households("status holder", persons, year);
        all.extend(self.minors("minor with status", granted_minors, year));
        let mut queue = Vec::new();
        for who in all {
            self.settle_in(who);
            let mut chance = self.chance(who, "granted");
            let granted = later(self.today, -chance.between(10, 420));
            let lodged = later(granted, -chance.between(200, 500));
            self.people[who].stage = Stage::Granted;
            self.people[who].mind = wire::intake::DecisionOutcome::GrantSubsidiary.into();
            let state = wire::intake::CaseState::FinalPositive;
            self.people[who].born_by(lodged);
            records.case(&self.people[who], state, lodged, Some(granted));
            if self.people[who].place.is_some() {
                records.stay(&self.people[who], &self.ledger, lodged, None);
            }
            let linked = chance.permille(a::OPENING_LINKED_PERMILLE);
            let municipality = linked.then(|| self.next_municipality(who));
            records.housing_match(&self.people[who], granted, municipality);
            if linked {
                queue.push((granted, who));
            } else {
                self.after(chance.between(1, 60), who, Step::Link);
            }
        }
        queue.sort_unstable();
        self.homes.waiting.extend(queue.into_iter().map(|(_, who)| (who, 0)));
    }

    /// Open departure cases: a few still in reception, most outside, some found by police.
    fn rejected_people(&mut self, records: &mut Records) {
        let year = self.today.year();
        let all = self.scaled(self.opening.return_cases.value);
        let inside = self.scaled(self.opening.coa_rejected.value).min(all);
        let of_ind = all * i64::from(a::FILES_OF_IND_PERMILLE) / 1_000;
        for who in self.households("rejected", inside, year) {
            self.settle_in(who);
            self.return_case(who, true, records);
        }
        for who in self.households("rejected outside", (of_ind - inside).max(0), year) {
            self.return_case(who, true, records);
            if self.people[who].persons() == 1 {
                self.rejected.push_back(who);
            }
        }
        for who in self.households("found", all - of_ind.max(inside), year) {
            self.people[who].coming = Coming::Found;
            self.return_case(who, false, records);
        }
    }

    fn return_case(&mut self, who: usize, of_ind: bool, records: &mut Records) {
        use wire::intake::{CaseState, DecisionOutcome};
        let mut chance = self.chance(who, "rejected");
        let inside = self.people[who].place.is_some();
        let decided = later(self.today, -chance.between(1, if inside { 27 } else { 300 }));
        let lodged = later(decided, -chance.between(200, 500));
        let removable = law::removable_from(
            decided,
            law::departure_days(&self.config.policy, self.today, false),
        );
        let household = &mut self.people[who];
        household.stage = Stage::Rejected;
        household.mind = DecisionOutcome::RejectUnfounded.into();
        household.file = File::Handed;
        household.removable_from = Some(removable);
        if of_ind {
            household.born_by(lodged);
            records.case(household, CaseState::FinalNegative, lodged, Some(decided));
        }
        if inside {
            let last = law::reception_ends_on(
                decided,
                law::departure_days(&self.config.policy, self.today, false),
                false,
            );
            records.stay(&self.people[who], &self.ledger, lodged, Some(last));
            self.set_right_end(who, last);
        }
        records.return_case(&self.people[who], of_ind, decided, removable);
        self.choose_way_out(who);
    }

    fn waiting_families(&mut self, records: &mut Records) {
        let year = self.today.year();
        let rows = (1..=12).flat_map(|month| reference::inflow_of(year, month));
        let mut weights: Vec<(Nationality, u32)> = Vec::new();
        for row in rows.filter(|row| row.kind == reference::InflowKind::Nareis) {
            match weights.iter_mut().find(|(nationality, _)| *nationality == row.nationality) {
                Some((_, persons)) => *persons += row.persons,
                None => weights.push((row.nationality, row.persons)),
            }
        }
        let shares: Vec<u32> = weights.iter().map(|(_, persons)| *persons).collect();
        let total = fit(self.scaled(self.opening.nareis_pending.value));
        for ((nationality, _), persons) in weights.iter().zip(law::distribute(total, &shares)) {
            // About four months of arrivals have their approval already.
            let approved = persons / 5;
            let (mut made, mut n) = (0, 0);
            while made < persons {
                let name = format!("opening/family/{nationality}/{n}");
                let mut chance = Chance::of(self.config.seed, &format!("{name}/size"));
                let size = (chance.pick(&a::FAMILY_SIZES) + 1).min(fit(persons - made));
                let mut household = self.maker.household(
                    &name,
                    *nationality,
                    Coming::Family,
                    Some(size),
                    size,
                    self.today.year(),
                );
                let filed = later(self.today, -chance.between(60, 500));
                let granted = later(filed, -chance.between(20, 80));
                let approved = made < approved;
                made += fit::<u32, _>(size);
                n += 1;
                let subsidiary = chance.permille(a::SUBSIDIARY_PERMILLE);
                household.born_by(filed);
                records.family(&household, approved, filed, granted, subsidiary);
                self.add_family(Family {
                    household,
                    approved,
                    sponsor_granted_on: granted,
                    subsidiary,
                    filed_on: filed,
                    related: false,
                });
            }
        }
    }
}
