//! One review cycle after another.
