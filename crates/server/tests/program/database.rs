//! `ehcp migrate`, `ehcp recompute`, `ehcp verify`, `ehcp openapi`.

use crate::support::{Folder, run};
use std::{
    fs::OpenOptions,
    io::{Seek as _, SeekFrom, Write as _},
};

#[test]
fn a_migrated_database_is_up_to_date_verified_and_recomputed() {
    let folder = Folder::new();
    let first = folder.run(&["migrate"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(
        first.out.ends_with("The database is up to date now.\n"),
        "{}",
        first.out
    );
    assert_eq!(folder.run(&["migrate"]).out, "The database is up to date.\n");
    assert_eq!(folder.run(&["verify"]).out, "0 cases looked at, nothing wrong.\n");
    assert_eq!(
        folder.run(&["recompute"]).out,
        "0 cases looked at, 0 due dates changed.\n"
    );
}

#[test]
fn a_folder_without_a_database_is_refused_and_nothing_is_made_there() {
    let folder = Folder::new();
    let team = [
        "--name",
        "North",
        "--area",
        "North",
        "--duty-line",
        "01992 000000",
    ];
    let team = [
        &["team", "add"],
        &team[..],
        &["--duty-email", "north@example.org"],
    ]
    .concat();
    for arguments in [&["verify"][..], &["recompute"], &team] {
        let run = folder.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.contains("There is no database at"), "{}", run.err);
        assert!(run.err.contains("ehcp migrate"), "{}", run.err);
        assert!(!folder.path.exists(), "{arguments:?}");
    }
}

#[test]
fn a_damaged_file_is_found() {
    const PAGE: i64 = 4096;
    let folder = Folder::new();
    assert_eq!(folder.run(&["migrate"]).code, 0);
    let mut file = OpenOptions::new()
        .write(true)
        .open(folder.path.join("ehcp.sqlite"))
        .unwrap();
    file.seek(SeekFrom::End(-PAGE)).unwrap();
    file.write_all(&[0xff; 4096]).unwrap();
    drop(file);
    let run = folder.run(&["verify"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(
        run.out.starts_with("the database file: "),
        "{} {}",
        run.out,
        run.err
    );
}

#[test]
fn the_contract_is_printed_as_one_json_document() {
    let run = run(&["openapi"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let document: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["paths"]["/livez"].is_object());
    assert!(run.out.ends_with("}\n"));
}
