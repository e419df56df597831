//! Points of a criterion that fall along one number and rise again. Whether more is better or worse
//! is not written, so that points which only fall, only rise, or rise and fall again may well be
//! meant (an age from 18 to 60); those with a valley between are hardly.

use super::finding::{Finding, FindingKind, Site};
use super::formula::AxisId;
use super::linear::VariableId;
use super::of_type::OfType;
use super::ordinary::{USUAL, ordinary};
use super::read::Switches;
use super::rows::{Answer, Question};
use super::set::{Place, Set};
use super::settle::Values;
use super::space::Measure;
use super::system::Between;
use super::witness::{Replayed, Told, Witness};
use crate::model::BlockId;
use crate::plan::{CriterionPlan, Slot};
use crate::value::{Num, Value};
use std::ops::Range;

/// Numbers of an axis that one row takes, and its points.
struct Band {
    places: Range<Place>,
    row: usize,
    points: Num,
}

/// Valleys that are tried on records.
const MOST_TRIED: usize = 20;

impl OfType<'_> {
    /// The first valley in the points of a criterion whose rows all ask one number, with three
    /// records that differ in one field alone.
    pub fn falls(
        &self,
        id: BlockId,
        place: usize,
        guards: &[Slot],
        criterion: &CriterionPlan,
        found: &mut Vec<Finding>,
    ) {
        let mut reader = self.reader(Switches::AsSet);
        let guard = self.guard(&mut reader, guards);
        let Some(rows) = reader.row_numbers(&criterion.rows) else { return };
        let points: Option<Vec<Num>> =
            rows.iter().map(|(_, gives)| gives.as_constant().cloned()).collect();
        let Some(points) = points else { return };
        let conditions: Vec<_> = rows.into_iter().map(|(when, _)| when).collect();
        let question = Question::new(reader, &guard, &conditions);
        let Some((axis, bands)) = bands(&question, &points) else { return };
        let valleys = valleys(&bands).into_iter().take(MOST_TRIED);
        for valley in valleys {
            let records = self.valley(&question, axis, valley, guards, criterion.points);
            let Some(mut witnesses) = records else { continue };
            for (witness, band) in witnesses.iter_mut().zip(valley) {
                let points = Value::Num(band.points.clone());
                witness.told.push((Told::Points(id, place), points));
            }
            let rows: Vec<usize> = valley.iter().map(|band| band.row).collect();
            let site = Site::Criterion(id, place);
            let [_, within, _] = valley;
            let zone = Some(question.zone_at(axis, within.places.clone()));
            let finding = Finding::of(FindingKind::Falls, site, &rows);
            found.push(Finding { witnesses, zone, ..finding });
            return;
        }
    }

    /// A record in each band of a valley, the same but for one field.
    fn valley(
        &self,
        question: &Question<'_>,
        axis: AxisId,
        valley: [&Band; 3],
        guards: &[Slot],
        points: Slot,
    ) -> Option<Vec<Witness>> {
        // What ties the field to others may leave it no room: from another band there may be.
        [2, 1, 0].into_iter().find_map(|base| {
            let band = valley.get::<usize>(base)?;
            let Answer::Record(_, values) = question.at(axis, band.places.clone()) else {
                return None;
            };
            self.valley_from(question, axis, valley, &values, guards, points)
        })
    }

    /// The same, made of a record in one of the bands.
    fn valley_from(
        &self,
        question: &Question<'_>,
        axis: AxisId,
        valley: [&Band; 3],
        values: &Values,
        guards: &[Slot],
        points: Slot,
    ) -> Option<Vec<Witness>> {
        let measure = &question.space.axis(axis).measure;
        let rests_on = question.rests_on_axis(axis);
        let record = |band: &Band| {
            let between = question.space.axis(axis).between(&band.places);
            let values = moved(question, measure, &between, values)?;
            let is_given =
                |replayed: &Replayed| replayed.points(points).as_ref() == Some(&band.points);
            let witness = Witness::of(&question.space, self.steps.record, &values, self.plan);
            self.replayed(witness, &rests_on, guards, &is_given).take()
        };
        let [below, within, above] = valley.map(record);
        Some(vec![below?, within?, above?])
    }
}

/// The number that all rows ask, if there is one, and the bands of its values in ascending order.
fn bands(question: &Question<'_>, points: &[Num]) -> Option<(AxisId, Vec<Band>)> {
    let asked = |id: AxisId| -> Option<Vec<Set>> {
        let first = |row| question.places_of_first(row, id.index());
        (0..points.len()).map(first).collect()
    };
    let (id, axis, sets) = question.space.axes().find_map(|(id, axis)| {
        let ordered =
            axis.measure.variables().all(|id| question.space.variables[id].values.is_none());
        let is_cut = ordered && !axis.cuts().is_empty();
        Some((id, axis, asked(id).filter(|_| is_cut)?))
    })?;
    let mut bands = Vec::new();
    for (row, (set, points)) in sets.iter().zip(points).enumerate() {
        let ranges = set.and(&axis.known()).ranges().to_vec();
        bands.extend(ranges.into_iter().map(|places| Band { places, row, points: points.clone() }));
    }
    bands.sort_by_key(|band| band.places.start);
    Some((id, bands))
}

/// Each band that gives fewer points than one before it and one behind it.
fn valleys(bands: &[Band]) -> Vec<[&Band; 3]> {
    let mut all = Vec::new();
    for (at, within) in bands.iter().enumerate() {
        let (before, behind) = bands.split_at(at);
        let below = before.iter().rev().find(|band| band.points > within.points);
        let above = behind.iter().find(|band| band.points > within.points);
        all.extend(below.zip(above).map(|(below, above)| [below, within, above]));
    }
    all
}

/// The values of a record with one of them changed so that a measure lies between bounds.
fn moved(
    question: &Question<'_>,
    measure: &Measure,
    between: &Between,
    values: &Values,
) -> Option<Values> {
    let (over, factor) = match measure {
        Measure::Linear(over) => (over, Num::ONE),
        Measure::Quotient(over, under) => (over, under.value(values)?),
    };
    let (&variable, coefficient) = over.terms.first_key_value()?;
    let mut rest = over.clone();
    rest.terms.remove(&variable);
    let rest = rest.value(values)?;
    let own = question.space.between(variable);
    let mut narrow = own.clone();
    for (bound, lower) in [(&between.lower, true), (&between.upper, false)] {
        let Some((at, strict)) = bound else { continue };
        let at = at.mul(&factor).ok()?.sub(&rest).ok()?.div(coefficient).ok()?;
        let turned = factor.is_negative() != coefficient.is_negative();
        narrow.narrow((at, *strict), lower != turned);
    }
    let mut moved = values.clone();
    moved.insert(variable, chosen(question, variable, &narrow, &own, values)?);
    Some(moved)
}

/// The value that the record has, if it will do, else the most ordinary.
fn chosen(
    question: &Question<'_>,
    variable: VariableId,
    narrow: &Between,
    own: &Between,
    values: &Values,
) -> Option<Num> {
    let kept = values.get(&variable).filter(|value| narrow.contains(value));
    kept.cloned().or_else(|| ordinary(&question.space.variables[variable], narrow, own, USUAL))
}
