//! The formatter: the files of a pack in their canonical layout, each so that it says the same or
//! not at all.

use super::ast::{Comment, File};
use super::{parse_pack, unparse};
use crate::diag::{Diagnostic, Severity, syntax as diagnostics};
use crate::keywords::Keywords;
use crate::source::{Source, SourceId, Span};
use crate::value::Lang;
use std::sync::Arc;
use unicode_normalization::{UnicodeNormalization, is_nfc, is_nfd};

/// Formats the files of a pack, whose numbers are in `lang`; with keywords of a language, turns
/// those of the other into it. A byte order mark, the kind of line ends and decomposed letters stay
/// as they are.
///
/// # Errors
/// Of each file: the mistakes because of which it cannot be read; E290 where what would be written
/// does not say the same.
pub fn format_pack(
    sources: &[(SourceId, &Source)],
    lang: Lang,
    keywords: Option<Keywords>,
) -> Vec<Result<String, Vec<Diagnostic>>> {
    let pack = Pack::read(sources, lang);
    let own = pack.printed(|_| None);
    let again = pack.reread(&own);
    let (texts, last, said) = match keywords {
        None => (own, None, Vec::new()),
        Some(keywords) => {
            let translated = pack.printed(|_| Some(keywords));
            let last = pack.reread(&translated);
            // Turned back, both must be the same text.
            let before = pack.printed(|file| Some(file.keywords));
            let back = last.printed_as(&pack);
            let said = before.into_iter().zip(back).map(|(before, back)| before == back).collect();
            (translated, Some(last), said)
        }
    };
    let kept = |place: usize, id: SourceId| {
        let same = pack
            .files
            .get(place)
            .zip(again.files.get(place))
            .is_some_and(|(file, again)| says_the_same(file, again));
        let sound = [Some(&again), last.as_ref()]
            .into_iter()
            .flatten()
            .all(|pack| pack.errors_of(id).next().is_none());
        same && sound && said.get(place).copied().unwrap_or(true)
    };
    let result = |((place, text), (id, source)): ((usize, String), &(SourceId, &Source))| {
        let errors: Vec<Diagnostic> = pack.errors_of(*id).cloned().collect();
        match kept(place, *id) {
            _ if !errors.is_empty() => Err(errors),
            true => Ok(as_in(source, text)),
            false => Err(vec![diagnostics::unformatted(Span { source: *id, start: 0, end: 0 })]),
        }
    };
    texts.into_iter().enumerate().zip(sources).map(result).collect()
}

/// The files of a pack with their trees.
struct Pack {
    lang: Lang,
    ids: Vec<SourceId>,
    sources: Vec<Source>,
    files: Vec<Arc<File>>,
    errors: Vec<Diagnostic>,
}

impl Pack {
    fn read(sources: &[(SourceId, &Source)], lang: Lang) -> Pack {
        let (files, mut errors) = parse_pack(sources, lang);
        errors.retain(|found| found.severity == Severity::Error);
        let (ids, files) = files.into_iter().unzip();
        Pack {
            lang,
            ids,
            sources: sources.iter().map(|(_, source)| (*source).clone()).collect(),
            files,
            errors,
        }
    }

    /// The pack with other texts in its files' places.
    fn reread(&self, texts: &[String]) -> Pack {
        let sources: Vec<Source> =
            texts.iter().map(|text| Source::new("", text.as_str())).collect();
        Pack::read(&self.ids.iter().copied().zip(&sources).collect::<Vec<_>>(), self.lang)
    }

    fn printed(&self, keywords: impl Fn(&File) -> Option<Keywords>) -> Vec<String> {
        let files: Vec<&File> = self.files.iter().map(Arc::as_ref).collect();
        files
            .iter()
            .zip(&self.sources)
            .map(|(file, source)| unparse::print(file, source, &files, keywords(file)))
            .collect()
    }

    /// Written with the keywords of another's files.
    fn printed_as(&self, other: &Pack) -> Vec<String> {
        let files: Vec<&File> = self.files.iter().map(Arc::as_ref).collect();
        let all = files.iter().zip(&self.sources).zip(&other.files);
        all.map(|((file, source), other)| {
            unparse::print(file, source, &files, Some(other.keywords))
        })
        .collect()
    }

    fn errors_of(&self, id: SourceId) -> impl Iterator<Item = &Diagnostic> {
        self.errors.iter().filter(move |found| found.span().is_some_and(|span| span.source == id))
    }
}

/// Returns `true` if two files hold the same statements and comments in the same order.
fn says_the_same(a: &File, b: &File) -> bool {
    let comments = |file: &File| {
        file.comments.iter().map(|Comment { text, .. }| text.clone()).collect::<Vec<_>>()
    };
    let language = |file: &File| file.language.map(|(lang, _)| lang);
    bare(a) == bare(b) && comments(a) == comments(b) && language(a) == language(b)
}

/// The statements of a file as the compiler describes them, without their places: no part of the
/// tree can be forgotten.
pub(super) fn bare(file: &File) -> String {
    let described = format!("{:?}", file.items);
    let mut parts = described.split("Span {");
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |text, part| text + part.split_once('}').map_or(part, |(_, rest)| rest))
}

/// A text with the letters, line ends and byte order mark of a source.
fn as_in(source: &Source, text: String) -> String {
    let decomposed = !is_nfc(source.text()) && is_nfd(source.text());
    let text = if decomposed { text.nfd().collect() } else { text };
    let first = source.text().find('\n').and_then(|end| source.text().get(..end));
    let text = if first.is_some_and(|statement| statement.ends_with('\r')) {
        text.replace('\n', "\r\n")
    } else {
        text
    };
    if source.is_marked() { format!("\u{feff}{text}") } else { text }
}
