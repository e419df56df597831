//! `check --fix`, `--choose`: edits of what was found, made in the rule files.

use super::opt::{CHOOSE, FIX};
use super::output::Output;
use super::{Failure, report, texts};
use crate::diag::{Diagnostic, fixes as say};
use crate::engine::{Fixed, Packs, Rules};
use crate::value::Lang;
use clap::ArgMatches;
use std::cell::Cell;

/// A finding by its code and line, perhaps its file, and the edit of it that is wanted.
struct Chosen<'m> {
    whole: &'m str,
    code: &'m str,
    file: Option<&'m str>,
    line: usize,
    way: usize,
    /// Number of findings that it is of.
    met: Cell<usize>,
}

impl<'m> Chosen<'m> {
    fn read(whole: &'m str, lang: Lang) -> Result<Chosen<'m>, Failure> {
        let parts = || {
            let (place, way) = whole.rsplit_once('=')?;
            let (code, place) = place.split_once(':')?;
            let (file, line) = match place.rsplit_once(':') {
                Some((file, line)) => (Some(file.trim()), line),
                None => (None, place),
            };
            let way = way.trim().parse::<usize>().ok()?.checked_sub(1)?;
            let line = line.trim().parse().ok()?;
            Some(Chosen { whole, code: code.trim(), file, line, way, met: Cell::new(0) })
        };
        parts().ok_or_else(|| Failure::Because(say::not_a_choice(whole), lang))
    }

    /// The place of the edit, if the finding is the one that is meant.
    fn of(&self, rules: &Rules, found: &Diagnostic) -> Option<usize> {
        let place = found.place()?;
        let path = rules.path_of(&place.file);
        let is_it = found.code.eq_ignore_ascii_case(self.code)
            && place.start.line == self.line
            && self.file.is_none_or(|file| path.is_some_and(|path| path.ends_with(file)));
        if !is_it || self.way >= found.fixes.len() {
            return None;
        }
        self.met.set(self.met.get() + 1);
        Some(self.way)
    }
}

/// Makes the edits that are asked for in the rule files, each written whole or not at all; `true`
/// if any is asked for.
pub(super) fn run(matches: &ArgMatches, packs: &Packs, lang: Lang) -> Result<bool, Failure> {
    let safe = matches.get_flag(FIX.en);
    let chosen: Vec<Chosen<'_>> = texts(matches, CHOOSE.en)
        .into_iter()
        .map(|one| Chosen::read(one, lang))
        .collect::<Result<_, Failure>>()?;
    if !safe && chosen.is_empty() {
        return Ok(false);
    }
    let mut all = Vec::new();
    for rules in packs.all() {
        let fixed = rules.fixed(&mut |round, found| {
            // What is chosen goes first: its lines are those that were told.
            if round == 0 && !chosen.is_empty() {
                return chosen.iter().find_map(|one| one.of(rules, found));
            }
            found.fixes.iter().position(|fix| safe && fix.safe)
        });
        all.push((rules, fixed));
    }
    for one in &chosen {
        let refused = match one.met.get() {
            0 => say::no_such_choice(one.whole),
            1 => continue,
            _ => say::several_choices(one.whole),
        };
        return Err(Failure::Because(refused, lang));
    }
    let mut made = 0;
    let all_made = all.iter().map(|(_, fixed)| fixed.made.len()).sum::<usize>();
    if all_made < chosen.len() {
        return Err(Failure::Because(say::not_together(), lang));
    }
    for (rules, fixed) in &all {
        write(rules, fixed, lang)?;
        for one in &fixed.made {
            report::line(say::made(&one.file, one.line, one.code, &one.message).get(lang));
        }
        made += fixed.made.len();
    }
    report::line(say::all_made(made).get(lang));
    Ok(true)
}

/// The files of a pack whose text is another one.
fn write(rules: &Rules, fixed: &Fixed, lang: Lang) -> Result<(), Failure> {
    let mut places = Vec::new();
    for (name, text) in &fixed.files {
        let Some(place) = rules.path_of(name) else { continue };
        let bytes = std::fs::read(place)
            .map_err(|reason| Failure::Because(crate::diag::system(&reason), lang))?;
        let before = rules.text_of(name).unwrap_or_default();
        // The mark of the byte order is no part of the text.
        let mark = bytes.strip_suffix(before.as_bytes());
        let Some(mark) = mark.filter(|mark| mark.len() <= '\u{feff}'.len_utf8()) else {
            return Err(Failure::Because(crate::diag::changed(), lang));
        };
        places.push((place, [mark, text.as_bytes()].concat()));
    }
    for (place, bytes) in places {
        Output { path: Some(place), inputs: Vec::new(), lang }
            .write(|to| Ok(to.write_all(&bytes)?))?;
    }
    Ok(())
}
