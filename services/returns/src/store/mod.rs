//! The tables of returns, and the queries that are not lists of rows.

mod return_case;
mod tables;

use db::{Db, DbError, Value};
use host::{Due, overdue};
use kernel::{Date, PersonId};

use crate::work::{AnyCommand, CaseDue, Shield, Unshield};
pub(crate) use return_case::ReturnCaseRow;

/// Persons whose detention has reached its maximum. Ordered by the term, like its index.
const DETENTIONS_DUE: &str = "SELECT person_id, detention_ends_on, fact_on FROM return_case WHERE detention_ends_on < $1 \
     ORDER BY detention_ends_on, person_id LIMIT $2";
/// Persons whose transfer was not carried out in time; of who is gone the term counts when they are found. It
/// does not run while an appeal lets the person stay, which is named first of all that stands in the way.
const TRANSFERS_DUE: &str = "SELECT person_id, transfer_due_on, fact_on FROM return_case WHERE transfer_due_on < $1 \
     AND ended_on IS NULL AND (blocked IS NULL OR blocked <> 'APPEAL') ORDER BY transfer_due_on, person_id LIMIT $2";
/// Persons of whom a block is over.
const BLOCKS_DUE: &str = "SELECT person_id, block_ends_on, fact_on FROM return_case WHERE block_ends_on < $1 \
     ORDER BY block_ends_on, person_id LIMIT $2";
/// Persons whose document is not valid any more.
const DOCUMENTS_DUE: &str = "SELECT person_id, document_valid_until, fact_on FROM return_case WHERE document_valid_until < $1 \
     ORDER BY document_valid_until, person_id LIMIT $2";
/// Persons whose measure of supervision is over.
const SUPERVISION_DUE: &str = "SELECT person_id, supervision_ends_on, fact_on FROM return_case WHERE supervision_ends_on < $1 \
     ORDER BY supervision_ends_on, person_id LIMIT $2";
/// Persons for whom a moratorium runs that does not block their case yet, with the first day and the last fact of
/// both. A cross join is read in its order: from the few moratoria to their cases. The oldest first.
const SHIELDS_DUE: &str = "SELECT c.person_id, m.moratorium_id, m.starts_on, m.declared_on, c.fact_on, m.ends_on \
     FROM moratorium m CROSS JOIN return_case c \
     WHERE c.nationality = m.nationality AND m.starts_on <= $1 AND m.ended_on IS NULL \
     AND (c.fact_on IS NULL OR c.fact_on <= m.ends_on) \
     AND c.moratorium_id IS NULL AND c.ended_on IS NULL AND NOT c.to_member_state \
     ORDER BY CASE WHEN c.fact_on > m.starts_on THEN c.fact_on ELSE m.starts_on END, c.person_id, m.moratorium_id LIMIT $2";
/// Persons whose case is blocked by a moratorium that was ended early, or is not theirs.
const SHIELDS_OVER: &str = "SELECT c.person_id, m.moratorium_id, m.ended_on, c.fact_on \
     FROM moratorium m CROSS JOIN return_case c \
     WHERE c.moratorium_id = m.moratorium_id \
     AND (m.ended_on IS NOT NULL OR m.nationality <> c.nationality) \
     ORDER BY m.ended_on, c.person_id LIMIT $1";
/// Who is in detention: since when, where, and until when without review.
pub(crate) const DETAINED: &str = "SELECT detained_on, family_facility, review_due_on FROM return_case \
     WHERE detained_on IS NOT NULL ORDER BY person_id";
/// Departures and files by month; without nationality.
pub(crate) const STATISTICS: &str = "SELECT kind, month, outcome, origin, demonstrable, CAST(SUM(persons) AS BIGINT) \
     FROM departure_entry WHERE month >= $1 AND month <= $2 \
     GROUP BY kind, month, outcome, origin, demonstrable \
     ORDER BY kind, month, outcome, origin, demonstrable";
/// The same by nationality.
pub(crate) const STATISTICS_BY_NATIONALITY: &str = "SELECT kind, month, outcome, origin, demonstrable, CAST(SUM(persons) AS BIGINT), nationality \
     FROM departure_entry WHERE month >= $1 AND month <= $2 \
     GROUP BY kind, month, outcome, origin, demonstrable, nationality \
     ORDER BY kind, month, outcome, origin, demonstrable, nationality";

/// Every fixed statement.
pub(crate) const STATEMENTS: &[&str] = &[
    DETENTIONS_DUE,
    TRANSFERS_DUE,
    BLOCKS_DUE,
    DOCUMENTS_DUE,
    SUPERVISION_DUE,
    SHIELDS_DUE,
    SHIELDS_OVER,
    DETAINED,
    STATISTICS,
    STATISTICS_BY_NATIONALITY,
];

/// What falls due on or before today.
pub(crate) async fn due(db: &Db, today: Date, limit: u32) -> Result<Vec<Due<AnyCommand>>, DbError> {
    use db::Column as _;
    let term = [today.value(), Value::Int(i64::from(limit))];
    let mut persons: Vec<Due<PersonId>> = Vec::new();
    for sql in [DETENTIONS_DUE, TRANSFERS_DUE, BLOCKS_DUE, DOCUMENTS_DUE, SUPERVISION_DUE] {
        for due in overdue(db, sql, &term, |row| row.get(0)).await? {
            due.add_to(&mut persons);
        }
    }
    let command = |due: Due<PersonId>| Due { on: due.on, command: CaseDue(due.command).into() };
    let mut commands: Vec<Due<AnyCommand>> = persons.into_iter().map(command).collect();
    let mut shielded: Vec<Due<PersonId>> = Vec::new();
    for row in db.fetch(SHIELDS_DUE, &term).await? {
        let (starts_on, declared_on): (Date, Option<Date>) = (row.get(2)?, row.get(3)?);
        let first = declared_on.map_or(starts_on, |day| day.max(starts_on));
        let due = Due::from(first, row.get(4)?, row.get::<PersonId>(0)?);
        // Of two moratoria the first blocks.
        if due.on <= row.get(5)? && !shielded.contains(&due) {
            let shield = Shield { person_id: due.command, moratorium_id: row.get(1)? };
            commands.push(Due { on: due.on, command: shield.into() });
            shielded.push(due);
        }
    }
    for row in db.fetch(SHIELDS_OVER, &term[1..]).await? {
        let (ended_on, fact_on): (Option<Date>, Option<Date>) = (row.get(2)?, row.get(3)?);
        // Of a moratorium that runs the correction of the nationality is what ends it for this person.
        let Some(first) = ended_on.or(fact_on) else { continue };
        let unshield = Unshield { person_id: row.get(0)?, moratorium_id: row.get(1)? };
        commands.push(Due::from(first, fact_on, unshield.into()));
    }
    Ok(commands)
}
