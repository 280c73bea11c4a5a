//! What lets somebody in is never printed.

use chrono::DateTime;
use ehcp_case::{Line, SessionId, UserId};
use ehcp_casework::{
    AcceptInvitation, Challenge, DrawnKey, FirstAdministrator, Shown, ShownAgain, SignIn, SignedIn,
};
use std::{fs, path::Path};
use uuid::Uuid;
use zeroize::Zeroizing;

const WORD: &str = "seven-lanterns";

fn word() -> Zeroizing<String> {
    Zeroizing::new(WORD.to_owned())
}

#[test]
fn no_secret_is_printed() {
    let at = DateTime::UNIX_EPOCH;
    let signed_in = SignedIn {
        user: UserId(Uuid::nil()),
        role: ehcp_access::Role::Parent,
        session: SessionId(Uuid::nil()),
        display_name: "Amina Okafor".to_owned(),
        issued_at: at,
        access_until: at,
        refresh_token: word(),
        refresh_until: at,
        ends_at_latest: at,
        must_enrol: false,
        device_token: Some(word()),
    };
    let printed = [
        format!(
            "{:?}",
            SignIn {
                email: "amina.okafor@example.org".to_owned(),
                password: word(),
                device_token: Some(word()),
                network: None,
            }
        ),
        format!("{signed_in:#?}"),
        format!(
            "{:?}",
            Challenge {
                token: word(),
                expires_at: at
            }
        ),
        format!("{:?}", Shown::Code(WORD.to_owned())),
        format!("{:?}", Shown::RecoveryCode(word())),
        format!("{:?}", ShownAgain::Password(word())),
        format!(
            "{:?}",
            AcceptInvitation {
                code: word(),
                name: None,
                password: word(),
                born_on: None,
                case_reference: None,
            }
        ),
        format!(
            "{:?}",
            FirstAdministrator {
                secret: word(),
                email: "ada.byrne@example.org".to_owned(),
                display_name: Line::new("Ada Byrne").unwrap(),
                password: word(),
            }
        ),
        format!(
            "{:?}",
            DrawnKey {
                id: Uuid::nil().into(),
                secret: word(),
                expires_at: at
            }
        ),
    ];
    for text in printed {
        assert!(!text.contains(WORD) && !text.contains("@example.org"), "{text}");
    }
}

/// A type that prints itself by what it holds must hold nothing that is wiped from memory, nor a private key.
#[test]
fn no_type_that_holds_a_secret_prints_what_it_holds() {
    let mut looked_at = 0;
    let mut faults = Vec::new();
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let mut folders = vec![crates];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                for item in items_that_print_themselves(&text) {
                    looked_at += 1;
                    let secret = ["Zeroizing<", "KeyPair", "EncodingKey"];
                    if secret.iter().any(|word| item.contains(word)) {
                        faults.push(format!(
                            "{}: {}",
                            path.display(),
                            item.lines().next().unwrap_or_default()
                        ));
                    }
                }
            }
        }
    }
    assert!(looked_at > 200, "{looked_at} types were looked at");
    assert!(faults.is_empty(), "write `Debug` by hand for: {faults:#?}");
}

/// The structs and enums of a file with `derive(Debug)`, each from its name to its end.
fn items_that_print_themselves(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut items = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let derive = line.trim_start();
        if !derive.starts_with("#[derive(") {
            continue;
        }
        // A derive may stand on several lines.
        let whole: String = lines[at..]
            .iter()
            .take_while(|line| !line.contains(")]"))
            .copied()
            .collect();
        let last = lines[at..]
            .iter()
            .find(|line| line.contains(")]"))
            .copied()
            .unwrap_or_default();
        if !format!("{whole}{last}").contains("Debug") {
            continue;
        }
        let indent = line.len() - derive.len();
        let body: Vec<&str> = lines[at..]
            .iter()
            .skip_while(|line| !line.contains("struct ") && !line.contains("enum "))
            .copied()
            .collect();
        let one_line = body
            .first()
            .is_some_and(|line| line.trim_end().ends_with([';', '}']));
        let end = body
            .iter()
            .position(|line| one_line || line.len() > indent && line[indent..].starts_with('}'))
            .unwrap_or(0);
        items.push(body[..=end.min(body.len().saturating_sub(1))].join("\n"));
    }
    items
}
