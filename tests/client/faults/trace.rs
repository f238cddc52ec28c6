//! Collects everything that is traced while a function runs.

#[cfg(not(feature = "tracing"))]
pub fn collect<T>(run: impl FnOnce() -> T) -> (T, String) {
    (run(), String::new())
}

#[cfg(feature = "tracing")]
pub use on::collect;

#[cfg(feature = "tracing")]
mod on {
    use std::fmt::{self, Write as _};
    use std::sync::{Arc, Mutex, Once};

    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    /// Returns the result of `run` and everything that this thread traces meanwhile, from any crate.
    pub fn collect<T>(run: impl FnOnce() -> T) -> (T, String) {
        // `tracing` caches for each span, over all threads, if a subscriber is interested. Without a global
        // subscriber, a call on another thread can disable a span.
        static LISTENS: Once = Once::new();
        LISTENS.call_once(|| _ = tracing::subscriber::set_global_default(Lines::default()));
        let lines = Arc::new(Lines::default());
        let result = tracing::subscriber::with_default(Arc::clone(&lines), run);
        let text = lines.0.lock().unwrap().clone();
        assert_eq!(text.matches("\nspan HTTP call").count(), 1, "{text}");
        assert!(text.contains("operation.id=\"handleReceivedInvitation\""), "{text}");
        (result, text)
    }

    #[derive(Default)]
    struct Lines(Mutex<String>);

    struct Fields<'a>(&'a mut String);

    impl Visit for Fields<'_> {
        fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
            write!(self.0, " {}={value:?}", field.name()).unwrap();
        }
    }

    impl Lines {
        fn push(&self, name: &str, record: impl FnOnce(&mut Fields<'_>)) {
            let mut text = self.0.lock().unwrap();
            write!(text, "\n{name}").unwrap();
            record(&mut Fields(&mut text));
        }
    }

    impl Subscriber for Lines {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, span: &Attributes<'_>) -> Id {
            let name = format!("span {}", span.metadata().name());
            self.push(&name, |fields| span.record(fields));
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, values: &Record<'_>) {
            self.push("record", |fields| values.record(fields));
        }

        fn event(&self, event: &Event<'_>) {
            self.push("event", |fields| event.record(fields));
        }

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn enter(&self, _: &Id) {}

        fn exit(&self, _: &Id) {}
    }
}
