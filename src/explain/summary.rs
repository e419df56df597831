//! What a block decided of a record, in the few words a row of a table has room for. Nothing is
//! copied that the rules hold.

use super::ConditionKind;
use super::block::{
    Body, CardReading, ClausesReading, CriterionReading, GradingReading, RuleReading,
};
use super::causes::Root;
use super::decision::Unknown;
use super::reader::{Identity, Reader};
use crate::diag::explanation::{self as say, Kind, said_of};
use crate::eval::Status;
use crate::model::{BlockId, ClauseKind, Verdict};
use crate::plan::BlockPlan;
use crate::value::Num;
use std::borrow::Cow;

/// A decision in brief.
#[derive(Clone, Debug)]
pub struct Summary<'a> {
    /// Status that the block reached.
    pub status: Status,
    /// The grade or verdict, if there is one.
    pub verdict: Option<&'a str>,
    /// The lowest and highest grade in reach of an undetermined record.
    pub verdict_range: Option<(&'a str, &'a str)>,
    /// The least and the most the total can be; the same where it is one number.
    pub points: Option<(Num, Num)>,
    /// The same of each criterion.
    pub criteria: Vec<(Num, Num)>,
    /// Notes in words: what fired, what is missing, what is wrong.
    pub notes: Vec<Cow<'a, str>>,
}

impl<'a> Reader<'a, '_> {
    /// Decision of a block about the record, in brief, for a row of a table.
    pub fn summary(&self, identity: Identity<'_>, id: BlockId, plan: &'a BlockPlan) -> Summary<'a> {
        let reading = self.read_block(id, plan);
        let status = reading.status;
        let mut summary = Summary {
            status,
            verdict: None,
            verdict_range: None,
            points: None,
            criteria: Vec::new(),
            notes: Vec::new(),
        };
        match reading.body() {
            Body::Scorecard(card) => self.summarise_card(&mut summary, id, card),
            Body::Clauses(clauses) => {
                let verdict = clauses.verdict.filter(|_| status == Status::Decided);
                summary.verdict =
                    verdict.map(|verdict| clauses.block.verdict_word(verdict, self.model.lang));
                self.push_reasons(&mut summary, clauses);
                self.push_not_due(&mut summary, clauses);
                if status == Status::Undetermined {
                    summary.notes.extend(self.open_notes([Root::Block(id)]));
                }
            }
            Body::Unread => match status {
                Status::DataError => {
                    summary.notes = self
                        .errors(identity, id)
                        .iter()
                        .map(|error| Cow::Owned(error.with_clause(self.lang)))
                        .collect();
                }
                Status::Undetermined => summary.notes = self.open_notes([Root::Guards(id)]),
                Status::Decided | Status::NotApplicable => {}
            },
        }
        if status != Status::DataError {
            summary
                .notes
                .extend(self.idle_faults(identity).iter().map(|fault| self.unknown_note(fault)));
        }
        summary
    }

    fn summarise_card(
        &self,
        summary: &mut Summary<'a>,
        id: BlockId,
        card: CardReading<'_, 'a, '_>,
    ) {
        let (low, high) = card.total();
        let settled = low == high;
        summary.points = Some((low, high));
        summary.criteria = card.criteria().map(CriterionReading::points).collect();
        let grading = card.grading();
        if let Some(grading) = &grading {
            (summary.verdict, summary.verdict_range) = grading.grades();
            self.push_caps(summary, grading);
        }
        if !settled || summary.status == Status::Undetermined {
            let graded = grading.map(|_| Root::Block(id));
            summary.notes.extend(self.open_notes([Root::Total(id)].into_iter().chain(graded)));
        }
    }

    /// The words of the clauses that fire. What is no cause of the verdict says what it is: beside
    /// "rejected", a preference alone would read as the reason.
    fn push_reasons(&self, summary: &mut Summary<'a>, clauses: ClausesReading<'_, 'a, '_>) {
        for clause in clauses.clauses().filter(RuleReading::fires) {
            let beside = match clause.kind {
                ConditionKind::Clause(ClauseKind::Prefer) => Some(Kind::Prefer),
                ConditionKind::Clause(ClauseKind::Warn) => Some(Kind::Warn),
                ConditionKind::Clause(ClauseKind::Refer) => {
                    (clauses.verdict != Some(Verdict::ToReview)).then_some(Kind::Refer)
                }
                ConditionKind::Clause(
                    ClauseKind::Require
                    | ClauseKind::Due
                    | ClauseKind::Reject
                    | ClauseKind::Applies,
                )
                | ConditionKind::Cap
                | ConditionKind::Downgrade
                | ConditionKind::Grade => None,
            };
            let words = self.with_time(&clause, self.words_of(&clause));
            summary.notes.push(
                beside.map_or(words.clone(), |kind| around(said_of(kind, self.lang).fired, &words)),
            );
        }
    }

    /// What is not due yet, where nothing else decides.
    fn push_not_due(&self, summary: &mut Summary<'a>, clauses: ClausesReading<'_, 'a, '_>) {
        let waits = clauses.verdict == Some(Verdict::NotDue);
        for clause in clauses.clauses().filter(|clause| waits && clause.not_due) {
            let words = Cow::Owned(self.words(clause.condition.span).to_string());
            summary.notes.push(self.with_time(&clause, words));
        }
    }

    /// Words of a clause with what it comes to in time, if it has periods or a deadline.
    fn with_time(&self, rule: &RuleReading<'a>, words: Cow<'a, str>) -> Cow<'a, str> {
        match self.timed(rule).words {
            Some(time) => Cow::Owned(format!("{words} ({})", time.get(self.lang))),
            None => words,
        }
    }

    /// The words of the caps and downgrades that fire; one that leaves the grade as it was says so.
    fn push_caps(&self, summary: &mut Summary<'a>, grading: &GradingReading<'_, 'a, '_>) {
        for cap in grading.caps().filter(RuleReading::fires) {
            let words = self.words_of(&cap);
            summary.notes.push(if grading.is_idle(&cap) {
                around(say::words(self.lang).idle, &words)
            } else {
                words
            });
        }
    }

    fn words_of(&self, rule: &RuleReading<'a>) -> Cow<'a, str> {
        let words = || Cow::Owned(self.words(rule.condition.span).to_string());
        rule.reason.map_or_else(words, Cow::Borrowed)
    }

    fn unknown_note(&self, found: &Unknown) -> Cow<'a, str> {
        let (place, cause) = (&*found.clause.text, found.text.get(self.lang));
        Cow::Owned(if cause.contains(place) {
            cause.to_owned()
        } else {
            format!("{place}: {cause}")
        })
    }

    /// Notes in words of what leaves these undetermined.
    fn open_notes(&self, roots: impl IntoIterator<Item = Root<'a>>) -> Vec<Cow<'a, str>> {
        let word = say::missing(self.lang);
        let (mut missing, unknown) = self.open(roots);
        // What is said below with its cause is not named twice.
        missing.retain(|name| unknown.iter().all(|found| *found.clause.text != **name));
        let fields =
            (!missing.is_empty()).then(|| Cow::Owned(format!("{word}: {}", missing.join(", "))));
        let others = unknown.iter().map(|found| self.unknown_note(found));
        fields.into_iter().chain(others).collect()
    }
}

fn around<'a>(phrase: &str, words: &str) -> Cow<'a, str> {
    Cow::Owned(phrase.replacen("{}", words, 1))
}
