//! The log of slow statements.

use diesel::connection::{Instrumentation, InstrumentationEvent};
use std::time::{Duration, Instant};

/// Logs each statement that takes long, with its text but never with its values: they are personal data.
pub(crate) struct SlowQueryLog {
    limit: Duration,
    began: Option<Instant>,
}

impl SlowQueryLog {
    pub(crate) fn new(limit: Duration) -> Self {
        Self { limit, began: None }
    }
}

impl Instrumentation for SlowQueryLog {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartQuery { .. } => self.began = Some(Instant::now()),
            InstrumentationEvent::FinishQuery { query, .. } => {
                let Some(took) = self.began.take().map(|began| began.elapsed()) else {
                    return;
                };
                if took >= self.limit {
                    let text = query.to_string();
                    tracing::warn!(
                        milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
                        statement = without_values(&text),
                        "slow statement"
                    );
                }
            }
            _ => {}
        }
    }
}

/// Diesel shows a statement with its values after this mark.
pub(crate) fn without_values(text: &str) -> &str {
    text.split_once("-- binds:")
        .map_or(text, |(statement, _)| statement)
        .trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_of_a_statement_are_cut_off() {
        assert_eq!(
            without_values("SELECT 1 FROM t WHERE n = ? -- binds: [\"Zoë -- binds: \"]"),
            "SELECT 1 FROM t WHERE n = ?"
        );
        assert_eq!(without_values("BEGIN IMMEDIATE"), "BEGIN IMMEDIATE");
    }
}
