//! The sheets: which columns each export has, and the quirks planted in it.

use crate::cell::{Cell, Fixed, Sheet};
use crate::group::{Group, Special};
use crate::plan::{Blank, Grade, Half};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// All sheets, and what was planted where.
#[derive(Debug)]
pub struct Exports {
    /// The Union's monitoring sheet.
    pub monitoring: Sheet,
    /// The same header with one bad cell a row.
    pub faulty: Sheet,
    /// The bank's export for associations.
    pub bc0437: Sheet,
    /// The bank's monthly scores.
    pub cdtotkvv: Sheet,
    /// What is wrong in the bank's monthly scores, by the group's number.
    pub score_plants: BTreeMap<usize, ScorePlant>,
    /// What is wrong in BC0437, by the group's number.
    pub grade_plants: BTreeMap<usize, GradePlant>,
    /// Codes of the groups of other associations.
    pub others: Vec<String>,
}

/// What is wrong with a group in CDTOTKVV.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScorePlant {
    /// A `Khá` total is called `Tốt`.
    WrongGrade,
    /// The total is 2 points above the sum.
    WrongSum,
    /// A sub-score is 2 points above its maximum.
    AboveMaximum,
    /// No total.
    NoTotal,
    /// No sub-score for interest.
    NoInterestScore,
    /// The grade's formula was exported as 0.
    GradeZero,
}

/// What is wrong with a group in BC0437.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GradePlant {
    /// A `Tốt` score is called `Khá`.
    WrongGrade,
    /// No score.
    NoScore,
    /// The grade's formula was exported as 0.
    GradeZero,
}

/// The day of all figures.
pub const DAY: &str = "30/06/2023";

/// Groups whose row is there twice: the first ones at once, the others at the end.
pub const REPEATED: [usize; 11] = [5, 40, 77, 120, 121, 160, 199, 233, 280, 301, 350];
const REPEATED_AT_ONCE: usize = 6;

/// Groups whose code is a text with `.0` behind it.
pub const CODE_WITH_POINT: [usize; 2] = [33, 133];
/// Groups whose debt was typed as text, with a point for the thousands.
pub const DEBT_AS_TEXT: [usize; 3] = [60, 150, 250];
/// Groups of Hòa Vang written `Hoà Vang`.
pub const OLD_TONE: [usize; 3] = [270, 271, 272];
/// Rows of customers who only save.
pub const SAVINGS_ONLY: usize = 7;
/// The total, an empty row and three rows of signatures.
pub const CLOSING_ROWS: usize = 5;
/// Groups of other associations in CDTOTKVV.
pub const OTHERS: usize = 12;

const BC0437_HEADER: [&str; 28] = [
    "Mã PGD",
    "Mã xã",
    "Tên xã",
    "Mã ĐVUT",
    "Tên ĐVUT",
    "Mã tổ",
    "Tên tổ trưởng",
    "Số tổ viên",
    "Số tổ viên còn dư nợ",
    "Số tổ viên có gửi tiết kiệm",
    "Số tổ viên có nộp lãi trong 3 tháng gần nhất",
    "Số tổ viên không nộp lãi đầy đủ trong 3 tháng gần nhất",
    "Số tổ viên có tham gia gửi tiết kiệm trong 3 tháng gần nhất",
    "Số tổ viên không tham gia gửi tiết kiệm đầy đủ trong 3 tháng gần nhất",
    "Tổng dư nợ (triệu đồng)",
    "Dư nợ quá hạn (triệu đồng)",
    "Tỷ lệ NQH (%)",
    "Dư nợ khoanh (triệu đồng)",
    "Tỷ lệ nợ khoanh (%)",
    "Lãi tồn (triệu đồng)",
    "Lãi tồn ân hạn (triệu đồng)",
    "Số dư tiết kiệm (triệu đồng)",
    "Mức tiền gửi bình quân/tổ viên (triệu đồng)",
    "Mức tiền gửi bình quân/tổ viên/tháng (ngàn đồng)",
    "Số tổ viên có lãi tồn",
    "Số tổ viên có lãi tồn ân hạn",
    "Kết quả chấm điểm tổ tháng gần nhất",
    "Xếp loại",
];

const MONITORING_HEADER: [&str; 8] = [
    "Quận, huyện",
    "Số phiên giao dịch",
    "Số phiên tổ trưởng tham gia",
    "Gốc đến hạn (đồng)",
    "Gốc đã thu (đồng)",
    "Lãi phải thu (ngàn đồng)",
    "Lãi đã thu (ngàn đồng)",
    "Xếp loại kỳ trước",
];

/// Headers that a Mac wrote: the same letters, decomposed.
const DECOMPOSED_HEADERS: [&str; 3] = ["Số tổ viên", "Quận, huyện", "Số phiên giao dịch"];

const CDTOTKVV_HEADER: [&str; 20] = [
    "STT",
    "Mã đơn vị",
    "Tên đơn vị",
    "Mã xã",
    "Tên xã",
    "Mã tổ",
    "Tên tổ trưởng",
    "ĐVUT",
    "Loại tổ",
    "Dư nợ",
    "Số dư tiết kiệm",
    "Giao dịch tại xã",
    "Tỷ lệ nợ quá hạn",
    "Thu nợ đến hạn",
    "Tỷ lệ thu lãi",
    "Tổ viên tham gia tiền gửi",
    "Số dư tiền gửi tăng thêm",
    "Tổng điểm",
    "Xếp loại",
    "Tình trạng",
];

/// Rows above CDTOTKVV's header; its data begin in row 11.
const CDTOTKVV_LETTERHEAD: [&str; 9] = [
    "NGÂN HÀNG CHÍNH SÁCH XÃ HỘI",
    "CHI NHÁNH MẪU",
    "",
    "BẢNG CHẤM ĐIỂM HOẠT ĐỘNG CỦA TỔ TIẾT KIỆM VÀ VAY VỐN",
    "Tháng 06 năm 2023",
    "Số liệu đến ngày 30/06/2023",
    "",
    "",
    "Đơn vị: đồng, điểm",
];

impl Exports {
    /// Makes all sheets.
    pub fn new(groups: &[Group]) -> Exports {
        let score_plants = score_plants(groups);
        let grade_plants = grade_plants(groups);
        let others: Vec<String> =
            (1..=OTHERS).map(|number| format!("{:07}", 490_000 + number)).collect();
        Exports {
            monitoring: monitoring(groups),
            faulty: faulty(groups),
            bc0437: bc0437(groups, &grade_plants),
            cdtotkvv: cdtotkvv(groups, &score_plants, &others),
            score_plants,
            grade_plants,
            others,
        }
    }
}

fn texts(header: &[&str]) -> Vec<Cell> {
    header
        .iter()
        .map(
            |text| {
                if DECOMPOSED_HEADERS.contains(text) { decomposed(text) } else { Cell::from(*text) }
            },
        )
        .collect()
}

fn decomposed(text: &str) -> Cell {
    Cell::Text(text.nfd().collect())
}

fn points(half: Half) -> Fixed {
    Fixed { units: half * 5, scale: 1 }
}

// --- the monitoring sheet
// ---------------------------------------------------------------------------------------------------------------

fn monitoring(groups: &[Group]) -> Sheet {
    let title =
        format!("Theo dõi tổ TK&VV do Hội Liên hiệp Phụ nữ quản lý đến ngày {DAY} (số liệu mẫu)");
    let rows = with_quirks(groups, monitoring_row);
    listing(
        "Theo dõi tổ",
        title,
        &[texts(&BC0437_HEADER), texts(&MONITORING_HEADER)].concat(),
        rows,
    )
}

fn monitoring_row(group: &Group) -> Vec<Cell> {
    let mut cells = bank_row(group, Fixed::millions, Cell::from(0));
    cells.extend([
        district(group),
        group.held.into(),
        unless(group.lacks(Blank::Sessions), group.attended),
        group.due.into(),
        if group.template.blank == Blank::PrincipalAndSavings {
            Cell::Blank
        } else {
            group.collected.into()
        },
        Fixed::thousands(group.interest_due).into(),
        unless(group.lacks(Blank::Interest), Fixed::thousands(group.interest_paid)),
        Grade::of(group.template.bands.total()).name().into(),
    ]);
    cells
}

fn unless(left_out: bool, value: impl Into<Cell>) -> Cell {
    if left_out { Cell::Blank } else { value.into() }
}

fn district(group: &Group) -> Cell {
    let name = group.district_name();
    if OLD_TONE.contains(&group.number) {
        "Hoà Vang".into()
    } else if group.number.is_multiple_of(15) {
        decomposed(name)
    } else {
        name.into()
    }
}

// --- BC0437
// -----------------------------------------------------------------------------------------------------------------------------

fn bc0437(groups: &[Group], plants: &BTreeMap<usize, GradePlant>) -> Sheet {
    let title = format!("Thông tin tổ TK&VV do Hội Phụ nữ quản lý đến ngày {DAY} (số liệu mẫu)");
    let rows = with_quirks(groups, |group| bc0437_row(group, plants.get(&group.number).copied()));
    listing("BC0437", title, &texts(&BC0437_HEADER), rows)
}

fn bc0437_row(group: &Group, plant: Option<GradePlant>) -> Vec<Cell> {
    let grade = match plant {
        Some(GradePlant::WrongGrade) => Grade::Fair.name().into(),
        Some(GradePlant::GradeZero) => 0.into(),
        Some(GradePlant::NoScore) | None => Grade::of(group.template.bands.total()).name().into(),
    };
    let mut cells = bank_row(
        &Group { template: complete(group), ..group.clone() },
        Fixed::rounded_millions,
        grade,
    );
    if plant == Some(GradePlant::NoScore)
        && let Some(score) = cells.get_mut(26)
    {
        *score = Cell::Blank;
    }
    cells
}

/// The bank's own files have no blanks where the monitoring sheet has them.
fn complete(group: &Group) -> crate::plan::Template {
    crate::plan::Template { blank: Blank::None, ..group.template }
}

/// The 28 columns of BC0437, with amounts in millions as `millions` writes them.
fn bank_row(group: &Group, millions: fn(i64) -> Fixed, grade: Cell) -> Vec<Cell> {
    let arrears = group.interest_due - group.interest_paid;
    let in_arrears = if arrears > 0 { (group.members / 12).max(1) } else { 0 };
    let no_overdue = group.lacks(Blank::Overdue);
    let no_savings = group.lacks(Blank::Savings);
    let place = i64::try_from(group.district * 100 + group.commune).unwrap_or(0);
    vec![
        Cell::from(4_801 + i64::try_from(group.district).unwrap_or(0)),
        Cell::from(20_100 + place),
        commune(group).into(),
        12.into(),
        0.into(),
        code(group),
        format!("Tổ trưởng {:03}", group.number).into(),
        group.members.into(),
        if group.special == Special::NoDebt { 0 } else { group.members }.into(),
        group.savers.into(),
        (group.members - in_arrears).into(),
        in_arrears.into(),
        group.savers.into(),
        (group.members - group.savers).into(),
        debt(group, millions),
        unless(no_overdue, millions(group.overdue)),
        unless(no_overdue, Fixed::hundredths(group.overdue * 100, group.debt)),
        millions(group.frozen).into(),
        Fixed::hundredths(group.frozen * 100, group.debt).into(),
        millions(arrears).into(),
        0.into(),
        unless(no_savings, millions(group.savings)),
        unless(no_savings, Fixed::hundredths(group.savings, group.members * 1_000_000)),
        unless(no_savings, Fixed::hundredths(group.savings, group.members * 12_000)),
        in_arrears.into(),
        0.into(),
        points(group.template.bands.total()).into(),
        grade,
    ]
}

fn commune(group: &Group) -> String {
    let kind = if group.district_name() == "Hòa Vang" { "Xã" } else { "Phường" };
    let number = group.district * 5 + group.commune;
    if group.number.is_multiple_of(7) {
        format!("Mẫu {number}")
    } else {
        format!("{kind} Mẫu {number}")
    }
}

/// A code as Excel leaves it: mostly a number without its leading zero, now and then a text.
fn code(group: &Group) -> Cell {
    let code = group.code();
    if CODE_WITH_POINT.contains(&group.number) {
        format!("{}.0", code.trim_start_matches('0')).into()
    } else if group.number.is_multiple_of(10) {
        code.into()
    } else {
        code.parse::<i64>().map_or(Cell::Blank, Cell::from)
    }
}

fn debt(group: &Group, millions: fn(i64) -> Fixed) -> Cell {
    let number = millions(group.debt);
    if DEBT_AS_TEXT.contains(&group.number) { typed(number).into() } else { number.into() }
}

/// A number below a million as typed in a Vietnamese office: `1.105,5`.
fn typed(number: Fixed) -> String {
    let text = number.text(',');
    let whole = text.split(',').next().map_or(0, str::len);
    if whole <= 3 {
        return text;
    }
    let (thousands, rest) = text.split_at(whole - 3);
    format!("{thousands}.{rest}")
}

// --- what both listings share
// -----------------------------------------------------------------------------------------------------------

fn listing(
    name: &'static str,
    title: String,
    header: &[Cell],
    mut records: Vec<Vec<Cell>>,
) -> Sheet {
    let mut rows = vec![vec![Cell::from(title)], header.to_vec()];
    rows.append(&mut records);
    rows.extend(closing(header.len()));
    Sheet { name, header: 1, rows }
}

fn with_quirks(groups: &[Group], row: impl Fn(&Group) -> Vec<Cell>) -> Vec<Vec<Cell>> {
    let at_once = REPEATED.get(..REPEATED_AT_ONCE).unwrap_or_default();
    let later = REPEATED.get(REPEATED_AT_ONCE..).unwrap_or_default();
    let mut rows = Vec::new();
    for group in groups {
        rows.push(row(group));
        if at_once.contains(&group.number) {
            rows.push(row(group));
        }
    }
    rows.extend(groups.iter().filter(|group| later.contains(&group.number)).map(&row));
    rows.extend(
        (0..SAVINGS_ONLY).filter_map(|number| Some(savings_only(row(groups.first()?), number))),
    );
    rows
}

/// Customers without a group: the code is all zeros, as text or as what Excel makes of it, and most
/// cells are empty.
fn savings_only(mut cells: Vec<Cell>, number: usize) -> Vec<Cell> {
    for (column, cell) in cells.iter_mut().enumerate() {
        *cell = match column {
            3 => Cell::from(12),
            5 if number.is_multiple_of(2) => "0000000".into(),
            5 => 0.into(),
            7 | 9 => Cell::from(3 + i64::try_from(number).unwrap_or(0)),
            21 => Fixed { units: 15 + i64::try_from(number).unwrap_or(0), scale: 1 }.into(),
            _ => Cell::Blank,
        };
    }
    cells
}

/// The total, whose formulas were exported as 0, an empty row, and the signatures.
fn closing(width: usize) -> [Vec<Cell>; CLOSING_ROWS] {
    let mut total = vec![Cell::Blank; width];
    for (column, cell) in total.iter_mut().enumerate() {
        match column {
            0 => *cell = "Tổng cộng".into(),
            7 | 8 | 9 | 14 | 15 | 17 | 21 => *cell = 0.into(),
            _ => {}
        }
    }
    let signed = |left: &str, right: &str| {
        let mut cells = vec![Cell::Blank; width];
        for (column, cell) in cells.iter_mut().enumerate() {
            match column {
                1 => *cell = left.into(),
                20 => *cell = right.into(),
                _ => {}
            }
        }
        cells
    };
    [
        total,
        vec![Cell::Blank; width],
        signed("", "Đà Nẵng, ngày 03 tháng 7 năm 2023"),
        signed("Người lập biểu", "Trưởng ban"),
        signed("(ký, họ tên)", "(ký, đóng dấu)"),
    ]
}

// --- CDTOTKVV
// ---------------------------------------------------------------------------------------------------------------------------

fn cdtotkvv(groups: &[Group], plants: &BTreeMap<usize, ScorePlant>, others: &[String]) -> Sheet {
    let mut rows: Vec<Vec<Cell>> =
        CDTOTKVV_LETTERHEAD.iter().map(|text| vec![Cell::from(*text)]).collect();
    rows.push(texts(&CDTOTKVV_HEADER));
    rows.extend(groups.iter().map(|group| score_row(group, plants.get(&group.number).copied())));
    let associations = [11, 13, 14].into_iter().cycle();
    rows.extend(
        groups
            .iter()
            .zip(others)
            .zip(associations)
            .map(|((group, code), association)| other_row(group, code, association)),
    );
    let mut total = vec![Cell::Blank; CDTOTKVV_HEADER.len()];
    if let Some(first) = total.first_mut() {
        *first = "Tổng cộng".into();
    }
    rows.push(total);
    Sheet { name: "CDTOTKVV", header: CDTOTKVV_LETTERHEAD.len(), rows }
}

fn score_row(group: &Group, plant: Option<ScorePlant>) -> Vec<Cell> {
    let place = i64::try_from(group.district * 100 + group.commune).unwrap_or(0);
    let mut cells = vec![
        Cell::from(i64::try_from(group.number).unwrap_or(0)),
        Cell::from(4_801 + i64::try_from(group.district).unwrap_or(0)),
        format!("PGD {}", group.district_name()).into(),
        Cell::from(20_100 + place),
        commune(group).into(),
        code(group),
        format!("Tổ trưởng {:03}", group.number).into(),
        12.into(),
        1.into(),
        group.debt.into(),
        group.savings.into(),
    ];
    cells.extend(scores(group, plant));
    cells.extend([stated_total(group, plant), stated_grade(group, plant), "A".into()]);
    cells
}

fn scores(group: &Group, plant: Option<ScorePlant>) -> Vec<Cell> {
    let mut cells: Vec<Cell> =
        group.template.bands.scores().iter().map(|half| points(*half).into()).collect();
    match plant {
        Some(ScorePlant::AboveMaximum) => {
            if let Some(last) = cells.last_mut() {
                *last = Cell::from(12);
            }
        }
        Some(ScorePlant::NoInterestScore) => {
            if let Some(interest) = cells.get_mut(3) {
                *interest = Cell::Blank;
            }
        }
        Some(
            ScorePlant::WrongGrade
            | ScorePlant::WrongSum
            | ScorePlant::NoTotal
            | ScorePlant::GradeZero,
        )
        | None => {}
    }
    cells
}

fn stated_total(group: &Group, plant: Option<ScorePlant>) -> Cell {
    let total = group.template.bands.total();
    match plant {
        Some(ScorePlant::NoTotal) => Cell::Blank,
        Some(ScorePlant::WrongSum | ScorePlant::AboveMaximum) => points(total + 4).into(),
        Some(ScorePlant::WrongGrade | ScorePlant::NoInterestScore | ScorePlant::GradeZero)
        | None => points(total).into(),
    }
}

fn stated_grade(group: &Group, plant: Option<ScorePlant>) -> Cell {
    match plant {
        Some(ScorePlant::WrongGrade) => Grade::Good.name().into(),
        Some(ScorePlant::GradeZero) => 0.into(),
        Some(
            ScorePlant::WrongSum
            | ScorePlant::AboveMaximum
            | ScorePlant::NoTotal
            | ScorePlant::NoInterestScore,
        )
        | None => Grade::of(group.template.bands.total()).name().into(),
    }
}

/// A group of another association: its scores are another group's.
fn other_row(group: &Group, code: &str, association: i64) -> Vec<Cell> {
    let mut cells = score_row(group, None);
    for (column, cell) in cells.iter_mut().enumerate() {
        match column {
            0 => *cell = Cell::Blank,
            5 => *cell = code.into(),
            6 => *cell = format!("Tổ trưởng {code}").into(),
            7 => *cell = association.into(),
            _ => {}
        }
    }
    cells
}

// --- where the bank's files disagree with themselves
// ---------------------------------------------------------------------------------------

/// Total 95: the sum may be stated 2 too high without another grade.
const FOR_WRONG_SUM: Half = 190;
/// Total 97,5 with full savings.
const FOR_ABOVE_MAXIMUM: Half = 195;

fn score_plants(groups: &[Group]) -> BTreeMap<usize, ScorePlant> {
    let mut plants = BTreeMap::new();
    let mut plant = |what: ScorePlant, count: usize, fits: fn(&Group) -> bool| {
        let numbers: Vec<usize> =
            groups.iter().filter(|group| fits(group)).map(|group| group.number).collect();
        let free: Vec<usize> =
            numbers.into_iter().filter(|number| !plants.contains_key(number)).take(count).collect();
        plants.extend(free.into_iter().map(|number| (number, what)));
    };
    plant(ScorePlant::WrongGrade, 3, |group| {
        group.special == Special::None && Grade::of(group.template.bands.total()) == Grade::Fair
    });
    plant(ScorePlant::WrongSum, 4, |group| group.template.bands.total() == FOR_WRONG_SUM);
    plant(ScorePlant::AboveMaximum, 2, |group| group.template.bands.total() == FOR_ABOVE_MAXIMUM);
    plant(ScorePlant::NoTotal, 3, |group| group.template.bands.total() == 200);
    plant(ScorePlant::NoInterestScore, 2, |group| group.template.bands.total() == 200);
    plant(ScorePlant::GradeZero, 2, |group| group.template.bands.total() == 200);
    plants
}

fn grade_plants(groups: &[Group]) -> BTreeMap<usize, GradePlant> {
    let zeros =
        groups.iter().map(|group| group.number).filter(|number| (201..=241).contains(number));
    let mut plants: BTreeMap<usize, GradePlant> =
        zeros.map(|number| (number, GradePlant::GradeZero)).collect();
    let good = |group: &&Group| {
        group.number > 60 && Grade::of(group.template.bands.total()) == Grade::Good
    };
    let mut free = groups
        .iter()
        .filter(good)
        .map(|group| group.number)
        .filter(|number| number % 10 == 3 && !(201..=241).contains(number));
    plants.extend(free.by_ref().take(3).map(|number| (number, GradePlant::WrongGrade)));
    plants.extend(free.take(2).map(|number| (number, GradePlant::NoScore)));
    plants
}

// --- bad cells
// ------------------------------------------------------------------------------------------------------------------------------

/// A row of the file of bad cells: its code's last digits, the header of the cell that is changed,
/// and the cell.
pub const FAULTS: [(usize, &str, &str); 11] = [
    (1, "", ""),
    (2, "Tổng dư nợ (triệu đồng)", "tám trăm"),
    (3, "Tổng dư nợ (triệu đồng)", "812.5"),
    (4, "Quận, huyện", "Hải Chau"),
    (5, "Dư nợ quá hạn (triệu đồng)", "9999"),
    (6, "Số phiên tổ trưởng tham gia", "7"),
    (7, "Số tổ viên", ""),
    (8, "Số tổ viên", "36,5"),
    (9, "Lãi đã thu (ngàn đồng)", "1"),
    (9, "Lãi đã thu (ngàn đồng)", "2"),
    (11, "Số dư tiết kiệm (triệu đồng)", "-3,5"),
];

fn faulty(groups: &[Group]) -> Sheet {
    let title = format!("Theo dõi tổ TK&VV, tệp có ô hỏng, đến ngày {DAY} (số liệu mẫu)");
    let header: Vec<&str> = BC0437_HEADER.iter().chain(&MONITORING_HEADER).copied().collect();
    let spotless = groups
        .iter()
        .find(|group| group.template.bands.total() == 200 && group.held == 6 && group.members > 20);
    let mut rows =
        vec![vec![Cell::from(title)], header.iter().map(|text| Cell::from(*text)).collect()];
    rows.extend(
        spotless
            .into_iter()
            .flat_map(|group| FAULTS.iter().map(|fault| faulty_row(group, &header, *fault))),
    );
    Sheet { name: "Ô hỏng", header: 1, rows }
}

fn faulty_row(
    group: &Group,
    header: &[&str],
    (number, changed, value): (usize, &str, &str),
) -> Vec<Cell> {
    let mut cells = monitoring_row(group);
    for (title, cell) in header.iter().zip(&mut cells) {
        if *title == "Mã tổ" {
            *cell = format!("{:07}", 495_000 + number).into();
        } else if *title == changed {
            *cell = value.into();
        }
    }
    cells
}
