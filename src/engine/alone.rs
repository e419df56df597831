//! A record that was read at a glance, looked at with all that the evaluator says of it: nothing is
//! linked, and there is nothing to account for.

use super::Rules;
use super::query::Query;
use super::selection::Selection;
use super::shared::reader;
use super::view::{Held, RecordView, Searches};
use crate::data::objects::AloneTable;
use crate::eval::{Buffers, Worker};
use crate::explain::{Clauses, Identity, NoParts, Run};
use crate::model::RecordId;
use crate::value::{Date, Lang};

/// The table of one record, and the memory to look at it.
#[derive(Debug)]
pub(super) struct Alone {
    pub own: AloneTable,
    run: Run,
    asked: Selection,
    lang: Lang,
    buffers: Option<Buffers>,
    clauses: Clauses,
}

impl Alone {
    /// A table for records of a type, of which this is asked; `None` where such a record does not
    /// tell all that it is decided by.
    pub fn new(query: &Query, record: RecordId, asked: Selection) -> Option<Alone> {
        let rules = query.rules();
        let (model, plan) = (rules.model(), rules.plan().record(record)?);
        let over_time = !(plan.periodics.is_empty() && plan.events.is_empty());
        let is_alone =
            model.stands_alone(record) || !over_time && model.stands_without_others(record);
        let texts = rules.inner.texts.clone();
        (is_alone && !plan.blocks.is_empty()).then(|| Alone {
            own: AloneTable::new(model, record, texts, query.day()),
            run: rules.run(query.day()),
            asked,
            lang: query.lang,
            buffers: None,
            clauses: Clauses::default(),
        })
    }

    /// The day that the record at hand is decided as of.
    pub fn day(&self) -> Option<Date> {
        self.own.day(self.run.as_of)
    }

    /// Shows the record to a reader of results.
    pub fn show<T>(
        &mut self,
        rules: &Rules,
        record: RecordId,
        take: impl FnOnce(&RecordView<'_, '_>) -> T,
    ) -> Option<T> {
        let buffers = self.buffers.take();
        let run = &Run { as_of: self.day(), ..self.run.clone() };
        let Alone { own: AloneTable { table, key, .. }, asked, lang, clauses, .. } = &*self;
        let plan = rules.plan();
        let mut worker = match buffers {
            Some(buffers) => Worker::with(plan, record, buffers)?,
            None => Worker::new(plan, record)?,
        };
        worker.run(table, 0..1, &rules.context(run.as_of));
        let (of, frame) = ((rules, record, *lang), (worker.frame(), 0));
        let reader = reader(of, frame, table, run, clauses, (&NoParts, 0))?;
        let identity = Identity { key, row: Some(1), errors: &[], columns: &[] };
        let (held, searches) = (Held { table, first: 0 }, Searches::default());
        let left_out = None;
        let view =
            RecordView { reader, run, identity, asked, left_out, rules, held, searches: &searches };
        let made = take(&view);
        self.buffers = Some(worker.into_buffers());
        Some(made)
    }
}
