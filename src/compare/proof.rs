//! Proofs that rules which read otherwise decide alike: rows in another order, a condition put
//! another way. Asked only where both packs declare the same things at the same places, and of
//! rules whose every part the analysis reads.

use super::difference::Difference;
use super::item::{Item, ItemKind, all, closure, exprs, references, rests_on};
use super::{Change, Site};
use crate::analysis::{self, Budget, Compared, Part, Version, Witness};
use crate::engine::Rules;
use crate::model::{
    BlockId, BlockKind, DerivedKind, Expr, ExprKind, Field, FieldId, Model, RecordId,
};
use crate::plan::Plan;
use std::collections::BTreeSet;

/// Most changed items for which a proof is looked for.
const MOST_ASKED: usize = 50;

/// Takes back of what was told that which is proved to decide nothing: rows of criteria, gradings
/// and tables, guards, clauses, caps and formulas, below which nothing else changed.
pub(super) fn settle(found: &mut Difference<'_>) {
    let candidates = asked(found, &[]);
    if candidates.is_empty() {
        return;
    }
    let mut open = candidates;
    loop {
        let changed = found.changed();
        let settled: BTreeSet<Item> = open
            .iter()
            .filter(|(item, parts)| {
                let below = closure(found.new.model, *item);
                let alone = below.iter().all(|one| one == item || !changed.contains(one));
                alone && is_same(found, parts)
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

/// Changed items that are the same part of the rules in both packs, with these parts; something may
/// have been told of them besides.
pub(super) fn asked(found: &Difference<'_>, besides: &[Site]) -> Vec<(Item, Vec<Part>)> {
    let changed = found.changed();
    // Elsewhere the id of an item leads to another one in the old pack, or to none.
    if changed.is_empty() || !same_places(found) {
        return Vec::new();
    }
    let parts = |item| Some((item, parts(found, item, besides)?));
    changed.into_iter().filter_map(parts).take(MOST_ASKED).collect()
}

/// A block whose parts were held against each other, read through everything below.
pub(super) enum Settled {
    /// It decides every record alike, which is proved.
    Alike,
    /// It may not, above all for these records.
    Open(Vec<Witness>),
}

/// Standing of a block by its parts, each read through everything below, of which `changed` are
/// other rows, formulas, clauses or parameters where a proof is to count.
pub(super) fn settled(
    found: &Difference<'_>,
    block: BlockId,
    under: &BTreeSet<Item>,
    changed: &[Item],
) -> Settled {
    if !same_places(found) || changed.is_empty() {
        return Settled::Open(Vec::new());
    }
    let is_read = |site: &Site| {
        matches!(
            site,
            Site::Row
                | Site::Column
                | Site::Derived
                | Site::Parameter
                | Site::Guard
                | Site::Clause
                | Site::Cap
        )
    };
    let are_read = changed.iter().all(|item| found.sites(*item).iter().all(is_read));
    let is_about_rules =
        |item: &Item| !matches!(item, Item::Period | Item::MonthEnd | Item::Function(_));
    let wholly = are_read
        && !is_timed(found, block)
        && under.iter().all(|item| is_about_rules(item) && is_plain(found, *item));
    let mut proposed = Vec::new();
    let parts = parts_of_block(found, block);
    let alike = compared(found, &parts, &mut |record| {
        proposed.push(record);
        false
    });
    if alike && wholly { Settled::Alike } else { Settled::Open(proposed) }
}

/// Parts that a block decides by: its guards, criteria, grading, caps and clauses.
pub(super) fn parts_of_block(found: &Difference<'_>, block: BlockId) -> Vec<Part> {
    let mut sites = vec![analysis::Site::Guards(block)];
    let [old, new] = [found.old.model, found.new.model].map(|model| &model.blocks[block].kind);
    match (old, new) {
        (BlockKind::Scorecard(old), BlockKind::Scorecard(new)) => {
            let criteria = 0..new.criteria.len();
            sites.extend(criteria.map(|place| analysis::Site::Criterion(block, place)));
            let graded = old.grading.is_some() && new.grading.is_some();
            let of_grades = [analysis::Site::Grades(block), analysis::Site::Caps(block)];
            sites.extend(of_grades.into_iter().filter(|_| graded));
        }
        (BlockKind::Eligibility(_) | BlockKind::Check(_), _)
        | (BlockKind::Scorecard(_), BlockKind::Eligibility(_) | BlockKind::Check(_)) => {
            sites.push(analysis::Site::Clauses(block));
        }
    }
    sites.into_iter().map(Part::Site).collect()
}

fn is_same(found: &Difference<'_>, parts: &[Part]) -> bool {
    // A record that is proposed is left to the search for witnesses.
    compared(found, parts, &mut |_| true)
}

/// Returns `true` if parts decide every record alike, all of them; records for which they may not
/// are handed on.
fn compared(
    found: &Difference<'_>,
    parts: &[Part],
    differs: &mut dyn FnMut(Witness) -> bool,
) -> bool {
    let context = found.new_rules.context(None);
    let mut alike = |part: &Part| {
        let versions = versions([found.old_rules, found.new_rules], found.beside());
        let budget = Budget::default();
        analysis::compare(versions, *part, context.functions, &budget, differs) == Compared::Same
    };
    let all: Vec<bool> = parts.iter().map(&mut alike).collect();
    !all.is_empty() && all.into_iter().all(|alike| alike)
}

/// Two versions of rules, the second in a plan beside that of the first.
pub(super) fn versions<'a>([old, new]: [&'a Rules; 2], beside: &'a Plan) -> [Version<'a>; 2] {
    [Version { model: old.model(), plan: old.plan() }, Version { model: new.model(), plan: beside }]
}

/// The parts of the rules that an item is, where all that was told of it is of those.
fn parts(found: &Difference<'_>, item: Item, besides: &[Site]) -> Option<Vec<Part>> {
    if found.pairs.old_of(item) != Some(item) || !is_plain(found, item) {
        return None;
    }
    let mut sites = found.sites(item);
    sites.retain(|site| !besides.contains(site));
    let only = |allowed: &[Site]| sites.iter().all(|site| allowed.contains(site));
    let one = |site| Some(vec![Part::Site(site)]);
    match item {
        Item::Criterion(block, place) if only(&[Site::Row, Site::Column]) => {
            one(analysis::Site::Criterion(block, place))
        }
        Item::Block(block) => {
            let part = |site: Site| match site {
                Site::Row => Some(analysis::Site::Grades(block)),
                Site::Cap => Some(analysis::Site::Caps(block)),
                Site::Guard => Some(analysis::Site::Guards(block)),
                Site::Clause if !is_timed(found, block) => Some(analysis::Site::Clauses(block)),
                _ => None,
            };
            let parts: Option<BTreeSet<analysis::Site>> = sites.into_iter().map(part).collect();
            Some(parts?.into_iter().map(Part::Site).collect())
        }
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
            let same = same_kind && before.ty == now.ty;
            one(analysis::Site::Table(record, id)).filter(|_| same)
        }
        Item::Field(record, id) => {
            let part = Part::Refused(record);
            let is_alone = has_other_range_alone(found, (record, id), (record, id));
            (is_alone && refuses_plainly(found, record)).then(|| vec![part])
        }
        Item::Period
        | Item::MonthEnd
        | Item::Record(_)
        | Item::Derived(..)
        | Item::Category(_)
        | Item::Value(..)
        | Item::Parameter(_)
        | Item::Function(_)
        | Item::Criterion(..)
        | Item::Targets(_)
        | Item::Indicator(..) => None,
    }
}

/// Returns `true` if nothing of a field of the old pack, and of what it is in the new one, is
/// another but its range.
fn has_other_range_alone(
    found: &Difference<'_>,
    (record, id): (RecordId, FieldId),
    (other, new): (RecordId, FieldId),
) -> bool {
    let field =
        |model: &Model, record, id| Some(model.records.find(record)?.fields.find(id)?.clone());
    let both = field(found.old.model, record, id).zip(field(found.new.model, other, new));
    both.is_some_and(|(before, now): (Field, Field)| {
        let step = |field: &Field| field.step.as_ref().map(|step| step.value.clone());
        before.ty == now.ty
            && before.required == now.required
            && before.key == now.key
            && step(&before) == step(&now)
    })
}

/// Returns `true` of a field of which nothing is another but its range.
pub(super) fn has_other_range(found: &Difference<'_>, item: Item) -> bool {
    match (item, found.pairs.old_of(item)) {
        (Item::Field(record, id), Some(Item::Field(before, old))) => {
            has_other_range_alone(found, (before, old), (record, id))
        }
        (_, _) => false,
    }
}

/// Records of which it follows that a block decides them alike, where other ranges of fields alone
/// `changed` under it: `Some(false)` for all, `Some(true)` for those that both packs accept.
///
/// A record that lacks a required field, or has a value of one outside its range, is a data error;
/// of all others no range of such a field says anything. A field that may be missing is asked what
/// it could be by its range, unless the block does not read it.
pub(super) fn alike_but_for_ranges(
    found: &Difference<'_>,
    block: BlockId,
    changed: &[Item],
) -> Option<bool> {
    let own = found.new.model.blocks[block].record;
    let read = read_by(found.new.model, Item::Block(block));
    let mut refuses = false;
    for item in changed {
        let (Item::Field(record, id), Some(Item::Field(before, old))) =
            (*item, found.pairs.old_of(*item))
        else {
            return None;
        };
        if record != own || !has_other_range_alone(found, (before, old), (record, id)) {
            return None;
        }
        let fields = &found.new.model.records[record].fields;
        let is_needed = !fields[id].is_optional();
        // What a missing value could be may be tied to the field by its own range.
        let is_tied = |one: &Item| match one {
            Item::Field(of, other) => {
                *of == record
                    && fields[*other].is_optional()
                    && closure(found.new.model, *one).contains(item)
            }
            _ => false,
        };
        if read.iter().any(is_tied) {
            return None;
        }
        refuses |= is_needed;
    }
    (!changed.is_empty()).then_some(refuses)
}

/// An item and everything that it reads: of a record type only what cannot be, not each field.
fn read_by(model: &Model, item: Item) -> BTreeSet<Item> {
    let mut seen = BTreeSet::from([item]);
    let mut next = vec![item];
    while let Some(item) = next.pop() {
        let mut below = rests_on(model, item);
        if let Item::Record(record) = item {
            let named = named_in(model, item);
            below.retain(|one| !matches!(one, Item::Field(of, _) if *of == record));
            below.extend(named);
        }
        next.extend(below.into_iter().filter(|item| seen.insert(*item)));
    }
    seen
}

/// The items that the expressions of an item name.
fn named_in(model: &Model, item: Item) -> BTreeSet<Item> {
    let mut named = BTreeSet::new();
    exprs(model, item, &mut |record, _, expr| {
        references(model, record, expr, &mut |read| _ = named.insert(read));
    });
    named
}

/// Returns `true` if what a record type refuses, in both packs, reads nothing but fields, of which
/// other ranges alone may have changed.
fn refuses_plainly(found: &Difference<'_>, record: RecordId) -> bool {
    let fields = found.new.model.records[record].fields.ids();
    let items = fields.map(|id| Item::Field(record, id)).chain([Item::Record(record)]);
    items.flat_map(|item| closure(found.new.model, item)).all(|item| match item {
        Item::Record(_) | Item::Derived(..) => !found.is_changed(item) && is_plain(found, item),
        _ => is_plain(found, item),
    })
}

/// Returns `true` if a clause of a block in either pack has periods or a deadline, of which its
/// condition says not all.
pub(super) fn is_timed(found: &Difference<'_>, block: BlockId) -> bool {
    let models = [found.old.model, found.new.model];
    models.iter().any(|model| {
        let block = model.blocks.find(block);
        block.is_some_and(|block| block.clauses().iter().any(|clause| clause.timing.is_some()))
    })
}

/// Returns `true` if both packs declare the same at the same places, so that one id means one thing
/// in both.
pub(super) fn same_places(found: &Difference<'_>) -> bool {
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
pub(super) fn is_plain(found: &Difference<'_>, item: Item) -> bool {
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
