//! The proof that the law is covered: every test and every rule that `docs/coverage-of-the-domain.md` names exists.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Result;

/// The document.
pub const DOCUMENT: &str = "docs/coverage-of-the-domain.md";
/// What partners send and listen to.
const PARTNERS: &str = "docs/partners.md";
/// Pages of those who keep a service.
const PARTNER_PAGES: &str = "docs/partners";

/// Names of all functions in the sources.
pub fn functions(sources: &[String]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for text in sources {
        for after in text.split("fn ").skip(1) {
            let name: String =
                after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            all.insert(name);
        }
    }
    all
}

/// Names of the rules of the policy sets: `rule.rs`, and the files of the folder `rule`, if there is one.
pub fn rules(law: &Path) -> Result<BTreeSet<String>> {
    let mut texts = vec![fs::read_to_string(law.join("rule.rs"))?];
    for entry in fs::read_dir(law.join("rule")).into_iter().flatten() {
        texts.push(fs::read_to_string(entry?.path())?);
    }
    let lines = texts.iter().flat_map(|text| text.lines());
    let declared = lines.filter_map(|line| {
        let (name, kind) = line.trim().strip_suffix(';')?.split_once(": ")?;
        let plain = kind.bytes().all(|b| b.is_ascii_alphanumeric());
        (is_rule(name) && plain).then(|| name.to_owned())
    });
    Ok(declared.collect())
}

/// Everything in the document that names what is not there, one line each.
pub fn check(
    document: &str,
    functions: &BTreeSet<String>,
    rules: &BTreeSet<String>,
) -> Vec<String> {
    let mut findings = Vec::new();
    let mut columns: Vec<String> = Vec::new();
    let mut tests = 0;
    for (number, line) in document.lines().enumerate() {
        let mut say = |what: String| findings.push(format!("{DOCUMENT}:{}: {what}", number + 1));
        let Some(row) = line.trim().strip_prefix('|') else {
            columns.clear();
            continue;
        };
        let cells: Vec<&str> = row.trim_end_matches('|').split('|').map(str::trim).collect();
        if columns.is_empty() {
            columns = cells.iter().map(|cell| (*cell).to_owned()).collect();
            continue;
        }
        if cells.iter().all(|cell| !cell.is_empty() && cell.bytes().all(|b| b == b'-')) {
            continue;
        }
        if cells.len() != columns.len() {
            say(format!("{} cells under {} columns", cells.len(), columns.len()));
        }
        for (column, cell) in columns.iter().zip(&cells) {
            match column.as_str() {
                "test" => {
                    if cell.is_empty() {
                        say("neither a test nor a reason".to_owned());
                    }
                    for name in in_backticks(cell) {
                        tests += 1;
                        if !functions.contains(name) {
                            say(format!("there is no test {name}"));
                        }
                    }
                }
                "rule" => {
                    let names = cell.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
                    for name in names.filter(|name| is_rule(name) && !rules.contains(*name)) {
                        say(format!("there is no rule {name}"));
                    }
                }
                _ => {}
            }
        }
    }
    if tests == 0 {
        findings.push(format!("{DOCUMENT}: names no test"));
    }
    findings
}

/// Commands (`service.Rpc`) and types of events (`nl.…`) in backticks in a document that no contract knows.
pub fn unknown_names(file: &str, document: &str, contracts: &Contracts) -> Vec<String> {
    let mut findings = Vec::new();
    for (number, line) in document.lines().enumerate() {
        for name in in_backticks(line) {
            let command = name.split_once('.').is_some_and(|(service, rpc)| {
                service.bytes().all(|b| b.is_ascii_lowercase())
                    && rpc.starts_with(|c: char| c.is_ascii_uppercase())
            });
            let event = name.starts_with("nl.");
            if (command && !contracts.commands.contains(name))
                || (event && !contracts.events.contains(name))
            {
                findings.push(format!("{file}:{}: no contract knows {name}", number + 1));
            }
        }
    }
    findings
}

/// Every page on partners.
pub fn partners(root: &Path) -> Result<Vec<String>> {
    let mut pages = vec![PARTNERS.to_owned()];
    for page in fs::read_dir(root.join(PARTNER_PAGES))? {
        pages.push(format!("{PARTNER_PAGES}/{}", page?.file_name().to_string_lossy()));
    }
    pages.sort();
    Ok(pages)
}

/// What the contracts know.
#[derive(Debug, Default)]
pub struct Contracts {
    /// Commands and queries, as `service.Rpc`.
    pub commands: BTreeSet<String>,
    /// Types of events.
    pub events: BTreeSet<String>,
}

impl Contracts {
    /// Reads them from the repository.
    pub fn of(root: &Path) -> Result<Self> {
        let mut found = Self::default();
        for service in fs::read_dir(root.join("proto/ketenstroom"))? {
            let service = service?;
            let name = service.file_name().to_string_lossy().into_owned();
            let path = service.path().join("v1").join(format!("{name}_service.proto"));
            for line in fs::read_to_string(path).unwrap_or_default().lines() {
                if let Some(rpc) = line.trim().strip_prefix("rpc ") {
                    let rpc = rpc.split('(').next().unwrap_or_default();
                    found.commands.insert(format!("{name}.{rpc}"));
                }
            }
        }
        let types = fs::read_to_string(root.join("crates/wire/src/gen/lists.rs"))?;
        let quoted = types.split('"').filter(|text| text.starts_with("nl."));
        found.events = quoted.map(str::to_owned).collect();
        Ok(found)
    }
}

fn in_backticks(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// Whether a word is written like the name of a rule: `UPPER_CASE`, three letters or more.
fn is_rule(name: &str) -> bool {
    name.len() > 2
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(all: &[&str]) -> BTreeSet<String> {
        all.iter().map(|name| (*name).to_owned()).collect()
    }

    fn found(document: &str) -> Vec<String> {
        check(document, &names(&["it_is_so", "golden_case"]), &names(&["REGULAR"]))
    }

    const HEAD: &str = "| row | rule | test |\n|---|---|---|\n";

    #[test]
    fn a_document_that_names_what_exists_is_sound() {
        let document = format!(
            "# Coverage\n\n{HEAD}| 1 | REGULAR | `it_is_so`, `golden_case` |\n| 2 | - | a value |\n"
        );
        assert_eq!(found(&document), Vec::<String>::new());
    }

    #[test]
    fn a_test_or_a_rule_that_is_not_there_is_named_with_its_line() {
        let document = format!("{HEAD}| 1 | REGULAX, REGULAR | `it_is_so`, `it_is_not` |\n");
        assert_eq!(
            found(&document),
            [
                "docs/coverage-of-the-domain.md:3: there is no rule REGULAX",
                "docs/coverage-of-the-domain.md:3: there is no test it_is_not",
            ]
        );
    }

    #[test]
    fn a_row_without_test_or_reason_and_a_row_of_another_width_are_found() {
        let said =
            found(&format!("{HEAD}| 1 | - | |\n| 2 | `it_is_so` |\n| 3 | - | `it_is_so` |\n"));
        assert_eq!(
            said,
            [
                "docs/coverage-of-the-domain.md:3: neither a test nor a reason",
                "docs/coverage-of-the-domain.md:4: 2 cells under 3 columns",
            ]
        );
        assert_eq!(found("nothing"), ["docs/coverage-of-the-domain.md: names no test"]);
    }

    #[test]
    fn a_command_or_a_type_that_no_contract_knows_is_named() {
        let contracts = Contracts {
            commands: names(&["intake.LodgeAppeal"]),
            events: names(&["nl.mvv.aangeboden.v1"]),
        };
        let document = "`intake.LodgeAppeal`, `nl.mvv.aangeboden.v1`, `reported_by`\n\
            `intake.Appeal`\n`nl.mvv.geweigerd.v1` and `nl.mvv.aangeboden.v1`\n";
        assert_eq!(
            unknown_names("partners.md", document, &contracts),
            [
                "partners.md:2: no contract knows intake.Appeal",
                "partners.md:3: no contract knows nl.mvv.geweigerd.v1",
            ]
        );
    }

    #[test]
    fn functions_and_rules_are_read_from_the_sources() {
        let sources = ["#[test]\nfn it_is_so() {}\nasync fn waits(x: u8) {}\n".to_owned()];
        assert_eq!(functions(&sources), names(&["it_is_so", "waits"]));
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        file(
            "rule.rs",
            "rules! {\n    /// A term.\n    REGULAR: Term;\n    pub code: &'static str;\n}\n",
        );
        assert_eq!(rules(folder.path()).unwrap(), names(&["REGULAR"]));
        fs::create_dir(folder.path().join("rule")).unwrap();
        file("rule/housing.rs", "    /// A switch.\n    HAR_PLUS: bool;\n");
        assert_eq!(rules(folder.path()).unwrap(), names(&["HAR_PLUS", "REGULAR"]));
    }
}
