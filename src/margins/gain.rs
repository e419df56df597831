//! The most that one record can add to an indicator by changes of its own fields, and the least
//! change that adds so much.

use super::FieldChange;
use super::candidates::{Tried, number};
use super::combine::cost;
use super::goal::{Goal, ShareGoal};
use super::trial::{Asked, MOST_FIELDS, MOST_VARIANTS, Search, Variant};
use crate::aggregate::{Limits, RecordShare};
use crate::eval::estimate::Estimate;
use crate::eval::{AnyOf, Context, Worker};
use crate::interval::Possible;
use crate::model::{Model, RecordId};
use crate::plan::{Plan, Slot};
use crate::table::Inputs;
use crate::value::Num;

/// Changes of a record, and what it gains by them.
#[derive(Clone, Debug, PartialEq)]
pub struct Gained {
    /// The changes, by the order of the fields.
    pub changes: Vec<FieldChange>,
    /// Sum of their relative changes.
    pub cost: Num,
    /// Amount by which the record adds more, or less where it has to fall.
    pub gain: Num,
}

/// Gain of a record for an indicator by changes of its own fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Gain {
    /// Amount that the record adds above the line as it is.
    pub own: Num,
    /// The greatest gain that was found; `None` where nothing is gained.
    pub best: Option<Gained>,
    /// Gain that no change of its fields exceeds; `None` if it may be any.
    pub most: Option<Num>,
}

impl Gain {
    /// Returns `true` if more may be gained than was found.
    pub fn may_be_more(&self) -> bool {
        let found = self.best.as_ref().map_or(Num::ZERO, |best| best.gain.clone());
        self.most.as_ref().is_none_or(|most| *most > found)
    }
}

/// Search for what records can gain for an indicator, one after the other.
pub struct Gains<'p> {
    search: Search<'p>,
    /// An evaluator of records as they are.
    worker: Worker<'p>,
    counts_records: bool,
    /// Records with changes that may still be run.
    left: usize,
    /// `true` once something was not looked at for want of those.
    is_cut: bool,
}

impl<'p> Gains<'p> {
    /// A search that runs at most so many records with changes. `group` is the slot of the value
    /// that units go by, where that is one of the record's own; `falls`: less is better.
    pub fn new(
        (model, plan, record): (&'p Model, &'p Plan, RecordId),
        share: RecordShare<'p>,
        group: Option<Slot>,
        falls: bool,
        most: usize,
    ) -> Option<Gains<'p>> {
        let counts_records = share.counts_records();
        let goal = Goal::Share(Box::new(ShareGoal { share, group, falls, own: None }));
        let worker = Worker::of_slots(plan, record, goal.roots())?;
        let search = Search::toward(model, plan, plan.record(record)?, goal)?;
        Some(Gains { search, worker, counts_records, left: most, is_cut: false })
    }

    /// Returns `true` if something was not looked at: the search came to its limit.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Returns `true` if the indicator counts records, so that each is either lifted or not.
    pub fn counts_records(&self) -> bool {
        self.counts_records
    }

    /// Returns `true` if what records add rests on others too, as on their parts.
    pub fn rests_on_others(&self) -> bool {
        self.search.rests_on_others
    }

    /// The most that a record gains by a change of one field; `None` of one that adds nothing that
    /// is known.
    pub fn of_one_field(
        &mut self,
        table: &Inputs,
        row: usize,
        context: &Context<'_>,
    ) -> Option<Gain> {
        let tried = if self.counts_records { Tried::Nearest } else { Tried::Beyond };
        self.asked(table, row, context, |asked| {
            let own = asked.base.total.clone()?;
            let most = asked.most(&own);
            let is_hopeless = most.as_ref().is_some_and(|most| *most <= Num::ZERO);
            let singles = if is_hopeless { Vec::new() } else { asked.singles(tried) };
            let mut best: Option<Gained> = None;
            for variant in &singles {
                let Some(gained) = asked.gained(variant, &own) else { continue };
                let is_better = best.as_ref().is_none_or(|best| {
                    let is_cheaper = gained.gain == best.gain && gained.cost < best.cost;
                    gained.gain > best.gain || is_cheaper
                });
                if is_better {
                    best = Some(gained);
                }
            }
            Some(Gain { own: asked.signed(own), best, most })
        })
    }

    /// The same by changes of up to three fields, of an indicator that counts records.
    pub fn of_several_fields(
        &mut self,
        table: &Inputs,
        row: usize,
        context: &Context<'_>,
        of_one: &Gain,
    ) -> Option<Gain> {
        let most = of_one.most.clone()?;
        self.asked(table, row, context, |asked| {
            let own = asked.base.total.clone()?;
            let singles = asked.singles(Tried::Nearest);
            let reached = asked.reaching(own.add(&most).ok()?, &singles);
            let best = match reached {
                Some((variant, _)) => asked.gained(&variant, &own),
                None => of_one.best.clone(),
            };
            let found = best.as_ref().map_or(Num::ZERO, |best| best.gain.clone());
            let is_proved = most > found && asked.is_all();
            Some(Gain {
                own: of_one.own.clone(),
                most: Some(if is_proved { found } else { most }),
                best,
            })
        })
    }

    /// The least change of one field by which a record gains enough, towards a greater change of
    /// it that does.
    pub fn least(
        &mut self,
        table: &Inputs,
        row: usize,
        context: &Context<'_>,
        towards: &Gained,
        is_enough: &dyn Fn(&Num) -> bool,
    ) -> Option<Gained> {
        let [change] = towards.changes.as_slice() else { return None };
        self.asked(table, row, context, |asked| {
            let own = asked.base.total.clone()?;
            let field = change.field;
            let place = asked.open().iter().position(|open| open.field == field)?;
            let [from, to] = [number(&change.from)?, number(&change.to)?];
            let is_between = |number: &Num| {
                if to > from {
                    *number > from && *number <= to
                } else {
                    *number < from && *number >= to
                }
            };
            let candidates = asked.candidates(place, 0, 0, Tried::Beyond).into_iter();
            let candidates = candidates.filter(|(_, candidate)| {
                number(&candidate.value).is_some_and(|number| is_between(&number))
            });
            let variants = asked.run(candidates.map(|one| vec![one]).collect());
            let mut found: Vec<(Num, Gained, bool)> = Vec::new();
            for variant in &variants {
                let Some((_, candidate)) = variant.changes.first() else { continue };
                let Some(at) = number(&candidate.value) else { continue };
                let gained = asked.gained(variant, &own);
                let enough = gained.as_ref().is_some_and(|gained| is_enough(&gained.gain));
                let blank = || Gained { changes: Vec::new(), cost: Num::ZERO, gain: Num::ZERO };
                found.push((at.sub(&from).ok()?.abs(), gained.unwrap_or_else(blank), enough));
            }
            found.sort_by(|a, b| a.0.cmp(&b.0));
            let first = found.iter().position(|(_, _, enough)| *enough)?;
            let before = first.checked_sub(1).and_then(|place| found.get(place));
            let low = before.map_or(Num::ZERO, |(distance, ..)| distance.clone());
            let (high, gained, _) = found.get(first)?.clone();
            let at = |by: &Num| if to > from { from.add(by) } else { from.sub(by) }.ok();
            let nearer = asked.nearest(place, [&at(&low)?, &at(&high)?], |asked, variant| {
                asked.gained(variant, &own).filter(|gained| is_enough(&gained.gain))
            });
            Some(nearer.unwrap_or(gained))
        })
    }

    fn asked<T>(
        &mut self,
        table: &Inputs,
        row: usize,
        context: &Context<'_>,
        ask: impl FnOnce(&mut Asked<'_, 'p>) -> Option<T>,
    ) -> Option<T> {
        if self.left == 0 {
            self.is_cut = true;
            return None;
        }
        let given = self.left.min(MOST_VARIANTS);
        let one = (self.worker.run(table, row..row + 1, context), 0);
        let of = (table, row);
        let mut asked = Asked::of(&mut self.search, one, of, context, MOST_FIELDS, given)?;
        let told = ask(&mut asked);
        self.left = self.left.saturating_sub(1 + given - asked.left);
        told
    }
}

impl Asked<'_, '_> {
    /// What the record gains by changes, over its own amount.
    fn gained(&self, variant: &Variant, own: &Num) -> Option<Gained> {
        let gain = variant.outcome.total.as_ref()?.sub(own).ok()?;
        let changes = variant.changes.iter().map(|change| self.change(change));
        let (changes, cost) = (changes.collect::<Option<_>>()?, cost(&variant.changes));
        let gained = Gained { changes, cost, gain };
        Some(gained).filter(|gained| gained.gain > Num::ZERO && variant.outcome.is_possible)
    }

    /// The gain that no change of fields exceeds.
    fn most(&self, own: &Num) -> Option<Num> {
        let Goal::Share(goal) = &self.search.goal else { return None };
        // What was gathered from other records by such a field is not known for another value.
        if self.complete_up_to == 0 {
            return None;
        }
        let places = (0..self.open().len()).filter(|place| self.is_free(*place));
        let free: Vec<usize> = places.collect();
        let inputs = free.iter().filter_map(|place| Some(self.open().get(*place)?.input));
        let moves = self.search.steps.moving(&inputs.collect::<Vec<Slot>>());
        let (frame, row) = self.one;
        let limits = Limits::new(self.search.model, self.search.plan, self.search.steps);
        let field = |place: &usize| {
            let (open, own) = (self.open().get(*place)?, self.own.get(*place)?);
            let of_record = limits.of_field(open.field, (frame, row), &moves);
            let within = Possible::within(open.within(own, &of_record));
            Some((open.input, Estimate::Value(within.unsure())))
        };
        let any = AnyOf::new(self.search.steps, free.iter().filter_map(field));
        let (under, _) = goal.own.as_ref()?;
        let limits = goal.share.limits(frame, row, &any, under);
        let limits = if goal.falls { limits.neg() } else { limits };
        limits.upper?.sub(own).ok()
    }

    /// The amount above the line that a total stands for.
    fn signed(&self, total: Num) -> Num {
        match &self.search.goal {
            Goal::Share(goal) if goal.falls => total.neg(),
            Goal::Share(_) | Goal::Block(_) => total,
        }
    }
}
