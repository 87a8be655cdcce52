//! From what modules name to the circles among those of one folder.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::crates::{Crate, Leads};
use super::names::Name;

/// Modules of one folder of which each needs, by way of others, itself.
#[derive(Debug)]
pub(super) struct Ring {
    /// The module that holds them, by its path from the root.
    pub(super) folder: Name,
    /// All of them, in the order of their names.
    pub(super) modules: Vec<String>,
    /// A shortest way round in words, with a name that is said for each step.
    pub(super) way: String,
}

/// For each module those of its folder that it needs, with a name by which.
type Needs = BTreeMap<String, BTreeMap<String, String>>;

/// The circles of a crate.
pub(super) fn of(of: &Crate) -> Vec<Ring> {
    let mut folders: BTreeMap<Name, Needs> = BTreeMap::new();
    for (index, module) in of.modules.iter().enumerate() {
        for name in &module.names.said {
            let other = match of.leads(index, name) {
                // A single word that is not an item may be a variable; where it is not, a `use` tells the same.
                Some(Leads::To(_)) if name.len() == 1 => continue,
                Some(Leads::To(other) | Leads::Into(other)) => other,
                None => continue,
            };
            let (from, to) = (&module.path, &of.modules[other].path);
            let common = from.iter().zip(to).take_while(|(a, b)| a == b).count();
            // One is nested in the other.
            let (Some(a), Some(b)) = (from.get(common), to.get(common)) else { continue };
            let needs = folders.entry(from[..common].to_vec()).or_default();
            let by = needs.entry(a.clone()).or_default();
            by.entry(b.clone()).or_insert_with(|| name.join("::"));
        }
    }
    folders.into_iter().flat_map(|(folder, needs)| rings(&folder, &needs)).collect()
}

fn rings(folder: &[String], needs: &Needs) -> Vec<Ring> {
    let mut told = BTreeSet::new();
    let mut rings = Vec::new();
    for start in needs.keys() {
        if told.contains(start) {
            continue;
        }
        let all = reached(start, needs);
        if !all.contains_key(start) {
            continue;
        }
        let back = |other: &&String| reached(other, needs).contains_key(start);
        let modules: Vec<String> = all.keys().filter(back).cloned().collect();
        told.extend(modules.iter().cloned());
        rings.push(Ring { folder: folder.to_vec(), modules, way: way(start, &all, needs) });
    }
    rings
}

/// Everything that a module needs, by way of others too, each with the module before it on a shortest way.
fn reached(start: &str, needs: &Needs) -> BTreeMap<String, String> {
    let mut reached = BTreeMap::new();
    let mut next = VecDeque::from([start.to_owned()]);
    while let Some(module) = next.pop_front() {
        for other in needs.get(&module).into_iter().flat_map(BTreeMap::keys) {
            if !reached.contains_key(other) {
                reached.insert(other.clone(), module.clone());
                next.push_back(other.clone());
            }
        }
    }
    reached
}

fn way(start: &str, reached: &BTreeMap<String, String>, needs: &Needs) -> String {
    let mut steps = Vec::new();
    let mut at = start;
    loop {
        let before = &reached[at];
        steps.push(format!("{at} ({})", needs[before][at]));
        at = before;
        if at == start {
            break;
        }
    }
    steps.push(start.to_owned());
    steps.reverse();
    steps.join(" -> ")
}
