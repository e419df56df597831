fn main() {
    let path = std::env::args().nth(1).unwrap();
    match visao::engine::Rules::load(&path) {
        Ok(rules) => {
            println!("ok {} {}", rules.name(), &rules.fingerprint()[..12]);
            for result in rules.test(None) {
                println!("{} {:?}", result.title, result.misses.iter().map(|m| &m.found.vi).collect::<Vec<_>>());
            }
        }
        Err(refused) => println!("{refused}"),
    }
}
