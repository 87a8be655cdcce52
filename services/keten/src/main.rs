//! The binary for people.

fn main() -> std::process::ExitCode {
    keten::cli::main()
}
