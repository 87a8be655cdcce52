//! The officers of the IND, applicants and courts: from the wish to the final decision.

use kernel::fit;
use law::{Negative, Regime, Remedy};
use wire::intake::{
    AppealRuling, ApplicationKind, DecisionOutcome as O, InterviewOmission, RoutingFlag, Track,
    Withdrawal,
};

use crate::assumptions as a;
use crate::outcomes::{departure_days, is_grant, outcome, removable_from};
use crate::people::{Coming, File, Stage};
use crate::plan::each;
use crate::world::{NEW, OLD, Step, World};

impl World {
    pub(crate) fn arrive(&mut self, who: usize) {
        let coming = self.people[who].coming;
        let kind = match coming {
            Coming::Resettled => ApplicationKind::Resettled,
            _ => ApplicationKind::First,
        };
        let commands = each!(self, who, |call| intake "MakeApplication" MakeApplicationRequest by case_id {
            person_id: call.person_id,
            household_id: call.household_id,
            kind: kind.into(),
            nationality: call.nationality,
            birth_year: call.birth_year,
            sex: call.sex,
            unaccompanied_minor: call.unaccompanied_minor,
        });
        if self.screens(who) {
            // Who is screened says both, one after the other.
            let screening =
                each!(self, who, intake "StartScreening" StartScreeningRequest by case_id {});
            let both = commands.into_iter().zip(screening);
            self.plan.morning.extend(both.map(|(made, started)| vec![made, started]));
        } else {
            self.say_each(commands);
        }
        if coming == Coming::First {
            self.placing.push(who);
        }
        let (low, high) = a::REGISTER_DAYS;
        let days = self.chance(who, "register").between(low, high);
        self.after(days, who, Step::Register);
    }

    pub(crate) fn register(&mut self, who: usize) {
        let group =
            each!(self, who, intake "RegisterApplication" RegisterApplicationRequest by case_id {});
        if self.people[who].screened {
            let ended = each!(self, who, intake "FinishScreening" FinishScreeningRequest by case_id { complete: true });
            let both = ended.into_iter().zip(group);
            self.plan.morning.extend(both.map(|(ended, registered)| vec![ended, registered]));
        } else {
            self.say_each(group);
        }
        let (low, high) = a::LODGE_DAYS;
        let days = self.chance(who, "lodge").between(low, high);
        self.after(days, who, Step::Lodge);
    }

    pub(crate) fn lodge(&mut self, who: usize) {
        let group =
            each!(self, who, intake "LodgeApplication" LodgeApplicationRequest by case_id {});
        self.say_each(group);
        self.people[who].lodged_on = Some(self.today);
        let mut chance = self.chance(who, "triage");
        match self.people[who].coming {
            Coming::Resettled => self.after(chance.between(3, 10), who, Step::Grant),
            Coming::Repeat => self.after(chance.between(20, 55), who, Step::RepeatDecided),
            _ => {
                let (low, high) = a::TRIAGE_DAYS;
                self.after(chance.between(low, high), who, Step::Triage);
                self.after(chance.waiting(a::VANISH_MEAN_DAYS), who, Step::Absent);
            }
        }
    }

    /// The remedy against an outcome.
    fn remedy(&self, who: usize, outcome: O) -> Remedy {
        let household = &self.people[who];
        let pact = self.regime(who) == Regime::Pact2026;
        Negative {
            responsibility: outcome == O::NotProcessedResponsibility,
            inadmissible: outcome == O::Inadmissible,
            manifestly_unfounded: outcome == O::RejectManifestlyUnfounded,
            accelerated: pact && household.accelerated,
            subsequent: pact && household.coming == Coming::Repeat,
            ..Negative::default()
        }
        .remedy()
    }

    /// The law that a household's applications fall under.
    fn regime(&self, who: usize) -> Regime {
        self.config.policy.regime(self.people[who].lodged_on.unwrap_or(self.today))
    }

    /// Under the pact who comes is screened first.
    fn screens(&mut self, who: usize) -> bool {
        let screens = self.people[who].coming == Coming::First
            && self.config.policy.regime(self.today) == Regime::Pact2026;
        self.people[who].screened = screens;
        screens
    }

    /// Another member state may be responsible; the way through the procedure is chosen otherwise.
    pub(crate) fn triage(&mut self, who: usize) {
        let mut chance = self.chance(who, "claim");
        let claims = i64::from(a::CLAIM_ACCEPTED_PERMILLE).max(1);
        let left = reference::chain(self.today.year()).responsibility_permille.value;
        if self.people[who].minor || !chance.permille(fit(left * 1_000 / claims)) {
            self.route(who);
            return;
        }
        let states: Vec<u32> = a::MEMBER_STATES.iter().map(|(_, share)| *share).collect();
        let state = a::MEMBER_STATES[chance.pick(&states)].0;
        let hit = chance.permille(a::EURODAC_PERMILLE);
        let group = each!(self, who, intake "StartResponsibilityCheck" StartResponsibilityCheckRequest by case_id {
            member_state: state.to_owned(),
            eurodac_hit: hit,
        });
        self.say_each(group);
        let (low, high) = if hit { a::CLAIM_REPLY_HIT_DAYS } else { a::CLAIM_REPLY_DAYS };
        self.after(chance.between(low, high), who, Step::Reply);
    }

    pub(crate) fn reply(&mut self, who: usize) {
        let mut chance = self.chance(who, "reply");
        let accepted = chance.permille(a::CLAIM_ACCEPTED_PERMILLE);
        let group = each!(self, who, intake "RecordResponsibilityReply" RecordResponsibilityReplyRequest by case_id {
            accepted: accepted,
        });
        self.say_each(group);
        let (low, high) = a::REFER_DAYS;
        let step = if accepted { Step::Refer } else { Step::Route };
        self.after(chance.between(low, high), who, step);
    }

    pub(crate) fn route(&mut self, who: usize) {
        let epoch = self.people[who].epoch;
        if self.regime(who) == Regime::Legacy2013 {
            let track = Track::Legacy4Extended;
            let group = each!(self, who, intake "AssignTrack" AssignTrackRequest by case_id { track: track.into() });
            self.say_each(group);
            self.interviews[OLD].push_back((who, epoch));
            return;
        }
        // What the officer finds; the rules choose the way.
        let mut chance = self.chance(who, "route");
        let flags = if chance.permille(a::ACCELERATED_PERMILLE) {
            self.people[who].accelerated = true;
            let shares: Vec<u32> = a::GROUNDS.iter().map(|(_, share)| *share).collect();
            vec![RoutingFlag {
                ground: a::GROUNDS[chance.pick(&shares)].0.into(),
                reason: "found in the file".to_owned(),
                officer: "officer of the simulation".to_owned(),
            }]
        } else {
            Vec::new()
        };
        let group = each!(self, who, intake "RouteApplication" RouteApplicationRequest by case_id { flags: flags.clone() });
        self.say_each(group);
        self.interviews[NEW].push_back((who, epoch));
    }

    /// The officer hears the household and makes up the mind.
    pub(crate) fn interview(&mut self, who: usize) {
        let group = each!(self, who, intake "HoldInterview" HoldInterviewRequest by case_id {});
        self.say_each(group);
        let mut chance = self.chance(who, "mind");
        let granted = fit(reference::chain(self.today.year()).granted_permille.value);
        let outcome = outcome(&mut chance, granted);
        self.people[who].mind = outcome.into();
        let (low, high) = a::DRAFT_DAYS;
        self.people[who].viewed = false;
        let step = if self.lacks_view(who) { Step::Intend } else { Step::Ready };
        self.after(chance.between(low, high), who, step);
    }

    /// Whether a rejection needs an intention and a view that are not there yet.
    pub(crate) fn lacks_view(&self, who: usize) -> bool {
        let household = &self.people[who];
        let rejects = O::try_from(household.mind)
            .is_ok_and(|outcome| outcome != O::Unspecified && !is_grant(outcome));
        rejects
            && !household.viewed
            && self.regime(who) == Regime::Legacy2013
            && self.config.policy.get(law::rule::INTENTION_PROCEDURE, self.today)
    }

    pub(crate) fn intend(&mut self, who: usize) {
        let group = each!(self, who, intake "IssueIntention" IssueIntentionRequest by case_id {});
        self.say_each(group);
        let (low, high) = a::VIEW_DAYS;
        let days = self.chance(who, "view").between(low, high);
        self.after(days, who, Step::View);
    }

    pub(crate) fn view(&mut self, who: usize) {
        let group = each!(self, who, intake "RecordView" RecordViewRequest by case_id {});
        self.say_each(group);
        self.people[who].viewed = true;
        if self.people[who].coming == Coming::Repeat && self.people[who].stage == Stage::Procedure {
            self.after(1, who, Step::RepeatDecided);
            return;
        }
        if !std::mem::take(&mut self.people[who].queued) {
            self.ready(who);
        }
    }

    pub(crate) fn ready(&mut self, who: usize) {
        if self.lacks_view(who) {
            // A court sent the case back, and the officer means to reject again.
            self.intend(who);
            return;
        }
        let epoch = self.people[who].epoch;
        let class = if self.regime(who) == Regime::Legacy2013 { OLD } else { NEW };
        self.decisions[class].push_back((who, epoch));
    }

    /// The decision, as the officer has it in mind.
    pub(crate) fn decide(&mut self, who: usize, omitted: Option<InterviewOmission>) {
        let outcome = self.people[who].mind;
        let group = each!(self, who, intake "DecideApplication" DecideApplicationRequest by case_id {
            outcome: outcome,
            interview_omitted: omitted.map_or(0, Into::into),
        });
        let granted = is_grant(O::try_from(outcome).unwrap_or(O::RejectUnfounded));
        // A grant begins a housing match that the next member joins.
        if granted {
            self.say(group)
        } else {
            self.say_each(group)
        }
        self.turn(who);
        let outcome = O::try_from(outcome).unwrap_or(O::RejectUnfounded);
        if is_grant(outcome) { self.granted(who) } else { self.rejected(who, outcome) }
    }

    pub(crate) fn grant_resettled(&mut self, who: usize) {
        self.people[who].mind = O::GrantRefugee.into();
        self.decide(who, Some(InterviewOmission::SelectedAbroad));
    }

    fn granted(&mut self, who: usize) {
        self.people[who].stage = Stage::Granted;
        self.people[who].right_ends_on = None;
        self.people[who].file = File::None;
        let (low, high) = a::PERMIT_DAYS;
        let days = self.chance(who, "permit").between(low, high);
        self.after(days, who, Step::Permit);
        let (low, high) = a::PROFILE_DAYS;
        let days = self.chance(who, "profile").between(low, high);
        let step = if self.is_minor(who) { Step::Guardian } else { Step::Profile };
        self.after(days, who, step);
        self.sponsor(who);
    }

    pub(crate) fn permit(&mut self, who: usize) {
        let group = each!(self, who, intake "IssuePermit" IssuePermitRequest by case_id {});
        self.say_each(group);
    }

    fn rejected(&mut self, who: usize, outcome: O) {
        let today = self.today;
        let transfer = outcome == O::NotProcessedResponsibility;
        let days = departure_days(&self.config.policy, self.today, outcome);
        let fast = self.remedy(who, outcome).fast;
        let household = &mut self.people[who];
        household.stage = Stage::Rejected;
        household.file = File::Announced;
        household.transfer = transfer;
        household.removable_from = Some(removable_from(today, days));
        self.set_right_end(who, law::reception_ends_on(today, days, transfer));
        let mut chance = self.chance(who, "appeal");
        let share = if fast { a::APPEAL_PERMILLE.1 } else { a::APPEAL_PERMILLE.0 };
        if !transfer && chance.permille(share) {
            let last = if fast { 6 } else { 26 };
            self.after(chance.between(1, last), who, Step::Appeal);
        } else {
            self.after(chance.between(7, 14), who, Step::File);
        }
    }

    pub(crate) fn appeal(&mut self, who: usize) {
        let outcome = O::try_from(self.people[who].mind).unwrap_or(O::RejectUnfounded);
        let further = self.people[who].further;
        let mut chance = self.chance(who, "interim");
        let remedy = self.remedy(who, outcome);
        let stay = !further && !remedy.stays && chance.permille(a::INTERIM_PERMILLE);
        let group = each!(self, who, intake "LodgeAppeal" LodgeAppealRequest by case_id { stay_granted: stay });
        self.say_each(group);
        self.turn(who);
        if stay || (!further && remedy.stays) {
            self.people[who].right_ends_on = None;
            self.right_back(who);
        } else {
            self.right_goes_on(who);
        }
        let median = if further { a::COUNCIL_MEDIAN_DAYS } else { a::COURT_MEDIAN_DAYS };
        self.after(chance.around(median, a::COURT_SIGMA, 14), who, Step::Ruling);
    }

    pub(crate) fn rule(&mut self, who: usize) {
        let mut chance = self.chance(who, "ruling");
        let further = self.people[who].further;
        let share = if further { a::FURTHER_GROUNDED_PERMILLE } else { a::GROUNDED_PERMILLE };
        let grounded = chance.permille(share);
        let ruling = if grounded { AppealRuling::Grounded } else { AppealRuling::Ungrounded };
        let group = each!(self, who, intake "RuleOnAppeal" RuleOnAppealRequest by case_id { ruling: ruling.into() });
        self.say_each(group);
        self.turn(who);
        if grounded {
            let household = &mut self.people[who];
            household.stage = Stage::Procedure;
            household.right_ends_on = None;
            household.further = false;
            household.file = File::None;
            let outcome = outcome(&mut chance, a::GRANT_AFTER_COURT_PERMILLE);
            household.mind = outcome.into();
            self.right_back(who);
            self.after(chance.between(20, 60), who, Step::Ready);
            return;
        }
        let outcome = O::try_from(self.people[who].mind).unwrap_or(O::RejectUnfounded);
        let days = departure_days(&self.config.policy, self.today, outcome);
        self.people[who].removable_from = Some(removable_from(self.today, days));
        if self.people[who].right_ends_on.is_some() {
            self.right_goes_on(who);
        } else {
            self.set_right_end(who, law::reception_ends_on(self.today, days, false));
        }
        if !further && chance.permille(a::FURTHER_PERMILLE) {
            self.people[who].further = true;
            let last = if self.remedy(who, outcome).fast { 6 } else { 26 };
            self.after(chance.between(1, last), who, Step::Appeal);
        } else {
            self.people[who].further = false;
            self.after(chance.between(7, 14), who, Step::File);
        }
    }

    /// An applicant is not seen any more, or gives up.
    pub(crate) fn absent(&mut self, who: usize) {
        let mut chance = self.chance(who, "absent");
        if self.people[who].place.is_none() || chance.permille(a::SAYS_SO_PERMILLE) {
            self.give_up(who, chance.permille(a::SAYS_SO_PERMILLE));
            return;
        }
        let group =
            each!(self, who, reception "ReportAbsence" ReportAbsenceRequest by person_id {});
        self.say_each(group);
        self.people[who].absent = true;
        if chance.permille(a::COMES_BACK_PERMILLE) {
            self.after(chance.between(2, a::ABSENCE_DAYS - 2), who, Step::Back);
        } else {
            self.after(a::ABSENCE_DAYS, who, Step::Gone);
        }
    }

    pub(crate) fn back(&mut self, who: usize) {
        let group = each!(self, who, reception "ReportReturn" ReportReturnRequest by person_id {});
        self.say_each(group);
        self.people[who].absent = false;
    }

    /// Reception confirms that the household is gone; intake and returns follow.
    pub(crate) fn gone(&mut self, who: usize) {
        let group = each!(self, who, reception "ConfirmGone" ConfirmGoneRequest by person_id {});
        self.say(group);
        self.turn(who);
        self.leave_place(who);
        self.people[who].stage = Stage::Out;
    }

    fn give_up(&mut self, who: usize, says_so: bool) {
        let withdrawal = if says_so { Withdrawal::Explicit } else { Withdrawal::Implicit };
        let group = each!(self, who, intake "WithdrawApplication" WithdrawApplicationRequest by case_id {
            withdrawal: withdrawal.into(),
        });
        self.say_each(group);
        self.turn(who);
        self.people[who].stage = Stage::Rejected;
        self.people[who].file = File::Announced;
        self.people[who].mind = O::RejectUnfounded.into();
        let days = law::departure_days(&self.config.policy, self.today, false);
        self.people[who].removable_from = Some(removable_from(self.today, days));
        self.set_right_end(who, law::reception_ends_on(self.today, days, false));
        let days = self.chance(who, "file").between(7, 14);
        self.after(days, who, Step::File);
    }

    pub(crate) fn notice(&mut self, who: usize) {
        if self.people[who].stage == Stage::Procedure {
            let group = each!(self, who, intake "RecordNoticeOfDefault" RecordNoticeOfDefaultRequest by case_id {});
            self.say_each(group);
        }
    }

    /// Another state takes the case; no appeal is lodged in this world.
    pub(crate) fn refer(&mut self, who: usize) {
        self.people[who].mind = O::NotProcessedResponsibility.into();
        self.decide(who, None);
    }
}
