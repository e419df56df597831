//! Rows that worked examples give: tables of the parts of their record.

use super::{Checker, Member};
use crate::diag::{examples as say_examples, model as say};
use crate::model::{ExampleRows, FieldId, RecordId, text_value};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::{Num, Type, Value};
use std::collections::HashMap;
use std::mem::discriminant;

/// The record that an example is about.
pub(super) struct Owner {
    pub record: RecordId,
    pub key: OwnKey,
}

/// Key of an example's record.
pub(super) enum OwnKey {
    Known(Value),
    /// The example does not give the key, a field of this name.
    NotGiven(String),
    /// The key is given as missing, or could not be read.
    Unclear,
}

/// A table of an example, with the record type that it names.
#[derive(Clone, Copy)]
struct TableOf<'t> {
    record: RecordId,
    table: &'t ast::GivenRows,
}

/// Field by which the rows of a record type name what they belong to.
#[derive(Clone, Copy)]
struct Link {
    parent: RecordId,
    field: FieldId,
}

impl Checker<'_> {
    /// Rows of each table that an example gives; reports everything that is wrong with them.
    pub(super) fn example_rows(
        &mut self,
        owner: &Owner,
        tables: &[ast::GivenRows],
    ) -> Option<Vec<ExampleRows>> {
        let named: Vec<Option<TableOf<'_>>> = tables
            .iter()
            .map(|table| Some(TableOf { record: self.record_of_rows(owner.record, table)?, table }))
            .collect();
        self.unique_tables(named.iter().flatten());
        let given: Vec<RecordId> = named.iter().flatten().map(|named| named.record).collect();
        let read: Vec<Option<ExampleRows>> =
            named.iter().map(|named| self.rows_of_type(owner, &given, (*named)?)).collect();
        for (named, rows) in named.iter().zip(&read) {
            if let (Some(named), Some(rows)) = (named, rows) {
                self.check_links(owner, *named, rows, &read);
            }
        }
        read.into_iter().collect()
    }

    /// The record type that a table names; reports an unknown one, and a field without its value.
    fn record_of_rows(&mut self, owner: RecordId, table: &ast::GivenRows) -> Option<RecordId> {
        let name = &table.record;
        let unknown = self.record_names.get(&name.key).is_none();
        if unknown && !table.none && self.member(owner, &name.key).is_some() {
            self.report(say_examples::value_needed(name.span, &name.text));
            return None;
        }
        self.record_named(name)
    }

    fn unique_tables<'t>(&mut self, tables: impl Iterator<Item = &'t TableOf<'t>>) {
        let mut first: HashMap<RecordId, Span> = HashMap::new();
        for TableOf { record, table } in tables {
            let name = &table.record;
            if let Some(first) = first.insert(*record, name.span) {
                self.report(say::rows_twice(name.span, first, &name.text));
            }
        }
    }

    fn unique_columns_of(&mut self, table: &ast::GivenRows) {
        let mut first: HashMap<&str, Span> = HashMap::new();
        for column in &table.columns {
            if let Some(first) = first.insert(&column.key, column.span) {
                self.report(say_examples::column_twice(column.span, first, &column.text));
            }
        }
    }

    fn rows_of_type(
        &mut self,
        owner: &Owner,
        given: &[RecordId],
        TableOf { record, table }: TableOf<'_>,
    ) -> Option<ExampleRows> {
        let link = self.link_of_rows(owner, given, record, &table.record)?;
        let inherited = self.inherited(owner, link, table);
        if !table.none && table.rows.is_empty() {
            if !self.is_unread_below(table.head) {
                self.report(say_examples::no_rows(table.record.span, &table.record.text));
            }
            return None;
        }
        let columns: Vec<Option<FieldId>> =
            table.columns.iter().map(|column| self.column_of_rows(record, column)).collect();
        self.unique_columns_of(table);
        // A column that is misspelt is not missed as well.
        if !table.none && columns.iter().all(Option::is_some) {
            self.check_columns(record, &columns, inherited.as_ref().map(|_| link.field), table);
        }
        let rows: Vec<Option<Vec<(FieldId, Value)>>> =
            table.rows.iter().map(|row| self.cells_of_row(record, &columns, row)).collect();
        columns.iter().copied().collect::<Option<Vec<_>>>()?;
        let mut rows = rows.into_iter().collect::<Option<Vec<_>>>()?;
        for (number, row) in (1..).zip(&mut rows) {
            self.complete(record, number, inherited.clone().map(|key| (link.field, key)), row);
        }
        Some(ExampleRows { record, rows })
    }

    /// How rows belong to the record of the example, or to rows that it gives; reports a record
    /// type that does neither.
    fn link_of_rows(
        &mut self,
        owner: &Owner,
        given: &[RecordId],
        record: RecordId,
        name: &ast::Name,
    ) -> Option<Link> {
        let link = self.records[record].parent.map(|(parent, field)| Link { parent, field });
        if let Some(link) = link
            && (link.parent == owner.record || given.contains(&link.parent))
        {
            return Some(link);
        }
        let within = link.filter(|link| self.is_within(link.parent, owner.record));
        let found = match within {
            Some(link) => {
                let parent = &self.records[link.parent].name.text;
                say_examples::parent_not_given(name.span, &name.text, parent)
            }
            None => {
                let parts = self
                    .records
                    .iter()
                    .filter(|part| part.parent.is_some_and(|(parent, _)| parent == owner.record));
                let parts: Vec<&str> = parts.map(|part| part.name.text.as_str()).collect();
                let of = &self.records[owner.record].name.text;
                say_examples::not_part(name.span, &name.text, of, &parts)
            }
        };
        self.report(found);
        None
    }

    /// Returns `true` if records of a type belong to those of another, directly or by others.
    fn is_within(&self, record: RecordId, of: RecordId) -> bool {
        let parent = |record: &RecordId| self.records[*record].parent.map(|(parent, _)| parent);
        // A type that is a part of itself is an error of its own.
        let most = self.records.iter().count();
        std::iter::successors(Some(record), parent).take(most).any(|record| record == of)
    }

    /// The key that rows take from the record of the example, where they belong to it.
    fn inherited(&mut self, owner: &Owner, link: Link, table: &ast::GivenRows) -> Option<Value> {
        if link.parent != owner.record {
            return None;
        }
        match &owner.key {
            OwnKey::Known(key) => Some(key.clone()),
            OwnKey::Unclear => Some(Value::Missing),
            OwnKey::NotGiven(key) => {
                if !table.none {
                    self.report(say_examples::key_needed(table.record.span, key));
                }
                Some(Value::Missing)
            }
        }
    }

    /// The field that a column of a table is for.
    fn column_of_rows(&mut self, record: RecordId, column: &ast::Name) -> Option<FieldId> {
        match self.member(record, &column.key) {
            Some(Member::Field(field)) => Some(field),
            Some(Member::Broken) => None,
            Some(Member::Pending(_)) => {
                self.report(say_examples::derived_column(column.span, &column.text));
                None
            }
            None => {
                self.unknown_field(record, column);
                None
            }
        }
    }

    /// Reports the columns that a table must have and does not: those without which each row would
    /// be a data error, or belong to nothing.
    fn check_columns(
        &mut self,
        record: RecordId,
        columns: &[Option<FieldId>],
        inherited: Option<FieldId>,
        table: &ast::GivenRows,
    ) {
        let scope = &self.records[record];
        let link = scope.parent.map(|(_, field)| field);
        let needed = scope.fields.enumerate().filter(|(id, field)| {
            let numbered = field.key && can_number(field.ty) && link != Some(*id);
            let needed = field.required || field.key || link == Some(*id);
            needed && !numbered && inherited != Some(*id) && !columns.contains(&Some(*id))
        });
        let needed: Vec<String> = needed.map(|(_, field)| field.name.text.clone()).collect();
        for field in needed {
            let name = &table.record.text;
            self.report(say_examples::column_needed(table.header, &field, name));
        }
    }

    fn cells_of_row(
        &mut self,
        record: RecordId,
        columns: &[Option<FieldId>],
        row: &ast::GivenRow,
    ) -> Option<Vec<(FieldId, Value)>> {
        let written =
            columns.iter().zip(&row.cells).filter_map(|(column, cell)| column.zip(cell.as_ref()));
        let values: Vec<Option<(FieldId, Value)>> = written
            .map(|(field, cell)| Some((field, self.cell_of_row(record, field, cell)?)))
            .collect();
        values.into_iter().collect()
    }

    fn cell_of_row(&mut self, record: RecordId, field: FieldId, cell: &ast::Expr) -> Option<Value> {
        let ty = self.records[record].fields[field].ty;
        let quoted = matches!(cell.kind, ast::ExprKind::Text(_) | ast::ExprKind::Missing);
        if ty == Type::Text && !quoted {
            let words = self.words(cell.span);
            self.report(say_examples::text_in_quotes(cell.span, &words));
            return None;
        }
        self.given_value(cell, ty)
    }

    /// A value that an example gives for a field of a type; reports what is none.
    pub(super) fn given_value(&mut self, value: &ast::Expr, ty: Type) -> Option<Value> {
        let given = self.constant(value, ty)?;
        if matches!(&given, Value::Num(number) if number.to_decimal().is_none()) {
            self.report(say::number_too_large(value.span));
            return None;
        }
        Some(given)
    }

    /// Gives a row what its table need not say: the key of the record that it belongs to, and its
    /// number for keys of its own.
    fn complete(
        &self,
        record: RecordId,
        number: usize,
        inherited: Option<(FieldId, Value)>,
        row: &mut Vec<(FieldId, Value)>,
    ) {
        row.retain(|(_, value)| *value != Value::Missing);
        let written: Vec<FieldId> = row.iter().map(|(field, _)| *field).collect();
        row.extend(inherited.filter(|(field, _)| !written.contains(field)));
        let own = self.records[record].fields.enumerate().filter(|(_, field)| field.key);
        for (id, field) in own {
            if row.iter().all(|(given, _)| *given != id) && can_number(field.ty) {
                row.push((id, numbered(field.ty, number)));
            }
        }
    }

    /// Reports rows that name a record which the example does not give.
    fn check_links(
        &mut self,
        owner: &Owner,
        TableOf { record, table }: TableOf<'_>,
        rows: &ExampleRows,
        all: &[Option<ExampleRows>],
    ) {
        let Some((parent, link)) = self.records[record].parent else { return };
        let of = |column: &ast::Name| self.member(record, &column.key);
        let written = |column| matches!(of(column), Some(Member::Field(field)) if field == link);
        let Some(column) = table.columns.iter().position(written) else { return };
        let Some(keys) = self.keys_given(owner, parent, all) else { return };
        for (values, row) in rows.rows.iter().zip(&table.rows) {
            let named = values.iter().find(|(field, _)| *field == link);
            let cell = row.cells.get(column).and_then(Option::as_ref);
            let (Some((_, value)), Some(cell)) = (named, cell) else { continue };
            // Keys of another type are compared as data have them.
            let alike = |key: &Value| discriminant(key) == discriminant(value);
            if keys.iter().all(alike) && !keys.contains(value) {
                let words = self.words(cell.span);
                let found = if parent == owner.record {
                    let field = &self.records[record].fields[link].name.text;
                    say_examples::of_other_record(cell.span, &words, field)
                } else {
                    let parent = &self.records[parent].name.text;
                    say_examples::of_no_record(cell.span, &words, parent)
                };
                self.report(found);
            }
        }
    }

    /// The keys of the records of a type that an example gives; none where they are not known, or
    /// are of several fields.
    fn keys_given(
        &self,
        owner: &Owner,
        parent: RecordId,
        all: &[Option<ExampleRows>],
    ) -> Option<Vec<Value>> {
        if parent == owner.record {
            return match &owner.key {
                OwnKey::Known(key) => Some(vec![key.clone()]),
                OwnKey::NotGiven(_) | OwnKey::Unclear => None,
            };
        }
        let mut keys = self.records[parent].fields.enumerate().filter(|(_, field)| field.key);
        let (key, _) = keys.next().filter(|_| keys.next().is_none())?;
        let given = all.iter().flatten().find(|rows| rows.record == parent)?;
        let of_key = |row: &Vec<(FieldId, Value)>| {
            row.iter().find(|(field, _)| *field == key).map(|(_, value)| value.clone())
        };
        Some(given.rows.iter().filter_map(of_key).collect())
    }
}

/// Returns `true` if the number of a row can be a key of this type.
fn can_number(ty: Type) -> bool {
    match ty {
        Type::Text | Type::Number(_) => true,
        Type::Date | Type::YesNo | Type::Category(_) => false,
    }
}

/// The number of a row, as a key.
fn numbered(ty: Type, number: usize) -> Value {
    match ty {
        Type::Number(_) => Value::Num(Num::from_i64(i64::try_from(number).unwrap_or(i64::MAX))),
        Type::Date | Type::YesNo | Type::Category(_) | Type::Text => {
            text_value(&number.to_string())
        }
    }
}
