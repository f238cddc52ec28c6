//! Chroma: a tenant, a database, a collection and its records, from creation to deletion.

mod check;

use std::process;

use api::indexmap::IndexMap;
use api::serde_json::json;
use api::types::*;
use api::{CallError, Client, operations};
use check::{check, equal, fails, succeeds};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let base = std::env::args().nth(1).expect("the base URL");
    let client = Client::new(&base, "unused").expect("a client");
    let (tenant, database) = ("default_tenant", format!("db{}", process::id()));
    system(&client).await;
    succeeds("create database", client.create_database(tenant, CreateDatabasePayload::new(&database)).send().await);
    fails(
        "the same database",
        client.create_database(tenant, CreateDatabasePayload::new(&database)).send().await,
        |error| error.status().is_some_and(|it| it == 409 || it == 500),
    );
    succeeds("list databases", client.list_databases(tenant).limit(10).send().await);
    succeeds("get database", client.get_database(tenant, &database).send().await);
    collections(&client, tenant, &database).await;
    tenants(&client).await;
    let blocking = client.clone();
    let thread = std::thread::spawn(move || {
        succeeds("blocking delete database", blocking.delete_database(tenant, &database).send_blocking());
    });
    thread.join().expect("the thread ends");
}

async fn system(client: &Client) {
    succeeds("heartbeat", client.heartbeat().send().await);
    succeeds("version", client.version().send().await);
    succeeds("health", client.healthcheck().send().await);
    succeeds("identity", client.get_user_identity().send().await);
    succeeds("preflight", client.pre_flight_checks().send().await);
    fails("reset is forbidden", client.reset().send().await, |error| error.status().is_some_and(|it| it == 403));
}

async fn collections(client: &Client, tenant: &str, database: &str) {
    let metadata = IndexMap::from([
        ("n".to_owned(), HashMapValue::Integer(3)),
        ("f".to_owned(), HashMapValue::Number(1.5)),
        ("b".to_owned(), HashMapValue::Boolean(true)),
        ("s".to_owned(), HashMapValue::Text("x".into())),
    ]);
    let name = format!("collection{}", process::id());
    let new = CreateCollectionPayload::new(&name).with_metadata(Some(metadata.clone()));
    let created = succeeds("create collection", client.create_collection(tenant, database, new).send().await);
    let Some(collection) = created else { return };
    equal("metadata are returned", collection.metadata.clone().flatten(), Some(metadata.clone()));
    let again = client.create_collection(tenant, database, CreateCollectionPayload::new(&name)).send().await;
    fails("the same collection is a documented error", again, |error| matches!(error, CallError::Api(_)));
    records(client, tenant, database, &collection.id, &metadata).await;
    succeeds("list collections", client.list_collections(tenant, database).limit(5).offset(0).send().await);
    succeeds("count collections", client.count_collections(tenant, database).send().await);
    succeeds("get collection", client.get_collection(tenant, database, &name).send().await);
    succeeds("get collection by id", client.get_collection_by_id(tenant, database, &collection.id).send().await);
    let renamed = format!("{name}x");
    let update = UpdateCollectionPayload::new().with_new_name(Some(renamed.clone()));
    succeeds("rename collection", client.update_collection(tenant, database, &collection.id, update).send().await);
    fails(
        "a missing collection",
        client.get_collection(tenant, database, "nope").send().await,
        |error| matches!(error, CallError::Api(it) if matches!(it.error, operations::GetCollectionError::NotFound(_))),
    );
    succeeds("delete collection", client.delete_collection(tenant, database, &renamed).send().await);
}

async fn records(client: &Client, tenant: &str, database: &str, id: &str, metadata: &IndexMap<String, HashMapValue>) {
    let embeddings = vec![vec![1.0, 0.0, 0.25], vec![0.0, 1.0, 0.1]];
    let add = AddCollectionRecordsPayload::new(embeddings.clone(), vec!["a".into(), "b".into()])
        .with_documents(Some(vec![Some("doc a".into()), None]))
        .with_metadatas(Some(vec![Some(metadata.clone()), None]));
    succeeds("add records", client.collection_add(tenant, database, id, add).send().await);
    succeeds("count records", client.collection_count(tenant, database, id).send().await);
    let include = vec![Include::Documents, Include::Embeddings, Include::Metadatas];
    let get = GetRequestPayload::new().with_include(include);
    if let Some(got) = succeeds("get records", client.collection_get(tenant, database, id, get).send().await) {
        equal("metadata of records", got.metadatas, Some(Some(vec![Some(metadata.clone()), None])));
        equal("embeddings of records", got.embeddings, Some(Some(embeddings)));
        equal("documents of records", got.documents, Some(Some(vec![Some("doc a".into()), None])));
    }
    let query = QueryRequestPayload::new(vec![vec![1.0, 0.0, 0.2]]).with_n_results(Some(2));
    succeeds("query", client.collection_query(tenant, database, id, query).send().await);
    let query = QueryRequestPayload::new(vec![vec![1.0, 0.0, 0.2]])
        .with_where(json!({"n": 3}))
        .with_include(vec![Include::Distances, Include::Metadatas]);
    if let Some(found) =
        succeeds("query with a condition", client.collection_query(tenant, database, id, query).send().await)
    {
        equal("the records that match", found.ids, vec![vec!["a".to_owned()]]);
    }
    let update = UpdateCollectionRecordsPayload::new(vec!["b".into()]).with_documents(Some(vec![Some("doc b".into())]));
    succeeds("update records", client.collection_update(tenant, database, id, update).send().await);
    let more = UpsertCollectionRecordsPayload::new(vec![vec![0.5, 0.5, 0.5]], vec!["c".into()]);
    succeeds("upsert records", client.collection_upsert(tenant, database, id, more).send().await);
    succeeds("indexing status", client.indexing_status(tenant, database, id).send().await);
    let delete = DeleteCollectionRecordsPayload::new().with_ids(Some(vec!["c".into()]));
    succeeds("delete records", client.collection_delete(tenant, database, id, delete).send().await);
    let wrong = AddCollectionRecordsPayload::new(vec![vec![1.0]], vec!["z".into()]);
    fails("a wrong dimension", client.collection_add(tenant, database, id, wrong).send().await, |error| {
        check("the server's message is kept", error.body().is_some_and(|it| !it.is_empty()), error);
        error.status().is_some_and(|it| it == 400)
    });
}

async fn tenants(client: &Client) {
    let name = format!("tenant{}", process::id());
    succeeds("create tenant", client.create_tenant(CreateTenantPayload::new(&name)).send().await);
    succeeds("get tenant", client.get_tenant(&name).send().await);
    succeeds("update tenant", client.update_tenant(&name, UpdateTenantPayload::new("resource")).send().await);
    fails(
        "a missing tenant",
        client.get_tenant("missing-tenant").send().await,
        |error| matches!(error, CallError::Api(it) if matches!(it.error, operations::GetTenantError::NotFound(_))),
    );
}
