//! Generated files that are checked in: compared by tests, rewritten when `EHCP_BLESS=1` is set.

use std::{env, fs, path::Path};

/// Fails, naming the command that helps, when the file does not hold exactly this text.
pub(crate) fn compare(path: &str, expected: &str) {
    if env::var_os("EHCP_BLESS").is_some() {
        fs::create_dir_all(Path::new(path).parent().expect("a file has a folder"))
            .expect("folder is writable");
        fs::write(path, expected).expect("file is writable");
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == expected,
        "{path} is out of date; run: EHCP_BLESS=1 cargo test -p ehcp-api"
    );
}
