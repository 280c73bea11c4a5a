//! Files of evidence: given, looked at, scanned, read whole and by part, shared, withdrawn.

use ehcp_access::LimitEffect;
use ehcp_attachment::{LARGEST, scanner_test_text};
use ehcp_test_support::{
    Answer, Milestone, Person, ScannerServer, TestApp, TestDatabase,
    evidence::{DOCX, Evidence, docx, pdf},
    on_both_databases,
};
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};

on_both_databases!(
    a_parent_gives_a_report_and_reads_it_whole_and_by_part,
    the_same_file_under_the_same_key_is_kept_once,
    a_file_is_for_whoever_gave_it_and_the_staff_until_it_is_shared,
    a_shared_file_can_be_kept_from_one_parent,
    a_file_that_may_tell_where_somebody_lives_is_shared_only_when_somebody_has_looked,
    a_setting_sees_the_files_of_its_own_people_only,
    an_adviser_sees_own_files_and_those_shared_with_advisers,
    whoever_invited_a_helper_sees_what_the_helper_gave,
    who_may_see_no_documents_sees_no_files,
    hostile_files_are_refused_and_leave_nothing_but_a_line_in_the_log,
    names_are_never_paths_and_never_lie,
    what_the_scanner_finds_is_not_kept,
    without_a_scanner_that_answers_no_file_is_taken,
    a_file_may_have_20_mib_and_not_one_byte_more,
    an_upload_that_breaks_off_leaves_nothing,
    a_file_given_by_mistake_is_withdrawn_with_its_bytes,
    bytes_without_a_row_are_swept_and_those_with_one_stay,
    missing_changed_and_strange_bytes_are_found,
    nobody_fills_the_disk,
);

fn case_of_maya(app: &TestApp) -> String {
    app.parent().asks_for_an_assessment_of(app.council.maya)
}

pub(super) fn listed(app: &TestApp, who: &Person, case: &str) -> Vec<String> {
    let answer = app
        .as_person(who)
        .get(format!("/v1/cases/{case}/attachments"))
        .expect(200);
    let items = answer.list_at("/items").iter();
    items
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

/// Reads all that there is of a file, or finds it hidden everywhere.
pub(super) fn sees(app: &TestApp, who: &Person, case: &str, file: &str) -> bool {
    let reader = app.as_person(who);
    let seen = listed(app, who, case).iter().any(|id| id == file);
    let status = if seen { 200 } else { 404 };
    reader.get(format!("/v1/attachments/{file}")).expect(status);
    reader
        .get(format!("/v1/attachments/{file}/content"))
        .expect(status);
    seen
}

pub(super) fn share(app: &TestApp, file: &str, sharing: &Value) -> Answer {
    let seen = app
        .officer()
        .get(format!("/v1/attachments/{file}"))
        .expect(200)
        .etag();
    app.officer()
        .put(format!("/v1/attachments/{file}/sharing"), sharing)
        .seeing(&seen)
        .expect(200)
}

pub(super) fn with_family(tells_no_whereabouts: bool) -> Value {
    json!({"with_family": true, "with_advisers": false, "tells_no_whereabouts": tells_no_whereabouts})
}

fn a_parent_gives_a_report_and_reads_it_whole_and_by_part(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = case_of_maya(&app);
    let mut file = pdf("Maya’s words");
    file.name = "Maya’s report (1).pdf".to_owned();
    let given = app.parent().gives(&case, "childs_views", &file).expect(201);
    assert_eq!(given.at("/name"), "Maya’s report (1).pdf");
    assert_eq!(given.at("/size"), file.bytes.len());
    assert_eq!(given.at("/given_by_you"), true);
    assert_eq!(given.at("/scanned"), false);
    let id = given.text_at("/id");
    assert_eq!(given.header("location"), format!("/v1/attachments/{id}"));
    let whole = app
        .parent()
        .get(format!("/v1/attachments/{id}/content"))
        .expect(200);
    assert_eq!(whole.bytes(), file.bytes);
    for (name, value) in [
        ("content-type", "application/pdf"),
        (
            "content-disposition",
            "attachment; filename=\"Maya_s report (1).pdf\"; filename*=UTF-8''Maya%E2%80%99s%20report%20%281%29.pdf",
        ),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
        ("accept-ranges", "bytes"),
    ] {
        assert_eq!(whole.header(name), value, "{whole}");
    }
    assert_eq!(whole.header("content-length"), file.bytes.len().to_string());
    assert_eq!(whole.etag(), format!("\"{}\"", given.text_at("/sha256")));
    let part = app
        .parent()
        .get(format!("/v1/attachments/{id}/content"))
        .with_header("range", "bytes=5-7")
        .with_header("if-range", &whole.etag())
        .expect(206);
    assert_eq!(part.bytes(), &file.bytes[5..8]);
    assert_eq!(
        part.header("content-range"),
        format!("bytes 5-7/{}", file.bytes.len())
    );
    let beyond = app
        .parent()
        .get(format!("/v1/attachments/{id}/content"))
        .with_header("range", "bytes=100000-")
        .expect_problem(416, "range-not-satisfiable");
    assert_eq!(
        beyond.header("content-range"),
        format!("bytes */{}", file.bytes.len())
    );
    let reads = app.logs().reads();
    let by_parent = reads.iter().filter(|entry| {
        entry.operation == "read_attachment_content"
            && entry.user_id == app.council.parent.user.0.simple().to_string()
    });
    assert_eq!(by_parent.count(), 3, "every reading of bytes is logged");
}

fn the_same_file_under_the_same_key_is_kept_once(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = case_of_maya(&app);
    let give = |text: &str| app.parent().gives(&case, "other", &pdf(text)).with_key("one");
    let first = give("a").expect(201);
    let again = give("a").expect(201);
    assert_eq!(first.json(), again.json());
    assert_eq!(first.etag(), again.etag());
    give("b").expect_problem(422, "idempotency-key-reused");
    assert_eq!(app.files_in("kept"), [first.text_at("/id")]);
    assert!(app.files_in("incoming").is_empty());
}

fn a_file_is_for_whoever_gave_it_and_the_staff_until_it_is_shared(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = case_of_maya(&app);
    let council = &app.council;
    let file = app.parent().gives_a_report(&case);
    assert!(sees(&app, &council.parent, &case, &file));
    assert!(sees(&app, &council.officer, &case, &file));
    assert!(!sees(&app, &council.second_parent, &case, &file));
    // Who may not know of the case learns nothing of its files either.
    let stranger = app.as_person(&council.other_parent);
    for path in [
        format!("/v1/cases/{case}/attachments"),
        format!("/v1/attachments/{file}"),
        format!("/v1/attachments/{file}/content"),
    ] {
        stranger.get(path).expect_problem(404, "not-found");
    }
    let shared = share(&app, &file, &with_family(false));
    assert_eq!(shared.at("/sharing/with_family"), true);
    assert!(sees(&app, &council.second_parent, &case, &file));
    let seen = app
        .as_person(&council.second_parent)
        .get(format!("/v1/attachments/{file}"))
        .expect(200);
    assert_eq!(seen.at("/given_by_you"), false);
    for hidden in ["/given_by", "/sharing"] {
        assert!(seen.at(hidden).is_null(), "{seen}");
    }
    // Who may see what is the officer's to say.
    app.parent()
        .put(format!("/v1/attachments/{file}/sharing"), &with_family(true))
        .seeing(&shared.etag())
        .expect_problem(403, "forbidden");
}

fn a_shared_file_can_be_kept_from_one_parent(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = case_of_maya(&app);
    let council = &app.council;
    let file = app.officer().gives_a_report(&case);
    let mut sharing = with_family(true);
    sharing["kept_from"] = json!([council.second_parent.user]);
    let shared = share(&app, &file, &sharing);
    assert_eq!(shared.at("/sharing/kept_from"), &sharing["kept_from"]);
    assert!(sees(&app, &council.parent, &case, &file));
    assert!(!sees(&app, &council.second_parent, &case, &file));
    sharing["kept_from"] = json!([council.other_parent.user]);
    let refused = app
        .officer()
        .put(format!("/v1/attachments/{file}/sharing"), &sharing)
        .seeing(&shared.etag())
        .expect(422);
    assert!(refused.says_about("/kept_from/0").contains("family"));
    app.officer()
        .put(format!("/v1/attachments/{file}/sharing"), &with_family(true))
        .seeing("\"1-00000000\"")
        .expect_problem(412, "stale-version");
}

fn a_file_that_may_tell_where_somebody_lives_is_shared_only_when_somebody_has_looked(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = case_of_maya(&app);
    let council = &app.council;
    app.limit(
        &council.maya.to_string(),
        &council.second_parent,
        LimitEffect::NoWhereabouts,
    );
    let file = app.officer().gives_a_report(&case);
    share(&app, &file, &with_family(false));
    assert!(sees(&app, &council.parent, &case, &file));
    assert!(!sees(&app, &council.second_parent, &case, &file));
    share(&app, &file, &with_family(true));
    assert!(sees(&app, &council.second_parent, &case, &file));
}

fn a_setting_sees_the_files_of_its_own_people_only(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = case_of_maya(&app);
    let council = &app.council;
    let own = app.as_person(&council.school).gives_a_report(&case);
    let shared = app.officer().gives_a_report(&case);
    share(
        &app,
        &shared,
        &json!({"with_family": true, "with_advisers": true, "tells_no_whereabouts": true}),
    );
    assert!(sees(&app, &council.school, &case, &own));
    assert!(!sees(&app, &council.school, &case, &shared));
    assert!(!sees(&app, &council.parent, &case, &own));
}

fn an_adviser_sees_own_files_and_those_shared_with_advisers(database: TestDatabase) {
    let app = TestApp::prepare(database).today("2026-12-07").start();
    let council = &app.council;
    let hand = app
        .officer()
        .brings_to(&app, council.maya, Milestone::Assessing, council.alder);
    let case = hand.case.as_str();
    let own = app.as_person(&council.adviser).gives_a_report(case);
    let other = app.officer().gives_a_report(case);
    assert!(sees(&app, &council.adviser, case, &own));
    assert!(!sees(&app, &council.adviser, case, &other));
    let sharing = json!({"with_family": false, "with_advisers": true, "tells_no_whereabouts": false});
    share(&app, &other, &sharing);
    assert!(sees(&app, &council.adviser, case, &other));
    assert!(!sees(&app, &council.second_parent, case, &other));
}

fn whoever_invited_a_helper_sees_what_the_helper_gave(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = case_of_maya(&app);
    let council = &app.council;
    app.helper(
        &council.maya.to_string(),
        &council.parent,
        &council.other_parent.email,
        true,
    );
    let given = app.as_person(&council.other_parent).gives_a_report(&case);
    let before = app.parent().gives_a_report(&case);
    assert!(sees(&app, &council.parent, &case, &given));
    assert!(sees(&app, &council.other_parent, &case, &before));
    assert!(!sees(&app, &council.second_parent, &case, &given));
}

fn who_may_see_no_documents_sees_no_files(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = case_of_maya(&app);
    let council = &app.council;
    let file = app.officer().gives_a_report(&case);
    share(&app, &file, &with_family(true));
    app.limit(
        &council.maya.to_string(),
        &council.second_parent,
        LimitEffect::NoDocuments,
    );
    let limited = app.as_person(&council.second_parent);
    limited
        .get(format!("/v1/cases/{case}/attachments"))
        .expect_problem(403, "forbidden");
    limited
        .get(format!("/v1/attachments/{file}/content"))
        .expect_problem(403, "forbidden");
    limited
        .gives(&case, "other", &pdf("x"))
        .expect_problem(403, "forbidden");
}

fn hostile_files_are_refused_and_leave_nothing_but_a_line_in_the_log(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = case_of_maya(&app);
    let mut exe = Evidence::new("report.pdf", "application/pdf", *b"MZ\x90\0\x03\0\0\0");
    let mut polyglot = Evidence::new("scan.jpg", "image/jpeg", *b"\xFF\xD8\xFF\xE0\0\x10JFIF\0");
    polyglot.bytes.extend(docx(&[]).bytes);
    let page = Evidence::new("notes.txt", "text/plain", "<script>alert(1)</script>");
    let zeros = vec![0_u8; 30 * 1024 * 1024];
    let bomb = docx(&[("word/media/image1.png", &zeros)]);
    let outside = docx(&[("../../../etc/cron.d/run.xml", b"x")]);
    let macros = docx(&[("word/vbaProject.bin", b"x")]);
    for (file, code) in [
        (&exe, "content_differs"),
        (&polyglot, "two_in_one"),
        (&page, "content_differs"),
        (&bomb, "packed_too_much"),
        (&outside, "damaged"),
        (&macros, "program_inside"),
    ] {
        let refused = app
            .parent()
            .gives(&case, "other", file)
            .expect_problem(422, "invalid");
        assert_eq!(refused.at("/errors/0/code"), code, "{refused}");
        assert_eq!(refused.at("/errors/0/pointer"), "/content", "{refused}");
    }
    exe.media_type = "text/html".to_owned();
    app.parent()
        .gives(&case, "other", &exe)
        .expect_problem(415, "unsupported-media-type");
    exe.media_type = DOCX.to_owned();
    let refused = app.parent().gives(&case, "other", &exe).expect(422);
    assert!(refused.says_about("/content_type").contains("application/pdf"));
    assert!(listed(&app, &app.council.officer, &case).is_empty());
    assert!(app.files_in("kept").is_empty() && app.files_in("incoming").is_empty());
    let refusals = app.logs().security();
    let refusals = refusals.iter().filter(|entry| entry.event == "evidence_refused");
    assert_eq!(refusals.count(), 7);
}

fn names_are_never_paths_and_never_lie(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = case_of_maya(&app);
    let mut file = pdf("x");
    for (name, code) in [
        ("../../report.pdf", "name_with_path"),
        ("C:\\report.pdf", "name_with_path"),
        ("report\u{202E}fdp.exe", "name_with_hidden_character"),
        ("con.pdf", "name_reserved"),
        ("report.exe", "kind_not_taken"),
        ("report", "name_without_ending"),
    ] {
        name.clone_into(&mut file.name);
        let refused = app
            .parent()
            .gives(&case, "other", &file)
            .expect_problem(422, "invalid");
        assert_eq!(refused.at("/errors/0/code"), code, "{refused}");
    }
    let unnamed = app
        .parent()
        .gives(&case, "other", &pdf("x"))
        .without_header("content-disposition")
        .expect(422);
    assert!(unnamed.says_about("/name").contains("Content-Disposition"));
    app.parent().gives(&case, "gossip", &pdf("x")).expect(422);
}

fn what_the_scanner_finds_is_not_kept(database: TestDatabase) {
    let daemon = ScannerServer::start();
    let app = TestApp::prepare(database).scanned_by(daemon.scanner()).start();
    let case = case_of_maya(&app);
    let clean = app.parent().gives(&case, "other", &pdf("x")).expect(201);
    assert_eq!(clean.at("/scanned"), true);
    let harmful = Evidence::new("note.txt", "text/plain", scanner_test_text());
    let refused = app
        .parent()
        .gives(&case, "other", &harmful)
        .expect_problem(422, "invalid");
    assert_eq!(refused.at("/errors/0/code"), "malware_found");
    assert_eq!(app.files_in("kept"), [clean.text_at("/id")]);
    assert!(app.files_in("incoming").is_empty());
    let security = app.logs().security();
    let found: Vec<_> = security
        .iter()
        .filter(|entry| entry.event == "malware_found")
        .collect();
    assert_eq!(found.len(), 1);
}

fn without_a_scanner_that_answers_no_file_is_taken(database: TestDatabase) {
    let mut daemon = ScannerServer::start();
    let app = TestApp::prepare(database).scanned_by(daemon.scanner()).start();
    let case = case_of_maya(&app);
    daemon.stop();
    let refused = app
        .parent()
        .gives(&case, "other", &pdf("x"))
        .expect_problem(503, "unavailable");
    assert!(!refused.header("retry-after").is_empty());
    assert!(listed(&app, &app.council.officer, &case).is_empty());
    assert!(app.files_in("kept").is_empty() && app.files_in("incoming").is_empty());
}

fn a_file_may_have_20_mib_and_not_one_byte_more(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = case_of_maya(&app);
    let mut file = pdf("x");
    file.bytes.resize(usize::try_from(LARGEST).unwrap(), b' ');
    let given = app.parent().gives(&case, "other", &file).expect(201);
    let id = given.text_at("/id");
    let read = app
        .parent()
        .get(format!("/v1/attachments/{id}/content"))
        .expect(200);
    assert!(read.bytes() == file.bytes);
    // One that says so is refused before a byte of it is read; one that does not, when the byte comes.
    file.bytes.push(b' ');
    let mut stream = opened(&app, &case, &format!("content-length: {}\r\n", file.bytes.len()));
    assert_eq!(status(&mut stream), 413);
    let mut stream = opened(&app, &case, "transfer-encoding: chunked\r\n");
    write!(stream, "{:x}\r\n", file.bytes.len()).unwrap();
    stream.write_all(&file.bytes).unwrap();
    assert_eq!(status(&mut stream), 413);
    assert_eq!(app.files_in("kept"), [id]);
    assert!(app.files_in("incoming").is_empty());
}

/// A connection on which the head of an upload was sent.
fn opened(app: &TestApp, case: &str, length: &str) -> std::net::TcpStream {
    let mut stream = std::net::TcpStream::connect(app.address).unwrap();
    write!(
        stream,
        "POST /v1/cases/{case}/attachments?kind=other HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         idempotency-key: broken\r\ncontent-type: application/pdf\r\ncontent-disposition: attachment; \
         filename=a.pdf\r\n{length}\r\n",
        app.token_of(&app.council.parent)
    )
    .unwrap();
    stream
}

fn status(stream: &mut std::net::TcpStream) -> u16 {
    let mut head = [0; 12];
    stream.read_exact(&mut head).unwrap();
    String::from_utf8_lossy(&head)[9..].parse().unwrap()
}

fn an_upload_that_breaks_off_leaves_nothing(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = case_of_maya(&app);
    let mut stream = opened(&app, &case, "content-length: 1000\r\n");
    stream.write_all(b"%PDF-1.7 and then the line is cut").unwrap();
    while app.files_in("incoming").is_empty() {
        std::thread::yield_now();
    }
    drop(stream);
    while !app.files_in("incoming").is_empty() {
        std::thread::yield_now();
    }
    assert!(app.files_in("kept").is_empty());
    assert!(listed(&app, &app.council.officer, &case).is_empty());
}

fn a_file_given_by_mistake_is_withdrawn_with_its_bytes(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = case_of_maya(&app);
    let council = &app.council;
    let mut wrong = pdf("x");
    wrong.name = "Report on Noah Lowe.pdf".to_owned();
    let given = app.parent().gives(&case, "other", &wrong).expect(201);
    let id = given.text_at("/id");
    share(&app, id, &with_family(true));
    let reason = json!({"reason": "This is the report of another child."});
    let path = format!("/v1/attachments/{id}/withdrawals");
    let seen = app
        .officer()
        .get(format!("/v1/attachments/{id}"))
        .expect(200)
        .etag();
    // It is not theirs to withdraw.
    app.as_person(&council.second_parent)
        .post(&path, &reason)
        .seeing(&seen)
        .expect_problem(404, "not-found");
    app.parent()
        .post(&path, &reason)
        .seeing(&given.etag())
        .expect_problem(412, "stale-version");
    let withdrawn = app.parent().post(&path, &reason).seeing(&seen).expect(200);
    assert_eq!(withdrawn.at("/name"), "(withdrawn)");
    assert!(app.files_in("kept").is_empty());
    app.parent()
        .get(format!("/v1/attachments/{id}/content"))
        .expect_problem(404, "not-found");
    let told = app.officer().get(format!("/v1/attachments/{id}")).expect(200);
    assert_eq!(
        told.text_at("/withdrawn/reason"),
        "This is the report of another child."
    );
    assert!(!listed(&app, &council.second_parent, &case).contains(&id.to_owned()));
    app.parent()
        .post(&path, &reason)
        .seeing(&told.etag())
        .expect_problem(409, "already-done");
}

fn bytes_without_a_row_are_swept_and_those_with_one_stay(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = case_of_maya(&app);
    let id = app.parent().gives_a_report(&case);
    let orphan = app.files.path().join("kept/01990d2c-7f3a-7c11-9a53-3f1f7c9b2a10");
    std::fs::write(&orphan, b"left behind").unwrap();
    // By the server's clock they are not written yet.
    assert_eq!(app.block_on(app.casework.sweep_files()).unwrap(), 0);
    app.go_to("2036-01-02");
    assert_eq!(app.block_on(app.casework.sweep_files()).unwrap(), 1);
    assert_eq!(app.files_in("kept"), [id]);
}

fn missing_changed_and_strange_bytes_are_found(database: TestDatabase) {
    use ehcp_casework::FileFault;
    let app = TestApp::on(database);
    let case = case_of_maya(&app);
    let ids: Vec<String> = (0..3).map(|_| app.parent().gives_a_report(&case)).collect();
    let check = || app.block_on(app.casework.check_files()).unwrap();
    assert_eq!(check(), []);
    let kept = app.files.path().join("kept");
    let mut bytes = std::fs::read(kept.join(&ids[1])).unwrap();
    bytes[3] ^= 1;
    std::fs::write(kept.join(&ids[1]), bytes).unwrap();
    std::fs::remove_file(kept.join(&ids[2])).unwrap();
    std::fs::write(kept.join("notes.txt"), b"?").unwrap();
    assert_eq!(
        check(),
        [
            FileFault::Changed(ids[1].parse().unwrap()),
            FileFault::Orphan("notes.txt".to_owned()),
            FileFault::Missing(ids[2].parse().unwrap()),
        ]
    );
}

fn nobody_fills_the_disk(database: TestDatabase) {
    let app = TestApp::on(database);
    let case = case_of_maya(&app);
    for _ in 0..100 {
        app.parent().gives_a_report(&case);
    }
    let full = app
        .parent()
        .gives(&case, "other", &pdf("one more"))
        .expect_problem(409, "conflict");
    assert!(full.text_at("/detail").contains("tomorrow"), "{full}");
    assert_eq!(app.files_in("kept").len(), 100);
    app.go_to("2026-09-09");
    app.parent().gives_a_report(&case);
}
