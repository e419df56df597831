#![cfg(feature = "script")]
#![allow(clippy::disallowed_types, reason = "the limits of scripts are also limits of time")]

use super::*;
use crate::diag::Diagnostic;
use crate::index::Arena;
use crate::model::{Category, CategoryValue, Function, FunctionId, Label};
use crate::source::{LineColumn, Source, SourceId, Sources, Span, key};
use crate::value::{CategoryId, Date, Num, Type, Unit, Value};
use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

const NUMBER: Type = Type::Number(Unit::Number);

fn label(text: &str) -> Label {
    Label { text: text.to_owned(), key: key(text), span: span() }
}

fn span() -> Span {
    Span { source: SourceId::new(0), start: 0, end: 1 }
}

fn function(name: &str, parameters: &[(&str, Type)], result: Type) -> Function {
    let parameters = parameters.iter().map(|(name, ty)| (label(name), *ty)).collect();
    Function {
        name: label(name),
        parameters,
        result,
        file: "ham.rhai".into(),
        host: false,
        span: span(),
    }
}

fn grades() -> Category {
    let value = |(number, text): (u32, &str)| CategoryValue {
        name: label(text),
        number,
        code: None,
        also: Vec::new(),
        from: None,
        to: None,
    };
    Category {
        name: label("Loại"),
        ordered: true,
        values: [(0, "Tốt"), (1, "Khá"), (2, "Hòa Vang")].map(value).into(),
        included: Vec::new(),
    }
}

fn compile(script: &str, functions: &[Function]) -> Result<Scripts, Vec<Diagnostic>> {
    let mut sources = Sources::default();
    sources.push(Source::new("to.luat", "hàm f(): số từ \"ham.rhai\""));
    let script = sources.push(Source::new("ham.rhai", script));
    let mut arena = Arena::default();
    for function in functions {
        arena.push(function.clone());
    }
    Scripts::compile(&[("ham.rhai".to_owned(), script)], &sources, &arena, &[grades()], &|_| false)
}

/// Calls `fn f` of a script.
fn call(
    script: &str,
    parameters: &[Type],
    result: Type,
    arguments: &[Value],
) -> Result<Value, ScriptFault> {
    let parameters: Vec<(&str, Type)> = parameters.iter().map(|ty| ("x", *ty)).collect();
    compile(script, &[function("f", &parameters, result)])
        .unwrap()
        .call(FunctionId::new(0), arguments)
}

/// What an expression gives as a number.
fn works_out(expression: &str) -> Value {
    call(&format!("fn f() {{ {expression} }}"), &[], NUMBER, &[])
        .unwrap_or_else(|fault| panic!("{expression}: {fault:?}"))
}

fn fails(body: &str) -> String {
    call(&format!("fn f() {{ {body} }}"), &[], NUMBER, &[]).unwrap_err().message.en
}

fn num(text: &str) -> Value {
    Value::Num(Num::from_decimal(Decimal::from_str_exact(text).unwrap()))
}

fn third() -> Value {
    Value::Num(Num::Small(1, 3))
}

fn day(year: i32, month: u32, day: u32) -> Value {
    Value::Date(Date::from_ymd(year, month, day).unwrap())
}

#[test]
fn numbers_are_exact() {
    for (expression, result) in [
        ("1 / 3 * 3", "1"),
        ("10 / 4", "2.5"),
        ("10 / 5", "2"),
        ("0.1 + 0.2", "0.3"),
        ("7 - 0.5", "6.5"),
        ("-7 / 2", "-3.5"),
        ("7 % 3", "1"),
        ("-7 % 3", "-1"),
        ("7.5 % 2", "1.5"),
        ("2 ** 10", "1024"),
        ("2 ** -2", "0.25"),
        ("1.5 ** 2", "2.25"),
        ("-(0.5)", "-0.5"),
        ("let x = 10; x /= 4; x", "2.5"),
        ("let x = 0.1; x += 0.2; x", "0.3"),
        ("let x = 1; x *= 0.5; x -= 1; x", "-0.5"),
        ("let x = 9999999999999999999999999999; x += 0.4; x - 9999999999999999999999999999", "0.4"),
        (
            "1234567890123456.1 * 1000000000000.1 - 1234567890123456.1 * 1000000000000.0",
            "123456789012345.61",
        ),
        ("9223372036854775807 + 1 - 1", "9223372036854775807"),
        ("abs(-1.5)", "1.5"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(0.98765, 2)", "0.99"),
        ("round_up(1234, -3)", "2000"),
        ("round_down(-0.5)", "-1"),
        ("min(1 / 3, 0.5) * 3", "1"),
        ("max(3, 2.5)", "3"),
    ] {
        assert_eq!(works_out(expression), num(result), "{expression}");
    }
}

#[test]
fn comparisons_between_all_forms_are_exact() {
    for truth in [
        "1 / 3 * 3 == 1",
        "1 / 3 < 0.34 && 1 / 3 > 0.33",
        "1 / 3 != 0.3333333333333333333333333333",
        "0.5 == 1 / 2",
        "2 >= 2.0 && 2.0 <= 2",
        "1 / 3 + 1 / 3 + 1 / 3 <= 1",
        "switch 3 / 2 { 1.5 => true, _ => false }",
        "switch 4 / 2 { 2 => true, _ => false }",
        "!(1 > 2)",
        "[1, 2, 3].len() == 3 && len(\"mã số\") == 5",
        "let s = 0; for x in [1, 2.5] { s += x; } s == 3.5",
        "contains(\"Phường Hoà Khánh\", \"hòa khánh\")",
    ] {
        let result = call(&format!("fn f() {{ {truth} }}"), &[], Type::YesNo, &[]);
        assert_eq!(result, Ok(Value::Bool(true)), "{truth}");
    }
}

#[test]
fn values_cross_and_come_back() {
    let category = Type::Category(CategoryId::new(0));
    let same = "fn f(x) { x }";
    for (value, ty) in [
        (num("812000000"), Type::Number(Unit::Money)),
        (num("0.98"), Type::Number(Unit::Ratio)),
        (third(), NUMBER),
        (day(2023, 1, 18), Type::Date),
        (Value::Bool(false), Type::YesNo),
        (Value::Code(1), category),
        (Value::Text("Hải Châu".into()), Type::Text),
    ] {
        assert_eq!(call(same, &[ty], ty, std::slice::from_ref(&value)), Ok(value));
    }
    assert_eq!(
        call(same, &[category], Type::Text, &[Value::Code(2)]),
        Ok(Value::Text("Hòa Vang".into()))
    );
    assert_eq!(call("fn f() { \"hoà  vang\" }", &[], category, &[]), Ok(Value::Code(2)));
    let decomposed: String = "fn f() { \"é\" }".nfd().collect();
    assert_eq!(call(&decomposed, &[], Type::Text, &[]), Ok(Value::Text("é".into())));
}

#[test]
fn days() {
    let days = |body: &str, result| {
        call(
            &format!("fn f(a, b) {{ {body} }}"),
            &[Type::Date; 2],
            result,
            &[day(2024, 2, 28), day(2024, 3, 1)],
        )
    };
    assert_eq!(days("b - a", Type::Number(Unit::Days)), Ok(num("2")));
    assert_eq!(days("a.year * 10000 + a.month * 100 + a.day", NUMBER), Ok(num("20240228")));
    assert_eq!(days("a < b && a != b && !(a >= b)", Type::YesNo), Ok(Value::Bool(true)));
    assert_eq!(days("max(a, b)", Type::Date), Ok(day(2024, 3, 1)));
}

#[test]
fn what_is_missing_stays_missing() {
    assert_eq!(
        call("fn f(x) { throw \"called\" }", &[NUMBER], NUMBER, &[Value::Missing]),
        Ok(Value::Missing)
    );
    assert_eq!(call("fn f() { }", &[], NUMBER, &[]), Ok(Value::Missing));
    assert_eq!(
        call("fn f(x) { if x > 1 { 2 } }", &[NUMBER], NUMBER, &[num("1")]),
        Ok(Value::Missing)
    );
}

#[test]
fn loops_functions_and_arrays() {
    let script = "
        fn lãi(gốc, tháng) { let x = gốc; for i in 1..=tháng { x = x * 1.01; } x }
        fn f(gốc, tháng) { let bậc = [1, 2.5, 4]; lãi(gốc, tháng) * bậc[tháng - 1] }";
    assert_eq!(call(script, &[NUMBER; 2], NUMBER, &[num("100"), num("2")]), Ok(num("255.025")));
}

#[test]
fn a_result_has_the_declared_type() {
    let wrong =
        |body: &str, ty| call(&format!("fn f() {{ {body} }}"), &[], ty, &[]).unwrap_err().message;
    assert_eq!(wrong("\"a\"", NUMBER).vi, "kết quả phải là số, kịch bản trả về chữ");
    assert_eq!(wrong("1", Type::Text).en, "the result must be a text; the script gave a number");
    assert_eq!(
        wrong("1", Type::YesNo).en,
        "the result must be yes or no; the script gave a number"
    );
    assert_eq!(
        wrong("1 / 3", Type::Date).en,
        "the result must be a date; the script gave a number"
    );
    assert_eq!(wrong("[1]", NUMBER).vi, "kết quả phải là số, kịch bản trả về array");
    assert_eq!(wrong("0.5", Type::Number(Unit::Integer)).vi, "kết quả phải là số nguyên");
    assert_eq!(
        wrong("\"Giỏi\"", Type::Category(CategoryId::new(0))).vi,
        "kết quả “Giỏi” không có trong danh mục Loại"
    );
}

#[test]
fn a_failure_names_its_line() {
    let script = "fn g(x) {\n  1 / x\n}\nfn f(x) {\n  g(x)\n}";
    let fault = call(script, &[NUMBER], NUMBER, &[num("0")]).unwrap_err();
    assert_eq!(
        (fault.file.as_ref(), fault.line, fault.message.vi.as_str()),
        ("ham.rhai", 2, "chia cho 0")
    );
    let fault = call("fn f(x, y) { 1 }\nfn f(x) {\n  \"a\"\n}", &[NUMBER], NUMBER, &[num("0")])
        .unwrap_err();
    assert_eq!(fault.line, 2, "the function whose result is no number");
    let fault = call("fn f() {\n throw \"mã lạ\"\n}", &[], NUMBER, &[]).unwrap_err();
    assert_eq!((fault.line, fault.message.vi.as_str()), (2, "kịch bản báo lỗi: mã lạ"));
}

#[test]
fn runaway_scripts_end_in_a_fault() {
    assert_eq!(fails("loop { }"), "the script ran more than 100_000 steps");
    assert_eq!(fails("try { loop { } } catch { 1 }"), "the script ran more than 100_000 steps");
    assert_eq!(
        fails("while true { try { throw 1 } catch { } }"),
        "the script ran more than 100_000 steps"
    );
    assert_eq!(fails("f()"), "functions call each other more than 16 deep");
    assert_eq!(
        fails("let s = \"aaaaaaaa\"; loop { s += s; }"),
        "a string past 10_000 bytes or a list past 1_000 items"
    );
    assert_eq!(fails("let x = 3; loop { x = x * x; }"), "a number past 32_768 bits");
    assert_eq!(fails("try { 10 ** 1000000 } catch { 1 }"), "a number past 32_768 bits");
    assert_eq!(
        fails("let x = 3 ** 9000; loop { x = (x + 1) / 3; }"),
        "the script works too much on very large numbers"
    );
    assert_eq!(
        fails("loop { let x = 3 ** 9000; }"),
        "the script works too much on very large numbers"
    );
    assert_eq!(
        fails("let x = 1 / 3 ** 9000; try { loop { x = x + 1 / 7; x = x - 1 / 7; } } catch { 1 }"),
        "the script works too much on very large numbers"
    );
    assert_eq!(
        fails("let x = 1 / 7; loop { let y = round(x, 1000); }"),
        "the script works too much on very large numbers"
    );
    assert_eq!(
        fails("let x = 1 / 8; loop { let y = round(x, 1000); let z = round(x, -1000); }"),
        "the script ran more than 100_000 steps"
    );
}

#[test]
fn the_world_is_out_of_reach() {
    for body in [
        "sleep(1)",
        "timestamp()",
        "print(1)",
        "debug(1)",
        "eval(\"1\")",
        "rand()",
        "open_file(\"a\")",
        "1.0.sqrt()",
        "parse_float(\"1\")",
    ] {
        let script = format!("fn f() {{ {body} }}");
        let refused = match compile(&script, &[function("f", &[], NUMBER)]) {
            Ok(scripts) => scripts.call(FunctionId::new(0), &[]).is_err(),
            Err(_) => true,
        };
        assert!(refused, "{body}");
    }
    for script in [
        "import \"x\" as y; fn f() { 1 }",
        "fn f() { let g = |x| x; 1 }",
        "fn f() { Fn(\"ev\" + \"al\").call(\"1\") }",
        "fn f() { 1 << 70 }",
    ] {
        assert!(compile(script, &[function("f", &[], NUMBER)]).is_err(), "{script}");
    }
}

#[test]
fn no_number_is_rounded_as_it_is_read() {
    let refused = |literal: &str| {
        let found = compile(&format!("fn f() {{ {literal} }}"), &[]).unwrap_err();
        found.iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(refused("0.12345678901234567890123456789"), ["E306"]);
    assert_eq!(refused("12345678901234567890123456789"), ["E306"]);
    assert_eq!(works_out("0.1234567890123456789012345678"), num("0.1234567890123456789012345678"));
    assert_eq!(works_out("1000000000000000000000"), num("1000000000000000000000"));
    for literal in ["1e-30", "1.5e-28", "1.23456789e-25"] {
        let read = compile(&format!("fn f() {{ {literal} }}"), &[function("f", &[], NUMBER)]);
        if let Ok(scripts) = read {
            let value = scripts.call(FunctionId::new(0), &[]);
            panic!("{literal}: {value:?}");
        }
    }
}

#[test]
fn a_function_is_found_by_its_name_in_the_habit_of_either_writer() {
    let declared = [
        function("Hệ số Hoà-Vang", &[("mã xã", Type::Text)], NUMBER),
        function("hệ số", &[], NUMBER),
    ];
    let scripts = compile(
        "fn hệ_số_hòa_vang(xã) { if xã == \"a\" { 1.2 } else { 1 } } fn hệ_số() { 3 }",
        &declared,
    )
    .unwrap();
    assert_eq!(scripts.call(FunctionId::new(0), &[Value::Text("a".into())]), Ok(num("1.2")));
    assert_eq!(scripts.call(FunctionId::new(1), &[]), Ok(num("3")));
    let decomposed: String = "fn hệ_số() { let đủ = 4; đủ }".nfd().collect();
    assert_eq!(
        compile(&decomposed, &declared[1..]).unwrap().call(FunctionId::new(0), &[]),
        Ok(num("4"))
    );
}

fn finding(script: &str, functions: &[Function]) -> Diagnostic {
    let mut found = compile(script, functions).unwrap_err();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
fn mistakes_are_found_before_any_call() {
    let functions = [function("f", &[("x", NUMBER)], NUMBER)];
    let undefined = finding("fn f(x) {\n  x + lãi\n}", &functions);
    assert_eq!(undefined.code, "E303");
    assert!(undefined.headline.vi.contains("không có biến `lãi`"), "{:?}", undefined.headline);
    let script: String = "fn f(x) {\n  x + lãi\n}".nfd().collect();
    let place = finding(&script, &functions).span().unwrap();
    assert_eq!(
        Source::new("a", script.clone()).line_column(place.start),
        LineColumn { line: 2, column: 7 }
    );
    assert_eq!(script[place.start as usize..place.end as usize].nfc().collect::<String>(), "lãi");

    assert_eq!(finding("fn f(x) { x + ", &functions).code, "E303");
    assert_eq!(finding("fn f(x) { 0,5 }", &functions).code, "E303");
    let arity = finding("fn g() { 1 }\nfn f(x, y) { x }", &functions);
    assert_eq!((arity.code, arity.span().unwrap().start), ("E305", 16));
    let unknown = finding("fn h(x) { x }", &[function("hệ số vùng", &[("mã xã", NUMBER)], NUMBER)]);
    assert_eq!(unknown.code, "E304");
    assert_eq!(unknown.help.unwrap().vi, "trong ham.rhai viết `fn hệ_số_vùng(mã_xã) { … }`");
    let mut elsewhere = functions[0].clone();
    elsewhere.file = "khac.rhai".into();
    assert_eq!(finding("fn f(x) { x }", &[elsewhere]).code, "E302");
    assert_eq!(
        compile("fn f( {", &functions).unwrap_err().len(),
        1,
        "one finding, not also that f is not there"
    );
}

#[test]
fn calls_may_run_at_once() {
    fn is_shared<T: Send + Sync + Functions>() {}
    is_shared::<Scripts>();
}

#[test]
fn no_nesting_overflows_the_stack() {
    let deep = |open: &str, core: &str, close: &str| {
        format!("fn f() {{ {}{core}{} }}", open.repeat(20_000), close.repeat(20_000))
    };
    for script in [
        deep("(", "1", ")"),
        deep("[", "1", "]"),
        deep("!", "true", ""),
        deep("- ", "1", ""),
        deep("{", "1", "}"),
        deep("if true { 1 } else ", "{ 1 }", ""),
        deep("1 + ", "1", ""),
        deep("f(", "", ")"),
        deep("#{a: ", "1", "}"),
        deep("1 ** ", "1", ""),
        deep("let x = 1; ", "1", ""),
        deep("if true { ", "1", "}"),
        deep("loop { ", "break;", "}"),
        deep("`${", "1", "}`"),
        deep("a.b.", "c", ""),
        deep("a[", "1", "]"),
        deep("switch 1 { 1 => ", "1", " }"),
        deep("try { ", "1", " } catch { }"),
        deep("return ", "1", ""),
        deep("true && ", "true", ""),
        deep("/* ", "1", " */"),
    ] {
        let _ = compile(&script, &[function("f", &[], NUMBER)])
            .map(|scripts| scripts.call(FunctionId::new(0), &[]));
    }
    assert_eq!(
        fails("let a = [1]; loop { a = [a]; }"),
        "a string past 10_000 bytes or a list past 1_000 items"
    );
    assert_eq!(
        fails("let a = #{}; loop { a = #{a: a}; }"),
        "a string past 10_000 bytes or a list past 1_000 items"
    );
    for growth in [
        "let a = [1, 1]; loop { a[0] = a; a[1] = a; }",
        "let a = #{x: 1, y: 1}; loop { a.x = a; a.y = a; }",
        "let a = [1]; loop { a += a; }",
    ] {
        let told = fails(growth);
        assert!(
            told == "a string past 10_000 bytes or a list past 1_000 items"
                || told.starts_with("there is no"),
            "{growth}: {told}"
        );
    }
}
