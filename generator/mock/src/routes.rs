//! Finds the operation that a request is for.

use std::cmp::Reverse;

use http::Method;

use crate::operation::Operation;

/// What a path and a method lead to.
pub(crate) enum Route<'o> {
    /// An operation, with the parameters of its path, still encoded.
    Operation(&'o Operation, Vec<(String, String)>),
    /// The path is there, with these methods.
    OtherMethod(Vec<Method>),
    /// No path fits.
    Nowhere,
}

/// Finds the operation for a method and a path, still encoded. Where several templates fit, one that says more of the
/// path goes before one with more parameters (OpenAPI 3.1, 4.8.8.2), segment by segment.
pub(crate) fn find<'o>(operations: &'o [Operation], method: &Method, path: &str) -> Route<'o> {
    let mut fits = Vec::new();
    for operation in operations {
        for template in &operation.templates {
            fits.extend(template.fit(path).map(|fit| (operation, fit)));
        }
    }
    if fits.is_empty() {
        return Route::Nowhere;
    }
    let mut methods: Vec<Method> = Vec::new();
    for (operation, _) in &fits {
        if !methods.contains(&operation.method) {
            methods.push(operation.method.clone());
        }
    }
    fits.retain(|(operation, _)| operation.method == *method);
    match fits.into_iter().min_by_key(|(_, fit)| Reverse(fit.concreteness.clone())) {
        Some((operation, fit)) => Route::Operation(operation, fit.parameters),
        None => Route::OtherMethod(methods),
    }
}

#[cfg(test)]
mod tests {
    use specwright::source::Source;

    use super::*;
    use crate::description::Description;
    use crate::operation;

    const TEXT: &str = "
openapi: 3.1.0
servers: [{ url: https://example.com/api }]
paths:
  /users/{id}: { get: {}, delete: {} }
  /users/me: { get: { servers: [{ url: /other }] }, put: {} }
";

    fn route(method: &str, path: &str) -> String {
        let description = Description::new(&Source::from_text("a.yaml", TEXT).unwrap()).unwrap();
        let operations = operation::read(&description);
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        match find(&operations, &method, path) {
            Route::Operation(_, parameters) => format!("{parameters:?}"),
            Route::OtherMethod(methods) => format!("{methods:?}"),
            Route::Nowhere => "nowhere".to_owned(),
        }
    }

    #[test]
    fn the_more_concrete_path_is_meant() {
        assert_eq!(route("GET", "/users/me"), "[]");
        assert_eq!(route("GET", "/users/1"), r#"[("id", "1")]"#);
        // Only the path with a parameter has this method.
        assert_eq!(route("DELETE", "/users/me"), r#"[("id", "me")]"#);
    }

    #[test]
    fn paths_are_below_the_servers_that_hold() {
        assert_eq!(route("GET", "/api/users/1"), r#"[("id", "1")]"#);
        assert_eq!(route("GET", "/other/users/me"), "[]");
        assert_eq!(route("GET", "/other/users/1"), "nowhere");
        assert_eq!(route("GET", "/api/users"), "nowhere");
    }

    #[test]
    fn another_method_is_told_the_known_ones() {
        assert_eq!(route("PATCH", "/users/me"), "[GET, DELETE, PUT]");
        assert_eq!(route("PUT", "/users/1"), "[GET, DELETE]");
    }
}
