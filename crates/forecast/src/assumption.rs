//! Assumptions: parameters of the model that people may set, each with its unit, range and origin.
//!
//! What is not set is estimated from the chain's own events, or has the standard value of this list.

/// A parameter that can be set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assumption {
    /// Name.
    pub name: &'static str,
    /// Unit of its value.
    pub unit: &'static str,
    /// Smallest value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
    /// Value when nobody sets it; `None` where the model estimates it from events.
    pub standard: Option<f64>,
    /// What it means and where its standard value comes from.
    pub description: &'static str,
}

impl Assumption {
    /// Refuses a value outside the range.
    pub fn check(&self, value: f64) -> Result<(), String> {
        if (self.low..=self.high).contains(&value) {
            return Ok(());
        }
        Err(format!(
            "{} must be {} to {} {}, not {value}",
            self.name, self.low, self.high, self.unit
        ))
    }
}

const fn estimated(
    name: &'static str,
    unit: &'static str,
    (low, high): (f64, f64),
    description: &'static str,
) -> Assumption {
    Assumption { name, unit, low, high, standard: None, description }
}

const fn standard(
    name: &'static str,
    unit: &'static str,
    (low, high): (f64, f64),
    value: f64,
    description: &'static str,
) -> Assumption {
    Assumption { name, unit, low, high, standard: Some(value), description }
}

/// Every parameter that can be set, by name.
pub const CATALOGUE: &[Assumption] = &[
    standard(
        "appointments_per_visa",
        "appointments",
        (0.5, 3.0),
        1.2,
        "Embassy appointments per visa for a family member, repeated ones included. A judgement.",
    ),
    standard(
        "cost_decision_eur",
        "euros",
        (0.0, 100_000.0),
        4_000.0,
        "Cost of a decision of IND. No unit price is published; a judgement below budget over all tasks.",
    ),
    standard(
        "cost_emergency_place_eur",
        "euros a year",
        (0.0, 500_000.0),
        69_400.0,
        "Resident in emergency reception, 2023 (COA annual report by way of NOS).",
    ),
    standard(
        "cost_regular_place_eur",
        "euros a year",
        (0.0, 500_000.0),
        30_400.0,
        "Resident in regular reception, 2023 (COA annual report by way of NOS).",
    ),
    estimated(
        "decisions_per_month",
        "decisions",
        (0.0, 50_000.0),
        "Decisions on the merits that IND can take in a month; from the last year of events.",
    ),
    standard(
        "detention_days",
        "days",
        (1.0, 540.0),
        45.0,
        "Mean stay in detention before a forced departure. A judgement; used where nobody is detained yet.",
    ),
    standard(
        "escort_share",
        "share",
        (0.0, 1.0),
        0.3,
        "Forced departures under escort of the Royal Marechaussee. A judgement.",
    ),
    standard(
        "further_appeal_share",
        "share",
        (0.0, 1.0),
        0.25,
        "Rulings after which a further appeal goes to the Council of State; 4,000 of 15,820 in 2016.",
    ),
    estimated(
        "grant_rate",
        "share",
        (0.0, 1.0),
        "Share of decisions that is a grant, to which the rate moves within a year; the letter of 2025 has .56.",
    ),
    standard(
        "grant_refugee_share",
        "share",
        (0.0, 1.0),
        0.54,
        "Refugee status among grants; CBS 85400NED, permits of 2025: 3,445 of 6,370.",
    ),
    estimated(
        "homes_per_month",
        "persons",
        (0.0, 50_000.0),
        "Persons whom municipalities house from reception in a month; from the last year of events.",
    ),
    standard(
        "interim_share",
        "share",
        (0.0, 2.0),
        0.6,
        "Requests for interim relief per appeal. A judgement.",
    ),
    standard(
        "late_appeal_share",
        "share a month",
        (0.0, 1.0),
        0.02,
        "Cases over their legal term of which the applicant goes to court for lateness. A judgement.",
    ),
    standard(
        "link_days",
        "days",
        (1.0, 730.0),
        98.0,
        "From grant to being ready for a home: fourteen weeks (housing practice).",
    ),
    estimated(
        "nareis_per_permit",
        "persons",
        (0.0, 5.0),
        "Family members who arrive per permit; mean .88 in 2016 to 2025, moved by the last year of events.",
    ),
    standard(
        "penalty_eur",
        "euros a month",
        (0.0, 10_000.0),
        200.0,
        "Penalty for lateness per case over its term and month: 79 million euros in 2025 over some 33,000 cases, the number a judgement.",
    ),
    standard(
        "supervision_share",
        "share",
        (0.0, 1.0),
        0.35,
        "Open departure cases that report to the aliens police. A judgement.",
    ),
    standard(
        "ukraine_week",
        "persons a week",
        (0.0, 20_000.0),
        290.0,
        "Displaced persons from Ukraine registered a week, net; the letter of 2025: +270 in 2025, +290 in 2026.",
    ),
    standard(
        "ukraine_reception_share",
        "share",
        (0.0, 1.0),
        0.8,
        "Displaced persons from Ukraine who live in municipal reception: 91,220 of 108,000 in March 2024.",
    ),
];

/// The parameter with this name.
pub fn find(name: &str) -> Option<&'static Assumption> {
    CATALOGUE.iter().find(|known| known.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_standards_within_their_range() {
        for known in CATALOGUE {
            assert_eq!(CATALOGUE.iter().filter(|other| other.name == known.name).count(), 1);
            if let Some(value) = known.standard {
                known.check(value).unwrap();
            }
        }
        assert!(find("grant_rate").unwrap().check(1.2).unwrap_err().contains("0 to 1"));
        assert!(find("luck").is_none());
    }
}
