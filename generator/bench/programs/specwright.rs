//! Ten calls of Asana's API, with the client of specwright.

use client::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = Client::builder().personal_access_token("token").build().expect("a client");
    println!("{:?}", client.get_user("me").send().await);
    println!("{:?}", client.get_users().workspace("1").limit(10).send().await);
    println!("{:?}", client.get_workspaces().limit(10).send().await);
    println!("{:?}", client.get_project("2").send().await);
    println!("{:?}", client.get_projects().archived(false).limit(10).send().await);
    println!("{:?}", client.get_task("3").send().await);
    println!("{:?}", client.get_tasks().project("2").limit(10).send().await);
    println!("{:?}", client.delete_task("3").send().await);
    println!("{:?}", client.get_tags().workspace("1").send().await);
    println!("{:?}", client.get_portfolio("4").send().await);
}
