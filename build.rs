//! Keeps `generated/` up to date with `spec/postpress.yaml`.

fn main() {
    specwright::build("spec/postpress.yaml", "generated");
}
