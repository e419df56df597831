//! Proofs that rules which read otherwise decide alike: rows in another order, a condition put
//! another way. Asked only where both packs declare the same things at the same places, and of
//! rules whose every part the analysis reads.

use super::difference::Difference;
use super::item::{Item, ItemKind, all, closure, exprs};
use super::{Change, Site};
use crate::analysis::{self, Budget, Compared, Part, Version};
use crate::model::{DerivedKind, Expr, ExprKind, Model};
use crate::plan;
use std::collections::BTreeSet;

/// Most changed items for which a proof is looked for.
const MOST_ASKED: usize = 50;

/// Takes back of what was told that which is proved to decide nothing: rows of criteria, gradings
/// and tables, and formulas, below which nothing else changed.
pub(super) fn settle(found: &mut Difference<'_>) {
    let candidates: Vec<(Item, Part)> = found
        .changed()
        .into_iter()
        .filter_map(|item| Some((item, part(found, item)?)))
        .take(MOST_ASKED)
        .collect();
    if candidates.is_empty() || !same_places(found) {
        return;
    }
    let mut open = candidates;
    loop {
        let changed = found.changed();
        let settled: BTreeSet<Item> = open
            .iter()
            .filter(|(item, part)| {
                let below = closure(found.new.model, *item);
                let alone = below.iter().all(|one| one == item || !changed.contains(one));
                alone && is_same(found, *part)
            })
            .map(|(item, _)| *item)
            .collect();
        if settled.is_empty() {
            return;
        }
        open.retain(|(item, _)| !settled.contains(item));
        settled.into_iter().for_each(|item| found.settle(item));
    }
}

fn is_same(found: &Difference<'_>, part: Part) -> bool {
    let (old, new) = (found.old_rules, found.new_rules);
    let beside = plan::beside(new.model(), old.plan(), Some(part.record(new.model())), false);
    let versions = [
        Version { model: old.model(), plan: old.plan() },
        Version { model: new.model(), plan: &beside },
    ];
    let context = new.context(None);
    // A record that is proposed is left to the search for witnesses.
    let compared =
        analysis::compare(versions, part, context.functions, &Budget::default(), &mut |_| true);
    compared == Compared::Same
}

/// The part of the rules that an item is, where all that was told of it is of that part.
fn part(found: &Difference<'_>, item: Item) -> Option<Part> {
    if found.pairs.old_of(item) != Some(item) || !is_plain(found, item) {
        return None;
    }
    let sites = found.sites(item);
    let only = |allowed: &[Site]| sites.iter().all(|site| allowed.contains(site));
    match item {
        Item::Criterion(block, place) if only(&[Site::Row, Site::Column]) => {
            Some(Part::Site(analysis::Site::Criterion(block, place)))
        }
        Item::Block(block) if only(&[Site::Row]) => Some(Part::Site(analysis::Site::Grades(block))),
        Item::Derived(record, id) if only(&[Site::Row, Site::Column, Site::Derived]) => {
            let before = found.old.model.records[record].derived.find(id)?;
            let now = &found.new.model.records[record].derived[id];
            let same_kind = match (&before.kind, &now.kind) {
                (DerivedKind::Formula(_), DerivedKind::Formula(_)) => true,
                (
                    DerivedKind::Table { policy: before, .. },
                    DerivedKind::Table { policy: now, .. },
                ) => before == now,
                (DerivedKind::Formula(_) | DerivedKind::Table { .. }, _) => false,
            };
            let part = Part::Site(analysis::Site::Table(record, id));
            (same_kind && before.ty == now.ty).then_some(part)
        }
        Item::Period
        | Item::MonthEnd
        | Item::Record(_)
        | Item::Field(..)
        | Item::Derived(..)
        | Item::Category(_)
        | Item::Value(..)
        | Item::Parameter(_)
        | Item::Function(_)
        | Item::Block(_)
        | Item::Criterion(..)
        | Item::Targets(_)
        | Item::Indicator(..) => None,
    }
}

/// Returns `true` if both packs declare the same at the same places, so that one id means one thing
/// in both.
fn same_places(found: &Difference<'_>) -> bool {
    let declared = |model: &Model| -> Vec<Item> {
        let items = all(model).into_iter();
        items
            .filter(|item| !matches!(item.kind(), ItemKind::Targets | ItemKind::Indicator))
            .collect()
    };
    let (old, new) = (declared(found.old.model), declared(found.new.model));
    old == new && new.iter().all(|item| found.pairs.old_of(*item) == Some(*item))
}

/// Returns `true` if an item, in both packs, reads nothing but fields, derivations and parameters:
/// anything else may be another thing in the other pack without another form here.
fn is_plain(found: &Difference<'_>, item: Item) -> bool {
    let mut plain = true;
    for model in [found.old.model, found.new.model] {
        exprs(model, item, &mut |_, _, expr| plain &= reads_plainly(expr, item));
    }
    plain
}

fn reads_plainly(expr: &Expr, within: Item) -> bool {
    let mut plain = match &expr.kind {
        // A grading reads the total of its own scorecard.
        ExprKind::Total(block) => within == Item::Block(*block),
        ExprKind::Grade(_)
        | ExprKind::CriterionPoints(..)
        | ExprKind::PeriodDay(..)
        | ExprKind::Aggregate(_)
        | ExprKind::Previous(_)
        | ExprKind::Periodic(_)
        | ExprKind::Event(_)
        | ExprKind::Verdict(_)
        | ExprKind::Member(..)
        | ExprKind::Script(..) => false,
        ExprKind::Constant(_)
        | ExprKind::Field(_)
        | ExprKind::Derived(_)
        | ExprKind::Parameter(..)
        | ExprKind::AsOf
        | ExprKind::Negate(_)
        | ExprKind::Arith(..)
        | ExprKind::Compare(..)
        | ExprKind::IsMissing(_)
        | ExprKind::Not(_)
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::If(..)
        | ExprKind::Call(..) => true,
    };
    expr.children(&mut |child| plain &= reads_plainly(child, within));
    plain
}

impl Difference<'_> {
    /// Takes back that an item changed: what was told of it decides nothing.
    fn settle(&mut self, item: Item) {
        self.forget(item);
        let own = |change: &&mut Change| change.item == Some(item);
        for change in self.changes.iter_mut().filter(own) {
            (change.decides, change.proved) = (false, true);
        }
    }
}
