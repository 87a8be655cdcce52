//! What each room of a service must not do: the domain is pure and takes no default for a fact, events are emitted in one
//! place.

/// What the domain of a service must not know.
const NOT_IN_DOMAIN: &[&str] =
    &["tonic", "prost", "prost_types", "sqlx", "tokio", "wire", "db", "journal", "host", "feed"];
/// Where events go into the log: everything else records them there.
const EMITS: &str = "crates/host/src/record.rs";
/// How a comment begins that says what it means that something is not there.
const UNSET: &str = "// Unset: ";

/// What is wrong in a source file, one line each.
pub fn check(name: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    // Tests stand at the end of a file, or in files of their own.
    let tests = name.contains("/tests/") || name.ends_with("/tests.rs");
    let in_domain = name.contains("/src/domain/") && !tests;
    let mut before = "";
    for (number, line) in text.lines().enumerate() {
        let told = |what: &str| format!("{name}:{}: {what}: {}", number + 1, line.trim());
        let code = line.split("//").next().unwrap_or_default();
        if code.trim() == "#[cfg(test)]" && in_domain {
            break;
        }
        if in_domain {
            if NOT_IN_DOMAIN.iter().any(|banned| names(code, banned)) {
                findings.push(told("the domain is pure"));
            }
            if code.contains(".unwrap_or") && !begins_stream(code) && !before.starts_with(UNSET) {
                findings.push(told(
                    "no default stands for a fact; when it does not, a line `// Unset: …` above says why",
                ));
            }
        }
        if !tests {
            let by_context = code.contains("context.emit(") && name != EMITS;
            let by_host = code.contains("host::emit(") && !name.contains("/src/work/");
            if name.starts_with("services/") && (by_context || by_host) {
                findings.push(told("events are recorded by `work` through `host`"));
            }
        }
        before = line.trim();
    }
    findings
}

/// Whether code names a crate: the word, followed by `::` or at the end of a `use`.
fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let free =
            before.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == ':' || c == '.'));
        free && code[at + word.len()..].starts_with("::")
    })
}

/// The state before the first event of a stream is none, and `evolve` begins it.
fn begins_stream(code: &str) -> bool {
    let code = code.trim_start();
    [
        "state.unwrap_or",
        "= state.unwrap_or",
        "= state.cloned().unwrap_or",
        "= before.cloned().unwrap_or",
    ]
    .iter()
    .any(|begin| code.contains(begin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_in_a_domain_needs_a_line_that_says_why() {
        let name = "services/intake/src/domain/case/decide.rs";
        let plain = "let on = lodged_on.unwrap_or(on);\n";
        assert_eq!(check(name, plain).len(), 1);
        assert_eq!(check(name, &plain.replace("unwrap_or(on)", "unwrap_or_default()")).len(), 1);
        let said = format!("// Unset: the day itself.\n{plain}");
        assert!(check(name, &said).is_empty());
        assert!(check(name, "let mut case = state.unwrap_or_else(|| blank(event));").is_empty());
        assert!(check("services/intake/src/api/mod.rs", plain).is_empty());
        assert!(check("services/intake/src/domain/case/tests/random.rs", plain).is_empty());
    }

    #[test]
    fn the_domain_is_pure_in_its_code_too_not_only_in_its_use_lines() {
        let name = "services/housing/src/domain/task.rs";
        assert_eq!(check(name, "use wire::housing as pb;").len(), 1);
        assert_eq!(check(name, "    let bytes = prost::Message::encode_to_vec(&x);").len(), 1);
        assert_eq!(check(name, "fn save(tx: &mut db::Tx) {}").len(), 1);
        assert!(check(name, "// as db::Tx says").is_empty());
        assert!(check(name, "use super::super::words::wire;").is_empty());
    }

    #[test]
    fn events_are_emitted_in_one_place() {
        let emit = "context.emit(subject, 1, pb::TargetSet::TYPE, on, data);";
        assert_eq!(check("services/housing/src/targets.rs", emit).len(), 1);
        assert_eq!(check("services/housing/src/work/target.rs", emit).len(), 1);
        assert!(check(EMITS, emit).is_empty());
        let through = "host::emit(context, subject, 1, on, &message);";
        assert_eq!(check("services/housing/src/api/mod.rs", through).len(), 1);
        assert!(check("services/housing/src/work/target.rs", through).is_empty());
    }
}
