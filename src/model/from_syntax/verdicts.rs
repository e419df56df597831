//! Verdicts of other blocks in conditions: `kết luận của X là đạt`.

use super::{Checker, Scope};
use crate::diag::{nearest, verdicts as say};
use crate::index::Id;
use crate::keywords::{Kw, Reserved, named};
use crate::model::{Block, Expr, ExprKind, Verdict, VerdictTest};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Type;

/// The block whose verdict an expression is: `kết luận của X`.
pub(super) fn verdict_of(expr: &ast::Expr) -> Option<&ast::Name> {
    match &expr.kind {
        ast::ExprKind::Of(inner, owner) => match &inner.kind {
            ast::ExprKind::Name(name) if is_verdict(name) => Some(owner),
            _ => None,
        },
        ast::ExprKind::Group(inner) => verdict_of(inner),
        _ => None,
    }
}

/// Returns `true` if a name is the word for the verdict of a block, in either language.
pub(super) fn is_verdict(name: &ast::Name) -> bool {
    named(&name.key, Reserved::Name) == Some(Kw::Verdict)
}

impl Checker<'_> {
    /// `kết luận của X là một trong A, B`
    pub(super) fn verdict_is(
        &mut self,
        scope: Scope,
        span: Span,
        owner: &ast::Name,
        negated: bool,
        values: &[ast::Expr],
    ) -> Option<Expr> {
        let block = self.block_with_verdict(scope, owner)?;
        let named: Vec<Option<Verdict>> =
            values.iter().map(|value| self.verdict_meant(block, value)).collect();
        let named = named.into_iter().collect::<Option<Vec<Verdict>>>()?;
        let test = Box::new(VerdictTest { block, named, negated });
        Some(Expr::new(ExprKind::Verdict(test), Type::YesNo, span))
    }

    /// Block of the record type that comes to verdicts.
    fn block_with_verdict(&mut self, scope: Scope, owner: &ast::Name) -> Option<Id<Block>> {
        let Some(block) = self.block_names.get(&owner.key) else {
            if self.target_names.get(&owner.key).is_some() {
                self.report(say::no_verdict(owner.span, &owner.text));
            } else {
                self.unknown_block(owner);
            }
            return None;
        };
        let head = &self.heads[block];
        let of = head.record?;
        if head.verdicts.is_none() {
            self.report(say::no_verdict(owner.span, &owner.text));
            return None;
        }
        if scope.record == Some(of) {
            return Some(block);
        }
        let of = self.records[of].name.text.clone();
        let here = scope.record.or(scope.over).map(|record| self.records[record].name.text.clone());
        let aggregated = scope.over.is_some();
        self.report(say::verdict_of_other_record(
            owner.span,
            &owner.text,
            &of,
            here.as_deref().unwrap_or_default(),
            aggregated,
        ));
        None
    }

    fn verdict_meant(&mut self, block: Id<Block>, value: &ast::Expr) -> Option<Verdict> {
        let (found, text) = match &value.kind {
            ast::ExprKind::Name(name) => (self.verdict_named(block, name), name.text.clone()),
            ast::ExprKind::Group(inner) => return self.verdict_meant(block, inner),
            _ => (None, self.words(value.span)),
        };
        if found.is_none() {
            let words = self.verdict_words(block);
            let meant = self.verdict_near(block, value, &words);
            let name = self.heads[block].name.text.clone();
            self.report(say::unknown_verdict(value.span, &text, &name, meant.as_deref(), &words));
        }
        found
    }

    /// Verdict that words name: one of the block's own, else a standard one of either language.
    pub(super) fn verdict_named(&self, block: Id<Block>, words: &ast::Name) -> Option<Verdict> {
        let known = self.heads[block].verdicts.as_ref()?;
        let own = known.own.iter().position(|own| own.key == words.key);
        let own = own.and_then(|place| Verdict::NAMED.get(place).copied());
        own.or_else(|| Verdict::named(&words.key, known.check))
    }

    /// The words for the verdicts of a block, in the language of the pack.
    fn verdict_words(&self, block: Id<Block>) -> Vec<String> {
        let Some(known) = &self.heads[block].verdicts else { return Vec::new() };
        let standard = Verdict::NAMED.map(|verdict| verdict.keyword(known.check));
        let mut own = known.own.iter().map(|name| name.text.clone());
        standard
            .into_iter()
            .map(|word| own.next().unwrap_or_else(|| word.word(self.keywords()).to_owned()))
            .collect()
    }

    /// Words that are nearest to some that name no verdict of the block; those of the other kind of
    /// block stand for the same verdict.
    fn verdict_near(
        &self,
        block: Id<Block>,
        value: &ast::Expr,
        words: &[String],
    ) -> Option<String> {
        let ast::ExprKind::Name(name) = &value.kind else { return None };
        let known = self.heads[block].verdicts.as_ref()?;
        let of_other_kind = Verdict::named(&name.key, !known.check);
        let place = of_other_kind
            .and_then(|verdict| Verdict::NAMED.into_iter().position(|named| named == verdict));
        let same = place.and_then(|place| words.get(place)).cloned();
        same.or_else(|| nearest(&name.text, words.iter().map(String::as_str)).map(str::to_owned))
    }
}
