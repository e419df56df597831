//! How the records of each unit came out under a block: a row a unit, a column an outcome.

use crate::data::out::{Cell, Column, Grid, Kind};
use crate::diag::sheet::{Words, words};
use crate::engine::Batch;
use crate::eval::Status;
use crate::explain::{Outcome, Reader};
use crate::model::{Block, BlockId, BlockKind, ExprKind, Model, Verdict};
use crate::plan::BlockPlan;
use crate::value::{CategoryId, Lang, Num, Type, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Counts of outcomes by unit, and of all together.
pub struct OutcomesByUnit<'b> {
    name: &'b str,
    lang: Lang,
    unit: Cow<'b, str>,
    outcomes: Vec<Cow<'b, str>>,
    rows: Vec<(Cow<'b, str>, Vec<u64>)>,
}

/// Unit of a record: the group that it is counted in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    /// A value of a category, by its code.
    Code(u32),
    /// A text of the field or derivation.
    Text(String),
    /// None is known; after all others.
    Unknown,
}

/// Counts of a block's outcomes, by unit and in total.
struct Counts {
    /// One for each outcome there can be.
    all: Vec<u64>,
    by_unit: BTreeMap<Unit, Vec<u64>>,
}

impl Batch {
    /// Outcomes of each requested block, counted unit by unit. The units are the groups
    /// of the targets over this record type; without targets, the values of the first field
    /// whose category some targets are by; without such a field, all records are one row.
    pub fn by_unit(&self, lang: Lang) -> Vec<OutcomesByUnit<'_>> {
        let model = self.rules().model();
        let Some(plan) = self.rules().plan().record(self.record_type()) else { return Vec::new() };
        let blocks: Vec<(BlockId, &BlockPlan)> =
            self.blocks().into_iter().filter_map(|id| Some((id, plan.block(id)?))).collect();
        let by = self.units();
        let mut counted: Vec<(BlockId, &BlockPlan, Counts)> = blocks
            .into_iter()
            .map(|(id, plan)| {
                let places = outcomes(&model.blocks[id], words(lang), self).len();
                (id, plan, Counts { all: vec![0; places], by_unit: BTreeMap::new() })
            })
            .collect();
        self.each(0..self.records(), |record| {
            let reader = record.reader();
            let unit = by.as_ref().map(|by| unit_of(reader, by));
            for (id, plan, counts) in &mut counted {
                let places = counts.all.len();
                let place = place_of(model, reader.outcome(*id, plan), &model.blocks[*id], places);
                if let Some(unit) = &unit {
                    let of_unit = counts.by_unit.entry(unit.clone());
                    count(of_unit.or_insert_with(|| vec![0; places]), place);
                }
                count(&mut counts.all, place);
            }
        });
        counted
            .into_iter()
            .map(|(id, _, counts)| self.unit_sheet(&model.blocks[id], by.as_ref(), counts, lang))
            .collect()
    }

    fn unit_sheet<'b>(
        &'b self,
        block: &'b Block,
        by: Option<&ExprKind>,
        counts: Counts,
        lang: Lang,
    ) -> OutcomesByUnit<'b> {
        let words = words(lang);
        let record = &self.rules().model().records[self.record_type()];
        let unit = match by {
            Some(ExprKind::Field(id)) => Cow::Borrowed(record.fields[*id].name.text.as_str()),
            Some(ExprKind::Derived(id)) => Cow::Borrowed(record.derived[*id].name.text.as_str()),
            _ => Cow::Borrowed(words.records),
        };
        let mut rows: Vec<(Cow<'b, str>, Vec<u64>)> = counts
            .by_unit
            .into_iter()
            .map(|(unit, counts)| (self.unit_name(by, unit, words), counts))
            .collect();
        rows.push((Cow::Borrowed(words.whole), counts.all));
        OutcomesByUnit {
            name: &block.name.text,
            lang,
            unit,
            outcomes: outcomes(block, words, self),
            rows,
        }
    }

    fn unit_name(&self, by: Option<&ExprKind>, unit: Unit, words: &'static Words) -> Cow<'_, str> {
        let record = &self.rules().model().records[self.record_type()];
        let ty = match by {
            Some(ExprKind::Field(id)) => Some(record.fields[*id].ty),
            Some(ExprKind::Derived(id)) => Some(record.derived[*id].ty),
            _ => None,
        };
        match (unit, ty) {
            (Unit::Text(text), _) => Cow::Owned(text),
            (Unit::Unknown, _) => Cow::Borrowed(words.no_unit),
            (Unit::Code(code), Some(Type::Category(category))) => {
                let category = self.rules().model().categories.get(category.index());
                let value = category.and_then(|category| category.value(code));
                value.map_or(Cow::Borrowed(words.no_unit), |value| {
                    Cow::Borrowed(value.name.text.as_str())
                })
            }
            (Unit::Code(_), _) => Cow::Borrowed(words.no_unit),
        }
    }

    /// The field or derivation that names a record's unit.
    fn units(&self) -> Option<ExprKind> {
        let model = self.rules().model();
        let own = model.targets.iter().filter(|targets| targets.record == self.record_type());
        if let Some(by) = own.filter_map(|targets| targets.by.as_ref()).next() {
            return Some(by.kind.clone());
        }
        // A record type without targets of its own is counted by the units that the other targets
        // of the rules go by, if it has them: their category tells a unit from any other field.
        let by = model.targets.iter().filter_map(|targets| targets.by.as_ref());
        let categories: Vec<CategoryId> = by
            .filter_map(|by| match by.ty {
                Type::Category(id) => Some(id),
                Type::Text | Type::Number(_) | Type::Date | Type::YesNo => None,
            })
            .collect();
        let fields = &model.records[self.record_type()].fields;
        let counted = |id: CategoryId| {
            let category = model.categories.get(id.index());
            let included = category.map_or(&[][..], |category| &category.included);
            let shares = |other: &CategoryId| *other == id || included.contains(other);
            categories.iter().any(|other| {
                shares(other)
                    || model
                        .categories
                        .get(other.index())
                        .is_some_and(|of| of.included.contains(&id))
            })
        };
        let found = fields
            .enumerate()
            .find(|(_, field)| matches!(field.ty, Type::Category(id) if counted(id)));
        found.map(|(id, _)| ExprKind::Field(id))
    }
}

fn unit_of(reader: &Reader<'_, '_>, by: &ExprKind) -> Unit {
    let value = match by {
        ExprKind::Field(id) => reader.field(*id),
        ExprKind::Derived(id) => reader.derived_value(*id).unwrap_or(Value::Missing),
        _ => Value::Missing,
    };
    match value {
        Value::Code(code) => Unit::Code(code),
        Value::Text(text) => Unit::Text(text.to_string()),
        Value::Missing | Value::Num(_) | Value::Date(_) | Value::Bool(_) => Unit::Unknown,
    }
}

fn count(counts: &mut [u64], place: usize) {
    if let Some(count) = counts.get_mut(place) {
        *count += 1;
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
    let open = block.own_word(Verdict::Incomplete).unwrap_or(words.undetermined);
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

impl<'b> OutcomesByUnit<'b> {
    /// The block's name: that of the sheet.
    pub fn name(&self) -> &'b str {
        self.name
    }

    /// The columns of the sheet: the unit, each outcome, the number of records.
    pub fn columns(&self) -> Vec<Column> {
        let unit = Column { header: self.unit.to_string(), kind: Kind::Text };
        let counted = [words(self.lang).records];
        let outcomes = self.outcomes.iter().map(AsRef::as_ref).chain(counted);
        std::iter::once(unit)
            .chain(outcomes.map(|name| Column { header: name.to_owned(), kind: Kind::Number }))
            .collect()
    }

    /// Returns `true` if the block applies to no record: in the last row, that of all records, only
    /// the last outcome, “not applicable”, may have a count.
    pub fn is_empty(&self) -> bool {
        let counted = self.rows.last().and_then(|(_, counts)| counts.split_last());
        counted.is_none_or(|(_, others)| others.iter().all(|count| *count == 0))
    }

    /// The outcomes of each unit in words, those that no record has and “not applicable” left out;
    /// the last is of all units.
    pub fn in_brief(&self) -> impl Iterator<Item = (&str, String)> {
        self.rows.iter().map(|(unit, counts)| {
            let asked = counts.iter().zip(&self.outcomes).take(counts.len().saturating_sub(1));
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
            let all = counts.iter().sum::<u64>();
            let counts = counts.iter().copied().chain([all]).map(number);
            std::iter::once(Cell::Text(Cow::Borrowed(unit.as_ref()))).chain(counts).collect()
        });
        Grid { name: self.name, columns, rows: Box::new(rows), lang: self.lang }
    }
}
