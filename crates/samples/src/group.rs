//! The figures of the groups. All invented: no leader, commune or amount is anybody's.

use crate::plan::{Bands, Blank, SHOWN, SPOTLESS, TEMPLATES, Template};
use crate::prng::Prng;

/// The one seed behind all files.
const SEED: u64 = 91_2023;

/// Money is in đồng; debts are whole hundreds of thousands.
const STEP: i64 = 100_000;

/// A district and how many groups it has.
pub const DISTRICTS: [(&str, usize); 7] = [
    ("Hải Châu", 55),
    ("Thanh Khê", 60),
    ("Liên Chiểu", 56),
    ("Sơn Trà", 52),
    ("Ngũ Hành Sơn", 44),
    ("Hòa Vang", 62),
    ("Cẩm Lệ", 40),
];

/// Communes a district.
const COMMUNES: usize = 5;

/// What is special about a group beside its template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    /// Nothing.
    None,
    /// The group of the README.
    Shown,
    /// 49 of 50 members save: 98% exactly.
    FortyNineOfFifty,
    /// Savings are 7% of the debt exactly.
    SevenPercent,
    /// No debt any more: nothing due, nothing overdue.
    NoDebt,
    /// Newly founded: no session held yet.
    NoSession,
    /// An overdue debt that the bank's export, rounded to a million, shows as 0.
    SmallOverdue,
    /// Nothing due this month; the cell of the principal collected is blank.
    NothingDue,
}

/// One group.
#[derive(Clone, Debug)]
pub struct Group {
    /// From 1, in the order of the files.
    pub number: usize,
    /// What it is made for.
    pub template: Template,
    /// What is special about it.
    pub special: Special,
    /// Its district's place in [`DISTRICTS`].
    pub district: usize,
    /// Its commune, from 1 within the district.
    pub commune: usize,
    /// Members.
    pub members: i64,
    /// Members with savings.
    pub savers: i64,
    /// Transaction sessions held since January.
    pub held: i64,
    /// Sessions the leader attended.
    pub attended: i64,
    /// Debt, in đồng.
    pub debt: i64,
    /// Of it overdue.
    pub overdue: i64,
    /// Of it frozen.
    pub frozen: i64,
    /// Principal due this month.
    pub due: i64,
    /// Principal collected; none where the cell is blank because nothing was due.
    pub collected: Option<i64>,
    /// Interest due this month, in whole thousands.
    pub interest_due: i64,
    /// Interest collected, in whole thousands.
    pub interest_paid: i64,
    /// Savings balance.
    pub savings: i64,
}

impl Group {
    /// The group's code, 7 digits.
    pub fn code(&self) -> String {
        format!("{:07}", 480_000 + self.number)
    }

    /// Its district's name.
    pub fn district_name(&self) -> &'static str {
        DISTRICTS.get(self.district).map_or("", |(name, _)| name)
    }

    /// Whether a value is left out of the monitoring sheet.
    pub fn lacks(&self, blank: Blank) -> bool {
        let both = Blank::PrincipalAndSavings;
        self.template.blank == blank || (self.template.blank == both && blank == Blank::Savings)
    }
}

/// What is made of groups without fault, the last of them first.
const SPECIALS: [Special; 6] = [
    Special::FortyNineOfFifty,
    Special::SevenPercent,
    Special::NoDebt,
    Special::NoSession,
    Special::NothingDue,
    Special::SmallOverdue,
];

/// All 369 groups in the order of the files.
pub fn all() -> Vec<Group> {
    let mut prng = Prng::new(SEED);
    let templates = order(&mut prng);
    let mut groups: Vec<Group> = templates
        .iter()
        .zip(places())
        .map(|(template, place)| figures(&mut prng, *template, place))
        .collect();
    for special in SPECIALS {
        let overdue = usize::from(special == Special::SmallOverdue);
        let fits = |group: &&mut Group| {
            group.special == Special::None && group.template.is_spotless_but(overdue)
        };
        if let Some(group) = groups.iter_mut().rfind(fits) {
            make_special(group, special);
        }
    }
    if let Some(group) = groups.get_mut(SHOWN_AT) {
        show(group);
    }
    groups
}

/// The place of the group shown: its code is 0480017.
const SHOWN_AT: usize = 16;

fn order(prng: &mut Prng) -> Vec<Template> {
    let mut templates: Vec<Template> = TEMPLATES
        .iter()
        .flat_map(|template| std::iter::repeat_n(*template, template.count))
        .collect();
    prng.shuffle(&mut templates);
    templates.insert(SHOWN_AT, SHOWN);
    templates
}

/// Number, district and commune of each group.
fn places() -> impl Iterator<Item = (usize, usize, usize)> {
    let districts = DISTRICTS.iter().enumerate().flat_map(|(district, (_, count))| {
        (0..*count).map(move |within| (district, within, *count))
    });
    districts.zip(1..).map(|((district, within, count), number)| {
        (number, district, within * COMMUNES / count + 1)
    })
}

fn figures(
    prng: &mut Prng,
    template: Template,
    (number, district, commune): (usize, usize, usize),
) -> Group {
    let Bands { sessions, overdue, principal, interest, savers, savings } = template.bands;
    let members = if savers == 1 { prng.between(11, 57) } else { prng.between(5, 60) };
    let debt = members * prng.between(250, 450) * STEP;
    let (held, attended) = sessions_of(prng, sessions);
    let due = debt / 100 * prng.between(2, 5);
    let interest_due = whole(1_000, debt / 10_000 * 66);
    Group {
        number,
        template,
        special: Special::None,
        district,
        commune,
        members,
        savers: savers_of(members, savers),
        held,
        attended,
        debt,
        overdue: overdue_of(prng, debt, overdue),
        frozen: if prng.one_in(25) { whole(STEP, debt / 100) * prng.between(1, 3) } else { 0 },
        due,
        collected: Some(due / 100 * principal_percent(prng, principal)),
        interest_due,
        interest_paid: whole(1_000, interest_due / 100 * interest_percent(prng, interest)),
        savings: whole(10_000, debt / 10_000 * savings_share(prng, savings)),
    }
}

fn whole(unit: i64, dong: i64) -> i64 {
    dong / unit * unit
}

fn sessions_of(prng: &mut Prng, row: usize) -> (i64, i64) {
    match row {
        0 if prng.one_in(4) => (12, 12),
        0 => (6, 6),
        1 => (12, 11),
        2 => (6, 5),
        3 => (6, prng.between(3, 4)),
        _ => (6, prng.between(0, 2)),
    }
}

fn savers_of(members: i64, row: usize) -> i64 {
    match row {
        0 => members,
        1 => members - if members < 50 { 1 } else { 2 },
        _ => members * 85 / 100,
    }
}

/// Overdue debt within a row; rounding it down to the step moves it by less than 0,08% of the
/// smallest debt.
fn overdue_of(prng: &mut Prng, debt: i64, row: usize) -> i64 {
    let per_hundred_thousand = match row {
        0 => return 0,
        1 => prng.between(100, 400),
        2 => prng.between(600, 1_900),
        3 => prng.between(2_100, 2_900),
        4 => prng.between(3_100, 3_900),
        _ => prng.between(4_200, 8_000),
    };
    whole(STEP, debt / 100_000 * per_hundred_thousand)
}

fn principal_percent(prng: &mut Prng, row: usize) -> i64 {
    match row {
        0 if prng.one_in(8) => 105,
        0 => 100,
        1 => prng.between(91, 99),
        2 => prng.between(81, 89),
        3 => prng.between(71, 79),
        _ => prng.between(30, 65),
    }
}

fn interest_percent(prng: &mut Prng, row: usize) -> i64 {
    match row {
        0 => 100,
        1 => prng.between(96, 99),
        2 => prng.between(91, 94),
        3 => prng.between(81, 89),
        _ => prng.between(40, 75),
    }
}

/// Savings as so many ten-thousandths of the debt.
fn savings_share(prng: &mut Prng, row: usize) -> i64 {
    match row {
        0 => prng.between(730, 1_200),
        1 => prng.between(520, 680),
        _ => prng.between(120, 470),
    }
}

impl Template {
    /// Whether it is without fault, but for this row of overdue debt.
    fn is_spotless_but(&self, overdue: usize) -> bool {
        self.bands == Bands { overdue, ..SPOTLESS.bands } && self.blank == SPOTLESS.blank
    }
}

fn make_special(group: &mut Group, special: Special) {
    group.special = special;
    match special {
        Special::None | Special::Shown => {}
        Special::FortyNineOfFifty => (group.members, group.savers) = (50, 49),
        Special::SevenPercent => group.savings = group.debt / 100 * 7,
        Special::NoDebt => {
            (
                group.debt,
                group.overdue,
                group.frozen,
                group.due,
                group.interest_due,
                group.interest_paid,
            ) = (0, 0, 0, 0, 0, 0);
            group.collected = Some(0);
        }
        Special::NoSession => (group.held, group.attended) = (0, 0),
        Special::SmallOverdue => group.overdue = 400_000,
        Special::NothingDue => (group.due, group.collected) = (0, None),
    }
}

/// The figures of the README's group, which are those of the pack's example of 84,5 points.
fn show(group: &mut Group) {
    group.special = Special::Shown;
    (group.members, group.savers) = (50, 50);
    (group.held, group.attended) = (6, 6);
    (group.debt, group.overdue, group.frozen) = (812_000_000, 3_200_000, 0);
    (group.due, group.collected) = (40_000_000, Some(36_000_000));
    (group.interest_due, group.interest_paid) = (5_000_000, 4_800_000);
    group.savings = 48_720_000;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The row a quotient falls in: the first whose bound, in ten-thousandths, it reaches.
    fn row(part: i64, whole: i64, bounds: &[i64]) -> usize {
        bounds
            .iter()
            .position(|bound| whole == 0 || part * 10_000 >= whole * bound)
            .unwrap_or(bounds.len())
    }

    fn overdue_row(group: &Group) -> usize {
        let bounds = [50, 200, 300, 400];
        match group.overdue {
            0 => 0,
            overdue => {
                1 + bounds
                    .iter()
                    .position(|bound| overdue * 10_000 < group.debt * bound)
                    .unwrap_or(bounds.len())
            }
        }
    }

    fn measured(group: &Group) -> Bands {
        Bands {
            sessions: row(group.attended, group.held, &[10_000, 9_000, 8_000, 5_000]),
            overdue: overdue_row(group),
            principal: row(group.collected.unwrap_or(0), group.due, &[10_000, 9_000, 8_000, 7_000]),
            interest: row(group.interest_paid, group.interest_due, &[10_000, 9_500, 9_000, 8_000]),
            savers: row(group.savers, group.members, &[9_800, 9_000]),
            savings: row(group.savings, group.debt, &[700, 500]),
        }
    }

    #[test]
    fn every_figure_falls_in_the_row_it_is_made_for() {
        for group in all() {
            assert_eq!(measured(&group), group.template.bands, "group {}", group.number);
        }
    }

    #[test]
    fn every_figure_is_plausible() {
        for group in all() {
            assert!((5..=60).contains(&group.members), "group {}", group.number);
            assert!(
                group.savers <= group.members
                    && group.attended <= group.held
                    && group.overdue <= group.debt
            );
            assert!(
                group.debt <= 2_700_000_000 && group.debt % STEP == 0 && group.overdue % STEP == 0
            );
        }
    }

    #[test]
    fn each_special_group_is_there_once() {
        let groups = all();
        for special in SPECIALS.into_iter().chain([Special::Shown]) {
            assert_eq!(
                groups.iter().filter(|group| group.special == special).count(),
                1,
                "{special:?}"
            );
        }
    }
}
