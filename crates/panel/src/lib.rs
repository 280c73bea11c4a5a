//! Sittings, agenda, recommendations and decisions.
