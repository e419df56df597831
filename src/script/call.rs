//! Calls, and what to say of those that fail.

use super::ScriptFault;
use super::crossing::{self, Words};
use super::numbers::Purse;
use super::sandbox::{BYTES, CALLS, ITEMS, STEPS};
use crate::diag::{Diagnostic, Message, script as say};
use crate::index::Arena;
use crate::model::{Category, Function, FunctionId};
use crate::source::{SourceId, Sources};
use crate::value::{Type, Value};
use rhai::{AST, CallFnOptions, Dynamic, Engine, EvalAltResult, LexError, ParseErrorType, Position, Scope};
use std::fmt;
use std::sync::Arc;

/// The scripted functions of a pack, ready to be called. Calls are pure: any number may run at once.
pub struct Scripts {
    parts: Parts,
}

/// What scripts are compiled into.
pub(super) struct Parts {
    pub(super) engine: Engine,
    pub(super) scripts: Vec<AST>,
    pub(super) functions: Vec<Compiled>,
    pub(super) categories: Vec<Words>,
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
        f.debug_list().entries(&self.parts.functions).finish()
    }
}

impl Scripts {
    /// Reads the scripts of a pack, given with the names that rules call them by, and finds in them each declared function by its name and its
    /// number of parameters. All findings at once.
    pub fn compile(
        files: &[(String, SourceId)],
        sources: &Sources,
        functions: &Arena<Function>,
        categories: &[Category],
    ) -> Result<Scripts, Vec<Diagnostic>> {
        super::compile::compile(files, sources, functions, categories).map(|parts| Scripts { parts })
    }

    /// Calls a function with values of its parameters' types; [`Value::Missing`] without a call if one is missing.
    pub fn call(&self, function: FunctionId, arguments: &[Value]) -> Result<Value, ScriptFault> {
        let parts = &self.parts;
        let Some(function) = parts.functions.get(function.index()) else { return Ok(Value::Missing) };
        let crossed = arguments.iter().zip(&function.parameters).map(|(value, ty)| crossing::to_script(value, *ty, &parts.categories));
        let (Some(ast), Some(arguments)) = (parts.scripts.get(function.script), crossed.collect::<Option<Vec<Dynamic>>>()) else {
            return Ok(Value::Missing);
        };
        let fault =
            |line: Option<usize>, message| ScriptFault { file: Arc::clone(&function.file), line: line.unwrap_or(function.line), message };
        let options = CallFnOptions::new().eval_ast(false).with_tag(Purse::full());
        let given = parts.engine.call_fn_with_options::<Dynamic>(options, &mut Scope::new(), ast, &function.name, arguments);
        let given = given.map_err(|error| {
            let (line, message) = words(&error);
            fault(line, message)
        })?;
        crossing::from_script(given, function.result, &parts.categories).map_err(|message| fault(None, message))
    }
}

/// The line at which a call failed, the innermost, and what happened.
fn words(error: &EvalAltResult) -> (Option<usize>, Message) {
    use EvalAltResult as E;
    if let E::ErrorInFunctionCall(_, _, inner, _) = error {
        return words(inner);
    }
    let message = match error {
        E::ErrorTooManyOperations(_) => say::too_many_steps(STEPS.into()),
        E::ErrorStackOverflow(_) => say::too_deep(CALLS),
        E::ErrorDataTooLarge(..) => say::too_much_data(BYTES.into(), ITEMS.into()),
        E::ErrorRuntime(value, _) | E::ErrorTerminated(value, _) => raised(value),
        E::ErrorFunctionNotFound(signature, _) => say::no_such_operation(signature),
        E::ErrorVariableNotFound(name, _) => say::no_variable(name),
        E::ErrorArrayBounds(..) | E::ErrorStringBounds(..) => say::out_of_bounds(),
        // Words for programmers, in rhai's own English: the rest are mistakes of the script, not of the data.
        other => say::other(&without_place(other)),
    };
    (error.position().line(), message)
}

/// What one of our own functions raised, or the text that the script threw.
fn raised(value: &Dynamic) -> Message {
    value.clone().try_cast::<Message>().unwrap_or_else(|| say::thrown(&value.to_string()))
}

fn without_place(error: &EvalAltResult) -> String {
    let text = error.to_string();
    match error.position() {
        Position::NONE => text,
        place => text.trim_end_matches(&format!(" ({place})")).to_owned(),
    }
}

/// What is wrong with a script that cannot be read.
pub(super) fn parse_words(error: &ParseErrorType) -> Message {
    use ParseErrorType as P;
    match error {
        P::UnexpectedEOF => say::ends_too_early(),
        P::MissingToken(token, _) => say::expected(token),
        P::VariableUndefined(name) => say::no_variable(name),
        P::Reserved(name) | P::BadInput(LexError::ImproperSymbol(name, _)) => say::not_in_scripts(name),
        P::BadInput(LexError::MalformedNumber(text)) => say::no_number(text),
        P::FnDuplicatedDefinition(name, _) => say::defined_twice(name),
        P::ExprTooDeep => say::nested_too_deep(),
        // As above.
        other => say::other(&other.to_string()),
    }
}
