//! The list of what was planted: every record that a check or an eligibility block must not let
//! pass, and no other.

use crate::cell::escaped;
use std::collections::BTreeMap;

/// What must come out otherwise than for the great majority.
#[derive(Debug, Default)]
pub struct Planted {
    /// By block and record: the type, the verdict and the reasons.
    cases: BTreeMap<(&'static str, String), Case>,
    /// Edges that must not be caught.
    pub passed: Vec<(&'static str, String, &'static str)>,
}

#[derive(Debug)]
struct Case {
    record: &'static str,
    verdict: &'static str,
    reasons: Vec<&'static str>,
}

impl Planted {
    /// A record that a block must catch; a second reason for the same record is added to the first.
    pub fn catch(
        &mut self,
        block: &'static str,
        record: &'static str,
        key: impl Into<String>,
        verdict: &'static str,
        reason: &'static str,
    ) {
        let case = self.cases.entry((block, key.into())).or_insert(Case {
            record,
            verdict,
            reasons: Vec::new(),
        });
        case.reasons.extend((!reason.is_empty()).then_some(reason));
    }

    /// A record at the edge that a block must let pass.
    pub fn pass(&mut self, block: &'static str, key: impl Into<String>, why: &'static str) {
        self.passed.push((block, key.into(), why));
    }

    /// `block;type;record;verdict;reasons`, the reasons joined by `|`.
    pub fn csv(&self) -> String {
        let mut text = String::from("block;type;record;verdict;reasons\n");
        for ((block, key), case) in &self.cases {
            text.push_str(&format!(
                "{block};{};{key};{};{}\n",
                case.record,
                case.verdict,
                case.reasons.join("|")
            ));
        }
        text
    }

    /// Rows of a table for people.
    pub fn rows(&self) -> Vec<String> {
        let row = |((block, key), case): (&(&str, String), &Case)| {
            format!(
                "| {block} | {} | {} | {} |",
                escaped(key),
                case.verdict,
                case.reasons.join("; ")
            )
        };
        self.cases.iter().map(row).collect()
    }

    /// How many cases.
    pub fn count(&self) -> usize {
        self.cases.len()
    }
}
