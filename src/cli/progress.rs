//! A bar with its end, on standard error and only where that is a terminal, for a run that takes
//! long.

use crate::data::DataFile;
use crate::diag::{Message, cli as say};
use crate::engine::{Progress, Task};
use crate::value::Lang;
use console::{Term, truncate_str};
use indicatif::{ProgressBar, ProgressStyle};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Time after which a run takes long.
const LONG: Duration = Duration::from_millis(700);

/// Time for which a bar stays as it is.
const OFTEN: Duration = Duration::from_millis(50);

/// Columns of a bar beside its words, at least: brackets, some of the bar, and the percentage.
const BESIDE: usize = 16;

/// The one bar of the program.
static SHOWN: Mutex<Shown> =
    Mutex::new(Shown { bar: None, since: None, last: None, is_over: false });

struct Shown {
    bar: Option<ProgressBar>,
    /// A bar that is never drawn, since the first that was told of: no result has a clock.
    since: Option<ProgressBar>,
    /// Time from there at which it was last drawn.
    last: Option<Duration>,
    /// `true` once results are on the same screen.
    is_over: bool,
}

fn shown() -> MutexGuard<'static, Shown> {
    SHOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Tells how far the reading of some files is, after so many records.
pub(super) fn reading(files: &[DataFile], records: usize, lang: Lang) {
    let so_far = files.iter().map(DataFile::read_so_far);
    let [done, of] = so_far.fold([0, 0], |[done, of], (at, size)| [done + at.min(size), of + size]);
    shown().tell(&say::reading(records), [done, of], lang);
}

/// Who is told how far the work on what was read is.
pub(super) fn told(lang: Lang) -> impl Fn(Progress) + Send + Sync + 'static {
    move |progress| {
        let Progress { task, done, of } = progress;
        let words = match task {
            Task::Records => say::deciding(done, of),
            Task::Remedies => say::looking(done, of),
            Task::Mutants => say::changing(done, of),
        };
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        shown().tell(&words, [count(done), count(of)], lang);
    }
}

/// Takes the bar away: something else is written to the screen.
pub(super) fn hide() {
    shown().hide();
}

/// Takes the bar away for good: results follow.
pub(super) fn end() {
    let mut shown = shown();
    shown.hide();
    shown.is_over = true;
}

impl Shown {
    fn tell(&mut self, words: &Message, [done, of]: [u64; 2], lang: Lang) {
        let now = self.since.get_or_insert_with(ProgressBar::hidden).elapsed();
        let is_fresh = self.last.is_some_and(|last| now < last + OFTEN);
        if self.is_over || is_fresh || now < LONG {
            return;
        }
        self.last = Some(now);
        let width = usize::from(Term::stderr().size().1).saturating_sub(BESIDE);
        let words = truncate_str(words.get(lang), width, "…").into_owned();
        // indicatif draws on standard error, and only where that is a terminal.
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::new(of).with_message(words.clone());
            let style = ProgressStyle::with_template("{msg} [{wide_bar}] {percent:>3}%");
            style.into_iter().for_each(|style| bar.set_style(style.progress_chars("=> ")));
            bar
        });
        bar.set_message(words);
        bar.update(|state| {
            state.set_len(of);
            state.set_pos(done);
        });
    }

    fn hide(&mut self) {
        self.bar.take().into_iter().for_each(|bar| bar.finish_and_clear());
    }
}
