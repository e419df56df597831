//! The fewest fields that are enough for a result: with them as they are it stays the same,
//! whatever the others hold.

use super::Sufficient;
use super::fields::Deciding;
use super::trial::{Asked, Search};
use crate::eval::{AnyOf, Status};
use crate::model::FieldId;
use crate::value::Value;

/// The most sets of fields that are tried for one record.
const MOST_SETS: usize = 2_000;

impl Search<'_> {
    /// The fewest fields that are enough for the result of the record that is asked about, as far
    /// as estimates of what the rules can come to prove it; `None` where not even all of them are.
    pub(super) fn sufficient(asked: &mut Asked<'_, '_>) -> Option<Sufficient> {
        let mut trial = Trial { left: MOST_SETS, asked };
        let known = trial.known();
        if !trial.is_enough(&known) {
            return None;
        }
        let without = |one: usize| known.iter().copied().filter(move |other| *other != one);
        let needed: Vec<usize> = known
            .iter()
            .copied()
            .filter(|one| {
                trial.is_bound(*one) || !trial.is_enough(&without(*one).collect::<Vec<usize>>())
            })
            .collect();
        let others: Vec<usize> =
            known.iter().copied().filter(|one| !needed.contains(one)).collect();
        for count in 0..=others.len() {
            let found = trial.joined(&needed, &others, count);
            if let Some(places) = found {
                return trial.told(&places, true);
            }
            if trial.left == 0 {
                break;
            }
        }
        let least = trial.thinned(known);
        trial.told(&least, false)
    }
}

struct Trial<'t, 's, 'p> {
    asked: &'t mut Asked<'s, 'p>,
    left: usize,
}

impl Trial<'_, '_, '_> {
    /// Places of the fields that the record has: one that is missing is left to be anything.
    fn known(&self) -> Vec<usize> {
        let Asked { search, table, row, .. } = &*self.asked;
        let is_known = |deciding: &Deciding| {
            if deciding.can_be.is_none() {
                return true;
            }
            let column = table.columns.get(deciding.field.index());
            column.is_some_and(|column| column.value(*row, &table.texts) != Value::Missing)
        };
        let all = search.deciding.iter().enumerate();
        all.filter(|(_, deciding)| is_known(deciding)).map(|(place, _)| place).collect()
    }

    /// Returns `true` of a field that is never left open.
    fn is_bound(&self, place: usize) -> bool {
        self.asked.search.deciding.get(place).is_some_and(|one| one.can_be.is_none())
    }

    /// Returns `true` if the result stays the same with these fields as they are, whatever the
    /// others hold.
    fn is_enough(&mut self, kept: &[usize]) -> bool {
        let Asked { search, table, row, context, base, .. } = &mut *self.asked;
        let others = search.deciding.iter().enumerate();
        let others: Vec<&Deciding> =
            others.filter(|(place, _)| !kept.contains(place)).map(|(_, one)| one).collect();
        let texts = std::mem::take(&mut search.texts);
        let constants = texts.len();
        let mut records = table.copies(*row, 1, &search.columns, texts);
        for deciding in &others {
            records.set(deciding.field, 0, &Value::Missing);
        }
        let any = others.into_iter().filter_map(|one| Some((one.input, one.can_be.clone()?)));
        let any = AnyOf::new(search.steps, any);
        let frame = search.any.run_any(&records, 0, context, &any);
        let of = (frame, &records.texts, 0);
        let outcome = search.goal.outcome(search.steps, of, &[]);
        search.texts = records.texts;
        search.texts.truncate(constants);
        outcome.status == Status::Decided && outcome.result == base.result
    }

    /// The first set of the needed fields and so many others that is enough.
    fn joined(&mut self, needed: &[usize], others: &[usize], count: usize) -> Option<Vec<usize>> {
        let Some(rest) = count.checked_sub(1) else {
            self.left = self.left.checked_sub(1)?;
            return self.is_enough(needed).then(|| needed.to_vec());
        };
        for (place, other) in others.iter().enumerate() {
            let with = [needed, &[*other]].concat();
            let found = self.joined(&with, others.get(place + 1..)?, rest);
            if found.is_some() || self.left == 0 {
                return found;
            }
        }
        None
    }

    /// A set none of whose fields can be left out.
    fn thinned(&mut self, mut kept: Vec<usize>) -> Vec<usize> {
        for place in (0..kept.len()).rev() {
            let mut fewer = kept.clone();
            let one = fewer.remove(place);
            if !self.is_bound(one) && self.is_enough(&fewer) {
                kept = fewer;
            }
        }
        kept
    }

    fn told(&self, places: &[usize], is_fewest: bool) -> Option<Sufficient> {
        let deciding = &self.asked.search.deciding;
        let mut fields: Vec<FieldId> =
            places.iter().filter_map(|place| Some(deciding.get(*place)?.field)).collect();
        fields.sort_unstable();
        Some(Sufficient { is_all: fields.len() == deciding.len(), fields, is_fewest })
    }
}
