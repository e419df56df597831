//! Calendars as iCalendar files (RFC 5545), which calendar programs read: events of whole days. The
//! libraries for it bring in the clock, and through it a C compiler; what is needed here is small.

use super::WriteError;
use crate::value::Date;
use std::io::Write;

/// Most octets of a line, its end left out.
const LONGEST: usize = 75;

/// Event of one whole day in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayEvent {
    /// Identifier that is the same in every edition of the calendar, so that a program updates the
    /// event rather than adding it again.
    pub uid: String,
    /// Day of the event, without a time zone.
    pub day: Date,
    /// Day as of which the event is told: its time stamp, as no clock is read.
    pub stamp: Date,
    /// Title of the event, on one line.
    pub summary: String,
    /// Text of the event, lines parted by line ends.
    pub description: String,
}

/// Writes events as one iCalendar file, in the order given.
///
/// # Errors
/// Those of `to`.
pub fn write(
    events: impl IntoIterator<Item = DayEvent>,
    to: &mut dyn Write,
) -> Result<(), WriteError> {
    let head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//visao//VI", "CALSCALE:GREGORIAN"];
    head.iter().try_for_each(|line| content(line, to))?;
    events.into_iter().try_for_each(|event| write_event(&event, to))?;
    content("END:VCALENDAR", to)
}

fn write_event(event: &DayEvent, to: &mut dyn Write) -> Result<(), WriteError> {
    let lines = [
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(&event.uid)),
        format!("DTSTAMP:{}T000000Z", digits(event.stamp)),
        format!("DTSTART;VALUE=DATE:{}", digits(event.day)),
        format!("SUMMARY:{}", escaped(&event.summary)),
        format!("DESCRIPTION:{}", escaped(&event.description)),
        // A day with a deadline is not a busy day.
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
    ];
    lines.iter().try_for_each(|line| content(line, to))
}

/// Writes a content line, folded where it is long: a character is never cut.
fn content(line: &str, to: &mut dyn Write) -> Result<(), WriteError> {
    let (first, mut rest) = line.split_at(line.floor_char_boundary(LONGEST));
    write!(to, "{first}\r\n")?;
    while !rest.is_empty() {
        let (next, later) = rest.split_at(rest.floor_char_boundary(LONGEST - 1));
        write!(to, " {next}\r\n")?;
        rest = later;
    }
    Ok(())
}

/// A text as the standard has it; control characters, which it does not allow, are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push('\t'),
            control if control.is_control() => {}
            other => escaped.push(other),
        }
    }
    escaped
}

/// `20230630`
fn digits(day: Date) -> String {
    day.to_string().replace('-', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(line: &str) -> Vec<String> {
        let mut bytes = Vec::new();
        content(line, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        text.strip_suffix("\r\n").unwrap().split("\r\n").map(str::to_owned).collect()
    }

    /// 75 octets stand on one line, 76 on two; the blank of the second counts.
    #[test]
    fn a_line_is_folded_behind_75_octets() {
        assert_eq!(folded(&"a".repeat(75)), ["a".repeat(75)]);
        assert_eq!(folded(&"a".repeat(76)), ["a".repeat(75), " a".to_owned()]);
        let long = folded(&"a".repeat(75 + 74 + 1));
        assert_eq!(long, ["a".repeat(75), format!(" {}", "a".repeat(74)), " a".to_owned()]);
        assert_eq!(folded(""), [""]);
    }

    /// `ệ` has three octets: of 74 letters before it none is cut, so it goes to the next line whole.
    #[test]
    fn no_character_is_cut() {
        assert_eq!(folded(&format!("{}ệ", "a".repeat(74))), ["a".repeat(74), " ệ".to_owned()]);
        assert_eq!(folded(&format!("{}ệ", "a".repeat(72))), [format!("{}ệ", "a".repeat(72))]);
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(escaped("a, b; c\\d\r\ne\u{7}\tf: “g”"), "a\\, b\\; c\\\\d\\ne\tf: “g”");
    }
}
