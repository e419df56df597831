//! The words of a document laid beside its rules.

use super::{Message, say, words};
use crate::value::Lang;

words! {
    /// Headings, kinds of entries and marks of the page.
    title: "Văn bản và luật" / "The document and its rules";
    open: "CHƯA CÓ LUẬT" / "NO RULE";
    uncovered: "CHƯA XÉT" / "NOT COVERED";
    named: "có nêu, nhưng không quyết định gì" / "named, but nothing decides it";
    read_by: "tham số, đọc ở" / "a parameter, read by";
    unread: "tham số, chưa luật nào đọc" / "a parameter that no rule reads";
    all_open: "Những câu chưa có luật nào xét, cũng chưa ghi trong doi-chieu.toml"
        / "Sentences that no rule decides and doi-chieu.toml does not list either";
    unquoted: "Luật dẫn mục mà không trích câu nào" / "Rules that name a place but quote no words";
    judgement: "người xét" / "a person judges";
    goal: "mục tiêu" / "goal";
    own_plan: "kế hoạch riêng" / "plan of its own";
    label: "nhãn" / "label";
}

/// The end of a trace.
pub fn counts(fully: usize, partly: usize, by_person: usize, not_at_all: usize) -> Message {
    say!(
        "{all} câu = {fully} có luật xét đủ + {partly} xét một phần + {by_person} do người xét \
         (doi-chieu.toml) + {not_at_all} chưa xét",
        "{all} sentences = {fully} fully covered by rules + {partly} partly + {by_person} by a \
         person (doi-chieu.toml) + {not_at_all} not at all",
        all = fully + partly + by_person + not_at_all,
        fully = fully,
        partly = partly,
        by_person = by_person,
        not_at_all = not_at_all
    )
}

/// A pack none of whose documents has a text.
pub fn no_text(pack: &str) -> Message {
    say!(
        "bộ quy tắc “{pack}” không có văn bản nào để đối chiếu; thêm “văn bản \"…\"” vào dòng “tài \
         liệu”",
        "the pack “{pack}” has no text to lay beside its rules; add “text \"…\"” to a “source” \
         line",
        pack = pack
    )
}
