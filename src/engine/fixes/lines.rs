//! The lines of rule files that statements stand on, with the cells of rows.

use super::super::Rules;
use crate::source::{Source, Span};
use crate::syntax::ast::{CriterionRows, File, Grid, Item, ItemKind, MemberKind, Note, Row, When};

/// A statement with the lines that belong to it.
pub(super) struct Line {
    /// Place of the statement.
    pub span: Span,
    /// Lines `căn cứ`, `giả định` and `bỏ qua` that belong to it.
    pub notes: Vec<Span>,
    /// The cells of a row, what it gives left out; none of another statement, nor of a row that
    /// takes the rest.
    pub cells: Vec<Span>,
    /// `true` of a row of a pipe table, and of one of a file.
    pub is_grid: bool,
    /// Sign that parts the cells of a row of a text file; `None` of any other.
    pub delimiter: Option<char>,
}

impl Line {
    /// A line without cells and notes.
    pub fn of(span: Span) -> Line {
        let (notes, cells) = (Vec::new(), Vec::new());
        Line { span, notes, cells, is_grid: false, delimiter: None }
    }
}

impl Rules {
    /// The statement at a place, where it is one that can stand or not.
    pub(super) fn line_at(&self, span: Span) -> Option<Line> {
        if self.row_file(span.source).is_some() {
            let holds = |line: &Line| line.span.start <= span.start && span.start < line.span.end;
            return self.lines_of_file(span.source)?.into_iter().find(holds);
        }
        let tree = self.tree_of(span)?;
        let mut found = None;
        each(self, tree, &mut |line| {
            if line.span == span {
                found = Some(line);
            }
        });
        found
    }

    /// The declaration whose name stands at a place.
    pub(super) fn declaration_at(&self, name: Span) -> Option<Line> {
        let tree = self.tree_of(name)?;
        let mut found: Option<Line> = None;
        each(self, tree, &mut |line| {
            let holds = line.span.start <= name.start && name.end <= line.span.end;
            let narrower = found.as_ref().is_none_or(|known| known.span.start <= line.span.start);
            if holds && narrower {
                found = Some(line);
            }
        });
        found
    }

    /// The tree of a source, if it is a rule file.
    pub(super) fn tree_of(&self, span: Span) -> Option<&File> {
        self.trees()
            .into_iter()
            .find(|tree| tree.items.first().is_some_and(|item| item.span.source == span.source))
    }

    /// The lines of a statement and of what belongs to it, whole.
    pub(super) fn whole_lines(&self, line: &Line) -> Vec<Span> {
        let source = &self.sources()[line.span.source];
        let all = std::iter::once(line.span).chain(line.notes.iter().copied());
        let mut spans: Vec<Span> = all.map(|span| whole(source, span)).collect();
        spans.sort_by_key(|span| span.start);
        spans.dedup();
        spans
    }
}

/// From the beginning of the line that a place begins in to the beginning of the line behind it.
pub(super) fn whole(source: &Source, span: Span) -> Span {
    let text = source.text();
    let before = text.get(..span.start as usize).unwrap_or("");
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let behind = text.get(span.end as usize..).unwrap_or("");
    let end = span.end as usize + behind.find('\n').map_or(behind.len(), |at| at + 1);
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { start: offset(start), end: offset(end), ..span }
}

fn plain(span: Span, notes: &[Note]) -> Line {
    let notes = notes.iter().map(|note| note.span).collect();
    Line { notes, ..Line::of(span) }
}

fn each(rules: &Rules, tree: &File, found: &mut dyn FnMut(Line)) {
    for item in &tree.items {
        item_lines(rules, item, found);
    }
}

fn item_lines(rules: &Rules, item: &Item, found: &mut dyn FnMut(Line)) {
    let row = |row: &Row, found: &mut dyn FnMut(Line)| {
        let cells = match &row.when {
            When::Test(test, None) => vec![test.span],
            When::Test(_, Some(_)) | When::Condition(_) | When::Otherwise => Vec::new(),
        };
        found(Line { cells, ..plain(row.span, &row.notes) });
    };
    match &item.kind {
        ItemKind::Table { grid, rows_of: None, .. } => {
            grid.iter().for_each(|grid| grid_lines(rules, grid, found));
        }
        ItemKind::Scorecard(card) => {
            for criterion in &card.criteria {
                match &criterion.rows {
                    CriterionRows::Lines(rows) => rows.iter().for_each(|one| row(one, found)),
                    CriterionRows::Grid(grid) => grid_lines(rules, grid, found),
                }
            }
            if let Some(grading) = &card.grading {
                grading.rows.iter().for_each(|one| row(one, found));
                grading.caps.iter().for_each(|cap| found(plain(cap.span, &cap.notes)));
            }
        }
        ItemKind::Eligibility { clauses, .. } => {
            clauses.iter().for_each(|clause| found(plain(clause.span, &clause.notes)));
        }
        ItemKind::Record { members, .. } => {
            let fields = members.iter().filter(|one| matches!(one.kind, MemberKind::Field { .. }));
            fields.for_each(|field| found(plain(field.span, &field.notes)));
        }
        ItemKind::Category { .. } | ItemKind::Parameter { .. } | ItemKind::Function { .. } => {
            let mut line = plain(item.span, &item.notes);
            if let ItemKind::Parameter { values, .. } = &item.kind {
                let notes = values.iter().flat_map(|value| &value.notes);
                line.notes.extend(notes.map(|note| note.span));
            }
            found(line);
        }
        ItemKind::Document { .. }
        | ItemKind::Table { .. }
        | ItemKind::Targets(_)
        | ItemKind::Example { .. } => {}
    }
}

fn grid_lines(rules: &Rules, grid: &Grid, found: &mut dyn FnMut(Line)) {
    for row in &grid.rows {
        let source = &rules.sources()[row.span.source];
        let mut cells = if row.otherwise { Vec::new() } else { bare_cells(source, row.span) };
        // The last one is the result.
        cells.pop();
        if cells.len() != grid.columns.len() {
            cells.clear();
        }
        found(Line { cells, is_grid: true, ..plain(row.span, &row.notes) });
    }
}

/// The words between the bars of a row.
pub(super) fn bare_cells(source: &Source, row: Span) -> Vec<Span> {
    let text = source.text().get(row.start as usize..row.end as usize).unwrap_or("");
    let bars: Vec<usize> = text.match_indices('|').map(|(at, _)| at).collect();
    let pairs = bars.iter().zip(bars.iter().skip(1));
    let between = pairs.filter_map(|(from, to)| {
        let words = text.get(from + 1..*to)?;
        let start = from + 1 + (words.len() - words.trim_start().len());
        let end = (from + 1 + words.trim_end().len()).max(start);
        let offset = |at: usize| row.start + u32::try_from(at).unwrap_or(0);
        Some(Span { start: offset(start), end: offset(end), ..row })
    });
    between.collect()
}
