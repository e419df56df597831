//! Rows and conditions that no record comes to: none at all, or none as the parameters of the pack
//! are set, which rules provide for on purpose.

use super::Site;
use super::formula::Formula;
use super::read::{Reader, Switches};
use super::rows::{Answer, Question};
use super::search::Budget;
use crate::model::{BlockId, BlockKind, DerivedKind, Model};
use crate::plan::{BlockPlanKind, GradingPlan, Kind, Op, Plan, RecordPlan, Rows, Slot};
use std::collections::HashSet;
use std::rc::Rc;

/// A row or condition of a site, by its place, and which way it is to come out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side {
    /// Place of the row, cap, clause or guard.
    pub place: usize,
    /// `true`: it holds; of rows that are tried in turn, before any other does.
    pub holds: bool,
}

/// Reach of a side: which records show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Some record, or it is not known that none does.
    Open,
    /// None as the parameters are set, which is proved; with others some may.
    SwitchedOff,
    /// None, whatever the parameters, which is proved.
    Never,
}

/// Reach of some sides of a site, in their order.
pub fn reach(model: &Model, plan: &Plan, site: Site, sides: &[Side]) -> Vec<Reach> {
    let Some(steps) = plan.record(site.record(model)).filter(|_| !sides.is_empty()) else {
        return vec![Reach::Open; sides.len()];
    };
    let asked = Asked { model, plan, steps, budget: Budget::default() };
    let lines = asked.lines(site);
    if let Some(Lines::Rows(rows, _)) = &lines
        && (rows.len() > MOST_ROWS || !asked.reads_switch(site, rows))
    {
        return vec![Reach::Open; sides.len()];
    }
    let as_set = asked.never(site, &lines, sides, Switches::AsSet);
    if !as_set.contains(&true) {
        return vec![Reach::Open; sides.len()];
    }
    let whatever = asked.never(site, &lines, sides, Switches::Open);
    let each = as_set.into_iter().zip(whatever);
    each.map(|never| match never {
        (false, _) => Reach::Open,
        (true, false) => Reach::SwitchedOff,
        (true, true) => Reach::Never,
    })
    .collect()
}

/// Rows of one table that are asked each against those before it.
const MOST_ROWS: usize = 4_000;

struct Asked<'m> {
    model: &'m Model,
    plan: &'m Plan,
    steps: &'m RecordPlan,
    budget: Budget,
}

/// What is asked at a site.
enum Lines<'m> {
    /// Rows, and whether they are tried in turn.
    Rows(&'m Rows, bool),
    /// Conditions that are asked each for itself.
    Conditions(Vec<Slot>),
}

impl<'m> Asked<'m> {
    fn never(
        &self,
        site: Site,
        lines: &Option<Lines<'_>>,
        sides: &[Side],
        switches: Switches,
    ) -> Vec<bool> {
        let guards = self.guards(site);
        let question = |rows: &dyn Fn(&mut Reader<'_>) -> Vec<Rc<Formula>>| {
            let mut reader = Reader::new(self.model, self.plan, self.steps, switches, &self.budget);
            let all: Vec<_> = guards.iter().map(|guard| reader.truth(*guard)).collect();
            let (guard, rows) = (Formula::and(all), rows(&mut reader));
            Question::new(reader, &guard, &rows)
        };
        let none = |answer| matches!(answer, Answer::None(_));
        if none(question(&|_| Vec::new()).applies()) {
            return vec![true; sides.len()];
        }
        match lines {
            None => vec![false; sides.len()],
            Some(Lines::Rows(rows, in_turn)) => {
                let asked = question(&|reader| reader.rows(rows));
                let first =
                    |place| if *in_turn { asked.first(place, &[]) } else { asked.holds(place) };
                sides.iter().map(|side| none(first(side.place))).collect()
            }
            Some(Lines::Conditions(slots)) => {
                let never = |side: &Side| {
                    let slot = *slots.get(side.place)?;
                    let asked = question(&|reader| vec![reader.truth(slot)]);
                    Some(none(if side.holds { asked.holds(0) } else { asked.fails(0) }))
                };
                sides.iter().map(|side| never(side).unwrap_or(false)).collect()
            }
        }
    }

    /// Returns `true` if rows, or the guards before them, read a parameter that is no number: else
    /// nothing switches one off.
    fn reads_switch(&self, site: Site, rows: &Rows) -> bool {
        let mut left: Vec<Slot> = self.guards(site).to_vec();
        match rows {
            Rows::Each(rows) => left.extend(rows.iter().map(|row| row.when)),
            Rows::By(lookup) => left.push(lookup.subject),
        }
        let mut seen: HashSet<Slot> = HashSet::new();
        while let Some(slot) = left.pop() {
            let step = &self.steps.steps[slot];
            let is_number = matches!(step.kind, Kind::Number | Kind::Date);
            if let Op::Parameter(..) = step.op
                && !is_number
            {
                return true;
            }
            if seen.insert(slot) {
                step.op.operands(&mut |operand| left.push(operand));
            }
        }
        false
    }

    /// Conditions without which a site is not asked.
    fn guards(&self, site: Site) -> &[Slot] {
        match site {
            Site::Table(..) | Site::Guards(_) => &[],
            Site::Criterion(block, _)
            | Site::Grades(block)
            | Site::Caps(block)
            | Site::Clauses(block) => {
                self.steps.block(block).map_or(&[], |block| block.guards.as_slice())
            }
        }
    }

    /// `None` of thresholds, which ask for points: what no total leads to is not told here.
    fn lines(&self, site: Site) -> Option<Lines<'_>> {
        Some(match site {
            Site::Table(record, id) => match &self.model.records[record].derived[id].kind {
                DerivedKind::Table { policy, .. } => {
                    Lines::Rows(&self.steps.derived.get(id.index())?.rows, policy.in_turn())
                }
                DerivedKind::Formula(_) => return None,
            },
            Site::Criterion(block, place) => {
                let BlockKind::Scorecard(card) = &self.model.blocks[block].kind else {
                    return None;
                };
                let BlockPlanKind::Scorecard(plan) = &self.steps.block(block)?.kind else {
                    return None;
                };
                Lines::Rows(&plan.criteria.get(place)?.rows, !card.criteria.get(place)?.sum)
            }
            Site::Grades(_) => return None,
            Site::Caps(block) => Lines::Conditions(self.grading(block)?.caps.clone()),
            Site::Guards(block) => Lines::Conditions(self.steps.block(block)?.guards.clone()),
            Site::Clauses(block) => match &self.steps.block(block)?.kind {
                BlockPlanKind::Clauses { clauses, .. } => {
                    Lines::Conditions(clauses.iter().map(|clause| clause.condition).collect())
                }
                BlockPlanKind::Scorecard(_) => return None,
            },
        })
    }

    fn grading(&self, block: BlockId) -> Option<&GradingPlan> {
        match &self.steps.block(block)?.kind {
            BlockPlanKind::Scorecard(card) => card.grading.as_ref(),
            BlockPlanKind::Clauses { .. } => None,
        }
    }
}
