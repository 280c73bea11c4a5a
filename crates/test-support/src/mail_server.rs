//! A mail server that keeps what it is given.

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::Duration,
};

/// How long a test waits for mail before it fails.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// A message that a mail server was given.
#[derive(Debug, Clone)]
pub struct Mail {
    /// The address in the envelope.
    pub to: String,
    /// The whole message, with its head.
    pub text: String,
}

impl Mail {
    /// A field of the head.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        let lines = self.text.lines().take_while(|line| !line.is_empty());
        lines
            .filter_map(|line| line.split_once(": "))
            .find(|(field, _)| field.eq_ignore_ascii_case(name))
            .map_or("", |(_, value)| value)
    }

    /// The `Message-ID`.
    #[must_use]
    pub fn id(&self) -> &str {
        self.field("Message-ID")
    }
}

#[derive(Default)]
struct Kept {
    mail: Mutex<Vec<Mail>>,
    came: Condvar,
    unknown: Mutex<BTreeSet<String>>,
}

/// A mail server on this machine, without TLS. It speaks as much SMTP (RFC 5321) as a sender needs.
pub struct MailServer {
    port: u16,
    kept: Arc<Kept>,
}

impl MailServer {
    /// A mail server on a free port. Its threads end with the test.
    #[must_use]
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let kept = Arc::<Kept>::default();
        let all = kept.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = all.clone();
                // A sender that is killed breaks its connection off.
                std::thread::spawn(move || drop(converse(&stream, &kept)));
            }
        });
        Self { port, kept }
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Refuses an address from now on: there is no such mailbox.
    pub fn does_not_know(&self, address: &str) {
        lock(&self.kept.unknown).insert(address.to_owned());
    }

    /// What has come.
    #[must_use]
    pub fn mail(&self) -> Vec<Mail> {
        lock(&self.kept.mail).clone()
    }

    /// Waits until so many messages have come.
    pub fn wait_for(&self, count: usize) {
        let mail = lock(&self.kept.mail);
        let waited = self
            .kept
            .came
            .wait_timeout_while(mail, LONGEST_WAIT, |mail| mail.len() < count)
            .unwrap_or_else(PoisonError::into_inner);
        assert!(
            !waited.1.timed_out(),
            "{} of {count} messages came",
            waited.0.len()
        );
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn converse(stream: &TcpStream, kept: &Kept) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let say = |line: &str| (&*stream).write_all(format!("{line}\r\n").as_bytes());
    let mut to = String::new();
    say("220 mail.example.org")?;
    while let Some(line) = lines.next() {
        let line = line?;
        let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        match word.as_str() {
            "EHLO" | "HELO" => say("250-mail.example.org\r\n250 8BITMIME")?,
            "RCPT" => {
                let (from, until) = (line.find('<').unwrap_or(0), line.find('>').unwrap_or(line.len()));
                to = line[from + 1..until].to_owned();
                match lock(&kept.unknown).contains(&to) {
                    true => say("550 5.1.1 No such mailbox")?,
                    false => say("250 2.1.5 Ok")?,
                }
            }
            "DATA" => {
                say("354 Go on")?;
                let mut text = String::new();
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    text.push('\n');
                }
                let mut mail = lock(&kept.mail);
                mail.push(Mail { to: to.clone(), text });
                kept.came.notify_all();
                drop(mail);
                say("250 2.0.0 Kept")?;
            }
            "QUIT" => {
                say("221 2.0.0 Bye")?;
                return Ok(());
            }
            _ => say("250 2.0.0 Ok")?,
        }
    }
    Ok(())
}
