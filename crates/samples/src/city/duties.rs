//! The Union's registers: units, what was done, sessions, reports, staff, absconders, weak groups.

use super::groups::Group;
use super::planted::Planted;
use super::sheet::sheet;
use super::units::{
    self, CAM_LE, CITY, DISTRICTS, HOA_VANG, LIEN_CHIEU, NGU_HANH_SON, SON_TRA, THANH_KHE,
};
use crate::cell::{Cell, Sheet};
use crate::day::Day;
use crate::plan::Grade;

const NOT_MET: &str = "không đạt";
const OPEN: &str = "cần bổ sung";

/// All registers with the files they go to.
pub fn sheets(groups: &[Group], planted: &mut Planted) -> Vec<(&'static str, Sheet)> {
    let (staff, trained) = staff(planted);
    vec![
        ("don-vi.csv", sheet("Đơn vị", "Mã đơn vị;Tên đơn vị;Cấp;Địa bàn", all_units())),
        ("viec-da-lam.csv", sheet("Việc đã làm", "Mã đơn vị;Loại việc;Ngày", done(planted))),
        ("phien-giao-dich.csv", sheet("Phiên giao dịch", SESSION, sessions(planted))),
        ("bao-cao.csv", sheet("Báo cáo", REPORT, reports(planted))),
        ("can-bo.csv", sheet("Cán bộ", "Mã cán bộ;Mã đơn vị", staff)),
        ("ho-roi-dia-phuong.csv", sheet("Hộ rời địa phương", ABSENT, absent(planted))),
        (
            "cung-co-to.csv",
            sheet("Củng cố tổ", "Mã tổ;Ngày xếp loại;Ngày củng cố", strengthened(groups, planted)),
        ),
        ("tap-huan-can-bo.csv", sheet("Lượt tập huấn", "Mã cán bộ;Ngày tập huấn", trained)),
    ]
}

const SESSION: &str = "Mã phiên;Mã đơn vị;Ngày phiên;Cán bộ xã trực;Cán bộ quận dự;Số tổ;Bảng kê 13/TD đã kiểm tra;\
    Số tổ trưởng dự giao ban";
const REPORT: &str = "Mã báo cáo;Mã đơn vị;Kỳ;Ngày nộp;Tuyên truyền, tập huấn;Thu nợ, giải ngân;Tiết kiệm;Huy động tiền gửi;\
    Củng cố tổ;Giao ban, kiểm tra giám sát;Đối chiếu, xử lý nợ;Thuận lợi, khó khăn, nguyên nhân;Kiến nghị;Tháng báo cáo";
const ABSENT: &str =
    "Mã hộ;Mã đơn vị;Ngày phát hiện;Ngày báo ngân hàng;Biện pháp xử lý;Ngày có biện pháp";

fn yes_no(yes: bool) -> Cell {
    if yes { "có" } else { "không" }.into()
}

fn number(count: usize) -> Cell {
    i64::try_from(count).unwrap_or(0).into()
}

fn all_units() -> Vec<Vec<Cell>> {
    let city =
        vec![CITY.into(), "Hội LHPN thành phố".into(), "thành phố".into(), "Thành phố".into()];
    let districts = DISTRICTS.iter().enumerate().map(|(at, district)| {
        vec![
            units::district_code(at).into(),
            format!("Hội LHPN {}", district.name).into(),
            "quận huyện".into(),
            district.name.into(),
        ]
    });
    let wards = units::wards().map(|(at, ward, _)| {
        let district = DISTRICTS.get(at).map_or("", |district| district.name);
        vec![
            units::ward_code(at, ward).into(),
            units::ward_name(at, ward).into(),
            "xã phường".into(),
            district.into(),
        ]
    });
    std::iter::once(city).chain(districts).chain(wards).collect()
}

// --- what was done
// ----------------------------------------------------------------------------------------------------------------------

const MEETING: &str = "giao ban";
const ARTICLE: &str = "bài tuyên truyền";
const TRAINING: &str = "tập huấn";
const VISIT: &str = "dự phiên giao dịch";
const REVIEW: &str = "tổng kết";

fn done(planted: &mut Planted) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    let mut add =
        |unit: &str, what: &str, day: Day| rows.push(vec![unit.into(), what.into(), day.into()]);
    for (unit, quarters) in quarterly() {
        quarters.iter().for_each(|month| add(&unit, MEETING, Day::new(2023, *month, 25)));
    }
    for (at, ward, _) in units::wards() {
        let day = 2 + i64::try_from(ward).unwrap_or(0);
        months_met(at, ward).iter().for_each(|month| {
            add(&units::ward_code(at, ward), MEETING, Day::new(2023, *month, day))
        });
    }
    [3, 9].iter().for_each(|month| add(CITY, VISIT, Day::new(2023, *month, 14)));
    add(CITY, TRAINING, Day::new(2023, 4, 20));
    add(CITY, REVIEW, Day::new(2023, 12, 20));
    for at in 0..DISTRICTS.len() {
        let unit = units::district_code(at);
        match at {
            SON_TRA => {}
            LIEN_CHIEU => add(&unit, ARTICLE, Day::new(2022, 12, 28)),
            _ => add(&unit, ARTICLE, Day::new(2023, 5, 10)),
        }
        if at != CAM_LE {
            add(&unit, TRAINING, Day::new(2023, 5, 16));
        }
        if at != THANH_KHE {
            add(&unit, REVIEW, Day::new(2023, 12, 12));
        }
    }
    add(&units::ward_code(SON_TRA, 0), ARTICLE, Day::new(2023, 7, 1));
    plant_done(planted);
    rows
}

/// The months of the quarterly meetings; one district has none from July to September, but two in
/// the quarter before.
fn quarterly() -> impl Iterator<Item = (String, [i64; 4])> {
    let districts = (0..DISTRICTS.len()).map(|at| {
        (units::district_code(at), if at == NGU_HANH_SON { [3, 5, 6, 12] } else { [3, 6, 9, 12] })
    });
    std::iter::once((CITY.to_owned(), [3, 6, 9, 12])).chain(districts)
}

/// The months of a ward's meetings: one ward leaves May out, another too, but meets twice in March.
fn months_met(district: usize, ward: usize) -> Vec<i64> {
    let mut months: Vec<i64> = (1..=12).collect();
    match (district, ward) {
        (0, 2) => months.retain(|month| *month != 5),
        (HOA_VANG, 1) => {
            months.iter_mut().filter(|month| **month == 5).for_each(|month| *month = 3)
        }
        _ => {}
    }
    months
}

fn plant_done(planted: &mut Planted) {
    let mut catch =
        |block, unit: String, reason| planted.catch(block, "Đơn vị", unit, NOT_MET, reason);
    catch("Giao ban xã", units::ward_code(0, 2), "Có tháng chưa giao ban");
    catch("Giao ban xã", units::ward_code(HOA_VANG, 1), "Có tháng chưa giao ban");
    catch("Giao ban quận", units::district_code(NGU_HANH_SON), "Có quý chưa giao ban");
    catch("Tuyên truyền ở quận", units::district_code(SON_TRA), "Chưa có bài tuyên truyền nào");
    catch("Tuyên truyền ở quận", units::district_code(LIEN_CHIEU), "Chưa có bài tuyên truyền nào");
    catch("Tập huấn", units::district_code(CAM_LE), "Chưa tổ chức tập huấn");
    catch("Tổng kết ủy thác", units::district_code(THANH_KHE), "Chưa tổng kết hoạt động ủy thác");
    catch("Hội nghị vinh danh", CITY.to_owned(), "Chưa tổ chức hội nghị vinh danh");
}

// --- sessions
// ---------------------------------------------------------------------------------------------------------------------------

/// A ward and month whose session is planted.
const ABSENT_STAFF: (usize, usize, i64) = (THANH_KHE, 0, 3);
const SHORT_LISTS: (usize, usize, i64) = (LIEN_CHIEU, 1, 7);
const ABSENT_LEADER: (usize, usize, i64) = (NGU_HANH_SON, 2, 10);
const UNKNOWN_LEADERS: (usize, usize, i64) = (HOA_VANG, 3, 4);
/// The ward that the district's staff visited only three times.
const RARELY_VISITED: (usize, usize) = (0, 4);

fn sessions(planted: &mut Planted) -> Vec<Vec<Cell>> {
    const BLOCK: &str = "Trực phiên giao dịch";
    let mut rows = Vec::new();
    for (at, ward, groups) in units::wards() {
        for month in 1..=12 {
            let (unit, here) = (units::ward_code(at, ward), (at, ward, month));
            let code = format!("{unit}-{month:02}");
            let visited = [2, 5, 8].contains(&month) || month == 11 && (at, ward) != RARELY_VISITED;
            rows.push(vec![
                code.clone().into(),
                unit.into(),
                Day::new(2023, month, 4 + i64::try_from(ward).unwrap_or(0)).into(),
                yes_no(here != ABSENT_STAFF),
                yes_no(visited),
                number(groups),
                number(if here == SHORT_LISTS { groups - 1 } else { groups }),
                match here {
                    ABSENT_LEADER => number(groups - 1),
                    UNKNOWN_LEADERS => Cell::Blank,
                    _ => number(groups),
                },
            ]);
            match here {
                ABSENT_STAFF => planted.catch(
                    BLOCK,
                    "Phiên giao dịch",
                    code,
                    NOT_MET,
                    "Cán bộ Hội không trực phiên giao dịch",
                ),
                SHORT_LISTS => planted.catch(
                    BLOCK,
                    "Phiên giao dịch",
                    code,
                    NOT_MET,
                    "Chưa kiểm tra đủ bảng kê 13/TD",
                ),
                ABSENT_LEADER => planted.catch(
                    BLOCK,
                    "Phiên giao dịch",
                    code,
                    NOT_MET,
                    "Có tổ trưởng không dự giao ban",
                ),
                UNKNOWN_LEADERS => planted.catch(BLOCK, "Phiên giao dịch", code, OPEN, ""),
                _ => {}
            }
        }
    }
    let (at, ward) = RARELY_VISITED;
    planted.catch(
        "Quận dự phiên ở xã",
        "Đơn vị",
        units::ward_code(at, ward),
        NOT_MET,
        "Hội quận, huyện dự chưa đủ 4 phiên ở xã, phường này",
    );
    rows
}

// --- reports
// ----------------------------------------------------------------------------------------------------------------------------

fn reports(planted: &mut Planted) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for at in 0..DISTRICTS.len() {
        let unit = units::district_code(at);
        for month in (1..=12).filter(|month| (at, *month) != (HOA_VANG, 9)) {
            let mut row = vec![
                format!("{unit}-T{month:02}").into(),
                unit.clone().into(),
                "hàng tháng".into(),
                Day::new(2023, month, 26).into(),
            ];
            row.resize(4 + CONTENTS, Cell::Blank);
            row.push(Day::new(2023, month, 1).into());
            rows.push(row);
        }
        let half = match at {
            0 => Day::new(2023, 6, 9),
            THANH_KHE => Day::new(2023, 6, 10),
            _ => Day::new(2023, 6, 5),
        };
        rows.push(report(&unit, HALF, half, if at == SON_TRA { &[7] } else { &[] }));
        let year = if at == CAM_LE { Day::new(2023, 11, 12) } else { Day::new(2023, 11, 8) };
        if at != NGU_HANH_SON {
            rows.push(report(&unit, YEAR, year, if at == LIEN_CHIEU { &[4, 8] } else { &[] }));
        }
    }
    plant_reports(planted);
    rows
}

const CONTENTS: usize = 9;

/// A mark in codes, a period's name, and the last whole month that its report has figures of.
type Period = (&'static str, &'static str, i64);
const HALF: Period = ("6T", "sáu tháng", 5);
const YEAR: Period = ("NAM", "cả năm", 10);

/// A report with its contents but for those left out.
fn report(unit: &str, (mark, period, month): Period, day: Day, left_out: &[usize]) -> Vec<Cell> {
    let mut cells = vec![format!("{unit}-{mark}").into(), unit.into(), period.into(), day.into()];
    cells.extend((0..CONTENTS).map(|content| yes_no(!left_out.contains(&content))));
    cells.push(Day::new(2023, month, 1).into());
    cells
}

fn plant_reports(planted: &mut Planted) {
    const BLOCK: &str = "Báo cáo định kỳ của quận";
    let mut catch = |at, mark, reason| {
        planted.catch(
            "Báo cáo đủ nội dung",
            "Báo cáo",
            format!("{}-{mark}", units::district_code(at)),
            NOT_MET,
            reason,
        )
    };
    catch(SON_TRA, "6T", "Thiếu phần thuận lợi, khó khăn, nêu rõ nguyên nhân");
    catch(LIEN_CHIEU, "NAM", "Thiếu phần củng cố tổ");
    catch(LIEN_CHIEU, "NAM", "Thiếu phần kiến nghị");
    for (at, reason) in [
        (THANH_KHE, "Nộp báo cáo 6 tháng chậm"),
        (CAM_LE, "Nộp báo cáo năm chậm"),
        (NGU_HANH_SON, "Chưa nộp báo cáo năm"),
    ] {
        planted.catch(BLOCK, "Đơn vị", units::district_code(at), NOT_MET, reason);
    }
    planted.catch(
        "Giao ban quận",
        "Đơn vị",
        units::district_code(HOA_VANG),
        NOT_MET,
        "Có tháng thiếu báo cáo hoặc nộp chậm",
    );
    planted.pass(BLOCK, units::district_code(0), "nộp 09/06/2023: trước ngày 10/6, đạt");
}

// --- staff, absconders, weak groups
// -----------------------------------------------------------------------------------------------------

/// Two of each unit, and the days on which they were trained; two of them not within the year.
fn staff(planted: &mut Planted) -> (Vec<Vec<Cell>>, Vec<Vec<Cell>>) {
    let wards = units::wards().map(|(at, ward, _)| units::ward_code(at, ward));
    let units = std::iter::once(CITY.to_owned())
        .chain((0..DISTRICTS.len()).map(units::district_code))
        .chain(wards);
    let (mut rows, mut sessions) = (Vec::new(), Vec::new());
    for unit in units {
        for nth in 1..=2 {
            let code = format!("CB-{unit}-{nth}");
            let trained = match (unit.as_str(), nth) {
                ("XP0107", 2) => None,
                ("XP0503", 1) => Some(Day::new(2022, 12, 31)),
                _ => Some(Day::new(2023, 5, 16)),
            };
            if trained.is_none_or(|day| day < Day::new(2023, 1, 1)) {
                planted.catch(
                    "Cán bộ được tập huấn",
                    "Cán bộ",
                    code.clone(),
                    NOT_MET,
                    "Chưa được tập huấn trong năm",
                );
            }
            sessions.extend(trained.map(|day| vec![code.clone().into(), day.into()]));
            rows.push(vec![code.into(), unit.clone().into()]);
        }
    }
    (rows, sessions)
}

fn absent(planted: &mut Planted) -> Vec<Vec<Cell>> {
    const BLOCK: &str = "Báo hộ rời địa phương";
    let mut rows = Vec::new();
    for (number, (at, ward, _)) in (1..=20).zip(units::wards().step_by(2)) {
        let code = format!("HRD{number:03}");
        let found = Day::new(2023, 1 + number % 11, 10);
        let days = match number {
            3 => Some(31),
            4 => Some(30),
            7 => None,
            _ => Some(1 + number),
        };
        let measure = (number != 11).then_some("liên hệ gia đình");
        let reasons: &[&str] = match number {
            3 => &["Báo ngân hàng chậm", "Có biện pháp xử lý chậm"],
            7 => &["Chưa báo ngân hàng", "Chưa có biện pháp xử lý"],
            11 => &["Chưa có biện pháp xử lý"],
            _ => &[],
        };
        for reason in reasons {
            planted.catch(BLOCK, "Hộ rời địa phương", code.clone(), NOT_MET, reason);
        }
        if number == 4 {
            planted.pass(BLOCK, code.clone(), "báo đúng ngày thứ 30: đạt");
        }
        let told = days.map(|days| found.plus(days));
        rows.push(vec![
            code.into(),
            units::ward_code(at, ward).into(),
            found.into(),
            told.into(),
            measure.into(),
            told.into(),
        ]);
    }
    rows
}

/// The weak groups but the weakest, and one that was weak before.
fn strengthened(groups: &[Group], planted: &mut Planted) -> Vec<Vec<Cell>> {
    const BLOCK: &str = "Củng cố kịp thời";
    let before =
        |group: &&Group| group.before == Some(Grade::Average) && group.grade() == Grade::Good;
    let now = groups.iter().filter(|group| group.grade() == Grade::Average);
    let mut rows = Vec::new();
    for group in now.chain(groups.iter().filter(before)) {
        let graded = Day::new(2023, 11, if group.district == NGU_HANH_SON { 25 } else { 30 });
        let days = match group.district {
            NGU_HANH_SON => Some(30),
            CAM_LE => Some(31),
            HOA_VANG => None,
            _ => Some(20),
        };
        let key = format!("{}|{}", group.code(), graded.text());
        match group.district {
            NGU_HANH_SON => planted.pass(BLOCK, key, "củng cố đúng ngày thứ 30: đạt"),
            CAM_LE => planted.catch(BLOCK, "Củng cố tổ", key, NOT_MET, "Củng cố tổ chậm"),
            HOA_VANG => planted.catch(BLOCK, "Củng cố tổ", key, NOT_MET, "Chưa củng cố tổ"),
            _ => {}
        }
        rows.push(vec![
            group.code().into(),
            graded.into(),
            days.map(|days| graded.plus(days)).into(),
        ]);
    }
    rows
}
