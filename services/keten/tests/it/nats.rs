//! A NATS server with JetStream, as Debian packages it, and what is in its streams.

use std::io::Write as _;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use async_nats::jetstream;

use crate::processes::free_port;

/// A message, as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub subject: String,
    pub id: String,
    pub position: u64,
    pub headers: async_nats::HeaderMap,
}

/// A server in a folder of its own. It is killed when it is dropped.
pub struct Nats {
    program: &'static str,
    folder: tempfile::TempDir,
    port: u16,
    child: Child,
}

impl Nats {
    /// `None`, and a line that cannot be overlooked, when the server is not installed.
    pub async fn start() -> Option<Self> {
        // Debian's place is not on everybody's path.
        let places =
            ["/usr/sbin/nats-server", "/usr/local/bin/nats-server", "/usr/bin/nats-server"];
        let Some(program) = places.into_iter().find(|place| Path::new(place).exists()) else {
            // Past the harness, which hides what a passing test prints.
            drop(std::io::stderr().write_all(
                b"SKIPPED: nats-server is not installed (apt-get install nats-server)\n",
            ));
            return None;
        };
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let port = free_port();
        let child = spawn(program, folder.path(), port).await;
        Some(Self { program, folder, port, child })
    }

    /// Its address.
    pub fn address(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// SIGKILL, a while of nothing, and a new server on the same files.
    pub async fn restart(&mut self, away: Duration) {
        self.child.kill().expect("the server can be killed");
        self.child.wait().expect("the server ends");
        tokio::time::sleep(away).await;
        self.child = spawn(self.program, self.folder.path(), self.port).await;
    }

    /// JetStream, from a connection of its own.
    pub async fn jetstream(&self) -> jetstream::Context {
        jetstream::new(async_nats::connect(self.address()).await.expect("the server answers"))
    }

    /// Everything that a stream keeps, in its order.
    pub async fn stored(&self, stream: &str) -> Vec<Stored> {
        let stream = self.jetstream().await.get_stream(stream).await.expect("the stream is there");
        let mut all = Vec::new();
        for sequence in 1..=stream.cached_info().state.last_sequence {
            let message = stream.get_raw_message(sequence).await.expect("nothing is removed");
            let header = |name: &str| message.headers.get(name).expect(name).as_str().to_owned();
            all.push(Stored {
                subject: message.subject.to_string(),
                id: header("ce-id"),
                position: header("ce-sequence").parse().expect("a number"),
                headers: message.headers.clone(),
            });
        }
        all
    }

    /// How many messages a stream has; 0 when there is none.
    pub async fn count(&self, stream: &str) -> u64 {
        match self.jetstream().await.get_stream(stream).await {
            Ok(stream) => stream.cached_info().state.last_sequence,
            Err(_) => 0,
        }
    }
}

async fn spawn(program: &str, folder: &Path, port: u16) -> Child {
    let mut command = Command::new(program);
    command.args(["-js", "-a", "127.0.0.1", "-p", &port.to_string(), "-sd"]).arg(folder);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the server starts");
    for _ in 0..200 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return child;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    drop((child.kill(), child.wait()));
    panic!("the server does not listen");
}

impl Drop for Nats {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
