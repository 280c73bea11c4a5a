//! Lists and single reads agree.
