//! Lists that end: what the first page of a list says of the next one, and what the last one says.
//!
//! Which page is asked for is found in the request alone: its cursor, offset, page number, or the query of the link that the page
//! before had.

use bytes::Bytes;
use http::Request;
use http::header::HOST;
use serde_json::{Map, Value, json};
use specwright::api::{PageEnd, PageStep, PagedOperation};

use crate::api::Api;
use crate::encoding::{decode_form, encode, query_pairs, raw_pairs};
use crate::operation::Operation;
use crate::operation::media_type::is_json;
use crate::operation::parameter::Serialization;
use crate::request;
use crate::request::parameter::RequestHead;
use crate::response::mock_response::MockResponse;
use crate::sample::{SampleOptions, sample};
use crate::schema::violation::RequestPart;

/// The query parameter of the links to the second page.
const LINKED: &str = "mock-page";

/// A UUID for cursors that have to be one.
const UUID: &str = "00000000-0000-4000-8000-000000000002";

/// A request for a page, and the operation that it is for.
pub(crate) struct Page<'r> {
    pub(crate) api: &'r Api,
    pub(crate) operation: &'r Operation,
    /// The parameters of the path, still encoded.
    pub(crate) path: &'r [(String, String)],
    pub(crate) request: &'r Request<Bytes>,
    /// `true` if the response has all items there are.
    pub(crate) is_whole: bool,
}

/// Where in the list a page is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Position {
    First,
    Last,
    /// Behind the last page.
    Beyond,
}

impl Page<'_> {
    /// Returns the response with what its page says of the next one. A response that is no page stays as it is.
    pub(crate) fn turn(&self, mut mocked: MockResponse) -> MockResponse {
        let Some(paging) = &self.operation.paging else { return mocked };
        let is_success = (200..300).contains(&mocked.status);
        let Some((_, body)) =
            mocked.body.as_mut().filter(|(media, _)| is_success && is_json(media))
        else {
            return mocked;
        };
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

    /// Returns `true` if a cursor is the default of its parameter, as `*` is with some servers.
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

    /// Gives the first page what leads to the second one; `false` if there is nothing that could.
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

    /// A cursor that the operation takes: the one that the page has, if that is one.
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

    /// Returns `true` if the request may be sent with this cursor.
    fn takes(&self, name: &str, cursor: &str) -> bool {
        let pairs = raw_pairs(self.request.uri().query().unwrap_or_default(), '&');
        let others = pairs.filter(|(known, _)| decode_form(known) != name);
        let mut query: Vec<_> = others.map(|(name, value)| format!("{name}={value}")).collect();
        query.push(format!("{}={}", encode(name), encode(cursor)));
        let headers = self.request.headers();
        let head = RequestHead { path: self.path, query: &query.join("&"), headers };
        request::check(self.api, self.operation, &head, self.request.body()).is_ok()
    }

    /// The URL of the second page: that of the request, without credentials.
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
        // A link stands between these (RFC 8288, section 3).
        link.replace('<', "%3C").replace('>', "%3E")
    }
}

/// Returns `true` if the pages have numbers, or the items have.
fn is_counted(paging: &PagedOperation) -> bool {
    matches!(paging.step, PageStep::Offset(_) | PageStep::Page(..))
}

/// Returns `true` if a documented page is the last one by its own words.
fn says_end(paging: &PagedOperation, body: &Value) -> bool {
    let value = |path: &[String]| path.iter().try_fold(body, |value, name| value.get(name));
    let more = paging.more.as_deref().and_then(value);
    more == Some(&Value::Bool(false))
}

/// Says whether there is another page; `false` if there is no place for it.
fn say_more(paging: &PagedOperation, body: &mut Value, goes_on: bool) -> bool {
    match &paging.more {
        Some(path) if goes_on => at(body, path).map(|more| *more = true.into()).is_some(),
        Some(path) => set(body, path, false.into()),
        None => false,
    }
}

/// Says how many items all pages have, where that number leads to the end; `false` if there is no place for it.
fn say_total(paging: &PagedOperation, body: &mut Value, total: usize) -> bool {
    let path = paging.total.as_ref().filter(|_| is_counted(paging));
    path.is_some_and(|path| set(body, path, total.into()))
}

/// Takes out what leads to another page.
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

/// The object that holds a place, and the name of the member.
fn parent<'b, 'p>(
    body: &'b mut Value,
    path: &'p [String],
) -> Option<(&'b mut Map<String, Value>, &'p str)> {
    let (name, above) = path.split_last()?;
    let parent = above.iter().try_fold(body, |value, name| value.get_mut(name))?;
    Some((parent.as_object_mut()?, name))
}

/// The value at a place, unless that is nothing.
fn at<'b>(body: &'b mut Value, path: &[String]) -> Option<&'b mut Value> {
    let value = path.iter().try_fold(body, |value, name| value.get_mut(name))?;
    (!value.is_null() && *value != "").then_some(value)
}

fn array<'b>(body: &'b mut Value, path: &[String]) -> Option<&'b mut Vec<Value>> {
    path.iter().try_fold(body, |value, name| value.get_mut(name))?.as_array_mut()
}

/// Sets the value at a place; `false` if there is none.
fn set(body: &mut Value, path: &[String], value: Value) -> bool {
    let place = parent(body, path);
    place.map(|(parent, name)| parent.insert(name.to_owned(), value)).is_some()
}

/// A value as a query has it.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
