//! Rule files in their canonical layout.

use super::language;
use crate::diag::{Diagnostic, Error, Severity};
use crate::load::{self, Files, Memory};
use crate::source::{SourceId, Sources};
use crate::syntax::format::format_pack;
use crate::value::Lang;
use std::path::PathBuf;

/// A rule file of a pack, formatted.
#[derive(Clone, Debug)]
pub struct Formatted {
    /// Name of the file within its pack.
    pub name: String,
    /// Path of the file on disk; none for rules from memory.
    pub place: Option<PathBuf>,
    /// The language of its pack.
    pub lang: Lang,
    /// Text of the file before formatting.
    pub before: String,
    /// Text of the file in the canonical layout; an error if it must stay as it is.
    pub after: Result<String, Error>,
}

/// Formats the text of one rule file: the canonical layout, the same statements and comments. With
/// `keywords`, keywords of the other language are turned into those of this one; names, numbers,
/// texts and comments stay as they are.
///
/// # Errors
/// The mistakes because of which the text cannot be read.
///
/// ```
/// use visao::{Lang, format};
///
/// let text = "bản ghi  Tổ\n trường nợ:tiền,từ 0   # đồng\n";
/// assert_eq!(format(text, None)?, "bản ghi Tổ\n  trường nợ: tiền, từ 0  # đồng\n");
/// assert_eq!(format(text, Some(Lang::En))?, "record Tổ\n  field nợ: money, from 0  # đồng\n");
/// assert!(format("bản ghi", None).is_err());
/// # Ok::<(), visao::Error>(())
/// ```
pub fn format(text: &str, keywords: Option<Lang>) -> Result<String, Error> {
    let only = formatted(&[("luat.luat", text)].into_iter().collect::<Memory>(), keywords)?.pop();
    only.map_or_else(|| Ok(text.to_owned()), |file| file.after)
}

/// Formats the rule files of a pack, together: a name may be declared in any of them.
///
/// # Errors
/// A mistake that keeps the pack from being read at all; for those of a file, see
/// [`Formatted::after`].
pub fn formatted(files: &dyn Files, keywords: Option<Lang>) -> Result<Vec<Formatted>, Error> {
    let (mut pack, mut found) = load::read(files, &Sources::default());
    pack.manifest.lang = language(&pack);
    found.retain(|found| found.severity == Severity::Error);
    let place = |found: &Diagnostic| found.span().map(|span| span.source);
    let (in_rules, found): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|found| place(found).is_some_and(|id| pack.rules.contains(&id)));
    let decides =
        |found: &Diagnostic| place(found).is_none_or(|id| Some(id) == pack.manifest_source);
    let refused = |diagnostics| Error::load(diagnostics, pack.sources.clone(), pack.manifest.lang);
    if found.iter().any(decides) {
        return Err(refused(found.into_iter().filter(decides).collect()));
    }
    let sources: Vec<_> = pack.rules.iter().map(|id| (*id, &pack.sources[*id])).collect();
    let texts = format_pack(&sources, pack.manifest.lang, keywords.map(Into::into));
    let hidden = |id: SourceId| {
        in_rules.iter().filter(|found| place(found) == Some(id)).cloned().collect::<Vec<_>>()
    };
    let one = |((id, source), text): (
        &(SourceId, &crate::source::Source),
        Result<String, Vec<Diagnostic>>,
    )| {
        let text = if hidden(*id).is_empty() { text } else { Err(hidden(*id)) };
        let mark = if source.is_marked() { "\u{feff}" } else { "" };
        Formatted {
            name: source.name().to_owned(),
            place: files.place(source.name()),
            lang: pack.manifest.lang,
            before: format!("{mark}{}", source.text()),
            after: text.map_err(refused),
        }
    };
    Ok(sources.iter().zip(texts).map(one).collect())
}
