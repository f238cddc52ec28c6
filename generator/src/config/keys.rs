//! The keys of `specwright.toml`.

/// The key of a `[[client]]` that no single client has.
pub const NAME: &str = "name";

/// The keys of `[select.exclude]`, which `[select]` has too.
const FILTERS: &[&str] = &["tags", "operations", "paths", "methods"];

/// The tables with the keys of each. The first one is the file itself, or a `[[client]]`. The keys of a table below
/// `rename` are patterns, and so are further tables below `types`. The keys of
/// `types.replace` are schemas, those of `formats` formats, those of `dependencies` crates.
pub const TABLES: [(&str, &[&str]); 7] = [
    (
        "",
        &[
            "description",
            "overlays",
            "root",
            "out",
            "crate",
            "form",
            "features",
            "dates",
            "uuid",
            "tests",
            "types-only",
            "strict",
            "package",
            "references",
            "select",
            "rename",
            "pagination",
            "idempotent",
            "idempotency-keys",
            "retry",
            "secrets",
            "types",
            "formats",
            "dependencies",
        ],
    ),
    (
        "package",
        &[
            "version",
            "description",
            "license",
            "authors",
            "repository",
            "homepage",
            "documentation",
            "keywords",
            "categories",
        ],
    ),
    ("select", &["tags", "operations", "paths", "methods", "exclude"]),
    ("select.exclude", FILTERS),
    (
        "rename",
        &[
            "operations",
            "types",
            "fields",
            "variants",
            "parameters",
            "groups",
            "servers",
            "credentials",
        ],
    ),
    ("types", &["derive", "attributes", "kind", "replace"]),
    ("types.kind", &["struct", "tuple", "enum", "union", "error"]),
];

/// Returns the keys of a table.
pub(super) fn of(table: &str) -> &'static [&'static str] {
    TABLES.iter().find(|(name, _)| *name == table).map_or(&[], |(_, keys)| keys)
}
