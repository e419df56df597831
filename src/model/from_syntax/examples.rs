//! Worked examples.

use super::example_rows::{OwnKey, Owner};
use super::{Checker, Member, Scope, label};
use crate::diag::{
    categories as say_categories, examples as say_examples, model as say, model::Kind, nearest,
};
use crate::index::Id;
use crate::keywords::{Kw, Reserved, Special, named, special};
use crate::model::{
    AggregateId, Block, DerivedKind, Example, Expectation, ExpectationKind, Expr, ExprKind,
    FieldId, LeftOutExample, PreviousId, RecordId, Verdict, text_value,
};
use crate::source::Span;
use crate::syntax::ast::{self, ItemKind};
use crate::value::{Date, Type, Unit, Value};
use std::collections::{BTreeMap, HashMap};

/// One value that an example gives.
enum Given {
    Field(FieldId, Value),
    FromParts(AggregateId, Value),
    Previous(PreviousId, Value),
}

impl<'a> Checker<'a> {
    /// Checks all examples against the fields and blocks they name.
    pub(super) fn check_examples(&mut self, items: &[&'a ast::Item]) {
        self.unique_examples(items);
        for item in items {
            if let ItemKind::Example { title, block, given, rows, expected } = &item.kind {
                let example = self.example(item, title, block, (given, rows), expected);
                self.examples.extend(example);
            }
        }
        self.report_left_out();
        self.report_other_names();
    }

    /// Reports each block that examples name and the rules do not have, once for all its examples.
    fn report_left_out(&mut self) {
        let mut told: BTreeMap<&str, Vec<&LeftOutExample>> = BTreeMap::new();
        for example in &self.left_out {
            told.entry(&example.block.key).or_default().push(example);
        }
        let found = told.values().filter_map(|examples| {
            let (first, others) = examples.split_first()?;
            let others: Vec<Span> = others.iter().map(|example| example.block.span).collect();
            let known: Vec<String> = self.block_names.texts().map(str::to_owned).collect();
            let near = nearest(&first.block.text, self.block_names.texts())
                .map(str::to_owned)
                .or_else(|| self.meant(&first.block.text, Kind::Block, &known));
            let (block, place) = (&first.block.text, first.block.span);
            Some(say_examples::left_out(block, place, &others, near.as_deref()))
        });
        let found: Vec<_> = found.collect();
        self.found.extend(found);
    }

    fn example(
        &mut self,
        item: &ast::Item,
        title: &ast::Text,
        block: &ast::Name,
        (given, tables): (&[(ast::Name, ast::Expr)], &[ast::GivenRows]),
        expected: &[ast::Expectation],
    ) -> Option<Example> {
        let Some(id) = self.block_names.get(&block.key) else {
            // Of a block whose line could not be read enough is said.
            if !self.invalid.contains(&block.key) {
                let (title, block) = (title.text.clone(), label(block));
                self.left_out.push(LeftOutExample { title, block, span: item.span });
            }
            return None;
        };
        let record = self.heads[id].record?;
        let (days, given): (Vec<_>, Vec<_>) =
            given.iter().partition(|(name, _)| special(&name.key) == Some(Special::AsOf));
        let as_of: Vec<Option<Date>> = days.iter().map(|(_, day)| self.day(day)).collect();
        self.unique(days.iter().map(|(name, _)| name));
        let values = self.given(record, &given);
        self.beside_rows(&given, &values, tables);
        let whole = values.iter().all(Option::is_some);
        let (mut fields, mut from_parts, mut previous) = (Vec::new(), Vec::new(), Vec::new());
        for value in values.into_iter().flatten() {
            match value {
                Given::Field(field, value) => fields.push((field, value)),
                Given::FromParts(aggregate, value) => from_parts.push((aggregate, value)),
                Given::Previous(id, value) => previous.push((id, value)),
            }
        }
        self.title_as_key(record, title, &mut fields);
        let key = if whole { self.own_key(record, title, &fields) } else { OwnKey::Unclear };
        let rows = self.example_rows(&Owner { record, key }, tables);
        let expected: Vec<Option<Expectation>> =
            expected.iter().map(|one| self.expectation(id, record, one)).collect();
        let example = Example {
            title: title.text.clone(),
            block: id,
            given: fields,
            rows: rows?,
            from_parts,
            previous,
            as_of: as_of.into_iter().collect::<Option<Vec<_>>>()?.first().copied(),
            expected: expected.into_iter().collect::<Option<Vec<_>>>()?,
            span: item.span,
        };
        whole.then_some(example)
    }

    /// The title of an example, for the keys of text that it does not give.
    fn title_as_key(
        &self,
        record: RecordId,
        title: &ast::Text,
        fields: &mut Vec<(FieldId, Value)>,
    ) {
        let keys = self.records[record].fields.enumerate();
        let keys = keys.filter(|(_, field)| field.key && field.ty == Type::Text);
        for (id, _) in keys {
            if fields.iter().all(|(given, _)| *given != id) {
                fields.push((id, text_value(&title.text)));
            }
        }
    }

    /// The key of an example's record; its title, where that is of several fields.
    fn own_key(&self, record: RecordId, title: &ast::Text, given: &[(FieldId, Value)]) -> OwnKey {
        let mut keys = self.records[record].fields.enumerate().filter(|(_, field)| field.key);
        let Some((id, field)) = keys.next().filter(|_| keys.next().is_none()) else {
            return OwnKey::Known(text_value(&title.text));
        };
        match given.iter().find(|(given, _)| *given == id) {
            Some((_, Value::Missing)) => OwnKey::Unclear,
            Some((_, value)) => OwnKey::Known(value.clone()),
            None => OwnKey::NotGiven(field.name.text.clone()),
        }
    }

    /// Reports values that are worked out over rows which the example gives, too.
    fn beside_rows(
        &mut self,
        given: &[&(ast::Name, ast::Expr)],
        values: &[Option<Given>],
        tables: &[ast::GivenRows],
    ) {
        for ((name, _), value) in given.iter().zip(values) {
            let Some(Given::FromParts(aggregate, _)) = value else { continue };
            let over = self.aggregates[*aggregate].over;
            let of_over =
                |table: &&ast::GivenRows| self.record_names.get(&table.record.key) == Some(over);
            if let Some(table) = tables.iter().find(of_over) {
                let (name, rows) = (name.clone(), table.record.clone());
                let twice = say::given_beside_rows(name.span, rows.span, &name.text, &rows.text);
                self.report(twice);
            }
        }
    }

    fn given(&mut self, record: RecordId, given: &[&(ast::Name, ast::Expr)]) -> Vec<Option<Given>> {
        let mut values: Vec<Option<Given>> = Vec::new();
        let mut first = HashMap::new();
        for (name, value) in given {
            if let Some(first) = first.insert(&name.key, name.span) {
                self.report(say::given_twice(name.span, first, &name.text));
            }
            values.push(self.given_one(record, name, value));
        }
        values
    }

    fn given_one(
        &mut self,
        record: RecordId,
        name: &ast::Name,
        value: &ast::Expr,
    ) -> Option<Given> {
        match self.member(record, &name.key) {
            Some(Member::Field(field)) => {
                let ty = self.records[record].fields[field].ty;
                let given = match self.given_by_other_name(record, field, value) {
                    Some(given) => given,
                    None => self.given_value(value, ty)?,
                };
                Some(Given::Field(field, given))
            }
            Some(Member::Pending(place)) => self.given_from_parts(record, place, name, value),
            Some(Member::Broken) => None,
            None => {
                self.unknown_field(record, name);
                None
            }
        }
    }

    /// The value of a category that an example gives by another name, as data may.
    fn given_by_other_name(
        &mut self,
        record: RecordId,
        field: FieldId,
        value: &ast::Expr,
    ) -> Option<Value> {
        let Type::Category(category) = self.records[record].fields[field].ty else { return None };
        let ast::ExprKind::Name(name) = &value.kind else { return None };
        if self.code(category, &name.key).is_some() {
            return None;
        }
        let meant = self.by_other_name(category, &name.key)?;
        let (number, own) = (meant.number, meant.name.text.clone());
        let met = self.other_names.entry((record, field, name.key.clone())).or_default();
        met.push((name.clone(), own));
        Some(Value::Code(number))
    }

    /// Reports each other name that examples give, once for each field.
    fn report_other_names(&mut self) {
        for given in std::mem::take(&mut self.other_names).into_values() {
            let Some(((first, own), others)) = given.split_first() else { continue };
            let others: Vec<Span> = others.iter().map(|(name, _)| name.span).collect();
            let found = say_categories::other_name_given(first.span, &others, &first.text, own);
            self.report(found);
        }
    }

    /// Aggregate over child records, or value of the month before, where a derivation is just that:
    /// `tính dư nợ = tổng(dư nợ của Khoản vay)`. An example may then give its value in place of
    /// those records.
    fn given_from_parts(
        &mut self,
        record: RecordId,
        place: usize,
        name: &ast::Name,
        value: &ast::Expr,
    ) -> Option<Given> {
        let derived = self.records[record]
            .pending
            .get(place)?
            .done
            .map(|(id, ty, _)| (&self.records[record].derived[id].kind, ty))?;
        match derived {
            (DerivedKind::Formula(Expr { kind: ExprKind::Aggregate(aggregate), .. }), ty) => {
                let aggregate = *aggregate;
                self.constant(value, ty).map(|value| Given::FromParts(aggregate, value))
            }
            (DerivedKind::Formula(Expr { kind: ExprKind::Previous(previous), .. }), ty) => {
                let previous = *previous;
                self.constant(value, ty).map(|value| Given::Previous(previous, value))
            }
            _ => {
                self.report(say::example_given(name.span));
                None
            }
        }
    }

    fn expectation(
        &mut self,
        block: Id<Block>,
        record: RecordId,
        expected: &ast::Expectation,
    ) -> Option<Expectation> {
        use ast::ExpectationKind as Written;
        let scope = Scope {
            record: Some(record),
            own: self.heads[block].criteria.is_some().then_some(block),
            over: None,
        };
        let kind = match &expected.kind {
            Written::Verdict(words)
                if is_not_applicable(words) && self.verdict_named(block, words).is_none() =>
            {
                ExpectationKind::NotApplicable
            }
            Written::Grade(Some(words))
                if is_not_applicable(words) && !self.has_grade(block, words) =>
            {
                ExpectationKind::NotApplicable
            }
            Written::Grade(grade) => {
                ExpectationKind::Grade(self.expected_grade(block, expected, grade.as_ref())?)
            }
            Written::Total(test) => {
                self.needs_scorecard(block, expected)?;
                let total =
                    Expr::new(ExprKind::Total(block), Type::Number(Unit::Points), expected.span);
                ExpectationKind::Condition(self.test(scope, &total, test)?)
            }
            Written::Criterion(label, test) => {
                self.needs_scorecard(block, expected)?;
                let points = ast::Expr {
                    kind: ast::ExprKind::CriterionPoints(label.clone()),
                    span: label.span,
                };
                let points = self.expr(scope, &points, None)?;
                ExpectationKind::Condition(self.test(scope, &points, test)?)
            }
            Written::Verdict(words) => {
                ExpectationKind::Verdict(self.expected_verdict(block, words)?)
            }
            Written::Reason(text) => ExpectationKind::Reason(text.text.clone()),
            Written::NoReason(text) => ExpectationKind::NoReason(text.text.clone()),
            Written::Condition(condition) => {
                ExpectationKind::Condition(self.condition(scope, condition)?)
            }
        };
        Some(Expectation { kind, span: expected.span })
    }

    fn has_grade(&self, block: Id<Block>, words: &ast::Name) -> bool {
        self.heads[block].grade.is_some_and(|grade| self.code(grade, &words.key).is_some())
    }

    fn needs_scorecard(&mut self, block: Id<Block>, expected: &ast::Expectation) -> Option<()> {
        if self.heads[block].criteria.is_some() {
            return Some(());
        }
        let words = self.words(expected.span);
        let diagnostic = say::example_expects(expected.span, &words, &self.heads[block].name.text);
        self.report(diagnostic);
        None
    }

    /// The outer `None`: an error was reported. The inner `None`: undetermined.
    fn expected_grade(
        &mut self,
        block: Id<Block>,
        expected: &ast::Expectation,
        grade: Option<&ast::Name>,
    ) -> Option<Option<u32>> {
        let Some(category) = self.heads[block].grade else {
            let words = self.words(expected.span);
            self.report_no_grade(block, expected.span, &words);
            return None;
        };
        let Some(name) = grade else { return Some(None) };
        let named = ast::Expr { kind: ast::ExprKind::Name(name.clone()), span: name.span };
        match self.constant(&named, Type::Category(category))? {
            Value::Code(code) => Some(Some(code)),
            Value::Missing | Value::Num(_) | Value::Date(_) | Value::Bool(_) | Value::Text(_) => {
                None
            }
        }
    }

    fn expected_verdict(&mut self, block: Id<Block>, words: &ast::Name) -> Option<Verdict> {
        let verdict = self.verdict_named(block, words);
        if verdict.is_none() {
            let diagnostic =
                say::example_expects(words.span, &words.text, &self.heads[block].name.text);
            self.report(diagnostic);
        }
        verdict
    }
}

/// Returns `true` of the words that say that a block does not apply.
fn is_not_applicable(words: &ast::Name) -> bool {
    named(&words.key, Reserved::Name) == Some(Kw::NotApplicable)
}
