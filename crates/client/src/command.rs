//! A command as it goes to a service.

use prost::Message;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::Channel;
use tonic::{Request, Status};

use crate::endpoint::Service;
use crate::raw::RawCodec;

/// A command, encoded once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Who is asked.
    pub service: Service,
    /// Path of the rpc.
    pub path: &'static str,
    /// The request.
    pub body: Vec<u8>,
}

impl Command {
    /// The request `message` for the rpc at `path`.
    pub fn new(service: Service, path: &'static str, message: &impl Message) -> Self {
        Self { service, path, body: message.encode_to_vec() }
    }
    /// Sends it once.
    pub(crate) async fn send(&self, channel: Channel) -> Result<Vec<u8>, Status> {
        let mut grpc = tonic::client::Grpc::new(channel);
        grpc.ready().await.map_err(|error| Status::unavailable(error.to_string()))?;
        let path = PathAndQuery::from_static(self.path);
        let answer = grpc.unary(Request::new(self.body.clone()), path, RawCodec).await?;
        Ok(answer.into_inner())
    }
}
