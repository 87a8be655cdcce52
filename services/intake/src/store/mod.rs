//! The tables of intake, and the queries that are not lists of rows.

mod cases;
mod families;
mod tables;

use db::{Db, DbError, Row, Value};
use host::{Due, overdue};
use kernel::Date;
use law::{Policy, rule};

use crate::work::{AnyCommand, CaseDue, FamilyDue, MoratoriumDue, Resume, Suspend};
pub(crate) use cases::AsylumCaseRow;
pub(crate) use families::FamilyCaseRow;
#[cfg(test)]
pub(crate) use {cases::tests::stored_and_sent, families::tests::family_stored_and_sent};

/// Cases whose term to appeal is over. Ordered by the term, like its index: the oldest first.
const APPEALS_DUE: &str = "SELECT case_id, appeal_due_on, fact_on FROM asylum_case WHERE state = 'REJECTED' \
     AND appeal_due_on < $1 ORDER BY appeal_due_on, case_id LIMIT $2";
/// Cases of the pact that were not lodged in time.
const LODGINGS_DUE: &str = "SELECT case_id, lodge_due_on, fact_on FROM asylum_case WHERE state = 'REGISTERED' \
     AND lodge_due_on < $1 AND made_on >= $3 ORDER BY lodge_due_on, case_id LIMIT $2";
/// Cases whose suspension is over.
const SUSPENSIONS_DUE: &str = "SELECT case_id, suspended_until, fact_on FROM asylum_case WHERE state = 'SUSPENDED' \
     AND suspended_until < $1 ORDER BY suspended_until, case_id LIMIT $2";
/// Screenings that did not end in time.
const SCREENINGS_DUE: &str = "SELECT case_id, screening_due_on, fact_on FROM asylum_case WHERE state = 'SCREENING' \
     AND screening_due_on < $1 ORDER BY screening_due_on, case_id LIMIT $2";
/// Member states that were not asked in time, where that shifts responsibility.
const CLAIMS_DUE: &str = "SELECT case_id, claim_due_on, fact_on FROM asylum_case WHERE claim_due_on IS NOT NULL \
     AND claim_due_on < $1 AND state IN ('REGISTERED', 'LODGED') \
     AND (claim = 'TAKE_CHARGE' OR registered_on < $3) ORDER BY claim_due_on, case_id LIMIT $2";
/// Member states that have not answered in time.
const REPLIES_DUE: &str = "SELECT case_id, reply_due_on, fact_on FROM asylum_case WHERE state = 'RESPONSIBILITY_CHECK' \
     AND reply_due_on < $1 ORDER BY reply_due_on, case_id LIMIT $2";
/// Moratoria whose term is over.
const MORATORIA_DUE: &str = "SELECT moratorium_id, ends_on, declared_on FROM moratorium WHERE ended_on IS NULL \
     AND ends_on < $1 ORDER BY ends_on, moratorium_id LIMIT $2";
/// Cases of a nationality on which a moratorium runs that does not hold them yet, with the first day and the last
/// fact of both. A cross join is read in its order: from the few moratoria to their cases, not through every open
/// case. The oldest first, since what is held first may end before the next begins.
const TO_SUSPEND: &str = "SELECT c.case_id, m.moratorium_id, m.starts_on, m.declared_on, c.fact_on, c.lodged_on, m.ends_on \
     FROM moratorium m CROSS JOIN asylum_case c \
     WHERE c.nationality = m.nationality AND c.state IN ('ROUTED', 'INTERVIEWED') AND m.decisions AND m.ended_on IS NULL AND m.starts_on <= $1 \
     AND (c.fact_on IS NULL OR c.fact_on <= m.ends_on) \
     AND (c.moratorium_id IS NULL OR c.moratorium_id <> m.moratorium_id) \
     ORDER BY CASE WHEN c.fact_on > m.starts_on THEN c.fact_on ELSE m.starts_on END, c.case_id, m.moratorium_id LIMIT $2";
/// Cases that a moratorium holds which has ended, or whose nationality was corrected.
const TO_RESUME: &str = "SELECT c.case_id, m.ended_on, c.fact_on FROM moratorium m CROSS JOIN asylum_case c \
     WHERE c.moratorium_id = m.moratorium_id AND c.state = 'SUSPENDED' \
     AND ((m.ended_on IS NOT NULL AND m.ended_on <= $1) OR m.nationality <> c.nationality) \
     ORDER BY m.ended_on, c.case_id LIMIT $2";
/// Late decisions as they stand: open cases whose term is over, and what was settled since a day.
pub(crate) const LATE: &str = "SELECT COUNT(*) FROM asylum_case WHERE decision_due_on < $1 \
     AND state IN ('LODGED', 'RESPONSIBILITY_CHECK', 'ROUTED', 'INTERVIEWED', 'INTENTION', 'SUSPENDED')";
/// Penalties settled in a year.
pub(crate) const PAID: &str = "SELECT CAST(COALESCE(SUM(penalty_cents), 0) AS BIGINT) FROM asylum_case \
     WHERE penalty_cents > 0 AND decided_on >= $1 AND decided_on <= $2";
/// Resettled and relocated persons of a year.
pub(crate) const QUOTAS: &str = "SELECT kind, COUNT(*) FROM asylum_case \
     WHERE kind IN ('RESETTLED', 'RELOCATED') AND made_on >= $1 AND made_on <= $2 \
     GROUP BY kind ORDER BY kind";
/// Visas that were not used in time.
const FAMILIES_DUE: &str = "SELECT case_id, visa_valid_until, decided_on FROM family_case WHERE state = 'VISA_ISSUED' \
     AND visa_valid_until < $1 ORDER BY visa_valid_until, case_id LIMIT $2";
/// Number of cases by kind, state and nationality.
pub(crate) const STOCK: &str = "SELECT kind, state, nationality, COUNT(*) FROM asylum_case \
     GROUP BY kind, state, nationality ORDER BY kind, state, nationality";

/// Every fixed statement.
pub(crate) const STATEMENTS: &[&str] = &[
    APPEALS_DUE,
    LODGINGS_DUE,
    SUSPENSIONS_DUE,
    SCREENINGS_DUE,
    CLAIMS_DUE,
    REPLIES_DUE,
    MORATORIA_DUE,
    TO_SUSPEND,
    TO_RESUME,
    LATE,
    PAID,
    QUOTAS,
    FAMILIES_DUE,
    STOCK,
];

/// What falls due on or before today.
pub(crate) async fn due(
    db: &Db,
    policy: &Policy,
    today: Date,
    limit: u32,
) -> Result<Vec<Due<AnyCommand>>, DbError> {
    use db::Column as _;
    let limit = Value::Int(i64::from(limit));
    let term = [today.value(), limit];
    let from = |rule| policy.begins(rule).unwrap_or(Date::MAX).value();
    let lodging = [term[0].clone(), term[1].clone(), from(rule::PACT)];
    let claims = [term[0].clone(), term[1].clone(), from(rule::AMMR)];
    let mut due =
        overdue(db, MORATORIA_DUE, &term, |row| Ok(MoratoriumDue(row.get(0)?).into())).await?;
    for row in db.fetch(TO_SUSPEND, &term).await? {
        due.extend(held(policy, &row)?);
    }
    for row in db.fetch(TO_RESUME, &term).await? {
        let (ended_on, fact_on): (Option<Date>, Option<Date>) = (row.get(1)?, row.get(2)?);
        // Of a moratorium that runs the correction of the nationality is what ends it for this case.
        let Some(first) = ended_on.or(fact_on) else { continue };
        due.push(Due::from(first, fact_on, Resume(row.get(0)?).into()));
    }
    for (sql, values) in [
        (APPEALS_DUE, &term[..]),
        (LODGINGS_DUE, &lodging[..]),
        (SUSPENSIONS_DUE, &term[..]),
        (SCREENINGS_DUE, &term[..]),
        (CLAIMS_DUE, &claims[..]),
        (REPLIES_DUE, &term[..]),
    ] {
        due.extend(overdue(db, sql, values, |row| Ok(CaseDue(row.get(0)?).into())).await?);
    }
    let family = |row: &Row| Ok(FamilyDue(row.get(0)?).into());
    due.extend(overdue(db, FAMILIES_DUE, &term, family).await?);
    Ok(due)
}

/// A case that a moratorium holds from the day on which both are there. No moratorium holds a case for longer than
/// 21 months after it was lodged.
fn held(policy: &Policy, row: &Row) -> Result<Option<Due<AnyCommand>>, DbError> {
    let (starts_on, declared_on): (Date, Option<Date>) = (row.get(2)?, row.get(3)?);
    let (fact_on, lodged_on): (Option<Date>, Option<Date>) = (row.get(4)?, row.get(5)?);
    let ends_on: Date = row.get(6)?;
    let first = declared_on.map_or(starts_on, |day| day.max(starts_on));
    let command = Suspend { case_id: row.get(0)?, moratorium_id: row.get(1)? }.into();
    let due = Due::from(first, fact_on, command);
    let begins = policy.get(rule::MORATORIUM_END, due.on).begin(due.on);
    let may = due.on <= ends_on && lodged_on.is_none_or(|lodged| lodged > begins);
    Ok(may.then_some(due))
}
