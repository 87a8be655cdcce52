//! The reception service.

fn main() -> std::process::ExitCode {
    host::main::<reception::Reception>()
}
