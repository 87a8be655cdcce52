//! The housing service.

fn main() -> std::process::ExitCode {
    host::main::<housing::Housing>()
}
