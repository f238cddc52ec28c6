//! Descriptions in the reference: their HTML, in which no text of a description becomes a tag or an attribute.

use serde_json::{Map, Value, json};
use specwright::source::Source;

use crate::page::Lenient;

/// Returns the HTML of each description.
fn rendered(texts: &[String]) -> Vec<String> {
    documentation(texts, "html")
}

/// Returns a member of the documentation in `reference/data.js` for each description.
fn documentation(texts: &[String], member: &str) -> Vec<String> {
    let schema =
        |text: &String| json!({ "type": "object", "properties": { "a": {} }, "description": text });
    let schemas = texts.iter().enumerate();
    let schemas: Map<_, _> =
        schemas.map(|(at, text)| (format!("T{at:06}"), schema(text))).collect();
    let description = json!({
        "openapi": "3.1.0",
        "info": { "title": "Markdown", "version": "1" },
        "paths": {},
        "components": { "schemas": schemas },
    });
    let source = Source::from_text("api.json", description.to_string()).unwrap();
    let files = specwright::reference(&source, &Lenient, "client").unwrap();
    let mut types = Vec::new();
    for (_, text) in files.iter().filter(|(path, _)| path.starts_with("reference/parts/types-")) {
        let (_, json) = text.trim().trim_end_matches(';').split_once(" = ").unwrap();
        types.extend(serde_json::from_str::<Vec<Value>>(json).unwrap());
    }
    assert_eq!(types.len(), texts.len());
    let html = |at: usize| {
        let name = format!("T{at:06}");
        let found = types.iter().find(|item| item["name"] == name.as_str()).unwrap();
        found["docs"][member].as_str().unwrap_or_default().to_owned()
    };
    (0..texts.len()).map(html).collect()
}

/// The tags that rendered Markdown may have.
const TAGS: [&str; 24] = [
    "a",
    "blockquote",
    "br",
    "code",
    "div",
    "em",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
    "ol start",
];

/// Fails if the HTML has an unknown tag or attribute, or if tags are not closed in order.
fn check(html: &str, source: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>'), "{source:?}: {html}");
        let end = at + rest[at..].find('>').unwrap_or_else(|| panic!("{source:?}: {html}"));
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{source:?}: {html}");
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(TAGS.contains(&name), "{source:?}: {html}");
        let is_known = match name {
            "a" => {
                let url = attributes.strip_prefix("href=\"");
                let url = url.and_then(|rest| rest.strip_suffix("\" rel=\"noreferrer\""));
                url.is_some_and(|url| {
                    let scheme = url.split(':').next().unwrap_or_default().to_ascii_lowercase();
                    ["http", "https", "mailto"].contains(&&*scheme) && !url.contains(['"', '<'])
                })
            }
            "div" => attributes == "class=\"wide\"",
            "br" | "hr" => attributes == "/",
            "ol" => attributes.is_empty() || attributes.starts_with("start=\""),
            _ => attributes.is_empty(),
        };
        assert!(is_known, "{source:?}: {html}");
        if !matches!(name, "br" | "hr") {
            open.push(name);
        }
        let links = open.iter().filter(|name| **name == "a").count();
        assert!(links < 2, "a link in a link: {source:?}: {html}");
    }
    assert!(open.is_empty(), "{source:?}: {html}");
}

#[test]
fn commonmark_is_rendered_as_html() {
    let expected = [
        (
            "a **b** and *c* in `e*f*`",
            "<p>a <strong>b</strong> and <em>c</em> in <code>e*f*</code></p>",
        ),
        (
            "[a](https://b.example/c?d=e&f 'title') <https://g.example>",
            "<p><a href=\"https://b.example/c?d=e&amp;f\" rel=\"noreferrer\">a</a> \
             <a href=\"https://g.example\" rel=\"noreferrer\">https://g.example</a></p>",
        ),
        ("[docs](/page) [run](javascript:alert(1)) [d](data:text/html,x)", "<p>docs run d</p>"),
        (
            "[r](//evil.example) ![i](https://x.example/i.png)",
            "<p>r <a href=\"https://x.example/i.png\" rel=\"noreferrer\">i</a></p>",
        ),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a <b onclick=x>c</b>", "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>"),
        ("# A #\ntext\n\n> q", "<h3>A</h3>\n<p>text</p>\n<blockquote>\n<p>q</p>\n</blockquote>"),
        ("```a\"b\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        (
            "| a |\n|---|\n| 1 |",
            "<div class=\"wide\"><table><thead><tr><th>a</th></tr></thead><tbody>\n\
             <tr><td>1</td></tr>\n</tbody></table>\n</div>",
        ),
    ];
    let texts: Vec<_> = expected.iter().map(|(text, _)| (*text).to_owned()).collect();
    for ((text, expected), html) in expected.iter().zip(rendered(&texts)) {
        assert_eq!(html, *expected);
        check(&html, text);
    }
}

#[test]
fn the_summary_is_the_first_line_without_markup() {
    let expected = [
        ("The **pet**, a [dog](https://x.example) or `cat`.\nMore.", "The pet, a dog or cat."),
        ("# Head\ntext", "Head"),
        ("- one\n- two", "one"),
        ("a <b>c", "a <b>c"),
        ("", ""),
    ];
    let texts: Vec<_> = expected.iter().map(|(text, _)| (*text).to_owned()).collect();
    let lines = documentation(&texts, "line");
    assert_eq!(lines, expected.map(|(_, line)| line));
}

#[test]
fn no_text_of_a_description_becomes_a_tag() {
    const PIECES: [&str; 34] = [
        "[",
        "]",
        "(",
        ")",
        "](",
        "https://x.example/",
        "mailto:a@b.example",
        "javascript:1",
        "<",
        ">",
        "\"",
        "'",
        "&",
        "`",
        "``",
        "*",
        "**",
        "_",
        "\\",
        "\n",
        "\n\n",
        "\n# ",
        "\n- ",
        "\n> ",
        "\n1. ",
        "\n```\n",
        "|",
        "\n|-|\n",
        " ",
        "a",
        "onclick=x",
        "<https://y.example>",
        "<!--",
        "![",
    ];
    let mut random = fastrand::Rng::with_seed(1);
    let mut text = || -> String {
        let length = random.usize(1..24);
        (0..length).map(|_| PIECES[random.usize(..PIECES.len())]).collect()
    };
    let texts: Vec<_> = (0..5_000).map(|_| text()).collect();
    for (html, text) in rendered(&texts).iter().zip(&texts) {
        check(html, text);
    }
}

#[test]
fn long_runs_of_markup_are_rendered() {
    const LONG: [&str; 26] = [
        "[",
        "]",
        "[a](",
        "[](https://x ",
        "![",
        "> ",
        ">\n",
        "`",
        "`` ` ",
        "*",
        "**",
        "* a",
        "_a ",
        "**a *b ",
        "<https://",
        "<",
        "\\",
        "# a\n",
        "- ",
        "- a\n",
        "1. a\n> ",
        "|",
        "|a|\n|-|\n",
        "\n```\n~~~",
        "[[a]",
        "a\n",
    ];
    let texts: Vec<_> = LONG.iter().map(|piece| piece.repeat(100_000 / piece.len())).collect();
    for (html, text) in rendered(&texts).iter().zip(&texts) {
        check(html, &text[..20]);
    }
}
