//! The functions of the language: one row a function, with its word, its signature, what it
//! computes and its one-line description.

use crate::keywords::{self, Kw, Reserved};
use crate::source;
use crate::value::{Date, Lang, Num, Rounding, TooLarge, Type, Unit, Value};
use std::cmp::Ordering;

/// Reason why a builtin refuses the number or the types of its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Takes from `low` to `high` arguments (`None`: any number from `low`).
    Count {
        /// Least number of arguments that it takes.
        low: usize,
        /// Greatest number of arguments that it takes; `None` for any number.
        high: Option<usize>,
    },
    /// The argument at this place (from 0) has not the type it must have; the type's example.
    Type {
        /// Position of the argument refused, counted from 0.
        place: usize,
        /// Type that it takes at that position.
        expected: Type,
    },
}

/// Reason why a builtin has no result for arguments of the right types: a fault of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A number past its limit.
    TooLarge,
    /// A day outside the years 1 to 9999, or a fraction of a day or month.
    NoSuchDay,
    /// A power or a number of digits that is not whole or out of bounds.
    NotWhole,
}

impl From<TooLarge> for Fault {
    fn from(_: TooLarge) -> Fault {
        Fault::TooLarge
    }
}

/// Monotonicity of a result in arguments that are only known to lie between two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growth {
    /// The result never falls while an argument rises.
    WithEach,
    /// The result never falls while the first argument rises and the others stay.
    WithFirst,
    /// The result is the distance of the only argument from zero.
    FromZero,
    /// The result never falls while the only argument, a day, goes on.
    WithDay,
    /// The result never falls while the second argument, a day, goes on, and never rises while the
    /// first does.
    BetweenDays,
    /// The result is not followed, but lies between two numbers.
    Within(i64, i64),
    /// The result is not followed.
    Unknown,
}

/// The value of a call; none where there is none, as for zero to a negative power.
type Outcome = Result<Option<Value>, Fault>;

/// A row of the table: all that is said of a function.
struct Row {
    word: Kw,
    /// Least and greatest number of arguments; with no greatest, any number of one type.
    low: usize,
    high: Option<usize>,
    /// The type of a call, by those of its arguments; their number is checked before.
    sign: fn(&[Type]) -> Result<Type, Refusal>,
    /// Implementation for arguments that are present, of types that its signature takes.
    run: fn(&[Value]) -> Outcome,
    growth: Growth,
    doc_vi: &'static str,
    doc_en: &'static str,
}

macro_rules! builtins {
    ($($(#[$doc:meta])* $id:ident { $($row:tt)+ })+) => {
        /// A function of the language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Builtin {
            $($(#[$doc])* $id,)+
        }

        const ALL: &[Builtin] = &[$(Builtin::$id),+];

        impl Builtin {
            fn row(self) -> &'static Row {
                match self {
                    $(Builtin::$id => {
                        const ROW: &Row = &Row { $($row)+ };
                        ROW
                    })+
                }
            }
        }
    };
}

builtins! {
    /// `tuổi(sinh; tại)`: whole years from the first day to the second.
    Age {
        word: Kw::AgeOf,
        low: 2,
        high: Some(2),
        sign: |types| all_are(types, Type::Date, INTEGER),
        run: |values| between(values, Date::age_since),
        growth: Growth::BetweenDays,
        doc_vi: "tuổi(sinh; tại): số năm tròn từ ngày sinh đến một ngày; sinh ngày 29/02 thì năm thường thêm tuổi vào ngày 01/03",
        doc_en: "age(birth; at): whole years from a birthday to a day; who is born on 29/02 turns older on 01/03 in common years",
    }
    /// `số ngày(a; b)`: days from a to b.
    Days {
        word: Kw::DaysOf,
        low: 2,
        high: Some(2),
        sign: |types| all_are(types, Type::Date, Type::Number(Unit::Days)),
        run: |values| between(values, Date::days_since),
        growth: Growth::BetweenDays,
        doc_vi: "số ngày(a; b): số ngày từ a đến b, âm nếu b đứng trước a",
        doc_en: "days(a; b): days from a to b, negative if b is before a",
    }
    /// `số tháng(a; b)`: whole months from a to b.
    MonthsBetween {
        word: Kw::MonthsOf,
        low: 2,
        high: Some(2),
        sign: |types| all_are(types, Type::Date, Type::Number(Unit::Months)),
        run: |values| between(values, Date::months_since),
        growth: Growth::BetweenDays,
        doc_vi: "số tháng(a; b): số tháng tròn từ a đến b; tháng không có ngày ấy thì tròn vào ngày cuối tháng",
        doc_en: "months(a; b): whole months from a to b; a month without that day is full on its last day",
    }
    /// `năm(d)`
    Year {
        word: Kw::YearOf,
        low: 1,
        high: Some(1),
        sign: |types| all_are(types, Type::Date, Type::Number(Unit::Year)),
        run: |values| of_day(values, |day| day.year().into()),
        growth: Growth::WithDay,
        doc_vi: "năm(d): năm của một ngày",
        doc_en: "year(d): the year of a day",
    }
    /// `quý(d)`
    Quarter {
        word: Kw::QuarterOf,
        low: 1,
        high: Some(1),
        sign: |types| all_are(types, Type::Date, INTEGER),
        run: |values| of_day(values, |day| day.quarter().into()),
        growth: Growth::Within(1, 4),
        doc_vi: "quý(d): quý của một ngày, 1 đến 4",
        doc_en: "quarter(d): the quarter of a day, 1 to 4",
    }
    /// `tháng(d)`
    Month {
        word: Kw::MonthOf,
        low: 1,
        high: Some(1),
        sign: |types| all_are(types, Type::Date, INTEGER),
        run: |values| of_day(values, |day| day.month().into()),
        growth: Growth::Within(1, 12),
        doc_vi: "tháng(d): tháng của một ngày, 1 đến 12",
        doc_en: "month(d): the month of a day, 1 to 12",
    }
    /// `lớn nhất(…)`
    Max {
        word: Kw::MaxOf,
        low: 2,
        high: None,
        sign: joined,
        run: |values| Ok(extreme(values, Ordering::Greater)),
        growth: Growth::WithEach,
        doc_vi: "lớn nhất(a; b; …): số lớn nhất, hoặc ngày muộn nhất",
        doc_en: "max(a; b; …): the largest number, or the latest day",
    }
    /// `nhỏ nhất(…)`
    Min {
        word: Kw::MinOf,
        low: 2,
        high: None,
        sign: joined,
        run: |values| Ok(extreme(values, Ordering::Less)),
        growth: Growth::WithEach,
        doc_vi: "nhỏ nhất(a; b; …): số nhỏ nhất, hoặc ngày sớm nhất",
        doc_en: "min(a; b; …): the smallest number, or the earliest day",
    }
    /// `trị tuyệt đối(x)`
    Abs {
        word: Kw::AbsOf,
        low: 1,
        high: Some(1),
        sign: |types| number_at(types, 0).map(Type::Number),
        run: |values| Ok(number(values, 0).map(|value| Value::Num(value.abs()))),
        growth: Growth::FromZero,
        doc_vi: "trị tuyệt đối(x): số ấy không kể dấu",
        doc_en: "abs(x): the number without its sign",
    }
    /// `làm tròn(x; n)`
    Round {
        word: Kw::RoundOf,
        low: 1,
        high: Some(2),
        sign: rounded,
        run: |values| round(values, Rounding::HalfAwayFromZero),
        growth: Growth::WithFirst,
        doc_vi: "làm tròn(x; n): đến n chữ số thập phân (không ghi: 0; -3 là hàng nghìn), nửa thì xa số 0; tỷ lệ làm tròn theo số, không theo %: 98,765% với n = 2 là 99%",
        doc_en: "round(x; n): to n decimals (0 if not given; -3: thousands), half away from zero; a ratio is rounded as a number, not in %: 98.765% with n = 2 is 99%",
    }
    /// `làm tròn lên(x; n)`
    RoundUp {
        word: Kw::RoundUpOf,
        low: 1,
        high: Some(2),
        sign: rounded,
        run: |values| round(values, Rounding::Up),
        growth: Growth::WithFirst,
        doc_vi: "làm tròn lên(x; n): như làm tròn, luôn về phía số lớn hơn",
        doc_en: "round up(x; n): as round, always toward the larger number",
    }
    /// `làm tròn xuống(x; n)`
    RoundDown {
        word: Kw::RoundDownOf,
        low: 1,
        high: Some(2),
        sign: rounded,
        run: |values| round(values, Rounding::Down),
        growth: Growth::WithFirst,
        doc_vi: "làm tròn xuống(x; n): như làm tròn, luôn về phía số nhỏ hơn",
        doc_en: "round down(x; n): as round, always toward the smaller number",
    }
    /// `lũy thừa(x; n)`
    Power {
        word: Kw::PowerOf,
        low: 2,
        high: Some(2),
        sign: raised,
        run: power,
        growth: Growth::Unknown,
        doc_vi: "lũy thừa(x; n): x nhân với chính nó n lần, n là số nguyên; n âm thì là 1 chia cho lũy thừa ấy",
        doc_en: "power(x; n): x multiplied by itself n times, n whole; for a negative n, 1 divided by that power",
    }
    /// `chứa(text; text)`
    Contains {
        word: Kw::ContainsOf,
        low: 2,
        high: Some(2),
        sign: |types| all_are(types, Type::Text, Type::YesNo),
        run: |values| Ok(texts(values).map(|(text, part)| Value::Bool(contains(text, part)))),
        growth: Growth::Unknown,
        doc_vi: "chứa(chữ; phần): phần ấy có trong chữ không, không kể chữ hoa và cách đặt dấu",
        doc_en: "contains(text; part): whether the part stands in the text, whatever the case and the placement of tone marks",
    }
}

const NUMBER: Type = Type::Number(Unit::Number);
const INTEGER: Type = Type::Number(Unit::Integer);

impl Builtin {
    /// The builtin a name's key stands for, in either language.
    pub fn named(key: &str) -> Option<Builtin> {
        let word = keywords::named(key, Reserved::Function)?;
        Builtin::all().find(|builtin| builtin.row().word == word)
    }

    /// Every name, in both languages.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Builtin::all()
            .map(|builtin| builtin.row().word.row())
            .flat_map(|row| row.vi.iter().chain(row.en).copied())
    }

    /// Every builtin, in the order of the table.
    pub fn all() -> impl Iterator<Item = Builtin> {
        ALL.iter().copied()
    }

    /// Name of the builtin as the formatter writes it.
    pub fn name(self, lang: Lang) -> &'static str {
        self.row().word.word(lang.into())
    }

    /// Signature and result of the builtin in one line, for editors and documentation.
    pub fn doc(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.row().doc_vi,
            Lang::En => self.row().doc_en,
        }
    }

    /// Returns `true` if it takes any number of arguments, all of the type that it gives.
    pub fn takes_many(self) -> bool {
        self.row().high.is_none()
    }

    /// Monotonicity of the result in arguments that are only known to lie between two ends.
    pub fn growth(self) -> Growth {
        self.row().growth
    }

    /// The type of a call with arguments of these types.
    pub fn result(self, arguments: &[Type]) -> Result<Type, Refusal> {
        let Row { low, high, sign, .. } = *self.row();
        if arguments.len() < low || high.is_some_and(|high| arguments.len() > high) {
            return Err(Refusal::Count { low, high });
        }
        sign(arguments)
    }

    /// Computes a call; `Value::Missing` if an argument is missing or the result has no value (zero
    /// to a negative power).
    pub fn apply(self, arguments: &[Value]) -> Result<Value, Fault> {
        if arguments.contains(&Value::Missing) {
            return Ok(Value::Missing);
        }
        // A checked program gives each function what it takes, so nothing else is missing here.
        (self.row().run)(arguments).map(|value| value.unwrap_or(Value::Missing))
    }
}

/// Returns `true` if `part` occurs in `text`, both compared as names are: case, blanks and the
/// placement of tone marks do not matter.
pub fn contains(text: &str, part: &str) -> bool {
    source::key(text).contains(&source::key(part))
}

fn all_are(arguments: &[Type], expected: Type, result: Type) -> Result<Type, Refusal> {
    match arguments.iter().position(|argument| *argument != expected) {
        Some(place) => Err(Refusal::Type { place, expected }),
        None => Ok(result),
    }
}

/// The type that numbers, or days, share.
fn joined(arguments: &[Type]) -> Result<Type, Refusal> {
    let mut shared = None;
    for (place, &argument) in arguments.iter().enumerate() {
        let expected = shared.unwrap_or(NUMBER);
        let orderly = matches!(argument, Type::Number(_) | Type::Date);
        let next = shared.unwrap_or(argument).join(argument).ok().filter(|_| orderly);
        shared = Some(next.ok_or(Refusal::Type { place, expected })?);
    }
    Ok(shared.unwrap_or(NUMBER))
}

fn number_at(arguments: &[Type], place: usize) -> Result<Unit, Refusal> {
    match arguments.get(place) {
        Some(Type::Number(unit)) => Ok(*unit),
        Some(Type::Text | Type::Date | Type::YesNo | Type::Category(_)) | None => {
            Err(Refusal::Type { place, expected: NUMBER })
        }
    }
}

/// A number, perhaps with a whole number behind it.
fn rounded(arguments: &[Type]) -> Result<Type, Refusal> {
    whole_at(arguments, 1).and_then(|_| number_at(arguments, 0)).map(Type::Number)
}

/// A plain number and a whole one; a literal of literals.
fn raised(arguments: &[Type]) -> Result<Type, Refusal> {
    match (plain_at(arguments, 0)?, whole_at(arguments, 1)?) {
        (Unit::Bare, Unit::Bare) => Ok(Type::Number(Unit::Bare)),
        _ => Ok(NUMBER),
    }
}

fn plain_at(arguments: &[Type], place: usize) -> Result<Unit, Refusal> {
    number_at(arguments, place)
        .ok()
        .filter(|unit| unit.is_plain())
        .ok_or(Refusal::Type { place, expected: NUMBER })
}

/// A whole number at this place; one that is left out counts as a literal.
fn whole_at(arguments: &[Type], place: usize) -> Result<Unit, Refusal> {
    match arguments.get(place) {
        None => Ok(Unit::Bare),
        Some(Type::Number(unit @ (Unit::Integer | Unit::Year | Unit::Bare))) => Ok(*unit),
        Some(_) => Err(Refusal::Type { place, expected: INTEGER }),
    }
}

fn whole(value: i64) -> Value {
    Value::Num(Num::from_i64(value))
}

fn number(arguments: &[Value], place: usize) -> Option<&Num> {
    match arguments.get(place)? {
        Value::Num(value) => Some(value),
        Value::Missing | Value::Date(_) | Value::Bool(_) | Value::Code(_) | Value::Text(_) => None,
    }
}

fn date(arguments: &[Value]) -> Option<Date> {
    match arguments.first()? {
        Value::Date(day) => Some(*day),
        Value::Missing | Value::Num(_) | Value::Bool(_) | Value::Code(_) | Value::Text(_) => None,
    }
}

fn dates(arguments: &[Value]) -> Option<(Date, Date)> {
    Some((date(arguments)?, date(arguments.get(1..)?)?))
}

/// Count of units (days, months, years) from the first day to the second.
fn between(arguments: &[Value], count: fn(Date, Date) -> i64) -> Outcome {
    Ok(dates(arguments).map(|(from, to)| whole(count(to, from))))
}

fn of_day(arguments: &[Value], part: fn(Date) -> i64) -> Outcome {
    Ok(date(arguments).map(|day| whole(part(day))))
}

fn texts(arguments: &[Value]) -> Option<(&str, &str)> {
    match arguments {
        [Value::Text(text), Value::Text(part)] => Some((text, part)),
        _ => None,
    }
}

/// The argument that stands so to every other: the largest or the smallest; of equals the first.
fn extreme(arguments: &[Value], stands: Ordering) -> Option<Value> {
    let better = |a: &Value, b: &Value| match (a, b) {
        (Value::Num(a), Value::Num(b)) => a.cmp(b) == stands,
        (Value::Date(a), Value::Date(b)) => a.cmp(b) == stands,
        _ => false,
    };
    arguments.iter().reduce(|best, next| if better(next, best) { next } else { best }).cloned()
}

fn round(arguments: &[Value], mode: Rounding) -> Outcome {
    let Some(value) = number(arguments, 0) else { return Ok(None) };
    let digits =
        number(arguments, 1).map_or(Ok(0), |digits| digits.to_i64().ok_or(Fault::NotWhole))?;
    // Rounding clamps far nearer than this.
    let digits = i32::try_from(digits).unwrap_or(if digits < 0 { i32::MIN } else { i32::MAX });
    Ok(Some(Value::Num(value.round(digits, mode)?)))
}

fn power(arguments: &[Value]) -> Outcome {
    let (Some(base), Some(exponent)) = (number(arguments, 0), number(arguments, 1)) else {
        return Ok(None);
    };
    let exponent = exponent.to_i64().ok_or(Fault::NotWhole)?;
    Ok(base.power(exponent)?.map(Value::Num))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::CategoryId;
    use rust_decimal::Decimal;

    fn unit(unit: Unit) -> Type {
        Type::Number(unit)
    }

    fn num(text: &str) -> Value {
        Value::Num(Num::from_decimal(Decimal::from_str_exact(text).unwrap()))
    }

    fn day(year: i32, month: u32, day: u32) -> Value {
        Value::Date(Date::from_ymd(year, month, day).unwrap())
    }

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    #[test]
    fn each_has_one_row_and_is_found_by_both_names() {
        for builtin in Builtin::all() {
            for lang in [Lang::Vi, Lang::En] {
                assert_eq!(Builtin::named(&source::key(builtin.name(lang))), Some(builtin));
                assert!(builtin.doc(lang).starts_with(builtin.name(lang)));
            }
        }
        assert_eq!(Builtin::all().count(), 14);
        assert_eq!(Builtin::named(&source::key("Luỹ  thừa")), Some(Builtin::Power));
        assert_eq!(Builtin::named("sin"), None);
    }

    #[test]
    fn signatures() {
        use Unit::{Bare, Days, Integer, Money, Months, Number, Points, Ratio};
        let category = Type::Category(CategoryId::new(0));
        let gives = |builtin: Builtin, arguments: &[Type], expected| {
            assert_eq!(builtin.result(arguments), Ok(expected), "{builtin:?}")
        };
        gives(Builtin::Age, &[Type::Date, Type::Date], unit(Integer));
        gives(Builtin::Days, &[Type::Date, Type::Date], unit(Days));
        gives(Builtin::MonthsBetween, &[Type::Date, Type::Date], unit(Months));
        gives(Builtin::Quarter, &[Type::Date], unit(Integer));
        gives(Builtin::Max, &[unit(Bare), unit(Money), unit(Bare)], unit(Money));
        gives(Builtin::Max, &[unit(Integer), unit(Ratio)], unit(Number));
        gives(Builtin::Min, &[Type::Date, Type::Date], Type::Date);
        gives(Builtin::Abs, &[unit(Money)], unit(Money));
        gives(Builtin::Round, &[unit(Ratio), unit(Bare)], unit(Ratio));
        gives(Builtin::Round, &[unit(Points)], unit(Points));
        gives(Builtin::Power, &[unit(Bare), unit(Bare)], unit(Bare));
        gives(Builtin::Power, &[unit(Ratio), unit(Integer)], unit(Number));
        gives(Builtin::Contains, &[Type::Text, Type::Text], Type::YesNo);

        let refuses = |builtin: Builtin, arguments: &[Type], place, expected| {
            assert_eq!(
                builtin.result(arguments),
                Err(Refusal::Type { place, expected }),
                "{builtin:?}"
            );
        };
        refuses(Builtin::Age, &[Type::Date, Type::Text], 1, Type::Date);
        refuses(Builtin::Max, &[unit(Money), unit(Ratio)], 1, unit(Money));
        refuses(Builtin::Max, &[category, category], 0, unit(Number));
        refuses(Builtin::Max, &[Type::Date, unit(Bare)], 1, Type::Date);
        refuses(Builtin::Power, &[unit(Money), unit(Bare)], 0, unit(Number));
        refuses(Builtin::Power, &[unit(Number), unit(Ratio)], 1, unit(Integer));
        refuses(Builtin::Round, &[Type::Date, unit(Bare)], 0, unit(Number));
        assert_eq!(Builtin::Year.result(&[]), Err(Refusal::Count { low: 1, high: Some(1) }));
        assert_eq!(
            Builtin::Round.result(&[unit(Bare); 3]),
            Err(Refusal::Count { low: 1, high: Some(2) })
        );
        assert_eq!(Builtin::Min.result(&[unit(Bare)]), Err(Refusal::Count { low: 2, high: None }));
    }

    #[test]
    fn results() {
        let gives = |builtin: Builtin, arguments: &[Value], expected| {
            assert_eq!(builtin.apply(arguments), Ok(expected), "{builtin:?}")
        };
        gives(Builtin::Age, &[day(1990, 7, 1), day(2023, 6, 30)], num("32"));
        gives(Builtin::Days, &[day(2024, 2, 28), day(2024, 3, 1)], num("2"));
        gives(Builtin::MonthsBetween, &[day(2023, 1, 31), day(2023, 2, 28)], num("1"));
        gives(Builtin::Year, &[day(2023, 11, 5)], num("2023"));
        gives(Builtin::Quarter, &[day(2023, 11, 5)], num("4"));
        gives(Builtin::Month, &[day(2023, 11, 5)], num("11"));
        gives(Builtin::Max, &[num("2"), num("7"), num("3")], num("7"));
        gives(Builtin::Min, &[day(2023, 5, 1), day(2022, 5, 1)], day(2022, 5, 1));
        gives(Builtin::Abs, &[num("-1.5")], num("1.5"));
        gives(Builtin::Round, &[num("0.98765"), num("2")], num("0.99"));
        gives(Builtin::Round, &[num("-2.5")], num("-3"));
        gives(Builtin::RoundUp, &[num("1234"), num("-3")], num("2000"));
        gives(Builtin::Power, &[num("1.5"), num("2")], num("2.25"));
        gives(Builtin::Power, &[num("0"), num("-1")], Value::Missing);
        gives(
            Builtin::Contains,
            &[text("Phường Hoà  Khánh"), text("hòa khánh")],
            Value::Bool(true),
        );
        gives(Builtin::Contains, &[text("Hòa Khánh"), text("hoa")], Value::Bool(false));
        gives(Builtin::Max, &[num("2"), Value::Missing], Value::Missing);
        gives(Builtin::Contains, &[Value::Missing, text("a")], Value::Missing);
        assert_eq!(Builtin::Power.apply(&[num("2"), num("0.5")]), Err(Fault::NotWhole));
        assert_eq!(Builtin::Power.apply(&[num("2"), num("1000000")]), Err(Fault::TooLarge));
        assert_eq!(Builtin::Round.apply(&[num("2"), num("0.5")]), Err(Fault::NotWhole));
    }
}
