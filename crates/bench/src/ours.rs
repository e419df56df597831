//! The same work by the rules.

use crate::workload::{Groups, Outcome};
use visao::table::{Column, Table, Validity};
use visao::{Batch, Rules};

pub const RULES: &str = include_str!("../rules/groups.luat");

const FIELDS: [&str; 11] = [
    "số phiên",
    "số phiên dự",
    "dư nợ",
    "nợ quá hạn",
    "gốc đến hạn",
    "gốc đã thu",
    "lãi phải thu",
    "lãi đã thu",
    "số thành viên",
    "số người gửi",
    "số dư gửi",
];

/// The records in the library's columns. What cannot be set up stops the yardstick.
pub fn batch(rules: &Rules, groups: &Groups) -> Batch {
    let columns = groups.columns().into_iter().enumerate().map(|(place, column)| {
        let scale = if matches!(place, 2..=7 | 10) { 2 } else { 0 };
        let all = Validity::from_iter(std::iter::repeat_n(true, column.len()));
        (FIELDS[place], Column::decimals(column.to_vec(), scale, all).expect("a column"))
    });
    let keys: Vec<String> = (0..groups.len()).map(|place| format!("T{place:07}")).collect();
    let key = ("mã tổ", Column::texts(keys.iter().map(|key| Some(key.as_str()))));
    let table = Table::of(std::iter::once(key).chain(columns)).expect("a table");
    rules.query().columns(table).expect("a batch")
}

/// The block that grades.
pub const BLOCK: &str = "Chấm tổ";

/// The outcome that columns of decisions state of a record.
pub fn read(decided: &visao::engine::DecisionColumns, place: usize) -> Outcome {
    let points = decided.points().and_then(|points| points.number(place));
    let grade = decided.grades().and_then(|grades| grades.codes()).map(|codes| codes[place]);
    Outcome {
        grade: grade.unwrap_or(u32::MAX) as u8,
        points: points.and_then(|points| points.to_i64()).unwrap_or(-1) as u8,
        rows: std::array::from_fn(|criterion| (decided.rows()[criterion][place] as u8).wrapping_sub(1)),
    }
}

/// The outcome that a decision states.
pub fn told(decision: &visao::Decision) -> Outcome {
    let grade = match decision.verdict.as_deref() {
        Some("tốt") => 0,
        Some("khá") => 1,
        Some("trung bình") => 2,
        _ => 3,
    };
    let points = decision.points.as_ref().and_then(visao::Num::to_i64).unwrap_or_default();
    Outcome { grade, points: points as u8, rows: [0; 5] }
}
