//! Values of a category that have their days (units merge and split): one used on a day that is not
//! its own is a data error of the record.

use super::Batch;
use crate::data::{CellFault, Expected};
use crate::model::{Category, FieldId};
use crate::value::{CategoryId, Type};

impl Batch {
    /// Marks the records that name a value before its first day or after its last. Without an as-of
    /// date nothing can be said.
    pub(super) fn check_validity_dates(mut self) -> Batch {
        let model = self.rules.model();
        let fields = model.records[self.record].fields.enumerate();
        let dated: Vec<(FieldId, CategoryId)> = fields
            .filter_map(|(id, field)| match field.ty {
                Type::Category(category) => Some((id, category)),
                Type::Text | Type::Number(_) | Type::Date | Type::YesNo => None,
            })
            .filter(|(_, category)| model.categories.get(category.index()).is_some_and(has_days))
            .collect();
        let faults: Vec<CellFault> = dated
            .into_iter()
            .flat_map(|(field, category)| self.out_of_days(field, category))
            .collect();
        for fault in &faults {
            fault.mark(&model.records[self.record].fields, &mut self.reading.table);
        }
        self.reading.report.faults.extend(faults);
        self.reading.report.faults.sort_by_key(|fault| fault.record);
        self
    }

    fn out_of_days(&self, field: FieldId, category: CategoryId) -> Vec<CellFault> {
        let Some(column) = self.reading.table.columns.get(field.index()) else {
            return Vec::new();
        };
        let found = (0..column.len())
            .filter_map(|place| self.out_of_day(field, category, place, column.code(place)?));
        found.collect()
    }

    fn out_of_day(
        &self,
        field: FieldId,
        id: CategoryId,
        place: usize,
        code: u32,
    ) -> Option<CellFault> {
        let model = self.rules.model();
        let value = model.categories.get(id.index())?.values.get(code as usize)?;
        let day = self.day(place)?;
        let outside =
            value.from.is_some_and(|from| day < from) || value.to.is_some_and(|to| to < day);
        let origin = *self.reading.report.origins.get(place).filter(|_| outside)?;
        Some(CellFault {
            record: u32::try_from(place).ok()?,
            field: Some(field),
            origin,
            column: model.records[self.record].fields[field].name.text.clone(),
            cell: None,
            value: value.name.text.clone(),
            expected: Expected::InForce { category: id, from: value.from, to: value.to, day },
        })
    }
}

fn has_days(category: &Category) -> bool {
    category.values.iter().any(|value| value.from.or(value.to).is_some())
}
