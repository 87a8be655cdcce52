//! The rules of the chain by name. What they say, since when and by which source is in the policy sets
//! (the TOML files beside this crate's sources); nothing here holds a number.

use std::marker::PhantomData;

use crate::term::Term;
use crate::value::{Cents, Kind, RuleValue, Share};

/// A rule whose values are of type `T`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule<T> {
    index: u16,
    of: PhantomData<fn() -> T>,
}

impl<T> Rule<T> {
    const fn new(index: u16) -> Self {
        Self { index, of: PhantomData }
    }

    pub(crate) fn index(self) -> usize {
        usize::from(self.index)
    }
}

impl<T: RuleValue> Rule<T> {
    /// What the catalogue says of it.
    pub fn entry(self) -> &'static Entry {
        &CATALOGUE[self.index()]
    }
}

/// A rule as it is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name in policy files and on the command line.
    pub code: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// The kind of its values.
    pub kind: Kind,
}

macro_rules! rules {
    ($($(#[doc = $title:literal])+ $name:ident: $type:ty;)+) => {
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "counts the rules, under their names")]
        #[repr(u16)]
        enum Index { $($name),+ }

        $($(#[doc = $title])+ pub const $name: Rule<$type> = Rule::new(Index::$name as u16);)+

        /// Every rule, in the order of declaration.
        pub const CATALOGUE: &[Entry] = &[$(Entry {
            code: stringify!($name),
            title: concat!($($title),+).trim_ascii(),
            kind: <$type as RuleValue>::KIND,
        }),+];
    };
}

rules! {
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

    // ---- Reception ----
    /// Share of places that planning counts on.
    OCCUPANCY_NORM: Share;
    /// Places of reception that are required.
    REQUIRED_CAPACITY: i64;
    /// Of those, places for unaccompanied minors.
    REQUIRED_MINOR_CAPACITY: i64;
    /// Age at which somebody is an adult.
    MAJORITY_AGE: i64;
    /// Notice after a home was refused without ground; the right to reception ends with it.
    REFUSED_HOME_NOTICE: Term;
    /// Reception of who cooperates with return, in a freedom-restricting location.
    RETURN_RECEPTION: Term;
    /// Absence without notice after which somebody may be taken to be gone: two weekly reporting moments.
    ABSENCE_CHECK: Term;
    /// Longest wait of a status holder in reception for a home.
    STATUS_HOLDER_WAIT: Term;
    /// Stay in an application centre or central reception location.
    FIRST_BED_MAX: Term;
    /// Stay in crisis reception.
    CRISIS_MAX: Term;
    /// Stay in a hotel or other accommodation of the scheme HAR.
    HOTEL_MAX: Term;
    /// Stay with a host family (logeerregeling), with the right to reception.
    HOST_FAMILY_MAX: Term;
    /// Places that an asylum seekers' centre has at least, unless a reason is on file.
    AZC_PLACES_MIN: i64;
    /// Places that a small unit for unaccompanied minors has at most.
    SMALL_UNIT_PLACES_MAX: i64;
    /// Age under which an unaccompanied minor belongs in a foster family.
    FOSTER_AGE: i64;
    /// Report of a missing unaccompanied minor to the police, from the absence.
    MISSING_MINOR_REPORT: Term;
    /// Places of an enforcement and supervision location.
    HTL_PLACES_MAX: i64;
    /// Stay in an enforcement and supervision location.
    HTL_MAX: Term;
    /// Stay in an enforcement and supervision location after which good behaviour can end it.
    HTL_GOOD_BEHAVIOUR: Term;
    /// Age from which a minor can be placed there, with consent of the guardian.
    HTL_AGE_MIN: i64;
    /// Withholding the weekly allowance.
    ROV_SANCTION_MAX: Term;
    /// Stay in a time-out place.
    TIME_OUT_MAX: Term;
    /// Stay in a strict supervision section.
    VTL_MAX: Term;
    /// Area order at a process availability location.
    PBL_MAX: Term;
    /// Cost of a resident of regular reception for a year.
    COST_REGULAR_YEAR: Cents;
    /// Cost of a resident of emergency reception for a year.
    COST_EMERGENCY_YEAR: Cents;
    /// Municipal places for people displaced from Ukraine, all safety regions together.
    UKRAINE_TASK: i64;
    /// Compensation of a municipal place for people displaced from Ukraine per day.
    UKRAINE_PLACE_DAY: Cents;
    /// Compensation of a place at private hosts; unit as reported.
    UKRAINE_HOST_PLACE: Cents;

    // ---- Returns ----
    /// Term to depart after a return decision.
    DEPARTURE: Term;
    /// Term to depart when an application was manifestly unfounded or its applicant may abscond.
    DEPARTURE_SHORT: Term;
    /// The term to depart begins again after a dismissed appeal that had let the person stay.
    DEPARTURE_CLOCK_RESTART: bool;
    /// Detention of returnees.
    DETENTION: Term;
    /// Longest extension of the detention of returnees.
    DETENTION_EXTENSION: Term;
    /// Entry ban for not leaving in time.
    ENTRY_BAN: Term;
    /// Transfer to another member state, from acceptance.
    TRANSFER: Term;
    /// Transfer of somebody who absconds, from the day on which the other state was told.
    TRANSFER_ABSCONDED: Term;
    /// Voluntary departure from the border on request.
    BORDER_VOLUNTARY: Term;
    /// Stay at the border after rejection, from the end of the right to stay.
    BORDER_RETURN: Term;
    /// Support of an adult who returns to Syria.
    SUPPORT_SYRIA_ADULT: Cents;
    /// Support of a child that returns to Syria with its family.
    SUPPORT_SYRIA_CHILD: Cents;
    /// Longest medical postponement of departure (Vw 64).
    MEDICAL_BLOCK_MAX: Term;
    /// Usual validity of a replacement travel document (laissez-passer), from its issue.
    LAISSEZ_PASSER_VALIDITY: Term;
    /// Stopping and holding for identification, with its extension.
    STOP_AND_HOLD_MAX: Term;
    /// Restriction to an area in the freedom-restricting location.
    AREA_RESTRICTION_MAX: Term;
    /// Detention for a transfer to another member state.
    DETENTION_TRANSFER_MAX: Term;
    /// Detention of an applicant, before its extension.
    DETENTION_APPLICANT_FIRST: Term;
    /// Detention of an applicant, with its extension.
    DETENTION_APPLICANT_MAX: Term;
    /// Review of detention by a court, from its beginning and from the review before.
    DETENTION_REVIEW: Term;
    /// Detention places, without the family facility.
    DETENTION_CAPACITY: i64;
    /// Places in the closed family facility.
    FAMILY_DETENTION_CAPACITY: i64;
    /// Entry ban for a short overstay.
    ENTRY_BAN_SHORT_OVERSTAY: Term;
    /// Entry ban after a sentence of less than six months.
    ENTRY_BAN_SHORT_SENTENCE: Term;
    /// Entry ban after a longer sentence, or a return despite a ban.
    ENTRY_BAN_LONG_SENTENCE: Term;
    /// Entry ban for a serious threat to public order.
    ENTRY_BAN_PUBLIC_ORDER: Term;
    /// Entry ban for a serious threat to national security.
    ENTRY_BAN_NATIONAL_SECURITY: Term;
    /// Added to the term of a transfer of somebody in prison.
    TRANSFER_PRISON: Term;
    /// Least that is left of the term of a transfer after somebody reappears.
    TRANSFER_REAPPEARED: Term;
    /// Transfer of somebody in prison under Dublin III, from acceptance.
    DUBLIN_TRANSFER_PRISON: Term;
    /// Transfer of somebody who absconds under Dublin III, from acceptance.
    DUBLIN_TRANSFER_ABSCONDED: Term;
    /// A second or later repeat application holds departure.
    STAY_ON_SECOND_SUBSEQUENT: bool;
    /// Number of the repeat application from which departure is not held.
    SUBSEQUENT_WITHOUT_STAY_FROM: i64;
    /// Time after which somebody can be supported again.
    SUPPORT_INTERVAL: Term;
    /// Entry bans longer than this exclude support.
    SUPPORT_BAN_LIMIT: Term;
    /// Basic support with IOM, a person.
    SUPPORT_BASIC: Cents;
    /// Basic support with IOM for nationalities near by, a person.
    SUPPORT_BASIC_NEAR: Cents;
    /// Reintegration in kind, an adult.
    SUPPORT_REINTEGRATION_ADULT: Cents;
    /// Reintegration in kind, a minor.
    SUPPORT_REINTEGRATION_MINOR: Cents;
    /// The temporary amounts for Syria hold.
    SUPPORT_SYRIA_TEMPORARY: bool;
    /// Published counts below this are hidden.
    PUBLISHED_BELOW: i64;
    /// Unit to which published counts are rounded.
    PUBLISHED_UNIT: i64;

    // ---- Housing ----
    /// Linking a household to a municipality, from the grant.
    LINKING: Term;
    /// Housing a household, from the grant.
    HOUSING: Term;
    /// Announcement of a target, before its half-year.
    TARGET_ANNOUNCEMENT: Term;
    /// The scheme for temporary and shared housing (HAR+) is open.
    HAR_PLUS: bool;
    /// One-off amount per status holder of that scheme.
    HAR_PLUS_AMOUNT: Cents;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_knows_its_entry() {
        assert_eq!(REGULAR.entry().code, "REGULAR");
        assert_eq!(REGULAR.entry().title, "Regular procedure, from lodging.");
        assert_eq!(
            (TWO_STATUS.entry().kind, OCCUPANCY_NORM.entry().kind),
            (Kind::Switch, Kind::Share)
        );
    }
}
