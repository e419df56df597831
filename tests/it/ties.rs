//! Quotients whose parts are tied by the range of a field, each worked out by hand: what is not
//! known never takes them past the tie.

use crate::support::fraction;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::BTreeSet;
use visao::Rules;
use visao::data::DataFile;
use visao::engine::InputFile;
use visao::report::{IndicatorOutcome, Interval};
use visao::value::Num;

/// `sẵn` ≤ `xong` ≤ `hồ sơ` in every record.
const OFFICERS: &str = r#"
danh mục Phòng: A, B
bản ghi Người
  trường mã: chữ, khóa
  trường phòng: một trong Phòng
  trường hồ sơ: số nguyên, từ 0
  trường xong: số nguyên, từ 0 đến hồ sơ
  trường sẵn: số nguyên, từ 0 đến xong
  trường cũ: có không
chỉ tiêu Hạn trên Người theo phòng
  chỉ số a = "#;

const HEADER: &str = "mã;phòng;hồ sơ;xong;sẵn;cũ\n";

/// What an indicator comes to for room A over these records: room, `hồ sơ`, `xong`, `sẵn`, `cũ`.
fn indicator(formula: &str, records: &[[&str; 5]]) -> IndicatorOutcome {
    let rules = Rules::from_text(&format!("{OFFICERS}{formula}\n    yêu cầu đến 100%\n"))
        .unwrap_or_else(|refused| panic!("{refused}"));
    let rows: Vec<String> = records
        .iter()
        .enumerate()
        .map(|(place, record)| format!("N{place};{}", record.join(";")))
        .collect();
    of(&rules, &format!("{HEADER}{}\n", rows.join("\n")))
}

/// The first indicator of the first unit over a file.
fn of(rules: &Rules, csv: &str) -> IndicatorOutcome {
    let file = InputFile { record: None, file: DataFile::bytes("nguoi.csv", csv.as_bytes()) };
    let dataset = rules.query().read_all(&[file], None).unwrap();
    dataset.targets().swap_remove(0).swap_remove(0).indicators.swap_remove(0)
}

fn range(formula: &str, records: &[[&str; 5]]) -> Option<Interval> {
    indicator(formula, records).range
}

fn between(low: (i64, i64), high: (i64, i64)) -> Option<Interval> {
    Some(Interval::between(fraction(low.0, low.1), fraction(high.0, high.1)))
}

const SHARE: &str = "tổng(xong) / tổng(hồ sơ)";
const KNOWN: [&str; 5] = ["A", "100", "90", "", "có"];

/// Of two people it is not known whether they are old hands: 10 / (0 - 1) = -10, 10 / (1 - 1) is
/// none, 10 / (2 - 1) = 10.
#[test]
fn a_divisor_that_may_be_below_zero_bounds_nothing() {
    let unknown = ["A", "1", "1", "1", ""];
    for formula in ["10 / (đếm(khi cũ là có) - 1)", "10 / -(1 - đếm(khi cũ là có))"] {
        let found = range(formula, &[unknown, unknown]);
        let holds = |value: i64| {
            let value = fraction(value, 1);
            found.as_ref().is_none_or(|range| {
                range.lower.as_ref().is_none_or(|lower| *lower <= value)
                    && range.upper.as_ref().is_none_or(|upper| value <= *upper)
            })
        };
        assert!(holds(-10) && holds(10), "{formula}: {found:?}");
    }
}

#[test]
fn a_missing_part_is_at_most_the_whole_that_is_known() {
    // 90 of 150 to 140 of 150.
    assert_eq!(range(SHARE, &[KNOWN, ["A", "50", "", "", ""]]), between((3, 5), (14, 15)));
}

#[test]
fn a_part_out_of_range_is_at_most_the_whole_beside_it() {
    // 51 of 50 cannot be; the 50 holds, so it is as if nothing stood there.
    assert_eq!(range(SHARE, &[KNOWN, ["A", "50", "51", "", ""]]), between((3, 5), (14, 15)));
    // Its sum alone is 90 to 140.
    assert_eq!(
        range("tổng(xong) / 1", &[KNOWN, ["A", "50", "51", "", ""]]),
        between((90, 1), (140, 1))
    );
}

#[test]
fn a_missing_whole_is_at_least_the_part_that_is_known() {
    // 10 of 10 at best, so 100 of 110; of a whole that has no end, next to nothing.
    assert_eq!(range(SHARE, &[KNOWN, ["A", "", "10", "", ""]]), between((0, 1), (10, 11)));
}

#[test]
fn where_neither_is_known_the_share_comes_up_to_the_tie_and_no_further() {
    let open = indicator(SHARE, &[KNOWN, ["A", "", "", "", ""]]);
    assert_eq!(open.range, between((0, 1), (1, 1)));
    // So `đến 100%` is met, whatever they are.
    assert!(open.levels[0].met == Some(visao::value::Truth::True));
    // Also where nothing else is known, and the share may lack.
    let alone = indicator(SHARE, &[["A", "", "", "", ""]]);
    assert_eq!((alone.range, alone.may_be_undefined), (between((0, 1), (1, 1)), true));
    // A record of no room may be of this one.
    assert_eq!(range(SHARE, &[KNOWN, ["", "", "", "", ""]]), between((0, 1), (1, 1)));
}

#[test]
fn a_tie_holds_by_way_of_a_field_between_and_is_scaled_with_the_formula() {
    let open = [KNOWN, ["A", "", "", "", ""]];
    // `sẵn` of the first is between 0 and 90.
    assert_eq!(range("tổng(sẵn) / tổng(hồ sơ)", &open), between((0, 1), (1, 1)));
    assert_eq!(range("tổng(xong) / tổng(hồ sơ) × 2", &open), between((0, 1), (2, 1)));
    assert_eq!(range("tổng(xong) × 3 / (tổng(hồ sơ) × 2)", &open), between((0, 1), (3, 2)));
}

#[test]
fn a_quotient_turned_round_never_falls_below_its_tie() {
    let turned = "tổng(hồ sơ) / tổng(xong)";
    // 150 over 90 to 140.
    assert_eq!(range(turned, &[KNOWN, ["A", "50", "", "", ""]]), between((15, 14), (5, 3)));
    assert_eq!(range(turned, &[KNOWN, ["A", "", "", "", ""]]), Some(Interval::from(Num::ONE)));
}

#[test]
fn a_narrower_condition_above_the_line_is_tied_too() {
    let open = [KNOWN, ["A", "", "", "", ""]];
    assert_eq!(range("tổng(xong khi cũ là có) / tổng(hồ sơ)", &open), between((0, 1), (1, 1)));
    // One of the one that is old has a hundred; of the second nothing is known but that it has a
    // hundred: 1 of 1 or 2 of 2.
    let counts = "đếm(khi cũ là có và hồ sơ = 100) / đếm(khi cũ là có)";
    assert_eq!(
        indicator(counts, &[KNOWN, ["A", "100", "", "", ""]]).range,
        between((1, 2), (1, 1))
    );
    // The other way round the condition is wider above, and nothing ties it.
    assert_eq!(
        range("tổng(xong) / tổng(hồ sơ khi cũ là có)", &open),
        Some(Interval::from(Num::ZERO))
    );
}

#[test]
fn what_no_range_ties_stays_open() {
    // Each `xong` is at most its `hồ sơ`, and nothing holds it to the number of records.
    assert_eq!(
        range("tổng(xong) / đếm()", &[KNOWN, ["A", "", "", "", ""]]),
        Some(Interval::from(Num::from_i64(45)))
    );
}

const FUNDS: &str = r#"
bản ghi Quỹ
  trường mã: chữ, khóa
  trường số dư: số nguyên
  trường phần gửi: số nguyên, đến số dư
  trường cũ: có không
chỉ tiêu Gửi trên Quỹ, toàn bộ
  chỉ số a = "#;

#[test]
fn sums_that_can_fall_are_not_tied() {
    let range = |formula: &str, rows: &str| {
        let rules = Rules::from_text(&format!("{FUNDS}{formula}\n    yêu cầu đến 100%\n"))
            .unwrap_or_else(|refused| panic!("{refused}"));
        of(&rules, &format!("mã;số dư;phần gửi;cũ\n{rows}")).range
    };
    // (10 - 15 + up to 1) / (10 - 15 + 1): -4 over -4, or less over it.
    let shares = range("tổng(phần gửi) / tổng(số dư)", "Q1;10;10;\nQ2;-15;-15;\nQ3;1;;\n");
    assert_eq!(shares, Some(Interval::from(Num::ONE)));
    // What does not count above the line adds 0 there, and that is more than what a debt adds below
    // it: (10 + 0 + up to 1) / (10 - 5 + 1).
    let old = range(
        "tổng(phần gửi khi cũ là có) / tổng(số dư)",
        "Q1;10;10;có\nQ2;-5;-5;không\nQ3;1;;có\n",
    );
    assert_eq!(old, Some(Interval { lower: None, upper: Some(fraction(11, 6)) }));
}

#[test]
fn a_guard_against_zero_loosens_nothing() {
    let guarded = format!("{SHARE}, nếu tổng(hồ sơ) = 0 thì 0%");
    assert_eq!(range(&guarded, &[KNOWN, ["A", "50", "51", "", ""]]), between((3, 5), (14, 15)));
    assert_eq!(range(&guarded, &[["A", "", "", "", ""]]), between((0, 1), (1, 1)));
}

/// A record of the law: its room (none: it tells none), its whole and its part.
type Drawn = (Option<bool>, Option<i64>, Option<i64>);

/// What a record can turn out to be: whether it is of room A, its whole and its part. A part out of
/// range is read as missing where the record needs neither; where it needs both, nothing of a
/// record that breaks its range holds, and one that lacks either may go.
fn outcomes(&(room, whole, part): &Drawn, required: bool) -> Vec<Option<(i64, i64)>> {
    let outside = whole.zip(part).is_some_and(|(whole, part)| part > whole);
    let part = part.filter(|_| !outside);
    let whole = whole.filter(|_| !(outside && required));
    let mut found = Vec::new();
    if room != Some(true) || required && (outside || whole.is_none() || part.is_none()) {
        found.push(None);
    }
    if room != Some(false) {
        for whole in whole.map_or(0..=6, |whole| whole..=whole) {
            found.extend(
                part.map_or(0..=whole, |part| part..=part)
                    .filter(|part| *part <= whole)
                    .map(|part| Some((whole, part))),
            );
        }
    }
    found
}

/// Every pair of sums that the records can come to, `hồ sơ` and `xong`.
fn sums(records: &[Drawn], required: bool) -> BTreeSet<(i64, i64)> {
    records.iter().fold(BTreeSet::from([(0, 0)]), |sums, record| {
        let adds = outcomes(record, required).into_iter().map(|adds| adds.unwrap_or((0, 0)));
        adds.flat_map(|(whole, part)| sums.iter().map(move |(a, b)| (a + whole, b + part)))
            .collect()
    })
}

/// Whatever the missing values turn out to be, the quotient lies within its range, and a share
/// within 100%.
#[test]
fn a_tied_quotient_lies_within_its_range() {
    let cell = |value: Option<i64>| value.map_or_else(String::new, |value| value.to_string());
    let formulas =
        [SHARE, "tổng(hồ sơ) / tổng(xong)", "tổng(xong) / tổng(hồ sơ), nếu tổng(hồ sơ) = 0 thì 0%"];
    let drawn = (
        proptest::option::weighted(0.8, any::<bool>()),
        proptest::option::weighted(0.7, 0..4_i64),
        proptest::option::weighted(0.7, 0..5_i64),
    );
    let records = proptest::collection::vec(drawn, 1..5);
    for (required, (place, formula)) in [false, true]
        .into_iter()
        .flat_map(|required| formulas.iter().enumerate().map(move |at| (required, at)))
    {
        let mut rules = format!("{OFFICERS}{formula}\n    yêu cầu đến 100%\n");
        if required {
            rules = rules
                .replace("số nguyên, từ 0\n", "số nguyên, bắt buộc, từ 0\n")
                .replace("từ 0 đến hồ sơ", "bắt buộc, từ 0 đến hồ sơ");
        }
        let rules = Rules::from_text(&rules).unwrap_or_else(|refused| panic!("{refused}"));
        let config = Config { cases: 150, failure_persistence: None, ..Config::default() };
        let outcome = TestRunner::new_with_rng(
            config,
            TestRng::deterministic_rng(RngAlgorithm::ChaCha),
        )
        .run(&records, |records| {
            let rows: Vec<String> = records
                .iter()
                .enumerate()
                .map(|(place, (room, whole, part))| {
                    let room = room.map_or("", |is_a| if is_a { "A" } else { "B" });
                    format!("N{place};{room};{};{};;", cell(*whole), cell(*part))
                })
                .collect();
            let found = of(&rules, &format!("{HEADER}{}\n", rows.join("\n")));
            let range = found.value.clone().map(Interval::exactly).or(found.range.clone());
            for (whole, part) in sums(&records, required) {
                let (over, under) = if place == 1 { (whole, part) } else { (part, whole) };
                let value = if under != 0 { fraction(over, under) } else { continue };
                prop_assert!(
                    range.as_ref().is_some_and(|range| range.contains(&value)),
                    "{value:?} of {whole}, {part} not in {range:?}: {records:?}"
                );
            }
            let bound = range.as_ref().and_then(|range| {
                if place == 1 { range.lower.clone() } else { range.upper.clone() }
            });
            prop_assert!(
                range.is_none()
                    || bound.is_some_and(|bound| if place == 1 {
                        bound >= Num::ONE
                    } else {
                        bound <= Num::ONE
                    }),
                "{range:?}"
            );
            Ok(())
        });
        outcome.unwrap_or_else(|failed| panic!("{formula}, required: {required}: {failed}"));
    }
}
