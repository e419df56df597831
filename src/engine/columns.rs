//! Records of a program in columns.

use super::Batch;
use super::query::Query;
use crate::data::{self, Cut, Origin, Reading, objects::Member};
use crate::dataset::RecordSet;
use crate::diag::{Error, engine as say, nearest};
use crate::model::RecordId;
use crate::table::{Table, Values};
use std::collections::HashSet;

impl Query {
    /// Takes the records of one type in columns, ready to be decided; each decision has the place
    /// of its record in the table. Without [`Query::record`] the type is the one that has fields of
    /// these names. Numbers are in the field's own unit, as in records given to
    /// [`Query::grade`]; a value that a field does not take is a data error of its record.
    ///
    /// ```
    /// use visao::table::{Column, Table, Validity};
    ///
    /// let rules = visao::Rules::from_text(
    ///     "\
    /// bản ghi Tổ
    ///   trường mã tổ: chữ, khóa
    ///   trường dư nợ: tiền, từ 0
    /// kiểm tra Mức cho Tổ
    ///   yêu cầu dư nợ < 2 tỷ
    ///     nếu không: \"Quá mức\"
    /// ",
    /// )?;
    /// let table = Table::of([
    ///     ("mã tổ", Column::texts([Some("T01"), Some("T02")])),
    ///     ("dư nợ", Column::decimals(vec![1_500_000_000, 0], 0, Validity::from_iter([true, false]))?),
    /// ])?;
    /// let batch = rules.query().columns(table)?;
    /// let decisions: Vec<visao::Decision> = batch.decisions(0..2).collect();
    /// assert_eq!(decisions[0].verdict.as_deref(), Some("đạt"));
    /// assert_eq!(decisions[1].missing, ["dư nợ".into()]);
    /// # Ok::<(), visao::Error>(())
    /// ```
    ///
    /// # Errors
    /// A name that no field has (E240), unless [`Query::lenient`]; columns that do not fit their
    /// fields (E279); a question that the rules cannot answer, as for [`Query::grade`].
    pub fn columns(&self, table: Table) -> Result<Batch, Error> {
        self.of_columns(table).map_err(|error| self.refuse(error))
    }

    fn of_columns(&self, table: Table) -> Result<Batch, Error> {
        let by = self.rules().read_by(self.is_lenient(), self.day());
        let record = self
            .record_type()
            .or_else(|| by.types.fitting(by.model, table.names()))
            .ok_or_else(|| say::no_record(say::fits_no_record_type()))?;
        self.check_question(record)?;
        if !self.is_lenient() {
            self.check_columns(record, &table)?;
        }
        let (request, texts) =
            self.request(record, &[], Cut { as_of: self.day(), absent: None }, None);
        let mut reading = data::read_columns(&request, table, texts)?;
        self.leave_out_later(record, &mut reading);
        let batch =
            self.finish(RecordSet::dated(self.rules().model(), record, reading, self.day()));
        self.check_records(&[record], batch.set().latest_day())?;
        Ok(batch)
    }

    /// Leaves out rows of a register, and snapshots, after the as-of date: they are not there yet.
    fn leave_out_later(&self, record: RecordId, reading: &mut Reading) {
        let day = self.rules().model().records[record].day_of_rows();
        let Some((day, as_of)) = day.zip(self.day()) else { return };
        let column = reading.table.columns.get(day.index());
        let days = column.filter(|column| matches!(column.values(), Values::Days(_)));
        let Some(days) = days else { return };
        let later = |place: &usize| days.day(*place).is_some_and(|day| day > as_of);
        let origins = &reading.report.origins;
        let later: HashSet<Origin> =
            (0..reading.table.rows).filter(later).filter_map(|place| origins.get(place)).collect();
        reading.retain(|origin| !later.contains(&origin));
    }

    /// Columns that no field has.
    fn check_columns(&self, record: RecordId, table: &Table) -> Result<(), Error> {
        let by = self.rules().read_by(self.is_lenient(), self.day());
        let declared = &by.model.records[record];
        let known: Vec<&str> =
            declared.fields.iter().map(|field| field.name.text.as_str()).collect();
        let is_field =
            |name: &&str| matches!(by.types.member(record, name), Some(Member::Field(_)));
        let unknown: Vec<(&str, Option<&str>)> = table
            .names()
            .filter(|name| !is_field(name))
            .map(|name| (name, nearest(name, known.iter().copied())))
            .collect();
        let told = || say::unknown_names(&unknown, &declared.name.text);
        if unknown.is_empty() { Ok(()) } else { Err(told()) }
    }
}
