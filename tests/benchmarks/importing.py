"""Measure importing with linking and index against bare SQLite: `... importing FILE [COUNT]`.

FILE is reuters21578.jsonl.gz. The measure is the CPU time of all processes, in one run.
"""

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from tests.benchmarks import throwaway, watching
from tests.benchmarks.filing import Filed, body_of, title_of
from tests.benchmarks.importing_once import taken
from tests.benchmarks.reuters import news

FOLDER = throwaway.BENCH / "importing"
NAMES = 1_000
TABLES = """
    CREATE TABLE article (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, title TEXT);
    CREATE TABLE passage (id INTEGER PRIMARY KEY, article INTEGER, position INTEGER,
        text TEXT, UNIQUE (article, position));
    CREATE VIRTUAL TABLE found USING fts5 (text, content=passage, content_rowid=id,
        tokenize='porter unicode61');
    INSERT INTO found (found, rank) VALUES ('hashsize', 67108864);
"""  # fmt: skip


def passages_of(filed: Filed) -> list[str]:
    return [part for part in (title_of(filed), body_of(filed)) if part]


def write_files(folder: Path, texts: Sequence[Filed]) -> None:
    folder.mkdir(parents=True)
    for filed in texts:
        text = "\n\n".join(passages_of(filed))
        (folder / f"{filed.slug}.txt").write_text(text, encoding="utf-8", newline="")


def write_names(file: Path, texts: Sequence[Filed]) -> None:
    """The names that stand in most of the texts."""
    from entities.proposing import Finder, Tally

    finder, tally = Finder(()), Tally()
    for number, filed in enumerate(texts):
        for sighting in finder.find(body_of(filed)):
            tally.add(sighting, number, number)
    names = [one.text for one in tally.offered(NAMES)]
    file.write_text("\n".join(names), encoding="utf-8")


def fill(file: Path, texts: Sequence[Filed]) -> None:
    """The rows alone by executemany, and all of the text indexed at once."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.executescript(TABLES)
    connection.executemany(
        "INSERT INTO article VALUES (?, ?, ?)",
        ((number, one.slug, title_of(one)) for number, one in enumerate(texts)),
    )
    connection.executemany(
        "INSERT INTO passage (article, position, text) VALUES (?, ?, ?)", rows_of(texts)
    )
    connection.execute("INSERT INTO found (found) VALUES ('rebuild')")
    connection.commit()
    connection.close()


def rows_of(texts: Sequence[Filed]) -> Iterator[tuple]:
    for number, one in enumerate(texts):
        for position, text in enumerate(passages_of(one), 1):
            yield number, position, text


def import_once(name: str, *arguments: Path) -> dict:
    done = watching.run("importing_once", list(map(str, arguments)), FOLDER / name)
    return json.loads(done.output.splitlines()[-1]) | {"memory": done.memory}


def report(what: str, done: dict, count: int, bare: float) -> None:
    cpu = {part: done[part]["cpu"] for part in ("importing", "indexing", "importing again")}
    ours, mentions = cpu["importing"] + cpu["indexing"], done["mentions"] / done["articles"]
    each = ", ".join(f"{part} {seconds / count * 1e6:,.0f}" for part, seconds in cpu.items())
    print(
        f"{what}: {count / ours:,.0f} articles a CPU second, {bare / ours:.3f} of bare SQLite\n"
        f"    {mentions:.1f} mentions an article; µs of CPU an article: {each}; "
        f"{done['importing']['elapsed'] + done['indexing']['elapsed']:.1f} s by the clock; "
        f"memory {done['memory'] / 2**20:,.0f} MiB",
        flush=True,
    )


def main() -> None:
    file, *most = sys.argv[1:]
    shutil.rmtree(FOLDER, ignore_errors=True)
    texts = list(islice(news(Path(file)), int(most[0]) if most else None))
    try:
        files, names = FOLDER / "files", FOLDER / "names.txt"
        write_files(files, texts)
        throwaway.set_up(FOLDER / "bare")
        write_names(names, texts)
        bare = taken(lambda: fill(FOLDER / "bare.sqlite3", texts))["cpu"]
        print(f"bare SQLite: {len(texts) / bare:,.0f} of {len(texts):,} articles a CPU second")
        report("with the seeds' names", import_once("seeds", files), len(texts), bare)
        report(f"with {NAMES:,} names", import_once("named", files, names), len(texts), bare)
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)


if __name__ == "__main__":
    main()
