//! Sets inherit and override by date, and say clearly what is wrong with them.

use super::*;
use crate::value::Cents;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Loads a set of one's own from a file that is removed again.
fn own(name: &str, text: &str) -> Result<Policy, PolicyError> {
    let path =
        std::env::temp_dir().join(format!("keten-policy-{name}-{}.toml", std::process::id()));
    std::fs::write(&path, text).unwrap();
    let loaded = Policy::load(path.to_str().unwrap());
    std::fs::remove_file(&path).unwrap();
    loaded
}

#[test]
fn every_built_in_set_is_sound() {
    for name in Policy::built_in_names() {
        let policy = Policy::load(name).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(policy.name(), name);
        assert!(!policy.title().is_empty());
    }
    assert_eq!(
        Policy::load("WITH_EMERGENCY_ACT").unwrap().inherits(),
        ["SEPT_2025", "PACT_PLUS_TWO_STATUS_2026"]
    );
}

#[test]
fn the_date_of_lodging_chooses_the_law() {
    assert_eq!(sept_2025().regime(day("2026-06-11")), Regime::Legacy2013);
    assert_eq!(sept_2025().regime(day("2026-06-12")), Regime::Pact2026);
    assert_eq!(sept_2025().begins(rule::PACT), Some(day("2026-06-12")));
    assert_eq!(sept_2025().begins(rule::TWO_STATUS), None);
}

#[test]
fn a_set_overrides_by_date_and_leaves_the_rest() {
    let (before, after) = (day("2026-06-11"), day("2026-06-12"));
    assert_eq!(pact_2026().get(rule::PERMIT_VALIDITY, before), Term::Years(5));
    assert_eq!(pact_2026().get(rule::PERMIT_VALIDITY, after), Term::Years(3));
    assert_eq!(sept_2025().get(rule::PERMIT_VALIDITY, after), Term::Years(5));
    let act = Policy::load("WITH_EMERGENCY_ACT").unwrap();
    assert!(act.get(rule::JUDICIAL_PENALTY, before) && !act.get(rule::JUDICIAL_PENALTY, after));
    assert!(pact_2026().get(rule::JUDICIAL_PENALTY, after));
}

#[test]
fn a_set_of_ones_own_inherits_and_says_which_set_said_what() {
    let text = r#"
        name = "MINE"
        title = "Longer terms from September"
        inherits = "PACT_PLUS_TWO_STATUS_2026"
        [rules.REGULAR]
        values = [{ from = 2026-09-01, value = "9 months", source = "what-if", verified = false }]
        [rules.HAR_PLUS_AMOUNT]
        values = [{ value = "EUR 35000.50", source = "what-if" }]
    "#;
    let mine = own("mine", text).unwrap();
    assert_eq!(mine.get(rule::REGULAR, day("2026-08-31")), Term::Months(6));
    assert_eq!(mine.due(rule::REGULAR, day("2026-09-01")), day("2027-06-01"));
    assert_eq!(mine.get(rule::HAR_PLUS_AMOUNT, day("2020-01-01")), Cents(3_500_050));
    let index = rule_named("har-plus-amount").unwrap();
    let sets: Vec<&str> = mine.history(index).iter().map(|dated| dated.set.as_str()).collect();
    assert_eq!(sets, ["MINE"], "a value since ever replaces all");
    let regular = rule_named("REGULAR").unwrap();
    let first = mine.in_force(regular, day("2026-07-01"));
    assert_eq!((first.set.as_str(), first.source.as_str()), ("SEPT_2025", "APR 35(4)"));
    assert!(!mine.in_force(regular, day("2027-01-01")).verified);
}

#[test]
fn every_fault_of_a_set_is_named() {
    let text = r#"
        name = "WRONG"
        title = "Wrong in many ways"
        inherits = "SEPT_2025"
        [rules.REGULAX]
        values = [{ value = "6 months", source = "x" }]
        [rules.ACCELERATED]
        values = [{ value = "three months", source = "x" }, { from = 2026-01-01, value = "2 months", source = " " }]
        [rules.PACT]
        values = [{ from = 2026-01-01, value = 1, source = "x" }]
        [rules.LINKING]
        values = [{ from = 2026-01-01, value = "2 weeks", source = "x" }, { from = 2026-01-01, value = "3 weeks", source = "x" }]
        [rules.HOUSING]
        values = []
        [rules.BORDER]
        values = [{ from = 2026-01-01T10:00:00, value = "2 weeks", source = "x" }]
    "#;
    let said = own("wrong", text).unwrap_err().to_string();
    for expected in [
        "REGULAX: no rule has this name; did you mean REGULAR?",
        "ACCELERATED: the first value: ",
        "ACCELERATED: 2026-01-01: a source is required",
        "PACT: 2026-01-01: 1 is not true or false",
        "LINKING: 2026-01-01: two values begin on the same date",
        "HOUSING: no values are given",
        "BORDER: from 2026-01-01T10:00:00: must be a civil date",
    ] {
        assert!(said.contains(expected), "{expected}\nis not in\n{said}");
    }
}

#[test]
fn what_is_no_set_is_refused_with_its_reason() {
    let unknown = Policy::load("NEXT_YEAR").unwrap_err().to_string();
    assert!(unknown.contains("NEXT_YEAR") && unknown.contains("SEPT_2025"), "{unknown}");
    let syntax = own("syntax", "name = \"X\"\ntitle = 3\n").unwrap_err().to_string();
    assert!(syntax.contains("line 2"), "{syntax}");
    let field = own("field", "name = \"X\"\ntitle = \"x\"\ncolour = 1\n").unwrap_err().to_string();
    assert!(field.contains("colour"), "{field}");
    let taken = own("taken", "name = \"SEPT_2025\"\ntitle = \"x\"\n").unwrap_err().to_string();
    assert!(taken.contains("name of its own"), "{taken}");
    let base = own("base", "name = \"ALONE\"\ntitle = \"x\"\n").unwrap_err().to_string();
    assert!(base.contains("PACT: no value holds since ever"), "{base}");
}

#[test]
fn a_set_that_inherits_from_itself_is_refused() {
    let path = std::env::temp_dir().join(format!("keten-policy-loop-{}.toml", std::process::id()));
    let name = path.file_name().unwrap().to_str().unwrap();
    std::fs::write(&path, format!("name = \"LOOP\"\ntitle = \"x\"\ninherits = {name:?}\n"))
        .unwrap();
    let loaded = Policy::load(path.to_str().unwrap());
    std::fs::remove_file(&path).unwrap();
    assert!(loaded.unwrap_err().to_string().contains("inherits from itself"));
}
