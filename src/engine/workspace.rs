//! A pack whose files are being changed: what is wrong with it after each change.

use super::findings::Findings;
use super::{Host, Rules};
use crate::diag::Error;
use crate::load::os::Disk;
use crate::load::{Files, Folders, up_to};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fmt, io};

/// Pack whose files are being changed, as an editor or a page has it: texts that are written but
/// not saved stand in the place of files, and each change is checked in a fraction of the time that
/// the whole takes.
///
/// ```
/// use visao::engine::Workspace;
/// use visao::{Host, Memory};
///
/// let text = "bản ghi Tổ
///   trường mã: chữ, khóa
///   trường nợ: tiền, bắt buộc, từ 0
/// bảng Loại nợ cho Tổ: số
///   | nợ              | Loại nợ |
///   | dưới 5 triệu    | 1       |
///   | từ 5 triệu      | 2       |
/// ";
/// let files: Memory = [("luat.luat", text)].into_iter().collect();
/// let mut workspace = Workspace::of(files, &Host::default());
/// assert!(workspace.recheck(&[]).diagnostics.is_empty());
///
/// let other = text.replace("từ 5 triệu", "trên 5 triệu");
/// let found = workspace.recheck(&[("luat.luat", Some(&other))]).diagnostics;
/// assert_eq!((found.len(), found[0].code), (1, "E401"));
/// assert!(workspace.recheck(&[("luat.luat", Some(text))]).diagnostics.is_empty());
/// ```
pub struct Workspace {
    files: Changed,
    host: Host,
    /// The rules of last that could be used.
    rules: Option<Rules>,
    can_be_used: bool,
}

impl Workspace {
    /// The pack at a path: a folder, or a single `.luat` file. Its files are read at each check.
    ///
    /// # Errors
    /// There is nothing at that path.
    pub fn open(path: impl AsRef<Path>, host: &Host) -> Result<Workspace, Error> {
        let path = path.as_ref();
        match Disk::open(path) {
            Ok(disk) => Ok(Workspace::of(disk, host)),
            Err(reason) => Err(super::findings::unreadable(&path.display().to_string(), &reason)),
        }
    }

    /// The pack of these files. Nothing is read before the first check.
    pub fn of(files: impl Files + Send + Sync + 'static, host: &Host) -> Workspace {
        let files = Changed { files: Box::new(files), texts: BTreeMap::new() };
        Workspace { files, host: host.clone(), rules: None, can_be_used: false }
    }

    /// Everything that is wrong with the pack after files of it were changed: a file by its name
    /// with its new text, or `None` where it is gone. Those that were changed before stay so. It is
    /// what [`Rules::from_files_with`] tells of these files, or where it tells no error what
    /// [`Rules::check`] finds.
    pub fn recheck(&mut self, changed: &[(&str, Option<&str>)]) -> Findings {
        for (name, text) in changed {
            let text = text.map(|text| text.as_bytes().to_vec());
            self.files.texts.insert((*name).to_owned(), text);
        }
        let read = match &self.rules {
            Some(rules) => rules.reread(&self.files),
            None => Rules::from_files_with(&self.files, &self.host),
        };
        self.can_be_used = read.is_ok();
        match read {
            Ok(rules) => {
                let found = rules.check();
                self.rules = Some(rules);
                found
            }
            Err(refused) => Findings::of(refused),
        }
    }

    /// Takes a file as it is on disk again, or as it was given, whatever it was changed to.
    pub fn restore(&mut self, name: &str) {
        self.files.texts.remove(name);
    }

    /// The rules as they were last checked; `None` where they cannot be used.
    pub fn rules(&self) -> Option<&Rules> {
        self.rules.as_ref().filter(|_| self.can_be_used)
    }
}

impl fmt::Debug for Workspace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let changed: Vec<&String> = self.files.texts.keys().collect();
        let path = self.files.path();
        f.debug_struct("Workspace").field("path", &path).field("changed", &changed).finish()
    }
}

/// Files of a pack, some of them with another text, or gone.
struct Changed {
    files: Box<dyn Files + Send + Sync>,
    texts: BTreeMap<String, Option<Vec<u8>>>,
}

impl Files for Changed {
    fn path(&self) -> &str {
        self.files.path()
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let own = self.files.names()?.into_iter().filter(|name| !self.texts.contains_key(name));
        let changed = self.texts.iter().filter(|(_, text)| text.is_some());
        let mut names: Vec<String> = own.chain(changed.map(|(name, _)| name.clone())).collect();
        names.sort();
        Ok(names)
    }

    fn beside(&self) -> io::Result<Vec<String>> {
        self.files.beside()
    }

    fn read(&self, name: &str, limit: u64) -> io::Result<Vec<u8>> {
        match self.texts.get(name) {
            Some(Some(text)) => Ok(up_to(limit, text)),
            Some(None) => Err(io::ErrorKind::NotFound.into()),
            None => self.files.read(name, limit),
        }
    }

    fn place(&self, name: &str) -> Option<PathBuf> {
        self.files.place(name)
    }

    fn folders(&self) -> io::Result<Folders<'_>> {
        self.files.folders()
    }
}
