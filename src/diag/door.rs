//! Refusals of requests at the JSON door (codes E270 and E272 to E275), and of calls that meet a
//! limit.

use super::engine::with_nearest;
use super::{Error, ErrorKind, Message, say};
use crate::value::Lang;

/// Refusal of a request: nothing of it is carried out.
fn refused(code: &'static str, message: Message) -> Error {
    Error::new(ErrorKind::Request, code, message)
}

/// E270: a request that is no JSON object.
pub fn no_request(line: usize, column: usize) -> Error {
    let message = say!(
        "yêu cầu phải là một đối tượng JSON; hỏng ở dòng {line}, cột {column}",
        "a request must be a JSON object; it is broken at line {line}, column {column}",
        line = line,
        column = column
    );
    refused("E270", message)
}

/// E270 too: a request of a kind that the door does not know.
pub fn unknown_request(name: &str, near: Option<&str>, known: &str) -> Error {
    let message = with_nearest(
        say!(
            "không có yêu cầu “{name}”; có: {known}",
            "there is no request “{name}”; there are: {known}",
            name = name,
            known = known
        ),
        near,
    );
    refused("E270", message)
}

/// E270 too: a version of the door that this program does not have.
pub fn other_version(version: &str, own: u32) -> Error {
    let message = say!(
        "yêu cầu theo phiên bản {version} của cổng JSON, chương trình này có phiên bản {own}",
        "the request is of version {version} of the JSON door, this program has version {own}",
        version = version,
        own = own
    );
    refused("E270", message)
}

/// E272: a key that the request does not have.
pub fn unknown_key(name: &str, request: &str, near: Option<&str>, known: &str) -> Error {
    let message = with_nearest(
        say!(
            "yêu cầu “{request}” không có khóa “{name}”; có: {known}",
            "the request “{request}” has no key “{name}”; it has: {known}",
            name = name,
            request = request,
            known = known
        ),
        near,
    );
    refused("E272", message)
}

/// E272 too: a key that stands there twice.
pub fn key_twice(name: &str) -> Error {
    let message = say!("khóa “{name}” có hai lần", "the key “{name}” is there twice", name = name);
    refused("E272", message)
}

/// E273: a key that is missing.
pub fn missing_key(name: &str, wanted: &Message) -> Error {
    let message = Message {
        vi: format!("thiếu khóa “{name}”: {}", wanted.vi),
        en: format!("the key “{name}” is missing: {}", wanted.en),
    };
    refused("E273", message)
}

/// E273 too: a key with something else than it wants.
pub fn other_value(name: &str, wanted: &Message) -> Error {
    let message = Message {
        vi: format!("khóa “{name}” cần {}", wanted.vi),
        en: format!("the key “{name}” wants {}", wanted.en),
    };
    refused("E273", message)
}

/// Value wanted of a key: a string.
pub fn a_text() -> Message {
    say!("một chuỗi", "a string")
}

/// Value wanted of a key: a list of strings.
pub fn texts() -> Message {
    say!("danh sách các chuỗi", "a list of strings")
}

/// Value wanted of a key: a truth value.
pub fn a_truth() -> Message {
    say!("true hoặc false", "true or false")
}

/// Value wanted of a key: one of some words, which stand separated by commas.
pub fn one_of(words: &str) -> Message {
    say!("một trong: {words}", "one of: {words}", words = words)
}

/// Value wanted of a key: points.
pub fn points() -> Message {
    say!("số điểm, từ 0, ví dụ 10", "points, from 0, such as 10")
}

/// Value wanted of a key: a day, with an example of its form.
pub fn a_day() -> Message {
    say!("một ngày, ví dụ “2023-06-30”", "a day, such as “2023-06-30”")
}

/// Value wanted of a key: rules, by the name they were loaded under or by their files.
pub fn rules() -> Message {
    say!(
        "tên bộ quy tắc đã nạp, hoặc đối tượng gồm tên tệp và nội dung: {{\"luat.luat\": \"…\"}}",
        "the name of loaded rules, or an object of file names and texts: {{\"rules.luat\": \"…\"}}"
    )
}

/// Value wanted of a key: files of rules to be loaded.
pub fn files() -> Message {
    say!(
        "đối tượng gồm tên tệp và nội dung: {{\"luat.luat\": \"…\"}}",
        "an object of file names and texts: {{\"rules.luat\": \"…\"}}"
    )
}

/// Value wanted of a key: lists of records by the name of their type.
pub fn records() -> Message {
    say!(
        "đối tượng gồm tên loại bản ghi và danh sách bản ghi: {{\"Tổ\": [{{…}}]}}",
        "an object of record types and lists of records: {{\"Group\": [{{…}}]}}"
    )
}

/// E274: a name under which no rules are loaded.
pub fn not_loaded(name: &str) -> Error {
    let message = say!(
        "chưa nạp bộ quy tắc nào dưới tên “{name}”; hãy nạp bằng yêu cầu “load”",
        "no rules are loaded under the name “{name}”; load them with the request “load”",
        name = name
    );
    refused("E274", message)
}

/// E275: a request that is too long.
pub fn too_long(bytes: usize, most: usize) -> Error {
    let message = say!(
        "yêu cầu dài {bytes} byte, nhiều nhất {most}",
        "the request has {bytes} bytes, {most} at most",
        bytes = bytes,
        most = most
    );
    refused("E275", message)
}

/// E275 too: objects and lists that stand too deep in each other.
pub fn too_deep(most: usize) -> Error {
    let message = say!(
        "yêu cầu lồng sâu quá {most} tầng",
        "the request nests more than {most} deep",
        most = most
    );
    refused("E275", message)
}

/// E275 too: too many records.
pub fn too_many_records(most: usize) -> Error {
    let message = say!(
        "nhiều hơn {most} bản ghi trong một lượt gọi; hãy chia thành nhiều lượt",
        "more than {most} records in one call; give them in several",
        most = most
    );
    refused("E275", message)
}

/// E275 too: too many packs that are kept.
pub fn too_many_packs(most: usize) -> Error {
    let message = say!(
        "đã nạp {most} bộ quy tắc, không nạp thêm được; hãy bỏ bớt bằng yêu cầu “unload”",
        "{most} packs are loaded already; give some back with the request “unload”",
        most = most
    );
    refused("E275", message)
}

/// E275 too: a call that came to the end of its steps.
pub fn too_many_steps(most: u64) -> Error {
    let message = say!(
        "lượt gọi cần nhiều hơn {most} bước tính",
        "the call takes more than {most} steps",
        most = most
    );
    refused("E275", message)
}

/// E275 too: a call that was called off.
pub fn cancelled() -> Error {
    let message = say!("lượt gọi bị dừng theo yêu cầu", "the call was cancelled");
    refused("E275", message)
}

/// The error of a call that met one of its limits.
pub fn limit(met: Error, lang: Lang) -> Error {
    Error::new(ErrorKind::Query, met.code(), met.message()).with_lang(lang)
}
