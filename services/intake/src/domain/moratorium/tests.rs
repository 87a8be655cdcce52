//! Moratoria: declared, refused, ended, one beside another.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn declare(starts_on: &str, ends_on: &str) -> Command<MoratoriumId, CommandKind> {
    let kind = CommandKind::DeclareMoratorium {
        nationality: Nationality::new(b"SYR"),
        decisions: true,
        departures: true,
        starts_on: day(starts_on),
        ends_on: day(ends_on),
    };
    Command::new(kernel::MoratoriumId::from_u128(1), day(starts_on), kind)
}

#[test]
fn the_moratorium_on_syria_of_december_2024() {
    let command = declare("2024-12-09", "2025-06-09");
    let events = decide(law::sept_2025(), None, &command, day("2024-12-09"), &[]).unwrap();
    let found = evolve(None, &events[0]);
    assert!(due(&found, day("2025-06-09")).is_empty());
    let over = due(&found, day("2025-06-10"));
    assert_eq!(evolve(Some(found.clone()), &over[0]).ended_on, Some(day("2025-06-10")));
    let mut again = declare("2025-01-01", "2025-03-01");
    again.key = kernel::MoratoriumId::from_u128(2);
    let refused = decide(law::sept_2025(), None, &again, day("2025-01-01"), &[&found]);
    assert_eq!(refused.unwrap_err().reason, "MORATORIUM_RUNS");
}

#[test]
fn one_legacy_order_lasts_six_months_at_most_and_one_of_the_pact_may_last_longer() {
    let command = declare("2025-01-01", "2025-07-02");
    let refused = decide(law::sept_2025(), None, &command, day("2025-01-01"), &[]);
    assert_eq!(refused.unwrap_err().reason, "MORATORIUM_TOO_LONG");
    let command = declare("2026-07-01", "2027-03-01");
    assert!(decide(law::pact_2026(), None, &command, day("2026-07-01"), &[]).is_ok());
}

fn command(n: u128, on: Date, kind: CommandKind) -> Command<MoratoriumId, CommandKind> {
    Command::new(kernel::MoratoriumId::from_u128(n), on, kind)
}

fn reason<T: std::fmt::Debug>(result: Result<T, Refusal>) -> kernel::Reason {
    result.unwrap_err().reason
}

/// Each command that a moratorium refuses, with the name of the refusal.
#[test]
fn a_moratorium_refuses_by_name() {
    let on = day("2026-07-01");
    let of = |decisions, departures, starts_on, ends_on| CommandKind::DeclareMoratorium {
        nationality: Nationality::new(b"SYR"),
        decisions,
        departures,
        starts_on: day(starts_on),
        ends_on: day(ends_on),
    };
    let asked = |state: Option<&Moratorium>, kind: CommandKind| {
        decide(law::pact_2026(), state, &command(1, on, kind), on, &[])
    };
    let sound = of(true, false, "2026-07-01", "2026-12-31");
    let running = evolve(None, &asked(None, sound.clone()).unwrap()[0]);
    let ends = asked(Some(&running), CommandKind::EndMoratorium {}).unwrap();
    let ended = evolve(Some(running.clone()), &ends[0]);
    for (state, kind, refused) in [
        (None, of(false, false, "2026-07-01", "2026-12-31"), "NOTHING_POSTPONED"),
        (None, of(true, true, "2026-07-02", "2026-07-01"), "DATE_BEFORE_LAST"),
        (Some(&running), sound, "ALREADY_EXISTS"),
        (None, CommandKind::EndMoratorium {}, "NOT_FOUND"),
        (Some(&ended), CommandKind::EndMoratorium {}, "WRONG_STATE"),
    ] {
        assert_eq!(reason(asked(state, kind)), refused);
    }
    let mut seen = command(1, on, CommandKind::EndMoratorium {});
    seen.expected_version = Some(9);
    let unseen = decide(law::pact_2026(), Some(&running), &seen, on, &[]);
    assert_eq!(reason(unseen), "VERSION_CONFLICT");
    let tomorrow = command(2, day("2026-07-02"), of(true, true, "2026-07-02", "2026-08-01"));
    let ahead = decide(law::pact_2026(), None, &tomorrow, on, &[]);
    assert_eq!(reason(ahead), "DATE_IN_FUTURE");
}

/// Decisions and departures of a nationality are held apart; another nationality is not held at all.
#[test]
fn two_moratoria_on_a_nationality_may_run_when_they_hold_different_things() {
    let on = day("2026-07-01");
    let declare =
        |n: u128, nationality: &[u8; 3], decisions, departures, others: &[&Moratorium]| {
            let kind = CommandKind::DeclareMoratorium {
                nationality: Nationality::new(nationality),
                decisions,
                departures,
                starts_on: on,
                ends_on: day("2026-12-31"),
            };
            decide(law::pact_2026(), None, &command(n, on, kind), on, others)
        };
    let decisions = evolve(None, &declare(1, b"SYR", true, false, &[]).unwrap()[0]);
    assert_eq!(reason(declare(2, b"SYR", true, true, &[&decisions])), "MORATORIUM_RUNS");
    declare(2, b"SYR", false, true, &[&decisions]).unwrap();
    declare(2, b"IRN", true, false, &[&decisions]).unwrap();
    let over = due(&decisions, day("2027-01-01"));
    let ended = evolve(Some(decisions), &over[0]);
    declare(3, b"SYR", true, false, &[&ended]).unwrap();
}

#[derive(Clone, Debug)]
enum Step {
    Declare { syrian: bool, decisions: bool, departures: bool, in_days: i32, for_days: i32 },
    End(usize),
    Wait(i32),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (any::<(bool, bool, bool)>(), 0_i32..60, -20_i32..400).prop_map(
            |((syrian, decisions, departures), in_days, for_days)| Step::Declare {
                syrian,
                decisions,
                departures,
                in_days,
                for_days
            }
        ),
        (0_usize..12).prop_map(Step::End),
        (0_i32..120).prop_map(Step::Wait),
    ]
}

proptest! {
    #[test]
    fn random_moratoria_never_overlap_and_end_once(
        start in prop::sample::select(vec!["2024-12-09", "2026-07-01"]),
        steps in prop::collection::vec(any_step(), 1..40),
    ) {
        let policy = law::pact_2026();
        let mut all: BTreeMap<u128, Moratorium> = BTreeMap::new();
        let mut today = day(start);
        for (n, step) in steps.into_iter().enumerate() {
            let (n, kind) = match step {
                Step::Wait(days) => {
                    today = today.saturating_add(days.days());
                    for found in all.values_mut() {
                        for event in due(found, today) {
                            prop_assert!(found.ends_on < today, "not before its last day is over");
                            *found = evolve(Some(found.clone()), &event);
                        }
                    }
                    continue;
                }
                Step::End(n) => (n as u128, CommandKind::EndMoratorium {}),
                Step::Declare { syrian, decisions, departures, in_days, for_days } => {
                    let starts_on = today.saturating_add(in_days.days());
                    let kind = CommandKind::DeclareMoratorium {
                        nationality: Nationality::new(if syrian { b"SYR" } else { b"IRN" }),
                        decisions,
                        departures,
                        starts_on,
                        ends_on: starts_on.saturating_add(for_days.days()),
                    };
                    (n as u128, kind)
                }
            };
            let before = all.get(&n).cloned();
            let others: Vec<&Moratorium> = all.values().collect();
            let Ok(events) = decide(policy, before.as_ref(), &command(n, today, kind), today, &others)
            else {
                continue;
            };
            prop_assert!(before.as_ref().is_none_or(|found| found.ended_on.is_none()), "ends once");
            all.insert(n, events.iter().fold(before, |found, event| Some(evolve(found, event))).unwrap());
            let running: Vec<&Moratorium> =
                all.values().filter(|found| found.ended_on.is_none()).collect();
            for (at, one) in running.iter().enumerate() {
                prop_assert!(one.decisions || one.departures);
                prop_assert!(one.starts_on <= one.ends_on);
                if policy.regime(one.starts_on) == Regime::Legacy2013 {
                    let longest = policy.get(rule::LEGACY_MORATORIUM_ORDER, one.starts_on);
                    prop_assert!(one.ends_on <= longest.end(one.starts_on), "six months an order");
                }
                for other in &running[at + 1..] {
                    let same = one.nationality == other.nationality
                        && ((one.decisions && other.decisions) || (one.departures && other.departures));
                    let apart = one.ends_on < other.starts_on || other.ends_on < one.starts_on;
                    prop_assert!(!same || apart, "{one:?} beside {other:?}");
                }
            }
        }
    }
}
