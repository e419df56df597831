//! The words of letters and of sheets that explain a result, in both languages.

use super::{Message, say, words};
use crate::value::Lang;

words! {
    /// The fixed words of a letter.
    notice: "THÔNG BÁO" / "NOTICE OF RESULT";
    sheet: "TỜ GIẢI TRÌNH KẾT QUẢ" / "EXPLANATION OF THE RESULT";
    number: "Số: ……………" / "No.: ……………";
    reasons: "Lý do" / "Reasons";
    to_do: "Cần làm gì để được kết quả tốt hơn" / "What would bring a better result";
    several: "Chỉ cần làm một trong các cách sau:" / "Any one of these is enough:";
    supply: "Cần bổ sung" / "What is missing";
    correct: "Cần sửa" / "What is to be corrected";
    keeps: "Kết quả vẫn giữ nguyên khi chỉ một ô thay đổi như sau" / "The result stays while only one of these changes";
    fixed: "Điều không thay đổi được" / "What cannot be changed";
    tell_us: "Khi số liệu đã thay đổi như vậy, xin báo lại để được xét lại."
        / "Once the figures have changed so, please let us know, and we will look at the case again.";
    perhaps: "Ngoài ra có thể còn cách khác." / "There may be other ways as well.";
    none: "Chúng tôi đã xét mọi số liệu có thể thay đổi và không thấy cách nào để được kết quả tốt hơn."
        / "We looked at every figure that may change, and there is no way to a better result.";
    none_of_three: "Chúng tôi đã xét mọi cách thay đổi từ một đến ba số liệu và không thấy cách nào để \
                    được kết quả tốt hơn."
        / "We looked at every change of one to three figures, and none brings a better result.";
    none_found: "Chúng tôi chưa tìm thấy cách nào để được kết quả tốt hơn; có thể vẫn có."
        / "We have found no way to a better result; there may be one.";
    of_others: "Kết quả còn dựa vào những bản ghi khác; việc thêm, sửa các bản ghi ấy thì chưa xét."
        / "The result also rests on other records; what a change of those does was not looked at.";
    no_single: "không số liệu nào tự nó làm hết lý do này"
        / "no single figure takes this reason away";
    assumes: "Kết quả có dựa vào giả định mà bộ quy tắc nêu rõ; tờ giải trình kể đủ từng giả định."
        / "The result rests on assumptions that the rules state; the explanation lists each of them.";
    yours: "Trân trọng." / "Yours sincerely,";
    line: "……………………………………………………" / "……………………………………………………";
    basis: "căn cứ" / "basis";
    line_for_office: "…………………………" / "…………………………";
    signer: "NGƯỜI KÝ" / "SIGNATURE";
}

/// Record as one addresses it: by its name, its key behind that; by its key where it has none. What
/// else is shown of it stands behind.
pub fn addressed(kind: &str, key: &str, name: &str, others: &[String]) -> Message {
    let others = others.join(", ");
    match (name.is_empty(), others.is_empty()) {
        (true, true) => say!("{kind}{key}", "{kind}{key}"),
        (true, false) => say!("{kind}{key} ({others})", "{kind}{key} ({others})"),
        (false, true) => say!("{kind}{name} (mã {key})", "{kind}{name} ({key})"),
        (false, false) => {
            say!("{kind}{name} (mã {key}, {others})", "{kind}{name} ({key}, {others})")
        }
    }
}

/// A document that reasons cite, by its short name and its title.
pub fn document(name: &str, title: &str) -> Message {
    say!("{name} là {title}.", "{name} is {title}.")
}

/// First line of a letter.
pub fn to(name: &str) -> Message {
    say!("Kính gửi: {name}", "To: {name}")
}

/// Subject of a letter about the result of some blocks.
pub fn about(blocks: &str) -> Message {
    say!("Về kết quả: {blocks}", "Result: {blocks}")
}

/// Sentence that opens a letter: under which rules the case was looked at, and as of which day.
pub fn opening(rules: &str, day: Option<&str>) -> Message {
    match day {
        Some(day) => say!(
            "Chúng tôi đã xét theo quy định “{rules}”, với số liệu đến ngày {day}, và xin thông báo \
             kết quả như sau.",
            "We have looked at your case under “{rules}”, with figures as of {day}. This is the result."
        ),
        None => say!(
            "Chúng tôi đã xét theo quy định “{rules}” và xin thông báo kết quả như sau.",
            "We have looked at your case under “{rules}”. This is the result."
        ),
    }
}

/// Result of a block in a sentence.
pub fn result(result: &str) -> Message {
    say!("Kết quả: {result}.", "Result: {result}.")
}

/// Points of a criterion below its most.
pub fn points(criterion: &str, points: &str, most: &str) -> Message {
    say!("{criterion}: được {points}/{most} điểm", "{criterion}: {points} of {most} points")
}

/// Changes and what they lead to, as something to do.
pub fn then(changes: &str, result: &str) -> Message {
    say!("{changes}; khi đó kết quả là: {result}", "{changes}; the result is then: {result}")
}

/// Values of a missing field, and what they lead to.
pub fn leads_to(values: &str, result: &str) -> Message {
    say!("{values} thì {result}", "{values}: {result}")
}

/// Sentence that says whom to ask.
pub fn ask(contact: &str) -> Message {
    say!(
        "Nếu có điều chưa rõ hoặc chưa đồng ý với kết quả này, xin liên hệ: {contact}",
        "If anything is unclear, or you disagree with this result, please ask: {contact}"
    )
}

/// Place and day of a letter, the day to be filled in by hand.
pub fn place_and_day(place: Option<&str>) -> Message {
    let town = place.unwrap_or("……………");
    say!("{town}, ngày …… tháng …… năm ………", "{town}, date: ………………")
}

/// Rules that a letter rests on, in small print.
pub fn made_by(rules: &str, fingerprint: &str) -> Message {
    say!(
        "Lập theo bộ quy tắc {rules}, dấu vân tay {fingerprint}.",
        "Made by the rules {rules}, fingerprint {fingerprint}."
    )
}

/// A letter is no data for programs.
pub fn no_json() -> Message {
    say!(
        "thư không ghi ra JSON: bỏ --thu, hoặc ghi ra .html, .docx, .txt",
        "a letter is not written as JSON: leave out --letter, or write .html, .docx or .txt"
    )
}

/// No record has a result that could be better.
pub fn all_best() -> Message {
    say!(
        "mọi bản ghi đều đã được kết quả tốt nhất: không có gì để kể",
        "every record has the best result there is: there is nothing to tell"
    )
}

/// Titles of a page of letters, or of sheets, in a browser.
pub fn page_title(is_letter: bool, lang: Lang) -> &'static str {
    match (is_letter, lang) {
        (true, Lang::Vi) => "Thông báo kết quả",
        (true, Lang::En) => "Notice of result",
        (false, lang) => super::explanation::page_title(lang),
    }
}
