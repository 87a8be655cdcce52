//! Closed lists of codes: countries, states of the Dublin system, provinces, safety regions, former municipalities.

use kernel::Municipality;

/// Codes of ISO 3166-1 alpha-3, in order. Source: the ISO 3166 Maintenance Agency, list of officially assigned codes.
pub const COUNTRIES: &str = "ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA \
    BGD BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL \
    COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM \
    GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT \
    IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX \
    LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER \
    NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS \
    RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO \
    THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM \
    ZAF ZMB ZWE";

/// Kosovo, which ISO has not assigned: the code that the European Union uses.
const KOSOVO: &str = "XKX";
/// Not known; after ICAO Doc 9303.
const UNKNOWN: &str = "XXX";
/// Stateless; after ICAO Doc 9303.
const STATELESS: &str = "XXA";
/// Another nationality, that a published figure does not tell; ours.
const OTHER: &str = "XOT";
const NETHERLANDS: &str = "NLD";

/// States that apply the Dublin system other than the Netherlands: the other member states of the European Union, and
/// Iceland, Liechtenstein, Norway and Switzerland by their agreements (Regulation (EU) 604/2013 and 2024/1351).
const MEMBER_STATES: &str = "AUT BEL BGR CHE CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ISL ITA LIE LTU LUX LVA \
    MLT NOR POL PRT ROU SVK SVN SWE";

/// The provinces. Source: CBS, Gebieden in Nederland 2024.
pub const PROVINCES: [&str; 12] = [
    "Drenthe",
    "Flevoland",
    "Fryslân",
    "Gelderland",
    "Groningen",
    "Limburg",
    "Noord-Brabant",
    "Noord-Holland",
    "Overijssel",
    "Utrecht",
    "Zeeland",
    "Zuid-Holland",
];

/// Municipalities that were merged into others on 1 January 2022 and 2023, whose arrears may still be named.
/// Source: CBS, Recode overzicht gemeenten.
const FORMER_MUNICIPALITIES: [u16; 16] = [
    370,  // Beemster, into Purmerend, 2022
    398,  // Heerhugowaard, into Dijk en Waard, 2022
    416,  // Langedijk, into Dijk en Waard, 2022
    1685, // Landerd, into Maashorst, 2022
    856,  // Uden, into Maashorst, 2022
    756,  // Boxmeer, into Land van Cuijk, 2022
    1684, // Cuijk, into Land van Cuijk, 2022
    786,  // Grave, into Land van Cuijk, 2022
    815,  // Mill en Sint Hubert, into Land van Cuijk, 2022
    1702, // Sint Anthonis, into Land van Cuijk, 2022
    457,  // Weesp, into Amsterdam, 2022
    501,  // Brielle, into Voorne aan Zee, 2023
    530,  // Hellevoetsluis, into Voorne aan Zee, 2023
    614,  // Westvoorne, into Voorne aan Zee, 2023
    788,  // Haaren, divided, 2021
    1663, // De Marne, into Het Hogeland, 2019
];

fn listed(list: &str, code: &str) -> bool {
    code.len() == 3 && list.split_ascii_whitespace().any(|one| one == code)
}

/// Whether a code names a country, or says that it is not known.
pub fn is_country(code: &str) -> bool {
    listed(COUNTRIES, code) || matches!(code, KOSOVO | UNKNOWN)
}

/// Whether a code names a nationality that somebody in the chain can have: any but the Dutch.
pub fn is_foreign_nationality(code: &str) -> bool {
    (is_country(code) && code != NETHERLANDS) || matches!(code, STATELESS | OTHER)
}

/// Whether a code names a state of the Dublin system other than the Netherlands.
pub fn is_member_state(code: &str) -> bool {
    listed(MEMBER_STATES, code)
}

/// Whether a code names a safety region: VR01 to VR25. Source: Wet veiligheidsregio's, annex.
pub fn is_safety_region(code: &str) -> bool {
    let number = code
        .strip_prefix("VR")
        .filter(|digits| digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()));
    number
        .and_then(|digits| digits.parse::<usize>().ok())
        .is_some_and(|number| (1..=crate::SAFETY_REGIONS).contains(&number))
}

/// Whether this is a municipality of 2024 and later.
pub fn is_municipality(code: Municipality) -> bool {
    crate::MUNICIPALITIES.binary_search_by_key(&code, |facts| facts.code).is_ok()
}

/// Whether this is a municipality now, or was one before it was merged into another.
pub fn was_municipality(code: Municipality) -> bool {
    is_municipality(code)
        || FORMER_MUNICIPALITIES.into_iter().any(|number| Municipality::new(number) == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_what_they_should_and_nothing_else() {
        let countries: Vec<&str> = COUNTRIES.split_ascii_whitespace().collect();
        assert_eq!(countries.len(), 249);
        assert!(countries.is_sorted_by(|a, b| a < b));
        let states: Vec<&str> = MEMBER_STATES.split_ascii_whitespace().collect();
        assert_eq!(states.len(), 26 + 4);
        assert!(states.iter().all(|state| is_country(state)));
        for (code, is) in [
            ("SYR", true),
            ("XXA", true),
            ("XXX", true),
            ("NLD", false),
            ("ZZZ", false),
            ("AB", false),
        ] {
            assert_eq!(is_foreign_nationality(code), is, "{code}");
        }
        assert!(!is_country("XXA") && !is_country("SYR AFG") && is_country("NLD"));
        assert!(is_safety_region("VR25") && !is_safety_region("VR26") && !is_safety_region("VR00"));
        assert!(!is_safety_region("VR+1"));
        assert!(crate::MUNICIPALITIES.is_sorted_by_key(|facts| facts.code));
        assert!(
            is_municipality(Municipality::new(363)) && !is_municipality(Municipality::new(9_999))
        );
        assert!(
            was_municipality(Municipality::new(457)) && !is_municipality(Municipality::new(457))
        );
        for facts in &crate::MUNICIPALITIES {
            assert!(PROVINCES.contains(&facts.province), "{}", facts.province);
        }
    }
}
