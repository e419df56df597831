//! Words of a workbook that is to be filled in.

use super::{Message, say, types, words};
use crate::value::{Lang, Type, Unit};

words! {
    /// Headers and fixed cells of a template.
    guide: "Hướng dẫn" / "Guide";
    lists: "Danh mục" / "Lists";
    sheet: "trang" / "sheet";
    column: "cột" / "column";
    header: "tiêu đề" / "header";
    field: "trường" / "field";
    content: "điền gì" / "content";
    unit: "đơn vị" / "unit";
    needed: "bắt buộc" / "required";
    range: "giới hạn" / "range";
    choices: "chọn trong" / "one of";
    example: "ví dụ" / "example";
    place: "nguồn" / "source";
    key: "khóa" / "key";
    yes: "có" / "yes";
    no: "không" / "no";
    yes_no: "Có hay không" / "Yes or no";
    sample_key: "VD-1" / "EX-1";
    sample_text: "ví dụ" / "example";
}

/// Title of the guide.
pub fn title(pack: &str) -> Message {
    say!("Mẫu nhập số liệu · {pack}", "Data to be filled in · {pack}", pack = pack)
}

/// Steps of filling the workbook in, a sentence a line.
pub fn how_to() -> [Message; 7] {
    [
        say!(
            "1. Mỗi bản ghi một dòng, điền ngay dưới dòng tiêu đề. Giữ nguyên tên trang và dòng \
             tiêu đề; cột không có số liệu thì để trống.",
            "1. One record a row, right below the header. Keep the names of the sheets and the \
             header rows; leave a column blank that there are no data for."
        ),
        say!(
            "2. Cột tiêu đề màu cam là bắt buộc. Ô trống là chưa biết, không phải số 0.",
            "2. Columns with an orange header are required. A blank cell is not known; it is not \
             zero."
        ),
        say!(
            "3. Trang để trống hoàn toàn là chưa có số liệu loại đó, không phải là không có dòng \
             nào.",
            "3. A sheet left blank says that there are no data of its kind yet, not that there are \
             no rows."
        ),
        say!(
            "4. Đưa chuột vào tiêu đề để xem ý nghĩa, đơn vị, giới hạn. Ô có mũi tên thì chọn trong \
             danh sách; ngày viết ngày/tháng/năm.",
            "4. Point at a header to see its meaning, unit and range. Where a cell has an arrow, \
             choose from its list; dates are day/month/year."
        ),
        say!(
            "5. Cột “ví dụ” dưới đây chỉ để xem: trang này không phải số liệu và không được đọc.",
            "5. The column “example” below is to look at only: this sheet holds no data and is not \
             read."
        ),
        say!(
            "6. Excel chỉ giữ được phần lớn giới hạn; mọi giới hạn đều được kiểm tra lại khi chấm.",
            "6. Excel can hold cells to most of their ranges only; all are checked again when the \
             records are graded."
        ),
        say!(
            "7. Điền xong thì chấm: visao cham LUẬT TỆP.xlsx -o ket-qua.xlsx",
            "7. When it is filled in, grade it: visao grade RULES FILE.xlsx -o result.xlsx"
        ),
    ]
}

/// The pack that the template is of.
pub fn of_pack(name: &str, fingerprint: &str) -> Message {
    say!(
        "Bộ quy tắc {name}, dấu vân tay {fingerprint}",
        "Pack {name}, fingerprint {fingerprint}",
        name = name,
        fingerprint = fingerprint
    )
}

/// A sheet and what its records are.
pub fn sheet_of(sheet: &str, title: &str) -> Message {
    say!("Trang “{sheet}”: {title}", "Sheet “{sheet}”: {title}", sheet = sheet, title = title)
}

/// The cell above a header in which the day of the data is filled in.
pub fn day_in(sheet: &str, cell: &str) -> Message {
    say!(
        "Ở ô {cell} của trang “{sheet}” điền ngày của số liệu",
        "Fill in the day of the data in cell {cell} of sheet “{sheet}”",
        sheet = sheet,
        cell = cell
    )
}

/// A column that links rows to those of another sheet.
pub fn links_to(parent: &str) -> Message {
    say!("mã của {parent} mà dòng này thuộc về", "key of its {parent}", parent = parent)
}

/// A field of the rules by its name.
pub fn field_named(name: &str) -> Message {
    say!("trường “{name}”", "field “{name}”", name = name)
}

/// A key that no two rows have.
pub fn is_key() -> Message {
    say!("Khóa: không để trống, không dòng nào trùng", "Key: never blank, no two rows alike")
}

/// A value that each row needs.
pub fn is_needed() -> Message {
    say!("Bắt buộc: không để trống", "Required: never blank")
}

/// A value that may be left out.
pub fn is_optional() -> Message {
    say!("Để trống là chưa biết, không phải số 0", "Blank is not known, and not zero")
}

/// A note's line on the unit.
pub fn in_unit(content: &str, unit: &str) -> Message {
    say!(
        "Điền: {content}, đơn vị: {unit}",
        "Content: {content}, in {unit}",
        content = content,
        unit = unit
    )
}

/// A note's line on what is filled in.
pub fn content(content: &str) -> Message {
    say!("Điền: {content}", "Content: {content}", content = content)
}

/// A note's line on the range.
pub fn within(range: &str) -> Message {
    say!("Giới hạn: {range}", "Range: {range}", range = range)
}

/// A note's line on the list.
pub fn one_of(values: &str) -> Message {
    say!("Chọn một trong: {values}", "One of: {values}", values = values)
}

/// A note's line on the place in the rules.
pub fn source(place: &str) -> Message {
    say!("Nguồn: {place}", "Source: {place}", place = place)
}

/// Sentence of Excel's about content that it refuses.
pub fn refusal(content: &str, range: Option<&str>) -> Message {
    match range {
        Some(range) => {
            say!(
                "Cần {content}, {range}",
                "Needs {content}, {range}",
                content = content,
                range = range
            )
        }
        None => say!("Cần {content}", "Needs {content}", content = content),
    }
}

/// Content of a cell of a field; `category` is the name of its category.
pub fn content_of(ty: Type, category: &str) -> Message {
    match ty {
        Type::Date => say!("ngày, viết ngày/tháng/năm", "a date, as day/month/year"),
        Type::YesNo => say!("có hoặc không", "yes or no"),
        Type::Text | Type::Category(_) | Type::Number(_) => types::of(ty, category),
    }
}

/// Unit in which numbers are filled in, `scaled` where it is not the field's own; none of numbers
/// whose type says it.
pub fn unit(unit: Unit, scaled: Option<&str>) -> Option<Message> {
    let as_written = |unit: &str| say!("{unit}", "{unit}", unit = unit);
    match (unit, scaled) {
        (Unit::Ratio, None) => Some(as_written("%")),
        (Unit::Money, None) => Some(as_written("đồng")),
        (Unit::Money, Some(scaled)) if !scaled.ends_with('đ') && !scaled.ends_with("đồng") => {
            Some(say!("{scaled} đồng", "{scaled} đồng", scaled = scaled))
        }
        (_, Some(scaled)) => Some(as_written(scaled)),
        (
            Unit::Bare
            | Unit::Number
            | Unit::Integer
            | Unit::Year
            | Unit::Points
            | Unit::Days
            | Unit::Months,
            None,
        ) => None,
    }
}

/// The command is about several packs.
pub fn several_packs(names: &str) -> Message {
    say!(
        "thư mục này có nhiều bộ quy tắc ({names}), mà mẫu nhập là của một bộ; hãy nêu thư mục của \
         một bộ, hoặc thêm --ngay",
        "this folder has several packs ({names}), and a template is of one; name the folder of \
         one, or add --date",
        names = names
    )
}
