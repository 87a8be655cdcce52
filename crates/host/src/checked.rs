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

use crate::StartError;
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
    if let Err(status) = look(&border, head.uri.path(), &bytes, clock.today()) {
        return status.into_http();
    }
    next.run(Request::from_parts(head, Body::from(bytes))).await
}

fn look(border: &Border, path: &str, bytes: &[u8], today: kernel::Date) -> Result<(), Status> {
    let unreadable = |what: &str| {
        Status::invalid_argument(format!("the message cannot be read: {}", short(what)))
    };
    let Some((frame, message)) = bytes.split_first_chunk::<FRAME_BYTES>() else {
        return Err(unreadable("it is shorter than its frame"));
    };
    // A compressed message is refused by the server itself, which takes none.
    if frame[0] != 0 {
        return Ok(());
    }
    let length = u32::from_be_bytes([frame[1], frame[2], frame[3], frame[4]]);
    if length as usize != message.len() {
        return Err(unreadable("its length is not the one that its frame says"));
    }
    border.check(path, message, today).map_err(|reject| match reject {
        Reject::Unreadable(what) => unreadable(&what),
        Reject::Invalid(violations) => {
            let text = violations
                .first()
                .map_or_else(String::new, |first| format!("{} {}", first.field, first.rule));
            let all = violations.into_iter().map(|v| FieldViolation::new(v.field, v.rule));
            let details = ErrorDetails::with_bad_request(all.collect::<Vec<_>>());
            Status::with_error_details(Code::InvalidArgument, text, details)
        }
    })
}
