//! The objects of Swagger 2.0 that differ from those of OpenAPI 3, and their members (Swagger 2.0, "Schema").

use super::kind::{Key, Kind, data, kind, list, map, one, referable, value};
use super::objects::{INFO, REQUIREMENT, TAG};
use super::schema::{DOCS, SCHEMA};

/// The Swagger Object, the root of a description.
pub static SWAGGER: Kind = kind(
    "the description",
    &[
        data("swagger"),
        one("info", &INFO),
        data("host"),
        data("basePath"),
        data("schemes"),
        data("consumes"),
        data("produces"),
        map("paths", &PATH_ITEM),
        map("definitions", &SCHEMA),
        map("parameters", &PARAMETER),
        map("responses", &RESPONSE),
        map("securityDefinitions", &SCHEME),
        list("security", &REQUIREMENT),
        list("tags", &TAG),
        one("externalDocs", &DOCS),
    ],
);

pub(super) static PATH_ITEM: Kind = Kind {
    name: "a path",
    own: &[
        data("$ref"),
        one("get", &OPERATION),
        one("put", &OPERATION),
        one("post", &OPERATION),
        one("delete", &OPERATION),
        one("options", &OPERATION),
        one("head", &OPERATION),
        one("patch", &OPERATION),
        list("parameters", &PARAMETER),
    ],
    shared: &[],
    referable: true,
    open: true,
};

pub(super) static OPERATION: Kind = kind(
    "an operation",
    &[
        data("tags"),
        data("summary"),
        data("description"),
        one("externalDocs", &DOCS),
        data("operationId"),
        data("consumes"),
        data("produces"),
        list("parameters", &PARAMETER),
        map("responses", &RESPONSE),
        data("schemes"),
        data("deprecated"),
        list("security", &REQUIREMENT),
    ],
);

/// The Parameter Object, with the keywords of its schema.
pub(super) static PARAMETER: Kind = referable(
    "a parameter",
    &[
        data("name"),
        data("in"),
        data("description"),
        data("required"),
        one("schema", &SCHEMA),
        data("allowEmptyValue"),
    ],
)
.with(&SIMPLE);

pub(super) static RESPONSE: Kind = referable(
    "a response",
    &[
        data("description"),
        one("schema", &SCHEMA),
        map("headers", &HEADER),
        // A map from media types to values.
        value("examples"),
    ],
);

pub(super) static HEADER: Kind = kind("a header", &[data("description")]).with(&SIMPLE);

/// The keywords of a schema that parameters and headers have themselves.
static SIMPLE: [Key; 17] = [
    data("type"),
    data("format"),
    one("items", &SCHEMA),
    data("collectionFormat"),
    value("default"),
    data("maximum"),
    data("exclusiveMaximum"),
    data("minimum"),
    data("exclusiveMinimum"),
    data("maxLength"),
    data("minLength"),
    data("pattern"),
    data("maxItems"),
    data("minItems"),
    data("uniqueItems"),
    value("enum"),
    data("multipleOf"),
];

pub(super) static SCHEME: Kind = kind(
    "a security scheme",
    &[
        data("type"),
        data("description"),
        data("name"),
        data("in"),
        data("flow"),
        data("authorizationUrl"),
        data("tokenUrl"),
        data("scopes"),
    ],
);
