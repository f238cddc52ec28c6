//! A server that plays an OpenAPI description.
