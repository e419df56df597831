//! The groups' figures month by month.

use super::{add_column, column};
use crate::cell::{Cell, Fixed, Sheet};
use crate::day::Day;
use std::error::Error;

/// The report days: the last day of the year before, then of each month.
const DAYS: [(i64, i64, i64); 13] = [
    (2022, 12, 31),
    (2023, 1, 31),
    (2023, 2, 28),
    (2023, 3, 31),
    (2023, 4, 30),
    (2023, 5, 31),
    (2023, 6, 30),
    (2023, 7, 31),
    (2023, 8, 31),
    (2023, 9, 30),
    (2023, 10, 31),
    (2023, 11, 30),
    (2023, 12, 31),
];

/// The score of a group in a month before December, in tenths.
const GOOD: i64 = 880;

/// Groups that were not `Tốt` in a month: year, month, code, score in tenths.
const SCORES: [(i64, i64, &str, i64); 12] = [
    (2022, 12, "0481030", 400),
    (2023, 3, "0481221", 490),
    (2023, 5, "0481220", 600),
    (2023, 6, "0481220", 750),
    (2023, 5, "0481031", 600),
    (2023, 5, "0481032", 650),
    (2023, 11, "0481103", 600),
    (2023, 11, "0481104", 600),
    (2023, 11, "0481176", 600),
    (2023, 11, "0481260", 600),
    (2023, 11, "0481298", 600),
    (2023, 11, "0481367", 600),
];

/// A group without a row in November, so that December has no month before it.
const LEFT_OUT: &str = "0481369";

/// A group of another organisation, in each month: deep in overdue debt and graded `Yếu`.
const FARMERS: [(&str, &str); 19] = [
    ("Mã tổ", "0489001"),
    ("Quận, huyện", "Hải Châu"),
    ("Số phiên giao dịch", "12"),
    ("Số phiên tổ trưởng tham gia", "3"),
    ("Tổng dư nợ", "2000000000"),
    ("Dư nợ quá hạn", "1000000000"),
    ("Dư nợ khoanh", "0"),
    ("Gốc đến hạn", "60000000"),
    ("Gốc đã thu", "10000000"),
    ("Lãi phải thu", "12000000"),
    ("Lãi đã thu", "2000000"),
    ("Số tổ viên", "40"),
    ("Số tổ viên có gửi tiết kiệm", "4"),
    ("Số tổ viên còn dư nợ", "40"),
    ("Số tổ viên không nộp lãi đầy đủ trong 3 tháng gần nhất", "30"),
    ("Số dư tiết kiệm", "10000000"),
    ("Kết quả chấm điểm tổ tháng gần nhất", "40"),
    ("Tổ chức hội", "Hội Nông dân"),
    ("Ngày báo cáo", ""),
];

/// Puts a row for each month in place of each group's one.
pub fn all(groups: &mut Sheet) -> Result<(), Box<dyn Error>> {
    let before = column(groups, "Xếp loại kỳ trước")?;
    groups.rows.iter_mut().for_each(|row| drop(row.remove(before)));
    add_column(groups, "Tổ chức hội", |_| "Hội LHPN".into());
    add_column(groups, "Ngày báo cáo", |_| Cell::Blank);
    let places = Places::of(groups)?;
    let header: Vec<Vec<Cell>> = groups.rows.iter().take(1).cloned().collect();
    let december: Vec<Vec<Cell>> = groups.rows.drain(1..).collect();
    let farmers = farmers(&header);
    groups.rows = header;
    for (year, month, day) in DAYS {
        for row in december.iter().chain(std::iter::once(&farmers)) {
            let mut row = row.clone();
            if places.in_month(&mut row, year, month) {
                set(&mut row, places.day, Day::new(year, month, day));
                groups.rows.push(row);
            }
        }
    }
    Ok(())
}

fn farmers(header: &[Vec<Cell>]) -> Vec<Cell> {
    let value = |name: &Cell| {
        let found = FARMERS.iter().find(|(column, _)| Cell::from(*column) == *name);
        let text = found.map_or("", |(_, text)| *text);
        match text.parse() {
            Ok(number) if !text.starts_with('0') || text == "0" => {
                Cell::Number(Fixed::whole(number))
            }
            _ => text.into(),
        }
    };
    header.iter().flatten().map(value).collect()
}

struct Places {
    code: usize,
    sessions: usize,
    attended: usize,
    overdue: usize,
    principal: [usize; 2],
    interest: [usize; 2],
    score: usize,
    day: usize,
    organisation: usize,
}

impl Places {
    fn of(groups: &Sheet) -> Result<Places, String> {
        let place = |name| column(groups, name);
        Ok(Places {
            code: place("Mã tổ")?,
            sessions: place("Số phiên giao dịch")?,
            attended: place("Số phiên tổ trưởng tham gia")?,
            overdue: place("Dư nợ quá hạn")?,
            principal: [place("Gốc đến hạn")?, place("Gốc đã thu")?],
            interest: [place("Lãi phải thu")?, place("Lãi đã thu")?],
            score: place("Kết quả chấm điểm tổ tháng gần nhất")?,
            day: place("Ngày báo cáo")?,
            organisation: place("Tổ chức hội")?,
        })
    }

    /// Turns December's figures into those of a month; whether there are any.
    fn in_month(&self, row: &mut [Cell], year: i64, month: i64) -> bool {
        let code = row.get(self.code).map(super::text_of).unwrap_or_default();
        let ours = row.get(self.organisation) == Some(&Cell::from("Hội LHPN"));
        if !ours || (year, month) == (2023, 12) {
            return true;
        }
        let score = SCORES
            .iter()
            .find(|(of, at, group, _)| (*of, *at, *group) == (year, month, code.as_str()))
            .map_or(GOOD, |(_, _, _, score)| *score);
        set(row, self.score, Fixed { units: score, scale: 1 });
        set(row, self.sessions, month);
        set(row, self.attended, month);
        for [due, collected] in [self.principal, self.interest] {
            let whole = row.get(due).cloned().unwrap_or(Cell::Blank);
            set(row, collected, whole);
        }
        if month < 7 || year < 2023 {
            set(row, self.overdue, 0);
        }
        (month, code.as_str()) != (11, LEFT_OUT)
    }
}

fn set(row: &mut [Cell], at: usize, value: impl Into<Cell>) {
    if let Some(cell) = row.get_mut(at) {
        *cell = value.into();
    }
}
