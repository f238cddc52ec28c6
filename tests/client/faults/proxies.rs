//! The proxy that a request uses, by environment variables.
//!
//! A process has one environment, so each row runs this test program again with a test that otherwise does nothing.

use std::env;
use std::process::{Command, Stdio};

use super::{call, send};
use crate::client::builder::builder;
use crate::client::server::{Reply, Server};
use postpress::RetryPolicy;

/// The variable with the URL to which the program sends its calls.
const TARGET: &str = "POSTPRESS_TESTS_TARGET";

type Row = (&'static [(&'static str, &'static str)], &'static str, bool);

/// The variables, where `{}` is the URL of the proxy; the URL of the call; `true` if the call uses the proxy.
const ROWS: [Row; 14] = [
    (&[("HTTP_PROXY", "{}")], "https://api.invalid", false),
    (&[("http_proxy", "{}")], "https://api.invalid", false),
    (&[("HTTPS_PROXY", "{}")], "https://api.invalid", true),
    (&[("https_proxy", "{}")], "https://api.invalid", true),
    (&[("ALL_PROXY", "{}")], "https://api.invalid", true),
    (&[("HTTP_PROXY", "{}")], "http://api.invalid", true),
    (&[("HTTPS_PROXY", "{}")], "http://api.invalid", false),
    (&[("all_proxy", "{}")], "http://api.invalid", true),
    (&[("HTTPS_PROXY", "http://127.0.0.1:1"), ("ALL_PROXY", "{}")], "https://api.invalid", false),
    (
        &[("HTTPS_PROXY", "{}"), ("NO_PROXY", "other.invalid,api.invalid")],
        "https://api.invalid",
        false,
    ),
    (&[("HTTPS_PROXY", "{}"), ("NO_PROXY", "other.invalid")], "https://api.invalid", true),
    (&[("HTTP_PROXY", "{}"), ("REQUEST_METHOD", "GET")], "http://api.invalid", false),
    (&[("ALL_PROXY", "{}")], "http://127.0.0.1:1", false),
    (&[("HTTP_PROXY", "{}"), ("HTTPS_PROXY", "http://127.0.0.1:1")], "https://api.invalid", false),
];

#[test]
fn both_transports_use_the_proxy_of_the_scheme() {
    let program = env::current_exe().unwrap();
    let names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"];
    for (variables, target, is_seen) in ROWS {
        let proxy = Server::start(vec![Reply::Bytes(b"HTTP/1.1 502 No\r\n\r\n".to_vec()); 2]);
        let mut command = Command::new(&program);
        command.args(["--exact", "client::faults::proxies::one_call_by_each_transport"]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).env(TARGET, target);
        for name in names {
            command.env_remove(name).env_remove(name.to_lowercase());
        }
        for (name, value) in variables {
            command.env(name, value.replace("{}", &proxy.url()));
        }
        assert!(command.status().unwrap().success(), "{variables:?}");
        let seen = proxy.finish().len();
        assert_eq!(seen, if is_seen { 2 } else { 0 }, "{variables:?}, {target}");
    }
}

#[test]
fn one_call_by_each_transport() {
    let Ok(target) = env::var(TARGET) else { return };
    let builder = builder().base_url(&target).api_key("key").allow_plain_http();
    let client = builder.retry(RetryPolicy::none()).build().unwrap();
    send(call(&client)).unwrap_err();
    call(&client).send_blocking().unwrap_err();
}
