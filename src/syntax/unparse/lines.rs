//! Lines in the making, and the comments and empty lines between them.

use crate::source::{Source, Span};
use crate::syntax::ast::{Comment, File};
use unicode_width::UnicodeWidthStr;

/// So many empty lines one below the other are kept.
const MOST_EMPTY: usize = 2;
/// A statement that goes on in a further line stands so much deeper there.
const GOES_ON: usize = 2;

/// One statement as it will stand.
struct Entry {
    indent: usize,
    /// Broken where the source breaks it.
    text: String,
    /// Stretch of the source that it stands for.
    span: Span,
}

/// Statements in any order; they are written in that of the source.
pub(super) struct Lines<'f> {
    file: &'f File,
    source: &'f Source,
    entries: Vec<Entry>,
}

impl<'f> Lines<'f> {
    pub fn new(file: &'f File, source: &'f Source) -> Lines<'f> {
        Lines { file, source, entries: Vec::new() }
    }

    /// Adds the statement that a span of the source gives.
    pub fn push(&mut self, indent: usize, line: &str, span: Span) {
        self.entries.push(Entry { indent, text: line.to_owned(), span });
    }

    /// Line break of the source behind one place and at or before another, if there is one.
    pub fn breaks(&self, after: u32, until: u32) -> Option<Broken> {
        let line = *begun(&self.file.lines, after + 1, until + 1).first()?;
        Some(if line == until { Broken::Behind } else { Broken::Before })
    }

    /// The text, with its comments.
    pub fn finish(mut self) -> String {
        self.entries.sort_by_key(|entry| entry.span.start);
        let mut writer = Writer {
            text: String::new(),
            source: self.source,
            comments: &self.file.comments,
            gaps: &self.file.gaps,
            open: false,
        };
        for entry in &self.entries {
            writer.entry(entry, &self.file.lines);
        }
        writer.comments_until(0, u32::MAX);
        writer.text
    }
}

/// On which side of a sign or word that joins a line is invalid.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    Before,
    Behind,
}

struct Writer<'f> {
    text: String,
    source: &'f Source,
    /// The comments not yet written.
    comments: &'f [Comment],
    /// The empty lines not yet passed.
    gaps: &'f [u32],
    /// True if the last line may still take a comment behind it.
    open: bool,
}

impl Writer<'_> {
    fn entry(&mut self, entry: &Entry, lines: &[u32]) {
        self.comments_until(entry.indent, entry.span.start);
        let breaks = begun(lines, entry.span.start + 1, entry.span.end);
        let parts: Vec<&str> = entry.text.split('\n').collect();
        // Where a break of the source has no place in the statement, neither have the comments at
        // it: they come before.
        if parts.len() != breaks.len() + 1 {
            self.open = false;
            self.comments_until(entry.indent, entry.span.end);
        }
        self.gap_until(entry.span.start);
        for (at, part) in parts.iter().enumerate() {
            self.write(entry.indent + if at == 0 { 0 } else { GOES_ON }, part);
            self.open = true;
            if let Some(next) = breaks.get(at).filter(|_| at + 1 < parts.len()) {
                self.pass(*next);
                self.comments_until(entry.indent + GOES_ON, *next);
            }
        }
        self.pass(entry.span.end);
    }

    fn write(&mut self, indent: usize, line: &str) {
        self.text.extend(std::iter::repeat_n("  ", indent));
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn comments_until(&mut self, indent: usize, end: u32) {
        while let Some((comment, rest)) =
            self.comments.split_first().filter(|(comment, _)| comment.span.start < end)
        {
            self.comments = rest;
            let words = self.source.slice(comment.span);
            if comment.trailing && self.open {
                self.text.truncate(self.text.trim_end().len());
                self.text.push_str(&format!("  {}\n", words.trim_end()));
            } else {
                self.gap_until(comment.span.start);
                self.write(indent, &words);
            }
            self.pass(comment.span.end);
            self.open = false;
        }
    }

    /// The empty lines that stood before `start`, as many as are kept.
    fn gap_until(&mut self, start: u32) {
        let empty = self.pass(start).min(MOST_EMPTY);
        if !self.text.is_empty() {
            self.text.extend(std::iter::repeat_n('\n', empty));
        }
    }

    /// Passes the empty lines before `at`, and says how many there were.
    fn pass(&mut self, at: u32) -> usize {
        let passed = self.gaps.iter().take_while(|gap| **gap < at).count();
        self.gaps = self.gaps.get(passed..).unwrap_or(&[]);
        passed
    }
}

/// The lines that begin between two places of the source.
fn begun(lines: &[u32], start: u32, end: u32) -> &[u32] {
    let place = |at: u32| lines.partition_point(|line| *line < at);
    lines.get(place(start)..place(end)).unwrap_or(&[])
}

/// The columns a text takes on a terminal.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// A text filled with blanks to a width.
pub(super) fn padded(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}
