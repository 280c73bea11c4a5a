//! The few words of ClamAV's daemon that are needed: `PING` and `INSTREAM`.

use crate::{FilesError, Scanned};
use std::path::PathBuf;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long a scanner may take for one file, connecting included.
const PATIENCE: Duration = Duration::from_secs(60);

/// How much of a file is sent at once.
const PIECE: usize = 64 * 1024;

/// The longest answer that is read.
const LONGEST_ANSWER: u64 = 4 * 1024;

/// Where the daemon listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clamd {
    address: Address,
    patience: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Address {
    Tcp(String),
    Socket(PathBuf),
}

impl Clamd {
    /// The daemon at `tcp://host:port` or `unix:/path`.
    pub(crate) fn at(address: &str) -> Option<Self> {
        let address = match address.split_once(':')? {
            ("tcp", rest) => {
                let authority = rest.strip_prefix("//")?;
                let (host, port) = authority.rsplit_once(':')?;
                port.parse::<u16>().ok().filter(|_| !host.is_empty())?;
                Address::Tcp(authority.to_owned())
            }
            ("unix", path) if path.starts_with('/') => Address::Socket(PathBuf::from(path)),
            _ => return None,
        };
        Some(Self {
            address,
            patience: PATIENCE,
        })
    }

    pub(crate) async fn scan(&self, file: impl AsyncRead + Unpin) -> Result<Scanned, FilesError> {
        let answer = self.patiently(self.instream(file)).await?;
        read_verdict(&answer)
    }

    pub(crate) async fn ping(&self) -> Result<(), FilesError> {
        let answer = self
            .patiently(async {
                let mut stream = self.connect().await?;
                stream.write_all(b"zPING\0").await.map_err(away)?;
                read_answer(&mut stream).await
            })
            .await?;
        match answer.as_str() {
            "PONG" => Ok(()),
            other => Err(FilesError::Scanner(format!("it answered “{other}” to PING"))),
        }
    }

    async fn patiently<T>(
        &self,
        doing: impl Future<Output = Result<T, FilesError>>,
    ) -> Result<T, FilesError> {
        let late = |_| FilesError::Scanner(format!("no answer within {} s", self.patience.as_secs()));
        timeout(self.patience, doing).await.map_err(late)?
    }

    async fn connect(&self) -> Result<Box<dyn Stream>, FilesError> {
        Ok(match &self.address {
            Address::Tcp(address) => Box::new(TcpStream::connect(address).await.map_err(away)?),
            #[cfg(unix)]
            Address::Socket(path) => Box::new(tokio::net::UnixStream::connect(path).await.map_err(away)?),
            #[cfg(not(unix))]
            Address::Socket(_) => {
                return Err(FilesError::Scanner("this system has no such sockets".to_owned()));
            }
        })
    }

    /// Sends the file in pieces, each after its length, and an empty one at the end. A daemon that has seen enough
    /// answers and hangs up before everything is sent.
    async fn instream(&self, mut file: impl AsyncRead + Unpin) -> Result<String, FilesError> {
        let mut stream = self.connect().await?;
        stream.write_all(b"zINSTREAM\0").await.map_err(away)?;
        let mut piece = vec![0_u8; PIECE];
        loop {
            let read = file.read(&mut piece).await?;
            let length = u32::try_from(read).unwrap_or(u32::MAX).to_be_bytes();
            let sent = async {
                stream.write_all(&length).await?;
                stream.write_all(piece.get(..read).unwrap_or_default()).await
            };
            if sent.await.is_err() || read == 0 {
                break;
            }
        }
        read_answer(&mut stream).await
    }
}

/// A connection of either kind.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

async fn read_answer(stream: &mut Box<dyn Stream>) -> Result<String, FilesError> {
    stream.flush().await.map_err(away)?;
    let mut answer = Vec::new();
    stream
        .take(LONGEST_ANSWER)
        .read_to_end(&mut answer)
        .await
        .map_err(away)?;
    let text = String::from_utf8_lossy(&answer);
    Ok(text
        .trim_matches(|c: char| c == '\0' || c.is_whitespace())
        .to_owned())
}

/// `stream: OK`, or `stream: <signature> FOUND`. Everything else is no answer on which a file could be taken.
fn read_verdict(answer: &str) -> Result<Scanned, FilesError> {
    match answer.strip_prefix("stream: ") {
        Some("OK") => Ok(Scanned::Clean),
        Some(found) if found.ends_with(" FOUND") => {
            let signature = found.trim_end_matches(" FOUND");
            let plain = signature.chars().filter(|c| matches!(c, ' '..='~')).take(200);
            Ok(Scanned::Found(plain.collect()))
        }
        _ => Err(FilesError::Scanner(format!("it answered “{answer}”"))),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "a function for map_err")]
fn away(error: std::io::Error) -> FilesError {
    FilesError::Scanner(error.to_string())
}

#[cfg(test)]
mod tests;
