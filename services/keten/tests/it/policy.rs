//! `keten policy` as people run it: what it prints, how it ends, and that a wrong set is refused with its faults.

use std::path::PathBuf;
use std::process::Output;

use serde_json::Value as Json;

use crate::commands::{keten, text};

fn policy(arguments: &[&str]) -> Output {
    let mut all = vec!["policy"];
    all.extend(arguments);
    keten(&all)
}

/// What it prints when it is done.
#[track_caller]
fn done(arguments: &[&str]) -> String {
    let output = policy(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", errors(&output));
    text(&output)
}

#[track_caller]
fn json(arguments: &[&str]) -> Json {
    serde_json::from_str(&done(arguments)).unwrap()
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A set of one's own as a file, in a folder that goes with it.
fn own(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.toml");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn policy_list_names_every_set_that_comes_with_the_software() {
    let listed = done(&["list"]);
    let names: Vec<&str> =
        listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, ["SEPT_2025", "PACT_PLUS_TWO_STATUS_2026", "WITH_EMERGENCY_ACT"]);
    for name in names {
        assert!(done(&["check", name]).contains("sound"), "{name}");
    }
}

#[test]
fn policy_show_lists_every_rule_and_marks_what_is_not_confirmed() {
    let all = json(&["show", "--on", "2026-07-01", "--json"]);
    assert_eq!(all["policy"], "PACT_PLUS_TWO_STATUS_2026");
    let rules = all["rules"].as_array().unwrap();
    assert_eq!(rules.len(), law::rule::CATALOGUE.len());
    for rule in rules {
        let filled = |key: &str| rule[key].as_str().is_some_and(|text| !text.trim().is_empty());
        assert!(
            ["rule", "title", "value", "source", "set"].iter().all(|key| filled(key)),
            "{rule}"
        );
    }
    let doubtful = json(&["show", "--on", "2026-07-01", "--json", "--unverified"]);
    let doubtful = doubtful["rules"].as_array().unwrap();
    assert!(!doubtful.is_empty() && doubtful.iter().all(|rule| rule["verified"] == false));
    let shown = done(&["show", "--on", "2026-07-01", "--find", "appeal"]);
    assert!(shown.contains("APPEAL_FAST             ? 1 week"), "{shown}");
    assert!(!shown.contains("OCCUPANCY_NORM"), "{shown}");
    assert!(shown.contains("marked ? are not confirmed by a primary source"), "{shown}");
}

#[test]
fn policy_explain_names_value_source_since_and_set() {
    let after = json(&["explain", "PERMIT_VALIDITY", "--on", "2026-06-12", "--json"]);
    let of = |json: &Json, key: &str| json[key].as_str().unwrap_or_default().to_owned();
    assert_eq!(of(&after, "value"), "3 years");
    assert_eq!(of(&after, "since"), "2026-06-12");
    assert_eq!(of(&after, "set"), "PACT_PLUS_TWO_STATUS_2026");
    assert!(of(&after, "source").contains("ind.nl"));
    assert_eq!(after["history"].as_array().unwrap().len(), 2);
    let before = json(&["explain", "permit-validity", "--on", "2026-06-11", "--json"]);
    assert_eq!((of(&before, "value"), of(&before, "set")), ("5 years".into(), "SEPT_2025".into()));
    assert_eq!(before["since"], Json::Null, "since ever");

    let said = done(&["explain", "REGULAR", "--on", "2026-06-12"]);
    for line in [
        "  on 2026-06-12     6 months",
        "  since       ever",
        "  source      APR 35(4)",
        "  set         SEPT_2025, inherited by PACT_PLUS_TWO_STATUS_2026",
        "  verified    yes",
        "  begun then  ends on 2026-12-12; where the calculator holds, on 2026-12-14",
        "  > ever         6 months       APR 35(4) (SEPT_2025)",
    ] {
        assert!(said.lines().any(|shown| shown == line), "{line:?} in {said}");
    }
}

#[test]
fn policy_diff_ends_like_diff() {
    assert!(done(&["diff", "SEPT_2025", "SEPT_2025"]).contains("0 differences"));
    let differs = policy(&["diff", "SEPT_2025", "PACT_PLUS_TWO_STATUS_2026", "--json"]);
    assert_eq!(differs.status.code(), Some(1), "the sets differ");
    let rows: Json = serde_json::from_slice(&differs.stdout).unwrap();
    let rows = rows.as_array().unwrap();
    let permit = rows.iter().find(|row| row["rule"] == "PERMIT_VALIDITY").unwrap();
    assert_eq!(permit["from"], "2026-06-12");
    assert_eq!(permit["SEPT_2025"], "5 years");
    assert_eq!(permit["PACT_PLUS_TWO_STATUS_2026"], "3 years");
    assert!(rows.iter().all(|row| row["rule"] != "REGULAR"), "what is the same is not listed");
    let share = rows.iter().find(|row| row["rule"] == "RELOCATION_SHARE").unwrap();
    assert_eq!(share["until"], "2026-12-31", "a difference ends");
}

#[test]
fn a_set_of_ones_own_is_checked_explained_and_compared() {
    let (_folder, path) = own("name = \"MINE\"\ntitle = \"Nine months\"\n\
        inherits = \"PACT_PLUS_TWO_STATUS_2026\"\n\
        [rules.REGULAR]\nvalues = [{ from = 2026-09-01, value = \"9 months\", source = \"what-if\" }]\n");
    let path = path.to_str().unwrap();
    assert!(done(&["check", path]).contains("MINE"));
    let said = json(&["explain", "REGULAR", "--policy", path, "--on", "2026-09-01", "--json"]);
    assert_eq!((&said["value"], &said["set"]), (&Json::from("9 months"), &Json::from("MINE")));
    let differs = policy(&["diff", "PACT_PLUS_TWO_STATUS_2026", path]);
    assert_eq!(differs.status.code(), Some(1));
    assert!(
        text(&differs).contains("since 2026-09-01") && text(&differs).contains("1 differences")
    );
}

#[test]
fn a_wrong_set_is_refused_with_all_its_faults() {
    let (_folder, path) = own("name = \"WRONG\"\ntitle = \"Wrong in many ways\"\n\
        inherits = \"SEPT_2025\"\n\
        [rules.REGULAX]\nvalues = [{ value = \"6 months\", source = \"x\" }]\n\
        [rules.ACCELERATED]\nvalues = [{ value = \"three months\", source = \"x\" }]\n\
        [rules.PACT]\nvalues = [{ from = 2026-01-01, value = 1, source = \" \" }]\n");
    let path = path.to_str().unwrap();
    for arguments in [
        vec!["check", path],
        vec!["diff", "SEPT_2025", path],
        vec!["show", "--policy", path],
        vec!["explain", "REGULAR", "--policy", path],
    ] {
        let refused = policy(&arguments);
        assert_eq!(refused.status.code(), Some(64), "{arguments:?}");
        assert!(refused.stdout.is_empty(), "nothing is shown of a wrong set");
        for fault in ["REGULAX", "ACCELERATED", "three months", "PACT"] {
            assert!(errors(&refused).contains(fault), "{fault} in {}", errors(&refused));
        }
    }
}

#[test]
fn policy_refuses_what_it_does_not_know_and_says_what_there_is() {
    for (arguments, said) in [
        (&["check", "NOPE"][..], "SEPT_2025, PACT_PLUS_TWO_STATUS_2026, WITH_EMERGENCY_ACT"),
        (&["explain", "REGULAR_TERM"], "there are REGULAR"),
        (&["explain", "NOTHING"], "keten policy show lists them"),
        (&["explain", "REGULAR", "--on", "2026-13-01"], "2026-13-01"),
        (&["diff", "SEPT_2025"], "<OTHER>"),
        (&["repeal"], "repeal"),
    ] {
        let refused = policy(arguments);
        assert_eq!(refused.status.code(), Some(64), "{arguments:?}");
        assert!(errors(&refused).contains(said), "{arguments:?}: {}", errors(&refused));
    }
}
