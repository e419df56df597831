//! Where two versions of a part of the rules differ: for which records, and which rows give what.

use super::content::{Content, Gives, Line, Part, content, scorecard, unequal};
use super::finding::Site;
use super::formula::Formula;
use super::grades::zone_of;
use super::of_type::OfType;
use super::pair::{Case, InTurn, Version};
use super::read::Switches;
use super::refused::Refused;
use super::regraded::{Regraded, regraded};
use super::rows::{Answer, Question};
use super::search::Budget;
use super::set::Region;
use super::witness::{Replayed, Witness};
use super::zone::Zone;
use crate::eval::{Functions, State};
use crate::model::{BlockId, ClauseKind};
use crate::plan::{BlockPlanKind, Slot};
use crate::value::{Num, Truth, Value};
use std::rc::Rc;

/// Records for which two versions of a part of the rules differ.
#[derive(Clone, Debug)]
pub struct Differing {
    /// The row that gives the value in the old version, by its place, or the cap or clause that
    /// holds there; `None` where none does.
    pub old: Option<usize>,
    /// The row, cap or clause of the new version.
    pub new: Option<usize>,
    /// All such records whose conditions have a truth.
    pub zone: Zone,
    /// One of them, which was run in both versions.
    pub witness: Witness,
}

/// The most pairs of rows that are held against each other.
const MOST_CASES: usize = 400;

/// Records for which a part of two versions differs, as [`compare`](super::compare) takes them, by
/// what either gives; `None` where they could not all be told, which says nothing of the versions.
pub fn differing(
    [old, new]: [Version<'_>; 2],
    part: Part,
    functions: &dyn Functions,
    budget: &Budget,
) -> Option<Vec<Differing>> {
    let record = part.record(new.model);
    let of_old = OfType::of(old.model, old.plan, record, functions, budget)?;
    let of_new = OfType::of(new.model, new.plan, record, functions, budget)?;
    match part {
        Part::Refused(_) => return refused([&of_new, &of_old], part),
        Part::Site(Site::Grades(block)) => return grades([&of_new, &of_old], block),
        Part::Site(_) | Part::Filter(..) | Part::Timed(_) => {}
    }
    let mut reader = of_new.reader(Switches::AsSet);
    let (new_guard, now) = content(&of_new, &mut reader, part)?;
    reader.all_fields();
    let possible = reader.possible();
    let (axes, variables) = reader.space.size();
    let mut reader = reader.beside(old.model, old.plan, of_old.steps);
    let (old_guard, before) = content(&of_old, &mut reader, part)?;
    // A record that one version refuses is none of both; a value that the old one alone reads has
    // no name in the new one.
    if reader.possible() != possible || reader.space.size().1 > variables {
        return None;
    }
    reader.space.forget_values(axes);
    let (formulas, cases) = match (&now, &before) {
        (Content::InTurn(now), Content::InTurn(before)) => {
            let same = now.iter().zip(before).take_while(|(now, before)| now == before).count();
            if (now.len() - same) * (before.len() - same) > MOST_CASES {
                return None;
            }
            let InTurn { formulas, cases, .. } = InTurn::of(&mut reader, [now, before], same);
            (formulas, cases)
        }
        (Content::Each(now), Content::Each(before)) => each(now, before),
        (Content::Value(now), Content::Value(before)) => {
            let differ = unequal(&mut reader, now, before)?;
            let (gives, lines) = ([None; 2], [None; 2]);
            (vec![differ], vec![Case { rows: vec![0], before: Vec::new(), gives, lines }])
        }
        (Content::InTurn(_) | Content::Each(_) | Content::Value(_), _) => return None,
    };
    reader.space.forget_values(axes);
    let question = Question::new(reader, &Formula::and([new_guard, old_guard]), &formulas);
    let told = Told { of: [&of_new, &of_old], part, question: &question };
    told.differing(&cases, &[now, before])
}

/// Records whose total has another grade, where nothing but the total is asked.
fn grades(of: [&OfType<'_>; 2], block: BlockId) -> Option<Vec<Differing>> {
    let [new, _] = of;
    let (card, _) = scorecard(new, block)?;
    let told = regraded(of, block)?.into_iter().map(|one| {
        let Regraded { old, new, totals, witness } = one;
        Differing { old, new, zone: zone_of(block, card, &totals), witness }
    });
    Some(told.collect())
}

/// Records that one version refuses and the other surely does not.
fn refused(of: [&OfType<'_>; 2], part: Part) -> Option<Vec<Differing>> {
    let [new, old] = of;
    let Refused { mut reader, possible, rows, size: (axes, variables) } = Refused::of(new, old);
    if reader.space.size().1 > variables {
        return None;
    }
    reader.space.forget_values(axes);
    let [now, before] = rows.map(|when| vec![Line { when, gives: Gives::Nothing }]);
    let (formulas, cases) = each(&now, &before);
    let always = Rc::new(Formula::settled(true));
    let question = Question::among(reader, &always, &possible, &formulas);
    let told = Told { of, part, question: &question };
    told.differing(&cases, &[Content::Each(now), Content::Each(before)])
}

/// Lines that stand each for itself: one holds in one version and surely not in the other, or one
/// version alone has it. Those that read alike say nothing, the others go in pairs that do the
/// same.
fn each(new: &[Line], old: &[Line]) -> (Vec<Rc<Formula>>, Vec<Case>) {
    let count = new.len();
    let formulas = new.iter().chain(old).map(|line| Rc::clone(&line.when)).collect();
    let mut left: Vec<usize> = (0..old.len()).collect();
    let mut take = |is_it: &dyn Fn(&Line) -> bool| {
        let at = left.iter().position(|place| old.get(*place).is_some_and(is_it))?;
        Some(left.remove(at))
    };
    let mut changed: Vec<(usize, &Line)> = new.iter().enumerate().collect();
    changed.retain(|(_, line)| take(&|other| other == *line).is_none());
    let pairs: Vec<(usize, &Line, Option<usize>)> = changed
        .into_iter()
        .map(|(row, line)| (row, line, take(&|other| other.gives == line.gives)))
        .collect();
    let mut cases = Vec::new();
    for (row, line, other) in pairs {
        // A cap that leaves another grade strikes the same records.
        let is_cap = |line: &Line| matches!(line.gives, Gives::Cap(..));
        let strikes_so = |other: &Line| is_cap(line) && is_cap(other) && other.when == line.when;
        if other.is_none()
            && let Some(other) = take(&strikes_so)
        {
            let both = [Some(row), Some(other)];
            cases.push(Case { rows: vec![row], before: Vec::new(), gives: both, lines: both });
            continue;
        }
        let lines = [Some(row), other];
        let beside = other.map(|other| count + other);
        cases.push(Case {
            rows: vec![row],
            before: beside.into_iter().collect(),
            gives: [Some(row), None],
            lines,
        });
        cases.extend(beside.map(|beside| Case {
            rows: vec![beside],
            before: vec![row],
            gives: [None, other],
            lines,
        }));
    }
    cases.extend(left.into_iter().map(|row| Case {
        rows: vec![count + row],
        before: Vec::new(),
        gives: [None, Some(row)],
        lines: [None, Some(row)],
    }));
    (formulas, cases)
}

/// Cases of one question, to be told.
struct Told<'t> {
    of: [&'t OfType<'t>; 2],
    part: Part,
    question: &'t Question<'t>,
}

/// Boxes of the cases that come to the same, with the first of them and a record.
struct Group {
    gives: [Option<usize>; 2],
    boxes: Vec<Region>,
    witness: Witness,
}

impl Told<'_> {
    fn differing(&self, cases: &[Case], of: &[Content; 2]) -> Option<Vec<Differing>> {
        let mut groups: Vec<Group> = Vec::new();
        for Case { rows, before, gives, lines } in cases {
            if let [one, other, ..] = rows.as_slice()
                && !self.question.may_meet(*one, *other)
            {
                continue;
            }
            let witness = match self.question.held_beside(rows, before, &[]) {
                Answer::Record(_, values) => {
                    let [new, _] = self.of;
                    let record = self.part.record(new.model);
                    Witness::of(&self.question.space, record, &values, new.plan)
                }
                Answer::None(_) => continue,
                Answer::Undecided => return None,
            };
            // A record that comes out alike is a defect of what is said of it.
            let each = of.iter().all(|content| matches!(content, Content::Each(_)));
            let strikes = match lines {
                [Some(_), None] | [None, Some(_)] => true,
                [_, _] => each && gives.iter().all(Option::is_some),
            };
            let shown = match strikes {
                true => self.is_met(&witness, *lines),
                false => self.comes_out_otherwise(&witness, *lines),
            };
            if !shown {
                return None;
            }
            let boxes = self.question.boxes_beside(rows, before)?;
            match groups.iter_mut().find(|group| come_to_the_same(group.gives, *gives, of)) {
                Some(group) => group.boxes.extend(boxes),
                None => groups.push(Group { gives: *gives, boxes, witness }),
            }
        }
        let told = groups.into_iter().map(|Group { gives: [new, old], boxes, witness }| {
            Some(Differing { old, new, zone: self.question.zone_of(boxes)?, witness })
        });
        told.collect()
    }

    /// Returns `true` if both versions were run on a record and come to something else.
    fn comes_out_otherwise(&self, witness: &Witness, lines: [Option<usize>; 2]) -> bool {
        if let Part::Refused(_) = self.part {
            let [new, old] = self.of.map(|of| witness.run(of.model, of.plan, of.functions));
            return new.is_some() != old.is_some();
        }
        let came = |(of, row): (&OfType<'_>, Option<usize>)| {
            let replayed = witness.run(of.model, of.plan, of.functions)?;
            came(of, &replayed, self.part, row)
        };
        let ([new_of, old_of], [line, other]) = (self.of, lines);
        let (new, old) = (came((new_of, line)), came((old_of, other)));
        new.is_some() && old.is_some() && new != old
    }

    /// Returns `true` if a condition that one version alone has was run on a record and strikes.
    fn is_met(&self, witness: &Witness, lines: [Option<usize>; 2]) -> bool {
        let met = |(of, row): (&OfType<'_>, Option<usize>)| {
            let replayed = witness.run(of.model, of.plan, of.functions)?;
            let Came::Truth(truth) = came(of, &replayed, self.part, Some(row?))? else {
                return None;
            };
            let clauses = match self.part {
                Part::Site(Site::Clauses(block)) => of.model.blocks[block].clauses(),
                Part::Site(_) | Part::Filter(..) | Part::Refused(_) | Part::Timed(_) => &[],
            };
            let asks = clauses
                .get(row?)
                .is_some_and(|clause| matches!(clause.kind, ClauseKind::Require | ClauseKind::Due));
            Some(truth == if asks { Truth::False } else { Truth::True })
        };
        self.of.into_iter().zip(lines).filter_map(met).any(|met| met)
    }
}

/// What a part came to for a record.
#[derive(PartialEq)]
enum Came {
    Value(Option<Value>),
    Points(Option<Num>),
    Truth(Truth),
}

fn came(of: &OfType<'_>, replayed: &Replayed, part: Part, row: Option<usize>) -> Option<Came> {
    let Part::Site(site) = part else { return None };
    let truth = |slot: Slot| Came::Truth(replayed.truth(slot));
    let block = |id| of.steps.block(id);
    Some(match site {
        Site::Table(_, id) => {
            let slot = of.steps.derived.get(id.index())?.value?;
            let is_known = replayed.state(slot) == State::Known;
            Came::Value(is_known.then(|| replayed.value(slot)))
        }
        Site::Criterion(id, place) => match &block(id)?.kind {
            BlockPlanKind::Scorecard(card) => {
                Came::Points(replayed.points(card.criteria.get(place)?.points))
            }
            BlockPlanKind::Clauses { .. } => return None,
        },
        Site::Caps(id) => match &block(id)?.kind {
            BlockPlanKind::Scorecard(card) => truth(*card.grading.as_ref()?.caps.get(row?)?),
            BlockPlanKind::Clauses { .. } => return None,
        },
        Site::Clauses(id) => match &block(id)?.kind {
            BlockPlanKind::Clauses { clauses, .. } => truth(clauses.get(row?)?.condition),
            BlockPlanKind::Scorecard(_) => return None,
        },
        Site::Guards(id) => {
            let all = block(id)?.guards.iter().map(|slot| replayed.truth(*slot));
            Came::Truth(all.fold(Truth::True, Truth::and))
        }
        Site::Grades(_) => return None,
    })
}

/// Returns `true` if two cases have the same rows giving the same values.
fn come_to_the_same(one: [Option<usize>; 2], other: [Option<usize>; 2], of: &[Content; 2]) -> bool {
    let gives = |content: &Content, row: Option<usize>| match (content, row) {
        (Content::InTurn(lines), Some(row)) => Some(lines.get(row).map(|line| line.gives.clone())),
        (Content::InTurn(_) | Content::Each(_) | Content::Value(_), _) => None,
    };
    let in_turn = matches!(of, [Content::InTurn(_), Content::InTurn(_)]);
    let alike = one.iter().zip(&other).zip(of).all(|((one, other), content)| {
        one.is_some() == other.is_some() && gives(content, *one) == gives(content, *other)
    });
    if in_turn { alike } else { one == other }
}
