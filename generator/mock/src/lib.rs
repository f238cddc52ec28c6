//! A server that plays an OpenAPI description: it asks for the credentials, checks every request, and responds with the
//! documented examples, or with any documented error on demand.
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
//! // The same over the network, at a port of its own, until it is dropped.
//! let mock = mock.start()?;
//! assert!(mock.url().starts_with("http://127.0.0.1:"));
//! assert_eq!(mock.requests().len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The response
//!
//! It is an example of the documented success, or a value made from its schema. Of several named examples it is the one
//! that shares the longest stem with a text of the request: the longest common beginning, letter case aside, of at least
//! three characters and half of the shorter text, where texts that all examples have do not count. So a request to
//! `decline` has the response `DECLINED`. Of the values that a schema lists one is chosen in the same way; where nothing is
//! near, the first.
//!
//! # Responses on demand
//!
//! The header `Prefer` (RFC 7240) asks for a response that the operation documents: `code=503` for a status,
//! `type=errors/network_down` for the error with this value in its body, `example=declined` for an example by its name.
//! They go together, and each finds by itself the status that documents it. A request for one that is not documented is
//! refused with 400 and the names of those that are.
//!
//! Four more say how:
//!
//! * `seed=7`: the body is made from its schema, by this seed; the same seed makes the same body.
//! * `delay=250`: the response waits so many milliseconds.
//! * `fault=drop`, `half`, `garbage`: over the network the connection is closed without a response or in the middle of its
//!   body, or the body is no value of its media type.
//! * `sequence="503 drop 200"`: one request after the other gets the next of these statuses, faults and error types.
//!   Requests with one method and path that ask for the same sequence are in it together.
//!
//! [`Mock::prefer`] asks in the name of every request that has no preference of its own.
//!
//! # State
//!
//! A mock that is [`stateful`](Mock::stateful) keeps what is created: where a path `/things` has `POST`, a path
//! `/things/{id}` has `GET`, and the responses of both are objects that have the identifier as a property. Then what was sent to
//! the first is what the others read, list, change (`PUT`, `PATCH`) and delete; what was not created has the response 404.
//! Responses stay valid by their schemas.
//!
//! # Pages
//!
//! A list in pages ends, for each way from page to page that a generated client follows: a cursor, an offset, a page number, the
//! header `Link`, a URL in the page. The first page is the documented one, and says that there is another one unless its
//! example is the last page. The second page ends the list: its cursor or link is gone, `has_more` and the like are `false`. Where
//! nothing but an empty page can end a list, the second page is empty; pages behind it are too. The page is found in the request, so that
//! any client at any time has the same. What a [`stateful`](Mock::stateful) mock keeps is one page.
//!
//! # Features
//!
//! `validation`, on by default, compares values with their schemas (JSON Schema 2020-12): those of requests, which are refused
//! with 422, and examples, by `Judge`. It also tells pages from other lists, as the generator does. Without it the mock asks for the credentials, the parameters and a body of a media type
//! that the description names, and is built of a third of the code.

mod api;
mod description;
mod encoding;
#[cfg(feature = "validation")]
mod example_check;
mod handler;
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
