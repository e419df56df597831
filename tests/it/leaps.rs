//! Steps of totals and grades that one grain of one field makes, against every pair of neighbouring
//! records of a grid, and by hand.

use crate::support::Dice;
use std::collections::BTreeSet;
use std::fmt::Write;
use visao::analysis::{Cliff, Cliffs, Line, Site, Stepped, cliffs};
use visao::engine::{Further, Rules};
use visao::eval::NoFunctions;
use visao::{DataFile, Lang, Num, Value, wire};

const GRADES: [&str; 4] = ["Tốt", "Khá", "Vừa", "Yếu"];

/// The greatest value of both fields.
const MOST: i64 = 6;

/// Values of the fields `a` and `b`.
type Record = [i64; 2];

/// A criterion or a row that is added, by its place, or a cap: what holds of a record.
type Held = BTreeSet<(u8, usize, usize)>;

/// A criterion by one of three values: rows from a bound on, each with its points.
struct Criterion {
    by: usize,
    rows: Vec<(i64, i64)>,
    rest: i64,
    adds: bool,
}

struct Card {
    criteria: Vec<Criterion>,
    least: Vec<i64>,
    cap: Option<(usize, i64)>,
    down: Option<i64>,
    over: i64,
}

impl Criterion {
    fn drawn(dice: &mut Dice) -> Criterion {
        let mut rows: Vec<(i64, i64)> =
            (0..1 + dice.roll(3)).map(|_| (1 + dice.roll(7_i64), dice.roll(9_i64))).collect();
        rows.sort_by_key(|(from, _)| -from);
        rows.dedup_by_key(|(from, _)| *from);
        Criterion { by: dice.roll(3_usize), rows, rest: dice.roll(5_i64), adds: dice.one_in(4) }
    }

    fn value(&self, [a, b]: Record) -> i64 {
        [a, b, a + b][self.by]
    }

    fn word(&self) -> &'static str {
        ["a", "b", "a + b"][self.by]
    }

    /// The rows that give points, and these.
    fn given(&self, record: Record) -> (Vec<usize>, i64) {
        let value = self.value(record);
        let held = self.rows.iter().enumerate().filter(|(_, (from, _))| value >= *from);
        let held: Vec<(usize, i64)> = held.map(|(place, (_, points))| (place, *points)).collect();
        if self.adds {
            let (rows, points): (Vec<usize>, Vec<i64>) = held.into_iter().unzip();
            return (rows, points.iter().sum());
        }
        let first = held.first().copied().unwrap_or((self.rows.len(), self.rest));
        (vec![first.0], first.1)
    }
}

impl Card {
    fn drawn(dice: &mut Dice) -> Card {
        let mut least: Vec<i64> = (0..3).map(|_| 1 + dice.roll(20_i64)).collect();
        least.sort_unstable_by_key(|total| -total);
        Card {
            criteria: (0..2 + dice.roll(2)).map(|_| Criterion::drawn(dice)).collect(),
            least,
            cap: dice.one_in(2).then(|| (1 + dice.roll(3_usize), 1 + dice.roll(6_i64))),
            down: dice.one_in(3).then(|| 1 + dice.roll(6_i64)),
            over: 2 + dice.roll(6_i64),
        }
    }

    fn text(&self) -> String {
        let mut text = format!(
            "danh mục Loại có thứ tự: Tốt > Khá > Vừa > Yếu
bản ghi Tổ
  trường mã: chữ, khóa
  trường a: số nguyên, bắt buộc, từ 0 đến {MOST}
  trường b: số nguyên, bắt buộc, từ 0 đến {MOST}
bảng điểm Chấm cho Tổ
"
        );
        for (place, criterion) in self.criteria.iter().enumerate() {
            let (by, number) = (criterion.word(), place + 1);
            if criterion.adds {
                writeln!(text, "  tiêu chí {number}, tối đa 40 điểm, cộng các dòng").unwrap();
                for (from, points) in &criterion.rows {
                    writeln!(text, "    {by} từ {from} được {points} điểm").unwrap();
                }
                continue;
            }
            writeln!(text, "  tiêu chí {number}, tối đa 40 điểm\n    theo {by}").unwrap();
            for (from, points) in &criterion.rows {
                writeln!(text, "    từ {from} được {points} điểm").unwrap();
            }
            writeln!(text, "    còn lại được {} điểm", criterion.rest).unwrap();
        }
        text += "  xếp loại Loại theo tổng điểm\n";
        for (least, grade) in self.least.iter().zip(GRADES) {
            writeln!(text, "    từ {least} điểm là {grade}").unwrap();
        }
        text += "    còn lại là Yếu\n";
        if let Some((grade, from)) = self.cap {
            writeln!(text, "    không quá {} nếu a từ {from}", GRADES[grade]).unwrap();
        }
        if let Some(below) = self.down {
            writeln!(text, "    hạ một bậc nếu b dưới {below}").unwrap();
        }
        text
    }

    fn points(&self, record: Record) -> Vec<i64> {
        self.criteria.iter().map(|criterion| criterion.given(record).1).collect()
    }

    fn total(&self, record: Record) -> i64 {
        self.points(record).iter().sum()
    }

    fn grade(&self, record: Record) -> usize {
        let total = self.total(record);
        let row = self.least.iter().position(|least| total >= *least).unwrap_or(3);
        let capped = match self.cap {
            Some((grade, from)) if record[0] >= from => row.max(grade),
            _ => row,
        };
        (capped + usize::from(self.down.is_some_and(|below| record[1] < below))).min(3)
    }

    fn held(&self, record: Record) -> Held {
        let rows = self.criteria.iter().enumerate().flat_map(|(place, criterion)| {
            criterion.given(record).0.into_iter().map(move |row| (0, place, row))
        });
        let cap = self.cap.is_some_and(|(_, from)| record[0] >= from).then_some((1, 0, 0));
        let place = usize::from(self.cap.is_some());
        let down = self.down.is_some_and(|below| record[1] < below).then_some((1, 0, place));
        rows.chain(cap).chain(down).collect()
    }

    /// What holds on one side of a step alone, the same whichever side is first.
    fn apart(&self, one: Record, other: Record) -> [Held; 2] {
        let (one, other) = (self.held(one), self.held(other));
        let mut both = [&one - &other, &other - &one];
        both.sort();
        both
    }

    /// What holds on one side alone of each step of the total that no criterion makes alone, and
    /// the grades of each step of grades.
    fn expected(&self) -> (BTreeSet<[Held; 2]>, BTreeSet<[usize; 2]>) {
        let (mut totals, mut grades) = (BTreeSet::new(), BTreeSet::new());
        for a in 0..=MOST {
            for b in 0..=MOST {
                let one = [a, b];
                for other in [[a + 1, b], [a, b + 1]] {
                    if other.iter().any(|value| *value > MOST) {
                        continue;
                    }
                    let both = [self.points(one), self.points(other)];
                    let far = both[0].iter().zip(&both[1]).map(|(one, other)| other - one);
                    let far: Vec<i64> = far.collect();
                    let is_high = far.iter().sum::<i64>().abs() > self.over;
                    if is_high && far.iter().all(|far| far.abs() <= self.over) {
                        totals.insert(of_criteria(self.apart(one, other)));
                    }
                    let (own, beside) = (self.grade(one), self.grade(other));
                    if own.abs_diff(beside) >= 2 {
                        grades.insert([own.min(beside), own.max(beside)]);
                    }
                }
            }
        }
        (totals, grades)
    }
}

/// What holds of criteria alone, of which a total is made.
fn of_criteria(both: [Held; 2]) -> [Held; 2] {
    let mut both = both.map(|held| held.into_iter().filter(|(kind, ..)| *kind == 0).collect());
    both.sort();
    both
}

fn held(lines: &[Line]) -> Held {
    let line = |(site, row): &Line| match site {
        Site::Criterion(_, place) => (0, *place, *row),
        _ => (1, 0, *row),
    };
    lines.iter().map(line).collect()
}

fn records(cliff: &Cliff) -> [Record; 2] {
    cliff.sides.each_ref().map(|side| {
        [1, 2].map(|place| {
            let field = side.witness.fields.iter().find(|(id, _)| id.index() == place);
            match field {
                Some((_, Value::Num(number))) => number.to_i64().unwrap(),
                other => panic!("{other:?}"),
            }
        })
    })
}

fn found(rules: &Rules, over: i64) -> Cliffs {
    cliffs(rules.model(), rules.plan(), &NoFunctions, &Num::from_i64(over))
}

#[test]
fn steps_of_totals_and_grades_are_those_of_every_pair_of_neighbours() {
    let cases = std::env::var("VISAO_CASES").map_or(60, |cases| cases.parse().unwrap());
    let (mut totals, mut grades, mut none) = (0, 0, 0);
    for seed in 0..cases {
        let card = Card::drawn(&mut Dice(seed * 7_919 + 5));
        let text = card.text();
        let rules = Rules::from_text(&text).unwrap_or_else(|refused| panic!("{text}\n{refused}"));
        let found = found(&rules, card.over);
        assert!(found.undecided.is_empty(), "seed {seed}, {:?}\n{text}", found.undecided);
        let (mut told, mut graded, mut count) = (BTreeSet::new(), BTreeSet::new(), 0);
        for cliff in found.found.iter().filter(|one| !matches!(one.of, Stepped::Points(_))) {
            let [one, other] = records(cliff);
            assert_eq!(one.iter().zip(other).map(|(one, other)| other - one).sum::<i64>(), 1);
            for (side, record) in cliff.sides.iter().zip([one, other]) {
                let grade = usize::try_from(side.grade.unwrap()).unwrap();
                let points = Num::from_i64(card.total(record));
                assert_eq!((&side.points, grade), (&points, card.grade(record)), "{text}");
                assert_eq!(held(&side.lines), card.held(record), "{text}");
            }
            let mut apart = of_criteria(cliff.apart().map(|lines| held(&lines)));
            apart.sort();
            match cliff.of {
                Stepped::Total => {
                    assert!(told.insert(apart), "seed {seed}: twice\n{text}");
                }
                _ => {
                    let [own, beside] = [one, other].map(|record| card.grade(record));
                    graded.insert([own.min(beside), own.max(beside)]);
                    count += 1;
                }
            }
        }
        let expected = card.expected();
        assert_eq!(told, expected.0, "seed {seed}, over {}\n{text}", card.over);
        assert_eq!(graded, expected.1, "seed {seed}\n{text}");
        totals += usize::from(!told.is_empty());
        grades += usize::from(count > 0);
        none += usize::from(told.is_empty() && count == 0);
    }
    let least = usize::try_from(cases).unwrap() / 10;
    assert!([totals, grades, none].iter().all(|met| *met >= least), "{totals} {grades} {none}");
}

const RULES: &str = "danh mục Loại có thứ tự: Tốt > Khá > Trung bình > Yếu
bản ghi Tổ
  trường mã tổ: chữ, khóa
  trường dư nợ: tiền, bắt buộc, trên 0
  trường nợ quá hạn: tiền, bắt buộc, từ 0 đến dư nợ
  trường số buổi: số nguyên, bắt buộc, từ 0 đến 12
bảng điểm Chấm cho Tổ, thang 100 điểm
  tiêu chí 1 \"Nợ quá hạn\", tối đa 40 điểm
    theo nợ quá hạn / dư nợ
    0%        được 40 điểm
    dưới 2%   được 35 điểm
    còn lại   được 27 điểm
  tiêu chí 2 \"Sinh hoạt\", tối đa 30 điểm
    theo số buổi
    từ 10     được 30 điểm
    từ 6      được 22 điểm
    còn lại   được 14 điểm
  tiêu chí 3 \"Chuyên cần\", tối đa 30 điểm
    theo số buổi
    từ 6      được 30 điểm
    còn lại   được 22 điểm
  xếp loại Loại theo tổng điểm
    từ 90 điểm là Tốt
    từ 75 điểm là Khá
    từ 60 điểm là Trung bình
    còn lại    là Yếu
    không quá Trung bình nếu nợ quá hạn > 0: \"Còn nợ quá hạn\"
";

fn told(rules: &Rules, over: i64, data: &[&visao::Batch], lang: Lang) -> Vec<String> {
    let over = Num::from_i64(over);
    let found = rules.check_further(&Further::default().cliffs(&over).beside(data)).diagnostics;
    let steps = found.into_iter().filter(|one| one.code == "W520");
    steps.map(|one| one.headline.get(lang).to_owned()).collect()
}

// From 5 to 6 sessions both criteria give 8 points more, none of them more than 10; at 10 sessions
// one gives 8. With a đồng overdue 100 points are no longer Tốt but Trung bình.
#[test]
fn a_total_and_a_grade_are_told_with_what_moves_them() {
    let rules = Rules::from_text(RULES).unwrap();
    assert_eq!(
        told(&rules, 10, &[], Lang::Vi),
        [
            "“Chấm”: nợ quá hạn từ 0 đ lên 1 đ thì xếp loại từ Tốt còn Trung bình",
            "“Chấm”: số buổi từ 5 lên 6 thì tổng điểm từ 63 điểm lên 79 điểm",
        ]
    );
    assert_eq!(
        told(&rules, 15, &[], Lang::En),
        [
            "“Chấm”: nợ quá hạn from 0 VND to 1 VND takes the grade from Tốt to Trung bình",
            "“Chấm”: số buổi from 5 to 6 takes the total from 63 points to 79 points",
        ]
    );
    // Sixteen are not more than sixteen; the grade does not go by points.
    assert_eq!(told(&rules, 16, &[], Lang::Vi).len(), 1);
    // Where each criterion makes a step of more than 7, the total is not told besides.
    let of_criteria = told(&rules, 7, &[], Lang::Vi);
    assert!(of_criteria.iter().all(|one| !one.contains("tổng điểm")), "{of_criteria:?}");
}

#[test]
fn for_programs_it_says_which_outcome_and_both_records_come_to_it() {
    let rules = Rules::from_text(RULES).unwrap();
    let over = Num::from_i64(10);
    let found = rules.check_further(&Further::default().cliffs(&over)).diagnostics;
    let json: serde_json::Value =
        serde_json::from_str(&wire::diagnostics(&found, Lang::Vi).unwrap()).unwrap();
    let all = json.as_array().unwrap().iter().filter(|one| one["kind"] == "cliff");
    let (mut of, mut lines) = (Vec::new(), Vec::new());
    for one in all {
        of.push(one["cliff"]["of"].as_str().unwrap());
        lines.push(one["rows"].as_array().unwrap().iter().map(|row| row["line"].clone()).collect());
        for side in one["cliff"]["sides"].as_array().unwrap() {
            let decided = rules.grade(&side["witness"]["fields"]).unwrap().remove(0);
            let decided = serde_json::to_value(decided).unwrap();
            assert_eq!(
                (&decided["points"], &decided["verdict"]),
                (&side["points"], &side["grade"])
            );
        }
    }
    assert_eq!(of, ["grade", "total"]);
    let lines: Vec<Vec<serde_json::Value>> = lines;
    // 40 and 35 points, and the cap; the rows of both criteria below 6 sessions, then from 6 on.
    assert_eq!(lines, [vec![10, 11, 27], vec![17, 21, 16, 20]]);
}

#[test]
fn records_beside_a_step_of_a_grade_or_total_are_counted() {
    let rules = Rules::from_text(RULES).unwrap();
    // A comes to 100 points without debt and would be Tốt; of B a đồng less leaves nothing overdue.
    // C and D have 5 and 6 sessions, E and F are far from each.
    let csv = "mã tổ;dư nợ;nợ quá hạn;số buổi
A;100.000.000;0;11
B;100.000.000;1;12
C;100.000.000;50.000.000;5
D;100.000.000;50.000.000;6
E;100.000.000;50.000.000;2
F;100.000.000;50.000.000;9
";
    let file = DataFile::bytes("to.csv", csv.as_bytes());
    let batch = rules.query().read(&[file], None).unwrap();
    let told = told(&rules, 10, &[&batch], Lang::Vi);
    assert!(
        told.iter().all(|one| one.ends_with("; 2 trong 6 bản ghi đứng cạnh mốc này")),
        "{told:?}"
    );
    assert_eq!(told.len(), 2);
}

#[test]
fn a_step_is_accepted_at_the_scorecard_or_at_a_line_that_moves() {
    let card = "bảng điểm Chấm cho Tổ, thang 100 điểm\n";
    let reason = "bỏ qua W520: \"theo văn bản\"";
    let texts = [
        RULES.replace(card, &format!("{card}  {reason}\n")),
        // The grade's step shows a line of the first criterion alone.
        RULES.replace("    theo nợ quá", &format!("    {reason}\n    theo nợ quá")),
    ];
    let over = Num::from_i64(10);
    for (text, accepted) in texts.iter().zip([2, 1]) {
        let rules = Rules::from_text(text).unwrap();
        assert_eq!(rules.check_further(&Further::default().cliffs(&over)).accepted, accepted);
    }
}

#[test]
fn grades_without_an_order_have_no_steps() {
    let text =
        RULES.replace("có thứ tự: Tốt > Khá > Trung bình > Yếu", ": Tốt, Khá, Trung bình, Yếu");
    let text = text.lines().filter(|line| !line.contains("không quá"));
    let text: String = text.map(|line| format!("{line}\n")).collect();
    let rules = Rules::from_text(&text).unwrap();
    assert!(found(&rules, 10).found.iter().all(|one| one.of != Stepped::Grade));
}
