#![doc = include_str!("README.md")]

pub mod ast;
mod blocks;
mod declare;
mod expected;
mod from_text;
mod lex;
mod limits;
mod mark;
pub mod outline;
mod parse;
mod statements;
pub mod unparse;
mod words;

#[cfg(test)]
mod tests;

use crate::diag::{Diagnostic, syntax as diagnostics};
use crate::keywords::{Reserved, is_reserved, named};
use crate::source::{Source, SourceId, Span};
use crate::value::Lang;
use ast::File;
use blocks::Blocks;
use declare::{Declared, Names, Sort};
use from_text::Part;
use mark::Setting;
use statements::{Line, LineKind};

/// Parses all sources of a pack, whose numbers are in `lang`. Statements that could not be read are left out of the tree; each has its
/// diagnostic, and the names it declared are in [`File::broken`].
pub fn parse_pack(sources: &[(SourceId, &Source)], lang: Lang) -> (Vec<(SourceId, File)>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut names = Names::new();
    let drafts: Vec<Draft<'_>> = sources.iter().map(|(id, source)| Draft::read(*id, source, &mut names, &mut diagnostics)).collect();
    let parse = |draft: Draft<'_>| {
        let (id, source) = (draft.id, draft.source);
        let setting = Setting { names: &names, lang, source };
        (id, draft.parse(&setting, &mut diagnostics))
    };
    let files = drafts.into_iter().map(parse).collect();
    diagnostics.sort_by_key(|diagnostic| diagnostic.span().map(|span| (span.source, span.start)));
    (files, diagnostics)
}

/// The language a single file names on its first line, if it does.
pub fn language_of(source: &Source) -> Option<Lang> {
    let lines = lex::lines(SourceId::new(0), source).code;
    let first = statements::cut(lines.into_iter().take(1).collect())
        .pop()
        .filter(|line| line.kind == LineKind::Language && line.misspelt.is_none())?;
    first.tokens.last().and_then(|token| from_text::lang_of(&token.key))
}

/// A source cut into statements, with the names each declares.
struct Draft<'a> {
    id: SourceId,
    source: &'a Source,
    statements: Vec<(Line<'a>, Vec<Declared>)>,
    comments: Vec<ast::Comment>,
    gaps: Vec<u32>,
}

impl<'a> Draft<'a> {
    fn read(id: SourceId, source: &'a Source, names: &mut Names, diagnostics: &mut Vec<Diagnostic>) -> Draft<'a> {
        let lines = lex::lines(id, source);
        let with_names = |line| (declare::declared(&line), line);
        let statements: Vec<_> = statements::cut(lines.code).into_iter().map(with_names).map(|(names, line)| (line, names)).collect();
        for (line, one) in statements.iter().flat_map(|(line, declared)| declared.iter().map(move |one| (line, one))) {
            let tokens = line.tokens.get(one.tokens.clone()).unwrap_or(&[]);
            names.add(tokens, one.sort);
            diagnostics.extend(refused_name(line.kind, tokens));
        }
        Draft { id, source, statements, comments: lines.comments, gaps: lines.gaps }
    }

    fn parse(self, setting: &Setting<'_>, diagnostics: &mut Vec<Diagnostic>) -> File {
        diagnostics.extend(two_readings(&self.statements, setting.names));
        let mut file = File { comments: self.comments, gaps: self.gaps, ..File::default() };
        let mut blocks = Blocks::default();
        for (place, (line, declared)) in self.statements.iter().enumerate() {
            let kept = match read(line, declared, setting) {
                Ok((Part::Language(lang), span)) => {
                    diagnostics.extend(language(lang, span, place == 0, setting.lang));
                    file.language = lang.map(|lang| (lang, span));
                    true
                }
                Ok((part, span)) => blocks.take(line.kind, part, span, line.opening_words().as_deref()),
                Err(found) => {
                    diagnostics.extend(found);
                    blocks.lose(line.kind);
                    false
                }
            };
            if !kept {
                file.broken.extend(declare::lost(line, declared).iter().filter_map(|one| one.name(line)));
            }
        }
        diagnostics.extend(blocks.finish(&mut file));
        file
    }
}

/// Warnings about names that also read as expressions over others.
fn two_readings(statements: &[(Line<'_>, Vec<Declared>)], names: &Names) -> Vec<Diagnostic> {
    let declared = statements.iter().flat_map(|(line, declared)| declared.iter().map(move |one| (line, one)));
    let plain = declared.filter(|(_, one)| one.sort == Sort::Name && one.tokens.len() > 2);
    let doubtful = plain.filter(|(line, one)| line.tokens.get(one.tokens.clone()).is_some_and(|tokens| names.reads_otherwise(tokens)));
    doubtful.filter_map(|(line, one)| one.name(line)).map(|name| diagnostics::two_readings(name.span, &name.text)).collect()
}

/// Reads one statement.
fn read(line: &Line<'_>, declared: &[Declared], setting: &Setting<'_>) -> Result<(Part, Span), Vec<Diagnostic>> {
    if let Some(found) = limits::statement(line) {
        return Err(vec![found]);
    }
    if let Some(found) = expected::misspelt(line) {
        return Err(vec![found]);
    }
    let Some(rule) = from_text::rule(line.kind) else { return Err(expected::stray(line).into_iter().collect()) };
    let (marked, found) = mark::mark(line, declared, setting);
    if !found.is_empty() {
        return Err(found);
    }
    match parse::statement(rule, &marked) {
        Err(failure) => Err(vec![expected::explain(line, &marked, &failure, setting)]),
        Ok(node) => {
            let span = marked.span(node.first, node.end);
            from_text::part(&node, &marked).map(|part| (part, span)).ok_or_else(|| vec![diagnostics::internal(span)])
        }
    }
}

/// A name that may not be declared.
fn refused_name(kind: LineKind, tokens: &[lex::Token<'_>]) -> Option<Diagnostic> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    let (text, key) = declare::name(tokens);
    let span = first.span.to(last.span);
    let value = matches!(kind, LineKind::Category | LineKind::CategoryValue) && named(&key, Reserved::Whole).is_some();
    if value {
        return Some(diagnostics::reserved_value(span, &text));
    }
    let quoted = first.kind == lex::TokenKind::Quoted;
    if quoted {
        return None;
    }
    let lettered = matches!(kind, LineKind::Criterion | LineKind::Indicator) || key.chars().any(char::is_alphabetic);
    if !lettered {
        return Some(diagnostics::number_name(span, &text));
    }
    is_reserved(&key).then(|| diagnostics::reserved_name(span, &text))
}

fn language(lang: Option<Lang>, span: Span, first: bool, of_pack: Lang) -> Option<Diagnostic> {
    match lang {
        Some(lang) if first => (lang != of_pack).then(|| diagnostics::other_language(span, of_pack)),
        _ => Some(diagnostics::bad_language(span)),
    }
}
