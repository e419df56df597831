//! Records that no permitted change lifts, against every record of a grid and all that it can come
//! to, and by hand.

use crate::support::Dice;
use std::collections::BTreeSet;
use std::fmt::Write;
use visao::analysis::{Confined, Held, confined};
use visao::engine::{Further, Rules};
use visao::eval::NoFunctions;
use visao::model::Verdict;
use visao::{Lang, Value, wire};

/// The greatest value of a field.
const MOST: i64 = 4;

/// A record: each field may be missing.
type Record = [Option<i64>; 3];

const NAMES: [&str; 3] = ["a", "b", "c"];
const MARKS: [&str; 4] = ["", ", cố định", ", chỉ tăng", ", chỉ giảm"];

/// A condition on the sum of some fields: at least a number, or below it.
#[derive(Clone, Copy, Debug)]
struct Test {
    field: usize,
    also: Option<usize>,
    from: bool,
    at: i64,
}

impl Test {
    fn drawn(dice: &mut Dice, sums: bool) -> Test {
        let field = dice.roll(3);
        let also = (sums && dice.roll(4) == 0).then_some((field + 1) % 3);
        let from = dice.roll(2) == 0;
        let most = if also.is_some() { 2 * MOST } else { MOST };
        Test { field, also, from, at: 1 + dice.roll(most) }
    }

    fn text(self) -> String {
        let sum = self.also.map_or(String::new(), |also| format!(" + {}", NAMES[also]));
        let sign = if self.from { "≥" } else { "<" };
        format!("{}{sum} {sign} {}", NAMES[self.field], self.at)
    }

    fn holds(self, record: Record) -> Option<bool> {
        let also = self.also.map_or(Some(0), |also| record[also])?;
        Some((record[self.field]? + also >= self.at) == self.from)
    }
}

fn or(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        (_, _) => None,
    }
}

/// Fields with their marks.
struct Fields {
    marks: [usize; 3],
    optional: bool,
}

impl Fields {
    fn drawn(dice: &mut Dice) -> Fields {
        let mut mark = || dice.roll(4);
        Fields { marks: [mark(), mark(), mark()], optional: dice.roll(4) == 0 }
    }

    fn text(&self) -> String {
        let mut text = "danh mục Loại có thứ tự: Tốt > Khá > Yếu
bản ghi Hộ
  trường mã: chữ, khóa
"
        .to_owned();
        for (place, name) in NAMES.iter().enumerate() {
            let required = if self.optional && place == 0 { "" } else { ", bắt buộc" };
            let mark = MARKS[self.marks[place]];
            writeln!(text, "  trường {name}: số nguyên{required}, từ 0 đến {MOST}{mark}").unwrap();
        }
        text
    }

    fn grid(&self) -> Vec<Record> {
        let values = |place: usize| {
            let missing = (self.optional && place == 0).then_some(None);
            (0..=MOST).map(Some).chain(missing)
        };
        let all =
            values(0).flat_map(|a| values(1).flat_map(move |b| values(2).map(move |c| [a, b, c])));
        all.collect()
    }

    fn can_come_to(&self, one: Record, other: Record) -> bool {
        let each = self.marks.iter().zip(one.iter().zip(other));
        let can = |(mark, (own, to)): (&usize, (&Option<i64>, Option<i64>))| match (*own, to) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(own), Some(to)) => match mark {
                0 => true,
                1 => own == to,
                2 => to >= own,
                _ => to <= own,
            },
        };
        each.into_iter().all(can)
    }

    /// Those of some results that another record betters: where none does that is another finding.
    fn not_of_all(
        &self,
        mut results: BTreeSet<i64>,
        result: impl Fn(Record) -> Option<i64>,
    ) -> BTreeSet<i64> {
        let grid = self.grid();
        let is_better = |own: i64| grid.iter().any(|one| result(*one).is_some_and(|one| one < own));
        results.retain(|own| is_better(*own));
        results
    }

    /// The results that some record has and none of those that it can come to betters.
    fn expected(&self, result: impl Fn(Record) -> Option<i64>) -> BTreeSet<i64> {
        let grid = self.grid();
        let mut expected = BTreeSet::new();
        for record in &grid {
            let Some(own) = result(*record) else { continue };
            let mut others = grid.iter().filter(|other| self.can_come_to(*record, **other));
            if own > 0 && others.all(|other| result(*other).is_none_or(|other| other >= own)) {
                expected.insert(own);
            }
        }
        expected
    }
}

/// Results that no change betters, as they are found; each record has its result and cannot come to
/// a better one.
fn found(rules: &Rules, fields: &Fields, result: impl Fn(Record) -> Option<i64>) -> BTreeSet<i64> {
    let all = confined(rules.model(), rules.plan(), &NoFunctions);
    let mut told = BTreeSet::new();
    for Confined { held, witness, zone, .. } in &all {
        let held = match held {
            Held::Grade(grade) => i64::from(*grade),
            Held::Verdict(Verdict::Rejected) => 2,
            Held::Verdict(Verdict::ToReview) => 1,
            Held::Verdict(other) => panic!("{other:?}"),
        };
        let value = |place: usize| {
            let field = witness.fields.iter().find(|(id, _)| id.index() == place + 1);
            field.map(|(_, value)| match value {
                Value::Num(number) => number.to_i64().unwrap(),
                other => panic!("{other:?}"),
            })
        };
        let record = [value(0), value(1), value(2)];
        assert_eq!(result(record), Some(held), "{record:?}");
        let grid = fields.grid();
        let mut others = grid.iter().filter(|other| fields.can_come_to(record, **other));
        let is_better = |other: &&Record| result(**other).is_some_and(|other| other < held);
        assert!(!others.any(|other| is_better(&other)), "{record:?}");
        if let Some(zone) = zone {
            let inside = zone.holds(witness, rules.model(), rules.plan(), &NoFunctions);
            assert_eq!(inside, Some(true), "{record:?} {zone:?}");
        }
        assert!(told.insert(held), "told twice");
    }
    told
}

#[test]
fn verdicts_that_nothing_lifts_are_those_that_a_look_at_every_change_finds() {
    let cases = std::env::var("VISAO_CASES").map_or(300, |cases| cases.parse().unwrap());
    let (mut met, mut none) = (0, 0);
    for seed in 0..cases {
        let dice = &mut Dice(seed * 6_151 + 11);
        let (fields, sums) = (Fields::drawn(dice), dice.roll(3) == 0);
        let mut clauses = Vec::new();
        for _ in 0..1 + dice.roll(4) {
            let (kind, one) = (dice.roll(3), Test::drawn(dice, sums));
            let other = (dice.roll(3) == 0).then(|| Test::drawn(dice, sums));
            clauses.push((kind, one, other));
        }
        let mut text = fields.text() + "điều kiện Vay cho Hộ\n";
        for (kind, one, other) in &clauses {
            let or = other.map_or(String::new(), |other| format!(" hoặc {}", other.text()));
            let condition = one.text() + or.as_str();
            let line = match kind {
                0 => format!("yêu cầu {condition}\n    nếu không: \"x\""),
                1 => format!("từ chối nếu {condition}: \"x\""),
                _ => format!("cần xem xét nếu {condition}: \"x\""),
            };
            writeln!(text, "  {line}").unwrap();
        }
        let result = |record: Record| {
            let (mut rejected, mut to_review, mut open) = (false, false, false);
            for (kind, one, other) in &clauses {
                let other = other.map_or(Some(false), |other| other.holds(record));
                let holds = or(one.holds(record), other);
                open |= holds.is_none();
                rejected |= holds == Some(*kind == 1) && *kind < 2;
                to_review |= holds == Some(true) && *kind == 2;
            }
            match (rejected, open, to_review) {
                (true, ..) => Some(2),
                (_, true, _) => None,
                (_, _, true) => Some(1),
                (..) => Some(0),
            }
        };
        let rules = Rules::from_text(&text).unwrap_or_else(|refused| panic!("{text}\n{refused}"));
        let told = found(&rules, &fields, result);
        let expected = fields.expected(result);
        assert!(told.is_subset(&expected), "seed {seed}\n{text}");
        if !sums && !fields.optional {
            assert_eq!(told, fields.not_of_all(expected, result), "seed {seed}\n{text}");
        }
        met += usize::from(!told.is_empty());
        none += usize::from(told.is_empty());
    }
    assert!(met > 30 && none > 30, "{met} {none}");
}

#[test]
fn grades_that_nothing_lifts_are_those_that_a_look_at_every_change_finds() {
    let cases = std::env::var("VISAO_CASES").map_or(300, |cases| cases.parse().unwrap());
    let (mut met, mut none) = (0, 0);
    for seed in 0..cases {
        let dice = &mut Dice(seed * 3_301 + 7);
        let (fields, sums) = (Fields::drawn(dice), dice.roll(3) == 0);
        let criteria: Vec<(Vec<(Test, i64)>, i64)> = (0..1 + dice.roll(3))
            .map(|_| {
                let rows = (0..1 + dice.roll(3)).map(|_| (Test::drawn(dice, sums), dice.roll(11)));
                (rows.collect(), dice.roll(11))
            })
            .collect();
        let whole = 10 * i64::try_from(criteria.len()).unwrap();
        let high = 1 + dice.roll(whole);
        let low = dice.roll(high);
        let cap = (dice.roll(3) == 0).then(|| (1 + dice.roll(2), Test::drawn(dice, sums)));
        let mut text = fields.text();
        writeln!(text, "bảng điểm P cho Hộ, thang {whole} điểm").unwrap();
        for (place, (rows, rest)) in criteria.iter().enumerate() {
            writeln!(text, "  tiêu chí {}, tối đa 10 điểm", place + 1).unwrap();
            for (test, points) in rows {
                writeln!(text, "    {} được {points} điểm", test.text()).unwrap();
            }
            writeln!(text, "    còn lại được {rest} điểm").unwrap();
        }
        writeln!(
            text,
            "  xếp loại Loại theo tổng điểm\n    từ {high} điểm là Tốt\n    từ {low} điểm là Khá\n    \
             còn lại là Yếu"
        )
        .unwrap();
        if let Some((grade, test)) = &cap {
            let grade = ["Tốt", "Khá", "Yếu"][usize::try_from(*grade).unwrap()];
            writeln!(text, "    không quá {grade} nếu {}: \"x\"", test.text()).unwrap();
        }
        let result = |record: Record| {
            if record.contains(&None) {
                return None;
            }
            let points = criteria.iter().map(|(rows, rest)| {
                let row = rows.iter().find(|(test, _)| test.holds(record) == Some(true));
                row.map_or(*rest, |(_, points)| *points)
            });
            let total: i64 = points.sum();
            let grade = if total >= high { 0 } else { i64::from(total < low) + 1 };
            let capped = cap.filter(|(_, test)| test.holds(record) == Some(true));
            Some(capped.map_or(grade, |(least, _)| grade.max(least)))
        };
        let fields = Fields { optional: false, ..fields };
        let text = text.replace("trường a: số nguyên, từ", "trường a: số nguyên, bắt buộc, từ");
        let rules = Rules::from_text(&text).unwrap_or_else(|refused| panic!("{text}\n{refused}"));
        let told = found(&rules, &fields, result);
        let expected = fields.expected(result);
        assert!(told.is_subset(&expected), "seed {seed}: {told:?} {expected:?}\n{text}");
        if !sums {
            assert_eq!(told, fields.not_of_all(expected, result), "seed {seed}\n{text}");
        }
        met += usize::from(!told.is_empty());
        none += usize::from(told.is_empty());
    }
    assert!(met > 30 && none > 30, "{met} {none}");
}

const RULES: &str = "danh mục Loại có thứ tự: Tốt > Khá > Yếu
bản ghi Tổ
  trường mã tổ: chữ, khóa
  trường số phiên: số nguyên, bắt buộc, từ 1, cố định
  trường số phiên vắng: số nguyên, bắt buộc, từ 0 đến số phiên, chỉ tăng
  trường số buổi: số nguyên, bắt buộc, từ 0 đến 12
bảng điểm Chấm cho Tổ, thang 50 điểm
  tiêu chí 1 \"Dự phiên\", tối đa 30 điểm
    theo số phiên vắng
    đến 0     được 30 điểm
    đến 2     được 20 điểm
    còn lại   được 0 điểm
  tiêu chí 2 \"Sinh hoạt\", tối đa 20 điểm
    theo số buổi
    từ 10     được 20 điểm
    còn lại   được 5 điểm
  xếp loại Loại theo tổng điểm
    từ 45 điểm là Tốt
    từ 30 điểm là Khá
    còn lại    là Yếu
";

#[test]
fn records_are_told_by_what_holds_them_down() {
    let rules = Rules::from_text(RULES).unwrap();
    let found = rules.check_further(&Further::default().confined()).diagnostics;
    let told: Vec<&str> = found.iter().map(|one| one.headline.get(Lang::Vi)).collect();
    // Absences only rise: one takes 50 to 40 at most, three to 20.
    assert_eq!(
        told,
        [
            "“Chấm”: không thay đổi nào được phép đưa bản ghi lên trên “Khá”: số phiên vắng từ 1 \
             trở lên",
            "“Chấm”: không thay đổi nào được phép đưa bản ghi lên trên “Yếu”: số phiên vắng từ 3 \
             trở lên",
        ]
    );
    let json: serde_json::Value =
        serde_json::from_str(&wire::diagnostics(&found, Lang::Vi).unwrap()).unwrap();
    for (finding, grade) in [(&json[0], "Khá"), (&json[1], "Yếu")] {
        assert_eq!(finding["kind"], "confined");
        let record = &finding["witness"]["fields"];
        let explained = rules.query().ways().explain(record).unwrap().remove(0);
        assert_eq!(explained.decision.verdict.as_deref(), Some(grade));
        // The search for ways to a better grade proves the same of the record.
        let ways = explained.ways.unwrap();
        assert!(ways.ways.is_empty() && ways.none, "{ways:?}");
    }
    // Without the mark each record can come to the best.
    let free = Rules::from_text(&RULES.replace(", chỉ tăng", "")).unwrap();
    assert!(free.check_further(&Further::default().confined()).diagnostics.is_empty());
    assert!(rules.check().diagnostics.is_empty());
}

#[test]
fn a_confined_record_may_be_accepted_and_a_share_of_what_is_fixed_is_followed() {
    let text = "bản ghi Hộ
  trường mã: chữ, khóa
  trường dư nợ: tiền, bắt buộc, trên 0, cố định
  trường nợ quá hạn: tiền, bắt buộc, từ 0 đến dư nợ, chỉ tăng
  trường tự nguyện: có không, bắt buộc
điều kiện Vay cho Hộ
  yêu cầu nợ quá hạn / dư nợ < 3%
    nếu không: \"nợ quá hạn từ 3%\"
  cần xem xét nếu tự nguyện là không: \"chưa tự nguyện\"
";
    let rules = Rules::from_text(text).unwrap();
    let found = rules.check_further(&Further::default().confined()).diagnostics;
    let told: Vec<&str> = found.iter().map(|one| one.headline.get(Lang::Vi)).collect();
    assert_eq!(
        told,
        ["“Vay”: không thay đổi nào được phép đưa bản ghi lên trên “từ chối”: nợ quá hạn / dư nợ \
          từ 3% trở lên"]
    );
    let accepted =
        text.replace("điều kiện Vay cho Hộ\n", "điều kiện Vay cho Hộ\n  bỏ qua W521: \"đúng ý\"\n");
    let rules = Rules::from_text(&accepted).unwrap();
    let found = rules.check_further(&Further::default().confined());
    assert_eq!((found.accepted, found.diagnostics.len()), (1, 0));
    assert!(rules.check().diagnostics.is_empty());
}
