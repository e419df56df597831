//! Two editions of a document beside each other: which sentences are new, gone or changed.

use super::{DocumentTrace, Quotation, Sentence, sentences, single_blanks};
use crate::source::passage::collapsed;
use crate::source::{Source, SourceId};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Fate of a sentence from one edition of a document to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeKind {
    /// The sentence says something else.
    Changed,
    /// The sentence is not in the new edition.
    Gone,
    /// The sentence was not in the old edition.
    New,
    /// The sentence says the same under another heading.
    Moved,
}

/// A sentence that is not in both editions as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Fate of the sentence.
    pub kind: ChangeKind,
    /// Place in the old edition; none for a new sentence.
    pub old: Option<Edition>,
    /// Place in the new edition; none for one that is gone.
    pub new: Option<Edition>,
    /// The rules that quote the old sentence: what rests on it.
    pub rules: Vec<Quotation>,
}

/// A sentence of one edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The headings it stands under, such as `II.6.1`.
    pub section: String,
    /// Line of the document, counted from 1.
    pub line: usize,
    /// Words of the sentence, with single blanks.
    pub words: String,
    /// Number of the sentence among those of its edition, from 0.
    place: usize,
    /// Words of the sentence as they are compared.
    plain: String,
}

/// The most pairs of sentences that are compared word by word. Of editions that share less, the
/// rest of the sentences are gone and new.
const MOST_PAIRS: usize = 20_000;

/// Words in a thousand that two sentences have in common if they are one and the same, changed.
const ALIKE: usize = 600;

impl DocumentTrace {
    /// The sentences of this document that differ from a new edition of it, in the order of the new
    /// one, each that is gone after the one it stood behind.
    #[doc(hidden)]
    pub fn changes(&self, old: &Source, new: &Source) -> Vec<Change> {
        let (old, new) = (edition(self.document.source, old), edition(SourceId::new(0), new));
        let mut pairing = Pairing::of(&old, &new);
        pairing.pair_moved(&old, &new);
        pairing.pair_alike(&old, &new);
        pairing.changes(&old, &new, |place| {
            self.sentences.get(place).map_or_else(Vec::new, |sentence| sentence.rules.clone())
        })
    }
}

fn edition(id: SourceId, source: &Source) -> Vec<Edition> {
    let one = |(place, Sentence { section, span }): (usize, Sentence)| {
        let words = single_blanks(&source.slice(span));
        let line = source.line_column(span.start).line;
        Edition { section, line, place, plain: collapsed(&words), words }
    };
    sentences(id, source).into_iter().enumerate().map(one).collect()
}

/// Pairing of the sentences of the old edition with those of the new one that they became.
struct Pairing {
    /// Place in the new edition of each old sentence; none for one that is gone.
    to_new: Vec<Option<usize>>,
    /// Place in the old edition of each new sentence; none for one that is new.
    to_old: Vec<Option<usize>>,
}

impl Pairing {
    /// The sentences that stand in both editions in one order.
    fn of(old: &[Edition], new: &[Edition]) -> Pairing {
        let words = |all: &[Edition]| -> Vec<String> {
            all.iter().map(|each| each.plain.clone()).collect()
        };
        let mut pairing = Pairing { to_new: vec![None; old.len()], to_old: vec![None; new.len()] };
        for op in capture_diff_slices(Algorithm::Myers, &words(old), &words(new)) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                (0..len).for_each(|step| pairing.pair(old_index + step, new_index + step));
            }
        }
        pairing
    }

    fn pair(&mut self, old: usize, new: usize) {
        if let (Some(to_new), Some(to_old)) = (self.to_new.get_mut(old), self.to_old.get_mut(new)) {
            (*to_new, *to_old) = (Some(new), Some(old));
        }
    }

    fn free(side: &[Option<usize>]) -> Vec<usize> {
        side.iter().enumerate().filter(|(_, other)| other.is_none()).map(|(at, _)| at).collect()
    }

    /// Sentences with the same words that changed places.
    fn pair_moved(&mut self, old: &[Edition], new: &[Edition]) {
        let mut there: HashMap<&str, Vec<usize>> = HashMap::new();
        for each in Pairing::free(&self.to_old).into_iter().rev().filter_map(|at| new.get(at)) {
            there.entry(&each.plain).or_default().push(each.place);
        }
        for each in Pairing::free(&self.to_new).into_iter().filter_map(|at| old.get(at)) {
            if let Some(found) = there.get_mut(each.plain.as_str()).and_then(Vec::pop) {
                self.pair(each.place, found);
            }
        }
    }

    /// Sentences that are alike, the likest first.
    fn pair_alike(&mut self, old: &[Edition], new: &[Edition]) {
        let (olds, news) = (Pairing::free(&self.to_new), Pairing::free(&self.to_old));
        let pairs = olds.iter().flat_map(|old| news.iter().map(move |new| (*old, *new)));
        let mut alike: Vec<(Reverse<usize>, usize, usize)> = pairs
            .take(MOST_PAIRS)
            .filter_map(|(a, b)| {
                let likeness = likeness(&old.get(a)?.plain, &new.get(b)?.plain);
                (likeness >= ALIKE).then_some((Reverse(likeness), a, b))
            })
            .collect();
        alike.sort_unstable();
        for (_, a, b) in alike {
            if self.to_new.get(a) == Some(&None) && self.to_old.get(b) == Some(&None) {
                self.pair(a, b);
            }
        }
    }

    fn changes(
        &self,
        old: &[Edition],
        new: &[Edition],
        rules: impl Fn(usize) -> Vec<Quotation>,
    ) -> Vec<Change> {
        let change = |kind, old: Option<&Edition>, new: Option<&Edition>| Change {
            kind,
            old: old.cloned(),
            new: new.cloned(),
            rules: old.map_or_else(Vec::new, |old| rules(old.place)),
        };
        let mut found = Vec::new();
        let mut gone = Pairing::free(&self.to_new).into_iter().peekable();
        for (to_old, there) in self.to_old.iter().zip(new) {
            let before = to_old.and_then(|place| old.get(place));
            while let Some(place) = gone.next_if(|at| before.is_some_and(|old| *at < old.place)) {
                found.push(change(ChangeKind::Gone, old.get(place), None));
            }
            let kind = match before {
                None => ChangeKind::New,
                Some(before) if before.plain != there.plain => ChangeKind::Changed,
                Some(before) if before.section != there.section => ChangeKind::Moved,
                Some(_) => continue,
            };
            found.push(change(kind, before, Some(there)));
        }
        found.extend(gone.map(|place| change(ChangeKind::Gone, old.get(place), None)));
        found
    }
}

/// Words in a thousand that two sentences have in common, in order.
fn likeness(a: &str, b: &str) -> usize {
    let words = |text: &'_ str| text.split(' ').map(str::to_owned).collect::<Vec<String>>();
    let (a, b) = (words(a), words(b));
    let common = capture_diff_slices(Algorithm::Myers, &a, &b).into_iter().map(|op| match op {
        DiffOp::Equal { len, .. } => len,
        DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => 0,
    });
    2_000 * common.sum::<usize>() / (a.len() + b.len()).max(1)
}

#[cfg(test)]
mod tests {
    use super::super::Text;
    use super::*;

    const OLD: &str = "KẾ HOẠCH 2023\n1. Nợ\n- Nợ quá hạn dưới 0,5%.\n- Không có tổ yếu.\n\
                       2. Vay\n- Cho vay đến 7 lần.\n- Họp mỗi tháng một lần.\n";

    fn document() -> (DocumentTrace, Source) {
        let source = Source::new("cu.txt", OLD);
        let document = Text {
            name: "KH".into(),
            key: "kh".into(),
            title: "Kế hoạch".into(),
            source: SourceId::new(0),
        };
        let quotation = Quotation {
            document: "kh".into(),
            place: None,
            words: Some("dưới 0,5%".into()),
            rule: "kiểm tra Nợ".into(),
            decides: true,
            read_by: None,
            file: "a.luat".into(),
            line: 3,
        };
        let sentences = sentences(SourceId::new(0), &source).into_iter().map(|sentence| {
            let words = single_blanks(&source.slice(sentence.span));
            let rules = if words.contains("0,5%") { vec![quotation.clone()] } else { Vec::new() };
            super::super::Traced {
                section: sentence.section,
                line: 1,
                parts: vec![(words, false)],
                cover: Vec::new(),
                rules,
                listed: Vec::new(),
            }
        });
        let sentences = sentences.collect();
        (DocumentTrace { document, file: "cu.txt".into(), sentences, unquoted: Vec::new() }, source)
    }

    fn told(new: &str) -> Vec<String> {
        let (document, old) = document();
        let words = |edition: &Option<Edition>| {
            edition.as_ref().map_or_else(String::new, |each| each.words.clone())
        };
        let changes = document.changes(&old, &Source::new("moi.txt", new));
        changes
            .iter()
            .map(|change| {
                let rules: Vec<&str> = change.rules.iter().map(|rule| rule.rule.as_str()).collect();
                let (old, new) = (words(&change.old), words(&change.new));
                format!("{:?} [{old}] [{new}] {}", change.kind, rules.join(", "))
            })
            .collect()
    }

    #[test]
    fn the_same_text_has_no_change() {
        assert_eq!(told(OLD), Vec::<String>::new());
        assert_eq!(told(&OLD.replace('\n', "\r\n")), Vec::<String>::new());
    }

    #[test]
    fn a_changed_number_is_a_changed_sentence_with_the_rules_on_it() {
        let new = OLD.replace("0,5%", "0,3%");
        assert_eq!(
            told(&new),
            ["Changed [Nợ quá hạn dưới 0,5%.] [Nợ quá hạn dưới 0,3%.] kiểm tra Nợ"]
        );
    }

    #[test]
    fn sentences_come_go_and_move() {
        let new = "KẾ HOẠCH 2023\n1. Nợ\n- Nợ quá hạn dưới 0,5%.\n- Họp mỗi tháng một lần.\n\
                   2. Vay\n- Cho vay đến 7 lần.\n- Báo cáo trước ngày 10/6.\n";
        assert_eq!(
            told(new),
            [
                "Gone [Không có tổ yếu.] [] ",
                "Moved [Họp mỗi tháng một lần.] [Họp mỗi tháng một lần.] ",
                "New [] [Báo cáo trước ngày 10/6.] ",
            ]
        );
    }

    #[test]
    fn another_document_is_gone_and_new_throughout() {
        let all = told("Một câu khác hẳn.\n");
        assert_eq!(all.len(), 8);
        assert!(all.iter().filter(|line| line.starts_with("Gone")).count() == 7);
    }
}
