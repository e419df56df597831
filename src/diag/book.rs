//! Words of the workbook of results: what was decided, why, of which data, by which rules.

use super::{Message, counted, say, words};
use crate::value::Lang;

words! {
    /// Names of pages, headers and fixed cells of a workbook of results.
    summary: "Tổng hợp" / "Summary";
    refused: "Dòng không nhận" / "Rows not taken";
    used: "Quy tắc, số liệu" / "Rules and data";
    better: "muốn tốt hơn" / "to do better";
    why: "vì sao" / "why";
    see: "xem" / "see";
    record_type: "loại bản ghi" / "record type";
    record: "bản ghi" / "record";
    block: "khối" / "block";
    point: "nội dung" / "about";
    working: "cách tính" / "working";
    rule: "dòng luật" / "rule";
    points: "điểm" / "points";
    most: "tối đa" / "maximum";
    place: "chỗ trong luật" / "place in the rules";
    basis: "căn cứ" / "basis";
    assumptions: "giả định" / "assumptions";
    total: "Tổng điểm" / "Total points";
    file: "tệp" / "file";
    sheet: "trang" / "sheet";
    row: "dòng" / "row";
    cell: "ô" / "cell";
    column: "cột" / "column";
    value: "giá trị" / "value";
    expected: "cần gì" / "expected";
    happened: "việc" / "what happened";
    unreadable: "ô không dùng được" / "cell not taken";
    out_of_range: "giá trị không được phép" / "value not allowed";
    skipped: "bỏ qua" / "skipped";
    identical: "trùng hoàn toàn" / "identical";
    count: "số lượng" / "number";
    pages: "Các trang" / "Pages";
    counts: "Số bản ghi" / "Numbers of records";
    records: "bản ghi" / "records";
    decided: "có kết quả" / "decided";
    undetermined: "chưa xác định" / "undetermined";
    data_errors: "lỗi dữ liệu" / "data errors";
    not_applicable: "không áp dụng" / "not applicable";
    errors: "Lỗi dữ liệu theo loại" / "Data errors by kind";
    no_errors: "Không có lỗi dữ liệu" / "No data errors";
    targets: "Chỉ tiêu" / "Targets";
    target: "chỉ tiêu" / "target";
    units: "đơn vị" / "units";
    met: "đạt" / "met";
    not_met: "không đạt" / "not met";
    packs: "Bộ quy tắc" / "Packs";
    pack: "bộ quy tắc" / "pack";
    title: "tên đầy đủ" / "title";
    fingerprint: "dấu vân tay" / "fingerprint";
    effective: "áp dụng" / "applies";
    as_of: "ngày xét" / "as-of date";
    own_day: "ngày của từng bản ghi" / "each record's own";
    rule_files: "Tệp của bộ quy tắc" / "Files of the packs";
    inputs: "Số liệu" / "Data";
    profile: "mẫu nhập" / "import profile";
    header_row: "dòng tiêu đề" / "header row";
    rows: "dòng dưới tiêu đề" / "rows below the header";
    day_told: "ngày trong tệp" / "day told by the file";
    blocks: "Khối đã xét" / "Blocks asked";
    warnings: "Cảnh báo" / "Warnings";
    assumed: "Giả định" / "Assumptions";
    assumption: "giả định" / "assumption";
    documents: "Văn bản" / "Documents";
    document: "văn bản" / "document";
    results_page: "kết quả, mỗi bản ghi một dòng" / "results, a record a row";
    targets_page: "chỉ tiêu theo đơn vị" / "targets by unit";
    why_page: "từng tiêu chí, điều khoản của mỗi bản ghi, với dòng luật và căn cứ"
        / "each criterion and clause of each record, with its rule and basis";
    refused_page: "dòng bị bỏ qua, ô không dùng được và cần gì ở đó"
        / "rows that were skipped, cells that were not taken and what was expected";
    used_page: "bộ quy tắc, ngày xét, tệp số liệu, giả định"
        / "packs, as-of date, data files, assumptions";
}

/// Name of the page that explains the records of a type.
pub fn why_of(record: &str) -> Message {
    say!("Vì sao {record}", "Why {record}", record = record)
}

/// Words for the points that a scorecard does not give, criterion by criterion.
pub fn lost(criteria: &str) -> Message {
    say!("chưa đủ điểm: {criteria}", "below the maximum: {criteria}", criteria = criteria)
}

/// The records that no page explains, for there are too many.
pub fn explained(record: &str, explained: usize, all: usize) -> Message {
    say!(
        "trang vì sao nói về {explained} {record} đầu trong {all}; các bản ghi sau xem bằng lệnh \
         vi-sao, thêm --ma",
        "the page on why is about the first {explained} of {all} {record}; for the others use \
         explain with --id",
        explained = explained,
        record = record,
        all = all
    )
}

/// The rows and cells that the page of what was not taken has no room for.
pub fn refused(shown: usize, all: usize) -> Message {
    let [vi, en] = [Lang::Vi, Lang::En].map(|lang| words(lang).refused);
    Message {
        vi: format!("trang “{vi}” kể {shown} dòng đầu trong {all}"),
        en: format!("the page “{en}” shows the first {shown} of {all}"),
    }
}

/// Title of a chart of the distance to targets.
pub fn distance(target: &str) -> Message {
    say!("{target}: còn cách mức yêu cầu", "{target}: short of what is required", target = target)
}

/// Title of the outcomes of a block by unit.
pub fn by_unit(block: &str, unit: &str) -> Message {
    say!("{block}, theo {unit}", "{block}, by {unit}", block = block, unit = unit)
}

/// Rows that equal an earlier one.
pub fn same_as(row: u32) -> Message {
    say!("giống hệt dòng {row}", "the same as row {row}", row = row)
}

/// Kinds of data errors beyond those shown.
pub fn more_kinds(count: usize) -> Message {
    let (vi, en) = (format!("và {count} loại lỗi nữa"), counted(count, "further kind"));
    Message { vi, en: format!("and {en}") }
}
