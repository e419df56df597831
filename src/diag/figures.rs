//! What is said of the numbers of rules beside those of the words they rest on: codes W036 and
//! W037.

use super::{Diagnostic, Message, say};
use crate::source::Span;

/// W036: one number of a basis in several blocks.
pub fn number_in_several(span: Span, number: &str, others: &[Span]) -> Diagnostic {
    let places = others.len() + 1;
    let found = Diagnostic::warning(
        "W036",
        span,
        say!(
            "số {number} của một căn cứ đứng ở {places} chỗ; sửa một chỗ thì các chỗ kia vẫn là số cũ",
            "{number} of one basis stands in {places} places; if one changes, the others keep the old number",
            number = number,
            places = places
        ),
    )
    .help(say!(
        "khai báo số ấy một lần bằng “tham số”, kèm căn cứ, rồi dùng tên tham số ở mọi chỗ",
        "declare it once as a “parameter”, with its basis, and use that name everywhere"
    ));
    others
        .iter()
        .fold(found, |found, other| found.also(*other, say!("cũng số ấy", "the same number")))
}

/// W037: a number of a rule that the words it quotes do not hold; `instead`, the numbers that they
/// hold and the rule does not.
pub fn number_not_quoted(span: Span, number: &str, quote: Span, instead: &[&str]) -> Diagnostic {
    let headline = if instead.is_empty() {
        say!(
            "luật có số {number} mà chữ trích không có số ấy",
            "the rule has {number}, and the words quoted have no such number",
            number = number
        )
    } else {
        say!(
            "luật có số {number}, còn chữ trích ghi {instead}",
            "the rule has {number}, but the words quoted say {instead}",
            number = number,
            instead = instead.join("; ")
        )
    };
    Diagnostic::warning("W037", span, headline)
        .also(quote, say!("chữ trích ở đây", "these are the words"))
        .help(of_numbers())
}

/// W037, of a number that the words hold and the rule does not.
pub fn quoted_number_missing(quote: Span, numbers: &[&str]) -> Diagnostic {
    Diagnostic::warning(
        "W037",
        quote,
        say!(
            "chữ trích ghi {numbers} mà luật bên dưới không có số ấy",
            "the words quoted say {numbers}, and the rule below has no such number",
            numbers = numbers.join("; ")
        ),
    )
    .help(of_numbers())
}

fn of_numbers() -> Message {
    say!(
        "sửa cho số trong luật khớp với văn bản, hoặc chỉ trích phần chữ mà luật dựa vào; số không lấy \
         từ văn bản thì ghi “giả định”",
        "make the numbers of the rule those of the document, or quote only the words that it rests on; \
         mark a number from elsewhere with “assumption”"
    )
}
