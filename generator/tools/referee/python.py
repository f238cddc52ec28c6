"""Compares requests of our clients with those of openapi-generator's Python clients, for the same arguments."""

import collections
import datetime
import email
import json
import re
import urllib.parse

from .clients import cargo
from .tools import HOME, ROOT, VENV, need, report, run

# Headers that do not depend on the call.
OWN = {"user-agent", "host", "content-length", "accept-encoding"}

# Differences that are not our fault, by description, method and part, each with the reason.
READ_ONLY = ("an example has a member that is `readOnly`: ours sends what it is given, theirs leaves it out, as requests "
             "should (OpenAPI 3.0, 4.7.24.2)")
EXPLAINED = {
    ("petstore-3.0", "add_pet", "body/id"): READ_ONLY,
    ("petstore-3.0", "update_pet", "body/id"): READ_ONLY,
}

# Kinds of differences, each with the rule of the specifications.
KINDS = {
    "instant": "the same instant in another spelling of RFC 3339",
    "boolean": "`True` for `true`: JSON Schema's boolean is `true` (OpenAPI 3.1, 4.8.12; RFC 8259, 3)",
    "encoding": "the same text, percent-encoded otherwise (RFC 3986, 2.4)",
    "number": "the same number: 1.0 is 1 (JSON Schema 2020-12, 4.2.3)",
    "accept": "other media types of errors asked for beside that of the success (RFC 9110, 12.5.1)",
    "braces": "a parameter of the path that is described nowhere: theirs sends its name in braces (OpenAPI 3.0, 4.7.9)",
    "file": "a file: bytes with us, the name of a file with them",
    "null": "a member that is `null` left out, or written out, where the schema lets it be both",
}


def compare(table, descriptions):
    if not need("java"):
        print("left out: the comparison with openapi-generator, since there is no Java")
        return
    total = collections.Counter()
    for description in descriptions:
        theirs = of_python(description)
        ours = of_rust(description)
        one(table, description, ours, theirs, total)
    print(f"{total['compared']} operations were compared")


def of_rust(description):
    """Returns the requests of our client for the documented arguments, by method."""
    file = HOME / "requests" / f"{description.name}.jsonl"
    file.parent.mkdir(exist_ok=True)
    file.unlink(missing_ok=True)
    cargo("--", "every_documented_request", packages=[description.crate], API_REQUESTS=str(file))
    return {row["operation"]: row for row in map(json.loads, file.read_text().splitlines())}


def of_python(description):
    """Returns the requests of their client for the same arguments."""
    package = "py_" + re.sub(r"[^a-z0-9]+", "_", description.name.lower())
    folder = HOME / "python" / package
    if not (folder / package).exists():
        jar = next((HOME / "venv").glob("lib/python*/site-packages/openapi_generator_cli/openapi-generator.jar"))
        done = run(["java", "-jar", jar, "generate", "-i", description.path, "-g", "python", "-o", folder,
                    "--skip-validate-spec", f"--additional-properties=packageName={package}"])
        report(f"{description.name}-openapi-generator", done.stdout)
    document = HOME / "requests" / f"{description.name}.json"
    document.parent.mkdir(exist_ok=True)
    document.write_text(json.dumps(description.load()))
    expected = HOME / "clients" / description.crate / "tests" / "examples.json"
    out = HOME / "requests" / f"{description.name}-python.jsonl"
    done = run([VENV / "python", ROOT / "generator" / "tools" / "referee" / "python_side.py", folder, package, document, expected, out])
    report(f"{description.name}-python", done.stdout)
    return {row["operation"]: row for row in map(json.loads, out.read_text().splitlines())}


def one(table, description, ours, theirs, total):
    same, failed, explained, refused, why = 0, 0, 0, 0, collections.Counter()
    lines = []
    for method, our in ours.items():
        their = theirs.get(method)
        if their is None or "error" in their:
            refused += 1
            lines.append(f"{method}: their client makes no request: {(their or {}).get('error', 'no such method')}")
            continue
        total["compared"] += 1
        found = differences(our, their)
        unexplained = []
        for part, kind, text in found:
            reason = EXPLAINED.get((description.name, method, part)) or KINDS.get(kind)
            lines.append(f"{method}: {part}: {text}" + (f" ({reason})" if reason else ""))
            if reason:
                why[reason] += 1
            else:
                unexplained.append(f"{method} ({part})")
        if unexplained:
            failed += 1
            why[", ".join(unexplained)] += 1
        elif found:
            explained += 1
        else:
            same += 1
    report(f"{description.name}-compared", "\n".join(lines))
    reasons = [f"{count}x {reason}" for reason, count in why.most_common()]
    if refused:
        reasons.append(f"{refused} that their client does not make")
    table.add("openapi-generator 7.26.0 (Python)", f"{description.name}: requests compared", same, failed,
              "; ".join(reasons), explained)


def differences(our, their):
    """Returns the differences between two requests: part, kind and text."""
    found = []
    if our["method"] != their["method"]:
        found.append(("method", "", f"{our['method']} and {their['method']}"))
    (our_path, our_query), (their_path, their_query) = (parts(row["url"]) for row in (our, their))
    if our_path != their_path:
        same = urllib.parse.unquote(our_path) == urllib.parse.unquote(their_path)
        kind = "encoding" if same else "braces" if "{" in their_path else scalar_kind(our_path.rsplit("/", 1)[-1], their_path.rsplit("/", 1)[-1])
        found.append(("path", kind, f"{our_path} and {their_path}"))
    found += pairs("query", our_query, their_query)
    found += headers(our["headers"], their["headers"])
    found += bodies(our, their)
    return found


def parts(url):
    split = urllib.parse.urlsplit(url)
    # The base URL of the server is left out, because the user chooses it.
    path = split.path
    return path, sorted(urllib.parse.parse_qsl(split.query, keep_blank_values=True))


def pairs(part, ours, theirs):
    if ours == theirs:
        return []
    if [name for name, _ in ours] != [name for name, _ in theirs]:
        return [(part, "", f"{ours} and {theirs}")]
    return [(f"{part} {name}", scalar_kind(our, their), f"{our} and {their}")
            for (name, our), (_, their) in zip(ours, theirs) if our != their]


def scalar_kind(our, their):
    if instant(our) is not None and instant(our) == instant(their):
        return "instant"
    if {our, their} in ({"true", "True"}, {"false", "False"}):
        return "boolean"
    try:
        return "number" if float(our) == float(their) else ""
    except ValueError:
        return ""


def instant(text):
    try:
        return datetime.datetime.fromisoformat(str(text).replace("Z", "+00:00").replace("+0000", "+00:00"))
    except ValueError:
        return None


def headers(ours, theirs):
    known = [{name.lower(): value for name, value in all.items() if name.lower() not in OWN} for all in (ours, theirs)]
    ours, theirs = known
    found = []
    for name in sorted(set(ours) | set(theirs)):
        our, their = ours.get(name), theirs.get(name)
        if our == their:
            continue
        if name == "content-type" and str(our).split(";")[0] == str(their).split(";")[0]:
            continue
        kind = "accept" if name == "accept" else scalar_kind(str(our), str(their))
        found.append((f"header {name}", kind, f"{our} and {their}"))
    return found


def bodies(our, their):
    ours, theirs = our["body"], their["body"]
    if "multipart" in str(our["headers"].get("content-type")):
        return list(in_parts(our, their))
    if their.get("fields") is not None:
        return pairs("form", sorted(urllib.parse.parse_qsl(ours, keep_blank_values=True)),
                     sorted((name, str(value)) for name, value in their["fields"]))
    if not ours and theirs in (None, ""):
        return []
    try:
        ours = json.loads(ours)
    except ValueError:
        return [] if ours == theirs else [("body", "", f"{ours!r} and {theirs!r}")]
    return list(values("body", ours, theirs))


def in_parts(our, their):
    """Compares the parts of a multipart form by name, and their contents if these are strings."""
    message = email.message_from_string(f"Content-Type: {our['headers']['content-type']}\r\n\r\n{our['body']}")
    ours = {part.get_param("name", header="content-disposition"): part for part in message.walk() if not part.is_multipart()}
    theirs = {name: value for name, value in their.get("fields") or []}
    for name in [*ours, *(name for name in theirs if name not in ours)]:
        if name not in ours or name not in theirs:
            file = name in ours and ours[name].get_filename() is not None
            yield f"part {name}", "file" if file else "", f"only {'ours' if name in ours else 'theirs'}"
        elif isinstance(theirs[name], str) and theirs[name] != ours[name].get_payload():
            kind = scalar_kind(ours[name].get_payload(), theirs[name])
            yield f"part {name}", kind, f"{ours[name].get_payload()} and {theirs[name]}"


def values(place, ours, theirs):
    if ours == theirs and type(ours) is type(theirs):
        return
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in [*ours, *(name for name in theirs if name not in ours)]:
            if name in ours and name in theirs:
                yield from values(f"{place}/{name}", ours[name], theirs[name])
            else:
                value = ours.get(name, theirs.get(name))
                yield f"{place}/{name}", "null" if value is None else "", f"only {'ours' if name in ours else 'theirs'}: {value}"
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (our, their) in enumerate(zip(ours, theirs)):
            yield from values(f"{place}/{index}", our, their)
    elif ours != theirs:
        yield place, scalar_kind(str(ours), str(theirs)), f"{ours} and {theirs}"
