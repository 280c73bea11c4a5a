//! Secrets on disk: the Ed25519 keys of access tokens and the key of page cursors.

use super::key_folder::{KeyFolder, Stamp};
use aws_lc_rs::{
    rand::{SecureRandom as _, SystemRandom},
    signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey},
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use chrono::{DateTime, Utc};
use jsonwebtoken::{DecodingKey, EncodingKey};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::{
    collections::HashMap,
    fmt, fs,
    io::{self, Read as _, Write as _},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
};
use utoipa::ToSchema;
use zeroize::Zeroizing;

const PEM_BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const PEM_END: &str = "-----END PRIVATE KEY-----";

/// Secret files are small; anything longer is not one.
const FILE_MAX: u64 = 16 * 1024;

/// Why a secret cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("cannot read or write the secret file {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Others than its owner may read or write the file.
    #[error("the secret file {path} is open to others; run: chmod 600 {path}")]
    TooOpen {
        /// The file.
        path: PathBuf,
    },
    /// The file does not hold what it should.
    #[error("{path} does not hold {expected}")]
    Content {
        /// The file.
        path: PathBuf,
        /// What it should hold.
        expected: &'static str,
    },
    /// The same key is given twice.
    #[error("the key {id} is given twice")]
    Twice {
        /// The key's id.
        id: String,
    },
    /// The system has no random numbers to give.
    #[error("no random numbers available")]
    Random,
}

/// An Ed25519 key that signs access tokens. Its id is the start of the SHA-256 of its public half.
pub struct SigningKey {
    pub(super) id: String,
    public: Vec<u8>,
    pub(super) encoding: EncodingKey,
    pub(super) decoding: DecodingKey,
    pair: Ed25519KeyPair,
}

impl SigningKey {
    /// A new random key and its PKCS#8 PEM text.
    ///
    /// # Errors
    /// [`KeyError::Random`] when the system has no random numbers.
    pub fn generate() -> Result<(Self, Zeroizing<String>), KeyError> {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| KeyError::Random)?;
        let body = Zeroizing::new(STANDARD.encode(document.as_ref()));
        let mut pem = Zeroizing::new(format!("{PEM_BEGIN}\n"));
        for line in body.as_bytes().chunks(64) {
            pem.push_str(&String::from_utf8_lossy(line));
            pem.push('\n');
        }
        pem.push_str(PEM_END);
        pem.push('\n');
        let key = Self::from_pem(&pem).ok_or(KeyError::Random)?;
        Ok((key, pem))
    }

    /// The key in a PKCS#8 PEM text, if it is an Ed25519 private key.
    #[must_use]
    pub fn from_pem(pem: &str) -> Option<Self> {
        let inside = pem.trim().strip_prefix(PEM_BEGIN)?.strip_suffix(PEM_END)?;
        let body: Zeroizing<String> = Zeroizing::new(inside.split_ascii_whitespace().collect());
        let der = Zeroizing::new(STANDARD.decode(body.as_bytes()).ok()?);
        let pair = Ed25519KeyPair::from_pkcs8(&der).ok()?;
        let public = pair.public_key().as_ref();
        let id = hex::encode(Sha256::digest(public).first_chunk::<8>()?);
        Some(Self {
            id,
            public: public.to_vec(),
            encoding: EncodingKey::from_ed_der(&der),
            decoding: DecodingKey::from_ed_der(public),
            pair,
        })
    }

    /// The signature of these bytes (Ed25519, 64 bytes).
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        self.pair.sign(bytes).as_ref().to_vec()
    }

    /// Whether this is a signature of these bytes by this key.
    #[must_use]
    pub fn has_signed(&self, bytes: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.pair.public_key())
            .verify(bytes, signature)
            .is_ok()
    }

    /// The key's id, as it stands in `kid`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.id)
    }
}

/// A key that checks signatures.
pub(super) struct VerifyingKey {
    pub(super) decoding: DecodingKey,
    public: Vec<u8>,
}

/// The keys that are in use at one moment.
pub(super) struct KeySet {
    pub(super) signing: SigningKey,
    pub(super) verifying: HashMap<String, VerifyingKey>,
}

impl KeySet {
    fn new(signing: SigningKey, retired: Vec<SigningKey>) -> Result<Self, KeyError> {
        let mut verifying = HashMap::new();
        for key in [&signing].into_iter().chain(&retired) {
            let checks = VerifyingKey {
                decoding: key.decoding.clone(),
                public: key.public.clone(),
            };
            if verifying.insert(key.id.clone(), checks).is_some() {
                return Err(KeyError::Twice { id: key.id.clone() });
            }
        }
        Ok(Self { signing, verifying })
    }
}

/// The public half of a key, as other services read it (RFC 7517, RFC 8037).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicKey {
    /// The kind of key.
    #[schema(example = "OKP", max_length = 3)]
    pub kty: &'static str,
    /// The curve.
    #[schema(example = "Ed25519", max_length = 7)]
    pub crv: &'static str,
    /// What it is for.
    #[serde(rename = "use")]
    #[schema(example = "sig", max_length = 3)]
    pub purpose: &'static str,
    /// The algorithm.
    #[schema(example = "EdDSA", max_length = 5)]
    pub alg: &'static str,
    /// The key's id, as in the header of the tokens it signed.
    #[schema(example = "a5b1c7d20f3e4b69", max_length = 16)]
    pub kid: String,
    /// The key.
    #[schema(example = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", max_length = 43)]
    pub x: String,
}

/// The keys of access tokens: one signs, all verify, so that a key can be replaced while its tokens live on. Keys of a
/// folder are looked at again now and then, and at once when a token names a key that nobody knows.
pub struct TokenKeys {
    set: RwLock<Arc<KeySet>>,
    folder: Option<KeyFolder>,
    /// The signing key's file as it was when the folder was last read.
    seen: Mutex<Option<Stamp>>,
    pub(super) issuer: String,
    pub(super) audience: String,
}

impl TokenKeys {
    /// Keys for tokens of this issuer and audience. `retired` keys verify but do not sign.
    ///
    /// # Errors
    /// [`KeyError::Twice`] when a key is given twice.
    pub fn new(
        signing: SigningKey,
        retired: Vec<SigningKey>,
        issuer: impl Into<String>,
        audience: impl Into<String>,
    ) -> Result<Self, KeyError> {
        Ok(Self {
            set: RwLock::new(Arc::new(KeySet::new(signing, retired)?)),
            folder: None,
            seen: Mutex::new(None),
            issuer: issuer.into(),
            audience: audience.into(),
        })
    }

    /// The keys of a folder.
    ///
    /// # Errors
    /// As [`KeyFolder::load`].
    pub fn in_folder(
        folder: KeyFolder,
        issuer: impl Into<String>,
        audience: impl Into<String>,
        now: DateTime<Utc>,
    ) -> Result<Self, KeyError> {
        let (signing, retired) = folder.load(now)?;
        let keys = Self::new(signing, retired, issuer, audience)?;
        Ok(Self {
            seen: Mutex::new(folder.stamp()),
            folder: Some(folder),
            ..keys
        })
    }

    /// Looks at the folder again; says whether another key signs now.
    ///
    /// # Errors
    /// As [`KeyFolder::load`]; the keys stay as they were.
    pub fn reload(&self, now: DateTime<Utc>) -> Result<bool, KeyError> {
        let Some(folder) = &self.folder else {
            return Ok(false);
        };
        // Held to the end, so that who read the folder earlier never replaces what was read later.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        // Looked at before the keys: a key that is replaced in between is found the next time.
        let stamp = folder.stamp();
        let (signing, retired) = folder.load(now)?;
        let new = Arc::new(KeySet::new(signing, retired)?);
        let mut set = self.set.write().unwrap_or_else(PoisonError::into_inner);
        let changed = set.signing.id != new.signing.id;
        *set = new;
        *seen = stamp;
        Ok(changed)
    }

    /// The public halves of all keys whose tokens are accepted, the one that signs first.
    #[must_use]
    pub fn public(&self) -> Vec<PublicKey> {
        let set = self.set();
        let mut keys: Vec<PublicKey> = set
            .verifying
            .iter()
            .map(|(id, key)| PublicKey {
                kty: "OKP",
                crv: "Ed25519",
                purpose: "sig",
                alg: "EdDSA",
                kid: id.clone(),
                x: URL_SAFE_NO_PAD.encode(&key.public),
            })
            .collect();
        keys.sort_by_key(|key| (key.kid != set.signing.id, key.kid.clone()));
        keys
    }

    /// The keys of this moment.
    pub(super) fn set(&self) -> Arc<KeySet> {
        self.set.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The keys with the one of this id, for which the folder is read again if its signing key is another one.
    pub(super) fn set_with(&self, id: &str, now: DateTime<Utc>) -> Option<Arc<KeySet>> {
        let known = |set: &Arc<KeySet>| set.verifying.contains_key(id);
        let set = Some(self.set()).filter(known);
        let (None, Some(folder)) = (&set, &self.folder) else {
            return set;
        };
        if folder.stamp() == *self.seen.lock().unwrap_or_else(PoisonError::into_inner) {
            // Whoever read the folder beside this one may have found it.
            return Some(self.set()).filter(known);
        }
        if let Err(error) = self.reload(now) {
            tracing::error!(target: "ehcp::auth", %error, "the signing keys cannot be read again");
        }
        Some(self.set()).filter(known)
    }
}

impl fmt::Debug for TokenKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenKeys")
            .field("signing", &self.set().signing)
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

/// The signing key in a PKCS#8 PEM file.
///
/// # Errors
/// When the file cannot be read, is open to others than its owner, or holds no Ed25519 key.
pub fn load_signing_key(path: &Path) -> Result<SigningKey, KeyError> {
    let content = Zeroizing::new(String::from_utf8_lossy(&read_secret(path)?).into_owned());
    SigningKey::from_pem(&content).ok_or_else(|| KeyError::Content {
        path: path.to_owned(),
        expected: "an Ed25519 private key (PKCS#8 PEM)",
    })
}

/// The signing key in a file; makes a new one, readable by its owner only, when there is no such file.
///
/// # Errors
/// As [`load_signing_key`], or when the new file cannot be written.
pub fn load_or_create_signing_key(path: &Path) -> Result<SigningKey, KeyError> {
    if !path.exists() {
        let (_, pem) = SigningKey::generate()?;
        write_secret(path, pem.as_bytes())?;
    }
    load_signing_key(path)
}

/// The 32 random bytes in a file (as 64 hex digits); makes them when there is no such file.
///
/// # Errors
/// When the file cannot be read or written, is open to others, or holds something else.
pub fn load_or_create_secret(path: &Path) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    if !path.exists() {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        SystemRandom::new()
            .fill(bytes.as_mut())
            .map_err(|_| KeyError::Random)?;
        write_secret(path, Zeroizing::new(hex::encode(*bytes)).as_bytes())?;
    }
    let content = read_secret(path)?;
    let mut bytes = Zeroizing::new([0_u8; 32]);
    hex::decode_to_slice(content.trim_ascii(), bytes.as_mut()).map_err(|_| KeyError::Content {
        path: path.to_owned(),
        expected: "64 hex digits",
    })?;
    Ok(bytes)
}

fn read_secret(path: &Path) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let failed = |source| KeyError::File {
        path: path.to_owned(),
        source,
    };
    let file = fs::File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.mode() & 0o077 != 0 {
        return Err(KeyError::TooOpen {
            path: path.to_owned(),
        });
    }
    let mut content = Zeroizing::new(Vec::new());
    file.take(FILE_MAX).read_to_end(&mut content).map_err(failed)?;
    Ok(content)
}

/// Writes a file that must not exist yet. Another process that starts at the same moment wins or loses whole: the
/// text is complete before the file has its name.
pub(super) fn write_secret(path: &Path, content: &[u8]) -> Result<(), KeyError> {
    let failed = |source| KeyError::File {
        path: path.to_owned(),
        source,
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut draft = path.as_os_str().to_owned();
    draft.push(format!(".{}", std::process::id()));
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)
        .map_err(failed)?;
    let written = file
        .write_all(content)
        .and_then(|()| file.sync_all())
        .and_then(|()| match fs::hard_link(&draft, path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            other => other,
        });
    let removed = fs::remove_file(&draft);
    written
        .and(removed)
        .and_then(|()| fs::File::open(folder)?.sync_all())
        .map_err(failed)
}
