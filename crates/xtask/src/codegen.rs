//! Contracts to code: protox compiles, tonic-prost-build writes what protobuf knows, [`lists`] what our options say;
//! the result is committed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::lists::Lists;

/// Where the code of the contracts lies.
pub const WIRE: &str = "crates/wire/src/gen";
/// Where the reasons of refusals lie: the domain names them and knows no contract.
pub const REASONS: &str = "crates/kernel/src/gen";

/// Writes the generated code and the descriptor set under `out`, which is laid out as the repository.
pub fn generate(root: &Path, out: &Path) -> Result<()> {
    let proto = root.join("proto");
    let mut files = Vec::new();
    collect(&proto, &mut files)?;
    files.sort();
    // Comments become documentation in the code; the descriptor set goes without.
    let compiled = |comments| -> Result<protox::Compiler> {
        let mut compiler = protox::Compiler::new([&proto]).context("reading the contracts")?;
        compiler.include_imports(true).include_source_info(comments);
        compiler.open_files(&files).context("compiling the contracts")?;
        Ok(compiler)
    };
    let commented = compiled(true)?;
    let (wire, reasons) = (out.join(WIRE), out.join(REASONS));
    fs::create_dir_all(&wire)?;
    fs::create_dir_all(&reasons)?;
    tonic_prost_build::configure()
        .out_dir(&wire)
        .emit_rerun_if_changed(false)
        .compile_fds(commented.file_descriptor_set())
        .context("writing the generated code")?;
    let lists = Lists::read(&commented.encode_file_descriptor_set())?;
    fs::write(wire.join("lists.rs"), lists.wire())?;
    fs::write(reasons.join("reason.rs"), lists.reasons())?;
    // As the compiler encodes it: the generated types of descriptors do not know our options.
    fs::write(wire.join("descriptor.bin"), compiled(false)?.encode_file_descriptor_set())?;
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "proto") {
            files.push(path);
        }
    }
    Ok(())
}

/// Names of committed files that differ from a fresh generation.
pub fn stale(root: &Path) -> Result<Vec<String>> {
    let fresh = tempfile::tempdir()?;
    generate(root, fresh.path())?;
    let mut names = Vec::new();
    for folder in [WIRE, REASONS] {
        for base in [fresh.path(), root] {
            let entries = fs::read_dir(base.join(folder)).into_iter().flatten().flatten();
            names.extend(
                entries.map(|entry| format!("{folder}/{}", entry.file_name().to_string_lossy())),
            );
        }
    }
    names.sort();
    names.dedup();
    names.retain(|name| fs::read(fresh.path().join(name)).ok() != fs::read(root.join(name)).ok());
    Ok(names)
}
