//! What `check` finds in rules that load: what they mean for some record, or for every one.

use super::Rules;
use super::accepted::{self, Kinds};
use super::findings::Findings;
use super::packs::Packs;
use crate::analysis::{self, Finding, FindingKind, Site, Told, Witness};
use crate::diag::analysis::{self as say, ShownValue, Tested};
use crate::diag::{Diagnostic, Message};
use crate::keywords::{Keywords, Kw};
use crate::model::{BlockKind, ClauseKind};
use crate::source::Span;
use crate::value::text::show_value;
use crate::value::{CategoryId, Lang, Type, Value};
use std::collections::BTreeSet;

/// Findings of one pack.
pub(super) struct Checked {
    /// Findings that stand, those of loading among them.
    pub standing: Vec<Diagnostic>,
    /// Findings that the rules accept.
    pub accepted: Vec<Diagnostic>,
}

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
        self.check_into(None, &mut findings);
        findings
    }

    pub(super) fn check_into(&self, folder: Option<&str>, findings: &mut Findings) {
        let Checked { standing, accepted } = self.checked();
        findings.accepted += accepted.len();
        findings.absorb(folder, standing, self.sources());
    }

    fn checked(&self) -> Checked {
        let found = analysis::check(self.model(), self.plan(), &*self.inner);
        let told = self.findings().iter().chain(self.accepted());
        let told: Vec<Span> =
            told.flat_map(|finding| &finding.labels).map(|label| label.span).collect();
        let mut undecided = BTreeSet::new();
        let mut all = Vec::new();
        for finding in found {
            let is_undecided = finding.kind == FindingKind::Undecided;
            if is_undecided && !undecided.insert(finding.site) {
                continue;
            }
            let Some(diagnostic) = self.told(&finding) else { continue };
            // One row that goes before another is told as the rules are read.
            let known = finding.kind == FindingKind::Dead
                && diagnostic.span().is_some_and(|span| told.contains(&span));
            all.extend((!known).then_some(diagnostic));
        }
        let (found, mut accepted) = accepted::part(self.trees(), all, Kinds::OfCheck);
        accepted.extend_from_slice(self.accepted());
        let mut standing = self.findings().to_vec();
        standing.extend(found);
        standing.sort_by_key(|finding| finding.span().map(|span| (span.source, span.start)));
        Checked { standing, accepted }
    }

    fn told(&self, finding: &Finding) -> Option<Diagnostic> {
        let Finding { kind, site, rows, resting, witnesses } = finding;
        let (name, head) = self.site(*site);
        let name = &name;
        let row = |place: usize| self.row(*site, *rows.get(place)?);
        let values = || -> Vec<Vec<ShownValue>> {
            witnesses.iter().map(|witness| self.values(witness)).collect()
        };
        Some(match kind {
            FindingKind::Gap => say::gap(head, name, &values()),
            FindingKind::Overlap => say::overlap(row(0)?, row(1)?, name, &values()),
            FindingKind::Dead => {
                let before = resting.iter().filter_map(|place| self.row(*site, *place));
                say::dead(row(0)?, &before.take(MOST_SHOWN).collect::<Vec<Span>>())
            }
            FindingKind::Never => say::never(row(0)?, self.tested(*site, *rows.first()?)),
            FindingKind::Always => say::always(row(0)?, self.tested(*site, *rows.first()?)),
            FindingKind::NoRecord => say::no_record(head, name),
            FindingKind::Exceeded => say::exceeded(head, name, &values()),
            FindingKind::Unreachable => match site {
                Site::Grades(_) => say::no_total(row(0)?),
                Site::Criterion(..)
                | Site::Table(..)
                | Site::Caps(_)
                | Site::Clauses(_)
                | Site::Guards(_) => say::never_whole(head, name),
            },
            FindingKind::Undecided => say::undecided(head, name),
        })
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
            Site::Grades(block)
            | Site::Caps(block)
            | Site::Clauses(block)
            | Site::Guards(block) => &model.blocks[block].name,
        };
        (Message { vi: label.text.clone(), en: label.text.clone() }, label.span)
    }

    /// Where a row, cap or clause of a site stands.
    fn row(&self, site: Site, place: usize) -> Option<Span> {
        site.places(self.model()).get(place).copied()
    }

    fn tested(&self, site: Site, place: usize) -> Tested {
        match site {
            Site::Table(..) | Site::Criterion(..) | Site::Grades(_) => Tested::Row,
            Site::Caps(_) => Tested::Cap,
            Site::Guards(_) => Tested::Clause,
            Site::Clauses(block) => {
                match self.model().blocks[block].clauses().get(place).map(|clause| clause.kind) {
                    Some(ClauseKind::Require | ClauseKind::Due) => Tested::Required,
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

    /// The values of a record that a finding rests on, as a person reads them.
    fn values(&self, witness: &Witness) -> Vec<ShownValue> {
        let model = self.model();
        let record = &model.records[witness.record];
        let shown = |(told, value): &(Told, Value)| {
            let (name, ty) = match told {
                Told::Field(id) => (Some(&record.fields[*id].name), record.fields[*id].ty),
                Told::Derived(id) => (Some(&record.derived[*id].name), record.derived[*id].ty),
                Told::AsOf => (None, Type::Date),
            };
            let name = |lang| match name {
                Some(name) => name.text.clone(),
                None => Kw::AsOf.word(Keywords::from(lang)).to_owned(),
            };
            let text = |lang| {
                let names = |category: CategoryId, code| {
                    let category = model.categories.get(category.index())?;
                    category.value(code).map(|value| value.name.text.as_str())
                };
                format!("{} {}", name(lang), show_value(value, ty, lang, &[], names).text)
            };
            Message { vi: text(Lang::Vi), en: text(Lang::En) }
        };
        witness.told.iter().map(shown).collect()
    }
}

impl Packs {
    /// Everything that is found in the packs; see [`Rules::check`].
    pub fn check(&self) -> Findings {
        let mut findings = Findings::default();
        for (folder, rules) in self.named() {
            rules.check_into(folder, &mut findings);
        }
        findings
    }
}
