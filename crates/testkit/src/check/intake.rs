//! IN-1 and IN-2 over the log of intake, and where each case ended up.

use std::collections::HashMap;

use kernel::Date;
use law::{Policy, Regime, Rule, Term, rule};
use wire::intake as pb;
use wire::intake::{AppealInstance, AppealRuling, ApplicationKind, CaseState, DecisionOutcome};
use world::Service;

use super::{Found, day, who};
use crate::{Event, Fact, Feeds};

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Not decided.
    Open,
    /// Granted; the permit may be issued.
    Granted,
    /// The permit was issued.
    Permit,
    /// Decided against; remedies may be open.
    Rejected,
    /// Before a court, with the right to stay or without.
    Appeal { suspensive: bool },
    /// No remedy is left.
    FinalNegative,
    /// Withdrawn; `gone`: nobody is here any more.
    Withdrawn { gone: bool },
    /// The permit was revoked.
    Revoked,
}

impl Stage {
    /// Whether a new case of the same person may begin.
    fn is_final(self) -> bool {
        matches!(self, Self::Permit | Self::FinalNegative | Self::Withdrawn { .. } | Self::Revoked)
    }
}

/// One asylum case.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) kind: ApplicationKind,
    /// Taken over at the opening of the books.
    pub(super) imported: bool,
    pub(super) made_on: Date,
    pub(super) stage: Stage,
    /// Open again: after a ruling, or because a transfer did not take place.
    pub(super) again: bool,
    /// The last decision was made before the books were opened.
    pub(super) decided_before: bool,
    registered_on: Option<Date>,
    lodged_on: Option<Date>,
    accepted_on: Option<Date>,
    interviewed: bool,
    outcome: Option<DecisionOutcome>,
    decided_on: Option<Date>,
    appeal_due_on: Option<Date>,
}

impl Case {
    /// The rule on the term to decide.
    fn decision_rule(&self, policy: &Policy, fast: bool, border: bool) -> Rule<Term> {
        match (self.regime(policy), fast, border) {
            (Regime::Legacy2013, ..) => rule::LEGACY_DECISION,
            (Regime::Pact2026, _, true) => rule::BORDER,
            (Regime::Pact2026, true, false) => rule::ACCELERATED,
            (Regime::Pact2026, false, false) => rule::REGULAR,
        }
    }

    fn regime(&self, policy: &Policy) -> Regime {
        policy.regime(self.lodged_on.unwrap_or(self.made_on))
    }

    fn transferred(&self) -> bool {
        self.outcome == Some(DecisionOutcome::NotProcessedResponsibility)
    }
}

/// Everything that the checker knows of intake.
#[derive(Debug, Default)]
pub(super) struct Cases {
    pub(super) by_id: HashMap<String, Case>,
    /// Cases by person, the oldest first.
    pub(super) of_person: HashMap<String, Vec<String>>,
    /// Suspensive appeals by person: lodged and, when it was, decided.
    pub(super) suspensive: HashMap<String, Vec<(Date, Option<Date>)>>,
}

pub(super) fn fold(feeds: &Feeds, found: &mut Found) -> Cases {
    let mut cases = Cases::default();
    for event in feeds.of(Service::Intake) {
        cases.asylum(event, found);
    }
    cases
}

fn fast(outcome: Option<DecisionOutcome>) -> bool {
    use DecisionOutcome as O;
    matches!(
        outcome,
        None | Some(O::RejectManifestlyUnfounded | O::Inadmissible | O::NotProcessedResponsibility)
    )
}

fn grants(outcome: DecisionOutcome) -> bool {
    matches!(outcome, DecisionOutcome::GrantRefugee | DecisionOutcome::GrantSubsidiary)
}

impl Cases {
    /// IN-1: `case_id` may be open only while no other case of the person is.
    fn alone(&self, person: &str, case_id: &str, what: &str, found: &mut Found) {
        for other in self.of_person.get(person).into_iter().flatten() {
            let open = other != case_id && !self.by_id[other].stage.is_final();
            found.must("IN-1", !open, || {
                format!("{what} of case {case_id} while case {other} of person {person} is open")
            });
        }
    }

    fn begin(&mut self, case_id: &str, person: &str, case: Case) {
        self.of_person.entry(person.to_owned()).or_default().push(case_id.to_owned());
        self.by_id.insert(case_id.to_owned(), case);
    }

    fn asylum(&mut self, event: &Event, found: &mut Found) {
        let on = event.on;
        match &event.fact {
            Fact::ApplicationMade(made) => {
                let person = who(made.person.as_ref()).person_id;
                self.alone(&person, &made.case_id, "application", found);
                found.must("IN-1", !self.by_id.contains_key(&made.case_id), || {
                    format!("case {} is made twice", made.case_id)
                });
                self.begin(&made.case_id, &person, blank(made.kind(), on));
            }
            Fact::CaseImported(imported) => {
                let person = who(imported.person.as_ref()).person_id;
                let case = taken_over(imported, on);
                if let Stage::Appeal { suspensive: true } = case.stage {
                    self.suspensive.entry(person.clone()).or_default().push((on, None));
                }
                if !case.stage.is_final() {
                    self.alone(&person, &imported.case_id, "import", found);
                }
                self.begin(&imported.case_id, &person, case);
            }
            fact => {
                let Some((case_id, person)) = about(fact) else { return };
                let Some(case) = self.by_id.get_mut(&case_id) else {
                    found.note(
                        "IN-1",
                        format!("{} of an unknown case {case_id}", fact.event_type()),
                    );
                    return;
                };
                let before = case.stage;
                step(case, &case_id, fact, on, found);
                let opened = before.is_final() && !case.stage.is_final();
                self.appeals(fact, &person, on);
                if opened {
                    self.alone(&person, &case_id, fact.event_type(), found);
                }
            }
        }
    }

    fn appeals(&mut self, fact: &Fact, person: &str, on: Date) {
        match fact {
            Fact::AppealLodged(lodged) if lodged.suspensive => {
                self.suspensive.entry(person.to_owned()).or_default().push((on, None));
            }
            // A transfer that lapsed overtakes the appeal against it.
            Fact::AppealRuled(_) | Fact::TrackAssigned(_) => {
                let last = self.suspensive.get_mut(person).and_then(|all| all.last_mut());
                if let Some(appeal) = last.filter(|appeal| appeal.1.is_none()) {
                    appeal.1 = Some(on);
                }
            }
            _ => {}
        }
    }
}

/// One step of a case, checked against its stage and the calculator.
fn step(case: &mut Case, id: &str, fact: &Fact, on: Date, found: &mut Found) {
    let stage = case.stage;
    let in_stage = |allowed: bool, found: &mut Found| {
        found.must("IN-1", allowed, || format!("{id}: {} in stage {stage:?}", fact.event_type()));
    };
    match fact {
        Fact::ScreeningStarted(started) => {
            let due = [rule::SCREENING_INLAND, rule::SCREENING_BORDER];
            found.due(
                "the screening",
                id,
                started.due_on,
                &due.map(|d| Some(found.policy.due(d, on))),
            );
        }
        Fact::ApplicationRegistered(registered) => {
            let due = [Some(found.policy.due(rule::LODGING, on))];
            found.due("the term to lodge", id, registered.lodge_due_on, &due);
            case.registered_on = Some(on);
        }
        Fact::ApplicationLodged(lodged) => {
            case.lodged_on = Some(on);
            let due = found.policy.due(case.decision_rule(&found.policy, false, false), on);
            found.due("the decision term", id, lodged.decision_due_on, &[Some(due)]);
        }
        Fact::ResponsibilityCheckStarted(started) => {
            let due = match case.regime(&found.policy) {
                Regime::Pact2026 => [rule::TAKE_BACK_CONFIRMATION, rule::TAKE_CHARGE_REPLY],
                Regime::Legacy2013 => [rule::DUBLIN_REPLY_HIT, rule::DUBLIN_REPLY],
            };
            found.due(
                "the reply",
                id,
                started.reply_due_on,
                &due.map(|d| Some(found.policy.due(d, on))),
            );
        }
        Fact::ResponsibilityAnswered(answer) => {
            case.accepted_on = answer.accepted.then_some(on);
        }
        Fact::TrackAssigned(routed) => {
            let border = routed.track() == pb::Track::PactBorder;
            let fast = routed.track() == pb::Track::PactAccelerated;
            let lapsed = stage != Stage::Open;
            in_stage(!lapsed || case.transferred(), found);
            let start = match (lapsed, border) {
                (true, _) => Some(on),
                (_, true) => case.registered_on,
                (_, false) => case.lodged_on,
            };
            let due = found
                .policy
                .due(case.decision_rule(&found.policy, fast, border), start.unwrap_or(on));
            found.due("the decision term", id, routed.decision_due_on, &[Some(due)]);
            case.stage = Stage::Open;
            case.again |= lapsed;
            case.accepted_on = None;
        }
        Fact::ApplicantInterviewed(_) => case.interviewed = true,
        Fact::IntentionIssued(intention) => {
            found.due(
                "the view",
                id,
                intention.view_due_on,
                &[Some(found.policy.due(rule::LEGACY_VIEW, on))],
            );
        }
        Fact::DecisionSuspended(suspended) => {
            let last = case.lodged_on.map(|lodged| found.policy.due(rule::MORATORIUM_END, lodged));
            let held = last.is_none_or(|last| day(suspended.until).is_some_and(|d| d <= last));
            found.must("IN-2", held, || format!("{id}: suspended beyond {last:?}"));
        }
        Fact::ApplicationDecided(decided) => {
            in_stage(stage == Stage::Open, found);
            decide(case, id, decided, on, found);
        }
        Fact::ApplicationWithdrawn(withdrawn) => {
            in_stage(stage == Stage::Open, found);
            let appeal = withdrawn.withdrawal() == pb::Withdrawal::Implicit;
            let due = appeal.then(|| found.policy.due(law::appeal_term(true), on));
            found.due("the term to appeal", id, withdrawn.appeal_due_on, &[due]);
            case.stage = Stage::Withdrawn { gone: withdrawn.gone };
            case.appeal_due_on = due;
            case.decided_on = Some(on);
            case.decided_before = false;
        }
        Fact::AppealLodged(lodged) => {
            in_stage(matches!(stage, Stage::Rejected | Stage::Withdrawn { .. }), found);
            let in_time = case.appeal_due_on.is_none_or(|due| on <= due);
            found.must("IN-2", in_time, || format!("{id}: appeal after {:?}", case.appeal_due_on));
            case.stage = Stage::Appeal { suspensive: lodged.suspensive };
        }
        Fact::AppealRuled(ruled) => {
            in_stage(matches!(stage, Stage::Appeal { .. }), found);
            let grounded = ruled.ruling() == AppealRuling::Grounded;
            let further = !grounded && ruled.instance() == AppealInstance::Court;
            let due = further.then(|| found.policy.due(law::appeal_term(fast(case.outcome)), on));
            found.due("the term for the further appeal", id, ruled.appeal_due_on, &[due]);
            case.stage = if grounded { Stage::Open } else { Stage::Rejected };
            case.again |= grounded;
            case.appeal_due_on = due;
        }
        Fact::DecisionFinal(_) => {
            in_stage(stage == Stage::Rejected, found);
            case.stage = Stage::FinalNegative;
        }
        Fact::PermitIssued(permit) => {
            in_stage(stage == Stage::Granted, found);
            let due = law::permit_valid_until(&found.policy, case.decided_on.unwrap_or(on));
            found.due("the end of the permit", id, permit.valid_until, &[Some(due)]);
            case.stage = Stage::Permit;
        }
        Fact::PermitRevoked(_) => {
            in_stage(stage == Stage::Permit, found);
            case.stage = Stage::Revoked;
            case.decided_before = false;
        }
        _ => {}
    }
}

fn decide(
    case: &mut Case,
    id: &str,
    decided: &pb::ApplicationDecided,
    on: Date,
    found: &mut Found,
) {
    let outcome = decided.outcome();
    let (grant, transfer) =
        (grants(outcome), outcome == DecisionOutcome::NotProcessedResponsibility);
    let heard = case.interviewed || transfer || !decided.interview_omitted_reason.trim().is_empty();
    found.must("IN-2", heard, || format!("{id}: {outcome:?} without interview or reason"));
    let due = (!grant).then(|| found.policy.due(law::appeal_term(fast(Some(outcome))), on));
    found.due("the term to appeal", id, decided.appeal_due_on, &[due]);
    let due = case.accepted_on.filter(|_| transfer).map(|on| found.policy.due(rule::TRANSFER, on));
    found.due("the term to transfer", id, decided.transfer_due_on, &[due]);
    case.stage = if grant { Stage::Granted } else { Stage::Rejected };
    case.outcome = Some(outcome);
    case.decided_on = Some(on);
    case.decided_before = false;
    case.appeal_due_on = day(decided.appeal_due_on);
}

fn blank(kind: ApplicationKind, on: Date) -> Case {
    Case {
        kind,
        imported: false,
        made_on: on,
        stage: Stage::Open,
        again: false,
        decided_before: false,
        registered_on: None,
        lodged_on: None,
        accepted_on: None,
        interviewed: false,
        outcome: None,
        decided_on: None,
        appeal_due_on: None,
    }
}

fn taken_over(imported: &pb::CaseImported, on: Date) -> Case {
    let made_on = day(imported.made_on).unwrap_or(on);
    let (stage, decided) = match imported.state() {
        CaseState::Rejected => (Stage::Rejected, true),
        CaseState::Appeal => (Stage::Appeal { suspensive: imported.appeal_suspensive }, true),
        CaseState::FinalPositive => (Stage::Permit, true),
        CaseState::FinalNegative => (Stage::FinalNegative, true),
        _ => (Stage::Open, false),
    };
    Case {
        imported: true,
        stage,
        decided_before: decided,
        registered_on: Some(made_on),
        lodged_on: day(imported.lodged_on),
        interviewed: imported.state() == CaseState::Interviewed,
        outcome: (imported.outcome() != DecisionOutcome::Unspecified).then(|| imported.outcome()),
        decided_on: day(imported.decided_on),
        appeal_due_on: day(imported.appeal_due_on),
        ..blank(imported.kind(), made_on)
    }
}

/// Case and person of an event of an asylum case.
fn about(fact: &Fact) -> Option<(String, String)> {
    macro_rules! of {
        ($($name:ident),+) => {
            match fact {
                $(Fact::$name(m) => Some((m.case_id.clone(), who(m.person.as_ref()).person_id)),)+
                _ => None,
            }
        };
    }
    of!(
        ScreeningStarted,
        ScreeningFinished,
        ApplicationRegistered,
        ApplicationLodged,
        ResponsibilityCheckStarted,
        ResponsibilityAnswered,
        TrackAssigned,
        ApplicantInterviewed,
        IntentionIssued,
        ViewReceived,
        DecisionSuspended,
        DecisionResumed,
        ApplicationDecided,
        ApplicationWithdrawn,
        AppealLodged,
        AppealRuled,
        DecisionFinal,
        PermitIssued,
        PermitRevoked,
        NoticeOfDefaultReceived
    )
}
