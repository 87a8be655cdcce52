//! Questions: stays, locations, guardianships, weeks of displaced people.

use db::Filter;
use host::Page;
use kernel::{Date, HouseholdId, LocationId, Municipality, Nationality, PersonId, Reason, Refusal};
use tonic::Status;
use wire::reception as pb;
use wire::{Fields, Wire as _};

use super::Api;
use crate::domain::codes::{
    Category, GuardianshipState, LocationState, LocationType, Measure, StayState,
};
use crate::domain::guardianship::Guardianship;
use crate::domain::location::Location;
use crate::domain::stay::Stay;
use crate::domain::ukraine::UkraineWeek;

impl Api {
    fn no_such(&self, what: &str, id: impl std::fmt::Display) -> Status {
        host::refused(
            self.parts.service,
            &Refusal::not_found(Reason::NotFound, format!("no {what} {id}")),
        )
    }

    pub(super) async fn get_stay(
        &self,
        asked: pb::GetStayRequest,
    ) -> Result<pb::GetStayResponse, Status> {
        let mut fields = Fields::new();
        let id: Option<PersonId> = fields.get("person_id", asked.person_id);
        let id = fields.finish(id)?;
        let stay: Option<Stay> = self.parts.row(id).await?;
        let stay = stay.ok_or_else(|| self.no_such("stay of", id))?;
        Ok(pb::GetStayResponse { stay: stay.to_pb() })
    }

    pub(super) async fn list_stays(
        &self,
        asked: pb::ListStaysRequest,
    ) -> Result<pb::ListStaysResponse, Status> {
        let mut fields = Fields::new();
        let mut filter = Filter::new();
        let state: Option<Option<StayState>> = fields.get("state", asked.state);
        let category: Option<Option<Category>> = fields.get("category", asked.category);
        let location: Option<Option<LocationId>> = fields.get("location_id", asked.location_id);
        let household: Option<Option<HouseholdId>> = fields.get("household_id", asked.household_id);
        let nationality: Option<Option<Nationality>> = fields.get("nationality", asked.nationality);
        let measure: Option<Option<Measure>> = fields.get("measure", asked.measure);
        let over: Option<Option<Date>> = fields.get("place_over_before", asked.place_over_before);
        fields.check()?;
        filter
            .when("measure = ?", measure.flatten())
            .when("place_until < ?", over.flatten())
            .when("state = ?", state.flatten())
            .when("category = ?", category.flatten())
            .when("location_id = ?", location.flatten())
            .when("household_id = ?", household.flatten())
            .when("nationality = ?", nationality.flatten());
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (stays, next_page_token) = self.parts.page::<Stay>(filter, page).await?;
        Ok(pb::ListStaysResponse {
            stays: stays.iter().filter_map(Stay::to_pb).collect(),
            next_page_token,
        })
    }

    pub(super) async fn get_location(
        &self,
        asked: pb::GetLocationRequest,
    ) -> Result<pb::GetLocationResponse, Status> {
        let mut fields = Fields::new();
        let id: Option<LocationId> = fields.get("location_id", asked.location_id);
        let id = fields.finish(id)?;
        let location: Option<Location> = self.parts.row(id).await?;
        let location = location.ok_or_else(|| self.no_such("location", id))?;
        Ok(pb::GetLocationResponse { location: location.to_pb() })
    }

    pub(super) async fn list_locations(
        &self,
        asked: pb::ListLocationsRequest,
    ) -> Result<pb::ListLocationsResponse, Status> {
        let mut fields = Fields::new();
        let mut filter = Filter::new();
        let state: Option<Option<LocationState>> = fields.get("state", asked.state);
        let kind: Option<Option<LocationType>> = fields.get("kind", asked.kind);
        let municipality: Option<Option<Municipality>> =
            fields.get("municipality", asked.municipality);
        fields.check()?;
        filter
            .when("state = ?", state.flatten())
            .when("kind = ?", kind.flatten())
            .when("municipality = ?", municipality.flatten());
        if asked.with_free_places {
            filter.and("occupied < places - unavailable AND state = 'OPEN'");
        }
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (locations, next_page_token) = self.parts.page::<Location>(filter, page).await?;
        let locations = locations.iter().filter_map(Location::to_pb).collect();
        Ok(pb::ListLocationsResponse { locations, next_page_token })
    }

    pub(super) async fn get_guardianship(
        &self,
        asked: pb::GetGuardianshipRequest,
    ) -> Result<pb::GetGuardianshipResponse, Status> {
        let mut fields = Fields::new();
        let id: Option<PersonId> = fields.get("person_id", asked.person_id);
        let id = fields.finish(id)?;
        let minor: Option<Guardianship> = self.parts.row(id).await?;
        let minor = minor.ok_or_else(|| self.no_such("guardianship of", id))?;
        let guardianship = Some(crate::words::guardianship_to_pb(&minor));
        Ok(pb::GetGuardianshipResponse { guardianship })
    }

    pub(super) async fn list_guardianships(
        &self,
        asked: pb::ListGuardianshipsRequest,
    ) -> Result<pb::ListGuardianshipsResponse, Status> {
        let mut fields = Fields::new();
        let mut filter = Filter::new();
        let state: Option<Option<GuardianshipState>> = fields.get("state", asked.state);
        fields.check()?;
        filter.when("state = ?", state.flatten());
        if asked.missing {
            filter.and("police_by IS NOT NULL");
        }
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (minors, next_page_token) = self.parts.page::<Guardianship>(filter, page).await?;
        let guardianships = minors.iter().map(crate::words::guardianship_to_pb).collect();
        Ok(pb::ListGuardianshipsResponse { guardianships, next_page_token })
    }

    pub(super) async fn list_ukraine_weeks(
        &self,
        asked: pb::ListUkraineWeeksRequest,
    ) -> Result<pb::ListUkraineWeeksResponse, Status> {
        let mut filter = Filter::new();
        filter.when("region = ?", Some(asked.region).filter(|region| !region.is_empty()));
        let page = Page { size: asked.page_size, token: &asked.page_token };
        let (weeks, next_page_token) = self.parts.page::<UkraineWeek>(filter, page).await?;
        Ok(pb::ListUkraineWeeksResponse {
            weeks: weeks.iter().map(crate::words::week_to_pb).collect(),
            next_page_token,
        })
    }
}
