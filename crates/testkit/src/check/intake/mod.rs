//! IN-1 and IN-2 over the log of intake, and where each case ended up.

mod step;

use std::collections::{HashMap, HashSet};

use client::Service;
use kernel::Date;
use law::{Policy, Regime, Rule, Term, rule};
use wire::intake as pb;
use wire::intake::{ApplicationKind, DecisionOutcome};

use step::{blank, step, taken_over};

use super::{Found, who};
use crate::{AnyEvent, Event, Feeds};

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
    track: pb::Track,
    accepted_on: Option<Date>,
    /// When it was clear that the Netherlands is responsible; unset when nobody else was asked.
    answered_on: Option<Date>,
    interviewed: bool,
    outcome: Option<DecisionOutcome>,
    decided_on: Option<Date>,
    appeal_due_on: Option<Date>,
}

impl Case {
    /// The rule on the term to decide.
    fn decision_rule(&self, policy: &Policy, track: pb::Track) -> Rule<Term> {
        use pb::Track as T;
        match (self.regime(policy), track) {
            (Regime::Legacy2013, _) => rule::LEGACY_DECISION,
            (Regime::Pact2026, T::PactBorder) => rule::BORDER,
            (Regime::Pact2026, T::PactAccelerated) => rule::ACCELERATED,
            (Regime::Pact2026, T::PactAdmissibility) => rule::ADMISSIBILITY,
            (Regime::Pact2026, _) => rule::REGULAR,
        }
    }

    /// The last days that the calculator allows for the decision on a track, assigned on `on`.
    fn decision_due(&self, policy: &Policy, track: pb::Track, on: Date) -> Vec<Option<Date>> {
        let rule = self.decision_rule(policy, track);
        let start =
            if track == pb::Track::PactBorder { self.registered_on } else { self.lodged_on };
        // A transfer that lapsed begins the term anew; that of a legacy case begins when the Netherlands
        // is responsible (Vw 42(6)); asked late after a return decision it is shorter.
        let mut due = vec![Some(policy.due(rule, start.unwrap_or(on))), Some(policy.due(rule, on))];
        due.extend(self.answered_on.map(|on| Some(policy.due(rule, on))));
        due.extend(self.lodged_on.map(|on| Some(policy.due(rule::ADMISSIBILITY_LATE, on))));
        due
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
    /// Registrations that were duplicates.
    pub(super) merged: HashSet<String>,
}

pub(super) fn fold(feeds: &Feeds, found: &mut Found) -> Cases {
    let mut cases = Cases::default();
    for event in feeds.of(Service::Intake) {
        cases.asylum(event, found);
    }
    cases
}

/// Whether the short appeal term applies: by what was decided, and on which track.
fn fast(case: &Case, outcome: Option<DecisionOutcome>) -> bool {
    use DecisionOutcome as O;
    use pb::Track as T;
    let short = matches!(
        case.track,
        T::PactAccelerated
            | T::PactBorder
            | T::Legacy1Responsibility
            | T::Legacy2Safe
            | T::Legacy4General
    );
    short
        || matches!(
            outcome,
            None | Some(
                O::RejectManifestlyUnfounded | O::Inadmissible | O::NotProcessedResponsibility
            )
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
        match &event.message {
            AnyEvent::ApplicationMade(made) => {
                let person = who(made.person.as_ref()).person_id;
                self.alone(&person, &made.case_id, "application", found);
                found.must("IN-1", !self.by_id.contains_key(&made.case_id), || {
                    format!("case {} is made twice", made.case_id)
                });
                self.begin(&made.case_id, &person, blank(made.kind(), on));
            }
            AnyEvent::CaseImported(imported) => {
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
            AnyEvent::PersonsMerged(merged) => {
                self.merged.insert(who(merged.merged.as_ref()).person_id);
            }
            AnyEvent::CaseCorrected(corrected) => {
                let before = who(corrected.before.as_ref()).person_id;
                let now = who(corrected.person.as_ref()).person_id;
                let all = self.of_person.get_mut(&before);
                let Some(at) =
                    all.as_ref().and_then(|all| all.iter().position(|id| *id == corrected.case_id))
                else {
                    return; // the case of a duplicate, which ended
                };
                all.map(|all| all.remove(at));
                let appeals = self.suspensive.remove(&before).unwrap_or_default();
                self.suspensive.entry(now.clone()).or_default().extend(appeals);
                self.of_person.entry(now).or_default().push(corrected.case_id.clone());
            }
            message => {
                let Some((case_id, person)) = about(message) else { return };
                let Some(case) = self.by_id.get_mut(&case_id) else {
                    found.note(
                        "IN-1",
                        format!("{} of an unknown case {case_id}", message.event_type()),
                    );
                    return;
                };
                if let AnyEvent::ApplicationWithdrawn(withdrawn) = message
                    && withdrawn.withdrawal() == pb::Withdrawal::Duplicate
                {
                    self.of_person.entry(person.clone()).or_default().retain(|id| *id != case_id);
                }
                let before = case.stage;
                step(case, &case_id, message, on, found);
                let opened = before.is_final() && !case.stage.is_final();
                self.appeals(message, &person, on);
                if opened {
                    self.alone(&person, &case_id, message.event_type(), found);
                }
            }
        }
    }

    fn appeals(&mut self, message: &AnyEvent, person: &str, on: Date) {
        match message {
            AnyEvent::AppealLodged(lodged) if lodged.suspensive => {
                self.suspensive.entry(person.to_owned()).or_default().push((on, None));
            }
            AnyEvent::InterimRuled(ruled) if ruled.granted => {
                self.suspensive.entry(person.to_owned()).or_default().push((on, None));
            }
            // A transfer that lapsed overtakes the appeal against it.
            AnyEvent::AppealRuled(_)
            | AnyEvent::TrackAssigned(_)
            | AnyEvent::DecisionRetracted(_) => {
                let last = self.suspensive.get_mut(person).and_then(|all| all.last_mut());
                if let Some(appeal) = last.filter(|appeal| appeal.1.is_none()) {
                    appeal.1 = Some(on);
                }
            }
            _ => {}
        }
    }
}

/// Case and person of an event of an asylum case.
fn about(message: &AnyEvent) -> Option<(String, String)> {
    macro_rules! of {
        ($($name:ident),+) => {
            match message {
                $(AnyEvent::$name(m) => Some((m.case_id.clone(), who(m.person.as_ref()).person_id)),)+
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
        NoticeOfDefaultReceived,
        ClaimLapsed,
        InterimRuled,
        TrackChanged,
        DecisionRetracted
    )
}
