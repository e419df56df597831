//! The files of a pack together.

use super::{Files, Manifest, coverage, manifest};
use crate::diag::{Diagnostic, load as say, nearest};
use crate::markup::{hides, picture};
use crate::report::trace::Listed;
use crate::source::{LARGEST_MIB, Source, SourceId, Sources, Span};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// The most files a pack may hold.
const MOST_FILES: usize = 1_000;
/// The name of the list of sentences that no rule can decide.
const COVERAGE: &str = "doi-chieu.toml";
/// Endings of files that hold data, no rules.
const DATA_ENDINGS: [&str; 9] =
    ["csv", "tsv", "xlsx", "xlsm", "xls", "ods", "jsonl", "ndjson", "json"];
/// The name of the manifest.
pub(super) const MANIFEST: &str = "pack.toml";

/// The files of a pack, read.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// Manifest of the pack; of a single rule file, the default one.
    pub manifest: Manifest,
    /// `pack.toml`, if there is one.
    pub manifest_source: Option<SourceId>,
    /// All texts: manifest, rules, scripts, documents.
    pub sources: Sources,
    /// The rule files, by name.
    pub rules: Vec<SourceId>,
    /// The scripts, with the names the rules call them by.
    pub scripts: Vec<(String, SourceId)>,
    /// The other texts of the folder (documents), by file name.
    pub documents: BTreeMap<String, SourceId>,
    /// Diagnostics of the texts that could not be read, by file name; raised only if a rule needs
    /// the text.
    pub unread: BTreeMap<String, Diagnostic>,
    /// The texts of the folder that are refused, and reported already.
    pub refused: BTreeSet<String>,
    /// Files that tables take their rows from, in the order read.
    pub row_files: Vec<RowFile>,
    /// Entries of `doi-chieu.toml`: sentences of a document that no rule can decide.
    pub listed: Vec<Listed>,
    /// Paths on disk of the files that were read, so that results are not written over them.
    pub places: Vec<PathBuf>,
}

/// SHA-256 of the bytes of a file.
pub(super) fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// File that a table takes its rows from.
#[derive(Clone, Debug)]
pub struct RowFile {
    /// Name of the file in the folder of the pack.
    pub name: String,
    /// SHA-256 of its bytes.
    pub digest: [u8; 32],
    /// Source that shows it.
    pub source: SourceId,
    /// Sign that parts the cells of a text; `None` of a workbook.
    pub delimiter: Option<char>,
    /// Bytes of a workbook, which no source shows; `None` of a text.
    pub bytes: Option<Arc<[u8]>>,
}

impl RowFile {
    /// Returns `true` if words can be put into a cell as they are.
    fn takes(&self, words: &str) -> bool {
        self.delimiter.is_some_and(|delimiter| !words.contains([delimiter, '"', '\n', '\r']))
    }
}

impl Pack {
    /// The finding without a change that would break the cells of the file it is in.
    pub fn fitted(&self, mut found: Diagnostic) -> Diagnostic {
        let fits = |source: SourceId, words: &str| {
            self.row_files.iter().all(|file| file.source != source || file.takes(words))
        };
        found.fix = found.fix.filter(|fix| fits(fix.span.source, &fix.replacement));
        found
    }

    /// The SHA-256, in hexadecimal, of the names and texts of the files that decide: manifest,
    /// rules, the scripts that the rules use, and the files that tables take their rows from.
    pub fn fingerprint(&self, scripts: &[&str]) -> String {
        let used = self
            .scripts
            .iter()
            .filter(|(name, _)| scripts.contains(&name.as_str()))
            .map(|(_, id)| *id);
        let mut hash = Sha256::new();
        for id in self.manifest_source.into_iter().chain(self.rules.iter().copied()).chain(used) {
            for part in [self.sources[id].name(), self.sources[id].text()] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part.as_bytes());
            }
        }
        for file in &self.row_files {
            hash.update((file.name.len() as u64).to_le_bytes());
            hash.update(file.name.as_bytes());
            hash.update(file.digest);
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Greatest number of places in one file reported for hidden characters.
const MOST_HIDDEN: usize = 20;

/// Places at which a text hides something from its reader, with the character.
pub(super) fn hidden(id: SourceId, source: &Source) -> Vec<(Span, char)> {
    let found = source.text().char_indices().filter(|(_, letter)| hides(*letter)).take(MOST_HIDDEN);
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    found
        .map(|(at, letter)| {
            (Span { source: id, start: offset(at), end: offset(at + letter.len_utf8()) }, letter)
        })
        .collect()
}

/// Reads the files of a pack. What cannot be read is reported; the rest is there all the same.
/// Texts that are those of sources that were read before are these.
pub fn read(files: &dyn Files, before: &Sources) -> (Pack, Vec<Diagnostic>) {
    let mut reader = Reader { files, before, pack: Pack::default(), found: Vec::new() };
    let names = match files.names() {
        Ok(names) => names,
        Err(reason) => return (reader.pack, vec![say::unreadable(files.path(), &reason)]),
    };
    reader.read(&names);
    (reader.pack, reader.found)
}

struct Reader<'a> {
    files: &'a dyn Files,
    before: &'a Sources,
    pack: Pack,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn read(&mut self, names: &[String]) {
        if names.len() > MOST_FILES {
            self.found.push(say::too_many_files(self.files.path(), MOST_FILES));
            return;
        }
        self.manifest(names);
        for name in names.iter().filter(|name| name.ends_with(".luat")) {
            let source = self.source(name);
            self.pack.rules.extend(source);
        }
        if self.pack.rules.is_empty() && self.found.is_empty() {
            self.found.push(self.no_rules(names));
        }
        for name in names.iter().filter(|name| name.ends_with(".rhai")) {
            if let Some(id) = self.source(name) {
                self.pack.scripts.push((name.clone(), id));
            }
        }
        for name in names.iter().filter(|name| name.ends_with(".txt")) {
            let before = self.found.len();
            match self.source(name) {
                Some(id) => _ = self.pack.documents.insert(name.clone(), id),
                // A note in another encoding is no part of the rules, unless they name it as a
                // document.
                None => {
                    let notes =
                        self.found.extract_if(before.., |trouble| trouble.code == say::NOT_UTF8);
                    self.pack.unread.extend(notes.map(|trouble| (name.clone(), trouble)));
                    self.pack.refused.extend((self.found.len() > before).then(|| name.clone()));
                }
            }
        }
        self.listed_scripts();
        if names.iter().any(|name| name == COVERAGE)
            && let Some(id) = self.source(COVERAGE)
        {
            self.pack.listed = coverage::parse(id, &self.pack.sources[id], &mut self.found);
        }
    }

    /// Diagnostic of a folder without rule files: one saved under another ending, or a file that
    /// holds data, is named.
    fn no_rules(&self, names: &[String]) -> Diagnostic {
        let path = self.files.path();
        let own = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let as_text = |name: &&str| name.to_lowercase().ends_with(".luat.txt");
        let ending = own.rsplit('.').next().unwrap_or("").to_lowercase();
        match [own].into_iter().chain(names.iter().map(String::as_str)).find(as_text) {
            _ if DATA_ENDINGS.contains(&ending.as_str()) => say::data_for_rules(path),
            Some(name) => {
                say::saved_as_text(name, name.get(..name.len() - ".txt".len()).unwrap_or(name))
            }
            None => say::no_rules(path),
        }
    }

    fn manifest(&mut self, names: &[String]) {
        if names.iter().any(|name| name == MANIFEST) {
            if let Some(id) = self.source(MANIFEST) {
                self.pack.manifest_source = Some(id);
                let manifest = manifest::parse(id, &self.pack.sources[id], &mut self.found);
                self.pack.manifest = manifest.unwrap_or_default();
            }
            return;
        }
        self.pack.manifest.name = self.own_name(names);
    }

    /// A folder without a manifest goes by its own name; a single file, or a folder that has none,
    /// by the first rule file's.
    fn own_name(&self, names: &[String]) -> String {
        let path = self.files.path().trim_end_matches(['/', '\\']);
        let last = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let rules = names.iter().find(|name| name.ends_with(".luat")).map(String::as_str);
        let own = if matches!(last, "" | "." | "..") { rules.unwrap_or(last) } else { last };
        own.strip_suffix(".luat").unwrap_or(own).to_owned()
    }

    /// Reads one text file into the sources; `None` if it could not be read, which is reported.
    fn source(&mut self, name: &str) -> Option<SourceId> {
        self.pack.places.extend(self.files.place(name));
        let bytes = match self.files.read(name, (LARGEST_MIB << 20) as u64) {
            Ok(bytes) => bytes,
            Err(reason) => {
                self.found.push(say::unreadable(name, &reason));
                return None;
            }
        };
        if bytes.len() > LARGEST_MIB << 20 {
            self.found.push(say::too_large(name, &format!("{LARGEST_MIB} MiB")));
            return None;
        }
        match String::from_utf8(bytes) {
            Ok(text) => Some(self.taken(name, text)),
            Err(error) => {
                let bytes = error.as_bytes();
                let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
                let good = error.utf8_error().valid_up_to();
                let line = bytes.iter().take(good).filter(|byte| **byte == b'\n').count() + 1;
                self.found.push(if wide { say::utf16(name) } else { say::not_utf8(name, line) });
                None
            }
        }
    }

    /// Keeps a text in the sources. One that decides must show all that it holds: characters that
    /// steer a terminal, or show words in another order than they stand, are refused.
    fn taken(&mut self, name: &str, text: String) -> SourceId {
        let is_same = |source: &&Source| source.name() == name && source.is_of(&text);
        let known = self.before.iter().find(is_same).cloned();
        let id = self.pack.sources.push(known.unwrap_or_else(|| Source::new(name, text)));
        if !name.ends_with(".txt") {
            let hidden = hidden(id, &self.pack.sources[id]);
            self.found.extend(
                hidden.into_iter().map(|(span, letter)| say::hidden(span, &picture(letter))),
            );
        }
        id
    }

    /// With a list of scripts in the manifest, just those are loaded.
    fn listed_scripts(&mut self) {
        let listed = std::mem::take(&mut self.pack.manifest.scripts);
        for file in &listed {
            if !self.pack.scripts.iter().any(|(name, _)| name == file) {
                let near = nearest(file, self.pack.scripts.iter().map(|(name, _)| name.as_str()))
                    .map(str::to_owned);
                self.found.push(say::listed_script(file, near.as_deref()));
            }
        }
        if !listed.is_empty() {
            self.pack.scripts.retain(|(name, _)| listed.contains(name));
        }
        self.pack.manifest.scripts = listed;
    }
}
