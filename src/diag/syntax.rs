//! Findings of the syntax stage: E001 to E099, one constructor a code.

use super::{Diagnostic, Message, say};
use crate::choices::HitPolicy;
use crate::keywords::{Keywords, Kw};
use crate::source::Span;
use crate::value::Lang;

/// Expected form at a place where something else was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// A sign, as it is.
    Sign(&'static str),
    /// A keyword of the language.
    Keyword(Kw),
    /// Any declared or new name.
    Name,
    /// The number or name of a criterion.
    Label,
    /// The number or name of an indicator.
    IndicatorLabel,
    /// The unit or total that a row of thresholds is for.
    Unit,
    /// The type of a field.
    Type,
    /// A text in quotes.
    Text,
    /// A day in either spelling.
    Date,
    /// A value: a name, a number or a date.
    Operand,
    /// A number of points.
    Points,
    /// A condition: a comparison, or several joined.
    Condition,
    /// The day something was done, or the condition that holds once it is.
    Done,
    /// A deadline: `trong … từ …`, `trước …`, `chậm nhất …`, `trong kỳ`.
    Deadline,
    /// The length of a period: `tháng`, `6 tháng`.
    Period,
    /// A number of days or months.
    Duration,
    /// One end of a range.
    Bound,
    /// A field and its value.
    GivenValue,
    /// A short test or a condition, at the start of a row.
    Test,
    /// Any clause after the type of a field: its range, `bắt buộc`, `khóa`.
    FieldPart,
    /// The hit policy of a table: the result when several rows hold.
    Policy,
    /// Any clause after a value of a category: its code, its days.
    ValuePart,
}

impl Want {
    /// Words for it; of several alternatives a list.
    pub(super) fn describe(self) -> Message {
        alternatives(&self.each())
    }

    /// Alternatives in which it is told, in words, each to stand in one list with others.
    fn each(self) -> Vec<Message> {
        let only = match self {
            Want::Sign(sign) => say!("“{sign}”", "“{sign}”", sign = sign),
            Want::Keyword(id) => Message {
                vi: format!("“{}”", id.word(Keywords::Vi)),
                en: format!("“{}”", id.word(Keywords::En)),
            },
            Want::Name => say!("một tên", "a name"),
            Want::Label => say!(
                "số hoặc tên của tiêu chí, ví dụ “2”",
                "the number or name of a criterion, such as “2”"
            ),
            Want::IndicatorLabel => say!(
                "số hoặc tên của chỉ số, ví dụ “a”",
                "the number or name of an indicator, such as “a”"
            ),
            Want::Unit => {
                return vec![say!("một đơn vị", "a unit"), Want::Keyword(Kw::Total).describe()];
            }
            Want::Type => say!(
                "một kiểu (chữ, số, số nguyên, tiền, tỷ lệ, điểm, ngày, thời hạn, có không, một \
                 trong X)",
                "a type (text, number, integer, money, ratio, points, date, duration, yes-no, one \
                 of X)"
            ),
            Want::Text => say!("một đoạn chữ trong dấu \"…\"", "a text in \"…\""),
            Want::Date => say!("một ngày, ví dụ “18/01/2023”", "a date, such as “18/01/2023”"),
            Want::Operand => {
                say!("một giá trị (tên, con số hoặc ngày)", "a value (a name, a number or a date)")
            }
            Want::Points => {
                say!("một số điểm, ví dụ “30 điểm”", "a number of points, such as “30 points”")
            }
            Want::Condition => {
                say!("một điều kiện, ví dụ “nợ quá hạn > 0”", "a condition, such as “overdue > 0”")
            }
            Want::Done => {
                return vec![
                    say!("ngày đã làm", "the day it was done"),
                    say!("một điều kiện cho biết là đã làm", "a condition that says so"),
                ];
            }
            Want::Deadline => say!(
                "một thời hạn: “trong … từ …”, “trước …”, “chậm nhất …” hoặc “trong kỳ”",
                "a deadline: “within … of …”, “before …”, “by …” or “within the period”"
            ),
            Want::Period => {
                let words = [Kw::Month, Kw::Quarter, Kw::Year].map(Want::Keyword);
                let months =
                    say!("số tháng, ví dụ “6 tháng”", "a number of months, such as “6 months”");
                return words.into_iter().map(Want::describe).chain([months]).collect();
            }
            Want::Duration => {
                say!("một khoảng thời gian, ví dụ “30 ngày”", "a length of time, such as “30 days”")
            }
            Want::Bound => say!("một giá trị, ví dụ “90%”", "a value, such as “90%”"),
            Want::GivenValue => {
                say!(
                    "một trường và giá trị của nó, ví dụ “dư nợ = 800 triệu”",
                    "a field and its value, such as “debt = 800 million”"
                )
            }
            Want::Test => say!("một phép thử, ví dụ “từ 90%”", "a test, such as “from 90%”"),
            Want::FieldPart => {
                return vec![
                    say!("“khóa”", "“key”"),
                    say!("“bắt buộc”", "“required”"),
                    say!("“cột \"…\"”", "“column \"…\"”"),
                    say!("“cố định”", "“fixed”"),
                    say!("“chỉ tăng”", "“only rises”"),
                    say!("“chỉ giảm”", "“only falls”"),
                    say!(
                        "một bước như “bước 1.000 đồng”",
                        "a step such as “in steps of 1_000 VND”"
                    ),
                    say!("một khoảng như “từ 0”", "a range such as “from 0”"),
                ];
            }
            Want::Policy => {
                let words = HitPolicy::KEYWORDS.iter();
                return words.map(|id| Want::Keyword(*id).describe()).collect();
            }
            Want::ValuePart => {
                return vec![
                    say!("“mã \"…\"”", "“code \"…\"”"),
                    say!("“từ” một ngày", "“from” a date"),
                    say!("“đến” một ngày", "“up to” a date"),
                ];
            }
        };
        vec![only]
    }
}

/// E001: something else is expected here. `after` is what comes before; `wants` may come here, in
/// the order to name them.
pub fn expected(span: Span, after: Option<&str>, wants: &[Want]) -> Diagnostic {
    let list = alternatives(&wants.iter().flat_map(|want| want.each()).collect::<Vec<_>>());
    let (vi, en) = (list.vi, list.en);
    let headline = match after {
        Some(word) if wants.is_empty() => {
            say!("câu dừng dở sau “{word}”", "the statement stops short after “{word}”")
        }
        Some(word) => say!("sau “{word}” cần {vi}", "after “{word}” expected {en}"),
        None => say!("đầu dòng cần {vi}", "the line must start with {en}"),
    };
    Diagnostic::error("E001", span, headline)
}

/// E001: the last cell of a row of a table is no value: it is a test, or there is nothing in it.
pub fn no_result(span: Span, cell: &str) -> Diagnostic {
    let headline = if cell.is_empty() {
        say!(
            "ô cuối là kết quả của dòng: cần một giá trị",
            "the last cell is the row's result: it needs a value"
        )
    } else {
        say!(
            "ô cuối là kết quả của dòng: cần một giá trị, không phải phép thử “{cell}”",
            "the last cell is the row's result: it needs a value, not the test “{cell}”"
        )
    };
    Diagnostic::error("E001", span, headline)
}

fn alternatives(wants: &[Message]) -> Message {
    let join = |words: Vec<&str>, or: &str| match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} {or} {last}", before.join(", ")),
        None => String::new(),
    };
    Message {
        vi: join(wants.iter().map(|want| want.vi.as_str()).collect(), "hoặc"),
        en: join(wants.iter().map(|want| want.en.as_str()).collect(), "or"),
    }
}

/// E002: the statement is complete, and yet more follows.
pub fn left_over(span: Span, after: &str, found: &str) -> Diagnostic {
    let headline = say!(
        "“{found}” không thể đứng ngay sau “{after}”: thiếu một dấu hoặc một từ nối",
        "“{found}” cannot stand right after “{after}”: a sign or a joining word is missing",
        found = found,
        after = after
    );
    Diagnostic::error("E002", span, headline)
}

/// E003: a character that means nothing in the language.
pub fn stray(span: Span, text: &str) -> Diagnostic {
    if text.starts_with('"') {
        return unclosed_text(span);
    }
    let shown = text.chars().next().map_or_else(String::new, |c| {
        if c.is_control() || c.is_whitespace() || is_invisible(c) {
            format!("U+{:04X}", u32::from(c))
        } else {
            c.to_string()
        }
    });
    let diagnostic = Diagnostic::error(
        "E003",
        span,
        say!(
            "ký tự “{shown}” không dùng trong luật",
            "the character “{shown}” is not used in rules",
            shown = shown
        ),
    );
    if matches!(text.chars().next(), Some('–' | '—')) {
        return diagnostic
            .help(say!(
                "viết “-” để trừ; một khoảng thì viết “từ … đến …”",
                "write “-” to subtract; a range is written “from … to …”"
            ))
            .fix(span, "-");
    }
    match replacement(text) {
        Some("") => diagnostic
            .help(say!("xóa ký tự ẩn này", "delete this invisible character"))
            .fix(span, ""),
        Some(sign) => {
            diagnostic.help(say!("viết “{sign}”", "write “{sign}”", sign = sign)).fix(span, sign)
        }
        None if text.starts_with('.') => diagnostic.help(say!(
            "tên tệp đặt giữa hai dấu \"; số viết “0,5”, “1.000”",
            "the name of a file stands between two \"; a number is written “0.5”, “1_000”"
        )),
        None => diagnostic,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

fn replacement(text: &str) -> Option<&'static str> {
    match text.chars().next()? {
        '“' | '”' | '„' | '«' | '»' | '\'' => Some("\""),
        '‘' | '’' => Some("`"),
        '÷' => Some("/"),
        '·' | '✕' => Some("×"),
        '[' | '{' => Some("("),
        ']' | '}' => Some(")"),
        c if is_invisible(c) => Some(""),
        _ => None,
    }
}

/// E004: a text whose closing quote is missing on its line.
pub fn unclosed_text(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E004",
        span,
        say!("thiếu dấu \" đóng của đoạn chữ", "the closing \" of this text is missing"),
    )
    .help(say!(
        "một đoạn chữ nằm trọn trên một dòng, giữa hai dấu \"",
        "a text stands on one line, between two \""
    ))
}

/// E027: a text in the quotes of a word processor.
pub fn curly(span: Span, text: &str) -> Diagnostic {
    let straight = format!("\"{}\"", text.trim_matches(['“', '”']));
    Diagnostic::error(
        "E027",
        span,
        say!(
            "đoạn chữ phải nằm giữa hai dấu nháy thẳng \"",
            "a text stands between two straight quotes \""
        ),
    )
    .help(say!("viết {straight}", "write {straight}"))
    .fix(span, straight)
}

/// E005: a number in the other language's form; `meant` is the same number in this language's form.
pub fn other_form(span: Span, text: &str, lang: Lang, meant: &str) -> Diagnostic {
    let headline = match lang {
        Lang::Vi => say!(
            "“{text}” không viết theo lối số tiếng Việt",
            "“{text}” is not in the Vietnamese form of numbers",
            text = text
        ),
        Lang::En => {
            say!(
                "“{text}” không viết theo lối số tiếng Anh",
                "“{text}” is not how numbers are written in English rules",
                text = text
            )
        }
    };
    Diagnostic::error("E005", span, headline)
        .help(say!("viết “{meant}”", "write “{meant}”", meant = meant))
        .fix(span, meant)
}

fn number_form(lang: Lang) -> Message {
    match lang {
        Lang::Vi => say!("số viết như “1.234.567,89”", "numbers are written like “1.234.567,89”"),
        Lang::En => say!("số viết như “1_234_567.89”", "numbers are written like “1_234_567.89”"),
    }
}

/// E006: digits and separators that make no number.
pub fn not_a_number(span: Span, text: &str, lang: Lang) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "E006",
        span,
        say!("“{text}” không phải là một con số", "“{text}” is not a number", text = text),
    );
    let Message { vi, en } = number_form(lang);
    diagnostic.help(say!(
        "{vi}; dấu phẩy ngăn cách thì có khoảng trắng theo sau",
        "{en}; a comma that separates has a blank after it"
    ))
}

/// E007: more digits than are kept exactly.
pub fn too_many_digits(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        "E007",
        span,
        say!("“{text}” có quá 28 chữ số", "“{text}” has more than 28 digits", text = text),
    )
}

/// E008: a date that is no day.
pub fn no_such_day(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        "E008",
        span,
        say!("không có ngày “{text}”", "there is no day “{text}”", text = text),
    )
    .help(say!(
        "ngày viết như “18/01/2023” hoặc “2023-01-18”",
        "a date is written like “18/01/2023” or “2023-01-18”"
    ))
}

/// E009: a date with a year of two digits.
pub fn short_year(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        "E009",
        span,
        say!(
            "“{text}”: năm cần đủ bốn chữ số",
            "“{text}”: a year needs its four digits",
            text = text
        ),
    )
    .help(say!(
        "phép chia liên tiếp thì viết cách hai bên dấu /",
        "for repeated division put blanks around each /"
    ))
}

/// E010: a minus with a blank on its right alone.
pub fn minus_blanks(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E010",
        span,
        say!("dấu trừ cần khoảng trắng ở cả hai bên", "a minus needs blanks on both sides"),
    )
    .help(say!(
        "viết “a - b” để trừ, “-5%” cho số âm",
        "write “a - b” to subtract, “-5%” for a negative number"
    ))
    .fix(span, " -")
}

/// E011: a bracket without its partner.
pub fn bracket(span: Span, open: bool) -> Diagnostic {
    let headline = if open {
        say!("ngoặc “(” chưa được đóng", "this “(” is not closed")
    } else {
        say!("ngoặc “)” thừa", "this “)” closes nothing")
    };
    Diagnostic::error("E011", span, headline)
}

/// E012: brackets within brackets past the limit, or more operators than a statement takes.
pub fn too_deep(span: Span, limit: usize) -> Diagnostic {
    let headline = say!(
        "câu này lồng hoặc nối quá {limit} tầng",
        "this statement nests or chains more than {limit} levels",
        limit = limit
    );
    Diagnostic::error("E012", span, headline)
        .help(say!("tách bớt ra một dòng “tính”", "move a part to a “derive” line of its own"))
}

/// E013: a statement of too many words.
pub fn too_long(span: Span, limit: usize) -> Diagnostic {
    Diagnostic::error(
        "E013",
        span,
        say!(
            "câu này dài quá {limit} từ và dấu",
            "this statement has more than {limit} words and signs",
            limit = limit
        ),
    )
}

/// E015: a name of too many letters.
pub fn long_name(span: Span, limit: usize) -> Diagnostic {
    Diagnostic::error(
        "E015",
        span,
        say!(
            "tên dài quá {limit} ký tự",
            "the name has more than {limit} characters",
            limit = limit
        ),
    )
}

/// E016: a line in a block that does not take it; `found` is the keyword that opens it, `homes`
/// open the blocks that would take it.
pub fn misplaced(span: Span, found: Option<&str>, homes: &[Kw]) -> Diagnostic {
    let headline = match found {
        Some(word) => {
            say!("dòng “{word}” không thể đứng ở đây", "a line “{word}” cannot stand here")
        }
        None => {
            say!("một dòng như thế này không thể đứng ở đây", "a row like this cannot stand here")
        }
    };
    let quoted = |keywords: Keywords| {
        alternatives(
            homes
                .iter()
                .map(|home| say!("“{word}”", "“{word}”", word = home.word(keywords)))
                .collect::<Vec<_>>()
                .as_slice(),
        )
    };
    let (vi, en) = (quoted(Keywords::Vi).vi, quoted(Keywords::En).en);
    let diagnostic = Diagnostic::error("E016", span, headline);
    if homes.is_empty() {
        diagnostic
    } else {
        diagnostic.help(say!("nó chỉ đứng dưới một dòng {vi}", "it stands only below a line {en}"))
    }
}

/// E016 too: a line below an example that is neither what it gives nor what it expects.
pub fn in_example(span: Span) -> Diagnostic {
    let word = |id: Kw| (id.word(Keywords::Vi), id.word(Keywords::En));
    let ((given_vi, given), (expect_vi, expect)) = (word(Kw::Given), word(Kw::Expect));
    let headline =
        say!("một dòng như thế này không thể đứng ở đây", "a row like this cannot stand here");
    Diagnostic::error("E016", span, headline).help(say!(
        "dưới một ví dụ chỉ có số liệu, sau “{given_vi}”, và kết quả phải ra, sau “{expect_vi}”",
        "below an example there are only data, after “{given}”, and results, after “{expect}”"
    ))
}

/// E016 too: a table of rows below another line of an example than one that names their type.
pub fn misplaced_rows(span: Span) -> Diagnostic {
    misplaced(span, None, &[]).help(say!(
        "bảng chỉ đứng ngay dưới “cho” và tên một bản ghi, ví dụ “cho Khoản vay”",
        "a table stands only right below “given” and the name of a record type, such as “given \
         Loan”"
    ))
}

/// E017: a line that no keyword opens, where no row can be.
pub fn unknown_line(span: Span, found: &str) -> Diagnostic {
    Diagnostic::error(
        "E017",
        span,
        say!("không có câu nào bắt đầu bằng “{found}”", "no statement starts with “{found}”"),
    )
}

/// E017 too: a part of the first line of a record type, on a line of its own.
pub fn part_of_record(span: Span, found: &str) -> Diagnostic {
    unknown_line(span, found).help(say!(
        "“{found}” viết tiếp dòng “bản ghi” ở trên, sau dấu phẩy",
        "“{found}” goes on the line “record” above, after a comma"
    ))
}

/// With an offer: the first words of a line are near a keyword that opens one.
pub fn near_keyword(diagnostic: Diagnostic, span: Span, near: &str) -> Diagnostic {
    diagnostic.help(say!("có phải “{near}”?", "did you mean “{near}”?")).fix(span, near)
}

/// E018: a name that is a word of the language.
pub fn reserved_name(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E018",
        span,
        say!(
            "“{name}” là từ của ngôn ngữ, không đặt làm tên được",
            "“{name}” is a word of the language and cannot be a name",
            name = name
        ),
    )
    .help(say!("thêm từ cho rõ, hoặc viết trong dấu `…`", "add a word, or write it in `…`"))
}

/// E019: `có`, `không` or `thiếu` as a value of a category.
pub fn reserved_value(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E019",
        span,
        say!(
            "danh mục không được chứa giá trị “{name}”",
            "a category may not contain the value “{name}”",
            name = name
        ),
    )
    .help(say!(
        "đặt tên dài hơn, như “Không đạt”, ở đây và ở những chỗ dùng giá trị này; trường chỉ có hai \
         giá trị thì dùng kiểu “có không”",
        "give it a longer name, as “Not met”, here and wherever it is used; a field with just these \
         two values has the type “yes-no”"
    ))
}

/// E026: a name without a letter.
pub fn number_name(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "E026",
        span,
        say!("tên “{name}” không có chữ cái nào", "the name “{name}” has no letter"),
    )
    .help(say!(
        "thêm chữ, hoặc luôn viết tên này trong dấu `…`",
        "add a word, or always write this name in `…`"
    ))
}

/// W001: a declared name that, where it is written, could also be meant as an expression over other
/// names.
pub fn two_readings(span: Span, name: &str) -> Diagnostic {
    let headline = say!(
        "“{name}” vừa là một tên, vừa đọc được như một phép so giữa các tên khác",
        "“{name}” is a name and also reads as an expression over other names"
    );
    Diagnostic::warning("W001", span, headline).help(say!(
        "luật luôn đọc nó là tên; đặt tên khác nếu dễ nhầm",
        "rules always read it as the name; choose another name if that misleads"
    ))
}

/// E020: a row of a pipe table with more or fewer cells than its header.
pub fn cell_count(span: Span, expected: usize, found: usize, header: Span) -> Diagnostic {
    let headline = Message {
        vi: format!("dòng này có {found} ô, tiêu đề có {expected} ô"),
        en: format!("this row has {}, its header has {expected}", super::counted(found, "cell")),
    };
    Diagnostic::error("E020", span, headline).also(header, say!("tiêu đề", "the header"))
}

/// E022: a file that names another language than its pack.
pub fn other_language(span: Span, lang: Lang) -> Diagnostic {
    let word = match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    };
    Diagnostic::error(
        "E022",
        span,
        say!("gói luật này dùng ngôn ngữ “{word}”", "this pack's language is “{word}”"),
    )
}

/// E023: a language line that is not the first, or names no language known.
pub fn bad_language(span: Span) -> Diagnostic {
    let headline = say!(
        "dòng ngôn ngữ phải là dòng đầu tiên, và là “vi” hoặc “en”",
        "the language line must come first, and say “vi” or “en”"
    );
    Diagnostic::error("E023", span, headline)
}

/// E024: a `yêu cầu` or `hạn` without the line that says what if not.
pub fn without_else(span: Span, clause: Kw) -> Diagnostic {
    let Message { vi, en } = Want::Keyword(clause).describe();
    Diagnostic::error(
        "E024",
        span,
        say!("{vi} này thiếu dòng “nếu không: \"…\"”", "this {en} lacks its line “else: \"…\"”"),
    )
}

/// With a hint: the reason of a requirement stands below it.
pub fn reason_below(diagnostic: Diagnostic, reason: &str) -> Diagnostic {
    diagnostic.help(say!(
        "lý do ghi ở dòng dưới: “nếu không: {reason}”",
        "the reason stands on the line below: “else: {reason}”",
        reason = reason
    ))
}

/// With a hint: points that every record gets are given by the row of all others.
pub fn points_of_all(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.help(say!(
        "điểm cho mọi trường hợp ghi ở dòng “còn lại”, ví dụ “còn lại được 2 điểm × số buổi”",
        "points for every case stand in the row “otherwise”, such as “otherwise gives 2 points × \
         sessions”"
    ))
}

/// With a hint: what an indicator requires is a short test of the indicator itself.
pub fn short_test_only(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.help(say!(
        "“yêu cầu” dưới một chỉ số chỉ ghi phép thử cho chính chỉ số đó, ví dụ “yêu cầu từ 99%”",
        "“require” below an indicator holds only a test of that indicator, such as “require from \
         99%”"
    ))
}

/// Clause that a block takes only once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Single {
    /// `nếu không` of a clause of this keyword.
    Reason(Kw),
    /// `nếu chậm` of a `hạn`.
    Late,
    /// `theo` of a criterion.
    Subject,
    /// The rows of a criterion, line by line or as a table.
    Rows,
    /// `xếp loại` of a scorecard.
    Grading,
    /// `kết luận` of an eligibility or check block.
    Verdicts,
    /// `xếp hạng theo` of a scorecard or of targets.
    Ranking,
    /// `yêu cầu` of an indicator.
    Requirement,
    /// `mức` of targets.
    Levels,
    /// The table of thresholds of targets.
    Thresholds,
}

/// E025: a second thing where a block takes only one.
pub fn twice(span: Span, what: Single, first: Span) -> Diagnostic {
    let headline = match what {
        Single::Reason(clause) => {
            let Message { vi, en } = Want::Keyword(clause).describe();
            say!("{vi} này đã có “nếu không”", "this {en} already has its “else”")
        }
        Single::Late => {
            say!("“hạn” này đã có “nếu chậm”", "this “due” already has its “if late”")
        }
        Single::Subject => {
            say!("tiêu chí này đã có dòng “theo”", "this criterion already has its line “by”")
        }
        Single::Rows => say!(
            "các dòng của một tiêu chí viết hết thành từng dòng, hoặc hết thành bảng",
            "the rows of a criterion are all lines, or all one table"
        ),
        Single::Grading => {
            say!("bảng điểm này đã có phần xếp loại", "this scorecard already has its grading")
        }
        Single::Verdicts => {
            say!("khối này đã có dòng “kết luận”", "this block already has its line “verdicts”")
        }
        Single::Ranking => {
            say!("khối này đã có dòng “xếp hạng theo”", "this block already has its line “rank by”")
        }
        Single::Requirement => {
            say!("chỉ số này đã có “yêu cầu”", "this indicator already has its “require”")
        }
        Single::Levels => {
            say!("chỉ tiêu này đã có dòng “mức”", "these targets already have their line “levels”")
        }
        Single::Thresholds => {
            say!("chỉ tiêu này đã có bảng mức", "these targets already have their table")
        }
    };
    Diagnostic::error("E025", span, headline)
        .also(first, say!("đã ghi ở đây", "already written here"))
}

/// E099: the grammar and the code that reads its result disagree: a mistake of the program, not of
/// the rules.
pub fn internal(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E099",
        span,
        say!(
            "chương trình không đọc được câu này (lỗi của chương trình)",
            "the program cannot read this statement (a mistake of the program)"
        ),
    )
}

/// E290: a file that, formatted, would no longer say the same: a mistake of the formatter, which
/// leaves the file as it is.
pub fn unformatted(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E290",
        span,
        say!(
            "không định dạng được tệp này mà vẫn giữ nguyên ý, nên để nguyên tệp (lỗi của chương \
             trình)",
            "this file cannot be formatted so that it still says the same, and is left as it is \
             (a mistake of the program)"
        ),
    )
}
