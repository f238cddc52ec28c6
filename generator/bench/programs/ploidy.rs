//! Ten calls of Asana's API, with the client of ploidy.

use client::Client;
use client::client::default::parameters::{GetProjectsQuery, GetTagsQuery, GetTasksQuery, GetUsersQuery, GetWorkspacesQuery};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = Client::new("https://app.asana.com/api/1.0").expect("a client");
    let client = client.with_sensitive_header("authorization", "Bearer token").expect("a client");
    let users = GetUsersQuery { workspace: Some("1".to_owned()), limit: Some(10), ..GetUsersQuery::default() };
    let workspaces = GetWorkspacesQuery { limit: Some(10), ..GetWorkspacesQuery::default() };
    let projects = GetProjectsQuery { archived: Some(false), limit: Some(10), ..GetProjectsQuery::default() };
    let tasks = GetTasksQuery { project: Some("2".to_owned()), limit: Some(10), ..GetTasksQuery::default() };
    let tags = GetTagsQuery { workspace: Some("1".to_owned()), ..GetTagsQuery::default() };
    println!("{:?}", client.get_user("me", &Default::default()).await);
    println!("{:?}", client.get_users(&users).await);
    println!("{:?}", client.get_workspaces(&workspaces).await);
    println!("{:?}", client.get_project("2", &Default::default()).await);
    println!("{:?}", client.get_projects(&projects).await);
    println!("{:?}", client.get_task("3", &Default::default()).await);
    println!("{:?}", client.get_tasks(&tasks).await);
    println!("{:?}", client.delete_task("3", &Default::default()).await);
    println!("{:?}", client.get_tags(&tags).await);
    println!("{:?}", client.get_portfolio("4", &Default::default()).await);
}
