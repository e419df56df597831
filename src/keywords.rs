//! stub
pub fn is_reserved(_key: &str) -> bool {
    false
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    TotalPoints,
    Grade,
    AsOf,
    Points,
}
pub fn special(key: &str) -> Option<Special> {
    match key {
        "tổng điểm" | "total points" => Some(Special::TotalPoints),
        "xếp loại" | "grade" => Some(Special::Grade),
        "ngày xét" | "as-of date" => Some(Special::AsOf),
        "điểm" | "points" => Some(Special::Points),
        _ => None,
    }
}
pub fn verdict(key: &str, check: bool) -> Option<crate::model::Verdict> {
    let _ = (key, check);
    None
}
/// The word of a verdict.
pub fn verdict_word(verdict: crate::model::Verdict, check: bool, lang: crate::value::Lang) -> &'static str {
    use crate::model::Verdict::*; use crate::value::Lang::*;
    match (verdict, check, lang) { (Rejected, false, Vi) => "từ chối", (Rejected, false, En) => "rejected", (Rejected, true, Vi) => "không đạt", (Rejected, true, En) => "not met",
     (Incomplete, _, Vi) => "cần bổ sung", (Incomplete, _, En) => "incomplete", (ToReview, _, Vi) => "cần xem xét", (ToReview, _, En) => "to review",
     (Met, false, Vi) => "đủ điều kiện", (Met, false, En) => "eligible", (Met, true, Vi) => "đạt", (Met, true, En) => "met" }
}
