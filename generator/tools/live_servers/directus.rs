//! Directus: items of a collection with filters, null and dates, files, and a description that names few credentials.

mod check;

use api::indexmap::IndexMap;
use api::runtime::requests::operation::Operation;
use api::serde_json::{Value, from_slice, json};
use api::types::*;
use api::{CallError, Client, operations};
use check::{check, equal, fails, succeeds};

/// An upload as multipart, which the description does not have.
static UPLOAD: Operation = Operation::new("createFile", "POST", "/files", "application/json").secured(&[&["Auth"]]);

/// Deletes several items. The description has no body for it.
static DELETE_MANY: Operation =
    Operation::new("deleteItemsArticles", "DELETE", "/items/articles", "").secured(&[&["Auth"]]);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let base = std::env::args().nth(1).expect("the base URL");
    let open = Client::builder().base_url(&base).build().expect("a client");
    succeeds("ping", open.ping().send().await);
    let login = succeeds("login", open.login().body(LoginBody::new("admin@example.com", "d1r3ctu5")).send().await);
    let token = login.and_then(|it| it.data).and_then(|it| it.access_token).expect("a token");
    let bearer = format!("Bearer {token}");
    let client =
        Client::builder().base_url(&base).auth(&*bearer).header("authorization", &*bearer).build().expect("a client");
    succeeds("me", client.get_me().send().await);
    succeeds("server info", client.server_info(1).send().await);
    items(&client).await;
    credentials(&open, &base).await;
    files(&client).await;
    lists(&client).await;
    let blocking = client.clone();
    std::thread::spawn(move || delete_all(&blocking)).join().expect("the thread ends");
}

async fn items(client: &Client) {
    let mut ids = Vec::new();
    for i in 0..5 {
        let mut article = ItemsArticles::new(format!("title {i}"));
        article.rating = Some(Some(f64::from(i) / 2.0));
        article.tags = Some(Some(json!(["x", "y z"])));
        article.data = Some(Some(json!({"n": i, "null": null})));
        article.body = Some(None);
        let created = succeeds("create item", client.create_items_articles().body(article).send().await);
        ids.extend(created.and_then(|it| it.data));
    }
    equal("created items", ids.len(), 5);
    let many = vec![ItemsArticles::new("batch a"), ItemsArticles::new("batch b")];
    succeeds("create items", client.create_items_articles().body(many).send().await);
    succeeds("list with a limit", client.read_items_articles().limit(2).send().await);
    let filter = IndexMap::from([("rating".to_owned(), json!({"_gte": 1}))]);
    let found = client.read_items_articles().filter(&filter).sort(&["-rating", "id"]).send().await;
    let first = succeeds("filter and sort", found).and_then(|it| it.data).and_then(|it| it.into_iter().next());
    let Some(id) = first.and_then(|it| it.id) else { return check("the best item", false, "no item") };
    let key = ReadSingleItemsArticlesId::Integer(id);
    let one = succeeds("read item", client.read_single_items_articles(&key).send().await);
    let Some(mut article) = one.and_then(|it| it.data) else { return };
    article.rating = Some(None);
    article.body = Some(Some("text ü".into()));
    article.when = Some(Some("2023-11-14T22:13:20Z".into()));
    let updated = succeeds("update item", client.update_single_items_articles(&key).body(article).send().await);
    if let Some(article) = updated.and_then(|it| it.data) {
        equal("null is stored", article.rating, Some(None));
        equal("text is stored", article.body, Some(Some("text ü".into())));
    }
    let missing = client.read_single_items_articles(&ReadSingleItemsArticlesId::Integer(99_999)).send().await;
    fails("a missing item", missing, |error| error.body().is_some_and(|it| !it.is_empty()));
}

async fn credentials(open: &Client, base: &str) {
    fails("no credential", open.read_items_articles().send().await, |error| matches!(error, CallError::Invalid(_)));
    let wrong = Client::builder().base_url(base).auth("Bearer nonsense").build().expect("a client");
    fails(
        "a wrong credential",
        wrong.read_items_articles().send().await,
        |error| matches!(error, CallError::Api(it) if matches!(it.error, operations::ReadItemsArticlesError::Unauthorized(_))),
    );
}

async fn files(client: &Client) {
    let body = b"--B\r\ncontent-disposition: form-data; name=\"title\"\r\n\r\nbin\r\n--B\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\ncontent-type: application/octet-stream\r\n\r\n\x00\xff\xfe\x01\r\n--B--\r\n";
    let mut call = client.call(&UPLOAD);
    call.body("multipart/form-data; boundary=B", &body[..]);
    let id = call.send().await.ok().and_then(|it| from_slice::<Value>(it.body()).ok());
    let id = id.and_then(|it| it["data"]["id"].as_str().map(str::to_owned));
    check("upload", id.is_some(), format!("{id:?}"));
    let Some(id) = id else { return };
    succeeds("get file", client.get_file(&id).send().await);
    succeeds("content of a file", client.get_asset(&id).send_raw().await);
    succeeds("delete file", client.delete_file(&id).send().await);
    succeeds("list files", client.get_files().limit(1).send().await);
}

async fn lists(client: &Client) {
    succeeds("collections", client.get_collections().send().await);
    succeeds("collection", client.get_collection("articles").send().await);
    succeeds("fields", client.get_collection_fields("articles").send().await);
    succeeds("users", client.get_users().send().await);
    succeeds("roles", client.get_roles().send().await);
    succeeds("activities", client.get_activities().limit(3).send().await);
    succeeds("settings", client.get_settings().send().await);
    succeeds("create folder", client.create_folder().body(CreateFolderBody::new("f")).send().await);
    succeeds("hash", client.hash_generate().body(HashGenerateBody::new("s3cret")).send().await);
    succeeds("flows", client.get_flows().send().await);
    succeeds("snapshot", client.schema_snapshot().send().await);
    let mut call = client.call(&DELETE_MANY);
    call.body("application/json", json!([1]).to_string());
    check("delete several", call.send().await.is_ok_and(|it| it.status() == 204), "");
}

fn delete_all(client: &Client) {
    let list = succeeds("blocking list", client.read_items_articles().limit(-1).send_blocking());
    for id in list.and_then(|it| it.data).into_iter().flatten().filter_map(|it| it.id) {
        succeeds(
            "blocking delete",
            client.delete_single_items_articles(&ReadSingleItemsArticlesId::Integer(id)).send_blocking(),
        );
    }
}
