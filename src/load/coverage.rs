//! `doi-chieu.toml`: the sentences of a document that no rule can decide, and why.

use super::schema::{self, Key, Shape};
use crate::diag::{Diagnostic, load as say};
use crate::report::trace::{Listed, ListedKind};
use crate::source::{Source, SourceId, Span};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;
use unicode_normalization::UnicodeNormalization;

const ROOT: &[Key] = &[("muc|item", false, Shape::Tables(ENTRY))];
const ENTRY: &[Key] = &[
    ("id", true, Shape::Text),
    ("cau|words", true, Shape::Text),
    ("loai|kind", true, Shape::Word(KINDS)),
    ("ly_do|reason", true, Shape::Text),
];
const KINDS: &[&str] =
    &["người xét|judgement", "mục tiêu|goal", "kế hoạch riêng|own plan", "nhãn|label"];

#[derive(Deserialize)]
struct Form {
    #[serde(default, alias = "item")]
    muc: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    id: Spanned<String>,
    #[serde(alias = "words")]
    cau: Spanned<String>,
    #[serde(alias = "kind")]
    loai: String,
    #[serde(alias = "reason")]
    ly_do: String,
}

/// Reads the list; mistakes go to `found`.
pub(super) fn parse(id: SourceId, source: &Source, found: &mut Vec<Diagnostic>) -> Vec<Listed> {
    let Some(form) = schema::read::<Form>(id, source, ROOT, found) else { return Vec::new() };
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    for entry in &form.muc {
        let place = schema::span(id, entry.id.span());
        if let Some(first) = places.insert(entry.id.get_ref().clone(), place) {
            found.push(say::same_id(place, first, entry.id.get_ref()));
        }
    }
    form.muc.into_iter().map(|entry| listed(id, entry)).collect()
}

fn listed(id: SourceId, entry: Entry) -> Listed {
    Listed {
        id: entry.id.into_inner(),
        span: schema::span(id, entry.cau.span()),
        words: entry.cau.into_inner(),
        kind: match entry.loai.nfc().collect::<String>().as_str() {
            "mục tiêu" | "goal" => ListedKind::Goal,
            "kế hoạch riêng" | "own plan" => ListedKind::OwnPlan,
            "nhãn" | "label" => ListedKind::Label,
            _ => ListedKind::Judgement,
        },
        reason: entry.ly_do,
    }
}
