//! Whether answers that must be alike take alike long: what is hidden and what is missing; an account that is not
//! there and one whose password was wrong. The tries of the classes take turns, one at a time.

use crate::{
    Outcome,
    council::Database,
    http::{Connection, Request},
    load::Scene,
    people, report,
};
use clap::Args;
use ehcp_casework::password;
use ehcp_store::StoreError;
use std::time::Instant;
use uuid::Uuid;

#[derive(Args)]
pub struct Alike {
    #[command(flatten)]
    database: Database,
    /// How many tries of each class, 20 to 2,000. Each try at signing in takes an account of the fixture, whose
    /// password it sets.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u16).range(20..=2000))]
    tries: u16,
}

/// What was asked in a class, and how long each answer took, in milliseconds.
struct Class {
    name: &'static str,
    took: Vec<f64>,
}

impl Class {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            took: Vec::new(),
        }
    }

    fn tries(&mut self, connection: &mut Connection, request: &Request<'_>, status: u16) -> Outcome<()> {
        let began = Instant::now();
        let reply = connection.exchange(request)?;
        self.took.push(began.elapsed().as_secs_f64() * 1000.0);
        if reply.status != status {
            return Err(format!("{}: answered {} and not {status}", self.name, reply.status).into());
        }
        Ok(())
    }

    fn median(&mut self) -> f64 {
        self.took.sort_by(f64::total_cmp);
        self.took.get(self.took.len() / 2).copied().unwrap_or(f64::NAN)
    }
}

impl Alike {
    /// Measures and prints.
    ///
    /// # Errors
    /// When the database holds no fixture, or an answer is another than it must be.
    pub fn run(self) -> Outcome<()> {
        let scene = Scene::set(self.database.casework(false)?, 2)?;
        report::machine()?;
        report::line("| what | median ms | the other ms | apart ms | ratio |")?;
        report::line("| --- | ---: | ---: | ---: | ---: |")?;
        let tries = usize::from(self.tries);
        reads(&scene, tries)?;
        sign_ins(&scene, tries)?;
        scene.casework.store().close();
        Ok(())
    }
}

/// One family asks for the case of another, and for one that does not exist.
fn reads(scene: &Scene, tries: usize) -> Outcome<()> {
    let [one, other] = scene.parents.as_slice() else {
        return Err("the fixture has no two parents".into());
    };
    let hidden = other.case(0).ok_or("the other parent has no case")?.to_string();
    let mut connection = Connection::to(scene.address)?;
    let (mut to_hidden, mut to_missing) = (Class::new("a hidden case"), Class::new("a missing case"));
    for _ in 0..tries {
        for (class, id) in [
            (&mut to_hidden, hidden.clone()),
            (&mut to_missing, Uuid::now_v7().to_string()),
        ] {
            let path = format!("/v1/cases/{id}");
            let request = Request {
                method: "GET",
                path: &path,
                token: &one.who.token,
                headers: &[],
                body: "",
            };
            class.tries(&mut connection, &request, 404)?;
        }
    }
    row(&mut to_hidden, &mut to_missing)
}

/// Signing in where there is no account, and with a wrong password, an account for each try.
fn sign_ins(scene: &Scene, tries: usize) -> Outcome<()> {
    let hash = password::hash("an old and long secret")?;
    let mut connection = Connection::to(scene.address)?;
    let (mut unknown, mut wrong) = (Class::new("no such account"), Class::new("a wrong password"));
    for number in 0..tries {
        let (email, hash) = (people::parent(number), hash.clone());
        let address = email.clone();
        scene.casework.store().write_blocking(move |tx| {
            let user = tx.user_by_email(&address)?;
            user.map_or(Ok::<_, StoreError>(()), |user| {
                tx.set_password_hash(user.id, &hash)
            })
        })?;
        for (class, email) in [
            (&mut unknown, format!("nobody.{number}@county.example.org")),
            (&mut wrong, email),
        ] {
            let body = format!(r#"{{"email":"{email}","password":"another long secret"}}"#);
            let request = Request {
                method: "POST",
                path: "/v1/sessions",
                token: "",
                headers: &[],
                body: &body,
            };
            class.tries(&mut connection, &request, 401)?;
        }
    }
    row(&mut unknown, &mut wrong)
}

fn row(one: &mut Class, other: &mut Class) -> Outcome<()> {
    let (a, b) = (one.median(), other.median());
    report::line(&format!(
        "| {} beside {} | {a:.2} | {b:.2} | {:.2} | {:.3} |",
        one.name,
        other.name,
        (a - b).abs(),
        a / b
    ))
}
