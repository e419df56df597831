//! `schema`, `lược-đồ`: what rules read and what they answer.

use super::formats::{SCHEMAS, SchemaWriter, writer};
use super::output::Output;
use super::{Failure, Outcome, date, input, load, text};
use crate::diag::{engine, nearest, schema as say};
use crate::markup::{visible, visible_json};
use crate::schema::Schema;
use crate::value::Lang;
use clap::ArgMatches;
use serde::Serialize;
use std::path::PathBuf;

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    let (packs, lang) = load(matches, requested)?;
    let rules = input::wanted_packs(&packs, date(matches, lang)?, lang)?;
    let path = matches.get_one::<String>("output").map(PathBuf::from);
    let to = Output::of_rules(path.as_deref(), &packs, lang);
    let schemas: Vec<Schema> = rules.iter().map(|rules| rules.schema()).collect();
    if matches.get_flag("inputs") {
        let schema = the_one(schemas, lang)?;
        return json(&to, &inputs(&schema, text(matches, "record"), lang)?);
    }
    if matches.get_flag("outputs") {
        return json(&to, &the_one(schemas, lang)?.output());
    }
    let record = text(matches, "record");
    let schemas = if record.is_empty() {
        schemas
    } else {
        let each = schemas.into_iter().map(|schema| only(schema, record, lang));
        each.collect::<Result<Vec<_>, _>>()?
    };
    match (writer(matches, SCHEMAS, lang)?, schemas.as_slice()) {
        (SchemaWriter::Json, [only]) => json(&to, only),
        (SchemaWriter::Json, several) => json(&to, &several),
        (SchemaWriter::Listing, several) => {
            let texts: Vec<String> = several.iter().map(|schema| schema.text(lang)).collect();
            to.text(Ok(visible(&texts.join("\n")).into_owned()))?;
            Ok(Outcome::Clean)
        }
    }
}

fn json(to: &Output<'_>, shown: &impl Serialize) -> Result<Outcome, Failure> {
    to.text(serde_json::to_string_pretty(shown).map(visible_json))?;
    Ok(Outcome::Clean)
}

/// The schema of the only pack: JSON Schema is of one.
fn the_one(schemas: Vec<Schema>, lang: Lang) -> Result<Schema, Failure> {
    let names: Vec<String> = schemas.iter().map(|schema| schema.pack.clone()).collect();
    <[Schema; 1]>::try_from(schemas)
        .map(|[only]| only)
        .map_err(|_| Failure::Because(say::several_packs(&names.join(", ")), lang))
}

fn inputs(schema: &Schema, record: &str, lang: Lang) -> Result<serde_json::Value, Failure> {
    let record = match (record, schema.records.as_slice()) {
        ("", [only]) => only.name.as_str(),
        ("", _) => {
            return Err(Failure::Because(say::which_record(&names(schema).join(", ")), lang));
        }
        (named, _) => named,
    };
    schema.input(record).ok_or_else(|| no_record(schema, record, lang))
}

fn only(schema: Schema, record: &str, lang: Lang) -> Result<Schema, Failure> {
    let refused = no_record(&schema, record, lang);
    schema.only(record).ok_or(refused)
}

fn names(schema: &Schema) -> Vec<&str> {
    schema.records.iter().map(|record| record.name.as_str()).collect()
}

fn no_record(schema: &Schema, record: &str, lang: Lang) -> Failure {
    let near = nearest(record, names(schema));
    Failure::Because(engine::no_record_type(record, near), lang)
}
