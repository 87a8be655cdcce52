//! Every statement of the cabinet's letter on the MPP 2025 (26 September 2025), in our words: what it says, and by what the chain shows it.

mod developments;
mod measures;

use forecast::measure::Measure;
use forecast::quantities::Quantity;

use serde::{Serialize, Serializer};

use crate::table::Table;

/// A statement of the letter.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Statement {
    /// Its name.
    pub id: &'static str,
    /// The part of the letter.
    pub part: &'static str,
    /// What it says.
    pub says: &'static str,
    /// Its figure, as far as there is one.
    pub figure: &'static str,
    /// What decides or moves by it.
    #[serde(serialize_with = "names")]
    pub shown: &'static [Shown],
    /// What is not there yet; empty when the statement is whole.
    pub missing: &'static str,
}

/// Something of the chain that shows a statement.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shown {
    /// An rpc, `service.Name`.
    Rpc(&'static str),
    /// A rule of the policy sets.
    Rule(&'static str),
    /// A measure of the forecast.
    Measure(Measure),
    /// A quantity of the forecast.
    Quantity(Quantity),
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rpc(name) => write!(f, "rpc {name}"),
            Self::Rule(name) => write!(f, "rule {name}"),
            Self::Measure(measure) => write!(f, "measure {measure}"),
            Self::Quantity(quantity) => write!(f, "quantity {quantity}"),
        }
    }
}

/// All of them, in the order of the letter.
pub(crate) fn all() -> impl Iterator<Item = &'static Statement> {
    developments::STATEMENTS.iter().chain(measures::STATEMENTS)
}

fn names<S: Serializer>(shown: &&[Shown], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(shown.iter().map(ToString::to_string))
}

impl Statement {
    fn shown(&self) -> String {
        let shown: Vec<String> = self.shown.iter().map(ToString::to_string).collect();
        if shown.is_empty() { "-".to_owned() } else { shown.join(", ") }
    }

    fn state(&self) -> &'static str {
        if self.missing.is_empty() { "whole" } else { self.missing }
    }
}

const HEADING: [&str; 6] = ["statement", "part", "says", "letter", "shown by", "state"];

/// For people.
pub(crate) fn table() -> Table {
    let mut table = Table::new(&HEADING).with_texts(HEADING.len());
    for one in all() {
        let cells = [one.id, one.part, one.says, one.figure, &one.shown(), one.state()];
        table.row(cells.map(str::to_owned).to_vec());
    }
    table
}

/// The page `docs/letter.md`.
pub(crate) fn page() -> String {
    let whole = all().filter(|one| one.missing.is_empty()).count();
    let mut page = format!(
        "# The letter, statement by statement\n\n\
         What the cabinet's letter on the MPP 2025 (26 September 2025) says, in our words, and by what the chain shows it: an\n\
         rpc, a rule of the policy sets, a measure or a quantity of the forecast. {whole} of {} statements are whole; of the others the\n\
         last column says what is missing. The figures beside ours and what was realised: `keten letter`. This page is written by\n\
         `keten letter --statements --markdown`.\n\n\
         | {} |\n|{}\n",
        all().count(),
        HEADING.join(" | "),
        " --- |".repeat(HEADING.len()),
    );
    for one in all() {
        let cells =
            [&format!("`{}`", one.id), one.part, one.says, one.figure, &one.shown(), one.state()];
        page.push_str("| ");
        page.push_str(&cells.join(" | "));
        page.push_str(" |\n");
    }
    page
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use prost_reflect::DescriptorPool;

    use super::*;

    /// The values of the policy sets that nothing decides by, as the page on the domain lists them.
    fn idle() -> BTreeSet<String> {
        let page = include_str!("../../../../../docs/coverage-of-the-domain.md");
        let (_, list) = page.split_once("## Values that nothing decides by").unwrap();
        let rules = list.lines().filter_map(|line| line.strip_prefix("- `")?.split('`').next());
        rules.map(str::to_owned).collect()
    }

    #[test]
    fn what_shows_a_statement_is_there() {
        let pool = DescriptorPool::decode(wire::DESCRIPTOR_SET).unwrap();
        let rpcs: BTreeSet<String> = pool
            .services()
            .flat_map(|service| service.methods().collect::<Vec<_>>())
            .map(|method| {
                let package = method.parent_service().parent_file().package_name().to_owned();
                format!("{}.{}", package.split('.').nth(1).unwrap(), method.name())
            })
            .collect();
        let idle = idle();
        assert!(idle.len() > 5, "{idle:?}");
        let mut ids = BTreeSet::new();
        for one in all() {
            assert!(ids.insert(one.id), "{} twice", one.id);
            let whole = one.missing.is_empty();
            assert!(!whole || !one.shown.is_empty(), "{} is shown by nothing", one.id);
            for shown in one.shown {
                match shown {
                    Shown::Rpc(name) => assert!(rpcs.contains(*name), "{}: {name}", one.id),
                    Shown::Rule(name) => {
                        assert!(law::rule_named(name).is_some(), "{}: {name}", one.id);
                        assert!(
                            !whole || !idle.contains(*name),
                            "{}: nothing decides by {name}",
                            one.id
                        );
                    }
                    Shown::Measure(measure) => {
                        let changes = !measure.switch().changes.is_empty();
                        assert!(!whole || changes, "{}: {measure} changes nothing", one.id);
                    }
                    Shown::Quantity(_) => {}
                }
            }
        }
    }

    #[test]
    fn the_page_is_the_table() {
        let page = include_str!("../../../../../docs/letter.md");
        assert!(
            page == super::page(),
            "run `keten letter --statements --markdown > docs/letter.md`"
        );
    }
}
