//! The weekly report: what was so at the end of the Sunday before.

use db::Tx;
use host::Handle;
use journal::Context;
use kernel::{Date, Refusal};
use wire::Wire as _;
use wire::reception as pb;

use super::Work;
use crate::domain::codes::{Category, PlaceSort};
use crate::domain::figures;
use crate::store::{self, OccupancyWeek};

/// The week before this Monday is over.
pub struct Week(pub Date);

impl Handle<Work> for Week {
    type Answer = ();

    fn needs(&self, work: &mut Work) {
        work.unit.reports.want(&self.0);
    }

    async fn read(&self, work: &mut Work, tx: &mut Tx) -> db::Result<()> {
        if work.unit.reports.get(&self.0).is_none() {
            let report = report(tx, self.0, figures::waiting_long_before(self.0, &work.policy));
            work.figures.insert(self.0, report.await?);
        }
        Ok(())
    }

    /// Reports the week, once.
    fn decide(&self, work: &mut Work, context: &mut Context) -> Result<(), Refusal> {
        let monday = self.0;
        if work.unit.reports.get(&monday).is_some() {
            return Ok(());
        }
        let Some(report) = work.figures.get(&monday) else { return Ok(()) };
        host::emit(context, format!("opvangstand/{monday}"), 1, monday, report);
        work.unit.reports.put(OccupancyWeek {
            week_start: monday,
            published: report.published,
            physical: report.physical,
            waiting_long: report.waiting_long,
        });
        Ok(())
    }
}

async fn report(
    tx: &mut Tx,
    monday: Date,
    waiting_since: Date,
) -> db::Result<pb::OccupancyWeekReported> {
    let mut report =
        pb::OccupancyWeekReported { occurred_on: monday.to_pb(), ..Default::default() };
    let on = db::Column::value(&monday);
    for row in tx.fetch(store::GROUPS_BEFORE, std::slice::from_ref(&on)).await? {
        let (category, persons) = (row.get::<Category>(0)?, row.get::<i64>(3)?);
        let counted = figures::occupancy([(category, persons)]);
        report.published += counted.published;
        report.physical += counted.physical;
        report.groups.push(pb::OccupancyGroup {
            category: category.to_pb(),
            sort: row.get::<PlaceSort>(1)?.to_pb(),
            nationality: row.get(2)?,
            persons,
        });
    }
    for row in tx.fetch(store::HOUSEHOLDS_BEFORE, std::slice::from_ref(&on)).await? {
        let (persons, households) = (row.get(0)?, row.get(1)?);
        report.households.push(pb::HouseholdSize { persons, households });
    }
    let waiting = [db::Column::value(&waiting_since), on.clone()];
    for row in tx.fetch(store::WAITING_BEFORE, &waiting).await? {
        report.waiting_long = row.get(0)?;
    }
    for row in tx.fetch(store::CAPACITY_BEFORE, std::slice::from_ref(&on)).await? {
        store::add_capacity(&mut report.capacity, &row)?;
    }
    // Who takes them is told by the groups: a location knows only how many live there now.
    for sort in &mut report.capacity {
        let there = report.groups.iter().filter(|group| group.sort == sort.sort);
        sort.occupied = there.map(|group| group.persons).sum();
    }
    Ok(report)
}
