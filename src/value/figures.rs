//! Numbers in running words, as a document or a rule writes them, and whether two are one number.
//! Words leave open what a number counts: `<0,04` in a table of percentages is 0,04%, a limit of
//! 2 years is 24 months. A figure therefore has every value that it can stand for, and two are the
//! same number where they share one.

use super::text::parse_number;
use super::{Lang, Num};
use crate::source::key;
use std::ops::Range;

/// A number in a text.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Place of its digits in the text.
    pub at: Range<usize>,
    /// The digits with the sign or word of scale behind them, as written.
    pub shown: String,
    /// Every value that it can stand for.
    pub values: Vec<Num>,
    /// `true` if it says how much or how many: it is no number of a clause, a list or a document,
    /// and no part of a date.
    pub counts: bool,
}

/// Scale of a number: what the sign or word behind it makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// `%`
    Percent,
    /// `‰`
    Permille,
    /// `nghìn`
    Thousand,
    /// `triệu`
    Million,
    /// `tỷ`
    Billion,
    /// `năm`, in months.
    Years,
}

/// The signs and words of the scales.
const SCALES: [(&str, Scale); 16] = [
    ("%", Scale::Percent),
    ("‰", Scale::Permille),
    ("phần trăm", Scale::Percent),
    ("percent", Scale::Percent),
    ("per cent", Scale::Percent),
    ("nghìn", Scale::Thousand),
    ("ngàn", Scale::Thousand),
    ("thousand", Scale::Thousand),
    ("triệu", Scale::Million),
    ("million", Scale::Million),
    ("tỷ", Scale::Billion),
    ("tỉ", Scale::Billion),
    ("billion", Scale::Billion),
    ("năm", Scale::Years),
    ("years", Scale::Years),
    ("year", Scale::Years),
];

impl Scale {
    /// The number that this scale makes of one.
    fn of(self, number: &Num) -> Option<Num> {
        let (times, by) = match self {
            Scale::Percent => (1, 100),
            Scale::Permille => (1, 1_000),
            Scale::Thousand => (1_000, 1),
            Scale::Million => (1_000_000, 1),
            Scale::Billion => (1_000_000_000, 1),
            Scale::Years => (12, 1),
        };
        number.mul(&Num::from_i64(times)).and_then(|value| value.div(&Num::from_i64(by))).ok()
    }
}

/// Further words that make a number before them one that counts.
const UNITS: [&str; 14] = [
    "đồng", "vnd", "ngày", "days", "day", "tháng", "months", "month", "điểm", "points", "point",
    "lần", "người", "hộ",
];

/// Words whose number behind them names a clause, a document or a place in a list.
const NAMED: [&str; 43] = [
    "mục",
    "khoản",
    "điều",
    "chương",
    "phần",
    "phụ lục",
    "số",
    "biểu",
    "mẫu",
    "trang",
    "bước",
    "nhóm",
    "cấp",
    "vòng",
    "đợt",
    "kỳ",
    "thứ",
    "tiêu chí",
    "chỉ tiêu",
    "nghị định",
    "nghị quyết",
    "quyết định",
    "chỉ thị",
    "kế hoạch",
    "thông tư",
    "công văn",
    "kết luận",
    "bảng kê",
    "giai đoạn",
    "section",
    "article",
    "clause",
    "annex",
    "no",
    "part",
    "page",
    "item",
    "table",
    "figure",
    "step",
    "group",
    "phase",
    "decision",
];

/// Words whose number behind them is a part of a date.
const DATES: [&str; 6] = ["ngày", "tháng", "năm", "quý", "day", "quarter"];

/// The numbers that words stand for, where a rule writes digits.
const WORDED: [(&str, i64); 26] = [
    ("hai", 2),
    ("ba", 3),
    ("bốn", 4),
    ("tư", 4),
    ("năm", 5),
    ("sáu", 6),
    ("bảy", 7),
    ("tám", 8),
    ("chín", 9),
    ("mười", 10),
    ("hàng tháng", 12),
    ("hằng tháng", 12),
    ("hàng quý", 4),
    ("hằng quý", 4),
    ("nửa năm", 6),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("monthly", 12),
    ("quarterly", 4),
];

/// The numbers of a text, in order.
pub fn figures(text: &str, lang: Lang) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) =
        text.get(from..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit()))
    {
        let start = from + start;
        let rest = text.get(start..).unwrap_or("");
        let digits = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '_'));
        let digits = rest.get(..digits.unwrap_or(rest.len())).unwrap_or("");
        let digits = digits.trim_end_matches(['.', ',', '_']);
        from = start + digits.len();
        found.extend(figure(text, start..from, lang));
    }
    found
}

/// The numbers that words of a text stand for.
pub fn worded(text: &str) -> Vec<Num> {
    let key = key(text);
    let words: Vec<&str> = key.split(' ').collect();
    let pairs = || words.iter().zip(words.iter().skip(1));
    let within = |(word, _): &&(&str, i64)| match word.split_once(' ') {
        Some(pair) => pairs().any(|(first, second)| (*first, *second) == pair),
        None => words.contains(word),
    };
    WORDED.iter().filter(within).map(|(_, value)| Num::from_i64(*value)).collect()
}

/// The values that a number can stand for in words: itself, and what its scale makes of it.
pub fn values(digits: &Num, scale: Option<Scale>) -> Vec<Num> {
    let scaled = scale.and_then(|scale| scale.of(digits));
    std::iter::once(digits.clone()).chain(scaled).collect()
}

impl Figure {
    /// Returns `true` if it can stand for one of these values.
    pub fn is(&self, values: &[Num]) -> bool {
        values.iter().any(|value| self.values.contains(value))
    }
}

/// Returns `true` if values are none, one or all, which words say without a number.
pub fn is_trivial(values: &[Num]) -> bool {
    values.iter().any(|value| *value == Num::ZERO || *value == Num::ONE)
}

fn figure(text: &str, at: Range<usize>, lang: Lang) -> Option<Figure> {
    let (before, after) = (text.get(..at.start)?, text.get(at.end..)?);
    let digits = Num::from_decimal(parse_number(text.get(at.clone())?, lang).ok()?);
    let start = start_of(after);
    let scale = SCALES.iter().find(|(word, _)| follows(&start, word)).map(|(_, scale)| *scale);
    let mut values = values(&digits, scale);
    let counts = counts(before, &digits, after) && !is_trivial(&values);
    // In a table of percentages the sign stands in the header, or nowhere.
    values.extend(digits.div(&Num::from_i64(100)).ok().filter(|_| scale.is_none()));
    let unit = unit_behind(after).map_or("", |unit| {
        let blank = after.len() - after.trim_start().len();
        after.get(..blank + unit.len()).unwrap_or("")
    });
    let shown = format!("{}{unit}", text.get(at.clone())?);
    Some(Figure { at, shown, values, counts })
}

/// The sign or word behind a number that says what it counts.
fn unit_behind(after: &str) -> Option<&'static str> {
    let start = start_of(after);
    let words = SCALES.iter().map(|(word, _)| *word).chain(UNITS);
    words.into_iter().find(|word| follows(&start, word))
}

/// `6 tháng/lần`, `3 tháng/1 lần`: how often, which rules say by deadlines or periods.
fn is_period(after: &str, unit: Option<&str>) -> bool {
    const OFTEN: [&str; 4] = ["/lần", "/1 lần", "/01 lần", "một lần"];
    let rest = unit.and_then(|unit| after.trim_start().get(unit.len()..));
    rest.map(start_of).is_some_and(|start| OFTEN.iter().any(|often| follows(&start, often)))
}

/// Returns `true` if a number between these words says how much or how many.
fn counts(before: &str, digits: &Num, after: &str) -> bool {
    let unit = unit_behind(after);
    let has_unit = unit.is_some();
    let end = end_of(before);
    let ends = |words: &[&str]| {
        end.as_ref().is_some_and(|end| words.iter().any(|word| precedes(end, word)))
    };
    let letter = |c: char| c.is_alphanumeric() || c == '_';
    let next = after.chars().next();
    let joined = match before.chars().next_back() {
        Some('/') => !before.trim_end_matches('/').ends_with(char::is_lowercase),
        Some('.' | '-' | '–') => before.trim_end_matches(['.', '-', '–']).ends_with(letter),
        last => last.is_some_and(letter),
    };
    let divided = after
        .strip_prefix('/')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase()));
    let listed = before.trim_end().is_empty() || before.ends_with('\n');
    let numbered = listed
        && digits.is_integer()
        && (after.starts_with(['.', ')'])
            || !has_unit && after.trim_start().starts_with(char::is_uppercase));
    let bracketed = before.ends_with('(') && after.starts_with(')');
    let year = digits.to_i64().is_some_and(|year| (1900..=2100).contains(&year));
    !(joined
        || next.is_some_and(letter)
        || divided
        || numbered
        || bracketed
        || ends(&DATES)
        || is_period(after, unit)
        || !has_unit && (year || ends(&NAMED)))
}

/// The start of a text, as names are compared.
fn start_of(text: &str) -> String {
    let end = (text.len().min(40)..=text.len()).find(|at| text.is_char_boundary(*at));
    key(text.get(..end.unwrap_or(0)).unwrap_or(""))
}

/// The end of a text that a blank follows, as names are compared; none of another.
fn end_of(text: &str) -> Option<String> {
    let from = text.len().saturating_sub(40);
    let from = (from..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.ends_with(char::is_whitespace).then(|| key(text.get(from..).unwrap_or("")))
}

/// Returns `true` if the start of a text is a word or sign, which is written as its key.
fn follows(start: &str, word: &str) -> bool {
    start.strip_prefix(word).is_some_and(|rest| {
        !word.ends_with(char::is_alphabetic) || !rest.starts_with(char::is_alphanumeric)
    })
}

/// Returns `true` if the end of a text is a word, which is written as its key.
fn precedes(end: &str, word: &str) -> bool {
    end.strip_suffix(word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_written_as_their_keys() {
        let words = SCALES.iter().map(|(word, _)| *word).chain(UNITS).chain(NAMED).chain(DATES);
        let words: Vec<&str> = words.chain(WORDED.iter().map(|(word, _)| *word)).collect();
        assert_eq!(words.iter().map(|word| key(word)).collect::<Vec<_>>(), words);
    }

    fn counted(text: &str) -> Vec<String> {
        let figures = figures(text, Lang::Vi).into_iter();
        figures.filter(|figure| figure.counts).map(|figure| figure.shown).collect()
    }

    #[test]
    fn numbers_that_say_how_much_are_told_from_those_that_name_something() {
        let table: [(&str, &[&str]); 24] = [
            ("hàng tháng tối thiểu 99% Tổ TK&VV đạt loại tốt, khá", &["99%"]),
            ("giải ngân trong vòng 30 ngày", &["30 ngày"]),
            ("không quá 100 triệu đồng, trong 24 tháng", &["100 triệu", "24 tháng"]),
            ("tối thiểu đạt 7%/dư nợ Tổ TK&VV quản lý", &["7%"]),
            ("1 Thành phố <0,04 <0,05 <0,03 <0,04", &["0,04", "0,05", "0,03", "0,04"]),
            ("7 Hòa Vang <0,03", &["0,03"]),
            ("tổ chức 4 lần/năm", &["4 lần"]),
            ("vốn 1.500.000 đồng", &["1.500.000 đồng"]),
            ("có 35 hội viên", &["35"]),
            ("3 phiên liên tiếp", &["3"]),
            ("Định kỳ 6 tháng/lần nộp báo cáo", &[]),
            ("giao ban 3 tháng/1 lần", &[]),
            ("theo mục II.3 và khoản 2 Điều 5", &[]),
            ("Bảng kê 13/TD, Mẫu số 01/CĐX, Kế hoạch 91/KH-BTV", &[]),
            ("trước ngày 10/6/2023 và ngày 10/11", &[]),
            ("ngày 05 tháng 3 năm 2023, quý 4", &[]),
            ("năm 2023, giai đoạn 2021-2025", &[]),
            ("2. Củng cố tổ", &[]),
            ("2) Củng cố tổ", &[]),
            ("củng cố tổ (3)", &[]),
            ("mục 2.5.1 của Nghị định 78", &[]),
            ("ít nhất 01 bài, tham gia trực 100%", &[]),
            ("Quyết định số 131 của TW", &[]),
            ("mẫu A12, TK2", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(counted(text), expected, "{text}");
        }
    }

    #[test]
    fn figures_are_one_number_where_a_value_of_theirs_is() {
        let same = |words: &str, digits: &str, scale: Option<Scale>| {
            let digits = Num::from_decimal(parse_number(digits, Lang::Vi).unwrap());
            figures(words, Lang::Vi).iter().any(|figure| figure.is(&values(&digits, scale)))
        };
        assert!(same("<0,04", "0,04", Some(Scale::Percent)));
        assert!(!same("<0,04", "0,035", Some(Scale::Percent)));
        assert!(same("3,5%", "0,035", None));
        assert!(same("98", "98", Some(Scale::Percent)) && same("98", "0,98", None));
        assert!(same("2 năm", "24", None) && same("24 tháng", "2", Some(Scale::Years)));
        assert!(same("100 triệu đồng", "100000000", None));
        assert!(!same("30 ngày", "45", None));
    }

    #[test]
    fn words_stand_for_numbers() {
        assert_eq!(worded("mỗi quý hai lần"), [Num::from_i64(2)]);
        assert_eq!(worded("họp hằng tháng"), [Num::from_i64(12)]);
        assert!(worded("tham gia đầy đủ").is_empty());
    }
}
