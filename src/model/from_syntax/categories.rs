//! Categories: their values, with codes, other names and days, and the values that one category
//! shares with another.

use super::{Checker, label};
use crate::diag::{categories as say, model, nearest};
use crate::index::Id;
use crate::keywords::{Keywords, Kw};
use crate::model::{Category, CategoryId, CategoryValue, Label};
use crate::source::{Span, key};
use crate::syntax::ast::{self, CategoryEntry, ItemKind};
use crate::value::Type;
use std::collections::{HashMap, HashSet, VecDeque};

/// A category as written: the name, and what it lists.
type Written<'a> = (&'a ast::Name, &'a [CategoryEntry]);

/// A category that another includes, with the place that says so.
type Inclusion = (CategoryId, Span);

impl<'a> Checker<'a> {
    /// Declares all categories, those that others include before these.
    pub(super) fn declare_categories(&mut self, items: &[&'a ast::Item]) {
        let mut written: Vec<Written<'a>> = Vec::new();
        for item in items {
            let ItemKind::Category { name, ordered, entries, .. } = &item.kind else { continue };
            let outcome = self.category_names.declare(name, Id::new(written.len()));
            self.declared(name, outcome);
            if entries.is_empty() {
                self.report(model::empty_category(name.span, &name.text));
            }
            let values = self.own_values(entries);
            let included = Vec::new();
            self.categories.push(Category {
                name: label(name),
                ordered: *ordered,
                values,
                included,
            });
            written.push((name, entries));
        }
        let inclusions: Vec<Vec<Inclusion>> =
            (0..).zip(&written).map(|(at, (_, entries))| self.inclusions(at, entries)).collect();
        self.number_values(&inclusions);
        for id in self.by_inclusion(&inclusions) {
            let inclusions = inclusions.get(id.index()).map_or(&[][..], Vec::as_slice);
            self.include(
                id,
                inclusions,
                written.get(id.index()).map_or(&[], |(_, entries)| entries),
            );
        }
        (0..written.len()).for_each(|at| self.unique_words(at));
    }

    /// The values that a category itself lists, numbered by place.
    fn own_values(&mut self, entries: &[CategoryEntry]) -> Vec<CategoryValue> {
        let mut first: HashMap<&str, Span> = HashMap::new();
        let mut values = Vec::new();
        for (number, value) in (0..).zip(entries.iter().filter_map(CategoryEntry::value)) {
            if let Some(first) = first.insert(&value.name.key, value.name.span) {
                self.report(model::duplicate_name(value.name.span, first, &value.name.text));
            }
            self.looks_included(&value.name);
            values.push(CategoryValue {
                name: label(&value.name),
                number,
                code: value.code.as_ref().map(|code| code.text.clone()),
                also: value.also.iter().map(other_name).collect(),
                from: value.from.as_ref().and_then(|day| self.day(day)),
                to: value.to.as_ref().and_then(|day| self.day(day)),
            });
        }
        values
    }

    /// Reports a value such as `cùng quận` or `cùng Quân` beside a category `Quận`: it may be meant
    /// to include that.
    fn looks_included(&mut self, name: &ast::Name) {
        let opened = |id: Kw| {
            let words = [Keywords::Vi, Keywords::En].map(|keywords| id.word(keywords));
            words.iter().find_map(|word| name.key.strip_prefix(&format!("{} ", key(word))))
        };
        let Some(rest) = opened(Kw::With).filter(|_| !name.quoted) else { return };
        let keys: Vec<String> = self.category_names.texts().map(key).collect();
        let near = nearest(rest, keys.iter().map(String::as_str));
        let near = near.and_then(|near| self.category_names.texts().find(|text| key(text) == near));
        if let Some(near) = near.map(str::to_owned) {
            let word = Kw::With.word(self.keywords());
            self.found.push(say::nearly_included(name.span, &name.text, word, &near));
        }
    }

    /// The categories that one includes, as far as they are known and without order.
    fn inclusions(&mut self, at: usize, entries: &[CategoryEntry]) -> Vec<Inclusion> {
        let mut found = Vec::new();
        for entry in entries {
            let CategoryEntry::Included(name) = entry else { continue };
            let Some(id) = self.category_named(name) else { continue };
            let of = |at: usize| self.categories.get(at);
            let ordered = [of(at), of(id.index())].into_iter().flatten().find(|one| one.ordered);
            match ordered.map(|category| (category.name.text.clone(), category.name.span)) {
                Some((ordered, place)) => self.report(say::ordered(name.span, &ordered, place)),
                None => found.push((id, name.span)),
            }
        }
        found
    }

    /// Gives each value of the categories that share some a number of its own.
    fn number_values(&mut self, inclusions: &[Vec<Inclusion>]) {
        let included: HashSet<usize> =
            inclusions.iter().flatten().map(|(id, _)| id.index()).collect();
        let mut numbers = 0..;
        for (at, category) in self.categories.iter_mut().enumerate() {
            let includes = inclusions.get(at).is_some_and(|inclusions| !inclusions.is_empty());
            if includes || included.contains(&at) {
                category.values.iter_mut().zip(&mut numbers).for_each(|(value, number)| {
                    value.number = number;
                });
            }
        }
    }

    /// The categories that include others, each after those. Reports those that include
    /// themselves, and leaves out all that wait for them.
    fn by_inclusion(&mut self, inclusions: &[Vec<Inclusion>]) -> Vec<CategoryId> {
        let mut waiting: Vec<usize> = inclusions.iter().map(Vec::len).collect();
        let mut ready: VecDeque<usize> =
            waiting.iter().enumerate().filter(|(_, left)| **left == 0).map(|(at, _)| at).collect();
        let mut including: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, inclusions) in inclusions.iter().enumerate() {
            inclusions.iter().for_each(|(id, _)| including.entry(id.index()).or_default().push(at));
        }
        let mut order = Vec::new();
        while let Some(at) = ready.pop_front() {
            order.extend(
                (inclusions.get(at).is_some_and(|all| !all.is_empty())).then(|| Id::new(at)),
            );
            for by in including.get(&at).into_iter().flatten() {
                if let Some(left) = waiting.get_mut(*by) {
                    *left -= 1;
                    ready.extend((*left == 0).then_some(*by));
                }
            }
        }
        self.report_circles(inclusions, &waiting);
        order
    }

    /// Reports each circle among the categories that still wait for others, once.
    fn report_circles(&mut self, inclusions: &[Vec<Inclusion>], waiting: &[usize]) {
        let waits = |at: usize| waiting.get(at).is_some_and(|left| *left > 0);
        let next = |at: usize| {
            let mut all = inclusions.get(at)?.iter();
            all.find(|(id, _)| waits(id.index())).map(|(id, span)| (id.index(), *span))
        };
        let mut seen: HashSet<usize> = HashSet::new();
        for start in (0..waiting.len()).filter(|at| waits(*at)) {
            let mut path: Vec<(usize, Span)> = Vec::new();
            let mut at = start;
            while seen.insert(at) {
                let Some((to, span)) = next(at) else { break };
                path.push((at, span));
                at = to;
            }
            let Some(first) = path.iter().position(|(on, _)| *on == at) else { continue };
            let circle = path.split_off(first);
            let names: Vec<&str> = circle
                .iter()
                .chain(circle.first())
                .filter_map(|(on, _)| self.categories.get(*on))
                .map(|category| category.name.text.as_str())
                .collect();
            let found = circle.last().map(|(_, span)| say::circle(*span, &names));
            found.into_iter().for_each(|found| self.report(found));
        }
    }

    /// Puts the values of the included categories where these are named.
    fn include(&mut self, id: CategoryId, inclusions: &[Inclusion], entries: &[CategoryEntry]) {
        let Some(category) = self.categories.get_mut(id.index()) else { return };
        let mut own = std::mem::take(&mut category.values).into_iter();
        let mut all: Vec<CategoryValue> = Vec::new();
        let mut included: Vec<CategoryId> = Vec::new();
        for entry in entries {
            let CategoryEntry::Included(name) = entry else {
                all.extend(own.next());
                continue;
            };
            let found = inclusions.iter().find(|(_, span)| *span == name.span);
            let Some((other, _)) = found else { continue };
            let Some(category) = self.categories.get(other.index()) else { continue };
            let known: HashSet<u32> = all.iter().map(|value| value.number).collect();
            let new = category.values.iter().filter(|value| !known.contains(&value.number));
            all.extend(new.cloned());
            for id in std::iter::once(other).chain(&category.included) {
                included.extend((!included.contains(id)).then_some(*id));
            }
        }
        if let Some(category) = self.categories.get_mut(id.index()) {
            (category.values, category.included) = (all, included);
        }
    }

    /// Reports names and other names of a category that stand for two values. The name of a value
    /// wins over the code of another.
    fn unique_words(&mut self, at: usize) {
        let Some(category) = self.categories.get(at) else { return };
        let mut taken: HashMap<String, (Span, Span)> = HashMap::new();
        let mut found = Vec::new();
        for value in &category.values {
            let place = value.name.span;
            let (first, _) = *taken.entry(value.name.key.clone()).or_insert((place, place));
            if first != place && self.origin(category, first) != self.origin(category, place) {
                found.push(say::two_values(category.name.span, &value.name.text, first, place));
            }
        }
        for value in &category.values {
            let code = value.code.as_ref().map(|code| key(code));
            code.into_iter().for_each(|code| {
                taken.entry(code).or_insert((value.name.span, value.name.span));
            });
        }
        for value in &category.values {
            for other in &value.also {
                let place = (value.name.span, other.span);
                let Some((of, first)) = taken.get(&other.key) else {
                    taken.insert(other.key.clone(), place);
                    continue;
                };
                let origins = [*of, place.0].map(|span| self.origin(category, span));
                if origins == [None, None] || origins[0] != origins[1] {
                    found.push(say::name_taken(
                        other.span,
                        &other.text,
                        *first,
                        &category.name.text,
                    ));
                }
            }
        }
        found.into_iter().for_each(|found| self.report(found));
    }

    /// The included category that a value comes from, where what is wrong with it is told; none of
    /// a value of its own.
    fn origin(&self, category: &Category, value: Span) -> Option<CategoryId> {
        let lists = |id: &&CategoryId| {
            let values = self.categories.get(id.index()).map_or(&[][..], |one| &one.values);
            values.iter().any(|one| one.name.span == value)
        };
        category.included.iter().find(lists).copied()
    }

    /// The category that has the values of both, where one includes the other; of equal types, that
    /// type.
    pub(super) fn join(&self, a: Type, b: Type) -> Option<Type> {
        match (a, b) {
            (Type::Category(one), Type::Category(other)) if one != other => {
                let has = |wide: CategoryId, narrow: CategoryId| {
                    let category = self.categories.get(wide.index());
                    category.is_some_and(|category| category.included.contains(&narrow))
                };
                match (has(one, other), has(other, one)) {
                    (true, _) => Some(a),
                    (false, true) => Some(b),
                    (false, false) => None,
                }
            }
            (_, _) => a.join(b).ok(),
        }
    }
}

fn other_name(text: &ast::Text) -> Label {
    let words: Vec<&str> = text.text.split_whitespace().collect();
    Label { text: words.join(" "), key: key(&text.text), span: text.span }
}
