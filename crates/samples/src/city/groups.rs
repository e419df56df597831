//! The groups: grades and savers by plan, debts from their loans.

use super::planted::Planted;
use super::units::{
    CAM_LE, DISTRICTS, District, HAI_CHAU, HOA_VANG, Idle, LIEN_CHIEU, NGU_HANH_SON, SON_TRA,
    THANH_KHE,
};
use crate::cell::{Cell, Fixed, Sheet};
use crate::plan::Grade;
use crate::prng::Prng;

/// A group as of the last day of the year.
#[derive(Clone, Debug)]
pub struct Group {
    /// From 1, over the whole city.
    pub number: usize,
    /// Its district.
    pub district: usize,
    /// From 1, within the district.
    pub place: usize,
    /// How many loans it has.
    pub loans: i64,
    /// Members.
    pub members: i64,
    /// Members with savings.
    pub savers: i64,
    /// Debt, in đồng.
    pub debt: i64,
    /// Of it overdue.
    pub overdue: i64,
    /// Of it frozen.
    pub frozen: i64,
    /// Savings.
    pub savings: i64,
    /// The bank's score, in tenths.
    pub score: i64,
    /// The grade a month earlier; none: the cell is blank.
    pub before: Option<Grade>,
}

impl Group {
    /// Its code.
    pub fn code(&self) -> String {
        format!("{:07}", 481_000 + self.number)
    }

    /// Its grade by the bank's score.
    pub fn grade(&self) -> Grade {
        match self.score {
            850.. => Grade::Good,
            700.. => Grade::Fair,
            500.. => Grade::Average,
            _ => Grade::Weak,
        }
    }

    /// Its district's name.
    pub fn district_name(&self) -> &'static str {
        DISTRICTS.get(self.district).map_or("", |district| district.name)
    }
}

/// The groups that are not `Tốt`: district, place, score in tenths.
const SCORES: [(usize, usize, i64); 9] = [
    (HAI_CHAU, 1, 850),
    (HAI_CHAU, 15, 845),
    (THANH_KHE, 10, 695),
    (LIEN_CHIEU, 10, 495),
    (SON_TRA, 15, 700),
    (NGU_HANH_SON, 10, 500),
    (HOA_VANG, 15, 750),
    (HOA_VANG, 16, 800),
    (CAM_LE, 10, 600),
];

/// The groups that were not `Tốt` a month earlier.
const BEFORE: [(usize, usize, Option<Grade>); 5] = [
    (THANH_KHE, 10, Some(Grade::Average)),
    (THANH_KHE, 11, Some(Grade::Average)),
    (NGU_HANH_SON, 10, Some(Grade::Average)),
    (HOA_VANG, 20, Some(Grade::Average)),
    (CAM_LE, 12, None),
];

/// All groups, their debts still to come.
pub fn all(prng: &mut Prng) -> Vec<Group> {
    let places = DISTRICTS
        .iter()
        .enumerate()
        .flat_map(|(at, district)| (1..=district.groups).map(move |place| (at, place)));
    let mut groups: Vec<Group> =
        (1..).zip(places).map(|(number, place)| group(prng, number, place)).collect();
    for (at, district) in DISTRICTS.iter().enumerate() {
        let mut of_district: Vec<&mut Group> =
            groups.iter_mut().filter(|group| group.district == at).collect();
        savers(district, &mut of_district);
    }
    groups
}

fn group(prng: &mut Prng, number: usize, (district, place): (usize, usize)) -> Group {
    let loans = if number.is_multiple_of(2) { 38 } else { 37 };
    let members = loans + prng.between(0, 3);
    let score = SCORES
        .iter()
        .find(|(at, within, _)| (*at, *within) == (district, place))
        .map(|(_, _, score)| *score);
    let before = BEFORE
        .iter()
        .find(|(at, within, _)| (*at, *within) == (district, place))
        .map_or(Some(Grade::Good), |(_, _, grade)| *grade);
    Group {
        number,
        district,
        place,
        loans,
        members,
        savers: members,
        debt: 0,
        overdue: 0,
        frozen: 0,
        savings: 0,
        score: score.unwrap_or(860 + 5 * prng.between(0, 28)),
        before,
    }
}

/// Takes savers away by plan; for an exact share, members are added until they divide evenly.
fn savers(district: &District, groups: &mut [&mut Group]) {
    let total = |groups: &[&mut Group]| groups.iter().map(|group| group.members).sum::<i64>();
    if district.plan.idle_savers == Idle::TwoPercent {
        let lacking = (50 - total(groups) % 50) % 50;
        let lacking = usize::try_from(lacking).unwrap_or(0);
        groups.iter_mut().take(lacking).for_each(|group| {
            (group.members, group.savers) = (group.members + 1, group.savers + 1)
        });
    }
    let members = total(groups);
    let idle = match district.plan.idle_savers {
        Idle::TwoPercent => members / 50,
        Idle::OneTooMany => members / 50 + 1,
        Idle::OnePercent => members / 100,
    };
    groups.iter_mut().take(usize::try_from(idle).unwrap_or(0)).for_each(|group| group.savers -= 1);
}

/// What must come out of the scorecard and of the duty to strengthen weak groups.
pub fn plant(groups: &[Group], planted: &mut Planted) {
    for group in groups {
        if group.grade() != Grade::Good {
            planted.catch("Chấm điểm tổ", "Tổ", group.code(), group.grade().name(), "");
        }
        let mut weak_before = |verdict, reason| {
            planted.catch("Củng cố tổ trung bình", "Tổ", group.code(), verdict, reason)
        };
        match (group.before, group.district) {
            (None, _) => weak_before("cần bổ sung", ""),
            (Some(Grade::Average), HOA_VANG) => {
                weak_before("không đạt", "Chưa củng cố từ lần xếp loại trước")
            }
            _ => {}
        }
    }
}

const HEADER: &str = "Mã tổ;Quận, huyện;Số phiên giao dịch;Số phiên tổ trưởng tham gia;Tổng dư nợ;Dư nợ quá hạn;Dư nợ khoanh;\
    Gốc đến hạn;Gốc đã thu;Lãi phải thu;Lãi đã thu;Số tổ viên;Số tổ viên có gửi tiết kiệm;Số tổ viên còn dư nợ;\
    Số tổ viên không nộp lãi đầy đủ trong 3 tháng gần nhất;Số dư tiết kiệm;Kết quả chấm điểm tổ tháng gần nhất;Xếp loại kỳ trước";

/// The sheet of groups.
pub fn sheet(groups: &[Group]) -> Sheet {
    super::sheet::sheet("Tổ", HEADER, groups.iter().map(row).collect())
}

/// Sessions attended of 12, and principal and interest collected in hundredths, such that the five
/// criteria come to the bank's grade: 20 + 15 + 20 points where all is well, 10 + 8 + 15 for `Khá`,
/// 5 + 0 + 10 for `Trung bình`, none for `Yếu`.
const fn kept(grade: Grade) -> (i64, i64, i64) {
    match grade {
        Grade::Good => (12, 100, 100),
        Grade::Fair => (10, 80, 90),
        Grade::Average => (6, 60, 85),
        Grade::Weak => (3, 50, 50),
    }
}

fn row(group: &Group) -> Vec<Cell> {
    let (attended, principal, interest) = kept(group.grade());
    let due = group.debt / 100_000 * 3_000;
    let interest_due = group.debt / 100_000 * 600;
    vec![
        group.code().into(),
        group.district_name().into(),
        12.into(),
        attended.into(),
        group.debt.into(),
        group.overdue.into(),
        group.frozen.into(),
        due.into(),
        (due / 100 * principal).into(),
        interest_due.into(),
        (interest_due / 100 * interest).into(),
        group.members.into(),
        group.savers.into(),
        group.loans.into(),
        0.into(),
        group.savings.into(),
        Fixed { units: group.score, scale: 1 }.into(),
        group.before.map(Grade::name).into(),
    ]
}
