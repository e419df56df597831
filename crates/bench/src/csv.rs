//! CSV in, graded CSV out: whole processes, each measured from outside, with its peak of memory.

use crate::by_hand::{self, DecimalBounds, DecimalGroup};
use crate::workload::Groups;
use crate::xlsx;
use rust_decimal::Decimal;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Names of the columns, with the end of their line.
pub const HEADER: &str = "mã tổ;số phiên;số phiên dự;dư nợ;nợ quá hạn;gốc đến hạn;gốc đã thu;lãi phải thu;lãi đã thu;số thành viên;số người gửi;số dư gửi\n";
const GRADES: [&str; 4] = ["tốt", "khá", "trung bình", "yếu"];

/// The ways to do it that are processes of the yardstick itself, by the argument that asks for one.
pub const BY_HAND: &str = "csv-by-hand";
pub const DECIMALS: &str = "csv-decimals";
pub const OURS: &str = "csv-visao";
pub const LINES: &str = "csv-visao-lines";

/// Returns `true` if a column holds money, in hundredths.
pub fn hundredths(column: usize) -> bool {
    matches!(column, 2..=7 | 10)
}

/// Writes the workload as an office's file, and the rules beside it.
pub fn write(folder: &Path, count: usize) -> PathBuf {
    let groups = Groups::new(count, 20_230_118);
    let path = folder.join("to.csv");
    let mut out = BufWriter::new(File::create(&path).expect("a file for the workload"));
    out.write_all(HEADER.as_bytes()).expect("room for the workload");
    for place in 0..count {
        let mut line = format!("T{place:07}");
        for (column, value) in groups.record(place).into_iter().enumerate() {
            line.push(';');
            match hundredths(column) {
                true => line.push_str(&format!("{},{:02}", value / 100, value % 100)),
                false => line.push_str(&value.to_string()),
            }
        }
        line.push('\n');
        out.write_all(line.as_bytes()).expect("room for the workload");
    }
    out.flush().expect("room for the workload");
    std::fs::write(folder.join("to.luat"), crate::ours::RULES).expect("room for the rules");
    path
}

/// Runs one of the ways in this process; `false` if the arguments ask for none.
pub fn run(arguments: &[String]) -> bool {
    let [_, _, _, way, from, to, ..] = arguments else { return false };
    match way.as_str() {
        BY_HAND => by_hand(from, to),
        DECIMALS => decimals(from, to),
        OURS => ours(from, to, "csv"),
        LINES => ours(from, to, "jsonl"),
        xlsx::READ => xlsx::read_alone(from),
        _ => return false,
    }
    // Linux alone tells a process its peak; elsewhere the table has none.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok());
    println!("{}", kilobytes.unwrap_or(0_u64));
    true
}

fn ours(from: &str, to: &str, format: &str) {
    let rules = Path::new(from).with_extension("luat");
    let rules = rules.to_str().expect("a path that is a text");
    let arguments = ["visao", "grade", rules, from, "--format", format, "-o", to];
    visao::cli::main(arguments.map(Into::into).into_iter());
}

/// Seconds and peak of memory, in megabytes, of one way in a process of its own.
pub fn measured(way: &str, from: &Path, to: &Path) -> (f64, u64) {
    let program = std::env::current_exe().expect("the yardstick itself");
    let mut own = Command::new(program);
    own.args(["0", "0", way]).arg(from).arg(to).stdout(Stdio::piped()).stderr(Stdio::null());
    took(own)
}

/// The same of DuckDB, where Python has it: the grade alone, exactly, in decimals.
pub fn duckdb(from: &Path, to: &Path) -> Option<(f64, u64)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("duckdb_grade.py");
    let has = Command::new("python3").args(["-c", "import duckdb"]).stderr(Stdio::null()).status();
    has.ok().filter(std::process::ExitStatus::success)?;
    let mut own = Command::new("python3");
    own.arg(script).arg(from).arg(to).stdout(Stdio::piped());
    Some(took(own))
}

fn took(mut own: Command) -> (f64, u64) {
    let start = Instant::now();
    let out = own.output().expect("a process");
    let seconds = start.elapsed().as_secs_f64();
    assert!(out.status.success(), "{own:?} failed");
    let told = String::from_utf8_lossy(&out.stdout);
    let kilobytes: u64 = told.lines().last().and_then(|line| line.trim().parse().ok()).unwrap_or(0);
    (seconds, kilobytes / 1024)
}

/// A number with up to two decimals, in hundredths where there is a comma.
fn number(cell: &[u8]) -> i64 {
    cell.iter()
        .filter(|byte| **byte != b',')
        .fold(0, |value, byte| value * 10 + i64::from(byte - b'0'))
}

fn by_hand(from: &str, to: &str) {
    let text = std::fs::read(from).expect("the workload");
    let mut out = BufWriter::with_capacity(1 << 20, File::create(to).expect("the results"));
    out.write_all(b"group;points;grade\n").expect("room for the results");
    let mut rest = &text[HEADER.len()..];
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        let (line, next) = rest.split_at(end);
        rest = next.get(1..).unwrap_or_default();
        let mut cells = line.split(|byte| *byte == b';');
        let key = cells.next().unwrap_or_default();
        let mut group = [0; 11];
        group.iter_mut().zip(cells).for_each(|(value, cell)| *value = number(cell));
        let outcome = by_hand::whole(&group);
        out.write_all(key).expect("room for the results");
        writeln!(out, ";{};{}", outcome.points, GRADES[outcome.grade as usize]).expect("room");
    }
    out.flush().expect("room for the results");
}

fn decimals(from: &str, to: &str) {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').from_path(from).expect("the workload");
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_path(to).expect("the results");
    writer.write_record(["group", "points", "grade"]).expect("room for the results");
    let bounds = DecimalBounds::new();
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).expect("a row") {
        let value = |place: usize| -> Decimal {
            row[place + 1].replace(',', ".").parse().expect("a number")
        };
        let outcome = bounds.grade(&DecimalGroup::from_values(std::array::from_fn(value)));
        let points = outcome.points.to_string();
        writer.write_record([&row[0], &points, GRADES[outcome.grade as usize]]).expect("room");
    }
    writer.flush().expect("room for the results");
}
