//! Assumptions: parameters of the model that people may set, each with its unit, range and origin.
//!
//! What is not set is estimated from the chain's own events ([`Estimated`]), or has the value of this list
//! ([`Standard`]). A name that is none of them is refused where it is read; in code it cannot be written.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use kernel::UnknownCode;

kernel::codes! {
    /// A parameter with a standard value.
    pub enum Standard {
        /// Embassy appointments per visa.
        AppointmentsPerVisa = "appointments_per_visa",
        /// Adults who apply at the border.
        BorderShare = "border_share",
        /// Cost of a decision.
        CostDecisionEur = "cost_decision_eur",
        /// Cost of an emergency place.
        CostEmergencyPlaceEur = "cost_emergency_place_eur",
        /// Cost of a regular place.
        CostRegularPlaceEur = "cost_regular_place_eur",
        /// Mean stay in detention.
        DetentionDays = "detention_days",
        /// Forced departures under escort.
        EscortShare = "escort_share",
        /// Rulings that are appealed further.
        FurtherAppealShare = "further_appeal_share",
        /// Refugee status among grants.
        GrantRefugeeShare = "grant_refugee_share",
        /// Requests for interim relief per appeal.
        InterimShare = "interim_share",
        /// Appeals for lateness.
        LateAppealShare = "late_appeal_share",
        /// From grant to being ready for a home.
        LinkDays = "link_days",
        /// Family applications that end in an arrival.
        NareisGrantShare = "nareis_grant_share",
        /// Penalty for lateness.
        PenaltyEur = "penalty_eur",
        /// Departure cases that report to the police.
        SupervisionShare = "supervision_share",
        /// Displaced persons from Ukraine a week.
        UkraineWeek = "ukraine_week",
        /// Of these, who lives in municipal reception.
        UkraineReceptionShare = "ukraine_reception_share",
    }
}

kernel::codes! {
    /// A parameter that the model estimates when nobody sets it.
    pub enum Estimated {
        /// Decisions of IND in a month.
        DecisionsPerMonth = "decisions_per_month",
        /// Share of decisions that is a grant.
        GrantRate = "grant_rate",
        /// Persons housed in a month.
        HomesPerMonth = "homes_per_month",
        /// Family members per permit.
        NareisPerPermit = "nareis_per_permit",
    }
}

/// A parameter that can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Assumption {
    /// It has a standard value.
    Standard(Standard),
    /// The model estimates it.
    Estimated(Estimated),
}

crate::code::by_code!(Assumption);

/// What a parameter means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meaning {
    /// Unit of its value.
    pub unit: &'static str,
    /// Smallest value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
    /// What it means and where its standard value comes from.
    pub description: &'static str,
}

const fn range(unit: &'static str, (low, high): (f64, f64), description: &'static str) -> Meaning {
    Meaning { unit, low, high, description }
}

impl Standard {
    /// Its value when nobody sets it.
    pub fn value(self) -> f64 {
        self.row().1
    }

    fn row(self) -> (Meaning, f64) {
        match self {
            Self::AppointmentsPerVisa => (
                range(
                    "appointments",
                    (0.5, 3.0),
                    "Embassy appointments per visa for a family member, repeated ones included. A judgement.",
                ),
                1.2,
            ),
            Self::BorderShare => (
                range(
                    "share",
                    (0.0, 1.0),
                    "Adults who apply at the border, of first applications, before the pact. A judgement.",
                ),
                0.03,
            ),
            Self::CostDecisionEur => (
                range(
                    "euros",
                    (0.0, 100_000.0),
                    "Cost of a decision of IND. No unit price is published; a judgement below budget over all tasks.",
                ),
                4_000.0,
            ),
            Self::CostEmergencyPlaceEur => (
                range(
                    "euros a year",
                    (0.0, 500_000.0),
                    "Resident in emergency reception, 2023 (COA annual report by way of NOS).",
                ),
                69_400.0,
            ),
            Self::CostRegularPlaceEur => (
                range(
                    "euros a year",
                    (0.0, 500_000.0),
                    "Resident in regular reception, 2023 (COA annual report by way of NOS).",
                ),
                30_400.0,
            ),
            Self::DetentionDays => (
                range(
                    "days",
                    (1.0, 540.0),
                    "Mean stay in detention before a forced departure. A judgement; used where nobody is detained yet.",
                ),
                45.0,
            ),
            Self::EscortShare => (
                range(
                    "share",
                    (0.0, 1.0),
                    "Forced departures under escort of the Royal Marechaussee. A judgement.",
                ),
                0.3,
            ),
            Self::FurtherAppealShare => (
                range(
                    "share",
                    (0.0, 1.0),
                    "Rulings after which a further appeal goes to the Council of State; 4,000 of 15,820 in 2016.",
                ),
                0.25,
            ),
            Self::GrantRefugeeShare => (
                range(
                    "share",
                    (0.0, 1.0),
                    "Refugee status among grants; CBS 85400NED, permits of 2025: 3,445 of 6,370.",
                ),
                0.54,
            ),
            Self::InterimShare => (
                range("share", (0.0, 2.0), "Requests for interim relief per appeal. A judgement."),
                0.6,
            ),
            Self::LateAppealShare => (
                range(
                    "share a month",
                    (0.0, 1.0),
                    "Cases over their legal term of which the applicant goes to court for lateness. A judgement.",
                ),
                0.02,
            ),
            Self::LinkDays => (
                range(
                    "days",
                    (1.0, 730.0),
                    "From grant to being ready for a home: fourteen weeks (housing practice).",
                ),
                98.0,
            ),
            Self::NareisGrantShare => (
                range(
                    "share",
                    (0.0, 1.0),
                    "Pending family applications that end in an arrival. A judgement.",
                ),
                0.8,
            ),
            Self::PenaltyEur => (
                range(
                    "euros a month",
                    (0.0, 10_000.0),
                    "Penalty for lateness per case over its term and month: 79 million euros in 2025 over some 33,000 cases, the number a judgement.",
                ),
                200.0,
            ),
            Self::SupervisionShare => (
                range(
                    "share",
                    (0.0, 1.0),
                    "Open departure cases that report to the aliens police. A judgement.",
                ),
                0.35,
            ),
            Self::UkraineWeek => (
                range(
                    "persons a week",
                    (0.0, 20_000.0),
                    "Displaced persons from Ukraine registered a week, net; the letter of 2025: +270 in 2025, +290 in 2026.",
                ),
                290.0,
            ),
            Self::UkraineReceptionShare => (
                range(
                    "share",
                    (0.0, 1.0),
                    "Displaced persons from Ukraine who live in municipal reception: 91,220 of 108,000 in March 2024.",
                ),
                0.8,
            ),
        }
    }
}

impl Estimated {
    fn meaning(self) -> Meaning {
        match self {
            Self::DecisionsPerMonth => range(
                "decisions",
                (0.0, 50_000.0),
                "Decisions on the merits that IND can take in a month; from the last year of events.",
            ),
            Self::GrantRate => range(
                "share",
                (0.0, 1.0),
                "Share of decisions that is a grant, to which the rate moves within a year; the letter of 2025 has .56.",
            ),
            Self::HomesPerMonth => range(
                "persons",
                (0.0, 50_000.0),
                "Persons whom municipalities house from reception in a month; from the last year of events.",
            ),
            Self::NareisPerPermit => range(
                "persons",
                (0.0, 5.0),
                "Family members who arrive per permit; mean .88 in 2016 to 2025, moved by the last year of events.",
            ),
        }
    }
}

impl Assumption {
    /// Every parameter that can be set, by name.
    pub fn all() -> Vec<Self> {
        let standard = Standard::ALL.iter().copied().map(Self::from);
        let mut all: Vec<Self> =
            standard.chain(Estimated::ALL.iter().copied().map(Self::from)).collect();
        all.sort_unstable();
        all
    }

    /// Its name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Standard(one) => one.code(),
            Self::Estimated(one) => one.code(),
        }
    }

    /// What it means.
    pub fn meaning(self) -> Meaning {
        match self {
            Self::Standard(one) => one.row().0,
            Self::Estimated(one) => one.meaning(),
        }
    }

    /// Value when nobody sets it; `None` where the model estimates it.
    pub fn standard(self) -> Option<f64> {
        match self {
            Self::Standard(one) => Some(one.value()),
            Self::Estimated(_) => None,
        }
    }

    /// Refuses a value outside the range.
    pub fn check(self, value: f64) -> Result<(), String> {
        let Meaning { unit, low, high, .. } = self.meaning();
        if (low..=high).contains(&value) {
            return Ok(());
        }
        Err(format!("{self} must be {low} to {high} {unit}, not {value}"))
    }
}

impl From<Standard> for Assumption {
    fn from(one: Standard) -> Self {
        Self::Standard(one)
    }
}

impl From<Estimated> for Assumption {
    fn from(one: Estimated) -> Self {
        Self::Estimated(one)
    }
}

impl fmt::Display for Assumption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl FromStr for Assumption {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let unknown = |_| UnknownCode { list: "assumption", text: text.to_owned() };
        text.parse()
            .map(Self::Standard)
            .or_else(|_: UnknownCode| text.parse().map(Self::Estimated).map_err(unknown))
    }
}

// By name: so lists, and the frozen data of a forecast, have one order.
impl Ord for Assumption {
    fn cmp(&self, other: &Self) -> Ordering {
        self.code().cmp(other.code())
    }
}

impl PartialOrd for Assumption {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_standards_within_their_range() {
        let all = Assumption::all();
        assert!(all.is_sorted_by(|a, b| a.code() < b.code()));
        for one in all {
            assert_eq!(one.code().parse(), Ok(one));
            if let Some(value) = one.standard() {
                one.check(value).unwrap();
            }
        }
        let rate = Assumption::from(Estimated::GrantRate);
        assert!(rate.check(1.2).unwrap_err().contains("0 to 1"));
        assert!("luck".parse::<Assumption>().unwrap_err().to_string().contains("luck"));
    }
}
