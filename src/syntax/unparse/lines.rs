//! Lines in the making, and the comments between them.

use crate::source::Span;
use crate::syntax::ast::{Comment, File};
use unicode_width::UnicodeWidthStr;

/// A text grown line by line.
pub(super) struct Lines<'f> {
    text: String,
    /// The comments not yet written.
    comments: &'f [Comment],
    /// The empty lines not yet passed.
    gaps: &'f [u32],
    /// Whether the last line may still take a comment behind it.
    open: bool,
}

impl<'f> Lines<'f> {
    pub fn new(file: &'f File) -> Lines<'f> {
        Lines { text: String::new(), comments: &file.comments, gaps: &file.gaps, open: false }
    }

    /// Adds the line that a stretch of the source gives, behind the comments that stood before or within it.
    pub fn push(&mut self, indent: usize, line: &str, span: Span) {
        self.comments_until(indent, span.start, span.end);
        self.gap_until(span.start);
        self.pass(span.end);
        self.write(indent, line);
        self.open = true;
    }

    /// Adds an empty line, unless there is nothing to part.
    pub fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// The text, with the comments that are left.
    pub fn finish(mut self) -> String {
        self.comments_until(0, u32::MAX, u32::MAX);
        self.text.truncate(self.text.trim_end().len());
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }

    fn write(&mut self, indent: usize, line: &str) {
        self.text.extend(std::iter::repeat_n("  ", indent));
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn comments_until(&mut self, indent: usize, start: u32, end: u32) {
        while let Some((comment, rest)) = self.comments.split_first().filter(|(comment, _)| comment.span.start < end) {
            self.comments = rest;
            let words = if comment.text.is_empty() { "#".to_owned() } else { format!("# {}", comment.text) };
            if comment.trailing && self.open && comment.span.start < start {
                self.write_behind(&words);
            } else {
                self.gap_until(comment.span.start);
                self.write(indent, &words);
            }
            self.pass(comment.span.end);
            self.open = false;
        }
    }

    /// Adds a comment to the last line, which may already be followed by an empty one.
    fn write_behind(&mut self, words: &str) {
        let tail = self.text.split_off(self.text.trim_end().len());
        self.text.push_str(&format!("  {words}{tail}"));
    }

    /// An empty line, if one stood before `start`.
    fn gap_until(&mut self, start: u32) {
        if self.pass(start) {
            self.blank();
        }
    }

    /// Passes the empty lines before `at`; whether there were any.
    fn pass(&mut self, at: u32) -> bool {
        let passed = self.gaps.iter().take_while(|gap| **gap < at).count();
        self.gaps = self.gaps.get(passed..).unwrap_or(&[]);
        passed > 0
    }
}

/// The columns a text takes on a terminal.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// A text filled with blanks to a width.
pub(super) fn padded(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

/// A list behind its opening words, each two parted by `end` at the end of the one and `start` before the other, and by a line break where a
/// line would grow too wide.
pub(super) fn wrapped(opening: &str, items: &[String], (end, start): (&str, &str), indent: usize) -> String {
    const WIDEST: usize = 110;
    let mut text = opening.to_owned();
    let mut column = width(opening);
    for (at, item) in items.iter().enumerate() {
        let item = if at == 0 { item.clone() } else { format!("{start}{item}") };
        if at > 0 && column + width(&item) + 2 > WIDEST {
            text.push_str(&format!("{end}\n{}", " ".repeat(indent)));
            column = indent;
        } else if at > 0 {
            text.push_str(&format!("{end} "));
            column += width(end) + 1;
        }
        text.push_str(&item);
        column += width(&item);
    }
    text
}
