//! specwright turns an OpenAPI description into a typed Rust client.
//!
//! Data flows one way through the modules:
//!
//! 1. [`source`] reads the files.
//! 2. [`document`] parses them into the objects of OpenAPI.
//! 3. [`lower`] resolves references and makes the [`api`].
//! 4. [`analysis`] and [`names`] compute facts and identifiers for it.
//! 5. The [`model`] describes the client in terms of Rust.
//! 6. [`emit`] makes tokens, [`mod@print`] formats them, and [`disk`] writes the files.
//!
//! ```
//! use specwright::source::Source;
//!
//! let source = Source::from_text("api.yaml", "
//! openapi: 3.1.0
//! info: { title: Greetings, version: '1' }
//! paths:
//!   /greeting:
//!     get:
//!       operationId: readGreeting
//!       responses:
//!         '200':
//!           description: A greeting.
//!           content:
//!             application/json:
//!               schema: { type: string }
//! ")?;
//! let output = specwright::generate(&source, &specwright::Options::default())?;
//! let operations = output.files.get("operations.rs").unwrap_or_default();
//! assert!(operations.contains("pub fn read_greeting(&self) -> ReadGreeting"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The feature `config` reads settings from `specwright.toml`. The feature `overlay` applies overlays while a description is read.
//! The feature `generate` is on by default. Without it the crate has only [`source`], [`document`], [`report`] and the
//! types of [`api`], for programs that read descriptions. It then needs no crate for emitting Rust.

#[cfg(feature = "generate")]
pub mod analysis;
pub mod api;
#[cfg(feature = "generate")]
pub mod build;
#[cfg(feature = "config")]
pub mod config;
#[cfg(feature = "generate")]
pub mod coverage;
#[cfg(feature = "generate")]
pub mod dependencies;
#[cfg(feature = "generate")]
pub mod derives;
#[cfg(feature = "generate")]
pub mod disk;
pub mod document;
#[cfg(feature = "generate")]
pub mod emit;
#[cfg(feature = "generate")]
pub mod examples;
#[cfg(feature = "generate")]
pub mod feature_set;
#[cfg(feature = "generate")]
pub mod features;
#[cfg(feature = "generate")]
pub mod formats;
#[cfg(feature = "generate")]
pub mod lint;
#[cfg(feature = "generate")]
pub mod lower;
#[cfg(feature = "generate")]
pub mod model;
#[cfg(feature = "generate")]
pub mod names;
#[cfg(feature = "generate")]
pub mod output_index;
#[cfg(feature = "generate")]
pub mod package;
#[cfg(feature = "generate")]
mod pipeline;
#[cfg(feature = "generate")]
pub mod print;
#[cfg(feature = "generate")]
pub mod public_api;
#[cfg(feature = "generate")]
mod rebuild;
#[cfg(feature = "reference")]
mod reference;
pub mod report;
pub mod settings;
pub mod source;
#[cfg(feature = "generate")]
mod threads;
pub mod vocabulary;

pub use api::{Direction, Judge, MakeJudge, Verdict};
#[cfg(feature = "generate")]
pub use build::{Build, ClientForm, build};
#[cfg(feature = "generate")]
pub use feature_set::{FeatureSet, UnknownFeature};
#[cfg(feature = "generate")]
pub use package::PackageOptions;
#[cfg(feature = "generate")]
pub use pipeline::{
    Checked, Options, Output, Rejected, check, generate, paged_operations, public_api,
};
#[cfg(feature = "reference")]
pub use pipeline::{first_call, reference, reference_with};
#[cfg(feature = "reference")]
pub use reference::FirstCall;
