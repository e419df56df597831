//! Rankings as JSON.

use super::{SCHEMA_VERSION, Values, iso};
use crate::markup::visible_json;
use crate::ranking::{Ranked, Ranking, RankingKey, Unranked};
use crate::value::Lang;
use serde::Serialize;

/// A ranking as one JSON object on one line.
///
/// # Errors
/// Never in practice: serde's own error is passed on.
pub fn ranking_line(ranking: &Ranking, lang: Lang) -> Result<String, serde_json::Error> {
    let view = RankingView {
        kind: "ranking",
        of: ranking.of.code(),
        r#type: &ranking.record_type,
        block: &ranking.block,
        title: ranking.title.as_deref(),
        by: ranking.by.as_deref(),
        month: ranking.month.map(iso),
        keys: ranking.keys.iter().map(key_view).collect(),
        ranked: ranking.ranked.iter().map(ranked_view).collect(),
        unranked: ranking.unranked.iter().map(|one| unranked_view(one, lang)).collect(),
        pack: &ranking.pack,
        schema_version: SCHEMA_VERSION,
    };
    serde_json::to_string(&view).map(visible_json)
}

#[derive(Serialize)]
struct RankingView<'r> {
    kind: &'static str,
    of: &'static str,
    r#type: &'r str,
    block: &'r str,
    title: Option<&'r str>,
    by: Option<&'r str>,
    month: Option<String>,
    keys: Vec<KeyView<'r>>,
    ranked: Vec<RankedView<'r>>,
    unranked: Vec<UnrankedView<'r>>,
    pack: &'r str,
    schema_version: u32,
}

#[derive(Serialize)]
struct KeyView<'r> {
    name: &'r str,
    title: Option<&'r str>,
    ascending: bool,
}

#[derive(Serialize)]
struct RankedView<'r> {
    rank: usize,
    tied: bool,
    record: &'r str,
    #[serde(skip_serializing_if = "Values::is_empty")]
    shown: Values<'r>,
    verdict: Option<&'r str>,
    values: Values<'r>,
    rank_before: Option<usize>,
}

#[derive(Serialize)]
struct UnrankedView<'r> {
    record: &'r str,
    #[serde(skip_serializing_if = "Values::is_empty")]
    shown: Values<'r>,
    status: &'static str,
    why: &'r str,
}

fn key_view(key: &RankingKey) -> KeyView<'_> {
    KeyView { name: &key.name, title: key.title.as_deref(), ascending: key.ascending }
}

fn ranked_view(one: &Ranked) -> RankedView<'_> {
    RankedView {
        rank: one.rank,
        tied: one.tied,
        record: &one.name,
        shown: Values(&one.shown),
        verdict: one.result.as_deref(),
        values: Values(&one.values),
        rank_before: one.rank_before,
    }
}

fn unranked_view(one: &Unranked, lang: Lang) -> UnrankedView<'_> {
    UnrankedView {
        record: &one.name,
        shown: Values(&one.shown),
        status: one.status.code(),
        why: one.why.get(lang),
    }
}
