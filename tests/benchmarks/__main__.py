"""Measure matching, importing and pages: CPU time, and ratios within one run."""

import random
import shutil
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import throwaway

FOLDER = throwaway.BENCH / "pages"
shutil.rmtree(FOLDER, ignore_errors=True)
throwaway.set_up(FOLDER)

from django.core.management import call_command  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.urls import path  # noqa: E402

from articles.importing import Importer  # noqa: E402
from entities.matching import Matcher  # noqa: E402
from entities.models import Entity, Name  # noqa: E402
from tests.benchmarks import made  # noqa: E402

ROUNDS = 5
ARTICLES = 1000
PAGES = {
    "home": "/",
    "articles, two entities": "/articles/?entity=jogmec&entity=yttrium",
    "article": "/articles/japan-namibia-rare-earths-exploration-deal/",
    "entity": "/entities/jogmec/",
    "elements": "/elements/",
    "relationships": "/relationships/",
    "relationship": "/relationships/jogmec--participates-in--lofdal/",
}
urlpatterns = [path("hello/", lambda request: HttpResponse("hello"))]


def cpu(work: Callable[[], object], times: int = 1) -> float:
    """CPU seconds of one call, the median of several rounds."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(times):
            work()
        rounds.append((time.process_time() - start) / times)
    return statistics.median(rounds)


def matching() -> None:
    dice = random.Random(1)
    for count in (1_000, 10_000, 100_000):
        named = made.names(count, dice)
        sample = "\n".join(made.texts(200, named, dice))
        matcher = Matcher((name, name) for name in named)
        seconds = cpu(lambda matcher=matcher, sample=sample: matcher.find(sample))
        print(f"matching {count:7,} names      {len(sample.encode()) / seconds / 1e6:8.1f} MB/s")


def importing(folder: Path) -> None:
    dice = random.Random(2)
    named = made.names(500, dice)
    entities = Entity.objects.bulk_create(
        Entity(slug=f"made-{number}", name=name, kind="organization")
        for number, name in enumerate(named)
    )
    Name.objects.bulk_create(
        Name(entity=entity, text=entity.name, links=True) for entity in entities
    )
    folder.mkdir()
    for number, text in enumerate(made.texts(ARTICLES, named, dice)):
        (folder / f"made-{number}.txt").write_text(text, encoding="utf-8")
    for what in ("import and linking", "import again      "):
        start = time.process_time()
        report = Importer().run([str(folder)])
        seconds = time.process_time() - start
        assert not report.failed
        print(f"{what}            {ARTICLES / seconds:8.0f} articles a CPU second")


def pages() -> None:
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        hello = cpu(lambda: Client().get("/hello/"), 50)
    print(f"page  hello                    {hello * 1000:8.2f} ms CPU       1.0 ×")
    client = Client()
    for name, address in PAGES.items():
        assert client.get(address).status_code == 200
        seconds = cpu(lambda address=address: client.get(address), 5)
        print(f"page  {name:24} {seconds * 1000:8.2f} ms CPU  {seconds / hello:6.1f} ×")


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("build")
    matching()
    pages()
    importing(FOLDER / "made")


main()
