//! Edits that close a finding, each tried before it is offered.

use super::{Fix, Message, counted, say};

/// Edit of the rules that closes a finding. It was made, and the rules asked again: the finding is
/// gone, and no other came in its place.
///
/// ```
/// let rules = visao::Rules::from_text("bản ghi Tổ
///   trường mã: chữ, khóa
///   trường số con: số nguyên, bắt buộc, từ 0
/// bảng Nhóm cho Tổ: số
///   | số con   | Nhóm |
///   | dưới 2   | 1    |
///   | từ 4     | 2    |
/// ")?;
/// let found = &rules.check().diagnostics[0];
/// let kinds: Vec<&str> = found.fixes.iter().map(|fix| fix.kind).collect();
/// assert_eq!(kinds, ["extend_above", "extend_below", "new_row"]);
/// assert_eq!(found.fixes[1].changes[0].replacement, "từ 2");
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckedFix {
    /// Kind of the edit, a stable code: `extend_above`, `extend_below`, `new_row`, `narrow`,
    /// `remove`.
    pub kind: &'static str,
    /// The edit in words.
    pub message: Message,
    /// Changes of the text, of which none overlap.
    pub changes: Vec<Fix>,
    /// `true` if it is proved to change no result of any record.
    pub safe: bool,
}

/// Kind of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FixKind {
    /// A row before the gap takes it as well.
    ExtendAbove,
    /// A row behind the gap does.
    ExtendBelow,
    /// A row is put in for it.
    NewRow,
    /// One of two rows takes less.
    Narrow,
    /// A statement is left out, with all that belongs to it.
    Remove,
}

impl FixKind {
    /// Stable code of the kind.
    pub fn code(self) -> &'static str {
        match self {
            FixKind::ExtendAbove => "extend_above",
            FixKind::ExtendBelow => "extend_below",
            FixKind::NewRow => "new_row",
            FixKind::Narrow => "narrow",
            FixKind::Remove => "remove",
        }
    }

    /// The edit in words, by the lines as they are and as they would be.
    pub fn message(self, place: &FixPlace<'_>, before: &str, after: &str) -> Message {
        let line = place.words();
        let told = match (self, place.file) {
            (FixKind::ExtendAbove, _) => Message {
                vi: format!("dòng trên nhận thêm, {}: “{after}”", line.vi),
                en: format!("the row above takes it, {}: “{after}”", line.en),
            },
            (FixKind::ExtendBelow, _) => Message {
                vi: format!("dòng dưới nhận thêm, {}: “{after}”", line.vi),
                en: format!("the row below takes it, {}: “{after}”", line.en),
            },
            (FixKind::NewRow, None) => say!(
                "dòng mới, kết quả còn phải xem lại: “{after}”",
                "a new row, its result to be reviewed: “{after}”",
                after = after
            ),
            (FixKind::NewRow, Some(_)) => Message {
                vi: format!(
                    "dòng mới sau {}, kết quả chép của dòng bên cạnh và còn phải xem lại: “{after}”",
                    line.vi
                ),
                en: format!(
                    "a new row behind {}, its result that of the row beside it and to be reviewed: \
                     “{after}”",
                    line.en
                ),
            },
            (FixKind::Narrow, _) => Message {
                vi: format!("thu hẹp {}: “{after}”", line.vi),
                en: format!("make {} narrower: “{after}”", line.en),
            },
            (FixKind::Remove, _) => Message {
                vi: format!("bỏ {}: “{before}”", line.vi),
                en: format!("leave {} out: “{before}”", line.en),
            },
        };
        if !place.by_hand {
            return told;
        }
        Message {
            vi: format!("{} (tự sửa trong bảng tính ấy)", told.vi),
            en: format!("{} (to be made in that workbook by hand)", told.en),
        }
    }
}

/// Line that an edit is of.
pub(crate) struct FixPlace<'p> {
    /// Number of the line.
    pub line: usize,
    /// File of rows that it stands in; `None` of a rule file.
    pub file: Option<&'p str>,
    /// `true` of a workbook, which is not written.
    pub by_hand: bool,
}

impl FixPlace<'_> {
    fn words(&self) -> Message {
        let FixPlace { line, file, .. } = self;
        match file {
            Some(file) => Message {
                vi: format!("dòng {line} của {file}"),
                en: format!("line {line} of {file}"),
            },
            None => Message { vi: format!("dòng {line}"), en: format!("line {line}") },
        }
    }
}

/// Remark on a new row whose result is taken from another one.
pub(crate) fn result_to_review() -> Message {
    say!("kết quả chép của dòng bên cạnh", "the result is that of the row beside it")
}

/// An edit as it is offered, by its number among those of the finding.
pub(crate) fn offered(number: usize, fix: &CheckedFix) -> Message {
    let (vi, en) = match fix.safe {
        true => (" (không kết quả nào đổi)", " (changes no result)"),
        false => ("", ""),
    };
    Message {
        vi: format!("cách {number}: {}{vi}", fix.message.vi),
        en: format!("way {number}: {}{en}", fix.message.en),
    }
}

/// An edit that was made, at the place of its finding.
pub(crate) fn made(file: &str, line: usize, code: &str, fix: &Message) -> Message {
    let Message { vi, en } = fix;
    Message {
        vi: format!("đã sửa {file}:{line} ({code}): {vi}"),
        en: format!("mended {file}:{line} ({code}): {en}"),
    }
}

/// The number of edits that were made.
pub(crate) fn all_made(count: usize) -> Message {
    if count == 0 {
        return say!(
            "không sửa gì: không có chỗ sửa nào đã kiểm là không kết quả nào đổi; chọn cách sửa bằng \
             --chon MÃ:DÒNG=CÁCH",
            "nothing was changed: no edit is proved to change no result; choose a way by --choose \
             CODE:LINE=WAY"
        );
    }
    let edits = counted(count, "edit");
    Message { vi: format!("đã sửa {count} chỗ"), en: format!("{edits} made") }
}

/// A choice that is not written as one.
pub(crate) fn not_a_choice(choice: &str) -> Message {
    say!(
        "“{choice}” không rõ chọn cách nào của lỗi nào; viết như E401:12=1 (mã, dòng, số của cách) \
         hoặc E401:to.luat:12=1",
        "“{choice}” does not say which way of which finding; write E401:12=1 (code, line, number of \
         the way) or E401:group.luat:12=1",
        choice = choice
    )
}

/// A choice of what is not there.
pub(crate) fn no_such_choice(choice: &str) -> Message {
    say!(
        "“{choice}”: không có lỗi nào ở dòng ấy có cách sửa ấy; tệp luật chưa bị sửa. Xem các cách \
         bằng lệnh kiem-tra không có --chon",
        "“{choice}”: no finding at that line has such a way; nothing was changed. See the ways by \
         check without --choose",
        choice = choice
    )
}

/// A choice that several findings fit.
pub(crate) fn several_choices(choice: &str) -> Message {
    say!(
        "“{choice}”: có nhiều chỗ như vậy; viết thêm tên tệp, như E401:to.luat:12=1; tệp luật chưa bị \
         sửa",
        "“{choice}”: there are several of these; name the file, as in E401:group.luat:12=1; nothing \
         was changed",
        choice = choice
    )
}

/// Choices that cannot be made together.
pub(crate) fn not_together() -> Message {
    say!(
        "các cách đã chọn không đi được với nhau; tệp luật chưa bị sửa. Chọn từng cách một",
        "the ways chosen do not go together; nothing was changed. Choose one at a time"
    )
}
