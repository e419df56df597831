//! Columns that come from a program: they are taken as they are, and held against the fields. A
//! text that names a category value is looked up once, however many records have it.

use super::account::{CellFault, FileReport};
use super::cell::{Cell, Expected, Raw};
use super::layout::{Layout, Wanted};
use super::origins::Origin;
use super::row::Slot;
use super::rows::Builder;
use super::{Reading, Request};
use crate::diag::{self, Error, Message, quoted};
use crate::explain::FieldColumn;
use crate::model::FieldId;
use crate::table::{Column, Input, Table, Texts, Values};
use crate::value::Type;
use crate::value::text::plain_number;
use std::sync::Arc;

/// Reads records given as columns into a table whose texts start with those given; the row of a
/// record is its place, from 1. Values out of range, without a key and the like are faults of their
/// records, as in [`super::read`].
///
/// # Errors
/// Columns that do not fit the fields: all of them, in one E279.
pub(crate) fn read_columns(
    request: &Request,
    table: Table,
    texts: Texts,
) -> Result<Reading, Error> {
    let mut builder =
        Builder::new(request.model, request.record, texts).cut(request.model, request.cut);
    let told = request.model.records[request.record].snapshot.zip(request.cut.as_of);
    let wanted = Wanted {
        model: request.model,
        record: request.record,
        profile: None,
        readings: request.readings,
    };
    let mut layout = wanted.object_layout();
    let rows = table.rows();
    let Named { mut fields, unknown } =
        Named::of(table, &wanted, &layout, told.map(|(day, _)| day))?;
    for slot in &mut layout.slots {
        let given = fields.iter().find(|(field, ..)| *field == slot.field);
        given.into_iter().for_each(|(_, name, _)| slot.header.clone_from(name));
    }
    let header = |(field, name, _): &(FieldId, String, Column)| FieldColumn {
        field: *field,
        header: name.clone(),
        letters: None,
    };
    let columns = fields.iter().map(header).collect();
    let file = FileReport { rows: rows as u64, columns, ..FileReport::default() };
    builder.file(file, &layout);
    if !unknown.is_empty() {
        let unknown: Vec<&str> = unknown.iter().map(String::as_str).collect();
        builder.warn(diag::data::unused_columns(&unknown));
    }
    for slot in &mut layout.slots {
        let given = fields.iter().position(|(field, ..)| *field == slot.field);
        let column = given.map(|place| fields.swap_remove(place).2);
        let told = told.filter(|(day, _)| *day == slot.field);
        let column = column.unwrap_or_else(|| match told {
            Some((_, day)) => Column::dates(vec![Some(day); rows]),
            None => Column::nulls(rows),
        });
        let (field, name) = (slot.field, slot.header.clone());
        let taking = Taking { slot, faults: Vec::new() };
        let (input, refused) = taking.take(column, builder.texts());
        builder.column(field, input, refused.into_iter().map(|each| each.fault(field, &name)));
    }
    builder.note_other_names(&mut layout);
    builder.records(rows, &layout);
    Ok(builder.finish(request.model))
}

/// The columns of a table by the fields they are for.
struct Named {
    fields: Vec<(FieldId, String, Column)>,
    unknown: Vec<String>,
}

impl Named {
    fn of(
        table: Table,
        wanted: &Wanted,
        layout: &Layout,
        told: Option<FieldId>,
    ) -> Result<Named, Error> {
        let mut named = Named { fields: Vec::new(), unknown: Vec::new() };
        for (name, column) in table.into_columns() {
            match wanted.field_named(&name) {
                Some(field) => named.fields.push((field, name, column)),
                None => named.unknown.push(name),
            }
        }
        let misfits: Vec<Message> =
            layout.slots.iter().filter_map(|slot| named.misfit(slot, told)).collect();
        if misfits.is_empty() { Ok(named) } else { Err(diag::table::misfits(&misfits)) }
    }

    /// Lack of a field: its column if it needs one, one column alone, a column of its type; none
    /// where it lacks nothing.
    fn misfit(&self, slot: &Slot, told: Option<FieldId>) -> Option<Message> {
        let mine: Vec<&(FieldId, String, Column)> =
            self.fields.iter().filter(|(field, ..)| *field == slot.field).collect();
        match mine.as_slice() {
            [] if slot.rule.is_needed() && told != Some(slot.field) => {
                let names = self.unknown.iter().map(String::as_str);
                let near = diag::nearest(&slot.header, names);
                Some(diag::data::missing_column(&slot.header, near))
            }
            [] => None,
            [(_, name, column)] => {
                let ty = slot.rule.ty();
                (!fits(ty, &column.input)).then(|| diag::table::other_type(name, ty))
            }
            several => {
                let names: Vec<String> =
                    several.iter().map(|(_, name, _)| format!("“{}”", quoted(name))).collect();
                Some(diag::table::several(&slot.header, &names.join(", ")))
            }
        }
    }
}

fn fits(ty: Type, input: &Input) -> bool {
    match input.values() {
        Values::Nulls => true,
        Values::Numbers(_) => matches!(ty, Type::Number(_)),
        Values::Days(_) => ty == Type::Date,
        Values::Truths(_) => ty == Type::YesNo,
        Values::Codes(_) => matches!(ty, Type::Category(_) | Type::Text),
        Values::Texts(_) => false,
    }
}

/// A value that a field does not take.
struct Refused {
    row: usize,
    value: String,
    expected: Expected,
}

impl Refused {
    /// Fault of its record, in a file without rows of its own.
    fn fault(self, field: FieldId, column: &str) -> CellFault {
        let record = u32::try_from(self.row).unwrap_or(u32::MAX);
        CellFault {
            record,
            field: Some(field),
            origin: Origin { file: 0, row: record.saturating_add(1) },
            column: column.to_owned(),
            cell: None,
            value: self.value,
            expected: self.expected,
        }
    }
}

/// A column being held against its field.
struct Taking<'s> {
    slot: &'s mut Slot,
    faults: Vec<Refused>,
}

impl Taking<'_> {
    /// The values as the rules read them, and those that are none.
    fn take(mut self, column: Column, texts: &mut Texts) -> (Input, Vec<Refused>) {
        self.unreadable(&column.input);
        if self.slot.rule.is_needed() {
            self.lacking(&column.input);
        }
        let input = match column.input.values() {
            Values::Codes(_) => self.named(&column.input, &column.names, texts),
            Values::Numbers(_) => self.whole(column.input),
            Values::Nulls | Values::Days(_) | Values::Truths(_) | Values::Texts(_) => column.input,
        };
        (input, self.faults)
    }

    fn refuse(&mut self, row: usize, value: String, expected: Expected) {
        self.faults.push(Refused { row, value: quoted(&value).into_owned(), expected });
    }

    fn unreadable(&mut self, input: &Input) {
        let expected = self.slot.rule.expected();
        for row in input.validity().marked() {
            self.refuse(*row as usize, String::new(), expected);
        }
    }

    fn lacking(&mut self, input: &Input) {
        let marked = input.validity().marked();
        let mut rows = (0..input.len()).filter(|row| !input.is_known(*row));
        let lacking = |row: &usize| u32::try_from(*row).is_ok_and(|row| !marked.contains(&row));
        for row in rows.by_ref().filter(lacking) {
            self.refuse(row, String::new(), Expected::Value);
        }
    }

    /// Numbers as they are, where they need not be whole or are.
    fn whole(&mut self, input: Input) -> Input {
        if !self.slot.rule.is_whole() {
            return input;
        }
        let whole = |row: usize| input.number(row).is_none_or(|number| number.is_integer());
        if (0..input.len()).all(whole) {
            return input;
        }
        let mut numbers = Vec::with_capacity(input.len());
        for row in 0..input.len() {
            let number = input.number(row);
            let fraction = number.as_ref().filter(|number| !number.is_integer());
            if let Some(number) = fraction {
                self.refuse(row, plain_number(number).0, Expected::Whole);
            }
            numbers.push(number.filter(|number| number.is_integer()));
        }
        Input::numbers(numbers)
    }

    /// Names looked up as cells of a file are: each once.
    fn named(&mut self, input: &Input, names: &[Arc<str>], texts: &mut Texts) -> Input {
        let read = |name: &Arc<str>| match self.slot.rule.read(&Raw::Text(name), 0) {
            Ok(Cell::Code(code)) => Ok(Some(code)),
            Ok(Cell::Text(text)) => Ok(Some(texts.intern(&text))),
            Ok(Cell::Missing | Cell::Number(_) | Cell::Date(_) | Cell::YesNo(_)) => Ok(None),
            Err(expected) => Err(expected),
        };
        let found: Vec<Result<Option<u32>, Expected>> = names.iter().map(read).collect();
        let mut codes = Vec::with_capacity(input.len());
        let mut counts = vec![0_u64; names.len()];
        for row in 0..input.len() {
            let place = input.code(row).map(|place| place as usize);
            place.and_then(|place| counts.get_mut(place)).into_iter().for_each(|count| *count += 1);
            codes.push(match place.and_then(|place| found.get(place)) {
                Some(Ok(code)) => *code,
                Some(Err(expected)) => {
                    let name = place.and_then(|place| names.get(place));
                    let name = name.map_or_else(String::new, |name| name.trim().to_owned());
                    self.refuse(row, name, *expected);
                    None
                }
                None => None,
            });
        }
        for (name, cells) in names.iter().zip(counts) {
            // Reading it counted one.
            self.slot.rule.count_again(name, cells.saturating_sub(1));
        }
        if self.slot.rule.is_text() { Input::texts(codes) } else { Input::codes(codes) }
    }
}
