//! From a request to the final plan: stages, legal moves, what happens next.
