//! Modules that need each other in a circle: neither can be read, tested or moved without the other.
//!
//! **The rule.** A module *needs* another of its crate when its source names something that is written there: in a
//! `use`, in a path (`crate::a::b`, `super::b`, a name that came by `use`), also inside a macro. A name that is handed
//! on (`pub use`) counts for the module that it was written in, not for the one that hands it on. Of two modules the
//! pair counts that stands in one folder and holds them: when `a::x` needs `b::y`, then `a` needs `b`. Among the modules of one
//! folder, those directly under the root included, nothing may lead back to where it began.
//!
//! Between a module and what is nested in it any direction is free: a parent speaks for its children, and children
//! use its vocabulary. Tests (`#[cfg(test)]`) may need what they like. What is not seen: a method that another
//! module adds to a type in a block of its own, since its name has no path.

mod crates;
mod names;
mod rings;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;

use crates::Crate;

/// Circles that are still to be untied: folder and modules. One that is gone is a finding, so the list ends empty.
pub const WAIVED: &[(&str, &[&str])] = &[];

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Circles, and waivers of circles that are gone, one line each.
    pub findings: Vec<String>,
    /// Circles with a waiver, one line each.
    pub waived: Vec<String>,
}

/// The circles of the crates at `sources`, folders with a `lib.rs` or a `main.rs`, as they are called from `root`.
pub fn check(root: &Path, sources: &[String], waived: &[(&str, &[&str])]) -> Result<Found> {
    let mut found = Found::default();
    let mut used = BTreeSet::new();
    for folder in sources {
        for name in ["lib.rs", "main.rs"] {
            let file = root.join(folder).join(name);
            if !file.exists() {
                continue;
            }
            for ring in rings::of(&Crate::read(&file)?) {
                let inside =
                    [folder.as_str()].into_iter().chain(ring.folder.iter().map(String::as_str));
                let place = inside.collect::<Vec<_>>().join("/");
                let line =
                    format!("{place}: {} in a circle: {}", ring.modules.join(", "), ring.way);
                let waiver = waived.iter().position(|(folder, modules)| {
                    *folder == place && ring.modules.iter().eq(modules.iter())
                });
                match waiver {
                    Some(index) => {
                        used.insert(index);
                        found.waived.push(line);
                    }
                    None => found.findings.push(line),
                }
            }
        }
    }
    for (index, (place, modules)) in waived.iter().enumerate() {
        if !used.contains(&index) {
            let modules = modules.join(", ");
            found
                .findings
                .push(format!("{place}: the waived circle of {modules} is gone; drop the waiver"));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// What is found in a crate of these files.
    fn found(files: &[(&str, &str)], waived: &[(&str, &[&str])]) -> Found {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join("a/src").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        check(folder.path(), &["a/src".to_owned()], waived).unwrap()
    }

    fn findings(files: &[(&str, &str)]) -> Vec<String> {
        found(files, &[]).findings
    }

    #[test]
    fn a_circle_is_found_by_use_by_path_and_inside_macros() {
        let two = "a/src: one, two in a circle: one -> two (";
        for back in [
            "use crate::one::A;",
            "fn f() { crate::one::f() }",
            "fn f() { super::one::f() }",
            "fn f() -> Vec<u8> { vec![crate::one::f()] }",
            "macro_rules! m { () => { $crate::one::f() } }",
            "use crate::{one as other}; fn f() { other::f() }",
            "mod inner { use super::super::one::A; }",
        ] {
            let files = [
                ("lib.rs", "mod one; mod two;"),
                ("one.rs", "use crate::two::B;"),
                ("two.rs", back),
            ];
            let lines = findings(&files);
            assert!(lines.len() == 1 && lines[0].starts_with(two), "{back}: {lines:?}");
        }
    }

    #[test]
    fn a_name_handed_on_counts_where_it_was_written() {
        let root = "mod one; mod two; pub use one::A;";
        let files = [("lib.rs", root), ("one.rs", "use crate::two::B; pub struct A;")];
        let back = [files[0], files[1], ("two.rs", "use crate::A; pub struct B;")];
        assert_eq!(findings(&back).len(), 1);
        let starred = [("lib.rs", root), files[1], ("two.rs", "use crate::*; pub struct B(A);")];
        assert_eq!(findings(&starred).len(), 1);
        let none = [files[0], files[1], ("two.rs", "pub struct B;")];
        assert_eq!(findings(&none), Vec::<String>::new());
    }

    #[test]
    fn of_three_modules_in_one_folder_the_whole_way_is_told() {
        let files = [
            ("lib.rs", "mod room;"),
            ("room/mod.rs", "mod a; mod b; mod c;"),
            ("room/a.rs", "use super::b::B;"),
            ("room/b.rs", "use super::c::C;"),
            ("room/c.rs", "use super::a::A;"),
        ];
        let way = "a -> b (super::b::B) -> c (super::c::C) -> a (super::a::A)";
        assert_eq!(findings(&files), [format!("a/src/room: a, b, c in a circle: {way}")]);
    }

    #[test]
    fn parents_and_children_and_tests_are_free() {
        let files = [
            ("lib.rs", "mod room; mod other; pub struct Root; fn f() { room::f() }"),
            ("room/mod.rs", "mod inner; pub use inner::X; pub struct Y; pub fn f() {}"),
            ("room/inner.rs", "use super::Y; use crate::Root; use crate::other::O;"),
            ("other.rs", "pub struct O; #[cfg(test)] mod tests { use crate::room::X; }"),
        ];
        assert_eq!(findings(&files), Vec::<String>::new());
    }

    #[test]
    fn a_waiver_covers_its_circle_and_no_longer() {
        let files = [
            ("lib.rs", "mod one; mod two;"),
            ("one.rs", "use crate::two::B;"),
            ("two.rs", "use crate::one::A;"),
        ];
        let waiver: &[(&str, &[&str])] = &[("a/src", &["one", "two"])];
        let waived = found(&files, waiver);
        assert_eq!((waived.findings.len(), waived.waived.len()), (0, 1));
        let gone = found(&[("lib.rs", "")], waiver);
        assert_eq!((gone.findings.len(), gone.waived.len()), (1, 0));
    }
}
