//! The workload as one writes it by hand, in three ways: rows of exact decimals with divisions, the
//! reference of all ratios; rows of whole numbers; columns of whole numbers, the practical limit.

use crate::workload::{Group, Groups, Outcome};
use rust_decimal::Decimal;

/// A record as a program keeps it that knows nothing of columns.
pub struct DecimalGroup {
    values: [Decimal; 11],
}

impl DecimalGroup {
    pub fn of(group: Group) -> DecimalGroup {
        let money = |place: usize| matches!(place, 2..=7 | 10);
        let value = |place: usize| Decimal::new(group[place], if money(place) { 2 } else { 0 });
        DecimalGroup { values: std::array::from_fn(value) }
    }

    pub fn from_values(values: [Decimal; 11]) -> DecimalGroup {
        DecimalGroup { values }
    }
}

/// The bounds of the bands as decimals, made once.
pub struct DecimalBounds {
    attendance: [Decimal; 3],
    late: [Decimal; 4],
    collected: [Decimal; 4],
    savers: [Decimal; 4],
    savings: Decimal,
}

impl DecimalBounds {
    pub fn new() -> DecimalBounds {
        let of = |bound: i64| Decimal::new(bound, 4);
        DecimalBounds {
            attendance: [10_000, 9_000, 7_500].map(of),
            late: [50, 100, 200, 300].map(of),
            collected: [10_000, 9_500, 9_000, 8_000].map(of),
            savers: [9_800, 9_000, 8_000, 5_000].map(of),
            savings: of(700),
        }
    }

    pub fn grade(&self, group: &DecimalGroup) -> Outcome {
        let [
            sessions,
            attended,
            outstanding,
            overdue,
            due,
            paid,
            interest,
            interest_paid,
            members,
            savers,
            savings,
        ] = &group.values;
        let ratio = |part: &Decimal, whole: &Decimal, none: Decimal| {
            if whole.is_zero() { none } else { part / whole }
        };
        let first = |value: Decimal, bounds: &[Decimal]| {
            bounds.iter().position(|bound| value >= *bound).unwrap_or(bounds.len())
        };
        let attendance = first(attended / sessions, &self.attendance);
        let of_late = ratio(overdue, outstanding, Decimal::ZERO);
        let late = if of_late.is_zero() {
            0
        } else {
            1 + self.late.iter().position(|bound| of_late < *bound).unwrap_or(4)
        };
        let collected = first(ratio(paid, due, Decimal::ONE), &self.collected);
        let of_interest = first(ratio(interest_paid, interest, Decimal::ONE), &self.collected);
        let saved = ratio(savings, outstanding, Decimal::ONE) >= self.savings;
        let saving = match first(savers / members, &self.savers) {
            0 if saved => 0,
            row => row + 1,
        };
        let points = [10, 7, 4, 0][attendance]
            + [30, 25, 20, 10, 5, 0][late]
            + [20, 15, 10, 5, 0][collected]
            + [20, 15, 10, 5, 0][of_interest]
            + [20, 16, 12, 8, 4, 0][saving];
        let grade = match points {
            90.. if overdue.is_zero() => 0,
            80.. => 1,
            70.. => 2,
            _ => 3,
        };
        let rows = [attendance, late, collected, of_interest, saving].map(|row| row as u8);
        Outcome { grade, points, rows }
    }
}

/// A record in whole numbers; the products of hundredths and ten thousandths fit for what the
/// workload holds.
pub fn whole(group: &Group) -> Outcome {
    let [
        sessions,
        attended,
        outstanding,
        overdue,
        due,
        paid,
        interest,
        interest_paid,
        members,
        savers,
        savings,
    ] = *group;
    let first = |part: i64, whole: i64, bounds: &[i64]| {
        bounds.iter().position(|bound| part * 10_000 >= whole * bound).unwrap_or(bounds.len())
    };
    let attendance = first(attended, sessions, &[10_000, 9_000, 7_500]);
    let late = if overdue == 0 {
        0
    } else {
        let below = |bound: &i64| overdue * 10_000 < outstanding * bound;
        1 + [50, 100, 200, 300].iter().position(below).unwrap_or(4)
    };
    let bands = [10_000, 9_500, 9_000, 8_000];
    let collected = if due == 0 { 0 } else { first(paid, due, &bands) };
    let of_interest = if interest == 0 { 0 } else { first(interest_paid, interest, &bands) };
    let saved = outstanding == 0 || savings * 10_000 >= outstanding * 700;
    let saving = match first(savers, members, &[9_800, 9_000, 8_000, 5_000]) {
        0 if saved => 0,
        row => row + 1,
    };
    let points = [10, 7, 4, 0][attendance]
        + [30, 25, 20, 10, 5, 0][late]
        + [20, 15, 10, 5, 0][collected]
        + [20, 15, 10, 5, 0][of_interest]
        + [20, 16, 12, 8, 4, 0][saving];
    let grade = match points {
        90.. if overdue == 0 => 0,
        80.. => 1,
        70.. => 2,
        _ => 3,
    };
    let rows = [attendance, late, collected, of_interest, saving].map(|row| row as u8);
    Outcome { grade, points, rows }
}

/// What columns of records came to, in columns.
#[derive(Default)]
pub struct Outcomes {
    pub grade: Vec<u8>,
    pub points: Vec<u8>,
    pub rows: [Vec<u8>; 5],
}

impl Outcomes {
    pub fn of(count: usize) -> Outcomes {
        let column = || vec![0; count];
        Outcomes { grade: column(), points: column(), rows: std::array::from_fn(|_| column()) }
    }

    pub fn get(&self, place: usize) -> Outcome {
        Outcome {
            grade: self.grade[place],
            points: self.points[place],
            rows: std::array::from_fn(|row| self.rows[row][place]),
        }
    }
}

/// Columns of whole numbers, written so that a compiler makes vectors of it: bands are counted, not
/// searched, in blocks that stay in the nearest cache.
pub fn columns(groups: &Groups, out: &mut Outcomes) {
    const BLOCK: usize = 1_024;
    let count = groups.len();
    let mut start = 0;
    while start < count {
        let end = (start + BLOCK).min(count);
        block(groups, start, end, out);
        start = end;
    }
}

fn count(part: &[i64], whole: &[i64], bounds: &[i64], out: &mut [u8]) {
    for ((out, part), whole) in out.iter_mut().zip(part).zip(whole) {
        let scaled = part * 10_000;
        let mut row = 0;
        for bound in bounds {
            row += i64::from(scaled < whole * bound);
        }
        *out = row as u8;
    }
}

fn block(groups: &Groups, start: usize, end: usize, out: &mut Outcomes) {
    let [attendance, late, collected, interest, saving] = &mut out.rows;
    let attendance = &mut attendance[start..end];
    count(
        &groups.attended[start..end],
        &groups.sessions[start..end],
        &[10_000, 9_000, 7_500],
        attendance,
    );
    let late = &mut late[start..end];
    let (overdue, outstanding) = (&groups.overdue[start..end], &groups.outstanding[start..end]);
    for ((out, overdue), outstanding) in late.iter_mut().zip(overdue).zip(outstanding) {
        let scaled = overdue * 10_000;
        let mut row = i64::from(*overdue != 0);
        for bound in [50, 100, 200, 300] {
            row += i64::from(*overdue != 0) & i64::from(scaled >= outstanding * bound);
        }
        *out = row as u8;
    }
    let bands = [10_000, 9_500, 9_000, 8_000];
    let collected = &mut collected[start..end];
    count(&groups.principal_paid[start..end], &groups.principal_due[start..end], &bands, collected);
    let interest = &mut interest[start..end];
    count(&groups.interest_paid[start..end], &groups.interest_due[start..end], &bands, interest);
    let saving = &mut saving[start..end];
    count(
        &groups.savers[start..end],
        &groups.members[start..end],
        &[9_800, 9_000, 8_000, 5_000],
        saving,
    );
    let savings = &groups.savings[start..end];
    for ((row, savings), outstanding) in saving.iter_mut().zip(savings).zip(outstanding) {
        let saved = u8::from(savings * 10_000 >= outstanding * 700);
        *row += 1 - (saved & u8::from(*row == 0));
    }
    let points = &mut out.points[start..end];
    let grade = &mut out.grade[start..end];
    for place in 0..points.len() {
        let value = [10, 7, 4, 0, 0, 0, 0, 0][(attendance[place] & 7) as usize]
            + [30, 25, 20, 10, 5, 0, 0, 0][(late[place] & 7) as usize]
            + [20, 15, 10, 5, 0, 0, 0, 0][(collected[place] & 7) as usize]
            + [20, 15, 10, 5, 0, 0, 0, 0][(interest[place] & 7) as usize]
            + [20, 16, 12, 8, 4, 0, 0, 0][(saving[place] & 7) as usize];
        points[place] = value;
        let best = u8::from(value >= 90) & u8::from(overdue[place] == 0);
        grade[place] = 3 - u8::from(value >= 70) - u8::from(value >= 80) - best;
    }
}
