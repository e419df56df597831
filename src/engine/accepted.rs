//! `bỏ qua W012: "…"`: findings that the rules accept, each with its reason.

use crate::diag::analysis::CODES;
use crate::diag::{Diagnostic, Severity, cliffs, confined, reading as say};
use crate::source::Span;
use crate::syntax::ast::{File, NoteKind};
use crate::syntax::outline::{Part, outline};

/// A line that accepts a warning, and where that warning may stand: in what the line belongs to,
/// and in the line below.
struct Acceptance {
    code: String,
    line: Span,
    places: Vec<Span>,
    used: bool,
}

/// Findings that are parted: those of rules as they are read, what only `check` looks for, or what
/// it looks for where that is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kinds {
    OfLoading,
    OfCheck,
    Cliffs,
    Confined,
}

/// Parts the findings in those that stand and those that are accepted. A line that accepts none is
/// itself a finding: what it was written for may have gone, or stand elsewhere.
pub(super) fn part(
    trees: &[&File],
    found: Vec<Diagnostic>,
    kinds: Kinds,
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let mut acceptances: Vec<Acceptance> = trees.iter().flat_map(|file| in_file(file)).collect();
    acceptances.retain(|one| one.kinds() == kinds);
    if acceptances.is_empty() {
        return (found, Vec::new());
    }
    let (accepted, mut left): (Vec<Diagnostic>, Vec<Diagnostic>) =
        found.into_iter().partition(|finding| {
            let taken = acceptances.iter_mut().filter(|acceptance| acceptance.takes(finding));
            taken.map(|acceptance| acceptance.used = true).count() > 0
        });
    // What an error hides may be just what is accepted.
    if left.iter().all(|finding| finding.severity != Severity::Error) {
        left.extend(
            acceptances
                .iter()
                .filter(|one| !one.used)
                .map(|one| say::accepts_nothing(one.line, &one.code)),
        );
    }
    (left, accepted)
}

impl Acceptance {
    fn kinds(&self) -> Kinds {
        let is = |code: &&str| code.eq_ignore_ascii_case(&self.code);
        if is(&cliffs::CODE) {
            Kinds::Cliffs
        } else if is(&confined::CODE) {
            Kinds::Confined
        } else if CODES.iter().any(is) {
            Kinds::OfCheck
        } else {
            Kinds::OfLoading
        }
    }

    fn takes(&self, finding: &Diagnostic) -> bool {
        let within = |span: Span| {
            self.places.iter().any(|place| {
                place.source == span.source && place.start <= span.start && span.end <= place.end
            })
        };
        let can_be = finding.severity == Severity::Warning || self.kinds() != Kinds::OfLoading;
        can_be
            && finding.code.eq_ignore_ascii_case(&self.code)
            && finding.labels.iter().any(|label| within(label.span))
    }
}

fn in_file(file: &File) -> Vec<Acceptance> {
    let parts = outline(file);
    let mut heads = Vec::new();
    parts.iter().for_each(|part| collect_heads(part, &mut heads));
    let mut found = Vec::new();
    parts.iter().for_each(|part| collect(part, &heads, &mut found));
    found
}

fn collect_heads(part: &Part<'_>, heads: &mut Vec<Span>) {
    heads.push(part.head);
    part.parts.iter().for_each(|inner| collect_heads(inner, heads));
}

fn collect(part: &Part<'_>, heads: &[Span], found: &mut Vec<Acceptance>) {
    for note in part.notes {
        if let NoteKind::Allow { code, .. } = &note.kind {
            let below = heads
                .iter()
                .copied()
                .filter(|head| head.start >= note.span.end)
                .min_by_key(|head| head.start);
            let places = [Some(extent(part)), below, part.elsewhere];
            let places = places.into_iter().flatten().collect();
            found.push(Acceptance {
                code: code.text.clone(),
                line: note.span,
                places,
                used: false,
            });
        }
    }
    part.parts.iter().for_each(|inner| collect(inner, heads, found));
}

/// From the opening line of a part to the end of its last.
fn extent(part: &Part<'_>) -> Span {
    part.parts.iter().fold(part.head, |whole, inner| whole.to(extent(inner)))
}
