//! The decisions of a batch as a table: a row a record, key columns first, then the columns of each
//! block.

use super::account::{Counted, status};
use crate::data::out::{Cell, Column, Kind, Own, Rest, Row};
#[cfg(feature = "xlsx")]
use crate::data::out::{Telling, Tone};
use crate::diag::book::lost;
use crate::diag::sheet::{Words, words};
use crate::engine::{Again, Alike, Batch, RecordView};
use crate::eval::Status;
use crate::explain::{Identity, Reader, Summary};
use crate::model::{BlockId, BlockKind, DerivedId, Field, FieldId, Scorecard, ShownValue, Verdict};
use crate::plan::BlockPlan;
use crate::value::text::show_points;
use crate::value::{Lang, Num, Type, Unit, Value};
use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// A table of decisions.
pub struct Sheet<'b> {
    batch: &'b Batch,
    lang: Lang,
    keys: Vec<FieldId>,
    /// The key is one text.
    by_text: bool,
    shown: &'b [ShownValue],
    blocks: Vec<(BlockId, &'b BlockPlan)>,
    derived: Vec<DerivedId>,
    tallied: Vec<Option<BlockId>>,
    /// `true` if each block that is tallied has columns.
    tells_all: bool,
    /// True if headers name their block.
    named: bool,
    /// `true` if the points that scorecards do not give are told in words.
    worded: bool,
}

/// A record's row, and what of it counts.
pub struct SheetRow<'b> {
    pub(super) counted: Counted,
    pub(super) row: Row<'b>,
}

impl<'b> SheetRow<'b> {
    /// The cells from left to right, one a column.
    pub fn into_cells(self) -> Vec<Cell<'b>> {
        self.row.into_cells()
    }
}

impl Batch {
    /// The decisions as a table with headers and notes in a language.
    pub fn sheet(&self, lang: Lang) -> Sheet<'_> {
        let record = &self.rules().model().records[self.record_type()];
        let plan = self.rules().plan().record(self.record_type());
        let blocks: Vec<(BlockId, &BlockPlan)> =
            self.blocks().into_iter().filter_map(|id| Some((id, plan?.block(id)?))).collect();
        let tallied = self.counted_blocks();
        let none = plan.is_none_or(|plan| plan.blocks.is_empty());
        let beside = |id: &DerivedId| record.shown.contains(&ShownValue::Derived(*id));
        let derived =
            if none { record.derived.ids().filter(|id| !beside(id)).collect() } else { Vec::new() };
        let keys = record.fields.enumerate().filter(|(_, field)| field.key);
        let keys: Vec<FieldId> = keys.map(|(id, _)| id).collect();
        let by_text = matches!(keys.as_slice(), [key] if record.fields[*key].ty == Type::Text);
        Sheet {
            batch: self,
            lang,
            keys,
            by_text,
            shown: &record.shown,
            tells_all: blocks.iter().map(|(id, _)| Some(*id)).eq(tallied.iter().copied()),
            tallied,
            named: blocks.len() > 1,
            worded: false,
            blocks,
            derived,
        }
    }
}

impl<'b> Sheet<'b> {
    /// With headers that name their block where one of several tables needs it.
    pub(super) fn named(mut self, named: bool) -> Self {
        self.named |= named;
        self
    }

    /// With the columns of one block alone.
    pub(super) fn of_block(mut self, block: BlockId) -> Self {
        self.blocks.retain(|(id, _)| *id == block);
        self.tells_all = self.tallied == [Some(block)];
        self.named = false;
        self
    }

    /// The batch whose decisions these are.
    pub(super) fn batch(&self) -> &'b Batch {
        self.batch
    }

    /// Language of headers and notes.
    pub(super) fn lang(&self) -> Lang {
        self.lang
    }

    /// Number of columns that identify a record.
    pub(super) fn key_columns(&self) -> usize {
        self.keys.len().max(1) + self.shown.len()
    }

    /// The columns of the sheet, from left to right.
    pub fn columns(&self) -> Vec<Column> {
        let model = self.batch.rules().model();
        let record = &model.records[self.batch.record_type()];
        let words = words(self.lang);
        let mut columns: Vec<Column> =
            self.keys.iter().map(|id| field_column(&record.fields[*id])).collect();
        if columns.is_empty() {
            columns.push(Column { header: words.row.to_owned(), kind: Kind::Number });
        }
        columns.extend(self.shown.iter().filter_map(|shown| {
            let (name, ty) = record.shown(*shown)?;
            Some(Column { header: name.text.clone(), kind: kind(ty) })
        }));
        for (id, _) in &self.blocks {
            let block = &model.blocks[*id];
            let prefix = if self.named { format!("{}: ", block.name.text) } else { String::new() };
            let mut push = |header: &str, kind| {
                columns.push(Column { header: format!("{prefix}{header}"), kind })
            };
            match &block.kind {
                BlockKind::Scorecard(card) => {
                    push(words.grade, Kind::Text);
                    push(words.total, Kind::Number);
                    card.criteria.iter().for_each(|criterion| {
                        push(&format!("{} {}", words.criterion, criterion.label.text), Kind::Number)
                    });
                    push(words.notes, Kind::Text);
                }
                BlockKind::Eligibility(_) | BlockKind::Check(_) => {
                    push(words.verdict, Kind::Text);
                    push(words.reasons, Kind::Text);
                }
            }
            for id in &block.results {
                let derived = &record.derived[*id];
                push(&derived.name.text, kind(derived.ty));
            }
        }
        columns.extend(self.derived.iter().map(|id| {
            let derived = &record.derived[*id];
            Column { header: derived.name.text.clone(), kind: kind(derived.ty) }
        }));
        if self.blocks.is_empty() {
            columns.push(Column { header: words.notes.to_owned(), kind: Kind::Text });
        }
        columns
    }

    /// The rows of a range of records.
    pub fn rows<'s>(&'s self, rows: Range<usize>) -> impl Iterator<Item = SheetRow<'s>> + 's {
        let look = move |record: &RecordView<'s, '_>| {
            let (reader, identity) = (record.reader(), record.identity());
            let mut statuses = Vec::with_capacity(self.tallied.len());
            let rest = Rest::of(self.outcome(reader, identity, &mut statuses));
            if !self.tells_all {
                statuses.clear();
                let counted = self.tallied.iter();
                statuses.extend(counted.map(|block| status(reader, identity, *block)));
            }
            let statuses: Arc<[Status]> = statuses.into();
            let counted = Counted::of(reader, identity, Arc::clone(&statuses));
            let names = self.names(record.place(), |shown| reader.shown_value(shown));
            let row = Row::with(names, Rc::clone(&rest));
            (SheetRow { counted, row }, (rest, statuses))
        };
        // A record that comes out like another differs from it by its names alone.
        let again = move |record: Again<'_>, (rest, statuses): &(Rc<Rest<'s>>, Arc<[Status]>)| {
            let names = self.names(record.place, |shown| match shown {
                ShownValue::Field(id) => record.field(id),
                ShownValue::Derived(_) | ShownValue::Inherited(_) => Value::Missing,
            });
            let row = Row::with(names, Rc::clone(rest));
            SheetRow { counted: Counted::sound(Arc::clone(statuses)), row }
        };
        let reads_cells = !self.shown.is_empty() || !(self.by_text || self.keys.is_empty());
        self.batch.map_alike(rows, Alike { blocks: self.telling(), reads_cells }, look, again)
    }

    /// The blocks whose results, the same for records that come out alike, are all that a row has
    /// besides names; none if it has more.
    fn telling(&self) -> Vec<BlockId> {
        let model = self.batch.rules().model();
        let timed = |id: BlockId| model.blocks[id].clauses().iter().any(|one| one.timing.is_some());
        let tells = |id: BlockId| model.blocks[id].results.is_empty() && !timed(id);
        let of_fields = self.shown.iter().all(|shown| matches!(shown, ShownValue::Field(_)));
        let blocks = self.blocks.iter().map(|(id, _)| *id);
        match of_fields && self.tells_all && blocks.clone().all(tells) {
            true => blocks.collect(),
            false => Vec::new(),
        }
    }

    /// The cells that name a record: its key, or its row, and what is shown beside it.
    fn names(&self, place: usize, value: impl Fn(ShownValue) -> Value) -> Own<'b> {
        let report = self.batch.report();
        // Most have this one name alone, of a text: it is its own key.
        if self.by_text && self.shown.is_empty() {
            let key = report.keys.get(place);
            return key.map_or_else(|| Own::Several(vec![Cell::Blank]), Own::Text);
        }
        let record = &self.batch.rules().model().records[self.batch.record_type()];
        let mut cells: Vec<Cell<'b>> = Vec::with_capacity(self.key_columns());
        match self.keys.as_slice() {
            [] => {
                let row = report.origins.get(place).map(|origin| i64::from(origin.row));
                cells.push(row.map_or(Cell::Blank, |row| Cell::Number(Num::from_i64(row))));
            }
            [_] if self.by_text => {
                let key = report.keys.get(place);
                cells.push(key.map_or(Cell::Blank, |key| Cell::Text(Cow::Borrowed(key))));
            }
            keys => cells.extend(
                keys.iter()
                    .map(|id| self.cell(value(ShownValue::Field(*id)), record.fields[*id].ty)),
            ),
        }
        for shown in self.shown {
            if let Some((_, ty)) = record.shown(*shown) {
                cells.push(self.cell(value(*shown), ty));
            }
        }
        Own::Several(cells)
    }

    /// The cells of what was decided of a record, and the status of each block that has columns.
    fn outcome(
        &self,
        reader: &Reader<'b, '_>,
        identity: Identity<'_>,
        statuses: &mut Vec<Status>,
    ) -> Vec<Cell<'b>> {
        let words = words(self.lang);
        let mut cells: Vec<Cell<'b>> = Vec::new();
        for (id, plan) in &self.blocks {
            let summary = reader.summary(identity, *id, plan);
            let status = summary.status;
            statuses.push(status);
            self.push_summary(&mut cells, *id, summary, words);
            for id in &self.batch.rules().model().blocks[*id].results {
                let value = match status {
                    Status::Decided | Status::Undetermined => reader.derived_value(*id),
                    Status::DataError | Status::NotApplicable => None,
                };
                let ty = reader.record.derived[*id].ty;
                cells.push(self.cell(value.unwrap_or(Value::Missing), ty));
            }
        }
        if self.blocks.is_empty() {
            self.push_derived(&mut cells, reader, identity);
        }
        cells
    }

    fn push_derived(
        &self,
        cells: &mut Vec<Cell<'b>>,
        reader: &Reader<'b, '_>,
        identity: Identity<'_>,
    ) {
        let errors = reader.bare_errors(identity);
        for id in &self.derived {
            let value = reader.derived_value(*id).unwrap_or(Value::Missing);
            cells.push(self.cell(value, reader.record.derived[*id].ty));
        }
        let notes: Vec<String> = errors.iter().map(|error| error.with_clause(self.lang)).collect();
        cells.push(if notes.is_empty() {
            Cell::Blank
        } else {
            Cell::Text(Cow::Owned(notes.join("; ")))
        });
    }

    fn push_summary(
        &self,
        cells: &mut Vec<Cell<'b>>,
        id: BlockId,
        summary: Summary<'b>,
        words: &'static Words,
    ) {
        let verdict = match (summary.status, summary.verdict, summary.verdict_range) {
            (Status::Decided, Some(verdict), _) => Cell::Text(Cow::Borrowed(verdict)),
            (Status::Decided, None, _) => Cell::Blank,
            (Status::Undetermined, _, Some((low, high))) if low != high => {
                Cell::Text(Cow::Owned(format!("{} ({low} – {high})", words.undetermined)))
            }
            (Status::Undetermined, _, _) => Cell::Text(Cow::Borrowed(self.open(id, words))),
            (Status::DataError, _, _) => Cell::Text(Cow::Borrowed(words.data_error)),
            (Status::NotApplicable, _, _) => Cell::Text(Cow::Borrowed(words.not_applicable)),
        };
        cells.push(verdict);
        let mut notes = summary.notes;
        if let BlockKind::Scorecard(card) = &self.batch.rules().model().blocks[id].kind {
            if self.worded && summary.status == Status::Decided {
                notes.splice(0..0, self.lost(card, &summary.criteria).map(Cow::Owned));
            }
            cells.push(self.points(summary.points));
            let mut criteria = summary.criteria.into_iter();
            cells.extend(card.criteria.iter().map(|_| self.points(criteria.next())));
        }
        cells.push(match notes.as_slice() {
            [] => Cell::Blank,
            [only] => Cell::Text(only.clone()),
            several => Cell::Text(Cow::Owned(several.join("; "))),
        });
    }

    /// The criteria that give less than their maximum, in words; none where all give it.
    fn lost(&self, card: &Scorecard, points: &[(Num, Num)]) -> Option<String> {
        let below = card
            .criteria
            .iter()
            .zip(points)
            .filter(|(criterion, (low, _))| *low < criterion.maximum);
        let told = below.map(|(criterion, (low, high))| {
            let shown = |points: &Num| show_points(points, self.lang);
            let points =
                if low == high { shown(low) } else { format!("{}–{}", shown(low), shown(high)) };
            let title = criterion.title.as_deref().map(|title| format!(" {title}"));
            let title = title.unwrap_or_default();
            format!("{}.{title} {points}/{}", criterion.label.text, shown(&criterion.maximum))
        });
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| lost(&told.join(", ")).get(self.lang).to_owned())
    }

    /// The word for what is undecided: a scorecard's grade, or a verdict that waits for values.
    fn open(&self, id: BlockId, words: &'static Words) -> &'b str {
        let block = &self.batch.rules().model().blocks[id];
        match block.kind {
            BlockKind::Scorecard(_) => words.undetermined,
            BlockKind::Eligibility(_) | BlockKind::Check(_) => {
                block.verdict_word(Verdict::Incomplete, self.lang)
            }
        }
    }

    fn points(&self, range: Option<(Num, Num)>) -> Cell<'b> {
        range.map_or(Cell::Blank, |(low, high)| points(&low, &high, self.lang))
    }

    fn cell(&self, value: Value, ty: Type) -> Cell<'b> {
        match (value, ty) {
            (Value::Missing, _) => Cell::Blank,
            (Value::Num(number), _) => Cell::Number(number),
            (Value::Date(day), _) => Cell::Date(day),
            (Value::Text(text), _) => Cell::Shared(text),
            (Value::Code(code), Type::Category(category)) => {
                let categories = &self.batch.rules().model().categories;
                let value = categories.get(category.index()).and_then(|all| all.value(code));
                value.map_or(Cell::Blank, |value| Cell::Text(Cow::Borrowed(&value.name.text)))
            }
            (Value::Code(_), _) => Cell::Blank,
            (Value::Bool(value), _) => Cell::Text(Cow::Borrowed(words(self.lang).yes_no(value))),
        }
    }
}

#[cfg(feature = "xlsx")]
impl Sheet<'_> {
    /// With the points that scorecards do not give told in words.
    pub(super) fn worded(mut self) -> Self {
        self.worded = true;
        self
    }

    /// Tones of the columns of grades and verdicts, by their places.
    pub(super) fn toned(&self) -> Vec<(usize, Vec<(Telling, Tone)>)> {
        let blocks = &self.batch.rules().model().blocks;
        let mut place = self.key_columns();
        let toned = self.blocks.iter().map(|(id, _)| {
            let own = place;
            place += blocks[*id].results.len()
                + match &blocks[*id].kind {
                    BlockKind::Scorecard(card) => 3 + card.criteria.len(),
                    BlockKind::Eligibility(_) | BlockKind::Check(_) => 2,
                };
            (own, self.batch.tones(*id, self.lang))
        });
        toned.collect()
    }
}

fn field_column(field: &Field) -> Column {
    Column { header: field.name.text.clone(), kind: kind(field.ty) }
}

/// Cell of points: their number where it is known, else between which two it lies.
pub(super) fn points<'c>(low: &Num, high: &Num, lang: Lang) -> Cell<'c> {
    if low == high {
        return Cell::Number(low.clone());
    }
    let [low, high] = [low, high].map(|points| show_points(points, lang));
    Cell::Text(Cow::Owned(format!("{low} – {high}")))
}

/// Kind of a column that holds values of a type.
pub(crate) fn kind(ty: Type) -> Kind {
    match ty {
        Type::Text | Type::YesNo | Type::Category(_) => Kind::Text,
        Type::Date => Kind::Date,
        Type::Number(Unit::Money) => Kind::Money,
        Type::Number(Unit::Ratio) => Kind::Percent,
        Type::Number(Unit::Year) => Kind::Year,
        Type::Number(
            Unit::Bare | Unit::Number | Unit::Integer | Unit::Points | Unit::Days | Unit::Months,
        ) => Kind::Number,
    }
}
