//! `new`, `năm-mới`: a pack for another year from one that is there.

use super::output::Output;
use super::{Failure, Outcome, report, report_refusal, text};
use crate::diag::{Error, Message, rollover as say};
use crate::load::os::{Disk, exists, write_folder};
use crate::markup::visible;
use crate::report::trace::{Change, ChangeKind, Edition};
use crate::rollover::{Mark, NewEdition, NewPack, NewText, rollover};
use crate::value::Lang;
use clap::ArgMatches;
use std::path::{Path, PathBuf};

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    let lang = requested.unwrap_or_default();
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
    let texts = texts(matches).map_err(because)?;
    let pack = rollover(&files, year, &texts).map_err(|error| not_rolled_over(error, requested))?;
    if exists(&place) {
        return Err(because(say::exists(&shown)));
    }
    write_folder(&place, &pack.files)
        .map_err(|reason| because(say::unwritable(&shown, &reason)))?;
    let to = Output::standard(lang);
    to.text(match text(matches, "format") {
        "json" => crate::wire::new_pack(&pack),
        _ => {
            let all = matches.get_flag("all");
            let mut listed = checklist(&place, &pack, all, lang);
            listed.push_str(&differences(&pack.documents, lang));
            Ok(visible(&listed).into_owned())
        }
    })?;
    report::line(say::made(&shown, pack.marks.len()).get(lang));
    Ok(Outcome::Clean)
}

fn not_rolled_over(error: Error, requested: Option<Lang>) -> Failure {
    if error.diagnostics().is_empty() {
        return Failure::Because(error.message(), requested.unwrap_or_default());
    }
    report_refusal(&error, requested.unwrap_or(error.lang()));
    Failure::Told
}

/// The new texts of documents: `KH91=ke-hoach-2024.txt`.
fn texts(matches: &ArgMatches) -> Result<Vec<NewText>, Message> {
    let given = matches.get_many::<String>("document").into_iter().flatten();
    let text = |argument: &String| {
        let (document, file) =
            argument.split_once('=').ok_or_else(|| say::which_document(argument))?;
        let text = std::fs::read(file)
            .map_err(|reason| crate::diag::load::unreadable(file, &reason).headline)?;
        Ok(NewText { document: document.to_owned(), text })
    };
    given.map(text).collect()
}

/// Greatest number of marks listed unless all are asked for.
const SHOWN: usize = 10;

/// List of what must be reviewed, a line each, the most urgent first; of many the first, and the
/// number in each file.
fn checklist(place: &Path, pack: &NewPack, all: bool, lang: Lang) -> String {
    let line = |mark: &Mark| {
        format!(
            "{}:{}: {} — {}\n",
            place.join(&mark.file).display(),
            mark.line,
            mark.what,
            mark.sentence
        )
    };
    let ranked = pack.ranked();
    if all || ranked.len() <= SHOWN {
        return ranked.into_iter().map(line).collect();
    }
    let mut listed: String = ranked.iter().take(SHOWN).map(|mark| line(mark)).collect();
    listed.push_str(&format!("{}\n", say::more_marks(ranked.len() - SHOWN).get(lang)));
    let mut files: Vec<&str> = pack.marks.iter().map(|mark| mark.file.as_str()).collect();
    files.dedup();
    for file in files {
        let count = pack.marks.iter().filter(|mark| mark.file == file).count();
        listed.push_str(&format!(
            "{}: {}\n",
            place.join(file).display(),
            say::places(count).get(lang)
        ));
    }
    listed
}

/// The sentences that differ in the new texts, each with the rules that rest on it.
fn differences(documents: &[NewEdition], lang: Lang) -> String {
    let mut listed = String::new();
    for document in documents {
        let count = |kind| document.changes.iter().filter(|change| change.kind == kind).count();
        let kinds = [ChangeKind::Changed, ChangeKind::Gone, ChangeKind::New, ChangeKind::Moved];
        let counts = say::editions(&document.document, kinds.map(count));
        listed.push_str(&format!("\n{}\n", counts.get(lang)));
        document.changes.iter().for_each(|change| listed.push_str(&difference(change, lang)));
    }
    listed
}

fn difference(change: &Change, lang: Lang) -> String {
    let words = say::words(lang);
    let kind = match change.kind {
        ChangeKind::Changed => words.changed,
        ChangeKind::Gone => words.gone,
        ChangeKind::New => words.new,
        ChangeKind::Moved => words.moved,
    };
    let place = |edition: &Edition| {
        [edition.section.clone(), format!("{} {}", words.line, edition.line)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let shown = |edition: &Edition| format!("({}) “{}”", place(edition), edition.words);
    let editions: Vec<String> =
        [&change.old, &change.new].into_iter().flatten().map(shown).collect();
    let mut listed = format!("  {kind} {}\n", editions.join(" → "));
    for rule in &change.rules {
        listed.push_str(&format!(
            "      {}: {}  {}:{}\n",
            words.rule, rule.rule, rule.file, rule.line
        ));
    }
    listed
}
