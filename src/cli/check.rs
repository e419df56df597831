//! `check`, `kiểm-tra`: everything that is wrong with the rules.

use super::output::Output;
use super::{Failure, Outcome, has_rules, print_out, report_refusal, text};
use crate::diag::{Diagnostic, Severity, cli as say, render};
use crate::engine::{Packs, Rules};
use crate::source::Sources;
use crate::value::Lang;
use crate::wire;
use clap::ArgMatches;
use std::io::IsTerminal;
use std::path::Path;

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    match Packs::load(Path::new(text(matches, "rules"))) {
        Ok(packs) => {
            let lang = requested.unwrap_or(packs.lang());
            let findings = packs.check();
            show(matches, &findings.diagnostics, &findings.sources, lang)?;
            if findings.diagnostics.is_empty() && text(matches, "format") != "json" {
                packs.all().try_for_each(|rules| sound(&packs, rules, lang))?;
            }
            if findings.accepted > 0 && text(matches, "format") != "json" {
                print_out(&format!("{}\n", say::accepted(findings.accepted).get(lang)), lang)?;
            }
            report_limits(matches, lang)?;
            let errors = findings.diagnostics.iter().any(|one| one.severity == Severity::Error);
            Ok(if errors { Outcome::Found } else { Outcome::Clean })
        }
        Err(refused) if !has_rules(&refused) => {
            report_refusal(&refused, requested.unwrap_or(refused.lang()));
            Err(Failure::Told)
        }
        Err(refused) => {
            let lang = requested.unwrap_or(refused.lang());
            show(matches, refused.diagnostics(), refused.sources(), lang)?;
            report_limits(matches, lang)?;
            if text(matches, "format") != "json" {
                print_out(&format!("{}\n", say::meaning_waits().get(lang)), lang)?;
            }
            Ok(Outcome::Found)
        }
    }
}

/// Says what was not looked for: nothing found is not nothing wrong.
fn report_limits(matches: &ArgMatches, lang: Lang) -> Result<(), Failure> {
    if text(matches, "format") == "json" {
        return Ok(());
    }
    print_out(&format!("{}\n", say::not_looked_for().get(lang)), lang)
}

/// Says of a pack that nothing was found; of one of several, which.
fn sound(packs: &Packs, rules: &Rules, lang: Lang) -> Result<(), Failure> {
    let model = rules.model();
    let summary = say::sound(model.blocks.len() + model.targets.len(), model.examples.len());
    let name = if packs.len() > 1 { format!("{}: ", rules.name()) } else { String::new() };
    print_out(&format!("{name}{}\n", summary.get(lang)), lang)
}

fn show(
    matches: &ArgMatches,
    found: &[Diagnostic],
    sources: &Sources,
    lang: Lang,
) -> Result<(), Failure> {
    if text(matches, "format") == "json" {
        return Output::standard(lang).text(wire::diagnostics(found, lang));
    }
    if found.is_empty() {
        return Ok(());
    }
    print_out(&render::text(found, sources, lang, std::io::stdout().is_terminal()), lang)?;
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error).count();
    print_out(&format!("{}\n", say::findings(errors, found.len() - errors).get(lang)), lang)
}
