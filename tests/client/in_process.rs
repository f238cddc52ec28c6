//! The feature `mock`: tests of a program that uses the client, without a network.

use std::time::Duration;

use postpress::mock::Mock;
use postpress::operations::{HandleReceivedInvitation, HandleReceivedInvitationError as Failed};
use postpress::types::{
    Forbidden, ForbiddenType, InvitationAction, InvitationHandled, InvitationStatus,
    LinkedinInvitation, Problem,
};
use postpress::{CallError, CallOptions, Client, ErrorType, TransportErrorKind};
use serde_json::json;

fn call(client: &Client) -> HandleReceivedInvitation {
    let body = LinkedinInvitation::new("s3cret", "acc_1", InvitationAction::Decline);
    client.handle_received_invitation("inv/1", body)
}

fn declined() -> InvitationHandled {
    InvitationHandled::new(InvitationStatus::Declined)
}

fn forbidden() -> Failed {
    let kind = ForbiddenType::InsufficientPermissions;
    Failed::Forbidden(Forbidden::new("Not yours", kind, 403))
}

#[tokio::test]
async fn the_mock_returns_planned_results_and_records_requests() {
    let mock = Mock::new();
    mock.handle_received_invitation().returns(declined());
    let client = mock.client();
    assert_eq!(call(&client).send().await.unwrap(), declined());
    assert_eq!(call(&client).send_blocking().unwrap(), declined());

    let sent = mock.handle_received_invitation().calls();
    assert_eq!(sent.len(), 2);
    for sent in sent {
        assert_eq!(sent.path(), "/v1/users/invite/received/inv%2F1");
        assert_eq!(sent.header("x-api-key"), Some("mock"));
        let body = json!({
            "provider": "LINKEDIN", "shared_secret": "s3cret", "account_id": "acc_1", "action": "decline",
        });
        assert_eq!(sent.json(), Some(body));
    }
    assert!(!format!("{mock:?}").contains("s3cret"));
}

#[tokio::test]
async fn planned_errors_are_returned() {
    let mock = Mock::new();
    let other = Failed::Other(Problem::new("Teapot", "errors/teapot", 418));
    mock.handle_received_invitation().fails(forbidden()).fails(other.clone());
    let client = mock.client();
    let error = call(&client).send().await.unwrap_err();
    assert_eq!(error.api(), Some(&forbidden()));
    assert_eq!(error.attempts(), 1);
    let error = call(&client).send().await.unwrap_err();
    assert_eq!(error.api(), Some(&other));
    let error = postpress::Error::from(error);
    assert!(matches!(error.error_type(), Some(ErrorType::Unknown(_))), "{error:?}");
}

#[tokio::test]
async fn an_invalid_call_does_not_reach_the_mock() {
    let mock = Mock::new();
    let body = LinkedinInvitation::new("s3cret", "", InvitationAction::Decline);
    let error = mock.client().handle_received_invitation("i", body).send().await.unwrap_err();
    assert!(error.is_invalid(), "{error}");
    assert!(mock.calls().is_empty());
}

#[tokio::test]
async fn transport_errors_and_delays_can_be_planned() {
    let mock = Mock::new();
    let client = mock.client();
    let connect = TransportErrorKind::Connect;
    mock.handle_received_invitation().breaks(connect).times(2).returns(declined());
    // A request that was not sent is safe to retry.
    assert_eq!(call(&client).send().await.unwrap(), declined());
    assert_eq!(mock.calls().len(), 3);
    mock.handle_received_invitation().returns(declined()).after(Duration::from_secs(3600));
    let options = CallOptions::new().timeout(Duration::from_millis(10));
    let late = call(&client).options(options).send().await.unwrap_err();
    assert!(late.is_timeout() && matches!(late, CallError::Transport(_)), "{late}");
}
