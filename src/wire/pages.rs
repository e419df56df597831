//! The pages of all codes, as they stand in `docs/diagnostics`.

macro_rules! pages {
    ($($code:literal)+) => {
        const PAGES: &[(&str, &str)] =
            &[$(($code, include_str!(concat!("../../docs/diagnostics/", $code, ".md"))),)+];
    };
}

/// Page of a code: its title, what it means in Vietnamese and in English, rules that raise it.
pub(super) fn page(code: &str) -> Option<&'static str> {
    let found = PAGES.binary_search_by_key(&code, |(code, _)| code).ok()?;
    PAGES.get(found).map(|(_, page)| *page)
}

#[rustfmt::skip]
pages! {
    "E001" "E002" "E003" "E004" "E005" "E006" "E007" "E008" "E009" "E010" "E011" "E012" "E013"
    "E015" "E016" "E017" "E018" "E019" "E020" "E022" "E023" "E024" "E025" "E026" "E027" "E028"
    "E029" "E030" "E031" "E032" "E033" "E099" "E101" "E102" "E103" "E104" "E105" "E106" "E107"
    "E108" "E109" "E110" "E111" "E112" "E113" "E114" "E115" "E116" "E117" "E118" "E120" "E121"
    "E122" "E123" "E124" "E125" "E126" "E127" "E128" "E129" "E130" "E131" "E132" "E133" "E134"
    "E135" "E136" "E137" "E138" "E139" "E140" "E141" "E142" "E143" "E144" "E145" "E150" "E151"
    "E152" "E160" "E161" "E162" "E163" "E164" "E165" "E166" "E167" "E168" "E170" "E171" "E172"
    "E173" "E174" "E175" "E176" "E177" "E178" "E179" "E180" "E181" "E182" "E183" "E184" "E185"
    "E186" "E187" "E188" "E189" "E190" "E191" "E192" "E193" "E194" "E195" "E196" "E197" "E201" "E202"
    "E203" "E204" "E205"
    "E206" "E207" "E208" "E209" "E210" "E211" "E212" "E213" "E214" "E220" "E221" "E222" "E240"
    "E241" "E242" "E243" "E244" "E245" "E246" "E247" "E248" "E249" "E250" "E251" "E252" "E253"
    "E254" "E260" "E264" "E265" "E270" "E271" "E272" "E273" "E274" "E275" "E276" "E277" "E278"
    "E279" "E280" "E281" "E282" "E283" "E284" "E285" "E286" "E290" "E301" "E302" "E303" "E304"
    "E305" "E306" "E401" "E402" "E403" "E404" "E405" "E406" "W001" "W002" "W003" "W010" "W011"
    "W012" "W013" "W014" "W020" "W030" "W032" "W034" "W035" "W036" "W037" "W038" "W039" "W401"
    "W501" "W502" "W503" "W504" "W505" "W506" "W507" "W508" "W509" "W510" "W511" "W512" "W513"
    "W514" "W515" "W516" "W517" "W518" "W519" "W520" "W521"
}

#[cfg(test)]
mod tests {
    use super::PAGES;

    #[test]
    fn every_page_is_there_in_order() {
        let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/diagnostics"));
        let names = folder.unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut codes: Vec<String> = names
            .filter_map(|name| name.strip_suffix(".md").map(str::to_owned))
            .filter(|name| name != "README")
            .collect();
        codes.sort();
        assert_eq!(PAGES.iter().map(|(code, _)| *code).collect::<Vec<_>>(), codes);
    }
}
