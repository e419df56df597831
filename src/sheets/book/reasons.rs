//! Why records came out as they did: a line for each criterion, clause and error.

use super::ChosenRecords;
use crate::data::out::{Book, Cell, Column, Kind, LinkedGrid, MOST_ROWS, PageId, Row, WriteError};
use crate::diag::Message;
use crate::diag::book::{self as say, words};
use crate::engine::{Batch, RowRange};
use crate::explain::decision::{CriterionResult, SourceLine, Status};
use crate::explain::{CriterionLines, Explanation, Grounds, Line, Working, said, show_cited};
use crate::sheets::decisions::points;
use crate::value::Lang;
use std::borrow::Cow;

/// Lines on the records of a type, and where each record's begin.
pub(super) struct Reasons<'c> {
    chosen: &'c ChosenRecords<'c>,
    lang: Lang,
    /// Number of records that are explained at the most.
    most: usize,
    /// First line of each record that was explained, by its place among those written; none where
    /// there was nothing to say.
    first: Vec<Option<u32>>,
    /// Cheapest way to a better result of each record that was explained, in words; empty where
    /// there is none to tell.
    better: Vec<String>,
}

/// Record with what is told of it.
struct Told {
    key: String,
    lines: Vec<Reason>,
    better: String,
}

/// Line of the page, without the record's name.
struct Reason {
    block: String,
    about: String,
    working: String,
    rule: String,
    points: Cell<'static>,
    most: Cell<'static>,
    place: String,
    grounds: Grounds,
}

impl<'c> Reasons<'c> {
    /// Lines on the first records of a type.
    pub fn of(chosen: &'c ChosenRecords<'c>, lang: Lang, most: usize) -> Reasons<'c> {
        Reasons { chosen, lang, most, first: Vec::new(), better: Vec::new() }
    }

    /// Number of records that are written.
    fn all(&self) -> usize {
        self.chosen.ranges.iter().map(|range| range.places.len()).sum()
    }

    /// Records that the page does not explain, to be told.
    pub fn left_out(&self) -> Option<Message> {
        let (explained, all) = (self.first.len(), self.all());
        let record = self.chosen.records.record_name();
        (explained < all).then(|| say::explained(record, explained, all))
    }

    /// Row of the page at which the lines of each record begin; none of those left out.
    pub fn first_lines(&self) -> impl Iterator<Item = Option<u32>> {
        self.first.iter().copied().chain(std::iter::repeat(None))
    }

    /// Cheapest way to a better result of each record, in words; nothing of those left out.
    pub fn better(&self) -> impl Iterator<Item = &str> {
        self.better.iter().map(String::as_str).chain(std::iter::repeat(""))
    }

    /// Fills the page; the first line on a record leads to its result.
    pub fn write(
        &mut self,
        book: &mut Book,
        page: PageId,
        results: PageId,
    ) -> Result<(), WriteError> {
        let columns = columns(self.lang);
        let (lang, first, better) = (self.lang, &mut self.first, &mut self.better);
        let records =
            self.chosen.ranges.iter().flat_map(|range| lines_of(self.chosen, range, lang));
        let mut next = 1_u32;
        let fitting =
            records.take(self.most).map_while(move |told| {
                let Told { key, lines, better: way } = told;
                let count = u32::try_from(lines.len()).ok()?;
                let end = next.checked_add(count).filter(|end| end - 1 <= MOST_ROWS)?;
                first.push((count > 0).then_some(next));
                better.push(way);
                next = end;
                let result = u32::try_from(first.len()).ok();
                let rows = lines.into_iter().enumerate();
                Some(rows.map(move |(place, line)| {
                    (line.row(&key), if place == 0 { result } else { None })
                }))
            });
        let rows = Box::new(fitting.flatten());
        let link = Some((0, results));
        let grid = LinkedGrid { columns: &columns, rows, lang, link, toned: Vec::new() };
        book.grid(page, grid).map(|_| ())
    }
}

fn columns(lang: Lang) -> Vec<Column> {
    let words = words(lang);
    let column = |header: &str, kind| Column { header: header.to_owned(), kind };
    let texts = |headers: &[&str]| -> Vec<Column> {
        headers.iter().map(|header| column(header, Kind::Text)).collect()
    };
    let mut columns = texts(&[words.record, words.block, words.point, words.working, words.rule]);
    columns.extend([column(words.points, Kind::Number), column(words.most, Kind::Number)]);
    columns.extend(texts(&[words.place, words.basis, words.assumptions]));
    columns
}

/// Records of a range, each with what is told of it.
fn lines_of<'b>(
    chosen: &'b ChosenRecords<'_>,
    range: &RowRange,
    lang: Lang,
) -> impl Iterator<Item = Told> + 'b {
    let batch: Option<&Batch> = chosen.records.batches().get(range.batch);
    let places = range.places.clone();
    batch.into_iter().flat_map(move |batch| {
        batch.map_parallel(places.clone(), move |record| {
            let explanations = record.briefly_explained();
            let key = batch.report().key(record.place()).into_owned();
            let lines = explanations.iter().flat_map(|one| reasons(one, lang)).collect();
            Told { key, lines, better: better(&explanations, lang) }
        })
    })
}

/// The cheapest way to a better result of each block, in words.
fn better(explanations: &[Explanation], lang: Lang) -> String {
    let way = |explanation: &Explanation| {
        let way = explanation.ways.as_ref()?.ways.first()?.words(lang);
        Some(match explanation.decision.block.as_deref().filter(|_| explanations.len() > 1) {
            Some(block) => format!("{block}: {way}"),
            None => way,
        })
    };
    explanations.iter().filter_map(way).collect::<Vec<String>>().join("; ")
}

/// The lines on a decision; none on one that does not concern the record.
fn reasons(explanation: &Explanation, lang: Lang) -> Vec<Reason> {
    let decision = &explanation.decision;
    if decision.status == Status::NotApplicable || decision.block.is_none() {
        return Vec::new();
    }
    let of = Of { block: decision.block.as_deref().unwrap_or(""), lang };
    let mut lines = Vec::new();
    lines.extend(decision.errors.iter().map(|error| {
        let clauses = error.clause.as_slice();
        of.line(error.words(lang), &[], clauses, &Grounds::default())
    }));
    let criteria = decision.criteria.iter().zip(&explanation.criteria);
    lines.extend(criteria.map(|(result, lines)| of.criterion(result, lines)));
    lines.extend(of.total(explanation));
    let passed_over = explanation.grading.iter().flat_map(|grading| &grading.passed_over);
    let others = passed_over.chain(&explanation.caps).chain(&explanation.clauses);
    lines.extend(others.map(|line| of.condition(line)));
    lines.extend(decision.unknown.iter().map(|found| {
        let told = found.text.get(lang).to_owned();
        of.line(told, &[], std::slice::from_ref(&found.clause), &Grounds::default())
    }));
    if !decision.missing.is_empty() {
        let settles = crate::diag::explanation::words(lang).settles;
        let told = format!("{settles}: {}", decision.missing.join(", "));
        lines.push(of.line(told, &[], &[], &Grounds::default()));
    }
    lines
}

/// Block that lines are about.
#[derive(Clone, Copy)]
struct Of<'e> {
    block: &'e str,
    lang: Lang,
}

impl Of<'_> {
    fn line(
        self,
        about: String,
        workings: &[Working],
        clauses: &[SourceLine],
        grounds: &Grounds,
    ) -> Reason {
        let workings: Vec<String> = workings.iter().map(Working::words).collect();
        let rules: Vec<&str> = clauses.iter().map(|clause| &*clause.text).collect();
        let place = clauses.first().map(|clause| format!("{}:{}", clause.file, clause.line));
        Reason {
            block: self.block.to_owned(),
            about,
            working: workings.join("; "),
            rule: rules.join(" / "),
            points: Cell::Blank,
            most: Cell::Blank,
            place: place.unwrap_or_default(),
            grounds: grounds.clone(),
        }
    }

    fn criterion(self, result: &CriterionResult, lines: &CriterionLines) -> Reason {
        let title = result.title.as_deref().unwrap_or("");
        let about = format!("{}. {title}", result.label);
        let line = self.line(about, &lines.workings, &result.clauses, &lines.grounds);
        let (file, number) = match result.clauses.first() {
            Some(clause) => (&clause.file, clause.line),
            None => (&lines.clause.file, lines.clause.line),
        };
        let (low, high) = &result.range;
        Reason {
            points: points(low, high, self.lang),
            most: Cell::Number(result.max_points.clone()),
            place: format!("{file}:{number}"),
            ..line
        }
    }

    /// The line from the points to the grade, of a scorecard that gives points.
    fn total(self, explanation: &Explanation) -> Option<Reason> {
        let decision = &explanation.decision;
        let most = decision.max_points.clone()?;
        let single = decision.points.as_ref().map(|points| (points, points));
        let range = decision.points_range.as_ref().map(|(low, high)| (low, high));
        let (low, high) = single.or(range)?;
        let total = words(self.lang).total;
        let about = match &decision.verdict {
            Some(verdict) => format!("{total}: {verdict}"),
            None => total.to_owned(),
        };
        let grading = explanation.grading.as_ref();
        let clauses = grading.map_or(&[][..], |grading| grading.clause.as_slice());
        let workings = grading.map_or(&[][..], |grading| &grading.workings);
        let grounds = grading.map(|grading| grading.grounds.clone()).unwrap_or_default();
        let line = self.line(about, workings, clauses, &grounds);
        Some(Reason { points: points(low, high, self.lang), most: Cell::Number(most), ..line })
    }

    fn condition(self, line: &Line) -> Reason {
        let clauses = std::slice::from_ref(&line.clause);
        self.line(said(line, self.lang), &line.workings, clauses, &line.grounds)
    }
}

impl Reason {
    fn row(self, key: &str) -> Row<'static> {
        let text = |text: String| {
            if text.is_empty() { Cell::Blank } else { Cell::Text(Cow::Owned(text)) }
        };
        let mut cited: Vec<String> = self.grounds.sources.iter().map(show_cited).collect();
        cited.dedup();
        let assumed = self.grounds.assumptions.iter();
        let assumed: Vec<&str> = assumed.filter_map(|assumed| assumed.text.as_deref()).collect();
        let cells = vec![
            text(key.to_owned()),
            text(self.block),
            text(self.about),
            text(self.working),
            text(self.rule),
            self.points,
            self.most,
            text(self.place),
            text(cited.join("; ")),
            text(assumed.join("; ")),
        ];
        cells.into()
    }
}
