//! Conversions between this crate's values and codes, texts, and the types of `chrono` and
//! `rust_decimal`. Whatever is refused is an [`Error`] with code E254.

use crate::diag::{Error, ErrorKind, Severity, convert as say};
use crate::value::text::{Numbers, parse_date, parse_number_as};
use crate::value::{Date, Lang, Num, Value};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Gives an enum its stable codes: `code`, `ALL`, `Display` and `FromStr` from one table.
macro_rules! codes {
    ($name:ident { $($variant:ident = $code:literal),* $(,)? }) => {
        impl $name {
            /// All values of the enum, in the order declared.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// Stable English code, the one that JSON has.
            pub const fn code(self) -> &'static str {
                match self {
                    $($name::$variant => $code),*
                }
            }
        }

        /// The stable code, as `code` gives it.
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.code())
            }
        }

        /// Reading of a stable code; any other text is an error (E254).
        impl std::str::FromStr for $name {
            type Err = $crate::diag::Error;

            fn from_str(code: &str) -> Result<$name, $crate::diag::Error> {
                let found = $name::ALL.iter().find(|known| known.code() == code).copied();
                found.ok_or_else(|| {
                    let known = $name::ALL.iter().map(|known| known.code());
                    $crate::diag::convert::no_code(code, known)
                })
            }
        }
    };
}
pub(crate) use codes;

codes!(Lang { Vi = "vi", En = "en" });
codes!(Severity { Error = "error", Warning = "warning" });
codes!(ErrorKind {
    Load = "load",
    Query = "query",
    Record = "record",
    Data = "data",
    Request = "request",
});

macro_rules! whole_numbers {
    ($($integer:ty),*) => {
        $(impl From<$integer> for Num {
            fn from(value: $integer) -> Num {
                Num::from_i64(i64::from(value))
            }
        })*
    };
}
whole_numbers!(i8, i16, i32, i64, u8, u16, u32);

impl From<u64> for Num {
    fn from(value: u64) -> Num {
        Num::from_decimal(Decimal::from(value))
    }
}

impl From<Decimal> for Num {
    fn from(value: Decimal) -> Num {
        Num::from_decimal(value)
    }
}

/// The decimal that the number exactly is; an error where it has none of at most 28 digits.
impl TryFrom<&Num> for Decimal {
    type Error = Error;

    fn try_from(number: &Num) -> Result<Decimal, Error> {
        number.to_decimal().ok_or_else(|| say::no_decimal(&number.to_string()))
    }
}

/// The whole number that the number exactly is; an error where it is none, or too large.
impl TryFrom<&Num> for i64 {
    type Error = Error;

    fn try_from(number: &Num) -> Result<i64, Error> {
        number.to_i64().ok_or_else(|| say::no_whole_number(&number.to_string()))
    }
}

/// Reading of digits with a decimal point, as programs write numbers: `1234.5`.
impl FromStr for Num {
    type Err = Error;

    fn from_str(text: &str) -> Result<Num, Error> {
        let number = parse_number_as(text, Numbers::Plain);
        number.map(Num::from_decimal).map_err(|_| say::no_number(text))
    }
}

/// Reading of a date written `2023-12-31` or `31/12/2023`.
impl FromStr for Date {
    type Err = Error;

    fn from_str(text: &str) -> Result<Date, Error> {
        parse_date(text).ok_or_else(|| say::no_date(text))
    }
}

/// The day as ISO 8601 has it: `2023-12-31`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}-{:02}", self.year(), self.month(), self.day()))
    }
}

/// An error outside the years 1 to 9999.
impl TryFrom<NaiveDate> for Date {
    type Error = Error;

    fn try_from(day: NaiveDate) -> Result<Date, Error> {
        Date::of(day).ok_or_else(|| say::no_date(&day.to_string()))
    }
}

impl From<Date> for NaiveDate {
    fn from(day: Date) -> NaiveDate {
        day.naive()
    }
}

impl From<Num> for Value {
    fn from(number: Num) -> Value {
        Value::Num(number)
    }
}

impl From<Date> for Value {
    fn from(day: Date) -> Value {
        Value::Date(day)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Value {
        Value::Bool(truth)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(Arc::from(text))
    }
}
