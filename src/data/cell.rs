//! One cell: what the file holds and what a field of the rules makes of it. The only place where
//! cells become values, whatever file they come from. Nothing is guessed: what could mean two
//! things is refused with what was expected.

use super::category::{Lookup, OtherName};
use super::measure::{Factor, Measure, plain_decimal};
use super::profile;
use super::readings::Ratios;
use crate::diag::{Message, data as say};
use crate::model::{Model, RecordId};
use crate::source::key;
use crate::value::text::{
    DateTrouble, NumberError, Numbers, date_trouble, parse_date, parse_number_as,
    parse_simple_number, serial_day, show_date,
};
use crate::value::{CategoryId, Date, Type, Unit};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::BTreeMap;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The most characters a cell may hold: Excel's own limit.
pub(crate) const LONGEST_TEXT: usize = 32_767;

/// A cell as the file gives it.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    not(feature = "xlsx"),
    allow(dead_code, reason = "only workbooks tell percentages and dates apart")
)]
pub(crate) enum Raw<'a> {
    /// A cell that holds nothing.
    Blank,
    /// Characters as they are in the file.
    Text(&'a str),
    /// A number without any unit.
    Number(Decimal),
    /// A number that the file shows as a percentage; the number is the ratio.
    Percent(Decimal),
    /// A truth value of a workbook or of JSON.
    YesNo(bool),
    /// A true date of a workbook.
    Date(Date),
    /// Content that no field can take, and as what it is seen there.
    Refused(Expected, Cow<'a, str>),
}

impl Raw<'_> {
    /// Returns `true` if there is nothing to be seen in the cell.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Raw::Blank => true,
            Raw::Text(text) => is_blank(text),
            Raw::Number(_) | Raw::Percent(_) | Raw::YesNo(_) | Raw::Date(_) | Raw::Refused(..) => {
                false
            }
        }
    }

    /// The cell as a person sees it, trimmed.
    pub(crate) fn shown(&self) -> Cow<'_, str> {
        match self {
            Raw::Blank => Cow::Borrowed(""),
            Raw::Text(text) => Cow::Borrowed(trimmed(text)),
            Raw::Number(number) => Cow::Owned(plain(*number)),
            Raw::Percent(ratio) => Cow::Owned(percent(*ratio)),
            Raw::YesNo(truth) => Cow::Borrowed(if *truth { "TRUE" } else { "FALSE" }),
            Raw::Date(date) => Cow::Owned(show_date(*date)),
            Raw::Refused(_, seen) => Cow::Borrowed(seen),
        }
    }
}

/// Returns `true` if a text shows nothing; most begin with what is to be seen.
#[inline]
fn is_blank(text: &str) -> bool {
    !text.as_bytes().first().is_some_and(u8::is_ascii_graphic) && text.trim().is_empty()
}

/// A text without the blanks around it; most have none.
#[inline]
pub(super) fn trimmed(text: &str) -> &str {
    let shows = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if shows(bytes.first()) && shows(bytes.last()) { text } else { text.trim() }
}

/// Plain digits, without the zeros that end a fraction: `4820.0` is `4820`.
fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

fn percent(ratio: Decimal) -> String {
    let (mantissa, scale) = (ratio.mantissa(), i32::try_from(ratio.scale()).unwrap_or(0));
    super::measure::exact(mantissa, scale - 2)
        .map_or_else(|| plain(ratio), |number| format!("{}%", plain(number)))
}

/// Whole numbers at least as large have more than 18 digits.
const LARGEST_WHOLE: u64 = 1_000_000_000_000_000_000;

/// A value read from a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    /// No value: the cell is blank or says so.
    Missing,
    /// A number in the field's unit.
    Number(Decimal),
    /// A calendar day that was read.
    Date(Date),
    /// A truth value: yes or no.
    YesNo(bool),
    /// The number of a category value.
    Code(u32),
    /// A text, trimmed, in NFC.
    Text(Cow<'a, str>),
}

/// Form that a cell should have had. Small and copyable: the words are made when it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A value: the field is a key or required.
    Value,
    /// A number in this type's units, in this form.
    Number(Unit, Numbers),
    /// A number in this form; the cell has another, or could be either.
    OtherForm(Numbers),
    /// A value; the cell has the dash that stands for none in some offices, for nought in others.
    NoDash,
    /// A number of at most 28 digits.
    FewerDigits,
    /// A number without a fraction.
    Whole,
    /// A ratio that says whether it is in percent.
    RatioUnit,
    /// A day, and what is wrong with what is there.
    Date(DateTrouble),
    /// A word for yes or no.
    YesNo,
    /// A value of the category; the number of the nearest one.
    Category(CategoryId, Option<u32>),
    /// A formula that has been calculated.
    Calculated,
    /// A value instead of Excel's error.
    NoError,
    /// A day, not a time of day or a span of time.
    NoTime,
    /// A single value, not a list or an object.
    Single,
    /// A text within the limit of a cell.
    Shorter,
    /// A key that no other row has; the other row's number.
    UniqueKey(u32),
    /// A key that no other record of the month has: the other row's number, and a day of the month.
    UniqueInMonth(u32, Date),
    /// A row that is not there twice; the other row's number.
    NoRepetition(u32),
    /// A row with at most as many cells as the header has.
    Cells {
        /// Number of cells of the header.
        header: u32,
        /// Number of cells of the row.
        row: u32,
    },
    /// One value; the object names the field twice.
    OneValue,
    /// A day on which some pack applies.
    PackDay,
    /// A day of a pack that is asked on the as-of date.
    AskedPackDay(Date),
    /// A value that is in force on the day the record is decided as of; when the one named is.
    InForce {
        /// Category of the value.
        category: CategoryId,
        /// First day on which the value is in force; `None` if open.
        from: Option<Date>,
        /// Last day on which the value is in force, included; `None` if open.
        to: Option<Date>,
        /// Day that the record is decided as of.
        day: Date,
    },
    /// The key of a record of this type that is among the data.
    Parent(RecordId),
}

/// Reading rule of the cells of one column.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    ty: Type,
    form: Form,
    doubt: Doubt,
    unit: Option<Factor>,
    text_width: Option<usize>,
    missing: Vec<String>,
    needed: bool,
    lookup: Option<Lookup>,
}

/// The form of the numbers of a column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// Form of the column's numbers.
    pub(crate) numbers: Numbers,
    /// `true` if somebody stated the form for these data; else it is that of the rules' language.
    pub(crate) said: bool,
}

/// Evidence that the numbers of a column give of the form they are in.
#[derive(Clone, Debug, Default)]
struct Doubt {
    /// The row and text of the first that can be read both ways.
    first: Option<(u32, Box<str>)>,
    /// `true` if some can be read in the column's form alone.
    own: bool,
    /// `true` if some can be read in the other form alone.
    other: bool,
}

impl Rule {
    /// The rule of a field: its type, the form of numbers, the category's values if it is of one,
    /// and what the profile knows of the column.
    pub(crate) fn new(
        field: &crate::model::Field,
        form: Form,
        lookup: Option<Lookup>,
        column: Option<&profile::Column>,
    ) -> Rule {
        let unit = column.and_then(|column| column.unit.as_deref());
        Rule {
            ty: field.ty,
            form,
            doubt: Doubt::default(),
            unit: unit.and_then(Measure::parse).and_then(|measure| measure.factor_for(field.ty)),
            text_width: column.and_then(|column| column.text_width),
            missing: column.map_or_else(Vec::new, |column| {
                column.missing.iter().map(|text| key(text)).collect()
            }),
            needed: field.key || field.required,
            lookup,
        }
    }

    /// Rule for data that say what a ratio without `%` is. A unit that the profile states stays.
    pub(crate) fn with_ratios(mut self, ratios: Ratios) -> Rule {
        if self.ty == Type::Number(Unit::Ratio) && self.unit.is_none() {
            self.unit = ratios.factor();
        }
        self
    }

    /// Returns `true` if the unit of a bare number was stated.
    pub(crate) fn has_unit(&self) -> bool {
        self.unit.is_some()
    }

    /// Returns `true` if the column holds texts.
    pub(crate) fn is_text(&self) -> bool {
        self.ty == Type::Text
    }

    /// The text of a cell at a glance, as [`Rule::read`] reads it; none where that is to find out.
    #[inline]
    pub(super) fn plain_text<'c>(&self, cell: &'c str) -> Option<&'c str> {
        let as_it_is = self.is_text() && self.text_width.is_none() && self.missing.is_empty();
        let text = trimmed(cell);
        let is_plain = !text.is_empty() && text.is_ascii() && cell.len() <= LONGEST_TEXT;
        (as_it_is && is_plain).then_some(text)
    }

    /// Type of the field that the column is read for.
    pub(crate) fn ty(&self) -> Type {
        self.ty
    }

    /// Returns `true` if a blank is an error: the field is a key or required.
    pub(crate) fn is_needed(&self) -> bool {
        self.needed
    }

    /// Returns `true` if the column holds numbers of a unit that has no fractions.
    pub(crate) fn is_whole(&self) -> bool {
        matches!(self.ty, Type::Number(unit) if unit.is_whole())
    }

    /// Expectation that is told for a value that cannot be used, where nothing more is known of it
    /// than the column's type.
    pub(crate) fn expected(&self) -> Expected {
        match self.ty {
            Type::Number(unit) => Expected::Number(unit, self.form.numbers),
            Type::Date => Expected::Date(DateTrouble::NoDate),
            Type::YesNo => Expected::YesNo,
            Type::Category(category) => Expected::Category(category, None),
            Type::Text => Expected::Value,
        }
    }

    /// Returns `true` if a bare number is in the field's own unit.
    fn is_unscaled(&self) -> bool {
        self.unit.is_none_or(|unit| unit == Factor::ONE)
    }

    /// The form of the column's numbers, and the row and text of the first that could as well be of
    /// another form, if nothing else in the column settles it.
    pub(crate) fn doubt(&self) -> Option<(Numbers, u32, &str)> {
        let settled = self.doubt.own && !self.doubt.other;
        self.doubt
            .first
            .as_ref()
            .filter(|_| !settled)
            .map(|(row, text)| (self.form.numbers, *row, &**text))
    }

    /// The width codes are filled to.
    pub(crate) fn text_width(&self) -> Option<usize> {
        self.text_width
    }

    /// Mantissa and decimals of a cell that holds a number at a glance: it stands for no missing
    /// value, is in the field's unit, and leaves no doubt. Of any other, [`Rule::read`] finds out,
    /// which would read the same here.
    #[inline]
    pub(crate) fn glance(&mut self, raw: &Raw<'_>) -> Option<(i64, u32)> {
        let (Some(_), Raw::Text(text)) = (self.point(), raw) else { return None };
        let (mantissa, decimals) = parse_simple_number(text, self.form.numbers)?;
        self.figure(mantissa, decimals)
    }

    /// As [`Rule::glance`], of a whole number that a program gives.
    #[inline]
    pub(crate) fn glance_whole(&mut self, number: i64) -> Option<(i64, u32)> {
        self.point()?;
        self.figure(number, 0).filter(|_| number.unsigned_abs() < LARGEST_WHOLE)
    }

    /// The decimal sign of the column's numbers; none where they are not to be read at a glance.
    pub(crate) fn point(&self) -> Option<u8> {
        let Type::Number(unit) = self.ty else { return None };
        let says_unit = unit != Unit::Ratio || self.unit.is_some();
        let point = self.form.numbers.point();
        (says_unit && self.missing.is_empty()).then_some(point)
    }

    /// As [`Rule::glance`], of a number that was read by [`Rule::point`].
    #[inline]
    pub(crate) fn figure(&mut self, mantissa: i64, decimals: u32) -> Option<(i64, u32)> {
        let Type::Number(unit) = self.ty else { return None };
        // Three decimals may be a group of the other form.
        if decimals == 3 {
            return None;
        }
        let (mantissa, scale) = match self.unit {
            None => (mantissa, decimals),
            Some(factor) => factor.apply_small(mantissa, decimals)?,
        };
        if scale > 0 && unit.is_whole() {
            return None;
        }
        self.doubt.own |= decimals > 0 && !self.form.said;
        Some((mantissa, scale))
    }

    /// As [`Rule::figure`], of all numbers of so many decimals: they are what stands there.
    pub(crate) fn takes(&mut self, decimals: u32) -> bool {
        self.unit.is_none() && self.figure(0, decimals).is_some()
    }

    /// The value of a cell in a row, or what was expected.
    pub(crate) fn read<'a>(&mut self, raw: &'a Raw<'a>, row: u32) -> Result<Cell<'a>, Expected> {
        if raw.is_blank() || self.says_missing(raw) {
            return if self.needed { Err(Expected::Value) } else { Ok(Cell::Missing) };
        }
        if let Raw::Refused(expected, _) = raw {
            return Err(*expected);
        }
        if let Raw::Text(text) = raw
            && text.len() > LONGEST_TEXT
            && text.chars().count() > LONGEST_TEXT
        {
            return Err(Expected::Shorter);
        }
        let value = match self.ty {
            Type::Number(unit) => self.number(unit, raw, row).map(Cell::Number),
            Type::Date => date(raw).map(Cell::Date),
            Type::YesNo => yes_no(raw).map(Cell::YesNo),
            Type::Text => Ok(Cell::Text(self.text(raw))),
            Type::Category(category) => self.code(category, raw).map(Cell::Code),
        };
        value.map_err(|expected| if is_dash(raw) { Expected::NoDash } else { expected })
    }

    /// A value as a part of the record's key; none if it is missing.
    pub(crate) fn key_part<'a>(&'a self, cell: Cell<'a>) -> Option<Cow<'a, str>> {
        match cell {
            Cell::Missing => None,
            Cell::Text(text) => Some(text),
            Cell::Number(number) => Some(Cow::Owned(plain(number))),
            Cell::Date(date) => Some(Cow::Owned(show_date(date))),
            Cell::YesNo(truth) => Some(Cow::Borrowed(if truth { "1" } else { "0" })),
            Cell::Code(place) => self.lookup.as_ref()?.name(place).map(Cow::Borrowed),
        }
    }

    /// Counts so many cells more that hold a text which was read before.
    pub(crate) fn count_again(&mut self, text: &str, cells: u64) {
        if let Some(lookup) = &mut self.lookup {
            lookup.number(text.trim(), cells);
        }
    }

    /// Values that the column's cells called by other names since this was last asked, by number.
    pub(crate) fn take_other_names(&mut self) -> BTreeMap<u32, OtherName> {
        self.lookup.as_mut().map(Lookup::take_other_names).unwrap_or_default()
    }

    fn says_missing(&self, raw: &Raw) -> bool {
        !self.missing.is_empty() && self.missing.contains(&key(&raw.shown()))
    }

    fn number(&mut self, unit: Unit, raw: &Raw, row: u32) -> Result<Decimal, Expected> {
        let value = match raw {
            Raw::Number(number) => self.bare(unit, *number)?,
            Raw::Percent(ratio) if matches!(unit, Unit::Ratio | Unit::Number) => *ratio,
            Raw::Text(text) => self.number_text(unit, text.trim(), row)?,
            Raw::Blank | Raw::Percent(_) | Raw::YesNo(_) | Raw::Date(_) | Raw::Refused(..) => {
                return Err(Expected::Number(unit, self.form.numbers));
            }
        };
        let whole = !unit.is_whole() || value.normalize().scale() == 0;
        if whole { Ok(value) } else { Err(Expected::Whole) }
    }

    /// A number without unit word: the profile's unit, else the field's own; a ratio must say (0 is
    /// 0 either way).
    fn bare(&self, unit: Unit, number: Decimal) -> Result<Decimal, Expected> {
        let factor = match self.unit {
            Some(factor) => factor,
            None if unit == Unit::Ratio && !number.is_zero() => return Err(Expected::RatioUnit),
            None => Factor::ONE,
        };
        factor.apply(number).ok_or(Expected::FewerDigits)
    }

    fn number_text(&mut self, unit: Unit, text: &str, row: u32) -> Result<Decimal, Expected> {
        let numbers = self.form.numbers;
        let unit_at = text.find(|c: char| c.is_alphabetic() || c == '%' || c == '‰');
        let (digits, word) = text.split_at(unit_at.unwrap_or(text.len()));
        if numbers == Numbers::Plain && is_exponent(word) {
            return self.bare(unit, plain_decimal(text).ok_or(Expected::FewerDigits)?);
        }
        let in_units =
            self.unit.is_none() && word.is_empty() && (unit == Unit::Money || unit.is_whole());
        if numbers == Numbers::Vi && in_units && is_grouped_in_english(digits) {
            return Err(Expected::OtherForm(numbers));
        }
        let number = parse_number_as(digits, numbers).map_err(|error| match error {
            NumberError::NotANumber => Expected::Number(unit, numbers),
            NumberError::OtherForm => {
                self.doubt.other = true;
                Expected::OtherForm(numbers)
            }
            NumberError::TooManyDigits => Expected::FewerDigits,
        })?;
        if !self.form.said && (digits.contains('.') || digits.contains(',')) {
            self.weigh(unit, digits, text, row);
        }
        if word.is_empty() {
            return self.bare(unit, number);
        }
        let factor =
            Measure::parse(word).and_then(|measure| measure.factor_for(Type::Number(unit)));
        factor.ok_or(Expected::Number(unit, numbers))?.apply(number).ok_or(Expected::FewerDigits)
    }

    /// Notes what a number with signs between its digits tells of the form of its column. Amounts
    /// in đồng and counts have no thousandths.
    fn weigh(&mut self, unit: Unit, digits: &str, text: &str, row: u32) {
        let doubtful = match unit {
            Unit::Number | Unit::Bare | Unit::Ratio | Unit::Points => true,
            Unit::Money | Unit::Integer => digits == text && !self.is_unscaled(),
            Unit::Days | Unit::Months | Unit::Year => false,
        };
        if doubtful && self.doubt.first.is_none() && is_one_group(digits, self.form.numbers) {
            self.doubt.first = Some((row, text.into()));
        } else if !self.doubt.own {
            let other = if self.form.numbers == Numbers::Vi { Numbers::En } else { Numbers::Vi };
            self.doubt.own = parse_number_as(digits, other).is_err();
        }
    }

    fn text<'a>(&self, raw: &'a Raw) -> Cow<'a, str> {
        let shown = raw.shown();
        match self.text_width {
            Some(width) => widen(shown, width),
            None => normal(shown),
        }
    }

    fn code(&mut self, category: CategoryId, raw: &Raw) -> Result<u32, Expected> {
        let text = match self.text_width {
            Some(width) => widen(raw.shown(), width),
            None => raw.shown(),
        };
        let Some(lookup) = &mut self.lookup else { return Err(Expected::Category(category, None)) };
        lookup.number(&text, 1).ok_or_else(|| Expected::Category(category, lookup.nearest(&text)))
    }
}

fn normal(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(&text) { text } else { Cow::Owned(text.nfc().collect()) }
}

/// A code of digits filled with the leading zeros that a spreadsheet stripped; `4820.0` is the
/// number 4820. Other texts stay as they are.
pub(crate) fn widen(text: Cow<'_, str>, width: usize) -> Cow<'_, str> {
    let digits = text.strip_suffix(".0").or_else(|| text.strip_suffix(",0")).unwrap_or(&text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number {
        return normal(text);
    }
    if digits.len() == text.len() && text.len() >= width {
        return text;
    }
    Cow::Owned(format!("{digits:0>width$}"))
}

fn date(raw: &Raw) -> Result<Date, Expected> {
    match raw {
        Raw::Date(date) => Ok(*date),
        Raw::Text(text) => parse_date(without_midnight(text.trim()))
            .ok_or_else(|| Expected::Date(date_trouble(text))),
        Raw::Number(number) => {
            let day = i32::try_from(*number)
                .ok()
                .filter(|day| Decimal::from(*day) == *number)
                .and_then(serial_day);
            Err(Expected::Date(day.map_or(DateTrouble::NoDate, DateTrouble::Serial)))
        }
        Raw::Blank | Raw::Percent(_) | Raw::YesNo(_) | Raw::Refused(..) => {
            Err(Expected::Date(DateTrouble::NoDate))
        }
    }
}

/// Programs write a day as its first moment: `2023-06-30 00:00:00`.
fn without_midnight(text: &str) -> &str {
    let Some((day, time)) = text.split_once([' ', 'T']) else { return text };
    let midnight = matches!(time, "00:00:00" | "0:00:00" | "00:00" | "0:00" | "00:00:00.000");
    if midnight { day } else { text }
}

/// The texts that stand for yes.
pub(crate) const YES: [&str; 4] = ["có", "yes", "true", "1"];
/// The texts that stand for no.
pub(crate) const NO: [&str; 4] = ["không", "no", "false", "0"];

fn yes_no(raw: &Raw) -> Result<bool, Expected> {
    match raw {
        Raw::YesNo(truth) => Ok(*truth),
        Raw::Number(number) if *number == Decimal::ONE => Ok(true),
        Raw::Number(number) if number.is_zero() => Ok(false),
        Raw::Text(text) => {
            if let Some(truth) = plain_yes_no(text) {
                return Ok(truth);
            }
            let word = key(text);
            let among = |words: &[&str]| words.contains(&word.as_str());
            match (among(&YES), among(&NO)) {
                (true, _) => Ok(true),
                (false, true) => Ok(false),
                (false, false) => Err(Expected::YesNo),
            }
        }
        Raw::Blank | Raw::Number(_) | Raw::Percent(_) | Raw::Date(_) | Raw::Refused(..) => {
            Err(Expected::YesNo)
        }
    }
}

/// The truth of a text that is one of the words as they stand there.
fn plain_yes_no(text: &str) -> Option<bool> {
    let truth = YES.contains(&text);
    (truth || NO.contains(&text)).then_some(truth)
}

impl Expected {
    /// Words for the expected form.
    #[doc(hidden)]
    pub fn message(self, model: &Model) -> Message {
        match self {
            Expected::Value => say::expected_value(),
            Expected::Number(unit, numbers) => say::expected_number(unit, numbers),
            Expected::OtherForm(numbers) => say::expected_form(numbers),
            Expected::NoDash => say::expected_no_dash(),
            Expected::FewerDigits => say::expected_fewer_digits(),
            Expected::Whole => say::expected_whole(),
            Expected::RatioUnit => say::expected_ratio_unit(),
            Expected::Date(trouble) => say::expected_date(trouble),
            Expected::YesNo => say::expected_yes_no(),
            Expected::Category(category, nearest) => {
                let Some(category) = model.categories.get(category.index()) else {
                    return say::expected_category("", None, &[]);
                };
                let values: Vec<&str> =
                    category.values.iter().map(|value| value.name.text.as_str()).collect();
                let nearest = nearest.and_then(|number| category.value(number));
                let nearest = nearest.map(|value| value.name.text.as_str());
                say::expected_category(&category.name.text, nearest, &values)
            }
            Expected::Calculated => say::expected_calculated(),
            Expected::NoError => say::expected_no_error(),
            Expected::NoTime => say::expected_no_time(),
            Expected::Single => say::expected_single(),
            Expected::Shorter => say::expected_shorter(LONGEST_TEXT),
            Expected::UniqueKey(row) => say::expected_unique_key(row),
            Expected::UniqueInMonth(row, day) => crate::diag::snapshot::twice_in_month(row, day),
            Expected::NoRepetition(row) => say::expected_no_repetition(row),
            Expected::Cells { header, row } => say::expected_cells(header, row),
            Expected::OneValue => say::expected_one_value(),
            Expected::PackDay => say::expected_pack_day(),
            Expected::AskedPackDay(day) => say::expected_asked_pack_day(day),
            Expected::InForce { category, from, to, day } => {
                let name = model
                    .categories
                    .get(category.index())
                    .map_or("", |category| category.name.text.as_str());
                say::expected_in_force(name, day, from, to)
            }
            Expected::Parent(record) => say::expected_parent(&model.records[record].name.text),
        }
    }
}

/// `1,000`: read in Vietnamese it is 1, but whoever wrote it in a column of counts or of đồng meant
/// a thousand. It is not guessed.
fn is_grouped_in_english(digits: &str) -> bool {
    let digits = digits.trim().trim_start_matches(['-', '−']);
    digits.split_once(',').is_some_and(|(whole, rest)| {
        whole != "0"
            && rest.len() == 3
            && whole.len() <= 3
            && rest.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Returns `true` if a number has one sign between its digits, and that separates its thousands: in
/// the other form it is the decimal sign.
fn is_one_group(digits: &str, numbers: Numbers) -> bool {
    let (group, point) = match numbers {
        Numbers::Vi => ('.', ','),
        Numbers::En => (',', '.'),
        Numbers::Plain => return false,
    };
    digits.matches(group).count() == 1 && !digits.contains([point, '_'])
}

/// `e-05`, as programs end very small numbers.
fn is_exponent(word: &str) -> bool {
    let digits =
        word.strip_prefix(['e', 'E']).map(|rest| rest.strip_prefix(['+', '-']).unwrap_or(rest));
    digits.is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn is_dash(raw: &Raw) -> bool {
    matches!(raw, Raw::Text(text) if matches!(text.trim(), "-" | "–" | "—"))
}
