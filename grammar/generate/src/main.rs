//! Writes the statement rules of the grammar as a table, once, so that who builds `visao` needs neither pest's code generator nor the
//! C compiler it brings in. Called in the repository's root: `cargo run --manifest-path grammar/generate/Cargo.toml`.

use pest_meta::optimizer::{OptimizedExpr as Expr, OptimizedRule, optimize};
use pest_meta::{parser, validator};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::{error::Error, fs};

const GRAMMAR: &str = "grammar/luat.pest";
const TABLE: &str = "grammar/luat.rs";
/// The rule of the first layer, which `src/syntax/scan.rs` reads.
const TOKENS: &str = "tokens";
/// The first rule of the second layer.
const FIRST_STATEMENT: &str = "language";

fn main() -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(GRAMMAR)?;
    let table = syn::parse2(Grammar::read(&text)?.table())?;
    let digest = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let head = format!(
        "// Made from {GRAMMAR} by grammar/generate; not to be changed by hand.\n// Grammar: {digest}\n"
    );
    fs::write(TABLE, format!("{head}\n{}", prettyplease::unparse(&table)))?;
    Ok(())
}

/// The statement rules, in the order written, behind the end of a statement.
struct Grammar(Vec<OptimizedRule>);

/// The symbols that a part may start with; all, where it may be empty.
#[derive(Clone, Default, PartialEq)]
struct Starts {
    symbols: BTreeSet<usize>,
    empty: bool,
}

impl Grammar {
    fn read(text: &str) -> Result<Grammar, Box<dyn Error>> {
        let pairs = parser::parse(parser::Rule::grammar_rules, text)?;
        validator::validate_pairs(pairs.clone()).map_err(first)?;
        let rules = optimize(parser::consume_rules(pairs).map_err(first)?);
        let layers = rules.first().is_some_and(|rule| rule.name == TOKENS);
        assert!(layers, "the grammar starts with the rule for tokens");
        Ok(Grammar(rules.into_iter().skip_while(|rule| rule.name != FIRST_STATEMENT).collect()))
    }

    /// Number of a rule; 0 is the end of a statement.
    fn number(&self, name: &str) -> usize {
        let known = || self.0.iter().position(|rule| rule.name == name).map(|place| place + 1);
        if name == "EOI" { 0 } else { known().unwrap_or_else(|| panic!("no rule {name}")) }
    }

    fn table(&self) -> TokenStream {
        let rules: Vec<Ident> = self.0.iter().map(|rule| ident(&rule.name)).collect();
        let starts = self.starts();
        let rows = self.0.iter().zip(&starts).map(|(rule, starts)| {
            let (starts, name) = (self.bits(starts), ident(&rule.name));
            let body = match word(&rule.expr) {
                Some(_) => quote! { Part::Symbol(Rule::#name) },
                None => self.part(&rule.expr),
            };
            quote! { Row { starts: #starts, body: #body } }
        });
        let end = self.bits(&Starts { symbols: BTreeSet::from([0]), empty: false });
        let symbols = self.0.iter().filter_map(|rule| {
            let (word, rule) = (word(&rule.expr)?, ident(&rule.name));
            Some(quote! { (#word, Rule::#rule) })
        });
        quote! {
            use super::{Part, Row};

            /// A rule of the grammar; a symbol is one that is read by no other.
            #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
            #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
            pub enum Rule {
                /// End of a statement.
                EOI,
                #(#rules,)*
            }

            /// The words of canonical statements, each with its symbol.
            pub static SYMBOLS: &[(&str, Rule)] = &[#(#symbols,)*];

            /// What each rule is made of, by its number.
            pub static ROWS: &[Row] = &[Row { starts: #end, body: Part::End }, #(#rows,)*];
        }
    }

    fn part(&self, expr: &Expr) -> TokenStream {
        let all =
            |parts: Vec<&Expr>| parts.into_iter().map(|part| self.part(part)).collect::<Vec<_>>();
        match expr {
            Expr::Ident(name) if name == "EOI" => quote! { Part::Rule(Rule::EOI) },
            Expr::Ident(name) => {
                let rule = ident(&self.0[self.number(name) - 1].name);
                quote! { Part::Rule(Rule::#rule) }
            }
            Expr::Seq(..) => {
                let parts =
                    all(flat(
                        expr,
                        |expr| if let Expr::Seq(a, b) = expr { Some((a, b)) } else { None },
                    ));
                quote! { Part::Sequence(&[#(#parts),*]) }
            }
            Expr::Choice(..) => {
                let parts = all(flat(expr, |expr| {
                    if let Expr::Choice(a, b) = expr { Some((a, b)) } else { None }
                }));
                quote! { Part::Choice(&[#(#parts),*]) }
            }
            Expr::Opt(inner) => self.wrapped("Optional", inner),
            Expr::Rep(inner) => self.wrapped("Repeat", inner),
            Expr::PosPred(inner) => self.wrapped("Ahead", inner),
            Expr::NegPred(inner) => self.wrapped("NotAhead", inner),
            Expr::Str(_) => panic!("a word stands alone in its rule"),
            other => panic!("the table has no such part: {other:?}"),
        }
    }

    fn wrapped(&self, kind: &str, inner: &Expr) -> TokenStream {
        let (kind, inner) = (ident(kind), self.part(inner));
        quote! { Part::#kind(&#inner) }
    }
}

/// What the rules may start with.
impl Grammar {
    fn starts(&self) -> Vec<Starts> {
        let mut known = vec![Starts::default(); self.0.len()];
        loop {
            let next: Vec<Starts> = self
                .0
                .iter()
                .enumerate()
                .map(|(place, rule)| self.starts_of(place + 1, &rule.expr, &known))
                .collect();
            if next == known {
                return known;
            }
            known = next;
        }
    }

    fn starts_of(&self, rule: usize, expr: &Expr, known: &[Starts]) -> Starts {
        let inner = |expr: &Expr| self.starts_of(rule, expr, known);
        match expr {
            Expr::Str(_) => Starts { symbols: BTreeSet::from([rule]), empty: false },
            Expr::Ident(name) => match self.number(name) {
                0 => Starts { symbols: BTreeSet::from([0]), empty: false },
                number => known[number - 1].clone(),
            },
            Expr::Seq(first, rest) => {
                let mut starts = inner(first);
                if starts.empty {
                    let rest = inner(rest);
                    starts = Starts { empty: rest.empty, ..starts.or(rest) };
                }
                starts
            }
            Expr::Choice(one, other) => inner(one).or(inner(other)),
            Expr::Opt(part) | Expr::Rep(part) => Starts { empty: true, ..inner(part) },
            _ => Starts { symbols: BTreeSet::new(), empty: true },
        }
    }

    /// A bit a symbol that a rule may start with; all bits of one that may be empty.
    fn bits(&self, starts: &Starts) -> TokenStream {
        let mut words = vec![0_u64; self.0.len() / 64 + 1];
        if starts.empty {
            words.fill(u64::MAX);
        }
        starts.symbols.iter().for_each(|symbol| words[symbol / 64] |= 1 << (symbol % 64));
        quote! { &[#(#words),*] }
    }
}

impl Starts {
    fn or(self, other: Starts) -> Starts {
        Starts { symbols: &self.symbols | &other.symbols, empty: self.empty || other.empty }
    }
}

/// The word that a symbol stands for, if the rule is one.
fn word(expr: &Expr) -> Option<&str> {
    let Expr::Str(word) = expr else { return None };
    let word = word.strip_suffix(' ').filter(|word| !word.contains(' '));
    Some(word.expect("a word of canonical statements ends with a blank and has no other"))
}

/// The parts of nested pairs.
fn flat<'e>(
    expr: &'e Expr,
    pair: fn(&'e Expr) -> Option<(&'e Box<Expr>, &'e Box<Expr>)>,
) -> Vec<&'e Expr> {
    match pair(expr) {
        Some((first, rest)) => [flat(first, pair), flat(rest, pair)].concat(),
        None => vec![expr],
    }
}

fn ident(name: &str) -> Ident {
    Ident::new_raw(name, Span::call_site())
}

fn first<E: Error + 'static>(errors: Vec<E>) -> Box<dyn Error> {
    errors.into_iter().next().map_or_else(|| "the grammar is refused".into(), Into::into)
}
