//! Finds the operation of a request.

use std::collections::HashMap;

use http::Method;

use crate::operation::Operation;
use crate::operation::template::{Fit, Template, segments};

/// The result of looking up a path and a method.
pub(crate) enum Route<'o> {
    /// An operation with its encoded path parameters.
    Operation(&'o Operation, Vec<(String, String)>),
    /// The path exists with these methods only.
    OtherMethod(Vec<Method>),
    /// No path matches.
    Nowhere,
}

/// The path templates of all operations.
pub(crate) struct Routes {
    /// The positions of operations with their templates, by number of segments.
    by_length: HashMap<usize, Vec<(usize, Template)>>,
}

impl Routes {
    /// Creates the routes of these operations.
    pub(crate) fn new(operations: &[Operation]) -> Routes {
        let mut by_length: HashMap<usize, Vec<(usize, Template)>> = HashMap::new();
        for (index, operation) in operations.iter().enumerate() {
            for template in &operation.templates {
                let ways = by_length.entry(template.length()).or_default();
                ways.push((index, template.clone()));
            }
        }
        Routes { by_length }
    }

    /// Finds the operation for a method and an encoded path. Of several matching templates, the most concrete one is
    /// chosen, segment by segment and regardless of its methods (OpenAPI 3.1, section 4.8.8.2). Of operations whose paths
    /// differ in the names of their parameters only, the first one with valid path parameters is chosen.
    pub(crate) fn find<'o>(
        &self,
        operations: &'o [Operation],
        method: &Method,
        path: &str,
        has_valid_path: impl Fn(&Operation, &[(String, String)]) -> bool,
    ) -> Route<'o> {
        let segments = segments(path).unwrap_or_default();
        let ways = self.by_length.get(&segments.len()).into_iter().flatten();
        let fits = ways.filter_map(|(index, template)| {
            Some((operations.get(*index)?, template.fit(&segments)?))
        });
        let mut fits: Vec<_> = fits.collect();
        let best = fits.iter().map(|(_, fit)| &fit.concreteness).max().cloned();
        fits.retain(|(_, fit)| Some(&fit.concreteness) == best.as_ref());
        if fits.is_empty() {
            return Route::Nowhere;
        }
        let (mut same, others): (Vec<_>, Vec<_>) =
            fits.into_iter().partition(|(operation, _)| operation.method == *method);
        if !same.is_empty() {
            let valid =
                |(operation, fit): &(&Operation, Fit)| has_valid_path(operation, &fit.parameters);
            let index = if same.len() == 1 { None } else { same.iter().position(valid) };
            let (operation, fit) = same.swap_remove(index.unwrap_or(0));
            return Route::Operation(operation, fit.parameters);
        }
        let mut methods: Vec<Method> = Vec::new();
        for (operation, _) in others {
            if !methods.contains(&operation.method) {
                methods.push(operation.method.clone());
            }
        }
        Route::OtherMethod(methods)
    }
}

#[cfg(test)]
mod tests {
    use specwright::source::Source;

    use super::*;
    use crate::api::Api;
    use crate::request;

    const TEXT: &str = "
openapi: 3.1.0
servers: [{ url: https://example.com/api }]
paths:
  /users/{id}: { get: {}, delete: {} }
  /users/me: { get: { servers: [{ url: /other }] }, put: {} }
";

    fn route(method: &str, path: &str) -> String {
        let api = Api::new(&Source::from_text("a.yaml", TEXT).unwrap()).unwrap();
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        match request::route(&api, &method, path) {
            Route::Operation(_, parameters) => format!("{parameters:?}"),
            Route::OtherMethod(methods) => format!("{methods:?}"),
            Route::Nowhere => "nowhere".to_owned(),
        }
    }

    #[test]
    fn the_more_concrete_path_is_meant() {
        assert_eq!(route("GET", "/users/me"), "[]");
        assert_eq!(route("GET", "/users/1"), r#"[("id", "1")]"#);
        // The path is chosen before the method.
        assert_eq!(route("DELETE", "/users/me"), "[GET, PUT]");
    }

    #[test]
    fn paths_are_below_the_servers_that_hold() {
        assert_eq!(route("GET", "/api/users/1"), r#"[("id", "1")]"#);
        assert_eq!(route("GET", "/other/users/me"), "[]");
        assert_eq!(route("GET", "/other/users/1"), "nowhere");
        assert_eq!(route("GET", "/api/users"), "nowhere");
    }

    #[test]
    fn of_equal_paths_the_one_with_valid_values_is_meant() {
        const EQUAL: &str = "
openapi: 3.1.0
paths:
  /pets/{id}: { get: { parameters: [{ name: id, in: path, schema: { type: integer } }] } }
  /pets/{name}: { get: { parameters: [{ name: name, in: path, schema: { pattern: '^[a-z]+$' } }] } }
";
        let api = Api::new(&Source::from_text("a.yaml", EQUAL).unwrap()).unwrap();
        for (path, expected) in [
            ("/pets/5", "/pets/{id}"),
            ("/pets/rex", "/pets/{name}"),
            // Neither is valid, so that the first one names the violation.
            ("/pets/R2", "/pets/{id}"),
        ] {
            let Route::Operation(operation, _) = request::route(&api, &Method::GET, path) else {
                panic!("{path}");
            };
            assert_eq!(operation.path, expected, "{path}");
        }
    }

    #[test]
    fn another_method_is_told_the_known_ones() {
        assert_eq!(route("PATCH", "/users/me"), "[GET, PUT]");
        assert_eq!(route("PUT", "/users/1"), "[GET, DELETE]");
    }
}
