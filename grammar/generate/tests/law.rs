//! The scanner and the reader of statements beside the library that the grammar is written for: the
//! same pieces, the same nodes, the same place and alternatives where a statement cannot be read.
//! It stands here because the library needs a C compiler, which the crate does without.

#[allow(dead_code)]
#[path = "../../../src/syntax/parse.rs"]
mod parse;
#[path = "../../../src/syntax/scan.rs"]
mod scan;

use parse::{Failure, Node, Rule, rule_of, statement};
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::Pair;
use pest_meta::{optimizer::optimize, parser};
use pest_vm::Vm;
use proptest::prelude::*;
use scan::{PieceKind, TokenKind, pieces};

const REFERENCE: &str = include_str!("../../../src/syntax/tests/reference.luat");

thread_local! {
    static GRAMMAR: Vm = {
        let text = include_str!("../../luat.pest");
        let pairs = parser::parse(parser::Rule::grammar_rules, text).unwrap();
        Vm::new(optimize(parser::consume_rules(pairs).unwrap()))
    };
}

type Cut = Vec<(String, usize, usize)>;

/// The pieces that the grammar cuts.
fn by_grammar(text: &str) -> Cut {
    GRAMMAR.with(|grammar| {
        let all = grammar.parse("tokens", text).unwrap().flat_map(Pair::into_inner);
        let piece = |pair: Pair<'_, &str>| {
            (pair.as_rule().to_owned(), pair.as_span().start(), pair.as_span().end())
        };
        all.map(piece).filter(|(rule, _, _)| rule != "EOI").collect()
    })
}

/// The pieces that the scanner cuts.
fn by_scanner(text: &str) -> Cut {
    let rule = |kind| match kind {
        PieceKind::Newline => "newline",
        PieceKind::Comment => "comment",
        PieceKind::Slashes => "slashes",
        PieceKind::Token(TokenKind::Word) => "word",
        PieceKind::Token(TokenKind::Number) => "number",
        PieceKind::Token(TokenKind::Date) => "date",
        PieceKind::Token(TokenKind::ShortYear) => "short_year",
        PieceKind::Token(TokenKind::Text) => "text",
        PieceKind::Token(TokenKind::Curly) => "curly",
        PieceKind::Token(TokenKind::Quoted) => "quoted",
        PieceKind::Token(TokenKind::Sign) => "sign",
        PieceKind::Token(TokenKind::Stray) => "stray",
    };
    pieces(text).map(|piece| (rule(piece.kind).to_owned(), piece.start, piece.end)).collect()
}

#[test]
fn every_character_is_cut_as_the_grammar_says() {
    // Before, between and behind letters: each of the first, and one in thirteen of the others.
    let others = ('\u{3000}'..=char::MAX).step_by(13);
    for c in ('\0'..'\u{3000}').chain(others) {
        if !unassigned(c) {
            let text = format!("{c}a{c}-{c}");
            assert_eq!(by_scanner(&text), by_grammar(&text), "{c:?}");
        }
    }
}

/// No character yet: what the library makes of some of them is by chance.
fn unassigned(c: char) -> bool {
    use unicode_general_category::{GeneralCategory, get_general_category};
    get_general_category(c) == GeneralCategory::Unassigned
}

#[test]
fn numbers_and_dates_are_cut_as_the_grammar_says() {
    // Texts of five of these.
    let signs = ["1", "23", "4567", "/", "-", ".", "_", "a", " "];
    let mut texts = vec![String::new()];
    for _ in 0..5 {
        let longer = texts.iter().flat_map(|text| signs.map(|sign| format!("{text}{sign}")));
        texts = longer.collect();
    }
    for text in texts.iter().step_by(7) {
        assert_eq!(by_scanner(text), by_grammar(text), "{text}");
    }
}

#[test]
fn all_rules_are_cut_as_the_grammar_says() {
    assert_eq!(by_scanner(REFERENCE), by_grammar(REFERENCE));
}

/// What statements are made of, quotes that are not closed and characters of no rule.
fn text() -> impl Strategy<Value = String> {
    let parts = [
        "\"",
        "“",
        "”",
        "`",
        "#",
        "//",
        "/",
        "\n",
        "\r\n",
        "\r",
        "\u{2028}",
        " ",
        "\t",
        "\u{a0}",
        "\u{2003}",
        "ợ",
        "Đ",
        "a",
        "-",
        "−",
        "!",
        "<=",
        "‰",
        "18/1/2023",
        "18/01/23",
        "2023-01-18",
        "1.000,5",
        "\u{301}",
        "²",
        "_",
        "&",
        "٣",
    ];
    let part = prop_oneof![prop::sample::select(parts.to_vec()).prop_map(str::to_owned), ".{0,3}"];
    prop::collection::vec(part, 0..20).prop_map(|parts| parts.concat())
}

fn node(pair: Pair<'_, &str>, place: &impl Fn(usize) -> usize) -> String {
    let (rule, span) = (pair.as_rule().to_owned(), pair.as_span());
    let inner = pair.into_inner().filter(|inner| inner.as_rule() != "EOI");
    let inner: Vec<String> = inner.map(|inner| node(inner, place)).collect();
    format!("{rule} {}..{} [{}]", place(span.start()), place(span.end()), inner.join(", "))
}

fn shown(node: &Node) -> String {
    let inner: Vec<String> = node.children.iter().map(shown).collect();
    format!("{:?} {}..{} [{}]", node.rule, node.first, node.end, inner.join(", "))
}

/// A statement as the library reads it; else where it stopped, and the rules it tried there.
fn read_by_grammar(rule: Rule, words: &[&str]) -> Result<String, (usize, Vec<String>)> {
    let text: String = words.iter().map(|word| format!("{word} ")).collect();
    let place = |offset: usize| text.get(..offset).unwrap().matches(' ').count();
    GRAMMAR.with(|grammar| match grammar.parse(&format!("{rule:?}"), &text) {
        Ok(mut pairs) => Ok(node(pairs.next().unwrap(), &place)),
        Err(error) => {
            let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
            let ErrorVariant::ParsingError { positives, .. } = error.variant else { panic!() };
            let mut wanted: Vec<String> = positives.into_iter().map(str::to_owned).collect();
            wanted.sort();
            Err((place(at), wanted))
        }
    })
}

fn read_by_table(rule: Rule, words: &[&str]) -> Result<String, (usize, Vec<String>)> {
    let symbols: Vec<Option<Rule>> = words.iter().map(|word| rule_of(word)).collect();
    statement(rule, &symbols).map(|node| shown(&node)).map_err(|Failure { at, wanted }| {
        let mut wanted: Vec<String> = wanted.iter().map(|rule| format!("{rule:?}")).collect();
        wanted.sort();
        (at, wanted)
    })
}

/// Statements that can be read, each with its rule and its symbols.
const STATEMENTS: [(Rule, &str); 20] = [
    (Rule::field, "field Name : Type , from Number up-to Name , column Text , Text"),
    (Rule::derive, "derive Name = Name / Name , if Name = Number then Number"),
    (Rule::derive, "derive Name = Name / Name , or Number if Name is-not one-of Name , Name"),
    (Rule::derive, "derive Name = Aggregate ( every Name of Name in-last Number when Name )"),
    (Rule::derive, "derive Name = Extreme ( Name + Number ; - ( Name ) * Name at Name )"),
    (Rule::derive, "derive Name = Function ( criterion Label ; Day ; missing ) - Date"),
    (Rule::record, "record Name Text , belongs-to Name by Name , complete-when not Name and yes"),
    (Rule::grid_row, "| not Name , from Number up-to below Number | Any | | Name or Name |"),
    (Rule::grid_header, "| Name / Name | Name |"),
    (Rule::criterion, "criterion Label Text , at-most Number , sum-of-rows"),
    (Rule::criterion_row, "from Number and not Name = Number gives Number"),
    (Rule::grade_row, "above Number upwards and not Name grades Name"),
    (Rule::require, "require each month-period from Number up-to Number , after Number : Name"),
    (Rule::due, "due Name : within Number from Name else : Text late : Text"),
    (Rule::clause, "reject Name is Name and Name >= Number : Text"),
    (Rule::targets, "targets Name Text over Name , by Name of Name , total"),
    (Rule::threshold_row, "| total | < Number | |"),
    (Rule::given, "given Name = Number , Name is Name"),
    (Rule::expect, "expect reason Text and no-reason Text and Name from Number"),
    (Rule::table, "table Name for Name : Type , from Text , sheet Text , Policy"),
];

/// A statement with some of its words exchanged, left out or added.
fn changed() -> impl Strategy<Value = (Rule, Vec<&'static str>)> {
    let known: Vec<&str> = STATEMENTS.iter().flat_map(|(_, text)| text.split(' ')).collect();
    let change = (any::<prop::sample::Index>(), 0_usize..3, prop::sample::select(known));
    let changes = prop::collection::vec(change, 0..4);
    (prop::sample::select(STATEMENTS.to_vec()), changes).prop_map(|((rule, text), changes)| {
        let mut words: Vec<&str> = text.split(' ').collect();
        for (at, removed, word) in changes {
            let at = at.index(words.len() + 1);
            let end = words.len().min(at + removed);
            words.splice(at..end, (removed < 2).then_some(word));
        }
        (rule, words)
    })
}

#[test]
fn statements_are_read_as_the_grammar_says() {
    for (rule, text) in STATEMENTS {
        let words: Vec<&str> = text.split(' ').collect();
        let read = read_by_table(rule, &words);
        assert!(read.is_ok(), "{text}: {read:?}");
        assert_eq!(read, read_by_grammar(rule, &words), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_cut_as_the_grammar_says(text in text()) {
        prop_assume!(!text.chars().any(unassigned));
        prop_assert_eq!(by_scanner(&text), by_grammar(&text));
    }

    #[test]
    fn any_statement_is_read_as_the_grammar_says((rule, words) in changed()) {
        prop_assert_eq!(read_by_table(rule, &words), read_by_grammar(rule, &words));
    }
}
