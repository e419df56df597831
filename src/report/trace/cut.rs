//! A text into sentences. A line is a paragraph; one that begins in lower case goes on with the
//! line before. Sentences end at `. ! ? …` before a capital and at `;`, so that each demand of a
//! long sentence is seen alone; a number such as `6.1.` ends nothing. Cells of a table stand on
//! lines of their own in the texts that office programs write, and so do they here.

use crate::source::{Source, SourceId, Span};
use std::ops::Range;

/// A sentence, item or cell of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The headings it stands under, such as `II.6.1`; empty before the first.
    pub section: String,
    /// Place of the sentence, bullets left out.
    #[doc(hidden)]
    pub span: Span,
}

/// The sentences of a text in order.
#[doc(hidden)]
pub fn sentences(id: SourceId, source: &Source) -> Vec<Sentence> {
    let text = source.normal();
    let mut section = Section::default();
    let mut found = Vec::new();
    for paragraph in paragraphs(text) {
        let words = text.get(paragraph.clone()).unwrap_or("");
        section.enter(words);
        for sentence in cuts(words) {
            let (start, end) = (paragraph.start + sentence.start, paragraph.start + sentence.end);
            let span = Span {
                source: id,
                start: source.original_offset(start),
                end: source.original_offset(end),
            };
            found.push(Sentence { section: section.shown(), span });
        }
    }
    found
}

/// The paragraphs of a text, blanks around them left out.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let within = trimmed(line, start);
        start += line.len();
        let words = text.get(within.clone()).unwrap_or("");
        match paragraphs.last_mut() {
            _ if words.is_empty() => {}
            Some(last) if goes_on(text.get(last.clone()).unwrap_or(""), words) => {
                last.end = within.end
            }
            _ => paragraphs.push(within),
        }
    }
    paragraphs
}

fn trimmed(part: &str, start: usize) -> Range<usize> {
    let from = start + (part.len() - part.trim_start().len());
    from..(start + part.trim_end().len()).max(from)
}

fn goes_on(before: &str, words: &str) -> bool {
    !before.ends_with(['.', ';', ':', '!', '?'])
        && words.chars().next().is_some_and(char::is_lowercase)
        && !is_numbering(first(words))
}

/// The sentences of a paragraph.
fn cuts(words: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, letter) in words.char_indices() {
        let end = at + letter.len_utf8();
        let (so_far, rest) = (words.get(start..end).unwrap_or(""), words.get(end..).unwrap_or(""));
        if ends(so_far, letter, rest) {
            sentences.push(start..end);
            start = end;
        }
    }
    sentences.push(start..words.len());
    let bare = |range: Range<usize>| {
        let part = words.get(range.clone()).unwrap_or("");
        let unmarked = part.trim_start().trim_start_matches(BULLETS);
        trimmed(unmarked, range.end - unmarked.len())
    };
    sentences.into_iter().map(bare).filter(|range| !range.is_empty()).collect()
}

/// Characters that open an item of a list.
const BULLETS: [char; 6] = ['-', '–', '+', '•', '*', '·'];

fn ends(so_far: &str, letter: char, rest: &str) -> bool {
    let next = rest.trim_start().chars().next();
    let parted = rest.starts_with(char::is_whitespace);
    match letter {
        ';' => parted,
        '.' | '!' | '?' | '…' => {
            parted && next.is_some_and(|next| !next.is_lowercase()) && !is_numbering(last(so_far))
        }
        _ => false,
    }
}

fn first(words: &str) -> &str {
    words.split_whitespace().next().unwrap_or("")
}

fn last(words: &str) -> &str {
    words.split_whitespace().next_back().unwrap_or("")
}

/// The words behind the number that opens a heading or an item.
pub(super) fn unnumbered(words: &str) -> &str {
    let mut tokens = words.split_whitespace();
    let number = match (tokens.next(), tokens.next()) {
        // `Điều 1. Mức vay`: the number of a heading may have a word before it.
        (Some(opener), Some(number)) if is_opener(opener) => number,
        (opener, _) => opener.unwrap_or(""),
    };
    let behind = words.split_once(number).filter(|_| is_numbering(number));
    behind.map_or(words, |(_, behind)| behind)
}

/// Returns `true` for a word of letters alone, the first a capital.
fn is_opener(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic)
}

/// `II.`, `6.1.`, `a.`, `(1.`: a word that numbers what follows.
pub(super) fn is_numbering(word: &str) -> bool {
    let Some(number) = word.trim_start_matches('(').strip_suffix(['.', ')']) else { return false };
    let short = |part: &str| {
        !part.is_empty() && part.len() <= 2 && part.bytes().all(|digit| digit.is_ascii_digit())
    };
    let mut letters = number.chars();
    let lettered = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    lettered || is_roman(number) || number.split('.').all(short)
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|letter| matches!(letter, 'I' | 'V' | 'X' | 'L'))
}

/// Under which numbered headings the text stands: a Roman number and a plain one.
#[derive(Default)]
struct Section {
    roman: String,
    plain: String,
}

impl Section {
    /// Notes a paragraph that is a heading.
    fn enter(&mut self, words: &str) {
        let numbering = first(words);
        let Some(number) = numbering.strip_suffix('.').filter(|_| is_numbering(numbering)) else {
            return;
        };
        if is_roman(number) {
            *self = Section { roman: number.to_owned(), plain: String::new() };
        } else if number.starts_with(|first: char| first.is_ascii_digit()) {
            self.plain = number.to_owned();
        }
    }

    fn shown(&self) -> String {
        let parts = [self.roman.as_str(), self.plain.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(String, &str)> {
        let source = Source::new("a", text);
        let all = sentences(SourceId::new(0), &source);
        all.into_iter()
            .map(|sentence| {
                (sentence.section, &text[sentence.span.start as usize..sentence.span.end as usize])
            })
            .collect()
    }

    fn words(text: &str) -> Vec<&str> {
        cut(text).into_iter().map(|(_, words)| words).collect()
    }

    #[test]
    fn sentences_end_before_a_capital_and_at_semicolons() {
        assert_eq!(
            words(
                "- Hàng tháng tối thiểu 99%; không có tổ yếu. Tổ trưởng dự họp, khó khăn... không \
                 để xảy ra.\n"
            ),
            [
                "Hàng tháng tối thiểu 99%;",
                "không có tổ yếu.",
                "Tổ trưởng dự họp, khó khăn... không để xảy ra."
            ]
        );
        assert_eq!(
            words("Nộp trước ngày 10/6/2023. Lưu ý: năm 2023."),
            ["Nộp trước ngày 10/6/2023.", "Lưu ý: năm 2023."]
        );
    }

    #[test]
    fn numbers_of_headings_and_items_end_nothing() {
        assert_eq!(
            words("6.1. Đối với Hội (1. Tổ trưởng tham gia; 2. Nợ quá hạn)"),
            ["6.1. Đối với Hội (1. Tổ trưởng tham gia;", "2. Nợ quá hạn)"]
        );
    }

    #[test]
    fn a_line_in_lower_case_goes_on_with_the_one_before_and_cells_stand_alone() {
        assert_eq!(
            words("hộ nghèo, cận nghèo \nvà các đối tượng\n\n\tSTT\n\tTỷ lệ \n\nnợ xấu\n\t<0,04\n"),
            ["hộ nghèo, cận nghèo \nvà các đối tượng", "STT", "Tỷ lệ \n\nnợ xấu", "<0,04"]
        );
        assert_eq!(
            words("Lưu ý:\nkhông cho vay\na. một\nb. hai"),
            ["Lưu ý:", "không cho vay", "a. một", "b. hai"]
        );
    }

    #[test]
    fn each_sentence_knows_its_headings() {
        let text = "KẾ HOẠCH\nI. MỤC TIÊU\nMột.\nII. NỘI DUNG\n1. Tuyên truyền\n- Hai.\n6.1. \
                    Thành phố\nBa.\nIII. CUỐI\n";
        let sections: Vec<String> = cut(text).into_iter().map(|(section, _)| section).collect();
        assert_eq!(sections, ["", "I", "I", "II", "II.1", "II.1", "II.6.1", "II.6.1", "III"]);
    }
}
