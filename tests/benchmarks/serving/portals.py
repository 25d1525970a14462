"""A made corpus as it is in service: its counts and texts kept, an edition published, statics."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import corpora, datasette_file, throwaway
from tests.benchmarks.serving.processes import Running, free_port, start

# As `make run` and `make public` start it.
GRANIAN = (
    "--interface", "wsgi", "--host", "127.0.0.1", "--workers", "1", "--blocking-threads", "2",
    "--backpressure", "400", "--http1-header-read-timeout", "10000",
    "--http1-buffer-size", "65536", "--log-level", "critical", "--no-access-log",
)  # fmt: skip
HELLO = "tests.benchmarks.serving.hello:application"
PORTAL = "portal.wsgi:application"
# What brings the tables up to date that the filling leaves empty, in this order.
STEPS = (
    ("migrate", "-v0"),
    ("check_counts", "--mend"),
    ("index_search",),
    ("collectstatic", "--no-input", "-v0"),
    ("publish",),
)


@dataclass(frozen=True)
class Portal:
    size: int

    @property
    def corpus(self) -> corpora.Corpus:
        return corpora.made(self.size)

    @property
    def folder(self) -> Path:
        return self.corpus.folder

    def prepare(self) -> None:
        """Publish an edition of it, unless it was made, and published, by the same code."""
        self.corpus.prepare(index=False)
        done = self.folder / "published.json"
        if done.is_file() and (self.folder / "editions" / "current").is_file():
            return
        taken = {" ".join(step): self.manage(*step) for step in STEPS}
        done.write_text(json.dumps(taken))
        for step, seconds in taken.items():
            print(f"{self.corpus.name}: {step}: {seconds:,.0f} s", flush=True)

    def manage(self, *arguments: str) -> float:
        """Seconds that a command of the portal took; exits where it fails."""
        begun = time.perf_counter()
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(
            command,
            cwd=throwaway.PROJECT,
            env=self.environment(role="all"),
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return time.perf_counter() - begun

    def environment(self, **more: str) -> dict[str, str]:
        """The variables of a process in service; `more` is written without PORTAL_."""
        own = {"debug": "0", "https": "0", "secret_key": "only measured", **more}
        named = {f"PORTAL_{name.upper()}": value for name, value in own.items()}
        return throwaway.environment(self.folder) | named

    def serve(self, name: str, **more: str) -> Running:
        return granian(name, PORTAL, self.environment(role="public", **more))

    def datasette(self) -> Running:
        """Datasette on the same articles, without the suggestion of facets, which is slow."""
        file = self.folder / "datasette.db"
        if not file.is_file():
            datasette_file.write(self.corpus.database, file)
        port = free_port()
        program = throwaway.BENCH / "datasette" / "bin" / "datasette"
        command = [str(program), "serve", "--port", str(port), "--setting", "suggest_facets", "off"]
        return start("datasette", [*command, str(file)], dict(os.environ), port)


def hello() -> Running:
    return granian("hello", HELLO, dict(os.environ))


def granian(name: str, application: str, environment: dict[str, str]) -> Running:
    port = free_port()
    command = [str(Path(sys.executable).with_name("granian")), *GRANIAN, "--port", str(port)]
    return start(name, [*command, application], environment, port)
