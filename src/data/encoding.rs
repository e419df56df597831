//! Old encodings of Vietnamese: read where the run or an import profile names one, never guessed.

use serde::Deserialize;
use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};
use unicode_normalization::UnicodeNormalization;

/// An old encoding of Vietnamese text.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Loan
///   field id: text, key
///   field debt: money
///   field due: date
/// eligibility Support for Loan
///   reject if debt > 2 million: \"debt above the limit\"
/// ",
/// )?;
/// // A file of an old office program; `Query::encoding` says how to read it.
/// let bytes = b"id;debt\nA;1".to_vec();
/// let file = visao::DataFile::bytes("old.csv", bytes);
/// let batch = rules.query().encoding(visao::Encoding::Windows1258).read(&[file], None)?;
/// assert_eq!(batch.records(), 1);
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Encoding {
    /// Windows-1258: marks of tone come after their letters.
    #[serde(rename = "windows-1258")]
    Windows1258,
    /// TCVN3, the encoding of the fonts called ABC or .Vn…: capitals are a matter of the font
    /// there, and come out small.
    #[serde(rename = "tcvn3")]
    Tcvn3,
}

/// The letters of TCVN3 from 0xA1 on; `.` where there is none.
const TCVN3: &str = "\
    ĂÂÊÔƠƯĐăâêôơưđ.\
    .....àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽ\
    éẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù\
    .ủũúụừửữứựỳỷỹýỵ.";

/// A character of TCVN3 that was taken for the Latin-1 character of the same byte.
fn tcvn3(character: char) -> char {
    let place =
        u32::from(character).checked_sub(0xa1).and_then(|place| usize::try_from(place).ok());
    place
        .and_then(|place| TCVN3.chars().nth(place))
        .filter(|letter| *letter != '.')
        .unwrap_or(character)
}

impl Encoding {
    /// A text that was read as Unicode though it is of this encoding: what workbooks hold that were
    /// typed in an old font.
    pub(super) fn mend(self, text: &str) -> Cow<'_, str> {
        match self {
            Encoding::Windows1258 => Cow::Borrowed(text),
            Encoding::Tcvn3 if text.is_ascii() => Cow::Borrowed(text),
            Encoding::Tcvn3 => Cow::Owned(text.chars().map(tcvn3).collect()),
        }
    }

    /// Returns `true` if capitals with marks cannot be told from small letters.
    pub(super) fn loses_capitals(self) -> bool {
        self == Encoding::Tcvn3
    }

    /// Returns `true` if this build can read the encoding.
    pub(super) fn is_known(self) -> bool {
        cfg!(feature = "encodings") || self == Encoding::Tcvn3
    }
}

/// Text of a file in UTF-8. `unicode`: the bytes are UTF-8 as they are, though a font's characters
/// may be meant by them.
pub(super) fn decoded<'r>(
    bytes: impl Read + Send + 'r,
    encoding: Encoding,
    unicode: bool,
) -> Box<dyn Read + Send + 'r> {
    match (encoding, unicode) {
        (Encoding::Tcvn3, true) => Lines::of(bytes, |line| {
            Encoding::Tcvn3.mend(&String::from_utf8_lossy(line)).into_owned()
        }),
        (Encoding::Tcvn3, false) => {
            Lines::of(bytes, |line| line.iter().map(|byte| tcvn3(char::from(*byte))).collect())
        }
        (Encoding::Windows1258, _) => Lines::of(bytes, windows_1258),
    }
}

#[cfg(feature = "encodings")]
fn windows_1258(line: &[u8]) -> String {
    let (text, _) = encoding_rs::WINDOWS_1258.decode_without_bom_handling(line);
    text.nfc().collect()
}

/// Never called: the encoding is refused before.
#[cfg(not(feature = "encodings"))]
fn windows_1258(line: &[u8]) -> String {
    String::from_utf8_lossy(line).nfc().collect()
}

/// Bytes decoded line by line: no letter is parted from its marks.
struct Lines<R, D> {
    bytes: BufReader<R>,
    decode: D,
    line: Vec<u8>,
    ready: io::Cursor<Vec<u8>>,
}

impl<'r, R: Read + Send + 'r, D: Fn(&[u8]) -> String + Send + 'r> Lines<R, D> {
    fn of(bytes: R, decode: D) -> Box<dyn Read + Send + 'r> {
        // By lines, since a mark of Windows-1258 comes after its letter: a piece that ended between
        // the two would part them.
        Box::new(Lines {
            bytes: BufReader::new(bytes),
            decode,
            line: Vec::new(),
            ready: io::Cursor::default(),
        })
    }
}

impl<R: Read, D: Fn(&[u8]) -> String> Read for Lines<R, D> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.ready.read(to)?;
            if read > 0 || to.is_empty() {
                return Ok(read);
            }
            self.line.clear();
            if (&mut self.bytes).take(LONGEST_PIECE).read_until(b'\n', &mut self.line)? == 0 {
                return Ok(0);
            }
            self.ready = io::Cursor::new((self.decode)(&self.line).into_bytes());
        }
    }
}

/// A line without an end is decoded in pieces.
const LONGEST_PIECE: u64 = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], encoding: Encoding, unicode: bool) -> String {
        let mut text = String::new();
        decoded(bytes, encoding, unicode).read_to_string(&mut text).unwrap();
        text
    }

    /// Written by hand from the chart of the fonts, each letter of TCVN3 once.
    #[test]
    fn every_letter_of_tcvn3_is_its_own() {
        let pairs: &[(&[u8], &str)] = &[
            (
                b"\xb5\xb6\xb7\xb8\xb9 \xa8\xbb\xbc\xbd\xbe\xc6 \xa9\xc7\xc8\xc9\xca\xcb",
                "àảãáạ ăằẳẵắặ âầẩẫấậ",
            ),
            (
                b"\xcc\xce\xcf\xd0\xd1 \xaa\xd2\xd3\xd4\xd5\xd6 \xd7\xd8\xdc\xdd\xde",
                "èẻẽéẹ êềểễếệ ìỉĩíị",
            ),
            (
                b"\xdf\xe1\xe2\xe3\xe4 \xab\xe5\xe6\xe7\xe8\xe9 \xac\xea\xeb\xec\xed\xee",
                "òỏõóọ ôồổỗốộ ơờởỡớợ",
            ),
            (
                b"\xef\xf1\xf2\xf3\xf4 \xad\xf5\xf6\xf7\xf8\xf9 \xfa\xfb\xfc\xfd\xfe \xae",
                "ùủũúụ ưừửữứự ỳỷỹýỵ đ",
            ),
            (b"\xa1\xa2\xa3\xa4\xa5\xa6\xa7", "ĂÂÊÔƠƯĐ"),
            (b"M\xb7 t\xe6;D\xad n\xee (tri\xd6u)\n", "Mã tổ;Dư nợ (triệu)\n"),
        ];
        for (bytes, text) in pairs {
            assert_eq!(read(bytes, Encoding::Tcvn3, false), *text);
            let pasted: String = bytes.iter().map(|byte| char::from(*byte)).collect();
            assert_eq!(read(pasted.as_bytes(), Encoding::Tcvn3, true), *text);
        }
    }

    #[cfg(feature = "encodings")]
    #[test]
    fn the_marks_of_windows_1258_join_their_letters() {
        assert_eq!(
            read(
                b"Ma\xde t\xf4\xd2;D\xfd n\xf5\xf2;\xd0\xe0 N\xe3\xdeng\nx",
                Encoding::Windows1258,
                false
            ),
            "Mã tổ;Dư nợ;Đà Nẵng\nx"
        );
    }
}
