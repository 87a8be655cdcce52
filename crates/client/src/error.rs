//! Why a command has no answer.

use crate::endpoint::Service;

/// Why a command has no answer, or the chain does not come to rest.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// An address cannot be used.
    #[error("{service}: {reason}", service = service.name())]
    Address {
        /// Of which service.
        service: Service,
        /// Why.
        reason: String,
    },
    /// A service said no: by its rules or because the request is wrong.
    #[error("{path} was refused: {reason} {message}")]
    Refused {
        /// The rpc.
        path: &'static str,
        /// The reason of the contract, or the status code.
        reason: String,
        /// In words.
        message: String,
    },
    /// A service did not answer for two minutes or catch up in ten, or a subscription has stopped.
    #[error("{service} does not go on: {reason}", service = service.name())]
    Stuck {
        /// Which service.
        service: Service,
        /// Why.
        reason: String,
    },
}
