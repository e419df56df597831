//! The words of result tables and of the counts below them.

use crate::value::Lang;

/// Headers and fixed cells of a result table.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each is named for the word it holds")]
pub struct Words {
    pub row: &'static str,
    pub grade: &'static str,
    pub total: &'static str,
    pub criterion: &'static str,
    pub notes: &'static str,
    pub verdict: &'static str,
    pub reasons: &'static str,
    pub undetermined: &'static str,
    pub data_error: &'static str,
    pub not_applicable: &'static str,
    pub decided: &'static str,
    pub records: &'static str,
    pub no_unit: &'static str,
    pub whole: &'static str,
    pub pack: &'static str,
    pub as_of: &'static str,
    yes: &'static str,
    no: &'static str,
}

impl Words {
    /// `có` or `không`.
    pub fn yes_no(&self, value: bool) -> &'static str {
        if value { self.yes } else { self.no }
    }
}

/// The words in a language.
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    }
}

const VI: Words = Words {
    row: "dòng",
    grade: "xếp loại",
    total: "tổng điểm",
    criterion: "tiêu chí",
    notes: "ghi chú",
    verdict: "kết luận",
    reasons: "lý do",
    undetermined: "chưa xác định",
    data_error: "lỗi dữ liệu",
    not_applicable: "không áp dụng",
    decided: "có kết quả",
    records: "bản ghi",
    no_unit: "chưa rõ đơn vị",
    whole: "Toàn bộ",
    pack: "bộ luật",
    as_of: "ngày xét",
    yes: "có",
    no: "không",
};

const EN: Words = Words {
    row: "row",
    grade: "grade",
    total: "total points",
    criterion: "criterion",
    notes: "notes",
    verdict: "verdict",
    reasons: "reasons",
    undetermined: "undetermined",
    data_error: "data error",
    not_applicable: "not applicable",
    decided: "decided",
    records: "records",
    no_unit: "unit not known",
    whole: "Total",
    pack: "pack",
    as_of: "as-of date",
    yes: "yes",
    no: "no",
};
