//! The `qdc` program.

fn main() -> std::process::ExitCode {
    qdc::cli::main(std::env::args_os()).into()
}
