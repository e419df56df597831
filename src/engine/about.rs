//! Parts of the rules that findings are about: their names, their rows, where they stand.

use super::Rules;
use crate::analysis::{self, About, Declared, Site};
use crate::diag::analysis::{self as say, Tested};
use crate::diag::{Diagnostic, Message};
use crate::keywords::{Keywords, Kw};
use crate::model::{BlockKind, ClauseKind, ExprId, Label, RecordId, TargetsId};
use crate::source::Span;
use crate::value::{Num, Type, Value};

impl Rules {
    /// Name of what a finding is about, and where it is opened.
    pub(super) fn named(&self, about: About) -> Option<(Message, Span)> {
        let model = self.model();
        let label = match about {
            About::Site(site) => return Some(self.site(site)),
            About::Filter(id) => &model.records[model.aggregates[id].over].name,
            About::Declared(Declared::Block(id)) => &model.blocks[id].name,
            About::Units(id) | About::Declared(Declared::Targets(id)) => &model.targets[id].name,
            About::Declared(Declared::Field(record, id)) => &model.records[record].fields[id].name,
            About::Declared(Declared::Parameter(id)) => &model.parameters[id].name,
            About::Declared(Declared::Function(id)) => &model.functions[id].name,
            About::Declared(Declared::Category(id)) => &model.categories.get(id.index())?.name,
        };
        Some(own(label))
    }

    /// Name of a site, and where it is opened.
    pub(super) fn site(&self, site: Site) -> (Message, Span) {
        let model = self.model();
        let label = match site {
            Site::Table(record, derived) => &model.records[record].derived[derived].name,
            Site::Criterion(block, place) => match &model.blocks[block].kind {
                BlockKind::Scorecard(card) => match card.criteria.get(place) {
                    Some(criterion) => {
                        let name =
                            say::criterion(&criterion.label.text, criterion.title.as_deref());
                        return (name, criterion.label.span);
                    }
                    None => &model.blocks[block].name,
                },
                BlockKind::Eligibility(_) | BlockKind::Check(_) => &model.blocks[block].name,
            },
            Site::Grades(block) => {
                let label = &model.blocks[block].name;
                return (say::grading(&label.text), label.span);
            }
            Site::Caps(block) | Site::Clauses(block) | Site::Guards(block) => {
                &model.blocks[block].name
            }
        };
        own(label)
    }

    /// Place of an expression.
    pub(super) fn place_of(&self, record: RecordId, id: ExprId) -> Option<Span> {
        let mut found = None;
        self.model().exprs(&mut |of, whole| {
            if of == record {
                whole.within(&mut |expr| found = found.or((expr.id == id).then_some(expr.span)));
            }
        });
        found
    }

    /// Units that a table of requirements has no row for, by their names.
    pub(super) fn units_without_row(&self, id: TargetsId) -> Vec<Message> {
        let model = self.model();
        let category = model.targets[id].by.as_ref().and_then(|by| match by.ty {
            Type::Category(id) => model.categories.get(id.index()),
            Type::Text | Type::Number(_) | Type::Date | Type::YesNo => None,
        });
        let name = |unit: Option<u32>| match unit {
            Some(code) => {
                let name = &category?.value(code)?.name.text;
                Some(Message { vi: name.clone(), en: name.clone() })
            }
            None => {
                Some(Message::from((Kw::Total.word(Keywords::Vi), Kw::Total.word(Keywords::En))))
            }
        };
        analysis::missing_units(model, id).into_iter().filter_map(name).collect()
    }

    /// A level of a unit that asks no more than the one before it: by its row, indicator and level.
    pub(super) fn not_stricter(&self, id: TargetsId, cell: &[usize]) -> Option<Diagnostic> {
        let [row, indicator, level] = <[usize; 3]>::try_from(cell).ok()?;
        let targets = &self.model().targets[id];
        let levels = targets.thresholds.get(row)?.cells.get(indicator)?;
        let at = |level: usize| {
            let bounds = levels.get(level)?.as_deref()?;
            let span = bounds.iter().map(|bound| bound.span).reduce(Span::to)?;
            Some((targets.levels.get(level)?.text.as_str(), span))
        };
        Some(say::not_stricter(at(level)?, at(level.checked_sub(1)?)?))
    }

    /// A requirement that no value of its indicator meets: by its indicator, or by its row,
    /// indicator and level.
    pub(super) fn target_never(&self, id: TargetsId, at: &[usize]) -> Option<Diagnostic> {
        let targets = &self.model().targets[id];
        let (place, bounds) = match *at {
            [place] => (place, targets.indicators.get(place)?.requirement.as_slice()),
            [row, place, level] => {
                let levels = targets.thresholds.get(row)?.cells.get(place)?;
                (place, levels.get(level)?.as_deref()?)
            }
            _ => return None,
        };
        let indicator = targets.indicators.get(place)?;
        let span = bounds.iter().map(|bound| bound.span).reduce(Span::to)?;
        let name = indicator.title.as_deref().unwrap_or(&indicator.label.text);
        let all = analysis::reachable(self.model(), self.plan(), id, place);
        let shown =
            |end: Option<Num>| end.map(|end| self.in_both(&Value::Num(end), indicator.formula.ty));
        Some(say::target_never(span, name, shown(all.lower), shown(all.upper)))
    }

    /// Place of a row, cap or clause of what a finding is about.
    pub(super) fn row(&self, about: About, place: usize) -> Option<Span> {
        let model = self.model();
        match about {
            About::Site(site) => site.places(model).get(place).copied(),
            About::Units(id) => Some(model.targets[id].thresholds.get(place)?.span),
            About::Filter(id) => Some(model.aggregates[id].filter.as_ref()?.span),
            About::Declared(_) => None,
        }
    }

    /// Condition that never holds, or always does.
    pub(super) fn tested(&self, about: About, place: usize) -> Tested {
        let site = match about {
            About::Site(site) => site,
            About::Filter(_) => return Tested::Filter,
            About::Units(_) | About::Declared(_) => return Tested::Clause,
        };
        match site {
            Site::Table(..) | Site::Criterion(..) | Site::Grades(_) => Tested::Row,
            Site::Caps(_) => Tested::Cap,
            Site::Guards(_) => Tested::Clause,
            Site::Clauses(block) => {
                match self.model().blocks[block].clauses().get(place).map(|clause| clause.kind) {
                    Some(ClauseKind::Require) => Tested::Required,
                    Some(ClauseKind::Due) => Tested::Deadline,
                    Some(ClauseKind::Reject) => Tested::Rejecting,
                    Some(
                        ClauseKind::Applies
                        | ClauseKind::Refer
                        | ClauseKind::Warn
                        | ClauseKind::Prefer,
                    )
                    | None => Tested::Clause,
                }
            }
        }
    }
}

/// A name as the rules write it, in both languages, with its place.
fn own(label: &Label) -> (Message, Span) {
    (Message { vi: label.text.clone(), en: label.text.clone() }, label.span)
}
