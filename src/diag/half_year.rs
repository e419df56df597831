//! The words of the half-year report.

use super::{Message, say};
use crate::value::Lang;

/// The fixed words of the report.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each is named for the word it holds")]
pub struct Words {
    pub title: &'static str,
    pub as_of: &'static str,
    pub rules: &'static str,
}

/// The words in a language.
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    }
}

const VI: Words = Words {
    title: "Báo cáo kết quả", as_of: "Số liệu đến ngày", rules: "Bộ luật"
};

const EN: Words = Words { title: "Report of results", as_of: "Data as of", rules: "Rules" };

/// Blocks that apply to no record: they have no table.
pub fn without_records(blocks: &str) -> Message {
    say!(
        "Không có bản ghi nào thuộc diện áp dụng: {blocks}",
        "No record that these apply to: {blocks}",
        blocks = blocks
    )
}
