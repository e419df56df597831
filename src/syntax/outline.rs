//! What a file states, part by part, each with where it stands, its notes and its numbers: for
//! those who look for places rather than meaning.

use super::ast::*;
use crate::source::Span;

/// A statement, or a part of one that can have notes of its own.
#[derive(Clone, Debug)]
pub struct Part<'f> {
    /// Kind of the part.
    pub kind: PartKind,
    /// Name, number or title of the part; none for lines that have none.
    pub name: Option<&'f str>,
    /// Place of its opening line.
    pub head: Span,
    /// Lines `căn cứ`, `giả định` and `bỏ qua` that belong to it.
    pub notes: &'f [Note],
    /// Places of its numbers and dates, without those of the parts within it.
    pub numbers: Vec<Span>,
    /// Numbers among these that something is held against or set to, with their places.
    pub values: Vec<(Span, Number)>,
    /// Numbers among these that are points of a scorecard, with their places.
    pub points: Vec<(Span, Number)>,
    /// Names that its expressions read.
    pub reads: Vec<&'f Name>,
    /// Parts of its block, in the order written.
    pub parts: Vec<Part<'f>>,
    /// Place of its rows in a file of their own.
    pub elsewhere: Option<Span>,
}

/// The kinds of part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// `tài liệu`
    Document,
    /// `danh mục`
    Category,
    /// A line of a category.
    CategoryValue,
    /// `bản ghi`
    Record,
    /// `trường`
    Field,
    /// `tính`
    Derivation,
    /// `hiện theo`
    Shown,
    /// `không thể`
    Never,
    /// `tham số`
    Parameter,
    /// `từ 01/03/2019 là 100 triệu`
    ParameterValue,
    /// `hàm`
    Function,
    /// `bảng`
    Table,
    /// `bảng điểm`
    Scorecard,
    /// `tiêu chí`
    Criterion,
    /// A row of a table, criterion, grading or of thresholds.
    Row,
    /// `xếp loại`
    Grading,
    /// `không quá … nếu`, `hạ một bậc nếu`
    Cap,
    /// `điều kiện`
    Eligibility,
    /// `kiểm tra`
    Check,
    /// A clause of the two.
    Clause,
    /// `chỉ tiêu`
    Targets,
    /// `chỉ số`
    Indicator,
    /// `ví dụ`
    Example,
}

/// The statements of a file, in the order written.
pub fn outline(file: &File) -> Vec<Part<'_>> {
    file.items.iter().map(item).collect()
}

impl<'f> Part<'f> {
    fn new(kind: PartKind, name: Option<&'f str>, head: Span, notes: &'f [Note]) -> Part<'f> {
        Part {
            kind,
            name,
            head,
            notes,
            numbers: Vec::new(),
            values: Vec::new(),
            points: Vec::new(),
            reads: Vec::new(),
            parts: Vec::new(),
            elsewhere: None,
        }
    }

    fn named(kind: PartKind, name: &'f Name, item: &'f Item) -> Part<'f> {
        Part::new(kind, Some(&name.text), item.head, &item.notes)
    }

    fn numbers(mut self, exprs: impl IntoIterator<Item = &'f Expr>) -> Part<'f> {
        exprs.into_iter().for_each(|expr| self.take(expr));
        self
    }

    fn points(mut self, exprs: impl IntoIterator<Item = &'f Expr>) -> Part<'f> {
        let before = self.values.len();
        exprs.into_iter().for_each(|expr| self.take(expr));
        let points = self.values.split_off(before);
        self.points.extend(points);
        self
    }

    fn timing(mut self, timing: Option<&'f Timing>) -> Part<'f> {
        timing.into_iter().for_each(|timing| timing.children(&mut |expr| self.take(expr)));
        self.numbers.sort_unstable_by_key(|number| number.start);
        self
    }

    fn each(mut self, each: Option<&'f EachPeriod>) -> Part<'f> {
        each.into_iter().for_each(|each| each.children(&mut |expr| self.take(expr)));
        self.numbers.sort_unstable_by_key(|number| number.start);
        self
    }

    fn tests(mut self, tests: impl IntoIterator<Item = &'f Test>) -> Part<'f> {
        tests.into_iter().for_each(|test| test.children(&mut |expr| self.take(expr)));
        self
    }

    fn take(&mut self, expr: &'f Expr) {
        match &expr.kind {
            ExprKind::Number(number) => self.values.push((expr.span, *number)),
            ExprKind::Name(name) | ExprKind::Of(_, name) => self.reads.push(name),
            _ => {}
        }
        if matches!(expr.kind, ExprKind::Number(_) | ExprKind::Date(_)) {
            self.numbers.push(expr.span);
        }
        expr.children(&mut |child| self.take(child));
    }

    fn parts(mut self, parts: impl IntoIterator<Item = Part<'f>>) -> Part<'f> {
        self.parts.extend(parts);
        self
    }
}

fn item(item: &Item) -> Part<'_> {
    match &item.kind {
        ItemKind::Document { name, .. } => Part::named(PartKind::Document, name, item),
        ItemKind::Category { name, entries, .. } => {
            let values = entries.iter().filter_map(CategoryEntry::value);
            Part::named(PartKind::Category, name, item).parts(values.map(category_value))
        }
        ItemKind::Record { name, members, .. } => {
            Part::named(PartKind::Record, name, item).parts(members.iter().map(member))
        }
        ItemKind::Parameter { name, values, .. } => {
            Part::named(PartKind::Parameter, name, item).parts(values.iter().map(parameter_value))
        }
        ItemKind::Function { name, .. } => Part::named(PartKind::Function, name, item),
        // The numbers of a file are in its lines, not in those of the rules.
        ItemKind::Table { name, rows_of: Some(_), grid, .. } => Part {
            elsewhere: grid.as_ref().map(|grid| grid.span),
            ..Part::named(PartKind::Table, name, item)
        },
        ItemKind::Table { name, grid, .. } => Part::named(PartKind::Table, name, item)
            .numbers(grid.iter().flat_map(|grid| &grid.columns))
            .parts(
                grid.iter()
                    .flat_map(|grid| grid_parts(grid).map(|(part, gives)| part.numbers([gives]))),
            ),
        ItemKind::Scorecard(card) => scorecard(card, item),
        ItemKind::Eligibility { check, name, clauses, .. } => {
            let kind = if *check { PartKind::Check } else { PartKind::Eligibility };
            Part::named(kind, name, item).parts(clauses.iter().map(clause))
        }
        ItemKind::Targets(targets) => Part::named(PartKind::Targets, &targets.name, item)
            .parts(targets.indicators.iter().map(indicator))
            .parts(
                targets.thresholds.iter().flat_map(|thresholds| &thresholds.rows).map(threshold),
            ),
        ItemKind::Example { title, given, rows, expected, .. } => {
            let cells = rows.iter().flat_map(|given| &given.rows).flat_map(|row| &row.cells);
            let part = Part::new(PartKind::Example, Some(&title.text), item.head, &item.notes)
                .numbers(given.iter().map(|(_, value)| value).chain(cells.flatten()));
            expected.iter().fold(part, expectation)
        }
    }
}

fn category_value(value: &CategoryValue) -> Part<'_> {
    Part::new(PartKind::CategoryValue, Some(&value.name.text), value.name.span, &[])
        .numbers(value.from.iter().chain(&value.to))
}

fn member(member: &Member) -> Part<'_> {
    match &member.kind {
        MemberKind::Field { name, range, step, .. } => {
            Part::new(PartKind::Field, Some(&name.text), member.span, &member.notes)
                .tests(range)
                .numbers(step)
        }
        MemberKind::Never { condition, reason } => {
            let name = reason.as_ref().map(|reason| reason.text.as_str());
            Part::new(PartKind::Never, name, member.span, &member.notes).numbers([condition])
        }
        MemberKind::Derive { name, formula } => {
            Part::new(PartKind::Derivation, Some(&name.text), member.span, &member.notes)
                .numbers([formula])
        }
        MemberKind::Shown(_) => Part::new(PartKind::Shown, None, member.span, &member.notes),
    }
}

fn parameter_value(value: &ParameterValue) -> Part<'_> {
    Part::new(PartKind::ParameterValue, None, value.span, &value.notes)
        .numbers([Some(&value.from), value.to.as_ref(), Some(&value.value)].into_iter().flatten())
}

/// The rows of a table, each with its result.
fn grid_parts(grid: &Grid) -> impl Iterator<Item = (Part<'_>, &Expr)> {
    grid.rows.iter().map(|row| {
        let part = Part::new(PartKind::Row, None, row.span, &row.notes)
            .tests(row.cells.iter().flat_map(|cell| &cell.tests));
        (part, &row.gives)
    })
}

fn scorecard<'f>(card: &'f Scorecard, item: &'f Item) -> Part<'f> {
    Part::named(PartKind::Scorecard, &card.name, item)
        .points(&card.scale)
        .numbers(card.guards.iter().map(|guard| &guard.condition))
        .parts(card.criteria.iter().map(criterion))
        .parts(card.grading.iter().map(grading))
}

fn criterion(criterion: &Criterion) -> Part<'_> {
    let part = Part::new(
        PartKind::Criterion,
        Some(&criterion.label.text),
        criterion.head,
        &criterion.notes,
    )
    .points(&criterion.maximum)
    .numbers(&criterion.subject);
    match &criterion.rows {
        CriterionRows::Lines(rows) => part.parts(rows.iter().map(row)),
        CriterionRows::Grid(grid) => part
            .numbers(&grid.columns)
            .parts(grid_parts(grid).map(|(part, gives)| part.points([gives]))),
    }
}

fn row(row: &Row) -> Part<'_> {
    let part = Part::new(PartKind::Row, None, row.span, &row.notes);
    let part = match &row.when {
        When::Otherwise => part,
        When::Test(test, and) => part.tests([test]).numbers(and),
        When::Condition(condition) => part.numbers([condition]),
    };
    part.points([&row.gives])
}

fn grading(grading: &Grading) -> Part<'_> {
    let caps = grading
        .caps
        .iter()
        .map(|cap| Part::new(PartKind::Cap, None, cap.span, &cap.notes).numbers([&cap.condition]));
    Part::new(PartKind::Grading, Some(&grading.category.text), grading.head, &grading.notes)
        .numbers(&grading.subject)
        .parts(grading.rows.iter().map(row))
        .parts(caps)
}

fn clause(clause: &Clause) -> Part<'_> {
    let name = clause.reason.as_ref().map(|reason| reason.text.as_str());
    Part::new(PartKind::Clause, name, clause.span, &clause.notes)
        .numbers([&clause.condition])
        .timing(clause.timing.as_ref())
}

fn indicator(indicator: &Indicator) -> Part<'_> {
    Part::new(PartKind::Indicator, Some(&indicator.label.text), indicator.span, &indicator.notes)
        .numbers([&indicator.formula])
        .tests(&indicator.requirement)
        .each(indicator.each.as_ref())
}

fn threshold(row: &ThresholdRow) -> Part<'_> {
    let unit = row.unit.as_ref().map(|unit| unit.text.as_str());
    Part::new(PartKind::Row, unit, row.span, &row.notes).tests(row.cells.iter().flatten())
}

fn expectation<'f>(part: Part<'f>, expected: &'f Expectation) -> Part<'f> {
    match &expected.kind {
        ExpectationKind::Total(test) | ExpectationKind::Criterion(_, test) => part.tests([test]),
        ExpectationKind::Condition(condition) => part.numbers([condition]),
        ExpectationKind::Grade(_)
        | ExpectationKind::Verdict(_)
        | ExpectationKind::Reason(_)
        | ExpectationKind::NoReason(_) => part,
    }
}
