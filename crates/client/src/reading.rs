//! A feed that is read without end: connects, hands batches on in order, connects again when anything breaks.
//!
//! ```text
//!  turn ── request ── opened ── batch, batch … heartbeat … ┐
//!    ▲                                                     │ anything that breaks, or the source drains
//!    └──── pause, twice as long each time it fails ◄───────┘
//!  refused: going on would be wrong; the cursor says whether and when it may
//! ```
//!
//! Where reading goes on is the [`Cursor`]'s to know, and it is asked each time: a row in a database that moves in the
//! transaction of what follows, the end of a stream of a broker, or a number in memory.

use std::convert::Infallible;
use std::time::Duration;

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use tokio::time::{Instant, interval, sleep, timeout, timeout_at};
use tokio_util::sync::CancellationToken;
use tonic::transport::Channel;
use tonic::{Code, Request, Status};
use wire::feed::feed_service_client::FeedServiceClient;
use wire::feed::subscribe_response::Frame;
use wire::feed::{Draining, EventBatch, Heartbeat, Opened, SubscribeRequest, SubscribeResponse};

use crate::dial::Dial;

/// Largest message taken of a feed; batches stay far below.
const MESSAGE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Wait for the answer that opens a stream.
const FIRST_FRAME_MAX: Duration = Duration::from_secs(10);
/// A stream that says nothing for three heartbeats is given up.
const SILENCE_MAX: Duration = Duration::from_secs(15);
const BACKOFF_MIN: Duration = Duration::from_millis(50);
/// A stream that lived this long makes the next failure the first one again.
const HEALTHY_AFTER: Duration = Duration::from_mins(1);
/// How often a reader that shares its work asks whether it is its turn.
const TURN_EVERY: Duration = Duration::from_secs(5);

/// How a reader tries again.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Longest pause between two attempts.
    pub backoff_max: Duration,
    /// Seed of the jitter.
    pub jitter_seed: u64,
}

/// Why a stream ended.
#[derive(Debug)]
pub enum End<R> {
    /// Connect again after the time that the source asked for.
    Reconnect(Duration),
    /// Something is away: connect again after a pause.
    Lost(String),
    /// A message cannot be read: ask again for one event at a time, to learn which.
    Unreadable,
    /// Going on by oneself would be wrong.
    Refused(R),
    /// Nobody wants more.
    Stop,
}

/// Where a reader stands, and what it does with what it reads.
pub trait Cursor: Send {
    /// Why reading must not go on by itself.
    type Refusal: Send;
    /// Why it ends.
    type Error: Send;

    /// Whether others may read in its place; its turn is then asked for while a stream is open, too.
    fn is_shared(&self) -> bool {
        false
    }

    /// Whether it is this reader's turn.
    fn turn(&mut self) -> impl Future<Output = bool> + Send {
        async { true }
    }

    /// The request for a stream that goes on where the cursor stands. `alone`: a message was unreadable, and which event
    /// it was is to be learnt.
    fn request(
        &mut self,
        feed: &mut FeedServiceClient<Channel>,
        alone: bool,
    ) -> impl Future<Output = Result<Request<SubscribeRequest>, End<Self::Refusal>>> + Send;

    /// The source has answered the request, or has not in time.
    fn answered(&mut self) {}

    /// What a source means that says that its history is not the one that was read before, or begins later.
    fn changed(&mut self, text: &str) -> Self::Refusal;

    /// The first frame of a stream.
    fn opened(&mut self, opened: Opened) -> Result<(), End<Self::Refusal>>;

    /// The source has nothing new.
    fn beat(&mut self, beat: Heartbeat);

    /// Takes a batch, whole or not at all.
    fn batch(
        &mut self,
        batch: EventBatch,
    ) -> impl Future<Output = Result<(), End<Self::Refusal>>> + Send;

    /// A message came that cannot be read; when it was asked for `alone`, it is the event after the last one.
    fn unreadable(
        &mut self,
        alone: bool,
        status: &Status,
    ) -> impl Future<Output = End<Self::Refusal>> + Send;

    /// Something is away. An error ends the reading.
    fn lost(&mut self, reason: &str) -> Result<(), Self::Error>;

    /// Waits until reading may go on after a refusal. An error ends the reading.
    fn refused(
        &mut self,
        why: Self::Refusal,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// A client of the feed behind a channel.
pub fn feed(channel: Channel) -> FeedServiceClient<Channel> {
    FeedServiceClient::new(channel).max_decoding_message_size(MESSAGE_BYTES_MAX)
}

/// A status in one line, without its bytes.
pub fn said(status: &Status) -> String {
    format!("{:?}: {}", status.code(), status.message())
}

/// Reads until `stop`, or until the cursor ends it.
pub async fn read<C: Cursor>(
    cursor: &mut C,
    dial: &Dial,
    pace: Pace,
    stop: &CancellationToken,
) -> Result<(), C::Error> {
    let mut rng = ChaCha8Rng::seed_from_u64(pace.jitter_seed);
    let mut backoff = BACKOFF_MIN;
    let mut alone = false;
    while !stop.is_cancelled() {
        if !cursor.turn().await {
            pause(stop, TURN_EVERY).await;
            continue;
        }
        let began = Instant::now();
        let mut moved = false;
        let end = match stream(cursor, dial, alone, stop, &mut moved).await {
            Ok(never) => match never {},
            Err(end) => end,
        };
        alone = matches!(end, End::Unreadable);
        match end {
            End::Stop => break,
            End::Unreadable => {}
            End::Reconnect(after) => {
                backoff = BACKOFF_MIN;
                pause(stop, after.min(pace.backoff_max)).await;
            }
            End::Refused(why) => cursor.refused(why).await?,
            End::Lost(reason) => {
                cursor.lost(&reason)?;
                if moved || began.elapsed() > HEALTHY_AFTER {
                    backoff = BACKOFF_MIN;
                }
                pause(stop, backoff.mul_f64(rng.random_range(0.5..1.5))).await;
                backoff = (backoff * 2).min(pace.backoff_max);
            }
        }
    }
    Ok(())
}

async fn pause(stop: &CancellationToken, time: Duration) {
    tokio::select! {
        biased;
        () = stop.cancelled() => {}
        () = sleep(time) => {}
    }
}

/// From the request to the first thing that breaks. `moved` tells whether a batch was taken.
async fn stream<C: Cursor>(
    cursor: &mut C,
    dial: &Dial,
    alone: bool,
    stop: &CancellationToken,
    moved: &mut bool,
) -> Result<Infallible, End<C::Refusal>> {
    let mut feed = feed(dial().map_err(|error| End::Lost(error.to_string()))?);
    let request = cursor.request(&mut feed, alone).await?;
    let answer = timeout(FIRST_FRAME_MAX, feed.subscribe(request)).await;
    cursor.answered();
    let mut frames = match answer {
        Ok(Ok(response)) => response.into_inner(),
        // Never read on by oneself.
        Ok(Err(status)) if matches!(status.code(), Code::FailedPrecondition | Code::OutOfRange) => {
            return Err(End::Refused(cursor.changed(status.message())));
        }
        Ok(Err(status)) => return Err(End::Lost(said(&status))),
        Err(_) => return Err(End::Lost("no answer in time".to_owned())),
    };
    let mut turn = interval(TURN_EVERY);
    turn.tick().await;
    // Not begun anew by a turn: that says nothing about the source.
    let mut silent_at = Instant::now() + SILENCE_MAX;
    loop {
        // Biased, because a simulation replays only what has a fixed order. Only between batches: what was begun is
        // brought to its end first.
        let frame = tokio::select! {
            biased;
            () = stop.cancelled() => return Err(End::Stop),
            _ = turn.tick(), if cursor.is_shared() => {
                if cursor.turn().await { continue }
                return Err(End::Reconnect(Duration::ZERO));
            }
            frame = timeout_at(silent_at, frames.message()) => frame,
        };
        let frame = match frame {
            Ok(Ok(Some(SubscribeResponse { frame: Some(frame) }))) => frame,
            Ok(Ok(_)) => return Err(End::Lost("stream ended".to_owned())),
            Ok(Err(status)) if is_unreadable(&status) => {
                return Err(cursor.unreadable(alone, &status).await);
            }
            Ok(Err(status)) => return Err(End::Lost(said(&status))),
            Err(_) => return Err(End::Lost("stream is silent".to_owned())),
        };
        match frame {
            Frame::Opened(opened) => cursor.opened(opened)?,
            Frame::Heartbeat(beat) => cursor.beat(beat),
            Frame::Draining(draining) => return Err(End::Reconnect(asked(draining))),
            Frame::Batch(batch) => {
                cursor.batch(batch).await?;
                *moved = true;
            }
        }
        silent_at = Instant::now() + SILENCE_MAX;
    }
}

/// The pause that a draining source asks for.
fn asked(draining: Draining) -> Duration {
    let after = draining.reconnect_after.and_then(|after| after.try_into().ok());
    after.unwrap_or(BACKOFF_MIN)
}

/// Whether a status was made here, of a message that cannot be read: too large, or no message at all.
fn is_unreadable(status: &Status) -> bool {
    match status.code() {
        Code::OutOfRange => true,
        Code::Internal => status.message().contains("decode"),
        _ => false,
    }
}
