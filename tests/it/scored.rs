//! Tables that ask the total or the grade of a scorecard, against every record there can be.

use crate::support::Dice;
use std::collections::{BTreeMap, BTreeSet};
use visao::analysis::{About, FindingKind, Site};
use visao::engine::Rules;
use visao::eval::NoFunctions;

const GRADES: [&str; 4] = ["Tốt", "Khá", "Vừa", "Yếu"];

/// Values of each of three fields.
const SIZE: usize = 4;

/// A scorecard: points by field and value, least totals of grades, a cap on one value, and values
/// of fields on which the grade is one down.
struct Card {
    points: Vec<Vec<i64>>,
    least: Vec<(i64, usize)>,
    cap: Option<(usize, usize)>,
    downs: Vec<(usize, usize)>,
}

impl Card {
    fn drawn(dice: &mut Dice) -> Card {
        let step = [1, 5, 7][dice.roll(3_usize)];
        let one = |dice: &mut Dice| (0..SIZE).map(|_| step * dice.roll(5_i64)).collect();
        let points = (0..3).map(|_| one(dice)).collect();
        let mut least: Vec<(i64, usize)> =
            (0..3).map(|grade| (dice.roll(12 * step.unsigned_abs()) as i64, grade)).collect();
        least.sort_by_key(|(total, _)| -total);
        for (grade, one) in least.iter_mut().enumerate() {
            one.1 = grade;
        }
        let cap = dice.one_in(2).then(|| (1 + dice.roll(3_usize), dice.roll(SIZE)));
        let down = |dice: &mut Dice| (dice.roll(3_usize), dice.roll(SIZE));
        let downs = (0..dice.roll(3)).map(|_| down(dice)).collect();
        Card { points, least, cap, downs }
    }

    fn total(&self, record: [usize; 3]) -> i64 {
        self.points.iter().zip(record).map(|(points, value)| points[value]).sum()
    }

    fn grade(&self, record: [usize; 3]) -> usize {
        let total = self.total(record);
        let row = self.least.iter().find(|(least, _)| total >= *least);
        let grade = row.map_or(3, |(_, grade)| *grade);
        let capped = match self.cap {
            Some((cap, value)) if record[0] == value => grade.max(cap),
            _ => grade,
        };
        let struck = self.downs.iter().filter(|(field, value)| record[*field] == *value);
        (capped + struck.count()).min(3)
    }

    fn text(&self) -> String {
        let mut text = String::from(
            "danh mục Loại có thứ tự: Tốt > Khá > Vừa > Yếu\nbản ghi Tổ\n  trường mã: chữ, khóa\n",
        );
        for name in ["a", "b", "c"] {
            text += &format!("  trường {name}: số nguyên, bắt buộc, từ 0 đến {}\n", SIZE - 1);
        }
        text += "bảng điểm Chấm cho Tổ\n";
        for (place, (name, points)) in ["a", "b", "c"].iter().zip(&self.points).enumerate() {
            let most = points.iter().max().unwrap().max(&1);
            text += &format!(
                "  tiêu chí {} \"{name}\", tối đa {most} điểm\n    theo {name}\n",
                place + 1
            );
            for (value, points) in points.iter().enumerate() {
                text += &format!("    {value} được {points} điểm\n");
            }
        }
        text += "  xếp loại Loại theo tổng điểm\n";
        for (least, grade) in &self.least {
            text += &format!("    từ {least} điểm là {}\n", GRADES[*grade]);
        }
        text += "    còn lại là Yếu\n";
        if let Some((grade, value)) = self.cap {
            text += &format!("  không quá {} nếu a = {value}\n", GRADES[grade]);
        }
        for (field, value) in &self.downs {
            text += &format!("  hạ một bậc nếu {} = {value}\n", ["a", "b", "c"][*field]);
        }
        text
    }
}

/// Rows of a table: by grade or by a range of totals, perhaps for one value of a field as well.
struct Row {
    grades: BTreeSet<usize>,
    totals: Option<(i64, i64)>,
    b: Option<usize>,
}

impl Row {
    fn drawn(dice: &mut Dice, by_grade: bool, step: i64) -> Row {
        let low = dice.roll(60_i64) * step / 5;
        let mut grades: BTreeSet<usize> = (0..4).filter(|_| dice.one_in(2)).collect();
        grades.insert(dice.roll(4_usize));
        Row {
            grades,
            totals: (!by_grade).then(|| (low, low + dice.roll(30_i64))),
            b: dice.one_in(4).then(|| dice.roll(SIZE)),
        }
    }

    fn holds(&self, card: &Card, record: [usize; 3]) -> bool {
        let of_score = match self.totals {
            Some((low, high)) => (low..=high).contains(&card.total(record)),
            None => self.grades.contains(&card.grade(record)),
        };
        of_score && self.b.is_none_or(|b| record[1] == b)
    }

    fn text(&self, place: usize) -> String {
        let grades: Vec<&str> = self.grades.iter().map(|grade| GRADES[*grade]).collect();
        let of_score = match self.totals {
            Some((low, high)) => format!("từ {low} đến {high}"),
            None => grades.join(", "),
        };
        let b = self.b.map_or_else(|| "-".to_owned(), |b| b.to_string());
        format!("  | {of_score} | {b} | {place} |\n")
    }
}

#[test]
fn gaps_and_dead_rows_of_tables_by_totals_and_grades_are_those_of_all_records() {
    let cases = std::env::var("VISAO_CASES").map_or(150, |cases| cases.parse().unwrap());
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..cases {
        let dice = &mut Dice(seed * 7_919 + 3);
        let (card, by_grade) = (Card::drawn(dice), dice.one_in(2));
        let step =
            card.points.iter().flatten().find(|points| **points > 0).map_or(1, |own| own % 5 + 1);
        let rows: Vec<Row> =
            (0..1 + dice.roll(4)).map(|_| Row::drawn(dice, by_grade, step)).collect();
        let head = if by_grade { "xếp loại" } else { "tổng điểm" };
        let mut text: String = card.text() + &*format!("bảng T cho Tổ: số\n  | {head} | b | T |\n");
        for (place, row) in rows.iter().enumerate() {
            text += &row.text(place);
        }
        let every = || {
            (0..SIZE.pow(3)).map(|place| [place % SIZE, place / SIZE % SIZE, place / SIZE / SIZE])
        };
        let mut expected = BTreeSet::new();
        if every().any(|record| !rows.iter().any(|row| row.holds(&card, record))) {
            expected.insert(("gap", 0));
        }
        for (place, row) in rows.iter().enumerate() {
            let own: Vec<[usize; 3]> = every().filter(|one| row.holds(&card, *one)).collect();
            let taken = |one: &[usize; 3]| rows[..place].iter().any(|row| row.holds(&card, *one));
            if own.is_empty() {
                expected.insert(("never", place));
            } else if own.iter().all(taken) {
                expected.insert(("dead", place));
            }
        }
        let rules = Rules::from_text(&text).unwrap_or_else(|error| panic!("{text}\n{error}"));
        let found = visao::analysis::check(rules.model(), rules.plan(), &NoFunctions);
        let told: BTreeSet<(&str, usize)> = found
            .iter()
            .filter(|one| matches!(one.about, About::Site(Site::Table(..))))
            .filter(|one| !matches!(one.kind, FindingKind::Order | FindingKind::NoEffect))
            .map(|one| (one.kind.code(), one.rows.first().copied().unwrap_or(0)))
            .collect();
        assert_eq!(told, expected, "seed {seed}\n{text}");
        told.iter().for_each(|(kind, _)| *seen.entry(kind).or_default() += 1);
    }
    assert!(["gap", "never", "dead"].iter().all(|kind| seen[kind] >= 15), "{seen:?}");
}
