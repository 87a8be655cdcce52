//! What services say against what their contracts list: types of events, reasons of refusals, tables that are made.

use std::fs;
use std::path::Path;

use kernel::Reason;

/// What a source file says that its contract does not.
pub fn check(file: &str, text: &str) -> Vec<String> {
    let Some(service) = file.strip_prefix("services/").and_then(|rest| rest.split('/').next())
    else {
        return Vec::new();
    };
    let is_test = file.contains("/tests/") || file.ends_with("tests.rs");
    if is_test || !file.contains("/src/") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let product = text.split("\n#[cfg(test)]\n").next().unwrap_or_default();
    for (number, line) in product.lines().enumerate() {
        let number = number + 1;
        if line.contains(concat!("\"", "nl.")) && line.contains(".v1\"") {
            findings.push(format!("{file}:{number}: the type of an event is its message's TYPE"));
        }
        for name in reasons(line) {
            if name == "WrongState" {
                findings.push(format!(
                    "{file}:{number}: say the state and what comes next: Refusal::wrong_state, not_now or settled"
                ));
            }
            if let Some(reason) = Reason::ALL.iter().find(|reason| format!("{reason:?}") == name) {
                let given = reason.services();
                if !given.contains(&service) && !given.contains(&"operations") {
                    findings.push(format!(
                        "{file}:{number}: the contract of {service} lists no {reason}"
                    ));
                }
            }
        }
    }
    findings
}

/// Names after `Reason::` in a line.
fn reasons(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("Reason::")
        .filter(|(at, _)| !line[..*at].ends_with(|c: char| c.is_ascii_alphanumeric()))
        .map(|(at, found)| {
            let rest = &line[at + found.len()..];
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            &rest[..end]
        })
}

/// Migrations of a package that its library does not name: they would never run.
pub fn migrations(name: &str, package: &Path) -> Vec<String> {
    let library = fs::read_to_string(package.join("src/lib.rs")).unwrap_or_default();
    let files = fs::read_dir(package.join("migrations/sqlite")).into_iter().flatten().flatten();
    let mut findings: Vec<String> = files
        .filter_map(|entry| {
            let file = entry.path().file_stem()?.to_string_lossy().into_owned();
            let named = library.contains(&format!("\"{file}\""));
            (!named).then(|| format!("{name}: src/lib.rs does not name the migration {file}"))
        })
        .collect();
    findings.sort();
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_of_another_contract_and_a_type_in_quotes_are_found() {
        let text = concat!(
            "no(Reason::TaskAbolished)\nReason::AlreadyExists\nEndReason::TaskAbolished\n",
            "Refusal::new(kernel::Reason::EventTooLarge, x)\n\"nl.",
            "mvv.aangeboden.v1\"\n"
        );
        let found = check("services/intake/src/domain/x.rs", text);
        let lines: Vec<&str> = found.iter().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(
            lines,
            ["services/intake/src/domain/x.rs:1:", "services/intake/src/domain/x.rs:5:"]
        );
        assert_eq!(check("services/housing/src/domain/x.rs", text).len(), 1);
        assert_eq!(check("services/housing/src/domain/x.rs", "Reason::WrongState").len(), 1);
        assert!(check("services/intake/src/domain/tests.rs", text).is_empty());
    }

    #[test]
    fn a_migration_that_nobody_names_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let package = folder.path();
        for made in ["src", "migrations/sqlite"] {
            fs::create_dir_all(package.join(made)).unwrap();
        }
        fs::write(package.join("src/lib.rs"), "db::migrations![100 => \"0100_one\"];").unwrap();
        for file in ["0100_one.sql", "0101_two.sql"] {
            fs::write(package.join("migrations/sqlite").join(file), "").unwrap();
        }
        assert_eq!(
            migrations("x", package),
            ["x: src/lib.rs does not name the migration 0101_two"]
        );
    }
}
