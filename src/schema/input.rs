//! JSON Schema of a record as a program gives it: one type, with its parts nested in it.

use super::parts::{
    CategorySchema, EndSchema, FieldSchema, RecordSchema, Schema, StepSchema, UnitKind, ValueKind,
};
use crate::data::cell::{LONGEST_TEXT, NO, YES};
use crate::source::key;
use crate::value::Value as RuleValue;
use crate::value::text::plain_number;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The dialect that is written.
pub(super) const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
/// A number as text, as exact decimals are written by programs.
const NUMBER: &str = r"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$";
/// The same for ratios, which may say that they are in percent.
const RATIO: &str = r"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?%?$";
/// Whole numbers as text.
const INTEGER: &str = r"^-?[0-9]+$";
/// A day: ISO, or day/month/year.
const DATE: &str = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})$";
/// A text that is no blank.
const SOMETHING: &str = r"\S";

impl Schema {
    /// The JSON Schema (2020-12) of a record of one type as a program gives it, with the parts
    /// that belong to it as arrays under the names of their types; none where there is no such
    /// type. Names are compared as rules compare them.
    ///
    /// What compares one field with another (`từ 0 đến dư nợ`), or records with each other, is no
    /// matter of JSON Schema: it stands in the annotation `x-visao`, as written. So do units.
    pub fn input(&self, record: &str) -> Option<Value> {
        let wanted = key(record);
        let record = self.records.iter().find(|record| key(&record.name) == wanted)?;
        let mut parts = BTreeSet::new();
        self.gather(record, &mut parts);
        let definitions: Map<String, Value> = self
            .records
            .iter()
            .filter(|part| parts.contains(part.name.as_str()))
            .map(|part| (self.definition(&part.name), self.object(part, true)))
            .collect();
        let mut schema = self.object(record, false);
        if let Some(object) = schema.as_object_mut() {
            object.insert("$schema".to_owned(), json!(DIALECT));
            if !definitions.is_empty() {
                object.insert("$defs".to_owned(), Value::Object(definitions));
            }
        }
        Some(schema)
    }

    /// The types that are parts of a type, and theirs.
    fn gather<'s>(&'s self, record: &'s RecordSchema, found: &mut BTreeSet<&'s str>) {
        for part in self.records.iter().filter(|part| record.parts.contains(&part.name)) {
            if found.insert(&part.name) {
                self.gather(part, found);
            }
        }
    }

    /// The name of a type's definition: names of rules would have to be escaped in references.
    fn definition(&self, record: &str) -> String {
        let place = self.records.iter().position(|known| known.name == record);
        format!("record-{}", place.map_or(0, |place| place + 1))
    }

    /// A record as an object; nested in its parent, the parent's key may be left out.
    fn object(&self, record: &RecordSchema, nested: bool) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        let mut either = Vec::new();
        for field in &record.fields {
            // The day of a snapshot that is left out is that of the file, or of the run.
            let told = record.monthly_by.as_ref() == Some(&field.name);
            let needed = (field.key || field.required) && !told;
            let schema = self.field(field, needed);
            let names = names(field);
            for name in &names {
                properties.insert((*name).to_owned(), schema.clone());
            }
            let linked =
                nested && record.parent.as_ref().is_some_and(|parent| parent.field == field.name);
            if needed && !linked {
                match names.as_slice() {
                    [only] => required.push(*only),
                    several => either.push(one_of_names(several)),
                }
            }
        }
        for part in &record.parts {
            let items = json!({ "$ref": format!("#/$defs/{}", self.definition(part)) });
            properties.insert(part.clone(), json!({ "type": "array", "items": items }));
        }
        let mut object = json!({
            "title": record.title.as_ref().unwrap_or(&record.name),
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
            "x-visao": { "record": record.name },
        });
        if let Some(object) = object.as_object_mut().filter(|_| !either.is_empty()) {
            object.insert("allOf".to_owned(), Value::Array(either));
        }
        object
    }

    fn field(&self, field: &FieldSchema, needed: bool) -> Value {
        let mut forms = match field.value_type.kind {
            ValueKind::Text => text(needed),
            ValueKind::Number => number(field),
            ValueKind::Date => vec![json!({ "type": "string", "pattern": DATE })],
            ValueKind::YesNo => {
                let texts: Vec<&str> = YES.into_iter().chain(NO).collect();
                vec![
                    json!({ "type": "boolean" }),
                    json!({ "enum": texts }),
                    json!({ "enum": [1, 0] }),
                ]
            }
            ValueKind::Category => vec![self.category(field)],
        };
        if !needed {
            forms.push(json!({ "type": "null" }));
        }
        json!({ "title": field.name, "anyOf": forms, "x-visao": annotation(field) })
    }

    fn category(&self, field: &FieldSchema) -> Value {
        let named =
            |category: &&CategorySchema| field.value_type.category.as_ref() == Some(&category.name);
        let values = self.categories.iter().filter(named).flat_map(|category| &category.values);
        let mut words: Vec<&str> = Vec::new();
        let written = values
            .flat_map(|value| std::iter::once(&value.name).chain(&value.code).chain(&value.also));
        for word in written {
            if !words.contains(&word.as_str()) {
                words.push(word);
            }
        }
        json!({ "enum": words })
    }
}

/// The names that data may have for a field, its own first. Those that differ as to case or marks
/// alone are one name to the rules: its first spelling stands for them.
fn names(field: &FieldSchema) -> Vec<&str> {
    let mut names = vec![field.name.as_str()];
    for column in &field.columns {
        if !names.iter().any(|known| key(known) == key(column)) {
            names.push(column);
        }
    }
    names
}

fn one_of_names(names: &[&str]) -> Value {
    let each: Vec<Value> = names.iter().map(|name| json!({ "required": [name] })).collect();
    json!({ "anyOf": each })
}

fn text(needed: bool) -> Vec<Value> {
    let mut text = json!({ "type": "string", "maxLength": LONGEST_TEXT });
    if let Some(text) = text.as_object_mut().filter(|_| needed) {
        text.insert("pattern".to_owned(), json!(SOMETHING));
    }
    vec![text, json!({ "type": "number" })]
}

/// A JSON number within the range, or a text in plain form.
fn number(field: &FieldSchema) -> Vec<Value> {
    let (kind, pattern) = match field.value_type.unit {
        Some(UnitKind::Integer | UnitKind::Year) => ("integer", INTEGER),
        Some(UnitKind::Ratio) => ("number", RATIO),
        Some(UnitKind::Money | UnitKind::Points | UnitKind::Days | UnitKind::Months) | None => {
            ("number", NUMBER)
        }
    };
    let mut bare = Map::from_iter([("type".to_owned(), json!(kind))]);
    if let Some(range) = &field.range {
        bare.extend(range.lower.as_ref().and_then(|end| bound("minimum", "exclusiveMinimum", end)));
        bare.extend(range.upper.as_ref().and_then(|end| bound("maximum", "exclusiveMaximum", end)));
    }
    let step = field.step.as_ref().and_then(multiple_of);
    bare.extend(step.map(|step| ("multipleOf".to_owned(), step)));
    vec![Value::Object(bare), json!({ "type": "string", "pattern": pattern })]
}

/// The step of a field, where a decimal says it exactly.
fn multiple_of(step: &StepSchema) -> Option<Value> {
    let RuleValue::Num(number) = &step.value.as_ref()?.value else { return None };
    number.to_decimal()?;
    serde_json::from_str(&plain_number(number).0).ok()
}

fn bound(inclusive: &str, exclusive: &str, end: &EndSchema) -> Option<(String, Value)> {
    let RuleValue::Num(number) = &end.value.as_ref()?.value else { return None };
    let name = if end.inclusive { inclusive } else { exclusive };
    Some((name.to_owned(), serde_json::from_str(&plain_number(number).0).ok()?))
}

/// Annotation of a field: what is said of it that JSON Schema has no word for.
fn annotation(field: &FieldSchema) -> Value {
    let mut annotation = Map::from_iter([("field".to_owned(), json!(field.name))]);
    annotation.insert("type".to_owned(), json!(field.value_type.kind));
    annotation.extend(field.value_type.unit.map(|unit| ("unit".to_owned(), json!(unit))));
    let category = field.value_type.category.as_ref();
    annotation.extend(category.map(|name| ("category".to_owned(), json!(name))));
    annotation.extend(field.range.as_ref().map(|range| ("range".to_owned(), json!(range.text))));
    annotation.extend(field.step.as_ref().map(|step| ("step".to_owned(), json!(step.text))));
    annotation.extend(field.change.map(|change| ("change".to_owned(), json!(change))));
    if field.key {
        annotation.insert("key".to_owned(), json!(true));
    }
    Value::Object(annotation)
}
