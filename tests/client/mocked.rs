//! The client with the mock of its own description as the server.

use http::StatusCode;
use postpress::operations::{HandleReceivedInvitation, HandleReceivedInvitationError as Failed};
use postpress::types::{
    InstagramInvitation, Invitation, InvitationAction, InvitationHandled, InvitationStatus,
    LinkedinInvitation,
};
use postpress::{CallError, CallOptions, Client, ErrorType};
use specwright_mock::{Mock, RunningMock};

use crate::client::reference::{ERRORS, Example, RETRYABLE};

fn mock() -> Mock {
    Mock::load(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/postpress.yaml")).unwrap()
}

fn client(mock: &RunningMock) -> Client {
    let example = Example::read();
    Client::builder().base_url(mock.url()).api_key(example.header("x-api-key")).build().unwrap()
}

fn call(client: &Client, body: impl Into<Invitation>) -> HandleReceivedInvitation {
    client.handle_received_invitation(Example::read().invitation_id(), body)
}

fn instagram() -> InstagramInvitation {
    InstagramInvitation::new("acc_2", InvitationAction::Accept)
}

fn prefer(what: &str) -> CallOptions {
    CallOptions::new().header("Prefer", what)
}

#[tokio::test]
async fn the_documented_call_is_accepted() {
    let example = Example::read();
    let mock = mock().start().unwrap();
    let client = client(&mock);
    let body = LinkedinInvitation::new(
        example.member("shared_secret"),
        example.member("account_id"),
        InvitationAction::Accept,
    );
    let handled = call(&client, body).send().await.unwrap();
    assert_eq!(handled, InvitationHandled::new(InvitationStatus::Accepted));

    let requests = mock.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].method, example.method);
    assert_eq!(requests[0].json().unwrap().to_string(), example.body());
    for (name, value) in &example.headers {
        assert_eq!(requests[0].header(name), Some(value.as_str()));
    }
}

#[tokio::test]
async fn both_variants_and_both_actions_are_valid() {
    let mock = mock().start().unwrap();
    let client = client(&mock);
    for action in [InvitationAction::Accept, InvitationAction::Decline] {
        let linkedin = LinkedinInvitation::new("AQH", "acc_1", action.clone());
        let instagram = InstagramInvitation::new("acc_2", action);
        for body in [Invitation::from(linkedin), Invitation::from(instagram)] {
            let handled = call(&client, body).send().await.unwrap();
            assert!(handled.status.is_known(), "{handled:?}");
        }
    }
    assert_eq!(mock.requests().len(), 4);
}

#[tokio::test]
async fn both_examples_can_be_requested() {
    let mock = mock().start().unwrap();
    let client = client(&mock);
    for (example, status) in
        [("accepted", InvitationStatus::Accepted), ("declined", InvitationStatus::Declined)]
    {
        let options = prefer(&format!("example={example}"));
        let handled = call(&client, instagram()).options(options).send().await;
        assert_eq!(handled.unwrap().status, status);
    }
}

#[tokio::test]
async fn every_error_can_be_requested_by_its_type() {
    let mock = mock().start().unwrap();
    let client = client(&mock);
    let mut seen = 0;
    for (status, types) in ERRORS {
        for wire in types {
            let options = prefer(&format!("type={wire}"));
            let error = call(&client, instagram()).options(options).send().await;
            let error = error.unwrap_err();
            assert!(error.is_api(), "{wire}: {error:?}");
            assert_eq!(error.status().unwrap(), status, "{wire}");
            assert_eq!(error.code(), Some(*wire));
            assert_eq!(error.error_type(), wire.parse().ok());
            assert!(error.error_type().unwrap().is_known(), "{wire}");
            assert_eq!(error.is_retryable(), RETRYABLE.contains(wire), "{wire}");
            seen += 1;
        }
    }
    assert_eq!(seen, 32);
    assert_eq!(mock.requests().len(), 32);
}

#[tokio::test]
async fn every_status_can_be_requested_by_its_code() {
    let mock = mock().start().unwrap();
    let client = client(&mock);
    for (status, types) in ERRORS {
        let options = prefer(&format!("code={status}"));
        let error = call(&client, instagram()).options(options).send().await;
        let error = error.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert!(types.contains(&error.code().unwrap()), "{error}");
    }
}

#[tokio::test]
async fn a_call_without_the_key_is_unauthorized() {
    let client = Client::new("key").unwrap();
    let request = client.handle_received_invitation("inv", instagram());
    let mut request = request.request().unwrap();
    request.headers_mut().remove("x-api-key");
    let answer = mock().answer(&request);
    let error = HandleReceivedInvitation::decode(answer.into()).unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert!(matches!(&error, CallError::Api(api) if matches!(api.error, Failed::Unauthorized(_))));
    assert_eq!(error.error_type(), Some(ErrorType::MissingCredentials));
}
