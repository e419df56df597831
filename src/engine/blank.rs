//! A record of which nothing is known: what the rules alone settle is all that it shows.

use super::Batch;
use super::query::Query;
use crate::data::{FileReport, Origin, ReadReport, Reading};
use crate::dataset::{AsOf, RecordSet};
use crate::model::RecordId;
use crate::table::{Input, Inputs, Texts};

impl Query {
    /// Batch of one record of a type, without a value in any field.
    pub(crate) fn blank(&self, record: RecordId) -> Batch {
        let rules = self.rules();
        let own = &rules.model().records[record];
        let texts = Texts::with_constants(&rules.plan().texts);
        let columns = own.fields.len() + own.aggregates.len();
        let columns = (0..columns).map(|_| Input::nulls(1)).collect();
        let table = Inputs { rows: 1, columns, ..Inputs::empty(record, texts) };
        let report = ReadReport {
            files: vec![FileReport::default()],
            keys: [Some("")].into_iter().collect(),
            origins: [Origin { file: 0, row: 1 }].into_iter().collect(),
            ..ReadReport::default()
        };
        let day = AsOf::Common(self.day().or(self.fitting_day()));
        self.batch(RecordSet::new(record, Reading { table, report, again: None }, day))
    }
}
