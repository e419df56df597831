//! How values cross into a script and back.

use super::numbers;
use crate::diag::{Message, script as say};
use crate::model::Category;
use crate::source;
use crate::value::{Date, Type, Value};
use rhai::{Dynamic, ImmutableString};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// The words of a category.
#[derive(Debug)]
pub(super) struct Words {
    name: String,
    by_code: BTreeMap<u32, ImmutableString>,
    codes: BTreeMap<String, u32>,
}

impl Words {
    pub(super) fn of(category: &Category) -> Words {
        let values = || category.values.iter();
        Words {
            name: category.name.text.clone(),
            by_code: values()
                .map(|value| (value.number, value.name.text.as_str().into()))
                .collect(),
            codes: values().map(|value| (value.name.key.clone(), value.number)).collect(),
        }
    }
}

/// A value as a script sees it; none if it is missing.
pub(super) fn to_script(value: &Value, ty: Type, categories: &[Words]) -> Option<Dynamic> {
    match value {
        Value::Missing => None,
        Value::Num(number) => Some(numbers::to_script(number.clone())),
        Value::Date(day) => Some(Dynamic::from(*day)),
        Value::Bool(value) => Some(Dynamic::from(*value)),
        Value::Text(text) => Some(Dynamic::from(ImmutableString::from(text.as_ref()))),
        Value::Code(code) => {
            let Type::Category(category) = ty else { return None };
            let word = categories.get(category.index())?.by_code.get(code)?;
            Some(Dynamic::from(word.clone()))
        }
    }
}

/// Value of the declared type that a script returned. Errors with the words for a value of another
/// kind.
pub(super) fn from_script(
    given: Dynamic,
    ty: Type,
    categories: &[Words],
) -> Result<Value, Message> {
    if given.is_unit() {
        return Ok(Value::Missing);
    }
    let expected =
        |value: Option<Value>| value.ok_or_else(|| say::gave(&kind(&given), &wanted(ty)));
    match ty {
        Type::Number(unit) => match numbers::from_script(&given) {
            Some(number) if unit.is_whole() && !number.is_integer() => Err(say::gave_a_fraction()),
            number => expected(number.map(Value::Num)),
        },
        Type::Text => expected(text(&given).map(|text| Value::Text(text.into()))),
        Type::Date => expected(given.clone().try_cast::<Date>().map(Value::Date)),
        Type::YesNo => expected(given.as_bool().ok().map(Value::Bool)),
        Type::Category(category) => match (text(&given), categories.get(category.index())) {
            (Some(word), Some(words)) => {
                let code = words.codes.get(&source::key(&word)).copied();
                code.map(Value::Code).ok_or_else(|| say::not_in_category(&word, &words.name))
            }
            (None, _) | (_, None) => expected(None),
        },
    }
}

/// In NFC: two NFC texts put together need not be.
fn text(given: &Dynamic) -> Option<String> {
    given.as_immutable_string_ref().ok().map(|text| text.nfc().collect())
}

/// Description of the values that a type takes, in words.
fn wanted(ty: Type) -> Message {
    match ty {
        Type::Number(_) => say::NUMBER.into(),
        Type::Text | Type::Category(_) => say::TEXT.into(),
        Type::Date => say::DATE.into(),
        Type::YesNo => say::YES_NO.into(),
    }
}

/// Description of the kind of value that a script returned, in words; a kind of rhai's own keeps
/// its name there.
fn kind(given: &Dynamic) -> Message {
    let found = [
        (numbers::from_script(given).is_some(), say::NUMBER),
        (given.is_string(), say::TEXT),
        (given.is::<Date>(), say::DATE),
        (given.is_bool(), say::YES_NO),
    ];
    let words = found
        .into_iter()
        .find(|(is, _)| *is)
        .map_or((given.type_name(), given.type_name()), |(_, words)| words);
    words.into()
}
