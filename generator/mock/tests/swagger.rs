//! The mock plays descriptions of Swagger 2.0.

use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode};
use serde_json::{Value, json};
use specwright_mock::Mock;

const TEXT: &str = "
swagger: '2.0'
info: { title: Library, version: '1' }
basePath: /v1
produces: [application/json]
securityDefinitions: { key: { type: apiKey, in: query, name: token } }
paths:
  /books:
    get:
      security: [{ key: [] }]
      parameters:
        - { name: ids, in: query, type: array, items: { type: integer }, collectionFormat: tsv }
        - { name: limit, in: query, type: integer, maximum: 5 }
      responses:
        '200':
          description: The books.
          schema: { type: array, items: { $ref: '#/definitions/Book' } }
          examples: { application/json: [{ title: Emma, subtitle: null }] }
          headers: { X-Total: { type: integer, x-example: 7 }, X-Kind: { type: string, enum: [books] } }
    post:
      parameters: [{ name: book, in: body, required: true, schema: { $ref: '#/definitions/Book' } }]
      responses: { '201': { description: Added., schema: { $ref: '#/definitions/Book' } } }
  /search:
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - { name: q, in: formData, required: true, type: string }
        - { name: limit, in: formData, type: integer, maximum: 5 }
      responses: { '200': { description: The items., schema: { $ref: '#/definitions/Item' } } }
  /cover:
    get:
      produces: [image/png]
      responses: { '200': { description: The cover., schema: { type: file } } }
definitions:
  Book:
    type: object
    required: [title]
    properties:
      title: { type: string }
      subtitle: { type: string, x-nullable: true }
      port: { type: string, format: int-or-string }
  Item: { type: object, discriminator: kind, required: [kind], properties: { kind: { type: string } } }
";

fn answer(method: &str, target: &str, body: Option<(&str, &str)>) -> Response<Bytes> {
    let mock = Mock::from_text("api.yaml", TEXT).unwrap();
    let request = Request::builder().method(method).uri(target).header("host", "localhost:1");
    let request = match body {
        Some((media_type, _)) => request.header("content-type", media_type),
        None => request,
    };
    let body = body.map_or("", |(_, body)| body).to_owned();
    mock.answer(&request.body(Bytes::from(body)).unwrap())
}

fn parts(response: &Response<Bytes>) -> (StatusCode, &HeaderMap, Value) {
    let body = serde_json::from_slice(response.body()).unwrap_or_default();
    (response.status(), response.headers(), body)
}

#[test]
fn an_example_of_a_media_type_is_the_response() {
    let response = answer("GET", "/v1/books?token=secret", None);
    let (status, headers, body) = parts(&response);
    assert_eq!((status, body), (StatusCode::OK, json!([{"title": "Emma", "subtitle": null}])));
    assert_eq!(headers["x-total"], "7");
    assert_eq!(headers["x-kind"], "books");
    assert_eq!(answer("GET", "/v1/books", None).status(), StatusCode::UNAUTHORIZED);
}

#[test]
fn parameters_are_checked_by_the_keywords_beside_their_names() {
    let status = |query: &str| answer("GET", &format!("/v1/books?token=t&{query}"), None).status();
    assert_eq!(status("ids=1%092&limit=5"), StatusCode::OK);
    assert_eq!(status("ids=1%09x"), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(status("limit=6"), StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn a_body_is_checked_by_its_schema() {
    let status =
        |body: &str| answer("POST", "/v1/books", Some(("application/json", body))).status();
    assert_eq!(status(r#"{"title": "Emma", "subtitle": null, "port": 80}"#), StatusCode::CREATED);
    assert_eq!(status(r#"{"title": null}"#), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(status(r#"{"title": "Emma", "port": true}"#), StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn a_form_is_checked_field_by_field() {
    let form = "application/x-www-form-urlencoded";
    let answer = |body: &str| answer("POST", "/v1/search", Some((form, body)));
    assert_eq!(answer("q=emma&limit=5").status(), StatusCode::OK);
    assert_eq!(parts(&answer("q=emma")).2, json!({"kind": "string"}));
    assert_eq!(answer("limit=5").status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer("q=emma&limit=6").status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn a_file_is_sent_in_its_media_type() {
    let response = answer("GET", "/v1/cover", None);
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "image/png");
}
