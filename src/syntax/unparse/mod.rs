//! Tree to text, in one canonical layout: the formatter, and the way from one keyword language to
//! the other. What a line holds is canonical; the order of the lines, where one goes on in the
//! next, empty lines and comments are those of the source.

mod expr;
mod lines;
mod time;

use super::ast::*;
use crate::choices::ClauseKind;
use crate::keywords::{Keywords, Kw};
use crate::source::{Source, Span};
use crate::value::Lang;
use expr::Level;
use lines::{Broken, Lines};
use std::collections::BTreeSet;

/// Writes a file of a pack, whose names may be declared in any file of it. With keywords of a
/// language, names that the language itself declares are written in it too; without, keywords are
/// in the language of most of the file's own, and every name stays as it is.
pub fn print(file: &File, source: &Source, pack: &[&File], keywords: Option<Keywords>) -> String {
    let declared = pack
        .iter()
        .flat_map(|file| &file.items)
        .flat_map(declared)
        .map(|name| name.key.clone())
        .collect();
    let lines = Lines::new(file, source);
    let mut printer = Printer {
        keywords: keywords.unwrap_or(file.keywords),
        translates: keywords.is_some(),
        declared,
        source,
        lines,
    };
    if let Some((lang, span)) = file.language {
        let lang = match lang {
            Lang::Vi => "vi",
            Lang::En => "en",
        };
        let line = format!("{}: {lang}", printer.word(Kw::Language));
        printer.lines.push(0, &line, span);
    }
    file.items.iter().for_each(|item| printer.item(item));
    printer.lines.finish()
}

/// The names of an item that could be taken for the language's own.
fn declared(item: &Item) -> Vec<&Name> {
    match &item.kind {
        ItemKind::Record { members, .. } => members
            .iter()
            .filter_map(|member| match &member.kind {
                MemberKind::Field { name, .. } | MemberKind::Derive { name, .. } => Some(name),
                MemberKind::Shown(_) | MemberKind::Never { .. } => None,
            })
            .collect(),
        ItemKind::Parameter { name, .. }
        | ItemKind::Function { name, .. }
        | ItemKind::Table { name, .. } => vec![name],
        ItemKind::Category { entries, .. } => {
            entries.iter().filter_map(CategoryEntry::value).map(|value| &value.name).collect()
        }
        ItemKind::Eligibility { verdicts, .. } => {
            verdicts.iter().flat_map(|verdicts| &verdicts.words).collect()
        }
        ItemKind::Document { .. } | ItemKind::Scorecard(_) => Vec::new(),
        ItemKind::Targets(_) | ItemKind::Example { .. } => Vec::new(),
    }
}

struct Printer<'f> {
    keywords: Keywords,
    /// True if the names that the language declares are written in that of the keywords.
    translates: bool,
    source: &'f Source,
    /// Keys of the names the pack declares.
    declared: BTreeSet<String>,
    lines: Lines<'f>,
}

impl Printer<'_> {
    fn word(&self, id: Kw) -> &'static str {
        id.word(self.keywords)
    }

    /// Joint of two parts of a statement: a word or sign, and the line break that the
    /// source has there. A line goes on behind any of them, and before those that may begin
    /// one.
    fn between(&self, before: Span, joint: &str, after: Span) -> String {
        let blank = if matches!(joint, "," | ";") { "" } else { " " };
        let begins = ["+", "×", "/", self.word(Kw::And), self.word(Kw::Or)].contains(&joint);
        match self.lines.breaks(before.end, after.start) {
            None => format!("{blank}{joint} "),
            Some(Broken::Before) if begins => format!("\n{joint} "),
            Some(Broken::Before | Broken::Behind) => format!("{blank}{joint}\n"),
        }
    }

    /// Parts of a statement with a word or sign between each two.
    fn series<'p>(
        &self,
        joint: &str,
        parts: impl IntoIterator<Item = (Span, String)> + 'p,
    ) -> String {
        let mut text = String::new();
        let mut before: Option<Span> = None;
        for (span, part) in parts {
            text += &before.map_or(String::new(), |before| self.between(before, joint, span));
            text += &part;
            before = Some(span);
        }
        text
    }

    fn item(&mut self, item: &Item) {
        let head = self.head(&item.kind);
        self.lines.push(0, &head, item.head);
        self.notes(1, &item.notes);
        match &item.kind {
            ItemKind::Category { listed: false, entries, .. } => {
                entries.iter().for_each(|entry| self.category_line(entry))
            }
            ItemKind::Record { members, .. } => {
                members.iter().for_each(|member| self.member(member))
            }
            ItemKind::Parameter { values, .. } => {
                values.iter().for_each(|value| self.parameter_value(value))
            }
            ItemKind::Table { grid: Some(grid), rows_of: None, .. } => self.grid(1, grid),
            ItemKind::Scorecard(card) => self.scorecard(card),
            ItemKind::Eligibility { verdicts, results, clauses, .. } => {
                verdicts.iter().for_each(|verdicts| self.verdicts(verdicts));
                results.iter().for_each(|results| self.results(results));
                clauses.iter().for_each(|clause| self.clause(clause))
            }
            ItemKind::Example { given, rows, expected, .. } => {
                let mut left = given.as_slice();
                for table in rows {
                    let above = |(name, _): &(Name, Expr)| name.span.start < table.head.start;
                    let (before, after) = left.split_at(left.partition_point(above));
                    self.given(before);
                    self.given_rows(table);
                    left = after;
                }
                self.given(left);
                self.expected(expected);
            }
            ItemKind::Targets(targets) => self.targets(targets),
            ItemKind::Document { .. }
            | ItemKind::Category { .. }
            | ItemKind::Function { .. }
            | ItemKind::Table { .. } => {}
        }
    }

    fn rows_of(&self, rows: &RowsOf) -> String {
        let file = format!(", {} {}", self.word(Kw::From), quote(&rows.file));
        let sheet = rows.sheet.as_ref();
        let sheet = sheet.map(|sheet| format!(", {} {}", self.word(Kw::Sheet), quote(sheet)));
        format!("{file}{}", sheet.unwrap_or_default())
    }

    fn record_part(&self, part: &RecordPart) -> String {
        match &part.kind {
            RecordPartKind::BelongsTo(parent, key) => format!(
                "{} {} {} {}",
                self.word(Kw::BelongsTo),
                self.name(parent),
                self.word(Kw::By),
                self.name(key)
            ),
            RecordPartKind::DatedBy(day) => {
                format!("{} {}", self.word(Kw::DatedBy), self.name(day))
            }
            RecordPartKind::ForPeriod(day) => {
                format!("{} {}", self.word(Kw::ForPeriod), self.name(day))
            }
            RecordPartKind::MonthlyBy(day) => {
                format!("{} {}", self.word(Kw::MonthlyBy), self.name(day))
            }
            RecordPartKind::CompleteWhen(condition) => {
                format!("{} {}", self.word(Kw::CompleteWhen), self.expr(condition, Level::Or))
            }
        }
    }

    fn head(&self, kind: &ItemKind) -> String {
        let title = |title: &Option<Text>| {
            title.as_ref().map_or(String::new(), |title| format!(" {}", quote(title)))
        };
        let block = |id: Kw, name: &Name, record: &Name, title: String| {
            format!(
                "{} {} {} {}{title}",
                self.word(id),
                self.name(name),
                self.word(Kw::For),
                self.name(record)
            )
        };
        match kind {
            ItemKind::Document { name, title, file } => {
                let file = file.as_ref().map_or(String::new(), |file| {
                    format!(", {} {}", self.word(Kw::File), quote(file))
                });
                format!("{} {}: {}{file}", self.word(Kw::Document), self.name(name), quote(title))
            }
            ItemKind::Category { name, ordered, listed, entries } => {
                self.category(name, *ordered, *listed, entries)
            }
            ItemKind::Record { name, title: words, parts, .. } => {
                let head = format!("{} {}{}", self.word(Kw::Record), self.name(name), title(words));
                let parts = parts.iter().map(|part| (part.span, self.record_part(part)));
                let parts = self.series(",", parts);
                if parts.is_empty() { head } else { format!("{head} {parts}") }
            }
            ItemKind::Parameter { name, ty, .. } => {
                format!("{} {}: {}", self.word(Kw::Parameter), self.name(name), self.type_name(ty))
            }
            ItemKind::Function { name, parameters, result, file } => {
                let parameters: Vec<String> = parameters
                    .iter()
                    .map(|(name, ty)| format!("{}: {}", self.name(name), self.type_name(ty)))
                    .collect();
                let (name, result) = (self.name(name), self.type_name(result));
                format!(
                    "{} {name}({}): {result} {} {}",
                    self.word(Kw::Function),
                    parameters.join("; "),
                    self.word(Kw::From),
                    quote(file)
                )
            }
            ItemKind::Table { name, record, ty, policy, rows_of, .. } => {
                let policy = policy.keyword().map(|word| format!(", {}", self.word(word)));
                let policy = policy.unwrap_or_default();
                let rows = rows_of.as_ref().map(|rows| self.rows_of(rows)).unwrap_or_default();
                block(Kw::Table, name, record, format!(": {}{policy}{rows}", self.type_name(ty)))
            }
            ItemKind::Scorecard(card) => {
                let scale = card.scale.as_ref().map(|scale| {
                    format!(", {} {}", self.word(Kw::OutOf), self.expr(scale, Level::Sum))
                });
                block(
                    Kw::Scorecard,
                    &card.name,
                    &card.record,
                    title(&card.title) + scale.unwrap_or_default().as_str(),
                )
            }
            ItemKind::Eligibility { check, name, record, title: words, .. } => {
                block(if *check { Kw::Check } else { Kw::Eligibility }, name, record, title(words))
            }
            ItemKind::Targets(targets) => {
                let opening = format!(
                    "{} {}{}",
                    self.word(Kw::Targets),
                    self.name(&targets.name),
                    title(&targets.title)
                );
                let by = targets.by.as_ref().map_or(String::new(), |by| {
                    format!(" {} {}", self.word(Kw::By), self.name(by))
                });
                let of = targets.by_of.as_ref().map_or(String::new(), |of| {
                    format!(" {} {}", self.word(Kw::Of), self.name(of))
                });
                let total = if targets.total {
                    format!(", {}", self.word(Kw::Total))
                } else {
                    String::new()
                };
                format!(
                    "{opening} {} {}{by}{of}{total}",
                    self.word(Kw::Over),
                    self.name(&targets.record)
                )
            }
            ItemKind::Example { title, block, .. } => {
                format!(
                    "{} {} {} {}",
                    self.word(Kw::Example),
                    quote(title),
                    self.word(Kw::For),
                    self.name(block)
                )
            }
        }
    }

    fn category(
        &self,
        name: &Name,
        ordered: bool,
        listed: bool,
        entries: &[CategoryEntry],
    ) -> String {
        let ordered_word =
            if ordered { format!(" {}", self.word(Kw::Ordered)) } else { String::new() };
        let head = format!("{} {}{ordered_word}", self.word(Kw::Category), self.name(name));
        if !listed {
            return head;
        }
        let entries = entries.iter().map(|entry| {
            let (name, parts) = self.category_entry(entry);
            let within =
                if parts.is_empty() { name } else { format!("{name} ({})", parts.join(", ")) };
            (entry.name().span, within)
        });
        format!("{head}: {}", self.series(if ordered { ">" } else { "," }, entries))
    }

    fn category_line(&mut self, entry: &CategoryEntry) {
        let (name, parts) = self.category_entry(entry);
        let line = [vec![name], parts].concat().join(", ");
        self.lines.push(1, &line, entry.name().span);
    }

    /// The name of an entry as it stands there, and what is said of it.
    fn category_entry(&self, entry: &CategoryEntry) -> (String, Vec<String>) {
        let value = match entry {
            CategoryEntry::Included(name) => {
                return (format!("{} {}", self.word(Kw::With), self.name(name)), Vec::new());
            }
            CategoryEntry::Own(value) => value,
        };
        let code = value.code.iter().map(|code| (Kw::Code, code));
        let texts = code.chain(value.also.iter().map(|name| (Kw::Also, name)));
        let texts = texts.map(|(word, text)| format!("{} {}", self.word(word), quote(text)));
        let days = [(Kw::From, &value.from), (Kw::UpTo, &value.to)].into_iter();
        let days = days.filter_map(|(word, day)| {
            Some(format!("{} {}", self.word(word), self.expr(day.as_ref()?, Level::Primary)))
        });
        (self.name(&value.name), texts.chain(days).collect())
    }

    fn member(&mut self, member: &Member) {
        let line = match &member.kind {
            MemberKind::Derive { name, formula } => {
                let (equal, formula) = (
                    self.between(name.span, "=", formula.span),
                    self.expr(formula, Level::Guarded),
                );
                format!("{} {}{equal}{formula}", self.word(Kw::Derive), self.name(name))
            }
            MemberKind::Field { name, ty, key, required, range, columns, change, step } => {
                let mut parts = vec![format!(
                    "{} {}: {}",
                    self.word(Kw::Field),
                    self.name(name),
                    self.type_name(ty)
                )];
                parts.extend(key.then(|| self.word(Kw::Key).to_owned()));
                parts.extend(required.then(|| self.word(Kw::Required).to_owned()));
                parts.extend(range.as_ref().map(|range| self.test(range)));
                parts.extend(step.as_ref().map(|step| {
                    format!("{} {}", self.word(Kw::InSteps), self.expr(step, Level::Primary))
                }));
                parts.extend(change.map(|change| self.word(change.keyword()).to_owned()));
                if !columns.is_empty() {
                    let columns = columns.iter().map(|column| (column.span, quote(column)));
                    parts.push(format!("{} {}", self.word(Kw::Column), self.series(",", columns)));
                }
                parts.join(", ")
            }
            MemberKind::Shown(names) => self.shown(names),
            MemberKind::Never { condition, reason } => {
                let reason =
                    reason.as_ref().map_or(String::new(), |reason| format!(": {}", quote(reason)));
                let condition = self.expr(condition, Level::Or);
                format!("{}: {condition}{reason}", self.word(Kw::Never))
            }
        };
        self.lines.push(1, &line, member.span);
        self.notes(2, &member.notes);
    }

    fn shown(&self, names: &[ShownName]) -> String {
        let of = |name: &Name| format!(" {} {}", self.word(Kw::Of), self.name(name));
        let names = names.iter().map(|ShownName { name, of: owner }| {
            let owner = owner.as_ref().map(of).unwrap_or_default();
            (name.span, format!("{}{owner}", self.name(name)))
        });
        format!("{} {}", self.word(Kw::Shown), self.series(",", names))
    }

    fn results(&mut self, results: &Results) {
        let line = self.shown(&results.names);
        self.lines.push(1, &line, results.span);
    }

    fn verdicts(&mut self, verdicts: &Verdicts) {
        let words = verdicts.words.iter().map(|word| (word.span, self.name(word)));
        let line = format!("{}: {}", self.word(Kw::Verdicts), self.series(",", words));
        self.lines.push(1, &line, verdicts.span);
    }

    fn type_name(&self, ty: &TypeName) -> String {
        let word = self.word(ty.kind.keyword());
        let TypeKind::OneOf(name) = &ty.kind else { return word.to_owned() };
        format!("{word} {}", self.name(name))
    }

    fn parameter_value(&mut self, value: &ParameterValue) {
        let day = |day: &Expr| self.expr(day, Level::Primary);
        let last = value
            .to
            .as_ref()
            .map_or(String::new(), |to| format!(" {} {}", self.word(Kw::UpTo), day(to)));
        let (from, is) = (self.word(Kw::From), self.word(Kw::Is));
        let line = format!(
            "{from} {}{last} {is} {}",
            day(&value.from),
            self.expr(&value.value, Level::Guarded)
        );
        self.lines.push(1, &line, value.span);
        self.notes(1, &value.notes);
    }

    fn grid(&mut self, indent: usize, grid: &Grid) {
        let header: Vec<String> = grid
            .columns
            .iter()
            .map(|column| self.expr(column, Level::Or))
            .chain([self.special_name(&grid.result)])
            .collect();
        let rows = grid
            .rows
            .iter()
            .map(|row| (self.cells(row, grid.columns.len()), row.span, row.notes.as_slice()))
            .collect();
        let start = grid.columns.first().map_or(grid.result.span, |column| column.span);
        self.piped(indent, (header, start.to(grid.result.span)), rows);
    }

    /// A pipe table of cells, each line with its place and its notes.
    fn piped(
        &mut self,
        indent: usize,
        (header, head): (Vec<String>, Span),
        rows: Vec<(Vec<String>, Span, &[Note])>,
    ) {
        let width = |column: usize| {
            let cells = rows
                .iter()
                .map(|(cells, ..)| cells)
                .chain([&header])
                .filter_map(|row| row.get(column));
            cells.map(|cell| lines::width(cell)).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..header.len()).map(width).collect();
        let line = |cells: &[String]| -> String {
            let cells = cells
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!(" {} |", lines::padded(cell, *width)));
            format!("|{}", cells.collect::<String>())
        };
        self.lines.push(indent, &line(&header), head);
        for (cells, span, notes) in &rows {
            self.lines.push(indent, &line(cells), *span);
            self.notes(indent + 1, notes);
        }
    }

    fn targets(&mut self, targets: &Targets) {
        targets.indicators.iter().for_each(|indicator| self.indicator(indicator));
        if let (Some(first), Some(last)) = (targets.levels.first(), targets.levels.last()) {
            let levels = targets.levels.iter().map(|level| (level.span, self.name(level)));
            let line = format!("{} {}", self.word(Kw::Levels), self.series(",", levels));
            self.lines.push(1, &line, first.span.to(last.span));
        }
        targets.ranking.iter().for_each(|ranking| self.ranking(ranking));
        let Some(table) = &targets.thresholds else { return };
        let header =
            [&table.group].into_iter().chain(&table.columns).map(|cell| self.cell(cell)).collect();
        let rows = table
            .rows
            .iter()
            .map(|row| (self.threshold_cells(row), row.span, row.notes.as_slice()))
            .collect();
        let last = table.columns.last().unwrap_or(&table.group);
        self.piped(1, (header, table.group.span.to(last.span)), rows);
    }

    fn threshold_cells(&self, row: &ThresholdRow) -> Vec<String> {
        let unit = row
            .unit
            .as_ref()
            .map_or_else(|| self.word(Kw::Total).to_owned(), |unit| self.cell(unit));
        let cells = row
            .cells
            .iter()
            .map(|cell| cell.as_ref().map_or_else(|| "-".to_owned(), |test| self.test(test)));
        [unit].into_iter().chain(cells).collect()
    }

    fn indicator(&mut self, indicator: &Indicator) {
        let title =
            indicator.title.as_ref().map_or(String::new(), |title| format!(" {}", quote(title)));
        let before = indicator.title.as_ref().map_or(indicator.label.span, |title| title.span);
        let (equal, formula) = (
            self.between(before, "=", indicator.formula.span),
            self.expr(&indicator.formula, Level::Guarded),
        );
        let line = format!(
            "{} {}{title}{equal}{formula}",
            self.word(Kw::Indicator),
            self.label(&indicator.label)
        );
        self.lines.push(1, &line, indicator.label.span.to(indicator.formula.span));
        if let Some(requirement) = &indicator.requirement {
            let each = indicator.each.as_ref();
            let periods = each.map_or(String::new(), |each| self.each_of_indicator(each));
            let line = format!("{} {periods}{}", self.word(Kw::Require), self.test(requirement));
            let start = each.map_or(requirement.span, |each| each.span);
            self.lines.push(2, &line, start.to(requirement.span));
        }
        self.notes(2, &indicator.notes);
    }

    fn cells(&self, row: &GridRow, columns: usize) -> Vec<String> {
        let cell = |cell: &Cell| match cell.tests.is_empty() {
            true => "-".to_owned(),
            false => {
                let not = if cell.negated {
                    format!("{} ", self.word(self.negation(cell)))
                } else {
                    String::new()
                };
                let tests: Vec<String> = cell.tests.iter().map(|test| self.test(test)).collect();
                not + tests.join(", ").as_str()
            }
        };
        let mut cells: Vec<String> = row.cells.iter().map(cell).collect();
        if row.otherwise {
            cells.push(self.word(Kw::Otherwise).to_owned());
            cells.resize(columns.max(1), String::new());
        }
        cells.push(self.expr(&row.gives, Level::Or));
        cells
    }

    /// `không thiếu` rather than `không phải thiếu`.
    fn negation(&self, cell: &Cell) -> Kw {
        let missing = matches!(cell.tests.as_slice(), [Test { kind: TestKind::Missing, .. }]);
        if missing && self.keywords == Keywords::Vi { Kw::No } else { Kw::Not }
    }

    fn scorecard(&mut self, card: &Scorecard) {
        card.results.iter().for_each(|results| self.results(results));
        for guard in &card.guards {
            let line =
                format!("{} {}", self.word(Kw::Applies), self.expr(&guard.condition, Level::Or));
            self.lines.push(1, &line, guard.span);
        }
        card.criteria.iter().for_each(|criterion| self.criterion(criterion));
        card.grading.iter().for_each(|grading| self.grading(grading));
        card.ranking.iter().for_each(|ranking| self.ranking(ranking));
    }

    fn ranking(&mut self, ranking: &Ranking) {
        let keys = ranking.keys.iter().map(|key| {
            let order = if key.ascending { Kw::Ascending } else { Kw::Descending };
            (key.name.span, format!("{} {}", self.special_name(&key.name), self.word(order)))
        });
        let line = format!("{} {}", self.word(Kw::Ranking), self.series(",", keys));
        self.lines.push(1, &line, ranking.span);
    }

    fn criterion(&mut self, criterion: &Criterion) {
        let mut line = format!("{} {}", self.word(Kw::Criterion), self.label(&criterion.label));
        if let Some(title) = &criterion.title {
            line += &format!(" {}", quote(title));
        }
        if let Some(maximum) = &criterion.maximum {
            line += &format!(", {} {}", self.word(Kw::AtMost), self.expr(maximum, Level::Sum));
        }
        if criterion.sum {
            line += &format!(", {}", self.word(Kw::SumOfRows));
        }
        self.lines.push(1, &line, criterion.head);
        self.notes(2, &criterion.notes);
        if let Some(subject) = &criterion.subject {
            let line = format!("{} {}", self.word(Kw::Subject), self.expr(subject, Level::Or));
            self.lines.push(2, &line, subject.span);
        }
        match &criterion.rows {
            CriterionRows::Grid(grid) => self.grid(2, grid),
            CriterionRows::Lines(rows) => {
                let width = self.when_width(rows);
                rows.iter().for_each(|row| self.row(row, Kw::Gives, width));
            }
        }
    }

    /// Width of the conditions of rows, so that what they give stands in one column: in the same
    /// one in most blocks.
    fn when_width(&self, rows: &[Row]) -> usize {
        const NARROWEST: usize = 14;
        const WIDEST: usize = 50;
        let widths = rows
            .iter()
            .map(|row| lines::width(&self.when(&row.when)))
            .filter(|width| *width <= WIDEST);
        widths.fold(NARROWEST, usize::max)
    }

    fn when(&self, when: &When) -> String {
        match when {
            When::Otherwise => self.word(Kw::Otherwise).to_owned(),
            When::Test(test, None) => self.test(test),
            When::Test(test, Some(further)) => {
                let (test, and) =
                    (self.test(test), self.between(test.span, self.word(Kw::And), further.span));
                format!("{test}{and}{}", self.expr(further, Level::And))
            }
            When::Condition(condition) => self.expr(condition, Level::Or),
        }
    }

    fn row(&mut self, row: &Row, word: Kw, width: usize) {
        let when = lines::padded(&self.when(&row.when), width);
        let line = format!("{when} {} {}", self.word(word), self.expr(&row.gives, Level::Guarded));
        self.lines.push(2, &line, row.span);
        self.notes(3, &row.notes);
    }

    fn grading(&mut self, grading: &Grading) {
        let subject = grading
            .subject
            .as_ref()
            .map(|subject| format!(" {} {}", self.word(Kw::By), self.expr(subject, Level::Or)));
        let head = format!(
            "{} {}{}",
            self.word(Kw::Grading),
            self.name(&grading.category),
            subject.unwrap_or_default()
        );
        self.lines.push(1, &head, grading.head);
        self.notes(2, &grading.notes);
        let width = self.when_width(&grading.rows);
        grading.rows.iter().for_each(|row| self.row(row, Kw::Is, width));
        grading.caps.iter().for_each(|cap| self.cap(cap));
    }

    fn cap(&mut self, cap: &Cap) {
        let opening = match &cap.grade {
            Some(grade) => {
                format!("{} {} {}", self.word(Kw::NoBetter), self.name(grade), self.word(Kw::If))
            }
            None => self.word(Kw::Downgrade).to_owned(),
        };
        let reason =
            cap.reason.as_ref().map_or(String::new(), |reason| format!(": {}", quote(reason)));
        let line = format!("{opening} {}{reason}", self.expr(&cap.condition, Level::Or));
        self.lines.push(2, &line, cap.span);
        self.notes(3, &cap.notes);
    }

    fn clause(&mut self, clause: &Clause) {
        let (asked, span) = self.asked(clause);
        let line = format!("{} {asked}", self.word(clause.kind.keyword()));
        match (clause.kind, &clause.reason) {
            (ClauseKind::Require | ClauseKind::Due, _) => {
                self.lines.push(1, &line, span);
                for (word, reason) in [(Kw::Else, &clause.reason), (Kw::Late, &clause.late)] {
                    let Some(reason) = reason else { continue };
                    let line = format!("{}: {}", self.word(word), quote(reason));
                    self.lines.push(2, &line, reason.span);
                }
            }
            (_, Some(reason)) => {
                self.lines.push(1, &format!("{line}: {}", quote(reason)), clause.span);
            }
            (_, None) => self.lines.push(1, &line, clause.span),
        }
        self.notes(2, &clause.notes);
    }

    fn given(&mut self, given: &[(Name, Expr)]) {
        if let (Some((first, _)), Some((_, last))) = (given.first(), given.last()) {
            let value = |(name, value): &(Name, Expr)| {
                let equal = self.between(name.span, "=", value.span);
                (
                    name.span.to(value.span),
                    format!(
                        "{}{equal}{}",
                        self.special_name(name),
                        self.expr(value, Level::Guarded)
                    ),
                )
            };
            let line =
                format!("{} {}", self.word(Kw::Given), self.series(",", given.iter().map(value)));
            self.lines.push(1, &line, first.span.to(last.span));
        }
    }

    fn given_rows(&mut self, given: &GivenRows) {
        let none = if given.none { format!(": {}", self.word(Kw::NoRows)) } else { String::new() };
        let head = format!("{} {}{none}", self.word(Kw::Given), self.name(&given.record));
        self.lines.push(1, &head, given.head);
        if given.columns.is_empty() {
            return;
        }
        let header = given.columns.iter().map(|column| self.cell(column)).collect();
        let cell = |cell: &Option<Expr>| {
            cell.as_ref().map_or_else(|| "-".to_owned(), |cell| self.expr(cell, Level::Or))
        };
        let cells = |row: &GivenRow| row.cells.iter().map(cell).collect();
        let rows = given.rows.iter().map(|row| (cells(row), row.span, &[] as &[Note])).collect();
        self.piped(2, (header, given.header), rows);
    }

    fn expected(&mut self, expected: &[Expectation]) {
        if let (Some(first), Some(last)) = (expected.first(), expected.last()) {
            let expected = expected.iter().map(|one| (one.span, self.expectation(&one.kind)));
            let line =
                format!("{} {}", self.word(Kw::Expect), self.series(self.word(Kw::And), expected));
            self.lines.push(1, &line, first.span.to(last.span));
        }
    }

    fn expectation(&self, kind: &ExpectationKind) -> String {
        let is = self.word(Kw::Is);
        match kind {
            ExpectationKind::Grade(Some(grade)) => {
                format!("{} {is} {}", self.word(Kw::Grade), self.grade(grade))
            }
            ExpectationKind::Grade(None) => {
                format!("{} {is} {}", self.word(Kw::Grade), self.word(Kw::Undetermined))
            }
            ExpectationKind::Total(test) => {
                format!("{} {}", self.word(Kw::TotalPoints), self.test(test))
            }
            ExpectationKind::Criterion(label, test) => {
                format!("{} {} {}", self.word(Kw::Criterion), self.label(label), self.test(test))
            }
            ExpectationKind::Verdict(verdict) => {
                format!("{} {is} {}", self.word(Kw::Verdict), self.verdict(verdict))
            }
            ExpectationKind::Reason(reason) => {
                format!("{} {}", self.word(Kw::Reason), quote(reason))
            }
            ExpectationKind::NoReason(reason) => {
                format!("{} {}", self.word(Kw::NoReason), quote(reason))
            }
            ExpectationKind::Condition(condition) => self.expr(condition, Level::Not),
        }
    }

    fn notes(&mut self, indent: usize, notes: &[Note]) {
        for note in notes {
            let line = match &note.kind {
                NoteKind::Basis { document, place, quote: words } => {
                    let place = place.as_ref().map_or(String::new(), |place| format!(" {place}"));
                    let words =
                        words.as_ref().map_or(String::new(), |words| format!(" {}", quote(words)));
                    // Nothing but a name can stand here, whatever its words are.
                    let document = self.cell(document);
                    format!("{} {document}{place}{words}", self.word(Kw::Basis))
                }
                NoteKind::Assumption(None) => self.word(Kw::Assumption).to_owned(),
                NoteKind::Assumption(Some(words)) => {
                    format!("{} {}", self.word(Kw::Assumption), quote(words))
                }
                NoteKind::Allow { code, reason } => {
                    format!("{} {}: {}", self.word(Kw::Allow), self.name(code), quote(reason))
                }
            };
            self.lines.push(indent, &line, note.span);
        }
    }
}

fn quote(text: &Text) -> String {
    format!("\"{}\"", text.text)
}
