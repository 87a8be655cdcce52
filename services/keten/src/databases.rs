//! Commands that open the database of a service by themselves, while the service stands still.

use anyhow::{Result, bail, ensure};
use db::{Db, DbUrl};
use journal::Journal;
use kernel::Clock;

/// Runs `$body` with `$S` as the service that is called `$name`; an error for a name that no service has.
macro_rules! with_service {
    ($name:expr, $S:ident => $body:expr) => {{
        use ::host::HostedService as _;
        $crate::databases::with_service!(@ $name, $S => $body,
            intake::Intake, reception::Reception, returns::Returns, housing::Housing, prognosis::Prognosis)
    }};
    (@ $name:expr, $S:ident => $body:expr, $($service:ty),+) => {
        match $name {
            $(name if name == <$service>::NAME => { type $S = $service; $body })+
            other => ::anyhow::bail!("no service is called {other}"),
        }
    };
}
pub(crate) use with_service;

/// Opens the log of `S` in a database that is there, is this service's, and has all its tables.
pub(crate) async fn open_log<S: host::HostedService>(database: &str) -> Result<(Db, Journal)> {
    if let Some(path) = database.strip_prefix("sqlite://") {
        let path = path.split('?').next().unwrap_or(path);
        ensure!(std::path::Path::new(path).exists(), "there is no database {path}");
    }
    let url: DbUrl = database.parse()?;
    let (name, at) = (S::NAME, url.redacted());
    let db = Db::open(&url, 2).await?;
    let parts = [journal::MIGRATIONS, S::MIGRATIONS];
    let pending = db.pending(&parts).await?;
    ensure!(pending.is_empty(), "{at} lacks {} of {name}", pending.join(", "));
    if let Some(foreign) = db.foreign(&parts).await? {
        bail!("{at} is no database of {name}: {foreign}");
    }
    let journal = Journal::open(db.clone(), Clock::System, name).await?;
    Ok((db, journal))
}
