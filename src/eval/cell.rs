//! One value of a record, and columns that make it when it is read.

use std::convert::Infallible;

/// A value of a record that may be missing, or could not be computed.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Cell<T> {
    /// A value that was given or computed.
    Known(T),
    /// None, and what would give one is missing.
    #[default]
    Missing,
    /// It depends on a fault of the record.
    Fault,
}

impl<T> Cell<T> {
    /// The value, if there is one.
    pub fn known(&self) -> Option<&T> {
        match self {
            Cell::Known(value) => Some(value),
            Cell::Missing | Cell::Fault => None,
        }
    }

    /// The same of another value.
    pub fn map<R>(self, change: impl FnOnce(T) -> R) -> Cell<R> {
        match self {
            Cell::Known(value) => Cell::Known(change(value)),
            Cell::Missing => Cell::Missing,
            Cell::Fault => Cell::Fault,
        }
    }

    /// The same of a cell that is given away.
    pub fn into_known(self) -> Option<T> {
        match self {
            Cell::Known(value) => Some(value),
            Cell::Missing | Cell::Fault => None,
        }
    }
}

/// Values that are made when they are read.
pub(super) trait Packed<T> {
    /// The value of a record; none past the end.
    fn at(&self, row: usize) -> Option<T>;
    /// The values of all records.
    fn iter(&self) -> impl Iterator<Item = T>;
}

/// Most types have one representation: there are no packed values.
impl<T> Packed<T> for Infallible {
    fn at(&self, _: usize) -> Option<T> {
        match *self {}
    }
    fn iter(&self) -> impl Iterator<Item = T> {
        std::iter::from_fn(|| match *self {})
    }
}
