//! Pairs of items of two models: those of one name, then those that were renamed, by what they are
//! and where they are used.

use super::form::{Forms, set};
use super::item::{Item, ItemKind, all, exprs, label, references, title};
use crate::model::{BlockKind, DerivedKind, Model};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The items of an old model and those of a new one that they have become.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    new_of: BTreeMap<Item, Item>,
    old_of: BTreeMap<Item, Item>,
}

impl Pairs {
    /// Pairs of two models, each item in one at most.
    pub fn of(old: &Model, new: &Model) -> Pairs {
        let mut pairs = Pairs::default();
        pairs.add(Item::Period, Item::Period);
        pairs.add(Item::MonthEnd, Item::MonthEnd);
        // A pair makes further ones: of the fields of a record type that was renamed, and of what
        // is used beside something renamed.
        loop {
            let before = pairs.new_of.len();
            pairs.by_name(old, new);
            pairs.criteria_by_title(old, new);
            if pairs.left(old, new) {
                pairs.renamed(old, new);
            }
            if pairs.new_of.len() == before {
                return pairs;
            }
        }
    }

    /// Each item with that of the same place.
    pub fn unmoved(items: &[Item]) -> Pairs {
        let mut pairs = Pairs::default();
        items.iter().for_each(|item| pairs.add(*item, *item));
        pairs
    }

    pub fn new_of(&self, old: Item) -> Option<Item> {
        self.new_of.get(&old).copied()
    }

    pub fn old_of(&self, new: Item) -> Option<Item> {
        self.old_of.get(&new).copied()
    }

    /// All pairs, in the order of the old items.
    pub fn iter(&self) -> impl Iterator<Item = (Item, Item)> + '_ {
        self.new_of.iter().map(|(old, new)| (*old, *new))
    }

    /// The name of an old item in forms: that of the new item that it has become.
    pub fn old_name(&self, old: Item) -> String {
        self.new_of(old).map_or_else(|| format!("old {old:?}"), |new| format!("{new:?}"))
    }

    fn add(&mut self, old: Item, new: Item) {
        if !self.new_of.contains_key(&old) && !self.old_of.contains_key(&new) {
            self.new_of.insert(old, new);
            self.old_of.insert(new, old);
        }
    }

    /// Returns `true` if items of one kind are left on both sides.
    fn left(&self, old: &Model, new: &Model) -> bool {
        let kinds = |items: Vec<Item>| items.into_iter().map(Item::kind).collect::<BTreeSet<_>>();
        let of_old = kinds(self.unpaired_old(old));
        kinds(self.unpaired_new(new)).iter().any(|kind| of_old.contains(kind))
    }

    fn unpaired_old(&self, model: &Model) -> Vec<Item> {
        all(model).into_iter().filter(|item| !self.new_of.contains_key(item)).collect()
    }

    fn unpaired_new(&self, model: &Model) -> Vec<Item> {
        all(model).into_iter().filter(|item| !self.old_of.contains_key(item)).collect()
    }

    /// Pairs what has one name within what is paired. Labels of criteria are numbers, which move:
    /// where both sides have titles, these must be the same too.
    fn by_name(&mut self, old: &Model, new: &Model) {
        let mut named: HashMap<(ItemKind, Option<Item>, &str), Item> = HashMap::new();
        for item in self.unpaired_new(new) {
            if let Some(name) = label(new, item) {
                named.insert((item.kind(), item.parent(), name.key.as_str()), item);
            }
        }
        for item in self.unpaired_old(old) {
            let parent = match item.parent().map(|parent| self.new_of(parent)) {
                Some(None) => continue,
                Some(Some(parent)) => Some(parent),
                None => None,
            };
            let Some(name) = label(old, item) else { continue };
            let Some(found) = named.get(&(item.kind(), parent, name.key.as_str())) else {
                continue;
            };
            let numbered = matches!(item.kind(), ItemKind::Criterion | ItemKind::Indicator);
            let titles = title(old, item).zip(title(new, *found));
            if !numbered || titles.is_none_or(|(old, new)| same_words(old, new)) {
                self.add(item, *found);
            }
        }
    }

    /// Pairs what has one title within what is paired, and of criteria then what has one label.
    fn criteria_by_title(&mut self, old: &Model, new: &Model) {
        let titled = |model: &Model, items: Vec<Item>| {
            let mut found: BTreeMap<(ItemKind, Option<Item>, String), Vec<Item>> = BTreeMap::new();
            for item in items {
                if let Some(title) = title(model, item) {
                    let title = crate::source::key(title);
                    found.entry((item.kind(), item.parent(), title)).or_default().push(item);
                }
            }
            found
        };
        let of_new = titled(new, self.unpaired_new(new));
        for ((kind, parent, title), items) in titled(old, self.unpaired_old(old)) {
            let parent = match parent.map(|parent| self.new_of(parent)) {
                Some(None) => continue,
                Some(parent) => parent,
                None => None,
            };
            if let ([one], Some([other])) =
                (items.as_slice(), of_new.get(&(kind, parent, title)).map(Vec::as_slice))
            {
                self.add(*one, *other);
            }
        }
    }

    /// Pairs what is the same but for its name: declared alike and used alike, and no other of its
    /// kind is. Then what is declared alike, where that says enough; then what is used alike; then
    /// criteria and indicators of one label.
    fn renamed(&mut self, old: &Model, new: &Model) {
        for by in [By::Both, By::Declared, By::Used] {
            let (of_old, of_new) =
                (self.signatures(old, true, by), self.signatures(new, false, by));
            for (signature, items) in of_old {
                if let ([one], Some([other])) =
                    (items.as_slice(), of_new.get(&signature).map(Vec::as_slice))
                {
                    self.add(*one, *other);
                }
            }
        }
        let numbered =
            |item: &Item| matches!(item.kind(), ItemKind::Criterion | ItemKind::Indicator);
        let left: Vec<Item> = self.unpaired_new(new).into_iter().filter(numbered).collect();
        for item in self.unpaired_old(old).into_iter().filter(numbered) {
            let parent = item.parent().and_then(|parent| self.new_of(parent));
            let key = label(old, item).map(|label| &label.key);
            let same = |other: &&Item| {
                other.parent() == parent && label(new, **other).map(|label| &label.key) == key
            };
            if let Some(found) = left.iter().find(same) {
                self.add(item, *found);
            }
        }
    }

    /// The unpaired items of a side by what they are and how they are used; those of which that
    /// says too little are left out.
    fn signatures(&self, model: &Model, is_old: bool, by: By) -> BTreeMap<Signature, Vec<Item>> {
        let unpaired = match is_old {
            true => self.unpaired_old(model),
            false => self.unpaired_new(model),
        };
        let open: BTreeSet<Item> = unpaired.iter().copied().collect();
        let name = |item: Item| match (open.contains(&item), is_old) {
            (true, _) => format!("?{:?}", item.kind()),
            (false, true) => self.old_name(item),
            (false, false) => format!("{item:?}"),
        };
        let uses = match by {
            By::Both | By::Used => uses(model, &open, &name),
            By::Declared => HashMap::new(),
        };
        let mut found: BTreeMap<Signature, Vec<Item>> = BTreeMap::new();
        for item in unpaired {
            let parent = match item.parent() {
                Some(parent) if open.contains(&parent) => continue,
                Some(parent) if is_old => self.new_of(parent),
                parent => parent,
            };
            let used = uses.get(&item).cloned().map(set).unwrap_or_default();
            let declared = declared(Forms { model, name: &name }, item);
            let says_enough = match by {
                By::Both => !used.is_empty(),
                By::Declared => is_telling(item.kind()),
                By::Used => !used.is_empty() && !is_telling(item.kind()),
            };
            let declared = match by {
                By::Used => Vec::new(),
                By::Both | By::Declared => declared,
            };
            if says_enough {
                let signature = Signature { kind: item.kind(), parent, declared, used };
                found.entry(signature).or_default().push(item);
            }
        }
        found
    }
}

/// Signs by which renamed items are known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Both,
    Declared,
    Used,
}

/// What an item is, without its name, and how it is used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Signature {
    kind: ItemKind,
    parent: Option<Item>,
    declared: Vec<String>,
    used: Vec<String>,
}

/// Returns `true` of kinds whose declaration alone tells one from another.
fn is_telling(kind: ItemKind) -> bool {
    match kind {
        ItemKind::Record
        | ItemKind::Category
        | ItemKind::Function
        | ItemKind::Block
        | ItemKind::Criterion
        | ItemKind::Targets
        | ItemKind::Indicator => true,
        ItemKind::Period
        | ItemKind::MonthEnd
        | ItemKind::Field
        | ItemKind::Derived
        | ItemKind::Value
        | ItemKind::Parameter => false,
    }
}

fn same_words(one: &str, other: &str) -> bool {
    crate::source::key(one) == crate::source::key(other)
}

/// The forms of all expressions that name an open item, with the item itself as `@`.
fn uses(
    model: &Model,
    open: &BTreeSet<Item>,
    name: &dyn Fn(Item) -> String,
) -> HashMap<Item, Vec<String>> {
    let mut uses: HashMap<Item, Vec<String>> = HashMap::new();
    for owner in all(model) {
        exprs(model, owner, &mut |record, place, expr| {
            let mut named = BTreeSet::new();
            references(model, record, expr, &mut |item| {
                if open.contains(&item) && item != owner {
                    named.insert(item);
                }
            });
            for item in named {
                let hole = |other: Item| if other == item { "@".to_owned() } else { name(other) };
                let form = Forms { model, name: &hole }.expr(record, expr);
                uses.entry(item).or_default().push(format!("{} {place} {form}", name(owner)));
            }
        });
    }
    // The units of a table of targets are named by their rows.
    for (id, targets) in model.targets.enumerate() {
        let Some(crate::value::Type::Category(category)) = targets.by.as_ref().map(|by| by.ty)
        else {
            continue;
        };
        for row in &targets.thresholds {
            let unit = row.unit.map(|unit| Item::Value(category, unit));
            if let Some(unit) = unit.filter(|unit| open.contains(unit)) {
                let forms = Forms { model, name };
                let bounds =
                    row.cells.iter().flatten().map(|cell| {
                        cell.as_ref().map(|bounds| forms.bounds(targets.record, bounds))
                    });
                let bounds: Vec<Option<String>> = bounds.collect();
                let used = format!("{} {bounds:?}", name(Item::Targets(id)));
                uses.entry(unit).or_default().push(used);
            }
        }
    }
    uses
}

/// The declaration of an item without its name.
fn declared(forms: Forms<'_>, item: Item) -> Vec<String> {
    let model = forms.model;
    let mut parts = Vec::new();
    match item {
        Item::Period | Item::MonthEnd => {}
        Item::Record(id) => {
            let fields = model.records[id].fields.iter();
            parts.extend(fields.map(|field| format!("{} {:?}", field.name.key, field.ty)));
        }
        Item::Category(id) => {
            if let Some(category) = model.categories.get(id.index()) {
                parts.push(category.ordered.to_string());
                parts.extend(category.values.iter().map(|value| value.name.key.clone()));
            }
        }
        Item::Value(id, number) => {
            if let Some(value) = model.categories.get(id.index()).and_then(|of| of.value(number)) {
                parts.push(format!("{:?} {:?} {:?}", value.code, value.from, value.to));
            }
        }
        Item::Field(record, id) => {
            let field = &model.records[record].fields[id];
            parts.push(forms.ty(field.ty));
            parts.push(format!("{} {}", field.key, field.required));
        }
        Item::Derived(record, id) => {
            let derived = &model.records[record].derived[id];
            parts.push(forms.ty(derived.ty));
            if let DerivedKind::Table { policy, .. } = &derived.kind {
                parts.push(format!("{policy:?}"));
            }
        }
        Item::Parameter(id) => {
            let parameter = &model.parameters[id];
            parts.push(forms.ty(parameter.ty));
            parts.extend(parameter.values.iter().map(|one| {
                format!("{} {:?} {}", one.from, one.to, forms.value(&one.value, parameter.ty))
            }));
        }
        Item::Function(id) => {
            let function = &model.functions[id];
            let types = function.parameters.iter().map(|(_, ty)| *ty).chain([function.result]);
            parts.push(function.file.clone());
            parts.extend(types.map(|ty| forms.ty(ty)));
        }
        Item::Block(id) => {
            let block = &model.blocks[id];
            parts.push(forms.item(Item::Record(block.record)));
            if let BlockKind::Scorecard(card) = &block.kind {
                for criterion in &card.criteria {
                    parts.push(crate::value::text::fraction(&criterion.maximum));
                    let rows = criterion.rows.iter();
                    parts.extend(rows.map(|row| forms.row(block.record, row)));
                }
            }
            let clauses = block.clauses().iter();
            parts.extend(clauses.map(|one| format!("{:?} {:?}", one.kind, one.reason)));
        }
        Item::Criterion(..) | Item::Indicator(..) => {}
        Item::Targets(id) => parts.push(forms.item(Item::Record(model.targets[id].record))),
    }
    exprs(model, item, &mut |record, place, expr| {
        parts.push(format!("{place} {}", forms.expr(record, expr)));
    });
    parts
}
