//! The delivery of a response: delayed, dropped, cut off, or with an invalid body.

use std::time::Duration;

use bytes::Bytes;
use http::Response;

/// The delivery of a response. The server reads it from the extensions of the response.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Delivery {
    /// The delay before the response.
    pub(crate) delay: Duration,
    /// The fault.
    pub(crate) fault: Option<Fault>,
}

/// A fault of a response.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fault {
    /// The connection is closed without a response.
    Drop,
    /// The connection is closed in the middle of the body.
    Half,
    /// The body does not fit its media type.
    Garbage,
}

/// The longest delay in milliseconds.
const LONGEST: u64 = 600_000;

/// A body that is neither JSON nor XML nor UTF-8.
const GARBAGE: &[u8] = b"{\"\xff\x00<garbage";

impl Fault {
    /// All faults with their names.
    pub(crate) const ALL: [(&'static str, Fault); 3] =
        [("drop", Fault::Drop), ("half", Fault::Half), ("garbage", Fault::Garbage)];

    /// Returns the fault with a name.
    pub(crate) fn named(name: &str) -> Option<Fault> {
        Fault::ALL.iter().find(|(known, _)| *known == name).map(|(_, fault)| *fault)
    }
}

impl Delivery {
    /// Parses the preferences `delay`, in milliseconds, and `fault`.
    ///
    /// # Errors
    ///
    /// Returns the reason if one of them is invalid.
    pub(crate) fn read(delay: Option<&str>, fault: Option<&str>) -> Result<Delivery, String> {
        let millis = |text: &str| text.parse().ok().filter(|millis| *millis <= LONGEST);
        let delay = match delay.map(|text| millis(text).ok_or(text)) {
            None => Duration::ZERO,
            Some(Ok(millis)) => Duration::from_millis(millis),
            Some(Err(text)) => {
                return Err(format!(
                    "the delay `{}` is no number of milliseconds up to {LONGEST}",
                    specwright::report::clean(text)
                ));
            }
        };
        let fault = match fault.map(|name| Fault::named(name).ok_or(name)) {
            None => None,
            Some(Ok(fault)) => Some(fault),
            Some(Err(name)) => {
                return Err(format!(
                    "there is no fault `{}`; there are `drop`, `half` and `garbage`",
                    specwright::report::clean(name)
                ));
            }
        };
        Ok(Delivery { delay, fault })
    }

    /// Adds the delivery to the extensions of a response. The fault `garbage` replaces the body here.
    pub(crate) fn load(self, mut response: Response<Bytes>) -> Response<Bytes> {
        if self.fault == Some(Fault::Garbage) {
            *response.body_mut() = Bytes::from_static(GARBAGE);
        }
        if self != Delivery::default() {
            response.extensions_mut().insert(self);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_none_is_told_what_there_is() {
        assert_eq!(Delivery::read(None, None), Ok(Delivery::default()));
        let read = Delivery::read(Some("250"), Some("half")).unwrap();
        assert_eq!(read, Delivery { delay: Duration::from_millis(250), fault: Some(Fault::Half) });
        for (delay, fault, expected) in [
            (Some("soon"), None, "the delay `soon` is no number of milliseconds up to 600000"),
            (Some("600001"), None, "the delay `600001` is no number of milliseconds up to 600000"),
            (
                None,
                Some("burn"),
                "there is no fault `burn`; there are `drop`, `half` and `garbage`",
            ),
        ] {
            assert_eq!(Delivery::read(delay, fault).unwrap_err(), expected);
        }
    }

    #[test]
    fn garbage_is_no_text() {
        let delivery = Delivery { fault: Some(Fault::Garbage), ..Delivery::default() };
        let response = delivery.load(Response::new(Bytes::from_static(b"{}")));
        assert!(std::str::from_utf8(response.body()).is_err());
        assert!(serde_json::from_slice::<serde_json::Value>(response.body()).is_err());
    }
}
