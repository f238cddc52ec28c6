//! Names of the API's groups: a module and a Cargo feature for each.

use super::assign::{Wish, assign};
use super::name::Name;
use super::text::{self, Case, plain, spelled};
use crate::api::{Api, Group, GroupKind};
use crate::features;

/// The names of a group.
#[derive(Debug)]
pub struct GroupName {
    /// The module.
    pub module: Name,
    /// The module's file name, without its extension.
    pub file: String,
    /// The Cargo feature.
    pub feature: String,
}

/// Names that no group gets, beside those of the features of every client: modules beside those of the groups, reserved
/// file names of Windows, and features of clients with groups.
const TAKEN: [&str; 27] = [
    "mod", "aux", "con", "nul", "prn", "com0", "com1", "com2", "com3", "com4", "com5", "com6",
    "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8",
    "lpt9", "default", "full",
];

/// Names that emitted code uses beside the modules of the groups: imported modules, crates and primitive types.
const USED: [&str; 36] = [
    "rt",
    "types",
    "alloc",
    "core",
    "std",
    "base64",
    "bytes",
    "chrono",
    "fastrand",
    "futures_core",
    "http",
    "http_body",
    "httpdate",
    "indexmap",
    "jiff",
    "reqwest",
    "rust_decimal",
    "rustls",
    "rustls_native_certs",
    "rustls_pki_types",
    "serde",
    "serde_json",
    "time",
    "tokio",
    "tracing",
    "ureq",
    "url",
    "uuid",
    "bool",
    "char",
    "f64",
    "i32",
    "i64",
    "str",
    "u8",
    "u64",
];

/// Returns the names of the groups, by index.
pub(super) fn find(api: &Api) -> Vec<GroupName> {
    let wishes: Vec<_> = api.groups.iter().map(|(_, group)| wish(group)).collect();
    let features: Vec<_> = features::ALL.iter().map(|it| it.name.replace('-', "_")).collect();
    let taken = TAKEN.into_iter().chain(USED).chain(features.iter().map(String::as_str));
    let own = api.own_types.iter().filter_map(|(_, own)| own.path.split("::").next());
    let taken: Vec<_> = taken.chain(own).collect();
    assign(&wishes, &taken).into_iter().enumerate().map(name).collect()
}

fn wish(group: &Group) -> Wish {
    let words = [plain(&group.name, Case::Snake), spelled(&group.name, Case::Snake)];
    let mut names: Vec<_> = words.into_iter().filter(|name| !name.is_empty()).collect();
    names.extend(names.first().map(|first| match group.kind {
        GroupKind::Tag => format!("{first}_operations"),
        GroupKind::Webhooks | GroupKind::Unreferenced => format!("{first}_types"),
    }));
    let pinned = group.pinned.as_deref();
    Wish {
        pinned: pinned.map(|name| text::pinned(name, Case::Snake)),
        names,
        rank: u8::from(group.kind != GroupKind::Tag),
        place: group.name.clone(),
    }
}

fn name((index, module): (usize, Name)) -> GroupName {
    let name = module.unraw();
    GroupName { feature: name.trim_matches('_').replace('_', "-"), file: file(name, index), module }
}

/// Returns the name of a module's file. It is ASCII, because systems store other names in different forms: other characters
/// are their code points.
fn file(name: &str, index: usize) -> String {
    const LONGEST: usize = 160;
    if name.is_ascii() {
        return name.to_owned();
    }
    let mut file = String::new();
    for char in name.chars() {
        match char.is_ascii() {
            true => file.push(char),
            false => file.push_str(&format!("u{:x}", u32::from(char))),
        }
    }
    if file.len() > LONGEST {
        file.truncate(LONGEST);
        file.push_str(&format!("_{index}"));
    }
    file
}
