//! Writes a statement in canonical tokens: one a keyword, name, literal or sign. Knows where a
//! keyword is one and how a run of words divides into names; knows nothing of the order in which
//! they may stand.

mod beside;
mod literals;
mod template;
mod time;

pub(super) use template::Template;

use super::ast::{Name, Number};
use super::days::{DAY_TOKENS, day_month};
use super::declare::{Names, name};
use super::head::{Declared, NameKind};
use super::kinds::{Spot, StatementKind};
use super::lex::Token;
use super::parse::{Known, Rule, rule_of};
use super::scan::TokenKind;
use super::statements::Statement;
use super::words::{longest, longest_that};
use crate::choices::{AggregateKind, HitPolicy};
use crate::diag::phrasing;
use crate::diag::{Diagnostic, syntax as say};
use crate::keywords::{Kw, Reserved};
use crate::source::{Source, Span};
use crate::value::{Date, DayMonth, Lang};
use time::only_reasons;

/// A statement in canonical tokens, with the way back from each.
#[derive(Debug)]
pub(super) struct CanonicalText {
    tokens: Vec<CanonicalToken>,
    end: Span,
}

/// A token of the canonical text, with the tokens of the source it stands for.
#[derive(Debug)]
pub(super) struct CanonicalToken {
    /// Place in the source.
    pub span: Span,
    /// The token of the source that it starts at.
    pub token: usize,
    pub symbol: Symbol,
}

/// A terminal symbol of the statement rules, with what it stands for.
#[derive(Clone, Debug)]
pub(super) enum Symbol {
    Keyword(Kw),
    /// The last `là` of a line that gives something with it.
    Grades,
    /// A word for a type.
    Type(Kw),
    Policy(HitPolicy),
    Name(Name),
    /// The label of a criterion.
    Label(Name),
    Function(Name),
    Aggregate(Name),
    /// `lớn nhất`, `nhỏ nhất`: an aggregate or a function.
    Extreme(Name),
    Number(Number),
    /// None: no such day.
    Date(Option<Date>),
    /// `ngày 10/6`
    Day(DayMonth),
    Text(String),
    /// The place in a document.
    Place(String),
    /// `-` alone in a cell.
    Any,
    Sign(&'static str),
    /// A sign or character that no rule takes.
    Unknown,
}

impl Symbol {
    /// The symbol of the grammar; none of what no rule takes.
    fn rule(&self) -> Option<Rule> {
        match self {
            Symbol::Keyword(id) => rule_of(id.row().symbol),
            Symbol::Sign(sign) => rule_of(sign),
            Symbol::Grades => Some(Rule::grades),
            Symbol::Type(_) => Some(Rule::type_word),
            Symbol::Policy(_) => Some(Rule::policy),
            Symbol::Name(_) => Some(Rule::name),
            Symbol::Label(_) => Some(Rule::label),
            Symbol::Function(_) => Some(Rule::function_name),
            Symbol::Aggregate(_) => Some(Rule::aggregate_name),
            Symbol::Extreme(_) => Some(Rule::extreme_name),
            Symbol::Number(_) => Some(Rule::number_value),
            Symbol::Date(_) => Some(Rule::date_value),
            Symbol::Day(_) => Some(Rule::period_day),
            Symbol::Text(_) => Some(Rule::string),
            Symbol::Place(_) => Some(Rule::place),
            Symbol::Any => Some(Rule::anything),
            Symbol::Unknown => None,
        }
    }

    /// Returns `true` if a value can end with it.
    fn ends_value(&self) -> bool {
        match self {
            Symbol::Name(_)
            | Symbol::Label(_)
            | Symbol::Number(_)
            | Symbol::Date(_)
            | Symbol::Day(_)
            | Symbol::Text(_) => true,
            Symbol::Sign(sign) => *sign == ")",
            Symbol::Keyword(id) => matches!(id, Kw::Yes | Kw::No | Kw::Missing),
            Symbol::Grades
            | Symbol::Type(_)
            | Symbol::Policy(_)
            | Symbol::Function(_)
            | Symbol::Aggregate(_)
            | Symbol::Extreme(_)
            | Symbol::Place(_)
            | Symbol::Any
            | Symbol::Unknown => false,
        }
    }

    fn of(keyword: Kw) -> Symbol {
        match HitPolicy::of(keyword) {
            Some(policy) => Symbol::Policy(policy),
            None if keyword.row().reserved == Reserved::Type => Symbol::Type(keyword),
            None => Symbol::Keyword(keyword),
        }
    }
}

impl CanonicalText {
    /// The symbols that the grammar reads.
    pub fn symbols(&self) -> Vec<Option<Rule>> {
        self.tokens.iter().map(|token| token.symbol.rule()).collect()
    }

    /// A token by its place.
    pub fn token(&self, place: usize) -> Option<&CanonicalToken> {
        self.tokens.get(place)
    }

    /// Just behind the last token.
    pub fn end(&self) -> Span {
        self.end
    }

    /// Returns `true` if a value ends with the token before `place`.
    pub fn value_before(&self, place: usize) -> bool {
        let before = place.checked_sub(1).and_then(|before| self.token(before));
        before.is_some_and(|token| token.symbol.ends_value())
    }

    /// From the token at `first` to the one before `end`.
    pub fn span(&self, first: usize, end: usize) -> Span {
        let start = self.token(first).map_or(self.end, |token| token.span);
        end.checked_sub(1)
            .and_then(|last| self.token(last))
            .map_or(start, |last| start.to(last.span))
    }
}

/// Context of a statement: names, language and source.
pub(super) struct Context<'s> {
    pub names: &'s Names,
    pub known: &'s Known,
    pub lang: Lang,
    pub source: &'s Source,
    /// `true` of a row whose cells are those of a file.
    pub in_file: bool,
}

/// A statement that was written in canonical tokens.
pub(super) struct Canonical {
    pub text: CanonicalText,
    /// Diagnostics of its literals and characters.
    pub found: Vec<Diagnostic>,
    /// True if each faulty literal still has a meaning to go on with: then the statement is parsed
    /// all the same, so that its other mistakes are reported too.
    pub readable: bool,
}

/// Writes a statement in canonical tokens.
pub(super) fn canonical(
    statement: &Statement<'_>,
    declared: &[Declared],
    context: &Context<'_>,
) -> Canonical {
    let end = statement.tokens.last().map(|token| Span { start: token.span.end, ..token.span });
    let origin = Span { source: crate::index::Id::new(0), start: 0, end: 0 };
    let canonical = CanonicalText { tokens: Vec::new(), end: end.unwrap_or(origin) };
    let mut writer = Writer {
        statement,
        declared,
        context,
        at: 0,
        canonical,
        diagnostics: Vec::new(),
        readable: true,
        grades: None,
        typed: false,
        verdicts: false,
    };
    writer.grades = writer.last_is();
    writer.opener();
    match statement.kind {
        StatementKind::Basis => writer.basis(),
        StatementKind::ThresholdHeader | StatementKind::GivenHeader => writer.header(),
        StatementKind::ThresholdRow => writer.threshold_row(),
        StatementKind::Due => {
            writer.rest();
            writer.part_deadline();
        }
        _ => writer.rest(),
    }
    Canonical { text: writer.canonical, found: writer.diagnostics, readable: writer.readable }
}

struct Writer<'m> {
    statement: &'m Statement<'m>,
    declared: &'m [Declared],
    context: &'m Context<'m>,
    at: usize,
    canonical: CanonicalText,
    diagnostics: Vec<Diagnostic>,
    readable: bool,
    /// The `là` that gives the grade.
    grades: Option<usize>,
    /// True if a type is to be read next.
    typed: bool,
    /// True if the verdict of a block is being compared: the next names may be verdicts.
    verdicts: bool,
}

impl<'m> Writer<'m> {
    fn tokens(&self) -> &'m [Token<'m>] {
        self.statement.tokens.get(self.at..).unwrap_or(&[])
    }

    fn token(&self, at: usize) -> Option<&'m Token<'m>> {
        self.statement.tokens.get(at)
    }

    /// Writes a symbol over the next `length` tokens.
    fn put(&mut self, symbol: Symbol, length: usize) {
        let tokens = self.statement.tokens.get(self.at..self.at + length).unwrap_or(&[]);
        if let [first, .., last] | [first @ last] = tokens {
            self.verdicts = self.compares_verdict(&symbol);
            let span = first.span.to(last.span);
            self.canonical.tokens.push(CanonicalToken { span, token: self.at, symbol });
        }
        self.at += length.max(1);
    }

    fn keyword(&mut self, id: Kw, length: usize) {
        self.put(Symbol::of(id), length);
    }

    fn opener(&mut self) {
        if let Some((id, length)) = self.statement.opener {
            self.keyword(id, length);
        }
    }

    /// The last `là` outside brackets, on a line that ends by giving something with it.
    fn last_is(&self) -> Option<usize> {
        if !matches!(self.statement.kind, StatementKind::GradeRow | StatementKind::ParameterValue) {
            return None;
        }
        let mut depth = 0_usize;
        let mut last = None;
        for (at, token) in self.statement.tokens.iter().enumerate() {
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
        let length = self.context.names.longest(self.tokens(), false).max(1);
        if !self
            .tokens()
            .first()
            .is_some_and(|first| first.is_wordlike() || first.kind == TokenKind::Quoted)
        {
            return self.rest();
        }
        self.name(length, Symbol::Name);
        let place = self
            .tokens()
            .iter()
            .position(|token| token.kind == TokenKind::Text)
            .unwrap_or(self.tokens().len());
        if place > 0 {
            let start = self.token(self.at).map_or(0, |token| token.start);
            let end = self.token(self.at + place - 1).map_or(start, |token| token.end);
            let text = self.context.source.normal().get(start..end).unwrap_or("");
            let words: Vec<&str> = text.split_whitespace().collect();
            self.put(Symbol::Place(words.join(" ")), place);
        }
        self.rest();
    }

    /// `| quận | NQH giao |`: each cell is a name, whatever words and numbers it holds.
    fn header(&mut self) {
        while self.token(self.at).is_some() {
            self.bar();
            let length = self.cell();
            if length > 0 {
                self.name(length, Symbol::Name);
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
            _ if length > 0 => self.name(length, Symbol::Name),
            _ => {}
        }
        self.rest();
    }

    fn bar(&mut self) {
        if let Some(token) = self.token(self.at).filter(|token| token.is("|")) {
            self.sign(token);
        }
    }

    /// Length in tokens of the name that a cell is; 0 if it is none.
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
            if let Some(length) = self.included(declared.tokens.len()) {
                self.keyword(Kw::With, length);
                return self.name(declared.tokens.len() - length, Symbol::Name);
            }
            let symbol =
                if declared.kind == NameKind::Label { Symbol::Label } else { Symbol::Name };
            return self.name(declared.tokens.len(), symbol);
        }
        if std::mem::take(&mut self.typed) && self.type_word() {
            return;
        }
        match token.kind {
            TokenKind::Word => self.words(),
            TokenKind::Number => self.number(token),
            TokenKind::Date => self.date(token),
            TokenKind::Text => self.put(Symbol::Text(token.text.trim_matches('"').to_owned()), 1),
            TokenKind::Curly => {
                self.diagnostics.push(say::curly(token.span, token.text));
                self.put(Symbol::Text(token.text.trim_matches(['“', '”']).to_owned()), 1);
            }
            TokenKind::Quoted => self.plain_name(1),
            TokenKind::Sign => self.sign(token),
            TokenKind::ShortYear => self.refuse(say::short_year(token.span, token.text)),
            TokenKind::Stray => self.refuse(say::stray(token.span, token.text)),
        }
    }

    fn refuse(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
        self.readable = false;
        self.put(Symbol::Unknown, 1);
    }

    fn before_bracket(&self, length: usize) -> bool {
        self.token(self.at + length).is_some_and(|token| token.is("("))
    }

    fn name(&mut self, length: usize, symbol: fn(Name) -> Symbol) {
        let tokens = self.statement.tokens.get(self.at..self.at + length).unwrap_or(&[]);
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        let (text, key) = name(tokens);
        let quoted = tokens.iter().any(|token| token.kind == TokenKind::Quoted);
        if text.chars().count() > LONGEST_NAME {
            self.diagnostics.push(say::long_name(first.span.to(last.span), LONGEST_NAME));
        }
        let name = Name { text, key, span: first.span.to(last.span), quoted };
        self.put(symbol(name), length);
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

    /// Length in tokens of the keyword that starts here and is reserved everywhere; 0 if none does.
    fn reserved(&self, tokens: &[Token<'_>]) -> usize {
        longest(tokens, Reserved::Everywhere).map_or(0, |(length, _)| length)
    }

    fn known(&self, tokens: &[Token<'_>]) -> usize {
        let expecting = self.verdicts || self.statement.kind == StatementKind::Expect;
        self.context.names.longest(tokens, expecting).max(self.verdict_of(tokens))
    }

    fn words(&mut self) {
        let tokens = self.tokens();
        if self.grades == Some(self.at) {
            return self.put(Symbol::Grades, 1);
        }
        let keyword = self.on_line(tokens).or_else(|| self.beside_record(tokens));
        if let Some((id, length)) = keyword.or_else(|| self.period(tokens)) {
            return self.keyword(id, length);
        }
        let function = |id: Kw, length: usize| {
            id.row().reserved == Reserved::Function && self.before_bracket(length)
        };
        if let Some((length, id)) = longest_that(tokens, function) {
            return self.name(length, call_symbol(id));
        }
        let known = self.known(tokens);
        if let Some(day) = day_month(tokens).filter(|_| known <= 1) {
            return self.put(Symbol::Day(day), DAY_TOKENS);
        }
        if let Some((length, id)) = self.dividing(tokens, known) {
            return self.keyword(id, length);
        }
        // A declared name that is longer than the keyword it starts with is the name; at equal
        // length the keyword goes first.
        if let Some((length, id)) =
            longest(tokens, Reserved::Everywhere).filter(|(length, _)| *length >= known)
        {
            return if self.is_named(tokens, length) {
                self.keyword(Kw::Is, 1)
            } else {
                self.keyword(id, length)
            };
        }
        // `criterion 2` takes two tokens, `tiêu chí 2` three: no declared name of two is longer
        // than the reference, and one of three or more (`tiêu chí phụ`) is meant as that name.
        if known <= 2 && self.criterion(tokens) || self.signed(tokens) {
            return;
        }
        self.run(tokens, known);
    }

    /// Returns `true` if an `is not` of `length` tokens is an `is` before a name that starts with
    /// `not`: `verdict is not met`.
    fn is_named(&self, tokens: &[Token<'_>], length: usize) -> bool {
        let is = longest(tokens.get(..1).unwrap_or(&[]), Reserved::Everywhere)
            .is_some_and(|(_, id)| id == Kw::Is);
        let expecting = self.is_verdict_of() || self.statement.kind == StatementKind::Expect;
        let name = self.context.names.longest(tokens.get(1..).unwrap_or(&[]), expecting);
        is && name >= length.max(2)
    }

    /// A keyword on statements of this kind alone.
    fn on_line(&self, tokens: &[Token<'_>]) -> Option<(Kw, usize)> {
        let words = self.statement.kind.row().words;
        let here = tokens.len() == self.tokens().len();
        let fits = |id: Kw, length: usize| {
            let served = words.iter().filter(|(_, ids)| ids.contains(&id));
            served
                .into_iter()
                .any(|(spot, _)| self.is_at(*spot, here, tokens.get(length..).unwrap_or(&[])))
        };
        if words.is_empty() {
            return None;
        }
        longest_that(tokens, fits).map(|(length, id)| (id, length))
    }

    /// Returns `true` if a word before `rest` stands at such a spot of the statement; `here` if it
    /// is the next one to write.
    fn is_at(&self, spot: Spot, here: bool, rest: &[Token<'_>]) -> bool {
        let before = self.at.checked_sub(1).and_then(|before| self.token(before));
        let after_comma = before.is_some_and(|token| token.is(","));
        let written = self.canonical.tokens.len();
        let next = rest.first();
        let ends = next.is_none_or(|token| token.is(","));
        let next_is = |sign: &str| next.is_some_and(|token| token.is(sign));
        match spot {
            Spot::Anywhere => true,
            Spot::AfterComma => after_comma,
            Spot::StartOfPart => after_comma || !self.has_condition(),
            Spot::InBrackets => {
                before.is_some_and(|token| token.is("(")) || after_comma && self.in_brackets()
            }
            Spot::BetweenCommas => after_comma && ends,
            Spot::BeforeText => next.is_some_and(|token| token.kind == TokenKind::Text),
            Spot::BeforeColon => next_is(":"),
            Spot::AfterColon => here && self.behind_colon(),
            Spot::AllAfterColon => here && self.behind_colon() && only_reasons(rest),
            Spot::AfterOpener => here && written == 1,
            Spot::AfterPeriods => here && after_comma && self.in_periods(),
            Spot::RightAfterColon => before.is_some_and(|token| token.is(":")),
            // Its keyword and its name are written, with its title a third symbol.
            Spot::EndOfHead => written <= 2 && next.is_none_or(|token| token.is(":")),
            Spot::AfterTitle => written <= 3,
            Spot::EndOrBeforeBy => ends || longest_that(rest, |id, _| id == Kw::By).is_some(),
            Spot::FirstCell => written <= 2 && next_is("|"),
        }
    }

    /// Returns `true` if a condition has begun on the line of a record type.
    fn has_condition(&self) -> bool {
        let mut symbols = self.canonical.tokens.iter().map(|token| &token.symbol);
        symbols.any(|symbol| matches!(symbol, Symbol::Keyword(Kw::CompleteWhen)))
    }

    fn in_brackets(&self) -> bool {
        let before = self.statement.tokens.get(..self.at).unwrap_or(&[]);
        let count = |sign| before.iter().filter(|token| token.is(sign)).count();
        count("(") > count(")")
    }

    /// Length of the `cùng` that the next entry of a category of so many tokens opens with. Before
    /// anything but the name of a category, spelt as that is, it is a word of a value: `cùng chương
    /// trình`.
    fn included(&self, entry: usize) -> Option<usize> {
        let of_category =
            matches!(self.statement.kind, StatementKind::Category | StatementKind::CategoryValue);
        let tokens = self.tokens().get(..entry).filter(|_| of_category)?;
        let (length, _) = longest_that(tokens, |id, _| id == Kw::With)?;
        let rest = tokens.get(length..).filter(|rest| !rest.is_empty())?;
        self.context.names.is_category(&name(rest).0).then_some(length)
    }

    /// `của`, `tại` behind something they can divide. Names hold these words too, so they divide
    /// only where a value has ended and no declared name starts with them.
    fn dividing(&self, tokens: &[Token<'_>], known: usize) -> Option<(usize, Kw)> {
        let operand = self.canonical.value_before(self.canonical.tokens.len());
        longest(tokens, Reserved::Dividing).filter(|_| operand && known == 0)
    }

    /// `tiêu chí 2` in an expression.
    fn criterion(&mut self, tokens: &[Token<'_>]) -> bool {
        let Some((length, id)) = longest_that(tokens, |id, _| id == Kw::Criterion) else {
            return false;
        };
        let rest = tokens.get(length..).unwrap_or(&[]);
        let number = usize::from(rest.first().is_some_and(|token| token.kind == TokenKind::Number));
        let label = self.context.names.label(rest).max(number);
        if label > 0 {
            self.keyword(id, length);
            self.name(label, Symbol::Label);
        }
        label > 0
    }

    /// A declared name with signs whose backticks are left out: reported, and read as the name.
    fn signed(&mut self, tokens: &[Token<'_>]) -> bool {
        let Some((length, text)) = self.context.names.signed(tokens) else { return false };
        let (Some(first), Some(last)) = (tokens.first(), tokens.get(length - 1)) else {
            return false;
        };
        let span = first.span.to(last.span);
        self.diagnostics.push(phrasing::signed_name(span, text, &format!("`{text}`")));
        let name =
            Name { text: text.to_owned(), key: crate::source::key(text), span, quoted: true };
        self.put(Symbol::Name(name), length);
        true
    }

    /// A run of words: a declared name; or two names with the last `của` or `tại` between them; or
    /// a name that is not declared.
    fn run(&mut self, tokens: &[Token<'_>], known: usize) {
        let end = self.run_end(tokens);
        let next = tokens.get(known..).unwrap_or(&[]);
        let parted =
            longest(next, Reserved::Dividing).is_some() || self.window_follows(tokens, known);
        if known > 0 && (known >= end || parted) {
            return self.plain_name(known);
        }
        let whole = |at: usize| {
            longest(tokens.get(at..at + 1).unwrap_or(&[]), Reserved::Whole).map(|(_, id)| id)
        };
        match (end, whole(0), whole(1)) {
            (1, Some(id), _) => return self.keyword(id, 1),
            // `không thiếu` in a cell is `không phải thiếu`.
            (2, Some(Kw::No), Some(Kw::Missing))
                if self.statement.kind == StatementKind::GridRow =>
            {
                self.keyword(Kw::Not, 1);
                return self.keyword(Kw::Missing, 1);
            }
            _ => {}
        }
        let divides =
            |at: &usize| longest(tokens.get(*at..end).unwrap_or(&[]), Reserved::Dividing).is_some();
        // No declared name takes the run, so a name in it is most likely misspelt. Divided where
        // `của` most likely joins two, each is looked up and reported by itself: a block or record
        // type behind it seldom has the word in its own name, hence the last.
        let divided = (1..end.saturating_sub(1)).rev().find(divides);
        self.plain_name(divided.unwrap_or_else(|| self.whole_value(tokens, end)));
    }

    /// Number of tokens of the value whose first words up to `end` nothing declares: those behind
    /// `và` or `hoặc` too, unless they can be a condition. A value that was taken out of its list
    /// leaves such words, and is named whole in what is said of it.
    fn whole_value(&self, tokens: &[Token<'_>], end: usize) -> usize {
        if !self.asks_value() || self.resembles_known(tokens.get(..end).unwrap_or(&[])) {
            return end;
        }
        let mut whole = end;
        loop {
            let joint = tokens.get(whole..).and_then(|rest| longest(rest, Reserved::Everywhere));
            let Some((length, Kw::And | Kw::Or)) = joint else { return whole };
            let next = tokens.get(whole + length..).unwrap_or(&[]);
            let run = self.run_end(next);
            let (words, behind) = next.split_at(run);
            if words.is_empty() || self.resembles_known(words) || !ends_value(behind) {
                return whole;
            }
            whole += length + run;
        }
    }

    /// Returns `true` if what stands next is a value that another is compared with, or a cell.
    fn asks_value(&self) -> bool {
        match self.canonical.tokens.last().map(|token| &token.symbol) {
            Some(Symbol::Keyword(id)) => matches!(id, Kw::Is | Kw::IsNot | Kw::OneOf),
            Some(Symbol::Sign(sign)) => matches!(*sign, "=" | "!=" | "," | "|"),
            _ => false,
        }
    }

    /// Returns `true` if words are a value of their own, or are or resemble a declared name.
    fn resembles_known(&self, words: &[Token<'_>]) -> bool {
        longest(words, Reserved::Whole).is_some_and(|(length, _)| length == words.len())
            || self.known(words) == words.len()
            || self.context.names.nearest(&name(words).0).is_some()
    }

    fn plain_name(&mut self, length: usize) {
        let symbol = if self.before_bracket(length) { Symbol::Function } else { Symbol::Name };
        self.name(length, symbol);
    }

    /// Length in tokens of the run: words up to the next reserved one, declared names never
    /// divided.
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

    /// Returns `true` if a number behind words counts something (`tối đa 30 điểm`) rather than
    /// being part of their name: a unit follows it, or the words before are a declared name without
    /// it.
    fn is_amount(&self, tokens: &[Token<'_>], at: usize) -> bool {
        let unit = tokens.get(at + 1..).is_some_and(|rest| {
            longest(rest, Reserved::AfterNumber).is_some()
                || rest.first().is_some_and(|t| t.is("%"))
        });
        unit || self.known(tokens) == at
    }

    fn sign(&mut self, token: &Token<'_>) {
        if matches!(token.text, "−" | "-") {
            return self.minus(token);
        }
        let sign = SIGNS.iter().find(|(written, _)| *written == token.text);
        let symbol = sign.map_or(Symbol::Unknown, |(_, canonical)| Symbol::Sign(canonical));
        self.typed = token.is(":")
            && matches!(
                self.statement.kind,
                StatementKind::Field
                    | StatementKind::Parameter
                    | StatementKind::Table
                    | StatementKind::Function
            );
        self.put(symbol, 1);
    }

    /// Alone in a cell a minus means anything; elsewhere it has blanks on both sides or none on its
    /// right.
    fn minus(&mut self, token: &Token<'_>) {
        let before = self.at.checked_sub(1).and_then(|before| self.token(before));
        let after = self.token(self.at + 1);
        let cell = matches!(
            self.statement.kind,
            StatementKind::GridRow | StatementKind::ThresholdRow | StatementKind::GivenRow
        );
        if cell
            && before.is_some_and(|before| before.is("|"))
            && after.is_some_and(|after| after.is("|"))
        {
            return self.put(Symbol::Any, 1);
        }
        let glued = before.is_some_and(|before| {
            before.end == token.start && !before.is("(") && before.kind != TokenKind::Sign
        });
        let apart = after.is_some_and(|after| after.span.start > token.span.end);
        if glued && apart {
            self.diagnostics.push(say::minus_blanks(token.span));
        }
        self.put(Symbol::Sign("-"), 1);
    }
}

/// Signs as they are written, and as the grammar reads them.
const SIGNS: &[(&str, &str)] = &[
    ("≤", "<="),
    ("<=", "<="),
    ("≥", ">="),
    (">=", ">="),
    ("≠", "!="),
    ("!=", "!="),
    ("×", "*"),
    ("*", "*"),
    ("=", "="),
    ("<", "<"),
    (">", ">"),
    ("+", "+"),
    ("/", "/"),
    ("(", "("),
    (")", ")"),
    (",", ","),
    (";", ";"),
    (":", ":"),
    ("|", "|"),
    ("%", "%"),
    ("‰", "‰"),
];

/// Returns `true` if a value ends before these tokens: none of them compares it or works on it.
fn ends_value(tokens: &[Token<'_>]) -> bool {
    let Some(next) = tokens.first() else { return true };
    let joint = longest(tokens, Reserved::Everywhere);
    [",", ";", ":", ")", "|"].iter().any(|sign| next.is(sign))
        || joint.is_some_and(|(_, id)| matches!(id, Kw::And | Kw::Or | Kw::If | Kw::Then))
}

/// Symbol by which the grammar knows a function or aggregate word.
fn call_symbol(id: Kw) -> fn(Name) -> Symbol {
    match AggregateKind::of(id) {
        Some(AggregateKind::Max | AggregateKind::Min) => Symbol::Extreme,
        Some(
            AggregateKind::Count
            | AggregateKind::Sum
            | AggregateKind::Share
            | AggregateKind::Average,
        ) => Symbol::Aggregate,
        None => Symbol::Function,
    }
}

/// A name takes no more characters than this.
const LONGEST_NAME: usize = 200;
