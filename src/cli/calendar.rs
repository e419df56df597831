//! `calendar`, `lịch`: what is due when, of the rules alone or of each record.

use super::formats::{CALENDARS, CalendarWriter, writer};
use super::input::Wanted;
use super::output::Output;
use super::{Failure, Outcome, day, input, load, report};
use crate::calendar::Calendar;
use crate::data::out::WriteError;
use crate::diag::calendar as say;
use crate::diag::cli as say_of_program;
use crate::engine::Packs;
use crate::sheets::{Account, CalendarSheet};
use crate::value::{Date, Lang};
use crate::wire::calendar_line;
use clap::ArgMatches;
use std::io::{self, Write};
use std::path::PathBuf;

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    let (packs, lang) = load(matches, requested)?;
    let output = matches.get_one::<String>("output").map(PathBuf::from);
    let writer = writer(matches, CALENDARS, lang)?;
    let wanted = input::wanted(matches, lang)?;
    let (from, to) = (day(matches, "from", lang)?, day(matches, "to", lang)?);
    let whole = if wanted.data.is_empty() {
        of_rules(&packs, &wanted, to, lang)?
    } else {
        of_records(&packs, &wanted, to, lang)?
    };
    let mut calendar = whole.within(from, to);
    if matches.get_flag("undone") {
        calendar = calendar.undone();
    }
    Output::of_data(output.as_deref(), &packs, &wanted.data, lang)
        .write(|to| write(&calendar, writer, lang, to))?;
    let (dated, undated) = calendar.counts();
    report::line(say::counts(dated, undated).get(lang));
    if calendar.unknown > 0 {
        report::tell(&say::unknown(calendar.unknown), lang);
    }
    if let Some(path) = &output {
        report::line(say_of_program::written(&path.display().to_string()).get(lang));
    }
    Ok(Outcome::Clean)
}

/// The calendar of the pack of the as-of date; without one, of all packs.
fn of_rules(
    packs: &Packs,
    wanted: &Wanted<'_>,
    until: Option<Date>,
    lang: Lang,
) -> Result<Calendar, Failure> {
    let rules = input::wanted_packs(packs, wanted.date, lang)?.into_iter();
    let calendars = rules.map(|rules| {
        let query = input::question(rules, wanted, lang)?;
        let query = wanted.date.map_or(query.clone(), |day| query.date(day));
        Ok(query.calendar(until))
    });
    Ok(Calendar::together(calendars.collect::<Result<Vec<Calendar>, Failure>>()?))
}

fn of_records(
    packs: &Packs,
    wanted: &Wanted<'_>,
    until: Option<Date>,
    lang: Lang,
) -> Result<Calendar, Failure> {
    let dataset = input::read(packs, wanted, lang)?;
    report::warnings(&dataset, lang);
    report::unreadable_cells(&dataset, lang);
    let named = packs.len() > 1;
    let none = Account::default();
    dataset.batches().for_each(|batch| report::counts(batch, &none, named, lang));
    Ok(dataset.calendar(until))
}

fn write(
    calendar: &Calendar,
    writer: &CalendarWriter,
    lang: Lang,
    to: &mut dyn Write,
) -> Result<(), WriteError> {
    let sheet = CalendarSheet::new(calendar, lang);
    match writer {
        CalendarWriter::Table(tables) => tables(vec![sheet.grid()], to),
        CalendarWriter::Events(events) => events(sheet.events().collect(), to),
        CalendarWriter::Lines => calendar.entries.iter().try_for_each(|entry| {
            let line = calendar_line(entry, lang).map_err(io::Error::from)?;
            Ok(writeln!(to, "{line}")?)
        }),
    }
}
