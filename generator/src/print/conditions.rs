//! Applies `cfg` conditions of features to tokens: an item whose condition is false is removed, and conditions that are true are
//! removed from their items. A module needs that, because its crate does not declare the features of a client.

use std::iter::Peekable;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree, token_stream};

use crate::feature_set::FeatureSet;

type Tokens = Peekable<token_stream::IntoIter>;

/// Applies every `#[cfg(feature = ..)]` and `cfg!(feature = ..)` in the tokens. Conditions about other things stay.
pub(super) fn apply(tokens: TokenStream, features: &FeatureSet) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    let mut applied = Vec::new();
    while let Some(token) = tokens.next() {
        if is(&token, '#') && is_group(tokens.peek(), Delimiter::Bracket) {
            let (attributes, is_on) = attributes(token, &mut tokens, features);
            match is_on {
                true => applied.extend(attributes),
                false => skip_item(&mut tokens),
            }
            continue;
        }
        let macro_condition = matches!(&token, TokenTree::Ident(name) if name == "cfg")
            && tokens.peek().is_some_and(|next| is(next, '!'));
        match token {
            _ if macro_condition => applied.extend(condition_value(token, &mut tokens, features)),
            TokenTree::Group(group) => applied.push(apply_inside(&group, features)),
            token => applied.push(token),
        }
    }
    applied.into_iter().collect()
}

/// Returns `true` if the condition of an attribute such as `#[cfg(feature = "mock")]` holds, or if it has none.
pub(super) fn holds(attribute: &str, features: &FeatureSet) -> bool {
    let tokens = attribute.parse::<TokenStream>().unwrap_or_default();
    let group = tokens.into_iter().find_map(|token| match token {
        TokenTree::Group(group) => Some(group),
        _ => None,
    });
    group.and_then(|group| condition(&group, features)).unwrap_or(true)
}

fn apply_inside(group: &Group, features: &FeatureSet) -> TokenTree {
    let mut applied = Group::new(group.delimiter(), apply(group.stream(), features));
    applied.set_span(group.span());
    TokenTree::Group(applied)
}

/// Reads the attributes of an item. Returns those that are not conditions of features, and `true` if all conditions hold.
fn attributes(
    first: TokenTree,
    tokens: &mut Tokens,
    features: &FeatureSet,
) -> (Vec<TokenTree>, bool) {
    let (mut kept, mut is_on, mut sign) = (Vec::new(), true, Some(first));
    while let Some(hash) = sign.take() {
        if let Some(TokenTree::Group(group)) = tokens.next() {
            match condition(&group, features) {
                Some(holds) => is_on &= holds,
                None => kept.extend([hash, TokenTree::Group(group)]),
            }
        }
        sign = tokens.next_if(|next| is(next, '#'));
    }
    (kept, is_on)
}

/// Returns the value of the condition in an attribute, or `None` if it is not a condition of features.
fn condition(group: &Group, features: &FeatureSet) -> Option<bool> {
    let mut inside = group.stream().into_iter().peekable();
    match (inside.next(), inside.next()) {
        (Some(TokenTree::Ident(name)), Some(TokenTree::Group(condition))) if name == "cfg" => {
            all(&condition, features)?.into_iter().next()
        }
        _ => None,
    }
}

/// Returns the value of each condition in a list, or `None` if one is not about features.
fn all(group: &Group, features: &FeatureSet) -> Option<Vec<bool>> {
    let mut tokens = group.stream().into_iter().peekable();
    let mut values = Vec::new();
    while let Some(token) = tokens.next() {
        let TokenTree::Ident(name) = token else { return None };
        values.push(match (name.to_string().as_str(), tokens.next()?) {
            ("all", TokenTree::Group(inside)) => all(&inside, features)?.iter().all(|it| *it),
            ("any", TokenTree::Group(inside)) => all(&inside, features)?.contains(&true),
            ("not", TokenTree::Group(inside)) => !all(&inside, features)?.first()?,
            ("feature", sign) if is(&sign, '=') => {
                features.has(tokens.next()?.to_string().trim_matches('"'))
            }
            _ => return None,
        });
        tokens.next_if(|next| is(next, ','));
    }
    Some(values)
}

/// Returns the value of `cfg!(..)`, or its first tokens if it is not about features.
fn condition_value(name: TokenTree, tokens: &mut Tokens, features: &FeatureSet) -> Vec<TokenTree> {
    let sign = tokens.next();
    let condition = match tokens.peek() {
        Some(TokenTree::Group(group)) => all(group, features),
        _ => None,
    };
    match condition.and_then(|values| values.into_iter().next()) {
        Some(value) => {
            tokens.next();
            let value = if value { "true" } else { "false" };
            vec![TokenTree::Ident(Ident::new(value, Span::call_site()))]
        }
        None => [name].into_iter().chain(sign).collect(),
    }
}

/// Skips the tokens behind attributes: an item, a statement, a field, a variant, an arm or an argument.
fn skip_item(tokens: &mut Tokens) {
    let ends = ends(tokens);
    let mut depth = 0_usize;
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Punct(sign) => match sign.as_char() {
                ';' => return,
                ',' if ends == Ends::Anything && depth == 0 => return,
                '<' => depth += 1,
                '>' => depth = depth.saturating_sub(1),
                // The arrows `->` and `=>` close nothing.
                '-' | '=' => _ = tokens.next_if(|next| is(next, '>')),
                _ => {}
            },
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => match ends {
                Ends::Semicolon => {}
                Ends::Block => return,
                Ends::Anything => match tokens.peek() {
                    Some(next) if is(next, ',') => {
                        tokens.next();
                        return;
                    }
                    Some(next) if ['=', '.', '?'].iter().any(|sign| is(next, *sign)) => {}
                    _ => return,
                },
            },
            _ => {}
        }
    }
}

/// The end of an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Semicolon,
    /// Its block, or a semicolon.
    Block,
    /// A semicolon, a comma or a block.
    Anything,
}

/// Returns the end of an item from its first word after the visibility.
fn ends(tokens: &mut Tokens) -> Ends {
    if tokens.next_if(|next| is_word(next, "pub")).is_some() {
        tokens.next_if(|next| is_group(Some(next), Delimiter::Parenthesis));
    }
    let first = match tokens.peek() {
        Some(TokenTree::Ident(word)) => word.to_string(),
        _ => return Ends::Anything,
    };
    match first.as_str() {
        "extern" | "let" | "return" | "static" | "type" | "use" => Ends::Semicolon,
        "const" => {
            tokens.next();
            let is_function = ["async", "fn", "unsafe"].iter();
            let mut next =
                is_function.filter(|word| tokens.peek().is_some_and(|it| is_word(it, word)));
            if next.next().is_some() { Ends::Block } else { Ends::Semicolon }
        }
        "async" | "enum" | "fn" | "impl" | "mod" | "struct" | "trait" | "union" | "unsafe" => {
            Ends::Block
        }
        _ => Ends::Anything,
    }
}

fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

fn is_group(token: Option<&TokenTree>, delimiter: Delimiter) -> bool {
    matches!(token, Some(TokenTree::Group(group)) if group.delimiter() == delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(text: &str) -> String {
        let features = FeatureSet::new(["reqwest", "rustls"]).unwrap();
        apply(text.parse().unwrap(), &features).to_string()
    }

    #[track_caller]
    fn becomes(text: &str, expected: &str) {
        assert_eq!(applied(text), expected.parse::<TokenStream>().unwrap().to_string());
    }

    #[test]
    fn what_is_off_is_left_out_and_what_is_on_has_no_condition() {
        let on = r#"#[cfg(feature = "reqwest")]"#;
        let off = r#"#[cfg(feature = "mock")]"#;
        let items = [
            "pub(crate) use a::{b, c};",
            "impl<A, B> X<A> for Y<B> where A: C, B: D { fn e() {} }",
            "fn f(a: &str, b: Vec<(u8, u8)>) -> Result<(), Vec<u8>> { g() }",
            "const fn h() -> u8 { 1 }",
            "const I: [u8; 2] = { [1, 2] };",
            "pub struct J(pub u8);",
            "mod k;",
            "/// Words.\n mod l { use m; }",
        ];
        for item in items {
            becomes(&format!("{on} {item} struct Z;"), &format!("{item} struct Z;"));
            becomes(&format!("{off} {item} struct Z;"), "struct Z;");
            becomes(&format!("#[inline] {off} #[doc = \"\"] {item} struct Z;"), "struct Z;");
        }
        becomes(&format!("{{ {off} let a = if b {{ c }} else {{ d }}; e }}"), "{ e }");
        becomes(&format!("{{ {off} return a(b); {on} c() }}"), "{ c() }");
        becomes(&format!("match a {{ {off} B {{ .. }} => c(), D => e, }}"), "match a { D => e, }");
        becomes(
            &format!("enum A {{ {off} B(Map<C, D>), {off} E {{ f: u8 }}, G }}"),
            "enum A { G }",
        );
        becomes(&format!("fn a({off} b: Map<C, D>, e: u8)"), "fn a(e: u8)");
    }

    #[test]
    fn conditions_are_combined_and_others_stay() {
        becomes(r#"#[cfg(all(feature = "rustls", not(feature = "mock")))] mod a;"#, "mod a;");
        becomes(r#"#[cfg(any(feature = "tracing", feature = "mock"))] mod a;"#, "");
        becomes(r#"#[cfg(feature = "rustls")] #[cfg(feature = "mock")] mod a;"#, "");
        becomes(
            r#"if cfg!(feature = "rustls") && cfg!(windows) {}"#,
            "if true && cfg!(windows) {}",
        );
        for kept in ["#[cfg(windows)] mod a;", r#"#[cfg(all(windows, feature = "mock"))] mod a;"#] {
            becomes(kept, kept);
        }
        let features = FeatureSet::default();
        assert!(holds("", &features) && holds(r#"#[cfg(feature = "reqwest")]"#, &features));
        assert!(!holds(r#"#[cfg(feature = "mock")]"#, &features));
    }
}
