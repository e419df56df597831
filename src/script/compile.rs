//! Scripts and declared signatures, checked against each other.

use super::{crossing, sandbox};
use crate::diag::{Diagnostic, Message, nearest, script as say};
use crate::index::Arena;
use crate::model::{Category, Function};
use crate::source::{Source, SourceId, Sources, Span, key};
use crate::value::Type;
use rhai::{AST, Engine, LexError, ParseErrorType, Position};
use std::fmt;
use std::sync::Arc;

/// The scripted functions of a pack, ready to be called. Calls are pure: any number may run at
/// once.
pub struct Scripts {
    pub(super) engine: Engine,
    pub(super) scripts: Vec<AST>,
    pub(super) functions: Vec<Compiled>,
    pub(super) categories: Vec<crossing::Words>,
}

/// A declared function with the script's function that it means.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) script: usize,
    pub(super) file: Arc<str>,
    pub(super) line: usize,
    pub(super) name: String,
    pub(super) parameters: Vec<Type>,
    pub(super) result: Type,
}

impl fmt::Debug for Scripts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.functions).finish()
    }
}

/// A script that was read.
struct Script<'s> {
    id: SourceId,
    source: &'s Source,
    ast: AST,
}

impl Scripts {
    /// Reads the scripts of a pack, given with the names that rules call them by, and finds in them
    /// each declared function by its name and its number of parameters. All findings at once.
    pub fn compile(
        files: &[(String, SourceId)],
        sources: &Sources,
        functions: &Arena<Function>,
        categories: &[Category],
    ) -> Result<Scripts, Vec<Diagnostic>> {
        let engine = sandbox::engine();
        let mut findings = Vec::new();
        let scripts: Vec<Option<Script>> =
            files.iter().map(|(_, id)| read(&engine, *id, &sources[*id], &mut findings)).collect();
        let compiled: Vec<Option<Compiled>> = functions
            .iter()
            .map(|function| find(&scripts, files, function, &mut findings))
            .collect();
        match (scripts.into_iter().collect::<Option<Vec<Script>>>(), compiled.into_iter().collect())
        {
            (Some(scripts), Some(functions)) => Ok(Scripts {
                engine,
                scripts: scripts.into_iter().map(|script| script.ast).collect(),
                functions,
                categories: categories.iter().map(crossing::Words::of).collect(),
            }),
            (None, _) | (_, None) => Err(findings),
        }
    }
}

fn read<'s>(
    engine: &Engine,
    id: SourceId,
    source: &'s Source,
    findings: &mut Vec<Diagnostic>,
) -> Option<Script<'s>> {
    if let Some((start, end)) = long_number(source.normal()) {
        findings.push(say::long_number(span(id, source, start, end)));
        return None;
    }
    match engine.compile(source.normal()) {
        Ok(ast) => Some(Script { id, source, ast }),
        Err(error) => {
            let (start, end) = place(source.normal(), error.position());
            findings.push(say::unreadable(
                span(id, source, start, end),
                &parse_words(error.err_type()),
            ));
            None
        }
    }
}

/// The function a declaration means, in the script it names. Of a script that could not be read
/// nothing more is said.
fn find(
    scripts: &[Option<Script>],
    files: &[(String, SourceId)],
    function: &Function,
    findings: &mut Vec<Diagnostic>,
) -> Option<Compiled> {
    let Some(place) = files.iter().position(|(name, _)| key(name) == key(&function.file)) else {
        let near = nearest(&function.file, files.iter().map(|(name, _)| name.as_str()));
        findings.push(say::no_file(function.span, &function.file, near));
        return None;
    };
    let script = scripts.get(place)?.as_ref()?;
    let wanted = script_key(&function.name.text);
    let named: Vec<_> =
        script.ast.iter_functions().filter(|found| script_key(found.name) == wanted).collect();
    let count = function.parameters.len();
    if let Some(found) = named.iter().find(|found| found.params.len() == count) {
        return Some(Compiled {
            script: place,
            file: Arc::from(script.source.name()),
            line: script.source.line_column(header(script, found.name, count).start).line,
            name: found.name.to_owned(),
            parameters: function.parameters.iter().map(|(_, ty)| *ty).collect(),
            result: function.result,
        });
    }
    findings.push(match named.first() {
        Some(found) => {
            let (defined, has) =
                (header(script, found.name, found.params.len()), found.params.len());
            say::parameter_count(defined, function.span, found.name, has, count)
        }
        None => say::no_function(function.span, script.source.name(), &header_for(function)),
    });
    None
}

/// Names of scripts have no blanks: `hệ số vùng` is `hệ_số_vùng`.
fn script_name(name: &str) -> String {
    name.replace([' ', '-', '&'], "_")
}

fn script_key(name: &str) -> String {
    script_name(&key(name))
}

fn header_for(function: &Function) -> String {
    let parameters: Vec<String> =
        function.parameters.iter().map(|(name, _)| script_name(&name.text)).collect();
    format!("fn {}({})", script_name(&function.name.text), parameters.join(", "))
}

/// The name of a function where a script defines it with so many parameters: rhai does not keep the
/// place.
fn header(script: &Script, name: &str, parameters: usize) -> Span {
    let text = script.source.normal();
    let is_header = |at: &usize| {
        let before = text.get(..*at).unwrap_or("").trim_end();
        let after = text.get(*at + name.len()..).unwrap_or("").trim_start();
        let list = after
            .strip_prefix('(')
            .and_then(|rest| rest.split_once(')'))
            .map(|(list, _)| list.trim());
        before.ends_with("fn")
            && list.is_some_and(|list| {
                list.split(',').filter(|part| !part.trim().is_empty()).count() == parameters
            })
    };
    let start = text.match_indices(name).map(|(at, _)| at).find(is_header).unwrap_or(0);
    span(script.id, script.source, start, start + name.len())
}

/// The first number of more than 28 digits (rhai would round it without a word), wherever it
/// stands.
fn long_number(text: &str) -> Option<(usize, usize)> {
    let is_part = |sign: char| sign.is_ascii_digit() || sign == '.' || sign == '_';
    let mut from = 0;
    for run in text.split(|sign| !is_part(sign)) {
        let start = from;
        from += run.len()
            + text
                .get(start + run.len()..)
                .and_then(|rest| rest.chars().next())
                .map_or(0, char::len_utf8);
        if run.trim_start_matches(['0', '.', '_']).chars().filter(char::is_ascii_digit).count() > 28
        {
            return Some((start, start + run.len()));
        }
    }
    None
}

/// The word at a position, in byte offsets.
fn place(text: &str, position: Position) -> (usize, usize) {
    let before_line = position.line().unwrap_or(usize::MAX).saturating_sub(1);
    let mut lines = text.split_inclusive('\n');
    let line_start: usize = lines.by_ref().take(before_line).map(str::len).sum();
    let line = lines.next().unwrap_or("").trim_end();
    let column = position.position().unwrap_or(1).saturating_sub(1);
    let start = line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    let rest = line.get(start..).unwrap_or("");
    let word = rest.find(|sign: char| !sign.is_alphanumeric() && sign != '_').unwrap_or(rest.len());
    let length = if word == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { word };
    (line_start + start, line_start + start + length)
}

fn span(id: SourceId, source: &Source, start: usize, end: usize) -> Span {
    Span { source: id, start: source.original_offset(start), end: source.original_offset(end) }
}

/// Description of a syntax error of a script, in words.
fn parse_words(error: &ParseErrorType) -> Message {
    use ParseErrorType as P;
    match error {
        P::UnexpectedEOF => say::ends_too_early(),
        P::MissingToken(token, _) => say::expected(token),
        P::VariableUndefined(name) => say::no_variable(name),
        P::Reserved(name) | P::BadInput(LexError::ImproperSymbol(name, _)) => {
            say::not_in_scripts(name)
        }
        P::BadInput(LexError::MalformedNumber(text)) => say::no_number(text),
        P::FnDuplicatedDefinition(name, _) => say::defined_twice(name),
        P::ExprTooDeep => say::nested_too_deep(),
        // Words for programmers, in rhai's own English.
        other => say::other(&other.to_string()),
    }
}
