//! The tables of intake, and the queries that are not lists of rows.

mod tables;

use db::{Db, DbError, Value};
use kernel::Date;
use law::{Policy, rule};

use crate::work::Command;

/// Cases whose term to appeal is over. Ordered by the term, like its index: the oldest first.
const APPEALS_DUE: &str = "SELECT case_id FROM asylum_case WHERE state = 'REJECTED' \
     AND appeal_due_on < $1 ORDER BY appeal_due_on, case_id LIMIT $2";
/// Cases of the pact that were not lodged in time.
const LODGINGS_DUE: &str = "SELECT case_id FROM asylum_case WHERE state = 'REGISTERED' \
     AND lodge_due_on < $1 AND made_on >= $3 ORDER BY lodge_due_on, case_id LIMIT $2";
/// Cases whose suspension is over.
const SUSPENSIONS_DUE: &str = "SELECT case_id FROM asylum_case WHERE state = 'SUSPENDED' \
     AND suspended_until < $1 ORDER BY suspended_until, case_id LIMIT $2";
/// Screenings that did not end in time.
const SCREENINGS_DUE: &str = "SELECT case_id FROM asylum_case WHERE state = 'SCREENING' \
     AND screening_due_on < $1 ORDER BY screening_due_on, case_id LIMIT $2";
/// Member states that were not asked in time, where that shifts responsibility.
const CLAIMS_DUE: &str = "SELECT case_id FROM asylum_case WHERE claim_due_on IS NOT NULL \
     AND claim_due_on < $1 AND state IN ('REGISTERED', 'LODGED') \
     AND (claim = 'TAKE_CHARGE' OR registered_on < $3) ORDER BY claim_due_on, case_id LIMIT $2";
/// Member states that have not answered in time.
const REPLIES_DUE: &str = "SELECT case_id FROM asylum_case WHERE state = 'RESPONSIBILITY_CHECK' \
     AND reply_due_on < $1 ORDER BY reply_due_on, case_id LIMIT $2";
/// Moratoria whose term is over.
const MORATORIA_DUE: &str = "SELECT moratorium_id FROM moratorium WHERE ended_on IS NULL \
     AND ends_on < $1 ORDER BY ends_on, moratorium_id LIMIT $2";
/// Cases of a nationality on which a moratorium runs that does not hold them yet. A cross join is read in its order:
/// from the few moratoria to their cases, not through every open case.
const TO_SUSPEND: &str = "SELECT c.case_id, m.moratorium_id FROM moratorium m CROSS JOIN asylum_case c \
     WHERE c.nationality = m.nationality AND c.state IN ('ROUTED', 'INTERVIEWED') AND m.decisions AND m.ended_on IS NULL AND m.starts_on <= $1 AND m.ends_on >= $1 \
     AND (c.moratorium_id IS NULL OR c.moratorium_id <> m.moratorium_id) \
     AND (c.lodged_on IS NULL OR c.lodged_on > $3) ORDER BY c.case_id, m.moratorium_id LIMIT $2";
/// Cases that a moratorium holds which has ended, or whose nationality was corrected.
const TO_RESUME: &str = "SELECT c.case_id FROM moratorium m CROSS JOIN asylum_case c \
     WHERE c.moratorium_id = m.moratorium_id AND c.state = 'SUSPENDED' \
     AND ((m.ended_on IS NOT NULL AND m.ended_on <= $1) OR m.nationality <> c.nationality) \
     ORDER BY c.case_id LIMIT $2";
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
const FAMILIES_DUE: &str = "SELECT case_id FROM family_case WHERE state = 'VISA_ISSUED' \
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
) -> Result<Vec<Command>, DbError> {
    use db::Column as _;
    let limit = Value::Int(i64::from(limit));
    let term = [today.value(), limit];
    let pact = policy.begins(rule::PACT).unwrap_or(Date::MAX);
    let lodging = [term[0].clone(), term[1].clone(), pact.value()];
    let mut due = Vec::new();
    let ammr = policy.begins(rule::AMMR).unwrap_or(Date::MAX);
    let claims = [term[0].clone(), term[1].clone(), ammr.value()];
    for row in db.fetch(MORATORIA_DUE, &term).await? {
        due.push(Command::MoratoriumDue(row.get(0)?));
    }
    // No moratorium holds a case for longer than 21 months after it was lodged.
    let lodged_after = policy.get(rule::MORATORIUM_END, today).begin(today);
    let held = [term[0].clone(), term[1].clone(), lodged_after.value()];
    for row in db.fetch(TO_SUSPEND, &held).await? {
        due.push(Command::Suspend { case_id: row.get(0)?, moratorium_id: row.get(1)? });
    }
    for row in db.fetch(TO_RESUME, &term).await? {
        due.push(Command::Resume(row.get(0)?));
    }
    for (sql, values) in [
        (APPEALS_DUE, &term[..]),
        (LODGINGS_DUE, &lodging[..]),
        (SUSPENSIONS_DUE, &term[..]),
        (SCREENINGS_DUE, &term[..]),
        (CLAIMS_DUE, &claims[..]),
        (REPLIES_DUE, &term[..]),
    ] {
        for row in db.fetch(sql, values).await? {
            due.push(Command::CaseDue(row.get(0)?));
        }
    }
    for row in db.fetch(FAMILIES_DUE, &term).await? {
        due.push(Command::FamilyDue(row.get(0)?));
    }
    Ok(due)
}
