//! Rules of reception.

use super::{Entry, Rule};
use crate::term::Term;
use crate::value::{Cents, RuleValue, Share};

rules! { after super::intake::COUNT;
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
}
