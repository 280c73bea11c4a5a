use super::*;
use ehcp_casework::verify;
use ehcp_store::testing::TestDatabase;

fn recipe(children: usize) -> Recipe {
    Recipe {
        seed: 42,
        children,
        today: "2026-11-20".parse().unwrap(),
    }
}

#[test]
fn trial() {
    let database = TestDatabase::sqlite();
    let store = database.open();
    let started = std::time::Instant::now();
    let made = make(&store, recipe(300)).unwrap();
    eprintln!("{} happenings in {:?}", made.happenings, started.elapsed());
    eprintln!("{}", tour::in_words(&made.tour, "http://127.0.0.1:8080"));
}
