//! The answers, as they are written.

use super::ask::DOOR;
use super::bounds::Bounds;
use crate::diag::Message;
use crate::diag::door::Refusal;
use crate::engine::{RecordError, Refused};
use crate::markup::visible_json;
use crate::value::Lang;
use crate::{schema, wire};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// What a request is answered with.
#[derive(Serialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub(super) enum Answer {
    Version { visao: &'static str, schema_version: u32, bounds: Value },
    Loaded { rules: String, pack: String, fingerprint: String, findings: Box<RawValue> },
    Unloaded { rules: String },
    Graded { decisions: Vec<Box<RawValue>>, targets: Vec<Box<RawValue>>, warnings: Vec<String> },
    Explained { explanations: Box<RawValue>, targets: Vec<Box<RawValue>>, warnings: Vec<String> },
    Checked { sound: bool, findings: Box<RawValue> },
    Schema { schema: Value },
    Tested { passed: usize, failed: usize, examples: Vec<Value> },
    Error { errors: Vec<Value> },
}

/// An answer with the version of the door.
#[derive(Serialize)]
struct Versioned {
    door: u32,
    #[serde(flatten)]
    answer: Answer,
}

/// Why there is no other answer.
pub(super) enum Failure {
    Refused(Refusal),
    Question(RecordError),
    Rules(Box<Refused>),
    /// What cannot be written: no answer is known to come to it.
    Unwritten,
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::Refused(refusal)
    }
}

impl From<RecordError> for Failure {
    fn from(error: RecordError) -> Failure {
        Failure::Question(error)
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Failure {
        Failure::Rules(Box::new(refused))
    }
}

impl From<serde_json::Error> for Failure {
    fn from(_: serde_json::Error) -> Failure {
        Failure::Unwritten
    }
}

impl Failure {
    /// The errors as values.
    pub(super) fn answer(self, lang: Option<Lang>) -> Answer {
        let lang_or = |pack: Lang| lang.unwrap_or(pack);
        let errors = match &self {
            Failure::Refused(Refusal { code, message }) => {
                vec![error("request", code, message, lang_or(Lang::Vi))]
            }
            Failure::Question(asked) => {
                vec![error(kind(asked.code), asked.code, &asked.message, lang_or(Lang::Vi))]
            }
            Failure::Rules(refused) => findings(refused, lang_or(refused.lang)),
            Failure::Unwritten => Vec::new(),
        };
        Answer::Error { errors }
    }
}

/// What has to be changed: the record, or the question about it.
fn kind(code: &str) -> &'static str {
    if matches!(code, "E240" | "E247") { "record" } else { "query" }
}

fn error(kind: &str, code: &str, message: &Message, lang: Lang) -> Value {
    json!({
        "kind": kind,
        "code": code,
        "message": message.get(lang),
        "messages": { "vi": message.vi, "en": message.en },
    })
}

/// Every finding in rules that cannot be used, each an error with its places.
fn findings(refused: &Refused, lang: Lang) -> Vec<Value> {
    let told = wire::diagnostics(&refused.diagnostics, &refused.sources, lang);
    let told: Vec<Value> =
        told.ok().and_then(|told| serde_json::from_str(&told).ok()).unwrap_or_default();
    refused
        .diagnostics
        .iter()
        .zip(told)
        .map(|(found, told)| {
            let mut value = error("load", found.code, &found.headline, lang);
            if let (Some(value), Value::Object(told)) = (value.as_object_mut(), told) {
                value.extend(told);
            }
            value
        })
        .collect()
}

impl Answer {
    /// What a program may want to know before anything else.
    pub(super) fn version(bounds: &Bounds) -> Answer {
        Answer::Version {
            visao: env!("CARGO_PKG_VERSION"),
            schema_version: schema::SCHEMA_VERSION,
            bounds: json!({
                "bytes": bounds.bytes,
                "depth": bounds.depth,
                "records": bounds.records,
                "explained": bounds.explained,
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
