//! Finds the operation that a request is for.

use std::collections::HashMap;

use http::Method;

use crate::operation::Operation;
use crate::template::{Template, segments};

/// What a path and a method lead to.
pub(crate) enum Route<'o> {
    /// An operation, with the parameters of its path, still encoded.
    Operation(&'o Operation, Vec<(String, String)>),
    /// The path is there, with these methods.
    OtherMethod(Vec<Method>),
    /// No path fits.
    Nowhere,
}

/// The way to each operation.
pub(crate) struct Routes {
    /// Operations by position, each with a template that leads to it, by the number of its segments.
    by_length: HashMap<usize, Vec<(usize, Template)>>,
}

impl Routes {
    /// The ways to these operations.
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

    /// Finds the operation for a method and a path, still encoded. Where several templates fit, one that says more of
    /// the path goes before one with more parameters (OpenAPI 3.1, 4.8.8.2), segment by segment.
    pub(crate) fn find<'o>(
        &self,
        operations: &'o [Operation],
        method: &Method,
        path: &str,
    ) -> Route<'o> {
        let segments = segments(path).unwrap_or_default();
        let ways = self.by_length.get(&segments.len()).into_iter().flatten();
        let fits = ways.filter_map(|(index, template)| {
            Some((operations.get(*index)?, template.fit(&segments)?))
        });
        let mut fits: Vec<_> = fits.collect();
        if fits.is_empty() {
            return Route::Nowhere;
        }
        if !fits.iter().any(|(operation, _)| operation.method == *method) {
            let mut methods: Vec<Method> = Vec::new();
            for (operation, _) in fits {
                if !methods.contains(&operation.method) {
                    methods.push(operation.method.clone());
                }
            }
            return Route::OtherMethod(methods);
        }
        fits.retain(|(operation, _)| operation.method == *method);
        match fits
            .into_iter()
            .min_by(|(_, one), (_, other)| other.concreteness.cmp(&one.concreteness))
        {
            Some((operation, fit)) => Route::Operation(operation, fit.parameters),
            None => Route::Nowhere,
        }
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
        match Routes::new(&operations).find(&operations, &method, path) {
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
