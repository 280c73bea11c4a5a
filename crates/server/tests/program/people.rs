//! `ehcp user`, `ehcp team`, `ehcp setting`: how a fresh council begins.

use crate::support::{Folder, Run};

const PASSWORD: &str = "a quiet river in spring\n";

fn with_team() -> Folder {
    let folder = Folder::new();
    assert_eq!(folder.run(&["migrate"]).code, 0);
    let run = folder.run(&[
        "team",
        "add",
        "--name",
        "North",
        "--area",
        "North",
        "--duty-line",
        "01992 000000",
        "--duty-email",
        "north@example.org",
        "--takes-new-cases",
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    folder
}

fn add_user(folder: &Folder, more: &[&str], password: &str) -> Run {
    let arguments = ["user", "add", "--name", "Ana Example"];
    folder.run_with_input(&[&arguments, more].concat(), password)
}

#[test]
fn a_fresh_council_adds_a_team_a_setting_and_its_first_people() {
    let folder = with_team();
    let setting = folder.run(&[
        "setting",
        "add",
        "--name",
        "Hillside School",
        "--kind",
        "mainstream_school",
        "--town",
        "Ware",
        "--urn",
        "117000",
        "--team",
        "North",
    ]);
    assert_eq!(setting.code, 0, "{}", setting.err);
    for (email, role, more) in [
        ("ana@example.org", "officer", &["--team", "North"][..]),
        ("sam@example.org", "school", &["--setting", "117000"]),
        ("kim@example.org", "school", &["--setting", "Hillside School"]),
        ("lee@example.org", "admin", &[]),
        ("joy@example.org", "parent", &[]),
    ] {
        let user = add_user(
            &folder,
            &[&["--email", email, "--role", role], more].concat(),
            PASSWORD,
        );
        assert_eq!(user.code, 0, "{email}: {}", user.err);
        assert!(user.out.starts_with("User ") && !user.out.contains("river"));
    }
}

#[test]
fn what_cannot_be_used_is_refused_with_what_would_be_right() {
    let folder = with_team();
    let officer = ["--email", "ana@example.org", "--role", "officer"];
    let added = add_user(&folder, &officer, PASSWORD);
    assert_eq!(added.code, 0, "{}", added.err);
    let upper = ["--email", "ANA@example.org", "--role", "officer"];
    for (more, password, says) in [
        (&upper[..], PASSWORD, "is there already"),
        (
            &["--email", "b@example.org", "--role", "officer"],
            "too short\n",
            "15 to 128",
        ),
        (
            &["--email", "b@example.org", "--role", "officer"],
            "",
            "15 to 128",
        ),
        (
            &["--email", "b at example", "--role", "officer"],
            PASSWORD,
            "name@example.org",
        ),
        (
            &["--email", "b@example.org", "--role", "wizard"],
            PASSWORD,
            "known are: parent",
        ),
        (
            &["--email", "b@example.org", "--role", "service"],
            PASSWORD,
            "key of its own",
        ),
        (
            &["--email", "b@example.org", "--role", "school"],
            PASSWORD,
            "--setting",
        ),
        (
            &[
                "--email",
                "b@example.org",
                "--role",
                "school",
                "--setting",
                "Nowhere",
            ],
            PASSWORD,
            "ehcp setting add",
        ),
        (
            &["--email", "b@example.org", "--role", "officer", "--team", "South"],
            PASSWORD,
            "There are: North",
        ),
        (
            &["--email", "b@example.org", "--role", "parent", "--team", "North"],
            PASSWORD,
            "only the council's staff",
        ),
    ] {
        let run = add_user(&folder, more, password);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{more:?}");
        assert!(run.err.contains(says), "{more:?}: {}", run.err);
    }
    let again = folder.run(&[
        "team",
        "add",
        "--name",
        "North",
        "--area",
        "North",
        "--duty-line",
        "01992 000000",
        "--duty-email",
        "north@example.org",
    ]);
    assert_eq!(again.code, 2);
    assert!(
        again.err.contains("There is a team called North already"),
        "{}",
        again.err
    );
}

#[test]
fn a_password_is_never_an_argument() {
    let run = add_user(
        &with_team(),
        &[
            "--email",
            "b@example.org",
            "--role",
            "officer",
            "--password",
            "a quiet river in spring",
        ],
        "",
    );
    assert_eq!(run.code, 2);
    assert!(run.err.contains("unexpected argument"), "{}", run.err);
}
