//! A mock server for an OpenAPI description: it checks the credentials and each request, and responds with the
//! documented examples, or with any documented error on request.
//!
//! ```
//! use specwright_mock::Mock;
//!
//! let mock = Mock::from_text("api.yaml", "
//! openapi: 3.1.0
//! paths:
//!   /greeting:
//!     get:
//!       responses:
//!         '200':
//!           description: A greeting.
//!           content:
//!             application/json: { example: { text: Hello } }
//! ")?;
//! let request = http::Request::get("/greeting").body(bytes::Bytes::new())?;
//! assert_eq!(mock.answer(&request).body(), r#"{"text":"Hello"}"#);
//!
//! // Over the network, on a free port, until it is dropped.
//! let mock = mock.start()?;
//! assert!(mock.url().starts_with("http://127.0.0.1:"));
//! assert_eq!(mock.requests().len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The response
//!
//! The response is an example of the documented success, or a value created from its schema. Of several named examples,
//! the mock chooses the one that shares the longest stem with a string in the request. A stem is a common start of at
//! least three characters and half of the shorter string, without regard to case. Strings that occur in all examples do
//! not count. A request with `decline`, for example, has the response `DECLINED`. Listed values of a schema are chosen
//! in the same way. Without a common stem, the first example or value is chosen.
//!
//! # Responses on demand
//!
//! The header `Prefer` (RFC 7240) requests a documented response: `code=503` a status, `type=errors/network_down` the
//! error with this value in its body, `example=declined` an example by its name. They can be combined, and each alone
//! finds the status that documents it. If there is no such response, the mock responds with 400 and lists the
//! documented ones.
//!
//! Four more preferences change the response:
//!
//! * `seed=7`: the body is created from its schema; the same seed creates the same body.
//! * `delay=250`: the response is delayed by this number of milliseconds.
//! * `fault=drop`, `half`, `garbage`: over the network, the connection is closed without a response or in the middle of
//!   the body, or the body does not fit its media type.
//! * `sequence="503 drop 200"`: consecutive requests get these statuses, faults and error types in turn. Requests with
//!   the same method, path and sequence share one position.
//!
//! [`Mock::prefer`] sets the preferences of requests that have none.
//!
//! # State
//!
//! A [`stateful`](Mock::stateful) mock keeps created resources. It needs a path `/things` with `POST` and a path
//! `/things/{id}` with `GET`, whose responses are objects with the identifier as a property. The operations of these
//! paths then read, list, change (`PUT`, `PATCH`) and delete the created resources. Other identifiers get the response
//! 404. Responses stay valid for their schemas.
//!
//! # Pages
//!
//! A paged list ends after its second page. This applies to each form of pages that a generated client follows: cursor,
//! offset, page number, header `Link`, and URL in the page. The first page is the documented one, and names a next page
//! unless its example is the last page. The second page has no cursor or link, and its `has_more` is `false`. If only
//! an empty page can end the list, the second page is empty. Later pages are empty too. The position is read from the
//! request, so that all clients get the same pages. A [`stateful`](Mock::stateful) list is one page.
//!
//! # Features
//!
//! `validation`, on by default, validates requests (JSON Schema 2020-12), which are refused with 422, and examples, by
//! `Judge`. It also detects pages, as the generator does. Without it the mock checks credentials, required parameters
//! and the media type of the body, and a third of the code is compiled.

mod api;
mod description;
mod encoding;
#[cfg(feature = "validation")]
mod example_check;
mod handler;
#[cfg(feature = "validation")]
mod members;
mod mock;
mod operation;
mod record;
mod request;
mod response;
mod sample;
mod schema;
mod server;
mod transport;

pub use description::DescriptionError;
#[cfg(feature = "validation")]
pub use example_check::Judge;
pub use mock::{Mock, PreferError};
pub use record::received::Received;
pub use server::RunningMock;

/// The example in README.md, which rustdoc tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
