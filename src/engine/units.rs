//! The units that records are counted by where nothing groups them: which value names a record's
//! unit, and its name.

use super::Batch;
use crate::diag::sheet::{Words, words};
use crate::explain::Reader;
use crate::model::{ExprKind, Label, ShownValue, TargetsId};
use crate::value::{CategoryId, Lang, Type, Value};
use std::borrow::Cow;

/// Unit of a record: the group that it is counted in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A value of a category, by its code.
    Code(u32),
    /// A text of the field or derivation.
    Text(String),
    /// None is known; after all others.
    Unknown,
}

/// Value that names the unit of a record.
pub enum UnitBy {
    /// A field or derivation of the record.
    Own(ExprKind),
    /// The value of its parent that these targets go by.
    OfParent(TargetsId),
    /// A value of a parent that is shown beside the key, by its place.
    Inherited(usize),
}

impl Batch {
    /// The field or derivation that names a record's unit.
    pub(crate) fn units(&self) -> Option<UnitBy> {
        let model = self.rules().model();
        let own = model.targets.enumerate();
        let mut own = own.filter(|(_, targets)| targets.record == self.record_type());
        let own = own.find_map(|(id, targets)| match targets.by_record == targets.record {
            true => Some(UnitBy::Own(targets.by.as_ref()?.kind.clone())),
            false => targets.by.as_ref().map(|_| UnitBy::OfParent(id)),
        });
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
        let mut fields = fields.enumerate();
        own.or_else(|| {
            let found =
                fields.find(|(_, field)| matches!(field.ty, Type::Category(id) if counted(id)));
            let found = found.map(|(id, _)| UnitBy::Own(ExprKind::Field(id)));
            found.or_else(|| {
                let mut inherited = model.records[self.record_type()].inherited.iter();
                let place = inherited
                    .position(|one| matches!(one.value.ty, Type::Category(id) if counted(id)));
                place.map(UnitBy::Inherited)
            })
        })
    }

    /// Name and type of the value that units go by.
    pub(crate) fn unit_value(&self, by: Option<&UnitBy>) -> Option<(&Label, Type)> {
        let model = self.rules().model();
        let (record, value) = match by? {
            UnitBy::Own(value) => (self.record_type(), value),
            UnitBy::OfParent(id) => {
                let targets = &model.targets[*id];
                (targets.by_record, &targets.by.as_ref()?.kind)
            }
            UnitBy::Inherited(place) => {
                let one = model.records[self.record_type()].inherited.get(*place)?;
                (one.owner, &one.value.kind)
            }
        };
        let record = &model.records[record];
        match value {
            ExprKind::Field(id) => Some((&record.fields[*id].name, record.fields[*id].ty)),
            ExprKind::Derived(id) => Some((&record.derived[*id].name, record.derived[*id].ty)),
            _ => None,
        }
    }

    /// Unit of a record that was worked out.
    pub(crate) fn unit_of(&self, reader: &Reader<'_, '_>, by: &UnitBy) -> Unit {
        let value = match by {
            UnitBy::Own(ExprKind::Field(id)) => reader.field(*id),
            UnitBy::Own(ExprKind::Derived(id)) => {
                reader.derived_value(*id).unwrap_or(Value::Missing)
            }
            UnitBy::Own(_) => Value::Missing,
            UnitBy::OfParent(id) => {
                let of = self.set().of_parents(*id).get(reader.place);
                of.filter(|of| of.sure).map_or(Value::Missing, |of| of.value.clone())
            }
            UnitBy::Inherited(place) => reader.shown_value(ShownValue::Inherited(*place)),
        };
        match value {
            Value::Code(code) => Unit::Code(code),
            Value::Text(text) => Unit::Text(text.to_string()),
            Value::Missing | Value::Num(_) | Value::Date(_) | Value::Bool(_) => Unit::Unknown,
        }
    }

    /// Name of a unit.
    pub(crate) fn unit_name(
        &self,
        by: Option<&UnitBy>,
        unit: Unit,
        words: &'static Words,
    ) -> Cow<'_, str> {
        let ty = self.unit_value(by).map(|(_, ty)| ty);
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

    /// Name of the unit of the record at a place; none of records without units.
    pub(crate) fn unit_at(&self, place: usize, lang: Lang) -> Option<String> {
        let by = self.units()?;
        let unit =
            self.map(place..place + 1, |record| self.unit_of(record.reader(), &by)).next()?;
        Some(self.unit_name(Some(&by), unit, words(lang)).into_owned())
    }
}
