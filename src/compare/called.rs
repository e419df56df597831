//! The old pack with its items called as in the new one: where the packs declare other things, what
//! has another name can stand in both only under one.
//!
//! Names are put in word by word, of those that begin at a word the longest. The pack that comes of
//! it is compared with the old one item by item; unless it says the same, nothing is said by it.

use super::difference::Difference;
use super::groups;
use super::item::{Item, all, label};
use super::pair::Pairs;
use super::statements::{Declares, Statement, statements};
use crate::diag::Message;
use crate::engine::Rules;
use crate::keywords::{Keywords, Kw};
use crate::model::Model;
use crate::source::key;
use std::collections::BTreeMap;

/// Names of the old pack, each with what its item is called in the new one.
pub(super) struct Names {
    known: BTreeMap<Vec<String>, Vec<Called>>,
}

/// An item of a name, and its name in the new pack.
struct Called {
    within: Option<Item>,
    /// Another name; `None` of one that stays.
    name: Option<String>,
}

/// The old pack called as the new one, with the names; `None` where that cannot be said in words,
/// and where it would say something else.
pub(super) fn called(found: &Difference<'_>) -> Option<(Rules, Names)> {
    let names = Names::of(found)?;
    let model = found.old.model;
    let written = statements(found.old_rules, found.old).into_iter().enumerate();
    let mut files: Vec<(String, String)> = written
        .map(|(place, one)| {
            let text = names.put(one.text(), &scope(model, &one.declares), true);
            (Statement::file(place), format!("{}\n{text}\n", one.language))
        })
        .collect();
    let pack = found.old_rules.pack();
    let rows = pack.row_files.iter().filter(|file| file.delimiter.is_some());
    files.extend(rows.map(|file| {
        let text = pack.sources[file.source].text();
        (file.name.clone(), names.put(text, &[], false))
    }));
    let rules = found.old_rules.rewritten(&files, found.old_rules)?;
    says_the_same(found.old_rules, &rules).then_some((rules, names))
}

/// Items within which the names of a statement are looked up first.
fn scope(model: &Model, declares: &Declares) -> Vec<Item> {
    match declares {
        Declares::Item(Item::Block(id)) => {
            vec![Item::Block(*id), Item::Record(model.blocks[*id].record)]
        }
        Declares::Item(Item::Targets(id)) => {
            vec![Item::Targets(*id), Item::Record(model.targets[*id].record)]
        }
        Declares::Item(item) => vec![item.parent().unwrap_or(*item)],
        Declares::Document(_) => Vec::new(),
    }
}

/// Returns `true` if two packs of the same items, place by place, decide by the same.
fn says_the_same(old: &Rules, new: &Rules) -> bool {
    let items = all(old.model());
    if items != all(new.model()) {
        return false;
    }
    let mut found = Difference::paired(old, new, Pairs::unmoved(&items));
    groups::tell(&mut found);
    found.changed().is_empty() && found.changes.iter().all(|change| !change.decides)
}

/// A number of its own for a criterion that the old pack alone has, where another one has its
/// number in the new pack.
fn free_number(found: &Difference<'_>, item: Item) -> Option<String> {
    let Item::Criterion(block, place) = item else { return None };
    let Some(Item::Block(new)) = found.pairs.new_of(Item::Block(block)) else { return None };
    let labels = |model: &Model, block| -> Vec<String> {
        let own = all(model).into_iter().filter(|one| one.parent() == Some(Item::Block(block)));
        own.filter_map(|one| Some(label(model, one)?.key.clone())).collect()
    };
    let taken = labels(found.new.model, new);
    let is_taken = found.pairs.new_of(item).is_none()
        && label(found.old.model, item).is_some_and(|own| taken.contains(&own.key));
    // The numbers of all criteria lie below, or they are none.
    let first = 1 + taken.len() + labels(found.old.model, block).len();
    let mut numbers = (first + place..).map(|number| number.to_string());
    is_taken.then(|| numbers.find(|number| !taken.contains(number))).flatten()
}

/// A word of a text, by its byte offsets and its key.
struct Word {
    start: usize,
    end: usize,
    key: String,
}

/// The words of a text; of rules those that are no remark and stand in no quotes.
fn words(text: &str, is_rules: bool) -> Vec<Word> {
    let (mut words, mut chars) = (Vec::new(), text.char_indices().peekable());
    while let Some((start, letter)) = chars.next() {
        let until = match letter {
            '#' if is_rules => Some('\n'),
            '"' if is_rules => Some('"'),
            _ => None,
        };
        if let Some(until) = until {
            chars.by_ref().find(|(_, letter)| *letter == until);
        } else if is_of_word(letter) {
            let mut end = start + letter.len_utf8();
            while let Some((at, letter)) = chars.next_if(|(_, letter)| is_of_word(*letter)) {
                end = at + letter.len_utf8();
            }
            let key = key(text.get(start..end).unwrap_or_default());
            words.push(Word { start, end, key });
        }
    }
    words
}

fn is_of_word(letter: char) -> bool {
    // The marks of letters that are written apart.
    letter.is_alphanumeric() || matches!(letter, '\u{300}'..='\u{36f}')
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| matches!(letter, ' ' | '\t'))
}

/// The keys of the words that a name is made of; `None` of one that is more than words.
fn keys(name: &str) -> Option<Vec<String>> {
    let words = words(name, false);
    let own = words.into_iter().map(|word| word.key).collect::<Vec<String>>();
    (own.join(" ") == key(name)).then_some(own)
}

impl Names {
    /// The names of the old pack; `None` where another one of the new pack is more than words.
    fn of(found: &Difference<'_>) -> Option<Names> {
        let mut names = Names { known: BTreeMap::new() };
        for item in all(found.old.model) {
            let Some(own) = label(found.old.model, item) else { continue };
            let new = found.pairs.new_of(item).and_then(|new| label(found.new.model, new));
            let other = new.filter(|new| new.key != own.key).map(|new| new.text.clone());
            let other = other.or_else(|| free_number(found, item));
            if other.as_ref().is_some_and(|name| keys(name).is_none()) {
                return None;
            }
            names.add(item, item.parent(), &own.text, other.as_deref());
        }
        // What the new pack alone calls so is no name of the old one.
        for item in all(found.new.model) {
            let own = label(found.new.model, item);
            own.into_iter().for_each(|own| names.add(item, None, &own.text, None));
        }
        Some(names)
    }

    /// A criterion is named by its number behind its keyword, anything else by its name.
    fn add(&mut self, item: Item, within: Option<Item>, own: &str, other: Option<&str>) {
        let before = match item {
            Item::Criterion(..) => {
                [Keywords::Vi, Keywords::En].map(|words| Kw::Criterion.word(words)).to_vec()
            }
            _ => vec![""],
        };
        for before in before {
            let name = |name: &str| format!("{before} {name}").trim().to_owned();
            let Some(keys) = keys(&name(own)) else { continue };
            let called = Called { within, name: other.map(name) };
            self.known.entry(keys).or_default().push(called);
        }
    }

    /// A text with the names of the new pack, of which those within some items are meant first.
    fn put(&self, text: &str, scope: &[Item], is_rules: bool) -> String {
        let words = words(text, is_rules);
        let longest = self.known.keys().map(Vec::len).max().unwrap_or_default();
        let (mut put, mut written, mut rest) = (String::new(), 0, words.as_slice());
        while let [first, others @ ..] = rest {
            let follows = |pair: &[Word]| match pair {
                [one, next] => text.get(one.end..next.start).is_some_and(is_blank),
                _ => false,
            };
            let run = 1 + rest.windows(2).take(longest).take_while(|pair| follows(pair)).count();
            let found = (1..=run).rev().find_map(|count| {
                let (name, after) = rest.split_at_checked(count)?;
                let keys: Vec<String> = name.iter().map(|word| word.key.clone()).collect();
                Some((name.last()?, self.known.get(&keys)?, after))
            });
            let Some((last, called, after)) = found else {
                rest = others;
                continue;
            };
            if let Some(name) = meant(called, scope) {
                put += text.get(written..first.start).unwrap_or_default();
                put += name;
                written = last.end;
            }
            rest = after;
        }
        put + text.get(written..).unwrap_or_default()
    }

    /// A sentence about the old pack in the names of the new one.
    pub fn said(&self, message: &Message) -> Message {
        let put = |text: &str| self.put(text, &[], false);
        Message { vi: put(&message.vi), en: put(&message.en) }
    }
}

/// The other name of what is called so: of those within some items, else of any.
fn meant<'n>(called: &'n [Called], scope: &[Item]) -> Option<&'n str> {
    let is_near = |one: &&Called| one.within.is_some_and(|within| scope.contains(&within));
    let mut near = called.iter().filter(is_near).peekable();
    match near.peek() {
        Some(_) => near.find_map(|one| one.name.as_deref()),
        None => called.iter().find_map(|one| one.name.as_deref()),
    }
}
