//! Label Studio: projects, imports, tasks with annotations, views, webhooks and exports. Its description is corrected by an overlay.

#![allow(deprecated, reason = "exports and their formats are deprecated")]

mod check;

use api::indexmap::IndexMap;
use api::runtime::requests::operation::Operation;
use api::serde_json::{Value, json};
use api::types::*;
use api::Client;
use check::{check, equal, fails, succeeds};

const TOKEN: &str = "Token 0123456789abcdef0123456789abcdef01234567";

const CONFIG: &str = r#"<View><Text name="text" value="$text"/><Choices name="c" toName="text"><Choice value="a"/><Choice value="b"/></Choices></View>"#;

/// Imports a file. The description says that the parts of the form are a list.
static IMPORT: Operation =
    Operation::new("import", "POST", "/api/projects/{id}/import", "application/json").secured(&[&["Token"]]);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let base = std::env::args().nth(1).expect("the base URL");
    let client = Client::new(&base, TOKEN).expect("a client");
    succeeds("who am I", client.api_current_user_whoami_retrieve().send().await);
    let project = project(&client).await;
    imports(&client, project).await;
    let task = task(&client, project).await;
    annotations(&client, task).await;
    views(&client, project).await;
    webhooks(&client, project).await;
    exports(&client, project).await;
    errors(&client, &base).await;
    succeeds("types of storages", client.api_storages_types_retrieve().send().await);
    succeeds("users", client.api_users_list().send().await);
    succeeds("hotkeys", client.api_current_user_hotkeys_retrieve().send().await);
    let thread = std::thread::spawn(move || {
        succeeds("blocking delete task", client.api_tasks_destroy(&task.to_string()).send_blocking());
        succeeds("blocking delete project", client.api_projects_destroy(project).send_blocking());
    });
    thread.join().expect("the thread ends");
}

fn map(value: Value) -> IndexMap<String, Value> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())).collect()
}

async fn project(client: &Client) -> i64 {
    let new = ProjectRequest::new()
        .with_title(Some("live one".into()))
        .with_label_config(Some(CONFIG.into()))
        .with_description(Some("d".into()));
    let project = succeeds("create project", client.api_projects_create().body(new).send().await).expect("a project");
    let id = project.id;
    let page = succeeds("projects", client.api_projects_list().page(1).page_size(2).send().await);
    check("a project is listed", page.is_some_and(|page| !page.results.is_empty()), "");
    let change = PatchedProjectRequest::new()
        .with_description(None)
        .with_title(Some("live 2".into()))
        .with_sampling(Some(SamplingEnum::UniformSampling));
    succeeds("change project", client.api_projects_partial_update(id).body(change).send().await);
    let read = succeeds("project", client.api_projects_retrieve(id).send().await);
    equal("title", read.and_then(|it| it.title).flatten().as_deref(), Some("live 2"));
    id
}

async fn imports(client: &Client, project: i64) {
    let tasks: Vec<_> = (0..5).map(|number| ImportApiRequest::new(json!({ "text": format!("t{number}") }))).collect();
    succeeds("import", client.api_projects_import_create(project, tasks).return_task_ids(true).send().await);
    let mut call = client.call(&IMPORT);
    call.path("id", &project);
    let body = b"--B\r\ncontent-disposition: form-data; name=\"file\"; filename=\"t.csv\"\r\ncontent-type: text/csv\r\n\r\ntext\nfrom csv\n\r\n--B--\r\n";
    call.body("multipart/form-data; boundary=B", &body[..]);
    check("import of a file", call.send().await.is_ok_and(|it| it.status() == 201), "");
    let tasks = succeeds("tasks of a project", client.api_projects_tasks_list(project).page(1).page_size(3).send().await);
    equal("size of the page", tasks.map(|tasks| tasks.len()), Some(3));
}

async fn task(client: &Client, project: i64) -> i64 {
    let new = ApiTasksCreateBody::new().with_data(map(json!({ "text": "hi" }))).with_project(project);
    let task = succeeds("create task", client.api_tasks_create().body(new).send().await).expect("a task");
    let id = task.id.to_string();
    succeeds("tasks", client.api_tasks_list().project(project).page(1).page_size(3).send().await);
    succeeds("task", client.api_tasks_retrieve(&id).send().await);
    let change = ApiTasksCreateBody::new().with_data(map(json!({ "text": "changed" })));
    succeeds("change task", client.api_tasks_partial_update(&id).body(change).send().await);
    task.id
}

async fn annotations(client: &Client, task: i64) {
    let result = json!({ "from_name": "c", "to_name": "text", "type": "choices", "value": { "choices": ["a"] } });
    let new = ApiAnnotationsPartialUpdateBody::new().with_result(vec![map(result)]).with_lead_time(1.5);
    let annotation = succeeds("annotate", client.api_tasks_annotations_create(task).body(new).send().await);
    let Some(annotation) = annotation else { return };
    succeeds("annotation", client.api_annotations_retrieve(annotation.id).send().await);
    let all = succeeds("annotations of a task", client.api_tasks_annotations_list(task).send().await);
    equal("number of annotations", all.map(|all| all.len()), Some(1));
    succeeds("delete annotation", client.api_annotations_destroy(annotation.id).send().await);
}

async fn views(client: &Client, project: i64) {
    let new = ApiDmViewsCreateBody::new().with_project(project);
    let view = succeeds("create view", client.api_dm_views_create().body(new).send().await);
    let Some(view) = view else { return };
    succeeds("view", client.api_dm_views_retrieve(&view.id.to_string()).send().await);
}

async fn webhooks(client: &Client, project: i64) {
    let new = WebhookRequest::new("http://127.0.0.1:9/x").with_project(Some(project));
    let webhook = succeeds("create webhook", client.api_webhooks_create(new).send().await);
    succeeds("webhooks", client.api_webhooks_list().project(&project.to_string()).send().await);
    succeeds("actions of webhooks", client.api_webhooks_info_retrieve().send().await);
    let Some(webhook) = webhook else { return };
    let change = PatchedWebhookSerializerForUpdateRequest::new().with_is_active(false);
    let changed = succeeds("change webhook", client.api_webhooks_partial_update(webhook.id).body(change).send().await);
    equal("is active", changed.and_then(|it| it.is_active), Some(false));
}

async fn exports(client: &Client, project: i64) {
    succeeds("formats of exports", client.api_projects_export_formats_retrieve(project).send().await);
    for kind in ["JSON", "CSV"] {
        let call = client.api_projects_export_retrieve(project).export_type(kind).download_all_tasks(true);
        succeeds(&format!("export as {kind}"), call.send().await);
    }
    let config = ProjectLabelConfigRequest::new(CONFIG);
    succeeds("validate", client.api_projects_validate_label_config(project, config).send().await);
}

async fn errors(client: &Client, base: &str) {
    let bad = client.api_projects_validate_create(ProjectLabelConfigRequest::new("<View><x")).send().await;
    fails("a bad configuration", bad, |error| error.status().is_some_and(|status| status == 400));
    let missing = client.api_projects_retrieve(99_999).send().await;
    fails("a missing project", missing, |error| error.status().is_some_and(|status| status == 404));
    let stranger = Client::new(base, "Token nonsense").expect("a client");
    let refused = stranger.api_projects_list().send().await;
    fails("a wrong token", refused, |error| error.status().is_some_and(|status| status == 401));
}
