//! Contracts to code: protox compiles, tonic-prost-build writes; the result is committed in `crates/wire`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// Writes the generated code and the descriptor set into `out`.
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
    let set = compiled(true)?.file_descriptor_set();
    fs::create_dir_all(out)?;
    tonic_prost_build::configure()
        .out_dir(out)
        .emit_rerun_if_changed(false)
        .compile_fds(set)
        .context("writing the generated code")?;
    // As the compiler encodes it: the generated types of descriptors do not know our options.
    fs::write(out.join("descriptor.bin"), compiled(false)?.encode_file_descriptor_set())?;
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

/// Names of files in `committed` that differ from a fresh generation.
pub fn stale(root: &Path) -> Result<Vec<String>> {
    let fresh = tempfile::tempdir()?;
    generate(root, fresh.path())?;
    let committed = root.join("crates/wire/src/gen");
    let mut names: Vec<_> = [fresh.path(), &committed]
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    names.sort();
    names.dedup();
    names.retain(|name| {
        fs::read(fresh.path().join(name)).ok() != fs::read(committed.join(name)).ok()
    });
    Ok(names)
}
