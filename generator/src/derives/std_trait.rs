//! The traits of the standard library that can be derived.

/// A trait of the standard library that a type may have beside `Clone`, `Debug` and `PartialEq`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum StdTrait {
    Copy,
    Default,
    Eq,
    PartialOrd,
    Ord,
    Hash,
}

/// The modules of the traits in the standard library.
const MODULES: [&str; 5] = ["clone", "cmp", "default", "fmt", "hash"];

impl StdTrait {
    pub(super) const ALL: [Self; 6] =
        [Self::Copy, Self::Default, Self::Eq, Self::PartialOrd, Self::Ord, Self::Hash];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Copy => "Copy",
            Self::Default => "Default",
            Self::Eq => "Eq",
            Self::PartialOrd => "PartialOrd",
            Self::Ord => "Ord",
            Self::Hash => "Hash",
        }
    }

    /// Returns the trait of a path.
    pub(super) fn of(path: &str) -> Option<Self> {
        let name = std_name(path)?;
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// Returns `true` if every type derives the trait.
    pub(super) fn is_usual(path: &str) -> bool {
        std_name(path).is_some_and(|name| ["Clone", "Debug", "PartialEq"].contains(&name))
    }

    /// Returns the trait with those that it requires.
    pub(super) fn with_required(self) -> &'static [Self] {
        match self {
            Self::Copy => &[Self::Copy],
            Self::Default => &[Self::Default],
            Self::Eq => &[Self::Eq],
            Self::PartialOrd => &[Self::PartialOrd],
            Self::Ord => &[Self::Eq, Self::PartialOrd, Self::Ord],
            Self::Hash => &[Self::Hash],
        }
    }
}

/// Returns the name of a trait of the standard library: `Hash` for `std::hash::Hash`.
fn std_name(path: &str) -> Option<&str> {
    let path = path.strip_prefix("::").unwrap_or(path);
    match path.split("::").collect::<Vec<_>>().as_slice() {
        [name] => Some(name),
        ["std" | "core", "marker" | "prelude", .., name] => Some(name),
        ["std" | "core", module, name] if MODULES.contains(module) => Some(name),
        _ => None,
    }
}
