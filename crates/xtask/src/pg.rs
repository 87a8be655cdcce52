//! A PostgreSQL server in a temporary folder for the length of one command.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail};

/// Runs `command` with `TEST_POSTGRES_URL` set to a new server, and removes the server afterwards.
pub fn with_server(command: &[String]) -> Result<ExitCode> {
    let bin =
        binaries().context("no PostgreSQL server found; on Debian: apt-get install postgresql")?;
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let server = Server { bin, data, as_postgres: is_root() };
    if server.as_postgres {
        run(Command::new("chown").arg("postgres").arg(folder.path()))?;
    }
    server.run("initdb", &["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C"])?;
    let socket = folder.path().display().to_string();
    let options = format!("-p {port} -k {socket} -h 127.0.0.1 -c max_connections=400");
    let log = folder.path().join("log").display().to_string();
    server.run("pg_ctl", &["-o", &options, "-l", &log, "-w", "start"])?;
    let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
    let status =
        Command::new(&command[0]).args(&command[1..]).env("TEST_POSTGRES_URL", &url).status();
    server.run("pg_ctl", &["-m", "immediate", "stop"])?;
    let status = status.with_context(|| format!("running {}", command[0]))?;
    Ok(ExitCode::from(status.code().and_then(|code| code.try_into().ok()).unwrap_or(1)))
}

struct Server {
    bin: PathBuf,
    data: PathBuf,
    /// PostgreSQL does not run as root; Debian's package brings a user for it.
    as_postgres: bool,
}

impl Server {
    fn run(&self, program: &str, args: &[&str]) -> Result<()> {
        let program = self.bin.join(program);
        let mut command = if self.as_postgres {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        run(command.arg("-D").arg(&self.data).args(args).stdout(std::process::Stdio::null()))
    }
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("running {command:?}"))?;
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.starts_with(b"0\n"))
}

/// Folder of `initdb`: on the path, or where Debian puts it.
fn binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    if let Some(folder) = std::env::split_paths(&path).find(|folder| folder.join("initdb").exists())
    {
        return Some(folder);
    }
    let mut versions: Vec<PathBuf> = std::fs::read_dir(Path::new("/usr/lib/postgresql"))
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").exists())
        .collect();
    versions.sort();
    versions.pop()
}
