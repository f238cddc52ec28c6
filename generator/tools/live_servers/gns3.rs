//! GNS3: login by a form, projects with drawings, nodes and snapshots, files, roles and users.

mod check;

use std::process;

use api::runtime::requests::operation::Operation;
use api::types::*;
use api::{CallError, Client, operations};
use check::{check, equal, fails, succeeds};

/// Writes a file. The description has no body for it.
static WRITE: Operation = Operation::new("write_file", "POST", "/v3/projects/{project_id}/files/{file_path}", "")
    .secured(&[&["OAuth2PasswordBearer"]]);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let base = std::env::args().nth(1).expect("the base URL");
    let open = Client::builder(&base).build().expect("a client");
    succeeds("version", open.get_version().send().await);
    fails("no token", open.get_projects().send().await, |error| matches!(error, CallError::Invalid(_)));
    let token =
        succeeds("login by a form", open.login(BodyLogin::new("admin", "admin")).send().await).expect("a token");
    succeeds("login by JSON", open.authenticate(Credentials::new("admin", "admin")).send().await);
    fails("a wrong password", open.authenticate(Credentials::new("admin", "wrong")).send().await, |error| {
        matches!(error, CallError::Api(_))
    });
    let client = Client::new(&base, token.access_token).expect("a client");
    succeeds("me", client.get_logged_in_user().send().await);
    let wrong = Client::new(&base, "nonsense").expect("a client");
    fails("a wrong token", wrong.get_logged_in_user().send().await, |error| matches!(error, CallError::Api(_)));
    let project = project(&client).await;
    drawings(&client, &project).await;
    nodes(&client, &project).await;
    files(&client, &project).await;
    symbols(&client).await;
    errors(&client).await;
    let (role, user) = people(&client).await;
    let thread = std::thread::spawn(move || {
        succeeds("blocking delete role", client.delete_role(&role).send_blocking());
        succeeds("blocking delete user", client.delete_user(&user).send_blocking());
        succeeds("blocking close", client.close_project(&project).send_blocking());
        succeeds("blocking delete project", client.delete_project(&project).send_blocking());
    });
    thread.join().expect("the thread ends");
}

async fn project(client: &Client) -> String {
    let name = format!("p{}", process::id());
    let project =
        succeeds("create project", client.create_project(ProjectCreate::new(&name)).send().await).expect("a project");
    fails(
        "the same project",
        client.create_project(ProjectCreate::new(&name)).send().await,
        |error| matches!(error, CallError::Api(it) if matches!(it.error, operations::CreateProjectError::Conflict(_))),
    );
    let id = project.project_id;
    succeeds("projects", client.get_projects().send().await);
    let update = ProjectUpdate::new().with_grid_size(Some(50)).with_show_grid(Some(true));
    succeeds("update project", client.update_project(&id, update).send().await);
    let read = succeeds("read project", client.get_project(&id).send().await);
    equal("size of the grid", read.and_then(|it| it.grid_size), Some(Some(50)));
    succeeds("statistics of a project", client.get_project_stats(&id).send().await);
    succeeds("is locked", client.locked_project(&id).send().await);
    if let Some(snapshot) = succeeds("snapshot", client.create_snapshot(&id, SnapshotCreate::new("s1")).send().await) {
        succeeds("delete snapshot", client.delete_snapshot(&snapshot.snapshot_id, &id).send().await);
    }
    id
}

async fn drawings(client: &Client, project: &str) {
    let svg = "<svg height=\"10\" width=\"10\"><rect/></svg>";
    let new = Drawing::new().with_svg(Some(svg.into())).with_x(Some(3));
    let drawing = succeeds("create drawing", client.create_drawing(project, new).send().await);
    let Some(id) = drawing.and_then(|it| it.drawing_id).flatten() else { return check("id of a drawing", false, "") };
    let update = Drawing::new().with_x(Some(7)).with_locked(Some(false));
    succeeds("update drawing", client.update_drawing(project, &id, update).send().await);
    succeeds("read drawing", client.get_drawing(project, &id).send().await);
    succeeds("delete drawing", client.delete_drawing(project, &id).send().await);
}

async fn nodes(client: &Client, project: &str) {
    succeeds("nodes", client.get_nodes(project).send().await);
    let new = NodeCreate::new("local", "sw1", NodeType::Cloud);
    succeeds("create node", client.create_node(project, new).send().await);
    succeeds("templates", client.get_templates().send().await);
    let new = TemplateCreate::new(format!("t{}", process::id()), NodeType::Vpcs).with_compute_id(Some("local".into()));
    succeeds("create template", client.create_template(new).send().await);
}

async fn files(client: &Client, project: &str) {
    let content = b"hello\x00world";
    let mut call = client.call(&WRITE);
    call.path("project_id", &project);
    call.path("file_path", &"c d.txt");
    call.body("application/octet-stream", &content[..]);
    check("write file", call.send().await.is_ok_and(|it| it.status() == 204), "");
    let read = client.get_file_v3_projects_project_id_files_file_path_get("c d.txt", project).send_raw().await;
    check("read file", read.is_ok_and(|it| it.body()[..] == content[..]), "");
    let outside =
        client.get_file_v3_projects_project_id_files_file_path_get("../../etc/passwd", project).send_raw().await;
    check("a file outside of the project", outside.map_or(true, |it| it.status() == 403 || it.status() == 404), "");
}

async fn symbols(client: &Client) {
    let symbol = ":/symbols/affinity/circle/blue/cloud.svg";
    succeeds("symbols", client.get_symbols().send().await);
    let raw = client.get_symbol(symbol).send_raw().await;
    check("image of a symbol", raw.is_ok_and(|it| it.status() == 200 && !it.body().is_empty()), "");
    succeeds("size of a symbol", client.get_symbol_dimensions(symbol).send().await);
    succeeds("images", client.get_images().send().await);
}

async fn errors(client: &Client) {
    let missing = client.get_project("00000000-0000-4000-8000-000000000000").send().await;
    fails(
        "a missing project",
        missing,
        |error| matches!(error, CallError::Api(it) if matches!(it.error, operations::GetProjectError::NotFound(_))),
    );
    fails(
        "an id that is no UUID",
        client.get_project("nope").send().await,
        |error| matches!(error, CallError::Api(it) if matches!(it.error, operations::GetProjectError::UnprocessableContent(_))),
    );
}

async fn people(client: &Client) -> (String, String) {
    succeeds("privileges", client.get_privileges().send().await);
    succeeds("endpoints", client.endpoints().send().await);
    succeeds("statistics", client.statistics().send().await);
    let role = RoleCreate::new(format!("r{}", process::id()));
    let role = succeeds("create role", client.create_role(role).send().await).expect("a role");
    let user = UserCreate::new(format!("u{}", process::id()), "secretpass1").with_email(Some("a@example.com".into()));
    let user = succeeds("create user", client.create_user(user).send().await).expect("a user");
    (role.role_id, user.user_id)
}
