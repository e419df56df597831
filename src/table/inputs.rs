//! Records in the columns that a plan reads: what `data` and the engine fill and the evaluator
//! reads.

use super::input::{Input, Values, retain, retain_places};
use super::periods::{DoneOn, InPeriod};
use crate::interval::Possible;
use crate::model::{AggregateId, EventId, FieldId, PeriodicId, RecordId};
use crate::value::{Type, Value};
use foldhash::quality::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;
use std::sync::Arc;

/// Ends of aggregates over the parts of one record.
pub type Ranges = BTreeMap<AggregateId, Possible>;

/// Records of one type, in columns.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// Record type that all the records have.
    pub record: RecordId,
    /// The number of records.
    pub rows: usize,
    /// A column a field of the record type, by the field's place; then one for each aggregate over
    /// the record's parts.
    pub columns: Vec<Input>,
    /// Records that are of no use whatever else holds: their key or a required cell could not be
    /// read. Empty where there is none, else one entry a record.
    pub faulty: Vec<bool>,
    /// Between which ends the aggregates over the parts of a record lie, by its place, where rows
    /// of a register may count or not; their columns hold no value there.
    pub ranges: BTreeMap<u32, Ranges>,
    /// Conditions that are asked period by period, in each period that was asked.
    pub periodics: BTreeMap<PeriodicId, Vec<InPeriod>>,
    /// The days on which something was done.
    pub events: BTreeMap<EventId, DoneOn>,
    /// Records, by their places, that lack a column altogether: a value missing there is no blank.
    pub lacking: BTreeMap<u32, BTreeSet<usize>>,
    /// The texts that text columns point into.
    pub texts: Texts,
}

impl Inputs {
    /// No records of a type yet, over these texts.
    pub fn empty(record: RecordId, texts: Texts) -> Inputs {
        Inputs {
            record,
            rows: 0,
            columns: Vec::new(),
            faulty: Vec::new(),
            ranges: BTreeMap::new(),
            periodics: BTreeMap::new(),
            events: BTreeMap::new(),
            lacking: BTreeMap::new(),
            texts,
        }
    }

    /// Some of the records, in this order, without what is worked out over others; their texts are
    /// left out, for the caller to lend.
    pub fn picked(&self, rows: &[usize], columns: usize) -> Inputs {
        let faulty = |row: &usize| self.faulty.get(*row).copied().unwrap_or(false);
        let any = !self.faulty.is_empty();
        Inputs {
            rows: rows.len(),
            columns: self.columns.iter().take(columns).map(|one| one.picked(rows)).collect(),
            faulty: if any { rows.iter().map(faulty).collect() } else { Vec::new() },
            ..Inputs::empty(self.record, Texts::default())
        }
    }

    /// Appends the cells of some records of another table, in this order: of records that are
    /// nothing but cells.
    pub fn append(&mut self, other: &Inputs, rows: &[usize]) {
        self.columns.resize_with(other.columns.len(), || Input::nulls(self.rows));
        for (column, other) in self.columns.iter_mut().zip(&other.columns) {
            column.append(other, rows);
        }
        self.rows += rows.len();
    }

    /// One of the records so many times over, with all that is known of it besides its cells, and
    /// with its own texts after these; columns that are not wanted are left empty.
    pub fn copies(&self, row: usize, count: usize, wanted: &[bool], mut texts: Texts) -> Inputs {
        let column = |(place, column): (usize, &Input)| match column.values() {
            _ if wanted.get(place) != Some(&true) => Input::default(),
            Values::Texts(_) => {
                let text = column.code(row).and_then(|code| self.texts.get(code));
                let code = text.map(|text| texts.intern(text));
                Input::texts(std::iter::repeat_n(code, count))
            }
            Values::Nulls
            | Values::Numbers(_)
            | Values::Days(_)
            | Values::Truths(_)
            | Values::Codes(_) => column.repeated(row, count),
        };
        let columns = self.columns.iter().enumerate().map(column).collect();
        let is_faulty = self.faulty.get(row) == Some(&true);
        let places = || 0..u32::try_from(count).unwrap_or(u32::MAX);
        let ranges = u32::try_from(row).ok().and_then(|row| self.ranges.get(&row));
        Inputs {
            rows: count,
            columns,
            faulty: if is_faulty { vec![true; count] } else { Vec::new() },
            ranges: ranges
                .map(|ranges| places().map(|place| (place, ranges.clone())).collect())
                .unwrap_or_default(),
            periodics: (self.periodics.iter())
                .map(|(id, all)| (*id, all.iter().map(|one| one.copies(row, count)).collect()))
                .collect(),
            events: (self.events.iter()).map(|(id, done)| (*id, done.copies(row, count))).collect(),
            lacking: (self.lacking.iter())
                .filter(|(_, rows)| rows.contains(&row))
                .map(|(column, _)| (*column, (0..count).collect()))
                .collect(),
            ..Inputs::empty(self.record, texts)
        }
    }

    /// Gives a field of a record this value, which is one of its type; none where it is missing.
    pub fn set(&mut self, field: FieldId, row: usize, value: &Value) {
        let Inputs { columns, texts, .. } = self;
        let Some(column) = columns.get_mut(field.index()) else { return };
        match value {
            Value::Num(number) => column.set_number(row, number),
            Value::Date(day) => column.set_day(row, *day),
            Value::Bool(truth) => column.set_truth(row, *truth),
            Value::Code(code) => column.set_code(row, *code),
            Value::Text(text) => column.set_code(row, texts.intern(text)),
            Value::Missing => column.clear(row),
        }
    }

    /// Leaves out the records that are not kept.
    pub fn retain(&mut self, kept: &[bool]) {
        self.columns.iter_mut().for_each(|column| column.retain(kept));
        retain(&mut self.faulty, kept);
        let mut ranges = std::mem::take(&mut self.ranges);
        let stay = (0..).zip(kept).filter(|(_, kept)| **kept).map(|(place, _)| place);
        let stay = (0..).zip(stay);
        self.ranges = stay.filter_map(|(new, old)| Some((new, ranges.remove(&old)?))).collect();
        self.periodics.values_mut().flatten().for_each(|period| period.retain(kept));
        self.events.values_mut().for_each(|done| done.retain(kept));
        self.lacking.values_mut().for_each(|rows| *rows = retain_places(rows, kept));
        self.rows = kept.iter().filter(|kept| **kept).count();
    }

    /// Makes a record a data error.
    pub fn mark_faulty(&mut self, row: usize) {
        self.faulty.resize(self.rows, false);
        if let Some(faulty) = self.faulty.get_mut(row) {
            *faulty = true;
        }
    }

    /// Makes the cell of an optional field a data error: what does not read it still holds.
    pub fn mark_unreadable(&mut self, field: FieldId, row: usize) {
        if let Some(column) = self.columns.get_mut(field.index()) {
            column.mark_unreadable(row);
        }
    }
}

impl Input {
    /// A column of one record. Of a missing value it is a blank cell of a column that is there.
    pub fn one(ty: Type, value: &Value, texts: &mut Texts) -> Input {
        match (ty, value) {
            (Type::Number(_), Value::Num(number)) => Input::numbers([Some(number.clone())]),
            (Type::Date, Value::Date(day)) => Input::days([Some(*day)]),
            (Type::YesNo, Value::Bool(value)) => Input::truths([Some(*value)]),
            (Type::Category(_), Value::Code(code)) => Input::codes([Some(*code)]),
            (Type::Text, Value::Text(text)) => Input::texts([Some(texts.intern(text))]),
            (Type::Number(_), _) => Input::numbers([None]),
            (Type::Date, _) => Input::days([None]),
            (Type::YesNo, _) => Input::truths([None]),
            (Type::Category(_), _) => Input::codes([None]),
            (Type::Text, _) => Input::texts([None]),
        }
    }

    /// Value of a record, as far as it is there.
    pub fn value(&self, row: usize, texts: &Texts) -> Value {
        let value = match self.values() {
            Values::Nulls => None,
            Values::Numbers(_) => self.number(row).map(Value::Num),
            Values::Days(_) => self.day(row).map(Value::Date),
            Values::Truths(_) => self.truth(row).map(Value::Bool),
            Values::Codes(_) => self.code(row).map(Value::Code),
            Values::Texts(_) => {
                let text = self.code(row).and_then(|code| texts.get(code));
                text.map(|text| Value::Text(text.clone()))
            }
        };
        value.unwrap_or(Value::Missing)
    }
}

/// Texts, each kept once: equal texts have equal codes, so that no strings are compared per record.
/// The constants of the rules come first.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    texts: Vec<Arc<str>>,
    /// Codes by the hashes of their texts.
    codes: HashTable<u32>,
    hashing: RandomState,
}

impl Texts {
    /// Starts with the text constants of a plan, in the plan's order.
    pub fn with_constants(constants: &[Arc<str>]) -> Texts {
        let mut texts = Texts::default();
        for constant in constants {
            texts.intern(constant);
        }
        texts
    }

    /// The code of a text (in NFC), added if new.
    pub fn intern(&mut self, text: &str) -> u32 {
        let Texts { texts, codes, hashing } = self;
        let of = |code: &u32| texts.get(*code as usize).map_or("", |text| text);
        let hash = |code: &u32| hashing.hash_one(of(code));
        match codes.entry(hashing.hash_one(text), |code| of(code) == text, hash) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                let code = u32::try_from(texts.len()).unwrap_or(u32::MAX);
                free.insert(code);
                texts.push(Arc::from(text));
                code
            }
        }
    }

    /// Leaves out the texts from a code on.
    pub(crate) fn truncate(&mut self, len: usize) {
        let (gone, stays) = (self.texts.len().saturating_sub(len), len);
        if gone > stays {
            self.codes.retain(|code| (*code as usize) < len);
        } else {
            for (code, text) in self.texts.iter().enumerate().skip(len) {
                let is = |known: &u32| *known as usize == code;
                let found = self.codes.find_entry(self.hashing.hash_one(&**text), is);
                found.into_iter().for_each(|found| _ = found.remove());
            }
        }
        self.texts.truncate(len);
    }

    /// The code of a text that is there already.
    pub fn code(&self, text: &str) -> Option<u32> {
        let is = |code: &u32| self.get(*code).is_some_and(|known| **known == *text);
        self.codes.find(self.hashing.hash_one(text), is).copied()
    }

    /// Returns `true` if the first of them are these, in their order.
    pub fn begin_with(&self, first: &[Arc<str>]) -> bool {
        first.iter().zip(0..).all(|(text, code)| self.get(code) == Some(text))
    }

    /// Number of texts that are kept; the next new one gets it as its code.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Returns `true` if no texts are kept.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The text of a code.
    pub fn get(&self, code: u32) -> Option<&Arc<str>> {
        self.texts.get(code as usize)
    }
}
