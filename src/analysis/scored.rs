//! Totals and grades of scorecards that other conditions ask: which of them a record can come to,
//! and a record that comes to one.

use super::formula::{Atom, AxisId, Formula};
use super::of_type::{OfType, Shown};
use super::read::{Reader, Switches};
use super::rows::{Answer, MOST_EMPTY, Question};
use super::set::{MISSING, Place, Region, Set};
use super::space::{Axis, Space};
use super::system::Between;
use super::totals::{Reached, Totals};
use super::witness::{Replayed, Witness};
use crate::model::{BlockId, BlockKind, Grading};
use crate::plan::{BlockPlan, BlockPlanKind, Op, Rows, ScorecardPlan, Set as Numbers, Slot};
use crate::value::{Num, Truth, Value};
use std::rc::Rc;

/// The most places of an axis that are asked each for itself.
const MOST_PLACES: usize = 64;

/// Axis that is the total or the grade of a scorecard, and nothing else.
struct Scored<'p> {
    axis: AxisId,
    id: BlockId,
    block: &'p BlockPlan,
    card: &'p ScorecardPlan,
    is_grade: bool,
}

/// Records that come to a total or a grade: those of totals between these.
pub(super) struct Way {
    /// Caps that hold of all of them, one grade down among them.
    pub strike: Vec<usize>,
    /// Caps that hold of none of them.
    pub free: Vec<usize>,
    /// Totals that they have.
    pub totals: Vec<Between>,
}

/// The most lines `hạ một bậc` of a grading whose ways are followed.
const MOST_DOWNS: usize = 5;

/// Conditions of a list of rows, as they are read for a question.
pub(super) struct Asked<'r> {
    /// Guards of its block.
    pub guards: &'r [Slot],
    /// The rows that are asked.
    pub rows: &'r Rows,
}

impl OfType<'_> {
    fn scored(&self, space: &Space) -> Vec<Scored<'_>> {
        let cards = || {
            self.steps.blocks.iter().filter_map(|(id, block)| match &block.kind {
                BlockPlanKind::Scorecard(card) => Some((*id, block, card)),
                BlockPlanKind::Clauses { .. } => None,
            })
        };
        let scored = |(axis, of): (AxisId, &Axis)| {
            let slot = space.variables[of.measure.variable()?].slot;
            cards().find_map(|(id, block, card)| {
                let grades = card.grading.as_ref().map(|grading| grading.grades);
                let is_grade = match &self.steps.steps[slot].op {
                    Op::PointsValue(points) if *points == card.total => false,
                    Op::GradeValue(of) if Some(*of) == grades => true,
                    _ => return None,
                };
                Some(Scored { axis, id, block, card, is_grade })
            })
        };
        space.axes().filter_map(scored).collect()
    }

    /// Leaves out of a space the totals and grades that no record comes to.
    pub fn leave_out_unreachable(&self, space: &mut Space, switches: Switches) {
        for scored in self.scored(space) {
            let axis = space.axis(scored.axis);
            let places: Vec<Place> =
                axis.known().and(axis.all()).ranges().iter().cloned().flatten().collect();
            if places.len() > MOST_PLACES {
                continue;
            }
            let mut reaches = self.reaches(&scored, switches);
            let never = places.into_iter().map(|place| place..place + 1);
            let never = Set::of(never.filter(|place| !reaches(&axis.between(place))));
            space.leave_out(scored.axis, &never);
        }
    }

    /// Test of whether some record may come to one of some numbers: a total, or a grade's.
    fn reaches<'s>(
        &'s self,
        scored: &'s Scored<'_>,
        switches: Switches,
    ) -> Box<dyn FnMut(&Between) -> bool + 's> {
        if scored.is_grade {
            let codes = self.codes(scored.id);
            return Box::new(move |between| {
                let mut own = codes.iter().filter(|(number, _)| between.contains(number));
                own.any(|(_, code)| self.can_be(scored, *code, switches))
            });
        }
        let mut totals = self.totals_where(scored, None, switches, &|_| None);
        Box::new(move |between| {
            let total = |totals: &mut Totals<'_>| totals.total(between);
            !matches!(totals.as_mut().map(total), Some(Reached::Never))
        })
    }

    /// Returns `true` if some record may come to a grade.
    fn can_be(&self, scored: &Scored<'_>, code: u32, switches: Switches) -> bool {
        let Some(ways) = self.ways_to((scored.id, scored.card), code, switches) else {
            return true;
        };
        ways.iter().any(|way| {
            let totals = self.totals_where(scored, Some(way), switches, &|_| None);
            totals.is_none_or(|mut totals| {
                let mut all = way.totals.iter();
                all.any(|between| !matches!(totals.total(between), Reached::Never))
            })
        })
    }

    /// The ways in which records come to a grade; `None` where they are not all followed.
    pub fn ways_to(
        &self,
        (id, card): (BlockId, &ScorecardPlan),
        code: u32,
        switches: Switches,
    ) -> Option<Vec<Way>> {
        let grading = self.grading(id)?;
        let graded = self.graded(card, card.grading.as_ref()?, switches)?;
        let rows: Option<Vec<(u32, Vec<Between>)>> = (grading.rows.iter().zip(graded.firsts))
            .map(|(row, ranges)| match row.gives.constant() {
                Some(Value::Code(code)) => Some((code, ranges?)),
                _ => None,
            })
            .collect();
        let rows = rows?;
        let of = |wanted: &dyn Fn(u32) -> bool| -> Vec<Between> {
            let own = rows.iter().filter(|(code, _)| wanted(*code));
            own.flat_map(|(_, ranges)| ranges.iter().cloned()).collect()
        };
        let capped: Vec<(usize, u32)> = (grading.caps.iter().enumerate())
            .filter_map(|(place, cap)| Some((place, cap.grade?)))
            .collect();
        let downs = grading.caps.iter().enumerate().filter(|(_, cap)| cap.grade.is_none());
        let downs: Vec<usize> = downs.map(|(place, _)| place).collect();
        if downs.len() > MOST_DOWNS {
            return None;
        }
        let worst = self.codes(id).last().map(|(_, worst)| *worst);
        let mut all = Vec::new();
        for struck in parts_of(&downs) {
            let Some(before) = u32::try_from(struck.len()).ok().and_then(|by| code.checked_sub(by))
            else {
                continue;
            };
            // The last grade stays, whatever else strikes.
            let spared = downs.iter().filter(|down| !struck.contains(down));
            let spared: Vec<usize> = spared.copied().filter(|_| worst != Some(code)).collect();
            let free = capped.iter().filter(|(_, grade)| *grade > before);
            let free: Vec<usize> = free.map(|(place, _)| *place).chain(spared).collect();
            let way = |strike: Vec<usize>, totals| Way { strike, free: free.clone(), totals };
            all.push(way(struck.clone(), of(&|own| own == before)));
            for (place, _) in capped.iter().filter(|(_, grade)| *grade == before) {
                let strike = struck.iter().copied().chain([*place]).collect();
                all.push(way(strike, of(&|own| own <= before)));
            }
        }
        Some(all)
    }

    /// The grades of a scorecard, as numbers of an axis and as codes.
    fn codes(&self, id: BlockId) -> Vec<(Num, u32)> {
        let category = self.grading(id).map(|grading| grading.category.index());
        let category = category.and_then(|category| self.model.categories.get(category));
        let values = category.iter().flat_map(|category| &category.values);
        values.map(|value| (Num::from_i64(-i64::from(value.number)), value.number)).collect()
    }

    /// The grading of a scorecard.
    pub fn grading(&self, id: BlockId) -> Option<&Grading> {
        match &self.model.blocks[id].kind {
            BlockKind::Scorecard(card) => card.grading.as_ref(),
            BlockKind::Eligibility(_) | BlockKind::Check(_) => None,
        }
    }

    /// The totals of a scorecard, of records for which the caps of a way hold and do not, and of
    /// which what is read further holds.
    fn totals_where(
        &self,
        scored: &Scored<'_>,
        way: Option<&Way>,
        switches: Switches,
        further: &dyn Fn(&mut Reader<'_>) -> Option<Rc<Formula>>,
    ) -> Option<Totals<'_>> {
        let mut reader = self.reader(switches);
        let further = further(&mut reader);
        let mut all = vec![self.guard(&mut reader, &scored.block.guards)];
        all.extend(further);
        let caps = scored.card.grading.as_ref().map_or(&[][..], |grading| &grading.caps);
        for place in way.iter().flat_map(|way| &way.strike) {
            all.push(reader.truth(*caps.get(*place)?));
        }
        for place in way.iter().flat_map(|way| &way.free) {
            all.push(Formula::not(reader.truth(*caps.get(*place)?)));
        }
        let criteria = self.criteria(scored.id, scored.card);
        Totals::new(reader, &Formula::and(all), &criteria)
    }

    /// The record of an answer about rows, if it does what is claimed; where that rests on a total
    /// or a grade, a record that comes to it.
    pub fn shown_of(
        &self,
        question: &Question<'_>,
        answer: Answer,
        asked: &Asked<'_>,
        claim: &dyn Fn(&Replayed) -> bool,
    ) -> Shown {
        let region = match &answer {
            Answer::Record(region, _) => Some(region.clone()),
            Answer::None(_) | Answer::Undecided => None,
        };
        match (self.shown(question, answer, asked.guards, claim), region) {
            (Shown::Undecided, Some(region)) => {
                self.scored_so(question, &region, asked, claim).unwrap_or(Shown::Undecided)
            }
            (shown, _) => shown,
        }
    }

    /// The answer to a question that is asked beside parts which no record lies in.
    pub fn beside_empty(
        &self,
        question: &Question<'_>,
        asked: &Asked<'_>,
        switches: Switches,
        ask: &dyn Fn(&[Region]) -> Answer,
    ) -> Answer {
        let mut known: Vec<Region> = Vec::new();
        loop {
            match ask(&known) {
                Answer::Record(part, _)
                    if known.len() < MOST_EMPTY
                        && self.is_empty(question, &part, asked, switches) =>
                {
                    known.push(part);
                }
                answer => return answer,
            }
        }
    }

    /// Returns `true` of a part of the space whose totals and grades no record of it comes to, as
    /// was proved.
    pub fn is_empty(
        &self,
        question: &Question<'_>,
        part: &Region,
        asked: &Asked<'_>,
        switches: Switches,
    ) -> bool {
        let all = self.scored(&question.space);
        all.iter().any(|scored| {
            let ways = self.ways_within(question, scored, part, switches);
            ways.is_some_and(|ways| {
                ways.iter().all(|way| {
                    let totals =
                        self.totals_within(question, &all, scored, part, (asked, way, switches));
                    totals.is_some_and(|mut totals| {
                        let mut each = way.totals.iter();
                        each.all(|between| matches!(totals.total(between), Reached::Never))
                    })
                })
            })
        })
    }

    /// A record of a part of the space that comes to the totals and grades there, if it does what
    /// is claimed.
    fn scored_so(
        &self,
        question: &Question<'_>,
        part: &Region,
        asked: &Asked<'_>,
        claim: &dyn Fn(&Replayed) -> bool,
    ) -> Option<Shown> {
        let all = self.scored(&question.space);
        let rests_on = question.rests_on(part);
        for scored in &all {
            let ways = self.ways_within(question, scored, part, Switches::AsSet);
            for way in ways.unwrap_or_default() {
                let of = (asked, &way, Switches::AsSet);
                let totals = self.totals_within(question, &all, scored, part, of);
                let Some(mut totals) = totals else { continue };
                for between in &way.totals {
                    let Reached::By(values) = totals.total(between) else { continue };
                    let record = self.steps.record;
                    let witness = Witness::of(&totals.space, record, &values, self.plan);
                    let shown = self.replayed(witness, &rests_on, asked.guards, claim);
                    if let Shown::By(_) = shown {
                        return Some(shown);
                    }
                }
            }
        }
        None
    }

    /// The ways in which records come to the totals or grades of a part of the space; `None` where
    /// they are not all followed, or may have none.
    fn ways_within(
        &self,
        question: &Question<'_>,
        scored: &Scored<'_>,
        part: &Region,
        switches: Switches,
    ) -> Option<Vec<Way>> {
        let axis = question.space.axis(scored.axis);
        let set = part.set(scored.axis.index()).filter(|set| !set.contains(MISSING))?;
        if !scored.is_grade {
            let totals = set.ranges().iter().map(|range| axis.between(range)).collect();
            return Some(vec![Way { strike: Vec::new(), free: Vec::new(), totals }]);
        }
        let mut places =
            set.ranges().iter().cloned().flatten().map(|place| axis.between(&(place..place + 1)));
        let places: Vec<Between> = places.by_ref().collect();
        let codes = self.codes(scored.id).into_iter();
        let codes = codes.filter(|(number, _)| places.iter().any(|place| place.contains(number)));
        let ways = codes.map(|(_, code)| self.ways_to((scored.id, scored.card), code, switches));
        Some(ways.collect::<Option<Vec<Vec<Way>>>>()?.into_iter().flatten().collect())
    }

    /// The totals of a scorecard, of the records of a part of the space: of what else that says, in
    /// the axes that the same conditions make when they are read again.
    fn totals_within(
        &self,
        question: &Question<'_>,
        all: &[Scored<'_>],
        scored: &Scored<'_>,
        part: &Region,
        (asked, way, switches): (&Asked<'_>, &Way, Switches),
    ) -> Option<Totals<'_>> {
        let further = |reader: &mut Reader<'_>| {
            let guard = self.guard(reader, asked.guards);
            reader.rows(asked.rows);
            reader.all_fields();
            reader.possible();
            let is_same = |(id, axis): &(AxisId, &Axis)| {
                let own = reader.space.axes().nth(id.index());
                own.is_some_and(|(_, own)| own.measure == axis.measure)
            };
            let others = question.space.axes().filter(is_same);
            let others = others.filter(|(id, _)| !all.iter().any(|one| one.axis == *id));
            let others = others.filter_map(|(id, axis)| said(id, axis, part));
            Some(Formula::and(std::iter::once(guard).chain(others)))
        };
        self.totals_where(scored, Some(way), switches, &further)
    }
}

/// Every choice of some of these, none of them first.
fn parts_of(all: &[usize]) -> Vec<Vec<usize>> {
    let mut parts = vec![Vec::new()];
    for one in all {
        let with = parts.iter().map(|part: &Vec<usize>| [part.as_slice(), &[*one]].concat());
        let with: Vec<Vec<usize>> = with.collect();
        parts.extend(with);
    }
    parts
}

/// What a box says of an axis, as a condition; `None` where it says nothing.
fn said(id: AxisId, axis: &Axis, region: &Region) -> Option<Rc<Formula>> {
    let set = region.set(id.index()).filter(|set| *set != axis.all())?;
    let parts =
        set.and(&axis.known()).ranges().iter().map(|range| axis.between(range).cuts()).collect();
    let missing = if set.contains(MISSING) { Truth::True } else { Truth::False };
    Some(Rc::new(Formula::Atom(Atom { axis: id, of: Numbers::new(parts, missing) })))
}
