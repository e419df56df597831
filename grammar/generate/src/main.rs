//! Writes the parser of the rule language from its grammar, once, so that who builds `visao` needs neither pest's code
//! generator nor the C compiler it brings in. Called in the repository's root: `cargo run --manifest-path grammar/generate/Cargo.toml`.

use sha2::{Digest, Sha256};
use std::{error::Error, fs};

const GRAMMAR: &str = "grammar/luat.pest";
const PARSER: &str = "grammar/luat.rs";

fn main() -> Result<(), Box<dyn Error>> {
    let grammar = fs::read_to_string(GRAMMAR)?;
    let derive = quote::quote! {
        #[grammar_inline = #grammar]
        struct Luat;
    };
    let parser = pest_generator::derive_parser(derive, false);
    let parser = prettyplease::unparse(&syn::parse2(parser)?);
    let digest = Sha256::digest(&grammar).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    fs::write(
        PARSER,
        format!(
            "// Made from {GRAMMAR} by grammar/generate; not to be changed by hand.\n\
             // Grammar: {digest}\n\n\
             /// The parser of the rule language.\n\
             pub struct Luat;\n\n{parser}"
        ),
    )?;
    Ok(())
}
