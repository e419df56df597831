//! Each cited line holds the construct explained, and lies in the explained block or in something
//! it reaches by names.

use super::pack::Kind;
use super::{Case, NamedValue, Section, holds_words, sections};
use std::collections::BTreeSet;
use visao::diag::record as say;
use visao::explain::decision::SourceLine;
use visao::explain::{Explanation, Working};

pub fn cites(case: &Case, explanation: &Explanation) -> Result<(), String> {
    let block = case.block(explanation);
    let (head, _) = explanation.block.as_ref().ok_or("a block without its line")?;
    is_at(case, head, &[block])?;
    for (section, workings, _) in sections(explanation) {
        match section {
            Section::Criterion(at) => criterion(case, explanation, block, at)?,
            Section::Grading => {
                let rows = graded(case, block);
                explanation
                    .grading
                    .iter()
                    .flat_map(|grading| &grading.clause)
                    .try_for_each(|clause| is_at(case, clause, &rows))?;
            }
            Section::Line(line) => is_at(case, &line.clause, &ruled(case, block, &line.text))?,
        }
        workings.iter().try_for_each(|working| worked(case, working))?;
    }
    let decision = &explanation.decision;
    let reasons = decision.reasons.iter().map(|reason| (&reason.text, &reason.clause));
    let waiting = decision.waiting.iter().map(|waiting| (&waiting.text, &waiting.clause));
    reasons
        .chain(waiting)
        .try_for_each(|(text, clause)| is_at(case, clause, &ruled(case, block, text)))?;
    reached(case, explanation, block)
}

fn is_at(case: &Case, clause: &SourceLine, wanted: &[usize]) -> Result<(), String> {
    let at = case.part_at(clause.line);
    match at.is_some_and(|at| wanted.contains(&at)) && &*clause.file == "luat.luat" {
        true => Ok(()),
        false => Err(format!(
            "line {} is cited for what stands in {:?}",
            clause.line,
            wanted.iter().map(|at| case.pack.parts[*at].line).collect::<Vec<_>>()
        )),
    }
}

fn within(case: &Case, owner: usize, wanted: impl Fn(Kind) -> bool) -> Vec<usize> {
    case.pack.within(owner).filter(|(_, part)| wanted(part.kind)).map(|(at, _)| at).collect()
}

fn criterion(
    case: &Case,
    explanation: &Explanation,
    block: usize,
    at: usize,
) -> Result<(), String> {
    let part = within(case, block, |kind| matches!(kind, Kind::Criterion { .. }))[at];
    is_at(case, &explanation.criteria[at].clause, &[part])?;
    let rows = within(case, part, |kind| kind == Kind::CriterionRow);
    explanation.decision.criteria[at]
        .clauses
        .iter()
        .try_for_each(|clause| is_at(case, clause, &rows))
}

fn graded(case: &Case, card: usize) -> Vec<usize> {
    let grading = within(case, card, |kind| kind == Kind::Grading);
    grading
        .iter()
        .flat_map(|grading| within(case, *grading, |kind| kind == Kind::GradeRow))
        .collect()
}

/// The guards, clauses and caps of a block that a text is of: by their reason, or by their own
/// words.
fn ruled(case: &Case, block: usize, text: &str) -> Vec<usize> {
    let own =
        within(case, block, |kind| matches!(kind, Kind::Guard | Kind::Clause | Kind::Grading));
    let rules = own.into_iter().flat_map(|at| {
        [vec![at], within(case, at, |kind| matches!(kind, Kind::Cap | Kind::GradeRow))].concat()
    });
    let blanks = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_of = |at: &usize| match case.pack.parts[*at].kind {
        Kind::Cap | Kind::Clause => case.pack.parts[*at].name == text,
        Kind::Guard | Kind::GradeRow => {
            blanks(&case.pack.parts[*at].lines[0]).contains(&blanks(text))
        }
        _ => false,
    };
    rules.filter(is_of).collect()
}

fn worked(case: &Case, working: &Working) -> Result<(), String> {
    let rows = |owner, kind| within(case, owner, |known| known == kind);
    let (wanted, needed) = match case.named(working) {
        Some(NamedValue::Value(at)) => match case.pack.parts[at].kind {
            Kind::Parameter => (rows(at, Kind::Dated), false),
            Kind::Table(_) => ([vec![at], rows(at, Kind::TableRow)].concat(), true),
            _ => (vec![at], true),
        },
        Some(NamedValue::Grade(card)) => (graded(case, card), false),
        Some(NamedValue::Points(_, at)) => (rows(at, Kind::CriterionRow), false),
        Some(NamedValue::Total(_)) | None => (Vec::new(), false),
    };
    match &working.clause {
        Some(clause) => {
            is_at(case, clause, &wanted).map_err(|error| format!("{}: {error}", working.name))
        }
        None if needed => Err(format!("{} has no line", working.name)),
        None => Ok(()),
    }
}

/// What is unknown or wrong arose where the block leads; what is wrong with a derivation it does
/// not read stands in that.
fn reached(case: &Case, explanation: &Explanation, block: usize) -> Result<(), String> {
    let decision = &explanation.decision;
    let own = lines(case, block);
    let aside: BTreeSet<usize> = (0..case.pack.parts.len())
        .filter(|at| matches!(case.pack.parts[*at].kind, Kind::Derivation | Kind::Table(_)))
        .flat_map(|at| lines(case, at))
        .collect();
    for clause in decision.errors.iter().filter_map(|error| error.clause.as_ref()) {
        if !own.contains(&clause.line) {
            return Err(format!(
                "an error at line {} that the block does not lead to",
                clause.line
            ));
        }
    }
    for unknown in &decision.unknown {
        let words = &unknown.text.en;
        let missing =
            [say::division_by_zero(), say::no_row(), say::no_value()].contains(&unknown.text);
        if !own.contains(&unknown.clause.line) && (missing || !aside.contains(&unknown.clause.line))
        {
            return Err(format!(
                "“{words}” at line {} that the block does not lead to",
                unknown.clause.line
            ));
        }
    }
    Ok(())
}

/// The lines of a part, of what belongs to it and of what they reach by names.
fn lines(case: &Case, from: usize) -> BTreeSet<usize> {
    let parts = &case.pack.parts;
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        let named = |part: &super::pack::Part| {
            let names = matches!(
                part.kind,
                Kind::Derivation | Kind::Table(_) | Kind::Parameter | Kind::Card
            );
            names && parts[at].lines.iter().any(|line| holds_words(line, &part.name))
        };
        // With one scorecard its total needs no name.
        let next =
            (0..parts.len()).filter(|next| parts[*next].owner == Some(at) || named(&parts[*next]));
        let next: Vec<usize> = next.filter(|next| seen.insert(*next)).collect();
        open.extend(next);
    }
    // What leads a row in (a table's header, `theo …`) stands above it.
    let first = |at: usize| match parts[at].kind {
        Kind::TableRow | Kind::CriterionRow => parts[at].line + 1 - parts[at].lines.len(),
        _ => parts[at].line,
    };
    seen.into_iter().flat_map(|at| first(at)..first(at) + parts[at].lines.len()).collect()
}
