//! `ehcp deadlines`.

use crate::support::{ehcp, run, run_with_input};
use serde_json::Value;
use std::process::Stdio;

const VECTORS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../deadlines/tests/data/law_vectors.json"
);

#[test]
fn every_worked_example_comes_out_as_expected() {
    let run = run(&["deadlines", "calculate", "--input", VECTORS]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let answers: Vec<Value> = serde_json::from_str(&run.out).unwrap();
    let examples: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(VECTORS).unwrap()).unwrap();
    assert_eq!((examples.len(), answers.len()), (83, 83));
    for (example, answer) in examples.iter().zip(&answers) {
        assert_eq!(answer["id"], example["id"]);
        for (name, expected) in example["expected"].as_object().unwrap() {
            assert_eq!(
                answer["result"].get(name),
                Some(expected),
                "{} {name}: {answer}",
                example["id"]
            );
        }
        assert!(
            !answer["steps"].as_array().unwrap().is_empty(),
            "{}",
            example["id"]
        );
    }
}

#[test]
fn a_bad_item_gives_its_error_and_the_others_are_still_worked_out() {
    let list = r#"[
        {"id": 1, "rule": "ehcna-decision-to-assess", "inputs": {"request_received": "soon"}},
        {"id": 2, "rule": "no-such-rule", "inputs": {}},
        {"id": 3, "rule": "ehcna-decision-to-assess", "inputs": {"request_received": "2026-09-07"}},
        "not an object"
    ]"#;
    let run = run_with_input(&["deadlines", "calculate", "--input", "-"], list);
    assert_eq!(run.code, 0);
    let answers: Vec<Value> = serde_json::from_str(&run.out).unwrap();
    assert_eq!(answers[0]["error"]["field"], "request_received");
    assert_eq!(answers[1]["error"]["field"], "rule");
    assert_eq!(answers[2]["result"]["due"], "2026-10-19");
    assert!(
        answers[3]["error"]["message"]
            .as_str()
            .unwrap()
            .contains("JSON object")
    );
}

#[test]
fn an_input_that_is_no_list_is_refused_with_a_sentence() {
    for (input, says) in [
        ("{}", "not a JSON list"),
        ("", "not a JSON list"),
        ("[1,", "not a JSON list"),
    ] {
        let run = run_with_input(&["deadlines", "calculate", "--input", "-"], input);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(run.err.contains(says), "{}", run.err);
    }
    let missing = run(&["deadlines", "calculate", "--input", "no-such-file.json"]);
    assert_eq!(missing.code, 2);
    assert!(
        missing.err.contains("no-such-file.json cannot be read"),
        "{}",
        missing.err
    );
}

#[test]
fn the_rules_are_printed_as_the_page_and_as_json() {
    let page = run(&["deadlines", "rules"]);
    assert_eq!(page.code, 0);
    assert!(page.out.starts_with("# Deadline rules\n"));
    for developers_word in ["cargo", "EHCP_BLESS", "crates/"] {
        assert!(!page.out.contains(developers_word), "{developers_word}");
    }
    let json = run(&["deadlines", "rules", "--format", "json"]);
    let rules: Vec<Value> = serde_json::from_str(&json.out).unwrap();
    assert_eq!(rules.len(), page.out.matches("\n### ").count());
    assert!(
        rules
            .iter()
            .all(|rule| !rule["versions"].as_array().unwrap().is_empty())
    );
}

#[test]
fn a_reader_that_has_read_enough_is_no_failure() {
    let mut child = ehcp()
        .args(["deadlines", "rules", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}
