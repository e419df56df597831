//! Trees to model: names are declared, then derivations are put in order, then everything gets its
//! type. Every finding is reported; a [`Model`] comes out only when there is no error.

mod blocks;
mod categories;
mod compare;
mod complete;
mod declare;
mod example_rows;
mod examples;
mod expr;
mod impossible;
mod literals;
mod meant;
mod names;
mod notes;
mod offers;
mod order;
mod periods;
mod ranking;
mod readings;
mod rows;
mod shown;
mod snapshots;
mod split_names;
mod targets;
mod time;
mod verdicts;

use super::{
    Aggregate, AggregateId, Basis, Block, Category, CategoryId, Complete, Derived, DerivedId,
    DerivedKind, Document, DocumentId, Event, Field, FieldId, Function, FunctionId, Impossible,
    Inherited, Label, Model, PackPeriod, Parameter, ParameterId, Periodic, Previous, Record,
    RecordId, Register, ShownValue, Targets, TargetsId,
};
use crate::choices::{Combination, HitPolicy};
use crate::diag::Diagnostic;
use crate::index::{Arena, Id};
use crate::source::{SourceId, Sources, Span};
use crate::syntax::ast;
use crate::value::{Lang, MonthEnd, Type};
use names::Names;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Settings of a pack's manifest that the checker needs.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The language of the pack.
    pub lang: Lang,
    /// `month_end`
    pub month_end: Option<MonthEnd>,
    /// `effective`
    pub period: PackPeriod,
    /// Places of lines that could not be read, by place: a block is not called empty for lack of
    /// them.
    pub unread: Vec<Span>,
    /// Rows that tables take from files.
    pub rows: ast::FileRows,
}

/// Result of a check: the model, and the findings.
#[derive(Debug)]
pub struct Checked {
    /// The rules; none where a finding is an error.
    pub model: Option<Model>,
    /// The record types as far as they are known, where there is no model to hold them.
    records: Arena<Record>,
    /// The scripted functions as far as they are known.
    pub functions: Arena<Function>,
    /// The categories as far as they are known.
    pub categories: Vec<Category>,
    /// Keys of names that may be declared, but in a line with an error.
    pub invalid: HashSet<String>,
    /// Everything that was found, by place.
    pub found: Vec<Diagnostic>,
}

/// Checks the trees of a pack.
pub fn check(files: &[&ast::File], sources: &Sources, options: Options) -> Checked {
    let mut checker = Checker::new(sources, options);
    let items: Vec<&ast::Item> = files.iter().flat_map(|file| &file.items).collect();
    checker.starts.extend(items.iter().map(|item| (item.span.source, item.span.start)));
    checker
        .invalid
        .extend(files.iter().flat_map(|file| &file.invalid).map(|name| name.key.clone()));
    checker.declare(&items);
    checker.check_ranges(&items);
    checker.check_derived();
    checker.check_impossible(&items);
    checker.check_blocks(&items);
    checker.check_block_order();
    checker.check_periods();
    checker.check_complete(&items);
    checker.check_targets(&items);
    checker.check_shown(&items);
    checker.check_examples(&items);
    checker.check_snapshots();
    checker.finish()
}

impl Checked {
    /// The record types as far as they are known.
    pub fn records(&self) -> &Arena<Record> {
        self.model.as_ref().map_or(&self.records, |model| &model.records)
    }
}

/// The state of one check.
struct Checker<'a> {
    sources: &'a Sources,
    options: Options,
    found: Vec<Diagnostic>,
    /// Keys of names declared by lines that could not be read: what uses them is not reported
    /// again.
    invalid: HashSet<String>,
    /// Names joined by `và` that stand where examples give a value, by key.
    split_names: HashSet<String>,
    /// Starts of the top-level statements, by file and offset.
    starts: BTreeSet<(SourceId, u32)>,
    documents: Names<DocumentId>,
    document_arena: Arena<Document>,
    category_names: Names<CategoryId>,
    categories: Vec<Category>,
    record_names: Names<RecordId>,
    records: Arena<RecordScope<'a>, Record>,
    callables: Names<Callable>,
    parameters: Arena<Option<Parameter>, Parameter>,
    functions: Arena<Function>,
    block_names: Names<Id<Block>>,
    heads: Arena<BlockHead, Block>,
    blocks: Vec<(Id<Block>, Block)>,
    aggregates: Arena<Aggregate>,
    periodics: Arena<Periodic>,
    events: Arena<Event>,
    target_names: Names<TargetsId>,
    targets: Arena<Targets>,
    examples: Vec<super::Example>,
    left_out: Vec<super::LeftOutExample>,
    /// The other names that examples give, with the values' own, by field and key.
    other_names: BTreeMap<(RecordId, FieldId, String), Vec<(ast::Name, String)>>,
}

/// Functions and parameters share one name space.
#[derive(Clone, Copy, Debug)]
enum Callable {
    Function(FunctionId),
    Parameter(ParameterId),
}

/// Header of a block, known before its body is checked.
struct BlockHead {
    name: Label,
    record: Option<RecordId>,
    /// The category of its grades, if it is a scorecard that grades and the category is known.
    grade: Option<CategoryId>,
    /// `true` if the block grades, also where it is not known into which category.
    graded: bool,
    /// The labels of its criteria, if it is a scorecard.
    criteria: Option<Vec<ast::Name>>,
    /// Words for its verdicts, if it has any.
    verdicts: Option<VerdictWords>,
}

/// Words by which the verdicts of a block are known.
#[derive(Clone)]
struct VerdictWords {
    /// `true` of a `kiểm tra`.
    check: bool,
    /// Words of its own, in the order of [`super::Verdict::NAMED`].
    own: Vec<ast::Name>,
}

/// A record type while it is checked.
struct RecordScope<'a> {
    name: Label,
    title: Option<String>,
    parent: Option<(RecordId, FieldId)>,
    register: Option<Register>,
    snapshot: Option<FieldId>,
    /// `true` if the head says that the type is a monthly snapshot, rightly or wrongly.
    monthly: bool,
    complete: Option<Complete>,
    fields: Arena<Field>,
    members: Names<Member>,
    pending: Vec<Pending<'a>>,
    aggregates: Vec<AggregateId>,
    previous: Arena<Previous>,
    derived: Arena<Derived>,
    shown: Vec<ShownValue>,
    inherited: Vec<Inherited>,
    impossible: Vec<Impossible>,
}

/// A name of a record type.
#[derive(Clone, Copy, Debug)]
enum Member {
    Field(FieldId),
    /// A derivation by its place among `pending`.
    Pending(usize),
    /// Declared, but its line has an error.
    Broken,
}

/// A derivation or table that is not yet, or by now, checked.
struct Pending<'a> {
    name: Label,
    source: PendingSource<'a>,
    span: Span,
    basis: Basis,
    done: Option<(DerivedId, Type, bool)>,
}

#[derive(Clone, Copy)]
enum PendingSource<'a> {
    Formula(&'a ast::Expr),
    Table { ty: &'a ast::TypeName, policy: HitPolicy, grid: Option<&'a ast::Grid> },
}

/// Context of an expression: which names it can read.
#[derive(Clone, Copy)]
struct Scope {
    record: Option<RecordId>,
    /// The scorecard whose own total, grade and criteria are meant.
    own: Option<Id<Block>>,
    /// Record type that the aggregates of an indicator's formula are over; none elsewhere.
    over: Option<RecordId>,
}

impl<'a> Checker<'a> {
    fn new(sources: &'a Sources, options: Options) -> Self {
        Checker {
            sources,
            options,
            found: Vec::new(),
            invalid: HashSet::new(),
            split_names: HashSet::new(),
            starts: BTreeSet::new(),
            documents: Names::default(),
            document_arena: Arena::default(),
            category_names: Names::default(),
            categories: Vec::new(),
            record_names: Names::default(),
            records: Arena::default(),
            callables: Names::default(),
            parameters: Arena::default(),
            functions: Arena::default(),
            block_names: Names::default(),
            heads: Arena::default(),
            blocks: Vec::new(),
            aggregates: Arena::default(),
            periodics: Arena::default(),
            events: Arena::default(),
            target_names: Names::default(),
            targets: Arena::default(),
            examples: Vec::new(),
            left_out: Vec::new(),
            other_names: BTreeMap::new(),
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Reports a block, table or criterion without a row, unless a line below it could not be read.
    fn report_empty(&mut self, span: Span, name: &str) {
        if !self.is_unread_below(span) {
            self.report(crate::diag::model::empty(span, name));
        }
    }

    /// Returns `true` if a line of the statement that has a line at `span`, from there on, could
    /// not be read.
    fn is_unread_below(&self, span: Span) -> bool {
        let next = self
            .starts
            .range((span.source, span.end)..)
            .next()
            .filter(|(source, _)| *source == span.source);
        let end = next.map_or(u32::MAX, |(_, start)| *start);
        let within = |place: &Span| {
            place.source == span.source && place.start >= span.start && place.start < end
        };
        self.options.unread.iter().any(within)
    }

    /// Returns `true` if a block may well give grades or have criteria that are not known only
    /// because of another mistake.
    fn is_in_part(&self, block: Id<Block>) -> bool {
        let head = &self.heads[block];
        head.graded && head.grade.is_none() || self.is_unread_below(head.name.span)
    }

    /// The words a span covers, on one line.
    fn words(&self, span: Span) -> String {
        self.sources[span.source].slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn finish(mut self) -> Checked {
        let mut found = std::mem::take(&mut self.found);
        found.sort_by_key(|finding| finding.span().map(|span| (span.source, span.start)));
        let mut invalid = std::mem::take(&mut self.invalid);
        invalid.extend(self.records.iter().flat_map(RecordScope::invalid_fields));
        let records = self.records.iter_mut().map(RecordScope::finished).collect();
        // What rests on a line that could not be read is left out without a word: the ids of the
        // others would name something else.
        let whole =
            self.blocks.len() == self.heads.len() && self.parameters.iter().all(Option::is_some);
        let sound =
            whole && found.iter().all(|finding| finding.severity != crate::diag::Severity::Error);
        let (functions, categories) = (self.functions.clone(), self.categories.clone());
        let (model, records) = match sound {
            true => (Some(self.model(records)), Arena::default()),
            false => (None, records),
        };
        Checked { model, records, functions, categories, invalid, found }
    }

    fn model(mut self, records: Arena<Record>) -> Model {
        self.blocks.sort_by_key(|(id, _)| *id);
        let mut model = Model {
            lang: self.options.lang,
            month_end: self.options.month_end,
            period: self.options.period,
            documents: self.document_arena,
            categories: self.categories,
            records,
            parameters: self.parameters.iter().flatten().cloned().collect(),
            functions: self.functions,
            blocks: self.blocks.into_iter().map(|(_, block)| block).collect(),
            aggregates: self.aggregates,
            periodics: self.periodics,
            events: self.events,
            targets: self.targets,
            examples: self.examples,
            left_out: self.left_out,
        };
        model.number();
        model
    }
}

impl RecordScope<'_> {
    /// The keys of fields whose type is not known.
    fn invalid_fields(&self) -> impl Iterator<Item = String> {
        let invalid =
            |field: &&Field| matches!(self.members.get(&field.name.key), Some(Member::Broken));
        self.fields.iter().filter(invalid).map(|field| field.name.key.clone())
    }

    /// The record type. Its tables, which may be large, are taken rather than copied.
    fn finished(&mut self) -> Record {
        Record {
            name: self.name.clone(),
            title: self.title.clone(),
            parent: self.parent,
            register: self.register,
            snapshot: self.snapshot,
            complete: self.complete.clone(),
            fields: self.fields.clone(),
            aggregates: self.aggregates.clone(),
            previous: self.previous.clone(),
            derived: std::mem::take(&mut self.derived),
            shown: self.shown.clone(),
            inherited: self.inherited.clone(),
            impossible: self.impossible.clone(),
        }
    }
}

fn label(name: &ast::Name) -> Label {
    Label { text: name.text.clone(), key: name.key.clone(), span: name.span }
}

/// Returns `true` if a derived value is the list of a `tất cả` table.
fn is_list(kind: &DerivedKind) -> bool {
    match kind {
        DerivedKind::Formula(_) => false,
        DerivedKind::Table { policy, .. } => policy.combination() == Combination::List,
    }
}
