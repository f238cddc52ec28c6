//! Data of the API reference: its example call and its table of errors.

/// The example request, verbatim.
pub const CURL: &str = r#"curl --request POST \
  --url 'https://api.postpress.ai/api/v1/users/invite/received/inv_01HXYZ4QK3WJ8FN3M6QH7TZ8GR' \
  --header 'X-API-KEY: pp_live_...' \
  --header 'accept: application/json' \
  --header 'content-type: application/json' \
  --data '{
    "provider": "LINKEDIN",
    "shared_secret": "AQH...",
    "account_id": "acc_linkedin_01HXYZ4QK3WJ8FN3M6QH7TZ8GR",
    "action": "accept"
  }'"#;

/// The URL in the heading.
pub const HEADING: &str = "https://api.postpress.ai/v1/users/invite/received/{invitation_id}";

/// The example response, verbatim.
pub const ANSWER: &str = r#"{
  "object": "UserInvitationHandled",
  "status": "ACCEPTED"
}"#;

/// Every error code, under its status.
pub const ERRORS: [(u16, &[&str]); 6] = [
    (
        401,
        &[
            "errors/missing_credentials",
            "errors/multiple_sessions",
            "errors/invalid_checkpoint_solution",
            "errors/invalid_proxy_credentials",
            "errors/checkpoint_error",
            "errors/invalid_credentials",
            "errors/expired_credentials",
            "errors/insufficient_privileges",
            "errors/disconnected_account",
            "errors/disconnected_feature",
            "errors/invalid_credentials_but_valid_account_imap",
            "errors/expired_link",
            "errors/wrong_account",
        ],
    ),
    (
        403,
        &[
            "errors/account_restricted",
            "errors/account_mismatch",
            "errors/insufficient_permissions",
            "errors/session_mismatch",
            "errors/feature_not_subscribed",
            "errors/subscription_required",
            "errors/unknown_authentication_context",
            "errors/action_required",
            "errors/resource_access_restricted",
        ],
    ),
    (
        500,
        &["errors/unexpected_error", "errors/provider_error", "errors/authentication_intent_error"],
    ),
    (501, &["errors/feature_not_implemented"]),
    (
        503,
        &[
            "errors/no_client_session",
            "errors/no_channel",
            "errors/no_handler",
            "errors/network_down",
            "errors/service_unavailable",
        ],
    ),
    (504, &["errors/request_timeout"]),
];

/// The errors that the reference marks as worth a retry.
pub const RETRYABLE: [&str; 4] = [
    "errors/provider_error",
    "errors/network_down",
    "errors/service_unavailable",
    "errors/request_timeout",
];

/// The example request, parsed.
pub struct Example {
    pub method: &'static str,
    pub url: &'static str,
    /// The headers, with names in lower case.
    pub headers: Vec<(String, String)>,
    pub data: serde_json::Value,
}

impl Example {
    pub fn read() -> Self {
        let (method, _) = after("--request ").split_once(' ').unwrap();
        let headers = CURL.split("--header '").skip(1).map(|rest| {
            let (name, value) = rest.split_once('\'').unwrap().0.split_once(": ").unwrap();
            (name.to_ascii_lowercase(), value.to_owned())
        });
        Self {
            method,
            url: quoted("--url '"),
            headers: headers.collect(),
            data: serde_json::from_str(quoted("--data '")).unwrap(),
        }
    }

    /// Returns the path with the prefix of the example.
    pub fn path(&self) -> &'static str {
        self.url.strip_prefix("https://api.postpress.ai").unwrap()
    }

    pub fn invitation_id(&self) -> &'static str {
        self.url.rsplit_once('/').unwrap().1
    }

    pub fn header(&self, name: &str) -> &str {
        let mut headers = self.headers.iter();
        &headers.find(|header| header.0 == name).unwrap().1
    }

    pub fn member(&self, name: &str) -> &str {
        self.data[name].as_str().unwrap()
    }

    /// Returns the body without white space, with its members in the order of the example.
    pub fn body(&self) -> String {
        self.data.to_string()
    }
}

fn after(option: &str) -> &'static str {
    CURL.split_once(option).unwrap().1
}

fn quoted(option: &str) -> &'static str {
    after(option).split_once('\'').unwrap().0
}
