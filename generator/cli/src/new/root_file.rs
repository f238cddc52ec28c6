//! Declares a module in the root file of a package.

/// Returns the text with a declaration of this module; `None` if it has one.
pub fn declare(text: &str, module: &str) -> Option<String> {
    let is_declared = text.lines().any(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix("pub ").unwrap_or(line);
        let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
        let rest = line.strip_prefix("mod ").and_then(|rest| rest.strip_prefix(module));
        rest.is_some_and(|rest| rest.trim_start().starts_with([';', '{']))
    });
    if is_declared {
        return None;
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let start = after_head(text);
    let (head, rest) = text.split_at_checked(start).unwrap_or((text, ""));
    let above = if head.is_empty() || head.ends_with("\n\n") || head.ends_with("\r\n\r\n") {
        ""
    } else {
        end
    };
    let first = rest.lines().next().unwrap_or_default();
    let below = if first.is_empty() || first.starts_with("mod ") { "" } else { end };
    let open = if head.is_empty() || head.ends_with('\n') { "" } else { end };
    Some(format!("{head}{open}{above}mod {module};{end}{below}{rest}"))
}

/// Returns the position after the head of the file: inner attributes, inner documentation, and comments that belong to no
/// item.
fn after_head(text: &str) -> usize {
    let (mut position, mut end) = (0, 0);
    let mut lines = text.split_inclusive('\n');
    let mut is_first = true;
    while let Some(line) = lines.next() {
        let code = line.trim();
        position += line.len();
        let is_shebang = is_first && code.starts_with("#!") && !code.starts_with("#![");
        is_first = false;
        if code.starts_with("#![") {
            // An attribute may span several lines.
            let mut depth = depth(code);
            while depth > 0 {
                let Some(more) = lines.next() else { return end };
                position += more.len();
                depth += self::depth(more);
            }
            end = position;
        } else if code.is_empty() || code.starts_with("//!") || is_shebang {
            end = position;
        } else if !code.starts_with("//") || code.starts_with("///") {
            break;
        }
    }
    end
}

/// Returns the number of unclosed brackets.
fn depth(line: &str) -> i64 {
    line.chars().fold(0, |depth, char| match char {
        '[' => depth + 1,
        ']' => depth - 1,
        _ => depth,
    })
}
