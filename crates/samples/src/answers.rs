//! What must come out, group by group, in plain CSV for tests: commas, decimal points, English
//! keys.

use crate::files::{Exports, GradePlant, ScorePlant};
use crate::group::Group;
use crate::plan::{Grade, Half};

fn points(half: Half) -> String {
    crate::cell::Fixed { units: half * 5, scale: 1 }.text('.')
}

/// The five-criteria scorecard over the monitoring sheet.
pub fn monitoring(groups: &[Group]) -> String {
    let mut text = String::from("code,points_low,points_high,grade_low,grade_high\n");
    for group in groups {
        let outcome = group.template.outcome();
        let (low, high) = outcome.total;
        let (worst, best) = outcome.grade;
        text.push_str(&format!(
            "{},{},{},{},{}\n",
            group.code(),
            points(low),
            points(high),
            worst.name(),
            best.name()
        ));
    }
    text
}

/// The check over CDTOTKVV.
pub fn cdtotkvv(exports: &Exports) -> String {
    let mut text = String::from("code,verdict,reason\n");
    for (number, plant) in &exports.score_plants {
        let (verdict, reason) = match plant {
            ScorePlant::WrongGrade => ("không đạt", "Xếp loại không đúng với tổng điểm"),
            ScorePlant::WrongSum => ("không đạt", "Tổng điểm không bằng tổng sáu điểm thành phần"),
            ScorePlant::AboveMaximum => {
                ("không đạt", "Điểm số dư tiền gửi tăng thêm vượt mức tối đa 10")
            }
            ScorePlant::NoTotal | ScorePlant::NoInterestScore | ScorePlant::GradeZero => {
                ("cần bổ sung", "")
            }
        };
        text.push_str(&format!("{:07},{verdict},{reason}\n", 480_000 + number));
    }
    for code in &exports.others {
        text.push_str(&format!("{code},không áp dụng,\n"));
    }
    text
}

/// The check over BC0437.
pub fn bc0437(exports: &Exports) -> String {
    let mut text = String::from("code,verdict,reason\n");
    for (number, plant) in &exports.grade_plants {
        let (verdict, reason) = match plant {
            GradePlant::WrongGrade => ("không đạt", "Xếp loại không đúng với điểm"),
            GradePlant::NoScore | GradePlant::GradeZero => ("cần bổ sung", ""),
        };
        text.push_str(&format!("{:07},{verdict},{reason}\n", 480_000 + number));
    }
    text
}

/// How many groups surely have each grade in the monitoring sheet, the best first, and how many are
/// undetermined.
pub fn tally(groups: &[Group]) -> ([usize; 4], usize) {
    let of = |grade: Grade| {
        groups.iter().filter(|group| group.template.outcome().grade == (grade, grade)).count()
    };
    let counts = Grade::ALL.map(of);
    (counts, groups.len() - counts.iter().sum::<usize>())
}
