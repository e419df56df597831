//! Letters that tell a person a result: what came out, why, what to do, whom to ask.

use super::decision::{CriterionResult, DecisionKind, NamedValue, Status};
use super::notes::show_cited;
use super::{ConditionKind, CriterionLines, Explanation, Grounds, Line, Removal, Ways, Working};
use super::{sheet, ways_shown};
use crate::diag::explanation::{NAME_OF, OWN_NAMES};
use crate::diag::letter::{self as say, Words, words};
use crate::markup::{Inline, Role, run};
use crate::model::ClauseKind;
use crate::paper::{Office, Paper, PaperPart};
use crate::source::key;
use crate::value::text::{show_date, show_points};
use crate::value::{Lang, Value};

/// Letter to whoever a record is about: what each block came to, why, what would bring a better
/// result and what cannot be changed, whom to ask. The explanations are those of one record, made
/// with [`Query::ways`](crate::Query::ways); of several blocks, those that do not apply are left
/// out. It says less than the explanations and nothing else.
///
/// ```
/// let rules = visao::Rules::from_text("record Loan
///   field id: text, key
///   field amount: money, from 0
/// eligibility Support for Loan
///   reject if amount > 2 million: \"above the limit\"
/// ")?;
/// let loan = serde_json::json!({ "id": "A7", "amount": 3_000_000 });
/// let told = rules.query().ways().explain(&loan)?;
/// let office = visao::paper::Office::default();
/// let letter = visao::explain::letter(&told, &office, visao::Lang::En);
/// let text = visao::paper::text(&[letter], false);
/// assert!(text.contains("To: Loan A7"));
/// assert!(text.contains("amount down by 1_000_000 VND, to 2_000_000 VND"));
/// # Ok::<(), visao::Error>(())
/// ```
pub fn letter(explanations: &[Explanation], office: &Office, lang: Lang) -> Paper {
    let applies = |one: &&Explanation| one.decision.status != Status::NotApplicable;
    let mut told: Vec<&Explanation> = explanations.iter().filter(applies).collect();
    if told.is_empty() {
        told = explanations.iter().collect();
    }
    let words = words(lang);
    let mut paper = sheet::around(office, lang);
    if paper.head.first().is_some_and(Vec::is_empty) {
        paper.head[0].push(words.line_for_office.to_owned());
    }
    if paper.signatures.is_empty() {
        paper.signatures.push(words.signer.to_owned());
    }
    let Some(first) = told.first() else { return paper };
    let titles: Vec<&str> = told.iter().filter_map(|one| title(one)).collect();
    paper.title =
        vec![words.notice.to_owned(), say::about(&titles.join("; ")).get(lang).to_owned()];
    let mut page = Page { lang, words, parts: Vec::new() };
    page.paragraph(Role::Strong, say::to(&addressed(first, lang)).get(lang));
    let day = first.decision.as_of.map(show_date);
    let rules = office.rules.as_deref().unwrap_or(&first.decision.pack);
    page.paragraph(Role::Plain, say::opening(rules, day.as_deref()).get(lang));
    for (place, explanation) in told.iter().enumerate() {
        let title = title(explanation).filter(|_| told.len() > 1);
        if let Some(title) = title {
            page.heading(&format!("{}. {title}", place + 1));
        }
        page.result(explanation);
    }
    for document in documents(&told, lang) {
        page.paragraph(Role::Plain, &document);
    }
    if told.iter().any(|one| rests_on_assumptions(one)) {
        page.paragraph(Role::Plain, words.assumes);
    }
    let contact = office.contact.join(", ");
    let contact = if contact.is_empty() { words.line } else { &contact };
    page.paragraph(Role::Plain, say::ask(contact).get(lang));
    page.paragraph(Role::Plain, words.yours);
    paper.parts = page.parts;
    let short: String = first.decision.fingerprint.chars().take(12).collect();
    paper.foot = say::made_by(&first.decision.pack, &short).get(lang).to_owned();
    paper
}

fn title(explanation: &Explanation) -> Option<&str> {
    let decision = &explanation.decision;
    decision.title.as_deref().or(decision.block.as_deref())
}

/// Name of a record as one addresses it.
fn addressed(explanation: &Explanation, lang: Lang) -> String {
    let decision = &explanation.decision;
    let shown: &[NamedValue] =
        if decision.shown.is_empty() { &explanation.identity } else { &decision.shown };
    let (names, others): (Vec<&NamedValue>, Vec<&NamedValue>) =
        shown.iter().partition(|named| is_name(named));
    let name = names.iter().map(|named| named.datum.words(lang)).collect::<Vec<_>>().join(", ");
    let others = others.iter().filter(|named| named.datum.value != Value::Missing);
    let others: Vec<String> = others.map(|named| named.datum.words(lang)).collect();
    let kind = if explanation.says_type() { "" } else { &format!("{} ", decision.record_type) };
    say::addressed(kind, &decision.record, &name, &others).get(lang).to_owned()
}

/// Returns `true` of a value that is a name, as `họ tên` is.
fn is_name(named: &NamedValue) -> bool {
    let name = key(&named.name);
    let (before, behind) = NAME_OF;
    let is_called = OWN_NAMES.contains(&name.as_str());
    let is_named = is_called || name.starts_with(before) || name.ends_with(behind);
    matches!(named.datum.value, Value::Text(_)) && is_named
}

/// The documents that reasons cite, each with its title.
fn documents(told: &[&Explanation], lang: Lang) -> Vec<String> {
    let mut documents: Vec<String> = Vec::new();
    for explanation in told {
        let lines = explanation.lines().filter(|line| is_against(explanation, line));
        let of_lines = lines.map(|line| &line.grounds);
        let of_criteria = below_most(explanation).map(|(_, lines)| &lines.grounds);
        let of_criteria = of_criteria.filter(|_| tells_criteria(explanation));
        for cited in of_lines.chain(of_criteria).flat_map(|grounds| &grounds.sources) {
            let told = say::document(&cited.document, &cited.title).get(lang).to_owned();
            if !documents.contains(&told) {
                documents.push(told);
            }
        }
    }
    documents
}

/// Returns `true` if criteria are among the reasons: of points that could be better.
fn tells_criteria(explanation: &Explanation) -> bool {
    let is_open = explanation.decision.verdict.is_none()
        || explanation.ways.as_ref().is_some_and(|ways| ways.to.is_some());
    explanation.decision.kind == DecisionKind::Scorecard && is_open
}

fn rests_on_assumptions(explanation: &Explanation) -> bool {
    let assumes = |grounds: &Grounds| !grounds.assumptions.is_empty();
    explanation.block.iter().any(|(_, own)| assumes(own))
        || explanation.criteria.iter().any(|one| assumes(&one.grounds))
        || explanation.grading.iter().any(|one| assumes(&one.grounds))
        || explanation.lines().any(|one| assumes(&one.grounds))
}

struct Page {
    lang: Lang,
    words: &'static Words,
    parts: Vec<PaperPart>,
}

impl Page {
    fn paragraph(&mut self, role: Role, text: &str) {
        self.parts.push(PaperPart::Paragraph(vec![run(role, text)]));
    }

    fn heading(&mut self, text: &str) {
        self.parts.push(PaperPart::Heading(vec![run(Role::Strong, text)]));
    }

    /// Things under a heading, each behind its number; nothing where there are none.
    fn numbered(&mut self, heading: &str, items: Vec<Inline>) {
        if items.is_empty() {
            return;
        }
        self.heading(heading);
        for (place, item) in items.into_iter().enumerate() {
            self.parts.push(PaperPart::Item(format!("{}.", place + 1), item));
        }
    }

    fn listed(&mut self, items: Vec<String>) {
        for item in items {
            self.parts.push(PaperPart::Item("-".to_owned(), vec![run(Role::Plain, item)]));
        }
    }

    fn result(&mut self, explanation: &Explanation) {
        let result = say::result(&explanation.standing(self.lang));
        self.paragraph(Role::Strong, result.get(self.lang));
        if explanation.decision.status == Status::DataError {
            let errors = explanation.decision.errors.iter().map(|error| error.words(self.lang));
            let errors = errors.map(|error| vec![run(Role::Plain, error)]).collect();
            return self.numbered(self.words.correct, errors);
        }
        let reasons = self.reasons(explanation);
        self.numbered(self.words.reasons, reasons);
        if let Some(ways) = &explanation.ways {
            self.missing(ways);
            self.push_ways(ways);
            self.fixed(explanation, ways);
        }
    }

    /// The reasons that are against the record; of a result that could be better, also the criteria
    /// that gave less than their most.
    fn reasons(&self, explanation: &Explanation) -> Vec<Inline> {
        let lines = explanation.lines().filter(|line| is_against(explanation, line));
        let of_lines = lines.map(|line| self.reason(line));
        let of_criteria = below_most(explanation).filter(|_| tells_criteria(explanation));
        of_lines
            .chain(of_criteria.filter_map(|(result, lines)| self.points(result, lines)))
            .collect()
    }

    fn reason(&self, line: &Line) -> Inline {
        let time = line.time.as_ref().map(|time| format!(" ({})", time.get(self.lang)));
        let text = format!("{}{}", line.text, time.unwrap_or_default());
        self.with_values(&text, &line.workings, &line.grounds)
    }

    fn points(&self, result: &CriterionResult, lines: &CriterionLines) -> Option<Inline> {
        let shown = |number| show_points(number, self.lang);
        let name = result.title.as_deref().unwrap_or(&result.label);
        let points = shown(result.points.as_ref()?);
        let text = say::points(name, &points, &shown(&result.max_points));
        Some(self.with_values(text.get(self.lang), &lines.workings, &lines.grounds))
    }

    /// A reason with the values that it rests on, and the documents it comes from.
    fn with_values(&self, text: &str, workings: &[Working], grounds: &Grounds) -> Inline {
        let mut words = vec![run(Role::Strong, text)];
        if !workings.is_empty() {
            let values: Vec<String> = workings.iter().map(Working::words).collect();
            words.push(run(Role::Plain, format!("; {}", values.join("; "))));
        }
        let mut cited: Vec<String> = grounds.sources.iter().map(show_cited).collect();
        cited.dedup();
        if !cited.is_empty() {
            words.push(run(Role::Plain, format!(" ({}: {})", self.words.basis, cited.join("; "))));
        }
        words
    }

    /// The missing values, and what each would lead to.
    fn missing(&mut self, ways: &Ways) {
        let lang = self.lang;
        let item = |words: String| vec![run(Role::Plain, words)];
        let items = ways.questions.iter().map(|one| item(ways_shown::answers(one, lang))).collect();
        self.numbered(self.words.supply, items);
    }

    fn push_ways(&mut self, ways: &Ways) {
        let lang = self.lang;
        if !ways.may_lose.is_empty() {
            self.heading(self.words.keeps);
            self.listed(ways.may_lose.iter().map(|slack| slack.words(lang)).collect());
        }
        if ways.to.is_none() {
            return;
        }
        self.heading(self.words.to_do);
        if ways.ways.is_empty() {
            let words = match (ways.none, ways.complete_up_to) {
                (true, _) => self.words.none,
                (false, 3..) => self.words.none_of_three,
                (false, _) => self.words.none_found,
            };
            let others = format!("{words}{}", self.of_others(ways));
            return self.paragraph(Role::Plain, &others);
        }
        if ways.ways.len() > 1 {
            self.paragraph(Role::Plain, self.words.several);
        }
        let shown = ways.ways.iter().take(ways_shown::SHOWN);
        self.listed(shown.map(|way| way.then(lang)).collect());
        let has_others =
            ways.complete_up_to < 3 || ways.ways.len() > ways_shown::SHOWN || ways.rests_on_others;
        let others = if has_others { format!("{} ", self.words.perhaps) } else { String::new() };
        self.paragraph(Role::Plain, &format!("{others}{}", self.words.tell_us));
    }

    /// A sentence about other records that the result rests on too, after one about this record.
    fn of_others(&self, ways: &Ways) -> String {
        if ways.rests_on_others { format!(" {}", self.words.of_others) } else { String::new() }
    }

    /// What the reasons rest on that stays as it is.
    fn fixed(&mut self, explanation: &Explanation, ways: &Ways) {
        let mut items = Vec::new();
        for line in explanation.lines().filter(|line| is_against(explanation, line)) {
            let stays = stays(ways, &line.values, &line.workings);
            let own = |removal: &&Removal| removal.clause == line.clause;
            let is_stuck = ways.reasons.iter().find(own).is_some_and(|one| one.changes.is_empty());
            if !stays.is_empty() {
                items.push(format!("{}: {}", line.text, stays.join("; ")));
            } else if is_stuck {
                items.push(format!("{}: {}", line.text, self.words.no_single));
            }
        }
        let mut of_criteria: Vec<String> = Vec::new();
        for (result, lines) in below_most(explanation).filter(|_| ways.to.is_some()) {
            for one in stays(ways, &result.values, &lines.workings) {
                if !of_criteria.contains(&one) {
                    of_criteria.push(one);
                }
            }
        }
        items.extend(Some(of_criteria.join("; ")).filter(|all| !all.is_empty()));
        if !items.is_empty() {
            self.heading(self.words.fixed);
            self.listed(items);
        }
    }
}

/// Criteria that gave less than their most, with their lines.
fn below_most(
    explanation: &Explanation,
) -> impl Iterator<Item = (&CriterionResult, &CriterionLines)> {
    let all = explanation.decision.criteria.iter().zip(&explanation.criteria);
    all.filter(|(result, _)| result.points.as_ref().is_some_and(|own| *own < result.max_points))
}

/// Values among these that stay as they are; each with its value where that is told apart.
fn stays(ways: &Ways, values: &[NamedValue], workings: &[Working]) -> Vec<String> {
    let fixed = values.iter().filter(|named| ways.fixed.contains(&named.name));
    let words = |named: &NamedValue| {
        let own = workings.iter().find(|one| one.name == named.name && one.formula.is_none());
        own.map_or_else(|| named.name.to_string(), Working::words)
    };
    fixed.map(words).collect()
}

/// Returns `true` of a line that is a reason for the result being no better; of a block that does
/// not apply, of the guards alone.
fn is_against(explanation: &Explanation, line: &Line) -> bool {
    let applies = explanation.decision.status != Status::NotApplicable;
    let is_guard = line.kind == ConditionKind::Clause(ClauseKind::Applies);
    let counts = if applies { line.kind.is_against() && !line.idle } else { is_guard };
    counts && line.fires()
}
