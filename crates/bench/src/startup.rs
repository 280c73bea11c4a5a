//! How long `ehcp serve` takes from its start to its first readiness, and how much memory it holds when idle.

use crate::{
    Outcome,
    http::{Connection, Request},
    report,
};
use clap::Args;
use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

#[derive(Args)]
pub struct Startup {
    /// The program.
    #[arg(long, value_name = "FILE", default_value = "target/release/ehcp")]
    program: PathBuf,
    /// The database; a new SQLite file when left out.
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Accept a PostgreSQL server that can lose commits.
    #[arg(long)]
    allow_unsafe_durability: bool,
    /// How many starts.
    #[arg(long, default_value_t = 20)]
    times: usize,
}

/// A server of this run, ended when dropped.
struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Startup {
    /// Measures and prints.
    ///
    /// # Errors
    /// When the program cannot be started or does not become ready.
    pub fn run(self) -> Outcome<()> {
        let folder = tempfile::tempdir()?;
        let mut times = Vec::new();
        let mut memory = Vec::new();
        // The first start makes the database and the keys; it is not counted.
        for number in 0..=self.times.max(1) {
            let (took, idle) = self.once(folder.path())?;
            if number > 0 {
                times.push(took.as_secs_f64() * 1000.0);
                memory.push(idle);
            }
        }
        times.sort_by(f64::total_cmp);
        memory.sort_unstable();
        report::machine()?;
        let middle = times.get(times.len() / 2).copied().unwrap_or(f64::NAN);
        let (least, most) = (
            times.first().copied().unwrap_or(f64::NAN),
            times.last().copied().unwrap_or(f64::NAN),
        );
        report::line(&format!(
            "from exec to 200 on /readyz: median {middle:.1} ms, least {least:.1} ms, most {most:.1} ms, of {} starts",
            times.len()
        ))?;
        let idle = memory.get(memory.len() / 2).copied().unwrap_or(0);
        report::line(&format!(
            "resident when idle: {:.1} MiB",
            f64::from(idle) / 1024.0
        ))
    }

    fn once(&self, folder: &std::path::Path) -> Outcome<(Duration, u32)> {
        let mut command = Command::new(&self.program);
        command
            .args([
                "serve",
                "--migrate",
                "--listen",
                "127.0.0.1:0",
                "--log-level",
                "warn",
            ])
            .env("EHCP_DATA", folder)
            .env_remove("EHCP_DATABASE_URL")
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        if let Some(url) = &self.database_url {
            command.env("EHCP_DATABASE_URL", url);
        }
        if self.allow_unsafe_durability {
            command.env("EHCP_ALLOW_UNSAFE_DURABILITY", "true");
        }
        let began = Instant::now();
        let child = command.spawn().map_err(|error| {
            format!(
                "{} cannot be started ({error}); build it: cargo build --release -p ehcp-server",
                self.program.display()
            )
        })?;
        let mut server = Started(child);
        let mut said = String::new();
        if let Some(out) = server.0.stdout.take() {
            BufReader::new(out).read_line(&mut said)?;
        }
        let address: SocketAddr = said
            .trim()
            .rsplit("http://")
            .next()
            .unwrap_or_default()
            .parse()
            .map_err(|_| "the server did not start")?;
        let probe = Request {
            method: "GET",
            path: "/readyz",
            token: "",
            headers: &[],
            body: "",
        };
        let status = Connection::to(address)?.exchange(&probe)?.status;
        let took = began.elapsed();
        if status != 200 {
            return Err(format!("/readyz answered {status}").into());
        }
        // Idle is what remains when nobody has asked for a moment.
        thread::sleep(Duration::from_millis(300));
        Ok((took, resident(server.0.id())?))
    }
}

/// The resident memory of a process in KiB.
fn resident(process: u32) -> Outcome<u32> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let figure = line.and_then(|line| line.trim().split(' ').next());
    figure
        .and_then(|figure| figure.parse().ok())
        .ok_or_else(|| "the system does not tell a process's memory".into())
}
