//! `worklist`, `việc-nên-làm`: the records that could do better, those first that it takes least.

use super::formats::{WORKLISTS, WorklistWriter, writer};
use super::output::Output;
use super::{Failure, Outcome, input, load, report};
use crate::data::out::WriteError;
use crate::diag::cli as say_of_program;
use crate::diag::worklist as say;
use crate::sheets::WorklistSheet;
use crate::value::Lang;
use crate::wire::worklist_line;
use crate::worklist::Worklist;
use clap::ArgMatches;
use std::io::{self, Write};
use std::path::PathBuf;

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    let (packs, lang) = load(matches, requested)?;
    let output = matches.get_one::<String>("output").map(PathBuf::from);
    let writer = writer(matches, WORKLISTS, lang)?;
    let wanted = input::wanted(matches, lang)?;
    let dataset = input::read(&packs, &wanted, lang)?;
    report::warnings(&dataset, lang);
    report::unreadable_cells(&dataset, lang);
    let worklist = dataset.worklist();
    Output::of_data(output.as_deref(), &packs, &wanted.data, lang)
        .write(|to| write(&worklist, writer, lang, to))?;
    for block in &worklist.blocks {
        let others = [block.best, block.none, block.not_found, block.undecided];
        report::line(say::counts(&block.block, &block.lifted, others).get(lang));
    }
    if let Some(path) = &output {
        report::line(say_of_program::written(&path.display().to_string()).get(lang));
    }
    Ok(Outcome::Clean)
}

fn write(
    worklist: &Worklist,
    writer: &WorklistWriter,
    lang: Lang,
    to: &mut dyn Write,
) -> Result<(), WriteError> {
    match writer {
        WorklistWriter::Table(tables) => {
            tables(vec![WorklistSheet::new(worklist, lang).grid()], to)
        }
        WorklistWriter::Lines => worklist.tasks.iter().try_for_each(|task| {
            let line = worklist_line(task).map_err(io::Error::from)?;
            Ok(writeln!(to, "{line}")?)
        }),
    }
}
