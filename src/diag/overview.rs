//! The words of what a run came to, on a screen.

use super::{Message, say, words};
use crate::value::Lang;

words! {
    /// Fixed words of the overview of a run.
    more: "Xem cả bảng: thêm --tat-ca; một khối: --khoi; một bản ghi: --ma; ghi ra tệp: -o"
        / "The whole table: add --all; one block: --block; one record: --id; to a file: -o";
}

/// Targets by the number of units that meet them.
pub fn targets(name: &str, [met, not_met, all]: [usize; 3]) -> Message {
    say!(
        "{name}: {met} đạt, {not_met} không đạt trong {all}",
        "{name}: {met} met, {not_met} not met, of {all}"
    )
}

/// The head of the records to look at first.
pub fn first(shown: usize, all: usize) -> Message {
    let of_all = super::counted(all, "record");
    say!("Cần xem trước ({shown} trong {all}):", "To look at first ({shown} of {of_all}):")
}
