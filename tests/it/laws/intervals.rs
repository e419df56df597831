//! The law of functions over intervals: the result of values within the ends lies within the ends
//! that are told.

use proptest::prelude::*;
use visao::builtins::Builtin;
use visao::report::Interval;
use visao::value::{Date, Num, Value};

const OF_TWO: [Builtin; 3] = [Builtin::Age, Builtin::Days, Builtin::MonthsBetween];
const OF_ONE: [Builtin; 3] = [Builtin::Year, Builtin::Quarter, Builtin::Month];

fn day(number: i32) -> Value {
    Value::Date(Date::from_days_since_1970(number).unwrap())
}

fn between([one, other]: [i32; 2]) -> Interval {
    Interval {
        lower: Some(Num::from_i64(one.min(other).into())),
        upper: Some(Num::from_i64(one.max(other).into())),
    }
}

/// A day between two, both among them, by a share of a thousand.
fn within([one, other]: [i32; 2], share: i32) -> i32 {
    let (low, high) = (one.min(other), one.max(other));
    low + (high - low) * share / 1_000
}

fn holds(builtin: Builtin, arguments: &[Value], ends: &[Interval]) -> Result<(), TestCaseError> {
    let told = Interval::call(builtin, ends);
    let Ok(Value::Num(number)) = builtin.apply(arguments) else { return Ok(()) };
    prop_assert!(
        told.contains(&number),
        "{builtin:?} {arguments:?} {ends:?}: {number:?}, {told:?}"
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4 * super::cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn functions_of_days_lie_within_the_ends_told(
        from in [-800_i32..1_600, -800_i32..1_600],
        to in [-800_i32..1_600, -800_i32..1_600],
        shares in [0_i32..=1_000, 0_i32..=1_000],
    ) {
        let ends = [between(from), between(to)];
        let [own, other] = [within(from, shares[0]), within(to, shares[1])];
        for builtin in OF_TWO {
            holds(builtin, &[day(own), day(other)], &ends)?;
        }
        for builtin in OF_ONE {
            holds(builtin, &[day(own)], &ends[..1])?;
        }
    }
}
