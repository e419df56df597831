//! How the records of each unit came out under a block: a row a unit, a column an outcome.

use super::decisions::kind;
use super::packs::{repeated, with_pack};
use super::urgency::Urgency;
use crate::data::out::{Cell, Column, Grid, Kind};
use crate::diag::half_year::in_month;
use crate::diag::sheet::{self, Words, words};
use crate::engine::{Batch, Unit, UnitBy};
use crate::eval::Status;
use crate::explain::{Outcome, Reader};
use crate::model::{Block, BlockId, BlockKind, DerivedId, Model, Verdict};
use crate::plan::BlockPlan;
use crate::value::text::marked_number;
use crate::value::{Date, Lang, Month, Num, Type, Unit as NumberUnit, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Counts of outcomes by unit, and of all together.
pub struct OutcomesByUnit<'b> {
    batch: &'b Batch,
    block: BlockId,
    name: Cow<'b, str>,
    lang: Lang,
    /// Whether records have units.
    has_units: bool,
    /// The last day of the month that is counted, of snapshots.
    month: Option<Date>,
    /// The records to look at, unit by unit.
    listed: Vec<Listed<'b>>,
    unit: Cow<'b, str>,
    outcomes: Vec<Cow<'b, str>>,
    totals: Vec<Column>,
    rows: Vec<(Cow<'b, str>, Counts)>,
}

/// Record that somebody has to look at.
#[derive(Clone)]
pub(super) struct Listed<'b> {
    /// Name of its unit; empty of records without units.
    pub unit: Cow<'b, str>,
    /// Place in the batch.
    pub place: usize,
    pub urgency: Urgency,
}

/// Counts of a block's outcomes, by unit and in total.
struct Counted {
    all: Counts,
    by_unit: BTreeMap<Unit, Counts>,
    /// The places of the records to look at, by unit; of records without units, in one list.
    listed: BTreeMap<Option<Unit>, Vec<(usize, Urgency)>>,
}

/// Outcomes of some records under a block.
#[derive(Clone)]
struct Counts {
    /// One for each outcome there can be.
    outcomes: Vec<u64>,
    /// Totals of the results that are added up, in the block's order.
    totals: Vec<Total>,
}

/// Total of a result over some records.
#[derive(Clone)]
struct Total {
    /// The sum; `None` past the limit of numbers.
    sum: Option<Num>,
    /// Number of records that lack the value.
    missing: u64,
}

impl Counts {
    fn new(outcomes: usize, totals: usize) -> Counts {
        let total = Total { sum: Some(Num::ZERO), missing: 0 };
        Counts { outcomes: vec![0; outcomes], totals: vec![total; totals] }
    }

    fn add(&mut self, place: usize, results: &[Option<Num>]) {
        self.outcomes.get_mut(place).into_iter().for_each(|count| *count += 1);
        for (total, value) in self.totals.iter_mut().zip(results) {
            match value {
                Some(value) => total.sum = total.sum.take().and_then(|sum| sum.add(value).ok()),
                None => total.missing += 1,
            }
        }
    }
}

impl Batch {
    /// Outcomes of each requested block, counted unit by unit; of monthly snapshots, those of the
    /// latest month: a record stands in each of them. The units are the groups
    /// of the targets over this record type; without targets, the values of the first field
    /// whose category some targets are by; without such a field, all records are one row.
    pub fn by_unit(&self, lang: Lang) -> Vec<OutcomesByUnit<'_>> {
        let model = self.rules().model();
        let Some(plan) = self.rules().plan().record(self.record_type()) else { return Vec::new() };
        let blocks: Vec<(BlockId, &BlockPlan)> =
            self.blocks().into_iter().filter_map(|id| Some((id, plan.block(id)?))).collect();
        let by = self.units();
        let mut counted: Vec<(BlockId, &BlockPlan, Counted)> = blocks
            .into_iter()
            .map(|(id, plan)| {
                let places = outcomes(&model.blocks[id], words(lang), self).len();
                let all = Counts::new(places, self.added_up(&model.blocks[id]).count());
                let (by_unit, listed) = (BTreeMap::new(), BTreeMap::new());
                (id, plan, Counted { all, by_unit, listed })
            })
            .collect();
        let latest = self.of_latest_month();
        self.each(0..self.records(), |record| {
            if !latest(record.place()) {
                return;
            }
            let reader = record.reader();
            let unit = by.as_ref().map(|by| self.unit_of(reader, by));
            for (id, plan, Counted { all, by_unit, listed }) in &mut counted {
                let (block, places) = (&model.blocks[*id], all.outcomes.len());
                let outcome = reader.outcome(*id, plan);
                let results = self.results(reader, block, outcome.status);
                let place = place_of(model, outcome, block, places);
                if let Some(urgency) = Urgency::of(outcome, model, block) {
                    listed.entry(unit.clone()).or_default().push((record.place(), urgency));
                }
                if let Some(unit) = &unit {
                    let of_unit = by_unit.entry(unit.clone());
                    let of_unit = of_unit.or_insert_with(|| Counts::new(places, all.totals.len()));
                    of_unit.add(place, &results);
                }
                all.add(place, &results);
            }
        });
        counted
            .into_iter()
            .map(|(id, _, counts)| self.unit_sheet(id, by.as_ref(), counts, lang))
            .collect()
    }

    /// The results of a block that are added up: amounts and counts, not ratios or years.
    fn added_up<'b>(&'b self, block: &'b Block) -> impl Iterator<Item = DerivedId> + 'b {
        let derived = &self.rules().model().records[self.record_type()].derived;
        block.results.iter().copied().filter(|id| match derived[*id].ty {
            Type::Number(unit) => !matches!(unit, NumberUnit::Ratio | NumberUnit::Year),
            Type::Text | Type::Date | Type::YesNo | Type::Category(_) => false,
        })
    }

    /// The results of a record that are added up; none of one that the block does not decide.
    fn results(&self, reader: &Reader<'_, '_>, block: &Block, status: Status) -> Vec<Option<Num>> {
        if matches!(status, Status::NotApplicable | Status::DataError) {
            return Vec::new();
        }
        let values = self.added_up(block).map(|id| reader.derived_value(id));
        values
            .map(|value| match value {
                Some(Value::Num(number)) => Some(number),
                Some(_) | None => None,
            })
            .collect()
    }

    fn unit_sheet<'b>(
        &'b self,
        id: BlockId,
        by: Option<&UnitBy>,
        counts: Counted,
        lang: Lang,
    ) -> OutcomesByUnit<'b> {
        let (block, words) = (&self.rules().model().blocks[id], words(lang));
        let unit = self.unit_value(by).map_or(words.records, |(name, _)| &name.text);
        let unit = Cow::Borrowed(unit);
        let mut rows: Vec<(Cow<'b, str>, Counts)> = counts
            .by_unit
            .into_iter()
            .map(|(unit, counts)| (self.unit_name(by, unit, words), counts))
            .collect();
        rows.push((Cow::Borrowed(words.whole), counts.all));
        let of_unit = |(unit, places): (Option<Unit>, Vec<(usize, Urgency)>)| {
            let name = unit.map(|unit| self.unit_name(by, unit, words)).unwrap_or_default();
            let records = places.into_iter();
            records.map(move |(place, urgency)| Listed { unit: name.clone(), place, urgency })
        };
        let listed = counts.listed.into_iter().flat_map(of_unit).collect();
        let derived = &self.rules().model().records[self.record_type()].derived;
        let total = |id: DerivedId| Column {
            header: sheet::total_of(&derived[id].name.text).get(lang).to_owned(),
            kind: kind(derived[id].ty),
        };
        let totals = self.added_up(block).map(total).collect();
        OutcomesByUnit {
            batch: self,
            block: id,
            has_units: by.is_some(),
            month: self.latest_month().and_then(Month::last_day),
            listed,
            name: Cow::Borrowed(&block.name.text),
            lang,
            unit,
            outcomes: outcomes(block, words, self),
            totals,
            rows,
        }
    }
}

/// The columns of a block: its grades or verdicts, then what is no decision.
fn outcomes<'b>(block: &'b Block, words: &'static Words, batch: &'b Batch) -> Vec<Cow<'b, str>> {
    let model = batch.rules().model();
    let mut names: Vec<Cow<'b, str>> = match &block.kind {
        BlockKind::Scorecard(card) => {
            let category = card
                .grading
                .as_ref()
                .and_then(|grading| model.categories.get(grading.category.index()));
            match category {
                Some(category) => category
                    .values
                    .iter()
                    .map(|value| Cow::Borrowed(value.name.text.as_str()))
                    .collect(),
                None => vec![Cow::Borrowed(words.decided)],
            }
        }
        BlockKind::Eligibility(_) | BlockKind::Check(_) => block
            .reachable()
            .into_iter()
            .map(|verdict| Cow::Borrowed(block.verdict_word(verdict, model.lang)))
            .collect(),
    };
    let open = match &block.kind {
        BlockKind::Scorecard(_) => words.undetermined,
        BlockKind::Eligibility(_) | BlockKind::Check(_) => {
            block.verdict_word(Verdict::Incomplete, model.lang)
        }
    };
    names.extend([open, words.data_error, words.not_applicable].map(Cow::Borrowed));
    names
}

/// The column a record counts in.
fn place_of(model: &Model, outcome: Outcome, block: &Block, places: usize) -> usize {
    match outcome.status {
        Status::Undetermined => places.saturating_sub(3),
        Status::DataError => places.saturating_sub(2),
        Status::NotApplicable => places.saturating_sub(1),
        Status::Decided => match &block.kind {
            BlockKind::Scorecard(card) => {
                let grading = card.grading.as_ref();
                let grades =
                    grading.and_then(|grading| model.categories.get(grading.category.index()));
                let place = grades.zip(outcome.grade).and_then(|(grades, code)| grades.place(code));
                place.unwrap_or(0)
            }
            BlockKind::Eligibility(_) | BlockKind::Check(_) => block
                .reachable()
                .iter()
                .position(|known| Some(*known) == outcome.verdict)
                .unwrap_or(places),
        },
    }
}

impl Total {
    /// The sum; beside it how many records lack the value.
    fn cell(&self, lang: Lang) -> Cell<'static> {
        match (&self.sum, self.missing) {
            (None, _) => Cell::Blank,
            (Some(sum), 0) => Cell::Number(sum.clone()),
            (Some(sum), missing) => {
                let sum = marked_number(sum, lang, 4);
                let shown = sheet::total_without(&sum, missing).get(lang).to_owned();
                Cell::Text(Cow::Owned(shown))
            }
        }
    }
}

impl<'b> OutcomesByUnit<'b> {
    /// Outcomes of the blocks of several batches, each as [`Batch::by_unit`] counts them. Grades
    /// come first, for they are what most is asked about; a block that applies to no record is left
    /// out; one of the same name as another is named with its pack.
    pub fn all(batches: impl Iterator<Item = &'b Batch>, lang: Lang) -> Vec<OutcomesByUnit<'b>> {
        let sheets = batches.flat_map(|batch| batch.by_unit(lang));
        let mut sheets: Vec<OutcomesByUnit<'b>> = sheets.filter(|one| !one.is_empty()).collect();
        let again = repeated(sheets.iter().map(OutcomesByUnit::name));
        let several = sheets.iter_mut().zip(again).filter(|(_, again)| *again);
        several.for_each(|(sheet, _)| sheet.name_pack());
        sheets.sort_by_key(|sheet| !sheet.is_scorecard());
        sheets
    }

    /// The block's name: that of the sheet.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns `true` if the block gives grades.
    pub fn is_scorecard(&self) -> bool {
        matches!(self.batch.rules().model().blocks[self.block].kind, BlockKind::Scorecard(_))
    }

    /// The block's name with the month that is counted: what heads the table.
    pub fn heading(&self) -> String {
        match self.month {
            None => self.name.to_string(),
            Some(month) => in_month(&self.name, month).get(self.lang).to_owned(),
        }
    }

    /// Places in the batch of the records that somebody has to look at: of no best grade, not met,
    /// open for want of values, faulty.
    pub fn to_look_at(&self) -> impl Iterator<Item = usize> {
        self.listed.iter().map(|one| one.place)
    }

    /// The block's name as the rules have it.
    pub fn block_name(&self) -> &str {
        &self.batch.rules().model().blocks[self.block].name.text
    }

    /// Names the pack beside the block.
    pub(super) fn name_pack(&mut self) {
        self.name = Cow::Owned(with_pack(&self.name, self.batch.rules().name()));
    }

    /// The batch that the records are of.
    pub(super) fn batch(&self) -> &'b Batch {
        self.batch
    }

    /// The block whose outcomes are counted.
    pub(super) fn block(&self) -> BlockId {
        self.block
    }

    /// Language of headers and notes.
    pub(super) fn lang(&self) -> Lang {
        self.lang
    }

    /// Name of the value that names a unit.
    pub(super) fn unit(&self) -> &str {
        &self.unit
    }

    /// Returns `true` if records have units.
    pub(super) fn has_units(&self) -> bool {
        self.has_units
    }

    /// The records to look at, unit by unit.
    pub(super) fn listed(&self) -> &[Listed<'b>] {
        &self.listed
    }

    /// The columns of the sheet: the unit, each outcome, the number of records.
    pub fn columns(&self) -> Vec<Column> {
        let unit = Column { header: self.unit.to_string(), kind: Kind::Text };
        let counted = [words(self.lang).records];
        let outcomes = self.outcomes.iter().map(AsRef::as_ref).chain(counted);
        std::iter::once(unit)
            .chain(outcomes.map(|name| Column { header: name.to_owned(), kind: Kind::Number }))
            .chain(self.totals.iter().cloned())
            .collect()
    }

    /// Returns `true` if the block applies to no record: in the last row, that of all records, only
    /// the last outcome, “not applicable”, may have a count.
    pub fn is_empty(&self) -> bool {
        let counted = self.rows.last().and_then(|(_, counts)| counts.outcomes.split_last());
        counted.is_none_or(|(_, others)| others.iter().all(|count| *count == 0))
    }

    /// The outcomes of each unit in words, those that no record has and “not applicable” left out;
    /// the last is of all units.
    pub fn in_brief(&self) -> impl Iterator<Item = (&str, String)> {
        self.rows.iter().map(|(unit, counts)| {
            let counts = &counts.outcomes;
            let last = counts.len().saturating_sub(1);
            let asked = counts.iter().zip(&self.outcomes).take(last);
            let told = asked.filter(|(count, _)| **count > 0);
            let told: Vec<String> =
                told.map(|(count, outcome)| format!("{count} {outcome}")).collect();
            (unit.as_ref(), told.join(", "))
        })
    }

    /// Grid of the sheet, its rows made one by one.
    pub fn grid<'g>(&'g self, columns: &'g [Column]) -> Grid<'g> {
        let number =
            |count: u64| Cell::Number(Num::from_i64(i64::try_from(count).unwrap_or(i64::MAX)));
        let rows = self.rows.iter().map(move |(unit, counts)| {
            let all = counts.outcomes.iter().sum::<u64>();
            let outcomes = counts.outcomes.iter().copied().chain([all]).map(number);
            let totals = counts.totals.iter().map(|total| total.cell(self.lang));
            let unit = std::iter::once(Cell::Text(Cow::Borrowed(unit.as_ref())));
            unit.chain(outcomes).chain(totals).collect::<Vec<_>>().into()
        });
        Grid { name: &self.name, columns, rows: Box::new(rows), lang: self.lang }
    }
}
