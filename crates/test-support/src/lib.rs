//! Test application, actors, builders, databases and a movable clock.
