//! Development tasks; see `cargo xtask --help`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::{codegen, golden, pg, tidy};

#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Writes the code of the contracts, and adds golden bytes of events that are new
    Codegen,
    /// Checks what a machine can check of our style
    Tidy,
    /// Starts a PostgreSQL server of its own, runs a command with TEST_POSTGRES_URL, removes the server
    Pg {
        /// The command
        #[arg(required = true, trailing_var_arg = true)]
        command: Vec<String>,
    },
}

fn main() -> Result<ExitCode> {
    let root = root();
    match Args::parse().task {
        Task::Codegen => {
            codegen::generate(&root, &root)?;
            let added = golden::add(&root)?;
            println!("{added} golden lines added to {}", golden::FILE);
            Ok(ExitCode::SUCCESS)
        }
        Task::Tidy => {
            let findings = tidy::check(&root)?;
            for finding in &findings {
                println!("{finding}");
            }
            for waived in tidy::circles(&root)?.waived {
                println!("waived: {waived}");
            }
            Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Task::Pg { command } => pg::with_server(&command),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
