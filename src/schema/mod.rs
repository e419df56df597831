#![doc = include_str!("README.md")]

mod from_model;
mod input;
mod output;
mod parts;
mod show;

pub use parts::*;

use crate::engine::Rules;

impl Rules {
    /// What the rules read of records and what they answer, as data; JSON Schema of both is made
    /// of it: [`Schema::input`], [`Schema::output`].
    pub fn schema(&self) -> Schema {
        from_model::schema(self)
    }
}
