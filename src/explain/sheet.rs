//! Explanations as papers: with the letterhead of an office and the lines for who signs.

use super::Explanation;
use super::show::{Length, document};
use crate::diag::explanation::page_title;
use crate::diag::letter::{self as say, words};
use crate::markup::Document;
use crate::paper::{self, Office, Paper, PaperPart};
use crate::value::Lang;

/// Explanations as papers, one each; the sentences of [`Length::Brief`] are one paper together.
pub fn papers(
    explanations: &[Explanation],
    length: Length,
    office: &Office,
    lang: Lang,
) -> Vec<Paper> {
    let paper = |some: &[Explanation]| sheet(document(some, length, lang), office, lang);
    match length {
        Length::Brief => vec![paper(explanations)],
        Length::Normal | Length::Full => {
            explanations.iter().map(|one| paper(std::slice::from_ref(one))).collect()
        }
    }
}

/// Explanations as a page of HTML, ready to print on A4, each on pages of its own.
pub fn html_page(explanations: &[Explanation], length: Length, lang: Lang) -> String {
    let papers = papers(explanations, length, &Office::default(), lang);
    paper::html_page(&papers, lang.code(), page_title(lang))
}

/// Lines that explain a result as a paper.
pub fn sheet(lines: Document, office: &Office, lang: Lang) -> Paper {
    let is_bare = office.organisation.is_empty() && office.motto.is_empty();
    let parts = vec![PaperPart::Lines(lines)];
    if is_bare {
        return Paper { parts, signatures: office.signatures.clone(), ..Paper::default() };
    }
    let title = vec![words(lang).sheet.to_owned()];
    Paper { title, parts, ..around(office, lang) }
}

/// A paper of an office without its parts: letterhead, number, place and day, who signs.
pub(super) fn around(office: &Office, lang: Lang) -> Paper {
    let day = say::place_and_day(office.place.as_deref());
    Paper {
        head: [office.organisation.clone(), office.motto.clone()],
        under_head: [words(lang).number.to_owned(), day.get(lang).to_owned()],
        signatures: office.signatures.clone(),
        ..Paper::default()
    }
}
