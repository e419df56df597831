//! How far a run is, for whoever waits for it.

use std::fmt;
use std::sync::Arc;

/// Part of a run that is told of: so much is done, of so much.
///
/// ```
/// let rules = visao::Rules::from_text("language: en\nrecord Loan\n  field id: text, key\n")?;
/// let query = rules.query().watched(|progress: visao::engine::Progress| {
///     eprintln!("{} of {}", progress.done, progress.of);
/// });
/// # drop(query);
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Work that is being done.
    pub task: Task,
    /// Number of things that are done.
    pub done: usize,
    /// Number of things when it will be done.
    pub of: usize,
}

/// Work that takes its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Task {
    /// Records are decided, or shown.
    Records,
    /// Records are looked at for what they could do for targets.
    Remedies,
    /// Changes of rules are tried on their examples.
    Mutants,
}

/// Who is told how far a run is; by default nobody.
#[derive(Clone, Default)]
pub(super) struct Watch(Option<Arc<dyn Fn(Progress) + Send + Sync>>);

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Watch").field(&self.0.is_some()).finish()
    }
}

impl Watch {
    pub fn new(told: impl Fn(Progress) + Send + Sync + 'static) -> Watch {
        Watch(Some(Arc::new(told)))
    }

    /// Tells of so much that is done.
    pub fn tell(&self, task: Task, done: usize, of: usize) {
        if let Some(told) = &self.0 {
            told(Progress { task, done, of });
        }
    }
}
