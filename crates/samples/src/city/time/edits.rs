//! Rows changed, added and taken away, as a person would say them: a file, the row by how it
//! begins, and its new cells by column.

use super::{column, text_of};
use crate::cell::{Cell, Fixed, Sheet};
use crate::day::Day;

/// A change to a file.
pub struct Edit {
    /// The file.
    pub file: &'static str,
    /// What becomes of its rows.
    what: What,
    /// The beginning of a row, cells between semicolons.
    row: String,
    /// `Column=cell`, between bars.
    cells: String,
}

enum What {
    /// The first such row gets other cells.
    Set,
    /// All such rows go.
    Remove,
    /// A row like the first such one is added, a blank one where there is no beginning.
    Add,
}

impl Edit {
    /// Makes the change.
    pub fn apply(&self, sheet: &mut Sheet) -> Result<(), String> {
        let begins = |row: &[Cell]| {
            let text: Vec<String> = row.iter().map(text_of).collect();
            format!("{};", text.join(";")).starts_with(&format!("{};", self.row))
        };
        let found = sheet.rows.iter().position(|row| begins(row));
        let at = match (&self.what, found) {
            (What::Add, _) if self.row.is_empty() => {
                sheet.rows.push(vec![Cell::Blank; sheet.width()]);
                sheet.rows.len() - 1
            }
            (_, None) => return Err(format!("{}: no row {}", self.file, self.row)),
            (What::Remove, Some(_)) => {
                sheet.rows.retain(|row| !begins(row));
                return Ok(());
            }
            (What::Set, Some(at)) => at,
            (What::Add, Some(at)) => {
                sheet.rows.extend(sheet.rows.get(at).cloned());
                sheet.rows.len() - 1
            }
        };
        for cell in self.cells.split('|') {
            let (name, text) = cell.split_once('=').ok_or_else(|| cell.to_owned())?;
            let place = column(sheet, name)?;
            if let Some(cell) = sheet.rows.get_mut(at).and_then(|row| row.get_mut(place)) {
                *cell = value(name, text);
            }
        }
        Ok(())
    }
}

/// A day, a number or words; codes are words.
fn value(column: &str, text: &str) -> Cell {
    let parts: Vec<i64> = text.split('/').filter_map(|part| part.parse().ok()).collect();
    match (parts.as_slice(), text) {
        (_, "") => Cell::Blank,
        ([day, month, year], _) => Day::new(*year, *month, *day).into(),
        ([number], _) if !column.starts_with("Mã") => Cell::Number(Fixed::whole(*number)),
        _ => text.into(),
    }
}

fn edit(file: &'static str, what: What, row: &str, cells: &str) -> Edit {
    Edit { file, what, row: row.to_owned(), cells: cells.to_owned() }
}

fn set(file: &'static str, row: &str, cells: &str) -> Edit {
    edit(file, What::Set, row, cells)
}

fn remove(file: &'static str, row: &str) -> Edit {
    edit(file, What::Remove, row, "")
}

fn add(file: &'static str, like: &str, cells: &str) -> Edit {
    edit(file, What::Add, like, cells)
}

/// All changes.
pub fn all() -> Vec<Edit> {
    [loans(), done(), sessions(), reports(), staff(), absent(), strengthened(), proposals()]
        .into_iter()
        .flatten()
        .collect()
}

/// Loans paid out on a day and checked on another or not at all.
const FRESH: [(&str, &str, &str); 13] = [
    ("7000714", "15/12/2023", "10/01/2024"),
    ("7000715", "15/12/2023", ""),
    ("7000716", "15/12/2023", "20/01/2024"),
    ("7000717", "15/12/2023", "14/01/2024"),
    ("7000718", "02/12/2023", ""),
    ("7000719", "02/01/2024", ""),
    ("7000720", "31/05/2023", "30/06/2023"),
    ("7000721", "31/05/2023", ""),
    ("7000722", "01/06/2023", ""),
    ("7000723", "01/01/2023", "31/01/2023"),
    ("7000724", "01/01/2023", ""),
    ("7000725", "31/12/2022", ""),
    ("7010088", "", ""),
];

/// Loans due on a day, with the day the list of them came and that of the last transaction.
const FALLS_DUE: [(&str, &str, &str, &str); 10] = [
    ("7006867", "15/11/2023", "10/10/2023", "05/10/2023"),
    ("7006868", "31/12/2023", "01/12/2023", "05/12/2023"),
    ("7006869", "01/01/2024", "02/12/2023", "05/12/2023"),
    ("7006870", "15/07/2023", "10/06/2023", "20/05/2023"),
    ("7006871", "30/07/2023", "", "05/12/2023"),
    ("7006872", "10/07/2023", "10/06/2023", "05/12/2023"),
    ("7006873", "10/07/2023", "11/06/2023", "05/12/2023"),
    ("7006874", "30/01/2023", "", "05/12/2023"),
    ("7006875", "31/01/2023", "", "05/12/2023"),
    ("7006876", "", "", "05/12/2023"),
];

/// Loans with a last transaction and a reminder.
const SILENT: [(&str, &str, &str); 7] = [
    ("7008218", "31/08/2023", ""),
    ("7008219", "01/09/2023", ""),
    ("7008220", "02/09/2023", ""),
    ("7008221", "15/08/2023", "20/12/2023"),
    ("7008222", "15/10/2022", ""),
    ("7008223", "01/08/2022", ""),
    ("7008224", "10/03/2023", "30/06/2023"),
];

fn loans() -> Vec<Edit> {
    const FILE: &str = "khoan-vay.csv";
    let fresh = FRESH.iter().map(|(code, paid, checked)| {
        let cells = format!(
            "Chương trình=hộ nghèo|Ngày giải ngân={paid}|Ngày đến hạn=01/06/2032|\
             Ngày giao dịch cuối=20/12/2023|Ngày kiểm tra sử dụng vốn={checked}|\
             Ngày nhận danh sách đến hạn=|Ngày nhắc nhở=|Lãi tồn (đồng)=0"
        );
        set(FILE, code, &cells)
    });
    let due = FALLS_DUE.iter().map(|(code, due, listed, last)| {
        let cells = format!(
            "Ngày giải ngân=28/01/2019|Ngày đến hạn={due}|Ngày giao dịch cuối={last}|\
             Ngày kiểm tra sử dụng vốn=|Ngày nhận danh sách đến hạn={listed}|Ngày nhắc nhở=|\
             Lãi tồn (đồng)=0"
        );
        set(FILE, code, &cells)
    });
    let silent = SILENT.iter().map(|(code, last, reminded)| {
        let cells = format!(
            "Chương trình=hộ nghèo|Ngày giải ngân=05/03/2021|Ngày đến hạn=05/03/2029|\
             Ngày giao dịch cuối={last}|Ngày kiểm tra sử dụng vốn=|Ngày nhận danh sách đến hạn=|\
             Ngày nhắc nhở={reminded}"
        );
        set(FILE, code, &cells)
    });
    let others = [
        set(FILE, "7006870", "Ngày nhắc nhở=01/09/2023"),
        set(FILE, "7007595", "Biện pháp xử lý=chưa"),
        add(
            FILE,
            "7000725",
            "Mã khoản vay=7990001|Mã tổ=0489001|Ngày giải ngân=10/03/2023|\
             Ngày giao dịch cuối=01/05/2023|Dư nợ (đồng)=1200000000|Nợ quá hạn (đồng)=1000000000|\
             Tổ chức hội=Hội Nông dân",
        ),
        add(
            FILE,
            "7000725",
            "Mã khoản vay=7990002|Mã tổ=0489001|Ngày giải ngân=10/03/2021|\
             Ngày đến hạn=01/12/2023|Dư nợ (đồng)=800000000|Tổ chức hội=Hội Nông dân",
        ),
    ];
    fresh.chain(due).chain(silent).chain(others).collect()
}

fn done() -> Vec<Edit> {
    const FILE: &str = "viec-da-lam.csv";
    let row = |unit: &str, what: &str, day: &str| {
        add(FILE, "", &format!("Mã đơn vị={unit}|Loại việc={what}|Ngày={day}"))
    };
    vec![
        row("QH02", "sơ kết", "30/06/2023"),
        row("QH01", "sơ kết", "28/06/2023"),
        set(FILE, "QH01;tổng kết", "Ngày=31/12/2023"),
        set(FILE, "QH06;tổng kết", "Ngày=05/01/2024"),
        row("TP00", "hội nghị vinh danh", "15/01/2024"),
        row("QH07", "tập huấn", "31/12/2022"),
        set(FILE, "QH06;bài tuyên truyền", "Ngày="),
        set(FILE, "QH02;giao ban;25/06/2023", "Ngày=30/06/2023"),
        set(FILE, "QH04;giao ban;25/06/2023", "Ngày=01/07/2023"),
        remove(FILE, "XP0204;giao ban;05/07/2023"),
        row("XP0204", "giao ban", ""),
        row("XP0205", "giao ban", ""),
        set(FILE, "XP0302;giao ban;03/01/2023", "Ngày=31/01/2023"),
        set(FILE, "XP0303;giao ban;04/01/2023", "Ngày=01/02/2023"),
        set(FILE, "XP0304;giao ban;05/06/2023", "Ngày=30/06/2023"),
        set(FILE, "XP0305;giao ban;06/12/2023", "Ngày=02/01/2024"),
    ]
}

fn sessions() -> Vec<Edit> {
    const FILE: &str = "phien-giao-dich.csv";
    // A register that nobody filled in.
    let unwritten = (1..=12).map(|month| remove(FILE, &format!("XP0704-{month:02}")));
    let others = [
        add(FILE, "XP0105-11", "Mã phiên=XP0105-2022|Ngày phiên=08/11/2022|Cán bộ quận dự=có"),
        add(FILE, "XP0206-07", "Mã phiên=XP0206-00|Ngày phiên=|Cán bộ xã trực=không"),
        set(FILE, "XP0208-06", "Cán bộ xã trực="),
        add(FILE, "XP0101-12", "Mã phiên=XP0101-2401|Ngày phiên=05/01/2024|Cán bộ xã trực=không"),
        set(FILE, "XP0106-11", "Cán bộ quận dự=không"),
        set(FILE, "XP0106-12", "Cán bộ quận dự=có"),
        set(FILE, "XP0706-11", "Cán bộ quận dự="),
    ];
    unwritten.chain(others).collect()
}

fn reports() -> Vec<Edit> {
    const FILE: &str = "bao-cao.csv";
    let december =
        (1..=12).map(|month| set(FILE, &format!("QH03-T{month:02}"), "Ngày nộp=31/12/2023"));
    let others = [
        set(FILE, "QH01-T01", "Ngày nộp=02/02/2023"),
        set(FILE, "QH01-T11", "Tháng báo cáo="),
        set(FILE, "QH02-T12", "Ngày nộp=03/01/2024"),
        set(FILE, "QH04-T05", "Ngày nộp=05/06/2023"),
        set(FILE, "QH04-T08", "Ngày nộp="),
        set(FILE, "QH05-T12", "Ngày nộp=06/01/2024"),
        set(FILE, "QH07-T04", "Ngày nộp=06/05/2023"),
        set(FILE, "QH07-6T", "Ngày nộp="),
        add(
            FILE,
            "QH01-NAM",
            "Mã báo cáo=QH05-NAM22|Mã đơn vị=QH05|Ngày nộp=05/01/2023|Tháng báo cáo=01/10/2022",
        ),
    ];
    december.chain(others).collect()
}

fn staff() -> Vec<Edit> {
    const FILE: &str = "tap-huan-can-bo.csv";
    vec![
        add(FILE, "", "Mã cán bộ=CB-XP0201-1|Ngày tập huấn=10/01/2024"),
        set(FILE, "CB-XP0202-1", "Ngày tập huấn=10/01/2024"),
        set(FILE, "CB-XP0203-1", "Ngày tập huấn=31/12/2023"),
        set(FILE, "CB-XP0301-1", "Ngày tập huấn="),
        set(FILE, "CB-TP00-1", "Ngày tập huấn=20/01/2023"),
    ]
}

/// Households gone: found, told to the bank, with a measure since.
const ABSENT: [(&str, &str, &str, &str, &str, &str); 8] = [
    ("HRD021", "XP0102", "30/12/2023", "", "", ""),
    ("HRD022", "XP0104", "20/12/2023", "10/01/2024", "phối hợp nơi đến", "10/01/2024"),
    ("HRD023", "XP0106", "15/12/2023", "20/01/2024", "liên hệ gia đình", "20/12/2023"),
    ("HRD024", "XP0202", "01/12/2023", "", "", ""),
    ("HRD025", "XP0204", "05/12/2022", "", "", ""),
    ("HRD026", "XP0206", "", "01/03/2023", "liên hệ gia đình", "01/03/2023"),
    ("HRD027", "XP0208", "05/01/2024", "", "", ""),
    ("HRD028", "XP0210", "10/05/2023", "09/05/2023", "liên hệ gia đình", "11/05/2023"),
];

fn absent() -> Vec<Edit> {
    const FILE: &str = "ho-roi-dia-phuong.csv";
    let added = ABSENT.iter().map(|(code, unit, found, told, measure, since)| {
        let cells = format!(
            "Mã hộ={code}|Mã đơn vị={unit}|Ngày phát hiện={found}|Ngày báo ngân hàng={told}|\
             Biện pháp xử lý={measure}|Ngày có biện pháp={since}"
        );
        add(FILE, "", &cells)
    });
    let others = [
        set(FILE, "HRD007", "Ngày có biện pháp=20/08/2023"),
        set(FILE, "HRD011", "Ngày có biện pháp="),
        set(FILE, "HRD012", "Biện pháp xử lý=chưa"),
        set(FILE, "HRD013", "Ngày có biện pháp="),
    ];
    added.chain(others).collect()
}

/// Weak groups: graded and strengthened.
const STRENGTHENED: [(&str, &str, &str); 8] = [
    ("0481176", "31/01/2023", "15/02/2023"),
    ("0481221", "31/03/2023", "15/04/2023"),
    ("0481220", "31/05/2023", "12/06/2023"),
    ("0481031", "31/05/2023", "30/06/2023"),
    ("0481032", "31/05/2023", ""),
    ("0481103", "31/12/2023", ""),
    ("0481260", "31/12/2023", "20/01/2024"),
    ("0481367", "31/12/2023", "31/01/2024"),
];

fn strengthened() -> Vec<Edit> {
    let row = |(code, graded, done): &(&str, &str, &str)| {
        let cells = format!("Mã tổ={code}|Ngày xếp loại={graded}|Ngày củng cố={done}");
        add("cung-co-to.csv", "", &cells)
    };
    STRENGTHENED.iter().map(row).collect()
}

/// Proposals: the code, the one it is like, other cells.
const PROPOSALS: [(&str, &str, &str); 19] = [
    ("DX0951", "DX0901", "Đã khai nợ=không"),
    ("DX0952", "DX0901", "Đã khai nợ="),
    ("DX0953", "DX0916", "Đã khai nợ=có"),
    ("DX0954", "DX0923", "Đã khai nợ=có"),
    ("DX0955", "DX0927", "Số tiền (đồng)=10000000"),
    ("DX0956", "DX0927", "Số tiền (đồng)=10000000"),
    ("DX0957", "DX0927", "Số tiền (đồng)=5000000"),
    ("DX0958", "DX0920", "Số tiền (đồng)=400000000|Số lao động=4"),
    ("DX0959", "DX0901", "Ngày đề xuất=31/01/2023"),
    ("DX0960", "DX0901", "Ngày đề xuất=01/02/2023"),
    ("DX0961", "DX0901", "Ngày đề xuất=20/12/2022"),
    ("DX0962", "DX0901", "Ngày đề xuất=05/01/2024"),
    ("DX0963", "DX0901", "Ngày đề xuất="),
    ("DX0964", "DX0910", "Đã khai nợ=không"),
    ("DX0965", "DX0910", "Đã khai nợ=có"),
    ("DX0966", "DX0927", "Số tiền (đồng)=10000000|Đã khai nợ=không"),
    ("DX0967", "DX0927", "Số tiền (đồng)=10000000|Đã khai nợ="),
    ("DX0968", "DX0920", "Đã khai nợ=có"),
    ("DX0969", "DX0920", "Đã khai nợ=không"),
];

/// Debts of their households: proposal, at the bank for a programme or elsewhere, balance, overdue.
const DEBTS: [(&str, &str, i64, i64); 9] = [
    ("DX0952", "", 500_000_000, 100_000_000),
    ("DX0953", "", 500_000_000, 100_000_000),
    ("DX0954", "", 500_000_000, 100_000_000),
    ("DX0955", "", 500_000_000, 100_000_000),
    ("DX0956", "nước sạch và vệ sinh", 5_000_000, 0),
    ("DX0957", "nước sạch và vệ sinh", 5_000_000, 0),
    ("DX0964", "hộ nghèo", 20_000_000, 0),
    ("DX0967", "nước sạch và vệ sinh", 9_000_000, 0),
    ("DX0969", "", 5_000_000, 0),
];

fn proposals() -> Vec<Edit> {
    let proposal = |(code, like, cells): &(&str, &str, &str)| {
        add("de-xuat-vay.csv", like, &format!("Mã hồ sơ={code}|{cells}"))
    };
    let debt = |(code, programme, balance, overdue): &(&str, &str, i64, i64)| {
        let channel = if programme.is_empty() { "kênh khác" } else { "NHCSXH" };
        let cells = format!(
            "Mã hồ sơ={code}|Kênh vay={channel}|Chương trình={programme}|\
             Dư nợ (đồng)={balance}|Nợ quá hạn (đồng)={overdue}"
        );
        add("no-dang-co.csv", "", &cells)
    };
    PROPOSALS.iter().map(proposal).chain(DEBTS.iter().map(debt)).collect()
}
