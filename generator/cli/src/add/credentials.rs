//! Credentials of a request. Only their places become security schemes; their values are dropped.

use super::node::Node;

/// A credential of a request, without its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Credential {
    /// `Authorization: Basic`
    Basic,
    /// `Authorization: Bearer`
    Bearer,
    /// An API key: `header`, `query` or `cookie`, and its name
    Key(&'static str, String),
}

impl Credential {
    /// Returns the security scheme.
    pub(super) fn scheme(&self) -> Node {
        match self {
            Credential::Basic => Node::map([("type", "http".into()), ("scheme", "basic".into())]),
            Credential::Bearer => Node::map([("type", "http".into()), ("scheme", "bearer".into())]),
            Credential::Key(place, name) => Node::map([
                ("type", "apiKey".into()),
                ("in", (*place).into()),
                ("name", name.as_str().into()),
            ]),
        }
    }

    /// Returns a name for the security scheme.
    pub(super) fn name(&self) -> String {
        match self {
            Credential::Basic => "basicAuth".to_owned(),
            Credential::Bearer => "bearerAuth".to_owned(),
            Credential::Key(_, name) => {
                let mut text = String::new();
                for word in words(name) {
                    let mut chars = word.chars();
                    match chars.next() {
                        Some(first) if !text.is_empty() => text.extend(first.to_uppercase()),
                        first => text.extend(first),
                    }
                    text.push_str(chars.as_str());
                }
                if text.starts_with(|first: char| first.is_ascii_alphabetic()) {
                    text
                } else {
                    format!("key{text}")
                }
            }
        }
    }

    /// Returns the place of the credential in the request, for messages.
    pub(super) fn place(&self) -> String {
        match self {
            Credential::Basic | Credential::Bearer => "the header `Authorization`".to_owned(),
            Credential::Key(place @ "query", name) => format!("`{name}` in the {place}"),
            Credential::Key(place, name) => format!("the {place} `{name}`"),
        }
    }

    /// Returns the kind of credential in a header `Authorization`.
    pub(super) fn of_authorization(value: &str) -> Credential {
        let scheme = value.split_whitespace().next().unwrap_or_default();
        if scheme.eq_ignore_ascii_case("basic") {
            Credential::Basic
        } else if scheme.eq_ignore_ascii_case("bearer") {
            Credential::Bearer
        } else {
            // OpenAPI has no other scheme of a prefix and a token, so that the whole value becomes an API key.
            Credential::Key("header", "Authorization".to_owned())
        }
    }
}

/// Returns `true` if the name or the value of a header, query parameter or property suggests a credential.
pub(super) fn is_secret(name: &str, value: &str) -> bool {
    is_secret_name(name) || is_token(value)
}

/// Returns `true` for a secret query parameter. In a query, `key` alone is the name of an API key too.
pub(super) fn is_secret_in_query(name: &str, value: &str) -> bool {
    is_secret(name, value) || matches!(name.to_ascii_lowercase().as_str(), "key" | "appid" | "sig")
}

fn is_secret_name(name: &str) -> bool {
    let words = words(name);
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    let joined = words.concat();
    // Positions in a list and counts of words are called tokens too.
    let is_other_token = has(&[
        "page",
        "next",
        "previous",
        "prev",
        "continuation",
        "sync",
        "cursor",
        "max",
        "min",
        "count",
        "tokens",
        "type",
        "idempotency",
        "id",
        "expires",
        "limit",
        "url",
        "uri",
    ]);
    if is_other_token {
        return joined.contains("apikey") || joined.ends_with("secretkey");
    }
    let ends = ["apikey", "accesskey", "authkey", "secretkey", "privatekey", "subscriptionkey"];
    let ends_with_key = ends.iter().any(|end| joined.ends_with(end));
    let is_key = words.last().is_some_and(|word| word == "key")
        && has(&[
            "api",
            "app",
            "application",
            "auth",
            "access",
            "license",
            "account",
            "admin",
            "master",
        ]);
    has(&[
        "token",
        "secret",
        "password",
        "passwd",
        "pwd",
        "authorization",
        "auth",
        "credential",
        "credentials",
        "signature",
        "jwt",
        "session",
        "sid",
        "passphrase",
        "bearer",
    ]) || ends_with_key
        || is_key
        || joined.ends_with("token")
        || joined.ends_with("apikey")
        || joined.ends_with("sessionid")
}

/// Returns `true` if a value is a JSON Web Token or starts like the tokens of well-known services.
fn is_token(value: &str) -> bool {
    let begins = [
        "sk-",
        "sk_live_",
        "sk_test_",
        "rk_live_",
        "rk_test_",
        "pk_live_",
        "ghp_",
        "gho_",
        "ghs_",
        "ghu_",
        "github_pat_",
        "glpat-",
        "xoxb-",
        "xoxp-",
        "xoxa-",
        "xapp-",
        "AKIA",
        "ASIA",
        "AIza",
        "SG.",
        "dop_v1_",
        "shpat_",
        "EAAC",
        "Bearer ",
        "Basic ",
        "ya29.",
        "npm_",
        "hf_",
        "key-",
        "pp_live_",
        "pp_test_",
    ];
    let is_web_token = value.starts_with("eyJ") && value.matches('.').count() == 2;
    value.len() >= 8 && (is_web_token || begins.iter().any(|begin| value.starts_with(begin)))
}

/// Returns the words of a name in lower case. `X-Api-Key`, `apiKey` and `api_key` all contain `api` and `key`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_lower = false;
    let mut is_open = false;
    for char in name.chars() {
        if !char.is_alphanumeric() {
            (was_lower, is_open) = (false, false);
            continue;
        }
        let begins = !is_open || (char.is_uppercase() && was_lower);
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(char.to_lowercase());
        }
        (was_lower, is_open) = (char.is_lowercase(), true);
    }
    words.retain(|word| word != "x");
    words
}
