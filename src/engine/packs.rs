//! A folder of packs: one for each range of days. The as-of date determines which of them decides.

use super::Rules;
use super::findings::{Findings, behind, unreadable};
use crate::data::{DataFile, OpenFiles, Readings};
use crate::diag::{Error, engine as say, load as say_load};
use crate::load::{Effective, Files, Folders, is_pack, os::Disk};
use crate::source::Span;
use crate::value::{Date, Lang};
use std::path::{Path, PathBuf};

/// The packs of a folder, by their first day, no two of which apply on one day; or one pack alone.
///
/// ```
/// # let rules = visao::Rules::from_text("bản ghi Tổ
/// #   trường mã: chữ, khóa
/// #   trường nợ: tiền, từ 0
/// # điều kiện Vay cho Tổ
/// #   từ chối nếu nợ > 5 triệu: \"nợ nhiều\"
/// # ")?;
/// let packs = visao::Packs::from(rules);
/// assert_eq!(packs.on("31/12/2023".parse()?)?.name(), "luat"); // rules without days always apply
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Packs {
    packs: Vec<Member>,
}

/// A pack, and the folder that it stands in; none for a pack alone.
#[derive(Clone, Debug)]
struct Member {
    folder: Option<String>,
    rules: Rules,
}

impl From<Rules> for Packs {
    fn from(rules: Rules) -> Packs {
        Packs { packs: vec![Member { folder: None, rules }] }
    }
}

/// Limit on the pairs of packs that are reported as applying on one day.
const MOST_PAIRS: usize = 20;

impl Packs {
    /// Loads a folder of packs, or a pack as [`Rules::load`] does.
    ///
    /// # Errors
    /// Everything that is wrong with the packs, at once; two packs that apply on one day.
    pub fn load(path: impl AsRef<Path>) -> Result<Packs, Error> {
        let path = path.as_ref();
        match Disk::open(path) {
            Ok(disk) => Packs::from_files(&disk),
            Err(reason) => Err(unreadable(&path.display().to_string(), &reason)),
        }
    }

    /// The packs of a folder, on disk or in memory. A folder that has a manifest or rules of its
    /// own is one pack.
    ///
    /// # Errors
    /// As [`Packs::load`].
    pub fn from_files(files: &dyn Files) -> Result<Packs, Error> {
        let folders = pack_folders(files).map_err(|reason| unreadable(files.path(), &reason))?;
        if folders.is_empty() {
            return Rules::from_files(files).map(Packs::from);
        }
        let mut packs = Vec::new();
        let mut found = Findings::default();
        let mut lang = None;
        for (folder, files) in folders {
            match Rules::from_files(&*files) {
                Ok(rules) => packs.push(Member { folder: Some(folder), rules }),
                Err(refused) => {
                    lang.get_or_insert(refused.lang());
                    found.absorb(Some(&folder), refused.diagnostics().to_vec(), refused.sources());
                }
            }
        }
        if let Some(lang) = lang {
            return Err(found.refuse(lang));
        }
        packs.sort_by_key(|pack| pack.range().from);
        let packs = Packs { packs };
        packs.overlaps().map_or(Ok(packs), Err)
    }

    /// All packs, by their first day.
    pub fn all(&self) -> impl Iterator<Item = &Rules> {
        self.packs.iter().map(|pack| &pack.rules)
    }

    /// Number of packs: at least one.
    pub fn len(&self) -> usize {
        self.packs.len()
    }

    /// Returns `true` if there is no pack, which never occurs.
    pub fn is_empty(&self) -> bool {
        self.packs.is_empty()
    }

    /// The pack that applies on a day; after the last of them the one that is still asked for its
    /// deadlines.
    ///
    /// # Errors
    /// None does; the message names the packs and their days.
    pub fn on(&self, day: Date) -> Result<&Rules, Error> {
        let fitting = self.packs.iter().find(|pack| pack.range().holds(day));
        let later = || self.later(day).last();
        fitting.map(|pack| &pack.rules).or_else(later).ok_or_else(|| {
            let error = match self.packs.as_slice() {
                [only] => {
                    say::outside_pack(day, only.rules.name(), only.range().from, only.range().to)
                }
                _ => say::no_pack(day, &self.ranges()),
            };
            error.with_lang(self.lang())
        })
    }

    /// The packs whose period is over on a day, and which are still asked for their deadlines.
    pub fn later(&self, day: Date) -> impl Iterator<Item = &Rules> {
        self.all().filter(move |rules| rules.is_later(Some(day)))
    }

    /// The pack for a run: the one of its day; without one, of the day that the data files state;
    /// else the only one.
    ///
    /// # Errors
    /// No pack applies on the day; or there is no day and several packs; or a file cannot be read.
    pub fn for_run(&self, day: Option<Date>, files: &[DataFile]) -> Result<&Rules, Error> {
        self.for_run_as(day, &mut OpenFiles::of(files), Readings::default())
    }

    /// As [`Packs::for_run`], with what the run says of the way files are read; the files stay open
    /// for [`Query::read_open`](super::Query::read_open).
    ///
    /// # Errors
    /// As [`Packs::for_run`].
    pub fn for_run_as(
        &self,
        day: Option<Date>,
        files: &mut OpenFiles<'_>,
        readings: Readings,
    ) -> Result<&Rules, Error> {
        match (day, self.packs.as_slice()) {
            (Some(day), _) => self.on(day),
            (None, [only]) => Ok(&only.rules),
            (None, _) => self.told_by(files, readings),
        }
    }

    /// The one pack within whose days a file says its data are; a file that one pack does not know
    /// may be another's.
    fn told_by(&self, files: &mut OpenFiles<'_>, readings: Readings) -> Result<&Rules, Error> {
        let mut told = Vec::new();
        let mut refused = Vec::new();
        for pack in &self.packs {
            let days: Result<Vec<Option<Date>>, Error> = (0..files.len())
                .filter_map(|place| Some(pack.rules.day_told_as(files.get(place)?, readings)))
                .collect();
            match days {
                Ok(days) if days.iter().flatten().any(|day| pack.range().holds(*day)) => {
                    told.push(&pack.rules)
                }
                Ok(_) => {}
                Err(error) => refused.push(error),
            }
        }
        match (told.as_slice(), refused.first()) {
            ([only], _) => Ok(only),
            ([], Some(error)) if refused.len() == self.packs.len() => {
                Err(error.clone().with_lang(self.lang()))
            }
            _ => Err(say::which_pack(&self.ranges()).with_lang(self.lang())),
        }
    }

    /// Paths on disk of the files that were read, pack by pack.
    pub fn places(&self) -> Vec<PathBuf> {
        self.all().flat_map(|rules| rules.inner.pack.places.iter().cloned()).collect()
    }

    /// The language of the packs: the first one's.
    pub fn lang(&self) -> Lang {
        self.packs.first().map_or(Lang::default(), |pack| pack.rules.lang())
    }

    /// Findings that do not keep the rules from loading, of all packs; files are named within their
    /// folder.
    pub fn findings(&self) -> Findings {
        let mut findings = Findings::default();
        for pack in &self.packs {
            findings.absorb(
                pack.folder.as_deref(),
                pack.rules.findings().to_vec(),
                pack.rules.sources(),
            );
        }
        findings
    }

    /// The packs, each with the folder that its files are named within.
    pub(super) fn named(&self) -> impl Iterator<Item = (Option<&str>, &Rules)> {
        self.packs.iter().map(|pack| (pack.folder.as_deref(), &pack.rules))
    }

    /// The packs with their days, in one line.
    pub(super) fn ranges(&self) -> String {
        say::ranges(
            self.packs.iter().map(|pack| (pack.rules.name(), pack.range().from, pack.range().to)),
        )
    }

    /// Every two packs that apply on one day.
    fn overlaps(&self) -> Option<Error> {
        let mut found = Findings::default();
        let places: Vec<Option<Span>> = self
            .packs
            .iter()
            .map(|pack| {
                let before = found.sources.len();
                found.absorb(pack.folder.as_deref(), Vec::new(), pack.rules.sources());
                pack.rules.inner.pack.manifest.effective_place.map(|place| behind(before, place))
            })
            .collect();
        let placed: Vec<(&Member, Option<Span>)> = self.packs.iter().zip(places).collect();
        let mut count = 0;
        for (next, (first, first_place)) in (1..).zip(&placed) {
            for (second, second_place) in
                placed.iter().skip(next).filter(|(second, _)| first.range().meets(&second.range()))
            {
                count += 1;
                if count <= MOST_PAIRS {
                    let (first, second) = (first.rules.name(), second.rules.name());
                    found.diagnostics.push(say_load::two_packs(
                        first,
                        *first_place,
                        second,
                        *second_place,
                    ));
                }
            }
        }
        if count > MOST_PAIRS {
            found.diagnostics.push(say_load::more_pairs(count - MOST_PAIRS));
        }
        (!found.diagnostics.is_empty()).then(|| found.refuse(self.lang()))
    }
}

impl Member {
    /// The days on which the pack applies: all, where it does not say.
    fn range(&self) -> Effective {
        self.rules.effective().unwrap_or_default()
    }
}

/// The folders within that are packs; none where the folder itself is one.
fn pack_folders(files: &dyn Files) -> std::io::Result<Folders<'_>> {
    if is_pack(files)? {
        return Ok(Vec::new());
    }
    let mut packs = Vec::new();
    for (name, folder) in files.folders()? {
        if is_pack(&*folder)? {
            packs.push((name, folder));
        }
    }
    Ok(packs)
}
