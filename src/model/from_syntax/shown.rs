//! `hiện theo`: what stands beside the key of a record.

use super::{Checker, Scope};
use crate::diag::result as say;
use crate::model::{DerivedId, ExprKind, RecordId, ShownValue};
use crate::syntax::ast::{self, ItemKind, MemberKind};

impl<'a> Checker<'a> {
    /// Checks the lines `hiện theo` of all record types, whose values are known by now.
    pub(super) fn check_shown(&mut self, items: &[&'a ast::Item]) {
        for item in items {
            let ItemKind::Record { name, members, .. } = &item.kind else { continue };
            let Some(record) = self.record_names.get(&name.key) else { continue };
            for member in members {
                match &member.kind {
                    MemberKind::Shown(names) => {
                        names.iter().for_each(|name| self.show(record, name));
                    }
                    MemberKind::Field { .. } | MemberKind::Derive { .. } => {}
                }
            }
        }
    }

    fn show(&mut self, record: RecordId, name: &ast::Name) {
        let scope = Scope { record: Some(record), own: None, over: None };
        let Some(typed) = self.name(scope, name, None) else { return };
        let value = match typed.kind {
            ExprKind::Field(id) => ShownValue::Field(id),
            ExprKind::Derived(id) => ShownValue::Derived(id),
            _ => return self.report(say::not_shown(name.span, &name.text)),
        };
        let scope = &mut self.records[record];
        let key = match value {
            ShownValue::Field(id) => scope.fields[id].key,
            ShownValue::Derived(_) => false,
        };
        if key || scope.shown.contains(&value) {
            self.report(say::shown_twice(name.span, &name.text, key));
        } else {
            scope.shown.push(value);
        }
    }

    /// The values that are the result of a block.
    pub(super) fn results(&mut self, record: RecordId, lines: &[ast::Results]) -> Vec<DerivedId> {
        let scope = Scope { record: Some(record), own: None, over: None };
        let mut results = Vec::new();
        for name in lines.iter().flat_map(|line| &line.names) {
            match self.name_or_list(scope, name, None).map(|typed| typed.kind) {
                Some(ExprKind::Derived(id)) if results.contains(&id) => {
                    self.report(say::shown_twice(name.span, &name.text, false));
                }
                Some(ExprKind::Derived(id)) => results.push(id),
                Some(_) => self.report(say::no_result(name.span, &name.text)),
                None => {}
            }
        }
        results
    }
}
