"""The tools with their versions, and the table of their results."""

import dataclasses
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
HOME = ROOT / "target" / "referees"
REPORTS = HOME / "reports"
VENV = HOME / "venv" / "bin"
NODE = HOME / "node_modules" / ".bin"
CORPUS = ROOT.parent / "shared" / "corpus"
# The command to test. It is built if this variable does not name one.
BUILT = os.environ.get("SPECWRIGHT")
COMMAND = pathlib.Path(BUILT) if BUILT else TARGET / "debug" / "specwright"

NPM = {
    "lint": ["@redocly/cli@2.54.3", "@stoplight/spectral-cli@6.16.3"],
    "client": ["@stoplight/prism-cli@5.16.0"],
    "page": ["playwright-core@1.65.1", "axe-core@4.14.1"],
    "swagger": ["swagger2openapi@7.0.8"],
}
PIP = {
    "lint": ["openapi-spec-validator==0.9.0"],
    "client": ["PyYAML==6.0.3"],
    "mock": ["schemathesis==4.32.5"],
    "swagger": ["PyYAML==6.0.3"],
    "python": ["openapi-generator-cli==7.26.0", "pydantic>=2,<3", "urllib3>=2,<3", "python-dateutil>=2.8", "PyYAML==6.0.3"],
}


def install(asked):
    """Installs the tools that are needed and missing."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    done = HOME / "installed.txt"
    known = set(done.read_text().split("\n")) if done.exists() else set()
    npm = [package for part in sorted(asked) for package in NPM.get(part, [])]
    pip = [package for part in sorted(asked) for package in PIP.get(part, [])]
    if not set(npm) <= known:
        run(["npm", "install", "--prefix", HOME, "--no-audit", "--no-fund", "--silent", *npm], check=True)
    if not set(pip) <= known:
        if not VENV.exists():
            run([sys.executable, "-m", "venv", HOME / "venv"], check=True)
        run([VENV / "pip", "install", "--quiet", *pip], check=True)
    done.write_text("\n".join(sorted(known | set(npm) | set(pip))))
    if not BUILT:
        run(["cargo", "build", "--quiet", "-p", "specwright-cli"], check=True)


def run(command, check=False, cwd=ROOT, **environment):
    """Runs a command and returns its exit code and output."""
    command = [str(part) for part in command]
    env = os.environ | {"REDOCLY_TELEMETRY": "off", "NO_COLOR": "1", "FORCE_COLOR": "0"} | environment
    done = subprocess.run(command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", check=False)
    if check and done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}")
    return done


def report(name, text):
    """Writes the output of a tool into the folder of reports."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    (REPORTS / f"{name}.txt").write_text(text)


@dataclasses.dataclass
class Row:
    tool: str
    what: str
    passed: int
    failed: int
    why: str = ""
    explained: int = 0


class Table:
    """The table of results."""

    def __init__(self):
        self.rows = []

    def add(self, tool, what, passed, failed, why="", explained=0):
        self.rows.append(Row(tool, what, passed, failed, why, explained))
        print(f"{tool}: {what}: {passed} passed, {failed} failed" + (f", {explained} explained" if explained else ""),
              flush=True)

    def failed(self):
        return any(row.failed for row in self.rows)

    def show(self):
        heads = ("tool", "what was run", "passed", "failed", "explained", "why")
        lines = [heads] + [(row.tool, row.what, str(row.passed), str(row.failed), str(row.explained), row.why)
                           for row in self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(5)]
        print()
        for line in lines:
            print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)) + "  " + line[5])


def port():
    """Returns a free port."""
    import socket
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A server process that is started on entry and ended on exit."""

    def __init__(self, name, command, url, seconds=60):
        self.name, self.command, self.url, self.seconds = name, [str(part) for part in command], url, seconds

    def __enter__(self):
        import time
        import urllib.error
        import urllib.request
        REPORTS.mkdir(parents=True, exist_ok=True)
        self.log = open(REPORTS / f"{self.name}.log", "w")
        self.process = subprocess.Popen(self.command, cwd=ROOT, stdout=self.log, stderr=subprocess.STDOUT,
                                        env=os.environ | {"NO_COLOR": "1"})
        end = time.monotonic() + self.seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.url + "/is-it-there", timeout=5)
                return self
            except urllib.error.HTTPError:
                return self
            except OSError:
                time.sleep(0.1)
        self.__exit__()
        sys.exit(f"{self.name} did not start:\n{(REPORTS / f'{self.name}.log').read_text()}")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.log.close()


def need(program):
    return shutil.which(program) is not None
