//! The loans of the groups, and what is planted among them.

use super::AS_OF;
use super::groups::Group;
use super::planted::Planted;
use super::units::{
    CAM_LE, DISTRICTS, HAI_CHAU, HOA_VANG, LIEN_CHIEU, NGU_HANH_SON, SON_TRA, THANH_KHE,
};
use crate::cell::{Cell, Sheet};
use crate::day::Day;
use crate::prng::Prng;

/// Balances are whole hundreds of thousands of đồng.
const STEP: i64 = 100_000;

/// A loan as of the last day of the year.
#[derive(Clone, Debug)]
pub struct Loan {
    number: usize,
    group: String,
    district: usize,
    place: usize,
    /// From 0, within the group.
    nth: i64,
    programme: &'static str,
    disbursed: Day,
    due: Day,
    balance: i64,
    overdue: i64,
    frozen: i64,
    last: Day,
    arrears: i64,
    checked: Option<Day>,
    listed: Option<Day>,
    reminded: Option<Day>,
    measure: Option<&'static str>,
}

impl Loan {
    fn code(&self) -> String {
        (7_000_000 + self.number).to_string()
    }

    fn monthly_interest(&self) -> i64 {
        self.balance / 100_000 * 550
    }
}

/// Places within their district of the groups whose loans are overdue, in this order.
const OVERDUE_PLACES: [usize; 5] = [3, 8, 13, 18, 23];
/// The place of the group with a frozen loan.
const FROZEN_PLACE: usize = 5;
/// The place of the group whose first loans are planted with cases.
const PLANTED_PLACE: usize = 20;
/// The place of the group whose loans do not add up.
const UNEQUAL_PLACE: usize = 9;

/// All loans; the groups get their debts from them.
pub fn all(prng: &mut Prng, groups: &mut [Group], planted: &mut Planted) -> Vec<Loan> {
    let mut loans: Vec<Loan> = Vec::new();
    for group in groups.iter_mut() {
        for nth in 0..group.loans {
            let loan = loan(prng, loans.len() + 1, group, nth);
            group.debt += loan.balance;
            loans.push(loan);
        }
    }
    for district in 0..DISTRICTS.len() {
        debts(district, groups, &mut loans, planted);
    }
    for group in groups.iter_mut() {
        let code = group.code();
        let of_group = || loans.iter().filter(|loan| loan.group == code);
        group.overdue = of_group().map(|loan| loan.overdue).sum();
        group.frozen = of_group().map(|loan| loan.frozen).sum();
    }
    for loan in &mut loans {
        plant(loan, planted);
    }
    loans
}

fn loan(prng: &mut Prng, number: usize, group: &Group, nth: i64) -> Loan {
    let rural = group.district == HOA_VANG;
    let (programme, months, most) = match prng.between(1, 20) {
        1..=3 => ("hộ nghèo", 120, 900),
        4..=7 => ("hộ cận nghèo", 120, 900),
        8..=10 => ("hộ mới thoát nghèo", 60, 900),
        11..=12 => ("học sinh sinh viên", 108, 400),
        13..=16 if rural => ("nước sạch và vệ sinh", 60, 200),
        _ => ("giải quyết việc làm", 60, 900),
    };
    let of_year = prng.one_in(7);
    let disbursed = if of_year {
        Day::new(2023, prng.between(1, 12), prng.between(1, 28))
    } else {
        Day::new(prng.between(2019, 2022), prng.between(1, 12), prng.between(1, 28))
    };
    let due = disbursed.plus_months(months);
    let mut loan = Loan {
        number,
        group: group.code(),
        district: group.district,
        place: group.place,
        nth,
        programme,
        disbursed,
        due,
        balance: prng.between(100, most) * STEP,
        overdue: 0,
        frozen: 0,
        last: disbursed.max(Day::new(2023, 12, prng.between(3, 24))),
        arrears: 0,
        checked: None,
        listed: None,
        reminded: None,
        measure: None,
    };
    if of_year {
        loan.checked = check(prng, disbursed);
    }
    if due <= AS_OF.plus(30) {
        loan.listed = Some(due.plus(-30 - prng.between(0, 20)).min(AS_OF));
    }
    if number.is_multiple_of(250) && disbursed < Day::new(2023, 6, 1) {
        idle(prng, &mut loan);
    }
    loan
}

/// Within 30 days; a loan of December may still wait for it.
fn check(prng: &mut Prng, disbursed: Day) -> Option<Day> {
    let latest = disbursed.plus(30).min(AS_OF);
    let waits = disbursed > Day::new(2023, 12, 1) && prng.one_in(2);
    let after = prng.between(1, latest.since(disbursed).max(1));
    (!waits).then(|| disbursed.plus(after))
}

/// No transaction for more than three months, but reminded.
fn idle(prng: &mut Prng, loan: &mut Loan) {
    loan.last = Day::new(2023, 7, 15).plus(prng.between(0, 76));
    loan.reminded = Some(loan.last.plus(prng.between(40, 93)));
    loan.arrears = loan.monthly_interest() * 4;
}

/// Overdue, frozen and saved amounts of a district, exactly as its plan says.
fn debts(district: usize, groups: &mut [Group], loans: &mut [Loan], planted: &mut Planted) {
    let Some(plan) = DISTRICTS.get(district).map(|district| district.plan) else { return };
    let debt: i64 =
        groups.iter().filter(|group| group.district == district).map(|group| group.debt).sum();
    let overdue = debt / 100_000 * plan.overdue - plan.less;
    let frozen = debt / 100_000 * plan.bad - plan.less - overdue;
    let places = OVERDUE_PLACES.iter().take(plan.overdue_groups);
    let share = overdue / i64::try_from(plan.overdue_groups).unwrap_or(1);
    let mut left = overdue;
    for (place, last) in places.zip((1..=plan.overdue_groups).rev().map(|rank| rank == 1)) {
        let amount = if last { left } else { share };
        left -= amount;
        if let Some(loan) = largest(loans, district, *place) {
            loan.overdue = amount;
            loan.measure = Some("Vận động trả dần");
        }
    }
    if frozen > 0
        && let Some(loan) = largest(loans, district, FROZEN_PLACE)
    {
        loan.frozen = frozen;
        loan.measure = Some("Khoanh nợ theo quyết định");
        loan.last = Day::new(2023, 6, 1).max(loan.disbursed);
        loan.reminded = None;
        planted.pass("Nhắc hộ không giao dịch", loan.code(), "nợ khoanh, không hỏi tới");
    }
    let mut short = plan.savings_less;
    for group in groups.iter_mut().filter(|group| group.district == district) {
        group.savings = group.debt / 100 * plan.savings - short;
        short = 0;
    }
}

/// The loan of a group with the largest balance that no case is planted in.
fn largest(loans: &mut [Loan], district: usize, place: usize) -> Option<&mut Loan> {
    loans
        .iter_mut()
        .filter(|loan| (loan.district, loan.place) == (district, place))
        .max_by_key(|loan| (loan.balance, loan.number))
}

const USE: &str = "Sử dụng vốn";
const DUE: &str = "Nợ sắp đến hạn";
const IDLE: &str = "Nhắc hộ không giao dịch";
const NOT_MET: &str = "không đạt";

/// Turns a loan into the case planted at its place.
fn plant(loan: &mut Loan, planted: &mut Planted) {
    match (loan.district, loan.place) {
        (_, PLANTED_PLACE) => plant_case(loan, planted),
        (HOA_VANG | NGU_HANH_SON, 3) if loan.overdue > 0 => {
            loan.measure = None;
            planted.catch(
                "Xử lý nợ quá hạn",
                "Khoản vay",
                loan.code(),
                NOT_MET,
                "Chưa ghi biện pháp xử lý nợ quá hạn",
            );
        }
        (LIEN_CHIEU, 3) if loan.overdue > 0 => {
            loan.overdue -= 1;
            let reason = "Nợ quá hạn của tổ không bằng tổng nợ quá hạn các khoản vay";
            planted.catch("Đối chiếu dư nợ", "Tổ", loan.group.clone(), NOT_MET, reason);
        }
        (HAI_CHAU, UNEQUAL_PLACE) if loan.nth == 5 => {
            loan.balance += 1;
            let reason = "Dư nợ của tổ không bằng tổng dư nợ các khoản vay";
            planted.catch("Đối chiếu dư nợ", "Tổ", loan.group.clone(), NOT_MET, reason);
        }
        _ => {}
    }
}

fn plant_case(loan: &mut Loan, planted: &mut Planted) {
    const UNCHECKED: &str = "Chưa kiểm tra sử dụng vốn";
    const UNLISTED: &str = "Chưa nắm danh sách nợ đến hạn";
    const UNREMINDED: &str = "Chưa nhắc hộ không giao dịch 3 tháng";
    let day = Day::new;
    match (loan.district, loan.nth) {
        (HAI_CHAU, 0) => {
            fresh(loan, day(2023, 1, 15), Some(day(2023, 2, 15)));
            planted.catch(USE, "Khoản vay", loan.code(), NOT_MET, "Kiểm tra sử dụng vốn chậm");
        }
        (THANH_KHE, 0) => {
            fresh(loan, day(2023, 3, 10), Some(day(2023, 3, 9)));
            planted.catch(USE, "Khoản vay", loan.code(), NOT_MET, UNCHECKED);
        }
        (CAM_LE, 0) => {
            fresh(loan, day(2023, 11, 30), None);
            planted.catch(USE, "Khoản vay", loan.code(), NOT_MET, UNCHECKED);
        }
        (HOA_VANG, 0) => {
            fresh(loan, day(2023, 1, 15), Some(day(2023, 2, 14)));
            planted.pass(USE, loan.code(), "kiểm tra đúng ngày thứ 30: đạt");
        }
        (HOA_VANG, 1) => {
            fresh(loan, day(2023, 12, 1), None);
            planted.catch(USE, "Khoản vay", loan.code(), NOT_MET, UNCHECKED);
        }
        (LIEN_CHIEU, 0) => {
            falls_due(loan, day(2024, 1, 30), Some(day(2023, 12, 31)));
            planted.pass(DUE, loan.code(), "biết trước đúng 30 ngày: đạt");
        }
        (LIEN_CHIEU, 1) => {
            falls_due(loan, day(2024, 1, 29), Some(day(2023, 12, 31)));
            planted.catch(DUE, "Khoản vay", loan.code(), NOT_MET, "Nắm danh sách nợ đến hạn muộn");
        }
        (LIEN_CHIEU, 2) => {
            falls_due(loan, day(2024, 1, 15), None);
            planted.catch(DUE, "Khoản vay", loan.code(), NOT_MET, UNLISTED);
        }
        (LIEN_CHIEU, 3) => {
            falls_due(loan, day(2024, 1, 31), None);
            planted.pass(
                DUE,
                loan.code(),
                "đến hạn 31/01/2024, phải biết từ 01/01/2024: việc của năm 2024",
            );
        }
        (SON_TRA, 0) => {
            silent(loan, "hộ nghèo", day(2023, 9, 29), None);
            planted.pass(
                IDLE,
                loan.code(),
                "đủ 3 tháng 29/12/2023, hạn nhắc 28/01/2024: việc của năm 2024",
            );
        }
        (SON_TRA, 1) => {
            silent(loan, "hộ nghèo", day(2023, 9, 30), None);
            planted.pass(
                IDLE,
                loan.code(),
                "giao dịch cuối đúng 30/09/2023: không tính là ba tháng",
            );
        }
        (SON_TRA, 2) => {
            silent(loan, "học sinh sinh viên", day(2023, 6, 1), None);
            planted.pass(IDLE, loan.code(), "vốn sinh viên, không hỏi tới");
        }
        (SON_TRA, 3) => {
            silent(loan, "hộ cận nghèo", day(2023, 8, 10), Some(day(2023, 8, 10)));
            planted.catch(IDLE, "Khoản vay", loan.code(), NOT_MET, UNREMINDED);
        }
        (SON_TRA, 4) => {
            silent(loan, "hộ cận nghèo", day(2023, 9, 29), Some(day(2023, 12, 5)));
            planted.pass(IDLE, loan.code(), "đủ 3 tháng 29/12/2023, đã nhắc: việc của năm 2024");
        }
        _ => {}
    }
}

fn fresh(loan: &mut Loan, disbursed: Day, checked: Option<Day>) {
    loan.programme = "hộ nghèo";
    (loan.disbursed, loan.due, loan.last) =
        (disbursed, disbursed.plus_months(96).plus(1), Day::new(2023, 12, 5));
    (loan.checked, loan.listed, loan.reminded) = (checked, None, None);
}

fn falls_due(loan: &mut Loan, due: Day, listed: Option<Day>) {
    (loan.disbursed, loan.due, loan.last) = (Day::new(2019, 1, 28), due, Day::new(2023, 12, 5));
    (loan.checked, loan.listed, loan.reminded) = (None, listed, None);
}

fn silent(loan: &mut Loan, programme: &'static str, last: Day, reminded: Option<Day>) {
    loan.programme = programme;
    (loan.disbursed, loan.due, loan.last) = (Day::new(2021, 3, 5), Day::new(2029, 3, 5), last);
    (loan.checked, loan.listed, loan.reminded) = (None, None, reminded);
    loan.arrears = loan.monthly_interest() * 4;
}

const HEADER: &str = "Mã khoản vay;Mã tổ;Chương trình;Ngày giải ngân;Ngày đến hạn;Dư nợ (đồng);Nợ quá hạn (đồng);Nợ khoanh (đồng);\
    Ngày giao dịch cuối;Lãi tồn (đồng);Lãi một tháng (đồng);Ngày kiểm tra sử dụng vốn;Ngày nhận danh sách đến hạn;Ngày nhắc nhở;\
    Biện pháp xử lý";

/// The sheet of loans.
pub fn sheet(loans: &[Loan]) -> Sheet {
    super::sheet::sheet("Khoản vay", HEADER, loans.iter().map(row).collect())
}

fn row(loan: &Loan) -> Vec<Cell> {
    vec![
        loan.code().into(),
        loan.group.clone().into(),
        loan.programme.into(),
        loan.disbursed.into(),
        loan.due.into(),
        loan.balance.into(),
        loan.overdue.into(),
        loan.frozen.into(),
        loan.last.into(),
        loan.arrears.into(),
        loan.monthly_interest().into(),
        loan.checked.into(),
        loan.listed.into(),
        loan.reminded.into(),
        loan.measure.into(),
    ]
}
