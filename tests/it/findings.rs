//! What `check` finds, for programs: records that do what a finding says, and SARIF.

use serde_json::{Value, json};
use visao::{Lang, Rules, wire};

/// A table with two gaps, an overlap, a criterion over its maximum, a quotient by zero.
const RULES: &str = "danh mục Loại: A, B
bản ghi Tổ
  trường mã: chữ, khóa
  trường loại: một trong Loại, bắt buộc
  trường ngày lập: ngày, bắt buộc
  trường dư nợ: tiền, bắt buộc, từ 0
  trường nợ: tiền, bắt buộc, từ 0 đến dư nợ
bảng Mức cho Tổ: số
  | loại | ngày lập         | Mức |
  | A    | đến 30/06/2023   | 1   |
  | A    | từ 02/07/2023    | 2   |
bảng Nhóm cho Tổ: số, duy nhất
  | dư nợ            | Nhóm |
  | đến 5 triệu đồng | 1    |
  | từ 5 triệu đồng  | 2    |
bảng điểm Chấm cho Tổ, thang 10 điểm
  tiêu chí 1, tối đa 10 điểm
    theo nợ / dư nợ
    dưới 5% được 10 điểm
    còn lại được 0 điểm
  tiêu chí 2, tối đa 0 điểm
    theo loại
    A       được 0 điểm
    còn lại được 0 điểm
";

fn found(rules: &Rules) -> Vec<Value> {
    let text = wire::diagnostics(&rules.check().diagnostics, Lang::Vi).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_record_of_a_finding_does_what_the_finding_says() {
    let rules = Rules::from_text(RULES).unwrap();
    let found = found(&rules);
    let kinds: Vec<&str> = found.iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["gap", "overlap", "division"]);
    let graded = |finding: &Value| {
        assert_eq!(finding["witness"]["type"], "Tổ");
        let decided = rules.grade(&finding["witness"]["fields"]).unwrap().remove(0);
        serde_json::to_value(decided).unwrap()
    };
    let gap = graded(&found[0]);
    assert_eq!((&gap["derived"]["Mức"], &gap["errors"]), (&Value::Null, &json!([])));
    // Two rows of a unique table that hold have no value, which is told beside the decision.
    let overlap = graded(&found[1]);
    assert_eq!(overlap["derived"]["Nhóm"], Value::Null);
    assert!(overlap["unknown"][0]["text"].as_str().unwrap().contains("hai dòng cùng đúng"));
    // Nothing lies between two days but the day between them.
    let regions: Vec<&str> = found.iter().map(|one| one["region"].as_str().unwrap()).collect();
    assert_eq!(regions, ["loại B; ngày lập 01/07/2023", "dư nợ 5.000.000 đ", "dư nợ 0 đ",]);
    let english = wire::diagnostics(&rules.check().diagnostics, Lang::En).unwrap();
    let english: Value = serde_json::from_str(&english).unwrap();
    assert_eq!(english[1]["region"], "dư nợ 5_000_000 VND");
    let lines: Vec<&Value> =
        found[1]["rows"].as_array().unwrap().iter().map(|row| &row["line"]).collect();
    assert_eq!(lines, [14, 15]);
    let division = graded(&found[2]);
    assert_eq!((&division["status"], &division["missing"]), (&json!("undetermined"), &json!([])));
}

#[test]
fn a_finding_that_no_record_does_something_has_no_record() {
    let rules = Rules::from_text(
        "bản ghi Hộ\n  trường mã: chữ, khóa\n  trường số con: số nguyên, bắt buộc, từ 0\n  trường tên: chữ\n\
         bảng Nhóm cho Hộ: số\n  | số con | Nhóm |\n  | từ 3 | 1 |\n  | từ 0 | 2 |\n  | từ 5 | 3 |\n  \
         | dưới 0 | 4 |\n",
    )
    .unwrap();
    let found = found(&rules);
    let told = |one: &Value| (one["kind"].as_str().unwrap().to_owned(), one["witness"].is_null());
    let told: Vec<(String, bool)> = found.iter().map(told).collect();
    let expected = [("unused", true), ("dead", true), ("never", true)];
    assert_eq!(told, expected.map(|(kind, none)| (kind.to_owned(), none)));
}

/// What of SARIF 2.1.0 is written, closed as the standard's own schema is.
fn schema() -> Value {
    let object = |required: &[&str], properties: Value| {
        json!({
            "type": "object", "required": required, "properties": properties,
            "additionalProperties": false,
        })
    };
    let text = json!({ "type": "string" });
    let message = object(&["text"], json!({ "text": text, "markdown": text }));
    let from_one = json!({ "type": "integer", "minimum": 1 });
    let region = object(
        &["startLine"],
        json!({
            "startLine": from_one, "startColumn": from_one, "endLine": from_one,
            "endColumn": from_one,
        }),
    );
    let artifact = object(&[], json!({ "uri": { "type": "string", "format": "uri-reference" } }));
    let physical =
        object(&["artifactLocation"], json!({ "artifactLocation": artifact, "region": region }));
    let location = object(
        &[],
        json!({ "id": { "type": "integer" }, "physicalLocation": physical, "message": message }),
    );
    let replacement =
        object(&["deletedRegion"], json!({ "deletedRegion": region, "insertedContent": message }));
    let change = object(
        &["artifactLocation", "replacements"],
        json!({
            "artifactLocation": artifact,
            "replacements": { "type": "array", "minItems": 1, "items": replacement },
        }),
    );
    let fix = object(
        &["artifactChanges"],
        json!({ "description": message, "artifactChanges": { "type": "array", "minItems": 1, "items": change } }),
    );
    let level = json!({ "enum": ["none", "note", "warning", "error"] });
    let rule = object(
        &["id"],
        json!({
            "id": text, "shortDescription": message, "fullDescription": message, "help": message,
            "defaultConfiguration": object(&[], json!({ "level": level })),
        }),
    );
    let result = object(
        &["message"],
        json!({
            "ruleId": text, "ruleIndex": { "type": "integer", "minimum": 0 }, "level": level,
            "message": message,
            "locations": { "type": "array", "items": location },
            "relatedLocations": { "type": "array", "items": location },
            "fixes": { "type": "array", "items": fix },
            "properties": { "type": "object" },
        }),
    );
    let driver = object(
        &["name"],
        json!({
            "name": text, "semanticVersion": text, "rules": { "type": "array", "items": rule },
        }),
    );
    let run = object(
        &["tool"],
        json!({
            "tool": object(&["driver"], json!({ "driver": driver })),
            "language": { "type": "string", "pattern": "^[a-zA-Z]{2}$" },
            "columnKind": { "enum": ["utf16CodeUnits", "unicodeCodePoints"] },
            "results": { "type": "array", "items": result },
        }),
    );
    object(
        &["version", "runs"],
        json!({
            "$schema": text, "version": { "const": "2.1.0" },
            "runs": { "type": "array", "items": run },
        }),
    )
}

/// The words of a region, as a reader of SARIF finds them.
fn words(text: &str, region: &Value) -> String {
    let at = |key: &str| usize::try_from(region[key].as_u64().unwrap()).unwrap() - 1;
    assert_eq!(at("startLine"), at("endLine"));
    let line: Vec<u16> = text.lines().nth(at("startLine")).unwrap().encode_utf16().collect();
    String::from_utf16(&line[at("startColumn")..at("endColumn")]).unwrap()
}

#[test]
fn sarif_is_as_the_standard_has_it_with_places_in_its_own_columns() {
    // A letter beyond the first plane is two code units; a decomposed one is two letters.
    let text = "bản ghi 𝒯ổ\n  trường mã: chữ, khóa\n  trường du\u{31b} nợ: tiền, bắt buộc, từ 0\n  \
                trường 𝒳: chữ\nbảng Mức cho 𝒯ổ: số\n  | du\u{31b} nợ / dư nợ | Mức |\n  | từ 0 | 1 |\n";
    let rules = Rules::from_text(text).unwrap();
    let found = rules.check();
    for lang in [Lang::Vi, Lang::En] {
        let log = found.sarif(lang).unwrap();
        let log: Value = serde_json::from_str(&log).unwrap();
        let sound = jsonschema::validator_for(&schema()).unwrap();
        let faults: Vec<String> = sound.iter_errors(&log).map(|fault| fault.to_string()).collect();
        assert_eq!(faults, Vec::<String>::new());
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let told: Vec<(&str, String)> = run["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|result| {
                let place = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
                assert_eq!(rules[place]["id"], result["ruleId"]);
                assert!(rules[place]["help"]["markdown"].as_str().unwrap().starts_with("# W5"));
                let region = &result["locations"][0]["physicalLocation"]["region"];
                (result["ruleId"].as_str().unwrap(), words(text, region))
            })
            .collect();
        let quotient = "du\u{31b} nợ / dư nợ".to_owned();
        assert_eq!(told, [("W509", "𝒳".to_owned()), ("W508", quotient)]);
    }
}

#[test]
fn a_fix_in_sarif_mends_the_rules() {
    let text = "bản ghi Tổ\n  trường mã: chữ, khóa\n  trường nợ: tiền\nkiểm tra Nhỏ cho Tổ\n  yêu cầu \
                nợ ≤ 0.04\n    nếu không: \"lớn\"\n";
    let refused = Rules::from_text(text).unwrap_err();
    let log = refused.sarif(Lang::Vi).unwrap();
    let log: Value = serde_json::from_str(&log).unwrap();
    let change = &log["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
    let replacement = &change["replacements"][0];
    assert_eq!(change["artifactLocation"]["uri"], "luat.luat");
    assert_eq!(words(text, &replacement["deletedRegion"]), "0.04");
    assert_eq!(replacement["insertedContent"]["text"], "0,04");
}

#[test]
fn a_row_that_is_used_for_another_may_be_dead_itself() {
    // Nothing comes to the second row, for the first takes all A, nor to the third, which asks what
    // the second asks: each is told.
    let rules = Rules::from_text(
        "danh mục Loại: A, B, C
bản ghi Tổ
  trường mã: chữ, khóa
  trường loại: một trong Loại, bắt buộc
bảng Mức cho Tổ: số
  | loại         | Mức |
  | không phải C | 1   |
  | A            | 2   |
  | A            | 3   |
  | -            | 4   |
",
    )
    .unwrap();
    let found = found(&rules);
    let told: Vec<(&str, &str, u64)> = found
        .iter()
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap();
            (text("code"), text("kind"), one["places"][0]["line"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(told, [("W501", "dead", 8), ("W013", "dead", 9)]);
}
