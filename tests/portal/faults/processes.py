"""Real server processes, started as `make run` starts them, and what they answer."""

import os
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DEADLINE = 15  # seconds after which an answer counts as none
STARTING = 60


@dataclass(frozen=True)
class Answer:
    """`headers` by their names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Server:
    port: int
    process: subprocess.Popen

    def get(
        self, address: str, *, method: str = "GET", body: str | None = None, **headers: str
    ) -> Answer:
        """TimeoutError where there is no answer in time."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)
        began = time.monotonic()
        try:
            connection.request(method, address, body, headers)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        seconds = time.monotonic() - began
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, headers, body, seconds)

    def is_alive(self) -> bool:
        try:
            return self.get("/healthz").status == 200
        except (OSError, HTTPException):
            return False

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=DEADLINE)


@contextmanager
def serving(
    folder: Path, *, workers: int | None = None, prefix: tuple[str, ...] = (),
    log: Path | None = None, **environment: str,
) -> Iterator[Server]:  # fmt: skip
    """The portal on the data in `folder`, with what the Makefile tells Granian.

    The command comes after `prefix`; the log is written into the folder `log`, or beside the data.
    """
    port = free_port()
    written = (log or folder) / "server.log"
    output = written.open("ab")
    process = subprocess.Popen(
        [*prefix, *command(port, workers)],
        cwd=ROOT,
        env=production(folder) | environment,
        stdout=output,
        stderr=output,
        start_new_session=True,
    )
    server = Server(port, process)
    try:
        wait_until(lambda: server.is_alive() or process.poll() is not None, STARTING)
        assert process.poll() is None, written.read_text()[-2000:]
        yield server
    finally:
        stop(process)
        output.close()


def command(port: int, workers: int | None = None) -> list[str]:
    """Granian's, with the port and the number of workers replaced."""
    said = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", "run", f"PORT={port}"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    words = shlex.split(said[said.rindex("exec ") :].replace("\\\n", " "))[1:]
    if workers:
        words[words.index("--workers") + 1] = str(workers)
    return [str(ROOT / words[0]), *words[1:]]


def production(folder: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return kept | {
        "PORTAL_DEBUG": "0",
        "PORTAL_HTTPS": "0",
        "PORTAL_SECRET_KEY": "only-for-these-tests-" * 3,
        "PORTAL_DATA": str(folder),
        "PORTAL_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "tests.portal.faults.plain_statics",
    }


def manage(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(ROOT / ".venv/bin/python"), "manage.py", *arguments],
        cwd=ROOT, env=production(folder) | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def copied(made: Path, folder: Path) -> Path:
    """The same data in a folder that a test may do what it wants with."""
    return Path(shutil.copytree(made, folder, dirs_exist_ok=True))


def wait_until(is_so, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.1)


def stop(process: subprocess.Popen) -> None:
    """The server and its workers."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
