//! A server that plays an OpenAPI description: it asks for the credentials, checks every request, and answers with the
//! documented examples, or with any documented error on demand.
//!
//! ```
//! use specwright_mock::Mock;
//!
//! let mock = Mock::from_text("api.yaml", "
//! openapi: 3.1.0
//! paths:
//!   /greeting:
//!     get:
//!       responses:
//!         '200':
//!           description: A greeting.
//!           content:
//!             application/json: { example: { text: Hello } }
//! ")?;
//! let request = http::Request::get("/greeting").body(bytes::Bytes::new())?;
//! assert_eq!(mock.answer(&request).body(), r#"{"text":"Hello"}"#);
//!
//! // The same over the network, at a port of its own, until it is dropped.
//! let mock = mock.start()?;
//! assert!(mock.url().starts_with("http://127.0.0.1:"));
//! assert_eq!(mock.requests().len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Answers on demand
//!
//! The header `Prefer` (RFC 7240) asks for an answer that the operation documents: `code=503` for a status,
//! `type=errors/network_down` for the error with this value in its body, `example=declined` for an example by its name.
//! They go together, and each finds by itself the status that documents it. What is not documented is answered with 400
//! and the names of what is.

mod answer;
mod conjunction;
mod description;
mod make;
mod operation;
mod outcome;
mod parameter;
mod pattern;
mod play;
mod prefer;
mod problem;
mod received;
mod response;
mod routes;
mod scalar;
mod schemas;
mod security;
mod server;
mod servers;
mod shape;
mod stage;
mod stem;
mod template;
mod text;
mod validate;
mod violation;

pub use description::DescriptionError;
pub use play::Mock;
pub use received::Received;
pub use server::RunningMock;
#[cfg(test)]
mod corpus_probe {
    #[test]
    fn probe() {
        let mut totals = [0usize; 6];
        let mut stack = vec![std::path::PathBuf::from("/work/shared/corpus")];
        while let Some(dir) = stack.pop() {
            for entry in std::fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { stack.push(path); continue; }
                if !path.extension().is_some_and(|e| e == "yaml" || e == "json" || e == "yml") { continue; }
                if std::fs::metadata(&path).unwrap().len() > 4_000_000 { continue; }
                let t = std::time::Instant::now();
                let Ok(mock) = crate::Mock::load(&path) else { totals[0] += 1; continue };
                totals[1] += 1;
                let s = &mock.stage;
                let mut bad = 0; let mut n = 0; let mut none = 0; let mut nos = 0;
                let mut first = String::new();
                for op in &s.operations {
                    if let Some(b) = &op.body { for m in &b.content { if let Some(sc) = &m.schema { if let Err(e) = s.validator(sc) { nos += 1; first = format!("BODY {e}"); } } } }
                    for r in &op.responses { for m in &r.content {
                        let Some(sc) = &m.schema else { continue };
                        n += 1;
                        match crate::make::make(&s.description, &sc.value, crate::make::Wish::default()) {
                            None => none += 1,
                            Some(v) => match s.validator(sc) {
                                Err(e) => { nos += 1; first = e.to_string(); }
                                Ok(val) => { let f = crate::violation::find(val, &v, crate::violation::Place::Body, &Default::default()); if !f.is_empty() { bad += 1; if bad < 2 { first = f[0].to_string(); } } }
                            }
                        }
                    } }
                }
                totals[2] += n; totals[3] += bad; totals[4] += none; totals[5] += nos;
                if bad + none + nos > 0 || t.elapsed().as_secs() > 1 { eprintln!("{} {:?}: {n} bodies, bad {bad} none {none} noschema {nos}: {}", path.file_name().unwrap().to_string_lossy(), t.elapsed(), first.chars().take(200).collect::<String>()); }
            }
        }
        eprintln!("unloaded, loaded, bodies, bad, none, noschema = {totals:?}");
    }
}
