//! Media types (RFC 6838) and the names derived from them.

/// Returns a media type without its parameters, in lower case.
pub fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Returns `true` if bodies of this media type are streams of items.
pub fn is_stream(essence: &str) -> bool {
    essence == "text/event-stream" || is_lines(essence) || is_sequence(essence)
}

/// Returns `true` if each line of a body of this media type is JSON.
fn is_lines(essence: &str) -> bool {
    let name = essence.strip_prefix("application/").unwrap_or_default();
    let name = name.strip_prefix("x-").unwrap_or(name);
    matches!(name, "ndjson" | "jsonl" | "jsonlines" | "json-lines" | "stream+json")
}

/// Returns `true` if bodies of this media type are sequences of JSON texts (RFC 7464; RFC 8091).
fn is_sequence(essence: &str) -> bool {
    essence == "application/json-seq" || essence.ends_with("+json-seq")
}

/// Returns the name of a body's form.
pub fn word(media_type: &str) -> String {
    let essence = essence(media_type);
    let word = match essence.as_str() {
        "text/event-stream" => "events",
        lines if is_lines(lines) => "lines",
        "application/json-seq" => "sequence",
        "text/plain" => "text",
        "application/octet-stream" => "bytes",
        "application/x-www-form-urlencoded" => "form",
        "multipart/form-data" => "multipart",
        "*/*" => "any",
        // The extension says more in fewer words: `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`.
        office if office.ends_with(".spreadsheetml.sheet") => "xlsx",
        office if office.ends_with(".wordprocessingml.document") => "docx",
        office if office.ends_with(".presentationml.presentation") => "pptx",
        other => {
            let (ty, subtype) = other.split_once('/').unwrap_or(("", other));
            let subtype = if subtype == "*" { ty } else { subtype };
            // RFC 6838, 3: the registration trees, and the suffix for the syntax.
            let trees = ["x-", "vnd.", "prs.", "x."];
            let name = trees.iter().find_map(|tree| subtype.strip_prefix(tree)).unwrap_or(subtype);
            name.split('+').next().unwrap_or(name)
        }
    };
    word.to_owned()
}

/// Returns the name of a form with its parameters, which distinguish it from another form of the same name.
pub fn words(media_type: &str) -> String {
    let parameters = media_type.split_once(';').map_or("", |(_, parameters)| parameters);
    format!("{} {parameters}", word(media_type))
}
