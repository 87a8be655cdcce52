//! gRPC over turmoil's sockets.
//!
//! A connection cut by a partition is never mended by the simulated network, as a dead peer is not by a
//! real one: only HTTP/2 keep-alive, also while idle, lets both sides notice and begin anew.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use client::Dial;
use futures::Stream;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tonic::transport::server::{Connected, Router};
use tonic::transport::{Endpoint, Server};
use turmoil::net::{TcpListener, TcpStream};
use wire::feed::feed_service_server::{FeedService, FeedServiceServer};

/// Name of the host that serves the feed.
pub const SOURCE: &str = "source";
/// Name of the host that applies it.
pub const MIRROR: &str = "mirror";
const PORT: u16 = 7_000;
/// Shorter than in production, so that a simulated minute holds many recoveries.
const KEEP_ALIVE_INTERVAL: Duration = Duration::from_secs(3);
const KEEP_ALIVE_TIMEOUT: Duration = Duration::from_secs(1);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// A simulated connection, as tonic wants it.
struct Wire(TcpStream);

impl Connected for Wire {
    type ConnectInfo = ();

    fn connect_info(&self) {}
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

fn incoming(listener: TcpListener) -> impl Stream<Item = io::Result<Wire>> {
    async_stream::stream! {
        loop {
            yield listener.accept().await.map(|(stream, _)| Wire(stream));
        }
    }
}

fn server<F: FeedService>(feed: F) -> Router {
    Server::builder()
        .http2_keepalive_interval(Some(KEEP_ALIVE_INTERVAL))
        .http2_keepalive_timeout(Some(KEEP_ALIVE_TIMEOUT))
        .add_service(FeedServiceServer::new(feed))
}

/// Serves a feed on this host until the host crashes.
pub async fn serve<F: FeedService>(feed: F) -> turmoil::Result {
    let listener = TcpListener::bind(("0.0.0.0", PORT)).await?;
    server(feed).serve_with_incoming(incoming(listener)).await?;
    Ok(())
}

/// How the mirror reaches the source; `told` hears of every attempt to connect.
pub fn dial(told: impl Fn() + Send + Sync + 'static) -> Dial {
    let told = Arc::new(told);
    Arc::new(move || {
        let told = Arc::clone(&told);
        let connector = tower::service_fn(move |_| {
            told();
            async {
                let connected = TcpStream::connect((SOURCE, PORT)).await;
                connected.map(|stream| TokioIo::new(Wire(stream)))
            }
        });
        Ok(Endpoint::from_static("http://source")
            .connect_timeout(CONNECT_TIMEOUT)
            .http2_keep_alive_interval(KEEP_ALIVE_INTERVAL)
            .keep_alive_timeout(KEEP_ALIVE_TIMEOUT)
            .keep_alive_while_idle(true)
            .connect_with_connector_lazy(connector))
    })
}
