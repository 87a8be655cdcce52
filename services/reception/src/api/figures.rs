//! Questions about numbers: occupancy, portfolio, costs, moves of children, displaced people.

use std::collections::BTreeMap;

use db::{Column as _, Filter, Value};
use kernel::Date;
use law::{Cents, rule};
use tonic::Status;
use wire::reception as pb;
use wire::{Fields, Wire as _};

use super::Api;
use crate::domain::codes::{Category, PlaceSort, StayState};
use crate::domain::figures::{self, Capacity};
use crate::domain::location::Location;
use crate::domain::ukraine::UkraineRegion;
use crate::store;

/// Longest period of costs, in years.
const YEARS_MAX: i16 = 20;

fn read<T>(read: impl FnOnce() -> db::Result<T>) -> Result<T, Status> {
    read().map_err(|error| host::internal(&error))
}

fn sorts_to_pb(sorts: &BTreeMap<PlaceSort, Capacity>) -> Vec<pb::SortCapacity> {
    let one = |(sort, sum): (&PlaceSort, &Capacity)| pb::SortCapacity {
        sort: sort.to_pb(),
        places: sum.places,
        unavailable: sum.unavailable,
        minor_places: sum.minor_places,
        occupied: sum.occupied,
    };
    sorts.iter().map(one).collect()
}

impl Api {
    async fn open_locations(&self) -> Result<Vec<Location>, Status> {
        let mut filter = Filter::new();
        filter.and("state <> 'CLOSED' AND state <> 'CONVERTED_TO_HOUSING'");
        self.parts.rows(&filter, "ORDER BY location_id").await
    }

    pub(super) async fn get_occupancy(
        &self,
        _: pb::GetOccupancyRequest,
    ) -> Result<pb::GetOccupancyResponse, Status> {
        let mut answer = pb::GetOccupancyResponse::default();
        for row in self.parts.fetch(store::OCCUPANCY, &[Value::Bool(false)]).await? {
            let (category, state, emergency, persons) = read(|| {
                let (category, state): (Category, StayState) = (row.get(0)?, row.get(1)?);
                Ok((category, state, row.get::<bool>(2)?, row.get::<i64>(3)?))
            })?;
            if state != StayState::Expected {
                let counted = figures::occupancy([(category, persons)]);
                answer.published_occupancy += counted.published;
                answer.physical_occupancy += counted.physical;
            }
            let (category, state) = (category.to_pb(), state.to_pb());
            answer.rows.push(pb::get_occupancy_response::Row {
                category,
                state,
                emergency,
                persons,
            });
        }
        let sorts = figures::capacity(&self.open_locations().await?);
        for row in self.parts.fetch(store::ROOMS, &[]).await? {
            let (beds, persons, households) =
                read(|| Ok((row.get::<i32>(0)?, row.get::<i32>(1)?, row.get::<i64>(2)?)))?;
            let unusable = i64::from(figures::unusable(persons, beds));
            answer.unusable_places += unusable * households;
        }
        let (places, unavailable) = sorts.values().fold((0, 0), |(places, unavailable), sum| {
            (places + sum.places, unavailable + sum.unavailable)
        });
        let unavailable = unavailable + answer.unusable_places;
        let occupied = answer.physical_occupancy;
        let permille = figures::occupancy_permille(occupied, places, unavailable);
        // Many persons in hardly a place: more than any figure of use, and still the most there is.
        answer.occupancy_permille = i32::try_from(permille).unwrap_or(i32::MAX);
        let today = self.parts.clock.today();
        let since = figures::waiting_long_before(today, &self.parts.policy);
        for row in self.parts.fetch(store::WAITING, &[since.value()]).await? {
            answer.waiting_long = read(|| row.get(0))?;
        }
        answer.sorts = sorts_to_pb(&sorts);
        Ok(answer)
    }

    pub(super) async fn get_portfolio(
        &self,
        asked: pb::GetPortfolioRequest,
    ) -> Result<pb::GetPortfolioResponse, Status> {
        let mut fields = Fields::new();
        let on: Option<Option<Date>> = fields.get("on", asked.on);
        for (name, number) in [
            ("required_places", asked.required_places),
            ("expected_occupancy", asked.expected_occupancy),
        ] {
            if !(0..=10_000_000).contains(&number) {
                fields.wrong(name, "must be 0 to 10000000");
            }
        }
        let on = fields.finish(on)?.unwrap_or_else(|| self.parts.clock.today());
        let all: Vec<Location> = self.parts.rows(&Filter::new(), "ORDER BY location_id").await?;
        let sorts = figures::portfolio(&all, on);
        let policy = &self.parts.policy;
        let required = match (asked.required_places, asked.expected_occupancy) {
            (0, 0) => policy.get(rule::REQUIRED_CAPACITY, on),
            (0, occupancy) => {
                law::required_capacity(occupancy, policy.get(rule::OCCUPANCY_NORM, on))
            }
            (given, _) => given,
        };
        let of = |sort| sorts.get(&sort).map_or(0, |sum| sum.places);
        let total = sorts.values().map(|sum| sum.places).sum();
        Ok(pb::GetPortfolioResponse {
            regular_places: of(PlaceSort::Regular),
            emergency_places: of(PlaceSort::Emergency),
            outside_coa_places: of(PlaceSort::OutsideCoa),
            minor_places: sorts.values().map(|sum| sum.minor_places).sum(),
            required_places: required,
            shortage: figures::shortage(required, total),
        })
    }

    pub(super) async fn get_costs(
        &self,
        asked: pb::GetCostsRequest,
    ) -> Result<pb::GetCostsResponse, Status> {
        let mut fields = Fields::new();
        let from: Option<Date> = fields.get("from", asked.from);
        let until: Option<Date> = fields.get("until", asked.until);
        if let Some((from, until)) = from.zip(until)
            && (until < from || until.year() - from.year() > YEARS_MAX)
        {
            fields.wrong("until", format!("must be from `from` to {YEARS_MAX} years after"));
        }
        let (from, until) = fields.finish(from.zip(until))?;
        let mut changes: BTreeMap<PlaceSort, Vec<(Date, i64)>> = BTreeMap::new();
        for row in self.parts.fetch(store::CHANGES, &[until.value()]).await? {
            let (sort, day, amount) =
                read(|| Ok((row.get::<PlaceSort>(0)?, row.get(1)?, row.get(2)?)))?;
            changes.entry(sort).or_default().push((day, amount));
        }
        let mut answer = pb::GetCostsResponse::default();
        for (sort, changes) in changes {
            let mut row =
                pb::get_costs_response::Row { sort: sort.to_pb(), person_days: 0, cents: 0 };
            for (year, days) in figures::person_days(&changes, from, until) {
                let Cents(cents) = figures::costs(sort, year, days, &self.parts.policy);
                row.person_days += days;
                row.cents += cents;
            }
            answer.cents += row.cents;
            answer.rows.push(row);
        }
        Ok(answer)
    }

    pub(super) async fn get_child_moves(
        &self,
        _: pb::GetChildMovesRequest,
    ) -> Result<pb::GetChildMovesResponse, Status> {
        let today = self.parts.clock.today();
        let adult = self.parts.policy.get(rule::MAJORITY_AGE, today);
        let born_after = Value::Int(i64::from(today.year()) - adult);
        let mut rows = Vec::new();
        for row in self.parts.fetch(store::CHILD_MOVES, &[born_after]).await? {
            let (moves, children) = read(|| Ok((row.get(0)?, row.get(1)?)))?;
            rows.push(pb::get_child_moves_response::Row { moves, children });
        }
        Ok(pb::GetChildMovesResponse { rows })
    }

    pub(super) async fn get_ukraine_gap(
        &self,
        asked: pb::GetUkraineGapRequest,
    ) -> Result<pb::GetUkraineGapResponse, Status> {
        let mut fields = Fields::new();
        let on: Option<Option<Date>> = fields.get("on", asked.on);
        let on = fields.finish(on)?.unwrap_or_else(|| self.parts.clock.today());
        let Cents(place_day_cents) = self.parts.policy.get(rule::UKRAINE_PLACE_DAY, on);
        let mut answer = pb::GetUkraineGapResponse { place_day_cents, ..Default::default() };
        let all: Vec<UkraineRegion> = self.parts.rows(&Filter::new(), "ORDER BY region").await?;
        for region in all {
            let gap = region.gap();
            answer.task += i64::from(region.task);
            answer.places += i64::from(region.places);
            answer.shortage += i64::from(gap.max(0));
            answer.rows.push(pb::get_ukraine_gap_response::Row {
                compensation_cents: i64::from(region.places) * place_day_cents,
                region: region.region,
                task: region.task,
                places: region.places,
                occupied: region.occupied,
                gap,
            });
        }
        Ok(answer)
    }
}
