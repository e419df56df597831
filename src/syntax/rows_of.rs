//! Rows that a table takes from a file: each is a statement of the kind that a written row is, and
//! read as one.

use super::ast::{File, FileRows, Grid, GridRow, ItemKind, Name, RowsOf};
use super::canonical::{Canonical, Context, Template, canonical};
use super::cells::Cutter;
use super::declare::Names;
use super::doubt::Around;
use super::from_text::{Part, part};
use super::kinds::StatementKind;
use super::parse::{Known, Node};
use super::statements::Statement;
use super::{OpenRows, Reading, read};
use crate::diag::{Diagnostic, rows_of as say, syntax as diagnostics};
use crate::source::Span;
use crate::source::cells::CellText;
use crate::value::Lang;
use std::collections::HashMap;
use std::rc::Rc;

/// Reader of the rows of all tables of a pack.
pub(super) struct RowsReader<'s, 'o> {
    pub names: &'s Names,
    pub known: &'s Known,
    pub lang: Lang,
    pub open: &'s mut OpenRows<'o>,
    /// The rows that were read.
    pub rows: &'s mut FileRows,
    /// Diagnostics of the rows.
    pub found: Vec<Diagnostic>,
}

/// Returns `true` of a file with tables that take their rows from files.
pub(super) fn takes_rows(file: &File) -> bool {
    file.items.iter().any(|item| matches!(item.kind, ItemKind::Table { rows_of: Some(_), .. }))
}

impl RowsReader<'_, '_> {
    /// Gives the tables of a file their rows; a table whose header cannot be read is left out.
    pub fn fill(&mut self, file: &mut File) {
        let mut invalid: Vec<Name> = Vec::new();
        file.items.retain_mut(|item| {
            let ItemKind::Table { name, rows_of: Some(rows_of), grid, .. } = &mut item.kind else {
                return true;
            };
            if let Some(written) = grid {
                self.found.push(say::rows_twice(written.span, rows_of.file.span));
                return true;
            }
            let cells = (self.open)(name, rows_of);
            *grid = cells.and_then(|cells| self.grid(rows_of, &cells, &mut invalid));
            match grid {
                Some(grid) => _ = self.rows.insert(name.span, std::mem::take(&mut grid.rows)),
                None => invalid.push(name.clone()),
            }
            grid.is_some()
        });
        file.invalid.extend(invalid);
    }

    fn grid(
        &mut self,
        rows_of: &RowsOf,
        cells: &CellText,
        invalid: &mut Vec<Name>,
    ) -> Option<Grid> {
        if cells.rows() < 2 {
            self.found.push(say::no_rows(rows_of.file.span, &rows_of.file.text));
        }
        let mut forms = Forms::default();
        let mut grid = None;
        for place in 0..cells.rows() {
            if let Some(row) = self.alike(cells, place, &mut forms) {
                self.row(row, &mut grid);
                continue;
            }
            match self.read(cells, place, &mut forms) {
                Ok(reading) => {
                    invalid.extend(reading.invalid.iter().cloned());
                    self.take(reading, &mut grid);
                }
                Err(found) => self.found.extend(found),
            }
            // Rows say nothing without their header.
            grid.as_ref()?;
        }
        grid.map(|Headed { grid, .. }| grid)
    }

    /// A row that differs from one that was read in its numbers, dates and texts alone.
    fn alike(&self, cells: &CellText, place: usize, forms: &mut Forms) -> Option<GridRow> {
        let has_number = |text: &str| self.names.has_number(text);
        let shapes = forms.cutter.shapes(cells, place, has_number).filter(|_| place > 0)?;
        let Form { template, node } = forms.known.get(&shapes)?;
        let spots = forms.cutter.spots(cells, place);
        let row = template.again(spots, cells.text.normal(), self.lang)?;
        match part(StatementKind::GridRow, node, &row)? {
            Part::GridRow(row) => Some(row),
            _ => None,
        }
    }

    /// Reads a row as a statement; one of which nothing is said is kept as a form for others.
    fn read(
        &self,
        cells: &CellText,
        place: usize,
        forms: &mut Forms,
    ) -> Result<Reading, Vec<Diagnostic>> {
        let context = Context {
            names: self.names,
            known: self.known,
            lang: self.lang,
            source: &cells.text,
            in_file: true,
        };
        let kind = if place == 0 { StatementKind::GridHeader } else { StatementKind::GridRow };
        let row = statement(cells, place, kind, &mut forms.cutter);
        // Only a dash between numbers is read by what stands above and below it.
        let dashed = row.tokens.iter().any(|token| token.is("-"));
        let mut beside = |place: Option<usize>| {
            let place = place.filter(|place| dashed && (1..cells.rows()).contains(place))?;
            Some(statement(cells, place, StatementKind::GridRow, &mut forms.cutter))
        };
        let (before, after) = (beside(place.checked_sub(1)), beside(place.checked_add(1)));
        let around = Around { statement: &row, beside: [before.as_ref(), after.as_ref()] };
        let reading = read(around, &[], &context)?;
        if kind == StatementKind::GridRow && reading.found.is_empty() {
            self.keep(cells, place, &row, &context, forms);
        }
        Ok(reading)
    }

    fn keep(
        &self,
        cells: &CellText,
        place: usize,
        row: &Statement<'_>,
        context: &Context<'_>,
        forms: &mut Forms,
    ) {
        let has_number = |text: &str| self.names.has_number(text);
        let Some(shapes) = forms.cutter.shapes(cells, place, has_number) else { return };
        let Some(rule) = row.kind.row().rule.filter(|_| forms.known.len() < MOST_FORMS) else {
            return;
        };
        let Canonical { text, found, .. } = canonical(row, &[], context);
        let node = context.known.statement(rule, &text.symbols());
        let template = Template::of(text, &row.tokens).filter(|_| found.is_empty());
        if let (Ok(node), Some(template)) = (node, template) {
            forms.known.insert(shapes, Form { template, node });
        }
    }

    /// Puts the header or a row into the table.
    fn take(&mut self, reading: Reading, headed: &mut Option<Headed>) {
        self.found.extend(reading.found);
        let span = reading.span;
        match (reading.part, headed) {
            (Part::GridHeader(columns, result), none) => {
                let grid = Grid { columns, result, rows: Vec::new(), span };
                *none = Some(Headed { grid, header: span });
            }
            (Part::GridRow(row), headed) => self.row(row, headed),
            (_, _) => {}
        }
    }

    fn row(&mut self, mut row: GridRow, headed: &mut Option<Headed>) {
        let Some(Headed { grid, header }) = headed else { return };
        let (wanted, found) = (grid.columns.len() + 1, row.cells.len() + 1);
        if wanted != found {
            self.found.push(diagnostics::cell_count(row.span, wanted, found, *header));
        }
        if row.otherwise {
            row.cells.clear();
        }
        grid.span = grid.span.to(row.span);
        grid.rows.push(row);
    }
}

/// The row of a file as a statement.
fn statement<'c>(
    cells: &'c CellText,
    place: usize,
    kind: StatementKind,
    cutter: &mut Cutter,
) -> Statement<'c> {
    Statement { kind, opener: None, misspelt: None, tokens: cutter.row(cells, place) }
}

/// Forms of the rows of one file: rows of which nothing is said, by the shapes of their cells.
#[derive(Default)]
struct Forms {
    cutter: Cutter,
    known: HashMap<Vec<usize>, Form>,
}

/// The most forms of rows that are kept.
const MOST_FORMS: usize = 1_000;

/// A row that was read: its tokens, and what the grammar made of them.
struct Form {
    template: Template,
    node: Rc<Node>,
}

/// A table, with the place of its header.
struct Headed {
    grid: Grid,
    header: Span,
}
