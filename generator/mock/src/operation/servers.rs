//! The base paths of servers (OpenAPI 3.1, section 4.8.5).

#![allow(clippy::string_slice, reason = "positions that were found in the same list")]

use specwright::document::Server;

/// Returns the base paths of an operation: those of the first list with servers; the nearest list comes first. A base
/// path starts with `/` or is empty.
pub(crate) fn base_paths(lists: &[&[Server<'_>]]) -> Vec<String> {
    let servers = lists.iter().find(|servers| !servers.is_empty());
    let mut paths: Vec<String> = Vec::new();
    for server in servers.into_iter().copied().flatten() {
        let path = path(&filled(server));
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        paths.push(String::new());
    }
    paths
}

/// Returns the URL with its variables replaced by their defaults.
fn filled(server: &Server<'_>) -> String {
    server.variables.iter().fold(server.url.to_string(), |url, variable| {
        url.replace(&format!("{{{}}}", variable.name), variable.default)
    })
}

/// Returns the path of a URL without a trailing slash. A relative path starts at the root.
fn path(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let path = match url.split_once("://").map(|(_, rest)| rest).or(url.strip_prefix("//")) {
        Some(rest) => rest.find('/').map_or("", |slash| &rest[slash..]),
        None => url,
    };
    let segments = path.split('/').filter(|segment| !matches!(*segment, "" | "." | ".."));
    segments.fold(String::new(), |path, segment| path + "/" + segment)
}

#[cfg(test)]
mod tests {
    use specwright::document;
    use specwright::source::Source;

    use super::*;

    #[test]
    fn urls_are_cut_to_their_paths() {
        for (url, expected) in [
            ("https://api.example.com", ""),
            ("https://api.example.com/", ""),
            ("https://api.example.com/v1/", "/v1"),
            ("//api.example.com/v1?x#y", "/v1"),
            ("/v1/x", "/v1/x"),
            ("./v1", "/v1"),
            ("/", ""),
        ] {
            assert_eq!(path(url), expected, "{url}");
        }
    }

    #[test]
    fn variables_are_filled_and_the_nearest_servers_hold() {
        let of = |operation: &str, root: &str| {
            let text = format!("openapi: 3.1.0\npaths: {{ /a: {{ get: {operation} }} }}\n{root}");
            let source = Source::from_text("a.yaml", text).unwrap();
            let document = document::read_leniently(&source);
            let item = &document.paths[0];
            base_paths(&[&item.operations[0].servers, &item.servers, &document.servers])
        };
        let root = "servers: [{ url: /root }]";
        let own = "{ servers: [{ url: 'https://{host}/{base}', variables: { host: { default: a.example }, base: { default: v2 } } }, { url: /v2 }] }";
        assert_eq!(of(own, root), ["/v2"]);
        assert_eq!(of("{}", root), ["/root"]);
        assert_eq!(of("{}", ""), [""]);
    }
}
