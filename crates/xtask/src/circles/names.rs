//! The names in a source: what it declares, what it takes into use, what it says.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemUse, Macro, Path, UseTree};

/// A name as it is written: its segments.
pub(super) type Name = Vec<String>;

/// What a module names.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Names in use, and what they stand for.
    pub(super) uses: BTreeMap<String, Name>,
    /// Modules whose names are all in use.
    pub(super) starred: Vec<Name>,
    /// Everything that is said, as it is written.
    pub(super) said: BTreeSet<Name>,
}

impl Names {
    /// Takes in an item.
    pub(super) fn read(&mut self, item: &Item) {
        self.visit_item(item);
    }

    fn tree(&mut self, before: &mut Name, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.tree(before, &path.tree);
                before.pop();
            }
            UseTree::Name(name) => self.taken(before, &name.ident.to_string(), None),
            UseTree::Rename(renamed) => {
                let name = renamed.ident.to_string();
                self.taken(before, &name, Some(renamed.rename.to_string()));
            }
            UseTree::Glob(_) => {
                self.said.insert(before.clone());
                self.starred.push(before.clone());
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(before, tree);
                }
            }
        }
    }

    fn taken(&mut self, before: &Name, name: &str, renamed: Option<String>) {
        let mut target = before.clone();
        if name != "self" {
            target.push(name.to_owned());
        }
        let Some(known) = renamed.or_else(|| target.last().cloned()) else { return };
        self.said.insert(target.clone());
        self.uses.insert(known, target);
    }

    /// A macro's words are not parsed: every row of names that `::` joins is a path.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut name = Name::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.say(std::mem::take(&mut name));
                    }
                    name.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' && !name.is_empty() => {
                    colons += 1;
                }
                token => {
                    self.say(std::mem::take(&mut name));
                    colons = 0;
                    if let TokenTree::Group(group) = token {
                        self.tokens(group.stream());
                    }
                }
            }
        }
        self.say(name);
    }

    fn say(&mut self, name: Name) {
        // Among a macro's words a single small one may be a field or a variable.
        if name.len() > 1 || name.first().is_some_and(|word| word.starts_with(char::is_uppercase)) {
            self.said.insert(name);
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.tree(&mut Name::new(), &item.tree);
    }

    fn visit_path(&mut self, path: &'ast Path) {
        self.said.insert(segments(path));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, of: &'ast Macro) {
        self.said.insert(segments(&of.path));
        self.tokens(of.tokens.clone());
    }
}

fn segments(path: &Path) -> Name {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

/// The attributes of an item.
pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// The name that an item gives to something.
pub(super) fn declared(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}
