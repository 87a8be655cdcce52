//! The returns service.

fn main() -> std::process::ExitCode {
    host::main::<returns::Returns>()
}
