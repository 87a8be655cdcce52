//! From decided events to changed rows and emitted events: the same for every aggregate.

use db::{Rows, TableRow};
use journal::Context;
use kernel::Date;
use wire::{EventMessage, WireEvent};

/// An event of an aggregate whose state is one row.
pub trait AggregateEvent: WireEvent {
    /// The state.
    type State: TableRow;

    /// The key of the row that it changes.
    fn key(&self) -> <Self::State as TableRow>::Key;
    /// The stream that it belongs to.
    fn subject(&self) -> String;
    /// When it happened.
    fn occurred_on(&self) -> Date;
    /// The state after it.
    fn evolve(&self, state: Option<Self::State>) -> Self::State;
    /// The number of events of a state.
    fn version(state: &Self::State) -> i64;
}

/// Implements [`AggregateEvent`] for the event of an aggregate.
#[macro_export]
macro_rules! aggregate {
    ($event:ty => $state:ty, $subject:literal, |$e:ident| $key:expr, $evolve:path) => {
        impl $crate::AggregateEvent for $event {
            type State = $state;
            fn key(&self) -> <$state as db::TableRow>::Key {
                let $e = self;
                $key
            }
            fn subject(&self) -> String {
                format!(concat!($subject, "/{}"), self.key())
            }
            fn occurred_on(&self) -> kernel::Date {
                self.occurred_on
            }
            fn evolve(&self, state: Option<$state>) -> $state {
                $evolve(state, self)
            }
            fn version(state: &$state) -> i64 {
                state.version
            }
        }
    };
}

/// Applies events to the rows in memory and emits them.
pub fn record<E: AggregateEvent>(rows: &mut Rows<E::State>, events: &[E], context: &mut Context) {
    for event in events {
        let state = event.evolve(rows.get(&event.key()).cloned());
        let version = E::version(&state);
        context.emit(
            event.subject(),
            version,
            event.event_type(),
            event.occurred_on(),
            event.encode(),
        );
        rows.put(state);
    }
}

/// Emits what is told as its message, without a state that is folded from it: the `version`-th event of its subject.
pub fn emit<M: EventMessage>(
    context: &mut Context,
    subject: String,
    version: i64,
    on: Date,
    message: &M,
) {
    context.emit(subject, version, M::TYPE, on, message.encode_to_vec());
}

/// Implements a gRPC service: commands go to the writer after parsing - by what is named, or as a command on one thing - and
/// are answered by the rpc's own response, made of what the one who decides answers; queries go to methods of the same name; `others` are methods of the trait written out, such as streams.
#[macro_export]
macro_rules! grpc_service {
    ($server:path, $api:ty {
        commands { $($rpc:ident ($request:ty) -> $response:ty $(= $parse:path)?;)* }
        queries { $($query:ident ($asked:ty) -> $answer:ty;)* }
        $(others { $($other:tt)* })?
    }) => {
        #[tonic::async_trait]
        impl $server for $api {
            $(async fn $rpc(
                &self,
                request: tonic::Request<$request>,
            ) -> Result<tonic::Response<$response>, tonic::Status> {
                let parse = |message: $request| {
                    let asked = $crate::grpc_service!(@parse message $(, $parse)?)?;
                    Ok($crate::Asked::by::<$response>(asked).into())
                };
                self.parts.command(stringify!($rpc), request, |message| &message.request_id, parse).await
            })*
            $(async fn $query(
                &self,
                request: tonic::Request<$asked>,
            ) -> Result<tonic::Response<$answer>, tonic::Status> {
                <$api>::$query(self, request.into_inner()).await.map(tonic::Response::new)
            })*
            $($($other)*)?
        }
    };
    (@parse $message:ident) => { wire::WireCommand::command($message) };
    (@parse $message:ident, $parse:path) => { $parse($message) };
}
