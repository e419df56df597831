//! What reading data says: files that cannot be read, columns that do not fit, cells that hold something else than they should.

use super::{Message, counted, quoted, say};
use crate::value::text::show_date;
use crate::value::{Date, Lang, Unit};

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
        "mẫu nhập “{profile}”: trường “{field}” không đo bằng “{unit}”; tiền đo bằng đồng, nghìn, triệu, tỷ; tỷ lệ bằng % hoặc 1; thời hạn bằng ngày, tháng, năm",
        "import profile “{profile}”: the field “{field}” is not measured in “{unit}”; money is in đồng, nghìn (thousand), triệu (million) or tỷ (billion); ratios in % or 1; durations in days, months or years",
        profile = profile,
        field = field,
        unit = unit
    )
}

/// A key or required field that no column is headed by.
pub fn missing_column(field: &str, nearest: Option<&str>) -> Message {
    let message = say!("không có cột nào cho trường bắt buộc “{field}”", "no column for the required field “{field}”", field = field);
    let rest = match nearest {
        Some(header) => say!("; gần nhất là cột “{header}”", "; the nearest header is “{header}”", header = header),
        None => Message { vi: String::new(), en: String::new() },
    };
    joined(message, rest)
}

/// A field that two columns are headed by.
pub fn two_columns(field: &str, columns: &str) -> Message {
    say!(
        "nhiều cột cùng ứng với trường “{field}”: {columns}; hãy đổi tên một cột, hoặc khai cột cần đọc trong mẫu nhập",
        "several columns are for the field “{field}”: {columns}; rename one, or name the one to read in the import profile",
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

/// The file fits no record type.
pub fn no_record_type(records: &str) -> Message {
    say!(
        "không nhận ra loại bản ghi nào trong tệp (các loại: {records}); viết rõ, ví dụ “Tổ=tệp.csv”",
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
        "đọc trang “{sheet}”; trang khác cũng có tiêu đề phù hợp nhưng không đọc: {others} (chọn trang bằng “sheet” trong mẫu nhập)",
        "reading the sheet “{sheet}”; other sheets fit too but are not read: {others} (choose by “sheet” in the import profile)",
        sheet = sheet,
        others = others
    )
}

/// A file that the profiles of its record type do not describe.
pub fn profiles_passed_over(profiles: &str) -> Message {
    say!(
        "không mẫu nhập nào khớp với tệp này ({profiles}): đọc theo tên trường, tiền tính bằng đồng",
        "no import profile fits this file ({profiles}): it is read by the names of the fields, amounts in đồng",
        profiles = profiles
    )
}

/// A field of which every value is missing, for want of a column.
pub fn field_without_column(field: &str) -> Message {
    say!(
        "không có cột cho trường “{field}”: mọi giá trị của trường này coi là thiếu",
        "no column for the field “{field}”: all its values are missing",
        field = field
    )
}

/// Columns that no field reads.
pub fn unused_columns(headers: &[&str]) -> Message {
    let mut list = headers.iter().take(6).map(|header| format!("“{}”", quoted(header))).collect::<Vec<_>>().join(", ");
    if headers.len() > 6 {
        list.push_str(" …");
    }
    Message {
        vi: format!("{} cột không dùng đến: {list}", headers.len()),
        en: format!("{} that no field reads: {list}", counted(headers.len(), "column")),
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
    Message { vi: format!("không đọc được tệp: {vi}"), en: format!("the file cannot be read: {en}") }
}

/// The file is not what its format needs; `told` are a library's words.
pub fn broken(told: &str) -> Message {
    say!("tệp hỏng hoặc không đúng dạng ({told})", "the file is damaged or of another kind ({told})", told = told)
}

/// The file is past a limit.
pub fn too_large(limit: &str) -> Message {
    say!("tệp quá lớn; giới hạn là {limit}", "the file is too large; the limit is {limit}", limit = limit)
}

/// A workbook whose contents are past a limit.
pub fn unpacks_too_large(limit: &str) -> Message {
    say!("tệp Excel giải nén ra quá lớn; giới hạn là {limit}", "the workbook unpacks to too much; the limit is {limit}", limit = limit)
}

/// A cell with a longer text than a spreadsheet holds.
pub fn long_cell(sheet: &str, cell: &str, limit: usize) -> Message {
    say!(
        "trang “{sheet}”, ô {cell}: chữ trong ô dài hơn {limit} ký tự, mức tối đa của Excel; tệp không do Excel ghi ra hoặc đã hỏng",
        "sheet “{sheet}”, cell {cell}: its text has more than {limit} characters, the most that Excel allows; the file is damaged or no work of Excel",
        sheet = quoted(sheet),
        cell = quoted(cell),
        limit = limit
    )
}

/// A longer text than a spreadsheet holds, which no cell shows.
pub fn long_shared(limit: usize) -> Message {
    say!(
        "tệp Excel có một đoạn chữ dài hơn {limit} ký tự, mức tối đa của một ô; tệp không do Excel ghi ra hoặc đã hỏng",
        "the workbook holds a text of more than {limit} characters, the most of a cell; it is damaged or no work of Excel",
        limit = limit
    )
}

/// Two rows of one number.
pub fn row_twice(sheet: &str, row: u32) -> Message {
    say!(
        "trang “{sheet}”: dòng {row} được ghi hai lần, không rõ dòng nào đúng; tệp đã hỏng hoặc bị sửa bằng chương trình khác",
        "sheet “{sheet}”: row {row} is there twice, and which one counts is unclear; the file is damaged or was changed by some program",
        sheet = quoted(sheet),
        row = row
    )
}

/// Two cells of one address.
pub fn cell_twice(sheet: &str, cell: &str) -> Message {
    say!(
        "trang “{sheet}”: ô {cell} được ghi hai lần, không rõ giá trị nào đúng; tệp đã hỏng hoặc bị sửa bằng chương trình khác",
        "sheet “{sheet}”: cell {cell} is there twice, and which value counts is unclear; the file is damaged or was changed by some program",
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
        "the first rows of the sheets hold more than {limit} of text, so no header can be looked for",
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
    say!("tệp có hơn {limit} dòng; hãy chia tệp", "the file has more than {limit} rows; divide it", limit = limit)
}

/// More columns than are read.
pub fn too_many_columns(limit: usize) -> Message {
    say!("tệp có hơn {limit} cột", "the file has more than {limit} columns", limit = limit)
}

/// A row that is not UTF-8.
pub fn not_utf8(row: u32) -> Message {
    say!(
        "dòng {row} không phải chữ Unicode (UTF-8), có thể là phông cũ (TCVN3, VNI); mở tệp bằng Excel rồi lưu dạng “CSV UTF-8”",
        "row {row} is not UTF-8, perhaps an old encoding (TCVN3, VNI); open the file in Excel and save it as “CSV UTF-8”",
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

/// A name that tells no format.
pub fn unknown_format() -> Message {
    say!("không rõ dạng tệp; đọc được .csv, .tsv, .xlsx, .xls, .jsonl", "unknown kind of file; .csv, .tsv, .xlsx, .xls and .jsonl are read")
}

/// A workbook for a program built without workbooks.
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
    say!("dòng {line} không phải một đối tượng JSON: {reason}", "line {line} is not a JSON object: {reason}", line = line, reason = reason)
}

/// The output would overwrite a file that is read.
pub fn output_is_input() -> Message {
    say!(
        "đây là một trong những tệp mà lần chạy này đọc (luật, văn bản hoặc dữ liệu), không được ghi đè; hãy chọn tên khác",
        "it is one of the files that this run reads (rules, documents or data) and must not be overwritten; choose another name"
    )
}

/// More results than a sheet holds.
pub fn too_many_results() -> Message {
    say!("kết quả nhiều hơn số dòng của một trang Excel; hãy ghi ra CSV", "more results than an Excel sheet has rows; write CSV instead")
}

/// The output cannot be written.
pub fn unwritable(reason: &Message) -> Message {
    let Message { vi, en } = reason;
    Message { vi: format!("không ghi được kết quả: {vi}"), en: format!("the result cannot be written: {en}") }
}

/// A key or required value is missing.
pub fn expected_value() -> Message {
    say!("một giá trị: trường này không được để trống", "a value: this field must not be blank")
}

/// A number in units.
pub fn expected_number(unit: Unit, lang: Lang) -> Message {
    let sample = sample(lang);
    match unit {
        Unit::Money => match lang {
            Lang::Vi => say!("số tiền, như {sample} hoặc 1,5 triệu", "an amount of money, as {sample} or 1,5 triệu", sample = sample),
            Lang::En => say!("số tiền, như {sample} hoặc 1.5 million", "an amount of money, as {sample} or 1.5 million", sample = sample),
        },
        Unit::Ratio => say!("tỷ lệ, như 98%", "a ratio, as 98%"),
        Unit::Points => say!("số điểm", "a number of points"),
        Unit::Integer | Unit::Year => say!("số nguyên", "a whole number"),
        Unit::Days => say!("số ngày, như 30 ngày", "a number of days, as 30 days"),
        Unit::Months => say!("số tháng, như 60 tháng", "a number of months, as 60 months"),
        Unit::Number | Unit::Bare => say!("số, như {sample}", "a number, as {sample}", sample = sample),
    }
}

/// A number in a language's form.
pub fn expected_form(lang: Lang) -> Message {
    let sample = sample(lang);
    match lang {
        Lang::Vi => say!("số viết theo kiểu Việt Nam, như {sample}", "a number in the Vietnamese form, as {sample}", sample = sample),
        Lang::En => say!("số viết theo kiểu tiếng Anh, như {sample}", "a number in the English form, as {sample}", sample = sample),
    }
}

fn sample(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "1.234,5",
        Lang::En => "1_234.5",
    }
}

/// A number within the limit.
pub fn expected_fewer_digits() -> Message {
    say!("số không quá 28 chữ số", "a number of at most 28 digits")
}

/// A whole number.
pub fn expected_whole() -> Message {
    say!("số nguyên, không có phần lẻ", "a whole number, without a fraction")
}

/// A ratio that says whether it is in percent.
pub fn expected_ratio_unit() -> Message {
    say!(
        "tỷ lệ có dấu % hoặc định dạng phần trăm (hoặc khai unit = \"%\" hay \"1\" trong mẫu nhập)",
        "a ratio with % or a percent format (or unit = \"%\" or \"1\" in the import profile)"
    )
}

/// A day.
pub fn expected_date() -> Message {
    say!("ngày, như 30/06/2023", "a date, as 30/06/2023 or 2023-06-30")
}

/// Yes or no.
pub fn expected_yes_no() -> Message {
    say!("“có” hoặc “không”", "“yes” or “no”")
}

/// A value of a category; of a short one, where none is near, all values are named.
pub fn expected_category(category: &str, nearest: Option<&str>, values: &[&str]) -> Message {
    let told = say!("một giá trị của “{category}”", "a value of “{category}”", category = category);
    match nearest {
        None if values.len() <= SHORT_CATEGORY => {
            let all = values.join(", ");
            Message { vi: format!("{}: {all}", told.vi), en: format!("{}: {all}", told.en) }
        }
        None | Some(_) => joined(told, meant(nearest)),
    }
}

/// A category of so many values is named whole.
const SHORT_CATEGORY: usize = 8;

/// A formula that has been calculated.
pub fn expected_calculated() -> Message {
    say!(
        "giá trị đã tính: ô là công thức chưa được tính; mở tệp bằng Excel và lưu lại",
        "a calculated value: the cell is a formula never calculated; open the file in Excel and save it"
    )
}

/// A value instead of an error.
pub fn expected_no_error() -> Message {
    say!("một giá trị, không phải lỗi của Excel", "a value, not an error of Excel")
}

/// A day instead of a time.
pub fn expected_no_time() -> Message {
    say!("một giá trị, không phải giờ hay khoảng thời gian", "a value, not a time of day or a span of time")
}

/// A single value.
pub fn expected_single() -> Message {
    say!("một giá trị đơn, không phải danh sách hay đối tượng", "a single value, not a list or an object")
}

/// A text within the limit.
pub fn expected_shorter(limit: usize) -> Message {
    say!("không quá {limit} ký tự", "at most {limit} characters", limit = limit)
}

/// A key of its own.
pub fn expected_unique_key(row: u32) -> Message {
    say!("khóa không trùng: dòng {row} cũng có khóa này", "a key of its own: row {row} has the same", row = row)
}

/// A row that is there once.
pub fn expected_no_repetition(row: u32) -> Message {
    say!("không lặp lại: dòng này giống hệt dòng {row}", "no repetition: this row is the same as row {row}", row = row)
}

/// As many cells as the header has.
pub fn expected_cells(width: u32) -> Message {
    Message {
        vi: format!("không quá {width} ô như dòng tiêu đề; có thể một ô chứa dấu ngăn cách mà không đặt trong ngoặc kép"),
        en: format!("at most {}, as the header has; perhaps a cell holds the separator without quotes", counted(width, "cell")),
    }
}

/// One value for a field.
pub fn expected_one_value() -> Message {
    say!("một giá trị: trường này được ghi hai lần", "one value: the field is given twice")
}

/// What a date that tells the pack should be.
pub fn expected_pack_day() -> Message {
    say!("một ngày trong thời gian áp dụng của một bộ luật", "a day on which a pack applies")
}

/// A value of a category on a day that is one of its own.
pub fn expected_in_force(category: &str, day: Date, from: Option<Date>, to: Option<Date>) -> Message {
    let ends = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), show_date);
    say!(
        "một giá trị của “{category}” còn dùng ngày {day}; giá trị này dùng từ {from} đến {to}",
        "a value of “{category}” in force on {day}; this one is from {from} to {to}",
        category = category,
        day = show_date(day),
        from = ends(from),
        to = ends(to)
    )
}

/// The key of a record that is among the data.
pub fn expected_parent(record: &str) -> Message {
    say!("khóa của một {record} có trong dữ liệu", "the key of a {record} that is among the data", record = record)
}
