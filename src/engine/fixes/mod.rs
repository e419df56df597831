//! Edits that close findings. Each is made in the text, the edited rules are loaded and asked
//! again: what does not close the finding, or brings another one, is not offered.

mod apply;
mod files;
mod lines;
mod rows;
mod written;

pub use apply::{Fixed, MadeFix};

use super::Rules;
use crate::analysis::{
    self, About, Budget, Compared, Declared, Finding, FindingKind, Part, Site, Version,
};
use crate::diag::fixes::{FixKind, FixPlace};
use crate::diag::{CheckedFix, Diagnostic, Fix, beginning};
use crate::load::Memory;
use crate::model::{DerivedKind, HitPolicy};
use crate::plan;
use crate::source::{SourceId, Span};
use std::collections::BTreeMap;

/// An edit that is still to be tried.
struct Candidate {
    kind: FixKind,
    /// Line that is told of.
    main: Span,
    changes: Vec<(Span, String)>,
    /// What is told of it; by default the line as it is after the edit.
    shown: Option<String>,
}

/// The most bytes of files with rows that are read again for each edit.
const MOST_READ: usize = 1 << 20;

/// The most characters of a line that are told.
const MOST_SHOWN: usize = 80;

impl Rules {
    /// The edits that close a finding.
    pub(super) fn fixes_of(&self, finding: &Finding) -> Vec<CheckedFix> {
        match (finding.kind, finding.about) {
            (FindingKind::Gap, About::Site(site)) => {
                let zone = finding.zone.as_ref();
                let candidates = zone.and_then(|zone| self.closing(site, zone));
                self.closed_by(finding, site, candidates.unwrap_or_default())
            }
            (FindingKind::Overlap, About::Site(site)) => {
                let candidates = self.parting(site, &finding.rows).unwrap_or_default();
                self.closed_by(finding, site, candidates)
            }
            (
                FindingKind::Dead
                | FindingKind::Never
                | FindingKind::Always
                | FindingKind::NoEffect
                | FindingKind::Unreachable,
                About::Site(site),
            ) => self.left_out(finding, site).into_iter().collect(),
            (FindingKind::Unused, About::Declared(declared)) => {
                self.undeclared(declared).into_iter().collect()
            }
            (_, About::Site(_) | About::Units(_) | About::Filter(_) | About::Declared(_)) => {
                Vec::new()
            }
        }
    }

    /// The edit that takes out a line which accepts nothing.
    pub(super) fn without_acceptance(&self, found: &Diagnostic) -> Option<CheckedFix> {
        let span = found.span()?;
        self.tree_of(span)?;
        let line = lines::whole(&self.sources()[span.source], span);
        let main = span;
        let changes = vec![(line, String::new())];
        let candidate = Candidate { kind: FixKind::Remove, main, changes, shown: None };
        let edited = self.edited(&candidate.changes)?;
        self.tells_no_more(&edited).then(|| self.offered(candidate, true))
    }

    /// The candidates after which a finding is gone from its list, and no other is new there.
    fn closed_by(&self, finding: &Finding, site: Site, all: Vec<Candidate>) -> Vec<CheckedFix> {
        let before = self.found_at(site);
        let mut offered: Vec<CheckedFix> = Vec::new();
        for candidate in all {
            let Some(edited) = self.edited(&candidate.changes) else { continue };
            let after = edited.found_at(site);
            let key = (finding.kind, finding.about);
            let fewer =
                after.get(&key).copied().unwrap_or(0) < before.get(&key).copied().unwrap_or(0);
            let none_new =
                after.iter().all(|(key, count)| before.get(key).copied().unwrap_or(0) >= *count);
            if fewer && none_new && self.tells_no_more(&edited) {
                offered.push(self.offered(candidate, false));
            }
        }
        // Of edits to be made by hand there are only words.
        offered.dedup_by(|one, other| one.changes == other.changes && !one.changes.is_empty());
        offered
    }

    /// The row, cap or clause left out, if that is proved to change no result.
    fn left_out(&self, finding: &Finding, site: Site) -> Option<CheckedFix> {
        let span = self.row(finding.about, *finding.rows.first()?)?;
        // A row that may hold beside another leaves the other open there.
        if let Site::Table(record, id) = site
            && let DerivedKind::Table { policy: HitPolicy::Unique, .. } =
                &self.model().records[record].derived[id].kind
        {
            return None;
        }
        let line = self.line_at(span)?;
        let changes: Vec<(Span, String)> =
            self.whole_lines(&line).into_iter().map(|span| (span, String::new())).collect();
        let edited = self.edited(&changes)?;
        if !self.is_same(&edited, Part::Site(site)) {
            return None;
        }
        // What decides every record alike leaves no gap that was not there.
        let main = line.span;
        let candidate = Candidate { kind: FixKind::Remove, main, changes, shown: None };
        self.tells_no_more(&edited).then(|| self.offered(candidate, true))
    }

    /// Something that nothing uses left out. A field is still a column that data may have, so that
    /// a program may give it, and a value that does not fit is told.
    fn undeclared(&self, declared: Declared) -> Option<CheckedFix> {
        let model = self.model();
        let name = match declared {
            Declared::Field(record, id) => model.records[record].fields[id].name.span,
            Declared::Parameter(id) => model.parameters[id].name.span,
            Declared::Function(id) => model.functions[id].name.span,
            Declared::Category(id) => model.categories.get(id.index())?.name.span,
            Declared::Block(_) | Declared::Targets(_) => return None,
        };
        let line = self.declaration_at(name)?;
        let changes: Vec<(Span, String)> =
            self.whole_lines(&line).into_iter().map(|span| (span, String::new())).collect();
        let edited = self.edited(&changes)?;
        let safe = !matches!(declared, Declared::Field(..));
        let candidate = Candidate { kind: FixKind::Remove, main: line.span, changes, shown: None };
        self.tells_no_more(&edited).then(|| self.offered(candidate, safe))
    }

    fn offered(&self, candidate: Candidate, safe: bool) -> CheckedFix {
        let Candidate { kind, main, changes, shown } = candidate;
        let source = &self.sources()[main.source];
        let line = source.line_column(main.start).line;
        let words = |text: &str| {
            let first = text.lines().next().unwrap_or_default();
            let words = first.split_whitespace().collect::<Vec<&str>>().join(" ");
            beginning(&words, MOST_SHOWN).into_owned()
        };
        let before = words(&source.slice(main));
        let after = shown.unwrap_or_else(|| {
            let within = changes.iter().filter(|(span, _)| {
                span.source == main.source && main.start <= span.start && span.end <= main.end
            });
            let mut within: Vec<&(Span, String)> = within.collect();
            within.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
            let mut text = source.slice(main).into_owned();
            for (span, new) in within {
                let at = |offset: u32| (offset - main.start) as usize;
                if text.is_char_boundary(at(span.start)) && text.is_char_boundary(at(span.end)) {
                    text.replace_range(at(span.start)..at(span.end), new);
                }
            }
            text
        });
        let file = self.row_file(main.source);
        let by_hand = file.is_some_and(|file| file.bytes.is_some());
        let place = FixPlace { line, file: file.map(|_| source.name()), by_hand };
        let message = kind.message(&place, &before, &words(&after));
        // A workbook is not written: what is to be changed there is told alone.
        let changes = if by_hand { Vec::new() } else { changes };
        let change = |(span, replacement)| Fix { span, place: None, replacement };
        let changes = changes.into_iter().map(change).collect();
        CheckedFix { kind: kind.code(), message, changes, safe }
    }

    /// What is found at a site, by kinds and places.
    fn found_at(&self, site: Site) -> BTreeMap<(FindingKind, About), usize> {
        let found =
            analysis::check_site(self.model(), self.plan(), self.context(None).functions, site);
        let mut counts = BTreeMap::new();
        for finding in found {
            *counts.entry((finding.kind, finding.about)).or_default() += 1;
        }
        counts
    }

    /// Returns `true` if other rules, in which one part alone is written otherwise, are proved to
    /// decide every record alike.
    fn is_same(&self, edited: &Rules, part: Part) -> bool {
        let changed = [part.record(self.model())];
        let beside = plan::beside_of(edited.model(), self.plan(), &changed, false);
        let versions = [
            Version { model: self.model(), plan: self.plan() },
            Version { model: edited.model(), plan: &beside },
        ];
        let functions = edited.context(None);
        let compared =
            analysis::compare(versions, part, functions.functions, &Budget::default(), &mut |_| {
                true
            });
        compared == Compared::Same
    }

    /// The rules with another text in some places; `None` where they cannot be used, and where the
    /// files that their tables take rows from are too large to be read for each edit.
    pub(super) fn edited(&self, changes: &[(Span, String)]) -> Option<Rules> {
        let pack = self.pack();
        let shown = |id: SourceId| pack.sources[id].text().len();
        if pack.row_files.iter().map(|file| shown(file.source)).sum::<usize>() > MOST_READ {
            return None;
        }
        let mut changes = changes.to_vec();
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        for file in &pack.row_files {
            let Some(bytes) = &file.bytes else { continue };
            if changes.iter().any(|(span, _)| span.source == file.source) {
                // A workbook that is edited is read as a text with the same cells.
                let (name, text) = self.as_text(file, &changes)?;
                changes.extend(self.taking_rows_of(file, &name));
                files.push((name, text.into_bytes()));
            }
            files.push((file.name.clone(), bytes.to_vec()));
        }
        let is_workbook = |id: SourceId| {
            pack.row_files.iter().any(|file| file.source == id && file.bytes.is_some())
        };
        let texts = pack.sources.enumerate().filter(|(id, _)| !is_workbook(*id));
        files.extend(texts.map(|(id, source)| {
            let own = changes.iter().filter(|(span, _)| span.source == id);
            (source.name().to_owned(), changed(source.text(), own).into_bytes())
        }));
        self.reread(&files.into_iter().collect::<Memory>()).ok()
    }

    /// Returns `true` if loading tells nothing of other rules that it does not of these, but that a
    /// new row is to be reviewed.
    fn tells_no_more(&self, edited: &Rules) -> bool {
        let counts = |rules: &Rules| {
            let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
            rules.findings().iter().for_each(|one| *counts.entry(one.code).or_default() += 1);
            counts
        };
        let (before, after) = (counts(self), counts(edited));
        after.iter().all(|(code, count)| {
            *code == MARKS_LEFT || before.get(code).is_some_and(|before| before >= count)
        })
    }
}

/// Code of marks that are left to be reviewed, as a new row has one.
const MARKS_LEFT: &str = "W401";

/// A text with others in some places, which do not overlap.
fn changed<'c>(text: &str, changes: impl Iterator<Item = &'c (Span, String)>) -> String {
    let mut changes: Vec<&(Span, String)> = changes.collect();
    changes.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut changed = text.to_owned();
    for (span, new) in changes {
        let (start, end) = (span.start as usize, span.end as usize);
        if changed.is_char_boundary(start) && changed.is_char_boundary(end) && start <= end {
            changed.replace_range(start..end, new);
        }
    }
    changed
}
