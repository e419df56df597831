//! What is shown to a reader, before it is text: lines with up to three columns, in levels, their
//! words marked by what they mean. One renderer each for plain text, a terminal with colours, and
//! HTML.

use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// Meaning of a run of words; the renderer decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running words without emphasis.
    Plain,
    /// A result, a name: to be seen first.
    Strong,
    /// In favour of the record.
    Good,
    /// Against the record: a requirement not met, a rejection.
    Bad,
    /// To be noticed: an assumption, a missing value.
    Note,
    /// A place, a source: there for whoever looks it up.
    Faint,
    /// Words of a rule, as written.
    Quote,
    /// Words that are left to a person to judge.
    Person,
}

/// Words of one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Role of all its words.
    pub role: Role,
    /// Words of the run, without any escape or tag.
    pub text: String,
}

/// Words of several roles.
pub type Inline = Vec<Run>;

/// Words of one role as a run: on one line, and with nothing in them that is not seen.
pub fn run(role: Role, text: impl Into<String>) -> Run {
    let text = text.into();
    let text = if text.contains(is_steering) {
        visible(&text.replace(['\n', '\r', '\t'], " ")).into_owned()
    } else {
        text
    };
    Run { role, text }
}

/// Returns `true` if a character is never seen itself but steers what is: a terminal, or the order
/// in which the words around it are shown.
fn is_steering(letter: char) -> bool {
    letter.is_control() || is_turning(letter)
}

/// Characters that change the order in which others are shown, and those that end a line without
/// being a line's end.
fn is_turning(letter: char) -> bool {
    let one = ['\u{61c}', '\u{200e}', '\u{200f}'];
    one.contains(&letter) || matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns `true` if a character hides something from a reader: it steers, and is no line end or
/// tab.
pub fn hides(letter: char) -> bool {
    is_steering(letter) && !matches!(letter, '\n' | '\r' | '\t')
}

/// A text with what it hides made visible: escape as `␛`, a change of direction as `‹U+202E›`. Line
/// ends and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(hides) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if hides(letter) { out.push_str(&picture(letter)) } else { out.push(letter) }
    }
    Cow::Owned(out)
}

/// Visible stand-in for a character that is not seen, such as `␛` for an escape.
pub fn picture(letter: char) -> String {
    match letter {
        '\u{7f}' => '␡'.to_string(),
        '\0'..='\u{1f}' => {
            char::from_u32(u32::from('␀') + u32::from(letter)).unwrap_or('␀').to_string()
        }
        _ => format!("‹U+{:04X}›", u32::from(letter)),
    }
}

/// JSON with what it hides written as `\u202e`: it occurs within strings alone, so the data stay
/// the same.
pub fn visible_json(json: String) -> String {
    if !json.contains(hides) {
        return json;
    }
    let shown = |letter: char| {
        if hides(letter) { format!("\\u{:04x}", u32::from(letter)) } else { letter.to_string() }
    };
    json.chars().map(shown).collect()
}

/// A line of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Depth of the line in the outline: 0 for a heading, 1 for what is below it.
    pub level: usize,
    /// Words of the first column.
    pub left: Inline,
    /// A figure, in a narrow column.
    pub figure: Inline,
    /// Source of the line, in the last column: a file and line of the rules.
    pub place: Inline,
}

impl Line {
    /// A line of words alone.
    pub fn words(level: usize, left: Inline) -> Line {
        Line { level, left, ..Line::default() }
    }

    /// All columns one after another, with a dot between.
    pub fn together(self) -> Inline {
        let columns =
            [self.left, self.figure, self.place].into_iter().filter(|column| !column.is_empty());
        columns.collect::<Vec<_>>().join(&run(Role::Faint, " · "))
    }
}

/// Lines; a gap precedes each line of level 0 but the first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The lines in order.
    pub lines: Vec<Line>,
}

impl Document {
    /// Appends a line at the end.
    pub fn push(&mut self, line: Line) {
        self.lines.push(line);
    }

    /// As text in columns; `styled` adds the colours of a terminal.
    pub fn text(&self, styled: bool) -> String {
        let left = self
            .lines
            .iter()
            .filter(|line| line.has_columns())
            .map(Line::left_width)
            .max()
            .unwrap_or(0)
            .min(WIDEST_LEFT);
        let figure = self.lines.iter().map(|line| width(&line.figure)).max().unwrap_or(0);
        let mut out = String::new();
        for (index, line) in self.lines.iter().enumerate() {
            if index > 0 && line.level == 0 {
                out.push('\n');
            }
            line.push_text(&mut out, left, figure, styled);
            out.push('\n');
        }
        out
    }

    /// As the inside of an HTML page: a list of `div`s with classes, text escaped.
    pub fn html(&self) -> String {
        let mut out = String::new();
        for line in &self.lines {
            out.push_str(&format!("<div class=\"line level-{}\">", line.level));
            for (class, inline) in
                [("left", &line.left), ("figure", &line.figure), ("place", &line.place)]
            {
                if !inline.is_empty() {
                    out.push_str(&format!("<span class=\"{class}\">"));
                    inline.iter().for_each(|run| push_html(&mut out, run));
                    out.push_str("</span>");
                }
            }
            out.push_str("</div>\n");
        }
        out
    }
}

/// Longer lines push their figure and place to the right.
const WIDEST_LEFT: usize = 72;

impl Line {
    fn has_columns(&self) -> bool {
        !self.figure.is_empty() || !self.place.is_empty()
    }

    fn indent(&self) -> usize {
        [0, 2].get(self.level).copied().unwrap_or(5 + 2 * self.level.saturating_sub(2))
    }

    fn left_width(&self) -> usize {
        self.indent() + width(&self.left)
    }

    fn push_text(&self, out: &mut String, left: usize, figure: usize, styled: bool) {
        out.extend(std::iter::repeat_n(' ', self.indent()));
        push_runs(out, &self.left, styled);
        if !self.has_columns() {
            return;
        }
        // A line that overflows its column pushes what follows to the right for itself alone; were
        // the column widened for it, every page with one long reason would have its figures at the
        // far edge.
        let overlong = self.left_width() > left;
        pad(out, (left + 2).saturating_sub(self.left_width()).max(2));
        push_runs(out, &self.figure, styled);
        if !self.place.is_empty() {
            let column =
                if figure == 0 || overlong && self.figure.is_empty() { 0 } else { figure + 2 };
            pad(out, column.saturating_sub(width(&self.figure)));
            push_runs(out, &self.place, styled);
        }
    }
}

/// Words in lines of at most so many columns, broken at blanks; a word that is longer has a line of
/// its own.
pub fn wrapped(words: &Inline, columns: usize) -> Vec<Inline> {
    let mut lines: Vec<Inline> = vec![Inline::new()];
    let mut used = 0;
    for one in words {
        for piece in one.text.split_inclusive(' ') {
            if used > 0 && used + piece.trim_end().width() > columns {
                lines.push(Inline::new());
                used = 0;
            }
            used += piece.width();
            let Some(line) = lines.last_mut() else { continue };
            match line.last_mut() {
                Some(last) if last.role == one.role => last.text.push_str(piece),
                Some(_) | None => line.push(run(one.role, piece)),
            }
        }
    }
    for last in lines.iter_mut().filter_map(|line| line.last_mut()) {
        last.text.truncate(last.text.trim_end().len());
    }
    lines
}

fn pad(out: &mut String, blanks: usize) {
    out.extend(std::iter::repeat_n(' ', blanks));
}

fn width(inline: &Inline) -> usize {
    inline.iter().map(|run| run.text.width()).sum()
}

fn push_runs(out: &mut String, runs: &Inline, styled: bool) {
    for run in runs {
        let code = if styled { colour(run.role) } else { "" };
        if code.is_empty() {
            out.push_str(&run.text);
        } else {
            out.push_str(&format!("\u{1b}[{code}m{}\u{1b}[0m", run.text));
        }
    }
}

fn colour(role: Role) -> &'static str {
    match role {
        Role::Plain => "",
        Role::Strong => "1",
        Role::Good => "32",
        Role::Bad => "31",
        Role::Note => "33",
        Role::Faint => "2",
        Role::Quote => "36",
        Role::Person => "34",
    }
}

fn push_html(out: &mut String, run: &Run) {
    let class = match run.role {
        Role::Plain => return out.push_str(&escape(&run.text)),
        Role::Strong => "strong",
        Role::Good => "good",
        Role::Bad => "bad",
        Role::Note => "note",
        Role::Faint => "faint",
        Role::Quote => "quote",
        Role::Person => "person",
    };
    out.push_str(&format!("<span class=\"{class}\">{}</span>", escape(&run.text)));
}

/// A page of its own around the inside of one; `lang` is the language's code.
pub fn page(lang: &str, title: &str, style: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>\n{style}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        escape(title)
    )
}

/// Text as HTML shows it: the characters that mean something there are written out, and those that
/// are not seen made visible.
pub fn escape(text: &str) -> String {
    visible(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(level: usize, left: &str, figure: &str, place: &str) -> Line {
        let inline =
            |text: &str| if text.is_empty() { Vec::new() } else { vec![run(Role::Plain, text)] };
        Line { level, left: inline(left), figure: inline(figure), place: inline(place) }
    }

    #[test]
    fn columns_stand_under_each_other_by_width_not_by_bytes() {
        let decomposed = "No\u{31b}\u{323} qua\u{301}";
        let document = Document {
            lines: vec![line(1, "Nợ quá hạn", "25/30", "a:1"), line(1, decomposed, "5/5", "b:2")],
        };
        assert_eq!(
            document.text(false),
            format!("  Nợ quá hạn  25/30  a:1\n  {decomposed}      5/5    b:2\n")
        );
    }

    #[test]
    fn what_is_not_seen_is_made_visible_and_vietnamese_stays() {
        assert_eq!(visible("a\u{1b}[31m\u{9b}2J\u{7f}\tb\n"), "a␛[31m‹U+009B›2J␡\tb\n");
        assert_eq!(visible("đủ \u{202e}tiền\u{2066}\u{200f}"), "đủ ‹U+202E›tiền‹U+2066›‹U+200F›");
        assert_eq!(run(Role::Plain, "hai\ndòng\u{1b}").text, "hai dòng␛");
        let decomposed = "No\u{31b}\u{323} qua\u{301}";
        assert_eq!(visible(decomposed), decomposed);
        assert_eq!(
            visible_json("{\"a\": \"\u{202e}\u{7f}đ\"}\n".to_owned()),
            "{\"a\": \"\\u202e\\u007fđ\"}\n"
        );
    }

    #[test]
    fn words_are_broken_at_blanks_and_keep_their_roles() {
        let words =
            vec![run(Role::Plain, "một hai "), run(Role::Strong, "ba bốn"), run(Role::Plain, ".")];
        let lines = wrapped(&words, 10);
        let texts = lines.iter().map(|line| line.iter().map(|run| &*run.text).collect::<String>());
        assert_eq!(texts.collect::<Vec<_>>(), ["một hai ba", "bốn."]);
        assert_eq!(lines[1], [run(Role::Strong, "bốn"), run(Role::Plain, ".")]);
    }

    #[test]
    fn html_shows_what_was_written() {
        let document =
            Document { lines: vec![Line::words(0, vec![run(Role::Quote, "a < b & \"c\"")])] };
        assert_eq!(
            document.html(),
            "<div class=\"line level-0\"><span class=\"left\"><span class=\"quote\">a &lt; b &amp; &quot;c&quot;</span></span></div>\n"
        );
    }
}
