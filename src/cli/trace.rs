//! `trace`, `đối-chiếu`: the documents beside their rules.

use super::formats::{TEXTS, TextWriter, writer};
use super::output::Output;
use super::{Failure, Outcome, date, input, load};
use crate::diag::trace as say;
use crate::engine::Rules;
use crate::report::trace::{self, Trace};
use crate::value::Lang;
use crate::wire;
use clap::ArgMatches;
use std::path::PathBuf;

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    let (packs, lang) = load(matches, requested)?;
    let output = matches.get_one::<String>("output").map(PathBuf::from);
    let writer = writer(matches, TEXTS, lang)?;
    let traces: Vec<Trace> = input::wanted_packs(&packs, date(matches, lang)?, lang)?
        .into_iter()
        .map(Rules::trace)
        .collect();
    if let Some(bare) = traces.iter().find(|trace| trace.documents.is_empty()) {
        return Err(Failure::Because(say::no_text(&bare.pack), lang));
    }
    let to = Output::of_rules(output.as_deref(), &packs, lang);
    to.text(match writer {
        TextWriter::Json => wire::traces(&traces),
        TextWriter::Page => Ok(trace::html_page(&traces, lang)),
        TextWriter::Lines(lines) => Ok(lines(&trace::document(&traces, lang), to.is_terminal())),
    })?;
    let uncovered = traces.iter().any(|trace| trace.counts().not_at_all > 0);
    Ok(if uncovered { Outcome::Found } else { Outcome::Clean })
}
