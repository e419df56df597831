#![doc = include_str!("README.md")]
#![cfg_attr(
    not(feature = "cli"),
    allow(dead_code, reason = "all messages stand here, whatever parts of the program are built")
)]

pub(crate) mod book;
pub(crate) mod calendar;
pub(crate) mod categories;
pub(crate) mod cli;
pub(crate) mod cliffs;
pub(crate) mod compare;
pub(crate) mod complete;
pub(crate) mod confined;
pub(crate) mod convert;
pub(crate) mod coverage;
pub(crate) mod data;
pub(crate) mod differing;
pub(crate) mod door;
pub(crate) mod edit;
pub(crate) mod engine;
mod error;
#[doc(hidden)]
pub mod examples;
pub(crate) mod explanation;
pub(crate) mod figures;
pub(crate) mod fixes;
pub(crate) mod fmt;
pub(crate) mod half_year;
pub(crate) mod letter;
pub(crate) mod load;
pub(crate) mod margins;
pub(crate) mod migration;
pub(crate) mod into;
mod meaning;
pub(crate) mod model;
pub(crate) mod months;
pub(crate) mod ranking;
pub(crate) mod mutants;
pub(crate) mod overview;
pub(crate) mod part;
pub(crate) mod phrasing;
pub(crate) mod analysis;
pub(crate) mod reading;
#[doc(hidden)]
pub mod record;
pub(crate) mod region;
pub(crate) mod remedies;
#[doc(hidden)]
pub mod render;
pub(crate) mod result;
pub(crate) mod rollover;
pub(crate) mod rows_of;
pub(crate) mod schema;
pub(crate) mod sheet;
pub(crate) mod snapshot;
#[doc(hidden)]
pub mod script;
#[doc(hidden)]
pub mod syntax;
pub(crate) mod table;
pub(crate) mod target;
pub(crate) mod template;
pub(crate) mod time;
pub(crate) mod timing;
pub(crate) mod trace;
pub(crate) mod types;
pub(crate) mod usage;
pub(crate) mod verdicts;
pub(crate) mod worklist;

pub use error::{Error, ErrorKind};
pub use fixes::CheckedFix;
pub use meaning::{Cliff, CliffOf, CliffSide, Meaning, WitnessRecord, WitnessValue};

use crate::source::{Place, Sources, Span};
use crate::value::Lang;

/// Words in both languages.
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
/// use visao::Lang;
///
/// let error = rules.query().record("Loans").err();
/// let message = error.map(|error| error.message()).unwrap();
/// assert!(message.get(Lang::En).contains("no record type") && message.get(Lang::Vi) != message.get(Lang::En));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Text in Vietnamese, the language by default.
    pub vi: String,
    /// Text in English, from the same arguments.
    pub en: String,
}

impl Message {
    /// The words in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }

    /// Several messages as one.
    pub(crate) fn together(messages: &[Message]) -> Message {
        let join =
            |pick: fn(&Message) -> &str| messages.iter().map(pick).collect::<Vec<_>>().join("; ");
        Message { vi: join(|message| &message.vi), en: join(|message| &message.en) }
    }
}

impl From<(&str, &str)> for Message {
    /// Message of a Vietnamese and an English text.
    fn from((vi, en): (&str, &str)) -> Message {
        Message { vi: vi.to_owned(), en: en.to_owned() }
    }
}

/// Reason why we do not read a file that the system would give us: an error of reading with words
/// of our own.
#[derive(Debug)]
#[doc(hidden)]
pub struct Unreadable(pub Message);

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl std::error::Error for Unreadable {}

impl From<Unreadable> for std::io::Error {
    fn from(refused: Unreadable) -> std::io::Error {
        std::io::Error::other(refused)
    }
}

/// A named pipe, a device or the like instead of a file.
#[doc(hidden)]
pub fn not_regular() -> Message {
    say!(
        "đây không phải tệp thường (ống dẫn, thiết bị…) nên không đọc; hãy lưu nội dung thành tệp \
         trước",
        "it is no regular file (a pipe, a device …) and is not read; save what it gives to a file \
         first"
    )
}

/// A file that was written to while it was read.
#[doc(hidden)]
pub fn changed() -> Message {
    say!(
        "tệp bị thay đổi trong khi đang đọc; hãy đợi chương trình kia ghi xong rồi chạy lại",
        "the file changed while it was being read; wait until the other program has written it, \
         then run again"
    )
}

/// A symbolic link of a pack that leads out of it.
#[doc(hidden)]
pub fn link_out() -> Message {
    say!(
        "đây là liên kết dẫn ra ngoài thư mục bộ quy tắc; hãy chép chính tệp ấy vào thư mục",
        "it is a link that leads out of the pack's folder; copy the file itself into the folder"
    )
}

/// The most characters of a text of others that a message repeats.
const LONGEST_QUOTE: usize = 200;

/// A text of others as a message repeats it: its beginning, if it is long.
#[doc(hidden)]
pub fn quoted(text: &str) -> std::borrow::Cow<'_, str> {
    beginning(text, LONGEST_QUOTE)
}

/// A text of at most so many characters, and `…` where there were more.
#[doc(hidden)]
pub fn beginning(text: &str, limit: usize) -> std::borrow::Cow<'_, str> {
    match text.char_indices().nth(limit) {
        Some((end, _)) => std::borrow::Cow::Owned(format!("{}…", text.split_at(end).0)),
        None => std::borrow::Cow::Borrowed(text),
    }
}

/// `1 record`, `2 records`: a count in English.
pub(crate) fn counted(count: impl TryInto<u64>, noun: &str) -> String {
    let count = count.try_into().unwrap_or(u64::MAX);
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Error of the system about a file, in words for people where it is one of the common mistakes.
#[doc(hidden)]
pub fn system(error: &std::io::Error) -> Message {
    use std::io::ErrorKind;
    if let Some(Unreadable(message)) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
        return message.clone();
    }
    match error.kind() {
        ErrorKind::NotFound => {
            say!("không có tệp hay thư mục này", "there is no such file or folder")
        }
        ErrorKind::PermissionDenied => {
            say!(
                "không có quyền, hoặc tệp đang mở ở chương trình khác",
                "no permission, or another program has it open"
            )
        }
        ErrorKind::IsADirectory => {
            say!("đây là thư mục, không phải tệp", "it is a folder, not a file")
        }
        ErrorKind::NotADirectory => {
            say!("một phần của đường dẫn không phải thư mục", "a part of the path is not a folder")
        }
        ErrorKind::InvalidFilename => {
            say!(
                "tên tệp dài quá hoặc có ký tự không dùng được",
                "the file name is too long or holds characters that cannot be used"
            )
        }
        ErrorKind::StorageFull => say!("hết chỗ trên đĩa", "the disk is full"),
        _ => Message { vi: error.to_string(), en: error.to_string() },
    }
}

/// `say!("không có tên “{name}”", "no name “{name}”", name = name)`: a [`Message`] whose two
/// sentences take the same arguments.
#[macro_export]
#[doc(hidden)]
macro_rules! say {
    ($vi:literal, $en:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::diag::Message {
            vi: format!($vi $(, $name = $value)*),
            en: format!($en $(, $name = $value)*),
        }
    };
}
pub(crate) use say;

/// `words! { /// Words of a page. title: "Văn bản" / "Document"; }`: a table of fixed words, the
/// Vietnamese one before the English, as `struct Words` and its `words(lang)`.
macro_rules! words {
    ($(#[$doc:meta])+ $($name:ident: $vi:literal / $en:literal;)+) => {
        $(#[$doc])+
        #[derive(Clone, Copy, Debug)]
        pub struct Words {
            $(pub $name: &'static str,)+
        }

        const VI: Words = Words { $($name: $vi,)+ };
        const EN: Words = Words { $($name: $en,)+ };

        /// Fixed words in a language.
        pub fn words(lang: Lang) -> &'static Words {
            match lang {
                Lang::Vi => &VI,
                Lang::En => &EN,
            }
        }
    };
}
pub(crate) use words;

/// Severity of a finding: what becomes of the rules.
///
/// ```
/// let refused = visao::Rules::from_text("record A\n  field a: money\n  derive b = c\n").err();
/// let errors = refused.map(|error| error.diagnostics().to_vec()).unwrap_or_default();
/// assert_eq!(errors[0].severity, visao::Severity::Error);
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The rules cannot be used, or must not be as they are.
    Error,
    /// Worth a look; the rules can be used.
    Warning,
}

/// A finding about a rule file.
///
/// ```
/// let error = visao::Rules::from_text("bản ghi Tổ\n  trường nợ: tiềng\n").unwrap_err();
/// let finding = &error.diagnostics()[0];
/// let place = finding.place().unwrap();
/// assert_eq!((&*place.file, place.start.line, place.start.column), ("luat.luat", 2, 14));
/// assert_eq!(finding.severity, visao::Severity::Error);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a finding helps nobody until it is shown"]
#[non_exhaustive]
pub struct Diagnostic {
    /// `E101`: names the page `docs/diagnostics/E101.md`.
    pub code: &'static str,
    /// Severity that decides whether the rules can be used.
    pub severity: Severity,
    /// Statement of what is wrong, in one line, in the words of the person who wrote the rules.
    pub headline: Message,
    /// Places, the main one first.
    pub labels: Vec<Label>,
    /// Advice what to do about it; `None` where the headline says all.
    pub help: Option<Message>,
    /// A change that fixes it.
    pub fix: Option<Fix>,
    /// Edits of which each closes it: what `check` has tried on the rules.
    pub fixes: Vec<CheckedFix>,
    /// Details of what is found in the meaning of rules; `None` of any other finding.
    pub meaning: Option<Box<Meaning>>,
    /// Language of the words where they are shown, as in JSON: the pack's.
    pub lang: Lang,
}

/// A place with a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// Place that is underlined.
    #[doc(hidden)]
    pub span: Span,
    /// Place with file, lines and columns; `None` until the rules are read.
    pub place: Option<Place>,
    /// Remark beside the place; may be empty.
    pub text: Message,
}

/// A change of the text that fixes a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// Place whose text is replaced; an empty one inserts.
    #[doc(hidden)]
    pub span: Span,
    /// Place with file, lines and columns; `None` until the rules are read.
    pub place: Option<Place>,
    /// Text that takes its place.
    pub replacement: String,
}

impl Label {
    /// A place without a remark.
    pub(crate) fn bare(span: Span) -> Label {
        Label { span, place: None, text: Message::from(("", "")) }
    }
}

impl Diagnostic {
    /// An error at a place.
    #[doc(hidden)]
    pub fn error(code: &'static str, span: Span, headline: Message) -> Diagnostic {
        Diagnostic::new(code, Severity::Error, span, headline)
    }

    /// An error that is at no place of a rule file.
    #[doc(hidden)]
    pub fn general(code: &'static str, headline: Message) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            headline,
            labels: Vec::new(),
            help: None,
            fix: None,
            fixes: Vec::new(),
            meaning: None,
            lang: Lang::default(),
        }
    }

    /// A warning at a place.
    #[doc(hidden)]
    pub fn warning(code: &'static str, span: Span, headline: Message) -> Diagnostic {
        Diagnostic::new(code, Severity::Warning, span, headline)
    }

    fn new(code: &'static str, severity: Severity, span: Span, headline: Message) -> Diagnostic {
        Diagnostic {
            severity,
            labels: vec![Label::bare(span)],
            ..Diagnostic::general(code, headline)
        }
    }

    /// The diagnostic with a remark at its main place.
    #[doc(hidden)]
    pub fn remark(mut self, text: Message) -> Diagnostic {
        if let Some(main) = self.labels.first_mut() {
            main.text = text;
        }
        self
    }

    /// The diagnostic with a further place.
    #[doc(hidden)]
    pub fn also(mut self, span: Span, text: Message) -> Diagnostic {
        self.labels.push(Label { span, place: None, text });
        self
    }

    /// The diagnostic with what to do about it.
    #[doc(hidden)]
    pub fn help(mut self, text: Message) -> Diagnostic {
        self.help = Some(text);
        self
    }

    /// The diagnostic with a change that fixes it.
    #[doc(hidden)]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Diagnostic {
        self.fix = Some(Fix { span, place: None, replacement: replacement.into() });
        self
    }

    /// The diagnostic with details of what is found in the meaning of rules.
    pub(crate) fn meaning(mut self, meaning: Meaning) -> Diagnostic {
        self.meaning = Some(Box::new(meaning));
        self
    }

    fn each_fix(&mut self, each: &mut dyn FnMut(&mut Fix)) {
        let fixes = self.fixes.iter_mut().flat_map(|fix| &mut fix.changes);
        self.fix.iter_mut().chain(fixes).for_each(each);
    }

    fn each_label(&mut self, each: &mut dyn FnMut(&mut Label)) {
        let rows = self.meaning.iter_mut().flat_map(|meaning| &mut meaning.rows);
        self.labels.iter_mut().chain(rows).for_each(each);
    }

    /// The diagnostic with every place led elsewhere: for findings that are shown beside those of
    /// other packs.
    #[doc(hidden)]
    pub fn moved(mut self, to: impl Fn(Span) -> Span) -> Diagnostic {
        self.each_label(&mut |label| label.span = to(label.span));
        self.each_fix(&mut |fix| fix.span = to(fix.span));
        self
    }

    /// The diagnostic with its places named, for a pack of this language.
    pub(crate) fn placed(mut self, sources: &Sources, lang: Lang) -> Diagnostic {
        let place = |span: Span| Some(sources[span.source].place(span));
        self.each_label(&mut |label| label.place = place(label.span));
        self.each_fix(&mut |fix| fix.place = place(fix.span));
        self.lang = lang;
        self
    }

    /// File, line and column of the first label; `None` if the finding is at no place of a rule
    /// file.
    pub fn place(&self) -> Option<&Place> {
        self.labels.first().and_then(|label| label.place.as_ref())
    }

    /// Place of the first label; `None` if the finding is at no place of a rule file.
    #[doc(hidden)]
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }
}

/// Nearest in spelling to `wanted` among `candidates` (both as written), if any is near enough to
/// be meant: one letter in four may be wrong, diacritics count half. `None` if none is.
#[doc(hidden)]
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let (wanted_key, wanted_plain) = (crate::source::key(wanted), crate::source::plain(wanted));
    // Distances are counted in halves of a letter, so that other marks on the same letters count
    // one; the 1 lets a name that differs in its marks alone pass however short it is.
    let limit = wanted_plain.chars().count() / 4 * 2 + 1;
    candidates
        .into_iter()
        // What is so much longer is far from it, and costs much to compare.
        .filter(|candidate| candidate.len() <= 8 * wanted.len() + 64)
        .map(|candidate| {
            let marks = usize::from(crate::source::key(candidate) != wanted_key);
            (2 * distance(&wanted_plain, &crate::source::plain(candidate)) + marks, candidate)
        })
        .filter(|(far, _)| *far <= limit)
        .min_by_key(|(far, _)| *far)
        .map(|(_, candidate)| candidate)
}

/// Returns `true` if two letters are one to who writes: `kì` and `kỳ` are the same word.
fn alike(x: char, y: char) -> bool {
    x == y || matches!((x, y), ('i', 'y') | ('y', 'i'))
}

/// Levenshtein distance by characters, with one row kept; two neighbours exchanged count as two.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let here = (diagonal + usize::from(!alike(x, *y))).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = here;
            left = here;
        }
    }
    row.last().copied().unwrap_or(0)
}
