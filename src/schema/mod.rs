#![doc = include_str!("README.md")]

mod from_model;
mod input;
mod output;
mod parts;
mod show;

pub use parts::{
    BlockSchema, CategorySchema, CategoryValueSchema, ClauseSchema, CriterionSchema, DatedSchema,
    Days, DerivedBy, DerivedSchema, DocumentSchema, EndSchema, FieldSchema, FunctionParameter,
    FunctionSchema, ImpossibleSchema, IndicatorSchema, ParameterSchema, ParentSchema, Place,
    RangeSchema, RecordSchema, Schema, StepSchema, TargetSchema, UnitKind, ValueKind, ValueType,
    VerdictSchema,
};

use crate::engine::Rules;

impl Rules {
    /// Schema of the rules: what they read of records and what they answer, as data. JSON Schema of
    /// both is made of it: [`Schema::input`], [`Schema::output`].
    pub fn schema(&self) -> Schema {
        from_model::schema(self)
    }
}
