//! Keeps `generated/` what `spec/postpress.yaml` says.

fn main() {
    specwright::build("spec/postpress.yaml", "generated");
}
