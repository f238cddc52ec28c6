//! The Schema Object: the keywords of JSON Schema 2020-12 and OpenAPI, and the effect of each.

use super::kind::{Kind, data, kind, list, map, one, one_or_list, value};

/// The keywords of schemas. If two keywords are equally similar to a typo, the first one is suggested.
///
/// `pattern` is not checked, because it would add a regex engine to every client. Its dialect would
/// also differ from that of the description (ECMA-262).
pub static SCHEMA: Kind = Kind {
    name: "a schema",
    keys: &[
        data("$ref"),
        data("$dynamicRef").since(1),
        data("type"),
        data("nullable"),
        data("format"),
        data("contentEncoding").since(1),
        data("title"),
        data("description"),
        data("deprecated"),
        data("readOnly"),
        data("writeOnly"),
        value("const").since(1),
        value("enum"),
        map("properties", &SCHEMA),
        map("patternProperties", &SCHEMA).since(1),
        data("required"),
        one("additionalProperties", &SCHEMA),
        one("unevaluatedProperties", &SCHEMA).since(1),
        one_or_list("items", &SCHEMA),
        list("prefixItems", &SCHEMA).since(1),
        data("additionalItems"),
        one("unevaluatedItems", &SCHEMA).since(1),
        data("uniqueItems"),
        list("allOf", &SCHEMA),
        list("oneOf", &SCHEMA),
        list("anyOf", &SCHEMA),
        one("if", &SCHEMA).since(1),
        one("then", &SCHEMA).since(1),
        one("else", &SCHEMA).since(1),
        map("dependentSchemas", &SCHEMA).since(1),
        one("discriminator", &DISCRIMINATOR),
        data("minLength"),
        data("maxLength"),
        data("minimum"),
        data("maximum"),
        data("exclusiveMinimum"),
        data("exclusiveMaximum"),
        data("multipleOf"),
        data("minItems"),
        data("maxItems"),
        data("minProperties"),
        data("maxProperties"),
        data("x-rust-name"),
        data("x-retry"),
        data("x-sensitive"),
        data("x-enum-varnames"),
        data("x-enumNames"),
        data("x-enum-descriptions"),
        data("x-enumDescriptions"),
        data("$anchor").since(1),
        data("$dynamicAnchor").since(1),
        map("$defs", &SCHEMA).since(1),
        value("default").annotation(),
        value("example").annotation(),
        value("examples").since(1).annotation(),
        one("externalDocs", &DOCS).annotation(),
        one("xml", &XML).annotation(),
        data("$comment").annotation(),
        data("$schema").annotation(),
        data("$id").annotation(),
        data("contentMediaType").since(1).annotation(),
        one("contentSchema", &SCHEMA).since(1).annotation(),
        data("$vocabulary").annotation(),
        data("pattern").unchecked(),
        one("propertyNames", &SCHEMA).since(1).unchecked(),
        one("contains", &SCHEMA).since(1).unchecked(),
        data("minContains").unchecked(),
        data("maxContains").unchecked(),
        data("dependentRequired").unchecked(),
        one("not", &SCHEMA).unchecked(),
    ],
    referable: true,
    open: true,
};

pub(super) static DOCS: Kind = kind("`externalDocs`", &[data("description"), data("url")]);

pub(super) static DISCRIMINATOR: Kind = kind(
    "a discriminator",
    &[data("propertyName"), data("mapping"), data("defaultMapping").since(2)],
);

pub(super) static XML: Kind = kind(
    "`xml`",
    &[
        data("nodeType").since(2),
        data("name"),
        data("namespace"),
        data("prefix"),
        data("attribute"),
        data("wrapped"),
    ],
);
