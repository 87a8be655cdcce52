//! Which law applies, appeals, permits, family reunification.

use jiff::ToSpan as _;
use kernel::Date;

use crate::deadline::Deadline;

kernel::codes! {
    /// The law that an application falls under; chosen by the date of lodging (APR article 79).
    pub enum Regime {
        /// Directive 2013/32 and the Vreemdelingenwet as it stood.
        Legacy2013 = "LEGACY_2013",
        /// The pact on migration and asylum.
        Pact2026 = "PACT_2026",
    }
}

/// First day on which an application falls under the pact (APR article 79).
pub fn pact_applies_from() -> Date {
    Date::constant(2026, 6, 12)
}

/// First day of the act on two statuses (Kamerstuk 36703; one monitor names 9 June for the act itself).
pub fn two_status_from() -> Date {
    Date::constant(2026, 6, 12)
}

impl Regime {
    /// The regime of an application lodged (or, before lodging, made) on this date.
    pub fn at(date: Date) -> Self {
        if date >= pact_applies_from() { Self::Pact2026 } else { Self::Legacy2013 }
    }

    /// The term to decide on a track.
    pub fn decision(self, accelerated: bool, border: bool) -> Deadline {
        match self {
            Self::Legacy2013 => Deadline::LegacyDecision,
            Self::Pact2026 if border => Deadline::Border,
            Self::Pact2026 if accelerated => Deadline::Accelerated,
            Self::Pact2026 => Deadline::Regular,
        }
    }
}

/// The term for the first appeal. `fast`: inadmissible, manifestly unfounded, not processed, implicitly
/// withdrawn (APR 67(7)(a); Vw 69(2)).
pub fn first_appeal(fast: bool) -> Deadline {
    if fast { Deadline::AppealFast } else { Deadline::AppealNormal }
}

/// The term for the further appeal: the same lengths (Vw 69).
pub fn further_appeal(fast: bool) -> Deadline {
    first_appeal(fast)
}

/// Whether a first appeal in time lets the applicant stay without a court order (APR 68(2)-(3)): not for
/// manifestly unfounded, inadmissible, transfer and implicitly withdrawn cases. A further appeal never
/// does (APR 68(7)).
pub fn appeal_stays(fast: bool) -> bool {
    !fast
}

/// Last day of an asylum permit: 5 years, since 12 June 2026 3 years (IND, Kamerstuk 36703).
pub fn permit_valid_until(granted: Date) -> Date {
    let years = if granted >= two_status_from() { 3 } else { 5 };
    granted.saturating_add(years.years())
}

/// Earliest day on which a family member's reunification can be approved: at once, but for sponsors with
/// subsidiary protection granted under the act on two statuses two years after the grant.
pub fn family_approval_from(granted: Date, subsidiary: bool) -> Option<Date> {
    (subsidiary && granted >= two_status_from()).then(|| granted.saturating_add(2.years()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_lodging_chooses_the_law() {
        assert_eq!(Regime::at(Date::constant(2026, 6, 11)), Regime::Legacy2013);
        assert_eq!(Regime::at(Date::constant(2026, 6, 12)), Regime::Pact2026);
    }

    #[test]
    fn a_subsidiary_sponsor_waits_two_years_under_the_act() {
        let granted = Date::constant(2026, 11, 2);
        assert_eq!(family_approval_from(granted, true), Some(Date::constant(2028, 11, 2))); // G1
        assert_eq!(family_approval_from(granted, false), None);
        assert_eq!(family_approval_from(Date::constant(2025, 3, 1), true), None);
    }
}
