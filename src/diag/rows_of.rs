//! What is said of the files that tables take their rows from: codes E280 to E286.

use super::{Diagnostic, Message, say};
use crate::source::Span;

/// E280: a file of rows that cannot be read, and why.
pub fn unreadable(span: Span, file: &str, reason: &Message) -> Diagnostic {
    let Message { vi, en } = reason;
    Diagnostic::error(
        "E280",
        span,
        Message {
            vi: format!("không đọc được các dòng của bảng từ “{file}”: {vi}"),
            en: format!("the rows of the table cannot be read from “{file}”: {en}"),
        },
    )
}

/// E280, of a file in another encoding than UTF-8.
pub fn not_utf8(span: Span, file: &str, line: usize) -> Diagnostic {
    let reason = say!(
        "dòng {line} của tệp không phải UTF-8",
        "line {line} of the file is not UTF-8",
        line = line
    );
    unreadable(span, file, &reason).help(say!(
        "mở tệp bằng Excel rồi lưu dạng “CSV UTF-8”",
        "open it in Excel and save it as “CSV UTF-8”"
    ))
}

/// E280, of a file of another kind.
pub fn no_rows_kind(span: Span, file: &str) -> Diagnostic {
    let reason =
        say!("đây không phải tệp CSV hay tệp Excel", "it is neither a CSV file nor a workbook");
    unreadable(span, file, &reason).help(say!(
        "các dòng của bảng để trong tệp .csv, .tsv hay .xlsx",
        "the rows of a table stand in a .csv, .tsv or .xlsx file"
    ))
}

/// E281: a file of rows that holds nothing.
pub fn no_rows(span: Span, file: &str) -> Diagnostic {
    Diagnostic::error(
        "E281",
        span,
        say!("“{file}” không có dòng nào của bảng", "“{file}” holds no row of the table"),
    )
    .help(say!(
        "dòng đầu của tệp là tiêu đề: các cột của bảng, cuối cùng là tên bảng; các dòng ở dưới nó",
        "the first row of the file is the header: the columns of the table, its name last; the \
         rows stand below it"
    ))
}

/// E282: a table that takes its rows from a file, and has rows written below it.
pub fn rows_twice(written: Span, file: Span) -> Diagnostic {
    Diagnostic::error(
        "E282",
        written,
        say!(
            "bảng này lấy các dòng từ tệp, nên dưới nó không viết thêm dòng",
            "this table takes its rows from a file, so none are written below it"
        ),
    )
    .also(file, say!("tệp có các dòng của bảng", "the file that holds its rows"))
    .help(say!(
        "chuyển các dòng này vào tệp, hoặc bỏ phần “từ …”",
        "move these rows into the file, or leave out “from …”"
    ))
}

/// E283: a file of rows larger than may be.
pub fn too_large(span: Span, file: &str, limit: &str) -> Diagnostic {
    Diagnostic::error(
        "E283",
        span,
        say!("“{file}” lớn quá: tối đa {limit}", "“{file}” is too large: at most {limit}"),
    )
}

/// E283, of a file with more rows than may be.
pub fn too_many_rows(span: Span, file: &str, limit: usize) -> Diagnostic {
    Diagnostic::error(
        "E283",
        span,
        say!(
            "“{file}” có nhiều dòng quá: tối đa {limit} dòng",
            "“{file}” has too many rows: at most {limit}",
            file = file,
            limit = limit
        ),
    )
}

/// E284: a workbook without the sheet that a table names.
pub fn no_such_sheet(span: Span, sheet: &str, sheets: &[String]) -> Diagnostic {
    const SHOWN: usize = 8;
    let known: Vec<String> = sheets.iter().take(SHOWN).map(|name| format!("“{name}”")).collect();
    let more = if sheets.len() > SHOWN { " …" } else { "" };
    let known = format!("{}{more}", known.join(", "));
    Diagnostic::error(
        "E284",
        span,
        say!(
            "tệp Excel không có trang “{sheet}”; có: {known}",
            "the workbook has no sheet “{sheet}”; it has: {known}",
            sheet = sheet,
            known = known
        ),
    )
}

/// E284, of a sheet that is named of a text file.
pub fn no_sheets(span: Span, file: &str) -> Diagnostic {
    Diagnostic::error(
        "E284",
        span,
        say!(
            "“{file}” không phải tệp Excel nên không có trang nào",
            "“{file}” is no workbook, so it has no sheets"
        ),
    )
    .help(say!("bỏ phần “trang …”", "leave out “sheet …”"))
}

/// E285: a quote in a text file that is never closed.
pub fn open_quote(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E285",
        span,
        say!(
            "dấu ngoặc kép mở ở đây không đóng: phần còn lại của tệp không đọc được",
            "the quote opened here is never closed: the rest of the file cannot be read"
        ),
    )
    .help(say!(
        "đóng ngoặc kép ở cuối ô; một dấu ngoặc kép trong ô thì viết hai lần",
        "close it at the end of the cell; a quote within a cell is written twice"
    ))
}

/// E280, of a cell of a workbook that no rule can hold.
pub fn cell(span: Span, expected: &Message) -> Diagnostic {
    let Message { vi, en } = expected;
    Diagnostic::error(
        "E280",
        span,
        Message { vi: format!("ô này cần {vi}"), en: format!("this cell needs {en}") },
    )
}

/// E280, of a row that a sheet hides.
pub fn hidden_row(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E280",
        span,
        say!("dòng này bị ẩn trong tệp Excel", "the workbook hides this row"),
    )
    .help(say!(
        "bỏ ẩn, bỏ lọc trong Excel rồi lưu lại, hoặc xóa hẳn dòng này",
        "show it in the workbook, without filters, and save it; or delete the row"
    ))
}

/// E286: a file of rows that does not stand beside the rules.
pub fn elsewhere(span: Span, file: &str) -> Diagnostic {
    Diagnostic::error(
        "E286",
        span,
        say!(
            "“{file}” là đường dẫn; tệp có các dòng của bảng phải nằm cùng thư mục với tệp luật",
            "“{file}” is a path; the file that holds a table's rows must stand beside the rules"
        ),
    )
    .help(say!(
        "chép tệp vào thư mục ấy và chỉ viết tên tệp",
        "copy it there and write its name alone"
    ))
}
