//! A request, read key by key: what is wrong with it is said in plain words, never in those of a
//! reader of JSON.

use crate::data::objects::{Pairs, parse};
use crate::diag::{Error, door as say};
use crate::diag::{Message, nearest};
use crate::margins::MOST_FIELDS;
use crate::value::text::parse_date;
use crate::value::{Date, Lang, Num};
use serde::Deserialize;
use serde_json::value::RawValue;

/// The version of the door.
pub(super) const DOOR: u32 = 1;

/// Command of a request: what its key `request` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    Version,
    Load,
    Unload,
    Grade,
    Explain,
    Report,
    Check,
    Schema,
    Test,
}

const COMMANDS: [Command; 9] = [
    Command::Version,
    Command::Load,
    Command::Unload,
    Command::Grade,
    Command::Explain,
    Command::Report,
    Command::Check,
    Command::Schema,
    Command::Test,
];

impl Command {
    fn word(self) -> &'static str {
        match self {
            Command::Version => "version",
            Command::Load => "load",
            Command::Unload => "unload",
            Command::Grade => "grade",
            Command::Explain => "explain",
            Command::Report => "report",
            Command::Check => "check",
            Command::Schema => "schema",
            Command::Test => "test",
        }
    }

    /// The keys of a request besides those of every one.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Command::Version => &[],
            Command::Load => &["rules", "name"],
            Command::Unload => &["rules"],
            Command::Grade => &["rules", "records", "date", "blocks", "lenient"],
            Command::Explain => &["rules", "records", "date", "blocks", "lenient", "ids", "ways"],
            Command::Report => &["rules", "records", "date", "blocks", "lenient", "work"],
            Command::Check => &["rules", "cliffs", "confined"],
            Command::Schema => &["rules", "of", "record"],
            Command::Test => &["rules", "date", "coverage"],
        }
    }
}

/// The keys of every request.
const COMMON: [&str; 3] = ["request", "door", "lang"];

/// Request whose keys are known, each there once; their values are read as they are asked for.
pub(super) struct Ask<'j> {
    pub(super) command: Command,
    pub(super) lang: Option<Lang>,
    pairs: Pairs<'j>,
}

/// Source of the rules that a request is about.
pub(super) enum RulesFrom {
    /// Rules that were loaded under a name.
    Loaded(String),
    /// The files of a pack, names and texts.
    Files(Vec<(String, String)>),
}

/// The lists of records by the name of their type.
pub(super) type RecordLists<'j> = Vec<(String, Vec<&'j RawValue>)>;

impl<'j> Ask<'j> {
    /// The pairs of a request's text.
    pub(super) fn pairs(json: &'j str) -> Result<Pairs<'j>, Error> {
        parse(json).map_err(|error| say::no_request(error.line(), error.column()))
    }

    /// A request by its pairs, in the language that it asks for.
    pub(super) fn read(pairs: Pairs<'j>, lang: Option<Lang>) -> Result<Ask<'j>, Error> {
        let words = COMMANDS.map(Command::word);
        let asked = text(&pairs, "request")?;
        let asked =
            asked.ok_or_else(|| say::missing_key("request", &say::one_of(&words.join(", "))))?;
        let command = COMMANDS.into_iter().find(|command| command.word() == asked);
        let command = command.ok_or_else(|| {
            say::unknown_request(&asked, nearest(&asked, words), &words.join(", "))
        })?;
        let ask = Ask { command, lang, pairs };
        ask.check_keys()?;
        ask.check_version()?;
        Ok(ask)
    }

    fn check_keys(&self) -> Result<(), Error> {
        let known: Vec<&str> =
            COMMON.into_iter().chain(self.command.keys().iter().copied()).collect();
        for (place, name) in self.pairs.names().enumerate() {
            if !known.contains(&name) {
                let near = nearest(name, known.iter().copied());
                let known = known.join(", ");
                return Err(say::unknown_key(name, self.command.word(), near, &known));
            }
            if self.pairs.names().take(place).any(|before| before == name) {
                return Err(say::key_twice(name));
            }
        }
        Ok(())
    }

    fn check_version(&self) -> Result<(), Error> {
        match self.raw("door").map(RawValue::get) {
            Some(version) if version != DOOR.to_string() => Err(say::other_version(version, DOOR)),
            Some(_) | None => Ok(()),
        }
    }

    fn raw(&self, name: &str) -> Option<&'j RawValue> {
        self.pairs.value(|known| known == name)
    }

    /// The text of a key; none where the key is not there.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Error> {
        text(&self.pairs, name)
    }

    /// The list of texts of a key; empty where the key is not there.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<String>, Error> {
        read(&self.pairs, name, say::texts).map(Option::unwrap_or_default)
    }

    /// The truth value of a key; false where the key is not there.
    pub(super) fn truth(&self, name: &str) -> Result<bool, Error> {
        read(&self.pairs, name, say::a_truth).map(Option::unwrap_or_default)
    }

    /// The most fields that ways to a better result change; none where they are not asked for.
    pub(super) fn ways(&self) -> Result<Option<usize>, Error> {
        fn wanted() -> Message {
            say::one_of("1, 2, 3")
        }
        let fields = read::<usize>(&self.pairs, "ways", wanted)?;
        match fields.filter(|fields| !(1..=MOST_FIELDS).contains(fields)) {
            Some(_) => Err(say::other_value("ways", &wanted())),
            None => Ok(fields),
        }
    }

    /// The points that steps are higher than, where they are asked for: a number or its digits.
    pub(super) fn cliffs(&self) -> Result<Option<Num>, Error> {
        let refused = || say::other_value("cliffs", &say::points());
        let Some(value) = read::<serde_json::Value>(&self.pairs, "cliffs", say::points)? else {
            return Ok(None);
        };
        let digits = match value {
            serde_json::Value::Number(number) => number.to_string(),
            serde_json::Value::String(digits) => digits,
            _ => return Err(refused()),
        };
        let number = digits.parse::<Num>().ok().filter(|number| !number.is_negative());
        number.map(Some).ok_or_else(refused)
    }

    /// The as-of date of the key `date`; none where the key is not there.
    pub(super) fn date(&self) -> Result<Option<Date>, Error> {
        let Some(day) = read::<String>(&self.pairs, "date", say::a_day)? else { return Ok(None) };
        let day = parse_date(&day).ok_or_else(|| say::other_value("date", &say::a_day()))?;
        Ok(Some(day))
    }

    /// The rules that the request is about, loaded or given with it.
    pub(super) fn rules(&self) -> Result<RulesFrom, Error> {
        let raw = self.raw("rules").ok_or_else(|| say::missing_key("rules", &say::rules()))?;
        match read::<String>(&self.pairs, "rules", say::rules) {
            Ok(Some(name)) => Ok(RulesFrom::Loaded(name)),
            Ok(None) | Err(_) => files(raw, say::rules).map(RulesFrom::Files),
        }
    }

    /// The files of rules to be loaded.
    pub(super) fn files(&self) -> Result<Vec<(String, String)>, Error> {
        let raw = self.raw("rules").ok_or_else(|| say::missing_key("rules", &say::files()))?;
        files(raw, say::files)
    }

    /// The records that are to be decided.
    pub(super) fn records(&self) -> Result<RecordLists<'j>, Error> {
        let raw =
            self.raw("records").ok_or_else(|| say::missing_key("records", &say::records()))?;
        let other = |_| say::other_value("records", &say::records());
        let lists = parse(raw.get()).map_err(other)?;
        lists
            .all()
            .iter()
            .map(|(name, list)| {
                let list: Vec<&'j RawValue> = serde_json::from_str(list.get()).map_err(other)?;
                Ok((name.to_string(), list))
            })
            .collect()
    }
}

/// The language that a request asks for.
pub(super) fn language(pairs: &Pairs<'_>) -> Result<Option<Lang>, Error> {
    match text(pairs, "lang")?.as_deref() {
        Some("vi") => Ok(Some(Lang::Vi)),
        Some("en") => Ok(Some(Lang::En)),
        Some(_) => Err(say::other_value("lang", &say::one_of("vi, en"))),
        None => Ok(None),
    }
}

fn text(pairs: &Pairs<'_>, name: &str) -> Result<Option<String>, Error> {
    read(pairs, name, say::a_text)
}

fn read<'j, T: Deserialize<'j>>(
    pairs: &Pairs<'j>,
    name: &str,
    wanted: fn() -> Message,
) -> Result<Option<T>, Error> {
    let Some(raw) = pairs.value(|known| known == name) else { return Ok(None) };
    let read = serde_json::from_str(raw.get());
    read.map(Some).map_err(|_| say::other_value(name, &wanted()))
}

fn files(raw: &RawValue, wanted: fn() -> Message) -> Result<Vec<(String, String)>, Error> {
    let other = |_| say::other_value("rules", &wanted());
    let files = parse(raw.get()).map_err(other)?;
    let mut read: Vec<(String, String)> = Vec::new();
    for (name, text) in files.all() {
        if read.iter().any(|(known, _)| known == name) {
            return Err(say::key_twice(name));
        }
        read.push((name.to_string(), serde_json::from_str(text.get()).map_err(other)?));
    }
    Ok(read)
}
