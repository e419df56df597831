//! Records that make a unit meet a requirement: which of them, from what each can gain.

use super::collect::{Collector, Member, UnitFound};
use super::evaluate::{amount, held, is_too_high, missed};
use super::outcome::{
    Amount, Extent, RecordRemedy, Remedy, RemedyProof, ResultContext, TargetOutcome,
};
use super::required::{Limit, Required};
use crate::aggregate::RecordShare;
use crate::explain::Change;
use crate::interval::Possible;
use crate::margins::{Gain, Gained};
use crate::source::key;
use crate::value::{Compare, Num, Truth, Type};
use std::cmp::Ordering;
use std::sync::Arc;

/// Amount that the records of a unit have to gain together.
#[derive(Clone, Debug, PartialEq)]
pub struct Sought {
    /// Amount that is lacking.
    pub amount: Num,
    /// `true` if it takes more than that.
    pub more_than: bool,
}

impl Sought {
    /// Returns `true` of a gain that is enough.
    pub fn is_met_by(&self, gain: &Num) -> bool {
        if self.more_than { *gain > self.amount } else { *gain >= self.amount }
    }

    /// What is still lacking beside a gain.
    fn beside(&self, gain: &Num) -> Option<Sought> {
        Some(Sought { amount: self.amount.sub(gain).ok()?, more_than: self.more_than })
    }
}

/// A requirement that a unit misses, and what its records would have to gain.
#[derive(Clone, Debug)]
pub struct Missed {
    /// Place of the unit among the outcomes.
    pub outcome: usize,
    /// The unit's number; none for the whole set.
    pub unit: Option<usize>,
    /// Name of the unit.
    pub name: Arc<str>,
    /// Place of the indicator among those of the targets, from 0.
    pub indicator: usize,
    /// Place of the requirement among those of the indicator, from 0.
    pub level: usize,
    /// `true` if the sum above the line has to fall.
    pub falls: bool,
    /// Amount by which it has to.
    pub sought: Sought,
}

/// A record, and what it can gain.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Place among the records.
    pub place: usize,
    /// Gain that it can have; `None` where that was not looked at.
    pub gain: Option<Gain>,
}

/// Records chosen from some offers.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The records with their changes, those that gain most first; empty where there are not
    /// enough.
    pub records: Vec<(usize, Gained)>,
    /// Gain that the last of them has to have.
    pub last: Sought,
    /// Extent of what is known of other choices.
    pub proof: RemedyProof,
}

impl Offer {
    fn best(&self) -> Option<&Gained> {
        self.gain.as_ref()?.best.as_ref()
    }

    /// The gain that counts; `None` of one that is enough alone: what is more is of no use.
    fn useful(&self, sought: &Sought) -> Option<Num> {
        let gain = self.best().map_or(Num::ZERO, |best| best.gain.clone());
        Some(gain).filter(|gain| !sought.is_met_by(gain))
    }

    /// Those that gain most first; of equals those that few fields change, those that the change is
    /// a smaller part of, and those first that were read first.
    fn order(&self, other: &Offer, sought: &Sought) -> Ordering {
        let fields = |offer: &Offer| offer.best().map_or(0, |best| best.changes.len());
        let own = |offer: &Offer| offer.gain.as_ref().map(|gain| gain.own.abs());
        let cost = |offer: &Offer| offer.best().map(|best| best.cost.clone());
        let by_gain = match (self.useful(sought), other.useful(sought)) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(own), Some(other)) => other.cmp(&own),
        };
        by_gain
            .then_with(|| fields(self).cmp(&fields(other)))
            .then_with(|| own(other).cmp(&own(self)))
            .then_with(|| cost(self).cmp(&cost(other)))
            .then_with(|| self.place.cmp(&other.place))
    }
}

impl Choice {
    /// The records that gain enough, as few as possible; `rests_on_others`: there are other ways to
    /// gain than by their own fields.
    pub fn of(sought: &Sought, offers: &[Offer], rests_on_others: bool) -> Choice {
        let mut useful: Vec<&Offer> =
            offers.iter().filter(|offer| offer.best().is_some()).collect();
        useful.sort_by(|a, b| a.order(b, sought));
        let mut choice =
            Choice { records: Vec::new(), last: sought.clone(), proof: RemedyProof::NotFound };
        let fewest = fewest(sought, offers);
        let mut sum = Num::ZERO;
        for offer in useful {
            let Some(best) = offer.best() else { continue };
            let (Some(last), Ok(next)) = (sought.beside(&sum), sum.add(&best.gain)) else { break };
            choice.records.push((offer.place, best.clone()));
            (choice.last, sum) = (last, next);
            if sought.is_met_by(&sum) {
                let is_fewest = fewest == Some(choice.records.len()) && !rests_on_others;
                choice.proof =
                    if is_fewest { RemedyProof::Fewest } else { RemedyProof::MayBeFewer };
                return choice;
            }
        }
        let is_proved = fewest.is_none() && !rests_on_others;
        choice.proof = if is_proved { RemedyProof::Impossible } else { RemedyProof::NotFound };
        choice.records.clear();
        choice
    }

    /// Returns `true` if more offers may lead to fewer records, or to any.
    pub fn may_be_better(&self) -> bool {
        matches!(self.proof, RemedyProof::MayBeFewer | RemedyProof::NotFound)
    }
}

/// The number of records that no choice falls short of: as many as the greatest gains that any
/// change could bring come to. `None` if all of them together are not enough.
fn fewest(sought: &Sought, offers: &[Offer]) -> Option<usize> {
    let most = |offer: &Offer| offer.gain.as_ref().and_then(|gain| gain.most.clone());
    let all: Option<Vec<Num>> = offers.iter().map(most).collect();
    let Some(mut all) = all else {
        // Of a record of which nothing is known, one may be enough.
        return Some(1);
    };
    all.sort_unstable_by(|a, b| b.cmp(a));
    let mut sum = Num::ZERO;
    for (count, gain) in (1..).zip(all.iter().filter(|gain| **gain > Num::ZERO)) {
        let Ok(next) = sum.add(gain) else { return Some(1) };
        sum = next;
        if sought.is_met_by(&sum) {
            return Some(count);
        }
    }
    None
}

impl<'a> Collector<'a> {
    /// The records that were taken in, where they are kept.
    pub fn members(&self) -> &[Member] {
        self.members.as_deref().unwrap_or(&[])
    }

    /// Amounts that each record adds to an indicator, by its place; `None` of one that is no
    /// quotient of sums.
    pub fn share(&self, indicator: usize) -> Option<RecordShare<'a>> {
        self.aggregates.share(indicator)
    }

    /// The requirements that units miss and that their records could meet.
    pub fn missed(&self) -> Vec<Missed> {
        let units = self.units();
        let of_unit = |(place, unit): (usize, &UnitFound<'a>)| -> Vec<Missed> {
            let indicators = self.targets.indicators.iter().enumerate();
            let once = indicators.filter(|(_, indicator)| indicator.each.is_none());
            let of_indicator = |(indicator, _)| {
                let required = unit.required.get(indicator).into_iter().flatten().enumerate();
                let one = move |(level, required): (usize, &Required<'_>)| {
                    missed_by(self, unit, indicator, required).map(|(falls, sought)| Missed {
                        outcome: place,
                        unit: unit.number,
                        name: Arc::clone(&unit.name),
                        indicator,
                        level,
                        falls,
                        sought,
                    })
                };
                required.filter_map(one).collect::<Vec<_>>()
            };
            once.flat_map(of_indicator).collect()
        };
        units.iter().enumerate().flat_map(of_unit).collect()
    }

    /// Returns `true` if these records meet a requirement that others miss.
    pub fn meets(&self, missed: &Missed) -> bool {
        let is_text = self.targets.by.as_ref().is_some_and(|by| by.ty == Type::Text);
        let number = match missed.unit.filter(|_| is_text) {
            Some(_) => self.texts.get(&key(&missed.name)).map(|(number, _)| *number),
            None => missed.unit,
        };
        let Some(required) = self.required_of(number) else { return false };
        let of_level = required.get(missed.indicator).and_then(|all| all.get(missed.level));
        let reach = self.aggregates.unit(number).indicator(missed.indicator);
        of_level.is_some_and(|required| held(&reach, &required.limits) == Some(Truth::True))
    }

    /// The records of a choice as they are told.
    pub fn remedy(
        &self,
        missed: &Missed,
        choice: &Choice,
        (is_cut, rests_on_others): (bool, bool),
        naming: &ResultContext<'_>,
    ) -> Option<Remedy> {
        let quotient = self.aggregates.quotient(missed.indicator)?;
        let told = |(place, gained): &(usize, Gained)| {
            let (record, shown, row) = (naming.record)(*place);
            let of = |change| Change::of(self.model, self.targets.record, change);
            let amount: Amount = amount(self.model, quotient, gained.gain.clone(), Extent::Exactly);
            RecordRemedy {
                record,
                shown,
                row,
                changes: gained.changes.iter().map(of).collect(),
                amount,
            }
        };
        Some(Remedy {
            records: choice.records.iter().map(told).collect(),
            proof: choice.proof,
            is_cut,
            rests_on_others,
        })
    }
}

impl Remedy {
    /// No records, for this reason.
    fn none(proof: RemedyProof) -> Remedy {
        Remedy { records: Vec::new(), proof, is_cut: false, rests_on_others: false }
    }
}

impl TargetOutcome {
    /// Says of each requirement that it misses, and of which no records were looked for, why not.
    pub(crate) fn fill_remedies(&mut self) {
        for indicator in &mut self.indicators {
            let is_open = indicator.value.is_none() && indicator.range.is_some();
            let proof = if is_open { RemedyProof::Open } else { RemedyProof::NoSum };
            for level in &mut indicator.levels {
                if level.met == Some(Truth::False) && level.remedy.is_none() {
                    level.remedy = Some(Remedy::none(proof));
                }
            }
        }
    }

    /// Takes in what a requirement that it misses takes.
    pub(crate) fn set_remedy(&mut self, missed: &Missed, remedy: Option<Remedy>) {
        let indicator = self.indicators.get_mut(missed.indicator);
        let level = indicator.and_then(|indicator| indicator.levels.get_mut(missed.level));
        level.into_iter().for_each(|level| level.remedy.clone_from(&remedy));
    }
}

/// Direction in which the sum above the line of an indicator has to change to meet a requirement
/// that is missed, and by how much; what stands below the line stays as it is.
fn missed_by(
    collector: &Collector<'_>,
    unit: &UnitFound<'_>,
    indicator: usize,
    required: &Required<'_>,
) -> Option<(bool, Sought)> {
    let reach = unit.values.indicator(indicator);
    let (_, limit): (usize, &Limit<'_>) = missed(&reach, &required.limits)?;
    let Ok(Possible::Within { interval, .. }) = &reach else { return None };
    let falls = is_too_high(interval, limit)?;
    collector.aggregates.quotient(indicator)?;
    let sums = unit.values.sums(indicator)?;
    let under = sums.under.as_ref().filter(|under| **under > Num::ZERO)?;
    let difference = sums.over.as_ref()?.sub(&limit.number()?.mul(under).ok()?).ok()?;
    let more_than = matches!(limit.bound.op, Compare::Less | Compare::Greater);
    Some((falls, Sought { amount: difference.abs(), more_than }))
}
