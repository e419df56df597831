//! Quotients that some record divides by zero. The language has no value for them, so that what
//! rests on one stays undecided for a record that lacks nothing.

use super::answers::{Ask, Quotient, Topic};
use super::finding::{Finding, FindingKind, Site};
use super::formula::Formula;
use super::of_type::{OfType, Shown};
use super::read::{Reader, Switches};
use super::rows::{Answer, Question};
use super::set::Region;
use super::witness::Replayed;
use super::zone::Zone;
use crate::eval::State;
use crate::model::{ClauseKind, DerivedKind, Expr, ExprId, ExprKind, RecordId};
use crate::plan::{BlockPlan, BlockPlanKind, ClausePlan, Op, Rows, Slot};
use crate::value::{Arith, Compare, Truth, Value};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// The most records that are run to see one that a quotient leaves undecided.
const MOST_TRIED: usize = 20;

/// Something that is decided by a slot: a table, a criterion, a clause, a guard, a cap.
struct Decided<'p> {
    site: Site,
    row: Option<usize>,
    slot: Slot,
    guards: &'p [Slot],
}

impl OfType<'_> {
    /// Quotients, each with a record that divides by zero there and is left undecided by it, in the
    /// first place where one is.
    pub fn quotients(&self, ask: &mut Ask<'_>) {
        let decided = self.decided();
        for (slot, divisor, expr) in self.divisions() {
            let resting = self.resting_on(slot);
            let decided: Vec<&Decided<'_>> =
                decided.iter().filter(|one| resting.contains(&one.slot)).collect();
            let places = decided.iter().map(|one| (one.site, one.row, one.slot, one.guards.into()));
            let (record, places) = (self.steps.record, places.collect());
            let quotient = Quotient { record, slot, divisor, expr, decided: places };
            ask(Topic::Quotient(Box::new(quotient)), &|found| {
                found.extend(decided.iter().find_map(|one| {
                    let (shown, zone) = self.undecided(one, slot, divisor, &resting);
                    let Shown::By(witness) = shown else { return None };
                    let rows: Vec<usize> = one.row.into_iter().collect();
                    let finding = Finding::of(FindingKind::Division, one.site, &rows);
                    let expr = Some((record, expr));
                    Some(Finding { expr, witnesses: vec![witness], zone, ..finding })
                }));
            });
        }
    }

    /// The quotients of the record type, each once: its slot, what it divides by, and where it
    /// first stands in the rules.
    fn divisions(&self) -> Vec<(Slot, Slot, ExprId)> {
        let (mut seen, mut all) = (HashSet::new(), Vec::new());
        self.model.exprs(&mut |record: RecordId, whole: &Expr| {
            if record != self.steps.record {
                return;
            }
            whole.within(&mut |expr| {
                let ExprKind::Arith(Arith::Div, ..) = expr.kind else { return };
                let Some(slot) = self.steps.slot(expr) else { return };
                if let Op::Arith(Arith::Div, _, divisor) = self.steps.steps[slot].op
                    && seen.insert(slot)
                {
                    all.push((slot, divisor, expr.id));
                }
            });
        });
        all
    }

    /// What is decided of a record: rows first, for they name what rests on a quotient best.
    fn decided(&self) -> Vec<Decided<'_>> {
        let record = self.steps.record;
        let derived = self.model.records[record].derived.enumerate();
        let mut all: Vec<Decided<'_>> = derived
            .filter(|(_, derived)| matches!(derived.kind, DerivedKind::Table { .. }))
            .filter_map(|(id, _)| {
                let slot = self.steps.derived.get(id.index())?.value?;
                Some(Decided { site: Site::Table(record, id), row: None, slot, guards: &[] })
            })
            .collect();
        for (id, block) in &self.steps.blocks {
            let BlockPlan { guards, kind, .. } = block;
            all.extend(guards.iter().enumerate().map(|(row, slot)| Decided {
                site: Site::Guards(*id),
                row: Some(row),
                slot: *slot,
                guards: &[],
            }));
            let of = |site, row, slot| Decided { site, row, slot, guards };
            match kind {
                BlockPlanKind::Scorecard(card) => {
                    let criteria = card.criteria.iter().enumerate();
                    all.extend(criteria.map(|(place, criterion)| {
                        of(Site::Criterion(*id, place), None, criterion.points)
                    }));
                    let caps = card.grading.iter().flat_map(|grading| &grading.caps).enumerate();
                    all.extend(caps.map(|(row, cap)| of(Site::Caps(*id), Some(row), *cap)));
                }
                BlockPlanKind::Clauses { clauses, .. } => {
                    let kinds = self.model.blocks[*id].clauses().iter();
                    for (row, (ClausePlan { condition, .. }, clause)) in
                        clauses.iter().zip(kinds).enumerate()
                    {
                        // What only draws attention is left out: nobody waits for it.
                        let decides = matches!(
                            clause.kind,
                            ClauseKind::Require | ClauseKind::Reject | ClauseKind::Refer
                        );
                        if decides && clause.timing.is_none() {
                            all.push(of(Site::Clauses(*id), Some(row), *condition));
                        }
                    }
                }
            }
        }
        all
    }

    /// The slots that rest on one, itself among them.
    fn resting_on(&self, slot: Slot) -> HashSet<Slot> {
        let mut resting = HashSet::from([slot]);
        for (own, step) in self.steps.steps.enumerate() {
            let mut rests = false;
            step.op.operands(&mut |operand| rests |= resting.contains(&operand));
            resting.extend(rests.then_some(own));
        }
        resting
    }

    /// A record for which what is decided stays open, because the quotient has no value, and all
    /// such records.
    fn undecided(
        &self,
        decided: &Decided<'_>,
        quotient: Slot,
        divisor: Slot,
        resting: &HashSet<Slot>,
    ) -> (Shown, Option<Zone>) {
        let mut reader = self.reader(Switches::AsSet);
        let guard = self.guard(&mut reader, decided.guards);
        // A record that lacks something waits for that.
        let given = reader.given(&reader.fields_of(decided.slot));
        let Some(by_zero) = reader.compared_with_zero(divisor, Compare::Equal) else {
            return (Shown::Undecided, None);
        };
        let known = HashMap::from([(quotient, by_zero)]);
        let mut opening = Opening { of: self, reader: &mut reader, quotient, resting, known };
        let open = opening.open(decided.slot);
        let question = Question::new(reader, &guard, &[Formula::and([given, open])]);
        let claim = |replayed: &Replayed| {
            let by_zero = matches!(replayed.value(divisor), Value::Num(by) if by.is_zero());
            by_zero
                && replayed.state(decided.slot) == State::Missing
                && self.is_open(replayed, decided.slot)
        };
        let shown = self.first_shown(&question, decided.guards, &claim);
        let zone = match shown {
            Shown::By(_) => question.zone_of_all(&[0]),
            Shown::Never | Shown::Undecided => None,
        };
        (shown, zone)
    }
}

impl OfType<'_> {
    /// The first record of the question that does what is claimed: of a table that allows one row
    /// many a record may be another matter, for two rows hold of it.
    fn first_shown(
        &self,
        question: &Question<'_>,
        guards: &[Slot],
        claim: &dyn Fn(&Replayed) -> bool,
    ) -> Shown {
        let mut known: Vec<Region> = Vec::new();
        loop {
            let answer = question.held_beside(&[0], &[], &known);
            let region = match &answer {
                Answer::Record(region, _) => Some(region.clone()),
                Answer::None(_) | Answer::Undecided => None,
            };
            let shown = self.shown(question, answer, guards, claim);
            match (&shown, region) {
                (Shown::Undecided, Some(region)) if known.len() < MOST_TRIED => known.push(region),
                (Shown::By(_) | Shown::Never | Shown::Undecided, _) => return shown,
            }
        }
    }

    /// Returns `true` if rows leave it open which of them holds, or it is no matter of rows: where
    /// none holds nothing is open, which is a gap.
    fn is_open(&self, replayed: &Replayed, slot: Slot) -> bool {
        let rows = match &self.steps.steps[slot].op {
            Op::Rows(_, rows) => rows,
            Op::Criterion(step) => &step.rows,
            _ => return true,
        };
        (0..rows.len()).any(|row| replayed.row(self.steps, rows, row) != Truth::False)
    }
}

/// Conditions on which slots have no value because one of them has none.
struct Opening<'o, 'm> {
    of: &'o OfType<'m>,
    reader: &'o mut Reader<'m>,
    quotient: Slot,
    resting: &'o HashSet<Slot>,
    known: HashMap<Slot, Rc<Formula>>,
}

impl Opening<'_, '_> {
    fn open(&mut self, slot: Slot) -> Rc<Formula> {
        if let Some(known) = self.known.get(&slot) {
            return Rc::clone(known);
        }
        let open = if self.resting.contains(&slot) {
            self.read(slot)
        } else {
            Rc::new(Formula::settled(false))
        };
        self.known.insert(slot, Rc::clone(&open));
        open
    }

    fn read(&mut self, slot: Slot) -> Rc<Formula> {
        let of = self.of;
        match &of.steps.steps[slot].op {
            Op::And(all) => self.among(all, true),
            Op::Or(all) => self.among(all, false),
            Op::Select(condition, then, otherwise) => {
                let asked = self.open(*condition);
                let holds = self.reader.truth(*condition);
                let then = Formula::and([Rc::clone(&holds), self.open(*then)]);
                let otherwise = Formula::and([Formula::not(holds), self.open(*otherwise)]);
                Formula::or([asked, then, otherwise])
            }
            Op::Rows(policy, rows) => self.rows(rows, policy.in_turn()),
            Op::Criterion(step) => self.rows(&step.rows, !step.sum),
            // A missing value is what is asked for, or told of in a place of its own.
            Op::IsMissing(_)
            | Op::Total(_)
            | Op::Grading(_)
            | Op::GradeValue(_)
            | Op::Verdict(_)
            | Op::IsVerdict(..)
            | Op::Periodic(_)
            | Op::NoPeriodYet(_)
            | Op::PeriodAsked(_)
            | Op::Event(..) => Rc::new(Formula::settled(false)),
            op @ (Op::Constant(_)
            | Op::Input(_)
            | Op::Checked(..)
            | Op::Aggregate(..)
            | Op::Previous(_)
            | Op::AsOf
            | Op::Today
            | Op::InView(..)
            | Op::Parameter(..)
            | Op::Negate(_)
            | Op::Arith(..)
            | Op::AddDays(..)
            | Op::AddMonths(..)
            | Op::DaysBetween(..)
            | Op::Compare(..)
            | Op::Not(_)
            | Op::Call(..)
            | Op::Script(..)
            | Op::PointsValue(_)
            | Op::Given(_)) => {
                let mut operands = Vec::new();
                op.operands(&mut |operand| operands.push(operand));
                let all: Vec<_> = operands.into_iter().map(|operand| self.open(operand)).collect();
                Formula::or(all)
            }
        }
    }

    /// A part is open, and none of the others settles the whole.
    fn among(&mut self, all: &[Slot], neutral: bool) -> Rc<Formula> {
        let each = |own: &Slot| {
            let others = all.iter().filter(|other| *other != own);
            let unsettled: Vec<_> =
                others.filter_map(|other| self.independent(*other, neutral)).collect();
            Formula::and(unsettled.into_iter().chain([self.open(*own)]))
        };
        let each: Vec<_> = all.iter().map(each).collect();
        Formula::or(each)
    }

    /// A row is open, or one that holds gives what is, and none before it holds.
    fn rows(&mut self, rows: &Rows, in_turn: bool) -> Rc<Formula> {
        let rows = match rows {
            Rows::Each(rows) => rows,
            Rows::By(lookup) => return self.open(lookup.subject),
        };
        let (mut before, mut all) = (Vec::new(), Vec::new());
        for row in rows {
            let gives = Formula::and([self.reader.truth(row.when), self.open(row.gives)]);
            let open = Formula::or([self.open(row.when), gives]);
            all.push(Formula::and(before.iter().cloned().chain([open])));
            if in_turn {
                before.extend(self.independent(row.when, false));
            }
        }
        Formula::or(all)
    }

    /// That a condition holds, or does not; `None` of one that rests on the quotient otherwise than
    /// by asking whether it is missing.
    fn independent(&mut self, slot: Slot, holds: bool) -> Option<Rc<Formula>> {
        let truth = if self.resting.contains(&slot) {
            Rc::new(Formula::settled(self.asks_for_it(slot)?))
        } else {
            self.reader.truth(slot)
        };
        Some(if holds { truth } else { Formula::not(truth) })
    }

    /// The truth of a condition that asks whether the quotient is missing, where it is.
    fn asks_for_it(&self, slot: Slot) -> Option<bool> {
        match self.of.steps.steps[slot].op {
            Op::IsMissing(of) => (of == self.quotient).then_some(true),
            Op::Not(inner) => self.asks_for_it(inner).map(|holds| !holds),
            _ => None,
        }
    }
}
