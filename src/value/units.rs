//! Types and units: what each operator gives, decided before anything runs.

use super::ops::Arith;
use crate::index::Id;

/// Marks ids of the categories (`danh mục`) of a model; the values are in the model.
#[derive(Debug)]
pub enum CategoryMark {}

/// Names a category of the model.
pub type CategoryId = Id<CategoryMark>;

/// Unit of a number: what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// A literal without unit, `0` or `5/6`: takes the unit of what it meets.
    Bare,
    /// `số`
    Number,
    /// `số nguyên`
    Integer,
    /// A calendar year, `năm(d)`: an integer that is shown as 2023, never 2.023.
    Year,
    /// `tỷ lệ`: a number without unit, written in percent; 98% is 0,98.
    Ratio,
    /// `tiền`, in đồng
    Money,
    /// `điểm`
    Points,
    /// `thời hạn` in days
    Days,
    /// `thời hạn` in months; a year is 12
    Months,
}

/// The type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// `chữ`
    Text,
    /// A number with its unit.
    Number(Unit),
    /// `ngày`
    Date,
    /// `có không`
    YesNo,
    /// `một trong X`
    Category(CategoryId),
}

/// Reason why an operator refuses its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitMismatch;

impl Unit {
    /// Number, integer, year, ratio or bare: no unit of its own.
    pub fn is_plain(self) -> bool {
        matches!(self, Unit::Bare | Unit::Number | Unit::Integer | Unit::Year | Unit::Ratio)
    }

    /// Integers and years: no fractions.
    pub fn is_whole(self) -> bool {
        matches!(self, Unit::Integer | Unit::Year)
    }

    /// A year where it is only the number that counts.
    fn as_integer(self) -> Unit {
        if self == Unit::Year { Unit::Integer } else { self }
    }

    /// The unit two values share when they are added, compared or are the two outcomes of one
    /// choice.
    pub fn join(self, other: Unit) -> Result<Unit, UnitMismatch> {
        use Unit::{Bare, Integer, Number, Ratio, Year};
        match (self, other) {
            (a, b) if a == b => Ok(a),
            (Bare, unit) | (unit, Bare) => Ok(unit),
            (Year, unit) | (unit, Year) => Integer.join(unit),
            (Number | Integer | Ratio, Number | Integer | Ratio) => Ok(Number),
            _ => Err(UnitMismatch),
        }
    }
}

impl Type {
    /// Numbers without fractions: see [`Unit::is_whole`].
    pub fn is_whole(self) -> bool {
        matches!(self, Type::Number(unit) if unit.is_whole())
    }

    /// The type two values share (see [`Unit::join`]); values of other types must agree.
    pub fn join(self, other: Type) -> Result<Type, UnitMismatch> {
        match (self, other) {
            (Type::Number(a), Type::Number(b)) => a.join(b).map(Type::Number),
            (a, b) if a == b => Ok(a),
            _ => Err(UnitMismatch),
        }
    }

    /// The type of `a op b`: money ÷ money, integer ÷ integer and days ÷ days are ratios; money,
    /// points and durations keep their unit when multiplied or divided by a plain number; date
    /// − date is days; date ± duration is a date; everything else must agree.
    pub fn arith(op: Arith, a: Type, b: Type) -> Result<Type, UnitMismatch> {
        match (a, b) {
            (Type::Number(a), Type::Number(b)) => number(op, a, b).map(Type::Number),
            (Type::Date, Type::Date) if op == Arith::Sub => Ok(Type::Number(Unit::Days)),
            (Type::Date, Type::Number(Unit::Days | Unit::Months))
                if matches!(op, Arith::Add | Arith::Sub) =>
            {
                Ok(Type::Date)
            }
            (Type::Number(Unit::Days | Unit::Months), Type::Date) if op == Arith::Add => {
                Ok(Type::Date)
            }
            _ => Err(UnitMismatch),
        }
    }
}

fn number(op: Arith, a: Unit, b: Unit) -> Result<Unit, UnitMismatch> {
    use Unit::{Bare, Integer, Number, Ratio};
    let (year, count) = (a == Unit::Year, b.as_integer());
    match op {
        Arith::Sub if year && b == Unit::Year => Ok(Integer),
        Arith::Add | Arith::Sub if year && matches!(b, Integer | Bare) => Ok(Unit::Year),
        Arith::Add if b == Unit::Year && matches!(a, Integer | Bare) => Ok(Unit::Year),
        Arith::Mul | Arith::Div if year || b == Unit::Year => number(op, a.as_integer(), count),
        Arith::Add | Arith::Sub => match a.join(b)? {
            Number if a == Ratio && b == Bare || a == Bare && b == Ratio => Ok(Ratio),
            unit => Ok(unit),
        },
        Arith::Mul => match (a, b) {
            (Bare, Bare) => Ok(Bare),
            (Integer, Integer | Bare) | (Bare, Integer) => Ok(Integer),
            (Ratio, Ratio) => Ok(Ratio),
            (a, b) if a.is_plain() && b.is_plain() => Ok(Number),
            (a, b) if b.is_plain() => Ok(a),
            (a, b) if a.is_plain() => Ok(b),
            _ => Err(UnitMismatch),
        },
        Arith::Div => match (a, b) {
            (Bare, Bare) => Ok(Bare),
            (Integer, Integer) => Ok(Ratio),
            (Ratio, Integer | Bare | Ratio) => Ok(if b == Ratio { Number } else { Ratio }),
            (a, b) if a.is_plain() && b.is_plain() => Ok(Number),
            (a, b) if a == b => Ok(Ratio),
            (a, b) if b.is_plain() => Ok(a),
            _ => Err(UnitMismatch),
        },
    }
}
