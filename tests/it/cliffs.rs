//! Steps of points that one grain of a field makes, against every pair of records of a grid, and by
//! hand.

use crate::support::Dice;
use std::collections::BTreeSet;
use std::fmt::Write;
use visao::analysis::{CliffSide, Cliffs, cliffs};
use visao::engine::{Findings, Further, Rules};
use visao::eval::NoFunctions;
use visao::{DataFile, Lang, Num, Value, wire};

/// Parts of 5 million in which every bound of a share lies at a whole number, and half way.
const PART: i64 = 5_040;

/// Truth of a cell; open where a value is missing.
type Truth = Option<bool>;

/// A record: `a`, which may be missing, money and a part of it, both by 5 million.
type Record = (Option<i64>, i64, i64);

#[derive(Clone, Copy)]
enum Column {
    A,
    Money,
    Share,
}

const COLUMNS: [Column; 3] = [Column::A, Column::Money, Column::Share];

/// A bound of a cell: at least, or below; none takes anything.
type Cell = Option<(bool, i64)>;

impl Column {
    fn header(self) -> &'static str {
        match self {
            Column::A => "a",
            Column::Money => "b",
            Column::Share => "nợ / b",
        }
    }

    fn text(self, at: i64) -> String {
        match self {
            Column::A => at.to_string(),
            Column::Money => format!("{} triệu", 5 * at),
            Column::Share => format!("{}%", 10 * at),
        }
    }

    /// The value over a number: a share stays a quotient.
    fn value(self, (a, b, debt): Record, part: i64) -> Option<(i64, i64)> {
        match self {
            Column::A => a.map(|a| (a, 1)),
            Column::Money => Some((b, part)),
            Column::Share => (b > 0).then_some((10 * debt, b)),
        }
    }

    fn holds(self, cell: Cell, record: Record, part: i64) -> Truth {
        let Some((from, at)) = cell else { return Some(true) };
        self.value(record, part).map(|(over, under)| (over >= at * under) == from)
    }
}

struct Card {
    rows: Vec<([Cell; 3], i64)>,
    rest: Option<i64>,
    optional: bool,
    over: i64,
}

impl Card {
    fn drawn(dice: &mut Dice) -> Card {
        let cell = |dice: &mut Dice, most: i64| {
            (dice.roll(5) < 2).then(|| (dice.roll(2) == 0, 1 + dice.roll(most)))
        };
        let row = |dice: &mut Dice| ([cell(dice, 8), cell(dice, 7), cell(dice, 9)], dice.roll(21));
        let rows = (0..1 + dice.roll(4)).map(|_| row(dice)).collect();
        let rest = Some(dice.roll(21)).filter(|_| dice.roll(4) > 0);
        Card { rows, rest, optional: dice.roll(3) == 0, over: dice.roll(15) }
    }

    fn rules(&self) -> String {
        let required = if self.optional { "" } else { ", bắt buộc" };
        let mut text = format!(
            "bản ghi Hộ
  trường mã: chữ, khóa
  trường a: số nguyên{required}, từ 0 đến 9
  trường b: tiền, bắt buộc, từ 0 đến 40 triệu, bước 5 triệu
  trường nợ: tiền, bắt buộc, từ 0 đến b, bước 5 triệu
bảng điểm P cho Hộ, thang 20 điểm
  tiêu chí 1, tối đa 20 điểm
    | a | b | nợ / b | điểm |
"
        );
        assert_eq!(COLUMNS.map(Column::header), ["a", "b", "nợ / b"]);
        for (cells, points) in &self.rows {
            for (column, cell) in COLUMNS.into_iter().zip(cells) {
                let told = cell.map(|(from, at)| {
                    format!("{} {}", if from { "từ" } else { "dưới" }, column.text(at))
                });
                write!(text, "    | {} ", told.unwrap_or("-".to_owned())).unwrap();
            }
            writeln!(text, "| {points} |").unwrap();
        }
        text = text.replace("     | ", " | ");
        if let Some(points) = self.rest {
            writeln!(text, "    | - | - | - | {points} |").unwrap();
        }
        text
    }

    /// The row that decides a record, by its place; none where none holds or an open one stands
    /// before it.
    fn decides(&self, record: Record) -> Option<usize> {
        self.decides_at(record, 1)
    }

    /// The same, of a record whose money is counted in so small a part.
    fn decides_at(&self, record: Record, part: i64) -> Option<usize> {
        for (row, (cells, _)) in self.rows.iter().enumerate() {
            let all = COLUMNS.into_iter().zip(cells);
            let truths: Vec<Truth> =
                all.map(|(column, cell)| column.holds(*cell, record, part)).collect();
            if truths.contains(&Some(false)) {
                continue;
            }
            return (!truths.contains(&None)).then_some(row);
        }
        self.rest.map(|_| self.rows.len())
    }

    /// Returns `true` if nothing but the two rows decides on the way from one record to another,
    /// however fine the grain.
    fn is_bare(&self, one: Record, other: Record, rows: [usize; 2]) -> bool {
        let at = |(a, b, debt): Record| (a, PART * b, PART * debt);
        let (one, other) = (at(one), at(other));
        if one.0 != other.0 {
            return true;
        }
        // Where a share is at a bound, the other of both being as it is.
        let (low, high) = if one.1 == other.1 { (one.2, other.2) } else { (one.1, other.1) };
        let turn = |k: i64| if one.1 == other.1 { k * one.1 / 10 } else { 10 * one.2 / k };
        let mut turns: Vec<i64> = (1..=9).map(turn).chain([low, high]).collect();
        turns.retain(|turn| low <= *turn && *turn <= high);
        turns.sort_unstable();
        let between = turns.windows(2).map(|two| (two[0] + two[1]) / 2);
        let mut all: Vec<i64> = turns.iter().copied().chain(between).collect();
        all.sort_unstable();
        let record = |at| if one.1 == other.1 { (one.0, one.1, at) } else { (one.0, at, one.2) };
        let mut way: Vec<_> = all.into_iter().map(|at| self.decides_at(record(at), PART)).collect();
        way.dedup();
        way == rows.map(Some)
    }

    fn points(&self, row: usize) -> i64 {
        self.rows.get(row).map_or_else(|| self.rest.unwrap(), |(_, points)| *points)
    }

    /// Pairs of rows between which one grain of one field leads, as a look at every record of the
    /// grid finds them; those that it leads between without leaping over another, and all.
    fn expected(&self) -> [BTreeSet<[usize; 2]>; 2] {
        let all = (0..=9).map(Some).chain(self.optional.then_some(None));
        let grid =
            all.flat_map(|a| (0..=8).flat_map(move |b| (0..=b).map(move |debt| (a, b, debt))));
        let (mut bare, mut all) = (BTreeSet::new(), BTreeSet::new());
        for (a, b, debt) in grid {
            let mut beside = vec![(a, b + 1, debt), (a, b, debt + 1)];
            beside.extend(a.map(|a| (Some(a + 1), b, debt)));
            beside.retain(|(a, b, debt)| a.is_none_or(|a| a <= 9) && *b <= 8 && debt <= b);
            let Some(own) = self.decides((a, b, debt)) else { continue };
            for record in beside {
                let Some(other) = self.decides(record) else { continue };
                if (self.points(own) - self.points(other)).abs() > self.over {
                    let pair = [own.min(other), own.max(other)];
                    all.insert(pair);
                    if self.is_bare((a, b, debt), record, [own, other]) {
                        bare.insert(pair);
                    }
                }
            }
        }
        [bare, all]
    }
}

fn found(rules: &Rules, over: i64) -> Cliffs {
    cliffs(rules.model(), rules.plan(), &NoFunctions, &Num::from_i64(over))
}

#[test]
fn steps_are_those_that_a_look_at_every_pair_of_records_finds() {
    let cases = std::env::var("VISAO_CASES").map_or(150, |cases| cases.parse().unwrap());
    let (mut met, mut none, mut leaps, mut sharp) = (0, 0, 0, 0);
    for seed in 0..cases {
        let card = Card::drawn(&mut Dice(seed * 7_919 + 3));
        let text = card.rules();
        let rules = Rules::from_text(&text).unwrap_or_else(|refused| panic!("{text}\n{refused}"));
        let found = found(&rules, card.over);
        let told: BTreeSet<[usize; 2]> = (found.found.iter())
            .map(|cliff| {
                let [one, other] = cliff.sides.each_ref().map(|side| side.lines[0].1);
                [one.min(other), one.max(other)]
            })
            .collect();
        assert_eq!(told.len(), found.found.len(), "{text}");
        let [bare, all] = card.expected();
        assert!(bare.is_subset(&told), "over {}, seed {seed}: {bare:?}\n{text}", card.over);
        assert!(told.is_subset(&all), "over {}, seed {seed}: {told:?}\n{text}", card.over);
        leaps += usize::from(bare != all);
        sharp += usize::from(bare == told);
        assert!(found.undecided.is_empty(), "seed {seed}\n{text}");
        for cliff in &found.found {
            let [one, other] = cliff.sides.each_ref().map(|side| &side.witness.fields);
            let apart = one.iter().zip(other).filter(|(one, other)| one != other);
            assert_eq!(apart.count(), 1, "{text}");
            for side in &cliff.sides {
                let value = |place: usize, by: i64| {
                    let field = side.witness.fields.iter().find(|(id, _)| id.index() == place);
                    field.map(|(_, value)| match value {
                        Value::Num(number) => number.to_i64().unwrap() / by,
                        other => panic!("{other:?}"),
                    })
                };
                let (b, debt) = (value(2, 5_000_000).unwrap(), value(3, 5_000_000).unwrap());
                let row = card.decides((value(1, 1), b, debt));
                assert_eq!(row, Some(side.lines[0].1), "{text}");
                let points = Num::from_i64(card.points(side.lines[0].1));
                assert_eq!((side.lines.len(), &side.points), (1, &points), "{text}");
            }
        }
        met += usize::from(!told.is_empty());
        none += usize::from(told.is_empty());
    }
    let cases = usize::try_from(cases).unwrap();
    assert!(met * 5 > cases && none * 10 > cases && leaps > 0, "{met} {none} {leaps}");
    assert!(sharp * 20 > cases * 19, "{sharp}");
}

const RULES: &str = "danh mục Loại có thứ tự: Tốt > Khá > Yếu
bản ghi Tổ
  trường mã tổ: chữ, khóa
  trường dư nợ: tiền, bắt buộc, trên 0
  trường nợ quá hạn: tiền, bắt buộc, từ 0 đến dư nợ
  trường số buổi: số nguyên, bắt buộc, từ 0 đến 12
  tính tỷ lệ nợ = nợ quá hạn / dư nợ
bảng điểm Chấm cho Tổ, thang 50 điểm
  tiêu chí 1 \"Nợ quá hạn\", tối đa 30 điểm
    theo tỷ lệ nợ
    dưới 2%   được 30 điểm
    dưới 3%   được 22 điểm
    còn lại   được 0 điểm
  tiêu chí 2 \"Sinh hoạt\", tối đa 20 điểm
    theo số buổi
    từ 10     được 20 điểm
    từ 6      được 9 điểm
    còn lại   được 0 điểm
  xếp loại Loại theo tổng điểm
    từ 45 điểm là Tốt
    từ 30 điểm là Khá
    còn lại    là Yếu
";

fn checked(rules: &Rules, over: i64, data: &[&visao::Batch]) -> Findings {
    rules.check_further(&Further::default().cliffs(&Num::from_i64(over)).beside(data))
}

/// Headlines of the steps of more points than this.
fn told(rules: &Rules, over: i64, data: &[&visao::Batch]) -> Vec<String> {
    let found = checked(rules, over, data).diagnostics;
    let steps = found.into_iter().filter(|one| one.code == "W520");
    steps.map(|one| one.headline.get(Lang::Vi).to_owned()).collect()
}

#[test]
fn a_step_is_told_by_the_field_that_makes_it_and_the_points_on_both_sides() {
    let rules = Rules::from_text(RULES).unwrap();
    // 2% and 3% of the most ordinary debt, and a đồng less.
    let debt = "“Nợ quá hạn”: nợ quá hạn từ 2.999.999 đ lên 3.000.000 đ thì từ 22 điểm còn 0 điểm";
    let sessions = "“Sinh hoạt”: số buổi từ 9 lên 10 thì từ 9 điểm lên 20 điểm";
    assert_eq!(told(&rules, 10, &[]), [debt, sessions]);
    // Eleven points are not more than eleven.
    assert_eq!(told(&rules, 11, &[]), [debt]);
    assert_eq!(told(&rules, 22, &[]), [""; 0]);
    assert_eq!(told(&rules, 8, &[]).len(), 3);
    assert!(rules.check().diagnostics.is_empty());
}

#[test]
fn both_records_are_whole_and_graded_for_programs() {
    let rules = Rules::from_text(RULES).unwrap();
    let found = checked(&rules, 15, &[]).diagnostics;
    let json: serde_json::Value =
        serde_json::from_str(&wire::diagnostics(&found, Lang::Vi).unwrap()).unwrap();
    let (step, lines) = (&json[0]["cliff"], &json[0]["rows"]);
    assert_eq!((&lines[0]["line"], &lines[1]["line"]), (&12.into(), &13.into()));
    assert_eq!((&json[0]["kind"], &step["field"]), (&"cliff".into(), &"nợ quá hạn".into()));
    assert_eq!((&step["over"], &step["beside"]), (&"15".into(), &serde_json::Value::Null));
    for (side, points) in [(&step["sides"][0], "22"), (&step["sides"][1], "0")] {
        assert_eq!(side["points"], points);
        let decided = rules.grade(&side["witness"]["fields"]).unwrap().remove(0);
        let decided = serde_json::to_value(decided).unwrap();
        assert_eq!((&decided["points"], &decided["verdict"]), (&side["total"], &side["grade"]));
    }
    assert!(found.iter().all(|one| one.meaning.as_ref().unwrap().kind == "cliff"));
}

#[test]
fn steps_that_more_records_stand_beside_come_first() {
    let rules = Rules::from_text(RULES).unwrap();
    // Sessions: 9 and 10 stand beside ten, 8 and 11 do not. Debt: 3% is 3.000.000; 2.970.297 is
    // one hundredth below by what it may grow, 2.970.000 can only come to 2.999.700, and the
    // outstanding debt of it could fall to 99.000.000 exactly, which is 3%.
    let csv = "mã tổ;dư nợ;nợ quá hạn;số buổi
A;100.000.000;0;9
B;100.000.000;0;10
C;100.000.000;0;8
D;100.000.000;0;11
E;100.000.000;2.970.297;0
F;100.000.000;2.960.000;0
";
    let file = DataFile::bytes("to.csv", csv.as_bytes());
    let batch = rules.query().read(&[file], None).unwrap();
    assert_eq!(
        told(&rules, 10, &[&batch]),
        [
            "“Sinh hoạt”: số buổi từ 9 lên 10 thì từ 9 điểm lên 20 điểm; 2 trong 6 bản ghi đứng \
             cạnh mốc này",
            "“Nợ quá hạn”: nợ quá hạn từ 2.999.999 đ lên 3.000.000 đ thì từ 22 điểm còn 0 điểm; 1 \
             trong 6 bản ghi đứng cạnh mốc này",
        ]
    );
}

#[test]
fn a_step_is_accepted_only_where_it_is_asked_for() {
    let text = RULES
        .replace("    theo số buổi\n", "    bỏ qua W520: \"mốc của văn bản\"\n    theo số buổi\n");
    let rules = Rules::from_text(&text).unwrap();
    assert!(rules.check().diagnostics.is_empty());
    let found = checked(&rules, 10, &[]);
    assert_eq!((found.accepted, found.diagnostics.len()), (1, 1));
    // Where there is no step any more, the line that accepts one is told.
    let found = checked(&rules, 15, &[]);
    let codes: Vec<&str> = found.diagnostics.iter().map(|one| one.code).collect();
    assert_eq!((found.accepted, codes), (0, vec!["W520", "W020"]));
}

#[test]
fn rows_that_are_added_make_steps_together() {
    let text = |points: i64| {
        format!(
            "bản ghi Hộ
  trường mã: chữ, khóa
  trường a: số nguyên, bắt buộc, từ 0 đến 9
bảng điểm P cho Hộ, thang 20 điểm
  tiêu chí 1, tối đa 20 điểm, cộng các dòng
    a từ 5 được 8 điểm
    a từ {points} được 7 điểm
"
        )
    };
    let rules = Rules::from_text(&text(5)).unwrap();
    let found = found(&rules, 14);
    assert_eq!(found.found.len(), 1);
    let [below, above] = &found.found[0].sides;
    let number = |number: i64| Num::from_i64(number);
    assert_eq!((&below.points, &above.points), (&number(0), &number(15)));
    let rows = |side: &CliffSide| side.lines.iter().map(|line| line.1).collect::<Vec<usize>>();
    assert_eq!((rows(below), rows(above)), (vec![], vec![0, 1]));
    // Apart they are two steps of less.
    let apart = Rules::from_text(&text(6)).unwrap();
    let found = cliffs(apart.model(), apart.plan(), &NoFunctions, &number(14));
    assert!(found.found.is_empty() && found.undecided.is_empty());
}

#[test]
fn a_day_is_a_step_and_a_product_of_fields_is_not_decided() {
    let rules = Rules::from_text(
        "bản ghi Hộ
  trường mã: chữ, khóa
  trường ngày: ngày, bắt buộc
  trường a: số, bắt buộc, từ 0 đến 9
  trường b: số, bắt buộc, từ 0 đến 9
bảng điểm P cho Hộ, thang 20 điểm
  tiêu chí 1 \"Nộp\", tối đa 10 điểm
    theo ngày
    đến 30/06/2023 được 10 điểm
    còn lại        được 0 điểm
  tiêu chí 2 \"Tích\", tối đa 10 điểm
    theo a * b * a
    từ 5    được 10 điểm
    còn lại được 0 điểm
",
    )
    .unwrap();
    let told = told(&rules, 5, &[]);
    assert_eq!(told[0], "“Nộp”: ngày từ 30/06/2023 sang 01/07/2023 thì từ 10 điểm còn 0 điểm");
    assert_eq!(told[1], "chưa kết luận được điểm của “Tích” có bậc nhảy quá mức ấy không");
    assert_eq!(told.len(), 2);
}
