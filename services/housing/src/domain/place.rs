//! Where municipalities are: province and region of COA, after the published table.

use kernel::Municipality;

use crate::domain::codes::Region;

fn facts(municipality: Municipality) -> Option<&'static reference::MunicipalityFacts> {
    let all = &reference::MUNICIPALITIES;
    let found = all.binary_search_by_key(&municipality, |facts| facts.code).ok()?;
    Some(&all[found])
}

/// The name of a municipality: its code where the table does not know it.
pub fn name(municipality: Municipality) -> String {
    facts(municipality).map_or_else(|| municipality.to_string(), |facts| facts.name.to_owned())
}

/// The province of a municipality; `None` when the table does not know it.
pub fn province(municipality: Municipality) -> Option<&'static str> {
    facts(municipality).map(|facts| facts.province)
}

/// The region of a municipality; `None` when the table does not know it.
pub fn region(municipality: Municipality) -> Option<Region> {
    province(municipality).and_then(region_of)
}

/// The region of a province.
pub fn region_of(province: &str) -> Option<Region> {
    Some(match province {
        "Groningen" | "Fryslân" | "Drenthe" => Region::North,
        "Overijssel" | "Gelderland" => Region::East,
        "Flevoland" | "Utrecht" | "Noord-Holland" => Region::Centre,
        "Zuid-Holland" | "Zeeland" => Region::West,
        "Noord-Brabant" | "Limburg" => Region::South,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_municipality_lies_in_one_of_the_five_regions() {
        let mut seen = std::collections::BTreeSet::new();
        for facts in &reference::MUNICIPALITIES {
            let region = region(facts.code);
            assert!(region.is_some(), "{} in {}", facts.name, facts.province);
            seen.insert(region);
        }
        assert_eq!(seen.len(), 5);
        assert_eq!(region(Municipality::new(363)), Some(Region::Centre));
        assert_eq!(region(Municipality::new(1)), None);
        assert!(reference::MUNICIPALITIES.is_sorted_by_key(|facts| facts.code));
    }
}
