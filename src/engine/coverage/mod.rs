//! Which lines of the rules the worked examples test: read off the worksheets that they leave.

mod read;

use super::Rules;
use super::examples::{Ran, run_seen};
use crate::analysis::{Reach, Side, Site, reach};
use crate::explain::ConditionKind;
use crate::explain::decision::ReasonKind;
use crate::model::{Block, BlockKind, Model, RestsOn, Timing};
use crate::report::coverage::{
    Coverage, CoveredBlock, CoveredFile, CoveredKind, CoveredLine, LineKind,
};
use crate::source::{SourceId, Span};
use crate::value::{Date, Truth};
use read::{Did, Seen};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Rules {
    /// Coverage of the rules by their worked examples: of each row, threshold, cap, clause and
    /// guard, in which examples it decided. An example tests what its block reads, and what it
    /// expects; one that fails tests as much, one that cannot be run nothing.
    ///
    /// ```
    /// let rules = visao::Rules::from_text(
    ///     "record Loan
    ///   field id: text, key
    ///   field debt: money
    /// eligibility Support for Loan
    ///   reject if debt > 2 million: \"debt above the limit\"
    /// example \"at the limit\" for Support
    ///   given debt = 2 million
    ///   expect verdict is eligible
    /// ",
    /// )?;
    /// let coverage = rules.coverage(None);
    /// let clause = &coverage.blocks[0].lines[0];
    /// assert!(clause.hits.is_empty(), "no example is rejected");
    /// assert_eq!(clause.other_side.as_deref(), Some(&["at the limit".into()][..]));
    /// # Ok::<(), visao::Error>(())
    /// ```
    pub fn coverage(&self, as_of: Option<Date>) -> Coverage {
        let mut tallies = Tallies::of(self.model());
        let mut examples = 0;
        run_seen(self, as_of, &mut |ran| {
            examples += 1;
            tallies.take(ran);
        });
        let blocks = self.covered(tallies);
        let files: BTreeSet<SourceId> = Site::all(self.model())
            .into_iter()
            .flat_map(|site| site.places(self.model()))
            .map(|place| place.source)
            .collect();
        let file = |id: SourceId| {
            let source = &self.sources()[id];
            CoveredFile { name: source.name().to_owned(), text: Arc::from(source.normal()) }
        };
        Coverage {
            pack: self.name().to_owned(),
            examples,
            blocks,
            files: files.into_iter().map(file).collect(),
            targets: self.model().targets.len(),
        }
    }

    /// The lines with what was tallied of them, by their block, in the order written.
    fn covered(&self, tallies: Tallies<'_>) -> Vec<CoveredBlock> {
        let mut blocks: BTreeMap<(SourceId, u32), CoveredBlock> = BTreeMap::new();
        for (site, tallied) in tallies.sites {
            let (span, mut block) = self.opened(site);
            let block = blocks.entry((span.source, span.start)).or_insert_with(|| {
                block.heads.push(block.place.start.line);
                block
            });
            let head = self.site(site).1;
            if head.source == span.source {
                block.heads.push(self.sources()[head.source].line_column(head.start).line);
            }
            let places = site.places(self.model());
            let lines = places.iter().zip(tallied).enumerate();
            let mut lines: Vec<CoveredLine> =
                lines.map(|(at, (place, tally))| self.line(site, at, *place, tally)).collect();
            self.switch_off(site, &mut lines);
            let written = lines.into_iter().zip(places);
            let written = written.filter(|(_, place)| is_written(site, *place, span));
            block.lines.extend(written.map(|(line, _)| line));
        }
        let mut blocks: Vec<CoveredBlock> =
            blocks.into_values().filter(|block| !block.lines.is_empty()).collect();
        for block in &mut blocks {
            block.heads.sort_unstable();
            block.heads.dedup();
            block.lines.sort_by_key(|line| (line.place.file.clone(), line.place.start));
        }
        blocks
    }

    /// The table or block that a site is part of, without its lines.
    fn opened(&self, site: Site) -> (Span, CoveredBlock) {
        let model = self.model();
        let (kind, name, span) = match site {
            Site::Table(record, id) => {
                let derived = &model.records[record].derived[id];
                (CoveredKind::Table, &derived.name, derived.span)
            }
            Site::Criterion(id, _)
            | Site::Grades(id)
            | Site::Caps(id)
            | Site::Clauses(id)
            | Site::Guards(id) => {
                let block = &model.blocks[id];
                (kind(block), &block.name, block.span)
            }
        };
        let place = self.sources()[span.source].place(span);
        let block = CoveredBlock {
            kind,
            name: name.text.clone(),
            place,
            heads: Vec::new(),
            lines: Vec::new(),
        };
        (span, block)
    }

    fn line(&self, site: Site, at: usize, span: Span, tally: Tally) -> CoveredLine {
        let source = &self.sources()[span.source];
        let words = source.slice(span);
        let Tally { hits, undecided, other_side } = tally;
        let kind = line_kind(self.model(), site, at);
        let sided = match kind {
            LineKind::Row | LineKind::Threshold => None,
            LineKind::Guard | LineKind::Reason(_) => Some(other_side),
        };
        CoveredLine {
            kind,
            criterion: criterion(self.model(), site),
            text: words.split_whitespace().collect::<Vec<_>>().join(" "),
            place: source.place(span),
            hits,
            undecided,
            other_side: sided,
            off: false,
            other_side_off: false,
        }
    }

    /// Marks the sides of lines that no example shows and no record can. A line that decides for no
    /// record whatever the parameters is a mistake, which `check` tells, and stays to be tested.
    fn switch_off(&self, site: Site, lines: &mut [CoveredLine]) {
        let kinds: Vec<LineKind> = lines.iter().map(|line| line.kind).collect();
        let mut sides: Vec<(Side, &mut bool)> = Vec::new();
        for (place, line) in lines.iter_mut().enumerate() {
            let fires = fires_if(line.kind);
            if line.hits.is_empty() {
                sides.push((Side { place, holds: fires }, &mut line.off));
            }
            if line.other_side.as_ref().is_some_and(Vec::is_empty) {
                sides.push((Side { place, holds: !fires }, &mut line.other_side_off));
            }
        }
        let asked: Vec<Side> = sides.iter().map(|(side, _)| *side).collect();
        let reach = reach(self.model(), self.plan(), site, &asked);
        for ((side, mark), reach) in sides.into_iter().zip(reach) {
            *mark = match reach {
                Reach::Open => false,
                Reach::SwitchedOff => true,
                Reach::Never => {
                    kinds.get(side.place).is_some_and(|kind| fires_if(*kind) != side.holds)
                }
            };
        }
    }
}

/// Returns `true` of a line of the block itself: that rows of a register lie in the period is a
/// guard that nobody wrote.
fn is_written(site: Site, line: Span, block: Span) -> bool {
    let within = line.source == block.source && (block.start..block.end).contains(&line.start);
    match site {
        Site::Guards(_) => within,
        Site::Table(..)
        | Site::Criterion(..)
        | Site::Grades(_)
        | Site::Caps(_)
        | Site::Clauses(_) => true,
    }
}

/// Whether a line decides where its condition holds, or where it does not.
fn fires_if(kind: LineKind) -> bool {
    match kind {
        LineKind::Reason(ReasonKind::Require | ReasonKind::Each | ReasonKind::Due) => false,
        LineKind::Row | LineKind::Threshold | LineKind::Guard => true,
        LineKind::Reason(
            ReasonKind::Reject
            | ReasonKind::Refer
            | ReasonKind::Warn
            | ReasonKind::Prefer
            | ReasonKind::Cap
            | ReasonKind::Downgrade,
        ) => true,
    }
}

fn kind(block: &Block) -> CoveredKind {
    match block.kind {
        BlockKind::Scorecard(_) => CoveredKind::Scorecard,
        BlockKind::Eligibility(_) => CoveredKind::Eligibility,
        BlockKind::Check(_) => CoveredKind::Check,
    }
}

fn criterion(model: &Model, site: Site) -> Option<String> {
    let Site::Criterion(block, place) = site else { return None };
    match &model.blocks[block].kind {
        BlockKind::Scorecard(card) => Some(card.criteria.get(place)?.label.text.clone()),
        BlockKind::Eligibility(_) | BlockKind::Check(_) => None,
    }
}

fn line_kind(model: &Model, site: Site, at: usize) -> LineKind {
    match site {
        Site::Table(..) | Site::Criterion(..) => LineKind::Row,
        Site::Grades(_) => LineKind::Threshold,
        Site::Guards(_) => LineKind::Guard,
        Site::Caps(id) => LineKind::Reason(match &model.blocks[id].kind {
            BlockKind::Scorecard(card)
                if card.grading.as_ref().is_some_and(|grading| {
                    grading.caps.get(at).is_some_and(|cap| cap.grade.is_none())
                }) =>
            {
                ReasonKind::Downgrade
            }
            BlockKind::Scorecard(_) | BlockKind::Eligibility(_) | BlockKind::Check(_) => {
                ReasonKind::Cap
            }
        }),
        Site::Clauses(id) => {
            let clause = model.blocks[id].clauses().get(at);
            match clause.map(|clause| (clause.kind, &clause.timing)) {
                Some((_, Some(Timing::Each(_)))) => LineKind::Reason(ReasonKind::Each),
                Some((kind, _)) => {
                    ConditionKind::Clause(kind).reason().map_or(LineKind::Guard, LineKind::Reason)
                }
                None => LineKind::Guard,
            }
        }
    }
}

/// Titles of examples by what a line did in them.
#[derive(Clone, Debug, Default)]
struct Tally {
    hits: Vec<Arc<str>>,
    undecided: Vec<Arc<str>>,
    other_side: Vec<Arc<str>>,
}

impl Tally {
    /// Notes an example; once, however many of its rows a line decided.
    fn note(&mut self, did: Did, title: &Arc<str>) {
        let titles = match did {
            Did::Decide => &mut self.hits,
            Did::HoldBehind => &mut self.undecided,
            Did::ShowOther => &mut self.other_side,
        };
        if titles.last() != Some(title) {
            titles.push(Arc::clone(title));
        }
    }
}

/// Tallies of all lines, by their sites.
struct Tallies<'m> {
    model: &'m Model,
    sites: BTreeMap<Site, Vec<Tally>>,
}

impl<'m> Tallies<'m> {
    fn of(model: &'m Model) -> Tallies<'m> {
        let tallies = |site: Site| (site, vec![Tally::default(); site.places(model).len()]);
        Tallies { model, sites: Site::all(model).into_iter().map(tallies).collect() }
    }

    /// Takes in an example: its record, and the rows that it gives of other types.
    fn take(&mut self, ran: &Ran<'_>) {
        let title: Arc<str> = Arc::from(ran.example.title.as_str());
        let applies = ran.steps.block(ran.example.block).map(|plan| plan.applies);
        let applies = applies.is_some_and(|slot| ran.frame.truth(slot, 0) == Truth::True);
        let rests_on = self.model.read_by(ran.example, applies);
        let record = Seen { model: self.model, steps: ran.steps, frame: ran.frame, row: 0 };
        self.note(&record, &rests_on, &title);
        for set in ran.sets.iter().skip(1) {
            let Some(steps) = ran.program.plan.record(set.record) else { continue };
            set.frames(ran.program, set.view(self.model), None, |frame, _| {
                for row in 0..frame.rows() {
                    let record = Seen { model: self.model, steps, frame, row };
                    self.note(&record, &rests_on, &title);
                }
            });
        }
    }

    fn note(&mut self, record: &Seen<'_>, rests_on: &RestsOn, title: &Arc<str>) {
        if record.frame.is_broken(record.row) {
            return;
        }
        let own = |site: &Site| site.record(record.model) == record.steps.record;
        for (site, tallies) in self.sites.iter_mut().filter(|(site, _)| own(site)) {
            if record.asks(*site, rests_on) {
                let did = record.did(*site);
                let did =
                    tallies.iter_mut().zip(did).filter_map(|(tally, did)| Some((tally, did?)));
                did.for_each(|(tally, did)| tally.note(did, title));
            }
        }
    }
}
