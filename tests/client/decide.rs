//! Deciding on a request: what is sent, what each answer becomes, and that nothing is ever sent twice.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use certview_orders::client::{
    BaseUrl, BearerToken, Body, Comment, CommentError, Decision, Endpoint, Error, ErrorCode, Fault, Gateway,
    Method, Outcome, PathStyle, Request, Response, Retry, StatusChange, StatusUpdate, TokenSource, Transport,
    get_order, update_status,
};
use certview_orders::order::{Order, RequestStatus, Timestamp};
use pollster::block_on;
use proptest::prelude::*;

use super::{SAMPLE, TOKEN, UUID, answer};

const URL: &str = "https://gateway.example/certview/rest/public/v1/certificates/enrollment/digicert/orders";
const NO_ROUTE: &str = r#"{"message":"No static resource certview."}"#;

/// When the gateway carries a decision out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Execution {
    BeforeAnswering,
    Never,
    /// After the answer was lost, and after the client has read the request back.
    Later,
}

/// A gateway with one request, and the failures to simulate.
struct SimulatedGateway {
    status: RefCell<RequestStatus>,
    /// The responses to reads; where there is none, and after the last one, the request in its current state.
    readings: RefCell<VecDeque<Option<Result<Response, Fault>>>>,
    execution: Execution,
    put_answer: Result<Response, Fault>,
    /// What another user decides after the PUT.
    other_decision: Option<RequestStatus>,
    puts: RefCell<Vec<(String, Option<String>, String)>>,
    transports: Cell<u32>,
    reads: Cell<u32>,
}

impl SimulatedGateway {
    fn new(execution: Execution, put_answer: Result<Response, Fault>) -> Self {
        Self {
            status: RefCell::new(RequestStatus::Submitted),
            readings: RefCell::default(),
            execution,
            put_answer,
            other_decision: None,
            puts: RefCell::default(),
            transports: Cell::new(0),
            reads: Cell::new(0),
        }
    }

    fn with_readings(self, readings: Vec<Result<Response, Fault>>) -> Self {
        Self { readings: RefCell::new(readings.into_iter().map(Some).collect()), ..self }
    }

    fn order(&self) -> Response {
        let body = SAMPLE.replace("\"SUBMITTED\"", &format!("\"{}\"", self.status.borrow().as_word()));
        answer(200, &body).unwrap()
    }

    fn is_open(&self) -> bool {
        matches!(*self.status.borrow(), RequestStatus::Submitted | RequestStatus::Other(_))
    }

    fn carry_out(&self, decision: RequestStatus) {
        if self.is_open() {
            self.status.replace(decision);
        }
    }
}

/// The transport of one call; the decision is read back through another.
struct SimulatedTransport(Rc<SimulatedGateway>);

impl Transport for SimulatedTransport {
    async fn send(&self, request: Request) -> Result<Response, Fault> {
        match request.method {
            Method::Get => {
                assert_eq!(request.body.map(|body| body.as_str().to_owned()), None);
                self.0.reads.set(self.0.reads.get() + 1);
                let planned = self.0.readings.borrow_mut().pop_front().flatten();
                planned.unwrap_or_else(|| Ok(self.0.order()))
            }
            Method::Put => {
                let body = request.body.unwrap();
                assert_eq!(body.content_type(), "application/json");
                assert!(matches!(body, Body::Json(_)));
                let sent: serde_json::Value = serde_json::from_str(body.as_str()).unwrap();
                let authorization = request.authorization.map(|token| token.to_string());
                self.0.puts.borrow_mut().push((request.url, authorization, body.as_str().to_owned()));
                if self.0.execution == Execution::BeforeAnswering {
                    self.0.carry_out(RequestStatus::from_word(sent["status"].as_str().unwrap()));
                }
                if let Some(other) = &self.0.other_decision {
                    self.0.carry_out(other.clone());
                }
                self.0.put_answer.clone()
            }
            Method::Post => panic!("an unexpected sign-in"),
        }
    }

    async fn wait(&self, _milliseconds: u32) -> Result<(), Fault> {
        Ok(())
    }

    async fn is_there(&self, _url: &str) -> bool {
        panic!("an unexpected connection test")
    }

    fn remaining_ms(&self) -> u32 {
        30_000
    }

    fn now(&self) -> Timestamp {
        Timestamp::parse("2020-09-01T10:00:00Z").unwrap()
    }

    fn random(&self) -> f64 {
        0.5
    }
}

fn gateway() -> Gateway {
    let base_url = BaseUrl::parse("https://gateway.example").unwrap();
    Gateway::new(Endpoint { base_url, path_style: PathStyle::Auto }, Retry::default())
}

fn decide_with(
    simulated: &Rc<SimulatedGateway>,
    tokens: &impl TokenSource,
    gateway: &Gateway,
    decision: Decision,
    before: Option<&Order>,
) -> Result<StatusUpdate, Error> {
    let open = || {
        simulated.transports.set(simulated.transports.get() + 1);
        Ok(SimulatedTransport(Rc::clone(simulated)))
    };
    let comment = Comment::parse("checked with the owner").unwrap();
    let uuid = UUID.parse().unwrap();
    let change = StatusChange { uuid: &uuid, decision, comment: &comment, before };
    block_on(update_status(&open().unwrap(), open, tokens, gateway, change))
}

fn decide(simulated: &Rc<SimulatedGateway>, decision: Decision) -> Result<StatusUpdate, Error> {
    decide_with(simulated, &BearerToken::parse(TOKEN).unwrap(), &gateway(), decision, None)
}

/// The reads, and the decisions that were sent.
fn counts(simulated: &SimulatedGateway) -> (u32, usize) {
    (simulated.reads.get(), simulated.puts.borrow().len())
}

#[test]
fn a_request_that_was_just_read_is_not_read_again_before_the_decision() {
    let simulated = Rc::new(SimulatedGateway::new(Execution::BeforeAnswering, answer(204, "")));
    let (tokens, gateway) = (BearerToken::parse(TOKEN).unwrap(), gateway());
    let transport = SimulatedTransport(Rc::clone(&simulated));
    let before = block_on(get_order(&transport, &tokens, &gateway, &UUID.parse().unwrap())).unwrap();
    assert_eq!(counts(&simulated), (1, 0));
    let update = decide_with(&simulated, &tokens, &gateway, Decision::Approve, Some(&before)).unwrap();
    assert_eq!((update.outcome, counts(&simulated)), (Outcome::Decided, (1, 1)));

    // Nothing is sent where that reading shows the decision already.
    let mut decided = before.clone();
    decided.status = Some(RequestStatus::Approved);
    let error = decide_with(&simulated, &tokens, &gateway, Decision::Approve, Some(&decided)).unwrap_err();
    assert_eq!((error.code, counts(&simulated)), (ErrorCode::Conflict, (1, 1)));
}

#[test]
fn a_request_that_was_read_through_another_gateway_is_read_again() {
    let simulated = Rc::new(SimulatedGateway::new(Execution::BeforeAnswering, answer(204, "")));
    let before = Order::from_text(SAMPLE).unwrap();
    let tokens = BearerToken::parse(TOKEN).unwrap();
    let update = decide_with(&simulated, &tokens, &gateway(), Decision::Approve, Some(&before)).unwrap();
    assert_eq!((update.outcome, counts(&simulated)), (Outcome::Decided, (1, 1)));
}

#[test]
fn a_decision_is_sent_as_the_vendor_describes_it() {
    for (decision, word) in
        [(Decision::Approve, "APPROVED"), (Decision::Reject, "REJECTED"), (Decision::Cancel, "CANCELLED")]
    {
        let simulated = Rc::new(SimulatedGateway::new(Execution::BeforeAnswering, answer(204, "")));
        let update = decide(&simulated, decision).unwrap();
        assert_eq!(update.outcome, Outcome::Decided);
        assert!(update.order.is_none() && update.lost.is_none());
        assert_eq!(simulated.status.borrow().as_word(), word);
        assert_eq!(Decision::from_word(word), Some(decision));
        let puts = simulated.puts.borrow();
        assert_eq!(puts[0].0, format!("{URL}/{UUID}/status"));
        assert_eq!(puts[0].1.as_deref(), Some(format!("Bearer {TOKEN}").as_str()));
        assert_eq!(puts[0].2, format!(r#"{{"status":"{word}","comment":"checked with the owner"}}"#));
        assert_eq!(simulated.transports.get(), 1, "nothing is read back after a confirmation");
    }
    assert_eq!(Decision::from_word("ISSUED"), None);
}

#[test]
fn the_path_is_found_and_the_token_renewed_before_the_decision_is_sent() {
    struct Renewing(Cell<u32>);
    impl TokenSource for Renewing {
        async fn token(&self, refused: bool) -> Result<BearerToken, Error> {
            self.0.set(self.0.get() + 1);
            Ok(BearerToken::parse(if refused { "fresh" } else { "old" }).unwrap())
        }
        fn can_renew(&self) -> bool {
            true
        }
    }
    let readings = vec![answer(404, NO_ROUTE), answer(401, "")];
    let simulated =
        Rc::new(SimulatedGateway::new(Execution::BeforeAnswering, answer(204, "")).with_readings(readings));
    let tokens = Renewing(Cell::new(0));
    let gateway = gateway();
    assert!(decide_with(&simulated, &tokens, &gateway, Decision::Approve, None).is_ok());
    let puts = simulated.puts.borrow();
    assert_eq!(
        puts[0].0,
        format!("https://gateway.example/certview/v1/certificates/digicert/orders/{UUID}/status")
    );
    assert_eq!(puts[0].1.as_deref(), Some("Bearer fresh"));
    assert_eq!(gateway.resolved_path(), Some(PathStyle::Sample));
}

#[test]
fn nothing_is_sent_where_the_request_cannot_be_read_or_has_the_status() {
    for reading in [answer(404, ""), answer(403, ""), answer(401, ""), Err(Fault::Aborted), answer(200, "{}")]
    {
        let simulated = Rc::new(
            SimulatedGateway::new(Execution::BeforeAnswering, answer(204, "")).with_readings(vec![reading]),
        );
        let error = decide(&simulated, Decision::Approve).unwrap_err();
        assert!(!error.may_have_taken_effect);
        assert!(simulated.puts.borrow().is_empty());
    }
    let simulated = Rc::new(SimulatedGateway::new(Execution::BeforeAnswering, answer(204, "")));
    simulated.status.replace(RequestStatus::Rejected);
    let error = decide(&simulated, Decision::Reject).unwrap_err();
    assert_eq!((error.code, error.to_string().contains("Nothing was sent")), (ErrorCode::Conflict, true));
    assert!(simulated.puts.borrow().is_empty());
}

#[test]
fn a_refusal_keeps_the_gateways_text_and_is_about_deciding() {
    let body = format!(r#"{{"errorCode":"2003","message":"Order is not in SUBMITTED state {TOKEN}"}}"#);
    for (status, code) in [
        (400, ErrorCode::Conflict),
        (401, ErrorCode::Unauthorized),
        (403, ErrorCode::Forbidden),
        (404, ErrorCode::NotFound),
        (409, ErrorCode::Conflict),
        (422, ErrorCode::Conflict),
        (429, ErrorCode::RateLimited),
        (405, ErrorCode::Server),
        (302, ErrorCode::Server),
    ] {
        let simulated = Rc::new(SimulatedGateway::new(Execution::Never, answer(status, &body)));
        let error = decide(&simulated, Decision::Approve).unwrap_err();
        assert_eq!((error.code, error.status), (code, Some(status)));
        assert_eq!(error.gateway.text.as_deref(), Some("Order is not in SUBMITTED state …"));
        assert!(!error.may_have_taken_effect);
        assert!(!error.to_string().contains("read certificate requests"), "{error}");
        assert_eq!(simulated.puts.borrow().len(), 1);
    }
}

#[test]
fn a_refusal_of_a_decision_that_was_carried_out_is_no_refusal() {
    // A browser has repeated the call by itself, and the gateway refuses the repetition.
    for status in [400, 409, 422] {
        let simulated = Rc::new(SimulatedGateway::new(Execution::BeforeAnswering, answer(status, "")));
        let update = decide(&simulated, Decision::Approve).unwrap();
        assert_eq!((update.outcome, update.order.is_some()), (Outcome::Decided, true));
        assert_eq!(update.lost.unwrap().status, Some(status));

        let readings = vec![answer(200, SAMPLE), answer(403, "")];
        let simulated =
            SimulatedGateway::new(Execution::BeforeAnswering, answer(status, "")).with_readings(readings);
        let error = decide(&Rc::new(simulated), Decision::Approve).unwrap_err();
        assert_eq!((error.code, error.may_have_taken_effect), (ErrorCode::Conflict, true));
        assert!(error.to_string().contains("Read the request before deciding again"), "{error}");
    }
}

#[test]
fn after_a_lost_answer_the_request_shows_the_outcome() {
    let page = answer(200, "<!doctype html><title>Sign in</title>");
    for lost in [
        Err(Fault::Network),
        Err(Fault::Connection(Some("ECONNRESET".to_owned()))),
        Err(Fault::Timeout),
        Err(Fault::TooLarge),
        answer(408, ""),
        answer(500, ""),
        answer(502, ""),
        answer(504, ""),
        page,
    ] {
        let simulated = Rc::new(SimulatedGateway::new(Execution::BeforeAnswering, lost.clone()));
        let update = decide(&simulated, Decision::Approve).unwrap();
        assert_eq!(update.outcome, Outcome::Decided, "{lost:?}");
        assert_eq!(update.order.unwrap().status, Some(RequestStatus::Approved));
        assert!(update.lost.is_some());
        assert_eq!(simulated.transports.get(), 2, "read back with a deadline of its own");
    }
}

#[test]
fn an_unchanged_request_is_proof_only_where_the_gateway_has_stopped() {
    for (lost, outcome) in [
        (answer(500, ""), Outcome::NotDecided),
        (answer(501, ""), Outcome::NotDecided),
        (answer(503, ""), Outcome::NotDecided),
        (answer(502, ""), Outcome::Unknown),
        (answer(504, ""), Outcome::Unknown),
        (Err(Fault::Network), Outcome::Unknown),
        (Err(Fault::Timeout), Outcome::Unknown),
    ] {
        let simulated = Rc::new(SimulatedGateway::new(Execution::Never, lost.clone()));
        assert_eq!(decide(&simulated, Decision::Reject).unwrap().outcome, outcome, "{lost:?}");
    }
}

#[test]
fn an_approved_request_may_have_been_issued_by_the_time_it_is_read() {
    let issued = answer(200, &SAMPLE.replace("\"SUBMITTED\"", "\"ISSUED\""));
    let readings = vec![answer(200, SAMPLE), issued];
    let simulated =
        Rc::new(SimulatedGateway::new(Execution::Never, Err(Fault::Network)).with_readings(readings));
    assert_eq!(decide(&simulated, Decision::Approve).unwrap().outcome, Outcome::Decided);
}

#[test]
fn a_request_that_showed_the_decision_before_proves_nothing_by_another_status() {
    let with = |status: &str| answer(200, &SAMPLE.replace("\"SUBMITTED\"", &format!("\"{status}\"")));
    let readings = vec![with("ISSUED"), with("CANCELLED")];
    let simulated =
        Rc::new(SimulatedGateway::new(Execution::Never, Err(Fault::Network)).with_readings(readings));
    assert_eq!(decide(&simulated, Decision::Approve).unwrap().outcome, Outcome::Unknown);
}

#[test]
fn another_decision_in_between_means_that_this_one_was_not_made() {
    let other = Some(RequestStatus::Cancelled);
    let simulated = Rc::new(SimulatedGateway {
        other_decision: other,
        ..SimulatedGateway::new(Execution::Never, Err(Fault::Network))
    });
    assert_eq!(decide(&simulated, Decision::Approve).unwrap().outcome, Outcome::NotDecided);
}

#[test]
fn where_reading_back_fails_too_the_outcome_is_unknown() {
    let readings = vec![answer(200, SAMPLE), answer(403, "")];
    let simulated = Rc::new(
        SimulatedGateway::new(Execution::BeforeAnswering, Err(Fault::Network)).with_readings(readings),
    );
    let update = decide(&simulated, Decision::Approve).unwrap();
    assert_eq!((update.outcome, update.order.is_none()), (Outcome::Unknown, true));
    assert_eq!(update.lost.unwrap().code, ErrorCode::Network);
}

#[test]
fn an_abort_after_sending_says_that_it_may_have_been_carried_out() {
    let aborted = Rc::new(SimulatedGateway::new(Execution::BeforeAnswering, Err(Fault::Aborted)));
    let readings = vec![answer(200, SAMPLE), Err(Fault::Aborted)];
    let while_reading_back = Rc::new(
        SimulatedGateway::new(Execution::BeforeAnswering, Err(Fault::Network)).with_readings(readings),
    );
    for simulated in [aborted, while_reading_back] {
        let error = decide(&simulated, Decision::Approve).unwrap_err();
        assert_eq!((error.code, error.may_have_taken_effect), (ErrorCode::Aborted, true));
        assert!(error.to_string().contains("may have been carried out"), "{error}");
        assert_eq!(error.advice(), "Read the request before deciding again.");
    }
}

#[test]
fn a_comment_is_1_to_2000_characters_without_control_characters() {
    assert_eq!(Comment::parse(" ok ").unwrap().as_str(), "ok");
    for right in ["x", "Genehmigt: „grün“ 🌲", &"ä".repeat(2_000)] {
        assert!(Comment::parse(right).is_ok(), "{right}");
    }
    for (wrong, why) in [
        ("", CommentError::Empty),
        (" \n\t ", CommentError::Empty),
        ("a\nb", CommentError::ControlCharacter),
        ("a\tb", CommentError::ControlCharacter),
        ("a\u{0}b", CommentError::ControlCharacter),
        ("a\u{85}b", CommentError::ControlCharacter),
        (&"ä".repeat(2_001), CommentError::TooLong),
    ] {
        assert_eq!(Comment::parse(wrong), Err(why), "{wrong:?}");
    }
    assert_eq!(format!("{:?}", Comment::parse("secret").unwrap()), "Comment(6 characters)");
}

#[test]
fn the_words_of_decisions_and_outcomes_are_a_contract() {
    assert_eq!(Decision::ALL.map(Decision::as_str), ["APPROVED", "REJECTED", "CANCELLED"]);
    let outcomes = [Outcome::Decided, Outcome::NotDecided, Outcome::Unknown];
    assert_eq!(outcomes.map(Outcome::as_str), ["decided", "notDecided", "unknown"]);
}

fn any_reading() -> impl Strategy<Value = Option<Result<Response, Fault>>> {
    prop_oneof![
        4 => Just(None),
        1 => prop::sample::select(vec![200_u16, 302, 400, 401, 403, 404, 408, 409, 429, 500, 502, 503, 504])
            .prop_map(|status| Some(answer(status, ""))),
        1 => Just(Some(answer(404, NO_ROUTE))),
        1 => any_fault().prop_map(|fault| Some(Err(fault))),
    ]
}

fn any_fault() -> impl Strategy<Value = Fault> {
    prop::sample::select(vec![
        Fault::Network,
        Fault::Connection(None),
        Fault::Timeout,
        Fault::Aborted,
        Fault::TooLarge,
    ])
}

/// When a decision is carried out, and an answer that a gateway can then give.
fn any_execution() -> impl Strategy<Value = (Execution, Result<Response, Fault>)> {
    let executions =
        prop::sample::select(vec![Execution::BeforeAnswering, Execution::Never, Execution::Later]);
    executions.prop_flat_map(|execution| {
        // In every case, the answer may be lost or that of a proxy.
        let mut statuses = vec![408_u16, 502, 504];
        match execution {
            Execution::BeforeAnswering => statuses.extend([200, 204, 400, 409, 422, 500, 503]),
            Execution::Never => {
                statuses.extend([302, 400, 401, 403, 404, 405, 409, 422, 425, 429, 500, 501, 503])
            }
            Execution::Later => {}
        }
        let answers = prop_oneof![
            prop::sample::select(statuses).prop_map(|status| answer(status, "")),
            any_fault().prop_map(Err),
        ];
        (Just(execution), answers)
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4_000,
        max_global_rejects: 10_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_sequence_of_answers_and_losses_decides_twice_or_is_reported_wrongly(
        (execution, put_answer) in any_execution(),
        readings in prop::collection::vec(any_reading(), 0..8),
        decision in prop::sample::select(Decision::ALL.to_vec()),
        status in prop::sample::select(vec!["SUBMITTED", "SUBMITTED", "SUBMITTED", "APPROVED", "ISSUED", "ON_HOLD"]),
        other in prop::option::of(prop::sample::select(vec!["APPROVED", "REJECTED", "CANCELLED"])),
    ) {
        let simulated = Rc::new(SimulatedGateway {
            status: RefCell::new(RequestStatus::from_word(status)),
            readings: RefCell::new(readings.into()),
            other_decision: other.map(RequestStatus::from_word),
            ..SimulatedGateway::new(execution, put_answer)
        });
        // A gateway carries nothing out on a request that is decided.
        prop_assume!(execution == Execution::Never || simulated.is_open());
        let result = decide(&simulated, decision);
        prop_assert!(simulated.puts.borrow().len() <= 1, "sent twice");
        let sent = !simulated.puts.borrow().is_empty();
        if execution == Execution::Later && sent {
            simulated.carry_out(RequestStatus::from_word(decision.as_str()));
        }
        let word = simulated.status.borrow().as_word().to_owned();
        let has_status = word == decision.as_str() || (decision == Decision::Approve && word == "ISSUED");
        match result {
            Ok(StatusUpdate { outcome: Outcome::Decided, .. }) => {
                prop_assert!(sent && has_status, "reported as decided, and is not");
            }
            Ok(StatusUpdate { outcome: Outcome::NotDecided, .. }) => {
                prop_assert!(sent && (!has_status || execution == Execution::Never), "reported as not decided, and is");
            }
            Ok(StatusUpdate { outcome: Outcome::Unknown, .. }) => prop_assert!(sent),
            Err(error) if error.may_have_taken_effect => {
                prop_assert!(sent && matches!(error.code, ErrorCode::Aborted | ErrorCode::Conflict));
            }
            Err(_) => {
                prop_assert!(!sent || execution == Execution::Never, "a decision that was made is reported as an error");
            }
        }
    }
}
