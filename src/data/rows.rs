//! Rows become records: skipped, dropped or kept, each counted; cells are converted into the
//! columns of [`Inputs`]. One way for every format.

mod stretch;

use super::account::{
    CellFault, DroppedRow, FileReport, ReadReport, SkipReason, SkippedRow, letters,
};
use super::block::Block;
use super::category::OtherName;
use super::cell::{Cell, Expected, widen};
use super::cut::{RowCut, day_in};
use super::hashing::{Content, Hashing, KeyHash};
use super::identity::{Comparison, Identities, alike};
use super::layout::Layout;
use super::origins::Origin;
use super::profile::Duplicates;
use super::row::{Row, Slot};
use super::{Cut, LARGEST_HELD, Reading};
use crate::diag::{Message, data as say, quoted};
use crate::model::{FieldId, Model, RecordId};
use crate::source::key;
use crate::table::{Input, Inputs, Texts, Values};
use crate::value::{Date, Month, Type};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// Records whose cells are held at a time once cells are let go.
const HELD_AT_ONCE: usize = 4_096;

/// Fills a table with the rows of one or several files.
#[derive(Debug)]
pub(crate) struct Builder {
    id: RecordId,
    types: Vec<Type>,
    /// The first field of the key.
    key: Option<FieldId>,
    /// `true` if each record is looked at alone, so that none repeats another.
    alone: bool,
    cut: RowCut,
    /// The field with the day of a monthly snapshot: a key is one's own within its month.
    snapshot: Option<FieldId>,
    /// The day of snapshots in a file that has no column for it: the file's, else the run's.
    told: Option<Date>,
    /// The day of the run.
    as_of: Option<Date>,
    rows: usize,
    /// Number of the first records, whose cells are not in the columns any more.
    gone: usize,
    columns: Vec<Input>,
    /// Records, by their places, that leave a column out, by the column.
    untold: BTreeMap<u32, BTreeSet<usize>>,
    texts: Texts,
    /// Number of the texts that the table started with.
    constants: usize,
    report: ReadReport,
    identities: Identities,
    /// Rows that repeat another by their hashes, with that.
    repetitions: Vec<(Origin, Origin)>,
    /// Set where the files are read again for the sake of those alone.
    comparison: Option<Comparison>,
    /// Memory for the key of the next row.
    key_text: String,
    key_columns: Vec<KeyColumn>,
    /// A text that is known otherwise, so that no cell of it is read, and the code of none.
    unread: Option<(FieldId, u32)>,
    /// Blank rows of this file that no other row has followed yet.
    blanks: Vec<u32>,
    /// Rows of this file that end before the last column a field reads.
    short: Vec<u32>,
    /// The bytes of the keys and texts that are kept.
    held: u64,
    /// Values that cells call by other names, by the headers of their columns.
    other_names: BTreeMap<String, BTreeMap<u32, OtherName>>,
}

/// Key of a record.
struct OwnKey {
    /// The key as it was read.
    key: String,
    /// The day of a snapshot, within whose month the key is its own.
    day: Option<Date>,
    hash: KeyHash,
}

impl OwnKey {
    fn month(&self) -> Option<Month> {
        self.day.map(Month::of)
    }
}

/// The first key column of a file: for faults of a record's key that show only when a later row is
/// read.
#[derive(Clone, Debug, Default)]
struct KeyColumn {
    header: String,
    letters: Option<String>,
}

impl Builder {
    /// A table of a record type without records, whose texts start with those given.
    pub(crate) fn new(model: &Model, id: RecordId, texts: Texts) -> Builder {
        let record = &model.records[id];
        Builder {
            id,
            types: record.fields.iter().map(|field| field.ty).collect(),
            key: record.fields.enumerate().find(|(_, field)| field.key).map(|(id, _)| id),
            alone: false,
            cut: RowCut::default(),
            snapshot: record.snapshot,
            told: None,
            as_of: None,
            rows: 0,
            gone: 0,
            columns: vec![Input::nulls(0); record.fields.len()],
            untold: BTreeMap::new(),
            constants: texts.len(),
            texts,
            report: ReadReport::default(),
            identities: Identities::new(Hashing::new()),
            repetitions: Vec::new(),
            comparison: None,
            key_text: String::new(),
            key_columns: Vec::new(),
            unread: None,
            blanks: Vec::new(),
            short: Vec::new(),
            held: 0,
            other_names: BTreeMap::new(),
        }
    }

    /// Builder of records that are looked at one by one, whatever their keys.
    pub(crate) fn alone(mut self) -> Builder {
        self.alone = true;
        self
    }

    /// Builder that leaves the cells of a text unread, which nobody asks for.
    pub(crate) fn without(mut self, unread: Option<FieldId>) -> Builder {
        self.unread = unread.map(|field| (field, self.texts.intern("")));
        self.constants = self.texts.len();
        self
    }

    /// Builder that hashes rows so.
    pub(crate) fn hashing(mut self, hashing: Hashing) -> Builder {
        self.identities = Identities::new(hashing);
        self
    }

    /// Builder that makes nothing of the rows but compares again those that another took for
    /// repetitions.
    pub(crate) fn comparing(mut self, other: &Builder) -> Builder {
        self.comparison = Some(Comparison::of(&other.repetitions));
        self
    }

    /// Returns `true` if some row was taken for a repetition.
    pub(crate) fn has_repetitions(&self) -> bool {
        !self.repetitions.is_empty()
    }

    /// Returns `true` if some row that was compared again is no repetition.
    pub(crate) fn differs(&self) -> bool {
        self.comparison.as_ref().is_some_and(Comparison::differs)
    }

    /// Without rows that are not there yet.
    pub(crate) fn cut(mut self, model: &Model, cut: Cut<'_>) -> Builder {
        self.cut = RowCut::new(model, self.id, cut);
        self.as_of = cut.as_of;
        self
    }

    /// Starts a file; its rows follow.
    pub(crate) fn file(&mut self, file: FileReport, layout: &Layout) {
        for slot in &layout.slots {
            self.give_column(slot);
        }
        let key = layout.slots.iter().find(|slot| slot.key);
        self.key_columns.push(key.map_or_else(KeyColumn::default, |slot| KeyColumn {
            header: slot.header.clone(),
            letters: layout.lettered.then(|| letters(slot.column)),
        }));
        for warning in &layout.warnings {
            if !self.report.warnings.contains(warning) {
                self.report.warnings.push(warning.clone());
            }
        }
        self.told = self.snapshot.and(file.as_of.or(self.as_of));
        let day = self.snapshot.and_then(|day| self.columns.get_mut(day.index()));
        if let Some(day) = day.filter(|day| matches!(day.values(), Values::Nulls)) {
            *day = Input::empty_days().with_missing(self.rows - self.gone);
        }
        self.report.files.push(file);
        self.blanks.clear();
        self.short.clear();
    }

    /// The field with the day of snapshots that neither a column of the file last started nor
    /// anything else tells; none where it is told.
    pub(crate) fn lacking_day(&self, layout: &Layout) -> Option<FieldId> {
        let day = self.snapshot.filter(|_| self.told.is_none())?;
        layout.slots.iter().all(|slot| slot.field != day).then_some(day)
    }

    /// Ends a file: what a person should know of its rows.
    pub(crate) fn end_file(&mut self, layout: &Layout, hidden: &[u32]) {
        let own = self.last_file();
        let Some(file) = self.report.files.last() else { return };
        let is_record = |row: &u32| self.report.origins.holds(Origin { file: own, row: *row });
        let hidden: Vec<u32> = hidden.iter().copied().filter(is_record).collect();
        if let (Some(sheet), false) = (&file.sheet, hidden.is_empty()) {
            self.report.warnings.push(say::hidden_rows(sheet, &hidden));
        }
        if file.rows == 0 {
            self.report.warnings.push(say::header_alone(&file.name));
        }
        if let (Some(width), false) = (layout.width, self.short.is_empty()) {
            self.report.warnings.push(say::short_rows(&self.short, width));
        }
    }

    /// Takes in what cells of the columns called by other names: told once for each column.
    pub(crate) fn note_other_names(&mut self, layout: &mut Layout) {
        for slot in &mut layout.slots {
            for (number, met) in slot.rule.take_other_names() {
                let of_column = self.other_names.entry(slot.header.clone()).or_default();
                match of_column.entry(number) {
                    std::collections::btree_map::Entry::Occupied(mut known) => {
                        known.get_mut().cells += met.cells;
                    }
                    std::collections::btree_map::Entry::Vacant(new) => {
                        new.insert(met);
                    }
                }
            }
        }
    }

    /// Adds a warning, once.
    pub(crate) fn warn(&mut self, warning: crate::diag::Message) {
        self.report.warnings.push(warning);
    }

    /// Number of records so far.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// Number of rows skipped so far.
    pub(crate) fn skipped(&self) -> usize {
        self.report.skipped.len()
    }

    /// Returns `true` if the records hold as much text as they may.
    pub(crate) fn is_full(&self) -> bool {
        self.held + self.report.keys.bytes() as u64 > LARGEST_HELD
    }

    fn give_column(&mut self, slot: &Slot) {
        let Some(column) = self.columns.get_mut(slot.field.index()) else { return };
        if !matches!(column.values(), Values::Nulls) {
            return;
        }
        let Some(ty) = self.types.get(slot.field.index()) else { return };
        *column = Input::empty_of(*ty).with_missing(self.rows - self.gone);
    }

    /// Takes a row of the file last started.
    pub(crate) fn row(&mut self, layout: &mut Layout, number: u32, row: &impl Row) {
        let origin = Origin { file: self.last_file(), row: number };
        if let Some(comparison) = &mut self.comparison {
            return comparison.see(origin, row);
        }
        if layout.width.is_some() && !row.shows() {
            return self.blanks.push(number);
        }
        self.skip_blanks();
        self.count(|file| file.rows += 1);
        if let Some(reason) = skip_reason(layout, row) {
            return self.skip(origin, reason);
        }
        if layout.totals.as_mut().is_some_and(|totals| totals.is_named(number, row)) {
            return self.skip(origin, SkipReason::Total);
        }
        if let Some(reason) = self.cut.reason(layout, number, row, self.told) {
            let key = self.key_of(layout, number, row);
            self.report.absent.extend(key.map(Arc::from));
            return self.skip(origin, reason);
        }
        let key = self.key_of(layout, number, row);
        let day = self.snapshot.and_then(|day| day_in(layout, day, number, row, self.told));
        let key = key.map(|key| self.own_key(key, day));
        let content = self.identifies(layout, key.as_ref()).then(|| self.identities.content(row));
        let first = key.as_ref().and_then(|key| self.first(key));
        let repetition = content
            .filter(|_| key.is_none() || first.is_some())
            .and_then(|content| self.identities.earlier(first, content));
        self.repetitions.extend(repetition.map(|record| (origin, self.origin(record))));
        if let (Some(first), true) = (repetition, layout.duplicates != Some(Duplicates::Error)) {
            return self.drop_row(origin, first);
        }
        let faults = self.report.faults.len();
        self.take(layout, origin, row);
        if let Some(totals) = &mut layout.totals {
            // The row is read before it is known for a total, since its numbers are compared as
            // values; what it put into the columns is taken out again.
            if totals.is_sum(&self.columns, number, row) {
                self.put_back(faults, number);
                return self.skip(origin, SkipReason::Total);
            }
            totals.add(&self.columns);
        }
        self.identify(origin, (key, first), content, repetition);
        self.rows += 1;
    }

    /// The texts of the table.
    pub(crate) fn texts(&mut self) -> &mut Texts {
        &mut self.texts
    }

    /// Takes the column of a field whole, with the faults of its values.
    pub(crate) fn column(
        &mut self,
        field: FieldId,
        input: Input,
        faults: impl IntoIterator<Item = CellFault>,
    ) {
        if let Some(column) = self.columns.get_mut(field.index()) {
            *column = input;
        }
        self.report.faults.extend(faults);
    }

    /// Makes records of the columns that were taken whole, in a file last started.
    pub(crate) fn records(&mut self, rows: usize, layout: &Layout) {
        for row in 0..rows {
            let origin = Origin { file: 0, row: index(row).saturating_add(1) };
            let key = self.key_in_columns(layout, row);
            let days = self.snapshot.and_then(|day| self.columns.get(day.index()));
            let day = days.and_then(|days| days.day(row));
            let key = key.map(|key| self.own_key(key, day));
            let first = key.as_ref().and_then(|key| self.first(key));
            self.identify(origin, (key, first), None, None);
            self.rows += 1;
        }
    }

    /// The key of a record whose columns are there, its parts joined; none if a part is missing.
    fn key_in_columns(&self, layout: &Layout, row: usize) -> Option<String> {
        let mut parts = Vec::new();
        for slot in layout.slots.iter().filter(|slot| slot.key) {
            let column = self.columns.get(slot.field.index())?;
            let cell = cell_in(column, &self.texts, row);
            parts.push(slot.rule.key_part(cell)?.into_owned());
        }
        (!parts.is_empty()).then(|| parts.join("|"))
    }

    /// Place of the file last started among those of the account.
    fn last_file(&self) -> u32 {
        index(self.report.files.len().saturating_sub(1))
    }

    /// Blank rows count once another row follows; those after the last are no rows.
    fn skip_blanks(&mut self) {
        let file = self.last_file();
        for row in std::mem::take(&mut self.blanks) {
            self.count(|file| file.rows += 1);
            self.skip(Origin { file, row }, SkipReason::Blank);
        }
    }

    /// Returns `true` if a row can be a repetition: rows with a key always, others where the
    /// profile says so.
    fn identifies(&self, layout: &Layout, key: Option<&OwnKey>) -> bool {
        !self.alone && (key.is_some() || self.key.is_none() && layout.duplicates.is_some())
    }

    /// The hashing of rows, if the contents of many are wanted.
    pub(crate) fn wanted_hashing(&self, layout: &Layout) -> Option<&Hashing> {
        let is_wanted = !self.alone && (self.key.is_some() || layout.duplicates.is_some());
        (is_wanted && self.comparison.is_none()).then(|| self.identities.hashing())
    }

    fn count(&mut self, count: impl FnOnce(&mut FileReport)) {
        if let Some(file) = self.report.files.last_mut() {
            count(file);
        }
    }

    fn skip(&mut self, origin: Origin, reason: SkipReason) {
        let Some(file) = self.report.files.last_mut() else { return };
        let place =
            file.skipped.iter().position(|(known, _)| *known == reason).unwrap_or_else(|| {
                file.skipped.push((reason, 0));
                file.skipped.len() - 1
            });
        if let Some((_, count)) = file.skipped.get_mut(place) {
            *count += 1;
        }
        self.report.skipped.push(SkippedRow { origin, reason: index(place) });
    }

    fn drop_row(&mut self, origin: Origin, record: u32) {
        self.count(|file| file.dropped += 1);
        let first = self.origin(record);
        self.report.dropped.push(DroppedRow { origin, record, first });
    }

    fn origin(&self, record: u32) -> Origin {
        self.report.origins.get(record as usize).unwrap_or(Origin { file: 0, row: 0 })
    }

    fn own_key(&self, key: String, day: Option<Date>) -> OwnKey {
        let hash = self.identities.hash(&key, day.map(Month::of));
        OwnKey { key, day, hash }
    }

    /// The first record with a key, unless each is looked at alone.
    fn first(&self, key: &OwnKey) -> Option<u32> {
        let own = (key.key.as_str(), key.month());
        (!self.alone).then(|| self.identities.first(&self.report.keys, own, key.hash))?
    }

    /// The key of a row, its parts joined; none if a part is missing or cannot be read.
    fn key_of(&mut self, layout: &mut Layout, number: u32, row: &impl Row) -> Option<String> {
        let mut text = std::mem::take(&mut self.key_text);
        text.clear();
        let mut parts = 0;
        for slot in layout.slots.iter_mut().filter(|slot| slot.key) {
            if parts > 0 {
                text.push('|');
            }
            parts += 1;
            let raw = row.raw(slot.column);
            let cell = slot.rule.read(&raw, number).ok()?;
            text.push_str(&slot.rule.key_part(cell)?);
        }
        (parts > 0).then_some(text)
    }

    fn take(&mut self, layout: &mut Layout, origin: Origin, row: &impl Row) {
        let record = index(self.rows);
        if let Some(width) = layout.width.filter(|width| {
            !layout.lettered && (*width..row.width()).any(|column| !row.raw(column).is_blank())
        }) {
            self.fault(CellFault {
                record,
                field: None,
                origin,
                column: String::new(),
                cell: None,
                value: String::new(),
                expected: Expected::Cells { header: index(width), row: index(row.width()) },
            });
        }
        if !layout.lettered && layout.width.is_some() && row.width() <= layout.last_column() {
            self.short.push(origin.row);
        }
        let form = (layout.lettered, layout.width.is_none());
        let place = (self.rows, origin);
        layout.slots.iter_mut().for_each(|slot| self.take_cell(slot, form, place, row));
        for field in &layout.without_column {
            let told = self.told.filter(|_| self.is_day_of_snapshot(field.index()));
            self.push(field.index(), told.map_or(Cell::Missing, Cell::Date));
        }
    }

    fn is_day_of_snapshot(&self, place: usize) -> bool {
        self.snapshot.is_some_and(|day| day.index() == place)
    }

    /// Takes the row last taken out of the table again, with what was said of it.
    fn put_back(&mut self, faults: usize, number: u32) {
        let rows = self.rows;
        let held = rows - self.gone;
        self.columns.iter_mut().for_each(|column| column.truncate(held));
        self.untold.values_mut().for_each(|untold| {
            untold.remove(&rows);
        });
        self.report.faults.truncate(faults);
        self.short.retain(|row| *row != number);
    }

    fn take_cell(
        &mut self,
        slot: &mut Slot,
        (lettered, named): (bool, bool),
        (record, origin): (usize, Origin),
        row: &impl Row,
    ) {
        if let Some((_, nothing)) = self.unread.filter(|(field, _)| *field == slot.field) {
            let column = self.columns.get_mut(slot.field.index());
            return column.into_iter().for_each(|column| column.push_code(nothing));
        }
        let read = match row.figure(slot.column) {
            Some(figure) => slot.rule.figure(figure.mantissa(), figure.decimals()),
            None => slot.rule.glance(&row.raw(slot.column)),
        };
        if let Some((mantissa, decimals)) = read {
            if let Some(column) = self.columns.get_mut(slot.field.index()) {
                column.push_small(mantissa, decimals);
            }
            return;
        }
        let raw = row.raw(slot.column);
        if slot.may_be_untold && !row.tells(slot.column) {
            let column = index(slot.field.index());
            self.untold.entry(column).or_default().insert(record);
        }
        let absent = named && raw.is_blank() && self.is_day_of_snapshot(slot.field.index());
        let cell = match slot.rule.read(&raw, origin.row) {
            Ok(cell) => cell,
            Err(_) if absent && self.told.is_some() => self.told.map_or(Cell::Missing, Cell::Date),
            Err(expected) => {
                self.fault(CellFault {
                    record: index(record),
                    field: Some(slot.field),
                    origin,
                    column: slot.header.clone(),
                    cell: lettered.then(|| format!("{}{}", letters(slot.column), origin.row)),
                    value: quoted(&raw.shown()).into_owned(),
                    expected,
                });
                Cell::Missing
            }
        };
        self.push(slot.field.index(), cell);
    }

    fn push(&mut self, place: usize, cell: Cell) {
        let has_let_go = self.has_let_go();
        let Some(column) = self.columns.get_mut(place) else { return };
        match cell {
            Cell::Missing => column.push_missing(),
            Cell::Number(number) => column.push_number(number),
            Cell::Date(day) => column.push_day(day),
            Cell::YesNo(truth) => column.push_truth(truth),
            Cell::Code(code) => column.push_code(code),
            // Nobody reads it once cells are let go.
            Cell::Text(_) if has_let_go => column.push_code(0),
            Cell::Text(text) => {
                let texts = self.texts.len();
                column.push_code(self.texts.intern(&text));
                self.held += if self.texts.len() > texts { text.len() as u64 } else { 0 };
            }
        }
    }

    fn fault(&mut self, fault: CellFault) {
        self.report.faults.push(fault);
    }

    /// Gives the record just taken its key, and holds it against the others: the first with that
    /// key, and one with the same cells.
    fn identify(
        &mut self,
        origin: Origin,
        (key, first): (Option<OwnKey>, Option<u32>),
        content: Option<Content>,
        repetition: Option<u32>,
    ) {
        let record = index(self.rows);
        self.count(|file| file.records += 1);
        self.report.origins.push(origin);
        self.report.keys.push(key.as_ref().map(|key| key.key.as_str()));
        if self.alone {
            return;
        }
        if let Some(content) = content {
            self.identities.push(record, content);
        }
        if let Some(first) = repetition {
            self.fault_of_key(record, Expected::NoRepetition(self.origin(first).row));
        }
        match (key, first) {
            (Some(key), Some(first)) => {
                let content = content.unwrap_or_default();
                self.repeat_key(record, (first, key.day), content, repetition.is_some());
            }
            (Some(key), None) => {
                self.identities.hold_key(record, (key.month(), key.hash));
                self.key_text = key.key;
            }
            (None, _) => {
                if let Some(content) = content {
                    self.identities.hold_content(record, content);
                }
            }
        }
    }

    /// Says of a record, and of the first with its key, that their key is not their own.
    fn repeat_key(
        &mut self,
        record: u32,
        (first, day): (u32, Option<Date>),
        content: Content,
        told: bool,
    ) {
        let unique = |row: u32| match day {
            Some(day) => Expected::UniqueInMonth(row, day),
            None => Expected::UniqueKey(row),
        };
        if self.identities.hold_repeated(first, record, content) {
            self.fault_of_key(first, unique(self.origin(record).row));
        }
        if !told {
            self.fault_of_key(record, unique(self.origin(first).row));
        }
    }

    fn fault_of_key(&mut self, record: u32, expected: Expected) {
        let origin = self.origin(record);
        let column = self.key_columns.get(origin.file as usize).cloned().unwrap_or_default();
        self.fault(CellFault {
            record,
            field: self.key,
            origin,
            column: column.header,
            cell: column.letters.map(|letters| format!("{letters}{}", origin.row)),
            value: quoted(&self.report.key(record as usize)).into_owned(),
            expected,
        });
    }

    /// Records whose keys differ in nothing but capitals, as names and categories may but keys may
    /// not.
    fn keys_alike(&self) -> Option<Message> {
        if self.key.is_none() || !self.report.keys.mix_letters() {
            return None;
        }
        let alike = alike(&self.report.keys);
        (!alike.is_empty()).then(|| say::keys_alike(&alike))
    }

    /// The table and the account; the builder is empty then.
    pub(crate) fn finish(&mut self, model: &Model) -> Reading {
        if !self.alone {
            let alike = self.keys_alike();
            self.report.warnings.extend(alike);
        }
        for (header, values) in &self.other_names {
            let values: Vec<(&str, &str, u64)> = values
                .values()
                .map(|value| (value.written.as_str(), value.name.as_str(), value.cells))
                .collect();
            self.report.warnings.push(say::other_names(header, &values));
        }
        if !self.report.absent.is_empty() {
            let there: HashSet<&str> = self.report.keys.iter().flatten().collect();
            self.report.absent.retain(|key| !there.contains(&**key));
        }
        let faults = std::mem::take(&mut self.report.faults);
        let table = Inputs {
            rows: std::mem::take(&mut self.rows),
            columns: if self.has_let_go() { Vec::new() } else { std::mem::take(&mut self.columns) },
            lacking: std::mem::take(&mut self.untold),
            ..Inputs::empty(self.id, std::mem::take(&mut self.texts))
        };
        let mut reading = Reading { table, report: std::mem::take(&mut self.report), again: None };
        match self.has_let_go() {
            true => reading.keep(faults),
            false => reading.fault(&model.records[self.id].fields, faults),
        }
        self.gone = 0;
        reading
    }

    /// Starts again with the memory of what was finished last: records that are looked at one by
    /// one or a chunk at a time, each in a file like the last.
    pub(crate) fn start_again(&mut self, reading: Reading, warnings: &[Message]) {
        let Reading { table: Inputs { mut columns, mut texts, .. }, mut report, .. } = reading;
        columns.truncate(self.types.len());
        columns.iter_mut().for_each(Input::empty);
        texts.truncate(self.constants);
        report.start_again();
        report.warnings.extend_from_slice(warnings);
        (self.columns, self.texts, self.report) = (columns, texts, report);
        self.other_names.clear();
        self.blanks.clear();
        self.short.clear();
        self.held = 0;
    }

    /// Takes rows of a file again that are known for records; what is wrong with them is known too.
    pub(crate) fn take_again(
        &mut self,
        layout: &mut Layout,
        block: &Block,
        (file, rows): (u32, Range<usize>),
    ) {
        let cells = layout.width.filter(|_| self.snapshot.is_none());
        let mut next = rows.start;
        while next < rows.end {
            let is_cut = |row: &usize| cells.is_some_and(|cells| block.is_cut(*row, cells));
            let together = next..next + (next..rows.end).take_while(is_cut).count();
            if !together.is_empty() {
                let record = self.rows;
                self.rows += together.len();
                self.take_columns(layout, block, together.clone(), record);
                next = together.end;
            } else {
                let origin = Origin { file, row: block.number(next) };
                self.take(layout, origin, &block.row(next));
                self.rows += 1;
                next += 1;
            }
        }
        self.report.faults.clear();
        self.short.clear();
    }

    /// Returns `true` if the cells of so many records are held as may be kept; once some were let
    /// go, of a few, which the processor has at hand.
    pub(crate) fn is_past(&self, most: usize) -> bool {
        let few = if self.has_let_go() { HELD_AT_ONCE } else { usize::MAX };
        self.rows - self.gone >= most.min(few)
    }

    /// Shows the records whose cells are held.
    pub(crate) fn show(&mut self, seen: &dyn Fn(usize, &Inputs, Option<Date>)) {
        let records = Inputs {
            rows: self.rows - self.gone,
            columns: std::mem::take(&mut self.columns),
            ..Inputs::empty(self.id, std::mem::take(&mut self.texts))
        };
        let told = self.report.files.last().and_then(|file| file.as_of);
        seen(self.gone, &records, told);
        (self.columns, self.texts) = (records.columns, records.texts);
    }

    /// Lets the cells of the records so far go.
    pub(crate) fn let_go(&mut self, layout: &mut Layout) {
        if let Some(totals) = &mut layout.totals {
            totals.settle(&self.columns);
        }
        self.columns.iter_mut().for_each(Input::empty);
        self.texts.truncate(self.constants);
        self.gone = self.rows;
    }

    /// Returns `true` if cells were let go.
    pub(crate) fn has_let_go(&self) -> bool {
        self.gone > 0
    }
}

/// A value of a column as it would be read from a cell.
fn cell_in<'t>(column: &Input, texts: &'t Texts, row: usize) -> Cell<'t> {
    let cell = match column.values() {
        Values::Nulls => None,
        Values::Numbers(_) => column.number(row).and_then(|n| n.to_decimal()).map(Cell::Number),
        Values::Days(_) => column.day(row).map(Cell::Date),
        Values::Truths(_) => column.truth(row).map(Cell::YesNo),
        Values::Codes(_) => column.code(row).map(Cell::Code),
        Values::Texts(_) => column
            .code(row)
            .and_then(|code| texts.get(code))
            .map(|text| Cell::Text(Cow::Borrowed(text))),
    };
    cell.unwrap_or(Cell::Missing)
}

/// Rows are bounded far below 2^32.
fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn skip_reason(layout: &Layout, row: &impl Row) -> Option<SkipReason> {
    layout.skips.iter().find_map(|skip| {
        let raw = row.raw(skip.column);
        let shown = raw.shown();
        let told = |text: &str| {
            skip.values.iter().find(|(value, _)| *value == text).map(|(_, reason)| reason.clone())
        };
        let as_read =
            skip.text_width.filter(|_| !shown.is_empty()).map(|width| widen(shown.clone(), width));
        told(&key(&shown)).or_else(|| told(&key(&as_read?)))
    })
}
