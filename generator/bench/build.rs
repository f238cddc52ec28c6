//! Generates the client of `spec.yaml`.

fn main() {
    specwright::Build::new("spec.yaml")
        .out_dir("depot")
        .features(["reqwest-client", "rustls"])
        .run();
}
