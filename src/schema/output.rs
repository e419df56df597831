//! JSON Schema of what is answered: decisions, explanations, what came of targets, findings.

use super::input::DIALECT;
use super::parts::Schema;
use crate::wire::SCHEMA_VERSION;
use serde_json::{Map, Value, json};

impl Schema {
    /// The JSON Schema (2020-12) of everything that these rules are answered with: any of a
    /// decision, an explanation, an outcome of targets, the lines of a report over months and of
    /// its rankings, and a finding, each a definition of its own (`#/$defs/decision`,
    /// `explanation`, `target`, `levels`, `moves`, `ranking`, `diagnostic`). Further keys may
    /// come: readers pass over what they do not know.
    pub fn output(&self) -> Value {
        let mut definitions = shared();
        definitions.extend([
            named("decision", self.decision()),
            named("explanation", explanation()),
            named("target", self.target()),
            named("levels", self.levels()),
            named("moves", self.moves()),
            named("ranking", self.ranking()),
            named("diagnostic", diagnostic()),
        ]);
        json!({
            "$schema": DIALECT,
            "title": self.title.as_ref().unwrap_or(&self.pack),
            "anyOf": [
                reference("explanation"), reference("decision"), reference("target"),
                reference("levels"), reference("moves"), reference("ranking"),
                reference("diagnostic"),
            ],
            "$defs": definitions,
            "x-visao": {
                "schema_version": SCHEMA_VERSION, "pack": self.pack,
                "fingerprint": self.fingerprint,
            },
        })
    }

    fn decision(&self) -> Value {
        let records: Vec<&str> = self.records.iter().map(|record| record.name.as_str()).collect();
        let mut blocks: Vec<Option<&str>> =
            self.blocks.iter().map(|block| Some(block.name.as_str())).collect();
        blocks.push(None);
        let mut verdicts: Vec<Option<&str>> = Vec::new();
        let words = self.blocks.iter().flat_map(|block| &block.verdicts);
        for word in words.map(|verdict| Some(verdict.word.as_str())).chain([None]) {
            if !verdicts.contains(&word) {
                verdicts.push(word);
            }
        }
        object(
            json!({
                "record": text(),
                "type": { "enum": records },
                "block": { "enum": blocks },
                "kind": { "enum": ["scorecard", "eligibility", "check", "record"] },
                "status": status(),
                "verdict": { "enum": verdicts },
            "verdict_code": verdict_code(),
                "verdict_range": nullable(pair(text())),
                "points": nullable(number()),
                "max_points": nullable(number()),
                "points_range": nullable(pair(number())),
                "criteria": list(reference("criterion")),
                "reasons": list(reference("reason")),
                "waiting": list(reference("waiting")),
                "deadlines": list(deadline()),
                "periods": list(in_period()),
                "derived": reference("values"),
                "shown": reference("values"),
                "results": reference("values"),
                "missing": list(text()),
                "unknown": list(object(json!({ "text": text(), "clause": reference("clause") }), &[])),
                "errors": list(reference("error")),
                "exact": { "type": "object", "additionalProperties": { "type": "string" } },
                "pack": text(),
                "fingerprint": text(),
                "as_of": nullable(day()),
            "schema_version": { "const": SCHEMA_VERSION },
            }),
            &["exact", "shown", "results", "deadlines", "periods"],
        )
    }

    fn target(&self) -> Value {
        let names: Vec<&str> = self.targets.iter().map(|target| target.name.as_str()).collect();
        object(
            json!({
                "record": text(),
                "type": text(),
                "block": { "enum": names },
                "title": nullable(text()),
                "kind": { "const": "target" },
                "status": status(),
                "verdict": nullable(text()),
            "verdict_code": verdict_code(),
                "verdict_range": nullable(pair(text())),
                "total": { "type": "boolean" },
                "indicators": list(reference("indicator")),
                "records": count(),
                "undetermined": count(),
                "data_errors": count(),
                "without_unit": count(),
                "without_unit_records": list(object(
                    json!({ "record": text(), "shown": reference("values"), "row": nullable(count()) }),
                    &["shown"],
                )),
                "errors": list(reference("error")),
                "grounds": reference("grounds"),
                "pack": text(),
                "fingerprint": text(),
                "as_of": nullable(day()),
            "schema_version": { "const": SCHEMA_VERSION },
            }),
            &[],
        )
    }
}

impl Schema {
    /// Levels of an indicator of a unit, month by month.
    fn levels(&self) -> Value {
        let names: Vec<&str> = self.targets.iter().map(|target| target.name.as_str()).collect();
        let change = object(
            json!({
                "since": nullable(day()), "then": level_status(), "change": nullable(number()),
                "exact": text(), "better": nullable(json!({ "type": "boolean" })),
            }),
            &["exact"],
        );
        let months = object(
            json!({
                "month": day(), "status": level_status(), "value": nullable(number()),
                "exact": text(), "range": nullable(pair(nullable(number()))),
                "reached": nullable(text()), "against_month": change.clone(),
                "against_year": change,
            }),
            &["exact"],
        );
        object(
            json!({
                "kind": { "const": "levels" },
                "record": text(), "type": text(), "block": { "enum": names },
                "title": nullable(text()), "by": nullable(text()), "total": { "type": "boolean" },
                "indicator": text(), "indicator_title": nullable(text()), "formula": text(),
                "required": list(object(
                    json!({ "level": nullable(text()), "required": text() }), &[],
                )),
                "latest": day(), "months": list(months), "missed": list(day()),
                "without_data": list(day()), "pack": text(),
                "schema_version": { "const": SCHEMA_VERSION },
            }),
            &[],
        )
    }

    /// Records under a block in a month, against the month before.
    fn moves(&self) -> Value {
        let names: Vec<&str> = self.blocks.iter().map(|block| block.name.as_str()).collect();
        let units = object(
            json!({
                "unit": nullable(text()), "total": { "type": "boolean" }, "records": count(),
                "rose": count(), "same": count(), "fell": count(), "low_again": count(),
                "new": count(), "gone": count(), "open": count(),
            }),
            &[],
        );
        let records = object(
            json!({
                "record": text(), "shown": reference("values"), "unit": nullable(text()),
                "move": { "enum": ["fell", "low_again", "new", "back", "gone", "open"] },
                "months": count(), "last": day(), "before": nullable(text()),
                "now": nullable(text()),
            }),
            &["shown", "months", "last"],
        );
        object(
            json!({
                "kind": { "const": "moves" },
                "type": text(), "block": { "enum": names }, "title": nullable(text()),
                "by": nullable(text()), "low": list(text()), "month": day(),
                "has_data": { "type": "boolean" }, "compared": { "type": "boolean" },
                "units": list(units), "records": list(records), "pack": text(),
                "schema_version": { "const": SCHEMA_VERSION },
            }),
            &[],
        )
    }

    /// Records of a scorecard, or units of targets, by their ranks.
    fn ranking(&self) -> Value {
        let blocks = self.blocks.iter().map(|block| block.name.as_str());
        let targets = self.targets.iter().map(|target| target.name.as_str());
        let names: Vec<&str> = blocks.chain(targets).collect();
        let ranked = object(
            json!({
                "rank": count(), "tied": { "type": "boolean" }, "record": text(),
                "shown": reference("values"), "verdict": nullable(text()),
                "values": reference("values"), "rank_before": nullable(count()),
            }),
            &["shown"],
        );
        let unranked = object(
            json!({
                "record": text(), "shown": reference("values"), "status": status(), "why": text(),
            }),
            &["shown"],
        );
        let keys = object(
            json!({
                "name": text(), "title": nullable(text()), "ascending": { "type": "boolean" },
            }),
            &[],
        );
        object(
            json!({
                "kind": { "const": "ranking" }, "of": { "enum": ["records", "units"] },
                "type": text(), "block": { "enum": names }, "title": nullable(text()),
                "by": nullable(text()), "month": nullable(day()), "keys": list(keys),
                "ranked": list(ranked), "unranked": list(unranked), "pack": text(),
                "schema_version": { "const": SCHEMA_VERSION },
            }),
            &[],
        )
    }
}

fn level_status() -> Value {
    json!({ "enum": [
        "met", "not_met", "undetermined", "not_applicable", "not_due", "no_requirement",
        "data_error", "no_data",
    ] })
}

fn explanation() -> Value {
    let mut explanation = object(
        json!({
            "guards": list(reference("line")),
            "criterion_lines": list(with_grounds(object(
                json!({ "label": text(), "workings": list(reference("working")) }), &[],
            ))),
            "grading": nullable(with_grounds(object(json!({
                "clause": nullable(reference("clause")),
                "values": reference("values"),
                "workings": list(reference("working")),
                "passed_over": list(reference("line")),
            }), &[]))),
            "caps": list(reference("line")),
            "clauses": list(reference("line")),
            "grounds": nullable(reference("grounds")),
            "brief": text(),
            "fixed": list(text()),
            "margins": list(object(json!({
                "criterion": text(), "row": nullable(reference("clause")), "points": number(),
                "changes": list(change()),
            }), &[])),
            "reason_margins": list(object(json!({
                "text": text(), "clause": reference("clause"), "changes": list(change()),
            }), &[])),
            "ways_up": nullable(ways_up()),
            "may_lose": list(object(json!({
                "record": text(), "field": text(), "from": reference("value"),
                "to": reference("value"), "lost_at": reference("value"), "verdict": text(),
            }), &[])),
            "sufficient": nullable(object(json!({
                "fields": list(text()), "verdict": text(), "is_all": { "type": "boolean" },
                "is_fewest": { "type": "boolean" },
            }), &[])),
            "ask": list(text()),
            "questions": list(object(json!({
                "field": text(), "criteria": list(text()), "reasons": list(text()),
                "settles_at": list(object(json!({
                    "from": nullable(reference("value")), "to": nullable(reference("value")),
                    "verdict": nullable(text()),
                }), &[])),
            }), &[])),
        }),
        &[
            "brief",
            "fixed",
            "margins",
            "reason_margins",
            "ways_up",
            "may_lose",
            "sufficient",
            "questions",
            "ask",
        ],
    );
    if let Some(explanation) = explanation.as_object_mut() {
        explanation.insert("allOf".to_owned(), json!([reference("decision")]));
    }
    explanation
}

/// Ways to a better result.
fn ways_up() -> Value {
    let way = object(
        json!({
            "changes": list(change()), "verdict": text(), "points": number(),
            "relative_change": number(),
        }),
        &["points"],
    );
    object(
        json!({
            "to": text(), "needed": number(), "complete_up_to": count(),
            "none": { "type": "boolean" }, "rests_on_others": { "type": "boolean" },
            "ways": list(way),
        }),
        &["needed"],
    )
}

/// A change of one field of a record.
fn change() -> Value {
    object(
        json!({
            "record": text(), "field": text(), "from": reference("value"),
            "to": reference("value"), "until": reference("value"),
        }),
        &["until"],
    )
}

fn deadline() -> Value {
    object(
        json!({
            "clause": reference("clause"), "text": text(),
            "state": { "enum": ["met", "late", "overdue", "not_due", "open"] },
            "last_day": nullable(day()), "done": nullable(day()), "days_late": nullable(count()),
            "uncounted": day(),
        }),
        &["uncounted"],
    )
}

fn in_period() -> Value {
    object(
        json!({
            "clause": reference("clause"), "from": day(), "to": day(), "asked": day(),
            "value": nullable(reference("value")), "holds": nullable(json!({ "type": "boolean" })),
        }),
        &[],
    )
}

/// Kinds of findings in the meaning of rules.
const KINDS: [&str; 22] = [
    "gap",
    "overlap",
    "dead",
    "never",
    "always",
    "exceeded",
    "unreachable",
    "division",
    "unused",
    "parameter_hole",
    "missing_unit",
    "no_basis",
    "not_stricter",
    "falls",
    "order",
    "no_effect",
    "contradiction",
    "target_never",
    "cliff",
    "crossing",
    "confined",
    "undecided",
];

fn diagnostic() -> Value {
    let mut fix = place();
    if let Some(properties) = fix.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("replacement".to_owned(), text());
    }
    let values = json!({ "type": "object", "additionalProperties": reference("value") });
    let witness = object(
        json!({
            "type": text(), "fields": values, "parts": values, "as_of": nullable(day()),
        }),
        &[],
    );
    let side = object(
        json!({
            "points": number(), "total": nullable(number()), "grade": nullable(text()),
            "witness": witness,
        }),
        &[],
    );
    let cliff = object(
        json!({
            "of": { "enum": ["criterion", "total", "grade"] },
            "field": text(), "over": number(),
            "sides": { "type": "array", "items": side, "minItems": 2, "maxItems": 2 },
            "beside": nullable(count()),
        }),
        &[],
    );
    object(
        json!({
            "code": { "type": "string", "pattern": "^[EW][0-9]{3}$" },
            "severity": { "enum": ["error", "warning"] },
            "message": text(),
            "places": list(place()),
            "help": nullable(text()),
            "fix": nullable(fix.clone()),
            "kind": { "enum": KINDS },
            "rows": list(place()),
            "region": nullable(text()),
            "witness": nullable(witness),
            "cliff": cliff,
            "fixes": list(object(json!({
                "kind": text(), "message": text(), "safe": { "type": "boolean" },
                "changes": list(fix),
            }), &[])),
        }),
        &["kind", "rows", "region", "witness", "cliff", "fixes"],
    )
}

fn place() -> Value {
    object(
        json!({
            "file": text(), "line": count(), "column": count(), "end_line": count(),
            "end_column": count(), "text": text(),
        }),
        &[],
    )
}

/// Keys that decisions, explanations and outcomes of targets have in common.
fn shared() -> Map<String, Value> {
    Map::from_iter([
        named(
            "value",
            json!({
                "description": "A number as a plain decimal string, a day as YYYY-MM-DD, a text, a \
                                category's value by its name, a truth value, a list, or null where \
                                it is missing.",
                "anyOf": [
                    { "type": ["string", "boolean", "integer", "null"] },
                    { "type": "array", "items": reference("value") },
                ],
            }),
        ),
        named(
            "values",
            json!({
                "type": "object", "additionalProperties": reference("value"),
            }),
        ),
        named("clause", object(json!({ "file": text(), "line": count(), "text": text() }), &[])),
        named(
            "criterion",
            object(
                json!({
                    "label": text(), "title": nullable(text()), "points": nullable(number()),
                    "points_range": nullable(pair(number())), "max_points": number(),
                    "clause": nullable(reference("clause")), "clauses": list(reference("clause")),
                    "values": reference("values"),
                }),
                &[],
            ),
        ),
        named(
            "reason",
            object(
                json!({
                    "kind": reason_kind(), "text": text(), "time": text(),
                    "clause": reference("clause"), "values": reference("values"),
                }),
                &["time"],
            ),
        ),
        named(
            "waiting",
            object(
                json!({
                    "kind": reason_kind(), "text": text(), "clause": reference("clause"),
                    "missing": list(text()),
                }),
                &[],
            ),
        ),
        named(
            "error",
            object(
                json!({
                    "field": nullable(text()), "row": nullable(count()), "column": nullable(text()),
                    "value": nullable(text()), "expected": text(), "clause": reference("clause"),
                }),
                &["clause"],
            ),
        ),
        named("grounds", grounds()),
        named(
            "working",
            object(
                json!({
                    "name": text(), "formula": nullable(text()), "clause": nullable(reference("clause")),
                    "result": text(), "rounded": { "type": "boolean" },
                }),
                &[],
            ),
        ),
        named("line", line()),
        named("indicator", indicator()),
    ])
}

fn line() -> Value {
    let kinds = [
        "applies",
        "require",
        "due",
        "each",
        "reject",
        "refer",
        "warn",
        "prefer",
        "cap",
        "downgrade",
        "grade",
    ];
    with_grounds(object(
        json!({
            "kind": { "enum": kinds },
            "text": text(), "condition": text(), "holds": { "type": ["boolean", "null"] },
            "strikes": { "type": "boolean" }, "idle": { "type": "boolean" },
            "clause": reference("clause"), "values": reference("values"),
            "workings": list(reference("working")), "missing": list(text()),
            "not_due": { "type": "boolean" }, "time": text(),
        }),
        &["idle", "not_due", "time"],
    ))
}

fn indicator() -> Value {
    let statuses = [
        "met",
        "not_met",
        "undetermined",
        "not_applicable",
        "not_due",
        "no_requirement",
        "data_error",
    ];
    object(
        json!({
            "label": text(), "title": nullable(text()), "value": nullable(number()),
            "exact": text(), "range": nullable(pair(nullable(number()))),
            "may_lack": { "type": "boolean" }, "not_due": count(), "status": { "enum": statuses },
            "level": nullable(text()),
            "levels": list(object(json!({
                "name": nullable(text()), "required": text(), "clause": reference("clause"),
                "met": { "type": ["boolean", "null"] }, "distance": nullable(number()),
                "distance_range": nullable(pair(nullable(number()))),
                "distance_numerator": nullable(number()),
                "too_high": { "type": ["boolean", "null"] },
                "more_than": { "type": ["boolean", "null"] },
                "remedy": remedy(),
            }), &["remedy"])),
            "periods": list(object(json!({
                "from": day(), "to": day(), "asked": day(), "value": nullable(number()),
                "range": nullable(pair(nullable(number()))),
                "met": list(json!({ "type": ["boolean", "null"] })),
                "required": list(text()), "has_rows": { "type": "boolean" },
            }), &["required"])),
            "weigh": list(object(json!({
                "record": text(), "shown": reference("values"), "row": nullable(count()),
                "amount": number(), "excess": number(),
            }), &["shown"])),
            "formula": text(), "working": text(), "clause": reference("clause"),
            "grounds": reference("grounds"), "error": nullable(text()),
        }),
        &["exact", "not_due", "periods"],
    )
}

fn remedy() -> Value {
    let proofs = ["fewest", "may_be_fewer", "impossible", "not_found", "open", "no_sum"];
    let record = object(
        json!({
            "record": text(), "shown": reference("values"), "row": nullable(count()),
            "changes": list(change()), "amount": number(),
        }),
        &["shown"],
    );
    object(
        json!({
            "proof": { "enum": proofs }, "cut": { "type": "boolean" },
            "rests_on_others": { "type": "boolean" }, "records": list(record),
        }),
        &[],
    )
}

fn grounds() -> Value {
    object(ground_keys(), &[])
}

fn ground_keys() -> Value {
    json!({
        "sources": list(object(json!({
            "document": text(), "title": text(), "place": nullable(text()),
            "quote": nullable(text()),
        }), &[])),
        "assumptions": list(object(json!({
            "text": nullable(text()), "file": text(), "line": count(),
        }), &[])),
    })
}

/// An object that also says what it rests on.
fn with_grounds(mut schema: Value) -> Value {
    let Value::Object(grounds) = ground_keys() else { return schema };
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.extend(grounds.keys().map(|key| json!(key)));
    }
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.extend(grounds);
    }
    schema
}

/// An object with these keys; all are there but those that may be left out.
fn object(properties: Value, optional: &[&str]) -> Value {
    let keys = properties.as_object().map(|keys| keys.keys().map(String::as_str));
    let required: Vec<&str> =
        keys.into_iter().flatten().filter(|key| !optional.contains(key)).collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

fn named(name: &str, schema: Value) -> (String, Value) {
    (name.to_owned(), schema)
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn pair(items: Value) -> Value {
    json!({ "type": "array", "items": items, "minItems": 2, "maxItems": 2 })
}

fn nullable(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn number() -> Value {
    json!({ "type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$" })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn day() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}

fn status() -> Value {
    json!({ "enum": ["decided", "undetermined", "data_error", "not_applicable"] })
}

fn verdict_code() -> Value {
    let codes = ["graded", "eligible", "rejected", "met", "not_met", "to_review", "not_due"]
        .map(Value::from);
    json!({ "enum": codes.into_iter().chain([Value::Null]).collect::<Vec<_>>() })
}

fn reason_kind() -> Value {
    json!({
        "enum": ["reject", "require", "due", "each", "refer", "warn", "prefer", "cap", "downgrade"]
    })
}
