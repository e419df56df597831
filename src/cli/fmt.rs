//! `fmt`, `định-dạng`: rule files in their canonical layout.

use super::output::Output;
use super::{Failure, Outcome, print_err, print_out, report, report_refusal, text, texts};
use crate::diag::{Message, fmt as say};
use crate::engine::{Formatted, formatted};
use crate::load::os::Disk;
use crate::load::{Files, Memory};
use crate::markup::visible;
use crate::source::LARGEST_MIB;
use crate::value::Lang;
use clap::ArgMatches;
use similar::{ChangeTag, TextDiff};
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

/// The word for standard input and output.
const STANDARD: &str = "-";
/// Greatest number of lines shown of a file's difference.
const SHOWN: usize = 20;

/// Number of files by what became of them.
#[derive(Default)]
struct Count {
    changed: usize,
    same: usize,
    refused: usize,
}

struct Run {
    check: bool,
    keywords: Option<Lang>,
    /// The language that is asked for, else that of the first pack.
    lang: Option<Lang>,
    count: Count,
}

pub(super) fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    let keywords = match text(matches, "keywords") {
        "vi" => Some(Lang::Vi),
        "en" => Some(Lang::En),
        _ => None,
    };
    let mut run = Run {
        check: matches.get_flag("check"),
        keywords,
        lang: requested,
        count: Count::default(),
    };
    for path in texts(matches, "paths") {
        run.path(path)?;
    }
    let Run { count, check, .. } = &run;
    let lang = run.lang.unwrap_or_default();
    report::line(say::formatted(count.changed, count.same, count.refused, *check).get(lang));
    match count {
        Count { refused: 1.., .. } => Err(Failure::Told),
        Count { changed: 1.., .. } if *check => Ok(Outcome::Found),
        Count { .. } => Ok(Outcome::Clean),
    }
}

impl Run {
    fn path(&mut self, path: &str) -> Result<(), Failure> {
        if path == STANDARD {
            return self
                .pack(&standard_input().map_err(|reason| self.unreadable(path, &reason))?, None);
        }
        let place = Path::new(path);
        let name = place.file_name().and_then(|name| name.to_str());
        let of_pack = place.parent().filter(|folder| folder.join("pack.toml").exists());
        let opened = match (of_pack, name) {
            _ if place.is_dir() => return self.folder(place),
            // Its names may be declared in the other files of its pack.
            (Some(folder), Some(_)) => {
                Disk::open(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
            }
            _ => Disk::open(place),
        };
        let files = opened.map_err(|reason| self.unreadable(path, &reason))?;
        self.pack(&files, name)
    }

    /// The packs of a folder and of the folders within.
    fn folder(&mut self, place: &Path) -> Result<(), Failure> {
        let packs = packs(place)
            .map_err(|reason| self.unreadable(&place.display().to_string(), &reason))?;
        if packs.is_empty() {
            return Err(
                self.because(crate::diag::load::no_rules(&place.display().to_string()).headline)
            );
        }
        for pack in packs {
            let files = Disk::open(&pack)
                .map_err(|reason| self.unreadable(&pack.display().to_string(), &reason))?;
            self.pack(&files, None)?;
        }
        Ok(())
    }

    /// The files of a pack, or the one that is asked for.
    fn pack(&mut self, files: &dyn Files, only: Option<&str>) -> Result<(), Failure> {
        match formatted(files, self.keywords) {
            Ok(all) => all
                .into_iter()
                .filter(|file| only.is_none_or(|only| file.name == only))
                .try_for_each(|file| self.file(file)),
            Err(refused) => {
                let lang = self.spoken(refused.lang());
                report_refusal(&refused, lang);
                self.count.refused += 1;
                Ok(())
            }
        }
    }

    fn file(&mut self, file: Formatted) -> Result<(), Failure> {
        let lang = self.spoken(file.lang);
        let shown = file
            .place
            .as_ref()
            .map_or_else(|| STANDARD.to_owned(), |place| place.display().to_string());
        let after = match file.after {
            Ok(after) => after,
            Err(refused) => {
                print_err(&refused.render(lang, io::stderr().is_terminal()));
                self.count.refused += 1;
                return Ok(());
            }
        };
        let changes = after != file.before;
        *(if changes { &mut self.count.changed } else { &mut self.count.same }) += 1;
        match file.place {
            _ if self.check && changes => {
                print_out(&visible(&difference(&shown, &file.before, &after, lang)), lang)
            }
            None if !self.check => print_out(&after, lang),
            Some(place) if !self.check && changes => {
                Output { path: Some(&place), inputs: Vec::new(), lang }.text(Ok(after))?;
                print_out(&visible(&format!("{}\n", say::written(&shown).get(lang))), lang)
            }
            _ => Ok(()),
        }
    }

    /// The language in which a pack is spoken of.
    fn spoken(&mut self, of_pack: Lang) -> Lang {
        *self.lang.get_or_insert(of_pack)
    }

    fn unreadable(&self, path: &str, reason: &io::Error) -> Failure {
        self.because(crate::diag::load::unreadable(path, reason).headline)
    }

    fn because(&self, message: Message) -> Failure {
        Failure::Because(message, self.lang.unwrap_or_default())
    }
}

/// Text of standard input as a pack of one file.
fn standard_input() -> io::Result<Memory> {
    let mut bytes = Vec::new();
    io::stdin().lock().take((LARGEST_MIB << 20) as u64 + 1).read_to_end(&mut bytes)?;
    Ok([("stdin.luat", bytes)].into_iter().collect())
}

/// The folders at and below a place that hold rule files, in order; links and hidden folders are
/// not followed.
fn packs(place: &Path) -> io::Result<Vec<PathBuf>> {
    let mut names = std::fs::read_dir(place)?.collect::<io::Result<Vec<_>>>()?;
    names.sort_by_key(std::fs::DirEntry::file_name);
    let rules =
        names.iter().any(|entry| entry.path().extension().is_some_and(|ending| ending == "luat"));
    let mut found: Vec<PathBuf> = rules.then(|| place.to_owned()).into_iter().collect();
    for entry in names {
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if entry.file_type()?.is_dir() && !hidden {
            found.extend(packs(&entry.path())?);
        }
    }
    Ok(found)
}

/// The lines of a file that would change, the first of them.
fn difference(shown: &str, before: &str, after: &str, lang: Lang) -> String {
    let difference = TextDiff::from_lines(before, after);
    let changed: Vec<_> =
        difference.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal).collect();
    let mut text = format!("{shown}\n");
    for change in changed.iter().take(SHOWN) {
        let number = change.old_index().or(change.new_index()).map_or(0, |index| index + 1);
        text += &format!(
            "{number:>5} {} {}\n",
            change.tag(),
            change.value().trim_end_matches(['\r', '\n'])
        );
    }
    if changed.len() > SHOWN {
        text += &format!("      {}\n", say::more_lines(changed.len() - SHOWN).get(lang));
    }
    text
}
