"""Make the index of a portal anew and say what each part takes: `... building FOLDER`."""

import json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.benchmarks import throwaway


def main() -> None:
    throwaway.set_up(Path(sys.argv[1]))
    from portal.search import indexing

    parts: dict[str, float] = {}

    def watch(items: Iterable, what: str, *, total: int) -> Iterator:
        start = time.process_time()
        yield from items
        parts[what.removeprefix("Indexing ")] = time.process_time() - start

    start = time.process_time()
    indexing.ensure(is_asked=True, watch=watch, say=lambda sentence: None)
    cpu = time.process_time() - start
    # What is left over is the commit, which is the articles' for all but a little.
    parts["articles"] = cpu - sum(part for what, part in parts.items() if what != "articles")
    print(json.dumps(parts))


if __name__ == "__main__":
    main()
