//! Families that follow a sponsor: applications, approvals, visas, arrivals after the published figures.

use client::{Command, Service};
use kernel::{Date, Nationality, fit};
use reference::InflowKind;
use wire::Wire as _;
use wire::intake as pb;

use crate::assumptions as a;
use crate::chance::{Chance, id, later};
use crate::family::{Family, FamilyStep, Filing, relation};
use crate::people::{Coming, Stage};
use crate::plan::{Call, each, rpc};
use crate::world::{Step, World};

impl World {
    /// Adds a family to those who wait; its place in the list.
    pub(crate) fn add_family(&mut self, family: Family) -> usize {
        let index = self.families.all.len();
        let nationality = family.household.nationality;
        self.families.all.push(family);
        self.families.waiting.entry(nationality).or_default().push_back(index);
        index
    }

    /// After a grant, some sponsors ask for their family within three months.
    pub(crate) fn sponsor(&mut self, who: usize) {
        let mut chance = self.chance(who, "sponsor");
        if self.people[who].coming == Coming::Resettled || !chance.permille(a::SPONSOR_PERMILLE) {
            return;
        }
        let days = chance.between(20, 80);
        let sponsor = self.people[who].clone();
        let name = format!("family of {}", sponsor.id);
        let size = chance.pick(&a::FAMILY_SIZES) + 1;
        let year = self.today.year();
        let mut household = self.maker.household(
            &name,
            sponsor.nationality,
            Coming::Family,
            Some(size),
            size,
            year,
        );
        household.id = sponsor.id;
        let day = later(self.today, days);
        let subsidiary = sponsor.mind == i32::from(pb::DecisionOutcome::GrantSubsidiary);
        let family = Family {
            household,
            approved: false,
            sponsor_granted_on: self.today,
            subsidiary,
            filed_on: day,
            related: true,
        };
        let index = self.families.all.len();
        self.families.all.push(family);
        self.families.filings.entry(day).or_default().push(Filing {
            family: index,
            sponsor_case: sponsor.members[0].case.to_string(),
            subsidiary,
        });
    }

    /// Plans the arrivals of a month after the published figures, from those who wait longest.
    pub(crate) fn plan_families(&mut self, first: Date) {
        let last = first.last_of_month();
        let rows = reference::inflow_of(first.year(), first.month());
        for row in rows.into_iter().filter(|row| row.kind == InflowKind::Nareis) {
            let wanted =
                self.scaled_month(row.persons, &format!("nareis/{}/{first}", row.nationality));
            self.plan_nationality(row.nationality, wanted, first, last);
        }
    }

    fn plan_nationality(&mut self, nationality: Nationality, wanted: i64, first: Date, last: Date) {
        let mut chance = Chance::of(self.config.seed, &format!("families/{nationality}/{first}"));
        let mut planned = 0;
        while planned < wanted {
            let (policy, all) = (&self.config.policy, &self.families.all);
            let waiting = self.families.waiting.entry(nationality).or_default();
            // Who has to wait for two years, or for a home and an income, does not come yet.
            let fits = |index: &usize| {
                let family = &all[*index];
                i64::from(family.household.persons()) <= wanted - planned
                    && (family.approved || family.may_come(policy, last))
            };
            let Some(at) = waiting.iter().position(fits) else { return };
            let Some(index) = waiting.remove(at) else { return };
            planned += i64::from(self.families.all[index].household.persons());
            let arrival = later(first, chance.between(0, i32::from(last.day()) - 1));
            let (low, high) = a::VISA_TO_ARRIVAL_DAYS;
            let visa = later(arrival, -chance.between(low, high)).max(later(self.today, 1));
            let (low, high) = a::APPROVAL_TO_VISA_DAYS;
            let approval = later(visa, -chance.between(low, high)).max(later(self.today, 1));
            let visa = visa.max(later(approval, 1));
            let arrival = arrival.max(later(visa, 1));
            if !self.families.all[index].approved {
                self.plan_family(approval, index, FamilyStep::Approve);
            }
            self.plan_family(visa, index, FamilyStep::Visa);
            self.plan_family(arrival, index, FamilyStep::Arrive);
        }
        // Who is rejected is decided on in the same months.
        let mut rejected = wanted * i64::from(a::FAMILY_REJECTED_PERMILLE) / 1_000;
        while rejected > 0 {
            let Some(index) = self.families.waiting.entry(nationality).or_default().pop_back()
            else {
                return;
            };
            if self.families.all[index].approved {
                continue;
            }
            rejected -= i64::from(self.families.all[index].household.persons());
            let day = later(first, chance.between(1, i32::from(last.day()) - 1));
            self.plan_family(day.max(later(self.today, 1)), index, FamilyStep::Reject);
        }
    }

    fn plan_family(&mut self, day: Date, index: usize, step: FamilyStep) {
        self.families.agenda.entry(day).or_default().push((index, step));
    }

    /// What families do today.
    pub(crate) fn move_families(&mut self) {
        for filing in self.families.filings.remove(&self.today).unwrap_or_default() {
            self.file_family(&filing);
            let nationality = self.families.all[filing.family].household.nationality;
            self.families.waiting.entry(nationality).or_default().push_back(filing.family);
        }
        for (index, step) in self.families.agenda.remove(&self.today).unwrap_or_default() {
            self.family_step(index, step);
        }
    }

    fn family_step(&mut self, index: usize, step: FamilyStep) {
        match step {
            FamilyStep::Approve | FamilyStep::Reject => {
                let granted = matches!(step, FamilyStep::Approve);
                if granted {
                    self.turn_down_members(index);
                }
                let group =
                    self.for_family(index, rpc!(intake "DecideFamilyApplication"), |call| {
                        pb::DecideFamilyApplicationRequest {
                            request_id: call.request_id,
                            case_id: call.case_id,
                            occurred_on: call.on,
                            granted,
                            ..Default::default()
                        }
                    });
                self.say_each(group);
            }
            FamilyStep::Visa => {
                let group = self.for_family(index, rpc!(intake "IssueEntryVisa"), |call| {
                    pb::IssueEntryVisaRequest {
                        request_id: call.request_id,
                        case_id: call.case_id,
                        occurred_on: call.on,
                        ..Default::default()
                    }
                });
                self.say_each(group);
            }
            FamilyStep::Arrive => self.family_arrives(index),
            FamilyStep::Permit => {
                let group = self.for_family(index, rpc!(intake "IssueFamilyPermit"), |call| {
                    pb::IssueFamilyPermitRequest {
                        request_id: call.request_id,
                        case_id: call.case_id,
                        occurred_on: call.on,
                        ..Default::default()
                    }
                });
                self.say_each(group);
            }
        }
    }

    /// Members whom the law does not reunite are refused; the others come without them.
    fn turn_down_members(&mut self, index: usize) {
        let (family, today) = (&self.families.all[index], self.today);
        let policy = &self.config.policy;
        let members = family.household.members.iter().enumerate();
        let out: Vec<usize> =
            members.filter(|(n, _)| !family.eligible(policy, *n, today)).map(|(n, _)| n).collect();
        if out.is_empty() {
            return;
        }
        let all = self.for_family(index, rpc!(intake "DecideFamilyApplication"), |call| {
            pb::DecideFamilyApplicationRequest {
                request_id: call.request_id,
                case_id: call.case_id,
                occurred_on: call.on,
                granted: false,
                ..Default::default()
            }
        });
        let refused = all.into_iter().enumerate().filter(|(n, _)| out.contains(n));
        self.say_each(refused.map(|(_, command)| command).collect());
        let mut n = 0;
        self.families.all[index].household.members.retain(|_| {
            n += 1;
            !out.contains(&(n - 1))
        });
    }

    fn family_arrives(&mut self, index: usize) {
        if self.families.all[index].household.members.is_empty() {
            return;
        }
        let id = self.families.all[index].household.id;
        let mut chance = Chance::of(self.config.seed, &format!("{id}/arrival"));
        let needs_reception = chance.permille(a::FAMILY_IN_RECEPTION_PERMILLE);
        let group = self.for_family(index, rpc!(intake "RecordFamilyArrival"), |call| {
            pb::RecordFamilyArrivalRequest {
                request_id: call.request_id,
                case_id: call.case_id,
                occurred_on: call.on,
                needs_reception,
                ..Default::default()
            }
        });
        self.say(group);
        self.plan_family(later(self.today, 14), index, FamilyStep::Permit);
        if needs_reception {
            let who = self.people.len();
            let mut household = self.families.all[index].household.clone();
            household.stage = Stage::Granted;
            household.acted_on = Some(self.today);
            self.people.push(household);
            self.placing.push(who);
            let (low, high) = a::PROFILE_DAYS;
            self.after(chance.between(low, high), who, Step::Profile);
        }
    }

    fn for_family<M: prost::Message>(
        &self,
        index: usize,
        path: &'static str,
        make: impl Fn(Call) -> M,
    ) -> Vec<Command> {
        let household = &self.families.all[index].household;
        crate::plan::per_member(
            self.config.seed,
            self.today,
            household,
            Service::Intake,
            path,
            make,
        )
    }

    fn file_family(&mut self, filing: &Filing) {
        let family = self.families.all[filing.family].clone();
        let household = &family.household;
        let year = self.today.year();
        let one = |(n, member): (usize, &crate::people::Person)| {
            let request = pb::FileFamilyApplicationRequest {
                request_id: id(self.config.seed, &format!("file/{}", member.id)).to_string(),
                occurred_on: self.today.to_pb(),
                case_id: member.case.to_string(),
                person_id: member.id.to_string(),
                household_id: household.id.to_string(),
                sponsor_case_id: filing.sponsor_case.clone(),
                sponsor_granted_on: family.sponsor_granted_on.to_pb(),
                sponsor_subsidiary: Some(filing.subsidiary),
                nationality: household.nationality.to_string(),
                birth_year: i32::from(member.birth_year),
                sex: member.sex.into(),
                relation: relation(n, year - member.birth_year).into(),
            };
            Command::new(Service::Intake, rpc!(intake "FileFamilyApplication"), &request)
        };
        let group = household.members.iter().enumerate().map(one).collect();
        self.say_each(group);
    }

    /// People who are found without a right to stay, this month.
    pub(crate) fn plan_found(&mut self, first: Date) {
        let month = fit(reference::chain(self.today.year()).files_from_others_month.value);
        let persons = self.scaled_month(month, &format!("found/{first}"));
        let days = i32::from(first.days_in_month());
        for n in 0..persons {
            let name = format!("found/{first}/{n}");
            let mut chance = Chance::of(self.config.seed, &format!("{name}/day"));
            let nationality = self.nationality(&mut chance);
            let mut household =
                self.maker.household(&name, nationality, Coming::Found, Some(1), 1, first.year());
            household.stage = Stage::Rejected;
            let who = self.people.len();
            self.people.push(household);
            let day = later(first, chance.between(0, days - 1)).max(later(self.today, 1));
            self.at(day, who, Step::File);
        }
    }

    /// EndStay for who lives outside reception, at hosts or on their own means.
    pub(crate) fn simulate_outside(&mut self, who: usize) -> Vec<Command> {
        let reason = wire::reception::EndReason::SelfHoused;
        each!(self, who, reception "EndStay" EndStayRequest by person_id { reason: reason.into() })
    }
}
