//! Operations without an `operationId`, or with errors that have no body.

use std::collections::HashSet;

use super::problems;
use crate::api::{Api, Method};
use crate::document::is_swagger;
use crate::report::Report;
use crate::source::{Source, Value};

pub(super) fn find(source: &Source, api: &Api) -> Vec<Report> {
    let key = if is_swagger(source) { "schema" } else { "content" };
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for (_, operation) in api.operations.iter() {
        let written = source.value(&operation.location);
        let keys = written.and_then(Value::as_object).into_iter().flat_map(|object| object.keys());
        // A misspelt key is reported as such.
        if !keys.into_iter().any(|key| key.eq_ignore_ascii_case("operationId")) {
            let path = operation.path_in_api().split('?').next().unwrap_or_default();
            let id = suggested_id(&operation.method.as_str().to_lowercase(), path);
            found.push(problems::no_operation_id(&operation.location, &id));
        }
        // The response to HEAD has no body (RFC 9110, 9.3.2).
        if operation.method == Method::Head {
            continue;
        }
        for response in operation
            .responses
            .iter()
            .filter(|response| response.is_error && !response.status.is_redirection())
        {
            if response.content.is_empty() && seen.insert(response.location.clone()) {
                found.push(problems::error_without_body(&response.location, key));
            }
        }
    }
    found
}

/// Returns an operation id in the most common style: `getUsersById` for `GET /users/{id}`. The method is in lower case.
#[must_use]
pub fn suggested_id(method: &str, path: &str) -> String {
    let mut id = method.to_owned();
    for segment in path.split('/') {
        if segment.contains('{') {
            id.push_str("By");
        }
        for word in segment.split(|char: char| !char.is_alphanumeric()) {
            let mut chars = word.chars();
            id.extend(chars.next().into_iter().flat_map(char::to_uppercase));
            id.push_str(chars.as_str());
        }
    }
    id
}
