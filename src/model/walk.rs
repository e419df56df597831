//! Every expression of a model, each with the record type whose values it reads.

use super::{Aggregate, ExpectationKind, Expr, Inherited, Model, RecordId};

impl Model {
    /// Hands over every expression of the rules but the ranges of fields, whole: those of record
    /// types, blocks and targets, and what examples expect.
    pub fn exprs<'m>(&'m self, each: &mut dyn FnMut(RecordId, &'m Expr)) {
        for (id, record) in self.records.enumerate() {
            record.derived.iter().for_each(|derived| derived.exprs(&mut |expr| each(id, expr)));
            record.impossible.iter().for_each(|never| each(id, &never.condition));
            record.previous.iter().for_each(|previous| each(id, &previous.value));
            for Inherited { owner, value, .. } in &record.inherited {
                each(*owner, value);
            }
            if let (Some((parent, _)), Some(complete)) = (record.parent, &record.complete) {
                each(parent, &complete.condition);
            }
        }
        for block in self.blocks.iter() {
            block.exprs(&mut |expr| each(block.record, expr));
        }
        for aggregate in self.aggregates.iter().filter(|aggregate| !aggregate.of_targets) {
            aggregate.exprs(&mut |expr| each(aggregate.over, expr));
        }
        for periodic in self.periodics.iter() {
            periodic.exprs(&mut |expr| each(periodic.record, expr));
        }
        for event in self.events.iter() {
            event.exprs(&mut |expr| each(event.record, expr));
        }
        self.exprs_of_targets(each);
        for example in &self.examples {
            let record = self.blocks[example.block].record;
            for expected in &example.expected {
                if let ExpectationKind::Condition(condition) = &expected.kind {
                    each(record, condition);
                }
            }
        }
    }

    /// Hands over every expression of targets, whole, with what they read of records alone.
    pub fn exprs_of_targets<'m>(&'m self, each: &mut dyn FnMut(RecordId, &'m Expr)) {
        for targets in self.targets.iter() {
            targets.by.iter().for_each(|by| each(targets.by_record, by));
            targets.indicators.iter().for_each(|one| each(targets.record, &one.formula));
            targets.bounds().for_each(|bound| each(targets.record, &bound.limit));
        }
        for aggregate in self.aggregates.iter().filter(|aggregate| aggregate.of_targets) {
            aggregate.exprs(&mut |expr| each(aggregate.over, expr));
        }
    }
}

impl Aggregate {
    fn exprs<'a>(&'a self, each: &mut dyn FnMut(&'a Expr)) {
        self.value.iter().chain(&self.filter).for_each(each);
    }
}

impl Expr {
    /// Hands over the expression itself and each within it.
    pub fn within<'e>(&'e self, each: &mut dyn FnMut(&'e Expr)) {
        each(self);
        self.children(&mut |child| child.within(each));
    }
}
