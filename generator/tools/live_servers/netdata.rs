//! Netdata: charts, data in several formats, alarms. Its description states some types wrongly.

mod check;

use api::types::*;
use api::{CallError, Client, operations};
use check::{fails, succeeds};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let base = std::env::args().nth(1).expect("the base URL");
    let client = Client::builder().base_url(&base).build().expect("a client");
    // A chart has its first value after some seconds.
    for _ in 0..40 {
        if client
            .get_data(-20.0, 3.0, GetDataGroup::Average, GetDataFormat::Json)
            .chart("system.load")
            .send_raw()
            .await
            .is_ok_and(|it| it.status() == 200)
        {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(500));
    }
    succeeds("info", client.get_info().send().await);
    succeeds("charts", client.get_charts().send().await);
    succeeds("chart", client.get_chart("system.load").send().await);
    succeeds("contexts", client.get_contexts().send().await);
    succeeds("context", client.get_context("system.load").send().await);
    succeeds("variables of an alarm", client.get_alarm_variables("system.load").send().await);
    data(&client).await;
    alarms(&client).await;
    fails(
        "a missing chart",
        client.get_chart("no.such").send().await,
        |error| matches!(error, CallError::Api(it) if it.error == operations::GetChartError::NotFound),
    );
    let blocking = client.clone();
    let thread = std::thread::spawn(move || {
        succeeds("blocking info", blocking.get_info().send_blocking());
        succeeds("blocking chart", blocking.get_chart("system.load").send_blocking());
    });
    thread.join().expect("the thread ends");
}

async fn data(client: &Client) {
    let formats = [
        ("data as JSON", GetDataFormat::Json),
        ("data as CSV", GetDataFormat::Csv),
        ("data as an array", GetDataFormat::Array),
        ("data as SSV", GetDataFormat::Ssv),
    ];
    for (name, format) in formats {
        succeeds(name, client.get_data(-20.0, 3.0, GetDataGroup::Average, format).chart("system.load").send().await);
    }
    succeeds("badge", client.get_badge_svg("system.load", -60.0, GetDataGroup::Average).send().await);
    succeeds("all metrics", client.get_allmetrics(GetAllmetricsFormat::Json).send().await);
}

async fn alarms(client: &Client) {
    succeeds("alarms", client.get_alarms().all(true).send().await);
    succeeds("values of alarms", client.get_alarms_values().all(true).send().await);
    succeeds("log of alarms", client.get_alarm_log().send().await);
    succeeds("number of alarms", client.get_alarm_count().status(GetAlarmCountStatus::Clear).send().await);
    fails("functions are forbidden", client.get_functions().send().await, |error| {
        error.status().is_some_and(|it| it == 403)
    });
    fails("health is forbidden", client.get_manage_health().cmd(GetManageHealthCmd::List).send().await, |error| {
        matches!(error, CallError::Api(_))
    });
}
