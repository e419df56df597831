//! Findings as SARIF 2.1.0, which code hosts and editors read.

use super::explanation::meaning_view;
use super::pages::page;
use crate::diag::{Diagnostic, Error, Fix, Label, Message, Severity};
use crate::engine::Findings;
use crate::source::{Source, Sources, Span};
use crate::value::Lang;
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// The schema that the standard names.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

impl Findings {
    /// The findings as a SARIF log of one run. Columns count UTF-16 code units, as its readers do;
    /// each code that is met is a rule, with its page as help.
    ///
    /// # Errors
    /// Never in practice: serde's own error is passed on.
    ///
    /// ```
    /// let rules = visao::Rules::from_text("bản ghi Tổ
    ///   trường mã: chữ, khóa
    ///   trường nợ: tiền, từ 0
    /// ")?;
    /// let log = rules.check().sarif(visao::Lang::Vi).unwrap();
    /// assert!(log.contains("\"ruleId\": \"W509\""));
    /// # Ok::<(), visao::Error>(())
    /// ```
    pub fn sarif(&self, lang: Lang) -> Result<String, serde_json::Error> {
        sarif(&self.diagnostics, &self.sources, lang)
    }
}

impl Error {
    /// The findings in rules that cannot be used as a SARIF log; see [`Findings::sarif`].
    ///
    /// # Errors
    /// Never in practice: serde's own error is passed on.
    pub fn sarif(&self, lang: Lang) -> Result<String, serde_json::Error> {
        sarif(self.diagnostics(), self.sources(), lang)
    }
}

fn sarif(found: &[Diagnostic], sources: &Sources, lang: Lang) -> Result<String, serde_json::Error> {
    let mut codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| rule(code, found, lang)).collect();
    let log = Log { sources, codes: &codes, lang };
    let results: Vec<Value> = found.iter().map(|finding| log.result(finding)).collect();
    serde_json::to_string_pretty(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "visao",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "language": language(lang),
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    }))
}

struct Log<'l> {
    sources: &'l Sources,
    codes: &'l [&'l str],
    lang: Lang,
}

impl Log<'_> {
    fn result(&self, finding: &Diagnostic) -> Value {
        let words = |message: &Message| message.get(self.lang).to_owned();
        let help = finding.help.as_ref().map(|help| format!("; {}", words(help)));
        let mut result = Map::from_iter([
            ("ruleId".to_owned(), json!(finding.code)),
            ("ruleIndex".to_owned(), json!(self.codes.iter().position(|one| *one == finding.code))),
            ("level".to_owned(), json!(level(finding.severity))),
            (
                "message".to_owned(),
                json!({ "text": words(&finding.headline) + help.unwrap_or_default().as_str() }),
            ),
        ]);
        let mut add = |key: &str, value: Value| _ = result.insert(key.to_owned(), value);
        if let Some((main, others)) = finding.labels.split_first() {
            add("locations", json!([{ "physicalLocation": self.physical(main.span) }]));
            let others: Vec<Value> =
                (1..).zip(others).map(|(id, label)| self.related(id, label)).collect();
            if !others.is_empty() {
                add("relatedLocations", Value::Array(others));
            }
        }
        let sure = finding.fix.iter().map(|fix| self.fix(None, std::slice::from_ref(fix)));
        let tried = finding.fixes.iter().map(|fix| self.fix(Some(&fix.message), &fix.changes));
        let fixes: Vec<Value> = sure.chain(tried).collect();
        if !fixes.is_empty() {
            add("fixes", Value::Array(fixes));
        }
        if let Some(meaning) = &finding.meaning {
            add("properties", json!(meaning_view(meaning, self.lang)));
        }
        Value::Object(result)
    }

    /// An edit, its changes file by file.
    fn fix(&self, message: Option<&Message>, changes: &[Fix]) -> Value {
        let mut files: Vec<(Value, Vec<Value>)> = Vec::new();
        for change in changes {
            let replacement = json!({
                "deletedRegion": self.region(change.span),
                "insertedContent": { "text": change.replacement },
            });
            let artifact = self.artifact(change.span);
            match files.iter_mut().find(|(known, _)| *known == artifact) {
                Some((_, replacements)) => replacements.push(replacement),
                None => files.push((artifact, vec![replacement])),
            }
        }
        let changes = files.into_iter().map(|(artifact, replacements)| {
            json!({ "artifactLocation": artifact, "replacements": replacements })
        });
        let changes: Vec<Value> = changes.collect();
        match message {
            Some(message) => json!({
                "description": { "text": message.get(self.lang) },
                "artifactChanges": changes,
            }),
            None => json!({ "artifactChanges": changes }),
        }
    }

    fn related(&self, id: usize, label: &Label) -> Value {
        let text = label.text.get(self.lang);
        let mut location = json!({ "id": id, "physicalLocation": self.physical(label.span) });
        if let Some(location) = location.as_object_mut().filter(|_| !text.is_empty()) {
            location.insert("message".to_owned(), json!({ "text": text }));
        }
        location
    }

    fn physical(&self, span: Span) -> Value {
        json!({ "artifactLocation": self.artifact(span), "region": self.region(span) })
    }

    fn artifact(&self, span: Span) -> Value {
        json!({ "uri": uri(self.sources[span.source].name()) })
    }

    fn region(&self, span: Span) -> Value {
        let source = &self.sources[span.source];
        let ([line, column], [end_line, end_column]) =
            (position(source, span.start), position(source, span.end));
        json!({
            "startLine": line, "startColumn": column,
            "endLine": end_line, "endColumn": end_column,
        })
    }
}

/// Line and column of an offset, from 1, the column in UTF-16 code units.
fn position(source: &Source, at: u32) -> [usize; 2] {
    let before = source.text().get(..at as usize).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    [source.line_column(at).line, line.encode_utf16().count() + 1]
}

/// A code as a rule: its title, what it means, the page.
fn rule(code: &str, found: &[Diagnostic], lang: Lang) -> Value {
    let severity = found.iter().find(|finding| finding.code == code).map(|one| one.severity);
    let mut rule = json!({
        "id": code,
        "defaultConfiguration": { "level": level(severity.unwrap_or(Severity::Warning)) },
    });
    let Some(page) = page(code) else { return rule };
    let (title, text) = told(page, lang);
    if let Some(rule) = rule.as_object_mut() {
        rule.insert("shortDescription".to_owned(), json!({ "text": title }));
        rule.insert("fullDescription".to_owned(), json!({ "text": text }));
        rule.insert("help".to_owned(), json!({ "text": text, "markdown": page }));
    }
    rule
}

/// Title of a page and what it says in a language. The title stands in Vietnamese above all; in
/// English it is what the paragraph begins with in italics.
fn told(page: &str, lang: Lang) -> (String, String) {
    let mut paragraphs = page.split("\n\n");
    let title =
        paragraphs.next().and_then(|head| head.split_once(": ")).map_or("", |(_, title)| title);
    let vietnamese = paragraphs.next().unwrap_or(title);
    match lang {
        Lang::Vi => (title.to_owned(), vietnamese.to_owned()),
        Lang::En => {
            let english = paragraphs.next().unwrap_or(title);
            let start = english.strip_prefix('*').and_then(|rest| rest.split_once('*'));
            let title = start.map_or(english, |(title, _)| title);
            (title.to_owned(), english.replace('*', ""))
        }
    }
}

fn language(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A path as a relative URI.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b'\\' => uri.push('/'),
            // Writing to a string cannot fail.
            _ => _ = write!(uri, "%{byte:02X}"),
        }
    }
    uri
}
