//! Import profiles: how a record type is found in an office file. `load` parses them from
//! `pack.toml`; here they are data.

use super::measure::Measure;
use crate::diag::{self, Message};
use crate::index::Arena;
use crate::model::Record;
use crate::source::key;
use crate::value::text::Numbers;
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};

/// `[import."BC0437"]`: how a record type is found in an office file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// `BC0437`: the name of its table in the manifest, put in by whoever parsed it.
    #[serde(skip)]
    pub name: String,
    /// The record type it is for.
    pub record: String,
    /// The sheet of a workbook; without it every visible sheet is looked at.
    pub sheet: Option<Sheet>,
    /// Recognition of the header row; `None` to look for it by the fields' names.
    pub header: Option<Header>,
    /// Rows that are no records: a column (by header or field name) and the values that mark them.
    #[serde(default)]
    pub skip_rows_where: BTreeMap<String, Vec<String>>,
    /// Treatment of identical rows, if the profile states one.
    pub duplicates: Option<Duplicates>,
    /// Place in the file of the day that its data are of.
    pub as_of: Option<AsOf>,
    /// The form of numbers in text cells; without it that of the pack's language.
    pub numbers: Option<Numbers>,
    /// The encoding of a text file that is not UTF-8.
    pub encoding: Option<super::encoding::Encoding>,
    /// Settings of single columns, by field name.
    #[serde(default)]
    pub columns: BTreeMap<String, Column>,
}

/// `sheet = 1`, `sheet = "BCQUERY"`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Sheet {
    /// A sheet by its place, from 1.
    Number(u32),
    /// A sheet by its name.
    Name(String),
}

/// `header = { contains = [...] }`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The header row is the first that holds all these cells.
    pub contains: Vec<String>,
}

/// `duplicates = "drop-identical"`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duplicates {
    /// A row that equals an earlier one in every cell is left out, counted and listed.
    DropIdentical,
    /// Such a row is a data error like any other duplicate key.
    Error,
}

/// `as_of = { cell = "A1", pattern = "đến ngày {date}" }`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AsOf {
    /// The cell, as Excel names it.
    pub cell: String,
    /// The words around the date; without it the cell holds the date alone.
    pub pattern: Option<String>,
}

/// `"dư nợ" = { header = "Tổng dư nợ", unit = "triệu" }`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Headers it is found by, before the field's own names.
    #[serde(default)]
    pub header: OneOrMany,
    /// Unit of a bare number: `triệu`, `%`, `tháng` …
    pub unit: Option<String>,
    /// Codes of digits are filled with leading zeros to this many characters.
    pub text_width: Option<usize>,
    /// Values that mean that there is none.
    #[serde(default)]
    pub missing: Vec<String>,
}

/// One text or a list of texts.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "OneOrManyForm")]
pub struct OneOrMany(pub Vec<String>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrManyForm {
    One(String),
    Many(Vec<String>),
}

impl From<OneOrManyForm> for OneOrMany {
    fn from(form: OneOrManyForm) -> OneOrMany {
        match form {
            OneOrManyForm::One(text) => OneOrMany(vec![text]),
            OneOrManyForm::Many(texts) => OneOrMany(texts),
        }
    }
}

/// Misfit of a profile: something of it that does not fit the rules.
#[derive(Clone, Debug)]
pub struct Misfit {
    /// The keys that lead to it from the profile's table.
    pub at: Vec<String>,
    /// Statement of what does not fit.
    pub message: Message,
}

impl Profile {
    /// Returns `true` if the profile is for a record type of this name.
    pub fn is_for(&self, record: &crate::model::Record) -> bool {
        key(&self.record) == record.name.key
    }

    /// Returns `true` if a header, by its key, heads the column of a field.
    pub(crate) fn heads(&self, field: &crate::model::Field, header: &str) -> bool {
        self.column(field)
            .is_some_and(|column| column.header.0.iter().any(|known| key(known) == header))
    }

    /// The words that its header row is known by.
    pub(super) fn words(&self) -> &[String] {
        self.header.as_ref().map_or(&[], |header| &header.contains)
    }

    /// Parts of the profile that do not fit the rules: an unknown record type or field, a unit that
    /// its field cannot have. `load` shows all at once. Names that are `invalid`, by their keys,
    /// are known to have another error.
    pub fn check(&self, records: &Arena<Record>, invalid: &HashSet<String>) -> Vec<Misfit> {
        let Some(record) = records.iter().find(|record| self.is_for(record)) else {
            let names = records.iter().map(|record| record.name.text.as_str());
            let message = diag::data::profile_record(
                &self.name,
                &self.record,
                diag::nearest(&self.record, names),
            );
            let misfit = Misfit { at: vec!["record".to_owned()], message };
            return if invalid.contains(&key(&self.record)) { Vec::new() } else { vec![misfit] };
        };
        let columns = self.columns.iter().filter(|(name, _)| !invalid.contains(&key(name)));
        columns.filter_map(|(name, column)| self.check_column(record, name, column)).collect()
    }

    fn check_column(&self, record: &Record, name: &str, column: &Column) -> Option<Misfit> {
        let at = |inner: Option<&str>| {
            ["columns", name].into_iter().chain(inner).map(str::to_owned).collect()
        };
        let wanted = key(name);
        let Some(field) = record.fields.iter().find(|field| field.name.key == wanted) else {
            let names = record.fields.iter().map(|field| field.name.text.as_str());
            let message = diag::data::profile_field(&self.name, name, diag::nearest(name, names));
            return Some(Misfit { at: at(None), message });
        };
        let unit = column.unit.as_deref()?;
        let fits = Measure::parse(unit).and_then(|measure| measure.factor_for(field.ty)).is_some();
        (!fits).then(|| Misfit {
            at: at(Some("unit")),
            message: diag::data::profile_unit(&self.name, &field.name.text, unit),
        })
    }

    /// Settings of the column of a field; `None` if the profile states none.
    pub(super) fn column(&self, field: &crate::model::Field) -> Option<&Column> {
        self.columns.iter().find(|(name, _)| key(name) == field.name.key).map(|(_, column)| column)
    }
}
