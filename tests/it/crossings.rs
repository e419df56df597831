//! Guards of scorecards that one grain of one field turns, against every pair of neighbouring
//! records of a grid, and as they are told.

use crate::support::Dice;
use std::collections::BTreeSet;
use visao::analysis::crossings;
use visao::engine::Further;
use visao::eval::NoFunctions;
use visao::{Lang, Num, Rules, Value};

/// The greatest value of both fields.
const MOST: i64 = 6;

/// A guard: one of two conditions holds, or the first alone.
struct Guard(Condition, Option<Condition>);

/// A value that is at least a bound, or below it.
struct Condition {
    by: usize,
    bound: i64,
    least: bool,
}

impl Condition {
    fn drawn(dice: &mut Dice) -> Condition {
        Condition { by: dice.roll(3_usize), bound: dice.roll(8_i64), least: dice.one_in(2) }
    }

    fn holds(&self, [a, b]: [i64; 2]) -> bool {
        ([a, b, a + b][self.by] >= self.bound) == self.least
    }

    fn text(&self) -> String {
        let word = if self.least { "từ" } else { "dưới" };
        format!("{} {word} {}", ["a", "b", "a + b"][self.by], self.bound)
    }
}

impl Guard {
    fn drawn(dice: &mut Dice) -> Guard {
        Guard(Condition::drawn(dice), dice.one_in(2).then(|| Condition::drawn(dice)))
    }

    fn holds(&self, record: [i64; 2]) -> bool {
        self.0.holds(record) || self.1.as_ref().is_some_and(|other| other.holds(record))
    }

    fn text(&self) -> String {
        let other = self.1.as_ref().map(|other| format!(" hoặc {}", other.text()));
        format!("  áp dụng khi {}{}\n", self.0.text(), other.unwrap_or_default())
    }
}

/// Guards that fail of one of two neighbours while all hold of the other, by the field that moves
/// and whether the scorecard begins to apply.
fn expected(guards: &[Guard]) -> BTreeSet<(usize, usize, bool)> {
    let mut turned = BTreeSet::new();
    for (a, b) in (0..=MOST).flat_map(|a| (0..=MOST).map(move |b| (a, b))) {
        for (field, next) in [[a + 1, b], [a, b + 1]].into_iter().enumerate() {
            if next[field] > MOST {
                continue;
            }
            for (one, other, begins) in [([a, b], next, false), (next, [a, b], true)] {
                if guards.iter().all(|guard| guard.holds(one)) {
                    let fails = guards.iter().enumerate().filter(|(_, one)| !one.holds(other));
                    turned.extend(fails.map(|(place, _)| (place, field, begins)));
                }
            }
        }
    }
    turned
}

#[test]
fn guards_turn_where_a_look_at_every_pair_of_neighbours_says_so() {
    let cases = std::env::var("VISAO_CASES").map_or(60, |cases| cases.parse().unwrap());
    let mut all = 0;
    for seed in 0..cases {
        let mut dice = Dice(seed * 4_001 + 7);
        let guards: Vec<Guard> =
            (0..1 + dice.roll(2_usize)).map(|_| Guard::drawn(&mut dice)).collect();
        let lines: String = guards.iter().map(Guard::text).collect();
        let text = format!(
            "bản ghi Tổ\n  trường mã: chữ, khóa\n  trường a: số nguyên, bắt buộc, từ 0 đến {MOST}\n  \
             trường b: số nguyên, bắt buộc, từ 0 đến {MOST}\nbảng điểm Chấm cho Tổ\n{lines}  tiêu chí \
             1, tối đa 3 điểm\n    a từ 3 được 3 điểm\n    còn lại được 1 điểm\n"
        );
        let rules = Rules::from_text(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let found = crossings(rules.model(), rules.plan(), &NoFunctions);
        assert!(found.undecided.is_empty(), "seed {seed}\n{text}");
        let mut told = BTreeSet::new();
        for one in &found.found {
            let records = one.sides.each_ref().map(|side| {
                let value = |field: usize| {
                    let own = side.fields.iter().find(|(id, _)| id.index() == field);
                    let Some((_, Value::Num(number))) = own else { panic!("seed {seed}\n{text}") };
                    number.to_i64().unwrap()
                };
                [value(1), value(2)]
            });
            let field = one.field.index() - 1;
            let mut next = records[0];
            next[field] += 1;
            assert_eq!(records[1], next, "seed {seed}\n{text}");
            let applies = records.map(|record| guards.iter().all(|guard| guard.holds(record)));
            assert_eq!(applies, [!one.begins, one.begins], "seed {seed}\n{text}");
            assert!(told.insert((one.guard, field, one.begins)), "seed {seed}\n{text}");
        }
        assert_eq!(told, expected(&guards), "seed {seed}\n{text}");
        all += told.len();
    }
    assert!(all > cases as usize / 2, "{all}");
}

const RULES: &str = "danh mục Loại có thứ tự: Tốt > Yếu
bản ghi Tổ
  trường mã: chữ, khóa
  trường dư nợ: tiền, bắt buộc, từ 0
  trường ngày lập: ngày, bắt buộc
bảng điểm Chấm cho Tổ, thang 10 điểm
  áp dụng khi dư nợ ≥ 5 triệu
  áp dụng khi ngày lập ≤ 30/06/2023
  tiêu chí 1 \"Nợ\", tối đa 10 điểm
    dư nợ dưới 9 triệu được 10 điểm
    còn lại            được 8 điểm
  xếp loại Loại theo tổng điểm
    từ 10 điểm là Tốt
    còn lại    là Yếu
";

#[test]
fn a_guard_is_told_with_both_values_and_what_the_record_gets() {
    let rules = Rules::from_text(RULES).unwrap();
    let over = Num::from_i64(10);
    let found = rules.check_further(&Further::default().cliffs(&over)).diagnostics;
    let told: Vec<(&str, &str)> =
        found.iter().map(|one| (one.code, one.headline.get(Lang::Vi))).collect();
    assert_eq!(
        told,
        [
            ("W520", "“Chấm”: dư nợ từ 4.999.999 đ lên 5.000.000 đ thì mới xét"),
            ("W520", "“Chấm”: ngày lập từ 30/06/2023 sang 01/07/2023 thì thôi xét"),
        ]
    );
    let accepted = RULES.replace("thang 10 điểm\n", "thang 10 điểm\n  bỏ qua W520: \"đúng mốc\"\n");
    let rules = Rules::from_text(&accepted).unwrap();
    assert!(rules.check_further(&Further::default().cliffs(&over)).diagnostics.is_empty());
}
