//! Makes `examples/data`: the figures of 369 invented groups in the shapes the bank's exports have,
//! quirks included, and beside them what must come out; and `examples/data/nam-2023`, one city year
//! of all record types. Everything follows from fixed seeds in integer arithmetic, so two runs give
//! the same bytes.
//!
//! `cargo run -p visao-samples`

mod answers;
mod cell;
mod city;
mod day;
mod files;
mod group;
mod plan;
mod prng;
mod readme;
mod write;

use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/data");
    fs::create_dir_all(folder.join("expected"))?;
    let groups = group::all();
    let exports = files::Exports::new(&groups);

    write::xlsx(&exports.monitoring, &folder.join("giam-sat-to.xlsx"))?;
    write::xlsx(&exports.bc0437, &folder.join("BC0437.xlsx"))?;
    write::xlsx(&exports.cdtotkvv, &folder.join("CDTOTKVV.xlsx"))?;
    fs::write(folder.join("giam-sat-to.csv"), write::csv(&exports.monitoring))?;
    fs::write(folder.join("giam-sat-loi.csv"), write::csv(&exports.faulty))?;

    fs::write(folder.join("expected/giam-sat-to.csv"), answers::monitoring(&groups))?;
    fs::write(folder.join("expected/CDTOTKVV.csv"), answers::cdtotkvv(&exports))?;
    fs::write(folder.join("expected/BC0437.csv"), answers::bc0437(&exports))?;
    fs::write(folder.join("README.md"), readme::text(&groups, &exports))?;
    city::write(&folder.join("nam-2023"), &folder.join("nam-2023-thoi-gian"))
}
