//! The statutory rules as data, and the calculator that explains its answer.
