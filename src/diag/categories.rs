//! What the checker says of the values of categories: codes E179 to E182, W035 and W038.

use super::{Diagnostic, say};
use crate::source::Span;

/// E179: another name of a value that is a name, a code or another name already.
pub fn name_taken(span: Span, name: &str, first: Span, category: &str) -> Diagnostic {
    Diagnostic::error(
        "E179",
        span,
        say!(
            "tên khác “{name}” đã có trong danh mục “{category}”",
            "the other name “{name}” is in category “{category}” already",
            name = name,
            category = category
        ),
    )
    .also(first, say!("đã có ở đây", "it stands here"))
    .help(say!(
        "mỗi tên khác chỉ thuộc một giá trị, và không trùng tên hay mã nào của danh mục",
        "another name belongs to one value alone, and is no name or code in the category"
    ))
}

/// E180: categories that include each other in a circle.
pub fn circle(span: Span, names: &[&str]) -> Diagnostic {
    let path = names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(" → ");
    Diagnostic::error(
        "E180",
        span,
        say!(
            "danh mục gộp vòng quanh: {path}",
            "categories include each other: {path}",
            path = path
        ),
    )
    .help(say!(
        "bỏ bớt một dòng gộp; danh mục rộng gộp danh mục hẹp, không ngược lại",
        "leave one out: the wider category includes the narrower, not the other way round"
    ))
}

/// E181: a category with an order among those that share values.
pub fn ordered(span: Span, category: &str, declared: Span) -> Diagnostic {
    Diagnostic::error(
        "E181",
        span,
        say!(
            "danh mục “{category}” có thứ tự nên không gộp chung giá trị với danh mục khác được",
            "category “{category}” is ordered, so it cannot share values with another",
            category = category
        ),
    )
    .also(declared, say!("khai báo ở đây", "it is declared here"))
    .help(say!(
        "viết hết các giá trị theo thứ tự trong một danh mục",
        "write all values in their order in one category"
    ))
}

/// E182: a name that would be that of two values of a category, one of them at least included.
pub fn two_values(span: Span, name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(
        "E182",
        span,
        say!(
            "danh mục này gộp hai giá trị khác nhau cùng tên “{name}”",
            "this category would have two values named “{name}”",
            name = name
        ),
    )
    .also(first, say!("giá trị thứ nhất", "the first"))
    .also(second, say!("giá trị thứ hai", "the second"))
    .help(say!(
        "đặt cho mỗi giá trị một tên riêng, hoặc để giá trị ấy ở một danh mục và gộp danh mục đó",
        "give each its own name, or keep the value in one category and include that"
    ))
}

/// W038: a value that is spelt almost as the inclusion of a category.
pub fn nearly_included(span: Span, name: &str, word: &str, near: &str) -> Diagnostic {
    Diagnostic::warning(
        "W038",
        span,
        say!(
            "“{name}” được đọc là một giá trị, không phải là gộp danh mục “{near}”",
            "“{name}” is read as a value, not as all values of category “{near}”",
            name = name,
            near = near
        ),
    )
    .help(say!(
        "muốn gộp danh mục ấy thì viết {word} {near}; đúng là tên một giá trị thì để trong dấu ` `",
        "to include that category write {word} {near}; if it is the name of a value, put it in back-ticks",
        word = word,
        near = near
    ))
}

/// W035: another name of a value that examples give.
pub fn other_name_given(span: Span, others: &[Span], other: &str, name: &str) -> Diagnostic {
    let found = Diagnostic::warning(
        "W035",
        span,
        say!(
            "“{other}” được đọc là “{name}”, vì là tên khác của giá trị ấy",
            "“{other}” is read as “{name}”: it is another name of that value",
            other = other,
            name = name
        ),
    );
    others.iter().fold(found, |found, other| found.also(*other, say!("cũng ở đây", "here too")))
}
