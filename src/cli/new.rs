//! `new`, `năm-mới`: a pack for another year from one that is there.

use super::output::Output;
use super::{Failure, Outcome, report, tell_refusal, text};
use crate::diag::{Error, rollover as say};
use crate::engine::{Mark, rollover};
use crate::load::os::{Disk, exists, write_folder};
use crate::markup::visible;
use crate::value::Lang;
use clap::ArgMatches;
use std::path::{Path, PathBuf};

pub(super) fn run(matches: &ArgMatches, asked: Option<Lang>) -> Result<Outcome, Failure> {
    let lang = asked.unwrap_or_default();
    let because = |message| Failure::Because(message, lang);
    let written = text(matches, "year");
    let year = written
        .parse::<i32>()
        .ok()
        .filter(|year| (1900..=9999).contains(year))
        .ok_or_else(|| because(say::no_year(written)))?;
    let old = Path::new(text(matches, "from"));
    let place = matches
        .get_one::<String>("output")
        .map_or_else(|| old.with_file_name(written), PathBuf::from);
    let shown = place.display().to_string();
    let files = Disk::open(old).map_err(|reason| {
        because(crate::diag::load::unreadable(&old.display().to_string(), &reason).headline)
    })?;
    let pack = rollover(&files, year).map_err(|error| not_rolled_over(error, asked))?;
    if exists(&place) {
        return Err(because(say::exists(&shown)));
    }
    write_folder(&place, &pack.files)
        .map_err(|reason| because(say::unwritable(&shown, &reason)))?;
    let to = Output::standard(lang);
    to.text(match text(matches, "format") {
        "json" => crate::wire::marks(&pack.marks),
        _ => {
            Ok(visible(&checklist(&place, &pack.marks, matches.get_flag("all"), lang)).into_owned())
        }
    })?;
    report::line(say::made(&shown, pack.marks.len()).get(lang));
    Ok(Outcome::Clean)
}

fn not_rolled_over(error: Error, asked: Option<Lang>) -> Failure {
    if error.diagnostics().is_empty() {
        return Failure::Because(error.message(), asked.unwrap_or_default());
    }
    tell_refusal(&error, asked.unwrap_or(error.lang()));
    Failure::Told
}

/// How many marks are listed unless all are asked for.
const SHOWN: usize = 10;

/// What must be reviewed, a line each; of many the first, and how many there are in each file.
fn checklist(place: &Path, marks: &[Mark], all: bool, lang: Lang) -> String {
    let line = |mark: &Mark| {
        format!(
            "{}:{}: {} — {}\n",
            place.join(&mark.file).display(),
            mark.line,
            mark.what,
            mark.sentence
        )
    };
    if all || marks.len() <= SHOWN {
        return marks.iter().map(line).collect();
    }
    let mut told: String = marks.iter().take(SHOWN).map(line).collect();
    told.push_str(&format!("{}\n", say::more_marks(marks.len() - SHOWN).get(lang)));
    let mut files: Vec<&str> = marks.iter().map(|mark| mark.file.as_str()).collect();
    files.dedup();
    for file in files {
        let count = marks.iter().filter(|mark| mark.file == file).count();
        told.push_str(&format!(
            "{}: {}\n",
            place.join(file).display(),
            say::places(count).get(lang)
        ));
    }
    told
}
