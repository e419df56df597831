//! Edits of rows: gaps closed by a row above, a row below or a new one, overlaps by a narrower row.

use super::super::Rules;
use super::Candidate;
use super::lines::{Line, whole};
use super::written::{Ends, Writing, ends_of, set_of};
use crate::analysis::{Bounds, Quantity, Site, Zone};
use crate::diag::fixes::{FixKind, result_to_review};
use crate::diag::rollover::words;
use crate::keywords::{Keywords, Kw};
use crate::load::quoted;
use crate::model::{BlockKind, Cell, DerivedKind, Expr, ExprKind, Model, Row, unit};
use crate::plan::{Cut, Op, RecordPlan, Set as Numbers};
use crate::source::Span;
use crate::value::{Num, Rounding, Truth, Type, Unit};

/// So many boxes of a gap are closed by one edit.
const MOST_BOXES: usize = 3;

/// Sign between two cells.
const BAR: &str = " | ";

/// The rows of a site with their text.
struct Rows<'r> {
    rules: &'r Rules,
    all: Vec<RowText>,
    columns: Vec<Column>,
}

/// A row with the sets of its cells.
struct RowText {
    line: Line,
    /// Values that it takes, by column.
    sets: Vec<Numbers<Num>>,
    /// `true` if its cells are all that it asks.
    is_plain: bool,
}

/// A column of cells.
struct Column {
    axis: Expr,
    ends: Ends,
}

/// Rows of a site, as the model has them.
fn rows_of(model: &Model, site: Site) -> &[Row] {
    match site {
        Site::Table(record, id) => match &model.records[record].derived[id].kind {
            DerivedKind::Table { rows, .. } => rows,
            DerivedKind::Formula(_) => &[],
        },
        Site::Criterion(block, place) => match &model.blocks[block].kind {
            BlockKind::Scorecard(card) => {
                card.criteria.get(place).map_or(&[][..], |criterion| &criterion.rows)
            }
            BlockKind::Eligibility(_) | BlockKind::Check(_) => &[],
        },
        Site::Grades(block) => match &model.blocks[block].kind {
            BlockKind::Scorecard(card) => {
                card.grading.as_ref().map_or(&[][..], |grading| &grading.rows)
            }
            BlockKind::Eligibility(_) | BlockKind::Check(_) => &[],
        },
        Site::Caps(_) | Site::Clauses(_) | Site::Guards(_) => &[],
    }
}

/// The most rows of a list that is edited.
const MOST_ROWS: usize = 500;

/// The lines of rows, whether they stand in the rules or in a file.
fn lines_of(rules: &Rules, rows: &[Row]) -> Option<Vec<Line>> {
    let source = rows.first()?.span.source;
    let Some(lines) = rules.lines_of_file(source) else {
        return rows.iter().map(|row| rules.line_at(row.span)).collect();
    };
    let mut lines = lines.into_iter();
    let line = |row: &Row| {
        let at = row.span.start;
        lines.find(|line| line.span.start <= at && at < line.span.end)
    };
    rows.iter().map(line).collect()
}

impl<'r> Rows<'r> {
    fn of(rules: &'r Rules, site: Site) -> Option<Rows<'r>> {
        let rows = rows_of(rules.model(), site);
        if rows.is_empty() || rows.len() > MOST_ROWS {
            return None;
        }
        let cells: Vec<Vec<Cell>> = rows.iter().map(Row::cells).collect();
        let lines = lines_of(rules, rows)?;
        let count = lines.iter().map(|line| line.cells.len()).max()?;
        let mut columns = Vec::new();
        for place in 0..count {
            let own: Vec<&Cell> =
                cells.iter().flatten().filter(|one| one.column == place).collect();
            let mut ends = Ends::new();
            own.iter().for_each(|cell| ends_of(rules.model(), rules.sources(), cell, &mut ends));
            columns.push(Column { axis: own.first()?.axis.clone(), ends });
        }
        let texts = rows.iter().zip(cells).zip(lines).map(|((row, cells), line)| {
            let sets = columns.iter().enumerate().map(|(place, column)| {
                match cells.iter().find(|cell| cell.column == place) {
                    Some(cell) => Some(whole_numbers(set_of(rules.model(), cell)?, column.axis.ty)),
                    None => Some(Numbers::all()),
                }
            });
            let is_plain = !line.cells.is_empty() && row.beyond().next().is_none();
            Some(RowText { line, sets: sets.collect::<Option<Vec<_>>>()?, is_plain })
        });
        let all = texts.collect::<Option<Vec<RowText>>>()?;
        Some(Rows { rules, all, columns })
    }

    /// A box by columns; `None` of one that bounds something else.
    fn by_column(&self, bounds: &Bounds, steps: &RecordPlan) -> Option<Vec<Numbers<Num>>> {
        let mut sets = vec![Numbers::all(); self.columns.len()];
        for (quantity, numbers) in bounds {
            // Days on which a parameter has no value yet have no bound to write either.
            if let Quantity::Slot(slot) = quantity
                && steps.steps[*slot].op == Op::AsOf
            {
                continue;
            }
            let is_of = |column: &Column| match quantity {
                Quantity::Total(..) => matches!(column.axis.kind, ExprKind::Total(_)),
                Quantity::Slot(slot) => {
                    let own = steps.own_value(&column.axis);
                    own.or_else(|| steps.slot(&column.axis)) == Some(*slot)
                }
                Quantity::Sum(..) => false,
            };
            let place = self.columns.iter().position(is_of)?;
            let ty = self.columns.get(place)?.axis.ty;
            *sets.get_mut(place)? = whole_numbers(numbers.clone(), ty);
        }
        Some(sets)
    }

    /// The set of a row's cell with that of a box, if both take the same in every other column and
    /// the two are one stretch; with the column. So nothing but the box is added.
    fn extended(&self, row: &RowText, gap: &[Numbers<Num>]) -> Option<(usize, Numbers<Num>)> {
        if !row.is_plain {
            return None;
        }
        let same = |own: &Numbers<Num>, gap: &Numbers<Num>| covers(own, gap) && covers(gap, own);
        let mut open =
            row.sets.iter().zip(gap).enumerate().filter(|(_, (own, gap))| !same(own, gap));
        let (place, (own, gap)) = open.next()?;
        if open.next().is_some() {
            return None;
        }
        let both = either(own, gap);
        let ordered = matches!(self.columns.get(place)?.axis.ty, Type::Number(_) | Type::Date);
        let fits = !ordered || both.parts().len() <= own.parts().len().max(1);
        fits.then_some((place, both))
    }

    /// The rows that a box could be added to, by their places.
    fn beside(&self, gap: &[Numbers<Num>]) -> Vec<usize> {
        let fits = |place: &usize| {
            self.all.get(*place).is_some_and(|row| self.extended(row, gap).is_some())
        };
        (0..self.all.len()).filter(fits).collect()
    }

    /// A row with another set in a column, as a change of its text.
    fn with(&self, row: usize, column: usize, set: &Numbers<Num>) -> Option<(Span, String)> {
        let text = self.all.get(row)?;
        let cell = self.cell(column, set, text.line.is_grid, row + 1 == self.all.len())?;
        let written = *text.line.cells.get(column)?;
        let cell = match text.line.delimiter {
            Some(delimiter) => self.rules.in_file(written, &cell, delimiter),
            None => cell,
        };
        Some((written, self.padded(written, cell)))
    }

    /// A cell with as many blanks behind it as keep the words behind where they are.
    fn padded(&self, written: Span, cell: String) -> String {
        let source = &self.rules.sources()[written.source];
        let behind = source.text().get(written.end as usize..).unwrap_or("");
        let blanks = behind.len() - behind.trim_start_matches(' ').len();
        let (before, now) = (source.slice(written).chars().count(), cell.chars().count());
        // What is longer cannot take blanks away: they stand outside the cell.
        let missing = if blanks > 0 { before.saturating_sub(now) } else { 0 };
        format!("{cell}{}", " ".repeat(missing))
    }

    fn cell(&self, column: usize, set: &Numbers<Num>, is_grid: bool, last: bool) -> Option<String> {
        let of = self.columns.get(column)?;
        let tree = self.rules.tree_of(self.all.first()?.line.span);
        let keywords = tree.map_or(Keywords::from(self.rules.lang()), |tree| tree.keywords);
        let whole = *set.parts() == [Cut::Start..Cut::End];
        if whole && (is_grid && set.missing() == Truth::True || !is_grid && last) {
            let rest = if is_grid { "-" } else { Kw::Otherwise.word(keywords) };
            return Some(rest.to_owned());
        }
        let (model, lang) = (self.rules.model(), self.rules.lang());
        let writing =
            Writing { model, keywords, lang, ty: of.axis.ty, ends: &of.ends, lists: is_grid };
        writing.cell(&as_written(set, of))
    }

    /// A new row of a file, which has no remark: that its result is that of another row is told
    /// where it is offered.
    fn new_row_of_file(
        &self,
        gap: &[Numbers<Num>],
        row: &RowText,
        delimiter: char,
    ) -> Option<String> {
        let mut cells = Vec::new();
        for (place, set) in gap.iter().enumerate() {
            let cell = self.cell(place, set, true, false)?;
            cells.push(quoted(&cell, delimiter).into_owned());
        }
        let text = self.rules.sources()[row.line.span.source].text();
        let last = row.line.cells.last()?;
        // From the sign behind the last condition on: the result as it is written.
        let behind = text.get(last.end as usize..row.line.span.end as usize)?;
        let result = behind.get(behind.find(delimiter)?..)?;
        Some(cells.join(&delimiter.to_string()) + result)
    }

    /// A new row for a box, as it stands in the file, with what it says.
    fn new_row(&self, gap: &[Numbers<Num>], beside: usize) -> Option<(String, String)> {
        let row = self.all.get(beside)?;
        if let Some(delimiter) = row.line.delimiter {
            let text = self.new_row_of_file(gap, row, delimiter)?;
            return Some((text.clone(), text));
        }
        let source = &self.rules.sources()[row.line.span.source];
        let text = |from: u32, to: u32| source.text().get(from as usize..to as usize);
        let line = whole(source, row.line.span);
        let indent = text(line.start, row.line.span.start)?;
        let (first, last) = (row.line.cells.first()?, row.line.cells.last()?);
        let mut cells = Vec::new();
        for (place, set) in gap.iter().enumerate() {
            let is_last = place + 1 == gap.len();
            let whole = *set.parts() == [Cut::Start..Cut::End] && set.missing() == Truth::True;
            let cell = match (whole, row.line.is_grid) {
                (true, true) => "-".to_owned(),
                (true, false) => return None,
                (false, is_grid) => self.cell(place, set, is_grid, false)?,
            };
            let written = row.line.cells.get(place)?;
            let next = row.line.cells.get(place + 1).map_or(written.start, |next| next.start);
            let width = text(written.start, next)?.chars().count().saturating_sub(BAR.len());
            let blanks = width.saturating_sub(cell.chars().count());
            let own = if is_last { String::new() } else { " ".repeat(blanks) };
            cells.push(format!("{cell}{own}"));
        }
        let behind = text(last.end, row.line.span.end)?;
        let width = source.slice(*last).chars().count()
            + (behind.chars().count() - behind.trim_start().chars().count());
        let cell = cells.last_mut()?;
        let blanks = width.saturating_sub(cell.chars().count()).max(1);
        cell.push_str(&" ".repeat(blanks));
        let mut row_text = text(row.line.span.start, first.start)?.to_owned();
        row_text += &cells.join(BAR);
        row_text += behind.trim_start();
        let mark = words(self.rules.lang()).mark;
        let remark = result_to_review();
        // In a workbook, which is not written, no remark stands either.
        let review = match self.rules.row_file(row.line.span.source) {
            Some(_) => String::new(),
            None => format!("  # {mark}: {}", remark.get(self.rules.lang())),
        };
        Some((format!("{indent}{row_text}{review}"), row_text))
    }
}

impl Rules {
    /// Edits that could close a gap: the row above, the row below, a new row.
    pub(super) fn closing(&self, site: Site, zone: &Zone) -> Option<Vec<Candidate>> {
        let steps = self.plan().record(site.record(self.model()))?;
        let rows = Rows::of(self, site)?;
        if zone.boxes.is_empty() || zone.boxes.len() > MOST_BOXES {
            return None;
        }
        let gaps: Option<Vec<Vec<Numbers<Num>>>> =
            zone.boxes.iter().map(|bounds| rows.by_column(bounds, steps)).collect();
        let gaps = gaps?;
        let beside: Vec<Vec<usize>> = gaps.iter().map(|gap| rows.beside(gap)).collect();
        let mut all = Vec::new();
        for (kind, pick) in [(FixKind::ExtendAbove, 0), (FixKind::ExtendBelow, 1)] {
            all.extend(self.extending(&rows, &gaps, &beside, kind, pick));
        }
        all.extend(self.adding(&rows, &gaps, &beside));
        Some(all)
    }

    fn extending(
        &self,
        rows: &Rows<'_>,
        gaps: &[Vec<Numbers<Num>>],
        beside: &[Vec<usize>],
        kind: FixKind,
        pick: usize,
    ) -> Option<Candidate> {
        let mut sets: Vec<(usize, usize, Numbers<Num>)> = Vec::new();
        for (gap, beside) in gaps.iter().zip(beside) {
            let place =
                *beside.get(pick).or_else(|| beside.first().filter(|_| !sets.is_empty()))?;
            let (column, set) = rows.extended(rows.all.get(place)?, gap)?;
            match sets.iter_mut().find(|(row, ..)| *row == place) {
                Some((_, own, known)) if *own == column => *known = either(known, &set),
                Some(_) => return None,
                None => sets.push((place, column, set)),
            }
        }
        let mut changes = Vec::new();
        for (row, column, set) in &sets {
            changes.push(rows.with(*row, *column, set)?);
        }
        let main = rows.all.get(sets.first()?.0)?.line.span;
        Some(Candidate { kind, main, changes, shown: None })
    }

    fn adding(
        &self,
        rows: &Rows<'_>,
        gaps: &[Vec<Numbers<Num>>],
        beside: &[Vec<usize>],
    ) -> Option<Candidate> {
        let mut lines = Vec::new();
        let last = rows.all.len().checked_sub(1)?;
        let after = beside.iter().flatten().min().copied().unwrap_or(last);
        let next = (after + 1..rows.all.len())
            .find(|place| rows.all.get(*place).is_some_and(|row| row.is_plain));
        let like = next.unwrap_or(after);
        for gap in gaps {
            lines.push(rows.new_row(gap, like)?);
        }
        let line = &rows.all.get(after)?.line;
        let source = &self.sources()[line.span.source];
        let end = self.whole_lines(line).iter().map(|span| span.end).max()?;
        let text = source.text();
        let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let open = !text.get(..end as usize)?.ends_with('\n');
        let whole: Vec<&str> = lines.iter().map(|(line, _)| line.as_str()).collect();
        let whole = whole.join(ending);
        let whole = if open { format!("{ending}{whole}") } else { format!("{whole}{ending}") };
        let shown: Vec<&str> = lines.iter().map(|(_, shown)| shown.as_str()).collect();
        let at = Span { start: end, end, ..line.span };
        let (main, shown) = (line.span, Some(shown.join("”, “")));
        Some(Candidate { kind: FixKind::NewRow, main, changes: vec![(at, whole)], shown })
    }

    /// Edits that could part two rows: either takes less in a column.
    pub(super) fn parting(&self, site: Site, places: &[usize]) -> Option<Vec<Candidate>> {
        let rows = Rows::of(self, site)?;
        let [one, other] = places else { return None };
        let mut all = Vec::new();
        for (own, other) in [(*one, *other), (*other, *one)] {
            let (row, beside) = (rows.all.get(own)?, rows.all.get(other)?);
            for (column, (set, taken)) in row.sets.iter().zip(&beside.sets).enumerate() {
                let left = set.clone().and(taken.clone().not());
                let left = Numbers::new(left.parts().to_vec(), Truth::False);
                // Else the row would lose what the other does not take.
                let others = row.sets.iter().zip(&beside.sets).enumerate();
                let within = others
                    .filter(|(place, _)| *place != column)
                    .all(|(_, (own, other))| covers(other, own));
                let is_one = within && left.parts().len() == 1 && set.parts().len() <= 1;
                let changed = is_one && row.is_plain && left.parts() != set.parts();
                let change = changed.then(|| rows.with(own, column, &left)).flatten();
                all.extend(change.map(|change| Candidate {
                    kind: FixKind::Narrow,
                    main: row.line.span,
                    changes: vec![change],
                    shown: None,
                }));
            }
        }
        Some(all)
    }
}

/// The numbers in either set.
fn either(one: &Numbers<Num>, other: &Numbers<Num>) -> Numbers<Num> {
    Numbers::any(vec![one.clone(), other.clone()])
}

/// Returns `true` if a set holds all of another.
fn covers(own: &Numbers<Num>, other: &Numbers<Num>) -> bool {
    let beside = other.clone().and(own.clone().not());
    beside.parts().is_empty() && (other.missing() != Truth::True || own.missing() == Truth::True)
}

fn is_whole(ty: Type) -> bool {
    ty == Type::Date || unit(ty).is_some_and(Unit::is_whole)
}

/// A set with its cuts before whole numbers, where only those are values: after 2 is before 3.
fn whole_numbers(set: Numbers<Num>, ty: Type) -> Numbers<Num> {
    if !is_whole(ty) {
        return set;
    }
    let cut = |cut: &Cut<Num>| match cut {
        Cut::At(at, after) => {
            let up = at.round(0, Rounding::Up).unwrap_or_else(|_| at.clone());
            let next = if *after && up == *at { up.add(&Num::ONE).unwrap_or(up) } else { up };
            Cut::At(next, false)
        }
        Cut::Start => Cut::Start,
        Cut::End => Cut::End,
    };
    let parts = set.parts().iter().map(|part| cut(&part.start)..cut(&part.end));
    let parts = parts.filter(|part| part.start < part.end).collect();
    let missing = set.missing();
    let joined = Numbers::any(vec![Numbers::new(parts, missing)]);
    Numbers::new(joined.parts().to_vec(), missing)
}

/// A set as it is written: of whole numbers up to the last one, unless the next stands in the
/// column.
fn as_written(set: &Numbers<Num>, column: &Column) -> Numbers<Num> {
    if !is_whole(column.axis.ty) {
        return set.clone();
    }
    let stands = |at: &Num| column.ends.iter().any(|(known, _)| known == at);
    let parts = set.parts().iter().map(|part| {
        let end = match &part.end {
            Cut::At(at, false) => {
                let last = at.sub(&Num::ONE).unwrap_or_else(|_| at.clone());
                let alone = part.start == Cut::At(last.clone(), false);
                if stands(at) && !stands(&last) && !alone {
                    part.end.clone()
                } else {
                    Cut::At(last, true)
                }
            }
            end => end.clone(),
        };
        part.start.clone()..end
    });
    Numbers::new(parts.collect(), set.missing())
}
