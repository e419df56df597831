//! Cuts a source into statements: joins the lines that go on, and tells by the keyword that opens a
//! line, and by the block around it, what the line is. Here alone it is decided where a keyword may
//! open a line.

use super::lex::{Token, TokenKind};
use super::words::{is_keyword, longest, longest_that};
use crate::diag::nearest;
use crate::keywords::{Keywords, Kw, Reserved, TABLE};
use crate::source::key;
use crate::value::Lang;
use std::sync::LazyLock;

/// One statement, before its names are known.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub kind: LineKind,
    /// The keyword that opens it, and how many tokens it takes.
    pub opener: Option<(Kw, usize)>,
    /// Where that keyword is misspelt: how it is spelt.
    pub misspelt: Option<&'static str>,
    pub tokens: Vec<Token<'a>>,
}

impl Line<'_> {
    /// The keyword that opens it, as written.
    pub fn opening_words(&self) -> Option<String> {
        let (_, length) = self.opener?;
        Some(self.tokens.iter().take(length).map(|token| token.text).collect::<Vec<_>>().join(" "))
    }
}

/// What a line is, which says by which rule it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    Language,
    Document,
    Category,
    CategoryValue,
    Record,
    Field,
    Derive,
    Parameter,
    ParameterValue,
    Function,
    Table,
    GridHeader,
    GridRow,
    Scorecard,
    Criterion,
    Subject,
    Row,
    Grading,
    GradeRow,
    Cap,
    Downgrade,
    Eligibility,
    Applies,
    Require,
    Else,
    Clause,
    Targets,
    Indicator,
    /// `yêu cầu` below an indicator.
    Requirement,
    Levels,
    ThresholdHeader,
    ThresholdRow,
    Example,
    Given,
    Expect,
    Basis,
    Assumption,
    Allow,
    /// A line that nothing opens, where no row can stand.
    Stray,
}

/// The block that a line stands in, as far as it decides what the line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Block {
    Top,
    Category,
    Parameter,
    Grid { rows: bool },
    Criterion { rows: bool },
    Grading,
    Targets { rows: bool },
    Other,
}

/// Cuts lines of tokens into statements.
pub(super) fn cut(lines: Vec<Vec<Token<'_>>>) -> Vec<Line<'_>> {
    let mut cutter = Splitter { block: Block::Top, done: Vec::new() };
    let mut whole = Whole::default();
    for line in lines {
        let joined = match whole.joins(&line) {
            Join::No => false,
            Join::Yes => true,
            Join::UnlessOpened => !cutter.cuts_short(&whole.tokens, &line),
        };
        if !joined {
            cutter.finish(std::mem::take(&mut whole));
        }
        whole.extend(line);
    }
    cutter.finish(whole);
    cutter.done
}

/// A statement being joined.
#[derive(Default)]
struct Whole<'a> {
    tokens: Vec<Token<'a>>,
    /// The brackets that are open.
    open: Vec<usize>,
}

enum Join {
    Yes,
    No,
    UnlessOpened,
}

impl<'a> Whole<'a> {
    fn extend(&mut self, line: Vec<Token<'a>>) {
        for token in line {
            if token.is("(") {
                self.open.push(self.tokens.len());
            } else if token.is(")") {
                self.open.pop();
            }
            self.tokens.push(token);
        }
    }

    /// Whether it goes on in the next line: after an operator or a comma, inside brackets, before a
    /// word or sign that joins.
    fn joins(&self, next: &[Token<'_>]) -> Join {
        let (Some(first), Some(last), Some(start)) =
            (self.tokens.first(), self.tokens.last(), next.first())
        else {
            return Join::No;
        };
        let basis = longest(&self.tokens, Reserved::Opening).is_some_and(|(_, id)| id == Kw::Basis);
        if first.is("|") || start.is("|") || basis {
            return Join::No;
        }
        if !self.open.is_empty() {
            return Join::UnlessOpened;
        }
        if ["+", "×", "*", "/"].iter().any(|sign| start.is(sign))
            || is_keyword(start, &[Kw::And, Kw::Or])
        {
            return Join::Yes;
        }
        let operator = last.kind == TokenKind::Sign
            && !["(", ")", ":", ";", "|", "%", "‰"].contains(&last.text);
        if operator || ends_with_operator(&self.tokens) { Join::UnlessOpened } else { Join::No }
    }
}

fn ends_with_operator(whole: &[Token<'_>]) -> bool {
    const OPERATORS: [Kw; 6] = [Kw::And, Kw::Or, Kw::Not, Kw::Is, Kw::IsNot, Kw::OneOf];
    (1..=3).any(|length| {
        let tail =
            whole.len().checked_sub(length).and_then(|start| whole.get(start..)).unwrap_or(&[]);
        longest(tail, Reserved::Everywhere)
            .is_some_and(|(found, id)| found == length && OPERATORS.contains(&id))
    })
}

/// Which language the keywords of a line are in, by the first that only one language has.
pub(super) fn speaks(line: &Line<'_>, lang: Lang) -> Keywords {
    let keyword = |at: usize| {
        let tokens = line.tokens.get(at..).unwrap_or(&[]);
        let opens = |id: Kw| {
            at == 0 && id.row().reserved == Reserved::Opening
                || id.row().reserved == Reserved::Everywhere
        };
        let (length, id) = longest_that(tokens, |id, _| opens(id))?;
        let words = tokens
            .iter()
            .take(length)
            .map(|token| token.key.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        let written = |spellings: &[&str]| spellings.iter().any(|spelling| key(spelling) == words);
        match (written(id.row().vi), written(id.row().en)) {
            (true, false) => Some(Keywords::Vi),
            (false, true) => Some(Keywords::En),
            _ => None,
        }
    };
    (0..line.tokens.len()).find_map(keyword).unwrap_or(lang.into())
}

/// The keyword that opens a line of such tokens, and how many of them it takes; what kind of line
/// it opens.
pub(super) fn opened(tokens: &[Token<'_>]) -> Option<(LineKind, Kw, usize)> {
    let opens = |id: Kw, length: usize| {
        id.row().reserved == Reserved::Opening && shaped(id, tokens.get(length..).unwrap_or(&[]))
    };
    longest_that(tokens, opens).map(|(length, id)| (kind_of(id), id, length))
}

/// Words of more letters than this were not meant for a keyword.
const LONGEST_OFFER: usize = 200;

/// The opening keyword of at least so many words that a line's first words were perhaps meant for:
/// how many tokens it takes, which it is, and how it is spelt.
fn near_opening(tokens: &[Token<'_>], least: usize) -> Option<(usize, Kw, &'static str)> {
    let words = tokens.iter().take_while(|token| token.is_wordlike()).count();
    let near = |length: usize| {
        let found =
            tokens.get(..length)?.iter().map(|token| token.text).collect::<Vec<_>>().join(" ");
        let letters = found.chars().count();
        let fits = |other: &&str| {
            other.split(' ').count() == length
                && other.chars().count().abs_diff(letters) <= letters / 3
        };
        let spelling = nearest(
            &found,
            OPENINGS
                .iter()
                .map(|(_, spelling)| *spelling)
                .filter(fits)
                .filter(|_| letters <= LONGEST_OFFER),
        )?;
        OPENINGS.iter().find(|(_, other)| *other == spelling).map(|(id, _)| (length, *id, spelling))
    };
    (least..=words.min(4)).rev().find_map(near)
}

/// The keywords that open a line, in each spelling.
static OPENINGS: LazyLock<Vec<(Kw, &'static str)>> = LazyLock::new(|| {
    let opening = TABLE.iter().filter(|row| row.reserved == Reserved::Opening);
    opening
        .flat_map(|row| row.vi.iter().chain(row.en).map(|spelling| (row.id, *spelling)))
        .collect()
});

struct Splitter<'a> {
    block: Block,
    done: Vec<Line<'a>>,
}

impl<'a> Splitter<'a> {
    fn finish(&mut self, Whole { tokens, .. }: Whole<'a>) {
        if tokens.is_empty() {
            return;
        }
        let opener = self.opening(&tokens, false);
        let meant = self.meant(&tokens, opener);
        let misspelt = meant.map(|(_, _, spelling)| spelling);
        let opener =
            meant.map(|(length, id, _)| (length, id)).or(opener).map(|(length, id)| (id, length));
        let kind = match (opener, self.block) {
            (Some((Kw::Require, _)), Block::Targets { .. }) => LineKind::Requirement,
            (Some((id, _)), _) => kind_of(id),
            (None, _) => self.plain_kind(&tokens),
        };
        self.enter(kind, &tokens);
        self.done.push(Line { kind, opener, misspelt, tokens });
    }

    /// The keyword that a line was perhaps meant to open with: where it cannot be a row, or where
    /// what opens it does not open such a line.
    fn meant(
        &self,
        tokens: &[Token<'a>],
        opener: Option<(usize, Kw)>,
    ) -> Option<(usize, Kw, &'static str)> {
        let fits = |length: usize, id: Kw| shaped(id, tokens.get(length..).unwrap_or(&[]));
        if let Some((opened, id)) = opener {
            let unfit = !fits(opened, id);
            return unfit.then(|| {
                near_opening(tokens, opened + 1).filter(|(length, id, _)| fits(*length, *id))
            })?;
        }
        let value =
            self.block == Block::Category && after_name(tokens).is_none_or(|token| token.is(","));
        if value || self.block != Block::Category && self.could_be_row(tokens) {
            return None;
        }
        near_opening(tokens, 1)
            .filter(|(_, id, _)| *id != Kw::Levels || matches!(self.block, Block::Targets { .. }))
    }

    /// Whether a line that would be joined to an unfinished one plainly opens the next statement.
    /// In a list of given values it may also be a name that starts with the same word.
    fn cuts_short(&self, whole: &[Token<'a>], line: &[Token<'a>]) -> bool {
        let giving = matches!(self.opening(whole, false), Some((_, Kw::Given)));
        match self.opening(line, true) {
            Some((_, Kw::Derive | Kw::Require)) => !giving,
            opened => opened.is_some(),
        }
    }

    /// The keyword that opens these tokens; `surely` asks for the shape of its statement too, for
    /// the line before has not ended.
    fn opening(&self, tokens: &[Token<'a>], surely: bool) -> Option<(usize, Kw)> {
        let candidate = |id: Kw, length: usize| {
            let rest = tokens.get(length..).unwrap_or(&[]);
            id.row().reserved == Reserved::Opening && self.may_open(id, tokens, rest, surely)
        };
        longest_that(tokens, candidate)
    }

    fn may_open(&self, id: Kw, tokens: &[Token<'a>], rest: &[Token<'a>], surely: bool) -> bool {
        match id {
            Kw::NoBetter => shaped(id, rest),
            Kw::Levels => {
                matches!(self.block, Block::Targets { .. }) && (!surely || shaped(id, rest))
            }
            Kw::Else => rest.first().is_some_and(|token| token.is(":")),
            _ if surely => shaped(id, rest),
            _ => !self.could_be_row(tokens) || shaped(id, rest),
        }
    }

    /// Whether a line whatever it starts with can be a row of the block it stands in.
    fn could_be_row(&self, tokens: &[Token<'a>]) -> bool {
        match self.block {
            Block::Category => true,
            Block::Criterion { .. } => has(tokens, Kw::Gives),
            Block::Grading | Block::Parameter => has(tokens, Kw::Is),
            Block::Top | Block::Grid { .. } | Block::Targets { .. } | Block::Other => false,
        }
    }

    fn plain_kind(&self, tokens: &[Token<'a>]) -> LineKind {
        let piped = tokens.iter().any(|token| token.is("|"));
        match self.block {
            Block::Targets { rows: false } if piped => LineKind::ThresholdHeader,
            Block::Targets { rows: true } if piped => LineKind::ThresholdRow,
            Block::Grid { rows: false } | Block::Criterion { rows: false } if piped => {
                LineKind::GridHeader
            }
            _ if piped => LineKind::GridRow,
            Block::Category => LineKind::CategoryValue,
            Block::Parameter => LineKind::ParameterValue,
            Block::Criterion { .. } => LineKind::Row,
            Block::Grading => LineKind::GradeRow,
            Block::Top | Block::Grid { .. } | Block::Targets { .. } | Block::Other => {
                LineKind::Stray
            }
        }
    }

    fn enter(&mut self, kind: LineKind, tokens: &[Token<'a>]) {
        self.block = match kind {
            LineKind::Category if !tokens.iter().any(|token| token.is(":")) => Block::Category,
            LineKind::Parameter => Block::Parameter,
            LineKind::Table => Block::Grid { rows: false },
            LineKind::Criterion => Block::Criterion { rows: false },
            LineKind::Grading => Block::Grading,
            LineKind::Targets | LineKind::Indicator | LineKind::Requirement | LineKind::Levels => {
                Block::Targets { rows: false }
            }
            LineKind::ThresholdHeader | LineKind::ThresholdRow => Block::Targets { rows: true },
            LineKind::GridHeader | LineKind::GridRow | LineKind::Row => match self.block {
                Block::Grid { .. } => Block::Grid { rows: true },
                Block::Criterion { .. } => Block::Criterion { rows: true },
                other => other,
            },
            LineKind::Basis
            | LineKind::Assumption
            | LineKind::Allow
            | LineKind::Subject
            | LineKind::Cap
            | LineKind::Downgrade => self.block,
            LineKind::CategoryValue
            | LineKind::ParameterValue
            | LineKind::GradeRow
            | LineKind::Stray
            | LineKind::Applies => self.block,
            LineKind::Field
            | LineKind::Derive
            | LineKind::Require
            | LineKind::Else
            | LineKind::Clause => self.block,
            LineKind::Given | LineKind::Expect => self.block,
            LineKind::Language
            | LineKind::Document
            | LineKind::Category
            | LineKind::Record
            | LineKind::Function => Block::Other,
            LineKind::Scorecard | LineKind::Eligibility | LineKind::Example => Block::Other,
        };
    }
}

/// What stands behind the name that the tokens start with: the first that is no word, or that
/// gives, is or conditions something.
fn after_name<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<&'t Token<'a>> {
    let named = |token: &&Token<'_>| {
        token.is_wordlike() || matches!(token.kind, TokenKind::Quoted | TokenKind::Number)
    };
    tokens.iter().find(|token| !named(token) || is_keyword(token, &[Kw::Gives, Kw::Is, Kw::If]))
}

fn is_name(tokens: &[Token<'_>]) -> bool {
    !tokens.is_empty() && after_name(tokens).is_none()
}

fn has(tokens: &[Token<'_>], id: Kw) -> bool {
    tokens.iter().any(|token| is_keyword(token, &[id]))
}

/// Whether what follows a keyword looks like its statement, so that the line is no row or value
/// that merely starts with the same words.
pub(super) fn shaped(id: Kw, rest: &[Token<'_>]) -> bool {
    let first_sign =
        || rest.iter().find(|token| token.kind == TokenKind::Sign).map(|token| token.text);
    let text = || rest.iter().any(|token| token.kind == TokenKind::Text);
    match id {
        Kw::Language | Kw::Document | Kw::Field | Kw::Parameter | Kw::Allow | Kw::Else => {
            first_sign() == Some(":")
        }
        Kw::Category => first_sign() == Some(":") || is_name(rest),
        Kw::Derive => first_sign() == Some("="),
        Kw::Function => first_sign() == Some("("),
        Kw::Table => has(rest, Kw::For) && first_sign() == Some(":"),
        Kw::Scorecard | Kw::Eligibility | Kw::Check => has(rest, Kw::For) && !has(rest, Kw::Gives),
        Kw::Record => text() || has(rest, Kw::By) || is_name(rest),
        Kw::Example => text(),
        Kw::Criterion => {
            after_name(rest).is_some_and(|token| token.kind == TokenKind::Text || token.is(","))
        }
        Kw::Grading => has(rest, Kw::By) && first_sign().is_none(),
        Kw::Targets => (text() || has(rest, Kw::Above)) && !has(rest, Kw::Gives),
        Kw::Indicator => {
            let formula = after_name(rest).is_some_and(|token| token.is("=")) && !has(rest, Kw::Is);
            (text() || formula) && !has(rest, Kw::Gives)
        }
        Kw::Levels => {
            rest.iter().any(|token| token.is(","))
                && rest.iter().all(|token| token.is(",") || is_name(std::slice::from_ref(token)))
        }
        Kw::Basis => !rest.is_empty(),
        Kw::Assumption => text() || rest.is_empty(),
        Kw::NoBetter => after_name(rest).is_some_and(|token| is_keyword(token, &[Kw::If])),
        Kw::Applies | Kw::Reject | Kw::Refer | Kw::Warn | Kw::Prefer | Kw::Downgrade => true,
        Kw::Require | Kw::Subject | Kw::Given | Kw::Expect => !rest.is_empty(),
        _ => false,
    }
}

/// Which kind of line a keyword opens.
const OPENERS: &[(Kw, LineKind)] = &[
    (Kw::Language, LineKind::Language),
    (Kw::Document, LineKind::Document),
    (Kw::Category, LineKind::Category),
    (Kw::Record, LineKind::Record),
    (Kw::Field, LineKind::Field),
    (Kw::Derive, LineKind::Derive),
    (Kw::Parameter, LineKind::Parameter),
    (Kw::Function, LineKind::Function),
    (Kw::Table, LineKind::Table),
    (Kw::Scorecard, LineKind::Scorecard),
    (Kw::Criterion, LineKind::Criterion),
    (Kw::Subject, LineKind::Subject),
    (Kw::Grading, LineKind::Grading),
    (Kw::NoBetter, LineKind::Cap),
    (Kw::Downgrade, LineKind::Downgrade),
    (Kw::Eligibility, LineKind::Eligibility),
    (Kw::Check, LineKind::Eligibility),
    (Kw::Applies, LineKind::Applies),
    (Kw::Require, LineKind::Require),
    (Kw::Else, LineKind::Else),
    (Kw::Reject, LineKind::Clause),
    (Kw::Refer, LineKind::Clause),
    (Kw::Warn, LineKind::Clause),
    (Kw::Prefer, LineKind::Clause),
    (Kw::Targets, LineKind::Targets),
    (Kw::Indicator, LineKind::Indicator),
    (Kw::Levels, LineKind::Levels),
    (Kw::Example, LineKind::Example),
    (Kw::Given, LineKind::Given),
    (Kw::Expect, LineKind::Expect),
    (Kw::Basis, LineKind::Basis),
    (Kw::Assumption, LineKind::Assumption),
    (Kw::Allow, LineKind::Allow),
];

fn kind_of(id: Kw) -> LineKind {
    OPENERS.iter().find(|(opener, _)| *opener == id).map_or(LineKind::Stray, |(_, kind)| *kind)
}

impl LineKind {
    /// The keywords that open such a line; none opens a row.
    pub fn openers(self) -> impl Iterator<Item = Kw> {
        OPENERS.iter().filter(move |(_, kind)| *kind == self).map(|(id, _)| *id)
    }

    /// The lines whose block takes such a line. None: it stands by itself, or with a line of any
    /// kind.
    pub fn homes(self) -> &'static [LineKind] {
        match self {
            LineKind::CategoryValue => &[LineKind::Category],
            LineKind::Field | LineKind::Derive => &[LineKind::Record],
            LineKind::ParameterValue => &[LineKind::Parameter],
            LineKind::GridHeader => &[LineKind::Table, LineKind::Criterion],
            LineKind::GridRow => &[LineKind::Table, LineKind::Criterion, LineKind::GridHeader],
            LineKind::Criterion | LineKind::Grading => &[LineKind::Scorecard],
            LineKind::Subject | LineKind::Row => &[LineKind::Criterion],
            LineKind::GradeRow | LineKind::Cap | LineKind::Downgrade => &[LineKind::Grading],
            LineKind::Applies => &[LineKind::Eligibility, LineKind::Scorecard],
            LineKind::Require | LineKind::Else | LineKind::Clause => &[LineKind::Eligibility],
            LineKind::Indicator | LineKind::Levels | LineKind::ThresholdHeader => {
                &[LineKind::Targets]
            }
            LineKind::Requirement => &[LineKind::Indicator],
            LineKind::ThresholdRow => &[LineKind::Targets, LineKind::ThresholdHeader],
            LineKind::Given | LineKind::Expect => &[LineKind::Example],
            LineKind::Language
            | LineKind::Document
            | LineKind::Category
            | LineKind::Record
            | LineKind::Parameter => &[],
            LineKind::Function
            | LineKind::Table
            | LineKind::Scorecard
            | LineKind::Eligibility
            | LineKind::Targets
            | LineKind::Example => &[],
            LineKind::Basis | LineKind::Assumption | LineKind::Allow | LineKind::Stray => &[],
        }
    }

    /// Whether such a line belongs to a block that `head` opens, or to a block within it.
    pub fn is_within(self, head: LineKind) -> bool {
        self.homes().iter().any(|home| *home == head || home.is_within(head))
    }

    /// Whether it is a statement of its own.
    pub fn is_item(self) -> bool {
        self.homes().is_empty() && !self.is_note() && self != LineKind::Stray
    }

    /// Whether it belongs to whatever line stands above it.
    pub fn is_note(self) -> bool {
        matches!(self, LineKind::Basis | LineKind::Assumption | LineKind::Allow)
    }
}
