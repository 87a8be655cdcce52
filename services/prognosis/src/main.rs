//! The prognosis service.

fn main() -> std::process::ExitCode {
    host::main::<prognosis::Prognosis>()
}
