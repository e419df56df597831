//! Puts the pieces together: a line goes to the block above it, a note to the line above it. A
//! block whose opening line could not be read still takes its lines, so that they are not reported
//! as misplaced; then it is left out with them.

use super::ast::*;
use super::from_text::Part;
use super::kinds::StatementKind;
use crate::choices::ClauseKind;
use crate::diag::Diagnostic;
use crate::diag::syntax::{self as diagnostics, Single};
use crate::keywords::Kw;
use crate::source::Span;

/// A file in the making.
#[derive(Default)]
pub(super) struct Blocks {
    items: Vec<Item>,
    /// The kind of the opening line that could not be read, while its block's lines are skipped.
    skipping: Option<StatementKind>,
    /// True if the block that the lines belong to may have been opened by a line that was not
    /// understood: then they are not blamed.
    unsure: bool,
    /// Line that notes belong to.
    last: Last,
    /// Starts of the `yêu cầu` and `hạn` whose `nếu không` could not be read.
    unread_reasons: Vec<u32>,
    /// Names left out, or lacking something, only because a line could not be read.
    invalid: Vec<Name>,
    diagnostics: Vec<Diagnostic>,
}

/// The line a note belongs to.
#[derive(Clone, Copy, Default)]
enum Last {
    /// No line so far in the file.
    #[default]
    None,
    /// A line that was left out.
    Skipped,
    Item,
    /// The last member, clause, value or table row of the block.
    Inner,
    Criterion,
    CriterionRow,
    Grading,
    GradeRow,
    Cap,
    Indicator,
    /// The header or last row of the rows that an example gives, or the line that opens them.
    GivenRows,
}

impl Blocks {
    /// Puts the finished statements into their file.
    pub fn finish(mut self, file: &mut File) -> Vec<Diagnostic> {
        self.close();
        file.items = self.items;
        file.invalid.extend(self.invalid);
        self.diagnostics
    }

    /// A line that could not be read.
    pub fn skip(&mut self, kind: StatementKind) {
        if kind.is_item() {
            self.close();
        }
        self.unsure |= kind == StatementKind::Stray || kind.is_item();
        if !self.in_skipped(kind) {
            let left_out = self.leave_out(kind);
            self.skipping = left_out.or(self.skipping);
        }
        if kind == StatementKind::Else {
            let excused = self.asking().map(|clause| clause.span.start);
            self.unread_reasons.extend(excused);
        } else if !kind.is_note() && kind != StatementKind::Late {
            self.last = Last::Skipped;
        }
    }

    /// Leaves out what would say something else without the line that is lost, and keeps in mind
    /// the names it declared. Gives which line's block is lost, if any.
    fn leave_out(&mut self, kind: StatementKind) -> Option<StatementKind> {
        let head = kind.is_head().then_some(kind);
        if kind.is_item() || self.skipping.is_some_and(StatementKind::is_item) {
            return head;
        }
        let in_criterion = self.in_criterion();
        let Some(item) = self.items.last_mut() else { return head };
        match &mut item.kind {
            ItemKind::Table { name, .. } => {
                if kind != StatementKind::GridHeader {
                    return head;
                }
                self.invalid.push(name.clone());
                self.items.pop();
                Some(StatementKind::Table)
            }
            ItemKind::Scorecard(card) => {
                let criterion = in_criterion
                    && matches!(kind, StatementKind::Subject | StatementKind::GridHeader);
                let lost = if criterion { card.criteria.pop() } else { None };
                if lost.is_some() || matches!(kind, StatementKind::Criterion | StatementKind::Stray)
                {
                    card.scale = None;
                }
                let head = if lost.is_some() { Some(StatementKind::Criterion) } else { head };
                self.invalid.extend(lost.map(|criterion| criterion.label));
                head
            }
            ItemKind::Targets(targets) => {
                let first = match kind {
                    StatementKind::Requirement => targets.indicators.len().saturating_sub(1),
                    StatementKind::Levels
                    | StatementKind::ThresholdHeader
                    | StatementKind::ThresholdRow
                    | StatementKind::Stray => 0,
                    _ => targets.indicators.len(),
                };
                self.invalid.extend(
                    targets.indicators.iter().skip(first).map(|indicator| indicator.label.clone()),
                );
                head
            }
            ItemKind::Document { .. }
            | ItemKind::Category { .. }
            | ItemKind::Record { .. }
            | ItemKind::Parameter { .. }
            | ItemKind::Function { .. }
            | ItemKind::Eligibility { .. }
            | ItemKind::Example { .. } => head,
        }
    }

    /// The last clause, if a `nếu không` can belong to it.
    fn asking(&mut self) -> Option<&mut Clause> {
        match self.item()? {
            ItemKind::Eligibility { clauses, .. } => {
                clauses.last_mut().filter(|clause| asks(clause))
            }
            _ => None,
        }
    }

    fn in_skipped(&self, kind: StatementKind) -> bool {
        self.skipping.is_some_and(|lost| kind.is_within(lost))
    }

    /// A line that was read, and the whole of which is `span`. Gives whether it found its place; if
    /// not, `word` is shown as what it starts with.
    pub fn take(
        &mut self,
        kind: StatementKind,
        part: Part,
        span: Span,
        word: Option<&str>,
    ) -> bool {
        if let Part::Item(kind) = part {
            self.close();
            self.items.push(Item { kind, span, head: span, notes: Vec::new() });
            self.last = Last::Item;
            return true;
        }
        let reason = matches!(kind, StatementKind::Else | StatementKind::Late);
        let of_skipped = reason && matches!(self.last, Last::Skipped);
        if self.in_skipped(kind) || of_skipped {
            self.last = Last::Skipped;
            return false;
        }
        if self.skipping.is_some_and(|lost| !lost.is_item()) && !kind.is_note() {
            self.skipping = None;
        }
        let taken =
            (self.skipping.is_none() || kind.is_note()) && self.attach(part, span).is_some();
        if !taken {
            let parents: Vec<Kw> =
                kind.parents().iter().flat_map(|parent| parent.row().keywords).copied().collect();
            self.diagnostics
                .extend((!self.unsure).then(|| diagnostics::misplaced(span, word, &parents)));
            self.last = Last::Skipped;
            self.skipping = self.skipping.or(kind.is_head().then_some(kind));
        } else if let Some(item) = self.items.last_mut().filter(|_| self.skipping.is_none()) {
            item.span = item.span.to(span);
        }
        taken
    }

    /// Ends the block that is open.
    fn close(&mut self) {
        self.unsure = false;
        let lost = self.skipping.take().is_some_and(StatementKind::is_item);
        let Some(Item { kind: ItemKind::Eligibility { clauses, .. }, .. }) =
            self.items.last().filter(|_| !lost)
        else {
            return;
        };
        let without = clauses.iter().filter(|clause| asks(clause) && clause.reason.is_none());
        let without = without.filter(|clause| !self.unread_reasons.contains(&clause.span.start));
        self.diagnostics.extend(
            without.map(|clause| diagnostics::without_else(clause.span, clause.kind.keyword())),
        );
    }

    fn scorecard(&mut self) -> Option<&mut Scorecard> {
        match self.items.last_mut().map(|item| &mut item.kind) {
            Some(ItemKind::Scorecard(card)) => Some(card),
            _ => None,
        }
    }

    /// Puts a piece where it belongs; `None`: the block above does not take it.
    fn attach(&mut self, part: Part, span: Span) -> Option<()> {
        match part {
            Part::Note(note) => return self.note(Note { kind: note, span }),
            Part::Else(reason) => return self.otherwise(reason, span),
            Part::Late(reason) => return self.late(reason, span),
            Part::Subject(subject) => return self.subject(subject, span),
            Part::Row(row) => return self.row(row),
            Part::Grading(grading) => return self.grading(grading),
            Part::GridHeader(columns, result) => {
                return self.grid_header(Grid { columns, result, rows: Vec::new(), span });
            }
            Part::GridRow(row) => return self.grid_row(row),
            Part::Criterion(criterion) => {
                self.scorecard()?.criteria.push(criterion);
                self.last = Last::Criterion;
                return Some(());
            }
            Part::Indicator(indicator) => {
                self.targets()?.indicators.push(*indicator);
                self.last = Last::Indicator;
                return Some(());
            }
            Part::Requirement(each, test) => {
                return self.requirement_of_indicator(each, test, span);
            }
            Part::Verdicts(verdicts) => return self.verdicts(verdicts),
            Part::Levels(levels) => return self.levels(levels, span),
            Part::Ranking(ranking) => return self.ranking(ranking),
            Part::Thresholds(thresholds) => return self.thresholds(thresholds),
            Part::ThresholdRow(row) => return self.threshold_row(row),
            Part::GivenRows(new) => {
                self.given_rows()?.push(new);
                self.last = Last::GivenRows;
                return Some(());
            }
            Part::GivenHeader(columns) => return self.given_header(columns, span),
            Part::GivenRow(row) => return self.given_row(row),
            Part::GradeRow(row) => {
                self.open_grading(span)?.rows.push(row);
                self.last = Last::GradeRow;
                return Some(());
            }
            Part::Cap(cap) => {
                self.open_grading(span)?.caps.push(cap);
                self.last = Last::Cap;
                return Some(());
            }
            part => self.last = member(self.item()?, part, span)?,
        }
        Some(())
    }

    fn item(&mut self) -> Option<&mut ItemKind> {
        self.items.last_mut().map(|item| &mut item.kind)
    }

    fn otherwise(&mut self, reason: Text, span: Span) -> Option<()> {
        let clause = self.asking()?;
        match &clause.reason {
            Some(first) => {
                let single = Single::Reason(clause.kind.keyword());
                let found = diagnostics::twice(span, single, first.span);
                self.diagnostics.push(found);
            }
            None => {
                clause.reason = Some(reason);
                clause.span = clause.span.to(span);
            }
        }
        Some(())
    }

    fn late(&mut self, reason: Text, span: Span) -> Option<()> {
        let clause = self.asking().filter(|clause| clause.kind == ClauseKind::Due)?;
        match &clause.late {
            Some(first) => {
                let found = diagnostics::twice(span, Single::Late, first.span);
                self.diagnostics.push(found);
            }
            None => {
                clause.late = Some(reason);
                clause.span = clause.span.to(span);
            }
        }
        Some(())
    }

    /// Returns `true` if a line for a criterion belongs to the last one.
    fn in_criterion(&self) -> bool {
        !matches!(self.last, Last::Grading | Last::GradeRow | Last::Cap)
    }

    fn criterion(&mut self, span: Span) -> Option<&mut Criterion> {
        if !self.in_criterion() {
            return None;
        }
        let criterion = self.scorecard()?.criteria.last_mut()?;
        criterion.span = criterion.span.to(span);
        Some(criterion)
    }

    fn subject(&mut self, subject: Expr, span: Span) -> Option<()> {
        let criterion = self.criterion(span)?;
        let first = criterion.subject.as_ref().map(|first| first.span);
        match first {
            Some(first) => {
                let found = diagnostics::twice(span, Single::Subject, first);
                self.diagnostics.push(found);
            }
            None => criterion.subject = Some(subject),
        }
        self.last = Last::Criterion;
        Some(())
    }

    fn row(&mut self, row: Row) -> Option<()> {
        let span = row.span;
        let criterion = self.criterion(span)?;
        match &mut criterion.rows {
            CriterionRows::Lines(rows) => rows.push(row),
            CriterionRows::Grid(grid) => {
                let found = diagnostics::twice(span, Single::Rows, grid.span);
                self.diagnostics.push(found);
            }
        }
        self.last = Last::CriterionRow;
        Some(())
    }

    fn grading(&mut self, grading: Grading) -> Option<()> {
        let card = self.scorecard()?;
        match &card.grading {
            Some(first) => {
                let found = diagnostics::twice(grading.head, Single::Grading, first.head);
                self.diagnostics.push(found);
                self.skipping = Some(StatementKind::Grading);
            }
            None => card.grading = Some(grading),
        }
        self.last = Last::Grading;
        Some(())
    }

    fn open_grading(&mut self, span: Span) -> Option<&mut Grading> {
        let grading = self.scorecard()?.grading.as_mut()?;
        grading.span = grading.span.to(span);
        Some(grading)
    }

    fn grid_header(&mut self, new: Grid) -> Option<()> {
        let span = new.span;
        let rows = match self.item()? {
            ItemKind::Table { grid, .. } => {
                *grid = Some(new);
                self.last = Last::Inner;
                return Some(());
            }
            _ => &mut self.criterion(span)?.rows,
        };
        match rows {
            CriterionRows::Lines(lines) if lines.is_empty() => *rows = CriterionRows::Grid(new),
            CriterionRows::Lines(lines) => {
                let first = lines.first().map_or(span, |row| row.span);
                let found = diagnostics::twice(span, Single::Rows, first);
                self.diagnostics.push(found);
            }
            CriterionRows::Grid(_) => return None,
        }
        self.last = Last::Criterion;
        Some(())
    }

    fn grid_row(&mut self, mut row: GridRow) -> Option<()> {
        let (span, in_table) = (row.span, matches!(self.item()?, ItemKind::Table { .. }));
        let grid = match self.item()? {
            ItemKind::Table { grid, .. } => grid.as_mut()?,
            _ => match &mut self.criterion(span)?.rows {
                CriterionRows::Grid(grid) => grid,
                CriterionRows::Lines(_) => return None,
            },
        };
        let (wanted, found, header) = (grid.columns.len(), row.cells.len(), grid.span);
        if row.otherwise {
            row.cells.clear();
        }
        grid.span = grid.span.to(span);
        grid.rows.push(row);
        self.count_cells(span, wanted + 1, found + 1, header);
        self.last = if in_table { Last::Inner } else { Last::CriterionRow };
        Some(())
    }

    /// Check that a row has as many cells as the table above it has columns.
    fn count_cells(&mut self, row: Span, wanted: usize, found: usize, table: Span) {
        if wanted != found {
            let header = Span { end: table.end.min(row.start), ..table };
            self.diagnostics.push(diagnostics::cell_count(row, wanted, found, header));
        }
    }

    fn targets(&mut self) -> Option<&mut Targets> {
        match self.item()? {
            ItemKind::Targets(targets) => Some(targets),
            _ => None,
        }
    }

    fn requirement_of_indicator(
        &mut self,
        each: Option<EachPeriod>,
        test: Test,
        span: Span,
    ) -> Option<()> {
        let below = matches!(self.last, Last::Indicator | Last::Skipped);
        let indicator = self.targets()?.indicators.last_mut().filter(|_| below)?;
        indicator.span = indicator.span.to(span);
        let first = indicator.requirement.as_ref().map(|first| first.span);
        match first {
            Some(first) => {
                self.diagnostics.push(diagnostics::twice(span, Single::Requirement, first))
            }
            None => (indicator.each, indicator.requirement) = (each, Some(test)),
        }
        Some(())
    }

    fn verdicts(&mut self, new: Verdicts) -> Option<()> {
        let ItemKind::Eligibility { verdicts, .. } = self.item()? else { return None };
        match verdicts {
            Some(first) => {
                let found = diagnostics::twice(new.span, Single::Verdicts, first.span);
                self.diagnostics.push(found);
            }
            None => *verdicts = Some(new),
        }
        self.last = Last::Item;
        Some(())
    }

    fn levels(&mut self, levels: Vec<Name>, span: Span) -> Option<()> {
        let targets = self.targets()?;
        let first = targets.levels.first().map(|first| first.span);
        match first {
            Some(first) => self.diagnostics.push(diagnostics::twice(span, Single::Levels, first)),
            None => targets.levels = levels,
        }
        self.last = Last::Item;
        Some(())
    }

    fn ranking(&mut self, new: Ranking) -> Option<()> {
        let ranking = match self.item()? {
            ItemKind::Scorecard(card) => &mut card.ranking,
            ItemKind::Targets(targets) => &mut targets.ranking,
            _ => return None,
        };
        match ranking {
            Some(first) => {
                let found = diagnostics::twice(new.span, Single::Ranking, first.span);
                self.diagnostics.push(found);
            }
            None => *ranking = Some(new),
        }
        self.last = Last::Item;
        Some(())
    }

    fn thresholds(&mut self, new: Thresholds) -> Option<()> {
        let span = new.span;
        let targets = self.targets()?;
        let first = targets.thresholds.as_ref().map(|first| first.span);
        match first {
            Some(first) => {
                self.diagnostics.push(diagnostics::twice(span, Single::Thresholds, first));
                self.skipping = Some(StatementKind::ThresholdHeader);
            }
            None => targets.thresholds = Some(new),
        }
        self.last = Last::Item;
        Some(())
    }

    fn threshold_row(&mut self, row: ThresholdRow) -> Option<()> {
        let span = row.span;
        let table = self.targets()?.thresholds.as_mut()?;
        let (wanted, found, header) = (table.columns.len(), row.cells.len(), table.span);
        table.span = table.span.to(span);
        table.rows.push(row);
        self.count_cells(span, wanted + 1, found + 1, header);
        self.last = Last::Inner;
        Some(())
    }

    fn given_rows(&mut self) -> Option<&mut Vec<GivenRows>> {
        match self.item()? {
            ItemKind::Example { rows, .. } => Some(rows),
            _ => None,
        }
    }

    fn given_header(&mut self, columns: Vec<Name>, span: Span) -> Option<()> {
        let below = matches!(self.last, Last::GivenRows);
        match self.given_rows()?.last_mut().filter(|given| below && !given.none) {
            Some(given) => (given.columns, given.header) = (columns, span),
            None => {
                self.diagnostics.push(diagnostics::misplaced_rows(span));
                self.skipping = Some(StatementKind::GivenHeader);
            }
        }
        Some(())
    }

    fn given_row(&mut self, row: GivenRow) -> Option<()> {
        let below = matches!(self.last, Last::GivenRows | Last::Skipped);
        let given = self.given_rows()?.last_mut().filter(|_| below)?;
        let (wanted, found) = (given.columns.len(), row.cells.len());
        let (span, header) = (row.span, given.header);
        given.rows.push(row);
        self.count_cells(span, wanted, found, header);
        self.last = Last::GivenRows;
        Some(())
    }

    fn note(&mut self, note: Note) -> Option<()> {
        if matches!(self.last, Last::Skipped) {
            return Some(());
        }
        let (last, span) = (self.last, note.span);
        let item = self.items.last_mut()?;
        notes(item, last, span)?.push(note);
        Some(())
    }
}

/// Returns `true` if a clause has a `nếu không` that says what if not.
fn asks(clause: &Clause) -> bool {
    matches!(clause.kind, ClauseKind::Require | ClauseKind::Due)
}

/// Puts a line that is no block of its own into the statement it belongs to.
fn member(item: &mut ItemKind, part: Part, span: Span) -> Option<Last> {
    match (item, part) {
        (ItemKind::Category { entries, .. }, Part::CategoryEntry(entry)) => {
            entries.push(entry);
            Some(Last::Item)
        }
        (ItemKind::Record { members, .. }, Part::Member(kind)) => {
            members.push(Member { kind, span, notes: Vec::new() });
            Some(Last::Inner)
        }
        (
            ItemKind::Eligibility { results, .. } | ItemKind::Scorecard(Scorecard { results, .. }),
            Part::Member(MemberKind::Shown(names)),
        ) => {
            results.push(Results { names, span });
            Some(Last::Item)
        }
        (ItemKind::Parameter { values, .. }, Part::ParameterValue(value)) => {
            values.push(value);
            Some(Last::Inner)
        }
        (ItemKind::Scorecard(card), Part::Applies(condition)) => {
            card.guards.push(Guard { condition, span });
            Some(Last::Item)
        }
        (ItemKind::Eligibility { clauses, .. }, Part::Applies(condition)) => {
            clauses.push(Clause {
                kind: ClauseKind::Applies,
                condition,
                timing: None,
                reason: None,
                late: None,
                span,
                notes: Vec::new(),
            });
            Some(Last::Item)
        }
        (ItemKind::Eligibility { clauses, .. }, Part::Clause(clause)) => {
            clauses.push(clause);
            Some(Last::Inner)
        }
        (ItemKind::Example { given, .. }, Part::Given(values)) => {
            given.extend(values);
            Some(Last::Item)
        }
        (ItemKind::Example { expected, .. }, Part::Expect(expectations)) => {
            expected.extend(expectations);
            Some(Last::Item)
        }
        _ => None,
    }
}

/// The notes of the line that `last` names, whose block grows by `span`.
fn notes(item: &mut Item, last: Last, span: Span) -> Option<&mut Vec<Note>> {
    match last {
        Last::None | Last::Skipped => None,
        Last::Item | Last::GivenRows => Some(&mut item.notes),
        Last::Inner => match &mut item.kind {
            ItemKind::Record { members, .. } => members.last_mut().map(|member| &mut member.notes),
            ItemKind::Parameter { values, .. } => values.last_mut().map(|value| &mut value.notes),
            ItemKind::Eligibility { clauses, .. } => {
                clauses.last_mut().map(|clause| &mut clause.notes)
            }
            ItemKind::Table { grid, .. } => {
                match grid.as_mut().and_then(|grid| grid.rows.last_mut()) {
                    Some(row) => Some(&mut row.notes),
                    None => Some(&mut item.notes),
                }
            }
            ItemKind::Targets(targets) => {
                let rows = &mut targets.thresholds.as_mut()?.rows;
                rows.last_mut().map(|row| &mut row.notes)
            }
            ItemKind::Document { .. }
            | ItemKind::Category { .. }
            | ItemKind::Function { .. }
            | ItemKind::Scorecard(_)
            | ItemKind::Example { .. } => None,
        },
        Last::Indicator => {
            let ItemKind::Targets(targets) = &mut item.kind else { return None };
            let indicator = targets.indicators.last_mut()?;
            indicator.span = indicator.span.to(span);
            Some(&mut indicator.notes)
        }
        Last::Criterion | Last::CriterionRow => {
            let ItemKind::Scorecard(card) = &mut item.kind else { return None };
            let criterion = card.criteria.last_mut()?;
            criterion.span = criterion.span.to(span);
            match (last, &mut criterion.rows) {
                (Last::CriterionRow, CriterionRows::Lines(rows)) => {
                    rows.last_mut().map(|row| &mut row.notes)
                }
                (Last::CriterionRow, CriterionRows::Grid(grid)) => {
                    grid.rows.last_mut().map(|row| &mut row.notes)
                }
                _ => Some(&mut criterion.notes),
            }
        }
        Last::Grading | Last::GradeRow | Last::Cap => {
            let ItemKind::Scorecard(card) = &mut item.kind else { return None };
            let grading = card.grading.as_mut()?;
            grading.span = grading.span.to(span);
            match last {
                Last::GradeRow => grading.rows.last_mut().map(|row| &mut row.notes),
                Last::Cap => grading.caps.last_mut().map(|cap| &mut cap.notes),
                _ => Some(&mut grading.notes),
            }
        }
    }
}
