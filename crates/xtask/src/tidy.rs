//! Style that a machine can check: layers, sizes, stray words, circles of modules, migrations in pairs, names in the proof
//! of coverage.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::{circles, contract, coverage, readers, rooms};

const LINES_MAX: usize = 420;
const SERVICES: &[&str] = &["intake", "reception", "returns", "housing", "prognosis"];
/// Files that may be longer, and why.
const LONG_FILES: &[(&str, &str)] = &[];
/// Everything that is not as it should be, one line each.
pub fn check(root: &Path) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    let mut files = Vec::new();
    for folder in ["crates", "services", "tests"] {
        sources(&root.join(folder), &mut files);
    }
    files.sort();
    let mut texts = Vec::with_capacity(files.len());
    let mut sources_read = Vec::with_capacity(files.len());
    for path in &files {
        let name = path.strip_prefix(root)?.display().to_string();
        let text = fs::read_to_string(path)?;
        file(&name, &text, &mut findings);
        findings.extend(contract::check(&name, &text));
        findings.extend(rooms::check(&name, &text));
        sources_read.push((name, text.clone()));
        texts.push(text);
    }
    let document = fs::read_to_string(root.join(coverage::DOCUMENT))?;
    let rules = coverage::rules(&root.join("crates/law/src"))?;
    findings.extend(coverage::check(&document, &coverage::functions(&texts), &rules));
    findings.extend(readers::check(&document, &rules, &sources_read));
    let contracts = coverage::Contracts::of(root)?;
    for name in coverage::partners(root)? {
        let page = fs::read_to_string(root.join(&name))?;
        findings.extend(coverage::unknown_names(&name, &page, &contracts));
    }
    for kind in ["crates", "services"] {
        for package in folders(&root.join(kind)) {
            package_rules(root, &package, &mut findings)?;
        }
    }
    findings.extend(circles(root)?.findings);
    Ok(findings)
}

/// Circles of modules in the crates and services.
pub fn circles(root: &Path) -> Result<circles::Found> {
    let packages = ["crates", "services"].iter().flat_map(|kind| folders(&root.join(kind)));
    let name =
        |package: PathBuf| package.strip_prefix(root).map(|name| format!("{}/src", name.display()));
    let sources = packages.map(name).collect::<Result<Vec<_>, _>>()?;
    circles::check(root, &sources, circles::WAIVED)
}

fn file(name: &str, text: &str, findings: &mut Vec<String>) {
    let lines = text.lines().count();
    if lines > LINES_MAX && !LONG_FILES.iter().any(|(file, _)| *file == name) {
        findings.push(format!("{name}: {lines} lines, at most {LINES_MAX}"));
    }
    for (number, line) in text.lines().enumerate() {
        let words = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];
        if words.iter().any(|word| line.contains(word)) {
            findings.push(format!("{name}:{}: unfinished: {}", number + 1, line.trim()));
        }
    }
}

fn package_rules(root: &Path, package: &Path, findings: &mut Vec<String>) -> Result<()> {
    let name = package.strip_prefix(root)?.display().to_string();
    // A page that only points at the module documentation is one more to open.
    let readme = fs::read_to_string(package.join("README.md")).unwrap_or_default();
    if readme.contains("See the module documentation") {
        findings.push(format!("{name}: README.md says nothing that lib.rs does not"));
    }
    let manifest = fs::read_to_string(package.join("Cargo.toml"))?;
    let runtime = manifest.split("[dev-dependencies]").next().unwrap_or_default();
    let own = package.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let may_know_services = own == "keten" || own == "testkit";
    for service in SERVICES {
        let depends = runtime.lines().any(|line| line.starts_with(&format!("{service} ")));
        if depends && own != *service && !may_know_services {
            findings.push(format!("{name}: depends on the service {service}"));
        }
    }
    findings.extend(contract::migrations(&name, package));
    let files = |engine: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(package.join("migrations").join(engine)).into_iter().flatten();
        entries.filter_map(|e| Some(e.ok()?.file_name().to_string_lossy().into_owned())).collect()
    };
    for odd in files("sqlite").symmetric_difference(&files("postgres")) {
        findings.push(format!("{name}: migration {odd} is there for one database only"));
    }
    Ok(())
}

fn folders(parent: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(parent).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let mut folders: Vec<_> = entries.filter(|path| path.join("Cargo.toml").exists()).collect();
    folders.sort();
    folders
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("gen") && !path.ends_with("target") {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
