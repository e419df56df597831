//! One invented city year: 7 districts, 56 wards and communes, 400 groups, 15.000 loans, the
//! Union's registers and a list of proposals, all as of 31/12/2023. Every figure that a target
//! depends on is set, not drawn: each district is made for what must come out.

mod account;
mod duties;
mod groups;
mod loans;
mod planted;
mod proposals;
mod sheet;
mod time;
mod units;

use crate::cell::Sheet;
use crate::day::Day;
use crate::prng::Prng;
use crate::write;
use planted::Planted;
use std::error::Error;
use std::fs;
use std::path::Path;

/// The one seed behind all files of the city year.
const SEED: u64 = 2023_1231;

/// The day of all figures.
const AS_OF: Day = Day::new(2023, 12, 31);

/// Makes all files in a folder, and in another the same year as other days of it need it.
pub fn write(folder: &Path, in_time: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let mut prng = Prng::new(SEED);
    let mut planted = Planted::default();
    let mut groups = groups::all(&mut prng);
    let loans = loans::all(&mut prng, &mut groups, &mut planted);
    groups::plant(&groups, &mut planted);

    let mut sheets =
        vec![("to.csv", groups::sheet(&groups)), ("khoan-vay.csv", loans::sheet(&loans))];
    sheets.extend(duties::sheets(&groups, &mut planted));
    sheets.extend(proposals::sheets(&mut prng, &mut planted));
    for (file, sheet) in &sheets {
        fs::write(folder.join(file), write::csv(sheet))?;
    }
    let book: Vec<&Sheet> = sheets.iter().map(|(_, sheet)| sheet).collect();
    write::book(&book, &folder.join("nam-2023.xlsx"))?;

    fs::write(folder.join("planted.csv"), planted.csv())?;
    fs::write(folder.join("chi-tieu.csv"), account::targets(&groups))?;
    fs::write(folder.join("PLANTED.md"), account::text(&sheets, &planted))?;
    write_in_time(sheets, in_time)
}

fn write_in_time(sheets: Vec<(&'static str, Sheet)>, folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let sheets = time::sheets(sheets)?;
    for (file, sheet) in &sheets {
        fs::write(folder.join(file), write::csv(sheet))?;
    }
    fs::write(folder.join("planted.csv"), time::csv())?;
    fs::write(folder.join("planted-chi-tieu.csv"), time::targets())?;
    fs::write(folder.join("PLANTED.md"), time::text(&sheets))?;
    Ok(())
}
