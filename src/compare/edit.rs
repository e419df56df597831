//! Rules with another number tried in one place: the text is changed where the number stands, and
//! loaded, so that everything is checked.

use super::Comparison;
use crate::diag::{Error, Message, edit as say, nearest};
use crate::engine::Rules;
use crate::keywords::{Keywords, Kw};
use crate::load::{Effective, Files, Folders};
use crate::model::{BlockKind, DerivedKind, Expr, ExprKind, Model, ParameterId, Row, Test};
use crate::source::{Span, key};
use crate::syntax::ast::{ItemKind, ParameterValue};
use crate::value::text::{parse_date, show_date};
use crate::value::{Lang, Value};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// Reason why an edit was not tried.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum EditRefused {
    /// The edit names no place of the rules.
    NoPlace(Message),
    /// The rules cannot be used, as they are or with the edit.
    Rules(Error),
}

impl From<Error> for EditRefused {
    fn from(error: Error) -> EditRefused {
        EditRefused::Rules(error)
    }
}

/// Loads rules with numbers changed, each edit as `tham số X = 5%` or `criterion 2, row 2 = 0.4%`:
/// the question what would be if a number were another, without a copy of the pack. A number of a
/// condition, a formula, a range, a deadline or a target is named by its line too, `loans.luat:12 =
/// 6%`, with `, number 2` where there are several; not so the steps of fields, first days of
/// parameters, and days and months that periods are reckoned in. With `days` as if the pack applied
/// on those.
///
/// ```
/// let text = "language: en
/// record Group
///   field overdue: ratio, from 0%
/// scorecard Grading for Group
///   criterion 2, at most 30 points
///     by overdue
///     below 0.5%    gives 30 points
///     otherwise     gives 0 points
/// ";
/// let files: visao::Memory = [("rules.luat", text)].into_iter().collect();
/// let edited = visao::compare::edited(&files, &["criterion 2, row 1 = 0.4%"], None).unwrap();
/// let changes = visao::Rules::from_files(&files)?.compare(&edited).changes;
/// assert_eq!(changes[0].message.en, "Criterion 2: row “below 0.5%” is now “below 0.4%”, still 30 points");
/// # Ok::<(), visao::Error>(())
/// ```
///
/// # Errors
/// An edit that names no place of the rules; everything that is wrong with the rules, as they are
/// or with the edits.
pub fn edited(
    files: &dyn Files,
    edits: &[&str],
    days: Option<Effective>,
) -> Result<Rules, EditRefused> {
    let rules = Rules::from_files(files)?;
    let changes = edits.iter().map(|edit| change(&rules, edit)).collect::<Result<_, _>>();
    changed(&rules, files, changes.map_err(EditRefused::NoPlace)?, days)
}

impl Comparison {
    /// Loads the new pack from its files for the records of the old one: a field that has another
    /// name is found by the old one too. With the edits and days of [`edited`].
    ///
    /// # Errors
    /// As [`edited`].
    pub fn new_rules(
        &self,
        files: &dyn Files,
        edits: &[&str],
        days: Option<Effective>,
    ) -> Result<Rules, EditRefused> {
        let rules = Rules::from_files(files)?;
        let changes = edits.iter().map(|edit| change(&rules, edit)).collect::<Result<_, _>>();
        let mut changes: Vec<(Span, String)> = changes.map_err(EditRefused::NoPlace)?;
        changes.extend(self.fields.iter().filter_map(|field| also_called(&rules, field)));
        changed(&rules, files, changes, days)
    }
}

/// The old name of a field as one that its column may have; a field that names columns is found by
/// those.
fn also_called(rules: &Rules, [record, field, old]: &[String; 3]) -> Option<(Span, String)> {
    let model = rules.model();
    let record = model.records.iter().find(|known| known.name.key == key(record))?;
    let field = record.fields.iter().find(|known| known.name.key == key(field))?;
    let end = Span { start: field.span.end, ..field.span };
    let column = Kw::Column.word(Keywords::from(model.lang));
    field.columns.is_empty().then(|| (end, format!(", {column} \"{old}\"")))
}

/// Rules with another text in some places.
fn changed(
    rules: &Rules,
    files: &dyn Files,
    mut changes: Vec<(Span, String)>,
    days: Option<Effective>,
) -> Result<Rules, EditRefused> {
    // From the end, so that the places before stay where they are.
    changes.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut texts: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for (span, value) in changes {
        let source = &rules.sources()[span.source];
        let text = texts
            .entry(source.name().to_owned())
            .or_insert_with(|| source.text().as_bytes().to_vec());
        drop(text.splice(span.start as usize..span.end as usize, value.into_bytes()));
    }
    let files = Edited { files, texts };
    Ok(match days {
        Some(days) => Rules::from_files_for(&files, days),
        None => Rules::from_files(&files),
    }?)
}

/// The files of a pack, some of them with another text.
struct Edited<'f> {
    files: &'f dyn Files,
    texts: BTreeMap<String, Vec<u8>>,
}

impl Files for Edited<'_> {
    fn path(&self) -> &str {
        self.files.path()
    }

    fn names(&self) -> io::Result<Vec<String>> {
        self.files.names()
    }

    fn beside(&self) -> io::Result<Vec<String>> {
        self.files.beside()
    }

    fn read(&self, name: &str, limit: u64) -> io::Result<Vec<u8>> {
        match self.texts.get(name) {
            Some(text) => Ok(text.clone()),
            None => self.files.read(name, limit),
        }
    }

    fn place(&self, name: &str) -> Option<PathBuf> {
        self.files.place(name)
    }

    fn folders(&self) -> io::Result<Folders<'_>> {
        self.files.folders()
    }
}

/// The place of an edit, and what is to stand there.
fn change(rules: &Rules, edit: &str) -> Result<(Span, String), Message> {
    let (place, value) = edit
        .split_once('=')
        .map(|(place, value)| (place.trim(), value.trim()))
        .filter(|(place, value)| !place.is_empty() && !value.is_empty() && !value.contains('\n'))
        .ok_or_else(|| say::no_value(edit))?;
    let path = Spot::of(place)?;
    if !path.is_one_place() {
        return Err(say::no_place(place));
    }
    let span = match (&path.line, &path.parameter) {
        (Some((file, line)), _) => of_line(rules, file, *line, &path)?,
        (None, Some(name)) => parameter(rules, name, &path)?,
        (None, None) => of_row(rules, &path)?,
    };
    let file = rules.pack().row_files.iter().find(|file| file.source == span.source);
    match file {
        Some(file) => Err(say::in_file(&file.name)),
        None => Ok((span, value.to_owned())),
    }
}

/// A place as it is named, taken apart at its commas.
#[derive(Default)]
struct Spot {
    whole: String,
    line: Option<(String, usize)>,
    parameter: Option<String>,
    from: Option<String>,
    scorecard: Option<String>,
    table: Option<String>,
    criterion: Option<String>,
    grading: bool,
    row: Option<String>,
    column: Option<String>,
    number: Option<String>,
    points: bool,
}

impl Spot {
    /// Returns `true` if its parts go together: a line has its number beside it alone, a parameter
    /// the first day of a value.
    fn is_one_place(&self) -> bool {
        let of_block = [&self.scorecard, &self.table, &self.criterion, &self.row, &self.column];
        let has_block = self.grading || self.points || of_block.into_iter().any(Option::is_some);
        match (&self.line, &self.parameter) {
            (Some(_), parameter) => !has_block && parameter.is_none() && self.from.is_none(),
            (None, Some(_)) => !has_block && self.number.is_none(),
            (None, None) => self.from.is_none(),
        }
    }

    fn of(place: &str) -> Result<Spot, Message> {
        let mut path = Spot { whole: place.to_owned(), ..Spot::default() };
        let both = |kw: Kw| [kw.word(Keywords::Vi), kw.word(Keywords::En)];
        let words = |pick: fn(&say::Words) -> &'static str| {
            [pick(say::words(Lang::Vi)), pick(say::words(Lang::En))]
        };
        for part in place.split(',').map(str::trim) {
            let named = |words: [&str; 2]| words.iter().find_map(|word| behind(part, word));
            let line = line_of_file(part);
            // The longer keyword first: a scorecard is no table.
            if line.is_some() {
                path.line = line;
            } else if let Some(name) = named(both(Kw::Parameter)) {
                path.parameter = Some(name);
            } else if let Some(name) = named(both(Kw::Scorecard)) {
                path.scorecard = Some(name);
            } else if let Some(name) = named(both(Kw::Table)) {
                path.table = Some(name);
            } else if let Some(name) = named(both(Kw::Criterion)) {
                path.criterion = Some(name);
            } else if named(both(Kw::Grading)).is_some() {
                path.grading = true;
            } else if let Some(row) = named(words(|words| words.row)) {
                path.row = Some(row);
            } else if let Some(column) = named(words(|words| words.column)) {
                path.column = Some(column);
            } else if let Some(number) = named(words(|words| words.number)) {
                path.number = Some(number);
            } else if let Some(day) = named(both(Kw::From)) {
                path.from = Some(day);
            } else if named(both(Kw::Points)).is_some() {
                path.points = true;
            } else {
                return Err(say::no_place(part));
            }
        }
        Ok(path)
    }
}

/// A file and line as messages name them: a column behind them is left out.
fn line_of_file(part: &str) -> Option<(String, usize)> {
    let behind_colon = |text: &'_ str| -> Option<(String, usize)> {
        let (before, number) = text.rsplit_once(':')?;
        Some((before.to_owned(), number.trim().parse().ok()?))
    };
    let (file, line) = behind_colon(part)?;
    Some(behind_colon(&file).unwrap_or((file, line)))
}

/// What stands behind a word, if a part begins with it.
fn behind(part: &str, word: &str) -> Option<String> {
    let count = word.split_whitespace().count();
    let words: Vec<&str> = part.split_whitespace().collect();
    let (head, rest) = words.split_at_checked(count)?;
    (key(&head.join(" ")) == key(word)).then(|| rest.join(" "))
}

/// The keyword of a kind, in both languages.
fn kind(kw: Kw) -> (&'static str, &'static str) {
    (kw.word(Keywords::Vi), kw.word(Keywords::En))
}

/// The one of a name; else which is the nearest.
fn named<'n, T>(
    all: impl Iterator<Item = (&'n str, T)>,
    kind: (&str, &str),
    name: &str,
) -> Result<T, Message> {
    let all: Vec<(&str, T)> = all.collect();
    let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    let near = nearest(name, names);
    let unknown = say::unknown(kind, name, near);
    all.into_iter().find(|(known, _)| key(known) == key(name)).map(|(_, one)| one).ok_or(unknown)
}

/// The place of a parameter's value.
fn parameter(rules: &Rules, name: &str, path: &Spot) -> Result<Span, Message> {
    let model = rules.model();
    let all = model.parameters.enumerate().map(|(id, one)| (one.name.text.as_str(), id));
    let id: ParameterId = named(all, kind(Kw::Parameter), name)?;
    let values = &model.parameters[id].values;
    let wanted = match &path.from {
        Some(day) => {
            let from = parse_date(day);
            values.iter().filter(|value| Some(value.from) == from).collect::<Vec<_>>()
        }
        None => values.iter().collect(),
    };
    let [value] = wanted.as_slice() else {
        let days: Vec<String> = values.iter().map(|value| show_date(value.from)).collect();
        return Err(say::several_values(&days));
    };
    let written = rules.trees().iter().flat_map(|tree| &tree.items).find_map(|item| {
        let ItemKind::Parameter { values, .. } = &item.kind else { return None };
        values.iter().find(|one: &&ParameterValue| one.span == value.span)
    });
    written.map(|value| value.value.span).ok_or_else(|| say::no_place(&path.whole))
}

/// Rows that a path may mean, with the name of their block.
struct Rows<'m> {
    block: &'m str,
    rows: &'m [Row],
}

/// The place of a number in a row, or of what the row gives.
fn of_row(rules: &Rules, path: &Spot) -> Result<Span, Message> {
    let found = rows(rules.model(), path)?;
    let [Rows { rows, .. }] = found.as_slice() else {
        let names: Vec<&str> = found.iter().map(|one| one.block).collect();
        return Err(if names.is_empty() {
            say::no_place(&path.whole)
        } else {
            say::several_blocks(&names)
        });
    };
    let number = path.row.as_deref().unwrap_or("");
    let place = number.parse::<usize>().ok().and_then(|row| row.checked_sub(1));
    let row =
        place.and_then(|place| rows.get(place)).ok_or_else(|| say::no_row(number, rows.len()))?;
    if path.points {
        return Ok(row.gives.span);
    }
    let words = |span: Span| words(rules, span);
    let numbers = numbers(row, path.column.as_deref(), &words);
    chosen(&numbers, path, row.span, &words)
}

/// The place of a number on a line of a file.
fn of_line(rules: &Rules, name: &str, line: usize, path: &Spot) -> Result<Span, Message> {
    // Of the places that are named so only the last part is the file's own name.
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let file = (say::words(Lang::Vi).file, say::words(Lang::En).file);
    let sources = rules.sources().enumerate().map(|(id, source)| (source.name(), (id, source)));
    let (id, source) = named(sources, file, name)?;
    let (start, end) = source.line(line).ok_or_else(|| say::no_line(source.name(), line))?;
    let is_there = |span: &Span| span.source == id && start <= span.start && span.start < end;
    let words = |span: Span| words(rules, span);
    let mut numbers: Vec<Span> = all_numbers(rules).into_iter().filter(is_there).collect();
    // What a phrase of time stands for spans all of it.
    numbers.retain(|span| words(*span).starts_with(|first: char| first.is_ascii_digit()));
    numbers.sort_by_key(|span| (span.start, span.end));
    numbers.dedup();
    chosen(&numbers, path, Span { source: id, start, end }, &words)
}

/// The one of the numbers of a place that is named, or the only one.
fn chosen(
    numbers: &[Span],
    path: &Spot,
    whole: Span,
    words: &dyn Fn(Span) -> String,
) -> Result<Span, Message> {
    let chosen = match &path.number {
        Some(number) => number.parse::<usize>().ok().and_then(|at| numbers.get(at.checked_sub(1)?)),
        None => numbers.first().filter(|_| numbers.len() == 1),
    };
    chosen.copied().ok_or_else(|| {
        let whole = words(whole);
        let all: Vec<String> = numbers.iter().map(|span| words(*span)).collect();
        match (&path.number, numbers.is_empty()) {
            (_, true) => say::no_number(&whole),
            (Some(number), false) => say::no_such_number(&whole, number, &all),
            (None, false) => say::several_numbers(&whole, &all),
        }
    })
}

/// What stands in a place of the rules, with single blanks.
fn words(rules: &Rules, span: Span) -> String {
    let words = rules.sources()[span.source].slice(span);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The places of all numbers and days of the rules: in conditions, formulas and what rows give, in
/// ranges of fields, values of parameters and the most points.
fn all_numbers(rules: &Rules) -> Vec<Span> {
    let (model, mut spans) = (rules.model(), Vec::new());
    model.exprs(&mut |_, expr| literals(expr, &mut spans));
    let fields = model.records.iter().flat_map(|record| record.fields.iter());
    fields.filter_map(|field| field.range.as_ref()).for_each(|range| literals(range, &mut spans));
    for item in rules.trees().iter().flat_map(|tree| &tree.items) {
        match &item.kind {
            ItemKind::Parameter { values, .. } => {
                spans.extend(values.iter().map(|value| value.value.span));
            }
            ItemKind::Scorecard(card) => {
                let maxima = card.criteria.iter().filter_map(|one| one.maximum.as_ref());
                spans.extend(maxima.chain(&card.scale).map(|most| most.span));
            }
            _ => {}
        }
    }
    spans
}

/// The rows that a path names.
fn rows<'m>(model: &'m Model, path: &Spot) -> Result<Vec<Rows<'m>>, Message> {
    if let Some(name) = &path.table {
        let tables = model.records.iter().flat_map(|record| record.derived.iter());
        let tables = tables.filter_map(|derived| match &derived.kind {
            DerivedKind::Table { rows, .. } => Some((derived.name.text.as_str(), rows.as_slice())),
            DerivedKind::Formula(_) => None,
        });
        let rows = named(tables, kind(Kw::Table), name)?;
        return Ok(vec![Rows { block: "", rows }]);
    }
    let mut cards: Vec<_> = model
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Scorecard(card) => Some((block.name.text.as_str(), card)),
            BlockKind::Eligibility(_) | BlockKind::Check(_) => None,
        })
        .collect();
    if let Some(name) = &path.scorecard {
        let card = named(cards.iter().copied(), kind(Kw::Scorecard), name)?;
        cards.retain(|(_, known)| std::ptr::eq(*known, card));
    }
    let Some(label) = &path.criterion else {
        let graded = cards.into_iter().filter_map(|(block, card)| {
            Some(Rows { block, rows: card.grading.as_ref()?.rows.as_slice() })
        });
        return Ok(if path.grading { graded.collect() } else { Vec::new() });
    };
    let criteria = cards.iter().flat_map(|(block, card)| {
        card.criteria.iter().map(move |criterion| {
            (criterion.label.text.as_str(), Rows { block, rows: &criterion.rows })
        })
    });
    let criteria: Vec<(&str, Rows<'m>)> = criteria.collect();
    let labels: Vec<&str> = criteria.iter().map(|(label, _)| *label).collect();
    let found: Vec<Rows<'m>> = criteria
        .into_iter()
        .filter(|(known, _)| key(known) == key(label))
        .map(|(_, rows)| rows)
        .collect();
    match found.is_empty() {
        true => Err(say::unknown(kind(Kw::Criterion), label, nearest(label, labels))),
        false => Ok(found),
    }
}

/// The places of the numbers and days that a row tests, of one column where that is said.
fn numbers(row: &Row, column: Option<&str>, words: &dyn Fn(Span) -> String) -> Vec<Span> {
    let mut spans = Vec::new();
    for (condition, form) in row.conditions() {
        match form.and_then(|form| form.cell(condition)) {
            Some(cell) => {
                let is_wanted = column.is_none_or(|column| {
                    column.parse() == Ok(cell.column + 1)
                        || key(column) == key(&words(cell.axis.span))
                });
                for test in cell.tests.iter().filter(|_| is_wanted) {
                    match test {
                        Test::Missing => {}
                        Test::Is(value) | Test::Except(value) => literals(value, &mut spans),
                        Test::Between { lower, upper } => {
                            let ends = lower.iter().chain(upper);
                            ends.for_each(|end| literals(&end.value, &mut spans));
                        }
                    }
                }
            }
            None if column.is_none() => literals(condition, &mut spans),
            None => {}
        }
    }
    spans.dedup();
    spans
}

fn literals(expr: &Expr, spans: &mut Vec<Span>) {
    if let ExprKind::Constant(Value::Num(_) | Value::Date(_)) = &expr.kind {
        spans.push(expr.span);
    }
    expr.children(&mut |child| literals(child, spans));
}
