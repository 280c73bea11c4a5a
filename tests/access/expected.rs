//! Tables that a reviewer reads: what was seen is held against a file, which `EHCP_BLESS=1` writes anew.

use std::{fs, path::Path};

/// Holds a table against the file of this path below `tests`.
pub fn agrees(table: &str, file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("EHCP_BLESS").is_some() {
        fs::write(&path, table).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    for (line, expected) in table.lines().zip(expected.lines()) {
        assert_eq!(
            line, expected,
            "{file}: read the change, then run with EHCP_BLESS=1"
        );
    }
    assert_eq!(
        table.lines().count(),
        expected.lines().count(),
        "{file}: run with EHCP_BLESS=1"
    );
}
