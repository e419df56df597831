//! `trace`, `đối-chiếu`: the documents beside their rules.

use super::output::Output;
use super::{Failure, Outcome, date, input, load, text};
use crate::diag::trace as say;
use crate::engine::Rules;
use crate::report::trace::{self, Trace};
use crate::value::Lang;
use crate::wire;
use clap::ArgMatches;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

pub(super) fn run(matches: &ArgMatches, asked: Option<Lang>) -> Result<Outcome, Failure> {
    let (packs, lang) = load(matches, asked)?;
    let traces: Vec<Trace> = input::wanted_packs(&packs, date(matches, lang)?, lang)?.into_iter().map(Rules::trace).collect();
    if let Some(bare) = traces.iter().find(|trace| trace.documents.is_empty()) {
        return Err(Failure::Because(say::no_text(&bare.pack), lang));
    }
    let output = matches.get_one::<String>("output").map(PathBuf::from);
    let shown = show(matches, output.as_deref(), &traces, lang);
    let to = Output { path: output.as_deref(), inputs: Vec::new(), lang };
    to.write(|to| Ok(to.write_all(shown.as_bytes())?))?;
    let open = traces.iter().any(|trace| trace.counts().open > 0);
    Ok(if open { Outcome::Found } else { Outcome::Clean })
}

fn show(matches: &ArgMatches, output: Option<&Path>, traces: &[Trace], lang: Lang) -> String {
    let ending = output.and_then(|path| path.extension()).and_then(|ending| ending.to_str()).unwrap_or("");
    match (text(matches, "format"), ending) {
        ("json", _) | ("", "json") => wire::traces(traces).map(|json| json + "\n").unwrap_or_default(),
        ("html", _) | ("", "html" | "htm") => trace::html_page(traces, lang),
        (_, _) => trace::text(traces, lang, output.is_none() && std::io::stdout().is_terminal()),
    }
}
