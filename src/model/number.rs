//! Names every expression of a model.

use super::{
    BlockKind, Criterion, DerivedKind, Event, ExpectationKind, Expr, ExprId, Grading, Inherited,
    Model, Periodic, RecordId, Row, Timing,
};

impl Model {
    /// Gives every expression its own id, counted within the record type whose values it reads and
    /// in the order in which a model holds its parts. Checking ends with it; who builds a model
    /// by hand ends with it too.
    pub fn number(&mut self) {
        let mut counters = Counters { next: vec![0; self.records.len()] };
        self.number_records(&mut counters);
        for block in self.blocks.iter_mut() {
            let mut each = |expr: &mut Expr| counters.name(block.record, expr);
            block.guards.iter_mut().for_each(&mut each);
            number_block(&mut block.kind, &mut each);
        }
        for aggregate in self.aggregates.iter_mut() {
            aggregate
                .value
                .iter_mut()
                .chain(&mut aggregate.filter)
                .for_each(|expr| counters.name(aggregate.over, expr));
        }
        for periodic in self.periodics.iter_mut() {
            let Periodic { record, between, condition, .. } = periodic;
            let ends = between.iter_mut().flat_map(|(from, to)| [from, to]);
            ends.chain([condition]).for_each(|expr| counters.name(*record, expr));
        }
        for event in self.events.iter_mut() {
            let Event { record, since, condition, .. } = event;
            since.iter_mut().chain([condition]).for_each(|expr| counters.name(*record, expr));
        }
        for targets in self.targets.iter_mut() {
            targets.by.iter_mut().for_each(|by| counters.name(targets.by_record, by));
            let formulas = targets.indicators.iter_mut().map(|indicator| &mut indicator.formula);
            formulas.for_each(|expr| counters.name(targets.record, expr));
            let record = targets.record;
            targets.bounds_mut().for_each(|bound| counters.name(record, &mut bound.limit));
        }
        let blocks = &self.blocks;
        for example in &mut self.examples {
            for expected in &mut example.expected {
                if let ExpectationKind::Condition(condition) = &mut expected.kind {
                    counters.name(blocks[example.block].record, condition);
                }
            }
        }
    }

    fn number_records(&mut self, counters: &mut Counters) {
        let ids: Vec<RecordId> = self.records.ids().collect();
        for (id, record) in ids.into_iter().zip(self.records.iter_mut()) {
            let mut each = |expr: &mut Expr| counters.name(id, expr);
            for field in record.fields.iter_mut() {
                field.range.iter_mut().for_each(&mut each);
                field.domain.iter_mut().for_each(|domain| domain.values_mut(&mut each));
                field.step.iter_mut().for_each(|step| each(&mut step.holds));
            }
            for derived in record.derived.iter_mut() {
                match &mut derived.kind {
                    DerivedKind::Formula(formula) => each(formula),
                    DerivedKind::Table { rows, .. } => number_rows(rows, &mut each),
                }
            }
            record.impossible.iter_mut().for_each(|never| each(&mut never.condition));
            record.previous.iter_mut().for_each(|previous| each(&mut previous.value));
            for Inherited { owner, value, .. } in &mut record.inherited {
                counters.name(*owner, value);
            }
            if let (Some((parent, _)), Some(complete)) = (record.parent, &mut record.complete) {
                counters.name(parent, &mut complete.condition);
            }
        }
    }
}

/// The next id of each record type.
struct Counters {
    next: Vec<usize>,
}

impl Counters {
    fn name(&mut self, record: RecordId, expr: &mut Expr) {
        if let Some(next) = self.next.get_mut(record.index()) {
            name(next, expr);
        }
    }
}

fn name(next: &mut usize, expr: &mut Expr) {
    expr.id = ExprId::new(*next);
    *next += 1;
    expr.children_mut(&mut |child| name(next, child));
}

fn number_block(kind: &mut BlockKind, each: &mut impl FnMut(&mut Expr)) {
    match kind {
        BlockKind::Scorecard(card) => {
            for Criterion { subject, rows, .. } in &mut card.criteria {
                subject.iter_mut().for_each(&mut *each);
                number_rows(rows, each);
            }
            if let Some(Grading { rows, caps, .. }) = &mut card.grading {
                number_rows(rows, each);
                caps.iter_mut().for_each(|cap| each(&mut cap.condition));
            }
        }
        BlockKind::Eligibility(clauses) | BlockKind::Check(clauses) => {
            for clause in clauses {
                each(&mut clause.condition);
                if let Some(Timing::Due(due)) = &mut clause.timing {
                    due.exprs_mut(&mut |expr| each(expr));
                }
            }
        }
    }
}

fn number_rows(rows: &mut [Row], each: &mut impl FnMut(&mut Expr)) {
    for row in rows {
        row.when.iter_mut().for_each(&mut *each);
        each(&mut row.gives);
    }
}
