//! Order of those whose values are all known.

use super::{Ranked, RankingKey};
use crate::explain::decision::{NamedValue, TypedValue};
use crate::value::{Type, Value};
use std::cmp::Ordering;
use std::sync::Arc;

/// Puts candidates in order and gives them their ranks; those that are alike have the same, and
/// stand in the order in which they came.
pub(super) fn rank(keys: &[RankingKey], mut candidates: Vec<Ranked>) -> Vec<Ranked> {
    candidates.sort_by(|one, other| compare(keys, one, other));
    let alike = |one: Option<&Ranked>, other: &Ranked| {
        one.is_some_and(|one| compare(keys, one, other) == Ordering::Equal)
    };
    let mut ranks: Vec<(usize, bool)> = Vec::new();
    for (place, one) in candidates.iter().enumerate() {
        let before = place.checked_sub(1);
        let same = alike(before.and_then(|before| candidates.get(before)), one);
        let tied = same || alike(candidates.get(place + 1), one);
        let rank = match ranks.last().filter(|_| same) {
            Some((rank, _)) => *rank,
            None => place + 1,
        };
        ranks.push((rank, tied));
    }
    let ranked = candidates.into_iter().zip(ranks);
    ranked.map(|(one, (rank, tied))| Ranked { rank, tied, ..one }).collect()
}

fn compare(keys: &[RankingKey], one: &Ranked, other: &Ranked) -> Ordering {
    let pairs = one.values.iter().zip(&other.values);
    let orders = pairs.zip(keys).map(|((one, other), key)| {
        let order = in_order(&one.datum.value, &other.datum.value);
        if key.ascending { order } else { order.reverse() }
    });
    orders.into_iter().find(|order| *order != Ordering::Equal).unwrap_or(Ordering::Equal)
}

/// Order of two numbers or two days; nothing else is ranked by.
fn in_order(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Num(one), Value::Num(other)) => one.cmp(other),
        (Value::Date(one), Value::Date(other)) => one.cmp(other),
        _ => Ordering::Equal,
    }
}

/// A value under the name that the rules give it.
pub(super) fn named(name: &str, value: Value, ty: Type) -> NamedValue {
    let datum = TypedValue { value, ty, name: None, members: None };
    NamedValue { name: Arc::from(name), datum }
}
