//! DTenV, border police, embassies and those who must leave: files, interviews, documents, flights.

use wire::returns::{DepartureOutcome, DocumentState, FileOrigin};

use crate::assumptions as a;
use crate::chance::{Chance, later};
use crate::outcomes::removable_from;
use crate::people::{Coming, File, Stage};
use crate::plan::each;
use crate::world::{Leaving, Step, World};

impl World {
    /// The right to reception ends after a day, unless something changes that.
    pub(crate) fn set_right_end(&mut self, who: usize, last: kernel::Date) {
        if self.people[who].place.is_some() {
            self.people[who].right_ends_on = Some(last);
            self.at(later(last, 1).max(later(self.today, 1)), who, Step::RightOver);
        }
    }

    pub(crate) fn right_over(&mut self, who: usize) {
        let household = &self.people[who];
        if household.right_ends_on.is_some_and(|last| last < self.today) {
            self.leave_place(who);
            self.people[who].right_lost = true;
        }
    }

    /// A right that comes back brings who lost it back to reception.
    pub(crate) fn right_back(&mut self, who: usize) {
        if std::mem::take(&mut self.people[who].right_lost) {
            self.people[who].absent = false;
            self.placing.push(who);
        }
    }

    /// The term of the right goes on beside the appeal.
    pub(crate) fn right_goes_on(&mut self, who: usize) {
        if let Some(last) = self.people[who].right_ends_on {
            self.at(later(last, 1).max(later(self.today, 1)), who, Step::RightOver);
        }
    }

    pub(crate) fn hand_over_file(&mut self, who: usize) {
        let found = self.people[who].coming == Coming::Found;
        let origin = if found { self.origin(who) } else { FileOrigin::Ind };
        // Nobody may have announced the person here: the file brings the facts.
        let removable_from = self.people[who].removable_from.filter(|_| !found);
        let group = each!(self, who, |call| returns "TransferFile" TransferFileRequest by person_id {
            origin: origin.into(),
            case_id: if found { String::new() } else { call.case_id },
            household_id: call.household_id,
            nationality: call.nationality,
            birth_year: call.birth_year,
            sex: call.sex,
            removable_from: wire::Wire::to_pb(&removable_from),
        });
        self.say_each(group);
        self.people[who].file = File::Handed;
        let days = self.chance(who, "start").between(3, 10);
        self.after(days, who, Step::Start);
    }

    fn origin(&self, who: usize) -> FileOrigin {
        let origins = [FileOrigin::Police, FileOrigin::Kmar, FileOrigin::Other];
        origins[self.chance(who, "origin").pick(&a::FILE_ORIGINS)]
    }

    pub(crate) fn start_case(&mut self, who: usize) {
        let group = each!(self, who, returns "StartCase" StartCaseRequest by person_id {});
        self.say_each(group);
        let days = self.chance(who, "talk").between(7, 21);
        let household = &self.people[who];
        let step = if household.transfer { Step::PlanTransfer } else { Step::Talk };
        if household.coming == Coming::First && !household.transfer && household.persons() == 1 {
            self.rejected.push_back(who);
        }
        self.after(days, who, step);
    }

    pub(crate) fn plan_transfer(&mut self, who: usize) {
        self.people[who].file = File::Leaving;
        let group = each!(self, who, returns "PlanTransfer" PlanTransferRequest by person_id {});
        self.say_each(group);
        let mut chance = self.chance(who, "transfer");
        // Well within the six months of the term.
        if chance.permille(a::TRANSFERRED_PERMILLE) {
            self.after(chance.between(20, 60), who, Step::Fly);
        } else {
            self.after(chance.between(10, 60), who, Step::Vanish);
        }
    }

    /// The departure interview, and what comes of it in the end.
    pub(crate) fn talk(&mut self, who: usize) {
        let group = each!(self, who, returns "HoldDepartureInterview" HoldDepartureInterviewRequest by person_id {});
        self.say_each(group);
        self.choose_way_out(who);
    }

    pub(crate) fn choose_way_out(&mut self, who: usize) {
        let mut chance = self.chance(who, "way out");
        let wait = chance.waiting(a::DEPARTURE_MEAN_DAYS);
        let mut day = later(self.today, wait);
        let step = match chance.pick(&a::DEPARTURES) {
            0 if chance.permille(a::SUPPORTED_PERMILLE) => Step::Support,
            0 => Step::Independent,
            1 => {
                day = day.max(self.people[who].removable_from.unwrap_or(day));
                Step::Force
            }
            2 => Step::Vanish,
            _ => Step::Lawful,
        };
        self.at(day, who, step);
    }

    pub(crate) fn support(&mut self, who: usize) {
        self.people[who].file = File::Leaving;
        // The scheme of the nationality says how much.
        let group = each!(self, who, returns "GrantSupport" GrantSupportRequest by person_id {});
        self.say_each(group);
        let days = self.chance(who, "booking").between(7, 28);
        self.after(days, who, Step::Independent);
    }

    fn book(&mut self, who: usize, purpose: &str, least: i32, most: i32, leaving: Leaving) {
        let days = self.chance(who, purpose).between(least, most);
        let flight = later(self.today, days);
        let group = each!(self, who, returns "BookFlight" BookFlightRequest by person_id {
            flight_on: wire::Wire::to_pb(&flight),
        });
        self.say_each(group);
        self.at(flight, who, Step::Departs(leaving));
    }

    pub(crate) fn leave_independently(&mut self, who: usize) {
        self.people[who].file = File::Leaving;
        self.book(who, "flight", 5, 21, Leaving::Independent);
    }

    pub(crate) fn force(&mut self, who: usize) {
        self.people[who].file = File::Leaving;
        let group =
            each!(self, who, returns "StartForcedTrack" StartForcedTrackRequest by person_id {});
        self.say_each(group);
        self.after(5, who, Step::Document);
    }

    fn paper(&mut self, who: usize, state: DocumentState) {
        let group = each!(self, who, returns "RecordTravelDocument" RecordTravelDocumentRequest by person_id {
            document: state.into(),
        });
        self.say_each(group);
    }

    /// The embassy is asked.
    pub(crate) fn document(&mut self, who: usize) {
        self.paper(who, DocumentState::Requested);
        let days = self.chance(who, "document").between(6, 20);
        self.after(days, who, Step::Present);
    }

    /// The embassy sees the person.
    pub(crate) fn present(&mut self, who: usize) {
        self.paper(who, DocumentState::Presented);
        let days = self.chance(who, "presentation").between(7, 20);
        self.after(days, who, Step::Confirm);
    }

    /// The embassy confirms the nationality; when its document is there, the flight can be booked.
    pub(crate) fn confirm(&mut self, who: usize) {
        self.paper(who, DocumentState::NationalityConfirmed);
        let mut chance = self.chance(who, "confirmation");
        let step = if chance.permille(a::DETAINED_PERMILLE) { Step::Detain } else { Step::Fly };
        self.after(chance.between(7, 20), who, step);
    }

    pub(crate) fn detain(&mut self, who: usize) {
        let household = &self.people[who];
        let young = |member: &crate::people::Person| self.today.year() - member.birth_year < 18;
        let family =
            household.minor || household.persons() > 1 || household.members.iter().any(young);
        let days = self.chance(who, "detention").between(10, 40);
        if family {
            let places = self.config.policy.get(law::rule::FAMILY_DETENTION_CAPACITY, self.today);
            let taken = self.detained_families.values().sum::<i32>() + self.freed_family_places;
            let persons = household.persons();
            if i64::from(taken + persons) > places {
                // They stay where they are until the flight.
                self.after(days, who, Step::Fly);
                return;
            }
            self.detained_families.insert(who, persons);
        }
        let group = each!(self, who, returns "ImposeDetention" ImposeDetentionRequest by person_id {
            family_facility: family,
        });
        self.say_each(group);
        // Reception needs no bed for who is detained.
        self.leave_place(who);
        self.after(days, who, Step::Fly);
    }

    /// Books a forced flight or a transfer.
    pub(crate) fn fly(&mut self, who: usize) {
        if self.people[who].transfer {
            self.book(who, "transfer flight", 3, 14, Leaving::Transfer);
            return;
        }
        let issued = DocumentState::Issued;
        let mut groups = each!(self, who, returns "RecordTravelDocument" RecordTravelDocumentRequest by person_id {
            document: issued.into(),
        });
        let days = self.chance(who, "forced flight").between(3, 14);
        let flight = later(self.today, days);
        groups.extend(each!(self, who, returns "BookFlight" BookFlightRequest by person_id {
            flight_on: wire::Wire::to_pb(&flight),
        }));
        self.say(groups);
        self.at(flight, who, Step::Departs(Leaving::Forced));
    }

    pub(crate) fn depart(&mut self, who: usize, leaving: Leaving) {
        let outcome = match leaving {
            Leaving::Independent => DepartureOutcome::IndependentIom,
            Leaving::Forced => DepartureOutcome::ForcedCountryOfOrigin,
            Leaving::Transfer => DepartureOutcome::ForcedTransfer,
        };
        self.record_departure(who, outcome);
    }

    fn record_departure(&mut self, who: usize, outcome: DepartureOutcome) {
        let group = each!(self, who, returns "RecordDeparture" RecordDepartureRequest by person_id {
            outcome: outcome.into(),
        });
        self.say(group);
        self.end(who);
    }

    /// Gone without being seen: reception notices if the household lives there, DTenV otherwise.
    pub(crate) fn vanish(&mut self, who: usize) {
        if self.people[who].place.is_some() {
            if self.people[who].absent {
                self.gone(who);
                return;
            }
            let group =
                each!(self, who, reception "ReportAbsence" ReportAbsenceRequest by person_id {});
            self.say_each(group);
            self.people[who].absent = true;
            // Noticed when reporting moments were missed, or when the right is over.
            self.after(a::ABSENCE_DAYS, who, Step::Vanish);
        } else {
            self.record_departure(who, DepartureOutcome::Unsupervised);
        }
    }

    pub(crate) fn may_stay(&mut self, who: usize) {
        if self.people[who].place.is_some() {
            // Still in reception on the old right: after its end.
            self.after(7, who, Step::Lawful);
            return;
        }
        let group = each!(self, who, returns "CloseLawful" CloseLawfulRequest by person_id {});
        self.say(group);
        self.end(who);
    }

    fn end(&mut self, who: usize) {
        self.turn(who);
        self.leave_place(who);
        // Others of the same day may be heard before the departure is: their places are free tomorrow.
        if let Some(persons) = self.detained_families.remove(&who) {
            self.freed_family_places += persons;
        }
        self.people[who].stage = Stage::Out;
    }

    /// A rejected person outside reception applies again.
    pub(crate) fn apply_again(&mut self, who: usize) {
        self.turn(who);
        let seed = self.config.seed;
        let household = &mut self.people[who];
        let previous = household.members[0].case;
        household.members[0].case =
            crate::chance::id(seed, &format!("{}/repeat/{}", household.id, household.epoch));
        household.coming = Coming::Repeat;
        household.right_lost = false;
        household.viewed = false;
        household.stage = Stage::Procedure;
        household.acted_on = Some(self.today);
        let group = each!(self, who, |call| intake "MakeApplication" MakeApplicationRequest by case_id {
            person_id: call.person_id,
            household_id: call.household_id,
            kind: wire::intake::ApplicationKind::Repeat.into(),
            nationality: call.nationality,
            birth_year: call.birth_year,
            sex: call.sex,
            previous_case_id: previous.to_string(),
        });
        self.say(group);
        self.after(2, who, Step::Register);
    }

    /// The repeat application is decided without a new interview.
    pub(crate) fn decide_repeat(&mut self, who: usize) {
        use wire::intake::DecisionOutcome as O;
        let mut chance = Chance::of(self.config.seed, &format!("{}/again", self.people[who].id));
        let granted = chance.permille(a::REPEAT_GRANTED_PERMILLE);
        let outcome = if granted { O::GrantSubsidiary } else { O::Inadmissible };
        self.people[who].mind = outcome.into();
        if self.lacks_view(who) {
            // Comes back here with the view.
            self.intend(who);
            return;
        }
        let omitted = wire::intake::InterviewOmission::RepeatInWriting;
        let group = each!(self, who, intake "DecideApplication" DecideApplicationRequest by case_id {
            outcome: outcome.into(),
            interview_omitted: omitted.into(),
        });
        self.say(group);
        self.turn(who);
        if granted {
            self.people[who].stage = Stage::Granted;
            self.after(10, who, Step::Permit);
            let step = if self.is_minor(who) { Step::Guardian } else { Step::Profile };
            self.after(7, who, step);
        } else {
            // The file has stayed at DTenV and goes on there.
            self.people[who].stage = Stage::Rejected;
            let days = law::departure_days(&self.config.policy, self.today, false);
            self.people[who].removable_from = Some(removable_from(self.today, days));
            self.after(14, who, Step::Start);
        }
    }
}
