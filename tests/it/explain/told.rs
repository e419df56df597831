//! What a person is told never contradicts the explanation: each number of the brief form and of
//! the letter stands in the normal form, and so does the result.

use super::Case;
use crate::support::whole_lines;
use std::collections::BTreeSet;
use visao::explain::decision::Status;
use visao::explain::{Explanation, Length, document, letter};
use visao::paper::{Office, PaperPart};

pub fn contradicts_nothing(case: &Case, explanation: &Explanation) -> Result<(), String> {
    let block = explanation.decision.block.as_deref().unwrap_or_default();
    let query = case.query.clone().ways().block(block).map_err(|error| error.to_string())?;
    let told = query.explain(&case.given).map_err(|error| error.to_string())?;
    told.iter().try_for_each(|explanation| told_alike(case, explanation))
}

fn told_alike(case: &Case, explanation: &Explanation) -> Result<(), String> {
    let (lang, of) = (case.pack.lang, std::slice::from_ref(explanation));
    let normal = whole_lines(&document(of, Length::Normal, lang));
    let known = numbers(&normal);
    for (form, text) in [("brief", explanation.brief(lang)), ("letter", letter_text(case, of))] {
        if let Some(number) = numbers(&text).iter().find(|number| !known.contains(*number)) {
            return Err(format!("the {form} form tells {number}:\n{text}\n{normal}"));
        }
        let verdict = explanation.decision.verdict.as_deref().unwrap_or("");
        if explanation.decision.status == Status::Decided && !text.contains(verdict) {
            return Err(format!("the {form} form does not tell {verdict}:\n{text}"));
        }
    }
    Ok(())
}

/// What a letter says between its head and its foot.
fn letter_text(case: &Case, of: &[Explanation]) -> String {
    let letter = letter(of, &Office::default(), case.pack.lang);
    let words = |part: &PaperPart| match part {
        PaperPart::Paragraph(words) | PaperPart::Heading(words) | PaperPart::Item(_, words) => {
            words.iter().map(|run| run.text.as_str()).collect::<String>()
        }
        PaperPart::Lines(_) => String::new(),
    };
    letter.parts.iter().map(|part| words(part) + "\n").collect()
}

/// The numbers and days of a text, each as it is written.
fn numbers(text: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_');
    let all = text.split(|c: char| !is_part(c));
    let bare = all.map(|number| number.trim_matches(['.', ',', '_']));
    bare.filter(|number| number.contains(|c: char| c.is_ascii_digit())).map(str::to_owned).collect()
}

#[test]
fn numbers_are_found_as_they_are_written() {
    let found = numbers("được 84,5/100 điểm, còn 3.999.999 đ (30/06/2023).");
    let wanted = ["84,5", "100", "3.999.999", "30", "06", "2023"].map(str::to_owned);
    assert_eq!(found, wanted.into_iter().collect());
}
