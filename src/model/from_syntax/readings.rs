//! What a name stands for in an expression: a field, a derivation, a parameter, a value of a
//! category, or what a scorecard gives.

use super::names::shorter;
use super::verdicts::is_verdict;
use super::{Callable, Checker, Member, Scope};
use crate::diag::model::{self as say, Kind};
use crate::diag::nearest;
use crate::diag::phrasing::{Form, other_way};
use crate::diag::verdicts;
use crate::index::Id;
use crate::keywords::{self, Kw, SYNONYMS, Special};
use crate::model::{Block, CategoryId, CategoryValue, Expr, ExprKind};
use crate::source::{Span, key};
use crate::syntax::ast;
use crate::value::{Type, Unit, Value};

impl Checker<'_> {
    pub(super) fn name(
        &mut self,
        scope: Scope,
        name: &ast::Name,
        want: Option<Type>,
    ) -> Option<Expr> {
        let typed = self.name_or_list(scope, name, want)?;
        if self.list_of(scope, &typed) {
            self.report(say::list_value(name.span, &name.text));
            return None;
        }
        Some(typed)
    }

    /// Returns `true` if an expression is the list of a `tất cả` table.
    pub(super) fn list_of(&self, scope: Scope, expr: &Expr) -> bool {
        match (&expr.kind, scope.record) {
            (ExprKind::Derived(id), Some(record)) => {
                super::is_list(&self.records[record].derived[*id].kind)
            }
            _ => false,
        }
    }

    pub(super) fn name_or_list(
        &mut self,
        scope: Scope,
        name: &ast::Name,
        want: Option<Type>,
    ) -> Option<Expr> {
        if let Some(Type::Category(category)) = want
            && let Some(code) = self.code(category, &name.key)
        {
            return Some(Expr::new(
                ExprKind::Constant(Value::Code(code)),
                Type::Category(category),
                name.span,
            ));
        }
        if let Some(typed) = self.known(scope, name) {
            return typed;
        }
        match want {
            Some(Type::Category(category)) => self.report_value(category, name),
            _ => self.report_unknown(scope, name, want),
        }
        None
    }

    /// Meaning of a name without help from the other side. The inner `None`: it is declared but
    /// invalid.
    fn known(&mut self, scope: Scope, name: &ast::Name) -> Option<Option<Expr>> {
        let at = |kind, ty| Some(Some(Expr::new(kind, ty, name.span)));
        if let Some(record) = scope.record {
            match self.member(record, &name.key) {
                Some(Member::Field(field)) => {
                    return at(ExprKind::Field(field), self.records[record].fields[field].ty);
                }
                Some(Member::Pending(place)) => {
                    let done =
                        self.records[record].pending.get(place).and_then(|pending| pending.done);
                    return Some(
                        done.map(|(id, ty, _)| Expr::new(ExprKind::Derived(id), ty, name.span)),
                    );
                }
                Some(Member::Broken) => return Some(None),
                None => {}
            }
        }
        match self.callables.get(&name.key) {
            Some(Callable::Parameter(id)) => {
                let ty = self.parameters[id].as_ref().map(|parameter| parameter.ty);
                return Some(ty.map(|ty| Expr::new(ExprKind::Parameter(id, None), ty, name.span)));
            }
            Some(Callable::Function(_)) | None => {}
        }
        match keywords::special(&name.key)? {
            Special::AsOf => at(ExprKind::AsOf, Type::Date),
            Special::PeriodStart => Some(self.period_start(name.span)),
            Special::PeriodEnd => Some(self.period_end(name.span)),
            Special::PeriodOver => Some(self.period_over(name.span)),
            Special::TotalPoints => {
                Some(self.own_result(scope, name).map(|block| total(block, name.span)))
            }
            Special::Grade => {
                Some(self.own_result(scope, name).and_then(|block| self.grade(block, name)))
            }
            Special::Points => None,
        }
    }

    pub(super) fn code(&self, category: CategoryId, key: &str) -> Option<u32> {
        let values = &self.categories.get(category.index())?.values;
        values.iter().find(|value| value.name.key == key).map(|value| value.number)
    }

    /// The value of a category that has this as another name.
    pub(super) fn by_other_name(&self, category: CategoryId, key: &str) -> Option<&CategoryValue> {
        let values = &self.categories.get(category.index())?.values;
        values.iter().find(|value| value.also.iter().any(|other| other.key == key))
    }

    pub(super) fn report_value(&mut self, category: CategoryId, name: &ast::Name) {
        let old = self.by_other_name(category, &name.key).map(|value| value.name.text.as_str());
        let Some(category) = self.categories.get(category.index()) else { return };
        let values: Vec<&str> =
            category.values.iter().map(|value| value.name.text.as_str()).collect();
        let near = old
            .or_else(|| nearest(&name.text, values.iter().copied()))
            .or_else(|| shorter(&name.text, values.iter().copied()));
        let shown = values.iter().take(12).copied().collect::<Vec<_>>().join(", ");
        let all = if values.len() > 12 { format!("{shown} …") } else { shown };
        let diagnostic = say::not_in_category(
            name.span,
            &category.name.text,
            category.name.span,
            &name.text,
            near,
            &all,
        );
        self.report(diagnostic);
    }

    fn report_unknown(&mut self, scope: Scope, name: &ast::Name, want: Option<Type>) {
        if let Some(number) = self.number_meant(name, want) {
            self.report(say::number_as_name(name.span, &name.text, &number));
            return;
        }
        if let Some((said, range)) = range_meant(&name.text) {
            self.report(other_way(name.span, Form::OtherWord, said, &range));
            return;
        }
        if is_verdict(name) {
            let of_record =
                |head: &&super::BlockHead| head.verdicts.is_some() && head.record == scope.record;
            let blocks = self.heads.iter().filter(of_record);
            let blocks: Vec<String> = blocks.map(|head| head.name.text.clone()).collect();
            self.report(verdicts::which_verdict(name.span, &blocks));
            return;
        }
        let mut candidates: Vec<String> = self.callables.texts().map(str::to_owned).collect();
        if let Some(record) = scope.record {
            candidates.extend(self.records[record].members.texts().map(str::to_owned));
        }
        self.unknown(name, Kind::Value, &candidates);
    }

    /// The scorecard whose result is meant where none is named: one's own, or the only one of the
    /// record type.
    fn own_result(&mut self, scope: Scope, name: &ast::Name) -> Option<Id<Block>> {
        if scope.own.is_some() {
            return scope.own;
        }
        let cards: Vec<Id<Block>> = self
            .heads
            .enumerate()
            .filter(|(_, head)| head.criteria.is_some() && head.record == scope.record)
            .map(|(id, _)| id)
            .collect();
        if let [only] = cards.as_slice() {
            return Some(*only);
        }
        let names: Vec<String> = cards.iter().map(|id| self.heads[*id].name.text.clone()).collect();
        self.report(say::which_scorecard(
            name.span,
            &name.text,
            &names,
            Kw::Of.word(self.keywords()),
        ));
        None
    }

    fn grade(&mut self, block: Id<Block>, name: &ast::Name) -> Option<Expr> {
        let Some(category) = self.heads[block].grade else {
            self.report_no_grade(block, name.span, &name.text);
            return None;
        };
        Some(Expr::new(ExprKind::Grade(block), Type::Category(category), name.span))
    }

    /// Reports that a block gives no grade, unless its grading could not be read.
    pub(super) fn report_no_grade(&mut self, block: Id<Block>, span: Span, words: &str) {
        if !self.is_in_part(block) {
            let diagnostic = say::example_expects(span, words, &self.heads[block].name.text);
            self.report(diagnostic);
        }
    }

    pub(super) fn criterion(
        &mut self,
        scope: Scope,
        block: Option<Id<Block>>,
        label: &ast::Name,
        span: Span,
    ) -> Option<Expr> {
        let block = match block {
            Some(block) => block,
            None => self.own_result(scope, label)?,
        };
        let labels = self.heads[block].criteria.clone().unwrap_or_default();
        match labels.iter().position(|criterion| criterion.key == label.key) {
            Some(place) => Some(Expr::new(
                ExprKind::CriterionPoints(block, place),
                Type::Number(Unit::Points),
                span,
            )),
            // Its line could not be read, or took more for its label: `tiêu chí 2 tối đa 5 điểm`.
            None if self.is_unread_below(self.heads[block].name.span)
                || labels.iter().any(|known| begins_with(&known.key, &label.key)) =>
            {
                None
            }
            None => {
                self.unknown(
                    label,
                    Kind::Criterion,
                    &labels.into_iter().map(|criterion| criterion.text).collect::<Vec<_>>(),
                );
                None
            }
        }
    }

    pub(super) fn of(
        &mut self,
        scope: Scope,
        span: Span,
        inner: &ast::Expr,
        owner: &ast::Name,
    ) -> Option<Expr> {
        if let ast::ExprKind::Name(name) = &inner.kind
            && is_verdict(name)
        {
            self.report(verdicts::verdict_alone(span, &owner.text));
            return None;
        }
        let Some(block) = self.block_names.get(&owner.key) else {
            self.unknown_block(owner);
            return None;
        };
        let is_card =
            self.heads[block].criteria.is_some() && self.heads[block].record == scope.record;
        let special = match &inner.kind {
            ast::ExprKind::Name(name) => {
                keywords::special(&name.key).map(|special| (special, name))
            }
            ast::ExprKind::CriterionPoints(label) if is_card => {
                return self.criterion(scope, Some(block), label, span);
            }
            _ => None,
        };
        match special {
            Some((Special::TotalPoints, _)) if is_card => Some(total(block, span)),
            Some((Special::Grade, name)) if is_card => {
                self.grade(block, name).map(|grade| Expr { span, ..grade })
            }
            _ => {
                self.report(say::not_divided(span, Kw::Of.word(self.keywords())));
                None
            }
        }
    }

    /// Reports a name that is none of a block.
    pub(super) fn unknown_block(&mut self, name: &ast::Name) {
        let known = self.block_names.texts().map(str::to_owned).collect::<Vec<_>>();
        self.unknown(name, Kind::Block, &known);
    }

    pub(super) fn at_day(
        &mut self,
        scope: Scope,
        span: Span,
        inner: &ast::Expr,
        day: &ast::Expr,
    ) -> Option<Expr> {
        let inner = self.expr(scope, inner, None);
        let day = self.expect(scope, day, Type::Date)?;
        let inner = inner?;
        match inner.kind {
            ExprKind::Parameter(id, None) => {
                Some(Expr::new(ExprKind::Parameter(id, Some(Box::new(day))), inner.ty, span))
            }
            _ => {
                self.report(say::not_divided(span, Kw::At.word(self.keywords())));
                None
            }
        }
    }
}

fn total(block: Id<Block>, span: Span) -> Expr {
    Expr::new(ExprKind::Total(block), Type::Number(Unit::Points), span)
}

/// The words of a name that stand for words of a range, `at least 20`, `nợ lớn hơn 0`: numbers and
/// words could be a name.
fn range_meant(text: &str) -> Option<(&'static str, String)> {
    let words: Vec<&str> = text.split(' ').collect();
    let keys: Vec<String> = words.iter().map(|word| key(word)).collect();
    SYNONYMS.iter().find_map(|(said, meant)| {
        let length = said.split(' ').count();
        let at = keys.windows(length).position(|window| window.join(" ") == *said)?;
        let number = words.get(at + length)?.starts_with(|first: char| first.is_ascii_digit());
        let parts = [words.get(..at)?, &[*meant], words.get(at + length..)?];
        number.then(|| (*said, parts.concat().join(" ")))
    })
}

/// Returns `true` if a key opens with all words of another.
fn begins_with(key: &str, words: &str) -> bool {
    key.strip_prefix(words).is_some_and(|rest| rest.starts_with(' '))
}
