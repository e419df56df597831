//! An explanation laid out for a reader.

use super::decision::{
    CriterionResult, DataFault, DecisionKind, InPeriod, NamedValue, SourceLine, Status,
    name_of_record,
};
use super::notes::{Notes, cited_in_full, push_assumption, show_cited};
use super::{
    ConditionKind, CriterionLines, Explanation, Grounds, Line, Removal, Working, brief, ways_shown,
};
use crate::diag::explanation::{Kind, Words, said_of, words};
use crate::markup::{self, Document, Inline, Role, run};
use crate::model::{ClauseKind, Verdict};
use crate::value::text::{show_date, show_points, show_value};
use crate::value::{Lang, Num, Truth, Value};
use std::fmt;

/// Length of an explanation: how much of it is laid out.
///
/// ```
/// use visao::explain::{Length, document};
///
/// let rules = visao::Rules::from_text("language: en
/// record Loan
///   field id: text, key
///   field debt: money, from 0
/// eligibility Support for Loan
///   reject if debt > 2 million: \"debt above the limit\"
///     assumption \"the limit of last year\"
/// ")?;
/// let loan = serde_json::json!({ "id": "A", "debt": 3_000_000 });
/// let told = rules.query().ways().explain(&loan)?;
/// let lines = |length| document(&told, length, visao::Lang::En).lines.len();
/// assert_eq!(lines(Length::Brief), 1);
/// // The reason names its assumption by a number; in full it stands at the foot.
/// assert!(told[0].to_string().contains("assumption (1): the limit of last year"));
/// // The full form has the whole fingerprint of the rules, for the record.
/// assert!(format!("{:#}", told[0]).contains(&*told[0].decision.fingerprint));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Length {
    /// One sentence a person can be told.
    Brief,
    /// Every line; what several lines assume or cite stands once in full, at the foot.
    #[default]
    Normal,
    /// All there is, each line with all it rests on.
    Full,
}

/// As text, in its own language: [`Length::Normal`], and [`Length::Full`] by `{:#}`.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = if f.alternate() { Length::Full } else { Length::Normal };
        let all = document(std::slice::from_ref(self), length, self.decision.lang);
        f.write_str(all.text(false).trim_end())
    }
}

/// Explanations as a document.
pub fn document(explanations: &[Explanation], length: Length, lang: Lang) -> Document {
    if length == Length::Brief {
        return brief::lines(explanations, lang);
    }
    let mut document = Document::default();
    for explanation in explanations {
        let (words, document) = (words(lang), &mut document);
        let (is_full, notes) = (length == Length::Full, Notes::default());
        Page { explanation, is_full, lang, words, notes, document }.lay_out();
    }
    document
}

struct Page<'p> {
    explanation: &'p Explanation,
    is_full: bool,
    lang: Lang,
    words: &'static Words,
    notes: Notes,
    document: &'p mut Document,
}

impl Page<'_> {
    fn lay_out(&mut self) {
        self.heading();
        let explanation = self.explanation;
        if let (Some(title), Some((clause, _))) = (
            explanation.decision.title.as_ref().or(explanation.decision.block.as_ref()),
            &explanation.block,
        ) {
            let line = markup::Line {
                level: 1,
                left: vec![run(Role::Plain, title.as_ref())],
                figure: Vec::new(),
                place: vec![place(clause)],
            };
            self.document.push(line);
        }
        for error in &explanation.decision.errors {
            self.error(error);
        }
        explanation.guards.iter().for_each(|guard| self.line(guard));
        for (result, lines) in explanation.decision.criteria.iter().zip(&explanation.criteria) {
            self.criterion(result, lines);
        }
        self.grading();
        for line in explanation.caps.iter().chain(&explanation.clauses) {
            self.line(line);
        }
        if let Some(ways) = &explanation.ways {
            let most = if self.is_full { usize::MAX } else { ways_shown::SHOWN };
            ways_shown::push(self.document, ways, most, self.lang);
        }
        self.values();
        self.settles();
        self.foot();
    }

    fn push(&mut self, level: usize, left: Inline) {
        self.document.push(markup::Line::words(level, left));
    }

    fn heading(&mut self) {
        let decision = &self.explanation.decision;
        let record = if self.explanation.says_type() {
            decision.record.clone()
        } else {
            format!("{} {}", decision.record_type, decision.record)
        };
        let mut left = vec![run(Role::Strong, record)];
        let shown = name_of_record("", &decision.shown, self.lang);
        if !shown.is_empty() {
            left.push(run(Role::Plain, shown));
        }
        let identity = Some(&self.explanation.identity).filter(|_| decision.shown.is_empty());
        for named in identity.into_iter().flatten() {
            let stated = match &named.datum.value {
                Value::Text(text) => Some(text),
                Value::Code(_) => named.datum.name.as_ref(),
                Value::Missing | Value::Num(_) | Value::Date(_) | Value::Bool(_) => None,
            };
            if let Some(stated) = stated {
                left.push(run(Role::Plain, format!(" · {stated}")));
            }
        }
        if let Some(result) = self.result() {
            left.extend([run(Role::Plain, " · "), result]);
        }
        if let (Some(points), Some(most)) = (&decision.points, &decision.max_points) {
            left.push(run(
                Role::Plain,
                format!(" · {}/{} {}", self.number(points), self.number(most), self.words.points),
            ));
        } else if let (Some((low, high)), Some(most)) =
            (&decision.points_range, &decision.max_points)
        {
            left.push(run(
                Role::Plain,
                format!(
                    " · {}–{}/{} {}",
                    self.number(low),
                    self.number(high),
                    self.number(most),
                    self.words.points
                ),
            ));
        }
        let mut place = decision.pack.to_string();
        if let Some(day) = decision.as_of {
            place.push_str(&format!(" · {}", show_date(day)));
        }
        self.document.push(markup::Line {
            level: 0,
            left,
            figure: Vec::new(),
            place: vec![run(Role::Faint, place)],
        });
    }

    fn result(&self) -> Option<markup::Run> {
        let decision = &self.explanation.decision;
        Some(match (decision.status, &decision.verdict, decision.kind) {
            (Status::DataError, _, _) => run(Role::Bad, self.words.data_error),
            (Status::NotApplicable, _, _) => run(Role::Note, self.words.not_applicable),
            (Status::Undetermined, _, DecisionKind::Eligibility | DecisionKind::Check) => run(
                Role::Note,
                self.explanation
                    .incomplete
                    .as_deref()
                    .unwrap_or(
                        Verdict::Incomplete.word(decision.kind == DecisionKind::Check, self.lang),
                    )
                    .to_uppercase(),
            ),
            (Status::Undetermined, _, DecisionKind::Scorecard | DecisionKind::Record) => {
                run(Role::Note, self.words.undetermined)
            }
            (Status::Decided, Some(verdict), DecisionKind::Scorecard) => {
                run(Role::Strong, format!("{} {}", self.words.grade, verdict.to_uppercase()))
            }
            (Status::Decided, Some(verdict), _) => run(Role::Strong, verdict.to_uppercase()),
            (Status::Decided, None, _) => return None,
        })
    }

    fn number(&self, number: &Num) -> String {
        show_points(number, self.lang)
    }

    fn error(&mut self, error: &DataFault) {
        let left = vec![run(Role::Bad, error.words(self.lang))];
        let place = error.clause.iter().map(place).collect();
        self.document.push(markup::Line { level: 1, left, figure: Vec::new(), place });
        if let Some(clause) = &error.clause {
            self.push(2, vec![run(Role::Faint, format!("{}: ", self.words.rule)), quote(clause)]);
        }
    }

    fn criterion(&mut self, result: &CriterionResult, lines: &CriterionLines) {
        let title = result.title.as_deref().unwrap_or("");
        let points = match &result.points {
            Some(points) => self.number(points),
            None => format!("{}–{}", self.number(&result.range.0), self.number(&result.range.1)),
        };
        self.document.push(markup::Line {
            level: 1,
            left: vec![run(Role::Strong, format!("{}. {title}", result.label))],
            figure: vec![run(
                Role::Strong,
                format!("{points}/{}", self.number(&result.max_points)),
            )],
            place: vec![place(result.clauses.first().unwrap_or(&lines.clause))],
        });
        self.workings(&lines.workings);
        let label = match (result.clauses.len(), result.points.is_some()) {
            (0, _) => self.words.no_row,
            (1, true) => self.words.row_held,
            (_, true) => self.words.rows_held,
            (_, false) => self.words.rows_open,
        };
        self.quoted(label, &result.clauses, &lines.grounds);
        let ways = self.explanation.ways.iter().flat_map(|ways| &ways.margins);
        let own = ways.filter(|margin| margin.criterion == result.label);
        for margin in own.take(1) {
            ways_shown::push_margin(self.document, margin, self.is_full, self.lang);
        }
        self.rests_on(&result.values, &lines.grounds);
    }

    /// Rows as written, the document they come from beside them.
    fn quoted(&mut self, label: &str, clauses: &[SourceLine], grounds: &Grounds) {
        let mut cited: Vec<String> = grounds.sources.iter().map(show_cited).collect();
        cited.dedup();
        self.notes.cited(&grounds.sources);
        let cited = cited.join("; ");
        let mut place = if cited.is_empty() { Vec::new() } else { vec![run(Role::Faint, cited)] };
        if clauses.is_empty() {
            self.document.push(markup::Line {
                level: 2,
                left: vec![run(Role::Note, label)],
                figure: Vec::new(),
                place,
            });
            return;
        }
        for (index, clause) in clauses.iter().enumerate() {
            let lead = format!("{label}: ");
            let lead = if index == 0 { lead } else { " ".repeat(lead.chars().count()) };
            let left = vec![run(Role::Faint, lead), quote(clause)];
            self.document.push(markup::Line {
                level: 2,
                left,
                figure: Vec::new(),
                place: std::mem::take(&mut place),
            });
        }
    }

    fn workings(&mut self, workings: &[Working]) {
        for working in workings {
            let sign = if working.rounded { "≈" } else { "=" };
            let mut left = vec![run(Role::Plain, working.name.as_ref())];
            if let Some(formula) = &working.formula {
                left.push(run(Role::Plain, format!(" = {formula}")));
            }
            left.push(run(Role::Plain, format!(" {sign} ")));
            left.push(run(Role::Strong, working.result.as_str()));
            let place = working.clause.iter().map(place).collect();
            self.document.push(markup::Line { level: 2, left, figure: Vec::new(), place });
        }
    }

    fn grading(&mut self) {
        let explanation = self.explanation;
        if explanation.criteria.is_empty() {
            return;
        }
        let decision = &explanation.decision;
        let figure = match (&decision.points, &decision.points_range, &decision.max_points) {
            (Some(points), _, Some(most)) => {
                format!("{}/{}", self.number(points), self.number(most))
            }
            (None, Some((low, high)), Some(most)) => {
                format!("{}–{}/{}", self.number(low), self.number(high), self.number(most))
            }
            _ => String::new(),
        };
        let row = explanation.grading.as_ref().and_then(|grading| grading.clause.as_ref());
        self.document.push(markup::Line {
            level: 1,
            left: vec![run(Role::Strong, self.words.total)],
            figure: vec![run(Role::Strong, figure)],
            place: row.into_iter().map(place).collect(),
        });
        if let Some(grading) = &explanation.grading {
            if grading.clause.is_some() {
                self.quoted(self.words.graded_by, grading.clause.as_slice(), &grading.grounds);
            }
            self.workings(&grading.workings);
            self.rests_on(&grading.values, &grading.grounds);
        }
        if decision.points_range.is_some() && decision.status == Status::Decided {
            self.push(2, vec![run(Role::Note, self.words.decided_all_the_same)]);
        }
        if let Some((low, high)) = &decision.verdict_range {
            self.push(
                2,
                vec![run(
                    Role::Note,
                    format!(
                        "{} {} {low} {} {high}",
                        self.words.grade, self.words.from, self.words.to
                    ),
                )],
            );
        }
        let passed_over = explanation.grading.iter().flat_map(|grading| &grading.passed_over);
        passed_over.for_each(|row| self.line(row));
    }

    fn line(&mut self, line: &Line) {
        let (phrase, role) = standing(line, self.lang);
        let (before, after) = phrase.split_once("{}").unwrap_or((phrase, ""));
        let time = line.time.as_ref().map(|time| format!(" ({})", time.get(self.lang)));
        let told = [run(role, before), run(Role::Plain, stated(line)), run(role, after)];
        self.document.push(markup::Line {
            level: 1,
            left: told.into_iter().chain(time.map(|time| run(Role::Note, time))).collect(),
            figure: Vec::new(),
            place: vec![place(&line.clause)],
        });
        self.workings(&line.workings);
        if line.kind != ConditionKind::Grade && line.clause.text.as_ref() != stated(line) {
            self.quoted(self.words.rule, std::slice::from_ref(&line.clause), &line.grounds);
        }
        self.periods(&line.periods);
        if line.truth == Truth::Missing && !line.not_due && !line.missing.is_empty() {
            self.push(
                2,
                vec![run(
                    Role::Note,
                    format!("{}: {}", self.words.missing, line.missing.join(", ")),
                )],
            );
        }
        let ways = self.explanation.ways.iter().flat_map(|ways| &ways.reasons);
        let is_told = line.fires() && !line.idle;
        let is_full = self.is_full;
        let is_own = |one: &&Removal| (one.is_against || is_full) && one.clause == line.clause;
        if let Some(removal) = ways.filter(|_| is_told).find(is_own) {
            ways_shown::push_removal(self.document, removal, is_full, self.lang);
        }
        self.rests_on(&line.values, &line.grounds);
    }

    /// The periods with their values, those that fail named as such.
    fn periods(&mut self, periods: &[InPeriod]) {
        if periods.is_empty() {
            return;
        }
        let one = |period: &InPeriod| {
            let words = period.words(self.lang);
            match period.holds {
                Some(true) => words,
                Some(false) => format!("{words} ({})", self.words.fails),
                None => format!("{words} ({})", self.words.unknown),
            }
        };
        let all: Vec<String> = periods.iter().map(one).collect();
        let text = format!("{}: {}", self.words.each_period, all.join("; "));
        self.push(2, vec![run(Role::Plain, text)]);
    }

    /// The results of a block; without a block, and in full, all that is worked out of the record.
    fn values(&mut self) {
        let decision = &self.explanation.decision;
        let derived = self.explanation.block.is_none() || self.is_full;
        let results = self.explanation.block.as_ref().map(|_| &decision.results);
        let derived = derived.then_some(&decision.derived).into_iter().flatten();
        let of_block = |named: &&NamedValue| {
            results.is_none_or(|results| results.iter().all(|one| one.name != named.name))
        };
        for named in results.into_iter().flatten().chain(derived.filter(of_block)) {
            self.push(1, stated_value(named, Role::Strong, self.lang));
        }
    }

    /// What a line rests on: in full its values, documents and assumptions, else its assumptions
    /// by their numbers.
    fn rests_on(&mut self, values: &[NamedValue], grounds: &Grounds) {
        if !self.is_full {
            if let Some(left) = self.notes.assumed(grounds, self.words) {
                self.push(2, left);
            }
            return;
        }
        if !values.is_empty() {
            let mut left = vec![run(Role::Faint, format!("{}: ", self.words.rests_on))];
            for (place, named) in values.iter().enumerate() {
                let gap = run(Role::Plain, if place == 0 { "" } else { "; " });
                left.push(gap);
                left.extend(stated_value(named, Role::Plain, self.lang));
            }
            self.push(2, left);
        }
        push_grounds(self.document, 2, grounds, self.lang);
    }

    /// The block's own grounds, and what lines mentioned in short.
    fn foot(&mut self) {
        let none = Grounds::default();
        let own = self.explanation.block.as_ref().map_or(&none, |(_, grounds)| grounds);
        if self.is_full {
            push_grounds(self.document, 1, own, self.lang);
        } else {
            push_sources(self.document, 1, own, self.words);
            self.notes.push(self.document, own, self.words);
        }
        let fingerprint = &self.explanation.decision.fingerprint;
        let digits = if self.is_full { usize::MAX } else { 12 };
        let shown: String = fingerprint.chars().take(digits).collect();
        self.push(1, vec![run(Role::Faint, format!("{}: {shown}", self.words.fingerprint))]);
    }

    fn settles(&mut self) {
        let decision = &self.explanation.decision;
        for found in &decision.unknown {
            let left = vec![
                quote(&found.clause),
                run(Role::Note, format!(": {}", found.text.get(self.lang))),
            ];
            self.document.push(markup::Line {
                level: 1,
                left,
                figure: Vec::new(),
                place: vec![place(&found.clause)],
            });
        }
        if !decision.missing.is_empty() {
            self.push(
                1,
                vec![run(
                    Role::Note,
                    format!("{}: {}", self.words.settles, decision.missing.join(", ")),
                )],
            );
            if let Some(ways) = &self.explanation.ways {
                let missing = decision.missing.len();
                ways_shown::push_questions(self.document, ways, missing, self.lang);
            }
        }
    }
}

/// `nợ quá hạn = 0 đ`, `≈` of a value that was rounded for showing.
fn stated_value(named: &NamedValue, role: Role, lang: Lang) -> Inline {
    let datum = &named.datum;
    let shown = match &datum.members {
        Some(_) => datum.words(lang),
        None => {
            let name = |_, _| datum.name.as_deref();
            let shown = show_value(&datum.value, datum.ty, lang, &[], name);
            let sign = if shown.rounded { "≈" } else { "=" };
            let lead = run(Role::Plain, format!("{} {sign} ", named.name));
            return vec![lead, run(role, shown.text)];
        }
    };
    vec![run(Role::Plain, format!("{} = ", named.name)), run(role, shown)]
}

/// A line of an explanation in one sentence: what its condition came to.
#[cfg(feature = "xlsx")]
pub(crate) fn said(line: &Line, lang: Lang) -> String {
    let (phrase, _) = standing(line, lang);
    let time = line.time.as_ref().map(|time| format!(" ({})", time.get(lang)));
    format!("{}{}", phrase.replacen("{}", stated(line), 1), time.unwrap_or_default())
}

/// Words that a line states: the reason it gives, or, of a guard and of a requirement that did
/// not fire, what was asked.
fn stated(line: &Line) -> &str {
    let states_answer = match line.kind {
        ConditionKind::Clause(ClauseKind::Applies) => true,
        ConditionKind::Clause(ClauseKind::Require | ClauseKind::Due) => !line.fires(),
        ConditionKind::Clause(
            ClauseKind::Reject | ClauseKind::Refer | ClauseKind::Warn | ClauseKind::Prefer,
        )
        | ConditionKind::Cap
        | ConditionKind::Downgrade
        | ConditionKind::Grade => false,
    };
    if states_answer { &line.answer } else { &line.text }
}

/// Wording of a line by its kind: the table of [`said_of`], with the role that colours it.
fn standing(line: &Line, lang: Lang) -> (&'static str, Role) {
    let words = words(lang);
    let (said, fired, idle) = match line.kind {
        ConditionKind::Clause(ClauseKind::Applies) => (Kind::Applies, Role::Note, Role::Plain),
        ConditionKind::Clause(ClauseKind::Require) => (Kind::Require, Role::Bad, Role::Good),
        ConditionKind::Clause(ClauseKind::Due) => (Kind::Due, Role::Bad, Role::Good),
        ConditionKind::Clause(ClauseKind::Reject) => (Kind::Reject, Role::Bad, Role::Good),
        ConditionKind::Clause(ClauseKind::Refer) => (Kind::Refer, Role::Note, Role::Good),
        ConditionKind::Clause(ClauseKind::Warn) => (Kind::Warn, Role::Note, Role::Good),
        ConditionKind::Clause(ClauseKind::Prefer) => (Kind::Prefer, Role::Good, Role::Plain),
        ConditionKind::Cap => (Kind::Cap, Role::Bad, Role::Good),
        ConditionKind::Downgrade => (Kind::Downgrade, Role::Bad, Role::Good),
        ConditionKind::Grade => (Kind::Grade, Role::Note, Role::Note),
    };
    let said = said_of(said, lang);
    if line.not_due {
        return (words.not_due, Role::Note);
    }
    match line.truth {
        Truth::Missing | Truth::Fault => (said.open, Role::Note),
        Truth::True | Truth::False if line.idle && line.kind == ConditionKind::Downgrade => {
            (words.downgrade_idle, Role::Note)
        }
        Truth::True | Truth::False if line.idle => (words.cap_idle, Role::Note),
        Truth::True | Truth::False if line.fires() => (said.fired, fired),
        Truth::True | Truth::False => (said.not, idle),
    }
}

/// Lays out what a line rests on.
pub fn push_grounds(document: &mut Document, level: usize, grounds: &Grounds, lang: Lang) {
    let words = words(lang);
    push_sources(document, level, grounds, words);
    for assumed in &grounds.assumptions {
        push_assumption(document, level, words.assumption, assumed);
    }
}

fn push_sources(document: &mut Document, level: usize, grounds: &Grounds, words: &Words) {
    for cited in &grounds.sources {
        let text = format!("{}: {}", words.basis, cited_in_full(cited));
        document.push(markup::Line::words(level, vec![run(Role::Faint, text)]));
    }
}

fn place(clause: &SourceLine) -> markup::Run {
    run(Role::Faint, format!("{}:{}", clause.file, clause.line))
}

fn quote(clause: &SourceLine) -> markup::Run {
    run(Role::Quote, format!("“{}”", clause.text))
}
