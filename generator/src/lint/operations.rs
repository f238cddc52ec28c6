//! Operations without an `operationId`, or with errors that have no body.

use std::collections::{HashMap, HashSet};

use super::problems;
use crate::api::{Api, Method, Operation};
use crate::document::is_swagger;
use crate::report::Report;
use crate::source::{Source, Value};

pub(super) fn find(source: &Source, api: &Api) -> Vec<Report> {
    let key = if is_swagger(source) { "schema" } else { "content" };
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (_, operation) in api.operations.iter() {
        *counts.entry(suggested(operation, operation.path_in_api())).or_default() += 1;
    }
    for (_, operation) in api.operations.iter() {
        let written = source.value(&operation.location);
        let keys = written.and_then(Value::as_object).into_iter().flat_map(|object| object.keys());
        // A misspelt key is reported as such.
        if !keys.into_iter().any(|key| key.eq_ignore_ascii_case("operationId")) {
            let short = suggested(operation, operation.path_in_api());
            let is_alone = counts.get(&short) == Some(&1);
            let id = if is_alone { short } else { suggested(operation, &operation.template) };
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

fn suggested(operation: &Operation, path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    suggested_id(&operation.method.as_str().to_lowercase(), path)
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
