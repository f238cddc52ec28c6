//! The state of a stateful mock: created resources can be read, listed, changed and deleted, if the paths of the
//! description show collections and items.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::{Method, Request};
use serde_json::{Map, Value};
use specwright::report::clean;

use crate::api::Api;
use crate::description::Description;
use crate::description::conjunction::{parts, properties};
use crate::encoding::decode;
use crate::operation::Operation;
use crate::operation::media_type::MediaType;
use crate::operation::parameter::Serialization;
use crate::response;
use crate::response::mock_response::MockResponse;
use crate::response::store::{Item, Store};
use crate::schema::violation::RequestPart;

/// The items of all collections, and the roles of the operations.
pub(crate) struct Collections {
    /// The role of each operation, by its position.
    roles: Vec<Option<CollectionRole>>,
    store: Mutex<Store>,
}

/// The role of an operation in a collection. A collection is a path `/things` with `POST` and a path `/things/{id}`
/// with `GET`, whose responses are objects with a property for the identifier.
#[derive(Clone, Debug, PartialEq)]
struct CollectionRole {
    act: CollectionAction,
    /// The property with the identifier.
    id: String,
    /// Set if the path requires a UUID.
    is_uuid: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum CollectionAction {
    Create,
    List,
    Read,
    /// `PUT` and `PATCH`: each sent member replaces the existing one.
    Change,
    Delete,
}

impl Collections {
    /// Creates the empty state of a description.
    pub(crate) fn new(api: &Api) -> Collections {
        let operations = &api.operations;
        let roles = operations.iter().map(|operation| role(api, operation)).collect();
        Collections { roles, store: Mutex::default() }
    }

    /// Returns `true` if an operation lists created resources.
    pub(crate) fn lists(&self, operation: &Operation) -> bool {
        let role = self.roles.get(operation.index).and_then(Option::as_ref);
        role.is_some_and(|role| role.act == CollectionAction::List)
    }

    /// Applies an operation to the state and returns its response. `mocked` is the response without state.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no resource at the path.
    pub(crate) fn apply(
        &self,
        api: &Api,
        operation: &Operation,
        request: &Request<Bytes>,
        mocked: MockResponse,
    ) -> Result<MockResponse, String> {
        let path = request.uri().path();
        // Each step leaves the store consistent, so that a panic cannot corrupt it.
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(above) = store.deleted_above(path) {
            return Err(format!("`{}` was deleted", clean(above)));
        }
        let Some(role) = self.roles.get(operation.index).and_then(Option::as_ref) else {
            return without_role(&mut store, operation, path, mocked);
        };
        let (collection, id) = path.rsplit_once('/').unwrap_or_default();
        let id = decode(id);
        let response = StatefulResponse { api, operation, mocked };
        match role.act {
            CollectionAction::Create => Ok(response.created(&mut store, path, role, sent(request))),
            CollectionAction::List => Ok(response.listed(store.items(path))),
            CollectionAction::Read | CollectionAction::Change | CollectionAction::Delete => {
                if store.item(collection, &id).is_none() {
                    return Err(format!("nothing was created at `{}`", clean(path)));
                }
                if role.act == CollectionAction::Change {
                    let members = sent(request).into_iter().filter(|(name, _)| *name != role.id);
                    store.change(collection, &id, members.collect());
                }
                let response = match store.item(collection, &id) {
                    Some(item) => response.with(item),
                    None => response.mocked,
                };
                if role.act == CollectionAction::Delete {
                    store.remove(collection, &id);
                    store.delete(path);
                }
                Ok(response)
            }
        }
    }
}

/// Handles a path that is not a collection: after a deletion, the path has no resource until one is put there.
fn without_role(
    store: &mut Store,
    operation: &Operation,
    path: &str,
    mocked: MockResponse,
) -> Result<MockResponse, String> {
    if operation.method == Method::PUT {
        store.restore(path);
    }
    if store.is_deleted(path) {
        return Err(format!("`{}` was deleted", clean(path)));
    }
    let is_item = operation.path.ends_with('}');
    if is_item && operation.method == Method::DELETE && mocked.status < 300 {
        store.delete(path);
    }
    Ok(mocked)
}

/// A response that shows resources of a collection.
struct StatefulResponse<'s> {
    api: &'s Api,
    operation: &'s Operation,
    mocked: MockResponse,
}

impl StatefulResponse<'_> {
    /// Stores the sent resource with a new identifier.
    fn created(
        self,
        store: &mut Store,
        collection: &str,
        role: &CollectionRole,
        sent: Map<String, Value>,
    ) -> MockResponse {
        let property = role.id.as_str();
        let number = store.next();
        let made = self.mocked.body.as_ref().and_then(|(_, body)| body.get(property));
        let id = match sent.get(property).filter(|id| id.is_string() || id.is_number()) {
            Some(id) => id.clone(),
            None if role.is_uuid => uuid(number),
            None => fresh(made, number),
        };
        let mut item = sent;
        item.insert(property.to_owned(), id);
        let mocked = self.with(&item);
        let shown = match &mocked.body {
            Some((_, Value::Object(members))) => members.clone(),
            _ => Map::new(),
        };
        // Sent members that the response schema lacks are stored too.
        let whole = shown.into_iter().chain(item).collect::<Map<_, _>>();
        let key = whole.get(property).map(key_of).unwrap_or_default();
        store.put(collection, key, whole);
        mocked
    }

    /// Returns the response with the members of an item that its schema allows.
    fn with(mut self, item: &Map<String, Value>) -> MockResponse {
        let name = self.mocked.body.as_ref().map(|(name, _)| name.clone());
        let forms = response::success(&self.operation.responses).map(|(_, found)| &found.content);
        let media = forms.into_iter().flatten().find(|media| Some(&media.name) == name.as_ref());
        let schema = media.and_then(|media| media.schema.as_ref());
        let Some((_, Value::Object(body))) = &mut self.mocked.body else {
            return self.mocked;
        };
        let validator = schema.and_then(|schema| self.api.response_validator(schema));
        let described = schema.map(|schema| {
            let parts = parts(&self.api.description, &[&schema.value]);
            properties(&parts).into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        });
        for (name, value) in item {
            if described.as_ref().is_some_and(|names| !names.contains(&name.as_str())) {
                continue;
            }
            let mut changed = body.clone();
            changed.insert(name.clone(), value.clone());
            let changed = Value::Object(changed);
            let is_valid = validator.is_none_or(|validator| validator.accepts(&changed));
            if let (true, Value::Object(changed)) = (is_valid, changed) {
                *body = changed;
            }
        }
        self.mocked
    }

    /// Returns the response with the items of a collection: as its body, or as the only list in it.
    fn listed(mut self, items: &[Item]) -> MockResponse {
        let Some((_, body)) = &self.mocked.body else {
            return self.mocked;
        };
        let Some(made) = list(&mut body.clone()).map(std::mem::take) else {
            return self.mocked;
        };
        let example = made.as_array().and_then(|items| items.first()).cloned();
        let shown = items.iter().map(|(_, item)| self.shown(example.as_ref(), item)).collect();
        if let Some((_, body)) = &mut self.mocked.body
            && let Some(list) = list(body)
        {
            *list = shown;
        }
        self.mocked
    }

    /// Returns an item as a list shows it: as it is, or else the members that the schema allows, merged into the
    /// example.
    fn shown(&self, example: Option<&Value>, item: &Map<String, Value>) -> Value {
        let whole = Value::Object(item.clone());
        let Some(Value::Object(example)) = example else {
            return whole;
        };
        if self.fits(&whole) {
            return whole;
        }
        let mut shown = example.clone();
        for (name, value) in item {
            let mut changed = shown.clone();
            changed.insert(name.clone(), value.clone());
            if self.fits(&Value::Object(changed.clone())) {
                shown = changed;
            }
        }
        Value::Object(shown)
    }

    /// Returns `true` if the schema of the response allows this item in its list.
    fn fits(&self, item: &Value) -> bool {
        let Some((_, body)) = &self.mocked.body else {
            return true;
        };
        let mut body = body.clone();
        if let Some(list) = list(&mut body) {
            *list = Value::Array(vec![item.clone()]);
        }
        let schema = self.media().and_then(|media| media.schema.as_ref());
        let validator = schema.and_then(|schema| self.api.response_validator(schema));
        validator.is_none_or(|validator| validator.accepts(&body))
    }

    /// Returns the media type of the response.
    fn media(&self) -> Option<&MediaType> {
        let name = &self.mocked.body.as_ref()?.0;
        let (_, response) = response::success(&self.operation.responses)?;
        response.content.iter().find(|media| media.name == *name)
    }
}

/// Returns the list in a response: the body itself, or its only member that is a list.
fn list(body: &mut Value) -> Option<&mut Value> {
    match body {
        Value::Array(_) => Some(body),
        Value::Object(members) => {
            let mut lists = members.values_mut().filter(|member| member.is_array());
            lists.next().filter(|_| lists.next().is_none())
        }
        _ => None,
    }
}

/// Creates an identifier of the same form as the one in the mocked response.
fn fresh(made: Option<&Value>, number: u64) -> Value {
    match made {
        Some(Value::Number(_)) => number.into(),
        Some(Value::String(text)) if text.len() == 36 && text.matches('-').count() == 4 => {
            uuid(number)
        }
        Some(Value::String(text)) => match text.split_once('_') {
            Some((prefix, rest)) if !rest.is_empty() && is_word(prefix) => {
                format!("{prefix}_{number}").into()
            }
            _ => number.to_string().into(),
        },
        _ => number.to_string().into(),
    }
}

fn uuid(number: u64) -> Value {
    format!("00000000-0000-4000-8000-{number:012x}").into()
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Returns an identifier as it is in a path.
fn key_of(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

/// Returns the members of the request body.
fn sent(request: &Request<Bytes>) -> Map<String, Value> {
    match serde_json::from_slice(request.body()) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

/// Returns the role of an operation in a collection, if it has one.
fn role(api: &Api, operation: &Operation) -> Option<CollectionRole> {
    let is_item = operation.path.ends_with('}');
    let collection = match operation.path.rsplit_once('/') {
        Some((collection, _)) if is_item => collection,
        _ => operation.path.as_str(),
    };
    let below = |path: &str| {
        let rest = path.strip_prefix(collection)?.strip_prefix("/{")?.strip_suffix('}')?;
        (!rest.contains(['{', '/'])).then(|| rest.to_owned())
    };
    let mut all = api.operations.iter();
    let create = all.find(|other| other.method == Method::POST && other.path == collection)?;
    let mut reads = api.operations.iter().filter(|other| other.method == Method::GET);
    let (read, parameter) = reads.find_map(|other| Some((other, below(&other.path)?)))?;
    let id = identifier(api, create, read, &parameter)?;
    let act = match (operation.method.clone(), is_item) {
        (Method::POST, false) => CollectionAction::Create,
        (Method::GET, false) => CollectionAction::List,
        (Method::GET, true) => CollectionAction::Read,
        (Method::PUT | Method::PATCH, true) => CollectionAction::Change,
        (Method::DELETE, true) => CollectionAction::Delete,
        _ => return None,
    };
    Some(CollectionRole { act, id, is_uuid: is_uuid(api, &parameter) })
}

/// Returns `true` if any path parameter of this name is a UUID. A parameter with a looser schema accepts UUIDs too.
fn is_uuid(api: &Api, parameter: &str) -> bool {
    let all = api.operations.iter().flat_map(|operation| &operation.parameters);
    let mut same = all.filter(|known| known.name == parameter && known.place == RequestPart::Path);
    same.any(|parameter| {
        let Serialization::Style(schema) = &parameter.form else {
            return false;
        };
        let parts = parts(&api.description, &[&schema.value]);
        parts.iter().any(|part| part.get("format").is_some_and(|format| format == "uuid"))
    })
}

/// Returns the property for the identifier in both responses: the name of the path parameter, `id`, or the last word of
/// the parameter.
fn identifier(api: &Api, create: &Operation, read: &Operation, parameter: &str) -> Option<String> {
    let created = members(&api.description, create)?;
    let read = members(&api.description, read)?;
    let last = parameter.rsplit(['_', '-']).next().unwrap_or(parameter);
    let names = [parameter, "id", last];
    let known =
        |name: &&&str| [&created, &read].iter().all(|all| all.iter().any(|one| *one == **name));
    names.iter().find(known).map(|name| (*name).to_owned())
}

/// Returns the properties of the object in an operation's response.
fn members<'s>(description: &'s Description, operation: &'s Operation) -> Option<Vec<&'s str>> {
    let (_, response) = response::success(&operation.responses)?;
    let media = response.content.iter().find(|media| media.is_json())?;
    let parts = parts(description, &[&media.schema.as_ref()?.value]);
    Some(properties(&parts).into_iter().map(|(name, _)| name).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Mock;

    const TEXT: &str = "
openapi: 3.1.0
paths:
  /shops/{shop}/pets:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '201': { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
    get:
      responses: { '200': { content: { application/json: { schema: { type: object, properties: {
        items: { type: array, items: { $ref: '#/components/schemas/Pet' } }, total: { type: integer } } } } } } }
  /shops/{shop}/pets/{pet_id}:
    get: { responses: { '200': { $ref: '#/components/responses/Pet' }, '404': { content: { application/json: { schema: {
      type: object, properties: { detail: { type: string } } } } } } } }
    patch:
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { '200': { $ref: '#/components/responses/Pet' } }
    delete: { responses: { '204': {} } }
  /shops/{shop}/pets/{pet_id}/toys: { get: { responses: { '200': {} } } }
  /keys/{key}: { put: { responses: { '200': {} } }, patch: { responses: { '200': {} } }, delete: { responses: { '200': {} } } }
  /search: { post: { responses: { '200': { content: { application/json: { example: [1] } } } } } }
components:
  responses: { Pet: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
  schemas:
    Pet:
      type: object
      required: [id, name]
      properties: { id: { type: string, readOnly: true, example: pet_01 }, name: { type: string }, age: { type: integer, maximum: 30 } }
";

    fn call(mock: &Mock, line: &str, body: &Value) -> (u16, Value) {
        let (method, path) = line.split_once(' ').unwrap();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "application/json")
            .body(if body.is_null() { Bytes::new() } else { body.to_string().into() });
        let response = mock.answer(&request.unwrap());
        let body = serde_json::from_slice(response.body()).unwrap_or(Value::Null);
        (response.status().as_u16(), body)
    }

    #[test]
    fn what_is_created_is_read_listed_changed_and_deleted() {
        let mock = Mock::from_text("a.yaml", TEXT).unwrap().stateful();
        let none = &Value::Null;
        assert_eq!(call(&mock, "GET /shops/1/pets", none).1["items"], json!([]));
        let rex = json!({"name": "Rex", "age": 7});
        let (status, created) = call(&mock, "POST /shops/1/pets", &rex);
        let expected = json!({"id": "pet_1", "name": "Rex", "age": 7});
        assert_eq!((status, &created), (201, &expected));
        assert_eq!(call(&mock, "GET /shops/1/pets/pet_1", none), (200, expected.clone()));
        assert_eq!(call(&mock, "GET /shops/1/pets", none).1["items"], json!([expected]));
        // A list shows the members of an item that its schema allows.
        let odd = json!({"name": "Odd", "age": "none", "note": 1});
        call(&mock, "POST /shops/3/pets", &json!({"name": "Odd"}));
        let mut store = mock.collections.as_ref().unwrap().store.lock().unwrap();
        let id = store.items("/shops/3/pets")[0].0.clone();
        store.change("/shops/3/pets", &id, odd.as_object().unwrap().clone());
        drop(store);
        let listed = call(&mock, "GET /shops/3/pets", none).1["items"][0].clone();
        assert_eq!((&listed["name"], listed["age"].is_i64()), (&json!("Odd"), true), "{listed}");
        // Each shop has its own pets.
        assert_eq!(call(&mock, "GET /shops/2/pets", none).1["items"], json!([]));
        let (status, changed) = call(&mock, "PATCH /shops/1/pets/pet_1", &json!({"age": 8}));
        assert_eq!((status, &changed["age"]), (200, &json!(8)));
        assert_eq!(call(&mock, "GET /shops/1/pets/pet_1", none).1["age"], 8);
        assert_eq!(call(&mock, "DELETE /shops/1/pets/pet_1", none).0, 204);
        let (status, gone) = call(&mock, "GET /shops/1/pets/pet_1", none);
        assert_eq!(
            (status, &gone["detail"]),
            (404, &json!("nothing was created at `/shops/1/pets/pet_1`"))
        );
        assert_eq!(call(&mock, "DELETE /shops/1/pets/pet_1", none).0, 404);
        // Resources below a deleted one are deleted too.
        let (status, below) = call(&mock, "GET /shops/1/pets/pet_1/toys", none);
        assert_eq!((status, &below["detail"]), (404, &json!("`/shops/1/pets/pet_1` was deleted")));
        assert_eq!(call(&mock, "GET /shops/1/pets/pet_2/toys", none).0, 200);
    }

    #[test]
    fn what_was_deleted_is_gone_wherever_it_was() {
        let mock = Mock::from_text("a.yaml", TEXT).unwrap().stateful();
        let status = |line| call(&mock, line, &Value::Null).0;
        assert_eq!([status("PATCH /keys/k"), status("DELETE /keys/k")], [200, 200]);
        assert_eq!([status("PATCH /keys/k"), status("DELETE /keys/k")], [404, 404]);
        assert_eq!(status("PATCH /keys/other"), 200);
        assert_eq!([status("PUT /keys/k"), status("PATCH /keys/k")], [200, 200]);
    }

    #[test]
    fn a_response_stays_what_its_schema_says() {
        let mock = Mock::from_text("a.yaml", TEXT).unwrap().stateful();
        let pet = json!({"name": "Rex", "age": 7});
        call(&mock, "POST /shops/1/pets", &pet);
        // The request schema allows any object, and the response schema limits the age to thirty.
        let (_, changed) = call(&mock, "PATCH /shops/1/pets/pet_1", &json!({"age": 99, "id": "x"}));
        assert_eq!(changed["id"], "pet_1");
        assert!(changed["age"].as_i64().is_some_and(|age| age <= 30), "{changed}");
    }

    #[test]
    fn other_operations_and_a_mock_without_state_respond_as_ever() {
        let mock = Mock::from_text("a.yaml", TEXT).unwrap().stateful();
        assert_eq!(call(&mock, "POST /search", &Value::Null), (200, json!([1])));
        let mock = Mock::from_text("a.yaml", TEXT).unwrap();
        assert_eq!(call(&mock, "GET /shops/1/pets/any", &Value::Null).0, 200);
    }
}
