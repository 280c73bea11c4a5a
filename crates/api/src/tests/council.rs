//! A small council on record: two families, an officer and a manager, signed in.

use super::*;
use ehcp_access::Role;
use ehcp_case::TeamId;
use ehcp_casework::{
    StoreError, password,
    testing::{TeamRow, UserRow},
};
use serde_json::json;

/// Everybody's password.
pub(super) const PASSWORD: &str = "a quiet river in spring";

pub(super) struct Council {
    pub(super) server: TestServer,
    pub(super) parent: String,
    pub(super) other_parent: String,
    pub(super) officer: String,
    pub(super) manager: String,
    pub(super) officer_id: UserId,
    pub(super) team_id: TeamId,
}

impl Council {
    /// Opens it; the people's sessions are real, their tokens the server's.
    pub(super) async fn open() -> Self {
        let server = TestServer::start();
        let team_id = TeamId(Uuid::from_u128(70));
        let people = [
            (Uuid::from_u128(71), Role::Parent, "amina.okafor"),
            (Uuid::from_u128(72), Role::Parent, "kate.lowe"),
            (Uuid::from_u128(73), Role::Officer, "rosa.whitfield"),
            (Uuid::from_u128(74), Role::Manager, "jane.pym"),
        ];
        let hash = password::hash(PASSWORD).unwrap();
        let now = server.clock.now();
        server
            .store
            .write(move |tx| record(tx, team_id, people, &hash, now))
            .await
            .unwrap();
        let [parent, other_parent, officer, manager] =
            people.map(|(id, _, _)| server.token_of(UserId(id), SessionId(id)));
        Self {
            parent,
            other_parent,
            officer,
            manager,
            officer_id: UserId(people[2].0),
            team_id,
            server,
        }
    }

    pub(super) async fn get(&self, token: &str, path: &str) -> Response {
        let request = self.server.anonymous("GET", path).bearer_auth(token);
        request.send().await.unwrap()
    }

    /// A request of the parent under this key.
    pub(super) async fn ask_for_assessment(&self, key: &str, name: &str) -> Response {
        let body = json!({
            "child": {"given_name": name, "family_name": "Okafor", "born_on": "2018-03-14"},
            "reasons": "She finds it hard to follow what is said in class.",
        });
        let request = self
            .server
            .anonymous("POST", "/v1/requests")
            .bearer_auth(&self.parent);
        request
            .header("idempotency-key", key)
            .json(&body)
            .send()
            .await
            .unwrap()
    }

    /// A new case: its address and its entity tag.
    pub(super) async fn case(&self) -> (String, String) {
        let answer = self.ask_for_assessment("case", "Maya").await;
        assert_eq!(answer.status(), 201);
        let headers = answer.headers();
        (
            header(headers, "location").to_owned(),
            header(headers, "etag").to_owned(),
        )
    }
}

fn record(
    tx: &mut ehcp_casework::testing::WriteTx<'_>,
    team_id: TeamId,
    people: [(Uuid, Role, &str); 4],
    hash: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.insert_team(&TeamRow {
        id: team_id,
        name: "North team".to_owned(),
        area: "North".to_owned(),
        duty_line: "01632 960101".to_owned(),
        duty_email: "north.send@example.org".to_owned(),
        takes_new_cases: true,
    })?;
    for (id, role, name) in people {
        tx.insert_user(&UserRow {
            id: UserId(id),
            email: format!("{name}@example.org"),
            display_name: name.replace('.', " "),
            role,
            education_setting_id: None,
            password_hash: hash.to_owned(),
            disabled_at: None,
            created_at: now,
            version: 1,
        })?;
        tx.insert_session(
            SessionId(id),
            UserId(id),
            now,
            now + chrono::Duration::minutes(15),
        )?;
        if role.is_staff() {
            tx.insert_team_member(UserId(id), team_id, now.date_naive())?;
        }
    }
    Ok(())
}
