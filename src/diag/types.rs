//! The types of values in words.

use super::{Message, say};
use crate::value::{Type, Unit};

/// A type; of a category by its name.
pub fn of(ty: Type, category: &str) -> Message {
    match ty {
        Type::Text => say!("chữ", "a text"),
        Type::Date => say!("ngày", "a date"),
        Type::YesNo => say!("một điều kiện (có hay không)", "a condition (yes or no)"),
        Type::Category(_) => {
            say!(
                "một giá trị của danh mục “{category}”",
                "a value of category “{category}”",
                category = category
            )
        }
        Type::Number(unit) => match unit {
            Unit::Bare | Unit::Number => say!("số", "a number"),
            Unit::Integer | Unit::Year => say!("số nguyên", "a whole number"),
            Unit::Ratio => say!("tỷ lệ", "a ratio"),
            Unit::Money => say!("tiền", "money"),
            Unit::Points => say!("điểm", "points"),
            Unit::Days => say!("số ngày", "days"),
            Unit::Months => say!("số tháng", "months"),
        },
    }
}

/// Stand-in for a text that is no literal of the type expected.
pub fn something_else() -> Message {
    say!("thứ khác", "something else")
}

/// Types by whose values records can be grouped.
pub fn category_or_text() -> Message {
    say!("một danh mục hoặc chữ", "a category or a text")
}
