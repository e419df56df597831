//! The words of a document laid beside its rules.

use super::{Message, say, words};
use crate::value::Lang;

words! {
    /// Headings, kinds of entries and marks of the page.
    title: "Văn bản và luật" / "The document and its rules";
    open: "CHƯA CÓ LUẬT" / "NO RULE";
    all_open: "Những câu chưa có luật, cũng chưa ghi trong doi-chieu.toml"
        / "Sentences without a rule that doi-chieu.toml does not list either";
    unquoted: "Luật dẫn mục mà không trích câu nào" / "Rules that name a place but quote no words";
    judgement: "người xét" / "a person judges";
    goal: "mục tiêu" / "goal";
    own_plan: "kế hoạch riêng" / "plan of its own";
    label: "nhãn" / "label";
}

/// The end of a trace.
pub fn counts(ruled: usize, listed: usize, open: usize) -> Message {
    say!(
        "{all} câu = {ruled} có luật + {listed} ghi trong doi-chieu.toml + {open} chưa có luật",
        "{all} sentences = {ruled} with a rule + {listed} listed in doi-chieu.toml + {open} \
         without a rule",
        all = ruled + listed + open,
        ruled = ruled,
        listed = listed,
        open = open
    )
}

/// A pack none of whose documents has a text.
pub fn no_text(pack: &str) -> Message {
    say!(
        "bộ luật “{pack}” không có văn bản nào để đối chiếu; thêm “văn bản \"…\"” vào dòng “tài \
         liệu”",
        "the pack “{pack}” has no text to lay beside its rules; add “text \"…\"” to a “source” \
         line",
        pack = pack
    )
}
