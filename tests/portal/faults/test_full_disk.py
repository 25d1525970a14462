"""A disk without room: a command fails with a sentence, and completes once there is room.

As root the disk is a small one in memory; as anybody else, no file may grow beyond a limit.
"""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.portal.faults.processes import ROOT, copied, production
from tests.soaking import times

pytestmark = pytest.mark.own_database

FILE = "lodestone.sqlite3"
# Each grows a file beyond the little room that is left.
COMMANDS = (
    ("publish",), ("import_articles", "more"), ("backup", "kept.backup"),
    ("index_search", "--rebuild"), ("build",),
)  # fmt: skip
LITTLE, MUCH = 150_000, 200_000_000  # bytes


class Disk:
    """A folder on a disk that is full, until there is room."""

    def __init__(self, folder: Path, used: int):
        self.folder, self.used = folder, used
        self.is_own = os.geteuid() == 0
        if self.is_own:
            run("mount", "-t", "tmpfs", "-o", f"size={used + MUCH}", "none", str(folder))

    def leave(self, room: int) -> None:
        self.room = room
        if self.is_own:
            size = used_in(self.folder) + room
            run("mount", "-o", f"remount,size={size}", str(self.folder))

    def manage(self, *arguments: str) -> subprocess.CompletedProcess:
        limit = [] if self.is_own else ["prlimit", f"--fsize={self.used // 4 + self.room}"]
        return subprocess.run(
            [*limit, str(ROOT / ".venv/bin/python"), str(ROOT / "manage.py"), *arguments],
            cwd=self.folder, env=production(self.folder) | {"PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def close(self) -> None:
        if self.is_own:
            run("umount", "--lazy", str(self.folder))


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def used_in(folder: Path) -> int:
    return int(subprocess.check_output(["du", "-s", "-B1", folder], text=True).split()[0])


@pytest.fixture
def disk(made, tmp_path) -> Iterator[Disk]:
    disk = Disk(tmp_path, used_in(made))
    try:
        copied(made, tmp_path)
        more = tmp_path / "more"
        more.mkdir()
        for number in range(300):
            text = f"Title {number}\n\n" + f"Lofdal lies in Namibia, says text {number}. " * 40
            (more / f"{number}.txt").write_text(text)
        yield disk
    finally:
        disk.close()


@pytest.mark.parametrize("command", COMMANDS[: times(2, len(COMMANDS))], ids=" ".join)
def test_a_command_without_room_says_so_and_completes_with_room(disk, command):
    if command == ("build",):
        for path in disk.folder.glob(FILE + "*"):
            path.unlink()
        disk.leave(MUCH)
        assert disk.manage("migrate", "-v0").returncode == 0
    before = files(disk.folder)
    disk.leave(LITTLE)
    failed = disk.manage(*command)
    assert failed.returncode != 0
    assert "Traceback" not in failed.stderr, failed.stderr[-1500:]
    assert any(word in failed.stderr for word in ("full", "space", "too large", "I/O")), (
        failed.stderr
    )
    assert not half_written(disk.folder, before)
    disk.leave(MUCH)
    done = disk.manage(*command)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(disk.folder / FILE)) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert not file.execute("PRAGMA foreign_key_check").fetchall()
    assert disk.manage("verify_edition").returncode == 0


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def half_written(folder: Path, before: set[str]) -> set[str]:
    """What a command that failed left behind, but for SQLite's own journals and locks."""
    kept = ("-wal", "-shm", "-journal", ".lock")
    return {name for name in files(folder) - before if not name.endswith(kept)}
