"""The client with servers of others, the mock with clients of others, and Prism as a proxy between the two."""

import collections
import re

from .clients import cargo
from .tools import COMMAND, HOME, NODE, VENV, Server, port, report, run

# Calls that fail because of the description or the tool: (tool, description, method of the client), each with the
# reason.
NULLABLE_LIST = "Prism does not read one item of a nullable list as a list (style form; OpenAPI 3.0, 4.7.12)"
BROKEN = "known limit: the mock finds no value that the schema allows, and answers with the example that breaks it"
PLAIN_TEXT = "Prism reads a body of `text/plain` as a string, whatever its schema says"
QUOTES = "Prism sends a JSON string on without its quotes"
EXPLAINED = {
    (referee, "svix", method): NULLABLE_LIST
    for referee in ("prism mock", "prism proxy")
    for method in ("v1_message_list", "v1_message_attempt_list_by_msg", "v1_message_attempt_list_by_endpoint",
                   "v1_message_attempt_list_attempted_messages")
} | {
    (referee, "meilisearch", method): PLAIN_TEXT
    for referee in ("prism mock", "prism proxy")
    for method in ("putfacet_search", "deletefacet_search", "putsearch_cutoff_ms", "deletesearch_cutoff_ms")
} | {
    ("prism proxy", "meilisearch", method): QUOTES
    for method in ("putprefix_search", "deleteprefix_search", "putproximity_precision", "deleteproximity_precision")
} | {
    ("prism proxy", "meilisearch", "get_batch"): BROKEN,
}

# Findings of Schemathesis that are faults of the description, by its name and the code, each with the reason.
FOUND = {
    ("readme-train-travel-3.1", "ST108"): "an example of the description shows what is `writeOnly`",
    ("meilisearch", "ST108"): BROKEN,
    ("svix", "ST202"): "it does not know the formats `uint16` and `uint64` (OpenAPI Format Registry)",
}

# The number of Schemathesis cases for each operation.
CASES = 20


def client(table, descriptions):
    """Calls each operation with Prism, with the mock, and with Prism as a proxy before the mock."""
    for description in descriptions:
        name, path = description.name, description.path
        with prism(name, "mock", path) as url:
            calls(table, description, "prism mock", "Prism 5.16.0 as a mock", url)
        with mock(name, path) as server:
            calls(table, description, "mock", "our mock", server)
            with prism(name, "proxy", path, server) as url:
                calls(table, description, "prism proxy", "Prism 5.16.0 between client and mock", url)


def prism(name, mode, path, *upstream):
    number = port()
    url = f"http://127.0.0.1:{number}"
    command = [NODE / "prism", mode, "-h", "127.0.0.1", "-p", number, "--errors", path, *upstream]
    return Running(f"{name}-prism-{mode}", command, url)


def mock(name, path, *options):
    number = port()
    command = [COMMAND, "mock", path, "--port", number, "--lenient", "--quiet", *options]
    return Running(f"{name}-mock", command, f"http://127.0.0.1:{number}")


class Running(Server):
    """A running server; entering it returns its URL."""

    def __init__(self, name, command, url):
        super().__init__(name, command, url)

    def __enter__(self):
        super().__enter__()
        return self.url


def calls(table, description, referee, tool, url):
    done = cargo("--", "--ignored", packages=[description.crate], API_URL=url)
    report(f"{description.name}-{referee.replace(' ', '-')}", done.stdout)
    summary = re.search(r"^(\d+) calls: (\d+) read", done.stdout, re.M)
    rows = {row["operation"]: row for row in description.expected()["requests"]}
    if not summary and done.returncode == 0:
        table.add(tool, f"{description.name}: each operation called", len(rows), 0)
        return
    wrong = dict(re.findall(r"^(?:refused|unread|undocumented): (\S+) .*\n((?:  .*\n)*)", done.stdout, re.M))
    if not summary:
        table.add(tool, f"{description.name}: each operation called", 0, 1, "see the report")
        return
    why, failed, explained = [], 0, 0
    for method, text in sorted(wrong.items()):
        reason = EXPLAINED.get((referee, description.name, method))
        if not reason and not description.documents_success(rows[method]["at"]):
            reason = "documents no success"
        if not reason and referee == "prism mock" and "errors#VIOLATIONS" in text:
            reason = "Prism answers with an example of the description that breaks its own schema, and says so"
        failed, explained = failed + (not reason), explained + bool(reason)
        why.append(f"{method}: {reason or 'see the report'}")
    table.add(tool, f"{description.name}: each operation called", int(summary[2]), failed, grouped(why), explained)


def grouped(why):
    """Groups the names by their reason."""
    groups = {}
    for line in why:
        name, reason = line.split(": ", 1)
        groups.setdefault(reason, []).append(name)
    return "; ".join(f"{', '.join(names)}: {reason}" for reason, names in groups.items())


def credentials(description):
    """Returns the headers with the credential that the mock accepts."""
    schemes = description.load().get("components", {}).get("securitySchemes", {})
    headers = []
    for scheme in map(description.follow, schemes.values()):
        if scheme.get("type") == "apiKey" and scheme.get("in") == "header":
            headers.append(f"{scheme['name']}: k")
        elif scheme.get("type") in ("oauth2", "openIdConnect") or scheme.get("scheme", "").lower() == "bearer":
            headers.append("Authorization: Bearer k")
    return sorted(set(headers))


def command_of(description, url):
    command = [VENV / "schemathesis", "run", description.path, "--url", url, "--max-examples", CASES,
               "--generation-deterministic", "--no-color"]
    for header in credentials(description):
        command += ["-H", header]
    return command


def cases_of(table, description):
    with mock(description.name, description.path, "--credential", "k", "--stateful") as url:
        # Schemathesis writes its results into the folder in which it runs.
        done = run(command_of(description, url), cwd=HOME)
    report(f"{description.name}-schemathesis", done.stdout)
    cases = re.search(r"(\d+) generated", done.stdout)
    found = list(findings(description.name, done.stdout))
    failed = [finding for finding in found if not finding[1]]
    why = [f"{what}: {reason or 'see the report'}" for what, reason in found]
    if not cases or done.returncode and not found:
        table.add("Schemathesis 4.32.5", f"{description.name}: cases for our mock", 0, 1, "see the report")
        return
    counts = collections.Counter(line.split(": ", 1)[1] for line in why)
    said = "; ".join(f"{count}x {reason}" for reason, count in counts.most_common())
    table.add("Schemathesis 4.32.5", f"{description.name}: cases for our mock", int(cases[1]) - len(found), len(failed),
              said, len(found) - len(failed))


def findings(name, text):
    """Returns each finding, with the reason if it is not a fault of the mock."""
    text = text[text.index("= FAILURES"):] if "= FAILURES" in text else ""
    for block in re.split(r"^\d+\. Test Case ID:", text, flags=re.M)[1:]:
        for part in re.split(r"^- (?=ST\d)", block, flags=re.M)[1:]:
            yield part.split("\n", 1)[0], reason_of(name, part, block)


def reason_of(name, part, block):
    received = re.search(r"Received: (\d+)\s+Documented: (.*)", part)
    if part.startswith("ST103") and received:
        status, documented = received.groups()
        if status[0] == "4":
            return "the description has no answer for a request that is wrong"
        if not re.search(r"\b[23]\d\d|[23]XX|default", documented):
            return "the description has no success"
    if part.startswith("ST201") and re.search(r"Content-Type: (\S+/xml|\S*\+xml)", block):
        return "the mock does not look into XML"
    violated = re.findall(r"- violates `(\w+)` at \S+ \((.*)\)", part)
    if part.startswith("ST201") and "multipart/form-data" in block and violated:
        if all(rule == "type" and change.startswith("was string") for rule, change in violated):
            return "in a part, a value of another type is a text that spells it"
    if part.startswith("ST202") and "the body: failed to read headers" in block:
        return "a part's name has a control character, which no header may hold (RFC 9110, section 5.5)"
    return FOUND.get((name, part.split(" ", 1)[0]))


def cases(table, descriptions):
    for description in descriptions:
        cases_of(table, description)
