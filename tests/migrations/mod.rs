//! The schema as the program meets it: a database that is not migrated is not served.

use ehcp_store::{Store, TeamRow, migrate, pending, revert_all};
use ehcp_test_support::{TestApp, TestDatabase};

fn both_empty() -> [TestDatabase; 2] {
    [TestDatabase::empty_sqlite(), TestDatabase::empty_postgres()]
}

#[test]
fn a_database_that_is_not_migrated_is_not_served() {
    for database in both_empty() {
        assert!(Store::open(database.config()).is_err(), "{:?}", database.kind());
        migrate(&database.config()).unwrap();
        assert!(pending(&database.config()).unwrap().is_empty());
        Store::open(database.config()).unwrap().close();
    }
}

#[test]
fn a_database_that_went_down_and_up_again_serves_a_council() {
    for database in both_empty() {
        migrate(&database.config()).unwrap();
        revert_all(&database.config()).unwrap();
        migrate(&database.config()).unwrap();
        let app = TestApp::on(database);
        let case = app.parent().asks_for_an_assessment_of(app.council.maya);
        app.officer().reads_case(&case);
    }
}

#[test]
fn what_is_on_record_outlives_the_server() {
    for database in [TestDatabase::sqlite(), TestDatabase::postgres()] {
        let store = database.open();
        let team = TeamRow {
            id: uuid::Uuid::now_v7().into(),
            name: "East team".to_owned(),
            area: "East".to_owned(),
            duty_line: "01632 960103".to_owned(),
            duty_email: "east@example.org".to_owned(),
            takes_new_cases: false,
        };
        let row = team.clone();
        store.write_blocking(move |tx| tx.insert_team(&row)).unwrap();
        store.close();
        let app = TestApp::on(database);
        let teams = app.parent().get("/v1/teams").expect(200);
        assert!(
            teams
                .list_at("/items")
                .iter()
                .any(|known| known["name"] == team.name),
            "{teams}"
        );
    }
}
