//! Checks the credentials that an operation asks for (OpenAPI 3.1, 4.8.27 and 4.8.30): whether they are there, not
//! whether they are right.

use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE};
use serde_json::Value;
use specwright::report::clean;

use crate::description::Description;
use crate::parameter::{cookies, query_pairs};

/// One alternative of `security`: the credentials that it asks for together.
#[derive(Debug, PartialEq)]
pub(crate) struct Requirement(Vec<Credential>);

/// Where a credential travels.
#[derive(Debug, PartialEq)]
enum Credential {
    Header(String),
    Query(String),
    Cookie(String),
    /// `Authorization` with this scheme (RFC 9110, section 11.4).
    Authorization(String),
}

/// What is missing.
#[derive(Debug, PartialEq)]
pub(crate) struct Missing {
    /// It, in words.
    pub(crate) detail: String,
    /// How it is asked for: the value of `WWW-Authenticate`, which RFC 9110, section 11.6.1, asks of every 401.
    pub(crate) challenge: String,
}

/// Reads the alternatives for an operation; those of the document where it has none of its own.
pub(crate) fn read(description: &Description, operation: &Value) -> Vec<Requirement> {
    let root = description.root();
    let alternatives = operation.get("security").or(root.get("security")).and_then(Value::as_array);
    let schemes = description.member(root, "components").unwrap_or(&Value::Null);
    let credential = |name: &String| {
        let mut known = description.entries(schemes, "securitySchemes");
        known.find(|(known, _)| known == name).and_then(|(_, scheme)| read_scheme(scheme))
    };
    let requirement = |alternative: &Value| {
        let names = alternative.as_object().into_iter().flatten().map(|(name, _)| name);
        Requirement(names.filter_map(credential).collect())
    };
    alternatives.into_iter().flatten().map(requirement).collect()
}

/// The names of all headers, query parameters and cookies that carry credentials.
pub(crate) fn names(description: &Description) -> Vec<String> {
    let schemes = description.member(description.root(), "components").unwrap_or(&Value::Null);
    let schemes = description.entries(schemes, "securitySchemes");
    let credentials = schemes.filter_map(|(_, scheme)| read_scheme(scheme));
    let name = |credential| match credential {
        Credential::Header(name) | Credential::Query(name) | Credential::Cookie(name) => Some(name),
        Credential::Authorization(_) => None,
    };
    credentials.filter_map(name).collect()
}

/// Checks that a request has the credentials of one alternative.
pub(crate) fn check(
    alternatives: &[Requirement],
    headers: &HeaderMap,
    query: &str,
) -> Result<(), Missing> {
    let missing = |requirement: &Requirement| -> Vec<String> {
        let absent = requirement.0.iter().filter(|credential| !credential.is_in(headers, query));
        absent.map(Credential::describe).collect()
    };
    let missing: Vec<Vec<String>> = alternatives.iter().map(missing).collect();
    if alternatives.is_empty() || missing.iter().any(Vec::is_empty) {
        return Ok(());
    }
    let each: Vec<String> = missing.iter().map(|absent| absent.join(" and ")).collect();
    let challenges = alternatives.iter().flat_map(|requirement| &requirement.0);
    let mut challenge: Vec<String> = challenges.map(Credential::challenge).collect();
    challenge.dedup();
    Err(Missing {
        detail: format!("the request has no credential: {} is missing", each.join(", or ")),
        challenge: challenge.join(", "),
    })
}

/// A scheme's credential; `None` where nothing of it is seen in a request, as with mutual TLS.
fn read_scheme(scheme: &Value) -> Option<Credential> {
    let text = |key: &str| scheme.get(key).and_then(Value::as_str);
    match text("type")? {
        "apiKey" => {
            let name = text("name")?.to_owned();
            match text("in")? {
                "header" => Some(Credential::Header(name)),
                "query" => Some(Credential::Query(name)),
                "cookie" => Some(Credential::Cookie(name)),
                _ => None,
            }
        }
        "http" => Some(Credential::Authorization(text("scheme")?.to_lowercase())),
        // Both end in a token that is sent as a bearer (RFC 6750).
        "oauth2" | "openIdConnect" => Some(Credential::Authorization("bearer".to_owned())),
        _ => None,
    }
}

impl Credential {
    fn is_in(&self, headers: &HeaderMap, query: &str) -> bool {
        let has = |mut pairs: Vec<(String, String)>, name: &str| {
            pairs.retain(|(key, value)| key == name && !value.is_empty());
            !pairs.is_empty()
        };
        match self {
            Self::Header(name) => headers.get(name.as_str()).is_some_and(|value| !value.is_empty()),
            Self::Query(name) => has(query_pairs(query), name),
            Self::Cookie(name) => headers
                .get_all(COOKIE)
                .iter()
                .filter_map(|header| header.to_str().ok())
                .any(|header| has(cookies(header), name)),
            Self::Authorization(scheme) => {
                let value = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
                let parts = value.and_then(|value| value.split_once(' '));
                parts.is_some_and(|(given, credentials)| {
                    given.eq_ignore_ascii_case(scheme) && !credentials.trim().is_empty()
                })
            }
        }
    }

    fn describe(&self) -> String {
        match self {
            Self::Header(name) => format!("the header `{}`", clean(name)),
            Self::Query(name) => format!("the query parameter `{}`", clean(name)),
            Self::Cookie(name) => format!("the cookie `{}`", clean(name)),
            Self::Authorization(scheme) => {
                format!("the header `Authorization` with `{}`", clean(scheme))
            }
        }
    }

    fn challenge(&self) -> String {
        let key =
            |place: &str, name: &str| format!("ApiKey in=\"{place}\", name=\"{}\"", clean(name));
        match self {
            Self::Header(name) => key("header", name),
            Self::Query(name) => key("query", name),
            Self::Cookie(name) => key("cookie", name),
            Self::Authorization(scheme) => format!("{} realm=\"mock\"", clean(scheme)),
        }
    }
}

#[cfg(test)]
mod tests {
    use specwright::source::Source;

    use super::*;

    const TEXT: &str = "
openapi: 3.1.0
security: [{ token: [] }, { key: [], id: [] }]
components:
  securitySchemes:
    token: { type: http, scheme: Bearer }
    basic: { type: http, scheme: basic }
    key: { type: apiKey, in: query, name: key }
    id: { type: apiKey, in: cookie, name: id }
    header: { type: apiKey, in: header, name: X-Key }
    tls: { type: mutualTLS }
";

    fn checked(
        operation: &str,
        headers: &[(&'static str, &str)],
        query: &str,
    ) -> Result<(), Missing> {
        let description = Description::new(&Source::from_text("a.yaml", TEXT).unwrap()).unwrap();
        let operation = serde_json::from_str(operation).unwrap();
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        check(&read(&description, &operation), &map, query)
    }

    #[test]
    fn one_whole_alternative_is_enough() {
        assert!(checked("{}", &[("authorization", "bearer t")], "").is_ok());
        assert!(checked("{}", &[("cookie", "a=b; id=1")], "key=k").is_ok());
        for (headers, query) in [
            (vec![("cookie", "id=1")], ""),
            (vec![("cookie", "id=")], "key=k"),
            (vec![("authorization", "Bearer ")], ""),
            (vec![("authorization", "Basic dTpw")], "key="),
        ] {
            assert!(checked("{}", &headers, query).is_err(), "{headers:?} {query}");
        }
    }

    #[test]
    fn an_operation_has_its_own_or_none() {
        assert!(checked(r#"{"security": []}"#, &[], "").is_ok());
        assert!(checked(r#"{"security": [{"basic": []}, {}]}"#, &[], "").is_ok());
        assert!(checked(r#"{"security": [{"tls": []}]}"#, &[], "").is_ok());
        let basic = r#"{"security": [{"basic": []}]}"#;
        assert!(checked(basic, &[("authorization", "Basic dTpw")], "").is_ok());
        assert!(checked(basic, &[("authorization", "Bearer t")], "").is_err());
    }

    #[test]
    fn what_is_missing_is_said() {
        let missing = checked("{}", &[("cookie", "id=1")], "").unwrap_err();
        assert_eq!(
            missing.detail,
            "the request has no credential: the header `Authorization` with `bearer`, or the query parameter `key` \
             is missing"
        );
        let missing = checked(r#"{"security": [{"header": []}]}"#, &[], "").unwrap_err();
        assert_eq!(missing.challenge, r#"ApiKey in="header", name="X-Key""#);
    }
}
