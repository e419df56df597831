//! What a run came to, for a screen: outcomes by unit, and the records to look at first.

use super::formats::listing;
use crate::data::out::WriteError;
use crate::diag::overview::{self as say, words};
use crate::engine::{Dataset, Records};
use crate::markup::{Role, SCREEN, run, wrapped};
use crate::report::TargetOutcome;
use crate::sheets::{OutcomesByUnit, TargetSheet};
use crate::value::Lang;
use console::Term;
use std::io::Write;

/// Records to look at that are shown.
const SHOWN: usize = 10;

/// Margin of the lines of a paragraph after its first.
const SET_BACK: &str = "  ";

/// Writes the overview of a run.
pub(super) fn write(
    dataset: &Dataset,
    targets: &[Vec<TargetOutcome>],
    lang: Lang,
    to: &mut dyn Write,
) -> Result<(), WriteError> {
    let words = words(lang);
    let batches = dataset.decided().flat_map(Records::batches);
    let units = OutcomesByUnit::all(batches, lang);
    // Grades unit by unit; of what has a verdict a line each is enough.
    let (graded, others): (Vec<_>, Vec<_>) = units.iter().partition(|one| one.is_scorecard());
    for (place, graded) in graded.iter().enumerate() {
        writeln!(to, "{}{}", if place > 0 { "\n" } else { "" }, graded.heading())?;
        let columns = graded.columns();
        listing(vec![graded.grid(&columns)], to)?;
    }
    let has_more = !others.is_empty() || !targets.is_empty();
    if has_more && !graded.is_empty() {
        writeln!(to)?;
    }
    for other in others {
        if let Some((_, counts)) = other.in_brief().last() {
            paragraph(&format!("{}: {counts}", other.heading()), to)?;
        }
    }
    for (sheet, outcomes) in TargetSheet::all(targets, lang).iter().zip(targets) {
        let count = |met| outcomes.iter().filter(|one| one.met() == Some(met)).count();
        let counts = [count(true), count(false), outcomes.len()];
        paragraph(say::targets(sheet.name(), counts).get(lang), to)?;
    }
    let attention = dataset.attention(SHOWN, lang);
    if attention.all > 0 {
        writeln!(to, "\n{}", say::first(attention.told.len(), attention.all).get(lang))?;
        attention.told.iter().try_for_each(|one| paragraph(&format!("- {one}"), to))?;
    }
    writeln!(to, "\n{}", words.more)?;
    Ok(())
}

/// Writes a paragraph in lines as wide as the screen, those after the first set back.
fn paragraph(text: &str, to: &mut dyn Write) -> Result<(), WriteError> {
    let width = Term::stdout().size_checked().map_or(SCREEN, |(_, width)| usize::from(width));
    let words = vec![run(Role::Plain, text)];
    let lines = wrapped(&words, width.min(SCREEN).saturating_sub(SET_BACK.len()));
    for (place, line) in lines.iter().enumerate() {
        let before = if place == 0 { "" } else { SET_BACK };
        let line: String = line.iter().map(|one| one.text.as_str()).collect();
        writeln!(to, "{before}{line}")?;
    }
    Ok(())
}
