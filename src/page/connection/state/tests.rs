use proptest::prelude::*;

use super::*;

fn endpoint(base: &str, path: &str) -> Endpoint {
    parse_endpoint(base, path).unwrap()
}

fn after(actions: impl IntoIterator<Item = TestAction>) -> ConnectionTest {
    let test = actions.into_iter().fold(Rc::new(ConnectionTest::default()), ConnectionTest::reduce);
    (*test).clone()
}

#[test]
fn an_address_and_a_path_are_parsed() {
    let chosen = endpoint(" https://gateway.example ", " sample ");
    assert_eq!((chosen.base_url.as_str(), chosen.path_style.as_str()), ("https://gateway.example", "sample"));
    assert_eq!(endpoint("  ", "documented").base_url, BaseUrl::same_origin());
}

#[test]
fn a_problem_names_its_field() {
    let problem = parse_endpoint("http://gateway.example", "sample").unwrap_err();
    assert!(problem.field == FormField::Address && problem.message.contains("is http"), "{problem:?}");
    let problem = parse_endpoint("", "nothing").unwrap_err();
    assert!(
        problem.field == FormField::Path && problem.message.contains("The path style is not known"),
        "{problem:?}"
    );
}

#[test]
fn where_the_host_fixes_the_gateway_only_the_path_is_chosen() {
    let stored = || endpoint("https://gateway.example", "sample");
    let choice = Config::parse(r#"{"gateway": {"choose": true}}"#);
    assert_eq!(allowed_choice(stored(), &choice), stored());
    let fixed = allowed_choice(stored(), &Config::default());
    assert_eq!((fixed.base_url, fixed.path_style), (BaseUrl::same_origin(), PathStyle::Sample));
}

#[test]
fn a_test_runs_until_it_is_answered() {
    let running = after([TestAction::Started(1)]);
    assert!(running.is_running && running.result.is_none() && running.problem.is_none());
    let done = after([TestAction::Started(1), TestAction::Finished(1, Connection::Works)]);
    assert!(!done.is_running && done.result == Some(Connection::Works));
    assert!(
        after([TestAction::Started(1), TestAction::Finished(1, Connection::Works), TestAction::Started(2)])
            .result
            .is_none()
    );
}

#[test]
fn the_result_of_an_earlier_test_is_not_shown() {
    let test =
        after([TestAction::Started(1), TestAction::Started(2), TestAction::Finished(1, Connection::Works)]);
    assert!(test.is_running && test.result.is_none());
    let problem = FieldProblem { field: FormField::Path, message: "No.".to_owned() };
    let test = after([
        TestAction::Started(1),
        TestAction::Refused(problem.clone()),
        TestAction::Finished(1, Connection::Works),
    ]);
    assert!(!test.is_running && test.result.is_none() && test.problem == Some(problem));
}

proptest! {
    #[test]
    fn after_any_sequence_a_result_is_of_the_last_test(steps in prop::collection::vec(0..6_usize, 0..30)) {
        let mut test = Rc::new(ConnectionTest::default());
        let (mut started, mut last_started) = (Vec::new(), None);
        for step in steps {
            match step {
                0 => {
                    let problem = FieldProblem { field: FormField::Path, message: String::new() };
                    test = test.reduce(TestAction::Refused(problem));
                    last_started = None;
                }
                1 | 2 => {
                    let call = test.next_call();
                    prop_assert!(!started.contains(&call), "a number is given once");
                    test = test.reduce(TestAction::Started(call));
                    started.push(call);
                    last_started = Some(call);
                }
                age => {
                    let Some(answered) = started.iter().rev().nth(age - 3).copied() else { continue };
                    let before = test.clone();
                    test = test.reduce(TestAction::Finished(answered, Connection::Works));
                    if last_started == Some(answered) {
                        prop_assert_eq!(test.result, Some(Connection::Works));
                    } else {
                        prop_assert!(Rc::ptr_eq(&before, &test));
                    }
                }
            }
            prop_assert!(!(test.is_running && test.result.is_some()));
            prop_assert!(!(test.problem.is_some() && test.result.is_some()));
        }
    }
}
