mod laws;
mod messages;
mod names;
mod targets;
mod time;

use super::*;
use crate::diag::render;
use crate::source::Sources;

const REFERENCE: &str = include_str!("reference.luat");

/// Parses one source; its diagnostics as text.
fn parse(text: &str, lang: Lang) -> (File, String) {
    let (file, diagnostics, sources) = parse_all(text, lang);
    (file, render::text(&diagnostics, &sources, Lang::Vi, false))
}

fn parse_all(text: &str, lang: Lang) -> (File, Vec<Diagnostic>, Sources) {
    let (mut files, diagnostics, sources) = parse_texts(&[text.to_owned()], lang);
    (files.pop().unwrap_or_default(), diagnostics, sources)
}

/// Parses the files of a pack.
fn parse_texts(texts: &[String], lang: Lang) -> (Vec<File>, Vec<Diagnostic>, Sources) {
    let mut sources = Sources::default();
    let ids: Vec<SourceId> =
        texts.iter().map(|text| sources.push(Source::new("thử.luat", text.as_str()))).collect();
    let (files, diagnostics) =
        parse_pack(&ids.iter().map(|id| (*id, &sources[*id])).collect::<Vec<_>>(), lang);
    (files.into_iter().map(|(_, file)| File::clone(&file)).collect(), diagnostics, sources)
}

/// Parses a source without mistakes.
fn good(text: &str) -> File {
    let (file, diagnostics) = parse(text, Lang::Vi);
    assert_eq!(diagnostics, "", "{text}");
    file
}
