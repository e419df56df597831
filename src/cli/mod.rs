#![doc = include_str!("README.md")]

mod args;
mod calendar;
mod check;
mod coverage;
mod examples;
mod diff;
mod explain;
mod fix;
mod fmt;
mod formats;
mod grade;
mod half_year;
mod input;
mod interrupt;
mod mutants;
mod junit;
mod new;
mod opt;
mod output;
mod progress;
mod overview;
mod report;
mod schema;
mod template;
mod test;
mod trace;
mod usage;
mod worklist;

use crate::data::out::WriteError;
use crate::diag::{Error, Message, cli as say};
use crate::engine::Packs;
use crate::markup::visible;
use crate::value::text::parse_date;
use crate::value::{Date, Lang};
use clap::ArgMatches;
use clap::error::ErrorKind;
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

/// Runs the program with the arguments of the command line, the program's own name first. Exit
/// codes: 0 done; 1 done, and something was found; 2 could not run; 141 nobody read the results to
/// their end.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    interrupt::watch();
    hush_workbooks();
    let typed: Vec<OsString> = arguments.into_iter().collect();
    let typed_in = args::typed_in(&typed);
    let arguments = args::canonical(typed.iter().cloned());
    let requested = args::language(&arguments);
    let lang = requested.or(typed_in).unwrap_or_default();
    let matches = match args::command(lang).try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => return usage_error(&error, (&typed, &arguments), lang),
    };
    let ended = run(&matches, requested);
    progress::end();
    ended.map_or_else(
        |failure| failed(&failure),
        |outcome| match outcome {
            Outcome::Clean => ExitCode::SUCCESS,
            Outcome::Found => ExitCode::from(1),
        },
    )
}

/// Keeps silent about panics of the library that writes workbooks: they are told as errors.
fn hush_workbooks() {
    let others = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let is_hushed = panic.location().is_some_and(|at| at.file().contains("rust_xlsxwriter"));
        if !is_hushed {
            others(panic);
        }
    }));
}

fn failed(failure: &Failure) -> ExitCode {
    match failure {
        Failure::Told => ExitCode::from(2),
        Failure::BrokenPipe => ExitCode::from(BROKEN_PIPE),
        Failure::Because(message, lang) => {
            complain(message, *lang);
            ExitCode::from(2)
        }
    }
}

/// Exit code that a shell reports of a program that ended because nobody read on: 128 and the
/// number of the signal SIGPIPE.
const BROKEN_PIPE: u8 = 141;

/// Outcome of a command that could run; it decides the exit code.
enum Outcome {
    /// No finding, no failed example, no data error.
    Clean,
    /// Something was found: a failed example, a finding, a record with a data error.
    Found,
}

/// Reason why a command could not run.
enum Failure {
    /// Failure that was told already.
    Told,
    /// Whoever reads the output wants no more of it.
    BrokenPipe,
    /// Reason to be reported, and in which language.
    Because(Message, Lang),
}

impl Failure {
    fn write(error: WriteError, lang: Lang) -> Failure {
        match error {
            WriteError::Io(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
                Failure::BrokenPipe
            }
            error => Failure::Because(error.message(), lang),
        }
    }

    /// A result file could not be written.
    fn write_file(path: &Path, error: WriteError, lang: Lang) -> Failure {
        let Message { vi, en } = error.message();
        let path = path.display();
        Failure::Because(Message { vi: format!("{path}: {vi}"), en: format!("{path}: {en}") }, lang)
    }
}

fn run(matches: &ArgMatches, requested: Option<Lang>) -> Result<Outcome, Failure> {
    match matches.subcommand().map(|(name, matches)| (args::english(name), matches)) {
        Some(("grade", matches)) => grade::run(matches, requested),
        Some(("explain", matches)) => explain::run(matches, requested),
        Some(("check", matches)) => check::run(matches, requested),
        Some(("test", matches)) => test::run(matches, requested),
        Some(("report", matches)) => half_year::run(matches, requested),
        Some(("calendar", matches)) => calendar::run(matches, requested),
        Some(("worklist", matches)) => worklist::run(matches, requested),
        Some(("new", matches)) => new::run(matches, requested),
        Some(("trace", matches)) => trace::run(matches, requested),
        Some(("diff", matches)) => diff::run(matches, requested),
        Some(("fmt", matches)) => fmt::run(matches, requested),
        Some(("schema", matches)) => schema::run(matches, requested),
        Some(("template", matches)) => template::run(matches, requested),
        Some(_) | None => Err(Failure::Told),
    }
}

fn usage_error(
    error: &clap::Error,
    (typed, arguments): (&[OsString], &[OsString]),
    lang: Lang,
) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            print_out(&error.render().to_string(), lang)
                .map_or_else(|failure| failed(&failure), |()| ExitCode::SUCCESS)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            print_err(&error.render().to_string());
            ExitCode::from(2)
        }
        _ => {
            print_err(&visible(&usage::message(
                error,
                (typed, arguments),
                args::called(arguments, lang),
                lang,
            )));
            ExitCode::from(2)
        }
    }
}

/// Loads the rules a command is about; what is wrong with them goes to standard error.
fn load(matches: &ArgMatches, requested: Option<Lang>) -> Result<(Packs, Lang), Failure> {
    match Packs::load(Path::new(text(matches, "rules"))) {
        Ok(packs) => {
            let lang = requested.unwrap_or(packs.lang());
            Ok((packs, lang))
        }
        Err(refused) => {
            let lang = requested.unwrap_or(refused.lang());
            report_refusal(&refused, lang);
            if let Some(whole) = parted_path(matches) {
                print_err(&format!("{}\n", say::quote(&whole).get(lang)));
            }
            Err(Failure::Told)
        }
    }
}

/// Loads the rules at a path beside those that a command is about.
fn load_at(path: &Path, requested: Option<Lang>) -> Result<Packs, Failure> {
    Packs::load(path).map_err(|refused| {
        report_refusal(&refused, requested.unwrap_or(refused.lang()));
        Failure::Told
    })
}

/// The path that the rules and the arguments behind them are parts of, where nothing stands at the
/// first part alone.
fn parted_path(matches: &ArgMatches) -> Option<String> {
    let rules = text(matches, "rules");
    let data = matches.try_get_many::<String>("data").ok().flatten()?;
    let mut paths = data.scan(rules.to_owned(), |path, word| {
        *path = format!("{path} {word}");
        Some(path.clone())
    });
    paths.find(|path| !Path::new(rules).exists() && Path::new(path).exists())
}

/// Codes that say that there are no rules at all.
const NO_RULES: [&str; 2] = ["E205", "E208"];

/// Returns `true` if there were rules to find something in.
fn has_rules(refused: &Error) -> bool {
    !refused.diagnostics().iter().any(|finding| NO_RULES.contains(&finding.code))
}

fn report_refusal(refused: &Error, lang: Lang) {
    print_err(&refused.render(lang, std::io::stderr().is_terminal()));
    if has_rules(refused) {
        print_err(&format!("{}\n", say::refused(refused.diagnostics().len()).get(lang)));
    }
}

/// The value of an argument; empty where it was not given.
fn text<'m>(matches: &'m ArgMatches, name: &str) -> &'m str {
    matches.get_one::<String>(name).map_or("", String::as_str)
}

/// The values of an argument; none of one that the command does not take.
fn texts<'m>(matches: &'m ArgMatches, name: &str) -> Vec<&'m str> {
    let all = matches.try_get_many::<String>(name).ok().flatten();
    all.unwrap_or_default().map(String::as_str).collect()
}

/// The as-of date of the command line.
fn date(matches: &ArgMatches, lang: Lang) -> Result<Option<Date>, Failure> {
    day(matches, "date", lang)
}

/// The day that an option gives.
fn day(matches: &ArgMatches, option: &str, lang: Lang) -> Result<Option<Date>, Failure> {
    match matches.get_one::<String>(option) {
        None => Ok(None),
        Some(text) => {
            parse_date(text).map(Some).ok_or_else(|| Failure::Because(say::no_date(text), lang))
        }
    }
}

fn complain(message: &Message, lang: Lang) {
    report::line(&format!("{}: {}", crate::diag::usage::error().get(lang), message.get(lang)));
}

/// Writes to standard output.
fn print_out(text: &str, lang: Lang) -> Result<(), Failure> {
    progress::end();
    let mut to = anstream::stdout();
    let written = to.write_all(text.as_bytes()).and_then(|()| to.flush());
    written.map_err(|error| Failure::write(error.into(), lang))
}

/// Standard error: counts, warnings, progress. There is nowhere left to say that it is closed.
fn print_err(text: &str) {
    progress::hide();
    let _ = anstream::stderr().write_all(text.as_bytes());
}
