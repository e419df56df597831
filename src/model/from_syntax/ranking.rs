//! `xếp hạng theo`: what decides who comes before whom.

use super::{Checker, Scope, label};
use crate::diag::nearest;
use crate::diag::ranking as say;
use crate::keywords::{Keywords, Kw, Special, special};
use crate::model::{ExprKind, RankKey, RankedBy, RecordId};
use crate::source::key;
use crate::syntax::ast;
use crate::value::Type;

impl Checker<'_> {
    /// Values that the records of a scorecard are ranked by.
    pub(super) fn ranked_records(
        &mut self,
        record: RecordId,
        line: &ast::Ranking,
    ) -> Vec<RankKey<RankedBy>> {
        self.once(line);
        let keys = line.keys.iter();
        keys.filter_map(|key| Some(ranked(key, self.ranked_by(record, &key.name)?))).collect()
    }

    fn ranked_by(&mut self, record: RecordId, name: &ast::Name) -> Option<RankedBy> {
        let own = self.records[record].members.get(&name.key).is_some();
        if !own && special(&name.key) == Some(Special::TotalPoints) {
            return Some(RankedBy::Total);
        }
        if !own && self.is_half_direction(name) {
            return None;
        }
        let scope = Scope { record: Some(record), own: None, over: None };
        let value = self.name(scope, name, None)?;
        let by = match value.kind {
            ExprKind::Field(id) => Some(RankedBy::Field(id)),
            ExprKind::Derived(id) => Some(RankedBy::Derived(id)),
            _ => None,
        };
        if by.is_none() || !matches!(value.ty, Type::Number(_) | Type::Date) {
            let found = self.describe(value.ty);
            self.report(say::not_ranked_by(name.span, &name.text, &found));
            return None;
        }
        by
    }

    /// The indicators that the units of targets are ranked by, by their places.
    pub(super) fn ranked_units(
        &mut self,
        targets: &ast::Targets,
        line: &ast::Ranking,
    ) -> Vec<RankKey<usize>> {
        if targets.by.is_none() {
            self.report(say::no_units(line.span));
        }
        self.once(line);
        let indicators = &targets.indicators;
        let place = |name: &ast::Name| {
            indicators.iter().position(|indicator| indicator.label.key == name.key)
        };
        let half: Vec<bool> = line
            .keys
            .iter()
            .map(|key| place(&key.name).is_none() && self.is_half_direction(&key.name))
            .collect();
        let unknown = line
            .keys
            .iter()
            .zip(half)
            .filter(|(key, half)| !half && place(&key.name).is_none())
            .map(|(key, _)| key);
        for key in unknown.filter(|key| !self.invalid.contains(&key.name.key)).collect::<Vec<_>>() {
            let labels: Vec<&str> =
                indicators.iter().map(|indicator| indicator.label.text.as_str()).collect();
            let near = nearest(&key.name.text, labels.iter().copied());
            self.report(say::no_indicator(key.name.span, &key.name.text, near, &labels.join(", ")));
        }
        line.keys.iter().filter_map(|key| Some(ranked(key, place(&key.name)?))).collect()
    }

    /// Reports a name that ends with the first word of a direction, as `tổng điểm giảm`.
    fn is_half_direction(&mut self, name: &ast::Name) -> bool {
        let written = name.text.rsplit_once(' ');
        let Some((value, last)) = written else { return false };
        let words = [Kw::Descending, Kw::Ascending].map(|kw| kw.word(Keywords::Vi));
        let whole = words
            .into_iter()
            .find(|word| word.split_once(' ').is_some_and(|(first, _)| key(first) == key(last)));
        let Some(whole) = whole else { return false };
        self.report(say::half_direction(name.span, value, last, whole));
        true
    }

    /// Reports each name that stands in the line before.
    fn once(&mut self, line: &ast::Ranking) {
        for (place, key) in line.keys.iter().enumerate() {
            let mut before = line.keys.iter().take(place);
            if let Some(first) = before.find(|other| other.name.key == key.name.key) {
                self.report(say::ranked_twice(key.name.span, &key.name.text, first.name.span));
            }
        }
    }
}

fn ranked<By>(key: &ast::RankKey, by: By) -> RankKey<By> {
    RankKey { by, name: label(&key.name), ascending: key.ascending }
}
