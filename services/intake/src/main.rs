//! The intake service.

fn main() -> std::process::ExitCode {
    host::main::<intake::Intake>()
}
