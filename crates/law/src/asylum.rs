//! Which law applies, appeals, permits, family reunification.

use kernel::Date;

use crate::policy::Policy;
use crate::rule::{self, Rule};
use crate::term::Term;

/// The rule on the term of an appeal, the further one too (Vw 69). `fast`: inadmissible, manifestly
/// unfounded, not processed, implicitly withdrawn (APR 67(7)(a); Vw 69(2)).
pub const fn appeal_term(fast: bool) -> Rule<Term> {
    if fast { rule::APPEAL_FAST } else { rule::APPEAL_NORMAL }
}

/// What a negative decision rests on, as far as remedies depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Negative {
    /// Another member state is responsible.
    pub responsibility: bool,
    /// Not examined on the merits.
    pub inadmissible: bool,
    /// Inadmissible because of a safe third country or protection in another member state (APR 38(1)(b), (c)).
    pub safe_elsewhere: bool,
    /// Manifestly unfounded.
    pub manifestly_unfounded: bool,
    /// Decided in the accelerated or the border procedure: a ground of APR 42(1) or (3) holds.
    pub accelerated: bool,
    /// Legacy: decided in the general procedure, or on track 1 or 2.
    pub legacy_general: bool,
    /// A repeat application under the pact.
    pub subsequent: bool,
}

/// The remedy against a negative decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// Whether the short term applies (APR 67(7)(a); Vw 69(2)).
    pub fast: bool,
    /// Whether a first appeal in time lets the applicant stay without a court order (APR 68(2)-(3)). A further
    /// appeal never does (APR 68(7)).
    pub stays: bool,
}

impl Negative {
    /// The remedy against it.
    pub const fn remedy(self) -> Remedy {
        let fast = self.responsibility
            || self.inadmissible
            || self.manifestly_unfounded
            || self.accelerated
            || self.legacy_general;
        let must_go = self.responsibility
            || self.manifestly_unfounded
            || self.accelerated
            || self.subsequent
            || (self.inadmissible && !self.safe_elsewhere);
        Remedy { fast, stays: !must_go }
    }
}

/// Last day of an asylum permit that is granted on a date.
pub fn permit_valid_until(policy: &Policy, granted: Date) -> Date {
    policy.get(rule::PERMIT_VALIDITY, granted).end(granted)
}

kernel::codes! {
    /// What a family member is to the sponsor.
    pub enum Relation {
        /// Married partner.
        Spouse = "SPOUSE",
        /// Partner without marriage.
        UnmarriedPartner = "UNMARRIED_PARTNER",
        /// Child under 18.
        MinorChild = "MINOR_CHILD",
        /// Child of 18 or older who depends on the sponsor.
        AdultChild = "ADULT_CHILD",
        /// Parent of an unaccompanied minor.
        ParentOfMinor = "PARENT_OF_MINOR",
    }
}

/// What a sponsor with a permit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sponsor {
    /// When protection was granted.
    pub granted_on: Date,
    /// Whether it is subsidiary protection (B).
    pub subsidiary: bool,
}

/// Whether and from when a family member can be approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eligibility {
    /// At once.
    Now,
    /// Not before a date, and then only when the sponsor has an income and a home, if so said.
    Conditions {
        /// Earliest day of an approval.
        from: Date,
        /// Whether the sponsor needs an own income and an own home, which a reception place is not.
        income_and_home: bool,
    },
    /// Not at all.
    Not,
}

/// Whether a family member of a sponsor can be approved, when it is decided on `today` on an application
/// that was filed on `filed`.
///
/// The act on two statuses (Kamerstuk 36703) restricts the circle to the core family and makes sponsors with
/// subsidiary protection wait; it also covers applications that were filed before it when the set says so.
pub fn family_eligibility(
    policy: &Policy,
    sponsor: Sponsor,
    relation: Relation,
    filed: Date,
    today: Date,
) -> Eligibility {
    let on = if policy.get(rule::TWO_STATUS_PENDING_CASES, today) { today } else { filed };
    let core_only = policy.get(rule::FAMILY_CORE_ONLY, on);
    let eligible = match relation {
        Relation::Spouse | Relation::MinorChild => true,
        Relation::UnmarriedPartner | Relation::AdultChild => !core_only,
        Relation::ParentOfMinor => policy.get(rule::FAMILY_PARENTS_OF_MINOR, on),
    };
    if eligible { sponsor_eligibility(policy, sponsor, filed, today) } else { Eligibility::Not }
}

/// As [`family_eligibility`] for somebody of whom it is not told what they are to the sponsor: the circle is not asked for.
pub fn sponsor_eligibility(
    policy: &Policy,
    sponsor: Sponsor,
    filed: Date,
    today: Date,
) -> Eligibility {
    let on = if policy.get(rule::TWO_STATUS_PENDING_CASES, today) { today } else { filed };
    if sponsor.subsidiary && policy.get(rule::TWO_STATUS, on) {
        return Eligibility::Conditions {
            from: policy.get(rule::FAMILY_SUBSIDIARY_WAIT, on).end(sponsor.granted_on),
            income_and_home: policy.get(rule::FAMILY_SUBSIDIARY_CONDITIONS, on),
        };
    }
    Eligibility::Now
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{pact_2026, sept_2025};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn asked(
        policy: &Policy,
        granted: &str,
        subsidiary: bool,
        relation: Relation,
        on: &str,
    ) -> Eligibility {
        let sponsor = Sponsor { granted_on: day(granted), subsidiary };
        family_eligibility(policy, sponsor, relation, day(on), day(on))
    }

    /// The rows of the eligibility test, under the act on two statuses.
    #[test]
    fn nareis_eligibility_rows() {
        let pact = pact_2026();
        let spouse =
            |subsidiary| asked(pact, "2026-07-01", subsidiary, Relation::Spouse, "2026-07-10");
        assert_eq!(spouse(false), Eligibility::Now, "married partner of a refugee: now");
        assert_eq!(
            spouse(true),
            Eligibility::Conditions { from: day("2028-07-01"), income_and_home: true },
            "subsidiary protection granted 2026-07-01: from 2028-07-01 with income and home"
        );
        let partner = asked(pact, "2026-07-01", false, Relation::UnmarriedPartner, "2026-07-10");
        assert_eq!(partner, Eligibility::Not, "unmarried partner under the new act");
        let parent = asked(pact, "2026-07-01", false, Relation::ParentOfMinor, "2026-07-10");
        assert_eq!(parent, Eligibility::Now, "parents of a minor: a parameter");
        let child = asked(pact, "2026-07-01", false, Relation::AdultChild, "2026-07-10");
        assert_eq!(child, Eligibility::Not);
    }

    #[test]
    fn nareis_under_the_old_law_has_no_wait_and_a_wider_circle() {
        for relation in Relation::ALL {
            let at = asked(sept_2025(), "2025-03-01", true, *relation, "2025-04-01");
            assert_eq!(at, Eligibility::Now, "{relation}");
        }
    }

    #[test]
    fn pending_family_cases_fall_under_the_act_when_the_set_says_so() {
        let sponsor = Sponsor { granted_on: day("2025-03-01"), subsidiary: true };
        let decide = |policy| {
            family_eligibility(
                policy,
                sponsor,
                Relation::MinorChild,
                day("2025-04-01"),
                day("2026-07-01"),
            )
        };
        let waits = Eligibility::Conditions { from: day("2027-03-01"), income_and_home: true };
        assert_eq!(decide(pact_2026()), waits);
        assert_eq!(decide(sept_2025()), Eligibility::Now);
    }

    #[test]
    fn remedies_by_ground() {
        let none = Negative::default();
        let fast_without_stay = Remedy { fast: true, stays: false };
        for (what, negative, remedy) in [
            ("unfounded, regular", none, Remedy { fast: false, stays: true }),
            ("unfounded, accelerated", Negative { accelerated: true, ..none }, fast_without_stay),
            ("manifestly", Negative { manifestly_unfounded: true, ..none }, fast_without_stay),
            ("inadmissible", Negative { inadmissible: true, ..none }, fast_without_stay),
            (
                "safe third country",
                Negative { inadmissible: true, safe_elsewhere: true, ..none },
                Remedy { fast: true, stays: true },
            ),
            ("transfer", Negative { responsibility: true, ..none }, fast_without_stay),
            (
                "repeat, unfounded",
                Negative { subsequent: true, ..none },
                Remedy { fast: false, stays: false },
            ),
            (
                "legacy general procedure",
                Negative { legacy_general: true, ..none },
                Remedy { fast: true, stays: true },
            ),
        ] {
            assert_eq!(negative.remedy(), remedy, "{what}");
        }
    }

    #[test]
    fn permit_document_and_validity_of_g1() {
        let granted = day("2026-11-02");
        assert_eq!(pact_2026().due(rule::PERMIT_DOCUMENT, granted), day("2027-02-01"));
        assert_eq!(permit_valid_until(pact_2026(), granted), day("2029-11-02"));
        assert_eq!(permit_valid_until(sept_2025(), day("2025-11-03")), day("2030-11-03"));
    }
}
