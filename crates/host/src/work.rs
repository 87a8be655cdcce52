//! One batch of a service's work: what is asked, which rows it needs, and what decides on it.
//!
//! ```text
//!  needs ─ load ─ needs ─ load ─ … ─ read     until nothing more is wanted; for the whole batch together
//!  decide                                     one after the other
//!  settle ─ save
//! ```
//!
//! Each thing that can be asked is a type with [`Handle`]: what it needs stands beside what decides on it. A row that
//! `decide` looks at and `needs` did not ask for is a panic, not an absent row ([`db::Rows::get`]).

use std::future::Future;

use db::{Tx, Unit};
use journal::Context;
use kernel::Refusal;
use prost::Message;

/// The state of a service within a batch: its rows, and whatever is no row.
pub trait Work: Send + 'static {
    /// Its rows.
    type Unit: Unit;

    /// Its rows.
    fn unit(&mut self) -> &mut Self::Unit;

    /// Brings into rows what `decide` only added up, before they are saved.
    fn settle(&mut self, _tx: &mut Tx) -> impl Future<Output = db::Result<()>> + Send {
        async { Ok(()) }
    }

    /// Forgets what is no row, with the rows.
    fn forget_rest(&mut self) {}
}

/// Something that can be asked of a service.
pub trait Handle<W>: Send + Sync + 'static {
    /// What is answered, from which each rpc makes its own response.
    type Answer;

    /// Asks for the rows that [`Handle::decide`] will look at. It is called until nothing more is wanted, so that it may ask for
    /// what a row that has come leads to.
    fn needs(&self, work: &mut W);

    /// Reads what is no row.
    fn read(&self, _work: &mut W, _tx: &mut Tx) -> impl Future<Output = db::Result<()>> + Send {
        async { Ok(()) }
    }

    /// Decides: changes rows in memory and emits events. When it refuses, it has changed and emitted nothing.
    fn decide(&self, work: &mut W, context: &mut Context) -> Result<Self::Answer, Refusal>;
}

/// What is asked, and how the answer is written.
pub struct Asked<T, A> {
    /// What is asked.
    pub what: T,
    answer: fn(A) -> Vec<u8>,
}

impl<T, A> Asked<T, A> {
    /// Asked by an rpc whose response is `R`.
    pub fn by<R: Message + From<A>>(what: T) -> Self {
        Self { what, answer: |answer| R::from(answer).encode_to_vec() }
    }

    /// Asked by an event or by the clock: nobody waits for an answer.
    pub fn by_nobody(what: T) -> Self {
        Self { what, answer: |_| Vec::new() }
    }

    /// The bytes of the response.
    pub fn answer(&self, answer: A) -> Vec<u8> {
        (self.answer)(answer)
    }
}

/// Everything that can be asked of a service: each variant is something with [`Handle`]. Implements [`journal::UnitOfWork`] for
/// the service's [`Work`] with it.
#[macro_export]
macro_rules! commands {
    ($(#[$meta:meta])* $vis:vis enum $command:ident of $work:ident { $($(#[$doc:meta])* $variant:ident($what:ty)),+ $(,)? }) => {
        $(#[$meta])*
        $vis enum $command {
            $($(#[$doc])* $variant($crate::Asked<$what, <$what as $crate::Handle<$work>>::Answer>)),+
        }

        $(
            impl From<$crate::Asked<$what, <$what as $crate::Handle<$work>>::Answer>> for $command {
                fn from(asked: $crate::Asked<$what, <$what as $crate::Handle<$work>>::Answer>) -> Self {
                    Self::$variant(asked)
                }
            }

            impl From<$what> for $command {
                fn from(what: $what) -> Self {
                    Self::$variant($crate::Asked::by_nobody(what))
                }
            }
        )+

        impl journal::UnitOfWork for $work {
            type Command = $command;

            async fn load(&mut self, tx: &mut db::Tx, commands: &[&$command]) -> db::Result<()> {
                loop {
                    for command in commands {
                        match command {
                            $($command::$variant(asked) => $crate::Handle::needs(&asked.what, self)),+
                        }
                    }
                    if !db::Unit::load_wanted($crate::Work::unit(self), tx).await? {
                        break;
                    }
                }
                for command in commands {
                    match command {
                        $($command::$variant(asked) => $crate::Handle::read(&asked.what, self, tx).await?),+
                    }
                }
                Ok(())
            }

            fn handle(
                &mut self,
                command: &$command,
                context: &mut journal::Context,
            ) -> Result<Vec<u8>, kernel::Refusal> {
                match command {
                    $($command::$variant(asked) => {
                        $crate::Handle::decide(&asked.what, self, context).map(|answer| asked.answer(answer))
                    }),+
                }
            }

            async fn save(&mut self, tx: &mut db::Tx) -> db::Result<()> {
                $crate::Work::settle(self, tx).await?;
                db::Unit::save($crate::Work::unit(self), tx).await
            }

            fn forget(&mut self) {
                db::Unit::forget($crate::Work::unit(self));
                $crate::Work::forget_rest(self);
            }
        }
    };
}
