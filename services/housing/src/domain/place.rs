//! Where municipalities are: province and region of COA, after the published table.

use kernel::Municipality;

use crate::domain::codes::Region;

/// The province of a municipality; `None` when the table does not know it.
pub fn province(municipality: Municipality) -> Option<&'static str> {
    let found = reference::MUNICIPALITIES.iter().find(|facts| facts.code == municipality)?;
    Some(found.province)
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
    }
}
