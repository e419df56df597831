//! What was decided, in the short form of the language reference and the snapshots: exact numbers,
//! words of the rules.

use visao::diag::Message;
use visao::engine::{Batch, Rules};
use visao::explain::decision::{
    CriterionResult, DataFault, Decision, DecisionKind, NamedValue, SourceLine, Status, TypedValue,
};
use visao::explain::{Explanation, Length};
use visao::report::coverage::{CoverageState, CoveredKind};
use visao::source::key;
use visao::value::text::{fraction, show_number, show_value};
use visao::value::{Lang, Num, Type, Unit, Value};

/// A decision over several lines.
pub fn decision(decision: &Decision, lang: Lang) -> String {
    let mut lines = vec![format!(
        "{}: {}",
        decision.block.as_deref().unwrap_or(&decision.record_type),
        verdict(decision)
    )];
    if decision.kind == DecisionKind::Scorecard && !decision.criteria.is_empty() {
        lines.push(format!("  tổng điểm {}", total(decision, lang)));
    }
    lines.extend(decision.criteria.iter().map(|result| criterion(result, lang)));
    for reason in &decision.reasons {
        lines.push(format!(
            "  {}: {} ← {}",
            word(&format!("{:?}", reason.kind)),
            reason.text,
            place(&reason.clause)
        ));
    }
    for waiting in &decision.waiting {
        lines.push(format!(
            "  chờ {}: {} ({})",
            waiting.missing.join(", "),
            waiting.text,
            place(&waiting.clause)
        ));
    }
    lines.extend(
        decision
            .derived
            .iter()
            .map(|named| format!("  {} = {}", named.name, datum(&named.datum, lang))),
    );
    if !decision.missing.is_empty() {
        lines.push(format!("  thiếu {}", decision.missing.join(", ")));
    }
    lines.extend(decision.errors.iter().map(|error| format!("  lỗi {}", self::error(error, lang))));
    lines.join("\n") + "\n"
}

fn word(kind: &str) -> &'static str {
    match kind {
        "Reject" => "từ chối",
        "Require" => "yêu cầu",
        "Refer" => "cần xem xét",
        "Warn" => "cảnh báo",
        "Prefer" => "ưu tiên",
        "Cap" => "không quá",
        "Downgrade" => "hạ một bậc",
        "Each" => "mỗi kỳ",
        "Due" => "hạn",
        _ => "?",
    }
}

/// The grade or verdict, or why there is none.
fn verdict(decision: &Decision) -> String {
    match (decision.status, &decision.verdict, &decision.verdict_range) {
        (Status::DataError, ..) => "lỗi dữ liệu".into(),
        (Status::NotApplicable, ..) => "không áp dụng".into(),
        (Status::Undetermined, _, Some((low, high))) => {
            format!("chưa xác định, từ {low} đến {high}")
        }
        (Status::Undetermined, ..)
            if matches!(decision.kind, DecisionKind::Eligibility | DecisionKind::Check) =>
        {
            "cần bổ sung".into()
        }
        (Status::Undetermined, ..) => "chưa xác định".into(),
        (Status::Decided, Some(verdict), _) => verdict.to_string(),
        (Status::Decided, None, _) => "-".into(),
    }
}

fn total(decision: &Decision, lang: Lang) -> String {
    let points = match (&decision.points, &decision.points_range) {
        (Some(points), _) => number(points, Unit::Number, lang),
        (None, Some(range)) => between(range, lang),
        (None, None) => "-".into(),
    };
    match &decision.max_points {
        Some(most) => format!("{points}/{}", number(most, Unit::Number, lang)),
        None => points,
    }
}

fn between((low, high): &(Num, Num), lang: Lang) -> String {
    format!("{}–{}", number(low, Unit::Number, lang), number(high, Unit::Number, lang))
}

fn points(result: &CriterionResult, lang: Lang) -> String {
    result
        .points
        .as_ref()
        .map_or_else(|| between(&result.range, lang), |points| number(points, Unit::Number, lang))
}

fn criterion(result: &CriterionResult, lang: Lang) -> String {
    let rows: Vec<String> = result.clauses.iter().map(place).collect();
    let rows = if rows.is_empty() { "không dòng nào".into() } else { rows.join("; ") };
    format!(
        "  tiêu chí {} {}/{} ← {rows}",
        result.label,
        points(result, lang),
        number(&result.max_points, Unit::Number, lang)
    )
}

fn place(clause: &SourceLine) -> String {
    format!("{}:{}", clause.file, clause.line)
}

fn error(error: &DataFault, lang: Lang) -> String {
    let parts = [
        error.field.as_deref().map(str::to_owned),
        error
            .column
            .as_ref()
            .filter(|column| error.field.as_deref() != Some(column))
            .map(|column| format!("cột {column}")),
        error.value.as_ref().map(|value| format!("“{value}”")),
        error.clause.as_ref().map(place),
    ];
    let place: Vec<String> = parts.into_iter().flatten().collect();
    format!("{}: {}", place.join(", "), Message::get(&error.expected, lang))
}

/// A value, exact: a number that does not end is a fraction.
pub fn datum(datum: &TypedValue, lang: Lang) -> String {
    if let Some(members) = &datum.members {
        return format!(
            "[{}]",
            members.iter().map(|member| self::datum(member, lang)).collect::<Vec<_>>().join(", ")
        );
    }
    match (&datum.value, datum.ty) {
        (Value::Num(value), Type::Number(unit)) => number(value, unit, lang),
        (value, ty) => show_value(value, ty, lang, &[], |_, _| datum.name.as_deref()).text,
    }
}

fn number(value: &Num, unit: Unit, lang: Lang) -> String {
    let shown = visao::value::text::show_amount(value, unit, lang, &[]);
    if !shown.rounded {
        return shown.text;
    }
    match show_number(value, lang, 40) {
        (shown, false) => shown,
        (_, true) => fraction(value),
    }
}

/// One thing that came out, by its name: `xếp loại`, `tổng điểm`, `tiêu chí 2`, `lý do`, `thiếu`,
/// `lỗi`, a derivation; `… của X` of the block X.
pub fn one(decisions: &[Decision], name: &str, lang: Lang) -> String {
    let (what, block) = match name.split_once(" của ").or_else(|| name.split_once(" of ")) {
        Some((what, block)) => (what, Some(key(block))),
        None => (name, None),
    };
    let wanted = |decision: &&Decision| match &block {
        Some(block) => decision.block.as_ref().is_some_and(|name| key(name) == *block),
        None => true,
    };
    let Some(decision) = decisions.iter().find(wanted) else { return "?".into() };
    let list = |texts: Vec<String>| if texts.is_empty() { "-".into() } else { texts.join("; ") };
    match what {
        "xếp loại" | "kết luận" | "grade" | "verdict" => verdict(decision),
        "tổng điểm" | "total points" => {
            total(decision, lang).split('/').next().unwrap_or_default().to_owned()
        }
        "lý do" | "reason" => {
            list(decision.reasons.iter().map(|reason| reason.text.to_string()).collect())
        }
        "thiếu" | "missing" => list(decision.missing.iter().map(ToString::to_string).collect()),
        "lỗi" | "error" => {
            list(decision.errors.iter().map(|error| self::error(error, lang)).collect())
        }
        _ => derived(decision, what, lang),
    }
}

fn derived(decision: &Decision, name: &str, lang: Lang) -> String {
    let label = name.strip_prefix("tiêu chí ").or_else(|| name.strip_prefix("criterion "));
    if let Some(result) = label
        .and_then(|label| decision.criteria.iter().find(|result| key(&result.label) == key(label)))
    {
        return points(result, lang);
    }
    let found = decision.derived.iter().find(|named: &&NamedValue| key(&named.name) == key(name));
    found.map_or_else(
        || if decision.status == Status::DataError { "lỗi".into() } else { "?".into() },
        |named| datum(&named.datum, lang),
    )
}

/// Each worked example and what did not come out of it.
pub fn examples(rules: &Rules) -> String {
    let lang = rules.lang();
    let mut lines = Vec::new();
    for example in rules.test(None) {
        let misses: Vec<String> = example
            .misses
            .iter()
            .map(|miss| {
                format!(
                    "{}: {}",
                    rules.sources()[miss.span.source].slice(miss.span),
                    miss.found.get(lang)
                )
            })
            .collect();
        lines.push(format!(
            "{}: {}",
            example.title,
            if misses.is_empty() { "đúng".into() } else { misses.join("; ") }
        ));
    }
    lines.join("\n")
}

/// What the worked examples cover: each line that decides something, by its line number, with the
/// examples in which it decided, and those of its other side.
pub fn coverage(rules: &Rules) -> String {
    let coverage = rules.coverage(None);
    let titles = |titles: &[std::sync::Arc<str>]| titles.join(", ");
    let mut lines = Vec::new();
    for block in &coverage.blocks {
        let keyword = match block.kind {
            CoveredKind::Table => "bảng",
            CoveredKind::Scorecard => "bảng điểm",
            CoveredKind::Eligibility => "điều kiện",
            CoveredKind::Check => "kiểm tra",
            _ => unreachable!("no other kind"),
        };
        lines.push(format!("{keyword} {}", block.name));
        for line in &block.lines {
            let told = match line.state() {
                CoverageState::Undecided => titles(&line.undecided),
                _ => titles(&line.hits),
            };
            let told = if told.is_empty() { told } else { format!(": {told}") };
            let other = line.sides().find(|(side, _)| *side == 1);
            let other = other.map_or_else(String::new, |(_, examples)| match titles(examples) {
                none if none.is_empty() => "; không".to_owned(),
                some => format!("; không: {some}"),
            });
            lines.push(format!("  {} {}{told}{other}", line.place.start.line, line.state()));
        }
    }
    let counts = coverage.counts();
    let (sides, all) = (counts.sides_hit, counts.sides);
    lines.push(format!("{}/{} dòng, {sides}/{all} phía", counts.hit, counts.lines));
    lines.join("\n")
}

/// Explanations as text, the fingerprint left out.
pub fn explanations(explained: &[Explanation], length: Length, lang: Lang) -> String {
    let text = visao::explain::document(explained, length, lang).text(false);
    let text = explained.iter().fold(text, |text, each| {
        let whole = &each.decision.fingerprint;
        text.replace(&**whole, "…").replace(&whole[..12], "…")
    });
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// What became of the rows of the files.
pub fn counts(batch: &Batch, lang: Lang) -> String {
    let report = batch.report();
    let mut lines = Vec::new();
    for file in &report.files {
        let skipped: u64 = file.skipped.iter().map(|(_, count)| count).sum();
        lines.push(format!(
            "{}: {} dòng = {skipped} bỏ + {} trùng + {} bản ghi",
            file.name, file.rows, file.dropped, file.records
        ));
    }
    lines.extend(report.warnings.iter().map(|warning| warning.get(lang).to_owned()));
    lines.join("\n")
}
