"""Run other processes: to their end, with an eye on their memory, or to ask them things."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import throwaway

LOOK_EVERY = 0.02  # seconds between two looks at the memory


@dataclass(frozen=True)
class Taken:
    """Seconds in all, bytes of memory, those of them that no file backs, and what was printed."""

    elapsed: float
    memory: int
    own_memory: int
    output: str


def run(module: str, arguments: Sequence[str], folder: Path) -> Taken:
    """Run a module of ours on the portal in `folder` to its end; exits where it fails."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", str(folder), *arguments]
    start, peak, own = time.perf_counter(), 0, 0
    process = started(command, folder)
    while process.poll() is None:
        peak = max(peak, memory(process.pid, "VmHWM"))
        own = max(own, memory(process.pid, "RssAnon"))
        time.sleep(LOOK_EVERY)
    if process.returncode:
        sys.exit(f"Failed: {' '.join(command)}")
    return Taken(time.perf_counter() - start, peak, own, process.stdout.read())


def started(command: Sequence[str], folder: Path) -> subprocess.Popen:
    return subprocess.Popen(
        command,
        cwd=throwaway.PROJECT,
        env=throwaway.environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def memory(pid: int, name: str) -> int:
    """Bytes, from Linux's account of the process; nought where there is none."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    found = [line.split() for line in lines if line.startswith(name + ":")]
    return int(found[0][1]) * 1024 if found else 0


class Server:
    """A process that answers one line of JSON with another."""

    def __init__(self, command: Sequence[str], folder: Path):
        self.process = started(command, folder)

    def ask(self, **order) -> dict:
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"Failed: {' '.join(self.process.args)}: {order}")
        return json.loads(answer)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()
