//! The list of proposals to borrow and the debts of the households in it.

use super::planted::Planted;
use super::sheet::sheet;
use super::units::{DISTRICTS, HOA_VANG};
use crate::cell::{Cell, Sheet};
use crate::day::Day;
use crate::prng::Prng;

const MILLION: i64 = 1_000_000;

/// How many proposals have nothing wrong with them.
const SOUND: usize = 300;

const REJECTED: &str = "không đề xuất";
const TO_REVIEW: &str = "cần xem xét";
const OPEN: &str = "cần bổ sung";

/// A proposal. What its programme does not ask for stays blank.
#[derive(Clone, Debug)]
struct Proposal {
    code: String,
    district: usize,
    day: Day,
    programme: &'static str,
    class: &'static str,
    rural: bool,
    member: bool,
    minutes: Option<bool>,
    amount: i64,
    months: i64,
    rate: Option<&'static str>,
    needs: Option<bool>,
    escaped: Option<Day>,
    orphan: Option<bool>,
    hardship: Option<bool>,
    students: Option<i64>,
    study_months: Option<i64>,
    paid_out: Option<i64>,
    workers: Option<i64>,
    favoured: Option<bool>,
    feasible: Option<bool>,
    through_group: Option<bool>,
    works: Option<i64>,
    lacking: Option<bool>,
    debts: Vec<Debt>,
}

#[derive(Clone, Copy, Debug)]
struct Debt {
    bank: bool,
    programme: Option<&'static str>,
    balance: i64,
    overdue: i64,
}

const POOR: &str = "hộ nghèo";
const NEAR_POOR: &str = "hộ cận nghèo";
const ESCAPED: &str = "hộ mới thoát nghèo";
const STUDENT: &str = "học sinh sinh viên";
const JOBS: &str = "giải quyết việc làm";
const WATER: &str = "nước sạch và vệ sinh";

/// Both sheets with the files they go to.
pub fn sheets(prng: &mut Prng, planted: &mut Planted) -> Vec<(&'static str, Sheet)> {
    let mut proposals: Vec<Proposal> = (1..=SOUND).map(|number| sound(prng, number)).collect();
    proposals.extend(cases(planted));
    let debts = proposals
        .iter()
        .flat_map(|proposal| proposal.debts.iter().map(|debt| debt_row(proposal, *debt)))
        .collect();
    vec![
        ("de-xuat-vay.csv", sheet("Đề xuất vay", PROPOSAL, proposals.iter().map(row).collect())),
        ("no-dang-co.csv", sheet("Nợ đang có", DEBT, debts)),
    ]
}

const PROPOSAL: &str = "Mã hồ sơ;Quận, huyện;Ngày đề xuất;Chương trình;Diện hộ;Khu vực;Là tổ viên;\
    Có biên bản bình xét;Số tiền (đồng);Thời hạn (tháng);Lãi suất năm;\
    Địa phương xác nhận cần vốn;Ngày thoát nghèo;Sinh viên mồ côi;Khó khăn được xã xác nhận;\
    Số sinh viên;Số tháng học được vay;Thời gian phát tiền vay (tháng);Số lao động;\
    Lao động khuyết tật, dân tộc thiểu số;Phương án được đánh giá khả thi;Vay qua tổ;\
    Số công trình;Xã xác nhận chưa có, chưa đạt chuẩn;Đã khai nợ";
const DEBT: &str = "Mã hồ sơ;Kênh vay;Chương trình;Dư nợ (đồng);Nợ quá hạn (đồng)";

/// A proposal within all bounds of its programme.
fn sound(prng: &mut Prng, number: usize) -> Proposal {
    let district = number % DISTRICTS.len();
    let programmes: &[&str] = if district == HOA_VANG {
        &[POOR, NEAR_POOR, WATER, JOBS, WATER]
    } else {
        &[POOR, NEAR_POOR, STUDENT, JOBS, ESCAPED]
    };
    let programme =
        programmes.get(number / DISTRICTS.len() % programmes.len()).copied().unwrap_or(POOR);
    let day = Day::new(2023, prng.between(2, 12), prng.between(1, 28));
    let mut proposal = Proposal {
        code: format!("DX{number:04}"),
        district,
        rural: district == HOA_VANG,
        day,
        ..of(programme)
    };
    proposal.amount = match programme {
        STUDENT => 4 * MILLION * prng.between(5, 10),
        WATER => MILLION * prng.between(5, 10),
        _ => MILLION * prng.between(20, 100),
    };
    if programme == ESCAPED {
        proposal.escaped = Some(day.plus(-prng.between(30, 1_000)));
    }
    if matches!(programme, STUDENT | WATER | ESCAPED) && prng.one_in(3) {
        proposal.debts.push(Debt {
            bank: true,
            programme: Some(POOR),
            balance: MILLION * prng.between(5, 40),
            overdue: 0,
        });
    }
    proposal
}

/// A proposal that meets all conditions of a programme, in the district of Hải Châu on 15/03/2023.
fn of(programme: &'static str) -> Proposal {
    let (class, amount, months, rate) = match programme {
        NEAR_POOR => (NEAR_POOR, 50, 60, "7,92%"),
        ESCAPED => (ESCAPED, 50, 60, "8,25%"),
        STUDENT => (POOR, 40, 108, "6,6%"),
        JOBS => ("hộ khác", 50, 60, "7,92%"),
        WATER => ("hộ khác", 10, 60, "9%"),
        _ => (POOR, 50, 60, "6,6%"),
    };
    let of = |wanted: &str| programme == wanted;
    Proposal {
        code: String::new(),
        district: 0,
        day: Day::new(2023, 3, 15),
        programme,
        class,
        rural: of(WATER),
        member: true,
        minutes: Some(true),
        amount: amount * MILLION,
        months,
        rate: Some(rate),
        needs: of(NEAR_POOR).then_some(true),
        escaped: of(ESCAPED).then_some(Day::new(2021, 6, 1)),
        orphan: of(STUDENT).then_some(false),
        hardship: of(STUDENT).then_some(false),
        students: of(STUDENT).then_some(1),
        study_months: of(STUDENT).then_some(10),
        paid_out: of(STUDENT).then_some(48),
        workers: of(JOBS).then_some(1),
        favoured: of(JOBS).then_some(false),
        feasible: of(JOBS).then_some(true),
        through_group: of(JOBS).then_some(true),
        works: of(WATER).then_some(1),
        lacking: of(WATER).then_some(true),
        debts: Vec::new(),
    }
}

// --- the planted cases
// ------------------------------------------------------------------------------------------------------------------

struct Cases<'p> {
    planted: &'p mut Planted,
    all: Vec<Proposal>,
}

impl Cases<'_> {
    /// One more proposal, sound but for what `change` does to it.
    fn add(
        &mut self,
        programme: &'static str,
        verdict: &'static str,
        reasons: &[&'static str],
        change: impl FnOnce(&mut Proposal),
    ) {
        let mut proposal =
            Proposal { code: format!("DX{:04}", 901 + self.all.len()), ..of(programme) };
        change(&mut proposal);
        let code = &proposal.code;
        if verdict.is_empty() {
            self.planted.pass(block(programme), code.clone(), "vừa đủ mức, đề xuất");
        }
        if proposal.debts.iter().any(|debt| !debt.bank) {
            let elsewhere = "Hộ đang nợ ở kênh khác";
            self.planted.catch("Chồng kênh", "Đề xuất vay", code.clone(), TO_REVIEW, elsewhere);
        }
        for reason in reasons
            .iter()
            .copied()
            .chain(reasons.is_empty().then_some(""))
            .filter(|_| !verdict.is_empty())
        {
            self.planted.catch(block(programme), "Đề xuất vay", code.clone(), verdict, reason);
        }
        self.all.push(proposal);
    }
}

fn block(programme: &str) -> &'static str {
    match programme {
        POOR => "Vay hộ nghèo",
        NEAR_POOR => "Vay hộ cận nghèo",
        ESCAPED => "Vay hộ mới thoát nghèo",
        STUDENT => "Vay học sinh sinh viên",
        JOBS => "Vay giải quyết việc làm",
        WATER => "Vay nước sạch",
        _ => "Vay chương trình khác",
    }
}

const fn bank_debt(programme: &'static str, balance: i64, overdue: i64) -> Debt {
    Debt { bank: true, programme: Some(programme), balance, overdue }
}

const fn other_debt(balance: i64, overdue: i64) -> Debt {
    Debt { bank: false, programme: None, balance, overdue }
}

const TOO_LONG: &str = "Thời hạn vay quá dài";
const WRONG_RATE: &str = "Lãi suất không đúng chương trình";
const IN_DEBT: &str = "Hộ còn nợ vốn";
const OTHER_SOURCE: &str = "Hộ đang vay nguồn khác: tránh người nhiều nguồn, người không nguồn nào";

fn cases(planted: &mut Planted) -> Vec<Proposal> {
    let mut cases = Cases { planted, all: Vec::new() };
    poor(&mut cases);
    near_poor(&mut cases);
    students(&mut cases);
    jobs(&mut cases);
    others(&mut cases);
    procedure(&mut cases);
    cases.all
}

fn poor(cases: &mut Cases) {
    cases.add(POOR, "", &[], |it| (it.amount, it.months) = (100 * MILLION, 120));
    cases.add(POOR, REJECTED, &["Vượt mức vay hộ nghèo"], |it| {
        it.amount = 100 * MILLION + 1
    });
    cases.add(POOR, REJECTED, &["Không thuộc diện hộ nghèo"], |it| it.class = NEAR_POOR);
    cases.add(POOR, REJECTED, &[TOO_LONG, WRONG_RATE], |it| {
        (it.months, it.rate) = (121, Some("6,5%"))
    });
    cases.add(POOR, REJECTED, &[IN_DEBT], |it| it.debts.push(other_debt(1, 0)));
    cases.add(POOR, REJECTED, &[IN_DEBT], |it| it.debts.push(bank_debt(POOR, 10 * MILLION, 0)));
    let warning = "Chỉ còn nợ chương trình khác của NHCSXH và còn trong hạn: ngân hàng cho vay cùng lúc, kế hoạch thì không";
    cases.add(POOR, REJECTED, &[IN_DEBT, warning], |it| {
        it.debts.push(bank_debt(STUDENT, 8 * MILLION, 0))
    });
    cases.add(POOR, OPEN, &[], |it| it.rate = None);
}

fn near_poor(cases: &mut Cases) {
    cases.add(NEAR_POOR, REJECTED, &["Hộ còn nợ dây dưa", OTHER_SOURCE], |it| {
        it.debts.push(bank_debt(STUDENT, 20 * MILLION, 1))
    });
    cases
        .add(NEAR_POOR, TO_REVIEW, &[OTHER_SOURCE], |it| it.debts.push(other_debt(5 * MILLION, 0)));
    cases.add(
        NEAR_POOR,
        REJECTED,
        &["Địa phương không xác nhận hộ thật sự cần vốn"],
        |it| it.needs = Some(false),
    );
    cases.add(NEAR_POOR, OPEN, &[], |it| it.needs = None);
    cases.add(NEAR_POOR, REJECTED, &[OTHER_SOURCE, "Vượt mức vay hộ cận nghèo"], |it| {
        it.amount = 40 * MILLION + 1;
        it.debts.push(bank_debt(NEAR_POOR, 60 * MILLION, 0));
    });
}

fn students(cases: &mut Cases) {
    cases.add(
        STUDENT,
        REJECTED,
        &["Không thuộc đối tượng được vay vốn học sinh, sinh viên"],
        |it| it.class = "hộ khác",
    );
    cases.add(STUDENT, REJECTED, &["Vượt mức vay học sinh, sinh viên", TOO_LONG], |it| {
        (it.amount, it.months) = (40 * MILLION + 1, 109)
    });
    cases.add(STUDENT, "", &[], |it| (it.class, it.orphan) = ("hộ khác", Some(true)));
}

fn jobs(cases: &mut Cases) {
    cases.add(JOBS, REJECTED, &["Phương án kinh doanh chưa khả thi"], |it| {
        it.feasible = Some(false)
    });
    cases.add(JOBS, OPEN, &[], |it| it.feasible = None);
    cases.add(
        JOBS,
        REJECTED,
        &["Cơ sở sản xuất vay trực tiếp ở ngân hàng, không qua tổ"],
        |it| it.through_group = Some(false),
    );
    cases.add(JOBS, TO_REVIEW, &["Trùng kênh vay, cần người xét"], |it| {
        it.debts.push(other_debt(5 * MILLION, 0))
    });
    cases.add(JOBS, REJECTED, &[WRONG_RATE], |it| it.favoured = Some(true));
    cases.add(JOBS, REJECTED, &["Vượt mức vay giải quyết việc làm"], |it| {
        it.amount = 100 * MILLION + 1
    });
}

fn others(cases: &mut Cases) {
    cases.add(ESCAPED, "", &[], |it| it.escaped = Some(Day::new(2020, 3, 15)));
    cases.add(ESCAPED, REJECTED, &["Đã thoát nghèo quá 3 năm"], |it| {
        it.escaped = Some(Day::new(2020, 3, 14))
    });
    cases.add(ESCAPED, REJECTED, &["Không thuộc diện hộ mới thoát nghèo"], |it| {
        it.class = "hộ khác"
    });
    let urban = "Chỉ cho vay hộ ở nông thôn, hộ ở phường không được vay";
    cases.add(WATER, REJECTED, &[urban], |it| it.rural = false);
    cases.add(WATER, REJECTED, &["Vượt mức vay nước sạch và vệ sinh"], |it| {
        it.amount = 10 * MILLION + 1
    });
    cases.add(WATER, REJECTED, &["Đã có công trình đạt chuẩn"], |it| {
        it.lacking = Some(false)
    });
    let unruled = "Bộ quy tắc chưa có điều kiện của chương trình này, người xét theo văn bản riêng";
    cases.add("xuất khẩu lao động", TO_REVIEW, &[unruled], |_| {});
    cases.add(
        "chấp hành xong án phạt tù",
        REJECTED,
        &["Chương trình chưa có hiệu lực", unruled],
        |it| it.day = Day::new(2023, 10, 9),
    );
    cases.add("chấp hành xong án phạt tù", TO_REVIEW, &[unruled], |it| {
        it.day = Day::new(2023, 10, 10)
    });
}

fn procedure(cases: &mut Cases) {
    const BLOCK: &str = "Quy trình xét chọn";
    const NO_MINUTES: &str = "Chưa có biên bản bình xét của tổ";
    let verdicts = [
        ("không đạt", NO_MINUTES, true, Some(false)),
        ("không đạt", "Chưa là tổ viên tổ TK&VV", false, Some(true)),
        (OPEN, "", true, None),
    ];
    for (verdict, reason, member, minutes) in verdicts {
        cases.add(POOR, "", &[], |it| (it.member, it.minutes) = (member, minutes));
        if let Some(proposal) = cases.all.last() {
            cases.planted.catch(BLOCK, "Đề xuất vay", proposal.code.clone(), verdict, reason);
        }
    }
}

// --- the sheets
// -------------------------------------------------------------------------------------------------------------------------

fn yes_no(yes: Option<bool>) -> Cell {
    yes.map(|yes| if yes { "có" } else { "không" }).into()
}

fn row(it: &Proposal) -> Vec<Cell> {
    vec![
        it.code.clone().into(),
        DISTRICTS.get(it.district).map(|district| district.name).into(),
        it.day.into(),
        it.programme.into(),
        it.class.into(),
        if it.rural { "nông thôn" } else { "thành thị" }.into(),
        yes_no(Some(it.member)),
        yes_no(it.minutes),
        it.amount.into(),
        it.months.into(),
        it.rate.into(),
        yes_no(it.needs),
        it.escaped.into(),
        yes_no(it.orphan),
        yes_no(it.hardship),
        it.students.into(),
        it.study_months.into(),
        it.paid_out.into(),
        it.workers.into(),
        yes_no(it.favoured),
        yes_no(it.feasible),
        yes_no(it.through_group),
        it.works.into(),
        yes_no(it.lacking),
        yes_no(Some(true)),
    ]
}

fn debt_row(proposal: &Proposal, debt: Debt) -> Vec<Cell> {
    vec![
        proposal.code.clone().into(),
        if debt.bank { "NHCSXH" } else { "kênh khác" }.into(),
        debt.programme.into(),
        debt.balance.into(),
        debt.overdue.into(),
    ]
}
