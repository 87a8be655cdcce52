//! Of whom a row counts: what publishers write for a nationality, as ISO 3166-1 alpha-3.
//!
//! Eurostat writes alpha-2 with `EL` for Greece and `UK` for the United Kingdom, CBS codes of its own or Dutch words.
//! What is not known is kept and named as unknown: a code that was guessed would count for another nationality.

use kernel::Nationality;

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Group {
    /// All together.
    All,
    /// A nationality.
    Nationality(Nationality),
    /// What no list here knows.
    Unknown(String),
}

/// Words and codes for all together: ours, Eurostat's, and those of CBS for its dimensions of nationality, sex and
/// country of birth.
const TOTALS: [&str; 10] = [
    "",
    "total",
    "all",
    "totaal",
    "t001059",
    "t001038",
    "t001175",
    "t001040",
    "total citizenship",
    "totaal nationaliteiten",
];

/// The group that a text names.
pub fn of(text: &str) -> Group {
    let text = text.trim();
    let small = text.to_lowercase();
    if TOTALS.contains(&small.as_str()) {
        return Group::All;
    }
    let known = |code: &str| code.parse().ok().map(Group::Nationality);
    let code = match text {
        _ if text.len() == 2 => alpha_2(text).and_then(known),
        // Alpha-3, our code for other nationalities, and those of ICAO for who has none or none that is known.
        _ if text.len() == 3 && is_alpha_3(text) => known(text),
        _ => named(&small).and_then(known),
    };
    code.unwrap_or_else(|| Group::Unknown(text.to_owned()))
}

/// Alpha-3 of what Eurostat writes in two letters.
fn alpha_2(code: &str) -> Option<&'static str> {
    let code = match code {
        "EL" => "GR",
        "UK" => "GB",
        other => other,
    };
    COUNTRIES.split_whitespace().find_map(|pair| {
        let (two, three) = pair.split_at(2);
        (two == code).then_some(three)
    })
}

fn is_alpha_3(code: &str) -> bool {
    ["XOT", "XXA", "XXX"].contains(&code)
        || COUNTRIES.split_whitespace().any(|pair| &pair[2..] == code)
}

/// Alpha-3 of a nationality in English or Dutch words, in small letters: those that the published tables of asylum
/// name most.
fn named(words: &str) -> Option<&'static str> {
    NAMES.iter().find(|(_, names)| names.contains(&words)).map(|(code, _)| *code)
}

const NAMES: [(&str, &[&str]); 20] = [
    ("SYR", &["syria", "syrian arab republic", "syrië", "syrisch", "syrische"]),
    ("ERI", &["eritrea", "eritrees", "eritrese"]),
    ("TUR", &["turkey", "türkiye", "turkije", "turks", "turkse"]),
    ("IRQ", &["iraq", "irak", "iraaks", "iraakse"]),
    ("AFG", &["afghanistan", "afghaans", "afghaanse"]),
    ("YEM", &["yemen", "jemen", "jemenitisch", "jemenitische"]),
    ("SOM", &["somalia", "somalië", "somalisch", "somalische"]),
    ("DZA", &["algeria", "algerije", "algerijns", "algerijnse"]),
    ("MAR", &["morocco", "marokko", "marokkaans", "marokkaanse"]),
    ("IRN", &["iran", "iran, islamic republic of", "iraans", "iraanse"]),
    ("NGA", &["nigeria", "nigeriaans", "nigeriaanse"]),
    ("ETH", &["ethiopia", "ethiopië", "ethiopisch", "ethiopische"]),
    ("SDN", &["sudan", "soedan", "soedanees", "soedanese"]),
    ("PAK", &["pakistan", "pakistaans", "pakistaanse"]),
    ("UKR", &["ukraine", "oekraïne", "oekraïens", "oekraïense"]),
    ("GEO", &["georgia", "georgië", "georgisch", "georgische"]),
    ("COL", &["colombia", "colombiaans", "colombiaanse"]),
    ("XXA", &["stateless", "staatloos", "stls"]),
    ("XXX", &["unknown", "onbekend", "unk"]),
    ("XOT", &["other", "overig", "overige"]),
];

/// ISO 3166-1: alpha-2 and alpha-3 in one word; `XKXKX` is Kosovo as Eurostat and ICAO write it.
const COUNTRIES: &str = "\
    ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE \
    BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN \
    BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI \
    CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI \
    ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL \
    GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN \
    IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR \
    KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA \
    LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR \
    MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU \
    NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY \
    QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE \
    SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL \
    TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT \
    VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM XKXKX YEYEM YTMYT ZAZAF ZMZMB ZWZWE";

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> String {
        match of(text) {
            Group::All => "all".to_owned(),
            Group::Nationality(one) => one.to_string(),
            Group::Unknown(text) => format!("?{text}"),
        }
    }

    #[test]
    fn every_word_for_all_together_is_the_same_group() {
        for word in ["TOTAL", "Total", "ALL", "all", "Totaal", "T001059", "T001059 ", ""] {
            assert_eq!(code(word), "all", "{word:?}");
        }
    }

    #[test]
    fn codes_and_words_of_publishers_become_ours_or_are_unknown() {
        for (text, expected) in [
            ("SY", "SYR"),
            ("EL", "GRC"),
            ("UK", "GBR"),
            ("XK", "XKX"),
            ("SYR", "SYR"),
            ("XOT", "XOT"),
            ("Syria", "SYR"),
            ("Türkiye", "TUR"),
            ("Afghaanse", "AFG"),
            ("STLS", "XXA"),
            ("NAT9265", "?NAT9265"),
            ("ZZ", "?ZZ"),
            ("QQQ", "?QQQ"),
            ("EU27_2020", "?EU27_2020"),
            ("sy", "?sy"),
        ] {
            assert_eq!(code(text), expected);
        }
    }

    #[test]
    fn the_list_of_countries_is_whole_and_has_nobody_twice() {
        let all: Vec<&str> = COUNTRIES.split_whitespace().collect();
        assert_eq!(all.len(), 250);
        let two: std::collections::BTreeSet<&str> = all.iter().map(|pair| &pair[..2]).collect();
        let three: std::collections::BTreeSet<&str> = all.iter().map(|pair| &pair[2..]).collect();
        assert_eq!((two.len(), three.len()), (250, 250));
        assert!(all.iter().all(|pair| pair.len() == 5));
    }
}
