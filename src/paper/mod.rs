#![doc = include_str!("README.md")]

mod html;
mod text;

pub use html::html_page;
pub use text::text;

use crate::markup::{Document, Inline};

/// Office that writes: what stands around every paper of it. Nothing of it decides anything.
///
/// ```
/// let office = visao::paper::Office {
///     organisation: vec!["PEOPLE'S COMMITTEE".to_owned()],
///     ..visao::paper::Office::default()
/// };
/// assert!(office.signatures.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Office {
    /// Who writes, a line each, at the head on the left.
    pub organisation: Vec<String>,
    /// Text opposite, as `CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM`, a line each.
    pub motto: Vec<String>,
    /// Town that stands before the day; `None` leaves a dotted line.
    pub place: Option<String>,
    /// Whom to ask, a line each; empty leaves a dotted line.
    pub contact: Vec<String>,
    /// Who signs, from left to right.
    pub signatures: Vec<String>,
    /// Title of the rules.
    pub rules: Option<String>,
}

/// Paper that begins a page of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// Letterhead, the left column and the right one, a line each; empty of a paper without.
    pub head: [Vec<String>; 2],
    /// Below the letterhead: the number on the left, place and day on the right.
    pub under_head: [String; 2],
    /// Title in the middle, a line each; the first is the greatest.
    pub title: Vec<String>,
    /// Parts from the top to the signatures.
    pub parts: Vec<PaperPart>,
    /// Who signs, from left to right.
    pub signatures: Vec<String>,
    /// Small print at the end; empty of a paper without.
    pub foot: String,
}

/// Part of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperPart {
    /// Words that run on.
    Paragraph(Inline),
    /// Words above what follows, kept on one page with it.
    Heading(Inline),
    /// One of several things, behind its number or dash.
    Item(String, Inline),
    /// Lines in columns, as an explanation has.
    Lines(Document),
}
