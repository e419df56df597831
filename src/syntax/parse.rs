//! The grammar at work on canonical statements: an interpreter of the table that is made from it.
//! Gives plain data to its neighbours: [`Node`]s of a statement; the place and the alternatives
//! where it failed. It does not know who wrote it so.

use foldhash::fast::RandomState;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

#[rustfmt::skip]
#[allow(missing_docs, reason = "made from the grammar, where the rules are described")]
#[path = "../../grammar/luat.rs"]
mod table;
pub(super) use table::Rule;

/// A rule of the table.
struct Row {
    /// A bit a symbol that it may start with; all bits where it may be empty.
    starts: &'static [u64],
    body: Part,
}

/// A part of a rule.
enum Part {
    Symbol(Rule),
    /// The end of the statement.
    End,
    Rule(Rule),
    /// Each of these in turn.
    Sequence(&'static [Part]),
    /// The first of these that can be read.
    Choice(&'static [Part]),
    Optional(&'static Part),
    /// As often as it can be read.
    Repeat(&'static Part),
    /// Something that can be read here, and is left for what follows.
    Ahead(&'static Part),
    NotAhead(&'static Part),
}

/// A part of a statement: which rule, and the canonical tokens it covers (`first..end`).
#[derive(Debug, PartialEq)]
pub(super) struct Node {
    pub rule: Rule,
    pub first: usize,
    pub end: usize,
    pub children: Vec<Node>,
}

/// Failure to read a statement: the canonical token at which it stopped making sense, and the rules
/// that could have stood there.
#[derive(Debug, PartialEq)]
pub(super) struct Failure {
    pub at: usize,
    pub wanted: Vec<Rule>,
}

impl Node {
    /// The first child of one rule.
    pub fn child(&self, rule: Rule) -> Option<&Node> {
        self.children.iter().find(|child| child.rule == rule)
    }

    /// The children of one rule.
    pub fn all(&self, rule: Rule) -> impl Iterator<Item = &Node> {
        self.children.iter().filter(move |child| child.rule == rule)
    }

    /// Returns `true` if there is a child of this rule.
    pub fn has(&self, rule: Rule) -> bool {
        self.child(rule).is_some()
    }
}

/// The symbol that a keyword or sign is in canonical statements; of what no rule takes none.
pub(super) fn rule_of(word: &str) -> Option<Rule> {
    static SYMBOLS: LazyLock<HashMap<&str, Rule>> =
        LazyLock::new(|| table::SYMBOLS.iter().copied().collect());
    SYMBOLS.get(word).copied()
}

/// Statements that were read, by rule and symbols: what a statement is depends on nothing else, and
/// the rows of a table are mostly of a few forms.
#[derive(Debug, Default)]
pub(super) struct Known {
    nodes: RefCell<HashMap<Rule, OfRule, RandomState>>,
}

type OfRule = HashMap<Vec<Option<Rule>>, Rc<Node>, RandomState>;

/// The most statements of one rule that are kept.
const MOST_KNOWN: usize = 1_000;

impl Known {
    /// The statement, as [`statement`] reads it.
    pub fn statement(&self, rule: Rule, symbols: &[Option<Rule>]) -> Result<Rc<Node>, Failure> {
        let mut nodes = self.nodes.borrow_mut();
        let of_rule = nodes.entry(rule).or_default();
        if let Some(node) = of_rule.get(symbols) {
            return Ok(Rc::clone(node));
        }
        let node = Rc::new(statement(rule, symbols)?);
        if of_rule.len() < MOST_KNOWN {
            of_rule.insert(symbols.to_owned(), node.clone());
        }
        Ok(node)
    }
}

/// Reads a statement by the rule of its kind. Where it stopped making sense is found out by reading
/// it once more, trying all that could stand at each place.
pub(super) fn statement(rule: Rule, symbols: &[Option<Rule>]) -> Result<Node, Failure> {
    let mut reader = Reader { symbols, at: 0, nodes: Vec::new(), tries: None };
    if reader.rule(rule)
        && let Some(node) = reader.nodes.pop()
    {
        return Ok(node);
    }
    let tries = Some(Tries::default());
    let mut reader = Reader { symbols, at: 0, nodes: Vec::new(), tries };
    reader.rule(rule);
    let Tries { at, mut wanted, .. } = reader.tries.unwrap_or_default();
    wanted.sort();
    wanted.dedup();
    Err(Failure { at, wanted })
}

struct Reader<'s> {
    symbols: &'s [Option<Rule>],
    at: usize,
    /// The nodes read so far that belong to none yet.
    nodes: Vec<Node>,
    /// None: rules that cannot start at a place are passed over.
    tries: Option<Tries>,
}

impl Reader<'_> {
    /// Reads a part; what cannot be read leaves the place as it was.
    fn part(&mut self, part: &Part) -> bool {
        match part {
            Part::Symbol(symbol) => {
                let is_next = self.symbols.get(self.at) == Some(&Some(*symbol));
                self.at += usize::from(is_next);
                is_next
            }
            Part::End => self.at == self.symbols.len(),
            Part::Rule(rule) => self.rule(*rule),
            Part::Sequence(parts) => {
                let (at, nodes) = (self.at, self.nodes.len());
                let is_read = parts.iter().all(|part| self.part(part));
                if !is_read {
                    self.at = at;
                    self.nodes.truncate(nodes);
                }
                is_read
            }
            Part::Choice(parts) => parts.iter().any(|part| self.part(part)),
            Part::Optional(part) => {
                self.part(part);
                true
            }
            Part::Repeat(part) => {
                while self.part(part) {}
                true
            }
            Part::Ahead(part) => self.ahead(part, false),
            Part::NotAhead(part) => !self.ahead(part, true),
        }
    }

    fn ahead(&mut self, part: &Part, negated: bool) -> bool {
        let (at, nodes) = (self.at, self.nodes.len());
        let negate = |tries: &mut Tries| tries.negated ^= negated;
        self.tries.iter_mut().for_each(negate);
        let is_read = self.part(part);
        self.tries.iter_mut().for_each(negate);
        self.at = at;
        self.nodes.truncate(nodes);
        is_read
    }

    fn rule(&mut self, rule: Rule) -> bool {
        let Some(Row { starts, body }) = table::ROWS.get(rule as usize) else { return false };
        if self.tries.is_none() && !self.may_start(starts) {
            return false;
        }
        let (first, inner) = (self.at, self.nodes.len());
        let before = self.tries.as_ref().map(|tries| tries.at(first));
        let is_read = self.part(body);
        if let Some((tries, before)) = self.tries.as_mut().zip(before)
            && is_read == tries.negated
        {
            tries.tried(rule, first, before);
        }
        if is_read && rule != Rule::EOI {
            let children = self.nodes.drain(inner..).collect();
            self.nodes.push(Node { rule, first, end: self.at, children });
        }
        is_read
    }

    fn may_start(&self, starts: &[u64]) -> bool {
        let symbol = match self.symbols.get(self.at) {
            None => Rule::EOI,
            Some(Some(symbol)) => *symbol,
            // A word that no rule takes: only what may be empty can stand before it.
            Some(None) => return starts.iter().all(|bits| *bits == u64::MAX),
        };
        let number = symbol as usize;
        starts.get(number / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }
}

/// Rules that could not be read at the farthest place at which any was tried: of rules that start
/// there one within another the outermost, unless it tried but one.
#[derive(Default)]
struct Tries {
    at: usize,
    wanted: Vec<Rule>,
    /// Rules that may not stand there.
    unwanted: Vec<Rule>,
    /// `true` within what may not follow.
    negated: bool,
}

/// Numbers of wanted and unwanted rules at a place.
type Counts = (usize, usize);

impl Tries {
    fn at(&self, place: usize) -> Counts {
        if self.at == place { (self.wanted.len(), self.unwanted.len()) } else { (0, 0) }
    }

    /// Takes up a rule that was tried at a place, and those tried within it.
    fn tried(&mut self, rule: Rule, place: usize, before: Counts) {
        let now = self.at(place);
        if now.0 + now.1 == before.0 + before.1 + 1 || place < self.at {
            return;
        }
        if place > self.at {
            self.at = place;
            (self.wanted, self.unwanted) = (Vec::new(), Vec::new());
        } else {
            self.wanted.truncate(before.0);
            self.unwanted.truncate(before.1);
        }
        if self.negated { self.unwanted.push(rule) } else { self.wanted.push(rule) }
    }
}
