//! What is said of columns that a program makes.

use super::{Error, ErrorKind, Message, quoted, say};
use crate::value::{Type, Unit};

/// E276: a column has not as many values as its validity has bits.
pub fn validity_length(values: usize, validity: usize) -> Error {
    let message = say!(
        "cột có {values} giá trị mà phần nói giá trị nào có có {validity}; hai bên phải bằng nhau",
        "the column has {values} values and a validity for {validity}; the two must be equal",
        values = values,
        validity = validity
    );
    Error::new(ErrorKind::Record, "E276", message)
}

/// E276: a bitmap is shorter than its column.
pub fn short_bitmap(bits: usize, rows: usize) -> Error {
    let message = say!(
        "dãy bit chỉ có {bits} bit cho {rows} bản ghi",
        "the bitmap has only {bits} bits for {rows} records",
        bits = bits,
        rows = rows
    );
    Error::new(ErrorKind::Record, "E276", message)
}

/// E276: a column has another length than the first.
pub fn column_length(name: &str, values: usize, rows: usize) -> Error {
    let message = say!(
        "cột “{name}” có {values} giá trị mà các cột trước có {rows}; mỗi cột cần một giá trị cho \
         mỗi bản ghi",
        "the column “{name}” has {values} values and those before it have {rows}; each column \
         needs a value for each record",
        name = quoted(name),
        values = values,
        rows = rows
    );
    Error::new(ErrorKind::Record, "E276", message)
}

/// E276: a record past the last is said to be unreadable.
pub fn no_such_row(row: usize, rows: usize) -> Error {
    let message = say!(
        "cột có {rows} giá trị, không có giá trị ở vị trí {row} (đếm từ 0)",
        "the column has {rows} values, and none at place {row} (counted from 0)",
        rows = rows,
        row = row
    );
    Error::new(ErrorKind::Record, "E276", message)
}

/// E277: a code that no name stands for.
pub fn code_outside(code: u32, row: usize, names: usize) -> Error {
    let message = say!(
        "mã {code} ở vị trí {row} không có trong từ điển: từ điển có {names} tên, đếm từ 0",
        "the code {code} at place {row} is not in the dictionary, which has {names} names counted \
         from 0",
        code = code,
        row = row,
        names = names
    );
    Error::new(ErrorKind::Record, "E277", message)
}

/// E278: more decimals than a column of mantissas has.
pub fn too_many_decimals(scale: u32, most: u32) -> Error {
    let message = say!(
        "cột số có {scale} chữ số thập phân; nhiều nhất là {most}",
        "the column of numbers has {scale} decimals; the most is {most}",
        scale = scale,
        most = most
    );
    Error::new(ErrorKind::Record, "E278", message)
}

/// E278: a day outside the calendar.
pub fn day_outside(days: i32, row: usize) -> Error {
    let message = say!(
        "ngày thứ {days} kể từ 01/01/1970, ở vị trí {row}, nằm ngoài các năm từ 1 đến 9999",
        "day {days} counted from 01/01/1970, at place {row}, lies outside the years 1 to 9999",
        days = days,
        row = row
    );
    Error::new(ErrorKind::Record, "E278", message)
}

/// E279: everything by which columns do not fit the fields of a record type.
pub fn misfits(all: &[Message]) -> Error {
    Error::new(ErrorKind::Record, "E279", Message::together(all))
}

/// A column for a field of another type, in E279.
pub fn other_type(column: &str, ty: Type) -> Message {
    let (vi, en) = match ty {
        Type::Number(Unit::Money) => ("cột số, tính bằng đồng", "numbers, in đồng"),
        Type::Number(_) => ("cột số", "numbers"),
        Type::Date => ("cột ngày", "days"),
        Type::YesNo => ("cột có/không", "truths"),
        Type::Category(_) => ("cột tên các giá trị của danh mục", "names of the category's values"),
        Type::Text => ("cột chữ", "texts"),
    };
    let column = quoted(column);
    Message {
        vi: format!("cột “{column}” phải là {vi}"),
        en: format!("the column “{column}” must hold {en}"),
    }
}

/// Several columns for one field, in E279.
pub fn several(field: &str, columns: &str) -> Message {
    say!(
        "nhiều cột cùng là trường “{field}”: {columns}; mỗi trường chỉ nhận một cột",
        "several columns are the field “{field}”: {columns}; a field takes one",
        field = quoted(field),
        columns = columns
    )
}
