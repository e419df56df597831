//! A frame read back: what was decided of a record, and why.

pub mod decision;
