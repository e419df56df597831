//! The words of the half-year report.

use crate::value::Lang;

/// The fixed words of the report.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each is named for the word it holds")]
pub struct Words {
    pub title: &'static str,
    pub as_of: &'static str,
    pub rules: &'static str,
    pub drawn_up_by: &'static str,
    pub signed_by: &'static str,
}

/// The words in a language.
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    }
}

const VI: Words = Words {
    title: "Báo cáo tình hình thực hiện kế hoạch",
    as_of: "Số liệu đến ngày",
    rules: "Bộ luật",
    drawn_up_by: "NGƯỜI LẬP BIỂU",
    signed_by: "TM. BAN THƯỜNG VỤ",
};

const EN: Words =
    Words { title: "Report on the plan", as_of: "Data as of", rules: "Rules", drawn_up_by: "DRAWN UP BY", signed_by: "SIGNED BY" };
