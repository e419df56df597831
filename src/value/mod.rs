#![doc = include_str!("README.md")]

pub mod date;
pub(crate) mod figures;
pub mod num;
pub mod ops;
pub mod period;
pub mod text;
pub mod units;

pub use date::{Date, MonthEnd};
pub use num::{Num, Rounding, TooLarge};
pub use ops::{Arith, Compare, Truth};
pub use period::{AskedPeriod, DayMonth, Grain, Month, Period, Schedule};
pub use units::{CategoryId, Type, Unit};

use std::sync::Arc;

/// One value of a record or of a rule. What kind it is, the [`Type`] beside it says.
///
/// ```
/// use visao::{Num, Value};
///
/// let rules = visao::Rules::from_text("record A\n  field x: number\n  derive y = x / 3\n")?;
/// let of = |record| {
///     let decisions = rules.grade(&record)?;
///     Ok::<_, visao::Error>(decisions[0].derived[0].datum.value.clone())
/// };
/// assert_eq!(of(serde_json::json!({ "x": 6 }))?, Value::Num(Num::from(2)));
/// assert_eq!(of(serde_json::json!({}))?, Value::Missing, "never zero");
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// No value: a blank cell, a quotient by zero, a table without a row that holds.
    Missing,
    /// A number in its type's unit: đồng for money, the ratio itself (0,98 for 98%), days or
    /// months.
    Num(Num),
    /// A calendar day without a time.
    Date(Date),
    /// `có` or `không`.
    Bool(bool),
    /// The number of a category's value: its place in the list, from 0, unless the category shares
    /// values with others, where it is the same in all of them. In an ordered category 0 is the
    /// best.
    Code(u32),
    /// A text, in NFC.
    Text(Arc<str>),
}

/// The language of numbers, dates and messages.
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
/// use visao::Lang;
///
/// let english = rules.explain(&serde_json::json!({ "id": "A", "debt": 0 }))?;
/// assert_eq!((rules.lang(), english[0].decision.lang), (Lang::En, Lang::En));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Vietnamese, which writes `1.234.567,89` and `18/01/2023`.
    #[default]
    Vi,
    /// English: `1_234_567.89`, dates as in Vietnamese or ISO.
    En,
}
