//! `diff`, `so-sánh`: two packs beside each other, in meaning, and the records that come out
//! otherwise.

use super::formats::{COMPARISONS, ComparisonWriter, writer};
use super::input::{self, Wanted};
use super::output::Output;
use super::{Failure, Outcome, date, day, load, load_at, report, report_refusal, text, texts};
use crate::compare::{self, Comparison, EditRefused, Migration, Tables};
use crate::diag::{compare as say_rules, edit as say, migration as say_records};
use crate::engine::{Dataset, Packs, Rules};
use crate::load::os::Disk;
use crate::value::{Date, Lang};
use crate::wire;
use clap::ArgMatches;
use std::path::{Path, PathBuf};

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    let (packs, lang) = load(matches, requested)?;
    let output = matches.get_one::<String>("output").map(PathBuf::from);
    let writer = writer(matches, COMPARISONS, lang)?;
    let old_day = date(matches, lang)?;
    let new_day = day(matches, "new-date", lang)?;
    let old = one(&packs, old_day, lang)?;
    let other = second(matches, requested)?;
    let new = match &other {
        Some(packs) => one(packs, new_day.or(old_day), lang)?.clone(),
        None => old.clone(),
    };
    let edits = texts(matches, "set");
    let new = match (edits.is_empty(), &other) {
        (true, None) => return Err(Failure::Because(say::nothing_to_compare(), lang)),
        (true, Some(_)) => new,
        (false, _) => compare::edited(&changed_files(matches, lang)?, &edits, None)
            .map_err(|refused| not_edited(refused, lang))?,
    };
    let comparison = old.compare(&new);
    let migration = match texts(matches, "data").is_empty() {
        true => None,
        false => Some(migration(
            matches,
            &comparison,
            (old, &new),
            (old_day, new_day),
            other.as_ref().is_some_and(|packs| packs.len() > 1),
            lang,
        )?),
    };
    let to = Output {
        path: output.as_deref(),
        inputs: read_from(matches, [Some(&packs), other.as_ref()]),
        lang,
    };
    show(&comparison, migration.as_ref(), writer, &to, lang)?;
    let moved = migration.is_some_and(|migration| {
        !migration.records.is_empty() || migration.indicators.iter().any(|one| one.turns)
    });
    Ok(if comparison.differs() || moved { Outcome::Found } else { Outcome::Clean })
}

/// The second pack, if one is given.
fn second(matches: &ArgMatches, requested: Option<Lang>) -> Result<Option<Packs>, Failure> {
    let path = matches.get_one::<String>("new");
    path.map(|path| load_at(Path::new(path), requested)).transpose()
}

/// The files of the pack that is compared as the new one, or changed by `--set`.
fn changed_files(matches: &ArgMatches, lang: Lang) -> Result<Disk, Failure> {
    let new = matches.get_one::<String>("new").map(String::as_str);
    let path = new.unwrap_or(text(matches, "rules"));
    Disk::open(Path::new(path)).map_err(|reason| {
        Failure::Because(crate::diag::load::unreadable(path, &reason).headline, lang)
    })
}

fn not_edited(refused: EditRefused, lang: Lang) -> Failure {
    match refused {
        EditRefused::NoPlace(message) => Failure::Because(message, lang),
        EditRefused::Rules(error) => {
            report_refusal(&error, lang);
            Failure::Told
        }
    }
}

/// The files that are read, so that the result is not written over one of them.
fn read_from(matches: &ArgMatches, packs: [Option<&Packs>; 2]) -> Vec<PathBuf> {
    let data = texts(matches, "data");
    let packs = packs.into_iter().flatten();
    let mut inputs: Vec<PathBuf> = Vec::new();
    for packs in packs {
        inputs.extend(packs.places());
        inputs.extend(input::paths(packs, &data));
    }
    inputs
}

/// Records by both packs. Without a day of its own the new pack is taken as if it applied on the
/// days of the old one: else none of the old year's records would be among its own. Of a folder of
/// packs the one of the day is taken as it is.
fn migration(
    matches: &ArgMatches,
    comparison: &Comparison,
    (old, new): (&Rules, &Rules),
    (old_day, new_day): (Option<Date>, Option<Date>),
    is_folder_of_packs: bool,
    lang: Lang,
) -> Result<Migration, Failure> {
    let days = old.effective().unwrap_or_default();
    let own_days =
        is_folder_of_packs || new_day.is_some() || new.effective().unwrap_or_default() == days;
    if !own_days {
        let said = say_records::in_period(&say_rules::days(days.from, days.to));
        report::line(said.get(lang));
    }
    let new = match is_folder_of_packs {
        true => new.clone(),
        false => comparison
            .new_rules(
                &changed_files(matches, lang)?,
                &texts(matches, "set"),
                Some(days).filter(|_| !own_days),
            )
            .map_err(|refused| not_edited(refused, lang))?,
    };
    let data = texts(matches, "data");
    let renamed: Vec<String> = data.iter().map(|data| by_new_name(comparison, data)).collect();
    let wanted = Wanted { date: old_day, ..input::wanted(matches, lang)? };
    let before = read(old, &wanted, lang)?;
    let now = Wanted {
        data: renamed.iter().map(String::as_str).collect(),
        blocks: Vec::new(),
        date: new_day.or(old_day).or(before.as_of()),
        ..input::wanted(matches, lang)?
    };
    let now = read(&new, &now, lang)?;
    report::warnings(&before, lang);
    Ok(comparison.migration(&before, &now, lang))
}

fn read(rules: &Rules, wanted: &Wanted<'_>, lang: Lang) -> Result<Dataset, Failure> {
    input::read(&Packs::from(rules.clone()), wanted, lang)
}

/// `Tổ=to.csv` with the name that the record type has in the new pack.
fn by_new_name(comparison: &Comparison, data: &str) -> String {
    match data.split_once('=') {
        Some((record, path)) => format!("{}={path}", comparison.record_name(record)),
        None => data.to_owned(),
    }
}

fn show(
    comparison: &Comparison,
    migration: Option<&Migration>,
    writer: &ComparisonWriter,
    to: &Output<'_>,
    lang: Lang,
) -> Result<(), Failure> {
    let shown = match writer {
        ComparisonWriter::Lines => {
            Ok(compare::document(comparison, migration, lang).text(to.is_terminal()))
        }
        ComparisonWriter::Json => wire::comparison(comparison, migration, lang),
        ComparisonWriter::Page => Ok(compare::html_page(comparison, migration, lang)),
        ComparisonWriter::Sheets(write) => {
            let tables = Tables::of(comparison, migration, lang);
            return to.write(|to| write(tables.grids(), to));
        }
    };
    to.text(shown)
}

/// The only pack; of several, that of a day.
fn one(packs: &Packs, day: Option<Date>, lang: Lang) -> Result<&Rules, Failure> {
    let day = day.filter(|_| packs.len() > 1);
    packs.for_run(day, &[]).map_err(|error| Failure::Because(error.message(), lang))
}
