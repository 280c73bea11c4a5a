//! Weeks, months, working days, bank holidays and school years; knows where its data ends.
