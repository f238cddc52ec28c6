//! Renders the CommonMark of a description as HTML.
//!
//! It runs when the site is generated, so the script of the page renders no text of a description. The text is not
//! trusted: its HTML is shown as text, and its links can only lead to a web page or a mail address.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// The most nested quotes, lists and items. Deeper ones are flattened, because browsers draw hundreds of them badly.
const DEPTH: usize = 16;

/// The place where a text is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A block of its own.
    Block,
    /// A line, or a link of the page.
    Line,
}

/// Returns the HTML of a text as blocks.
pub(super) fn blocks(text: &str) -> String {
    render(text, Place::Block)
}

/// Returns the HTML of a text for one line, without links.
pub(super) fn line(text: &str) -> String {
    render(text, Place::Line)
}

/// Returns the first line of a text, without Markdown.
pub(super) fn first_line(text: &str) -> String {
    let mut line = String::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                line.push_str(&text);
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image) => {}
            Event::SoftBreak | Event::HardBreak | Event::End(_) if !line.trim().is_empty() => break,
            _ => {}
        }
    }
    line.trim().to_owned()
}

fn render(text: &str, place: Place) -> String {
    let mut writer = Writer { place, depth: 0, links: Vec::new() };
    let events = Parser::new_ext(text, Options::ENABLE_TABLES);
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    html::push_html(&mut html, events.flat_map(|event| writer.event(event)));
    html.truncate(html.trim_end().len());
    html
}

/// The state of rendering one text.
struct Writer {
    place: Place,
    depth: usize,
    /// For each open link or image, `true` if it is written as a link.
    links: Vec<bool>,
}

impl Writer {
    fn event<'a>(&mut self, event: Event<'a>) -> Vec<Event<'a>> {
        match event {
            Event::Html(text) | Event::InlineHtml(text) => vec![Event::Text(text)],
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let is_link =
                    self.place == Place::Block && is_safe(&dest_url) && !self.links.contains(&true);
                self.links.push(is_link);
                let open = format!("<a href=\"{}\" rel=\"noreferrer\">", escaped(&dest_url));
                if is_link { vec![Event::InlineHtml(open.into())] } else { Vec::new() }
            }
            Event::End(TagEnd::Link | TagEnd::Image) => match self.links.pop() {
                Some(true) => vec![Event::InlineHtml("</a>".into())],
                _ => Vec::new(),
            },
            Event::Start(tag) if self.place == Place::Line => match tag {
                Tag::Emphasis | Tag::Strong => vec![Event::Start(tag)],
                _ => Vec::new(),
            },
            Event::End(tag) if self.place == Place::Line => match tag {
                TagEnd::Emphasis | TagEnd::Strong => vec![Event::End(tag)],
                // Consecutive blocks are joined in one line.
                _ => vec![Event::Text(" ".into())],
            },
            Event::Rule | Event::HardBreak if self.place == Place::Line => vec![Event::SoftBreak],
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            event => vec![event],
        }
    }

    fn start<'a>(&mut self, tag: Tag<'a>) -> Vec<Event<'a>> {
        match tag {
            Tag::Heading { level, .. } => vec![raw(format!("<{}>", heading(level)))],
            // Alignments are left out, because the page does not allow inline styles.
            Tag::Table(_) => {
                vec![raw("<div class=\"wide\">"), Event::Start(Tag::Table(Vec::new()))]
            }
            Tag::CodeBlock(_) => vec![raw("<pre><code>")],
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Item => {
                self.depth += 1;
                if self.depth > DEPTH { Vec::new() } else { vec![Event::Start(tag)] }
            }
            tag => vec![Event::Start(tag)],
        }
    }

    fn end<'a>(&mut self, tag: TagEnd) -> Vec<Event<'a>> {
        match tag {
            TagEnd::Heading(level) => vec![raw(format!("</{}>\n", heading(level)))],
            TagEnd::Table => vec![Event::End(tag), raw("</div>")],
            TagEnd::CodeBlock => vec![raw("</code></pre>\n")],
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth >= DEPTH { Vec::new() } else { vec![Event::End(tag)] }
            }
            tag => vec![Event::End(tag)],
        }
    }
}

/// Returns HTML that is not from the description.
fn raw<'a>(html: impl Into<CowStr<'a>>) -> Event<'a> {
    Event::Html(html.into())
}

/// Returns the element for a heading. The page has headings of its own above those of a text.
fn heading(level: HeadingLevel) -> &'static str {
    match level {
        HeadingLevel::H1 => "h3",
        HeadingLevel::H2 => "h4",
        HeadingLevel::H3 => "h5",
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => "h6",
    }
}

/// Returns `true` if a URL leads to a web page or a mail address. Scripts and relative links are not safe.
fn is_safe(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto"))
}

/// Escapes a text for the value of an attribute.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            char => escaped.push(char),
        }
    }
    escaped
}
