//! How far the words of a sentence are covered. Blanks, punctuation, bullets and numbers of
//! items are no words.

use super::Traced;
use super::cut::{is_numbering, unnumbered};

/// Cover of some words, the strongest last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cover {
    /// No rule quotes them, and the list does not hold them.
    #[default]
    Nothing,
    /// A rule quotes them that can decide nothing on data: a parameter, a field, an example, a
    /// block that never applies.
    Named,
    /// The list leaves them to a person.
    Person,
    /// A rule that decides something on data quotes them.
    Decided,
}

/// Extent to which a sentence is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coverage {
    /// Rules decide it: they quote all its words but those that are left to a person.
    Fully,
    /// Rules or the list cover some of its words.
    Partly,
    /// The list leaves all its words to a person.
    ByPerson,
    /// Nothing covers any of its words.
    NotAtAll,
}

impl Traced {
    /// Coverage of the sentence by rules and persons.
    pub fn coverage(&self) -> Coverage {
        let covered = |by: Cover| self.cover.iter().any(|(_, cover)| *cover == by);
        let some_left = self.uncovered().next().is_some();
        match (covered(Cover::Decided), covered(Cover::Person)) {
            (false, false) => Coverage::NotAtAll,
            _ if some_left => Coverage::Partly,
            (true, _) => Coverage::Fully,
            (false, true) => Coverage::ByPerson,
        }
    }

    /// The words that nothing covers, in the order written, named ones among them.
    pub fn uncovered(&self) -> impl Iterator<Item = &str> {
        let left = self.cover.iter().enumerate().filter(|(_, (_, cover))| *cover <= Cover::Named);
        let bare = left.map(|(place, (words, _))| {
            // Only what opens the sentence can be its number.
            let words = if place == 0 { unnumbered(words) } else { words };
            words.trim()
        });
        let word = |word: &str| word.contains(char::is_alphanumeric) && !is_numbering(word);
        bare.filter(move |words| words.split(' ').any(word))
            .map(|words| words.trim_matches(is_around))
    }
}

/// What may stand around words without being part of them.
fn is_around(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, ',' | ';' | '.' | ':' | '–' | '-')
}
