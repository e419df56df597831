//! Heads of statements: the places of the names that a statement declares. They stand where they
//! plainly end, so that this needs no knowledge of other names.

use super::lex::Token;
use super::scan::TokenKind;
use super::words::{longest, longest_that};
use crate::keywords::{Kw, Reserved};
use std::ops::Range;

/// A name that a statement declares: the tokens it takes there.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    pub tokens: Range<usize>,
    pub kind: NameKind,
}

/// Kind of a declared name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameKind {
    /// A name for expressions and heads.
    Name,
    /// The number or name of a criterion.
    Label,
    /// A verdict of a block: a name where an example expects one.
    Verdict,
    /// A parameter of a function, an indicator, a level: a name only on its line.
    Local,
}

/// An opening line, read from `start` on. A place that is not found is its end.
#[derive(Clone, Copy)]
pub(super) struct Head<'t, 'a> {
    tokens: &'t [Token<'a>],
    start: usize,
}

impl<'t, 'a> Head<'t, 'a> {
    pub fn new(tokens: &'t [Token<'a>], start: usize) -> Head<'t, 'a> {
        Head { tokens, start }
    }
}

impl Head<'_, '_> {
    fn name(&self, end: usize) -> Declared {
        Declared { tokens: self.start..end.max(self.start), kind: NameKind::Name }
    }

    fn find(&self, from: usize, that: impl Fn(&Token<'_>) -> bool) -> usize {
        let place = self.tokens.iter().skip(from).position(that);
        place.map_or(self.tokens.len(), |place| from + place)
    }

    fn sign(&self, signs: &[&str]) -> usize {
        self.find(self.start, |token| signs.iter().any(|sign| token.is(sign)))
    }

    fn text(&self) -> usize {
        self.find(self.start, |token| token.kind == TokenKind::Text)
    }

    fn last(&self, id: Kw) -> usize {
        self.last_before(id, self.tokens.len())
    }

    /// The last place of a keyword before `end`, or `end`. The last, for the name before it may
    /// hold the word, as `Quỹ cho vay cho Người vay`; the record type behind it is taken not to.
    fn last_before(&self, id: Kw, end: usize) -> usize {
        let here = |at: &usize| {
            self.tokens
                .get(*at..end)
                .is_some_and(|rest| longest_that(rest, |found, _| found == id).is_some())
        };
        (self.start..end).rev().find(here).unwrap_or(end)
    }

    /// End of the name of a field: before its `:`, or, where that was forgotten, before the
    /// type.
    fn before_type(&self) -> usize {
        let end = self.sign(&[":", ","]).min(self.text());
        if self.tokens.get(end).is_some_and(|token| token.is(":")) {
            return end;
        }
        let is_type = |at: &usize| {
            let tail = self.tokens.get(*at..end).unwrap_or(&[]);
            longest(tail, Reserved::Type).is_some_and(|(length, _)| length == tail.len())
        };
        (self.start + 1..end).find(is_type).unwrap_or(end)
    }

    /// End of the label of an indicator: before its title or `=`, or, where both were
    /// forgotten, after one word.
    fn label(&self) -> usize {
        let end = self.text().min(self.sign(&["=", ":"]));
        if end < self.tokens.len() { end } else { self.start + 1 }
    }

    /// Names parted by commas or `>`, each with or without something in brackets behind it.
    fn list(&self, kind: NameKind) -> Vec<Declared> {
        let mut found = Vec::new();
        let mut start = self.start;
        while start < self.tokens.len() {
            let end = self.find(start, |token| token.is(",") || token.is(">"));
            let open = self.find(start, |token| token.is("("));
            found.push(Declared { tokens: start..end.min(open), kind });
            let end = if open < end { self.find(open, |token| token.is(")")) } else { end };
            start = self.find(end, |token| token.is(",") || token.is(">")) + 1;
        }
        found
    }
}

fn ends_the_head(tail: &[Token<'_>]) -> bool {
    longest(tail, Reserved::OnLine)
        .is_some_and(|(length, id)| id == Kw::Ordered && length == tail.len())
}

/// A statement that declares no name.
pub(super) fn nothing(_: Head<'_, '_>) -> Vec<Declared> {
    Vec::new()
}

/// `KH91: "…"`
pub(super) fn document(head: Head<'_, '_>) -> Vec<Declared> {
    vec![head.name(head.text().min(head.sign(&[":"])))]
}

/// `dư nợ: tiền`
pub(super) fn typed(head: Head<'_, '_>) -> Vec<Declared> {
    vec![head.name(head.before_type())]
}

/// `tỷ lệ = …`
pub(super) fn derive(head: Head<'_, '_>) -> Vec<Declared> {
    vec![head.name(head.sign(&["=", ":"]))]
}

/// Keywords that open the parts of a record type's head.
pub(super) const RECORD_PARTS: &[Kw] =
    &[Kw::BelongsTo, Kw::DatedBy, Kw::ForPeriod, Kw::MonthlyBy, Kw::CompleteWhen];

/// `Tổ "…" thuộc …`, `Sổ ghi theo …, thuộc …`
pub(super) fn record(head: Head<'_, '_>) -> Vec<Declared> {
    let first = head.text().min(head.sign(&[","]));
    let parts = RECORD_PARTS.iter().map(|part| head.last_before(*part, first));
    vec![head.name(parts.fold(first, usize::min))]
}

/// `Nhóm rủi ro cho Người vay: …`
pub(super) fn table(head: Head<'_, '_>) -> Vec<Declared> {
    vec![head.name(head.last_before(Kw::For, head.sign(&[":"])))]
}

/// `Chấm điểm cho Tổ "…"`
pub(super) fn block(head: Head<'_, '_>) -> Vec<Declared> {
    vec![head.name(head.last_before(Kw::For, head.text().min(head.sign(&[","]))))]
}

/// `2 "…", tối đa …`
pub(super) fn criterion(head: Head<'_, '_>) -> Vec<Declared> {
    let label = head.name(head.text().min(head.sign(&[","])));
    vec![Declared { kind: NameKind::Label, ..label }]
}

/// `Nợ "…" trên …`
pub(super) fn targets(head: Head<'_, '_>) -> Vec<Declared> {
    vec![head.name(head.text().min(head.last(Kw::Over)))]
}

/// `a "…" = …`
pub(super) fn indicator(head: Head<'_, '_>) -> Vec<Declared> {
    vec![Declared { kind: NameKind::Local, ..head.name(head.label()) }]
}

/// `giao, phấn đấu`
pub(super) fn levels(head: Head<'_, '_>) -> Vec<Declared> {
    head.list(NameKind::Local)
}

/// `tổng điểm giảm dần, nợ quá hạn tăng dần`
pub(super) fn ranking(head: Head<'_, '_>) -> Vec<Declared> {
    let keys = head.list(NameKind::Local).into_iter();
    keys.map(|key| {
        let Range { start, end } = key.tokens.clone();
        let is_order = |at: &usize| {
            let rest = head.tokens.get(*at..end).unwrap_or(&[]);
            let order = |id, _| matches!(id, Kw::Descending | Kw::Ascending);
            longest_that(rest, order).is_some_and(|(length, _)| length == rest.len())
        };
        let end = (start + 1..end).find(is_order).unwrap_or(end);
        Declared { tokens: start..end, ..key }
    })
    .collect()
}

/// `: đề xuất, không đề xuất`
pub(super) fn verdicts(head: Head<'_, '_>) -> Vec<Declared> {
    Head { tokens: head.tokens, start: head.sign(&[":"]) + 1 }.list(NameKind::Verdict)
}

/// `Hòa Khánh, mã …`, `Hòa Khánh (mã …)`
pub(super) fn category_value(head: Head<'_, '_>) -> Vec<Declared> {
    vec![head.name(head.sign(&[",", "("]))]
}

/// `hệ số(mã xã: chữ): số`
pub(super) fn function(head: Head<'_, '_>) -> Vec<Declared> {
    let open = head.sign(&["("]);
    let close = head.find(open, |token| token.is(")"));
    let mut found = vec![head.name(open)];
    let mut start = open + 1;
    while start < close {
        let end = head.find(start, |token| token.is(":"));
        found.push(Declared { tokens: start..end.max(start), kind: NameKind::Local });
        start = head.find(start, |token| token.is(";")) + 1;
    }
    found
}

/// `Loại có thứ tự: Tốt > Khá`, `Xã: Hòa Khánh (mã "20197"), Hòa Minh`
pub(super) fn category(head: Head<'_, '_>) -> Vec<Declared> {
    let colon = head.sign(&[":"]);
    let ordered =
        (head.start..colon).find(|at| head.tokens.get(*at..colon).is_some_and(ends_the_head));
    let values = Head { tokens: head.tokens, start: colon + 1 };
    std::iter::once(head.name(ordered.unwrap_or(colon)))
        .chain(values.list(NameKind::Name))
        .collect()
}
