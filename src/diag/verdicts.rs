//! What the checker says of verdicts that other rules ask for: codes E190 to E193.

use super::{Diagnostic, say};
use crate::source::Span;

/// E190: the name of something that comes to no verdict.
pub fn no_verdict(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E190",
        span,
        say!(
            "“{name}” không có kết luận; chỉ điều kiện và kiểm tra mới có",
            "“{name}” comes to no verdict; only eligibility and check blocks do",
            name = name
        ),
    )
    .help(say!(
        "với bảng điểm, hỏi “xếp loại của …”; với chỉ tiêu thì không hỏi được",
        "of a scorecard ask “grade of …”; targets cannot be asked"
    ))
}

/// E190: a block that is about another record type than the condition.
pub fn verdict_of_other_record(
    span: Span,
    block: &str,
    of: &str,
    here: &str,
    aggregated: bool,
) -> Diagnostic {
    let headline = match (here, aggregated) {
        (_, true) => say!(
            "kết luận của “{block}” là của từng {of}, nên hỏi trong một phép tính trên {of}",
            "the verdict of “{block}” is one of each {of}: ask for it in an aggregate over {of}",
            block = block,
            of = of
        ),
        (here, false) => say!(
            "“{block}” xét {of}, không xét {here}",
            "“{block}” is about {of}, not about {here}",
            block = block,
            of = of,
            here = here
        ),
    };
    Diagnostic::error("E190", span, headline).help(say!(
        "ví dụ: đếm({of} khi kết luận của {block} là …)",
        "for example: count({of} when verdict of {block} is …)",
        of = of,
        block = block
    ))
}

/// E191: a verdict that is not held against any.
pub fn verdict_alone(span: Span, block: &str) -> Diagnostic {
    Diagnostic::error(
        "E191",
        span,
        say!(
            "kết luận không phải là một giá trị: chỉ hỏi được nó là gì",
            "a verdict is no value: all that can be asked is which it is"
        ),
    )
    .help(say!(
        "viết “kết luận của {block} là …” hoặc “kết luận của {block} là một trong …, …”",
        "write “verdict of {block} is …” or “verdict of {block} is one of …, …”",
        block = block
    ))
}

/// E192: a verdict without the block that comes to it.
pub fn which_verdict(span: Span, blocks: &[String]) -> Diagnostic {
    let named = blocks.first().map_or("…", String::as_str);
    Diagnostic::error("E192", span, say!("kết luận của khối nào?", "the verdict of which block?"))
        .help(say!(
            "viết “kết luận của {named} là …”",
            "write “verdict of {named} is …”",
            named = named
        ))
}

/// E193: a word that is none for a verdict of the block.
pub fn unknown_verdict(
    span: Span,
    word: &str,
    block: &str,
    near: Option<&str>,
    all: &[String],
) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "E193",
        span,
        say!(
            "“{block}” không có kết luận “{word}”",
            "“{block}” has no verdict “{word}”",
            block = block,
            word = word
        ),
    );
    let all = all.join(", ");
    match near {
        Some(near) => diagnostic.fix(span, near).help(say!(
            "có phải ý bạn là “{near}”? Các kết luận: {all}",
            "did you mean “{near}”? The verdicts: {all}",
            near = near,
            all = all
        )),
        None => diagnostic.help(say!("các kết luận: {all}", "the verdicts: {all}", all = all)),
    }
}
