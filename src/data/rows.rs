//! Rows become records: skipped, dropped or kept, each counted; cells are converted into the
//! columns of [`Inputs`]. One way for every format.

use super::account::{
    CellFault, DroppedRow, FileReport, Origin, ReadReport, SkipReason, SkippedRow, letters,
};
use super::category::OtherName;
use super::cell::{Cell, Expected, widen};
use super::cut::{RowCut, day_in};
use super::layout::Layout;
use super::profile::Duplicates;
use super::row::{Row, Slot};
use super::{Cut, LARGEST_HELD, Reading};
use crate::diag::{Message, data as say, quoted, snapshot::month};
use crate::model::{FieldId, Model, RecordId};
use crate::source::key;
use crate::table::{Input, Inputs, Texts, Values};
use crate::value::{Date, Type};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

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
    columns: Vec<Input>,
    /// Records, by their places, that leave a column out, by the column.
    untold: BTreeMap<u32, BTreeSet<usize>>,
    texts: Texts,
    /// Number of the texts that the table started with.
    constants: usize,
    report: ReadReport,
    contents: Vec<Content>,
    seen: HashMap<Arc<str>, u32>,
    seen_contents: HashMap<Content, u32>,
    /// Contents of the records that repeat a key, with the first record of each content; by the
    /// first record of the key.
    repeated: HashMap<u32, HashMap<Content, u32>>,
    key_columns: Vec<KeyColumn>,
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
    key: Arc<str>,
    /// The key by which no other record is the same: of a snapshot, with its month.
    own: Arc<str>,
    /// The day of a snapshot.
    day: Option<Date>,
}

/// Stands for a row's cells: the first half of their SHA-256.
type Content = [u8; 16];

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
            columns: vec![Input::nulls(0); record.fields.len()],
            untold: BTreeMap::new(),
            constants: texts.len(),
            texts,
            report: ReadReport::default(),
            contents: Vec::new(),
            seen: HashMap::new(),
            seen_contents: HashMap::new(),
            repeated: HashMap::new(),
            key_columns: Vec::new(),
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
            *day = Input::empty_days().with_missing(self.rows);
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
        let own = index(self.report.files.len().saturating_sub(1));
        let Some(file) = self.report.files.last() else { return };
        let first = self.report.origins.partition_point(|origin| origin.file < own);
        let records = self.report.origins.get(first..).unwrap_or_default();
        let hidden: Vec<u32> = hidden
            .iter()
            .copied()
            .filter(|row| records.binary_search_by_key(row, |origin| origin.row).is_ok())
            .collect();
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
        self.held > LARGEST_HELD
    }

    fn give_column(&mut self, slot: &Slot) {
        let Some(column) = self.columns.get_mut(slot.field.index()) else { return };
        if !matches!(column.values(), Values::Nulls) {
            return;
        }
        let Some(ty) = self.types.get(slot.field.index()) else { return };
        let empty = match ty {
            Type::Number(_) => Input::empty_numbers(),
            Type::Date => Input::empty_days(),
            Type::YesNo => Input::empty_truths(),
            Type::Category(_) => Input::empty_codes(),
            Type::Text => Input::empty_texts(),
        };
        *column = empty.with_missing(self.rows);
    }

    /// Takes a row of the file last started.
    pub(crate) fn row(&mut self, layout: &mut Layout, number: u32, row: &impl Row) {
        if layout.width.is_some() && (0..row.width()).all(|column| row.raw(column).is_blank()) {
            return self.blanks.push(number);
        }
        self.skip_blanks();
        self.count(|file| file.rows += 1);
        let origin = Origin { file: index(self.report.files.len().saturating_sub(1)), row: number };
        if let Some(reason) = skip_reason(layout, row) {
            return self.skip(origin, reason);
        }
        if layout.totals.as_mut().is_some_and(|totals| totals.is_named(&layout.slots, number, row))
        {
            return self.skip(origin, SkipReason::Total);
        }
        if let Some(reason) = self.cut.reason(layout, number, row, self.told) {
            let key = self.key_of(layout, number, row);
            self.report.absent.extend(key);
            return self.skip(origin, reason);
        }
        let key = self.key_of(layout, number, row);
        let day = self.snapshot.and_then(|day| day_in(layout, day, number, row, self.told));
        let key = key.map(|key| self.own_key(key, day));
        let content = self.identifies(layout, key.as_ref()).then(|| content(row));
        let repetition = content.and_then(|content| self.repetition(key.as_ref(), content));
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
        self.identify(origin, key, content, repetition);
        self.rows += 1;
    }

    /// A record's key with the month that it is one's own in.
    fn own_key(&self, key: Arc<str>, day: Option<Date>) -> OwnKey {
        let own: Arc<str> = match day {
            Some(day) => Arc::from(format!("{key}|{}", month(day))),
            None => Arc::clone(&key),
        };
        let own = self.seen.get_key_value(&own).map_or(own, |(known, _)| Arc::clone(known));
        let key = if day.is_some() { key } else { Arc::clone(&own) };
        OwnKey { key, own, day }
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
            self.identify(origin, key, None, None);
            self.rows += 1;
        }
    }

    /// The key of a record whose columns are there, its parts joined; none if a part is missing.
    fn key_in_columns(&self, layout: &Layout, row: usize) -> Option<Arc<str>> {
        let mut parts = Vec::new();
        for slot in layout.slots.iter().filter(|slot| slot.key) {
            let column = self.columns.get(slot.field.index())?;
            let cell = cell_in(column, &self.texts, row);
            parts.push(slot.rule.key_part(cell)?.into_owned());
        }
        (!parts.is_empty()).then(|| Arc::from(parts.join("|")))
    }

    /// Blank rows count once another row follows; those after the last are no rows.
    fn skip_blanks(&mut self) {
        let file = index(self.report.files.len().saturating_sub(1));
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
        self.report.origins.get(record as usize).copied().unwrap_or(Origin { file: 0, row: 0 })
    }

    /// The key of a row, its parts joined; none if a part is missing or cannot be read.
    fn key_of(&self, layout: &mut Layout, number: u32, row: &impl Row) -> Option<Arc<str>> {
        let mut text = String::new();
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
        (parts > 0).then(|| Arc::from(text))
    }

    /// The earlier record that has the same cells.
    fn repetition(&self, key: Option<&OwnKey>, content: Content) -> Option<u32> {
        let Some(key) = key else { return self.seen_contents.get(&content).copied() };
        let first = *self.seen.get(&key.own)?;
        let is_first = self.contents.get(first as usize) == Some(&content);
        if is_first { Some(first) } else { self.repeated.get(&first)?.get(&content).copied() }
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
        if !layout.lettered
            && layout.width.is_some()
            && layout.slots.iter().any(|slot| slot.column >= row.width())
        {
            self.short.push(origin.row);
        }
        let form = (layout.lettered, layout.width.is_none());
        let mut slots = layout.slots.iter_mut().peekable();
        for place in 0..self.columns.len() {
            match slots.next_if(|slot| slot.field.index() == place) {
                Some(slot) => self.take_cell(slot, form, origin, row),
                None => {
                    let told = self.told.filter(|_| self.is_day_of_snapshot(place));
                    self.push(place, told.map_or(Cell::Missing, Cell::Date));
                }
            }
        }
    }

    fn is_day_of_snapshot(&self, place: usize) -> bool {
        self.snapshot.is_some_and(|day| day.index() == place)
    }

    /// Takes the row last taken out of the table again, with what was said of it.
    fn put_back(&mut self, faults: usize, number: u32) {
        let rows = self.rows;
        self.columns.iter_mut().for_each(|column| column.truncate(rows));
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
        origin: Origin,
        row: &impl Row,
    ) {
        let raw = row.raw(slot.column);
        if slot.may_be_untold && !row.tells(slot.column) {
            let column = index(slot.field.index());
            self.untold.entry(column).or_default().insert(self.rows);
        }
        let absent = named && raw.is_blank() && self.is_day_of_snapshot(slot.field.index());
        let cell = match slot.rule.read(&raw, origin.row) {
            Ok(cell) => cell,
            Err(_) if absent && self.told.is_some() => self.told.map_or(Cell::Missing, Cell::Date),
            Err(expected) => {
                self.fault(CellFault {
                    record: index(self.rows),
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
        let Some(column) = self.columns.get_mut(place) else { return };
        match cell {
            Cell::Missing => column.push_missing(),
            Cell::Number(number) => column.push_number(number),
            Cell::Date(day) => column.push_day(day),
            Cell::YesNo(truth) => column.push_truth(truth),
            Cell::Code(code) => column.push_code(code),
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

    /// Gives the record just taken its key, and holds it against the others.
    fn identify(
        &mut self,
        origin: Origin,
        key: Option<OwnKey>,
        content: Option<Content>,
        repetition: Option<u32>,
    ) {
        let record = index(self.rows);
        self.count(|file| file.records += 1);
        self.report.origins.push(origin);
        let shown = key.as_ref().map(|key| Arc::clone(&key.key));
        self.report.keys.push(shown.unwrap_or_else(|| Arc::from(format!("#{}", origin.row))));
        if self.key.is_some() {
            self.contents.push(content.unwrap_or_default());
        }
        if self.alone {
            return;
        }
        if let Some(first) = repetition {
            self.fault_of_key(record, Expected::NoRepetition(self.origin(first).row));
        }
        match key {
            Some(key) => self.hold_key(record, key, repetition.is_some()),
            None => {
                if let Some(content) = content {
                    self.seen_contents.entry(content).or_insert(record);
                }
            }
        }
    }

    fn hold_key(&mut self, record: u32, OwnKey { own, day, .. }: OwnKey, told: bool) {
        let unique = |row: u32| match day {
            Some(day) => Expected::UniqueInMonth(row, day),
            None => Expected::UniqueKey(row),
        };
        let first = match self.seen.entry(own) {
            Entry::Vacant(free) => {
                self.held += free.key().len() as u64;
                free.insert(record);
                return;
            }
            Entry::Occupied(taken) => *taken.get(),
        };
        if !self.repeated.contains_key(&first) {
            self.fault_of_key(first, unique(self.origin(record).row));
        }
        if !told {
            self.fault_of_key(record, unique(self.origin(first).row));
        }
        let content = self.contents.get(record as usize).copied().unwrap_or_default();
        self.repeated.entry(first).or_default().entry(content).or_insert(record);
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
            value: self
                .report
                .keys
                .get(record as usize)
                .map_or_else(String::new, |key| quoted(key).into_owned()),
            expected,
        });
    }

    /// Records whose keys differ in nothing but capitals, as names and categories may but keys may
    /// not.
    fn keys_alike(&self) -> Option<Message> {
        let has = |wanted: fn(char) -> bool| self.seen_any(wanted);
        if self.key.is_none() || !has(char::is_uppercase) || !has(char::is_lowercase) {
            return None;
        }
        let mut folded: HashMap<String, u32> = HashMap::new();
        let mut alike: Vec<(&str, &str)> = Vec::new();
        for (record, own) in (0..).zip(&self.report.keys) {
            let first = *folded.entry(own.to_lowercase()).or_insert(record);
            let other = self.report.keys.get(first as usize).map_or("", |key| key);
            if other != &**own {
                alike.push((other, own));
            }
        }
        (!alike.is_empty()).then(|| say::keys_alike(&alike))
    }

    fn seen_any(&self, wanted: fn(char) -> bool) -> bool {
        self.report.keys.iter().any(|key| key.chars().any(wanted))
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
            let there: HashSet<&Arc<str>> = self.report.keys.iter().collect();
            self.report.absent.retain(|key| !there.contains(key));
        }
        let faults = std::mem::take(&mut self.report.faults);
        let table = Inputs {
            rows: std::mem::take(&mut self.rows),
            columns: std::mem::take(&mut self.columns),
            lacking: std::mem::take(&mut self.untold),
            ..Inputs::empty(self.id, std::mem::take(&mut self.texts))
        };
        let mut reading = Reading { table, report: std::mem::take(&mut self.report) };
        reading.fault(&model.records[self.id].fields, faults);
        reading
    }

    /// Starts again with the memory of what was finished last: records that are looked at one by
    /// one, each in a file like the last.
    pub(crate) fn start_again(&mut self, reading: Reading, layout: &Layout) {
        let Reading { table: Inputs { mut columns, mut texts, .. }, mut report } = reading;
        columns.truncate(self.types.len());
        columns.iter_mut().for_each(Input::empty);
        texts.truncate(self.constants);
        report.start_again();
        report.warnings.extend_from_slice(&layout.warnings);
        (self.columns, self.texts, self.report) = (columns, texts, report);
        self.contents.clear();
        self.other_names.clear();
        self.blanks.clear();
        self.short.clear();
        self.held = 0;
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

fn content(row: &impl Row) -> Content {
    let mut hash = Sha256::new();
    row.digest(&mut hash);
    hash.finalize().first_chunk().copied().unwrap_or_default()
}

/// Feeds one cell to a hash, with its length, so that no other cells give the same.
pub(crate) fn digest_cell(hash: &mut Sha256, kind: u8, text: &[u8]) {
    hash.update([kind]);
    hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
    hash.update(text);
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
