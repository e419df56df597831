//! Rows that are tried in turn: two that would decide otherwise the other way round, and those that
//! those behind them stand in for.

use super::finding::{Finding, FindingKind, Site};
use super::of_type::{OfType, Shown};
use super::read::Switches;
use super::rows::{Answer, Question};
use super::witness::Replayed;
use crate::plan::{Rows, Slot};
use crate::value::{Num, Truth};

/// The most pairs of rows of one list that are told.
const MOST_TOLD: usize = 3;

/// The most rows of a list that are held against each other.
const MOST_ROWS: usize = 100;

impl OfType<'_> {
    /// Rows whose order matters, and rows without effect.
    pub fn turns(
        &self,
        site: Site,
        guards: &[Slot],
        rows: &Rows,
        question: &Question<'_>,
        found: &mut Vec<Finding>,
    ) {
        if rows.len() > MOST_ROWS {
            return;
        }
        let Some(values) = self.reader(Switches::AsSet).row_numbers(rows) else { return };
        let values: Vec<Option<Num>> =
            values.iter().map(|(_, gives)| gives.as_constant().cloned()).collect();
        self.order(site, guards, rows, question, &values, found);
        if question.is_settled() {
            no_effect(site, question, &values, found);
        }
    }

    /// Two rows that hold together, where no row before does, and give different values, each of
    /// which takes records that the other does not.
    fn order(
        &self,
        site: Site,
        guards: &[Slot],
        rows: &Rows,
        question: &Question<'_>,
        values: &[Option<Num>],
        found: &mut Vec<Finding>,
    ) {
        let count = values.len();
        let pairs = (0..count).flat_map(|one| (one + 1..count).map(move |two| (one, two)));
        let mut told = 0;
        for (one, two) in pairs {
            let (Some(Some(first)), Some(Some(second))) = (values.get(one), values.get(two)) else {
                continue;
            };
            let known = || is_told(site, two, found);
            if first == second
                || !question.may_meet(one, two)
                || question.takes_the_rest(two)
                || known()
            {
                continue;
            }
            let before: Vec<usize> = (0..one).collect();
            let alone = |own: usize, other: usize| {
                let without: Vec<usize> = before.iter().copied().chain([other]).collect();
                matches!(question.held_beside(&[own], &without, &[]), Answer::Record(..))
            };
            if !alone(one, two) || !alone(two, one) {
                continue;
            }
            let both = |replayed: &Replayed| {
                let truth = |place| replayed.row(self.steps, rows, place);
                truth(one) == Truth::True
                    && truth(two) == Truth::True
                    && before.iter().all(|place| truth(*place) == Truth::False)
            };
            let answer = question.held_beside(&[one, two], &before, &[]);
            if let Shown::By(witness) = self.shown(question, answer, guards, &both) {
                let zone = self.regions.then(|| question.zone_of_all(&[one, two])).flatten();
                let finding = Finding::of(FindingKind::Order, site, &[one, two]);
                found.push(Finding { witnesses: vec![witness], zone, ..finding });
                told += 1;
            }
            if told == MOST_TOLD {
                return;
            }
        }
    }
}

/// Returns `true` of a row of which it is told that no record comes to it.
fn is_told(site: Site, row: usize, found: &[Finding]) -> bool {
    let never = |one: &&Finding| matches!(one.kind, FindingKind::Dead | FindingKind::Never);
    let mut told = found.iter().filter(never);
    told.any(|one| one.about == site.into() && one.rows == [row])
}

/// Rows that could go: for every record that comes to one, the next row that holds gives the same.
/// One that only a row `còn lại` stands in for says on purpose what it says.
fn no_effect(
    site: Site,
    question: &Question<'_>,
    values: &[Option<Num>],
    found: &mut Vec<Finding>,
) {
    let none = |rows: &[usize], without: &[usize]| {
        matches!(question.held_beside(rows, without, &[]), Answer::None(_))
    };
    for (row, value) in values.iter().enumerate() {
        let same = |other: usize| value.is_some() && values.get(other) == Some(value);
        let mut behind = row + 1..values.len();
        if !behind.any(|other| same(other) && !question.takes_the_rest(other))
            || is_told(site, row, found)
        {
            continue;
        }
        let others = |until: usize| (0..until).filter(|other| *other != row).collect::<Vec<_>>();
        let mut behind = (row + 1..values.len()).filter(|other| !same(*other));
        if none(&[row], &others(values.len()))
            && behind.all(|other| none(&[row, other], &others(other)))
        {
            let resting = (row + 1..values.len()).filter(|other| same(*other)).collect();
            found.push(Finding { resting, ..Finding::of(FindingKind::NoEffect, site, &[row]) });
        }
    }
}
