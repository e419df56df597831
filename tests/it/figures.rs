//! The numbers of rules beside those of the words that they quote.

use crate::literate::{files, root};
use visao::engine::Rules;
use visao::load::Memory;

/// The findings W036 and W037 of a pack, as code and the line that each stands on.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let rules = Rules::from_files(&files.iter().copied().collect::<Memory>()).unwrap();
    let of_numbers = rules.findings().iter().filter(|one| ["W036", "W037"].contains(&one.code));
    of_numbers.map(|one| format!("{}: {}", one.code, one.headline.vi)).collect()
}

/// A check of a field under a document whose text is there.
fn check(text: &str, quote: &str, condition: &str) -> Vec<String> {
    let rules = format!(
        "tài liệu KH: \"Kế hoạch\", văn bản \"kh.txt\"\nbản ghi T\n  trường x: tỷ lệ\n  \
         trường n: số\n  trường ngày: ngày\n  trường tiền: tiền\n  tính gần ba mươi = ngày + 30 ngày\n\
         tham số mức: tiền\n  từ 01/01/2020 là 100 triệu\n  giả định\n\
         kiểm tra K cho T\n  căn cứ KH \"{quote}\"\n  yêu cầu {condition}\n    nếu không: \"Không\"\n"
    );
    told(&[("a.luat", &rules), ("kh.txt", text)])
}

#[test]
fn a_number_that_differs_from_its_quotation_is_told() {
    let text = "Tỷ lệ nợ quá hạn <0,04; giải ngân trong vòng 30 ngày; mỗi hộ 100 triệu đồng.";
    let of = |quote: &str, condition: &str| check(text, quote, condition);
    let other = ["W037: luật có số 0,035%, còn chữ trích ghi 0,04"];
    assert_eq!(of("Tỷ lệ nợ quá hạn <0,04", "x < 0,035%"), other);
    for same in ["x < 0,04%", "n < 0,0004", "n < 0,04"] {
        assert!(of("Tỷ lệ nợ quá hạn <0,04", same).is_empty(), "{same}");
    }
    let late = ["W037: luật có số 45 ngày, còn chữ trích ghi 30 ngày"];
    assert_eq!(of("trong vòng 30 ngày", "ngày ≤ 01/01/2023 + 45 ngày"), late);
    assert!(of("trong vòng 30 ngày", "ngày ≤ 01/01/2023 + 30 ngày").is_empty());
    // Numbers that come by a derivation or a parameter count; 0 and 1 need no words.
    assert!(of("trong vòng 30 ngày", "gần ba mươi ≥ 01/01/2023").is_empty());
    assert!(of("mỗi hộ 100 triệu đồng", "tiền ≤ mức").is_empty());
    assert!(of("mỗi hộ 100 triệu đồng", "tiền ≤ 100.000.000 và n > 0 và n ≠ 1").is_empty());
    let gone = ["W037: chữ trích ghi 30 ngày mà luật bên dưới không có số ấy"];
    assert_eq!(of("trong vòng 30 ngày", "n > 0"), gone);
}

#[test]
fn a_row_holds_each_number_as_often_as_the_row_it_quotes() {
    let text = "1 Thành phố <0,04 <0,05 <0,04";
    let rows = |cells: &str| {
        let rules = format!(
            "tài liệu KH: \"Kế hoạch\", văn bản \"kh.txt\"\nbản ghi T\n  trường a: tỷ lệ\n\
             chỉ tiêu C trên T, toàn bộ\n  chỉ số x = lớn nhất(a)\n  mức giao, thêm, nữa\n  \
             | nơi | x giao | x thêm | x nữa |\n  | toàn bộ | {cells} |\n    \
             căn cứ KH \"1 Thành phố <0,04 <0,05 <0,04\"\n"
        );
        told(&[("a.luat", &rules), ("kh.txt", text)])
    };
    assert!(rows("< 0,04% | < 0,05% | < 0,04%").is_empty());
    let one = ["W037: chữ trích ghi 0,04 mà luật bên dưới không có số ấy"];
    assert_eq!(rows("< 0,05% | < 0,05% | < 0,04%"), one);
    let other = ["W037: luật có số 0,035%, còn chữ trích ghi 0,04"];
    assert_eq!(rows("< 0,035% | < 0,05% | < 0,04%"), other);
}

#[test]
fn one_number_of_one_place_in_two_blocks_is_told() {
    let text = "Loại tốt từ 85 điểm, khá từ 70 điểm.";
    let with = |quote: &str, condition: &str| {
        let block = |name: &str, quote: &str, condition: &str| {
            format!(
                "kiểm tra {name} cho T\n  căn cứ KH \"{quote}\"\n  yêu cầu {condition}\n    \
                 nếu không: \"Không\"\n"
            )
        };
        let rules = format!(
            "tài liệu KH: \"Kế hoạch\", văn bản \"kh.txt\"\nbản ghi T\n  trường n: điểm\n{}{}",
            block("A", "Loại tốt từ 85 điểm", "n ≥ 85 điểm"),
            block("B", quote, condition)
        );
        told(&[("a.luat", &rules), ("kh.txt", text)])
    };
    let twice =
        ["W036: số 85 điểm của một căn cứ đứng ở 2 chỗ; sửa một chỗ thì các chỗ kia vẫn là số cũ"];
    assert_eq!(with("từ 85 điểm, khá từ 70 điểm", "n ≥ 85 điểm hoặc n ≥ 70 điểm"), twice);
    assert!(with("khá từ 70 điểm", "n ≥ 70 điểm").is_empty());
}

#[test]
fn a_threshold_changed_under_its_quotation_is_told_in_the_plan_of_2023() {
    let folder = root().join("rules/2023");
    let texts: Vec<(String, String)> = files("rules/2023", "luat")
        .into_iter()
        .chain(files("rules/2023", "txt"))
        .chain(files("rules/2023", "rhai"))
        .chain([folder.join("pack.toml")])
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    let changed = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let row = lines
            .iter_mut()
            .find(|line| line.trim_start().starts_with("| Hải Châu") && line.contains("< 0,04%"));
        row.into_iter().for_each(|row| *row = row.replacen("< 0,04%", "< 0,035%", 1));
        lines.join("\n")
    };
    let before: Vec<(&str, &str)> =
        texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let edited: Vec<(String, String)> =
        texts.iter().map(|(name, text)| (name.clone(), changed(text))).collect();
    let after: Vec<(&str, &str)> =
        edited.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let new = "W037: luật có số 0,035%, còn chữ trích ghi 0,04";
    assert!(!told(&before).iter().any(|one| one == new));
    assert!(told(&after).iter().any(|one| one == new), "{:?}", told(&after));
}
