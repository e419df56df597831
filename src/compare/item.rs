//! The parts of a model that have a name or a value of their own, and what each of them rests on.

use crate::model::{
    Aggregate, BlockId, BlockKind, CategoryId, DerivedId, DerivedKind, Expr, ExprKind, FieldId,
    FunctionId, Model, ParameterId, RecordId, Row, Seen, TargetsId, Timing,
};
use crate::source::Span;
use crate::value::{Type, Unit, Value};
use std::collections::BTreeSet;

/// A part of a model, by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Item {
    /// The days on which the pack applies.
    Period,
    /// The rule for months that lack a day.
    MonthEnd,
    Record(RecordId),
    Field(RecordId, FieldId),
    Derived(RecordId, DerivedId),
    Category(CategoryId),
    Value(CategoryId, u32),
    Parameter(ParameterId),
    Function(FunctionId),
    Block(BlockId),
    Criterion(BlockId, usize),
    Targets(TargetsId),
    Indicator(TargetsId, usize),
}

/// Kind of an item: only items of one kind are ever taken for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum ItemKind {
    Period,
    MonthEnd,
    Record,
    Field,
    Derived,
    Category,
    Value,
    Parameter,
    Function,
    Block,
    Criterion,
    Targets,
    Indicator,
}

impl Item {
    pub fn kind(self) -> ItemKind {
        match self {
            Item::Period => ItemKind::Period,
            Item::MonthEnd => ItemKind::MonthEnd,
            Item::Record(_) => ItemKind::Record,
            Item::Field(..) => ItemKind::Field,
            Item::Derived(..) => ItemKind::Derived,
            Item::Category(_) => ItemKind::Category,
            Item::Value(..) => ItemKind::Value,
            Item::Parameter(_) => ItemKind::Parameter,
            Item::Function(_) => ItemKind::Function,
            Item::Block(_) => ItemKind::Block,
            Item::Criterion(..) => ItemKind::Criterion,
            Item::Targets(_) => ItemKind::Targets,
            Item::Indicator(..) => ItemKind::Indicator,
        }
    }

    /// Item within which its name is looked up; none of a name of the whole pack.
    pub fn parent(self) -> Option<Item> {
        match self {
            Item::Field(record, _) | Item::Derived(record, _) => Some(Item::Record(record)),
            Item::Value(category, _) => Some(Item::Category(category)),
            Item::Criterion(block, _) => Some(Item::Block(block)),
            Item::Indicator(targets, _) => Some(Item::Targets(targets)),
            Item::Period
            | Item::MonthEnd
            | Item::Record(_)
            | Item::Category(_)
            | Item::Parameter(_)
            | Item::Function(_)
            | Item::Block(_)
            | Item::Targets(_) => None,
        }
    }
}

/// Name, key and place of an item; `None` of the two that have no name.
pub(super) fn label(model: &Model, item: Item) -> Option<&crate::model::Label> {
    match item {
        Item::Period | Item::MonthEnd => None,
        Item::Record(id) => model.records.find(id).map(|record| &record.name),
        Item::Field(record, id) => {
            model.records.find(record)?.fields.find(id).map(|field| &field.name)
        }
        Item::Derived(record, id) => {
            model.records.find(record)?.derived.find(id).map(|derived| &derived.name)
        }
        Item::Category(id) => model.categories.get(id.index()).map(|category| &category.name),
        Item::Value(id, number) => {
            model.categories.get(id.index())?.value(number).map(|value| &value.name)
        }
        Item::Parameter(id) => model.parameters.find(id).map(|parameter| &parameter.name),
        Item::Function(id) => model.functions.find(id).map(|function| &function.name),
        Item::Block(id) => model.blocks.find(id).map(|block| &block.name),
        Item::Criterion(block, place) => match &model.blocks.find(block)?.kind {
            BlockKind::Scorecard(card) => card.criteria.get(place).map(|one| &one.label),
            BlockKind::Eligibility(_) | BlockKind::Check(_) => None,
        },
        Item::Targets(id) => model.targets.find(id).map(|targets| &targets.name),
        Item::Indicator(id, place) => {
            model.targets.find(id)?.indicators.get(place).map(|indicator| &indicator.label)
        }
    }
}

/// Title for people of an item that can have one.
pub(super) fn title(model: &Model, item: Item) -> Option<&str> {
    match item {
        Item::Record(id) => model.records.find(id)?.title.as_deref(),
        Item::Block(id) => model.blocks.find(id)?.title.as_deref(),
        Item::Criterion(block, place) => match &model.blocks.find(block)?.kind {
            BlockKind::Scorecard(card) => card.criteria.get(place)?.title.as_deref(),
            BlockKind::Eligibility(_) | BlockKind::Check(_) => None,
        },
        Item::Targets(id) => model.targets.find(id)?.title.as_deref(),
        Item::Indicator(id, place) => {
            model.targets.find(id)?.indicators.get(place)?.title.as_deref()
        }
        Item::Period
        | Item::MonthEnd
        | Item::Field(..)
        | Item::Derived(..)
        | Item::Category(_)
        | Item::Value(..)
        | Item::Parameter(_)
        | Item::Function(_) => None,
    }
}

/// Place of an item: that of its name.
pub(super) fn span(model: &Model, item: Item) -> Option<Span> {
    label(model, item).map(|label| label.span)
}

/// All items of a model: each after the one that its name is looked up in.
pub(super) fn all(model: &Model) -> Vec<Item> {
    let mut items = vec![Item::Period, Item::MonthEnd];
    for (place, category) in model.categories.iter().enumerate() {
        let id = CategoryId::new(place);
        items.push(Item::Category(id));
        items.extend(category.values.iter().map(|value| Item::Value(id, value.number)));
    }
    items.extend(model.parameters.ids().map(Item::Parameter));
    items.extend(model.functions.ids().map(Item::Function));
    for (id, record) in model.records.enumerate() {
        items.push(Item::Record(id));
        items.extend(record.fields.ids().map(|field| Item::Field(id, field)));
        items.extend(record.derived.ids().map(|derived| Item::Derived(id, derived)));
    }
    for (id, block) in model.blocks.enumerate() {
        items.push(Item::Block(id));
        if let BlockKind::Scorecard(card) = &block.kind {
            items.extend((0..card.criteria.len()).map(|place| Item::Criterion(id, place)));
        }
    }
    for (id, targets) in model.targets.enumerate() {
        items.push(Item::Targets(id));
        items.extend((0..targets.indicators.len()).map(|place| Item::Indicator(id, place)));
    }
    items
}

/// Hands over each whole expression of an item itself, with the record type whose values it reads
/// and a word for its place there. Criteria and indicators are items of their own.
pub(super) fn exprs<'m>(
    model: &'m Model,
    item: Item,
    each: &mut dyn FnMut(RecordId, &'static str, &'m Expr),
) {
    match item {
        Item::Period
        | Item::MonthEnd
        | Item::Category(_)
        | Item::Value(..)
        | Item::Parameter(_)
        | Item::Function(_) => {}
        Item::Record(id) => {
            let record = &model.records[id];
            if let (Some((parent, _)), Some(complete)) = (record.parent, &record.complete) {
                each(parent, "complete", &complete.condition);
            }
            let impossible = record.impossible.iter();
            impossible.for_each(|one| each(id, "impossible", &one.condition));
        }
        Item::Field(record, id) => {
            let range = model.records[record].fields[id].range.iter();
            range.for_each(|range| each(record, "range", range));
        }
        Item::Derived(record, id) => match &model.records[record].derived[id].kind {
            DerivedKind::Formula(formula) => each(record, "formula", formula),
            DerivedKind::Table { rows, .. } => row_exprs(record, rows, each),
        },
        Item::Block(id) => block_exprs(model, id, each),
        Item::Criterion(id, place) => {
            let block = &model.blocks[id];
            if let BlockKind::Scorecard(card) = &block.kind
                && let Some(criterion) = card.criteria.get(place)
            {
                row_exprs(block.record, &criterion.rows, each);
            }
        }
        Item::Targets(id) => {
            let targets = &model.targets[id];
            targets.by.iter().for_each(|by| each(targets.by_record, "by", by));
            let cells = targets.thresholds.iter().flat_map(|row| row.cells.iter().flatten());
            let bounds = cells.flatten().flatten();
            bounds.for_each(|bound| each(targets.record, "bound", &bound.limit));
        }
        Item::Indicator(id, place) => {
            let targets = &model.targets[id];
            if let Some(indicator) = targets.indicators.get(place) {
                each(targets.record, "indicator", &indicator.formula);
                let bounds = indicator.requirement.iter();
                bounds.for_each(|bound| each(targets.record, "bound", &bound.limit));
            }
        }
    }
}

fn row_exprs<'m>(
    record: RecordId,
    rows: &'m [Row],
    each: &mut dyn FnMut(RecordId, &'static str, &'m Expr),
) {
    for row in rows {
        row.when.iter().for_each(|when| each(record, "when", when));
        each(record, "gives", &row.gives);
    }
}

fn block_exprs<'m>(
    model: &'m Model,
    id: BlockId,
    each: &mut dyn FnMut(RecordId, &'static str, &'m Expr),
) {
    let block = &model.blocks[id];
    block.guards.iter().for_each(|guard| each(block.record, "guard", guard));
    match &block.kind {
        BlockKind::Scorecard(card) => {
            if let Some(grading) = &card.grading {
                row_exprs(block.record, &grading.rows, each);
                grading.caps.iter().for_each(|cap| each(block.record, "cap", &cap.condition));
            }
        }
        BlockKind::Eligibility(clauses) | BlockKind::Check(clauses) => {
            for clause in clauses {
                each(block.record, "clause", &clause.condition);
                if let Some(Timing::Due(due)) = &clause.timing {
                    due.exprs(&mut |expr| each(block.record, "due", expr));
                }
            }
        }
    }
}

/// The items that one rests on directly.
pub(super) fn rests_on(model: &Model, item: Item) -> BTreeSet<Item> {
    let mut found = BTreeSet::new();
    let typed = |ty: Type| match ty {
        Type::Category(category) => Some(Item::Category(category)),
        Type::Text | Type::Number(_) | Type::Date | Type::YesNo => None,
    };
    match item {
        Item::Period | Item::MonthEnd | Item::Value(..) => {}
        Item::Category(id) => {
            if let Some(category) = model.categories.get(id.index()) {
                found.extend(category.values.iter().map(|value| Item::Value(id, value.number)));
                found.extend(category.included.iter().map(|id| Item::Category(*id)));
            }
        }
        Item::Parameter(id) => found.extend(typed(model.parameters[id].ty)),
        Item::Function(id) => {
            let function = &model.functions[id];
            let types = function.parameters.iter().map(|(_, ty)| *ty).chain([function.result]);
            found.extend(types.filter_map(typed));
        }
        Item::Record(id) => {
            let record = &model.records[id];
            found.extend(record.fields.ids().map(|field| Item::Field(id, field)));
            found.extend(record.parent.map(|(parent, _)| Item::Record(parent)));
            let over_time = record.register.is_some() || record.snapshot.is_some();
            found.extend(over_time.then_some(Item::Period));
        }
        Item::Field(record, id) => found.extend(typed(model.records[record].fields[id].ty)),
        Item::Derived(record, id) => found.extend(typed(model.records[record].derived[id].ty)),
        Item::Block(id) => {
            let block = &model.blocks[id];
            found.insert(Item::Record(block.record));
            if let BlockKind::Scorecard(card) = &block.kind {
                found.extend((0..card.criteria.len()).map(|place| Item::Criterion(id, place)));
                let graded = card.grading.iter();
                found.extend(graded.map(|grading| Item::Category(grading.category)));
            }
            let timed = |timing: &Option<Timing>| matches!(timing, Some(Timing::Each(_)));
            if block.clauses().iter().any(|clause| timed(&clause.timing)) {
                found.insert(Item::Period);
            }
        }
        Item::Criterion(..) => {}
        Item::Targets(id) => {
            let targets = &model.targets[id];
            found.insert(Item::Record(targets.record));
            found.extend((0..targets.indicators.len()).map(|place| Item::Indicator(id, place)));
        }
        Item::Indicator(id, place) => {
            let each = model.targets[id].indicators.get(place).and_then(|one| one.each);
            found.extend(each.map(|_| Item::Period));
        }
    }
    exprs(model, item, &mut |record, _, expr| {
        references(model, record, expr, &mut |read| {
            found.insert(read);
        });
    });
    found
}

/// An item and everything that it rests on.
pub(super) fn closure(model: &Model, item: Item) -> BTreeSet<Item> {
    let mut seen = BTreeSet::from([item]);
    let mut next = vec![item];
    while let Some(item) = next.pop() {
        next.extend(rests_on(model, item).into_iter().filter(|item| seen.insert(*item)));
    }
    seen
}

/// The items that an expression names, itself or through what it reads over many records.
pub(super) fn references(model: &Model, record: RecordId, expr: &Expr, each: &mut dyn FnMut(Item)) {
    match &expr.kind {
        ExprKind::Constant(Value::Code(code)) => {
            if let Type::Category(category) = expr.ty {
                each(Item::Category(category));
                each(Item::Value(category, *code));
            }
        }
        ExprKind::Field(id) => each(Item::Field(record, *id)),
        ExprKind::Derived(id) | ExprKind::Member(id, _) => each(Item::Derived(record, *id)),
        ExprKind::Total(id) | ExprKind::Grade(id) => each(Item::Block(*id)),
        ExprKind::CriterionPoints(id, place) => each(Item::Criterion(*id, *place)),
        ExprKind::Verdict(test) => each(Item::Block(test.block)),
        ExprKind::Parameter(id, _) => each(Item::Parameter(*id)),
        ExprKind::Script(id, _) => each(Item::Function(*id)),
        ExprKind::PeriodDay(..) => each(Item::Period),
        ExprKind::Aggregate(id) => {
            let Aggregate { over, seen, value, filter, .. } = &model.aggregates[*id];
            each(Item::Record(*over));
            match seen {
                Some(Seen::Period) => each(Item::Period),
                Some(Seen::LastMonths(..)) => each(Item::MonthEnd),
                Some(Seen::Every | Seen::LastDays(_)) | None => {}
            }
            let read = value.iter().chain(filter);
            read.for_each(|read| references(model, *over, read, each));
        }
        ExprKind::Previous(id) => {
            each(Item::Record(record));
            if let Some(previous) = model.records[record].previous.find(*id) {
                references(model, record, &previous.value, each);
            }
        }
        ExprKind::Periodic(id) => {
            each(Item::Period);
            let periodic = &model.periodics[*id];
            let ends = periodic.between.iter().flat_map(|(from, to)| [from, to]);
            let read = ends.chain([&periodic.condition]);
            read.for_each(|read| references(model, periodic.record, read, each));
        }
        ExprKind::Event(id) => {
            let event = &model.events[*id];
            if event.since.is_none() {
                each(Item::Period);
            }
            let read = event.since.iter().chain([&event.condition]);
            read.for_each(|read| references(model, event.record, read, each));
        }
        ExprKind::Arith(_, left, right) => {
            let months = |side: &Expr| side.ty == Type::Number(Unit::Months);
            if expr.ty == Type::Date && (months(left) || months(right)) {
                each(Item::MonthEnd);
            }
        }
        ExprKind::Constant(_)
        | ExprKind::AsOf
        | ExprKind::Negate(_)
        | ExprKind::Compare(..)
        | ExprKind::IsMissing(_)
        | ExprKind::Not(_)
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::If(..)
        | ExprKind::Call(..) => {}
    }
    expr.children(&mut |child| references(model, record, child, each));
}
