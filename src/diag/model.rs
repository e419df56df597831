//! What the checker says of names, types, units and structure: codes E101 to E199, one constructor
//! a code.

use super::{Diagnostic, Message, say};
use crate::keywords::{Keywords, Kw};
use crate::source::Span;

/// Kind of a declared name, in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A field, derivation, table or parameter.
    Value,
    /// `bản ghi`
    Record,
    /// `danh mục`
    Category,
    /// `tài liệu`
    Document,
    /// A scorecard, eligibility or check block.
    Block,
    /// A scripted or built-in function.
    Function,
    /// A field of a record type.
    Field,
    /// A criterion of a scorecard.
    Criterion,
}

impl Kind {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Kind::Value => {
                ("trường, giá trị tính, bảng hay tham số", "field, derivation, table or parameter")
            }
            Kind::Record => ("bản ghi", "record type"),
            Kind::Category => ("danh mục", "category"),
            Kind::Document => ("tài liệu", "document"),
            Kind::Block => {
                ("bảng điểm, điều kiện hay kiểm tra", "scorecard, eligibility or check block")
            }
            Kind::Function => ("hàm", "function"),
            Kind::Field => ("trường", "field"),
            Kind::Criterion => ("tiêu chí", "criterion"),
        }
    }
}

/// E101: a name that nothing declares.
pub fn unknown_name(
    span: Span,
    kind: Kind,
    name: &str,
    nearest: Option<&str>,
    reserved: Option<&str>,
) -> Diagnostic {
    let (vi, en) = kind.words();
    let headline =
        two(format!("không có {vi} nào tên “{name}”"), format!("there is no {en} named “{name}”"));
    let found = Diagnostic::error("E101", span, headline);
    match (nearest, reserved) {
        (Some(near), _) => found
            .help(say!("có phải ý bạn là “{near}”?", "did you mean “{near}”?", near = near))
            .fix(span, near),
        (None, Some(word)) => found.help(say!(
            "“{word}” là từ dành riêng; nếu “{name}” là một tên thì hãy khai báo nó, hoặc viết \
             trong dấu ` `",
            "“{word}” is a reserved word; if “{name}” is one name, declare it, or write it in \
             backticks",
            word = word,
            name = name
        )),
        (None, None) => found,
    }
}

/// With the names that there are, for want of one that is near.
pub fn known_names(found: Diagnostic, names: &[String]) -> Diagnostic {
    let all = names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
    found.help(say!("có: {all}", "there is: {all}"))
}

/// With the right form of what is there.
pub fn write(found: Diagnostic, span: Span, text: &str) -> Diagnostic {
    found.help(say!("viết “{text}”", "write “{text}”")).fix(span, text)
}

/// Says only the words of the language they are given for; used where the two sentences need
/// different arguments.
fn two(vi: String, en: String) -> Message {
    Message { vi, en }
}

/// The code of two declarations of one name.
pub const DUPLICATE_NAME: &str = "E102";

/// E102: two declarations of one name.
pub fn duplicate_name(span: Span, first: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        DUPLICATE_NAME,
        span,
        say!("tên “{name}” được khai báo hai lần", "“{name}” is declared twice", name = name),
    )
    .also(first, say!("lần đầu ở đây", "first declared here"))
    .help(say!("đặt tên khác cho một trong hai", "give one of the two another name"))
}

/// E103: an operator between values that do not go together.
pub fn operands(span: Span, sign: &str, left: &Message, right: &Message) -> Diagnostic {
    let scales = ["×", "/"].contains(&sign);
    let (vi, en) = if scales || ["+", "-"].contains(&sign) {
        ("không tính được", "cannot be worked out")
    } else {
        ("không so được", "cannot be compared")
    };
    let found = Diagnostic::error(
        "E103",
        span,
        two(
            format!("{vi} “{sign}” giữa {} và {}", left.vi, right.vi),
            format!("“{sign}” {en} between {} and {}", left.en, right.en),
        ),
    );
    match (scales, left == right) {
        (true, _) => found.help(say!(
            "khi nhân, chia, một vế phải là số hay tỷ lệ",
            "to multiply or divide, one side must be a number or a ratio"
        )),
        (false, false) => found.help(say!(
            "hai vế phải cùng loại và cùng đơn vị",
            "both sides must have one type and one unit"
        )),
        (false, true) => found,
    }
}

/// E104: a value of one type where another is needed.
pub fn wrong_type(span: Span, expected: &Message, found: &Message) -> Diagnostic {
    Diagnostic::error(
        "E104",
        span,
        two(
            format!("ở đây cần {}, nhưng đây là {}", expected.vi, found.vi),
            format!("expected {} here, but this is {}", expected.en, found.en),
        ),
    )
}

/// E105: a value that its category does not list.
pub fn not_in_category(
    span: Span,
    category: &str,
    declared: Span,
    value: &str,
    nearest: Option<&str>,
    all: &str,
) -> Diagnostic {
    let found = Diagnostic::error(
        "E105",
        span,
        say!(
            "danh mục “{category}” không có “{value}”",
            "category “{category}” has no “{value}”",
            category = category,
            value = value
        ),
    )
    .also(declared, say!("danh mục được khai báo ở đây", "the category is declared here"));
    match nearest {
        Some(near) => found
            .help(say!("có phải ý bạn là “{near}”?", "did you mean “{near}”?", near = near))
            .fix(span, near),
        None => found.help(say!("danh mục có: {all}", "it lists: {all}", all = all)),
    }
}

/// E106: a ratio held against a bare number.
pub fn bare_ratio(span: Span, number: &str) -> Diagnostic {
    Diagnostic::error(
        "E106",
        span,
        say!(
            "tỷ lệ được so với số trần {number}: có phải là {number}%?",
            "a ratio is compared with the bare number {number}: is it {number}%?",
            number = number
        ),
    )
    .help(say!("viết {number}%", "write {number}%", number = number))
    .fix(span, format!("{number}%"))
}

/// E107: derived values that need each other.
pub fn cycle(span: Span, names: &[(String, Span)]) -> Diagnostic {
    let chain = names
        .iter()
        .chain(names.first())
        .map(|(name, _)| format!("“{name}”"))
        .collect::<Vec<_>>()
        .join(" → ");
    let mut found = Diagnostic::error(
        "E107",
        span,
        say!(
            "các giá trị tính vòng quanh: {chain}",
            "these values need each other: {chain}",
            chain = chain
        ),
    );
    for (name, place) in names.iter().skip(1) {
        found = found.also(*place, say!("“{name}” ở đây", "“{name}” here", name = name));
    }
    found.help(say!(
        "một trong các công thức phải không dùng đến các giá trị còn lại",
        "one of the formulas must do without the others"
    ))
}

/// E108: the scale of a scorecard is not the sum of its criteria's maxima.
pub fn scale(span: Span, scale: &str, sum: &str, parts: &str) -> Diagnostic {
    Diagnostic::error(
        "E108",
        span,
        say!(
            "thang {scale} điểm, nhưng tổng điểm tối đa của các tiêu chí là {sum}",
            "the scale is {scale} points, but the maxima of the criteria add up to {sum}",
            scale = scale,
            sum = sum
        ),
    )
    .help(say!(
        "viết “thang {sum} điểm”, hoặc sửa các mức tối đa ({parts})",
        "write “out of {sum} points”, or change the maxima ({parts})",
        parts = parts,
        sum = sum
    ))
}

/// E109: a criterion without its maximum.
pub fn no_maximum(span: Span, label: &str) -> Diagnostic {
    Diagnostic::error(
        "E109",
        span,
        say!(
            "tiêu chí {label} chưa có điểm tối đa",
            "criterion {label} has no maximum",
            label = label
        ),
    )
    .help(say!("thêm “, tối đa … điểm” vào cuối dòng này", "add “, at most … points” to this line"))
}

/// E110: a short test with nothing to test.
pub fn no_subject(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E110",
        span,
        say!("dòng này không nói so cái gì", "this row does not say what it tests"),
    )
    .help(say!(
        "thêm dòng “theo …” ngay dưới dòng tiêu chí, hoặc viết cả điều kiện, như “… là có”",
        "add a “by …” line under the criterion, or write the whole condition, such as “… is yes”"
    ))
}

/// E111: order asked of a category without order.
pub fn unordered(span: Span, category: &str, declared: Span) -> Diagnostic {
    Diagnostic::error(
        "E111",
        span,
        say!(
            "danh mục “{category}” không có thứ tự nên không biết giá trị nào hơn",
            "category “{category}” has no order, so no value is better than another",
            category = category
        ),
    )
    .also(declared, say!("khai báo ở đây", "declared here"))
    .help(say!(
        "khai báo “danh mục {category} có thứ tự: … > …”",
        "declare “category {category} ordered: … > …”",
        category = category
    ))
}

/// E112: a function with a wrong number of arguments.
pub fn argument_count(
    span: Span,
    function: &str,
    low: usize,
    high: Option<usize>,
    found: usize,
) -> Diagnostic {
    let (vi, en) = match high {
        Some(high) if high == low => (format!("{low}"), format!("{low}")),
        Some(high) => (format!("{low} đến {high}"), format!("{low} to {high}")),
        None => (format!("ít nhất {low}"), format!("at least {low}")),
    };
    Diagnostic::error(
        "E112",
        span,
        two(
            format!("“{function}” cần {vi} giá trị, ở đây có {found}"),
            format!("“{function}” takes {en} arguments, here are {found}"),
        ),
    )
    .help(say!("các giá trị cách nhau bằng dấu chấm phẩy “;”", "arguments are parted by “;”"))
}

/// E113: months added in a pack that does not say what the end of a month does.
pub fn month_end(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E113",
        span,
        say!(
            "31/01 cộng 1 tháng là ngày nào? Gói luật chưa nói",
            "what day is 31/01 plus 1 month? The pack does not say"
        ),
    )
    .help(say!(
        "thêm vào mục [pack] của pack.toml: month_end = \"last-day\" (ngày cuối tháng) hoặc \
         \"next-day\" (ngày đầu tháng sau)",
        "add to [pack] in pack.toml: month_end = \"last-day\" or \"next-day\""
    ))
}

/// E114: a duration field of which it is not known whether it counts days or months.
pub fn duration_unit(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E114",
        span,
        say!(
            "thời hạn “{name}” tính bằng ngày hay bằng tháng?",
            "does the duration “{name}” count days or months?",
            name = name
        ),
    )
    .help(say!(
        "viết khoảng của nó, ví dụ “, từ 0 tháng” hoặc “, từ 0 ngày”",
        "write its range, such as “, from 0 months” or “, from 0 days”"
    ))
}

/// E115: `tổng điểm` or `xếp loại` where no scorecard, or more than one, gives it.
pub fn which_scorecard(span: Span, word: &str, scorecards: &[String], of: &str) -> Diagnostic {
    match scorecards {
        [] => Diagnostic::error(
            "E115",
            span,
            say!(
                "bản ghi này không có bảng điểm nào cho “{word}”",
                "no scorecard of this record type gives “{word}”",
                word = word
            ),
        ),
        [first, ..] => {
            let all =
                scorecards.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
            Diagnostic::error(
                "E115",
                span,
                say!(
                    "“{word}” của bảng điểm nào? Có: {all}",
                    "“{word}” of which scorecard? There are: {all}",
                    word = word,
                    all = all
                ),
            )
            .help(say!(
                "viết “{word} {of} {first}”",
                "write “{word} {of} {first}”",
                word = word,
                of = of,
                first = first
            ))
            .fix(span, format!("{word} {of} {first}"))
        }
    }
}

/// E116: an example gives something that is not an input field, or not a plain value.
pub fn example_given(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E116",
        span,
        say!(
            "ví dụ chỉ cho giá trị của các trường, và của giá trị tính gộp từ bản ghi con",
            "an example gives values to fields, and to values worked out over parts"
        ),
    )
    .help(say!(
        "ví dụ: cho dư nợ = 800 triệu, quận = Hải Châu",
        "for example: given debt = 800 million, district = Hải Châu"
    ))
}

/// E117: an example expects what its block does not give.
pub fn example_expects(span: Span, what: &str, block: &str) -> Diagnostic {
    Diagnostic::error(
        "E117",
        span,
        say!(
            "kết quả của “{block}” không có “{what}”",
            "“{block}” gives no “{what}”",
            what = what,
            block = block
        ),
    )
}

/// E118: the last column of a table is not headed by its result.
pub fn result_column(span: Span, found: &str, expected: &str) -> Diagnostic {
    Diagnostic::error(
        "E118",
        span,
        say!(
            "cột cuối của bảng phải là “{expected}”, ở đây là “{found}”",
            "the last column must be headed “{expected}”, here it is “{found}”",
            expected = expected,
            found = found
        ),
    )
    .fix(span, expected)
    .help(say!("cột cuối là kết quả của dòng", "the last column is the result of the row"))
}

/// E120: a `tất cả` table used as if it were one value.
pub fn list_value(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E120",
        span,
        say!(
            "“{name}” là một danh sách, không phải một giá trị",
            "“{name}” is a list, not one value",
            name = name
        ),
    )
    .help(say!(
        "chỉ hỏi được “{name} là …”",
        "it can only be asked “{name} is …”",
        name = name
    ))
}

/// E121: something that must be a plain value in the rules and is none.
pub fn not_constant(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E121",
        span,
        say!(
            "ở đây phải là một giá trị viết sẵn, không phải công thức",
            "a plain value must stand here, not a formula"
        ),
    )
}

/// E121 of what an indicator must reach.
pub fn not_required(span: Span) -> Diagnostic {
    not_constant(span).help(say!(
        "chỉ số phải đạt một con số viết sẵn hay một tham số; giá trị của bản ghi thì đặt vào \
         công thức của chỉ số",
        "an indicator must reach a plain number or a parameter; values of records go into its \
         formula"
    ))
}

/// E122: two values of a parameter from the same day.
pub fn same_day(span: Span, first: Span, day: &str) -> Diagnostic {
    Diagnostic::error(
        "E122",
        span,
        say!("hai giá trị cùng bắt đầu từ ngày {day}", "two values start on {day}", day = day),
    )
    .also(first, say!("giá trị kia", "the other value"))
}

/// E150: a value of a parameter that begins before the one above it has ended.
pub fn days_overlap(span: Span, before: Span, day: &str) -> Diagnostic {
    Diagnostic::error(
        "E150",
        span,
        say!("ngày {day} có hai giá trị", "{day} has two values", day = day),
    )
    .also(before, say!("giá trị này chưa hết hạn", "this value has not ended"))
    .help(say!(
        "sửa ngày để hai khoảng không chồng lên nhau",
        "change the days so that no two ranges overlap"
    ))
}

/// E123: more grades than the engine can keep apart.
pub fn too_many_grades(span: Span, found: usize) -> Diagnostic {
    Diagnostic::error(
        "E123",
        span,
        say!(
            "danh mục xếp loại có {found} bậc, tối đa là 64",
            "a grading may have 64 grades, this has {found}",
            found = found
        ),
    )
}

/// E124: `của` or `tại` after something it does not divide.
pub fn not_divided(span: Span, word: &str) -> Diagnostic {
    Diagnostic::error(
        "E124",
        span,
        say!("không dùng “{word}” ở đây được", "“{word}” cannot be used here", word = word),
    )
    .help(say!(
        "“của” đứng sau tổng điểm, xếp loại hay tiêu chí; “tại” đứng sau một tham số theo ngày",
        "“of” follows total points, grade or a criterion; “at” follows a dated parameter"
    ))
}

/// E125: a table whose policy takes numbers gives something else.
pub fn table_of_non_numbers(span: Span, policy: Option<Kw>) -> Diagnostic {
    let word = |keywords| policy.map_or("", |id| id.word(keywords));
    let headline = Message {
        vi: format!("bảng “{}” phải cho số", word(Keywords::Vi)),
        en: format!("a “{}” table must give numbers", word(Keywords::En)),
    };
    Diagnostic::error("E125", span, headline)
}

/// E126: a block, table or criterion without a row or clause.
pub fn empty(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E126",
        span,
        say!("“{name}” chưa có dòng nào", "“{name}” has no row yet", name = name),
    )
}

/// E127: a text compared with a literal that is no text, or the like, written as `thiếu` in a
/// computation.
pub fn missing_value(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E127",
        span,
        say!("“thiếu” chỉ để hỏi “… là thiếu”", "“missing” can only be asked for: “… is missing”"),
    )
}

/// E128: a number of days, months or years where no unit can be.
pub fn number_unit(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E128",
        span,
        say!("“%” và “‰” không đi cùng đơn vị khác", "“%” and “‰” take no further unit"),
    )
}

/// E129: a value of a category that is listed twice, or a category without values.
pub fn empty_category(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E129",
        span,
        say!(
            "danh mục “{name}” chưa có giá trị nào",
            "category “{name}” lists no value",
            name = name
        ),
    )
}

/// E130: the number stands for something too large for the engine.
pub fn number_too_large(span: Span) -> Diagnostic {
    Diagnostic::error("E130", span, say!("số này lớn quá", "this number is too large"))
}

/// E131: `cột` and the like on a field that is written twice.
pub fn duplicate_column(span: Span, first: Span, column: &str) -> Diagnostic {
    Diagnostic::error(
        "E131",
        span,
        say!(
            "cột “{column}” được hai trường nhận",
            "column “{column}” is claimed by two fields",
            column = column
        ),
    )
    .also(first, say!("trường kia", "the other field"))
}

/// E132: words in quotes that the document's text does not hold.
pub fn quote_not_found(span: Span, document: &str) -> Diagnostic {
    Diagnostic::error(
        "E132",
        span,
        say!(
            "văn bản của “{document}” không có câu này",
            "the text of “{document}” does not hold these words",
            document = document
        ),
    )
    .help(say!(
        "chép đúng từng chữ trong văn bản (khoảng trắng và xuống dòng không kể)",
        "copy the words exactly (blanks and line breaks do not count)"
    ))
}

/// E132, with the passage that is nearest.
pub fn quote_offered(found: Diagnostic, quote: Span, near: Span, words: &str) -> Diagnostic {
    let curly = words.split('"').enumerate().map(|(place, part)| match place {
        0 => part.to_owned(),
        odd if odd % 2 == 1 => format!("“{part}"),
        _ => format!("”{part}"),
    });
    found
        .also(near, nearest_words())
        .help(say!("chép đúng từng chữ trong văn bản", "copy the words exactly"))
        .fix(quote, format!("\"{}\"", curly.collect::<String>()))
}

/// Remark at the passage nearest to words that a document does not hold.
pub fn nearest_words() -> Message {
    say!("câu gần nhất", "the nearest words")
}

/// E133: a value over many records of which it is not known which.
pub fn aggregate_of_what(span: Span, parts: &[String]) -> Diagnostic {
    let found = Diagnostic::error(
        "E133",
        span,
        say!("tính trên những bản ghi nào?", "worked out over which records?"),
    );
    match parts {
        [] => found.help(say!(
            "ở đây không có bản ghi con nào; “đếm”, “tổng”, “tỷ trọng” … đứng trong “chỉ số” của \
             một “chỉ tiêu”, hoặc tính trên bản ghi con bằng “của”",
            "there are no parts here; “count”, “sum”, “share” … stand in an “indicator” of \
             “targets”, or reach parts with “of”"
        )),
        [first, ..] => found.help(say!(
            "viết “… của {first}”, hoặc “đếm({first} khi …)”",
            "write “… of {first}”, or “count({first} when …)”",
            first = first
        )),
    }
}

/// E134: a record type that is not part of the one that aggregates it.
pub fn not_a_part(span: Span, part: &str, whole: &str) -> Diagnostic {
    Diagnostic::error(
        "E134",
        span,
        say!(
            "“{part}” không phải bản ghi con của “{whole}”",
            "“{part}” is not part of “{whole}”",
            part = part,
            whole = whole
        ),
    )
    .help(say!(
        "khai báo “bản ghi {part} thuộc {whole} theo …”",
        "declare “record {part} belongs to {whole} by …”",
        part = part,
        whole = whole
    ))
}

/// E135: record types that are parts of each other.
pub fn cycle_of_parts(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E135",
        span,
        say!(
            "“{name}” là bản ghi con của chính nó, trực tiếp hoặc vòng quanh",
            "“{name}” is part of itself, directly or in a ring",
            name = name
        ),
    )
}

/// E136: a header of a threshold table that names no indicator and level.
pub fn threshold_column(span: Span, header: &str, near: Option<&str>, all: &str) -> Diagnostic {
    let found = Diagnostic::error(
        "E136",
        span,
        say!(
            "cột “{header}” không phải chỉ số và mức nào",
            "column “{header}” names no indicator and level",
            header = header
        ),
    );
    match near {
        Some(near) => found
            .help(say!("có phải ý bạn là “{near}”?", "did you mean “{near}”?", near = near))
            .fix(span, near),
        None => found.help(say!("có thể là: {all}", "it can be: {all}", all = all)),
    }
}

/// E137: the first column of a threshold table is not what the targets are by.
pub fn group_column(span: Span, found: &str, expected: &str) -> Diagnostic {
    Diagnostic::error(
        "E137",
        span,
        say!(
            "cột đầu phải là “{expected}”, ở đây là “{found}”",
            "the first column must be “{expected}”, here it is “{found}”",
            expected = expected,
            found = found
        ),
    )
    .help(say!(
        "cột đầu là đơn vị, như sau chữ “theo”",
        "the first column is the unit, as after “by”"
    ))
    .fix(span, expected)
}

/// E138: an indicator of which nothing is required.
pub fn no_requirement(span: Span, label: &str) -> Diagnostic {
    Diagnostic::error(
        "E138",
        span,
        say!(
            "chỉ số {label} chưa có yêu cầu",
            "indicator {label} has no requirement",
            label = label
        ),
    )
    .help(say!(
        "thêm dòng “yêu cầu …” dưới chỉ số, hoặc cột của nó trong bảng mức",
        "add a “require …” line below it, or its column in the table"
    ))
}

/// E139: a row for the total of targets that are not over it.
pub fn no_total(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E139",
        span,
        say!("chỉ tiêu này không tính toàn bộ", "these targets are not over the whole set"),
    )
    .help(say!("thêm “, toàn bộ” vào dòng “chỉ tiêu”", "add “, total” to the line of the targets"))
}

/// E140: targets over neither groups nor the total.
pub fn no_group(span: Span) -> Diagnostic {
    Diagnostic::error("E140", span, say!("chỉ tiêu tính theo gì?", "targets by what?"))
        .help(say!("thêm “theo …” và, hoặc, “, toàn bộ”", "add “by …” and, or, “, total”"))
}

/// E141: units named in a table although the groups are texts.
pub fn units_need_category(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E141",
        span,
        say!("bảng mức theo đơn vị cần một danh mục", "thresholds by unit need a category"),
    )
    .help(say!(
        "khai báo các đơn vị bằng “danh mục”, rồi dùng “một trong” cho trường này",
        "declare the units as a “category” and make the field “one of” it"
    ))
}

/// E142: a count or share of a value.
pub fn counts_take_no_value(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E142",
        span,
        say!("“đếm” và “tỷ trọng” chỉ nhận điều kiện", "“count” and “share” take a condition only"),
    )
    .help(say!("viết “đếm(khi …)”, “tỷ trọng(khi …)”", "write “count(when …)”, “share(when …)”"))
}

/// E143: a sum, average, largest or smallest of nothing.
pub fn aggregate_needs_value(span: Span) -> Diagnostic {
    Diagnostic::error("E143", span, say!("tính của giá trị nào?", "of which value?")).help(say!(
        "ví dụ “tổng(dư nợ)”, “tổng(dư nợ khi …)”",
        "such as “sum(debt)”, “sum(debt when …)”"
    ))
}

/// E144: a value that an example gives twice.
pub fn given_twice(span: Span, first: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E144",
        span,
        say!(
            "ví dụ này cho “{name}” hai giá trị",
            "this example gives “{name}” two values",
            name = name
        ),
    )
    .also(first, say!("giá trị đầu ở đây", "the first is here"))
    .help(say!("giữ lại một giá trị", "keep one of them"))
}

/// E144 too: a record type of which an example gives rows twice.
pub fn rows_twice(span: Span, first: Span, record: &str) -> Diagnostic {
    let headline = say!(
        "ví dụ này cho các dòng của “{record}” hai lần",
        "this example gives rows of “{record}” twice"
    );
    Diagnostic::error("E144", span, headline)
        .also(first, say!("lần đầu ở đây", "the first are here"))
        .help(say!("gộp vào một bảng", "put them into one table"))
}

/// E144 too: a value that is worked out over rows that the example gives.
pub fn given_beside_rows(span: Span, rows: Span, name: &str, record: &str) -> Diagnostic {
    let headline = say!(
        "“{name}” tính từ các dòng của “{record}” mà ví dụ đã cho",
        "“{name}” is worked out over the rows of “{record}” that the example gives"
    );
    Diagnostic::error("E144", span, headline)
        .also(rows, say!("các dòng ở đây", "the rows are here"))
        .help(say!("bỏ giá trị hoặc bỏ các dòng", "leave out the value or the rows"))
}

/// E145: a number in words, or with its unit behind it without a blank.
pub fn number_as_name(span: Span, found: &str, meant: &str) -> Diagnostic {
    let headline = say!(
        "“{found}” không phải là cách viết số: số viết bằng chữ số, đơn vị viết đủ và cách ra",
        "“{found}” is not how a number is written: digits first, then a blank and the unit in full",
        found = found
    );
    Diagnostic::error("E145", span, headline)
        .help(say!("viết “{meant}”", "write “{meant}”", meant = meant))
        .fix(span, meant)
}
