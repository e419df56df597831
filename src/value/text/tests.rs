use super::Lang::{En, Vi};
use super::NumberError::{NotANumber, OtherForm, TooManyDigits};
use super::*;
use proptest::prelude::*;

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

fn num(text: &str) -> Num {
    Num::from_decimal(decimal(text))
}

fn quotient(n: i64, d: i64) -> Num {
    Num::from_i64(n).div(&Num::from_i64(d)).unwrap()
}

#[test]
fn simple_numbers_are_digits_with_at_most_a_point_among_them() {
    for (text, numbers, expected) in [
        ("2365246847,63", Numbers::Vi, Some((236_524_684_763, 2))),
        ("-0,5", Numbers::Vi, Some((-5, 1))),
        ("00012", Numbers::Plain, Some((12, 0))),
        ("1.5", Numbers::En, Some((15, 1))),
        ("123456789012345678", Numbers::Vi, Some((123_456_789_012_345_678, 0))),
        ("1234567890123456789", Numbers::Vi, None),
        ("9999999999999999999", Numbers::Vi, None),
        ("1.5", Numbers::Vi, None),
        ("1,234,567", Numbers::Vi, None),
        (",5", Numbers::Vi, None),
        ("5,", Numbers::Vi, None),
        ("-", Numbers::Vi, None),
        ("", Numbers::Vi, None),
        (" 5", Numbers::Vi, None),
        ("−5", Numbers::Vi, None),
    ] {
        assert_eq!(parse_simple_number(text, numbers), expected, "{text}");
    }
}

fn reads(lang: Lang, text: &str, expected: &str) {
    assert_eq!(parse_number(text, lang), Ok(decimal(expected)), "{text}");
}

fn refuses(lang: Lang, text: &str, expected: NumberError) {
    assert_eq!(parse_number(text, lang), Err(expected), "{text}");
}

#[test]
fn vietnamese_numbers() {
    reads(Vi, "1.234.567,89", "1234567.89");
    reads(Vi, "1234567,89", "1234567.89");
    reads(Vi, "1.234", "1234");
    reads(Vi, "1,234", "1.234");
    reads(Vi, "0,04", "0.04");
    reads(Vi, "007", "7");
    reads(Vi, "-5", "-5");
    reads(Vi, "−0,5", "-0.5");
    reads(Vi, " 12\u{a0}", "12");
    reads(Vi, "-0", "0");
    reads(Vi, "-100.000.000", "-100000000");
}

#[test]
fn english_numbers() {
    reads(En, "1_234_567.89", "1234567.89");
    reads(En, "1234567.89", "1234567.89");
    reads(En, "1.234", "1.234");
    reads(En, "0.04", "0.04");
    reads(En, "-12", "-12");
}

#[test]
fn the_other_form_is_never_guessed() {
    for text in [
        "0.04",
        "12.34",
        "1.23",
        "0.123",
        "1234.567",
        "1.2345",
        "1,234.5",
        "1,234,567",
        "1_000",
        "1.234.56",
        "12.345.6",
    ] {
        refuses(Vi, text, OtherForm);
    }
    for text in
        ["1,234", "0,04", "1.234.567", "1.234,5", "1_23", "1234_567", "0_123", "1,234,567.89"]
    {
        refuses(En, text, OtherForm);
    }
}

#[test]
fn what_is_no_number() {
    for text in [
        "",
        " ",
        "-",
        "--5",
        "- 5",
        "abc",
        "1e3",
        "5%",
        "1 234",
        ",5",
        "5,",
        ".5",
        "5.",
        "+5",
        "١٢",
        "½",
        "NaN",
        "0x10",
        "5 triệu",
        "1..2x",
    ] {
        refuses(Vi, text, NotANumber);
        refuses(En, text, NotANumber);
    }
}

#[test]
fn digits_are_never_dropped() {
    let longest = "1234567890123456789012345678";
    reads(Vi, longest, longest);
    refuses(Vi, "12345678901234567890123456789", TooManyDigits);
    refuses(Vi, "1,2345678901234567890123456789", TooManyDigits);
    reads(Vi, "0,1234567890123456789012345678", "0.1234567890123456789012345678");
    reads(Vi, "0000000000000000000000000000000000000001", "1");
    reads(Vi, "0,0000000000000000000000000001", "0.0000000000000000000000000001");
    refuses(Vi, "0,00000000000000000000000000001", TooManyDigits);
    refuses(Vi, "0,00000000000000000000000000000", TooManyDigits);
}

#[test]
fn dates() {
    let day = Date::from_ymd(2023, 1, 18);
    for text in ["18/01/2023", "18/1/2023", "18-01-2023", "18.1.2023", "2023-01-18", " 18/01/2023 "]
    {
        assert_eq!(parse_date(text), day, "{text}");
    }
    for text in [
        "31/3/26",
        "29/02/2026",
        "2023-1-18",
        "2023/01/18",
        "18/01-2023",
        "18/01/2023/1",
        "1/2023",
        "",
        "18/001/2023",
        "00/01/2023",
        "18/13/2023",
        "01/01/0000",
        "+1/01/2023",
        "18/01/20234",
    ] {
        assert_eq!(parse_date(text), None, "{text}");
    }
    assert_eq!(show_date(Date::from_ymd(26, 3, 1).unwrap()), "01/03/0026");
}

#[test]
fn numbers_for_people() {
    let shows = |value: &Num, lang, decimals, text: &str, rounded| {
        assert_eq!(show_number(value, lang, decimals), (text.to_owned(), rounded));
    };
    shows(&num("1234567.89"), Vi, 2, "1.234.567,89", false);
    shows(&num("1234567.89"), En, 2, "1_234_567.89", false);
    shows(&num("1234567.895"), Vi, 2, "1.234.567,9", true);
    shows(&num("-2.5"), Vi, 0, "-3", true);
    shows(&num("-0.4"), Vi, 0, "0", true);
    shows(&num("100"), Vi, 3, "100", false);
    shows(&num("999.999"), Vi, 2, "1.000", true);
    shows(&Num::ZERO, Vi, 2, "0", false);
    shows(&quotient(1, 3), Vi, 4, "0,3333", true);
}

fn amount(value: &Num, unit: Unit, lang: Lang) -> String {
    let shown = show_amount(value, unit, lang, &[]);
    if shown.rounded { format!("≈ {}", shown.text) } else { shown.text }
}

#[test]
fn amounts_carry_their_unit() {
    assert_eq!(amount(&num("812000000"), Unit::Money, Vi), "812.000.000 đ");
    assert_eq!(amount(&num("812000000"), Unit::Money, En), "812_000_000 VND");
    assert_eq!(amount(&num("0.98"), Unit::Ratio, Vi), "98%");
    assert_eq!(amount(&num("-0.00005"), Unit::Ratio, Vi), "-0,005%");
    assert_eq!(amount(&num("25"), Unit::Points, Vi), "25 điểm");
    assert_eq!(amount(&num("25"), Unit::Points, En), "25 points");
    assert_eq!(amount(&num("1"), Unit::Points, En), "1 point");
    assert_eq!(amount(&num("30"), Unit::Days, Vi), "30 ngày");
    assert_eq!(amount(&num("60"), Unit::Months, En), "60 months");
    assert_eq!(amount(&num("1.25"), Unit::Number, Vi), "1,25");
}

#[test]
fn a_rounded_amount_says_so_and_does_not_mislead() {
    assert_eq!(amount(&quotient(3_200_000, 812_000_000), Unit::Ratio, Vi), "≈ 0,394%");
    assert_eq!(amount(&quotient(100, 3), Unit::Money, Vi), "≈ 33,33 đ");
    assert_eq!(amount(&quotient(1, 3_000_000), Unit::Number, Vi), "≈ 0,0000003", "not nothing");
    assert_eq!(
        amount(&quotient(2_999_999, 3_000_000), Unit::Ratio, Vi),
        "≈ 99,99997%",
        "less than all"
    );
}

#[test]
fn a_line_does_not_contradict_itself() {
    let (threshold, below) = (num("0.005"), quotient(4_999_999, 1_000_000_007));
    assert_eq!(amount(&below, Unit::Ratio, Vi), "≈ 0,5%", "alone it may");
    let shown = show_amount(&below, Unit::Ratio, Vi, &[&threshold]);
    assert_eq!(shown, Shown { text: "0,4999999%".into(), rounded: true });
    let shown = show_amount(&threshold, Unit::Ratio, Vi, &[&below]);
    assert_eq!(shown, Shown { text: "0,5%".into(), rounded: false });
    let (third, near) = (quotient(1, 3), quotient(10_000_000, 29_999_999));
    assert_eq!(show_amount(&third, Unit::Number, Vi, &[&near]).text, "0,33333333");
    assert_eq!(show_amount(&near, Unit::Number, Vi, &[&third]).text, "0,33333334");
}

#[test]
fn values_of_each_kind() {
    let show = |value: Value, ty, lang| {
        show_value(&value, ty, lang, &[], |_, code| ["Tốt", "Khá"].get(code as usize).copied()).text
    };
    let category = Type::Category(CategoryId::new(0));
    assert_eq!(show(Value::Missing, Type::Date, Vi), "thiếu");
    assert_eq!(show(Value::Missing, Type::Date, En), "missing");
    assert_eq!(show(Value::Bool(true), Type::YesNo, Vi), "có");
    assert_eq!(show(Value::Bool(false), Type::YesNo, En), "no");
    assert_eq!(show(Value::Code(1), category, Vi), "Khá");
    assert_eq!(
        show(Value::Date(Date::from_ymd(2023, 1, 18).unwrap()), Type::Date, En),
        "18/01/2023"
    );
    assert_eq!(show(Value::Text("20197".into()), Type::Text, Vi), "20197");
    assert_eq!(show(Value::Num(num("0.5")), Type::Number(Unit::Ratio), Vi), "50%");
}

#[test]
fn numbers_for_programs() {
    let plain = |value: &Num| plain_number(value);
    assert_eq!(plain(&num("118")), ("118".into(), true));
    assert_eq!(plain(&num("7.50")), ("7.5".into(), true));
    assert_eq!(plain(&num("-1234567.89")), ("-1234567.89".into(), true));
    assert_eq!(plain(&Num::ZERO), ("0".into(), true));
    assert_eq!(plain(&quotient(1, 3)), (format!("0.{}", "3".repeat(28)), false));
    assert_eq!(plain(&quotient(-200, 3)), (format!("-66.{}7", "6".repeat(25)), false));
    assert_eq!(plain(&quotient(1, 300)), (format!("0.00{}", "3".repeat(28)), false));
    let power = |exponent| Num::from_i64(10).power(exponent).unwrap().unwrap();
    assert_eq!(plain(&power(40)), (format!("1{}", "0".repeat(40)), true));
    assert_eq!(plain(&power(-40)), (format!("0.{}1", "0".repeat(39)), true));
    let long = power(30).add(&Num::ONE).unwrap();
    assert_eq!(plain(&long), (format!("1{}", "0".repeat(30)), false), "31 digits");
    let carried = power(30).sub(&Num::ONE).unwrap();
    assert_eq!(plain(&carried), (format!("1{}", "0".repeat(30)), false));
    assert_eq!(fraction(&quotient(-6, 4)), "-3/2");
    assert_eq!(fraction(&Num::from_i64(5)), "5/1");
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    let digits = prop_oneof![0u32..=4, 0u32..=27];
    (digits, any::<u64>(), any::<u64>(), any::<bool>(), 0u32..=28).prop_map(
        |(length, high, low, negative, scale)| {
            let mantissa =
                ((i128::from(high) << 63) | i128::from(low >> 1)) % 10i128.pow(length + 1);
            Decimal::from_i128_with_scale(if negative { -mantissa } else { mantissa }, scale)
        },
    )
}

fn lang() -> impl Strategy<Value = Lang> {
    prop_oneof![Just(Vi), Just(En)]
}

proptest! {
    #[test]
    fn a_shown_number_reads_back(value in any_decimal(), lang in lang()) {
        let number = Num::from_decimal(value);
        let (text, rounded) = show_number(&number, lang, 28);
        prop_assert!(!rounded);
        prop_assert_eq!(parse_number(&text, lang), Ok(value));
        let (plain, exact) = plain_number(&number);
        prop_assert!(exact);
        prop_assert_eq!(Decimal::from_str_exact(&plain), Ok(value));
    }

    #[test]
    fn what_is_read_as_a_simple_number_is_what_is_read_as_any(
        text in "[-−]?[0-9]{0,19}([.,_ e%-]?[0-9]{0,6}){0,3}",
        numbers in prop_oneof![Just(Numbers::Vi), Just(Numbers::En), Just(Numbers::Plain)],
    ) {
        if let Some((mantissa, decimals)) = parse_simple_number(&text, numbers) {
            prop_assert_eq!(parse_number_as(&text, numbers), Ok(Decimal::new(mantissa, decimals)));
        }
    }

    #[test]
    fn a_number_is_appended_as_it_is_shown(mantissa in any::<i64>(), shift in 0u32..64, decimals in 0u32..10) {
        for value in [Num::from_decimal(Decimal::new(mantissa >> shift, decimals)), Num::Small((mantissa >> shift).into(), 10_i128.pow(decimals)), quotient(mantissa >> shift, i64::from(shift) + 1)] {
            let mut text = String::from("|");
            push_plain_number(&mut text, &value, ',');
            prop_assert_eq!(text, format!("|{}", plain_number(&value).0.replace('.', ",")));
            let decimal = value.to_decimal();
            prop_assert_eq!(is_plain(&value), decimal.is_some());
            if let Some(decimal) = decimal {
                prop_assert_eq!(plain_number(&value), (decimal.normalize().to_string(), true));
            }
        }
    }

    #[test]
    fn a_shown_date_reads_back(days in -700_000i32..=2_900_000) {
        if let Some(day) = Date::from_days_since_1970(days) {
            prop_assert_eq!(parse_date(&show_date(day)), Some(day));
        }
    }

    #[test]
    fn any_text_is_a_number_of_at_most_one_meaning(text in "[-−0-9.,_ ]{0,12}") {
        if let (Ok(vi), Ok(en)) = (parse_number(&text, Vi), parse_number(&text, En)) {
            prop_assert!(vi == en || text.contains(['.', ',']));
        }
        let _ = parse_date(&text);
    }

    #[test]
    fn the_shown_order_is_the_true_one(parts in prop::collection::vec((1i64..=2_000_000, 1i64..=2_000_000), 1..5), near in 1i64..1000) {
        let mut line: Vec<Num> = parts.iter().map(|(n, d)| quotient(*n, *d)).collect();
        let close = line.first().unwrap().add(&quotient(near, 1_000_000_000_000)).unwrap();
        line.push(close);
        for unit in [Unit::Ratio, Unit::Money] {
            let shown: Vec<Num> = line.iter().map(|value| {
                let others: Vec<&Num> = line.iter().filter(|other| *other != value).collect();
                let text = show_amount(value, unit, Vi, &others).text;
                let digits = text.trim_end_matches(['%', 'đ', ' ']);
                Num::from_decimal(parse_number(digits, Vi).unwrap())
            }).collect();
            for (a, x) in line.iter().zip(&shown) {
                for (b, y) in line.iter().zip(&shown) {
                    prop_assert_eq!(a.cmp(b), x.cmp(y));
                }
            }
        }
    }
}
