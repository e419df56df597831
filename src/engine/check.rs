//! What `check` finds in rules that load: what they mean for some record, or for every one.

use super::Rules;
use super::accepted::{self, Kinds};
use super::findings::Findings;
use super::further::Further;
use super::packs::Packs;
use super::written::Known;
use crate::analysis::{self, About, Declared, Finding, FindingKind, Site, Told, Witness};
use crate::diag::analysis::{self as say, ShownValue};
use crate::diag::reading::{ACCEPTS_NOTHING, never_used};
use crate::diag::{Diagnostic, Label, Meaning, Message, WitnessRecord, WitnessValue};
use crate::keywords::{Keywords, Kw};
use crate::source::Span;
use crate::value::{Lang, Type, Unit, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Findings of one pack.
pub(super) struct Checked {
    /// Findings that stand, those of loading among them.
    pub standing: Vec<Diagnostic>,
    /// Findings that the rules accept.
    pub accepted: Vec<Diagnostic>,
}

/// So many findings are offered edits.
const MOST_FIXED: usize = 50;

/// So many rows that go before another are shown.
const MOST_SHOWN: usize = 3;

impl Rules {
    /// Everything that is found in the rules: what loading warns of, and what the rules mean for
    /// records that there can be. Gaps and overlaps between rows, rows and conditions that never
    /// hold, blocks that apply to nothing. Each finding that says what becomes of a record was
    /// tried on one.
    ///
    /// ```
    /// let rules = visao::Rules::from_text("bản ghi Tổ
    ///   trường mã: chữ, khóa
    ///   trường nợ: tiền, bắt buộc, từ 0
    /// bảng Loại nợ cho Tổ: số
    ///   | nợ              | Loại nợ |
    ///   | dưới 5 triệu    | 1       |
    ///   | trên 5 triệu    | 2       |
    /// ")?;
    /// assert_eq!(rules.check().diagnostics[0].code, "E401");
    /// # Ok::<(), visao::Error>(())
    /// ```
    pub fn check(&self) -> Findings {
        let mut findings = Findings::default();
        self.check_into(None, &Further::default(), &mut findings);
        findings
    }

    /// Everything that [`Rules::check`] finds, and behind it what is looked for where that is
    /// asked.
    pub fn check_further(&self, further: &Further<'_>) -> Findings {
        let mut findings = Findings::default();
        self.check_into(None, further, &mut findings);
        findings
    }

    pub(super) fn check_into(
        &self,
        folder: Option<&str>,
        further: &Further<'_>,
        findings: &mut Findings,
    ) {
        let mut checked = self.checked();
        self.further(further, &mut checked);
        let Checked { standing, accepted } = checked;
        findings.accepted += accepted.len();
        findings.absorb(folder, standing, self.sources());
    }

    /// Adds what is looked for besides to what was found.
    fn further(&self, further: &Further<'_>, checked: &mut Checked) {
        let mut add = |found: Vec<Diagnostic>, kinds| {
            let (found, accepted) = accepted::part(&self.trees(), found, kinds);
            checked.standing.extend(found);
            checked.accepted.extend(accepted);
        };
        if further.confined {
            let found = analysis::confined(self.model(), self.plan(), &*self.inner);
            add(found.iter().map(|one| self.held(one)).collect(), Kinds::Confined);
        }
        if let Some(over) = further.over {
            add(self.cliffs(over, further.data), Kinds::Cliffs);
        }
    }

    /// What the analysis finds, of what is as it was before from what it found then.
    fn asked(&self) -> Vec<Finding> {
        let (model, written, before) = (self.model(), self.written(), self.known());
        let unchanged = before.as_ref().map(|one| written.unchanged(&one.written, model));
        let before = before.as_ref().zip(unchanged.as_ref());
        let before = before.map(|(before, unchanged)| (&before.answers, unchanged));
        let (found, answers) = analysis::check_again(model, self.plan(), &*self.inner, before);
        self.inner.known.get_or_init(|| Arc::new(Known { written, answers }));
        found
    }

    fn checked(&self) -> Checked {
        let found = self.asked();
        let told = self.findings().iter().chain(self.accepted());
        let told: Vec<Span> = told.flat_map(never_used).collect();
        let mut standing = self.findings().to_vec();
        let (mut undecided, mut all, mut of) = (BTreeSet::new(), Vec::new(), Vec::new());
        for finding in found {
            let is_undecided = finding.kind == FindingKind::Undecided;
            // Clauses over time are asked each for itself, rows of a list together.
            let alone = matches!(finding.about, About::Site(Site::Clauses(_)));
            let place = finding.rows.first().copied().filter(|_| alone);
            if is_undecided && !undecided.insert((finding.about, place)) {
                continue;
            }
            let Some(diagnostic) = self.told(&finding) else { continue };
            let diagnostic = diagnostic.meaning(self.meaning(&finding));
            // One row that goes before another is told as the rules are read.
            let known = finding.kind == FindingKind::Dead
                && diagnostic.span().is_some_and(|span| told.contains(&span));
            if known {
                self.complete(&mut standing, &finding, diagnostic);
            } else {
                of.push((diagnostic.code, diagnostic.span(), finding));
                all.push(diagnostic);
            }
        }
        let (found, mut accepted) = accepted::part(&self.trees(), all, Kinds::OfCheck);
        accepted.extend_from_slice(self.accepted());
        standing.extend(found);
        standing.sort_by_key(|finding| finding.span().map(|span| (span.source, span.start)));
        for finding in standing.iter_mut().take(MOST_FIXED) {
            if finding.code == ACCEPTS_NOTHING {
                finding.fixes.extend(self.without_acceptance(finding));
            }
            let same = |(code, span, _): &&(&str, Option<Span>, Finding)| {
                *code == finding.code && *span == finding.span()
            };
            if let Some((.., found)) = of.iter().find(same) {
                finding.fixes = self.fixes_of(found);
            }
        }
        Checked { standing, accepted }
    }

    /// Gives what was told of a row as the rules were read the details of the finding that it is.
    fn complete(&self, standing: &mut [Diagnostic], finding: &Finding, told: Diagnostic) {
        let holds =
            |one: &&mut Diagnostic| told.span().is_some_and(|span| never_used(one).contains(&span));
        let Some(known) = standing.iter_mut().find(holds) else { return };
        let of_it = self.fixes_of(finding);
        match (known.fixes.first_mut(), of_it.first()) {
            (Some(first), Some(next)) => {
                first.changes.extend(next.changes.iter().cloned());
                first.message = Message::together(&[first.message.clone(), next.message.clone()]);
            }
            (None, _) => known.fixes = of_it,
            (Some(_), None) => {}
        }
        if known.meaning.is_none() {
            known.meaning = told.meaning;
        }
    }

    fn told(&self, finding: &Finding) -> Option<Diagnostic> {
        let Finding { kind, about, rows, resting, expr, witnesses, zone: _, other, period } =
            finding;
        let region = || self.region_of(finding);
        let (name, head) = self.named(*about)?;
        let name = &name;
        let row = |place: usize| self.row(*about, *rows.get(place)?);
        let tested = || Some(self.tested(*about, *rows.first()?));
        let values = || -> Vec<Vec<ShownValue>> {
            witnesses.iter().map(|witness| self.values(witness)).collect()
        };
        Some(match kind {
            FindingKind::Gap => say::gap(head, name, region().as_ref(), &values()),
            FindingKind::Overlap => {
                say::overlap([row(0)?, row(1)?], name, region().as_ref(), &values())
            }
            FindingKind::Dead => {
                let before = resting.iter().filter_map(|place| self.row(*about, *place));
                say::dead(row(0)?, &before.take(MOST_SHOWN).collect::<Vec<Span>>())
            }
            FindingKind::Never => match period {
                Some(period) => say::never_in(row(0)?, *period),
                None => say::never(row(0)?, tested()?),
            },
            FindingKind::Always => say::always(row(0)?, tested()?),
            FindingKind::NoRecord => match rows.first() {
                Some(_) => say::never_asked(row(0)?, tested()?),
                None => say::no_record(head, name),
            },
            FindingKind::Exceeded => say::exceeded(head, name, region().as_ref(), &values()),
            FindingKind::Unreachable => match about {
                About::Site(Site::Grades(_)) => say::no_total(row(0)?),
                About::Site(_) | About::Units(_) | About::Filter(_) | About::Declared(_) => {
                    say::never_whole(head, name)
                }
            },
            FindingKind::Division => {
                let (record, expr) = (*expr)?;
                let place = self.place_of(record, expr)?;
                say::division(place, row(0).unwrap_or(head), &values())
            }
            FindingKind::Falls => say::falls(row(1)?, [row(0)?, row(2)?], name, &values()),
            FindingKind::Unused => match about {
                About::Declared(Declared::Field(..)) => say::unused_field(head, name),
                About::Declared(Declared::Parameter(_)) => say::unused_parameter(head, name),
                About::Declared(Declared::Category(_)) => say::unused_category(head, name),
                About::Declared(Declared::Function(_)) => say::unused_function(head, name),
                About::Declared(Declared::Block(_) | Declared::Targets(_))
                | About::Site(_)
                | About::Filter(_)
                | About::Units(_) => return None,
            },
            FindingKind::ParameterHole => {
                let About::Declared(Declared::Parameter(id)) = about else { return None };
                let parameter = &self.model().parameters[*id];
                say::parameter_hole(head, name, &parameter.days_without(self.model().period))
            }
            FindingKind::MissingUnit => {
                let About::Units(id) = about else { return None };
                say::missing_unit(head, name, &self.units_without_row(*id))
            }
            FindingKind::NoBasis => say::no_basis(head, name),
            FindingKind::NotStricter => {
                let About::Units(id) = about else { return None };
                self.not_stricter(*id, rows)?
            }
            FindingKind::Order => {
                say::order([row(0)?, row(1)?], name, region().as_ref(), &values())
            }
            FindingKind::NoEffect => match about {
                About::Site(Site::Caps(_)) => say::idle_cap(row(0)?),
                About::Site(_) | About::Units(_) | About::Filter(_) | About::Declared(_) => {
                    let behind = resting.first().and_then(|place| self.row(*about, *place));
                    say::no_effect(row(0)?, behind?)
                }
            },
            FindingKind::Contradiction => match other {
                Some(other) => {
                    let (other, span) = self.site(Site::Clauses(*other));
                    say::both_never(head, name, span, &other)
                }
                None => {
                    let all = rows.iter().filter_map(|place| self.row(*about, *place));
                    say::never_met(head, name, &all.collect::<Vec<Span>>())
                }
            },
            FindingKind::TargetNever => {
                let About::Units(id) = about else { return None };
                self.target_never(*id, rows)?
            }
            FindingKind::Undecided => match about {
                About::Site(Site::Clauses(_)) => say::undecided_over_time(row(0)?, name),
                About::Filter(_) => say::undecided_filter(row(0)?, name),
                About::Site(_) | About::Units(_) | About::Declared(_) => say::undecided(head, name),
            },
        })
    }

    /// Details of a finding for programs.
    fn meaning(&self, finding: &Finding) -> Meaning {
        let Finding { kind, about, rows, resting, witnesses, .. } = finding;
        let all: Vec<usize> = match about {
            About::Site(_) | About::Filter(_) | About::Declared(_) => {
                rows.iter().chain(resting).copied().collect()
            }
            // Behind the row stand the indicator and the level; an indicator alone is no row.
            About::Units(_) if rows.len() > 1 => rows.iter().take(1).copied().collect(),
            About::Units(_) => Vec::new(),
        };
        let rows = all.iter().filter_map(|row| self.row(*about, *row));
        let rows = rows.map(Label::bare).collect();
        let mut meaning = Meaning::new(kind.code(), rows);
        meaning.region = self.region_of(finding);
        meaning.witness = witnesses.first().map(|witness| self.record(witness));
        meaning
    }

    /// The records that a finding is about, in words.
    fn region_of(&self, finding: &Finding) -> Option<Message> {
        let record = match finding.about {
            About::Site(site) => site.record(self.model()),
            About::Units(_) | About::Filter(_) | About::Declared(_) => return None,
        };
        self.region(record, finding.zone.as_ref()?)
    }

    /// A record that shows a finding, whole.
    pub(super) fn record(&self, witness: &Witness) -> WitnessRecord {
        let model = self.model();
        let of = &model.records[witness.record];
        let word = |value: &Value, ty| match (value, ty) {
            (Value::Code(code), Type::Category(id)) => {
                let category = model.categories.get(id.index())?;
                category.value(*code).map(|value| value.name.text.clone())
            }
            (_, _) => None,
        };
        let mut record = WitnessRecord::of(&of.name.text, witness.as_of);
        for (id, value) in &witness.fields {
            let field = &of.fields[*id];
            let word = word(value, field.ty);
            record.fields.push(WitnessValue::new(&field.name.text, value.clone(), word));
        }
        for (column, value) in &witness.columns {
            let place = (*column as usize).checked_sub(of.fields.len());
            let Some(id) = place.and_then(|place| of.aggregates.get(place)) else { continue };
            let aggregate = &model.aggregates[*id];
            let formula = self.sources()[aggregate.span.source].slice(aggregate.span);
            let word = word(value, aggregate.ty);
            record.parts.push(WitnessValue::new(&formula, value.clone(), word));
        }
        record
    }

    /// The values of a record that a finding rests on, as a person reads them.
    pub(super) fn values(&self, witness: &Witness) -> Vec<ShownValue> {
        let model = self.model();
        let record = &model.records[witness.record];
        let shown = |(told, value): &(Told, Value)| {
            let (name, ty) = match told {
                Told::Field(id) => (Some(&record.fields[*id].name), record.fields[*id].ty),
                Told::Derived(id) => (Some(&record.derived[*id].name), record.derived[*id].ty),
                Told::AsOf => (None, Type::Date),
                Told::Total(_) | Told::Points(..) => (None, Type::Number(Unit::Points)),
            };
            let word = match told {
                Told::Total(_) => Kw::TotalPoints,
                Told::Points(..) => Kw::Gives,
                Told::AsOf | Told::Field(_) | Told::Derived(_) => Kw::AsOf,
            };
            let name = |lang| match name {
                Some(name) => name.text.clone(),
                None => word.word(Keywords::from(lang)).to_owned(),
            };
            let value = self.in_both(value, ty);
            let text = |lang| format!("{} {}", name(lang), value.get(lang));
            Message { vi: text(Lang::Vi), en: text(Lang::En) }
        };
        witness.told.iter().map(shown).collect()
    }
}

impl Packs {
    /// Everything that is found in the packs; see [`Rules::check`].
    pub fn check(&self) -> Findings {
        self.check_further(&Further::default())
    }

    /// Everything in the packs, and what is looked for where that is asked; see
    /// [`Rules::check_further`].
    pub fn check_further(&self, further: &Further<'_>) -> Findings {
        let mut findings = Findings::default();
        for (folder, rules) in self.named() {
            rules.check_into(folder, further, &mut findings);
        }
        findings
    }
}
