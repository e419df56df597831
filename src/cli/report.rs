//! What became of the data: warnings, rows, records, blocks. All of it goes to standard error.

use super::{complain, print_err};
use crate::Status;
use crate::data::{CellFault, Expected, ReadReport};
use crate::diag::{Message, cli as say, quoted};
use crate::engine::{Batch, Dataset, cell_error};
use crate::markup::{Document, Line, Role, run, visible};
use crate::report::TargetOutcome;
use crate::sheets::{Account, TargetSheet};
use crate::value::Lang;

/// Greatest number of entries shown of a list.
const SHOWN: usize = 50;

/// Warnings, each once: that the as-of date is forgotten, then of one type, then of several.
pub(super) fn warnings(dataset: &Dataset, lang: Lang) {
    let mut reported: Vec<Message> = Vec::new();
    dataset.lacks_as_of().into_iter().for_each(|message| tell(&message, lang));
    for warning in dataset
        .batches()
        .flat_map(|batch| batch.report().warnings.clone())
        .chain(dataset.warnings())
    {
        if !reported.contains(&warning) {
            tell(&warning, lang);
            reported.push(warning);
        }
    }
}

/// The cells that cannot be read.
pub(super) fn unreadable_cells(dataset: &Dataset, lang: Lang) {
    dataset.batches().for_each(|batch| unreadable(batch, lang));
}

fn unreadable(batch: &Batch, lang: Lang) {
    let report = batch.report();
    // What belongs to no record among the data is reported in the warnings, all at once.
    let reported: Vec<&CellFault> = report
        .faults
        .iter()
        .filter(|fault| !matches!(fault.expected, Expected::Parent(_)))
        .collect();
    for fault in reported.iter().take(SHOWN) {
        let key = report.key(fault.record as usize);
        let key = quoted(&key);
        let error = cell_error(batch.rules().model(), batch.record_type(), fault);
        complain(&say::record_error(&key, &error.with_clause(lang)), lang);
    }
    more(reported.len(), lang);
}

/// The account of every unit of a `chỉ tiêu`.
pub(super) fn target_counts(sheet: &TargetSheet<'_>, lang: Lang) {
    let outcomes = sheet.outcomes();
    let count = |counts: fn(&TargetOutcome) -> bool| {
        outcomes.iter().filter(|outcome| counts(outcome)).count()
    };
    if outcomes.is_empty() {
        return;
    }
    let summary = say::target_outcomes(
        sheet.name(),
        outcomes.len(),
        count(|outcome| outcome.met() == Some(true)),
        count(|outcome| outcome.met() == Some(false)),
        count(|outcome| outcome.status == Status::Undetermined),
        count(|outcome| outcome.status == Status::NotApplicable),
        count(|outcome| outcome.status == Status::DataError),
    );
    line(summary.get(lang));
}

/// Errors of records whose cells could all be read.
pub(super) fn outside(account: &Account, lang: Lang) {
    for (key, error) in &account.outside {
        complain(&say::record_error(key, &error.with_clause(lang)), lang);
    }
    let left = account.all_outside.saturating_sub(account.outside.len());
    if left > 0 {
        line(say::and_more(left).get(lang));
    }
}

/// The account of every row, and of every record under each block. One of several packs is named.
pub(super) fn counts(batch: &Batch, account: &Account, named: bool, lang: Lang) {
    if named {
        line(say::of_pack(batch.rules().name()).get(lang));
    }
    rows(batch.report(), lang);
    for (block, tally) in &account.tallies {
        let name = match block {
            Some(id) => batch.rules().model().blocks[*id].name.text.as_str(),
            None => batch.rules().model().records[batch.record_type()].name.text.as_str(),
        };
        let summary = say::outcomes(
            name,
            tally.records(),
            tally.decided,
            tally.undetermined,
            tally.data_errors,
            tally.not_applicable,
        );
        line(summary.get(lang));
    }
    if account.failed > 0 {
        line(say::other_errors(account.failed).get(lang));
    }
}

fn rows(report: &ReadReport, lang: Lang) {
    for file in &report.files {
        let skipped: u64 = file.skipped.iter().map(|(_, count)| count).sum();
        let counted = file.skipped.iter().filter(|(_, count)| *count > 0);
        let reasons: Vec<String> = counted
            .map(|(reason, count)| format!("{count}: {}", reason.message().get(lang)))
            .collect();
        let reasons =
            if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join("; ")) };
        let account = if file.header_row == 0 { say::lines } else { say::rows };
        line(
            account(&file.name, file.rows, skipped, &reasons, file.dropped, file.records).get(lang),
        );
    }
    if !report.dropped.is_empty() {
        let shown = report
            .dropped
            .iter()
            .take(SHOWN)
            .map(|row| say::same_row(row.origin.row, row.first.row).get(lang).to_owned());
        line(say::dropped(&shown.collect::<Vec<_>>().join(", ")).get(lang));
        more(report.dropped.len(), lang);
    }
}

fn more(all: usize, lang: Lang) {
    if all > SHOWN {
        line(say::and_more(all - SHOWN).get(lang));
    }
}

pub(super) fn tell(message: &Message, lang: Lang) {
    line(&format!("{}: {}", crate::diag::usage::warning().get(lang), message.get(lang)));
}

/// A line of standard error, or several.
pub(super) fn line(text: &str) {
    print_err(&on_screen(&visible(text)));
}

/// Lines of text; what a screen has no room for goes on below, further in.
pub(super) fn on_screen(text: &str) -> String {
    let line = |line: &str| {
        let mut document = Document::default();
        document.push(Line::words(0, vec![run(Role::Plain, line)]));
        document.text(false)
    };
    text.lines().map(line).collect()
}
