//! Records graded by both packs: those that come out otherwise, from what to what and by what.

use super::words::rises;
use super::{BlockPair, ChangedIndicator, Comparison};
use crate::data::Origin;
use crate::diag::{Message, compare as say_rules, migration as say, sheet};
use crate::engine::{Batch, Dataset};
use crate::explain::Stated;
use crate::explain::decision::{CriterionResult, Decision, ReasonKind, SourceLine, Status};
use crate::model::{Block, BlockId, BlockKind, Model, Verdict};
use crate::source::key;
use crate::value::text::show_amount;
use crate::value::{Date, Lang, Num, Unit, Value};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Records that two packs were asked about, with those that come out otherwise.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Migration {
    /// Blocks of both packs that were asked of the records, with what became of their results.
    pub blocks: Vec<BlockMigration>,
    /// Records and blocks whose status, grade, verdict or points are others, in the order read.
    pub records: Vec<ChangedRecord>,
    /// Indicators of units that come out otherwise.
    pub indicators: Vec<ChangedIndicator>,
    /// Number of records that the old pack alone could read.
    pub only_old: usize,
    /// Number of records that the new pack alone could read.
    pub only_new: usize,
}

/// Results of a block before and after.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BlockMigration {
    /// Heading of the block: its kind and name in the new pack.
    pub heading: Message,
    /// Name of the block in the new pack.
    pub name: String,
    /// Number of records that both packs asked it about.
    pub records: usize,
    /// Number of those that come out otherwise.
    pub changed: usize,
    /// Counts by the result before and after, the best first; those that stay among them.
    pub moves: Vec<Move>,
    /// Counts of the records that come out otherwise, by unit; empty where records have none.
    pub units: Vec<(String, Vec<Move>)>,
}

impl BlockMigration {
    /// Number of records of each result before and after, the best first.
    pub fn totals(&self) -> Vec<(Message, usize, usize)> {
        let mut totals: Vec<(Message, usize, usize)> = Vec::new();
        let mut results: Vec<(usize, &Message)> = Vec::new();
        for of in &self.moves {
            results.extend([(of.ranks.0, &of.from), (of.ranks.1, &of.to)]);
        }
        results.sort_by_key(|(rank, _)| *rank);
        for (_, result) in results {
            if totals.iter().any(|(known, _, _)| known == result) {
                continue;
            }
            let count = |pick: fn(&Move) -> &Message| {
                let these = self.moves.iter().filter(|of| pick(of) == result);
                these.map(|of| of.count).sum::<usize>()
            };
            totals.push((result.clone(), count(|of| &of.from), count(|of| &of.to)));
        }
        totals
    }
}

/// Records of one result before and one after.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Move {
    /// Result under the old pack.
    pub from: Message,
    /// Result under the new pack.
    pub to: Message,
    /// Number of these records.
    pub count: usize,
    /// Number of those that come out otherwise: of one result, those with other points.
    pub changed: usize,
    /// Ranks of both results among those of the block, the best first.
    ranks: (usize, usize),
}

/// A record that a block decides otherwise.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ChangedRecord {
    /// Key of the record, parts joined by `|`; `#row` where it has none.
    pub record: String,
    /// Row of the record in its file, from 1; `None` of a record from a program.
    pub row: Option<u32>,
    /// Day the record is decided as of, by the old pack.
    pub day: Option<Date>,
    /// Unit of the record, where records have one.
    pub unit: Option<String>,
    /// Name of the block in the new pack.
    pub block: String,
    /// Result under the old pack.
    pub old: Outcome,
    /// Result under the new pack.
    pub new: Outcome,
    /// Criteria, clauses and caps that did it.
    pub causes: Vec<Cause>,
}

/// Result of a record under one pack.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// Status that the block reached.
    pub status: Status,
    /// Grade or verdict in words; the words of the status where nothing is decided.
    pub result: Message,
    /// Total, if it is one number.
    pub points: Option<Num>,
}

/// A part of the rules by which a record comes out otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cause {
    /// The part and what it gives now.
    pub message: Message,
    /// The row or clause that says so: that of the new pack, or of the old one where it is gone.
    pub clause: Option<SourceLine>,
}

impl Comparison {
    /// Records that both packs were asked about, read by each from the same files, with those that
    /// come out otherwise. Records are known by their place in the files; their decisions are
    /// compared one by one, so that memory grows with those that change alone.
    ///
    /// ```
    /// let pack = |most: u32| {
    ///     visao::Rules::from_text(&format!(
    ///         "language: en
    /// record Loan
    ///   field id: text, key
    ///   field debt: money, from 0
    /// eligibility Support for Loan
    ///   reject if debt > {most} million: \"debt above the limit\"
    /// "
    ///     ))
    /// };
    /// let (old, new) = (pack(2)?, pack(1)?);
    /// let read = |rules: &visao::Rules| {
    ///     let file = visao::DataFile::bytes("loans.csv", "id;debt\nA;1500000\nB;0\n".as_bytes());
    ///     rules.query().read_all(&[visao::InputFile { record: None, file }], None)
    /// };
    /// let migration = old.compare(&new).migration(&read(&old)?, &read(&new)?, visao::Lang::En);
    /// let changed: Vec<&str> = migration.records.iter().map(|one| one.record.as_str()).collect();
    /// assert_eq!(changed, ["A"]);
    /// # Ok::<(), visao::Error>(())
    /// ```
    pub fn migration(&self, old: &Dataset, new: &Dataset, lang: Lang) -> Migration {
        let indicators = self.indicators(old, new);
        let mut found = Migration { indicators, ..Migration::default() };
        for before in old.batches() {
            let name = before.rules().model().records[before.record_type()].name.text.as_str();
            let name = self.record_name(name);
            let same = |batch: &&Batch| {
                batch.rules().model().records[batch.record_type()].name.key == key(name)
            };
            if let Some(now) = new.batches().find(same) {
                Pass::of(self, before, now, lang).run(&mut found);
            }
        }
        found
    }

    /// Name in the new pack of a record type of the old one.
    #[doc(hidden)]
    pub fn record_name<'n>(&'n self, old: &'n str) -> &'n str {
        let found = self.records.iter().find(|(before, _)| key(before) == key(old));
        found.map_or(old, |(_, now)| now.as_str())
    }
}

/// The records of one type, gone through by both packs.
struct Pass<'p> {
    old: &'p Batch,
    new: &'p Batch,
    lang: Lang,
    /// Places, among the decisions of a record, of the two of one block.
    blocks: Vec<BothBlocks<'p>>,
}

/// A block of both packs, and what was counted of it.
struct BothBlocks<'p> {
    pair: &'p BlockPair,
    old: (usize, &'p Block),
    new: (usize, &'p Block),
    records: usize,
    changed: usize,
    moves: BTreeMap<(usize, usize), Move>,
    units: BTreeMap<String, BTreeMap<(usize, usize), Move>>,
}

impl<'p> Pass<'p> {
    fn of(comparison: &'p Comparison, old: &'p Batch, new: &'p Batch, lang: Lang) -> Pass<'p> {
        let blocks = comparison.pairs.iter().filter_map(|pair| {
            let found = |batch: &'p Batch, name: &str| {
                let model = batch.rules().model();
                let mut asked = batch.blocks().into_iter().enumerate();
                asked.find_map(|(place, id): (usize, BlockId)| {
                    let block = &model.blocks[id];
                    (block.name.key == key(name)).then_some((place, block))
                })
            };
            Some(BothBlocks {
                pair,
                old: found(old, &pair.old)?,
                new: found(new, &pair.new)?,
                records: 0,
                changed: 0,
                moves: BTreeMap::new(),
                units: BTreeMap::new(),
            })
        });
        Pass { old, new, lang, blocks: blocks.collect() }
    }

    fn run(mut self, found: &mut Migration) {
        let counts = (self.old.records(), self.new.records());
        let (per_old, per_new) = (self.old.blocks().len(), self.new.blocks().len());
        if self.blocks.is_empty() {
            return;
        }
        let origins = (&self.old.report().origins, &self.new.report().origins);
        let mut matched = 0;
        if origins.0 == origins.1 && counts.0 == counts.1 {
            let mut before = self.old.decisions(0..counts.0);
            let mut now = self.new.decisions(0..counts.1);
            for place in 0..counts.0 {
                let decisions = (
                    before.by_ref().take(per_old).collect::<Vec<Decision>>(),
                    now.by_ref().take(per_new).collect::<Vec<Decision>>(),
                );
                self.record(place, &decisions.0, &decisions.1, &mut found.records);
            }
            matched = counts.0;
        } else {
            let places: HashMap<Origin, usize> = origins.1.iter().zip(0..).collect();
            let mut before = self.old.decisions(0..counts.0);
            for place in 0..counts.0 {
                let decisions: Vec<Decision> = before.by_ref().take(per_old).collect();
                let other = origins.0.get(place).and_then(|origin| places.get(&origin));
                if let Some(other) = other {
                    let now: Vec<Decision> = self.new.decisions(*other..other + 1).collect();
                    self.record(place, &decisions, &now, &mut found.records);
                    matched += 1;
                }
            }
        }
        found.only_old += counts.0 - matched;
        found.only_new += counts.1 - matched;
        found.blocks.extend(self.blocks.into_iter().map(BothBlocks::counted));
    }

    /// A record with its decisions by both packs.
    fn record(
        &mut self,
        place: usize,
        old: &[Decision],
        new: &[Decision],
        changed: &mut Vec<ChangedRecord>,
    ) {
        let mut unit = None;
        for blocks in &mut self.blocks {
            let (Some(before), Some(now)) = (old.get(blocks.old.0), new.get(blocks.new.0)) else {
                continue;
            };
            blocks.records += 1;
            let (was, is) =
                (outcome(blocks.old.1, before, self.old), outcome(blocks.new.1, now, self.new));
            let differs = blocks.differs(before, now);
            let ranks = (was.0, is.0);
            let one = || Move {
                from: was.1.result.clone(),
                to: is.1.result.clone(),
                count: 0,
                changed: 0,
                ranks,
            };
            let counted = blocks.moves.entry(ranks).or_insert_with(one);
            counted.count += 1;
            if !differs {
                continue;
            }
            counted.changed += 1;
            blocks.changed += 1;
            let unit = unit.get_or_insert_with(|| self.old.unit_at(place, self.lang));
            if let Some(unit) = unit {
                let moves = blocks.units.entry(unit.clone()).or_default();
                let counted = moves.entry(ranks).or_insert_with(one);
                counted.count += 1;
                counted.changed += 1;
            }
            changed.push(ChangedRecord {
                record: before.record.clone(),
                row: self.old.report().origins.get(place).map(|origin| origin.row),
                day: self.old.day(place),
                unit: unit.clone(),
                block: blocks.pair.new.clone(),
                causes: blocks.causes(before, now),
                old: was.1,
                new: is.1,
            });
        }
    }
}

/// Rank of a result among those of its block, and the result in words.
fn outcome(block: &Block, decision: &Decision, batch: &Batch) -> (usize, Outcome) {
    const OPEN: usize = usize::MAX - 3;
    let both = |pick: fn(&sheet::Words) -> &'static str| Message {
        vi: pick(sheet::words(Lang::Vi)).to_owned(),
        en: pick(sheet::words(Lang::En)).to_owned(),
    };
    let model = batch.rules().model();
    let (rank, result) = match decision.status {
        Status::NotApplicable => (OPEN + 2, both(|words| words.not_applicable)),
        Status::DataError => (OPEN + 1, both(|words| words.data_error)),
        Status::Undetermined => match &block.kind {
            BlockKind::Scorecard(_) => (OPEN, both(|words| words.undetermined)),
            BlockKind::Eligibility(_) | BlockKind::Check(_) => {
                let word = |lang: Lang| block.verdict_word(Verdict::Incomplete, lang).to_owned();
                (OPEN, Message { vi: word(Lang::Vi), en: word(Lang::En) })
            }
        },
        Status::Decided => match (&block.kind, decision.verdict.as_deref()) {
            (_, None) => (0, both(|words| words.decided)),
            (BlockKind::Scorecard(card), Some(grade)) => {
                let place = card.grading.as_ref().and_then(|grading| {
                    let category = model.categories.get(grading.category.index())?;
                    category.values.iter().position(|value| value.name.text == grade)
                });
                (place.unwrap_or(0), Message { vi: grade.to_owned(), en: grade.to_owned() })
            }
            (BlockKind::Eligibility(_) | BlockKind::Check(_), Some(word)) => {
                let known = block.reachable();
                let place = known.iter().position(|one| {
                    [Lang::Vi, Lang::En].iter().any(|lang| block.verdict_word(*one, *lang) == word)
                });
                let verdict = place.and_then(|place| known.get(place));
                let words = |lang: Lang| {
                    verdict.map_or(word, |one| block.verdict_word(*one, lang)).to_owned()
                };
                (place.unwrap_or(0), Message { vi: words(Lang::Vi), en: words(Lang::En) })
            }
        },
    };
    (rank, Outcome { status: decision.status, result, points: decision.points.clone() })
}

impl Outcome {
    /// Result that a block states of a record, in words.
    pub(super) fn of_stated(model: &Model, block: BlockId, stated: &Stated) -> Outcome {
        let block = &model.blocks[block];
        let both = |pick: fn(&sheet::Words) -> &'static str| Message {
            vi: pick(sheet::words(Lang::Vi)).to_owned(),
            en: pick(sheet::words(Lang::En)).to_owned(),
        };
        let verdict = |verdict: Verdict| {
            let word = |lang: Lang| block.verdict_word(verdict, lang).to_owned();
            Message { vi: word(Lang::Vi), en: word(Lang::En) }
        };
        let result = match (stated.status, &block.kind, stated.verdict) {
            (Status::NotApplicable, _, _) => both(|words| words.not_applicable),
            (Status::DataError, _, _) => both(|words| words.data_error),
            (Status::Undetermined, BlockKind::Scorecard(_), _) => both(|words| words.undetermined),
            (Status::Undetermined, _, _) => verdict(Verdict::Incomplete),
            (Status::Decided, BlockKind::Scorecard(card), Some(grade)) => {
                let category = card.grading.as_ref().map(|grading| grading.category);
                let category = category.and_then(|id| model.categories.get(id.index()));
                let name = category.and_then(|category| category.value(grade));
                let name = name.map_or_else(String::new, |value| value.name.text.clone());
                Message { vi: name.clone(), en: name }
            }
            (Status::Decided, _, Some(rank)) => {
                let known = Verdict::ranked().into_iter().find(|one| one.rank() == rank);
                known.map_or_else(|| both(|words| words.decided), verdict)
            }
            (Status::Decided, _, None) => both(|words| words.decided),
        };
        Outcome { status: stated.status, result, points: stated.points.clone() }
    }
}

/// Points with their unit, in words.
pub(super) fn points_words(points: &Num) -> Message {
    let shown = |lang: Lang| show_amount(points, Unit::Points, lang, &[]).marked();
    Message { vi: shown(Lang::Vi), en: shown(Lang::En) }
}

impl BothBlocks<'_> {
    fn counted(self) -> BlockMigration {
        let moves = |moves: BTreeMap<(usize, usize), Move>| moves.into_values().collect();
        BlockMigration {
            heading: self.pair.heading.clone(),
            name: self.pair.new.clone(),
            records: self.records,
            changed: self.changed,
            moves: moves(self.moves),
            units: self.units.into_iter().map(|(unit, of)| (unit, moves(of))).collect(),
        }
    }

    /// Returns `true` if a record comes out otherwise; a grade by another name is the same.
    fn differs(&self, old: &Decision, new: &Decision) -> bool {
        let verdict = || match old.verdict_code.is_some() || new.verdict_code.is_some() {
            true => old.verdict_code != new.verdict_code,
            false => {
                let grade = |decision: &Decision| decision.verdict.as_deref().map(key);
                let became = grade(old).map(|old| {
                    let known = self.pair.grades.iter().find(|(before, _)| *before == old);
                    known.map_or(old, |(_, now)| now.clone())
                });
                became != grade(new)
            }
        };
        old.status != new.status || old.points != new.points || verdict()
    }

    /// The criteria, clauses and caps by which a record comes out otherwise.
    fn causes(&self, old: &Decision, new: &Decision) -> Vec<Cause> {
        let mut causes = Vec::new();
        let applies = |decision: &Decision| decision.status != Status::NotApplicable;
        if applies(old) != applies(new) {
            causes.push(Cause { message: say::applies(applies(new)), clause: None });
            return causes;
        }
        causes.extend(self.criteria(old, new));
        causes.extend(reasons(old, new));
        let faults = new.errors.iter().filter(|error| !old.errors.contains(error));
        causes.extend(
            faults.map(|error| Cause { message: error.message(), clause: error.clause.clone() }),
        );
        if causes.is_empty() {
            let message = match &self.new.1.kind {
                BlockKind::Scorecard(_) => say::graded_otherwise(),
                BlockKind::Eligibility(_) | BlockKind::Check(_) => say::underneath(),
            };
            causes.push(Cause { message, clause: None });
        }
        causes
    }

    /// The criteria that give other points, and those that one pack alone has.
    fn criteria(&self, old: &Decision, new: &Decision) -> Vec<Cause> {
        let mut causes = Vec::new();
        let points =
            |one: &CriterionResult| one.points.as_ref().map_or_else(say::open_points, points_words);
        for (before, now) in &self.pair.criteria {
            let both = old.criteria.get(*before).zip(new.criteria.get(*now));
            let Some((before, now)) = both.filter(|(before, now)| before.points != now.points)
            else {
                continue;
            };
            let numbers =
                before.points.clone().map(Value::Num).zip(now.points.clone().map(Value::Num));
            let direction = numbers.and_then(|(before, now)| rises(&before, &now));
            let change = say_rules::step(&points(before), &points(now), direction);
            causes.push(Cause {
                message: say::criterion(&now.label, &change),
                clause: now.clauses.first().cloned(),
            });
        }
        let alone = |one: &CriterionResult, is_new: bool| Cause {
            message: say::criterion_alone(&one.label, &points(one), is_new),
            clause: one.clauses.first().cloned(),
        };
        let gone = old.criteria.iter().enumerate();
        let gone = gone.filter(|(at, _)| !self.pair.criteria.iter().any(|(old, _)| old == at));
        causes.extend(gone.map(|(_, one)| alone(one, false)));
        let added = new.criteria.iter().enumerate();
        let added = added.filter(|(at, _)| !self.pair.criteria.iter().any(|(_, new)| new == at));
        causes.extend(added.map(|(_, one)| alone(one, true)));
        causes
    }
}

/// The reasons that there are now, and those that are gone; those that decide nothing are left out.
fn reasons(old: &Decision, new: &Decision) -> Vec<Cause> {
    fn all(decision: &Decision) -> Vec<(Arc<str>, &SourceLine)> {
        let deciding = decision.reasons.iter().filter(|reason| match reason.kind {
            ReasonKind::Warn | ReasonKind::Prefer => false,
            ReasonKind::Reject
            | ReasonKind::Due
            | ReasonKind::Each
            | ReasonKind::Require
            | ReasonKind::Refer
            | ReasonKind::Cap
            | ReasonKind::Downgrade => true,
        });
        deciding.map(|reason| (Arc::clone(&reason.text), &reason.clause)).collect()
    }
    let (before, now) = (all(old), all(new));
    let has = |list: &[(Arc<str>, &SourceLine)], text: &Arc<str>| {
        list.iter().any(|(other, _)| other == text)
    };
    let cause = |text: &Arc<str>, clause: &SourceLine, is_new: bool| Cause {
        message: say::reason(text, is_new),
        clause: Some(clause.clone()),
    };
    let added = now.iter().filter(|(text, _)| !has(&before, text));
    let gone = before.iter().filter(|(text, _)| !has(&now, text));
    let waits =
        new.waiting.iter().filter(|one| !old.waiting.iter().any(|other| other.text == one.text));
    added
        .map(|(text, clause)| cause(text, clause, true))
        .chain(gone.map(|(text, clause)| cause(text, clause, false)))
        .chain(
            waits.map(|one| Cause {
                message: say::waits(&one.text),
                clause: Some(one.clause.clone()),
            }),
        )
        .collect()
}
