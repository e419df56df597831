//! Text and places in it. A [`Source`] keeps the officer's own text; everything downstream names
//! places by [`Span`]s of byte offsets into it. Knows no file system.

pub(crate) mod cells;
#[doc(hidden)]
pub mod passage;

use crate::index::{Arena, Id};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick};
use unicode_segmentation::UnicodeSegmentation;

/// Names a source of a [`Sources`].
#[doc(hidden)]
pub type SourceId = Id<Source>;

/// The most MiB that a file of a pack may have, whatever it holds: offsets into it are small, and
/// reading it takes bounded time.
pub const LARGEST_MIB: usize = 4;

/// A stretch of a source: byte offsets `start..end` into the text as the officer wrote it (not its
/// NFC form).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[doc(hidden)]
pub struct Span {
    /// The source that holds it.
    pub source: SourceId,
    /// Offset of the first byte, counted in bytes from the start of the file.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// From the start of `self` to the end of `other`; both are in one source.
    pub fn to(self, other: Span) -> Span {
        Span {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// The sources of a pack, in the order they were read.
#[doc(hidden)]
pub type Sources = Arena<Source>;

/// A place for a reader: both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line number, counted from 1.
    pub line: usize,
    /// The character (grapheme cluster) in the line: the same number for NFC and NFD.
    pub column: usize,
}

/// Place in a text, with the text's name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// Name of the file.
    pub file: Arc<str>,
    /// Line and column of the first character, from 1.
    pub start: LineColumn,
    /// Line and column behind the last character.
    pub end: LineColumn,
}

/// A text with its name, its NFC form and the way back from the one to the other. Its copies share
/// all of it.
#[derive(Clone, Debug)]
#[doc(hidden)]
pub struct Source(Arc<Content>);

#[derive(Debug)]
struct Content {
    name: String,
    text: String,
    normal: Option<Normalised>,
    line_starts: Vec<u32>,
    marked: bool,
}

/// The NFC form of a text that was not in NFC. `anchors` pairs NFC offsets with original offsets at
/// each place where a cluster starts.
#[derive(Clone, Debug)]
struct Normalised {
    text: String,
    anchors: Vec<(u32, u32)>,
}

impl Source {
    /// A source from a name (as messages show it, such as `to-tkvv.luat`) and its text. A byte
    /// order mark at the start is left out.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Source {
        let mut text: String = text.into();
        let marked = text.starts_with('\u{feff}');
        if marked {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| offset(at + 1)))
            .collect();
        let normal = (!is_composed(&text)).then(|| Normalised::of(&text));
        Source(Arc::new(Content { name: name.into(), text, normal, line_starts, marked }))
    }

    /// Returns `true` if this is the text, which may have a byte order mark, that it was given.
    pub fn is_of(&self, given: &str) -> bool {
        let text = given.strip_prefix('\u{feff}');
        self.0.marked == text.is_some() && self.0.text == text.unwrap_or(given)
    }

    /// Returns `true` of the same text under the same name.
    pub fn is_same(&self, other: &Source) -> bool {
        let (own, others) = (&*self.0, &*other.0);
        Arc::ptr_eq(&self.0, &other.0)
            || own.text == others.text && own.name == others.name && own.marked == others.marked
    }

    /// The name it was given.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The text as written.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// Returns `true` if a byte order mark stood before the text; the text itself is kept without
    /// it.
    pub fn is_marked(&self) -> bool {
        self.0.marked
    }

    /// The text in NFC: what is parsed.
    pub fn normal(&self) -> &str {
        self.0.normal.as_ref().map_or(&self.0.text, |normal| &normal.text)
    }

    /// Returns `true` if the text is in NFC.
    pub fn is_composed(&self) -> bool {
        self.0.normal.is_none()
    }

    /// Leads a byte offset of [`Source::normal`] back to one of [`Source::text`].
    pub fn original_offset(&self, normal_offset: usize) -> u32 {
        let at = offset(normal_offset);
        let Some(normal) = &self.0.normal else { return at };
        let after = normal.anchors.partition_point(|&(normal, _)| normal <= at);
        let Some(&(normal_start, original_start)) =
            after.checked_sub(1).and_then(|before| normal.anchors.get(before))
        else {
            return at;
        };
        // Between anchors the two texts are the same bytes, unless the place lies within one
        // cluster: then its start will do.
        let within = at - normal_start;
        match normal.anchors.get(after) {
            Some(&(normal_end, original_end))
                if normal_end - normal_start != original_end - original_start =>
            {
                original_start
            }
            // A cluster whose marks were only put in another order keeps its length, but not its
            // character boundaries.
            _ if !self.0.text.is_char_boundary((original_start + within) as usize) => {
                original_start
            }
            _ => original_start + within,
        }
    }

    /// The range of [`Source::normal`] that a span covers: for showing it.
    pub fn normal_range(&self, span: Span) -> Range<usize> {
        self.normal_offset(span.start)..self.normal_offset(span.end)
    }

    fn normal_offset(&self, original: u32) -> usize {
        let Some(normal) = &self.0.normal else { return original as usize };
        let after = normal.anchors.partition_point(|&(_, start)| start <= original);
        let Some(&(normal_start, original_start)) =
            after.checked_sub(1).and_then(|before| normal.anchors.get(before))
        else {
            return original as usize;
        };
        let within = original - original_start;
        let at = match normal.anchors.get(after) {
            Some(&(normal_end, original_end))
                if normal_end - normal_start != original_end - original_start =>
            {
                normal_start
            }
            _ => normal_start + within,
        };
        at as usize
    }

    /// The words a span covers, in NFC.
    pub fn slice(&self, span: Span) -> Cow<'_, str> {
        composed(self.0.text.get(span.start as usize..span.end as usize).unwrap_or(""))
    }

    /// Place of a stretch of the text, as messages and editors name it.
    pub fn place(&self, span: Span) -> Place {
        Place {
            file: Arc::from(self.name()),
            start: self.line_column(span.start),
            end: self.line_column(span.end),
        }
    }

    /// The first byte of a line, counted from 1, and the byte after its last; `None` of one that
    /// the text does not have.
    pub fn line(&self, number: usize) -> Option<(u32, u32)> {
        let place = number.checked_sub(1)?;
        let start = *self.0.line_starts.get(place)?;
        let end = self.0.line_starts.get(number).map_or(self.0.text.len(), |next| *next as usize);
        let words = self.0.text.get(start as usize..end)?.trim_end();
        Some((start, start + offset(words.len())))
    }

    /// The line and column of an offset into [`Source::text`].
    pub fn line_column(&self, at: u32) -> LineColumn {
        let line = self.0.line_starts.partition_point(|&start| start <= at);
        let start =
            line.checked_sub(1).and_then(|line| self.0.line_starts.get(line)).copied().unwrap_or(0);
        let before = self.0.text.get(start as usize..at as usize).unwrap_or("");
        LineColumn { line: line.max(1), column: before.graphemes(true).count() + 1 }
    }
}

impl Normalised {
    fn of(text: &str) -> Normalised {
        let mut normal = String::with_capacity(text.len());
        let mut anchors = Vec::new();
        let mut previous_changed = true;
        for (at, cluster) in text.grapheme_indices(true) {
            let changed = !is_nfc(cluster);
            // An anchor at each cluster that changed, and at the first behind it: between any two
            // others both texts have the same bytes, so an offset is carried over by its distance
            // from the anchor before. Text that is NFC already costs two anchors.
            if changed || previous_changed {
                anchors.push((offset(normal.len()), offset(at)));
            }
            if changed {
                normal.extend(cluster.nfc());
            } else {
                normal.push_str(cluster);
            }
            previous_changed = changed;
        }
        anchors.push((offset(normal.len()), offset(text.len())));
        Normalised { text: normal, anchors }
    }
}

/// A text in NFC.
fn composed(text: &str) -> Cow<'_, str> {
    if is_composed(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// Returns `true` of a text in NFC, which is seen at a glance where its characters are those of
/// Vietnamese.
fn is_composed(text: &str) -> bool {
    let sign = |c| matches!(c, '\u{2010}'..='\u{2026}' | '≠' | '≤' | '≥' | '−' | '→');
    let plain = |c| matches!(c, '\0'..'\u{300}' | 'Ạ'..='ỹ') || sign(c);
    text.chars().all(plain) || is_nfc(text)
}

/// Sources past 4 GiB are refused before they come here; the clamp only keeps the arithmetic total.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The key a name is compared by: NFC, case folded, blanks collapsed and trimmed, and the tone mark
/// of `oa oe uy` put on the second vowel whatever the writer's habit, so that `Hoà Vang`, `Hòa
/// Vang` and `hòa  vang` have one key.
#[doc(hidden)]
pub fn key(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for (index, word) in name.split_whitespace().enumerate() {
        if index > 0 {
            folded.push(' ');
        }
        push_folded(&mut folded, word);
    }
    folded
}

/// The key of a word, which most words are themselves.
pub(crate) fn word_key(word: &str) -> Cow<'_, str> {
    let mut last = ' ';
    let is_kept = |letter: char| {
        let before = std::mem::replace(&mut last, letter);
        let keeps_tone = move_tone(before, letter).is_none();
        keeps_tone && lower(letter) == Some(letter) && !letter.is_whitespace()
    };
    if word.chars().all(is_kept) { Cow::Borrowed(word) } else { Cow::Owned(key(word)) }
}

/// Most words are of letters that are composed and have one letter in lower case, which is seen at
/// a glance; only others are composed anew.
fn push_folded(folded: &mut String, word: &str) {
    let start = folded.len();
    for letter in word.chars() {
        let Some(lower) = lower(letter) else {
            folded.truncate(start);
            return push_composed(folded, word);
        };
        push_toned(folded, start, lower);
    }
}

fn push_composed(folded: &mut String, word: &str) {
    let start = folded.len();
    if is_nfc_quick(word.chars()) == IsNormalized::Yes {
        let letters = word.chars().flat_map(char::to_lowercase);
        letters.for_each(|letter| push_toned(folded, start, letter));
    } else {
        let letters = word.nfc().flat_map(char::to_lowercase).nfc();
        letters.for_each(|letter| push_toned(folded, start, letter));
    }
}

/// The lower case of a letter of Vietnamese or of ASCII; `None` of others.
fn lower(letter: char) -> Option<char> {
    match letter {
        '\0'..='\x7f' => Some(letter.to_ascii_lowercase()),
        'ß'..='ÿ' => Some(letter),
        'À'..='Ö' | 'Ø'..='Þ' => char::from_u32(u32::from(letter) + 0x20),
        'Ă' | 'ă' => Some('ă'),
        'Đ' | 'đ' => Some('đ'),
        'Ĩ' | 'ĩ' => Some('ĩ'),
        'Ũ' | 'ũ' => Some('ũ'),
        'Ơ' | 'ơ' => Some('ơ'),
        'Ư' | 'ư' => Some('ư'),
        // The toned letters stand in pairs, the capital first.
        'Ạ'..='ỹ' => char::from_u32(u32::from(letter) | 1),
        _ => None,
    }
}

/// Appends a letter to a word that starts at a place.
fn push_toned(folded: &mut String, start: usize, letter: char) {
    if matches!(letter, 'a' | 'e' | 'y')
        && let Some(last) = folded.get(start..).and_then(|word| word.chars().next_back())
        && let Some((first, second)) = move_tone(last, letter)
    {
        folded.pop();
        folded.push(first);
        folded.push(second);
    } else {
        folded.push(letter);
    }
}

/// `òa` becomes `oà`: the pairs in which the two habits differ.
fn move_tone(first: char, second: char) -> Option<(char, char)> {
    if first.is_ascii() || !matches!(second, 'a' | 'e' | 'y') {
        return None;
    }
    let (base, tone) = VOWELS.iter().find_map(|(base, toned)| {
        toned.iter().position(|&vowel| vowel == first).map(|tone| (*base, tone))
    })?;
    let follows = matches!((base, second), ('o', 'a' | 'e') | ('u', 'y'));
    let toned = follows.then(|| VOWELS.iter().find(|(vowel, _)| *vowel == second))??;
    toned.1.get(tone).map(|&second| (base, second))
}

/// The five tones of the vowels that take part: huyền, sắc, hỏi, ngã, nặng.
const VOWELS: [(char, [char; 5]); 5] = [
    ('o', ['ò', 'ó', 'ỏ', 'õ', 'ọ']),
    ('u', ['ù', 'ú', 'ủ', 'ũ', 'ụ']),
    ('a', ['à', 'á', 'ả', 'ã', 'ạ']),
    ('e', ['è', 'é', 'ẻ', 'ẽ', 'ẹ']),
    ('y', ['ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ']),
];

/// Words without diacritics and in lower case: for spellings typed in ASCII and for ordering
/// nearest names. Not for comparing names.
#[doc(hidden)]
pub fn plain(text: &str) -> String {
    let stripped: String = text
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect();
    stripped.replace('đ', "d")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_seen_at_a_glance_is_folded_as_any_other() {
        for letter in '\0'..=char::MAX {
            let text = format!("{letter}a{letter}");
            assert_eq!(is_composed(&text), text.nfc().eq(text.chars()), "{letter:?}");
            assert_eq!(word_key(&text), key(&text), "{letter:?}");
            if let Some(lower) = lower(letter) {
                assert_eq!(letter.to_lowercase().collect::<Vec<_>>(), [lower], "{letter:?}");
                assert!([letter, lower].into_iter().all(|one| one.to_string().nfc().eq([one])));
            }
        }
        let seen = "ĂÂĐÊÔƠƯỴỲăâđêôơưỵỳ".chars().all(|letter| lower(letter).is_some());
        assert!(seen, "the letters of Vietnamese");
    }

    #[test]
    fn a_name_has_one_key_whatever_the_habit_of_its_writer() {
        let decomposed: String = "Hòa  Vang".nfd().collect();
        assert_eq!(key("Hoà Vang"), key("Hòa Vang"));
        assert_eq!(key("HÒA VANG"), key(&decomposed));
        assert_eq!(key("thuỷ"), key("thủy"));
        assert_eq!(key("luỹ thừa"), key("lũy thừa"));
        assert_eq!(key("khoẻ"), key("khỏe"));
        assert_ne!(key("hóa"), key("hòa"));
        assert_ne!(key("của"), key("cua"));
        assert_eq!(key("quý"), "quý", "the tone already stands on the second vowel");
    }

    #[test]
    fn places_in_a_decomposed_text_lead_back_to_the_original() {
        let original: String = "nợ đến hạn\nquá".nfd().collect();
        let source = Source::new("a", original.clone());
        let at = source.normal().find("hạn").unwrap();
        let back = source.original_offset(at) as usize;
        assert_eq!(original[back..].nfc().collect::<String>(), "hạn\nquá");
        assert_eq!(
            source.line_column(source.original_offset(at)),
            LineColumn { line: 1, column: 8 }
        );
        let second = source.normal().find("quá").unwrap();
        assert_eq!(
            source.line_column(source.original_offset(second)),
            LineColumn { line: 2, column: 1 }
        );
    }

    #[test]
    fn the_end_of_a_text_stays_its_end_where_nfc_is_longer() {
        let source = Source::new("a", "\u{fb3e}");
        assert_eq!((source.normal().len(), source.original_offset(4)), (4, 3));
    }

    #[test]
    fn the_mark_of_a_file_is_no_character_of_its_first_line() {
        assert_eq!(Source::new("a", "\u{feff}bản ghi").text(), "bản ghi");
    }

    #[test]
    fn a_key_is_the_same_by_the_short_way_and_by_the_long() {
        let long = |word: &str| {
            assert_eq!(word_key(word), key(word));
            let mut folded = String::new();
            let letters = word.nfc().flat_map(char::to_lowercase).nfc();
            let start = folded.len();
            letters.for_each(|letter| push_toned(&mut folded, start, letter));
            folded
        };
        // A capital without a composed form whose small letter has one; a capital that becomes two
        // letters; marks in either form.
        for word in [
            "Hoà",
            "HÒA",
            "Thuỷ",
            "J\u{30c}",
            "\u{130}",
            "\u{212b}",
            "Đ",
            "ĐỘ",
            "Q1",
            "ß",
            "o\u{302}\u{309}",
            "ﬁ",
            "가",
        ] {
            assert_eq!(key(word), long(word), "{word}");
        }
    }
}
