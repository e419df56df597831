//! Comparisons of packs as JSON.

use super::plain;
use crate::compare::{
    BlockMigration, BlockStanding, Change, ChangedIndicator, ChangedRecord, ChangedRegion,
    Comparison, Migration, Move, Outcome, PackName, Standing,
};
use crate::markup::visible_json;
use crate::source::Place;
use crate::value::{Lang, Value};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct ComparisonView<'c> {
    old: PackView<'c>,
    new: PackView<'c>,
    differs: bool,
    changes: Vec<ChangeView<'c>>,
    blocks: Vec<BlockView<'c>>,
    assumed: Vec<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    migration: Option<MigrationView<'c>>,
}

#[derive(Serialize)]
struct MigrationView<'c> {
    blocks: Vec<MovesView<'c>>,
    records: Vec<RecordView<'c>>,
    indicators: Vec<IndicatorView<'c>>,
    only_old: usize,
    only_new: usize,
}

#[derive(Serialize)]
struct IndicatorView<'c> {
    targets: &'c str,
    unit: &'c str,
    day: Option<String>,
    indicator: &'c str,
    old: &'c str,
    new: &'c str,
    turns: bool,
}

#[derive(Serialize)]
struct MovesView<'c> {
    name: &'c str,
    records: usize,
    changed: usize,
    moves: Vec<MoveView<'c>>,
    units: Vec<UnitView<'c>>,
}

#[derive(Serialize)]
struct UnitView<'c> {
    unit: &'c str,
    moves: Vec<MoveView<'c>>,
}

#[derive(Serialize)]
struct MoveView<'c> {
    from: &'c str,
    to: &'c str,
    count: usize,
    changed: usize,
}

#[derive(Serialize)]
struct RecordView<'c> {
    record: &'c str,
    row: Option<u32>,
    day: Option<String>,
    unit: Option<&'c str>,
    block: &'c str,
    old: OutcomeView<'c>,
    new: OutcomeView<'c>,
    causes: Vec<CauseView<'c>>,
}

#[derive(Serialize)]
struct OutcomeView<'c> {
    status: &'static str,
    result: &'c str,
    points: Option<String>,
}

#[derive(Serialize)]
struct CauseView<'c> {
    message: &'c str,
    clause: Option<ClauseView<'c>>,
}

#[derive(Serialize)]
struct ClauseView<'c> {
    file: &'c str,
    line: usize,
    text: &'c str,
}

#[derive(Serialize)]
struct PackView<'c> {
    name: &'c str,
    from: Option<String>,
    to: Option<String>,
    fingerprint: &'c str,
}

#[derive(Serialize)]
struct ChangeView<'c> {
    kind: &'static str,
    site: &'static str,
    group: &'c str,
    name: &'c str,
    message: &'c str,
    decides: bool,
    proved: bool,
    regions: Vec<RegionView<'c>>,
    old: Option<PlaceView<'c>>,
    new: Option<PlaceView<'c>>,
}

#[derive(Serialize)]
struct RegionView<'c> {
    part: Option<&'c str>,
    records: &'c str,
    change: &'c str,
}

#[derive(Serialize)]
struct BlockView<'c> {
    heading: &'c str,
    name: &'c str,
    standing: &'static str,
    renamed: bool,
    period: bool,
    accepted: bool,
    changed: Vec<&'c str>,
    regions: Vec<RegionView<'c>>,
    witness: Option<WitnessView<'c>>,
    old: Option<PlaceView<'c>>,
    new: Option<PlaceView<'c>>,
}

#[derive(Serialize)]
struct WitnessView<'c> {
    day: Option<String>,
    fields: BTreeMap<&'c str, serde_json::Value>,
    old: OutcomeView<'c>,
    new: OutcomeView<'c>,
}

#[derive(Serialize)]
struct PlaceView<'c> {
    file: &'c str,
    line: usize,
    column: usize,
}

/// Changes from one pack to another, the standing of every block, and the records that come out
/// otherwise, where some were asked about; in a language.
///
/// # Errors
/// Never in practice: serde's own error is passed on.
pub fn comparison(
    comparison: &Comparison,
    migration: Option<&Migration>,
    lang: Lang,
) -> Result<String, serde_json::Error> {
    let view = ComparisonView {
        old: pack(&comparison.old),
        new: pack(&comparison.new),
        differs: comparison.differs(),
        changes: comparison.changes.iter().map(|one| change(one, lang)).collect(),
        blocks: comparison.blocks.iter().map(|one| block(one, lang)).collect(),
        assumed: comparison.assumed.iter().map(|one| one.get(lang)).collect(),
        migration: migration.map(|found| MigrationView {
            blocks: found.blocks.iter().map(|one| moves(one, lang)).collect(),
            records: found.records.iter().map(|one| record(one, lang)).collect(),
            indicators: found.indicators.iter().map(|one| indicator(one, lang)).collect(),
            only_old: found.only_old,
            only_new: found.only_new,
        }),
    };
    serde_json::to_string_pretty(&view).map(visible_json)
}

fn pack(pack: &PackName) -> PackView<'_> {
    let days = pack.effective.unwrap_or_default();
    PackView {
        name: &pack.name,
        from: days.from.map(|day| day.to_string()),
        to: days.to.map(|day| day.to_string()),
        fingerprint: &pack.fingerprint,
    }
}

fn change(change: &Change, lang: Lang) -> ChangeView<'_> {
    ChangeView {
        kind: change.kind.code(),
        site: change.site.code(),
        group: change.group.get(lang),
        name: &change.name,
        message: change.message.get(lang),
        decides: change.decides,
        proved: change.proved,
        regions: change.regions.iter().map(|one| region(one, lang)).collect(),
        old: change.old.as_ref().map(place),
        new: change.new.as_ref().map(place),
    }
}

fn region(region: &ChangedRegion, lang: Lang) -> RegionView<'_> {
    RegionView {
        part: region.part.as_ref().map(|part| part.get(lang)),
        records: region.records.get(lang),
        change: region.change.get(lang),
    }
}

fn block(block: &BlockStanding, lang: Lang) -> BlockView<'_> {
    let (renamed, period, accepted) = match block.standing {
        Standing::Same { renamed, period, accepted } => (renamed, period, accepted),
        Standing::Differs | Standing::Undecided | Standing::Added | Standing::Removed => {
            (false, false, false)
        }
    };
    BlockView {
        heading: block.heading.get(lang),
        name: &block.name,
        standing: block.standing.code(),
        renamed,
        period,
        accepted,
        changed: block.changed.iter().map(|name| name.get(lang)).collect(),
        regions: block.regions.iter().map(|one| region(one, lang)).collect(),
        witness: block.witness.as_ref().map(|witness| WitnessView {
            day: witness.day.map(|day| day.to_string()),
            fields: witness
                .fields
                .iter()
                .map(|(name, value, words)| (name.as_str(), plain_value(value, words.get(lang))))
                .collect(),
            old: outcome(&witness.old, lang),
            new: outcome(&witness.new, lang),
        }),
        old: block.old.as_ref().map(place),
        new: block.new.as_ref().map(place),
    }
}

/// A value of a record as a program gives it.
fn plain_value(value: &Value, words: &str) -> serde_json::Value {
    match value {
        Value::Missing => serde_json::Value::Null,
        Value::Num(number) => plain(number).into(),
        Value::Date(day) => day.to_string().into(),
        Value::Bool(truth) => (*truth).into(),
        Value::Text(text) => text.to_string().into(),
        Value::Code(_) => words.trim_matches(['“', '”']).into(),
    }
}

fn place(place: &Place) -> PlaceView<'_> {
    PlaceView { file: &place.file, line: place.start.line, column: place.start.column }
}

fn moves(block: &BlockMigration, lang: Lang) -> MovesView<'_> {
    let units = block.units.iter().map(|(unit, of)| UnitView {
        unit,
        moves: of.iter().map(|one| moved(one, lang)).collect(),
    });
    MovesView {
        name: &block.name,
        records: block.records,
        changed: block.changed,
        moves: block.moves.iter().map(|one| moved(one, lang)).collect(),
        units: units.collect(),
    }
}

fn indicator(one: &ChangedIndicator, lang: Lang) -> IndicatorView<'_> {
    IndicatorView {
        targets: &one.name,
        unit: &one.unit,
        day: one.day.map(|day| day.to_string()),
        indicator: &one.indicator,
        old: one.old.get(lang),
        new: one.new.get(lang),
        turns: one.turns,
    }
}

fn moved(of: &Move, lang: Lang) -> MoveView<'_> {
    MoveView { from: of.from.get(lang), to: of.to.get(lang), count: of.count, changed: of.changed }
}

fn record(record: &ChangedRecord, lang: Lang) -> RecordView<'_> {
    let causes = record.causes.iter().map(|cause| CauseView {
        message: cause.message.get(lang),
        clause: cause.clause.as_ref().map(|clause| ClauseView {
            file: &clause.file,
            line: clause.line,
            text: &clause.text,
        }),
    });
    RecordView {
        record: &record.record,
        row: record.row,
        day: record.day.map(|day| day.to_string()),
        unit: record.unit.as_deref(),
        block: &record.block,
        old: outcome(&record.old, lang),
        new: outcome(&record.new, lang),
        causes: causes.collect(),
    }
}

fn outcome(outcome: &Outcome, lang: Lang) -> OutcomeView<'_> {
    OutcomeView {
        status: outcome.status.code(),
        result: outcome.result.get(lang),
        points: outcome.points.as_ref().map(plain),
    }
}
