//! Members at a wrong place, and their right place.

/// Members of Swagger 2.0, and members that are often one level too high. Each entry is the kind of
/// object, the key and the help.
pub(super) static MOVED: [(&str, &str, &str); 22] = [
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
