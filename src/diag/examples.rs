//! What is said of worked examples: of the rows that they give, and where they do not come out;
//! codes E176 to E178, E194 and W034.

use super::{Diagnostic, Message, say};
use crate::source::Span;
use std::sync::Arc;

/// So many examples are shown where they stand.
const MOST_SHOWN: usize = 10;

/// E176: rows of a record type that is no part of the example's.
pub fn not_part(span: Span, found: &str, of: &str, parts: &[&str]) -> Diagnostic {
    let headline = say!(
        "“{found}” không phải bản ghi thuộc “{of}”, bản ghi của ví dụ này",
        "“{found}” is no part of “{of}”, which this example is about"
    );
    let help = match parts {
        [] => say!("không có bản ghi nào thuộc “{of}”", "no record type belongs to “{of}”"),
        parts => {
            let parts = parts.iter().map(|part| format!("“{part}”")).collect::<Vec<_>>().join(", ");
            say!("ví dụ cho được các dòng của: {parts}", "the example may give rows of: {parts}")
        }
    };
    Diagnostic::error("E176", span, headline).help(help)
}

/// E176 too: rows of parts of a record type of which the example gives no rows.
pub fn parent_not_given(span: Span, found: &str, parent: &str) -> Diagnostic {
    let headline = say!(
        "“{found}” thuộc “{parent}”, mà ví dụ không cho dòng nào của “{parent}”",
        "“{found}” belongs to “{parent}”, of which this example gives no rows"
    );
    Diagnostic::error("E176", span, headline).help(say!(
        "thêm “cho {parent}” với bảng các dòng của nó",
        "add “given {parent}” with the table of its rows"
    ))
}

/// E177: no table stands below the line that opens one.
pub fn no_rows(span: Span, record: &str) -> Diagnostic {
    let headline =
        say!("dưới “cho {record}” chưa có dòng nào", "below “given {record}” there is no row");
    Diagnostic::error("E177", span, headline).help(say!(
        "viết bảng ngay bên dưới, dòng đầu là tên các trường; nếu không có dòng nào thì viết “cho \
         {record}: không có dòng”",
        "write the table right below, its first line the names of fields; if there are no rows, \
         write “given {record}: no rows”"
    ))
}

/// E177 too: a field without its value, where a record type would have its rows.
pub fn value_needed(span: Span, field: &str) -> Diagnostic {
    let headline =
        say!("“{field}” là một trường nên cần giá trị", "“{field}” is a field and needs a value");
    Diagnostic::error("E177", span, headline)
        .help(say!("viết “cho {field} = …”", "write “given {field} = …”"))
}

/// E177 too: a column of what the program works out.
pub fn derived_column(span: Span, name: &str) -> Diagnostic {
    let headline = say!(
        "“{name}” là giá trị tính ra nên không làm cột của bảng được",
        "“{name}” is worked out, so it is no column of the table"
    );
    Diagnostic::error("E177", span, headline).help(say!(
        "bỏ cột này: chương trình tự tính từ các trường",
        "leave it out: it is worked out from the fields"
    ))
}

/// E177 too: a table without a column that each of its rows needs.
pub fn column_needed(span: Span, field: &str, record: &str) -> Diagnostic {
    let headline = say!(
        "bảng thiếu cột “{field}”, mà “{record}” nào cũng phải có",
        "the table lacks the column “{field}”, which every “{record}” must have"
    );
    Diagnostic::error("E177", span, headline)
        .help(say!("thêm cột “{field}”", "add the column “{field}”"))
}

/// E177 too: two columns of one field.
pub fn column_twice(span: Span, first: Span, field: &str) -> Diagnostic {
    let headline = say!("bảng có hai cột “{field}”", "the table has two columns “{field}”");
    Diagnostic::error("E177", span, headline)
        .also(first, say!("cột đầu ở đây", "the first is here"))
        .help(say!("giữ lại một cột", "keep one of them"))
}

/// E177 too: a text that does not stand in quotes.
pub fn text_in_quotes(span: Span, found: &str) -> Diagnostic {
    let headline = say!(
        "cột này là chữ: chữ đặt trong ngoặc kép",
        "this column holds texts, which stand in quotes"
    );
    let quoted = format!("\"{found}\"");
    Diagnostic::error("E177", span, headline)
        .help(say!("viết {quoted}", "write {quoted}"))
        .fix(span, quoted.clone())
}

/// E178: a row that names a record which the example does not give.
pub fn of_no_record(span: Span, found: &str, parent: &str) -> Diagnostic {
    let headline = say!(
        "trong ví dụ không có “{parent}” nào có khóa là {found}",
        "no “{parent}” of this example has the key {found}"
    );
    Diagnostic::error("E178", span, headline)
}

/// E178 too: a row that names another record than that of the example.
pub fn of_other_record(span: Span, found: &str, field: &str) -> Diagnostic {
    let headline = say!(
        "bản ghi của ví dụ không có khóa là {found}",
        "the record of this example does not have the key {found}"
    );
    Diagnostic::error("E178", span, headline).help(say!(
        "bỏ cột “{field}”: các dòng thuộc bản ghi của ví dụ",
        "leave out the column “{field}”: the rows belong to the record of the example"
    ))
}

/// E178 too: rows of a record whose key the example does not give.
pub fn key_needed(span: Span, key: &str) -> Diagnostic {
    let headline = say!(
        "các dòng này thuộc bản ghi của ví dụ, mà ví dụ không cho khóa “{key}”",
        "these rows belong to the record of the example, of which it gives no key “{key}”"
    );
    Diagnostic::error("E178", span, headline)
        .help(say!("thêm “cho {key} = …”", "add “given {key} = …”"))
}

/// E194: an example that did not come out: what is expected first and was missed, with what came
/// out in its place.
pub fn failed(title: &str, missed: Span, found: Message) -> Diagnostic {
    Diagnostic::error("E194", missed, example_failed(title)).remark(found)
}

/// An example that did not come out.
pub fn example_failed(title: &str) -> Message {
    say!(
        "ví dụ “{title}” không ra như mong đợi",
        "example “{title}” does not come out as expected",
        title = title
    )
}

/// W034: examples of a block that the rules do not have, the first of them and the others.
pub fn left_out(block: &str, first: Span, others: &[Span], nearest: Option<&str>) -> Diagnostic {
    let headline = of_no_block(1 + others.len(), block);
    let found = Diagnostic::warning("W034", first, headline);
    let shown = others.iter().take(MOST_SHOWN - 1);
    let found = shown.fold(found, |found, place| found.also(*place, say!("cũng vậy", "here too")));
    let found = match nearest.filter(|_| others.is_empty()) {
        Some(near) => found.fix(first, near),
        None => found,
    };
    match nearest {
        Some(near) => found.help(say!(
            "nếu khối đã đổi tên thì ghi tên mới (có phải “{near}”?); nếu đã bỏ thì xóa các ví dụ \
             này",
            "if the block was renamed, write its new name (did you mean “{near}”?); if it is \
             gone, delete these examples",
            near = near
        )),
        None => found.help(say!(
            "nếu khối đã đổi tên thì ghi tên mới; nếu đã bỏ thì xóa các ví dụ này",
            "if the block was renamed, write its new name; if it is gone, delete these examples"
        )),
    }
}

/// So many examples of a block that the rules do not have.
pub fn of_no_block(count: usize, block: &str) -> Message {
    let examples = if count == 1 { "example is" } else { "examples are" };
    Message {
        vi: format!("không thử {count} ví dụ của “{block}”: trong luật không có khối này"),
        en: format!("{count} {examples} of “{block}”, which is no block of these rules: not run"),
    }
}

/// A condition that depends on a missing value.
pub fn open() -> Message {
    say!("chưa xác định: còn thiếu giá trị", "undetermined: values are missing")
}

/// A condition that is false.
pub fn does_not_hold() -> Message {
    say!("không đúng", "does not hold")
}

/// Another value than the one expected.
pub fn came_out(shown: &str) -> Message {
    say!("được {shown}", "found {shown}")
}

/// The record of the example is a data error.
pub fn data_error(told: Option<Message>) -> Message {
    match told {
        Some(told) => Message {
            vi: format!("lỗi dữ liệu: {}", told.vi),
            en: format!("data error: {}", told.en),
        },
        None => say!("lỗi dữ liệu", "data error"),
    }
}

/// The example needs an as-of date, which neither it nor the run gives.
pub fn no_as_of() -> Message {
    say!(
        "cần ngày xét: thêm “ngày xét = 30/06/2023” vào dòng “cho” của ví dụ, hoặc chạy với \
         --ngay 30/06/2023",
        "the as-of date is needed: add “as-of date = 30/06/2023” to the example's “given” line, \
         or run with --date 30/06/2023"
    )
}

/// The block does not apply to the record of the example.
pub fn not_applicable() -> Message {
    say!("không áp dụng", "does not apply")
}

/// The block applies to the record, which was not expected.
pub fn applies() -> Message {
    say!("có áp dụng", "applies")
}

/// Another grade or verdict.
pub fn verdict(verdict: Option<&str>, range: Option<&(Arc<str>, Arc<str>)>) -> Message {
    match (verdict, range) {
        (Some(verdict), _) => say!("được “{verdict}”", "found “{verdict}”", verdict = verdict),
        (None, Some((low, high))) => {
            say!(
                "chưa xác định, từ “{low}” đến “{high}”",
                "undetermined, from “{low}” to “{high}”",
                low = low,
                high = high
            )
        }
        (None, None) => say!("chưa xác định", "undetermined"),
    }
}

/// A reason that was not to be given.
pub fn reason_given() -> Message {
    say!("lý do này có", "this reason was given")
}

/// A reason that a block cannot give, with the one that is nearest in spelling.
pub fn no_such_reason(nearest: Option<&str>) -> Message {
    let never = say!(
        "không dòng nào của khối nêu lý do này, nên không bao giờ có",
        "no line of the block states this reason, so it is never given"
    );
    match nearest {
        Some(near) => Message {
            vi: format!("{}; có phải là “{near}”?", never.vi),
            en: format!("{}; did you mean “{near}”?", never.en),
        },
        None => never,
    }
}

/// The reasons that were given instead.
pub fn reasons(all: &[&str]) -> Message {
    if all.is_empty() {
        return say!("không có lý do nào", "no reason was given");
    }
    let all = all.iter().map(|reason| format!("“{reason}”")).collect::<Vec<_>>().join(", ");
    say!("các lý do: {all}", "the reasons: {all}", all = all)
}
