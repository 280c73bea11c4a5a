//! `ehcp migrate`, `ehcp recompute`, `ehcp verify`, `ehcp openapi`.

use crate::support::{Folder, run};
use std::{
    fs::{self, OpenOptions},
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
    assert_eq!(
        folder.run(&["verify"]).out,
        "0 cases and 0 other logs looked at, without a checkpoint, nothing wrong.\n"
    );
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
    let file = folder.path.join("ehcp.sqlite");
    let whole = fs::read(&file).unwrap();
    // Which of the last pages holds rows and which the schema, without which nothing can be opened, is SQLite's affair.
    let found = (1..=8).any(|back| {
        fs::write(&file, &whole).unwrap();
        let mut damaged = OpenOptions::new().write(true).open(&file).unwrap();
        damaged.seek(SeekFrom::End(-back * PAGE)).unwrap();
        damaged.write_all(&[0xff; 4096]).unwrap();
        drop(damaged);
        let run = folder.run(&["verify"]);
        run.code == 1 && run.out.starts_with("the database file: ")
    });
    assert!(found, "no damaged page was found");
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

#[test]
fn the_version_names_the_programs_own_and_that_of_its_contract() {
    let said = run(&["--version"]).out;
    let contract: serde_json::Value = serde_json::from_str(&run(&["openapi"]).out).unwrap();
    let contract = contract["info"]["version"].as_str().unwrap().to_owned();
    assert!(
        said.starts_with("ehcp ") && said.contains(env!("CARGO_PKG_VERSION")),
        "{said}"
    );
    assert!(
        said.contains(&format!("version {contract} of the API's contract")),
        "{said}"
    );
}
