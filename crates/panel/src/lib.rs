//! Panels: sittings, agenda, conflicts of interest, recommendations and decisions.
//!
//! Nothing is here yet: a decision is recorded by an officer, and which panel advised is not kept. The crate holds the
//! place, so that panels grow beside the other procedures and not inside them.
