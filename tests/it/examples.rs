//! The programs of `examples/` run and print what they are to show.

use std::process::Command;

/// What an example prints.
fn printed(name: &str) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["run", "--quiet", "--example", name])
        .args((!cfg!(debug_assertions)).then_some("--release"));
    let run = cargo.output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

/// 8.1 gives 45 points, attendance of 87.5% gives 35 of 40.
#[test]
fn a_struct_is_graded_by_a_folder_of_rules() {
    assert_eq!(
        printed("struct"),
        "An: Half, 80 points\nBình: Undetermined, for want of [\"attendance\"]\n"
    );
}

/// 9 of 10 days, and half a đồng above 1.5 million.
#[test]
fn rules_come_from_memory() {
    let printed = printed("in_memory");
    let decided = "Lan: từ chối\n  bua-an.luat:8 Ăn tại trường chưa đủ 10 ngày\n  bua-an.luat:10 Thu nhập trên mức hỗ trợ\n";
    assert!(
        printed.starts_with(&format!("bua-an: 1 block; luat: the same rules\n{decided}")),
        "{printed}"
    );
    assert!(
        printed.contains("luat.luat:10:26") && printed.contains("help: write “1,5”"),
        "{printed}"
    );
}

/// 20 + 25 + 15 + 17.5, and 5 to 15 for the savings that are not known.
#[test]
fn a_record_is_explained_as_text_and_as_json() {
    let printed = printed("explain");
    let (text, json) = printed.split_once("\n\n[").unwrap();
    assert!(
        text.starts_with("Tổ 0480369 · Hải Châu · CHƯA XÁC ĐỊNH · 82,5–92,5/100 điểm"),
        "{text}"
    );
    let json: serde_json::Value = serde_json::from_str(&format!("[{json}")).unwrap();
    assert_eq!(json[0]["points_range"], serde_json::json!(["82.5", "92.5"]));
    assert_eq!(json[0]["missing"], serde_json::json!(["số dư tiết kiệm"]));
    assert_eq!(json[0]["as_of"], "2023-06-30");
}

/// The counts are those of `examples/data/README.md`.
#[test]
fn a_file_is_graded_on_two_threads() {
    assert_eq!(
        printed("batch"),
        "Khá: 44\nTrung bình: 8\nTốt: 307\nUndetermined: 8\nYếu: 2\nrecords: 369\n"
    );
}

#[test]
fn each_example_is_short() {
    for file in std::fs::read_dir("examples")
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some())
    {
        let lines = std::fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines < 50, "{}: {lines} lines", file.display());
    }
}

/// 3 and 6 million against 5; 9 million of both against 6.
#[test]
fn structs_with_parts_and_targets_are_graded_and_explained() {
    let printed = printed("embed");
    let graded = "T1: Some(Met)\nT2: Some(NotMet)\ntoàn bộ: Some(Met)\n";
    let (told, json) = printed.rsplit_once("\n{").unwrap();
    assert!(told.starts_with(graded), "{told}");
    assert!(told.contains("có phải ý bạn là “Quy mô”? [E246]"), "{told}");
    assert!(told.contains("Tổ T2 · KHÔNG ĐẠT"), "{told}");
    let json: serde_json::Value = serde_json::from_str(&format!("{{{}", json.trim())).unwrap();
    assert_eq!(json["verdict_code"], "not_met");
    assert_eq!(json["clauses"][0]["holds"], false);
}

/// Two examples of a block that is gone stand beside one of a block that is there.
#[test]
fn examples_of_a_block_that_is_gone_are_left_out_and_said_to_be() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("luat.luat");
    let example = |title: &str, block: &str| {
        format!("ví dụ \"{title}\" cho {block}\n  cho nợ = 0\n  thì kết luận là đạt\n")
    };
    let block = "bản ghi Tổ\n  trường nợ: tiền\nkiểm tra Nợ cho Tổ\n  yêu cầu nợ = 0\n    \
                 nếu không: \"Còn\"\n";
    let examples = [example("một", "Nợ"), example("hai", "Lãi cũ"), example("ba", "Lãi cũ")];
    let rules = format!("{block}{}", examples.concat());
    std::fs::write(&path, rules).unwrap();
    let run = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_visao"))
            .arg("test")
            .arg(&path)
            .args(arguments)
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(
        run(&["--lang", "vi"]),
        (
            Some(0),
            "không thử 2 ví dụ của “Lãi cũ”: trong luật không có khối này\n1/1 ví dụ đúng\n".into()
        )
    );
    let (_, json) = run(&["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let told: Vec<_> = (0..3).map(|at| (&json[at]["title"], &json[at]["passed"])).collect();
    assert_eq!(json.as_array().map(Vec::len), Some(3));
    assert_eq!(told[0], (&"một".into(), &true.into()));
    assert_eq!(told[1], (&"hai".into(), &serde_json::Value::Null));
    assert_eq!((&json[2]["title"], &json[2]["left_out"]), (&"ba".into(), &true.into()));
}
