"""Servers in processes of their own, with what they took of the processors and of memory."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import throwaway
from tests.benchmarks.watching import memory

TICK = os.sysconf("SC_CLK_TCK")
MIB = 2**20
# Seconds after which a server that does not answer is given up.
PATIENCE = 60


@dataclass(frozen=True)
class Running:
    """A server on a port of this machine, with the processes that it started."""

    name: str
    port: int
    process: subprocess.Popen

    def cpu(self) -> float:
        """Seconds of CPU that all its processes took since they began."""
        return sum(seconds_of(pid) for pid in tree(self.process.pid))

    def memory(self) -> tuple[int, int]:
        """MiB of the largest process: all that is resident, and what no file backs."""
        sizes = [(memory(pid, "VmRSS"), memory(pid, "RssAnon")) for pid in tree(self.process.pid)]
        resident, own = max(sizes)
        return resident // MIB, own // MIB

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            for pid in reversed(tree(self.process.pid)):
                os.kill(pid, signal.SIGKILL)
            self.process.wait()


def start(name: str, command: Sequence[str], environment: dict[str, str], port: int) -> Running:
    """Start a server, and wait until it takes connections."""
    process = subprocess.Popen(
        command,
        cwd=throwaway.PROJECT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    running = Running(name, port, process)
    deadline = time.monotonic() + PATIENCE
    while not listens(port):
        if process.poll() is not None or time.monotonic() > deadline:
            running.stop()
            raise SystemExit(f"{name} does not answer: {' '.join(command)}")
        time.sleep(0.1)
    return running


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def tree(pid: int) -> list[int]:
    """A process and all that descend from it, parents first."""
    found, parents = [pid], parents_of_all()
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def parents_of_all() -> dict[int, int]:
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := fields_of(int(folder.name))):
            found[int(folder.name)] = int(fields[1])
    return found


def seconds_of(pid: int) -> float:
    fields = fields_of(pid)
    return (int(fields[11]) + int(fields[12])) / TICK if fields else 0.0


def fields_of(pid: int) -> list[str]:
    """Linux's account of a process from its state on; empty where it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    # A name in brackets comes before, and may itself have spaces.
    return text.rpartition(")")[2].split()
