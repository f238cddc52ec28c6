//! The JSON documents and the descriptions that the benchmarks read.

use std::fmt;
use std::path::{Path, PathBuf};

/// A value of a union whose tag comes first, as this client and most servers write it.
pub const UNION: &str = r#"{"provider":"LINKEDIN","shared_secret":"AQHdK3Qv5yZ2pAAAAYxWm1TqJ8c","account_id":"acc_linkedin_01HXYZ4QK3WJ8FN3M6QH7TZ8GR","action":"accept"}"#;

/// The same value with the tag last.
pub const UNION_TAG_LAST: &str = r#"{"shared_secret":"AQHdK3Qv5yZ2pAAAAYxWm1TqJ8c","account_id":"acc_linkedin_01HXYZ4QK3WJ8FN3M6QH7TZ8GR","action":"accept","provider":"LINKEDIN"}"#;

/// A value of a plain struct.
pub const PLAIN: &str = r#"{"title":"The account is restricted","detail":"LinkedIn has restricted the account for a while.","instance":"req_01HXYZ4QK3WJ8FN3M6QH7TZ8GR","type":"errors/account_restricted","status":403}"#;

/// The number of structs in a list.
pub const ITEMS: usize = 100;

/// Returns a list of plain structs; a third of them have no optional members.
#[must_use]
pub fn list() -> String {
    let items = (0..ITEMS).map(|index| match index % 3 {
        0 => r#"{"title":"Busy","type":"errors/too_many_requests","status":429}"#,
        _ => PLAIN,
    });
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

/// A parcel of `spec.yaml`.
pub const PARCEL: &str = r#"{"id":"par_01HXYZ4QK3WJ8FN3M6QH7TZ8GR","status":"stored","weight":2300,"volume":0.0125,"fragile":true,"receiver":{"name":"Zo\u00eb M\u00fcller","street":"Bahnhofstra\u00dfe 12","city":"Basel","postcode":"4051"},"labels":["cold","night"],"note":"Leave it with the neighbour on the left."}"#;

/// A parcel without optional members.
const BARE_PARCEL: &str = r#"{"id":"par_01HXYZ4QK3WJ8FN3M6QH7TZ8GS","status":"announced","weight":120,"fragile":false,"receiver":{"name":"R. Weber","street":"Lange Gasse 3","city":"Basel"},"labels":[]}"#;

/// Returns a page of parcels with at least this many bytes.
#[must_use]
pub fn parcels(bytes: usize) -> String {
    let (mut page, mut total) = (String::from(r#"{"parcels":["#), 0);
    while page.len() < bytes {
        page.push_str(if total == 0 { "" } else { "," });
        page.push_str(if total % 3 == 0 { BARE_PARCEL } else { PARCEL });
        total += 1;
    }
    page + &format!(r#"],"total":{total}}}"#)
}

/// Returns a list of ten thousand small objects.
#[must_use]
pub fn points() -> String {
    let points = (0..10_000).map(|index| {
        let (x, y) = (f64::from(index) * 0.25, 47.5 - f64::from(index) * 0.001);
        format!(r#"{{"x":{x:.2},"y":{y:.3},"stop":{}}}"#, index % 10 == 0)
    });
    format!("[{}]", points.collect::<Vec<_>>().join(","))
}

/// A description in a file.
pub struct Description {
    /// The path of the file.
    pub path: PathBuf,
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path.file_name().unwrap_or_default().to_string_lossy())
    }
}

/// Returns the description of PostPress and those of the corpus, if it is beside the repository. Prints the names of
/// missing ones.
#[must_use]
pub fn descriptions(corpus: &[&str]) -> Vec<Description> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = vec![Description { path: root.join("spec/postpress.yaml") }];
    for name in corpus {
        let path = root.join("../shared/corpus/specs").join(name);
        if path.is_file() {
            found.push(Description { path });
        } else {
            println!("skipped: {name}, since ../shared/corpus/specs does not have it");
        }
    }
    found
}
