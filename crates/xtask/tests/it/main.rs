//! The repository as it is: generated code is fresh, style is kept.

use std::path::Path;

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn generated_code_is_fresh() {
    let stale = xtask::codegen::stale(&root()).unwrap();
    assert!(stale.is_empty(), "run cargo xtask codegen; stale: {stale:?}");
}

#[test]
fn the_repository_is_tidy() {
    let findings = xtask::tidy::check(&root()).unwrap();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn golden_bytes_hold_every_field_of_every_event() {
    let missing = xtask::golden::missing(&root()).unwrap();
    assert!(missing.is_empty(), "cargo xtask codegen adds them: {missing:#?}");
}
