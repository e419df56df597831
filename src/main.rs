//! The `visao` program.

fn main() -> std::process::ExitCode {
    visao::cli::main(std::env::args_os())
}
