//! What is the same for many records, kept while they are read: quoted clauses, texts of the rules,
//! and what each condition rests on.

use super::decision::SourceLine;
use super::head::Head;
use super::rests::{Named, Question, Root, Start, Tree, Walked};
use crate::model::BlockId;
use crate::source::Span;
use crate::value::Date;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

/// The most answers of conditions that are kept by what they lead to: rules whose rows hold in ever
/// other ways are walked each time.
const MOST_ANSWERS: usize = 20_000;

/// Rules as they were read while many records of one type are read: each clause is cut from its
/// text once, each text copied once, each way through a condition walked once.
#[derive(Debug, Default)]
pub struct Clauses {
    quoted: RefCell<HashMap<Span, SourceLine, Quick>>,
    words: RefCell<HashMap<Span, Arc<str>, Quick>>,
    texts: RefCell<HashMap<usize, Arc<str>, Quick>>,
    rests: RefCell<Rests>,
    walks: RefCell<Walks>,
    heads: RefCell<HashMap<Option<BlockId>, Arc<Head>, Quick>>,
    answers: Cell<usize>,
}

/// Values that walks met, by their roots and days.
type Rests = HashMap<(Root, Option<Date>), Tree<Arc<[Named]>>, Quick>;

/// Whole walks for lines, by their starts.
type Walks = HashMap<Start, Tree<Arc<Walked>>, Quick>;

impl Clauses {
    /// The clause of a span.
    pub(super) fn clause(&self, span: Span, quote: impl FnOnce() -> SourceLine) -> SourceLine {
        self.quoted.borrow_mut().entry(span).or_insert_with(quote).clone()
    }

    /// The words of a span.
    pub(super) fn words(&self, span: Span, words: impl FnOnce() -> String) -> Arc<str> {
        Arc::clone(self.words.borrow_mut().entry(span).or_insert_with(|| Arc::from(words())))
    }

    /// A text of the rules, known by its place in memory: what is known of a place is compared.
    pub(super) fn text(&self, text: &str) -> Arc<str> {
        let mut texts = self.texts.borrow_mut();
        let known = texts.entry(text.as_ptr().addr()).or_insert_with(|| Arc::from(text));
        if **known != *text {
            *known = Arc::from(text);
        }
        Arc::clone(known)
    }

    /// Head of the decisions of a block, made once.
    pub(super) fn head(&self, block: Option<BlockId>, new: impl FnOnce() -> Head) -> Arc<Head> {
        Arc::clone(self.heads.borrow_mut().entry(block).or_insert_with(|| Arc::new(new())))
    }

    /// The values that a condition or criterion rests on, where the same was walked with the same
    /// answers on a day.
    pub(super) fn rests(
        &self,
        root: Root,
        day: Option<Date>,
        answer: impl Fn(Question) -> Option<u32>,
    ) -> Option<Arc<[Named]>> {
        self.rests.borrow().get(&(root, day))?.find(answer).map(Arc::clone)
    }

    /// Keeps what a walk with these answers led to.
    pub(super) fn keep(
        &self,
        root: Root,
        day: Option<Date>,
        answers: &[(Question, u32)],
        values: &Arc<[Named]>,
    ) {
        if self.has_room(answers.len()) {
            let mut rests = self.rests.borrow_mut();
            let tree = rests.entry((root, day)).or_default();
            tree.learn(answers.iter().copied(), Arc::clone(values));
        }
    }

    /// All that a line rests on, where the same was walked with the same answers.
    pub(super) fn walked(
        &self,
        start: Start,
        answer: impl Fn(Question) -> Option<u32>,
    ) -> Option<Arc<Walked>> {
        self.walks.borrow().get(&start)?.find(answer).map(Arc::clone)
    }

    /// Keeps what a walk for a line with these answers led to.
    pub(super) fn keep_walked(
        &self,
        start: Start,
        answers: &[(Question, u32)],
        walked: &Arc<Walked>,
    ) {
        if self.has_room(answers.len()) {
            let mut walks = self.walks.borrow_mut();
            let tree = walks.entry(start).or_default();
            tree.learn(answers.iter().copied(), Arc::clone(walked));
        }
    }

    /// Returns `true`, and takes the room, where there is room for so many answers.
    fn has_room(&self, answers: usize) -> bool {
        let kept = self.answers.get().saturating_add(answers + 1);
        let has_room = kept <= MOST_ANSWERS;
        if has_room {
            self.answers.set(kept);
        }
        has_room
    }
}

/// Hash of ids, places and days, which nobody from outside chooses.
#[derive(Debug, Default)]
struct Mixed(u64);

type Quick = BuildHasherDefault<Mixed>;

impl Mixed {
    fn mix(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.mix(u64::from(*byte)));
    }

    fn write_u8(&mut self, value: u8) {
        self.mix(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.mix(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.mix(value);
    }

    fn write_usize(&mut self, value: usize) {
        self.mix(value as u64);
    }
}
