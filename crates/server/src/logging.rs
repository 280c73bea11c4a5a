//! The program's own log, on standard error: one JSON object or one line of text for each happening. It holds no
//! personal data: requests are logged by the API without anything that a caller wrote, statements by the store
//! without their values, and a fault without its text.

use std::{io, panic};
use tracing::Level;
use tracing_subscriber::{
    Layer as _, filter::Targets, fmt, layer::SubscriberExt as _, registry, util::SubscriberInitExt as _,
};

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// A JSON object for each line.
    Json,
    /// Text for people.
    Text,
}

/// From which weight on the program's own happenings are logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogLevel {
    /// Only errors.
    Error,
    /// Warnings too.
    Warn,
    /// Each request too.
    Info,
    /// Why a token was refused and the like.
    Debug,
}

impl From<LogLevel> for Level {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Error => Self::ERROR,
            LogLevel::Warn => Self::WARN,
            LogLevel::Info => Self::INFO,
            LogLevel::Debug => Self::DEBUG,
        }
    }
}

/// Starts the log of a server.
pub fn start(format: LogFormat, level: LogLevel) {
    // What libraries say at finer levels can hold what a caller sent.
    let wanted = Targets::new()
        .with_default(Level::WARN)
        .with_target("ehcp", Level::from(level));
    let lines = fmt::layer().with_writer(io::stderr);
    let lines = match format {
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
        LogFormat::Text => lines.with_ansi(false).boxed(),
    };
    // A second log in one process is impossible here; if it happened, the first would stay.
    let _ = registry().with(lines.with_filter(wanted)).try_init();
}

/// Starts the log of the other commands: warnings and errors, as text.
pub fn start_quietly() {
    start(LogFormat::Text, LogLevel::Warn);
}

/// A fault of the program is reported by its place. Its text can hold somebody's data, so it is left out.
pub fn report_panics_without_their_text() {
    panic::set_hook(Box::new(|fault| {
        let place = fault.location().map(ToString::to_string).unwrap_or_default();
        let thread = std::thread::current();
        let thread = thread.name().unwrap_or("unnamed");
        tracing::error!(target: "ehcp::fault", place, thread, "a fault of the program");
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_fault_is_logged_by_its_place_without_its_text() {
        let lines = Lines::default();
        let writer = lines.clone();
        let log = registry().with(fmt::layer().json().with_writer(move || writer.clone()));
        let before = panic::take_hook();
        report_panics_without_their_text();
        let caught = tracing::subscriber::with_default(log, || panic::catch_unwind(|| panic!("Ana Example")));
        panic::set_hook(before);
        let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        assert!(caught.is_err());
        assert!(
            log.contains("logging.rs") && log.contains("a fault of the program"),
            "{log}"
        );
        assert!(!log.contains("Ana"), "{log}");
    }
}
