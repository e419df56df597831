//! `diff`, `so-sánh`: two packs beside each other, in meaning.

use super::formats::{COMPARISONS, ComparisonWriter, writer};
use super::output::Output;
use super::{Failure, Outcome, load, load_at, text};
use crate::compare::{self, Comparison};
use crate::engine::{Packs, Rules};
use crate::value::{Date, Lang};
use crate::wire;
use clap::ArgMatches;
use std::path::{Path, PathBuf};

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    let (old_packs, lang) = load(matches, requested)?;
    let output = matches.get_one::<String>("output").map(PathBuf::from);
    let writer = writer(matches, COMPARISONS, lang)?;
    let new_packs = load_at(Path::new(text(matches, "new")), requested)?;
    let (old, new) = (one(&old_packs, None, lang)?, one(&new_packs, None, lang)?);
    let comparison = old.compare(new);
    let to = Output::of_rules(output.as_deref(), &old_packs, lang);
    show(&comparison, writer, &to, lang)?;
    Ok(if comparison.differs() { Outcome::Found } else { Outcome::Clean })
}

fn show(
    comparison: &Comparison,
    writer: &ComparisonWriter,
    to: &Output<'_>,
    lang: Lang,
) -> Result<(), Failure> {
    to.text(match writer {
        ComparisonWriter::Lines => Ok(compare::document(comparison, lang).text(to.is_terminal())),
        ComparisonWriter::Json => wire::comparison(comparison, lang),
        ComparisonWriter::Page => Ok(compare::html_page(comparison, lang)),
        ComparisonWriter::Sheets(_) => Ok(String::new()),
    })
}

/// The only pack; of several, that of a day.
fn one(packs: &Packs, day: Option<Date>, lang: Lang) -> Result<&Rules, Failure> {
    match packs.len() {
        1 => packs.for_run(None, &[]),
        _ => packs.for_run(day, &[]),
    }
    .map_err(|error| Failure::Because(error.message(), lang))
}
