//! What the program says beside its results.

use super::{Message, counted, say};

/// Number of findings that keep the rules from being used.
pub fn refused(count: usize) -> Message {
    Message {
        vi: format!("bộ quy tắc chưa dùng được: {count} chỗ phải sửa"),
        en: format!("the rules cannot be used: {}", counted(count, "finding")),
    }
}

/// A date that cannot be read.
pub fn no_date(text: &str) -> Message {
    say!(
        "“{text}” không phải ngày; viết như 30/06/2023 hoặc 2023-06-30",
        "“{text}” is no date; write 30/06/2023 or 2023-06-30",
        text = text
    )
}

/// A path with blanks that was not put in quotes.
pub fn quote(path: &str) -> Message {
    say!(
        "gợi ý: tên có dấu cách phải đặt trong ngoặc kép: \"{path}\"",
        "help: a name with blanks must stand in quotes: \"{path}\"",
        path = path
    )
}

/// A record type of the command line that the rules do not have.
pub fn several_tables(names: &str) -> Message {
    say!(
        "dữ liệu có nhiều loại bản ghi ({names}); tệp CSV chỉ chứa được một: dùng xlsx hoặc \
         jsonl, hoặc chọn --khoi",
        "the data hold several record types ({names}); a CSV file holds one: use xlsx or jsonl, \
         or choose with --block",
        names = names
    )
}

/// No record has that key.
pub fn no_such_key(key: &str, near: Option<&str>) -> Message {
    match near {
        Some(near) => say!(
            "không có bản ghi nào mang mã “{key}”; có phải “{near}”?",
            "no record has the key “{key}”; did you mean “{near}”?",
            key = key,
            near = near
        ),
        None => {
            say!("không có bản ghi nào mang mã “{key}”", "no record has the key “{key}”", key = key)
        }
    }
}

/// No block of the rules is about the records given.
pub fn nothing_to_decide() -> Message {
    say!(
        "không có bảng điểm, điều kiện hay kiểm tra nào cho các bản ghi này",
        "no scorecard, eligibility or check is about these records"
    )
}

/// An ending of `-o` that names no format.
pub fn unknown_ending(path: &str, known: &[&str]) -> Message {
    let list = |or: &str| match known.split_last() {
        Some((last, [])) => format!(".{last}"),
        Some((last, before)) => format!(".{} {or} .{last}", before.join(", .")),
        None => String::new(),
    };
    Message {
        vi: format!("“{path}”: đuôi tệp phải là {}, hoặc ghi --dang", list("hoặc")),
        en: format!("“{path}”: the ending must be {}, or give --format", list("or")),
    }
}

/// A workbook or document has no place on a terminal.
pub fn needs_file(format: &str) -> Message {
    if format == "docx" {
        return say!(
            "tệp .docx phải ghi ra tệp: thêm -o thu.docx",
            "a document must go to a file: add -o letter.docx"
        );
    }
    say!(
        "tệp Excel phải ghi ra tệp: thêm -o ket-qua.xlsx",
        "a workbook must go to a file: add -o result.xlsx"
    )
}

/// Summary of rules without findings: how many blocks they hold and how many examples came out as
/// expected.
pub fn sound(blocks: usize, examples: usize) -> Message {
    let (block, example) = (counted(blocks, "block"), counted(examples, "example"));
    Message {
        vi: format!(
            "không có lỗi trong {blocks} khối (bảng điểm, điều kiện, kiểm tra, chỉ tiêu) và \
             {examples} ví dụ"
        ),
        en: format!(
            "no findings in {block} (scorecards, eligibility, checks, targets) and {example}"
        ),
    }
}

/// The end of a check.
pub fn findings(errors: usize, warnings: usize) -> Message {
    Message {
        vi: format!("{errors} lỗi, {warnings} cảnh báo"),
        en: format!("{}, {}", counted(errors, "error"), counted(warnings, "warning")),
    }
}

/// Number of warnings that the rules accept by `bỏ qua`.
pub fn accepted(count: usize) -> Message {
    let en = if count == 1 {
        "1 finding allowed, with its reason".to_owned()
    } else {
        format!("{count} findings allowed, with their reasons")
    };
    Message { vi: format!("bỏ qua {count} chỗ, có ghi lý do"), en }
}

/// That nothing is looked for in the meaning of rules that could not be read.
pub fn meaning_waits() -> Message {
    say!(
        "Khoảng hở, chồng lấn và dòng không bao giờ đúng chỉ tìm được khi các lỗi trên đã sửa.",
        "Gaps, overlaps and rows that never hold are looked for once these errors are mended."
    )
}

/// Kinds of findings that `check` looks for only where that is asked.
pub fn on_request(all: &[Message]) -> Message {
    let list = |pick: fn(&Message) -> &str| all.iter().map(pick).collect::<Vec<_>>().join(", ");
    Message {
        vi: format!("Chỉ tìm khi hỏi: {}.", list(|one| &one.vi)),
        en: format!("Looked for where asked: {}.", list(|one| &one.en)),
    }
}

/// Large steps of points, with the option that asks for them.
pub fn large_steps() -> Message {
    say!("bậc nhảy lớn ở một mốc (--bac-nhay ĐIỂM)", "large steps at one bound (--cliffs POINTS)")
}

/// Records that no change can lift, with the option that asks for them.
pub fn confined_records() -> Message {
    say!(
        "bản ghi không thay đổi nào nâng được (--khong-nang-duoc)",
        "records that no change can lift (--confined)"
    )
}

/// The end of a test run.
pub fn examples(passed: usize, all: usize) -> Message {
    let en = if all == 1 {
        format!("{passed}/{all} example holds")
    } else {
        format!("{passed}/{all} examples hold")
    };
    Message { vi: format!("{passed}/{all} ví dụ đúng"), en }
}

/// Rules without an example.
pub fn no_examples() -> Message {
    say!("bộ quy tắc không có ví dụ nào", "the rules have no examples")
}

/// Heading above the output of one of several packs.
pub fn of_pack(name: &str) -> Message {
    say!("bộ quy tắc {name}:", "pack {name}:", name = name)
}

/// The account of one file.
pub fn rows(
    file: &str,
    rows: u64,
    skipped: u64,
    reasons: &str,
    dropped: u64,
    records: u64,
) -> Message {
    let (counted_rows, counted_records) = (counted(rows, "row"), counted(records, "record"));
    Message {
        vi: format!(
            "{file}: {rows} dòng dưới tiêu đề = {skipped} bỏ qua{reasons} + {dropped} trùng hoàn \
             toàn + {records} bản ghi"
        ),
        en: format!(
            "{file}: {counted_rows} below the header = {skipped} skipped{reasons} + {dropped} \
             identical + {counted_records}"
        ),
    }
}

/// The account of one file without a header.
pub fn lines(
    file: &str,
    lines: u64,
    skipped: u64,
    reasons: &str,
    dropped: u64,
    records: u64,
) -> Message {
    let (counted_lines, counted_records) = (counted(lines, "line"), counted(records, "record"));
    Message {
        vi: format!(
            "{file}: {lines} dòng = {skipped} bỏ qua{reasons} + {dropped} trùng hoàn toàn + \
             {records} bản ghi"
        ),
        en: format!(
            "{file}: {counted_lines} = {skipped} skipped{reasons} + {dropped} identical + \
             {counted_records}"
        ),
    }
}

/// Data errors that were not reported one by one.
pub fn other_errors(count: u64) -> Message {
    let more =
        if count == 1 { "1 more record".to_owned() } else { format!("{count} more records") };
    Message {
        vi: format!(
            "{count} bản ghi khác không xét được hết: lý do ở cột ghi chú hoặc lý do của kết quả"
        ),
        en: format!(
            "{more} could not be decided throughout: the results' notes or reasons say why"
        ),
    }
}

/// Blank rows, as a reason of skipping.
pub fn blank_rows() -> Message {
    say!("dòng trống", "blank rows")
}

/// Rows of totals, as a reason of skipping.
pub fn total_rows() -> Message {
    say!("dòng tổng", "rows of totals")
}

/// Identical rows that were dropped.
pub fn dropped(list: &str) -> Message {
    say!("dòng trùng đã bỏ: {list}", "identical rows dropped: {list}", list = list)
}

/// One of the identical rows.
pub fn same_row(row: u32, first: u32) -> Message {
    say!("{row} (như dòng {first})", "{row} (as row {first})", row = row, first = first)
}

/// More of a list than is shown.
pub fn and_more(count: usize) -> Message {
    say!("… và {count} nữa", "… and {count} more", count = count)
}

/// The account of one block.
pub fn outcomes(
    block: &str,
    records: u64,
    decided: u64,
    undetermined: u64,
    errors: u64,
    not_applicable: u64,
) -> Message {
    let (counted_records, counted_errors) =
        (counted(records, "record"), counted(errors, "data error"));
    Message {
        vi: format!(
            "{block}: {records} bản ghi = {decided} có kết quả + {undetermined} chưa xác định + \
             {errors} lỗi dữ liệu + {not_applicable} không áp dụng"
        ),
        en: format!(
            "{block}: {counted_records} = {decided} decided + {undetermined} undetermined + \
             {counted_errors} + {not_applicable} not applicable"
        ),
    }
}

/// A record that is not the one asked for but the only data error reported.
pub fn record_error(key: &str, told: &str) -> Message {
    say!("bản ghi {key}: {told}", "record {key}: {told}", key = key, told = told)
}

/// Path of a result that was written.
pub fn written(path: &str) -> Message {
    say!("đã ghi {path}", "wrote {path}", path = path)
}

/// Progress while files are read.
pub fn reading(count: usize) -> Message {
    Message {
        vi: format!("đang đọc: {count} bản ghi"),
        en: format!("reading: {}", counted(count, "record")),
    }
}

/// Progress while records are decided or shown.
pub fn deciding(done: usize, of: usize) -> Message {
    say!("đang xét: {done}/{of} bản ghi", "deciding: {done}/{of} records", done = done, of = of)
}

/// Progress while it is looked for what records could do for targets.
pub fn looking(done: usize, of: usize) -> Message {
    say!(
        "đang tìm việc để đạt: {done}/{of} bản ghi",
        "looking for what to work on: {done}/{of} records",
        done = done,
        of = of
    )
}

/// Progress while changes of the rules are tried.
pub fn changing(done: usize, of: usize) -> Message {
    say!(
        "đang thử luật: {done}/{of} bước",
        "testing rules: {done}/{of} steps",
        done = done,
        of = of
    )
}

/// Number of target units by outcome, below their table.
pub fn target_outcomes(
    name: &str,
    units: usize,
    met: usize,
    not_met: usize,
    undetermined: usize,
    not_applicable: usize,
    errors: usize,
) -> Message {
    let (counted_units, counted_errors) = (counted(units, "unit"), counted(errors, "error"));
    Message {
        vi: format!(
            "{name}: {units} đơn vị = {met} đạt + {not_met} không đạt + {undetermined} chưa xác \
             định + {errors} lỗi + {not_applicable} không áp dụng"
        ),
        en: format!(
            "{name}: {counted_units} = {met} met + {not_met} not met + {undetermined} \
             undetermined + {counted_errors} + {not_applicable} not applicable"
        ),
    }
}

/// A table of targets that a CSV file has no room for.
pub fn targets_left_out(name: &str) -> Message {
    say!(
        "tệp CSV chỉ chứa một bảng: bảng chỉ tiêu “{name}” không ghi vào; thêm --khối \"{name}\" \
         để ghi riêng, hoặc ghi ra .xlsx",
        "a CSV file holds one table: that of targets “{name}” is left out; add --block \"{name}\" \
         to write it alone, or write an .xlsx",
        name = name
    )
}
