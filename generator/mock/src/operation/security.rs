//! Checks that the required credentials are present (OpenAPI 3.1, sections 4.8.27 and 4.8.30). Any value is accepted by
//! default.

use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE};
use specwright::api::Carrier;
use specwright::document::{Carried, Document, Operation, SecurityScheme};
use specwright::report::clean;

use crate::encoding::{cookies, query_pairs};

/// An alternative of `security`: credentials that are required together.
#[derive(Debug, PartialEq)]
pub(crate) struct Requirement(Vec<Credential>);

/// The place of a credential in a request.
#[derive(Debug, PartialEq)]
enum Credential {
    Header(String),
    Query(String),
    Cookie(String),
    /// `Authorization` with this scheme (RFC 9110, section 11.4).
    Authorization(String),
}

/// The error for missing or wrong credentials.
#[derive(Debug, PartialEq)]
pub(crate) struct MissingCredentials {
    /// A description of the missing credentials.
    pub(crate) detail: String,
    /// The value of `WWW-Authenticate`, which RFC 9110, section 11.6.1, requires of each 401.
    pub(crate) challenge: String,
    /// Set if there is a credential that is not the accepted one.
    pub(crate) is_wrong: bool,
}

/// Reads the alternatives for an operation. An operation without `security` has those of the description.
pub(crate) fn read(document: &Document<'_>, operation: &Operation<'_>) -> Vec<Requirement> {
    let scheme = |name: &&str| document.schemes.iter().find(|(known, _)| known == name);
    let credential = |name: &&str| scheme(name).and_then(|(_, scheme)| Credential::of(scheme));
    let alternatives = operation.security.as_ref().unwrap_or(&document.security).iter();
    alternatives.map(|it| Requirement(it.schemes.iter().filter_map(credential).collect())).collect()
}

/// Returns the names of all headers, query parameters and cookies that contain credentials.
pub(crate) fn names(document: &Document<'_>) -> Vec<String> {
    let credentials = document.schemes.iter().filter_map(|(_, scheme)| Credential::of(scheme));
    let name = |credential| match credential {
        Credential::Header(name) | Credential::Query(name) | Credential::Cookie(name) => Some(name),
        Credential::Authorization(_) => None,
    };
    credentials.filter_map(name).collect()
}

/// Checks that a request has the credentials of one alternative. If `valid` is set, they must equal it.
pub(crate) fn check(
    alternatives: &[Requirement],
    headers: &HeaderMap,
    query: &str,
    valid: Option<&str>,
) -> Result<(), MissingCredentials> {
    let is_absent = |credential: &&Credential| credential.given(headers, query).is_none();
    let missing = |requirement: &Requirement| -> Vec<String> {
        requirement.0.iter().filter(is_absent).map(Credential::describe).collect()
    };
    let missing: Vec<Vec<String>> = alternatives.iter().map(missing).collect();
    let is_valid = |credential: &Credential| {
        valid.is_none_or(|valid| credential.given(headers, query).as_deref() == Some(valid))
    };
    let fits = |requirement: &Requirement| requirement.0.iter().all(is_valid);
    let there = || alternatives.iter().zip(&missing).filter(|(_, missing)| missing.is_empty());
    if alternatives.is_empty() || there().any(|(requirement, _)| fits(requirement)) {
        return Ok(());
    }
    let is_wrong = there().next().is_some();
    let detail = if is_wrong {
        "the credential is not the one that is accepted here".to_owned()
    } else {
        let each: Vec<String> = missing.iter().map(|absent| absent.join(" and ")).collect();
        format!("the request has no credential: {} is missing", each.join(", or "))
    };
    let challenges = alternatives.iter().flat_map(|requirement| &requirement.0);
    let mut challenge: Vec<String> = challenges.map(Credential::challenge).collect();
    challenge.dedup();
    Err(MissingCredentials { detail, challenge: challenge.join(", "), is_wrong })
}

impl Credential {
    /// Returns the credential of a security scheme; `None` if a request does not show it, as with mutual TLS.
    fn of(scheme: &SecurityScheme<'_>) -> Option<Credential> {
        Some(match &scheme.carrier {
            Carried::By(Carrier::Header(name)) => Self::Header(name.clone()),
            Carried::By(Carrier::Query(name)) => Self::Query(name.clone()),
            Carried::By(Carrier::Cookie(name)) => Self::Cookie(name.clone()),
            Carried::By(Carrier::Bearer) => Self::Authorization("bearer".to_owned()),
            Carried::By(Carrier::Basic) => Self::Authorization("basic".to_owned()),
            Carried::Elsewhere => Self::Authorization(scheme.http_scheme?.to_lowercase()),
            Carried::Unknown => return None,
        })
    }

    /// Returns the credential in a request, without its scheme; `None` if it is empty or missing.
    fn given(&self, headers: &HeaderMap, query: &str) -> Option<String> {
        let text = |name: &str| headers.get(name)?.to_str().ok().map(str::to_owned);
        let of = |pairs: Vec<(String, String)>, name: &str| {
            pairs.into_iter().find(|(key, value)| key == name && !value.is_empty())
        };
        let given = match self {
            Self::Header(name) => text(name),
            Self::Query(name) => of(query_pairs(query), name).map(|(_, value)| value),
            Self::Cookie(name) => {
                let headers = headers.get_all(COOKIE).iter().filter_map(|it| it.to_str().ok());
                headers.flat_map(|header| of(cookies(header), name)).next().map(|(_, value)| value)
            }
            Self::Authorization(scheme) => {
                let value = text(AUTHORIZATION.as_str())?;
                let (given, credentials) = value.split_once(' ')?;
                let is_scheme = given.eq_ignore_ascii_case(scheme);
                is_scheme.then(|| credentials.trim().to_owned())
            }
        };
        given.filter(|given| !given.is_empty())
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
    use crate::api::Api;

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
    x-digest: { type: http, scheme: Digest }
";

    fn checked(
        operation: &str,
        headers: &[(&'static str, &str)],
        query: &str,
    ) -> Result<(), MissingCredentials> {
        let text = format!("{TEXT}\npaths: {{ /a: {{ get: {operation} }} }}");
        let api = Api::new(&Source::from_text("a.yaml", text).unwrap()).unwrap();
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        check(&api.operations[0].security, &map, query, None)
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
    fn any_scheme_of_http_is_asked_for_by_any_name() {
        let digest = r#"{"security": [{"x-digest": []}]}"#;
        assert!(checked(digest, &[("authorization", "Digest username=\"u\"")], "").is_ok());
        let missing = checked(digest, &[("authorization", "Basic dTpw")], "").unwrap_err();
        assert_eq!(missing.challenge, "digest realm=\"mock\"");
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
