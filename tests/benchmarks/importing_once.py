"""Import a folder into a new portal and index it; says what each took: `... FOLDER FILES [NAMES]`.

NAMES is a file of names, one a line, each of an entity of its own; without it, the seeds' names.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from tests.benchmarks import throwaway


def cpu() -> float:
    """CPU seconds so far, of this process with its threads and of those it has waited for."""
    used = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def taken(work: Callable[[], object]) -> dict[str, float]:
    start, clock = cpu(), time.perf_counter()
    work()
    return {"cpu": cpu() - start, "elapsed": time.perf_counter() - clock}


def hold(names: list[str]) -> None:
    """Entities that are called so, and whatever is known without an article."""
    from entities.models import Entity, Name

    Entity.objects.bulk_create(
        Entity(pk=pk, slug=f"named-{pk}", name=name, kind="organization")
        for pk, name in enumerate(names, 1)
    )
    Name.objects.bulk_create(
        Name(entity_id=pk, text=name, links=True) for pk, name in enumerate(names, 1)
    )


def main() -> None:
    folder, files, *names = map(Path, sys.argv[1:])
    throwaway.set_up(folder)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    if names:
        hold(names[0].read_text(encoding="utf-8").splitlines())
    else:
        seeds = str(throwaway.PROJECT / "seeds")
        call_command("import_articles", f"{seeds}/articles", stdout=sys.stderr)
        call_command("load_seeds", seeds, stdout=sys.stderr)
        call_command("index_search", stdout=sys.stderr)

    parts = {
        "importing": taken(lambda: call_command("import_articles", str(files), stdout=sys.stderr)),
        "indexing": taken(lambda: call_command("index_search", stdout=sys.stderr)),
        "importing again": taken(
            lambda: call_command("import_articles", str(files), stdout=sys.stderr)
        ),
    }
    from articles.models import Article
    from entities.models import Mention

    print(
        json.dumps(
            {"articles": Article.objects.count(), "mentions": Mention.objects.count()} | parts
        )
    )


if __name__ == "__main__":
    main()
