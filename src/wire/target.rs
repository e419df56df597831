//! Outcomes of targets as JSON.

use super::grounds::{GroundsView, grounds};
use super::ways::{ChangeView, change};
use super::{ClauseView, ErrorView, SCHEMA_VERSION, Values, clause, exact_fraction, iso, plain};
use crate::explain::decision::Verdict;
use crate::markup::visible_json;
use crate::report::{
    Distance, IndicatorOutcome, IndicatorStatus, Interval, LevelOutcome, PeriodOutcome,
    RecordContribution, RecordRemedy, Remedy, TargetOutcome, show_value,
};
use crate::value::{Lang, Truth};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// JSON of the outcome of targets for one unit: one object on one line.
///
/// # Errors
/// Never in practice: serde's own error is passed on.
pub fn target_line(outcome: &TargetOutcome, lang: Lang) -> Result<String, serde_json::Error> {
    serde_json::to_string(&target_view(outcome, lang)).map(visible_json)
}

impl Serialize for TargetOutcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        target_view(self, self.lang).serialize(serializer)
    }
}

#[derive(Serialize)]
pub(super) struct TargetView<'o> {
    record: &'o str,
    r#type: &'o str,
    block: &'o str,
    title: Option<&'o str>,
    kind: &'static str,
    status: &'static str,
    verdict: Option<&'o str>,
    verdict_code: Option<&'static str>,
    verdict_range: Option<[&'o str; 2]>,
    total: bool,
    indicators: Vec<IndicatorView<'o>>,
    records: u64,
    undetermined: u64,
    data_errors: u64,
    without_unit: u64,
    without_unit_records: Vec<StrayView<'o>>,
    errors: Vec<ErrorView<'o>>,
    grounds: GroundsView<'o>,
    pack: &'o str,
    fingerprint: &'o str,
    as_of: Option<String>,
    schema_version: u32,
}

#[derive(Serialize)]
struct StrayView<'o> {
    record: &'o str,
    #[serde(skip_serializing_if = "Values::is_empty")]
    shown: Values<'o>,
    row: Option<u32>,
}

#[derive(Serialize)]
struct IndicatorView<'o> {
    label: &'o str,
    title: Option<&'o str>,
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exact: Option<String>,
    range: Option<[Option<String>; 2]>,
    may_lack: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_due: Option<u64>,
    status: &'static str,
    level: Option<&'o str>,
    levels: Vec<LevelView<'o>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    periods: Vec<PeriodView<'o>>,
    weigh: Vec<WeightView<'o>>,
    formula: &'o str,
    working: Cow<'o, str>,
    clause: ClauseView<'o>,
    grounds: GroundsView<'o>,
    error: Option<&'o str>,
}

#[derive(Serialize)]
struct LevelView<'o> {
    name: Option<&'o str>,
    required: &'o str,
    clause: ClauseView<'o>,
    met: Option<bool>,
    distance: Option<String>,
    distance_range: Option<[Option<String>; 2]>,
    distance_numerator: Option<String>,
    too_high: Option<bool>,
    more_than: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<RemedyView<'o>>,
}

#[derive(Serialize)]
struct RemedyView<'o> {
    proof: &'static str,
    cut: bool,
    rests_on_others: bool,
    records: Vec<RecordRemedyView<'o>>,
}

#[derive(Serialize)]
struct RecordRemedyView<'o> {
    record: &'o str,
    #[serde(skip_serializing_if = "Values::is_empty")]
    shown: Values<'o>,
    row: Option<u32>,
    changes: Vec<ChangeView<'o>>,
    amount: String,
}

#[derive(Serialize)]
struct PeriodView<'o> {
    from: String,
    to: String,
    asked: String,
    value: Option<String>,
    range: Option<[Option<String>; 2]>,
    met: Vec<Option<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<Vec<&'o str>>,
    has_rows: bool,
}

#[derive(Serialize)]
struct WeightView<'o> {
    record: &'o str,
    #[serde(skip_serializing_if = "Values::is_empty")]
    shown: Values<'o>,
    row: Option<u32>,
    amount: String,
    excess: String,
}

pub(super) fn target_view(outcome: &TargetOutcome, lang: Lang) -> TargetView<'_> {
    TargetView {
        record: &outcome.unit,
        r#type: &outcome.record_type,
        block: &outcome.block,
        title: outcome.title.as_deref(),
        kind: "target",
        status: outcome.status.code(),
        verdict: outcome.verdict.as_deref(),
        verdict_code: outcome.verdict_code.map(Verdict::code),
        verdict_range: outcome
            .verdict_range
            .as_ref()
            .map(|(low, high)| [low.as_ref(), high.as_ref()]),
        total: outcome.is_total,
        indicators: outcome
            .indicators
            .iter()
            .map(|indicator| indicator_view(indicator, lang))
            .collect(),
        records: outcome.records.records,
        undetermined: outcome.records.undetermined,
        data_errors: outcome.records.data_errors,
        without_unit: outcome.records.without_unit,
        without_unit_records: outcome
            .strays
            .iter()
            .map(|stray| StrayView {
                record: &stray.record,
                shown: Values(&stray.shown),
                row: stray.row,
            })
            .collect(),
        errors: outcome
            .indicators
            .iter()
            .filter_map(|indicator| indicator_error(indicator, lang))
            .collect(),
        grounds: grounds(&outcome.grounds),
        pack: &outcome.pack,
        fingerprint: &outcome.fingerprint,
        as_of: outcome.as_of.map(iso),
        schema_version: SCHEMA_VERSION,
    }
}

/// Fault of an indicator, in the form of a record's errors.
fn indicator_error(indicator: &IndicatorOutcome, lang: Lang) -> Option<ErrorView<'_>> {
    let IndicatorStatus::Fault(message) = &indicator.status else { return None };
    let expected = message.get(lang);
    Some(ErrorView {
        field: None,
        row: None,
        column: None,
        value: None,
        expected,
        clause: Some(clause(&indicator.clause)),
    })
}

fn indicator_view(indicator: &IndicatorOutcome, lang: Lang) -> IndicatorView<'_> {
    let error = if let IndicatorStatus::Fault(message) = &indicator.status {
        Some(message.get(lang))
    } else {
        None
    };
    IndicatorView {
        label: &indicator.label,
        title: indicator.title.as_deref(),
        value: indicator.value.as_ref().map(plain),
        exact: indicator.value.as_ref().and_then(exact_fraction),
        range: indicator.range.as_ref().map(range),
        may_lack: indicator.may_be_undefined,
        not_due: indicator.not_due,
        status: indicator.status.code(),
        level: indicator.level.as_deref(),
        levels: indicator.levels.iter().map(level_view).collect(),
        periods: indicator.periods.iter().map(period_view).collect(),
        weigh: indicator.contributions.iter().map(weight_view).collect(),
        formula: &indicator.formula,
        working: indicator
            .working
            .as_deref()
            .map_or_else(|| show_value(indicator, lang).into(), Cow::from),
        clause: clause(&indicator.clause),
        grounds: grounds(&indicator.grounds),
        error,
    }
}

fn level_view(level: &LevelOutcome) -> LevelView<'_> {
    let distance = level.distance.as_ref();
    let by = distance.map(|distance| &distance.by);
    let numerator = distance.and_then(|distance: &Distance| distance.numerator.as_ref());
    LevelView {
        name: level.name.as_deref(),
        required: &level.required,
        clause: clause(&level.clause),
        met: settled(level.met),
        distance: by.and_then(Interval::value).map(plain),
        distance_range: by.filter(|by| by.value().is_none()).map(range),
        distance_numerator: numerator.map(|amount| plain(&amount.number)),
        too_high: distance.map(|distance| distance.too_high),
        more_than: distance.map(|distance| distance.more_than),
        remedy: level.remedy.as_ref().map(remedy_view),
    }
}

fn remedy_view(remedy: &Remedy) -> RemedyView<'_> {
    let record = |one| {
        let RecordRemedy { record, shown, row, changes, amount, .. }: &RecordRemedy = one;
        RecordRemedyView {
            record,
            shown: Values(shown),
            row: *row,
            changes: changes.iter().map(|one| change(one, record)).collect(),
            amount: plain(&amount.number),
        }
    };
    RemedyView {
        proof: remedy.proof.code(),
        cut: remedy.is_cut,
        rests_on_others: remedy.rests_on_others,
        records: remedy.records.iter().map(record).collect(),
    }
}

fn period_view(period: &PeriodOutcome) -> PeriodView<'_> {
    PeriodView {
        from: iso(period.from),
        to: iso(period.to),
        asked: iso(period.asked),
        value: period.value.as_ref().map(plain),
        range: period.range.as_ref().map(range),
        met: period.met.iter().copied().map(settled).collect(),
        required: period.required.as_ref().map(|all| all.iter().map(AsRef::as_ref).collect()),
        has_rows: period.has_rows,
    }
}

fn settled(met: Option<Truth>) -> Option<bool> {
    match met {
        Some(Truth::True) => Some(true),
        Some(Truth::False) => Some(false),
        Some(Truth::Missing | Truth::Fault) | None => None,
    }
}

fn weight_view(weight: &RecordContribution) -> WeightView<'_> {
    WeightView {
        record: &weight.record,
        shown: Values(&weight.shown),
        row: weight.row,
        amount: plain(&weight.amount.number),
        excess: plain(&weight.excess),
    }
}

/// Lowest and highest; null where nothing bounds it.
fn range(bounds: &Interval) -> [Option<String>; 2] {
    [bounds.lower.as_ref().map(plain), bounds.upper.as_ref().map(plain)]
}
