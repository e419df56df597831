//! `hiện theo`: what stands beside the key of a record.

use super::{Checker, Scope, label};
use crate::diag::result as say;
use crate::model::{DerivedId, ExprKind, Inherited, RecordId, ShownValue};
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
                        names.iter().for_each(|shown| match &shown.of {
                            None => self.show(record, &shown.name),
                            Some(owner) => self.show_inherited(record, &shown.name, owner),
                        });
                    }
                    MemberKind::Field { .. }
                    | MemberKind::Derive { .. }
                    | MemberKind::Never { .. } => {}
                }
            }
        }
    }

    /// A value of a record that these are part of.
    fn show_inherited(&mut self, record: RecordId, name: &ast::Name, owner: &ast::Name) {
        let Some(owner) = self.whole_of(record, owner) else { return };
        let scope = Scope { record: Some(owner), own: None, over: None };
        let Some(value) = self.name(scope, name, None) else { return };
        if !matches!(value.kind, ExprKind::Field(_) | ExprKind::Derived(_)) {
            return self.report(say::not_shown(name.span, &name.text));
        }
        if self.is_shown(record, &name.key) {
            return self.report(say::shown_twice(name.span, &name.text, false));
        }
        let scope = &mut self.records[record];
        scope.shown.push(ShownValue::Inherited(scope.inherited.len()));
        scope.inherited.push(Inherited { owner, name: label(name), value });
    }

    /// Returns `true` if something of that name stands beside the key already: names head columns.
    fn is_shown(&self, record: RecordId, name: &str) -> bool {
        let scope = &self.records[record];
        scope.shown.iter().any(|shown| match *shown {
            ShownValue::Field(id) => scope.fields[id].name.key == name,
            ShownValue::Derived(id) => scope.derived[id].name.key == name,
            ShownValue::Inherited(place) => {
                scope.inherited.get(place).is_some_and(|one| one.name.key == name)
            }
        })
    }

    fn show(&mut self, record: RecordId, name: &ast::Name) {
        let scope = Scope { record: Some(record), own: None, over: None };
        let Some(typed) = self.name(scope, name, None) else { return };
        let value = match typed.kind {
            ExprKind::Field(id) => ShownValue::Field(id),
            ExprKind::Derived(id) => ShownValue::Derived(id),
            _ => return self.report(say::not_shown(name.span, &name.text)),
        };
        let scope = &self.records[record];
        let key = match value {
            ShownValue::Field(id) => scope.fields[id].key,
            ShownValue::Derived(_) | ShownValue::Inherited(_) => false,
        };
        if key || self.is_shown(record, &name.key) {
            self.report(say::shown_twice(name.span, &name.text, key));
        } else {
            self.records[record].shown.push(value);
        }
    }

    /// The values that are the result of a block.
    pub(super) fn results(&mut self, record: RecordId, lines: &[ast::Results]) -> Vec<DerivedId> {
        let scope = Scope { record: Some(record), own: None, over: None };
        let mut results = Vec::new();
        let names = lines.iter().flat_map(|line| &line.names);
        for ast::ShownName { name, of } in names {
            if of.is_some() {
                self.report(say::no_result(name.span, &name.text));
                continue;
            }
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
