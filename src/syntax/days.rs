//! Days as they are written: `ngày 10/6`, and a day that its month does not have.

use super::lex::Token;
use super::scan::TokenKind;
use super::words::longest;
use crate::keywords::Reserved;
use crate::value::{Date, DayMonth};

/// Number of tokens of a day without its year: `ngày`, the day, the sign, the month.
pub(super) const DAY_TOKENS: usize = 4;

/// `ngày 10/6`, its numbers without blanks between.
pub(super) fn day_month(tokens: &[Token<'_>]) -> Option<DayMonth> {
    longest(tokens.get(..1)?, Reserved::BeforeDay)?;
    let [day, sign, month] = tokens.get(1..DAY_TOKENS)? else { return None };
    let glued = day.end == sign.start && sign.end == month.start && sign.is("/");
    let number = |token: &Token<'_>| {
        let short = token.kind == TokenKind::Number && token.text.len() <= 2;
        short.then(|| token.text.parse().ok()).flatten()
    };
    Some(DayMonth { day: number(day)?, month: number(month)? }).filter(|_| glued)
}

/// The last day not after a day that its month does not have.
pub(super) fn nearest_day(text: &str) -> Option<Date> {
    let numbers =
        text.split(['/', '-']).map(|part| part.parse::<u16>().ok()).collect::<Option<Vec<_>>>()?;
    let [first, month, last] = <[u16; 3]>::try_from(numbers).ok()?;
    let (day, year) = if first > 31 { (last, first) } else { (first, last) };
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    (1..=day.min(31))
        .rev()
        .find_map(|day| Date::from_ymd(i32::from(year), u32::from(month), u32::from(day)))
}
