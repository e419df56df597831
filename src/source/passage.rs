//! Words sought in a document: blanks and line breaks do not count, the quotes `“ ” "` are one,
//! nothing else is forgiven.

use super::{Source, SourceId, Span, composed, plain};

/// A document's text, ready to be searched.
#[derive(Debug)]
pub struct Passages<'s> {
    id: SourceId,
    source: &'s Source,
    /// The text in NFC with single blanks and straight quotes.
    text: String,
    /// Offsets into `text` and into the NFC form of the source, wherever their distance changes.
    anchors: Vec<(usize, usize)>,
}

/// The most steps a search for the nearest passage may take; longer ones offer none.
const MOST_STEPS: usize = 20_000_000;
/// Stops that may end a passage without belonging to its words.
const STOPS: [char; 4] = ['.', ',', ';', ':'];

impl<'s> Passages<'s> {
    /// Index of a document's words, built once so that many passages can be sought in it.
    pub fn of(id: SourceId, source: &'s Source) -> Passages<'s> {
        let mut passages = Passages { id, source, text: String::new(), anchors: Vec::new() };
        let mut blank = false;
        for (at, letter) in source.normal().char_indices() {
            if letter.is_whitespace() {
                blank = true;
                continue;
            }
            if std::mem::take(&mut blank) && !passages.text.is_empty() {
                passages.text.push(' ');
            }
            let here = passages.text.len();
            if passages.anchors.last().is_none_or(|(text, normal)| here - text != at - normal) {
                passages.anchors.push((here, at));
            }
            passages.text.push(straight(letter));
        }
        passages
    }

    /// Every place where words occur, whole words and numbers only; none for no words.
    pub fn find(&self, words: &str) -> Vec<Span> {
        self.places(&collapsed(words)).collect()
    }

    /// The first place where words occur, as [`Passages::find`] gives it.
    pub fn first(&self, words: &str) -> Option<Span> {
        self.places(&collapsed(words)).next()
    }

    fn places(&self, wanted: &str) -> impl Iterator<Item = Span> {
        let all = self.text.match_indices(wanted).filter(|(_, found)| !found.is_empty());
        all.map(|(start, found)| (start, start + found.len()))
            .filter(|&(start, end)| !self.cuts(start) && !self.cuts(end))
            .map(|(start, end)| self.span(start, end))
    }

    /// The passage whose words are nearest to these, if no more than a third of them differ.
    pub fn nearest(&self, words: &str) -> Option<Span> {
        let words = collapsed(words);
        let wanted: Vec<Word<'_>> = Word::all(&words).collect();
        let there: Vec<Word<'_>> = Word::all(&self.text).collect();
        if wanted.len().checked_mul(there.len()).is_none_or(|steps| steps > MOST_STEPS) {
            return None;
        }
        let (far, first, last) = closest(&wanted, &there)?;
        let (first, last) = (there.get(first)?, there.get(last)?);
        let end =
            if words.ends_with(STOPS) { last.text } else { last.text.trim_end_matches(STOPS) };
        // Of a single word a third rounds to nothing; another spelling is always allowed.
        (far <= (DIFFERENT * wanted.len() / 3).max(SPELLING))
            .then(|| self.span(first.start, last.start + end.len()))
    }

    /// The words of a span with single blanks and straight quotes.
    pub fn words(&self, span: Span) -> String {
        collapsed(&self.source.slice(span))
    }

    /// Returns `true` if a place of the text lies within a word or a number.
    fn cuts(&self, at: usize) -> bool {
        let (before, after) = self.text.split_at_checked(at).unwrap_or(("", ""));
        let (mut left, mut right) = (before.chars().rev(), after.chars());
        let (Some(last), Some(first)) = (left.next(), right.next()) else { return false };
        let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
        let point = |letter: char| matches!(letter, ',' | '.');
        last.is_alphanumeric() && first.is_alphanumeric()
            || point(last) && first.is_ascii_digit() && digit(left.next())
            || last.is_ascii_digit() && point(first) && digit(right.next())
    }

    /// The span of a stretch of the text that neither starts nor ends with a blank.
    fn span(&self, start: usize, end: usize) -> Span {
        let last = self
            .text
            .get(..end)
            .and_then(|text| text.char_indices().next_back())
            .map_or(start, |(at, _)| at);
        let last = self.normal(last);
        let letter = self
            .source
            .normal()
            .get(last..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        Span {
            source: self.id,
            start: self.source.original_offset(self.normal(start)),
            end: self.source.original_offset(last + letter),
        }
    }

    fn normal(&self, at: usize) -> usize {
        let after = self.anchors.partition_point(|(text, _)| *text <= at);
        let anchor = after.checked_sub(1).and_then(|before| self.anchors.get(before));
        anchor.map_or(at, |(text, normal)| normal + (at - text))
    }
}

/// Words in NFC with single blanks and straight quotes.
pub fn collapsed(words: &str) -> String {
    let words: String = composed(words).chars().map(straight).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn straight(letter: char) -> char {
    if matches!(letter, '“' | '”') { '"' } else { letter }
}

/// A word, where it starts, and what is left of it without case, marks and punctuation.
struct Word<'t> {
    text: &'t str,
    start: usize,
    bare: String,
}

impl<'t> Word<'t> {
    fn all(text: &'t str) -> impl Iterator<Item = Word<'t>> {
        let mut start = 0;
        text.split(' ').map(move |word| {
            let at = start;
            start += word.len() + 1;
            let bare = plain(word.trim_matches(|letter: char| !letter.is_alphanumeric()));
            Word { text: word, start: at, bare }
        })
    }

    fn far(&self, other: &Word<'_>) -> usize {
        match self.text == other.text {
            true => 0,
            false if self.bare == other.bare => SPELLING,
            false => DIFFERENT,
        }
    }
}

/// Cost of two words that differ in case, marks or punctuation alone.
const SPELLING: usize = 1;
/// Cost of two words that differ otherwise, or of a word that is missing on one side.
const DIFFERENT: usize = 2;

/// Distance of the nearest range of words in `there` from `wanted`, and its first and last word;
/// `None` if there are no words. Sellers' algorithm by words: an edit distance whose match may
/// begin and end anywhere, a column for each word of `there`.
fn closest(wanted: &[Word<'_>], there: &[Word<'_>]) -> Option<(usize, usize, usize)> {
    let mut column: Vec<(usize, usize)> =
        (0..=wanted.len()).map(|missing| (missing * DIFFERENT, 0)).collect();
    let mut best: Option<(usize, usize, usize)> = None;
    for (place, word) in there.iter().enumerate() {
        let mut diagonal = std::mem::replace(column.first_mut()?, (0, place + 1));
        diagonal.1 = place;
        let mut above = (0, place + 1);
        for (want, cell) in wanted.iter().zip(column.iter_mut().skip(1)) {
            let here = [
                (diagonal.0 + want.far(word), diagonal.1),
                (above.0 + DIFFERENT, above.1),
                (cell.0 + DIFFERENT, cell.1),
            ];
            diagonal = std::mem::replace(cell, here.into_iter().min_by_key(|(far, _)| *far)?);
            above = *cell;
        }
        let (far, first) = *column.last()?;
        if first <= place && best.is_none_or(|(least, _, _)| far < least) {
            best = Some((far, first, place));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    fn found(text: &str, words: &str) -> Vec<String> {
        let source = Source::new("a", text);
        let passages = Passages::of(SourceId::new(0), &source);
        passages
            .find(words)
            .into_iter()
            .map(|span| text[span.start as usize..span.end as usize].to_owned())
            .collect()
    }

    fn nearest(text: &str, words: &str) -> Option<String> {
        let source = Source::new("a", text);
        let span = Passages::of(SourceId::new(0), &source).nearest(words)?;
        Some(text[span.start as usize..span.end as usize].to_owned())
    }

    #[test]
    fn blanks_line_breaks_and_the_kind_of_quotes_do_not_count() {
        assert_eq!(found("Giảm tỷ lệ \n\n\tnợ xấu.", "tỷ lệ  nợ xấu"), ["tỷ lệ \n\n\tnợ xấu"]);
        assert_eq!(
            found("phong trào \"Ngày gửi”.", "phong trào “Ngày gửi“"),
            ["phong trào \"Ngày gửi”"]
        );
        assert_eq!(found("một hai một  hai", "một hai"), ["một hai", "một  hai"]);
        assert_eq!(found("a", "  "), Vec::<String>::new());
    }

    #[test]
    fn case_marks_and_punctuation_count() {
        for words in ["tối thiểu 99% tổ", "tối thiêu 99% Tổ", "tối thiểu 99 % Tổ", "thiểu 99%, Tổ"]
        {
            assert_eq!(found("tối thiểu 99% Tổ", words), Vec::<String>::new(), "{words}");
        }
    }

    #[test]
    fn no_word_and_no_number_is_cut() {
        assert_eq!(found("ít nhất 99% là <0,04", "9%"), Vec::<String>::new());
        assert_eq!(found("ít nhất 99% là <0,04", "04"), Vec::<String>::new());
        assert_eq!(found("ít nhất 99% là <0,04", "0"), Vec::<String>::new());
        assert_eq!(found("ít nhất 99% là <0,04", "0,04"), ["0,04"]);
        assert_eq!(found("đạt 7%/dư nợ", "đạt 7"), ["đạt 7"]);
    }

    #[test]
    fn a_decomposed_document_holds_composed_words_and_its_own_bytes_are_named() {
        let text: String = "một  “hạn”\nnợ".nfd().collect();
        let all: String = found(&text, "\"hạn\" nợ").concat();
        assert_eq!(all, "“hạn”\nnợ".nfd().collect::<String>());
    }

    #[test]
    fn the_nearest_passage_is_offered_where_a_third_at_most_differs() {
        let text = "Hàng tháng tối thiểu 99% Tổ TK&VV đạt loại tốt, khá, không có Tổ yếu";
        assert_eq!(
            nearest(text, "tối thiểu 98% tổ TK&VV đạt loại tốt").as_deref(),
            Some("tối thiểu 99% Tổ TK&VV đạt loại tốt")
        );
        assert_eq!(
            nearest(text, "tối thiểu Tổ TK&VV đạt").as_deref(),
            Some("tối thiểu 99% Tổ TK&VV đạt")
        );
        assert_eq!(nearest(text, "họp giao ban hằng quý tại xã"), None);
        assert_eq!(nearest("", "a"), None);
    }
}
