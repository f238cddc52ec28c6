//! Lists that end: the links of the first page to the second, and their removal from the last page.
//!
//! The position is read from the request alone: its cursor, offset, page number, or the query of the link on the
//! previous page.

use bytes::Bytes;
use http::Request;
use http::header::HOST;
use serde_json::{Map, Value, json};
use specwright::api::media_type::essence;
use specwright::api::{PageEnd, PageStep, PagedOperation};

use crate::api::Api;
use crate::encoding::{decode_form, encode, query_pairs, raw_pairs};
use crate::operation::Operation;
use crate::operation::media_type::is_json;
use crate::operation::parameter::Serialization;
use crate::operation::response::find;
use crate::request;
use crate::request::parameter::RequestHead;
use crate::response::mock_response::MockResponse;
use crate::response::page_size;
use crate::sample::{SampleOptions, sample};
use crate::schema::violation::RequestPart;

/// The query parameter in links to the second page.
const LINKED: &str = "mock-page";

/// The cursor for operations whose cursors are UUIDs.
const UUID: &str = "00000000-0000-4000-8000-000000000002";

/// A request for a page, with its operation.
pub(crate) struct Page<'r> {
    pub(crate) api: &'r Api,
    pub(crate) operation: &'r Operation,
    /// The encoded path parameters.
    pub(crate) path: &'r [(String, String)],
    pub(crate) request: &'r Request<Bytes>,
    /// `true` if the response contains all items.
    pub(crate) is_whole: bool,
}

/// The position of a page in the list.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Position {
    First,
    Last,
    /// After the last page.
    Beyond,
}

impl Page<'_> {
    /// Adds the link to the next page to a response, or removes it. Any other response is kept.
    pub(crate) fn turn(&self, mut mocked: MockResponse) -> MockResponse {
        let Some(paging) = &self.operation.paging else { return mocked };
        let is_success = (200..300).contains(&mocked.status);
        let status = mocked.status;
        let Some((media, body)) =
            mocked.body.as_mut().filter(|(media, _)| is_success && is_json(media))
        else {
            return mocked;
        };
        self.resize(paging, status, media, body);
        let Some(count) = array(body, &paging.items).map(|items| items.len()) else {
            return mocked;
        };
        let mut position = self.position(paging, count);
        if self.is_whole && position == Position::Last {
            position = Position::Beyond;
        }
        let link = self.link();
        let goes_on = position == Position::First
            && !self.is_whole
            && !says_end(paging, body)
            && self.lead_on(paging, body, &link);
        let is_only = position == Position::First && !goes_on;
        let total = if is_only || self.is_whole { count } else { 2 * count };
        let says_all = say_more(paging, body, goes_on) | say_total(paging, body, total);
        if !goes_on {
            end(paging, body);
            let is_last = position == Position::Last && !says_all && is_counted(paging);
            if let Some(items) = array(body, &paging.items)
                && (is_last || position == Position::Beyond)
            {
                items.clear();
            }
        }
        if paging.step == PageStep::Link {
            mocked.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("link"));
            if goes_on {
                mocked = mocked.header("link", format!("<{link}>; rel=\"next\""));
            }
        }
        mocked
    }

    /// Gives a page as many items as the request asks for, unless the schema has others.
    fn resize(&self, paging: &PagedOperation, status: u16, media: &str, body: &mut Value) {
        let query = query_pairs(self.request.uri().query().unwrap_or_default());
        let size = page_size::requested(self.operation, &query).filter(|_| !self.is_whole);
        let is_last = says_end(paging, body);
        let (Some(size), Some(items)) = (size, array(body, &paging.items)) else { return };
        let resized = page_size::resize(items, size, is_last);
        let before = std::mem::replace(items, resized);
        let response = find(&self.operation.responses, status);
        let schema = response.and_then(|response| {
            response.content.iter().find(|it| it.name == essence(media))?.schema.as_ref()
        });
        let validator = schema.and_then(|schema| self.api.response_validator(schema));
        if !validator.is_none_or(|validator| validator.accepts(body))
            && let Some(items) = array(body, &paging.items)
        {
            *items = before;
        }
    }

    fn position(&self, paging: &PagedOperation, count: usize) -> Position {
        let pairs = query_pairs(self.request.uri().query().unwrap_or_default());
        let value = |name: &str| {
            let pair = pairs.iter().find(|(known, value)| known == name && !value.is_empty());
            pair.map(|(_, value)| value.as_str())
        };
        let number = |name| value(name).and_then(|text| text.parse::<u64>().ok());
        match &paging.step {
            PageStep::Cursor(name) => match value(name) {
                Some(cursor) if !self.is_start(name, cursor) => Position::Last,
                _ => Position::First,
            },
            PageStep::Page(name, first) => {
                match number(name).unwrap_or(*first).saturating_sub(*first) {
                    0 => Position::First,
                    1 => Position::Last,
                    _ => Position::Beyond,
                }
            }
            PageStep::Offset(name) => match number(name).unwrap_or(0) {
                0 => Position::First,
                offset if offset < 2 * count as u64 => Position::Last,
                _ => Position::Beyond,
            },
            PageStep::Link | PageStep::Url if value(LINKED).is_some() => Position::Last,
            PageStep::Link | PageStep::Url => Position::First,
        }
    }

    /// Returns `true` if a cursor is the default of its parameter, such as `*`.
    fn is_start(&self, name: &str, cursor: &str) -> bool {
        let schema = self.schema_of(name).map(|schema| self.api.description.follow(schema));
        let default = schema.and_then(|schema| schema.get("default"));
        default.is_some_and(|default| text(default) == cursor)
    }

    fn schema_of(&self, name: &str) -> Option<&Value> {
        let mut parameters = self.operation.parameters.iter();
        let parameter = parameters
            .find(|parameter| parameter.name == name && parameter.place == RequestPart::Query)?;
        match &parameter.form {
            Serialization::Style(schema) => Some(&schema.value),
            Serialization::Content(_) => None,
        }
    }

    /// Adds a link to the second page. Returns `false` if the page has no place for one.
    fn lead_on(&self, paging: &PagedOperation, body: &mut Value, link: &str) -> bool {
        let next = paging.next.as_ref().and_then(|(path, _)| at(body, path));
        match (&paging.step, next) {
            (PageStep::Cursor(name), Some(next)) => match self.cursor(name, next) {
                Some(cursor) => *next = cursor,
                None => return false,
            },
            (PageStep::Url, Some(next)) => *next = link.into(),
            (PageStep::Cursor(_) | PageStep::Url, None) => return false,
            (PageStep::Offset(_) | PageStep::Page(..) | PageStep::Link, _) => {}
        }
        true
    }

    /// Returns a valid cursor: the one on the page, if it is valid.
    fn cursor(&self, name: &str, current: &Value) -> Option<Value> {
        let schema = self.schema_of(name);
        let options = SampleOptions::default();
        let made = schema.and_then(|schema| sample(&self.api.description, schema, options));
        let candidates = [Some(current.clone()), Some(json!(2)), Some(json!(UUID)), made];
        let typed = candidates.into_iter().flatten().filter_map(|value| match current {
            Value::Number(_) => value.is_number().then_some(value),
            _ => Some(text(&value).into()),
        });
        typed.into_iter().find(|cursor: &Value| self.takes(name, &text(cursor)))
    }

    /// Returns `true` if the operation accepts this cursor.
    fn takes(&self, name: &str, cursor: &str) -> bool {
        let pairs = raw_pairs(self.request.uri().query().unwrap_or_default(), '&');
        let others = pairs.filter(|(known, _)| decode_form(known) != name);
        let mut query: Vec<_> = others.map(|(name, value)| format!("{name}={value}")).collect();
        query.push(format!("{}={}", encode(name), encode(cursor)));
        let headers = self.request.headers();
        let head = RequestHead { path: self.path, query: &query.join("&"), headers };
        request::check(self.api, self.operation, &head, self.request.body()).is_ok()
    }

    /// Returns the URL of the second page: that of the request, without credentials.
    fn link(&self) -> String {
        let uri = self.request.uri();
        let host = self.request.headers().get(HOST).and_then(|host| host.to_str().ok());
        let host = uri.authority().map(|authority| authority.as_str()).or(host);
        let scheme = uri.scheme_str().unwrap_or("http");
        let secrets = &self.api.credentials;
        let pairs = raw_pairs(uri.query().unwrap_or_default(), '&').filter(|(name, _)| {
            let name = decode_form(name);
            name != LINKED && !secrets.iter().any(|secret| secret.eq_ignore_ascii_case(&name))
        });
        let mut query: Vec<_> = pairs.map(|(name, value)| format!("{name}={value}")).collect();
        query.push(format!("{LINKED}=2"));
        let link =
            format!("{scheme}://{}{}?{}", host.unwrap_or("localhost"), uri.path(), query.join("&"));
        // These characters delimit a link (RFC 8288, section 3).
        link.replace('<', "%3C").replace('>', "%3E")
    }
}

/// Returns `true` if pages or items are numbered.
fn is_counted(paging: &PagedOperation) -> bool {
    matches!(paging.step, PageStep::Offset(_) | PageStep::Page(..))
}

/// Returns `true` if a documented page states that it is the last one.
fn says_end(paging: &PagedOperation, body: &Value) -> bool {
    let value = |path: &[String]| path.iter().try_fold(body, |value, name| value.get(name));
    let more = paging.more.as_deref().and_then(value);
    more == Some(&Value::Bool(false))
}

/// Sets whether there is another page. Returns `false` if the page has no place for it.
fn say_more(paging: &PagedOperation, body: &mut Value, goes_on: bool) -> bool {
    match &paging.more {
        Some(path) if goes_on => at(body, path).map(|more| *more = true.into()).is_some(),
        Some(path) => set(body, path, false.into()),
        None => false,
    }
}

/// Sets the number of all items if it ends the list. Returns `false` if the page has no place for it.
fn say_total(paging: &PagedOperation, body: &mut Value, total: usize) -> bool {
    let path = paging.total.as_ref().filter(|_| is_counted(paging));
    path.is_some_and(|path| set(body, path, total.into()))
}

/// Removes the link to the next page.
fn end(paging: &PagedOperation, body: &mut Value) {
    let Some((path, end)) = &paging.next else { return };
    let Some((parent, name)) = parent(body, path) else { return };
    match end {
        PageEnd::Absent => parent.retain(|known, _| known != name),
        PageEnd::Null => drop(parent.insert(name.to_owned(), Value::Null)),
        PageEnd::Empty => drop(parent.insert(name.to_owned(), "".into())),
        PageEnd::Unsayable => {}
    }
}

/// Returns the object at the parent of a path, and the last name of the path.
fn parent<'b, 'p>(
    body: &'b mut Value,
    path: &'p [String],
) -> Option<(&'b mut Map<String, Value>, &'p str)> {
    let (name, above) = path.split_last()?;
    let parent = above.iter().try_fold(body, |value, name| value.get_mut(name))?;
    Some((parent.as_object_mut()?, name))
}

/// Returns the value at a path, unless it is null or empty.
fn at<'b>(body: &'b mut Value, path: &[String]) -> Option<&'b mut Value> {
    let value = path.iter().try_fold(body, |value, name| value.get_mut(name))?;
    (!value.is_null() && *value != "").then_some(value)
}

fn array<'b>(body: &'b mut Value, path: &[String]) -> Option<&'b mut Vec<Value>> {
    path.iter().try_fold(body, |value, name| value.get_mut(name))?.as_array_mut()
}

/// Sets the value at a path. Returns `false` if its parent does not exist.
fn set(body: &mut Value, path: &[String], value: Value) -> bool {
    let place = parent(body, path);
    place.map(|(parent, name)| parent.insert(name.to_owned(), value)).is_some()
}

/// Returns a value as it is in a query.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
