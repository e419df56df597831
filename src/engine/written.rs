//! Statements of rules word for word: which of them are what they were before the rules were read
//! again.

use super::Rules;
use crate::analysis::{Answers, Unchanged, UnchangedBlock};
use crate::model::{BlockKind, DerivedKind, Model, PackPeriod};
use crate::source::{Sources, Span};
use crate::syntax::ast::{Item, ItemKind, Member, MemberKind, Scorecard};
use std::collections::BTreeMap;

/// Answers of the analysis to rules as they were last asked, and how they were written.
#[derive(Debug)]
pub(super) struct Known {
    pub written: Written,
    pub answers: Answers,
}

/// Words of all that the analysis of rules goes by, beside their plan.
#[derive(Debug)]
pub(super) struct Written {
    statements: BTreeMap<Statement, Vec<String>>,
    /// Aggregates, by their ids.
    aggregates: Vec<String>,
    period: PackPeriod,
    /// Names of all that has an id, in the order of the ids.
    names: Vec<String>,
}

/// A statement, by the keys of its names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Statement {
    /// Categories, functions and their scripts: what anything may rest on.
    Shared,
    Record(String),
    Parameter(String),
    Table(String, String),
    /// A block without its criteria and its grading.
    Block(String),
    Criterion(String, usize),
    Grading(String),
}

impl Rules {
    /// The rules as they are written.
    pub(super) fn written(&self) -> Written {
        let (model, pack) = (self.model(), self.pack());
        let mut statements: BTreeMap<Statement, Vec<String>> = BTreeMap::new();
        for item in self.trees().into_iter().flat_map(|tree| &tree.items) {
            for (statement, spans) in of_item(item) {
                let words = spans.into_iter().map(|span| words(&pack.sources, span));
                statements.entry(statement).or_default().extend(words);
            }
        }
        let scripts = pack.scripts.iter().map(|(_, id)| pack.sources[*id].text().to_owned());
        let rows = pack.row_files.iter().map(|file| format!("{} {:?}", file.name, file.digest));
        statements.entry(Statement::Shared).or_default().extend(scripts.chain(rows));
        let aggregates = model.aggregates.iter().map(|one| words(&pack.sources, one.span));
        Written {
            statements,
            aggregates: aggregates.collect(),
            period: model.period,
            names: names(model),
        }
    }
}

impl Written {
    /// Parts of the rules that are written as they were before.
    pub fn unchanged(&self, before: &Written, model: &Model) -> Unchanged {
        let same = |statement: Statement| {
            let words = self.statements.get(&statement);
            words.is_some() && words == before.statements.get(&statement)
        };
        let shared = self.names == before.names && self.period == before.period;
        let mut unchanged = Unchanged { shared, ..Unchanged::default() };
        unchanged.shared &= same(Statement::Shared);
        if !unchanged.shared {
            return unchanged;
        }
        for (record, of) in model.records.enumerate() {
            let key = || of.name.key.clone();
            unchanged.records.extend(same(Statement::Record(key())).then_some(record));
            let tables = of.derived.enumerate();
            let tables = tables.filter(|(_, derived)| {
                !matches!(derived.kind, DerivedKind::Table { .. })
                    || same(Statement::Table(key(), derived.name.key.clone()))
            });
            unchanged.tables.extend(tables.map(|(id, _)| (record, id)));
        }
        let both = |statement: &Statement| {
            self.statements.get(statement) == before.statements.get(statement)
        };
        for (id, block) in model.blocks.enumerate() {
            let key = || block.name.key.clone();
            let criteria = match &block.kind {
                BlockKind::Scorecard(card) => card.criteria.len(),
                BlockKind::Eligibility(_) | BlockKind::Check(_) => 0,
            };
            let criteria = (0..criteria).map(|place| same(Statement::Criterion(key(), place)));
            let criteria = criteria.collect();
            let (head, grading) = (same(Statement::Block(key())), both(&Statement::Grading(key())));
            unchanged.blocks.insert(id, UnchangedBlock { head, criteria, grading });
        }
        let parameters = model.parameters.enumerate();
        let parameters =
            parameters.filter(|(_, one)| same(Statement::Parameter(one.name.key.clone())));
        unchanged.parameters.extend(parameters.map(|(id, _)| id));
        let aggregates = model.aggregates.ids().zip(self.aggregates.iter().zip(&before.aggregates));
        let aggregates = aggregates.filter(|(_, (now, before))| now == before);
        unchanged.aggregates.extend(aggregates.map(|(id, _)| id));
        unchanged
    }
}

/// The statements of an item with their places; none of what nothing is asked of, or each time
/// anew.
fn of_item(item: &Item) -> Vec<(Statement, Vec<Span>)> {
    let whole = |statement| vec![(statement, vec![item.span])];
    match &item.kind {
        ItemKind::Category { .. } | ItemKind::Function { .. } => whole(Statement::Shared),
        ItemKind::Parameter { name, .. } => whole(Statement::Parameter(name.key.clone())),
        ItemKind::Table { name, record, .. } => {
            whole(Statement::Table(record.key.clone(), name.key.clone()))
        }
        ItemKind::Scorecard(card) => of_scorecard(item.span, card),
        ItemKind::Eligibility { name, .. } => whole(Statement::Block(name.key.clone())),
        ItemKind::Record { name, members, .. } => {
            // What is derived is in the plan.
            let declared = members.iter().filter(|member| !is_derived(member));
            let spans = declared.map(|member| member.span);
            vec![(Statement::Record(name.key.clone()), spans.chain([item.head]).collect())]
        }
        ItemKind::Document { .. } | ItemKind::Targets(_) | ItemKind::Example { .. } => Vec::new(),
    }
}

/// The criteria and the grading of a scorecard, and what stands before, between and behind them.
fn of_scorecard(whole: Span, card: &Scorecard) -> Vec<(Statement, Vec<Span>)> {
    let key = || card.name.key.clone();
    let criteria = card.criteria.iter().enumerate();
    let criteria =
        criteria.map(|(place, one)| (Statement::Criterion(key(), place), vec![one.span]));
    let grading = card.grading.iter().map(|one| (Statement::Grading(key()), vec![one.span]));
    let mut all: Vec<(Statement, Vec<Span>)> = criteria.chain(grading).collect();
    let (mut between, mut at) = (Vec::new(), whole.start);
    for span in all.iter().flat_map(|(_, spans)| spans) {
        between.push(Span { start: at, end: span.start, ..whole });
        at = span.end;
    }
    between.push(Span { start: at, ..whole });
    all.push((Statement::Block(key()), between));
    all
}

fn is_derived(member: &Member) -> bool {
    matches!(member.kind, MemberKind::Derive { .. })
}

fn words(sources: &Sources, span: Span) -> String {
    let text = sources[span.source].text();
    text.get(span.start as usize..span.end as usize).unwrap_or("").to_owned()
}

fn names(model: &Model) -> Vec<String> {
    let mut names: Vec<&str> = Vec::new();
    for record in model.records.iter() {
        names.push(&record.name.key);
        names.extend(record.derived.iter().map(|derived| &*derived.name.key));
    }
    names.extend(model.blocks.iter().map(|block| &*block.name.key));
    names.extend(model.parameters.iter().map(|parameter| &*parameter.name.key));
    names.extend(model.functions.iter().map(|function| &*function.name.key));
    let counts = [model.records.len(), model.blocks.len(), model.parameters.len()];
    let counts = counts.map(|count| count.to_string());
    names.into_iter().map(str::to_owned).chain(counts).collect()
}
