//! The corpora of rules with planted mistakes and of rules without any: each mistake is found where
//! it stands and nowhere else, and the records that are made up for it do what it says.

use crate::corpus::packs;
use serde_json::Value;
use std::path::Path;
use visao::engine::Further;
use visao::value::Num;
use visao::{Lang, Rules, Status, wire};

/// Codes by file and line.
type Marks = Vec<(String, u64, String)>;

/// The marks of a rule file or of those of a pack: `# thấy: W501` above the line.
fn marks(path: &Path) -> Marks {
    let files = if path.is_dir() {
        let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|file| file.extension().is_some_and(|ending| ending == "luat")).collect()
    } else {
        vec![path.to_owned()]
    };
    let mut marks = Marks::new();
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        for (line, text) in text.lines().enumerate() {
            let (line, codes) = if let Some(codes) = text.trim().strip_prefix("# thấy:") {
                (line as u64 + 2, codes)
            } else if let Some(told) = text.trim().strip_prefix("# thấy dòng ") {
                let (line, codes) = told.split_once(':').unwrap();
                (line.trim().parse().unwrap(), codes)
            } else {
                continue;
            };
            marks
                .extend(codes.split_whitespace().map(|code| (name.clone(), line, code.to_owned())));
        }
    }
    marks.sort();
    marks
}

/// Options of the check in the first line of a file: `# hỏi: --cliffs 10`.
fn found(rules: &Rules, text: &str) -> Vec<Value> {
    let asked = text.lines().next().and_then(|line| line.strip_prefix("# hỏi:")).unwrap_or("");
    let words: Vec<&str> = asked.split_whitespace().collect();
    let over = match words[..] {
        ["--cliffs", over] => Some(Num::from_i64(over.parse().unwrap())),
        [] | ["--confined"] => None,
        _ => panic!("{asked}"),
    };
    let mut further = Further::default();
    if let Some(over) = &over {
        further = further.cliffs(over);
    }
    if words == ["--confined"] {
        further = further.confined();
    }
    let diagnostics = rules.check_further(&further).diagnostics;
    serde_json::from_str(&wire::diagnostics(&diagnostics, Lang::Vi).unwrap()).unwrap()
}

/// The findings of a file, or the errors by which its rules are refused.
fn told(path: &Path) -> (Option<Rules>, Vec<Value>) {
    let text = if path.is_dir() { String::new() } else { std::fs::read_to_string(path).unwrap() };
    match Rules::load(path) {
        Ok(rules) => {
            let found = found(&rules, &text);
            (Some(rules), found)
        }
        Err(error) => {
            let all = wire::diagnostics(error.diagnostics(), Lang::Vi).unwrap();
            (None, serde_json::from_str(&all).unwrap())
        }
    }
}

/// Holds a record that was made up for a finding against what it says: run as any other, it is left
/// open where a gap is told, at fault where too many points are, and sound elsewhere. `false` where
/// there is no record, or one with parts.
fn does_what_it_says(rules: &Rules, finding: &Value) -> bool {
    let witness = &finding["witness"];
    if witness.is_null() || witness["parts"].as_object().is_some_and(|parts| !parts.is_empty()) {
        return false;
    }
    // Where none is given the finding is one of every day.
    let day = witness["as_of"].as_str().unwrap_or("2024-06-30");
    let query = rules.query().date(day.parse().unwrap());
    let of = witness["type"].as_str().unwrap();
    let dataset = query.dataset().add(of, [witness["fields"].clone()]).unwrap().finish().unwrap();
    let decisions: Vec<_> = dataset
        .batches()
        .filter(|batch| batch.rules().model().records[batch.record_type()].name.text == of)
        .flat_map(|batch| batch.decisions(0..1).collect::<Vec<_>>())
        .collect();
    let is_fault = decisions.iter().any(|one| one.status == Status::DataError);
    let is_open = decisions.iter().any(|one| {
        one.status == Status::Undetermined
            || one.criteria.iter().any(|criterion| criterion.points.is_none())
            || one.derived.iter().any(|named| named.datum.value == visao::Value::Missing)
    });
    let kind = finding["kind"].as_str().unwrap();
    match kind {
        "exceeded" => assert!(is_fault, "{finding}"),
        "gap" => assert!(is_open && !is_fault, "{finding}"),
        // Two rows of a unique table that hold are a fault of those who read it.
        "overlap" => assert!(is_open || is_fault, "{finding}"),
        _ => assert!(!is_fault, "{finding}"),
    }
    true
}

#[test]
fn what_is_planted_is_found_at_its_line_and_nothing_else() {
    let packs = packs("found");
    let (mut kinds, mut replayed) = (std::collections::BTreeMap::new(), 0);
    for path in &packs {
        let (rules, found) = told(path);
        let mut told: Marks = found
            .iter()
            .map(|one| {
                let place = &one["places"][0];
                let file = place["file"].as_str().unwrap().to_owned();
                let file = Path::new(&file).file_name().unwrap().to_str().unwrap().to_owned();
                (file, place["line"].as_u64().unwrap(), one["code"].as_str().unwrap().to_owned())
            })
            .collect();
        told.sort();
        assert_eq!(told, marks(path), "{}\n{found:#?}", path.display());
        for (_, _, code) in told {
            *kinds.entry(code).or_insert(0) += 1;
        }
        let of_rules = rules.iter().flat_map(|rules| found.iter().map(move |one| (rules, one)));
        replayed += of_rules.filter(|(rules, one)| does_what_it_says(rules, one)).count();
    }
    assert!(packs.len() >= 60, "{}", packs.len());
    assert!(replayed >= 60, "{replayed}");
    // Each kind that analysis looks for stands in the corpus.
    let all = (1..=21).map(|code| format!("W5{code:02}"));
    let errors = ["E401", "E402", "E403", "E404", "E405", "E406"].map(str::to_owned);
    for code in all.chain(errors) {
        assert!(kinds.get(&code).is_some_and(|count| *count >= 2), "{code}: {kinds:?}");
    }
}

#[test]
fn rules_without_mistakes_are_left_alone() {
    let packs = packs("sound");
    assert!(packs.len() >= 40, "{}", packs.len());
    for path in packs {
        let rules = Rules::load(&path).unwrap_or_else(|error| panic!("{path:?}: {error:#}"));
        let found = rules.check_further(&Further::default().confined()).diagnostics;
        let all = wire::diagnostics(&found, Lang::Vi).unwrap();
        assert!(found.is_empty(), "{}: {all}", path.display());
    }
}
