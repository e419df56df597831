//! Small files with the quirks of real ones. The models are built by hand.

mod again;
mod delimited;
mod jsonl;
mod out;
mod readings;
mod together;
mod troubles;
#[cfg(feature = "xlsx")]
mod workbook;

use super::profile::Profile;
use super::{DataFile, Keeps, Reading, Readings, Request, read};
use crate::diag::Error;
use crate::index::{Arena, Id};
use crate::model::{Category, CategoryValue, Field, Label, Model, Record};
use crate::source::{Span, key};
use crate::table::{Texts, Values};
use crate::value::text::{plain_number, show_date};
use crate::value::{Lang, Type, Unit};
use std::borrow::Cow;

/// Lets the cells of records go from so many on, seen by nobody.
fn keeping(most: Option<usize>) -> Option<Keeps<'static>> {
    most.map(|most| Keeps { most, seen: &|_, _, _| {} })
}

fn label(text: &str) -> Label {
    let span = Span { source: Id::new(0), start: 0, end: 0 };
    Label { text: text.to_owned(), key: key(text), span }
}

fn field(name: &str, ty: Type) -> Field {
    let name = label(name);
    let span = name.span;
    Field {
        name,
        ty,
        key: false,
        required: false,
        columns: Vec::new(),
        range: None,
        domain: None,
        step: None,
        change: None,
        span,
    }
}

fn key_field(name: &str, columns: &[&str]) -> Field {
    Field {
        key: true,
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        ..field(name, Type::Text)
    }
}

/// The test model has one category.
fn grade() -> Type {
    Type::Category(Id::new(0))
}

fn model_of(records: Vec<(&str, Vec<Field>)>) -> Model {
    let value = |(number, (name, code)): (u32, &(&str, &str))| CategoryValue {
        name: label(name),
        number,
        code: Some((*code).to_owned()),
        also: if *code == "04" { vec![label("Kém"), label("Loại D")] } else { Vec::new() },
        from: None,
        to: None,
    };
    let grades = [("Tốt", "01"), ("Khá", "02"), ("Trung bình", "03"), ("Yếu", "04")];
    let category = Category {
        name: label("Loại"),
        ordered: true,
        values: (0..).zip(&grades).map(value).collect(),
        included: Vec::new(),
    };
    let mut arena = Arena::default();
    for (name, fields) in records {
        let mut own = Arena::default();
        for field in fields {
            own.push(field);
        }
        arena.push(Record {
            name: label(name),
            title: None,
            parent: None,
            register: None,
            snapshot: None,
            complete: None,
            fields: own,
            aggregates: Vec::new(),
            previous: Arena::default(),
            impossible: Vec::new(),
            derived: Arena::default(),
            shown: Vec::new(),
            inherited: Vec::new(),
        });
    }
    Model {
        lang: Lang::Vi,
        month_end: None,
        period: Default::default(),
        documents: Arena::default(),
        categories: vec![category],
        records: arena,
        parameters: Arena::default(),
        functions: Arena::default(),
        blocks: Arena::default(),
        aggregates: Arena::default(),
        periodics: Arena::default(),
        events: Arena::default(),
        targets: Arena::default(),
        examples: Vec::new(),
        left_out: Vec::new(),
    }
}

/// A record type with a field of each kind.
fn groups() -> Model {
    model_of(vec![(
        "Tổ",
        vec![
            key_field("mã tổ", &["MA_TO"]),
            field("dư nợ", Type::Number(Unit::Money)),
            field("số tổ viên", Type::Number(Unit::Integer)),
            field("tỷ lệ thu lãi", Type::Number(Unit::Ratio)),
            field("ngày xếp loại", Type::Date),
            field("vùng khó khăn", Type::YesNo),
            field("xếp loại", grade()),
            field("thời hạn", Type::Number(Unit::Months)),
        ],
    )])
}

fn profile(toml: &str) -> Profile {
    let mut profile: Profile = toml::from_str(toml).unwrap();
    profile.name = "BC0437".to_owned();
    profile
}

fn reading(model: &Model, profiles: &[Profile], files: &[DataFile]) -> Result<Reading, Error> {
    let record = model.records.ids().next().unwrap();
    read(&Request::of(model, record, profiles, Readings::default()), files, Texts::default())
}

fn csv(model: &Model, text: &str) -> Reading {
    reading(model, &[], &[DataFile::bytes("tổ.csv", text.as_bytes())]).unwrap()
}

fn refused(result: Result<Reading, Error>) -> Vec<String> {
    result.unwrap_err().messages().iter().map(|message| message.en.clone()).collect()
}

/// A column as text, one word a record, `-` where missing.
fn column(reading: &Reading, place: usize) -> Vec<String> {
    let table = &reading.table;
    let column = &table.columns[place];
    let word = |row: usize| match column.values() {
        Values::Nulls => None,
        Values::Numbers(_) => column.number(row).map(|number| plain_number(&number).0),
        Values::Days(_) => column.day(row).map(show_date),
        Values::Truths(_) => column.truth(row).map(|truth| truth.to_string()),
        Values::Codes(_) => column.code(row).map(|code| code.to_string()),
        Values::Texts(_) => column.code(row).map(|code| table.texts.get(code).unwrap().to_string()),
    };
    let there = !matches!(column.values(), Values::Nulls);
    let rows = if there { column.len() } else { 0 };
    (0..rows).map(|row| word(row).unwrap_or_else(|| "-".to_owned())).collect()
}

/// Faults as `record field column cell “value”: expected`.
fn faults(model: &Model, reading: &Reading) -> Vec<String> {
    let record = &model.records[reading.table.record];
    let shown = |fault: &super::CellFault| {
        let field = fault.field.map_or("row", |id| record.fields[id].name.text.as_str());
        let place = fault.cell.clone().unwrap_or_else(|| fault.origin.row.to_string());
        format!(
            "{} {field} [{}] {place} “{}”: {}",
            fault.record,
            fault.column,
            fault.value,
            fault.message(model).en
        )
    };
    reading.report.faults.iter().map(shown).collect()
}

/// Rows below the header = skipped + dropped + records, in every file.
fn assert_counted(reading: &Reading) {
    for file in &reading.report.files {
        let skipped: u64 = file.skipped.iter().map(|(_, count)| count).sum();
        assert_eq!(file.rows, skipped + file.dropped + file.records, "{file:?}");
    }
    let report = &reading.report;
    let records: u64 = report.files.iter().map(|file| file.records).sum();
    assert_eq!(records, reading.table.rows as u64);
    assert_eq!((report.keys.len(), report.origins.len()), (reading.table.rows, reading.table.rows));
    let lengths = reading.table.columns.iter().map(|column| column.len());
    assert!(lengths.into_iter().all(|length| length == reading.table.rows));
}

fn keys(reading: &Reading) -> Vec<String> {
    reading.report.all_keys().map(Cow::into_owned).collect()
}

/// The records that are marked, as a whole or for one of their cells.
fn marked(reading: &Reading) -> Vec<u32> {
    let whole =
        (0..).zip(&reading.table.faulty).filter(|(_, faulty)| **faulty).map(|(record, _)| record);
    let cells = reading.table.columns.iter().flat_map(|column| column.validity().marked()).copied();
    whole.chain(cells).collect::<std::collections::BTreeSet<u32>>().into_iter().collect()
}
