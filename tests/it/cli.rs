//! The program as it is typed and as it answers: `tests/cli/`, in both languages. `TRYCMD=overwrite cargo test` writes the answers anew.

#[test]
fn the_program_answers_as_written() {
    trycmd::TestCases::new().case("tests/cli/*.md");
}
