//! Accepts or declines an invitation that a connected account has received.
//!
//! Without `POSTPRESS_API_KEY`, the program starts a mock and calls it. With the key, it calls PostPress, or the server
//! in `POSTPRESS_BASE_URL`.

use std::env;
use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use postpress::types::{InstagramInvitation, Invitation, InvitationAction, LinkedinInvitation};
use postpress::{CallOptions, Client};
use specwright_mock::{Mock, RunningMock};

/// Accepts or declines an invitation that a connected account has received.
#[derive(Parser)]
struct Arguments {
    /// The invitation
    #[arg(long, value_name = "ID", default_value = "inv_01HXYZ4QK3WJ8FN3M6QH7TZ8GR")]
    invitation: String,
    /// The network of the invitation
    #[arg(long, value_enum, default_value = "linkedin")]
    provider: Provider,
    /// The account that received it
    #[arg(long, value_name = "ID", default_value = "acc_linkedin_01HXYZ4QK3WJ8FN3M6QH7TZ8GR")]
    account: String,
    /// The token of a LinkedIn invitation; Instagram has none
    #[arg(long, value_name = "TOKEN", default_value = "AQH...", hide_default_value = true)]
    secret: String,
    /// The action
    #[arg(long, value_enum, default_value = "accept")]
    action: Action,
    /// Request an error from the mock, such as `errors/network_down`
    #[arg(long, value_name = "TYPE")]
    fail: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Provider {
    Linkedin,
    Instagram,
}

#[derive(Clone, Copy, ValueEnum)]
enum Action {
    Accept,
    Decline,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match handle(Arguments::parse()).await {
        Ok(status) => {
            println!("{status}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Handles the invitation and returns its new status.
async fn handle(arguments: Arguments) -> Result<String, Box<dyn Error>> {
    // The mock runs until this variable is dropped.
    let (client, _mock) = connect(arguments.fail.is_some())?;

    let action = match arguments.action {
        Action::Accept => InvitationAction::Accept,
        Action::Decline => InvitationAction::Decline,
    };
    // Each provider has its own invitation type, whose constructor takes all required fields.
    let invitation: Invitation = match arguments.provider {
        Provider::Linkedin => {
            LinkedinInvitation::new(arguments.secret, arguments.account, action).into()
        }
        Provider::Instagram => InstagramInvitation::new(arguments.account, action).into(),
    };
    let mut options = CallOptions::new();
    if let Some(error) = arguments.fail {
        options = options.header("Prefer", format!("type={error}"));
    }

    let call = client.handle_received_invitation(&arguments.invitation, invitation);
    let handled = call.options(options).send().await?;
    Ok(handled.status.as_str().to_owned())
}

/// Returns a client of PostPress, or of a mock that it starts.
fn connect(fails: bool) -> Result<(Client, Option<RunningMock>), Box<dyn Error>> {
    let key = env::var("POSTPRESS_API_KEY").ok().filter(|key| !key.is_empty());
    let base_url = env::var("POSTPRESS_BASE_URL").ok().filter(|url| !url.is_empty());
    match (key, base_url) {
        (Some(_), _) if fails => {
            Err("`--fail` is for the mock; unset `POSTPRESS_API_KEY` to use it".into())
        }
        (Some(key), None) => Ok((Client::new(key)?, None)),
        (Some(key), Some(url)) => Ok((Client::builder().api_key(key).base_url(url).build()?, None)),
        (None, Some(_)) => Err("`POSTPRESS_BASE_URL` needs a key; set `POSTPRESS_API_KEY`".into()),
        (None, None) => {
            let spec = include_str!("../spec/postpress.yaml");
            let mock = Mock::from_text("postpress.yaml", spec)?.start()?;
            eprintln!("note: `POSTPRESS_API_KEY` is not set; calling a mock at {}", mock.url());
            let client = Client::builder().api_key("pp_mock").base_url(mock.url()).build()?;
            Ok((client, Some(mock)))
        }
    }
}
