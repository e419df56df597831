//! Records to work on so that units meet the requirements that they miss: searched for, chosen, and
//! run all together.

use super::watch::Task;
use super::{Batch, Rules};
use crate::eval::Worker;
use crate::margins::{FieldChange, Gain, Gained, Gains};
use crate::model::TargetsId;
use crate::report::{
    Choice, Collector, Member, Missed, Offer, Remedy, RemedyProof, ResultContext, Sought,
    TargetOutcome,
};
use crate::table::{Inputs, Texts};
use crate::value::{Month, Num};
use std::collections::BTreeMap;

/// Records with changes that are run for the requirements on one indicator, at most.
const MOST_VARIANTS: usize = 2_000_000;

/// Units of which it is asked what it takes to meet what they miss, as outcomes without that.
pub(super) type Wanted<'w> = &'w dyn Fn(&TargetOutcome) -> bool;

/// The records of targets, which were collected and are searched again.
pub(super) struct Searched<'c, 'd> {
    pub rules: &'d Rules,
    pub batch: &'d Batch,
    pub targets: TargetsId,
    pub collector: &'c Collector<'d>,
    /// Makes a collector of the same targets that has taken nothing in yet.
    pub anew: &'c dyn Fn() -> Option<Collector<'d>>,
    pub naming: ResultContext<'c>,
    /// Month of the records, of monthly snapshots.
    pub month: Option<Month>,
}

impl Searched<'_, '_> {
    /// Says in outcomes which records to work on so that what their units miss is met.
    pub fn remedy(&self, outcomes: &mut [TargetOutcome], wanted: Wanted<'_>) {
        let mut of_indicator: BTreeMap<(usize, bool), Vec<Missed>> = BTreeMap::new();
        for missed in self.collector.missed() {
            if outcomes.get(missed.outcome).is_some_and(wanted) {
                let key = (missed.indicator, missed.falls);
                of_indicator.entry(key).or_default().push(missed);
            }
        }
        for ((indicator, falls), all) in of_indicator {
            let Some(gains) = self.gains(indicator, falls) else { continue };
            for (missed, remedy) in self.remedies(gains, all) {
                let outcome = outcomes.get_mut(missed.outcome);
                outcome.into_iter().for_each(|outcome| outcome.set_remedy(&missed, remedy.clone()));
            }
        }
        let asked = outcomes.iter_mut().filter(|outcome| wanted(outcome));
        asked.for_each(TargetOutcome::fill_remedies);
    }

    fn gains(&self, indicator: usize, falls: bool) -> Option<Gains<'_>> {
        let (model, plan) = (self.rules.model(), self.rules.plan());
        let of = (model, plan, model.targets[self.targets].record);
        let share = self.collector.share(indicator)?;
        Gains::new(of, share, self.collector.own_group(), falls, MOST_VARIANTS)
    }

    fn remedies(&self, gains: Gains<'_>, all: Vec<Missed>) -> Vec<(Missed, Option<Remedy>)> {
        let mut search = SearchedGains { of: self, gains, found: BTreeMap::new() };
        let mut chosen: Vec<(Missed, Choice)> = all
            .into_iter()
            .map(|missed| (search.choice(&missed), missed))
            .map(|(choice, missed)| (missed, choice))
            .collect();
        let met = self.run(&chosen);
        for ((_, choice), is_met) in chosen.iter_mut().zip(met) {
            if !is_met && !choice.records.is_empty() {
                choice.records.clear();
                choice.proof = RemedyProof::NotFound;
            }
        }
        let (is_cut, others) = (search.gains.is_cut(), search.gains.rests_on_others());
        let told = chosen.into_iter().map(|(missed, choice)| {
            let is_open = is_cut && choice.may_be_better();
            let remedy = self.collector.remedy(&missed, &choice, (is_open, others), &self.naming);
            (missed, remedy)
        });
        told.collect()
    }

    /// Runs the records of each requirement again, those chosen with their changes, and says
    /// whether it is met.
    fn run(&self, chosen: &[(Missed, Choice)]) -> Vec<bool> {
        let set = self.batch.set();
        let table = &set.reading.table;
        let mut collectors: Vec<Option<Collector<'_>>> = chosen
            .iter()
            .map(|(_, choice)| (self.anew)().filter(|_| !choice.records.is_empty()))
            .collect();
        let changed: Vec<BTreeMap<usize, &Gained>> = chosen
            .iter()
            .map(|(_, choice)| choice.records.iter().map(|(at, gained)| (*at, gained)).collect())
            .collect();
        let mut members = self.collector.members().iter();
        let view = set.view(self.rules.model());
        set.frames(self.rules.program(), view, self.month, |frame, first| {
            self.batch.shared.tell(first, &(0..set.len()), frame.rows());
            for (row, member) in (0..frame.rows()).zip(members.by_ref()) {
                let place = first + row;
                let all = chosen.iter().zip(&changed).zip(&mut collectors);
                for (((missed, _), changed), collector) in all {
                    let Some(collector) = collector else { continue };
                    if !member.may_be_of(missed.unit) {
                        continue;
                    }
                    match changed.get(&place) {
                        None => collector.take_one(frame, row, &table.texts, place),
                        Some(gained) => self.take_changed(collector, place, gained),
                    }
                }
            }
        });
        let met = chosen.iter().zip(&collectors).map(|((missed, _), collector)| {
            collector.as_ref().is_some_and(|collector| collector.meets(missed))
        });
        met.collect()
    }

    /// Takes in a record with its changes.
    fn take_changed(&self, collector: &mut Collector<'_>, place: usize, gained: &Gained) {
        let set = self.batch.set();
        let changed = self.changed(&set.reading.table, place, &gained.changes);
        let Some(mut worker) = Worker::new(self.rules.plan(), set.record) else { return };
        let frame = worker.run(&changed, 0..1, &self.rules.context(set.day(place)));
        collector.take_one(frame, 0, &changed.texts, place);
    }

    /// One record of a table, with its changes.
    fn changed(&self, table: &Inputs, place: usize, changes: &[FieldChange]) -> Inputs {
        let wanted = vec![true; table.columns.len()];
        let texts = Texts::with_constants(&self.rules.plan().texts);
        let mut changed = table.copies(place, 1, &wanted, texts);
        changes.iter().for_each(|change| changed.set(change.field, 0, &change.to));
        changed
    }
}

/// What records can gain for an indicator, each looked at once.
struct SearchedGains<'s, 'c, 'd, 'g> {
    of: &'s Searched<'c, 'd>,
    gains: Gains<'g>,
    found: BTreeMap<usize, Option<Gain>>,
}

impl SearchedGains<'_, '_, '_, '_> {
    fn choice(&mut self, missed: &Missed) -> Choice {
        let of = self.of;
        let members = of.collector.members().iter();
        let members: Vec<Member> =
            members.filter(|member| member.may_be_of(missed.unit)).copied().collect();
        let others = self.gains.rests_on_others();
        let sought = &missed.sought;
        let count = members.len();
        let tell = |place| of.batch.shared.watch.tell(Task::Remedies, place, count);
        let offer = |(place, member)| {
            tell(place);
            self.offer(member)
        };
        let mut offers: Vec<Offer> = members.iter().enumerate().map(offer).collect();
        let mut choice = Choice::of(sought, &offers, others);
        if choice.may_be_better() && self.gains.counts_records() {
            for (place, offer) in offers.iter_mut().enumerate() {
                tell(place);
                self.look_further(offer);
            }
            choice = Choice::of(sought, &offers, others);
        }
        self.tighten(choice)
    }

    fn offer(&mut self, member: &Member) -> Offer {
        let place = member.place;
        let SearchedGains { of, gains, found } = self;
        let gain = found.entry(place).or_insert_with(|| {
            let set = of.batch.set();
            let context = of.rules.context(set.day(place));
            gains.of_one_field(&set.reading.table, place, &context)
        });
        Offer { place, gain: gain.clone() }
    }

    /// Looks at changes of more fields of a record, where those of one are not enough.
    fn look_further(&mut self, offer: &mut Offer) {
        let Some(gain) = offer.gain.as_ref().filter(|gain| gain.may_be_more()) else { return };
        let set = self.of.batch.set();
        let context = self.of.rules.context(set.day(offer.place));
        let further = self.gains.of_several_fields(&set.reading.table, offer.place, &context, gain);
        if let Some(further) = further {
            offer.gain = Some(further);
            self.found.insert(offer.place, offer.gain.clone());
        }
    }

    /// The last record as far as it takes, and no further.
    fn tighten(&mut self, mut choice: Choice) -> Choice {
        let last: Sought = choice.last.clone();
        if let Some((place, gained)) = choice.records.last_mut() {
            let set = self.of.batch.set();
            let context = self.of.rules.context(set.day(*place));
            let is_enough = |gain: &Num| last.is_met_by(gain);
            let table = &set.reading.table;
            let least: Option<Gained> =
                self.gains.least(table, *place, &context, gained, &is_enough);
            least.into_iter().for_each(|least| *gained = least);
        }
        choice
    }
}
