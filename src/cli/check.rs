//! `check`, `kiểm-tra`: everything that is wrong with the rules.

use super::formats::{FINDINGS, FindingsWriter, writer};
use super::output::Output;
use super::{Failure, Outcome, fix, has_rules, print_out, report_refusal, text};
use crate::diag::{Diagnostic, Severity, cli as say, render};
use crate::engine::{Packs, Rules};
use crate::source::Sources;
use crate::value::Lang;
use crate::wire;
use clap::ArgMatches;
use std::path::{Path, PathBuf};

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    let path = matches.get_one::<String>("output").map(PathBuf::from);
    let load = || Packs::load(Path::new(text(matches, "rules")));
    let mut loaded = load();
    if let Ok(packs) = &loaded
        && fix::run(matches, packs, requested.unwrap_or(packs.lang()))?
    {
        loaded = load();
    }
    match loaded {
        Ok(packs) => {
            let lang = requested.unwrap_or(packs.lang());
            let findings = packs.check();
            let to = Output::of_rules(path.as_deref(), &packs, lang);
            let found = &findings.diagnostics;
            let sarif = || findings.sarif(lang);
            show(matches, &to, (found, &findings.sources), &sarif, || {
                let mut lines = Vec::new();
                if found.is_empty() {
                    lines.extend(packs.all().map(|rules| sound(&packs, rules, lang)));
                }
                let accepted = (findings.accepted > 0).then(|| say::accepted(findings.accepted));
                lines.extend(accepted.map(|accepted| accepted.get(lang).to_owned()));
                lines.push(say::not_looked_for().get(lang).to_owned());
                lines
            })?;
            let errors = found.iter().any(|one| one.severity == Severity::Error);
            Ok(if errors { Outcome::Found } else { Outcome::Clean })
        }
        Err(refused) if !has_rules(&refused) => {
            report_refusal(&refused, requested.unwrap_or(refused.lang()));
            Err(Failure::Told)
        }
        Err(refused) => {
            let lang = requested.unwrap_or(refused.lang());
            let to = Output { path: path.as_deref(), inputs: Vec::new(), lang };
            let sarif = || refused.sarif(lang);
            show(matches, &to, (refused.diagnostics(), refused.sources()), &sarif, || {
                let lines = [say::not_looked_for(), say::meaning_waits()];
                lines.iter().map(|line| line.get(lang).to_owned()).collect()
            })?;
            Ok(Outcome::Found)
        }
    }
}

/// Says of a pack that nothing was found; of one of several, which.
fn sound(packs: &Packs, rules: &Rules, lang: Lang) -> String {
    let model = rules.model();
    let summary = say::sound(model.blocks.len() + model.targets.len(), model.examples.len());
    let name = if packs.len() > 1 { format!("{}: ", rules.name()) } else { String::new() };
    format!("{name}{}", summary.get(lang))
}

/// Writes findings; below a listing of them stand further lines, for nothing found is not nothing
/// wrong.
fn show(
    matches: &ArgMatches,
    to: &Output<'_>,
    (found, sources): (&[Diagnostic], &Sources),
    sarif: &dyn Fn() -> Result<String, serde_json::Error>,
    below: impl FnOnce() -> Vec<String>,
) -> Result<(), Failure> {
    let lang = to.lang;
    match writer(matches, FINDINGS, lang)? {
        FindingsWriter::Json => to.text(wire::diagnostics(found, lang)),
        FindingsWriter::Sarif => to.text(sarif()),
        FindingsWriter::Listing => {
            let mut listing = String::new();
            if !found.is_empty() {
                listing += &render::text(found, sources, lang, to.is_terminal());
                let errors = found.iter().filter(|one| one.severity == Severity::Error).count();
                let counts = say::findings(errors, found.len() - errors);
                listing += &format!("{}\n", counts.get(lang));
            }
            listing.extend(below().into_iter().map(|line| line + "\n"));
            match to.path {
                Some(_) => to.text(Ok(listing)),
                None => print_out(&listing, lang),
            }
        }
    }
}
