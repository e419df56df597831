//! The answers, as they are written.

use super::ask::DOOR;
use super::bounds::Bounds;
use crate::diag::{Error, Message};
use crate::markup::visible_json;
use crate::value::Lang;
use crate::wire;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// Answer to a request, one for each kind of it; a mistake is an answer too.
#[derive(Serialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub(super) enum Answer {
    Version {
        visao: &'static str,
        schema_version: u32,
        bounds: Value,
    },
    Loaded {
        rules: String,
        pack: String,
        fingerprint: String,
        findings: Box<RawValue>,
    },
    Unloaded {
        rules: String,
    },
    Graded {
        decisions: Vec<Box<RawValue>>,
        targets: Vec<Box<RawValue>>,
        warnings: Vec<String>,
    },
    Explained {
        explanations: Box<RawValue>,
        targets: Vec<Box<RawValue>>,
        warnings: Vec<String>,
    },
    Reported {
        targets: Vec<Box<RawValue>>,
        months: Vec<Box<RawValue>>,
        rankings: Vec<Box<RawValue>>,
        warnings: Vec<String>,
    },
    Checked {
        sound: bool,
        findings: Box<RawValue>,
    },
    Schema {
        schema: Value,
    },
    Tested {
        passed: usize,
        failed: usize,
        examples: Vec<Value>,
        #[serde(skip_serializing_if = "Option::is_none")]
        coverage: Option<Value>,
    },
    Error {
        errors: Vec<Value>,
    },
}

/// An answer with the version of the door.
#[derive(Serialize)]
struct Versioned {
    door: u32,
    #[serde(flatten)]
    answer: Answer,
}

/// Failure of a request, which is answered with its errors.
pub(super) enum Failure {
    Error(Error),
    /// Answer that cannot be written as JSON. None is known to come to it; it tells no errors.
    Unwritten,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Error(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(_: serde_json::Error) -> Failure {
        Failure::Unwritten
    }
}

impl Failure {
    /// Answer that tells the errors, in the language asked for, else in that of the error.
    pub(super) fn answer(self, lang: Option<Lang>) -> Answer {
        let errors = match &self {
            Failure::Error(error) if !error.diagnostics().is_empty() => {
                findings(error, lang.unwrap_or(error.lang()))
            }
            Failure::Error(error) => vec![of_question(error, lang.unwrap_or(error.lang()))],
            Failure::Unwritten => Vec::new(),
        };
        Answer::Error { errors }
    }
}

fn value(kind: &str, code: &str, message: &Message, lang: Lang) -> Value {
    json!({
        "kind": kind,
        "code": code,
        "message": message.get(lang),
        "messages": { "vi": message.vi, "en": message.en },
    })
}

/// An error about records or a question, with what is known of its place.
fn of_question(error: &Error, lang: Lang) -> Value {
    let mut value = value(error.kind().code(), error.code(), &error.message(), lang);
    let told = [
        ("name", error.name().map(Value::from)),
        ("nearest", error.nearest().map(Value::from)),
        ("file", error.file().map(Value::from)),
        ("row", error.row().map(Value::from)),
        ("column", error.column().map(Value::from)),
    ];
    if let Some(value) = value.as_object_mut() {
        value.extend(told.into_iter().filter_map(|(key, told)| Some((key.to_owned(), told?))));
    }
    value
}

/// Every finding in rules that cannot be used, each an error with its places.
fn findings(error: &Error, lang: Lang) -> Vec<Value> {
    let told = wire::diagnostics(error.diagnostics(), lang);
    let told: Vec<Value> =
        told.ok().and_then(|told| serde_json::from_str(&told).ok()).unwrap_or_default();
    error
        .diagnostics()
        .iter()
        .zip(told)
        .map(|(found, told)| {
            let mut value = value(error.kind().code(), found.code, &found.headline, lang);
            if let (Some(value), Value::Object(told)) = (value.as_object_mut(), told) {
                value.extend(told);
            }
            value
        })
        .collect()
}

impl Answer {
    /// Answer to `version`: the program, the version of its schemas and the bounds of requests.
    pub(super) fn version(bounds: &Bounds) -> Answer {
        Answer::Version {
            visao: env!("CARGO_PKG_VERSION"),
            schema_version: wire::SCHEMA_VERSION,
            bounds: json!({
                "bytes": bounds.bytes,
                "depth": bounds.depth,
                "records": bounds.records,
                "explained": bounds.explained,
                "ways": bounds.ways,
                "packs": bounds.packs,
            }),
        }
    }

    /// The answer as one line of JSON.
    pub(super) fn line(self) -> String {
        let line = serde_json::to_string(&Versioned { door: DOOR, answer: self });
        line.map_or_else(
            |_| format!(r#"{{"door":{DOOR},"answer":"error","errors":[]}}"#),
            visible_json,
        )
    }
}
