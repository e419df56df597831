//! What `diff` says of two packs: each kind of change by hand, names and orders that change
//! nothing, and, on random edits, that "the same for every record" is never wrong.

use crate::support::Dice;
use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::{Map, Value, json};
use visao::compare::{BlockStanding, Change, Comparison, Standing, edited};
use visao::{DataFile, Dataset, InputFile, Lang, Memory, Rules};

/// A small pack with a part of every kind.
const PACK: &str = r#"danh mục Loại có thứ tự: Tốt > Khá > Yếu
danh mục Quận: Hải Châu, Thanh Khê
tham số mức vay: tiền
  từ 01/01/2023 là 50 triệu
  từ 01/07/2023 là 60 triệu
bản ghi Tổ
  trường mã: chữ, khóa
  trường quận: một trong Quận
  trường dư nợ: tiền, từ 0
  trường nợ quá hạn: tiền, từ 0 đến dư nợ
  trường đã họp: có không
  trường ngày vay: ngày
  trường ngày kiểm tra: ngày
  tính tỷ lệ = nợ quá hạn / dư nợ, nếu dư nợ = 0 thì 0%
bảng Nhóm cho Tổ: số, duy nhất
  | đã họp | dư nợ             | Nhóm |
  | có     | dưới 10 triệu     | 1    |
  | có     | từ 10 triệu       | 2    |
  | không  | -                 | 3    |
bảng điểm Chấm cho Tổ "Chấm điểm", thang 50 điểm
  tiêu chí 1 "Họp", tối đa 20 điểm
    đã họp là có   được 20 điểm
    còn lại        được 0 điểm
  tiêu chí 2 "Nợ quá hạn", tối đa 30 điểm
    theo tỷ lệ
    0%             được 30 điểm
    dưới 0,5%      được 25 điểm
    dưới 2%        được 10 điểm
    còn lại        được 0 điểm
  xếp loại Loại theo tổng điểm
    từ 45 điểm     là Tốt
    từ 30 điểm     là Khá
    còn lại        là Yếu
    không quá Khá nếu tỷ lệ ≥ 1%: "Nợ quá hạn cao"
điều kiện Vay cho Tổ
  áp dụng khi dư nợ < 100 triệu
  yêu cầu đã họp là có
    nếu không: "Chưa họp"
  từ chối nếu dư nợ > mức vay: "Vượt mức vay"
  cần xem xét nếu tỷ lệ > 1%: "Nợ cao"
kiểm tra Đúng hạn cho Tổ
  hạn ngày kiểm tra: trong 30 ngày từ ngày vay
    nếu không: "Chưa kiểm tra"
chỉ tiêu Nợ trên Tổ theo quận, toàn bộ
  chỉ số NQH "Tỷ lệ nợ quá hạn" = tổng(nợ quá hạn) / tổng(dư nợ)
  mức giao, phấn đấu
  | quận      | NQH giao | NQH phấn đấu |
  | toàn bộ   | < 4%     | < 3%         |
  | Hải Châu  | < 5%     | < 3%         |
  | Thanh Khê | < 5%     | < 3%         |
"#;

fn pack(edits: &[(&str, &str)]) -> Rules {
    let mut text = PACK.to_owned();
    for (old, new) in edits {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    Rules::from_text(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn compared(edits: &[(&str, &str)]) -> Comparison {
    pack(&[]).compare(&pack(edits))
}

/// The sentences of a comparison, each below its group; a dot stands before those that decide
/// nothing.
fn told(comparison: &Comparison) -> Vec<String> {
    let line = |change: &Change| {
        let mark = if change.decides { "" } else { "· " };
        format!("{mark}{} | {}", change.group.vi, change.message.vi)
    };
    comparison.changes.iter().map(line).collect()
}

#[track_caller]
fn says(edits: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(told(&compared(edits)), expected);
}

/// The blocks of which it is not told that they are the same for every record.
fn open(comparison: &Comparison) -> Vec<&str> {
    let open = comparison
        .blocks
        .iter()
        .filter(|block| !matches!(block.standing, Standing::Same { period: false, .. }));
    open.map(|block| block.name.as_str()).collect()
}

#[test]
fn a_pack_is_the_same_as_itself() {
    let comparison = compared(&[]);
    assert_eq!(told(&comparison), [""; 0]);
    assert_eq!(comparison.blocks.len(), 4);
    assert!(open(&comparison).is_empty() && !comparison.differs());
}

#[test]
fn points_of_a_row_fall_and_rise() {
    let edit = [("dưới 0,5%      được 25 điểm", "dưới 0,5%      được 20 điểm")];
    says(&edit, &["Bảng điểm Chấm | Tiêu chí 2: dòng “dưới 0,5%” từ 25 còn 20 điểm"]);
    let comparison = compared(&edit);
    let change = &comparison.changes[0];
    assert_eq!(
        change.message.en,
        "Criterion 2: the row “dưới 0,5%” now gives 20 points (was 25 points)"
    );
    let line = |place: &Option<visao::source::Place>| place.as_ref().unwrap().start.line;
    assert_eq!((line(&change.old), line(&change.new)), (27, 27));
    assert_eq!(open(&comparison), ["Chấm"]);
    says(
        &[("dưới 2%        được 10 điểm", "dưới 2%        được 15 điểm")],
        &["Bảng điểm Chấm | Tiêu chí 2: dòng “dưới 2%” từ 10 lên 15 điểm"],
    );
}

#[test]
fn what_records_are_refused_changes() {
    let never = [("  tính tỷ lệ", "  không thể: đã họp là có và dư nợ = 0: \"Lạ\"\n  tính tỷ lệ")];
    says(
        &never,
        &[
            "Bản ghi Tổ | những điều không thể có đã đổi: bản ghi bị coi là lỗi dữ liệu nay khác trước",
        ],
    );
    // A record that was decided is a data error now: no block that reads it is the same.
    assert!(open(&compared(&never)).contains(&"Chấm"));
    let step = [("trường dư nợ: tiền, từ 0", "trường dư nợ: tiền, từ 0, bước 1.000 đồng")];
    says(&step, &["Bản ghi Tổ | dư nợ: nay chỉ nhận số theo bước “1.000 đồng”"]);
    assert!(open(&compared(&step)).contains(&"Chấm"));
    let fixed = [("trường quận: một trong Quận", "trường quận: một trong Quận, cố định")];
    says(&fixed, &["· Bản ghi Tổ | quận: dấu cố định, chỉ tăng, chỉ giảm đã đổi"]);
    assert!(open(&compared(&fixed)).is_empty());
}

#[test]
fn bounds_of_rows_and_of_cells_change() {
    says(
        &[("dưới 0,5%", "dưới 0,4%")],
        &["Bảng điểm Chấm | Tiêu chí 2: dòng “dưới 0,5%” nay là “dưới 0,4%”, vẫn 25 điểm"],
    );
    says(
        &[("dưới 10 triệu ", "dưới 9 triệu "), ("từ 10 triệu ", "từ 9 triệu ")],
        &[
            "Bản ghi Tổ | Nhóm: dòng “đã họp có, dư nợ dưới 10 triệu” nay là “đã họp có, dư nợ dưới \
             9 triệu”, vẫn 1",
            "Bản ghi Tổ | Nhóm: dòng “đã họp có, dư nợ từ 10 triệu” nay là “đã họp có, dư nợ từ 9 \
             triệu”, vẫn 2",
        ],
    );
}

#[test]
fn rows_come_and_go() {
    says(
        &[("    dưới 2%        được 10 điểm\n", "")],
        &["Bảng điểm Chấm | Tiêu chí 2: bỏ dòng “dưới 2%” (10 điểm)"],
    );
    says(
        &[("    dưới 2%   ", "    dưới 1%        được 15 điểm\n    dưới 2%   ")],
        &["Bảng điểm Chấm | Tiêu chí 2: thêm dòng “dưới 1%” (15 điểm)"],
    );
}

#[test]
fn the_order_of_rows_counts_where_the_first_that_holds_does() {
    let swapped = "    dưới 2%        được 10 điểm\n    dưới 0,5%      được 25 điểm\n";
    let rows = "    dưới 0,5%      được 25 điểm\n    dưới 2%        được 10 điểm\n";
    let comparison = compared(&[(rows, swapped)]);
    assert_eq!(
        told(&comparison),
        ["Bảng điểm Chấm | Tiêu chí 2: dòng “dưới 0,5%” nay xét sau dòng “dưới 2%”"]
    );
    assert_eq!(open(&comparison), ["Chấm"]);
    let comparison = compared(&[(
        "  | có     | dưới 10 triệu     | 1    |\n  | có     | từ 10 triệu       | 2    |\n",
        "  | có     | từ 10 triệu       | 2    |\n  | có     | dưới 10 triệu     | 1    |\n",
    )]);
    assert_eq!(
        told(&comparison),
        ["· Bản ghi Tổ | Nhóm: các dòng chỉ xếp lại thứ tự, cách xét như cũ"]
    );
    assert!(open(&comparison).is_empty());
}

/// Bands that do not meet may stand in any order, and a condition may be put another way: proved,
/// not only of one form.
#[test]
fn what_reads_otherwise_and_decides_alike_is_proved() {
    let bands = "    từ 0,5% đến dưới 2%  được 10 điểm\n    trên 0% đến dưới 0,5%  được 25 điểm\n";
    let other = "    trên 0% đến dưới 0,5%  được 25 điểm\n    từ 0,5% đến dưới 2%  được 10 điểm\n";
    let rows = "    dưới 0,5%      được 25 điểm\n    dưới 2%        được 10 điểm\n";
    let comparison = pack(&[(rows, bands)]).compare(&pack(&[(rows, other)]));
    assert_eq!(
        told(&comparison),
        ["· Bảng điểm Chấm | Tiêu chí 2: dòng “từ 0,5% đến dưới 2%” nay xét sau dòng “trên 0% \
             đến dưới 0,5%”"]
    );
    assert!(open(&comparison).is_empty() && !comparison.differs());
    // Below 0,5% but for the row above it is the same as from 0% on.
    let comparison = compared(&[(rows, other)]);
    assert!(open(&comparison).is_empty(), "{:?}", told(&comparison));
}

/// Totals are 0, 10, 20, 25, 30, 45 and 50: none lies from 40 to below 45.
#[test]
fn a_threshold_that_no_total_meets_is_proved_to_change_nothing() {
    let comparison = compared(&[("từ 45 điểm ", "từ 40 điểm ")]);
    assert_eq!(told(&comparison), ["· Bảng điểm Chấm | ngưỡng “Tốt” từ 45 còn 40 điểm"]);
    assert!(comparison.changes[0].proved && open(&comparison).is_empty());
    let comparison = compared(&[("từ 30 điểm ", "từ 25 điểm ")]);
    assert!(comparison.differs() && !comparison.changes[0].proved);
}

#[test]
fn criteria_are_known_by_title_and_content_wherever_they_stand() {
    let first = "  tiêu chí 1 \"Họp\", tối đa 20 điểm\n    đã họp là có   được 20 điểm\n    còn lại        \
                 được 0 điểm\n";
    let comparison =
        compared(&[(first, ""), ("  xếp loại Loại", &format!("{first}  xếp loại Loại"))]);
    assert_eq!(
        told(&comparison),
        ["· Bảng điểm Chấm | các tiêu chí chỉ xếp lại thứ tự, cách xét như cũ"]
    );
    assert!(open(&comparison).is_empty());
    says(&[("tiêu chí 2 ", "tiêu chí 3 ")], &["· Bảng điểm Chấm | tiêu chí 2 nay là tiêu chí 3"]);
    says(
        &[("tiêu chí 2 \"Nợ quá hạn\"", "tiêu chí 2 \"Nợ\"")],
        &["· Bảng điểm Chấm | Tiêu chí 2: tên gọi từ “Nợ quá hạn” thành “Nợ”"],
    );
    says(
        &[
            ("thang 50", "thang 60"),
            (
                "  xếp loại Loại",
                "  tiêu chí 3 \"Sổ\", tối đa 10 điểm\n    còn lại được 10 điểm\n  xếp loại Loại",
            ),
        ],
        &["Bảng điểm Chấm | thang điểm từ 50 lên 60 điểm", "Bảng điểm Chấm | thêm tiêu chí 3 “Sổ”"],
    );
    says(
        &[("thang 50", "thang 55"), ("\"Nợ quá hạn\", tối đa 30", "\"Nợ quá hạn\", tối đa 35")],
        &[
            "Bảng điểm Chấm | thang điểm từ 50 lên 55 điểm",
            "Bảng điểm Chấm | Tiêu chí 2: tối đa từ 30 lên 35 điểm",
        ],
    );
    says(
        &[("    theo tỷ lệ\n", "    theo nợ quá hạn / dư nợ\n")],
        &["Bảng điểm Chấm | Tiêu chí 2: xét theo từ “tỷ lệ” thành “nợ quá hạn / dư nợ”"],
    );
}

#[test]
fn thresholds_and_caps_of_a_grading_change() {
    says(&[("từ 45 điểm ", "từ 50 điểm ")], &["Bảng điểm Chấm | ngưỡng “Tốt” từ 45 lên 50 điểm"]);
    says(
        &[("tỷ lệ ≥ 1%", "tỷ lệ ≥ 2%")],
        &["Bảng điểm Chấm | mức chặn “tỷ lệ ≥ 1%” nay là “tỷ lệ ≥ 2%”, vẫn không quá “Khá”"],
    );
    says(
        &[("không quá Khá", "không quá Yếu")],
        &["Bảng điểm Chấm | mức chặn “tỷ lệ ≥ 1%”: từ không quá “Khá” thành không quá “Yếu”"],
    );
    says(
        &[("    không quá Khá nếu tỷ lệ ≥ 1%: \"Nợ quá hạn cao\"\n", "")],
        &["Bảng điểm Chấm | bỏ mức chặn “tỷ lệ ≥ 1%”"],
    );
}

#[test]
fn clauses_and_guards_change() {
    says(
        &[("áp dụng khi dư nợ < 100 triệu", "áp dụng khi dư nợ < 90 triệu")],
        &["Điều kiện Vay | điều kiện áp dụng “dư nợ < 100 triệu” nay là “dư nợ < 90 triệu”"],
    );
    says(
        &[("cần xem xét nếu tỷ lệ > 1%", "cần xem xét nếu tỷ lệ > 2%")],
        &["Điều kiện Vay | điều cần xem xét “tỷ lệ > 1%” nay là “tỷ lệ > 2%”"],
    );
    says(
        &[("cần xem xét nếu tỷ lệ > 1%", "từ chối nếu tỷ lệ > 1%")],
        &["Điều kiện Vay | điều cần xem xét “tỷ lệ > 1%” nay là điều từ chối"],
    );
    says(
        &[("\"Vượt mức vay\"", "\"Quá mức vay\"")],
        &["Điều kiện Vay | lý do từ “Vượt mức vay” thành “Quá mức vay”"],
    );
    says(
        &[("  cần xem xét nếu tỷ lệ > 1%: \"Nợ cao\"\n", "")],
        &["Điều kiện Vay | bỏ điều cần xem xét “tỷ lệ > 1%” (“Nợ cao”)"],
    );
    says(
        &[("  cần xem xét", "  cảnh báo nếu dư nợ = 0: \"Chưa vay\"\n  cần xem xét")],
        &["Điều kiện Vay | thêm cảnh báo “dư nợ = 0” (“Chưa vay”)"],
    );
    says(
        &[("trong 30 ngày từ ngày vay", "trong 15 ngày từ ngày vay")],
        &[
            "Kiểm tra Đúng hạn | hạn “ngày kiểm tra”: thời hạn từ “trong 30 ngày từ ngày vay” thành \
             “trong 15 ngày từ ngày vay”",
        ],
    );
}

#[test]
fn the_order_of_clauses_changes_nothing() {
    let (reject, refer) = (
        "  từ chối nếu dư nợ > mức vay: \"Vượt mức vay\"\n",
        "  cần xem xét nếu tỷ lệ > 1%: \"Nợ cao\"\n",
    );
    let comparison = compared(&[(&format!("{reject}{refer}"), &format!("{refer}{reject}"))]);
    assert_eq!(
        told(&comparison),
        ["· Điều kiện Vay | các điều chỉ xếp lại thứ tự, cách xét như cũ"]
    );
    assert!(open(&comparison).is_empty() && !comparison.differs());
}

#[test]
fn parameters_change_by_day() {
    let comparison = compared(&[("từ 01/07/2023 là 60 triệu", "từ 01/10/2023 là 45 triệu")]);
    assert_eq!(
        told(&comparison),
        [
            "Tham số mức vay | từ 01/07/2023 đến 30/09/2023: từ 60.000.000 còn 50.000.000 đ",
            "Tham số mức vay | từ 01/10/2023: từ 60.000.000 còn 45.000.000 đ",
        ]
    );
    assert_eq!(open(&comparison), ["Vay"], "nothing else reads it");
    assert_eq!(comparison.blocks[1].changed[0].vi, "tham số “mức vay”");
    says(
        &[("  từ 01/01/2023 là 50 triệu\n", "")],
        &["Tham số mức vay | từ 01/01/2023 đến 30/06/2023: nay không có giá trị (trước là \
           50.000.000 đ)"],
    );
    // A line more that says the same.
    says(&[("  từ 01/07/2023", "  từ 01/03/2023 là 50 triệu\n  từ 01/07/2023")], &[]);
}

#[test]
fn categories_and_fields_change() {
    says(
        &[("Hải Châu, Thanh Khê\n", "Hải Châu, Thanh Khê, Sơn Trà\n")],
        &["Danh mục Quận | thêm giá trị “Sơn Trà”"],
    );
    says(
        &[("Hải Châu, Thanh Khê\n", "Thanh Khê, Hải Châu\n")],
        &["· Danh mục Quận | các giá trị chỉ xếp lại thứ tự, cách xét như cũ"],
    );
    says(
        &[("trường dư nợ: tiền, từ 0\n", "trường dư nợ: tiền, từ 1 triệu, bắt buộc\n")],
        &[
            "Bản ghi Tổ | dư nợ: khoảng cho phép từ “từ 0” thành “từ 1 triệu”",
            "Bản ghi Tổ | dư nợ: nay bắt buộc phải có",
        ],
    );
    says(
        &[("nếu dư nợ = 0 thì 0%", "nếu dư nợ = 0 thì 100%")],
        &[
            "Bản ghi Tổ | tỷ lệ: nay tính là “nợ quá hạn / dư nợ, nếu dư nợ = 0 thì 100%” (trước là \
             “nợ quá hạn / dư nợ, nếu dư nợ = 0 thì 0%”)",
        ],
    );
    says(
        &[("số, duy nhất", "số")],
        &["Bản ghi Tổ | Nhóm: cách lấy kết quả từ “duy nhất” thành “dòng đúng đầu tiên”"],
    );
}

#[test]
fn targets_change_by_unit_and_level() {
    says(
        &[("| Hải Châu  | < 5%     | < 3%  ", "| Hải Châu  | < 5%     | < 2%  ")],
        &["Chỉ tiêu Nợ | Chỉ số NQH: Hải Châu, phấn đấu: yêu cầu từ 3% còn 2%"],
    );
    says(
        &[("| toàn bộ   | < 4%     |", "| toàn bộ   | ≤ 4%     |")],
        &["Chỉ tiêu Nợ | Chỉ số NQH: toàn bộ, giao: yêu cầu từ “< 4%” thành “≤ 4%”"],
    );
}

/// The field is named in a range, a formula, a header and conditions; nothing but its name changed.
#[test]
fn renamings_are_recognised() {
    for (old, new, said) in [
        ("dư nợ", "tổng dư nợ", "· Bản ghi Tổ | trường “dư nợ” đổi tên thành “tổng dư nợ”"),
        ("mức vay", "hạn mức", "· Tham số hạn mức | đổi tên, trước là “mức vay”"),
        ("tỷ lệ", "tỷ lệ nợ", "· Bản ghi Tổ | giá trị tính “tỷ lệ” đổi tên thành “tỷ lệ nợ”"),
        ("Khá", "Đạt", "· Danh mục Loại | giá trị “Khá” đổi tên thành “Đạt”"),
        ("Loại", "Hạng", "· Danh mục Hạng | đổi tên, trước là “Loại”"),
    ] {
        let quoted = [(old, new), (&*format!("\"Vượt {new}\""), "\"Vượt mức vay\"")];
        let edits = if old == "mức vay" { &quoted[..] } else { &quoted[..1] };
        let comparison = compared(edits);
        assert_eq!(told(&comparison), [said]);
        assert!(open(&comparison).is_empty() && !comparison.differs(), "{old}");
    }
    let comparison = compared(&[("bảng điểm Chấm cho", "bảng điểm Chấm tổ cho")]);
    assert_eq!(told(&comparison), ["· Bảng điểm Chấm tổ | đổi tên, trước là “Chấm”"]);
    let comparison = compared(&[(" Tổ", " Tổ vay")]);
    assert_eq!(told(&comparison), ["· Bản ghi Tổ vay | đổi tên, trước là “Tổ”"]);
    assert!(open(&comparison).is_empty());
}

/// A name that is gone and one that is new are not one, where they are used otherwise.
#[test]
fn another_field_is_no_renaming() {
    let comparison = compared(&[
        ("trường đã họp: có không", "trường đã nộp sổ: có không"),
        ("đã họp là có   được 20", "đã nộp sổ là không   được 20"),
        ("| đã họp |", "| đã nộp sổ |"),
        ("yêu cầu đã họp là có", "yêu cầu đã nộp sổ là có"),
    ]);
    assert!(comparison.differs());
}

#[test]
fn layout_comments_and_the_language_of_keywords_do_not_count() {
    let english = PACK
        .replace("bảng điểm Chấm", "# lời ghi\n\n   scorecard Chấm")
        .replace("tiêu chí 2", "criterion   2")
        .replace("được 25", "gives 25")
        .replace("từ chối nếu dư nợ > mức vay", "reject if mức vay < dư nợ");
    let comparison = pack(&[]).compare(&Rules::from_text(&english).unwrap());
    assert_eq!(told(&comparison), [""; 0]);
    assert!(open(&comparison).is_empty());
}

#[test]
fn declarations_may_stand_in_any_order() {
    let (categories, rest) = PACK.split_at(PACK.find("tham số").unwrap());
    let moved = format!("{rest}{categories}");
    let comparison = pack(&[]).compare(&Rules::from_text(&moved).unwrap());
    assert_eq!(told(&comparison), [""; 0]);
}

fn dated(year: i32, text: &str) -> Rules {
    let manifest = format!(
        "[pack]\nname = \"p\"\nlanguage = \"vi\"\neffective = {{ from = {year}-01-01, to = \
         {year}-12-31 }}\n"
    );
    let files: Memory = [("pack.toml", manifest.as_str()), ("a.luat", text)].into_iter().collect();
    Rules::from_files(&files).unwrap()
}

#[test]
fn a_period_that_a_block_reads_is_told_apart() {
    let text = "bản ghi Tổ\n  trường mã: chữ, khóa\n  trường ngày họp: ngày\n  trường nợ: tiền, từ \
                0\nkiểm tra Họp cho Tổ\n  yêu cầu ngày họp ≤ cuối kỳ\n    nếu không: \"muộn\"\nđiều \
                kiện Vay cho Tổ\n  từ chối nếu nợ > 5 triệu: \"nợ\"\n";
    let comparison = dated(2023, text).compare(&dated(2024, text));
    assert_eq!(
        told(&comparison),
        ["Bộ quy tắc | áp dụng từ 01/01/2024 đến 31/12/2024 (trước là từ 01/01/2023 đến \
             31/12/2023)"]
    );
    let standing: Vec<Standing> = comparison.blocks.iter().map(|block| block.standing).collect();
    let same = |period| Standing::Same { renamed: false, period, accepted: false };
    assert_eq!(standing, [same(true), same(false)]);
}

/// A month is no number of days, whatever the digits.
#[test]
fn a_month_is_no_day() {
    let text = |unit: &str| {
        format!(
            "bản ghi Tổ\n  trường mã: chữ, khóa\n  trường ngày vay: ngày\n  trường ngày trả: \
             ngày\nđiều kiện Vay cho Tổ\n  từ chối nếu ngày trả > ngày vay + 1 {unit}: \"muộn\"\n"
        )
    };
    let rules = |unit: &str| {
        let manifest = "[pack]\nname = \"p\"\nlanguage = \"vi\"\nmonth_end = \"last-day\"\n";
        let text = text(unit);
        let files: Memory = [("pack.toml", manifest), ("a.luat", &text)].into_iter().collect();
        Rules::from_files(&files).unwrap()
    };
    assert_eq!(
        told(&rules("ngày").compare(&rules("tháng"))),
        [
            "Điều kiện Vay | điều từ chối “ngày trả > ngày vay + 1 ngày” nay là “ngày trả > ngày vay \
             + 1 tháng”"
        ]
    );
}

#[test]
fn the_way_files_are_read_is_told() {
    let rules = |unit: &str| {
        let manifest = format!(
            "[pack]\nname = \"p\"\nlanguage = \"vi\"\n[import.\"A\"]\nrecord = \"Tổ\"\nsheet = 1\n\
             header = {{ contains = [\"mã\"] }}\n[import.\"A\".columns]\n\"nợ\" = {{ header = \"Nợ\", \
             unit = \"{unit}\" }}\n"
        );
        let text = "bản ghi Tổ\n  trường mã: chữ, khóa\n  trường nợ: tiền, từ 0\nđiều kiện Vay cho \
                    Tổ\n  từ chối nếu nợ > 5 triệu: \"nợ\"\n";
        let files: Memory =
            [("pack.toml", manifest.as_str()), ("a.luat", text)].into_iter().collect();
        Rules::from_files(&files).unwrap()
    };
    let comparison = rules("triệu").compare(&rules("đồng"));
    assert_eq!(
        told(&comparison),
        ["Bộ quy tắc | cách tìm dòng và cột trong tệp dữ liệu (các phần import của pack.toml) đã \
             đổi"]
    );
    assert!(comparison.differs() && open(&comparison).is_empty());
}

#[test]
fn basis_is_no_change_in_meaning() {
    let comparison = compared(&[(
        "bảng điểm Chấm cho Tổ \"Chấm điểm\", thang 50 điểm\n",
        "bảng điểm Chấm cho Tổ \"Chấm điểm\", thang 50 điểm\n  giả định \"chưa đối chiếu\"\n",
    )]);
    assert_eq!(told(&comparison), ["· Bảng điểm Chấm | căn cứ hoặc giả định ghi khác đi ở 1 chỗ"]);
    assert!(!comparison.differs() && open(&comparison).is_empty());
}

#[test]
fn the_packs_of_two_years_are_equal_but_for_one_parameter() {
    let comparison =
        Rules::load("rules/2023").unwrap().compare(&Rules::load("rules/2024").unwrap());
    let deciding: Vec<String> =
        told(&comparison).into_iter().filter(|line| !line.starts_with('·')).collect();
    assert_eq!(
        deciding,
        [
            "Bộ quy tắc | áp dụng từ 01/01/2024 đến 31/12/2024 (trước là từ 01/01/2023 đến \
             31/12/2023)",
            "Tham số mức vay một công trình nước sạch | từ 02/09/2024: từ 10.000.000 lên 25.000.000 đ",
        ]
    );
    let others = comparison
        .blocks
        .iter()
        .filter(|block| !matches!(block.standing, Standing::Same { .. }))
        .collect::<Vec<_>>();
    let [block] = others[..] else { panic!("{others:?}") };
    // 50 triệu for two works: more than 2 × 10, not more than 2 × 25.
    let witness = block.witness.as_ref().unwrap();
    let results = (witness.old.result.vi.as_str(), witness.new.result.vi.as_str());
    assert_eq!((block.name.as_str(), results), ("Vay nước sạch", ("không đề xuất", "đề xuất")));
    let value = |name: &str| {
        let found = witness.fields.iter().find(|(known, _, _)| known == name);
        found.map(|(_, _, words)| words.vi.as_str()).unwrap_or_default()
    };
    assert_eq!(value("ngày đề xuất"), "02/09/2024");
    assert_eq!((value("số tiền đề xuất"), value("số công trình")), ("50.000.000 đ", "2"));
}

/// From July the limit falls from 60 to 55 triệu: who owes more than 55 and not more than 60 is
/// rejected now. Days of a loan decide nothing here, so the record has none.
#[test]
fn a_block_that_differs_is_told_with_a_record() {
    let comparison = compared(&[("là 60 triệu", "là 55 triệu")]);
    let block = &comparison.blocks[1];
    assert_eq!((block.name.as_str(), block.standing), ("Vay", Standing::Differs));
    let witness = block.witness.as_ref().unwrap();
    assert_ne!(witness.old.result.vi, "từ chối");
    assert_eq!(witness.new.result.vi, "từ chối");
    assert!(witness.day >= Some("01/07/2023".parse().unwrap()));
    let debt = witness.fields.iter().find(|(name, _, _)| name == "dư nợ").unwrap();
    let visao::Value::Num(debt) = &debt.1 else { panic!("{debt:?}") };
    assert!(*debt > 55_000_000.into() && *debt <= 60_000_000.into(), "{debt:?}");
    assert!(witness.fields.iter().all(|(name, _, _)| !name.starts_with("ngày")), "{witness:?}");
}

/// Read aloud as an officer would say it; each line fits a terminal.
#[test]
fn the_packs_of_two_years_are_told_in_words() {
    let (old, new) = (Rules::load("rules/2023").unwrap(), Rules::load("rules/2024").unwrap());
    let told = visao::compare::document(&old.compare(&new), None, Lang::Vi).text(false);
    assert!(told.lines().all(|line| line.chars().count() <= 100), "{told}");
    insta::assert_snapshot!(told);
}

/// Ten thousand rows are laid beside each other by what they say, not each beside each.
#[test]
fn many_rows_are_compared_by_what_they_say() {
    let table = |change: usize| {
        let rows: String = (0..10_000)
            .map(|row| format!("  | {row} | {} |\n", if row == change { 7 } else { row }))
            .collect();
        let text = format!(
            "bản ghi Tổ\n  trường mã: chữ, khóa\n  trường số: số nguyên, từ 0\nbảng Mức cho Tổ: số, \
             duy nhất\n  | số | Mức |\n{rows}"
        );
        Rules::from_text(&text).unwrap()
    };
    let comparison = table(20_000).compare(&table(9_000));
    assert_eq!(told(&comparison), ["Bản ghi Tổ | Mức: dòng “số 9000” từ 9.000 còn 7"]);
}

// ---- records ----

fn read(rules: &Rules, csv: &str) -> Dataset {
    let file = DataFile::bytes("to.csv", csv.as_bytes().to_vec());
    let query = rules.query().lenient().date("15/08/2023".parse().unwrap());
    query.read_all(&[InputFile { record: None, file }], None).unwrap()
}

/// T1 has no overdue debt: 20 + 30. T2 has 0,4%: 20 + 25 = 45, Tốt; where 0,4% is no longer below
/// the bound it gets 10 points: 30, Khá. T3 stays Yếu with 10 points: 1% of 40 triệu is 400.000.
/// T4 owes 55 triệu, more than 50 and not more than 60.
const RECORDS: &str = "mã;quận;dư nợ;nợ quá hạn;đã họp;ngày vay;ngày kiểm tra
T1;Hải Châu;10.000.000;0;có;01/07/2023;05/07/2023
T2;Hải Châu;10.000.000;40.000;có;01/07/2023;05/07/2023
T3;Thanh Khê;40.000.000;400.000;không;01/07/2023;05/07/2023
T4;Thanh Khê;55.000.000;0;có;01/07/2023;05/07/2023
";

#[test]
fn records_that_come_out_otherwise_are_told_with_what_did_it() {
    let (old, new) =
        (pack(&[]), pack(&[("dưới 0,5%", "dưới 0,4%"), ("là 60 triệu", "là 50 triệu")]));
    let comparison = old.compare(&new);
    let migration = comparison.migration(&read(&old, RECORDS), &read(&new, RECORDS), Lang::Vi);
    let told: Vec<String> = migration
        .records
        .iter()
        .map(|record| {
            let causes: Vec<&str> =
                record.causes.iter().map(|cause| cause.message.vi.as_str()).collect();
            format!(
                "{} {} {}: {} → {}: {}",
                record.record,
                record.unit.as_deref().unwrap(),
                record.block,
                record.old.result.vi,
                record.new.result.vi,
                causes.join("; ")
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "T2 Hải Châu Chấm: Tốt → Khá: tiêu chí 2 từ 25 còn 10 điểm",
            "T4 Thanh Khê Vay: đủ điều kiện → từ chối: nay có: “Vượt mức vay”",
        ]
    );
    let card = migration.blocks.iter().find(|block| block.name == "Chấm").unwrap();
    let moves: Vec<(&str, &str, usize, usize)> = card
        .moves
        .iter()
        .map(|of| (of.from.vi.as_str(), of.to.vi.as_str(), of.count, of.changed))
        .collect();
    assert_eq!(moves, [("Tốt", "Tốt", 2, 0), ("Tốt", "Khá", 1, 1), ("Yếu", "Yếu", 1, 0)]);
    assert_eq!((card.records, card.changed), (4, 1));
    assert_eq!(card.units.len(), 1);
    assert_eq!(card.units[0].0, "Hải Châu");
}

/// Hải Châu owes 40.000 of 20.000.000: 0,2%, met at both levels before, at none now. The whole set
/// and Thanh Khê stay as they are.
#[test]
fn units_that_meet_their_targets_no_longer_are_told() {
    let old = pack(&[]);
    let new = pack(&[(
        "| Hải Châu  | < 5%     | < 3%         |",
        "| Hải Châu  | < 0,1%   | < 0,05%      |",
    )]);
    let migration =
        old.compare(&new).migration(&read(&old, RECORDS), &read(&new, RECORDS), Lang::Vi);
    let told: Vec<String> = migration
        .indicators
        .iter()
        .map(|one| {
            format!("{} {}: {} → {} {}", one.unit, one.indicator, one.old.vi, one.new.vi, one.turns)
        })
        .collect();
    assert_eq!(told, ["Hải Châu NQH: 0,2%, đạt (phấn đấu) → 0,2%, không đạt true"]);
    assert!(migration.records.is_empty());
}

/// A record that one pack leaves out is counted, not compared with its neighbour.
#[test]
fn records_are_known_by_their_place_in_the_files() {
    let text = |from: &str| {
        format!(
            "bản ghi Tổ chụp hàng tháng theo ngày\n  trường mã: chữ, khóa\n  trường ngày: ngày, bắt \
             buộc\n  trường nợ: tiền, từ {from}\nđiều kiện Vay cho Tổ\n  từ chối nếu nợ > 5 triệu: \
             \"nợ\"\n"
        )
    };
    let old = dated(2023, &text("0"));
    let new = dated(2024, &text("0"));
    let csv = "mã;ngày;nợ\nA;31/12/2023;1\nB;31/01/2024;6.000.000\n";
    let read = |rules: &Rules| {
        let file = DataFile::bytes("to.csv", csv.as_bytes().to_vec());
        rules.query().lenient().read_all(&[InputFile { record: None, file }], None).unwrap()
    };
    let (before, now) = (read(&old), read(&new));
    let migration = old.compare(&new).migration(&before, &now, Lang::Vi);
    let counts = |data: &Dataset| data.batches().map(|batch| batch.records()).sum::<usize>();
    let both = migration.blocks[0].records;
    assert_eq!(migration.only_old, counts(&before) - both);
    assert_eq!(migration.only_new, counts(&now) - both);
    assert_eq!(migration.records.len(), 0);
}

#[test]
fn a_pack_can_be_asked_for_the_days_of_another() {
    let days = Rules::load("rules/2023").unwrap().effective().unwrap();
    let rules = Rules::load_for("rules/2024", days).unwrap();
    assert_eq!(rules.effective(), Some(days));
    assert_eq!(rules.name(), "da-nang-2024");
}

fn visao(arguments: &[&str]) -> std::process::Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_visao"))
        .args(arguments)
        .current_dir("tests/cli/diff.in")
        .output()
        .unwrap()
}

/// The workbook as a spreadsheet program has it: T02 falls to Khá, and that is the only move.
#[test]
fn a_workbook_holds_what_changed_and_for_whom() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("so-sanh.xlsx");
    let run = visao(&[
        "so-sanh",
        "cu",
        "--sua",
        "tiêu chí 2, dòng 2 = 0,4%",
        "--du-lieu",
        "to.csv",
        "--ngay",
        "30/06/2023",
        "-o",
        path.to_str().unwrap(),
    ]);
    assert_eq!(run.status.code(), Some(1), "{run:?}");
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    let names = book.sheet_names();
    let expected = ["Chuyển kết quả", "Theo đơn vị", "Bản ghi đổi kết quả", "Thay đổi", "Các khối"];
    assert_eq!(names, expected);
    let mut rows = |sheet: &str| {
        let range = book.worksheet_range(sheet).unwrap();
        let row = |row: &[Data]| row.iter().map(Data::to_string).collect::<Vec<_>>().join("|");
        range.rows().map(row).collect::<Vec<String>>()
    };
    assert_eq!(
        rows("Chuyển kết quả")[..4],
        [
            "khối|từ|thành|số bản ghi|trong đó đổi kết quả",
            "Chấm điểm tổ|Tốt|Tốt|1|0",
            "Chấm điểm tổ|Tốt|Khá|1|1",
            "Chấm điểm tổ|Khá|Khá|1|0",
        ]
    );
    assert_eq!(rows("Theo đơn vị")[1], "Chấm điểm tổ|Hải Châu|Tốt|Khá|1");
    let records = rows("Bản ghi đổi kết quả");
    assert_eq!(records.len(), 2);
    assert!(
        records[1].starts_with("T02|Hải Châu|")
            && records[1].contains("|Tốt|Khá|45|30|tiêu chí 2 từ 25 còn 10 điểm|"),
        "{records:?}"
    );
    assert_eq!(
        rows("Thay đổi")[1],
        "Bảng điểm Chấm điểm tổ|Tiêu chí 2: dòng “dưới 0,5%” nay là “dưới 0,4%”, vẫn 25 \
         điểm|có|tỷ lệ từ 0,4% đến dưới 0,5%: từ 25 còn 10 điểm|to.luat:22|to.luat:22"
    );
}

#[test]
fn a_page_shows_every_sentence() {
    let run = visao(&["so-sanh", "cu", "moi", "--dang", "html"]);
    let page = String::from_utf8(run.stdout).unwrap();
    assert!(page.contains("Tiêu chí 2: dòng “dưới 2%” từ 10 lên 15 điểm"), "{page}");
    assert!(page.contains("ngưỡng “Tốt” từ 45 còn 40 điểm"));
}

// ---- edits ----

fn edit(edits: &[&str]) -> Result<Vec<String>, String> {
    let files: Memory = [("luat.luat", PACK)].into_iter().collect();
    match edited(&files, edits, None) {
        Ok(rules) => Ok(told(&pack(&[]).compare(&rules))),
        Err(visao::compare::EditRefused::NoPlace(message)) => Err(message.vi),
        Err(refused) => Err(format!("{refused:?}")),
    }
}

#[test]
fn a_number_is_tried_where_it_stands() {
    let both = |vi: &str, en: &str, said: &str| {
        assert_eq!(edit(&[vi]).unwrap(), [said], "{vi}");
        assert_eq!(edit(&[en]).unwrap(), [said], "{en}");
    };
    both(
        "tiêu chí 2, dòng 2 = 0,4%",
        "Criterion 2, row 2 = 0,4%",
        "Bảng điểm Chấm | Tiêu chí 2: dòng “dưới 0,5%” nay là “dưới 0,4%”, vẫn 25 điểm",
    );
    both(
        "bảng điểm Chấm, tiêu chí 2, dòng 2, điểm = 20 điểm",
        "scorecard Chấm, criterion 2, row 2, points = 20 điểm",
        "Bảng điểm Chấm | Tiêu chí 2: dòng “dưới 0,5%” từ 25 còn 20 điểm",
    );
    both(
        "xếp loại, dòng 1 = 50 điểm",
        "grade, row 1 = 50 điểm",
        "Bảng điểm Chấm | ngưỡng “Tốt” từ 45 lên 50 điểm",
    );
    both(
        "tham số mức vay, từ 01/07/2023 = 70 triệu",
        "parameter mức vay, from 2023-07-01 = 70 triệu",
        "Tham số mức vay | từ 01/07/2023: từ 60.000.000 lên 70.000.000 đ",
    );
    both(
        "bảng Nhóm, dòng 1, cột 2 = 9 triệu",
        "table Nhóm, row 1, column dư nợ = 9 triệu",
        "Bản ghi Tổ | Nhóm: dòng “đã họp có, dư nợ dưới 10 triệu” nay là “đã họp có, dư nợ dưới 9 \
         triệu”, vẫn 1",
    );
    assert_eq!(
        edit(&["tiêu chí 2, dòng 2 = 0,4%", "tiêu chí 2, dòng 3 = 3%"]).unwrap().len(),
        2,
        "several edits at once"
    );
}

/// The place of the line of the pack that has these words.
fn line_with(words: &str) -> String {
    let line = PACK.lines().position(|line| line.contains(words)).unwrap();
    format!("luat.luat:{}", line + 1)
}

#[test]
fn a_number_is_tried_on_its_line_whatever_stands_there() {
    for (words, number, value, said) in [
        (
            "áp dụng khi",
            "",
            "90 triệu",
            "Điều kiện Vay | điều kiện áp dụng “dư nợ < 100 triệu” nay là “dư nợ < 90 triệu”",
        ),
        (
            "cần xem xét nếu",
            "",
            "2%",
            "Điều kiện Vay | điều cần xem xét “tỷ lệ > 1%” nay là “tỷ lệ > 2%”",
        ),
        (
            "không quá Khá nếu",
            "",
            "1,5%",
            "Bảng điểm Chấm | mức chặn “tỷ lệ ≥ 1%” nay là “tỷ lệ ≥ 1,5%”, vẫn không quá “Khá”",
        ),
        (
            "hạn ngày kiểm tra",
            "",
            "45 ngày",
            "Kiểm tra Đúng hạn | hạn “ngày kiểm tra”: thời hạn từ “trong 30 ngày từ ngày vay” thành \
             “trong 45 ngày từ ngày vay”",
        ),
        (
            "| toàn bộ ",
            ", số 2",
            "2%",
            "Chỉ tiêu Nợ | Chỉ số NQH: toàn bộ, phấn đấu: yêu cầu từ 3% còn 2%",
        ),
        (
            "trường dư nợ",
            "",
            "1 đồng",
            "Bản ghi Tổ | dư nợ: khoảng cho phép từ “từ 0” thành “từ 1 đồng”",
        ),
        (
            "dưới 2%",
            ", number 2",
            "15 điểm",
            "Bảng điểm Chấm | Tiêu chí 2: dòng “dưới 2%” từ 10 lên 15 điểm",
        ),
        (
            "từ 01/07/2023 là",
            "",
            "70 triệu",
            "Tham số mức vay | từ 01/07/2023: từ 60.000.000 lên 70.000.000 đ",
        ),
    ] {
        let edits = format!("{}{number} = {value}", line_with(words));
        assert_eq!(edit(&[&edits]).unwrap(), [said], "{edits}");
    }
    for place in ["luat.luat:36:18", "luat/nam-2023/luat.luat:36", "Luat.LUAT:36"] {
        let edited = edit(&[&format!("{place} = 90 triệu")]).unwrap();
        assert_eq!(edited.len(), 1, "as messages, shells and other systems write it: {place}");
    }
    // The phrase of a deadline stands for a day too: the only number is the day that is written.
    let deadline = "bản ghi Em
  trường mã: chữ, khóa
  trường ngày nộp: ngày
kiểm tra Nộp cho Em
  hạn ngày nộp: trước 15/09/2026
    nếu không: \"Chưa nộp\"
";
    let files: Memory = [("em.luat", deadline)].into_iter().collect();
    assert!(edited(&files, &["em.luat:5 = 20/09/2026"], None).is_ok());
    let [scale, first] =
        [("bảng điểm Chấm", "60 điểm"), ("tiêu chí 1", "30 điểm")].map(|(words, value)| {
            let line = line_with(words);
            format!("{line} = {value}")
        });
    assert!(edit(&[&scale]).unwrap_err().contains("tổng điểm tối đa của các tiêu chí là 50"));
    let told = edit(&[&scale, &first]).unwrap();
    assert_eq!(
        told,
        [
            "Bảng điểm Chấm | thang điểm từ 50 lên 60 điểm",
            "Bảng điểm Chấm | Tiêu chí 1: tối đa từ 20 lên 30 điểm",
        ]
    );
}

#[test]
fn an_edit_that_names_no_place_says_what_is_meant() {
    for (edits, said) in [
        ("tham số mức vai = 1", "không có tham số “mức vai”; có phải “mức vay”?"),
        (
            "tham số mức vay = 1 triệu",
            "tham số này có nhiều giá trị, bắt đầu từ 01/01/2023, 01/07/2023; viết thêm “từ NGÀY”",
        ),
        ("tiêu chí 2, dòng 9 = 1%", "không có dòng 9; ở đây có 4 dòng, đếm từ 1"),
        ("tiêu chí 7, dòng 1 = 1%", "không có tiêu chí “7”"),
    ] {
        assert_eq!(edit(&[edits]).unwrap_err(), said);
    }
    for parts in [
        "luat.luat:36, dòng 2 = 1 triệu",
        "luat.luat:36, điểm = 1 triệu",
        "tham số mức vay, dòng 2 = 1 triệu",
        "tiêu chí 2, dòng 2, từ 01/07/2023 = 1%",
    ] {
        let refused = edit(&[parts]).unwrap_err();
        let place = parts.split(" = ").next().unwrap();
        assert!(refused.starts_with(&format!("không rõ “{place}” là chỗ nào")), "{refused}");
    }
    assert!(edit(&["tiêu chí 2, dòng 4 = 1%"]).unwrap_err().contains("không có con số nào"));
    for (edits, said) in [
        ("luật.luat:36 = 1 triệu", "không có tệp “luật.luat”; có phải “luat.luat”?"),
        ("luat.luat:999 = 1 triệu", "tệp luat.luat không có dòng 999"),
        ("luat.luat:0 = 1 triệu", "tệp luat.luat không có dòng 0"),
        (
            "luat.luat:1 = 1 triệu",
            "dòng “danh mục Loại có thứ tự: Tốt > Khá > Yếu” không có con số nào ở chỗ ấy để sửa thử \
             (trong ví dụ, ngoặc kép và lời ghi thì không tính); nếu con số là của một tham số thì \
             sửa tham số",
        ),
        (
            "luat.luat:36, số 2 = 1 triệu",
            "dòng “áp dụng khi dư nợ < 100 triệu” không có con số thứ 2; các con số: 100 triệu",
        ),
    ] {
        assert_eq!(edit(&[edits]).unwrap_err(), said);
    }
    let several = edit(&[&format!("{} = 2%", line_with("| toàn bộ "))]).unwrap_err();
    assert!(several.contains("có nhiều con số: 4%, 3%; viết thêm “số 2”"), "{several}");
    assert!(edit(&["dòng hai"]).unwrap_err().contains("thiếu chỗ sửa hoặc giá trị mới"));
    assert!(edit(&["tiêu chí 2, dòng 2 = abc"]).unwrap_err().contains("E1"));
}

// ---- random edits ----

/// Names that may be changed, each with another.
const NAMES: [(&str, &str); 5] = [
    ("dư nợ", "số dư nợ"),
    ("tỷ lệ", "tỷ lệ quá hạn"),
    ("đã họp", "có họp"),
    ("Khá", "Đạt"),
    ("mức vay", "hạn mức"),
];

/// The pack with a random edit, and the name that was changed.
fn random_edit(text: &str, dice: &mut Dice) -> (String, Option<(&'static str, &'static str)>) {
    let lines: Vec<&str> = text.lines().collect();
    let whole = |lines: Vec<&str>| lines.join("\n") + "\n";
    match dice.roll(5) {
        0 => {
            let (old, new) = NAMES[dice.roll(NAMES.len())];
            (text.replace(old, new), Some((old, new)))
        }
        1 => {
            let at = dice.roll(lines.len() - 1);
            let mut lines = lines;
            lines.swap(at, at + 1);
            (whole(lines), None)
        }
        2 => {
            let mut lines = lines;
            lines.remove(dice.roll(lines.len()));
            (whole(lines), None)
        }
        _ => {
            let digits: Vec<usize> =
                text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
            let at = digits[dice.roll(digits.len())];
            let mut text = text.to_owned();
            text.replace_range(at..at + 1, &dice.roll(10).to_string());
            (text, None)
        }
    }
}

/// A record with values near the bounds of the pack; some are missing.
fn random_record(dice: &mut Dice) -> Map<String, Value> {
    let debt = [0, 1, 9_999_999, 10_000_000, 40_000_000, 50_000_001, 60_000_000, 99_999_999];
    let debt = debt[dice.roll(debt.len())] + dice.roll(3);
    let share = [0, 39, 40, 49, 50, 99, 100, 101, 199, 200, 201][dice.roll(11)];
    let quarter = ["Hải Châu", "Thanh Khê"][dice.roll(2)];
    let day = format!("2023-0{}-1{}", 6 + dice.roll(3), dice.roll(10));
    let mut record = json!({
        "mã": "T1",
        "quận": quarter,
        "dư nợ": debt,
        "nợ quá hạn": debt / 10_000 * share,
        "đã họp": dice.roll(2) == 0,
        "ngày vay": "2023-06-10",
        "ngày kiểm tra": day,
    });
    let record = record.as_object_mut().unwrap();
    if dice.roll(3) == 0 {
        let names = ["dư nợ", "nợ quá hạn", "đã họp", "ngày vay", "ngày kiểm tra"];
        record.insert(names[dice.roll(names.len())].to_owned(), Value::Null);
    }
    record.clone()
}

/// What is decided of a record, block by block; a grade by the name it has in the other pack.
fn decided(
    rules: &Rules,
    record: &Map<String, Value>,
    renamed: Option<(&str, &str)>,
) -> Vec<(String, String)> {
    let back = |name: &str| match renamed {
        Some((old, new)) if name == new => old.to_owned(),
        _ => name.to_owned(),
    };
    let query = rules.query().lenient().date("15/08/2023".parse().unwrap());
    let decisions = query.grade(record).unwrap();
    decisions
        .iter()
        .map(|one| {
            let verdict = one.verdict.as_deref().map(back);
            let block = one.block.as_deref().unwrap_or_default().to_owned();
            (block, format!("{:?} {verdict:?} {:?}", one.status, one.points))
        })
        .collect()
}

/// The record of a witness as programs give it, fields by the names of the other pack if asked.
fn witnessed(witness: &visao::compare::Witness, named: Option<(&str, &str)>) -> Map<String, Value> {
    let mut record = Map::from_iter([("mã".to_owned(), json!("T1"))]);
    for (name, value, words) in &witness.fields {
        let value = match value {
            visao::Value::Num(number) => json!(visao::value::text::plain_number(number).0),
            visao::Value::Date(day) => json!(day.to_string()),
            visao::Value::Bool(truth) => json!(truth),
            visao::Value::Text(_) | visao::Value::Code(_) => {
                json!(words.vi.trim_matches(['“', '”']))
            }
            visao::Value::Missing => continue,
        };
        let name = match named {
            Some((old, new)) => name.replace(new, old),
            None => name.clone(),
        };
        record.insert(name, value);
    }
    record
}

/// Each witness, graded by both packs as any record is, comes out otherwise, and as it says.
fn replay(old: &Rules, new: &Rules, renamed: Option<(&str, &str)>, block: &BlockStanding) {
    let Some(witness) = &block.witness else { return };
    let outcome = |rules: &Rules, record: &Map<String, Value>| {
        let query = rules.query().lenient();
        let query = witness.day.into_iter().fold(query, |query, day| query.date(day));
        let decisions = query.grade(record).unwrap();
        let one = decisions.into_iter().find(|one| one.block.as_deref() == Some(&*block.name));
        one.map(|one| (one.status, one.points.clone()))
    };
    let was = outcome(old, &witnessed(witness, renamed)).unwrap();
    let is = outcome(new, &witnessed(witness, None)).unwrap();
    assert_eq!(was, (witness.old.status, witness.old.points.clone()), "{block:?}");
    assert_eq!(is, (witness.new.status, witness.new.points.clone()), "{block:?}");
    assert!(was != is || witness.old.result != witness.new.result, "{block:?}");
}

/// Whatever was edited: a block that is told to be the same decides all records alike, and edits
/// that change decisions are told to.
#[test]
fn what_is_told_the_same_decides_alike() {
    let old = pack(&[]);
    let mut dice = Dice(11);
    let (mut loaded, mut same, mut different) = (0, 0, 0);
    let (mut shown, mut changed) = (0, 0);
    while loaded < 250 {
        let (mut text, mut renamed) = random_edit(PACK, &mut dice);
        if dice.roll(3) == 0 {
            let (twice, also) = random_edit(&text, &mut dice);
            if renamed.is_none() || also.is_none() {
                (text, renamed) = (twice, renamed.or(also));
            }
        }
        let Ok(new) = Rules::from_text(&text) else { continue };
        loaded += 1;
        let comparison = old.compare(&new);
        let alike: Vec<&str> = comparison
            .blocks
            .iter()
            .filter(|block| matches!(block.standing, Standing::Same { .. }))
            .map(|block| block.name.as_str())
            .collect();
        same += alike.len();
        for block in &comparison.blocks {
            replay(&old, &new, renamed, block);
            let is_open = matches!(block.standing, Standing::Undecided | Standing::Differs);
            shown += usize::from(block.standing == Standing::Differs);
            changed += usize::from(is_open);
        }
        for _ in 0..12 {
            let record = random_record(&mut dice);
            let mut named = record.clone();
            if let Some((before, now)) = renamed
                && let Some(value) = named.remove(before)
            {
                named.insert(now.to_owned(), value);
            }
            let (was, is) = (decided(&old, &record, None), decided(&new, &named, renamed));
            for (block, result) in &was {
                let Some((_, other)) = is.iter().find(|(name, _)| name == block) else { continue };
                different += usize::from(other != result);
                let is_same = alike.contains(&block.as_str());
                assert!(
                    other == result || !is_same,
                    "{block}: {result} became {other}\n{record:?}\n{text}"
                );
            }
        }
    }
    assert!(shown * 3 > changed, "{shown} of {changed} blocks that changed with a record");
    assert!(same > 100 && different > 100, "{same} blocks alike, {different} results otherwise");
}

/// The records for which changes make a difference, each below its change.
fn regions(edits: &[(&str, &str)]) -> Vec<String> {
    let comparison = compared(edits);
    let told = |part: &Option<visao::diag::Message>, records: &str, change: &str| match part {
        Some(part) => format!("{}: {records}: {change}", part.vi),
        None => format!("{records}: {change}"),
    };
    let of_changes = comparison.changes.iter().flat_map(|change| &change.regions);
    let of_blocks = comparison.blocks.iter().flat_map(|block| &block.regions);
    let all = of_changes.chain(of_blocks);
    all.map(|one| told(&one.part, &one.records.vi, &one.change.vi)).collect()
}

#[test]
fn a_change_says_for_which_records_it_makes_a_difference() {
    assert_eq!(
        regions(&[("dưới 0,5%", "dưới 0,4%")]),
        ["tỷ lệ từ 0,4% đến dưới 0,5%: từ 25 còn 10 điểm"]
    );
    assert_eq!(
        regions(&[("dư nợ < 100 triệu", "dư nợ < 90 triệu")]),
        ["dư nợ từ 90.000.000 đ đến dưới 100.000.000 đ: nay không xét nữa"]
    );
    assert_eq!(
        regions(&[("tỷ lệ > 1%", "tỷ lệ > 2%")]),
        ["tỷ lệ trên 1% đến 2%: nay không thuộc điều này nữa"]
    );
    assert_eq!(
        regions(&[("yêu cầu đã họp là có", "yêu cầu đã họp là có hoặc dư nợ < 5 triệu")]),
        ["dư nợ dưới 5.000.000 đ và đã họp không: nay đạt"]
    );
    assert_eq!(
        regions(&[("nếu tỷ lệ ≥ 1%", "nếu tỷ lệ ≥ 0,4%")]),
        ["tỷ lệ từ 0,4% đến dưới 1%: nay bị chặn"]
    );
    // A formula that is told by itself, and lines that rest on it.
    assert_eq!(
        regions(&[("nếu dư nợ = 0 thì 0%", "nếu dư nợ = 0 thì 100%")]),
        [
            "dư nợ 0 đ: nay ra giá trị khác",
            "tiêu chí 2: dư nợ 0 đ: từ 30 còn 0 điểm",
            "“tỷ lệ ≥ 1%”: dư nợ 0 đ: nay bị chặn",
            "“tỷ lệ > 1%”: dư nợ 0 đ: nay thuộc điều này",
        ]
    );
}

/// What a record type refuses is told of the records themselves; the ends of a range may be put
/// another way.
#[test]
fn another_range_says_which_records_are_refused() {
    let debt = "trường dư nợ: tiền, từ 0\n";
    assert_eq!(
        regions(&[(debt, "trường dư nợ: tiền, từ 1 triệu\n")]),
        ["dư nợ từ 0 đ đến dưới 1.000.000 đ: nay là lỗi dữ liệu"]
    );
    assert_eq!(
        regions(&[("nợ quá hạn: tiền, từ 0 đến dư nợ", "nợ quá hạn: tiền, từ 0")]),
        ["dư nợ - nợ quá hạn dưới 0 đ: nay được nhận"]
    );
    let needed = [(debt, "trường dư nợ: tiền, bắt buộc, từ 0\n")];
    let other = ("từ 0 đến dư nợ", "từ 0 đến dư nợ + dư nợ - dư nợ");
    let comparison = pack(&needed).compare(&pack(&[needed[0], other]));
    assert!(
        comparison.changes[0].proved && open(&comparison).is_empty(),
        "{:?}",
        told(&comparison)
    );
}

/// Of rows that each count one more holds, or one fewer.
#[test]
fn rows_that_are_added_up_say_what_they_no_longer_add() {
    let summed = |bound: &str| {
        let text = PACK
            .replace("tiêu chí 2 \"Nợ quá hạn\", tối đa 30 điểm\n    theo tỷ lệ\n", "")
            .replace("    0%             được 30 điểm\n", "")
            .replace("    dưới 0,5%      được 25 điểm\n", "")
            .replace(
                "    dưới 2%        được 10 điểm\n    còn lại        được 0 điểm\n",
                &format!(
                    "tiêu chí 2 \"Nợ\", tối đa 30 điểm, cộng các dòng\n    tỷ lệ < {bound} được 20 \
                     điểm\n    đã họp là có được 10 điểm\n"
                ),
            );
        Rules::from_text(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    };
    let comparison = summed("2%").compare(&summed("1%"));
    let regions: Vec<String> = (comparison.changes.iter().flat_map(|change| &change.regions))
        .map(|one| format!("{}: {}", one.records.vi, one.change.vi))
        .collect();
    assert_eq!(regions, ["tỷ lệ từ 1% đến dưới 2%: nay không còn 20 điểm"]);
}

/// Totals are 0, 10, 20, 25, 30, 45 and 50.
#[test]
fn a_threshold_says_for_which_totals_the_grade_is_another() {
    assert_eq!(
        regions(&[("từ 45 điểm ", "từ 50 điểm ")]),
        ["tổng điểm từ 45 điểm đến dưới 50 điểm: từ “Tốt” thành “Khá”"]
    );
    // No total lies between 25 and 30.
    assert_eq!(regions(&[("từ 30 điểm ", "từ 26 điểm ")]), [""; 0]);
    assert_eq!(
        regions(&[("từ 30 điểm ", "từ 21 điểm ")]),
        ["tổng điểm từ 21 điểm đến dưới 30 điểm: từ “Yếu” thành “Khá”"]
    );
    // A threshold that is a parameter is told below the block.
    let by_parameter = |points: &str| {
        let rules = PACK.replace("từ 45 điểm ", "từ mốc tốt ");
        let text = format!("tham số mốc tốt: điểm\n  từ 01/01/2023 là {points} điểm\n{rules}");
        dated(2023, &text)
    };
    let comparison = by_parameter("45").compare(&by_parameter("50"));
    let of_block = &comparison.blocks.iter().find(|block| block.name == "Chấm").unwrap().regions;
    let told: Vec<String> =
        of_block.iter().map(|one| format!("{}: {}", one.records.vi, one.change.vi)).collect();
    assert_eq!(told, ["tổng điểm từ 45 điểm đến dưới 50 điểm: từ “Tốt” thành “Khá”"]);
}

#[test]
fn a_cap_that_leaves_another_grade_says_so_of_the_records_it_strikes() {
    assert_eq!(
        regions(&[("không quá Khá", "không quá Yếu")]),
        ["tỷ lệ từ 1% trở lên: từ không quá “Khá” thành không quá “Yếu”"]
    );
}

/// From a share of 1% on there are 30 points at most, and these are Khá without any cap.
#[test]
fn a_cap_that_lowers_no_grade_is_proved_to_change_nothing() {
    let needed = [
        ("trường dư nợ: tiền,", "trường dư nợ: tiền, bắt buộc,"),
        ("trường nợ quá hạn: tiền,", "trường nợ quá hạn: tiền, bắt buộc,"),
        ("trường đã họp: có không", "trường đã họp: có không, bắt buộc"),
    ];
    let with = |edit: (&'static str, &'static str)| {
        let edits: Vec<_> = needed.into_iter().chain([edit]).collect();
        pack(&needed).compare(&pack(&edits))
    };
    let cap = "    không quá Khá nếu tỷ lệ ≥ 1%: \"Nợ quá hạn cao\"\n";
    for edit in [("nếu tỷ lệ ≥ 1%", "nếu tỷ lệ ≥ 1,5%"), (cap, "")] {
        let comparison = with(edit);
        assert!(comparison.changes[0].proved, "{edit:?} {:?}", told(&comparison));
        assert!(open(&comparison).is_empty(), "{edit:?} {:?}", open(&comparison));
    }
    // From 0,4% on there may be 25 + 20 points, which are Tốt: some lose by the cap.
    let comparison = with(("nếu tỷ lệ ≥ 1%", "nếu tỷ lệ ≥ 0,4%"));
    assert!(!comparison.changes[0].proved && open(&comparison) == ["Chấm"]);
    // A cap at Yếu takes the grade of those with 30 points.
    let lower = [needed.as_slice(), &[("không quá Khá", "không quá Yếu")]].concat();
    let moved = [lower.as_slice(), &[("nếu tỷ lệ ≥ 1%", "nếu tỷ lệ ≥ 1,5%")]].concat();
    let comparison = pack(&lower).compare(&pack(&moved));
    assert!(!comparison.changes[0].proved && open(&comparison) == ["Chấm"]);
}

#[test]
fn blocks_under_another_range_are_the_same_for_what_both_packs_accept() {
    let standing = |comparison: &Comparison, name: &str| {
        comparison.blocks.iter().find(|block| block.name == name).map(|block| block.standing)
    };
    let same = |accepted| Some(Standing::Same { renamed: false, period: false, accepted });
    // Nobody reads the note, and a record with another one is no data error of any block.
    let noted = |range: &str| {
        let field = format!("trường đã họp: có không\n  trường ghi chú: số nguyên, {range}\n");
        pack(&[("trường đã họp: có không\n", field.as_str())])
    };
    let comparison = noted("từ 0 đến 5").compare(&noted("từ 0 đến 4"));
    for name in ["Chấm", "Vay", "Đúng hạn"] {
        assert_eq!(standing(&comparison, name), same(false), "{name}");
    }
    // Who has no amount, or one outside its range, is a data error in either pack.
    let needed = [
        ("trường dư nợ: tiền, từ 0\n", "trường dư nợ: tiền, bắt buộc, từ 0 đến 90 triệu\n"),
        ("trường nợ quá hạn: tiền,", "trường nợ quá hạn: tiền, bắt buộc,"),
    ];
    let wider = [(needed[0].0, "trường dư nợ: tiền, bắt buộc, từ 0 đến 95 triệu\n"), needed[1]];
    let comparison = pack(&needed).compare(&pack(&wider));
    for name in ["Chấm", "Vay", "Đúng hạn"] {
        assert_eq!(standing(&comparison, name), same(true), "{name}");
    }
    let text = visao::compare::document(&comparison, None, Lang::Vi).text(false);
    assert!(text.contains("cho kết quả như nhau với mọi bản ghi mà cả hai bộ đều nhận"), "{text}");
    // What an overdue debt could be that is missing goes by the debt, and so by its range.
    let comparison = pack(&needed[..1]).compare(&pack(&wider[..1]));
    assert_eq!(standing(&comparison, "Đúng hạn"), same(true));
    assert!(standing(&comparison, "Chấm") != same(true));
    // A range of a field that may be missing says what it could be.
    let comparison = compared(&[("trường dư nợ: tiền, từ 0\n", "trường dư nợ: tiền, từ 1 đồng\n")]);
    assert!(standing(&comparison, "Vay") == Some(Standing::Undecided), "{comparison:?}");
}

/// The new pack has another category, a field of it and a record type with a block; the old one a
/// field that is gone.
#[test]
fn packs_that_declare_other_things_are_compared_over_what_they_share() {
    let old =
        pack(&[("trường đã họp: có không\n", "trường cũ: số nguyên\n  trường đã họp: có không\n")]);
    let more = |edits: &[(&str, &str)]| {
        let people = "bản ghi Hộ\n  trường mã hộ: chữ, khóa\n  trường thu nhập: tiền, từ 0\nđiều kiện \
                      Xét hộ cho Hộ\n  yêu cầu thu nhập ≤ 5 triệu\n    nếu không: \"cao\"\n";
        let fixed = [
            ("danh mục Quận:", "danh mục Vùng: nội thành, ngoại thành\ndanh mục Quận:"),
            ("  trường quận:", "  trường vùng: một trong Vùng\n  trường quận:"),
            ("bảng Nhóm", &format!("{people}bảng Nhóm")),
        ];
        pack(&[&fixed, edits].concat())
    };
    let standing = |comparison: &Comparison, name: &str| {
        comparison.blocks.iter().find(|block| block.name == name).map(|block| block.standing)
    };
    let same = |accepted| Some(Standing::Same { renamed: false, period: false, accepted });
    let comparison = old.compare(&more(&[("dưới 0,5%", "dưới 0,4%")]));
    let regions: Vec<String> = (comparison.changes.iter().flat_map(|change| &change.regions))
        .map(|one| format!("{}: {}", one.records.vi, one.change.vi))
        .collect();
    assert_eq!(regions, ["tỷ lệ từ 0,4% đến dưới 0,5%: từ 25 còn 10 điểm"]);
    assert_eq!(standing(&comparison, "Chấm"), Some(Standing::Differs));
    // What neither reads otherwise decides alike, whatever else is declared.
    assert_eq!(standing(&comparison, "Vay"), same(false));
    assert_eq!(standing(&comparison, "Đúng hạn"), same(false));
    assert_eq!(standing(&comparison, "Xét hộ"), Some(Standing::Added));
    let assumed: Vec<&str> = comparison.assumed.iter().map(|one| one.vi.as_str()).collect();
    assert_eq!(
        assumed,
        [
            "“vùng” chỉ bộ mới khai: so như bộ cũ cũng có mà không đọc",
            "“cũ” chỉ bộ cũ khai: so như bộ mới cũng có mà không đọc",
        ]
    );
    // Rows that change places where none is met are proved alike here too.
    let swapped = "    dưới 2%        được 10 điểm\n    dưới 0,5%      được 25 điểm\n";
    let rows = "    dưới 0,5%      được 25 điểm\n    dưới 2%        được 10 điểm\n";
    assert_eq!(standing(&old.compare(&more(&[(rows, swapped)])), "Chấm"), Some(Standing::Differs));
    let split = "    dưới 0,2%      được 25 điểm\n    dưới 0,5%      được 25 điểm\n";
    let row = "    dưới 0,5%      được 25 điểm\n";
    let comparison = old.compare(&more(&[(row, split)]));
    assert_eq!(standing(&comparison, "Chấm"), same(false));
    assert!(comparison.changes.iter().any(|change| change.proved), "{:?}", told(&comparison));
    // A field that no record may lack leaves the records that have it.
    let needed = pack(&[
        ("danh mục Quận:", "danh mục Vùng: nội thành, ngoại thành\ndanh mục Quận:"),
        ("  trường quận:", "  trường vùng: một trong Vùng, bắt buộc\n  trường quận:"),
    ]);
    assert_eq!(standing(&pack(&[]).compare(&needed), "Vay"), same(true));
}

/// Regions as they stand below the changes of a comparison.
fn told_regions(comparison: &Comparison) -> Vec<String> {
    let regions = comparison.changes.iter().flat_map(|change| &change.regions);
    regions.map(|one| format!("{}: {}", one.records.vi, one.change.vi)).collect()
}

fn standing(comparison: &Comparison, name: &str) -> Option<Standing> {
    comparison.blocks.iter().find(|block| block.name == name).map(|block| block.standing)
}

/// A field, a derivation, a grade and a criterion have other names, and a field is there besides.
#[test]
fn packs_that_call_things_otherwise_are_compared_over_what_they_share() {
    let names = [
        ("dư nợ", "số dư nợ"),
        ("tỷ lệ", "phần quá hạn"),
        ("Khá", "Đạt"),
        ("tiêu chí 2", "tiêu chí 5"),
        ("  trường quận:", "  trường thêm: số nguyên\n  trường quận:"),
    ];
    let with = |edit: &[(&'static str, &'static str)]| compared(&[edit, &names].concat());
    let renamed = Some(Standing::Same { renamed: true, period: false, accepted: false });
    let comparison = with(&[]);
    for name in ["Chấm", "Vay", "Đúng hạn"] {
        assert_eq!(standing(&comparison, name), renamed, "{name}");
    }
    let comparison = with(&[("dưới 0,5%", "dưới 0,4%")]);
    assert_eq!(
        told_regions(&comparison),
        ["phần quá hạn từ 0,4% đến dưới 0,5%: từ 25 còn 10 điểm"]
    );
    assert_eq!(standing(&comparison, "Chấm"), Some(Standing::Differs));
    assert_eq!(standing(&comparison, "Vay"), renamed);
    // Totals are 0, 10, 20, 25, 30, 45 and 50.
    let comparison = with(&[("từ 45 điểm ", "từ 50 điểm ")]);
    assert_eq!(
        told_regions(&comparison),
        ["tổng điểm từ 45 điểm đến dưới 50 điểm: từ “Tốt” thành “Đạt”"]
    );
    // Each pack calls the grade of its record in its own words.
    let witness = comparison.blocks.iter().find_map(|block| block.witness.as_ref()).unwrap();
    let points = |outcome: &visao::compare::Outcome| {
        let points = outcome.points.as_ref().map(|one| visao::value::text::plain_number(one).0);
        (outcome.result.vi.clone(), points.unwrap())
    };
    assert_eq!(points(&witness.old), ("Tốt".to_owned(), "45".to_owned()));
    assert_eq!(points(&witness.new), ("Đạt".to_owned(), "45".to_owned()));
    let comparison = with(&[("được 0 điểm\n  tiêu chí 2", "được 5 điểm\n  tiêu chí 2")]);
    assert_eq!(told_regions(&comparison), ["đã họp không: từ 0 lên 5 điểm"]);
}

/// Whoever lacks a criterion gets nothing by it.
#[test]
fn a_criterion_more_or_less_says_whom_it_gives_points() {
    let more = [
        ("thang 50 điểm", "thang 60 điểm"),
        (
            "  tiêu chí 2 \"Nợ",
            "  tiêu chí 2 \"Quy mô\", tối đa 10 điểm\n    dư nợ dưới 10 triệu được 10 điểm\n    dư nợ \
             dưới 20 triệu được 4 điểm\n    còn lại được 0 điểm\n  tiêu chí 3 \"Nợ",
        ),
        ("dưới 0,5%", "dưới 0,4%"),
    ];
    let [old, new] = [pack(&[]), pack(&more)];
    let added = [
        "dư nợ dưới 10.000.000 đ: từ 0 lên 10 điểm",
        "dư nợ từ 10.000.000 đ đến dưới 20.000.000 đ: từ 0 lên 4 điểm",
    ];
    let comparison = old.compare(&new);
    let of = |comparison: &Comparison, part: &str| {
        let change = comparison.changes.iter().find(|change| change.message.vi.contains(part));
        let regions = &change.unwrap_or_else(|| panic!("{:?}", told(comparison))).regions;
        let told = regions.iter().map(|one| format!("{}: {}", one.records.vi, one.change.vi));
        told.collect::<Vec<String>>()
    };
    assert_eq!(of(&comparison, "“Quy mô”"), added);
    assert_eq!(of(&comparison, "dưới 0,4%"), ["tỷ lệ từ 0,4% đến dưới 0,5%: từ 25 còn 10 điểm"]);
    assert_eq!(standing(&comparison, "Chấm"), Some(Standing::Differs));
    assert!(comparison.blocks.iter().any(|block| block.witness.is_some()));
    let comparison = new.compare(&old);
    let removed = [
        "dư nợ dưới 10.000.000 đ: từ 10 còn 0 điểm",
        "dư nợ từ 10.000.000 đ đến dưới 20.000.000 đ: từ 4 còn 0 điểm",
    ];
    assert_eq!(of(&comparison, "“Quy mô”"), removed);
    // What other criteria, gradings and blocks decide is compared as ever.
    assert_eq!(
        standing(&comparison, "Vay"),
        Some(Standing::Same { renamed: false, period: false, accepted: false })
    );
}

/// Another range refuses records, and leaves of all others what the rows say.
#[test]
fn rows_under_another_range_are_compared_for_what_both_packs_accept() {
    let needed = [
        ("trường dư nợ: tiền, từ 0\n", "trường dư nợ: tiền, bắt buộc, từ 0\n"),
        ("trường nợ quá hạn: tiền,", "trường nợ quá hạn: tiền, bắt buộc,"),
    ];
    let narrow = [(needed[0].0, "trường dư nợ: tiền, bắt buộc, từ 0 đến 90 triệu\n"), needed[1]];
    let with = |edit: (&'static str, &'static str)| {
        pack(&needed).compare(&pack(&[narrow[0], narrow[1], edit]))
    };
    let same = |accepted| Some(Standing::Same { renamed: false, period: false, accepted });
    let row = "    dưới 0,5%      được 25 điểm\n";
    let split = "    dưới 0,2%      được 25 điểm\n    dưới 0,5%      được 25 điểm\n";
    let refused = "dư nợ trên 90.000.000 đ: nay là lỗi dữ liệu";
    let comparison = with((row, split));
    assert_eq!(standing(&comparison, "Chấm"), same(true), "{:?}", told(&comparison));
    assert_eq!(told_regions(&comparison), [refused]);
    let comparison = with(("dưới 0,5%", "dưới 0,4%"));
    assert_eq!(standing(&comparison, "Chấm"), Some(Standing::Differs));
    assert_eq!(
        told_regions(&comparison),
        [refused, "tỷ lệ từ 0,4% đến dưới 0,5%: từ 25 còn 10 điểm"]
    );
    // Of records above 90 million one pack says nothing at all.
    let comparison = with(("áp dụng khi dư nợ < 100 triệu", "áp dụng khi dư nợ < 95 triệu"));
    assert_eq!(standing(&comparison, "Vay"), same(true));
    let comparison = with(("áp dụng khi dư nợ < 100 triệu", "áp dụng khi dư nợ < 85 triệu"));
    assert_eq!(standing(&comparison, "Vay"), Some(Standing::Differs));
    // Nothing above 90 million is left to be told apart from.
    assert_eq!(
        told_regions(&comparison),
        [refused, "dư nợ từ 85.000.000 đ trở lên: nay không xét nữa"]
    );
}

/// Rows of files are texts of their pack.
#[test]
fn packs_with_rows_in_files_are_compared_over_what_they_share() {
    let table = "bảng mức góp cho Tổ: tiền, từ \"muc.csv\"\nbảng điểm Chấm cho";
    let with = |edits: &[(&str, &str)], rows: &str| {
        let mut text = PACK.replace("bảng điểm Chấm cho", table);
        text = text.replace("từ chối nếu dư nợ > mức vay", "từ chối nếu mức góp > 5 triệu");
        for (old, new) in edits {
            text = text.replace(old, new);
        }
        let files: Memory =
            [("luat.luat", text), ("muc.csv", rows.to_owned())].into_iter().collect();
        Rules::from_files(&files).unwrap_or_else(|error| panic!("{error}"))
    };
    let rows = |bound: u32| {
        format!("dư nợ;mức góp\ndưới {bound} triệu;1 triệu\ntừ {bound} triệu;9 triệu\n")
    };
    let old = with(&[], &rows(10));
    let field = ("  trường quận:", "  trường thêm: số nguyên\n  trường quận:");
    let comparison = old.compare(&with(&[field], &rows(20)));
    assert_eq!(
        told_regions(&comparison),
        ["dư nợ từ 10.000.000 đ đến dưới 20.000.000 đ: từ 9.000.000 còn 1.000.000 đ"]
    );
    assert_eq!(standing(&comparison, "Vay"), Some(Standing::Differs));
    let same = |renamed| Some(Standing::Same { renamed, period: false, accepted: false });
    assert_eq!(standing(&comparison, "Chấm"), same(false));
    // The header of the file calls the field as the rules do.
    let name = ("dư nợ", "số dư nợ");
    let comparison = old.compare(&with(&[field, name], &rows(10).replace("dư nợ", "số dư nợ")));
    assert_eq!(standing(&comparison, "Vay"), same(true));
    assert_eq!(standing(&comparison, "Chấm"), same(true));
}

/// Six bounds move together: the screen lists four, and says how many there are besides.
#[test]
fn no_records_that_come_out_otherwise_are_left_out_in_silence() {
    let rules = |unit: &str| {
        let rows: String = (1..7)
            .map(|row| format!("    từ {row}00% đến dưới {}00% được {row} điểm\n", row + 1))
            .collect();
        Rules::from_text(&format!(
            "tham số mốc: tiền\n  từ 01/01/2023 là {unit}\nbản ghi Tổ\n  trường mã: chữ, khóa\n  trường \
             dư nợ: tiền, từ 0\n  tính bậc = dư nợ / mốc\nbảng điểm Chấm cho Tổ\n  tiêu chí 1 \"Nợ\", tối \
             đa 10 điểm\n    theo bậc\n    dưới 100% được 0 điểm\n{rows}    còn lại được 10 điểm\n"
        ))
        .unwrap_or_else(|error| panic!("{error}"))
    };
    let comparison = rules("1 triệu").compare(&rules("1,1 triệu"));
    let told: Vec<usize> = comparison.blocks.iter().map(|block| block.regions.len()).collect();
    assert_eq!(told, [7]);
    let text = visao::compare::document(&comparison, None, Lang::Vi).text(false);
    assert_eq!(text.matches("tiêu chí 1: ").count(), 4);
    assert!(text.contains("và 3 trường hợp nữa (xem đủ bằng --dang json)"), "{text}");
    // 1 / 1,1 has no end.
    assert!(text.contains("bậc từ ≈90,909% đến dưới 100%: từ 1 còn 0 điểm"), "{text}");
}

#[test]
fn a_parameter_says_for_which_records_it_makes_a_difference() {
    assert_eq!(
        regions(&[("từ 01/07/2023 là 60 triệu", "từ 01/07/2023 là 70 triệu")]),
        ["“dư nợ > mức vay”: dư nợ trên 60.000.000 đ đến 70.000.000 đ và ngày xét từ \
             01/07/2023 trở đi: nay không thuộc điều này nữa"]
    );
}

/// A share above 1% is overdue of more than a hundredth of what is owed, where something is.
#[test]
fn clauses_guards_and_caps_that_read_otherwise_are_proved_alike() {
    for edit in [
        ("cần xem xét nếu tỷ lệ > 1%", "cần xem xét nếu nợ quá hạn > 1% × dư nợ"),
        (
            "áp dụng khi dư nợ < 100 triệu",
            "áp dụng khi dư nợ < 50 triệu hoặc (dư nợ ≥ 50 triệu và dư nợ < 100 triệu)",
        ),
        ("nếu tỷ lệ ≥ 1%: ", "nếu nợ quá hạn ≥ 1% × dư nợ và dư nợ > 0: "),
    ] {
        // Of what is missing the two may say otherwise.
        let needed = [
            ("trường dư nợ: tiền,", "trường dư nợ: tiền, bắt buộc,"),
            ("trường nợ quá hạn: tiền,", "trường nợ quá hạn: tiền, bắt buộc,"),
        ];
        let comparison = pack(&needed).compare(&pack(&[needed[0], needed[1], edit]));
        assert!(open(&comparison).is_empty(), "{edit:?} {:?}", told(&comparison));
        assert!(!comparison.differs() && comparison.changes[0].proved, "{edit:?}");
    }
    // Another reason is told to people, another kind decides, another grade is left.
    for edit in [
        ("\"Nợ cao\"", "\"Nợ quá hạn cao\""),
        ("cần xem xét nếu tỷ lệ > 1%", "từ chối nếu nợ quá hạn > 1% × dư nợ"),
        ("không quá Khá nếu tỷ lệ ≥ 1%", "không quá Yếu nếu tỷ lệ ≥ 1%"),
    ] {
        assert!(compared(&[edit]).differs(), "{edit:?}");
    }
}

/// On the days of the old period nothing is on or after the day that the clause names.
#[test]
fn days_of_the_newer_pack_decide_whether_a_clause_changes_nothing() {
    let (with, without) = (
        "  từ chối nếu ngày xét ≥ 01/01/2024 và đã họp là không: \"Hết hạn\"\n  cần xem xét",
        "  cần xem xét",
    );
    let text = PACK.replacen(without, with, 1);
    let comparison = dated(2023, &text).compare(&dated(2024, PACK));
    let clause =
        comparison.changes.iter().find(|change| change.site == visao::compare::Site::Clause);
    assert!(
        !clause.unwrap().proved && open(&comparison).contains(&"Vay"),
        "{:?}",
        told(&comparison)
    );
}
