//! The files of a pack as they were parsed, kept for when the pack is parsed again with some of
//! them changed.
//!
//! What a file is read as depends on its text, on the names that all files declare and on the
//! language of the pack. So a file that is as it was is read again only where another declares
//! other names than before, or where its own mistakes used up what all files share: so many looks
//! for the nearest name.

use super::Draft;
use super::ast::File;
use super::canonical::Context;
use super::declare::Vocabulary;
use crate::diag::Diagnostic;
use crate::source::{Source, SourceId};
use crate::value::Lang;
use std::sync::Arc;

/// Rule files of a pack as they were parsed.
#[derive(Debug, Default)]
pub struct Parsed {
    pub(super) lang: Lang,
    /// All names of the pack.
    pub(super) names: Arc<Vocabulary>,
    pub(super) files: Vec<ParsedFile>,
    /// The trees, with the tables that take their rows from files.
    pub(super) trees: Vec<(SourceId, Arc<File>)>,
}

/// A file, with all that is needed not to read it again.
#[derive(Clone, Debug)]
pub(super) struct ParsedFile {
    pub id: SourceId,
    source: Source,
    names: Arc<Vocabulary>,
    pub tree: Arc<File>,
    pub found: Vec<Diagnostic>,
    /// True if it was read without asking for what all files share.
    alone: bool,
}

/// A file on its way to its tree: as it was parsed before, or cut into statements.
pub(super) enum RuleText<'a> {
    Before(&'a ParsedFile, &'a Source),
    Draft(Box<Draft<'a>>),
}

impl Parsed {
    /// The tree of each file, in the order of the pack.
    pub fn trees(&self) -> Vec<&File> {
        self.trees.iter().map(|(_, tree)| &**tree).collect()
    }

    /// A file as it was parsed, else its statements.
    pub(super) fn draft<'a>(&'a self, id: SourceId, source: &'a Source) -> RuleText<'a> {
        let same = |file: &&ParsedFile| file.id == id && file.source.is_same(source);
        match self.files.iter().find(same).filter(|file| file.alone) {
            Some(file) => RuleText::Before(file, source),
            None => RuleText::Draft(Box::new(Draft::read(id, source))),
        }
    }

    /// All names of the pack, if its files declare those that they did before.
    pub(super) fn names_of(&self, files: &[RuleText<'_>], lang: Lang) -> Option<Arc<Vocabulary>> {
        let is_same = |(file, before): (&RuleText<'_>, &ParsedFile)| match file {
            RuleText::Before(file, _) => file.id == before.id,
            RuleText::Draft(draft) => draft.id == before.id && draft.names == before.names,
        };
        let same = self.lang == lang
            && self.files.len() == files.len()
            && files.iter().zip(&self.files).all(is_same);
        same.then(|| Arc::clone(&self.names))
    }
}

/// All names of a pack, those of the language among them.
pub(super) fn names_of(files: &[RuleText<'_>]) -> Arc<Vocabulary> {
    let mut all = Vocabulary::of_language();
    files.iter().for_each(|file| all.extend(file.names()));
    Arc::new(all)
}

impl ParsedFile {
    /// The file that a draft is read as.
    pub fn of(draft: Draft<'_>, context: &Context<'_>) -> ParsedFile {
        let (id, source, names) = (draft.id, draft.source.clone(), Arc::clone(&draft.names));
        context.names.was_limited();
        let (tree, found) = draft.parse(context);
        let alone = !context.names.was_limited();
        ParsedFile { id, source, names, tree: Arc::new(tree), found, alone }
    }
}

impl RuleText<'_> {
    /// Cuts the file into statements, if it is there as it was before.
    pub fn read_again(&mut self) {
        if let RuleText::Before(file, source) = self {
            *self = RuleText::Draft(Box::new(Draft::read(file.id, source)));
        }
    }

    fn names(&self) -> &Vocabulary {
        match self {
            RuleText::Before(file, _) => &file.names,
            RuleText::Draft(draft) => &draft.names,
        }
    }
}
