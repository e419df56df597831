//! Parse results to parts of the tree, one statement at a time. A `None` on the way means that the
//! grammar and this file disagree; the caller says so.

mod expr;
mod time;

use super::ast::*;
use super::canonical::{CanonicalText, Symbol};
use super::kinds::StatementKind;
use super::parse::{Node, Rule};
use crate::choices::{Change, ClauseKind, HitPolicy};
use crate::keywords::{Kw, Reserved, Special, named, special};
use crate::source::Span;
use crate::value::Lang;

/// Result of reading one statement: a top-level statement, or a piece of the block above it.
#[derive(Debug)]
pub(super) enum Part {
    Language(Option<Lang>),
    Item(ItemKind),
    CategoryEntry(CategoryEntry),
    Member(MemberKind),
    ParameterValue(ParameterValue),
    GridHeader(Vec<Expr>, Name),
    GridRow(GridRow),
    Criterion(Criterion),
    Subject(Expr),
    Row(Row),
    Grading(Grading),
    GradeRow(Row),
    Cap(Cap),
    Verdicts(Verdicts),
    Applies(Expr),
    Clause(Clause),
    Else(Text),
    Late(Text),
    Indicator(Box<Indicator>),
    Requirement(Option<EachPeriod>, Test),
    Levels(Vec<Name>),
    Ranking(Ranking),
    Thresholds(Thresholds),
    ThresholdRow(ThresholdRow),
    Given(Vec<(Name, Expr)>),
    GivenRows(GivenRows),
    GivenHeader(Vec<Name>),
    GivenRow(GivenRow),
    Expect(Vec<Expectation>),
    Note(NoteKind),
}

/// Turns a parsed statement into its part of the tree.
pub(super) fn part(kind: StatementKind, node: &Node, canonical: &CanonicalText) -> Option<Part> {
    Reader { canonical }.part(kind, node)
}

struct Reader<'m> {
    canonical: &'m CanonicalText,
}

impl Reader<'_> {
    fn span(&self, node: &Node) -> Span {
        self.canonical.span(node.first, node.end)
    }

    fn symbol(&self, node: &Node) -> Option<&Symbol> {
        self.canonical.token(node.first).map(|token| &token.symbol)
    }

    fn name(&self, node: &Node) -> Option<Name> {
        match self.symbol(node)? {
            Symbol::Name(name)
            | Symbol::Label(name)
            | Symbol::Function(name)
            | Symbol::Aggregate(name)
            | Symbol::Extreme(name) => Some(name.clone()),
            _ => None,
        }
    }

    fn text(&self, node: &Node) -> Option<Text> {
        match self.symbol(node)? {
            Symbol::Text(text) | Symbol::Place(text) => {
                Some(Text { text: text.clone(), span: self.span(node) })
            }
            _ => None,
        }
    }

    /// The values of a line `hiện theo`.
    fn shown(&self, node: &Node) -> Option<Vec<ShownName>> {
        let shown = node.all(Rule::shown_value).map(|value| {
            let mut names = self.names(value)?.into_iter();
            Some(ShownName { name: names.next()?, of: names.next() })
        });
        shown.collect()
    }

    fn names(&self, node: &Node) -> Option<Vec<Name>> {
        node.all(Rule::name).map(|name| self.name(name)).collect()
    }

    /// The first text among the children, if there is one.
    fn title(&self, node: &Node) -> Option<Text> {
        node.child(Rule::string).and_then(|text| self.text(text))
    }

    fn inner(&self, node: &Node, rule: Rule) -> Option<Expr> {
        self.expr(node.child(rule)?)
    }

    /// An optional expression: outer `None` is a disagreement.
    fn optional(&self, node: &Node, rule: Rule) -> Option<Option<Expr>> {
        node.child(rule).map_or(Some(None), |inner| self.expr(inner).map(Some))
    }

    fn part(&self, kind: StatementKind, node: &Node) -> Option<Part> {
        Some(match kind {
            StatementKind::Language => Part::Language(self.language(node)?),
            StatementKind::Document => Part::Item(self.document(node)?),
            StatementKind::Category => Part::Item(self.category(node)?),
            StatementKind::CategoryValue => Part::CategoryEntry(self.category_value(node)?),
            StatementKind::Record => Part::Item(self.record(node)?),
            StatementKind::Field => Part::Member(self.field(node)?),
            StatementKind::Derive => Part::Member(MemberKind::Derive {
                name: self.name(node.child(Rule::name)?)?,
                formula: self.inner(node, Rule::expr)?,
            }),
            StatementKind::Never => Part::Member(MemberKind::Never {
                condition: self.inner(node, Rule::condition)?,
                reason: node.child(Rule::reason).and_then(|reason| self.title(reason)),
            }),
            StatementKind::Shown => Part::Member(MemberKind::Shown(self.shown(node)?)),
            StatementKind::Parameter => {
                let (name, ty) = (
                    self.name(node.child(Rule::name)?)?,
                    self.type_name(node.child(Rule::type_name)?)?,
                );
                Part::Item(ItemKind::Parameter { name, ty, values: Vec::new() })
            }
            StatementKind::ParameterValue => {
                let mut days = node.all(Rule::date_value).map(|day| self.expr(day));
                let (from, to, value) = (days.next()??, days.next(), self.inner(node, Rule::expr)?);
                let to = to.map_or(Some(None), |day| day.map(Some))?;
                Part::ParameterValue(ParameterValue {
                    from,
                    to,
                    value,
                    span: self.span(node),
                    notes: Vec::new(),
                })
            }
            StatementKind::Function => Part::Item(self.function(node)?),
            StatementKind::Table => Part::Item(self.table(node)?),
            StatementKind::GridHeader => {
                let columns = node
                    .all(Rule::header_cell)
                    .map(|cell| self.expr(cell))
                    .collect::<Option<Vec<_>>>()?;
                Part::GridHeader(columns, self.name(node.child(Rule::name)?)?)
            }
            StatementKind::GridRow => Part::GridRow(self.grid_row(node)?),
            StatementKind::Scorecard => Part::Item(self.scorecard(node)?),
            StatementKind::Criterion => Part::Criterion(self.criterion(node)?),
            StatementKind::Subject => Part::Subject(self.inner(node, Rule::condition)?),
            StatementKind::CriterionRow => {
                Part::Row(self.row(node, node.child(Rule::criterion_when)?, Rule::expr)?)
            }
            StatementKind::Grading => Part::Grading(self.grading(node)?),
            StatementKind::GradeRow => {
                Part::GradeRow(self.row(node, node.child(Rule::grade_when)?, Rule::name)?)
            }
            StatementKind::Cap | StatementKind::Downgrade => Part::Cap(self.cap(node)?),
            StatementKind::Eligibility => Part::Item(self.eligibility(node)?),
            StatementKind::Verdicts => {
                Part::Verdicts(Verdicts { words: self.names(node)?, span: self.span(node) })
            }
            StatementKind::Applies => Part::Applies(self.inner(node, Rule::condition)?),
            StatementKind::Require | StatementKind::Due | StatementKind::Clause => {
                Part::Clause(self.clause(node)?)
            }
            StatementKind::Late => Part::Late(self.title(node)?),
            StatementKind::Else => Part::Else(self.title(node)?),
            StatementKind::Targets => Part::Item(self.targets(node)?),
            StatementKind::Indicator => Part::Indicator(Box::new(self.indicator(node)?)),
            StatementKind::Requirement => {
                let each = self.each(node, Rule::each_of_indicator)?;
                Part::Requirement(each, self.test(node.child(Rule::test)?)?)
            }
            StatementKind::Levels => Part::Levels(self.names(node)?),
            StatementKind::Ranking => Part::Ranking(self.ranking(node)?),
            StatementKind::ThresholdHeader => Part::Thresholds(self.thresholds(node)?),
            StatementKind::ThresholdRow => Part::ThresholdRow(self.threshold_row(node)?),
            StatementKind::Example => Part::Item(ItemKind::Example {
                title: self.title(node)?,
                block: self.name(node.child(Rule::name)?)?,
                given: Vec::new(),
                rows: Vec::new(),
                expected: Vec::new(),
            }),
            StatementKind::Given => self.given(node)?,
            StatementKind::GivenHeader => Part::GivenHeader(self.names(node)?),
            StatementKind::GivenRow => Part::GivenRow(self.given_row(node)?),
            StatementKind::Expect => Part::Expect(
                node.all(Rule::expectation)
                    .map(|one| self.expectation(one))
                    .collect::<Option<Vec<_>>>()?,
            ),
            StatementKind::Basis | StatementKind::Assumption | StatementKind::Allow => {
                Part::Note(self.note(node)?)
            }
            StatementKind::Stray => return None,
        })
    }

    fn language(&self, node: &Node) -> Option<Option<Lang>> {
        let name = self.name(node.child(Rule::name)?)?;
        Some(lang_of(&name.key))
    }

    fn document(&self, node: &Node) -> Option<ItemKind> {
        let mut texts = node.all(Rule::string).map(|text| self.text(text));
        let title = texts.next()??;
        let file = match texts.next() {
            Some(file) => Some(file?),
            None => None,
        };
        Some(ItemKind::Document { name: self.name(node.child(Rule::name)?)?, title, file })
    }

    fn category(&self, node: &Node) -> Option<ItemKind> {
        let entries = node.all(Rule::category_entry).map(|entry| self.category_entry(entry, &[]));
        Some(ItemKind::Category {
            name: self.name(node.child(Rule::name)?)?,
            ordered: node.has(Rule::kw_ordered),
            listed: node.has(Rule::colon),
            entries: entries.collect::<Option<Vec<_>>>()?,
        })
    }

    fn category_value(&self, node: &Node) -> Option<CategoryEntry> {
        let parts: Vec<&Node> = node.all(Rule::value_part).collect();
        self.category_entry(node.child(Rule::category_entry)?, &parts)
    }

    /// An entry with the parts in its brackets, and those behind it.
    fn category_entry(&self, node: &Node, parts: &[&Node]) -> Option<CategoryEntry> {
        if let Some(included) = node.child(Rule::included) {
            return self.name(included.child(Rule::name)?).map(CategoryEntry::Included);
        }
        let mut value = CategoryValue {
            name: self.name(node.child(Rule::name)?)?,
            code: None,
            also: Vec::new(),
            from: None,
            to: None,
        };
        for part in node.all(Rule::value_part).chain(parts.iter().copied()) {
            match part.children.first()?.rule {
                Rule::kw_code => value.code = Some(self.title(part)?),
                Rule::kw_also => value.also.push(self.title(part)?),
                Rule::kw_from => value.from = Some(self.inner(part, Rule::date_value)?),
                _ => value.to = Some(self.inner(part, Rule::date_value)?),
            }
        }
        Some(CategoryEntry::Own(Box::new(value)))
    }

    fn record(&self, node: &Node) -> Option<ItemKind> {
        let parts = node.all(Rule::record_part).map(|part| self.record_part(part));
        Some(ItemKind::Record {
            name: self.name(node.child(Rule::name)?)?,
            title: self.title(node),
            parts: parts.collect::<Option<Vec<_>>>()?,
            members: Vec::new(),
        })
    }

    fn record_part(&self, node: &Node) -> Option<RecordPart> {
        let part = node.children.first()?;
        let mut names = self.names(part)?.into_iter();
        let kind = match part.rule {
            Rule::parent => RecordPartKind::BelongsTo(names.next()?, names.next()?),
            Rule::dated_by => RecordPartKind::DatedBy(names.next()?),
            Rule::for_period => RecordPartKind::ForPeriod(names.next()?),
            Rule::monthly_by => RecordPartKind::MonthlyBy(names.next()?),
            _ => RecordPartKind::CompleteWhen(self.expr(part.child(Rule::condition)?)?),
        };
        Some(RecordPart { kind, span: self.span(node) })
    }

    fn field(&self, node: &Node) -> Option<MemberKind> {
        let (name, ty) =
            (self.name(node.child(Rule::name)?)?, self.type_name(node.child(Rule::type_name)?)?);
        let (mut key, mut required, mut range, mut columns) = (false, false, None, Vec::new());
        let (mut change, mut step) = (None, None);
        for part in node.all(Rule::field_part) {
            let first = part.children.first()?;
            match first.rule {
                Rule::kw_key => key = true,
                Rule::kw_required => required = true,
                Rule::kw_column => columns.extend(
                    part.all(Rule::string)
                        .map(|text| self.text(text))
                        .collect::<Option<Vec<_>>>()?,
                ),
                Rule::field_change => {
                    let Symbol::Keyword(word) = self.symbol(first.children.first()?)? else {
                        return None;
                    };
                    change = Some(Change::of(*word)?);
                }
                Rule::kw_in_steps => step = Some(self.inner(part, Rule::number_value)?),
                _ => range = Some(self.test(first)?),
            }
        }
        Some(MemberKind::Field { name, ty, key, required, range, columns, change, step })
    }

    fn type_name(&self, node: &Node) -> Option<TypeName> {
        let word = node.children.first()?;
        let kind = match self.symbol(word)? {
            Symbol::Keyword(Kw::OneOf) => TypeKind::OneOf(self.name(node.child(Rule::name)?)?),
            Symbol::Type(word) => TypeKind::of(*word)?,
            _ => return None,
        };
        Some(TypeName { kind, span: self.span(node) })
    }

    fn function(&self, node: &Node) -> Option<ItemKind> {
        let parameter = |node: &Node| {
            Some((
                self.name(node.child(Rule::name)?)?,
                self.type_name(node.child(Rule::type_name)?)?,
            ))
        };
        Some(ItemKind::Function {
            name: self.name(node.child(Rule::name)?)?,
            parameters: node
                .all(Rule::function_parameter)
                .map(parameter)
                .collect::<Option<Vec<_>>>()?,
            result: self.type_name(node.child(Rule::type_name)?)?,
            file: self.title(node)?,
        })
    }

    fn table(&self, node: &Node) -> Option<ItemKind> {
        let mut names = self.names(node)?.into_iter();
        let policy = match node.child(Rule::policy).map(|policy| self.symbol(policy)) {
            None => HitPolicy::First,
            Some(Some(Symbol::Policy(policy))) => *policy,
            Some(_) => return None,
        };
        let ty = self.type_name(node.child(Rule::type_name)?)?;
        let (name, record) = (names.next()?, names.next()?);
        let rows_of = match node.child(Rule::rows_of) {
            Some(rows) => Some(self.rows_of(rows)?),
            None => None,
        };
        Some(ItemKind::Table { name, record, ty, policy, rows_of, grid: None })
    }

    fn rows_of(&self, node: &Node) -> Option<RowsOf> {
        let mut texts = node.all(Rule::string).map(|text| self.text(text));
        let (file, sheet) = (texts.next()??, texts.next());
        Some(RowsOf { file, sheet: sheet.map_or(Some(None), |sheet| sheet.map(Some))? })
    }

    fn grid_row(&self, node: &Node) -> Option<GridRow> {
        let cell = |cell: &Node| {
            let mut tests =
                cell.all(Rule::test).map(|test| self.test(test)).collect::<Option<Vec<_>>>()?;
            tests.shrink_to_fit();
            Some(Cell { negated: cell.has(Rule::kw_not), tests })
        };
        let otherwise = node.child(Rule::cell).is_some_and(|first| first.has(Rule::kw_otherwise));
        let mut cells = node.all(Rule::cell).map(cell).collect::<Option<Vec<_>>>()?;
        cells.shrink_to_fit();
        Some(GridRow {
            otherwise,
            cells,
            gives: self.inner(node, Rule::result_cell)?,
            span: self.span(node),
            notes: Vec::new(),
        })
    }

    fn scorecard(&self, node: &Node) -> Option<ItemKind> {
        let mut names = self.names(node)?.into_iter();
        Some(ItemKind::Scorecard(Scorecard {
            name: names.next()?,
            record: names.next()?,
            title: self.title(node),
            scale: self.optional(node, Rule::sum)?,
            results: Vec::new(),
            ranking: None,
            guards: Vec::new(),
            criteria: Vec::new(),
            grading: None,
        }))
    }

    fn criterion(&self, node: &Node) -> Option<Criterion> {
        Some(Criterion {
            label: self.name(node.child(Rule::label)?)?,
            title: self.title(node),
            maximum: self.optional(node, Rule::sum)?,
            sum: node.has(Rule::kw_sum_of_rows),
            subject: None,
            rows: CriterionRows::Lines(Vec::new()),
            span: self.span(node),
            head: self.span(node),
            notes: Vec::new(),
        })
    }

    fn row(&self, node: &Node, when: &Node, gives: Rule) -> Option<Row> {
        let when = match (when.child(Rule::test), when.child(Rule::condition)) {
            (Some(test), _) => {
                When::Test(self.test(test)?, self.optional(when, Rule::conjunction)?)
            }
            (None, Some(condition)) => When::Condition(self.expr(condition)?),
            (None, None) => When::Otherwise,
        };
        Some(Row {
            when,
            gives: self.inner(node, gives)?,
            span: self.span(node),
            notes: Vec::new(),
        })
    }

    fn grading(&self, node: &Node) -> Option<Grading> {
        Some(Grading {
            category: self.name(node.child(Rule::name)?)?,
            subject: self.optional(node, Rule::condition)?,
            rows: Vec::new(),
            caps: Vec::new(),
            span: self.span(node),
            head: self.span(node),
            notes: Vec::new(),
        })
    }

    fn ranking(&self, node: &Node) -> Option<Ranking> {
        let key = |key: &Node| {
            let name = self.name(key.child(Rule::name)?)?;
            Some(RankKey { name, ascending: key.has(Rule::kw_ascending) })
        };
        let keys = node.all(Rule::rank_key).map(key).collect::<Option<Vec<_>>>()?;
        Some(Ranking { keys, span: self.span(node) })
    }

    fn cap(&self, node: &Node) -> Option<Cap> {
        let grade = match node.child(Rule::name) {
            Some(name) => Some(self.name(name)?),
            None => None,
        };
        let reason = node.child(Rule::reason).and_then(|reason| self.title(reason));
        Some(Cap {
            grade,
            condition: self.inner(node, Rule::condition)?,
            reason,
            span: self.span(node),
            notes: Vec::new(),
        })
    }

    fn eligibility(&self, node: &Node) -> Option<ItemKind> {
        let mut names = self.names(node)?.into_iter();
        Some(ItemKind::Eligibility {
            check: node.has(Rule::kw_check),
            name: names.next()?,
            record: names.next()?,
            title: self.title(node),
            verdicts: None,
            results: Vec::new(),
            clauses: Vec::new(),
        })
    }

    fn clause(&self, node: &Node) -> Option<Clause> {
        let Symbol::Keyword(keyword) = self.symbol(node.children.first()?)? else { return None };
        let kind = ClauseKind::of(*keyword)?;
        let condition = self.inner(node, Rule::condition)?;
        Some(Clause {
            kind,
            condition,
            timing: self.timing(node)?,
            reason: self.title(node.child(Rule::if_not).unwrap_or(node)),
            late: node.child(Rule::if_late).and_then(|late| self.title(late)),
            span: self.span(node),
            notes: Vec::new(),
        })
    }

    fn targets(&self, node: &Node) -> Option<ItemKind> {
        let mut names = self.names(node)?.into_iter();
        let mut grouped = match node.child(Rule::grouped) {
            Some(by) => self.names(by)?.into_iter(),
            None => Vec::new().into_iter(),
        };
        Some(ItemKind::Targets(Targets {
            name: names.next()?,
            title: self.title(node),
            record: names.next()?,
            by: grouped.next(),
            by_of: grouped.next(),
            total: node.has(Rule::kw_total),
            indicators: Vec::new(),
            levels: Vec::new(),
            thresholds: None,
            ranking: None,
        }))
    }

    fn indicator(&self, node: &Node) -> Option<Indicator> {
        Some(Indicator {
            label: self.name(node.child(Rule::name)?)?,
            title: self.title(node),
            formula: self.inner(node, Rule::expr)?,
            requirement: None,
            each: None,
            span: self.span(node),
            notes: Vec::new(),
        })
    }

    fn thresholds(&self, node: &Node) -> Option<Thresholds> {
        let mut names = self.names(node)?.into_iter();
        Some(Thresholds {
            group: names.next()?,
            columns: names.collect(),
            rows: Vec::new(),
            span: self.span(node),
        })
    }

    fn threshold_row(&self, node: &Node) -> Option<ThresholdRow> {
        let unit = match node.child(Rule::unit)?.child(Rule::name) {
            Some(name) => Some(self.name(name)?),
            None => None,
        };
        let cell = |cell: &Node| {
            cell.child(Rule::test).map_or(Some(None), |test| self.test(test).map(Some))
        };
        let cells = node.all(Rule::threshold).map(cell).collect::<Option<Vec<_>>>()?;
        Some(ThresholdRow { unit, cells, span: self.span(node), notes: Vec::new() })
    }

    fn given(&self, node: &Node) -> Option<Part> {
        if let Some(rows) = node.child(Rule::given_rows) {
            return Some(Part::GivenRows(GivenRows {
                record: self.name(rows.child(Rule::name)?)?,
                none: rows.has(Rule::kw_no_rows),
                columns: Vec::new(),
                rows: Vec::new(),
                head: self.span(node),
                header: self.span(node),
            }));
        }
        let value = |node: &Node| {
            Some((self.name(node.child(Rule::name)?)?, self.inner(node, Rule::expr)?))
        };
        node.all(Rule::given_value).map(value).collect::<Option<_>>().map(Part::Given)
    }

    fn given_row(&self, node: &Node) -> Option<GivenRow> {
        let cell = |cell: &Node| self.optional(cell, Rule::condition);
        let cells = node.all(Rule::given_cell).map(cell).collect::<Option<Vec<_>>>()?;
        Some(GivenRow { cells, span: self.span(node) })
    }

    fn note(&self, node: &Node) -> Option<NoteKind> {
        Some(match node.rule {
            Rule::basis => NoteKind::Basis {
                document: self.name(node.child(Rule::name)?)?,
                place: node
                    .child(Rule::place)
                    .and_then(|place| self.text(place))
                    .map(|place| place.text),
                quote: self.title(node),
            },
            Rule::assumption => NoteKind::Assumption(self.title(node)),
            _ => NoteKind::Allow {
                code: self.name(node.child(Rule::name)?)?,
                reason: self.title(node)?,
            },
        })
    }

    fn expectation(&self, node: &Node) -> Option<Expectation> {
        let span = self.span(node);
        let kind = match node.child(Rule::string) {
            Some(reason) => ExpectationKind::Reason(self.text(reason)?),
            None => match node.child(Rule::no_reason) {
                Some(none) => ExpectationKind::NoReason(self.text(none.child(Rule::string)?)?),
                None => expected(self.inner(node, Rule::negation)?),
            },
        };
        Some(Expectation { kind, span })
    }
}

/// The language a word names.
pub(super) fn lang_of(key: &str) -> Option<Lang> {
    match key {
        "vi" => Some(Lang::Vi),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// Expectation that a condition states: the results of a block have forms of their own.
fn expected(condition: Expr) -> ExpectationKind {
    result(&condition).unwrap_or(ExpectationKind::Condition(condition))
}

fn result(condition: &Expr) -> Option<ExpectationKind> {
    match &condition.kind {
        ExprKind::Is { subject, negated: false, values } => {
            match (&subject.kind, values.as_slice()) {
                (ExprKind::Name(name), [Expr { kind: ExprKind::Name(value), .. }]) => {
                    verdict(name, value)
                }
                _ => None,
            }
        }
        ExprKind::Compare(sign, subject, value) => points(
            subject,
            Test { kind: TestKind::Sign(*sign, (**value).clone()), span: value.span },
        ),
        ExprKind::Within(subject, test) => points(subject, (**test).clone()),
        _ => None,
    }
}

fn verdict(name: &Name, value: &Name) -> Option<ExpectationKind> {
    match named(&name.key, Reserved::Name)? {
        Kw::Grade if named(&value.key, Reserved::Name) == Some(Kw::Undetermined) => {
            Some(ExpectationKind::Grade(None))
        }
        Kw::Grade => Some(ExpectationKind::Grade(Some(value.clone()))),
        Kw::Verdict => Some(ExpectationKind::Verdict(value.clone())),
        _ => None,
    }
}

fn points(subject: &Expr, test: Test) -> Option<ExpectationKind> {
    match &subject.kind {
        ExprKind::Name(name) if special(&name.key) == Some(Special::TotalPoints) => {
            Some(ExpectationKind::Total(test))
        }
        ExprKind::CriterionPoints(label) => Some(ExpectationKind::Criterion(label.clone(), test)),
        _ => None,
    }
}
