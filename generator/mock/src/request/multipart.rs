//! Multipart bodies (RFC 7578), whose parts are read by their own media types.

use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_util::stream;
use multer::Multipart;
use serde_json::{Map, Value};
use specwright::api::media_type::essence;
use specwright::report::clean;

use crate::operation::media_type::is_json;
use crate::request::reading;

/// A part of a multipart body.
pub(crate) struct FormPart {
    /// The name.
    pub(crate) name: String,
    /// The media type without parameters, in lower case.
    pub(crate) media_type: Option<String>,
    /// The content.
    pub(crate) bytes: Bytes,
}

/// Splits a body at the boundary in its media type.
///
/// # Errors
///
/// Returns an error if the body is not multipart, or if a part has no name.
pub(crate) fn parts(media_type: &str, body: &Bytes) -> Result<Vec<FormPart>, String> {
    let broken = |error: multer::Error| clean(&error.to_string()).into_owned();
    let boundary = multer::parse_boundary(media_type).map_err(broken)?;
    let whole = stream::iter([Ok::<_, Infallible>(body.clone())]);
    let mut fields = Multipart::new(whole, boundary);
    let mut parts = Vec::new();
    while let Some(field) = at_once(fields.next_field())?.map_err(broken)? {
        let Some(name) = field.name().map(str::to_owned) else {
            return Err("a part has no name".to_owned());
        };
        let media_type = field.content_type().map(|media_type| essence(media_type.as_ref()));
        let bytes = at_once(field.bytes())?.map_err(broken)?;
        parts.push(FormPart { name, media_type, bytes });
    }
    Ok(parts)
}

/// Reads a part by its media type.
///
/// # Errors
///
/// Returns an error if the part does not fit its media type.
pub(crate) fn readings(part: &FormPart) -> Result<Vec<Value>, String> {
    let text = String::from_utf8_lossy(&part.bytes).into_owned();
    Ok(match part.media_type.as_deref() {
        Some(name) if is_json(name) => vec![
            reading::of_json(&part.bytes)
                .map_err(|detail| format!("`{}`: {detail}", clean(&part.name)))?,
        ],
        // Some descriptions give a file the type of an object.
        Some(name) if !name.starts_with("text/") => {
            vec![Value::String(text), Value::Object(Map::new())]
        }
        // A part without a media type is text (RFC 7578, section 4.4), but clients often send JSON without one.
        _ => reading::of_field(text),
    })
}

/// Returns the output of a future that is ready at once, because the whole body is in memory.
fn at_once<T>(future: impl Future<Output = T>) -> Result<T, String> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Ok(value),
        Poll::Pending => Err("the body ends too soon".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::request::form::read_parts;
    use crate::request::reading::Reading;

    fn read(media_type: &str, body: &Bytes) -> Result<Reading, String> {
        read_parts(&[], parts(media_type, body)?)
    }

    const TYPE: &str = "multipart/form-data; boundary=b";

    fn read_text(body: &str) -> Result<Value, String> {
        match read(TYPE, &Bytes::copy_from_slice(body.as_bytes()))? {
            Reading::Members(members) => Ok(members.object(|_| 0)),
            Reading::Whole(values) => Ok(Value::Array(values)),
            Reading::TooDeep => panic!("no name has many brackets"),
        }
    }

    #[test]
    fn parts_are_read_as_their_media_types_say() {
        let body = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n\
            --b\r\nContent-Disposition: form-data; name=\"j\"\r\nContent-Type: application/json\r\n\r\n{\"x\": 1}\r\n\
            --b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"7\"\r\nContent-Type: image/png\r\n\r\n7\r\n--b--\r\n";
        assert_eq!(read_text(body), Ok(json!({"a": "1", "j": {"x": 1}, "f": "7"})));
    }

    #[test]
    fn a_file_is_a_string_or_an_object_without_properties() {
        let part = "--b\r\nContent-Disposition: form-data; name=\"f\"\r\nContent-Type: image/png\r\n\r\n7\r\n--b--\r\n";
        let Ok(Reading::Members(members)) = read(TYPE, &Bytes::from_static(part.as_bytes())) else {
            panic!("a form has members");
        };
        let (_, readings) = &members.texts()[0];
        assert!(readings.contains(&json!("7")) && readings.contains(&json!({})), "{readings:?}");
    }

    #[test]
    fn what_is_in_no_parts_is_said() {
        assert!(read("multipart/form-data", &Bytes::new()).is_err());
        assert!(read_text("no parts").is_err());
        assert!(read_text("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1").is_err());
        let nameless = "--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--\r\n";
        assert_eq!(read_text(nameless), Err("a part has no name".to_owned()));
        let json = "--b\r\nContent-Disposition: form-data; name=\"j\"\r\nContent-Type: application/json\r\n\r\n{\r\n--b--\r\n";
        assert!(read_text(json).is_err_and(|error| error.starts_with("`j`: it is no JSON")));
    }
}
