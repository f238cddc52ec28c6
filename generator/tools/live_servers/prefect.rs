//! Prefect: variables of every type, flows, runs and their states, artifacts, work pools and limits.

mod check;

use std::process;

use api::indexmap::IndexMap;
use api::serde_json::{Value, json};
use api::types::*;
use api::{CallError, Client, operations};
use check::{check, equal, fails, succeeds};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let base = std::env::args().nth(1).expect("the base URL");
    let client = Client::new(&base).expect("a client");
    succeeds("health", client.health_check().send().await);
    succeeds("version", client.server_version().send().await);
    succeeds("hello", client.hello().send().await);
    succeeds("settings", client.read_settings().send().await);
    variables(&client).await;
    errors(&client).await;
    let flow = flows(&client).await;
    let run = runs(&client, &flow).await;
    artifacts(&client).await;
    let pool = work_pools(&client).await;
    limits(&client).await;
    lists(&client).await;
    let thread = std::thread::spawn(move || {
        succeeds("blocking delete run", client.delete_flow_run(&run).send_blocking());
        succeeds("blocking delete flow", client.delete_flow(&flow).send_blocking());
        succeeds("blocking delete pool", client.delete_work_pool(&pool).send_blocking());
    });
    thread.join().expect("the thread ends");
}

fn object(value: Value) -> IndexMap<String, Value> {
    value.as_object().into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())).collect()
}

async fn variables(client: &Client) {
    let values = [
        Some(json!("x")),
        Some(json!(7)),
        Some(json!(true)),
        Some(json!(1.25)),
        Some(json!({"a": [1, null]})),
        Some(json!([1, "b"])),
        None,
    ];
    for (index, value) in values.into_iter().enumerate() {
        let name = format!("v_{}_{index}", process::id());
        let sent = json!({"name": name, "value": value, "tags": ["t"]});
        let new: VariableCreate = api::serde_json::from_value(sent.clone()).expect("a variable");
        let created = succeeds("create variable", client.create_variable(new).send().await);
        let Some(created) = created else { continue };
        equal("value of a variable", json!(created)["value"].clone(), sent["value"].clone());
        let id = created.id.clone();
        if index == 0 {
            succeeds("null as value", client.update_variable(&id, VariableUpdate::new().with_value(None)).send().await);
            let read = succeeds("read variable", client.read_variable(&id).send().await);
            equal(
                "null arrived, the tags stayed",
                read.map(|it| (it.value, it.tags)),
                Some((None, Some(vec!["t".into()]))),
            );
            let update = VariableUpdate::new().with_tags(Some(vec![]));
            succeeds("no tags", client.update_variable_by_name(&name, update).send().await);
            let read = succeeds("read variable by name", client.read_variable_by_name(&name).send().await);
            equal("the tags are empty", read.and_then(|it| it.tags), Some(vec![]));
        }
    }
    succeeds(
        "variables with a limit",
        client.read_variables().body(BodyReadVariables::new().with_limit(3)).send().await,
    );
    succeeds("variables without a body", client.read_variables().send().await);
    succeeds("count of variables", client.count_variables().send().await);
}

async fn errors(client: &Client) {
    let again = VariableCreate::new(format!("v_{}_1", process::id()), None);
    fails("an undocumented 409", client.create_variable(again).send().await, |error| {
        check("409 has the server's words", error.to_string().contains("exist"), error);
        error.status().is_some_and(|it| it == 409)
    });
    fails(
        "a documented 422",
        client.read_flow_run_states("not-a-uuid").send().await,
        |error| matches!(error, CallError::Api(it) if matches!(it.error, operations::ReadFlowRunStatesError::UnprocessableContent(_))),
    );
    let missing = client.read_variable("00000000-0000-4000-8000-000000000000").send().await;
    fails("an undocumented 404", missing, |error| error.status().is_some_and(|it| it == 404));
}

async fn flows(client: &Client) -> String {
    let name = format!("flow {} ü", process::id());
    let labels = json!({"k": 42, "s": "t"});
    let new: FlowCreate = api::serde_json::from_value(json!({"name": name, "labels": labels})).expect("a flow");
    let flow = succeeds("create flow", client.create_flow(new).send().await).expect("a flow");
    equal("labels", json!(flow)["labels"].clone(), labels);
    succeeds("the same flow", client.create_flow(FlowCreate::new(&name)).send().await);
    succeeds("flow by name", client.read_flow_by_name(&name).send().await);
    succeeds("update flow", client.update_flow(&flow.id, FlowUpdate::new().with_tags(vec!["a".into()])).send().await);
    let like = FlowFilterName::new().with_like(Some(format!("flow {}", process::id())));
    let filter = BodyReadFlows::new().with_flows(FlowFilter::new().with_name(Some(like)));
    let found = succeeds("filter flows", client.read_flows().body(filter).send().await);
    equal("one flow matches", found.map(|it| it.len()), Some(1));
    succeeds(
        "page of flows",
        client.paginate_flows().body(BodyPaginateFlows::new().with_page(1).with_limit(1)).send().await,
    );
    flow.id
}

async fn runs(client: &Client, flow: &str) -> String {
    let state = StateCreate::new(StateType::Pending).with_message(Some("hi".into()));
    let new = FlowRunCreate::new(flow).with_parameters(object(json!({"p": 1}))).with_state(Some(state));
    let run = succeeds("create run", client.create_flow_run(new).send().await).expect("a run");
    for state in [StateType::Running, StateType::Pending] {
        let body = BodySetFlowRunState::new(StateCreate::new(state));
        succeeds("set state", client.set_flow_run_state(&run.id, body).send().await);
    }
    let update = FlowRunUpdate::new().with_name(Some("renamed".into())).with_flow_version(None);
    succeeds("update run", client.update_flow_run(&run.id, update).send().await);
    let read = succeeds("read run", client.read_flow_run(&run.id).send().await);
    equal("name of the run", read.and_then(|it| it.name), Some("renamed".into()));
    succeeds("graph", client.read_flow_run_graph_v2(&run.id).send().await);
    let input = BodyCreateFlowRunInput::new("k1", "dmFs");
    succeeds("create input", client.create_flow_run_input(&run.id, input).send().await);
    succeeds("read input", client.read_flow_run_input(&run.id, "k1").send().await);
    succeeds("download logs", client.download_logs(&run.id).send().await);
    run.id
}

async fn artifacts(client: &Client) {
    let new = ArtifactCreate::new()
        .with_key(Some(format!("a-{}", process::id())))
        .with_type(Some("table".into()))
        .with_data(Some(ArtifactData::Other(json!([{"a": 1}]))));
    let artifact = succeeds("create artifact", client.create_artifact(new).send().await);
    if let Some(id) = artifact.and_then(|it| it.id) {
        succeeds("delete artifact", client.delete_artifact(&id).send().await);
    }
}

async fn work_pools(client: &Client) -> String {
    let name = format!("pool-{}", process::id());
    let wrong = WorkPoolCreate::new(&name).with_concurrency_limit(Some(-1));
    fails("a limit below zero", client.create_work_pool(wrong).send().await, |error| {
        matches!(error, CallError::Invalid(_))
    });
    let new = WorkPoolCreate::new(&name).with_concurrency_limit(Some(3)).with_type("process");
    succeeds("create pool", client.create_work_pool(new).send().await);
    let update = WorkPoolUpdate::new().with_concurrency_limit(None);
    succeeds("no limit", client.update_work_pool(&name, update).send().await);
    let read = succeeds("read pool", client.read_work_pool(&name).send().await);
    equal("the limit is null", read.map(|it| it.concurrency_limit), Some(Some(None)));
    name
}

async fn limits(client: &Client) {
    let name = format!("limit-{}", process::id());
    let new = ConcurrencyLimitV2Create::new(&name, 2);
    succeeds("create limit", client.create_concurrency_limit_v2(new).send().await);
    succeeds("limit by name", client.read_concurrency_limit_v2(&name).send().await);
    succeeds("delete limit", client.delete_concurrency_limit_v2(&name).send().await);
}

async fn lists(client: &Client) {
    succeeds("block types", client.read_block_types().send().await);
    succeeds("block schemas", client.read_block_schemas().send().await);
    succeeds("block capabilities", client.read_available_block_capabilities().send().await);
    succeeds("events", client.read_events().send().await);
    succeeds("collections", client.read_view_content("aggregate-worker-metadata").send().await);
}
