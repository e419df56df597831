//! A calendar as a table, a row a duty, and as the events of a calendar program.

use crate::calendar::{Calendar, Entry, Holder};
use crate::data::out::{Cell, Column, DayEvent, Grid, Kind};
use crate::diag::calendar::{Words, words};
use crate::explain::{Cited, Duty, DutyState};
use crate::value::text::show_date;
use crate::value::{Date, Lang, Num};
use std::borrow::Cow;

/// Table of a [`Calendar`]; the columns of records only where records were asked.
pub struct CalendarSheet<'c> {
    calendar: &'c Calendar,
    lang: Lang,
    columns: Vec<Column>,
}

impl<'c> CalendarSheet<'c> {
    /// Table of a calendar, with headers in a language.
    pub fn new(calendar: &'c Calendar, lang: Lang) -> CalendarSheet<'c> {
        let words = words(lang);
        let text = |header: &str| Column { header: header.to_owned(), kind: Kind::Text };
        let date = |header: &str| Column { header: header.to_owned(), kind: Kind::Date };
        let mut columns = vec![date(words.day)];
        if calendar.of_records {
            columns.extend([words.record_type, words.record, words.block, words.period].map(text));
            columns.push(text(words.state));
            columns.push(date(words.done));
            columns.push(Column { header: words.days_late.to_owned(), kind: Kind::Number });
        } else {
            columns.extend([words.block, words.period, words.asked_of].map(text));
        }
        columns.extend([words.clause, words.basis, words.place].map(text));
        CalendarSheet { calendar, lang, columns }
    }

    /// Grid of the sheet, its rows made one by one.
    pub fn grid(&self) -> Grid<'_> {
        Grid {
            name: words(self.lang).title,
            columns: &self.columns,
            rows: Box::new(self.calendar.entries.iter().map(|entry| self.row(entry).into())),
            lang: self.lang,
        }
    }

    fn row<'r>(&'r self, entry: &'r Entry) -> Vec<Cell<'r>> {
        let words = words(self.lang);
        let duty = &entry.duty;
        // A day that depends on the record stands there in the words of the rules.
        let day = duty.day.map_or(Cell::Text(Cow::Borrowed(&*duty.when)), Cell::Date);
        let block = Cell::Text(Cow::Borrowed(&*duty.block));
        let period = text(duty.period.as_ref().map(|period| period.get(self.lang)));
        let mut cells = vec![day];
        if self.calendar.of_records {
            let record = entry.record.as_ref().map(|holder| holder.name(self.lang));
            let late = duty.days_late.map(|days| Cell::Number(Num::from_i64(days)));
            cells.extend([
                Cell::Text(Cow::Borrowed(&*duty.record_type)),
                record.map_or(Cell::Blank, |name| Cell::Text(Cow::Owned(name))),
                block,
                period,
                text(duty.state.map(|state| state_in(words, state))),
                duty.done.map_or(Cell::Blank, Cell::Date),
                late.unwrap_or(Cell::Blank),
            ]);
        } else {
            cells.extend([block, period, Cell::Text(Cow::Owned(asked_of(duty, words)))]);
        }
        cells.extend([
            Cell::Text(Cow::Borrowed(&*duty.reason)),
            Cell::Text(Cow::Owned(places(duty))),
            Cell::Text(Cow::Owned(place(duty))),
        ]);
        cells
    }

    /// The events of the calendar: one a duty whose day is known.
    pub fn events(&self) -> impl Iterator<Item = DayEvent> {
        self.calendar.entries.iter().filter_map(|entry| Some(self.event(entry, entry.duty.day?)))
    }

    fn event(&self, entry: &Entry, day: Date) -> DayEvent {
        let Duty { block, title, period, .. } = &entry.duty;
        let name = title.as_ref().unwrap_or(block);
        let record = entry.record.as_ref().map(|holder| holder.name(self.lang));
        let period = period.as_ref().map(|period| period.get(self.lang));
        let beside: Vec<&str> = record.as_deref().into_iter().chain(period).collect();
        let summary = match beside.as_slice() {
            [] => name.to_string(),
            beside => format!("{name}: {}", beside.join(", ")),
        };
        DayEvent {
            uid: self.uid(entry, day),
            day,
            stamp: entry.as_of.unwrap_or(day),
            summary,
            description: self.description(entry),
        }
    }

    /// What the duty is, without what changes as days go by. A clause has one deadline for a
    /// record, but many periods.
    fn uid(&self, entry: &Entry, day: Date) -> String {
        let Duty { block, record_type, number, period, .. } = &entry.duty;
        let key = entry.record.as_ref().map_or("", |Holder { key, .. }| key.as_str());
        let asked = period.as_ref().map(|_| day.to_string()).unwrap_or_default();
        format!("{}/{record_type}/{key}/{block}/{number}/{asked}@visao", entry.pack)
    }

    fn description(&self, entry: &Entry) -> String {
        let words = words(self.lang);
        let duty = &entry.duty;
        let mut lines = vec![duty.reason.to_string()];
        if let Some(state) = duty.state {
            let done = duty.done.map(|day| format!(", {}: {}", words.done, show_date(day)));
            let late = duty.days_late.map(|days| format!(", {}: {days}", words.days_late));
            let (done, late) = (done.unwrap_or_default(), late.unwrap_or_default());
            lines.push(format!("{}: {}{done}{late}", words.state, state_in(words, state)));
        }
        lines.push(format!("{}: {}", words.asked_of, asked_of(duty, words)));
        let cited = duty.grounds.sources.iter();
        lines.extend(cited.map(|cited| match &cited.quote {
            Some(quote) => format!("{}: {}: “{quote}”", words.basis, short(cited)),
            None => format!("{}: {}", words.basis, short(cited)),
        }));
        lines.push(format!("{}: {}", words.place, place(duty)));
        lines.join("\n")
    }
}

fn text(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Blank, |text| Cell::Text(Cow::Borrowed(text)))
}

fn state_in(words: &Words, state: DutyState) -> &'static str {
    match state {
        DutyState::Met => words.met,
        DutyState::Late => words.late,
        DutyState::Overdue => words.overdue,
        DutyState::Missed => words.missed,
        DutyState::NotDue => words.not_due,
        DutyState::Open => words.open,
    }
}

/// The record type, and the conditions under which it is asked.
fn asked_of(duty: &Duty, words: &Words) -> String {
    if duty.guards.is_empty() {
        return duty.record_type.to_string();
    }
    let guards: Vec<&str> = duty.guards.iter().map(|guard| &**guard).collect();
    format!("{} {} {}", duty.record_type, words.applies, guards.join("; "))
}

/// The documents cited with their places, each once, quotations left out.
fn places(duty: &Duty) -> String {
    let mut places: Vec<String> = Vec::new();
    for place in duty.grounds.sources.iter().map(short) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places.join("; ")
}

fn short(cited: &Cited) -> String {
    match &cited.place {
        Some(place) => format!("{} {place}", cited.document),
        None => cited.document.to_string(),
    }
}

fn place(duty: &Duty) -> String {
    format!("{}:{}", duty.clause.file, duty.clause.line)
}
