//! Functions of the embedding program: under the declared signature, checked at load, and marked
//! wherever what they give is shown.

use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use visao::{Error, Host, Lang, Memory, Num, Rules, Value};

const SIGNATURE: &str = "hàm hệ số(vùng: một trong Vùng; x: số): số nguyên từ \"máy chủ\"";
const RULES: &str = "danh mục Vùng: Miền núi, Đồng bằng
hàm hệ số(vùng: một trong Vùng; x: số): số nguyên từ \"máy chủ\"
bản ghi Hộ
  trường mã: chữ, khóa
  trường vùng: một trong Vùng
  trường x: số
  tính mức = 2 × hệ số(vùng; x)
kiểm tra Đủ cho Hộ
  yêu cầu mức ≥ 4
    nếu không: \"Mức thấp\"
";

fn load(rules: &str, host: &Host) -> Result<Rules, Error> {
    Rules::from_files_with(&[("a.luat", rules)].into_iter().collect::<Memory>(), host)
}

/// Three in the mountains, the number itself elsewhere; a refusal below zero.
fn host() -> Host {
    let given = Host::default().function(SIGNATURE, |arguments| match arguments {
        [Value::Text(region), _] if &**region == "Miền núi" => Ok(Value::Num(Num::from_i64(3))),
        [_, Value::Num(x)] if x.is_negative() => Err("số âm".to_owned()),
        [_, x] => Ok(x.clone()),
        _ => Err("arguments".to_owned()),
    });
    given.unwrap()
}

#[test]
fn a_function_of_the_host_gives_values_that_are_marked_wherever_they_are_shown() {
    let rules = load(RULES, &host()).unwrap();
    let record = json!({ "mã": "H1", "vùng": "Miền núi", "x": 1 });
    let explained = rules.explain(&record).unwrap();
    assert_eq!(explained[0].decision.derived[0].datum.value, Value::Num(Num::from_i64(6)));
    assert_eq!(explained[0].decision.verdict.as_deref(), Some("đạt"));
    let text = explained[0].to_string();
    let line = "mức = 2 × hệ số [do chương trình tính](Miền núi; 1) = 6";
    assert!(text.contains(line), "{text}");
    let english = rules.query().lang(Lang::En).explain(&record).unwrap()[0].to_string();
    assert!(english.contains("hệ số [by the host program](Miền núi; 1)"), "{english}");
}

#[test]
fn the_fingerprint_tells_of_functions_of_the_host() {
    let with = load(RULES, &host()).unwrap();
    let (hash, mark) = with.fingerprint().split_once('+').unwrap();
    assert_eq!((hash.len(), mark), (64, "host"));
    let plain = RULES.replace("hàm hệ số", "# hàm").replace("hệ số(vùng; x)", "x");
    assert!(!load(&plain, &host()).unwrap().fingerprint().contains('+'), "none is called for");
    assert!(with.schema().functions[0].host);
}

#[test]
fn what_fails_or_is_of_another_type_is_a_data_error_of_its_record() {
    let rules = load(RULES, &host()).unwrap();
    let told = |x: serde_json::Value| {
        let record = json!({ "mã": "H1", "vùng": "Đồng bằng", "x": x });
        let decision = rules.grade(&record).unwrap().swap_remove(0);
        decision.errors.iter().map(|error| error.words(Lang::Vi)).collect::<Vec<_>>()
    };
    assert_eq!(told(json!(5)), Vec::<String>::new());
    assert_eq!(told(json!(-1)), ["hàm “hệ số” của chương trình báo: số âm"]);
    assert_eq!(
        told(json!("2.5")),
        ["hàm “hệ số” của chương trình trả về giá trị khác kiểu đã khai"]
    );
}

#[test]
fn a_missing_argument_gives_a_missing_result_without_a_call() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let host = Host::default().function(SIGNATURE, move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        Ok(Value::Missing)
    });
    let rules = load(RULES, &host.unwrap()).unwrap();
    let decide = |record| rules.grade(&record).unwrap().swap_remove(0);
    let decision = decide(json!({ "mã": "H1", "vùng": "Đồng bằng" }));
    assert_eq!(decision.derived[0].datum.value, Value::Missing);
    assert_eq!(calls.load(Ordering::Relaxed), 0);
    decide(json!({ "mã": "H1", "vùng": "Đồng bằng", "x": 1 }));
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[test]
fn a_category_comes_back_by_its_word() {
    let rules = "danh mục Vùng: Miền núi, Đồng bằng
hàm vùng của(mã: chữ): một trong Vùng từ \"máy chủ\"
bản ghi Hộ
  trường mã: chữ, khóa
  tính vùng = vùng của(mã)
";
    let host = Host::default()
        .function("hàm vùng của(x: chữ): một trong Vùng từ \"Máy chủ\"", |arguments| {
            Ok(arguments[0].clone())
        })
        .unwrap();
    let rules = load(rules, &host).unwrap();
    let known = rules.grade(&json!({ "mã": "miền  núi" })).unwrap().swap_remove(0);
    assert_eq!(known.derived[0].datum.name.as_deref(), Some("Miền núi"));
    let unknown = rules.grade(&json!({ "mã": "Biển" })).unwrap().swap_remove(0);
    assert_eq!(unknown.errors.len(), 1);
}

fn codes(refused: &Error) -> Vec<&str> {
    refused.diagnostics().iter().map(|found| found.code).collect()
}

#[test]
fn signatures_are_checked_when_rules_are_loaded() {
    let without = load(RULES, &Host::default()).unwrap_err();
    assert_eq!(codes(&without), ["E302"]);
    assert!(without.render(Lang::Vi, false).contains("`Host::function`"));
    let same = |signature: &str| {
        let host = Host::default().function(signature, |_| Ok(Value::Missing)).unwrap();
        load(RULES, &host)
    };
    assert!(same("function hệ số(a: one of Vùng; b: number): integer from \"máy chủ\"").is_ok());
    for other in [
        "hàm hệ số(vùng: chữ; x: số): số nguyên từ \"máy chủ\"",
        "hàm hệ số(vùng: một trong Vùng): số nguyên từ \"máy chủ\"",
        "hàm hệ số(vùng: một trong Vùng; x: số): số từ \"máy chủ\"",
        "hàm hệ số(vùng: một trong Xã; x: số): số nguyên từ \"máy chủ\"",
    ] {
        assert_eq!(codes(&same(other).unwrap_err()), ["E271"], "{other}");
    }
    let broken = Host::default().function("hệ số: số", |_| Ok(Value::Missing)).unwrap_err();
    assert!(codes(&broken).contains(&"E271"), "{broken}");
}

#[test]
fn a_batch_with_functions_of_the_host_goes_to_any_thread() {
    let rules = load(RULES, &host()).unwrap();
    let records = (0..2_000).map(|x| json!({ "mã": x.to_string(), "vùng": "Đồng bằng", "x": x }));
    let data = rules.query().dataset().add("Hộ", records).unwrap().finish().unwrap();
    let batch = data.batches().next().unwrap();
    let halves = std::thread::scope(|scope| {
        let half = |rows| scope.spawn(move || batch.decisions(rows).collect::<Vec<_>>());
        let threads = [half(0..1_000), half(1_000..2_000)];
        threads.map(|thread| thread.join().unwrap()).concat()
    });
    assert_eq!(halves, batch.decisions(0..2_000).collect::<Vec<_>>());
}
