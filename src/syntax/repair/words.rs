//! Words: keywords without their diacritics or misspelt, types, titles in the place of names, words
//! and signs left out.

use super::{Change, Edit, Told, Unread};
use crate::choices::HitPolicy;
use crate::diag::nearest;
use crate::diag::phrasing::Form;
use crate::diag::syntax::Want;
use crate::keywords::{Keywords, Kw, Reserved, SYNONYMS, TABLE, UNIT_SYNONYMS};
use crate::source::plain;
use crate::syntax::kinds::StatementKind;
use crate::syntax::lex::Token;
use crate::syntax::parse::Rule;
use crate::syntax::scan::TokenKind;
use crate::syntax::statements::{opened, speaks};
use crate::syntax::trie::Words;
use crate::syntax::words::{is_keyword, longest, longest_that};
use std::sync::LazyLock;

pub(super) fn changes(unread: &Unread<'_, '_>) -> Vec<Change> {
    let bare = bare_keywords(unread);
    let alone = bare
        .iter()
        .map(|edit| Change::one(edit.tokens.clone(), edit.text.clone(), Told::Form(Form::Word)));
    let alone: Vec<Change> = alone.collect();
    let mut changes: Vec<Change> = Change::new(bare, Told::Form(Form::Word)).into_iter().collect();
    changes.extend(alone);
    changes.extend(synonyms(unread));
    changes.extend(gives(unread));
    changes.extend(units(unread));
    changes.extend(near_wanted(unread));
    changes.extend(titles(unread));
    changes.extend(twice(unread));
    changes.extend(before_keyword(unread));
    changes
}

/// Insertions of one sign or word that the grammar wants.
pub(super) fn insertions(unread: &Unread<'_, '_>) -> Vec<Change> {
    let Some(stop) = &unread.trouble.stop else { return Vec::new() };
    let keywords = speaks(unread.statement, unread.context.lang);
    // Before words that are nothing yet, a word of the language would only hide them.
    let rest = unread.statement.tokens.get(stop.token..).unwrap_or(&[]);
    let word = rest.first().is_some_and(|token| token.kind == TokenKind::Word);
    let unknown = word
        && unread.context.names.longest(rest, false) == 0
        && longest(rest, Reserved::Whole).is_none();
    let put = |want: &Want| match want {
        Want::Sign(sign @ (":" | ")")) => Some((*sign).to_owned()),
        Want::Sign(sign) => Some(format!(" {sign}")),
        Want::Keyword(id) if !unknown => Some(format!(" {}", id.word(keywords))),
        _ => None,
    };
    stop.wants
        .iter()
        .filter_map(put)
        .map(|text| Change::one(stop.token..stop.token, text, Told::Offered))
        .collect()
}

/// Keywords of lines, plain: `va`, `con lai`.
static BARE: LazyLock<Words<&'static str>> = LazyLock::new(|| {
    let mut words = Words::default();
    for spelling in
        TABLE.iter().filter(|row| row.reserved == Reserved::Everywhere).flat_map(|row| row.vi)
    {
        words.insert(plain(spelling).split(' '), *spelling);
    }
    words
});

/// The keywords of a line whose diacritics are left out.
fn bare_keywords(unread: &Unread<'_, '_>) -> Vec<Edit> {
    const MOST: usize = 8;
    let tokens = &unread.statement.tokens;
    let mut edits = Vec::new();
    let mut at = unread.start();
    while let Some(rest) = tokens.get(at..).filter(|rest| !rest.is_empty()) {
        let known = unread
            .context
            .names
            .longest(rest, false)
            .max(longest(rest, Reserved::Everywhere).map_or(0, |(length, _)| length));
        let keys: Vec<String> = rest
            .iter()
            .take(3)
            .take_while(|token| token.kind == TokenKind::Word)
            .map(|token| plain(token.text))
            .collect();
        let bare = BARE
            .longest(keys.iter().map(String::as_str), |_, _| true)
            .filter(|_| known == 0 && edits.len() < MOST);
        if let Some((length, spelling)) = bare {
            edits.push(Edit { tokens: at..at + length, text: (*spelling).to_owned() });
            at += length;
        } else {
            at += known.max(1);
        }
    }
    edits
}

/// The synonyms, by their words.
static OTHER_WORDS: LazyLock<Words<&'static str>> = LazyLock::new(|| {
    let mut words = Words::default();
    for (said, meant) in SYNONYMS {
        words.insert(said.split(' '), meant);
    }
    words
});

/// `tới` for `đến`, `lớn hơn` for `trên`
fn synonyms(unread: &Unread<'_, '_>) -> Option<Change> {
    let tokens = &unread.statement.tokens;
    let mut edits = Vec::new();
    let mut at = unread.start();
    while let Some(rest) = tokens.get(at..).filter(|rest| !rest.is_empty()) {
        let known = unread.context.names.longest(rest, false);
        let said = OTHER_WORDS
            .longest(rest.iter().take(4).map(|token| &*token.key), |_, _| true)
            .filter(|(length, _)| *length > known);
        if let Some((length, meant)) = said {
            edits.push(Edit { tokens: at..at + length, text: (*meant).to_owned() });
            at += length;
        } else {
            at += known.max(1);
        }
    }
    Change::new(edits, Told::Form(Form::OtherWord))
}

/// `còn lại cho 4 điểm`: what a row gives, said with the word for what a block is for.
fn gives(unread: &Unread<'_, '_>) -> Option<Change> {
    let stop = unread.trouble.stop.as_ref()?;
    let word = unread.statement.tokens.get(stop.token)?;
    let wanted = stop.wants.contains(&Want::Keyword(Kw::Gives)) && is_keyword(word, &[Kw::For]);
    let meant = Kw::Gives.word(speaks(unread.statement, unread.context.lang));
    let edit = || Change::one(stop.token..stop.token + 1, meant.to_owned(), Told::Offered);
    wanted.then(edit)
}

/// `30 trieu`, `5 tr`: a word after a number that is no unit, but near one.
fn units(unread: &Unread<'_, '_>) -> Option<Change> {
    let rows = TABLE.iter().filter(|row| row.reserved == Reserved::AfterNumber);
    let units: Vec<&str> = rows.flat_map(|row| row.vi.iter().chain(row.en)).copied().collect();
    let pairs = unread.statement.tokens.windows(2).enumerate();
    let meant = |(at, pair): (usize, &[Token<'_>])| {
        let [number, word] = pair else { return None };
        let is_pair = number.kind == TokenKind::Number && word.kind == TokenKind::Word;
        let rest = unread.statement.tokens.get(at + 1..).filter(|_| is_pair)?;
        if unread.context.names.longest(rest, false) > 0
            || longest_that(rest, |_, _| true).is_some()
        {
            return None;
        }
        let said = UNIT_SYNONYMS.iter().find(|(said, _)| *said == word.key);
        let unit = said.map(|(_, unit)| *unit);
        let unit = unit.or_else(|| nearest(word.text, units.iter().copied()))?;
        Some(Edit { tokens: at + 1..at + 2, text: unit.to_owned() })
    };
    Change::new(pairs.filter_map(meant).collect(), Told::Form(Form::OtherWord))
}

/// `là là`
fn twice(unread: &Unread<'_, '_>) -> Vec<Change> {
    let tokens = &unread.statement.tokens;
    let pairs = tokens.iter().zip(tokens.iter().skip(1)).enumerate();
    let same =
        pairs.filter(|(_, (one, other))| one.kind == TokenKind::Word && one.key == other.key);
    same.map(|(at, _)| Change::one(at..at + 2, unread.text(at..at + 1), Told::Form(Form::Twice)))
        .take(2)
        .collect()
}

/// `dựa theo`: words before the keyword that opens the line, where they are no keyword themselves.
fn before_keyword(unread: &Unread<'_, '_>) -> Option<Change> {
    let tokens = &unread.statement.tokens;
    if longest(tokens, Reserved::OnLine).is_some() {
        return None;
    }
    let words = tokens.iter().take(3).take_while(|token| token.kind == TokenKind::Word).count();
    let opens = |at: &usize| {
        tokens
            .get(*at..)
            .and_then(opened)
            .is_some_and(|(kind, _, _)| kind == StatementKind::Subject)
    };
    let end = (1..=words).find(opens).filter(|_| unread.statement.opener.is_none())?;
    Some(Change::one(0..end + 1, unread.text(end..end + 1), Told::Form(Form::Word)))
}

/// A word where one of the language is wanted whose spelling is near.
fn near_wanted(unread: &Unread<'_, '_>) -> Vec<Change> {
    let Some(stop) = &unread.trouble.stop else { return Vec::new() };
    let spellings: Vec<&'static str> =
        stop.wanted.iter().flat_map(|rule| spellings(*rule)).collect();
    let words = unread
        .statement
        .tokens
        .iter()
        .skip(stop.token)
        .take(4)
        .take_while(|token| token.kind == TokenKind::Word)
        .count();
    let near = |length: usize| {
        let found = unread.text(stop.token..stop.token + length);
        let fits = |spelling: &&str| spelling.split(' ').count() == length;
        let near = nearest(&found, spellings.iter().copied().filter(fits))?;
        Some(Change::one(stop.token..stop.token + length, near, Told::Near(near.to_owned())))
    };
    (1..=words).rev().filter_map(near).collect()
}

/// Spellings of the keywords that a rule of the grammar reads. Rules of keywords are named as their
/// symbols.
fn spellings(rule: Rule) -> Vec<&'static str> {
    let name = format!("{rule:?}");
    let symbol = name.strip_prefix("kw_").unwrap_or("").replace('_', "-");
    let parts = || StatementKind::Field.row().words.iter().flat_map(|(_, ids)| ids.iter());
    let meant = TABLE.iter().filter(|row| match rule {
        Rule::type_name | Rule::type_word => row.reserved == Reserved::Type || row.id == Kw::OneOf,
        Rule::policy => HitPolicy::of(row.id).is_some(),
        Rule::field_part => parts().any(|part| *part == row.id),
        _ => row.symbol == symbol && row.reserved != Reserved::Opening,
    });
    meant.flat_map(|row| row.vi.iter().chain(row.en)).copied().collect()
}

/// A record type called by its title.
fn titles(unread: &Unread<'_, '_>) -> Vec<Change> {
    let title = |at: usize| {
        let (length, name) = unread.context.names.titled(unread.statement.tokens.get(at..)?)?;
        Some(Change::one(at..at + length, name, Told::Form(Form::Title)))
    };
    (unread.start()..unread.statement.tokens.len()).filter_map(title).take(2).collect()
}

/// The language that a line's keywords are in.
pub(super) fn keywords(unread: &Unread<'_, '_>) -> Keywords {
    speaks(unread.statement, unread.context.lang)
}
