//! What is said of rules that can be read, but hardly as they were meant: codes E151 to E159 and
//! W010 to W019. Each says how it is read.

use super::{Diagnostic, say};
use crate::source::Span;

/// Order of rows in which all of them are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// From the highest bound to the lowest.
    Falling,
    /// From the lowest bound to the highest.
    Rising,
}

/// E151: a cell that leaves nothing out, since its tests are alternatives.
pub fn everything(span: Span, meant: &str) -> Diagnostic {
    Diagnostic::error(
        "E151",
        span,
        say!(
            "dấu phẩy trong ô nghĩa là “hoặc”, nên ô này lúc nào cũng đúng",
            "a comma in a cell means “or”, so this cell always holds"
        ),
    )
    .help(say!(
        "viết “{meant}”; nếu đúng là giá trị nào cũng được thì viết “-”",
        "write “{meant}”; if any value will do, write “-”",
        meant = meant
    ))
    .fix(span, meant)
}

/// E152: points, written as such, outside 0 and the criterion's maximum.
pub fn points_outside(span: Span, points: &str, place: Span, maximum: &str) -> Diagnostic {
    Diagnostic::error(
        "E152",
        span,
        say!(
            "dòng này được {points} điểm, ngoài khoảng từ 0 đến tối đa {maximum} điểm của tiêu chí",
            "this row gives {points} points, outside 0 and the criterion's maximum of {maximum}",
            points = points,
            maximum = maximum
        ),
    )
    .also(place, say!("tối đa ghi ở đây", "the maximum stands here"))
    .help(say!(
        "sửa điểm của dòng hoặc sửa số điểm tối đa",
        "mend the points of the row, or the maximum"
    ))
}

/// The code of a ratio held against a bare 1.
pub const ONE_IS_ALL: &str = "W010";

/// W010: a ratio held against a bare 1.
pub fn one_is_all(span: Span, written: &str) -> Diagnostic {
    Diagnostic::warning(
        ONE_IS_ALL,
        span,
        say!(
            "tỷ lệ được so với số {written}: ở đây {written} là 100%",
            "a ratio is compared with {written}: here it is 100%",
            written = written
        ),
    )
    .help(say!(
        "nếu đúng là vậy thì viết 100% cho rõ; nếu ý là một phần trăm thì viết 1%",
        "if so, write 100% to make it plain; if one percent is meant, write 1%"
    ))
    .fix(span, "100%")
}

/// W011: money held against a small bare number.
pub fn few_dong(span: Span, written: &str, million: &str, dong: &str) -> Diagnostic {
    Diagnostic::warning(
        "W011",
        span,
        say!(
            "tiền được so với số {written}: ở đây là {written} đồng",
            "money is compared with {written}: here it is {written} VND",
            written = written
        ),
    )
    .help(say!(
        "nếu ý là triệu thì viết “{written} {million}”; nếu đúng là đồng thì viết “{written} \
         {dong}” cho rõ",
        "if millions are meant, write “{written} {million}”; if not, write “{written} {dong}” to \
         make it plain",
        written = written,
        million = million,
        dong = dong
    ))
    .fix(span, format!("{written} {dong}"))
}

/// Rows of which a finding says that they are never used.
pub fn never_used(found: &Diagnostic) -> Vec<Span> {
    let mut spans = found.labels.iter().map(|label| label.span);
    match found.code {
        "W012" => spans.skip(1).collect(),
        "W013" => spans.next().into_iter().collect(),
        _ => Vec::new(),
    }
}

/// W012: rows that no record reaches, because one above them takes all they ask for.
pub fn hidden_rows(cover: Span, hidden: &[Span], order: Option<Order>) -> Diagnostic {
    let found = Diagnostic::warning(
        "W012",
        cover,
        say!(
            "dòng này đứng trước và nhận hết, nên dòng dưới không bao giờ được dùng",
            "this row comes first and takes all, so what stands below is never used"
        ),
    );
    let found = hidden
        .iter()
        .fold(found, |found, row| found.also(*row, say!("không bao giờ được dùng", "never used")));
    found.help(match order {
        Some(Order::Falling) => say!(
            "dòng đúng đầu tiên quyết định: xếp các dòng từ cao xuống thấp",
            "the first row that holds decides: put the rows from the highest to the lowest"
        ),
        Some(Order::Rising) => say!(
            "dòng đúng đầu tiên quyết định: xếp các dòng từ thấp lên cao",
            "the first row that holds decides: put the rows from the lowest to the highest"
        ),
        None => say!(
            "dòng đúng đầu tiên quyết định: đưa dòng hẹp hơn lên trước",
            "the first row that holds decides: put the narrower row first"
        ),
    })
}

/// W013: two rows with one condition, of which the first decides.
pub fn same_row(span: Span, first: Span) -> Diagnostic {
    Diagnostic::warning(
        "W013",
        span,
        say!(
            "dòng này cùng điều kiện với một dòng trên, nên không bao giờ được dùng",
            "this row asks what a row above asks, so it is never used"
        ),
    )
    .also(first, say!("dòng được dùng", "the row that is used"))
    .help(say!(
        "sửa điều kiện của một trong hai dòng, hoặc bỏ dòng thừa",
        "mend the condition of one of the two, or leave one out"
    ))
}

/// W014: two examples of one block and one name.
pub fn same_example(span: Span, first: Span, title: &str) -> Diagnostic {
    Diagnostic::warning(
        "W014",
        span,
        say!("hai ví dụ cùng tên “{title}”", "two examples are named “{title}”", title = title),
    )
    .also(first, say!("ví dụ kia", "the other example"))
    .help(say!(
        "đặt tên khác để biết ví dụ nào đúng, ví dụ nào sai",
        "give one another name, to tell which holds and which fails"
    ))
}

/// Code of a line that accepts a finding which is not there.
pub(crate) const ACCEPTS_NOTHING: &str = "W020";

/// W020: a line that accepts a warning where there is none such.
pub fn accepts_nothing(span: Span, code: &str) -> Diagnostic {
    let found = Diagnostic::warning(
        ACCEPTS_NOTHING,
        span,
        say!(
            "không có {code} nào ở đây để bỏ qua",
            "there is no {code} here to allow",
            code = code
        ),
    );
    let of_check = super::analysis::CODES.contains(&&*code.to_uppercase());
    found.help(if code.to_uppercase().starts_with('E') && !of_check {
        say!(
            "lỗi thì phải sửa; chỉ bỏ qua được cảnh báo (mã bắt đầu bằng W) và điều chỉ “kiem-tra” mới \
             tìm (E401, E402)",
            "an error is to be mended: only warnings (codes that start with W) and what “check” alone \
             looks for (E401, E402) can be allowed"
        )
    } else {
        say!(
            "bỏ dòng này nếu cảnh báo không còn; nếu còn, đặt nó ngay dưới dòng mở đầu của khối, \
             tiêu chí, hoặc ngay trên hay dưới dòng bị cảnh báo",
            "take this line out if the warning is gone; if not, put it right below the line that \
             opens the block or criterion, or above or below the line warned of"
        )
    })
}
