//! Splits a source into statements: joins the lines that go on, and tells by the keyword that opens
//! a line, and by the block around it, what the line is. Here alone it is decided where a keyword
//! may open a line.

use super::kinds::{Block, StatementKind};
use super::lex::Token;
use super::scan::TokenKind;
use super::shape::{after_name, has};
use super::words::{is_keyword, longest, longest_that};
use crate::diag::nearest;
use crate::keywords::{Keywords, Kw, OPENING_SYNONYMS, Reserved, TABLE};
use crate::source::key;
use crate::value::Lang;
use std::sync::LazyLock;

/// One statement, before its names are known.
#[derive(Debug)]
pub(super) struct Statement<'a> {
    pub kind: StatementKind,
    /// The keyword that opens it, and how many tokens it takes.
    pub opener: Option<(Kw, usize)>,
    /// Right spelling of that keyword, where it is misspelt.
    pub misspelt: Option<&'static str>,
    pub tokens: Vec<Token<'a>>,
}

impl Statement<'_> {
    /// The keyword that opens it, as written.
    pub fn opening_words(&self) -> Option<String> {
        let (_, length) = self.opener?;
        Some(self.tokens.iter().take(length).map(|token| token.text).collect::<Vec<_>>().join(" "))
    }
}

/// Splits lines of tokens into statements.
pub(super) fn split(lines: Vec<Vec<Token<'_>>>) -> Vec<Statement<'_>> {
    let mut splitter = Splitter { block: Block::Other, rows: false, done: Vec::new() };
    let mut logical = LogicalLine::default();
    for line in lines {
        let joined = match logical.joins(&line) {
            Join::No => false,
            Join::Yes => true,
            Join::UnlessOpened => !splitter.begins_next(&logical.tokens, &line),
        };
        if !joined {
            splitter.finish(std::mem::take(&mut logical));
        }
        logical.extend(line);
    }
    splitter.finish(logical);
    splitter.done
}

/// A statement being joined: the lines of the source that are one.
#[derive(Default)]
struct LogicalLine<'a> {
    tokens: Vec<Token<'a>>,
    /// The brackets that are open.
    open: Vec<usize>,
}

enum Join {
    Yes,
    No,
    UnlessOpened,
}

impl<'a> LogicalLine<'a> {
    fn extend(&mut self, line: Vec<Token<'a>>) {
        for (place, token) in line.iter().enumerate() {
            if token.is("(") {
                self.open.push(self.tokens.len() + place);
            } else if token.is(")") {
                self.open.pop();
            }
        }
        match self.tokens.is_empty() {
            true => self.tokens = line,
            false => self.tokens.extend(line),
        }
    }

    /// Join with the next line: after an operator or a comma, inside brackets, before a word or
    /// sign that joins.
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

/// Language of the keywords of a line, by the first that only one language has.
pub(super) fn speaks(line: &Statement<'_>, lang: Lang) -> Keywords {
    let keyword = |at: usize| {
        let tokens = line.tokens.get(at..).unwrap_or(&[]);
        let opens = |id: Kw| {
            at == 0 && id.row().reserved == Reserved::Opening
                || id.row().reserved == Reserved::Everywhere
        };
        let (length, id) = longest_that(tokens, |id, _| opens(id))?;
        let words =
            tokens.iter().take(length).map(|token| &*token.key).collect::<Vec<_>>().join(" ");
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
pub(super) fn opened(tokens: &[Token<'_>]) -> Option<(StatementKind, Kw, usize)> {
    let opens = |id: Kw, length: usize| {
        id.row().reserved == Reserved::Opening && shaped(id, tokens.get(length..).unwrap_or(&[]))
    };
    let (length, id) = longest_that(tokens, opens)?;
    Some((StatementKind::opened_by(id, Block::Other)?, id, length))
}

/// Returns `true` if the tokens behind a keyword look like its statement, so that the line is no
/// row or value that merely starts with the same words.
pub(super) fn shaped(id: Kw, rest: &[Token<'_>]) -> bool {
    StatementKind::opened_by(id, Block::Other).is_some_and(|kind| (kind.row().shape)(rest))
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
        if let Some((_, meant)) = OPENING_SYNONYMS.iter().find(|(said, _)| *said == key(&found)) {
            return opening_spelt(length, meant);
        }
        let letters = found.chars().count();
        let fits = |other: &&str| {
            // Spelling is compared letter by letter, which costs; words of so different a length
            // are never near.
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
        opening_spelt(length, spelling)
    };
    (least..=words.min(4)).rev().find_map(near)
}

fn opening_spelt(length: usize, spelling: &'static str) -> Option<(usize, Kw, &'static str)> {
    let (id, _) = OPENINGS.iter().find(|(_, other)| *other == spelling)?;
    Some((length, *id, spelling))
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
    /// True if a row of the block stands above.
    rows: bool,
    done: Vec<Statement<'a>>,
}

impl<'a> Splitter<'a> {
    fn finish(&mut self, LogicalLine { tokens, .. }: LogicalLine<'a>) {
        if tokens.is_empty() {
            return;
        }
        let opener = self.opening(&tokens, false);
        let meant = self.meant(&tokens, opener);
        let misspelt = meant.map(|(_, _, spelling)| spelling);
        let opener =
            meant.map(|(length, id, _)| (length, id)).or(opener).map(|(length, id)| (id, length));
        let kind = match opener {
            Some((id, _)) => {
                StatementKind::opened_by(id, self.block).unwrap_or(StatementKind::Stray)
            }
            None => self.row_kind(&tokens),
        };
        self.enter(kind, &tokens);
        self.done.push(Statement { kind, opener, misspelt, tokens });
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
        // Below a criterion any words may start a row, also such as are near a keyword.
        let may_be_row = matches!(self.block, Block::Criterion | Block::Grading | Block::Parameter);
        near_opening(tokens, 1)
            .filter(|(_, id, _)| *id != Kw::Levels || matches!(self.block, Block::Targets))
            // `bộ quy tắc …` is near `bỏ qua`, which a code and a colon follow.
            .filter(|(length, id, _)| !may_be_row && *id != Kw::Allow || fits(*length, *id))
    }

    /// Returns `true` if a line that would be joined to an unfinished one plainly opens the next
    /// statement. In a list of given values it may also be a name that starts with the same word.
    fn begins_next(&self, whole: &[Token<'a>], line: &[Token<'a>]) -> bool {
        let giving = matches!(self.opening(whole, false), Some((_, Kw::Given)));
        match self.opening(line, true) {
            Some((_, Kw::Derive | Kw::Require)) => !giving,
            opened => opened.is_some(),
        }
    }

    /// The keyword that opens these tokens: the longest, but rather one whose statement the line
    /// looks like (`bảng Điểm cơ sở cho Tổ: số` is a table). `surely` asks for that shape in any
    /// case, for the line before has not ended.
    fn opening(&self, tokens: &[Token<'a>], surely: bool) -> Option<(usize, Kw)> {
        let opening = |surely: bool| {
            longest_that(tokens, |id, length| {
                let rest = tokens.get(length..).unwrap_or(&[]);
                id.row().reserved == Reserved::Opening && self.may_open(id, tokens, rest, surely)
            })
        };
        let any = opening(surely)?;
        let shorter = |shaped: &(usize, Kw)| shaped.0 < any.0;
        let fits = shaped(any.1, tokens.get(any.0..).unwrap_or(&[]));
        if fits { Some(any) } else { opening(true).filter(shorter).or(Some(any)) }
    }

    fn may_open(&self, id: Kw, tokens: &[Token<'a>], rest: &[Token<'a>], surely: bool) -> bool {
        match id {
            Kw::NoBetter => shaped(id, rest),
            Kw::Levels => matches!(self.block, Block::Targets) && (!surely || shaped(id, rest)),
            Kw::Else | Kw::Late => rest.first().is_some_and(|token| token.is(":")),
            Kw::Due => matches!(self.block, Block::Clauses) && !surely || shaped(id, rest),
            _ if surely => shaped(id, rest),
            _ => !self.could_be_row(tokens) || shaped(id, rest),
        }
    }

    /// Returns `true` if a line can be a row of the block around it, whatever it starts with.
    fn could_be_row(&self, tokens: &[Token<'a>]) -> bool {
        match self.block {
            Block::Category => true,
            Block::Criterion => has(tokens, Kw::Gives),
            Block::Grading | Block::Parameter => has(tokens, Kw::Is),
            Block::Table | Block::Clauses | Block::Given | Block::Targets | Block::Other => false,
        }
    }

    /// Kind of a line that no keyword opens.
    fn row_kind(&self, tokens: &[Token<'a>]) -> StatementKind {
        let piped = tokens.iter().any(|token| token.is("|"));
        match (self.block, self.rows) {
            (Block::Targets, false) if piped => StatementKind::ThresholdHeader,
            (Block::Targets, true) if piped => StatementKind::ThresholdRow,
            (Block::Table | Block::Criterion, false) if piped => StatementKind::GridHeader,
            (Block::Given, false) if piped => StatementKind::GivenHeader,
            (Block::Given, true) if piped => StatementKind::GivenRow,
            _ if piped => StatementKind::GridRow,
            (Block::Category, _) => StatementKind::CategoryValue,
            (Block::Parameter, _) => StatementKind::ParameterValue,
            (Block::Criterion, _) => StatementKind::CriterionRow,
            (Block::Grading, _) => StatementKind::GradeRow,
            (Block::Table | Block::Clauses | Block::Given | Block::Targets | Block::Other, _) => {
                StatementKind::Stray
            }
        }
    }

    fn enter(&mut self, kind: StatementKind, tokens: &[Token<'a>]) {
        // The values of a category that stand on its line leave none for the lines below.
        let listed = kind == StatementKind::Category && tokens.iter().any(|token| token.is(":"));
        match kind.row().block {
            Some(_) if listed => self.block = Block::Other,
            Some(block) => self.block = block,
            None => return self.rows |= kind.is_row(),
        }
        self.rows = false;
    }
}
