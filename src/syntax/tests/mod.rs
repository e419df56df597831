use super::*;
use crate::diag::render;
use crate::source::Sources;

/// Parses one source; its diagnostics as text.
fn parse(text: &str, lang: Lang) -> (File, String) {
    let mut sources = Sources::default();
    let id = sources.push(Source::new("thử.luat", text));
    let (files, diagnostics) = parse_pack(&[(id, &sources[id])], lang);
    let file = files.into_iter().map(|(_, file)| file).next().unwrap_or_default();
    (file, render::text(&diagnostics, &sources, Lang::Vi, false))
}

const REFERENCE: &str = include_str!("reference.luat");

#[test]
fn the_reference_parses() {
    let (file, diagnostics) = parse(REFERENCE, Lang::Vi);
    assert_eq!(diagnostics, "");
    assert_eq!(file.items.len(), 15);
}
#[test]
fn scratch() {
    let Ok(path) = std::env::var("LUAT") else { return };
    let (file, diagnostics) = parse(&std::fs::read_to_string(path).unwrap(), Lang::Vi);
    println!("{diagnostics}\n{}", file.items.len());
    if std::env::var("DUMP").is_ok() {
        println!("{:#?}", file.items);
    }
}
