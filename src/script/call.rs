//! Calls, and what to say of those that fail.

use super::ScriptFault;
use super::compile::Scripts;
use super::crossing;
use super::numbers::Fuel;
use super::sandbox::{BYTES, CALLS, ITEMS, STEPS};
use crate::diag::{Message, script as say};
use crate::model::FunctionId;
use crate::value::Value;
use rhai::{CallFnOptions, Dynamic, EvalAltResult, Position, Scope};
use std::sync::Arc;

impl Scripts {
    /// Calls a function with values of its parameters' types; [`Value::Missing`] without a call if
    /// one is missing.
    pub fn call(&self, function: FunctionId, arguments: &[Value]) -> Result<Value, ScriptFault> {
        let Some(function) = self.functions.get(function.index()) else {
            return Ok(Value::Missing);
        };
        let crossed = arguments
            .iter()
            .zip(&function.parameters)
            .map(|(value, ty)| crossing::to_script(value, *ty, &self.categories));
        let (Some(ast), Some(arguments)) =
            (self.scripts.get(function.script), crossed.collect::<Option<Vec<Dynamic>>>())
        else {
            return Ok(Value::Missing);
        };
        let fault = |line: Option<usize>, message| ScriptFault {
            file: Arc::clone(&function.file),
            line: line.unwrap_or(function.line),
            message,
        };
        let options = CallFnOptions::new().eval_ast(false).with_tag(Fuel::full());
        let given = self.engine.call_fn_with_options::<Dynamic>(
            options,
            &mut Scope::new(),
            ast,
            &function.name,
            arguments,
        );
        let given = given.map_err(|error| {
            let (line, message) = words(&error);
            fault(line, message)
        })?;
        crossing::from_script(given, function.result, &self.categories)
            .map_err(|message| fault(None, message))
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
        // Words for programmers, in rhai's own English: the rest are mistakes of the script, not of
        // the data.
        other => say::other(&without_place(other)),
    };
    (error.position().line(), message)
}

/// Message of an error that one of our own functions raised, or the text that the script threw.
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
