//! Secrets on disk.

use crate::auth::{
    KeyError, SigningKey, load_or_create_secret, load_or_create_signing_key, load_signing_key,
};
use std::{fs, os::unix::fs::PermissionsExt as _};

#[test]
fn a_key_is_made_once_and_only_its_owner_can_read_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token-key.pem");
    let first = load_or_create_signing_key(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(load_or_create_signing_key(&path).unwrap().id(), first.id());
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "no draft is left behind"
    );
    let secret = folder.path().join("cursor-key");
    assert_eq!(
        *load_or_create_secret(&secret).unwrap(),
        *load_or_create_secret(&secret).unwrap()
    );
    assert_eq!(fs::metadata(&secret).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_secret_that_others_can_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token-key.pem");
    load_or_create_signing_key(&path).unwrap();
    for mode in [0o640, 0o604, 0o660, 0o601] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let error = load_signing_key(&path).unwrap_err();
        assert!(matches!(error, KeyError::TooOpen { .. }), "{mode:o}");
        assert!(error.to_string().contains("chmod 600"));
    }
}

#[test]
fn what_is_no_ed25519_key_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.pem");
    let (_, pem) = SigningKey::generate().unwrap();
    for content in [
        "",
        "secret",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        &pem[..60],
    ] {
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        assert!(
            matches!(load_signing_key(&path), Err(KeyError::Content { .. })),
            "{content}"
        );
        assert!(load_or_create_secret(&path).is_err());
    }
    assert!(matches!(
        load_signing_key(&folder.path().join("none")),
        Err(KeyError::File { .. })
    ));
}

#[test]
fn debug_output_holds_no_secret() {
    let (key, pem) = SigningKey::generate().unwrap();
    let secret_part = pem.lines().nth(1).unwrap()[30..50].to_owned();
    let keys = crate::auth::TokenKeys::new(key, Vec::new(), "issuer", "audience").unwrap();
    assert!(!format!("{keys:?}").contains(&secret_part));
    assert_eq!(
        format!("{:?}", crate::extract::CursorKey::new([1; 32])),
        "CursorKey(secret)"
    );
}
