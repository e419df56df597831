//! The words of the list of work that lifts results.

use super::{Message, words};
use crate::value::Lang;

words! {
    /// Headers and fixed words of the list.
    title: "Việc nên làm" / "Worklist";
    record: "bản ghi" / "record";
    block: "khối" / "block";
    result: "kết quả" / "result";
    points: "điểm" / "points";
    better: "lên được" / "could be";
    better_points: "được" / "with points";
    changes: "nếu" / "if";
    fields: "số ô" / "fields";
    relative: "mức đổi" / "change";
}

/// The records of a block, each counted once.
pub fn counts(
    block: &str,
    lifted: &[usize; 3],
    [best, none, not_found, undecided]: [usize; 4],
) -> Message {
    let [one, two, three] = lifted;
    let all = one + two + three + best + none + not_found + undecided;
    Message {
        vi: format!(
            "{block}: {all} bản ghi = {best} tốt nhất + {one} lên được nhờ một ô + {two} nhờ hai ô + \
             {three} nhờ ba ô + {none} không có cách + {not_found} chưa tìm ra cách + {undecided} \
             chưa có kết quả"
        ),
        en: format!(
            "{block}: {} = {best} at their best + {one} lifted by one field + {two} by two + \
             {three} by three + {none} without a way + {not_found} without one that was found + \
             {undecided} without a result",
            super::counted(all, "record")
        ),
    }
}
