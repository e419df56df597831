//! A part of what was read, with its part of the account: for records that another pack decides, or
//! that only serve others.

use super::{Origin, Reading, SkipReason, SkippedRow};
use std::collections::HashSet;

impl Reading {
    /// Leaves out every row whose place does not fit, as if it were not in the files: its record,
    /// its repetitions, its part of the counts.
    pub fn retain(&mut self, fits: impl Fn(Origin) -> bool) {
        let kept: Vec<bool> = self.report.origins.iter().map(&fits).collect();
        let places: Vec<Option<u32>> = renumbered(&kept);
        let place = |record: u32| places.get(record as usize).copied().flatten();
        self.table.retain(&kept);
        let report = &mut self.report;
        report.keys.retain(&kept);
        report.origins.retain(&kept);
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

    /// Counts the records that are not kept as skipped, for this reason.
    pub fn skip(&mut self, kept: &[bool], reason: &SkipReason) {
        let leaves = |record: usize| kept.get(record) == Some(&false);
        let report = &self.report;
        let records = report.origins.iter().enumerate().filter(|(record, _)| leaves(*record));
        let repetitions = report.dropped.iter().filter(|row| leaves(row.record as usize));
        let left: HashSet<Origin> =
            records.map(|(_, origin)| origin).chain(repetitions.map(|row| row.origin)).collect();
        self.retain(|origin| !left.contains(&origin));
        let mut origins: Vec<Origin> = left.into_iter().collect();
        origins.sort_by_key(|origin| (origin.file, origin.row));
        for origin in origins {
            let Some(file) = self.report.files.get_mut(origin.file as usize) else { continue };
            let place = file.skipped.iter().position(|(known, _)| known == reason);
            let place = place.unwrap_or_else(|| {
                file.skipped.push((reason.clone(), 0));
                file.skipped.len() - 1
            });
            let reason = u32::try_from(place).unwrap_or(u32::MAX);
            self.report.skipped.push(SkippedRow { origin, reason });
        }
        self.count_anew();
    }

    fn count_anew(&mut self) {
        let report = &mut self.report;
        for (file, account) in (0..).zip(&mut report.files) {
            let of_file = |origin: &Origin| origin.file == file;
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
