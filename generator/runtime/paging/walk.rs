//! The walk from page to page: the request for the next page. It has no types and sends nothing.

use bytes::Bytes;
use http::Uri;

use super::super::client::call::Call;
use super::super::paging::link::{follow, next_link};
use super::super::requests::invalid::RequestPart;
use super::super::responses::decode_error::{DecodeError, DecodeErrorKind};
use super::super::responses::response::Response;

/// The part of the request that changes from page to page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStep {
    /// A query parameter that is set to a cursor from the page.
    Cursor(&'static str),
    /// A query parameter that is set to the number of items before the page.
    Offset(&'static str),
    /// A query parameter that is set to the page number. The second value is the number of the
    /// first page.
    Page(&'static str, u64),
    /// The URL in the header `Link` (RFC 8288).
    Link,
    /// The URL in the body of the page.
    Url,
}

/// The facts that a page states about itself and the next page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    count: usize,
    next: Option<String>,
    more: Option<bool>,
    total: Option<u64>,
}

/// The state of a walk through the pages.
pub(crate) struct Walk {
    call: Call,
    step: PageStep,
    /// The page number, or the number of items before the page.
    at: u64,
    /// The number of items so far.
    seen: u64,
    /// Set if the walk started at the first page.
    whole: bool,
    circle: Circle,
    state: WalkState,
}

enum WalkState {
    Going,
    Broken(Box<DecodeError>),
    Over,
}

/// Detects cycles of pages. Each cursor or URL is compared with the previous one and with a stored
/// one. The stored one is replaced at doubling distances, so that a cycle of any length is found
/// (Brent's algorithm).
#[derive(Default)]
struct Circle {
    last: String,
    kept: String,
    since: usize,
    span: usize,
    body: Bytes,
}

impl Turn {
    /// Creates the facts about a page with this number of items. A page without a list has no
    /// number.
    pub fn new(count: impl FnOnce() -> Option<usize>) -> Self {
        Self { count: count().unwrap_or_default(), ..Self::default() }
    }

    /// Sets the cursor or URL of the next page.
    #[must_use]
    pub fn next(mut self, next: impl FnOnce() -> Option<String>) -> Self {
        self.next = next().filter(|next| !next.is_empty());
        self
    }

    /// Sets whether there is another page.
    #[must_use]
    pub fn more(mut self, more: impl FnOnce() -> Option<bool>) -> Self {
        self.more = more();
        self
    }

    /// Sets the number of items on all pages.
    #[must_use]
    pub fn total(mut self, total: impl FnOnce() -> Option<u64>) -> Self {
        self.total = total();
        self
    }
}

impl Walk {
    pub(crate) fn new(call: Call, step: PageStep) -> Self {
        let begun = match step {
            PageStep::Cursor(name) | PageStep::Offset(name) | PageStep::Page(name, _) => {
                call.query_text(name).map(str::to_owned)
            }
            PageStep::Link | PageStep::Url => None,
        };
        let first = if let PageStep::Page(_, first) = step { first } else { 0 };
        let at = begun.as_deref().and_then(|text| text.parse().ok()).unwrap_or(first);
        let circle = Circle { last: begun.clone().unwrap_or_default(), ..Circle::default() };
        let whole = begun.is_none() || at == first;
        Self { call, step, at, seen: 0, whole, circle, state: WalkState::Going }
    }

    /// Returns the call for the next page, one error if the next page is unusable, or `None` after
    /// the last page.
    pub(crate) fn call(&mut self) -> Option<Result<Call, Box<DecodeError>>> {
        match std::mem::replace(&mut self.state, WalkState::Over) {
            WalkState::Over => None,
            WalkState::Broken(error) => Some(Err(error)),
            WalkState::Going => {
                self.state = WalkState::Going;
                Some(Ok(self.call.again()))
            }
        }
    }

    pub(crate) fn end(&mut self) {
        self.state = WalkState::Over;
    }

    /// Moves on from a page that has been received.
    pub(crate) fn turn(&mut self, turn: Turn, response: Response) {
        self.seen = self.seen.saturating_add(turn.count as u64);
        let result = match turn.more {
            Some(false) => Ok(false),
            _ if response.is_last_page() => Ok(false),
            _ => self.advance(&turn, &response),
        };
        match result {
            Ok(true) => {}
            Ok(false) => self.end(),
            Err(reason) => {
                let error = DecodeError::new(DecodeErrorKind::Paging(reason), response);
                self.state = WalkState::Broken(Box::new(error));
            }
        }
    }

    /// Changes the request to that of the next page. Returns `false` if there is no next page.
    fn advance(&mut self, turn: &Turn, response: &Response) -> Result<bool, &'static str> {
        match self.step {
            PageStep::Cursor(name) => {
                let Some(cursor) = &turn.next else { return Ok(false) };
                self.circle.enter(cursor)?;
                self.call.query(name, cursor);
            }
            PageStep::Offset(name) => {
                self.at = self.at.saturating_add(turn.count as u64);
                if turn.count == 0 || turn.total.is_some_and(|total| self.at >= total) {
                    return Ok(false);
                }
                self.circle.enter_body(response.body())?;
                self.call.query(name, &self.at);
            }
            PageStep::Page(name, _) => {
                self.at = self.at.saturating_add(1);
                let is_all = |total| self.whole && self.seen >= total;
                if turn.count == 0 || turn.total.is_some_and(is_all) {
                    return Ok(false);
                }
                self.circle.enter_body(response.body())?;
                self.call.query(name, &self.at);
            }
            PageStep::Link | PageStep::Url => {
                let link = match self.step {
                    PageStep::Link => next_link(response.headers()),
                    _ => turn.next.clone(),
                };
                let Some(link) = link else { return Ok(false) };
                let Some(current) = self.call.url() else { return Ok(false) };
                let url = follow(&current, &link)?;
                self.circle.enter(&url.to_string())?;
                self.call.go_to(url);
            }
        }
        Ok(true)
    }
}

const CIRCLE: &str = "expected another page, found that the next one is one that came already";

impl Circle {
    fn enter(&mut self, next: &str) -> Result<(), &'static str> {
        if next == self.last || (self.span > 0 && next == self.kept) {
            return Err(CIRCLE);
        }
        next.clone_into(&mut self.last);
        self.since += 1;
        if self.since >= self.span {
            next.clone_into(&mut self.kept);
            self.span = (self.span * 2).max(1);
            self.since = 0;
        }
        Ok(())
    }

    /// Returns an error if the body equals the previous one, because the server ignores the
    /// parameter.
    fn enter_body(&mut self, body: &Bytes) -> Result<(), &'static str> {
        if *body == self.body {
            return Err("expected another page, found the same one again");
        }
        self.body = body.clone();
        Ok(())
    }
}

impl Call {
    /// Returns the encoded value of a query parameter.
    fn query_text(&self, name: &str) -> Option<&str> {
        let mut arguments = self.state.arguments.list.iter();
        let argument = arguments.find(|it| (it.place, it.name) == (RequestPart::Query, name))?;
        argument.text.split_once('=').map(|(_, text)| text)
    }

    /// Returns the URL of the call.
    fn url(&self) -> Option<Uri> {
        Some(self.state.build_request().ok()?.uri().clone())
    }

    /// Sets the URL of the call, which takes precedence over its arguments.
    fn go_to(&mut self, url: Uri) {
        self.state.target = Some(url);
    }
}
