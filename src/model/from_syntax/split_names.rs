//! Names of values that hold the word `và` and that nothing declares, or no longer: read as
//! conditions joined, each part would be unknown for itself.

use super::{Checker, Scope};
use crate::diag::nearest;
use crate::model::CategoryId;
use crate::source::{Span, key};
use crate::syntax::ast::{self, ExprKind, ItemKind};
use crate::value::{Compare, Type};

impl Checker<'_> {
    /// Keeps the names joined by `và` that stand where examples give a value: no condition can be
    /// meant there.
    pub(super) fn note_split_names(&mut self, items: &[&ast::Item]) {
        for item in items {
            let ItemKind::Example { given, rows, .. } = &item.kind else { continue };
            let cells = rows.iter().flat_map(|given| &given.rows).flat_map(|row| &row.cells);
            let values = given.iter().map(|(_, value)| value).chain(cells.flatten());
            for value in values {
                if let ExprKind::And(parts) = &value.kind
                    && parts.iter().all(|part| bare_name(part).is_some())
                {
                    let words = key(&self.words(value.span));
                    self.split_names.insert(words);
                }
            }
        }
    }

    /// Reports, as one name, names joined by `và` where a value of a category is wanted; `false`
    /// where they are read otherwise: some are no mere names, or all are values.
    pub(super) fn is_split_value(
        &mut self,
        want: Option<Type>,
        span: Span,
        parts: &[ast::Expr],
    ) -> bool {
        let Some(Type::Category(category)) = want else { return false };
        let names: Option<Vec<&ast::Name>> = parts.iter().map(bare_name).collect();
        let is_value = |name: &&ast::Name| self.code(category, &name.key).is_some();
        let split = names.is_some_and(|names| !names.iter().all(is_value));
        if split {
            self.report_split(category, span);
        }
        split
    }

    /// Number of the conditions behind one that are the rest of the name of its value, as in
    /// `chương trình là nước sạch và vệ sinh`; reports the whole name if there are any.
    pub(super) fn split_behind(
        &mut self,
        scope: Scope,
        condition: &ast::Expr,
        behind: &[ast::Expr],
    ) -> usize {
        let Some((subject, value)) = asked(condition) else { return 0 };
        let rest = behind.iter().map_while(bare_name);
        let rest: Vec<&ast::Name> = rest.take_while(|name| !self.is_known(scope, name)).collect();
        let Some(last) = rest.last() else { return 0 };
        let (count, span) = (rest.len(), value.span.to(last.span));
        let reported = self.found.len();
        let subject = self.value_or_list(scope, subject, None);
        self.found.truncate(reported);
        let Some(Type::Category(category)) = subject.map(|subject| subject.ty) else { return 0 };
        let whole = self.words(span);
        let values = self.categories.get(category.index()).map_or(&[][..], |one| &one.values);
        // A value, misspelt or not, with a condition of its own behind it.
        let is_near = |name: &str| {
            nearest(name, values.iter().map(|value| value.name.text.as_str())).is_some()
        };
        let stands_alone = self.code(category, &value.key).is_some() || is_near(&value.text);
        let is_whole = !stands_alone || is_near(&whole) || self.split_names.contains(&key(&whole));
        if !is_whole {
            return 0;
        }
        self.report_split(category, span);
        count
    }

    /// Returns `true` of a name that is declared, or nearly.
    fn is_known(&self, scope: Scope, name: &ast::Name) -> bool {
        let callables = self.callables.texts();
        let members = scope.record.map(|record| self.records[record].members.texts());
        let mut names = callables.chain(members.into_iter().flatten());
        crate::keywords::special(&name.key).is_some()
            || self.invalid.contains(&name.key)
            || names.any(|known| nearest(&name.text, [known]).is_some() || key(known) == name.key)
    }

    fn report_split(&mut self, category: CategoryId, span: Span) {
        let text = self.words(span);
        let name = ast::Name { key: key(&text), text, span, quoted: false };
        self.report_value(category, &name);
    }
}

/// The value that a condition asks for, and of what.
fn asked(condition: &ast::Expr) -> Option<(&ast::Expr, &ast::Name)> {
    match &condition.kind {
        ExprKind::Is { subject, values, .. } => Some((subject, bare_name(values.last()?)?)),
        ExprKind::Compare(Compare::Equal | Compare::NotEqual, subject, value) => {
            Some((subject, bare_name(value)?))
        }
        _ => None,
    }
}

/// A name written without backticks, and nothing else.
fn bare_name(expr: &ast::Expr) -> Option<&ast::Name> {
    match &expr.kind {
        ExprKind::Name(name) if !name.quoted => Some(name),
        _ => None,
    }
}
