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
