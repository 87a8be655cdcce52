//! Targets, transfers, balances and the ledger by the cases of the notes.

use super::*;

fn bases() -> Vec<Basis> {
    [(1, 100_000, 40), (2, 50_000, 0), (3, 25_000, -10)]
        .map(|(n, inhabitants, opening)| Basis {
            municipality: Municipality::new(n),
            inhabitants,
            opening: Some(opening),
            inhabitants_fixed: false,
            predecessors: Vec::new(),
        })
        .to_vec()
}

fn untold() -> Vec<Basis> {
    bases().into_iter().map(|basis| Basis { opening: None, ..basis }).collect()
}

#[test]
fn the_worked_half_year_is_set_and_closed_as_in_the_example() {
    let half: Half = "2026-I".parse().unwrap();
    let mut tasks = set_target(half, 1_000, &bases(), &[]).unwrap();
    assert_eq!(tasks.iter().map(|task| task.target).collect::<Vec<_>>(), [571, 286, 143]);
    for (task, (linked, realised)) in tasks.iter_mut().zip([(640, 520), (250, 250), (150, 143)]) {
        task.linked = linked;
        task.linked_in_time = linked;
        task.realised = realised;
    }
    let all: Vec<&Task> = tasks.iter().collect();
    let early = close(half, &all, Date::constant(2026, 6, 30)).unwrap_err();
    assert_eq!(early.reason, "HALF_NOT_OVER");
    let closed = close(half, &all, Date::constant(2026, 7, 1)).unwrap();
    let ends: Vec<_> = closed.iter().map(|t| (t.closing, t.excusable)).collect();
    assert_eq!(ends, [(91, 0), (36, 36), (-10, 0)]);
    // 30 behind, 1,000 to house, 913 housed: 117 behind.
    let sum = |of: fn(&Task) -> i32| closed.iter().map(of).sum::<i32>();
    assert_eq!((sum(|t| t.opening), sum(|t| t.target), sum(|t| t.realised)), (30, 1_000, 913));
    assert_eq!((sum(|t| t.closing), sum(|t| t.linked)), (117, 1_040));
    // Arrears carry into the next half-year; who tells others is refused.
    let before: Vec<&Task> = closed.iter().collect();
    let told = set_target(half.next(), 500, &bases(), &before).unwrap_err();
    assert_eq!(told.reason, "FACT_DIFFERS");
    let next = set_target(half.next(), 500, &untold(), &before).unwrap();
    let first = set_target(half, 1_000, &untold(), &[]).unwrap_err();
    assert_eq!(first.reason, "FACTS_MISSING");
    // Of a half-year that is still open they are expected only.
    let open: Vec<&Task> = tasks.iter().collect();
    let expected = set_target(half.next(), 500, &bases(), &open).unwrap();
    assert_eq!(expected.iter().map(|task| task.opening).collect::<Vec<_>>(), [40, 0, -10]);
    assert_eq!(next.iter().map(|task| task.opening).collect::<Vec<_>>(), [91, 36, -10]);
}

#[test]
fn a_municipality_is_given_once() {
    let twice = [bases(), bases()].concat();
    let refused = set_target("2026-I".parse().unwrap(), 10, &twice, &[]).unwrap_err();
    assert_eq!(refused.reason, "ALREADY_EXISTS");
}

fn code(n: u16) -> Municipality {
    Municipality::new(n)
}

fn of(n: u16, inhabitants: u32) -> Basis {
    Basis {
        municipality: code(n),
        inhabitants: inhabitants as i32,
        opening: Some(0),
        inhabitants_fixed: false,
        predecessors: Vec::new(),
    }
}

fn targets(national: i32, inhabitants: &[u32]) -> Vec<i32> {
    let bases: Vec<Basis> = (1..).zip(inhabitants).map(|(n, i)| of(n, *i)).collect();
    let tasks = set_target("2026-I".parse().unwrap(), national, &bases, &[]).unwrap();
    tasks.iter().map(|task| task.target).collect()
}

#[test]
fn t1_t2_t5_small_divisions() {
    assert_eq!(targets(1_000, &[100_000, 50_000, 25_000]), [571, 286, 143]);
    assert_eq!(targets(10, &[1_000, 1_000, 1_000]), [4, 3, 3]);
    assert_eq!(targets(0, &[1_000, 1_000]), [0, 0]);
}

#[test]
fn t6_all_342_municipalities_add_up_to_the_national_target() {
    let all: Vec<u32> = reference::MUNICIPALITIES.iter().map(|m| m.inhabitants).collect();
    assert_eq!(all.len(), 342);
    for national in [15_000, 9_979, 13_500, 27_300, 1] {
        assert_eq!(targets(national, &all).iter().sum::<i32>(), national);
    }
}

#[test]
fn two_municipalities_agree_on_another_split_and_the_total_stays_equal() {
    let tasks = set_target("2026-I".parse().unwrap(), 1_000, &bases(), &[]).unwrap();
    let (from, to) = transfer(&tasks[0], &tasks[2], 71).unwrap();
    assert_eq!((from.target, to.target, tasks[1].target), (500, 214, 286));
    assert_eq!((from.transferred, to.transferred), (-71, 71));
    assert_eq!(from.target + to.target + tasks[1].target, 1_000);
    assert_eq!(transfer(&from, &to, 501).unwrap_err().reason, "TRANSFER_TOO_LARGE");
    assert_eq!(transfer(&from, &from, 1).unwrap_err().reason, "SAME_MUNICIPALITY");
    let closed = Task { closed: true, ..to };
    assert_eq!(transfer(&from, &closed, 1).unwrap_err().reason, "WRONG_STATE");
}

#[test]
fn after_a_redivision_the_arrears_of_the_predecessors_carry_over() {
    let half: Half = "2025-II".parse().unwrap();
    let mut tasks = set_target(half, 1_000, &bases(), &[]).unwrap();
    tasks[1].realised = 280;
    let closed =
        close(half, &tasks.iter().collect::<Vec<_>>(), Date::constant(2026, 1, 2)).unwrap();
    let merged =
        Basis { inhabitants_fixed: true, predecessors: vec![code(2), code(3)], ..of(9, 74_000) };
    let before: Vec<&Task> = closed.iter().collect();
    let all = [of(1, 100_000), merged].map(|basis| Basis { opening: None, ..basis });
    let next = set_target(half.next(), 174, &all, &before).unwrap();
    assert_eq!((next[0].target, next[1].target), (100, 74));
    assert_eq!(next[1].opening, closed[1].closing + closed[2].closing);
    assert!(next[1].inhabitants_fixed && !next[0].inhabitants_fixed);
}

#[test]
fn who_was_linked_after_the_reference_day_does_not_make_arrears_blamable() {
    let mut task = Task::new("2026-I".parse().unwrap(), code(2), 50_000, 286, 0);
    (task.linked, task.linked_in_time, task.realised) = (286, 250, 250);
    let closed = close("2026-I".parse().unwrap(), &[&task], Date::constant(2026, 7, 1)).unwrap();
    assert_eq!((closed[0].closing, closed[0].excusable), (36, 36));
}

#[test]
fn no_target_is_set_once_the_task_is_abolished() {
    let half: Half = "2026-I".parse().unwrap();
    assert!(may_set(law::sept_2025(), half).is_ok());
    let path = std::env::temp_dir().join(format!("keten-abolished-{}.toml", std::process::id()));
    let text = "name = \"ABOLISHED\"\ntitle = \"x\"\ninherits = \"SEPT_2025\"\n[rules.TASK_ABOLISHED]\nvalues = [{ value = false, source = \"x\" }, { from = 2027-01-01, value = true, source = \"x\" }]\n";
    std::fs::write(&path, text).unwrap();
    let policy = Policy::load(path.to_str().unwrap()).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(may_set(&policy, "2026-II".parse().unwrap()).is_ok());
    let refused = may_set(&policy, "2027-I".parse().unwrap()).unwrap_err();
    assert_eq!(refused.reason, "TASK_ABOLISHED");
}

#[test]
fn a_wrong_entry_is_countered_once_with_its_contribution() {
    use crate::domain::codes::RealisationKind;
    let on = Date::constant(2025, 12, 20);
    let key = (kernel::HouseholdId::from_u128(1), 5);
    let policy = law::sept_2025();
    let entry = RealisationEntry::of(policy, key, code(1), 4, RealisationKind::Temporary, on);
    assert_eq!(entry.amount_cents, 12_000_000);
    let late = Date::constant(2026, 1, 5);
    let unpaid = RealisationEntry::of(policy, key, code(1), 4, RealisationKind::Shared, late);
    let home = RealisationEntry::of(policy, key, code(1), 4, RealisationKind::Dwelling, on);
    assert_eq!((unpaid.amount_cents, home.amount_cents), (0, 0));
    let (counter, marked) = entry.counter(late, "wrong municipality").unwrap();
    assert_eq!((counter.persons, counter.amount_cents), (-4, -12_000_000));
    assert_eq!(
        (counter.half.as_str(), counter.corrects.as_ref()),
        ("2026-I", Some(&entry.entry_id))
    );
    assert_eq!(marked.counter(late, "again").unwrap_err().reason, "ALREADY_CORRECTED");
    assert_eq!(counter.counter(late, "back").unwrap_err().reason, "ALREADY_CORRECTED");
    let early = Date::constant(2025, 12, 1);
    assert_eq!(entry.counter(early, "x").unwrap_err().reason, "DATE_BEFORE_LAST");
}
