//! Reading cases: what is shown, to whom, in which form.

use super::{council::*, *};

#[actix_web::test]
async fn a_hidden_case_and_a_missing_one_are_answered_alike() {
    let council = Council::open().await;
    let (case, _) = council.case().await;
    let mut answers = Vec::new();
    for path in [case, format!("/v1/cases/{}", Uuid::from_u128(5))] {
        for below in ["", "/timeline", "/deadlines"] {
            let answer = council
                .get(&council.other_parent, &format!("{path}{below}"))
                .await;
            let mut body = problem(answer, ErrorCode::NotFound).await;
            body["instance"] = Value::Null;
            answers.push(body);
        }
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[actix_web::test]
async fn a_case_that_has_not_changed_is_304() {
    let council = Council::open().await;
    let (case, _) = council.case().await;
    let first = council.get(&council.officer, &case).await;
    let tag = header(first.headers(), "etag").to_owned();
    let again = council
        .server
        .anonymous("GET", &case)
        .bearer_auth(&council.officer);
    let again = again.header("if-none-match", &tag).send().await.unwrap();
    assert_eq!(
        (again.status().as_u16(), header(again.headers(), "etag")),
        (304, tag.as_str())
    );
}

#[actix_web::test]
async fn the_clock_of_a_case_is_explained() {
    let council = Council::open().await;
    let (case, _) = council.case().await;
    let read: Value = council.get(&council.officer, &case).await.json().await.unwrap();
    assert_eq!(read["next_deadline"]["due_on"], "2027-01-04");
    let deadlines = council.get(&council.officer, &format!("{case}/deadlines")).await;
    let deadlines: Value = deadlines.json().await.unwrap();
    let decision = deadlines["assessment"]
        .as_array()
        .unwrap()
        .iter()
        .find(|deadline| deadline["rule"] == "ehcna-decision-to-assess")
        .unwrap()
        .clone();
    assert_eq!(decision["due"], "2027-01-04");
    assert!(!decision["steps"].as_array().unwrap().is_empty());
}

#[actix_web::test]
async fn pages_hold_every_case_once_and_csv_gives_the_same_page() {
    let council = Council::open().await;
    for number in 0..5 {
        let answer = council
            .ask_for_assessment(&format!("k-{number}"), &format!("=Child{number}"))
            .await;
        assert_eq!(answer.status(), 201);
    }
    let mut seen = std::collections::BTreeSet::new();
    let mut path = "/v1/work-list?limit=2".to_owned();
    let mut pages = 0;
    loop {
        let page: Value = council.get(&council.officer, &path).await.json().await.unwrap();
        for item in page["items"].as_array().unwrap() {
            assert!(seen.insert(item["reference"].to_string()), "{item}");
        }
        pages += 1;
        match page["next"].as_str() {
            Some(next) => path = next.to_owned(),
            None => break,
        }
    }
    assert_eq!((seen.len(), pages), (5, 3));

    let request = council.server.anonymous("GET", "/v1/cases?limit=2");
    let answer = request
        .bearer_auth(&council.officer)
        .header("accept", "text/csv")
        .send()
        .await
        .unwrap();
    assert!(header(answer.headers(), "content-type").starts_with("text/csv"));
    assert!(header(answer.headers(), "link").ends_with("rel=\"next\""));
    let text = answer.text().await.unwrap();
    assert_eq!(text.lines().count(), 3);
    assert!(text.contains("\"'=Child"), "no cell is a formula: {text}");
}

#[actix_web::test]
async fn filters_take_the_listed_values_only() {
    let council = Council::open().await;
    council.case().await;
    for (query, cases) in [
        ("stage=deciding_whether_to_assess", 1),
        ("stage=assessing", 0),
        ("overdue=true", 0),
        ("due_within_days=366", 1),
        ("reference=EHC-2026-000001", 1),
        ("reference=EHC-2026-000002", 0),
    ] {
        let page = council.get(&council.officer, &format!("/v1/cases?{query}")).await;
        let page: Value = page.json().await.unwrap();
        assert_eq!(
            page["items"].as_array().map(Vec::len),
            Some(cases),
            "{query}: {page}"
        );
    }
    for (query, pointer) in [
        ("stage=sleeping", "/query/stage"),
        ("due_within_days=367", "/query/due_within_days"),
        ("due_within_days=-1", "/query/due_within_days"),
        ("reference=123", "/query/reference"),
        ("overdue=perhaps", "/query/overdue"),
        ("sort=name", "/query/sort"),
    ] {
        let answer = council.get(&council.officer, &format!("/v1/cases?{query}")).await;
        let body = problem(answer, ErrorCode::Invalid).await;
        assert_eq!(body["errors"][0]["pointer"], pointer, "{body}");
    }
}

#[actix_web::test]
async fn a_parent_has_no_work_list_and_is_told_so() {
    let council = Council::open().await;
    let answer = council.get(&council.parent, "/v1/work-list").await;
    problem(answer, ErrorCode::Forbidden).await;
}
