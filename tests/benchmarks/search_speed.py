"""Measure what a search costs: CPU of whole requests, and of making the index.

    .venv/bin/python tests/benchmarks/search_speed.py [--sizes 10000,100000] [--reuters FILE]
        [--datasette] [--keep-index]

Made corpora are written straight into the tables, Reuters goes through the importer; both are kept
in var/bench for the next time.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import corpora, turns
from tests.benchmarks.turns import PLAIN, SUGGESTING, WITH, WITHOUT, Asked

# Goals: milliseconds of a request with facets, and how much dearer the largest may be.
HIGHEST = {100_000: 40, 1_000_000: 300}
DEAREST = 3


def print_costs(asked: Sequence[Asked]) -> None:
    for way in (WITHOUT, WITH, SUGGESTING, PLAIN):
        if any(kind_way[0] == way for one in asked for kind_way in one.cpu):
            print(f"\nCPU milliseconds of a request, {way}")
            print("\n".join(table(asked, way)))


def table(asked: Sequence[Asked], way: str) -> list[str]:
    """A line a kind of search, a column a corpus; beside it how many of its articles match."""
    heads = [f"{one.corpus.size:>12,}" for one in asked]
    lines = [f"{'':26}{'':>9}{''.join(heads)}{'ratio' if len(asked) > 1 else '':>8}"]
    for kind in asked[0].queries:
        values = [one.milliseconds(way, kind) for one in asked]
        if None in values:
            continue
        share = asked[-1].shares.get(kind)
        cells = [cell(one, way, kind) for one in asked]
        ratio = f"{values[-1] / values[0]:.1f}" if len(asked) > 1 else ""
        found = "" if share is None else f"{share:.2%}"
        lines.append(f"{kind:26}{found:>9}{''.join(cells)}{ratio:>8}")
    return lines


def cell(one: Asked, way: str, kind: str) -> str:
    status = one.refused.get((way, kind))
    return f"{one.milliseconds(way, kind):12,.1f}" if status is None else f"{f'({status})':>12}"


def print_goals(asked: Sequence[Asked]) -> None:
    print()
    for one in asked:
        goal = HIGHEST.get(one.corpus.size)
        aim = f" (goal: at most {goal})" if goal else ""
        print(f"highest with facets at {one.corpus.size:,}: {one.highest(WITH):.0f} ms{aim}")
    first, last = asked[0], asked[-1]
    ratios = {
        kind: last.milliseconds(WITHOUT, kind) / first.milliseconds(WITHOUT, kind)
        for kind in first.queries
    }
    kind = max(ratios, key=ratios.get)
    print(
        f"dearest without facets, {last.corpus.size:,} beside {first.corpus.size:,}: "
        f"{ratios[kind]:.1f} times, {kind} (goal: at most {DEAREST} from 10,000 to 1,000,000)"
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000,100000", help="of made corpora, with commas")
    parser.add_argument("--reuters", type=Path, metavar="FILE", help="reuters21578.jsonl.gz")
    parser.add_argument("--datasette", action="store_true", help="measure Datasette beside it")
    parser.add_argument("--keep-index", action="store_true", help="do not measure its making")
    chosen = parser.parse_args()
    chosen.sizes = sorted(int(size) for size in chosen.sizes.split(",") if size)
    if chosen.datasette and not turns.DATASETTE.is_file():
        parser.error("Datasette is not installed: make bench installs it")
    return chosen


def main() -> None:
    chosen = arguments()
    groups = [[corpora.made(size) for size in chosen.sizes]]
    groups += [[corpora.reuters(chosen.reuters)]] if chosen.reuters else []
    for group in filter(None, groups):
        for corpus in group:
            corpus.prepare(index=not chosen.keep_index)
        asked = turns.ask_all(group, with_datasette=chosen.datasette)
        print_costs(asked)
        if len(group) > 1:
            print_goals(asked)
        print()


if __name__ == "__main__":
    main()
