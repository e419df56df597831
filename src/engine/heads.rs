//! Decisions whose details wait: what lanes know of a record is their outcome, and its details are
//! made when they are read.

use super::shared::Shared;
use crate::eval::lanes::{self, Lanes, Outcomes};
use crate::eval::{Context, Status, Worker};
use crate::explain::decision::{Decision, Lazy, Reopen};
use crate::explain::{Head, Stated};
use crate::model::BlockId;
use crate::plan::BlockPlan;
use crate::table::Inputs;
use crate::value::{Date, Num};
use std::ops::Range;
use std::sync::Arc;

/// The blocks that are asked of a batch's records, being decided stretch by stretch.
pub(super) struct Heads<'b> {
    batch: &'b Arc<Shared>,
    blocks: Vec<Asked<'b>>,
    worker: Worker<'b>,
    /// The day that the lanes are of.
    day: Option<Option<Date>>,
}

struct Asked<'b> {
    id: BlockId,
    plan: &'b BlockPlan,
    head: Head,
    lanes: Option<Lanes<'b>>,
}

impl<'b> Heads<'b> {
    /// None where decisions are made whole: of records without blocks, and of those whose cells are
    /// not kept.
    pub fn of(batch: &'b Arc<Shared>) -> Option<Heads<'b>> {
        let plan = batch.rules.plan().record(batch.set.record)?;
        if plan.blocks.is_empty() || batch.set.reading.again.is_some() {
            return None;
        }
        let asked = plan.blocks.iter().filter(|(id, _)| batch.asked.wants_block(*id));
        let blocks = asked.map(|(id, plan)| Asked {
            id: *id,
            plan,
            head: batch.rules.head(batch.set.record, *id, batch.lang),
            lanes: None,
        });
        let worker = Worker::new(batch.rules.plan(), batch.set.record)?;
        Some(Heads { batch, blocks: blocks.collect(), worker, day: None })
    }

    /// Decides records of one day.
    pub fn decide(&mut self, rows: Range<usize>) -> Vec<Decision> {
        let Heads { batch, blocks, worker, day } = self;
        let (rules, table) = (&batch.rules, &batch.set.reading.table);
        let of_day = batch.day(rows.start);
        let context = rules.context(of_day);
        if *day != Some(of_day) && rows.len() >= lanes::WORTH {
            *day = Some(of_day);
            for block in blocks.iter_mut() {
                block.lanes = Lanes::new(rules.plan(), table, block.id, &context);
            }
        }
        let in_lanes = *day == Some(of_day);
        let asked: Vec<_> = blocks
            .iter_mut()
            .map(|Asked { id, plan, head, lanes }| {
                let lanes = lanes.as_mut().filter(|_| in_lanes);
                (*id, *plan, &*head, lanes.map(|lanes| lanes.run(rows.clone())))
            })
            .collect();
        let mut frames = Frames { worker, table, context, rows: rows.clone(), of: None };
        let mut decisions = Vec::with_capacity(rows.len() * asked.len());
        for place in rows.clone() {
            let key = batch.key(place);
            for (id, plan, head, outcomes) in &asked {
                if !batch.wants(place, *id) {
                    continue;
                }
                let known = outcomes.as_ref().and_then(|of| stated(of, place - rows.start));
                let stated = known.unwrap_or_else(|| frames.stated(plan, place));
                let details = Lazy::of(Arc::clone(batch) as Arc<dyn Reopen>, place, *id);
                decisions.push(head.decision(&key, of_day, stated, details));
            }
        }
        decisions
    }
}

/// Outcomes, by the general evaluator, of records that lanes say nothing of.
struct Frames<'f, 'b> {
    worker: &'f mut Worker<'b>,
    table: &'b Inputs,
    context: Context<'b>,
    rows: Range<usize>,
    /// The records that were evaluated last.
    of: Option<Range<usize>>,
}

impl Frames<'_, '_> {
    fn stated(&mut self, plan: &BlockPlan, place: usize) -> Stated {
        let known = self.of.clone().filter(|of| of.contains(&place));
        let of = known.unwrap_or_else(|| {
            // One after another, ever more are evaluated together.
            let follows = self.of.as_ref().filter(|of| of.end == place);
            let count = follows.map_or(1, |of| 2 * of.len());
            let of = place..(place + count).min(self.rows.end);
            self.worker.run(self.table, of.clone(), &self.context);
            of
        });
        let stated = Stated::of_frame(self.worker.frame(), plan, place - of.start);
        self.of = Some(of);
        stated
    }
}

/// Outcome that lanes have of a record; none of one that left them.
fn stated(outcomes: &Outcomes<'_>, row: usize) -> Option<Stated> {
    if outcomes.left().get(row) != Some(&0) {
        return None;
    }
    if outcomes.applies().get(row) != Some(&1) {
        return Some(Stated { status: Status::NotApplicable, points: None, verdict: None });
    }
    let at = |lane: &[u32]| lane.get(row).copied();
    let status = Status::Decided;
    match outcomes.scorecard() {
        Some(scorecard) => {
            let points = scorecard.points.get(row).copied().unwrap_or_default();
            let points = Some(Num::of_decimals(points, scorecard.decimals));
            Some(Stated { status, points, verdict: scorecard.grades.and_then(at) })
        }
        None => Some(Stated { status, points: None, verdict: outcomes.verdicts().and_then(at) }),
    }
}
