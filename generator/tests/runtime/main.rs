//! The support code of generated clients, compiled and tried outside of one.

#[allow(dead_code)] // a generated client uses all of it, these tests need not
#[path = "../../runtime/mod.rs"]
mod runtime;

mod answers;
mod bodies;
mod checks;
mod choices;
mod clients;
mod documents;
mod follow;
mod formats;
mod headers;
mod integers;
mod items;
mod messages;
mod observed;
mod oracle;
mod pages;
mod requests;
mod retries;
mod sample;
mod sends;
mod server;
mod streams;
mod styles;
mod syntax;
mod tokens;
mod transports;
mod uploads;
mod urls;
mod values;
