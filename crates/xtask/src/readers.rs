//! Every rule of the policy sets binds: some decision reads it, or the document says that it is a value only.

use std::collections::BTreeSet;

/// Where the document lists the rules that nothing decides by.
const HEADING: &str = "## Values that nothing decides by";

/// The statements of the letter: they name rules, and decide nothing.
const STATEMENTS: &str = "services/keten/src/planning/statements/";

/// Whether a file may be what reads a rule: not the catalogue itself, and no test.
fn decides(name: &str) -> bool {
    let catalogue = name == "crates/law/src/rule.rs" || name.starts_with("crates/law/src/rule/");
    let test = name.contains("/tests/") || name.ends_with("tests.rs");
    !catalogue && !test && !name.starts_with("crates/xtask/") && !name.starts_with(STATEMENTS)
}

/// The words of a source that may be rules, without comments and without the tests at its end.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'))
}

/// The rules that the document lists: one a row, in backquotes.
fn listed(document: &str) -> BTreeSet<&str> {
    let Some((_, after)) = document.split_once(HEADING) else { return BTreeSet::new() };
    let part = after.split("\n## ").next().unwrap_or(after);
    part.lines().filter_map(|line| line.strip_prefix("- `")?.split('`').next()).collect()
}

/// Rules that nothing reads and the document does not list, and the other way round, one line each.
pub fn check(
    document: &str,
    rules: &BTreeSet<String>,
    sources: &[(String, String)],
) -> Vec<String> {
    let read: BTreeSet<&str> = sources
        .iter()
        .filter(|(name, _)| decides(name))
        .flat_map(|(_, text)| words(text))
        .filter(|word| rules.contains(*word))
        .collect();
    let listed = listed(document);
    let silent = rules.iter().map(String::as_str).filter(|rule| !read.contains(rule));
    let missing = silent
        .filter(|rule| !listed.contains(rule))
        .map(|rule| format!("rule {rule}: nothing decides by it, and no document says so"));
    let wrong = listed
        .iter()
        .filter(|rule| read.contains(*rule) || !rules.contains(**rule))
        .map(|rule| format!("rule {rule}: listed as a value only, but read, or there is none"));
    missing.chain(wrong).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str =
        "# Proof\n\n## Values that nothing decides by\n\n- `IDLE`: a bill\n\n## More\n- `READ`: no";

    fn found(document: &str, source: &str) -> Vec<String> {
        let rules = ["READ", "IDLE"].map(str::to_owned).into();
        let catalogue = ("crates/law/src/rule/intake.rs".to_owned(), "READ IDLE".to_owned());
        let decision = ("services/intake/src/domain/a.rs".to_owned(), source.to_owned());
        let test = ("services/intake/src/domain/tests/a.rs".to_owned(), "rule::IDLE".to_owned());
        let statement = (format!("{STATEMENTS}measures.rs"), "IDLE".to_owned());
        check(document, &rules, &[catalogue, decision, test, statement])
    }

    #[test]
    fn a_rule_is_read_or_listed_and_never_both() {
        assert_eq!(found(DOCUMENT, "policy.get(rule::READ, on)"), Vec::<String>::new());
        // A comment and a test read nothing.
        assert_eq!(found(DOCUMENT, "// READ\n#[cfg(test)]\nrule::READ").len(), 1);
        assert_eq!(found("", "rule::READ").len(), 1, "not listed");
        assert_eq!(found(DOCUMENT, "rule::READ, rule::IDLE").len(), 1, "listed and read");
    }
}
