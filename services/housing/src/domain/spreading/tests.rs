//! A cycle from estimate to realisation, and what is refused on the way.

use super::*;
use proptest::prelude::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn basis(n: u16, province: &'static str, inhabitants: i32) -> Basis {
    Basis { municipality: Municipality::new(n), province, inhabitants, ses_thousandths: 0 }
}

fn three() -> [Basis; 3] {
    [basis(1, "Drenthe", 100_000), basis(2, "Drenthe", 50_000), basis(3, "Zeeland", 25_000)]
}

fn estimated() -> (SpreadingCycle, Vec<SpreadingShare>) {
    split(day("2024-01-31"), 2024, (1_000, 85), &three()).unwrap()
}

fn refs(shares: &[SpreadingShare]) -> Vec<&SpreadingShare> {
    shares.iter().collect()
}

fn after(cycle: Option<SpreadingCycle>, decided: Decided) -> (SpreadingCycle, Vec<SpreadingShare>) {
    (evolve(cycle, &decided.event), decided.shares)
}

fn split(
    on: Date,
    year: i32,
    (places, minors): (i32, i32),
    bases: &[Basis],
) -> Result<(SpreadingCycle, Vec<SpreadingShare>), Refusal> {
    let asked = Estimate { places, minors, bases: bases.to_vec() };
    estimate(law::sept_2025(), None, on, year, &asked).map(|decided| after(None, decided))
}

fn reported(
    cycle: &SpreadingCycle,
    shares: &[&SpreadingShare],
    province: &str,
    agreed: &[(Municipality, i32)],
) -> Result<Vec<SpreadingShare>, Refusal> {
    let when = (cycle.cycle.parse().unwrap(), cycle.estimated_on);
    report(Some(cycle), shares, when, province, agreed).map(|decided| decided.shares)
}

fn decided_on(
    on: Date,
    cycle: &SpreadingCycle,
    shares: &[&SpreadingShare],
    appointments: &[(Municipality, i32)],
) -> Result<(SpreadingCycle, Vec<SpreadingShare>), Refusal> {
    let when = (cycle.cycle.parse().unwrap(), on);
    decide(Some(cycle), shares, when, appointments)
        .map(|decided| after(Some(cycle.clone()), decided))
}

fn realised(on: Date, share: &SpreadingShare, new: &Places) -> (SpreadingShare, PlaceEntry) {
    let (cycle, of) = (estimated().0, (share.municipality, Some(share)));
    let mut decided = realise(law::sept_2025(), Some(&cycle), (2024, on), of, None, new).unwrap();
    (decided.shares.remove(0), decided.entries.remove(0))
}

/// The part, the counter-entry and the marked entry.
fn corrected(
    on: Date,
    counter_id: Uuid,
    share: &SpreadingShare,
    entry: &PlaceEntry,
) -> Result<(SpreadingShare, PlaceEntry, PlaceEntry), Refusal> {
    let (cycle, of) = (estimated().0, (entry.entry_id, Some(entry)));
    let mut decided = correct(Some(&cycle), &[share], (2024, on), of, counter_id)?;
    let counter = decided.entries.remove(1);
    Ok((decided.shares.remove(0), counter, decided.entries.remove(0)))
}

#[test]
fn the_indicative_split_of_the_notes_with_minors() {
    let (cycle, shares) = estimated();
    assert!(!cycle.estimated_late);
    assert_eq!(shares.iter().map(|s| s.indicative).collect::<Vec<_>>(), [571, 286, 143]);
    assert_eq!(shares.iter().map(|s| s.minors).collect::<Vec<_>>(), [49, 24, 12]);
}

#[test]
fn cycle_1_splits_96_000_places_over_342_municipalities_with_8_140_for_minors() {
    let bases: Vec<Basis> = reference::MUNICIPALITIES
        .iter()
        .map(|m| Basis {
            municipality: m.code,
            province: m.province,
            inhabitants: m.inhabitants as i32,
            ses_thousandths: 0,
        })
        .collect();
    let on = day("2024-01-31");
    let (_, shares) = split(on, 2024, (96_000, 8_140), &bases).unwrap();
    assert_eq!(shares.iter().map(|s| s.indicative).sum::<i32>(), 96_000);
    let provinces: std::collections::BTreeSet<&str> =
        shares.iter().map(|s| s.province.as_str()).collect();
    assert_eq!(provinces.len(), 12);
    for share in &shares {
        let exact = f64::from(share.indicative) * 0.0848;
        assert!((f64::from(share.minors) - exact).abs() < 1.0, "{share:?}");
    }
}

#[test]
fn a_late_estimate_is_flagged_and_a_cycle_of_no_act_refused() {
    let late = split(day("2026-02-01"), 2026, (88_000, 0), &three()).unwrap().0;
    assert!(late.estimated_late);
    let refused = |year| split(day("2026-02-01"), year, (1, 0), &three()).unwrap_err();
    assert_eq!(
        (refused(2025).reason, refused(2022).reason),
        (kernel::Reason::NotInForce, kernel::Reason::NotInForce)
    );
    let twice = [three()[0], three()[0]];
    let refused = split(day("2024-01-31"), 2024, (1, 0), &twice).unwrap_err();
    assert_eq!(refused.reason, "ALREADY_EXISTS");
}

#[test]
fn municipalities_trade_within_their_province_only() {
    let (cycle, shares) = estimated();
    let (a, b, c) = (Municipality::new(1), Municipality::new(2), Municipality::new(3));
    let agreed = reported(&cycle, &refs(&shares), "Drenthe", &[(a, 500), (b, 357)]).unwrap();
    assert_eq!(agreed.iter().map(|s| s.agreed).collect::<Vec<_>>(), [500, 357]);
    assert!(agreed.iter().all(|s| s.reported));
    let refused =
        |places: &[_]| reported(&cycle, &refs(&shares), "Drenthe", places).unwrap_err().reason;
    assert_eq!(refused(&[(a, 500)]), "TOTAL_NOT_KEPT");
    assert_eq!(refused(&[(c, 143)]), "UNKNOWN_MUNICIPALITY");
    let nowhere = reported(&cycle, &refs(&shares), "Utrecht", &[]).unwrap_err();
    assert_eq!(nowhere.reason, "NOT_FOUND");
}

#[test]
fn the_minister_decides_and_may_appoint_and_the_total_is_kept() {
    let (cycle, shares) = estimated();
    let (a, b) = (Municipality::new(1), Municipality::new(2));
    let (decided, after) =
        decided_on(day("2024-12-20"), &cycle, &refs(&shares), &[(a, 857), (b, 0)]).unwrap();
    assert!(!decided.decided_late);
    assert_eq!(
        after.iter().map(|s| (s.task(), s.appointed)).collect::<Vec<_>>(),
        [(857, true), (0, true), (143, false)]
    );
    assert_eq!(after.iter().map(|s| s.decided).sum::<i32>(), 1_000);
    let refused = |places: &[_]| {
        decided_on(day("2024-12-20"), &cycle, &refs(&shares), places).unwrap_err().reason
    };
    assert_eq!(refused(&[(a, 600)]), "TOTAL_NOT_KEPT");
    assert!(decided_on(day("2025-01-02"), &cycle, &refs(&shares), &[]).unwrap().0.decided_late);
    let again = decided_on(day("2025-01-02"), &decided, &refs(&after), &[]).unwrap_err();
    assert_eq!(again.reason, "WRONG_STATE");
    let late = reported(&decided, &refs(&after), "Drenthe", &[]).unwrap_err();
    assert_eq!(late.reason, "WRONG_STATE");
}

fn new(places: i32, until: &str, existing: bool) -> Places {
    let entry_id = Uuid::from_u128(7);
    Places { entry_id, places, from: day("2025-03-01"), until: day(until), existing }
}

#[test]
fn only_durable_places_count_and_voluntary_ones_earn_2_000_euro() {
    let (cycle, shares) = estimated();
    let (_, after) = decided_on(day("2024-12-20"), &cycle, &refs(&shares), &[]).unwrap();
    let (on, share) = (day("2025-03-01"), &after[2]);
    let (after_one, entry) = realised(on, share, &new(80, "2030-03-01", false));
    assert_eq!((after_one.realised, after_one.gap(), entry.grant_cents), (80, 63, 16_000_000));
    let (short, entry) = realised(on, share, &new(80, "2030-02-28", false));
    assert_eq!((short.gap(), entry.counts, entry.grant_cents), (143, false, 0));
    let (existing, entry) = realised(on, share, &new(101, "2031-01-01", true));
    assert_eq!((existing.gap(), entry.grant_cents), (42, 0));
    assert_eq!(realised(on, share, &new(100, "2031-01-01", true)).0.gap(), 143);
    let appointed = SpreadingShare { appointed: true, ..share.clone() };
    assert_eq!(realised(on, &appointed, &new(80, "2030-03-01", false)).1.grant_cents, 0);
}

#[test]
fn an_entry_of_places_is_countered_once() {
    let (_, shares) = estimated();
    let on = day("2025-03-01");
    let (share, entry) = realised(on, &shares[0], &new(80, "2030-03-01", false));
    let (share, counter, marked) = corrected(on, Uuid::from_u128(8), &share, &entry).unwrap();
    assert_eq!((share.realised, counter.places, counter.grant_cents), (0, -80, -16_000_000));
    for wrong in [marked, counter] {
        let refused = corrected(on, Uuid::from_u128(9), &share, &wrong).unwrap_err();
        assert_eq!(refused.reason, "ALREADY_CORRECTED");
    }
}

proptest! {
    /// Whatever is traded and appointed, accepted totals add up to the estimate.
    #[test]
    fn totals_are_kept_through_every_accepted_step(
        places in 0_i32..5_000,
        steps in prop::collection::vec((1_u16..4, 1_u16..4, 0_i32..400), 0..6),
        appoint in prop::option::of((1_u16..4, 0_i32..400)),
    ) {
        let (cycle, mut shares) =
            split(day("2024-01-31"), 2024, (places, places / 12), &three()).unwrap();
        for (a, b, n) in steps {
            let find = |m: u16| shares.iter().find(|s| s.municipality == Municipality::new(m)).unwrap().clone();
            let (from, to) = (find(a), find(b));
            let agreed = [(from.municipality, from.indicative - n), (to.municipality, to.indicative + n)];
            if let Ok(after) = reported(&cycle, &refs(&shares), &from.province, &agreed) {
                for new in after {
                    let at = shares.iter().position(|s| s.share_id == new.share_id).unwrap();
                    shares[at] = new;
                }
            }
            prop_assert_eq!(shares.iter().map(|s| s.agreed).sum::<i32>(), places);
        }
        let appointments: Vec<_> = appoint.into_iter().map(|(m, n)| (Municipality::new(m), n)).collect();
        if let Ok((_, after)) = decided_on(day("2024-12-31"), &cycle, &refs(&shares), &appointments) {
            prop_assert_eq!(after.iter().map(|s| s.decided).sum::<i32>(), places);
        }
    }
}
