//! Edits made in the texts of rules, round after round: what one takes away may leave another to be
//! made.

use super::super::Rules;
use crate::diag::{CheckedFix, Diagnostic, Message, Severity};
use crate::source::Span;
use std::collections::BTreeMap;

/// Rules with edits made in their texts.
///
/// ```
/// let rules = visao::Rules::from_text("bản ghi Tổ
///   trường mã: chữ, khóa
///   trường số con: số nguyên, bắt buộc, từ 0
/// bảng Nhóm cho Tổ: số
///   | số con   | Nhóm |
///   | dưới 2   | 1    |
///   | từ 2     | 2    |
///   | trên 4   | 3    |
/// ")?;
/// // What is proved to change no result, and nothing else.
/// let fixed = rules.fixed(&mut |_, found| found.fixes.iter().position(|fix| fix.safe));
/// assert!(!fixed.files[0].1.contains("trên 4"));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Fixed {
    /// Files whose text is another one, by their names.
    pub files: Vec<(String, String)>,
    /// Edits in the order made: file, line and code of the finding, and what was done.
    pub made: Vec<MadeFix>,
}

/// Edit that was made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MadeFix {
    /// File of the finding.
    pub file: String,
    /// Line of the finding in that file, when it was made.
    pub line: usize,
    /// Code of the finding.
    pub code: &'static str,
    /// The edit in words.
    pub message: Message,
}

/// The most rounds of edits.
const MOST_ROUNDS: usize = 100;

impl Rules {
    /// Makes edits of `check` in the texts of the rules: of each finding the one that is chosen, by
    /// its place, by the number of the round and the finding; then again of what is found after
    /// that. Nothing is written to files.
    pub fn fixed(&self, choose: &mut dyn FnMut(usize, &Diagnostic) -> Option<usize>) -> Fixed {
        let (mut rules, mut made) = (self.clone(), Vec::new());
        for round in 0..MOST_ROUNDS {
            let found = rules.check().diagnostics;
            let chosen: Vec<(&Diagnostic, &CheckedFix)> = found
                .iter()
                .filter_map(|one| Some((one, one.fixes.get(choose(round, one)?)?)))
                .collect();
            let Some((edited, done)) = rules.with_chosen(&found, &chosen) else { break };
            made.extend(done);
            rules = edited;
        }
        let changed = rules.sources().iter().filter(|after| {
            self.text_of(after.name()).is_some_and(|before| before != after.text())
        });
        let files = changed.map(|after| (after.name().to_owned(), after.text().to_owned()));
        Fixed { files: files.collect(), made }
    }

    /// The rules with edits made: all that fit beside each other, else the first; `None` where that
    /// is none.
    fn with_chosen(
        &self,
        found: &[Diagnostic],
        chosen: &[(&Diagnostic, &CheckedFix)],
    ) -> Option<(Rules, Vec<MadeFix>)> {
        let (mut together, mut taken): (Vec<(&Diagnostic, &CheckedFix)>, Vec<Span>) =
            (Vec::new(), Vec::new());
        for (one, fix) in chosen {
            let free =
                fix.changes.iter().all(|change| taken.iter().all(|own| apart(*own, change.span)));
            // What is proved of one row is proved beside the others as they are.
            let rests = fix.safe && one.meaning.as_ref().is_some_and(|of| of.kind != "unused");
            if free && (!rests || together.is_empty()) {
                taken.extend(fix.changes.iter().map(|change| change.span));
                together.push((one, fix));
            }
        }
        let first = chosen.first().copied().into_iter().collect();
        [together, first].into_iter().find_map(|all: Vec<(&Diagnostic, &CheckedFix)>| {
            let changes = all.iter().flat_map(|(_, fix)| &fix.changes);
            let changes: Vec<(Span, String)> =
                changes.map(|change| (change.span, change.replacement.clone())).collect();
            let edited = self.edited(&changes).filter(|_| !changes.is_empty())?;
            // What is left out may leave a field that nothing uses, but no error.
            let (before, after) = (errors(found), errors(&edited.check().diagnostics));
            let none_new = after
                .iter()
                .all(|(code, count)| before.get(code).is_some_and(|before| before >= count));
            none_new.then(|| (edited, all.iter().filter_map(|(one, fix)| done(one, fix)).collect()))
        })
    }
}

fn done(found: &Diagnostic, fix: &CheckedFix) -> Option<MadeFix> {
    let place = found.place()?;
    Some(MadeFix {
        file: place.file.to_string(),
        line: place.start.line,
        code: found.code,
        message: fix.message.clone(),
    })
}

/// Errors by their codes.
fn errors(found: &[Diagnostic]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    let errors = found.iter().filter(|one| one.severity == Severity::Error);
    errors.for_each(|one| *counts.entry(one.code).or_default() += 1);
    counts
}

fn apart(one: Span, other: Span) -> bool {
    one.source != other.source || one.end <= other.start || other.end <= one.start
}
