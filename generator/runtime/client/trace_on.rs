//! A `tracing` span for each call and an event for each retry. Their fields follow the semantic
//! conventions of OpenTelemetry for HTTP client spans.

use std::future::Future;
use std::time::Duration;

use http::{StatusCode, Uri};
use tracing::field::Empty;
use tracing::instrument::{Instrument, Instrumented};
use tracing::{Span, info_span, warn};

use super::super::client::call::CallState;
use super::super::requests::call_context::Sent;
use super::super::retry::policy::Outcome;
use super::super::transports::traits::TransportErrorKind;

/// The span of a call.
pub(crate) struct Trace(Span);

impl Trace {
    pub(crate) fn begin(sent: &Sent<Box<CallState>>) -> Self {
        let call = sent.context();
        let uri: Uri = call.url.parse().unwrap_or_default();
        let port = uri.port_u16().unwrap_or(if call.url.starts_with("https:") { 443 } else { 80 });
        let template = call.template.split('?').next();
        Self(info_span!(
            "HTTP call",
            otel.name = format_args!("{} {}", call.method, template.unwrap_or_default()),
            otel.kind = "client",
            otel.status_code = Empty,
            operation.id = call.operation,
            http.request.method = call.method,
            http.request.resend_count = Empty,
            http.response.status_code = Empty,
            url.full = call.url,
            url.template = template,
            server.address = uri.host(),
            server.port = port,
            "error.type" = Empty,
        ))
    }

    pub(crate) fn around<F: Future>(&self, future: F) -> Instrumented<F> {
        future.instrument(self.0.clone())
    }

    pub(crate) fn enter<T>(&self, run: impl FnOnce() -> T) -> T {
        self.0.in_scope(run)
    }

    /// Records that the request is sent again. The first retry has `resend` 1.
    pub(crate) fn retry(&self, resend: u32, outcome: Outcome, delay: Duration) {
        let status = status(outcome).map(|status| status.as_u16());
        let status_or_kind = kind(&outcome);
        let delay = delay.as_secs_f64();
        warn!(
            parent: &self.0,
            http.request.resend_count = resend,
            http.response.status_code = status,
            "error.type" = status_or_kind,
            delay_seconds = delay,
            "the request is sent again",
        );
    }

    /// Records the end of the call.
    pub(crate) fn end(&self, attempts: u32, outcome: Outcome) {
        if let Some(status) = status(outcome) {
            self.0.record("http.response.status_code", status.as_u16());
        }
        if attempts > 1 {
            self.0.record("http.request.resend_count", attempts - 1);
        }
        if let Some(kind) = kind(&outcome) {
            self.0.record("error.type", kind);
            self.0.record("otel.status_code", "ERROR");
        }
    }
}

fn status(outcome: Outcome) -> Option<StatusCode> {
    match outcome {
        Outcome::Status { status, .. } => Some(status),
        Outcome::Failure { .. } => None,
    }
}

/// Returns the class of an error: the status, or the kind of the transport error.
fn kind(outcome: &Outcome) -> Option<&str> {
    match outcome {
        Outcome::Status { status, .. } => {
            (status.is_client_error() || status.is_server_error()).then(|| status.as_str())
        }
        Outcome::Failure { kind, .. } => Some(match kind {
            TransportErrorKind::Connect => "connect",
            TransportErrorKind::Timeout => "timeout",
            TransportErrorKind::Io => "io",
            TransportErrorKind::TooLarge => "too_large",
            TransportErrorKind::Other => "_OTHER",
        }),
    }
}
