//! What would change an outcome, in the words of the rules.

use super::decision::{SourceLine, TypedValue};
use super::{ConditionKind, Reader};
use crate::choices::Change as Kind;
use crate::convert::codes;
use crate::margins::{self, FieldChange, Found, Standing};
use crate::model::{
    BlockId, BlockKind, Cap, Clause, Criterion, Field, FieldId, Model, RecordId, Scorecard, Verdict,
};
use crate::source::Span;
use crate::value::{Date, Num, Type, Value};
use std::sync::Arc;

/// Changes of a record that would change what a block decides of it: what a person asks who hears a
/// result. Each was run, and does what it says; one grain less of the field does not.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "category Class ordered: Good > Fair
/// record Group
///   field id: text, key
///   field overdue: money, from 0
/// scorecard Quality for Group, out of 10 points
///   criterion 1 \"Overdue debt\", at most 10 points
///     by overdue
///     0 gives 10 points
///     up to 2 million gives 6 points
///     otherwise gives 0 points
///   grade Class by total points
///     from 6 points is Good
///     otherwise is Fair
/// ",
/// )?;
/// let group = serde_json::json!({ "id": "A", "overdue": 5_000_000 });
/// let explanations = rules.query().ways().explain(&group)?;
/// let ways = explanations[0].ways.as_ref().unwrap();
/// // Two million are few enough for the better class.
/// assert_eq!(ways.ways[0].changes[0].to.value, visao::Value::Num(2_000_000.into()));
/// assert_eq!(&*ways.ways[0].result, "Good");
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Ways {
    /// Next better points of each criterion, and what they take; in the order of the criteria.
    /// Criteria that give their most, or that no single field moves, are left out.
    pub margins: Vec<Margin>,
    /// Reasons that fired with the changes that take each away, in the order written.
    pub reasons: Vec<Removal>,
    /// `true` if the result is the best that the block can come to.
    pub is_best: bool,
    /// The next better grade or verdict; `None` where the result is the best, or is none.
    pub to: Option<Arc<str>>,
    /// Total from which that grade is given, where its row asks for one and the record has less.
    pub needed: Option<Num>,
    /// Changes that lead to a better result, the cheapest first: those of the fewest fields, then
    /// those of the least relative change. No way holds all fields of another.
    pub ways: Vec<Way>,
    /// Number of fields up to which every way is in [`Ways::ways`]; beyond, there may be others.
    pub complete_up_to: usize,
    /// `true` if it was proved that no change of fields that may change leads to a better result.
    pub none: bool,
    /// `true` if the result also rests on other records, as on parts or on the month before: what
    /// a change of those does was not looked at.
    pub rests_on_others: bool,
    /// Room that each field has before the result is lost, where it is the best there is.
    pub may_lose: Vec<Slack>,
    /// The fewest fields that are enough for the result; `None` of an open result, and where no set
    /// of fields could be proved to be enough.
    pub sufficient: Option<Sufficient>,
    /// Missing values that would settle an open result, those first that settle it alone.
    pub questions: Vec<Question>,
    /// Names of the fewest missing fields that settle an open result whatever they turn out to be,
    /// in the order to ask for them; empty where up to three fields do not.
    pub ask: Vec<Arc<str>>,
    /// Names of the fields that stay as they are: marked so in the rules, or a day that has passed.
    pub fixed: Vec<Arc<str>>,
}

/// Fields that are enough for a result: with them as they are it stays the same, whatever the other
/// fields hold. That is proved over all values that the fields can have at once.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Sufficient {
    /// Names of the fields, in the order of the record type; none where the result is always this.
    pub fields: Vec<Arc<str>>,
    /// The grade or verdict that stays.
    pub result: Arc<str>,
    /// `true` if those are all fields that the block reads: then each may change the result.
    pub is_all: bool,
    /// `true` if no fewer fields can be proved to be enough; otherwise none of these can be left
    /// out, but others might be fewer.
    pub is_fewest: bool,
}

/// A missing value, and what comes of each value that it can have.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Question {
    /// Name of the field that is missing.
    pub field: Arc<str>,
    /// Labels of the criteria that are open and rest on it.
    pub criteria: Vec<Arc<str>>,
    /// Words of the reasons that are open and rest on it.
    pub reasons: Vec<Arc<str>>,
    /// Stretches of its values, ascending.
    pub turns: Vec<Turn>,
}

/// Values of a missing field with which the same comes out.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Turn {
    /// First of the values; `None` if there is no least one.
    pub from: Option<TypedValue>,
    /// Last of the values; `None` if there is no greatest one.
    pub to: Option<TypedValue>,
    /// The grade or verdict that they lead to; `None` where it stays open.
    pub result: Option<Arc<str>>,
}

/// Order in which ways to a better result are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum WaysOrder {
    /// By the number of fields that change, then by their relative change.
    #[default]
    FewestFields,
    /// By the relative change alone, however many fields share it.
    LeastChange,
}

codes!(WaysOrder {
    FewestFields = "fields",
    LeastChange = "change",
});

impl Ways {
    /// Puts the ways in an order; they come in that of [`WaysOrder::FewestFields`].
    pub fn sort(&mut self, order: WaysOrder) {
        match order {
            WaysOrder::FewestFields => self.ways.sort_by(|a, b| {
                let effort = |way: &Way| (way.changes.len(), way.relative_change.clone());
                effort(a).cmp(&effort(b))
            }),
            WaysOrder::LeastChange => {
                self.ways.sort_by(|a, b| a.relative_change.cmp(&b.relative_change));
            }
        }
    }
}

/// A change of one field.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// Name of the field.
    pub field: Arc<str>,
    /// Value that the record has.
    pub from: TypedValue,
    /// Value that it would have.
    pub to: TypedValue,
    /// Last value on from there that does the same, where one beyond it does not any more: the
    /// change is one to an interval. Of changes that go together it is not looked for.
    pub until: Option<TypedValue>,
}

impl Change {
    /// A change of a record of a type, in the words of its rules.
    pub(crate) fn of(model: &Model, record: RecordId, change: &FieldChange) -> Change {
        let field = &model.records[record].fields[change.field];
        let typed = |value: &Value| {
            let name = match (value, field.ty) {
                (Value::Code(code), Type::Category(category)) => {
                    let category = model.categories.get(category.index());
                    let values = category.into_iter().flat_map(|category| &category.values);
                    let mut named = values.filter(|value| value.number == *code);
                    named.next().map(|value| Arc::from(value.name.text.as_str()))
                }
                _ => None,
            };
            TypedValue { value: value.clone(), ty: field.ty, name, members: None }
        };
        Change {
            field: Arc::from(field.name.text.as_str()),
            from: typed(&change.from),
            to: typed(&change.to),
            until: change.until.as_ref().map(typed),
        }
    }
}

/// Better points of a criterion, and what they take.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Margin {
    /// Number or name of the criterion.
    pub criterion: Arc<str>,
    /// The row that gives the points; `None` where rows are added.
    pub row: Option<SourceLine>,
    /// The points it would give.
    pub points: Num,
    /// Changes each of which is enough alone, the least relative change first.
    pub changes: Vec<Change>,
}

/// A reason that fired, and what takes it away.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Removal {
    /// Words of the reason.
    pub text: Arc<str>,
    /// Rule that gives the reason.
    pub clause: SourceLine,
    /// `true` of a reason that keeps the result from being better: not of a warning.
    pub is_against: bool,
    /// Changes each of which is enough alone, the least relative change first; empty where no
    /// single field that may change takes it away.
    pub changes: Vec<Change>,
}

/// Changes that together lead to a better result, none of which may be left out.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Way {
    /// The changes, in the order of the fields.
    pub changes: Vec<Change>,
    /// The grade or verdict that they lead to.
    pub result: Arc<str>,
    /// The total that they lead to; `None` of a block without points.
    pub points: Option<Num>,
    /// Sum of the relative changes of the fields: of a number the change as part of the greater of
    /// its two values, of a day as part of a year, of any other value all of it, which is one.
    pub relative_change: Num,
}

/// Room that a field has before a result is lost.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Slack {
    /// Change to the last value that keeps the result: the record's own where there is no other.
    pub change: Change,
    /// The next value, with which the result is lost.
    pub lost_at: TypedValue,
    /// The grade or verdict that it is lost to.
    pub result: Arc<str>,
}

impl Reader<'_, '_> {
    /// Findings about a block and this record, in words.
    pub fn ways(&self, block: BlockId, found: &Found, as_of: Option<Date>) -> Ways {
        let result = found.result.filter(|_| !found.is_best);
        Ways {
            margins: self.margins(block, found),
            reasons: self.removals(block, found),
            is_best: found.is_best,
            to: result.and_then(|result| self.next_better(block, result)),
            needed: found.needed.clone(),
            ways: found.ways.iter().filter_map(|way| self.way(block, way)).collect(),
            complete_up_to: found.complete_up_to,
            none: found.none,
            rests_on_others: found.rests_on_others,
            fixed: self.fixed(as_of),
            sufficient: self.sufficient(block, found),
            questions: found.questions.iter().map(|one| self.question(block, one)).collect(),
            ask: found.ask.iter().map(|field| self.name(*field)).collect(),
            may_lose: found.slack.iter().filter_map(|slack| self.slack(block, slack)).collect(),
        }
    }

    fn name(&self, field: FieldId) -> Arc<str> {
        self.text(&self.record.fields[field].name.text)
    }

    fn sufficient(&self, block: BlockId, found: &Found) -> Option<Sufficient> {
        let sufficient = found.sufficient.as_ref()?;
        Some(Sufficient {
            fields: sufficient.fields.iter().map(|field| self.name(*field)).collect(),
            result: self.standing(block, found.result?)?,
            is_all: sufficient.is_all,
            is_fewest: sufficient.is_fewest,
        })
    }

    fn fixed(&self, as_of: Option<Date>) -> Vec<Arc<str>> {
        let is_past = |id| match self.field(id) {
            Value::Date(day) => as_of.is_some_and(|today| day < today),
            Value::Missing | Value::Num(_) | Value::Bool(_) | Value::Code(_) | Value::Text(_) => {
                false
            }
        };
        let stays = |(id, field): &(FieldId, &Field)| {
            !field.key && (field.change == Some(Kind::Fixed) || is_past(*id))
        };
        let names = self.record.fields.enumerate().filter(stays);
        names.map(|(_, field)| self.text(&field.name.text)).collect()
    }

    fn declared_card(&self, block: BlockId) -> Option<&Scorecard> {
        match &self.model.blocks[block].kind {
            BlockKind::Scorecard(card) => Some(card),
            BlockKind::Eligibility(_) | BlockKind::Check(_) => None,
        }
    }

    fn margins(&self, block: BlockId, found: &Found) -> Vec<Margin> {
        let criteria = self.declared_card(block).map_or(&[][..], |card| &card.criteria);
        let margin = |margin: &margins::CriterionMargin| {
            let criterion: &Criterion = criteria.get(margin.criterion)?;
            let row = margin.row.and_then(|row| criterion.rows.get(row as usize));
            Some(Margin {
                criterion: self.text(&criterion.label.text),
                row: row.map(|row| self.clause(row.span)),
                points: margin.points.clone(),
                changes: self.changes(&margin.changes),
            })
        };
        found.criteria.iter().filter_map(margin).collect()
    }

    fn removals(&self, block: BlockId, found: &Found) -> Vec<Removal> {
        let removal = |margin: &margins::ReasonMargin| {
            let (reason, span, is_against) = self.reason_of(block, margin.clause)?;
            Some(Removal {
                text: reason,
                clause: self.clause(span),
                is_against,
                changes: self.changes(&margin.changes),
            })
        };
        found.reasons.iter().filter_map(removal).collect()
    }

    /// Words and place of a clause or cap, and whether it is against the record.
    fn reason_of(&self, block: BlockId, place: usize) -> Option<(Arc<str>, Span, bool)> {
        let of_cap = |cap: &Cap| {
            let words = || self.words(cap.condition.span);
            let text = cap.reason.as_deref().map_or_else(words, |reason| self.text(reason));
            (text, cap.span, true)
        };
        let of_clause = |clause: &Clause| {
            let is_against = ConditionKind::Clause(clause.kind).is_against();
            (self.text(&clause.reason), clause.span, is_against)
        };
        match &self.model.blocks[block].kind {
            BlockKind::Scorecard(card) => card.grading.as_ref()?.caps.get(place).map(of_cap),
            BlockKind::Eligibility(clauses) | BlockKind::Check(clauses) => {
                clauses.get(place).map(of_clause)
            }
        }
    }

    fn changes(&self, changes: &[FieldChange]) -> Vec<Change> {
        changes.iter().map(|change| self.change(change)).collect()
    }

    fn change(&self, change: &FieldChange) -> Change {
        Change::of(self.model, self.plan.record, change)
    }

    fn way(&self, block: BlockId, way: &margins::Way) -> Option<Way> {
        Some(Way {
            changes: self.changes(&way.changes),
            result: self.standing(block, way.result)?,
            points: way.total.clone(),
            relative_change: way.cost.clone(),
        })
    }

    fn slack(&self, block: BlockId, slack: &margins::Slack) -> Option<Slack> {
        let ty = self.record.fields[slack.change.field].ty;
        Some(Slack {
            change: self.change(&slack.change),
            lost_at: self.datum(slack.lost_at.clone(), ty),
            result: self.standing(block, slack.result)?,
        })
    }

    fn question(&self, block: BlockId, question: &margins::Question) -> Question {
        let field = &self.record.fields[question.field];
        let datum = |value: &Option<Value>| Some(self.datum(value.clone()?, field.ty));
        let turn = |turn: &margins::Turn| Turn {
            from: datum(&turn.from),
            to: datum(&turn.to),
            result: turn.result.and_then(|result| self.standing(block, result)),
        };
        let card = self.declared_card(block);
        let label = |place: &usize| Some(self.text(&card?.criteria.get(*place)?.label.text));
        let reason = |place: &usize| self.reason_of(block, *place).map(|(reason, _, _)| reason);
        let clauses = question.opens.iter().filter(|_| card.is_none());
        Question {
            field: self.text(&field.name.text),
            criteria: question.opens.iter().filter_map(label).collect(),
            reasons: clauses.filter_map(reason).collect(),
            turns: question.turns.iter().map(turn).collect(),
        }
    }

    /// Words of a result.
    fn standing(&self, block: BlockId, standing: Standing) -> Option<Arc<str>> {
        match standing {
            Standing::Grade(code) => {
                let category = self.declared_card(block)?.grading.as_ref()?.category;
                self.datum(Value::Code(code), Type::Category(category)).name
            }
            Standing::Verdict(verdict) => {
                let block = &self.model.blocks[block];
                Some(Arc::from(block.verdict_word(verdict, self.model.lang)))
            }
        }
    }

    /// Words of the next better result than one.
    fn next_better(&self, block: BlockId, standing: Standing) -> Option<Arc<str>> {
        let next = match standing {
            Standing::Grade(code) => {
                let category = self.declared_card(block)?.grading.as_ref()?.category;
                let values = &self.model.categories.get(category.index())?.values;
                let better = values.iter().take_while(|value| value.number != code);
                Standing::Grade(better.last()?.number)
            }
            Standing::Verdict(Verdict::Rejected | Verdict::ToReview) => {
                Standing::Verdict(Verdict::Met)
            }
            Standing::Verdict(Verdict::Met | Verdict::Incomplete | Verdict::NotDue) => return None,
        };
        self.standing(block, next)
    }
}
