//! Prints the request of each command, made with the client from `specwright add` and `specwright generate`.

use lines::types;
use lines::{Client, SendOptions, TransportError, Upload};
use serde_json::{Value, json};

fn body<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_str(&value.to_string()).unwrap()
}

fn show(name: &str, request: Result<http::Request<bytes::Bytes>, impl std::fmt::Display>) {
    let request = request.unwrap_or_else(|error| panic!("{name}: {error}"));
    let headers: Vec<_> = request
        .headers()
        .iter()
        .map(|(name, value)| [name.as_str(), value.to_str().unwrap()])
        .collect();
    let url = request.uri().to_string();
    let body = String::from_utf8(request.body().to_vec()).unwrap();
    let row = json!({ "name": name, "method": request.method().as_str(), "url": url, "headers": headers, "body": body });
    println!("{row}");
}

#[rustfmt::skip]
fn main() {
    let transport = |_: http::Request<bytes::Bytes>, _: SendOptions| async {
        Ok::<_, TransportError>(http::Response::new(bytes::Bytes::new()))
    };
    let c = Client::builder().transport(transport)
        .bearer_auth("SECRET-TOKEN").authorization("SECRET-TOKEN").basic_auth("SECRET-TOKEN", "").auth_email("SECRET-TOKEN")
        .auth_key("SECRET-TOKEN").appid("SECRET-TOKEN").storage_token("SECRET-TOKEN").sid("SECRET-TOKEN").api_key("SECRET-TOKEN")
        .build().unwrap();
    show("create_issue", c.create_issue("OWNER", "REPO", body::<types::CreateIssueBody>(json!({
        "title": "Found a bug", "body": "I'm having a problem with this.", "assignees": ["octopus"], "milestone": 1, "labels": ["bug"],
    }))).x_forge_api_version("2022-11-28").request());
    show("list_issues", c.list_issues("OWNER", "REPO").state("open").labels("bug,ui").per_page(50).page(2).request());
    show("merge_pull", c.merge_pull("OWNER", "REPO", "1347", body::<types::MergePullBody>(json!({ "merge_method": "squash", "sha": null }))).request());
    let methods = vec!["card".to_owned(), "link".to_owned()];
    show("create_payment", c.create_payment(types::CreatePaymentBody::new(2000, "usd", true, methods, "Tea & biscuits")).request());
    show("search_payments", c.search_payments().query("status:'succeeded' AND metadata['order_id']:'6735'").limit(3).request());
    show("post_message", c.post_message(body::<types::PostMessageBody>(json!({
        "channel": "C123ABC456", "text": "Hello :wave:", "unfurl_links": false,
        "blocks": [{ "type": "section", "text": { "type": "mrkdwn", "text": "*Hi*" } }],
    }))).request());
    show("send_webhook", c.send_webhook("T00000000", "B00000000", "XXXXXXXXXXXXXXXXXXXXXXXX", types::SendWebhookBody::new("Hello, World!")).request());
    show("send_sms", c.send_sms("AC123", types::SendSmsBody::new("This is the ship that made the Kessel Run?", "+15017122661", "+15558675310")).request());
    show("chat_completion", c.chat_completion(body::<types::ChatCompletionBody>(json!({
        "model": "large-1", "messages": [{ "role": "user", "content": "Say this is a test!" }], "temperature": 0.7, "max_tokens": 50,
    }))).models_organization("org-123").request());
    show("transcribe", c.transcribe(types::TranscribeBody::new(Upload::new("ID3").with_name("audio.mp3"), "listen-1", 0)).request());
    show("send_mail", c.send_mail(body::<types::SendMailBody>(json!({
        "personalizations": [{ "to": [{ "email": "ada@example.com", "name": "Ada" }], "subject": "Hello, World!" }],
        "content": [{ "type": "text/plain", "value": "Heya!" }], "from": { "email": "sam@example.com" },
    }))).request());
    let to = vec!["bob@example.com".to_owned(), "ann@example.com".to_owned()];
    let notes = Upload::new("hello\n").with_name("notes.txt").with_media_type("text/plain");
    show("send_message", c.send_message("YOUR_DOMAIN_NAME", types::SendMessageBody::new(
        "Excited User <mailgun@YOUR_DOMAIN_NAME>", to, "Hello", "Testing some mail!", notes,
    )).request());
    show("create_dns_record", c.create_dns_record("Z1", body::<types::CreateDnsRecordBody>(json!({
        "type": "A", "name": "www.example.com", "content": "192.0.2.1", "ttl": 3600, "proxied": true,
    }))).request());
    show("purge_cache", c.purge_cache("Z1", body::<types::PurgeCacheBody>(json!({
        "files": ["https://www.example.com/a.css"], "prefixes": [],
    }))).request());
    show("create_server", c.create_server(body::<types::CreateServerBody>(json!({
        "name": "example.com", "region": "nyc3", "size": "s-1vcpu-1gb", "image": 123, "ipv6": true, "tags": ["env:prod", "web"],
    }))).request());
    show("delete_server", c.delete_server("3164494").request());
    show("post_to_channel", c.post_to_channel("155101607195836416", types::PostToChannelBody::new("It's\nhere", false)).request());
    show("forecast", c.forecast().lat(44.34).lon(10.99).units("metric").request());
    show("upload_object", c.upload_object("hello\n").if_none_match("abc").request());
    show("head_object", c.head_object().request());
    show("search_index", c.search_index().pretty(true).size(5).referer("http://ref.example/page").request());
    show("token", c.token(body::<types::TokenBody>(json!({
        "grant_type": "client_credentials", "scope": "read write", "client_id": "abc", "client_secret": "SECRET-TOKEN",
    }))).request());
    show("graph", c.graph(body::<types::GraphBody>(json!({ "query": "query { viewer { name } }", "variables": {} }))).request());
    show("rename_pet", c.rename_pet("5", body::<types::RenamePetBody>(json!({ "name": "Rex", "tags": ["a", "b"] })))
        .notify(true).idempotency_key("7c3f1d7e-0000-4000-8000-000000000001").request());
}
