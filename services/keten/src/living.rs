//! A world that lives beside a chain, with its progress for whoever waits.

use anyhow::Result;
use forecast::Month;
use world::World;

use crate::show::Show;

/// Opens the books and lives so many months.
pub(crate) async fn advance(world: &mut World, months: u8, show: &mut Show) -> Result<()> {
    show.phase(&format!("opening the books of {}", world.today()));
    world.open(|what, requests| show.line(&format!("{what} in {requests} requests"))).await?;
    let end = Month::of(world.today()).plus(i32::from(months) - 1).last_day();
    let days = world.today().duration_until(end).as_hours() / 24;
    show.days(days as u64);
    while world.today() < end {
        world.simulate_day().await?;
        show.day(world.today(), world.report().events);
    }
    Ok(())
}
