//! What is declared and nothing uses. A derivation or table that nothing reads is no such thing: it
//! is itself a result, shown of each record. Nor is a day, by which a run may date its records.

use super::finding::{Declared, Finding, FindingKind};
use crate::model::{BlockKind, CategoryId, Expr, ExprKind, Model, RecordId, ShownValue};
use crate::value::Type;
use std::collections::HashSet;

/// Fields, parameters, functions and categories that no rule, list or example uses.
pub fn unused(model: &Model, found: &mut Vec<Finding>) {
    let used = used(model);
    let records = model.records.enumerate().flat_map(|(record, of)| {
        let asked = of.fields.enumerate().filter(|(_, field)| field.ty != Type::Date);
        asked.map(move |(field, _)| Declared::Field(record, field))
    });
    let parameters = model.parameters.ids().map(Declared::Parameter);
    let functions = model.functions.ids().map(Declared::Function);
    let categories = (0..model.categories.len()).map(|at| Declared::Category(CategoryId::new(at)));
    let all = records.chain(parameters).chain(functions).chain(categories);
    let unused = all.filter(|one| !used.contains(one));
    found.extend(unused.map(|one| Finding::of(FindingKind::Unused, one, &[])));
}

fn used(model: &Model) -> HashSet<Declared> {
    let mut used = HashSet::new();
    for (record, of) in model.records.enumerate() {
        let mut field = |id| _ = used.insert(Declared::Field(record, id));
        of.parent.iter().for_each(|(_, link)| field(*link));
        let register = of.register.iter();
        register.flat_map(|one| [Some(one.day), one.period]).flatten().for_each(&mut field);
        of.snapshot.iter().for_each(|day| field(*day));
        for shown in &of.shown {
            match shown {
                ShownValue::Field(id) => field(*id),
                ShownValue::Derived(_) | ShownValue::Inherited(_) => {}
            }
        }
        of.fields.enumerate().filter(|(_, one)| one.key).for_each(|(id, _)| field(id));
        // A range ties a field to others; to itself it is no use.
        for (own, of) in of.fields.enumerate() {
            of.range.iter().for_each(|range| {
                read(record, range, &mut |site| {
                    if site != Declared::Field(record, own) {
                        used.insert(site);
                    }
                })
            });
        }
    }
    model.exprs(&mut |record, whole| {
        read(record, whole, &mut |site| _ = used.insert(site));
    });
    for example in &model.examples {
        let record = model.blocks[example.block].record;
        let own = example.given.iter().map(|(field, _)| (record, *field));
        let rows = example
            .rows
            .iter()
            .flat_map(|of| of.rows.iter().flatten().map(|(field, _)| (of.record, *field)));
        used.extend(own.chain(rows).map(|(record, field)| Declared::Field(record, field)));
    }
    used.extend(categories(model).into_iter().map(Declared::Category));
    used
}

fn read(record: RecordId, whole: &Expr, each: &mut dyn FnMut(Declared)) {
    whole.within(&mut |expr| match &expr.kind {
        ExprKind::Field(id) => each(Declared::Field(record, *id)),
        ExprKind::Parameter(id, _) => each(Declared::Parameter(*id)),
        ExprKind::Script(id, _) => each(Declared::Function(*id)),
        _ => {}
    });
}

/// Categories that something has its values from, and those that these include.
fn categories(model: &Model) -> HashSet<CategoryId> {
    let records = model.records.iter().flat_map(|of| {
        of.fields.iter().map(|field| field.ty).chain(of.derived.iter().map(|one| one.ty))
    });
    let parameters = model.parameters.iter().map(|parameter| parameter.ty);
    let functions = model.functions.iter().flat_map(|function| {
        function.parameters.iter().map(|(_, ty)| *ty).chain([function.result])
    });
    let mut used: HashSet<CategoryId> = records
        .chain(parameters)
        .chain(functions)
        .filter_map(|ty| match ty {
            Type::Category(id) => Some(id),
            Type::Text | Type::Number(_) | Type::Date | Type::YesNo => None,
        })
        .collect();
    used.extend(model.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Scorecard(card) => card.grading.as_ref().map(|grading| grading.category),
        BlockKind::Eligibility(_) | BlockKind::Check(_) => None,
    }));
    let included = used.iter().filter_map(|id| model.categories.get(id.index()));
    let included: Vec<CategoryId> = included.flat_map(|one| one.included.clone()).collect();
    used.extend(included);
    used
}
