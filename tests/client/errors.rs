//! Every error of the API reference, by status and by error code, and errors that it does not list.

use std::collections::HashSet;
use std::error::Error as _;

use http::StatusCode;
use postpress::operations::HandleReceivedInvitationError as Failed;
use postpress::types::{
    ForbiddenType, GatewayTimeoutType, InstagramInvitation, InternalServerErrorType,
    InvitationAction, InvitationHandled, NotImplementedType, Problem, ServiceUnavailableType,
    UnauthorizedType,
};
use postpress::{AnyError, CallError, Client, ErrorType};

use crate::client::builder::message_of;
use crate::client::reference::{ERRORS, RETRYABLE};
use crate::client::server::{Reply, Server, json};

pub type Outcome = Result<InvitationHandled, CallError<Failed>>;

/// An error of the API reference with its types in the client.
struct Case {
    status: u16,
    wire: &'static str,
    flat: ErrorType,
    /// Returns `true` if the operation's error is the variant of this status, with this error code.
    is_typed: fn(&Failed) -> bool,
    /// Returns `true` if the error of all operations is this variant, with this error code.
    is_typed_in_any: fn(&AnyError) -> bool,
}

macro_rules! cases {
    ($($status:literal $by_status:ident $types:ident { $($wire:literal => $code:ident),* $(,)? })*) => {
        vec![$($(Case {
            status: $status,
            wire: $wire,
            flat: ErrorType::$code,
            is_typed: |error| {
                matches!(error, Failed::$by_status(problem) if problem.r#type == $types::$code)
            },
            is_typed_in_any: |error| {
                matches!(error, AnyError::$by_status(problem) if problem.r#type == $types::$code)
            },
        }),*),*]
    };
}

#[rustfmt::skip]
fn cases() -> Vec<Case> {
    cases! {
        401 Unauthorized UnauthorizedType {
            "errors/missing_credentials" => MissingCredentials,
            "errors/multiple_sessions" => MultipleSessions,
            "errors/invalid_checkpoint_solution" => InvalidCheckpointSolution,
            "errors/invalid_proxy_credentials" => InvalidProxyCredentials,
            "errors/checkpoint_error" => CheckpointError,
            "errors/invalid_credentials" => InvalidCredentials,
            "errors/expired_credentials" => ExpiredCredentials,
            "errors/insufficient_privileges" => InsufficientPrivileges,
            "errors/disconnected_account" => DisconnectedAccount,
            "errors/disconnected_feature" => DisconnectedFeature,
            "errors/invalid_credentials_but_valid_account_imap" => InvalidCredentialsButValidAccountImap,
            "errors/expired_link" => ExpiredLink,
            "errors/wrong_account" => WrongAccount,
        }
        403 Forbidden ForbiddenType {
            "errors/account_restricted" => AccountRestricted,
            "errors/account_mismatch" => AccountMismatch,
            "errors/insufficient_permissions" => InsufficientPermissions,
            "errors/session_mismatch" => SessionMismatch,
            "errors/feature_not_subscribed" => FeatureNotSubscribed,
            "errors/subscription_required" => SubscriptionRequired,
            "errors/unknown_authentication_context" => UnknownAuthenticationContext,
            "errors/action_required" => ActionRequired,
            "errors/resource_access_restricted" => ResourceAccessRestricted,
        }
        500 InternalServerError InternalServerErrorType {
            "errors/unexpected_error" => UnexpectedError,
            "errors/provider_error" => ProviderError,
            "errors/authentication_intent_error" => AuthenticationIntentError,
        }
        501 NotImplemented NotImplementedType {
            "errors/feature_not_implemented" => FeatureNotImplemented,
        }
        503 ServiceUnavailable ServiceUnavailableType {
            "errors/no_client_session" => NoClientSession,
            "errors/no_channel" => NoChannel,
            "errors/no_handler" => NoHandler,
            "errors/network_down" => NetworkDown,
            "errors/service_unavailable" => ServiceUnavailable,
        }
        504 GatewayTimeout GatewayTimeoutType {
            "errors/request_timeout" => RequestTimeout,
        }
    }
}

/// Returns a status as in a status line, without the HTTP version.
fn shown(status: u16) -> String {
    StatusCode::from_u16(status).unwrap().to_string()
}

fn envelope(kind: &str, status: u16) -> String {
    format!(
        r#"{{"title":"Refused","detail":"Not today","instance":"req_1","type":"{kind}","status":{status}}}"#
    )
}

pub async fn outcome(reply: Reply) -> Outcome {
    let server = Server::start([reply]);
    let outcome = call(&client(&server)).await;
    server.only_request();
    outcome
}

fn client(server: &Server) -> Client {
    let builder = Client::builder().base_url(server.url()).api_key("key");
    builder.build().unwrap()
}

async fn call(client: &Client) -> Outcome {
    let body = InstagramInvitation::new("acc", InvitationAction::Accept);
    client.handle_received_invitation("inv", body).send().await
}

pub async fn failure(reply: Reply) -> CallError<Failed> {
    outcome(reply).await.unwrap_err()
}

#[test]
fn the_cases_are_those_of_the_reference() {
    let cases = cases();
    let cases: Vec<_> = cases.iter().map(|case| (case.status, case.wire)).collect();
    let listed: Vec<_> = ERRORS
        .iter()
        .flat_map(|(status, types)| types.iter().map(|wire| (*status, *wire)))
        .collect();
    assert_eq!(cases, listed);
    assert_eq!(listed.len(), 32);
    assert_eq!(listed.iter().collect::<HashSet<_>>().len(), 32);
}

#[tokio::test]
async fn each_error_is_typed_by_status_and_code() {
    let replies = cases()
        .into_iter()
        .map(|case| json(&shown(case.status), &envelope(case.wire, case.status)));
    let server = Server::start(replies);
    let client = client(&server);
    for case in cases() {
        let error = call(&client).await.unwrap_err();
        let wire = case.wire;
        assert!(matches!(&error, CallError::Api(api) if (case.is_typed)(&api.error)), "{wire}");
        assert!(error.is_api(), "{wire}");
        assert_eq!(error.status().unwrap(), case.status, "{wire}");
        assert_eq!(error.code(), Some(wire));
        assert_eq!(error.error_type(), Some(case.flat));
        assert_eq!(error.request_id(), Some("req_1"), "{wire}");
        assert_eq!(error.attempts(), 1, "{wire}");
        assert_eq!(error.is_retryable(), RETRYABLE.contains(&wire), "{wire}");
        assert_eq!(error.body().unwrap(), &envelope(wire, case.status), "{wire}");
        assert_eq!(
            message_of(&error),
            format!("Refused: Not today ({wire}, {}, request req_1)", shown(case.status))
        );
        assert!(error.source().is_none(), "{wire}");
    }
    assert_eq!(server.finish().len(), 32);
}

#[tokio::test]
async fn each_error_converts_to_the_error_of_all_operations() {
    async fn handle(client: &Client) -> Result<InvitationHandled, postpress::Error> {
        Ok(call(client).await?)
    }

    let replies = cases()
        .into_iter()
        .map(|case| json(&shown(case.status), &envelope(case.wire, case.status)));
    let server = Server::start(replies);
    let client = client(&server);
    for case in cases() {
        let error = handle(&client).await.unwrap_err();
        let wire = case.wire;
        assert!((case.is_typed_in_any)(error.api().unwrap()), "{wire}");
        assert_eq!(error.error_type(), Some(case.flat));
        assert_eq!(error.status().unwrap(), case.status, "{wire}");
        assert_eq!(error.body().unwrap(), &envelope(wire, case.status), "{wire}");
        assert_eq!(
            message_of(&error),
            format!("Refused: Not today ({wire}, {}, request req_1)", shown(case.status))
        );
    }
}

#[tokio::test]
async fn transport_errors_convert_to_the_error_of_all_operations() {
    async fn handle() -> Result<InvitationHandled, postpress::Error> {
        Ok(outcome(Reply::Reset).await?)
    }
    let error = handle().await.unwrap_err();
    assert!(error.is_transport());
    assert!(error.source().is_some());
}

#[test]
fn error_types_have_the_data_of_the_reference() {
    for case in cases() {
        let wire = case.wire;
        assert_eq!(case.flat.as_str(), wire);
        assert_eq!(case.flat.to_string(), wire);
        assert_eq!(wire.parse::<ErrorType>(), Ok(case.flat.clone()));
        assert!(case.flat.is_known(), "{wire}");
        assert_eq!(case.flat.status().unwrap(), case.status, "{wire}");
        assert_eq!(case.flat.is_retryable(), RETRYABLE.contains(&wire), "{wire}");
        assert!(case.flat.description().ends_with('.'), "{wire}");
    }
    let descriptions: HashSet<_> = cases().iter().map(|case| case.flat.description()).collect();
    assert_eq!(descriptions.len(), 32);

    let unknown: ErrorType = "errors/brand_new".parse().unwrap();
    assert!(!unknown.is_known());
    assert_eq!(unknown.as_str(), "errors/brand_new");
    assert_eq!(unknown.to_string(), "errors/brand_new");
    assert_eq!(unknown.status(), None);
    assert_eq!(unknown.description(), "");
    assert!(!unknown.is_retryable());
}

#[tokio::test]
async fn the_message_leaves_out_missing_members() {
    let cases = [
        (r#""detail":"Not today","#, "Refused: Not today (errors/expired_link, 401 Unauthorized)"),
        (
            r#""instance":"req_1","#,
            "Refused (errors/expired_link, 401 Unauthorized, request req_1)",
        ),
        (r#""detail":null,"#, "Refused (errors/expired_link, 401 Unauthorized)"),
        (r#""detail":"  ","#, "Refused (errors/expired_link, 401 Unauthorized)"),
        ("", "Refused (errors/expired_link, 401 Unauthorized)"),
    ];
    for (members, line) in cases {
        let body =
            format!(r#"{{"title":"Refused",{members}"type":"errors/expired_link","status":401}}"#);
        let error = failure(json("401 Unauthorized", &body)).await;
        assert_eq!(message_of(&error), line);
    }
}

#[tokio::test]
async fn the_message_is_one_line_without_control_characters() {
    let body =
        r#"{"title":"a\r\nb\u001b[31m","detail":"c\u202ed","type":"errors/\u0007x","status":401}"#;
    let error = failure(json("401 Unauthorized", body)).await;
    assert_eq!(message_of(&error), "a  b[31m: cd (errors/x, 401 Unauthorized)");
}

#[tokio::test]
async fn an_unknown_code_of_a_documented_status_is_kept() {
    let error = failure(json("401 Unauthorized", &envelope("errors/brand_new", 401))).await;
    let Some(Failed::Unauthorized(problem)) = error.api() else {
        panic!("{error:?}");
    };
    assert!(
        matches!(&problem.r#type, UnauthorizedType::Unknown(value) if value.as_str() == "errors/brand_new")
    );
    assert_eq!(problem.r#type.to_string(), "errors/brand_new");
    assert!(
        matches!(error.error_type(), Some(ErrorType::Unknown(value)) if value.as_str() == "errors/brand_new")
    );
    assert_eq!(error.code(), Some("errors/brand_new"));
    assert_eq!(problem.detail.as_deref(), Some("Not today"));
    assert!(!error.is_retryable());

    // The description does not list this code, so the status decides.
    let error = failure(json("503 Service Unavailable", &envelope("errors/brand_new", 503))).await;
    assert!(error.is_retryable());
}

#[tokio::test]
async fn a_code_of_another_status_is_recognised() {
    let error = failure(json("401 Unauthorized", &envelope("errors/network_down", 401))).await;
    let Some(Failed::Unauthorized(problem)) = error.api() else {
        panic!("{error:?}");
    };
    assert!(!problem.r#type.is_known());
    assert_eq!(problem.r#type.as_str(), "errors/network_down");
    assert_eq!(error.error_type(), Some(ErrorType::NetworkDown));
    assert!(error.is_retryable());
}

#[tokio::test]
async fn the_status_line_takes_precedence_over_the_status_in_the_body() {
    let error = failure(json("403 Forbidden", &envelope("errors/action_required", 401))).await;
    let Some(Failed::Forbidden(problem)) = error.api() else {
        panic!("{error:?}");
    };
    assert_eq!(problem.status, 401);
    assert_eq!(problem.r#type, ForbiddenType::ActionRequired);
    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN));
}

#[tokio::test]
async fn an_undocumented_status_with_the_envelope_is_typed() {
    let error = failure(json("418 I'm a teapot", &envelope("errors/teapot", 418))).await;
    let expected = Problem::new("Refused", "errors/teapot", 418)
        .with_detail("Not today")
        .with_instance("req_1");
    assert_eq!(error.api(), Some(&Failed::Other(expected)));
    assert_eq!(error.status(), Some(StatusCode::IM_A_TEAPOT));
    assert_eq!(
        message_of(&error),
        "Refused: Not today (errors/teapot, 418 I'm a teapot, request req_1)"
    );
    assert!(!error.is_retryable());
}
