//! What each group is made for: in which row of each criterion of `rules/2023/to-tkvv.luat` its
//! figures are to fall. The points below repeat that scorecard, so that the expected results come
//! from here and not from the engine.

/// The row of each criterion, counted from the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bands {
    /// 100%, 90%, 80%, 50% of the sessions, less.
    pub sessions: usize,
    /// 0%, below 0,5%, 2%, 3%, 4% overdue, more.
    pub overdue: usize,
    /// 100%, 90%, 80%, 70% of the principal due, less.
    pub principal: usize,
    /// 100%, 95%, 90%, 80% of the interest due, less.
    pub interest: usize,
    /// 98%, 90% of the members save, less.
    pub savers: usize,
    /// 7%, 5% of the debt saved, less.
    pub savings: usize,
}

/// A value left out of the monitoring sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// Nothing is left out.
    None,
    /// Sessions attended.
    Sessions,
    /// Overdue debt.
    Overdue,
    /// Interest collected.
    Interest,
    /// Savings balance.
    Savings,
    /// Principal collected and savings balance.
    PrincipalAndSavings,
}

/// A kind of group and how many there are of it.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// How many.
    pub count: usize,
    /// Where its figures fall.
    pub bands: Bands,
    /// What is left out.
    pub blank: Blank,
}

/// Half points: 17,5 points are 35.
pub type Half = i64;

/// A grade, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// `Tốt`
    Good,
    /// `Khá`
    Fair,
    /// `Trung bình`
    Average,
    /// `Yếu`
    Weak,
}

impl Grade {
    /// The grades, the best first.
    pub const ALL: [Grade; 4] = [Grade::Good, Grade::Fair, Grade::Average, Grade::Weak];

    /// The grade of a total, before any cap.
    pub fn of(total: Half) -> Grade {
        match total {
            170.. => Grade::Good,
            140.. => Grade::Fair,
            100.. => Grade::Average,
            _ => Grade::Weak,
        }
    }

    /// Its name in the rules.
    pub fn name(self) -> &'static str {
        match self {
            Grade::Good => "Tốt",
            Grade::Fair => "Khá",
            Grade::Average => "Trung bình",
            Grade::Weak => "Yếu",
        }
    }
}

/// The rows of the six sub-scores, in half points.
const SESSIONS: [Half; 5] = [40, 30, 20, 10, 0];
const OVERDUE: [Half; 6] = [60, 50, 40, 20, 10, 0];
const PRINCIPAL: [Half; 5] = [30, 24, 16, 8, 0];
const INTEREST: [Half; 5] = [40, 35, 30, 20, 0];
const SAVERS: [Half; 3] = [10, 6, 0];
const SAVINGS: [Half; 3] = [20, 10, 0];

/// The first row of overdue debt at which a group is graded no better than average.
const CAPPED_FROM: usize = 4;

fn at(points: &[Half], row: usize) -> Half {
    points.get(row).copied().unwrap_or(0)
}

fn best(points: &[Half]) -> Half {
    at(points, 0)
}

impl Bands {
    /// The six sub-scores in the order of the bank's columns.
    pub fn scores(self) -> [Half; 6] {
        [
            at(&SESSIONS, self.sessions),
            at(&OVERDUE, self.overdue),
            at(&PRINCIPAL, self.principal),
            at(&INTEREST, self.interest),
            at(&SAVERS, self.savers),
            at(&SAVINGS, self.savings),
        ]
    }

    /// Their sum: also the total of the five criteria.
    pub fn total(self) -> Half {
        self.scores().iter().sum()
    }
}

/// What a group must come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The lowest and highest total.
    pub total: (Half, Half),
    /// The worst and best grade.
    pub grade: (Grade, Grade),
}

impl Template {
    /// What the scorecard must say of a group of this kind.
    pub fn outcome(&self) -> Outcome {
        let Bands { sessions, overdue, principal, interest, savings, .. } = self.bands;
        let total = self.bands.total();
        let free = |points: &[Half], row: usize| {
            (total - at(points, row), total - at(points, row) + best(points))
        };
        let range = match self.blank {
            Blank::None => (total, total),
            Blank::Sessions => free(&SESSIONS, sessions),
            Blank::Overdue => free(&OVERDUE, overdue),
            Blank::Interest => free(&INTEREST, interest),
            Blank::Savings => free(&SAVINGS, savings),
            Blank::PrincipalAndSavings => {
                let least = total - at(&PRINCIPAL, principal) - at(&SAVINGS, savings);
                (least, least + best(&PRINCIPAL) + best(&SAVINGS))
            }
        };
        Outcome { total: range, grade: self.grades(range) }
    }

    fn grades(&self, (low, high): (Half, Half)) -> (Grade, Grade) {
        let may_be_capped = self.blank == Blank::Overdue;
        let is_capped = !may_be_capped && self.bands.overdue >= CAPPED_FROM;
        let cap =
            |strikes: bool, grade: Grade| if strikes { grade.max(Grade::Average) } else { grade };
        (cap(may_be_capped || is_capped, Grade::of(low)), cap(is_capped, Grade::of(high)))
    }
}

const fn bands(
    sessions: usize,
    overdue: usize,
    principal: usize,
    interest: usize,
    savers: usize,
    savings: usize,
) -> Bands {
    Bands { sessions, overdue, principal, interest, savers, savings }
}

const fn made(count: usize, bands: Bands) -> Template {
    Template { count, bands, blank: Blank::None }
}

const fn left_out(count: usize, bands: Bands, blank: Blank) -> Template {
    Template { count, bands, blank }
}

/// A group without fault: 100 points.
pub const SPOTLESS: Template = made(1, bands(0, 0, 0, 0, 0, 0));

/// The group of the README: 84,5 points, good but for a small overdue debt.
pub const SHOWN: Template = made(1, bands(0, 1, 1, 1, 0, 1));

/// All kinds of group but [`SHOWN`]; with it 369 groups.
pub const TEMPLATES: [Template; 30] = [
    // Tốt: 307, two of them in spite of a blank
    made(117, bands(0, 0, 0, 0, 0, 0)),                   // 100
    made(50, bands(0, 0, 0, 1, 0, 0)),                    // 97,5
    made(45, bands(0, 0, 0, 0, 0, 1)),                    // 95
    made(30, bands(0, 0, 1, 0, 0, 0)),                    // 97
    made(12, bands(1, 0, 0, 0, 0, 0)),                    // 95
    made(25, bands(0, 0, 0, 0, 1, 0)),                    // 98
    made(5, bands(0, 1, 0, 0, 0, 0)),                     // 95
    made(18, bands(0, 0, 0, 2, 0, 1)),                    // 90
    made(1, bands(0, 0, 0, 0, 2, 2)),                     // 85
    made(1, bands(0, 0, 0, 0, 1, 1)),                     // 93
    made(1, bands(0, 0, 0, 2, 2, 1)),                     // 85
    left_out(2, bands(0, 0, 0, 0, 0, 1), Blank::Savings), // 90 to 100
    // Khá: 44 with the group shown
    made(3, bands(0, 1, 1, 1, 0, 1)),  // 84,5
    made(10, bands(2, 0, 1, 1, 1, 0)), // 82,5
    made(6, bands(0, 2, 1, 2, 0, 1)),  // 77
    made(8, bands(0, 0, 2, 3, 1, 1)),  // 76
    made(8, bands(3, 0, 0, 0, 0, 2)),  // 75
    made(1, bands(0, 3, 0, 0, 0, 2)),  // 70
    made(7, bands(0, 1, 2, 1, 1, 0)),  // 83,5
    // Trung bình: 8
    made(1, bands(0, 2, 3, 2, 0, 1)), // 69
    made(1, bands(0, 4, 0, 0, 0, 0)), // 75, capped
    made(1, bands(2, 2, 4, 3, 0, 1)), // 50
    made(5, bands(0, 2, 4, 3, 1, 1)), // 58
    // Yếu: 2
    made(1, bands(3, 2, 4, 3, 0, 1)), // 45
    made(1, bands(2, 5, 3, 3, 1, 2)), // 27
    // undetermined: 8
    left_out(3, bands(0, 0, 0, 0, 0, 0), Blank::Interest), // 80 to 100
    left_out(1, bands(0, 0, 0, 0, 0, 0), Blank::Overdue),  // 70 to 100
    left_out(1, bands(0, 2, 0, 0, 0, 0), Blank::Overdue),  // 70 to 100
    left_out(2, bands(0, 0, 1, 1, 1, 0), Blank::Sessions), // 72,5 to 92,5
    left_out(1, bands(0, 0, 1, 0, 0, 1), Blank::PrincipalAndSavings), // 75 to 100
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_369_groups() {
        let count: usize = TEMPLATES.iter().map(|template| template.count).sum();
        assert_eq!(count + SHOWN.count, 369);
    }

    #[test]
    fn the_group_shown_has_84_and_a_half() {
        assert_eq!(
            SHOWN.outcome(),
            Outcome { total: (169, 169), grade: (Grade::Fair, Grade::Fair) }
        );
    }

    #[test]
    fn a_blank_overdue_debt_may_mean_the_cap() {
        let outcome = left_out(1, bands(0, 2, 0, 0, 0, 0), Blank::Overdue).outcome();
        assert_eq!(outcome, Outcome { total: (140, 200), grade: (Grade::Average, Grade::Good) });
    }
}
