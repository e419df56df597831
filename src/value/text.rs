//! Numbers and dates as people write them: reading and showing.

#[cfg(test)]
mod tests;

use super::{CategoryId, Date, Lang, Num, Rounding, Type, Unit, Value};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::cell::Cell;
use std::fmt;

/// Reason why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// It is no number at all.
    NotANumber,
    /// It is written in the other language's form (`0.04` where `0,04` is expected), or could be:
    /// it says nothing about what was meant.
    OtherForm,
    /// More than 28 significant digits, or more than 28 decimals.
    TooManyDigits,
}

/// The form that numbers in data are written in.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Loan
///   field id: text, key
///   field debt: money, from 0
///   field due: date
/// eligibility Support for Loan
///   reject if debt > 2 million: \"debt above the limit\"
/// ",
/// )?;
/// // `1,234` is a whole number in English and a decimal in Vietnamese: the caller says which.
/// let file = visao::DataFile::bytes("loans.csv", "id;debt\nA;\"1,234\"\n".as_bytes());
/// let batch = rules.query().numbers(visao::Numbers::En).read(&[file], None)?;
/// let decisions: Vec<visao::Decision> = batch.decisions(0..1).collect();
/// assert_eq!(decisions[0].verdict.as_deref(), Some("eligible"));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Numbers {
    /// As Vietnamese offices write: `1.234.567,89`.
    Vi,
    /// As English offices write: `1,234,567.89`, also `1_234_567.89` as English rules have it.
    En,
    /// As programs write: `1234567.89`, no groups, always a point.
    Plain,
}

impl Numbers {
    /// Sign between the whole and the decimals.
    pub const fn point(self) -> u8 {
        match self {
            Numbers::Vi => b',',
            Numbers::En | Numbers::Plain => b'.',
        }
    }

    const fn form(self) -> Form {
        match self {
            Numbers::Vi => Form::of(Lang::Vi),
            Numbers::En => Form { groups: &[',', '_'], point: '.' },
            Numbers::Plain => Form { groups: &[], point: '.' },
        }
    }
}

impl From<Lang> for Numbers {
    fn from(lang: Lang) -> Numbers {
        match lang {
            Lang::Vi => Numbers::Vi,
            Lang::En => Numbers::En,
        }
    }
}

/// The signs between the digits of a number: those that may part groups of three, of which a number
/// has one kind, and the decimal point.
struct Form {
    groups: &'static [char],
    point: char,
}

impl Form {
    /// In the rules of a language.
    const fn of(lang: Lang) -> Form {
        match lang {
            Lang::Vi => Form { groups: &['.'], point: ',' },
            Lang::En => Form { groups: &['_'], point: '.' },
        }
    }

    /// The whole part (with its group signs) and the decimals of a number of this form.
    fn split<'a>(&self, body: &'a str) -> Option<(&'a str, &'a str)> {
        let (whole, decimals) = match body.split_once(self.point) {
            Some((whole, decimals)) if all_digits(decimals) => (whole, decimals),
            Some(_) => return None,
            None => (body, ""),
        };
        (all_digits(whole) || self.is_grouped(whole)).then_some((whole, decimals))
    }

    /// `1.234.567`, not `0.123`: no group begins a number with zero.
    fn is_grouped(&self, whole: &str) -> bool {
        let Some(sign) = self.groups.iter().find(|sign| whole.contains(**sign)) else {
            return false;
        };
        let mut groups = whole.split(*sign);
        let first = groups
            .next()
            .is_some_and(|first| all_digits(first) && first.len() <= 3 && !first.starts_with('0'));
        first && groups.all(|group| all_digits(group) && group.len() == 3)
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads a number of the rules without unit: `1.234.567,89` in Vietnamese, `1_234_567.89` in
/// English, the groups of three all or none; a minus (`-` or `−`) right before it; blanks around it
/// do not matter.
pub fn parse_number(text: &str, lang: Lang) -> Result<Decimal, NumberError> {
    parse_formed(text, &Form::of(lang))
}

/// Reads a number of the data without unit, as [`parse_number`] does those of the rules.
pub fn parse_number_as(text: &str, numbers: Numbers) -> Result<Decimal, NumberError> {
    parse_formed(text, &numbers.form())
}

/// Mantissa and decimals of a number of the data in the simplest writing of a form: at most 18
/// digits with at most a decimal point among them, a `-` before them, nothing around them. None of
/// any other text, number or not; what is read is what [`parse_number_as`] reads.
pub fn parse_simple_number(text: &str, numbers: Numbers) -> Option<(i64, u32)> {
    let point = numbers.point();
    let (negative, body) = match text.as_bytes() {
        [b'-', body @ ..] => (true, body),
        body => (false, body),
    };
    // 19 digits fit.
    if body.len() > 19 {
        return None;
    }
    let (whole, rest) = leading_digits(0, body);
    let (mantissa, decimals) = match rest {
        [] => (whole, 0),
        [sign, digits @ ..] if *sign == point && !digits.is_empty() => {
            let (mantissa, rest) = leading_digits(whole, digits);
            (mantissa, if rest.is_empty() { digits.len() } else { return None })
        }
        _ => return None,
    };
    let signs = usize::from(decimals > 0);
    let whole_digits = body.len() - decimals - signs;
    let mantissa = i64::try_from(mantissa).ok().filter(|_| body.len() - signs <= 18)?;
    let signed = if negative { -mantissa } else { mantissa };
    (whole_digits > 0).then_some((signed, u32::try_from(decimals).ok()?))
}

/// The digits that a text begins with, behind those of a number, and what comes after them.
#[inline]
fn leading_digits(mut number: u64, mut text: &[u8]) -> (u64, &[u8]) {
    while let Some((eight, rest)) = text.split_first_chunk()
        && let Some(digits) = eight_digits(*eight)
    {
        number = number * 100_000_000 + digits;
        text = rest;
    }
    while let [digit @ b'0'..=b'9', rest @ ..] = text {
        number = number * 10 + u64::from(digit - b'0');
        text = rest;
    }
    (number, text)
}

/// The number of eight digits, worked out at once: first in pairs, then the pairs.
#[inline]
fn eight_digits(bytes: [u8; 8]) -> Option<u64> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let digits = u64::from_le_bytes(bytes) ^ (EACH * 0x30);
    // A byte above 9 reaches the highest bit with 118 more, or has it.
    let other = (digits.wrapping_add(EACH * 0x76) | digits) & (EACH * 0x80);
    // The first of two digits lies in the lower byte.
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let pair = |place: u64| (pairs >> (16 * place)) & 0xff;
    let number = (pair(0) * 100 + pair(1)) * 10_000 + pair(2) * 100 + pair(3);
    (other == 0).then_some(number)
}

fn parse_formed(text: &str, form: &Form) -> Result<Decimal, NumberError> {
    let text = text.trim();
    let positive = text.strip_prefix(['-', '−']);
    let body = positive.unwrap_or(text);
    let (whole, decimals) = form.split(body).ok_or_else(|| refusal(body))?;
    let magnitude = read_digits(whole, decimals)?;
    let mantissa = if positive.is_some() { -magnitude } else { magnitude };
    let scale = u32::try_from(decimals.len()).map_err(|_| NumberError::TooManyDigits)?;
    Decimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| NumberError::TooManyDigits)
}

fn read_digits(whole: &str, decimals: &str) -> Result<i128, NumberError> {
    let mut value: i128 = 0;
    let mut significant = 0;
    for digit in whole.chars().chain(decimals.chars()).filter_map(|sign| sign.to_digit(10)) {
        significant += u32::from(significant > 0 || digit > 0);
        if significant > 28 {
            return Err(NumberError::TooManyDigits);
        }
        value = value * 10 + i128::from(digit);
    }
    Ok(value)
}

/// A number of some form, or none at all.
fn refusal(body: &str) -> NumberError {
    let framed = body.starts_with(|sign: char| sign.is_ascii_digit())
        && body.ends_with(|sign: char| sign.is_ascii_digit());
    let numeric = body.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | ',' | '_'));
    if framed && numeric { NumberError::OtherForm } else { NumberError::NotANumber }
}

/// Reads a day: day/month/year (also with `-` or `.`), or ISO; the year has four digits. None if it
/// is no real day.
pub fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let sign = text.chars().find(|sign| matches!(sign, '/' | '-' | '.'))?;
    let mut parts = text.split(sign);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let iso = sign == '-' && first.len() == 4;
    if iso && second.len() == 2 && third.len() == 2 {
        return date(first, second, third);
    }
    date(third, second, first).filter(|_| !iso)
}

/// Diagnosis of a text that is no day, where the mistake can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateTrouble {
    /// Nothing particular: it is no day in any form.
    NoDate,
    /// The month has fewer days.
    NoSuchDay {
        /// Month that was written, 1 to 12.
        month: u32,
        /// Year that was written; for a February it decides the length.
        year: i32,
        /// Length of that month in days.
        days: u32,
    },
    /// The second number is no month, but the first would be one: the day meant, if so.
    MonthFirst(Date),
    /// The year has two digits.
    ShortYear,
    /// It is a day with a time of day.
    WithTime(Date),
    /// A day counted as Excel counts.
    Serial(Date),
    /// A day in words.
    InWords(Date),
}

/// Diagnosis of a text that [`parse_date`] does not read.
pub fn date_trouble(text: &str) -> DateTrouble {
    let text = text.trim();
    if let Some(day) = all_digits(text).then(|| serial_day(text.parse().ok()?)).flatten() {
        return DateTrouble::Serial(day);
    }
    if let Some(day) = text
        .split_once([' ', 'T'])
        .and_then(|(day, time)| parse_date(day).filter(|_| time.contains(':')))
    {
        return DateTrouble::WithTime(day);
    }
    let numbers: Vec<&str> =
        text.split(|sign: char| !sign.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let &[first, second, third] = numbers.as_slice() else { return DateTrouble::NoDate };
    if text.contains(char::is_alphabetic) {
        return date(third, second, first).map_or(DateTrouble::NoDate, DateTrouble::InWords);
    }
    let (day, month, year) =
        if first.len() == 4 { (third, second, first) } else { (first, second, third) };
    if year.len() == 2 {
        return DateTrouble::ShortYear;
    }
    if let Some(meant) = date(year, day, month) {
        return DateTrouble::MonthFirst(meant);
    }
    match (year.parse(), month.parse()) {
        (Ok(year), Ok(month)) => no_such_day(year, month),
        _ => DateTrouble::NoDate,
    }
}

fn no_such_day(year: i32, month: u32) -> DateTrouble {
    let last = (28..=31).rev().find(|day| Date::from_ymd(year, month, *day).is_some());
    last.map_or(DateTrouble::NoDate, |days| DateTrouble::NoSuchDay { month, year, days })
}

/// The day that Excel counts so: 1 is 01/01/1900, and 29/02/1900 is counted though there was none.
/// Only days from 1954 to 2091: no other number is likely to be one.
pub fn serial_day(number: i32) -> Option<Date> {
    const OF_1970: i32 = 25_569;
    if (20_000..70_000).contains(&number) {
        Date::from_days_since_1970(number - OF_1970)
    } else {
        None
    }
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let short = |part: &str| all_digits(part) && part.len() <= 2;
    let written = all_digits(year) && year.len() == 4 && short(month) && short(day);
    let parts = || Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?));
    let (year, month, day) = written.then(parts)??;
    Date::from_ymd(year, month, day)
}

/// A value as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Text for a person: rounded, grouped and with its unit.
    pub text: String,
    /// Digits were left out: `≈` belongs before it.
    pub rounded: bool,
}

impl Shown {
    /// The text, with `≈` where digits were left out.
    pub fn marked(self) -> String {
        if self.rounded { format!("≈{}", self.text) } else { self.text }
    }
}

/// Shows a number to a person: groups of three, at most `decimals` decimals, rounded half away from
/// zero; true if it was rounded.
pub fn show_number(value: &Num, lang: Lang, decimals: u32) -> (String, bool) {
    // No number within the limit has more decimals unless it has no end.
    let decimals = decimals.min(32_768);
    let mut text = String::new();
    let exact = push_rounded(&mut text, value, (decimals, decimals), &Form::of(lang), true);
    (text, !exact)
}

/// A number as [`show_number`] shows it, `≈` before it where it was rounded.
pub(crate) fn marked_number(value: &Num, lang: Lang, decimals: u32) -> String {
    let (text, rounded) = show_number(value, lang, decimals);
    Shown { text, rounded }.marked()
}

/// Points as a person reads them, `≈` before them where they were rounded.
pub(crate) fn show_points(points: &Num, lang: Lang) -> String {
    marked_number(points, lang, 4)
}

/// `18/01/2023` in either language.
pub fn show_date(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// Shows a value of a type to a person: `812.000.000 đ`, `0,394%`, `25 điểm`, `30 ngày`,
/// `18/01/2023`, `có`, `thiếu`. `names` gives the name of a category's value. See [`show_amount`]
/// for numbers; `line` are the other numbers of the same unit on its line.
pub fn show_value<'n>(
    value: &Value,
    ty: Type,
    lang: Lang,
    line: &[&Num],
    names: impl Fn(CategoryId, u32) -> Option<&'n str>,
) -> Shown {
    let mut text = String::new();
    let rounded = push_value(
        &mut text,
        value,
        ty,
        lang,
        &Line::new(line.iter().copied().cloned().collect()),
        names,
    );
    Shown { text, rounded }
}

/// Appends a value as [`show_value`] shows it; true if it was rounded.
pub(crate) fn push_value<'n>(
    text: &mut String,
    value: &Value,
    ty: Type,
    lang: Lang,
    line: &Line,
    names: impl Fn(CategoryId, u32) -> Option<&'n str>,
) -> bool {
    match (value, ty) {
        (Value::Missing, _) => text.push_str(word(lang, "thiếu", "missing")),
        (Value::Num(number), Type::Number(unit)) => {
            return push_amount(text, number, unit, lang, line);
        }
        (Value::Num(number), Type::Text | Type::Date | Type::YesNo | Type::Category(_)) => {
            return push_amount(text, number, Unit::Number, lang, line);
        }
        (Value::Date(day), _) => text.push_str(&show_date(*day)),
        (Value::Bool(true), _) => text.push_str(word(lang, "có", "yes")),
        (Value::Bool(false), _) => text.push_str(word(lang, "không", "no")),
        (Value::Code(code), Type::Category(category)) => {
            text.push_str(names(category, *code).unwrap_or_default());
        }
        (Value::Code(code), Type::Text | Type::Date | Type::YesNo | Type::Number(_)) => {
            text.push_str(&code.to_string());
        }
        (Value::Text(own), _) => text.push_str(own),
    }
    false
}

/// A number that ends within so many decimals is shown whole.
const SHOWN_WHOLE: u32 = 6;
/// The most decimals a number is shown with, however close its neighbours are.
const MOST_DECIMALS: u32 = 30;

/// Shows a number with its unit: a ratio in percent, money as `812.000.000 đ` (English:
/// `812_000_000 VND`). One that ends within six decimals is whole; others get two decimals (a ratio
/// in percent three), and more, up to 30, until no two numbers of the line are shown in another
/// order than their true one: neither `0,50% < 0,50%`, nor `0` for what is not nothing, nor `100%`
/// for less. Numbers of one line agree if each is shown with all the others as `line`.
pub fn show_amount(value: &Num, unit: Unit, lang: Lang, line: &[&Num]) -> Shown {
    let mut text = String::new();
    let rounded = push_amount(
        &mut text,
        value,
        unit,
        lang,
        &Line::new(line.iter().copied().cloned().collect()),
    );
    Shown { text, rounded }
}

fn push_amount(text: &mut String, value: &Num, unit: Unit, lang: Lang, line: &Line) -> bool {
    let decimals = line.decimals(value, unit);
    let places = (decimals + percent_shift(unit), decimals);
    let exact = push_rounded(text, value, places, &Form::of(lang), unit != Unit::Year);
    text.push_str(unit_words(unit, lang, *value == Num::ONE));
    !exact
}

/// Number of places that the point moves when a number of this unit is shown: 2 for a ratio, which
/// is shown in percent.
fn percent_shift(unit: Unit) -> u32 {
    if unit == Unit::Ratio { 2 } else { 0 }
}

fn unit_words(unit: Unit, lang: Lang, one: bool) -> &'static str {
    match unit {
        Unit::Bare | Unit::Number | Unit::Integer | Unit::Year => "",
        Unit::Ratio => "%",
        Unit::Money => word(lang, " đ", " VND"),
        Unit::Points => word(lang, " điểm", if one { " point" } else { " points" }),
        Unit::Days => word(lang, " ngày", if one { " day" } else { " days" }),
        Unit::Months => word(lang, " tháng", if one { " month" } else { " months" }),
    }
}

/// The numbers of a line: each of them is shown with as many decimals as keep their order.
#[derive(Debug, Default)]
pub(crate) struct Line {
    /// In order, each once.
    numbers: Vec<Num>,
    /// Decimals of those numbers that are rounded, as ratios and as others, once they are known.
    ratios: Cell<Option<u32>>,
    others: Cell<Option<u32>>,
}

impl Line {
    /// A line with these numbers.
    pub fn new(mut numbers: Vec<Num>) -> Line {
        numbers.sort_unstable();
        numbers.dedup();
        Line { numbers, ..Line::default() }
    }

    fn decimals(&self, value: &Num, unit: Unit) -> u32 {
        if is_whole(value, unit) {
            return SHOWN_WHOLE;
        }
        if self.numbers.binary_search(value).is_err() {
            return self.fewest(value, unit);
        }
        let known = if unit == Unit::Ratio { &self.ratios } else { &self.others };
        let decimals = known.get().unwrap_or_else(|| self.fewest(value, unit));
        known.set(Some(decimals));
        decimals
    }

    /// More decimals than usual only where fewer would show two different numbers of the line as
    /// equal, a small one as 0, or a share that is not all as 100 %.
    fn fewest(&self, value: &Num, unit: Unit) -> u32 {
        let (one, base) = if unit == Unit::Ratio { (Some(&Num::ONE), 3) } else { (None, 2) };
        let mut sorted: Vec<&Num> = Vec::with_capacity(self.numbers.len() + 3);
        sorted.extend([&Num::ZERO, value].into_iter().chain(one).chain(&self.numbers));
        sorted.sort_unstable();
        sorted.dedup();
        let sorted: Vec<(&Num, bool)> =
            sorted.into_iter().map(|number| (number, is_whole(number, unit))).collect();
        let shown = |(number, whole): &(&'_ Num, bool), decimals: u32| {
            let places = places(decimals + percent_shift(unit));
            let rounded = (!whole).then(|| number.round(places, Rounding::HalfAwayFromZero));
            rounded.and_then(Result::ok)
        };
        let keeps_order = |decimals: &u32| {
            let all = sorted.iter().map(|of| (of.0, shown(of, *decimals)));
            all.is_sorted_by(|(a, rounded_a), (b, rounded_b)| {
                rounded_a.as_ref().unwrap_or(a) < rounded_b.as_ref().unwrap_or(b)
            })
        };
        (base..MOST_DECIMALS).find(keeps_order).unwrap_or(MOST_DECIMALS)
    }
}

fn is_whole(number: &Num, unit: Unit) -> bool {
    number.has_decimals(places(SHOWN_WHOLE + percent_shift(unit)))
}

/// A number for a program: plain decimal digits with a point, exact where it ends within 28 digits,
/// else rounded to 28 significant digits (half away from zero); true if it is exact.
pub fn plain_number(value: &Num) -> (String, bool) {
    if let Some((mantissa, decimals)) = short_decimal(value) {
        let mut text = String::new();
        push_decimal(&mut text, mantissa, decimals, '.');
        return (text, true);
    }
    if let Some(decimal) = value.to_decimal() {
        return (decimal.normalize().to_string(), true);
    }
    // As many decimals as leave 28 digits in all; of a number with more digits before the point
    // fewer than none, so that its last digits are rounded away and padded with zeros.
    let decimals = 28 - value.magnitude();
    let (mut digits, exact) = value.digits(decimals);
    if decimals < 0 {
        digits.extend(std::iter::repeat_n('0', decimals.unsigned_abs() as usize));
    }
    let decimals = u32::try_from(decimals).unwrap_or(0);
    let mut text = String::new();
    push_placed(&mut text, value, &digits, decimals, &Form::of(Lang::En), false);
    (text, exact)
}

/// Returns `true` if [`plain_number`] gives a number exactly.
pub fn is_plain(value: &Num) -> bool {
    short_decimal(value).is_some() || value.to_decimal().is_some()
}

/// Appends a number as [`plain_number`] gives it, with another decimal point.
pub fn push_plain_number(text: &mut String, value: &Num, point: char) {
    match short_decimal(value) {
        Some((mantissa, decimals)) => push_decimal(text, mantissa, decimals, point),
        None => {
            let (plain, _) = plain_number(value);
            text.extend(plain.chars().map(|sign| if sign == '.' { point } else { sign }));
        }
    }
}

/// Mantissa and decimals of a number that fits 64 bits and is kept as tenths, hundredths and so on,
/// without zeros at the end.
fn short_decimal(value: &Num) -> Option<(i64, usize)> {
    const POWERS: [i128; 7] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
    let Num::Small(mantissa, denominator) = value else { return None };
    let mut mantissa = i64::try_from(*mantissa).ok()?;
    let mut decimals = POWERS.iter().position(|power| power == denominator)?;
    while decimals > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        decimals -= 1;
    }
    Some((mantissa, decimals))
}

fn push_decimal(text: &mut String, mantissa: i64, decimals: usize, point: char) {
    if mantissa < 0 {
        text.push('-');
    }
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(mantissa.unsigned_abs());
    match digits.split_at_checked(digits.len().wrapping_sub(decimals)) {
        Some((whole, "")) => text.push_str(whole),
        Some((whole, rest)) => {
            text.push_str(if whole.is_empty() { "0" } else { whole });
            text.push(point);
            text.push_str(rest);
        }
        None => {
            text.extend(['0', point]);
            text.extend(std::iter::repeat_n('0', decimals - digits.len()));
            text.push_str(digits);
        }
    }
}

/// Plain decimal digits, as [`plain_number`] gives them.
impl fmt::Display for Num {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&plain_number(self).0)
    }
}

/// `n/d` in lowest terms.
pub fn fraction(value: &Num) -> String {
    let lowest = value.lowest();
    match lowest.and_then(|(n, d)| Some((i64::try_from(n).ok()?, i64::try_from(d).ok()?))) {
        Some((n, d)) => format!("{n}/{d}"),
        None => {
            let ratio = value.ratio();
            format!("{}/{}", ratio.numer(), ratio.denom())
        }
    }
}

/// Appends a number, rounded at so many places, its point moved so that it has so many decimals;
/// true if nothing was rounded.
fn push_rounded(
    text: &mut String,
    value: &Num,
    (rounded_at, decimals): (u32, u32),
    form: &Form,
    grouped: bool,
) -> bool {
    if let Some((digits, exact)) = value.short_digits(places(rounded_at)) {
        let mut buffer = itoa::Buffer::new();
        push_placed(text, value, buffer.format(digits), decimals, form, grouped);
        return exact;
    }
    let (digits, exact) = value.digits(places(rounded_at));
    push_placed(text, value, &digits, decimals, form, grouped);
    exact
}

/// Appends the digits of a number times `10^decimals` with the point put in, and without the zeros
/// at its end; with its minus, unless only zeros are left of it.
fn push_placed(
    text: &mut String,
    value: &Num,
    digits: &str,
    decimals: u32,
    form: &Form,
    grouped: bool,
) {
    let decimals = decimals as usize;
    let (whole, rest) = digits.split_at(digits.len().saturating_sub(decimals));
    text.reserve(digits.len() + digits.len() / 3 + 16);
    if value.is_negative() && digits.bytes().any(|digit| digit != b'0') {
        text.push('-');
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    let first = if grouped { (whole.len() + 2) % 3 + 1 } else { whole.len() };
    let (mut group, mut others) = whole.split_at(first);
    while !others.is_empty() {
        text.push_str(group);
        text.extend(form.groups.first());
        (group, others) = others.split_at(3);
    }
    text.push_str(group);
    let zeros = decimals - rest.len();
    let rest = rest.trim_end_matches('0');
    if !rest.is_empty() {
        text.push(form.point);
        text.extend(std::iter::repeat_n('0', zeros));
        text.push_str(rest);
    }
}

fn places(decimals: u32) -> i32 {
    i32::try_from(decimals).unwrap_or(i32::MAX)
}

fn word(lang: Lang, vi: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}
