//! The first round: every name is declared, so that the order of statements does not matter.

use super::{
    BlockHead, Callable, Checker, Member, Pending, PendingSource, RecordScope, Scope, VerdictWords,
    label,
};
use crate::diag::model::{self as say, Kind};
use crate::index::{Arena, Id};
use crate::keywords::{Kw, Reserved, named};
use crate::model::{
    DatedValue, Document, ExprKind, Field, FieldId, Function, Parameter, RecordId, Test,
};
use crate::source::{Span, key};
use crate::syntax::ast::{self, ItemKind, MemberKind, TypeKind};
use crate::value::text::show_date;
use crate::value::{Date, Type, Unit};
use std::collections::HashMap;

impl<'a> Checker<'a> {
    /// Declares everything: first what types name (documents, categories, record types), then what
    /// has types.
    pub(super) fn declare(&mut self, items: &[&'a ast::Item]) {
        for item in items {
            self.declare_outer(item);
        }
        self.note_split_names(items);
        self.declare_categories(items);
        for item in items {
            self.declare_inner(item);
        }
        self.declare_parameter_values(items);
    }

    fn declare_outer(&mut self, item: &'a ast::Item) {
        match &item.kind {
            ItemKind::Document { name, title, file } => {
                let document = Document {
                    name: label(name),
                    title: title.text.clone(),
                    file: file.as_ref().map(|file| file.text.clone()),
                };
                let id = self.document_arena.push(document);
                let outcome = self.documents.declare(name, id);
                self.declared(name, outcome);
            }
            ItemKind::Record { name, title, .. } => {
                let id = self.records.push(RecordScope {
                    impossible: Vec::new(),
                    name: label(name),
                    title: title.as_ref().map(|title| title.text.clone()),
                    parent: None,
                    register: None,
                    snapshot: None,
                    monthly: false,
                    complete: None,
                    fields: Arena::default(),
                    members: super::Names::default(),
                    pending: Vec::new(),
                    aggregates: Vec::new(),
                    previous: Arena::default(),
                    derived: Arena::default(),
                    shown: Vec::new(),
                    inherited: Vec::new(),
                });
                let outcome = self.record_names.declare(name, id);
                self.declared(name, outcome);
            }
            ItemKind::Category { .. }
            | ItemKind::Parameter { .. }
            | ItemKind::Function { .. }
            | ItemKind::Table { .. }
            | ItemKind::Scorecard(_)
            | ItemKind::Eligibility { .. }
            | ItemKind::Targets(_)
            | ItemKind::Example { .. } => {}
        }
    }

    /// A date written as such.
    pub(super) fn day(&mut self, expr: &ast::Expr) -> Option<Date> {
        if let ast::ExprKind::Date(day) = expr.kind {
            return Some(day);
        }
        let diagnostic = say::wrong_type(
            expr.span,
            &self.describe(Type::Date),
            &crate::diag::types::something_else(),
        );
        self.report(diagnostic);
        None
    }

    fn declare_inner(&mut self, item: &'a ast::Item) {
        match &item.kind {
            ItemKind::Document { .. } | ItemKind::Category { .. } | ItemKind::Example { .. } => {}
            ItemKind::Record { name, parts, members, .. } => {
                if let Some(record) = self.record_names.get(&name.key) {
                    self.declare_members(record, members);
                    self.declare_parts(record, parts);
                }
            }
            ItemKind::Parameter { name, .. } => {
                let id = self.parameters.push(None);
                let outcome = self.callables.declare(name, Callable::Parameter(id));
                self.declared(name, outcome);
            }
            ItemKind::Function { name, parameters, result, file } => {
                self.declare_function(item, name, parameters, result, file)
            }
            ItemKind::Table { name, record, ty, policy, grid, .. } => {
                if let Some(record) = self.record_named(record) {
                    let source = PendingSource::Table { ty, policy: *policy, grid: grid.as_ref() };
                    self.declare_derived(record, name, source, item.span, &item.notes);
                }
            }
            ItemKind::Scorecard(card) => {
                let record = self.record_named(&card.record);
                let grade = card
                    .grading
                    .as_ref()
                    .and_then(|grading| self.category_named(&grading.category));
                let criteria =
                    Some(card.criteria.iter().map(|criterion| criterion.label.clone()).collect());
                self.declare_block(
                    &card.name,
                    BlockHead {
                        name: label(&card.name),
                        record,
                        grade,
                        graded: card.grading.is_some(),
                        criteria,
                        verdicts: None,
                    },
                );
            }
            ItemKind::Targets(targets) => self.declare_targets(targets),
            ItemKind::Eligibility { check, name, record, verdicts, .. } => {
                let own = verdicts.as_ref().map_or_else(Vec::new, |line| line.words.clone());
                let record = self.record_named(record);
                self.declare_block(
                    name,
                    BlockHead {
                        name: label(name),
                        record,
                        grade: None,
                        graded: false,
                        criteria: None,
                        verdicts: Some(VerdictWords { check: *check, own }),
                    },
                );
            }
        }
    }

    fn declare_block(&mut self, name: &ast::Name, head: BlockHead) {
        let id = Id::new(self.heads.len());
        self.heads.push(head);
        let outcome = self.block_names.declare(name, id);
        self.declared(name, outcome);
    }

    fn declare_members(&mut self, record: RecordId, members: &'a [ast::Member]) {
        self.unique_columns(members);
        for member in members {
            match &member.kind {
                MemberKind::Field { name, ty, key, required, range, columns, change, step: _ } => {
                    let ty =
                        self.field_type(name, ty, range.as_ref()).map(|ty| of_years(ty, &name.key));
                    let columns = columns.iter().map(|column| column.text.clone()).collect();
                    let field = Field {
                        name: label(name),
                        ty: ty.unwrap_or(Type::Text),
                        key: *key,
                        required: *required,
                        columns,
                        range: None,
                        domain: None,
                        step: None,
                        change: *change,
                        span: member.span,
                    };
                    let id = self.records[record].fields.push(field);
                    let what = if ty.is_some() { Member::Field(id) } else { Member::Broken };
                    let outcome = self.records[record].members.declare(name, what);
                    self.declared(name, outcome);
                }
                MemberKind::Shown(_) | MemberKind::Never { .. } => {}
                MemberKind::Derive { name, formula } => {
                    self.declare_derived(
                        record,
                        name,
                        PendingSource::Formula(formula),
                        member.span,
                        &member.notes,
                    );
                }
            }
        }
    }

    /// Reports a column that two fields claim.
    fn unique_columns(&mut self, members: &[ast::Member]) {
        let mut claimed: HashMap<String, (Span, &str)> = HashMap::new();
        for member in members {
            let MemberKind::Field { name, columns, .. } = &member.kind else { continue };
            for column in columns {
                let (first, owner) =
                    *claimed.entry(key(&column.text)).or_insert((column.span, &name.key));
                if owner != name.key {
                    self.report(say::duplicate_column(column.span, first, &column.text));
                }
            }
        }
    }

    fn declare_derived(
        &mut self,
        record: RecordId,
        name: &ast::Name,
        source: PendingSource<'a>,
        span: Span,
        notes: &'a [ast::Note],
    ) {
        let basis = self.basis(notes);
        let scope = &mut self.records[record];
        let place = scope.pending.len();
        scope.pending.push(Pending { name: label(name), source, span, basis, done: None });
        let outcome = scope.members.declare(name, Member::Pending(place));
        self.declared(name, outcome);
    }

    pub(super) fn declare_parent(&mut self, record: RecordId, parent: &ast::Name, by: &ast::Name) {
        let Some(parent) = self.record_named(parent) else { return };
        match self.member(record, &by.key) {
            Some(Member::Field(field)) => self.records[record].parent = Some((parent, field)),
            Some(Member::Broken) => {}
            Some(Member::Pending(_)) | None => self.unknown_field(record, by),
        }
    }

    /// Reports that a record type has no such field.
    pub(super) fn unknown_field(&mut self, record: RecordId, name: &ast::Name) {
        let fields: Vec<String> =
            self.records[record].fields.iter().map(|field| field.name.text.clone()).collect();
        self.unknown(name, Kind::Field, &fields);
    }

    /// The type of a field; a duration counts what its range counts.
    fn field_type(
        &mut self,
        name: &ast::Name,
        ty: &ast::TypeName,
        range: Option<&ast::Test>,
    ) -> Option<Type> {
        if !matches!(ty.kind, TypeKind::Duration) {
            return self.type_named(ty);
        }
        let unit = range.and_then(range_unit);
        if unit.is_none() {
            self.report(say::duration_unit(ty.span, &name.text));
        }
        unit.map(Type::Number)
    }

    /// The type that is written; a `thời hạn` outside a field counts days.
    pub(super) fn type_named(&mut self, ty: &ast::TypeName) -> Option<Type> {
        Some(match &ty.kind {
            TypeKind::Text => Type::Text,
            TypeKind::Number => Type::Number(Unit::Number),
            TypeKind::Integer => Type::Number(Unit::Integer),
            TypeKind::Money => Type::Number(Unit::Money),
            TypeKind::Ratio => Type::Number(Unit::Ratio),
            TypeKind::Points => Type::Number(Unit::Points),
            TypeKind::Date => Type::Date,
            TypeKind::Duration => Type::Number(Unit::Days),
            TypeKind::YesNo => Type::YesNo,
            TypeKind::OneOf(category) => Type::Category(self.category_named(category)?),
        })
    }

    fn declare_function(
        &mut self,
        item: &ast::Item,
        name: &ast::Name,
        parameters: &[(ast::Name, ast::TypeName)],
        result: &ast::TypeName,
        file: &ast::Text,
    ) {
        if crate::builtins::Builtin::named(&name.key).is_some() {
            self.report(say::duplicate_name(name.span, name.span, &name.text));
        }
        let mut typed = Vec::new();
        for (parameter, ty) in parameters {
            typed.extend(self.type_named(ty).map(|ty| (label(parameter), ty)));
        }
        let Some(result) = self.type_named(result) else { return };
        let id = self.functions.push(Function {
            name: label(name),
            parameters: typed,
            result,
            file: file.text.clone(),
            host: false,
            span: item.span,
        });
        let outcome = self.callables.declare(name, Callable::Function(id));
        self.declared(name, outcome);
    }

    fn declare_parameter_values(&mut self, items: &[&'a ast::Item]) {
        for item in items {
            let ItemKind::Parameter { name, ty, values } = &item.kind else { continue };
            let Some(Callable::Parameter(id)) = self.callables.get(&name.key) else { continue };
            let ty = self.parameter_type(ty, values);
            let basis = self.basis(&item.notes);
            let Some(ty) = ty else { continue };
            let values = self.parameter_values(ty, values);
            self.parameters[id] =
                Some(Parameter { name: label(name), ty, values, span: item.span, basis });
        }
    }

    /// A duration parameter counts what its first value counts.
    fn parameter_type(
        &mut self,
        ty: &ast::TypeName,
        values: &[ast::ParameterValue],
    ) -> Option<Type> {
        match (&ty.kind, values.first().and_then(|first| literal_unit(&first.value))) {
            (TypeKind::Duration, Some(unit)) => Some(Type::Number(unit)),
            _ => self.type_named(ty),
        }
    }

    fn parameter_values(&mut self, ty: Type, written: &[ast::ParameterValue]) -> Vec<DatedValue> {
        let mut values: Vec<DatedValue> = Vec::new();
        let mut places: HashMap<Date, Span> = HashMap::new();
        for line in written {
            let day = self.day(&line.from);
            let to = line.to.as_ref().and_then(|day| self.day(day));
            let value = self.constant(&line.value, ty);
            let basis = self.basis(&line.notes);
            let (Some(from), Some(value)) = (day, value) else { continue };
            if to.is_some_and(|to| to < from) {
                self.report(crate::diag::load::empty_range(line.span));
                continue;
            }
            match places.insert(from, line.span) {
                Some(first) => self.report(say::same_day(line.span, first, &show_date(from))),
                None => values.push(DatedValue { from, to, value, span: line.span, basis }),
            }
        }
        values.sort_by_key(|value| value.from);
        self.report_overlaps(&values);
        values
    }

    /// Reports values, by first day ascending, of which one ends after the next has begun.
    fn report_overlaps(&mut self, values: &[DatedValue]) {
        for (before, after) in values.iter().zip(values.iter().skip(1)) {
            if before.to.is_some_and(|last| after.from <= last) {
                self.report(say::days_overlap(after.span, before.span, &show_date(after.from)));
            }
        }
    }

    /// The ranges of fields, once all fields are known.
    pub(super) fn check_ranges(&mut self, items: &[&'a ast::Item]) {
        for item in items {
            let ItemKind::Record { name, members, .. } = &item.kind else { continue };
            let Some(record) = self.record_names.get(&name.key) else { continue };
            for member in members {
                let MemberKind::Field { name, range, step, .. } = &member.kind else { continue };
                let Some(Member::Field(field)) = self.member(record, &name.key) else { continue };
                if let Some(range) = range {
                    self.check_range(record, field, name, range);
                }
                if let Some(step) = step {
                    self.check_step(record, field, step);
                }
            }
        }
    }

    fn check_range(
        &mut self,
        record: RecordId,
        field: FieldId,
        name: &ast::Name,
        range: &ast::Test,
    ) {
        let subject = crate::model::Expr::new(
            ExprKind::Field(field),
            self.records[record].fields[field].ty,
            name.span,
        );
        let before = self.found.len();
        let whole = is_whole_ratio(range);
        let range =
            self.test(Scope { record: Some(record), own: None, over: None }, &subject, range);
        if whole {
            self.found
                .extract_if(before.., |found| found.code == crate::diag::reading::ONE_IS_ALL)
                .for_each(drop);
        }
        let field = &mut self.records[record].fields[field];
        field.domain = range.as_ref().and_then(Test::of);
        field.range = range;
    }
}

/// Returns `true` if a range is written `từ 0 đến 1`: of a ratio surely all of it.
fn is_whole_ratio(range: &ast::Test) -> bool {
    let ast::TestKind::Range { low: Some(low), high: Some(high) } = &range.kind else {
        return false;
    };
    let zero = matches!(&low.value.kind, ast::ExprKind::Number(number) if number.digits.is_zero());
    zero && low.inclusive && high.inclusive
}

/// Unit of time that the bounds of a range are written with; `None` if they carry none.
fn range_unit(range: &ast::Test) -> Option<Unit> {
    match &range.kind {
        ast::TestKind::Range { low, high } => {
            [low, high].into_iter().flatten().find_map(|bound| literal_unit(&bound.value))
        }
        ast::TestKind::Equals(value) | ast::TestKind::Sign(_, value) => literal_unit(value),
        ast::TestKind::Missing => None,
    }
}

fn literal_unit(expr: &ast::Expr) -> Option<Unit> {
    match &expr.kind {
        ast::ExprKind::Number(number) => match number.unit? {
            ast::UnitWord::Days => Some(Unit::Days),
            ast::UnitWord::Months | ast::UnitWord::Years => Some(Unit::Months),
            ast::UnitWord::Dong | ast::UnitWord::Points => None,
        },
        _ => None,
    }
}

/// An integer whose name begins with the word for a year is one: shown as 1980, never 1.980; small
/// numbers (`năm công tác`) are shown alike.
fn of_years(ty: Type, name: &str) -> Type {
    let is_year = name
        .split(' ')
        .next()
        .is_some_and(|word| named(word, Reserved::Function) == Some(Kw::YearOf));
    if is_year && ty == Type::Number(Unit::Integer) { Type::Number(Unit::Year) } else { ty }
}
