//! The places of rules that are asked, and what is found there.

use super::answers::{Again, Answers, Ask, Topic, Unchanged};
use super::finding::{Finding, FindingKind, Site};
use super::of_type::{OfType, Shown};
use super::read::Switches;
use super::rows::{Answer, Question};
use super::scored::Asked;
use super::search::Budget;
use super::set::Region;
use super::space::Space;
use super::witness::{Replayed, Witness};
use super::{basis, parameters, reachable, units, unused};
use crate::eval::Functions;
use crate::model::{BlockId, BlockKind, DerivedId, DerivedKind, ExprKind, HitPolicy, Model, Row};
use crate::plan::{BlockPlan, BlockPlanKind, GradingPlan, Plan, Rows, ScorecardPlan, Slot};
use crate::value::Truth;

/// Goes through the rules for what is wrong with them for some record, or for every.
pub fn check(model: &Model, plan: &Plan, functions: &dyn Functions) -> Vec<Finding> {
    check_again(model, plan, functions, None).0
}

/// As [`check`], and what was found by the parts of the rules. A part that is what it was when they
/// were asked before is not asked again.
pub fn check_again(
    model: &Model,
    plan: &Plan,
    functions: &dyn Functions,
    before: Option<(&Answers, &Unchanged)>,
) -> (Vec<Finding>, Answers) {
    let (mut found, budget) = (Vec::new(), Budget::default());
    let mut again = Again::new(model, plan, before);
    for steps in &plan.records {
        let (record, budget) = (steps.record, &budget);
        let of_type = OfType { model, plan, steps, functions, budget, regions: true };
        let mut ask = |part: Topic, ask: &dyn Fn(&mut Vec<Finding>)| {
            again.part(part, budget, &mut found, ask)
        };
        for id in model.records[record].derived.ids() {
            let site = Site::Table(record, id);
            ask(Topic::Site(record, site), &|found| of_type.table(id, found));
        }
        for (id, block) in &steps.blocks {
            of_type.block(*id, block, &mut ask);
        }
        ask(Topic::Filters(record), &|found| of_type.filters(found));
        of_type.quotients(&mut ask);
        ask(Topic::Together(record), &|found| of_type.contradictions(found));
    }
    unused::unused(model, &mut found);
    parameters::holes(model, &mut found);
    units::units(model, &mut found);
    reachable::targets(model, plan, &mut found);
    basis::basis(model, &mut found);
    (found, again.answers())
}

/// Findings about one table, or about one block as a whole, without their regions.
pub fn check_site(
    model: &Model,
    plan: &Plan,
    functions: &dyn Functions,
    site: Site,
) -> Vec<Finding> {
    let (mut found, budget) = (Vec::new(), Budget::default());
    let of_type = OfType::of(model, plan, site.record(model), functions, &budget);
    let Some(of_type) = of_type else { return found };
    match site {
        Site::Table(_, id) => of_type.table(id, &mut found),
        Site::Criterion(block, _)
        | Site::Grades(block)
        | Site::Caps(block)
        | Site::Clauses(block)
        | Site::Guards(block) => {
            let plan = of_type.steps.block(block);
            let mut ask = |_: Topic, ask: &dyn Fn(&mut Vec<Finding>)| {
                let before = found.len();
                ask(&mut found);
                found.len() > before
            };
            plan.into_iter().for_each(|plan| of_type.block(block, plan, &mut ask));
        }
    }
    found
}

/// Rows of one table that are asked each against all others.
const MOST_ROWS: usize = 4_000;

/// The most pairs of rows of one table that are told to overlap.
const MOST_OVERLAPS: usize = 20;

/// What is asked of the rows of a site.
#[derive(Clone, Copy)]
struct Wanted {
    /// Whether some row must hold of each record.
    complete: bool,
    /// Whether rows are tried in turn.
    in_turn: bool,
    /// Whether at most one may hold.
    alone: bool,
}

impl OfType<'_> {
    fn table(&self, id: DerivedId, found: &mut Vec<Finding>) {
        let record = self.steps.record;
        let (DerivedKind::Table { policy, .. }, Some(plan)) =
            (&self.model.records[record].derived[id].kind, self.steps.derived.get(id.index()))
        else {
            return;
        };
        let wanted = Wanted {
            complete: matches!(policy, HitPolicy::First | HitPolicy::Unique),
            in_turn: policy.in_turn(),
            alone: *policy == HitPolicy::Unique,
        };
        self.rows(Site::Table(record, id), &[], &plan.rows, wanted, found);
    }

    fn block(&self, id: BlockId, block: &BlockPlan, ask: &mut Ask<'_>) {
        let of = |site| Topic::Site(self.steps.record, site);
        let is_of_none = ask(of(Site::Guards(id)), &|found| {
            let mut reader = self.reader(Switches::Open);
            let guard = self.guard(&mut reader, &block.guards);
            if let Answer::None(_) = Question::new(reader, &guard, &[]).applies() {
                found.push(Finding::of(FindingKind::NoRecord, Site::Guards(id), &[]));
            }
        });
        match &block.kind {
            _ if is_of_none => {}
            BlockPlanKind::Scorecard(card) => self.scorecard(id, block, card, ask),
            BlockPlanKind::Clauses { clauses, .. } => {
                _ = ask(of(Site::Clauses(id)), &|found| {
                    let kinds = self.model.blocks[id].clauses();
                    let is_asked =
                        |place: usize| kinds.get(place).is_some_and(|one| one.timing.is_none());
                    let conditions = clauses.iter().map(|clause| clause.condition).enumerate();
                    let conditions = conditions.filter(|(place, _)| is_asked(*place));
                    self.conditions(Site::Clauses(id), &block.guards, conditions, found);
                    self.over_time(id, block, clauses, found);
                })
            }
        }
    }

    fn scorecard(&self, id: BlockId, block: &BlockPlan, card: &ScorecardPlan, ask: &mut Ask<'_>) {
        let of = |site| Topic::Site(self.steps.record, site);
        for (place, criterion) in card.criteria.iter().enumerate() {
            let sum = self.sums(id, place);
            let wanted = Wanted { complete: !sum, in_turn: !sum, alone: false };
            let site = Site::Criterion(id, place);
            ask(of(site), &|found| {
                self.rows(site, &block.guards, &criterion.rows, wanted, found);
                if !sum {
                    self.falls(id, place, &block.guards, criterion, found);
                }
            });
        }
        if let Some(GradingPlan { caps, .. }) = &card.grading {
            let site = Site::Caps(id);
            ask(of(site), &|found| {
                self.conditions(site, &block.guards, caps.iter().copied().enumerate(), found);
            });
        }
        self.maxima(id, block, card, ask);
        ask(of(Site::Grades(id)), &|found| self.totals(id, block, card, found));
    }

    /// Returns `true` if the rows of a criterion are added.
    pub fn sums(&self, id: BlockId, place: usize) -> bool {
        match &self.model.blocks[id].kind {
            BlockKind::Scorecard(card) => {
                card.criteria.get(place).is_some_and(|criterion| criterion.sum)
            }
            BlockKind::Eligibility(_) | BlockKind::Check(_) => false,
        }
    }

    fn rows(
        &self,
        site: Site,
        guards: &[Slot],
        rows: &Rows,
        wanted: Wanted,
        found: &mut Vec<Finding>,
    ) {
        let asked = Asked { guards, rows };
        let question = |switches| {
            let mut reader = self.reader(switches);
            let guard = self.guard(&mut reader, guards);
            let formulas = reader.rows(rows);
            let unreachable = |space: &mut Space| self.leave_out_unreachable(space, switches);
            Question::without(reader, &guard, &formulas, &unreachable)
        };
        let count = rows.len();
        let (question, open) = (question(Switches::AsSet), question(Switches::Open));
        let truth = |replayed: &Replayed, place| replayed.row(self.steps, rows, place);
        let none = |replayed: &Replayed| (0..count).all(|row| truth(replayed, row) == Truth::False);
        if wanted.complete {
            let is_empty = |part: &Region| self.is_empty(&question, part, &asked, Switches::AsSet);
            let gaps = question.gaps(&is_empty).into_iter();
            let mut gaps: Vec<Shown> =
                gaps.map(|gap| self.shown_of(&question, gap, &asked, &none)).collect();
            let mut all = gaps.iter_mut().filter_map(Shown::take).collect::<Vec<Witness>>();
            // Two parts of a gap may have one record between them, as they are told.
            let mut told = Vec::new();
            all.retain(|witness| {
                let is_new = !told.contains(&witness.told);
                told.extend(is_new.then(|| witness.told.clone()));
                is_new
            });
            if all.is_empty() {
                found.extend(
                    gaps.into_iter().find_map(|gap| gap.finding(FindingKind::Gap, site, &[])),
                );
            } else {
                let zone = self.regions.then(|| question.zone_of_none()).flatten();
                let gap = Finding::of(FindingKind::Gap, site, &[]);
                found.push(Finding { witnesses: all, zone, ..gap });
            }
        }
        if count > MOST_ROWS {
            found.push(Finding::of(FindingKind::Undecided, site, &[]));
            return;
        }
        let mut overlaps = 0;
        for row in 0..count {
            let holds = |known: &[Region]| open.held_beside(&[row], &[], known);
            let holds = self.beside_empty(&open, &asked, Switches::Open, &holds);
            let never = matches!(holds, Answer::None(_));
            if never && self.stands_for_none(site, row) {
                continue;
            }
            if never {
                found.push(Finding::of(FindingKind::Never, site, &[row]));
            } else if wanted.in_turn
                && !open.takes_the_rest(row)
                && let Answer::None(resting) =
                    self.beside_empty(&open, &asked, Switches::Open, &|known| {
                        open.first(row, known)
                    })
            {
                let resting = resting.into_iter().collect();
                let zone = self.regions.then(|| question.zone_of_row(row)).flatten();
                let dead = Finding::of(FindingKind::Dead, site, &[row]);
                found.push(Finding { resting, zone, ..dead });
            }
            if wanted.alone && !never {
                for other in row + 1..count {
                    if overlaps == MOST_OVERLAPS {
                        break;
                    }
                    let both = |replayed: &Replayed| {
                        [row, other].iter().all(|place| truth(replayed, *place) == Truth::True)
                    };
                    let meet = |known: &[Region]| question.both(row, other, known);
                    let meet = self.beside_empty(&question, &asked, Switches::AsSet, &meet);
                    let made = self.shown_of(&question, meet, &asked, &both);
                    let finding = made.finding(FindingKind::Overlap, site, &[row, other]);
                    let zone =
                        || self.regions.then(|| question.zone_of_all(&[row, other])).flatten();
                    let finding = finding.map(|finding| finding.in_zone(zone));
                    overlaps += usize::from(finding.is_some());
                    found.extend(finding);
                }
            }
        }
        if wanted.in_turn {
            self.turns(site, guards, rows, &question, found);
        }
    }

    /// Returns `true` of a row `còn lại` where all rows are asked: it holds where none else does,
    /// and stands for what nobody thought of.
    fn stands_for_none(&self, site: Site, row: usize) -> bool {
        let rows = match site {
            Site::Table(record, id) => match &self.model.records[record].derived[id].kind {
                DerivedKind::Table { rows, .. } => rows.as_slice(),
                DerivedKind::Formula(_) => &[],
            },
            Site::Criterion(block, place) => match &self.model.blocks[block].kind {
                BlockKind::Scorecard(card) => {
                    card.criteria.get(place).map_or(&[][..], |criterion| &criterion.rows)
                }
                BlockKind::Eligibility(_) | BlockKind::Check(_) => &[],
            },
            Site::Grades(_) | Site::Caps(_) | Site::Clauses(_) | Site::Guards(_) => &[],
        };
        let none =
            |row: &Row| matches!(row.when.as_ref().map(|when| &when.kind), Some(ExprKind::Not(_)));
        row + 1 == rows.len()
            && rows.get(row).is_some_and(|row| row.cells().is_empty() && none(row))
    }

    /// Conditions that are asked each for itself: whether they can hold, and whether they can fail.
    fn conditions(
        &self,
        site: Site,
        guards: &[Slot],
        conditions: impl Iterator<Item = (usize, Slot)>,
        found: &mut Vec<Finding>,
    ) {
        for (place, condition) in conditions {
            let mut reader = self.reader(Switches::Open);
            let guard = self.guard(&mut reader, guards);
            let formula = reader.truth(condition);
            let question = Question::new(reader, &guard, &[formula]);
            let is_none = |answer| matches!(answer, Answer::None(_));
            match (is_none(question.holds(0)), is_none(question.fails(0))) {
                (true, false) => found.push(Finding::of(FindingKind::Never, site, &[place])),
                (false, true) => found.push(Finding::of(FindingKind::Always, site, &[place])),
                // What has no value is told where that is lacking.
                (false, false) | (true, true) => {}
            }
        }
    }
}
