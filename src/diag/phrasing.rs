//! Messages about phrasings: what people write in another way than the language has it (E028 to
//! E033, W001 to W009), and the offers that go with them.

use super::syntax::Want;
use super::{Diagnostic, Message, say};
use crate::keywords::{Keywords, Kw};
use crate::source::Span;

/// With an offer: words that hold a word of the language and are near a declared name.
pub fn near_name(diagnostic: Diagnostic, span: Span, near: &str) -> Diagnostic {
    let help = say!(
        "có phải tên “{near}”? Tên viết đúng như đã khai báo thì không cần dấu `…`",
        "did you mean the name “{near}”?",
        near = near
    );
    diagnostic.help(help).fix(span, near)
}

/// With the change that fixes it.
pub fn offered(diagnostic: Diagnostic, span: Span, text: &str) -> Diagnostic {
    diagnostic.help(written(span, text.trim())).fix(span, text)
}

/// The same where the text may belong elsewhere.
pub fn guessed(diagnostic: Diagnostic, span: Span, text: &str) -> Diagnostic {
    let help = say!(
        "thêm “{text}” ở chỗ hết phần trong ngoặc, có lẽ như sau",
        "add “{text}” where the bracket ends, perhaps as here"
    );
    diagnostic.help(help).fix(span, text)
}

/// Fix that writes a text at a place.
fn written(span: Span, shown: &str) -> Message {
    match shown {
        "" => say!("bỏ đi", "leave it out"),
        _ if span.start == span.end => say!("thêm “{shown}”", "add “{shown}”"),
        _ => say!("viết “{shown}”", "write “{shown}”"),
    }
}

/// E028: a dash between two numbers in a short test. `whole` is the test, `offers` the ranges it
/// may stand for, the likelier first.
pub fn dash(span: Span, shown: &str, whole: Span, offers: &[String]) -> Diagnostic {
    let headline = say!(
        "“{shown}” là phép trừ hai con số, không phải một khoảng",
        "“{shown}” subtracts one number from the other: it is no range",
        shown = shown
    );
    let found = Diagnostic::error("E028", span, headline);
    match offers {
        [] => found,
        [only] => found
            .help(say!("một khoảng thì viết “{only}”", "a range is written “{only}”"))
            .fix(whole, only),
        [first, second, ..] => found
            .help(say!(
                "một khoảng thì viết “{first}” hoặc “{second}”",
                "a range is written “{first}” or “{second}”"
            ))
            .fix(whole, first),
    }
}

/// E029: bullets or numbers before statements. `fix` reaches from the first to the last of them,
/// and `cleared` is the same without them.
pub fn bullets(
    first: Span,
    shown: &str,
    others: &[Span],
    fix: Span,
    cleared: String,
) -> Diagnostic {
    let headline = match others.len() {
        0 => say!(
            "đầu dòng không ghi dấu hay số thứ tự như “{shown}”",
            "a line does not start with a bullet or number such as “{shown}”"
        ),
        others => {
            let lines = others + 1;
            say!(
                "đầu dòng không ghi dấu hay số thứ tự như “{shown}” ({lines} dòng)",
                "a line does not start with a bullet or number such as “{shown}” ({lines} lines)"
            )
        }
    };
    let found = Diagnostic::error("E029", first, headline)
        .help(say!("bỏ phần đó đi", "leave it out"))
        .fix(fix, cleared);
    let here = || Message { vi: String::new(), en: String::new() };
    others.iter().fold(found, |found, other| found.also(*other, here()))
}

/// E030: a comment that begins with two slashes.
pub fn slashes(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E030",
        span,
        say!(
            "lời ghi chú mở đầu bằng “#”, không phải “//”",
            "a comment starts with “#”, not with “//”"
        ),
    )
    .help(say!("viết “#”", "write “#”"))
    .fix(span, "#")
}

/// A form that the language does not have, and has another for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `=>`
    Sign,
    /// `;` in a list.
    ListSign,
    /// `,` between the arguments of a function.
    ArgumentSign,
    /// Keywords without their diacritics.
    Word,
    /// Another word than the keyword it means.
    OtherWord,
    /// A title in the place of a name.
    Title,
    /// A sign in a row in the place of `là` or `được`.
    RowSign(Kw),
    /// A statement whose consequence is written behind its condition.
    Turned {
        /// `true` if the reason is still to be written.
        asks: bool,
    },
    /// `IF(…)`
    SpreadsheetIf,
    /// A range that lacks a word or has too many.
    Range,
    /// A comparison without its subject.
    Subject,
    /// A field whose name and type nothing divides.
    Colon,
    /// A word written twice.
    Twice,
    /// A list with `>` that does not say that it is ordered.
    Ordered,
    /// A deadline that no colon parts from what is to be done.
    Deadline,
    /// A whole date behind `ngày`.
    Date,
}

/// E031: something written in another way than the language has it: `meant` in the place of
/// `found`.
pub fn other_way(span: Span, form: Form, found: &str, meant: &str) -> Diagnostic {
    let headline = match form {
        Form::Sign => say!("luật không có dấu “{found}”", "rules have no sign “{found}”"),
        Form::ListSign => say!(
            "“;” không dùng để ngăn các mục của một danh sách",
            "“;” does not separate the items of a list"
        ),
        Form::ArgumentSign => {
            say!(
                "các giá trị trong ngoặc của một hàm cách nhau bằng “;”",
                "the values in a function's brackets are separated by “;”"
            )
        }
        Form::Word | Form::OtherWord => {
            say!("“{found}” không phải là từ của luật", "“{found}” is not a word of the rules")
        }
        Form::Title => {
            say!("“{found}” là tiêu đề, không phải tên", "“{found}” is a title, not a name")
        }
        Form::RowSign(joins) => {
            let Message { vi, en } = Want::Keyword(joins).describe();
            say!(
                "điều kiện đứng trước, rồi {vi}, rồi kết quả",
                "the test comes first, then {en}, then the result"
            )
        }
        Form::Turned { .. } => {
            say!(
                "câu này viết kết quả trước, “nếu” và điều kiện sau",
                "this statement has its result first, then “if” and the condition"
            )
        }
        Form::SpreadsheetIf => say!(
            "luật không có hàm IF như bảng tính",
            "rules have no function IF as spreadsheets do"
        ),
        Form::Range => {
            say!("một khoảng viết bằng “từ … đến …”", "a range is written “from … to …”")
        }
        Form::Subject => say!(
            "phép so thứ hai không nói so cái gì",
            "the second comparison does not say what it compares"
        ),
        Form::Colon => say!(
            "giữa tên trường và kiểu của nó cần “:”",
            "a “:” stands between the name of a field and its type"
        ),
        Form::Twice => say!("“{found}”: một từ viết hai lần liền", "“{found}” has one word twice"),
        Form::Deadline => say!(
            "giữa việc phải làm và thời hạn của nó cần “:”",
            "a “:” stands between what is to be done and its deadline"
        ),
        Form::Date => say!(
            "trước một ngày có đủ năm không ghi “ngày”",
            "a date with its year has no “day” before it"
        ),
        Form::Ordered => say!(
            "danh mục dùng “>” thì phải nói là có thứ tự",
            "a list with “>” must say that it is ordered"
        ),
    };
    let shown = meant.trim();
    let help = match form {
        Form::Turned { asks: true } => {
            say!("viết “{shown}”, với lý do của mình", "write “{shown}”, with your own reason")
        }
        Form::Ordered => say!(
            "viết “{shown}”; nếu không có hơn kém thì ngăn các giá trị bằng “,”",
            "write “{shown}”; if none is better than another, separate them by “,”"
        ),
        _ => written(span, shown),
    };
    Diagnostic::error("E031", span, headline).help(help).fix(span, meant)
}

/// E032: a name that holds signs.
pub fn signed_name(span: Span, name: &str, quoted: &str) -> Diagnostic {
    Diagnostic::error(
        "E032",
        span,
        say!(
            "tên có dấu phải đặt trong dấu `…`: “{name}”",
            "a name with signs stands in `…`: “{name}”",
            name = name
        ),
    )
    .help(say!(
        "viết {quoted}, ở đây và ở mọi chỗ dùng tên này",
        "write {quoted}, here and wherever the name is used",
        quoted = quoted
    ))
    .fix(span, quoted)
}

/// E033: words that hold a word of the language and are no declared name.
pub fn undeclared(span: Span, words: &str, near: Option<&str>) -> Diagnostic {
    let found = Diagnostic::error(
        "E033",
        span,
        say!("chưa khai báo tên nào là “{words}”", "no name “{words}” is declared", words = words),
    );
    match near {
        Some(near) => found
            .help(say!("có phải “{near}”?", "did you mean “{near}”?", near = near))
            .fix(span, near),
        None if let Some((word, rest)) = aggregate(words) => found.help(say!(
            "“{word}” tính trên những gì ghi trong ngoặc sau nó: viết “{word}({rest} …)”",
            "“{word}” is taken of what stands in brackets behind it: write “{word}({rest} …)”",
            word = word,
            rest = rest
        )),
        None => found.help(say!(
            "khai báo nó bằng “trường …” hoặc “tính …”; khai báo rồi thì viết như ở đây là được",
            "declare it with “field …” or “derive …”; once it is declared, it can be written as \
             it is here"
        )),
    }
}

/// The word for an aggregate that words begin with, and the words behind it.
fn aggregate(words: &str) -> Option<(&'static str, &str)> {
    const ALL: [Kw; 6] = [Kw::CountOf, Kw::SumOf, Kw::ShareOf, Kw::AverageOf, Kw::MaxOf, Kw::MinOf];
    let spelt = ALL.iter().flat_map(|kw| [Keywords::Vi, Keywords::En].map(|of| kw.word(of)));
    let mut begins =
        spelt.filter_map(|word| Some((word, words.strip_prefix(word)?.strip_prefix(' ')?)));
    begins.next()
}

/// W002: `và` beside `hoặc` without brackets, and how it is read.
pub fn mixed(span: Span, whole: Span, read: &str) -> Diagnostic {
    let read = read.split_whitespace().collect::<Vec<_>>().join(" ");
    Diagnostic::warning(
        "W002",
        span,
        say!(
            "“và” đứng cạnh “hoặc” mà không có ngoặc: luật xét “và” trước",
            "“and” beside “or” without brackets: rules take “and” first"
        ),
    )
    .help(say!(
        "luật đọc là “{read}”; viết ngoặc cho rõ",
        "rules read “{read}”; write the brackets"
    ))
    .fix(whole, read)
}

/// W003: a list of values with both `,` and `>`, and how it is read.
pub fn mixed_list(span: Span, ordered: bool, read: &str) -> Diagnostic {
    let headline = if ordered {
        say!(
            "danh sách này vừa dùng “>” vừa dùng “,”: luật xếp thứ tự như đã viết",
            "this list has both “>” and “,”: rules order it as written"
        )
    } else {
        say!(
            "danh sách này vừa dùng “>” vừa dùng “,”: luật đọc là không có thứ tự",
            "this list has both “>” and “,”: rules read it as not ordered"
        )
    };
    Diagnostic::warning("W003", span, headline)
        .help(say!("viết “{read}”", "write “{read}”", read = read))
        .fix(span, read)
}

/// Placeholder in a fix for a reason that only the author knows.
pub fn placeholder_reason(keywords: Keywords) -> &'static str {
    match keywords {
        Keywords::Vi => "ghi lý do ở đây",
        Keywords::En => "the reason",
    }
}
