//! `trace`, `đối-chiếu`: the documents beside their rules.

use super::output::{Format, Output};
use super::{Failure, Outcome, date, input, load};
use crate::diag::trace as say;
use crate::engine::Rules;
use crate::report::trace::{self, Trace};
use crate::value::Lang;
use crate::wire;
use clap::ArgMatches;
use std::path::PathBuf;

/// Formats in which a trace can be written.
pub(super) const FORMATS: &[Format] = &[Format::Text, Format::Json, Format::Html];

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    let (packs, lang) = load(matches, requested)?;
    let output = matches.get_one::<String>("output").map(PathBuf::from);
    let format = Format::of(matches, FORMATS, lang)?;
    let traces: Vec<Trace> = input::wanted_packs(&packs, date(matches, lang)?, lang)?
        .into_iter()
        .map(Rules::trace)
        .collect();
    if let Some(bare) = traces.iter().find(|trace| trace.documents.is_empty()) {
        return Err(Failure::Because(say::no_text(&bare.pack), lang));
    }
    let to = Output::of_rules(output.as_deref(), &packs, lang);
    to.text(match format {
        Format::Json => wire::traces(&traces),
        Format::Html => Ok(trace::html_page(&traces, lang)),
        _ => Ok(trace::text(&traces, lang, to.is_terminal())),
    })?;
    let open = traces.iter().any(|trace| trace.counts().open > 0);
    Ok(if open { Outcome::Found } else { Outcome::Clean })
}
