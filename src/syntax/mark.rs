//! Writes a statement in marked form: one mark a keyword, name, literal or sign. Knows where a
//! keyword is one and how a run of words divides into names; knows nothing of the order in which
//! marks may stand.

use super::ast::{Magnitude, Name, Number, UnitWord};
use super::declare::{Declared, Names, Sort, name};
use super::lex::{Token, TokenKind};
use super::statements::{Line, LineKind};
use super::words::{longest, longest_that};
use crate::diag::{Diagnostic, syntax as say};
use crate::keywords::{Kw, Reserved};
use crate::source::{Source, Span};
use crate::value::text::{NumberError, parse_date, parse_number};
use crate::value::{Date, Lang};
use rust_decimal::Decimal;

/// A statement in marked form, with the way back from each mark.
#[derive(Debug)]
pub(super) struct Marked {
    text: String,
    marks: Vec<Mark>,
    end: Span,
}

/// A mark.
#[derive(Debug)]
pub(super) struct Mark {
    /// Where it starts in the marked text.
    start: usize,
    /// Where it stands in the source.
    pub span: Span,
    /// The token it starts at.
    pub token: usize,
    pub payload: Payload,
}

/// What a mark stands for, where the mark alone does not say.
#[derive(Debug)]
pub(super) enum Payload {
    None,
    Keyword(Kw),
    Name(Name),
    Number(Number),
    Date(Date),
    Text(String),
}

impl Marked {
    /// What the grammar reads.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of the mark at a byte offset of the marked text.
    pub fn place(&self, offset: usize) -> usize {
        self.marks.partition_point(|mark| mark.start < offset)
    }

    /// A mark by its place.
    pub fn mark(&self, place: usize) -> Option<&Mark> {
        self.marks.get(place)
    }

    /// Just behind the last token.
    pub fn end(&self) -> Span {
        self.end
    }

    /// Whether a value ends with the mark before `place`.
    pub fn value_before(&self, place: usize) -> bool {
        let before = self
            .text
            .get(..self.marks.get(place).map_or(self.text.len(), |mark| mark.start))
            .unwrap_or("");
        ["Name ", "Label ", "Number ", "Date ", "Text ", ") ", "yes ", "no ", "missing "]
            .iter()
            .any(|mark| before.ends_with(mark))
    }

    /// From the mark at `first` to the one before `end`.
    pub fn span(&self, first: usize, end: usize) -> Span {
        let start = self.mark(first).map_or(self.end, |mark| mark.span);
        end.checked_sub(1)
            .and_then(|last| self.mark(last))
            .map_or(start, |last| start.to(last.span))
    }
}

/// What marking needs beside the statement.
pub(super) struct Setting<'s> {
    pub names: &'s Names,
    pub lang: Lang,
    pub source: &'s Source,
}

/// A statement that was marked.
pub(super) struct Marking {
    pub marked: Marked,
    /// What is wrong with its literals and characters.
    pub found: Vec<Diagnostic>,
    /// Whether each of them still has a meaning to go on with: then the statement is read, so that
    /// its other mistakes are told too.
    pub readable: bool,
}

/// Marks a statement.
pub(super) fn mark(line: &Line<'_>, declared: &[Declared], setting: &Setting<'_>) -> Marking {
    let end = line.tokens.last().map(|token| Span { start: token.span.end, ..token.span });
    let origin = Span { source: crate::index::Id::new(0), start: 0, end: 0 };
    let marked = Marked { text: String::new(), marks: Vec::new(), end: end.unwrap_or(origin) };
    let mut marker = Marker {
        line,
        declared,
        setting,
        at: 0,
        marked,
        diagnostics: Vec::new(),
        readable: true,
        grades: None,
        typed: false,
    };
    marker.grades = marker.last_is();
    marker.opener();
    match line.kind {
        LineKind::Basis => marker.basis(),
        LineKind::ThresholdHeader => marker.header(),
        LineKind::ThresholdRow => marker.threshold_row(),
        _ => marker.rest(),
    }
    Marking { marked: marker.marked, found: marker.diagnostics, readable: marker.readable }
}

struct Marker<'m> {
    line: &'m Line<'m>,
    declared: &'m [Declared],
    setting: &'m Setting<'m>,
    at: usize,
    marked: Marked,
    diagnostics: Vec<Diagnostic>,
    readable: bool,
    /// The `là` that gives the grade.
    grades: Option<usize>,
    /// Whether a type is to be read next.
    typed: bool,
}

impl<'m> Marker<'m> {
    fn tokens(&self) -> &'m [Token<'m>] {
        self.line.tokens.get(self.at..).unwrap_or(&[])
    }

    fn token(&self, at: usize) -> Option<&'m Token<'m>> {
        self.line.tokens.get(at)
    }

    /// Writes a mark over the next `length` tokens.
    fn put(&mut self, mark: &str, length: usize, payload: Payload) {
        let tokens = self.line.tokens.get(self.at..self.at + length).unwrap_or(&[]);
        if let [first, .., last] | [first @ last] = tokens {
            let span = first.span.to(last.span);
            self.marked.marks.push(Mark {
                start: self.marked.text.len(),
                span,
                token: self.at,
                payload,
            });
            self.marked.text.push_str(mark);
            self.marked.text.push(' ');
        }
        self.at += length.max(1);
    }

    fn keyword(&mut self, id: Kw, length: usize) {
        self.put(id.row().mark, length, Payload::Keyword(id));
    }

    fn opener(&mut self) {
        if let Some((id, length)) = self.line.opener {
            self.keyword(id, length);
        }
    }

    /// The last `là` outside brackets, on a line that ends by giving something with it.
    fn last_is(&self) -> Option<usize> {
        if !matches!(self.line.kind, LineKind::GradeRow | LineKind::ParameterValue) {
            return None;
        }
        let mut depth = 0_usize;
        let mut last = None;
        for (at, token) in self.line.tokens.iter().enumerate() {
            if token.is("(") {
                depth += 1;
            } else if token.is(")") {
                depth = depth.saturating_sub(1);
            } else if depth == 0
                && longest(std::slice::from_ref(token), Reserved::Everywhere)
                    .is_some_and(|(_, id)| id == Kw::Is)
            {
                last = Some(at);
            }
        }
        last
    }

    /// `KH91 mục II.2 "…"`: the place is whatever stands between the document and the quote.
    fn basis(&mut self) {
        let length = self.setting.names.longest(self.tokens(), false).max(1);
        if !self
            .tokens()
            .first()
            .is_some_and(|first| first.is_wordlike() || first.kind == TokenKind::Quoted)
        {
            return self.rest();
        }
        self.name(length, "Name");
        let place = self
            .tokens()
            .iter()
            .position(|token| token.kind == TokenKind::Text)
            .unwrap_or(self.tokens().len());
        if place > 0 {
            let start = self.token(self.at).map_or(0, |token| token.start);
            let end = self.token(self.at + place - 1).map_or(start, |token| token.end);
            let text = self.setting.source.normal().get(start..end).unwrap_or("");
            let words: Vec<&str> = text.split_whitespace().collect();
            self.put("Place", place, Payload::Text(words.join(" ")));
        }
        self.rest();
    }

    /// `| quận | NQH giao |`: each cell is a name, whatever words and numbers it holds.
    fn header(&mut self) {
        while self.token(self.at).is_some() {
            self.bar();
            let length = self.cell();
            if length > 0 {
                self.name(length, "Name");
            }
            self.until_bar();
        }
    }

    /// `| Hải Châu | < 0,04% |`: the first cell is the name of a unit.
    fn threshold_row(&mut self) {
        self.bar();
        let length = self.cell();
        match self.on_line(self.tokens()) {
            Some((id, all)) if all == length => self.keyword(id, all),
            _ if length > 0 => self.name(length, "Name"),
            _ => {}
        }
        self.rest();
    }

    fn bar(&mut self) {
        if let Some(token) = self.token(self.at).filter(|token| token.is("|")) {
            self.sign(token);
        }
    }

    /// How many tokens the name takes that a cell is; 0 if it is none.
    fn cell(&self) -> usize {
        let tokens = self.tokens();
        let length = tokens.iter().position(|token| token.is("|")).unwrap_or(tokens.len());
        let named = |token: &Token<'_>| {
            matches!(token.kind, TokenKind::Word | TokenKind::Number | TokenKind::Quoted)
        };
        if tokens.iter().take(length).all(named) { length } else { 0 }
    }

    fn until_bar(&mut self) {
        while let Some(token) = self.token(self.at).filter(|token| !token.is("|")) {
            self.step(token);
        }
    }

    fn rest(&mut self) {
        while let Some(token) = self.token(self.at) {
            self.step(token);
        }
    }

    fn step(&mut self, token: &Token<'m>) {
        let declared =
            self.declared.binary_search_by_key(&self.at, |declared| declared.tokens.start);
        if let Some(declared) = declared.ok().and_then(|at| self.declared.get(at)) {
            return self.name(
                declared.tokens.len(),
                if declared.sort == Sort::Label { "Label" } else { "Name" },
            );
        }
        if std::mem::take(&mut self.typed) && self.type_word() {
            return;
        }
        match token.kind {
            TokenKind::Word => self.words(),
            TokenKind::Number => self.number(token),
            TokenKind::Date => self.date(token),
            TokenKind::Text => {
                self.put("Text", 1, Payload::Text(token.text.trim_matches('"').to_owned()))
            }
            TokenKind::Curly => {
                self.diagnostics.push(say::curly(token.span, token.text));
                self.put("Text", 1, Payload::Text(token.text.trim_matches(['“', '”']).to_owned()));
            }
            TokenKind::Quoted => {
                self.name(1, if self.before_bracket(1) { "Function" } else { "Name" })
            }
            TokenKind::Sign => self.sign(token),
            TokenKind::ShortYear => self.refuse(say::short_year(token.span, token.text)),
            TokenKind::Stray => self.refuse(say::stray(token.span, token.text)),
        }
    }

    fn refuse(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
        self.readable = false;
        self.put("?", 1, Payload::None);
    }

    fn before_bracket(&self, length: usize) -> bool {
        self.token(self.at + length).is_some_and(|token| token.is("("))
    }

    fn name(&mut self, length: usize, mark: &str) {
        let tokens = self.line.tokens.get(self.at..self.at + length).unwrap_or(&[]);
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        let (text, key) = name(tokens);
        let quoted = tokens.iter().any(|token| token.kind == TokenKind::Quoted);
        if text.chars().count() > LONGEST_NAME {
            self.diagnostics.push(say::long_name(first.span.to(last.span), LONGEST_NAME));
        }
        let name = Name { text, key, span: first.span.to(last.span), quoted };
        self.put(mark, length, Payload::Name(name));
    }

    fn type_word(&mut self) -> bool {
        let tokens = self.tokens();
        let ends = |length: usize| {
            !tokens.get(length).is_some_and(Token::is_wordlike)
                || self.reserved(tokens.get(length..).unwrap_or(&[])) > 0
        };
        let found =
            longest_that(tokens, |id, length| id.row().reserved == Reserved::Type && ends(length));
        if let Some((length, id)) = found {
            self.keyword(id, length);
        }
        found.is_some()
    }

    /// How many tokens the keyword takes that is reserved wherever it stands and starts here; 0 if
    /// none.
    fn reserved(&self, tokens: &[Token<'_>]) -> usize {
        longest(tokens, Reserved::Everywhere).map_or(0, |(length, _)| length)
    }

    fn known(&self, tokens: &[Token<'_>]) -> usize {
        self.setting.names.longest(tokens, self.line.kind == LineKind::Expect)
    }

    fn words(&mut self) {
        let tokens = self.tokens();
        if self.grades == Some(self.at) {
            return self.put("grades", 1, Payload::Keyword(Kw::Is));
        }
        if let Some((id, length)) = self.on_line(tokens) {
            return self.keyword(id, length);
        }
        let function = |id: Kw, length: usize| {
            id.row().reserved == Reserved::Function && self.before_bracket(length)
        };
        if let Some((length, id)) = longest_that(tokens, function) {
            return self.name(length, call_mark(id));
        }
        let known = self.known(tokens);
        if let Some((length, id)) = self.dividing(tokens, known) {
            return self.keyword(id, length);
        }
        if let Some((length, id)) =
            longest(tokens, Reserved::Everywhere).filter(|(length, _)| *length >= known)
        {
            return if self.is_named(tokens, length) {
                self.keyword(Kw::Is, 1)
            } else {
                self.keyword(id, length)
            };
        }
        if known <= 2 && self.criterion(tokens) || self.signed(tokens) {
            return;
        }
        self.run(tokens, known);
    }

    /// Whether an `is not` of `length` tokens is an `is` before a name that starts with `not`:
    /// `verdict is not met`.
    fn is_named(&self, tokens: &[Token<'_>], length: usize) -> bool {
        let is = longest(tokens.get(..1).unwrap_or(&[]), Reserved::Everywhere)
            .is_some_and(|(_, id)| id == Kw::Is);
        is && self.known(tokens.get(1..).unwrap_or(&[])) >= length.max(2)
    }

    /// A keyword of the statement's own line.
    fn on_line(&self, tokens: &[Token<'_>]) -> Option<(Kw, usize)> {
        let after_comma = self
            .at
            .checked_sub(1)
            .and_then(|before| self.token(before))
            .is_some_and(|token| token.is(","));
        let first = self.marked.marks.len() <= 2;
        let fits = |id: Kw, length: usize| {
            let next = tokens.get(length);
            let text = next.is_some_and(|token| token.kind == TokenKind::Text);
            let ends = next.is_none_or(|token| token.is(","));
            match (self.line.kind, id) {
                (LineKind::Document, Kw::File)
                | (LineKind::CategoryValue, Kw::Code)
                | (LineKind::Field, Kw::Column) => after_comma,
                (LineKind::Field, Kw::Key | Kw::Required)
                | (LineKind::Table, Kw::Unique | Kw::Sum | Kw::All) => after_comma && ends,
                (LineKind::Category, Kw::Ordered) => {
                    first && next.is_none_or(|token| token.is(":"))
                }
                (LineKind::Record, Kw::BelongsTo) => true,
                (LineKind::Scorecard, Kw::OutOf) | (LineKind::Criterion, Kw::AtMost) => after_comma,
                (LineKind::Criterion, Kw::SumOfRows) => true,
                (LineKind::Targets, Kw::Over) => self.marked.marks.len() <= 3,
                (LineKind::Targets, Kw::Total) => {
                    ends || longest_that(tokens.get(length..).unwrap_or(&[]), |id, _| id == Kw::By)
                        .is_some()
                }
                (LineKind::ThresholdRow, Kw::Total) => {
                    first && next.is_some_and(|token| token.is("|"))
                }
                (LineKind::Expect, Kw::Reason) => text,
                (LineKind::Require, Kw::Else) => next.is_some_and(|token| token.is(":")),
                _ => false,
            }
        };
        longest_that(tokens, fits).map(|(length, id)| (id, length))
    }

    /// `của`, `tại` behind something they can divide.
    fn dividing(&self, tokens: &[Token<'_>], known: usize) -> Option<(usize, Kw)> {
        let operand = self.marked.value_before(self.marked.marks.len());
        longest(tokens, Reserved::Dividing).filter(|_| operand && known == 0)
    }

    /// `tiêu chí 2` in an expression.
    fn criterion(&mut self, tokens: &[Token<'_>]) -> bool {
        let Some((length, id)) = longest_that(tokens, |id, _| id == Kw::Criterion) else {
            return false;
        };
        let rest = tokens.get(length..).unwrap_or(&[]);
        let number = usize::from(rest.first().is_some_and(|token| token.kind == TokenKind::Number));
        let label = self.setting.names.label(rest).max(number);
        if label > 0 {
            self.keyword(id, length);
            self.name(label, "Label");
        }
        label > 0
    }

    /// A declared name with signs whose backticks are left out: told, and read as the name.
    fn signed(&mut self, tokens: &[Token<'_>]) -> bool {
        let Some((length, text)) = self.setting.names.signed(tokens) else { return false };
        let (Some(first), Some(last)) = (tokens.first(), tokens.get(length - 1)) else {
            return false;
        };
        let span = first.span.to(last.span);
        self.diagnostics.push(say::signed_name(span, text, &format!("`{text}`")));
        let name =
            Name { text: text.to_owned(), key: crate::source::key(text), span, quoted: true };
        self.put("Name", length, Payload::Name(name));
        true
    }

    /// A run of words: a name known whole; or parted by its last `của` or `tại`; or a name not
    /// known.
    fn run(&mut self, tokens: &[Token<'_>], known: usize) {
        let end = self.run_end(tokens);
        let next = tokens.get(known..).unwrap_or(&[]);
        if known > 0 && (known >= end || longest(next, Reserved::Dividing).is_some()) {
            return self.plain_name(known);
        }
        let whole = |at: usize| {
            longest(tokens.get(at..at + 1).unwrap_or(&[]), Reserved::Whole).map(|(_, id)| id)
        };
        match (end, whole(0), whole(1)) {
            (1, Some(id), _) => return self.keyword(id, 1),
            // `không thiếu` in a cell is `không phải thiếu`.
            (2, Some(Kw::No), Some(Kw::Missing)) if self.line.kind == LineKind::GridRow => {
                self.keyword(Kw::Not, 1);
                return self.keyword(Kw::Missing, 1);
            }
            _ => {}
        }
        let divides =
            |at: &usize| longest(tokens.get(*at..end).unwrap_or(&[]), Reserved::Dividing).is_some();
        let divided = (1..end.saturating_sub(1)).rev().find(divides);
        self.plain_name(divided.unwrap_or(end));
    }

    fn plain_name(&mut self, length: usize) {
        let mark = if self.before_bracket(length) { "Function" } else { "Name" };
        self.name(length, mark);
    }

    /// How many tokens belong to the run: words up to the next reserved one, declared names taken
    /// whole.
    fn run_end(&self, tokens: &[Token<'_>]) -> usize {
        let mut end = 0;
        while let Some(rest) =
            tokens.get(end..).filter(|rest| rest.first().is_some_and(Token::is_wordlike))
        {
            let (known, reserved) = (self.known(rest), self.reserved(rest));
            let keyword =
                reserved > 0 && reserved >= known || end > 0 && self.on_line(rest).is_some();
            let amount = rest.first().is_some_and(|token| token.kind == TokenKind::Number)
                && self.is_amount(tokens, end);
            if keyword || amount || self.grades == Some(self.at + end) {
                break;
            }
            end += known.max(1);
        }
        end
    }

    /// Whether a number behind words counts something rather than being part of their name.
    fn is_amount(&self, tokens: &[Token<'_>], at: usize) -> bool {
        let unit = tokens.get(at + 1..).is_some_and(|rest| {
            longest(rest, Reserved::AfterNumber).is_some()
                || rest.first().is_some_and(|t| t.is("%"))
        });
        unit || self.known(tokens) == at
    }

    fn number(&mut self, token: &Token<'_>) {
        let known = self.known(self.tokens());
        if known > 1 {
            return self.name(known, "Name");
        }
        let digits = match parse_number(token.text, self.setting.lang) {
            Ok(digits) => digits,
            Err(error) => self.doubtful_number(token, error),
        };
        let (magnitude, scaled) = self.magnitude(self.at + 1);
        let (unit, end) = self.unit(scaled);
        self.put("Number", end - self.at, Payload::Number(Number { digits, magnitude, unit }));
    }

    fn magnitude(&self, at: usize) -> (Option<Magnitude>, usize) {
        let Some(token) = self.token(at) else { return (None, at) };
        let magnitude =
            match longest(std::slice::from_ref(token), Reserved::AfterNumber).map(|(_, id)| id) {
                Some(Kw::Thousand) => Some(Magnitude::Thousand),
                Some(Kw::Million) => Some(Magnitude::Million),
                Some(Kw::Billion) => Some(Magnitude::Billion),
                _ if token.is("%") => Some(Magnitude::Percent),
                _ if token.is("‰") => Some(Magnitude::Permille),
                _ => None,
            };
        (magnitude, at + usize::from(magnitude.is_some()))
    }

    fn unit(&self, at: usize) -> (Option<UnitWord>, usize) {
        let Some(token) = self.token(at) else { return (None, at) };
        let unit =
            match longest(std::slice::from_ref(token), Reserved::AfterNumber).map(|(_, id)| id) {
                Some(Kw::Dong) => Some(UnitWord::Dong),
                Some(Kw::Points) => Some(UnitWord::Points),
                Some(Kw::Days) => Some(UnitWord::Days),
                Some(Kw::Months) => Some(UnitWord::Months),
                Some(Kw::Years) => Some(UnitWord::Years),
                _ => None,
            };
        (unit, at + usize::from(unit.is_some()))
    }

    /// Tells what is wrong with a number; gives the number that was surely meant, if there is one.
    fn doubtful_number(&mut self, token: &Token<'_>, error: NumberError) -> Decimal {
        let lang = self.setting.lang;
        let meant = match error {
            NumberError::OtherForm | NumberError::NotANumber => other_form(token.text, lang),
            NumberError::TooManyDigits => None,
        };
        let digits = meant.as_deref().and_then(|meant| parse_number(meant, lang).ok());
        self.readable &= digits.is_some();
        self.diagnostics.push(match (error, meant) {
            (NumberError::TooManyDigits, _) => say::too_many_digits(token.span, token.text),
            (NumberError::OtherForm | NumberError::NotANumber, Some(meant)) => {
                say::other_form(token.span, token.text, lang, &meant)
            }
            (NumberError::OtherForm | NumberError::NotANumber, None) => {
                say::not_a_number(token.span, token.text, lang)
            }
        });
        digits.unwrap_or_default()
    }

    fn date(&mut self, token: &Token<'_>) {
        match parse_date(token.text) {
            Some(date) => self.put("Date", 1, Payload::Date(date)),
            None => {
                self.diagnostics.push(say::no_such_day(token.span, token.text));
                let near = nearest_day(token.text);
                self.readable &= near.is_some();
                self.put("Date", 1, near.map_or(Payload::None, Payload::Date));
            }
        }
    }

    fn sign(&mut self, token: &Token<'_>) {
        let mark = match token.text {
            "≤" => "<=",
            "≥" => ">=",
            "≠" => "!=",
            "×" => "*",
            "−" | "-" => return self.minus(token),
            other => other,
        };
        self.typed = mark == ":"
            && matches!(
                self.line.kind,
                LineKind::Field | LineKind::Parameter | LineKind::Table | LineKind::Function
            );
        self.put(mark, 1, Payload::None);
    }

    /// Alone in a cell a minus means anything; elsewhere it has blanks on both sides or none on its
    /// right.
    fn minus(&mut self, token: &Token<'_>) {
        let before = self.at.checked_sub(1).and_then(|before| self.token(before));
        let after = self.token(self.at + 1);
        let cell = matches!(self.line.kind, LineKind::GridRow | LineKind::ThresholdRow);
        if cell
            && before.is_some_and(|before| before.is("|"))
            && after.is_some_and(|after| after.is("|"))
        {
            return self.put("Any", 1, Payload::None);
        }
        let glued = before.is_some_and(|before| {
            before.end == token.start && !before.is("(") && before.kind != TokenKind::Sign
        });
        let apart = after.is_some_and(|after| after.span.start > token.span.end);
        if glued && apart {
            self.diagnostics.push(say::minus_blanks(token.span));
        }
        self.put("-", 1, Payload::None);
    }
}

/// How the grammar knows a function or aggregate word.
fn call_mark(id: Kw) -> &'static str {
    match id {
        Kw::CountOf | Kw::SumOf | Kw::ShareOf | Kw::AverageOf => "Aggregate",
        Kw::MaxOf | Kw::MinOf => "Extreme",
        _ => "Function",
    }
}

/// The last day not after a day that its month does not have.
fn nearest_day(text: &str) -> Option<Date> {
    let numbers =
        text.split(['/', '-']).map(|part| part.parse::<u16>().ok()).collect::<Option<Vec<_>>>()?;
    let [first, month, last] = <[u16; 3]>::try_from(numbers).ok()?;
    let (day, year) = if first > 31 { (last, first) } else { (first, last) };
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    (1..=day.min(31))
        .rev()
        .find_map(|day| Date::from_ymd(i32::from(year), u32::from(month), u32::from(day)))
}

/// A name takes no more characters than this.
const LONGEST_NAME: usize = 200;

/// A number in the other language's form, written in this language's, where it can have been meant
/// only one way.
fn other_form(text: &str, lang: Lang) -> Option<String> {
    let swapped: String = match lang {
        Lang::Vi => text
            .chars()
            .map(|c| {
                if c == '.' {
                    ','
                } else if matches!(c, ',' | '_') {
                    '.'
                } else {
                    c
                }
            })
            .collect(),
        Lang::En => text
            .chars()
            .map(|c| {
                if c == '.' {
                    '_'
                } else if c == ',' {
                    '.'
                } else {
                    c
                }
            })
            .collect(),
    };
    parse_number(&swapped, lang).is_ok().then_some(swapped)
}
