//! The functions of the language: one row a function, with its word, how many arguments it takes and its one-line description; below the table
//! its signature and what it computes.

use crate::keywords::{self, Keywords, Kw, Reserved};
use crate::source;
use crate::value::{Date, Lang, Num, Rounding, TooLarge, Type, Unit, Value};

/// A function of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Builtin {
    /// `tuổi(sinh; tại)`: whole years from the first day to the second.
    Age,
    /// `số ngày(a; b)`: days from a to b.
    Days,
    /// `số tháng(a; b)`: whole months from a to b.
    MonthsBetween,
    /// `năm(d)`
    Year,
    /// `quý(d)`
    Quarter,
    /// `tháng(d)`
    Month,
    /// `lớn nhất(…)`
    Max,
    /// `nhỏ nhất(…)`
    Min,
    /// `trị tuyệt đối(x)`
    Abs,
    /// `làm tròn(x; n)`, `làm tròn lên`, `làm tròn xuống`
    Round(Rounding),
    /// `lũy thừa(x; n)`
    Power,
    /// `chứa(text; text)`
    Contains,
}

/// Why a builtin refuses its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Takes from `low` to `high` arguments (`None`: any number from `low`).
    Count {
        /// At least.
        low: usize,
        /// At most.
        high: Option<usize>,
    },
    /// The argument at this place (from 0) has not the type it must have; the type's example.
    Type {
        /// Which argument.
        place: usize,
        /// What was expected.
        expected: Type,
    },
}

/// What a builtin could not compute.
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

/// A row of the table.
struct Row {
    builtin: Builtin,
    word: Kw,
    low: usize,
    high: Option<usize>,
    doc_vi: &'static str,
    doc_en: &'static str,
}

const TABLE: &[Row] = &[
    Row {
        builtin: Builtin::Age,
        word: Kw::AgeOf,
        low: 2,
        high: Some(2),
        doc_vi: "tuổi(sinh; tại): số năm tròn từ ngày sinh đến một ngày; sinh ngày 29/02 thì năm thường thêm tuổi vào ngày 01/03",
        doc_en: "age(birth; at): whole years from a birthday to a day; who is born on 29/02 turns older on 01/03 in common years",
    },
    Row {
        builtin: Builtin::Days,
        word: Kw::DaysOf,
        low: 2,
        high: Some(2),
        doc_vi: "số ngày(a; b): số ngày từ a đến b, âm nếu b đứng trước a",
        doc_en: "days(a; b): days from a to b, negative if b is before a",
    },
    Row {
        builtin: Builtin::MonthsBetween,
        word: Kw::MonthsOf,
        low: 2,
        high: Some(2),
        doc_vi: "số tháng(a; b): số tháng tròn từ a đến b; tháng không có ngày ấy thì tròn vào ngày cuối tháng",
        doc_en: "months(a; b): whole months from a to b; a month without that day is full on its last day",
    },
    Row {
        builtin: Builtin::Year,
        word: Kw::YearOf,
        low: 1,
        high: Some(1),
        doc_vi: "năm(d): năm của một ngày",
        doc_en: "year(d): the year of a day",
    },
    Row {
        builtin: Builtin::Quarter,
        word: Kw::QuarterOf,
        low: 1,
        high: Some(1),
        doc_vi: "quý(d): quý của một ngày, 1 đến 4",
        doc_en: "quarter(d): the quarter of a day, 1 to 4",
    },
    Row {
        builtin: Builtin::Month,
        word: Kw::MonthOf,
        low: 1,
        high: Some(1),
        doc_vi: "tháng(d): tháng của một ngày, 1 đến 12",
        doc_en: "month(d): the month of a day, 1 to 12",
    },
    Row {
        builtin: Builtin::Max,
        word: Kw::MaxOf,
        low: 2,
        high: None,
        doc_vi: "lớn nhất(a; b; …): số lớn nhất, hoặc ngày muộn nhất",
        doc_en: "max(a; b; …): the largest number, or the latest day",
    },
    Row {
        builtin: Builtin::Min,
        word: Kw::MinOf,
        low: 2,
        high: None,
        doc_vi: "nhỏ nhất(a; b; …): số nhỏ nhất, hoặc ngày sớm nhất",
        doc_en: "min(a; b; …): the smallest number, or the earliest day",
    },
    Row {
        builtin: Builtin::Abs,
        word: Kw::AbsOf,
        low: 1,
        high: Some(1),
        doc_vi: "trị tuyệt đối(x): số ấy không kể dấu",
        doc_en: "abs(x): the number without its sign",
    },
    Row {
        builtin: Builtin::Round(Rounding::HalfAwayFromZero),
        word: Kw::RoundOf,
        low: 1,
        high: Some(2),
        doc_vi: "làm tròn(x; n): đến n chữ số thập phân (không ghi: 0; -3 là hàng nghìn), nửa thì xa số 0; tỷ lệ làm tròn theo số, không theo %: 98,765% với n = 2 là 99%",
        doc_en: "round(x; n): to n decimals (0 if not given; -3: thousands), half away from zero; a ratio is rounded as a number, not in %: 98.765% with n = 2 is 99%",
    },
    Row {
        builtin: Builtin::Round(Rounding::Up),
        word: Kw::RoundUpOf,
        low: 1,
        high: Some(2),
        doc_vi: "làm tròn lên(x; n): như làm tròn, luôn về phía số lớn hơn",
        doc_en: "round up(x; n): as round, always toward the larger number",
    },
    Row {
        builtin: Builtin::Round(Rounding::Down),
        word: Kw::RoundDownOf,
        low: 1,
        high: Some(2),
        doc_vi: "làm tròn xuống(x; n): như làm tròn, luôn về phía số nhỏ hơn",
        doc_en: "round down(x; n): as round, always toward the smaller number",
    },
    Row {
        builtin: Builtin::Power,
        word: Kw::PowerOf,
        low: 2,
        high: Some(2),
        doc_vi: "lũy thừa(x; n): x nhân với chính nó n lần, n là số nguyên; n âm thì là 1 chia cho lũy thừa ấy",
        doc_en: "power(x; n): x multiplied by itself n times, n whole; for a negative n, 1 divided by that power",
    },
    Row {
        builtin: Builtin::Contains,
        word: Kw::ContainsOf,
        low: 2,
        high: Some(2),
        doc_vi: "chứa(chữ; phần): phần ấy có trong chữ không, không kể chữ hoa và cách đặt dấu",
        doc_en: "contains(text; part): whether the part stands in the text, whatever the case and the placement of tone marks",
    },
];

const NUMBER: Type = Type::Number(Unit::Number);
const INTEGER: Type = Type::Number(Unit::Integer);

impl Builtin {
    /// The builtin a name's key stands for, in either language.
    pub fn named(key: &str) -> Option<Builtin> {
        let word = keywords::named(key, Reserved::Function)?;
        TABLE.iter().find(|row| row.word == word).map(|row| row.builtin)
    }

    /// Every name, in both languages.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TABLE.iter().map(|row| row.word.row()).flat_map(|row| row.vi.iter().chain(row.en).copied())
    }

    /// Every builtin, in the order of the table.
    pub fn all() -> impl Iterator<Item = Builtin> {
        TABLE.iter().map(|row| row.builtin)
    }

    /// Its name as the formatter writes it.
    pub fn name(self, lang: Lang) -> &'static str {
        let keywords = match lang {
            Lang::Vi => Keywords::Vi,
            Lang::En => Keywords::En,
        };
        self.row().map_or("", |row| row.word.word(keywords))
    }

    /// Its call and what it gives, in one line.
    pub fn doc(self, lang: Lang) -> &'static str {
        self.row().map_or("", |row| match lang {
            Lang::Vi => row.doc_vi,
            Lang::En => row.doc_en,
        })
    }

    fn row(self) -> Option<&'static Row> {
        TABLE.iter().find(|row| row.builtin == self)
    }

    /// The type of a call with arguments of these types.
    pub fn result(self, arguments: &[Type]) -> Result<Type, Refusal> {
        self.check_count(arguments.len())?;
        match self {
            Builtin::Age => all_are(arguments, Type::Date).map(|()| INTEGER),
            Builtin::Days => all_are(arguments, Type::Date).map(|()| Type::Number(Unit::Days)),
            Builtin::MonthsBetween => all_are(arguments, Type::Date).map(|()| Type::Number(Unit::Months)),
            Builtin::Year => all_are(arguments, Type::Date).map(|()| Type::Number(Unit::Year)),
            Builtin::Quarter | Builtin::Month => all_are(arguments, Type::Date).map(|()| INTEGER),
            Builtin::Max | Builtin::Min => joined(arguments),
            Builtin::Abs => number_at(arguments, 0).map(Type::Number),
            Builtin::Round(_) => whole_at(arguments, 1).and_then(|_| number_at(arguments, 0)).map(Type::Number),
            Builtin::Power => match (plain_at(arguments, 0)?, whole_at(arguments, 1)?) {
                (Unit::Bare, Unit::Bare) => Ok(Type::Number(Unit::Bare)),
                _ => Ok(NUMBER),
            },
            Builtin::Contains => all_are(arguments, Type::Text).map(|()| Type::YesNo),
        }
    }

    fn check_count(self, count: usize) -> Result<(), Refusal> {
        match self.row() {
            Some(row) if count < row.low || row.high.is_some_and(|high| count > high) => {
                Err(Refusal::Count { low: row.low, high: row.high })
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Computes a call; `Value::Missing` if an argument is missing or the result has no value (zero to a negative power).
    pub fn apply(self, arguments: &[Value]) -> Result<Value, Fault> {
        if arguments.contains(&Value::Missing) {
            return Ok(Value::Missing);
        }
        let between = |count: fn(Date, Date) -> i64| dates(arguments).map(|(from, to)| whole(count(to, from)));
        let of_day = |part: fn(Date) -> i64| date(arguments).map(|day| whole(part(day)));
        let result = match self {
            Builtin::Age => between(Date::age_since),
            Builtin::Days => between(Date::days_since),
            Builtin::MonthsBetween => between(Date::months_since),
            Builtin::Year => of_day(|day| day.year().into()),
            Builtin::Quarter => of_day(|day| day.quarter().into()),
            Builtin::Month => of_day(|day| day.month().into()),
            Builtin::Max => extreme(arguments, true),
            Builtin::Min => extreme(arguments, false),
            Builtin::Abs => number(arguments, 0).map(|value| Value::Num(value.abs())),
            Builtin::Round(mode) => round(arguments, mode)?,
            Builtin::Power => power(arguments)?,
            Builtin::Contains => texts(arguments).map(|(text, part)| Value::Bool(contains(text, part))),
        };
        // A checked program gives each function what it takes, so nothing else is missing here.
        Ok(result.unwrap_or(Value::Missing))
    }
}

/// Whether `part` stands in `text`, both compared as names are: case, blanks and the placement of tone marks do not matter.
pub fn contains(text: &str, part: &str) -> bool {
    source::key(text).contains(&source::key(part))
}

fn all_are(arguments: &[Type], expected: Type) -> Result<(), Refusal> {
    match arguments.iter().position(|argument| *argument != expected) {
        Some(place) => Err(Refusal::Type { place, expected }),
        None => Ok(()),
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
        Some(Type::Text | Type::Date | Type::YesNo | Type::Category(_)) | None => Err(Refusal::Type { place, expected: NUMBER }),
    }
}

fn plain_at(arguments: &[Type], place: usize) -> Result<Unit, Refusal> {
    number_at(arguments, place).ok().filter(|unit| unit.is_plain()).ok_or(Refusal::Type { place, expected: NUMBER })
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

fn texts(arguments: &[Value]) -> Option<(&str, &str)> {
    match arguments {
        [Value::Text(text), Value::Text(part)] => Some((text, part)),
        _ => None,
    }
}

/// The largest or the smallest; of equals the first.
fn extreme(arguments: &[Value], largest: bool) -> Option<Value> {
    let better = |a: &Value, b: &Value| match (a, b) {
        (Value::Num(a), Value::Num(b)) => {
            if largest {
                a > b
            } else {
                a < b
            }
        }
        (Value::Date(a), Value::Date(b)) => {
            if largest {
                a > b
            } else {
                a < b
            }
        }
        _ => false,
    };
    arguments.iter().reduce(|best, next| if better(next, best) { next } else { best }).cloned()
}

fn round(arguments: &[Value], mode: Rounding) -> Result<Option<Value>, Fault> {
    let Some(value) = number(arguments, 0) else { return Ok(None) };
    let digits = number(arguments, 1).map_or(Ok(0), |digits| digits.to_i64().ok_or(Fault::NotWhole))?;
    // Rounding clamps far nearer than this.
    let digits = i32::try_from(digits).unwrap_or(if digits < 0 { i32::MIN } else { i32::MAX });
    Ok(Some(Value::Num(value.round(digits, mode)?)))
}

fn power(arguments: &[Value]) -> Result<Option<Value>, Fault> {
    let (Some(base), Some(exponent)) = (number(arguments, 0), number(arguments, 1)) else { return Ok(None) };
    let exponent = exponent.to_i64().ok_or(Fault::NotWhole)?;
    Ok(base.power(exponent)?.map(Value::Num))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::CategoryId;
    use rust_decimal::Decimal;

    const HALF: Builtin = Builtin::Round(Rounding::HalfAwayFromZero);

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
        let gives = |builtin: Builtin, arguments: &[Type], expected| assert_eq!(builtin.result(arguments), Ok(expected), "{builtin:?}");
        gives(Builtin::Age, &[Type::Date, Type::Date], unit(Integer));
        gives(Builtin::Days, &[Type::Date, Type::Date], unit(Days));
        gives(Builtin::MonthsBetween, &[Type::Date, Type::Date], unit(Months));
        gives(Builtin::Quarter, &[Type::Date], unit(Integer));
        gives(Builtin::Max, &[unit(Bare), unit(Money), unit(Bare)], unit(Money));
        gives(Builtin::Max, &[unit(Integer), unit(Ratio)], unit(Number));
        gives(Builtin::Min, &[Type::Date, Type::Date], Type::Date);
        gives(Builtin::Abs, &[unit(Money)], unit(Money));
        gives(HALF, &[unit(Ratio), unit(Bare)], unit(Ratio));
        gives(HALF, &[unit(Points)], unit(Points));
        gives(Builtin::Power, &[unit(Bare), unit(Bare)], unit(Bare));
        gives(Builtin::Power, &[unit(Ratio), unit(Integer)], unit(Number));
        gives(Builtin::Contains, &[Type::Text, Type::Text], Type::YesNo);

        let refuses = |builtin: Builtin, arguments: &[Type], place, expected| {
            assert_eq!(builtin.result(arguments), Err(Refusal::Type { place, expected }), "{builtin:?}");
        };
        refuses(Builtin::Age, &[Type::Date, Type::Text], 1, Type::Date);
        refuses(Builtin::Max, &[unit(Money), unit(Ratio)], 1, unit(Money));
        refuses(Builtin::Max, &[category, category], 0, unit(Number));
        refuses(Builtin::Max, &[Type::Date, unit(Bare)], 1, Type::Date);
        refuses(Builtin::Power, &[unit(Money), unit(Bare)], 0, unit(Number));
        refuses(Builtin::Power, &[unit(Number), unit(Ratio)], 1, unit(Integer));
        refuses(HALF, &[Type::Date, unit(Bare)], 0, unit(Number));
        assert_eq!(Builtin::Year.result(&[]), Err(Refusal::Count { low: 1, high: Some(1) }));
        assert_eq!(HALF.result(&[unit(Bare); 3]), Err(Refusal::Count { low: 1, high: Some(2) }));
        assert_eq!(Builtin::Min.result(&[unit(Bare)]), Err(Refusal::Count { low: 2, high: None }));
    }

    #[test]
    fn results() {
        let gives = |builtin: Builtin, arguments: &[Value], expected| assert_eq!(builtin.apply(arguments), Ok(expected), "{builtin:?}");
        gives(Builtin::Age, &[day(1990, 7, 1), day(2023, 6, 30)], num("32"));
        gives(Builtin::Days, &[day(2024, 2, 28), day(2024, 3, 1)], num("2"));
        gives(Builtin::MonthsBetween, &[day(2023, 1, 31), day(2023, 2, 28)], num("1"));
        gives(Builtin::Year, &[day(2023, 11, 5)], num("2023"));
        gives(Builtin::Quarter, &[day(2023, 11, 5)], num("4"));
        gives(Builtin::Month, &[day(2023, 11, 5)], num("11"));
        gives(Builtin::Max, &[num("2"), num("7"), num("3")], num("7"));
        gives(Builtin::Min, &[day(2023, 5, 1), day(2022, 5, 1)], day(2022, 5, 1));
        gives(Builtin::Abs, &[num("-1.5")], num("1.5"));
        gives(HALF, &[num("0.98765"), num("2")], num("0.99"));
        gives(HALF, &[num("-2.5")], num("-3"));
        gives(Builtin::Round(Rounding::Up), &[num("1234"), num("-3")], num("2000"));
        gives(Builtin::Power, &[num("1.5"), num("2")], num("2.25"));
        gives(Builtin::Power, &[num("0"), num("-1")], Value::Missing);
        gives(Builtin::Contains, &[text("Phường Hoà  Khánh"), text("hòa khánh")], Value::Bool(true));
        gives(Builtin::Contains, &[text("Hòa Khánh"), text("hoa")], Value::Bool(false));
        gives(Builtin::Max, &[num("2"), Value::Missing], Value::Missing);
        gives(Builtin::Contains, &[Value::Missing, text("a")], Value::Missing);
        assert_eq!(Builtin::Power.apply(&[num("2"), num("0.5")]), Err(Fault::NotWhole));
        assert_eq!(Builtin::Power.apply(&[num("2"), num("1000000")]), Err(Fault::TooLarge));
        assert_eq!(HALF.apply(&[num("2"), num("0.5")]), Err(Fault::NotWhole));
    }
}
