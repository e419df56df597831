//! The records of the workload, and what each of them must come to.

/// Records in columns, as a program that knows them keeps them: money in hundredths.
pub struct Groups {
    pub sessions: Vec<i64>,
    pub attended: Vec<i64>,
    pub outstanding: Vec<i64>,
    pub overdue: Vec<i64>,
    pub principal_due: Vec<i64>,
    pub principal_paid: Vec<i64>,
    pub interest_due: Vec<i64>,
    pub interest_paid: Vec<i64>,
    pub members: Vec<i64>,
    pub savers: Vec<i64>,
    pub savings: Vec<i64>,
}

/// One record, its fields in the order of [`Groups`].
pub type Group = [i64; 11];

/// What a record came to: the grade from the best (0), the points, and the row that held in each
/// criterion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub grade: u8,
    pub points: u8,
    pub rows: [u8; 5],
}

/// SplitMix64: a seed gives the same records everywhere.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: i64) -> i64 {
        (self.next() % end as u64) as i64
    }
}

/// A part of a whole that sits on a bound of `bounds` (in ten thousandths) or one hundredth beside
/// it, one time in sixteen; else somewhere that spreads over the bands.
fn part(dice: &mut Dice, whole: i64, bounds: &[i64], spread: i64, at_most: i64) -> i64 {
    let found = if dice.below(16) == 0 {
        let bound = bounds[dice.below(bounds.len() as i64) as usize];
        (whole as i128 * bound as i128 / 10_000) as i64 + dice.below(3) - 1
    } else {
        let share = dice.below(spread);
        (whole as i128 * share as i128 / 10_000) as i64
    };
    found.clamp(0, at_most)
}

impl Groups {
    /// So many records.
    pub fn new(count: usize, seed: u64) -> Groups {
        let mut dice = Dice::new(seed);
        let column = || Vec::with_capacity(count);
        let mut groups = Groups {
            sessions: column(),
            attended: column(),
            outstanding: column(),
            overdue: column(),
            principal_due: column(),
            principal_paid: column(),
            interest_due: column(),
            interest_paid: column(),
            members: column(),
            savers: column(),
            savings: column(),
        };
        for _ in 0..count {
            groups.push(&mut dice);
        }
        groups
    }

    fn push(&mut self, dice: &mut Dice) {
        let money = |dice: &mut Dice, most: i64| match dice.below(40) {
            0 => 0,
            _ => 100 * (1_000 + dice.below(most)) + dice.below(100),
        };
        let sessions = 1 + dice.below(24);
        let attended = match dice.below(3) {
            0 => sessions,
            _ => dice.below(sessions + 1),
        };
        let outstanding = money(dice, 3_000_000_000);
        let overdue = match dice.below(2) {
            0 => 0,
            _ => part(dice, outstanding, &[50, 100, 200, 300], 400, outstanding),
        };
        let principal_due = money(dice, 200_000_000);
        let bounds = [10_000, 9_500, 9_000, 8_000];
        let principal_paid = part(dice, principal_due, &bounds, 11_000, i64::MAX);
        let interest_due = money(dice, 20_000_000);
        let interest_paid = part(dice, interest_due, &bounds, 11_000, i64::MAX);
        let members = 5 + dice.below(56);
        let savers = match dice.below(2) {
            0 => members,
            _ => dice.below(members + 1),
        };
        let savings = part(dice, outstanding, &[700], 1_400, i64::MAX);
        self.sessions.push(sessions);
        self.attended.push(attended);
        self.outstanding.push(outstanding);
        self.overdue.push(overdue);
        self.principal_due.push(principal_due);
        self.principal_paid.push(principal_paid);
        self.interest_due.push(interest_due);
        self.interest_paid.push(interest_paid);
        self.members.push(members);
        self.savers.push(savers);
        self.savings.push(savings);
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.sessions.len()
    }

    /// The columns in order.
    pub fn columns(&self) -> [&[i64]; 11] {
        [
            &self.sessions,
            &self.attended,
            &self.outstanding,
            &self.overdue,
            &self.principal_due,
            &self.principal_paid,
            &self.interest_due,
            &self.interest_paid,
            &self.members,
            &self.savers,
            &self.savings,
        ]
    }

    /// One record.
    pub fn record(&self, place: usize) -> Group {
        self.columns().map(|column| column[place])
    }
}

/// The first of the bounds, in ten thousandths, that `part / whole` reaches.
fn reached(part: i64, whole: i64, bounds: &[i64]) -> u8 {
    let at =
        bounds.iter().position(|bound| part as i128 * 10_000 >= whole as i128 * *bound as i128);
    at.unwrap_or(bounds.len()) as u8
}

/// The exact outcome of a record, in whole numbers wide enough for any product: the judge of all.
pub fn exact(group: Group) -> Outcome {
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
    ] = group;
    let attendance = reached(attended, sessions, &[10_000, 9_000, 7_500]);
    let late = if outstanding == 0 || overdue == 0 {
        0
    } else {
        let below = |bound: i64| (overdue as i128 * 10_000) < outstanding as i128 * bound as i128;
        1 + [50, 100, 200, 300].iter().position(|bound| below(*bound)).unwrap_or(4) as u8
    };
    let bands = [10_000, 9_500, 9_000, 8_000];
    let collected = if due == 0 { 0 } else { reached(paid, due, &bands) };
    let of_interest = if interest == 0 { 0 } else { reached(interest_paid, interest, &bands) };
    let saved = outstanding == 0 || reached(savings, outstanding, &[700]) == 0;
    let saving = match reached(savers, members, &[9_800, 9_000, 8_000, 5_000]) {
        0 if saved => 0,
        row => row + 1,
    };
    let points = [10, 7, 4, 0][attendance as usize]
        + [30, 25, 20, 10, 5, 0][late as usize]
        + [20, 15, 10, 5, 0][collected as usize]
        + [20, 15, 10, 5, 0][of_interest as usize]
        + [20, 16, 12, 8, 4, 0][saving as usize];
    let grade = match points {
        90.. if overdue == 0 => 0,
        80.. => 1,
        70.. => 2,
        _ => 3,
    };
    Outcome { grade, points, rows: [attendance, late, collected, of_interest, saving] }
}
