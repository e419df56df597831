//! Columns of aggregates over parts, put together of the joins that the parts come by.

use super::link::RolledUp;
use super::open_over::{List, OpenColumn, OpenOver};
use crate::aggregate::{FromParts, Suspects};
use crate::interval::Possible;
use crate::model::{AggregateId, Model};
use crate::table::Input;
use crate::value::Type;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A column of aggregates, put together of its joins.
pub(super) struct Joined {
    /// Aggregate that the column holds.
    pub aggregate: AggregateId,
    /// Values of each join, with the places of its parents.
    pieces: Vec<(Arc<[usize]>, Input)>,
    /// The places of the parents it is open for.
    pub open: BTreeSet<usize>,
    ranges: BTreeMap<usize, Possible>,
    suspects: Vec<Suspects>,
}

impl Joined {
    /// A column without a value yet.
    pub fn new(aggregate: AggregateId) -> Joined {
        Joined {
            aggregate,
            pieces: Vec::new(),
            open: BTreeSet::new(),
            ranges: BTreeMap::new(),
            suspects: Vec::new(),
        }
    }

    /// Takes in the values of one join, for the parents at these places.
    pub fn add(&mut self, places: &Arc<[usize]>, piece: FromParts) {
        self.open.extend(piece.open.iter().filter_map(|at| places.get(*at)));
        let ranges = piece.ranges.into_iter();
        self.ranges.extend(ranges.filter_map(|(at, range)| Some((*places.get(at)?, range))));
        self.suspects.push(piece.suspects);
        self.pieces.push((Arc::clone(places), piece.column));
    }

    /// Keeps what leaves it open, for explanations.
    pub fn keep_open(&self, open: &mut OpenOver, rolled: &RolledUp, list: &Arc<List>) {
        if self.open.is_empty() && rolled.no_join.is_none() {
            return;
        }
        let column = OpenColumn {
            join: Arc::clone(&rolled.join),
            suspects: self.suspects.clone(),
            files: Arc::clone(&rolled.files),
            without: rolled.no_join.clone(),
            list: Arc::clone(list),
        };
        open.add(self.aggregate, column);
    }

    /// The column for as many parents.
    pub fn into_column(self, model: &Model, rows: usize) -> FromParts {
        FromParts {
            aggregate: self.aggregate,
            column: put_together(self.pieces, model.aggregates[self.aggregate].ty, rows),
            open: self.open,
            ranges: self.ranges,
            suspects: Suspects::default(),
        }
    }

    /// Returns `true` if nothing but the as-of date is lacking.
    pub fn lacks_the_day_alone(&self) -> bool {
        self.suspects.iter().all(Suspects::lack_the_day_alone)
    }
}

/// One column of the pieces, each of which has the values of the parents at its places.
fn put_together(mut pieces: Vec<(Arc<[usize]>, Input)>, ty: Type, rows: usize) -> Input {
    if let [(places, _)] = pieces.as_slice()
        && places.len() == rows
        && let Some((_, whole)) = pieces.pop()
    {
        return whole;
    }
    match ty {
        Type::Date => Input::days(scattered(&pieces, rows, Input::day)),
        Type::Number(_) | Type::Text | Type::YesNo | Type::Category(_) => {
            Input::numbers(scattered(&pieces, rows, Input::number))
        }
    }
}

fn scattered<T: Clone>(
    pieces: &[(Arc<[usize]>, Input)],
    rows: usize,
    value: fn(&Input, usize) -> Option<T>,
) -> Vec<Option<T>> {
    let mut values = vec![None; rows];
    for (places, piece) in pieces {
        for (at, place) in places.iter().enumerate() {
            values.get_mut(*place).into_iter().for_each(|known| *known = value(piece, at));
        }
    }
    values
}
