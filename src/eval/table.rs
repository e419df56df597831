//! Input records in columns: what `data` and the engine fill and the evaluator reads.

use crate::model::{FieldId, RecordId};
use crate::value::{Date, Num};
use rust_decimal::Decimal;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Records of one type, in columns.
#[derive(Clone, Debug)]
pub struct Table {
    /// The record type.
    pub record: RecordId,
    /// How many records.
    pub rows: usize,
    /// A column a field of the record type, by the field's place; then one for each aggregate over
    /// the record's parts.
    pub columns: Vec<Input>,
    /// Records that are of no use whatever else holds: their key or a required cell could not be
    /// read. Empty where there is none, else one entry a record.
    pub faulty: Vec<bool>,
    /// The records whose cell of an optional field is of no use, by the field's place; shorter
    /// where the last fields have none.
    pub unreadable: Vec<BTreeSet<u32>>,
    /// The texts that text columns point into.
    pub texts: Texts,
}

impl Table {
    /// Makes a record a data error.
    pub fn mark_faulty(&mut self, row: usize) {
        self.faulty.resize(self.rows, false);
        if let Some(faulty) = self.faulty.get_mut(row) {
            *faulty = true;
        }
    }

    /// Makes the cell of an optional field a data error: what does not read it still holds.
    pub fn mark_unreadable(&mut self, field: FieldId, row: usize) {
        let place = field.index();
        if self.unreadable.len() <= place {
            self.unreadable.resize(place + 1, BTreeSet::new());
        }
        if let (Some(rows), Ok(row)) = (self.unreadable.get_mut(place), u32::try_from(row)) {
            rows.insert(row);
        }
    }
}

/// A column of input values.
#[derive(Clone, Debug)]
pub enum Input {
    /// No column: every value is missing.
    Absent,
    /// Numbers in the field's unit: đồng, the ratio itself, days or months.
    Numbers(Vec<Option<Decimal>>),
    /// Numbers that need not be decimals: what the parts of a record came to.
    Exact(Vec<Option<Num>>),
    /// Days.
    Dates(Vec<Option<Date>>),
    /// Yes or no.
    YesNo(Vec<Option<bool>>),
    /// Places in the category's list, or [`MISSING`].
    Codes(Vec<u32>),
    /// Places in [`Texts`], or [`MISSING`].
    Texts(Vec<u32>),
}

impl Input {
    /// Whether it holds values up to the record `end`.
    pub fn reaches(&self, end: usize) -> bool {
        match self {
            Input::Absent => true,
            Input::Numbers(values) => values.len() >= end,
            Input::Exact(values) => values.len() >= end,
            Input::Dates(values) => values.len() >= end,
            Input::YesNo(values) => values.len() >= end,
            Input::Codes(values) | Input::Texts(values) => values.len() >= end,
        }
    }

    /// Makes the value of a record missing.
    pub fn clear(&mut self, place: usize) {
        fn set<T>(values: &mut [T], place: usize, missing: T) {
            if let Some(value) = values.get_mut(place) {
                *value = missing;
            }
        }
        match self {
            Input::Absent => {}
            Input::Numbers(values) => set(values, place, None),
            Input::Exact(values) => set(values, place, None),
            Input::Dates(values) => set(values, place, None),
            Input::YesNo(values) => set(values, place, None),
            Input::Codes(values) | Input::Texts(values) => set(values, place, MISSING),
        }
    }

    /// Leaves out the values from a record on.
    pub fn truncate(&mut self, end: usize) {
        match self {
            Input::Absent => {}
            Input::Numbers(values) => values.truncate(end),
            Input::Exact(values) => values.truncate(end),
            Input::Dates(values) => values.truncate(end),
            Input::YesNo(values) => values.truncate(end),
            Input::Codes(values) | Input::Texts(values) => values.truncate(end),
        }
    }
}

/// The code of a missing category value or text.
pub const MISSING: u32 = u32::MAX;

/// Texts, each kept once: equal texts have equal codes, so that no strings are compared per record.
/// The constants of the rules come first.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    texts: Vec<Arc<str>>,
    codes: HashMap<Arc<str>, u32>,
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
        if let Some(&code) = self.codes.get(text) {
            return code;
        }
        let code = u32::try_from(self.texts.len()).unwrap_or(MISSING);
        let text: Arc<str> = Arc::from(text);
        self.texts.push(Arc::clone(&text));
        self.codes.insert(text, code);
        code
    }

    /// The code of a text that is there already.
    pub fn code(&self, text: &str) -> Option<u32> {
        self.codes.get(text).copied()
    }

    /// How many texts there are; the next new one gets this code.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The text of a code.
    pub fn get(&self, code: u32) -> Option<&Arc<str>> {
        self.texts.get(code as usize)
    }
}
