//! Lists carrier pigeons with the endpoint that a test added.

use postpress::operations::ListCarrierPigeons;
use postpress::types::PigeonColor;
use postpress::{Response, Client, TransportError, bytes::Bytes, http};

const ANSWER: &str = r#"{
  "items": [
    {
      "id": "inv_1",
      "sender": { "name": "Ada", "headline": null },
      "received_at": "2026-05-04T03:02:01+02:00",
      "labels": { "z": "first", "a": "second" }
    },
    { "id": "inv_2", "sender": { "name": "Bo" }, "received_at": "2026-05-04T03:02:01Z", "labels": {} }
  ],
  "cursor": null
}"#;

fn main() {
    let client = Client::builder()
        .api_key("key")
        .transport(|_, _| async {
            let kind = postpress::runtime::TransportErrorKind::Other;
            Err(TransportError::new(kind, false))
        })
        .build()
        .unwrap();
    let call = client.list_carrier_pigeons("acc 1");
    println!("{}", call.request().unwrap().uri());
    let call =
        call.color(&[PigeonColor::White, PigeonColor::Grey]).limit(20).cursor("c/2&x=é");
    let request = call.request().unwrap();
    println!("{} {}", request.method(), request.uri());
    println!("{}", call.limit(101).request().unwrap_err());

    let answer = http::Response::new(Bytes::from_static(ANSWER.as_bytes()));
    let page = ListCarrierPigeons::decode(Response::from(answer)).unwrap();
    for item in &page.items {
        let labels: Vec<_> = item.labels.iter().collect();
        let seconds = item.received_at.unix_timestamp();
        let headline = &item.sender.headline;
        println!("{} {} {headline:?} {seconds} {labels:?}", item.id, item.sender.name);
    }
    println!("{:?}", page.cursor);
}
