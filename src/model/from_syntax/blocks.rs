//! Scorecards, eligibility and check blocks.

use super::rows::RowRules;
use super::{Checker, Scope, label};
use crate::choices::ClauseKind;
use crate::diag::{model as say, result};
use crate::index::Id;
use crate::keywords::{Keywords, Kw, Special, special};
use crate::model::{
    Block, BlockKind, Cap, CategoryId, Clause, Criterion, Expr, ExprKind, Grading, RecordId,
    Scorecard, Verdict,
};
use crate::source::Span;
use crate::syntax::ast::{self, CriterionRows, ItemKind};
use crate::value::text::show_number;
use crate::value::{Num, Type, Unit, Value};
use std::collections::HashMap;

/// Greatest number of grades of a grading: the evaluator keeps sets of grades as bits.
const MOST_GRADES: usize = 64;

impl<'a> Checker<'a> {
    /// Checks the bodies of all blocks.
    pub(super) fn check_blocks(&mut self, items: &[&'a ast::Item]) {
        let mut place = 0;
        for item in items {
            let checked = match &item.kind {
                ItemKind::Scorecard(card) => self.scorecard(Id::new(place), item, card),
                ItemKind::Eligibility { .. } => self.eligibility(Id::new(place), item),
                ItemKind::Document { .. }
                | ItemKind::Category { .. }
                | ItemKind::Record { .. }
                | ItemKind::Parameter { .. }
                | ItemKind::Function { .. }
                | ItemKind::Table { .. }
                | ItemKind::Targets(_)
                | ItemKind::Example { .. } => continue,
            };
            self.blocks.extend(checked.map(|block| (Id::new(place), block)));
            place += 1;
        }
    }

    fn scorecard(
        &mut self,
        id: Id<Block>,
        item: &ast::Item,
        card: &ast::Scorecard,
    ) -> Option<Block> {
        let maxima: Vec<Option<Num>> =
            card.criteria.iter().map(|criterion| self.criterion_maximum(criterion)).collect();
        let maximum = maxima
            .iter()
            .cloned()
            .collect::<Option<Vec<Num>>>()
            .and_then(|maxima| self.maximum(item.head, card, &maxima));
        // Without its record type no name of the block could be known: it would only be said again
        // and again.
        let record = self.heads[id].record?;
        let scope = Scope { record: Some(record), own: None, over: None };
        let basis = self.basis(&item.notes);
        let guards = self.guards(record, card.guards.iter().map(|guard| &guard.condition));
        self.unique_labels(&card.criteria);
        let criteria: Vec<Option<Criterion>> = card
            .criteria
            .iter()
            .zip(maxima)
            .map(|(criterion, maximum)| self.check_criterion(scope, criterion, maximum))
            .collect();
        let grading = card.grading.as_ref().map(|grading| self.grading(id, scope, grading));
        if card.criteria.is_empty() {
            self.report_empty(card.name.span, &card.name.text);
        }
        let results = self.results(record, &card.results);
        let ranking = card.ranking.as_ref().map(|line| self.ranked_records(record, line));
        let ranking = ranking.unwrap_or_default();
        let criteria = criteria.into_iter().collect::<Option<Vec<_>>>()?;
        let grading = match grading {
            None => None,
            Some(grading) => Some(grading?),
        };
        Some(Block {
            name: label(&card.name),
            title: card.title.as_ref().map(|title| title.text.clone()),
            record,
            verdicts: Vec::new(),
            results,
            guards: guards?,
            kind: BlockKind::Scorecard(Scorecard { criteria, maximum: maximum?, grading, ranking }),
            span: item.span,
            basis,
        })
    }

    /// What is asked of a record before anything else: of a register first that its row is one of
    /// the period.
    fn guards<'e>(
        &mut self,
        record: RecordId,
        conditions: impl Iterator<Item = &'e ast::Expr>,
    ) -> Option<Vec<Expr>> {
        let scope = Scope { record: Some(record), own: None, over: None };
        let typed: Vec<Option<Expr>> =
            conditions.map(|condition| self.condition(scope, condition)).collect();
        let typed = typed.into_iter().collect::<Option<Vec<Expr>>>()?;
        Some(self.guard_of_register(record).into_iter().chain(typed).collect())
    }

    fn unique_labels(&mut self, criteria: &[ast::Criterion]) {
        let mut names = super::Names::default();
        for criterion in criteria {
            let outcome = names.declare(&criterion.label, ());
            self.declared(&criterion.label, outcome);
        }
    }

    /// The most a criterion can give.
    fn criterion_maximum(&mut self, criterion: &ast::Criterion) -> Option<Num> {
        let Some(maximum) = &criterion.maximum else {
            self.report(say::no_maximum(criterion.head, &criterion.label.text));
            return None;
        };
        match self.constant(maximum, Type::Number(Unit::Points))? {
            Value::Num(maximum) => Some(maximum),
            Value::Missing | Value::Date(_) | Value::Bool(_) | Value::Code(_) | Value::Text(_) => {
                None
            }
        }
    }

    /// The sum of the maxima, held against the scale.
    fn maximum(&mut self, span: Span, card: &ast::Scorecard, maxima: &[Num]) -> Option<Num> {
        match maxima.iter().try_fold(Num::ZERO, |sum, maximum| sum.add(maximum)) {
            Ok(sum) => {
                self.check_scale(card, maxima, &sum);
                Some(sum)
            }
            Err(_) => {
                self.report(say::number_too_large(span));
                None
            }
        }
    }

    fn check_scale(&mut self, card: &ast::Scorecard, maxima: &[Num], maximum: &Num) {
        let Some(scale) = &card.scale else { return };
        let Some(Value::Num(value)) = self.constant(scale, Type::Number(Unit::Points)) else {
            return;
        };
        if value == *maximum {
            return;
        }
        let show = |number: &Num| show_number(number, self.options.lang, 6).0;
        let parts = maxima.iter().map(show).collect::<Vec<_>>().join(" + ");
        let diagnostic = say::scale(scale.span, &show(&value), &show(maximum), &parts);
        self.report(diagnostic);
    }

    fn check_criterion(
        &mut self,
        scope: Scope,
        criterion: &ast::Criterion,
        maximum: Option<Num>,
    ) -> Option<Criterion> {
        let points = Type::Number(Unit::Points);
        let basis = self.basis(&criterion.notes);
        let subject = criterion.subject.as_ref().map(|subject| self.expr(scope, subject, None));
        let rules = RowRules {
            result: points,
            maximum: maximum.as_ref().zip(criterion.maximum.as_ref().map(|maximum| maximum.span)),
            first: !criterion.sum,
        };
        let rows = match &criterion.rows {
            CriterionRows::Lines(rows) if matches!(subject, Some(None)) => {
                // The subject is in error: rows that test it would only say so again.
                let _ = self.lines(scope, None, &whole_conditions(rows), rules);
                for row in rows.iter().filter(|row| matches!(row.when, ast::When::Test(..))) {
                    let gives = self.expect(scope, &row.gives, rules.result);
                    gives.iter().for_each(|gives| self.points_within(gives, rules));
                }
                None
            }
            CriterionRows::Lines(rows) => {
                self.lines(scope, subject.as_ref().and_then(Option::as_ref), rows, rules)
            }
            CriterionRows::Grid(grid) => {
                let fits = special(&grid.result.key) == Some(Special::Points);
                self.result_header(grid, Kw::PointsHeader.word(Keywords::Vi), fits);
                self.grid(scope, grid, None, rules)
            }
        };
        if rows.as_ref().is_some_and(Vec::is_empty) {
            self.report_empty(criterion.head, &criterion.label.text);
        }
        let subject = match subject {
            None => None,
            Some(subject) => Some(subject?),
        };
        Some(Criterion {
            label: label(&criterion.label),
            title: criterion.title.as_ref().map(|title| title.text.clone()),
            maximum: maximum?,
            sum: criterion.sum,
            subject,
            rows: rows?,
            span: criterion.span,
            basis,
        })
    }

    fn grading(&mut self, id: Id<Block>, scope: Scope, grading: &ast::Grading) -> Option<Grading> {
        let scope = Scope { own: Some(id), ..scope };
        let basis = self.basis(&grading.notes);
        let category = self.heads[id].grade;
        let subject = match &grading.subject {
            Some(subject) => self.expr(scope, subject, None),
            None => Some(Expr::new(ExprKind::Total(id), Type::Number(Unit::Points), grading.head)),
        };
        let category = category?;
        self.count_grades(category, grading.category.span);
        let rules = RowRules { result: Type::Category(category), maximum: None, first: true };
        let rows =
            subject.and_then(|subject| self.lines(scope, Some(&subject), &grading.rows, rules));
        if rows.as_ref().is_some_and(Vec::is_empty) {
            self.report_empty(grading.head, &grading.category.text);
        }
        let caps: Vec<Option<Cap>> =
            grading.caps.iter().map(|cap| self.cap(scope, category, cap)).collect();
        Some(Grading {
            category,
            rows: rows?,
            caps: caps.into_iter().collect::<Option<Vec<_>>>()?,
            basis,
            span: grading.span,
        })
    }

    fn count_grades(&mut self, category: CategoryId, span: Span) {
        let found =
            self.categories.get(category.index()).map_or(0, crate::model::Category::numbers);
        if found > MOST_GRADES {
            self.report(say::too_many_grades(span, found));
        }
    }

    fn cap(&mut self, scope: Scope, category: CategoryId, cap: &ast::Cap) -> Option<Cap> {
        let condition = self.condition(scope, &cap.condition);
        let basis = self.basis(&cap.notes);
        let ordered = self.categories.get(category.index()).filter(|category| !category.ordered);
        if let Some(category) = ordered {
            let diagnostic = say::unordered(cap.span, &category.name.text, category.name.span);
            self.report(diagnostic);
        }
        let grade = match &cap.grade {
            None => None,
            Some(name) => {
                let named = ast::Expr { kind: ast::ExprKind::Name(name.clone()), span: name.span };
                match self.constant(&named, Type::Category(category))? {
                    Value::Code(code) => Some(code),
                    Value::Missing
                    | Value::Num(_)
                    | Value::Date(_)
                    | Value::Bool(_)
                    | Value::Text(_) => None,
                }
            }
        };
        let reason = cap.reason.as_ref().map(|reason| reason.text.clone());
        Some(Cap { grade, condition: condition?, reason, span: cap.span, basis })
    }

    fn eligibility(&mut self, id: Id<Block>, item: &ast::Item) -> Option<Block> {
        let ItemKind::Eligibility { check, name, title, verdicts, results, clauses, .. } =
            &item.kind
        else {
            return None;
        };
        let record: RecordId = self.heads[id].record?;
        let scope = Scope { record: Some(record), own: None, over: None };
        let basis = self.basis(&item.notes);
        let (guards, others): (Vec<&ast::Clause>, Vec<&ast::Clause>) =
            clauses.iter().partition(|clause| clause.kind == ClauseKind::Applies);
        let guards = self.guards(record, guards.into_iter().map(|guard| &guard.condition));
        let clauses: Vec<Option<Clause>> =
            others.iter().map(|clause| self.clause(scope, *check, clause)).collect();
        if others.is_empty() {
            self.report_empty(name.span, &name.text);
        }
        let verdicts = verdicts.as_ref().map_or_else(Vec::new, |line| self.verdicts(line, *check));
        let clauses = clauses.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Block {
            name: label(name),
            title: title.as_ref().map(|title| title.text.clone()),
            record,
            guards: guards?,
            verdicts,
            results: self.results(record, results),
            kind: if *check { BlockKind::Check(clauses) } else { BlockKind::Eligibility(clauses) },
            span: item.span,
            basis,
        })
    }

    /// The block's own words for its verdicts.
    fn verdicts(&mut self, line: &ast::Verdicts, check: bool) -> Vec<String> {
        let mut first: HashMap<&str, Span> = HashMap::new();
        let places = Verdict::NAMED.into_iter().map(Some).chain(std::iter::repeat(None));
        for (word, verdict) in line.words.iter().zip(places) {
            let standard = Verdict::named(&word.key, check);
            if let Some(first) = first.insert(&word.key, word.span) {
                self.report(say::duplicate_name(word.span, first, &word.text));
            } else if let Some(verdict) =
                verdict.filter(|own| standard.is_some_and(|is| is != *own))
            {
                let named = verdict.keyword(check);
                self.report(result::verdict_of_another(word.span, &word.text, named));
            }
        }
        if let Some(extra) = line.words.get(Verdict::NAMED.len()) {
            self.report(result::too_many_verdicts(extra.span, line.words.len()));
        }
        line.words.iter().map(|word| word.text.clone()).collect()
    }

    fn clause(&mut self, scope: Scope, check: bool, clause: &ast::Clause) -> Option<Clause> {
        let timed = self.timed(scope, check, clause);
        let basis = self.basis(&clause.notes);
        let reason = match &clause.reason {
            Some(reason) => reason.text.clone(),
            None => self.words(clause.condition.span),
        };
        let (condition, timing) = timed?;
        Some(Clause { kind: clause.kind, condition, timing, reason, span: clause.span, basis })
    }
}

/// The rows that do not test the subject.
fn whole_conditions(rows: &[ast::Row]) -> Vec<ast::Row> {
    rows.iter().filter(|row| !matches!(row.when, ast::When::Test(..))).cloned().collect()
}
