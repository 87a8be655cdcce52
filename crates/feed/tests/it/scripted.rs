//! A source that does not behave, on the simulated network: silence and pauses pass without being waited for.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use feed::{Progress, State};
use futures::{Stream, StreamExt as _};
use tonic::{Request, Response, Status};
use wire::feed::feed_service_server::FeedService;
use wire::feed::{
    Draining, EventBatch, GetHeadRequest, GetHeadResponse, Opened, SubscribeRequest,
    SubscribeResponse, subscribe_response::Frame,
};

use crate::simnet::{self, MIRROR, SOURCE};
use crate::world::World;

/// The mirror competes for its lease when the seed is even.
const WITHOUT_LEASE: u64 = 1;
const WITH_LEASE: u64 = 2;

/// Answers every subscription with the same frames, then says nothing more.
#[derive(Clone)]
struct Scripted {
    frames: Vec<Frame>,
    asked: Arc<Mutex<Vec<Duration>>>,
}

#[tonic::async_trait]
impl FeedService for Scripted {
    type SubscribeStream = Pin<Box<dyn Stream<Item = Result<SubscribeResponse, Status>> + Send>>;

    async fn subscribe(
        &self,
        _: Request<SubscribeRequest>,
    ) -> Result<Response<Self::SubscribeStream>, Status> {
        self.asked.lock().unwrap().push(turmoil::sim_elapsed().unwrap());
        let frames = self.frames.clone().into_iter();
        let said = frames.map(|frame| Ok(SubscribeResponse { frame: Some(frame) }));
        Ok(Response::new(Box::pin(futures::stream::iter(said).chain(futures::stream::pending()))))
    }

    async fn get_head(
        &self,
        _: Request<GetHeadRequest>,
    ) -> Result<Response<GetHeadResponse>, Status> {
        Err(Status::unimplemented("not in the script"))
    }
}

fn opened() -> Frame {
    Frame::Opened(Opened { log_id: vec![7; 16], ..Opened::default() })
}

/// When the mirror subscribed during `time`, and where it was in the end.
fn play(seed: u64, frames: Vec<Frame>, time: Duration) -> (Vec<Duration>, Progress) {
    let world = World::new(seed);
    let mut sim = turmoil::Builder::new()
        .rng_seed(seed)
        .epoch(std::time::UNIX_EPOCH)
        .simulation_duration(time * 2)
        .build();
    let source = Scripted { frames, asked: Arc::default() };
    let asked = Arc::clone(&source.asked);
    sim.host(SOURCE, move || simnet::serve(source.clone()));
    let mirror = world.clone();
    sim.host(MIRROR, move || mirror.clone().mirror());
    while sim.elapsed() < time {
        world.reached(sim.elapsed());
        sim.step().unwrap();
    }
    drop(sim);
    let asked = asked.lock().unwrap().clone();
    (asked, world.progress().expect("the mirror started"))
}

#[test]
fn a_silent_stream_is_given_up_with_and_without_a_lease() {
    for seed in [WITHOUT_LEASE, WITH_LEASE] {
        let (asked, _) = play(seed, vec![opened()], Duration::from_mins(1));
        assert!((3..=4).contains(&asked.len()), "seed {seed}: subscribed at {asked:?}");
    }
}

#[test]
fn a_draining_source_is_left_alone_as_long_as_it_asks() {
    let pause = prost_types::Duration { seconds: 2, nanos: 0 };
    let draining = Frame::Draining(Draining { reconnect_after: Some(pause) });
    let (asked, progress) = play(WITHOUT_LEASE, vec![opened(), draining], Duration::from_secs(20));
    assert!(asked.len() > 5, "subscribed at {asked:?}");
    let soonest = asked.windows(2).map(|pair| pair[1].saturating_sub(pair[0])).min().unwrap();
    assert!(soonest >= Duration::from_secs(2), "subscribed at {asked:?}");
    assert_ne!(progress.state, State::Stopped);
}

#[test]
fn a_batch_that_does_not_follow_is_not_applied() {
    let gap = EventBatch { after_position: 5, through_position: 9, ..EventBatch::default() };
    let (asked, progress) =
        play(WITHOUT_LEASE, vec![opened(), Frame::Batch(gap)], Duration::from_secs(5));
    assert!(asked.len() > 1, "a gap ends the stream");
    assert_eq!(progress.position, kernel::Position::BEGIN);
}
