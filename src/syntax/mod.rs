#![doc = include_str!("README.md")]

pub mod ast;
mod blocks;
mod bullets;
mod canonical;
mod cells;
mod days;
mod declare;
mod doubt;
mod expected;
pub mod format;
mod from_text;
mod head;
mod kinds;
mod lex;
mod limits;
pub mod outline;
mod parse;
mod parsed;
mod repair;
mod rows_of;
mod scan;
mod shape;
mod statements;
mod trie;
pub mod unparse;
mod words;

#[cfg(test)]
mod tests;

use crate::diag::phrasing;
use crate::diag::syntax::Want;
use crate::diag::{Diagnostic, Fix, Severity, syntax as diagnostics};
use crate::keywords::{Keywords, Reserved, Special, is_reserved, named, special};
use crate::source::cells::CellText;
use crate::source::{Source, SourceId, Span};
use crate::value::Lang;
use ast::{File, FileRows};
use blocks::Blocks;
use canonical::{Canonical, Context};
use declare::{Names, Vocabulary};
use doubt::Around;
use from_text::Part;
use head::{Declared, NameKind};
use kinds::StatementKind;
pub use parsed::Parsed;
use parsed::{ParsedFile, RuleText};
use rows_of::RowsReader;
use statements::Statement;
use std::rc::Rc;
use std::sync::Arc;

/// Parses all sources of a pack, whose numbers are in `lang`. Statements that could not be read are
/// left out of the tree; each has its diagnostic, and the names it declared are in
/// [`File::invalid`].
pub fn parse_pack(
    sources: &[(SourceId, &Source)],
    lang: Lang,
) -> (Vec<(SourceId, Arc<File>)>, Vec<Diagnostic>) {
    let (parsed, _, found) = parse_with(sources, lang, &Parsed::default(), None);
    (parsed.trees, found)
}

/// As [`parse_pack`], with the rows that tables take from files: `open` gives the cells of such a
/// file, or reports why there are none. Files that are as they were when the pack was parsed before
/// are not read again.
pub fn parse_pack_again(
    sources: &[(SourceId, &Source)],
    lang: Lang,
    before: &Parsed,
    open: &mut OpenRows<'_>,
) -> (Parsed, FileRows, Vec<Diagnostic>) {
    parse_with(sources, lang, before, Some(open))
}

/// Reader of the files that tables take their rows from.
pub type OpenRows<'o> = dyn FnMut(&ast::Name, &ast::RowsOf) -> Option<Rc<CellText>> + 'o;

fn parse_with(
    sources: &[(SourceId, &Source)],
    lang: Lang,
    before: &Parsed,
    open: Option<&mut OpenRows<'_>>,
) -> (Parsed, FileRows, Vec<Diagnostic>) {
    let mut drafts: Vec<RuleText<'_>> =
        sources.iter().map(|(id, source)| before.draft(*id, source)).collect();
    let all = before.names_of(&drafts, lang);
    if all.is_none() {
        drafts.iter_mut().for_each(RuleText::read_again);
    }
    let all = all.unwrap_or_else(|| parsed::names_of(&drafts));
    let names = Names::new(Arc::clone(&all));
    let known = parse::Known::default();
    let parse = |draft: RuleText<'_>| {
        let draft = match draft {
            RuleText::Before(file, _) => return file.clone(),
            RuleText::Draft(draft) => draft,
        };
        let context =
            Context { names: &names, known: &known, lang, source: draft.source, in_file: false };
        ParsedFile::of(*draft, &context)
    };
    let files: Vec<ParsedFile> = drafts.into_iter().map(parse).collect();
    let mut found: Vec<Diagnostic> = files.iter().flat_map(|file| file.found.clone()).collect();
    let mut rows = FileRows::new();
    let mut trees: Vec<(SourceId, Arc<File>)> =
        files.iter().map(|file| (file.id, Arc::clone(&file.tree))).collect();
    if let Some(open) = open {
        let mut reader =
            RowsReader { names: &names, known: &known, lang, open, rows: &mut rows, found: vec![] };
        let trees = trees.iter_mut().map(|(_, tree)| tree);
        let with_rows = trees.filter(|tree| rows_of::takes_rows(tree));
        with_rows.for_each(|tree| reader.fill(Arc::make_mut(tree)));
        found.extend(reader.found);
    }
    found.sort_by_key(|found| found.span().map(|span| (span.source, span.start)));
    (Parsed { lang, names: all, files, trees }, rows, found)
}

/// The language a single file names on its first line, if it does.
pub fn language_of(source: &Source) -> Option<Lang> {
    let lines = lex::lines(SourceId::new(0), source).code;
    let first =
        statements::split(lines.into_iter().take(1).collect()).pop().filter(|statement| {
            statement.kind == StatementKind::Language && statement.misspelt.is_none()
        })?;
    first.tokens.last().and_then(|token| from_text::lang_of(&token.key))
}

/// A source cut into statements, with the names each declares.
struct Draft<'a> {
    id: SourceId,
    source: &'a Source,
    statements: Vec<(Statement<'a>, Vec<Declared>)>,
    comments: Vec<ast::Comment>,
    gaps: Vec<u32>,
    lines: Vec<u32>,
    names: Arc<Vocabulary>,
    found: Vec<Diagnostic>,
}

impl<'a> Draft<'a> {
    fn read(id: SourceId, source: &'a Source) -> Draft<'a> {
        let (mut names, mut diagnostics) = (Vocabulary::default(), Vec::new());
        let mut lines = lex::lines(id, source);
        diagnostics.extend(lines.slashes.iter().map(|slashes| phrasing::slashes(*slashes)));
        diagnostics.extend(bullets::strip(&mut lines.code, source));
        let starts = lines
            .code
            .iter()
            .filter_map(|line| line.first())
            .map(|token| token.span.start)
            .collect();
        let with_names = |statement| (declare::declared(&statement), statement);
        let statements: Vec<_> = statements::split(lines.code)
            .into_iter()
            .map(with_names)
            .map(|(names, statement)| (statement, names))
            .collect();
        for (statement, one) in statements
            .iter()
            .flat_map(|(statement, declared)| declared.iter().map(move |one| (statement, one)))
        {
            let tokens = statement.tokens.get(one.tokens.clone()).unwrap_or(&[]);
            names.add(tokens, one.kind);
            if statement.kind == StatementKind::Record {
                names.add_record(tokens);
            }
            diagnostics.extend(refused_name(statement.kind, tokens));
            if is_refused_value(statement.kind, tokens) {
                names.add_refused(declare::name(tokens).1);
            }
        }
        for (statement, declared) in &statements {
            let category = declared.first().filter(|_| statement.kind == StatementKind::Category);
            let tokens = category.and_then(|name| statement.tokens.get(name.tokens.clone()));
            tokens.into_iter().for_each(|tokens| names.add_category(tokens));
            declare::other_names(statement).for_each(|name| names.add_other(name));
        }
        for place in statements.iter().flat_map(|(statement, _)| {
            declare::signed(statement).into_iter().map(move |place| (statement, place))
        }) {
            let tokens = place.0.tokens.get(place.1).unwrap_or(&[]);
            if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
                names.add_signed(source.normal().get(first.start..last.end).unwrap_or(""));
            }
        }
        for (title, name) in statements
            .iter()
            .filter_map(|(statement, declared)| declare::title(statement, declared))
        {
            names.add_title(title, &name);
        }
        Draft {
            id,
            source,
            statements,
            comments: lines.comments,
            gaps: lines.gaps,
            lines: starts,
            names: Arc::new(names),
            found: diagnostics,
        }
    }

    /// The tree, with all that was found.
    fn parse(self, context: &Context<'_>) -> (File, Vec<Diagnostic>) {
        let mut diagnostics = self.found;
        diagnostics.extend(two_readings(&self.statements, context.names));
        let keywords = spoken(&self.statements, context.lang);
        let mut file = File {
            comments: self.comments,
            gaps: self.gaps,
            lines: self.lines,
            keywords,
            ..File::default()
        };
        let mut blocks = Blocks::default();
        let lines = |place: Option<usize>| {
            place.and_then(|place| self.statements.get(place)).map(|(statement, _)| statement)
        };
        for (place, (statement, declared)) in self.statements.iter().enumerate() {
            let around = Around {
                statement,
                beside: [lines(place.checked_sub(1)), lines(place.checked_add(1))],
            };
            let kept = match read(around, declared, context) {
                Ok(Reading { part: Part::Language(lang), span, found, .. }) => {
                    diagnostics.extend(found);
                    diagnostics.extend(language(lang, span, place == 0, context.lang));
                    file.language = lang.map(|lang| (lang, span));
                    true
                }
                Ok(reading) => {
                    diagnostics.extend(reading.found);
                    file.invalid.extend(reading.invalid);
                    blocks.take(
                        reading.kind,
                        reading.part,
                        reading.span,
                        reading.opening.as_deref(),
                    )
                }
                Err(found) => {
                    diagnostics.extend(found);
                    blocks.skip(statement.kind);
                    false
                }
            };
            if !kept {
                file.invalid.extend(
                    declare::possible(statement, declared)
                        .iter()
                        .filter_map(|one| one.name(statement)),
                );
            }
        }
        diagnostics.extend(blocks.finish(&mut file));
        (file, diagnostics)
    }
}

/// The language of most of the keywords that open the statements.
fn spoken(statements: &[(Statement<'_>, Vec<Declared>)], lang: Lang) -> Keywords {
    let opened: Vec<&Statement<'_>> = statements
        .iter()
        .map(|(statement, _)| statement)
        .filter(|statement| statement.opener.is_some())
        .collect();
    let english = opened
        .iter()
        .filter(|statement| statements::speaks(statement, lang) == Keywords::En)
        .count();
    match opened.len() {
        0 => lang.into(),
        all if 2 * english > all => Keywords::En,
        _ => Keywords::Vi,
    }
}

/// Warnings about names that also read as expressions over others.
fn two_readings(statements: &[(Statement<'_>, Vec<Declared>)], names: &Names) -> Vec<Diagnostic> {
    let declared = statements
        .iter()
        .flat_map(|(statement, declared)| declared.iter().map(move |one| (statement, one)));
    let plain = declared.filter(|(_, one)| one.kind == NameKind::Name && one.tokens.len() > 2);
    let doubtful = plain.filter(|(statement, one)| {
        statement.tokens.get(one.tokens.clone()).is_some_and(|tokens| names.reads_otherwise(tokens))
    });
    doubtful
        .filter_map(|(statement, one)| one.name(statement))
        .map(|name| diagnostics::two_readings(name.span, &name.text))
        .collect()
}

/// A statement as it was read.
struct Reading {
    kind: StatementKind,
    /// The words that open it.
    opening: Option<String>,
    part: Part,
    span: Span,
    /// Diagnostics of it all the same.
    found: Vec<Diagnostic>,
    /// Changes without which it can be read, but with another meaning than was intended.
    corrections: Vec<Fix>,
    /// Names in it of which it has been said that nothing declares them.
    invalid: Vec<ast::Name>,
    /// True if it was read in one of several ways that would do: then its meaning is not known.
    guessed: bool,
}

/// Reason why a statement cannot be read.
struct Trouble {
    found: Vec<Diagnostic>,
    /// Place where it stopped making sense, if it got as far as the grammar.
    stop: Option<Stop>,
    /// True if no change could repair it.
    hopeless: bool,
}

/// The token at which a statement stopped making sense, and what could have stood there.
struct Stop {
    token: usize,
    wanted: Vec<parse::Rule>,
    wants: Vec<Want>,
}

/// Reads one statement, as it is written or as it was perhaps meant.
fn read(
    around: Around<'_, '_>,
    declared: &[Declared],
    context: &Context<'_>,
) -> Result<Reading, Vec<Diagnostic>> {
    let reading = read_as_written(around, declared, context)
        .or_else(|trouble| repair::meant(around, &trouble, context).ok_or(trouble.found))?;
    if reading.guessed {
        return Err(reading.found);
    }
    Ok(repair::corrected(around, reading, context))
}

fn read_as_written(
    around: Around<'_, '_>,
    declared: &[Declared],
    context: &Context<'_>,
) -> Result<Reading, Trouble> {
    let statement = around.statement;
    let trouble = |found: Vec<Diagnostic>, hopeless| Trouble { found, stop: None, hopeless };
    if let Some(found) = limits::statement(statement) {
        return Err(trouble(vec![found], true));
    }
    if let Some(found) = limits::unpaired(statement).or_else(|| expected::misspelt(statement)) {
        return Err(trouble(vec![found], false));
    }
    let Some(rule) = statement.kind.row().rule else {
        return Err(trouble(expected::stray(around).into_iter().collect(), false));
    };
    let Canonical { text: canonical, mut found, readable } =
        canonical::canonical(statement, declared, context);
    if !readable {
        return Err(trouble(found, false));
    }
    let node = context.known.statement(rule, &canonical.symbols()).map_err(|failure| {
        let token = canonical.token(failure.at).map_or(statement.tokens.len(), |token| token.token);
        let wants = expected::wants(statement, &canonical, &failure, context);
        // A literal that is wrong may be all that is wrong.
        let told = if found.is_empty() {
            vec![expected::explain(statement, &canonical, &failure, context)]
        } else {
            found.clone()
        };
        Trouble {
            found: told,
            stop: Some(Stop { token, wanted: failure.wanted, wants }),
            hopeless: false,
        }
    })?;
    let span = canonical.span(node.first, node.end);
    let part = from_text::part(statement.kind, &node, &canonical)
        .ok_or_else(|| trouble(vec![diagnostics::internal(span)], true))?;
    let doubts = doubt::doubts(&node, &canonical, around, context);
    let corrections = doubts
        .iter()
        .filter(|doubt| doubt.severity == Severity::Error)
        .filter_map(|doubt| doubt.fix.clone())
        .collect();
    found.extend(doubts);
    Ok(Reading {
        kind: statement.kind,
        opening: statement.opening_words(),
        part,
        span,
        found,
        corrections,
        invalid: Vec::new(),
        guessed: false,
    })
}

/// A name that may not be declared.
fn refused_name(kind: StatementKind, tokens: &[lex::Token<'_>]) -> Option<Diagnostic> {
    // A ranking declares nothing: it calls values by the names that they have.
    if kind == StatementKind::Ranking {
        return None;
    }
    let (first, last) = (tokens.first()?, tokens.last()?);
    let (text, key) = declare::name(tokens);
    let span = first.span.to(last.span);
    if is_refused_value(kind, tokens) {
        return Some(diagnostics::reserved_value(span, &text));
    }
    // A value of a category is looked up there first, and so is never taken for a day.
    let listed = matches!(kind, StatementKind::Category | StatementKind::CategoryValue);
    if !listed && special(&key).is_some_and(Special::is_of_period) {
        return Some(crate::diag::time::period_name(span, &text));
    }
    let quoted = first.kind == scan::TokenKind::Quoted;
    if quoted {
        return None;
    }
    let lettered = matches!(kind, StatementKind::Criterion | StatementKind::Indicator)
        || key.chars().any(char::is_alphabetic);
    if !lettered {
        return Some(diagnostics::number_name(span, &text));
    }
    is_reserved(&key).then(|| diagnostics::reserved_name(span, &text))
}

/// Returns `true` of a word that a category may not list.
fn is_refused_value(kind: StatementKind, tokens: &[lex::Token<'_>]) -> bool {
    matches!(kind, StatementKind::Category | StatementKind::CategoryValue)
        && named(&declare::name(tokens).1, Reserved::Whole).is_some()
}

fn language(lang: Option<Lang>, span: Span, first: bool, of_pack: Lang) -> Option<Diagnostic> {
    match lang {
        Some(lang) if first => {
            (lang != of_pack).then(|| diagnostics::other_language(span, of_pack))
        }
        _ => Some(diagnostics::bad_language(span)),
    }
}
