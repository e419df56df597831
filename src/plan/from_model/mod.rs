//! Lowers a model: what depends on what is followed from each expression, so that the steps stand
//! in order whatever the order of the blocks.

mod blocks;
mod expr;
mod lookup;
mod periods;
mod verdicts;

use super::share::Builder;
use super::{
    BlockPlan, Constant, DerivedPlan, Kind, Op, OverPlan, Plan, PreviousPlan, RecordPlan, RowPlan,
    Rows, Slot, UnitPlan,
};
use crate::choices::Combination;
use crate::index::Arena;
use crate::model::{
    AggregateId, BlockId, DatedValue, Derived, DerivedId, DerivedKind, ExpectationKind, Expr,
    ExprKind, Field, FieldId, HitPolicy, Model, RecordId, Row, Seen, TargetsId,
};
use crate::value::{Compare, Date, Type, Value};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The plan of a model as it comes, with the conditions of its examples if wanted; its texts begin
/// with these.
pub fn lower(model: &Model, examples: bool, first: &[Arc<str>]) -> Plan {
    let records: Vec<RecordId> = model.records.ids().collect();
    let mut texts = Texts::of(first);
    let (records, parameters) = records_of(model, &records, examples, &mut texts);
    let units = model.targets.ids().map(|id| Lowering::unit(model, id, &mut texts)).collect();
    Plan { records, units, parameters, texts: texts.list }
}

/// The plans of some record types of a model alone.
pub fn lower_some(model: &Model, records: &[RecordId], examples: bool, first: &[Arc<str>]) -> Plan {
    let mut texts = Texts::of(first);
    let (records, parameters) = records_of(model, records, examples, &mut texts);
    Plan { records, units: Vec::new(), parameters, texts: texts.list }
}

/// Values of a parameter, each from a day on.
type Dated = Vec<(Date, Option<Constant>)>;

/// The plans of record types, and the values of all parameters.
fn records_of(
    model: &Model,
    records: &[RecordId],
    examples: bool,
    texts: &mut Texts,
) -> (Vec<Arc<RecordPlan>>, Vec<Dated>) {
    let plan = |record: &RecordId| Arc::new(Lowering::record(model, *record, examples, texts));
    let records = records.iter().map(plan).collect();
    let parameters = model.parameters.iter().map(|one| dated(&one.values, texts)).collect();
    (records, parameters)
}

/// Values of a parameter by the day from which each applies.
fn dated(values: &[DatedValue], texts: &mut Texts) -> Dated {
    let mut from: BTreeMap<Date, Option<Constant>> = BTreeMap::new();
    for value in values {
        from.insert(value.from, Some(texts.constant(&value.value)));
        if let Some(after) = value.to.and_then(Date::next) {
            from.entry(after).or_insert(None);
        }
    }
    from.into_iter().collect()
}

/// The texts of the rules, each once.
#[derive(Default)]
struct Texts {
    list: Vec<Arc<str>>,
    places: HashMap<Arc<str>, u32>,
}

impl Texts {
    fn of(first: &[Arc<str>]) -> Texts {
        let mut texts = Texts::default();
        first.iter().for_each(|text| _ = texts.place(text));
        texts
    }

    fn place(&mut self, text: &Arc<str>) -> u32 {
        let next = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        let place = *self.places.entry(Arc::clone(text)).or_insert(next);
        if place == next {
            self.list.push(Arc::clone(text));
        }
        place
    }

    fn constant(&mut self, value: &Value) -> Constant {
        match value {
            Value::Missing => Constant::Missing,
            Value::Num(number) => Constant::Number(number.clone()),
            Value::Date(date) => Constant::Date(*date),
            Value::Bool(truth) => Constant::Truth(*truth),
            Value::Code(code) => Constant::Code(*code),
            Value::Text(text) => Constant::Text(self.place(text)),
        }
    }
}

/// One record type, or one unit of targets, being lowered.
struct Lowering<'a> {
    model: &'a Model,
    record: RecordId,
    builder: Builder,
    texts: &'a mut Texts,
    inputs: Vec<Slot>,
    /// The slot of each field as expressions read it.
    fields: Vec<Slot>,
    /// The slot of each aggregate as expressions read it.
    aggregates: Vec<(AggregateId, Slot)>,
    /// The slot of each value of the month before, by its place.
    previous: Vec<Slot>,
    derived: HashMap<DerivedId, DerivedPlan>,
    scored: HashMap<BlockId, blocks::Scored>,
    blocks: HashMap<BlockId, BlockPlan>,
    /// The scorecard whose grading is being lowered: its own points are read without asking
    /// whether it applies.
    own: Option<BlockId>,
    /// The slots of expressions, by their ids.
    values: Vec<Option<Slot>>,
}

impl<'a> Lowering<'a> {
    fn new(model: &'a Model, record: RecordId, texts: &'a mut Texts) -> Lowering<'a> {
        Lowering {
            model,
            record,
            builder: Builder::default(),
            texts,
            inputs: Vec::new(),
            fields: Vec::new(),
            aggregates: Vec::new(),
            previous: Vec::new(),
            derived: HashMap::new(),
            scored: HashMap::new(),
            blocks: HashMap::new(),
            own: None,
            values: Vec::new(),
        }
    }

    /// The indicators of targets and what they must reach: of what a unit is made up of, they read
    /// aggregates alone.
    fn unit(model: &'a Model, id: TargetsId, texts: &'a mut Texts) -> UnitPlan {
        let targets = &model.targets[id];
        let formulas = || targets.indicators.iter().map(|indicator| &indicator.formula);
        let mut aggregates = Vec::new();
        formulas().for_each(|formula| read_by(formula, &mut aggregates));
        let mut lowering = Lowering::new(model, targets.record, texts);
        lowering.aggregate_inputs(&aggregates, 0);
        let indicators = formulas().map(|formula| lowering.expr(formula)).collect();
        targets.bounds().for_each(|bound| {
            lowering.expr(&bound.limit);
        });
        UnitPlan {
            targets: id,
            record: targets.record,
            aggregates,
            indicators,
            values: lowering.values,
            steps: lowering.builder.finish(),
        }
    }

    fn record(
        model: &'a Model,
        record: RecordId,
        examples: bool,
        texts: &'a mut Texts,
    ) -> RecordPlan {
        let mut lowering = Lowering::new(model, record, texts);
        let fields = &model.records[record].fields;
        lowering.inputs(fields);
        let aggregates = &model.records[record].aggregates;
        lowering.aggregate_inputs(aggregates, fields.len());
        lowering.previous_inputs(fields.len() + aggregates.len());
        let ranges = lowering.ranges(fields);
        lowering.checked(fields, &ranges);
        let derived = model.records[record].derived.ids().map(|id| lowering.derived(id)).collect();
        let of_record = model.blocks.enumerate().filter(|(_, block)| block.record == record);
        let impossible = model.records[record].impossible.iter();
        let impossible = impossible.map(|never| lowering.expr(&never.condition)).collect();
        let blocks = of_record.map(|(id, _)| (id, lowering.block(id))).collect();
        let complete = lowering.complete();
        RecordPlan {
            record,
            complete,
            ranges,
            required: fields
                .enumerate()
                .filter(|(_, field)| !field.is_optional())
                .map(|(id, _)| id)
                .collect(),
            impossible,
            derived,
            blocks,
            examples: if examples { lowering.examples() } else { Vec::new() },
            over: lowering.over(),
            groups: lowering.groups(),
            previous: lowering.previous(),
            periodics: lowering.periodics(),
            events: lowering.events(),
            inputs: lowering.inputs,
            fields: lowering.fields,
            from_parts: lowering.aggregates,
            values: lowering.values,
            steps: lowering.builder.finish(),
        }
    }

    fn inputs(&mut self, fields: &Arena<Field>) {
        for (id, field) in fields.enumerate() {
            let input = self.builder.push(Op::Input(id), kind(field.ty));
            self.inputs.push(input);
        }
    }

    /// The conditions on the values of fields. They read fields as they were read: else two that
    /// bound each other had no first.
    fn ranges(&mut self, fields: &Arena<Field>) -> Vec<(FieldId, Slot)> {
        self.fields.clone_from(&self.inputs);
        let conditions = fields.enumerate().flat_map(|(id, field)| {
            let step = field.step.as_ref().map(|step| &step.holds);
            field.range.iter().chain(step).map(move |condition| (id, condition))
        });
        conditions.map(|(id, condition)| (id, self.expr(condition))).collect()
    }

    /// Slots of the fields as all other expressions read them: a required field is not checked
    /// here, for without it there is no record to decide.
    fn checked(&mut self, fields: &Arena<Field>, ranges: &[(FieldId, Slot)]) {
        for (id, field) in fields.enumerate().filter(|(_, field)| field.is_optional()) {
            let Some(&input) = self.inputs.get(id.index()) else { continue };
            let own = ranges.iter().filter(|(ranged, _)| *ranged == id).map(|(_, slot)| *slot);
            let own: Vec<Slot> = own.collect();
            let range = match own.as_slice() {
                [] | [_] => own.first().copied(),
                _ => Some(self.builder.push(Op::And(own.into()), Kind::Truth)),
            };
            let checked = self.builder.push(Op::Checked(id, input, range), kind(field.ty));
            self.fields.get_mut(id.index()).into_iter().for_each(|read| *read = checked);
        }
    }

    /// Inputs that are aggregates, in the columns from the first on.
    fn aggregate_inputs(&mut self, aggregates: &[AggregateId], first: usize) {
        for (&id, column) in aggregates.iter().zip(first..) {
            let column = u32::try_from(column).unwrap_or(u32::MAX);
            let ty = self.model.aggregates[id].ty;
            let input = self.builder.push(Op::Aggregate(id, column), kind(ty));
            self.aggregates.push((id, input));
        }
    }

    /// Inputs that are values of the month before, in the columns from the first on.
    fn previous_inputs(&mut self, first: usize) {
        let previous = self.model.records[self.record].previous.iter();
        for (previous, column) in previous.zip(first..) {
            let column = u32::try_from(column).unwrap_or(u32::MAX);
            let input = self.builder.push(Op::Previous(column), kind(previous.value.ty));
            self.previous.push(input);
        }
    }

    /// The values that those inputs carry over, after all else: they may read any of it.
    fn previous(&mut self) -> Vec<PreviousPlan> {
        let model = self.model;
        let inputs = self.previous.clone();
        let values = model.records[self.record].previous.iter();
        inputs
            .into_iter()
            .zip(values)
            .map(|(input, previous)| PreviousPlan { input, value: self.expr(&previous.value) })
            .collect()
    }

    fn complete(&mut self) -> Vec<(RecordId, Slot)> {
        let model = self.model;
        let lists = model.records.ids().filter_map(|part| Some((part, model.complete_when(part)?)));
        let own = lists.filter(|(_, (parent, _))| *parent == self.record).collect::<Vec<_>>();
        own.into_iter().map(|(part, (_, list))| (part, self.expr(&list.condition))).collect()
    }

    fn over(&mut self) -> Vec<OverPlan> {
        let model = self.model;
        let here = model
            .aggregates
            .enumerate()
            .filter(|(_, aggregate)| aggregate.over == self.record)
            .collect::<Vec<_>>();
        here.into_iter()
            .map(|(id, aggregate)| {
                let value = aggregate.value.as_ref().map(|value| self.expr(value));
                let filter = aggregate.filter.as_ref().map(|filter| self.expr(filter));
                let seen = aggregate.seen.and_then(|seen| self.within(seen));
                let (within, verdicts) = self.over_verdicts(aggregate, seen);
                OverPlan { aggregate: id, value, filter, within, verdicts }
            })
            .collect()
    }

    /// Whether a row of the register is one of those that are seen; missing where it has no day.
    /// Rows past the as-of date are not read, so that the first day is only asked whether it is
    /// there.
    fn within(&mut self, seen: Seen) -> Option<Slot> {
        let register = self.model.records[self.record].register?;
        let day = |field: FieldId| self.fields.get(field.index()).copied();
        let (counted, own) = (day(register.counted())?, day(register.day)?);
        let counted = self.builder.push(Op::InView(counted, seen), Kind::Truth);
        if register.period.is_none() {
            return Some(counted);
        }
        let as_of = self.builder.push(Op::AsOf, Kind::Date);
        let there = self.builder.push(Op::Compare(Compare::AtMost, own, as_of), Kind::Truth);
        Some(self.builder.push(Op::And(Box::new([counted, there])), Kind::Truth))
    }

    fn groups(&mut self) -> Vec<(TargetsId, Slot)> {
        let model = self.model;
        let here = model
            .targets
            .enumerate()
            .filter(|(_, targets)| targets.by_record == self.record)
            .collect::<Vec<_>>();
        here.into_iter()
            .filter_map(|(id, targets)| Some((id, self.expr(targets.by.as_ref()?))))
            .collect()
    }

    fn examples(&mut self) -> Vec<(usize, Vec<Option<Slot>>)> {
        let model = self.model;
        let here = model
            .examples
            .iter()
            .enumerate()
            .filter(|(_, example)| model.blocks[example.block].record == self.record);
        let here: Vec<_> = here.collect();
        here.into_iter()
            .map(|(place, example)| {
                (
                    place,
                    example
                        .expected
                        .iter()
                        .map(|expected| self.expectation(&expected.kind))
                        .collect(),
                )
            })
            .collect()
    }

    fn expectation(&mut self, expected: &ExpectationKind) -> Option<Slot> {
        match expected {
            ExpectationKind::Condition(condition) => Some(self.expr(condition)),
            ExpectationKind::Grade(_)
            | ExpectationKind::Verdict(_)
            | ExpectationKind::NotApplicable
            | ExpectationKind::Reason(_)
            | ExpectationKind::NoReason(_) => None,
        }
    }

    fn derived(&mut self, id: DerivedId) -> DerivedPlan {
        if let Some(done) = self.derived.get(&id) {
            return done.clone();
        }
        let own = self.own.take();
        let derived = &self.model.records[self.record].derived[id];
        let plan = match &derived.kind {
            DerivedKind::Formula(formula) => {
                DerivedPlan { value: Some(self.expr(formula)), rows: Rows::Each(Box::new([])) }
            }
            DerivedKind::Table { policy, rows } => self.table(derived, *policy, rows),
        };
        self.own = own;
        self.derived.insert(id, plan.clone());
        plan
    }

    fn table(&mut self, derived: &Derived, policy: HitPolicy, rows: &[Row]) -> DerivedPlan {
        let rows = match policy.combination() {
            Combination::One => self.rows_of_one(rows, policy.in_turn()),
            Combination::Sum | Combination::List => self.rows(rows, policy.in_turn()),
        };
        let has_value = policy.combination() != Combination::List;
        let value =
            has_value.then(|| self.builder.push(Op::Rows(policy, rows.clone()), kind(derived.ty)));
        DerivedPlan { value, rows }
    }

    /// Rows of which one gives the value: looked up by the value that they ask, if it is one.
    fn rows_of_one(&mut self, rows: &[Row], in_turn: bool) -> Rows {
        match self.lookup(rows, in_turn) {
            Some(lookup) => Rows::By(lookup),
            None => self.rows(rows, in_turn),
        }
    }

    /// `còn lại` always holds where the rows are tried in turn; where all are asked, it holds when
    /// none above it does.
    fn rows(&mut self, rows: &[Row], in_turn: bool) -> Rows {
        let mut done: Vec<RowPlan> = Vec::with_capacity(rows.len());
        for row in rows {
            let when = match &row.when {
                Some(condition) => self.expr(condition),
                None if in_turn => self.constant(Constant::Truth(true), Kind::Truth),
                None => {
                    let above = done.iter().map(|row| row.when).collect();
                    let any = self.builder.push(Op::Or(above), Kind::Truth);
                    self.builder.push(Op::Not(any), Kind::Truth)
                }
            };
            done.push(RowPlan { when, gives: self.expr(&row.gives) });
        }
        Rows::Each(done.into())
    }

    fn constant(&mut self, constant: Constant, kind: Kind) -> Slot {
        self.builder.push(Op::Constant(constant), kind)
    }

    fn each(&mut self, expressions: &[Expr]) -> Box<[Slot]> {
        expressions.iter().map(|expression| self.expr(expression)).collect()
    }
}

/// The aggregates that an expression reads, each once, in the order read.
fn read_by(expr: &Expr, aggregates: &mut Vec<AggregateId>) {
    if let ExprKind::Aggregate(id) = expr.kind
        && !aggregates.contains(&id)
    {
        aggregates.push(id);
    }
    expr.children(&mut |child| read_by(child, aggregates));
}

/// The kind of slot that holds a value of a type.
fn kind(ty: Type) -> Kind {
    match ty {
        Type::Text => Kind::Text,
        Type::Number(_) => Kind::Number,
        Type::Date => Kind::Date,
        Type::YesNo => Kind::Truth,
        Type::Category(_) => Kind::Code,
    }
}
