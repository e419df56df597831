//! `template`, `mẫu-nhập`: a workbook to be filled in.

use super::formats::{TEMPLATES, writer};
use super::output::Output;
use super::{Failure, Outcome, date, input, load, report, texts};
use crate::diag::{cli as said, template as say};
use crate::engine::Rules;
use crate::value::Lang;
use clap::ArgMatches;
use std::path::PathBuf;

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    let (packs, lang) = load(matches, requested)?;
    let rules = the_one(input::wanted_packs(&packs, date(matches, lang)?, lang)?, lang)?;
    let path = matches.get_one::<String>("output").map(PathBuf::from);
    let writer = writer(matches, TEMPLATES, lang)?;
    let because = |error: crate::diag::Error| Failure::Because(error.message(), lang);
    if let Some(refusal) = rules.holds_nothing() {
        return Err(because(refusal));
    }
    let blocks = texts(matches, "block");
    let query = blocks.iter().try_fold(rules.query().lang(lang), |query, name| query.block(name));
    let template = query.and_then(|query| query.template(&texts(matches, "record")));
    let form = template.map_err(because)?.form();
    let to = Output::of_rules(path.as_deref(), &packs, lang);
    to.write(|to| writer(&form, lang, to))?;
    if let Some(path) = &path {
        report::line(said::written(&path.display().to_string()).get(lang));
    }
    Ok(Outcome::Clean)
}

/// The only pack: a template is of one.
fn the_one(rules: Vec<&Rules>, lang: Lang) -> Result<&Rules, Failure> {
    let names: Vec<&str> = rules.iter().map(|rules| rules.name()).collect();
    match rules.as_slice() {
        [only] => Ok(only),
        _ => Err(Failure::Because(say::several_packs(&names.join(", ")), lang)),
    }
}
