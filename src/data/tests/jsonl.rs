use super::*;
use crate::data::objects::{ObjectTables, ObjectTypes, ReadBy, parse};

fn lines(model: &Model, text: &str) -> Reading {
    reading(model, &[], &[DataFile::bytes("a.jsonl", text.as_bytes())]).unwrap()
}

#[test]
fn numbers_come_from_their_digits_and_a_bare_ratio_is_the_ratio() {
    let model = groups();
    let text = "{\"mã tổ\":\"T1\",\"dư nợ\":1234567890123456789012345678,\"số tổ viên\":5.0,\"tỷ lệ thu lãi\":0.98,\"vùng khó khăn\":true}\n\
                {\"MA_TO\":7,\"dư nợ\":1.5e6,\"tỷ lệ thu lãi\":\"98.5%\",\"ngày xếp loại\":\"2023-01-18\",\"xếp loại\":\"Kh\\u00e1\",\"x\":1}\n\n\
                {\"mã tổ\":\"T3\",\"dư nợ\":null,\"y\":{}}\n";
    let reading = lines(&model, text);
    assert_eq!(faults(&model, &reading), Vec::<String>::new());
    assert_eq!(keys(&reading), ["T1", "7", "T3"]);
    assert_eq!(column(&reading, 1), ["1234567890123456789012345678", "1500000", "-"]);
    assert_eq!(column(&reading, 2), ["5", "-", "-"]);
    assert_eq!(column(&reading, 3), ["0.98", "0.985", "-"]);
    assert_eq!(column(&reading, 5), ["true", "-", "-"]);
    assert_eq!(column(&reading, 6), ["-", "1", "-"]);
    assert_eq!(reading.report.origins.get(2).unwrap().row, 4);
    let warnings: Vec<&str> =
        reading.report.warnings.iter().map(|warning| warning.en.as_str()).collect();
    assert_eq!(warnings, ["2 columns that no field reads: “x”, “y”"]);
    assert_counted(&reading);
}

#[test]
fn what_is_no_single_value_is_a_fault_of_its_record() {
    let model = groups();
    let text = "{\"mã tổ\":[1],\"dư nợ\":1e400}\n{\"mã tổ\":\"T1\",\"dư nợ\":1,\"Dư nợ\":2}\n{}\n";
    let reading = lines(&model, text);
    let expected = [
        "0 mã tổ [mã tổ] 1 “[1]”: a single value, not a list or an object",
        "0 dư nợ [dư nợ] 1 “1e400”: a number of at most 28 digits",
        "1 dư nợ [dư nợ] 2 “”: one value: the field is given twice",
        "2 mã tổ [mã tổ] 3 “”: a value: this field must not be blank",
    ];
    assert_eq!(faults(&model, &reading), expected);
    assert_eq!(keys(&reading), ["#1", "T1", "#3"]);
}

#[test]
fn a_line_that_is_no_object_is_refused_with_its_number() {
    let model = groups();
    let refusal = refused(reading(&model, &[], &[DataFile::bytes("a.jsonl", &b"{}\n[1]\n"[..])]));
    assert!(refusal[0].starts_with("line 2 is not a JSON object"), "{refusal:?}");
}

fn read_objects(model: &Model, objects: &[&str]) -> Reading {
    let record = model.records.ids().next().unwrap();
    let (types, texts) = (ObjectTypes::of(model), Texts::default());
    let by = ReadBy { model, types: &types, texts: &texts, lenient: false, as_of: None };
    let mut tables = ObjectTables::default();
    for (number, object) in (1..).zip(objects) {
        tables.take(by, record, number, &parse(object).unwrap()).unwrap();
    }
    tables.finish(model).remove(0).reading
}

#[test]
fn records_of_a_program_are_read_as_lines_are() {
    let model = groups();
    let reading = read_objects(&model, &["{\"mã tổ\":\"T1\",\"dư nợ\":0.1}", "{}"]);
    assert_eq!(column(&reading, 1), ["0.1", "-"]);
    assert_eq!(reading.table.rows, 2);
}

#[test]
fn text_numbers_of_a_program_are_plain_whatever_the_language_of_the_rules() {
    let model = groups();
    let objects = [
        "{\"mã tổ\":\"T1\",\"dư nợ\":\"1234.50\",\"tỷ lệ thu lãi\":\"0.10\"}",
        "{\"mã tổ\":\"T2\",\"dư nợ\":\"1.234\",\"tỷ lệ thu lãi\":\"98.5%\"}",
        "{\"mã tổ\":\"T3\",\"dư nợ\":\"812,5\"}",
    ];
    let reading = read_objects(&model, &objects);
    assert_eq!(column(&reading, 1), ["1234.5", "1.234", "-"]);
    assert_eq!(column(&reading, 3), ["0.1", "0.985", "-"]);
    assert_eq!(faults(&model, &reading).len(), 1);
    assert!(faults(&model, &reading)[0].starts_with("2 dư nợ [dư nợ] 3 “812,5”"));
}
