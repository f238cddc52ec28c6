//! From page to page: what is asked for next, without types and without sending anything.

use bytes::Bytes;
use http::Uri;

use super::super::client::call::Call;
use super::super::paging::link::{follow, next_link};
use super::super::requests::invalid::RequestPart;
use super::super::responses::decode_error::{DecodeError, DecodeErrorKind};
use super::super::responses::response::Response;

/// What the request for the next page differs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStep {
    /// This query parameter gets what the page has for it.
    Cursor(&'static str),
    /// This query parameter gets the number of items before the page.
    Offset(&'static str),
    /// This query parameter gets the number of the page, the first having the one given.
    Page(&'static str, u64),
    /// It has the URL that the header `Link` gives (RFC 8288).
    Link,
    /// It has the URL that the page gives.
    Url,
}

/// What a page says of itself and of the next one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    count: usize,
    next: Option<String>,
    more: Option<bool>,
    total: Option<u64>,
}

/// Where one is on the way through the pages.
pub(crate) struct Walk {
    call: Call,
    step: PageStep,
    /// The number of the page, or of the items before it.
    at: u64,
    /// How many items came.
    seen: u64,
    /// Whether the way began at the first page.
    whole: bool,
    circle: Circle,
    state: WalkState,
}

enum WalkState {
    Going,
    Broken(Box<DecodeError>),
    Over,
}

/// Finds out that a way leads in circles. What leads to the next page is compared with the one
/// before, and with one that is kept for ever longer: a circle of any length is found in the end
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
    /// What a page with so many items says; one without a list has none.
    pub fn new(count: impl FnOnce() -> Option<usize>) -> Self {
        Self { count: count().unwrap_or_default(), ..Self::default() }
    }

    /// The same with what leads to the next page.
    #[must_use]
    pub fn next(mut self, next: impl FnOnce() -> Option<String>) -> Self {
        self.next = next().filter(|next| !next.is_empty());
        self
    }

    /// The same with whether there is another page.
    #[must_use]
    pub fn more(mut self, more: impl FnOnce() -> Option<bool>) -> Self {
        self.more = more();
        self
    }

    /// The same with how many items there are on all pages.
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

    /// The call for the next page; an error once where it cannot be had, and `None` behind the
    /// last.
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

    /// Goes on behind a page.
    pub(crate) fn turn(&mut self, turn: Turn, answer: Response) {
        self.seen = self.seen.saturating_add(turn.count as u64);
        let result = match turn.more {
            Some(false) => Ok(false),
            _ if answer.is_last_page() => Ok(false),
            _ => self.advance(&turn, &answer),
        };
        match result {
            Ok(true) => {}
            Ok(false) => self.end(),
            Err(reason) => {
                let error = DecodeError::new(DecodeErrorKind::Paging(reason), answer);
                self.state = WalkState::Broken(Box::new(error));
            }
        }
    }

    /// Sets what the request for the next page differs in; `false` if there is no such page.
    fn advance(&mut self, turn: &Turn, answer: &Response) -> Result<bool, &'static str> {
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
                self.circle.enter_body(answer.body())?;
                self.call.query(name, &self.at);
            }
            PageStep::Page(name, _) => {
                self.at = self.at.saturating_add(1);
                let is_all = |total| self.whole && self.seen >= total;
                if turn.count == 0 || turn.total.is_some_and(is_all) {
                    return Ok(false);
                }
                self.circle.enter_body(answer.body())?;
                self.call.query(name, &self.at);
            }
            PageStep::Link | PageStep::Url => {
                let link = match self.step {
                    PageStep::Link => next_link(answer.headers()),
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

    /// A server that takes no notice of the parameter sends the same page for ever.
    fn enter_body(&mut self, body: &Bytes) -> Result<(), &'static str> {
        if *body == self.body {
            return Err("expected another page, found the same one again");
        }
        self.body = body.clone();
        Ok(())
    }
}

impl Call {
    /// The text that a query parameter is set to, as it is encoded.
    fn query_text(&self, name: &str) -> Option<&str> {
        let mut arguments = self.state.arguments.list.iter();
        let argument = arguments.find(|it| (it.place, it.name) == (RequestPart::Query, name))?;
        argument.text.split_once('=').map(|(_, text)| text)
    }

    /// Where the call goes.
    fn url(&self) -> Option<Uri> {
        Some(self.state.build_request().ok()?.uri().clone())
    }

    /// Lets the call go to this URL, whatever its arguments say.
    fn go_to(&mut self, url: Uri) {
        self.state.target = Some(url);
    }
}
