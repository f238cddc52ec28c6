"""The servers: how each is installed and started, and which checks fail because of the server."""

import dataclasses
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request


@dataclasses.dataclass
class Server:
    """A server of the table."""

    name: str
    version: str
    source: str
    needs: tuple
    # The path of the description on the server, or in its package.
    description: str
    # Installs the server into a folder. The argument is that folder.
    install: callable
    # Returns the command and the environment that start the server: (folder, data, port).
    start: callable
    # The path of the base URL on the server.
    base: str = ""
    # Prepares the started server and returns the headers with which it serves its description: (origin).
    unlock: callable = None
    # Prepares the empty data folder: (folder, data, port).
    prepare: callable = None
    # The name of a check, and the reason why it fails.
    explained: dict = dataclasses.field(default_factory=dict)
    # The seconds until a started server must respond.
    patience: int = 120


def pypi(*packages):
    def install(folder):
        run([sys.executable, "-m", "venv", folder])
        run([folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *packages])
    return install


def npm(*packages):
    def install(folder):
        folder.mkdir(parents=True)
        run(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--silent", *packages])
    return install


def debian(*packages):
    """Unpacks packages into a folder without installing them."""
    def install(folder):
        folder.mkdir(parents=True)
        run(["apt-get", "download", "-q", *packages], cwd=folder)
        for package in sorted(folder.glob("*.deb")):
            run(["dpkg-deb", "--extract", package, folder])
    return install


def run(command, **options):
    subprocess.run([str(part) for part in command], check=True, **options)


def prefect(folder, data, port):
    command = [folder / "bin" / "prefect", "server", "start", "--no-ui", "--no-services", "--host", "127.0.0.1", "--port", port]
    return command, {"PREFECT_HOME": str(data), "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}


def chroma(folder, data, port):
    command = [folder / "bin" / "chroma", "run", "--path", data, "--host", "127.0.0.1", "--port", port]
    return command, {"ANONYMIZED_TELEMETRY": "False"}


def gns3(folder, data, port):
    for name in ("projects", "images", "appliances", "symbols", "configs", "secrets"):
        (data / name).mkdir(exist_ok=True)
    paths = "".join(f"{name}_path = {data / name}\n" for name in ("projects", "images", "appliances", "symbols", "configs"))
    (data / "gns3.conf").write_text(
        f"[Server]\nhost = 127.0.0.1\nport = {port}\nsecrets_dir = {data / 'secrets'}\n{paths}"
        "enable_builtin_templates = False\n[Controller]\njwt_secret_key = 0123456789abcdef0123456789abcdef\n"
    )
    command = [folder / "bin" / "gns3server", "--config", data / "gns3.conf", "--host", "127.0.0.1", "--port", port, "--local"]
    return command[:-1], {"HOME": str(data), "XDG_CONFIG_HOME": str(data)}


DIRECTUS = {
    "DB_CLIENT": "sqlite3",
    "SECRET": "0123456789abcdef0123456789abcdef",
    "ADMIN_EMAIL": "admin@example.com",
    "ADMIN_PASSWORD": "d1r3ctu5",
    "TELEMETRY": "false",
    "LOG_LEVEL": "warn",
    "HOST": "127.0.0.1",
}


def directus(folder, data, port):
    environment = DIRECTUS | {
        "DB_FILENAME": str(data / "data.db"),
        "STORAGE_LOCAL_ROOT": str(data / "uploads"),
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    return ["node", folder / "node_modules" / "directus" / "cli.js", "start"], environment


def prepare_directus(folder, data, port):
    (data / "uploads").mkdir()
    command, environment = directus(folder, data, port)
    run([*command[:-1], "bootstrap"], cwd=data, env=os.environ | environment, stdout=subprocess.DEVNULL)


def collection(base):
    """Creates the collection `articles`, so that Directus describes operations with items."""
    token = post(f"{base}/auth/login", {"email": DIRECTUS["ADMIN_EMAIL"], "password": DIRECTUS["ADMIN_PASSWORD"]})
    token = token["data"]["access_token"]
    kinds = {"title": "string", "body": "text", "rating": "float", "tags": "json", "data": "json", "when": "timestamp"}
    fields = [{"field": "id", "type": "integer", "schema": {"is_primary_key": True, "has_auto_increment": True}}]
    for name, kind in kinds.items():
        meta = {"required": name == "title", "special": ["cast-json"] if kind == "json" else None}
        fields.append({"field": name, "type": kind, "meta": meta, "schema": {"is_nullable": name != "title"}})
    try:
        post(f"{base}/collections", {"collection": "articles", "schema": {}, "meta": {}, "fields": fields}, token)
    except urllib.error.HTTPError as error:
        if error.code != 400:
            raise
    return {"Authorization": f"Bearer {token}"}


def post(url, body, token=None):
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def netdata(folder, data, port):
    usr = folder / "usr"
    for name in ("cache", "lib", "log", "etc"):
        (data / name).mkdir(exist_ok=True)
    (data / "netdata.conf").write_text(
        f"[global]\n  run as user = {os.environ.get('USER', 'root')}\n"
        f"[directories]\n  config = {data / 'etc'}\n  stock config = {folder / 'etc' / 'netdata'}\n  cache = {data / 'cache'}\n"
        f"  lib = {data / 'lib'}\n  log = {data / 'log'}\n  web = {usr / 'share' / 'netdata' / 'web'}\n"
        f"  plugins = {usr / 'lib' / 'netdata' / 'plugins.d'}\n"
        f"[web]\n  bind to = 127.0.0.1\n  default port = {port}\n[plugins]\n  apps = no\n  go.d = no\n  python.d = no\n"
        "[ml]\n  enabled = no\n"
    )
    return [usr / "sbin" / "netdata", "-D", "-c", data / "netdata.conf", "-P", data / "netdata.pid"], {
        "LD_LIBRARY_PATH": ":".join(str(path) for path in (usr / "lib").glob("*-linux-gnu")),
    }


def labelstudio(folder, data, port):
    token = "0123456789abcdef0123456789abcdef01234567"
    command = [folder / "bin" / "label-studio", "start", "--no-browser", "--internal-host", "127.0.0.1", "--port", port,
               "--data-dir", data, "--username", "admin@example.com", "--password", "l4belstud10", "--user-token", token]
    return command, {
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "COLLECT_ANALYTICS": "false",
        "LATEST_VERSION_CHECK": "false",
        "FRONTEND_SENTRY_DSN": "",
        "SENTRY_DSN": "",
    }


CHROMA = {
    "health": "described as a string; the server sends an object",
    "list databases": "described as a list of collections; the server sends databases",
    "the same collection is a documented error": "409 is not described",
    "indexing status": "the server says that it is not implemented",
}

GNS3 = {
    "a wrong password": "401 is not described",
    "a wrong token": "401 is not described",
    "create node": "the server needs uBridge, which is another program",
}

NETDATA = {
    "charts": "`chart_variables` is described as a map of objects and contains numbers",
    "variables of an alarm": "`chart_variables` is described as an object and contains numbers and null",
    "data as CSV": "the description has only `application/json`; the server sends text/plain",
    "data as an array": "the description has only objects; the server sends an array",
    "data as SSV": "the description has only `application/json`; the server sends text/plain",
}

LABELSTUDIO = {
    "task": "`annotations` is described as a string; the server sends an array",
    "create webhook": "403 is not described; the server refuses addresses of its own machine",
    "formats of exports": "described as strings; the server sends objects",
    "validate": "`label_config` is described as required; the server sends other members",
}

ALL = [
    Server("prefect", "3.9.1", "PyPI", ("python3",), "/openapi.json", pypi("prefect==3.9.1"), prefect, base="/api"),
    Server("chroma", "1.5.9", "PyPI", ("python3",), "/openapi.json", pypi("chromadb==1.5.9"), chroma, explained=CHROMA),
    Server("gns3", "3.0.6", "PyPI", ("python3",), "/openapi.json", pypi("gns3-server==3.0.6"), gns3, explained=GNS3),
    Server("directus", "11.3.5", "npm", ("node", "npm"), "/server/specs/oas", npm("directus@11.3.5", "sqlite3"), directus,
           prepare=prepare_directus, unlock=collection),
    Server("netdata", "1.37.1", "Debian", ("apt-get", "dpkg-deb"), "usr/share/netdata/web/netdata-swagger.json",
           debian("netdata-core", "netdata-web", "libuv1"), netdata, base="/api/v1", explained=NETDATA),
    Server("labelstudio", "1.23.2", "PyPI", ("python3",), "/docs/api/schema/?format=json", pypi("label-studio==1.23.2"),
           labelstudio, patience=300, explained=LABELSTUDIO),
]
NAMES = [server.name for server in ALL]
