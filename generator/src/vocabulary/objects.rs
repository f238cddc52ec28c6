//! The objects of OpenAPI and their members (OpenAPI 3.0.4, 3.1.1 and 3.2.0, section 4.8 each).

use super::kind::{Key, Kind, data, kind, list, map, map_of_maps, one, referable, value};
use super::schema::{DOCS, SCHEMA};

/// The OpenAPI Object, the root of a description.
pub static ROOT: Kind = kind(
    "the description",
    &[
        data("openapi"),
        data("$self").since(2),
        one("info", &INFO),
        data("jsonSchemaDialect").since(1),
        list("servers", &SERVER),
        map("paths", &PATH_ITEM),
        map("webhooks", &PATH_ITEM).since(1),
        one("components", &COMPONENTS),
        list("security", &REQUIREMENT),
        list("tags", &TAG),
        one("externalDocs", &DOCS),
    ],
);

pub(super) static INFO: Kind = kind(
    "`info`",
    &[
        data("title"),
        data("summary").since(1),
        data("description"),
        data("termsOfService"),
        one("contact", &CONTACT),
        one("license", &LICENSE),
        data("version"),
    ],
);

pub(super) static CONTACT: Kind = kind("`contact`", &[data("name"), data("url"), data("email")]);

pub(super) static LICENSE: Kind =
    kind("`license`", &[data("name"), data("identifier").since(1), data("url")]);

pub(super) static SERVER: Kind = kind(
    "a server",
    &[data("url"), data("description"), data("name").since(2), map("variables", &VARIABLE)],
);

pub(super) static VARIABLE: Kind =
    kind("a server's variable", &[value("enum"), value("default"), data("description")]);

pub(super) static COMPONENTS: Kind = kind(
    "`components`",
    &[
        map("schemas", &SCHEMA),
        map("responses", &RESPONSE),
        map("parameters", &PARAMETER),
        map("examples", &EXAMPLE),
        map("requestBodies", &BODY),
        map("headers", &HEADER),
        map("securitySchemes", &SCHEME),
        map("links", &LINK),
        map_of_maps("callbacks", &PATH_ITEM),
        map("pathItems", &PATH_ITEM).since(1),
        map("mediaTypes", &MEDIA).since(2),
    ],
);

pub(super) static PATH_ITEM: Kind = Kind {
    name: "a path",
    own: &[
        data("$ref"),
        data("summary"),
        data("description"),
        one("get", &OPERATION),
        one("put", &OPERATION),
        one("post", &OPERATION),
        one("delete", &OPERATION),
        one("options", &OPERATION),
        one("head", &OPERATION),
        one("patch", &OPERATION),
        one("trace", &OPERATION),
        one("query", &OPERATION).since(2),
        map("additionalOperations", &OPERATION).since(2),
        list("servers", &SERVER),
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
        list("parameters", &PARAMETER),
        one("requestBody", &BODY),
        map("responses", &RESPONSE),
        map_of_maps("callbacks", &PATH_ITEM),
        data("deprecated"),
        list("security", &REQUIREMENT),
        list("servers", &SERVER),
    ],
);

pub(super) static PARAMETER: Kind =
    referable("a parameter", &[data("name"), data("in")]).with(&PARAMETER_AND_HEADER);

/// The members of a parameter that a header has too.
static PARAMETER_AND_HEADER: [Key; 11] = [
    data("description"),
    data("required"),
    data("deprecated"),
    data("allowEmptyValue"),
    data("style"),
    data("explode"),
    data("allowReserved"),
    one("schema", &SCHEMA),
    value("example"),
    map("examples", &EXAMPLE),
    map("content", &MEDIA),
];

pub(super) static BODY: Kind =
    referable("a request body", &[data("description"), map("content", &MEDIA), data("required")]);

pub(super) static MEDIA: Kind = referable(
    "a media type",
    &[
        one("schema", &SCHEMA),
        one("itemSchema", &SCHEMA).since(2),
        value("example"),
        map("examples", &EXAMPLE),
        map("encoding", &ENCODING),
        list("prefixEncoding", &ENCODING).since(2),
        one("itemEncoding", &ENCODING).since(2),
    ],
);

pub(super) static ENCODING: Kind = kind(
    "an encoding",
    &[
        data("contentType"),
        map("headers", &HEADER),
        data("style"),
        data("explode"),
        data("allowReserved"),
        map("encoding", &ENCODING).since(2),
        list("prefixEncoding", &ENCODING).since(2),
        one("itemEncoding", &ENCODING).since(2),
    ],
);

pub(super) static RESPONSE: Kind = referable(
    "a response",
    &[
        data("summary").since(2),
        data("description"),
        map("headers", &HEADER),
        map("content", &MEDIA),
        map("links", &LINK),
    ],
);

pub(super) static EXAMPLE: Kind = referable(
    "an example",
    &[
        data("summary"),
        data("description"),
        value("dataValue").since(2),
        data("serializedValue").since(2),
        value("value"),
        data("externalValue"),
    ],
);

pub(super) static LINK: Kind = referable(
    "a link",
    &[
        data("operationRef"),
        data("operationId"),
        data("parameters"),
        data("requestBody"),
        data("description"),
        one("server", &SERVER),
    ],
);

pub(super) static HEADER: Kind = referable("a header", &[]).with(&PARAMETER_AND_HEADER);

pub(super) static TAG: Kind = kind(
    "a tag",
    &[
        data("name"),
        data("summary").since(2),
        data("description"),
        one("externalDocs", &DOCS),
        data("parent").since(2),
        data("kind").since(2),
    ],
);

pub(super) static SCHEME: Kind = referable(
    "a security scheme",
    &[
        data("type"),
        data("description"),
        data("name"),
        data("in"),
        data("scheme"),
        data("bearerFormat"),
        one("flows", &FLOWS),
        data("openIdConnectUrl"),
        data("oauth2MetadataUrl").since(2),
        data("deprecated").since(2),
    ],
);

pub(super) static FLOWS: Kind = kind(
    "`flows`",
    &[
        one("implicit", &FLOW),
        one("password", &FLOW),
        one("clientCredentials", &FLOW),
        one("authorizationCode", &FLOW),
        one("deviceAuthorization", &FLOW).since(2),
    ],
);

pub(super) static FLOW: Kind = kind(
    "a flow",
    &[
        data("authorizationUrl"),
        data("deviceAuthorizationUrl").since(2),
        data("tokenUrl"),
        data("refreshUrl"),
        data("scopes"),
    ],
);

/// The Security Requirement Object, whose keys are the names of schemes.
pub(super) static REQUIREMENT: Kind =
    Kind { name: "a requirement", own: &[], shared: &[], referable: false, open: true };
