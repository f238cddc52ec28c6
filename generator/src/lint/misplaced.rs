//! Members at a wrong place, and their right place.

/// A member at a wrong place: the kind of object, the key and the help.
pub(super) type Moved = (&'static str, &'static str, &'static str);

/// Members of Swagger 2.0, and members that are often one level too high.
pub(super) static MOVED: [Moved; 22] = [
    ("the description", "definitions", "schemas stand under `components.schemas`"),
    ("the description", "parameters", "shared parameters stand under `components.parameters`"),
    ("the description", "responses", "shared responses stand under `components.responses`"),
    ("the description", "schemas", "schemas stand under `components.schemas`"),
    ("the description", "securityDefinitions", "they stand under `components.securitySchemes`"),
    ("the description", "host", "write `servers: [{ url: 'https://HOST/BASE' }]`"),
    ("the description", "basePath", "write `servers: [{ url: 'https://HOST/BASE' }]`"),
    ("the description", "schemes", "write `servers: [{ url: 'https://HOST/BASE' }]`"),
    ("the description", "consumes", "media types are the keys of `content`"),
    ("the description", "produces", "media types are the keys of `content`"),
    ("an operation", "consumes", "media types are the keys of `requestBody.content`"),
    ("an operation", "produces", "media types are the keys of `content` in each response"),
    ("an operation", "schemes", "write `servers` with a whole URL"),
    ("a parameter", "collectionFormat", "write `style` and `explode`"),
    ("a parameter", "type", "put it under `schema`"),
    ("a parameter", "format", "put it under `schema`"),
    ("a parameter", "items", "put it under `schema`"),
    ("a parameter", "enum", "put it under `schema`"),
    ("a parameter", "default", "put it under `schema`"),
    ("a header", "type", "put it under `schema`"),
    ("a response", "schema", "put it under `content` and a media type such as `application/json`"),
    (
        "a request body",
        "schema",
        "put it under `content` and a media type such as `application/json`",
    ),
];

/// Members of OpenAPI 3 in a description of Swagger 2.0.
pub(super) static MOVED_IN_SWAGGER: [Moved; 11] = [
    ("the description", "openapi", "take it out, or write the description in OpenAPI 3"),
    ("the description", "schemas", "schemas stand under `definitions`"),
    ("the description", "securitySchemes", "they stand under `securityDefinitions`"),
    ("an operation", "servers", "write `schemes`, and `host` and `basePath` at the root"),
    ("an operation", "body", "write a parameter with `in: body` and the schema"),
    ("a parameter", "style", "write `collectionFormat`"),
    ("a parameter", "explode", "write `collectionFormat: multi`"),
    ("a parameter", "example", "write `x-example`"),
    ("a header", "schema", "write `type` and the other keywords into the header itself"),
    ("a header", "example", "write `x-example`"),
    ("a response", "example", "write `examples` with a value for each media type"),
];
