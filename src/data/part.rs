//! A part of what was read, with its part of the account: for records that another pack decides.

use super::{Origin, Reading};
use crate::eval::table::Input;

impl Reading {
    /// Leaves out every row whose place does not fit, as if it were not in the files: its record,
    /// its repetitions, its part of the counts.
    pub fn retain(&mut self, fits: impl Fn(Origin) -> bool) {
        let kept: Vec<bool> = self.report.origins.iter().map(|origin| fits(*origin)).collect();
        let places: Vec<Option<u32>> = renumbered(&kept);
        let place = |record: u32| places.get(record as usize).copied().flatten();
        self.table.columns.iter_mut().for_each(|column| thin_column(column, &kept));
        thin(&mut self.table.faulty, &kept);
        self.table
            .unreadable
            .iter_mut()
            .for_each(|rows| *rows = rows.iter().filter_map(|row| place(*row)).collect());
        self.table.rows = kept.iter().filter(|kept| **kept).count();
        let report = &mut self.report;
        thin(&mut report.keys, &kept);
        thin(&mut report.origins, &kept);
        report.dropped.retain(|row| fits(row.origin));
        report.skipped.retain(|row| fits(row.origin));
        report
            .faults
            .retain_mut(|fault| place(fault.record).map(|record| fault.record = record).is_some());
        for row in &mut report.dropped {
            row.record = place(row.record).unwrap_or(row.record);
        }
        self.count_anew();
    }

    fn count_anew(&mut self) {
        let report = &mut self.report;
        for (file, account) in (0..).zip(&mut report.files) {
            let of_file = |origin: &&Origin| origin.file == file;
            account.records = count(report.origins.iter().filter(of_file));
            account.dropped = count(report.dropped.iter().filter(|row| row.origin.file == file));
            for (reason, (_, skipped)) in (0..).zip(&mut account.skipped) {
                *skipped = count(
                    report
                        .skipped
                        .iter()
                        .filter(|row| row.origin.file == file && row.reason == reason),
                );
            }
            account.rows = account.records
                + account.dropped
                + account.skipped.iter().map(|(_, count)| count).sum::<u64>();
        }
    }
}

fn count<T>(items: impl Iterator<Item = T>) -> u64 {
    items.fold(0, |count, _| count + 1)
}

/// The new place of each record that is kept.
fn renumbered(kept: &[bool]) -> Vec<Option<u32>> {
    let mut next = 0;
    kept.iter()
        .map(|kept| {
            let place = kept.then_some(next);
            next += u32::from(*kept);
            place
        })
        .collect()
}

/// Leaves out what is not kept; a list that is left empty because it holds nothing stays so.
fn thin<T>(values: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    values.retain(|_| kept.next().copied().unwrap_or(false));
}

fn thin_column(column: &mut Input, kept: &[bool]) {
    match column {
        Input::Absent => {}
        Input::Numbers(values) => thin(values, kept),
        Input::Exact(values) => thin(values, kept),
        Input::Dates(values) => thin(values, kept),
        Input::YesNo(values) => thin(values, kept),
        Input::Codes(values) | Input::Texts(values) => thin(values, kept),
    }
}
