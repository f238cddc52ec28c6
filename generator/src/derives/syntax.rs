//! The syntax of derives and attributes in settings.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use unicode_ident::{is_xid_continue, is_xid_start};

/// Returns `true` if a text is the path of a trait.
pub(super) fn is_path(text: &str) -> bool {
    let text = text.strip_prefix("::").unwrap_or(text);
    let is_name = |name: &str| {
        let mut chars = name.chars();
        chars.next().is_some_and(|first| first == '_' || is_xid_start(first))
            && chars.all(is_xid_continue)
            && name != "_"
    };
    text.split("::").all(is_name) && text.parse::<TokenStream>().is_ok()
}

/// Returns `true` if a text is one outer attribute or several.
pub(super) fn is_attribute(text: &str) -> bool {
    let Ok(tokens) = text.parse::<TokenStream>() else { return false };
    let tokens: Vec<_> = tokens.into_iter().collect();
    let is_one = |pair: &[TokenTree]| match pair {
        [TokenTree::Punct(hash), TokenTree::Group(group)] => {
            hash.as_char() == '#'
                && group.delimiter() == Delimiter::Bracket
                && has_name(group.stream())
        }
        _ => false,
    };
    !tokens.is_empty() && tokens.chunks(2).all(is_one)
}

/// Returns `true` if an attribute belongs to the derives of schemars or utoipa.
pub(super) fn is_of_schema(text: &str) -> bool {
    let name = text.trim_start_matches(['#', '[', ' ']);
    let end = name.find(|char| !is_xid_continue(char)).unwrap_or(name.len());
    name.get(..end).is_some_and(|name| matches!(name, "schemars" | "schema"))
}

/// Returns `true` if tokens are the content of an attribute: a path with nothing, a group or a value behind it.
fn has_name(tokens: TokenStream) -> bool {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let is_path = |token: &&TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == ':',
        _ => false,
    };
    let end = tokens.iter().take_while(is_path).count();
    let (path, behind) = tokens.split_at(end);
    // Two names without a separator are no path.
    let are_names = |pair: &[TokenTree]| pair.iter().all(|it| matches!(it, TokenTree::Ident(_)));
    if path.windows(2).any(are_names) {
        return false;
    }
    let path: String = path.iter().map(ToString::to_string).collect();
    let is_value = match behind {
        [] => true,
        [TokenTree::Group(_)] => true,
        [TokenTree::Punct(equals), TokenTree::Literal(_)] => equals.as_char() == '=',
        _ => false,
    };
    self::is_path(&path) && is_value
}

#[cfg(test)]
mod tests {
    use super::{is_attribute, is_path};

    #[test]
    fn a_path_has_names() {
        for path in ["Hash", "schemars::JsonSchema", "::core::hash::Hash", "_a::B1"] {
            assert!(is_path(path), "{path}");
        }
        for other in ["", "::", "a::", "a b", "1a", "Hash, Eq", "a::<B>", "_", "a:B"] {
            assert!(!is_path(other), "{other}");
        }
    }

    #[test]
    fn an_attribute_has_a_path() {
        let attributes =
            ["#[must_use]", "#[must_use = \"why\"]", "#[a::b(c = 1)]", "#[a] #[b]", "#[non_x {}]"];
        for attribute in attributes {
            assert!(is_attribute(attribute), "{attribute}");
        }
        for other in
            ["", "must_use", "#![a]", "#[]", "#[a(]", "#[a] fn b() {}", "#[\"a\"]", "#[a b]"]
        {
            assert!(!is_attribute(other), "{other}");
        }
    }
}
