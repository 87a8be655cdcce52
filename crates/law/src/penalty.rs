//! Penalty payments for late decisions, in whole euros.

/// Administrative penalty after so many days late (Awb 4:17): 23 a day for 14 days, 35 for the next 14,
/// 45 after, at most 42 days. Switched off for asylum since 2020; kept for comparison.
pub fn administrative_penalty_eur(days_late: u32) -> u32 {
    let days = days_late.min(42);
    let (first, second, third) =
        (days.min(14), days.saturating_sub(14).min(14), days.saturating_sub(28));
    first * 23 + second * 35 + third * 45
}

/// Judicial penalty after so many days late: 100 a day, at most 7,500 (15,000 in cases with two steps;
/// ECLI:NL:RBDHA:2024:22100).
pub fn judicial_penalty_eur(days_late: u32, two_steps: bool) -> u32 {
    (days_late * 100).min(if two_steps { 15_000 } else { 7_500 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn penalties_accumulate_as_published() {
        let expected =
            [(1, 23), (14, 322), (15, 357), (28, 812), (29, 857), (42, 1_442), (60, 1_442)];
        for (days, eur) in expected {
            assert_eq!(administrative_penalty_eur(days), eur, "{days} days");
        }
        let expected = [(1, 100), (75, 7_500), (90, 7_500)];
        for (days, eur) in expected {
            assert_eq!(judicial_penalty_eur(days, false), eur, "{days} days");
        }
        assert_eq!(judicial_penalty_eur(200, true), 15_000);
    }
}
