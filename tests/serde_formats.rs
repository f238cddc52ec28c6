//! The types of the client in other formats than JSON, through serde.

use std::fmt::Debug;

use postpress::types::{
    Invitation, InvitationAction, InvitationHandled, LinkedinInvitation, Problem, UnauthorizedType,
};
use serde::{Serialize, de::DeserializeOwned};

/// Writes and reads a value in each format.
fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let json = serde_json::to_string(value).expect("JSON");
    assert_eq!(&serde_json::from_str::<T>(&json).expect("JSON"), value, "{json}");
    let yaml = serde_norway::to_string(value).expect("YAML");
    assert_eq!(&serde_norway::from_str::<T>(&yaml).expect("YAML"), value, "{yaml}");
    let pack = rmp_serde::to_vec(value).expect("MessagePack");
    assert_eq!(&rmp_serde::from_slice::<T>(&pack).expect("MessagePack"), value);
    let named = rmp_serde::to_vec_named(value).expect("MessagePack");
    assert_eq!(named, pack, "the members have their names");
    assert_eq!(&rmp_serde::from_read::<_, T>(named.as_slice()).expect("MessagePack"), value);
    let mut cbor = Vec::new();
    ciborium::into_writer(value, &mut cbor).expect("CBOR");
    assert_eq!(&ciborium::from_reader::<T, _>(cbor.as_slice()).expect("CBOR"), value);
}

#[test]
fn every_self_describing_format_holds_the_types() {
    let invitation = LinkedinInvitation::new("abc", "acc_1", InvitationAction::Accept);
    round_trip(&invitation);
    round_trip(&Invitation::from(invitation));
    round_trip(&read::<InvitationHandled>(
        r#"{"object":"UserInvitationHandled","status":"ACCEPTED"}"#,
    ));
    round_trip(&read::<UnauthorizedType>("\"errors/unheard_of\""));
    for text in ["null", "no", "1e3", "0x1F", "2026-01-31", "~", ""] {
        let problem = serde_json::json!({ "title": text, "type": "about:blank", "status": 400 });
        round_trip(&read::<Problem>(&problem.to_string()));
    }
}

fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}
