//! Monthly snapshots: record types whose rows are decided month by month.

use super::{Checker, Member, Scope};
use crate::diag::snapshot as say;
use crate::model::{Aggregate, Expr, ExprKind, Previous, RecordId};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Type;

impl Checker<'_> {
    /// `chụp hàng tháng theo ngày báo cáo`
    pub(super) fn declare_snapshot(&mut self, record: RecordId, name: &ast::Name) {
        self.records[record].monthly = true;
        let Some(Member::Field(day)) = self.member(record, &name.key) else {
            return self.unknown_unless_broken(record, name);
        };
        let field = &self.records[record].fields[day];
        if field.ty != Type::Date {
            let (found, dates) = (self.describe(field.ty), self.date_fields(record));
            return self.report(say::not_a_date(name.span, &name.text, &found, &dates));
        }
        if field.key {
            let key = field.span;
            return self.report(say::day_in_key(name.span, &name.text, key));
        }
        if self.records[record].fields.iter().all(|field| !field.key) {
            let type_name = self.records[record].name.text.clone();
            return self.report(say::no_key(name.span, &type_name));
        }
        // A snapshot is decided as of its day: without one there is nothing to decide.
        self.records[record].fields[day].required = true;
        self.records[record].snapshot = Some(day);
    }

    fn unknown_unless_broken(&mut self, record: RecordId, name: &ast::Name) {
        if !matches!(self.member(record, &name.key), Some(Member::Broken)) {
            self.unknown_field(record, name);
        }
    }

    /// `kỳ trước(x)`
    pub(super) fn previous(
        &mut self,
        scope: Scope,
        span: Span,
        arguments: &[ast::Expr],
    ) -> Option<Expr> {
        let of = scope.record.filter(|record| self.records[*record].monthly);
        let (Some(record), [argument]) = (of, arguments) else {
            self.report(match of {
                Some(_) => say::one_argument(span),
                None => say::previous_elsewhere(span, &self.monthly_types()),
            });
            return None;
        };
        let value = self.expr(scope, argument, None)?;
        let ty = value.ty;
        let id = self.records[record].previous.push(Previous { value, span });
        Some(Expr::new(ExprKind::Previous(id), ty, span))
    }

    fn monthly_types(&self) -> Vec<String> {
        let monthly = self.records.iter().filter(|record| record.monthly);
        monthly.map(|record| record.name.text.clone()).collect()
    }

    /// A warning where a snapshot reads a list that is known of its latest month alone: records
    /// that are neither snapshots nor rows of a register.
    pub(super) fn check_snapshots(&mut self) {
        let lasting = |over: &Aggregate| {
            let of = &self.records[over.over];
            of.snapshot.is_none() && of.register.is_none()
        };
        let snapshots = self.records.iter().filter(|record| record.snapshot.is_some());
        let read =
            snapshots.flat_map(|record| record.aggregates.iter().map(move |id| (record, id)));
        let found: Vec<_> = read
            .map(|(record, id)| (record, &self.aggregates[*id]))
            .filter(|(_, aggregate)| lasting(aggregate))
            .map(|(record, aggregate)| {
                let over = &self.records[aggregate.over].name.text;
                say::latest_month_alone(aggregate.span, &record.name.text, over)
            })
            .collect();
        self.found.extend(found);
    }
}
