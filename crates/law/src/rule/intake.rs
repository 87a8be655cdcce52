//! Which law applies, and the rules of intake.

use super::{Entry, Rule};
use crate::term::Term;
use crate::value::{Cents, RuleValue, Share};

rules! { after 0;
    // ---- Which law applies ----
    /// The pact on migration and asylum applies to applications lodged from this day.
    PACT: bool;
    /// The regulation on responsibility (AMMR) replaces Dublin III for applications registered from this day.
    AMMR: bool;
    /// The act on two statuses: family reunification differs for refugees and for subsidiary protection.
    TWO_STATUS: bool;
    /// The act on two statuses also covers family applications that were filed before it.
    TWO_STATUS_PENDING_CASES: bool;
    /// The intention procedure (voornemenprocedure) exists for legacy cases.
    INTENTION_PROCEDURE: bool;
    /// A permanent asylum permit can be requested.
    PERMANENT_PERMIT: bool;
    /// A mass arrival is recognised: longer terms to register and to lodge.
    MASS_ARRIVAL: bool;
    /// A crisis is recognised by the Union: still longer terms.
    CRISIS: bool;
    /// The EU return regulation applies.
    RETURN_REGULATION: bool;

    // ---- Intake: terms of the pact ----
    /// Screening at the external border, from apprehension.
    SCREENING_BORDER: Term;
    /// Screening at the external border of who was there for over 72 hours already.
    SCREENING_BORDER_LATE: Term;
    /// Screening inside the country, from apprehension.
    SCREENING_INLAND: Term;
    /// Registration, from the wish.
    REGISTRATION: Term;
    /// Registration on mass arrival, from the wish.
    REGISTRATION_MASS_ARRIVAL: Term;
    /// Registration in a crisis, from the wish.
    REGISTRATION_CRISIS: Term;
    /// Passing on a wish that was expressed to the wrong authority.
    REGISTRATION_WRONG_AUTHORITY: Term;
    /// Lodging, from registration.
    LODGING: Term;
    /// Lodging on mass arrival, from registration.
    LODGING_MASS_ARRIVAL: Term;
    /// Lodging at the border, from registration.
    LODGING_BORDER: Term;
    /// Biometrics to Eurodac, from registration.
    EURODAC: Term;
    /// Youngest age of whom biometrics are taken.
    EURODAC_AGE: i64;
    /// Special procedural needs assessed, from the wish.
    SPECIAL_NEEDS: Term;
    /// Inadmissibility and repeat applications, from lodging.
    ADMISSIBILITY: Term;
    /// Longest extension of the term on inadmissibility.
    ADMISSIBILITY_EXTENSION: Term;
    /// Inadmissibility of an application made late after a return decision, from lodging.
    ADMISSIBILITY_LATE: Term;
    /// Working days after a return decision from which an application is late.
    LATE_AFTER_RETURN_DECISION: Term;
    /// Accelerated procedure, from lodging.
    ACCELERATED: Term;
    /// Regular procedure, from lodging.
    REGULAR: Term;
    /// Longest extension of the regular procedure.
    REGULAR_EXTENSION: Term;
    /// Decision after a transfer to the Netherlands, from lodging after the transfer.
    AFTER_TRANSFER: Term;
    /// Decision after a grounded appeal or a withdrawn decision, when no court sets a term.
    DECISION_AGAIN: Term;
    /// Longest postponement by a moratorium, from lodging; also with every extension.
    MORATORIUM_END: Term;
    /// Review of a moratorium.
    MORATORIUM_REVIEW: Term;
    /// Border procedure, from registration.
    BORDER: Term;
    /// Border procedure after relocation, from registration.
    BORDER_RELOCATED: Term;
    /// Extension of the border procedure in a crisis.
    BORDER_CRISIS_EXTENSION: Term;
    /// Permit document, from the notification of the grant.
    PERMIT_DOCUMENT: Term;
    /// Short appeal term: inadmissible, implicitly withdrawn, manifestly unfounded, not processed.
    APPEAL_FAST: Term;
    /// Normal appeal term.
    APPEAL_NORMAL: Term;
    /// Asking the court to stay where an appeal does not let one stay, from notification.
    STAY_REQUEST: Term;
    /// Decision of the court on a stay in a case of responsibility.
    STAY_RULING_RESPONSIBILITY: Term;
    /// Recognition rate up to which a nationality falls under the accelerated procedure.
    LOW_RECOGNITION: Share;

    // ---- Intake: legacy terms ----
    /// Rest and preparation before the legacy procedure.
    LEGACY_REST: Term;
    /// General asylum procedure (AA).
    LEGACY_GENERAL: Term;
    /// General asylum procedure with more days (AA+).
    LEGACY_GENERAL_LONG: Term;
    /// Decision, legacy, from lodging.
    LEGACY_DECISION: Term;
    /// View on an intention in the extended procedure.
    LEGACY_VIEW: Term;
    /// View on an intention in the general procedure.
    LEGACY_VIEW_GENERAL: Term;
    /// Longest extension of a decision term by a legacy moratorium.
    LEGACY_MORATORIUM_EXTENSION: Term;
    /// Longest time for which one legacy moratorium is ordered.
    LEGACY_MORATORIUM_ORDER: Term;

    // ---- Intake: responsibility ----
    /// Take-charge request, from registration.
    TAKE_CHARGE: Term;
    /// Take-charge request on a Eurodac or VIS hit, from the hit.
    TAKE_CHARGE_HIT: Term;
    /// Take-charge request for somebody in detention, from registration.
    TAKE_CHARGE_DETAINED: Term;
    /// Reply to a take-charge request.
    TAKE_CHARGE_REPLY: Term;
    /// Reply to a take-charge request on a Eurodac or VIS hit.
    TAKE_CHARGE_REPLY_HIT: Term;
    /// Reply to a request for somebody in detention.
    TAKE_CHARGE_REPLY_DETAINED: Term;
    /// Take-back notification, from the Eurodac hit; missing it does not shift responsibility.
    TAKE_BACK: Term;
    /// Confirmation of a take-back notification; silence confirms.
    TAKE_BACK_CONFIRMATION: Term;
    /// Transfer decision, from acceptance or confirmation.
    TRANSFER_DECISION: Term;
    /// Appeal against a transfer decision.
    TRANSFER_APPEAL: Term;
    /// Request under Dublin III, from lodging.
    DUBLIN_REQUEST: Term;
    /// Request under Dublin III on a Eurodac hit, from the hit.
    DUBLIN_REQUEST_HIT: Term;
    /// Reply to a take-charge request under Dublin III; silence is acceptance.
    DUBLIN_REPLY: Term;
    /// Reply to a take-back request under Dublin III; silence is acceptance.
    DUBLIN_REPLY_TAKE_BACK: Term;
    /// Reply to a take-back request on a Eurodac hit under Dublin III; silence is acceptance.
    DUBLIN_REPLY_HIT: Term;
    /// Irregular entry no longer counts when registered so long after the crossing.
    IRREGULAR_ENTRY: Term;
    /// Irregular entry after a rescue at sea no longer counts when registered so long after it.
    IRREGULAR_ENTRY_RESCUE: Term;
    /// A permit that expired less than this before registration still counts.
    EXPIRED_PERMIT: Term;
    /// A visa that expired less than this before registration still counts.
    EXPIRED_VISA: Term;

    // ---- Intake: late decisions ----
    /// Time that the authority gets after a notice of default.
    NOTICE_OF_DEFAULT: Term;
    /// The administrative penalty for late decisions applies to asylum.
    ADMINISTRATIVE_PENALTY: bool;
    /// Administrative penalty a day, first part.
    ADMINISTRATIVE_PENALTY_FIRST: Cents;
    /// Administrative penalty a day, second part.
    ADMINISTRATIVE_PENALTY_SECOND: Cents;
    /// Administrative penalty a day, after that.
    ADMINISTRATIVE_PENALTY_THIRD: Cents;
    /// Days of the first and of the second part of the administrative penalty.
    ADMINISTRATIVE_PENALTY_PART: i64;
    /// Most days of the administrative penalty.
    ADMINISTRATIVE_PENALTY_DAYS_MAX: i64;
    /// A court can impose a penalty for late decisions.
    JUDICIAL_PENALTY: bool;
    /// Judicial penalty a day.
    JUDICIAL_PENALTY_DAY: Cents;
    /// Most of a judicial penalty.
    JUDICIAL_PENALTY_MAX: Cents;
    /// Most of a judicial penalty when the court sets one term to hear and another to decide.
    JUDICIAL_PENALTY_MAX_TWO_STEPS: Cents;
    /// Term that a court sets for each step: to hear, to decide.
    JUDICIAL_STEP: Term;

    // ---- Intake: permits and family ----
    /// Validity of an asylum permit.
    PERMIT_VALIDITY: Term;
    /// Application for family reunification, from the permit.
    FAMILY_FILING: Term;
    /// Decision on family reunification, with its extension.
    FAMILY_DECISION: Term;
    /// Only the core family is eligible: married partner and minor children.
    FAMILY_CORE_ONLY: bool;
    /// Parents of an unaccompanied minor are eligible.
    FAMILY_PARENTS_OF_MINOR: bool;
    /// Wait of a sponsor with subsidiary protection, from the grant.
    FAMILY_SUBSIDIARY_WAIT: Term;
    /// A sponsor with subsidiary protection needs an income and a home of their own.
    FAMILY_SUBSIDIARY_CONDITIONS: bool;
    /// Collecting an entry visa at the embassy, from approval.
    ENTRY_VISA: Term;
    /// Objection against a refused family application.
    FAMILY_OBJECTION: Term;

    // ---- Intake: resettlement and relocation ----
    /// Persons resettled in a year.
    RESETTLEMENT_QUOTA: i64;
    /// Relocations to the Netherlands as its share of solidarity, in the year.
    RELOCATION_SHARE: i64;
    /// Paid for each relocation that does not take place.
    SOLIDARITY_CONTRIBUTION: Cents;
    /// Confirmation of a relocation.
    RELOCATION_CONFIRMATION: Term;
    /// Confirmation of a relocation in exceptional cases.
    RELOCATION_CONFIRMATION_LONG: Term;
    /// Transfer decision on a relocation.
    RELOCATION_DECISION: Term;
}
