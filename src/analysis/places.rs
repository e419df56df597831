//! The sites of rules, and the places of their rows, caps and clauses.

use super::Site;
use crate::model::{
    BlockId, BlockKind, DerivedKind, Expr, Grading, Model, RecordId, Row, Scorecard,
};
use crate::source::Span;

impl Site {
    /// Everything that decides something: the tables of each record type in their order, then the
    /// parts of each block, guards first.
    pub(crate) fn all(model: &Model) -> Vec<Site> {
        let mut all = Vec::new();
        for (record, of) in model.records.enumerate() {
            let tables = of.derived.enumerate().filter(|(_, derived)| match derived.kind {
                DerivedKind::Table { .. } => true,
                DerivedKind::Formula(_) => false,
            });
            all.extend(tables.map(|(id, _)| Site::Table(record, id)));
        }
        for (id, block) in model.blocks.enumerate() {
            all.push(Site::Guards(id));
            match &block.kind {
                BlockKind::Scorecard(card) => {
                    all.extend((0..card.criteria.len()).map(|place| Site::Criterion(id, place)));
                    all.extend([Site::Grades(id), Site::Caps(id)]);
                }
                BlockKind::Eligibility(_) | BlockKind::Check(_) => all.push(Site::Clauses(id)),
            }
        }
        all
    }

    /// Record type whose records are decided there.
    pub(crate) fn record(self, model: &Model) -> RecordId {
        match self {
            Site::Table(record, _) => record,
            Site::Criterion(block, _)
            | Site::Grades(block)
            | Site::Caps(block)
            | Site::Clauses(block)
            | Site::Guards(block) => model.blocks[block].record,
        }
    }

    /// Places of its rows, caps, clauses or guards, in the order written.
    pub(crate) fn places(self, model: &Model) -> Vec<Span> {
        let of_rows = |rows: &[Row]| rows.iter().map(|row| row.span).collect();
        match self {
            Site::Table(record, derived) => match &model.records[record].derived[derived].kind {
                DerivedKind::Table { rows, .. } => of_rows(rows),
                DerivedKind::Formula(_) => Vec::new(),
            },
            Site::Criterion(block, place) => card(model, block)
                .and_then(|card| card.criteria.get(place))
                .map_or_else(Vec::new, |criterion| of_rows(&criterion.rows)),
            Site::Grades(block) => {
                grading(model, block).map_or_else(Vec::new, |grading| of_rows(&grading.rows))
            }
            Site::Caps(block) => grading(model, block)
                .map_or_else(Vec::new, |grading| grading.caps.iter().map(|cap| cap.span).collect()),
            Site::Clauses(block) => {
                model.blocks[block].clauses().iter().map(|clause| clause.span).collect()
            }
            Site::Guards(block) => {
                model.blocks[block].guards.iter().map(|guard| guard.span).collect()
            }
        }
    }
}

impl Site {
    /// Hands over each expression that decides there, whole; not those of clauses that ask periods
    /// or days.
    pub(crate) fn exprs<'m>(self, model: &'m Model, each: &mut dyn FnMut(&'m Expr)) {
        let rows = |rows: &'m [Row], each: &mut dyn FnMut(&'m Expr)| {
            rows.iter().flat_map(|row| row.when.iter().chain([&row.gives])).for_each(each);
        };
        match self {
            Site::Table(record, derived) => match &model.records[record].derived[derived].kind {
                DerivedKind::Table { rows: of, .. } => rows(of, each),
                DerivedKind::Formula(formula) => each(formula),
            },
            Site::Criterion(block, place) => {
                if let Some(criterion) =
                    card(model, block).and_then(|card| card.criteria.get(place))
                {
                    criterion.subject.iter().for_each(&mut *each);
                    rows(&criterion.rows, each);
                }
            }
            Site::Grades(block) => {
                grading(model, block).into_iter().for_each(|grading| rows(&grading.rows, each));
            }
            Site::Caps(block) => {
                let caps = grading(model, block).into_iter().flat_map(|grading| &grading.caps);
                caps.for_each(|cap| each(&cap.condition));
            }
            Site::Clauses(block) => {
                let clauses = model.blocks[block].clauses().iter();
                clauses.filter(|one| one.timing.is_none()).for_each(|one| each(&one.condition));
            }
            Site::Guards(block) => model.blocks[block].guards.iter().for_each(each),
        }
    }
}

fn card(model: &Model, block: BlockId) -> Option<&Scorecard> {
    match &model.blocks[block].kind {
        BlockKind::Scorecard(card) => Some(card),
        BlockKind::Eligibility(_) | BlockKind::Check(_) => None,
    }
}

fn grading(model: &Model, block: BlockId) -> Option<&Grading> {
    card(model, block)?.grading.as_ref()
}
