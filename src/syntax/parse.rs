//! The grammar at work: the only file that names the parser library. Gives plain data to its
//! neighbours: [`Raw`] tokens of a text; [`Node`]s of a statement in canonical tokens; the place
//! and the alternatives where it failed. It does not know who wrote it so.

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::Pair;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

#[rustfmt::skip]
#[allow(missing_docs, dead_code, clippy::all, reason = "made from the grammar, where the rules are described")]
#[path = "../../grammar/luat.rs"]
mod generated;
use generated::Luat;
pub(super) use generated::Rule;

/// A token as the grammar cut it: byte offsets into the NFC text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raw {
    pub rule: Rule,
    pub start: usize,
    pub end: usize,
}

/// A part of a statement: which rule, and the canonical tokens it covers (`first..end`).
#[derive(Debug)]
pub(super) struct Node {
    pub rule: Rule,
    pub first: usize,
    pub end: usize,
    pub children: Vec<Node>,
}

/// Failure to read a statement: the canonical token at which it stopped making sense, and the rules
/// that could have stood there.
#[derive(Debug)]
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

/// Statements that were read, by rule and canonical text: what a statement is depends on nothing
/// else, and the rows of a table are mostly of a few forms.
#[derive(Debug, Default)]
pub(super) struct Known {
    nodes: RefCell<HashMap<Rule, HashMap<String, Rc<Node>>>>,
}

/// The most statements of one rule that are kept.
const MOST_KNOWN: usize = 1_000;

impl Known {
    /// The statement, as [`statement`] reads it.
    pub fn statement(
        &self,
        rule: Rule,
        canonical: &str,
        place: impl Fn(usize) -> usize,
    ) -> Result<Rc<Node>, Failure> {
        let known = |nodes: &HashMap<Rule, HashMap<String, Rc<Node>>>| {
            nodes.get(&rule).and_then(|of_rule| of_rule.get(canonical)).cloned()
        };
        if let Some(node) = known(&self.nodes.borrow()) {
            return Ok(node);
        }
        let node = Rc::new(statement(rule, canonical, place)?);
        let mut nodes = self.nodes.borrow_mut();
        let of_rule = nodes.entry(rule).or_default();
        if of_rule.len() < MOST_KNOWN {
            of_rule.insert(canonical.to_owned(), node.clone());
        }
        Ok(node)
    }
}

/// Cuts a text into tokens; every text can be cut.
pub(super) fn tokens(text: &str) -> Vec<Raw> {
    let Ok(pairs) = Luat::parse(Rule::tokens, text) else { return Vec::new() };
    let all = pairs.flat_map(Pair::into_inner).filter(|pair| pair.as_rule() != Rule::EOI);
    all.map(|pair| Raw {
        rule: pair.as_rule(),
        start: pair.as_span().start(),
        end: pair.as_span().end(),
    })
    .collect()
}

/// Reads a statement in canonical tokens by the rule of its kind; `place` gives that of the token
/// at a byte offset.
fn statement(rule: Rule, canonical: &str, place: impl Fn(usize) -> usize) -> Result<Node, Failure> {
    match Luat::parse(rule, canonical) {
        Ok(mut pairs) => {
            pairs.next().map(|pair| node(pair, &place)).ok_or(Failure { at: 0, wanted: Vec::new() })
        }
        Err(error) => {
            let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
            let wanted = match error.variant {
                ErrorVariant::ParsingError { positives, .. } => positives,
                ErrorVariant::CustomError { .. } => Vec::new(),
            };
            Err(Failure { at: place(at), wanted })
        }
    }
}

fn node(pair: Pair<'_, Rule>, place: &impl Fn(usize) -> usize) -> Node {
    let (rule, span) = (pair.as_rule(), pair.as_span());
    let (first, end) = (place(span.start()), place(span.end()));
    let children = pair
        .into_inner()
        .filter(|inner| inner.as_rule() != Rule::EOI)
        .map(|inner| node(inner, place))
        .collect();
    Node { rule, first, end, children }
}
