"""The portals that searching is measured on, each in a folder of var/bench that is kept."""

import hashlib
import json
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import throwaway, watching

MIB = 2**20


@dataclass(frozen=True)
class Corpus:
    """A portal, the module that makes it with its arguments, and the other ones it rests on."""

    name: str
    maker: tuple[str, ...]
    rests_on: str

    @property
    def folder(self) -> Path:
        return throwaway.BENCH / self.name

    @property
    def database(self) -> Path:
        return self.folder / "lodestone.sqlite3"

    @property
    def size(self) -> int:
        """How many articles it holds."""
        connection = sqlite3.connect(self.database)
        try:
            return connection.execute("SELECT count(*) FROM articles_article").fetchone()[0]
        finally:
            connection.close()

    def prepare(self, *, index: bool) -> None:
        """Make it unless it was made before by the same code, and its index where that is asked."""
        mark, code = self.folder / "made.json", self.code()
        if not mark.is_file() or json.loads(mark.read_text()) != code:
            shutil.rmtree(self.folder, ignore_errors=True)
            module, *arguments = self.maker
            taken = watching.run(module, arguments, self.folder)
            mark.write_text(json.dumps(code))
            how = taken.output.strip() or "made"
            print(f"{self.name}: {how} in {taken.elapsed:,.0f} s", flush=True)
        # A folder of that name is there as soon as somebody asked.
        if index or not (self.folder / "search" / "current").is_file():
            self.index()

    def code(self) -> dict[str, str]:
        """What it is made by, so that a change in it, or in a table, makes it anew."""
        here = Path(__file__).parent
        files = [here / f"{module}.py" for module in (self.maker[0], self.rests_on)]
        files += sorted(throwaway.PROJECT.glob("*/migrations/*.py"))
        return {
            str(one.relative_to(throwaway.PROJECT)): hashlib.sha256(one.read_bytes()).hexdigest()
            for one in files
        }

    def index(self) -> None:
        """Make the index anew and say what it takes."""
        taken, count = watching.run("building", [], self.folder), self.size
        cpu = json.loads(taken.output)
        others = ", ".join(f"{part} {seconds:,.1f}" for part, seconds in cpu.items())
        disk = sum(one.stat().st_size for one in (self.folder / "search").rglob("*.*"))
        print(
            f"{self.name}: index: {count / cpu['articles']:,.0f} articles a CPU second, "
            f"{disk / count / 1000:.1f} KB an article, {disk / MIB:,.0f} MiB\n"
            f"    memory {taken.memory / MIB:,.0f} MiB, {taken.own_memory / MIB:,.0f} of them "
            f"its own; CPU seconds: {others}; {taken.elapsed:,.0f} s in all",
            flush=True,
        )


def made(size: int) -> Corpus:
    return Corpus(f"made-{size}", ("filling", str(size)), "made")


def reuters(file: Path) -> Corpus:
    return Corpus("reuters", ("reuters", str(file.resolve())), "filing")
