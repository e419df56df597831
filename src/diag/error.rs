//! The one error of this crate.

use super::{Diagnostic, Message, Severity, counted, render};
use crate::source::{Place, Sources};
use crate::value::Lang;
use std::fmt;

/// Error of this crate: rules that cannot be loaded, a question that cannot be answered, a record
/// or a file that cannot be read.
///
/// `{}` gives one line in the error's [language](Error::lang); `{:#}` gives everything: all
/// findings in the rules, each with its place and its fix, or all that is wrong with a file.
///
/// ```
/// use visao::{ErrorKind, Lang, Rules};
///
/// let rules = Rules::from_text("bản ghi Tổ\n  trường dư nợ: tiền\n  tính nợ = dư nợ\n")?;
/// let error = rules.query().record("Tô").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Query);
/// assert_eq!((error.name(), error.nearest()), (Some("Tô"), Some("Tổ")));
/// let told = "the rules have no record type “Tô”; did you mean “Tổ”? [E245]";
/// assert_eq!(error.with_lang(Lang::En).to_string(), told);
///
/// let error = Rules::from_text("bản ghi Tổ\n  trường dư nợ: tiềng\n").unwrap_err();
/// assert_eq!((error.kind(), error.row()), (ErrorKind::Load, Some(2)));
/// assert!(format!("{error:#}").contains("tiềng"));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone)]
pub struct Error {
    repr: Box<Repr>,
}

/// Boxed so that a result stays small.
#[derive(Clone)]
struct Repr {
    kind: ErrorKind,
    code: &'static str,
    lang: Lang,
    messages: Vec<Message>,
    name: Option<String>,
    nearest: Option<String>,
    file: Option<String>,
    row: Option<usize>,
    column: Option<String>,
    diagnostics: Vec<Diagnostic>,
    sources: Sources,
}

/// Kind of an [`Error`]: what it is that has to be changed.
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
/// let error = rules.query().block("Suport").err();
/// assert_eq!(error.map(|error| error.kind()), Some(visao::ErrorKind::Query));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The rules cannot be used; [`Error::diagnostics`] has all that is wrong with them.
    Load,
    /// The question cannot be answered by these rules: an unknown name, a missing as-of date.
    Query,
    /// A record, or a value, from a program cannot be used.
    Record,
    /// A file cannot be read, or holds no records of these rules.
    Data,
    /// A request at the JSON door cannot be carried out (see [`crate::request`]).
    Request,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, code: &'static str, message: Message) -> Error {
        Error::several(kind, code, vec![message])
    }

    fn several(kind: ErrorKind, code: &'static str, messages: Vec<Message>) -> Error {
        let repr = Repr {
            kind,
            code,
            lang: Lang::default(),
            messages,
            name: None,
            nearest: None,
            file: None,
            row: None,
            column: None,
            diagnostics: Vec::new(),
            sources: Sources::default(),
        };
        Error { repr: Box::new(repr) }
    }

    /// Rules that cannot be used; the code and the place are those of the first error.
    pub(crate) fn load(diagnostics: Vec<Diagnostic>, sources: Sources, lang: Lang) -> Error {
        let diagnostics: Vec<Diagnostic> =
            diagnostics.into_iter().map(|found| found.placed(&sources, lang)).collect();
        let first = first_error(&diagnostics);
        let code = first.map_or("", |first| first.code);
        let messages = first.map(|first| first.headline.clone()).into_iter().collect();
        let place = first.and_then(Diagnostic::place);
        let file = place.map(|place| place.file.to_string());
        let row = place.map(|place| place.start.line);
        let mut error = Error::several(ErrorKind::Load, code, messages);
        *error.repr = Repr { lang, file, row, diagnostics, sources, ..*error.repr };
        error
    }

    /// E248: a file that cannot be read.
    pub(crate) fn unreadable(file: &str, message: Message) -> Error {
        Error::new(ErrorKind::Data, "E248", message).in_file(file)
    }

    /// E249: a file without the columns that the rules need.
    pub(crate) fn unfitting(file: &str, messages: Vec<Message>) -> Error {
        Error::several(ErrorKind::Data, "E249", messages).in_file(file)
    }

    /// E250: a file that can be read in two ways.
    pub(crate) fn doubtful(file: &str, messages: Vec<Message>) -> Error {
        Error::several(ErrorKind::Data, "E250", messages).in_file(file)
    }

    /// The error with the name that it is about, and the nearest one there is.
    pub(crate) fn about(mut self, name: &str, nearest: Option<&str>) -> Error {
        self.repr.name = Some(name.to_owned());
        self.repr.nearest = nearest.map(str::to_owned);
        self
    }

    pub(crate) fn in_file(mut self, file: &str) -> Error {
        self.repr.file = (!file.is_empty()).then(|| file.to_owned());
        self
    }

    /// The error with the words for where it arose before what is wrong.
    pub(crate) fn within(mut self, place: &Message) -> Error {
        for message in &mut self.repr.messages {
            message.vi = format!("{}: {}", place.vi, message.vi);
            message.en = format!("{}: {}", place.en, message.en);
        }
        self
    }

    pub(crate) fn at_row(mut self, row: u32) -> Error {
        self.repr.row = usize::try_from(row).ok();
        self
    }

    pub(crate) fn at_column(mut self, column: &str) -> Error {
        self.repr.column = Some(column.to_owned());
        self
    }

    /// The same error, shown in another language.
    #[must_use]
    pub fn with_lang(mut self, lang: Lang) -> Error {
        self.repr.lang = lang;
        self
    }

    /// Kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.repr.kind
    }

    /// Stable code (`E245`); names the page `docs/diagnostics/E245.md`. Of rules with several
    /// errors, that of the first.
    pub fn code(&self) -> &'static str {
        self.repr.code
    }

    /// Language of `Display`: that of the question or of the pack.
    pub fn lang(&self) -> Lang {
        self.repr.lang
    }

    /// Sentences that say what is wrong, in both languages.
    pub fn messages(&self) -> &[Message] {
        &self.repr.messages
    }

    /// All [messages](Error::messages) as one, after the name of the data file if there is one.
    pub fn message(&self) -> Message {
        let all = Message::together(&self.repr.messages);
        match (self.repr.kind, &self.repr.file) {
            (ErrorKind::Query | ErrorKind::Record | ErrorKind::Data, Some(file)) => {
                Message { vi: format!("{file}: {}", all.vi), en: format!("{file}: {}", all.en) }
            }
            (_, _) => all,
        }
    }

    /// Name that the rules do not know, as it was given.
    pub fn name(&self) -> Option<&str> {
        self.repr.name.as_deref()
    }

    /// Name of the rules that is nearest in spelling to [`Error::name`], if one is near enough.
    pub fn nearest(&self) -> Option<&str> {
        self.repr.nearest.as_deref()
    }

    /// Name of the file: of the data, or of the rules.
    pub fn file(&self) -> Option<&str> {
        self.repr.file.as_deref()
    }

    /// Row of the data file, or line of the rule file, from 1.
    pub fn row(&self) -> Option<usize> {
        self.repr.row
    }

    /// Name of the column of the data file.
    pub fn column(&self) -> Option<&str> {
        self.repr.column.as_deref()
    }

    /// Place of the first error in the rules.
    pub fn place(&self) -> Option<&Place> {
        first_error(&self.repr.diagnostics).and_then(Diagnostic::place)
    }

    /// Findings in rules that cannot be used, errors and warnings, by place; else empty.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.repr.diagnostics
    }

    /// Texts of the rules, which the places of the findings point into.
    #[doc(hidden)]
    pub fn sources(&self) -> &Sources {
        &self.repr.sources
    }

    /// All findings as text with the lines they are about, with colours if `styled`; of an error
    /// without findings, its messages, a line each.
    pub fn render(&self, lang: Lang, styled: bool) -> String {
        if !self.repr.diagnostics.is_empty() {
            return render::text(&self.repr.diagnostics, &self.repr.sources, lang, styled);
        }
        let file = self.repr.file.as_ref().map(|file| format!("{file}: ")).unwrap_or_default();
        let line = |message: &Message| format!("{file}{}", message.get(lang));
        let lines: Vec<String> = self.repr.messages.iter().map(line).collect();
        format!("{} [{}]", lines.join("\n"), self.repr.code)
    }

    /// File and line of an error in rules, before its headline.
    fn line(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (ErrorKind::Load, Some(file), Some(row)) =
            (self.repr.kind, &self.repr.file, self.repr.row)
        {
            write!(f, "{file}:{row}: ")?;
        }
        write!(f, "{} [{}]", self.message().get(self.repr.lang), self.repr.code)?;
        let errors = self.repr.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        match errors.count().saturating_sub(1) {
            0 => Ok(()),
            more => write!(f, " {}", more_errors(more).get(self.repr.lang)),
        }
    }
}

/// Number of errors in rules besides the one that is reported.
fn more_errors(count: usize) -> Message {
    let en = counted(count, "more error");
    Message { vi: format!("(và {count} lỗi nữa)"), en: format!("(and {en})") }
}

fn first_error(diagnostics: &[Diagnostic]) -> Option<&Diagnostic> {
    diagnostics.iter().find(|found| found.severity == Severity::Error).or(diagnostics.first())
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match f.alternate() {
            true => f.write_str(self.render(self.repr.lang, false).trim_end()),
            false => self.line(f),
        }
    }
}

/// Form that `unwrap` and a `main` that returns the error show: the fields, and everything as text.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} error {}", self.repr.kind, self.repr.code)?;
        f.write_str(self.render(self.repr.lang, false).trim_end())
    }
}

impl std::error::Error for Error {}
