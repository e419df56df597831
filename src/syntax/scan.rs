//! Cuts a text into pieces as the first part of the grammar says, in one pass without going back;
//! a law holds the two together. Knows characters alone.

use unicode_general_category::{GeneralCategory, get_general_category};

/// A piece of a text: byte offsets into its NFC form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub kind: PieceKind,
    pub start: usize,
    pub end: usize,
}

/// Kind of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// A piece that statements are made of.
    Token(TokenKind),
    Newline,
    Comment,
    /// A comment as in other languages.
    Slashes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word,
    Number,
    Date,
    /// `18/01/23`
    ShortYear,
    Text,
    /// `“…”`
    Curly,
    /// A name in backticks.
    Quoted,
    Sign,
    /// A character that no rule of the language begins with; an unclosed quote, to the end of its
    /// line.
    Stray,
}

/// The pieces of a text, blanks left out; every text can be cut.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece> {
    Scanner { text, at: 0, lettered: 0 }
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// Place before which digits begin no number: they are part of a run that a letter follows.
    lettered: usize,
}

impl Iterator for Scanner<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        self.at += blank(rest(self.text, self.at));
        let (kind, length) = self.piece(rest(self.text, self.at))?;
        let piece = Piece { kind, start: self.at, end: self.at + length };
        self.at = piece.end;
        Some(piece)
    }
}

impl Scanner<'_> {
    /// Kind and length of the piece that starts what is left; none at the end.
    fn piece(&mut self, text: &str) -> Option<(PieceKind, usize)> {
        let first = text.chars().next()?;
        let line = || text.find(is_newline).unwrap_or(text.len());
        let (kind, length) = match first {
            '\r' if text.starts_with("\r\n") => return Some((PieceKind::Newline, 2)),
            _ if is_newline(first) => return Some((PieceKind::Newline, first.len_utf8())),
            '#' => return Some((PieceKind::Comment, line())),
            '/' if text.starts_with("//") => return Some((PieceKind::Slashes, line())),
            '"' => match closed(text, |c| c == '"') {
                Some(length) => (TokenKind::Text, length),
                None => (TokenKind::Stray, line()),
            },
            '0'..='9' => self.number_or_word(text),
            _ => match word(text) {
                0 => special(text, first).unwrap_or((TokenKind::Stray, first.len_utf8())),
                length => (TokenKind::Word, length),
            },
        };
        Some((PieceKind::Token(kind), length))
    }

    /// A piece that starts with a digit: a date or a number as far as no letter follows; else a
    /// word.
    fn number_or_word(&mut self, text: &str) -> (TokenKind, usize) {
        if self.at < self.lettered {
            return (TokenKind::Word, word(text));
        }
        let length = number(text);
        let number = ends(text, length, '_').then_some((TokenKind::Number, length));
        date(text).or(number).unwrap_or_else(|| {
            self.lettered = self.at + length;
            (TokenKind::Word, word(text))
        })
    }
}

fn rest(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or("")
}

/// A sign, or something in quotes that are no straight ones.
fn special(text: &str, first: char) -> Option<(TokenKind, usize)> {
    match first {
        '“' | '”' => Some((TokenKind::Curly, curly(text)?)),
        '`' => Some((TokenKind::Quoted, quoted(text)?)),
        _ => Some((TokenKind::Sign, sign(text, first)?)),
    }
}

fn blank(text: &str) -> usize {
    let is_blank = |c| matches!(c, ' ' | '\t' | '\u{A0}' | '\u{3000}' | '\u{2009}' | '\u{202F}');
    text.len() - text.trim_start_matches(is_blank).len()
}

fn is_newline(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// Length up to the sign that closes what the first character opened, on its line.
fn closed(text: &str, closes: impl Fn(char) -> bool) -> Option<usize> {
    let mut characters = text.char_indices().skip(1);
    let (at, last) = characters.find(|(_, c)| closes(*c) || is_newline(*c))?;
    closes(last).then_some(at + last.len_utf8())
}

/// `“…”`, as a word processor types quotes; a straight one closes none.
fn curly(text: &str) -> Option<usize> {
    let length = closed(text, |c| matches!(c, '“' | '”' | '"'))?;
    (!text.get(..length)?.ends_with('"')).then_some(length)
}

/// A name in backticks, which is more than blanks.
fn quoted(text: &str) -> Option<usize> {
    let length = closed(text, |c| c == '`')?;
    let name = text.get(1..length - 1)?;
    (!name.chars().all(char::is_whitespace)).then_some(length)
}

fn sign(text: &str, first: char) -> Option<usize> {
    match first {
        '<' | '>' | '!' if text.get(1..).is_some_and(|rest| rest.starts_with('=')) => Some(2),
        '(' | ')' | ',' | ';' | ':' | '|' | '=' | '≠' | '<' | '>' | '≤' | '≥' | '+' | '-' | '−'
        | '×' | '*' | '/' | '%' | '‰' => Some(first.len_utf8()),
        _ => None,
    }
}

/// The longest run of letters, marks, digits, `_` and `&`; a dash between two letters is one of
/// them.
fn word(text: &str) -> usize {
    let mut rest = text;
    while let Some(first) = rest.chars().next().filter(|c| is_word_letter(*c)) {
        rest = rest.get(first.len_utf8()..).unwrap_or("");
        if let Some(behind) = rest.strip_prefix('-')
            && is_letter(first)
            && behind.starts_with(is_letter)
        {
            rest = behind;
        }
    }
    text.len() - rest.len()
}

fn is_word_letter(c: char) -> bool {
    matches!(c, '0'..='9' | '_' | '&') || is_letter(c) || !c.is_ascii() && is_mark_or_digit(c)
}

/// A letter of any script; those of Vietnamese are seen at a glance.
fn is_letter(c: char) -> bool {
    use GeneralCategory::*;
    match c {
        '\0'..='\x7f' => c.is_ascii_alphabetic(),
        '×' | '÷' => false,
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => true,
        _ => matches!(
            get_general_category(c),
            UppercaseLetter | LowercaseLetter | TitlecaseLetter | ModifierLetter | OtherLetter
        ),
    }
}

fn is_mark_or_digit(c: char) -> bool {
    use GeneralCategory::*;
    matches!(get_general_category(c), NonspacingMark | SpacingMark | EnclosingMark | DecimalNumber)
}

/// `18/1/2023`, `18/1/23`, `2023-01-18`
fn date(text: &str) -> Option<(TokenKind, usize)> {
    let short = |day: usize| digits(text, day) == 2 && ends(text, day + 2, '/');
    let long = |day: usize| digits(text, day) == 4 && ends(text, day + 4, '_');
    match day_month(text) {
        Some(day) if short(day) => Some((TokenKind::ShortYear, day + 2)),
        Some(day) if long(day) => Some((TokenKind::Date, day + 4)),
        _ => year_first(text).map(|length| (TokenKind::Date, length)),
    }
}

/// Returns `true` if neither a letter nor this sign follows a place.
fn ends(text: &str, at: usize, sign: char) -> bool {
    !rest(text, at).starts_with(|c| c == sign || is_word_letter(c))
}

/// `18/1/`
fn day_month(text: &str) -> Option<usize> {
    let part = |at: usize| {
        let length = digits(text, at);
        ((1..=2).contains(&length) && has_sign(text, at + length, "/")).then_some(at + length + 1)
    };
    part(part(0)?)
}

/// `2023-01-18`
fn year_first(text: &str) -> Option<usize> {
    let parts = digits(text, 0) == 4 && digits(text, 5) == 2 && digits(text, 8) >= 2;
    (parts && has_sign(text, 4, "-") && has_sign(text, 7, "-") && ends(text, 10, '_')).then_some(10)
}

/// Digits, with single signs between them.
fn number(text: &str) -> usize {
    let mut end = digits(text, 0);
    while rest(text, end).starts_with(['.', ',', '_']) {
        match digits(text, end + 1) {
            0 => break,
            more => end += 1 + more,
        }
    }
    end
}

fn has_sign(text: &str, at: usize, sign: &str) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(sign))
}

/// Number of digits at a place.
fn digits(text: &str, at: usize) -> usize {
    rest(text, at).bytes().take_while(u8::is_ascii_digit).count()
}
