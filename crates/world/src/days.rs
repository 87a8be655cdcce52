//! What belongs to a day rather than to a household: months that begin, capacities that are spent, places.

use client::{ClientError, Command, Service};
use jiff::civil::Weekday;
use kernel::{Date, Nationality, fit};
use law::Half;
use reference::InflowKind;

use crate::assumptions as a;
use crate::chance::{Chance, id, later};
use crate::people::{Coming, File, Stage};
use crate::plan::{each, rpc};
use crate::world::{NEW, OLD, Step, World, morning_of};

impl World {
    /// Lives one day. Returns when every service has applied everything that follows from it.
    pub async fn simulate_day(&mut self) -> Result<(), ClientError> {
        self.today = later(self.today, 1);
        self.freed_family_places = 0;
        self.client.advance(morning_of(self.today)).await?;
        self.client.settle().await?;
        let mut tasks = self.agenda.remove(&self.today).unwrap_or_default();
        // Rights that ended at midnight come first: the service has ended those stays already.
        tasks.sort_by_key(|task| task.step != Step::RightOver);
        self.begin_day();
        for task in tasks {
            let household = &self.people[task.who];
            if household.epoch != task.epoch {
                continue;
            }
            if household.acted_on == Some(self.today) && task.step != Step::RightOver {
                self.after(1, task.who, task.step);
                continue;
            }
            if task.step != Step::RightOver {
                self.people[task.who].acted_on = Some(self.today);
            }
            self.perform(task.who, task.step);
        }
        self.spend_capacities();
        self.place_people();
        let plan = std::mem::take(&mut self.plan);
        for phase in [plan.morning, plan.noon, plan.evening] {
            self.carry_out(phase).await?;
        }
        Ok(())
    }

    /// Persons of a month at the scale of this world; the fraction is drawn, so that months add up.
    pub(crate) fn scaled_month(&self, persons: u32, name: &str) -> i64 {
        let exact = i64::from(persons) * i64::from(self.config.scale_permille);
        let more = Chance::of(self.config.seed, name).permille(fit(exact % 1_000));
        exact / 1_000 + i64::from(more)
    }

    /// A nationality after the first applications of the two years before.
    pub(crate) fn nationality(&self, chance: &mut Chance) -> Nationality {
        let weights: Vec<u32> = self.mix.iter().map(|(_, persons)| *persons).collect();
        self.mix[chance.pick(&weights)].0
    }

    pub(crate) fn begin_day(&mut self) {
        let day = self.today;
        if day.day() == 1 {
            self.begin_month(day);
        }
        if day.weekday() == Weekday::Monday {
            self.report_ukraine();
        }
        let half = Half::of(day);
        if day == half.start() {
            let close = self.close_half(half.previous());
            self.say(vec![close]);
        }
        if day == half.link_reference() {
            let target = self.set_target(half.next(), false);
            self.say(vec![target]);
        }
        self.move_families();
        if day == day.last_of_year() {
            self.grow_up();
        }
        for _ in 0..self.repeats.remove(&day).unwrap_or_default() {
            self.somebody_applies_again();
        }
    }

    /// A month begins: its inflow is planned, the portfolio of places changes.
    pub(crate) fn begin_month(&mut self, first: Date) {
        self.plan_month(first);
        self.change_portfolio(first);
    }

    /// Plans what the published figures say of a month.
    pub(crate) fn plan_month(&mut self, first: Date) {
        self.plan_arrivals(first);
        self.plan_families(first);
        self.plan_found(first);
    }

    fn plan_arrivals(&mut self, first: Date) {
        for row in reference::inflow_of(first.year(), first.month()) {
            let name = format!("{:?}/{}/{first}", row.kind, row.nationality);
            let persons = self.scaled_month(row.persons, &name);
            match row.kind {
                InflowKind::First => {
                    let share = reference::chain(self.today.year()).minors_permille.value * persons;
                    let more = Chance::of(self.config.seed, &format!("{name}/minors"))
                        .permille(fit(share % 1_000));
                    let minors = share / 1_000 + i64::from(more);
                    self.plan_coming(
                        &name,
                        row.nationality,
                        Coming::First,
                        persons - minors,
                        first,
                    );
                    for n in 0..minors {
                        let name = format!("{name}/minor/{n}");
                        let household = self.maker.minor(&name, row.nationality, first.year());
                        self.people.push(household);
                        self.plan_day_in(&name, first);
                    }
                }
                InflowKind::Resettled => {
                    self.plan_coming(&name, row.nationality, Coming::Resettled, persons, first);
                }
                InflowKind::Repeat => {
                    let mut chance = Chance::of(self.config.seed, &name);
                    for _ in 0..persons {
                        let day = self.some_day(&mut chance, first);
                        *self.repeats.entry(day).or_default() += 1;
                    }
                }
                InflowKind::Nareis => {}
            }
        }
    }

    fn plan_coming(
        &mut self,
        name: &str,
        nationality: Nationality,
        coming: Coming,
        persons: i64,
        first: Date,
    ) {
        let (mut left, mut n) = (persons, 0);
        while left > 0 {
            let name = format!("{name}/{n}");
            let most = fit(left.min(6));
            let household =
                self.maker.household(&name, nationality, coming, None, most, first.year());
            left -= i64::from(household.persons());
            self.people.push(household);
            self.plan_day_in(&name, first);
            n += 1;
        }
    }

    /// The household made last arrives on some day of the month.
    fn plan_day_in(&mut self, name: &str, first: Date) {
        let mut chance = Chance::of(self.config.seed, &format!("{name}/day"));
        let day = self.some_day(&mut chance, first);
        self.at(day, self.people.len() - 1, Step::Arrive);
    }

    fn some_day(&self, chance: &mut Chance, first: Date) -> Date {
        let day = later(first, chance.between(0, i32::from(first.days_in_month()) - 1));
        // What would fall before tomorrow is spread over the rest of the month.
        let tomorrow = later(self.today, 1);
        if day >= tomorrow { day } else { later(tomorrow, chance.between(0, 20)) }
    }

    /// The one who was rejected longest ago, when the decision is final and nothing else is under way.
    fn somebody_applies_again(&mut self) {
        let mut pool = std::mem::take(&mut self.rejected);
        pool.retain(|who| {
            let household = &self.people[*who];
            household.stage == Stage::Rejected && household.file == File::Handed
        });
        let free = pool.iter().position(|who| {
            let household = &self.people[*who];
            household.place.is_none()
                && household.acted_on != Some(self.today)
                && household.removable_from.is_some_and(|from| from <= self.today)
        });
        let who = free.and_then(|at| pool.remove(at));
        self.rejected = pool;
        if let Some(who) = who {
            self.apply_again(who);
        }
    }

    /// Officers hear and decide, municipalities offer homes: as much as a working day holds.
    pub(crate) fn spend_capacities(&mut self) {
        if !law::is_working_day(self.today) {
            return;
        }
        self.workdays += 1;
        let decisions = self.scaled(reference::chain(self.today.year()).decisions.value);
        let due = decisions * self.workdays / a::WORKING_DAYS;
        // Officers of new cases and of the backlog; who has nothing to do helps the others.
        for (class, share) in [(NEW, a::NEW_CASES_PERMILLE), (OLD, 1_000 - a::NEW_CASES_PERMILLE)] {
            let own = due * i64::from(share) / 1_000;
            self.hear(class, own);
            self.conclude(class, own);
        }
        for class in [OLD, NEW] {
            let rest = due - self.interviewed[1 - class];
            self.hear(class, rest);
            let rest = due - self.decided[1 - class];
            self.conclude(class, rest);
        }
        let homes = self.scaled(reference::chain(self.today.year()).housed_from_reception.value);
        let due = homes * self.workdays / a::WORKING_DAYS;
        while self.homes.offered < due {
            let queue = std::mem::take(&mut self.homes.waiting);
            let (queue, found) = self.next_in(queue, Stage::Granted);
            self.homes.waiting = queue;
            let Some(who) = found else { break };
            if self.people[who].place.is_some() {
                self.homes.offered += i64::from(self.people[who].persons());
            }
            self.offer(who);
        }
    }

    /// Hears people of a law until so many of it were heard.
    fn hear(&mut self, class: usize, until: i64) {
        while self.interviewed[class] < until {
            let queue = std::mem::take(&mut self.interviews[class]);
            let (queue, found) = self.next_in(queue, Stage::Procedure);
            self.interviews[class] = queue;
            let Some(who) = found else { break };
            self.interviewed[class] += i64::from(self.people[who].persons());
            self.interview(who);
        }
    }

    /// Decides on people of a law until so many of it were decided on.
    fn conclude(&mut self, class: usize, until: i64) {
        while self.decided[class] < until {
            let queue = std::mem::take(&mut self.decisions[class]);
            let (queue, found) = self.next_in(queue, Stage::Procedure);
            self.decisions[class] = queue;
            let Some(who) = found else { break };
            self.decided[class] += i64::from(self.people[who].persons());
            self.decide(who, None);
        }
    }

    /// The first of a queue who can be served today; who was busy today, or of whom the view on an intention is
    /// awaited, keeps the place in the queue.
    fn next_in(
        &mut self,
        mut queue: std::collections::VecDeque<(usize, u32)>,
        stage: Stage,
    ) -> (std::collections::VecDeque<(usize, u32)>, Option<usize>) {
        let today = self.today;
        queue.retain(|(who, epoch)| {
            let household = &self.people[*who];
            household.epoch == *epoch && household.stage == stage
        });
        let free = queue.iter().position(|(who, _)| {
            let household = &self.people[*who];
            household.acted_on != Some(today) && !household.queued
        });
        let who = free.and_then(|at| queue.remove(at)).map(|(who, _)| who);
        if let Some(who) = who {
            self.people[who].acted_on = Some(today);
        }
        (queue, who)
    }

    /// Assigns a place to everybody who came today.
    pub(crate) fn place_people(&mut self) {
        for who in std::mem::take(&mut self.placing) {
            let household = &self.people[who];
            let outside = household.coming == Coming::First
                && !household.minor
                && self.chance(who, "outside").permille(a::OUTSIDE_PERMILLE);
            let group = if outside { self.simulate_outside(who) } else { self.place(who) };
            self.plan.evening.extend(group.into_iter().map(|command| vec![command]));
        }
    }

    fn place(&mut self, who: usize) -> Vec<Command> {
        let (minor, persons) = (self.people[who].minor, self.people[who].persons());
        let place = self.ledger.take(minor, persons).unwrap_or_else(|| {
            self.open_emergency(minor, persons);
            self.ledger.take(minor, persons).unwrap_or_default()
        });
        self.people[who].place = Some(place);
        let location = self.ledger.locations[place].id.to_string();
        use wire::reception::NoGuardianReason as N;
        // Nidos is asked when a minor comes; in this world the guardian is there after the place.
        let asked = minor && !self.people[who].guardian;
        let no_guardian = if asked { N::Requested } else { N::Unspecified };
        each!(self, who, reception "PlacePerson" PlacePersonRequest by person_id {
            location_id: location.clone(),
            no_guardian_reason: no_guardian.into(),
        })
    }

    fn report_ukraine(&mut self) {
        use wire::Wire as _;
        let regions = vec![1; reference::SAFETY_REGIONS];
        let figures = reference::chain(self.today.year());
        let name = format!("ukraine/{}", self.today);
        let registrations = self.scaled_month(fit(figures.ukraine_week.value), &name);
        let registrations = law::distribute(fit(registrations), &regions);
        let places = law::distribute(fit(self.scaled(figures.ukraine_places.value)), &regions);
        let monday = later(self.today, -7);
        for region in 0..regions.len() {
            let occupied =
                i64::from(places[region]) * i64::from(a::UKRAINE_OCCUPIED_PERMILLE) / 1_000;
            let week = wire::reception::UkraineWeek {
                region: format!("VR{:02}", region + 1),
                week_start: monday.to_pb(),
                registrations: fit(registrations[region]),
                places: fit(places[region]),
                occupied: fit(occupied),
            };
            let request_id = id(self.config.seed, &format!("{name}/{region}")).to_string();
            let request =
                wire::reception::ReportUkraineWeekRequest { request_id, week: Some(week) };
            let path = rpc!(reception "ReportUkraineWeek");
            self.say(vec![Command::new(Service::Reception, path, &request)]);
        }
    }

    /// One step of one household.
    pub(crate) fn perform(&mut self, who: usize, step: Step) {
        match step {
            Step::Arrive => self.arrive(who),
            Step::Register => self.register(who),
            Step::Lodge => self.lodge(who),
            Step::Triage => self.triage(who),
            Step::Reply => self.reply(who),
            Step::Refer => self.refer(who),
            Step::Route => self.route(who),
            Step::Intend => self.intend(who),
            Step::View => self.view(who),
            Step::Ready => self.ready(who),
            Step::Grant => self.grant_resettled(who),
            Step::Permit => self.permit(who),
            Step::Notice => self.notice(who),
            Step::Absent => self.absent(who),
            Step::Back => self.back(who),
            Step::Gone => self.gone(who),
            Step::Appeal => self.appeal(who),
            Step::Ruling => self.rule(who),
            Step::RightOver => self.right_over(who),
            Step::File => self.hand_over_file(who),
            Step::Start => self.start_case(who),
            Step::PlanTransfer => self.plan_transfer(who),
            Step::Talk => self.talk(who),
            Step::Support => self.support(who),
            Step::Independent => self.leave_independently(who),
            Step::Force => self.force(who),
            Step::Document => self.document(who),
            Step::Present => self.present(who),
            Step::Confirm => self.confirm(who),
            Step::Detain => self.detain(who),
            Step::Fly => self.fly(who),
            Step::Departs(leaving) => self.depart(who, leaving),
            Step::Vanish => self.vanish(who),
            Step::Lawful => self.may_stay(who),
            Step::RepeatDecided => self.decide_repeat(who),
            Step::Profile => self.profile(who),
            Step::Guardian => self.guardian(who),
            Step::Link => self.link(who),
            Step::ReturnLink => self.return_link(who),
            Step::Offer => self.offer(who),
            Step::Answer => self.answer(who),
            Step::Move => self.move_in(who),
            Step::Definitive => self.definitive(who),
            Step::SentAway => self.sent_away(who),
        }
    }
}
