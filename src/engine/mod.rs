#![doc = include_str!("README.md")]

mod about;
mod accepted;
mod alike;
mod alone;
mod check;
mod selection;
mod batch;
mod blank;
mod by_column;
mod by_day;
mod claims;
mod cliffs;
mod columns;
mod coverage;
mod crossings;
mod dataset;
mod decided;
mod examples;
mod findings;
mod fixes;
mod handle;
mod heads;
mod host;
mod limits;
mod mutants;
mod format;
mod further;
mod objects;
mod packs;
mod parallel;
mod query;
mod records;
mod region;
mod remedies;
mod shared;
mod strict;
mod tables;
mod told;
mod trace;
mod units;
mod varied;
mod view;
mod watch;
mod workspace;
mod written;

pub(crate) use alike::{Again, Alike};
pub use batch::Batch;
pub use dataset::{Dataset, InputFile};
pub use decided::{DecisionColumns, Reasons};
pub use examples::{ExampleResult, LeftOutExample, Miss};
pub use findings::Findings;
pub use fixes::{Fixed, MadeFix};
pub use format::{Formatted, format, formatted};
pub use further::Further;
pub use handle::Prepared;
pub use host::Host;
pub use limits::Limits;
pub use mutants::{MutantResult, MutantStatus, MutationReport, SuggestedExample};
pub use objects::DatasetBuilder;
pub use packs::Packs;
pub use query::Query;
pub use records::{Records, RowRange};
#[doc(hidden)]
pub use shared::cell_error;
pub(crate) use units::{Unit, UnitBy};
pub use view::RecordView;
pub use watch::{Progress, Task};
pub use workspace::Workspace;

use crate::data::objects::{ObjectTypes, ReadBy};
use crate::data::{self, DataFile};
use crate::dataset::Program;
use crate::diag::{Diagnostic, Error, Message, Severity, nearest};
use crate::eval::{Context, Failed, Functions, View};
use crate::explain::{Explanation, Failures, Head, Run, decision::Decision};
use crate::index::Arena;
use crate::load::{self, Effective, Files, Memory, Pack, ReportFrame, os::Disk};
use crate::model::{self, BlockId, FunctionId, Model, PackPeriod, Record, RecordId};
use crate::paper::Office;
use crate::plan::{self, Plan};
use crate::script::Scripts;
use crate::source::{SourceId, Sources, key};
use crate::syntax::{self, ast};
use crate::table::Texts;
use crate::value::{Date, Lang, Value};
use accepted::Kinds;
use host::HostCalls;
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use written::Known;

/// The rules of a pack, checked and ready.
///
/// ```
/// let rules = visao::Rules::from_text("bản ghi Tổ
///   trường mã: chữ, khóa
///   trường nợ: tiền, từ 0
/// điều kiện Vay cho Tổ
///   từ chối nếu nợ > 5 triệu: \"nợ nhiều\"
/// ")?;
/// let decisions = rules.grade(&serde_json::json!({ "mã": "T1", "nợ": 6_000_000 }))?;
/// assert_eq!(decisions[0].verdict.as_deref(), Some("từ chối"));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Rules {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    pack: Pack,
    parsed: syntax::Parsed,
    model: Model,
    plan: Plan,
    /// Layout of the objects of programs, by record type, and the texts that their tables start
    /// with.
    objects: ObjectTypes,
    texts: Texts,
    handles: handle::Handles,
    calls: Calls,
    fingerprint: OnceLock<Arc<str>>,
    findings: Vec<Diagnostic>,
    accepted: Vec<Diagnostic>,
    /// Answers of the analysis, once it was asked.
    known: OnceLock<Arc<Known>>,
    /// The same of rules that these were read after.
    before: Option<Arc<Known>>,
}

/// The files that a pack was read from, by their names: its texts, and the workbooks that its
/// tables take rows from.
fn files(pack: &Pack) -> BTreeMap<String, Vec<u8>> {
    let books = pack.row_files.iter().filter_map(|file| Some((file, file.bytes.as_ref()?)));
    let shows_book = |id: SourceId| books.clone().any(|(file, _)| file.source == id);
    let texts = pack.sources.enumerate().filter(|(id, _)| !shows_book(*id));
    let texts = texts.map(|(_, one)| (one.name().to_owned(), one.text().as_bytes().to_vec()));
    let books = books.clone().map(|(file, bytes)| (file.name.clone(), bytes.to_vec()));
    texts.chain(books).collect()
}

/// End of the fingerprint of rules that call functions of the embedding program: what these give is
/// in no file of the pack.
const HOST_MARK: &str = "+host";

/// The functions that rules declare.
#[derive(Debug)]
struct Calls {
    scripts: Scripts,
    host: HostCalls,
    /// The functions as the program gave them, for the rules to be read again.
    given: Host,
}

/// Findings in rules that can be used, and the answers of the analysis to those that they were read
/// after.
struct Found {
    standing: Vec<Diagnostic>,
    accepted: Vec<Diagnostic>,
    before: Option<Arc<Known>>,
}

impl Rules {
    /// Loads a pack: a folder, or a single `.luat` file.
    ///
    /// # Errors
    /// Everything that is wrong with the rules, at once.
    pub fn load(path: impl AsRef<Path>) -> Result<Rules, Error> {
        Rules::load_with(path, &Host::default())
    }

    /// Rules from the text of one file.
    ///
    /// # Errors
    /// As [`Rules::load`].
    pub fn from_text(text: &str) -> Result<Rules, Error> {
        Rules::from_files(&[("luat.luat", text)].into_iter().collect::<Memory>())
    }

    /// Rules from a folder, on disk or in memory.
    ///
    /// # Errors
    /// As [`Rules::load`].
    pub fn from_files(files: &dyn Files) -> Result<Rules, Error> {
        Rules::from_files_with(files, &Host::default())
    }

    /// As [`Rules::load`], with functions of the program itself.
    ///
    /// # Errors
    /// As [`Rules::load`]; a function whose signature is not the declared one.
    pub fn load_with(path: impl AsRef<Path>, host: &Host) -> Result<Rules, Error> {
        let path = path.as_ref();
        match Disk::open(path) {
            Ok(disk) => Rules::from_files_with(&disk, host),
            Err(reason) => Err(findings::unreadable(&path.display().to_string(), &reason)),
        }
    }

    /// As [`Rules::from_files`], with functions of the program itself.
    ///
    /// # Errors
    /// As [`Rules::load_with`].
    pub fn from_files_with(files: &dyn Files, host: &Host) -> Result<Rules, Error> {
        Rules::read(files, host, None, None)
    }

    /// Loads a pack as [`Rules::load`] does, as if it applied on other days than its own: to ask
    /// what next year's rules would have said of this year's records.
    ///
    /// # Errors
    /// As [`Rules::load`].
    pub fn load_for(path: impl AsRef<Path>, days: Effective) -> Result<Rules, Error> {
        let path = path.as_ref();
        match Disk::open(path) {
            Ok(disk) => Rules::from_files_for(&disk, days),
            Err(reason) => Err(findings::unreadable(&path.display().to_string(), &reason)),
        }
    }

    /// As [`Rules::from_files`], for the days of [`Rules::load_for`].
    ///
    /// # Errors
    /// As [`Rules::load`].
    pub fn from_files_for(files: &dyn Files, days: Effective) -> Result<Rules, Error> {
        Rules::read(files, &Host::default(), Some(days), None)
    }

    /// The same rules for other days; `None` where they cannot be read once more.
    pub(crate) fn for_days(&self, days: Effective) -> Option<Rules> {
        let files: Memory = files(&self.inner.pack).into_iter().collect();
        Rules::read(&files, &self.inner.calls.given, Some(days), Some(self)).ok()
    }

    /// The pack with other rule files, its other files and those that another pack has besides;
    /// `None` where they cannot be read so.
    pub(crate) fn rewritten(&self, rules: &[(String, String)], other: &Rules) -> Option<Rules> {
        let beside = |pack: &Pack| {
            let is_rule = |name: &str| pack.rules.iter().any(|id| pack.sources[*id].name() == name);
            let mut all = files(pack);
            all.retain(|name, _| !is_rule(name));
            all
        };
        let manifest = |pack: &Pack| {
            let id = pack.manifest_source?;
            Some(pack.sources[id].name().to_owned())
        };
        let packs = [&self.inner.pack, &other.inner.pack];
        let [own, others] = packs.map(beside);
        let names = packs.map(manifest);
        let mut files = others;
        files.retain(|name, _| !names.contains(&Some(name.clone())));
        files.extend(own);
        files.extend(rules.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())));
        let files: Memory = files.into_iter().collect();
        let days = self.inner.pack.manifest.effective;
        Rules::read(&files, &self.inner.calls.given, days, Some(self)).ok()
    }

    /// The rules of the same pack after files of it were changed, as [`Rules::from_files_with`]
    /// reads them with the functions that were given to these. What is what it was is not read
    /// again, and [`Rules::check`] of them asks again only of what a change reaches, if these were
    /// checked. See [`Workspace`] for files that change again and again.
    ///
    /// ```
    /// use visao::{Memory, Rules};
    ///
    /// let text = "bản ghi Tổ\n  trường nợ: tiền, từ 0\nđiều kiện Vay cho Tổ\n  \
    ///             từ chối nếu nợ > 5 triệu: \"nợ nhiều\"\n";
    /// let rules = Rules::from_text(text)?;
    /// let other = text.replace("> 5 triệu", "< 0 đồng");
    /// let files: Memory = [("luat.luat", other)].into_iter().collect();
    /// assert_eq!(rules.reread(&files)?.check().diagnostics[0].code, "W502");
    /// # Ok::<(), visao::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Rules::load_with`].
    pub fn reread(&self, files: &dyn Files) -> Result<Rules, Error> {
        Rules::read(files, &self.inner.calls.given, None, Some(self))
    }

    /// Answers of the analysis to these rules, else to those that they were read after.
    fn known(&self) -> Option<Arc<Known>> {
        self.inner.known.get().or(self.inner.before.as_ref()).cloned()
    }

    /// Reads a pack; texts and statements that are those of rules that were read before are not
    /// read again.
    fn read(
        files: &dyn Files,
        host: &Host,
        days: Option<Effective>,
        before: Option<&Rules>,
    ) -> Result<Rules, Error> {
        let (no_sources, not_parsed) = (Sources::default(), syntax::Parsed::default());
        let sources = before.map_or(&no_sources, Rules::sources);
        let (mut pack, mut found) = load::read(files, sources);
        pack.manifest.effective = days.or(pack.manifest.effective);
        pack.manifest.lang = language(&pack);
        let sources: Vec<_> = pack.rules.iter().map(|id| (*id, &pack.sources[*id])).collect();
        let mut row_files = load::RowFiles::new(files, &pack, host.row_limits());
        let parsed = before.map_or(&not_parsed, |rules| &rules.inner.parsed);
        let mut open = |table: &ast::Name, rows: &ast::RowsOf| row_files.open(table, rows);
        let (parsed, rows, faults) =
            syntax::parse_pack_again(&sources, pack.manifest.lang, parsed, &mut open);
        found.extend(row_files.finish(&mut pack));
        let unread = faults
            .iter()
            .filter(|fault| fault.severity == Severity::Error)
            .filter_map(Diagnostic::span)
            .collect();
        found.extend(faults);
        let trees = parsed.trees();
        let options = model::from_syntax::Options {
            lang: pack.manifest.lang,
            month_end: pack.manifest.month_end,
            period: pack.manifest.effective.map_or_else(PackPeriod::default, |effective| {
                PackPeriod { from: effective.from, to: effective.to }
            }),
            unread,
            rows,
        };
        let checked = model::from_syntax::check(&trees, &pack.sources, options);
        let is_empty = checked.records().is_empty();
        let misfits = misfits(&pack, checked.records(), &checked.invalid);
        found.extend(checked.found);
        found.extend(misfits);
        found.extend(load::quotes::check(&pack, &trees));
        found.extend(
            findings::marks_left(&trees, &pack.sources)
                .map(|(first, files)| crate::diag::rollover::marks_left(first, &files)),
        );
        let given = host.clone();
        let (host, misfits) = host.bind(&checked.functions, &checked.categories);
        found.extend(misfits);
        let scripts = Scripts::compile(
            &pack.scripts,
            &pack.sources,
            &checked.functions,
            &checked.categories,
            &|function| host.has(function),
        );
        found.extend(checked.model.iter().flat_map(|model| not_reported(&pack, model)));
        let compiled = scripts.map_err(|faults| found.extend(faults)).ok().zip(checked.model);
        if !has_errors(&found) && is_empty {
            found.push(nothing_held(&pack, &trees));
        }
        let found = found.into_iter().map(|one| pack.fitted(one)).collect();
        let (mut found, accepted) = accepted::part(
            &trees,
            findings::without_copies(found, &pack.sources),
            Kinds::OfLoading,
        );
        found.sort_by_key(|finding| finding.span().map(|span| (span.source, span.start)));
        match compiled {
            Some((scripts, model)) if !has_errors(&found) => {
                let calls = Calls { scripts, host, given };
                let before = before.and_then(Rules::known);
                let found = Found { standing: found, accepted, before };
                Ok(Rules::ready(pack, parsed, model, calls, found))
            }
            _ => Err(Error::load(found, pack.sources, pack.manifest.lang)),
        }
    }

    fn ready(
        pack: Pack,
        parsed: syntax::Parsed,
        mut model: Model,
        calls: Calls,
        found: Found,
    ) -> Rules {
        let ids: Vec<FunctionId> = model.functions.ids().collect();
        for (id, function) in ids.into_iter().zip(model.functions.iter_mut()) {
            function.host = calls.host.has(id);
        }
        let plan = plan::from_model(&model);
        let (sources, lang) = (&pack.sources, pack.manifest.lang);
        let placed = |found: Vec<Diagnostic>| {
            found.into_iter().map(|one| one.placed(sources, lang)).collect::<Vec<Diagnostic>>()
        };
        let (findings, accepted) = (placed(found.standing), placed(found.accepted));
        Rules {
            inner: Arc::new(Inner {
                objects: ObjectTypes::of(&model),
                texts: Texts::with_constants(&plan.texts),
                handles: handle::Handles::default(),
                pack,
                parsed,
                model,
                plan,
                calls,
                fingerprint: OnceLock::new(),
                findings,
                accepted,
                known: OnceLock::new(),
                before: found.before,
            }),
        }
    }

    /// Name of the pack, from its manifest.
    pub fn name(&self) -> &str {
        &self.inner.pack.manifest.name
    }

    /// Title of the pack, from its manifest.
    pub fn title(&self) -> Option<&str> {
        self.inner.pack.manifest.title.as_deref()
    }

    /// Language of the pack: of its messages, unless a query states another.
    pub fn lang(&self) -> Lang {
        self.inner.pack.manifest.lang
    }

    /// Header and footer texts around the tables of the report, from the manifest.
    #[doc(hidden)]
    pub fn report_frame(&self) -> &ReportFrame {
        &self.inner.pack.manifest.report
    }

    /// Office that the pack's letters and papers come from, from `[report]` of the manifest.
    ///
    /// ```
    /// let pack = "[pack]\nname = \"a\"\n[report]\nplace = \"Đà Nẵng\"\n";
    /// let files = [("pack.toml", pack), ("a.luat", "record A\n  field x: number\n")];
    /// let rules = visao::Rules::from_files(&files.into_iter().collect::<visao::Memory>())?;
    /// assert_eq!(rules.office().place.as_deref(), Some("Đà Nẵng"));
    /// # Ok::<(), visao::Error>(())
    /// ```
    pub fn office(&self) -> Office {
        self.report_frame().office(self.title())
    }

    /// The days on which the pack applies.
    pub fn effective(&self) -> Option<Effective> {
        self.inner.pack.manifest.effective
    }

    /// The SHA-256 of the files that decide, in hexadecimal.
    pub fn fingerprint(&self) -> &str {
        self.inner.fingerprint()
    }

    /// Findings that do not keep the rules from loading: warnings, with those that are accepted
    /// left out.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.inner.findings
    }

    /// The warnings that the rules accept, each by a line `bỏ qua W012: "…"` with its reason.
    pub fn accepted(&self) -> &[Diagnostic] {
        &self.inner.accepted
    }

    /// The texts of the pack.
    #[doc(hidden)]
    pub fn sources(&self) -> &Sources {
        &self.inner.pack.sources
    }

    /// Path on disk of a file of the rules, by its name in messages; `None` of one in memory.
    pub fn path_of(&self, file: &str) -> Option<&Path> {
        let places = self.inner.pack.places.iter().filter(|place| place.ends_with(file));
        places.min_by_key(|place| place.components().count()).map(PathBuf::as_path)
    }

    /// Text of a file of the rules, by its name in messages.
    pub(crate) fn text_of(&self, file: &str) -> Option<&str> {
        self.sources().iter().find(|source| source.name() == file).map(|source| source.text())
    }

    /// The pack as it was read.
    pub(crate) fn pack(&self) -> &Pack {
        &self.inner.pack
    }

    /// The rule files as trees, in the order of the pack's.
    pub(crate) fn trees(&self) -> Vec<&ast::File> {
        self.inner.parsed.trees()
    }

    /// The checked rules as data.
    #[doc(hidden)]
    pub fn model(&self) -> &Model {
        &self.inner.model
    }

    /// A readable listing of what the rules were compiled into.
    #[doc(hidden)]
    pub fn plan(&self) -> &Plan {
        &self.inner.plan
    }

    /// The ways records are found in office files.
    #[doc(hidden)]
    pub fn profiles(&self) -> Vec<crate::data::Profile> {
        self.inner.pack.manifest.profiles.iter().map(|(profile, _)| profile.clone()).collect()
    }

    /// The day that a file says its data are of, by these rules' import profiles.
    ///
    /// # Errors
    /// The file cannot be read, or holds no records of these rules.
    #[doc(hidden)]
    pub fn day_told(&self, file: &DataFile) -> Result<Option<Date>, Error> {
        self.day_told_as(&mut data::OpenFile::new(file), data::Readings::default())
    }

    fn day_told_as(
        &self,
        file: &mut data::OpenFile<'_>,
        readings: data::Readings,
    ) -> Result<Option<Date>, Error> {
        data::day_told(self.model(), &self.profiles(), readings, file)
            .map_err(|error| error.with_lang(self.lang()))
    }

    /// Asks of these rules: for which day, which record type, which blocks.
    pub fn query(&self) -> Query {
        Query::new(self.clone())
    }

    /// Decides one record: any struct or map that serialises, its keys the fields' names or column
    /// names, compared as names are. The record type is the only one, or the one whose fields
    /// it has. See [`Query`] for an as-of date and more.
    ///
    /// A number is taken from its digits (a float: its shortest decimal), also from a text in plain
    /// form (`"0.10"`, as exact decimals serialise); a bare ratio is the ratio itself; dates
    /// are ISO or day/month/year; `None`, a field left out and a float that is no number are
    /// missing. Where a deadline asks whether something was done, `None` says that it was not, and
    /// a field left out leaves that open.
    ///
    /// # Errors
    /// The record is no object, fits no record type or has a name that no field has; the rules hold
    /// nothing, or read an as-of date, which only a [`Query`] can give. Each has a code;
    /// [`Query::lenient`] takes things as they are. A value that cannot be used is no error but a
    /// decision with status [`Status::DataError`](crate::Status::DataError). Parts may be nested;
    /// see [`DatasetBuilder`].
    pub fn grade<R: Serialize + ?Sized>(&self, record: &R) -> Result<Vec<Decision>, Error> {
        self.query().grade(record)
    }

    /// Returns `true` of a day after the period of a pack that is still asked for its deadlines.
    pub(super) fn is_later(&self, day: Option<Date>) -> bool {
        let model = self.model();
        let over = day.zip(model.period.to).is_some_and(|(day, last)| last < day);
        over && model.has_deadlines()
    }

    /// As [`Rules::grade`], with every line that the decisions rest on.
    ///
    /// # Errors
    /// As [`Rules::grade`].
    pub fn explain<R: Serialize + ?Sized>(&self, record: &R) -> Result<Vec<Explanation>, Error> {
        self.query().explain(record)
    }

    /// Runs the worked examples of the rules.
    pub fn test(&self, as_of: Option<Date>) -> Vec<ExampleResult> {
        examples::run_all(self, as_of)
    }

    /// Worked examples that are not run, since they are of blocks that the rules do not have.
    pub fn examples_left_out(&self) -> Vec<LeftOutExample> {
        examples::left_out(self.model())
    }

    fn program(&self) -> Program<'_> {
        let inner = &*self.inner;
        Program {
            model: &inner.model,
            plan: &inner.plan,
            sources: &inner.pack.sources,
            functions: inner,
        }
    }

    /// Parameters for reading objects by these rules.
    fn read_by(&self, lenient: bool, as_of: Option<Date>) -> ReadBy<'_> {
        let Inner { model, objects, texts, .. } = &*self.inner;
        ReadBy { model, types: objects, texts, lenient, as_of }
    }

    pub(crate) fn context(&self, as_of: Option<Date>) -> Context<'_> {
        Context { view: View::of(as_of, &self.inner.model), functions: &*self.inner }
    }

    /// Head of the decisions of a block.
    fn head(&self, record: RecordId, block: BlockId, lang: Lang) -> Head {
        let model = self.model();
        Head::new(model, &model.records[record], &self.run(None), lang, Some(block))
    }

    fn run(&self, as_of: Option<Date>) -> Run {
        Run {
            pack: Arc::from(self.name()),
            fingerprint: Arc::clone(self.inner.fingerprint()),
            as_of,
        }
    }
}

impl Inner {
    /// What the files that decide are known by, worked out when it is first asked for.
    fn fingerprint(&self) -> &Arc<str> {
        self.fingerprint.get_or_init(|| {
            let used = self.model.functions.iter().map(|function| function.file.as_str());
            let mark = if self.calls.host.is_empty() { "" } else { HOST_MARK };
            Arc::from(self.pack.fingerprint(&used.collect::<Vec<&str>>()) + mark)
        })
    }
}

impl Functions for Inner {
    fn call(&self, function: FunctionId, arguments: &[Value]) -> Result<Value, Failed> {
        match self.calls.host.call(function, arguments) {
            Some(given) => given.map_err(|_| Failed),
            None => self.calls.scripts.call(function, arguments).map_err(|_| Failed),
        }
    }
}

impl Failures for Inner {
    fn failure(&self, function: FunctionId, arguments: &[Value]) -> Option<Message> {
        match self.calls.host.call(function, arguments) {
            Some(given) => given.err(),
            None => self.calls.scripts.call(function, arguments).err().map(|fault| fault.told()),
        }
    }
}

/// The language of a pack: its manifest's, else what its first rule file says.
fn language(pack: &Pack) -> Lang {
    if pack.manifest_source.is_some() {
        return pack.manifest.lang;
    }
    pack.rules.iter().find_map(|id| syntax::language_of(&pack.sources[*id])).unwrap_or_default()
}

/// Diagnostics of import profiles that do not fit the rules, as far as the record types are known.
fn misfits(pack: &Pack, records: &Arena<Record>, invalid: &HashSet<String>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (profile, whole) in &pack.manifest.profiles {
        for misfit in profile.check(records, invalid) {
            let place = pack.manifest_source.and_then(|id| {
                load::profile_place(id, &pack.sources[id], &profile.name, &misfit.at)
            });
            found.push(crate::diag::load::profile(place.or(*whole), misfit.message));
        }
    }
    found
}

/// Diagnostics of the names in the parts of the report that no block and no targets have.
fn not_reported(pack: &Pack, model: &Model) -> Vec<Diagnostic> {
    let names = || {
        let targets = model.targets.iter().map(|targets| &targets.name);
        model.blocks.iter().map(|block| &block.name).chain(targets)
    };
    let written = pack.manifest.report.parts.iter().flat_map(|part| &part.blocks);
    let unknown = written.filter(|name| names().all(|known| known.key != key(name)));
    let found = unknown.map(|name| {
        let place = pack
            .manifest_source
            .and_then(|id| load::report_block_place(id, &pack.sources[id], name));
        let near = nearest(name, names().map(|known| known.text.as_str()));
        crate::diag::half_year::unknown_block(place, name, near)
    });
    found.collect()
}

/// Rules without a record type have nothing to decide on.
fn nothing_held(pack: &Pack, trees: &[&ast::File]) -> Diagnostic {
    let names: Vec<&str> = pack.rules.iter().map(|id| pack.sources[*id].name()).collect();
    crate::diag::load::nothing_held(&names, trees.iter().all(|tree| tree.items.is_empty()))
}

fn has_errors(found: &[Diagnostic]) -> bool {
    found.iter().any(|finding| finding.severity == Severity::Error)
}
