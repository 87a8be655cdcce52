//! Answers of services as tests want them: the message, or why not.

use tonic::{Code, Response, Status};
use tonic_types::StatusExt as _;

/// Why a service said no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The status code.
    pub code: Code,
    /// The reason of the contract; empty when there is none.
    pub reason: String,
    /// Fields that break a rule.
    pub fields: Vec<String>,
}

/// What a call came to.
pub trait Answer<R> {
    /// The message; panics with the status when the service said no.
    #[track_caller]
    fn message(self) -> R;
    /// Why the service said no; panics when it did not.
    #[track_caller]
    fn problem(self) -> Problem;
    /// The reason of the contract with which the service said no; panics when it did not.
    #[track_caller]
    fn reason(self) -> String;
}

impl<R: std::fmt::Debug> Answer<R> for Result<Response<R>, Status> {
    fn message(self) -> R {
        match self {
            Ok(answer) => answer.into_inner(),
            Err(status) => panic!("the service said no: {status}"),
        }
    }

    fn problem(self) -> Problem {
        let status = match self {
            Ok(answer) => panic!("the service agreed: {:?}", answer.into_inner()),
            Err(status) => status,
        };
        let reason = status.get_details_error_info().map(|info| info.reason).unwrap_or_default();
        let violations =
            status.get_details_bad_request().map(|bad| bad.field_violations).unwrap_or_default();
        let fields = violations.into_iter().map(|violation| violation.field).collect();
        Problem { code: status.code(), reason, fields }
    }

    fn reason(self) -> String {
        self.problem().reason
    }
}
