//! `test --mutants`, `test --suggest`: whether the examples would notice small changes of the
//! rules, and the examples that are missing.

use super::formats::TestWriter;
use super::output::Output;
use super::{Failure, Outcome, date, progress, report};
use crate::diag::{Message, mutants as say};
use crate::engine::{MutantResult, MutantStatus, MutationReport, Packs, Rules};
use crate::value::Lang;
use crate::wire;
use clap::ArgMatches;
use std::path::PathBuf;

/// Columns of a line.
const WIDTH: usize = 100;

/// Reason why changes of the rules are not told in a format.
pub(super) fn misfit(writer: TestWriter) -> Option<Message> {
    match writer {
        TestWriter::Junit => Some(say::no_mutants_in("junit")),
        TestWriter::Page => Some(say::no_mutants_in("html")),
        TestWriter::Lcov => Some(say::no_mutants_in("lcov")),
        TestWriter::Lines | TestWriter::Json | TestWriter::Mutation => None,
    }
}

/// Tells of changes that no example notices, and of examples that would.
pub(super) fn run(
    matches: &ArgMatches,
    writer: TestWriter,
    packs: &Packs,
    tested: &[&Rules],
    lang: Lang,
) -> Result<Outcome, Failure> {
    let (day, told_of) = (date(matches, lang)?, progress::told(lang));
    let reports: Vec<(&Rules, MutationReport)> =
        tested.iter().map(|rules| (*rules, rules.mutants_watched(day, &told_of))).collect();
    progress::hide();
    let output = matches.get_one::<String>("output").map(PathBuf::from);
    let to = Output::of_rules(output.as_deref(), packs, lang);
    if matches.get_flag("suggest") {
        let examples = reports.iter().map(|(rules, report)| suggested(rules, report));
        to.text(Ok(examples.collect()))?;
        return Ok(Outcome::Clean);
    }
    match writer {
        TestWriter::Json => to.text(wire::mutants(&reports, lang))?,
        TestWriter::Mutation => to.text(wire::mutation_schema(&reports, lang))?,
        TestWriter::Lines | TestWriter::Junit | TestWriter::Page | TestWriter::Lcov => {
            let told = reports.iter().map(|(rules, report)| {
                let several = packs.len() > 1;
                let name = if several { format!("{}: ", rules.name()) } else { String::new() };
                told(&name, rules, report, lang)
            });
            to.text(Ok(told.collect()))?;
        }
    }
    let unnoticed = |(_, report): &(&Rules, MutationReport)| {
        let (noticed, all) = report.score();
        noticed < all || report.failing > 0
    };
    Ok(if reports.iter().any(unnoticed) { Outcome::Found } else { Outcome::Clean })
}

fn told(name: &str, rules: &Rules, report: &MutationReport, lang: Lang) -> String {
    let mut text = String::new();
    let count = |status| report.mutants.iter().filter(|mutant| mutant.status == status).count();
    let counts = [
        MutantStatus::Killed,
        MutantStatus::Survived,
        MutantStatus::Undecided,
        MutantStatus::Equivalent,
    ]
    .map(count);
    let all = report.mutants.len();
    text += &report::on_screen(&format!("{name}{}", say::counts(all, counts).get(lang)));
    let (noticed, of) = report.score();
    text += &report::on_screen(say::score(noticed, of).get(lang));
    if report.failing > 0 {
        text += &report::on_screen(say::failing(report.failing).get(lang));
    }
    if report.left_out > 0 {
        text += &report::on_screen(say::left_out(report.left_out).get(lang));
    }
    let told =
        [(MutantStatus::Survived, say::alive()), (MutantStatus::Undecided, say::undecided())];
    for (status, heading) in told {
        let mut changes = report.mutants.iter().filter(|mutant| mutant.status == status).peekable();
        if changes.peek().is_some() {
            text += &report::on_screen(&format!("\n{}", heading.get(lang)));
        }
        changes.for_each(|change| text.push_str(&(of_change(change, lang) + "\n")));
    }
    if !report.examples.is_empty() {
        text +=
            &report::on_screen(&format!("\n{}\n\n", say::missing(report.examples.len()).get(lang)));
        text.push_str(&suggested(rules, report));
    }
    text
}

fn of_change(change: &MutantResult, lang: Lang) -> String {
    let MutantResult { file, line, what, by, .. } = change;
    let told = format!("  {file}:{line}  {}", what.get(lang));
    let Some(by) = by.as_ref().map(|by| format!("“{by}”")) else { return told };
    let (own, room) = (told.chars().count(), WIDTH.saturating_sub(by.chars().count()));
    // What does not fit beside stands below, at the right too.
    let told = if own < room { told } else { format!("{told}\n") };
    let own = if own < room { own } else { 0 };
    format!("{told}{}{by}", " ".repeat(room - own))
}

/// The examples as rules, each with a line that says what to do with it.
fn suggested(rules: &Rules, report: &MutationReport) -> String {
    let note = say::to_confirm();
    let example = |text: &str| format!("# {}\n{text}\n", note.get(rules.lang()));
    report.examples.iter().map(|one| example(&one.text)).collect()
}
