//! The words of a document laid beside its rules.

use super::{Message, say};
use crate::value::Lang;

/// Fixed words.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each is named for the word it holds")]
pub struct Words {
    pub title: &'static str,
    pub open: &'static str,
    pub all_open: &'static str,
    pub unquoted: &'static str,
    pub judgement: &'static str,
    pub goal: &'static str,
    pub own_plan: &'static str,
    pub label: &'static str,
}

/// The words in a language.
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    }
}

const VI: Words = Words {
    title: "Văn bản và luật",
    open: "CHƯA CÓ LUẬT",
    all_open: "Những câu chưa có luật, cũng chưa ghi trong doi-chieu.toml",
    unquoted: "Luật dẫn mục mà không trích câu nào",
    judgement: "người xét",
    goal: "mục tiêu",
    own_plan: "kế hoạch riêng",
    label: "nhãn",
};

const EN: Words = Words {
    title: "The document and its rules",
    open: "NO RULE",
    all_open: "Sentences without a rule that doi-chieu.toml does not list either",
    unquoted: "Rules that name a place but quote no words",
    judgement: "a person judges",
    goal: "goal",
    own_plan: "plan of its own",
    label: "label",
};

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
