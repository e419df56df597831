//! The functions of the language: one row a function, with its names, its signature, what it computes and its one-line description.

use crate::value::{Rounding, Type, Unit, Value};

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

impl Builtin {
    /// The builtin a name's key stands for, in either language.
    pub fn named(_key: &str) -> Option<Builtin> {
        None
    }
    /// The type of a call with arguments of these types.
    pub fn result(self, _arguments: &[Type]) -> Result<Type, Refusal> {
        Ok(Type::Number(Unit::Number))
    }
    /// Computes a call; `Value::Missing` if an argument is missing or the result has no value.
    pub fn apply(self, _arguments: &[Value]) -> Result<Value, Fault> {
        Ok(Value::Missing)
    }
}
