//! The border before both ports of a service: a request that breaks the limits of the contract is answered here.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use border::{Border, Reject};
use kernel::Clock;
use tonic::service::Routes;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, FieldViolation, StatusExt as _};

use crate::start_error::StartError;
use crate::status::short;

/// Largest request taken.
const REQUEST_BYTES_MAX: usize = 4 * 1024 * 1024;
/// A message is preceded by a byte that says whether it is compressed, and by its length in four.
const FRAME_BYTES: usize = 5;

/// Puts the border before `routes`.
pub(crate) fn checked(routes: Routes, clock: Clock) -> Result<Routes, StartError> {
    let border = Border::of_contracts().map_err(|e| StartError::Contracts(e.to_string()))?;
    let state = (Arc::new(border), clock);
    Ok(Routes::from(routes.into_axum_router().layer(from_fn_with_state(state, check))))
}

async fn check(
    State((border, clock)): State<(Arc<Border>, Clock)>,
    request: Request,
    next: Next,
) -> Response {
    if !border.knows(request.uri().path()) {
        return next.run(request).await;
    }
    let (head, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, REQUEST_BYTES_MAX + FRAME_BYTES).await else {
        let text = format!(
            "the message is cut off, or larger than the {REQUEST_BYTES_MAX} bytes that are taken"
        );
        return Status::resource_exhausted(text).into_http();
    };
    let path = head.uri.path();
    let found = match look(&border, path, &bytes, clock.today()) {
        Ok(found) => found,
        Err(status) => return status.into_http(),
    };
    // The one who reads a command tells what is missing in the same answer as what is wrong.
    let is_command = border.is_command(path);
    if !found.is_empty() && !is_command {
        return with_violations(found).into_http();
    }
    let mut request = Request::from_parts(head, Body::from(bytes));
    if !found.is_empty() {
        request.extensions_mut().insert(AtBorder(found));
    }
    next.run(request).await
}

/// What the border found wrong with a command. Whoever reads the command adds what is missing, and refuses it.
#[derive(Clone)]
pub(crate) struct AtBorder(pub(crate) Vec<FieldViolation>);

/// Bad input: every wrong field with its rule.
pub(crate) fn with_violations(violations: Vec<FieldViolation>) -> Status {
    let text = violations
        .first()
        .map_or_else(String::new, |first| format!("{} {}", first.field, first.description));
    Status::with_error_details(
        Code::InvalidArgument,
        text,
        ErrorDetails::with_bad_request(violations),
    )
}

fn look(
    border: &Border,
    path: &str,
    bytes: &[u8],
    today: kernel::Date,
) -> Result<Vec<FieldViolation>, Status> {
    let unreadable = |what: &str| {
        Status::invalid_argument(format!("the message cannot be read: {}", short(what)))
    };
    let Some((frame, message)) = bytes.split_first_chunk::<FRAME_BYTES>() else {
        return Err(unreadable("it is shorter than its frame"));
    };
    // A compressed message is refused by the server itself, which takes none.
    if frame[0] != 0 {
        return Ok(Vec::new());
    }
    let length = u32::from_be_bytes([frame[1], frame[2], frame[3], frame[4]]);
    if length as usize != message.len() {
        return Err(unreadable("its length is not the one that its frame says"));
    }
    match border.check(path, message, today) {
        Ok(()) => Ok(Vec::new()),
        Err(Reject::Unreadable(what)) => Err(unreadable(&what)),
        Err(Reject::Invalid(found)) => {
            Ok(found.into_iter().map(|v| FieldViolation::new(v.field, v.rule)).collect())
        }
    }
}
