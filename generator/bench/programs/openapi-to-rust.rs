//! Ten calls of Asana's API, with the client of openapi-to-rust.

use client::generated::HttpClient;

const NONE: Option<&str> = None;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = HttpClient::new().with_base_url("https://app.asana.com/api/1.0").with_api_key("token");
    println!("{:?}", client.get_user("me", None, None, NONE).await);
    println!("{:?}", client.get_users(None, Some("1"), NONE, None, Some(10), NONE).await);
    println!("{:?}", client.get_workspaces(None, None, Some(10), NONE).await);
    println!("{:?}", client.get_project("2", None, None).await);
    println!("{:?}", client.get_projects(Some(10), NONE, NONE, NONE, Some(false), None, None).await);
    println!("{:?}", client.get_task("3", None, None).await);
    println!("{:?}", client.get_tasks(Some(10), NONE, NONE, Some("2"), NONE, NONE, NONE, NONE, None, None).await);
    println!("{:?}", client.delete_task("3", None).await);
    println!("{:?}", client.get_tags(None, NONE, Some("1"), None, None).await);
    println!("{:?}", client.get_portfolio("4", None, None).await);
}
