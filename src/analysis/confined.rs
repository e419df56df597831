//! Confined records: whatever the fields that may change come to, by their marks, the result is no
//! better.
//!
//! All records of a better result are boxes. A record can only come into one if on every axis it
//! can come to a place of the box: on one of fixed fields it has to be there, on one that only
//! rises below, on any other anywhere. So each box, let out on every axis, holds all records that
//! can come into it, and a record beyond all of them is confined, which is proved like any gap.

use super::formula::Formula;
use super::linear::{Linear, VariableId};
use super::of_type::{OfType, Shown};
use super::read::Switches;
use super::rows::{Answer, Question, among};
use super::search::Budget;
use super::set::{MISSING, Region, Set};
use super::settle::Values;
use super::space::{Axis, Measure, Source, Space};
use super::system::Between;
use super::totals::{Reached, Totals};
use super::witness::{Replayed, Witness};
use super::zone::Zone;
use crate::choices::Change;
use crate::eval::Functions;
use crate::model::{BlockId, BlockKind, ClauseKind, Field, Grading, Model, Verdict};
use crate::plan::{BlockPlan, BlockPlanKind, Plan, ScorecardPlan, Slot};
use crate::value::{Type, Value};
use std::rc::Rc;

/// Records that no permitted change lifts above a result.
#[derive(Clone, Debug)]
pub struct Confined {
    /// Block that decides them.
    pub block: BlockId,
    /// Result that is the best they can come to.
    pub held: Held,
    /// Record of that result, which was run.
    pub witness: Witness,
    /// All records that cannot come to a better one; `None` of too many parts.
    pub zone: Option<Zone>,
}

/// Result above which records cannot come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// A grade, by its number.
    Grade(u32),
    /// A verdict of clauses.
    Verdict(Verdict),
}

/// Records that are tried for one result.
const MOST_TRIED: usize = 6;

/// Looks for records that no permitted change lifts, in every block. What is told is proved;
/// silence says nothing.
pub fn confined(model: &Model, plan: &Plan, functions: &dyn Functions) -> Vec<Confined> {
    let (mut found, budget) = (Vec::new(), Budget::default());
    for steps in &plan.records {
        let budget = &budget;
        let of_type = OfType { model, plan, steps, functions, budget, regions: true };
        for (id, block) in &steps.blocks {
            match &block.kind {
                BlockPlanKind::Scorecard(card) => {
                    of_type.confined_grades(*id, block, card, &mut found);
                }
                BlockPlanKind::Clauses { verdict, .. } => {
                    for held in [Verdict::Rejected, Verdict::ToReview] {
                        let one = of_type.confined_verdict(*id, block, *verdict, held);
                        found.extend(one);
                    }
                }
            }
        }
    }
    found
}

impl OfType<'_> {
    /// Records that stay rejected, or to be reviewed.
    fn confined_verdict(
        &self,
        id: BlockId,
        block: &BlockPlan,
        slot: Slot,
        held: Verdict,
    ) -> Option<Confined> {
        let BlockPlanKind::Clauses { clauses, .. } = &block.kind else { return None };
        let mut reader = self.reader(Switches::AsSet);
        let guard = self.guard(&mut reader, &block.guards);
        let of = self.model.blocks[id].clauses().iter().zip(clauses);
        // What periods and deadlines ask besides makes no result better.
        let asked = of.filter(|(clause, _)| clause.timing.is_none());
        let asked = asked.filter_map(|(clause, plan)| match clause.kind {
            ClauseKind::Require => Some((clause.kind, reader.truth(plan.condition))),
            ClauseKind::Reject => Some((clause.kind, Formula::not(reader.truth(plan.condition)))),
            ClauseKind::Refer if held == Verdict::ToReview => {
                Some((clause.kind, Formula::not(reader.truth(plan.condition))))
            }
            ClauseKind::Refer
            | ClauseKind::Warn
            | ClauseKind::Prefer
            | ClauseKind::Applies
            | ClauseKind::Due => None,
        });
        let (met, free): (Vec<_>, Vec<_>) = asked.partition(|(kind, _)| *kind != ClauseKind::Refer);
        let formulas =
            |all: Vec<(ClauseKind, Rc<Formula>)>| Formula::and(all.into_iter().map(|(_, one)| one));
        let (met, free) = (formulas(met), formulas(free));
        let own = match held {
            Verdict::ToReview => Formula::and([Rc::clone(&met), Formula::not(Rc::clone(&free))]),
            _ => Formula::not(Rc::clone(&met)),
        };
        let better = Formula::and([met, free, Rc::clone(&guard)]);
        let question = Question::new(reader, &guard, &[better, own]);
        let (covers, own) = (question.held_by(&[0]), question.boxes_of_all(&[1])?);
        let reaches = Reaches::of(self, &question.space);
        let covers: Vec<Region> = covers.iter().map(|region| reaches.let_out(region)).collect();
        if covers.is_empty() {
            return None;
        }
        let Question { space, guard, budget, .. } = question;
        let is_held = |replayed: &Replayed| replayed.verdict(slot) == Some(held);
        let of_own = Question::of_boxes(space.clone(), own, &covers, budget);
        let witness = self.beyond(&of_own, block, &is_held)?;
        let question = Question::of_boxes(space, guard, &covers, budget);
        Some(Confined {
            block: id,
            held: Held::Verdict(held),
            witness,
            zone: question.zone_of_none(),
        })
    }

    /// A record that is in none of the boxes of a question and does what is claimed.
    fn beyond(
        &self,
        question: &Question<'_>,
        block: &BlockPlan,
        claim: &dyn Fn(&Replayed) -> bool,
    ) -> Option<Witness> {
        let mut known: Vec<Region> = Vec::new();
        while known.len() < MOST_TRIED {
            let Answer::Record(region, values) = question.held_beside(&[], &[0], &known) else {
                return None;
            };
            let answer = Answer::Record(region.clone(), values);
            if let Shown::By(witness) = self.shown(question, answer, &block.guards, claim) {
                return Some(witness);
            }
            known.push(region);
        }
        None
    }

    /// Records that come to no better grade, grade by grade.
    fn confined_grades(
        &self,
        id: BlockId,
        block: &BlockPlan,
        card: &ScorecardPlan,
        found: &mut Vec<Confined>,
    ) {
        let BlockKind::Scorecard(declared) = &self.model.blocks[id].kind else { return };
        let (Some(grading), Some(plan)) = (&declared.grading, &card.grading) else { return };
        let Some(graded) = self.graded(card, plan, Switches::AsSet) else { return };
        let codes: Option<Vec<u32>> = (grading.rows.iter())
            .map(|row| match row.gives.constant() {
                Some(Value::Code(code)) => Some(code),
                _ => None,
            })
            .collect();
        let Some(codes) = codes else { return };
        let firsts: Option<Vec<Vec<Between>>> = graded.firsts.into_iter().collect();
        let Some(firsts) = firsts else { return };
        let lines: Vec<(u32, Vec<Between>)> = codes.into_iter().zip(firsts).collect();
        let mut levels: Vec<u32> = lines.iter().map(|(code, _)| *code).collect();
        levels.sort_unstable();
        levels.dedup();
        for held in levels.into_iter().skip(1) {
            found.extend(self.confined_grade(id, (block, card), grading, &lines, held));
        }
    }

    fn confined_grade(
        &self,
        id: BlockId,
        (block, card): (&BlockPlan, &ScorecardPlan),
        grading: &Grading,
        lines: &[(u32, Vec<Between>)],
        held: u32,
    ) -> Option<Confined> {
        let mut reader = self.reader(Switches::AsSet);
        let guard = self.guard(&mut reader, &block.guards);
        let plan = card.grading.as_ref()?;
        let mut no_cap = |leaves: &dyn Fn(u32) -> bool| {
            let caps = grading.caps.iter().zip(&plan.caps);
            let caps = caps.filter(|(cap, _)| cap.grade.is_some_and(leaves));
            let free: Vec<_> = caps.map(|(_, slot)| Formula::not(reader.truth(*slot))).collect();
            Formula::and(free)
        };
        // A cap that leaves no better grade must not hold of a record that has one.
        let free = no_cap(&|grade| grade >= held);
        let (not_worse, not_capped) =
            (no_cap(&|grade| grade > held), no_cap(&|grade| grade == held));
        let capped = Formula::and([Rc::clone(&not_worse), Formula::not(not_capped)]);
        let criteria = self.criteria(id, card);
        let further = [&free, &not_worse, &capped];
        let mut totals = Totals::cut_by(reader, &guard, &further, &criteria)?;
        let least = lines.iter().filter(|(code, _)| *code < held);
        let least = least.flat_map(|(_, all)| all).map(|between| between.lower.clone());
        // Without a bound every total leads to a better grade.
        let least = least.collect::<Option<Vec<_>>>()?.into_iter().map(|(least, _)| least).min()?;
        let free = among(&totals.space, &guard, &free);
        let mut better = lines.iter().filter(|(code, _)| *code < held).flat_map(|(_, all)| all);
        // What no record at all comes to is another finding.
        if better.all(|between| matches!(totals.total_beyond(between, &free, &[]), Reached::Never))
        {
            return None;
        }
        let reaches = Reaches::of(self, &totals.space);
        let covers = totals.reaching(&least, &free, &|region| reaches.let_out(region))?;
        if covers.is_empty() {
            return None;
        }
        let question = totals.question(&covers);
        // Without one there is nothing to look for.
        let Answer::Record(..) = question.held_beside(&[], &[0], &[]) else { return None };
        let is_held = |replayed: &Replayed| replayed.grade(plan.grades) == Some(held);
        let own = (among(&totals.space, &guard, &not_worse), |code: u32| code == held);
        let capped = (among(&totals.space, &guard, &capped), |code: u32| code < held);
        let ranges = |wanted: &dyn Fn(u32) -> bool| -> Vec<Between> {
            let lines = lines.iter().filter(|(code, _)| wanted(*code));
            lines.flat_map(|(_, all)| all).cloned().collect()
        };
        let tried = [(own.0, ranges(&own.1)), (capped.0, ranges(&capped.1))];
        let witness = tried.into_iter().find_map(|(within, ranges)| {
            ranges.iter().find_map(|between| match totals.total_beyond(between, &within, &covers) {
                Reached::By(values) => {
                    self.graded_so(id, (block, card), &question, &values, &is_held)
                }
                Reached::Never | Reached::Undecided => None,
            })
        })?;
        let zone = question.zone_of_none();
        Some(Confined { block: id, held: Held::Grade(held), witness, zone })
    }

    /// A record that was made up for a total, if it has the grade that is claimed.
    fn graded_so(
        &self,
        id: BlockId,
        (block, card): (&BlockPlan, &ScorecardPlan),
        question: &Question<'_>,
        values: &Values,
        claim: &dyn Fn(&Replayed) -> bool,
    ) -> Option<Witness> {
        let mut rests_on = question.rests_on_rows();
        rests_on.total = Some((id, card.total));
        let mut witness = Witness::of(&question.space, self.steps.record, values, self.plan);
        witness.as_of = witness.as_of.or(self.model.period.from);
        match self.replayed(witness, &rests_on, &block.guards, claim) {
            Shown::By(witness) => Some(witness),
            Shown::Never | Shown::Undecided => None,
        }
    }
}

/// Way in which the value of an axis can change.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Stays,
    Rises,
    Falls,
    Any,
}

impl Way {
    fn of(field: &Field) -> Way {
        let is_ordered = matches!(field.ty, Type::Number(_) | Type::Date);
        match field.change {
            _ if field.key => Way::Stays,
            Some(Change::Fixed) => Way::Stays,
            Some(Change::OnlyRises) if is_ordered => Way::Rises,
            Some(Change::OnlyFalls) if is_ordered => Way::Falls,
            Some(Change::OnlyRises | Change::OnlyFalls) | None => Way::Any,
        }
    }

    fn turned(self) -> Way {
        match self {
            Way::Rises => Way::Falls,
            Way::Falls => Way::Rises,
            Way::Stays | Way::Any => self,
        }
    }

    fn with(self, other: Way) -> Way {
        match (self, other) {
            (Way::Stays, other) | (other, Way::Stays) => other,
            (one, other) if one == other => one,
            (_, _) => Way::Any,
        }
    }
}

/// The ways in which the axes of a space can change.
struct Reaches {
    axes: Vec<(Way, Set)>,
}

impl Reaches {
    fn of(of_type: &OfType<'_>, space: &Space) -> Reaches {
        let fields = &of_type.model.records[of_type.steps.record].fields;
        let of_variable = |id: &VariableId| {
            let variable = &space.variables[*id];
            match variable.source {
                Source::Field(field) => Way::of(&fields[field]),
                // Other records and the day are as they are.
                Source::Column(_)
                | Source::AsOf
                | Source::Today
                | Source::Event(_)
                | Source::Switch => Way::Stays,
                Source::Opaque => {
                    let stays = |id| Way::of(&fields[id]) == Way::Stays;
                    if variable.from.iter().all(|id| stays(*id)) { Way::Stays } else { Way::Any }
                }
            }
        };
        let of_form = |form: &Linear| {
            let ways = form.terms.iter().map(|(id, factor)| {
                let way = of_variable(id);
                if factor.is_negative() { way.turned() } else { way }
            });
            ways.fold(Way::Stays, Way::with)
        };
        let way = |axis: &Axis| match &axis.measure {
            Measure::Linear(form) => of_form(form),
            Measure::Quotient(over, under) => {
                let is_positive = space.least(under).is_some_and(|(least, _)| !least.is_negative());
                match (of_form(over), of_form(under)) {
                    (Way::Stays, Way::Stays) => Way::Stays,
                    (over, Way::Stays) if is_positive => over,
                    (_, _) => Way::Any,
                }
            }
        };
        Reaches { axes: space.axes().map(|(_, axis)| (way(axis), axis.all().clone())).collect() }
    }

    /// All records that may come into a box, and perhaps others. What is missing may be filled in.
    fn let_out(&self, region: &Region) -> Region {
        let wider = |(set, (way, all)): (&Set, &(Way, Set))| {
            let missing = Set::range(MISSING..MISSING + 1);
            let (first, last) = (set.ranges().first(), set.ranges().last());
            let (Some(first), Some(last)) = (first, last) else { return set.clone() };
            let end = all.ranges().last().map_or(0, |range| range.end);
            let wide = match way {
                Way::Stays => set.or(&missing),
                Way::Rises => Set::range(MISSING..last.end),
                Way::Falls => Set::range(first.start..end).or(&missing),
                Way::Any => all.clone(),
            };
            wide.and(all)
        };
        Region::new(region.sets().iter().zip(&self.axes).map(wider).collect())
    }
}
