//! Objects of programs and of JSON Lines: names instead of columns. Numbers are taken from their
//! digits, a bare number for a ratio is the ratio itself, `null` is missing. A program that writes
//! a number as text (as exact decimals are) writes it in plain form whatever the language of the
//! rules, so that is the form read. Import profiles describe office files and have no say here.

mod alone;
mod names;
mod object;
mod pairs;
mod tables;
mod told;

pub(crate) use alone::AloneTable;
pub(crate) use names::{Member, ObjectTypes};
pub(crate) use object::Objects;
pub(crate) use pairs::{Pairs, parse};
pub(crate) use tables::{ObjectTables, ReadBy, TypeReading};
pub(crate) use told::Record;
