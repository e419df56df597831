//! For which records a change makes a difference: all of them, in the values that rules compare.

use super::blocks::grade_words;
use super::difference::{Difference, beside};
use super::item::{self, Item, closure};
use super::proof::{asked, is_plain, is_timed, parts_of_block, same_places, versions};
use super::words::{Said, step};
use super::{Change, ChangedRegion, Site};
use crate::analysis::{self, Budget, Differing, Part};
use crate::diag::Message;
use crate::diag::compare as say_rules;
use crate::diag::differing::{self as say, Effect};
use crate::engine::Rules;
use crate::model::{
    Block, BlockId, BlockKind, Cap, ClauseKind, DerivedKind, HitPolicy, Model, Row,
};
use crate::plan::Plan;
use crate::source::{Place, Span};
use std::collections::BTreeSet;

/// Tells of changes for which records they make a difference.
pub(super) fn tell(found: &mut Difference<'_>) {
    let mut refused = BTreeSet::new();
    // The most that a criterion gives is in its rows.
    for (item, parts) in asked(found, &[Site::Criterion]) {
        if !reads_through(found, item) {
            continue;
        }
        for part in parts {
            // The ranges of all fields refuse together.
            if let Part::Refused(record) = part
                && !refused.insert(record)
            {
                continue;
            }
            for (records, one) in of_part(found, part) {
                let Some((change, at)) = told(found, part, &one) else { continue };
                found.seen.push((item, one.witness));
                let Some(of) = change_of(found, item, part, at) else { continue };
                of.regions.push(ChangedRegion { part: None, records, change });
            }
        }
    }
}

/// The records that lines of a block which read alike decide otherwise, for what they rest on
/// changed: `under` is all of that.
pub(super) fn of_block(
    found: &Difference<'_>,
    block: BlockId,
    under: &BTreeSet<Item>,
) -> Vec<ChangedRegion> {
    if is_timed(found, block) || !same_places(found) {
        return Vec::new();
    }
    let is_read = |under: &BTreeSet<Item>| under.iter().all(|item| is_plain(found, *item));
    let of_any = found.new.model.blocks[block].guards.is_empty();
    // A part that reads alike, with everything below read through.
    let is_asked = |part: &Part| match part {
        Part::Site(analysis::Site::Criterion(block, place)) => {
            let item = Item::Criterion(*block, *place);
            let below = closure(found.new.model, item);
            !found.is_changed(item) && if of_any { is_read(&below) } else { is_read(under) }
        }
        Part::Site(_) | Part::Filter(..) | Part::Refused(_) | Part::Timed(_) => {
            !found.is_changed(Item::Block(block)) && is_read(under)
        }
    };
    let parts = parts_of_block(found, block).into_iter().filter(is_asked);
    let told = parts.flat_map(|part| {
        of_part(found, part).into_iter().filter_map(move |(records, one)| {
            let (change, _) = told(found, part, &one)?;
            Some(ChangedRegion { part: name(found, part, &one), records, change })
        })
    });
    told.collect()
}

/// Returns `true` if what changed below an item is read through, and nothing of it stands for a
/// value of its own that may be another now.
fn reads_through(found: &Difference<'_>, item: Item) -> bool {
    let below = closure(found.new.model, item);
    let changed = below.iter().any(|one| *one != item && found.is_changed(*one));
    !changed || below.iter().all(|one| is_plain(found, *one))
}

/// The records for which a part differs, in words. What one version alone reads has no name in the
/// other, so that the one that reads more is taken for the newer: on the days of that one, which
/// must be those of both.
fn of_part(found: &Difference<'_>, part: Part) -> Vec<(Message, Differing)> {
    let (old, new) = (found.old_rules, found.new_rules);
    let told = differing([old, new], found.beside(), part).or_else(|| {
        if old.model().period != new.model().period {
            return None;
        }
        let turned = differing([new, old], &beside([new, old]), part);
        let turn = |(records, one): (Message, Differing)| {
            (records, Differing { old: one.new, new: one.old, ..one })
        };
        turned.map(|told| told.into_iter().map(turn).collect())
    });
    told.unwrap_or_default()
}

fn differing(
    [old, new]: [&Rules; 2],
    beside: &Plan,
    part: Part,
) -> Option<Vec<(Message, Differing)>> {
    let (context, budget) = (new.context(None), Budget::default());
    let versions = versions([old, new], beside);
    let found = analysis::differing(versions, part, context.functions, &budget)?;
    let record = part.record(new.model());
    let named = |one: Differing| Some((new.region_in(beside, record, &one.zone)?, one));
    found.into_iter().map(named).collect()
}

/// What becomes of records for which a part differs, and the places of the line that does it.
fn told(
    found: &Difference<'_>,
    part: Part,
    one: &Differing,
) -> Option<(Message, [Option<Place>; 2])> {
    let site = match part {
        Part::Site(site) => site,
        Part::Refused(_) => {
            return Some((say::effect(&Effect::Refused(one.new.is_some())), [None, None]));
        }
        Part::Filter(..) | Part::Timed(_) => return None,
    };
    let effect = effect(found, site, [one.old, one.new])?;
    let place = |said: Said<'_>, row| {
        let span = span(said, site, row)?;
        Some(said.sources[span.source].place(span))
    };
    let at = [place(found.old, one.old), place(found.new, one.new)];
    Some((say::effect(&effect), at))
}

/// The line or criterion that decides.
fn name(found: &Difference<'_>, part: Part, one: &Differing) -> Option<Message> {
    let Part::Site(site) = part else { return None };
    if let analysis::Site::Criterion(block, place) = site {
        let label = item::label(found.new.model, Item::Criterion(block, place))?;
        return Some(say::criterion(&label.text));
    }
    let (said, row) = match one.new {
        Some(row) => (found.new, row),
        None => (found.old, one.old?),
    };
    let block = |id: BlockId| said.model.blocks.find(id);
    let condition = match site {
        analysis::Site::Clauses(id) => &block(id)?.clauses().get(row)?.condition,
        analysis::Site::Caps(id) => &caps_of(block(id)?)?.get(row)?.condition,
        analysis::Site::Table(..)
        | analysis::Site::Criterion(..)
        | analysis::Site::Grades(_)
        | analysis::Site::Guards(_) => return None,
    };
    Some(said.quoted(condition.span))
}

/// What becomes of the records for which rows, caps or clauses come out otherwise.
fn effect(
    found: &Difference<'_>,
    site: analysis::Site,
    [old, new]: [Option<usize>; 2],
) -> Option<Effect> {
    let is_new = new.is_some();
    match site {
        analysis::Site::Guards(_) => Some(Effect::Applies(is_new)),
        analysis::Site::Caps(block) => {
            let leaves = |said: Said<'_>, row: usize| {
                let block = said.model.blocks.find(block)?;
                let BlockKind::Scorecard(card) = &block.kind else { return None };
                let grading = card.grading.as_ref()?;
                Some(grade_words(said, grading, grading.caps.get(row)?))
            };
            Some(match (old, new) {
                (Some(old), Some(new)) => {
                    let (was, is) = (leaves(found.old, old)?, leaves(found.new, new)?);
                    Effect::Other(say_rules::step(&was, &is, None))
                }
                (None, _) | (_, None) => Effect::Capped(is_new),
            })
        }
        analysis::Site::Clauses(block) => {
            let model = if is_new { found.new.model } else { found.old.model };
            let kind = model.blocks[block].clauses().get(new.or(old)?)?.kind;
            Some(match kind {
                ClauseKind::Require | ClauseKind::Due => Effect::Met(!is_new),
                ClauseKind::Applies
                | ClauseKind::Reject
                | ClauseKind::Refer
                | ClauseKind::Warn
                | ClauseKind::Prefer => Effect::Covered(is_new),
            })
        }
        analysis::Site::Table(..) | analysis::Site::Criterion(..) | analysis::Site::Grades(_) => {
            let gives = |model: &'_ Model, row: Option<usize>| {
                Some(rows(model, site)?.get(row?)?.gives.clone())
            };
            let (was, is) = (gives(found.old.model, old), gives(found.new.model, new));
            Some(match (was, is) {
                (Some(was), None) if counts_each(found.old.model, site) => {
                    Effect::Counted(found.old.expr(&was), false)
                }
                (None, Some(is)) if counts_each(found.new.model, site) => {
                    Effect::Counted(found.new.expr(&is), true)
                }
                (Some(was), Some(is)) => Effect::Other(step((&was, found.old), (&is, found.new))),
                (Some(was), None) => Effect::NoRow(found.old.expr(&was)),
                (None, Some(is)) => Effect::Row(found.new.expr(&is)),
                (None, None) => Effect::AnotherValue,
            })
        }
    }
}

/// Returns `true` of rows each of which counts where it holds.
fn counts_each(model: &Model, site: analysis::Site) -> bool {
    match site {
        analysis::Site::Table(record, id) => match &model.records[record].derived[id].kind {
            DerivedKind::Table { policy, .. } => {
                matches!(policy, HitPolicy::Sum | HitPolicy::All)
            }
            DerivedKind::Formula(_) => false,
        },
        analysis::Site::Criterion(block, place) => match &model.blocks[block].kind {
            BlockKind::Scorecard(card) => card.criteria.get(place).is_some_and(|own| own.sum),
            BlockKind::Eligibility(_) | BlockKind::Check(_) => false,
        },
        analysis::Site::Grades(_)
        | analysis::Site::Caps(_)
        | analysis::Site::Clauses(_)
        | analysis::Site::Guards(_) => false,
    }
}

fn rows(model: &Model, site: analysis::Site) -> Option<&[Row]> {
    match site {
        analysis::Site::Table(record, id) => match &model.records[record].derived[id].kind {
            DerivedKind::Table { rows, .. } => Some(rows),
            DerivedKind::Formula(_) => None,
        },
        analysis::Site::Criterion(block, place) => match &model.blocks[block].kind {
            BlockKind::Scorecard(card) => Some(&card.criteria.get(place)?.rows),
            BlockKind::Eligibility(_) | BlockKind::Check(_) => None,
        },
        analysis::Site::Grades(block) => match &model.blocks[block].kind {
            BlockKind::Scorecard(card) => Some(&card.grading.as_ref()?.rows),
            BlockKind::Eligibility(_) | BlockKind::Check(_) => None,
        },
        analysis::Site::Caps(_) | analysis::Site::Clauses(_) | analysis::Site::Guards(_) => None,
    }
}

/// The place of a cap or clause; `None` of rows, which decide together.
fn span(said: Said<'_>, site: analysis::Site, row: Option<usize>) -> Option<Span> {
    let block = |id: BlockId| said.model.blocks.find(id);
    match site {
        analysis::Site::Clauses(id) => Some(block(id)?.clauses().get(row?)?.span),
        analysis::Site::Caps(id) => Some(caps_of(block(id)?)?.get(row?)?.span),
        analysis::Site::Table(..)
        | analysis::Site::Criterion(..)
        | analysis::Site::Grades(_)
        | analysis::Site::Guards(_) => None,
    }
}

fn caps_of(block: &Block) -> Option<&[Cap]> {
    match &block.kind {
        BlockKind::Scorecard(card) => Some(&card.grading.as_ref()?.caps),
        BlockKind::Eligibility(_) | BlockKind::Check(_) => None,
    }
}

/// The change that a region belongs to: that of its line, else the last of its part.
fn change_of<'f>(
    found: &'f mut Difference<'_>,
    item: Item,
    part: Part,
    [old, new]: [Option<Place>; 2],
) -> Option<&'f mut Change> {
    let is_formula = match part {
        Part::Site(analysis::Site::Table(record, id)) => {
            let kind = &found.new.model.records[record].derived[id].kind;
            matches!(kind, DerivedKind::Formula(_))
        }
        Part::Site(_) | Part::Filter(..) | Part::Refused(_) | Part::Timed(_) => false,
    };
    let site = match part {
        Part::Site(analysis::Site::Guards(_)) => Site::Guard,
        Part::Site(analysis::Site::Caps(_)) => Site::Cap,
        Part::Site(analysis::Site::Clauses(_)) => Site::Clause,
        Part::Site(analysis::Site::Table(..)) if is_formula => Site::Derived,
        Part::Refused(_) => Site::Field,
        Part::Site(_) | Part::Filter(..) | Part::Timed(_) => Site::Row,
    };
    let own: Vec<usize> = (found.changes.iter().enumerate())
        .filter(|(_, change)| change.item == Some(item) && change.decides)
        .filter(|(_, change)| {
            change.site == site || site == Site::Row && change.site == Site::Column
        })
        .map(|(place, _)| place)
        .collect();
    let is_at = |place: &usize| {
        found.changes.get(*place).is_some_and(|change| {
            old.is_some() && change.old == old || new.is_some() && change.new == new
        })
    };
    let at = own.iter().copied().find(is_at).or_else(|| own.last().copied())?;
    found.changes.get_mut(at)
}
