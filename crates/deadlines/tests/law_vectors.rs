//! Every worked example of the reference, through the front that the command line uses.

#![expect(
    clippy::unwrap_used,
    reason = "a helper of tests may panic: that is a failed test"
)]

use ehcp_calendar::Calendar;
use ehcp_deadlines::worked;
use serde_json::Value;

const VECTORS: &str = include_str!("data/law_vectors.json");

/// An answer may say more than an example asks for: v048 and v050 give the same input to one rule and ask for
/// different results of it.
fn differences(expected: &Value, result: &Value) -> Vec<String> {
    expected
        .as_object()
        .unwrap()
        .iter()
        .filter(|(name, value)| result.get(name.as_str()) != Some(value))
        .map(|(name, value)| format!("{name}: expected {value}, got {:?}", result.get(name.as_str())))
        .collect()
}

#[test]
fn every_worked_example_comes_out_right_and_explains_itself() {
    let answers = worked::calculate_list(VECTORS, Calendar::england_and_wales()).unwrap();
    let answers: Vec<Value> = serde_json::from_str(&answers).unwrap();
    let examples: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    assert_eq!(answers.len(), 83);
    let mut wrong = Vec::new();
    for (example, answer) in examples.iter().zip(&answers) {
        assert_eq!(example["id"], answer["id"]);
        let differences = differences(&example["expected"], &answer["result"]);
        if !differences.is_empty() {
            wrong.push(format!(
                "{} {}: {differences:?} {}",
                example["id"], example["rule"], answer["error"]
            ));
        } else if answer["steps"].as_array().unwrap().is_empty() {
            wrong.push(format!("{} has no steps", example["id"]));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn an_answer_has_no_result_beyond_what_its_example_asks_for() {
    let examples: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    for example in examples.iter().filter(|example| example["id"] != "v048") {
        let inputs = example["inputs"].as_object().unwrap();
        let rule = example["rule"].as_str().unwrap();
        let answer = worked::calculate(rule, inputs, Calendar::england_and_wales()).unwrap();
        let asked: Vec<_> = example["expected"].as_object().unwrap().keys().collect();
        assert_eq!(
            answer.result.keys().collect::<Vec<_>>(),
            asked,
            "{}",
            example["id"]
        );
    }
}
