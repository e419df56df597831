//! Comparisons of packs as JSON.

use crate::compare::{BlockStanding, Change, Comparison, PackName, Standing};
use crate::markup::visible_json;
use crate::source::Place;
use crate::value::Lang;
use serde::Serialize;

#[derive(Serialize)]
struct ComparisonView<'c> {
    old: PackView<'c>,
    new: PackView<'c>,
    differs: bool,
    changes: Vec<ChangeView<'c>>,
    blocks: Vec<BlockView<'c>>,
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
    old: Option<PlaceView<'c>>,
    new: Option<PlaceView<'c>>,
}

#[derive(Serialize)]
struct BlockView<'c> {
    heading: &'c str,
    name: &'c str,
    standing: &'static str,
    renamed: bool,
    period: bool,
    changed: Vec<&'c str>,
    old: Option<PlaceView<'c>>,
    new: Option<PlaceView<'c>>,
}

#[derive(Serialize)]
struct PlaceView<'c> {
    file: &'c str,
    line: usize,
    column: usize,
}

/// What changed from one pack to another, and how every block stands, in a language.
///
/// # Errors
/// Never in practice: serde's own error is passed on.
pub fn comparison(comparison: &Comparison, lang: Lang) -> Result<String, serde_json::Error> {
    let view = ComparisonView {
        old: pack(&comparison.old),
        new: pack(&comparison.new),
        differs: comparison.differs(),
        changes: comparison.changes.iter().map(|one| change(one, lang)).collect(),
        blocks: comparison.blocks.iter().map(|one| block(one, lang)).collect(),
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
        old: change.old.as_ref().map(place),
        new: change.new.as_ref().map(place),
    }
}

fn block(block: &BlockStanding, lang: Lang) -> BlockView<'_> {
    let (renamed, period) = match block.standing {
        Standing::Same { renamed, period } => (renamed, period),
        Standing::Undecided | Standing::Added | Standing::Removed => (false, false),
    };
    BlockView {
        heading: block.heading.get(lang),
        name: &block.name,
        standing: block.standing.code(),
        renamed,
        period,
        changed: block.changed.iter().map(|name| name.get(lang)).collect(),
        old: block.old.as_ref().map(place),
        new: block.new.as_ref().map(place),
    }
}

fn place(place: &Place) -> PlaceView<'_> {
    PlaceView { file: &place.file, line: place.start.line, column: place.start.column }
}
