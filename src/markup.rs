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

/// Bytes of a text that are looked at together.
const TOGETHER: usize = 64;

/// Returns `true` if a character of a text hides something: as [`hides`] of each, but only those
/// are looked at whose first byte one that hides has.
fn hides_any(text: &str) -> bool {
    let begins = |byte: u8| {
        (byte < b' ') & (byte != b'\n') & (byte != b'\r') & (byte != b'\t')
            | (byte == 0x7f)
            | (byte == 0xc2)
            | (byte == 0xd8)
            | (byte == 0xe2)
    };
    let hides_at =
        |at: usize| text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(hides);
    let starts = (0..).step_by(TOGETHER);
    starts.zip(text.as_bytes().chunks(TOGETHER)).any(|(start, bytes)| {
        // Without a branch for each, so that many are looked at at once.
        bytes.iter().fold(false, |any, byte| any | begins(*byte))
            && (start..).zip(bytes).any(|(at, byte)| begins(*byte) && hides_at(at))
    })
}

/// A text with what it hides made visible: escape as `␛`, a change of direction as `‹U+202E›`. Line
/// ends and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !hides_any(text) {
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
    if !hides_any(&json) {
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

    /// As text in columns, in lines of at most 100 characters where its words let it; `styled` adds
    /// the colours of a terminal.
    pub fn text(&self, styled: bool) -> String {
        let columns = self.columns();
        let mut out = String::new();
        for (index, line) in self.lines.iter().enumerate() {
            if index > 0 && line.level == 0 {
                out.push('\n');
            }
            line.push_text(&mut out, &columns, styled);
            out.push('\n');
        }
        out
    }

    fn columns(&self) -> Columns {
        let beside = |line: &&Line| line.has_columns();
        let widest = |width: &dyn Fn(&Line) -> usize| {
            self.lines.iter().filter(beside).map(width).max().unwrap_or(0)
        };
        let figure = widest(&|line| width(&line.figure));
        let figure = if figure == 0 { 0 } else { GAP + figure };
        let place = GAP + widest(&|line| width(&line.place)).min(WIDEST_PLACE);
        let room = SCREEN.saturating_sub(figure + place).clamp(NARROWEST_LEFT, WIDEST_LEFT);
        let left = widest(&Line::left_width).min(room);
        Columns { left, place: left + figure + GAP }
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

/// Columns of a screen that a line of text keeps to, as far as its words let it.
pub const SCREEN: usize = 100;

/// The first column is as wide as its words, but no wider: were it widened for one long reason, the
/// figures of a whole page would stand at its far edge.
const WIDEST_LEFT: usize = 72;

/// The first column is never narrower than this for the others' sake.
const NARROWEST_LEFT: usize = 40;

/// Places that are longer begin before their column where there is room.
const WIDEST_PLACE: usize = 20;

/// Blanks between two columns.
const GAP: usize = 2;

/// Width of the first column of a text, and where the last begins.
struct Columns {
    left: usize,
    place: usize,
}

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

    /// Words that are longer than their column push what follows to the right; where the screen has
    /// no room for that they go on below, further in, and what follows stands beside the last.
    fn push_text(&self, out: &mut String, columns: &Columns, styled: bool) {
        let mut used = 0;
        for (place, line) in self.broken(columns.left).iter().enumerate() {
            let indent = self.indent() + if place == 0 { 0 } else { GAP };
            if place > 0 {
                out.push('\n');
            }
            pad(out, indent);
            push_runs(out, line, styled);
            used = indent + width(line);
        }
        let mut push_at = |column: usize, words: &Inline| {
            if !words.is_empty() {
                let blanks = column.saturating_sub(used).max(GAP);
                pad(out, blanks);
                push_runs(out, words, styled);
                used += blanks + width(words);
            }
        };
        push_at(columns.left + GAP, &self.figure);
        let last = SCREEN.saturating_sub(width(&self.place));
        push_at(columns.place.min(last), &self.place);
    }

    /// The words in as many lines as they take, the last with room for what stands beside it.
    fn broken(&self, left: usize) -> Vec<Inline> {
        let beside = [&self.figure, &self.place].into_iter().filter(|words| !words.is_empty());
        let right: usize = beside.map(|words| GAP + width(words)).sum();
        if self.left_width() + right <= SCREEN {
            return vec![self.left.clone()];
        }
        let indent = self.indent() + GAP;
        let mut lines = wrapped(&self.left, SCREEN.saturating_sub(indent));
        let last = lines.pop_if(|last| indent + width(last) + right > SCREEN);
        lines.extend(last.iter().flat_map(|last| wrapped(last, left.saturating_sub(indent))));
        lines
    }
}

/// Words in lines of at most so many columns, broken at blanks; a word that is longer has a line of
/// its own.
pub fn wrapped(words: &Inline, columns: usize) -> Vec<Inline> {
    let mut lines: Vec<Inline> = vec![Inline::new()];
    let mut used = 0;
    for word in in_words(words) {
        if used > 0 && used + width(&word) - blanks(&word) > columns {
            lines.push(Inline::new());
            used = 0;
        }
        used += width(&word);
        let Some(line) = lines.last_mut() else { continue };
        for one in word {
            match line.last_mut() {
                Some(last) if last.role == one.role => last.text.push_str(&one.text),
                Some(_) | None => line.push(one),
            }
        }
    }
    for last in lines.iter_mut().filter_map(|line| line.last_mut()) {
        last.text.truncate(last.text.trim_end().len());
    }
    lines
}

/// Each word with the blanks behind it, in as many runs as it has roles.
fn in_words(words: &Inline) -> Vec<Inline> {
    let mut all: Vec<Inline> = Vec::new();
    for one in words {
        for piece in one.text.split_inclusive(' ') {
            let piece = run(one.role, piece);
            match all.last_mut().filter(|word| blanks(word) == 0) {
                Some(word) => word.push(piece),
                None => all.push(vec![piece]),
            }
        }
    }
    all
}

/// Blanks at the end of a word.
fn blanks(word: &Inline) -> usize {
    word.last().map_or(0, |last| last.text.len() - last.text.trim_end_matches(' ').len())
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
    fn each_character_that_hides_something_is_found_wherever_it_stands() {
        for letter in '\0'..=char::MAX {
            assert_eq!(hides_any(letter.encode_utf8(&mut [0; 4])), hides(letter), "{letter:?}");
        }
        let words = "Nợ “quá hạn” ≥ 5 · ".repeat(7);
        assert!(!hides_any(&words));
        for (at, _) in words.char_indices() {
            let mut turned = words.clone();
            turned.insert(at, '\u{202e}');
            assert!(hides_any(&turned), "{at}");
        }
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
    fn no_line_is_longer_than_a_hundred_and_a_place_stands_beside_the_last_words() {
        let long = "Mốc 98% và 7% mượn từ chỉ tiêu tiết kiệm của kế hoạch; chia 5 điểm cho số người gửi và 10 điểm cho số dư";
        let document = Document {
            lines: vec![
                line(0, "Tổ 0480017", "", "da-nang-2023 · 30/06/2023"),
                line(2, long, "", "cach-hieu.luat:22"),
                line(2, "tỷ lệ", "13/15", "KH91 mục II.2"),
                line(2, long, "", ""),
            ],
        };
        let text = document.text(false);
        let expected = [
            "Tổ 0480017                                                                 da-nang-2023 · 30/06/2023",
            "     Mốc 98% và 7% mượn từ chỉ tiêu tiết kiệm của kế hoạch; chia 5 điểm cho số người gửi và 10",
            "       điểm cho số dư                                                           cach-hieu.luat:22",
            "     tỷ lệ                                                               13/15  KH91 mục II.2",
            "     Mốc 98% và 7% mượn từ chỉ tiêu tiết kiệm của kế hoạch; chia 5 điểm cho số người gửi và 10",
            "       điểm cho số dư",
        ];
        assert_eq!(text.lines().collect::<Vec<_>>(), expected);
        assert!(text.lines().all(|line| line.width() <= SCREEN));
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
        // A word of two roles is not broken between them.
        let lines = wrapped(&words, 8);
        let texts = lines.iter().map(|line| line.iter().map(|run| &*run.text).collect::<String>());
        assert_eq!(texts.collect::<Vec<_>>(), ["một hai", "ba bốn."]);
        let texts = wrapped(&words, 6).into_iter().map(|line| line.len());
        assert_eq!(texts.collect::<Vec<_>>(), [1, 2, 2]);
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
