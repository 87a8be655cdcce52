//! The state: one application of one person.

use kernel::{CaseId, Date, MoratoriumId, Person};
use law::JudicialPenalty;

use super::phase::{
    Application, Assigned, Before, Decided, InDefault, NextAppeal, OtherState, Phase,
    Responsibility, View,
};
use crate::domain::codes::{
    AppealInstance, ApplicationKind, CaseState, Interim, Track, Withdrawal,
};

/// One application of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsylumCase {
    /// Id of the case.
    pub case_id: CaseId,
    /// The person, as events name it.
    pub person: Person,
    /// Kind of application.
    pub kind: ApplicationKind,
    /// When the wish was expressed.
    pub made_on: Date,
    /// When the case was taken over at the opening of the books; unset for one made here.
    pub imported_on: Option<Date>,
    /// Whether the application was made at the external border.
    pub at_border: bool,
    /// The case before, of a repeat application; unset otherwise.
    pub previous_case_id: Option<CaseId>,
    /// How many repeat applications this is: 0 for a first application.
    pub subsequent_no: i32,
    /// How far the application has come.
    pub application: Application,
    /// Where the procedure is.
    pub phase: Phase,
    /// Last day of the decision term; unset before lodging.
    pub decision_due_on: Option<Date>,
    /// Another member state that may be responsible; unset when none.
    pub other_state: Option<OtherState>,
    /// The way through the procedure; unset before routing.
    pub assigned: Option<Assigned>,
    /// When the personal interview was held; unset before.
    pub interviewed_on: Option<Date>,
    /// The view on an intention to reject.
    pub view: View,
    /// The moratorium that suspended it last; unset when none did.
    pub moratorium_id: Option<MoratoriumId>,
    /// What is left of an earlier ending, in a case that is examined again.
    pub before: Before,
    /// How it was withdrawn last, also when a court brought it back; unset when it never was.
    pub withdrawal: Option<Withdrawal>,
    /// Where the last request to the court to stay stands; unset when there is none.
    pub interim: Option<Interim>,
    /// The notice of default that stands; unset when none.
    pub in_default: Option<InDefault>,
    /// The penalty that a court set last; nothing when none did.
    pub court_penalty: JudicialPenalty,
    /// Penalty settled with the last decision, in euro cents; 0 when none.
    pub penalty_cents: i64,
    /// Number of events of this case.
    pub version: i64,
    /// The day of the last fact that is known: nothing falls due before it. Unset in rows of older versions.
    pub fact_on: Option<Date>,
}

impl AsylumCase {
    /// The state by its name.
    pub fn state(&self) -> CaseState {
        self.phase.state()
    }

    /// Whether the administrative procedure runs: neither decided nor withdrawn.
    pub fn is_open(&self) -> bool {
        match self.phase {
            Phase::Made { .. }
            | Phase::Screening { .. }
            | Phase::Screened { .. }
            | Phase::Registered
            | Phase::Lodged
            | Phase::ResponsibilityCheck
            | Phase::Routed
            | Phase::Interviewed
            | Phase::Intention
            | Phase::Suspended { .. } => true,
            Phase::Granted { .. }
            | Phase::Rejected { .. }
            | Phase::Appeal { .. }
            | Phase::FinalPositive { .. }
            | Phase::FinalNegative { .. }
            | Phase::Withdrawn { .. }
            | Phase::Revoked { .. } => false,
        }
    }

    /// Whether nothing can follow but revocation or a new case (IN-1).
    pub fn is_final(&self) -> bool {
        matches!(
            self.phase,
            Phase::FinalPositive { .. }
                | Phase::FinalNegative { .. }
                | Phase::Withdrawn { .. }
                | Phase::Revoked { .. }
        )
    }

    /// How the procedure ended last, also of a case that is examined again.
    pub fn decided(&self) -> Decided {
        match self.phase {
            Phase::Granted { outcome, on } => Decided { on: Some(on), outcome: Some(outcome) },
            Phase::Withdrawn { on, outcome, .. } => Decided { on: Some(on), outcome },
            Phase::Rejected { decided, .. }
            | Phase::Appeal { decided, .. }
            | Phase::FinalPositive { decided }
            | Phase::FinalNegative { decided, .. }
            | Phase::Revoked { decided } => decided,
            _ => self.before.decided,
        }
    }

    /// Last day for the next appeal; unset when none is open.
    pub fn appeal_due_on(&self) -> Option<Date> {
        match self.phase {
            Phase::Rejected { appeal, .. } => appeal?.due_on,
            Phase::Withdrawn { appeal_due_on, .. } => appeal_due_on,
            _ => None,
        }
    }

    /// Where the next or present appeal runs; unset when there is none left.
    pub fn appeal_instance(&self) -> Option<AppealInstance> {
        match self.phase {
            Phase::Rejected { appeal, .. } => appeal.map(|next| next.instance),
            Phase::Appeal { instance, .. } => Some(instance),
            Phase::Withdrawn { appeal_due_on, .. } => appeal_due_on.map(|_| AppealInstance::Court),
            _ => self.before.instance,
        }
    }

    /// Whether the applicant may stay while the present appeal runs, or while one in time would run.
    pub fn appeal_suspensive(&self) -> bool {
        match self.phase {
            Phase::Rejected { appeal: Some(NextAppeal { suspensive, .. }), .. }
            | Phase::Appeal { suspensive, .. }
            | Phase::FinalNegative { suspensive, .. } => suspensive,
            _ => self.before.suspensive,
        }
    }

    /// How the responsibility of another member state stands; unset when none may be responsible.
    pub fn responsibility(&self) -> Option<Responsibility> {
        self.other_state.as_ref().map(|other| other.stands)
    }

    /// When another member state accepted; unset when none did.
    pub fn accepted_on(&self) -> Option<Date> {
        match self.responsibility() {
            Some(Responsibility::Accepted { on }) => Some(on),
            _ => None,
        }
    }

    /// The track; unset before routing.
    pub fn track(&self) -> Option<Track> {
        self.assigned.map(|assigned| assigned.track)
    }

    /// The day whose law the case falls under: of lodging, and until then of the wish.
    pub(super) fn law_on(&self) -> Date {
        match self.application {
            Application::Lodged(lodged) => lodged.on,
            Application::Made | Application::Registered { .. } => self.made_on,
        }
    }

    /// The day on which the case counted: when it was made, or taken over.
    pub(crate) fn counted_on(&self) -> Date {
        // Unset: a case that was not taken over was made here.
        self.imported_on.unwrap_or(self.made_on)
    }

    /// The day of the last step with a date.
    pub(crate) fn last_step(&self) -> Date {
        let steps = [
            self.application.registered_on(),
            self.application.lodged_on(),
            self.accepted_on(),
            self.interviewed_on,
            self.decided().on,
        ];
        steps.into_iter().flatten().fold(self.made_on, Date::max)
    }
}
