//! What reading data says: files that cannot be read, columns that do not fit, cells that hold
//! something else than they should.

mod cell;

pub use cell::*;

use super::{Message, counted, quoted, say};

fn meant(nearest: Option<&str>) -> Message {
    match nearest {
        Some(name) => say!("; có phải là “{name}”?", "; did you mean “{name}”?", name = name),
        None => Message { vi: String::new(), en: String::new() },
    }
}

fn joined(message: Message, rest: Message) -> Message {
    Message { vi: message.vi + rest.vi.as_str(), en: message.en + rest.en.as_str() }
}

/// A profile for a record type that the rules do not have.
pub fn profile_record(profile: &str, record: &str, nearest: Option<&str>) -> Message {
    let message = say!(
        "mẫu nhập “{profile}”: không có bản ghi “{record}”",
        "import profile “{profile}”: there is no record type “{record}”",
        profile = profile,
        record = record
    );
    joined(message, meant(nearest))
}

/// A profile's column for a field that the record type does not have.
pub fn profile_field(profile: &str, field: &str, nearest: Option<&str>) -> Message {
    let message = say!(
        "mẫu nhập “{profile}”: bản ghi không có trường “{field}”",
        "import profile “{profile}”: the record type has no field “{field}”",
        profile = profile,
        field = field
    );
    joined(message, meant(nearest))
}

/// A unit that the field cannot be measured in.
pub fn profile_unit(profile: &str, field: &str, unit: &str) -> Message {
    say!(
        "mẫu nhập “{profile}”: trường “{field}” không đo bằng “{unit}”; tiền đo bằng đồng, nghìn, \
         triệu, tỷ; tỷ lệ bằng % hoặc 1; thời hạn bằng ngày, tháng, năm",
        "import profile “{profile}”: the field “{field}” is not measured in “{unit}”; money is in \
         đồng, nghìn (thousand), triệu (million) or tỷ (billion); ratios in % or 1; durations in \
         days, months or years",
        profile = profile,
        field = field,
        unit = unit
    )
}

/// A key or required field that no column is headed by.
pub fn missing_column(field: &str, nearest: Option<&str>) -> Message {
    let message = say!(
        "không có cột nào cho trường bắt buộc “{field}”",
        "no column for the required field “{field}”",
        field = field
    );
    let rest = match nearest {
        Some(header) => say!(
            "; gần nhất là cột “{header}”",
            "; the nearest header is “{header}”",
            header = header
        ),
        None => Message { vi: String::new(), en: String::new() },
    };
    joined(message, rest)
}

/// A field that two columns are headed by.
pub fn two_columns(field: &str, columns: &str) -> Message {
    say!(
        "nhiều cột cùng ứng với trường “{field}”: {columns}; hãy đổi tên một cột, hoặc khai cột \
         cần đọc trong mẫu nhập",
        "several columns are for the field “{field}”: {columns}; rename one, or name the one to \
         read in the import profile",
        field = field,
        columns = columns
    )
}

/// A column of `skip_rows_where` that the file does not have.
pub fn skip_column(column: &str, nearest: Option<&str>) -> Message {
    let message = say!(
        "mẫu nhập bỏ dòng theo cột “{column}”, nhưng tệp không có cột ấy",
        "the import profile skips rows by the column “{column}”, which the file does not have",
        column = column
    );
    joined(message, meant(nearest))
}

/// No row of the file is a header.
pub fn no_header(record: &str, needed: &str) -> Message {
    say!(
        "không tìm thấy dòng tiêu đề của “{record}”; dòng ấy phải có: {needed}",
        "no header row for “{record}”; it must have: {needed}",
        record = record,
        needed = needed
    )
}

/// Content of the first row that holds anything, where a header was looked for.
pub fn seen_instead(message: &Message, row: u32, cells: &[&str]) -> Message {
    let clip = |cell: &str| match cell.char_indices().nth(40) {
        Some((end, _)) => format!("“{}…”", cell.split_at(end).0),
        None => format!("“{cell}”"),
    };
    let mut list = cells.iter().take(6).map(|cell| clip(cell)).collect::<Vec<_>>().join(", ");
    if cells.len() > 6 {
        list.push_str(", …");
    }
    let Message { vi, en } = message;
    Message {
        vi: format!("{vi}; dòng {row} đang có: {list}"),
        en: format!("{en}; row {row} holds: {list}"),
    }
}

/// Texts that make sense in an old font.
pub fn old_font() -> Message {
    say!(
        "chữ trong tệp giống chữ gõ bằng phông cũ TCVN3 (.VnTime): thêm --bang-ma tcvn3",
        "the texts look like those of an old font, TCVN3 (.VnTime): add --encoding tcvn3"
    )
}

/// Capitals that TCVN3 does not keep.
pub fn capitals_lost() -> Message {
    say!(
        "đọc theo bảng mã TCVN3: chữ hoa có dấu của phông .VnTimeH đọc ra chữ thường",
        "read as TCVN3: capitals with marks, which its fonts show but the text does not hold, \
         come out small"
    )
}

/// A build that reads no other encoding.
pub fn no_encodings() -> Message {
    say!("bản này không đọc được bảng mã windows-1258", "this build does not read windows-1258")
}

/// A file of no bytes, or of blank rows.
pub fn empty_file() -> Message {
    say!("tệp trống, không có dòng nào", "the file is empty")
}

/// A file that is a header and nothing else.
pub fn header_alone(file: &str) -> Message {
    say!(
        "{file}: chỉ có dòng tiêu đề, không có dòng số liệu nào",
        "{file}: a header and no rows below it",
        file = file
    )
}

/// Some rows, by number.
fn listed(rows: &[u32]) -> String {
    let mut list = rows.iter().take(10).map(u32::to_string).collect::<Vec<_>>().join(", ");
    if rows.len() > 10 {
        list.push_str(", …");
    }
    list
}

/// Rows that a sheet holds and does not show.
pub fn hidden_rows(sheet: &str, rows: &[u32]) -> Message {
    say!(
        "trang “{sheet}” có {count} dòng đang ẩn vẫn được đọc như các dòng khác: dòng {list}; nếu \
         không dùng các dòng ấy thì xóa đi",
        "hidden rows of the sheet “{sheet}” are read like the others: {count} (row {list}); \
         delete them if they are not meant",
        sheet = sheet,
        count = rows.len(),
        list = listed(rows)
    )
}

/// Rows that end early.
pub fn short_rows(rows: &[u32], width: usize) -> Message {
    say!(
        "{count} dòng có ít ô hơn dòng tiêu đề ({width} ô): dòng {list}; các ô không có coi là \
         thiếu",
        "rows with fewer cells than the header's {width}: {count} (row {list}); the cells that \
         are not there are missing",
        count = rows.len(),
        width = width,
        list = listed(rows)
    )
}

/// Keys that differ in capitals alone.
pub fn keys_alike(pairs: &[(&str, &str)]) -> Message {
    let mut list = pairs
        .iter()
        .take(5)
        .map(|(first, second)| format!("“{first}” – “{second}”"))
        .collect::<Vec<_>>()
        .join(", ");
    if pairs.len() > 5 {
        list.push_str(", …");
    }
    say!(
        "khóa chỉ khác nhau chữ hoa, chữ thường vẫn là hai bản ghi: {list}",
        "keys that differ in capitals alone are two records: {list}",
        list = list
    )
}

/// The file fits no record type.
pub fn no_record_type(records: &str) -> Message {
    say!(
        "không nhận ra loại bản ghi nào trong tệp (các loại: {records}); viết rõ, ví dụ \
         “Tổ=tệp.csv”",
        "the file fits no record type ({records}); say which, as in “Tổ=file.csv”",
        records = records
    )
}

/// The file fits several record types equally well.
pub fn several_record_types(records: &str) -> Message {
    say!(
        "tệp có thể là nhiều loại bản ghi: {records}; viết rõ, ví dụ “Tổ=tệp.csv”",
        "the file may be several record types: {records}; say which, as in “Tổ=file.csv”",
        records = records
    )
}

/// Sheets that would fit too but are not read.
pub fn other_sheets(sheet: &str, others: &str) -> Message {
    say!(
        "đọc trang “{sheet}”; trang khác cũng có tiêu đề phù hợp nhưng không đọc: {others} (chọn \
         trang bằng “sheet” trong mẫu nhập)",
        "reading the sheet “{sheet}”; other sheets fit too but are not read: {others} (choose by \
         “sheet” in the import profile)",
        sheet = sheet,
        others = others
    )
}

/// A file that the profiles of its record type do not describe.
pub fn profiles_passed_over(profiles: &str) -> Message {
    say!(
        "không mẫu nhập nào khớp với tệp này ({profiles}): đọc theo tên trường, tiền tính bằng \
         đồng",
        "no import profile fits this file ({profiles}): it is read by the names of the fields, \
         amounts in đồng",
        profiles = profiles
    )
}

/// A field of which every value is missing, for want of a column; the header that may be its column
/// in another unit, and that unit; the header that has more than the field's name in brackets.
pub fn field_without_column(
    field: &str,
    in_units: Option<(&str, &str)>,
    bracketed: Option<&str>,
) -> Message {
    let message = say!(
        "không có cột cho trường “{field}”: mọi giá trị của trường này coi là thiếu",
        "no column for the field “{field}”: all its values are missing",
        field = field
    );
    match (in_units, bracketed) {
        (Some((header, unit)), _) => joined(message, to_name(header, unit)),
        (None, Some(header)) => joined(
            message,
            say!(
                "; nếu đó là cột “{header}” thì thêm vào trường: cột \"{header}\"",
                "; if it is the column “{header}”, add to the field: column \"{header}\"",
                header = header
            ),
        ),
        (None, None) => message,
    }
}

/// A key or required field whose column may be the one headed so, in another unit.
pub fn missing_column_in_units(field: &str, header: &str, unit: &str) -> Message {
    let message = say!(
        "không có cột nào cho trường bắt buộc “{field}”",
        "no column for the required field “{field}”",
        field = field
    );
    joined(message, to_name(header, unit))
}

/// Header that names a column in another unit.
fn to_name(header: &str, unit: &str) -> Message {
    say!(
        "; nếu là cột “{header}” thì ghi trong pack.toml cho trường này: header = \"{header}\", \
         unit = \"{unit}\"",
        "; if it is the column “{header}”, write for this field in pack.toml: header = \
         \"{header}\", unit = \"{unit}\"",
        header = header,
        unit = unit
    )
}

/// A column whose header says another unit than it is read in.
pub fn header_in_units(header: &str, unit: &str, field: &str) -> Message {
    say!(
        "tiêu đề cột “{header}” ghi đơn vị {unit}, nhưng số được đọc là đồng; nếu số tính bằng \
         {unit} thì ghi unit = \"{unit}\" cho trường “{field}” trong pack.toml",
        "the header “{header}” says {unit}, but its numbers are read as đồng; if they are in \
         {unit}, write unit = \"{unit}\" for the field “{field}” in pack.toml",
        header = header,
        unit = unit,
        field = field
    )
}

/// A column found by the field's name, where the rules know it by a header with a unit.
pub fn column_by_name(header: &str, field: &str, known: &str) -> Message {
    say!(
        "cột “{header}” được đọc cho trường “{field}” theo tên trường, tính bằng đồng (luật ghi \
         cột “{known}”)",
        "the column “{header}” is read for the field “{field}” by the field's name, in đồng (the \
         rules name the column “{known}”)",
        header = header,
        field = field,
        known = known
    )
}

/// Columns that no field reads.
pub fn unused_columns(headers: &[&str]) -> Message {
    let mut list = headers
        .iter()
        .take(6)
        .map(|header| format!("“{}”", quoted(header)))
        .collect::<Vec<_>>()
        .join(", ");
    if headers.len() > 6 {
        list.push_str(" …");
    }
    Message {
        vi: format!("{} cột không dùng đến: {list}", headers.len()),
        en: format!("{} that no field reads: {list}", counted(headers.len(), "column")),
    }
}

/// Cells that call values of a category by other names: the names written, the values' own, and
/// how many cells.
pub fn other_names(header: &str, values: &[(&str, &str, u64)]) -> Message {
    const MOST: usize = 5;
    let pairs = |word: &str| {
        let pair = |(written, name, _): &(&str, &str, u64)| {
            format!("“{}” {word} “{name}”", quoted(written))
        };
        let shown: Vec<String> = values.iter().take(MOST).map(pair).collect();
        let rest = if values.len() > MOST { " …" } else { "" };
        format!("{}{rest}", shown.join(", "))
    };
    let cells = values.iter().map(|(_, _, cells)| usize::try_from(*cells).unwrap_or(usize::MAX));
    let cells = cells.fold(0, usize::saturating_add);
    Message {
        vi: format!("cột “{}”: {cells} ô ghi tên khác, đã đọc {}", quoted(header), pairs("là")),
        en: format!(
            "column “{}”: {} by another name, read {}",
            quoted(header),
            counted(cells, "value"),
            pairs("as")
        ),
    }
}

/// The cell that should name the data's day does not.
pub fn no_as_of(cell: &str, seen: &str) -> Message {
    say!(
        "ô {cell} không cho biết ngày của số liệu: “{seen}”",
        "cell {cell} does not tell the day of the data: “{seen}”",
        cell = cell,
        seen = quoted(seen)
    )
}

/// The file cannot be opened or read.
pub fn unreadable(reason: &Message) -> Message {
    let Message { vi, en } = reason;
    Message {
        vi: format!("không đọc được tệp: {vi}"),
        en: format!("the file cannot be read: {en}"),
    }
}

/// The file is not what its format needs.
pub fn broken() -> Message {
    say!(
        "tệp hỏng, tải về chưa đủ, hoặc không phải tệp Excel; mở thử bằng Excel rồi lưu lại thành \
         .xlsx",
        "the file is damaged, incomplete, or no workbook; try to open it in Excel and save it as \
         .xlsx"
    )
}

/// A workbook of a kind that is not read.
pub fn other_workbook(ending: &str) -> Message {
    say!(
        "không đọc được tệp .{ending}; mở bằng Excel rồi lưu lại thành .xlsx",
        ".{ending} files are not read; open it in Excel and save it as .xlsx",
        ending = ending
    )
}

/// The file is past a limit.
pub fn too_large(limit: &str) -> Message {
    say!(
        "tệp quá lớn; giới hạn là {limit}",
        "the file is too large; the limit is {limit}",
        limit = limit
    )
}

/// A workbook of the old form past its limit.
pub fn too_large_old(limit: &str) -> Message {
    say!(
        "tệp .xls (Excel 97–2003) quá lớn, chỉ đọc đến {limit}; hãy mở bằng Excel rồi lưu lại \
         thành .xlsx, không đặt mật khẩu",
        "the .xls file (Excel 97–2003) is too large, the limit is {limit}; open it in Excel and \
         save it as .xlsx, without a password",
        limit = limit
    )
}

/// A workbook whose contents are past a limit.
pub fn unpacks_too_large(limit: &str) -> Message {
    say!(
        "tệp Excel giải nén ra quá lớn; giới hạn là {limit}",
        "the workbook unpacks to too much; the limit is {limit}",
        limit = limit
    )
}

/// A cell with a longer text than a spreadsheet holds.
pub fn long_cell(sheet: &str, cell: &str, limit: usize) -> Message {
    say!(
        "trang “{sheet}”, ô {cell}: chữ trong ô dài hơn {limit} ký tự, mức tối đa của Excel; tệp \
         không do Excel ghi ra hoặc đã hỏng",
        "sheet “{sheet}”, cell {cell}: its text has more than {limit} characters, the most that \
         Excel allows; the file is damaged or no work of Excel",
        sheet = quoted(sheet),
        cell = quoted(cell),
        limit = limit
    )
}

/// A longer text than a spreadsheet holds, which no cell shows.
pub fn long_shared(limit: usize) -> Message {
    say!(
        "tệp Excel có một đoạn chữ dài hơn {limit} ký tự, mức tối đa của một ô; tệp không do \
         Excel ghi ra hoặc đã hỏng",
        "the workbook holds a text of more than {limit} characters, the most of a cell; it is \
         damaged or no work of Excel",
        limit = limit
    )
}

/// Two rows of one number.
pub fn row_twice(sheet: &str, row: u32) -> Message {
    say!(
        "trang “{sheet}”: dòng {row} được ghi hai lần, không rõ dòng nào đúng; tệp đã hỏng hoặc \
         bị sửa bằng chương trình khác",
        "sheet “{sheet}”: row {row} is there twice, and which one counts is unclear; the file is \
         damaged or was changed by some program",
        sheet = quoted(sheet),
        row = row
    )
}

/// Two cells of one address.
pub fn cell_twice(sheet: &str, cell: &str) -> Message {
    say!(
        "trang “{sheet}”: ô {cell} được ghi hai lần, không rõ giá trị nào đúng; tệp đã hỏng hoặc \
         bị sửa bằng chương trình khác",
        "sheet “{sheet}”: cell {cell} is there twice, and which value counts is unclear; the file \
         is damaged or was changed by some program",
        sheet = quoted(sheet),
        cell = cell
    )
}

/// A row whose cells hold too much text.
pub fn row_too_large(sheet: &str, row: u32, limit: &str) -> Message {
    say!(
        "trang “{sheet}”: dòng {row} có hơn {limit} chữ",
        "sheet “{sheet}”: row {row} holds more than {limit} of text",
        sheet = quoted(sheet),
        row = row,
        limit = limit
    )
}

/// The first rows of all sheets hold too much text.
pub fn preview_too_large(limit: &str) -> Message {
    say!(
        "những dòng đầu của các trang có hơn {limit} chữ nên không tìm được dòng tiêu đề",
        "the first rows of the sheets hold more than {limit} of text, so no header can be looked \
         for",
        limit = limit
    )
}

/// More text than the records of one type may hold.
pub fn too_much_text(limit: &str) -> Message {
    say!(
        "các bản ghi có hơn {limit} chữ khác nhau; hãy chia tệp",
        "the records hold more than {limit} of different texts; divide the file",
        limit = limit
    )
}

/// A line past the limit of 16 MB.
pub fn line_too_long(line: u32) -> Message {
    say!("dòng {line} dài hơn 16 MB", "line {line} is longer than 16 MB", line = line)
}

/// More rows than are read.
pub fn too_many_rows(limit: u32) -> Message {
    say!(
        "tệp có hơn {limit} dòng; hãy chia tệp",
        "the file has more than {limit} rows; divide it",
        limit = limit
    )
}

/// More columns than are read.
pub fn too_many_columns(limit: usize) -> Message {
    say!("tệp có hơn {limit} cột", "the file has more than {limit} columns", limit = limit)
}

/// A row that is not UTF-8.
pub fn not_utf8(row: u32) -> Message {
    say!(
        "dòng {row} không phải chữ Unicode (UTF-8), có thể là bảng mã cũ: thêm --bang-ma tcvn3 \
         (phông .VnTime) hoặc --bang-ma windows-1258; hoặc mở tệp bằng Excel rồi lưu dạng “CSV \
         UTF-8”",
        "row {row} is not UTF-8, perhaps an old encoding: add --encoding tcvn3 (.VnTime fonts) or \
         --encoding windows-1258; or open the file in Excel and save it as “CSV UTF-8”",
        row = row
    )
}

/// A text file in UTF-16.
pub fn utf16() -> Message {
    say!(
        "tệp ở dạng “Unicode Text” (UTF-16); mở bằng Excel rồi lưu dạng “CSV UTF-8”",
        "the file is “Unicode Text” (UTF-16); open it in Excel and save it as “CSV UTF-8”"
    )
}

/// A quote that is opened and never closed.
pub fn open_quote(row: u32) -> Message {
    say!(
        "dấu ngoặc kép mở ở dòng {row} không đóng: phần còn lại của tệp không đọc được",
        "the quote opened in row {row} is never closed: the rest of the file cannot be read",
        row = row
    )
}

/// A name whose ending names no format.
pub fn unknown_format() -> Message {
    say!(
        "không rõ dạng tệp; đọc được .csv, .tsv, .xlsx, .xls, .jsonl",
        "unknown kind of file; .csv, .tsv, .xlsx, .xls and .jsonl are read"
    )
}

/// A workbook for a program built without workbooks.
#[cfg(not(feature = "xlsx"))]
pub fn no_workbooks() -> Message {
    say!("bản này không đọc được tệp Excel", "this build does not read workbooks")
}

/// A workbook behind a password.
pub fn locked() -> Message {
    say!(
        "tệp Excel có mật khẩu; mở bằng Excel, bỏ mật khẩu rồi lưu lại",
        "the workbook has a password; open it in Excel and save it without one"
    )
}

/// A file that calls itself a workbook and is a web page.
pub fn html_workbook() -> Message {
    say!(
        "tệp này là trang web mang đuôi Excel; mở bằng Excel rồi lưu dạng .xlsx",
        "this file is a web page under a workbook's name; open it in Excel and save it as .xlsx"
    )
}

/// A line that is no JSON object.
pub fn not_json(line: u32, reason: &str) -> Message {
    say!(
        "dòng {line} không phải một đối tượng JSON: {reason}",
        "line {line} is not a JSON object: {reason}",
        line = line,
        reason = reason
    )
}

/// The output would overwrite a file that is read.
pub fn output_is_input() -> Message {
    say!(
        "đây là một trong những tệp mà lần chạy này đọc (luật, văn bản hoặc dữ liệu), không được \
         ghi đè; hãy chọn tên khác",
        "it is one of the files that this run reads (rules, documents or data) and must not be \
         overwritten; choose another name"
    )
}

/// More results than a sheet holds.
pub fn too_many_results() -> Message {
    say!(
        "kết quả nhiều hơn số dòng của một trang Excel; hãy ghi ra CSV",
        "more results than an Excel sheet has rows; write CSV instead"
    )
}

/// The temporary file that the rows of a workbook are kept in cannot be written.
pub fn no_temporary(folder: &str) -> Message {
    say!(
        "không ghi được tệp tạm ở {folder}, có thể vì hết chỗ; hãy đặt biến môi trường TMPDIR (trên \
         Windows: TMP) là một thư mục khác",
        "the temporary file in {folder} cannot be written, perhaps for want of room; name another \
         folder by the environment variable TMPDIR (on Windows: TMP)",
        folder = folder
    )
}

/// The output cannot be written.
pub fn unwritable(reason: &Message) -> Message {
    let Message { vi, en } = reason;
    Message {
        vi: format!("không ghi được kết quả: {vi}"),
        en: format!("the result cannot be written: {en}"),
    }
}

/// Columns of a table that hold the same in every row, told below it.
pub fn same_in_every_row(columns: &[(&str, &str)]) -> Message {
    let told = |empty: &str| {
        let told = columns.iter().map(|(header, cell)| match cell.is_empty() {
            true => format!("{header} {empty}"),
            false => format!("{header} = {cell}"),
        });
        told.collect::<Vec<_>>().join("; ")
    };
    Message {
        vi: format!("ở mọi dòng: {}", told("để trống")),
        en: format!("in every row: {}", told("empty")),
    }
}
