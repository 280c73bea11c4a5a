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
    let officer = [
        "--email",
        "ana@example.org",
        "--role",
        "officer",
        "--team",
        "North",
    ];
    let added = add_user(&folder, &officer, PASSWORD);
    assert_eq!(added.code, 0, "{}", added.err);
    let upper = [
        "--email",
        "ANA@example.org",
        "--role",
        "officer",
        "--team",
        "North",
    ];
    for (more, password, says) in [
        (&upper[..], PASSWORD, "is there already"),
        (
            &["--email", "b@example.org", "--role", "admin"],
            "too short\n",
            "15 to 128",
        ),
        (&["--email", "b@example.org", "--role", "admin"], "", "15 to 128"),
        (
            &["--email", "b at example", "--role", "admin"],
            PASSWORD,
            "name@example.org",
        ),
        (
            &["--email", "b@example.org", "--role", "officer"],
            PASSWORD,
            "without one they would see no case",
        ),
        (
            &["--email", "b@example.org", "--role", "manager"],
            PASSWORD,
            "--team",
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

#[test]
fn a_team_that_cannot_be_reached_is_refused() {
    let folder = with_team();
    let add = |line: &str, email: &str| {
        folder.run(&[
            "team",
            "add",
            "--name",
            "South",
            "--area",
            "South",
            "--duty-line",
            line,
            "--duty-email",
            email,
        ])
    };
    for (line, email, says) in [
        ("ask at the desk", "south@example.org", "--duty-line"),
        ("0199", "south@example.org", "7 to 15 digits"),
        ("01992 000001", "south at example", "--duty-email"),
    ] {
        let run = add(line, email);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{line} {email}");
        assert!(run.err.contains(says), "{}", run.err);
    }
    assert_eq!(add("+44 (0)1992 000001", "south@example.org").code, 0);
}

#[test]
fn two_settings_of_one_name_can_be_told_apart() {
    let folder = with_team();
    let add = |more: &[&str]| {
        let setting = [
            "setting",
            "add",
            "--name",
            "St Aldan's",
            "--kind",
            "mainstream_school",
            "--town",
            "Ware",
        ];
        folder.run(&[&setting, more].concat())
    };
    let first = add(&[]);
    assert_eq!(first.code, 0, "{}", first.err);
    let second = add(&[]);
    assert_eq!(second.code, 2);
    assert!(second.err.contains("--urn"), "{}", second.err);
    let wrong = add(&["--urn", "abc"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("six digits"), "{}", wrong.err);
    assert_eq!(add(&["--urn", "117001"]).code, 0);
    let school = ["--email", "sam@example.org", "--role", "school", "--setting"];
    let by_name = add_user(&folder, &[&school[..], &["St Aldan's"]].concat(), PASSWORD);
    assert!(by_name.err.contains("There are 2 settings"), "{}", by_name.err);
    let id = first.out.split(' ').nth(1).unwrap();
    let by_id = add_user(&folder, &[&school[..], &[id]].concat(), PASSWORD);
    assert_eq!(by_id.code, 0, "{}", by_id.err);
}
