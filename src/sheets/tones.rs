//! Tones of grades and verdicts: how good the news is.

use crate::data::out::{Telling, Tone};
use crate::diag::sheet::words;
use crate::engine::Batch;
use crate::model::{BlockId, BlockKind, Category, Verdict};
use crate::value::Lang;

impl Batch {
    /// Tones of the words for the outcomes of a block.
    pub(super) fn tones(&self, id: BlockId, lang: Lang) -> Vec<(Telling, Tone)> {
        let (model, words) = (self.rules().model(), words(lang));
        let block = &model.blocks[id];
        let mut tones: Vec<(Telling, Tone)> = match &block.kind {
            BlockKind::Scorecard(card) => {
                let grades = card.grading.as_ref();
                let grades = grades.and_then(|one| model.categories.get(one.category.index()));
                grades.filter(|grades| grades.ordered).map(of_grades).unwrap_or_default()
            }
            BlockKind::Eligibility(_) | BlockKind::Check(_) => block
                .reachable()
                .into_iter()
                .map(|verdict| {
                    let word = block.verdict_word(verdict, model.lang).to_owned();
                    (Telling::Whole(word), of_verdict(verdict))
                })
                .collect(),
        };
        let open = match &block.kind {
            BlockKind::Scorecard(_) => words.undetermined,
            BlockKind::Eligibility(_) | BlockKind::Check(_) => {
                block.verdict_word(Verdict::Incomplete, model.lang)
            }
        };
        tones.push((Telling::Beginning(open.to_owned()), Tone::Open));
        tones.push((Telling::Whole(words.data_error.to_owned()), Tone::Open));
        tones
    }
}

/// Tones of grades from the best to the worst.
fn of_grades(grades: &Category) -> Vec<(Telling, Tone)> {
    let last = grades.values.len().saturating_sub(1);
    let tone = |place: usize| match place {
        0 => Tone::Good,
        place if place == last => Tone::Bad,
        place if 2 * place <= last => Tone::Fair,
        _ => Tone::Poor,
    };
    let named = grades.values.iter().enumerate();
    named.map(|(place, grade)| (Telling::Whole(grade.name.text.clone()), tone(place))).collect()
}

fn of_verdict(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Met => Tone::Good,
        Verdict::NotDue => Tone::Fair,
        Verdict::ToReview => Tone::Poor,
        Verdict::Rejected => Tone::Bad,
        Verdict::Incomplete => Tone::Open,
    }
}
