//! The fewest fields that are enough for a result: with them as they are it stays the same,
//! whatever the others hold.

use super::Sufficient;
use super::fields::Deciding;
use super::trial::{Asked, Search};
use crate::model::FieldId;
use crate::value::Value;

/// The most sets of fields that are tried for one record.
const MOST_SETS: usize = 2_000;

/// The most fields that are looked at to choose those sets.
const MOST_STEPS: usize = 100_000;

impl Search<'_> {
    /// The fewest fields that are enough for the result of the record that is asked about, as far
    /// as estimates of what the rules can come to prove it; `None` where not even all of them are.
    pub(super) fn sufficient(asked: &mut Asked<'_, '_>) -> Option<Sufficient> {
        let mut trial = Trial { left: MOST_SETS, asked };
        let known = trial.known();
        if !trial.is_enough(&known) {
            return None;
        }
        let bound = known.iter().copied().filter(|one| trial.is_bound(*one)).collect();
        match trial.fewest(&known, bound) {
            Some(fewest) => trial.told(&fewest, true),
            None => {
                let least = trial.thinned(known);
                trial.told(&least, false)
            }
        }
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
        self.asked.stays(|place, _| !kept.contains(&place))
    }

    /// The first set of the fewest fields that is enough, the bound ones among them; `None` where
    /// too many are tried. With more fields a set that is enough stays so: of those that a set
    /// lacks which is not enough, one has to be in each that is. The first set with one of each
    /// such list is therefore the answer, or leads to a further list.
    fn fewest(&mut self, known: &[usize], bound: Vec<usize>) -> Option<Vec<usize>> {
        let others: Vec<usize> = known.iter().copied().filter(|one| !bound.contains(one)).collect();
        let mut lists = Lists { all: Vec::new(), left: MOST_STEPS };
        let one = |place: usize| 1_u128.checked_shl(u32::try_from(place).ok()?);
        let all = others.iter().enumerate().map(|(place, _)| one(place));
        let all = all.collect::<Option<Vec<u128>>>()?;
        loop {
            let mut chosen = lists.first_with_one_of_each(&all)?;
            if self.has_enough(&others, &bound, chosen)? {
                let of_set = others.iter().zip(&all).filter(|(_, one)| chosen & **one > 0);
                return Some(of_set.map(|(place, _)| *place).chain(bound).collect());
            }
            // The shorter the list of what is lacking, the more it tells.
            for one in &all {
                if chosen & one == 0 && !self.has_enough(&others, &bound, chosen | one)? {
                    chosen |= one;
                }
            }
            lists.all.push(all.iter().filter(|one| chosen & **one == 0).sum());
        }
    }

    /// Returns `true` if the bound fields and a choice among others are enough; `None` where too
    /// many sets were tried.
    fn has_enough(&mut self, others: &[usize], bound: &[usize], chosen: u128) -> Option<bool> {
        self.left = self.left.checked_sub(1)?;
        let is_chosen = |place: &usize| chosen >> place & 1 > 0;
        let kept = others.iter().enumerate().filter(|(place, _)| is_chosen(place));
        let kept: Vec<usize> = kept.map(|(_, one)| *one).chain(bound.iter().copied()).collect();
        Some(self.is_enough(&kept))
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

/// Lists of fields, a bit each, of each of which a set has to have one.
struct Lists {
    all: Vec<u128>,
    /// Number of fields that may still be looked at.
    left: usize,
}

impl Lists {
    /// The first of the smallest sets of some fields that has one of each list; `None` where too
    /// many are looked at.
    fn first_with_one_of_each(&mut self, fields: &[u128]) -> Option<u128> {
        let all = self.all.clone();
        (0..=fields.len()).find_map(|count| self.of_so_many(&all, fields, count))
    }

    fn of_so_many(&mut self, lists: &[u128], fields: &[u128], count: usize) -> Option<u128> {
        if lists.is_empty() || least(lists, fields.iter().sum())? > count {
            return (lists.is_empty() && count == 0).then_some(0);
        }
        fields.iter().enumerate().find_map(|(place, field)| {
            self.left = self.left.checked_sub(1)?;
            let rest: Vec<u128> = lists.iter().copied().filter(|list| list & field == 0).collect();
            let set = self.of_so_many(&rest, fields.get(place + 1..)?, count.checked_sub(1)?)?;
            Some(set | field)
        })
    }
}

/// A number of fields that no set with one of each list falls short of: as many as there are lists
/// that have nothing in common. `None` where a list has none of these fields.
fn least(lists: &[u128], fields: u128) -> Option<usize> {
    let (mut met, mut count) = (0, 0);
    for list in lists {
        if list & fields == 0 {
            return None;
        }
        if list & met == 0 {
            (met, count) = (met | list, count + 1);
        }
    }
    Some(count)
}
