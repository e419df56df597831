//! Markdown whose fenced blocks are run: the language reference and the pages of the diagnostics.
//! With `VISAO_REWRITE=1` what came out is written in place of what stood there; otherwise the two
//! must agree.

use std::ops::Range;
use std::path::{Path, PathBuf};

/// A markdown file cut at its headings.
pub struct Page {
    pub path: PathBuf,
    text: String,
    pub sections: Vec<Section>,
    answers: Vec<(Range<usize>, String)>,
}

/// A heading with the fenced blocks below it.
pub struct Section {
    pub heading: String,
    pub blocks: Vec<Block>,
}

/// A fenced block: `word` opens its info string, `rest` is what follows; `place` is where its body
/// stands in the file.
#[derive(Clone)]
pub struct Block {
    pub word: String,
    pub rest: String,
    pub body: String,
    pub line: usize,
    place: Range<usize>,
}

impl Page {
    pub fn read(path: &Path) -> Page {
        let text = std::fs::read_to_string(path).unwrap();
        let sections = sections(&text);
        Page { path: path.to_owned(), text, sections, answers: Vec::new() }
    }

    /// Says what a block should hold.
    pub fn answer(&mut self, block: &Block, found: &str) {
        let found = if found.is_empty() || found.ends_with('\n') {
            found.to_owned()
        } else {
            format!("{found}\n")
        };
        if block.body != found {
            self.answers.push((block.place.clone(), found));
        }
    }

    /// The answers that were not what stood there, shown for a person; on request they are written
    /// into the file instead.
    pub fn settle(mut self) -> Vec<String> {
        self.answers.sort_by_key(|(place, _)| place.start);
        if std::env::var_os("VISAO_REWRITE").is_none() {
            return self.answers.iter().map(|answer| self.shown(answer)).collect();
        }
        for (place, found) in self.answers.iter().rev() {
            self.text.replace_range(place.clone(), found);
        }
        if !self.answers.is_empty() {
            std::fs::write(&self.path, &self.text).unwrap();
        }
        Vec::new()
    }

    fn shown(&self, (place, found): &(Range<usize>, String)) -> String {
        let line = self.text[..place.start].lines().count() + 1;
        format!(
            "{}:{line}\n--- stands there\n{}--- came out\n{found}",
            self.path.display(),
            &self.text[place.clone()]
        )
    }
}

fn sections(text: &str) -> Vec<Section> {
    let mut sections = vec![Section { heading: String::new(), blocks: Vec::new() }];
    let mut open: Option<(Block, usize)> = None;
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let end = at + line.len();
        match (&mut open, line.trim_end()) {
            (Some((block, start)), "```") => {
                block.place = *start..at;
                block.body = text[*start..at].to_owned();
                sections.last_mut().unwrap().blocks.push(open.take().unwrap().0);
            }
            (Some(_), _) => {}
            (None, fence) if fence.starts_with("```") => {
                let info = fence.trim_start_matches('`').trim();
                let (word, rest) = info.split_once([' ', ':']).unwrap_or((info, ""));
                let rest = rest.trim_start_matches(':').trim().to_owned();
                open = Some((
                    Block {
                        word: word.to_owned(),
                        rest,
                        body: String::new(),
                        line: number + 1,
                        place: 0..0,
                    },
                    end,
                ));
            }
            (None, heading) if heading.starts_with('#') => {
                sections.push(Section {
                    heading: heading.trim_start_matches('#').trim().to_owned(),
                    blocks: Vec::new(),
                });
            }
            (None, _) => {}
        }
        at = end;
    }
    assert!(open.is_none(), "a fenced block is not closed");
    sections
}

/// The files of a folder with an ending, by name.
pub fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries =
        std::fs::read_dir(root().join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .collect();
    files.sort();
    files
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
