//! Records of several types in one run: read by type, linked to what they are part of, and held
//! against targets.

use super::remedies::{Searched, Wanted};
use super::{Batch, Packs, Query, Records, Rules};
use crate::data::{Cut, DataFile, OpenFiles};
use crate::dataset::{self, AsOf, RecordSet};
use crate::diag::{Error, Message, engine, nearest, target as say};
use crate::eval::View;
use crate::model::{BlockId, Indicator, Model, RecordId, Targets, TargetsId};
use crate::report::{CollectedPeriod, Collector, ResultContext, TargetOutcome};
use crate::source::key;
use crate::table::{Values, retain};
use crate::value::{Date, Month, Schedule};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// A data file, with its record type where the caller states it.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Loan
///   field id: text, key
///   field debt: money, from 0
///   field due: date
/// eligibility Support for Loan
///   reject if debt > 2 million: \"debt above the limit\"
/// ",
/// )?;
/// use visao::{DataFile, InputFile};
///
/// let file = DataFile::bytes("loans.csv", "id;debt\nA;1\n".as_bytes());
/// let data = rules.query().read_all(&[InputFile { record: Some("Loan".into()), file }], None)?;
/// assert_eq!(data.records().len(), 1);
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct InputFile {
    /// The record type's name; none: the types its headers fit.
    pub record: Option<String>,
    /// The data file to read.
    pub file: DataFile,
}

/// Records of several types, with the aggregates of child records rolled up to their parents.
///
/// ```
/// # let rules = visao::Rules::from_text("bản ghi Tổ
/// #   trường mã: chữ, khóa
/// #   trường nợ: tiền, từ 0
/// # điều kiện Vay cho Tổ
/// #   từ chối nếu nợ > 5 triệu: \"nợ nhiều\"
/// # ")?;
/// let file = visao::DataFile::bytes("to.csv", "mã;nợ\nT1;6.000.000\n".as_bytes());
/// let data = rules.query().read_all(&[visao::InputFile { record: None, file }], None)?;
/// assert_eq!(data.batches().map(|batch| batch.records()).sum::<usize>(), 1);
/// assert!(data.outcomes().is_empty()); // the rules have no targets
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Debug)]
pub struct Dataset {
    records: Vec<Records>,
    /// The one question, where all is decided as of one day.
    query: Option<Query>,
    /// The day of the run.
    as_of: Option<Date>,
    warnings: Vec<Message>,
    /// Outcomes of the targets of earlier packs over the verdicts that those still reach.
    earlier: Vec<Vec<TargetOutcome>>,
    /// Snapshots of days before the pack's period, which nothing is decided of.
    before: Vec<Batch>,
}

impl Query {
    /// Reads all records of some files, grouped by type in the order the types are first met,
    /// evaluates child records before their parents, and rolls their aggregates up. All are decided
    /// as of one day: the query's, else the one that the files state.
    ///
    /// # Errors
    /// A file that cannot be read, fits no record type or lacks a needed column; files that say
    /// different days.
    pub fn read_all(
        &self,
        given: &[InputFile],
        progress: Option<&dyn Fn(usize)>,
    ) -> Result<Dataset, Error> {
        self.read_open(given, &mut opened(given), progress)
    }

    /// As [`Query::read_all`], from the files as the run has opened them.
    ///
    /// # Errors
    /// As [`Query::read_all`].
    pub fn read_open(
        &self,
        given: &[InputFile],
        open: &mut OpenFiles<'_>,
        progress: Option<&dyn Fn(usize)>,
    ) -> Result<Dataset, Error> {
        let records = &self.rules().model().records;
        let named = |name: &str| {
            let mut all = records.enumerate();
            all.find(|(_, record)| record.name.key == key(name)).map(|(id, _)| id)
        };
        let types: Vec<(RecordId, Vec<usize>)> = by_type(std::slice::from_ref(self), given, open)?
            .into_iter()
            .filter_map(|(name, files)| Some((named(&name)?, files)))
            .collect();
        let mut sets = self.read_types(&types, given.len(), open, progress)?;
        if sets.is_empty() {
            return Err(self.refuse(engine::no_data()));
        }
        let as_of = self.run_day(&sets).map_err(|error| self.refuse(error))?;
        let common = sets.iter_mut().filter(|set| matches!(set.as_of, AsOf::Common(_)));
        common.for_each(|set| set.as_of = AsOf::Common(as_of));
        self.finished(sets, as_of).map_err(|error| self.refuse(error))
    }

    /// Reads the records of some types, each after the type it is part of: parts of a row that is
    /// not there yet are not either.
    fn read_types(
        &self,
        types: &[(RecordId, Vec<usize>)],
        files: usize,
        open: &mut OpenFiles<'_>,
        progress: Option<&dyn Fn(usize)>,
    ) -> Result<Vec<RecordSet>, Error> {
        let model = self.rules().model();
        let records: Vec<RecordId> = types.iter().map(|(record, _)| *record).collect();
        let all: Vec<usize> = (0..files).collect();
        let is_snapshot = |record: RecordId| model.records[record].snapshot.is_some();
        let mut order: Vec<usize> = (0..types.len()).collect();
        // Without a day of the run, the latest snapshot tells it: those are read first.
        order.sort_by_key(|place| {
            let record = records.get(*place);
            let later = self.day().is_none() && !record.is_some_and(|id| is_snapshot(*id));
            (later, record.map(|record| model.depth(*record)))
        });
        let mut sets: Vec<(usize, RecordSet)> = Vec::new();
        let mut day = None;
        for place in order {
            let Some((record, files)) = types.get(place) else { continue };
            let as_of = match day {
                _ if is_snapshot(*record) => None,
                Some(day) => day,
                None => {
                    let latest = sets.iter().filter_map(|(_, set)| set.latest_day()).max();
                    *day.insert(self.day_of_registers(&records, open, &all, latest)?)
                }
            };
            let parent = model.records[*record].parent.map(|(parent, _)| parent);
            let parent = sets.iter().find(|(_, set)| Some(set.record) == parent);
            let absent = parent.map(|(_, set)| set.report().absent.clone());
            let cut = Cut { as_of, absent: absent.as_ref() };
            sets.push((place, self.read_type(*record, open, files, cut, progress)?));
        }
        sets.sort_by_key(|(place, _)| *place);
        Ok(sets.into_iter().map(|(_, set)| set).collect())
    }

    /// The records of a run, finished, with the selection of blocks and targets.
    pub(super) fn finished(
        &self,
        mut sets: Vec<RecordSet>,
        as_of: Option<Date>,
    ) -> Result<Dataset, Error> {
        if !self.is_lenient() {
            self.check_rules()?;
        }
        let warnings = dataset::finish(self.rules().program(), &mut sets);
        let before = sets.iter_mut().filter_map(RecordSet::take_before);
        let before: Vec<Batch> = before.map(|set| self.batch(set)).collect();
        let batches: Vec<Batch> = sets.into_iter().map(|set| self.batch(set)).collect();
        self.check_records(&batches.iter().map(Batch::record_type).collect::<Vec<_>>(), as_of)?;
        Ok(Dataset {
            records: batches.into_iter().map(Records::from).collect(),
            query: Some(self.on_day(as_of)),
            as_of,
            warnings,
            earlier: Vec::new(),
            before,
        })
    }
}

impl Packs {
    /// Reads the same files by the packs whose period was over on the day of a data set, and takes
    /// over the deadlines that they still decide: those that end after their own period. `ask`
    /// makes the question to a pack; `None` for a pack that is not asked.
    ///
    /// ```
    /// # fn main() -> Result<(), visao::Error> {
    /// # let rules = visao::Rules::from_text("bản ghi Tổ
    /// #   trường mã: chữ, khóa
    /// #   trường nợ: tiền, từ 0
    /// # điều kiện Vay cho Tổ
    /// #   từ chối nếu nợ > 5 triệu: \"nợ nhiều\"
    /// # ")?;
    /// # let packs = visao::Packs::from(rules);
    /// # let file = visao::DataFile::bytes("to.csv", "mã;nợ\nT1;6.000.000\n".as_bytes());
    /// # let given = [visao::InputFile { record: None, file }];
    /// let day = "31/01/2024".parse()?;
    /// let mut data = packs.on(day)?.query().date(day).read_all(&given, None)?;
    /// packs.read_earlier(&mut data, &given, |rules| Some(rules.query()))?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Query::read_all`].
    pub fn read_earlier(
        &self,
        dataset: &mut Dataset,
        given: &[InputFile],
        ask: impl Fn(&Rules) -> Option<Query>,
    ) -> Result<(), Error> {
        let Some((day, of_day)) = dataset.as_of().zip(dataset.query.clone()) else {
            return Ok(());
        };
        let other = |rules: &&Rules| !Arc::ptr_eq(&rules.inner, &of_day.rules().inner);
        for query in self.later(day).filter(other).filter_map(ask) {
            dataset.take_earlier(query.date(day).read_all(given, None)?);
        }
        Ok(())
    }
}

/// The files of a run, to be opened in turn.
pub(super) fn opened(given: &[InputFile]) -> OpenFiles<'_> {
    OpenFiles::of(given.iter().map(|given| &given.file))
}

/// The places of the files of each record type that some pack knows, the types in the order they
/// are first met.
pub(super) fn by_type(
    queries: &[Query],
    given: &[InputFile],
    open: &mut OpenFiles<'_>,
) -> Result<Vec<(String, Vec<usize>)>, Error> {
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for (place, InputFile { record, file }) in given.iter().enumerate() {
        let types = match record {
            Some(name) => vec![named(queries, name, file)?],
            None => types_in(queries, open, place)?,
        };
        for name in types {
            match groups.iter_mut().find(|(known, _)| key(known) == key(&name)) {
                Some((_, files)) => files.push(place),
                None => groups.push((name, vec![place])),
            }
        }
    }
    Ok(groups)
}

fn named(queries: &[Query], name: &str, file: &DataFile) -> Result<String, Error> {
    let mut known = queries
        .iter()
        .flat_map(|query| query.rules().model().records.iter())
        .map(|record| &record.name);
    match known.clone().find(|known| known.key == key(name)) {
        Some(found) => Ok(found.text.clone()),
        None => {
            let near = nearest(name, known.by_ref().map(|name| name.text.as_str()));
            Err(engine::unknown_record_type(name, near).in_file(file.name()))
        }
    }
}

/// The record types of a file that some pack knows; why there is none is what the last pack says.
fn types_in(
    queries: &[Query],
    open: &mut OpenFiles<'_>,
    place: usize,
) -> Result<Vec<String>, Error> {
    let mut types: Vec<String> = Vec::new();
    let mut refused = None;
    for query in queries {
        match query.types_of(open, place) {
            Ok(found) => {
                for id in found {
                    let name = &query.rules().model().records[id].name;
                    if types.iter().all(|known| key(known) != name.key) {
                        types.push(name.text.clone());
                    }
                }
            }
            Err(error) => refused = Some(error),
        }
    }
    match refused {
        Some(error) if types.is_empty() => Err(error),
        _ => Ok(types),
    }
}

impl Query {
    /// The day of a run: the question's, else the latest of the snapshots, which is that of files
    /// that tell theirs, else what those tell.
    ///
    /// # Errors
    /// Files that say different days.
    fn run_day(&self, sets: &[RecordSet]) -> Result<Option<Date>, Error> {
        let (of_months, others): (Vec<&RecordSet>, Vec<&RecordSet>) =
            sets.iter().partition(|set| matches!(set.as_of, AsOf::Own(_)));
        let latest = of_months.iter().filter_map(|set| set.latest_day()).max();
        let mut common = self.day().or(latest);
        for set in others {
            match (common, set.common_day()) {
                (Some(day), Some(told)) if day != told => {
                    let file = set.report().files.first().map_or("", |file| file.name.as_str());
                    return Err(engine::other_day(day, told).in_file(file));
                }
                (None, told) => common = told,
                (Some(_), _) => {}
            }
        }
        Ok(common)
    }
}

impl Dataset {
    /// Records that no targets are held against.
    pub(super) fn without_targets(
        records: Vec<Records>,
        as_of: Option<Date>,
        warnings: Vec<Message>,
    ) -> Dataset {
        let (earlier, before) = (Vec::new(), Vec::new());
        Dataset { records, query: None, as_of, warnings, earlier, before }
    }

    /// The records without the rest.
    pub(super) fn into_records(self) -> Vec<Records> {
        self.records
    }

    /// Takes out the batches of a record type.
    pub(super) fn take_batches(&mut self, record: &str) -> Vec<Batch> {
        let all = std::mem::take(&mut self.records).into_iter();
        let (taken, left): (Vec<Records>, Vec<Records>) =
            all.partition(|records| key(records.record_name()) == key(record));
        self.records = left;
        taken.into_iter().flat_map(Records::into_batches).collect()
    }

    /// Takes over what an earlier pack still decides of the same files: each record and block gives
    /// one decision, from the pack that its deadline belongs to. Its targets over the verdicts of
    /// such blocks are held against all records of its own period.
    pub(super) fn take_earlier(&mut self, earlier: Dataset) {
        self.earlier.extend(earlier.targets_decided_later());
        self.warnings.extend(earlier.warnings);
        let batches = earlier.records.into_iter().flat_map(Records::into_batches);
        for mut batch in batches.filter(Batch::is_asked) {
            let mut claims = batch.decided_later(&batch.blocks());
            let name = batch.rules().model().records[batch.record_type()].name.key.clone();
            let same = |records: &Records| key(records.record_name()) == name;
            let at = self.records.iter().position(same);
            if let Some(records) = at.and_then(|at| self.records.get_mut(at)) {
                records.leave_to(&batch, &mut claims);
            }
            let kept: BTreeSet<usize> = claims.keys().copied().collect();
            batch.keep_only(&claims);
            match at {
                Some(at) => {
                    let records = self.records.swap_remove(at);
                    self.records.push(records.with_earlier(batch, &kept));
                    let last = self.records.len() - 1;
                    self.records.swap(at, last);
                }
                None => self.records.push(Records::none().with_earlier(batch, &kept)),
            }
        }
    }

    /// Outcomes of the targets over verdicts that are reached after the pack's own period.
    fn targets_decided_later(&self) -> Vec<Vec<TargetOutcome>> {
        let Some(query) = &self.query else { return Vec::new() };
        let model = query.rules().model();
        let wanted: Vec<TargetsId> =
            model.targets.ids().filter(|id| query.wants_targets(*id)).collect();
        let reads = |id: TargetsId, block: BlockId| {
            model.reads_verdicts(&model.targets[id], &|read| read == block)
        };
        let later: BTreeSet<BlockId> = self
            .batches()
            .flat_map(|batch| {
                let own = model.blocks.enumerate();
                let own = own.filter(|(_, block)| block.record == batch.record_type());
                let read = own.filter(|(id, _)| wanted.iter().any(|targets| reads(*targets, *id)));
                let read: Vec<BlockId> = read.map(|(id, _)| id).collect();
                batch.decided_later(&read).into_values().flatten()
            })
            .collect();
        let of_targets = self.targets_by_id(None).into_iter();
        let still = of_targets.filter(|(id, _)| later.iter().any(|block| reads(*id, *block)));
        still.map(|(_, outcomes)| outcomes).collect()
    }

    /// The batches of the pack that the targets are of.
    fn own_batches(&self) -> impl Iterator<Item = &Batch> {
        let query = self.query.as_ref();
        self.batches().filter(move |batch| {
            query.is_none_or(|query| Arc::ptr_eq(&batch.rules().inner, &query.rules().inner))
        })
    }

    /// The records, type by type in the order they were first met.
    pub fn records(&self) -> &[Records] {
        &self.records
    }

    /// The records that something is requested of: where blocks are selected, types that none of
    /// them is about are left out. Each has batches; of each, [`Batch::decisions`] of
    /// `0..batch.records()` are all decisions.
    pub fn decided(&self) -> impl Iterator<Item = &Records> {
        self.records.iter().filter(|records| records.batches().iter().any(Batch::is_asked))
    }

    /// All batches of all record types; by day, a type has one for each pack.
    pub fn batches(&self) -> impl Iterator<Item = &Batch> {
        self.records.iter().flat_map(Records::batches)
    }

    /// The day everything is decided as of, but monthly snapshots, each of which has its own; none
    /// too where each record has.
    pub fn as_of(&self) -> Option<Date> {
        self.as_of
    }

    /// Warnings about the record types together: child records that are absent, values they leave
    /// undetermined, targets without records.
    pub fn warnings(&self) -> Vec<Message> {
        let mut warnings = self.warnings.clone();
        if let Some(query) = &self.query {
            let model = query.rules().model();
            let lacking = model.targets.enumerate().filter(|(id, targets)| {
                query.wants_targets(*id) && self.batch_of(targets.record).is_none()
            });
            warnings.extend(lacking.map(|(_, targets)| {
                say::targets_without_data(
                    &targets.name.text,
                    &model.records[targets.record].name.text,
                )
            }));
            let whole = model.targets.enumerate().filter(|(id, targets)| {
                query.wants_targets(*id)
                    && self
                        .batch_of(targets.record)
                        .is_some_and(|batch| lacks_units(model, targets, batch))
            });
            let mut by: BTreeMap<String, Vec<&str>> = BTreeMap::new();
            for (_, targets) in whole {
                let words = unit_words(query.rules(), targets);
                by.entry(words).or_default().push(&targets.name.text);
            }
            warnings.extend(by.iter().map(|(by, targets)| say::whole_alone(targets, by)));
        }
        warnings
    }

    /// Message that the as-of date is forgotten: something requested reads it, and there is none.
    /// It is to be reported first; what needs no day is decided all the same.
    pub fn lacks_as_of(&self) -> Option<Message> {
        let query = self.query.as_ref().filter(|_| self.as_of().is_none())?;
        let records: Vec<RecordId> = self.own_batches().map(Batch::record_type).collect();
        query.lacks_as_of(&records).map(|error| error.message())
    }

    fn batch_of(&self, record: RecordId) -> Option<&Batch> {
        self.own_batches().find(|batch| batch.record_type() == record)
    }

    /// Returns `true` if any targets are requested whose records are among the data.
    pub fn has_targets(&self) -> bool {
        self.query.as_ref().is_some_and(|query| {
            let mut targets = query.rules().model().targets.enumerate();
            targets.any(|(id, targets)| {
                query.wants_targets(id) && self.batch_of(targets.record).is_some()
            })
        })
    }

    /// Outcomes of the requested targets whose records are among the data, unit by unit, in the
    /// order written.
    pub fn outcomes(&self) -> Vec<TargetOutcome> {
        self.targets().into_iter().flatten().collect()
    }

    /// The same, with the records to work on so that what a unit misses is met: of the latest
    /// month, where the records are monthly snapshots. It takes longer, since records are run with
    /// many changes.
    ///
    /// ```
    /// let rules = visao::Rules::from_text(
    ///     "record Group
    ///   field id: text, key
    ///   field debt: money, fixed
    ///   field overdue: money, from 0 to debt
    /// targets Debt over Group total
    ///   indicator a \"Overdue\" = sum(overdue) / sum(debt)
    ///     require up to 2%
    /// ",
    /// )?;
    /// let group = |id: &str, debt: u64, overdue: u64| {
    ///     serde_json::json!({ "id": id, "debt": debt, "overdue": overdue })
    /// };
    /// let groups = [group("A", 500, 20), group("B", 300, 9), group("C", 200, 5)];
    /// let data = rules.query().dataset().add("Group", &groups)?.finish()?;
    /// let outcomes = data.outcomes_with_remedies();
    /// // 34 of 1,000 is overdue, 14 too much: A has 20 of it, and gives up 14.
    /// let remedy = outcomes[0].indicators[0].levels[0].remedy.as_ref().unwrap();
    /// assert_eq!(&*remedy.records[0].record, "A");
    /// assert_eq!(remedy.records[0].changes[0].to.value, visao::Value::Num(6.into()));
    /// # Ok::<(), visao::Error>(())
    /// ```
    pub fn outcomes_with_remedies(&self) -> Vec<TargetOutcome> {
        self.targets_with_remedies(&|_| true).into_iter().flatten().collect()
    }

    /// Outcomes as [`Dataset::targets`] has them, those of some units with the records to work on.
    #[doc(hidden)]
    pub fn targets_with_remedies(
        &self,
        wanted: &dyn Fn(&TargetOutcome) -> bool,
    ) -> Vec<Vec<TargetOutcome>> {
        let own = self.targets_by_id(Some(wanted)).into_iter().map(|(_, outcomes)| outcomes);
        own.chain(self.earlier.iter().cloned()).collect()
    }

    /// Outcomes of the requested targets whose records are among the data, one for each unit, by
    /// their targets in the order written; behind them those of earlier packs that are still asked.
    #[doc(hidden)]
    pub fn targets(&self) -> Vec<Vec<TargetOutcome>> {
        let own = self.targets_by_id(None).into_iter().map(|(_, outcomes)| outcomes);
        own.chain(self.earlier.iter().cloned()).collect()
    }

    /// Outcomes of the requested targets over the snapshots of days before the pack's period, for
    /// comparisons with them: nothing is required of those days. Indicators that read registers are
    /// left out, for those begin with the period.
    pub(crate) fn targets_before(&self) -> Vec<Vec<TargetOutcome>> {
        let Some(query) = &self.query else { return Vec::new() };
        let over =
            self.before.iter().flat_map(|batch| self.targets_over(query, batch, Asked::Nothing));
        over.map(|(id, outcomes)| without_registers(query.rules().model(), id, outcomes)).collect()
    }

    fn targets_by_id(&self, remedies: Option<Wanted<'_>>) -> Vec<(TargetsId, Vec<TargetOutcome>)> {
        let Some(query) = &self.query else { return Vec::new() };
        let mut outcomes: Vec<(TargetsId, Vec<TargetOutcome>)> = self
            .own_batches()
            .flat_map(|batch| self.targets_over(query, batch, Asked::Requirements(remedies)))
            .collect();
        outcomes.sort_by_key(|(id, _)| *id);
        outcomes
    }
}

impl Dataset {
    /// Outcomes of the targets over the records of a batch: month by month where these are
    /// snapshots.
    fn targets_over(
        &self,
        query: &Query,
        batch: &Batch,
        asked: Asked<'_>,
    ) -> Vec<(TargetsId, Vec<TargetOutcome>)> {
        let mut outcomes: Vec<(TargetsId, Vec<TargetOutcome>)> = Vec::new();
        let months = batch.set().months();
        let of_months = months.iter().map(|month| (Some(*month), month.last_day()));
        let all: Vec<(Option<Month>, Option<Date>)> = match batch.is_by_day() {
            true => of_months.collect(),
            false => vec![(None, batch.as_of())],
        };
        // What is past cannot be changed.
        let latest = months.last().copied();
        for (month, as_of) in all {
            let asked = asked.without_remedies_unless(month.is_none() || month == latest);
            for (id, of_month) in self.targets_as_of(query, batch, (month, as_of), asked) {
                match outcomes.iter_mut().find(|(known, _)| *known == id) {
                    Some((_, known)) => known.extend(of_month),
                    None => outcomes.push((id, of_month)),
                }
            }
        }
        outcomes
    }

    fn targets_as_of(
        &self,
        query: &Query,
        batch: &Batch,
        (month, as_of): (Option<Month>, Option<Date>),
        asked: Asked<'_>,
    ) -> Vec<(TargetsId, Vec<TargetOutcome>)> {
        let rules = query.rules();
        let model = rules.model();
        let over = model.targets.enumerate().filter(|(id, targets)| {
            targets.record == batch.record_type() && query.wants_targets(*id)
        });
        let mut collectors: Vec<(TargetsId, Collector<'_>)> = over
            .filter_map(|(id, _)| {
                let collector = collector(rules, batch, id, as_of)?;
                let collector = match asked {
                    Asked::Nothing => collector.without_requirements(),
                    Asked::Requirements(Some(_)) => collector.with_members(),
                    Asked::Requirements(None) => collector,
                };
                Some((id, collector.with_periods(self.periods_of(rules, (id, as_of), batch))))
            })
            .collect();
        if collectors.is_empty() {
            return Vec::new();
        }
        let texts = &batch.set().reading.table.texts;
        let view = batch.set().view(model);
        batch.set().frames(rules.program(), view, month, |frame, first| {
            batch.shared.tell(first, &(0..batch.records()), frame.rows());
            collectors.iter_mut().for_each(|(_, collector)| collector.take(frame, texts, first))
        });
        let report = batch.report();
        let record = |place: usize| {
            let key = Arc::from(report.key(place));
            (key, batch.shown(place), report.origins.get(place).map(|origin| origin.row))
        };
        let naming = ResultContext {
            sources: rules.sources(),
            run: &rules.run(as_of),
            lang: query.lang,
            record: &record,
        };
        let finished = collectors.iter().map(|(id, collected)| {
            let mut outcomes = collected.finish(naming);
            if let Some(wanted) = asked.remedies() {
                let anew = || collector(rules, batch, *id, as_of);
                let (targets, anew) = (*id, &anew);
                let searched =
                    Searched { rules, batch, targets, collector: collected, anew, naming, month };
                searched.remedy(&mut outcomes, wanted);
            }
            (*id, outcomes)
        });
        finished.collect()
    }

    /// The records of targets as of the days on which periods are asked, for each schedule of their
    /// indicators.
    fn periods_of<'d>(
        &'d self,
        rules: &'d Rules,
        (id, as_of): (TargetsId, Option<Date>),
        batch: &'d Batch,
    ) -> Vec<CollectedPeriod<'d>> {
        let (model, program) = (rules.model(), rules.program());
        let targets = &model.targets[id];
        let schedules: HashSet<Schedule> =
            targets.indicators.iter().filter_map(|indicator| indicator.each).collect();
        let Some(as_of) = as_of.filter(|_| !schedules.is_empty()) else {
            return Vec::new();
        };
        let sets: Vec<&RecordSet> = self.own_batches().map(Batch::set).collect();
        let asked = schedules
            .into_iter()
            .flat_map(|schedule| schedule.asked_by(as_of).map(move |period| (schedule, period)));
        let collected = asked.filter_map(|(schedule, period)| {
            let with_rows = sets.iter().filter(|set| set.has_rows_in(program, period.days));
            Some(CollectedPeriod {
                schedule,
                period,
                collector: collector(rules, batch, id, Some(period.asked))?,
                with_rows: with_rows.map(|set| set.record).collect(),
            })
        });
        let mut collected: Vec<CollectedPeriod<'d>> = collected.collect();
        let view = |one: &CollectedPeriod<'_>| View {
            until: Some(one.period.days.to),
            ..View::on(one.period.asked, Some(one.period.days.from))
        };
        let views: Vec<View> = collected.iter().map(view).collect();
        dataset::in_views(program, &sets, targets.record, &views, |place, frame, first, texts| {
            if let Some(one) = collected.get_mut(place) {
                one.collector.take(frame, texts, first);
            }
        });
        collected
    }
}

/// Demand of targets on their units.
#[derive(Clone, Copy)]
enum Asked<'w> {
    /// Requirements, with the fewest records to work on where they are wanted.
    Requirements(Option<Wanted<'w>>),
    /// Nothing: their values alone are worked out, of days at which the pack requires nothing.
    Nothing,
}

impl<'w> Asked<'w> {
    /// The same without records to work on, unless something holds.
    fn without_remedies_unless(self, holds: bool) -> Asked<'w> {
        match self {
            Asked::Requirements(remedies) => Asked::Requirements(remedies.filter(|_| holds)),
            Asked::Nothing => Asked::Nothing,
        }
    }

    fn remedies(self) -> Option<Wanted<'w>> {
        match self {
            Asked::Requirements(remedies) => remedies,
            Asked::Nothing => None,
        }
    }
}

/// Collector of targets over the records of a batch.
fn collector<'a>(
    rules: &'a Rules,
    batch: &'a Batch,
    id: TargetsId,
    as_of: Option<Date>,
) -> Option<Collector<'a>> {
    let (model, of_parents) = (rules.model(), batch.set().of_parents(id));
    let collector = Collector::new(model, rules.plan(), id, as_of, of_parents)?;
    Some(told_of(model, id, batch, collector))
}

/// Outcomes of targets without the indicators that read registers.
fn without_registers(
    model: &Model,
    id: TargetsId,
    mut outcomes: Vec<TargetOutcome>,
) -> Vec<TargetOutcome> {
    let targets = &model.targets[id];
    let reads = |indicator: &Indicator| {
        let read = model.registers_in(targets.record, &indicator.formula);
        read.into_iter().any(|record| model.records[record].register.is_some())
    };
    let kept: Vec<bool> = targets.indicators.iter().map(|one| !reads(one)).collect();
    for outcome in &mut outcomes {
        retain(&mut outcome.indicators, &kept);
    }
    outcomes
}

/// Targets over the records of a batch: over all together where these have no column for the value
/// that units go by.
fn told_of<'a>(
    model: &Model,
    id: TargetsId,
    batch: &Batch,
    collector: Collector<'a>,
) -> Collector<'a> {
    match lacks_units(model, &model.targets[id], batch) {
        true => collector.ungrouped(),
        false => collector,
    }
}

/// Returns `true` of targets over all records and by units where no record has a column for the
/// value that units go by: each unit would be unknown, and none is told.
fn lacks_units(model: &Model, targets: &Targets, batch: &Batch) -> bool {
    let by = targets.by.as_ref().filter(|_| targets.total && targets.by_record == targets.record);
    let Some(by) = by.filter(|_| batch.records() > 0) else { return false };
    let columns = &batch.set().reading.table.columns;
    let is_lacking = |column: u32| {
        let column = columns.get(column as usize);
        column.is_none_or(|column| matches!(column.values(), Values::Nulls))
    };
    model.columns_of(targets.record, by).into_iter().any(is_lacking)
}

/// Words for the value that the units of targets go by.
fn unit_words(rules: &Rules, targets: &Targets) -> String {
    let span = targets.by.as_ref().map(|by| by.span);
    span.map_or_else(String::new, |span| {
        rules.sources()[span.source].slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
    })
}
