//! The modules of a crate, read from its files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use syn::{Attribute, Item, ItemMod};

use super::names::{self, Name, Names};

/// A module.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// Its name from the root; the root has none.
    pub(super) path: Name,
    pub(super) parent: Option<usize>,
    pub(super) children: BTreeMap<String, usize>,
    /// What is written in it.
    pub(super) items: BTreeSet<String>,
    /// What it names of elsewhere.
    pub(super) names: Names,
}

/// All modules; the root is the first.
#[derive(Debug)]
pub(super) struct Crate {
    pub(super) modules: Vec<Module>,
}

/// Where a name leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leads {
    /// To a module.
    To(usize),
    /// To something that is written in a module.
    Into(usize),
}

/// Names that are handed on by so many are followed no further.
const HANDED_ON_MAX: u32 = 16;

impl Crate {
    /// Reads the modules from the file of the root on.
    pub(super) fn read(file: &Path) -> Result<Self> {
        let mut read = Self { modules: vec![Module::default()] };
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        read.file(0, file, folder)?;
        Ok(read)
    }

    fn file(&mut self, module: usize, file: &Path, nested: PathBuf) -> Result<()> {
        let text =
            fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        let parsed =
            syn::parse_file(&text).with_context(|| format!("parsing {}", file.display()))?;
        self.items(module, parsed.items, &nested)
    }

    /// Takes in the items of a module, whose children stand in the folder `nested`.
    fn items(&mut self, module: usize, items: Vec<Item>, nested: &Path) -> Result<()> {
        for item in items {
            if names::attributes(&item).iter().any(is_test) {
                continue;
            }
            match item {
                Item::Mod(item) => self.child(module, item, nested)?,
                item => {
                    let Module { items, names, .. } = &mut self.modules[module];
                    items.extend(names::declared(&item));
                    names.read(&item);
                }
            }
        }
        Ok(())
    }

    fn child(&mut self, parent: usize, item: ItemMod, nested: &Path) -> Result<()> {
        let name = item.ident.to_string();
        let index = self.modules.len();
        let path = [self.modules[parent].path.as_slice(), std::slice::from_ref(&name)].concat();
        self.modules.push(Module { path, parent: Some(parent), ..Module::default() });
        self.modules[parent].children.insert(name.clone(), index);
        let folder = nested.join(&name);
        if let Some((_, items)) = item.content {
            return self.items(index, items, &folder);
        }
        let beside = nested.join(format!("{name}.rs"));
        let file = if beside.exists() { beside } else { folder.join("mod.rs") };
        self.file(index, &file, folder)
    }

    /// Where a name leads that is written in a module; `None` when it leaves the crate.
    pub(super) fn leads(&self, from: usize, name: &[String]) -> Option<Leads> {
        self.follow(from, name, HANDED_ON_MAX)
    }

    fn follow(&self, from: usize, name: &[String], left: u32) -> Option<Leads> {
        let (first, rest) = name.split_first()?;
        match first.as_str() {
            "crate" => self.walk(0, rest, left),
            "self" => self.walk(from, rest, left),
            "super" => {
                let parent = self.modules[from].parent?;
                // More of `super` goes further up.
                match rest.first().map(String::as_str) {
                    Some("super") => self.follow(parent, rest, left),
                    _ => self.walk(parent, rest, left),
                }
            }
            _ => self.find(from, first, rest, left),
        }
    }

    fn walk(&self, at: usize, name: &[String], left: u32) -> Option<Leads> {
        let Some((first, rest)) = name.split_first() else { return Some(Leads::To(at)) };
        // What is not found came out of a macro: it is written there.
        self.find(at, first, rest, left).or(Some(Leads::Into(at)))
    }

    /// A name that begins with what `module` holds or has in use.
    fn find(&self, module: usize, first: &str, rest: &[String], left: u32) -> Option<Leads> {
        let left = left.checked_sub(1)?;
        let Module { children, items, names, .. } = &self.modules[module];
        if let Some(child) = children.get(first) {
            return self.walk(*child, rest, left);
        }
        if items.contains(first) {
            return Some(Leads::Into(module));
        }
        if let Some(target) = names.uses.get(first) {
            if target.len() == 1 && target[0] == first {
                return None;
            }
            return match self.follow(module, target, left)? {
                Leads::To(at) => self.walk(at, rest, left),
                written @ Leads::Into(_) => Some(written),
            };
        }
        names.starred.iter().find_map(|target| match self.follow(module, target, left)? {
            Leads::To(at) if at != module => self.find(at, first, rest, left),
            _ => None,
        })
    }
}

/// Whether something is there for tests only.
fn is_test(attribute: &Attribute) -> bool {
    let list = attribute.meta.require_list().ok().filter(|list| list.path.is_ident("cfg"));
    list.is_some_and(|list| {
        let text = list.tokens.to_string();
        text == "test" || (text.starts_with("all") && text.contains("test"))
    })
}
