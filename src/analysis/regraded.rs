//! Totals to which two versions of a grading give other grades.

use super::Site;
use super::content::{Part, content, scorecard};
use super::formula::Formula;
use super::of_type::OfType;
use super::read::Switches;
use super::system::Between;
use super::totals::{Reached, Totals};
use super::witness::Witness;
use crate::model::{BlockId, BlockKind, Row};
use crate::value::Value;

/// Totals that two rows give other grades, the old row and the new one, and a record of them.
pub(super) struct Regraded {
    pub old: Option<usize>,
    pub new: Option<usize>,
    pub totals: Vec<Between>,
    pub witness: Witness,
}

/// Grade that a row gives, and the totals for which it is the first to hold.
pub(super) type Graded = (Option<u32>, Vec<Between>);

/// The rows of a grading; `None` where they ask something else than the total.
pub(super) fn graded(of: &OfType<'_>, block: BlockId) -> Option<Vec<Graded>> {
    let (card, grading) = scorecard(of, block)?;
    let mut rows =
        of.graded(card, grading, Switches::AsSet).map_or_else(Vec::new, |graded| graded.firsts);
    let BlockKind::Scorecard(model) = &of.model.blocks[block].kind else { return None };
    let grading = model.grading.as_ref()?;
    // One grade for every total asks for none.
    if let [Row { when: None, .. }] = grading.rows.as_slice() {
        rows = vec![Some(vec![Between::default()])];
    }
    let given = grading.rows.iter().map(|row| match row.gives.constant() {
        Some(Value::Code(code)) => Some(code),
        _ => None,
    });
    (rows.len() == given.len())
        .then(|| given.zip(rows).map(|(grade, ranges)| Some((grade, ranges?))).collect())?
}

/// A row of each version, and the totals that they grade differently.
type Case = ([Option<usize>; 2], Vec<Between>);

/// The totals for which another row of the grading is the first to hold, by what it gives: the row
/// of the new version, then that of the old.
pub(super) fn changed(new: &[Graded], old: &[Graded]) -> Vec<Case> {
    let mut all = Vec::new();
    for (row, (grade, ranges)) in new.iter().enumerate() {
        let apart = old.iter().enumerate().filter(|(_, (was, _))| was != grade);
        for (other, (_, others)) in apart {
            let both = ranges.iter().flat_map(|one| others.iter().map(|two| one.and(two)));
            all.push(([Some(row), Some(other)], both.flatten().collect()));
        }
    }
    // A total may have a grade in one of them alone.
    let alone = |of: &[Graded], others: &[Graded], rows: fn(usize) -> [Option<usize>; 2]| {
        let others: Vec<&Between> = others.iter().flat_map(|(_, ranges)| ranges).collect();
        let left = |range: &Between| {
            others.iter().fold(vec![range.clone()], |left, other| {
                left.iter().flat_map(|one| one.without(other)).collect()
            })
        };
        let of = of.iter().enumerate();
        of.map(|(row, (_, ranges))| (rows(row), ranges.iter().flat_map(left).collect()))
            .collect::<Vec<Case>>()
    };
    all.extend(alone(new, old, |row| [Some(row), None]));
    all.extend(alone(old, new, |row| [None, Some(row)]));
    all.retain(|(_, totals)| !totals.is_empty());
    all
}

/// The totals that two versions of a grading of the same points grade differently, by their rows;
/// `None` where the points may be others, or where it cannot be told for all.
pub(super) fn regraded([new, old]: [&OfType<'_>; 2], block: BlockId) -> Option<Vec<Regraded>> {
    if !has_same_points([new, old], block)? {
        return None;
    }
    let mut all = Vec::new();
    for ([row, other], totals) in changed(&graded(new, block)?, &graded(old, block)?) {
        let (mut reached, mut witness) = (Vec::new(), None);
        for between in totals {
            if let Some(record) = record_with([new, old], block, &between)? {
                witness.get_or_insert(record);
                reached.push(between);
            }
        }
        all.extend(witness.map(|witness| Regraded {
            old: other,
            new: row,
            totals: reached,
            witness,
        }));
    }
    Some(all)
}

/// Returns `true` if the block applies to the same records in both and its criteria read alike.
fn has_same_points([new, old]: [&OfType<'_>; 2], block: BlockId) -> Option<bool> {
    let [own, others] = [new, old].map(|of| Some(scorecard(of, block)?.0.criteria.len()));
    let count = own.filter(|count| Some(*count) == others)?;
    let criteria = || (0..count).map(|place| Part::Site(Site::Criterion(block, place)));
    let mut reader = new.reader(Switches::AsSet);
    let now: Vec<_> = criteria().map(|part| content(new, &mut reader, part)).collect();
    let mut reader = reader.beside(old.model, old.plan, old.steps);
    let before: Vec<_> = criteria().map(|part| content(old, &mut reader, part)).collect();
    Some(now.iter().all(Option::is_some) && now == before)
}

/// A record with a total between bounds that the versions grade differently, `Some(None)` where
/// none has such a total: one that no cap touches, if there is one.
fn record_with(
    [new, old]: [&OfType<'_>; 2],
    block: BlockId,
    between: &Between,
) -> Option<Option<Witness>> {
    let (card, grading) = scorecard(new, block)?;
    let (_, old_grading) = scorecard(old, block)?;
    let ask = |uncapped: bool| -> Option<Option<Witness>> {
        let mut reader = new.reader(Switches::AsSet);
        let mut all = vec![new.guard(&mut reader, &new.steps.block(block)?.guards)];
        let caps = grading.caps.iter().filter(|_| uncapped);
        all.extend(caps.map(|cap| Formula::not(reader.truth(*cap))));
        reader.all_fields();
        let criteria = new.criteria(block, card);
        let mut totals = Totals::new(reader, &Formula::and(all), &criteria)?;
        match totals.total(between) {
            Reached::By(values) => {
                Some(Some(Witness::of(&totals.space, new.steps.record, &values, new.plan)))
            }
            Reached::Never => Some(None),
            Reached::Undecided => None,
        }
    };
    let found = match ask(true)? {
        None => ask(false)?,
        found => found,
    };
    let Some(mut witness) = found else { return Some(None) };
    // Thresholds that are parameters have the same value on every day of the pack.
    witness.as_of = witness.as_of.or(new.model.period.to);
    let grade =
        |of: &OfType<'_>, slot| Some(witness.run(of.model, of.plan, of.functions)?.grade(slot));
    let (now, before) = (grade(new, grading.grades)?, grade(old, old_grading.grades)?);
    (now != before).then_some(Some(witness))
}
