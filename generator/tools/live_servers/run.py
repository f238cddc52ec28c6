"""Installs, starts and judges one server."""

import dataclasses
import os
import pathlib
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

from live_servers import servers

ROOT = pathlib.Path(__file__).resolve().parents[3]
HERE = pathlib.Path(__file__).resolve().parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
HOME = ROOT / "target" / "live"
# The command to test. It is built if this variable does not name one.
COMMAND = pathlib.Path(os.environ.get("SPECWRIGHT", TARGET / "debug" / "specwright"))

MANIFEST = """[package]
name = "live-{name}"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
api = {{ package = "{name}-client", path = "client", features = ["blocking"] }}
tokio = {{ version = "1", features = ["macros", "rt"] }}

[workspace]
"""


@dataclasses.dataclass
class Result:
    """The checks of one server."""

    server: servers.Server
    passed: int = 0
    explained: int = 0
    failed: int = 0
    error: str = ""
    skipped: str = ""
    notes: list = dataclasses.field(default_factory=list)


def build_command():
    subprocess.run(["cargo", "build", "--quiet", "-p", "specwright-cli"], cwd=ROOT, check=True)


def judge(server, keep):
    """Returns the result of the checks of a server."""
    result = Result(server)
    missing = [program for program in server.needs if shutil.which(program) is None]
    if missing:
        result.skipped = f"{', '.join(missing)} is not installed"
        return result
    folder, data = HOME / server.name / "server", HOME / server.name / "data"
    try:
        install(server, folder)
        if data.exists() and not keep:
            shutil.rmtree(data)
        checks(server, folder, data, result)
    except (subprocess.CalledProcessError, OSError, TimeoutError) as error:
        result.error = str(error)
    return result


def install(server, folder):
    done = folder.parent / f"installed-{server.version}"
    if done.exists():
        return
    print(f"{server.name}: installs {server.version} from {server.source}", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    server.install(folder)
    done.touch()


def checks(server, folder, data, result):
    """Starts the server, makes its client and runs the program."""
    port = free_port()
    if not data.exists():
        data.mkdir(parents=True)
        if server.prepare:
            server.prepare(folder, data, port)
    command, environment = server.start(folder, data, port)
    with open(HOME / server.name / "server.log", "w") as log:
        process = subprocess.Popen([str(part) for part in command], cwd=data, env=os.environ | environment, stdout=log, stderr=log)
        try:
            origin = f"http://127.0.0.1:{port}"
            wait(server, process, origin)
            program = build(server, folder, origin)
            run_program(program, server, origin, result)
        finally:
            process.terminate()
            process.wait()


def wait(server, process, origin):
    end = time.monotonic() + server.patience
    while time.monotonic() < end:
        if process.poll() is not None:
            raise OSError(f"the server ended with status {process.returncode}; see {HOME / server.name / 'server.log'}")
        try:
            urllib.request.urlopen(origin + server.base, timeout=5)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"the server did not respond within {server.patience} s")


def build(server, folder, origin):
    """Generates the client from the description that the server serves, compiles the program and returns its path."""
    home = HOME / server.name
    headers = server.unlock(origin) if server.unlock else {}
    description = home / "description.json"
    if server.description.startswith("/"):
        request = urllib.request.Request(origin + server.description, headers=headers)
        with urllib.request.urlopen(request, timeout=60) as response:
            description.write_bytes(response.read())
    else:
        shutil.copy(folder / server.description, description)
    client = home / "program" / "client"
    options = ["--crate", f"{server.name}-client", "--out", client]
    overlay = HERE / f"{server.name}.overlay.yaml"
    if overlay.exists():
        options += ["--overlay", overlay]
    quietly([COMMAND, "generate", description, *options], home)
    sources = home / "program" / "src"
    sources.mkdir(exist_ok=True)
    shutil.copy(HERE / f"{server.name}.rs", sources / "main.rs")
    shutil.copy(HERE / "check.rs", sources / "check.rs")
    (home / "program" / "Cargo.toml").write_text(MANIFEST.format(name=server.name))
    target = HOME / "target"
    quietly(["cargo", "build", "--quiet"], home / "program", CARGO_TARGET_DIR=str(target))
    return target / "debug" / f"live-{server.name}"


def quietly(command, folder, **environment):
    """Runs a command, and shows its output only if it fails."""
    command = [str(part) for part in command]
    done = subprocess.run(command, cwd=folder, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)
    if done.returncode:
        print(done.stdout)
        raise OSError(f"{command[0]} {command[1]} ended with status {done.returncode}")


def run_program(program, server, origin, result):
    """Runs the program and counts the lines `ok NAME: ..` and `FAIL NAME: ..` of its output."""
    done = subprocess.run([program, origin + server.base], stdout=subprocess.PIPE, text=True, timeout=300, check=False)
    (HOME / server.name / "checks.txt").write_text(done.stdout)
    for line in done.stdout.splitlines():
        verdict, _, rest = line.partition(" ")
        name = rest.split(":")[0].strip()
        if verdict == "ok":
            result.passed += 1
        elif verdict == "FAIL" and name in server.explained:
            result.explained += 1
            result.notes.append(f"{name}: {server.explained[name]}")
        elif verdict == "FAIL":
            result.failed += 1
            result.notes.append(line)
    if done.returncode:
        result.error = f"the program ended with status {done.returncode}"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def show(results):
    print(f"\n{'server':10} {'version':9} {'passed':>6} {'explained':>9} {'failed':>6}")
    for result in results:
        server = result.server
        if result.skipped:
            print(f"{server.name:10} {server.version:9} skipped: {result.skipped}")
            continue
        print(f"{server.name:10} {server.version:9} {result.passed:6} {result.explained:9} {result.failed:6}  {result.error}".rstrip())
        for note in result.notes:
            print(f"           {note}")
