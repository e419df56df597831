//! `check`, `kiểm-tra`: everything that is wrong with the rules.

use super::formats::{FINDINGS, FindingsWriter, writer};
use super::opt::{CLIFFS, CONFINED};
use super::output::Output;
use super::{
    Failure, Outcome, fix, has_rules, input, print_out, report, report_refusal, text, texts,
};
use crate::diag::{Diagnostic, Message, Severity, cli as say, cliffs, render};
use crate::engine::{Batch, Dataset, Further, Packs, Rules};
use crate::source::Sources;
use crate::value::text::parse_number;
use crate::value::{Lang, Num};
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
            let steps = steps(matches, lang)?;
            let data = match &steps {
                Some(_) => read(matches, &packs, lang)?,
                None => None,
            };
            let batches: Vec<&Batch> = data.iter().flat_map(Dataset::batches).collect();
            let mut further = Further::default().beside(&batches);
            if let Some(over) = &steps {
                further = further.cliffs(over);
            }
            let is_confined = matches.get_flag(CONFINED.en);
            if is_confined {
                further = further.confined();
            }
            let findings = packs.check_further(&further);
            let mut to = Output::of_rules(path.as_deref(), &packs, lang);
            to.inputs.extend(input::paths(&packs, &texts(matches, "data")));
            let found = &findings.diagnostics;
            let sarif = || findings.sarif(lang);
            show(matches, &to, (found, &findings.sources), &sarif, || {
                let mut lines = Vec::new();
                if found.is_empty() {
                    lines.extend(packs.all().map(|rules| sound(&packs, rules, lang)));
                }
                let accepted = (findings.accepted > 0).then(|| say::accepted(findings.accepted));
                lines.extend(accepted.map(|accepted| accepted.get(lang).to_owned()));
                let is_beside = found.iter().any(|one| {
                    let cliff = one.meaning.as_ref().and_then(|meaning| meaning.cliff.as_ref());
                    cliff.is_some_and(|cliff| cliff.beside.is_some())
                });
                lines.extend(is_beside.then(|| cliffs::beside_means().get(lang).to_owned()));
                lines.extend(
                    not_looked_for(steps.is_some(), is_confined)
                        .iter()
                        .map(|line| line.get(lang).to_owned()),
                );
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
                let lines = not_looked_for(false, false).into_iter().chain([say::meaning_waits()]);
                lines.map(|line| line.get(lang).to_owned()).collect()
            })?;
            Ok(Outcome::Found)
        }
    }
}

/// Points that steps are higher than, where they are asked for.
fn steps(matches: &ArgMatches, lang: Lang) -> Result<Option<Num>, Failure> {
    let Some(text) = matches.get_one::<String>(CLIFFS.en) else { return Ok(None) };
    let number = [lang, Lang::Vi, Lang::En].iter().find_map(|lang| parse_number(text, *lang).ok());
    let number = number.map(Num::from).filter(|number| !number.is_negative());
    let refused = || Failure::Because(cliffs::no_height(text), lang);
    number.map(Some).ok_or_else(refused)
}

/// The records that steps are ranked by.
fn read(matches: &ArgMatches, packs: &Packs, lang: Lang) -> Result<Option<Dataset>, Failure> {
    let wanted = input::wanted(matches, lang)?;
    if wanted.data.is_empty() {
        return Ok(None);
    }
    input::read(packs, &wanted, lang).map(Some)
}

/// What is looked for only where that is asked, and was not.
fn not_looked_for(has_steps: bool, is_confined: bool) -> Option<Message> {
    let all = [(!has_steps).then(say::large_steps), (!is_confined).then(say::confined_records)];
    let all: Vec<Message> = all.into_iter().flatten().collect();
    (!all.is_empty()).then(|| say::on_request(&all))
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
            listing.extend(below().iter().map(|line| report::on_screen(line)));
            match to.path {
                Some(_) => to.text(Ok(listing)),
                None => print_out(&listing, lang),
            }
        }
    }
}
