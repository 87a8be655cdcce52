//! The five services as processes of the real binary, on free ports, each with its own file.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};

use client::{Client, Endpoint, Service};

/// A chain of processes in a folder. Everything is killed when it is dropped.
pub struct Processes {
    folder: tempfile::TempDir,
    ports: Vec<(u16, u16)>,
    children: Vec<Child>,
}

/// A port that nobody listens on, below the range from which the system gives ports to connections: while a
/// killed service is away, a client that tries to reach it must not be given its very port.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 20_000 + u16::try_from(std::process::id() % 500).unwrap() * 20;
    for _ in 0..10_000 {
        let port = first + NEXT.fetch_add(1, Ordering::Relaxed) % 2_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("loopback has no free port");
}

impl Processes {
    /// Starts all services in simulation mode on 1 January 2025.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let ports = Service::ALL.iter().map(|_| (free_port(), free_port())).collect();
        let mut all = Self { folder, ports, children: Vec::new() };
        all.children = (0..Service::ALL.len()).map(|n| all.spawn(n)).collect();
        all
    }

    fn spawn(&self, n: usize) -> Child {
        let name = Service::ALL[n].name();
        let (grpc, admin) = self.ports[n];
        let mut settings = vec![
            format!(
                "database=sqlite://{}",
                self.folder.path().join(format!("{name}.db")).display()
            ),
            format!("grpc_address=127.0.0.1:{grpc}"),
            format!("admin_address=127.0.0.1:{admin}"),
            "simulation_start=2025-01-01T09:00:00Z".to_owned(),
            "log_filter=error".to_owned(),
        ];
        for (peer, (port, _)) in Service::ALL.iter().zip(&self.ports) {
            if peer.name() != name {
                settings.push(format!("peers.{}=http://127.0.0.1:{port}", peer.name()));
            }
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_keten"));
        command.args(["serve", name, "serve"]);
        for setting in settings {
            command.args(["--set", &setting]);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command.spawn().expect("the binary starts")
    }

    /// SIGKILL, and a new process in its place.
    pub fn kill(&mut self, n: usize) {
        self.children[n].kill().expect("the process can be killed");
        self.children[n].wait().expect("the process ends");
        self.children[n] = self.spawn(n);
    }

    /// SIGKILL, and nothing in its place.
    pub fn lose(&mut self, n: usize) {
        self.children[n].kill().expect("the process can be killed");
        self.children[n].wait().expect("the process ends");
    }

    /// A new process in the place of one that was lost.
    pub fn revive(&mut self, n: usize) {
        self.children[n] = self.spawn(n);
    }

    /// Address of a service's database.
    pub fn database(&self, n: usize) -> String {
        let name = Service::ALL[n].name();
        format!("sqlite://{}", self.folder.path().join(format!("{name}.db")).display())
    }

    /// A connection.
    pub fn client(&self) -> Client {
        let endpoint = |(service, (grpc, admin)): (&Service, &(u16, u16))| Endpoint {
            service: *service,
            grpc: format!("http://127.0.0.1:{grpc}"),
            admin: format!("http://127.0.0.1:{admin}"),
        };
        let endpoints: Vec<Endpoint> = Service::ALL.iter().zip(&self.ports).map(endpoint).collect();
        Client::new(&endpoints).expect("the addresses are sound")
    }

    /// Arguments by which the binary's commands reach this chain.
    pub fn reach(&self) -> Vec<String> {
        let one = |(service, (grpc, admin)): (&Service, &(u16, u16))| {
            let urls = format!("http://127.0.0.1:{grpc},http://127.0.0.1:{admin}");
            ["--at".to_owned(), format!("{}={urls}", service.name())]
        };
        Service::ALL.iter().zip(&self.ports).flat_map(one).collect()
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        for child in &mut self.children {
            // It may have ended already; then there is nothing to kill.
            drop(child.kill());
            drop(child.wait());
        }
    }
}
