//! What is said of scripts: codes E301 to E309 for the scripts themselves, one constructor a code;
//! and, without a code, why a call failed.

use super::{Diagnostic, Message, say};
use crate::source::Span;
use crate::value::text::show_number;
use crate::value::{Lang, Num};

/// E301: this build knows no scripts.
pub fn left_out(declared: Span) -> Diagnostic {
    Diagnostic::error(
        "E301",
        declared,
        say!(
            "bản chương trình này không chạy được kịch bản .rhai",
            "this build cannot run .rhai scripts"
        ),
    )
    .help(say!("dựng lại với tính năng `script`", "build it with the feature `script`"))
}

/// E302: a declared function names a script that the manifest does not.
pub fn no_file(declared: Span, file: &str, nearest: Option<&str>) -> Diagnostic {
    let found = Diagnostic::error(
        "E302",
        declared,
        say!("gói luật không có kịch bản “{file}”", "the pack has no script “{file}”", file = file),
    );
    if !file.ends_with(".rhai") {
        return found.help(say!(
            "hàm do chương trình nhúng cho thì chương trình ấy phải đăng ký trước khi nạp luật \
             (`Host::function`)",
            "a function of the embedding program must be registered before the rules are loaded \
             (`Host::function`)"
        ));
    }
    found.help(match nearest {
        Some(near) => say!("có phải ý bạn là “{near}”?", "did you mean “{near}”?", near = near),
        None => say!(
            "thêm \"{file}\" vào `files` ở mục [functions] của pack.toml",
            "add \"{file}\" to `files` under [functions] in pack.toml",
            file = file
        ),
    })
}

/// E303: a script that cannot be read.
pub fn unreadable(place: Span, why: &Message) -> Diagnostic {
    let headline = Message {
        vi: format!("không đọc được kịch bản: {}", why.vi),
        en: format!("the script cannot be read: {}", why.en),
    };
    Diagnostic::error("E303", place, headline)
}

/// E304: a declared function that its script does not define.
pub fn no_function(declared: Span, file: &str, header: &str) -> Diagnostic {
    Diagnostic::error(
        "E304",
        declared,
        say!("“{file}” không có hàm này", "“{file}” does not define this function", file = file),
    )
    .help(say!(
        "trong {file} viết `{header} {{ … }}`",
        "in {file} write `{header} {{ … }}`",
        file = file,
        header = header
    ))
}

/// E305: a function with another number of parameters than declared.
pub fn parameter_count(
    defined: Span,
    declared: Span,
    name: &str,
    found: usize,
    wanted: usize,
) -> Diagnostic {
    Diagnostic::error(
        "E305",
        defined,
        say!(
            "hàm `{name}` có {found} tham số",
            "the function `{name}` has {found} parameters",
            name = name,
            found = found
        ),
    )
    .also(
        declared,
        say!("khai báo với {wanted} tham số", "declared with {wanted} parameters", wanted = wanted),
    )
}

/// E306: a number that rhai would round.
pub fn long_number(place: Span) -> Diagnostic {
    Diagnostic::error(
        "E306",
        place,
        say!("số trong kịch bản có tối đa 28 chữ số", "a number in a script has at most 28 digits"),
    )
}

/// Failure of a script, with its file and line.
pub fn at(file: &str, line: usize, what: &Message) -> Message {
    Message {
        vi: format!("{} ({file}:{line})", what.vi),
        en: format!("{} ({file}:{line})", what.en),
    }
}

/// The script ends within a statement.
pub fn ends_too_early() -> Message {
    say!(
        "hết tệp giữa chừng, thiếu dấu đóng `}}` hay `)`",
        "the file ends too early; a closing `}}` or `)` is missing"
    )
}

/// Something else is expected here.
pub fn expected(token: &str) -> Message {
    say!("ở đây thiếu `{token}`", "`{token}` is missing here", token = token)
}

/// A variable that nothing defines.
pub fn no_variable(name: &str) -> Message {
    say!(
        "không có biến `{name}` (hàm chỉ thấy tham số và biến của chính nó)",
        "there is no variable `{name}` (a function sees only its own parameters and variables)",
        name = name
    )
}

/// A word that scripts may not use.
pub fn not_in_scripts(name: &str) -> Message {
    say!(
        "`{name}` không dùng được trong kịch bản",
        "`{name}` cannot be used in scripts",
        name = name
    )
}

/// A number of no form.
pub fn no_number(text: &str) -> Message {
    say!(
        "`{text}` không phải là số; phần thập phân viết sau dấu chấm",
        "`{text}` is no number; decimals stand after a point",
        text = text
    )
}

/// Two functions of one name and number of parameters.
pub fn defined_twice(name: &str) -> Message {
    say!("hàm `{name}` được viết hai lần", "the function `{name}` is defined twice", name = name)
}

/// An expression within too many others.
pub fn nested_too_deep() -> Message {
    say!(
        "biểu thức lồng nhau quá sâu; hãy tách ra",
        "the expression is nested too deeply; split it"
    )
}

/// Past the limit of steps.
pub fn too_many_steps(limit: i64) -> Message {
    let limit = grouped(limit);
    Message {
        vi: format!("kịch bản chạy quá {} bước", limit.vi),
        en: format!("the script ran more than {} steps", limit.en),
    }
}

/// Past the limit of calls within calls.
pub fn too_deep(limit: usize) -> Message {
    say!(
        "hàm gọi lồng nhau quá {limit} mức",
        "functions call each other more than {limit} deep",
        limit = limit
    )
}

/// Past the limit of a string, array or map.
pub fn too_much_data(bytes: i64, items: i64) -> Message {
    let (bytes, items) = (grouped(bytes), grouped(items));
    Message {
        vi: format!("chuỗi dài quá {} byte hay danh sách quá {} phần tử", bytes.vi, items.vi),
        en: format!("a string past {} bytes or a list past {} items", bytes.en, items.en),
    }
}

fn grouped(count: i64) -> Message {
    let count = Num::from_i64(count);
    Message { vi: show_number(&count, Lang::Vi, 0).0, en: show_number(&count, Lang::En, 0).0 }
}

/// Too much work on very large numbers.
pub fn too_much_work() -> Message {
    say!(
        "kịch bản tính quá nhiều với những số quá lớn",
        "the script works too much on very large numbers"
    )
}

/// A number past its limit.
pub fn too_large() -> Message {
    say!("số lớn quá 32.768 bit", "a number past 32_768 bits")
}

/// Division of a number by zero.
pub fn division_by_zero() -> Message {
    say!("chia cho 0", "division by zero")
}

/// A power, or a number of decimals, that is not whole.
pub fn not_whole() -> Message {
    say!(
        "số mũ và số chữ số thập phân phải là số nguyên (số chữ số: từ -1.000 đến 1.000)",
        "a power and a number of decimals must be whole (decimals: -1_000 to 1_000)"
    )
}

/// An operation or function that scripts do not have for these values.
pub fn no_such_operation(signature: &str) -> Message {
    say!(
        "không có hàm hay phép tính `{signature}`",
        "there is no function or operation `{signature}`",
        signature = signature
    )
}

/// A place outside an array or string.
pub fn out_of_bounds() -> Message {
    say!("vị trí nằm ngoài danh sách hay chuỗi", "a place outside the list or string")
}

/// Text that the script itself threw.
pub fn thrown(text: &str) -> Message {
    say!("kịch bản báo lỗi: {text}", "the script says: {text}", text = text)
}

/// Mistake of a script that no other message tells, in the English of the script language.
pub fn other(text: &str) -> Message {
    say!("lỗi của kịch bản: {text}", "a mistake in the script: {text}", text = text)
}

/// Kinds of value in words.
pub const NUMBER: (&str, &str) = ("số", "a number");
/// Kind of a value that is a text; see [`NUMBER`].
pub const TEXT: (&str, &str) = ("chữ", "a text");
/// Kind of a value that is a day; see [`NUMBER`].
pub const DATE: (&str, &str) = ("ngày", "a date");
/// Kind of a value that is yes or no; see [`NUMBER`].
pub const YES_NO: (&str, &str) = ("có không", "yes or no");

/// A result of another type than declared.
pub fn gave(found: &Message, wanted: &Message) -> Message {
    Message {
        vi: format!("kết quả phải là {}, kịch bản trả về {}", wanted.vi, found.vi),
        en: format!("the result must be {}; the script gave {}", wanted.en, found.en),
    }
}

/// A fraction where a whole number was declared.
pub fn gave_a_fraction() -> Message {
    say!("kết quả phải là số nguyên", "the result must be a whole number")
}

/// A result that is no value of its category.
pub fn not_in_category(word: &str, category: &str) -> Message {
    say!(
        "kết quả “{word}” không có trong danh mục {category}",
        "the result “{word}” is no value of {category}",
        word = word,
        category = category
    )
}

/// E271: the embedding program gives a function under another signature than the rules declare.
pub fn other_signature(declared: Span, given: &str) -> Diagnostic {
    Diagnostic::error(
        "E271",
        declared,
        say!(
            "chương trình nhúng đăng ký hàm này với kiểu khác",
            "the embedding program registers this function with other types"
        ),
    )
    .help(say!(
        "hai bên phải khai như nhau; chương trình khai `{given}`",
        "both must declare the same; the program declares `{given}`",
        given = given
    ))
}

/// E271 too: a signature under which a program registers a function is no line of the language.
pub fn no_signature(place: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        "E271",
        place,
        say!(
            "“{text}” không phải câu khai hàm như `hàm f(x: số): số từ \"tên\"`",
            "“{text}” is no declaration such as `function f(x: number): number from \"name\"`",
            text = super::quoted(text)
        ),
    )
}

/// A function of the embedding program that failed, with its own words.
pub fn host_failed(name: &str, told: &str) -> Message {
    say!(
        "hàm “{name}” của chương trình báo: {told}",
        "the program's function “{name}” says: {told}",
        name = name,
        told = super::quoted(told)
    )
}

/// A function of the embedding program that gave something of another type.
pub fn host_gave_other(name: &str) -> Message {
    say!(
        "hàm “{name}” của chương trình trả về giá trị khác kiểu đã khai",
        "the program's function “{name}” gave a value of another type than declared",
        name = name
    )
}
