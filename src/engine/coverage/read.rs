//! What each line of the rules did for one record, read off its worksheet.

use crate::analysis::Site;
use crate::choices::{ClauseKind, Combination};
use crate::eval::{Frame, MatchedRow, truths_of};
use crate::explain::ConditionKind;
use crate::model::{BlockId, BlockKind, DerivedKind, Model, RestsOn};
use crate::plan::{BlockPlanKind, ClausePlan, RecordPlan, Rows, ScorecardPlan, Slot};
use crate::value::Truth;

/// Part that a line played for one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Did {
    /// It decided: a row that gave the result, a condition that fired, a guard that held.
    Decide,
    /// The row held, while one that goes before it was undecided.
    HoldBehind,
    /// The condition did not fire, the guard did not hold.
    ShowOther,
}

/// A record with its worksheet.
pub(super) struct Seen<'r> {
    pub model: &'r Model,
    pub steps: &'r RecordPlan,
    pub frame: &'r Frame,
    pub row: usize,
}

impl Seen<'_> {
    /// Returns `true` if what rests on these asks a site of this record: of a block that does not
    /// apply, its guards alone.
    pub fn asks(&self, site: Site, rests_on: &RestsOn) -> bool {
        match site {
            Site::Table(record, id) => rests_on.derived.contains(&(record, id)),
            Site::Guards(block) => rests_on.blocks.contains(&block),
            Site::Criterion(block, _)
            | Site::Grades(block)
            | Site::Caps(block)
            | Site::Clauses(block) => {
                let plan = self.steps.block(block);
                rests_on.blocks.contains(&block)
                    && plan.is_some_and(|plan| self.truth(plan.applies) == Truth::True)
            }
        }
    }

    fn truth(&self, slot: Slot) -> Truth {
        self.frame.truth(slot, self.row)
    }

    /// Parts that the lines of a site played, by their places; `None`: none.
    pub fn did(&self, site: Site) -> Vec<Option<Did>> {
        self.read(site).unwrap_or_default()
    }

    fn read(&self, site: Site) -> Option<Vec<Option<Did>>> {
        Some(match site {
            Site::Table(record, id) => match &self.model.records[record].derived[id].kind {
                DerivedKind::Table { policy, .. } => {
                    let how = match policy.combination() {
                        Combination::One if policy.in_turn() => Taken::InTurn,
                        Combination::One => Taken::Alone,
                        Combination::Sum | Combination::List => Taken::Each,
                    };
                    how.rows(self.truths(&self.steps.derived.get(id.index())?.rows))
                }
                DerivedKind::Formula(_) => Vec::new(),
            },
            Site::Criterion(block, place) => {
                let BlockKind::Scorecard(model) = &self.model.blocks[block].kind else {
                    return None;
                };
                let sum = model.criteria.get(place)?.sum;
                let how = if sum { Taken::Each } else { Taken::InTurn };
                how.rows(self.truths(&self.card(block)?.criteria.get(place)?.rows))
            }
            Site::Grades(block) => self.grades(block)?,
            Site::Caps(block) => {
                let caps = self.card(block)?.grading.as_ref()?.caps.iter();
                caps.map(|slot| condition(self.truth(*slot), Truth::True)).collect()
            }
            Site::Guards(block) => {
                let guards = self.steps.block(block)?.guards.iter();
                guards.map(|slot| condition(self.truth(*slot), Truth::True)).collect()
            }
            Site::Clauses(block) => {
                let BlockPlanKind::Clauses { clauses, .. } = &self.steps.block(block)?.kind else {
                    return None;
                };
                let kinds = self.model.blocks[block].clauses().iter().map(|clause| clause.kind);
                clauses.iter().zip(kinds).map(|(plan, kind)| self.clause(plan, kind)).collect()
            }
        })
    }

    fn truths(&self, rows: &Rows) -> Vec<Truth> {
        let truth = truths_of(self.steps, self.frame, self.row, rows);
        (0..rows.len()).map(truth).collect()
    }

    fn card(&self, block: BlockId) -> Option<&ScorecardPlan> {
        match &self.steps.block(block)?.kind {
            BlockPlanKind::Scorecard(card) => Some(card),
            BlockPlanKind::Clauses { .. } => None,
        }
    }

    /// The row that gave the grade before caps is settled even of a total that is not one number,
    /// where every total in its range leads there.
    fn grades(&self, block: BlockId) -> Option<Vec<Option<Did>>> {
        let grading = self.card(block)?.grading.as_ref()?;
        let rows = 0..grading.rows.len();
        Some(match self.frame.grades(grading.grades, self.row).held {
            MatchedRow::Row(held) => {
                rows.map(|row| (row == held as usize).then_some(Did::Decide)).collect()
            }
            MatchedRow::None | MatchedRow::Undecided | MatchedRow::Several => {
                Taken::InTurn.rows(grading.rows.iter().map(|slot| self.truth(*slot)).collect())
            }
        })
    }

    /// A clause that another year's pack asks, or that is not due yet, does nothing.
    fn clause(&self, plan: &ClausePlan, kind: ClauseKind) -> Option<Did> {
        let idle = plan.own.is_some_and(|slot| self.truth(slot) == Truth::False)
            || plan.not_due.is_some_and(|slot| self.truth(slot) == Truth::True);
        let fired =
            if ConditionKind::Clause(kind).fires(Truth::True) { Truth::True } else { Truth::False };
        if idle { None } else { condition(self.truth(plan.condition), fired) }
    }
}

/// Part that a condition played which fires where its truth is this.
fn condition(truth: Truth, fired: Truth) -> Option<Did> {
    match truth {
        Truth::True | Truth::False if truth == fired => Some(Did::Decide),
        Truth::True | Truth::False => Some(Did::ShowOther),
        Truth::Missing | Truth::Fault => None,
    }
}

/// How the rows of a table or criterion that hold make its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    /// The first that holds.
    InTurn,
    /// The only one that holds.
    Alone,
    /// Each one that holds.
    Each,
}

impl Taken {
    /// What rows did whose conditions are so.
    fn rows(self, truths: Vec<Truth>) -> Vec<Option<Did>> {
        let holds = |truth: &Truth| *truth == Truth::True;
        let is_open = |truth: &Truth| *truth == Truth::Missing;
        let mut did = vec![None; truths.len()];
        let (decides, before) = match self {
            Taken::Each => {
                return truths.iter().map(|truth| holds(truth).then_some(Did::Decide)).collect();
            }
            // A fault above a row leaves nothing to it.
            Taken::InTurn => {
                let end = truths.iter().position(|truth| holds(truth) || *truth == Truth::Fault);
                (end.filter(|end| truths.get(*end).is_some_and(holds)), end)
            }
            Taken::Alone => {
                let mut holding = (0..).zip(&truths).filter(|(_, truth)| holds(truth));
                let only = holding.next().filter(|_| holding.next().is_none());
                let faulty = truths.contains(&Truth::Fault);
                (only.map(|(place, _)| place).filter(|_| !faulty), Some(truths.len()))
            }
        };
        let open = truths.iter().take(before.unwrap_or(0)).any(is_open);
        if let Some(row) = decides.and_then(|place: usize| did.get_mut(place)) {
            *row = Some(if open { Did::HoldBehind } else { Did::Decide });
        }
        did
    }
}
