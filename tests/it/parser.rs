//! The table that is kept beside the grammar is the one made of it.

use crate::literate::root;
use sha2::{Digest, Sha256};

#[test]
fn the_table_is_made_of_the_grammar_that_stands_beside_it() {
    let file = |name: &str| std::fs::read(root().join("grammar").join(name)).unwrap();
    let digest = Sha256::digest(file("luat.pest"));
    let wanted: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let table = String::from_utf8(file("luat.rs")).unwrap();
    assert!(
        table.lines().nth(1) == Some(&format!("// Grammar: {wanted}")),
        "grammar/luat.pest has changed: cargo run --manifest-path grammar/generate/Cargo.toml"
    );
}

#[test]
fn nothing_that_the_crate_is_built_from_needs_a_c_compiler() {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let package = |name: &str| lock.contains(&format!("name = \"{name}\"\n"));
    assert!(package("serde"), "the lock file is read as it is written");
    for name in ["cc", "cmake", "psm", "stacker", "pest", "pest_generator"] {
        assert!(!package(name), "Cargo.lock holds {name}: cargo tree -i {name}");
    }
}
