//! What people do, and what they are answered.

mod smoke;
