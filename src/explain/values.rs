//! The values of one record that a line rests on, with their names and their workings.

use super::decision::{NamedValue, SourceLine, TypedValue};
use super::ends::{operand, show_bounds};
use super::formula::{Formula, unit_left_out};
use super::reader::Reader;
use super::rests::{Compared, Named, Read, Root, Start, Walked, Worked};
use super::trail::{Shown, Trail, Tried, only};
use crate::choices::Combination;
use crate::diag::{explanation as say, snapshot};
use crate::interval::Possible;
use crate::keywords::{Keywords, Kw};
use crate::model::{
    AggregateId, Basis, BlockId, BlockKind, DerivedId, DerivedKind, Expr, ExprKind, PreviousId,
    Row, Scorecard,
};
use crate::plan::{BlockPlanKind, Rows, Slot};
use crate::value::text::{Line, push_value};
use crate::value::{Month, Truth, Type, Unit, Value};
use std::sync::Arc;

/// Working of a value: `tỷ lệ nợ quá hạn = 3.200.000 / 812.000.000 ≈ 0,394%`.
#[derive(Clone, Debug, PartialEq)]
pub struct Working {
    /// The field, derivation or table, or the expression as written.
    pub name: Arc<str>,
    /// The formula with the record's values put in; none for a field.
    pub formula: Option<String>,
    /// The rule that gives it: a derivation, the row of a table, the line of a dated parameter.
    pub clause: Option<SourceLine>,
    /// The value as shown.
    pub result: String,
    /// `true` if the result shown is rounded.
    pub rounded: bool,
}

impl Working {
    /// The working in words: `tỷ lệ = 1 / 3 ≈ 33,333%`.
    pub(crate) fn words(&self) -> String {
        let formula =
            self.formula.as_ref().map_or(String::new(), |formula| format!(" = {formula}"));
        let sign = if self.rounded { "≈" } else { "=" };
        format!("{}{formula} {sign} {}", self.name, self.result)
    }
}

const POINTS: Type = Type::Number(Unit::Points);

impl<'a, 'f> Reader<'a, 'f> {
    /// Values with their names.
    pub(super) fn values(&self, named: &[Named]) -> Vec<NamedValue> {
        let value = |(read, name): &Named| NamedValue {
            name: Arc::clone(name),
            datum: self.datum_of(*read),
        };
        named.iter().map(value).collect()
    }

    /// The named values that a condition or criterion rests on, each once: those of its walk, where
    /// no record before had the same answers.
    pub(super) fn values_of<'w>(
        &'w self,
        root: Root,
        walk: impl FnOnce() -> Trail<'w, 'a, 'f>,
    ) -> Vec<NamedValue> {
        if let Some(known) = self.clauses.rests(root, self.as_of, |asked| self.answer(asked)) {
            return self.values(&known);
        }
        let trail = walk();
        let named: Arc<[Named]> = self.names(trail.reads()).collect();
        if let Some(answers) = trail.answers_of_values() {
            self.clauses.keep(root, self.as_of, &answers, &named);
        }
        self.values(&named)
    }

    /// All that a line rests on, itself on these bases: what its walk met, where no record before
    /// had the same answers.
    pub(super) fn walked<'w>(
        &'w self,
        start: Start,
        bases: impl FnOnce() -> Vec<&'a Basis>,
        walk: impl FnOnce(Trail<'w, 'a, 'f>) -> Trail<'w, 'a, 'f>,
    ) -> Arc<Walked> {
        if let Some(known) = self.clauses.walked(start, |asked| self.answer(asked)) {
            return known;
        }
        let trail = walk(Trail::new(self, start.own, start.total_told));
        let bases = bases().into_iter().chain(trail.bases().iter().copied());
        let worked = |shown: &Shown<'a>| match shown {
            Shown::Unnamed(expr) => Worked::Unnamed(Box::new((*expr).clone())),
            Shown::Named(read) => Worked::Named(*read, self.name_of(*read)),
        };
        let walked = Arc::new(Walked {
            values: self.names(trail.reads()).collect(),
            workings: trail.shown().map(worked).collect(),
            compared: trail.compared().into(),
            grounds: self.quotes().grounds(bases),
        });
        if let Some(answers) = trail.answers() {
            self.clauses.keep_walked(start, answers, &walked);
        }
        walked
    }

    /// Start of the walk for a line of a block, or of one of its scorecard.
    pub(super) fn start(&self, root: Root, own: Option<BlockId>) -> Start {
        let total_told = own.is_some_and(|id| self.total_of(id) == Value::Missing);
        Start { root, own, total_told, as_of: self.as_of }
    }

    fn names<'r>(&'r self, reads: &'r [Read]) -> impl Iterator<Item = Named> + 'r {
        reads.iter().map(|read| (*read, self.name_of(*read)))
    }

    /// The lines of working of a walk. A field that a formula shows has no line of its own.
    pub(super) fn workings(&self, walked: &Walked) -> Vec<Working> {
        let number = |compared: &Compared| match compared {
            Compared::Number(number) => Some(number.clone()),
            Compared::Slot(slot) => match self.value(*slot) {
                Value::Num(number) => Some(number),
                Value::Missing
                | Value::Date(_)
                | Value::Bool(_)
                | Value::Code(_)
                | Value::Text(_) => None,
            },
        };
        let line = Line::new(walked.compared.iter().filter_map(number).collect());
        let working = |worked: &Worked| match worked {
            Worked::Unnamed(expr) => {
                let (result, rounded) = self.result(expr, &line);
                let formula = Some(self.formula(expr));
                self.worked(self.words(expr.span), formula, None, result, rounded)
            }
            Worked::Named(read, name) => self.working(*read, Arc::clone(name), &line),
        };
        walked.workings.iter().map(working).collect()
    }

    /// The name of a value, which is the same for all records.
    fn name_of(&self, read: Read) -> Arc<str> {
        match read {
            Read::Field(id) => self.text(&self.record.fields[id].name.text),
            Read::Derived(id) => self.text(&self.record.derived[id].name.text),
            Read::FromParts(id) => self.words(self.model.aggregates[id].span),
            Read::Previous(id) => Arc::from(self.previous_name(id)),
            Read::Parameter(id, _) => self.text(&self.model.parameters[id].name.text),
            Read::Total(id) => Arc::from(self.of_card(Kw::TotalPoints, id, "")),
            Read::Grade(id) => Arc::from(self.of_card(Kw::Grade, id, "")),
            Read::Verdict(id) => Arc::from(self.verdict_name(id)),
            Read::Points(id, place) => Arc::from(self.criterion_name(id, place)),
            Read::PeriodDay(name, _) => Arc::from(name.name(self.lang)),
        }
    }

    fn datum_of(&self, read: Read) -> TypedValue {
        match read {
            Read::Field(id) => self.datum(self.field(id), self.record.fields[id].ty),
            Read::Derived(id) => self.derived(id),
            Read::FromParts(id) => self.datum(self.over_parts(id), self.model.aggregates[id].ty),
            Read::Previous(id) => {
                let slot = self.plan.previous.get(id.index()).map(|previous| previous.input);
                let value = slot.map_or(Value::Missing, |slot| self.value(slot));
                self.datum(value, self.record.previous[id].value.ty)
            }
            Read::Parameter(id, line) => {
                let parameter = &self.model.parameters[id];
                let dated = parameter.values.iter().find(|dated| Some(dated.span) == line);
                let value = dated.map_or(Value::Missing, |dated| dated.value.clone());
                self.datum(value, parameter.ty)
            }
            Read::Total(id) => self.datum(self.total_of(id), POINTS),
            Read::Grade(id) => self.datum(self.grade_of(id), self.grade_type(id)),
            Read::Verdict(id) => self.datum(self.verdict_of(id), Type::Text),
            Read::Points(id, place) => self.datum(self.criterion_of(id, place), POINTS),
            Read::PeriodDay(_, day) => self.datum(Value::Date(day), Type::Date),
        }
    }

    /// `kỳ trước(dư nợ), tháng 05/2023`: a value of the month before, with the month it is of.
    pub(super) fn previous_name(&self, id: PreviousId) -> String {
        let previous = &self.record.previous;
        let within = |id: &PreviousId| {
            let value = &previous[*id].value;
            if let ExprKind::Previous(inner) = value.kind { Some(inner) } else { None }
        };
        let back = std::iter::successors(Some(id), within).take(previous.len()).count();
        let month = self.as_of.and_then(|day| Month::of(day).back(back)).and_then(Month::last_day);
        snapshot::of_month(&self.words(previous[id].span), month).get(self.lang).to_owned()
    }

    /// A derivation or table with its value.
    pub(super) fn named_derived(&self, id: DerivedId) -> NamedValue {
        let derived = &self.record.derived[id];
        NamedValue { name: self.text(&derived.name.text), datum: self.derived(id) }
    }

    /// A value with the name of its category's member.
    pub(super) fn datum(&self, value: Value, ty: Type) -> TypedValue {
        let name = match (&value, ty) {
            (Value::Code(code), Type::Category(category)) => {
                self.code_name(category, *code).map(|name| self.text(name))
            }
            _ => None,
        };
        TypedValue { value, ty, name, members: None }
    }

    /// The list of a `tất cả` table is there only where no further row may hold.
    fn derived(&self, id: DerivedId) -> TypedValue {
        let derived = &self.record.derived[id];
        if let Some(value) = self.derived_value(id) {
            return self.datum(value, derived.ty);
        }
        let complete = self
            .table_plans(id)
            .map_or(&[][..], Rows::steps)
            .iter()
            .all(|row| matches!(self.truth(row.when), Truth::True | Truth::False));
        let members = complete.then(|| {
            self.members(id, Truth::True).map(|value| self.datum(value, derived.ty)).collect()
        });
        TypedValue { value: Value::Missing, ty: derived.ty, name: None, members }
    }

    fn working(&self, read: Read, name: Arc<str>, line: &Line) -> Working {
        if let Read::Derived(id) = read {
            return self.derived_working(id, name, line);
        }
        let datum = self.datum_of(read);
        let (result, rounded) = self.show_read(read, &datum, line);
        let (formula, clause) = match read {
            Read::Field(_)
            | Read::Derived(_)
            | Read::FromParts(_)
            | Read::Previous(_)
            | Read::PeriodDay(..) => (None, None),
            Read::Verdict(id) => (None, Some(self.clause(self.model.blocks[id].name.span))),
            Read::Parameter(_, span) => (None, span.map(|span| self.clause(span))),
            Read::Total(id) => (self.total_formula(id), None),
            Read::Grade(id) => (None, self.graded_by(id).map(|row| self.clause(row.span))),
            Read::Points(id, place) => self.added_up(&self.counted_rows(id, place)),
        };
        self.worked(name, formula, clause, result, rounded)
    }

    fn show_read(&self, read: Read, datum: &TypedValue, line: &Line) -> (String, bool) {
        match read {
            Read::FromParts(id) if datum.value == Value::Missing => {
                let slot = self.plan.from_parts.iter().find(|(aggregate, _)| *aggregate == id);
                let between = slot.and_then(|(_, slot)| self.between(*slot, datum.ty, &[id]));
                (between.unwrap_or_else(|| self.missing_because(&[id])), false)
            }
            Read::Field(_)
            | Read::Derived(_)
            | Read::FromParts(_)
            | Read::Previous(_)
            | Read::PeriodDay(..)
            | Read::Parameter(..)
            | Read::Total(_)
            | Read::Grade(_)
            | Read::Verdict(_)
            | Read::Points(..) => self.show(&datum.value, datum.ty, line),
        }
    }

    /// The value of an expression as shown, and whether it was rounded; the ends of one that its
    /// parts leave open.
    fn result(&self, expr: &Expr, line: &Line) -> (String, bool) {
        let value = self.value_of(expr);
        let between = || {
            let mut aggregates = Vec::new();
            self.aggregates(expr, &mut aggregates);
            self.between(self.plan.slot(expr)?, expr.ty, &aggregates)
        };
        let open = || {
            let ExprKind::Aggregate(id) = expr.kind else { return None };
            Some(self.missing_because(&[id]))
        };
        match if value == Value::Missing { between().or_else(open) } else { None } {
            Some(between) => (between, false),
            None => self.show(&value, expr.ty, line),
        }
    }

    /// `từ 1 đến 2, chưa xác định vì dòng 5 thiếu “ngày làm”`: a value of which the ends are known,
    /// and what leaves the aggregates open that it rests on.
    fn between(&self, slot: Slot, ty: Type, aggregates: &[AggregateId]) -> Option<String> {
        let ends = self.reach(slot)?;
        Some(self.because(show_bounds(&ends, ty, self.lang, &[]), aggregates))
    }

    /// `thiếu, chưa xác định vì dòng 5 thiếu “cán bộ quận dự”`: a value of which no ends are known.
    fn missing_because(&self, aggregates: &[AggregateId]) -> String {
        self.because(say::missing(self.lang).to_owned(), aggregates)
    }

    /// What is known of a value, and what leaves the aggregates open that it rests on.
    fn because(&self, known: String, aggregates: &[AggregateId]) -> String {
        let mut parts = vec![known];
        for why in aggregates.iter().filter_map(|id| self.parts.why(*id, self.place)) {
            let why = why.get(self.lang);
            if !parts.iter().any(|part| part == why) {
                parts.push(why.to_owned());
            }
        }
        parts.join(", ")
    }

    /// The aggregates that an expression rests on.
    pub(super) fn aggregates(&self, expr: &Expr, found: &mut Vec<AggregateId>) {
        if let ExprKind::Aggregate(id) = expr.kind {
            found.push(id);
        } else if let ExprKind::Derived(id) = expr.kind
            && let DerivedKind::Formula(formula) = &self.record.derived[id].kind
        {
            self.aggregates(formula, found);
        }
        expr.children(&mut |child| self.aggregates(child, found));
    }

    fn derived_working(&self, id: DerivedId, name: Arc<str>, line: &Line) -> Working {
        let derived = &self.record.derived[id];
        let (rows, policy) = match &derived.kind {
            DerivedKind::Formula(formula) => {
                let (result, rounded) = self.result(formula, line);
                return self.worked(
                    name,
                    self.made_of(formula),
                    Some(self.clause(derived.span)),
                    result,
                    rounded,
                );
            }
            DerivedKind::Table { rows, policy } => (rows, *policy),
        };
        let head = Some(self.clause(derived.name.span));
        let value = self.derived_value(id).unwrap_or(Value::Missing);
        let (result, rounded) = self.show(&value, derived.ty, line);
        match policy.combination() {
            Combination::One => match self.table_row(rows, self.table_plans(id), policy) {
                Some(row) => self.worked(
                    name,
                    self.made_of(&row.gives),
                    Some(self.clause(row.span)),
                    result,
                    rounded,
                ),
                None => self.worked(name, None, head, result, rounded),
            },
            Combination::Sum => {
                let counted: Vec<Tried> = self
                    .tried(rows, self.table_plans(id), false)
                    .into_iter()
                    .filter(Tried::counts)
                    .collect();
                let (formula, row) = self.added_up(&counted);
                self.worked(name, formula, row.or(head), result, rounded)
            }
            Combination::List => self.worked(name, None, head, self.list(id, derived.ty), false),
        }
    }

    /// `Vay A, Vay B; có thể thêm: Vay C`
    fn list(&self, id: DerivedId, ty: Type) -> String {
        let shown = |wanted: Truth| {
            let members: Vec<String> = self
                .members(id, wanted)
                .map(|value| self.show(&value, ty, &Line::default()).0)
                .collect();
            members.join(", ")
        };
        say::list(&shown(Truth::True), &shown(Truth::Missing), self.lang)
    }

    /// `20 + 25 + 12`, where each is one number.
    fn total_formula(&self, id: BlockId) -> Option<String> {
        let BlockKind::Scorecard(card) = &self.model.blocks[id].kind else { return None };
        let mut text = String::new();
        for place in 0..card.criteria.len() {
            let points = Some(self.criterion_of(id, place)).filter(|own| *own != Value::Missing)?;
            if place > 0 {
                text.push_str(" + ");
            }
            self.push_operand(&mut text, &points, POINTS);
        }
        (card.criteria.len() > 1).then_some(text)
    }

    /// Sum of the rows that count, in words, with the row where it is a single one; nothing where
    /// one of them may hold but need not.
    fn added_up(&self, counted: &[Tried<'a>]) -> (Option<String>, Option<SourceLine>) {
        if let Some(row) = only(counted) {
            return (self.made_of(&row.gives), Some(self.clause(row.span)));
        }
        let sure = counted.len() > 1 && counted.iter().all(|tried| tried.truth == Truth::True);
        let addends = || {
            counted
                .iter()
                .map(|tried| self.addend(&tried.row.gives))
                .collect::<Vec<String>>()
                .join(" + ")
        };
        (sure.then(addends), None)
    }

    /// A formula with values put in; none where it is one value taken over as it is.
    fn made_of(&self, formula: &Expr) -> Option<String> {
        let ExprKind::If(test, then, otherwise) = &formula.kind else {
            let is_leaf = self.push_leaf(&mut String::new(), formula);
            return (!is_leaf).then(|| self.formula(formula));
        };
        match self.truth_of(test) {
            Truth::True => self.made_of(then),
            Truth::False => self.made_of(otherwise),
            Truth::Missing | Truth::Fault => Some(self.formula(formula)),
        }
    }

    fn worked(
        &self,
        name: Arc<str>,
        formula: Option<String>,
        clause: Option<SourceLine>,
        result: String,
        rounded: bool,
    ) -> Working {
        let formula = formula.filter(|formula| *formula != result && **formula != *name);
        Working { name, formula, clause, result, rounded }
    }

    /// A value as a person reads it, and whether it was rounded.
    pub(super) fn show(&self, value: &Value, ty: Type, line: &Line) -> (String, bool) {
        let mut text = String::new();
        let rounded = self.push(&mut text, value, ty, line);
        (text, rounded)
    }

    fn push(&self, text: &mut String, value: &Value, ty: Type, line: &Line) -> bool {
        push_value(text, value, ty, self.lang, line, |category, code| {
            self.code_name(category, code)
        })
    }

    fn writer<'w>(
        &'w self,
        leaf: &'w dyn Fn(&Expr, &mut String) -> bool,
        truth: &'w dyn Fn(&Expr) -> Truth,
    ) -> Formula<'w> {
        Formula { model: self.model, sources: self.sources, lang: self.lang, leaf, truth }
    }

    /// An expression with the record's values in place of names.
    pub(super) fn formula(&self, expr: &Expr) -> String {
        let leaf = |expr: &Expr, text: &mut String| self.push_leaf(text, expr);
        self.writer(&leaf, &|condition| self.truth_of(condition)).text(expr)
    }

    /// The same where it is added to others.
    fn addend(&self, expr: &Expr) -> String {
        let leaf = |expr: &Expr, text: &mut String| self.push_leaf(text, expr);
        self.writer(&leaf, &|condition| self.truth_of(condition)).addend(expr)
    }

    /// Appends a part of a formula that is not made of others; nothing of any other, and `false`.
    fn push_leaf(&self, text: &mut String, expr: &Expr) -> bool {
        let value = match &expr.kind {
            ExprKind::Constant(value) => value.clone(),
            ExprKind::Field(id) => self.field(*id),
            ExprKind::Periodic(_) | ExprKind::Event(_) => self.value_of(expr),
            ExprKind::Derived(_) | ExprKind::Aggregate(_) => {
                let value = self.value_of(expr);
                if value == Value::Missing
                    && let Some(ends) = self.plan.slot(expr).and_then(|slot| self.reach(slot))
                {
                    let ends = Possible::within(ends);
                    text.push_str(&operand(&ends, unit_left_out(expr.ty), self.lang));
                    return true;
                }
                value
            }
            ExprKind::Previous(_) => self.value_of(expr),
            ExprKind::PeriodDay(_, day) => Value::Date(*day),
            ExprKind::Parameter(id, day) => self
                .in_force(*id, day.as_deref())
                .map_or(Value::Missing, |dated| dated.value.clone()),
            ExprKind::Total(id) => self.total_of(*id),
            ExprKind::Grade(id) => self.grade_of(*id),
            ExprKind::CriterionPoints(id, place) => self.criterion_of(*id, *place),
            ExprKind::AsOf => self.as_of.map_or(Value::Missing, Value::Date),
            ExprKind::Member(table, values) => {
                text.push_str(&self.membership(*table, values));
                return true;
            }
            ExprKind::Negate(_)
            | ExprKind::Arith(..)
            | ExprKind::Compare(..)
            | ExprKind::IsMissing(_)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Verdict(_)
            | ExprKind::If(..)
            | ExprKind::Call(..)
            | ExprKind::Script(..) => return false,
        };
        self.push_operand(text, &value, expr.ty);
        true
    }

    /// `(Vay A, Vay B) là Vay A`
    fn membership(&self, table: DerivedId, values: &[Expr]) -> String {
        let values: Vec<String> = values.iter().map(|value| self.formula(value)).collect();
        say::membership(
            &self.list(table, self.record.derived[table].ty),
            &values.join(", "),
            self.lang,
        )
    }

    /// A value inside a formula: money and points without their word, as in `3.200.000 /
    /// 812.000.000`.
    fn push_operand(&self, text: &mut String, value: &Value, ty: Type) {
        let start = text.len();
        if self.push(text, value, unit_left_out(ty), &Line::default()) {
            text.insert(start, '≈');
        }
    }
}

/// Scorecards that other rules read.
impl<'a> Reader<'a, '_> {
    pub(super) fn total_of(&self, id: BlockId) -> Value {
        self.points_of(id, |card| Some(card.total))
    }

    fn criterion_of(&self, id: BlockId, place: usize) -> Value {
        self.points_of(id, |card| Some(card.criteria.get(place)?.points))
    }

    /// `kết luận của X`
    fn verdict_name(&self, id: BlockId) -> String {
        let word = |word: Kw| word.word(Keywords::from(self.lang));
        let block = &self.model.blocks[id].name.text;
        format!("{} {} {block}", word(Kw::Verdict), word(Kw::Of))
    }

    /// The word for the verdict of another block, or that it does not apply; missing where its
    /// guards are.
    fn verdict_of(&self, id: BlockId) -> Value {
        let Some(plan) = self.plan.block(id) else { return Value::Missing };
        let block = &self.model.blocks[id];
        let word = match self.truth(plan.applies) {
            Truth::True => self
                .frame
                .verdict(plan.result(), self.row)
                .map(|verdict| block.verdict_word(verdict, self.lang)),
            Truth::False => Some(crate::diag::target::words(self.lang).not_applicable),
            Truth::Missing | Truth::Fault => None,
        };
        word.map_or(Value::Missing, crate::model::text_value)
    }

    fn scorecard(&self, id: BlockId) -> Option<&'a Scorecard> {
        match &self.model.blocks[id].kind {
            BlockKind::Scorecard(card) => Some(card),
            BlockKind::Eligibility(_) | BlockKind::Check(_) => None,
        }
    }

    fn grade_type(&self, id: BlockId) -> Type {
        let grading = self.scorecard(id).and_then(|card| card.grading.as_ref());
        grading.map_or(Type::Text, |grading| Type::Category(grading.category))
    }

    /// `tổng điểm`, `tiêu chí 2`; of several scorecards of a record type `tổng điểm của X`.
    fn of_card(&self, word: Kw, id: BlockId, label: &str) -> String {
        let keywords = Keywords::from(self.lang);
        let cards = self
            .plan
            .blocks
            .iter()
            .filter(|(_, plan)| matches!(plan.kind, BlockPlanKind::Scorecard(_)))
            .count();
        let mut name = word.word(keywords).to_owned();
        if !label.is_empty() {
            name.push_str(&format!(" {label}"));
        }
        if cards > 1 {
            name.push_str(&format!(
                " {} {}",
                Kw::Of.word(keywords),
                self.model.blocks[id].name.text
            ));
        }
        name
    }

    /// `tiêu chí 2`
    fn criterion_name(&self, id: BlockId, place: usize) -> String {
        let label = self
            .scorecard(id)
            .and_then(|card| card.criteria.get(place))
            .map_or("", |criterion| &criterion.label.text);
        self.of_card(Kw::Criterion, id, label)
    }

    fn graded_by(&self, id: BlockId) -> Option<&'a Row> {
        self.applying(id)?.grading()?.row()
    }

    fn counted_rows(&self, id: BlockId, place: usize) -> Vec<Tried<'a>> {
        let criterion = self.applying(id).and_then(|card| card.criteria().nth(place));
        criterion.map_or_else(Vec::new, |criterion| criterion.counted().collect())
    }

    fn applying(&self, id: BlockId) -> Option<super::block::CardReading<'_, 'a, '_>> {
        self.plan.block(id).and_then(|plan| self.read_block(id, plan).card())
    }
}
