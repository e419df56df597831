//! A schema taken from checked rules.

use super::parts::*;
use crate::engine::Rules;
use crate::explain::decision::{DecisionKind, TypedValue, Verdict as Code};
use crate::explain::{ConditionKind, Quotes};
use crate::model::{
    Basis, Block, BlockKind, Change, Clause, Criterion, DatedValue, Derived, DerivedKind, End,
    Expr, ExprKind, Field, HitPolicy, Impossible, Indicator, Model, Parameter, RecordId, Targets,
    Test,
};
use crate::source::Span;
use crate::value::{CategoryId, Type, Unit, Value};
use std::sync::Arc;

/// The schema of some rules.
pub(super) fn schema(rules: &Rules) -> Schema {
    let model = rules.model();
    let take = Take { model, quotes: Quotes { model, sources: rules.sources() } };
    Schema {
        schema_version: crate::wire::SCHEMA_VERSION,
        pack: rules.name().to_owned(),
        title: rules.title().map(str::to_owned),
        lang: rules.lang(),
        fingerprint: rules.fingerprint().to_owned(),
        effective: rules.effective().map(|days| Days { from: days.from, to: days.to }),
        documents: model
            .documents
            .iter()
            .map(|document| DocumentSchema {
                name: document.name.text.clone(),
                title: document.title.clone(),
                file: document.file.clone(),
            })
            .collect(),
        categories: model.categories.iter().map(|one| category(model, one)).collect(),
        records: model.records.ids().map(|id| take.record(id)).collect(),
        parameters: model.parameters.iter().map(|parameter| take.parameter(parameter)).collect(),
        functions: model.functions.iter().map(|function| take.function(function)).collect(),
        blocks: model.blocks.iter().map(|block| take.block(block)).collect(),
        targets: model.targets.iter().map(|targets| take.targets(targets)).collect(),
    }
}

fn category(model: &Model, category: &crate::model::Category) -> CategorySchema {
    let included = category.included.iter().filter_map(|id| model.categories.get(id.index()));
    CategorySchema {
        includes: included.map(|other| other.name.text.clone()).collect(),
        name: category.name.text.clone(),
        ordered: category.ordered,
        values: category
            .values
            .iter()
            .map(|value| CategoryValueSchema {
                name: value.name.text.clone(),
                code: value.code.clone(),
                also: value.also.iter().map(|other| other.text.clone()).collect(),
                days: Days { from: value.from, to: value.to },
            })
            .collect(),
    }
}

fn unit(unit: Unit) -> Option<UnitKind> {
    match unit {
        Unit::Bare | Unit::Number => None,
        Unit::Integer => Some(UnitKind::Integer),
        Unit::Year => Some(UnitKind::Year),
        Unit::Ratio => Some(UnitKind::Ratio),
        Unit::Money => Some(UnitKind::Money),
        Unit::Points => Some(UnitKind::Points),
        Unit::Days => Some(UnitKind::Days),
        Unit::Months => Some(UnitKind::Months),
    }
}

struct Take<'a> {
    model: &'a Model,
    quotes: Quotes<'a>,
}

impl Take<'_> {
    fn words(&self, span: Span) -> String {
        self.quotes.words(span)
    }

    fn place(&self, span: Span) -> Place {
        let line = self.quotes.clause(span);
        Place { file: line.file.to_string(), line: line.line }
    }

    fn basis(&self, basis: &Basis) -> crate::explain::Grounds {
        self.quotes.grounds([basis])
    }

    fn category_name(&self, id: CategoryId) -> Option<String> {
        self.model.categories.get(id.index()).map(|category| category.name.text.clone())
    }

    fn value_type(&self, ty: Type) -> ValueType {
        let (kind, unit, category) = match ty {
            Type::Text => (ValueKind::Text, None, None),
            Type::Date => (ValueKind::Date, None, None),
            Type::YesNo => (ValueKind::YesNo, None, None),
            Type::Number(counted) => (ValueKind::Number, unit(counted), None),
            Type::Category(id) => (ValueKind::Category, None, self.category_name(id)),
        };
        ValueType { kind, unit, category }
    }

    fn value(&self, value: &Value, ty: Type) -> TypedValue {
        let name = match (value, ty) {
            (Value::Code(code), Type::Category(id)) => {
                let category = self.model.categories.get(id.index());
                category.and_then(|category| category.value(*code))
            }
            (_, _) => None,
        };
        let name = name.map(|value| Arc::from(value.name.text.as_str()));
        TypedValue { value: value.clone(), ty, name, members: None }
    }

    fn record(&self, id: RecordId) -> RecordSchema {
        let record = &self.model.records[id];
        let parent = record.parent.map(|(parent, field)| ParentSchema {
            record: self.model.records[parent].name.text.clone(),
            field: record.fields[field].name.text.clone(),
            complete_when: record.complete.as_ref().map(|list| self.words(list.condition.span)),
        });
        let parts = self
            .model
            .records
            .iter()
            .filter(|part| part.parent.is_some_and(|(parent, _)| parent == id));
        RecordSchema {
            name: record.name.text.clone(),
            title: record.title.clone(),
            parent,
            monthly_by: record.snapshot.map(|day| record.fields[day].name.text.clone()),
            fields: record.fields.iter().map(|field| self.field(field)).collect(),
            derived: record.derived.iter().map(|derived| self.derived(derived)).collect(),
            parts: parts.map(|part| part.name.text.clone()).collect(),
            impossible: record.impossible.iter().map(|never| self.impossible(never)).collect(),
        }
    }

    fn impossible(&self, never: &Impossible) -> ImpossibleSchema {
        ImpossibleSchema {
            condition: self.words(never.condition.span),
            reason: never.reason.clone(),
            place: self.place(never.span),
        }
    }

    fn field(&self, field: &Field) -> FieldSchema {
        FieldSchema {
            name: field.name.text.clone(),
            value_type: self.value_type(field.ty),
            key: field.key,
            required: field.required,
            columns: field.columns.clone(),
            range: field.range.as_ref().map(|range| self.range(range, field.domain.as_ref())),
            step: field.step.as_ref().map(|step| StepSchema {
                text: self.words(step.span),
                value: Some(self.value(&Value::Num(step.value.clone()), field.ty)),
            }),
            change: field.change.map(change_code),
            place: self.place(field.span),
        }
    }

    fn range(&self, range: &Expr, domain: Option<&Test>) -> RangeSchema {
        let (lower, upper) = match domain {
            Some(Test::Between { lower, upper }) => (lower.as_ref(), upper.as_ref()),
            Some(Test::Missing | Test::Is(_) | Test::Except(_)) | None => (None, None),
        };
        RangeSchema {
            text: self.words(range.span),
            lower: lower.map(|end| self.end(end)),
            upper: upper.map(|end| self.end(end)),
        }
    }

    fn end(&self, end: &End) -> EndSchema {
        let value = match &end.value.kind {
            ExprKind::Constant(value) => Some(self.value(value, end.value.ty)),
            _ => None,
        };
        EndSchema { text: self.words(end.value.span), value, inclusive: end.inclusive }
    }

    fn derived(&self, derived: &Derived) -> DerivedSchema {
        let (by, list, formula) = match &derived.kind {
            DerivedKind::Formula(formula) => {
                (DerivedBy::Formula, false, Some(self.words(formula.span)))
            }
            DerivedKind::Table { policy, .. } => {
                (DerivedBy::Table, *policy == HitPolicy::All, None)
            }
        };
        DerivedSchema {
            name: derived.name.text.clone(),
            value_type: self.value_type(derived.ty),
            list,
            by,
            formula,
            basis: self.basis(&derived.basis),
            place: self.place(derived.span),
        }
    }

    fn parameter(&self, parameter: &Parameter) -> ParameterSchema {
        let dated = |dated: &DatedValue| DatedSchema {
            days: Days { from: Some(dated.from), to: dated.to },
            value: Some(self.value(&dated.value, parameter.ty)),
            basis: self.basis(&dated.basis),
            place: self.place(dated.span),
        };
        ParameterSchema {
            name: parameter.name.text.clone(),
            value_type: self.value_type(parameter.ty),
            values: parameter.values.iter().map(dated).collect(),
            basis: self.basis(&parameter.basis),
            place: self.place(parameter.span),
        }
    }

    fn function(&self, function: &crate::model::Function) -> FunctionSchema {
        let parameters = function.parameters.iter().map(|(name, ty)| FunctionParameter {
            name: name.text.clone(),
            value_type: self.value_type(*ty),
        });
        FunctionSchema {
            name: function.name.text.clone(),
            parameters: parameters.collect(),
            result: self.value_type(function.result),
            file: function.file.clone(),
            host: function.host,
        }
    }

    fn block(&self, block: &Block) -> BlockSchema {
        let (kind, clauses) = match &block.kind {
            BlockKind::Scorecard(_) => (DecisionKind::Scorecard, &[][..]),
            BlockKind::Eligibility(clauses) => (DecisionKind::Eligibility, clauses.as_slice()),
            BlockKind::Check(clauses) => (DecisionKind::Check, clauses.as_slice()),
        };
        let card = match &block.kind {
            BlockKind::Scorecard(card) => Some(card),
            BlockKind::Eligibility(_) | BlockKind::Check(_) => None,
        };
        let grades = card.and_then(|card| card.grading.as_ref()).map(|grading| grading.category);
        let criteria = card.map_or(&[][..], |card| &card.criteria);
        BlockSchema {
            name: block.name.text.clone(),
            title: block.title.clone(),
            record: self.model.records[block.record].name.text.clone(),
            kind,
            applies: block.guards.iter().map(|guard| self.words(guard.span)).collect(),
            verdicts: self.verdicts(block, kind, grades),
            grades: grades.and_then(|id| self.category_name(id)),
            max_points: card.map(|card| card.maximum.clone()),
            criteria: criteria.iter().map(|criterion| self.criterion(criterion)).collect(),
            clauses: clauses.iter().map(|clause| self.clause(clause)).collect(),
            basis: self.basis(&block.basis),
            place: self.place(block.span),
        }
    }

    fn verdicts(
        &self,
        block: &Block,
        kind: DecisionKind,
        grades: Option<CategoryId>,
    ) -> Vec<VerdictSchema> {
        let grades = grades.and_then(|id| self.model.categories.get(id.index()));
        let is_check = kind == DecisionKind::Check;
        match kind {
            DecisionKind::Scorecard | DecisionKind::Record => grades
                .iter()
                .flat_map(|grades| &grades.values)
                .map(|grade| VerdictSchema {
                    word: grade.name.text.clone(),
                    code: Code::Graded.code(),
                })
                .collect(),
            DecisionKind::Eligibility | DecisionKind::Check => block
                .reachable()
                .into_iter()
                .filter_map(|verdict| {
                    Some(VerdictSchema {
                        word: block.verdict_word(verdict, self.model.lang).to_owned(),
                        code: crate::explain::verdict_code(verdict, is_check)?.code(),
                    })
                })
                .collect(),
        }
    }

    fn criterion(&self, criterion: &Criterion) -> CriterionSchema {
        CriterionSchema {
            label: criterion.label.text.clone(),
            title: criterion.title.clone(),
            max_points: Some(criterion.maximum.clone()),
            basis: self.basis(&criterion.basis),
            place: self.place(criterion.span),
        }
    }

    fn clause(&self, clause: &Clause) -> ClauseSchema {
        ClauseSchema {
            kind: ConditionKind::Clause(clause.kind).code(),
            text: clause.reason.clone(),
            condition: self.words(clause.condition.span),
            basis: self.basis(&clause.basis),
            place: self.place(clause.span),
        }
    }

    fn targets(&self, targets: &Targets) -> TargetSchema {
        let by = targets.by.as_ref();
        let unit = |code: u32| match by.map(|by| by.ty) {
            Some(ty) => self.value(&Value::Code(code), ty).name.map(|name| name.to_string()),
            None => None,
        };
        TargetSchema {
            name: targets.name.text.clone(),
            title: targets.title.clone(),
            record: self.model.records[targets.record].name.text.clone(),
            by: by.map(|by| self.words(by.span)),
            units: targets.thresholds.iter().map(|row| row.unit.and_then(unit)).collect(),
            total: targets.total,
            levels: targets.levels.iter().map(|level| level.text.clone()).collect(),
            indicators: targets
                .indicators
                .iter()
                .map(|indicator| self.indicator(indicator))
                .collect(),
            basis: self.basis(&targets.basis),
            place: self.place(targets.span),
        }
    }

    fn indicator(&self, indicator: &Indicator) -> IndicatorSchema {
        IndicatorSchema {
            label: indicator.label.text.clone(),
            title: indicator.title.clone(),
            value_type: self.value_type(indicator.formula.ty),
            formula: self.words(indicator.formula.span),
            required: indicator.requirement.iter().map(|bound| self.words(bound.span)).collect(),
            basis: self.basis(&indicator.basis),
            place: self.place(indicator.span),
        }
    }
}

/// Code of a way in which the value of a field can change.
fn change_code(change: Change) -> &'static str {
    match change {
        Change::Fixed => "fixed",
        Change::OnlyRises => "only_rises",
        Change::OnlyFalls => "only_falls",
    }
}
