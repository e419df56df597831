//! Examples put to the test: the rules are changed in one small place after the other, and where no
//! example notices, one is made that does.

use super::Rules;
use super::examples::{ExampleResult, Finished, Trial};
use super::parallel::cores;
use super::told::{Outcome, written};
use super::varied::varied;
use super::watch::{Progress, Task};
use crate::analysis::{Budget, Compared, Part, Site, Timed, Version, Witness, applying, compare};
use crate::diag::{Message, beginning, mutants as say};
use crate::eval::Functions;
use crate::model::{BlockId, Example, ExampleRows, FieldId, Model, RecordId, RestsOn, text_value};
use crate::mutants::{Change, Mutant, Scope, mutants};
use crate::plan;
use crate::source::{Span, key};
use crate::value::text::{show_date, show_value};
use crate::value::{CategoryId, Date, Lang, Type, Value};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Result of testing the examples by small changes of the rules.
///
/// ```
/// let rules = visao::Rules::from_text("bản ghi Tổ
///   trường mã: chữ, khóa
///   trường nợ: tiền, bắt buộc, từ 0
/// điều kiện Vay cho Tổ
///   từ chối nếu nợ > 5 triệu: \"nợ nhiều\"
/// ví dụ \"Nợ nhiều\" cho Vay
///   cho nợ = 6 triệu
///   thì kết luận là từ chối
/// ")?;
/// // 6 million is far from the threshold: nobody would notice `≥` for `>`, nor a dong more.
/// let tested = rules.mutants(None);
/// let survived = tested.mutants.iter().filter(|one| one.status.code() == "survived");
/// assert_eq!((tested.mutants.len(), survived.count()), (3, 2));
/// assert!(tested.examples[0].text.contains("cho nợ = 5.000.000"));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct MutationReport {
    /// Changes that were tried, in the order of the rules.
    pub mutants: Vec<MutantResult>,
    /// Examples that would notice the changes that none notices, as few as were found.
    pub examples: Vec<SuggestedExample>,
    /// Examples that do not come out without any change: they tell nothing of changes.
    pub failing: usize,
    /// Changes beyond the limit, which were not tried.
    pub left_out: usize,
}

/// A change of the rules that was tried.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MutantResult {
    /// Place of the change in the rules.
    #[doc(hidden)]
    pub span: Span,
    /// The rule file that it is in.
    pub file: String,
    /// Line of the file, counted from 1.
    pub line: usize,
    /// The change in words.
    pub what: Message,
    /// MutantStatus of the change.
    pub status: MutantStatus,
    /// Title of the example that notices it, or of the suggested one that would.
    pub by: Option<String>,
    /// Kind of the change, a stable code: `value`, `compare`, `join`, `removed`, `swapped`,
    /// `dated`.
    pub kind: &'static str,
}

/// MutantStatus of a change of the rules: whether an example notices it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MutantStatus {
    /// An example notices it.
    Killed,
    /// It changes nothing for any record, which was proved.
    Equivalent,
    /// No example notices it; a suggested one would.
    Survived,
    /// No example notices it, and neither a record that would tell it nor a proof that there is
    /// none was found.
    Undecided,
}

/// An example that the rules lack, as rules. What it expects is what came out: an officer has to
/// say whether it is right.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SuggestedExample {
    /// Title of the example.
    pub title: String,
    /// The example as rules.
    pub text: String,
    /// Number of changes that it notices first.
    pub notices: usize,
}

impl MutantStatus {
    /// Stable code of a status: `killed`, `equivalent`, `survived`, `undecided`.
    pub fn code(self) -> &'static str {
        match self {
            MutantStatus::Killed => "killed",
            MutantStatus::Equivalent => "equivalent",
            MutantStatus::Survived => "survived",
            MutantStatus::Undecided => "undecided",
        }
    }
}

impl MutationReport {
    /// Changes that an example notices, and all that could be noticed.
    pub fn score(&self) -> (usize, usize) {
        let count = |status| self.mutants.iter().filter(|mutant| mutant.status == status).count();
        (count(MutantStatus::Killed), self.mutants.len() - count(MutantStatus::Equivalent))
    }
}

/// The most changes that are tried.
const MOST_CHANGES: usize = 20_000;

/// The most examples like those of the rules that are tried for one change, and for all.
const MOST_VARIED: [usize; 2] = [3_000, 60_000];

/// The most examples that were proposed for a change and are gone on from.
const MOST_PROPOSED: usize = 8;

/// The most blocks that a record is tried in.
const MOST_BLOCKS: usize = 4;

/// The most characters of a rule that are quoted of a change.
const MOST_QUOTED: usize = 60;

impl Rules {
    /// Tests the examples of the rules: each small change of the rules that an example ought to
    /// notice is made, and the examples run again. Of a change that none notices it is proved
    /// that it changes nothing, or a record found that tells it, with what comes of it now.
    pub fn mutants(&self, as_of: Option<Date>) -> MutationReport {
        self.mutants_watched(as_of, &|_| {})
    }

    /// The same, told now and then how far it is, on several threads.
    pub fn mutants_watched(
        &self,
        as_of: Option<Date>,
        told: &(dyn Fn(Progress) + Sync),
    ) -> MutationReport {
        let mut all = mutants(self.model());
        let left_out = all.len().saturating_sub(MOST_CHANGES);
        all.truncate(MOST_CHANGES);
        let trial = Trial::new(self, self.model());
        let examples = trial.model.examples.iter().enumerate();
        let known = examples.map(|(place, example)| Known {
            rests_on: trial.model.read_by(example, true),
            finished: trial.finished(place, example, as_of).filter(|finished| finished.passes),
        });
        let known: Vec<Known> = known.collect();
        let finished_by = trial.model.finished_by();
        let (trial, known, finished_by) = (&trial, &known, &finished_by);
        let tester = Tester { rules: self, trial, known, finished_by, as_of };
        let mut changed = self.model().clone();
        // Each change is run first; of those that nothing notices more is to be found out.
        let of = 2 * all.len();
        let tell = |done| told(Progress { task: Task::Mutants, done, of });
        let noticed = tester.noticed(&all, &tell);
        let mut made = Made { suggested: Vec::new(), left: MOST_VARIED[1] };
        let tried = (all.len()..).zip(&all).zip(noticed).map(|((done, mutant), noticed)| {
            tell(done);
            let (status, by) = match noticed {
                Some(place) => (MutantStatus::Killed, self.title_of(place)),
                None => {
                    let kept = mutant.make(&mut changed);
                    let found = tester.unnoticed(mutant, &changed, &mut made);
                    mutant.undo(&mut changed, kept);
                    found
                }
            };
            self.tried(mutant, status, by)
        });
        let mutants = tried.collect();
        let lang = self.lang();
        let examples = made.suggested.into_iter().filter_map(|one| one.written(self.model(), lang));
        MutationReport {
            mutants,
            examples: examples.collect(),
            failing: known.iter().filter(|known| known.finished.is_none()).count(),
            left_out,
        }
    }

    fn title_of(&self, example: usize) -> Option<String> {
        Some(self.model().examples.get(example)?.title.clone())
    }

    fn tried(&self, mutant: &Mutant, status: MutantStatus, by: Option<String>) -> MutantResult {
        let source = &self.sources()[mutant.span.source];
        MutantResult {
            span: mutant.span,
            file: source.name().to_owned(),
            line: source.line_column(mutant.span.start).line,
            what: self.in_words(mutant),
            status,
            by,
            kind: match mutant.change {
                Change::Value { .. } => "value",
                Change::Compare(..) => "compare",
                Change::Join(_) => "join",
                Change::Removed(_) => "removed",
                Change::Swapped(_) => "swapped",
                Change::Dated { .. } | Change::Begins { .. } => "dated",
            },
        }
    }

    fn in_words(&self, mutant: &Mutant) -> Message {
        let source = &self.sources()[mutant.span.source];
        let text = source.slice(mutant.span);
        let text = &beginning(text.lines().next().unwrap_or_default(), MOST_QUOTED);
        match &mutant.change {
            Change::Value { from, to, ty } | Change::Dated { from, to, ty, .. } => {
                let [vi, en] = [Lang::Vi, Lang::En]
                    .map(|lang| [from, to].map(|value| self.shown(value, *ty, lang)));
                say::value(&vi, &en)
            }
            Change::Compare(from, to) => say::compare(text, from.sign(), to.sign()),
            Change::Join(is_and) => say::join(text, *is_and),
            Change::Removed(_) => say::removed(text),
            Change::Swapped(_) => say::swapped(text),
            Change::Begins { from, to, .. } => {
                say::begins(text, &show_date(*from), &show_date(*to))
            }
        }
    }

    fn shown(&self, value: &Value, ty: Type, lang: Lang) -> String {
        let categories = &self.model().categories;
        let names = |category: CategoryId, code| {
            let value = categories.get(category.index())?.value(code)?;
            Some(value.name.text.as_str())
        };
        show_value(value, ty, lang, &[], names).text
    }
}

/// The rules with their examples, against which changes are tried.
struct Tester<'r> {
    rules: &'r Rules,
    trial: &'r Trial<'r>,
    /// The examples, in the order of the rules.
    known: &'r [Known],
    /// Parts of the rules by which records are finished before they are decided.
    finished_by: &'r RestsOn,
    as_of: Option<Date>,
}

/// An example of the rules: what it rests on, and its records, if it comes out.
struct Known {
    rests_on: RestsOn,
    finished: Option<Finished>,
}

/// Examples that were made, and how many more may be tried of those like the examples of the rules.
struct Made {
    suggested: Vec<Suggested>,
    left: usize,
}

/// An example that was made, and what came of it.
struct Suggested {
    example: Example,
    outcome: Outcome,
    /// Expectations besides the verdict, by which it notices changes.
    told: Vec<String>,
    rests_on: RestsOn,
    notices: usize,
}

impl Suggested {
    fn written(self, model: &Model, lang: Lang) -> Option<SuggestedExample> {
        let expected = self.outcome.expected(&self.told, lang);
        let text = written(model, &self.example, &expected, lang)?;
        Some(SuggestedExample { title: self.example.title, text, notices: self.notices })
    }

    /// Takes in a further change that it notices, by these expectations.
    fn notice(&mut self, told: Vec<String>) {
        self.notices += 1;
        for one in told {
            if !self.told.contains(&one) {
                self.told.push(one);
            }
        }
    }
}

impl Tester<'_> {
    /// For each change the example that notices it, on as many threads as there are cores.
    fn noticed(&self, all: &[Mutant], tell: &(dyn Fn(usize) + Sync)) -> Vec<Option<usize>> {
        let results = Mutex::new(vec![None; all.len()]);
        let next = AtomicUsize::new(0);
        let work = || {
            let mut changed = self.trial.model.clone();
            while let Some((place, mutant)) = {
                let place = next.fetch_add(1, Ordering::Relaxed);
                all.get(place).map(|mutant| (place, mutant))
            } {
                tell(place);
                let found = self.noticed_by(mutant, &mut changed);
                if let Ok(mut results) = results.lock()
                    && let Some(own) = results.get_mut(place)
                {
                    *own = found;
                }
            }
        };
        std::thread::scope(|scope| {
            (1..cores()).for_each(|_| _ = scope.spawn(work));
            work();
        });
        results.into_inner().unwrap_or_default()
    }

    /// The first example that comes out otherwise under a change; those of the block that is
    /// changed are tried first.
    fn noticed_by(&self, mutant: &Mutant, changed: &mut Model) -> Option<usize> {
        let mut order = self.asked(mutant).peekable();
        order.peek()?;
        let kept = mutant.make(changed);
        let found = self.noticed_in(mutant, changed, order);
        mutant.undo(changed, kept);
        found
    }

    /// The first of some examples that comes out otherwise by a changed model. Records that are
    /// finished by none of what is changed are those of the rules.
    fn noticed_in(
        &self,
        mutant: &Mutant,
        changed: &Model,
        mut order: impl Iterator<Item = usize>,
    ) -> Option<usize> {
        let model = self.trial.model;
        let trial = self.trial.changed(changed, &mutant.scope.records(model));
        let is_finished_so =
            !mutant.scope.is_among(self.finished_by) && trial.knows_texts_of(self.trial);
        let mut workers = trial.workers();
        let mut fails = |place: usize| {
            let example = model.examples.get(place)?;
            if is_finished_so {
                let finished = self.known.get(place)?.finished.as_ref()?;
                return Some(trial.notices(place, example, self.as_of, finished, &mut workers));
            }
            Some(!trial.passes(place, example, self.as_of))
        };
        order.find(|place| fails(*place) == Some(true))
    }

    /// The examples that rest on what is changed, by their places; those of its block come first.
    fn asked(&self, mutant: &Mutant) -> impl Iterator<Item = usize> + use<> {
        let own = block_of(mutant.scope);
        let asked = |(place, example): (usize, &Example)| {
            let known = self.known.get(place)?;
            let is_asked = known.finished.is_some() && mutant.scope.is_among(&known.rests_on);
            is_asked.then_some((Some(example.block) != own, place))
        };
        let examples = self.trial.model.examples.iter().enumerate();
        let mut order: Vec<(bool, usize)> = examples.filter_map(asked).collect();
        order.sort_unstable();
        order.into_iter().map(|(_, place)| place)
    }

    /// What becomes of a change that no example notices.
    fn unnoticed(
        &self,
        mutant: &Mutant,
        changed: &Model,
        all: &mut Made,
    ) -> (MutantStatus, Option<String>) {
        let model = self.trial.model;
        let records = mutant.scope.records(model);
        let trial = self.trial.changed(changed, &records);
        let lang = self.rules.lang();
        let noticing = all.suggested.iter_mut().find_map(|one| {
            let asked = mutant.scope.is_among(&one.rests_on);
            let other = asked.then(|| self.outcome(&trial, &one.example))?;
            Some((one.outcome.told_from(other.as_ref(), lang)?, one))
        });
        if let Some((told, known)) = noticing {
            known.notice(told);
            return (MutantStatus::Survived, Some(known.example.title.clone()));
        }
        let (parts, elsewhere) = mutant.scope.parts(model);
        let beside = plan::beside_of(changed, self.rules.plan(), &records, false);
        let versions =
            [Version { model, plan: self.rules.plan() }, Version { model: changed, plan: &beside }];
        let functions: &dyn Functions = &*self.rules.inner;
        let title = self.title(mutant, &all.suggested);
        let (budget, mut undecided) = (Budget::default(), elsewhere);
        let mut proposed = Vec::new();
        for part in parts {
            let mut made = None;
            let compared = compare(versions, part, functions, &budget, &mut |witness| {
                let candidates = self.candidates(part, &title, mutant.span, &witness);
                made = candidates.iter().find_map(|one| self.made(&trial, one.clone()));
                proposed.extend(candidates);
                made.is_some()
            });
            if let Some(one) = made {
                all.suggested.push(one);
                return (MutantStatus::Survived, Some(title));
            }
            undecided |= compared != Compared::Same;
        }
        if !undecided {
            return (MutantStatus::Equivalent, None);
        }
        proposed.truncate(MOST_PROPOSED);
        match self.like_known(mutant, &trial, (&title, &proposed), &mut all.left) {
            Some(one) => {
                all.suggested.push(one);
                (MutantStatus::Survived, Some(title))
            }
            None => (MutantStatus::Undecided, None),
        }
    }

    /// An example like one of the rules, or like one that was proposed, with one value moved, that
    /// notices a change: where the change is one of days and periods, or of what parts come to, an
    /// example is seldom far; where it is one of points, another value may let it show.
    fn like_known(
        &self,
        mutant: &Mutant,
        changed: &Trial<'_>,
        (title, proposed): (&str, &[Example]),
        left: &mut usize,
    ) -> Option<Suggested> {
        let model = self.trial.model;
        let known = self.asked(mutant).filter_map(|place| model.examples.get(place));
        let examples: Vec<&Example> = proposed.iter().chain(known).collect();
        let tries = (*left).min(MOST_VARIED[0]);
        let mut tried = 0;
        let found = varied(model, &examples, title, &mutant.change.numbers())
            .take(tries)
            .inspect(|_| tried += 1)
            .find_map(|example| self.made(changed, example));
        *left -= tried;
        found
    }

    /// An example as one that the rules lack, if they decide it otherwise than they do with the
    /// change. A day is given where it is asked.
    fn made(&self, changed: &Trial<'_>, example: Example) -> Option<Suggested> {
        let model = self.trial.model;
        let day = model.examples.iter().find_map(|other| other.as_of).or(model.period.to);
        let dated = Example { as_of: example.as_of.or(day), ..example.clone() };
        let made = [example, dated].into_iter().find_map(|example| {
            let outcome = self.outcome(self.trial, &example)?;
            Some((example, outcome))
        });
        let (example, outcome) = made?;
        let lang = self.rules.lang();
        written(model, &example, "", lang)?;
        let told = outcome.told_from(self.outcome(changed, &example).as_ref(), lang)?;
        let example = self.lean(changed, example, &outcome, &told);
        // What it leaves out is worked out no more.
        let outcome = self.outcome(self.trial, &example)?;
        let rests_on = model.shown_by(&example);
        Some(Suggested { example, outcome, told, rests_on, notices: 1 })
    }

    /// The example without the values that it does as well without.
    fn lean(
        &self,
        changed: &Trial<'_>,
        mut example: Example,
        outcome: &Outcome,
        told: &Vec<String>,
    ) -> Example {
        let lang = self.rules.lang();
        let does = |example: &Example| {
            let own = self.outcome(self.trial, example)?;
            let other = self.outcome(changed, example);
            let same = own.has_verdict_of(outcome) && own.told_from(other.as_ref(), lang)? == *told;
            same.then_some(())
        };
        for place in (0..example.given.len()).rev() {
            let given = example.given.remove(place);
            if does(&example).is_none() {
                example.given.insert(place, given);
            }
        }
        example
    }

    /// Examples that hold a record: of its own block, of a block of its record type, or of a block
    /// of the record that it is part of.
    fn candidates(&self, part: Part, title: &str, span: Span, witness: &Witness) -> Vec<Example> {
        let model = self.trial.model;
        if let Some(block) = block_of(Scope::Part(part)) {
            return self.example(title, span, block, witness).into_iter().collect();
        }
        let over_time = matches!(part, Part::Timed(_));
        let of = |record: RecordId| {
            let blocks = model.blocks.enumerate().filter(move |(_, block)| block.record == record);
            let asked = blocks.filter(move |(id, _)| !over_time || model.asks_over_time(*id));
            asked.map(|(id, _)| id).take(MOST_BLOCKS)
        };
        let own = of(witness.record).filter_map(|block| self.example(title, span, block, witness));
        let parent = model.records[witness.record].parent;
        let owners = parent.into_iter().flat_map(|(parent, _)| of(parent));
        let owned = owners.filter_map(|block| {
            let budget = Budget::default();
            let version = Version { model, plan: self.rules.plan() };
            let owner = applying(version, block, &*self.rules.inner, &budget)?;
            let owner = Witness { columns: Vec::new(), ..owner };
            let example = self.example(title, span, block, &owner)?;
            self.with_row(example, witness)
        });
        own.chain(owned).collect()
    }

    /// An example that gives a record as a row, and no other rows.
    fn with_row(&self, example: Example, row: &Witness) -> Option<Example> {
        let model = self.trial.model;
        let record = &model.records[row.record];
        let (parent, link) = record.parent?;
        if !row.columns.is_empty() {
            return None;
        }
        let day = example.as_of.or_else(|| model.examples.iter().find_map(|other| other.as_of));
        let own = |id: FieldId| {
            let field = &record.fields[id];
            if id == link || field.key && field.ty == Type::Text {
                return Some(text_value(&example.title));
            }
            // A row of a register is seen by its day.
            let is_day = record.day_of_rows() == Some(id);
            row.value(id).cloned().or_else(|| day.filter(|_| is_day).map(Value::Date))
        };
        let given = record.fields.ids().filter_map(|id| Some((id, own(id)?))).collect();
        let mut rows = self.no_rows(parent);
        rows.iter_mut().find(|rows| rows.record == row.record)?.rows.push(given);
        Some(Example { rows, ..example })
    }

    /// An example of a block that gives the values of a record.
    fn example(
        &self,
        title: &str,
        span: Span,
        block: BlockId,
        witness: &Witness,
    ) -> Option<Example> {
        let model = self.trial.model;
        let record = &model.records[witness.record];
        // The record of an example has its title for a key.
        let key = record.fields.enumerate().find(|(_, field)| field.key && field.ty == Type::Text);
        let key = key.map(|(id, _)| (id, text_value(title)));
        let is_key = |field: &FieldId| key.as_ref().is_some_and(|(id, _)| id == field);
        let given = witness.fields.iter().filter(|(field, _)| !is_key(field)).cloned();
        let mut example = Example {
            title: title.to_owned(),
            block,
            given: given.chain(key.clone()).collect(),
            rows: Vec::new(),
            as_of: witness.as_of,
            from_parts: Vec::new(),
            previous: Vec::new(),
            expected: Vec::new(),
            span,
        };
        let zero = |value: &Value| matches!(value, Value::Num(number) if number.is_zero());
        let columns = witness.columns.iter().filter(|(_, value)| !zero(value));
        match columns.collect::<Vec<&(u32, Value)>>().as_slice() {
            [] if witness.columns.is_empty() => {}
            [] => example.rows = self.no_rows(witness.record),
            [(column, value)] => {
                let place = (*column as usize).checked_sub(record.fields.len())?;
                example.from_parts.push((*record.aggregates.get(place)?, value.clone()));
            }
            // Values over the same parts tie each other in ways that are not known here.
            [_, _, ..] => return None,
        }
        Some(example)
    }

    /// No row of each record type that is part of another.
    fn no_rows(&self, of: RecordId) -> Vec<ExampleRows> {
        let records = self.trial.model.records.enumerate();
        let parts = records.filter(|(_, record)| record.parent.is_some_and(|(up, _)| up == of));
        parts.map(|(record, _)| ExampleRows { record, rows: Vec::new() }).collect()
    }

    /// A title that no other example has, by the line of a change.
    fn title(&self, mutant: &Mutant, suggested: &[Suggested]) -> String {
        let source = &self.rules.sources()[mutant.span.source];
        let line = source.line_column(mutant.span.start).line;
        let lang = self.rules.lang();
        let title = |number| say::title(source.name(), line, number).get(lang).to_owned();
        let known = |title: &String| {
            self.trial.model.examples.iter().any(|example| key(&example.title) == key(title))
                || suggested.iter().any(|one| one.example.title == *title)
        };
        (1..).map(title).find(|title| !known(title)).unwrap_or_default()
    }

    /// Outcome of an example, as far as another can expect it.
    fn outcome(&self, trial: &Trial<'_>, example: &Example) -> Option<Outcome> {
        let result: ExampleResult = trial.run(example, self.as_of)?;
        Outcome::of(result.explanation.as_ref()?)
    }
}

fn block_of(scope: Scope) -> Option<BlockId> {
    let site = match scope {
        Scope::Part(Part::Site(site)) => site,
        Scope::Part(Part::Timed(Timed::Due(block, _))) => return Some(block),
        Scope::Part(
            Part::Filter(..) | Part::Refused(_) | Part::Timed(Timed::Each(..) | Timed::Event(..)),
        )
        | Scope::Parameter(_) => return None,
    };
    match site {
        Site::Criterion(block, _)
        | Site::Grades(block)
        | Site::Caps(block)
        | Site::Clauses(block)
        | Site::Guards(block) => Some(block),
        Site::Table(..) => None,
    }
}
