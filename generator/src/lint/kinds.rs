//! The objects of OpenAPI and their members (OpenAPI 3.0.4, 3.1.1 and 3.2.0, section 4.8 each).

/// The second number of a version: 0 is OpenAPI 3.0.
pub(super) type Minor = u8;

/// A kind of object.
pub(super) struct Kind {
    /// With its article.
    pub(super) name: &'static str,
    pub(super) keys: &'static [Key],
    /// Whether a `$ref` may stand in its place.
    pub(super) referable: bool,
    /// Whether other keys are somebody else's to report: those of schemas are read as they come.
    pub(super) open: bool,
}

/// A member.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) holds: Holds,
    /// The first version that has it.
    pub(super) since: Minor,
}

/// What a member is.
#[derive(Clone, Copy)]
pub(super) enum Holds {
    /// Nothing with members that are looked at.
    Data,
    One(&'static Kind),
    List(&'static Kind),
    Map(&'static Kind),
    /// Objects by name by name: callbacks.
    MapOfMaps(&'static Kind),
    /// An array of them, or one.
    OneOrList(&'static Kind),
}

const fn data(name: &'static str) -> Key {
    Key { name, holds: Holds::Data, since: 0 }
}

const fn one(name: &'static str, kind: &'static Kind) -> Key {
    Key { name, holds: Holds::One(kind), since: 0 }
}

const fn list(name: &'static str, kind: &'static Kind) -> Key {
    Key { name, holds: Holds::List(kind), since: 0 }
}

const fn map(name: &'static str, kind: &'static Kind) -> Key {
    Key { name, holds: Holds::Map(kind), since: 0 }
}

impl Key {
    const fn since(self, minor: Minor) -> Key {
        Key { since: minor, ..self }
    }
}

const fn kind(name: &'static str, keys: &'static [Key]) -> Kind {
    Kind { name, keys, referable: false, open: false }
}

const fn referable(name: &'static str, keys: &'static [Key]) -> Kind {
    Kind { name, keys, referable: true, open: false }
}

/// Every kind, for the search for one that a stray key belongs to.
pub(super) static ALL: [&Kind; 26] = [
    &ROOT,
    &INFO,
    &CONTACT,
    &LICENSE,
    &SERVER,
    &VARIABLE,
    &COMPONENTS,
    &PATH_ITEM,
    &OPERATION,
    &DOCS,
    &PARAMETER,
    &BODY,
    &MEDIA,
    &ENCODING,
    &RESPONSE,
    &EXAMPLE,
    &LINK,
    &HEADER,
    &TAG,
    &SCHEME,
    &FLOWS,
    &FLOW,
    &DISCRIMINATOR,
    &SCHEMA,
    &XML,
    &REQUIREMENT,
];

pub(super) static ROOT: Kind = kind(
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

static INFO: Kind = kind(
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

static CONTACT: Kind = kind("`contact`", &[data("name"), data("url"), data("email")]);

static LICENSE: Kind = kind("`license`", &[data("name"), data("identifier").since(1), data("url")]);

static SERVER: Kind = kind(
    "a server",
    &[data("url"), data("description"), data("name").since(2), map("variables", &VARIABLE)],
);

static VARIABLE: Kind =
    kind("a server's variable", &[data("enum"), data("default"), data("description")]);

static COMPONENTS: Kind = kind(
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
        Key { name: "callbacks", holds: Holds::MapOfMaps(&PATH_ITEM), since: 0 },
        map("pathItems", &PATH_ITEM).since(1),
        map("mediaTypes", &MEDIA).since(2),
    ],
);

static PATH_ITEM: Kind = Kind {
    name: "a path",
    keys: &[
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
    referable: true,
    open: true,
};

static OPERATION: Kind = kind(
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
        Key { name: "callbacks", holds: Holds::MapOfMaps(&PATH_ITEM), since: 0 },
        data("deprecated"),
        list("security", &REQUIREMENT),
        list("servers", &SERVER),
    ],
);

static DOCS: Kind = kind("`externalDocs`", &[data("description"), data("url")]);

static PARAMETER: Kind = referable(
    "a parameter",
    &[
        data("name"),
        data("in"),
        data("description"),
        data("required"),
        data("deprecated"),
        data("allowEmptyValue"),
        data("style"),
        data("explode"),
        data("allowReserved"),
        one("schema", &SCHEMA),
        data("example"),
        map("examples", &EXAMPLE),
        map("content", &MEDIA),
    ],
);

static BODY: Kind =
    referable("a request body", &[data("description"), map("content", &MEDIA), data("required")]);

static MEDIA: Kind = referable(
    "a media type",
    &[
        one("schema", &SCHEMA),
        one("itemSchema", &SCHEMA).since(2),
        data("example"),
        map("examples", &EXAMPLE),
        map("encoding", &ENCODING),
        list("prefixEncoding", &ENCODING).since(2),
        one("itemEncoding", &ENCODING).since(2),
    ],
);

static ENCODING: Kind = kind(
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

static RESPONSE: Kind = referable(
    "a response",
    &[
        data("summary").since(2),
        data("description"),
        map("headers", &HEADER),
        map("content", &MEDIA),
        map("links", &LINK),
    ],
);

static EXAMPLE: Kind = referable(
    "an example",
    &[
        data("summary"),
        data("description"),
        data("dataValue").since(2),
        data("serializedValue").since(2),
        data("value"),
        data("externalValue"),
    ],
);

static LINK: Kind = referable(
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

static HEADER: Kind = referable(
    "a header",
    &[
        data("description"),
        data("required"),
        data("deprecated"),
        data("allowEmptyValue"),
        data("style"),
        data("explode"),
        data("allowReserved"),
        one("schema", &SCHEMA),
        data("example"),
        map("examples", &EXAMPLE),
        map("content", &MEDIA),
    ],
);

static TAG: Kind = kind(
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

static SCHEME: Kind = referable(
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

static FLOWS: Kind = kind(
    "`flows`",
    &[
        one("implicit", &FLOW),
        one("password", &FLOW),
        one("clientCredentials", &FLOW),
        one("authorizationCode", &FLOW),
        one("deviceAuthorization", &FLOW).since(2),
    ],
);

static FLOW: Kind = kind(
    "a flow",
    &[
        data("authorizationUrl"),
        data("deviceAuthorizationUrl").since(2),
        data("tokenUrl"),
        data("refreshUrl"),
        data("scopes"),
    ],
);

static DISCRIMINATOR: Kind = kind(
    "a discriminator",
    &[data("propertyName"), data("mapping"), data("defaultMapping").since(2)],
);

/// Its other keywords are read where schemas are; here are those that hold objects, and those that
/// a version does not have.
static SCHEMA: Kind = Kind {
    name: "a schema",
    keys: &[
        data("type"),
        data("format"),
        data("enum"),
        data("required"),
        data("minimum"),
        data("maximum"),
        data("minLength"),
        data("maxLength"),
        data("pattern"),
        data("nullable"),
        data("readOnly"),
        data("writeOnly"),
        data("const").since(1),
        data("examples").since(1),
        map("$defs", &SCHEMA).since(1),
        map("properties", &SCHEMA),
        map("patternProperties", &SCHEMA).since(1),
        map("dependentSchemas", &SCHEMA).since(1),
        one("additionalProperties", &SCHEMA),
        one("unevaluatedProperties", &SCHEMA).since(1),
        one("propertyNames", &SCHEMA).since(1),
        Key { name: "items", holds: Holds::OneOrList(&SCHEMA), since: 0 },
        list("prefixItems", &SCHEMA).since(1),
        one("unevaluatedItems", &SCHEMA).since(1),
        one("contains", &SCHEMA).since(1),
        one("contentSchema", &SCHEMA).since(1),
        data("contentEncoding").since(1),
        data("contentMediaType").since(1),
        list("allOf", &SCHEMA),
        list("oneOf", &SCHEMA),
        list("anyOf", &SCHEMA),
        one("not", &SCHEMA),
        one("if", &SCHEMA).since(1),
        one("then", &SCHEMA).since(1),
        one("else", &SCHEMA).since(1),
        data("$anchor").since(1),
        data("$dynamicAnchor").since(1),
        data("$dynamicRef").since(1),
        one("discriminator", &DISCRIMINATOR),
        one("xml", &XML),
        one("externalDocs", &DOCS),
    ],
    referable: true,
    open: true,
};

static XML: Kind = kind(
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

/// Its keys are the names of schemes.
static REQUIREMENT: Kind = Kind { name: "a requirement", keys: &[], referable: false, open: true };
