//! The base paths at which servers have an API (OpenAPI 3.1, 4.8.5).

#![allow(clippy::string_slice, reason = "positions that were found in the same list")]

use serde_json::Value;

/// The base paths of the servers that hold for an operation: of the nodes given, nearest first, those of the first that
/// has servers. Each starts with `/` or is empty.
pub(crate) fn base_paths(nodes: &[&Value]) -> Vec<String> {
    let servers = nodes.iter().find_map(|node| node.get("servers")?.as_array());
    let mut paths: Vec<String> = Vec::new();
    for server in servers.into_iter().flatten() {
        let Some(url) = server.get("url").and_then(Value::as_str) else {
            continue;
        };
        let path = path(&filled(url, server));
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        paths.push(String::new());
    }
    paths
}

/// The URL with its variables at their defaults.
fn filled(url: &str, server: &Value) -> String {
    let variables = server.get("variables").and_then(Value::as_object);
    variables.into_iter().flatten().fold(url.to_owned(), |url, (name, variable)| {
        let default = variable.get("default").and_then(Value::as_str).unwrap_or_default();
        url.replace(&format!("{{{name}}}"), default)
    })
}

/// The path of a URL, without a slash at its end. A relative one is taken from the root.
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
    use serde_json::json;

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
        let server = json!({"url": "https://{host}/{base}", "variables": {
            "host": {"default": "a.example"}, "base": {"default": "v2"},
        }});
        let root = json!({"servers": [{"url": "/root"}]});
        let operation = json!({"servers": [server, {"url": "/v2"}]});
        assert_eq!(base_paths(&[&operation, &root]), ["/v2"]);
        assert_eq!(base_paths(&[&json!({}), &root]), ["/root"]);
        assert_eq!(base_paths(&[&json!({})]), [""]);
    }
}
